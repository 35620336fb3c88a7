//! End responses, both ways: automatic ones, the program's own, received ones, and what is owed over several sessions.

use crate::support::peer::{Peer, Response, Sfid, Ssid};
use crate::support::{Heard, PEER, SFID, Station, code, heard};
use oftpsrv::internals::events::EventKind;
use std::time::Duration;

const LEVELS: [char; 4] = ['1', '2', '4', '5'];

/// EERP-1, EERP-2, EERP-3, EERP-4, EERP-5: the response repeats name, stamp and user of the file, has its codes
/// swapped, and comes exactly once.
#[test]
fn the_response_repeats_the_file() {
    let s = Station::new(&[]);
    for level in LEVELS {
        let mut peer = Peer::open(s.port, &Ssid::at(level));
        let file = Sfid { originator: "O0013ORIG".into(), ..Sfid::new(&format!("FILE{level}"), 'U', 0) };
        peer.deliver(&file, b"x");
        let response = peer.collect_response();
        let expected = Response { stamp: file.stamp_at(level as u8), ..Response::positive(&file) };
        assert_eq!(response, expected);
        // Nothing more, in this session or the next.
        peer.leave();
        Peer::open(s.port, &Ssid::at(level)).finish();
    }
}

/// SwapEndResponseCodes: for partners that want the file's own order.
#[test]
fn codes_that_are_not_swapped_on_request() {
    let s = Station::new(&[("SwapEndResponseCodes", "True")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.deliver(&Sfid::new("X", 'U', 0), b"x");
    let response = peer.collect_response();
    assert_eq!((response.destination.as_str(), response.originator.as_str()), (SFID, PEER));
    peer.leave();
}

/// EERP-7: without RTR the response comes again in the next session with that partner, also of another server object
/// with the same StatePath; after RTR never again. It goes to nobody else.
#[test]
fn a_response_is_owed_until_rtr() {
    let dir = crate::support::Scratch::new();
    let state = dir.join("state");
    let set = [("StatePath", state.to_str().unwrap())];
    let s = Station::new_in(dir.clone(), &set);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.deliver(&Sfid::new("OWED", 'U', 0), b"x");
    peer.hang_up();
    s.quiet();
    // Asked for and sent, but not confirmed.
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.cd();
    assert_eq!(peer.response().name, "OWED");
    peer.hang_up();
    s.quiet();
    Peer::open(s.port, &Ssid { code: "SOMEBODY ELSE".into(), ..Ssid::default() }).finish();
    drop(s);
    let s = Station::new_in(dir, &set);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.cd();
    assert_eq!(peer.response().name, "OWED");
    peer.rtr();
    peer.expect('R');
    peer.leave();
    Peer::open(s.port, &Ssid::default()).finish();
}

/// Two sessions with one partner at a time send each response once.
#[test]
fn two_sessions_send_a_response_once() {
    let s = Station::new(&[]);
    let mut one = Peer::open(s.port, &Ssid::default());
    one.deliver(&Sfid::new("ONCE", 'U', 0), b"x");
    one.cd();
    assert_eq!(one.response().name, "ONCE");
    Peer::open(s.port, &Ssid::default()).finish();
    one.rtr();
    one.expect('R');
    one.leave();
    // One that was reserved and never confirmed is free again.
    let mut one = Peer::open(s.port, &Ssid::default());
    one.deliver(&Sfid::new("AGAIN", 'U', 0), b"x");
    one.cd();
    one.response();
    one.hang_up();
    s.quiet();
    let mut two = Peer::open(s.port, &Ssid::default());
    two.cd();
    assert_eq!(two.response().name, "AGAIN");
    two.rtr();
    two.expect('R');
    two.leave();
}

/// EERP-14, NERP-9: with SendEndResponse false nothing is sent until the program answers, once, in the same session, with
/// exactly the stamp of the file; reason 0 is an EERP, others a NERP instead of it.
#[test]
fn the_program_answers_in_the_same_session() {
    let s = Station::new(&[]);
    s.ear.end_transfer(|e| e.send_end_response = false);
    for level in LEVELS {
        for reason in [0, 34] {
            s.ear.forget();
            let mut peer = Peer::open(s.port, &Ssid::at(level));
            let id = s.id();
            let file = Sfid::new(&format!("FILE{level}{reason}"), 'U', 0);
            assert_eq!(peer.deliver(&file, b"x"), 'N', "no turn is needed yet");
            let end = heard!(s.ear, EndTransfer);
            assert!(!end.send_end_response);
            let answer = s.server.send_end_response(
                &id,
                &end.virtual_file_name,
                &end.virtual_file_date,
                &end.originator,
                &end.destination,
                SFID,
                reason,
                "why not",
                &end.file_hash,
                "",
            );
            if reason != 0 && level < '4' {
                // NERP-3: there is no NERP below 1.4.
                assert_eq!(code(answer), 688);
                peer.finish();
                s.quiet();
                continue;
            }
            answer.unwrap();
            peer.cd();
            let response = peer.response();
            peer.rtr();
            assert_eq!((&response.name, response.stamp), (&file.name, file.stamp_at(level as u8)));
            assert_eq!((response.destination.as_str(), response.originator.as_str()), (PEER, SFID));
            let negative = (reason != 0)
                .then(|| (SFID.to_owned(), 34, if level == '5' { "why not".to_owned() } else { String::new() }));
            assert_eq!(response.negative, negative);
            peer.expect('R');
            peer.leave();
            s.quiet();
        }
    }
}

/// EERP-14: answered in a later session, by a program that only kept what EndTransfer gave it; also after a restart of the
/// server object, and with a date format that has no counter.
#[test]
fn the_program_answers_in_a_later_session() {
    let dir = crate::support::Scratch::new();
    let state = dir.join("state");
    for (format, restarted) in [("yyyyMMddHHmmssffff", true), ("MM/dd/yyyy HH:mm:ss", false)] {
        let set = [("StatePath", state.to_str().unwrap()), ("VirtualFileDateFormat", format)];
        let mut s = Station::new_in(dir.clone(), &set);
        s.ear.end_transfer(|e| e.send_end_response = false);
        let mut peer = Peer::open(s.port, &Ssid::default());
        let file = Sfid { stamp: "202511221530597777".into(), ..Sfid::new(&format!("LATER{restarted}"), 'U', 0) };
        peer.deliver(&file, b"x");
        let end = heard!(s.ear, EndTransfer);
        peer.finish();
        s.quiet();
        if restarted {
            drop(s);
            s = Station::new_in(dir.clone(), &set);
        }
        let mut peer = Peer::open(s.port, &Ssid::default());
        s.server
            .send_end_response(
                &s.id(),
                &end.virtual_file_name,
                &end.virtual_file_date,
                &end.originator,
                &end.destination,
                "",
                0,
                "",
                "",
                "",
            )
            .unwrap();
        peer.cd();
        let response = peer.response();
        assert_eq!((response.name, response.stamp), (file.name, file.stamp), "{format}");
        peer.rtr();
        peer.expect('R');
        peer.leave();
    }
}

/// CDAfterSendEndResponse: the turn goes back at once, although the program could hold it for longer.
#[test]
fn cd_after_send_end_response() {
    for set in ["True", "False"] {
        let s = Station::new(&[("CDAfterSendEndResponse", set), ("TurnHoldTime", "60000")]);
        s.ear.ready_to_send(|_| {});
        s.ear.end_transfer(|e| e.send_end_response = false);
        let mut peer = Peer::open(s.port, &Ssid::default());
        let id = s.id();
        peer.deliver(&Sfid::new("X", 'U', 0), b"x");
        peer.cd();
        let end = heard!(s.ear, EndTransfer);
        heard!(s.ear, ReadyToSend);
        let (date, name) = (end.virtual_file_date, end.virtual_file_name);
        s.server.send_end_response(&id, &name, &date, PEER, SFID, SFID, 0, "", "", "").unwrap();
        peer.response();
        peer.rtr();
        if set == "False" {
            peer.expect_silence(Duration::from_millis(300));
            s.server.logoff(&id).unwrap();
        }
        peer.expect('R');
        peer.leave();
    }
}

/// CDAfterSendEndResponse asks for nothing that RFC 5024 forbids: a response that cannot go out in this session leaves
/// the unused turn to be ended by ESID 00.
#[test]
fn cd_after_a_response_that_cannot_go_out() {
    let s = Station::new(&[("CDAfterSendEndResponse", "True")]);
    s.ear.end_transfer(|e| e.send_end_response = false);
    let mut peer = Peer::open(s.port, &Ssid::default());
    peer.deliver(&Sfid::new("X", 'U', 0), b"x");
    let date = heard!(s.ear, EndTransfer).virtual_file_date;
    s.server.send_end_response(&s.id(), "X", &date, PEER, SFID, SFID, 34, "", "", "").unwrap();
    peer.hang_up();
    s.quiet();
    // A NERP waits; a 1.2 session cannot carry it (NERP-3).
    Peer::open(s.port, &Ssid::at('1')).finish();
    s.quiet();
    let mut peer = Peer::open(s.port, &Ssid::at('4'));
    peer.cd();
    assert_eq!(peer.response().negative.map(|n| n.1), Some(34));
    peer.rtr();
    peer.expect('R');
    peer.leave();
}

/// NERP-1, NERP-2, NERP-4, NERP-5: the program's reasons and texts, the creator, the codes as given.
#[test]
fn negative_responses_of_the_program() {
    let s = Station::new(&[]);
    for level in ['4', '5'] {
        for (reason, text, told) in
            [(11, "", "Invalid filename"), (50, "by hand", "by hand"), (90, "", ""), (99, "\u{e4}", "\u{e4}")]
        {
            let mut peer = Peer::open(s.port, &Ssid::at(level));
            let id = s.id();
            let send = |reason| {
                s.server.send_end_response(
                    &id,
                    "N",
                    "202611221530590042",
                    "DEST",
                    "ORIG",
                    "CREATOR",
                    reason,
                    text,
                    "",
                    "",
                )
            };
            for bad in [-1, 100, 1000] {
                assert_eq!(code(send(bad)), 8);
            }
            send(reason).unwrap();
            peer.cd();
            let response = peer.response();
            peer.rtr();
            let (creator, sent, shown) = response.negative.unwrap();
            assert_eq!((creator.as_str(), i32::from(sent)), ("CREATOR", reason));
            if level == '5' && !told.is_empty() {
                assert_eq!(shown, told);
            }
            assert_eq!((response.destination.as_str(), response.originator.as_str()), ("DEST", "ORIG"));
            peer.expect('R');
            peer.leave();
            s.quiet();
        }
    }
}

/// FireEndResponseOnSend: EndResponse reports what was sent, too, with Direction 1.
#[test]
fn sent_responses_are_told_on_request() {
    let s = Station::new(&[("FireEndResponseOnSend", "True")]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let file = Sfid::new("X", 'U', 0);
    peer.deliver(&file, b"x");
    peer.collect_response();
    peer.leave();
    let event = heard!(s.ear, EndResponse);
    assert_eq!((event.direction, event.reason_code), (1, 0));
    assert_eq!((event.virtual_file_name.as_str(), event.virtual_file_date.as_str()), ("X", file.stamp.as_str()));
    assert_eq!((event.destination.as_str(), event.originator.as_str()), (PEER, SFID));
}

/// EERP-12, RTR-1, RTR-2: received responses are reported with their wire values and answered by RTR, whether they match
/// a file or not, also when the codes are not swapped (V1x-7).
#[test]
fn received_responses_are_told() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    for level in LEVELS {
        for swapped in [true, false] {
            s.ear.forget();
            let mut peer = Peer::open(s.port, &Ssid::at(level));
            let id = s.id();
            s.server.send_file_async(&id, "", path.to_str().unwrap(), "SENT").unwrap();
            peer.cd();
            let file = peer.receive('N').file;
            peer.expect('R');
            let mut response = Response::positive(&file);
            if !swapped {
                std::mem::swap(&mut response.destination, &mut response.originator);
            }
            peer.respond_confirmed(&response);
            let event = heard!(s.ear, EndResponse);
            assert_eq!((event.connection_id, event.direction, event.reason_code), (id, 0, 0));
            assert_eq!((&event.virtual_file_name, event.virtual_file_date), (&file.name, long(&file.stamp)));
            assert_eq!(
                (event.destination, event.originator),
                (response.destination.clone(), response.originator.clone())
            );
            assert_eq!((event.creator.as_str(), event.reason_text.as_str(), event.file_hash.as_str()), ("", "", ""));
            // Unknown ones.
            peer.respond_confirmed(&Response { name: "NEVER SENT".into(), ..response.clone() });
            assert_eq!(heard!(s.ear, EndResponse, 1).virtual_file_name, "NEVER SENT");
            if level >= '4' {
                let negative =
                    Response { user: String::new(), negative: Some(("CREA".into(), 77, "text".into())), ..response };
                peer.respond_confirmed(&negative);
                let event = heard!(s.ear, EndResponse, 2);
                assert_eq!((event.reason_code, event.creator.as_str()), (77, "CREA"));
                if level == '5' {
                    assert_eq!(event.reason_text, "text");
                }
            }
            peer.finish();
            s.quiet();
            assert_eq!(s.ear.count(EventKind::Error), 0, "{:#?}", s.ear.all());
        }
    }
}

fn long(stamp: &str) -> String {
    if stamp.len() == 18 { stamp.to_owned() } else { format!("20{stamp}0000") }
}

/// EERP-12: a response that leaves in a session of another level than its file arrived in still matches, both ways.
#[test]
fn stamps_are_converted_between_levels() {
    let s = Station::new(&[]);
    for (first, second) in [('1', '5'), ('5', '1'), ('4', '2')] {
        s.ear.forget();
        let mut peer = Peer::open(s.port, &Ssid::at(first));
        let file = Sfid::new(&format!("F{first}{second}"), 'U', 0);
        peer.deliver(&file, b"x");
        peer.hang_up();
        s.quiet();
        let mut peer = Peer::open(s.port, &Ssid::at(second));
        peer.cd();
        let stamp = peer.response().stamp;
        peer.rtr();
        match second {
            '5' => assert_eq!(stamp, "202611221530590000", "a short stamp, made long"),
            _ => assert_eq!(stamp, "261122153059"),
        }
        peer.expect('R');
        peer.leave();
    }
    // And a response to a file of ours.
    let path = s.dir.write("out/x", "x");
    for (first, second) in [('5', '1'), ('1', '5')] {
        s.ear.forget();
        s.ear.listen(EventKind::Log);
        let mut peer = Peer::open(s.port, &Ssid::at(first));
        s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), "OUT").unwrap();
        peer.cd();
        let file = peer.receive('N').file;
        peer.expect('R');
        peer.leave();
        s.quiet();
        let mut peer = Peer::open(s.port, &Ssid::at(second));
        let stamp = if second == '5' { long(&file.stamp) } else { file.stamp[2..14].to_owned() };
        peer.respond_confirmed(&Response { stamp, ..Response::positive(&file) });
        peer.finish();
        s.quiet();
        let complaints = s.ear.all().iter().filter(|h| format!("{h:?}").contains("not sent from here")).count();
        assert_eq!(complaints, 0);
        s.ear.ignore(EventKind::Log);
    }
}

/// EERP-6, RTR-3: after an end response nothing is sent until RTR.
#[test]
fn one_response_at_a_time() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    s.server.set_config("ConnectionType", "0").unwrap();
    let mut peer = Peer::open(s.port, &Ssid { direction: 'S', ..Ssid::at('2') });
    peer.deliver(&Sfid::new("ONE", 'U', 0), b"x");
    peer.deliver(&Sfid::new("TWO", 'U', 0), b"x");
    s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), "").unwrap();
    peer.cd();
    assert_eq!(peer.response().name, "ONE");
    peer.expect_silence(Duration::from_millis(150));
    peer.rtr();
    assert_eq!(peer.response().name, "TWO");
    peer.expect_silence(Duration::from_millis(100));
    peer.rtr();
    peer.expect('R');
    peer.leave();
}

/// What SendEndResponse is given is checked: dates, hashes, signatures.
#[test]
fn arguments_of_send_end_response() {
    let s = Station::new(&[]);
    let peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    let send = |date: &str, hash: &str, signature: &str| {
        code(s.server.send_end_response(&id, "X", date, PEER, SFID, "", 0, "", hash, signature))
    };
    assert_eq!(send("soon", "", ""), 680);
    assert_eq!(send("202611221530590042", "xyz", ""), 682);
    assert_eq!(send("202611221530590042", "abc", ""), 682);
    assert_eq!(send("202611221530590042", "", "***"), 683);
    peer.finish();
}

/// Error 678: what fits no field of EERP or NERP is refused at once. Nothing is owed then: the turn that follows brings no
/// end response and no error, neither here nor in the next session.
#[test]
fn an_end_response_that_cannot_be_built() {
    let s = Station::new(&[]);
    let mut peer = Peer::open(s.port, &Ssid::default());
    let id = s.id();
    let send = |name: &str, destination: &str, originator: &str, creator: &str, reason: i32| {
        let date = "202611221530590042";
        code(s.server.send_end_response(&id, name, date, destination, originator, creator, reason, "", "", ""))
    };
    let long = "X".repeat(27);
    assert_eq!(send(&long, PEER, SFID, "", 0), 678);
    assert_eq!(send("snow\u{2603}", PEER, SFID, "", 0), 678);
    assert_eq!(send("X", &long, SFID, "", 0), 678);
    assert_eq!(send("X", PEER, &long, "", 0), 678);
    assert_eq!(send("X", PEER, SFID, &long, 34), 678);
    peer.cd();
    assert_eq!(peer.expect_esid().0, 0);
    let mut again = Peer::open(s.port, &Ssid::default());
    again.cd();
    assert_eq!(again.expect_esid().0, 0);
    s.quiet();
    assert!(s.ear.all().iter().all(|heard| !matches!(heard, Heard::Error(_))), "{:#?}", s.ear.all());
}

/// NERP-10: a file of ours that was refused for now is told to the program, and nobody hears a NERP from the engine.
#[test]
fn no_negative_response_for_what_may_come_again() {
    let s = Station::new(&[]);
    let path = s.dir.write("out/x", "x");
    let mut peer = Peer::open(s.port, &Ssid::default());
    s.server.send_file_async(&s.id(), "", path.to_str().unwrap(), "").unwrap();
    peer.cd();
    peer.offered();
    peer.sfna(6, 'Y', "");
    peer.expect('R');
    peer.leave();
    assert_eq!(heard!(s.ear, Error).error_code, 687);
    Peer::open(s.port, &Ssid::default()).finish();
}
