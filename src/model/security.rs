//! File security in the words of SFIDSEC and SFIDCIPH.

/// SFIDSEC and VirtualFileSecurityLevel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SecurityLevel {
    /// 00: neither.
    #[default]
    None,
    /// 01: encrypted.
    Encrypted,
    /// 02: signed.
    Signed,
    /// 03: encrypted and signed.
    EncryptedAndSigned,
}

impl SecurityLevel {
    /// The number of SFIDSEC and of the class reference.
    pub fn code(self) -> u8 {
        self as u8
    }

    /// The level of a number.
    pub fn from_code(code: i32) -> Option<Self> {
        match code {
            0 => Some(SecurityLevel::None),
            1 => Some(SecurityLevel::Encrypted),
            2 => Some(SecurityLevel::Signed),
            3 => Some(SecurityLevel::EncryptedAndSigned),
            _ => None,
        }
    }

    /// Whether the content is encrypted.
    pub fn is_encrypted(self) -> bool {
        matches!(self, SecurityLevel::Encrypted | SecurityLevel::EncryptedAndSigned)
    }

    /// Whether the content is signed.
    pub fn is_signed(self) -> bool {
        matches!(self, SecurityLevel::Signed | SecurityLevel::EncryptedAndSigned)
    }
}

/// The symmetric cipher of a suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cipher {
    /// 3DES-EDE-CBC, three keys.
    TripleDes,
    /// AES-256-CBC.
    Aes256,
}

/// The hash of a suite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hash {
    /// SHA-1, 20 octets.
    Sha1,
    /// SHA-256, 32 octets.
    Sha256,
    /// SHA-512, 64 octets.
    Sha512,
    /// SHA3-512, 64 octets.
    Sha3_512,
}

/// SFIDCIPH: one suite for the file and for its end response (docs/interoperability.md, Cipher suites).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CipherSuite(u8);

impl CipherSuite {
    /// 00: no suite.
    pub const NONE: CipherSuite = CipherSuite(0);

    /// The suite of a number 00 to 10; `None` for numbers that mean nothing.
    pub fn from_code(code: u8) -> Option<Self> {
        (code <= 10).then_some(CipherSuite(code))
    }

    /// The suite 01 to 06 of a cipher and a hash (07 for AES-256 with SHA3-512).
    pub fn of(cipher: Cipher, hash: Hash) -> Option<Self> {
        let code = match (cipher, hash) {
            (Cipher::TripleDes, Hash::Sha1) => 1,
            (Cipher::Aes256, Hash::Sha1) => 2,
            (Cipher::TripleDes, Hash::Sha256) => 3,
            (Cipher::Aes256, Hash::Sha256) => 4,
            (Cipher::TripleDes, Hash::Sha512) => 5,
            (Cipher::Aes256, Hash::Sha512) => 6,
            (Cipher::Aes256, Hash::Sha3_512) => 7,
            (Cipher::TripleDes, Hash::Sha3_512) => return None,
        };
        Some(CipherSuite(code))
    }

    /// The two digits of SFIDCIPH as a number.
    pub fn code(self) -> u8 {
        self.0
    }

    /// Whether this is a suite at all.
    pub fn is_some(self) -> bool {
        self.0 != 0
    }

    /// The symmetric cipher.
    pub fn cipher(self) -> Option<Cipher> {
        match self.0 {
            1 | 3 | 5 => Some(Cipher::TripleDes),
            2 | 4 | 6..=10 => Some(Cipher::Aes256),
            _ => None,
        }
    }

    /// The hash, also of the end response.
    pub fn hash(self) -> Option<Hash> {
        match self.0 {
            1 | 2 => Some(Hash::Sha1),
            3 | 4 | 8 => Some(Hash::Sha256),
            5 | 6 | 9 => Some(Hash::Sha512),
            7 | 10 => Some(Hash::Sha3_512),
            _ => None,
        }
    }

    /// Whether signatures are RSA-PSS and key transport is RSA-OAEP (08 to 10).
    pub fn is_pss(self) -> bool {
        self.0 >= 8
    }
}
