//! Hashes of files: what EERPHSH and NERPHSH carry is the hash of the octets that travelled (EERP-9).

use super::algorithms::Digest;
use crate::error::{Error, Result, codes};
use crate::model::Hash;
use openssl::hash::Hasher;
use std::io::{self, Write};

/// The hash of a transmitted file, taken while it passes. A clone is a snapshot.
#[derive(Clone)]
pub struct TransmittedHash {
    hasher: Hasher,
}

impl TransmittedHash {
    /// A hash of nothing yet. The algorithm is `CipherSuite::hash` of the file's suite.
    pub fn new(hash: Hash) -> Result<Self> {
        Hasher::new(Digest::from(hash).hasher()).map(|hasher| TransmittedHash { hasher }).map_err(failed)
    }

    /// More octets.
    pub fn update(&mut self, data: &[u8]) -> Result<()> {
        self.hasher.update(data).map_err(failed)
    }

    /// The hash of all octets: 20, 32 or 64 octets.
    pub fn finish(mut self) -> Result<Vec<u8>> {
        self.hasher.finish().map(|digest| digest.to_vec()).map_err(failed)
    }
}

impl Write for TransmittedHash {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.hasher.update(data).map_err(io::Error::other)?;
        Ok(data.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The hash of octets in memory.
pub fn digest(hash: Hash, data: &[u8]) -> Result<Vec<u8>> {
    openssl::hash::hash(Digest::from(hash).hasher(), data).map(|digest| digest.to_vec()).map_err(failed)
}

fn failed(error: openssl::error::ErrorStack) -> Error {
    Error::new(codes::CRYPTO, format!("hashing: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::CipherSuite;

    /// EERP-9: the lengths that the suites give, and one hash however the octets arrive.
    #[test]
    fn eerp_9_hash_lengths_of_the_suites() {
        for (suite, length) in
            [(1, 20), (2, 20), (3, 32), (4, 32), (5, 64), (6, 64), (7, 64), (8, 32), (9, 64), (10, 64)]
        {
            let hash = CipherSuite::from_code(suite).and_then(CipherSuite::hash).unwrap();
            let mut streamed = TransmittedHash::new(hash).unwrap();
            streamed.update(b"some ").unwrap();
            streamed.clone().write_all(b"side track").unwrap();
            streamed.update(b"octets").unwrap();
            let value = streamed.finish().unwrap();
            assert_eq!(value.len(), length);
            assert_eq!(value, digest(hash, b"some octets").unwrap());
        }
    }
}
