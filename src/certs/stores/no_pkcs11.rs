//! Stands for `pkcs11` in a build without the feature of that name: there are no tokens.

use super::super::keys::RsaEncryption;
use super::super::store_type::Store;
use super::Entry;
use crate::error::{Error, Result, codes};
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Public};

/// A private key in a token: there is none.
pub enum TokenKey {}

/// Error 9.
pub fn open(_: &Store, _: &str) -> Result<Vec<Entry>> {
    Err(Error::new(codes::NOT_SUPPORTED, "This build has no PKCS#11 (feature pkcs11)."))
}

impl TokenKey {
    /// The public half.
    pub fn public(&self) -> Option<&PKey<Public>> {
        match *self {}
    }

    /// See `KeyHandle::rsa_sign`.
    pub fn rsa_sign(&self, _: MessageDigest, _: &[u8], _: bool) -> Result<Vec<u8>> {
        match *self {}
    }

    /// See `KeyHandle::rsa_decrypt`.
    pub fn rsa_decrypt(&self, _: RsaEncryption, _: &[u8]) -> Result<Vec<u8>> {
        match *self {}
    }
}
