//! The fields of a certificate. Facts are those of the certificate that was loaded and empty before. A certificate is loaded by
//! oftpsrv_certificate_load(), or as with the class reference: StoreType, Store and StorePassword are set, then Subject or Encoded.
//! In any other order the search is put off; then it is done when a fact is read, and its error is that of the reading.

use super::certificate::{as_it_is, certificate as certificate_of, change};
use super::guard::{guard, octets, text};
use super::out::{Out, put_octets};
use super::types::{Flag, oftpsrv_certificate_t};
use crate::certs::StoreType;
use std::ffi::c_char;

/// Reads EffectiveDate: from when it is valid, as "23-Jan-2000 15:00:00" in local time. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_effective_date(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.effective_date()))
}

/// Reads ExpirationDate: until when it is valid, as "23-Jan-2001 15:00:00" in local time. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_expiration_date(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.expiration_date()))
}

/// Reads ExtendedKeyUsage: comma separated object identifiers. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_extended_key_usage(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.extended_key_usage()))
}

/// Reads Fingerprint: MD5, as hex with colons. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_fingerprint(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.fingerprint()))
}

/// Reads FingerprintSHA1: SHA-1, as hex with colons. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_fingerprint_sha1(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.fingerprint_sha1()))
}

/// Reads FingerprintSHA256: SHA-256, as hex with colons. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_fingerprint_sha256(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.fingerprint_sha256()))
}

/// Reads Issuer: the name of who issued it. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_issuer(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.issuer()))
}

/// Reads KeyPassword: the password of the private key, where it differs from the store's. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_key_password(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(as_it_is(certificate)?.key_password()))
}

/// Sets KeyPassword: the password of the private key, where it differs from the store's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_key_password(
    certificate: *mut oftpsrv_certificate_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let value = unsafe { text(value, "value") }?;
        change(certificate, |certificate| certificate.set_key_password(value))
    })
}

/// Reads PrivateKey: PEM of the private key, empty when there is none or when it must not leave its store. The caller
/// frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_private_key(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.private_key_pem()))
}

/// Reads PrivateKeyAvailable: whether there is a private key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_private_key_available(
    certificate: *const oftpsrv_certificate_t,
    out: *mut Flag,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, false.into()) }?;
        out.put(certificate_of(certificate)?.private_key_available().into());
        Ok(())
    })
}

/// Reads PrivateKeyContainer: the name of the key container; Windows only, empty elsewhere. The caller frees the
/// text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_private_key_container(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.private_key_container()))
}

/// Reads PublicKey: PEM of the public key. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_public_key(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.public_key()))
}

/// Reads PublicKeyAlgorithm: the name of the algorithm of the public key, or its object identifier. The caller frees
/// the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_public_key_algorithm(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.public_key_algorithm()))
}

/// Reads PublicKeyLength: the length of the public key in bits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_public_key_length(
    certificate: *const oftpsrv_certificate_t,
    out: *mut i32,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, 0) }?;
        out.put(certificate_of(certificate)?.public_key_length());
        Ok(())
    })
}

/// Reads SerialNumber: hex of the serial number. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_serial_number(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.serial_number()))
}

/// Reads SignatureAlgorithm: the name of the algorithm of the signature, or its object identifier. The caller frees
/// the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_signature_algorithm(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.signature_algorithm()))
}

/// Reads Store: the name or content of the store. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_store(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&as_it_is(certificate)?.store()))
}

/// Sets Store: the name or content of the store.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_store(
    certificate: *mut oftpsrv_certificate_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let value = unsafe { text(value, "value") }?;
        change(certificate, |certificate| {
            certificate.set_store(value);
            Ok(())
        })
    })
}

/// Reads StoreB: the name or content of the store as octets. The caller frees the octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_store_blob(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut u8,
    out_len: *mut usize,
) -> i32 {
    guard(|| unsafe { put_octets(out, out_len, || Ok(as_it_is(certificate)?.store_blob())) })
}

/// Sets StoreB: the name or content of the store as octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_store_blob(
    certificate: *mut oftpsrv_certificate_t,
    data: *const u8,
    data_len: usize,
) -> i32 {
    guard(|| {
        let data = unsafe { octets(data, data_len, "data") }?;
        change(certificate, |certificate| {
            certificate.set_store_blob(data);
            Ok(())
        })
    })
}

/// Reads StorePassword: the password of the store. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_store_password(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(as_it_is(certificate)?.store_password()))
}

/// Sets StorePassword: the password of the store.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_store_password(
    certificate: *mut oftpsrv_certificate_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let value = unsafe { text(value, "value") }?;
        change(certificate, |certificate| {
            certificate.set_store_password(value);
            Ok(())
        })
    })
}

/// Reads StoreType: one of OFTPSRV_STORE_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_store_type(
    certificate: *const oftpsrv_certificate_t,
    out: *mut i32,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, 0) }?;
        out.put(as_it_is(certificate)?.store_type().code());
        Ok(())
    })
}

/// Sets StoreType: one of OFTPSRV_STORE_....
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_store_type(
    certificate: *mut oftpsrv_certificate_t,
    value: i32,
) -> i32 {
    guard(|| {
        let kind = StoreType::from_code(value)?;
        change(certificate, |certificate| {
            certificate.set_store_type(kind);
            Ok(())
        })
    })
}

/// Reads SubjectAltNames: comma separated alternative names of the subject. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_subject_alt_names(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.subject_alt_names()))
}

/// Reads ThumbprintMD5: MD5 of the certificate in hex. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_thumbprint_md5(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.thumbprint_md5()))
}

/// Reads ThumbprintSHA1: SHA-1 of the certificate in hex. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_thumbprint_sha1(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.thumbprint_sha1()))
}

/// Reads ThumbprintSHA256: SHA-256 of the certificate in hex. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_thumbprint_sha256(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.thumbprint_sha256()))
}

/// Reads Usage: comma separated names of the bits of UsageFlags. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_usage(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.usage()))
}

/// Reads UsageFlags: what the key may be used for: 0x80 digital signature, 0x40 non-repudiation, 0x20 key
/// encipherment, 0x10 data encipherment, 0x08 key agreement, 0x04 certificate signing, 0x02 CRL signing, 0x01
/// encipher only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_usage_flags(
    certificate: *const oftpsrv_certificate_t,
    out: *mut i32,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, 0) }?;
        out.put(certificate_of(certificate)?.usage_flags());
        Ok(())
    })
}

/// Reads Version: "V1", "V2" or "V3". The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_version(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.version()))
}

/// Reads Subject: the name of the subject; empty when none is loaded. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_subject(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.subject()))
}

/// Sets Subject: the name of the subject. Setting it searches the store: exact name, part of a name, "Thumbprint=..."
/// or "*". 679, 690 or 9 when the store cannot be opened. While Store is not set, or StoreType or StorePassword is not and may be
/// what is missing, the search is put off: until a fact is read, or a server is given the certificate or needs it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_subject(
    certificate: *mut oftpsrv_certificate_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let value = unsafe { text(value, "value") }?;
        change(certificate, |certificate| certificate.set_subject(value))
    })
}

/// Reads Encoded: PEM of the certificate. Setting it looks for the private key in the store. The caller frees the
/// text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_encoded(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(&certificate_of(certificate)?.encoded()))
}

/// Sets Encoded: PEM of the certificate. Setting it looks for the private key in the store.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_encoded(
    certificate: *mut oftpsrv_certificate_t,
    value: *const c_char,
) -> i32 {
    guard(|| {
        let value = unsafe { text(value, "value") }?;
        change(certificate, |certificate| certificate.set_encoded(value.as_bytes()))
    })
}

/// Reads EncodedB: the certificate as octets. Setting it looks for the private key in the store. The caller frees the
/// octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_encoded_blob(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut u8,
    out_len: *mut usize,
) -> i32 {
    guard(|| unsafe { put_octets(out, out_len, || Ok(certificate_of(certificate)?.encoded_blob())) })
}

/// Sets EncodedB: the certificate as octets. Setting it looks for the private key in the store.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_encoded_blob(
    certificate: *mut oftpsrv_certificate_t,
    data: *const u8,
    data_len: usize,
) -> i32 {
    guard(|| {
        let data = unsafe { octets(data, data_len, "data") }?;
        change(certificate, |certificate| certificate.set_encoded(data))
    })
}
