//! A session with a partner made of hand-written octets, so that no layout is tested against itself.

use oftpsrv::internals::model::{CipherSuite, ConnectionType, FileKey, Format, SecurityLevel, Stamp, Version};
use oftpsrv::internals::protocol::{
    Authentication, EndResponse, Negative, Role, Session, SessionAnswer, SessionConfig, SessionEvent, StartFile, State,
};

/// Our own capabilities: everything, 4096 octets, window 3.
pub fn config(role: Role) -> SessionConfig {
    SessionConfig {
        role,
        version: Version::V20,
        code: "O0013000111OURS".into(),
        password: "OURPASS8".into(),
        user: "".into(),
        buffer_size: 4096,
        credit: 3,
        connection_type: ConnectionType::Both,
        compression: true,
        restart: true,
        authentication: Authentication::Automatic,
        require_v20: false,
        timeout_ms: 60_000,
        trail: false,
        accept_blank_identity: false,
    }
}

/// A yes with the capabilities of a configuration.
pub fn yes(config: &SessionConfig) -> SessionAnswer {
    SessionAnswer {
        version: config.version,
        code: config.code.clone(),
        password: config.password.clone(),
        user: config.user.clone(),
        credit: config.credit,
        buffer_size: config.buffer_size,
        connection_type: config.connection_type,
        compression: config.compression,
        restart: config.restart,
        authentication: config.authentication,
    }
}

/// One session, what it said (exchange buffers) and what it told its user.
pub struct Rig {
    pub config: SessionConfig,
    pub session: Session,
    pub events: Vec<SessionEvent>,
    pub sent: Vec<Vec<u8>>,
    pub rest: Vec<u8>,
    pub now: u64,
}

impl Rig {
    pub fn new(config: SessionConfig) -> Rig {
        let session = Session::new(config.clone(), 0);
        let mut rig = Rig { config, session, events: vec![], sent: vec![], rest: vec![], now: 0 };
        rig.collect();
        rig
    }

    /// Takes over output and events.
    pub fn collect(&mut self) {
        let mut out = std::mem::take(self.session.output());
        while !out.is_empty() {
            assert_eq!(out[0], 0x10, "version 1, no flags");
            let length = u32::from_be_bytes([0, out[1], out[2], out[3]]) as usize;
            assert!((5..=100_003).contains(&length) && length <= out.len(), "whole frames only");
            self.sent.push(out[4..length].to_vec());
            out.drain(..length);
        }
        while let Some(event) = self.session.poll_event() {
            self.events.push(event);
        }
    }

    /// The partner sends one exchange buffer; output and events are collected, decisions are not taken.
    pub fn say(&mut self, buffer: &[u8]) {
        self.raw(&frame(buffer));
    }

    /// The partner sends octets.
    pub fn raw(&mut self, octets: &[u8]) {
        self.rest.extend_from_slice(octets);
        let used = self.session.feed(&self.rest, self.now);
        self.rest.drain(..used);
        self.collect();
    }

    /// Our user acts.
    pub fn act(&mut self, verb: impl FnOnce(&mut Session) -> oftpsrv::Result<()>) {
        verb(&mut self.session).expect("legal here");
        self.collect();
    }

    /// The last thing we said.
    pub fn last(&self) -> &[u8] {
        self.sent.last().map_or(&[], |buffer| buffer)
    }

    /// The reason of our ESID, if the last thing we said is one.
    pub fn esid(&self) -> Option<u8> {
        let last = self.last();
        (last.first() == Some(&b'F')).then(|| (last[1] - b'0') * 10 + last[2] - b'0')
    }

    /// The last event.
    pub fn event(&self) -> &SessionEvent {
        self.events.last().expect("an event")
    }

    pub fn is_ended(&self) -> bool {
        matches!(self.event(), SessionEvent::Ended { .. })
    }

    /// A responder in an open session, idle listener.
    pub fn responder(level: u8) -> Rig {
        Rig::responder_with(level, config(Role::Responder))
    }

    pub fn responder_with(level: u8, config: SessionConfig) -> Rig {
        let mut rig = Rig::new(config);
        rig.say(&ssid(level));
        let answer = yes(&rig.config);
        rig.act(|s| s.accept_session(answer));
        assert_eq!(rig.session.state(), State::IdleListener);
        rig
    }

    /// An initiator in an open session, idle speaker.
    pub fn initiator(level: u8) -> Rig {
        let mut rig = Rig::new(config(Role::Initiator));
        rig.say(SSRM);
        rig.say(&ssid(level));
        assert_eq!(rig.session.state(), State::IdleSpeaker);
        rig
    }

    /// A session of 2.0 in a state, reached by legal commands only.
    pub fn in_state(state: State) -> Rig {
        let mut rig = match state {
            State::WaitReady | State::WaitSsid => Rig::new(config(Role::Initiator)),
            State::Connected | State::SessionOffered => Rig::new(config(Role::Responder)),
            State::WaitSecd | State::ChallengeDue | State::WaitAurp | State::VerdictDue => {
                Rig::authenticating(Role::Responder)
            }
            State::WaitAuch | State::ResponseDue => Rig::authenticating(Role::Initiator),
            State::IdleSpeaker
            | State::IdleListenerCd
            | State::OpenOutPending
            | State::OpenOut
            | State::OpenOutWaitCredit
            | State::CloseOutPending
            | State::MustChangeDirection
            | State::WaitRtr => Rig::initiator(b'5'),
            _ => Rig::responder(b'5'),
        };
        let r = &mut rig;
        match state {
            State::WaitSsid => r.say(SSRM),
            State::SessionOffered => r.say(&ssid(b'5')),
            State::ChallengeDue => r.say(b"J"),
            State::WaitAurp | State::VerdictDue => {
                r.say(b"J");
                r.act(|s| s.auth_challenge(vec![7; 40]));
            }
            State::ResponseDue => r.say(b"A\x00\x02ab"),
            State::IdleSpeakerCd => r.say(b"R"),
            State::IdleListenerCd => r.act(|s| s.change_direction()),
            State::OpenOutPending => r.act(|s| s.start_file(file())),
            State::OpenOut => r.sending(),
            State::OpenOutWaitCredit => {
                r.sending();
                let taken = r.session.send_data(&b"no runs".repeat(3000), &[], false).unwrap();
                r.collect();
                assert!(taken < 20_000);
            }
            State::CloseOutPending | State::MustChangeDirection => {
                r.sending();
                r.session.send_data(b"abc", &[], true).unwrap();
                r.act(|s| s.end_file(0, 3));
            }
            State::WaitRtr => r.act(|s| s.send_end_response(response(false))),
            State::OpenInPending => r.say(&sfid(b'5')),
            State::OpenIn => r.receiving(),
            State::CloseInPending => {
                r.receiving();
                r.say(&efid(b'5', 0, 0));
            }
            State::RtrPending => r.say(&eerp(b'5')),
            State::WaitCd => {
                r.receiving();
                r.say(&efid(b'5', 0, 0));
                r.act(|s| s.confirm_file(true));
            }
            State::Ending => r.act(|s| s.end_session(99, "")),
            State::Closed => r.say(b"F00000\r"),
            _ => {}
        }
        if state == State::MustChangeDirection {
            r.say(b"4Y");
        }
        if state == State::VerdictDue {
            r.say(&[b"S".as_slice(), &[7; 20]].concat());
        }
        assert_eq!(rig.session.state(), state);
        rig
    }

    /// A session that agreed on authentication.
    fn authenticating(role: Role) -> Rig {
        let mut config = config(role);
        config.authentication = Authentication::Required;
        let mut rig = Rig::new(config);
        if role == Role::Initiator {
            rig.say(SSRM);
        }
        rig.say(&ssid_with(b'5', |octets| octets[47] = b'Y'));
        if role == Role::Responder {
            let answer = yes(&rig.config);
            rig.act(|s| s.accept_session(answer));
        }
        rig
    }

    /// Offers a U file that the partner accepts.
    pub fn sending(&mut self) {
        self.act(|s| s.start_file(file()));
        self.say(&sfpa(self.level(), 0));
    }

    /// Accepts the partner's U file.
    pub fn receiving(&mut self) {
        self.say(&sfid(self.level()));
        self.act(|s| s.accept_file(0));
    }

    pub fn level(&self) -> u8 {
        self.session.negotiated().version.level()
    }

    /// Takes the received data away.
    pub fn take_data(&mut self) -> Vec<u8> {
        std::mem::take(self.session.data()).bytes
    }
}

pub const SSRM: &[u8] = b"IODETTE FTP READY \r";

/// A stream transmission buffer.
pub fn frame(buffer: &[u8]) -> Vec<u8> {
    let length = (buffer.len() as u32 + 4).to_be_bytes();
    [&[0x10, length[1], length[2], length[3]], buffer].concat()
}

pub fn ssid(level: u8) -> Vec<u8> {
    let auth = if level == b'5' { 'N' } else { ' ' };
    let text = format!(
        "X{}{:<25}{:<8}{:05}BYYN{:03}{auth}{:4}{:8}\r",
        char::from(level),
        "O0013000222THEIRS",
        "THEIRPSW",
        2048,
        3,
        "",
        ""
    );
    assert_eq!(text.len(), 61);
    text.into_bytes()
}

/// An SSID that is changed before it is sent.
pub fn ssid_with(level: u8, change: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut octets = ssid(level);
    change(&mut octets);
    octets
}

fn stamp(level: u8, reserved: usize) -> String {
    if level >= b'4' { format!("{:reserved$}202611221530590042", "") } else { format!("{:9}261122153059", "") }
}

pub fn sfid(level: u8) -> Vec<u8> {
    sfid_with(level, 'U', 0, 0, "")
}

pub fn sfid_with(level: u8, format: char, record_length: u32, restart: u64, description: &str) -> Vec<u8> {
    let head = format!(
        "H{:<26}{}{:<8}{:<25}{:<25}{format}{record_length:05}",
        "TEST/FILE-1",
        stamp(level, 3),
        "USERDATA",
        "O0013000111OURS",
        "O0013000222THEIRS"
    );
    let tail = if level == b'5' {
        format!("{:013}{:013}{restart:017}000000N{:03}{description}", 12, 12, description.len())
    } else {
        format!("{:07}{restart:09}", 12)
    };
    (head + &tail).into_bytes()
}

pub fn sfpa(level: u8, count: u64) -> Vec<u8> {
    let width = if level == b'5' { 17 } else { 9 };
    format!("2{count:0width$}").into_bytes()
}

pub fn sfna(level: u8, reason: u8, retry: char, text: &str) -> Vec<u8> {
    let text = if level == b'5' { format!("{:03}{text}", text.len()) } else { String::new() };
    format!("3{reason:02}{retry}{text}").into_bytes()
}

pub fn efid(level: u8, records: u64, units: u64) -> Vec<u8> {
    let (r, u) = if level == b'5' { (17, 17) } else { (9, 12) };
    format!("T{records:0r$}{units:0u$}").into_bytes()
}

pub fn efna(level: u8, reason: u8, text: &str) -> Vec<u8> {
    let text = if level == b'5' { format!("{:03}{text}", text.len()) } else { String::new() };
    format!("5{reason:02}{text}").into_bytes()
}

pub fn eerp(level: u8) -> Vec<u8> {
    let head = format!(
        "E{:<26}{}{:<8}{:<25}{:<25}",
        "TEST/FILE-1",
        stamp(level, 3),
        "USERDATA",
        "O0013000111OURS",
        "O0013000222THEIRS"
    );
    let tail: &[u8] = if level == b'5' { &[0; 4] } else { &[] };
    [head.as_bytes(), tail].concat()
}

pub fn nerp(level: u8) -> Vec<u8> {
    let head = format!(
        "N{:<26}{}{:<25}{:<25}{:<25}34",
        "TEST/FILE-1",
        stamp(level, 6),
        "O0013000111OURS",
        "O0013000222THEIRS",
        "O0013CREATOR"
    );
    let tail: &[u8] = if level == b'5' { b"003Why\0\0\0\0" } else { &[] };
    [head.as_bytes(), tail].concat()
}

/// The key that `sfid`, `eerp` and `nerp` carry at 1.4 and 2.0.
pub fn key() -> FileKey {
    FileKey {
        name: "TEST/FILE-1".into(),
        stamp: Stamp::from_wire("202611221530590042").unwrap(),
        destination: "O0013000111OURS".into(),
        originator: "O0013000222THEIRS".into(),
    }
}

/// The file that `sfid` offers.
pub fn file() -> StartFile {
    StartFile {
        key: key(),
        user: "USERDATA".into(),
        format: Format::Unstructured,
        record_length: 0,
        size_k: 12,
        original_size_k: 12,
        restart: 0,
        security: SecurityLevel::None,
        suite: CipherSuite::NONE,
        compressed: false,
        enveloped: false,
        signed_response: false,
        description: String::new(),
    }
}

/// The response that `eerp` and `nerp` are.
pub fn response(negative: bool) -> EndResponse {
    let negative = negative.then(|| Negative { creator: "O0013CREATOR".into(), reason: 34, text: "Why".into() });
    let user = if negative.is_some() { "" } else { "USERDATA" };
    EndResponse { key: key(), user: user.into(), negative, hash: vec![], signature: vec![] }
}

/// Octets in which runs of every length and noise alternate.
pub fn mixed(len: usize, mut seed: u32) -> Vec<u8> {
    let mut octets = Vec::new();
    while octets.len() < len {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12345);
        let (octet, run) = ((seed >> 16) as u8, (seed >> 24) as usize % 150);
        if seed & 0x8000 == 0 { octets.resize(octets.len() + run, octet) } else { octets.push(octet) }
    }
    octets.truncate(len);
    octets
}
