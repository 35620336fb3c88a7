//! The end of a session, wanted or not, and the timer: RFC 5024 table 9.9.

use super::*;

impl Session {
    /// ESID with a reason and, in 2.0, a text. Reason 00 needs a turn that was given unasked and is unused (else error
    /// 10); others are possible until the session is over. Everything received from now on is ignored.
    pub fn end_session(&mut self, reason: u8, text: &str) -> Result<()> {
        self.need(!self.state.is_over() && (reason != 0 || self.may_end_session()), "end_session")?;
        self.fail(reason, text);
        Ok(())
    }

    /// Sends ESID and waits for the partner to close. An initiator that has seen no SSRM sends nothing.
    pub(super) fn fail(&mut self, reason: u8, text: &str) {
        let reason = reasons::at_level(reasons::Command::Esid, reason, self.negotiated.version);
        if self.state == State::WaitReady {
            return self.over(State::Closed, false, Some(reason), text.to_owned());
        }
        let _ = self.send(&Command::EndSession { reason, text: text.to_owned() });
        self.over(State::Ending, false, Some(reason), text.to_owned());
    }

    /// F and D: ESID. Nothing more is sent, also nothing that waited.
    pub(super) fn ended_by_peer(&mut self, reason: u8, text: String) {
        self.output.clear();
        self.over(State::Closed, true, Some(reason), text);
    }

    /// A stream that is no OFTP. After a wrong version nothing can be answered sensibly: ESID 01 and the connection is
    /// closed at once; a wrong length is ESID 07.
    pub(super) fn broken_frame(&mut self, broken: Broken) {
        match broken {
            Broken::Version(octet) => {
                self.fail(1, &format!("stream header starts with {octet:02X}"));
                self.state = State::Closed;
            }
            Broken::Length(length) => self.fail(7, &format!("stream header announces {length} octets")),
        }
    }

    /// The one place where a session becomes over.
    pub(super) fn over(&mut self, state: State, by_peer: bool, reason: Option<u8>, text: String) {
        self.announce_data();
        self.state = state;
        self.timer_from = self.now;
        self.events.push_back(SessionEvent::Ended { by_peer, reason, text });
    }

    /// The partner closed the connection, or it broke. Call it after everything received was fed.
    pub fn peer_closed(&mut self, now: u64) {
        self.clock(now);
        if self.state.is_over() {
            self.state = State::Closed;
            return;
        }
        self.output.clear();
        self.over(State::Closed, true, None, "the connection was closed".into());
    }

    /// The time as told by the caller.
    pub(super) fn clock(&mut self, now: u64) {
        self.now = now;
        if std::mem::take(&mut self.acted) {
            self.touch();
        }
    }

    /// Restarts the inactivity timer: a command was sent or received.
    pub(super) fn touch(&mut self) {
        self.timer_from = self.now;
    }

    /// Tells that part of a buffer was received or sent, so a slow partner is not cut off within it. It counts only in
    /// an open session: while one is being opened the timer knows whole commands alone, and up to the SSID nothing
    /// restarts it.
    pub fn activity(&mut self, now: u64) {
        self.clock(now);
        if !self.state.is_opening() && !self.state.is_over() {
            self.touch();
        }
    }

    /// Changes the inactivity timer, milliseconds, 0 for none.
    pub fn set_timeout(&mut self, ms: u64) {
        self.config.timeout_ms = ms;
    }

    /// When [`tick`](Self::tick) must be called. `None` where we wait for our own user, or without a timer.
    pub fn deadline(&self) -> Option<u64> {
        let timeout = self.config.timeout_ms;
        if self.state == State::Ending {
            let linger = if timeout == 0 { LINGER_MS } else { LINGER_MS.min(timeout) };
            return Some(self.timer_from.saturating_add(linger));
        }
        (timeout > 0 && self.state.is_timed()).then(|| self.timer_from.saturating_add(timeout))
    }

    /// Tells the time, in milliseconds. When the partner has been silent for too long the session ends: ESID 09 is put
    /// into the output and the connection is to be closed.
    pub fn tick(&mut self, now: u64) {
        self.clock(now);
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return;
        }
        if self.state != State::Ending {
            self.fail(9, reasons::text(reasons::Command::Esid, 9));
        }
        self.state = State::Closed;
    }
}
