//! Time stamps as text, in the custom date patterns of .NET (VirtualFileDateFormat) with invariant English names;
//! `docs/dates.md` describes them.
//!
//! A stamp's digits identify its file, so formatting takes them as they are where a pattern asks for digits: a pattern
//! such as `yyyyMMddHHmmssffff` gives back exactly what was on the wire, also of a stamp that is no calendar time.
//! `ffff` is the counter, not a fraction. OFTP stamps are local time; an unquoted `Z` and `'GMT'` mean UTC, in both
//! directions.

mod format;
mod parse;
mod pattern;

use crate::error::{Error, Result, codes};
use crate::model::Stamp;
pub use crate::surface::dates::{ACCEPTED_FORMATS, DEFAULT_FORMAT};
use chrono::Local;
use pattern::Pattern;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// From Monday, as chrono counts.
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The stamp in a pattern; an empty one is [`DEFAULT_FORMAT`]. A stamp whose characters cannot be shown in it (a month
/// 13 by name, letters as an hour) comes as its own characters, so that nothing is lost.
pub fn format_stamp(stamp: &Stamp, pattern: &str) -> String {
    format::format(stamp, &Pattern::new(pattern), &Local).unwrap_or_else(|| stamp.as_str().to_owned())
}

/// The stamp that a text means: in the given pattern (the current VirtualFileDateFormat) or one of
/// [`ACCEPTED_FORMATS`]. A zone in the text is converted to local time. Without counter digits the counter is 0001.
///
/// # Errors
/// 680 when no pattern fits or it is no calendar time.
pub fn parse_date(text: &str, pattern: Option<&str>) -> Result<Stamp> {
    let own = pattern.filter(|pattern| !pattern.is_empty());
    own.into_iter()
        .chain(ACCEPTED_FORMATS)
        .find_map(|pattern| parse::parse(text.trim(), &Pattern::new(pattern), &Local))
        .ok_or_else(|| Error::new(codes::INVALID_DATE, format!("Invalid date timestamp: {text:?}.")))
}

#[cfg(test)]
mod tests;
