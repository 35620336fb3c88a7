//! Properties of classes, fields of connections and of certificates: what is read and written through two functions each.

use super::docs::{self, code};
use super::{block, checked, given, part, public_type, taken};
use crate::surface::certificate;
use crate::surface::forms::Setting;
use crate::surface::kinds::{Change, Value};
use crate::surface::names::snake;
use crate::table::Table;
use crate::text::{Language, Voice, choice_of, value_of, writable};

/// The class of a connection.
pub const CONNECTION: &str = "OFTPConnection";
/// What the names of its functions begin with.
pub const CONNECTION_PREFIX: &str = "oftpsrv_connection_";
/// What the names of a certificate's functions begin with.
pub const CERTIFICATE_PREFIX: &str = "oftpsrv_certificate_";

const USES: &[&str] = &["System", "OftpSrv.Native"];

/// A member with a getter and perhaps a setter.
struct Member {
    name: &'static str,
    value: Value,
    writable: bool,
    docs: String,
}

/// The fields of a connection that are asked for. Its id is what an object is made with.
pub fn rows_of_connection(table: &Table) -> impl Iterator<Item = Setting> {
    table.connection_fields().into_iter().filter(|row| row.name != "ConnectionId")
}

/// The properties of a class.
pub fn of_class(voice: Voice) -> String {
    let class = voice.class;
    let rows = voice.table.properties(class).into_iter();
    let members: String = rows.map(|row| property(class.c_prefix, &["handle"], &setting(voice, &row))).collect();
    part(USES, class.csharp, &members)
}

/// The fields of a connection.
pub fn connection_fields(table: &Table) -> String {
    let voice = table.common(Language::CSharp);
    let field = |row| property(CONNECTION_PREFIX, &["server.Handle", "id"], &setting(voice, &row));
    part(USES, CONNECTION, &rows_of_connection(table).map(field).collect::<String>())
}

/// The fields of a certificate.
pub fn certificate_fields(table: &Table) -> String {
    let voice = table.common(Language::CSharp);
    let members = certificate::FIELDS.iter().map(|row| Member {
        name: row.name,
        value: row.value,
        writable: row.change != Change::No,
        docs: docs::summary(&(docs::text_with(voice, row.doc, &voice.one_of(row.choice)))),
    });
    part(USES, "Certificate", &members.map(|row| property(CERTIFICATE_PREFIX, &["handle"], &row)).collect::<String>())
}

fn setting(voice: Voice, row: &Setting) -> Member {
    let text = docs::text_with(voice, row.doc, &voice.one_of(choice_of(row)));
    Member {
        name: row.name,
        value: value_of(row),
        writable: writable(row),
        docs: docs::summary(&text) + &docs::remarks(&code(&voice.facts(row))),
    }
}

fn property(prefix: &str, owner: &[&str], member: &Member) -> String {
    let name = snake(member.name);
    let (outs, result) = taken(member.value, "value");
    let get = checked(2, &format!("{prefix}get_{name}"), owner, &outs);
    let mut accessors = block("get", &format!("{get}return {result};\n"));
    if member.writable {
        // A property that is set to null is empty.
        let (octets, source) = match member.value {
            Value::Octets => ("byte[] octets = value ?? new byte[0];\n", "octets"),
            _ => ("", "value"),
        };
        let set = checked(2, &format!("{prefix}set_{name}"), owner, &given(member.value, source));
        accessors.push_str(&format!("\n{}", block("set", &format!("{octets}{set}"))));
    }
    let declaration = format!("public {} {}", public_type(member.value), member.name);
    format!("\n{}{}", member.docs, block(&declaration, &accessors))
}
