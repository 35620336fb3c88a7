//! The partner holds the turn: RFC 5024 table 9.12.

use super::*;
use crate::protocol::exchange;

impl Session {
    // ---- what the partner says -------------------------------------------------------------------------------------

    /// A: SFID.
    pub(super) fn file_offered(&mut self, file: StartFile) {
        if file.restart > 0 && !self.negotiated.restart {
            return self.fail(2, "SFID: restart was not agreed");
        }
        if self.negotiated.own_connection_type == ConnectionType::SendOnly {
            return self.fail(2, "SFID: this side only sends");
        }
        self.incoming.restart = file.restart;
        self.state = State::OpenInPending;
        self.events.push_back(SessionEvent::FileOffered(file));
    }

    /// An SFID with a format or suite that nobody has: SFNA without asking.
    pub(super) fn refuse_at_once(&mut self, reason: u8, text: &str) {
        if self.negotiated.own_connection_type == ConnectionType::SendOnly {
            return self.fail(2, "SFID: this side only sends");
        }
        let reason = reasons::at_level(reasons::Command::Sfna, reason, self.negotiated.version);
        self.events.push_back(SessionEvent::Tolerated(format!("SFID refused with SFNA {reason:02}: {text}")));
        self.state = State::IdleListener;
        let _ = self.send(&Command::FileRefused { reason, retry: false, text: text.to_owned() });
    }

    /// I: DATA. The credit is used up by counting, and given back in full exactly when it is zero.
    pub(super) fn data_received(&mut self, buffer: &[u8]) {
        if buffer.len() > self.negotiated.buffer_size as usize {
            return self.fail(7, "DATA is longer than agreed");
        }
        if self.incoming.granted {
            if !self.output.is_empty() {
                // Our CDT has not even left, so the partner did not wait for it.
                return self.fail(2, "DATA without credit");
            }
            self.incoming.granted = false;
        }
        if exchange::unpack(&buffer[1..], &mut self.data).is_err() {
            return self.fail(7, "DATA ends within a sub-record");
        }
        self.incoming.credit = self.incoming.credit.saturating_sub(1);
        if self.incoming.credit == 0 {
            self.incoming.credit = self.negotiated.credit;
            self.incoming.granted = true;
            let _ = self.send(&Command::Credit);
        }
    }

    /// J: EFID.
    pub(super) fn file_ended(&mut self, records: u64, units: u64) {
        self.state = State::CloseInPending;
        self.events.push_back(SessionEvent::FileEnded { records, units });
    }

    /// E and L: EERP, NERP.
    pub(super) fn end_response(&mut self, response: EndResponse) {
        self.state = State::RtrPending;
        self.events.push_back(SessionEvent::EndResponseReceived(response));
    }

    /// C: a CD that nobody asked for.
    pub(super) fn turn_given(&mut self) {
        self.turn = Turn { unsolicited: true, used: false };
        self.state = State::IdleSpeakerCd;
        self.events.push_back(SessionEvent::TurnReceived { solicited: false });
    }

    /// 9.10 H: the CD that our EFPA `Y` asked for.
    pub(super) fn turn_returned(&mut self) {
        self.turn = Turn { unsolicited: false, used: false };
        self.state = State::IdleSpeaker;
        self.events.push_back(SessionEvent::TurnReceived { solicited: true });
    }

    /// CD in answer to our CD: the partner should have sent ESID 00.
    pub(super) fn turn_bounced(&mut self) {
        self.events.push_back(SessionEvent::Tolerated("CD in answer to CD".into()));
        self.turn_given();
    }

    // ---- what our user says ----------------------------------------------------------------------------------------

    /// SFPA: takes the file from this position on (records or blocks of 1024 octets, at most what SFID said; else error
    /// 678).
    pub fn accept_file(&mut self, restart_units: u64) -> Result<()> {
        self.need(self.state == State::OpenInPending, "accept_file")?;
        if restart_units > self.incoming.restart {
            return Err(Error::new(codes::BUILD_PACKET, "SFPA: the answer count is above the position in SFID"));
        }
        self.send(&Command::FileAccepted(restart_units))?;
        self.incoming.credit = self.negotiated.credit;
        self.incoming.granted = false;
        self.state = State::OpenIn;
        Ok(())
    }

    /// SFNA: refuses the file. Reasons that the level does not know become 99, as does 0.
    pub fn refuse_file(&mut self, reason: u8, retry: bool, text: &str) -> Result<()> {
        self.need(self.state == State::OpenInPending, "refuse_file")?;
        let reason = reasons::at_level(reasons::Command::Sfna, reason, self.negotiated.version);
        self.send(&Command::FileRefused { reason, retry, text: text.to_owned() })?;
        self.state = State::IdleListener;
        Ok(())
    }

    /// EFPA: the file is safe. `change_direction` asks for the turn; below 2.0 only where both sides send (RFC 2204
    /// section 8.11.3), elsewhere `N` is sent. [`is_waiting_for_turn`](Self::is_waiting_for_turn) tells what was sent.
    pub fn confirm_file(&mut self, change_direction: bool) -> Result<()> {
        self.need(self.state == State::CloseInPending, "confirm_file")?;
        let possible =
            self.negotiated.version == Version::V20 || self.negotiated.own_connection_type == ConnectionType::Both;
        let change = change_direction && possible;
        self.send(&Command::FileConfirmed(change))?;
        self.state = if change { State::WaitCd } else { State::IdleListener };
        Ok(())
    }

    /// EFNA: the file is not good. Reasons that the level does not know become 99, as does 0.
    pub fn reject_file(&mut self, reason: u8, text: &str) -> Result<()> {
        self.need(self.state == State::CloseInPending, "reject_file")?;
        let reason = reasons::at_level(reasons::Command::Efna, reason, self.negotiated.version);
        self.send(&Command::FileRejected { reason, text: text.to_owned() })?;
        self.state = State::IdleListener;
        Ok(())
    }

    /// RTR: the end response is noted.
    pub fn ready_to_receive(&mut self) -> Result<()> {
        self.need(self.state == State::RtrPending, "ready_to_receive")?;
        self.send(&Command::ReadyToReceive)?;
        self.state = State::IdleListener;
        Ok(())
    }

    /// Whether we asked for the turn with EFPA `Y` and wait for the partner's CD.
    pub fn is_waiting_for_turn(&self) -> bool {
        self.state == State::WaitCd
    }
}
