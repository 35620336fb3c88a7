// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! The numbers that fields and arguments take, by name. Those of errors are [`codes`](crate::codes).

/// Where handlers run ([`Server::set_event_dispatch`](crate::Server::set_event_dispatch)).
pub mod dispatch {
    /// On the engine's threads, as things happen (default).
    pub const DIRECT: i32 = 0;
    /// Inside [`Server::do_events`](crate::Server::do_events) only, on the caller's thread.
    pub const QUEUED: i32 = 1;
}

/// Versions of OFTP.
pub mod version {
    /// OFTP 1.2.
    pub const OFTP_12: i32 = 0;
    /// OFTP 1.3.
    pub const OFTP_13: i32 = 1;
    /// OFTP 1.4.
    pub const OFTP_14: i32 = 2;
    /// OFTP 2.0.
    pub const OFTP_20: i32 = 3;
}

/// Who sends a file or a command.
pub mod direction {
    /// From the client.
    pub const CLIENT: i32 = 0;
    /// From the server.
    pub const SERVER: i32 = 1;
}

/// Which way an end response goes.
pub mod end_response_direction {
    /// Received.
    pub const RECEIVED: i32 = 0;
    /// Sent.
    pub const SENT: i32 = 1;
}

/// Record formats of virtual files.
pub mod file_format {
    /// Octets without structure.
    pub const UNSTRUCTURED: i32 = 0;
    /// Lines of text.
    pub const TEXT: i32 = 1;
    /// Records of one length.
    pub const FIXED: i32 = 2;
    /// Records of different lengths.
    pub const VARIABLE: i32 = 3;
}

/// How a file is secured.
pub mod security_level {
    /// Neither signed nor encrypted.
    pub const NONE: i32 = 0;
    /// Encrypted.
    pub const ENCRYPTED: i32 = 1;
    /// Signed.
    pub const SIGNED: i32 = 2;
    /// Encrypted and signed.
    pub const ENCRYPTED_AND_SIGNED: i32 = 3;
}

/// Ciphers of files to send.
pub mod encryption_algorithm {
    /// Triple DES.
    pub const TRIPLE_DES: i32 = 0;
    /// AES.
    pub const AES: i32 = 1;
}

/// Kinds of certificate exchange.
pub mod exchange_type {
    /// Here is mine, send yours.
    pub const REQUEST: i32 = 0;
    /// This one replaces all earlier ones.
    pub const REPLACE: i32 = 1;
    /// The answer to a request, or one more.
    pub const DELIVER: i32 = 2;
}

/// How much the Log event tells.
pub mod log_level {
    /// Nothing.
    pub const NONE: i32 = 0;
    /// What happens, in few entries.
    pub const INFO: i32 = 1;
    /// More of it.
    pub const VERBOSE: i32 = 2;
    /// Everything.
    pub const DEBUG: i32 = 3;
}

/// Kinds of certificate stores.
pub mod store_type {
    /// A Windows store of the current user. It is not read: error 9.
    pub const USER: i32 = 0;
    /// A Windows store of the machine. It is not read: error 9.
    pub const MACHINE: i32 = 1;
    /// A PKCS#12 file.
    pub const PFX_FILE: i32 = 2;
    /// PKCS#12, the octets or their Base64.
    pub const PFX_BLOB: i32 = 3;
    /// A Java key store file.
    pub const JKS_FILE: i32 = 4;
    /// A Java key store, the octets or their Base64.
    pub const JKS_BLOB: i32 = 5;
    /// A PEM file with a private key and perhaps certificates.
    pub const PEM_KEY_FILE: i32 = 6;
    /// PEM text with a private key and perhaps certificates.
    pub const PEM_KEY_BLOB: i32 = 7;
    /// A file with a certificate, PEM or DER.
    pub const PUBLIC_KEY_FILE: i32 = 8;
    /// A certificate, PEM, DER or Base64.
    pub const PUBLIC_KEY_BLOB: i32 = 9;
    /// An SSH public key.
    pub const SSH_PUBLIC_KEY_BLOB: i32 = 10;
    /// A PKCS#7 file with certificates.
    pub const P7B_FILE: i32 = 11;
    /// PKCS#7 with certificates.
    pub const P7B_BLOB: i32 = 12;
    /// An SSH public key file.
    pub const SSH_PUBLIC_KEY_FILE: i32 = 13;
    /// A PuTTY private key file.
    pub const PPK_FILE: i32 = 14;
    /// A PuTTY private key.
    pub const PPK_BLOB: i32 = 15;
    /// A certificate or key in an XML file.
    pub const XML_FILE: i32 = 16;
    /// A certificate or key in XML.
    pub const XML_BLOB: i32 = 17;
    /// A JSON Web Key file.
    pub const JWK_FILE: i32 = 18;
    /// A JSON Web Key.
    pub const JWK_BLOB: i32 = 19;
    /// A Bouncy Castle FIPS key store file. It is not read: error 9.
    pub const BCFKS_FILE: i32 = 21;
    /// A Bouncy Castle FIPS key store. It is not read: error 9.
    pub const BCFKS_BLOB: i32 = 22;
    /// A security key behind a PKCS#11 module; Store is the module's path, the password is the PIN.
    pub const PKCS11: i32 = 23;
    /// Whatever the content shows; never a PKCS#11 module, whatever a file is called.
    pub const AUTO: i32 = 99;
}

/// Bits of [`Certificate::usage_flags`](crate::Certificate::usage_flags): what a key may be used for.
pub mod key_usage {
    /// Digital signature.
    pub const DIGITAL_SIGNATURE: i32 = 128;
    /// Non-repudiation.
    pub const NON_REPUDIATION: i32 = 64;
    /// Key encipherment.
    pub const KEY_ENCIPHERMENT: i32 = 32;
    /// Data encipherment.
    pub const DATA_ENCIPHERMENT: i32 = 16;
    /// Key agreement.
    pub const KEY_AGREEMENT: i32 = 8;
    /// Certificate signing.
    pub const CERTIFICATE_SIGNING: i32 = 4;
    /// CRL signing.
    pub const CRL_SIGNING: i32 = 2;
    /// Encipher only.
    pub const ENCIPHER_ONLY: i32 = 1;
}

/// Why a session ends (ESIDREAS).
pub mod esid_reason {
    /// Normal session termination.
    pub const NORMAL: i32 = 0;
    /// Command not recognised.
    pub const COMMAND_NOT_RECOGNISED: i32 = 1;
    /// Protocol violation.
    pub const PROTOCOL_VIOLATION: i32 = 2;
    /// User code not known.
    pub const UNKNOWN_USER_CODE: i32 = 3;
    /// Invalid password.
    pub const INVALID_PASSWORD: i32 = 4;
    /// Local site emergency close down.
    pub const EMERGENCY_CLOSE_DOWN: i32 = 5;
    /// Command contained invalid data.
    pub const INVALID_DATA: i32 = 6;
    /// Exchange buffer size error.
    pub const BUFFER_SIZE_ERROR: i32 = 7;
    /// Resources not available.
    pub const RESOURCES_NOT_AVAILABLE: i32 = 8;
    /// Time out.
    pub const TIME_OUT: i32 = 9;
    /// Mode or capabilities incompatible.
    pub const INCOMPATIBLE_CAPABILITIES: i32 = 10;
    /// Invalid challenge response. Since OFTP 2.0.
    pub const INVALID_CHALLENGE_RESPONSE: i32 = 11;
    /// Secure authentication requirements incompatible. Since OFTP 2.0.
    pub const INCOMPATIBLE_AUTHENTICATION: i32 = 12;
    /// Unspecified abort code.
    pub const UNSPECIFIED: i32 = 99;
}

/// Why a file is refused before it is sent (SFNAREAS).
pub mod sfna_reason {
    /// Invalid filename.
    pub const INVALID_FILENAME: i32 = 1;
    /// Invalid destination.
    pub const INVALID_DESTINATION: i32 = 2;
    /// Invalid origin.
    pub const INVALID_ORIGIN: i32 = 3;
    /// Storage record format not supported.
    pub const RECORD_FORMAT_NOT_SUPPORTED: i32 = 4;
    /// Maximum record length not supported.
    pub const RECORD_LENGTH_NOT_SUPPORTED: i32 = 5;
    /// File size is too big.
    pub const FILE_SIZE_TOO_BIG: i32 = 6;
    /// Invalid record count.
    pub const INVALID_RECORD_COUNT: i32 = 10;
    /// Invalid byte count.
    pub const INVALID_BYTE_COUNT: i32 = 11;
    /// Access method failure.
    pub const ACCESS_METHOD_FAILURE: i32 = 12;
    /// Duplicate file.
    pub const DUPLICATE_FILE: i32 = 13;
    /// File direction refused. Since OFTP 1.4.
    pub const FILE_DIRECTION_REFUSED: i32 = 14;
    /// Cipher suite not supported. Since OFTP 2.0.
    pub const CIPHER_SUITE_NOT_SUPPORTED: i32 = 15;
    /// Encrypted file not allowed. Since OFTP 2.0.
    pub const ENCRYPTED_FILE_NOT_ALLOWED: i32 = 16;
    /// Unencrypted file not allowed. Since OFTP 2.0.
    pub const UNENCRYPTED_FILE_NOT_ALLOWED: i32 = 17;
    /// Compression not allowed. Since OFTP 2.0.
    pub const COMPRESSION_NOT_ALLOWED: i32 = 18;
    /// Signed file not allowed. Since OFTP 2.0.
    pub const SIGNED_FILE_NOT_ALLOWED: i32 = 19;
    /// Unsigned file not allowed. Since OFTP 2.0.
    pub const UNSIGNED_FILE_NOT_ALLOWED: i32 = 20;
    /// Unspecified reason.
    pub const UNSPECIFIED: i32 = 99;
}

/// Why a file is refused after it was sent (EFNAREAS).
pub mod efna_reason {
    /// Invalid filename.
    pub const INVALID_FILENAME: i32 = 1;
    /// Invalid destination.
    pub const INVALID_DESTINATION: i32 = 2;
    /// Invalid origin.
    pub const INVALID_ORIGIN: i32 = 3;
    /// Storage record format not supported.
    pub const RECORD_FORMAT_NOT_SUPPORTED: i32 = 4;
    /// Maximum record length not supported.
    pub const RECORD_LENGTH_NOT_SUPPORTED: i32 = 5;
    /// File size is too big.
    pub const FILE_SIZE_TOO_BIG: i32 = 6;
    /// Invalid record count.
    pub const INVALID_RECORD_COUNT: i32 = 10;
    /// Invalid byte count.
    pub const INVALID_BYTE_COUNT: i32 = 11;
    /// Access method failure.
    pub const ACCESS_METHOD_FAILURE: i32 = 12;
    /// Duplicate file.
    pub const DUPLICATE_FILE: i32 = 13;
    /// File direction refused. Since OFTP 1.4.
    pub const FILE_DIRECTION_REFUSED: i32 = 14;
    /// Cipher suite not supported. Since OFTP 2.0.
    pub const CIPHER_SUITE_NOT_SUPPORTED: i32 = 15;
    /// Encrypted file not allowed. Since OFTP 2.0.
    pub const ENCRYPTED_FILE_NOT_ALLOWED: i32 = 16;
    /// Unencrypted file not allowed. Since OFTP 2.0.
    pub const UNENCRYPTED_FILE_NOT_ALLOWED: i32 = 17;
    /// Compression not allowed. Since OFTP 2.0.
    pub const COMPRESSION_NOT_ALLOWED: i32 = 18;
    /// Signed file not allowed. Since OFTP 2.0.
    pub const SIGNED_FILE_NOT_ALLOWED: i32 = 19;
    /// Unsigned file not allowed. Since OFTP 2.0.
    pub const UNSIGNED_FILE_NOT_ALLOWED: i32 = 20;
    /// Invalid file signature. Since OFTP 2.0.
    pub const INVALID_FILE_SIGNATURE: i32 = 21;
    /// File decryption failure. Since OFTP 2.0.
    pub const DECRYPTION_FAILURE: i32 = 22;
    /// File decompression failure. Since OFTP 2.0.
    pub const DECOMPRESSION_FAILURE: i32 = 23;
    /// Unspecified reason.
    pub const UNSPECIFIED: i32 = 99;
}

/// Why a file was not delivered (NERPREAS).
pub mod nerp_reason {
    /// User code not known. Since OFTP 1.4.
    pub const UNKNOWN_USER_CODE: i32 = 3;
    /// Invalid password. Since OFTP 1.4.
    pub const INVALID_PASSWORD: i32 = 4;
    /// Unspecified reason (ESID 99 received). Since OFTP 1.4.
    pub const SESSION_ABORTED: i32 = 9;
    /// Invalid filename. Since OFTP 1.4.
    pub const INVALID_FILENAME: i32 = 11;
    /// Invalid destination. Since OFTP 1.4.
    pub const INVALID_DESTINATION: i32 = 12;
    /// Invalid origin. Since OFTP 1.4.
    pub const INVALID_ORIGIN: i32 = 13;
    /// Invalid storage record format. Since OFTP 1.4.
    pub const RECORD_FORMAT_NOT_SUPPORTED: i32 = 14;
    /// Maximum record length not supported. Since OFTP 1.4.
    pub const RECORD_LENGTH_NOT_SUPPORTED: i32 = 15;
    /// File size too big. Since OFTP 1.4.
    pub const FILE_SIZE_TOO_BIG: i32 = 16;
    /// Invalid record count. Since OFTP 1.4.
    pub const INVALID_RECORD_COUNT: i32 = 20;
    /// Invalid byte count. Since OFTP 1.4.
    pub const INVALID_BYTE_COUNT: i32 = 21;
    /// Access method failure. Since OFTP 1.4.
    pub const ACCESS_METHOD_FAILURE: i32 = 22;
    /// Duplicate file. Since OFTP 1.4.
    pub const DUPLICATE_FILE: i32 = 23;
    /// File direction refused. Since OFTP 1.4.
    pub const FILE_DIRECTION_REFUSED: i32 = 24;
    /// Cipher suite not supported. Since OFTP 2.0.
    pub const CIPHER_SUITE_NOT_SUPPORTED: i32 = 25;
    /// Encrypted file not allowed. Since OFTP 2.0.
    pub const ENCRYPTED_FILE_NOT_ALLOWED: i32 = 26;
    /// Unencrypted file not allowed. Since OFTP 2.0.
    pub const UNENCRYPTED_FILE_NOT_ALLOWED: i32 = 27;
    /// Compression not allowed. Since OFTP 2.0.
    pub const COMPRESSION_NOT_ALLOWED: i32 = 28;
    /// Signed file not allowed. Since OFTP 2.0.
    pub const SIGNED_FILE_NOT_ALLOWED: i32 = 29;
    /// Unsigned file not allowed. Since OFTP 2.0.
    pub const UNSIGNED_FILE_NOT_ALLOWED: i32 = 30;
    /// File signature not valid. Since OFTP 2.0.
    pub const INVALID_FILE_SIGNATURE: i32 = 31;
    /// File decompression failed. Since OFTP 2.0.
    pub const DECOMPRESSION_FAILURE: i32 = 32;
    /// File decryption failed. Since OFTP 2.0.
    pub const DECRYPTION_FAILURE: i32 = 33;
    /// File processing failed. Since OFTP 1.4.
    pub const PROCESSING_FAILED: i32 = 34;
    /// Not delivered to recipient. Since OFTP 1.4.
    pub const NOT_DELIVERED: i32 = 35;
    /// Not acknowledged by recipient. Since OFTP 1.4.
    pub const NOT_ACKNOWLEDGED: i32 = 36;
    /// Transmission stopped by the operator. Since OFTP 1.4.
    pub const STOPPED_BY_OPERATOR: i32 = 50;
    /// File size incompatible with recipient's protocol version. Since OFTP 1.4.
    pub const SIZE_INCOMPATIBLE_WITH_VERSION: i32 = 90;
    /// Unspecified reason. Since OFTP 1.4.
    pub const UNSPECIFIED: i32 = 99;
}
