//! The state tables of RFC 5024 section 9 as one table: for each state the commands that the partner may send in it,
//! and the step they lead to. Everything else that is a command of the level is a protocol violation (ESID 02),
//! everything that is none is ESID 01; an ESID is taken in every state. The steps themselves, with their predicates and
//! actions, are the methods of [`Session`](super::Session) with the same names.
//!
//! The RFC's machine waits in some states for its user (A_WF_CONRS, OPIP, CLIP, RTRP). Nothing is read in those, so
//! they have no commands. Three such states are added for the authentication phase, and one for the CD that EFPA `Y`
//! demands.

use super::commands::Kind;

/// Where a session stands. The RFC's names are in the comments; each state says who is expected to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// I_WF_RM: initiator, waits for SSRM.
    WaitReady,
    /// I_WF_SSID: initiator, waits for the responder's SSID.
    WaitSsid,
    /// A_NC_ONLY: responder, waits for the initiator's SSID.
    Connected,
    /// A_WF_CONRS: responder, our user decides about the SSID.
    SessionOffered,
    /// WF_SECD.
    WaitSecd,
    /// Our user makes the challenge.
    ChallengeDue,
    /// WF_AUCH.
    WaitAuch,
    /// Our user opens the partner's challenge.
    ResponseDue,
    /// WF_AURP.
    WaitAurp,
    /// Our user compares the response.
    VerdictDue,
    /// IDLESP: we hold the turn and may send CD.
    IdleSpeaker,
    /// IDLESPCD: we hold a turn given unasked and did nothing with it: no CD, but ESID 00 is possible.
    IdleSpeakerCd,
    /// EFPA `Y` came: CD is our next command.
    MustChangeDirection,
    /// OPOP: SFID sent, waits for SFPA or SFNA.
    OpenOutPending,
    /// OPO: we send DATA.
    OpenOut,
    /// OPOWFC: the credit is used up, waits for CDT.
    OpenOutWaitCredit,
    /// CLOP: EFID sent, waits for EFPA or EFNA.
    CloseOutPending,
    /// WF_RTR: EERP or NERP sent.
    WaitRtr,
    /// IDLELI: the partner holds the turn.
    IdleListener,
    /// IDLELICD: we have just given the turn away; the partner may end the session.
    IdleListenerCd,
    /// OPIP: our user decides about the SFID.
    OpenInPending,
    /// OPI: the partner sends DATA.
    OpenIn,
    /// CLIP: our user decides about the EFID.
    CloseInPending,
    /// RTRP: our user stores the end response.
    RtrPending,
    /// WF_CD: EFPA `Y` sent.
    WaitCd,
    /// WF_NDISC: ESID sent; input is ignored until the partner closes or a timer expires.
    Ending,
    /// IDLE: the connection is to be closed.
    Closed,
}

/// What a command leads to. The letters are those of the RFC's tables, in the order 9.8, 9.9, 9.10 and 9.11, 9.12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// 9.8 H: SSRM.
    Ready,
    /// 9.8 D: the responder's SSID.
    SsidAnswered,
    /// 9.8 E: the initiator's SSID.
    SsidOffered,
    /// 9.8 I: the partner's challenge.
    Challenged,
    /// 9.8 J: SECD.
    ChallengeWanted,
    /// 9.8 K: the answer to our challenge.
    Responded,
    /// 9.8 F, 9.12 D and F: ESID.
    Ended,
    /// 9.10 K: SFPA.
    FileAccepted,
    /// 9.10 L: SFNA.
    FileRefused,
    /// 9.10 O: CDT.
    Credit,
    /// 9.11 C: EFPA.
    FileConfirmed,
    /// 9.11 D: EFNA.
    FileRejected,
    /// 9.10 N: RTR.
    ResponseConfirmed,
    /// 9.12 A: SFID.
    FileOffered,
    /// 9.12 I: DATA.
    Data,
    /// 9.12 J: EFID.
    FileEnded,
    /// 9.12 C: CD nobody asked for.
    TurnGiven,
    /// 9.10 H: the CD we asked for.
    TurnReturned,
    /// 9.12 B in the RFC: CD in answer to our CD. Sloppy partners do it; the turn is taken.
    TurnBounced,
    /// 9.12 E and L: EERP or NERP.
    EndResponse,
    /// 9.8 L, 9.10 C and P, 9.11 B, 9.12 B: ESID 02.
    Violation,
}

type Row = (State, &'static [(Kind, Step)]);

/// Ordered like [`State`].
const TABLE: [Row; 27] = [
    (State::WaitReady, &[(Kind::Ssrm, Step::Ready)]),
    (State::WaitSsid, &[(Kind::Ssid, Step::SsidAnswered)]),
    (State::Connected, &[(Kind::Ssid, Step::SsidOffered)]),
    (State::SessionOffered, &[]),
    (State::WaitSecd, &[(Kind::Secd, Step::ChallengeWanted)]),
    (State::ChallengeDue, &[]),
    (State::WaitAuch, &[(Kind::Auch, Step::Challenged)]),
    (State::ResponseDue, &[]),
    (State::WaitAurp, &[(Kind::Aurp, Step::Responded)]),
    (State::VerdictDue, &[]),
    (State::IdleSpeaker, &[]),
    (State::IdleSpeakerCd, &[]),
    (State::MustChangeDirection, &[]),
    (State::OpenOutPending, &[(Kind::Sfpa, Step::FileAccepted), (Kind::Sfna, Step::FileRefused)]),
    (State::OpenOut, &[]),
    (State::OpenOutWaitCredit, &[(Kind::Cdt, Step::Credit)]),
    (State::CloseOutPending, &[(Kind::Efpa, Step::FileConfirmed), (Kind::Efna, Step::FileRejected)]),
    (State::WaitRtr, &[(Kind::Rtr, Step::ResponseConfirmed)]),
    (
        State::IdleListener,
        &[
            (Kind::Sfid, Step::FileOffered),
            (Kind::Cd, Step::TurnGiven),
            (Kind::Eerp, Step::EndResponse),
            (Kind::Nerp, Step::EndResponse),
        ],
    ),
    (
        State::IdleListenerCd,
        &[
            (Kind::Sfid, Step::FileOffered),
            (Kind::Cd, Step::TurnBounced),
            (Kind::Eerp, Step::EndResponse),
            (Kind::Nerp, Step::EndResponse),
        ],
    ),
    (State::OpenInPending, &[]),
    (State::OpenIn, &[(Kind::Data, Step::Data), (Kind::Efid, Step::FileEnded)]),
    (State::CloseInPending, &[]),
    (State::RtrPending, &[]),
    (State::WaitCd, &[(Kind::Cd, Step::TurnReturned)]),
    (State::Ending, &[]),
    (State::Closed, &[]),
];

/// The step that a command of the partner leads to.
pub fn step(state: State, kind: Kind) -> Step {
    if kind == Kind::Esid {
        return Step::Ended;
    }
    let row = TABLE[state as usize].1;
    row.iter().find(|entry| entry.0 == kind).map_or(Step::Violation, |entry| entry.1)
}

impl State {
    /// Our user has to decide before anything more is read.
    pub fn awaits_user(self) -> bool {
        use State::*;
        matches!(
            self,
            SessionOffered | ChallengeDue | ResponseDue | VerdictDue | OpenInPending | CloseInPending | RtrPending
        )
    }

    /// The session is over: nothing that comes in is looked at.
    pub fn is_over(self) -> bool {
        matches!(self, State::Ending | State::Closed)
    }

    /// The session is not open yet.
    pub fn is_opening(self) -> bool {
        self as usize <= State::VerdictDue as usize
    }

    /// We hold the turn.
    pub fn is_speaker(self) -> bool {
        (State::IdleSpeaker as usize..=State::WaitRtr as usize).contains(&(self as usize))
    }

    /// We hold the turn and nothing is open; in [`State::MustChangeDirection`] CD is all that can be done with it.
    pub fn is_idle_speaker(self) -> bool {
        self.may_start() || self == State::MustChangeDirection
    }

    /// We may start a file or an end response.
    pub fn may_start(self) -> bool {
        matches!(self, State::IdleSpeaker | State::IdleSpeakerCd)
    }

    /// The inactivity timer runs: everywhere but where our own user has to act.
    pub fn is_timed(self) -> bool {
        !(self.awaits_user() || self.is_idle_speaker() || self == State::Closed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_states() {
        for (index, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, index);
            assert!(!row.0.awaits_user() || row.1.is_empty());
            assert_eq!(step(row.0, Kind::Esid), Step::Ended, "ESID-4");
        }
        assert_eq!(State::Closed as usize + 1, TABLE.len());
    }
}
