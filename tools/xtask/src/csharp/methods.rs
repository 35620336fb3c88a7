//! Methods.

use super::docs;
use super::{block, call, checked, constants, given, part, public_type, taken};
use crate::surface::kinds::{Argument, Method, Returns, Value, WaitsFor};
use crate::surface::names::c_method;
use crate::text::{Voice, csharp_error, error};

/// Methods after which the class's own part has something to do: they change how long the object lives. It does so in a
/// partial method, `AfterShutdown`.
const FOLLOWED: &[&str] = &["StartListening", "Shutdown"];

/// The methods of a class.
pub fn of_class(voice: Voice) -> String {
    let own = voice.table.methods_of(voice.class);
    let followed: String = own.clone().filter(|method| FOLLOWED.contains(&method.name)).map(follower).collect();
    let members: String = own.map(|row| method(voice, row)).collect();
    part(&["System", "OftpSrv.Native"], voice.class.csharp, &(members + &followed))
}

fn follower(method: &Method) -> String {
    format!("\n// By hand.\npartial void After{}();\n", method.name)
}

fn method(voice: Voice, method: &Method) -> String {
    let class = voice.class;
    let mut text = docs::summary(&docs::text(voice, method.doc));
    for argument in method.arguments {
        assert!(argument.value != Value::Octets, "{}: no such argument yet", method.name);
        let doc = docs::text_with(voice, argument.doc, &voice.one_of(argument.choice));
        text.push_str(&docs::other(&format!("param name=\"{}\"", argument.name), &doc));
    }
    let function = format!("{}{}", class.c_prefix, c_method(method.name));
    let arguments: Vec<_> = method.arguments.iter().flat_map(|argument| given(argument.value, argument.name)).collect();
    let (result, statements) = match method.returns {
        Returns::Nothing => ("void", checked(1, &function, &["handle"], &arguments)),
        Returns::Value(value, doc) => {
            text.push_str(&docs::other("returns", &docs::text(voice, doc)));
            let (outs, result) = taken(value, "result");
            let statement = checked(1, &function, &["handle"], &[arguments, outs].concat());
            (public_type(value), format!("{statement}return {result};\n"))
        }
    };
    if !method.errors.is_empty() {
        text.push_str(&docs::other("exception cref=\"OftpserverException\"", &failures(method)));
    }
    // Called by a handler after an await, it is on another thread than the event, and the engine must know all the same.
    let statements = match method.waits_for {
        WaitsFor::Nobody => statements,
        _ => block("using (AwaitedEvent.Enter())", &statements),
    };
    let after = if FOLLOWED.contains(&method.name) { format!("After{}();\n", method.name) } else { String::new() };
    let parameters: Vec<_> = method.arguments.iter().map(parameter).collect();
    let head = call(0, &format!("public {result} {}(", method.name), &parameters, ")");
    format!("\n{text}{}", block(head.trim_end(), &(statements + &after)))
}

fn parameter(argument: &Argument) -> String {
    let default = argument.default.map_or_else(String::new, |value| format!(" = {value}"));
    format!("{} {}{default}", public_type(argument.value), argument.name)
}

/// The errors that a caller should expect.
fn failures(method: &Method) -> String {
    let row = |name: &&str| {
        let row = error(name);
        let see = format!("<see cref=\"{}.{}\"/>", constants::ERRORS_CLASS, csharp_error(row));
        format!("{see}{}({})", docs::INSIDE, row.code)
    };
    let rows: Vec<_> = method.errors.iter().map(row).collect();
    format!("Among others {}.", rows.join(", "))
}
