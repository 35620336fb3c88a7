//! The two streams of a connection: received files go to the one, files to be sent come from the other, instead of disk.

use super::guard::{guard, server as server_of, text};
use super::out::Out;
use super::stream_gates::Side;
use super::types::{Flag, oftpsrv_stream_close_cb, oftpsrv_stream_read_cb, oftpsrv_stream_write_cb, oftpsrv_t};
use std::ffi::{c_char, c_void};

/// DownloadStream: gives received files to `write_cb` instead of to disk; a NULL `write_cb` clears. May be set in AcceptFile.
/// `close_cb` may be NULL. When this returns, a stream that was set before is not called any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_download_stream(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    write_cb: oftpsrv_stream_write_cb,
    close_cb: oftpsrv_stream_close_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| {
        let (server, id) = (server_of(server)?, unsafe { text(connection_id, "connection_id") }?);
        // Error 126 before anything is replaced.
        server.engine.has_download_stream(id)?;
        if write_cb.is_none() {
            server.gates.replace(id, Side::Download);
            return server.engine.set_download_stream(id, None);
        }
        let (stream, gate) = server.gates.open(id, None, write_cb, close_cb, user_data);
        server.engine.set_download_stream(id, Some(stream))?;
        gate.take();
        Ok(())
    })
}

/// Whether a download stream is set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_download_stream(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, false.into()) }?;
        let connection_id = unsafe { text(connection_id, "connection_id") }?;
        out.put(server_of(server)?.engine.has_download_stream(connection_id)?.into());
        Ok(())
    })
}

/// UploadStream: takes files to be sent from `read_cb` instead of from disk; a NULL `read_cb` clears. oftpsrv_send_file() is then
/// called with an empty file name. `close_cb` may be NULL. When this returns, a stream that was set before is not called any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_set_upload_stream(
    server: *mut oftpsrv_t,
    connection_id: *const c_char,
    read_cb: oftpsrv_stream_read_cb,
    close_cb: oftpsrv_stream_close_cb,
    user_data: *mut c_void,
) -> i32 {
    guard(|| {
        let (server, id) = (server_of(server)?, unsafe { text(connection_id, "connection_id") }?);
        // Error 126 before anything is replaced.
        server.engine.has_upload_stream(id)?;
        if read_cb.is_none() {
            server.gates.replace(id, Side::Upload);
            return server.engine.set_upload_stream(id, None);
        }
        let (stream, gate) = server.gates.open(id, read_cb, None, close_cb, user_data);
        server.engine.set_upload_stream(id, Some(stream))?;
        gate.take();
        Ok(())
    })
}

/// Whether an upload stream is set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connection_get_upload_stream(
    server: *const oftpsrv_t,
    connection_id: *const c_char,
    out: *mut Flag,
) -> i32 {
    guard(|| {
        let out = unsafe { Out::new(out, false.into()) }?;
        let connection_id = unsafe { text(connection_id, "connection_id") }?;
        out.put(server_of(server)?.engine.has_upload_stream(connection_id)?.into());
        Ok(())
    })
}
