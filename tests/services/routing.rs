//! Files and end responses that pass through a station that is not their end.

use crate::files::{content, introduce};
use crate::side::Side;
use crate::support::certificates::{Pair, simple};
use crate::support::{Heard, Scratch};
use oftpsrv::internals::engine::DialOptions;
use oftpsrv::internals::events::EventKind;
use std::sync::atomic::Ordering;

/// Three stations in a row: the originator and the destination know each other's certificates, the hub knows nobody's.
struct Row {
    scratch: Scratch,
    from: Side,
    hub: Side,
    to: Side,
    hub_port: u16,
    to_port: u16,
}

fn row() -> Row {
    let scratch = Scratch::new();
    let from = Side::new("FROM", &scratch, &[("CipherSuite", "6")]);
    let hub = Side::new("HUB", &scratch, &[("ForwardFiles", "True")]);
    let to = Side::new("TO", &scratch, &[]);
    let (a, b): (Pair, Pair) = (simple("From"), simple("To"));
    introduce(&from, &a, &b, &scratch);
    introduce(&to, &b, &a, &scratch);
    let (hub_port, to_port) = (hub.listen(), to.listen());
    Row { scratch, from, hub, to, hub_port, to_port }
}

/// ROUTE-1, ROUTE-2, ROUTE-3, CMS-10: a signed, compressed and encrypted file and its signed EERP or NERP pass through a hub
/// without keys. The file keeps its SFID, the response its fields, hash and signature, and the originator verifies it.
#[test]
fn route_2_secured_files_and_signed_responses_pass_through() {
    let row = row();
    let data = content(70_000);
    let path = row.scratch.file("in", &data);
    for reason in [0, 34] {
        row.to.program.answer.store(if reason == 0 { -1 } else { reason }, Ordering::SeqCst);
        let from = &row.from.server;
        from.connect_prepared("127.0.0.1", row.hub_port, DialOptions::default(), |id| {
            for (field, value) in [
                ("VirtualFileSecurityLevel", "3"),
                ("Compress", "True"),
                ("SignedReceipt", "True"),
                ("VirtualFileDate", "202604050607080910"),
                ("FileDescription", "a & b = 100%"),
            ] {
                from.connection_set(id, field, value)?;
            }
            from.send_file_async(id, "TO", &path, &format!("THROUGH {reason}"))
        })
        .unwrap();
        let sent = row.from.ended();
        assert_eq!(sent.reason_code, 0);
        let at_hub = row.hub.ended();
        let header = row.hub.program.header.lock().unwrap().clone();
        assert!(header.contains("&DEST=TO&ORIG=FROM&"), "{header}");
        assert!(header.contains("&SEC=03&CIPH=06&COMP=1&ENV=1&SIGN=Y&"), "{header}");
        assert!(!at_hub.send_end_response && std::fs::read(&at_hub.local_file).unwrap() != data);
        row.from.disconnected();
        // On to the destination, under the same SFID.
        let hub = &row.hub.server;
        hub.connect_prepared("127.0.0.1", row.to_port, DialOptions::default(), |id| {
            hub.connection_set(id, "ForwardHeader", &header)?;
            hub.send_file_async(id, "NOT LOOKED AT", &at_hub.local_file, "NOT LOOKED AT")
        })
        .unwrap();
        let passed_on = row.hub.ended();
        assert_eq!((passed_on.reason_code, passed_on.file_hash.as_str()), (0, sent.file_hash.as_str()));
        let arrived = row.to.ended();
        assert_eq!(arrived.reason_code, 0, "{arrived:?}");
        assert_eq!(std::fs::read(&arrived.local_file).unwrap(), data);
        assert_eq!(*row.to.program.header.lock().unwrap(), header);
        assert_eq!(
            (arrived.virtual_file_name, arrived.originator, arrived.destination),
            (at_hub.virtual_file_name, "FROM".into(), "TO".into())
        );
        assert_eq!(arrived.virtual_file_date, "202604050607080910");
        // The response comes back to the hub, whose program passes it on; nobody there complains.
        let (heard, _) = row.hub.until_disconnected();
        assert!(!heard.iter().any(|h| matches!(h, Heard::Error(_))), "{heard:#?}");
        let found = heard.into_iter().find_map(|h| match h {
            Heard::EndResponse(event) => Some(event),
            _ => None,
        });
        let answer = found.expect("a response");
        assert!(answer.reason_code == reason && !answer.signature.is_empty());
        let options = DialOptions::default();
        row.hub.ear.listen(EventKind::ReadyToSend);
        hub.connect_prepared("127.0.0.1", row.from.listen(), options, |id| {
            hub.connection_set(id, "TurnHoldTime", "-1")
        })
        .and_then(|id| {
            while hub.get_config(&format!("SSIDCode[{id}]"))?.is_empty() {
                std::thread::sleep(std::time::Duration::from_millis(20));
            }
            let (name, date) = (&answer.virtual_file_name, &answer.virtual_file_date);
            let codes = (&answer.destination, &answer.originator, &answer.creator);
            hub.send_end_response(
                &id,
                name,
                date,
                codes.0,
                codes.1,
                codes.2,
                answer.reason_code,
                &answer.reason_text,
                &answer.file_hash,
                &answer.signature,
            )?;
            hub.logoff(&id)
        })
        .unwrap();
        let heard = row.from.response();
        assert_eq!(
            (&heard.signature, &heard.file_hash, &heard.creator),
            (&answer.signature, &answer.file_hash, &answer.creator)
        );
        assert_eq!(heard.file_hash, sent.file_hash);
        assert_eq!(row.from.disconnected().status_code, 0);
        let errors: Vec<Heard> = row.from.ear.rest().into_iter().filter(|h| matches!(h, Heard::Error(_))).collect();
        assert!(errors.is_empty(), "the originator could verify it: {errors:?}");
        row.from.server.stop().unwrap();
        row.hub.ear.ignore(EventKind::ReadyToSend);
    }
}

/// What is no SFID is error 6 and not sent; a secured file does not go to a 1.x partner (688, V1x-2), nor one that is too
/// large for it (ROUTE-5, V1x-3), so that the program can answer its originator with NERP 90.
#[test]
fn route_5_what_cannot_be_passed_on() {
    let row = row();
    let path = row.scratch.file("in", b"content");
    let huge = row.scratch.file("huge", b"");
    let file = std::fs::File::options().write(true).open(&huge).unwrap();
    file.set_len((9_999_999 << 10) + 1).unwrap();
    let plain = "DSN=HUGE&DATE=20260101&TIME=1200000001&DEST=TO&ORIG=FROM";
    let secured = format!("{plain}&SEC=01&CIPH=04&ENV=1");
    row.hub.server.set_config("OFTPVersion", "2").unwrap();
    let hub = &row.hub.server;
    for (file, header, code, says) in [(&path, secured.as_str(), 688, "2.0"), (&huge, plain, 688, "NERP 90")] {
        hub.connect_prepared("127.0.0.1", row.to_port, DialOptions::default(), |id| {
            hub.connection_set(id, "ForwardHeader", header)?;
            hub.send_file_async(id, "", file, "")
        })
        .unwrap();
        let error = row.hub.error();
        assert!(error.error_code == code && error.description.contains(says), "{error:?}");
        assert_eq!(row.hub.disconnected().status_code, 0);
    }
    let id = hub.connect("127.0.0.1", row.to_port, DialOptions::default()).unwrap();
    assert_eq!(hub.connection_set(&id, "ForwardHeader", "nonsense").unwrap_err().code, 6);
    row.hub.disconnected();
    let received: Vec<Heard> = row.to.ear.rest().into_iter().filter(|h| matches!(h, Heard::EndTransfer(_))).collect();
    assert!(received.is_empty(), "{received:?}");
}

/// CERT-1: a bare CMS file of certificates, SFIDENV 1 without SFIDSEC and SFIDCOMP, is received and acknowledged like any.
#[test]
fn cert_1_certificates_in_a_bare_cms_file() {
    let row = row();
    let data = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/certs/chain-der.p7b")).unwrap();
    let path = row.scratch.file("chain", &data);
    let header = "DSN=CHAIN&DATE=20260101&TIME=1200000001&DEST=TO&ORIG=FROM&SEC=00&COMP=0&ENV=1";
    let from = &row.from.server;
    from.connect_prepared("127.0.0.1", row.to_port, DialOptions::default(), |id| {
        from.connection_set(id, "ForwardHeader", header)?;
        from.send_file_async(id, "", &path, "")
    })
    .unwrap();
    assert_eq!(row.from.ended().reason_code, 0);
    let arrived = row.to.ended();
    assert_eq!(std::fs::read(&arrived.local_file).unwrap(), data);
    assert!(row.to.program.header.lock().unwrap().contains("&SEC=00&CIPH=00&COMP=0&ENV=1&"));
    assert_eq!(row.from.response().reason_code, 0);
}
