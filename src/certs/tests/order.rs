//! The fields of a certificate in every order: when the store is searched, and where an error comes.

use super::{bytes, vector};
use crate::certs::{Certificate, StoreType};
use crate::error::codes;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Field {
    Kind(StoreType),
    Store(&'static str),
    Password(&'static str),
    Subject(&'static str),
    Encoded(&'static str),
}

fn set(certificate: &mut Certificate, field: Field) -> crate::error::Result<()> {
    match field {
        Field::Kind(kind) => certificate.set_store_type(kind),
        Field::Store(file) => certificate.set_store(&vector(file).to_string_lossy()),
        Field::Password(password) => certificate.set_store_password(password),
        Field::Subject(subject) => return certificate.set_subject(subject),
        Field::Encoded(file) => return certificate.set_encoded(&bytes(file)),
    }
    Ok(())
}

/// Every order of some fields.
fn orders(fields: &[Field]) -> Vec<Vec<Field>> {
    if fields.is_empty() {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for (index, first) in fields.iter().enumerate() {
        let mut rest = fields.to_vec();
        rest.remove(index);
        all.extend(orders(&rest).into_iter().map(|order| [vec![*first], order].concat()));
    }
    all
}

#[test]
fn the_fields_come_in_any_order() {
    use Field::{Encoded, Kind, Password, Store, Subject};
    let cases: &[&[Field]] = &[
        &[Kind(StoreType::PfxFile), Store("modern.pfx"), Password("secret"), Subject("*")],
        &[Kind(StoreType::PfxFile), Store("modern.pfx"), Password("secret"), Subject("CN=Vector Leaf")],
        &[Kind(StoreType::PfxFile), Store("modern.pfx"), Password("secret"), Encoded("leaf.crt")],
        &[Kind(StoreType::PemKeyFile), Store("leaf.pem"), Subject("*")],
        &[Kind(StoreType::PemKeyFile), Store("leaf.key"), Encoded("leaf.crt")],
        &[Kind(StoreType::JksFile), Store("java12.jks"), Password("storepass"), Subject("CN=Two, O=Java, C=DE")],
        // Without a type it is found out.
        &[Store("modern.pfx"), Password("secret"), Subject("*")],
        &[Store("leaf.pem"), Subject("*")],
    ];
    for order in cases.iter().flat_map(|case| orders(case)) {
        let mut made = Certificate::new();
        for field in &order {
            set(&mut made, *field).unwrap_or_else(|error| panic!("{order:?} at {field:?}: {error}"));
        }
        made.finish().unwrap_or_else(|error| panic!("{order:?}: {error}"));
        assert!(made.private_key_available() && !made.subject().is_empty(), "{order:?}");
        assert!(!made.is_put_off(), "{order:?}");
    }
}

#[test]
fn an_error_comes_where_its_cause_is_certain() {
    let missing = "/no/such/file.pfx";
    let mut made = Certificate::new();
    made.set_store_type(StoreType::PfxFile);
    made.set_store(missing);
    let error = made.set_subject("*").unwrap_err();
    assert!(error.code == codes::READ_FILE && error.message.contains(missing), "no password mends it: {error}");
    assert!(!made.is_put_off() && made.finish().is_ok(), "it was told");

    // A wrong password is certain, one that is not set yet is not.
    let mut made = Certificate::new();
    made.set_store_type(StoreType::PfxFile);
    made.set_store(&vector("modern.pfx").to_string_lossy());
    made.set_subject("*").unwrap();
    assert!(made.is_put_off() && made.is_empty());
    assert_eq!(made.subject(), "*", "what was asked for, until it is searched for");
    assert_eq!(made.finish().unwrap_err().code, codes::INVALID_CERT);
    assert_eq!(made.finish().unwrap_err().code, codes::INVALID_CERT, "as often as it is asked for");
    made.set_store_password("wrong");
    assert_eq!(made.finish().unwrap_err().code, codes::INVALID_CERT);
    made.set_store_password("secret");
    made.finish().unwrap();
    assert!(made.subject().starts_with("CN=Vector Leaf") && made.private_key_available());
    made.set_store_password("wrong");
    assert!(!made.is_put_off(), "a key that was found stays");
    assert_eq!(made.set_subject("*").unwrap_err().code, codes::INVALID_CERT);

    // Stores of Windows, by their number and by the name of one.
    let mut made = Certificate::new();
    made.set_store_type(StoreType::Machine);
    made.set_store("MY");
    assert_eq!(made.set_subject("CN=server").unwrap_err().code, codes::NOT_SUPPORTED);
    let mut made = Certificate::new();
    made.set_store("my");
    let error = made.set_subject("CN=server").unwrap_err();
    assert!(error.code == codes::NOT_SUPPORTED && error.message.contains("PFX file"), "{error}");
}

#[test]
fn without_a_store_nothing_is_searched() {
    let mut made = Certificate::new();
    made.set_subject("CN=server").unwrap();
    made.set_store_password("secret");
    made.finish().unwrap();
    assert!(made.is_put_off() && made.is_empty());
    assert!(made.why_empty().unwrap().message.contains("Store"));
    made.set_store(&vector("modern.pfx").to_string_lossy());
    made.finish().unwrap();
    assert_eq!(made.subject(), "", "no match selects nothing and is no error");
    assert!(made.why_empty().unwrap().message.contains("CN=server"));
}

#[cfg_attr(not(feature = "pkcs11"), ignore = "needs the feature pkcs11")]
#[test]
fn the_name_of_a_module_waits_for_its_type() {
    let mut made = Certificate::new();
    made.set_store("/usr/lib/softhsm/no-such-module.so;token=oftp");
    made.set_subject("*").unwrap();
    assert!(made.is_put_off(), "type 23 may still be set");
    made.set_store_type(StoreType::Pkcs11);
    made.set_store_password("1234");
    let first = made.finish().unwrap_err();
    assert!(first.message.contains("no-such-module.so"), "{first}");
    assert_eq!(made.finish().unwrap_err(), first, "a token is not asked again with the same PIN");
}
