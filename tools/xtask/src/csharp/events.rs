//! Events: the classes of their arguments, and the events of a class with the way from the engine to the handlers.

use super::docs;
use super::native::structure;
use super::{block, call, camel, page, part, public_type};
use crate::surface::classes::Class;
use crate::surface::kinds::{Event, Field, Unanswered, Value};
use crate::surface::names::snake;
use crate::text::{Voice, asks, text_answers, text_setter};

/// The class of an event's arguments.
pub fn arguments_class(class: &Class, event: &Event) -> String {
    format!("{}{}EventArgs", class.csharp, event.name)
}

/// The file of that class.
pub fn arguments<'a>(voice: Voice<'a>, event: &'a Event) -> String {
    let class = voice.class;
    let name = arguments_class(class, event);
    let mut members: String =
        text_answers(event).map(|field| format!("private readonly string given{};\n", field.name)).collect();
    let read: String = event.fields.iter().map(read).collect();
    let size = format!("NativeEvent.CheckSize(native->Size, sizeof({}));\n", structure(event));
    let constructor = format!("internal unsafe {name}({}* native)", structure(event));
    members.push_str(&format!("\n{}", block(&constructor, &(size + &read))));
    for field in event.fields {
        let doc = docs::code(&voice.field(event, field, ""));
        let set = if field.answer { " set;" } else { "" };
        let kind = public_type(field.value);
        members.push_str(&format!("\n{}public {kind} {} {{ get;{set} }}\n", docs::summary(&doc), field.name));
    }
    if asks(event) {
        let answers = event.fields.iter().filter(|field| field.answer);
        let write: String = answers.map(|field| write(event, field)).collect();
        let declaration = format!("internal unsafe void WriteBack({}* native)", structure(event));
        members.push_str(&format!("\n{}", block(&declaration, write.trim_end())));
    }
    let what = if asks(event) { "tells and asks" } else { "tells" };
    let doc = docs::type_summary(&format!("What <see cref=\"{}.On{}\"/> {what}.", class.csharp, event.name));
    let body = doc + &block(&format!("public sealed partial class {name} : EventArgs"), &members);
    page(&["System", "OftpSrv.Native"], "OftpSrv", &body)
}

fn read(field: &Field) -> String {
    let name = field.name;
    let value = match field.value {
        Value::Flag => format!("native->{name} != 0"),
        Value::Number | Value::Long => format!("native->{name}"),
        Value::Text => format!("Utf8.Read(native->{name})"),
        Value::Octets => format!("Utf8.ReadBytes(native->{name}, native->{name}Len)"),
    };
    let given = if field.answer && field.value == Value::Text { format!("given{name} = ") } else { String::new() };
    format!("{name} = {given}{value};\n")
}

fn write(event: &Event, field: &Field) -> String {
    let name = field.name;
    match field.value {
        Value::Flag => format!("native->{name} = {name} ? (byte)1 : (byte)0;\n"),
        Value::Number | Value::Long => format!("native->{name} = {name};\n"),
        Value::Text => {
            let head = format!("NativeStatus.Check(NativeMethods.{}(", text_setter(event, field));
            let arguments = ["(IntPtr)native".to_owned(), format!("Utf8.Bytes({name})")];
            block(&format!("if ({name} != given{name})"), &call(2, &head, &arguments, "));")) + "\n"
        }
        Value::Octets => panic!("{}.{name}: octets are no answer", event.name),
    }
}

/// The events of a class.
pub fn of_class(voice: Voice) -> String {
    let class = voice.class;
    let members: String = voice.table.events_of(class).map(|row| event(voice.of(row), row)).collect();
    part(&["System", "OftpSrv.Native"], class.csharp, &members)
}

fn event(voice: Voice, event: &Event) -> String {
    let class = voice.class;
    let (name, arguments) = (event.name, arguments_class(class, event));
    let handlers = format!("{}Handlers", camel(name));
    let parameters = ["object sender".to_owned(), format!("{arguments} e")];
    let mut text = format!(
        "\n{}{}{}{}",
        docs::summary(&format!("A handler of <see cref=\"On{name}\"/>.")),
        docs::other("param name=\"sender\"", &format!("The {}.", class.noun)),
        docs::other("param name=\"e\"", "What happened."),
        call(0, &format!("public delegate void On{name}Handler("), &parameters, ");"),
    );
    let native = format!("private static readonly NativeEvent {name}Native = new NativeEvent(");
    text.push_str(&format!("\n{}private On{name}Handler {handlers};\n", call(0, &native, &ways(event), ");")));
    let add = call(
        1,
        "add => Subscribe(",
        &[
            format!("ref {handlers}"),
            "value".to_owned(),
            format!("{name}Native"),
            format!("NativeMethods.{}on_{}", class.c_prefix, snake(name)),
        ],
        ");",
    );
    let remove = format!("remove => Unsubscribe(ref {handlers}, value);\n");
    text.push_str(&format!(
        "\n{}{}{}",
        docs::summary(&docs::text(voice, event.doc)),
        docs::remarks(&format!("{} {}", docs::text(voice, event.duty), failing(event))),
        block(&format!("public event On{name}Handler On{name}"), &format!("{add}{remove}")),
    ));
    text.push_str(&format!("\n{}", raise(class, event)));
    if let Some(answer) = refused(event) {
        let refuse = format!("(({}*)data)->{answer} = 0;\n", structure(event));
        text.push_str(&format!(
            "\n{}",
            block(&format!("private static unsafe void Refuse{name}(IntPtr data)"), &refuse)
        ));
    }
    text
}

/// How the event reaches the handlers, what refuses it, and whether it belongs to a connection: then that is what its structure
/// begins with, so that the id is found whatever the event is.
fn ways(event: &Event) -> Vec<String> {
    let mut ways = vec![format!("Raise{}", event.name)];
    if refused(event).is_some() {
        ways.push(format!("Refuse{}", event.name));
    }
    match event.fields.iter().position(|field| field.name == "ConnectionId") {
        Some(0) => {}
        None => ways.push("hasConnection: false".to_owned()),
        Some(_) => panic!("{}: ConnectionId is the first field or none", event.name),
    }
    ways
}

fn raise(class: &Class, event: &Event) -> String {
    let name = event.name;
    let handlers = format!("On{name}Handler handlers = (({})owner).{}Handlers;\n", class.csharp, camel(name));
    let native = format!("({}*)data", structure(event));
    let arguments = arguments_class(class, event);
    let call = if asks(event) {
        format!("var native = {native};\nvar e = new {arguments}(native);\nhandlers(owner, e);\ne.WriteBack(native);\n")
    } else {
        format!("handlers(owner, new {arguments}({native}));\n")
    };
    let body = format!("{handlers}{}", block("if (handlers != null)", &call));
    block(&format!("private static unsafe void Raise{name}(object owner, IntPtr data)"), &body)
}

/// The answer that becomes no when a handler fails.
fn refused(event: &Event) -> Option<&'static str> {
    match event.unanswered {
        Unanswered::Refused => Some("Accept"),
        Unanswered::Later => Some("SendEndResponse"),
        Unanswered::Prefilled | Unanswered::Nothing => None,
    }
}

/// What an exception in a handler does.
fn failing(event: &Event) -> &'static str {
    match event.unanswered {
        Unanswered::Refused => "An exception in a handler counts as a refusal.",
        Unanswered::Later => "After an exception in a handler the program has the end response still to send.",
        Unanswered::Prefilled => "After an exception in a handler the answers count as they were prefilled.",
        Unanswered::Nothing => "",
    }
}
