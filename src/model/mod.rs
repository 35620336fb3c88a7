//! The shared vocabulary: versions, formats, time stamps, identification codes, keys of virtual files, reason tables, lists of
//! addresses.
//! Plain values, no I/O. Read RFC 5024 sections 1.5 (virtual files) and 5.4 (identification codes) first.

pub mod addresses;
pub mod data;
pub mod format;
pub mod key;
pub mod octets;
pub mod reasons;
pub mod security;
pub mod stamp;
pub mod version;

pub use addresses::AddressList;
pub use data::DataBlock;
pub use format::Format;
pub use key::FileKey;
pub use security::{Cipher, CipherSuite, Hash, SecurityLevel};
pub use stamp::Stamp;
pub use version::{ConnectionType, Direction, Version};
