//! What the assembly declares of the C interface: structures of events and functions.

use super::{WIDTH, block, call, handle, page, properties};
use crate::surface::certificate;
use crate::surface::kinds::{Change, Event, Returns, Value};
use crate::surface::names::{c_method, snake};
use crate::table::Table;
use crate::text::{text_answers, text_setter, value_of, wrap, writable};

const NAMESPACE: &str = "OftpSrv.Native";

/// The structure of an event.
pub fn structure(event: &Event) -> String {
    format!("{}Event", event.name)
}

/// The structures of the events.
pub fn event_structs(table: &Table) -> String {
    let about = "The event structures of oftpsrv.h, field by field. They belong to the engine and end with the callback: text is const char *, octets are pointer and length, bool is one byte. Fields are only ever appended; Size tells how many octets the engine filled.";
    let structs: Vec<_> = table.events.iter().map(event_struct).collect();
    let body = format!(
        "{}#pragma warning disable 649 // filled by the engine\n\n{}\n#pragma warning restore 649\n",
        wrap(about, "// ", WIDTH + 4),
        structs.join("\n")
    );
    // Directives stand at the beginning of the line.
    page(&["System", "System.Runtime.InteropServices"], NAMESPACE, &body).replace("    #pragma", "#pragma")
}

fn event_struct(event: &Event) -> String {
    let mut fields = String::from("internal UIntPtr Size;\n");
    for field in event.fields {
        let (kind, name) = (field_type(field.value), field.name);
        fields.push_str(&format!("internal {kind} {name};\n"));
        if field.value == Value::Octets {
            fields.push_str(&format!("internal UIntPtr {name}Len;\n"));
        }
    }
    let declaration = format!("[StructLayout(LayoutKind.Sequential)]\ninternal struct {}", structure(event));
    format!("/// <summary>oftpsrv_{}_event_t</summary>\n{}", snake(event.name), block(&declaration, &fields))
}

fn field_type(value: Value) -> &'static str {
    match value {
        Value::Flag => "byte",
        Value::Number => "int",
        Value::Long => "long",
        Value::Text | Value::Octets => "IntPtr",
    }
}

/// The functions.
pub fn methods(table: &Table) -> String {
    let mut body = String::new();
    for class in table.classes {
        let owner = vec![format!("{} {}", handle(class), class.noun)];
        body.push_str(&section(&format!("Properties of {}", class.csharp)));
        for row in &table.properties(class) {
            body.push_str(&accessors(class.c_prefix, &owner, row.name, value_of(row), writable(row)));
        }
        body.push_str(&section(&format!("Methods of {}", class.csharp)));
        for method in table.methods_of(class) {
            let given = method.arguments.iter().flat_map(|argument| ins(argument.value, argument.name));
            let taken = match method.returns {
                Returns::Nothing => Vec::new(),
                Returns::Value(value, _) => outs(value, "result"),
            };
            let parameters: Vec<_> = owner.iter().cloned().chain(given).chain(taken).collect();
            body.push_str(&function(&format!("{}{}", class.c_prefix, c_method(method.name)), &parameters));
        }
        body.push_str(&section(&format!("Events of {}", class.csharp)));
        for event in table.events_of(class) {
            let callback = ["EventCallback callback".to_owned(), "IntPtr userData".to_owned()];
            let name = format!("{}on_{}", class.c_prefix, snake(event.name));
            body.push_str(&function(&name, &[&owner[..], &callback].concat()));
        }
    }
    body.push_str(&section("Text answers of events"));
    for event in table.events {
        for field in text_answers(event) {
            body.push_str(&function(
                &text_setter(event, field),
                &["IntPtr data".to_owned(), "byte[] value".to_owned()],
            ));
        }
    }
    body.push_str(&section("Fields of a connection"));
    let owner = [format!("{} server", handle(table.classes[0])), "byte[] connectionId".to_owned()];
    for row in properties::rows_of_connection(table) {
        body.push_str(&accessors(properties::CONNECTION_PREFIX, &owner, row.name, value_of(&row), writable(&row)));
    }
    body.push_str(&section("Fields of a certificate"));
    let owner = ["CertificateHandle certificate".to_owned()];
    for row in certificate::FIELDS {
        let writable = row.change != Change::No;
        body.push_str(&accessors(properties::CERTIFICATE_PREFIX, &owner, row.name, row.value, writable));
    }
    page(
        &["System", "System.Runtime.InteropServices"],
        NAMESPACE,
        &block("internal static partial class NativeMethods", &body),
    )
}

/// A heading; the function behind it ends the line.
fn section(title: &str) -> String {
    format!("\n// {title}")
}

fn accessors(prefix: &str, owner: &[String], name: &str, value: Value, writable: bool) -> String {
    let name = snake(name);
    let get = function(&format!("{prefix}get_{name}"), &[owner, &outs(value, "value")].concat());
    if !writable {
        return get;
    }
    get + &function(&format!("{prefix}set_{name}"), &[owner, &ins(value, "value")].concat())
}

fn function(name: &str, parameters: &[String]) -> String {
    let declaration = call(0, &format!("internal static extern int {name}("), parameters, ");");
    format!("\n[DllImport(Library, CallingConvention = Convention)]\n{declaration}")
}

fn ins(value: Value, name: &str) -> Vec<String> {
    match value {
        Value::Flag => vec![format!("[MarshalAs(UnmanagedType.U1)] bool {name}")],
        Value::Number => vec![format!("int {name}")],
        Value::Long => vec![format!("long {name}")],
        Value::Text => vec![format!("byte[] {name}")],
        Value::Octets => vec![format!("byte[] {name}"), "UIntPtr length".to_owned()],
    }
}

fn outs(value: Value, name: &str) -> Vec<String> {
    match value {
        Value::Flag => vec![format!("[MarshalAs(UnmanagedType.U1)] out bool {name}")],
        Value::Number => vec![format!("out int {name}")],
        Value::Long => vec![format!("out long {name}")],
        Value::Text => vec![format!("out IntPtr {name}")],
        Value::Octets => vec![format!("out IntPtr {name}"), "out UIntPtr length".to_owned()],
    }
}
