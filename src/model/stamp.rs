//! The time stamp of a virtual file. It identifies the file, so its digits are kept exactly as they travelled.

use chrono::{DateTime, Datelike, Local, NaiveDate, NaiveDateTime, Timelike};

/// SFIDDATE and SFIDTIME: `CCYYMMDDHHMMSScccc` (1.4, 2.0; `cccc` is a counter 0001 to 9999, not a fraction) or `YYMMDDHHMMSS`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Stamp(String);

impl Stamp {
    /// A stamp from its 18 or 12 characters as they were on the wire. Any other length is `None`; the content is opaque.
    pub fn from_wire(text: &str) -> Option<Self> {
        matches!(text.chars().count(), 12 | 18).then(|| Stamp(text.to_owned()))
    }

    /// The stamp of a local time with its counter (0 to 9999), long form.
    pub fn new(time: NaiveDateTime, counter: u16) -> Self {
        Stamp(format!(
            "{:04}{:02}{:02}{:02}{:02}{:02}{:04}",
            time.year().clamp(0, 9999),
            time.month(),
            time.day(),
            time.hour(),
            time.minute(),
            time.second(),
            counter.min(9999)
        ))
    }

    /// The local time of now, counter 0001. OFTP stamps are local time, not UTC.
    pub fn now() -> Self {
        let now: DateTime<Local> = Local::now();
        Self::new(now.naive_local(), 1)
    }

    /// All characters, 18 or 12.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is the long form.
    pub fn is_long(&self) -> bool {
        self.0.chars().count() == 18
    }

    /// The date characters: 8 of the long form, 6 of the short one.
    pub fn date(&self) -> String {
        self.0.chars().take(if self.is_long() { 8 } else { 6 }).collect()
    }

    /// The time characters: 10 of the long form, 6 of the short one.
    pub fn time(&self) -> String {
        self.0.chars().skip(if self.is_long() { 8 } else { 6 }).collect()
    }

    /// The counter digits of the long form.
    pub fn counter(&self) -> Option<u16> {
        if self.is_long() { self.0.get(14..)?.parse().ok() } else { None }
    }

    /// The stamp as a calendar time, when its digits are one. Two-digit years below 70 are 20xx.
    pub fn time_of_day(&self) -> Option<NaiveDateTime> {
        let text = &self.0;
        let number = |from: usize, len: usize| text.get(from..from + len).and_then(|t| t.parse::<u32>().ok());
        let (year, at) = if self.is_long() {
            (number(0, 4)?, 4)
        } else {
            let short = number(0, 2)?;
            (if short < 70 { 2000 + short } else { 1900 + short }, 2)
        };
        NaiveDate::from_ymd_opt(year as i32, number(at, 2)?, number(at + 2, 2)?)?.and_hms_opt(
            number(at + 4, 2)?,
            number(at + 6, 2)?,
            number(at + 8, 2)?,
        )
    }

    /// The short form: the last six date digits and the first six time digits (docs/interoperability.md, Short stamps).
    pub fn to_short(&self) -> Self {
        if self.is_long() { Stamp(self.0.chars().skip(2).take(12).collect()) } else { self.clone() }
    }

    /// The long form; a short stamp gets its century (below 70: 20xx) and the counter 0000.
    pub fn to_long(&self) -> Self {
        if self.is_long() {
            return self.clone();
        }
        let century =
            if self.0.get(..2).and_then(|t| t.parse::<u32>().ok()).is_some_and(|y| y >= 70) { "19" } else { "20" };
        Stamp(format!("{century}{}0000", self.0))
    }

    /// The same file moment, whatever form each stamp has.
    pub fn same_moment(&self, other: &Stamp) -> bool {
        if self.is_long() && other.is_long() { self == other } else { self.to_short() == other.to_short() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_kept_and_forms_convert() {
        let stamp = Stamp::from_wire("202611221530591234").unwrap();
        assert_eq!((stamp.date().as_str(), stamp.time().as_str()), ("20261122", "1530591234"));
        assert_eq!(stamp.counter(), Some(1234));
        assert_eq!(stamp.to_short().as_str(), "261122153059");
        assert_eq!(stamp.to_short().to_long().as_str(), "202611221530590000");
        assert!(stamp.same_moment(&stamp.to_short()));
        assert_eq!(Stamp::new(stamp.time_of_day().unwrap(), 1234), stamp);
        assert!(Stamp::from_wire("2026").is_none());
        assert!(Stamp::from_wire("99xx31").is_none());
        assert_eq!(Stamp::from_wire("ABCDEFGHIJKL").unwrap().time_of_day(), None);
    }
}
