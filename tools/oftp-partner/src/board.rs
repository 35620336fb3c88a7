//! What is known about a run: files to send and how far they are, files received and how they were answered, the calls.
//! Filled by the event handler, read by the runner and the report; one lock around all of it.

use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::PathBuf;
use std::time::Instant;

/// How far a file to send is.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// Not offered yet.
    Waiting,
    /// Under way.
    Sending,
    /// The line was cut in the middle of it.
    Cut(String),
    /// The server or the engine said no.
    Failed(String),
    /// EFPA came, or a repeated offer was recognised as already stored.
    Confirmed,
}

/// An end response, as it came for a file we sent or went out for one we received.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// 0 for an EERP.
    pub reason: i32,
    pub text: String,
    pub signed: bool,
}

impl Answer {
    pub fn shown(&self) -> String {
        match (self.reason, self.signed) {
            (0, false) => "EERP".to_owned(),
            (0, true) => "EERP signed".to_owned(),
            (reason, _) => format!("NERP {reason:02} {}", self.text).trim_end().to_owned(),
        }
    }
}

/// One file to send: one copy, one session.
pub struct Item {
    pub session: usize,
    /// Which `--send`.
    pub spec: usize,
    /// The name on the wire.
    pub name: String,
    pub date: String,
    pub destination: String,
    pub originator: String,
    pub fate: Fate,
    pub attempts: usize,
    pub started: Option<Instant>,
    pub seconds: f64,
    pub bytes: u64,
    pub version: String,
    pub answer: Option<Answer>,
}

/// One file received.
pub struct Received {
    pub name: String,
    pub date: String,
    pub format: char,
    pub path: PathBuf,
    pub bytes: u64,
    pub started: Instant,
    pub seconds: f64,
    pub version: String,
    /// `None` while it is under way, then whether it arrived.
    pub end: Option<Result<(), String>>,
    pub answer: Option<Answer>,
    pub held: bool,
}

/// A connection.
#[derive(Default)]
pub struct Call {
    /// The files it is to send, as indices into [`Board::items`].
    pub items: Vec<usize>,
    /// Whether the files were queued, so that they are not queued twice.
    pub opened: bool,
    pub version: String,
    pub sending: Option<usize>,
    pub receiving: Option<usize>,
    /// Status and description of Disconnected.
    pub ended: Option<(i32, String)>,
    /// After how many octets its line is cut.
    pub cut: Option<u64>,
    /// What Error said.
    pub errors: Vec<String>,
    pub trail: crate::trail::Trail,
}

/// An answer that waits for a later session.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    pub name: String,
    pub date: String,
    pub destination: String,
    pub originator: String,
    pub hash: String,
    pub reason: i32,
    pub text: String,
}

impl Held {
    pub fn to_json(&self) -> Value {
        json!({
            "name": self.name, "date": self.date, "destination": self.destination, "originator": self.originator,
            "hash": self.hash, "reason": self.reason, "text": self.text,
        })
    }

    pub fn from_json(value: &Value) -> Option<Self> {
        let text = |key: &str| value.get(key)?.as_str().map(str::to_owned);
        Some(Held {
            name: text("name")?,
            date: text("date")?,
            destination: text("destination")?,
            originator: text("originator")?,
            hash: text("hash")?,
            reason: value.get("reason")?.as_i64().and_then(|n| i32::try_from(n).ok())?,
            text: text("text")?,
        })
    }
}

/// Everything.
#[derive(Default)]
pub struct Board {
    pub items: Vec<Item>,
    by_name: HashMap<String, Vec<usize>>,
    pub received: Vec<Received>,
    pub calls: HashMap<String, Call>,
    pub held: Vec<Held>,
    /// Problems that belong to no file.
    pub problems: Vec<String>,
}

impl Board {
    pub fn add(&mut self, item: Item) {
        self.by_name.entry(item.name.clone()).or_default().push(self.items.len());
        self.items.push(item);
    }

    /// The item that starts now in a call: the first of that name that waits, else the first that waits.
    pub fn starting(&self, call: &Call, name: &str) -> Option<usize> {
        let waits = |&&i: &&usize| matches!(self.items[i].fate, Fate::Waiting | Fate::Cut(_));
        let named = call.items.iter().filter(waits).find(|&&i| self.items[i].name == name);
        named.or_else(|| call.items.iter().find(waits)).copied()
    }

    /// The sent file that an end response is about. Old partners return stamps without the counter, so the moment counts
    /// when no stamp is the same. With several sessions at once the answer may come before the file's own session has told
    /// its stamp: then the name has to do.
    pub fn answered(&self, name: &str, date: &str) -> Option<usize> {
        let open = |i: &&usize| self.items[**i].answer.is_none();
        let candidates = self.by_name.get(name)?;
        let second = |date: &str| date.chars().take(14).collect::<String>();
        let exact = candidates.iter().filter(open).find(|&&i| self.items[i].date == date);
        let close = || candidates.iter().filter(open).find(|&&i| second(&self.items[i].date) == second(date));
        let under_way = || candidates.iter().filter(open).find(|&&i| self.items[i].fate == Fate::Sending);
        exact.or_else(close).or_else(under_way).copied()
    }

    pub fn unanswered(&self) -> usize {
        self.items.iter().filter(|item| item.fate == Fate::Confirmed && item.answer.is_none()).count()
    }

    /// What of a session is still to be sent.
    pub fn left(&self, session: usize) -> Vec<usize> {
        let left =
            |item: &Item| item.session == session && matches!(item.fate, Fate::Waiting | Fate::Cut(_) | Fate::Sending);
        self.items.iter().enumerate().filter(|(_, item)| left(item)).map(|(i, _)| i).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(name: &str, date: &str) -> Item {
        Item {
            session: 0,
            spec: 0,
            name: name.into(),
            date: date.into(),
            destination: "B".into(),
            originator: "A".into(),
            fate: Fate::Confirmed,
            attempts: 1,
            started: None,
            seconds: 0.0,
            bytes: 0,
            version: "2.0".into(),
            answer: None,
        }
    }

    #[test]
    fn end_responses_find_their_file() {
        let mut board = Board::default();
        board.add(item("X", "202501020304050001"));
        board.add(item("X", "202501020304050002"));
        assert_eq!(board.answered("X", "202501020304050002"), Some(1));
        assert_eq!(board.answered("X", "202501020304050000"), Some(0), "a short stamp takes the first of its second");
        assert_eq!(board.answered("X", "202501020304060000"), None);
        board.items[0].answer = Some(Answer { reason: 0, text: String::new(), signed: false });
        assert_eq!(board.answered("X", "202501020304050000"), Some(1));
        assert_eq!(board.unanswered(), 1);
        board.add(Item { fate: Fate::Sending, ..item("Y", "") });
        assert_eq!(board.answered("Y", "202501020304050001"), Some(2), "answered in another session before EFPA");
    }

    #[test]
    fn held_answers_survive_their_file() {
        let held = Held {
            name: "N".into(),
            date: "202501020304050001".into(),
            destination: "A".into(),
            originator: "B".into(),
            hash: "00ff".into(),
            reason: 34,
            text: "no such order".into(),
        };
        assert_eq!(Held::from_json(&held.to_json()), Some(held));
        assert_eq!(Held::from_json(&json!({"name": "N"})), None);
    }
}
