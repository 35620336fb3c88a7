//! A scripted OFTP partner: octets in, octets out, over a plain socket. Its layouts are written down here a second time,
//! from RFC 5024 section 5.3 and RFC 2204, so that the engine is not measured with its own ruler.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpStream, ToSocketAddrs};
use std::time::{Duration, Instant};

mod commands;
mod octets;

pub use commands::{Response, Sfid, Ssid};
use octets::unpack;
pub use octets::{data, digits, efid, framed, number, pack, pad, read_esid, show, text};

/// How long an answer may take before a test gives up. The machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(60);

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
    /// What arrived and was not looked at.
    input: Vec<u8>,
    at: usize,
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
        stream.set_write_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Peer { stream, input: Vec::new(), at: 0, level: b'5', window: 10, buffer: 2048, compression: false })
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
        let answer = peer.expect('X');
        let answer = peer.agreed(ssid, &answer);
        (peer, answer)
    }

    /// The same for a server that may say no: why not.
    pub fn try_open(port: u16, ssid: &Ssid) -> std::io::Result<Self> {
        let mut peer = Self::connect_to((Ipv4Addr::LOCALHOST, port))?;
        peer.try_expect('I')?;
        peer.try_send(&ssid.encode())?;
        let answer = peer.try_expect('X')?;
        peer.agreed(ssid, &answer);
        Ok(peer)
    }

    fn agreed(&mut self, ssid: &Ssid, answer: &[u8]) -> Ssid {
        let answer = Ssid::decode(answer);
        self.level = answer.level;
        self.window = answer.credit;
        self.buffer = answer.buffer;
        self.compression = ssid.compression == 'Y' && answer.compression == 'Y';
        answer
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
        match self.try_recv() {
            Ok(command) => command,
            Err(error) if error.kind() == ErrorKind::ConnectionReset && self.at == self.input.len() => None,
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {
                panic!("the server says nothing")
            }
            Err(error) => panic!("{error}"),
        }
    }

    /// The next command, `None` when the server closed between two; a line that breaks or is silent is an error.
    pub fn try_recv(&mut self) -> std::io::Result<Option<Vec<u8>>> {
        loop {
            let rest = &self.input[self.at..];
            if let Some(header) = rest.first_chunk::<4>() {
                assert_eq!(header[0], 0x10, "stream header {header:02x?}");
                let length = u32::from_be_bytes([0, header[1], header[2], header[3]]) as usize;
                assert!((5..=100_003).contains(&length), "length {length}");
                if let Some(command) = rest.get(4..length) {
                    let command = command.to_vec();
                    self.at += length;
                    return Ok(Some(command));
                }
            }
            let within = !rest.is_empty();
            self.input.drain(..self.at);
            self.at = 0;
            let mut space = [0; 64 * 1024];
            match self.stream.read(&mut space)? {
                0 if within => return Err(std::io::Error::other("closed within a command")),
                0 => return Ok(None),
                count => self.input.extend_from_slice(&space[..count]),
            }
        }
    }

    pub fn try_send(&mut self, command: &[u8]) -> std::io::Result<()> {
        self.stream.write_all(&framed(command))
    }

    fn try_expect(&mut self, letter: char) -> std::io::Result<Vec<u8>> {
        match self.try_recv()? {
            Some(command) if char::from(command[0]) == letter => Ok(command),
            Some(command) => Err(std::io::Error::other(format!("{} instead of {letter}", show(&command)))),
            None => Err(std::io::Error::other(format!("closed instead of {letter}"))),
        }
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
        assert_eq!(self.at, self.input.len(), "unasked: {}", show(&self.input[self.at..]));
        self.stream.set_read_timeout(Some(time)).unwrap();
        let mut octet = [0u8];
        let got = self.stream.peek(&mut octet);
        self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
        match got {
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => {}
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
        self.send(&efid(self.level, records, units));
    }

    /// AUCH with a challenge.
    pub fn auch(&mut self, challenge: &[u8]) {
        self.send(&[b"A", &(challenge.len() as u16).to_be_bytes()[..], challenge].concat());
    }

    /// The challenge in the AUCH that must come now.
    #[track_caller]
    pub fn challenge(&mut self) -> Vec<u8> {
        let c = self.expect('A');
        assert_eq!(usize::from(u16::from_be_bytes([c[1], c[2]])), c.len() - 3);
        c[3..].to_vec()
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

    /// Gives the turn away and confirms every end response until the turn comes back or the session ends; how many came.
    #[track_caller]
    pub fn listen(&mut self) -> usize {
        self.cd();
        let mut responses = 0;
        loop {
            match self.recv() {
                Some(c) if matches!(c[0], b'E' | b'N') => {
                    responses += 1;
                    self.rtr();
                }
                Some(c) if matches!(c[0], b'R' | b'F') => return responses,
                Some(c) => panic!("{}", show(&c)),
                None => return responses,
            }
        }
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
