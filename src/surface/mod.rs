//! The interface, written once: errors, constants, settings, events, methods and the fields of a certificate, as plain
//! constant data.
//!
//! This module knows nothing of the rest of the crate, so that the generator (`tools/xtask`) can include it by path and still
//! run when the crate does not compile. From it come, as committed text: the C functions and structures of [`crate::ffi`]
//! (and so the header), the tables of the Python package, the classes of the .NET assembly, and the reference pages in
//! `docs/`. `cargo run -p xtask -- generate` writes them; a test (`tests/surface.rs`) compares.
//!
//! The order of the fields of an event is the layout of its C structure: new ones go to the end, nothing is taken out.
//!
//! In a text a name in brackets, `[EndTransfer]`, refers to another row; the generator writes it as each language spells it,
//! and an unknown name is an error. Names are those of the class reference; see [`names`] for how they are spelled.
//!
//! What came after version 0.1 of the library says so at the end of its text, `[since 0.2]`, whatever it is: a property, a
//! field, a method, an argument, a number. An error, whose text is what users see, has `since "0.2"` in its row. What says
//! nothing was there in 0.1.

pub mod certificate;
pub mod choices;
pub mod classes;
pub mod constants;
pub mod dates;
pub mod errors;
pub mod events;
pub mod forms;
pub mod kinds;
pub mod methods;
pub mod names;
pub mod reasons;
pub mod settings;
pub mod wire;
