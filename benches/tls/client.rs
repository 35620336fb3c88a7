//! The other end of every measurement: OpenSSL, blocking, with the commands of the partner that the tests have.

use crate::peer::{Sfid, Ssid, efid, framed};
use openssl::ssl::{SslConnector, SslMethod, SslSession, SslSessionCacheMode, SslStream, SslVerifyMode, SslVersion};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex};

pub type Stream = SslStream<TcpStream>;
/// The latest session that a server gave.
pub type Ticket = Arc<Mutex<Option<SslSession>>>;

/// Connects with TLS 1.3, again and again.
pub struct Client {
    connector: SslConnector,
    pub ticket: Ticket,
}

impl Client {
    pub fn new() -> Self {
        let mut builder = SslConnector::builder(SslMethod::tls_client()).expect("OpenSSL");
        builder.set_verify(SslVerifyMode::NONE);
        builder.set_min_proto_version(Some(SslVersion::TLS1_3)).expect("TLS 1.3");
        // The suite that all servers prefer.
        builder.set_ciphersuites("TLS_AES_256_GCM_SHA384").expect("a suite");
        builder.set_session_cache_mode(SslSessionCacheMode::CLIENT | SslSessionCacheMode::NO_INTERNAL);
        let ticket = Ticket::default();
        let keep = ticket.clone();
        builder.set_new_session_callback(move |_, session| *keep.lock().expect("a lock") = Some(session));
        Client { connector: builder.build(), ticket }
    }

    /// A handshake, resuming `session` when there is one.
    pub fn connect(&self, port: u16, session: Option<&SslSession>) -> std::io::Result<Stream> {
        let tcp = TcpStream::connect(("127.0.0.1", port))?;
        tcp.set_nodelay(true)?;
        let mut ssl = self.connector.configure().and_then(|c| c.verify_hostname(false).into_ssl("localhost"))?;
        if let Some(session) = session {
            // SAFETY: the session comes from a context that is shared by all connections of this connector.
            #[allow(unsafe_code, reason = "the crate asks the caller to pass a session of the same context")]
            unsafe {
                ssl.set_session(session)?;
            }
        }
        let mut stream = SslStream::new(ssl, tcp)?;
        stream.connect().map_err(std::io::Error::other)?;
        Ok(stream)
    }

    /// The same, waiting for a server that is just starting.
    pub fn connect_soon(&self, port: u16) -> Stream {
        for _ in 0..500 {
            match self.connect(port, None) {
                Ok(stream) => return stream,
                Err(_) => std::thread::sleep(std::time::Duration::from_millis(10)),
            }
        }
        panic!("the server does not start");
    }
}

/// An open OFTP session.
pub struct Oftp {
    pub stream: Stream,
    pub buffer_size: usize,
    pub credit: usize,
}

impl Oftp {
    /// Opens a session as initiator.
    pub fn open(stream: Stream) -> Self {
        let mut oftp = Oftp { stream, buffer_size: 0, credit: 0 };
        oftp.expect(b'I');
        let code = "PARTNER".to_owned();
        oftp.say(&Ssid { code, buffer: 99_999, credit: 999, compression: 'N', ..Ssid::default() }.encode());
        let answer = Ssid::decode(&oftp.expect(b'X'));
        (oftp.buffer_size, oftp.credit) = (answer.buffer as usize, answer.credit.into());
        oftp
    }

    pub fn say(&mut self, command: &[u8]) {
        self.stream.write_all(&framed(command)).expect("a listener");
    }

    /// The next command, which must be of this kind.
    pub fn expect(&mut self, kind: u8) -> Vec<u8> {
        let mut header = [0; 4];
        self.stream.read_exact(&mut header).expect("a command");
        let length = u32::from_be_bytes([0, header[1], header[2], header[3]]) as usize;
        let mut command = vec![0; length - 4];
        self.stream.read_exact(&mut command).expect("a command");
        assert_eq!(command[0], kind, "{:?}", String::from_utf8_lossy(&command));
        command
    }

    /// Offers an unstructured file of this size.
    pub fn offer(&mut self, size: u64) {
        let blocks = size.div_ceil(1024);
        let (destination, originator) = ("SERVER".into(), "PARTNER".into());
        let sfid = Sfid { destination, originator, size: blocks, original: blocks, ..Sfid::new("BULK", 'U', 0) };
        self.say(&sfid.encode(b'5'));
        self.expect(b'2');
    }

    /// The end of the file.
    pub fn end(&mut self, size: u64) {
        self.say(&efid(b'5', 0, size));
        self.expect(b'4');
    }
}
