//! Stamps of files to be sent: no two files of one name between the same two stations get the same one (SFID-5).

use crate::model::{FileKey, Stamp};
use crate::sync::lock;
use chrono::{NaiveDateTime, TimeDelta};
use std::collections::HashMap;
use std::sync::Mutex;

/// After so many seconds and names the oldest knowledge is worth nothing any more.
const LIMIT: usize = 10_000;

/// What was given out: name and codes with the second, and the last counter in it.
#[derive(Default)]
pub(crate) struct Stamps(Mutex<HashMap<(String, String), u16>>);

impl Stamps {
    /// The wanted stamp, or the next free one: the counter goes up within a second. Without counters (`long` false,
    /// versions before 1.4) it is the second that does.
    pub(crate) fn unique(&self, key: &FileKey, wanted: Stamp, long: bool) -> Stamp {
        let mut given = lock(&self.0);
        if given.len() > LIMIT {
            given.clear();
        }
        let file = file_of(key);
        if long {
            let wanted = wanted.to_long();
            let slot = given.entry((file, second_of(&wanted))).or_insert(0);
            let counter = wanted.counter().unwrap_or(1);
            *slot = if *slot == 0 || counter > *slot { counter } else { *slot % 9999 + 1 };
            return with_counter(&wanted, *slot).unwrap_or(wanted);
        }
        let Some(mut time) = wanted.time_of_day() else { return wanted.to_short() };
        loop {
            let stamp = Stamp::new(time, 1);
            let slot = given.entry((file.clone(), second_of(&stamp))).or_insert(0);
            if *slot == 0 {
                *slot = 1;
                return stamp.to_short();
            }
            time = next_second(time);
        }
    }

    /// The file was not sent after all: the same stamp may be used for another attempt.
    pub(crate) fn release(&self, key: &FileKey) {
        let stamp = key.stamp.to_long();
        let slot = (file_of(key), second_of(&stamp));
        let mut given = lock(&self.0);
        let last = given.get(&slot).copied();
        match (last, stamp.counter()) {
            (Some(last), Some(counter)) if key.stamp.is_long() && last == counter && counter > 1 => {
                given.insert(slot, counter - 1);
            }
            (Some(last), Some(counter)) if !key.stamp.is_long() || last == counter => {
                given.remove(&slot);
            }
            _ => {}
        }
    }
}

fn file_of(key: &FileKey) -> String {
    format!("{}\0{}\0{}", key.name, key.destination, key.originator)
}

fn second_of(stamp: &Stamp) -> String {
    stamp.as_str().chars().take(14).collect()
}

fn with_counter(stamp: &Stamp, counter: u16) -> Option<Stamp> {
    Stamp::from_wire(&format!("{}{counter:04}", second_of(stamp)))
}

fn next_second(time: NaiveDateTime) -> NaiveDateTime {
    time + TimeDelta::seconds(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(name: &str, stamp: &Stamp) -> FileKey {
        FileKey { name: name.into(), stamp: stamp.clone(), destination: "D".into(), originator: "O".into() }
    }

    /// SFID-5: counters within a second, seconds where there is no counter, and names apart from each other.
    #[test]
    fn no_stamp_twice() {
        let stamps = Stamps::default();
        let base = Stamp::from_wire("202611221530590042").unwrap();
        let next = |name, long| stamps.unique(&key(name, &base), base.clone(), long).as_str().to_owned();
        assert_eq!(next("A", true), "202611221530590042");
        assert_eq!(next("A", true), "202611221530590043");
        assert_eq!(next("B", true), "202611221530590042");
        assert_eq!(next("C", false), "261122153059");
        assert_eq!(next("C", false), "261122153100");
        assert_eq!(next("A", false), "261122153100");
    }

    /// A refused file may be sent again under its stamp.
    #[test]
    fn what_was_not_sent_is_free_again() {
        let stamps = Stamps::default();
        let base = Stamp::from_wire("202611221530590042").unwrap();
        for long in [true, false, true] {
            let first = stamps.unique(&key("A", &base), base.clone(), long);
            stamps.release(&key("A", &first));
            let second = stamps.unique(&key("A", &base), base.clone(), long);
            assert_eq!(first, second);
            stamps.release(&key("A", &second));
        }
    }
}
