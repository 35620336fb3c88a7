//! The classes of the interface: objects with properties, methods and events.
//!
//! A second class is a row here, and in the tables what it has: its name beside the server's in `classes` of a method or event
//! that both have, rows of their own for what differs, and for settings `also` ([`super::forms::Also`]).
//!
//! By hand it has in `src/ffi` what the server has under its own noun: a handle type, `guard::server`, `callbacks::server` and the
//! module `properties::server`; in Python and C# the object with its handle.

/// A class.
#[derive(Debug, PartialEq, Eq)]
pub struct Class {
    /// The class reference's name.
    pub name: &'static str,
    /// What documentation calls one, and the name of its parameter in C.
    pub noun: &'static str,
    /// What the names of its C functions begin with.
    pub c_prefix: &'static str,
    /// Its handle in C.
    pub c_type: &'static str,
    /// Its struct in Rust.
    pub rust: &'static str,
    /// Its name in Python.
    pub python: &'static str,
    /// Its name in C#; the classes of its events' arguments begin with it too.
    pub csharp: &'static str,
}

/// The server.
pub const SERVER: Class = Class {
    name: "OFTPServer",
    noun: "server",
    c_prefix: "oftpsrv_",
    c_type: "oftpsrv_t",
    rust: "Server",
    python: "OFTPServer",
    csharp: "Oftpserver",
};

/// Every class. The first one is the server: what belongs to no class, or to several, is written for it.
pub const ALL: &[&Class] = &[&SERVER];
