//! A partner made of hand-written octets over a real socket, OFTP 2.0.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// A stream transmission buffer.
pub fn frame(buffer: &[u8]) -> Vec<u8> {
    let length = (buffer.len() as u32 + 4).to_be_bytes();
    [&[0x10, length[1], length[2], length[3]], buffer].concat()
}

pub fn ssid(code: &str, buffer_size: u32, credit: u16) -> Vec<u8> {
    format!("X5{code:<25}{:<8}{buffer_size:05}BNYN{credit:03}N{:4}{:8}\r", "PASSWORD", "", "").into_bytes()
}

/// SFID of a U file from `code` to SERVER.
pub fn sfid(code: &str, name: &[u8], size: u64, restart: u64) -> Vec<u8> {
    let mut padded = name.to_vec();
    padded.resize(26, b' ');
    let blocks = size.div_ceil(1024);
    let tail = format!(
        "   202611221530590042{:8}{:<25}{code:<25}U00000{blocks:013}{blocks:013}{restart:017}000000N000",
        "", "SERVER"
    );
    [b"H".as_slice(), &padded, tail.as_bytes()].concat()
}

pub fn efid(records: u64, units: u64) -> Vec<u8> {
    format!("T{records:017}{units:017}").into_bytes()
}

/// A DATA buffer of uncompressed sub-records; with `last` the end of record is set.
pub fn data(bytes: &[u8], last: bool) -> Vec<u8> {
    let mut buffer = vec![b'D'];
    let mut header = 0;
    for chunk in bytes.chunks(63) {
        header = buffer.len();
        buffer.push(chunk.len() as u8);
        buffer.extend_from_slice(chunk);
    }
    if bytes.is_empty() {
        header = buffer.len();
        buffer.push(0);
    }
    if last {
        buffer[header] |= 0x80;
    }
    buffer
}

pub struct Raw {
    pub stream: TcpStream,
    input: Vec<u8>,
    at: usize,
    /// The responder's SSID.
    pub buffer_size: usize,
    pub credit: usize,
}

impl Raw {
    /// Connects and says nothing.
    pub fn connect(port: u16) -> io::Result<Raw> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        stream.set_write_timeout(Some(Duration::from_secs(60)))?;
        Ok(Raw { stream, input: vec![], at: 0, buffer_size: 0, credit: 0 })
    }

    /// Connects and opens a session; the turn is ours.
    pub fn open(port: u16, code: &str, buffer_size: u32, credit: u16) -> io::Result<Raw> {
        let mut raw = Raw::connect(port)?;
        raw.expect(b'I')?;
        raw.say(&ssid(code, buffer_size, credit))?;
        let answer = raw.expect(b'X')?;
        let number = |from: usize, to: usize| String::from_utf8_lossy(&answer[from..to]).parse().unwrap_or(0);
        (raw.buffer_size, raw.credit) = (number(35, 40), number(44, 47));
        Ok(raw)
    }

    pub fn say(&mut self, buffer: &[u8]) -> io::Result<()> {
        self.stream.write_all(&frame(buffer))
    }

    /// The next exchange buffer; `None` when the other side closed.
    pub fn hear(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            let rest = &self.input[self.at..];
            if let Some(header) = rest.first_chunk::<4>() {
                let length = u32::from_be_bytes([0, header[1], header[2], header[3]]) as usize;
                if let Some(buffer) = rest.get(4..length) {
                    let buffer = buffer.to_vec();
                    self.at += length;
                    return Ok(Some(buffer));
                }
            }
            self.input.drain(..self.at);
            self.at = 0;
            let mut space = [0; 64 * 1024];
            match self.stream.read(&mut space)? {
                0 => return Ok(None),
                count => self.input.extend_from_slice(&space[..count]),
            }
        }
    }

    /// The next exchange buffer, which must be this one.
    pub fn expect(&mut self, letter: u8) -> io::Result<Vec<u8>> {
        match self.hear()? {
            Some(buffer) if buffer[0] == letter => Ok(buffer),
            other => {
                let shown = other.map(|buffer| String::from_utf8_lossy(&buffer).into_owned());
                Err(io::Error::other(format!("expected {}, heard {shown:?}", char::from(letter))))
            }
        }
    }

    /// Sends a whole small U file and returns what EFID was answered with.
    pub fn send(&mut self, code: &str, name: &[u8], bytes: &[u8]) -> io::Result<Vec<u8>> {
        self.say(&sfid(code, name, bytes.len() as u64, 0))?;
        let answer = self.hear()?.unwrap_or_default();
        if answer.first() != Some(&b'2') {
            return Ok(answer);
        }
        self.finish(bytes)
    }

    /// The data of a file that was accepted, and EFID; at most one credit window.
    pub fn finish(&mut self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let most = (self.buffer_size - 1) / 64 * 63;
        let pieces: Vec<&[u8]> = if bytes.is_empty() { vec![bytes] } else { bytes.chunks(most).collect() };
        let mut out = vec![];
        for (number, piece) in pieces.iter().enumerate() {
            out.extend(frame(&data(piece, number + 1 == pieces.len())));
        }
        out.extend(frame(&efid(0, bytes.len() as u64)));
        self.stream.write_all(&out)?;
        Ok(self.hear()?.unwrap_or_default())
    }

    /// Gives the turn away and takes everything that comes until it is ours again or the session ends; the end responses
    /// that came.
    pub fn listen(&mut self) -> io::Result<usize> {
        self.say(b"R")?;
        let mut responses = 0;
        loop {
            match self.hear()? {
                Some(buffer) if buffer[0] == b'E' || buffer[0] == b'N' => {
                    responses += 1;
                    self.say(b"P")?;
                }
                Some(buffer) if buffer[0] == b'R' || buffer[0] == b'F' => return Ok(responses),
                Some(buffer) => return Err(io::Error::other(String::from_utf8_lossy(&buffer).into_owned())),
                None => return Ok(responses),
            }
        }
    }
}
