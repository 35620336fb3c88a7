//! The reasons of ESID, SFNA, EFNA and NERP (RFC 5024 sections 5.3.5, 5.3.10, 5.3.11 and 5.3.14): number, the first version that
//! knows it, name, the RFC's text.

use super::constants::{Constant, Constants};

/// A reason of one command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reason {
    /// The number on the wire.
    pub number: u8,
    /// The first version that knows it: 12, 13, 14 or 20.
    pub since: u8,
    /// The RFC's text.
    pub text: &'static str,
}

/// What the documentation of a reason says about the versions that know it: nothing for those of 1.2.
macro_rules! since {
    (12) => {
        ""
    };
    (13) => {
        " [since OFTP 1.3]"
    };
    (14) => {
        " [since OFTP 1.4]"
    };
    (20) => {
        " [since OFTP 2.0]"
    };
}

macro_rules! reasons {
    ($(#[doc = $doc:literal])* $list:ident, $constants:ident, $c:literal, $python:literal, $csharp:literal {
        $($number:literal, $since:tt, $name:literal, $text:literal;)*
    }) => {
        $(#[doc = $doc])*
        pub const $list: &[Reason] = &[$(Reason { number: $number, since: $since, text: $text },)*];

        $(#[doc = $doc])*
        pub const $constants: Constants = Constants {
            c: $c,
            python: $python,
            csharp: $csharp,
            rust: "",
            doc: concat!($($doc),*).trim_ascii_start(),
            values: &[$(Constant { value: $number, c: $name, python: $name, csharp: "", doc: concat!($text, ".", since!($since)) },)*],
        };
    };
}

reasons! {
/// Why a session ends (ESIDREAS).
ESID, ESID_REASONS, "ESID_", "EsidReason", "EsidReasons" {
    0, 12, "NORMAL", "Normal session termination";
    1, 12, "COMMAND_NOT_RECOGNISED", "Command not recognised";
    2, 12, "PROTOCOL_VIOLATION", "Protocol violation";
    3, 12, "UNKNOWN_USER_CODE", "User code not known";
    4, 12, "INVALID_PASSWORD", "Invalid password";
    5, 12, "EMERGENCY_CLOSE_DOWN", "Local site emergency close down";
    6, 12, "INVALID_DATA", "Command contained invalid data";
    7, 12, "BUFFER_SIZE_ERROR", "Exchange buffer size error";
    8, 12, "RESOURCES_NOT_AVAILABLE", "Resources not available";
    9, 12, "TIME_OUT", "Time out";
    10, 12, "INCOMPATIBLE_CAPABILITIES", "Mode or capabilities incompatible";
    11, 20, "INVALID_CHALLENGE_RESPONSE", "Invalid challenge response";
    12, 20, "INCOMPATIBLE_AUTHENTICATION", "Secure authentication requirements incompatible";
    99, 12, "UNSPECIFIED", "Unspecified abort code";
}
}

reasons! {
/// Why a file is refused before it is sent (SFNAREAS).
SFNA, SFNA_REASONS, "SFNA_", "SfnaReason", "SfnaReasons" {
    1, 12, "INVALID_FILENAME", "Invalid filename";
    2, 12, "INVALID_DESTINATION", "Invalid destination";
    3, 12, "INVALID_ORIGIN", "Invalid origin";
    4, 12, "RECORD_FORMAT_NOT_SUPPORTED", "Storage record format not supported";
    5, 12, "RECORD_LENGTH_NOT_SUPPORTED", "Maximum record length not supported";
    6, 12, "FILE_SIZE_TOO_BIG", "File size is too big";
    10, 12, "INVALID_RECORD_COUNT", "Invalid record count";
    11, 12, "INVALID_BYTE_COUNT", "Invalid byte count";
    12, 12, "ACCESS_METHOD_FAILURE", "Access method failure";
    13, 12, "DUPLICATE_FILE", "Duplicate file";
    14, 14, "FILE_DIRECTION_REFUSED", "File direction refused";
    15, 20, "CIPHER_SUITE_NOT_SUPPORTED", "Cipher suite not supported";
    16, 20, "ENCRYPTED_FILE_NOT_ALLOWED", "Encrypted file not allowed";
    17, 20, "UNENCRYPTED_FILE_NOT_ALLOWED", "Unencrypted file not allowed";
    18, 20, "COMPRESSION_NOT_ALLOWED", "Compression not allowed";
    19, 20, "SIGNED_FILE_NOT_ALLOWED", "Signed file not allowed";
    20, 20, "UNSIGNED_FILE_NOT_ALLOWED", "Unsigned file not allowed";
    99, 12, "UNSPECIFIED", "Unspecified reason";
}
}

reasons! {
/// Why a file is refused after it was sent (EFNAREAS).
EFNA, EFNA_REASONS, "EFNA_", "EfnaReason", "EfnaReasons" {
    1, 12, "INVALID_FILENAME", "Invalid filename";
    2, 12, "INVALID_DESTINATION", "Invalid destination";
    3, 12, "INVALID_ORIGIN", "Invalid origin";
    4, 12, "RECORD_FORMAT_NOT_SUPPORTED", "Storage record format not supported";
    5, 12, "RECORD_LENGTH_NOT_SUPPORTED", "Maximum record length not supported";
    6, 12, "FILE_SIZE_TOO_BIG", "File size is too big";
    10, 12, "INVALID_RECORD_COUNT", "Invalid record count";
    11, 12, "INVALID_BYTE_COUNT", "Invalid byte count";
    12, 12, "ACCESS_METHOD_FAILURE", "Access method failure";
    13, 12, "DUPLICATE_FILE", "Duplicate file";
    14, 14, "FILE_DIRECTION_REFUSED", "File direction refused";
    15, 20, "CIPHER_SUITE_NOT_SUPPORTED", "Cipher suite not supported";
    16, 20, "ENCRYPTED_FILE_NOT_ALLOWED", "Encrypted file not allowed";
    17, 20, "UNENCRYPTED_FILE_NOT_ALLOWED", "Unencrypted file not allowed";
    18, 20, "COMPRESSION_NOT_ALLOWED", "Compression not allowed";
    19, 20, "SIGNED_FILE_NOT_ALLOWED", "Signed file not allowed";
    20, 20, "UNSIGNED_FILE_NOT_ALLOWED", "Unsigned file not allowed";
    21, 20, "INVALID_FILE_SIGNATURE", "Invalid file signature";
    22, 20, "DECRYPTION_FAILURE", "File decryption failure";
    23, 20, "DECOMPRESSION_FAILURE", "File decompression failure";
    99, 12, "UNSPECIFIED", "Unspecified reason";
}
}

reasons! {
/// Why a file was not delivered (NERPREAS).
NERP, NERP_REASONS, "NERP_", "NerpReason", "NerpReasons" {
    3, 14, "UNKNOWN_USER_CODE", "User code not known";
    4, 14, "INVALID_PASSWORD", "Invalid password";
    9, 14, "SESSION_ABORTED", "Unspecified reason (ESID 99 received)";
    11, 14, "INVALID_FILENAME", "Invalid filename";
    12, 14, "INVALID_DESTINATION", "Invalid destination";
    13, 14, "INVALID_ORIGIN", "Invalid origin";
    14, 14, "RECORD_FORMAT_NOT_SUPPORTED", "Invalid storage record format";
    15, 14, "RECORD_LENGTH_NOT_SUPPORTED", "Maximum record length not supported";
    16, 14, "FILE_SIZE_TOO_BIG", "File size too big";
    20, 14, "INVALID_RECORD_COUNT", "Invalid record count";
    21, 14, "INVALID_BYTE_COUNT", "Invalid byte count";
    22, 14, "ACCESS_METHOD_FAILURE", "Access method failure";
    23, 14, "DUPLICATE_FILE", "Duplicate file";
    24, 14, "FILE_DIRECTION_REFUSED", "File direction refused";
    25, 20, "CIPHER_SUITE_NOT_SUPPORTED", "Cipher suite not supported";
    26, 20, "ENCRYPTED_FILE_NOT_ALLOWED", "Encrypted file not allowed";
    27, 20, "UNENCRYPTED_FILE_NOT_ALLOWED", "Unencrypted file not allowed";
    28, 20, "COMPRESSION_NOT_ALLOWED", "Compression not allowed";
    29, 20, "SIGNED_FILE_NOT_ALLOWED", "Signed file not allowed";
    30, 20, "UNSIGNED_FILE_NOT_ALLOWED", "Unsigned file not allowed";
    31, 20, "INVALID_FILE_SIGNATURE", "File signature not valid";
    32, 20, "DECOMPRESSION_FAILURE", "File decompression failed";
    33, 20, "DECRYPTION_FAILURE", "File decryption failed";
    34, 14, "PROCESSING_FAILED", "File processing failed";
    35, 14, "NOT_DELIVERED", "Not delivered to recipient";
    36, 14, "NOT_ACKNOWLEDGED", "Not acknowledged by recipient";
    50, 14, "STOPPED_BY_OPERATOR", "Transmission stopped by the operator";
    90, 14, "SIZE_INCOMPATIBLE_WITH_VERSION", "File size incompatible with recipient's protocol version";
    99, 14, "UNSPECIFIED", "Unspecified reason";
}
}
