//! Watches the TLS records that pass: reports each one when packets are logged, and reads from the server's own flight which key
//! exchange was agreed on, which neither provider tells for every version.

use super::algorithms::group_by_id;
use super::hooks::TlsHooks;
use std::fmt;
use std::sync::Arc;

/// The watcher of one connection.
pub(super) struct Tap {
    hooks: Option<Arc<dyn TlsHooks>>,
    server: bool,
    inbound: Records,
    outbound: Records,
    flight: Flight,
}

impl fmt::Debug for Tap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tap {{ logs: {}, exchange: {:?} }}", self.hooks.is_some(), self.flight.exchange)
    }
}

/// What was agreed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AgreedGroup {
    /// The group's name, or `dh` for a group of the server's own.
    pub name: String,
    /// Its size in bits.
    pub bits: u32,
}

impl Tap {
    /// A tap for the server's or the client's side; with hooks, every record is reported.
    pub fn new(server: bool, hooks: Option<Arc<dyn TlsHooks>>) -> Self {
        Tap { hooks, server, inbound: Records::default(), outbound: Records::default(), flight: Flight::default() }
    }

    /// Whether it must stay after the handshake.
    pub fn logs_packets(&self) -> bool {
        self.hooks.is_some()
    }

    /// The group of the key exchange, when the server's flight was seen and named one.
    pub fn group(&self) -> Option<&AgreedGroup> {
        self.flight.exchange.as_ref()
    }

    /// Octets came in.
    pub fn received(&mut self, octets: &[u8]) {
        let flight = (!self.server).then_some(&mut self.flight);
        self.inbound.feed(octets, self.hooks.as_deref(), false, flight);
    }

    /// Octets went out.
    pub fn sent(&mut self, octets: &[u8]) {
        let flight = self.server.then_some(&mut self.flight);
        self.outbound.feed(octets, self.hooks.as_deref(), true, flight);
    }
}

/// Finds the record boundaries in one direction.
#[derive(Default)]
struct Records {
    header: [u8; 5],
    have: usize,
    left: usize,
}

impl Records {
    fn feed(&mut self, mut octets: &[u8], hooks: Option<&dyn TlsHooks>, sent: bool, mut flight: Option<&mut Flight>) {
        while let [first, rest @ ..] = octets {
            if self.left > 0 {
                let (payload, after) = octets.split_at(self.left.min(octets.len()));
                self.left -= payload.len();
                if let Some(flight) = &mut flight {
                    flight.feed(self.header[0], payload);
                }
                octets = after;
                continue;
            }
            self.header[self.have] = *first;
            self.have += 1;
            octets = rest;
            if self.have == self.header.len() {
                self.have = 0;
                self.left = usize::from(u16::from_be_bytes([self.header[3], self.header[4]]));
                if let Some(hooks) = hooks {
                    hooks.packet(sent, self.left, kind_name(self.header[0]));
                }
            }
        }
    }
}

fn kind_name(kind: u8) -> &'static str {
    match kind {
        20 => "ChangeCipherSpec",
        21 => "Alert",
        22 => "Handshake",
        23 => "ApplicationData",
        24 => "Heartbeat",
        _ => "Unknown",
    }
}

/// Reads ServerHello and ServerKeyExchange while they are in clear; other messages are skipped without being kept.
#[derive(Default)]
struct Flight {
    done: bool,
    message: Vec<u8>,
    skip: usize,
    exchange: Option<AgreedGroup>,
}

const SERVER_HELLO: u8 = 2;
const SERVER_KEY_EXCHANGE: u8 = 12;
const SERVER_HELLO_DONE: u8 = 14;
/// Neither of the two messages that are kept is longer in honest use.
const MAX_KEPT: usize = 8 * 1024;

impl Flight {
    fn feed(&mut self, kind: u8, mut payload: &[u8]) {
        if self.done {
            return;
        }
        if kind != 22 {
            self.done = kind != 21;
            return;
        }
        while !payload.is_empty() && !self.done {
            if self.skip > 0 {
                let skipped = self.skip.min(payload.len());
                self.skip -= skipped;
                payload = &payload[skipped..];
                continue;
            }
            let wanted = self.wanted();
            let taken = (wanted - self.message.len()).min(payload.len());
            self.message.extend_from_slice(&payload[..taken]);
            payload = &payload[taken..];
            if self.message.len() == 4 && self.uninteresting() {
                self.skip = self.length();
                self.done = self.message[0] == SERVER_HELLO_DONE;
                self.message.clear();
            } else if self.message.len() >= 4 && self.message.len() == self.wanted() {
                self.read();
                self.message.clear();
            }
        }
    }

    fn length(&self) -> usize {
        self.message[1..4].iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet))
    }

    fn wanted(&self) -> usize {
        if self.message.len() < 4 { 4 } else { 4 + self.length() }
    }

    fn uninteresting(&self) -> bool {
        !matches!(self.message[0], SERVER_HELLO | SERVER_KEY_EXCHANGE) || self.length() > MAX_KEPT
    }

    fn read(&mut self) {
        let body = &self.message[4..];
        match self.message[0] {
            SERVER_HELLO => {
                if let Some(group) = key_share(body) {
                    self.exchange = Some(named(group));
                }
            }
            _ => {
                self.exchange = match body {
                    // named_curve
                    [3, high, low, ..] => Some(named(u16::from_be_bytes([*high, *low]))),
                    [high, low, prime @ ..] => {
                        let length = usize::from(u16::from_be_bytes([*high, *low]));
                        prime.get(..length).map(|p| AgreedGroup { name: "dh".to_owned(), bits: bits_of(p) })
                    }
                    _ => None,
                };
                self.done = true;
            }
        }
    }
}

fn named(id: u16) -> AgreedGroup {
    match group_by_id(id) {
        Some(group) => AgreedGroup { name: group.name.to_owned(), bits: group.bits },
        None => AgreedGroup { name: format!("0x{id:04X}"), bits: 0 },
    }
}

fn bits_of(number: &[u8]) -> u32 {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    let top = number.get(zeros).map_or(8, |octet| octet.leading_zeros());
    (number.len() - zeros) as u32 * 8 - if zeros == number.len() { 0 } else { top }
}

/// The group of the key_share extension of a ServerHello (TLS 1.3).
fn key_share(body: &[u8]) -> Option<u16> {
    let session_id = usize::from(*body.get(34)?);
    let mut extensions = body.get(35 + session_id + 2 + 1 + 2..)?;
    while let [kind_high, kind_low, high, low, rest @ ..] = extensions {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let value = rest.get(..length)?;
        if u16::from_be_bytes([*kind_high, *kind_low]) == 51 {
            return value.get(..2).map(|group| u16::from_be_bytes([group[0], group[1]]));
        }
        extensions = &rest[length..];
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    fn handshake(kind: u8, body: &[u8]) -> Vec<u8> {
        let mut message = vec![kind, 0, (body.len() >> 8) as u8, body.len() as u8];
        message.extend_from_slice(body);
        message
    }

    fn record(kind: u8, payload: &[u8]) -> Vec<u8> {
        let mut record = vec![kind, 3, 3, (payload.len() >> 8) as u8, payload.len() as u8];
        record.extend_from_slice(payload);
        record
    }

    #[test]
    fn the_key_exchange_is_found_in_octets_that_come_one_by_one() {
        let hello = handshake(SERVER_HELLO, &[0; 40]);
        let certificate = handshake(11, &[7; 3000]);
        let mut exchange = vec![1, 0];
        exchange.extend_from_slice(&[0xff; 256]);
        let flight = [hello, certificate, handshake(SERVER_KEY_EXCHANGE, &exchange), handshake(14, &[])].concat();
        let mut tap = Tap::new(true, None);
        for octet in flight.chunks(700).flat_map(|part| record(22, part)).collect::<Vec<_>>() {
            tap.sent(&[octet]);
        }
        assert_eq!(tap.group(), Some(&AgreedGroup { name: "dh".to_owned(), bits: 2048 }));
    }

    #[test]
    fn every_record_is_reported_once() {
        #[derive(Default)]
        struct Log(Mutex<Vec<(bool, usize, String)>>);
        impl TlsHooks for Log {
            fn packet(&self, sent: bool, length: usize, kind: &str) {
                self.0.lock().unwrap().push((sent, length, kind.to_owned()));
            }
        }
        let log = Arc::new(Log::default());
        let mut tap = Tap::new(true, Some(log.clone()));
        tap.received(&[record(22, &[9; 70]), record(23, &[1; 5])].concat());
        tap.sent(&record(21, &[1, 0]));
        let seen: Vec<_> = log.0.lock().unwrap().clone();
        let expected = [(false, 70, "Handshake"), (false, 5, "ApplicationData"), (true, 2, "Alert")];
        assert_eq!(seen, expected.map(|(sent, length, kind)| (sent, length, kind.to_owned())));
    }
}
