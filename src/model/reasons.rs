//! The reason codes of SFNA, EFNA, ESID and NERP in one table (RFC 5024 sections 5.3.5, 5.3.10, 5.3.11, 5.3.14).

use super::Version;

/// A command that carries a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// Start File Negative Answer; also the AcceptFile event's ErrorCode.
    Sfna,
    /// End File Negative Answer.
    Efna,
    /// End Session; also the AcceptConnection event's ErrorCode.
    Esid,
    /// Negative End Response; also EndResponse and SendEndResponse.
    Nerp,
}

/// Command, number, first version that knows it, text.
pub const TABLE: &[(Command, u8, Version, &str)] = {
    use Command::*;
    use Version::*;
    &[
        (Esid, 0, V12, "Normal session termination"),
        (Esid, 1, V12, "Command not recognised"),
        (Esid, 2, V12, "Protocol violation"),
        (Esid, 3, V12, "User code not known"),
        (Esid, 4, V12, "Invalid password"),
        (Esid, 5, V12, "Local site emergency close down"),
        (Esid, 6, V12, "Command contained invalid data"),
        (Esid, 7, V12, "Exchange buffer size error"),
        (Esid, 8, V12, "Resources not available"),
        (Esid, 9, V12, "Time out"),
        (Esid, 10, V12, "Mode or capabilities incompatible"),
        (Esid, 11, V20, "Invalid challenge response"),
        (Esid, 12, V20, "Secure authentication requirements incompatible"),
        (Esid, 99, V12, "Unspecified abort code"),
        (Sfna, 1, V12, "Invalid filename"),
        (Sfna, 2, V12, "Invalid destination"),
        (Sfna, 3, V12, "Invalid origin"),
        (Sfna, 4, V12, "Storage record format not supported"),
        (Sfna, 5, V12, "Maximum record length not supported"),
        (Sfna, 6, V12, "File size is too big"),
        (Sfna, 10, V12, "Invalid record count"),
        (Sfna, 11, V12, "Invalid byte count"),
        (Sfna, 12, V12, "Access method failure"),
        (Sfna, 13, V12, "Duplicate file"),
        (Sfna, 14, V14, "File direction refused"),
        (Sfna, 15, V20, "Cipher suite not supported"),
        (Sfna, 16, V20, "Encrypted file not allowed"),
        (Sfna, 17, V20, "Unencrypted file not allowed"),
        (Sfna, 18, V20, "Compression not allowed"),
        (Sfna, 19, V20, "Signed file not allowed"),
        (Sfna, 20, V20, "Unsigned file not allowed"),
        (Sfna, 99, V12, "Unspecified reason"),
        (Efna, 1, V12, "Invalid filename"),
        (Efna, 2, V12, "Invalid destination"),
        (Efna, 3, V12, "Invalid origin"),
        (Efna, 4, V12, "Storage record format not supported"),
        (Efna, 5, V12, "Maximum record length not supported"),
        (Efna, 6, V12, "File size is too big"),
        (Efna, 10, V12, "Invalid record count"),
        (Efna, 11, V12, "Invalid byte count"),
        (Efna, 12, V12, "Access method failure"),
        (Efna, 13, V12, "Duplicate file"),
        (Efna, 14, V14, "File direction refused"),
        (Efna, 15, V20, "Cipher suite not supported"),
        (Efna, 16, V20, "Encrypted file not allowed"),
        (Efna, 17, V20, "Unencrypted file not allowed"),
        (Efna, 18, V20, "Compression not allowed"),
        (Efna, 19, V20, "Signed file not allowed"),
        (Efna, 20, V20, "Unsigned file not allowed"),
        (Efna, 21, V20, "Invalid file signature"),
        (Efna, 22, V20, "File decryption failure"),
        (Efna, 23, V20, "File decompression failure"),
        (Efna, 99, V12, "Unspecified reason"),
        (Nerp, 3, V14, "User code not known"),
        (Nerp, 4, V14, "Invalid password"),
        (Nerp, 9, V14, "Unspecified reason (ESID 99 received)"),
        (Nerp, 11, V14, "Invalid filename"),
        (Nerp, 12, V14, "Invalid destination"),
        (Nerp, 13, V14, "Invalid origin"),
        (Nerp, 14, V14, "Invalid storage record format"),
        (Nerp, 15, V14, "Maximum record length not supported"),
        (Nerp, 16, V14, "File size too big"),
        (Nerp, 20, V14, "Invalid record count"),
        (Nerp, 21, V14, "Invalid byte count"),
        (Nerp, 22, V14, "Access method failure"),
        (Nerp, 23, V14, "Duplicate file"),
        (Nerp, 24, V14, "File direction refused"),
        (Nerp, 25, V20, "Cipher suite not supported"),
        (Nerp, 26, V20, "Encrypted file not allowed"),
        (Nerp, 27, V20, "Unencrypted file not allowed"),
        (Nerp, 28, V20, "Compression not allowed"),
        (Nerp, 29, V20, "Signed file not allowed"),
        (Nerp, 30, V20, "Unsigned file not allowed"),
        (Nerp, 31, V20, "File signature not valid"),
        (Nerp, 32, V20, "File decompression failed"),
        (Nerp, 33, V20, "File decryption failed"),
        (Nerp, 34, V14, "File processing failed"),
        (Nerp, 35, V14, "Not delivered to recipient"),
        (Nerp, 36, V14, "Not acknowledged by recipient"),
        (Nerp, 50, V14, "Transmission stopped by the operator"),
        (Nerp, 90, V14, "File size incompatible with recipient's protocol version"),
        (Nerp, 99, V14, "Unspecified reason"),
    ]
};

/// The RFC's text of a reason, or that it is unknown. Peers send numbers of their own.
pub fn text(command: Command, reason: u8) -> &'static str {
    TABLE.iter().find(|row| row.0 == command && row.1 == reason).map_or("Unknown reason", |row| row.3)
}

/// The number to send at a level: the reason itself where the level knows it, else 99.
pub fn at_level(command: Command, reason: u8, version: Version) -> u8 {
    let known = TABLE.iter().any(|row| row.0 == command && row.1 == reason && row.2 <= version);
    if known { reason } else { 99 }
}

/// The NERP reason that tells a final refusal on to the originator (NERP-6); the security ones change their order.
pub fn to_nerp(command: Command, reason: u8) -> u8 {
    match (command, reason) {
        (Command::Nerp, r) => r,
        (Command::Esid, 3) => 3,
        (Command::Esid, 4) => 4,
        (Command::Esid, 99) => 9,
        (Command::Sfna | Command::Efna, r @ 1..=6) => r + 10,
        (Command::Sfna | Command::Efna, r @ 10..=20) => r + 10,
        (Command::Efna, 21) => 31,
        (Command::Efna, 22) => 33,
        (Command::Efna, 23) => 32,
        _ => 99,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SFNA-2, EFNA-2, ESID-2, NERP-5: the sets of codes at each level; NERP-6: the map.
    #[test]
    fn code_sets_by_level() {
        let set = |command, version| -> Vec<u8> { (0..=99).filter(|&r| at_level(command, r, version) == r).collect() };
        let through = |last: u8| -> Vec<u8> { (1..=6).chain(10..=last).chain([99]).collect() };
        assert_eq!(set(Command::Sfna, Version::V12), through(13));
        assert_eq!(set(Command::Sfna, Version::V14), through(14));
        assert_eq!(set(Command::Sfna, Version::V20), through(20));
        assert_eq!(set(Command::Efna, Version::V13), through(13));
        assert_eq!(set(Command::Efna, Version::V20), through(23));
        assert_eq!(set(Command::Esid, Version::V14), (0..=10).chain([99]).collect::<Vec<_>>());
        assert_eq!(set(Command::Esid, Version::V20), (0..=12).chain([99]).collect::<Vec<_>>());
        let nerp: Vec<u8> = [3, 4, 9].into_iter().chain(11..=16).chain(20..=36).chain([50, 90, 99]).collect();
        assert_eq!(set(Command::Nerp, Version::V20), nerp);
        assert_eq!([21, 22, 23].map(|r| to_nerp(Command::Efna, r)), [31, 33, 32]);
        assert_eq!(to_nerp(Command::Sfna, 13), 23);
        assert_eq!([3, 4, 99].map(|r| to_nerp(Command::Esid, r)), [3, 4, 9]);
    }
}
