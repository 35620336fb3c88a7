//! A stamp into text.

use super::pattern::{Pattern, Piece};
use super::{DAYS, MONTHS};
use crate::model::Stamp;
use chrono::{Datelike, NaiveDateTime, Offset, TimeDelta, TimeZone};

/// The text, `None` when the stamp's characters do not allow it.
pub(super) fn format(stamp: &Stamp, pattern: &Pattern, zone: &impl TimeZone) -> Option<String> {
    let stamp = if pattern.is_utc() { &to_utc(stamp, zone)? } else { stamp };
    let long: Vec<char> = stamp.to_long().as_str().chars().collect();
    let part = |from: usize, len: usize| long[from..from + len].iter().collect::<String>();
    let number = |from: usize, len: usize| part(from, len).parse::<usize>().ok();
    // One digit where the pattern has one letter, else the characters themselves.
    let digits = |from: usize, count: usize| match count {
        1 => number(from, 2).map(|number| number.to_string()),
        _ => Some(part(from, 2)),
    };
    let mut text = String::new();
    for piece in &pattern.pieces {
        match piece {
            Piece::Literal(literal) | Piece::Utc(literal) => text.push_str(literal),
            Piece::Year(1) => text.push_str(&number(2, 2)?.to_string()),
            Piece::Year(2) => text.push_str(&part(2, 2)),
            Piece::Year(count) => {
                text.extend(std::iter::repeat_n('0', count.saturating_sub(4)));
                text.push_str(&part(0, 4));
            }
            Piece::Month(count @ (1 | 2)) => text.push_str(&digits(4, *count)?),
            Piece::Month(count) => text.push_str(name(&MONTHS, number(4, 2)?.checked_sub(1)?, *count)?),
            Piece::Day(count @ (1 | 2)) => text.push_str(&digits(6, *count)?),
            Piece::Day(count) => {
                let day = stamp.time_of_day()?.weekday().num_days_from_monday();
                text.push_str(name(&DAYS, day as usize, *count)?);
            }
            Piece::Hour24(count) => text.push_str(&digits(8, *count)?),
            Piece::Hour12(count) => {
                let hour = (number(8, 2)? + 11) % 12 + 1;
                let width = (*count).min(2);
                text.push_str(&format!("{hour:0width$}"));
            }
            Piece::Minute(count) => text.push_str(&digits(10, *count)?),
            Piece::Second(count) => text.push_str(&digits(12, *count)?),
            Piece::Counter(count) => text.push_str(&counter(&part(14, 4), *count)),
            Piece::ShortCounter(count) => {
                text.push_str(counter(&part(14, 4), *count).trim_end_matches('0'));
            }
            Piece::Meridiem(count) => {
                let both = if number(8, 2)? < 12 { "AM" } else { "PM" };
                text.push_str(&both[..(*count).min(2)]);
            }
            Piece::Era => text.push_str("A.D."),
            Piece::Offset(count) => text.push_str(&offset(seconds_at_local(zone, stamp.time_of_day()?), *count)),
        }
    }
    Some(text)
}

/// The first digits of the counter; zeros behind its four.
fn counter(digits: &str, count: usize) -> String {
    digits.chars().chain(std::iter::repeat('0')).take(count).collect()
}

fn name(names: &[&'static str], index: usize, count: usize) -> Option<&'static str> {
    let name = names.get(index)?;
    Some(if count == 3 { &name[..3] } else { name })
}

fn offset(seconds: i32, count: usize) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.unsigned_abs() / 60;
    match count {
        1 => format!("{sign}{}", minutes / 60),
        2 => format!("{sign}{:02}", minutes / 60),
        _ => format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60),
    }
}

fn to_utc(stamp: &Stamp, zone: &impl TimeZone) -> Option<Stamp> {
    let local = stamp.time_of_day()?;
    let utc = local - TimeDelta::seconds(seconds_at_local(zone, local).into());
    Some(Stamp::new(utc, stamp.to_long().counter()?))
}

/// The distance from UTC in seconds at a local time: the earlier one where the clock was set back, UTC itself where it
/// was set forward over that time.
fn seconds_at_local(zone: &impl TimeZone, local: NaiveDateTime) -> i32 {
    let offset = zone.offset_from_local_datetime(&local).earliest();
    offset.map_or(0, |offset| offset.fix().local_minus_utc())
}
