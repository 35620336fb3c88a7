use super::*;
use chrono::FixedOffset;

fn stamp(text: &str) -> Stamp {
    Stamp::from_wire(text).unwrap()
}

fn zone(hours: i32) -> FixedOffset {
    FixedOffset::east_opt(hours * 3600).unwrap()
}

fn formatted(pattern: &str, hours: i32) -> String {
    format::format(&stamp("202611051530590042"), &Pattern::new(pattern), &zone(hours)).unwrap()
}

fn parsed(text: &str, pattern: &str, hours: i32) -> Option<String> {
    parse::parse(text, &Pattern::new(pattern), &zone(hours)).map(|stamp| stamp.as_str().to_owned())
}

#[test]
fn every_letter_formats_as_in_dotnet() {
    let table = [
        ("d|dd|ddd|dddd", "5|05|Thu|Thursday"),
        ("M|MM|MMM|MMMM", "11|11|Nov|November"),
        ("%y|yy|yyy|yyyy|yyyyy", "26|26|2026|2026|02026"),
        ("H|HH|h|hh", "15|15|3|03"),
        ("m|mm|s|ss", "30|30|59|59"),
        ("f|ff|fff|ffff|fffff|F|FF|FFFF", "0|00|004|0042|00420|||0042"),
        ("t|tt|gg", "P|PM|A.D."),
        ("z|zz|zzz|zzzz|K", "+2|+02|+02:00|+02:00|+02:00"),
        ("'day' dd \"of\" MMMM", "day 05 of November"),
        ("\\d\\'dd 'a\\'b' %H", "d'05 a'b 15"),
        ("yyyyMMddHHmmssffff", "202611051530590042"),
        ("", "11/05/2026 15:30:59"),
        ("s", "2026-11-05T15:30:59"),
        ("r", "Thu, 05 Nov 2026 13:30:59 GMT"),
        ("yyyyMMddHHmmssZ", "20261105133059Z"),
        ("%", "%"),
        ("xq'", "xq"),
    ];
    for (pattern, text) in table {
        assert_eq!(formatted(pattern, 2), text, "{pattern}");
    }
    assert_eq!(formatted("z zz zzz", -9), "-9 -09 -09:00");
    let midnight = stamp("202611050000000001");
    assert_eq!(format_stamp(&midnight, "h hh tt"), "12 12 AM");
    assert_eq!(format_stamp(&stamp("202601021203040001"), "d/M/yy h:m:s tt"), "2/1/26 12:3:4 PM");
}

/// The date formats of VirtualFileDate, in several zones, there and back.
#[test]
fn every_accepted_format_round_trips() {
    for hours in [-11, -3, 0, 1, 14] {
        for pattern in ACCEPTED_FORMATS {
            for original in ["202611051530590001", "199902280000000001", "202402291200010001", "200012312359590001"] {
                let text = format::format(&stamp(original), &Pattern::new(pattern), &zone(hours)).unwrap();
                let back = parsed(&text, pattern, hours).unwrap_or_else(|| panic!("{pattern}: {text}"));
                // One pattern has no seconds.
                let expected =
                    if pattern.contains("ss") { original.to_owned() } else { format!("{}000001", &original[..12]) };
                assert_eq!(back, expected, "{pattern}: {text}");
            }
        }
    }
    for pattern in ACCEPTED_FORMATS {
        let original = stamp("202611051530000001");
        assert_eq!(parse_date(&format_stamp(&original, pattern), None).unwrap(), original, "{pattern}");
    }
}

#[test]
fn zones_become_local_time() {
    let mail = "ddd, d MMM yyyy HH:mm:ss zzz";
    for text in ["+0100", "+01:00", "+01", "+1"] {
        let text = format!("Thu, 5 Nov 2026 00:30:59 {text}");
        assert_eq!(parsed(&text, mail, 0).unwrap(), "202611042330590001");
        assert_eq!(parsed(&text, mail, -8).unwrap(), "202611041530590001");
    }
    assert_eq!(parsed("Thu,  5 nov 2026 00:30:59 GMT", mail, 2).unwrap(), "202611050230590001");
    assert_eq!(parsed("261105003059Z", "yyMMddHHmmssZ", 2).unwrap(), "202611050230590001");
    assert_eq!(parsed("261105003059+0530", "yyMMddHHmmsszzzz", 0).unwrap(), "202611041900590001");
}

/// VirtualFileDateFormat with four f keeps all digits, also of stamps that are no calendar time.
#[test]
fn counter_digits_are_exact() {
    for text in ["202611221530590000", "202611221530590001", "202611221530599999", "202699996163640420"] {
        assert_eq!(format_stamp(&stamp(text), "yyyyMMddHHmmssffff"), text);
    }
    for counter in ["0000", "0001", "0420", "9999"] {
        let text = format!("20261122153059{counter}");
        assert_eq!(parse_date(&text, None).unwrap().as_str(), text);
        let own = format!("22.11.2026 15.30.59#{counter}");
        assert_eq!(parse_date(&own, Some("dd.MM.yyyy HH.mm.ss#ffff")).unwrap().as_str(), text);
    }
    assert_eq!(format_stamp(&stamp("ABCDEFGHIJKLMNOPQR"), "MMM"), "ABCDEFGHIJKLMNOPQR");
    assert_eq!(format_stamp(&stamp("261122153059"), "yyyyMMddHHmmssffff"), "202611221530590000");
    assert_eq!(format_stamp(&stamp("261122153059"), "yyMMddHHmmss"), "261122153059");
}

/// Error 680.
#[test]
fn what_is_no_date_is_refused() {
    let bad = [
        "",
        "tomorrow",
        "13/01/2026 00:00:00",
        "02/30/2026 00:00:00",
        "02/28/2026 24:00:00",
        "02/28/2026 00:00:00 ",
        "02/28/2026 00:00",
        "02/28/26 00:00:00",
        "Fri, 5 Nov 2026 00:30:59 +0100",
        "Thu, 5 Nov 2026 00:30:59 +9900",
        "Thursday, November 05, 2026 13:00:00 PM",
        "20261122153059000",
        "2026112215305900011",
        "2026112215305900x1",
        "20261122153059é",
        "\u{202e}",
    ];
    for text in bad {
        let result = parse_date(text, Some("MM/dd/yyyy HH:mm:ss"));
        // Space around a date is no fault.
        let fine = text == "02/28/2026 00:00:00 ";
        assert_eq!(result.is_ok(), fine, "{text:?}");
        if let Err(error) = result {
            assert_eq!(error.code, codes::INVALID_DATE);
        }
    }
    assert!(parse_date("15:30", Some("HH:mm")).is_err());
}

#[test]
fn hostile_patterns_do_not_panic() {
    let letters =
        ["y", "M", "d", "H", "h", "m", "s", "f", "F", "t", "g", "z", "K", "Z", "'", "\"", "\\", "%", "/", "é"];
    for a in letters {
        for b in letters {
            for pattern in [a.repeat(9), format!("{a}{b}"), format!("{b}{a}{b}"), format!("'{a}\\{b}")] {
                let text = format_stamp(&stamp("202611221530590042"), &pattern);
                let _ = parse_date(&text, Some(&pattern));
                let _ = parse_date("é", Some(&pattern));
                let _ = format_stamp(&stamp("éééééééééééé"), &pattern);
            }
        }
    }
}
