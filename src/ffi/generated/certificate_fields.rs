// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.
//! The fields of a certificate.

use crate::certs::StoreType;
use crate::ffi::certificate::{as_it_is, certificate as certificate_of, change};
use crate::ffi::guard::{guard, octets, text};
use crate::ffi::out::{Out, put_octets};
use crate::ffi::types::{Flag, oftpsrv_certificate_t};
use std::ffi::c_char;

/// Reads EffectiveDate: from when it is valid, as "23-Jan-2000 15:00:00" in local time. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_effective_date(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.effective_date().as_ref()))
}

/// Reads ExpirationDate: until when it is valid, as "23-Jan-2001 15:00:00" in local time. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_expiration_date(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.expiration_date().as_ref()))
}

/// Reads ExtendedKeyUsage: the extended key usages as object identifiers, separated by commas. The caller frees the
/// text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_extended_key_usage(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.extended_key_usage().as_ref()))
}

/// Reads Fingerprint: the MD5 hash of the certificate in hexadecimal, octets separated by colons. The caller frees the
/// text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_fingerprint(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.fingerprint().as_ref()))
}

/// Reads FingerprintSHA1: the SHA-1 hash of the certificate in hexadecimal, octets separated by colons. The caller
/// frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_fingerprint_sha1(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.fingerprint_sha1().as_ref()))
}

/// Reads FingerprintSHA256: the SHA-256 hash of the certificate in hexadecimal, octets separated by colons. The caller
/// frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_fingerprint_sha256(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.fingerprint_sha256().as_ref()))
}

/// Reads Issuer: the name of who issued it. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_issuer(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.issuer().as_ref()))
}

/// Reads KeyPassword: the password of the private key, where it differs from the store's. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_key_password(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.key_password().as_ref()))
}

/// Sets KeyPassword; see oftpsrv_certificate_get_key_password().
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

/// Reads PrivateKey: the private key in PEM; empty when there is none or when it must not leave its store. The caller
/// frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_private_key(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.private_key_pem().as_ref()))
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

/// Reads PrivateKeyContainer: the name of the key container; Windows only, empty elsewhere. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_private_key_container(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.private_key_container().as_ref()))
}

/// Reads PublicKey: the public key in PEM. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_public_key(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.public_key().as_ref()))
}

/// Reads PublicKeyAlgorithm: the name of the algorithm of the public key, or its object identifier. The caller frees
/// the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_public_key_algorithm(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.public_key_algorithm().as_ref()))
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

/// Reads SerialNumber: the serial number in hexadecimal. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_serial_number(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.serial_number().as_ref()))
}

/// Reads SignatureAlgorithm: the name of the algorithm of the signature, or its object identifier. The caller frees the
/// text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_signature_algorithm(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.signature_algorithm().as_ref()))
}

/// Reads Store: the store: a file name or the content as text, as StoreType says. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_store(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(as_it_is(certificate)?.store().as_ref()))
}

/// Sets Store; see oftpsrv_certificate_get_store().
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

/// Reads StoreB: the value of Store as octets. The caller frees the octets.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_store_blob(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut u8,
    out_len: *mut usize,
) -> i32 {
    guard(|| unsafe { put_octets(out, out_len, || Ok(as_it_is(certificate)?.store_blob())) })
}

/// Sets StoreB; see oftpsrv_certificate_get_store_blob().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_store_blob(
    certificate: *mut oftpsrv_certificate_t,
    data: *const u8,
    data_len: usize,
) -> i32 {
    guard(|| {
        let value = unsafe { octets(data, data_len, "data") }?;
        change(certificate, |certificate| {
            certificate.set_store_blob(value);
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
    guard(|| unsafe { Out::text(out) }?.put_text(as_it_is(certificate)?.store_password().as_ref()))
}

/// Sets StorePassword; see oftpsrv_certificate_get_store_password().
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

/// Reads StoreType: the kind of store. It reads as 0 until it is set; the store is then opened as OFTPSRV_STORE_AUTO
/// (99). One of OFTPSRV_STORE_...
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

/// Sets StoreType; see oftpsrv_certificate_get_store_type().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_store_type(
    certificate: *mut oftpsrv_certificate_t,
    value: i32,
) -> i32 {
    guard(|| {
        let value = StoreType::from_code(value)?;
        change(certificate, |certificate| {
            certificate.set_store_type(value);
            Ok(())
        })
    })
}

/// Reads SubjectAltNames: the alternative names of the subject, separated by commas. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_subject_alt_names(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.subject_alt_names().as_ref()))
}

/// Reads ThumbprintMD5: the MD5 hash of the certificate in hexadecimal. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_thumbprint_md5(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.thumbprint_md5().as_ref()))
}

/// Reads ThumbprintSHA1: the SHA-1 hash of the certificate in hexadecimal. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_thumbprint_sha1(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.thumbprint_sha1().as_ref()))
}

/// Reads ThumbprintSHA256: the SHA-256 hash of the certificate in hexadecimal. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_thumbprint_sha256(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.thumbprint_sha256().as_ref()))
}

/// Reads Usage: the names of the bits of UsageFlags, separated by commas. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_usage(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.usage().as_ref()))
}

/// Reads UsageFlags: what the key may be used for: the sum of OFTPSRV_USAGE_DIGITAL_SIGNATURE (0x80),
/// OFTPSRV_USAGE_NON_REPUDIATION (0x40), OFTPSRV_USAGE_KEY_ENCIPHERMENT (0x20), OFTPSRV_USAGE_DATA_ENCIPHERMENT (0x10),
/// OFTPSRV_USAGE_KEY_AGREEMENT (0x08), OFTPSRV_USAGE_CERTIFICATE_SIGNING (0x04), OFTPSRV_USAGE_CRL_SIGNING (0x02) and
/// OFTPSRV_USAGE_ENCIPHER_ONLY (0x01).
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
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.version().as_ref()))
}

/// Reads Subject: the name of the subject; empty when none is loaded. Setting it searches the store: an exact name,
/// part of one, "Thumbprint=...", or "*" for the first. While Store is not set, or StoreType or StorePassword is not
/// and may be what is missing, the search is put off: until a fact is read, or a server is given the certificate or
/// needs it; its error is theirs. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_subject(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.subject().as_ref()))
}

/// Sets Subject; see oftpsrv_certificate_get_subject().
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

/// Reads Encoded: the certificate in PEM. Setting it looks for the private key in the store. The caller frees the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_get_encoded(
    certificate: *const oftpsrv_certificate_t,
    out: *mut *mut c_char,
) -> i32 {
    guard(|| unsafe { Out::text(out) }?.put_text(certificate_of(certificate)?.encoded().as_ref()))
}

/// Sets Encoded; see oftpsrv_certificate_get_encoded().
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

/// Sets EncodedB; see oftpsrv_certificate_get_encoded_blob().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_set_encoded_blob(
    certificate: *mut oftpsrv_certificate_t,
    data: *const u8,
    data_len: usize,
) -> i32 {
    guard(|| {
        let value = unsafe { octets(data, data_len, "data") }?;
        change(certificate, |certificate| certificate.set_encoded(value))
    })
}
