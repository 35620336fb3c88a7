//! Tests of the way from an event to its C callback and back.

use super::*;
use crate::error::codes;
use crate::events::{AcceptFile, PITrail};
use crate::events::{EventKind, Handler};
use crate::ffi::generated::event_structs::*;
use crate::ffi::generated::event_texts::oftpsrv_accept_file_event_set_file_name as set_file_name;
use crate::ffi::guard;
use crate::model::Direction;
use std::ffi::{CStr, c_void};

fn offer() -> AcceptFile {
    AcceptFile {
        connection_id: "7".into(),
        virtual_file_name: "A\0B".into(),
        accept: true,
        file_name: "/in/A".into(),
        ..AcceptFile::default()
    }
}

fn handler() -> CallbackHandler {
    CallbackHandler { server: 0x50, slots: Arc::default() }
}

unsafe extern "C" fn decide(server: *mut oftpsrv_t, event: *mut oftpsrv_accept_file_event_t, user_data: *mut c_void) {
    assert_eq!((server as usize, user_data as usize), (0x50, 0x99));
    let raw = unsafe { &mut *event };
    assert_eq!(raw.size, size_of::<oftpsrv_accept_file_event_t>());
    let read = |pointer| unsafe { CStr::from_ptr(pointer) }.to_str().unwrap();
    assert_eq!(read(raw.virtual_file_name), "A\u{fffd}B");
    let before = raw.file_name;
    assert_eq!(unsafe { set_file_name(event, c"/in/first".as_ptr()) }, 0);
    assert_eq!(unsafe { set_file_name(event, c"/in/B".as_ptr()) }, 0);
    assert_eq!(unsafe { set_file_name(event, std::ptr::null()) }, codes::NULL_ARGUMENT);
    assert_eq!(unsafe { set_file_name(event, c"\xff".as_ptr()) }, codes::NOT_UTF8);
    let raw = unsafe { &mut *event };
    assert_eq!((read(before), read(raw.file_name)), ("/in/A", "/in/B"));
    // What a C program does that takes the flag for an int.
    unsafe { (&raw mut raw.overwrite).cast::<u8>().write(0x42) };
    raw.accept = false.into();
    raw.error_code = 13;
}

#[test]
fn answers_come_back() {
    let handler = handler();
    handler.slots.register(Some(decide), 0x99 as *mut c_void);
    let mut event = offer();
    handler.accept_file(&mut event);
    assert_eq!((event.accept, event.overwrite, event.error_code), (false, true, 13));
    assert_eq!((event.file_name.as_str(), event.error_description.as_str()), ("/in/B", ""));
    assert_eq!(event.virtual_file_name, "A\0B", "inputs stay as they were");
}

#[test]
fn without_a_callback_nothing_changes() {
    let handler = handler();
    assert!(!handler.wants(EventKind::AcceptFile));
    let mut event = offer();
    handler.accept_file(&mut event);
    assert!(event.accept && event.file_name == "/in/A");
}

unsafe extern "C" fn keep(_: *mut oftpsrv_t, event: *mut oftpsrv_accept_file_event_t, user_data: *mut c_void) {
    unsafe { user_data.cast::<*mut oftpsrv_accept_file_event_t>().write(event) };
}

#[test]
fn a_setter_after_the_callback_is_refused() {
    let (handler, mut kept) = (handler(), std::ptr::null_mut::<oftpsrv_accept_file_event_t>());
    handler.slots.register(Some(keep), (&raw mut kept).cast());
    handler.accept_file(&mut offer());
    assert_eq!(unsafe { set_file_name(kept, c"late".as_ptr()) }, codes::STALE_HANDLE);
    assert_eq!(guard::last_code(), codes::STALE_HANDLE);
    assert_eq!(unsafe { set_file_name(std::ptr::null_mut(), c"none".as_ptr()) }, codes::NULL_ARGUMENT);
}

unsafe extern "C" fn trail(_: *mut oftpsrv_t, event: *mut oftpsrv_pi_trail_event_t, user_data: *mut c_void) {
    let event = unsafe { &*event };
    let data = unsafe { std::slice::from_raw_parts(event.data, event.data_len) };
    unsafe { *user_data.cast::<Vec<u8>>() = data.to_vec() };
    assert_eq!((event.direction, event.command_id), (1, 0x58));
}

#[test]
fn octets_reach_the_callback() {
    let (handler, mut seen) = (handler(), Vec::<u8>::new());
    handler.slots.register(Some(trail), (&raw mut seen).cast());
    handler.pi_trail(&mut PITrail {
        direction: Direction::Server,
        data: b"X\0Y".to_vec(),
        command_id: 0x58,
        ..PITrail::default()
    });
    assert_eq!(seen, b"X\0Y");
}
