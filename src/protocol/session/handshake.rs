//! From SSRM to the open session: RFC 5024 table 9.8.

use super::*;
use crate::protocol::types::Ssid;

impl Session {
    // ---- what the partner says -------------------------------------------------------------------------------------

    /// H: SSRM came, our SSID goes.
    pub(super) fn ready(&mut self) {
        self.state = State::WaitSsid;
        self.events.push_back(SessionEvent::ReadyReceived);
        let offer = Command::StartSession(negotiate::offer(&self.config));
        if let Err(error) = self.send(&offer) {
            self.over(State::Closed, false, None, error.message);
        }
    }

    /// D: the responder's SSID.
    pub(super) fn ssid_answered(&mut self, ssid: Ssid) {
        let version = self.negotiated.version.min(ssid.version);
        match negotiate::conclude(&self.config, ssid) {
            Ok(agreed) => self.negotiated = agreed,
            Err((reason, text)) => {
                self.negotiated.version = version;
                return self.fail(reason, text);
            }
        }
        if self.negotiated.authentication {
            self.state = State::WaitAuch;
            let _ = self.send(&Command::SecurityChangeDirection);
        } else {
            self.open();
        }
    }

    /// E: the initiator's SSID. From here on ESID has the layout of the lower level.
    pub(super) fn ssid_offered(&mut self, ssid: Ssid) {
        self.negotiated.version = self.config.version.min(ssid.version);
        self.negotiated.peer = ssid.clone();
        if self.config.require_v20 && self.negotiated.version < Version::V20 {
            return self.fail(10, "OFTP 2.0 is required here");
        }
        self.state = State::SessionOffered;
        self.events.push_back(SessionEvent::SessionOffered(ssid));
    }

    /// J: SECD.
    pub(super) fn challenge_wanted(&mut self) {
        self.state = State::ChallengeDue;
        self.events.push_back(SessionEvent::ChallengeWanted);
    }

    /// I: AUCH.
    pub(super) fn challenged(&mut self, challenge: Vec<u8>) {
        self.state = State::ResponseDue;
        self.events.push_back(SessionEvent::ChallengeReceived(challenge));
    }

    /// K: AURP.
    pub(super) fn responded(&mut self, response: [u8; 20]) {
        self.state = State::VerdictDue;
        self.events.push_back(SessionEvent::ResponseReceived(response));
    }

    /// The session is open; the initiator speaks first.
    fn open(&mut self) {
        self.state = match self.config.role {
            Role::Initiator => State::IdleSpeaker,
            Role::Responder => State::IdleListener,
        };
        self.turn = Turn::default();
        self.touch();
        self.events.push_back(SessionEvent::SessionOpened);
    }

    // ---- what our user says ----------------------------------------------------------------------------------------

    /// G: takes the partner in. When the two cannot agree (level, direction, authentication) an ESID is sent instead of
    /// the SSID, and [`SessionEvent::Ended`] says so. Error 678: code or password does not fit its field.
    pub fn accept_session(&mut self, answer: SessionAnswer) -> Result<()> {
        self.need(self.state == State::SessionOffered, "accept_session")?;
        let agreed = match negotiate::answer(&self.config, &answer, self.negotiated.peer.clone()) {
            Ok(agreed) => agreed,
            Err((reason, text)) => {
                self.fail(reason, text);
                return Ok(());
            }
        };
        let ssid = negotiate::answer_ssid(&agreed, &answer);
        self.send(&Command::StartSession(ssid))?;
        self.negotiated = agreed;
        if self.negotiated.authentication {
            self.state = State::WaitSecd;
        } else {
            self.open();
        }
        Ok(())
    }

    /// Refuses the partner with an ESID reason (0 becomes 99).
    pub fn reject_session(&mut self, reason: u8, text: &str) -> Result<()> {
        self.need(self.state == State::SessionOffered, "reject_session")?;
        self.fail(if reason == 0 { 99 } else { reason }, text);
        Ok(())
    }

    /// AUCH: our challenge, encrypted for the partner.
    pub fn auth_challenge(&mut self, encrypted: Vec<u8>) -> Result<()> {
        self.need(self.state == State::ChallengeDue, "auth_challenge")?;
        self.send(&Command::Challenge(encrypted))?;
        self.state = State::WaitAurp;
        Ok(())
    }

    /// AURP: the 20 octets of the partner's challenge.
    pub fn auth_response(&mut self, response: [u8; 20]) -> Result<()> {
        self.need(self.state == State::ResponseDue, "auth_response")?;
        self.send(&Command::Response(response))?;
        match self.config.role {
            Role::Initiator => self.state = State::WaitSecd,
            Role::Responder => self.open(),
        }
        Ok(())
    }

    /// The partner's response was right.
    pub fn auth_confirmed(&mut self) -> Result<()> {
        self.need(self.state == State::VerdictDue, "auth_confirmed")?;
        match self.config.role {
            Role::Initiator => self.open(),
            Role::Responder => {
                self.send(&Command::SecurityChangeDirection)?;
                self.state = State::WaitAuch;
            }
        }
        Ok(())
    }

    /// The partner's response was wrong: ESID 11.
    pub fn auth_rejected(&mut self) -> Result<()> {
        self.need(self.state == State::VerdictDue, "auth_rejected")?;
        self.fail(11, reasons::text(reasons::Command::Esid, 11));
        Ok(())
    }
}
