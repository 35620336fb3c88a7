//! Numbers that only settings take. They have words, but no names in the languages; a list that gets some moves to
//! [`super::constants`] and into its `ALL`.

use super::constants::{Constant, Constants, is, named};

const fn words(doc: &'static str, values: &'static [Constant]) -> Constants {
    Constants { c: "", python: "", csharp: "", rust: "", doc, values }
}

/// What this side's certificate is for.
pub const CERTIFICATE_TYPES: Constants = words(
    "What this side's certificate is used for.",
    &[
        is(0, "ALL_OPERATIONS", "Everything that has no certificate of its own."),
        is(1, "SESSION_AUTHENTICATION", "Secure authentication of the session: opening the partner's challenge."),
        is(2, "DECRYPTION", "Opening encrypted files."),
        is(3, "SIGNING", "Signing files."),
        is(4, "RECEIPT_SIGNING", "Signing end responses."),
    ],
);

/// What the partner's certificate is for.
pub const RECIPIENT_TYPES: Constants = words(
    "What the partner's certificate is used for.",
    &[
        is(0, "ALL_OPERATIONS", "Everything that has no certificate of its own."),
        is(1, "SESSION_AUTHENTICATION", "Secure authentication of the session: encrypting the challenge."),
        is(2, "ENCRYPTION", "Encrypting files."),
        is(3, "SIGNATURE_VERIFICATION", "Verifying signed files."),
        is(4, "RECEIPT_SIGNATURE_VERIFICATION", "Verifying signed end responses."),
    ],
);

/// Who sends files.
pub const CONNECTION_TYPES: Constants = words(
    "What a side of a session does (SSIDSR).",
    &[
        is(0, "BOTH", "It sends and receives."),
        is(1, "SEND_ONLY", "It only sends."),
        is(2, "RECEIVE_ONLY", "It only receives."),
    ],
);

/// Hashes.
pub const HASHES: Constants = words(
    "Hash algorithms.",
    &[
        named(0, "SHA1", "sha1", "SHA-1."),
        named(1, "SHA256", "sha256", "SHA-256."),
        named(2, "SHA512", "sha512", "SHA-512."),
    ],
);

/// SecureAuthentication.
pub const AUTHENTICATION: Constants = words(
    "Authentication of the session with certificates (SSIDAUTH).",
    &[
        is(0, "DISALLOWED", "Never; a client that asks for it is turned away."),
        is(1, "REQUIRED", "Always; a client that does not ask for it is turned away."),
        is(2, "AUTOMATIC", "When the client asks for it."),
    ],
);

/// Redirects.
pub const REDIRECTS: Constants = words(
    "What is done when a fetched address refers to another one.",
    &[
        is(0, "NEVER", "It is an error."),
        is(1, "ALWAYS", "It is followed."),
        is(2, "SAME_SCHEME", "It is followed while http stays http and https stays https; else it is an error."),
    ],
);

/// Address families.
pub const IP_MODES: Constants = words(
    "Address families.",
    &[named(0, "IPV4", "IPv4", "IPv4."), named(1, "IPV6", "IPv6", "IPv6."), is(2, "BOTH", "IPv4 and IPv6.")],
);

/// How strictly a check of revocation is meant.
pub const CHECKS: Constants = words(
    "Whether certificates are checked for their revocation.",
    &[
        is(0, "OFF", "They are not."),
        is(1, "WHERE_POSSIBLE", "They are, where an answer can be had."),
        is(2, "ALWAYS", "They are; without an answer they do not count."),
    ],
);

/// TLS providers.
pub const PROVIDERS: Constants = words(
    "Implementations of TLS.",
    &[
        is(0, "AUTOMATIC", "The internal one unless a setting asks for what only the platform's can do."),
        is(1, "PLATFORM", "The platform's (OpenSSL)."),
        is(2, "INTERNAL", "The internal one (rustls)."),
    ],
);

/// Layouts of local files with records.
pub const RECORD_FORMATS: Constants = words(
    "Layouts of local files with records.",
    &[
        is(0, "LINES", "Lines ended by CR LF."),
        is(
            1,
            "BINARY",
            "Fixed records back to back, variable ones after their length in four octets, the highest first.",
        ),
    ],
);

/// Policies towards offered files.
pub const POLICIES: Constants = words(
    "Whether received files may be compressed, encrypted or signed.",
    &[
        is(0, "ALLOWED", "They may be."),
        is(1, "REQUIRED", "They must be; others are refused."),
        is(2, "REFUSED", "They must not be; such files are refused."),
    ],
);

/// Paddings of RSA signatures.
pub const SIGNATURE_PADDINGS: Constants = words(
    "Paddings of RSA signatures.",
    &[
        is(0, "AUTOMATIC", "As the cipher suite says: PSS for 8 to 10, else PKCS#1 v1.5."),
        named(1, "PKCS1", "PKCS1", "PKCS#1 v1.5."),
        named(2, "PSS", "PSS", "PSS."),
    ],
);

/// Ways to encrypt a content key with RSA.
pub const KEY_TRANSPORTS: Constants = words(
    "Ways to encrypt the content key of a file with RSA.",
    &[
        is(0, "AUTOMATIC", "As the cipher suite says: OAEP for 8 to 10, else PKCS#1 v1.5."),
        named(1, "PKCS1", "PKCS1", "PKCS#1 v1.5."),
        named(2, "OAEP", "OAEP", "OAEP."),
    ],
);

/// Every list.
pub const ALL: &[&Constants] = &[
    &CERTIFICATE_TYPES,
    &RECIPIENT_TYPES,
    &CONNECTION_TYPES,
    &HASHES,
    &AUTHENTICATION,
    &REDIRECTS,
    &IP_MODES,
    &CHECKS,
    &PROVIDERS,
    &RECORD_FORMATS,
    &POLICIES,
    &SIGNATURE_PADDINGS,
    &KEY_TRANSPORTS,
];
