//! A partner made of octets, for what two engines never say to each other.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

pub struct Raw {
    line: TcpStream,
}

fn padded(text: &str, width: usize) -> String {
    format!("{text:<width$}")
}

impl Raw {
    /// Calls a responder and waits for its SSRM.
    pub fn call(port: u16) -> Self {
        let line = TcpStream::connect(("127.0.0.1", port)).unwrap();
        line.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let mut raw = Raw { line };
        assert_eq!(raw.read()[0], b'I');
        raw
    }

    /// One exchange buffer.
    pub fn write(&mut self, command: &[u8]) {
        let length = (command.len() as u32 + 4) | 0x1000_0000;
        self.line.write_all(&[&length.to_be_bytes(), command].concat()).unwrap();
    }

    /// The next exchange buffer; empty at the end of the line.
    pub fn read(&mut self) -> Vec<u8> {
        let mut header = [0; 4];
        if self.line.read_exact(&mut header).is_err() {
            return Vec::new();
        }
        assert_eq!(header[0], 0x10);
        let mut command = vec![0; u32::from_be_bytes(header) as usize - 0x1000_0000 - 4];
        self.line.read_exact(&mut command).unwrap();
        command
    }

    /// The reason of the ESID that must come now, and nothing after it.
    pub fn esid(&mut self) -> u8 {
        let command = self.read();
        assert_eq!(command.first(), Some(&b'F'), "{}", String::from_utf8_lossy(&command));
        assert!(self.read().is_empty());
        std::str::from_utf8(&command[1..3]).unwrap().parse().unwrap()
    }

    /// SSID of level 5 with this SSIDAUTH; what came back.
    pub fn ssid(&mut self, auth: char) -> Vec<u8> {
        let ssid = format!("X5{}{}04096BNYN007{auth}    {}\r", padded("CLIENT", 25), padded("", 8), padded("", 8));
        assert_eq!(ssid.len(), 61);
        self.write(ssid.as_bytes());
        self.read()
    }

    /// AUCH with a challenge.
    pub fn auch(&mut self, challenge: &[u8]) {
        self.write(&[b"A", &(challenge.len() as u16).to_be_bytes()[..], challenge].concat());
    }

    /// The challenge in the AUCH that must come now.
    pub fn challenge(&mut self) -> Vec<u8> {
        let auch = self.read();
        assert_eq!(auch[0], b'A', "{}", String::from_utf8_lossy(&auch));
        assert_eq!(u16::from_be_bytes([auch[1], auch[2]]) as usize, auch.len() - 3);
        auch[3..].to_vec()
    }

    /// SFID for SERVER: name, format, record length, SEC, CIPH, COMP, ENV, SIGN.
    pub fn sfid(&mut self, name: &str, format: char, record: u32, flags: &str) -> Vec<u8> {
        let sfid = format!(
            "H{}   202601010203040001{}{}{}{format}{record:05}{:013}{:013}{:017}{flags}000",
            padded(name, 26),
            padded("", 8),
            padded("SERVER", 25),
            padded("CLIENT", 25),
            1,
            1,
            0
        );
        assert_eq!(sfid.len(), 165);
        self.write(sfid.as_bytes());
        self.read()
    }

    /// A file of at most a few hundred octets in one DATA buffer, and EFID; what came back.
    pub fn file(&mut self, content: &[u8], records: u64) -> Vec<u8> {
        let mut data = vec![b'D'];
        let pieces: Vec<&[u8]> = content.chunks(63).collect();
        for (number, piece) in pieces.iter().enumerate() {
            let last = if number + 1 == pieces.len() { 0x80 } else { 0 };
            data.push(last | piece.len() as u8);
            data.extend_from_slice(piece);
        }
        assert!(data.len() <= 4096);
        self.write(&data);
        self.write(format!("T{records:017}{:017}", content.len()).as_bytes());
        let answer = self.read();
        if answer == b"4Y" {
            self.write(b"R");
            while self.read()[0] != b'R' {
                self.write(b"P");
            }
        }
        answer
    }

    /// Gives the turn back until the partner ends the session.
    pub fn end(&mut self) {
        self.write(b"R");
        loop {
            match self.read().first() {
                None | Some(b'F') => return,
                Some(b'E' | b'N') => self.write(b"P"),
                Some(b'R') => self.write(b"F00000\r"),
                Some(other) => panic!("{}", char::from(*other)),
            }
        }
    }
}
