//! The run itself: as many sessions as asked for, calls repeated until the files are through, then the wait for end
//! responses.

use crate::board::{Board, Call, Fate, Item};
use crate::options::Options;
use crate::output::Output;
use crate::station::Station;
use crate::{held, report, secure};
use oftpsrv::internals::engine::{DialOptions, Server};
use oftpsrv::internals::error::codes;
use oftpsrv::internals::events::NoHandler;
use oftpsrv::internals::settings::{self, Scope};
use oftpsrv::internals::sync::{lock, wait};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

/// Does what the options say; whether everything went well.
pub fn run(options: Options) -> Result<bool, String> {
    let mut board = Board::default();
    prepare(&options, &mut board)?;
    let server = Server::new();
    for (name, value) in &options.settings {
        if settings::find(name).is_some_and(|row| row.scope != Scope::Connection) {
            server.set_config(name, value).map_err(|e| format!("{name}: {e}"))?;
        }
    }
    if options.fetch {
        let inbox = std::path::absolute(&options.inbox).map_err(|e| format!("--inbox: {e}"))?;
        server.set_config("DownloadDirectory", &inbox.to_string_lossy()).map_err(|e| format!("--inbox: {e}"))?;
    }
    let tls = match &options.tls {
        Some(tls) => Some(secure::dial(tls, &options.host, options.cert.as_deref(), &options.cert_password)?),
        None => None,
    };
    let output = Output::new(&options, board.items.len());
    let station = Arc::new(Station {
        server: server.clone(),
        tls,
        options,
        output,
        board: Mutex::new(board),
        changed: Condvar::new(),
    });
    server.set_handler(station.clone());
    let began = Instant::now();
    std::thread::scope(|scope| {
        for session in 0..station.options.sessions {
            let station = &station;
            scope.spawn(move || station.session(session));
        }
    });
    let working = began.elapsed();
    station.later_sessions();
    let _ = server.shutdown();
    server.set_handler(Arc::new(NoHandler));
    station.output.end();
    report::report(&station, working)
}

/// Checks the files and directories and makes the list of what is to be sent.
fn prepare(options: &Options, board: &mut Board) -> Result<(), String> {
    for spec in &options.send {
        match std::fs::metadata(&spec.path) {
            Ok(facts) if facts.is_file() => {}
            Ok(_) => return Err(format!("--send: {} is not a file", spec.path.display())),
            Err(error) => return Err(format!("--send: {}: {error}", spec.path.display())),
        }
    }
    if options.fetch {
        std::fs::create_dir_all(&options.inbox).map_err(|e| format!("--inbox {}: {e}", options.inbox.display()))?;
    }
    if let Some(state) = &options.state {
        std::fs::create_dir_all(state).map_err(|e| format!("--state {}: {e}", state.display()))?;
        board.held = held::load(state)?;
    }
    let copies = options.sessions * options.repeat;
    for session in 0..options.sessions {
        for round in 0..options.repeat {
            for (spec, file) in options.send.iter().enumerate() {
                let name = match file.name.is_empty() {
                    true => file.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                    false => file.name.clone(),
                };
                board.add(Item {
                    session,
                    spec,
                    name: wire_name(&name, copies, session * options.repeat + round + 1),
                    date: String::new(),
                    destination: String::new(),
                    originator: String::new(),
                    fate: Fate::Waiting,
                    attempts: 0,
                    started: None,
                    seconds: 0.0,
                    bytes: 0,
                    version: String::new(),
                    answer: None,
                });
            }
        }
    }
    Ok(())
}

/// The virtual file name of a copy: capitals, at most 26 characters, the number in place of `%n` or at the end.
fn wire_name(name: &str, copies: usize, number: usize) -> String {
    let capitals = name.to_uppercase().replace("%N", "%n");
    let named = match (capitals.contains("%n"), copies) {
        (true, _) => capitals.replace("%n", &number.to_string()),
        (false, 0 | 1) => capitals,
        (false, _) => {
            let tail = format!(".{number}");
            let stem: String = capitals.chars().take(26 - tail.len().min(26)).collect();
            stem + &tail
        }
    };
    named.chars().take(26).collect::<String>().trim_end().to_owned()
}

impl Station {
    /// One of the sessions at once: calls until its files are through, or once.
    fn session(&self, session: usize) {
        let options = &self.options;
        for attempt in 0..if options.resume { options.attempts } else { 1 } {
            let items = lock(&self.board).left(session);
            if attempt > 0 {
                if items.is_empty() {
                    return;
                }
                std::thread::sleep(Duration::from_millis(100 * attempt.min(20) as u64));
            }
            match self.call(items, options.cuts.get(attempt).copied()) {
                Ok((0, _)) => return,
                Ok((status, text)) if !lost(status) => {
                    lock(&self.board).problems.push(format!("error {status}: {text}"));
                    return;
                }
                Ok((status, text)) if !options.resume => {
                    lock(&self.board).problems.push(format!("error {status}: {text}"));
                }
                Ok(_) => {}
                Err(error) => {
                    self.output.problem(&error);
                    if !options.resume || attempt + 1 == options.attempts {
                        lock(&self.board).problems.push(error);
                    }
                }
            }
        }
        let left = lock(&self.board).left(session).len();
        if options.resume && left > 0 {
            let message = format!("{left} files were not through after {} calls", options.attempts);
            lock(&self.board).problems.push(message);
        }
    }

    /// One connection from dialling to its end; status and text of its end.
    fn call(&self, items: Vec<usize>, cut_after: Option<u64>) -> Result<(i32, String), String> {
        let options = &self.options;
        let dial = DialOptions { tls: self.tls.clone(), cut_after, ..DialOptions::default() };
        let id = self
            .server
            .connect_prepared(&options.host, options.port, dial, |id| {
                for (name, value) in &options.settings {
                    if settings::find(name).is_some_and(|row| row.scope == Scope::Connection) {
                        self.server.connection_set(id, name, value)?;
                    }
                }
                lock(&self.board).calls.insert(id.to_owned(), Call { items, cut: cut_after, ..Call::default() });
                Ok(())
            })
            .map_err(|e| e.to_string())?;
        let mut board = lock(&self.board);
        loop {
            if let Some(end) = board.calls.get(&id).and_then(|call| call.ended.clone()) {
                return Ok(end);
            }
            board = wait(&self.changed, board);
        }
    }

    /// Calls again for end responses that are still to come and for held answers that no later run will send.
    fn later_sessions(&self) {
        let deadline = Instant::now() + self.options.wait;
        let mut pause = Duration::from_millis(200);
        let mut deliver = self.options.state.is_none() && !lock(&self.board).held.is_empty();
        while deliver || (lock(&self.board).unanswered() > 0 && Instant::now() < deadline) {
            if !deliver {
                std::thread::sleep(pause.min(deadline.saturating_duration_since(Instant::now())));
                pause = (pause * 2).min(Duration::from_secs(5));
            }
            match self.call(Vec::new(), None) {
                Ok((status, text)) if status != 0 && !lost(status) => {
                    lock(&self.board).problems.push(format!("error {status}: {text}"));
                    return;
                }
                Ok(_) => {}
                Err(error) => self.output.problem(&error),
            }
            deliver = false;
        }
    }
}

/// Whether a session ended because the line did, so that another call may help.
fn lost(status: i32) -> bool {
    status >= 10_000 || status == codes::TIMEOUT
}

#[cfg(test)]
mod tests {
    use super::wire_name;

    #[test]
    fn names_of_copies() {
        assert_eq!(wire_name("order.txt", 1, 1), "ORDER.TXT");
        assert_eq!(wire_name("order.txt", 3, 2), "ORDER.TXT.2");
        assert_eq!(wire_name("o%nx", 3, 12), "O12X");
        assert_eq!(wire_name(&"x".repeat(40), 2, 10).len(), 26);
    }
}
