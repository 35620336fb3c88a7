//! We hold the turn: RFC 5024 tables 9.10 and 9.11.

use super::*;

impl Session {
    // ---- what the partner says -------------------------------------------------------------------------------------

    /// K: SFPA.
    pub(super) fn file_accepted(&mut self, restart: u64) {
        if restart > self.outgoing.restart {
            return self.fail(2, "SFPA: the answer count is above the restart position");
        }
        self.outgoing.credit = self.negotiated.credit;
        self.state = State::OpenOut;
        self.events.push_back(SessionEvent::FileAccepted { restart });
    }

    /// L: SFNA.
    pub(super) fn file_refused(&mut self, reason: u8, retry: bool, text: String) {
        self.state = State::IdleSpeaker;
        self.events.push_back(SessionEvent::FileRefused { reason, retry, text });
    }

    /// O: CDT sets the credit to the whole window.
    pub(super) fn credit(&mut self) {
        self.outgoing.credit = self.negotiated.credit;
        self.state = State::OpenOut;
        self.events.push_back(SessionEvent::CreditGranted);
        self.go_on();
    }

    /// 9.11 C: EFPA.
    pub(super) fn file_confirmed(&mut self, change_direction: bool) {
        self.state = if change_direction { State::MustChangeDirection } else { State::IdleSpeaker };
        self.events.push_back(SessionEvent::FileConfirmed { change_direction });
    }

    /// 9.11 D: EFNA.
    pub(super) fn file_rejected(&mut self, reason: u8, text: String) {
        self.state = State::IdleSpeaker;
        self.events.push_back(SessionEvent::FileRejected { reason, text });
    }

    /// N: RTR.
    pub(super) fn response_confirmed(&mut self) {
        self.state = State::IdleSpeaker;
        self.events.push_back(SessionEvent::EndResponseConfirmed);
    }

    // ---- what our user says ----------------------------------------------------------------------------------------

    /// SFID. Errors: 10 when we may not start a file now, may not send at all, or restart was not agreed; 678 when a
    /// value does not fit the level's fields; 688 when the file needs 2.0.
    pub fn start_file(&mut self, file: StartFile) -> Result<()> {
        self.need(self.state.may_start(), "start_file")?;
        self.need(self.may_send_file(), "start_file as a side that only receives")?;
        self.need(file.restart == 0 || self.negotiated.restart, "a restart that was not agreed")?;
        let (stream, restart) = (file.is_stream(), file.restart);
        self.send(&Command::StartFile(file))?;
        self.outgoing = Outgoing {
            packer: Packer::new(self.negotiated.buffer_size as usize, self.negotiated.compression, stream),
            restart,
            credit: 0,
            finishing: false,
            end: None,
        };
        self.turn.used = true;
        self.state = State::OpenOutPending;
        Ok(())
    }

    /// Packs file octets into DATA buffers in the output, as far as credit and output allow, and returns how many
    /// octets it took. `ends` are the offsets in `bytes` after which a record ends (none for a stream); those up to and
    /// including the returned offset are taken, also when it is 0. With `last` the file's octets end with `bytes`: once
    /// all of them are taken the last buffer is completed, now or as soon as credit comes.
    pub fn send_data(&mut self, bytes: &[u8], ends: &[usize], last: bool) -> Result<usize> {
        let open = matches!(self.state, State::OpenOut | State::OpenOutWaitCredit);
        self.need(open && (!self.outgoing.finishing || bytes.is_empty() && ends.is_empty()), "send_data")?;
        let from = self.output.len();
        let mut budget = Budget { credit: self.outgoing.credit, high_water: HIGH_WATER };
        let taken = self.outgoing.packer.pack(bytes, ends, &mut self.output, &mut budget);
        self.sent_data(from, budget);
        if last && taken == bytes.len() {
            self.outgoing.finishing = true;
            self.go_on();
        }
        Ok(taken)
    }

    /// EFID with the totals of the whole file, as soon as all data is out and credit is left. Ends the data when
    /// [`send_data`](Self::send_data) was not told. Error 678: the counts do not fit the level's fields.
    pub fn end_file(&mut self, records: u64, units: u64) -> Result<()> {
        let open = matches!(self.state, State::OpenOut | State::OpenOutWaitCredit);
        self.need(open && self.outgoing.end.is_none(), "end_file")?;
        // Tried at once, so that counts that do not fit are the caller's error and not a surprise at the next CDT.
        Command::EndFile { records, units }.encode(self.negotiated.version, &mut Vec::new())?;
        self.outgoing.finishing = true;
        self.outgoing.end = Some((records, units));
        self.go_on();
        Ok(())
    }

    /// Completes the last buffer and sends EFID, each if it is its time and credit is left.
    fn go_on(&mut self) {
        if !self.outgoing.finishing {
            return;
        }
        let from = self.output.len();
        // A last buffer has waited for its credit, so it does not wait for the output as well.
        let mut budget = Budget { credit: self.outgoing.credit, high_water: usize::MAX };
        let done = self.outgoing.packer.finish(&mut self.output, &mut budget);
        self.sent_data(from, budget);
        if !done || self.outgoing.credit == 0 {
            return;
        }
        if let Some((records, units)) = self.outgoing.end.take()
            && self.send(&Command::EndFile { records, units }).is_ok()
        {
            self.outgoing.credit = 0;
            self.state = State::CloseOutPending;
        }
    }

    /// What DATA buffers in the output from `from` on mean for credit, state, trail and timer.
    fn sent_data(&mut self, from: usize, budget: Budget) {
        self.outgoing.credit = budget.credit;
        if budget.credit == 0 {
            self.state = State::OpenOutWaitCredit;
        }
        if self.output.len() > from {
            self.trail_sent(from);
            self.touch();
        }
    }

    /// DATA buffers that the partner still takes before its next CDT.
    pub fn credit_left(&self) -> u16 {
        self.outgoing.credit
    }

    /// Whether [`send_data`](Self::send_data) would take octets now.
    pub fn can_send_data(&self) -> bool {
        self.state == State::OpenOut && !self.outgoing.finishing && self.output.len() < HIGH_WATER
    }

    /// EERP or NERP. Error 678: a value does not fit, or a NERP below 1.4.
    pub fn send_end_response(&mut self, mut response: EndResponse) -> Result<()> {
        self.need(self.state.may_start(), "send_end_response")?;
        if let Some(negative) = &mut response.negative {
            negative.reason = nerp_reason(negative.reason, self.negotiated.version)?;
        }
        self.send(&Command::EndResponse(response))?;
        self.turn.used = true;
        self.state = State::WaitRtr;
        Ok(())
    }

    /// CD: gives the turn away. Error 10 in an unused turn that was given unasked: there ESID 00 is the answer.
    pub fn change_direction(&mut self) -> Result<()> {
        self.need(self.may_change_direction(), "change_direction")?;
        let obeyed = self.must_change_direction();
        self.send(&Command::ChangeDirection)?;
        self.state = if obeyed { State::IdleListener } else { State::IdleListenerCd };
        Ok(())
    }
}

/// The reason as the level can say it: 1.4 does not know the ones about file security. Numbers of the user's own pass.
fn nerp_reason(reason: u8, version: Version) -> Result<u8> {
    use reasons::{Command::Nerp, at_level};
    if !(1..=99).contains(&reason) {
        return Err(Error::new(codes::BUILD_PACKET, format!("NERP: {reason} is no reason")));
    }
    let known = at_level(Nerp, reason, Version::V20) == reason;
    Ok(if known { at_level(Nerp, reason, version) } else { reason })
}
