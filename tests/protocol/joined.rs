//! Two sessions joined in memory: every split of the stream, every level, files and responses both ways.

use crate::rig::{config, file, mixed, yes};
use oftpsrv::internals::model::{Format, Version};
use oftpsrv::internals::protocol::{
    Authentication, EndResponse, Role, Session, SessionAnswer, SessionConfig, SessionEvent, StartFile, State,
};
use std::collections::VecDeque;

/// A file to send or one that came: its octets and record ends.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Content {
    format: Format,
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Content {
    fn stream(len: usize) -> Content {
        Content { format: Format::Unstructured, bytes: mixed(len, len as u32), ends: vec![] }
    }

    fn records(lengths: &[usize]) -> Content {
        let ends: Vec<usize> = lengths
            .iter()
            .scan(0, |sum, n| {
                *sum += n;
                Some(*sum)
            })
            .collect();
        Content { format: Format::Variable, bytes: mixed(ends.last().copied().unwrap_or(0), 3), ends }
    }
}

/// A small engine: sends its responses, then its files, asks for the turn when it owes something.
struct Node {
    session: Session,
    answer: SessionAnswer,
    files: VecDeque<Content>,
    owed: VecDeque<EndResponse>,
    sending: Option<(Content, usize)>,
    receiving: Content,
    received: Vec<Content>,
    confirmed: usize,
    responses: usize,
    refuse: bool,
    ended: Option<(bool, Option<u8>)>,
    input: Vec<u8>,
    number: u16,
}

impl Node {
    fn new(config: SessionConfig, files: &[Content]) -> Node {
        Node {
            answer: yes(&config),
            session: Session::new(config, 0),
            files: files.to_vec().into(),
            owed: VecDeque::new(),
            sending: None,
            receiving: Content::stream(0),
            received: vec![],
            confirmed: 0,
            responses: 0,
            refuse: false,
            ended: None,
            input: vec![],
            number: 0,
        }
    }

    /// Feeds until nothing happens any more.
    fn run(&mut self) {
        loop {
            let used = self.session.feed(&self.input, 0);
            self.input.drain(..used);
            let mut acted = used > 0;
            while let Some(event) = self.session.poll_event() {
                self.handle(event);
                acted = true;
            }
            acted |= self.speak();
            if !acted {
                return;
            }
        }
    }

    fn handle(&mut self, event: SessionEvent) {
        let s = &mut self.session;
        match event {
            SessionEvent::SessionOffered(_) => s.accept_session(self.answer.clone()).unwrap(),
            SessionEvent::ChallengeWanted => s.auth_challenge(vec![0xAA; 256]).unwrap(),
            SessionEvent::ChallengeReceived(challenge) => s.auth_response(challenge[..20].try_into().unwrap()).unwrap(),
            SessionEvent::ResponseReceived(response) => {
                assert_eq!(response, [0xAA; 20]);
                s.auth_confirmed().unwrap();
            }
            SessionEvent::FileOffered(file) => {
                self.refuse = !self.refuse && file.key.name.ends_with("REFUSED");
                if self.refuse {
                    return s.refuse_file(12, true, "later").unwrap();
                }
                self.receiving = Content { format: file.format, ..Content::stream(0) };
                let response = EndResponse {
                    key: oftpsrv::internals::model::FileKey {
                        destination: file.key.originator.clone(),
                        originator: file.key.destination.clone(),
                        ..file.key
                    },
                    user: file.user,
                    negative: None,
                    hash: vec![],
                    signature: vec![],
                };
                self.owed.push_back(response);
                s.accept_file(0).unwrap();
            }
            SessionEvent::DataReceived => {
                let block = std::mem::take(s.data());
                let offset = self.receiving.bytes.len();
                self.receiving.ends.extend(block.ends.iter().map(|end| end + offset));
                self.receiving.bytes.extend_from_slice(&block.bytes);
            }
            SessionEvent::FileEnded { records, units } => {
                assert_eq!(units, self.receiving.bytes.len() as u64);
                if self.receiving.format.has_records() {
                    assert_eq!(records, self.receiving.ends.len() as u64);
                } else {
                    self.receiving.ends.clear();
                }
                self.received.push(self.receiving.clone());
                s.confirm_file(self.received.len().is_multiple_of(2)).unwrap();
            }
            SessionEvent::FileRefused { .. } => {
                let (content, _) = self.sending.take().unwrap();
                self.files.push_front(content);
            }
            SessionEvent::FileConfirmed { .. } => {
                self.sending = None;
                self.confirmed += 1;
            }
            SessionEvent::EndResponseReceived(_) => {
                self.responses += 1;
                s.ready_to_receive().unwrap();
            }
            SessionEvent::Ended { by_peer, reason, .. } => self.ended = Some((by_peer, reason)),
            SessionEvent::Tolerated(what) => panic!("{what}"),
            _ => {}
        }
    }

    /// Does something with the turn, if there is one.
    fn speak(&mut self) -> bool {
        let s = &mut self.session;
        match s.state() {
            State::MustChangeDirection => s.change_direction().unwrap(),
            State::OpenOut if s.can_send_data() => {
                let (content, at) = self.sending.as_mut().unwrap();
                // In pieces, so that packer and caller both cut records.
                let end = content.bytes.len().min(*at + 1000);
                let ends: Vec<usize> =
                    content.ends.iter().filter(|&&e| e <= end && (e > *at || *at == 0)).map(|e| e - *at).collect();
                let last = end == content.bytes.len();
                let taken = s.send_data(&content.bytes[*at..end], &ends, last).unwrap();
                *at += taken;
                if last && *at == content.bytes.len() {
                    let (records, units) = (content.ends.len() as u64, content.bytes.len() as u64);
                    s.end_file(records, units).unwrap();
                }
            }
            State::IdleSpeaker | State::IdleSpeakerCd => {
                if let Some(response) = self.owed.pop_front() {
                    s.send_end_response(response).unwrap();
                } else if let Some(content) = self.files.pop_front() {
                    self.number += 1;
                    let mut offer = StartFile { format: content.format, ..file() };
                    offer.record_length = if content.format.has_records() { 99_999 } else { 0 };
                    if self.number % 3 == 1 {
                        offer.key.name = "TO BE REFUSED".into();
                    }
                    s.start_file(offer).unwrap();
                    self.sending = Some((content, 0));
                } else if s.may_end_session() {
                    s.end_session(0, "").unwrap();
                } else {
                    s.change_direction().unwrap();
                }
            }
            _ => return false,
        }
        true
    }
}

/// Moves up to `split` octets; whether there were any.
fn carry(from: &mut Node, to: &mut Node, split: usize) -> bool {
    let out = from.session.output();
    let n = out.len().min(split);
    to.input.extend(out.drain(..n));
    n > 0
}

/// Moves the output of both sides in pieces of `split` octets until both are still.
fn converse(a: &mut Node, b: &mut Node, split: usize) {
    for _ in 0..2_000_000 {
        a.run();
        b.run();
        let moved = carry(a, b, split) | carry(b, a, split);
        if !moved {
            return;
        }
    }
    panic!("no end");
}

fn check(mut initiator: SessionConfig, mut responder: SessionConfig, files: &[Content], split: usize) {
    initiator.code = "O0013INIT".into();
    responder.code = "O0013RESP".into();
    let version = initiator.version.min(responder.version);
    let mut a = Node::new(initiator, files);
    let mut b = Node::new(responder, files);
    converse(&mut a, &mut b, split);
    for (from, to) in [(&a, &b), (&b, &a)] {
        assert_eq!(from.confirmed, files.len(), "{:?} {:?}", from.session.state(), to.session.state());
        assert_eq!(to.received, files);
        assert_eq!(from.responses, files.len());
        assert_eq!(from.session.negotiated().version, version);
        assert_eq!(from.session.negotiated().peer.code, to.answer.code);
    }
    let ends = (a.ended.unwrap(), b.ended.unwrap());
    assert!(ends == ((true, Some(0)), (false, Some(0))) || ends == ((false, Some(0)), (true, Some(0))), "{ends:?}");
}

fn pair(version: Version, buffer_size: u32, credit: u16) -> (SessionConfig, SessionConfig) {
    let make = |role| SessionConfig { version, buffer_size, credit, ..config(role) };
    (make(Role::Initiator), make(Role::Responder))
}

/// STATE-10, STB-1, STB-5, SSID-5: several files and responses in both directions, refusals between them, at
/// every level, whatever the pieces.
#[test]
fn state_10_stb_5_whole_sessions_in_any_pieces() {
    let files = [
        Content::stream(3000),
        Content::records(&[0, 80, 1, 0, 0, 500, 63, 64, 0]),
        Content::stream(0),
        Content::records(&[]),
    ];
    for version in Version::ALL {
        for split in [1, 2, 3, 7, 63, 1000, usize::MAX] {
            let (initiator, responder) = pair(version, 128, 2);
            check(initiator, responder, &files, split);
        }
    }
}

/// DATA-5, CDT-2, CDT-7, EFID-7: sizes around every limit, windows 1 to 999, with compression and without.
#[test]
fn data_5_cdt_7_sizes_and_windows() {
    let sizes = [0, 1, 62, 63, 64, 124, 125, 126, 250, 251, 8191, 8192, 8193];
    let files: Vec<Content> = sizes.iter().map(|&size| Content::stream(size)).collect();
    for (buffer_size, credit) in [(128, 1), (128, 999), (129, 2), (2048, 1), (8192, 3), (99_999, 1)] {
        for compression in [false, true] {
            let (mut initiator, responder) = pair(Version::V20, buffer_size, credit);
            initiator.compression = compression;
            check(initiator, responder, &files, usize::MAX);
        }
    }
}

/// A file larger than what waits in the output at once, in both directions.
#[test]
fn large_files_flow() {
    let files = [Content::stream(3_000_000), Content::records(&vec![997; 2000])];
    for credit in [4, 999] {
        let (initiator, responder) = pair(Version::V20, 4096, credit);
        check(initiator, responder, &files, 65_536);
    }
}

/// AUTH-3: authentication both ways, then files, at every split of the opening.
#[test]
fn auth_3_joined() {
    for split in [1, 5, usize::MAX] {
        let (mut initiator, mut responder) = pair(Version::V20, 4096, 3);
        initiator.authentication = Authentication::Required;
        responder.authentication = Authentication::Automatic;
        check(initiator, responder, &[Content::stream(10)], split);
    }
}

/// SSID-3: partners of different levels meet at the lower one.
#[test]
fn ssid_3_mixed_levels() {
    for own in Version::ALL {
        for theirs in Version::ALL {
            let (mut initiator, mut responder) = pair(Version::V20, 1000, 5);
            (initiator.version, responder.version) = (own, theirs);
            check(initiator, responder, &[Content::records(&[10, 20]), Content::stream(300)], usize::MAX);
        }
    }
}
