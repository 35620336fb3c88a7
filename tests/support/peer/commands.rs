//! SSID, SFID, EERP and NERP as RFC 5024 section 5.3 and RFC 2204 lay them out.

use super::octets::{digits, number, pad, show, text};

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
    /// A file for the standard station.
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
