//! Keys in tokens, reached through a PKCS#11 module (store type 23). The store is the path of the module, optionally with
//! `;slot=<id>`, `;token=<label>`, `;label=<label>` and `;id=<hex>`; the store password is the PIN.
//!
//! A module is initialised once per process and never finalised: other parts of the host program may use it too.

use super::super::keys::RsaEncryption;
use super::super::{invalid, store_type::Store};
use super::{Entry, chain_of};
use crate::ber::{tag, write};
use crate::certs::keys::KeyHandle;
use crate::certs::secret::Secret;
use crate::error::{Error, Result, codes};
use crate::hex;
use crate::sync::lock;
use cryptoki::context::{CInitializeArgs, CInitializeFlags, Pkcs11};
use cryptoki::error::{Error as TokenError, RvError};
use cryptoki::mechanism::rsa::{PkcsMgfType, PkcsOaepParams, PkcsOaepSource, PkcsPssParams};
use cryptoki::mechanism::{Mechanism, MechanismType};
use cryptoki::object::{Attribute, AttributeType, CertificateType, ObjectClass, ObjectHandle};
use cryptoki::session::{Session, UserType};
use cryptoki::slot::Slot;
use cryptoki::types::AuthPin;
use openssl::bn::BigNum;
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Public};
use openssl::rsa::Rsa;
use openssl::x509::X509;
use std::collections::HashMap;
use std::ffi::c_ulong;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

static MODULES: Mutex<Option<HashMap<PathBuf, Pkcs11>>> = Mutex::new(None);

/// What the store's text names.
#[derive(Default)]
struct Place {
    module: PathBuf,
    slot: Option<u64>,
    token: Option<String>,
    label: Option<String>,
    id: Option<Vec<u8>>,
}

/// A private key in a token. Operations are done one at a time, in one session, which is opened again when the token lost it.
pub struct TokenKey {
    module: Pkcs11,
    slot: Slot,
    pin: Secret,
    id: Vec<u8>,
    label: Vec<u8>,
    public: Option<PKey<Public>>,
    live: Mutex<Option<(Session, ObjectHandle)>>,
}

/// Lists certificates and private keys of a token.
pub fn open(store: &Store, pin: &str) -> Result<Vec<Entry>> {
    let place = parse(
        std::str::from_utf8(store.octets()).map_err(|_| invalid("The path of the PKCS#11 module is not text."))?,
    )?;
    let module = module(&place.module)?;
    let slot = slot(&module, &place)?;
    let session = login(&module, slot, pin)?;
    let list = entries(&module, slot, pin, &session, &place).map_err(|error| explain("Reading the token", &error))?;
    if list.is_empty() {
        return Err(invalid(match pin {
            "" => "The token shows nothing without its PIN and needs a password: StorePassword is not set.",
            _ => "The token holds no certificate and no private key that this PIN shows.",
        }));
    }
    Ok(list)
}

fn parse(text: &str) -> Result<Place> {
    let mut parts = text.split(';').map(str::trim);
    let mut place = Place { module: PathBuf::from(parts.next().unwrap_or_default()), ..Place::default() };
    for part in parts.filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').ok_or_else(|| invalid(format!("{part:?} is not name=value.")))?;
        match name.to_ascii_lowercase().as_str() {
            "slot" => {
                place.slot = Some(value.parse().map_err(|_| invalid(format!("{value:?} is not a slot number.")))?)
            }
            "token" => place.token = Some(value.to_owned()),
            "label" => place.label = Some(value.to_owned()),
            "id" => {
                let id = hex::octets(value).filter(|id| !id.is_empty());
                place.id = Some(id.ok_or_else(|| invalid(format!("{value:?} is not hexadecimal.")))?)
            }
            other => return Err(invalid(format!("{other:?} is unknown; slot, token, label and id are understood."))),
        }
    }
    Ok(place)
}

fn module(path: &PathBuf) -> Result<Pkcs11> {
    let mut modules = lock(&MODULES);
    let modules = modules.get_or_insert_with(HashMap::new);
    if let Some(module) = modules.get(path) {
        return Ok(module.clone());
    }
    if path.as_os_str().is_empty() {
        return Err(Error::new(codes::READ_FILE, "No PKCS#11 module is named: the store is the path of the module."));
    }
    let failed = |error: &TokenError| {
        // A name without a folder is looked for where the system keeps its libraries, so this is asked only afterwards.
        let code = if path.exists() { codes::INVALID_CERT } else { codes::READ_FILE };
        Error::new(code, format!("The PKCS#11 module {} cannot be loaded: {error}", path.display()))
    };
    let module = Pkcs11::new(path).map_err(|error| failed(&error))?;
    match module.initialize(CInitializeArgs::new(CInitializeFlags::OS_LOCKING_OK)) {
        Ok(()) | Err(TokenError::Pkcs11(RvError::CryptokiAlreadyInitialized, _)) => {}
        Err(error) => return Err(failed(&error)),
    }
    modules.insert(path.clone(), module.clone());
    Ok(module)
}

fn slot(module: &Pkcs11, place: &Place) -> Result<Slot> {
    let slots = module.get_slots_with_initialized_token().map_err(|error| explain("Listing the slots", &error))?;
    let mut fitting = slots.into_iter().filter(|slot| {
        let label = || module.get_token_info(*slot).map(|info| info.label().trim().to_owned()).unwrap_or_default();
        place.slot.is_none_or(|id| slot.id() == id) && place.token.as_ref().is_none_or(|token| *token == label())
    });
    let first =
        fitting.next().ok_or_else(|| invalid("There is no initialised token in that slot or with that label."))?;
    if fitting.next().is_some() {
        // Trying the PIN on each of them would use up the attempts of the wrong ones.
        return Err(invalid(
            "There are several tokens: name one with ;token=<label> or ;slot=<id> after the module's path.",
        ));
    }
    Ok(first)
}

fn login(module: &Pkcs11, slot: Slot, pin: &str) -> Result<Session> {
    let session = module.open_ro_session(slot).map_err(|error| explain("Opening a session with the token", &error))?;
    if pin.is_empty() {
        return Ok(session);
    }
    match session.login(UserType::User, Some(&AuthPin::from(pin.to_owned()))) {
        Ok(()) | Err(TokenError::Pkcs11(RvError::UserAlreadyLoggedIn, _)) => Ok(session),
        Err(TokenError::Pkcs11(RvError::PinIncorrect | RvError::PinLenRange | RvError::PinInvalid, _)) => {
            Err(invalid("The PIN of the token is wrong."))
        }
        Err(TokenError::Pkcs11(RvError::PinLocked, _)) => Err(invalid("The PIN of the token is locked.")),
        Err(error) => Err(explain("Logging in to the token", &error)),
    }
}

fn explain(doing: &str, error: &TokenError) -> Error {
    invalid(format!("{doing} failed: {error}"))
}

/// An object's identity within the token.
struct Name {
    id: Vec<u8>,
    label: Vec<u8>,
}

fn name(session: &Session, object: ObjectHandle) -> Result<Name, TokenError> {
    let mut name = Name { id: Vec::new(), label: Vec::new() };
    for attribute in session.get_attributes(object, &[AttributeType::Id, AttributeType::Label])? {
        match attribute {
            Attribute::Id(id) => name.id = id,
            Attribute::Label(label) => name.label = label,
            _ => {}
        }
    }
    Ok(name)
}

fn entries(module: &Pkcs11, slot: Slot, pin: &str, session: &Session, place: &Place) -> Result<Vec<Entry>, TokenError> {
    let wanted = |name: &Name| {
        place.id.as_ref().is_none_or(|id| *id == name.id)
            && place.label.as_ref().is_none_or(|label| label.as_bytes() == name.label)
    };
    let mut certificates: Vec<(Name, X509)> = Vec::new();
    let template = [Attribute::Class(ObjectClass::CERTIFICATE), Attribute::CertificateType(CertificateType::X_509)];
    for object in session.find_objects(&template)? {
        for attribute in session.get_attributes(object, &[AttributeType::Value])? {
            if let Attribute::Value(der) = attribute {
                certificates.extend(
                    X509::from_der(&der).ok().map(|x509| name(session, object).map(|name| (name, x509))).transpose()?,
                );
            }
        }
    }
    let mut keys: Vec<(Name, Option<PKey<Public>>)> = Vec::new();
    for object in session.find_objects(&[Attribute::Class(ObjectClass::PRIVATE_KEY)])? {
        keys.push((name(session, object)?, rsa_public(session, object)));
    }
    let pool: Vec<X509> = certificates.iter().map(|(_, x509)| x509.clone()).collect();
    let handle = |name: Name, public: Option<PKey<Public>>| {
        let key = TokenKey {
            module: module.clone(),
            slot,
            pin: Secret::new(pin),
            id: name.id,
            label: name.label,
            public,
            live: Mutex::new(None),
        };
        KeyHandle::Token(Arc::new(key))
    };
    let mut list = Vec::new();
    for (cert_name, x509) in certificates {
        let public = x509.public_key().ok();
        let key = keys.iter().position(|(key_name, key_public)| match (key_public, &public) {
            (Some(key), Some(own)) => key.public_eq(own),
            _ => !key_name.id.is_empty() && key_name.id == cert_name.id,
        });
        let key = key.map(|index| keys.remove(index));
        if !wanted(&cert_name) && !key.as_ref().is_some_and(|(key_name, _)| wanted(key_name)) {
            continue;
        }
        list.push(Entry {
            key: key.map(|(name, _)| handle(name, public.clone())),
            public,
            chain: chain_of(&x509, &pool),
            alias: Some(String::from_utf8_lossy(&cert_name.label).into_owned()),
            x509: Some(x509),
            key_problem: None,
        });
    }
    for (name, public) in keys.into_iter().filter(|(name, _)| wanted(name)) {
        let alias = Some(String::from_utf8_lossy(&name.label).into_owned());
        list.push(Entry { public: public.clone(), key: Some(handle(name, public)), alias, ..Entry::default() });
    }
    Ok(list)
}

fn rsa_public(session: &Session, object: ObjectHandle) -> Option<PKey<Public>> {
    let (mut n, mut e) = (None, None);
    for attribute in session.get_attributes(object, &[AttributeType::Modulus, AttributeType::PublicExponent]).ok()? {
        match attribute {
            Attribute::Modulus(octets) => n = BigNum::from_slice(&octets).ok(),
            Attribute::PublicExponent(octets) => e = BigNum::from_slice(&octets).ok(),
            _ => {}
        }
    }
    Rsa::from_public_components(n?, e?).and_then(PKey::from_rsa).ok()
}

impl TokenKey {
    /// The public half, when the token or the certificate shows it.
    pub fn public(&self) -> Option<&PKey<Public>> {
        self.public.as_ref()
    }

    /// See [`KeyHandle::rsa_sign`].
    pub fn rsa_sign(&self, md: MessageDigest, digest: &[u8], pss: bool) -> Result<Vec<u8>> {
        if !pss {
            let info = digest_info(md, digest)?;
            return self.run("sign", |session, key| session.sign(&Mechanism::RsaPkcs, key, &info));
        }
        let (hash_alg, mgf) = hash(md)?;
        let mechanism = Mechanism::RsaPkcsPss(PkcsPssParams { hash_alg, mgf, s_len: (digest.len() as c_ulong).into() });
        self.run("sign", |session, key| session.sign(&mechanism, key, digest))
    }

    /// See [`KeyHandle::rsa_decrypt`].
    pub fn rsa_decrypt(&self, encryption: RsaEncryption, data: &[u8]) -> Result<Vec<u8>> {
        let mechanism = match encryption {
            RsaEncryption::V15 => Mechanism::RsaPkcs,
            RsaEncryption::Oaep(md) => {
                let (hash_alg, mgf) = hash(md)?;
                Mechanism::RsaPkcsOaep(PkcsOaepParams::new(hash_alg, mgf, PkcsOaepSource::empty()))
            }
        };
        self.run("decrypt", |session, key| session.decrypt(&mechanism, key, data))
    }

    fn run<T>(&self, doing: &str, work: impl Fn(&Session, ObjectHandle) -> Result<T, TokenError>) -> Result<T> {
        let mut live = lock(&self.live);
        if let Some((session, key)) = live.as_ref() {
            match work(session, *key) {
                Err(TokenError::Pkcs11(lost, _)) if is_lost(&lost) => *live = None,
                other => return other.map_err(|error| failed(doing, &error)),
            }
        }
        let session = login(&self.module, self.slot, self.pin.text())?;
        let key = self.find(&session).map_err(|error| failed(doing, &error))?;
        let (session, key) = live.insert((session, key));
        work(session, *key).map_err(|error| failed(doing, &error))
    }

    fn find(&self, session: &Session) -> Result<ObjectHandle, TokenError> {
        let mut template = vec![Attribute::Class(ObjectClass::PRIVATE_KEY)];
        if self.id.is_empty() {
            template.push(Attribute::Label(self.label.clone()));
        } else {
            template.push(Attribute::Id(self.id.clone()));
        }
        session.find_objects(&template)?.first().copied().ok_or(TokenError::InvalidValue)
    }
}

fn is_lost(error: &RvError) -> bool {
    use RvError::*;
    matches!(
        error,
        SessionHandleInvalid | SessionClosed | DeviceRemoved | TokenNotPresent | UserNotLoggedIn | KeyHandleInvalid
    )
}

fn failed(doing: &str, error: &TokenError) -> Error {
    Error::new(codes::CRYPTO, format!("The token cannot {doing}: {error}"))
}

fn hash(md: MessageDigest) -> Result<(MechanismType, PkcsMgfType)> {
    Ok(match md.type_() {
        Nid::SHA1 => (MechanismType::SHA1, PkcsMgfType::MGF1_SHA1),
        Nid::SHA256 => (MechanismType::SHA256, PkcsMgfType::MGF1_SHA256),
        Nid::SHA512 => (MechanismType::SHA512, PkcsMgfType::MGF1_SHA512),
        _ => return Err(Error::new(codes::CRYPTO, "Tokens are not asked for this hash.")),
    })
}

/// PKCS#1's DigestInfo, which a token signs as it is.
fn digest_info(md: MessageDigest, digest: &[u8]) -> Result<Vec<u8>> {
    let oid: &[u8] = match md.type_() {
        Nid::SHA1 => &[0x2b, 0x0e, 0x03, 0x02, 0x1a],
        Nid::SHA256 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
        Nid::SHA384 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02],
        Nid::SHA512 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03],
        Nid::SHA3_512 => &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x0a],
        _ => return Err(Error::new(codes::CRYPTO, "Tokens are not asked for this hash.")),
    };
    let algorithm = write::sequence(&[&write::oid(oid), &write::tlv(tag::NULL, &[])]);
    Ok(write::sequence(&[&algorithm, &write::tlv(tag::OCTETS, digest)]))
}
