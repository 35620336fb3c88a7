//! Which cipher suite a file is sent under: one SFIDCIPH serves the file and its end response, while the class reference
//! chooses cipher and hashes apart (docs/interoperability.md, Cipher suites).

use crate::error::{Error, Result, codes};
use crate::model::{Cipher, CipherSuite, Hash, SecurityLevel};
use crate::settings::{Id, Lookup};

/// The suite for a file that is secured or asks for a signed receipt; 00 for one that is only compressed.
pub(super) fn choose(settings: &Lookup<'_>, security: SecurityLevel, signed_response: bool) -> Result<CipherSuite> {
    if security == SecurityLevel::None && !signed_response {
        return Ok(CipherSuite::NONE);
    }
    let asked = settings.int(Id::CipherSuite);
    if asked > 0 {
        return u8::try_from(asked)
            .ok()
            .and_then(CipherSuite::from_code)
            .ok_or_else(|| Error::new(codes::BAD_VALUE, format!("CipherSuite {asked} does not exist.")));
    }
    let cipher = if settings.int(Id::EncryptionAlgorithm) == 1 { Cipher::Aes256 } else { Cipher::TripleDes };
    let hash = match security {
        SecurityLevel::None => settings.int(Id::DefaultReceiptHashAlgorithm),
        _ => settings.int(Id::FileHashAlgorithm),
    };
    let hash = match hash {
        0 => Hash::Sha1,
        2 => Hash::Sha512,
        _ => Hash::Sha256,
    };
    CipherSuite::of(cipher, hash)
        .ok_or_else(|| Error::new(codes::BAD_VALUE, "There is no cipher suite of this cipher and hash."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Values;

    /// SFID-15, CMS-5: a suite whenever the file is secured or asks for a signed receipt, and the one that fits.
    #[test]
    fn suites_of_the_settings() {
        let mut values = Values::new();
        let pick = |values: &Values, level, signed| choose(&Lookup::new(None, values), level, signed).unwrap().code();
        assert_eq!(pick(&values, SecurityLevel::None, false), 0);
        assert_eq!(pick(&values, SecurityLevel::Encrypted, false), 3);
        assert_eq!(pick(&values, SecurityLevel::None, true), 1);
        values.set(Id::EncryptionAlgorithm, "1").unwrap();
        values.set(Id::FileHashAlgorithm, "2").unwrap();
        assert_eq!(pick(&values, SecurityLevel::EncryptedAndSigned, true), 6);
        values.set(Id::CipherSuite, "2").unwrap();
        assert_eq!(pick(&values, SecurityLevel::Signed, false), 2);
    }
}
