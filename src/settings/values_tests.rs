use super::*;

fn code_of<T: fmt::Debug>(result: Result<T>) -> i32 {
    result.unwrap_err().code
}

#[test]
fn booleans_are_understood_in_all_spellings_and_read_back_in_one() {
    let mut values = Values::new();
    for (text, on) in [("true", true), ("YES", true), ("1", true), (" No ", false), ("FALSE", false), ("0", false)] {
        values.set(Id::UseSSL, text).unwrap();
        assert_eq!(values.bool(Id::UseSSL), on, "{text}");
        assert_eq!(values.get(Id::UseSSL).unwrap().to_text(), if on { "True" } else { "False" });
    }
    for text in ["", "2", "on", "truee"] {
        assert_eq!(code_of(values.set(Id::UseSSL, text)), codes::BAD_VALUE);
    }
    assert!(!values.bool(Id::UseSSL), "a refused value changes nothing");
}

#[test]
fn numbers_have_bounds_and_the_message_names_setting_value_and_range() {
    let mut values = Values::new();
    values.set(Id::LocalPort, " 0 ").unwrap();
    values.set(Id::LocalPort, "65535").unwrap();
    assert_eq!(values.int(Id::LocalPort), 65_535);
    let error = values.set(Id::LocalPort, "65536").unwrap_err();
    assert_eq!(error.code, codes::BAD_VALUE);
    assert_eq!(error.message, "LocalPort cannot be \"65536\": it must be a number from 0 to 65535.");
    for text in ["", "-1", "1.5", "0x10", "99999999999999999999999"] {
        assert_eq!(code_of(values.set(Id::LocalPort, text)), codes::BAD_VALUE, "{text}");
    }
    assert_eq!(code_of(values.set_value(Id::LocalPort, -1)), codes::BAD_VALUE);
    assert_eq!(code_of(values.set_value(Id::LocalPort, true)), codes::BAD_VALUE);
    values.set(Id::CipherSuite, "").unwrap();
    assert_eq!(values.int(Id::CipherSuite), -1);
}

#[test]
fn choices_take_the_number_or_the_word() {
    let mut values = Values::new();
    values.set(Id::VirtualFileSecurityLevel, "slSigned").unwrap();
    assert_eq!(values.int(Id::VirtualFileSecurityLevel), 2);
    for (id, word, number) in
        [(Id::LogLevel, "none", 0), (Id::UseIPv6, "IPV6", 1), (Id::FollowRedirects, "SameScheme", 2)]
    {
        values.set(id, word).unwrap();
        assert_eq!(values.int(id), number);
    }
    values.set(Id::CertificateStoreType, "99").unwrap();
    let error = values.set(Id::CertificateStoreType, "20").unwrap_err();
    assert!(error.message.contains("23 (cstPKCS11)"), "{error}");
    assert_eq!(values.get(Id::CertificateStoreType).unwrap().to_text(), "99");
}

#[test]
fn codes_have_the_protocols_length_without_their_padding() {
    let mut values = Values::new();
    values.set(Id::ServerPassword, "12345678    ").unwrap();
    assert_eq!(values.text(Id::ServerPassword), "12345678");
    let error = values.set(Id::ServerPassword, "123456789").unwrap_err();
    assert_eq!(error.code, codes::BAD_VALUE);
    assert!(!error.message.contains("123456789"), "a password is not shown: {error}");
    values.set(Id::ServerSSIDCode, "O0013000002CLEO-ÄÖ-DEF   ").unwrap();
    assert_eq!(code_of(values.set(Id::ServerSSIDCode, &"X".repeat(26))), codes::BAD_VALUE);
    assert_eq!(code_of(values.set(Id::ServerSSIDCode, "\u{2603}")), codes::BAD_VALUE);
    assert_eq!(code_of(values.set(Id::StatePath, "a\0b")), codes::BAD_VALUE);
}

#[test]
fn lists_of_numbers_are_brought_to_one_form() {
    let mut values = Values::new();
    values.set(Id::AllowedCipherSuites, " 4, 6,10 ,").unwrap();
    assert_eq!(values.text(Id::AllowedCipherSuites), "4,6,10");
    assert_eq!(Lookup::new(None, &values).list(Id::AllowedCipherSuites), [4, 6, 10]);
    assert_eq!(code_of(values.set(Id::AllowedCipherSuites, "4,11")), codes::BAD_VALUE);
    assert_eq!(code_of(values.set(Id::AllowedCipherSuites, "four")), codes::BAD_VALUE);
    values.set(Id::AllowedCipherSuites, "").unwrap();
    assert!(Lookup::new(None, &values).list(Id::AllowedCipherSuites).is_empty());
}

#[test]
fn lists_of_addresses_are_read_when_they_are_set() {
    for id in [Id::AllowedClients, Id::BlockedClients] {
        let mut values = Values::new();
        values.set(id, "10.0.0.0/8, partner.example").unwrap();
        for (wrong, entry) in [("10.0.0.1,10.0.0.0/33", "10.0.0.0/33"), ("x/x", "x/x"), ("10.1.*.y", "10.1.*.y")] {
            for error in [values.set(id, wrong).unwrap_err(), values.set_value(id, wrong).unwrap_err()] {
                assert_eq!(error.code, codes::BAD_VALUE);
                assert!(error.message.contains(id.name()) && error.message.contains(entry), "{error}");
            }
            let error = super::super::load_text(&format!("{}={wrong}", id.name())).unwrap_err();
            assert_eq!(error.code, codes::BAD_VALUE, "{error}");
        }
        assert_eq!(code_of(values.set(id, &"10.0.0.1,".repeat(10_000))), codes::BAD_VALUE);
        assert_eq!(values.text(id), "10.0.0.0/8, partner.example", "a refused list changes nothing");
        values.set(id, "").unwrap();
    }
}

#[test]
fn read_only_settings_are_filled_by_the_engine_alone() {
    let mut values = Values::new();
    assert_eq!(code_of(values.set(Id::LocalAddress, "1.2.3.4")), codes::READ_ONLY);
    assert_eq!(code_of(values.set(Id::RemoteHost, "1.2.3.4")), codes::REMOTE_HOST_IN_USE);
    assert_eq!(code_of(values.set_value(Id::Connected, true)), codes::READ_ONLY);
    values.fill(Id::RemoteHost, "1.2.3.4");
    values.fill(Id::Connected, true);
    assert_eq!(values.text(Id::RemoteHost), "1.2.3.4");
    assert!(values.bool(Id::Connected));
}

#[test]
fn what_means_nothing_here_is_read_back() {
    let mut values = Values::new();
    values.set(Id::UseDaemonThreads, "yes").unwrap();
    assert!(values.bool(Id::UseDaemonThreads), "without effect, but read back");
}

#[test]
fn a_connections_value_comes_first_then_the_servers_then_the_default() {
    let (mut connection, mut server) = (Values::new(), Values::new());
    let int = |connection: &Values, server: &Values, id| Lookup::new(Some(connection), server).int(id);
    assert_eq!(int(&connection, &server, Id::CreditCount), 99);
    server.set(Id::CreditCount, "20").unwrap();
    assert_eq!(int(&connection, &server, Id::CreditCount), 20);
    connection.set(Id::CreditCount, "7").unwrap();
    assert_eq!(int(&connection, &server, Id::CreditCount), 7);
    assert_eq!(server.int(Id::CreditCount), 20);
    connection.unset(Id::CreditCount);
    assert_eq!(int(&connection, &server, Id::CreditCount), 20);
}

#[test]
fn timeouts_stand_for_their_defaults_while_not_set() {
    let (mut connection, mut server) = (Values::new(), Values::new());
    assert_eq!(Lookup::new(Some(&connection), &server).timeout_ms(Id::Timeout), Some(60_000));
    server.set(Id::DefaultTimeout, "5").unwrap();
    server.set(Id::DefaultIdleTimeout, "9").unwrap();
    assert_eq!(Lookup::new(Some(&connection), &server).shown(Id::Timeout), "5");
    assert_eq!(Lookup::new(Some(&connection), &server).int(Id::IdleTimeout), 9);
    connection.set(Id::Timeout, "0").unwrap();
    assert_eq!(Lookup::new(Some(&connection), &server).timeout_ms(Id::Timeout), None);
}

#[test]
fn a_store_is_one_value_as_text_and_as_octets() {
    let mut values = Values::new();
    assert_eq!(values.text(Id::RecipientCertStoreB), "MY");
    values.set_value(Id::RecipientCertStoreB, b"/tmp/x.cer".to_vec()).unwrap();
    assert_eq!(values.text(Id::RecipientCertStore), "/tmp/x.cer");
    values.set_value(Id::RecipientCertStoreB, vec![0x30, 0x82, 0xFF, 0x00]).unwrap();
    assert_eq!(values.bytes(Id::RecipientCertStore), [0x30, 0x82, 0xFF, 0x00]);
    assert_eq!(values.get(Id::RecipientCertStore).unwrap().to_text(), "MIL/AA==");
    assert_eq!(values.text(Id::RecipientCertStore), "");
    values.set(Id::RecipientCertStore, "CA").unwrap();
    assert_eq!(values.bytes(Id::RecipientCertStoreB), b"CA");
}

#[test]
fn secrets_do_not_appear_in_debug_output() {
    let mut values = Values::new();
    values.set(Id::ServerPassword, "GEHEIM").unwrap();
    values.set(Id::ServerSSIDCode, "OSRV").unwrap();
    let shown = format!("{values:?} {:?}", values.get(Id::ServerPassword));
    assert!(!shown.contains("GEHEIM") && shown.contains("OSRV"), "{shown}");
}

#[test]
fn the_ceiling_for_decompression_follows_what_was_announced() {
    let mut values = Values::new();
    let ceiling = |values: &Values, announced| Lookup::new(None, values).max_decompressed(announced);
    assert_eq!(ceiling(&values, 8), 8192 + 1024 + (1 << 20));
    assert_eq!(ceiling(&values, 0), 16 << 30);
    assert_eq!(ceiling(&values, u64::MAX), u64::MAX);
    values.set(Id::MaxDecompressedSize, "1000").unwrap();
    assert_eq!(ceiling(&values, 8), 1000);
    values.set(Id::MaxDecompressedSize, "-1").unwrap();
    assert_eq!(ceiling(&values, 8), u64::MAX);
}
