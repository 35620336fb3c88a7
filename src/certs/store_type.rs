//! The numbers of the class reference's store types, and the store itself: a path or bytes.

use crate::error::{Error, Result, codes};

macro_rules! store_types {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)*) => {
        /// Where and in which format a certificate is stored (the class reference's StoreType).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub enum StoreType {
            $($(#[$doc])* $name = $code,)*
        }

        impl StoreType {
            /// Every type.
            pub const ALL: &[StoreType] = &[$(StoreType::$name),*];

            /// The name that the class reference gives it.
            pub fn name(self) -> &'static str {
                match self { $(StoreType::$name => $text),* }
            }
        }
    };
}

store_types! {
    /// Windows store of the current user; does not exist here.
    #[default] User = 0, "cstUser";
    /// Windows store of the machine; does not exist here.
    Machine = 1, "cstMachine";
    /// PKCS#12 file.
    PfxFile = 2, "cstPFXFile";
    /// PKCS#12, the bytes or their Base64.
    PfxBlob = 3, "cstPFXBlob";
    /// Java key store file.
    JksFile = 4, "cstJKSFile";
    /// Java key store, the bytes or their Base64.
    JksBlob = 5, "cstJKSBlob";
    /// PEM file with a private key and perhaps certificates.
    PemKeyFile = 6, "cstPEMKeyFile";
    /// PEM text with a private key and perhaps certificates.
    PemKeyBlob = 7, "cstPEMKeyBlob";
    /// File with a certificate or bare public key, PEM or DER.
    PublicKeyFile = 8, "cstPublicKeyFile";
    /// Certificate or bare public key, PEM, DER or Base64.
    PublicKeyBlob = 9, "cstPublicKeyBlob";
    /// SSH public key.
    SshPublicKeyBlob = 10, "cstSSHPublicKeyBlob";
    /// PKCS#7 file with certificates.
    P7bFile = 11, "cstP7BFile";
    /// PKCS#7 with certificates.
    P7bBlob = 12, "cstP7BBlob";
    /// SSH public key file.
    SshPublicKeyFile = 13, "cstSSHPublicKeyFile";
    /// PuTTY private key file.
    PpkFile = 14, "cstPPKFile";
    /// PuTTY private key.
    PpkBlob = 15, "cstPPKBlob";
    /// XML file: .NET RSAKeyValue or X509Certificate elements.
    XmlFile = 16, "cstXMLFile";
    /// XML: .NET RSAKeyValue or X509Certificate elements.
    XmlBlob = 17, "cstXMLBlob";
    /// JSON Web Key file.
    JwkFile = 18, "cstJWKFile";
    /// JSON Web Key.
    JwkBlob = 19, "cstJWKBlob";
    /// Bouncy Castle FIPS key store file; exists in Java and .NET only.
    BcfksFile = 21, "cstBCFKSFile";
    /// Bouncy Castle FIPS key store; exists in Java and .NET only.
    BcfksBlob = 22, "cstBCFKSBlob";
    /// Token behind a PKCS#11 module; the store is the module's path, the password is the PIN.
    Pkcs11 = 23, "cstPKCS11";
    /// Whatever the content shows.
    Auto = 99, "cstAuto";
}

impl StoreType {
    /// The number.
    pub fn code(self) -> i32 {
        self as i32
    }

    /// The type of a number; error 6 for numbers that mean nothing.
    pub fn from_code(code: i32) -> Result<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|kind| kind.code() == code)
            .ok_or_else(|| Error::new(codes::BAD_VALUE, format!("There is no certificate store type {code}.")))
    }

    /// Whether the store is the name of a file.
    pub fn is_file(self) -> bool {
        use StoreType::*;
        matches!(
            self,
            PfxFile
                | JksFile
                | PemKeyFile
                | PublicKeyFile
                | P7bFile
                | SshPublicKeyFile
                | PpkFile
                | XmlFile
                | JwkFile
                | BcfksFile
        )
    }

    /// Whether such a store can exist on this platform.
    pub(crate) fn is_available(self) -> bool {
        use StoreType::*;
        !matches!(self, User | Machine | BcfksFile | BcfksBlob)
    }

    /// Why there is no such store on any platform, and what to use instead.
    pub(crate) fn instead(self) -> &'static str {
        match self {
            StoreType::User | StoreType::Machine => {
                "the certificate stores of Windows are not read, on any platform. Export the certificate with its private \
                 key to a PFX file and use store type 2 (cstPFXFile) with its path, 3 (cstPFXBlob) with its content, or 99 \
                 (cstAuto), which finds the type out; for a certificate without key 8 (cstPublicKeyFile)"
            }
            _ => {
                "BCFKS stores are read by Java and .NET alone. Convert it to PKCS#12 and use store type 2 (cstPFXFile)"
            }
        }
    }
}

/// A store as the caller gives it.
#[derive(Clone, PartialEq, Eq)]
pub enum Store {
    /// Text: the path for types that are files and for PKCS#11, the content itself for the others.
    Path(String),
    /// The content. For types that are files also the octets of a path, as the class reference's StoreB holds it.
    Blob(Vec<u8>),
}

impl Store {
    /// The store that a text means: the path where the type takes one, else the content.
    pub fn named(kind: StoreType, text: &str) -> Self {
        match kind.is_file() || matches!(kind, StoreType::Auto | StoreType::Pkcs11) {
            true => Store::Path(text.to_owned()),
            false => Store::Blob(text.as_bytes().to_vec()),
        }
    }

    /// The type of a store whose type was not set: found out from the content, unless it has the name of one of Windows.
    pub(crate) fn likely_type(&self) -> StoreType {
        let is_windows = |text: &str| ["MY", "CA", "ROOT"].iter().any(|name| name.eq_ignore_ascii_case(text));
        match self {
            Store::Path(text) if is_windows(text) && !std::path::Path::new(text).exists() => StoreType::User,
            _ => StoreType::Auto,
        }
    }

    /// Whether the text may be meant for a PKCS#11 module: such a store is not found out from its content.
    pub(crate) fn may_name_module(&self) -> bool {
        let Store::Path(text) = self else { return false };
        let path = text.to_ascii_lowercase();
        text.contains(';') || [".so", ".dll", ".dylib"].iter().any(|end| path.ends_with(end)) || path.contains(".so.")
    }

    /// The octets of either.
    pub fn octets(&self) -> &[u8] {
        match self {
            Store::Path(text) => text.as_bytes(),
            Store::Blob(octets) => octets,
        }
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Store::Path(text) if text.len() < 260 && !text.contains("PRIVATE KEY") => write!(f, "Path({text:?})"),
            other => write!(f, "({} octets)", other.octets().len()),
        }
    }
}

impl From<&str> for Store {
    fn from(text: &str) -> Self {
        Store::Path(text.to_owned())
    }
}

impl From<Vec<u8>> for Store {
    fn from(octets: Vec<u8>) -> Self {
        Store::Blob(octets)
    }
}
