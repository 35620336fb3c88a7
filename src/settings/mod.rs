//! Every property, connection field and config setting, in one table ([`TABLE`], which is [`crate::surface::settings`]): name, scope, form, default, when a
//! change takes effect, and what it means. The parser, the getters, the reference page `docs/settings.md` and the tests
//! read that table; nothing about a setting is written anywhere else.
//!
//! What this module is not: it applies nothing. Whether a server is listening, which connections there are and what a value
//! does is the engine's business; certificates and streams are objects with functions of their own and are not in here.
//!
//! Read [`setting`] first (what a row says), then the table, then [`values`] (one layer of values and the look-up through
//! two of them; [`View`] is how others look). [`parse`] reads the class reference's `Name[connection-id]=value` and whole configuration texts.

pub mod parse;
pub mod setting;
pub mod values;
mod view;

pub use parse::{ConfigLine, Reference, load_text, parse_reference};
pub use setting::{Access, Applies, Group, Id, Kind, Scope, Setting, TABLE, find, require};
pub use values::{Lookup, Value, Values, default_of};
pub use view::{Layer, View};
