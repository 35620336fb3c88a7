//! The ClientHello, read before any provider sees it: which versions, suites and names the client asks for. The octets read are kept and replayed to the
//! provider, so that both providers get the same questions answered the same way.

use super::error::{TlsError, TlsErrorKind, TlsResult};
use crate::error::codes;
use crate::hex;
use tokio::io::{AsyncRead, AsyncReadExt};

/// A ClientHello never needs more; post-quantum key shares are some 2 KiB.
const MAX_HELLO: usize = 64 * 1024;
/// The same with record headers, of records that are not absurdly small.
const MAX_OCTETS: usize = 80 * 1024;

/// What a client offers, by the numbers of the IANA registries.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct ClientHello {
    /// Cipher suites, the client's favourite first.
    pub suites: Vec<u16>,
    /// Protocol versions.
    pub versions: Vec<u16>,
    /// Groups for the key exchange.
    pub groups: Vec<u16>,
    /// Those of them that a key share came for (TLS 1.3).
    pub shares: Vec<u16>,
    /// Signature algorithms.
    pub schemes: Vec<u16>,
}

/// Whether these are the first octets of a TLS connection, so that a plain listener can name a TLS client in its log: a TLS
/// record with a handshake (16 03 …), or an old hello in the SSL 2.0 frame. One octet is enough to say no.
pub fn looks_like_tls(first: &[u8]) -> bool {
    match first {
        [] => false,
        [0x16] => true,
        [0x16, major, ..] => *major == 3,
        _ => old_frame(first),
    }
}

/// A hello in the frame of SSL 2.0: two octets length with the top bit set, type 1, the version wanted.
fn old_frame(first: &[u8]) -> bool {
    matches!(first, [length, _, 1, major, ..] if length & 0x80 != 0 && (*major == 3 || *major == 0))
}

/// Numbers that clients throw in to keep servers tolerant (RFC 8701).
pub(super) fn is_grease(id: u16) -> bool {
    id & 0x0f0f == 0x0a0a && id >> 8 == id & 0xff
}

/// The name of a protocol version number.
pub(super) fn version_name(id: u16) -> String {
    match id {
        0x0304 => "TLSv1.3".to_owned(),
        0x0303 => "TLSv1.2".to_owned(),
        0x0302 => "TLSv1.1".to_owned(),
        0x0301 => "TLSv1".to_owned(),
        0x0300 => "SSLv3".to_owned(),
        0x0002 => "SSLv2".to_owned(),
        _ => format!("0x{id:04X}"),
    }
}

/// Reads until a whole ClientHello is there. Everything read is appended to `octets`, whatever comes of it.
pub(super) async fn read<S: AsyncRead + Unpin>(stream: &mut S, octets: &mut Vec<u8>) -> TlsResult<ClientHello> {
    let mut gather = Gather::default();
    loop {
        if let Some(hello) = gather.look(octets)? {
            return Ok(hello);
        }
        let read = stream.read_buf(octets).await.map_err(|e| TlsError::io("reading the ClientHello", &e))?;
        if read == 0 {
            let message = match octets.is_empty() {
                true => "the partner closed the connection before it said anything",
                false => "the partner closed the connection in the middle of its ClientHello",
            };
            return Err(TlsError { code: codes::ECONNRESET, ..TlsError::new(TlsErrorKind::Io, message) });
        }
    }
}

/// Reads the ClientHello at the front of a connection; `None` while it is not complete.
///
/// # Errors
/// [`TlsErrorKind::PlaintextPeer`] when this is no TLS, [`TlsErrorKind::NoCommonVersion`] for SSL 2.0, else
/// [`TlsErrorKind::Other`] for a hello that is malformed or too long.
pub fn client_hello(octets: &[u8]) -> TlsResult<Option<ClientHello>> {
    Gather::default().look(octets)
}

/// Puts the ClientHello together from its records, going on where it stopped: a client that sends octets one by one costs no
/// more than one that sends them at once.
#[derive(Default)]
struct Gather {
    /// How much of the octets was understood.
    at: usize,
    /// What is still to come of the current record.
    left: usize,
    message: Vec<u8>,
}

impl Gather {
    /// `octets` is everything from the connection's start on.
    fn look(&mut self, octets: &[u8]) -> TlsResult<Option<ClientHello>> {
        if self.at == 0 && !began(octets)? {
            return Ok(None);
        }
        loop {
            let Some(rest) = octets.get(self.at..).filter(|rest| !rest.is_empty()) else { return Ok(None) };
            if self.left == 0 {
                let [kind, major, _, high, low, ..] = rest else { return Ok(None) };
                self.left = usize::from(u16::from_be_bytes([*high, *low]));
                if *kind != 0x16 || *major != 3 || self.left == 0 || self.left > 18 * 1024 {
                    return Err(TlsError::other("the partner's ClientHello is malformed"));
                }
                self.at += 5;
                continue;
            }
            let piece = &rest[..self.left.min(rest.len())];
            self.message.extend_from_slice(piece);
            self.at += piece.len();
            self.left -= piece.len();
            if let Some(hello) = complete(&self.message)? {
                return Ok(Some(hello));
            }
            if self.at > MAX_OCTETS {
                return Err(TlsError::other("the partner's ClientHello is cut into too many records"));
            }
        }
    }
}

/// Whether enough is there to know that this is TLS.
fn began(octets: &[u8]) -> TlsResult<bool> {
    if octets.is_empty() || octets.len() < 5 && looks_like_tls(octets) {
        return Ok(false);
    }
    if !looks_like_tls(octets) {
        // An old frame is told by its fourth octet only.
        return match octets.len() < 4 && octets[0] & 0x80 != 0 {
            true => Ok(false),
            false => Err(plaintext(octets)),
        };
    }
    if old_frame(octets) {
        let message = "the partner sent an SSL 2.0 hello, which is not supported";
        return Err(TlsError::new(TlsErrorKind::NoCommonVersion, message));
    }
    Ok(true)
}

/// The handshake message, when all of it is there.
fn complete(message: &[u8]) -> TlsResult<Option<ClientHello>> {
    let (a, b, c, body) = match message {
        [0x01, a, b, c, body @ ..] => (*a, *b, *c, body),
        [] | [0x01, ..] => return Ok(None),
        _ => return Err(TlsError::other("the partner's first TLS message is not a ClientHello")),
    };
    let wanted = usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c);
    if wanted > MAX_HELLO {
        return Err(TlsError::other("the partner's ClientHello is too long"));
    }
    match body.get(..wanted) {
        None => Ok(None),
        Some(body) => parse(body).map(Some).ok_or_else(|| TlsError::other("the partner's ClientHello is malformed")),
    }
}

fn plaintext(octets: &[u8]) -> TlsError {
    let shown = hex::separated(&octets[..octets.len().min(8)], " ").to_ascii_uppercase();
    let guess = match octets {
        [b'G' | b'P' | b'H' | b'O', b'A'..=b'Z', ..] => " (it looks like HTTP)",
        [0x10, ..] => " (it looks like plain OFTP)",
        _ => "",
    };
    let message = format!("the partner does not speak TLS on the TLS port: it began with {shown}{guess}");
    TlsError::new(TlsErrorKind::PlaintextPeer, message)
}

/// Takes octets off the front; `None` when there are too few.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (front, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(front)
    }

    fn u16(&mut self) -> Option<u16> {
        self.take(2).map(|two| u16::from_be_bytes([two[0], two[1]]))
    }

    /// A vector with a length of one or two octets before it.
    fn vector(&mut self, prefix: usize) -> Option<Cursor<'a>> {
        let length = self.take(prefix)?.iter().fold(0usize, |sum, octet| sum << 8 | usize::from(*octet));
        self.take(length).map(Cursor)
    }

    fn numbers(mut self) -> Vec<u16> {
        std::iter::from_fn(|| self.u16()).collect()
    }
}

fn parse(body: &[u8]) -> Option<ClientHello> {
    let mut cursor = Cursor(body);
    let legacy = cursor.u16()?;
    cursor.take(32)?;
    cursor.vector(1)?;
    let mut hello = ClientHello { suites: cursor.vector(2)?.numbers(), ..ClientHello::default() };
    cursor.vector(1)?;
    if let Some(mut extensions) = cursor.vector(2) {
        while let (Some(kind), Some(mut value)) = (extensions.u16(), extensions.vector(2)) {
            match kind {
                10 => hello.groups = value.vector(2)?.numbers(),
                13 => hello.schemes = value.vector(2)?.numbers(),
                43 => hello.versions = value.vector(1)?.numbers(),
                51 => {
                    let mut shares = value.vector(2)?;
                    while let (Some(group), Some(_)) = (shares.u16(), shares.vector(2)) {
                        hello.shares.push(group);
                    }
                }
                _ => {}
            }
        }
    }
    if hello.versions.is_empty() {
        // Before TLS 1.3 a client says its highest version and means all below.
        hello.versions = (0x0300..=legacy.min(0x0303)).rev().collect();
    }
    hello.versions.retain(|version| !is_grease(*version));
    Some(hello)
}

impl ClientHello {
    /// The offer in one line.
    pub fn summary(&self) -> String {
        let versions: Vec<_> = self.versions.iter().map(|version| version_name(*version)).collect();
        format!("offers {}, {} cipher suites", versions.join(" "), self.suites.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hello as OpenSSL makes it, cut out of a handshake in memory.
    fn recorded() -> Vec<u8> {
        use openssl::ssl::{Ssl, SslContext, SslMethod};
        use std::io::{Read, Write};
        #[derive(Debug, Default)]
        struct Sink(Vec<u8>);
        impl Read for Sink {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::WouldBlock.into())
            }
        }
        impl Write for Sink {
            fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
                self.0.extend_from_slice(octets);
                Ok(octets.len())
            }
            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let ssl = Ssl::new(&SslContext::builder(SslMethod::tls()).unwrap().build()).unwrap();
        let mut stream = openssl::ssl::SslStream::new(ssl, Sink::default()).unwrap();
        let _ = stream.connect();
        stream.get_ref().0.clone()
    }

    #[test]
    fn a_real_hello_is_understood_in_any_fragments() {
        let octets = recorded();
        let hello = client_hello(&octets).unwrap().unwrap();
        assert!(hello.suites.contains(&0x1302) && hello.suites.contains(&0xc030));
        assert_eq!(hello.versions[..2], [0x0304, 0x0303]);
        assert!(hello.groups.contains(&0x001d) && hello.shares == [0x001d]);
        assert!(hello.schemes.contains(&0x0403));
        for cut in 0..octets.len() {
            assert_eq!(client_hello(&octets[..cut]).unwrap(), None, "{cut} octets");
        }
        // The same message in records of 10 octets.
        let mut small = Vec::new();
        for piece in octets[5..].chunks(10) {
            small.extend_from_slice(&[0x16, 3, 1, 0, piece.len() as u8]);
            small.extend_from_slice(piece);
        }
        assert_eq!(client_hello(&small).unwrap(), Some(hello.clone()));
        // Octet by octet, as a slow connection brings it.
        let mut gather = Gather::default();
        for end in 0..small.len() {
            assert_eq!(gather.look(&small[..end]).unwrap(), None, "{end} octets");
        }
        assert_eq!(gather.look(&small).unwrap(), Some(hello));
    }

    #[test]
    fn a_hello_without_end_is_cut_off() {
        let mut endless = vec![0x16, 3, 1, 0, 4, 1, 0, 0xff, 0xff];
        while endless.len() <= MAX_OCTETS {
            assert_eq!(client_hello(&endless).unwrap(), None);
            endless.extend([0x16, 3, 1, 0, 1, 0].repeat(1000));
        }
        assert!(client_hello(&endless).unwrap_err().message.contains("too many records"));
    }

    #[test]
    fn damaged_hellos_are_errors_and_never_panics() {
        let octets = recorded();
        for at in 0..octets.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut damaged = octets.clone();
                damaged[at] = value;
                let _ = client_hello(&damaged);
            }
        }
    }

    #[test]
    fn plain_text_is_told_by_its_first_octet() {
        for first in [&b"\x10\x00\x00\x17IODETTE FTP READY \r"[..], b"GET / HTTP/1.1\r\n", b"X"] {
            assert_eq!(client_hello(first).unwrap_err().kind, TlsErrorKind::PlaintextPeer);
            assert!(!looks_like_tls(first));
        }
        assert!(looks_like_tls(&[0x16]) && looks_like_tls(&[0x16, 3, 1]) && !looks_like_tls(&[0x16, 9]));
    }

    #[test]
    fn an_ssl2_hello_is_no_common_version() {
        let hello = [0x80, 0x2e, 1, 3, 1, 0, 3, 0, 0, 0, 0x20];
        assert!(looks_like_tls(&hello));
        assert_eq!(client_hello(&hello).unwrap_err().kind, TlsErrorKind::NoCommonVersion);
    }
}
