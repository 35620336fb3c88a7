//! The words in which the table is written, and the lists of numbers that several rows share.

use super::setting::{Applies, Kind};

/// A kind together with its secrecy.
pub struct Form {
    /// Which values fit.
    pub kind: Kind,
    /// Whether the value is a secret.
    pub sensitive: bool,
}

const fn open(kind: Kind) -> Form {
    Form { kind, sensitive: false }
}

/// True or False.
pub const fn boolean() -> Form {
    open(Kind::Bool)
}

/// A number within bounds.
pub const fn int(min: i64, max: i64) -> Form {
    open(Kind::Int { min, max })
}

/// One of a list of numbers.
pub const fn choice(list: &'static [(i64, &'static str)]) -> Form {
    open(Kind::Choice(list))
}

/// Numbers within bounds, separated by commas.
pub const fn int_list(min: i64, max: i64) -> Form {
    open(Kind::IntList { min, max })
}

/// Text that is a line: a name, a pattern, a list.
pub const fn text() -> Form {
    open(Kind::Text { max: 65_535 })
}

/// Text of at most so many octets.
pub const fn text_up_to(max: usize) -> Form {
    open(Kind::Text { max })
}

/// Text that may be several certificates or a key.
pub const fn long_text() -> Form {
    open(Kind::Text { max: 16 << 20 })
}

/// A field of the protocol of at most so many characters.
pub const fn code(max: usize) -> Form {
    open(Kind::Code { max })
}

/// A list of addresses, networks and host names.
pub const fn addresses() -> Form {
    open(Kind::Addresses)
}

/// Octets.
pub const fn bytes() -> Form {
    open(Kind::Bytes)
}

/// The same form as a secret.
pub const fn hidden(form: Form) -> Form {
    Form { kind: form.kind, sensitive: true }
}

/// [`Applies::Always`].
pub const fn always() -> Applies {
    Applies::Always
}

/// [`Applies::NotWhileListening`].
pub const fn not_while_listening(code: i32) -> Applies {
    Applies::NotWhileListening(code)
}

/// [`Applies::NextStart`].
pub const fn next_start() -> Applies {
    Applies::NextStart
}

/// [`Applies::NextConnection`].
pub const fn next_connection() -> Applies {
    Applies::NextConnection
}

/// [`Applies::Platform`].
pub const fn platform(note: &'static str) -> Applies {
    Applies::Platform(note)
}

/// Seconds of a timeout: up to 24 days, so that milliseconds fit an `i32`.
pub const SECONDS: Form = int(0, 2_147_483);

/// Where certificates are read from.
pub const STORE_TYPES: &[(i64, &str)] = &[
    (0, "cstUser"),
    (1, "cstMachine"),
    (2, "cstPFXFile"),
    (3, "cstPFXBlob"),
    (4, "cstJKSFile"),
    (5, "cstJKSBlob"),
    (6, "cstPEMKeyFile"),
    (7, "cstPEMKeyBlob"),
    (8, "cstPublicKeyFile"),
    (9, "cstPublicKeyBlob"),
    (10, "cstSSHPublicKeyBlob"),
    (11, "cstP7BFile"),
    (12, "cstP7BBlob"),
    (13, "cstSSHPublicKeyFile"),
    (14, "cstPPKFile"),
    (15, "cstPPKBlob"),
    (16, "cstXMLFile"),
    (17, "cstXMLBlob"),
    (18, "cstJWKFile"),
    (19, "cstJWKBlob"),
    (21, "cstBCFKSFile"),
    (22, "cstBCFKSBlob"),
    (23, "cstPKCS11"),
    (99, "cstAuto"),
];
/// What the own certificate is for.
pub const CERTIFICATE_TYPES: &[(i64, &str)] =
    &[(0, "AllOperations"), (1, "SessionAuthentication"), (2, "Decryption"), (3, "Signing"), (4, "ReceiptSigning")];
/// What the partner's certificate is for.
pub const RECIPIENT_TYPES: &[(i64, &str)] = &[
    (0, "AllOperations"),
    (1, "SessionAuthentication"),
    (2, "Encryption"),
    (3, "SignatureVerification"),
    (4, "ReceiptSignatureVerification"),
];
/// Who sends files.
pub const CONNECTION_TYPES: &[(i64, &str)] = &[(0, "Both"), (1, "SendOnly"), (2, "ReceiveOnly")];
/// Symmetric ciphers.
pub const ALGORITHMS: &[(i64, &str)] = &[(0, "encra3DES"), (1, "encraAES")];
/// Hashes.
pub const HASHES: &[(i64, &str)] = &[(0, "sha1"), (1, "sha256"), (2, "sha512")];
/// Record formats.
pub const FORMATS: &[(i64, &str)] = &[(0, "ffUnstructured"), (1, "ffText"), (2, "ffFixed"), (3, "ffVariable")];
/// File security.
pub const SECURITY_LEVELS: &[(i64, &str)] =
    &[(0, "slNone"), (1, "slEncrypted"), (2, "slSigned"), (3, "slEncryptedAndSigned")];
/// Protocol versions.
pub const VERSIONS: &[(i64, &str)] = &[(0, "oftpVer12"), (1, "oftpVer13"), (2, "oftpVer14"), (3, "oftpVer20")];
/// SecureAuthentication.
pub const AUTHENTICATION: &[(i64, &str)] = &[(0, "Disallowed"), (1, "Required"), (2, "Automatic")];
/// Redirects.
pub const REDIRECTS: &[(i64, &str)] = &[(0, "Never"), (1, "Always"), (2, "SameScheme")];
/// Levels of the log.
pub const LOG_LEVELS: &[(i64, &str)] = &[(0, "None"), (1, "Info"), (2, "Verbose"), (3, "Debug")];
/// Address families.
pub const IP_MODES: &[(i64, &str)] = &[(0, "IPv4"), (1, "IPv6"), (2, "Both")];
/// How strictly a check of revocation is meant.
pub const CHECKS: &[(i64, &str)] = &[(0, "Off"), (1, "WherePossible"), (2, "Always")];
/// TLS providers.
pub const PROVIDERS: &[(i64, &str)] = &[(0, "Automatic"), (1, "Platform"), (2, "Internal")];
/// Layouts of local files with records.
pub const RECORD_FORMATS: &[(i64, &str)] = &[(0, "Lines"), (1, "Binary")];
/// Policies towards offered files.
pub const POLICIES: &[(i64, &str)] = &[(0, "Allowed"), (1, "Required"), (2, "Refused")];
/// Paddings of RSA signatures.
pub const SIGNATURE_PADDINGS: &[(i64, &str)] = &[(0, "Automatic"), (1, "PKCS1"), (2, "PSS")];
/// Ways to encrypt a content key with RSA.
pub const KEY_TRANSPORTS: &[(i64, &str)] = &[(0, "Automatic"), (1, "PKCS1"), (2, "OAEP")];
