//! The classes of the interface: objects with properties, methods and events.

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
    /// The function of `ffi::guard` that checks a handle and gives what is behind it.
    pub guard: &'static str,
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
    guard: "server",
    python: "OFTPServer",
    csharp: "Oftpserver",
};

/// Every class.
pub const ALL: &[&Class] = &[&SERVER];
