//! Numbers with names: what properties, fields and arguments take.

use super::names::pascal;
use super::reasons::{EFNA_REASONS, ESID_REASONS, NERP_REASONS, SFNA_REASONS};
use std::borrow::Cow;

/// Numbers that belong together.
#[derive(Debug, PartialEq, Eq)]
pub struct Constants {
    /// What their names in C begin with, after `OFTPSRV_`.
    pub c: &'static str,
    /// The enumeration in Python.
    pub python: &'static str,
    /// The class of constants in C#.
    pub csharp: &'static str,
    /// The engine's type, where it has one of its own (`code()` gives the number); else they are `i32`.
    pub rust: &'static str,
    /// What they are.
    pub doc: &'static str,
    /// The numbers.
    pub values: &'static [Constant],
}

/// A number with a name.
#[derive(Debug, PartialEq, Eq)]
pub struct Constant {
    /// The number.
    pub value: i32,
    /// Its name in C, after the group's.
    pub c: &'static str,
    /// Its name in Python, where it differs.
    pub python: &'static str,
    /// Its name in C#, where the class reference has one; else it is made of the one in C.
    pub csharp: &'static str,
    /// What it means.
    pub doc: &'static str,
}

pub(super) const fn is(value: i32, c: &'static str, doc: &'static str) -> Constant {
    Constant { value, c, python: c, csharp: "", doc }
}

pub(super) const fn named(value: i32, c: &'static str, csharp: &'static str, doc: &'static str) -> Constant {
    Constant { csharp, ..is(value, c, doc) }
}

impl Constants {
    /// Whether they have names in the languages. Those of [`super::choices`] have words alone.
    pub const fn has_names(&self) -> bool {
        !self.c.is_empty()
    }
}

impl Constant {
    /// Its name in C#, which is also the word that settings understand beside the number.
    pub fn word(&self) -> Cow<'static, str> {
        match self.csharp {
            "" => pascal(self.c).into(),
            own => own.into(),
        }
    }

    const fn python(self, python: &'static str) -> Self {
        Constant { python, ..self }
    }
}

macro_rules! groups {
    ($($(#[doc = $doc:literal])* $name:ident { $($fields:tt)* })*) => {
        $($(#[doc = $doc])* pub const $name: Constants = Constants { $($fields)* };)*

        /// Every group, in the header's order; the reasons are in [`super::reasons`].
        pub const ALL: &[&Constants] = &[$(&$name,)* &ESID_REASONS, &SFNA_REASONS, &EFNA_REASONS, &NERP_REASONS];
    };
}

groups! {
/// Where handlers run ([SetEventDispatch]).
DISPATCH {
    c: "DISPATCH_",
    python: "Dispatch",
    csharp: "DispatchModes",
    rust: "",
    doc: "Where handlers run ([SetEventDispatch]).",
    values: &[
        is(0, "DIRECT", "On the engine's threads, as things happen (default)."),
        is(1, "QUEUED", "Inside [DoEvents] only, on the caller's thread."),
    ],
}

/// Versions of OFTP.
VERSIONS {
    c: "OFTP_",
    python: "Version",
    csharp: "OFTPVersions",
    rust: "",
    doc: "Versions of OFTP.",
    values: &[
        named(0, "12", "oftpVer12", "OFTP 1.2.").python("OFTP_12"),
        named(1, "13", "oftpVer13", "OFTP 1.3.").python("OFTP_13"),
        named(2, "14", "oftpVer14", "OFTP 1.4.").python("OFTP_14"),
        named(3, "20", "oftpVer20", "OFTP 2.0.").python("OFTP_20"),
    ],
}

/// Who sends a file or a command.
DIRECTIONS {
    c: "DIRECTION_",
    python: "Direction",
    csharp: "Directions",
    rust: "Direction",
    doc: "Who sends a file or a command.",
    values: &[is(0, "CLIENT", "From the client."), is(1, "SERVER", "From the server.")],
}

/// Which way an end response goes.
RESPONSE_DIRECTIONS {
    c: "END_RESPONSE_",
    python: "EndResponseDirection",
    csharp: "EndResponseDirections",
    rust: "",
    doc: "Which way an end response goes.",
    values: &[is(0, "RECEIVED", "Received."), is(1, "SENT", "Sent.")],
}

/// Record formats of virtual files.
FORMATS {
    c: "FORMAT_",
    python: "FileFormat",
    csharp: "VirtualFileFormats",
    rust: "",
    doc: "Record formats of virtual files.",
    values: &[
        named(0, "UNSTRUCTURED", "ffUnstructured", "Octets without structure."),
        named(1, "TEXT", "ffText", "Lines of text."),
        named(2, "FIXED", "ffFixed", "Records of one length."),
        named(3, "VARIABLE", "ffVariable", "Records of different lengths."),
    ],
}

/// How a file is secured.
SECURITY_LEVELS {
    c: "SECURITY_",
    python: "SecurityLevel",
    csharp: "VirtualFileSecurityLevels",
    rust: "",
    doc: "How a file is secured.",
    values: &[
        named(0, "NONE", "slNone", "Neither signed nor encrypted."),
        named(1, "ENCRYPTED", "slEncrypted", "Encrypted."),
        named(2, "SIGNED", "slSigned", "Signed."),
        named(3, "ENCRYPTED_AND_SIGNED", "slEncryptedAndSigned", "Encrypted and signed."),
    ],
}

/// Ciphers of files to send.
ALGORITHMS {
    c: "ENCRYPTION_",
    python: "EncryptionAlgorithm",
    csharp: "EncryptionAlgorithms",
    rust: "",
    doc: "Ciphers of files to send.",
    values: &[named(0, "3DES", "encra3DES", "Triple DES.").python("TRIPLE_DES"), named(1, "AES", "encraAES", "AES.")],
}

/// Kinds of certificate exchange.
EXCHANGE_TYPES {
    c: "EXCHANGE_",
    python: "ExchangeType",
    csharp: "CertificateExchangeTypes",
    rust: "",
    doc: "Kinds of certificate exchange.",
    values: &[
        is(0, "REQUEST", "Here is mine, send yours."),
        is(1, "REPLACE", "This one replaces all earlier ones."),
        is(2, "DELIVER", "The answer to a request, or one more."),
    ],
}

/// How much the Log event tells.
LOG_LEVELS {
    c: "LOG_",
    python: "LogLevel",
    csharp: "LogLevels",
    rust: "",
    doc: "How much the Log event tells.",
    values: &[
        is(0, "NONE", "Nothing."),
        is(1, "INFO", "What happens, in few entries."),
        is(2, "VERBOSE", "More of it."),
        is(3, "DEBUG", "Everything."),
    ],
}

/// Kinds of certificate stores.
STORE_TYPES {
    c: "STORE_",
    python: "StoreType",
    csharp: "CertStoreTypes",
    rust: "",
    doc: "Kinds of certificate stores.",
    values: &[
        named(0, "USER", "cstUser", "A Windows store of the current user. It is not read: error 9."),
        named(1, "MACHINE", "cstMachine", "A Windows store of the machine. It is not read: error 9."),
        named(2, "PFX_FILE", "cstPFXFile", "A PKCS#12 file."),
        named(3, "PFX_BLOB", "cstPFXBlob", "PKCS#12, the octets or their Base64."),
        named(4, "JKS_FILE", "cstJKSFile", "A Java key store file."),
        named(5, "JKS_BLOB", "cstJKSBlob", "A Java key store, the octets or their Base64."),
        named(6, "PEM_KEY_FILE", "cstPEMKeyFile", "A PEM file with a private key and perhaps certificates."),
        named(7, "PEM_KEY_BLOB", "cstPEMKeyBlob", "PEM text with a private key and perhaps certificates."),
        named(8, "PUBLIC_KEY_FILE", "cstPublicKeyFile", "A file with a certificate, PEM or DER."),
        named(9, "PUBLIC_KEY_BLOB", "cstPublicKeyBlob", "A certificate, PEM, DER or Base64."),
        named(10, "SSH_PUBLIC_KEY_BLOB", "cstSSHPublicKeyBlob", "An SSH public key."),
        named(11, "P7B_FILE", "cstP7BFile", "A PKCS#7 file with certificates."),
        named(12, "P7B_BLOB", "cstP7BBlob", "PKCS#7 with certificates."),
        named(13, "SSH_PUBLIC_KEY_FILE", "cstSSHPublicKeyFile", "An SSH public key file."),
        named(14, "PPK_FILE", "cstPPKFile", "A PuTTY private key file."),
        named(15, "PPK_BLOB", "cstPPKBlob", "A PuTTY private key."),
        named(16, "XML_FILE", "cstXMLFile", "A certificate or key in an XML file."),
        named(17, "XML_BLOB", "cstXMLBlob", "A certificate or key in XML."),
        named(18, "JWK_FILE", "cstJWKFile", "A JSON Web Key file."),
        named(19, "JWK_BLOB", "cstJWKBlob", "A JSON Web Key."),
        named(21, "BCFKS_FILE", "cstBCFKSFile", "A Bouncy Castle FIPS key store file. It is not read: error 9."),
        named(22, "BCFKS_BLOB", "cstBCFKSBlob", "A Bouncy Castle FIPS key store. It is not read: error 9."),
        named(
            23,
            "PKCS11",
            "cstPKCS11",
            "A security key behind a PKCS#11 module; Store is the module's path, the password is the PIN.",
        ),
        named(99, "AUTO", "cstAuto", "Whatever the content shows; never a PKCS#11 module, whatever a file is called."),
    ],
}

/// What a key may be used for.
USAGES {
    c: "USAGE_",
    python: "KeyUsage",
    csharp: "KeyUsages",
    rust: "",
    doc: "Bits of [Certificate.UsageFlags]: what a key may be used for.",
    values: &[
        is(0x80, "DIGITAL_SIGNATURE", "Digital signature."),
        is(0x40, "NON_REPUDIATION", "Non-repudiation."),
        is(0x20, "KEY_ENCIPHERMENT", "Key encipherment."),
        is(0x10, "DATA_ENCIPHERMENT", "Data encipherment."),
        is(0x08, "KEY_AGREEMENT", "Key agreement."),
        is(0x04, "CERTIFICATE_SIGNING", "Certificate signing."),
        is(0x02, "CRL_SIGNING", "CRL signing."),
        is(0x01, "ENCIPHER_ONLY", "Encipher only."),
    ],
}
}
