//! Stream transmission buffers: a 4-octet header (version, flags, 24-bit length) before each exchange buffer
//! (RFC 5024 section 8).

use crate::error::{Error, Result, codes};

/// Octets of the stream transmission header.
pub const HEADER: usize = 4;
/// The smallest stream transmission buffer: a header and one command octet.
pub const MIN: usize = 5;
/// The largest stream transmission buffer: a header and 99999 octets.
pub const MAX: usize = 100_003;

/// A header that cannot be one. Nothing behind it can be found any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Broken {
    /// The version nibble is not 1.
    Version(u8),
    /// The length is below 5 or above 100003.
    Length(u32),
}

/// The first exchange buffer of `input`, `None` while it is not complete. What is broken is said as early as it can be
/// seen. The flag bits are not looked at.
pub fn next(input: &[u8]) -> Result<Option<&[u8]>, Broken> {
    let Some(&first) = input.first() else { return Ok(None) };
    if first >> 4 != 1 {
        return Err(Broken::Version(first));
    }
    let Some(header) = input.first_chunk::<HEADER>() else { return Ok(None) };
    let length = u32::from_be_bytes([0, header[1], header[2], header[3]]);
    if !(MIN..=MAX).contains(&(length as usize)) {
        return Err(Broken::Length(length));
    }
    Ok(input.get(HEADER..length as usize))
}

/// Starts a frame at the end of `out`: room for the header. Returns its position for [`close`].
pub fn open(out: &mut Vec<u8>) -> usize {
    let start = out.len();
    out.extend_from_slice(&[0x10, 0, 0, 0]);
    start
}

/// Writes the length into the header at `start`; error 678 when the frame is too long, and then it is taken back.
pub fn close(out: &mut Vec<u8>, start: usize) -> Result<()> {
    let length = out.len() - start;
    if !(MIN..=MAX).contains(&length) {
        out.truncate(start);
        return Err(Error::new(codes::BUILD_PACKET, format!("a command of {length} octets cannot be sent")));
    }
    let octets = (length as u32).to_be_bytes();
    out[start + 1..start + HEADER].copy_from_slice(&octets[1..]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// STB-2: CD is 10 00 00 05 52.
    #[test]
    fn stb_2_a_cd_on_the_stream() {
        let mut out = Vec::new();
        let start = open(&mut out);
        out.push(b'R');
        close(&mut out, start).unwrap();
        assert_eq!(out, [0x10, 0, 0, 5, 0x52]);
        assert_eq!(next(&out), Ok(Some(&b"R"[..])));
    }

    /// STB-3, STB-4, STB-6: version, length, flags; what is broken is seen without the announced octets.
    #[test]
    fn stb_3_4_6_headers() {
        assert_eq!(next(b"GET / HTTP/1.1"), Err(Broken::Version(b'G')));
        assert_eq!(next(&[0x16, 3]), Ok(None), "a TLS record type looks like version 1 until its length is read");
        assert_eq!(next(&[0x16, 3, 1, 2]), Err(Broken::Length(0x03_0102)));
        assert_eq!(next(&[0x10, 0, 0, 4]), Err(Broken::Length(4)));
        assert_eq!(next(&[0x10, 1, 0x86, 0xA4]), Err(Broken::Length(100_004)));
        assert_eq!(next(&[0x10, 1, 0x86, 0xA3]), Ok(None));
        assert_eq!(next(&[0x1F, 0, 0, 5, b'R']), Ok(Some(&b"R"[..])));
        assert_eq!(next(&[]), Ok(None));
    }

    #[test]
    fn frames_that_are_too_long_are_taken_back() {
        let mut out = vec![1, 2];
        let start = open(&mut out);
        out.resize(out.len() + 100_000, b'E');
        assert!(close(&mut out, start).is_err());
        assert_eq!(out, [1, 2]);
    }
}
