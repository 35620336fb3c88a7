//! What a certificate handle stands for: the class reference's Certificate type.
#![allow(missing_docs)]

use crate::error::{Error, Result, codes};

pub struct CertificateObject;

impl CertificateObject {
    pub fn empty() -> Self {
        CertificateObject
    }
    pub fn load(store_type: i32, store: &[u8], password: &str, subject: &str) -> Result<Self> {
        let _ = (store_type, store, password, subject);
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn effective_date(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn expiration_date(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn extended_key_usage(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn fingerprint(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn fingerprint_sha1(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn fingerprint_sha256(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn issuer(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn key_password(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn set_key_password(&self, value: &str) -> Result<()> {
        let _ = value;
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn private_key(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn private_key_available(&self) -> Result<bool> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn private_key_container(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn public_key(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn public_key_algorithm(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn public_key_length(&self) -> Result<i32> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn serial_number(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn signature_algorithm(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn store(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn set_store(&self, value: &str) -> Result<()> {
        let _ = value;
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn store_blob(&self) -> Result<Vec<u8>> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn set_store_blob(&self, value: &[u8]) -> Result<()> {
        let _ = value;
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn store_password(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn set_store_password(&self, value: &str) -> Result<()> {
        let _ = value;
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn store_type(&self) -> Result<i32> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn set_store_type(&self, value: i32) -> Result<()> {
        let _ = value;
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn subject_alt_names(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn thumbprint_md5(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn thumbprint_sha1(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn thumbprint_sha256(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn usage(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn usage_flags(&self) -> Result<i32> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn version(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn subject(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn set_subject(&self, value: &str) -> Result<()> {
        let _ = value;
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn encoded(&self) -> Result<String> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn set_encoded(&self, value: &str) -> Result<()> {
        let _ = value;
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn encoded_blob(&self) -> Result<Vec<u8>> {
        Err(Error::of(codes::NOT_SUPPORTED))
    }
    pub fn set_encoded_blob(&self, value: &[u8]) -> Result<()> {
        let _ = value;
        Err(Error::of(codes::NOT_SUPPORTED))
    }
}
