//! What makes two virtual files the same file.

use super::Stamp;

/// The key of a virtual file between two locations: name, time stamp, destination, originator (RFC 5024 section 1.5.2).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileKey {
    /// SFIDDSN as it was on the wire, without trailing spaces.
    pub name: String,
    /// SFIDDATE and SFIDTIME, all digits of them.
    pub stamp: Stamp,
    /// SFIDDEST.
    pub destination: String,
    /// SFIDORIG.
    pub originator: String,
}
