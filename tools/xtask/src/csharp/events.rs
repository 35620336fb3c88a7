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
    for field in event.fields.iter().filter(|field| field.answer) {
        members.push_str(&format!("private {} {};\n", public_type(field.value), member(field)));
    }
    if asks(event) {
        members.push_str("private bool answered;\n");
    }
    let read: String = event.fields.iter().map(read).collect();
    let size = format!("NativeEvent.CheckSize(native->Size, sizeof({}));\n", structure(event));
    let constructor = format!("internal unsafe {name}({}* native)", structure(event));
    members.push_str(&format!("\n{}", block(&constructor, &(size + &read))));
    for field in event.fields {
        let doc = docs::code(&voice.field(event, field, ""));
        let (summary, head) = (docs::summary(&doc), format!("public {} {}", public_type(field.value), field.name));
        let property = match field.answer {
            false => format!("{head} {{ get; }}\n"),
            true => block(
                &head,
                &format!(
                    "get => {0};\n{1}",
                    member(field),
                    block("set", &format!("NativeEvent.CheckOpen(answered);\n{} = value;\n", member(field)))
                ),
            ),
        };
        members.push_str(&format!("\n{summary}{property}"));
    }
    if asks(event) {
        let answers = event.fields.iter().filter(|field| field.answer);
        let write: String = answers.map(|field| write(event, field)).collect();
        let declaration = format!("internal unsafe void WriteBack({}* native)", structure(event));
        // From here on an answer throws: it would pass unheard.
        members.push_str(&format!("\n{}", block(&declaration, &format!("answered = true;\n{}", write.trim_end()))));
    }
    let what = if asks(event) { "tells and asks" } else { "tells" };
    let doc = docs::type_summary(&format!("What <see cref=\"{}.On{}\"/> {what}.", class.csharp, event.name));
    let body = doc + &block(&format!("public sealed partial class {name} : EventArgs"), &members);
    page(&["System", "OftpSrv.Native"], "OftpSrv", &body)
}

/// The field behind the property of an answer.
fn member(field: &Field) -> String {
    camel(field.name)
}

fn read(field: &Field) -> String {
    let name = if field.answer { member(field) } else { field.name.to_owned() };
    let from = field.name;
    let value = match field.value {
        Value::Flag => format!("native->{from} != 0"),
        Value::Number | Value::Long => format!("native->{from}"),
        Value::Text => format!("Utf8.Read(native->{from})"),
        Value::Octets => format!("Utf8.ReadBytes(native->{from}, native->{from}Len)"),
    };
    let given = if field.answer && field.value == Value::Text { format!("given{from} = ") } else { String::new() };
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
    part(&["System", "System.Threading.Tasks", "OftpSrv.Native"], class.csharp, &members)
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
    let (awaited, awaiting) = (format!("Func<object, {arguments}, Task>"), format!("{}Awaited", camel(name)));
    text.push_str(&format!("\n{}private On{name}Handler {handlers};\n", call(0, &native, &ways(event), ");")));
    text.push_str(&format!("private {awaited} {awaiting};\n"));
    let accessors = |list: &str| {
        let arguments = [
            format!("ref {list}"),
            "value".to_owned(),
            format!("{name}Native"),
            format!("NativeMethods.{}on_{}", class.c_prefix, snake(name)),
        ];
        let add = call(1, "add => Subscribe(", &arguments, ");");
        format!("{add}remove => Unsubscribe(ref {list}, value);\n")
    };
    text.push_str(&format!(
        "\n{}{}{}",
        docs::summary(&docs::text(voice, event.doc)),
        docs::remarks(&format!("{} {}", docs::text(voice, event.duty), failing(event))),
        block(&format!("public event On{name}Handler On{name}"), &accessors(&handlers)),
    ));
    text.push_str(&format!(
        "\n{}{}",
        docs::summary(&format!(
            "<see cref=\"On{name}\"/> for handlers that return a Task: the event waits for its end, and no thread does."
        )),
        block(&format!("public event {awaited} On{name}Async"), &accessors(&awaiting)),
    ));
    text.push_str(&format!("\n{}", raise(class, event)));
    if let Some(answer) = refused(event) {
        let refuse = format!("(({}*)data)->{answer} = 0;\n", structure(event));
        text.push_str(&format!(
            "\n{}",
            block(&format!("private static unsafe void Refuse{name}(IntPtr data)"), &refuse)
        ));
    }
    if asks(event) {
        let write = format!("(({arguments})e).WriteBack(({}*)data);\n", structure(event));
        text.push_str(&format!(
            "\n{}",
            block(&format!("private static unsafe void Answer{name}(EventArgs e, IntPtr data)"), &write)
        ));
    }
    text
}

/// How the event reaches the handlers, what refuses it, and whether it belongs to a connection: then that is what its structure
/// begins with, so that the id is found whatever the event is.
fn ways(event: &Event) -> Vec<String> {
    let mut ways = vec![format!("Raise{}", event.name)];
    if asks(event) {
        ways.push(format!("Answer{}", event.name));
    }
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
    let (name, arguments, list) = (event.name, arguments_class(class, event), camel(event.name));
    let body = format!(
        "var server = ({0})owner;\nOn{name}Handler handlers = server.{list}Handlers;\nFunc<object, {arguments}, Task> awaited = server.{list}Awaited;\n{1}\n",
        class.csharp,
        block("if (handlers == null && awaited == null)", "return default(Raised);\n"),
    ) + &format!(
        "var e = new {arguments}(({}*)data);\nhandlers?.Invoke(owner, e);\nreturn Raised.With(owner, e, awaited);\n",
        structure(event)
    );
    block(&format!("private static unsafe Raised Raise{name}(object owner, IntPtr data)"), &body)
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
