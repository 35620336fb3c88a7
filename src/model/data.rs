//! File data on its way between the protocol and a local file.

/// A piece of a virtual file: octets, and where records end in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DataBlock {
    /// The octets, sub-record headers and buffer compression already removed.
    pub bytes: Vec<u8>,
    /// Ascending offsets in [`bytes`](Self::bytes) after which a record ended; equal neighbours are empty records, and a
    /// first offset of 0 ends a record whose octets came in the block before (or an empty one).
    pub ends: Vec<usize>,
}

impl DataBlock {
    /// Whether the block says nothing: no octets and no record end.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty() && self.ends.is_empty()
    }

    /// Forgets the content and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.ends.clear();
    }

    /// Puts another block's content behind this one and empties it.
    pub fn append(&mut self, more: &mut DataBlock) {
        let before = self.bytes.len();
        self.bytes.append(&mut more.bytes);
        self.ends.extend(more.ends.drain(..).map(|end| end + before));
    }
}
