//! File security (RFC 5024 section 6): CMS layers as streams, end-response signatures, the authentication challenge.
//!
//! Not here: sockets, files, trust. Whether a certificate may be trusted is decided in `certs`; this module is told whose
//! signatures count and which keys may open.
//!
//! [`Encoder`] signs, compresses and encrypts in this order while octets are written to it; [`Decoder`] goes back. Both
//! are writers, keep a bounded number of octets in memory however large the file is, and pass over it once. The layers
//! are written in BER with indefinite lengths and content segments of 32 KiB; what is read may be any BER or DER.
//!
//! Why no crate: cms and rasn-cms hold the whole content in memory, and so does CMS in the safe interface of openssl. A crate whose
//! layers are streams in both directions, in constant memory, and that says which layer failed and why, would change that.
//!
//! Read first: RFC 5652 sections 5 and 6, RFC 3274. Then [`decode`], whose layers are in `layer.rs`.

pub mod algorithms;
pub mod challenge;
mod compressed;
pub mod decode;
pub mod encode;
mod enveloped;
mod error;
pub mod hash;
mod identity;
mod keys;
mod layer;
pub mod response;
mod signed;

pub use algorithms::{ContentCipher, Digest, KeyTransport};
pub use decode::{DecodeSpec, Decoded, Decoder, EmbeddedSigners, Layer};
pub use encode::{EncodeSpec, Encoder, Padding};
pub use error::{DecodeError, DecodeErrorKind};
pub use hash::TransmittedHash;
pub use keys::KeyPair;
pub use signed::SignedBy;
