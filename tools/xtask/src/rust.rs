//! The engine's and the C interface's side: `table.rs` and `numbers.rs` in `src/events`, and `src/ffi/generated/`. cbindgen makes the header from the
//! latter, so their documentation is written for C programmers. It expands macros only with a nightly compiler, so this is
//! plain Rust.

use crate::File;
use crate::surface::certificate;
use crate::surface::classes::Class;
use crate::surface::constants::{ALL as CONSTANTS, STORE_TYPES};
use crate::surface::errors::{ERRORS, FIRST_SYSTEM_ERROR};
use crate::surface::forms::Setting;
use crate::surface::kinds::{Body, CertificateField, Change, Event, Field, Method, Returns, Unanswered, Value};
use crate::surface::names::{c_method, snake};
use crate::table::Table;
use crate::text::{
    Language, Voice, asks, choice_of, error, error_doc, joined, lower, rust_module, text_answers, text_setter,
    value_of, wrap, writable,
};

/// Every file.
pub fn files(table: &Table) -> Vec<File> {
    let ffi = |name: &str, contents: String| (format!("src/ffi/generated/{name}.rs"), contents);
    vec![
        ("src/events/table.rs".to_owned(), engine_events(table)),
        ("src/events/numbers.rs".to_owned(), engine_numbers(table)),
        ffi("mod", modules()),
        ffi("codes", codes()),
        ("src/ffi/generated/trailer.h".to_owned(), trailer()),
        ffi("constants", constants(table)),
        ffi("error_text", error_texts()),
        ffi("event_structs", event_structs(table)),
        ffi("event_texts", event_texts(table)),
        ffi("handler", handler(table)),
        ffi("callbacks", callbacks(table)),
        ffi("properties", server_properties(table)),
        ffi("connection", connection(table)),
        ffi("methods", methods(table)),
        ffi("certificate_fields", certificate_fields(table)),
    ]
}

/// What a file needs of each class: sorted names.
fn of_each(table: &Table, name: impl Fn(&Class) -> String) -> String {
    let mut names: Vec<String> = table.classes.iter().map(|class| name(class)).collect();
    names.sort();
    names.join(", ")
}

/// The import of the handles of the classes, with other types.
fn types(table: &Table, others: &[&str]) -> String {
    let mut names: Vec<String> = others.iter().map(|name| (*name).to_owned()).collect();
    names.push(of_each(table, |class| class.c_type.to_owned()));
    match &names[..] {
        [one] if !one.contains(',') => format!("use crate::ffi::types::{one};"),
        several => format!("use crate::ffi::types::{{{}}};", several.join(", ")),
    }
}

const NOTE: &str =
    "// Written by tools/xtask from src/surface: change the table, then `cargo run -p xtask -- generate`.\n\n";

fn page(about: &str, uses: &str, body: &str) -> String {
    let uses = if uses.is_empty() { String::new() } else { format!("\n{uses}\n") };
    format!(
        "{}{}{uses}{}",
        NOTE.trim_end().to_owned() + "\n\n",
        wrap(about, "//! ", 120),
        body.trim_end().to_owned() + "\n"
    )
    .replacen("\n\n//!", "\n//!", 1)
}

fn modules() -> String {
    let mut body = String::new();
    for name in [
        "callbacks",
        "certificate_fields",
        "codes",
        "connection",
        "constants",
        "error_text",
        "event_structs",
        "event_texts",
        "handler",
        "methods",
        "properties",
    ] {
        body.push_str(&format!("pub mod {name};\n"));
    }
    page("What is generated of the C interface.", "", &format!("\n{body}"))
}

// --- the engine's events

fn rust_type(field: &Field) -> String {
    match field.value {
        Value::Flag => "bool".to_owned(),
        Value::Number => match field.choice.map_or("", |list| list.rust) {
            "" => "i32".to_owned(),
            own => own.to_owned(),
        },
        Value::Long => "i64".to_owned(),
        Value::Text => "String".to_owned(),
        Value::Octets => "Vec<u8>".to_owned(),
    }
}

fn engine_events(table: &Table) -> String {
    let mut body = String::new();
    let docs = |text: &str, indent: &str| wrap(text, &format!("{indent}/// "), 120);
    body.push_str("\n/// Names the events; the discriminant is the position in [`EventKind::ALL`].\n");
    body.push_str("#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]\n#[non_exhaustive]\npub enum EventKind {\n");
    for event in table.events {
        body.push_str(&docs(&table.common(Language::Rust).of(event).spell(event.doc), "    "));
        body.push_str(&format!("    {},\n", event.name));
    }
    body.push_str("}\n\nimpl EventKind {\n    /// Every event.\n    pub const ALL: &'static [EventKind] = &[\n");
    for event in table.events {
        body.push_str(&format!("        EventKind::{},\n", event.name));
    }
    body.push_str(
        "    ];\n\n    /// The event's name.\n    pub fn name(self) -> &'static str {\n        match self {\n",
    );
    for event in table.events {
        body.push_str(&format!("            EventKind::{0} => \"{0}\",\n", event.name));
    }
    body.push_str("        }\n    }\n\n    /// Whether the event asks for leave: an answer that nobody gave is no.\n    pub fn decides(self) -> bool {\n        match self {\n");
    for event in table.events {
        body.push_str(&format!(
            "            EventKind::{} => {},\n",
            event.name,
            event.unanswered == Unanswered::Refused
        ));
    }
    body.push_str("        }\n    }\n}\n");
    for event in table.events {
        body.push('\n');
        body.push_str(&docs(&table.common(Language::Rust).of(event).spell(event.doc), ""));
        let secrets = event.fields.iter().any(|field| field.secret);
        let debug = if secrets { "" } else { "Debug, " };
        body.push_str(&format!("#[derive({debug}Clone, Default)]\n#[non_exhaustive]\npub struct {} {{\n", event.name));
        for field in event.fields {
            body.push_str(&docs(&table.common(Language::Rust).field(event, field, ""), "    "));
            body.push_str(&format!("    pub {}: {},\n", snake(field.name), rust_type(field)));
        }
        body.push_str("}\n\n");
        body.push_str(&format!(
            "impl Event for {0} {{\n    const KIND: EventKind = EventKind::{0};\n\n    fn deliver(&mut self, handler: &dyn Handler) {{\n{3}        handler.{1}(self);\n    }}\n\n    fn refuse(&mut self) {{{2}}}\n}}\n",
            event.name,
            snake(event.name),
            refusal(event),
            lines(event),
        ));
        if secrets {
            body.push_str(&debug_without_secrets(event));
        }
    }
    body.push_str("\n/// The program's side of the engine. Every method has a default that changes nothing.\npub trait Handler: Send + Sync {\n    /// Whether an event is wanted at all; the engine does no work for those that are not.\n    fn wants(&self, kind: EventKind) -> bool {\n        let _ = kind;\n        true\n    }\n");
    for event in table.events {
        body.push('\n');
        body.push_str(&docs(&table.common(Language::Rust).of(event).spell(&joined(event.doc, event.duty)), "    "));
        body.push_str(&format!(
            "    fn {}(&self, event: &mut {}) {{\n        let _ = event;\n    }}\n",
            snake(event.name),
            event.name
        ));
    }
    body.push_str("}\n");
    page(
        "The events: one plain structure each, and the trait of what handles them. Fields are added: a program that makes an event, to try its handler, begins with its `default()`, in which everything is empty.",
        "use super::Event;\nuse crate::model::Direction;\nuse crate::model::octets::visible;",
        &body,
    )
}

/// The numbers with names, for programs in Rust: a module for each group.
fn engine_numbers(table: &Table) -> String {
    let docs =
        |text: &str, indent: &str| wrap(&table.common(Language::Rust).spell(text), &format!("{indent}/// "), 120);
    let mut body = String::new();
    for group in CONSTANTS {
        body.push_str(&format!("\n{}pub mod {} {{\n", docs(group.doc, ""), rust_module(group)));
        for row in group.values {
            body.push_str(&format!("{}    pub const {}: i32 = {};\n", docs(row.doc, "    "), row.python, row.value));
        }
        body.push_str("}\n");
    }
    page("The numbers that fields and arguments take, by name. Those of errors are [`codes`](crate::codes).", "", &body)
}

/// `Debug` of an event that has secrets.
fn debug_without_secrets(event: &Event) -> String {
    let name = event.name;
    let fields = event.fields.iter().map(|field| {
        let own = snake(field.name);
        let shown = if field.secret { "&\"***\"".to_owned() } else { format!("&self.{own}") };
        format!("            .field(\"{own}\", {shown})\n")
    });
    format!(
        "\nimpl std::fmt::Debug for {name} {{\n    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {{\n        f.debug_struct(\"{name}\")\n{}            .finish()\n    }}\n}}\n",
        fields.collect::<String>()
    )
}

/// What makes lines for people safe to show, before the handler sees them.
fn lines(event: &Event) -> String {
    let shown = event.fields.iter().filter(|field| field.line).map(|field| {
        let name = snake(field.name);
        format!("        self.{name} = visible(std::mem::take(&mut self.{name}));\n")
    });
    shown.collect()
}

/// What a failed handler answers.
fn refusal(event: &Event) -> String {
    match event.unanswered {
        Unanswered::Nothing | Unanswered::Prefilled => return String::new(),
        Unanswered::Later => return String::from("\n        self.send_end_response = false;\n    "),
        Unanswered::Refused => {}
    }
    let mut body = String::from("\n        self.accept = false;\n");
    let answer = |name: &str| event.fields.iter().any(|field| field.answer && field.name == name);
    if answer("ErrorCode") {
        body.push_str("        self.error_code = 99;\n");
    }
    if answer("ErrorDescription") {
        body.push_str("        self.error_description.clear();\n");
    }
    body + "    "
}

// --- numbers

/// A documentation comment; each line of the text is a paragraph, and an empty one parts two.
fn c_doc(text: &str, indent: &str) -> String {
    let paragraph = |line: &str| match line {
        "" => format!("{indent}///\n"),
        _ => wrap(line, &format!("{indent}/// "), 120),
    };
    text.lines().map(paragraph).collect()
}

fn codes() -> String {
    let mut body = String::from("\n/// Success.\npub const OFTPSRV_OK: i32 = 0;\n");
    for row in ERRORS.iter().filter(|row| row.code < FIRST_SYSTEM_ERROR) {
        body.push_str(&format!(
            "\n{}pub const OFTPSRV_ERROR_{}: i32 = {};\n",
            c_doc(&error_doc(row), ""),
            row.name,
            row.code
        ));
    }
    page("The numbers of errors.", "", &body)
}

/// The errors of the operating system: many, and seldom looked for, so they stand at the end of the header, as they are.
fn trailer() -> String {
    let mut text = String::from(
        "/*\n * Errors of the operating system: 10000 plus the number of the Berkeley socket error, on every platform.\n */\n",
    );
    for row in ERRORS.iter().filter(|row| row.code >= FIRST_SYSTEM_ERROR) {
        text.push_str(&format!("#define OFTPSRV_ERROR_{} {} /* {} */\n", row.name, row.code, error_doc(row)));
    }
    text
}

fn constants(table: &Table) -> String {
    let mut body = String::new();
    for group in CONSTANTS {
        for row in group.values {
            let name = format!("OFTPSRV_{}{}", group.c, row.c);
            let text = table.common(Language::C).spell(&joined(group.doc, row.doc));
            body.push_str(&format!("\n{}pub const {name}: i32 = {};\n", c_doc(&text, ""), row.value));
        }
    }
    page("Numbers that properties, fields and arguments take.", "", &body)
}

fn error_texts() -> String {
    let mut body = String::from(
        "\n/// The standard text of every error.\npub const TEXTS: &[(i32, &CStr)] = &[\n    (0, c\"OK\"),\n",
    );
    for row in ERRORS {
        let number = if row.code >= FIRST_SYSTEM_ERROR { format!("[{}] ", row.code) } else { String::new() };
        body.push_str(&format!("    ({}, c\"{number}{}\"),\n", row.code, row.text));
    }
    body.push_str("];\n");
    page("The standard texts of errors, as C reads them.", "use std::ffi::CStr;", &body)
}

// --- event structures

fn struct_name(event: &Event) -> String {
    format!("oftpsrv_{}_event", snake(event.name))
}

fn event_structs(table: &Table) -> String {
    let mut body = String::new();
    for event in table.events {
        let name = struct_name(event);
        let doc = format!("{}: {}", event.name, lower(&table.common(Language::C).of(event).spell(event.doc)));
        body.push_str(&format!(
            "\n{}#[derive_ReprC]\n#[repr(C)]\n#[derive(Debug)]\npub struct {name} {{\n",
            c_doc(&doc, "")
        ));
        body.push_str("    /// Octets of this structure in the library that made it.\n    pub size: usize,\n");
        for field in event.fields {
            let field_name = snake(field.name);
            let change = if field.answer && field.value == Value::Text {
                format!(" Change it with {}().", text_setter(event, field))
            } else {
                String::new()
            };
            let doc = table.common(Language::C).field(event, field, &change);
            body.push_str(&c_doc(&doc, "    "));
            match field.value {
                Value::Flag => body.push_str(&format!("    pub {field_name}: Flag,\n")),
                Value::Number => body.push_str(&format!("    pub {field_name}: i32,\n")),
                Value::Long => body.push_str(&format!("    pub {field_name}: i64,\n")),
                Value::Text => body.push_str(&format!("    pub {field_name}: *const c_char,\n")),
                Value::Octets => {
                    body.push_str(&format!("    pub {field_name}: *const u8,\n"));
                    let doc = format!("How many octets {field_name} has.");
                    body.push_str(&c_doc(&doc, "    "));
                    body.push_str(&format!("    pub {field_name}_len: usize,\n"));
                }
            }
        }
        body.push_str("}\n");
        let doc = format!("The event structure of {}.", event.name);
        body.push_str(&format!("\n{}pub type {name}_t = {name};\n", c_doc(&doc, "")));
        for class in event.classes {
            let (kind, prefix) = (snake(event.name), class.c_prefix);
            let doc = format!("A callback for {}, registered with {prefix}on_{kind}().", event.name);
            body.push_str(&format!(
                "\n{}pub type {prefix}{kind}_cb =\n    Option<unsafe extern \"C\" fn({}: *mut {}, event: *mut {name}_t, user_data: *mut c_void)>;\n",
                c_doc(&doc, ""),
                class.noun,
                class.c_type,
            ));
        }
        body.push_str(&format!(
            "\nunsafe impl EventStruct for {name} {{\n    const KIND: EventKind = EventKind::{};\n}}\n",
            event.name
        ));
    }
    page(
        "The event structures as C sees them: `size` first, then the fields in the order of the table. Fields are only ever appended. Pointers belong to the engine and are good until the callback returns.",
        &format!(
            "use crate::events::EventKind;\nuse crate::ffi::slots::EventStruct;\n{}\nuse safer_ffi::derive_ReprC;\nuse std::ffi::{{c_char, c_void}};",
            types(table, &["Flag"])
        ),
        &body,
    )
}

fn event_texts(table: &Table) -> String {
    let mut body = String::new();
    for event in table.events {
        for field in text_answers(event) {
            let (kind, name) = (snake(event.name), snake(field.name));
            let function = text_setter(event, field);
            let doc = format!(
                "Sets {name} of a running {} event. `value` is copied; the structure points at the copy from then on.",
                event.name
            );
            body.push_str(&format!(
                "\n{}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {function}(\n    event: *mut oftpsrv_{kind}_event_t,\n    value: *const c_char,\n) -> i32 {{\n    guard(|| {{\n        let copy = unsafe {{ answer(event, \"{name}\", value) }}?;\n        unsafe {{ (*event).{name} = copy }};\n        Ok(())\n    }})\n}}\n",
                c_doc(&doc, "")
            ));
        }
    }
    page(
        "Setters of the text answers of events.",
        "use super::event_structs::*;\nuse crate::ffi::event_texts::answer;\nuse crate::ffi::guard::guard;\nuse std::ffi::c_char;",
        &body,
    )
}

fn handler(table: &Table) -> String {
    let mut body = String::from(
        "\nimpl Handler for CallbackHandler {\n    fn wants(&self, kind: EventKind) -> bool {\n        self.slots.wants(kind)\n    }\n",
    );
    for event in table.events {
        let (kind, name) = (snake(event.name), struct_name(event));
        body.push_str(&format!(
            "\n    fn {kind}(&self, event: &mut events::{0}) {{\n        if !self.wants(EventKind::{0}) {{\n            return;\n        }}\n",
            event.name
        ));
        for field in event.fields.iter().filter(|field| field.value == Value::Text) {
            body.push_str(&format!("        let {0} = text(&event.{0});\n", snake(field.name)));
        }
        body.push_str(&format!("        let mut raw = {name} {{\n            size: size_of::<{name}>(),\n"));
        for field in event.fields {
            let own = snake(field.name);
            let value = match field.value {
                Value::Flag => format!("event.{own}.into()"),
                Value::Number if rust_type(field) == "i32" => format!("event.{own}"),
                Value::Number => format!("event.{own}.code()"),
                Value::Long => format!("event.{own}"),
                Value::Text => format!("{own}.as_ptr()"),
                Value::Octets => format!("event.{own}.as_ptr()"),
            };
            body.push_str(&format!("            {own}: {value},\n"));
            if field.value == Value::Octets {
                body.push_str(&format!("            {own}_len: event.{own}.len(),\n"));
            }
        }
        body.push_str("        };\n");
        if text_answers(event).next().is_some() {
            body.push_str("        let live = LiveEvent::new(&raw mut raw);\n");
        }
        if asks(event) {
            body.push_str("        if !self.call(&mut raw) {\n            return;\n        }\n");
        } else {
            body.push_str("        self.call(&mut raw);\n");
        }
        for field in event.fields.iter().filter(|field| field.answer) {
            let own = snake(field.name);
            body.push_str(&match field.value {
                Value::Flag => format!("        event.{own} = raw.{own}.get();\n"),
                Value::Number | Value::Long => format!("        event.{own} = raw.{own};\n"),
                Value::Text => format!("        live.take(\"{own}\", &mut event.{own});\n"),
                Value::Octets => panic!("{}.{}: octets are no answer", event.name, field.name),
            });
        }
        body.push_str("    }\n");
    }
    body.push_str("}\n");
    page(
        "Events on their way to C: the structure is made, the callback runs, the answers are taken back. Structures live on the stack of the call; their texts live until it returns.",
        "use super::event_structs::*;\nuse crate::events::{self, EventKind, Handler};\nuse crate::ffi::event_texts::LiveEvent;\nuse crate::ffi::handler::{CallbackHandler, text};\nuse std::mem::size_of;",
        &body,
    )
}

fn callbacks(table: &Table) -> String {
    let mut body = String::new();
    for class in table.classes {
        for event in table.events_of(class) {
            let kind = snake(event.name);
            let function = format!("{}on_{kind}", class.c_prefix);
            let doc = format!(
                "Registers the callback for {}; NULL clears it. It is called when this happens: {}",
                event.name,
                lower(&table.voice(class, Language::C).of(event).spell(&joined(event.doc, event.duty)))
            );
            body.push_str(&format!(
                "\n{}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {function}(\n    {noun}: *mut {handle},\n    callback: {prefix}{kind}_cb,\n    user_data: *mut c_void,\n) -> i32 {{\n    guard(|| callbacks::{noun}({noun}, callback, user_data))\n}}\n",
                c_doc(&doc, ""),
                noun = class.noun,
                handle = class.c_type,
                prefix = class.c_prefix,
            ));
        }
    }
    page(
        "Registering callbacks: one function for each event. NULL clears. When a function returns, the callback that it replaced is not running any more, unless the call came from inside that very callback.",
        &format!(
            "use super::event_structs::*;\nuse crate::ffi::callbacks;\nuse crate::ffi::guard::guard;\n{}\nuse std::ffi::c_void;",
            types(table, &[])
        ),
        &body,
    )
}

// --- properties and fields

/// The fields of a connection whose octets `src/ffi/connection.rs` knows by name.
const OCTETS: &[&str] = &["RecipientCertStoreB"];

/// How the setter and getter of a value look: the type of the out parameters, those of the value.
fn out_parameters(value: Value) -> &'static str {
    match value {
        Value::Flag => "    out: *mut Flag,\n",
        Value::Number => "    out: *mut i32,\n",
        Value::Long => "    out: *mut i64,\n",
        Value::Text => "    out: *mut *mut c_char,\n",
        Value::Octets => "    out: *mut *mut u8,\n    out_len: *mut usize,\n",
    }
}

fn in_parameters(value: Value) -> &'static str {
    match value {
        Value::Flag => "    value: Flag,\n",
        Value::Number => "    value: i32,\n",
        Value::Long => "    value: i64,\n",
        Value::Text => "    value: *const c_char,\n",
        Value::Octets => "    data: *const u8,\n    data_len: usize,\n",
    }
}

fn freed(value: Value) -> &'static str {
    match value {
        Value::Text => " The caller frees the text.",
        Value::Octets => " The caller frees the octets.",
        _ => "",
    }
}

/// What the documentation of a property says in C, with what is special to reading.
fn setting_doc(voice: Voice, row: &Setting) -> String {
    let more = voice.one_of(choice_of(row)) + &voice.facts(row) + freed(value_of(row));
    voice.spell_with(row.doc, &more)
}

fn accessors(
    voice: Voice,
    prefix: &str,
    owner: &str,
    owner_parameters: (&str, &str),
    arguments: &str,
    rows: &[Setting],
) -> String {
    let mut body = String::new();
    for row in rows {
        let (value, name) = (value_of(row), snake(row.name));
        let function = format!("{prefix}get_{name}");
        let doc = format!("Reads {}. {}", row.name, setting_doc(voice, row));
        let get = match value {
            Value::Flag => "get_flag",
            Value::Number => "get_int",
            Value::Text => "get_text",
            Value::Octets => {
                assert!(
                    owner == "connection" && OCTETS.contains(&row.name),
                    "{}: octets of {owner}s are read and written by hand: teach `octets_of` in src/ffi/connection.rs this name, then add it to OCTETS in tools/xtask/src/rust.rs. Only fields of connections can have them.",
                    row.name
                );
                "get_octets"
            }
            Value::Long => panic!(
                "{}: its range needs 64 bits. A property or field of a connection has 32; make the range smaller, or write `get_long` in src/ffi/properties.rs and connection.rs and LongNumber in bindings/python/oftpsrv/_fields.py first",
                row.name
            ),
        };
        let outs = if value == Value::Octets { "out, out_len" } else { "out" };
        body.push_str(&format!(
            "\n{}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {function}(\n{}{}) -> i32 {{\n    guard(|| unsafe {{ {owner}::{get}({arguments}, \"{}\", {outs}) }})\n}}\n",
            c_doc(&doc, ""),
            owner_parameters.0,
            out_parameters(value),
            row.name,
        ));
        if !writable(row) {
            continue;
        }
        let function = format!("{prefix}set_{name}");
        let doc = format!("Sets {}; see {prefix}get_{name}().", row.name);
        let given = match value {
            Value::Flag => "flag_text(value)".to_owned(),
            Value::Number => "&value.to_string()".to_owned(),
            Value::Text => "text(value, \"value\")?".to_owned(),
            Value::Octets => "octets(data, data_len, \"data\")?".to_owned(),
            Value::Long => unreachable!(),
        };
        let set = if value == Value::Octets { "set_octets" } else { "set" };
        // A number or flag of a server goes through no pointer but the handle, which is a number too.
        let reads = arguments.contains(',') || value == Value::Text;
        let (open, close) = if reads { ("unsafe { ", " }") } else { ("", "") };
        body.push_str(&format!(
            "\n{}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {function}(\n{}{}) -> i32 {{\n    guard(|| {open}{owner}::{set}({arguments}, \"{}\", {given}){close})\n}}\n",
            c_doc(&doc, ""),
            owner_parameters.1,
            in_parameters(value),
            row.name,
        ));
    }
    body
}

fn handle_parameters(class: &Class) -> (String, String) {
    let (noun, handle) = (class.noun, class.c_type);
    (format!("    {noun}: *const {handle},\n"), format!("    {noun}: *mut {handle},\n"))
}

fn server_properties(table: &Table) -> String {
    let mut body = String::new();
    for class in table.classes {
        let (get, set) = handle_parameters(class);
        let voice = table.voice(class, Language::C);
        let rows = table.properties(class);
        body.push_str(&accessors(voice, class.c_prefix, class.noun, (&get, &set), class.noun, &rows));
    }
    page(
        "Properties whose type is a flag, a number or a text.",
        &format!(
            "use crate::ffi::guard::{{guard, text}};\nuse crate::ffi::properties::{{flag_text, {}}};\n{}\nuse std::ffi::c_char;",
            of_each(table, |class| class.noun.to_owned()),
            types(table, &["Flag"])
        ),
        &body,
    )
}

fn connection(table: &Table) -> String {
    let id = "    connection_id: *const c_char,\n";
    let (get, set) = handle_parameters(table.classes[0]);
    let parameters = (get + id, set + id);
    let body = accessors(
        table.common(Language::C),
        "oftpsrv_connection_",
        "connection",
        (&parameters.0, &parameters.1),
        "server, connection_id",
        &table.connection_fields(),
    );
    page(
        "The fields of a connection. A connection is named by its id; error 126 says that there is none with that id (any more).",
        "use crate::ffi::connection;\nuse crate::ffi::guard::{guard, octets, text};\nuse crate::ffi::properties::flag_text;\nuse crate::ffi::types::{Flag, oftpsrv_t};\nuse std::ffi::c_char;",
        &body,
    )
}

// --- methods

fn methods(table: &Table) -> String {
    let mut body = String::new();
    for class in table.classes {
        for method in table.methods_of(class).filter(|method| method.body == Body::Call) {
            body.push_str(&method_function(table.voice(class, Language::C), method));
        }
    }
    page(
        "The methods whose C function checks its arguments and makes one call.",
        &format!(
            "use crate::ffi::guard::{{guard, {}, text as text_of}};\nuse crate::ffi::out::Out;\n{}\nuse std::ffi::c_char;",
            of_each(table, |class| format!("{0} as {0}_of", class.noun)),
            types(table, &["Flag"])
        ),
        &body,
    )
}

fn method_function(voice: Voice, method: &Method) -> String {
    let class = voice.class;
    let function = format!("{}{}", class.c_prefix, c_method(method.name));
    let mut doc = format!("{}: {}\n", method.name, lower(&voice.spell(method.doc)));
    for argument in method.arguments {
        let text = voice.spell_with(argument.doc, &voice.one_of(argument.choice));
        doc.push_str(&format!("\n@param {} {text}", snake(argument.name)));
    }
    if let Returns::Value(value, text) = method.returns {
        doc.push_str(&format!("\n@param out {}", voice.spell_with(text, freed(value))));
    }
    doc.push_str(&format!("\n@return {}", results(method)));
    let mut parameters = format!("    {}: *mut {},\n", class.noun, class.c_type);
    let mut checks = String::new();
    let mut given = Vec::new();
    for argument in method.arguments {
        let name = snake(argument.name);
        match argument.value {
            Value::Text => {
                parameters.push_str(&format!("    {name}: *const c_char,\n"));
                checks.push_str(&format!("        let {name} = unsafe {{ text_of({name}, \"{name}\") }}?;\n"));
            }
            Value::Number => parameters.push_str(&format!("    {name}: i32,\n")),
            Value::Long => parameters.push_str(&format!("    {name}: i64,\n")),
            Value::Flag | Value::Octets => panic!("{}: no such argument yet", method.name),
        }
        given.push(name);
    }
    let call = format!("{}_of({})?.engine.{}({})", class.noun, class.noun, snake(method.name), given.join(", "));
    let inner = match method.returns {
        Returns::Nothing => format!("{checks}        {call}\n"),
        Returns::Value(value, _) => {
            parameters.push_str(out_parameters(value));
            let (out, put) = match value {
                Value::Flag => ("Out::new(out, false.into())", format!("out.put({call}?.into());\n        Ok(())")),
                Value::Number | Value::Long => ("Out::new(out, 0)", format!("out.put({call}?);\n        Ok(())")),
                Value::Text => ("Out::text(out)", format!("out.put_text(&{call}?)")),
                Value::Octets => panic!("{}: no such result yet", method.name),
            };
            format!("        let out = unsafe {{ {out} }}?;\n{checks}        {put}\n")
        }
    };
    format!(
        "\n{}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {function}(\n{parameters}) -> i32 {{\n    guard(|| {{\n{inner}    }})\n}}\n",
        c_doc(&doc, "")
    )
}

/// What a function of a method returns.
fn results(method: &Method) -> String {
    let mut text = String::from("OFTPSRV_OK, or the number of an error");
    let named: Vec<_> = method.errors.iter().map(|name| format!("{} {name}", error(name).code)).collect();
    if !named.is_empty() {
        text.push_str(&format!(", among them {}", named.join(", ")));
    }
    text + "."
}

// --- certificates

fn certificate_fields(table: &Table) -> String {
    let mut body = String::new();
    for field in certificate::FIELDS {
        body.push_str(&certificate_field(table, field));
    }
    page(
        "The fields of a certificate.",
        "use crate::certs::StoreType;\nuse crate::ffi::certificate::{as_it_is, certificate as certificate_of, change};\nuse crate::ffi::guard::{guard, octets, text};\nuse crate::ffi::out::{Out, put_octets};\nuse crate::ffi::types::{Flag, oftpsrv_certificate_t};\nuse std::ffi::c_char;",
        &body,
    )
}

fn certificate_field(table: &Table, field: &CertificateField) -> String {
    let name = snake(field.name);
    let voice = table.common(Language::C);
    let text = voice.spell_with(field.doc, &(voice.one_of(field.choice) + freed(field.value)));
    let function = format!("oftpsrv_certificate_get_{name}");
    let doc = format!("Reads {}: {}", field.name, lower(&text));
    // The engine's own `private_key` is the key, not its text.
    let method = if field.name == "PrivateKey" { "private_key_pem" } else { &name };
    let names_store = field.change == Change::Kept;
    let from = if names_store { "as_it_is" } else { "certificate_of" };
    let call = format!("{from}(certificate)?.{method}()");
    let read = match field.value {
        Value::Text => format!("    guard(|| unsafe {{ Out::text(out) }}?.put_text({call}.as_ref()))\n"),
        Value::Octets => format!("    guard(|| unsafe {{ put_octets(out, out_len, || Ok({call})) }})\n"),
        Value::Flag => put("false.into()", &format!("{call}.into()")),
        Value::Number if field.choice.is_some() => put("0", &format!("{call}.code()")),
        Value::Number | Value::Long => put("0", &call),
    };
    let mut body = format!(
        "\n{}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {function}(\n    certificate: *const oftpsrv_certificate_t,\n{}) -> i32 {{\n{read}}}\n",
        c_doc(&doc, ""),
        out_parameters(field.value),
    );
    if field.change == Change::No {
        return body;
    }
    let function = format!("oftpsrv_certificate_set_{name}");
    let doc = format!("Sets {}; see oftpsrv_certificate_get_{name}().", field.name);
    let given = match field.value {
        Value::Text => "let value = unsafe { text(value, \"value\") }?;",
        Value::Octets => "let value = unsafe { octets(data, data_len, \"data\") }?;",
        Value::Number => {
            assert!(
                field.choice == Some(&STORE_TYPES),
                "{}: the only number of a certificate that can be set is a store type",
                field.name
            );
            "let value = StoreType::from_code(value)?;"
        }
        Value::Flag | Value::Long => panic!("{}: no such field yet", field.name),
    };
    let set = match field.change {
        Change::Kept => format!(
            "change(certificate, |certificate| {{\n            certificate.set_{name}(value);\n            Ok(())\n        }})"
        ),
        _ => format!(
            "change(certificate, |certificate| certificate.set_{name}(value{}))",
            if field.name == "Encoded" { ".as_bytes()" } else { "" }
        ),
    };
    let set = set.replace("set_encoded_blob", "set_encoded");
    body.push_str(&format!(
        "\n{}#[unsafe(no_mangle)]\npub unsafe extern \"C\" fn {function}(\n    certificate: *mut oftpsrv_certificate_t,\n{}) -> i32 {{\n    guard(|| {{\n        {given}\n        {set}\n    }})\n}}\n",
        c_doc(&doc, ""),
        in_parameters(field.value),
    ));
    body
}

fn put(nothing: &str, value: &str) -> String {
    format!(
        "    guard(|| {{\n        let out = unsafe {{ Out::new(out, {nothing}) }}?;\n        out.put({value});\n        Ok(())\n    }})\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::forms::Kind;
    use crate::surface::settings::{Id, SETTINGS};
    use crate::table::INTERFACE;

    fn connection_field(row: Setting) -> String {
        let voice = INTERFACE.common(Language::C);
        accessors(voice, "oftpsrv_connection_", "connection", ("", ""), "server, connection_id", &[row])
    }

    /// The words of documentation, without the marks of comments and line ends.
    fn words(text: &str) -> String {
        let lines = text.lines().map(|line| line.trim_start().trim_start_matches("///").trim());
        lines.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn every_exported_function_says_what_it_does() {
        let files = files(&INTERFACE);
        let voice = INTERFACE.common(Language::C);
        let mut functions = 0;
        for (path, text) in files.iter().filter(|(path, _)| path.starts_with("src/ffi/generated/")) {
            let lines: Vec<&str> = text.lines().collect();
            for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.contains("extern \"C\" fn oftpsrv_")) {
                assert_eq!(lines[at - 1], "#[unsafe(no_mangle)]", "{path}: {line}");
                assert!(lines[at - 2].starts_with("/// "), "{path}: {line}");
                functions += 1;
            }
        }
        assert!(functions > 120, "only {functions}");
        let said = words(&files.iter().find(|(path, _)| path.ends_with("generated/methods.rs")).unwrap().1);
        for method in INTERFACE.methods.iter().filter(|method| method.body == Body::Call) {
            let doc = lower(&voice.spell(method.doc));
            assert!(said.contains(&words(&format!("{}: {doc}", method.name))), "{}", method.name);
            for argument in method.arguments {
                let doc = format!("@param {} {}", snake(argument.name), voice.spell(argument.doc));
                assert!(said.contains(&words(&doc)), "{}: {doc}", method.name);
            }
            assert!(said.contains(&format!("@return {}", results(method))), "{}", method.name);
        }
    }

    #[test]
    fn a_printed_event_hides_its_secrets() {
        let files = files(&INTERFACE);
        let text = &files.iter().find(|(path, _)| path == "src/events/table.rs").unwrap().1;
        for event in INTERFACE.events {
            let name = event.name;
            let secrets: Vec<_> = event.fields.iter().filter(|field| field.secret).collect();
            let own = text.contains(&format!("impl std::fmt::Debug for {name} {{"));
            let derived =
                text.contains(&format!("#[derive(Debug, Clone, Default)]\n#[non_exhaustive]\npub struct {name} {{"));
            assert_eq!((own, derived), (!secrets.is_empty(), secrets.is_empty()), "{name}");
            for field in secrets {
                assert!(text.contains(&format!(".field(\"{}\", &\"***\")", snake(field.name))), "{name}");
            }
        }
    }

    #[test]
    fn octets_of_a_connection_are_those_that_are_known_by_name() {
        let known = SETTINGS[Id::RecipientCertStoreB as usize];
        assert!(
            connection_field(known).contains("connection::set_octets(server, connection_id, \"RecipientCertStoreB\"")
        );
    }

    #[test]
    #[should_panic(expected = "SpareStoreB: octets of connections are read and written by hand")]
    fn other_octets_of_a_connection_are_refused() {
        connection_field(Setting { name: "SpareStoreB", ..SETTINGS[Id::RecipientCertStoreB as usize] });
    }

    #[test]
    #[should_panic(expected = "octets of servers are read and written by hand")]
    fn octets_of_a_server_are_refused() {
        let row = SETTINGS[Id::RecipientCertStoreB as usize];
        accessors(INTERFACE.common(Language::C), "oftpsrv_", "server", ("", ""), "server", &[row]);
    }

    #[test]
    #[should_panic(expected = "MaxFileSize: its range needs 64 bits")]
    fn a_range_that_needs_64_bits_is_not_cut_down_to_32() {
        let row = SETTINGS[Id::MaxFileSize as usize];
        assert!(matches!(row.kind, Kind::Int { .. }));
        accessors(INTERFACE.common(Language::C), "oftpsrv_", "server", ("", ""), "server", &[row]);
    }

    #[test]
    #[should_panic(expected = "PublicKeyLength: the only number of a certificate that can be set is a store type")]
    fn a_number_of_a_certificate_that_can_be_set_is_a_store_type() {
        let row = certificate::FIELDS.iter().find(|row| row.name == "PublicKeyLength").unwrap();
        certificate_field(&INTERFACE, &CertificateField { change: Change::Kept, ..*row });
    }
}
