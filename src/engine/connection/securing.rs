//! A file to be sent is signed, compressed and encrypted, into a file of what travels.

use super::preparing::Spec;
use crate::engine::certificates::key_pair;
use crate::engine::cms::missing;
use crate::engine::keyring::{Keyring, Purpose};
use crate::engine::worker::blocking;
use crate::error::{Error, Result, codes};
use crate::security::Encoder;
use crate::vfile::{PartFile, content_reader};
use std::io::BufWriter;
use std::path::{Path, PathBuf};

/// Applies the services of `spec` to a file, into a temporary file of what travels.
pub(super) async fn wrap(keyring: &Keyring, spec: &Spec, file: &Path, temp: &Path) -> Result<PathBuf> {
    let mut encode = spec.encode.clone();
    encode.compress = spec.compress;
    if spec.security.is_signed() {
        let own = keyring.own(Purpose::Signing).and_then(key_pair);
        let code = codes::NO_SIGNING_CERT;
        let why = || missing(code, &Error::of(code).message, &keyring.why_no_own(Purpose::Signing));
        encode.sign.push(own.ok_or_else(why)?);
    }
    if spec.security.is_encrypted() {
        let partner = keyring.partner(Purpose::File).cloned();
        let code = codes::NO_ENCRYPTION_CERT;
        let why = || missing(code, &Error::of(code).message, &keyring.why_no_partner(Purpose::File));
        encode.encrypt_for.push(partner.ok_or_else(why)?);
    }
    let (file, temp, format) = (file.to_owned(), temp.to_owned(), spec.local);
    blocking(move || {
        let mut from = content_reader(&file, format)?;
        let part = PartFile::create(&temp, "prepared")?;
        let path = part.path().to_owned();
        let written = (|| {
            let mut encoder = Encoder::new(&encode, BufWriter::with_capacity(256 * 1024, part))?;
            let mut buffer = vec![0u8; 256 * 1024];
            loop {
                let count = std::io::Read::read(&mut from, &mut buffer)
                    .map_err(|e| Error::new(codes::READ_FILE, format!("Error reading file {}: {e}", file.display())))?;
                if count == 0 {
                    break;
                }
                std::io::Write::write_all(&mut encoder, &buffer[..count])
                    .map_err(|e| Error::new(codes::CRYPTO, format!("Cryptographic operation failed: {e}")))?;
            }
            let out = encoder.finish()?;
            out.into_inner().map_err(|e| Error::io("writing the prepared file", e.error()))
        })();
        match written {
            Ok(part) => Ok(part.keep()),
            Err(error) => {
                let _ = std::fs::remove_file(&path);
                Err(error)
            }
        }
    })
    .await
}
