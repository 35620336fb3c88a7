//! `docs/dates.md`.

use super::markdown::{code, item, table};
use crate::surface::dates::{ACCEPTED_FORMATS, DEFAULT_FORMAT, LETTERS};

const HEAD: &str = "# Dates

The time stamp of a file (SFIDDATE, SFIDTIME) is a text in events, in `VirtualFileDate` and in the arguments of
[`SendEndResponse`](methods.md#sendendresponse). OFTP stamps are local time; a time that says another zone is converted.

`VirtualFileDateFormat` is the pattern in which events write stamps. Patterns are the custom date patterns of .NET with English
names:

";

/// The page.
pub fn page() -> String {
    let letters = table(
        ["In a pattern", "Meaning"],
        LETTERS.iter().map(|(letters, meaning)| {
            [letters.split(", ").map(code).collect::<Vec<_>>().join(", "), (*meaning).to_owned()]
        }),
    );
    let mut known = Vec::new();
    for format in ACCEPTED_FORMATS {
        if !known.contains(&format) {
            known.push(format);
        }
    }
    let formats: String = known.into_iter().map(|format| item(&code(format))).collect();
    format!(
        "{HEAD}{letters}
Everything else stands for itself. A pattern of one letter is one of .NET's standard formats (`d`, `D`, `f`, `F`, `g`, `G`, `M`, `O`,
`R`, `s`, `t`, `T`, `u`, `U`, `Y`). The default is {}. It drops the counter, so it cannot tell two files of one second
apart: use `yyyyMMddHHmmssffff` to answer files of OFTP 1.4 and 2.0 with SendEndResponse.

## What is read

A stamp that a program gives may be in the current `VirtualFileDateFormat`, or in one of these patterns, which are tried in this
order:

{formats}
A text that fits none of them is error 680. `VirtualFileDate` reads back in {}.
",
        code(DEFAULT_FORMAT),
        code(DEFAULT_FORMAT),
    )
}
