//! Certificate handles: their life, and the server's properties that hold certificates. The fields are in `certificate_fields`.

use super::guard::{guard, guard_or, null, octets, server as server_of, text, text_or};
use super::handles::{CERTIFICATES, Held, ServerHandle};
use super::out::Out;
use super::types::{oftpsrv_certificate_t, oftpsrv_t};
use crate::certs::{Certificate, Store, StoreType};
use crate::engine::LiveCertificate;
use crate::error::{Error, Result};
use crate::sync::lock;
use std::ffi::c_char;
use std::sync::{Arc, Mutex};

fn held(handle: *const oftpsrv_certificate_t) -> Result<Arc<Held>> {
    match handle.is_null() {
        true => Err(null("certificate")),
        false => CERTIFICATES.get(handle as usize),
    }
}

/// The certificate behind a handle, as it is now: a search that was put off is not done.
pub fn as_it_is(handle: *const oftpsrv_certificate_t) -> Result<Certificate> {
    Ok(match &*held(handle)? {
        Held::Own(own) => lock(own).clone(),
        Held::Server(live) => live.as_it_is(),
    })
}

/// The certificate behind a handle, with what a search finds that was put off.
pub fn certificate(handle: *const oftpsrv_certificate_t) -> Result<Certificate> {
    match &*held(handle)? {
        Held::Own(own) => {
            let mut own = lock(own);
            own.finish()?;
            Ok(own.clone())
        }
        Held::Server(live) => live.loaded(),
    }
}

/// Changes the certificate behind a handle.
pub fn change<T>(handle: *const oftpsrv_certificate_t, body: impl FnOnce(&mut Certificate) -> Result<T>) -> Result<T> {
    match &*held(handle)? {
        // One call at a time for one certificate; a panic in one of them does not make the next fail.
        Held::Own(own) => body(&mut lock(own)),
        Held::Server(live) => live.change(body),
    }
}

fn handle(certificate: Certificate) -> *mut oftpsrv_certificate_t {
    insert(Held::Own(Mutex::new(certificate)))
}

fn insert(held: Held) -> *mut oftpsrv_certificate_t {
    CERTIFICATES.insert(Arc::new(held)) as *mut oftpsrv_certificate_t
}

/// Makes an empty certificate, to be filled through its fields. NULL when that fails.
#[unsafe(no_mangle)]
pub extern "C" fn oftpsrv_certificate_new() -> *mut oftpsrv_certificate_t {
    guard_or(std::ptr::null_mut(), || Ok(handle(Certificate::new())))
}

/// Loads a certificate, with its private key where there is one. `store_type` is one of OFTPSRV_STORE_..., `store` the file's
/// name or the content as text. `password` may be NULL for none. `subject` chooses in a store with several: an exact name, part
/// of one, "Thumbprint=..." or "*" for the first; NULL is "*". 9 for types that are not read
/// (OFTPSRV_STORE_USER, _MACHINE, _BCFKS_FILE, _BCFKS_BLOB), 679 when there is no such file, 690 when it is not such a store, the
/// password is wrong or nothing in it fits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_load(
    store_type: i32,
    store: *const c_char,
    password: *const c_char,
    subject: *const c_char,
    out: *mut *mut oftpsrv_certificate_t,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, std::ptr::null_mut()) }?;
        let store = Store::Path(unsafe { text(store, "store") }?.to_owned());
        let (password, subject) = unsafe { (text_or(password, "password", "")?, text_or(subject, "subject", "*")?) };
        out.put(handle(Certificate::load(StoreType::from_code(store_type)?, &store, password, subject)?));
        Ok(())
    })
}

/// Like oftpsrv_certificate_load(), with the store as octets: the content, which for OFTPSRV_STORE_AUTO is never taken for a path.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_load_blob(
    store_type: i32,
    data: *const u8,
    data_len: usize,
    password: *const c_char,
    subject: *const c_char,
    out: *mut *mut oftpsrv_certificate_t,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, std::ptr::null_mut()) }?;
        let store = Store::Blob(unsafe { octets(data, data_len, "data") }?.to_vec());
        let (password, subject) = unsafe { (text_or(password, "password", "")?, text_or(subject, "subject", "*")?) };
        out.put(handle(Certificate::load(StoreType::from_code(store_type)?, &store, password, subject)?));
        Ok(())
    })
}

/// Takes one more reference, to be given back with one more oftpsrv_certificate_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_retain(certificate: *mut oftpsrv_certificate_t) -> i32 {
    guard(|| match certificate.is_null() {
        true => Err(null("certificate")),
        false => CERTIFICATES.retain(certificate as usize),
    })
}

/// Gives a reference back; with the last one the handle is dead and the private key is wiped, unless a server still uses it.
/// NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificate_free(certificate: *mut oftpsrv_certificate_t) {
    if certificate.is_null() {
        return;
    }
    guard(|| CERTIFICATES.release(certificate as usize).map(drop));
}

/// Reads Certificate, which signs, decrypts and authenticates, for the CertificateType of this moment. A reference of the
/// caller's own, never NULL: what is set on it is set on the server, until oftpsrv_set_certificate() puts another one in its
/// place. It is empty, with an empty Subject, while none is set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_certificate(
    server: *const oftpsrv_t,
    out: *mut *mut oftpsrv_certificate_t,
) -> i32 {
    guard(|| unsafe { get(server, out, |server| server.engine.live_certificate()) })
}

/// Sets Certificate, which signs, decrypts and authenticates; NULL clears. The server takes the certificate as it is now and
/// keeps what it needs; the caller's reference stays the caller's. A certificate that oftpsrv_get_certificate() gave is the
/// server's own already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_certificate(
    server: *mut oftpsrv_t,
    certificate: *const oftpsrv_certificate_t,
) -> i32 {
    guard(|| {
        let engine = &server_of(server)?.engine;
        match given(certificate, &engine.live_certificate())? {
            Given::Other(other) => engine.set_certificate(other),
            Given::Same => Ok(()),
        }
    })
}

/// Reads SSLCert, the certificate of the TLS listener. A reference of the caller's own, never NULL: what is set on it is set
/// on the server, until oftpsrv_set_ssl_cert() puts another one in its place. It is empty, with an empty Subject, while none is
/// set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_ssl_cert(server: *const oftpsrv_t, out: *mut *mut oftpsrv_certificate_t) -> i32 {
    guard(|| unsafe { get(server, out, |server| server.engine.live_ssl_cert()) })
}

/// Sets SSLCert, the certificate of the TLS listener; NULL clears. The server takes the certificate as it is now. A certificate
/// that oftpsrv_get_ssl_cert() gave is the server's own already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_ssl_cert(
    server: *mut oftpsrv_t,
    certificate: *const oftpsrv_certificate_t,
) -> i32 {
    guard(|| {
        let engine = &server_of(server)?.engine;
        match given(certificate, &engine.live_ssl_cert())? {
            Given::Other(other) => engine.set_ssl_cert(other),
            Given::Same => Ok(()),
        }
    })
}

/// Reads TrustedCerts, the certificates that are trusted to issue others. The caller frees the list with
/// oftpsrv_certificates_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_get_trusted_certs(
    server: *const oftpsrv_t,
    out: *mut *mut *mut oftpsrv_certificate_t,
    count: *mut usize,
) -> i32 {
    guard(|| {
        let (out, count) = unsafe { (Out::new(out, std::ptr::null_mut())?, Out::new(count, 0)?) };
        let certificates = server_of(server)?.engine.trusted_certs();
        let (length, size) = (certificates.len(), size_of::<*mut oftpsrv_certificate_t>());
        let memory = unsafe { libc::calloc(length + 1, size) }.cast::<*mut oftpsrv_certificate_t>();
        if memory.is_null() {
            return Err(Error::new(10055, "out of memory"));
        }
        for (position, certificate) in certificates.into_iter().enumerate() {
            unsafe { memory.add(position).write(handle(certificate)) };
        }
        out.put(memory);
        count.put(length);
        Ok(())
    })
}

/// Sets TrustedCerts to `count` certificates; 0 clears. The references stay the caller's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_set_trusted_certs(
    server: *mut oftpsrv_t,
    certificates: *const *const oftpsrv_certificate_t,
    count: usize,
) -> i32 {
    guard(|| {
        if certificates.is_null() && count > 0 {
            return Err(null("certificates"));
        }
        let each = (0..count).map(|position| certificate(unsafe { *certificates.add(position) }));
        let all =
            each.filter(|each| !matches!(each, Ok(certificate) if certificate.is_empty())).collect::<Result<_>>()?;
        server_of(server)?.engine.set_trusted_certs(all)
    })
}

/// Frees a list of oftpsrv_get_trusted_certs() and gives its references back. NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_certificates_free(certificates: *mut *mut oftpsrv_certificate_t, count: usize) {
    if certificates.is_null() {
        return;
    }
    for position in 0..count {
        unsafe { oftpsrv_certificate_free(*certificates.add(position)) };
    }
    unsafe { libc::free(certificates.cast()) };
}

unsafe fn get(
    server: *const oftpsrv_t,
    out: *mut *mut oftpsrv_certificate_t,
    read: impl Fn(&ServerHandle) -> LiveCertificate,
) -> Result<()> {
    let out = unsafe { Out::new(out, std::ptr::null_mut()) }?;
    out.put(insert(Held::Server(read(&*server_of(server)?))));
    Ok(())
}

/// What a server is given as its certificate.
enum Given {
    /// The one that it has, which changes in place.
    Same,
    /// Another one, or none.
    Other(Option<Certificate>),
}

/// The certificate that a handle holds now; none for NULL and for a handle that nothing was loaded into.
fn given(handle: *const oftpsrv_certificate_t, own: &LiveCertificate) -> Result<Given> {
    if handle.is_null() {
        return Ok(Given::Other(None));
    }
    match &*held(handle)? {
        Held::Server(live) if live.is(own) => live.loaded().map(|_| Given::Same),
        _ => Ok(Given::Other(Some(certificate(handle)?).filter(|certificate| !certificate.is_empty()))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::codes;
    use std::ptr;

    #[test]
    fn a_certificate_handle_is_counted() {
        let certificate = oftpsrv_certificate_new();
        unsafe {
            assert_eq!(oftpsrv_certificate_retain(certificate), 0);
            oftpsrv_certificate_free(certificate);
            assert_eq!(oftpsrv_certificate_retain(certificate), 0);
            oftpsrv_certificate_free(certificate);
            oftpsrv_certificate_free(certificate);
            assert_eq!(oftpsrv_certificate_retain(certificate), codes::STALE_HANDLE);
            assert_eq!(oftpsrv_certificate_retain(ptr::null_mut()), codes::NULL_ARGUMENT);
            oftpsrv_certificate_free(ptr::null_mut());
        }
        let own = crate::engine::Server::new().live_certificate();
        assert!(given(certificate, &own).is_err());
        assert!(matches!(given(ptr::null(), &own), Ok(Given::Other(None))));
    }

    fn self_signed() -> Vec<u8> {
        use openssl::{asn1::Asn1Time, ec, hash::MessageDigest, nid::Nid, pkey::PKey, x509};
        let group = ec::EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
        let key = PKey::from_ec_key(ec::EcKey::generate(&group).unwrap()).unwrap();
        let mut name = x509::X509NameBuilder::new().unwrap();
        name.append_entry_by_text("CN", "partner").unwrap();
        let name = name.build();
        let mut builder = x509::X509Builder::new().unwrap();
        builder.set_version(2).unwrap();
        builder.set_subject_name(&name).unwrap();
        builder.set_issuer_name(&name).unwrap();
        builder.set_pubkey(&key).unwrap();
        builder.set_not_before(&Asn1Time::from_unix(0).unwrap()).unwrap();
        builder.set_not_after(&Asn1Time::days_from_now(2).unwrap()).unwrap();
        builder.sign(&key, MessageDigest::sha256()).unwrap();
        let mut pem = key.private_key_to_pem_pkcs8().unwrap();
        pem.extend(builder.build().to_pem().unwrap());
        pem
    }

    fn shown(handle: *mut oftpsrv_certificate_t) -> (String, bool) {
        use crate::ffi::generated::certificate_fields::*;
        let (mut subject, mut has_key) = (ptr::null_mut(), true.into());
        assert_eq!(unsafe { oftpsrv_certificate_get_subject(handle, &mut subject) }, 0);
        assert_eq!(unsafe { oftpsrv_certificate_get_private_key_available(handle, &mut has_key) }, 0);
        let text = unsafe { std::ffi::CStr::from_ptr(subject) }.to_str().unwrap().to_owned();
        unsafe { super::super::out::free_text(subject) };
        (text, has_key.get())
    }

    #[test]
    fn a_certificate_is_loaded_at_once_or_field_by_field() {
        use crate::ffi::generated::certificate_fields::*;
        let (pem, mut at_once) = (self_signed(), ptr::null_mut());
        let (kind, nothing) = (StoreType::PemKeyBlob.code(), ptr::null());
        let status =
            unsafe { oftpsrv_certificate_load_blob(kind, pem.as_ptr(), pem.len(), nothing, nothing, &mut at_once) };
        assert_eq!(status, 0);
        assert_eq!(shown(at_once), ("CN=partner".to_owned(), true));
        let by_field = oftpsrv_certificate_new();
        unsafe {
            assert_eq!(oftpsrv_certificate_set_store_type(by_field, kind), 0);
            assert_eq!(oftpsrv_certificate_set_store_blob(by_field, pem.as_ptr(), pem.len()), 0);
            assert_eq!(shown(by_field), (String::new(), false));
            assert_eq!(oftpsrv_certificate_set_subject(by_field, c"*".as_ptr()), 0);
        }
        assert_eq!(shown(by_field), shown(at_once));
        let own = crate::engine::Server::new().live_certificate();
        assert!(matches!(given(by_field, &own), Ok(Given::Other(Some(_)))));
        unsafe { oftpsrv_certificate_free(by_field) };
        unsafe { oftpsrv_certificate_free(at_once) };
    }

    #[test]
    fn loading_what_is_not_there_leaves_null() {
        let mut out = ptr::dangling_mut();
        let (store, nothing) = (c"/no/such/file.pfx".as_ptr(), ptr::null());
        // Type 23 is a token, which the feature pkcs11 reads.
        for kind in [2, 8, 23, 99].into_iter().filter(|kind| *kind != 23 || cfg!(feature = "pkcs11")) {
            assert_eq!(unsafe { oftpsrv_certificate_load(kind, store, nothing, nothing, &mut out) }, codes::READ_FILE);
            assert!(out.is_null());
            let message = unsafe { std::ffi::CStr::from_ptr(super::super::server::oftpsrv_last_error_message()) };
            assert!(message.to_str().unwrap().contains("/no/such/file.pfx"), "{kind}: {message:?}");
        }
        assert_eq!(unsafe { oftpsrv_certificate_load(77, store, nothing, nothing, &mut out) }, codes::BAD_VALUE);
        assert_eq!(unsafe { oftpsrv_certificate_load(2, nothing, nothing, nothing, &mut out) }, codes::NULL_ARGUMENT);
    }
}
