//! Virtual file formats (RFC 5024 section 1.5.3).

/// The record organisation of a virtual file (SFIDFMT).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// `U`: a stream of octets.
    #[default]
    Unstructured,
    /// `T`: lines of at most 2048 characters that end in CRLF, sent as one record.
    Text,
    /// `F`: records of one length.
    Fixed,
    /// `V`: records of differing lengths.
    Variable,
}

impl Format {
    /// The letter of SFIDFMT.
    pub fn letter(self) -> u8 {
        [b'U', b'T', b'F', b'V'][self as usize]
    }

    /// The format of an SFIDFMT letter.
    pub fn from_letter(letter: u8) -> Option<Self> {
        match letter {
            b'U' => Some(Format::Unstructured),
            b'T' => Some(Format::Text),
            b'F' => Some(Format::Fixed),
            b'V' => Some(Format::Variable),
            _ => None,
        }
    }

    /// The class reference's number of VirtualFileFormat.
    pub fn code(self) -> i32 {
        self as i32
    }

    /// The format of a class reference number.
    pub fn from_code(code: i32) -> Option<Self> {
        match code {
            0 => Some(Format::Unstructured),
            1 => Some(Format::Text),
            2 => Some(Format::Fixed),
            3 => Some(Format::Variable),
            _ => None,
        }
    }

    /// Whether the file is made of records, so that record ends and counts mean something.
    pub fn has_records(self) -> bool {
        matches!(self, Format::Fixed | Format::Variable)
    }
}
