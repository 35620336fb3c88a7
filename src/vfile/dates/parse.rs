//! Text into a stamp.

use super::pattern::{Pattern, Piece};
use super::{DAYS, MONTHS};
use crate::model::Stamp;
use chrono::{Datelike, NaiveDate, NaiveDateTime, Offset, TimeDelta, TimeZone};

/// The stamp, `None` when the text does not fit the pattern or is no calendar time.
pub(super) fn parse(text: &str, pattern: &Pattern, zone: &impl TimeZone) -> Option<Stamp> {
    let mut rest = Rest { text };
    let mut found = Found::default();
    for piece in &pattern.pieces {
        match piece {
            Piece::Literal(literal) => rest.literal(literal)?,
            Piece::Utc(mark) => {
                rest.literal(mark)?;
                found.offset = Some(0);
            }
            Piece::Year(count @ (1 | 2)) => {
                let short = rest.number(*count, 2)?;
                found.year = Some(if short < 70 { 2000 + short } else { 1900 + short });
            }
            Piece::Year(count) => found.year = Some(rest.number((*count).max(4), (*count).max(4))?),
            Piece::Month(count @ (1 | 2)) => found.month = Some(rest.number(*count, 2)?),
            Piece::Month(count) => found.month = Some(rest.name(&MONTHS, *count)? + 1),
            Piece::Day(count @ (1 | 2)) => found.day = Some(rest.number(*count, 2)?),
            Piece::Day(count) => found.weekday = Some(rest.name(&DAYS, *count)?),
            Piece::Hour24(count) => found.hour = rest.number((*count).min(2), 2)?,
            Piece::Hour12(count) => {
                found.hour = rest.number((*count).min(2), 2)?;
                found.twelve = true;
            }
            Piece::Minute(count) => found.minute = rest.number((*count).min(2), 2)?,
            Piece::Second(count) => found.second = rest.number((*count).min(2), 2)?,
            Piece::Counter(count) => found.counter = Some(rest.counter(*count, *count)?),
            Piece::ShortCounter(count) => found.counter = Some(rest.counter(0, *count)?),
            Piece::Meridiem(count) => found.afternoon = Some(rest.afternoon(*count)?),
            Piece::Era => rest.literal("A.D.")?,
            Piece::Offset(_) => found.offset = Some(rest.offset()?),
        }
    }
    rest.text.is_empty().then(|| found.stamp(zone))?
}

#[derive(Default)]
struct Found {
    year: Option<u32>,
    month: Option<u32>,
    day: Option<u32>,
    weekday: Option<u32>,
    hour: u32,
    twelve: bool,
    afternoon: Option<bool>,
    minute: u32,
    second: u32,
    counter: Option<u16>,
    /// Seconds from UTC.
    offset: Option<i32>,
}

impl Found {
    fn stamp(self, zone: &impl TimeZone) -> Option<Stamp> {
        let hour = match (self.twelve, self.afternoon) {
            (true, Some(afternoon)) if (1..=12).contains(&self.hour) => self.hour % 12 + if afternoon { 12 } else { 0 },
            (true, Some(_)) => return None,
            _ => self.hour,
        };
        let date = NaiveDate::from_ymd_opt(i32::try_from(self.year?).ok()?, self.month?, self.day?)?;
        if self.weekday.is_some_and(|weekday| weekday != date.weekday().num_days_from_monday()) {
            return None;
        }
        let mut time = date.and_hms_opt(hour, self.minute, self.second)?;
        if let Some(offset) = self.offset {
            time = to_local(zone, time.checked_sub_signed(TimeDelta::seconds(offset.into()))?)?;
        }
        Some(Stamp::new(time, self.counter.unwrap_or(1)))
    }
}

fn to_local(zone: &impl TimeZone, utc: NaiveDateTime) -> Option<NaiveDateTime> {
    let offset = zone.offset_from_utc_datetime(&utc).fix().local_minus_utc();
    utc.checked_add_signed(TimeDelta::seconds(offset.into()))
}

/// What is left of the text.
struct Rest<'a> {
    text: &'a str,
}

impl Rest<'_> {
    fn literal(&mut self, literal: &str) -> Option<()> {
        let head = self.text.get(..literal.len())?;
        if !head.eq_ignore_ascii_case(literal) {
            return None;
        }
        self.text = &self.text[literal.len()..];
        // Mail headers pad a day of one digit with a second space.
        if literal.ends_with(' ') {
            self.text = self.text.trim_start_matches(' ');
        }
        Some(())
    }

    /// As many digits as there are, within limits.
    fn digits(&mut self, least: usize, most: usize) -> Option<&str> {
        let count = self.text.bytes().take(most).take_while(u8::is_ascii_digit).count();
        if count < least {
            return None;
        }
        let (digits, rest) = self.text.split_at(count);
        self.text = rest;
        Some(digits)
    }

    fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        self.digits(least, most)?.parse().ok()
    }

    /// Counter digits from the left; what is missing is zero, what is beyond four is dropped.
    fn counter(&mut self, least: usize, most: usize) -> Option<u16> {
        let digits = self.digits(least, most)?;
        digits.chars().chain(std::iter::repeat('0')).take(4).collect::<String>().parse().ok()
    }

    fn name(&mut self, names: &[&str], count: usize) -> Option<u32> {
        let index = names.iter().position(|name| {
            let name = if count == 3 { &name[..3] } else { name };
            self.text.get(..name.len()).is_some_and(|head| head.eq_ignore_ascii_case(name))
        })?;
        let length = if count == 3 { 3 } else { names[index].len() };
        self.text = &self.text[length..];
        u32::try_from(index).ok()
    }

    fn afternoon(&mut self, count: usize) -> Option<bool> {
        let length = count.min(2);
        let head = self.text.get(..length)?;
        let afternoon = match head.to_ascii_uppercase().as_str() {
            "A" | "AM" => false,
            "P" | "PM" => true,
            _ => return None,
        };
        self.text = &self.text[length..];
        Some(afternoon)
    }

    /// `+1`, `+01`, `+0100`, `+01:00`, or a word for UTC.
    fn offset(&mut self) -> Option<i32> {
        for word in ["GMT", "UTC", "UT", "Z"] {
            if self.literal(word).is_some() {
                return Some(0);
            }
        }
        let sign = match self.text.as_bytes().first()? {
            b'+' => 1,
            b'-' => -1,
            _ => return None,
        };
        self.text = &self.text[1..];
        let hours = self.number(1, 2)?;
        self.text = self.text.strip_prefix(':').unwrap_or(self.text);
        let minutes = if self.text.starts_with(|c: char| c.is_ascii_digit()) { self.number(2, 2)? } else { 0 };
        if hours > 14 || minutes > 59 {
            return None;
        }
        Some(sign * i32::try_from(hours * 3600 + minutes * 60).ok()?)
    }
}
