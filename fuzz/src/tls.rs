//! What the fuzz target of `tls` does with its octets. Shared with `tests/fuzz_replay.rs`.

/// The first octets of a connection. What is understood must not depend on how much more has come already.
pub fn client_hello(data: &[u8]) {
    let whole = oftpsrv::internals::tls::client_hello(data);
    let _ = oftpsrv::internals::tls::looks_like_tls(data);
    for end in [data.len() / 3, data.len() / 2, data.len().saturating_sub(1)] {
        match oftpsrv::internals::tls::client_hello(&data[..end]) {
            Ok(None) => {}
            Ok(Some(hello)) => assert_eq!(whole.as_ref().ok(), Some(&Some(hello))),
            Err(error) => assert_eq!(whole.as_ref().err().map(|e| e.kind), Some(error.kind)),
        }
    }
}
