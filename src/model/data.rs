//! File data on its way between the protocol and a local file.

/// Octets of a virtual file with the places where records end.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct DataBlock {
    /// User data, subrecord headers and buffer compression removed.
    pub bytes: Vec<u8>,
    /// Offsets in `bytes` after which a record ended, in ascending order; the same offset twice is an empty record.
    pub ends: Vec<usize>,
}
