//! Two sessions joined by a simulated line with virtual time. Each side keeps files and responses in a state store that
//! outlives its sessions; the line is cut at every single octet, in three ways, and in each case a second session must
//! bring everything to its end and a third one must have nothing left to do.

use oftpsrv::internals::model::{CipherSuite, ConnectionType, FileKey, Format, SecurityLevel, Stamp, Version};
use oftpsrv::internals::protocol::{
    Authentication, EndResponse, Role, Session, SessionAnswer, SessionConfig, SessionEvent, StartFile, State,
};
use oftpsrv::internals::state::{
    self, Answer, Change, Claim, Fence, FileId, Known, Offered, Outcome, Owed, Received, Response, Sent, Stage,
    StateStore, wait,
};
use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;

/// Milliseconds that an octet is on its way.
const LATENCY: u64 = 7;
const TIMEOUT: u64 = 60_000;

/// What happens to the line after so many octets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// Both sides see the connection close.
    Closed,
    /// Nothing arrives any more and nobody is told: only the timers help.
    Silent,
    /// The direction in which the octet travelled is dead, the other one still works.
    OneWay,
}

fn content(len: usize, seed: u32) -> Vec<u8> {
    (0..len as u32).map(|i| (i.wrapping_mul(2_654_435_761).wrapping_add(seed) >> 13) as u8).collect()
}

fn config(role: Role) -> SessionConfig {
    SessionConfig {
        role,
        version: Version::V20,
        code: if role == Role::Initiator { "O0013CALLER" } else { "O0013CALLED" }.into(),
        password: "SECRET".into(),
        user: String::new(),
        buffer_size: 256,
        credit: 2,
        connection_type: ConnectionType::Both,
        compression: false,
        restart: true,
        authentication: Authentication::Automatic,
        require_v20: false,
        timeout_ms: TIMEOUT,
        trail: false,
        accept_blank_identity: false,
    }
}

/// One end of the line: what it keeps from session to session, and the session of the moment.
struct End {
    config: SessionConfig,
    state: Arc<dyn StateStore>,
    outbox: VecDeque<(FileKey, Vec<u8>)>,
    /// How far an interrupted file got.
    reached: HashMap<FileKey, u64>,
    parts: HashMap<FileKey, Vec<u8>>,
    delivered: Vec<(FileKey, Vec<u8>)>,
    /// End responses received, by the key in the response.
    responses: Vec<FileKey>,
    /// End responses that RTR confirmed.
    confirmed: Vec<FileKey>,
    /// Restart positions above 0 that were agreed on.
    restarts: usize,
    // of one session
    session: Session,
    input: Vec<u8>,
    sending: Option<(FileKey, Vec<u8>, usize)>,
    receiving: Option<FileKey>,
    in_flight: Option<(Owed, Fence)>,
    started: usize,
    ended: Option<Option<u8>>,
}

impl End {
    fn new(role: Role, files: &[(&str, usize)]) -> End {
        let config = config(role);
        let other = if role == Role::Initiator { "O0013CALLED" } else { "O0013CALLER" };
        let key = |name: &str| FileKey {
            name: name.into(),
            stamp: Stamp::from_wire("202611221530590042").unwrap(),
            destination: other.into(),
            originator: config.code.clone(),
        };
        End {
            outbox: files.iter().map(|&(name, len)| (key(name), content(len, len as u32))).collect(),
            state: state::open(None).unwrap(),
            reached: HashMap::new(),
            parts: HashMap::new(),
            delivered: vec![],
            responses: vec![],
            confirmed: vec![],
            restarts: 0,
            session: Session::new(config.clone(), 0),
            input: vec![],
            sending: None,
            receiving: None,
            in_flight: None,
            started: 0,
            ended: None,
            config,
        }
    }

    /// A new connection; what was under way is as it was cut.
    fn connect(&mut self, now: u64) {
        if let Some((key, bytes, at)) = self.sending.take() {
            self.reached.insert(key.clone(), at as u64 / 1024);
            self.outbox.push_front((key, bytes));
        }
        self.session = Session::new(self.config.clone(), now);
        self.input.clear();
        self.receiving = None;
        if let Some((owed, fence)) = self.in_flight.take() {
            self.state.give_back(&[(owed.id, fence)]);
        }
        self.started = 0;
        self.ended = None;
    }

    fn partner(&self) -> String {
        self.session.negotiated().peer.code.clone()
    }

    /// Feeds and acts until nothing happens any more.
    fn run(&mut self, now: u64) {
        loop {
            let used = self.session.feed(&self.input, now);
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
        match event {
            SessionEvent::SessionOffered(_) => {
                let c = &self.config;
                let answer = SessionAnswer {
                    version: c.version,
                    code: c.code.clone(),
                    password: c.password.clone(),
                    user: String::new(),
                    credit: c.credit,
                    buffer_size: c.buffer_size,
                    connection_type: c.connection_type,
                    compression: c.compression,
                    restart: c.restart,
                    authentication: c.authentication,
                };
                self.session.accept_session(answer).unwrap();
            }
            SessionEvent::FileOffered(offer) => self.offered(offer),
            SessionEvent::DataReceived => {
                let block = std::mem::take(self.session.data());
                let key = self.receiving.as_ref().unwrap();
                self.parts.get_mut(key).unwrap().extend_from_slice(&block.bytes);
            }
            SessionEvent::FileEnded { units, .. } => self.store(units),
            SessionEvent::FileAccepted { restart } => {
                self.restarts += usize::from(restart > 0);
                self.sending.as_mut().unwrap().2 = restart as usize * 1024;
            }
            // 13: it was stored before, and only EFPA got lost.
            SessionEvent::FileRefused { reason, .. } => {
                assert_eq!(reason, 13);
                self.sent();
            }
            SessionEvent::FileConfirmed { .. } => self.sent(),
            SessionEvent::EndResponseReceived(response) => {
                assert!(
                    !self.responses.contains(&response.key)
                        || wait(self.state.sent_for(&response.key)).unwrap().is_none()
                );
                self.responses.push(response.key.clone());
                if let Some(sent) = wait(self.state.sent_for(&response.key)).unwrap() {
                    wait(self.state.apply(Change::Answered { key: sent.key })).unwrap();
                }
                // It also confirms a file whose EFPA got lost.
                self.outbox.retain(|(key, _)| swapped(key) != response.key);
                self.session.ready_to_receive().unwrap();
            }
            SessionEvent::EndResponseConfirmed => {
                let (owed, fence) = self.in_flight.take().unwrap();
                let confirmed = Change::Confirmed { owed: owed.id, fence, forget: false };
                assert_eq!(wait(self.state.apply(confirmed)).unwrap(), Outcome::Done);
                self.confirmed.push(owed.response.key);
            }
            SessionEvent::Ended { reason, .. } => self.ended = Some(reason),
            SessionEvent::FileRejected { reason, .. } => panic!("EFNA {reason}"),
            SessionEvent::Tolerated(what) => panic!("{what}"),
            _ => {}
        }
    }

    fn offered(&mut self, offer: StartFile) {
        let id = FileId { partner: self.partner(), key: offer.key.clone() };
        if matches!(wait(self.state.known(&id, &Offered::default())).unwrap(), Known::Stored(_)) {
            return self.session.refuse_file(13, false, "").unwrap();
        }
        let part = self.parts.entry(offer.key.clone()).or_default();
        let units = offer.restart.min(part.len() as u64 / 1024);
        part.truncate(units as usize * 1024);
        self.receiving = Some(offer.key);
        self.session.accept_file(units).unwrap();
    }

    fn store(&mut self, units: u64) {
        let key = self.receiving.take().unwrap();
        let bytes = self.parts.remove(&key).unwrap();
        assert_eq!(bytes.len() as u64, units);
        let response =
            Response { key: swapped(&key), user: String::new(), negative: None, hash: vec![], signature: vec![] };
        let id = FileId { partner: self.partner(), key: key.clone() };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let claimed = runtime.block_on(self.state.claim(&id, Default::default())).unwrap();
        let Claim::Mine(claimed) = claimed else { panic!("nobody else has it") };
        let fence = claimed.fence;
        let received = Box::new(Received {
            id: id.clone(),
            attempt: self.state.attempt(),
            stage: Stage::Stored,
            part_path: PathBuf::new(),
            leftovers: Vec::new(),
            final_path: PathBuf::new(),
            overwrite: false,
            length: units,
            hash: Vec::new(),
            offered: Offered::default(),
            reply: None,
            when: 0,
            from_before: false,
        });
        assert_eq!(wait(self.state.apply(Change::Store { received, fence })).unwrap(), Outcome::Done);
        drop(self.state.apply(Change::Told { id, fence, answer: Answer::Owed(Box::new(response)), when: 0 }));
        self.delivered.push((key, bytes));
        self.session.confirm_file(self.delivered.len().is_multiple_of(2)).unwrap();
    }

    fn sent(&mut self) {
        let (key, _, _) = self.sending.take().unwrap();
        let sent = Sent {
            key,
            partner: self.partner(),
            user: String::new(),
            local_path: PathBuf::new(),
            hash: vec![],
            suite: CipherSuite::NONE,
            wants_signed: false,
            forwarded: false,
            when: 0,
        };
        wait(self.state.apply(Change::Sent { sent: Box::new(sent), offered: false })).unwrap();
    }

    /// Does something with the turn, if there is one.
    fn speak(&mut self) -> bool {
        match self.session.state() {
            State::MustChangeDirection => self.session.change_direction().unwrap(),
            State::OpenOut if self.session.can_send_data() => {
                let (_, bytes, at) = self.sending.as_mut().unwrap();
                *at += self.session.send_data(&bytes[*at..], &[], true).unwrap();
                if *at == bytes.len() {
                    self.session.end_file(0, bytes.len() as u64).unwrap();
                }
            }
            State::IdleSpeaker | State::IdleSpeakerCd => {
                let owed = wait(self.state.claim_owed(&self.partner(), 0, 1)).unwrap();
                if let Some((owed, fence)) = owed.into_iter().next() {
                    self.respond(owed, fence);
                } else if let Some((key, bytes)) = self.outbox.pop_front() {
                    self.started += 1;
                    let restart = self.reached.get(&key).copied().unwrap_or(0);
                    self.session.start_file(offer(key.clone(), bytes.len(), restart)).unwrap();
                    self.sending = Some((key, bytes, 0));
                } else if self.session.may_end_session() {
                    self.session.end_session(0, "").unwrap();
                } else {
                    self.session.change_direction().unwrap();
                }
            }
            _ => return false,
        }
        true
    }

    fn respond(&mut self, owed: Owed, fence: Fence) {
        let key = owed.response.key.clone();
        assert!(!self.confirmed.contains(&key), "sent again after RTR");
        assert!(self.delivered.iter().any(|(file, _)| swapped(file) == key), "for a file that is not there");
        self.started += 1;
        let response = EndResponse { key, user: String::new(), negative: None, hash: vec![], signature: vec![] };
        self.session.send_end_response(response).unwrap();
        self.in_flight = Some((owed, fence));
    }
}

fn swapped(key: &FileKey) -> FileKey {
    FileKey { destination: key.originator.clone(), originator: key.destination.clone(), ..key.clone() }
}

fn offer(key: FileKey, len: usize, restart: u64) -> StartFile {
    let size_k = (len as u64).div_ceil(1024);
    StartFile {
        key,
        user: String::new(),
        format: Format::Unstructured,
        record_length: 0,
        size_k,
        original_size_k: size_k,
        restart,
        security: SecurityLevel::None,
        suite: CipherSuite::NONE,
        compressed: false,
        enveloped: false,
        signed_response: false,
        description: String::new(),
    }
}

/// Runs one connection to its end and returns how many octets arrived, in both directions together.
fn converse(a: &mut End, b: &mut End, now: &mut u64, piece: usize, cut: Option<(usize, Cut)>) -> usize {
    a.connect(*now);
    b.connect(*now);
    let begun = *now;
    // What is on its way: when it arrives, whether it comes from `a`.
    let mut line: VecDeque<(u64, bool, Vec<u8>)> = VecDeque::new();
    let mut arrived = 0;
    let mut dead = [false, false];
    loop {
        a.run(*now);
        b.run(*now);
        for (from_a, station) in [(true, &mut *a), (false, &mut *b)] {
            let out = std::mem::take(station.session.output());
            line.extend(out.chunks(piece).map(|chunk| (*now + LATENCY, from_a, chunk.to_vec())));
        }
        if a.session.is_closed() && b.session.is_closed() {
            return arrived;
        }
        if let Some((when, from_a, mut octets)) = line.pop_front() {
            *now = when.max(*now);
            if dead[usize::from(from_a)] {
                continue;
            }
            let mut cut_now = None;
            if let Some((at, how)) = cut
                && arrived + octets.len() >= at
                && arrived <= at
            {
                octets.truncate(at - arrived);
                cut_now = Some(how);
            }
            arrived += octets.len();
            let to = if from_a { &mut *b } else { &mut *a };
            to.input.extend(octets);
            to.session.activity(*now);
            match cut_now {
                Some(Cut::Closed) => {
                    a.run(*now);
                    b.run(*now);
                    a.session.peer_closed(*now);
                    b.session.peer_closed(*now);
                    line.clear();
                    a.session.output().clear();
                    b.session.output().clear();
                }
                Some(Cut::Silent) => dead = [true, true],
                Some(Cut::OneWay) => dead[usize::from(from_a)] = true,
                None => {}
            }
            continue;
        }
        // Nothing moves: whoever closed its side is seen by the other one, unless the line is dead; else time passes.
        let (a_open, b_open) = (!a.session.is_closed(), !b.session.is_closed());
        if a_open && !b_open && !dead[0] {
            a.session.peer_closed(*now);
            continue;
        }
        if b_open && !a_open && !dead[1] {
            b.session.peer_closed(*now);
            continue;
        }
        let next = [&*a, &*b].into_iter().filter(|s| !s.session.is_closed()).filter_map(|s| s.session.deadline()).min();
        *now = next.unwrap_or_else(|| panic!("stuck: {:?} {:?}", a.session.state(), b.session.state())).max(*now);
        assert!(*now < begun + 4 * TIMEOUT, "a lost line is noticed in time");
        a.session.tick(*now);
        b.session.tick(*now);
    }
}

fn pair() -> (End, End) {
    (
        End::new(Role::Initiator, &[("FIRST", 2600), ("SECOND", 700)]),
        End::new(Role::Responder, &[("BACK", 1500), ("EMPTY", 0)]),
    )
}

/// Everything is where it belongs.
fn check(a: &End, b: &End, what: &str) {
    for (from, to, lengths) in [(a, b, [2600, 700]), (b, a, [1500, 0])] {
        let mut files: Vec<Vec<u8>> = to.delivered.iter().map(|(_, bytes)| bytes.clone()).collect();
        files.sort_by_key(|bytes| std::cmp::Reverse(bytes.len()));
        assert_eq!(files, lengths.map(|len| content(len, len as u32)), "{what}: each file once, identical");
        assert!(from.outbox.is_empty() && from.sending.is_none(), "{what}");
        let mut got = from.responses.clone();
        got.sort();
        got.dedup();
        assert_eq!(got.len(), 2, "{what}: every end response arrived");
        assert_eq!(to.confirmed.len(), 2, "{what}: every end response was confirmed, once");
        assert!(wait(to.state.waiting(&[to.partner()])).unwrap().is_empty(), "{what}");
        assert!(got.iter().all(|key| wait(from.state.sent_for(key)).unwrap().is_none()), "{what}");
        assert!(from.responses.len() <= 3, "{what}: at most the one that was cut comes twice");
    }
}

/// STB-5, EERP-5: any size of pieces.
#[test]
fn every_split_of_the_stream() {
    for piece in (1..400).chain([1000, usize::MAX]) {
        let (mut a, mut b) = pair();
        converse(&mut a, &mut b, &mut 0, piece, None);
        check(&a, &b, &format!("pieces of {piece}"));
        assert_eq!((a.ended, b.ended), (Some(Some(0)), Some(Some(0))));
    }
}

fn cut_everywhere(how: Cut, piece: usize) {
    let (mut a, mut b) = pair();
    let total = converse(&mut a, &mut b, &mut 0, piece, None);
    let mut restarts = 0;
    for at in 0..=total {
        let what = format!("{how:?} after {at} of {total} octets");
        let (mut a, mut b) = pair();
        let mut now = 0;
        converse(&mut a, &mut b, &mut now, piece, Some((at, how)));
        converse(&mut a, &mut b, &mut now, usize::MAX, None);
        assert_eq!((a.ended, b.ended), (Some(Some(0)), Some(Some(0))), "{what}");
        check(&a, &b, &what);
        restarts += a.restarts + b.restarts;
        let before = (a.responses.len(), b.responses.len());
        converse(&mut a, &mut b, &mut now, usize::MAX, None);
        assert_eq!((a.started, b.started), (0, 0), "{what}: nothing is sent again");
        assert_eq!((a.responses.len(), b.responses.len()), before);
    }
    assert!(restarts > 500, "restarts were seen: {restarts}");
}

/// RST-4, EERP-5: the connection closes after every single octet.
#[test]
fn cut_at_every_octet() {
    cut_everywhere(Cut::Closed, 1);
    cut_everywhere(Cut::Closed, usize::MAX);
}

/// TIM-1: the line falls silent after every single octet; the timers end both sessions.
#[test]
fn silence_after_every_octet() {
    cut_everywhere(Cut::Silent, 97);
}

/// The same in one direction only.
#[test]
fn one_way_silence_after_every_octet() {
    cut_everywhere(Cut::OneWay, 97);
}
