//! Protocol versions and the two meanings of direction.

/// A version of OFTP that this engine speaks. Ordered by age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Version {
    /// OFTP 1.2, SSIDLEV `1`. RFC 2204 systems (1.3) announce it too; both share their layouts.
    V12,
    /// OFTP 1.3, SSIDLEV `2`, RFC 2204.
    V13,
    /// OFTP 1.4, SSIDLEV `4`.
    V14,
    /// OFTP 2.0, SSIDLEV `5`, RFC 5024.
    V20,
}

impl Version {
    /// All versions, oldest first; the index is the class reference's number.
    pub const ALL: [Version; 4] = [Version::V12, Version::V13, Version::V14, Version::V20];

    /// The digit that SSIDLEV carries (RFC 5024 section 5.3.2).
    pub fn level(self) -> u8 {
        [b'1', b'2', b'4', b'5'][self as usize]
    }

    /// The version to use when a partner announces this SSIDLEV: `3` means the next lower known one, `6` to `9` a newer
    /// partner that can be answered with 2.0. `None` for anything else.
    pub fn from_level(level: u8) -> Option<Self> {
        match level {
            b'1' => Some(Version::V12),
            b'2' | b'3' => Some(Version::V13),
            b'4' => Some(Version::V14),
            b'5'..=b'9' => Some(Version::V20),
            _ => None,
        }
    }

    /// The class reference's number, 0 to 3.
    pub fn code(self) -> i32 {
        self as i32
    }

    /// The version of a class reference number.
    pub fn from_code(code: i32) -> Option<Self> {
        usize::try_from(code).ok().and_then(|i| Self::ALL.get(i).copied())
    }

    /// Whether date and time are the long stamps of 1.4 and 2.0 (8 + 10 digits) or the short ones (6 + 6).
    pub fn has_long_stamps(self) -> bool {
        self >= Version::V14
    }
}

/// Who may send files in a session (SSIDSR), seen from the side that says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ConnectionType {
    /// `B`: sends and receives.
    #[default]
    Both,
    /// `S`: sends files only.
    SendOnly,
    /// `R`: receives files only.
    ReceiveOnly,
}

impl ConnectionType {
    /// The letter of SSIDSR.
    pub fn letter(self) -> u8 {
        match self {
            ConnectionType::Both => b'B',
            ConnectionType::SendOnly => b'S',
            ConnectionType::ReceiveOnly => b'R',
        }
    }

    /// The meaning of an SSIDSR letter.
    pub fn from_letter(letter: u8) -> Option<Self> {
        match letter {
            b'B' => Some(ConnectionType::Both),
            b'S' => Some(ConnectionType::SendOnly),
            b'R' => Some(ConnectionType::ReceiveOnly),
            _ => None,
        }
    }

    /// The class reference's number of ConnectionType and ReceivedConnectionType.
    pub fn code(self) -> i32 {
        self as i32
    }

    /// The type of a class reference number.
    pub fn from_code(code: i32) -> Option<Self> {
        match code {
            0 => Some(ConnectionType::Both),
            1 => Some(ConnectionType::SendOnly),
            2 => Some(ConnectionType::ReceiveOnly),
            _ => None,
        }
    }
}

/// Whose data it is: the class reference's Direction of transfers and of PITrail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// 0: from the client, that is the initiator.
    #[default]
    Client,
    /// 1: from the server, that is the responder.
    Server,
}

impl Direction {
    /// The class reference's number.
    pub fn code(self) -> i32 {
        self as i32
    }
}
