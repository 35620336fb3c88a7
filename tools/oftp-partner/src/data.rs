//! Test data: the same octets at every call, without structure that compression could use.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Writes `size` octets.
pub fn make(path: &Path, size: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut left = size;
    while left > 0 {
        // xorshift64*
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        let word = state.wrapping_mul(0x2545_F491_4F6C_DD1D).to_le_bytes();
        let count = left.min(8) as usize;
        out.write_all(&word[..count])?;
        left -= count as u64;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_same_octets_every_time() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().join("data");
        super::make(&path, 19).unwrap();
        let first = std::fs::read(&path).unwrap();
        super::make(&path, 19).unwrap();
        assert_eq!(first.len(), 19);
        assert_eq!(first, std::fs::read(&path).unwrap());
    }
}
