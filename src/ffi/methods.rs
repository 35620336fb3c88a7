//! The list of connections. The methods whose function only checks its arguments are generated; the others are in `server` and
//! `config`.

use super::guard::{guard, server as server_of};
use super::out::{Out, text as text_out};
use super::types::oftpsrv_t;
use crate::error::{Error, Result};
use std::ffi::c_char;
use std::{mem, ptr};

/// Lists the ids of the connections there are. The caller frees the list with oftpsrv_connections_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connections(
    server: *const oftpsrv_t,
    ids: *mut *mut *mut c_char,
    count: *mut usize,
) -> i32 {
    guard(|| {
        let (ids, count) = unsafe { (Out::new(ids, ptr::null_mut())?, Out::new(count, 0)?) };
        let connections = server_of(server)?.engine.connections();
        ids.put(unsafe { list(&connections) }?);
        count.put(connections.len());
        Ok(())
    })
}

/// A C array of texts, ended by a NULL that is not counted.
unsafe fn list(texts: &[String]) -> Result<*mut *mut c_char> {
    let size = mem::size_of::<*mut c_char>();
    let memory = unsafe { libc::calloc(texts.len() + 1, size) }.cast::<*mut c_char>();
    if memory.is_null() {
        return Err(Error::new(10055, "out of memory"));
    }
    for (position, value) in texts.iter().enumerate() {
        match text_out(value) {
            Ok(copy) => unsafe { memory.add(position).write(copy) },
            Err(error) => {
                unsafe { oftpsrv_connections_free(memory, position) };
                return Err(error);
            }
        }
    }
    Ok(memory)
}

/// Frees a list of oftpsrv_connections(). NULL is fine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oftpsrv_connections_free(ids: *mut *mut c_char, count: usize) {
    if ids.is_null() {
        return;
    }
    for position in 0..count {
        unsafe { super::out::free_text(*ids.add(position)) };
    }
    unsafe { libc::free(ids.cast()) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    #[test]
    fn a_list_of_texts_goes_out_and_comes_back() {
        let ids = unsafe { list(&["1".to_owned(), "2".to_owned()]) }.unwrap();
        let read = |position| unsafe { *ids.add(position) };
        assert_eq!(unsafe { CStr::from_ptr(read(1)) }, c"2");
        assert!(read(2).is_null());
        unsafe { oftpsrv_connections_free(ids, 2) };
        unsafe { oftpsrv_connections_free(ptr::null_mut(), 5) };
    }
}
