//! A scripted OFTP partner: octets in, octets out, over a plain socket. Its layouts are written down here a second time,
//! from RFC 5024 section 5.3 and RFC 2204, so that the engine is not measured with its own ruler.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

/// How long an answer may take before a test gives up. The machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// An SSID, as the peer sends it or as it was received.
#[derive(Debug, Clone, PartialEq)]
pub struct Ssid {
    pub level: u8,
    pub code: String,
    pub password: String,
    pub buffer: u32,
    pub direction: char,
    pub compression: char,
    pub restart: char,
    pub special: char,
    pub credit: u16,
    pub auth: char,
    pub user: String,
}

impl Default for Ssid {
    fn default() -> Self {
        Ssid {
            level: b'5',
            code: "O0013000001PEER".into(),
            password: "SECRET".into(),
            buffer: 2048,
            direction: 'B',
            compression: 'N',
            restart: 'Y',
            special: 'N',
            credit: 10,
            auth: 'N',
            user: String::new(),
        }
    }
}

impl Ssid {
    pub fn at(level: char) -> Self {
        Ssid { level: level as u8, ..Ssid::default() }
    }

    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![b'X', self.level];
        out.extend(pad(&self.code, 25));
        out.extend(pad(&self.password, 8));
        out.extend(digits(self.buffer.into(), 5));
        out.extend([self.direction, self.compression, self.restart, self.special].map(|c| c as u8));
        out.extend(digits(self.credit.into(), 3));
        out.push(if self.level >= b'5' { self.auth as u8 } else { b' ' });
        out.extend(pad("", 4));
        out.extend(pad(&self.user, 8));
        out.push(b'\r');
        assert_eq!(out.len(), 61);
        out
    }

    pub fn decode(c: &[u8]) -> Self {
        assert_eq!((c.len(), c[0], c[60]), (61, b'X', b'\r'), "{}", show(c));
        Ssid {
            level: c[1],
            code: text(c, 2, 25),
            password: text(c, 27, 8),
            buffer: number(c, 35, 5) as u32,
            direction: char::from(c[40]),
            compression: char::from(c[41]),
            restart: char::from(c[42]),
            special: char::from(c[43]),
            credit: number(c, 44, 3) as u16,
            auth: char::from(c[47]),
            user: text(c, 52, 8),
        }
    }
}

/// An SFID.
#[derive(Debug, Clone, PartialEq)]
pub struct Sfid {
    pub name: String,
    /// All digits of date and time: 18 at levels 4 and 5, 12 below.
    pub stamp: String,
    pub user: String,
    pub destination: String,
    pub originator: String,
    pub format: char,
    pub record: u32,
    pub size: u64,
    pub original: u64,
    pub restart: u64,
    pub security: u8,
    pub suite: u8,
    pub compressed: char,
    pub enveloped: char,
    pub signed: char,
    pub description: Vec<u8>,
}

impl Sfid {
    /// A file for the station of `rig`.
    pub fn new(name: &str, format: char, record: u32) -> Self {
        Sfid {
            name: name.into(),
            stamp: "202611221530590042".into(),
            user: "USERDATA".into(),
            destination: "O0013000002SERVER".into(),
            originator: "O0013000001PEER".into(),
            format,
            record,
            size: 1,
            original: 1,
            restart: 0,
            security: 0,
            suite: 0,
            compressed: '0',
            enveloped: '0',
            signed: 'N',
            description: Vec::new(),
        }
    }

    /// The stamp's digits that a level carries.
    pub fn stamp_at(&self, level: u8) -> String {
        if level >= b'4' || self.stamp.len() == 12 { self.stamp.clone() } else { self.stamp[2..14].to_owned() }
    }

    pub fn encode(&self, level: u8) -> Vec<u8> {
        let mut out = vec![b'H'];
        out.extend(pad(&self.name, 26));
        out.extend(pad("", if level >= b'4' { 3 } else { 9 }));
        out.extend(self.stamp_at(level).bytes());
        out.extend(pad(&self.user, 8));
        out.extend(pad(&self.destination, 25));
        out.extend(pad(&self.originator, 25));
        out.push(self.format as u8);
        out.extend(digits(self.record.into(), 5));
        if level < b'5' {
            out.extend(digits(self.size, 7));
            out.extend(digits(self.restart, 9));
            assert_eq!(out.len(), 128);
            return out;
        }
        out.extend(digits(self.size, 13));
        out.extend(digits(self.original, 13));
        out.extend(digits(self.restart, 17));
        out.extend(digits(self.security.into(), 2));
        out.extend(digits(self.suite.into(), 2));
        out.extend([self.compressed, self.enveloped, self.signed].map(|c| c as u8));
        out.extend(digits(self.description.len() as u64, 3));
        out.extend(&self.description);
        out
    }

    pub fn decode(c: &[u8], level: u8) -> Self {
        assert_eq!(c[0], b'H', "{}", show(c));
        let (at, len) = if level >= b'4' { (30, 18) } else { (36, 12) };
        assert!(c[27..at].iter().all(|&b| b == b' '), "SFIDRSV1");
        let mut sfid = Sfid {
            name: text(c, 1, 26),
            stamp: text(c, at, len),
            user: text(c, 48, 8),
            destination: text(c, 56, 25),
            originator: text(c, 81, 25),
            format: char::from(c[106]),
            record: number(c, 107, 5) as u32,
            ..Sfid::new("", 'U', 0)
        };
        if level < b'5' {
            assert_eq!(c.len(), 128);
            (sfid.size, sfid.restart, sfid.original) = (number(c, 112, 7), number(c, 119, 9), 0);
            return sfid;
        }
        (sfid.size, sfid.original, sfid.restart) = (number(c, 112, 13), number(c, 125, 13), number(c, 138, 17));
        (sfid.security, sfid.suite) = (number(c, 155, 2) as u8, number(c, 157, 2) as u8);
        (sfid.compressed, sfid.enveloped, sfid.signed) = (char::from(c[159]), char::from(c[160]), char::from(c[161]));
        assert_eq!(c.len(), 165 + number(c, 162, 3) as usize, "SFIDDESCL");
        sfid.description = c[165..].to_vec();
        sfid
    }
}

/// EERP or NERP.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    pub name: String,
    pub stamp: String,
    /// EERP only.
    pub user: String,
    pub destination: String,
    pub originator: String,
    /// NERP only: creator, reason, text.
    pub negative: Option<(String, u8, String)>,
    pub hash: Vec<u8>,
    pub signature: Vec<u8>,
}

impl Response {
    /// The EERP that a file's destination sends.
    pub fn positive(file: &Sfid) -> Self {
        Response {
            name: file.name.clone(),
            stamp: file.stamp.clone(),
            user: file.user.clone(),
            destination: file.originator.clone(),
            originator: file.destination.clone(),
            negative: None,
            hash: Vec::new(),
            signature: Vec::new(),
        }
    }

    pub fn encode(&self, level: u8) -> Vec<u8> {
        let stamp =
            if level >= b'4' || self.stamp.len() == 12 { self.stamp.clone() } else { self.stamp[2..14].to_owned() };
        let mut out = vec![if self.negative.is_some() { b'N' } else { b'E' }];
        out.extend(pad(&self.name, 26));
        let reserved = match (&self.negative, level >= b'4') {
            (Some(_), _) => 6,
            (None, true) => 3,
            (None, false) => 9,
        };
        out.extend(pad("", reserved));
        out.extend(stamp.bytes());
        if self.negative.is_none() {
            out.extend(pad(&self.user, 8));
        }
        out.extend(pad(&self.destination, 25));
        out.extend(pad(&self.originator, 25));
        if let Some((creator, reason, why)) = &self.negative {
            out.extend(pad(creator, 25));
            out.extend(digits((*reason).into(), 2));
            if level >= b'5' {
                out.extend(digits(why.len() as u64, 3));
                out.extend(why.bytes());
            }
        }
        if level >= b'5' {
            for part in [&self.hash, &self.signature] {
                out.extend((part.len() as u16).to_be_bytes());
                out.extend(part);
            }
        }
        out
    }

    pub fn decode(c: &[u8], level: u8) -> Self {
        let negative = c[0] == b'N';
        assert!(negative || c[0] == b'E', "{}", show(c));
        let (stamp, codes) = match (negative, level >= b'4') {
            (true, _) => ((33, 18), 51),
            (false, true) => ((30, 18), 56),
            (false, false) => ((36, 12), 56),
        };
        assert!(c[27..stamp.0].iter().all(|&b| b == b' '), "reserved octets");
        let mut response = Response {
            name: text(c, 1, 26),
            stamp: text(c, stamp.0, stamp.1),
            user: if negative { String::new() } else { text(c, 48, 8) },
            destination: text(c, codes, 25),
            originator: text(c, codes + 25, 25),
            negative: None,
            hash: Vec::new(),
            signature: Vec::new(),
        };
        let mut at = codes + 50;
        if negative {
            let (creator, reason) = (text(c, 101, 25), number(c, 126, 2) as u8);
            at = 128;
            let mut why = String::new();
            if level >= b'5' {
                let len = number(c, 128, 3) as usize;
                why = String::from_utf8(c[131..131 + len].to_vec()).expect("NERPREAST");
                at = 131 + len;
            }
            response.negative = Some((creator, reason, why));
        }
        if level >= b'5' {
            for part in [&mut response.hash, &mut response.signature] {
                let len = usize::from(u16::from_be_bytes([c[at], c[at + 1]]));
                *part = c[at + 2..at + 2 + len].to_vec();
                at += 2 + len;
            }
        }
        assert_eq!(at, c.len(), "{}", show(c));
        response
    }
}

/// What a file turned out to be, and what the sender said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Taken {
    pub file: Sfid,
    /// Octets without sub-record headers.
    pub bytes: Vec<u8>,
    /// Lengths of the records, by the end-of-record bits.
    pub records: Vec<usize>,
    /// EFIDRCNT and EFIDUCNT.
    pub counts: (u64, u64),
    /// How many DATA buffers it took.
    pub buffers: usize,
}

/// The partner on its socket.
pub struct Peer {
    stream: TcpStream,
    pub level: u8,
    pub window: u16,
    pub buffer: u32,
    pub compression: bool,
}

impl Peer {
    /// Connects and reads nothing.
    pub fn connect(port: u16) -> Self {
        Self::connect_to((Ipv4Addr::LOCALHOST, port)).expect("a listening server")
    }

    pub fn connect_to(address: impl ToSocketAddrs) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Peer { stream, level: b'5', window: 10, buffer: 2048, compression: false })
    }

    /// Connects and reads SSRM.
    pub fn greeted(port: u16) -> Self {
        let mut peer = Self::connect(port);
        let ready = peer.expect('I');
        assert_eq!(ready, b"IODETTE FTP READY \r", "SSRM");
        peer
    }

    /// A session that was let in.
    pub fn open(port: u16, ssid: &Ssid) -> Self {
        Self::open_told(port, ssid).0
    }

    /// The same, with the server's SSID.
    pub fn open_told(port: u16, ssid: &Ssid) -> (Self, Ssid) {
        let mut peer = Self::greeted(port);
        peer.send(&ssid.encode());
        let answer = Ssid::decode(&peer.expect('X'));
        peer.level = answer.level;
        peer.window = answer.credit;
        peer.buffer = answer.buffer;
        peer.compression = ssid.compression == 'Y' && answer.compression == 'Y';
        (peer, answer)
    }

    pub fn raw(&mut self, octets: &[u8]) {
        self.stream.write_all(octets).expect("the server reads");
    }

    /// Sends as much as the server still takes; a server that closed is fine.
    pub fn raw_if_open(&mut self, octets: &[u8]) -> bool {
        self.stream.write_all(octets).is_ok()
    }

    pub fn send(&mut self, command: &[u8]) {
        self.raw(&framed(command));
    }

    /// Closes this side, so that the server sees the end.
    pub fn hang_up(self) {
        let _ = self.stream.shutdown(std::net::Shutdown::Both);
    }

    pub fn socket(&self) -> &TcpStream {
        &self.stream
    }

    /// The next command, `None` when the server closed (also hard).
    pub fn recv(&mut self) -> Option<Vec<u8>> {
        let mut header = [0u8; 4];
        if !self.fill(&mut header) {
            return None;
        }
        assert_eq!(header[0], 0x10, "stream header {header:02x?}");
        let length = usize::from(header[1]) << 16 | usize::from(header[2]) << 8 | usize::from(header[3]);
        assert!((5..=100_003).contains(&length), "length {length}");
        let mut command = vec![0u8; length - 4];
        assert!(self.fill(&mut command), "closed within a command");
        Some(command)
    }

    fn fill(&mut self, buffer: &mut [u8]) -> bool {
        let mut filled = 0;
        while filled < buffer.len() {
            match self.stream.read(&mut buffer[filled..]) {
                Ok(0) if filled == 0 => return false,
                Ok(0) => panic!("closed within a command"),
                Ok(count) => filled += count,
                Err(error) if error.kind() == std::io::ErrorKind::ConnectionReset && filled == 0 => return false,
                Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {
                    panic!("the server says nothing")
                }
                Err(error) => panic!("{error}"),
            }
        }
        true
    }

    /// The next command, which must begin with this letter.
    #[track_caller]
    pub fn expect(&mut self, letter: char) -> Vec<u8> {
        let command = self.recv().unwrap_or_else(|| panic!("the server closed instead of sending {letter}"));
        assert_eq!(char::from(command[0]), letter, "{}", show(&command));
        command
    }

    /// Nothing arrives for a while.
    #[track_caller]
    pub fn expect_silence(&mut self, time: Duration) {
        self.stream.set_read_timeout(Some(time)).unwrap();
        let mut octet = [0u8];
        let got = self.stream.peek(&mut octet);
        self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
        match got {
            Err(error) if matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut) => {}
            Ok(0) => panic!("the server closed"),
            Ok(_) => panic!("unasked: {:?}", self.recv().map(|c| show(&c))),
            Err(error) => panic!("{error}"),
        }
    }

    /// The server closes, and says nothing before.
    #[track_caller]
    pub fn expect_closed(&mut self) {
        if let Some(command) = self.recv() {
            panic!("unasked: {}", show(&command));
        }
    }

    /// ESID: reason and text; then the end of the stream.
    #[track_caller]
    pub fn expect_esid(&mut self) -> (u8, String) {
        let c = self.expect('F');
        let told = read_esid(&c, self.level);
        let _ = self.stream.shutdown(std::net::Shutdown::Write);
        self.expect_closed();
        told
    }

    /// How long the server takes until it closes, whatever it says before.
    pub fn time_to_close(&mut self) -> (Duration, Vec<Vec<u8>>) {
        let start = Instant::now();
        let mut said = Vec::new();
        while let Some(command) = self.recv() {
            said.push(command);
        }
        (start.elapsed(), said)
    }

    /// Reads what the server still says, closes as soon as it ended the session, and waits until it is gone.
    pub fn gone(&mut self) {
        while let Some(command) = self.recv() {
            if command[0] == b'F' {
                let _ = self.stream.shutdown(std::net::Shutdown::Write);
            }
        }
    }

    // commands

    pub fn cd(&mut self) {
        self.send(b"R");
    }

    pub fn rtr(&mut self) {
        self.send(b"P");
    }

    pub fn esid(&mut self, reason: u8) {
        let mut out = vec![b'F'];
        out.extend(digits(reason.into(), 2));
        if self.level >= b'5' {
            out.extend(b"000");
        }
        out.push(b'\r');
        self.send(&out);
    }

    pub fn sfpa(&mut self, count: u64) {
        let mut out = vec![b'2'];
        out.extend(digits(count, if self.level >= b'5' { 17 } else { 9 }));
        self.send(&out);
    }

    pub fn sfna(&mut self, reason: u8, retry: char, why: &str) {
        let mut out = vec![b'3'];
        out.extend(digits(reason.into(), 2));
        out.push(retry as u8);
        self.with_text(out, why);
    }

    pub fn efpa(&mut self, cd: char) {
        self.send(&[b'4', cd as u8]);
    }

    pub fn efna(&mut self, reason: u8, why: &str) {
        let mut out = vec![b'5'];
        out.extend(digits(reason.into(), 2));
        self.with_text(out, why);
    }

    fn with_text(&mut self, mut out: Vec<u8>, why: &str) {
        if self.level >= b'5' {
            out.extend(digits(why.len() as u64, 3));
            out.extend(why.bytes());
        }
        self.send(&out);
    }

    pub fn efid(&mut self, records: u64, units: u64) {
        let (r, u) = if self.level >= b'5' { (17, 17) } else { (9, 12) };
        let mut out = vec![b'T'];
        out.extend(digits(records, r));
        out.extend(digits(units, u));
        self.send(&out);
    }

    pub fn respond(&mut self, response: &Response) {
        self.send(&response.encode(self.level));
    }

    /// Sends an end response and takes the RTR.
    #[track_caller]
    pub fn respond_confirmed(&mut self, response: &Response) {
        self.respond(response);
        assert_eq!(self.expect('P'), b"P");
    }

    /// Takes an end response without confirming it.
    #[track_caller]
    pub fn response(&mut self) -> Response {
        let command = self.recv().expect("an end response");
        Response::decode(&command, self.level)
    }

    /// SFNA or EFNA: reason, retry flag where there is one, text.
    #[track_caller]
    pub fn refusal(&mut self, letter: char) -> (u8, char, String) {
        let c = self.expect(letter);
        let reason = number(&c, 1, 2) as u8;
        let (retry, at) = if letter == '3' { (char::from(c[3]), 4) } else { (' ', 3) };
        if self.level < b'5' {
            assert_eq!(c.len(), at, "{}", show(&c));
            return (reason, retry, String::new());
        }
        assert_eq!(c.len(), at + 3 + number(&c, at, 3) as usize, "{}", show(&c));
        (reason, retry, String::from_utf8(c[at + 3..].to_vec()).unwrap())
    }

    // whole files

    /// Offers a file; the position that SFPA names.
    #[track_caller]
    pub fn offer(&mut self, file: &Sfid) -> u64 {
        self.send(&file.encode(self.level));
        let c = self.expect('2');
        assert_eq!(c.len(), if self.level >= b'5' { 18 } else { 10 });
        number(&c, 1, c.len() - 1)
    }

    /// Offers a file that is refused.
    #[track_caller]
    pub fn offer_refused(&mut self, file: &Sfid) -> (u8, char, String) {
        self.send(&file.encode(self.level));
        self.refusal('3')
    }

    /// Sends records in DATA buffers of the negotiated size, waiting for CDT exactly when the window is used up (and
    /// demanding silence before, since an early CDT would be read in its place).
    #[track_caller]
    pub fn data(&mut self, records: &[&[u8]]) {
        let mut used = 0;
        for buffer in pack(records, self.buffer as usize) {
            self.send(&buffer);
            used += 1;
            if used == self.window {
                assert_eq!(self.expect('C'), b"C  ");
                used = 0;
            }
        }
    }

    /// A stream file from SFID to EFID; the answer to EFID is still to be read.
    #[track_caller]
    pub fn send_stream(&mut self, file: &Sfid, bytes: &[u8]) {
        assert_eq!(self.offer(file), 0);
        self.data(&[bytes]);
        self.efid(0, bytes.len() as u64);
    }

    /// A record file from SFID to EFID.
    #[track_caller]
    pub fn send_records(&mut self, file: &Sfid, records: &[&[u8]]) {
        assert_eq!(self.offer(file), 0);
        self.data(records);
        self.efid(records.len() as u64, records.iter().map(|r| r.len() as u64).sum());
    }

    /// A stream file that the server takes; the CD flag of EFPA.
    #[track_caller]
    pub fn deliver(&mut self, file: &Sfid, bytes: &[u8]) -> char {
        self.send_stream(file, bytes);
        self.confirmed()
    }

    #[track_caller]
    pub fn confirmed(&mut self) -> char {
        let c = self.expect('4');
        assert_eq!(c.len(), 2);
        assert!(matches!(c[1], b'Y' | b'N'));
        char::from(c[1])
    }

    /// After EFPA `Y`: CD, the end response, RTR, CD back.
    #[track_caller]
    pub fn collect_response(&mut self) -> Response {
        self.cd();
        let response = self.response();
        self.rtr();
        self.expect('R');
        response
    }

    /// Gives the turn away; the server has nothing to send and ends the session.
    #[track_caller]
    pub fn finish(mut self) {
        self.cd();
        assert_eq!(self.expect_esid().0, 0);
    }

    /// Ends a session in which it is our turn after an unsolicited CD of the server's.
    pub fn leave(&mut self) {
        self.esid(0);
        self.expect_closed();
    }

    /// Reads the server's SFID.
    #[track_caller]
    pub fn offered(&mut self) -> Sfid {
        let command = self.expect('H');
        Sfid::decode(&command, self.level)
    }

    /// Takes the file that the server offers, from SFPA to EFID; the answer to EFID is the caller's.
    #[track_caller]
    pub fn take(&mut self, file: Sfid, from: u64) -> Taken {
        self.sfpa(from);
        let (mut bytes, mut records, mut buffers, mut open) = (Vec::new(), Vec::new(), 0, 0);
        loop {
            let c = self.recv().expect("DATA or EFID");
            match c[0] {
                b'D' => {
                    assert!(c.len() <= self.buffer as usize, "DATA of {}", c.len());
                    unpack(&c, self.compression, &mut bytes, &mut records, &mut open);
                    buffers += 1;
                    if buffers % usize::from(self.window) == 0 {
                        self.send(b"C  ");
                    }
                }
                b'T' => {
                    let (r, u) = if self.level >= b'5' { (17, 17) } else { (9, 12) };
                    assert_eq!(c.len(), 1 + r + u);
                    let counts = (number(&c, 1, r), number(&c, 1 + r, u));
                    assert_eq!(open, bytes.len(), "the last record has an end");
                    return Taken { file, bytes, records, counts, buffers };
                }
                _ => panic!("{}", show(&c)),
            }
        }
    }

    /// Reads SFID and takes the file; EFPA with this flag.
    #[track_caller]
    pub fn receive(&mut self, cd: char) -> Taken {
        let file = self.offered();
        let taken = self.take(file, 0);
        self.efpa(cd);
        taken
    }
}

/// ESID's reason and text at a level.
pub fn read_esid(c: &[u8], level: u8) -> (u8, String) {
    let reason = number(c, 1, 2) as u8;
    if level < b'5' {
        assert_eq!((c.len(), c[3]), (4, b'\r'), "{}", show(c));
        return (reason, String::new());
    }
    let len = number(c, 3, 3) as usize;
    assert_eq!((c.len(), c[6 + len]), (7 + len, b'\r'), "{}", show(c));
    (reason, String::from_utf8(c[6..6 + len].to_vec()).unwrap())
}

pub fn framed(command: &[u8]) -> Vec<u8> {
    let mut out = (0x1000_0000u32 + command.len() as u32 + 4).to_be_bytes().to_vec();
    out.extend(command);
    out
}

/// DATA buffers of at most `size` octets. A record ends with 0x80 in its last sub-record; an empty one is a lone 0x80.
pub fn pack(records: &[&[u8]], size: usize) -> Vec<Vec<u8>> {
    let mut buffers = Vec::new();
    let mut buffer = vec![b'D'];
    for record in records {
        let mut rest = *record;
        loop {
            if buffer.len() + 1 >= size && !(rest.is_empty() && buffer.len() < size) {
                buffers.push(std::mem::replace(&mut buffer, vec![b'D']));
            }
            let count = rest.len().min(63).min(size - buffer.len() - 1);
            let end = count == rest.len();
            buffer.push(count as u8 | if end { 0x80 } else { 0 });
            buffer.extend(&rest[..count]);
            rest = &rest[count..];
            if end {
                break;
            }
        }
    }
    if buffer.len() > 1 {
        buffers.push(buffer);
    }
    buffers
}

fn unpack(c: &[u8], compression: bool, bytes: &mut Vec<u8>, records: &mut Vec<usize>, open: &mut usize) {
    let mut at = 1;
    while at < c.len() {
        let (header, count) = (c[at], usize::from(c[at] & 0x3f));
        at += 1;
        if header & 0x40 != 0 {
            assert!(compression, "a compressed sub-record without agreement");
            bytes.extend(std::iter::repeat_n(c[at], count));
            at += 1;
        } else {
            bytes.extend(&c[at..at + count]);
            at += count;
        }
        if header & 0x80 != 0 {
            records.push(bytes.len() - *open);
            *open = bytes.len();
        }
    }
    assert_eq!(at, c.len(), "whole sub-records");
}

/// A field left justified, space padded; one octet per character.
pub fn pad(value: &str, width: usize) -> Vec<u8> {
    let mut out: Vec<u8> = value.chars().map(|c| u8::try_from(u32::from(c)).expect("one octet")).collect();
    assert!(out.len() <= width, "{value} in {width}");
    out.resize(width, b' ');
    out
}

pub fn digits(value: u64, width: usize) -> Vec<u8> {
    let out = format!("{value:0width$}").into_bytes();
    assert_eq!(out.len(), width);
    out
}

/// A field's text without the padding behind it.
pub fn text(c: &[u8], at: usize, len: usize) -> String {
    let text: String = c[at..at + len].iter().map(|&b| char::from(b)).collect();
    text.trim_end_matches(' ').to_owned()
}

pub fn number(c: &[u8], at: usize, len: usize) -> u64 {
    let digits = std::str::from_utf8(&c[at..at + len]).expect("digits");
    digits.parse().unwrap_or_else(|_| panic!("digits: {digits:?}"))
}

/// A command for people.
pub fn show(c: &[u8]) -> String {
    c.iter().take(200).map(|&b| if (0x20..0x7f).contains(&b) { char::from(b) } else { '.' }).collect()
}
