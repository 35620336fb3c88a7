//! Time stamps as text: what VirtualFileDateFormat and VirtualFileDate understand. `docs/dates.md` is made of it.

/// The default of VirtualFileDateFormat, and the form that VirtualFileDate is returned in.
pub const DEFAULT_FORMAT: &str = "MM/dd/yyyy HH:mm:ss";

/// The patterns that VirtualFileDate accepts, in the order in which they are tried. Some stand there twice, as in the class
/// reference.
pub const ACCEPTED_FORMATS: [&str; 20] = [
    "ddd, d MMM yy HH:mm:ss zzz",
    "ddd, d MMM yyyy HH:mm:ss zzz",
    "d MMM yy HH:mm:ss zzz",
    "d MMM yyyy HH:mm:ss zzz",
    "dd-MMM-yyyy HH:mm:ss",
    "ddd, d MMM yy HH:mm:ss zz",
    "ddd, d MMM yyyy HH:mm:ss zz",
    "ddd, d MMM yy HH:mm:ss zzz",
    "ddd, d MMM yyyy HH:mm:ss zzz",
    "ddd, d MMM yy HH:mm:ss z",
    "ddd, d MMM yyyy HH:mm:ss z",
    "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    "dddd, MMMM dd, yyyy h:mm:ss tt",
    "dddd, MMMM dd yyyy h:mm tt",
    "yyMMddHHmmssZ",
    "yyyyMMddHHmmssZ",
    "yyMMddHHmmsszzzz",
    "yyyyMMddHHmmsszzzz",
    "yyyyMMddHHmmssffff",
    "MM/dd/yyyy HH:mm:ss",
];

/// The letters of a pattern, and what each stands for.
pub const LETTERS: &[(&str, &str)] = &[
    ("d", "the day, 1 or 2 digits"),
    ("dd", "the day, 2 digits"),
    ("ddd", "the day of the week, `Mon`"),
    ("dddd", "the day of the week, `Monday`"),
    ("M", "the month, 1 or 2 digits"),
    ("MM", "the month, 2 digits"),
    ("MMM", "the month, `Jan`"),
    ("MMMM", "the month, `January`"),
    ("yy", "the year without its century; 70 to 99 are 1970 to 1999"),
    ("yyyy", "the year"),
    ("H, HH", "the hour, 0 to 23; the second form has 2 digits"),
    ("h, hh", "the hour, 1 to 12; the second form has 2 digits"),
    ("m, mm", "the minute; the second form has 2 digits"),
    ("s, ss", "the second; the second form has 2 digits"),
    (
        "ffff",
        "the counter of a stamp of OFTP 1.4 and 2.0, 4 digits. It is no fraction of a second; without it the counter is 0001",
    ),
    ("FFFF", "the counter without zeros at its end"),
    ("t, tt", "`A` or `P`, `AM` or `PM`"),
    ("z, zz, zzz", "the distance from UTC: `+1`, `+01`, `+01:00`"),
    ("K", "the same as `zzz`"),
    ("Z", "the letter itself; it says that the time is UTC"),
    ("'text', \"text\"", "the text itself; `'GMT'` and `'UTC'` say that the time is UTC"),
    ("\\c", "the character `c` itself"),
];
