//! `_calls.py`: each method as a plain function. `_methods.py`: the methods of the classes, and their `await` forms.

use super::{call, docstring, module, noun, used};
use crate::surface::classes::Class;
use crate::surface::kinds::{Argument, Method, Returns, Value, WaitsFor};
use crate::surface::names::{c_method, snake};
use crate::table::Table;
use crate::text::{Language, Voice, error};

/// A method's function in `_calls`: the server's have its name, those of other classes the class before it.
fn function(class: &Class, method: &Method) -> String {
    format!("{}{}", class.c_prefix.trim_start_matches("oftpsrv_"), snake(method.name))
}

fn argument_type(argument: &Argument) -> &'static str {
    match argument.value {
        Value::Text if argument.path => "PathText",
        value => value_type(value),
    }
}

fn value_type(value: Value) -> &'static str {
    match value {
        Value::Flag => "bool",
        Value::Number | Value::Long => "int",
        Value::Text => "str",
        Value::Octets => "bytes",
    }
}

fn result_type(method: &Method) -> &'static str {
    match method.returns {
        Returns::Nothing => "None",
        Returns::Value(value, _) => value_type(value),
    }
}

// --- functions

/// `_calls.py`.
pub fn calls(table: &Table) -> String {
    let mut body = String::new();
    for class in table.classes {
        body.extend(table.methods_of(class).map(|method| plain_function(class, method)));
    }
    let converters = used(&["PathText", "flag_in", "number_in", "take_text", "text_in"], &body);
    let imports = format!(
        "from __future__ import annotations\n\nimport ctypes\n\nfrom ._convert import {}\nfrom ._errors import check\nfrom ._loader import lib\n",
        converters.join(", ")
    );
    module("The methods as plain functions, which the classes of threads and those of asyncio share.", &imports, &body)
}

fn plain_function(class: &Class, method: &Method) -> String {
    let mut parameters = vec![format!("{}: int", class.noun)];
    let mut given = vec![class.noun.to_owned()];
    for argument in method.arguments {
        let name = snake(argument.name);
        parameters.push(format!("{name}: {}", argument_type(argument)));
        given.push(match argument.value {
            Value::Flag => format!("flag_in({name})"),
            Value::Number => format!("number_in({name})"),
            Value::Long => format!("number_in({name}, 64)"),
            Value::Text => format!("text_in({name})"),
            Value::Octets => panic!("{}: no such argument yet", method.name),
        });
    }
    let (before, after) = match method.returns {
        Returns::Nothing => ("", ""),
        Returns::Value(Value::Flag, _) => ("    out = ctypes.c_bool()\n", "    return out.value\n"),
        Returns::Value(Value::Number, _) => ("    out = ctypes.c_int32()\n", "    return out.value\n"),
        Returns::Value(Value::Long, _) => ("    out = ctypes.c_int64()\n", "    return out.value\n"),
        Returns::Value(Value::Text, _) => ("    out = ctypes.c_void_p()\n", "    return take_text(out)\n"),
        Returns::Value(Value::Octets, _) => panic!("{}: no such result yet", method.name),
    };
    if method.returns != Returns::Nothing {
        given.push("ctypes.byref(out)".to_owned());
    }
    let native = format!("lib.{}{}", class.c_prefix, c_method(method.name));
    let one = call("check", &[format!("{native}({})", given.join(", "))], "", "    ");
    let checked = if one.lines().all(super::fits) {
        one.replace(",\n    )", "\n    )")
    } else {
        format!("    check(\n{}    )\n", call(&native, &given, "", "        "))
    };
    let head =
        call(&format!("def {}", function(class, method)), &parameters, &format!(" -> {}:", result_type(method)), "");
    format!("\n\n{head}{before}{checked}{after}")
}

// --- methods

/// `_methods.py`: for each class the methods that are plain in `oftpsrv.aio` too, those that may take their time, and the
/// `await` forms of the latter.
pub fn methods(table: &Table) -> String {
    let mut body = String::new();
    for class in table.classes {
        let (name, python) = (noun(class), class.python);
        let voice = table.voice(class, Language::Python);
        let begin = |kind: &str, doc: &str| {
            format!(
                "\n\nclass {kind}{name}Methods:\n    \"\"\"{doc}\"\"\"\n\n    __slots__ = ()\n\n    if TYPE_CHECKING:\n\n        @property\n        def _handle(self) -> int: ...\n"
            )
        };
        body.push_str(&begin("", &format!("The methods of {python} that return at once.")));
        body.extend(table.methods_of(class).filter(|method| !method.awaited).map(|method| plain_method(voice, method)));
        body.push_str(&begin("Waiting", &format!("The methods of {python} that wait for the engine.")));
        body.extend(table.methods_of(class).filter(|method| method.awaited).map(|method| plain_method(voice, method)));
        body.push_str(&begin("Awaited", &format!("The methods of {python} that wait for the engine, to be awaited.")));
        body.push_str(
            "
    async def _call(self, waits_for: Optional[str], function: Callable[..., T], *arguments: Any) -> T:
        \"\"\"Calls a function in a thread. ``waits_for`` is the connection whose handlers it may wait for, \"\" for all.\"\"\"
        raise NotImplementedError

    async def _ask(self, connection_id: str, function: Callable[..., T], *arguments: Any) -> T:
        \"\"\"As _call() of a function that is only asked for in a handler of the connection, and returns at once there.\"\"\"
        raise NotImplementedError
",
        );
        body.extend(
            table.methods_of(class).filter(|method| method.awaited).map(|method| awaited_method(voice, method)),
        );
    }
    let imports = "
from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable, Optional, TypeVar

from . import _calls
from ._convert import PathText

T = TypeVar(\"T\")
";
    module("The methods of the classes: for programs with threads, and for asyncio.", imports, &body)
}

fn plain_method(voice: Voice, method: &Method) -> String {
    let arguments = ["self._handle".to_owned()].into_iter().chain(names(method)).collect::<Vec<_>>();
    let result = if method.returns == Returns::Nothing { "" } else { "return " };
    let body = call(&format!("{result}_calls.{}", function(voice.class, method)), &arguments, "", "        ");
    format!("{}{body}", head("def", method, doc(voice, method, "")))
}

fn awaited_method(voice: Voice, method: &Method) -> String {
    let (how, waits_for, itself) = match method.waits_for {
        WaitsFor::Nobody => ("_call", "None", ""),
        WaitsFor::Connection => (
            "_call",
            "connection_id",
            " Awaited inside a handler of the same connection other than on_ready_to_send it would wait for itself, and raises OFTPError 135 instead.",
        ),
        WaitsFor::ConnectionFromOutside => ("_ask", "connection_id", ""),
        WaitsFor::ObjectFromOutside => ("_ask", "\"\"", ""),
        WaitsFor::Everybody => ("_call", "\"\"", " Awaited inside a handler it does not wait."),
        WaitsFor::Object => {
            ("_call", "\"\"", " Awaited inside a handler it would wait for itself, and raises OFTPError 135 instead.")
        }
    };
    let function = format!("_calls.{}", function(voice.class, method));
    let arguments = [waits_for.to_owned(), function].into_iter().chain(names(method)).collect::<Vec<_>>();
    let result = if method.returns == Returns::Nothing { "" } else { "return " };
    let body = call(&format!("{result}await self.{how}"), &arguments, "", "        ");
    format!("{}{body}", head("async def", method, doc(voice, method, itself)))
}

fn names(method: &Method) -> impl Iterator<Item = String> {
    method.arguments.iter().map(|argument| snake(argument.name))
}

/// The first line of a method and its docstring.
fn head(keyword: &str, method: &Method, doc: Vec<String>) -> String {
    let mut parameters = vec!["self".to_owned()];
    for argument in method.arguments {
        let default = argument.default.map_or(String::new(), |default| format!(" = {default}"));
        parameters.push(format!("{}: {}{default}", snake(argument.name), argument_type(argument)));
    }
    let name = format!("{keyword} {}", snake(method.name));
    let first = call(&name, &parameters, &format!(" -> {}:", result_type(method)), "    ");
    format!("\n{first}{}", docstring(&doc, "        "))
}

fn doc(voice: Voice, method: &Method, more: &str) -> Vec<String> {
    let mut texts = vec![voice.spell_with(method.doc, more)];
    for argument in method.arguments {
        let text = voice.spell_with(argument.doc, &voice.one_of(argument.choice));
        texts.push(format!(":param {}: {text}", snake(argument.name)));
    }
    if let Returns::Value(_, text) = method.returns {
        texts.push(format!(":returns: {}", voice.spell(text)));
    }
    let errors: Vec<_> = method.errors.iter().map(|name| format!("{} {name}", error(name).code)).collect();
    if !errors.is_empty() {
        texts.push(format!(":raises OFTPError: Among others {}.", errors.join(", ")));
    }
    texts
}
