//! What goes out to C: texts and octets that the caller owns, and out parameters that are always defined, also after an error.
//! Memory given away comes from the C allocator, so that its owner needs no length to free it, and is wiped before it is freed:
//! it may have been a password or a private key.

use super::guard::null;
use crate::error::{Error, Result};
use std::ffi::{CString, c_char};
use zeroize::Zeroize;

/// An out parameter, checked and set to nothing.
pub struct Out<T>(*mut T);

impl<T> Out<T> {
    /// Checks `pointer` and stores `nothing` there.
    ///
    /// # Safety
    /// `pointer` is NULL or may be written until the result is gone.
    pub unsafe fn new(pointer: *mut T, nothing: T) -> Result<Self> {
        if pointer.is_null() {
            return Err(null("out"));
        }
        unsafe { pointer.write(nothing) };
        Ok(Out(pointer))
    }

    /// Stores the answer.
    pub fn put(self, value: T) {
        // Checked in `new`, whose contract covers the time until here.
        unsafe { self.0.write(value) };
    }
}

impl Out<*mut c_char> {
    /// An out parameter for a text; NULL until it is set.
    ///
    /// # Safety
    /// As for [`Out::new`].
    pub unsafe fn text(pointer: *mut *mut c_char) -> Result<Self> {
        unsafe { Out::new(pointer, std::ptr::null_mut()) }
    }

    /// Stores a text that the caller owns.
    pub fn put_text(self, value: &str) -> Result<()> {
        self.put(text(value)?);
        Ok(())
    }
}

/// A text that the caller frees with `oftpsrv_string_free`.
pub fn text(value: &str) -> Result<*mut c_char> {
    let mut octets = c_string(value.to_owned()).into_bytes_with_nul();
    let copy = octets_of(&octets);
    octets.zeroize();
    copy.map(|pointer| pointer.cast())
}

/// Octets that the caller frees with `oftpsrv_bytes_free`; never NULL.
pub fn octets_of(value: &[u8]) -> Result<*mut u8> {
    // One octet more, so that "nothing" is a pointer too.
    let memory = unsafe { libc::malloc(value.len() + 1) }.cast::<u8>();
    if memory.is_null() {
        return Err(Error::new(10055, "out of memory"));
    }
    unsafe { std::ptr::copy_nonoverlapping(value.as_ptr(), memory, value.len()) };
    Ok(memory)
}

/// Stores octets that the caller owns.
///
/// # Safety
/// Both pointers are NULL or may be written.
pub unsafe fn put_octets(out: *mut *mut u8, length: *mut usize, value: impl FnOnce() -> Result<Vec<u8>>) -> Result<()> {
    let out = unsafe { Out::new(out, std::ptr::null_mut()) }?;
    let length = unsafe { Out::new(length, 0) }?;
    let mut value = value()?;
    let copy = octets_of(&value);
    let size = value.len();
    value.zeroize();
    out.put(copy?);
    length.put(size);
    Ok(())
}

/// Frees what [`text`] made.
///
/// # Safety
/// NULL, or from [`text`] and not freed yet.
pub unsafe fn free_text(text: *mut c_char) {
    if !text.is_null() {
        unsafe { free_octets(text.cast(), libc::strlen(text)) };
    }
}

/// Frees what [`octets_of`] made.
///
/// # Safety
/// NULL, or from [`octets_of`] with this length and not freed yet.
pub unsafe fn free_octets(octets: *mut u8, length: usize) {
    if octets.is_null() {
        return;
    }
    unsafe { std::slice::from_raw_parts_mut(octets, length) }.zeroize();
    unsafe { libc::free(octets.cast()) };
}

/// A C string of a text. C would end it at the first NUL and read another text than Rust did, so NULs, which only a partner
/// or a broken file can have put there, become replacement characters.
pub fn c_string(text: String) -> CString {
    CString::new(text).unwrap_or_else(|error| {
        let octets = error.into_vec();
        let text = String::from_utf8_lossy(&octets).replace('\0', "\u{fffd}");
        CString::new(text).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::CStr;

    #[test]
    fn nul_inside_a_text_is_replaced() {
        assert_eq!(c_string("a\0b".into()).to_str().unwrap(), "a\u{fffd}b");
    }

    #[test]
    fn texts_and_octets_go_out_and_come_back() {
        let pointer = text("grüße").unwrap();
        assert_eq!(unsafe { CStr::from_ptr(pointer) }.to_str().unwrap(), "grüße");
        unsafe { free_text(pointer) };
        let (mut pointer, mut length) = (std::ptr::null_mut(), 9);
        unsafe { put_octets(&mut pointer, &mut length, || Ok(vec![])) }.unwrap();
        assert_eq!((pointer.is_null(), length), (false, 0));
        unsafe { free_octets(pointer, length) };
        unsafe { free_text(std::ptr::null_mut()) };
        unsafe { free_octets(std::ptr::null_mut(), 7) };
    }

    #[test]
    fn an_out_parameter_is_defined_after_an_error() {
        let (mut pointer, mut length) = (std::ptr::dangling_mut(), 9);
        assert!(unsafe { put_octets(&mut pointer, &mut length, || Err(Error::of(126))) }.is_err());
        assert_eq!((pointer.is_null(), length), (true, 0));
        assert_eq!(unsafe { Out::<i32>::new(std::ptr::null_mut(), 0) }.err().unwrap().code, 1);
    }
}
