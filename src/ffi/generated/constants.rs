// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! Numbers that properties, fields and arguments take.

/// Where callbacks run (oftpsrv_set_event_dispatch()). On the engine's threads, as things happen (default).
pub const OFTPSRV_DISPATCH_DIRECT: i32 = 0;

/// Where callbacks run (oftpsrv_set_event_dispatch()). Inside oftpsrv_do_events() only, on the caller's thread.
pub const OFTPSRV_DISPATCH_QUEUED: i32 = 1;

/// Versions of OFTP. OFTP 1.2.
pub const OFTPSRV_OFTP_12: i32 = 0;

/// Versions of OFTP. OFTP 1.3.
pub const OFTPSRV_OFTP_13: i32 = 1;

/// Versions of OFTP. OFTP 1.4.
pub const OFTPSRV_OFTP_14: i32 = 2;

/// Versions of OFTP. OFTP 2.0.
pub const OFTPSRV_OFTP_20: i32 = 3;

/// Who sends a file or a command. From the client.
pub const OFTPSRV_DIRECTION_CLIENT: i32 = 0;

/// Who sends a file or a command. From the server.
pub const OFTPSRV_DIRECTION_SERVER: i32 = 1;

/// Which way an end response goes. Received.
pub const OFTPSRV_END_RESPONSE_RECEIVED: i32 = 0;

/// Which way an end response goes. Sent.
pub const OFTPSRV_END_RESPONSE_SENT: i32 = 1;

/// Record formats of virtual files. Octets without structure.
pub const OFTPSRV_FORMAT_UNSTRUCTURED: i32 = 0;

/// Record formats of virtual files. Lines of text.
pub const OFTPSRV_FORMAT_TEXT: i32 = 1;

/// Record formats of virtual files. Records of one length.
pub const OFTPSRV_FORMAT_FIXED: i32 = 2;

/// Record formats of virtual files. Records of different lengths.
pub const OFTPSRV_FORMAT_VARIABLE: i32 = 3;

/// How a file is secured. Neither signed nor encrypted.
pub const OFTPSRV_SECURITY_NONE: i32 = 0;

/// How a file is secured. Encrypted.
pub const OFTPSRV_SECURITY_ENCRYPTED: i32 = 1;

/// How a file is secured. Signed.
pub const OFTPSRV_SECURITY_SIGNED: i32 = 2;

/// How a file is secured. Encrypted and signed.
pub const OFTPSRV_SECURITY_ENCRYPTED_AND_SIGNED: i32 = 3;

/// Ciphers of files to send. Triple DES.
pub const OFTPSRV_ENCRYPTION_3DES: i32 = 0;

/// Ciphers of files to send. AES.
pub const OFTPSRV_ENCRYPTION_AES: i32 = 1;

/// Kinds of certificate exchange. Here is mine, send yours.
pub const OFTPSRV_EXCHANGE_REQUEST: i32 = 0;

/// Kinds of certificate exchange. This one replaces all earlier ones.
pub const OFTPSRV_EXCHANGE_REPLACE: i32 = 1;

/// Kinds of certificate exchange. The answer to a request, or one more.
pub const OFTPSRV_EXCHANGE_DELIVER: i32 = 2;

/// How much the Log event tells. Nothing.
pub const OFTPSRV_LOG_NONE: i32 = 0;

/// How much the Log event tells. What happens, in few entries.
pub const OFTPSRV_LOG_INFO: i32 = 1;

/// How much the Log event tells. More of it.
pub const OFTPSRV_LOG_VERBOSE: i32 = 2;

/// How much the Log event tells. Everything.
pub const OFTPSRV_LOG_DEBUG: i32 = 3;

/// Kinds of certificate stores. A Windows store of the current user. It is not read: error 9.
pub const OFTPSRV_STORE_USER: i32 = 0;

/// Kinds of certificate stores. A Windows store of the machine. It is not read: error 9.
pub const OFTPSRV_STORE_MACHINE: i32 = 1;

/// Kinds of certificate stores. A PKCS#12 file.
pub const OFTPSRV_STORE_PFX_FILE: i32 = 2;

/// Kinds of certificate stores. PKCS#12, the octets or their Base64.
pub const OFTPSRV_STORE_PFX_BLOB: i32 = 3;

/// Kinds of certificate stores. A Java key store file.
pub const OFTPSRV_STORE_JKS_FILE: i32 = 4;

/// Kinds of certificate stores. A Java key store, the octets or their Base64.
pub const OFTPSRV_STORE_JKS_BLOB: i32 = 5;

/// Kinds of certificate stores. A PEM file with a private key and perhaps certificates.
pub const OFTPSRV_STORE_PEM_KEY_FILE: i32 = 6;

/// Kinds of certificate stores. PEM text with a private key and perhaps certificates.
pub const OFTPSRV_STORE_PEM_KEY_BLOB: i32 = 7;

/// Kinds of certificate stores. A file with a certificate, PEM or DER.
pub const OFTPSRV_STORE_PUBLIC_KEY_FILE: i32 = 8;

/// Kinds of certificate stores. A certificate, PEM, DER or Base64.
pub const OFTPSRV_STORE_PUBLIC_KEY_BLOB: i32 = 9;

/// Kinds of certificate stores. An SSH public key.
pub const OFTPSRV_STORE_SSH_PUBLIC_KEY_BLOB: i32 = 10;

/// Kinds of certificate stores. A PKCS#7 file with certificates.
pub const OFTPSRV_STORE_P7B_FILE: i32 = 11;

/// Kinds of certificate stores. PKCS#7 with certificates.
pub const OFTPSRV_STORE_P7B_BLOB: i32 = 12;

/// Kinds of certificate stores. An SSH public key file.
pub const OFTPSRV_STORE_SSH_PUBLIC_KEY_FILE: i32 = 13;

/// Kinds of certificate stores. A PuTTY private key file.
pub const OFTPSRV_STORE_PPK_FILE: i32 = 14;

/// Kinds of certificate stores. A PuTTY private key.
pub const OFTPSRV_STORE_PPK_BLOB: i32 = 15;

/// Kinds of certificate stores. A certificate or key in an XML file.
pub const OFTPSRV_STORE_XML_FILE: i32 = 16;

/// Kinds of certificate stores. A certificate or key in XML.
pub const OFTPSRV_STORE_XML_BLOB: i32 = 17;

/// Kinds of certificate stores. A JSON Web Key file.
pub const OFTPSRV_STORE_JWK_FILE: i32 = 18;

/// Kinds of certificate stores. A JSON Web Key.
pub const OFTPSRV_STORE_JWK_BLOB: i32 = 19;

/// Kinds of certificate stores. A Bouncy Castle FIPS key store file. It is not read: error 9.
pub const OFTPSRV_STORE_BCFKS_FILE: i32 = 21;

/// Kinds of certificate stores. A Bouncy Castle FIPS key store. It is not read: error 9.
pub const OFTPSRV_STORE_BCFKS_BLOB: i32 = 22;

/// Kinds of certificate stores. A security key behind a PKCS#11 module; Store is the module's path, the password is the
/// PIN.
pub const OFTPSRV_STORE_PKCS11: i32 = 23;

/// Kinds of certificate stores. Whatever the content shows; never a PKCS#11 module, whatever a file is called.
pub const OFTPSRV_STORE_AUTO: i32 = 99;

/// Bits of UsageFlags: what a key may be used for. Digital signature.
pub const OFTPSRV_USAGE_DIGITAL_SIGNATURE: i32 = 128;

/// Bits of UsageFlags: what a key may be used for. Non-repudiation.
pub const OFTPSRV_USAGE_NON_REPUDIATION: i32 = 64;

/// Bits of UsageFlags: what a key may be used for. Key encipherment.
pub const OFTPSRV_USAGE_KEY_ENCIPHERMENT: i32 = 32;

/// Bits of UsageFlags: what a key may be used for. Data encipherment.
pub const OFTPSRV_USAGE_DATA_ENCIPHERMENT: i32 = 16;

/// Bits of UsageFlags: what a key may be used for. Key agreement.
pub const OFTPSRV_USAGE_KEY_AGREEMENT: i32 = 8;

/// Bits of UsageFlags: what a key may be used for. Certificate signing.
pub const OFTPSRV_USAGE_CERTIFICATE_SIGNING: i32 = 4;

/// Bits of UsageFlags: what a key may be used for. CRL signing.
pub const OFTPSRV_USAGE_CRL_SIGNING: i32 = 2;

/// Bits of UsageFlags: what a key may be used for. Encipher only.
pub const OFTPSRV_USAGE_ENCIPHER_ONLY: i32 = 1;

/// Why a session ends (ESIDREAS). Normal session termination.
pub const OFTPSRV_ESID_NORMAL: i32 = 0;

/// Why a session ends (ESIDREAS). Command not recognised.
pub const OFTPSRV_ESID_COMMAND_NOT_RECOGNISED: i32 = 1;

/// Why a session ends (ESIDREAS). Protocol violation.
pub const OFTPSRV_ESID_PROTOCOL_VIOLATION: i32 = 2;

/// Why a session ends (ESIDREAS). User code not known.
pub const OFTPSRV_ESID_UNKNOWN_USER_CODE: i32 = 3;

/// Why a session ends (ESIDREAS). Invalid password.
pub const OFTPSRV_ESID_INVALID_PASSWORD: i32 = 4;

/// Why a session ends (ESIDREAS). Local site emergency close down.
pub const OFTPSRV_ESID_EMERGENCY_CLOSE_DOWN: i32 = 5;

/// Why a session ends (ESIDREAS). Command contained invalid data.
pub const OFTPSRV_ESID_INVALID_DATA: i32 = 6;

/// Why a session ends (ESIDREAS). Exchange buffer size error.
pub const OFTPSRV_ESID_BUFFER_SIZE_ERROR: i32 = 7;

/// Why a session ends (ESIDREAS). Resources not available.
pub const OFTPSRV_ESID_RESOURCES_NOT_AVAILABLE: i32 = 8;

/// Why a session ends (ESIDREAS). Time out.
pub const OFTPSRV_ESID_TIME_OUT: i32 = 9;

/// Why a session ends (ESIDREAS). Mode or capabilities incompatible.
pub const OFTPSRV_ESID_INCOMPATIBLE_CAPABILITIES: i32 = 10;

/// Why a session ends (ESIDREAS). Invalid challenge response. Since OFTP 2.0.
pub const OFTPSRV_ESID_INVALID_CHALLENGE_RESPONSE: i32 = 11;

/// Why a session ends (ESIDREAS). Secure authentication requirements incompatible. Since OFTP 2.0.
pub const OFTPSRV_ESID_INCOMPATIBLE_AUTHENTICATION: i32 = 12;

/// Why a session ends (ESIDREAS). Unspecified abort code.
pub const OFTPSRV_ESID_UNSPECIFIED: i32 = 99;

/// Why a file is refused before it is sent (SFNAREAS). Invalid filename.
pub const OFTPSRV_SFNA_INVALID_FILENAME: i32 = 1;

/// Why a file is refused before it is sent (SFNAREAS). Invalid destination.
pub const OFTPSRV_SFNA_INVALID_DESTINATION: i32 = 2;

/// Why a file is refused before it is sent (SFNAREAS). Invalid origin.
pub const OFTPSRV_SFNA_INVALID_ORIGIN: i32 = 3;

/// Why a file is refused before it is sent (SFNAREAS). Storage record format not supported.
pub const OFTPSRV_SFNA_RECORD_FORMAT_NOT_SUPPORTED: i32 = 4;

/// Why a file is refused before it is sent (SFNAREAS). Maximum record length not supported.
pub const OFTPSRV_SFNA_RECORD_LENGTH_NOT_SUPPORTED: i32 = 5;

/// Why a file is refused before it is sent (SFNAREAS). File size is too big.
pub const OFTPSRV_SFNA_FILE_SIZE_TOO_BIG: i32 = 6;

/// Why a file is refused before it is sent (SFNAREAS). Invalid record count.
pub const OFTPSRV_SFNA_INVALID_RECORD_COUNT: i32 = 10;

/// Why a file is refused before it is sent (SFNAREAS). Invalid byte count.
pub const OFTPSRV_SFNA_INVALID_BYTE_COUNT: i32 = 11;

/// Why a file is refused before it is sent (SFNAREAS). Access method failure.
pub const OFTPSRV_SFNA_ACCESS_METHOD_FAILURE: i32 = 12;

/// Why a file is refused before it is sent (SFNAREAS). Duplicate file.
pub const OFTPSRV_SFNA_DUPLICATE_FILE: i32 = 13;

/// Why a file is refused before it is sent (SFNAREAS). File direction refused. Since OFTP 1.4.
pub const OFTPSRV_SFNA_FILE_DIRECTION_REFUSED: i32 = 14;

/// Why a file is refused before it is sent (SFNAREAS). Cipher suite not supported. Since OFTP 2.0.
pub const OFTPSRV_SFNA_CIPHER_SUITE_NOT_SUPPORTED: i32 = 15;

/// Why a file is refused before it is sent (SFNAREAS). Encrypted file not allowed. Since OFTP 2.0.
pub const OFTPSRV_SFNA_ENCRYPTED_FILE_NOT_ALLOWED: i32 = 16;

/// Why a file is refused before it is sent (SFNAREAS). Unencrypted file not allowed. Since OFTP 2.0.
pub const OFTPSRV_SFNA_UNENCRYPTED_FILE_NOT_ALLOWED: i32 = 17;

/// Why a file is refused before it is sent (SFNAREAS). Compression not allowed. Since OFTP 2.0.
pub const OFTPSRV_SFNA_COMPRESSION_NOT_ALLOWED: i32 = 18;

/// Why a file is refused before it is sent (SFNAREAS). Signed file not allowed. Since OFTP 2.0.
pub const OFTPSRV_SFNA_SIGNED_FILE_NOT_ALLOWED: i32 = 19;

/// Why a file is refused before it is sent (SFNAREAS). Unsigned file not allowed. Since OFTP 2.0.
pub const OFTPSRV_SFNA_UNSIGNED_FILE_NOT_ALLOWED: i32 = 20;

/// Why a file is refused before it is sent (SFNAREAS). Unspecified reason.
pub const OFTPSRV_SFNA_UNSPECIFIED: i32 = 99;

/// Why a file is refused after it was sent (EFNAREAS). Invalid filename.
pub const OFTPSRV_EFNA_INVALID_FILENAME: i32 = 1;

/// Why a file is refused after it was sent (EFNAREAS). Invalid destination.
pub const OFTPSRV_EFNA_INVALID_DESTINATION: i32 = 2;

/// Why a file is refused after it was sent (EFNAREAS). Invalid origin.
pub const OFTPSRV_EFNA_INVALID_ORIGIN: i32 = 3;

/// Why a file is refused after it was sent (EFNAREAS). Storage record format not supported.
pub const OFTPSRV_EFNA_RECORD_FORMAT_NOT_SUPPORTED: i32 = 4;

/// Why a file is refused after it was sent (EFNAREAS). Maximum record length not supported.
pub const OFTPSRV_EFNA_RECORD_LENGTH_NOT_SUPPORTED: i32 = 5;

/// Why a file is refused after it was sent (EFNAREAS). File size is too big.
pub const OFTPSRV_EFNA_FILE_SIZE_TOO_BIG: i32 = 6;

/// Why a file is refused after it was sent (EFNAREAS). Invalid record count.
pub const OFTPSRV_EFNA_INVALID_RECORD_COUNT: i32 = 10;

/// Why a file is refused after it was sent (EFNAREAS). Invalid byte count.
pub const OFTPSRV_EFNA_INVALID_BYTE_COUNT: i32 = 11;

/// Why a file is refused after it was sent (EFNAREAS). Access method failure.
pub const OFTPSRV_EFNA_ACCESS_METHOD_FAILURE: i32 = 12;

/// Why a file is refused after it was sent (EFNAREAS). Duplicate file.
pub const OFTPSRV_EFNA_DUPLICATE_FILE: i32 = 13;

/// Why a file is refused after it was sent (EFNAREAS). File direction refused. Since OFTP 1.4.
pub const OFTPSRV_EFNA_FILE_DIRECTION_REFUSED: i32 = 14;

/// Why a file is refused after it was sent (EFNAREAS). Cipher suite not supported. Since OFTP 2.0.
pub const OFTPSRV_EFNA_CIPHER_SUITE_NOT_SUPPORTED: i32 = 15;

/// Why a file is refused after it was sent (EFNAREAS). Encrypted file not allowed. Since OFTP 2.0.
pub const OFTPSRV_EFNA_ENCRYPTED_FILE_NOT_ALLOWED: i32 = 16;

/// Why a file is refused after it was sent (EFNAREAS). Unencrypted file not allowed. Since OFTP 2.0.
pub const OFTPSRV_EFNA_UNENCRYPTED_FILE_NOT_ALLOWED: i32 = 17;

/// Why a file is refused after it was sent (EFNAREAS). Compression not allowed. Since OFTP 2.0.
pub const OFTPSRV_EFNA_COMPRESSION_NOT_ALLOWED: i32 = 18;

/// Why a file is refused after it was sent (EFNAREAS). Signed file not allowed. Since OFTP 2.0.
pub const OFTPSRV_EFNA_SIGNED_FILE_NOT_ALLOWED: i32 = 19;

/// Why a file is refused after it was sent (EFNAREAS). Unsigned file not allowed. Since OFTP 2.0.
pub const OFTPSRV_EFNA_UNSIGNED_FILE_NOT_ALLOWED: i32 = 20;

/// Why a file is refused after it was sent (EFNAREAS). Invalid file signature. Since OFTP 2.0.
pub const OFTPSRV_EFNA_INVALID_FILE_SIGNATURE: i32 = 21;

/// Why a file is refused after it was sent (EFNAREAS). File decryption failure. Since OFTP 2.0.
pub const OFTPSRV_EFNA_DECRYPTION_FAILURE: i32 = 22;

/// Why a file is refused after it was sent (EFNAREAS). File decompression failure. Since OFTP 2.0.
pub const OFTPSRV_EFNA_DECOMPRESSION_FAILURE: i32 = 23;

/// Why a file is refused after it was sent (EFNAREAS). Unspecified reason.
pub const OFTPSRV_EFNA_UNSPECIFIED: i32 = 99;

/// Why a file was not delivered (NERPREAS). User code not known. Since OFTP 1.4.
pub const OFTPSRV_NERP_UNKNOWN_USER_CODE: i32 = 3;

/// Why a file was not delivered (NERPREAS). Invalid password. Since OFTP 1.4.
pub const OFTPSRV_NERP_INVALID_PASSWORD: i32 = 4;

/// Why a file was not delivered (NERPREAS). Unspecified reason (ESID 99 received). Since OFTP 1.4.
pub const OFTPSRV_NERP_SESSION_ABORTED: i32 = 9;

/// Why a file was not delivered (NERPREAS). Invalid filename. Since OFTP 1.4.
pub const OFTPSRV_NERP_INVALID_FILENAME: i32 = 11;

/// Why a file was not delivered (NERPREAS). Invalid destination. Since OFTP 1.4.
pub const OFTPSRV_NERP_INVALID_DESTINATION: i32 = 12;

/// Why a file was not delivered (NERPREAS). Invalid origin. Since OFTP 1.4.
pub const OFTPSRV_NERP_INVALID_ORIGIN: i32 = 13;

/// Why a file was not delivered (NERPREAS). Invalid storage record format. Since OFTP 1.4.
pub const OFTPSRV_NERP_RECORD_FORMAT_NOT_SUPPORTED: i32 = 14;

/// Why a file was not delivered (NERPREAS). Maximum record length not supported. Since OFTP 1.4.
pub const OFTPSRV_NERP_RECORD_LENGTH_NOT_SUPPORTED: i32 = 15;

/// Why a file was not delivered (NERPREAS). File size too big. Since OFTP 1.4.
pub const OFTPSRV_NERP_FILE_SIZE_TOO_BIG: i32 = 16;

/// Why a file was not delivered (NERPREAS). Invalid record count. Since OFTP 1.4.
pub const OFTPSRV_NERP_INVALID_RECORD_COUNT: i32 = 20;

/// Why a file was not delivered (NERPREAS). Invalid byte count. Since OFTP 1.4.
pub const OFTPSRV_NERP_INVALID_BYTE_COUNT: i32 = 21;

/// Why a file was not delivered (NERPREAS). Access method failure. Since OFTP 1.4.
pub const OFTPSRV_NERP_ACCESS_METHOD_FAILURE: i32 = 22;

/// Why a file was not delivered (NERPREAS). Duplicate file. Since OFTP 1.4.
pub const OFTPSRV_NERP_DUPLICATE_FILE: i32 = 23;

/// Why a file was not delivered (NERPREAS). File direction refused. Since OFTP 1.4.
pub const OFTPSRV_NERP_FILE_DIRECTION_REFUSED: i32 = 24;

/// Why a file was not delivered (NERPREAS). Cipher suite not supported. Since OFTP 2.0.
pub const OFTPSRV_NERP_CIPHER_SUITE_NOT_SUPPORTED: i32 = 25;

/// Why a file was not delivered (NERPREAS). Encrypted file not allowed. Since OFTP 2.0.
pub const OFTPSRV_NERP_ENCRYPTED_FILE_NOT_ALLOWED: i32 = 26;

/// Why a file was not delivered (NERPREAS). Unencrypted file not allowed. Since OFTP 2.0.
pub const OFTPSRV_NERP_UNENCRYPTED_FILE_NOT_ALLOWED: i32 = 27;

/// Why a file was not delivered (NERPREAS). Compression not allowed. Since OFTP 2.0.
pub const OFTPSRV_NERP_COMPRESSION_NOT_ALLOWED: i32 = 28;

/// Why a file was not delivered (NERPREAS). Signed file not allowed. Since OFTP 2.0.
pub const OFTPSRV_NERP_SIGNED_FILE_NOT_ALLOWED: i32 = 29;

/// Why a file was not delivered (NERPREAS). Unsigned file not allowed. Since OFTP 2.0.
pub const OFTPSRV_NERP_UNSIGNED_FILE_NOT_ALLOWED: i32 = 30;

/// Why a file was not delivered (NERPREAS). File signature not valid. Since OFTP 2.0.
pub const OFTPSRV_NERP_INVALID_FILE_SIGNATURE: i32 = 31;

/// Why a file was not delivered (NERPREAS). File decompression failed. Since OFTP 2.0.
pub const OFTPSRV_NERP_DECOMPRESSION_FAILURE: i32 = 32;

/// Why a file was not delivered (NERPREAS). File decryption failed. Since OFTP 2.0.
pub const OFTPSRV_NERP_DECRYPTION_FAILURE: i32 = 33;

/// Why a file was not delivered (NERPREAS). File processing failed. Since OFTP 1.4.
pub const OFTPSRV_NERP_PROCESSING_FAILED: i32 = 34;

/// Why a file was not delivered (NERPREAS). Not delivered to recipient. Since OFTP 1.4.
pub const OFTPSRV_NERP_NOT_DELIVERED: i32 = 35;

/// Why a file was not delivered (NERPREAS). Not acknowledged by recipient. Since OFTP 1.4.
pub const OFTPSRV_NERP_NOT_ACKNOWLEDGED: i32 = 36;

/// Why a file was not delivered (NERPREAS). Transmission stopped by the operator. Since OFTP 1.4.
pub const OFTPSRV_NERP_STOPPED_BY_OPERATOR: i32 = 50;

/// Why a file was not delivered (NERPREAS). File size incompatible with recipient's protocol version. Since OFTP 1.4.
pub const OFTPSRV_NERP_SIZE_INCOMPATIBLE_WITH_VERSION: i32 = 90;

/// Why a file was not delivered (NERPREAS). Unspecified reason. Since OFTP 1.4.
pub const OFTPSRV_NERP_UNSPECIFIED: i32 = 99;
