//! Numbers that properties, fields and arguments take.

/// Callbacks come on the engine's threads, as things happen (default).
pub const OFTPSRV_DISPATCH_DIRECT: i32 = 0;

/// Callbacks come inside oftpsrv_do_events() only, on the caller's thread.
pub const OFTPSRV_DISPATCH_QUEUED: i32 = 1;

/// OFTP 1.2 (ClientVersion, ServerVersion, Version).
pub const OFTPSRV_OFTP_12: i32 = 0;

/// OFTP 1.3.
pub const OFTPSRV_OFTP_13: i32 = 1;

/// OFTP 1.4.
pub const OFTPSRV_OFTP_14: i32 = 2;

/// OFTP 2.0.
pub const OFTPSRV_OFTP_20: i32 = 3;

/// Direction of a file, a command or its data: from the client.
pub const OFTPSRV_DIRECTION_CLIENT: i32 = 0;

/// Direction of a file, a command or its data: from the server.
pub const OFTPSRV_DIRECTION_SERVER: i32 = 1;

/// Direction of an end response: received.
pub const OFTPSRV_END_RESPONSE_RECEIVED: i32 = 0;

/// Direction of an end response: sent.
pub const OFTPSRV_END_RESPONSE_SENT: i32 = 1;

/// VirtualFileFormat: octets without structure.
pub const OFTPSRV_FORMAT_UNSTRUCTURED: i32 = 0;

/// VirtualFileFormat: lines of text.
pub const OFTPSRV_FORMAT_TEXT: i32 = 1;

/// VirtualFileFormat: records of one length.
pub const OFTPSRV_FORMAT_FIXED: i32 = 2;

/// VirtualFileFormat: records of different lengths.
pub const OFTPSRV_FORMAT_VARIABLE: i32 = 3;

/// VirtualFileSecurityLevel: neither signed nor encrypted.
pub const OFTPSRV_SECURITY_NONE: i32 = 0;

/// VirtualFileSecurityLevel: encrypted.
pub const OFTPSRV_SECURITY_ENCRYPTED: i32 = 1;

/// VirtualFileSecurityLevel: signed.
pub const OFTPSRV_SECURITY_SIGNED: i32 = 2;

/// VirtualFileSecurityLevel: encrypted and signed.
pub const OFTPSRV_SECURITY_ENCRYPTED_AND_SIGNED: i32 = 3;

/// EncryptionAlgorithm: triple DES.
pub const OFTPSRV_ENCRYPTION_3DES: i32 = 0;

/// EncryptionAlgorithm: AES.
pub const OFTPSRV_ENCRYPTION_AES: i32 = 1;

/// Certificate exchange: here is mine, send yours.
pub const OFTPSRV_EXCHANGE_REQUEST: i32 = 0;

/// Certificate exchange: this one replaces all earlier ones.
pub const OFTPSRV_EXCHANGE_REPLACE: i32 = 1;

/// Certificate exchange: the answer to a request, or one more.
pub const OFTPSRV_EXCHANGE_DELIVER: i32 = 2;

/// LogLevel: what happens, in few entries.
pub const OFTPSRV_LOG_INFO: i32 = 1;

/// LogLevel: more of it.
pub const OFTPSRV_LOG_VERBOSE: i32 = 2;

/// LogLevel: everything.
pub const OFTPSRV_LOG_DEBUG: i32 = 3;

/// StoreType: a Windows store of the current user.
pub const OFTPSRV_STORE_USER: i32 = 0;

/// StoreType: a Windows store of the machine.
pub const OFTPSRV_STORE_MACHINE: i32 = 1;

/// StoreType: a PKCS#12 file.
pub const OFTPSRV_STORE_PFX_FILE: i32 = 2;

/// StoreType: PKCS#12, the octets or their Base64.
pub const OFTPSRV_STORE_PFX_BLOB: i32 = 3;

/// StoreType: a Java key store file.
pub const OFTPSRV_STORE_JKS_FILE: i32 = 4;

/// StoreType: a Java key store, the octets or their Base64.
pub const OFTPSRV_STORE_JKS_BLOB: i32 = 5;

/// StoreType: a PEM file with a private key and perhaps certificates.
pub const OFTPSRV_STORE_PEM_KEY_FILE: i32 = 6;

/// StoreType: PEM text with a private key and perhaps certificates.
pub const OFTPSRV_STORE_PEM_KEY_BLOB: i32 = 7;

/// StoreType: a file with a certificate, PEM or DER.
pub const OFTPSRV_STORE_PUBLIC_KEY_FILE: i32 = 8;

/// StoreType: a certificate, PEM, DER or Base64.
pub const OFTPSRV_STORE_PUBLIC_KEY_BLOB: i32 = 9;

/// StoreType: an SSH public key.
pub const OFTPSRV_STORE_SSH_PUBLIC_KEY_BLOB: i32 = 10;

/// StoreType: a PKCS#7 file with certificates.
pub const OFTPSRV_STORE_P7B_FILE: i32 = 11;

/// StoreType: PKCS#7 with certificates.
pub const OFTPSRV_STORE_P7B_BLOB: i32 = 12;

/// StoreType: an SSH public key file.
pub const OFTPSRV_STORE_SSH_PUBLIC_KEY_FILE: i32 = 13;

/// StoreType: a PuTTY private key file.
pub const OFTPSRV_STORE_PPK_FILE: i32 = 14;

/// StoreType: a PuTTY private key.
pub const OFTPSRV_STORE_PPK_BLOB: i32 = 15;

/// StoreType: a certificate or key in an XML file.
pub const OFTPSRV_STORE_XML_FILE: i32 = 16;

/// StoreType: a certificate or key in XML.
pub const OFTPSRV_STORE_XML_BLOB: i32 = 17;

/// StoreType: a JSON Web Key file.
pub const OFTPSRV_STORE_JWK_FILE: i32 = 18;

/// StoreType: a JSON Web Key.
pub const OFTPSRV_STORE_JWK_BLOB: i32 = 19;

/// StoreType: a Bouncy Castle FIPS key store file.
pub const OFTPSRV_STORE_BCFKS_FILE: i32 = 21;

/// StoreType: a Bouncy Castle FIPS key store.
pub const OFTPSRV_STORE_BCFKS_BLOB: i32 = 22;

/// StoreType: a security key behind a PKCS#11 module; Store is the module's path, the password is the PIN.
pub const OFTPSRV_STORE_PKCS11: i32 = 23;

/// StoreType: whatever the content shows; never a PKCS#11 module, whatever a file is called.
pub const OFTPSRV_STORE_AUTO: i32 = 99;
