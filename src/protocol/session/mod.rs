//! One session, either role. The partner's octets come in through [`Session::feed`] and lead to the steps of the state
//! table; what our own user wants comes in through the verbs (`handshake`, `speaker`, `listener`, `ending`).

mod ending;
mod handshake;
mod listener;
mod speaker;

use super::commands::{Command, Kind};
use super::exchange::{Budget, Packer};
use super::framing::{self, Broken};
use super::states::{State, Step, step};
use super::types::{Negotiated, Role, SessionAnswer, SessionConfig, SessionEvent, Turn};
use super::{EndResponse, Reject, StartFile, negotiate};
use crate::error::{Error, Result, codes};
use crate::model::{ConnectionType, DataBlock, Version, reasons};
use std::collections::VecDeque;

/// DATA is decoded into one block until it holds this much; then the user must take it.
const BLOCK: usize = 256 * 1024;
/// No DATA buffer is completed while this much output waits.
const HIGH_WATER: usize = 512 * 1024;
/// How long an ended session waits at most for the partner to close.
const LINGER_MS: u64 = 10_000;

/// The file being sent.
#[derive(Debug)]
struct Outgoing {
    packer: Packer,
    /// The position in SFID; SFPA may not be above it.
    restart: u64,
    credit: u16,
    /// No more octets will come.
    finishing: bool,
    /// EFID's counts, when they wait for credit.
    end: Option<(u64, u64)>,
}

/// The file being received.
#[derive(Debug, Default)]
struct Incoming {
    restart: u64,
    credit: u16,
    /// A CDT was put into the output and may still be there: then the partner cannot have seen it.
    granted: bool,
}

/// A session between two OFTP entities. See the [module](self) and [`SessionEvent`].
pub struct Session {
    config: SessionConfig,
    state: State,
    negotiated: Negotiated,
    turn: Turn,
    outgoing: Outgoing,
    incoming: Incoming,
    output: Vec<u8>,
    events: VecDeque<SessionEvent>,
    data: DataBlock,
    data_announced: bool,
    now: u64,
    timer_from: u64,
    /// Our user acted since the time was last told.
    acted: bool,
}

impl Session {
    /// A session on a fresh connection. A responder's SSRM is in the output at once.
    pub fn new(mut config: SessionConfig, now: u64) -> Self {
        config.buffer_size = config.buffer_size.clamp(128, 99_999);
        config.credit = config.credit.clamp(1, 999);
        let negotiated = negotiate::nothing_yet(&config);
        let state = match config.role {
            Role::Initiator => State::WaitReady,
            Role::Responder => State::Connected,
        };
        let mut session = Session {
            state,
            negotiated,
            turn: Turn::default(),
            outgoing: Outgoing {
                packer: Packer::new(128, false, true),
                restart: 0,
                credit: 0,
                finishing: false,
                end: None,
            },
            incoming: Incoming::default(),
            output: Vec::new(),
            events: VecDeque::new(),
            data: DataBlock::default(),
            data_announced: false,
            now,
            timer_from: now,
            acted: false,
            config,
        };
        if session.config.role == Role::Responder {
            // A constant of 19 octets always fits.
            let _ = session.send(&Command::Ready);
        }
        session
    }

    /// Reads whole exchange buffers from the front of `input` and returns how many octets it used; the caller drops
    /// them and offers the rest again together with what comes next. An exchange buffer with its header has at most
    /// 100003 octets.
    ///
    /// Returns early when an event asks for a decision, and when [`data`](Self::data) holds octets that have to be
    /// taken before the next thing can be looked at; call it again after that.
    pub fn feed(&mut self, input: &[u8], now: u64) -> usize {
        self.clock(now);
        if self.data.is_empty() {
            self.data_announced = false;
        } else if self.data_announced && !self.state.is_over() {
            return 0;
        }
        let mut used = 0;
        while !self.state.awaits_user() {
            if self.state.is_over() {
                return input.len();
            }
            let rest = &input[used..];
            let next = framing::next(rest);
            if !self.data.is_empty() && (!self.is_more_data(&next) || self.data.bytes.len() >= BLOCK) {
                break;
            }
            match next {
                Ok(None) => break,
                Ok(Some(buffer)) => {
                    used += framing::HEADER + buffer.len();
                    self.receive(buffer);
                }
                Err(broken) => {
                    self.broken_frame(broken);
                    return input.len();
                }
            }
        }
        self.announce_data();
        used
    }

    /// Whether what comes next may be decoded behind the data that is there.
    fn is_more_data(&self, next: &Result<Option<&[u8]>, Broken>) -> bool {
        matches!(next, Ok(Some(buffer)) if buffer[0] == Kind::Data.letter())
    }

    fn announce_data(&mut self) {
        if !self.data.is_empty() && !self.data_announced {
            self.data_announced = true;
            self.events.push_back(SessionEvent::DataReceived);
        }
    }

    /// One exchange buffer: its trail, its place in the table, its fields, its step.
    fn receive(&mut self, buffer: &[u8]) {
        if self.config.trail {
            self.events.push_back(SessionEvent::Trail { sent: false, command: buffer.to_vec() });
        }
        let Some(kind) = Kind::of(buffer[0], self.negotiated.version) else {
            return self.fail(1, &format!("unknown command {:02X}", buffer[0]));
        };
        let step = step(self.state, kind);
        if step == Step::Violation {
            return self.fail(2, &format!("{} is not allowed in state {:?}", kind.name(), self.state));
        }
        if step == Step::Data {
            self.touch();
            return self.data_received(buffer);
        }
        match Command::decode_as(kind, buffer, self.negotiated.version) {
            Ok((command, tolerated)) => {
                if let Some(defect) = tolerated {
                    self.events.push_back(SessionEvent::Tolerated(format!("{}: {defect}", kind.name())));
                }
                self.touch();
                self.take(step, command);
            }
            Err(Reject::File { reason, text }) => self.refuse_at_once(reason, &text),
            Err(Reject::Session { reason, text }) => self.fail(reason, &text),
        }
    }

    fn take(&mut self, step: Step, command: Command) {
        match (step, command) {
            (Step::Ready, _) => self.ready(),
            (Step::SsidAnswered, Command::StartSession(ssid)) => self.ssid_answered(ssid),
            (Step::SsidOffered, Command::StartSession(ssid)) => self.ssid_offered(ssid),
            (Step::Challenged, Command::Challenge(challenge)) => self.challenged(challenge),
            (Step::ChallengeWanted, _) => self.challenge_wanted(),
            (Step::Responded, Command::Response(response)) => self.responded(response),
            (Step::Ended, Command::EndSession { reason, text }) => self.ended_by_peer(reason, text),
            (Step::FileAccepted, Command::FileAccepted(restart)) => self.file_accepted(restart),
            (Step::FileRefused, Command::FileRefused { reason, retry, text }) => self.file_refused(reason, retry, text),
            (Step::Credit, _) => self.credit(),
            (Step::FileConfirmed, Command::FileConfirmed(change)) => self.file_confirmed(change),
            (Step::FileRejected, Command::FileRejected { reason, text }) => self.file_rejected(reason, text),
            (Step::ResponseConfirmed, _) => self.response_confirmed(),
            (Step::FileOffered, Command::StartFile(file)) => self.file_offered(file),
            (Step::FileEnded, Command::EndFile { records, units }) => self.file_ended(records, units),
            (Step::TurnGiven, _) => self.turn_given(),
            (Step::TurnReturned, _) => self.turn_returned(),
            (Step::TurnBounced, _) => self.turn_bounced(),
            (Step::EndResponse, Command::EndResponse(response)) => self.end_response(response),
            // The table names no other pair.
            (_, command) => self.fail(2, &format!("{} is not allowed", command.kind().name())),
        }
    }

    /// Puts a command with its stream header into the output. On an error nothing is left there.
    fn send(&mut self, command: &Command) -> Result<()> {
        let start = framing::open(&mut self.output);
        if let Err(error) = command.encode(self.negotiated.version, &mut self.output) {
            self.output.truncate(start);
            return Err(error);
        }
        framing::close(&mut self.output, start)?;
        self.trail_sent(start);
        self.touch();
        Ok(())
    }

    /// The trail of every frame in the output from `from` on.
    fn trail_sent(&mut self, from: usize) {
        if !self.config.trail {
            return;
        }
        let mut rest = &self.output[from..];
        while let Ok(Some(buffer)) = framing::next(rest) {
            self.events.push_back(SessionEvent::Trail { sent: true, command: buffer.to_vec() });
            rest = &rest[framing::HEADER + buffer.len()..];
        }
    }

    /// 10 unless the session is in the state that a verb needs.
    ///
    /// Verbs are not told the time, so the timer starts anew at the next moment that the session is told.
    fn need(&mut self, ready: bool, verb: &str) -> Result<()> {
        if ready {
            self.acted = true;
            return Ok(());
        }
        Err(Error::new(codes::NOT_READY, format!("{verb} is not possible in state {:?}", self.state)))
    }

    /// Framed octets to send, complete frames only. The caller writes and drains them from the front.
    pub fn output(&mut self) -> &mut Vec<u8> {
        &mut self.output
    }

    /// The next thing to know, oldest first.
    pub fn poll_event(&mut self) -> Option<SessionEvent> {
        self.events.pop_front()
    }

    /// Nothing flows for a while: gives the memory back that only commands and files need.
    pub fn rest(&mut self) {
        if self.events.is_empty() {
            self.events = VecDeque::new();
        }
        if self.output.is_empty() {
            self.output = Vec::new();
        }
        if self.data.is_empty() {
            self.data = DataBlock::default();
        }
    }

    /// Decoded file data, to be swapped out or cleared after [`SessionEvent::DataReceived`].
    pub fn data(&mut self) -> &mut DataBlock {
        &mut self.data
    }

    /// Where the session stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// Write the output, then close the connection.
    pub fn is_closed(&self) -> bool {
        self.state == State::Closed
    }

    /// What was agreed; before the SSIDs our own capabilities and a blank partner.
    pub fn negotiated(&self) -> &Negotiated {
        &self.negotiated
    }

    /// Which side we are.
    pub fn role(&self) -> Role {
        self.config.role
    }

    /// Whether we hold the turn.
    pub fn is_speaker(&self) -> bool {
        self.state.is_speaker()
    }

    /// Whether we hold the turn and nothing is open. Look at [`must_change_direction`](Self::must_change_direction)
    /// first: then CD is all that can be done with it.
    pub fn is_idle_speaker(&self) -> bool {
        self.state.is_idle_speaker()
    }

    /// Whether a file or an end response may be started now.
    pub fn may_start(&self) -> bool {
        self.state.may_start()
    }

    /// Whether the agreed direction lets us send files at all (end responses are always possible).
    pub fn may_send_file(&self) -> bool {
        self.negotiated.own_connection_type != ConnectionType::ReceiveOnly
    }

    /// The current turn; of no meaning while the partner holds it.
    pub fn turn(&self) -> Turn {
        self.turn
    }

    /// Whether ESID 00 is legal now: the turn was given unasked and is unused (RFC 5024 section 3.4.1).
    pub fn may_end_session(&self) -> bool {
        self.state == State::IdleSpeakerCd
    }

    /// Whether [`change_direction`](Self::change_direction) is legal now.
    pub fn may_change_direction(&self) -> bool {
        matches!(self.state, State::IdleSpeaker | State::MustChangeDirection)
    }

    /// Whether CD is the only thing we may do, because EFPA `Y` asked for it.
    pub fn must_change_direction(&self) -> bool {
        self.state == State::MustChangeDirection
    }
}
