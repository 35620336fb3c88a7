//! The program's side of the engine: hears the events, keeps the board, queues files when the session is open, answers
//! what was received.

use crate::board::{Answer, Board, Call, Fate, Held, Received};
use crate::held;
use crate::options::{FileSpec, Options};
use crate::output::Output;
use crate::trail::Line;
use oftpsrv::Result;
use oftpsrv::internals::engine::{DialTls, Server};
use oftpsrv::internals::events::{self, EventKind, Handler};
use oftpsrv::internals::model::Direction;
use oftpsrv::internals::sync::lock;
use serde_json::json;
use std::path::Path;
use std::sync::{Condvar, Mutex};
use std::time::Instant;

/// What the handler and the runner share.
pub struct Station {
    pub server: Server,
    /// TLS for the calls, when asked for.
    pub tls: Option<DialTls>,
    pub options: Options,
    pub output: Output,
    pub board: Mutex<Board>,
    /// Told when a call ended.
    pub changed: Condvar,
}

impl Station {
    fn get(&self, id: &str, field: &str) -> String {
        self.server.connection_get(id, field).unwrap_or_default()
    }

    fn with_call(&self, id: &str, change: impl FnOnce(&mut Call)) {
        if let Some(call) = lock(&self.board).calls.get_mut(id) {
            change(call);
        }
    }

    fn complain(&self, id: &str, message: String) {
        self.output.problem(&message);
        self.output.object(|| json!({"event": "error", "connection": id, "message": message}));
        self.with_call(id, |call| call.errors.push(message));
    }

    /// The session is open and the turn is here for the first time.
    fn opened(&self, id: &str) {
        let version = match self.get(id, "Version").as_str() {
            "0" => "1.2",
            "1" => "1.3",
            "2" => "1.4",
            _ => "2.0",
        };
        let peer = self.get(id, "SSIDCode");
        let (items, held) = {
            let mut board = lock(&self.board);
            let Some(call) = board.calls.get_mut(id) else { return };
            if std::mem::replace(&mut call.opened, true) {
                return;
            }
            call.version = version.to_owned();
            let items = call.items.clone();
            (items, std::mem::take(&mut board.held))
        };
        self.output.object(|| {
            json!({"event": "session", "connection": id, "server": peer, "version": version,
                "buffer_size": self.get(id, "ExchangeBufferSize"), "credit": self.get(id, "CreditCount")})
        });
        let expected = self.options.server_ssid.trim();
        if !expected.is_empty() && !expected.eq_ignore_ascii_case(peer.trim()) {
            lock(&self.board).held.extend(held);
            let message = format!("the server is {peer:?}, not {expected:?}; nothing was sent");
            lock(&self.board).problems.push(message.clone());
            self.complain(id, message);
            let _ = self.server.disconnect(id);
            return;
        }
        self.send_held(id, held);
        for index in items {
            let (spec, name, number) = {
                let board = lock(&self.board);
                let item = &board.items[index];
                (item.spec, item.name.clone(), index)
            };
            if let Err(error) = self.queue(id, &self.options.send[spec], &name) {
                let message = error.to_string();
                lock(&self.board).items[number].fate = Fate::Failed(message.clone());
                self.complain(id, format!("{name}: {message}"));
            }
        }
    }

    /// Queues a file with its own settings, which the engine takes over with the job.
    fn queue(&self, id: &str, spec: &FileSpec, name: &str) -> Result<()> {
        let format = match spec.format {
            'T' => "1",
            'F' => "2",
            'V' => "3",
            _ => "0",
        };
        let set = |field: &str, value: &str| self.server.connection_set(id, field, value);
        set("VirtualFileFormat", format)?;
        set("MaxRecordSize", &spec.record.to_string())?;
        set("VirtualFileDate", &spec.date)?;
        let mut before = Vec::new();
        for (field, value) in &spec.settings {
            before.push((field, self.server.connection_get(id, field)?));
            set(field, value)?;
        }
        let queued = self.server.send_file_async(id, &self.options.dest, &spec.path.to_string_lossy(), name);
        for (field, value) in before.iter().rev() {
            set(field, value)?;
        }
        queued
    }

    /// Answers that earlier sessions held back.
    fn send_held(&self, id: &str, held: Vec<Held>) {
        if held.is_empty() {
            return;
        }
        let mut kept = Vec::new();
        for answer in held {
            match self.respond(id, &answer) {
                Ok(()) => {
                    let mut board = lock(&self.board);
                    let same = |r: &&mut Received| r.name == answer.name && r.date == answer.date;
                    if let Some(received) = board.received.iter_mut().find(same) {
                        received.held = false;
                    }
                }
                Err(error) => {
                    self.complain(id, format!("held answer for {}: {error}", answer.name));
                    kept.push(answer);
                }
            }
        }
        let mut board = lock(&self.board);
        board.held.extend(kept);
        self.save_held(&mut board);
    }

    fn save_held(&self, board: &mut Board) {
        let Some(state) = &self.options.state else { return };
        if let Err(error) = held::save(state, &board.held) {
            board.problems.push(format!("held answers cannot be kept: {error}"));
        }
    }

    fn respond(&self, id: &str, answer: &Held) -> Result<()> {
        self.server.send_end_response(
            id,
            &answer.name,
            &answer.date,
            &answer.destination,
            &answer.originator,
            "",
            answer.reason,
            &answer.text,
            &answer.hash,
            "",
        )
    }

    fn flush_trail(&self, id: &str) {
        let mut last = None;
        self.with_call(id, |call| last = call.trail.flush());
        if let Some(line) = last {
            self.show(id, &line);
        }
    }

    fn show(&self, id: &str, line: &Line) {
        let arrow = if line.sent { "->" } else { "<-" };
        self.output.object(|| {
            json!({"event": "trail", "connection": id, "direction": arrow, "command": line.command, "text": line.text})
        });
        if !self.options.json {
            let who = if self.options.sessions > 1 { format!("[{id}] ") } else { String::new() };
            self.output.trail(&format!("{who}{arrow} {:4} {}", line.command, line.text));
        }
    }

    fn sent_starts(&self, event: &events::StartTransfer) {
        let mut board = lock(&self.board);
        let Some(index) =
            board.calls.get(&event.connection_id).and_then(|c| board.starting(c, &event.virtual_file_name))
        else {
            return;
        };
        let mut version = String::new();
        if let Some(call) = board.calls.get_mut(&event.connection_id) {
            call.sending = Some(index);
            version.clone_from(&call.version);
        }
        let item = &mut board.items[index];
        item.fate = Fate::Sending;
        item.attempts += 1;
        item.started = Some(Instant::now());
        item.version = version;
        item.destination.clone_from(&event.destination);
        item.originator.clone_from(&event.originator);
    }

    fn received_starts(&self, event: &events::StartTransfer) {
        let format = match self.get(&event.connection_id, "VirtualFileFormat").as_str() {
            "1" => 'T',
            "2" => 'F',
            "3" => 'V',
            _ => 'U',
        };
        let mut board = lock(&self.board);
        let index = board.received.len();
        let Some(call) = board.calls.get_mut(&event.connection_id) else { return };
        call.receiving = Some(index);
        let version = call.version.clone();
        board.received.push(Received {
            name: event.virtual_file_name.clone(),
            date: event.virtual_file_date.clone(),
            format,
            path: event.local_file.clone().into(),
            bytes: 0,
            started: Instant::now(),
            seconds: 0.0,
            version,
            end: None,
            answer: None,
            held: false,
        });
    }

    fn sent_ends(&self, event: &events::EndTransfer) {
        let mut board = lock(&self.board);
        let Some(index) = board.calls.get_mut(&event.connection_id).and_then(|call| call.sending.take()) else {
            return;
        };
        let item = &mut board.items[index];
        item.date.clone_from(&event.virtual_file_date);
        item.seconds += item.started.take().map_or(0.0, |started| started.elapsed().as_secs_f64());
        // Of a file that is signed, compressed or encrypted the engine tells the size of what travelled.
        item.bytes = std::fs::metadata(&event.local_file).map_or(event.file_size as u64, |facts| facts.len());
        // The engine's own text for a lost line; the server's refusals have theirs.
        let cut = event.reason_code == 99 && event.reason_text.starts_with("Transfer interrupted");
        item.fate = match event.reason_code {
            0 => Fate::Confirmed,
            _ if cut => Fate::Cut(event.reason_text.clone()),
            // The file got through and its confirmation did not: the server knows it again. The end response proves it.
            13 if item.attempts > 1 => Fate::Confirmed,
            reason => Fate::Failed(format!("refused with reason {reason:02}: {}", event.reason_text)),
        };
        self.output.object(|| {
            json!({"event": "sent", "connection": event.connection_id, "name": event.virtual_file_name,
                "date": event.virtual_file_date, "reason": event.reason_code, "text": event.reason_text,
                "bytes": event.file_size, "attempt": item.attempts})
        });
    }

    fn received_ends(&self, event: &mut events::EndTransfer) {
        let ok = event.reason_code == 0;
        let answer = Held {
            name: event.virtual_file_name.clone(),
            date: event.virtual_file_date.clone(),
            destination: event.originator.clone(),
            originator: event.destination.clone(),
            hash: event.file_hash.clone(),
            reason: self.options.nerp.as_ref().map_or(0, |nerp| nerp.reason),
            text: self.options.nerp.as_ref().map(|nerp| nerp.text.clone()).unwrap_or_default(),
        };
        let hold = ok && self.options.hold;
        {
            let mut board = lock(&self.board);
            let index = board.calls.get_mut(&event.connection_id).and_then(|call| call.receiving.take());
            if let Some(received) = index.and_then(|i| board.received.get_mut(i)) {
                received.seconds = received.started.elapsed().as_secs_f64();
                received.bytes = event.file_size as u64;
                received.path = event.local_file.clone().into();
                received.held = hold;
                received.end = Some(match ok {
                    true => Ok(()),
                    false => Err(format!("reason {:02}: {}", event.reason_code, event.reason_text)),
                });
            }
            if hold {
                board.held.push(answer.clone());
                self.save_held(&mut board);
            }
        }
        self.output.object(|| {
            json!({"event": "received", "connection": event.connection_id, "name": event.virtual_file_name,
                "date": event.virtual_file_date, "reason": event.reason_code, "text": event.reason_text,
                "bytes": event.file_size, "file": event.local_file})
        });
        if hold {
            event.send_end_response = false;
        } else if ok && self.options.nerp.is_some() {
            event.send_end_response = false;
            if let Err(error) = self.respond(&event.connection_id, &answer) {
                let message = format!("NERP for {}: {error}", answer.name);
                lock(&self.board).problems.push(message.clone());
                self.complain(&event.connection_id, message);
            }
        }
    }
}

impl Handler for Station {
    fn wants(&self, kind: EventKind) -> bool {
        match kind {
            EventKind::PITrail => self.options.trail,
            EventKind::Transfer => self.output.wants_progress(),
            EventKind::Log => false,
            _ => true,
        }
    }

    fn ready_to_send(&self, event: &mut events::ReadyToSend) {
        self.opened(&event.connection_id);
    }

    fn accept_file(&self, event: &mut events::AcceptFile) {
        if !self.options.fetch {
            event.accept = false;
            event.error_code = 99;
            event.error_description = "This partner fetches nothing now".into();
            return;
        }
        // Two files of one name are two files: the second gets another local name.
        let mut copy = 1;
        let wanted = event.file_name.clone();
        while !event.overwrite && Path::new(&event.file_name).exists() {
            copy += 1;
            event.file_name = format!("{wanted}.{copy}");
        }
    }

    fn start_transfer(&self, event: &mut events::StartTransfer) {
        let size = match event.direction {
            Direction::Client => {
                self.sent_starts(event);
                std::fs::metadata(&event.local_file).ok().map(|m| m.len())
            }
            Direction::Server => {
                self.received_starts(event);
                None
            }
        };
        self.output.start(&event.connection_id, &event.virtual_file_name, size);
    }

    fn transfer(&self, event: &mut events::Transfer) {
        self.output.advance(&event.connection_id, event.bytes_transferred as u64);
    }

    fn end_transfer(&self, event: &mut events::EndTransfer) {
        self.output.finish(&event.connection_id);
        match event.direction {
            Direction::Client => self.sent_ends(event),
            Direction::Server => self.received_ends(event),
        }
    }

    fn end_response(&self, event: &mut events::EndResponse) {
        let answer =
            Answer { reason: event.reason_code, text: event.reason_text.clone(), signed: !event.signature.is_empty() };
        let direction = if event.direction == 0 { "received" } else { "sent" };
        self.output.object(|| {
            json!({"event": "end-response", "connection": event.connection_id, "direction": direction,
                "name": event.virtual_file_name, "date": event.virtual_file_date, "reason": event.reason_code,
                "text": event.reason_text, "signed": answer.signed})
        });
        let mut board = lock(&self.board);
        let board = &mut *board;
        if event.direction != 0 {
            let same = |r: &&mut Received| {
                r.answer.is_none()
                    && r.name == event.virtual_file_name
                    && same_moment(&r.date, &event.virtual_file_date)
            };
            if let Some(received) = board.received.iter_mut().rev().find(same) {
                received.answer = Some(answer);
            }
            return;
        }
        match board.answered(&event.virtual_file_name, &event.virtual_file_date) {
            Some(index) => board.items[index].answer = Some(answer),
            None => {
                self.output.line(&format!(
                    "{} for {}, which is not a file of this run or was answered before",
                    answer.shown(),
                    event.virtual_file_name
                ));
            }
        }
    }

    fn pi_trail(&self, event: &mut events::PITrail) {
        let mut lines = Vec::new();
        self.with_call(&event.connection_id, |call| lines = call.trail.add(event));
        for line in &lines {
            self.show(&event.connection_id, line);
        }
    }

    fn error(&self, event: &mut events::Error) {
        self.flush_trail(&event.connection_id);
        let mut cut = None;
        self.with_call(&event.connection_id, |call| cut = call.cut);
        match cut {
            Some(octets) if event.error_code >= 10_000 => {
                self.output.object(|| json!({"event": "cut", "connection": event.connection_id, "octets": octets}));
                self.output.line(&format!("-- the line is cut after {octets} octets --"));
            }
            _ => self.complain(&event.connection_id, format!("error {}: {}", event.error_code, event.description)),
        }
    }

    fn disconnected(&self, event: &mut events::Disconnected) {
        self.flush_trail(&event.connection_id);
        self.output.finish(&event.connection_id);
        self.output.object(|| {
            json!({"event": "disconnected", "connection": event.connection_id, "status": event.status_code,
                "text": event.description})
        });
        self.with_call(&event.connection_id, |call| call.ended = Some((event.status_code, event.description.clone())));
        self.changed.notify_all();
    }
}

fn same_moment(one: &str, other: &str) -> bool {
    one.get(..14) == other.get(..14)
}
