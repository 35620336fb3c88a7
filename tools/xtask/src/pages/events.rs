//! `docs/events.md`.

use super::markdown::{code, item, paragraph, table, value_word};
use crate::surface::kinds::{Event, Field, Unanswered};
use crate::surface::names::snake;
use crate::table::Table;
use crate::text::{Language, Voice, joined, text_answers, text_setter};

const HEAD: &str = "# Events

What the engine tells a program and asks it. The program registers a handler for each event that it wants: a callback with
`oftpsrv_on_...` in C, a function or method as `server.on_...` in Python, a delegate on `server.On...` in C#. No event needs a
handler.

A handler is given the event with its fields, and may change those that are an *answer*. They are prefilled. In C numbers
and flags are set in the structure, and texts with a function, because the engine copies them. The connection waits for the
answer, and only that connection.

A handler fails when it raises an exception, in Python or C#. A callback in C cannot fail: it must return. Each event says
what counts then, and what counts when there is no handler.

";

/// The page.
pub fn page(tables: &Table) -> String {
    let voice = tables.common(Language::Page);
    let overview = tables.events.iter().map(|event| {
        let answers: Vec<_> = event.fields.iter().filter(|field| field.answer).map(|field| code(field.name)).collect();
        [
            format!("[`{}`](#{})", event.name, event.name.to_lowercase()),
            voice.of(event).spell(event.doc),
            answers.join(", "),
        ]
    });
    let mut page = HEAD.to_owned() + &table(["Event", "When", "Answers"], overview);
    for event in tables.events {
        page.push_str(&section(voice, event));
    }
    page
}

fn section<'a>(voice: Voice<'a>, event: &'a Event) -> String {
    let doc = joined(event.doc, event.duty);
    let mut section = format!("\n## {}\n\n", event.name);
    section.push_str(&paragraph(&voice.of(event).spell(&doc)));
    section.push_str(&paragraph(&unanswered(event)));
    section.push_str(&item(&format!("C: {}", in_c(event))));
    let of_classes = |spelled: &dyn Fn(&str, &str) -> String| {
        let all: Vec<_> = event.classes.iter().map(|class| code(&spelled(class.python, class.csharp))).collect();
        all.join(", ")
    };
    let python = of_classes(&|python, _| format!("{python}.on_{}", snake(event.name)));
    section.push_str(&item(&format!("Python: {python}, {}", code(&format!("{}Event", event.name)))));
    let csharp = of_classes(&|_, csharp| format!("{csharp}.On{}", event.name));
    let arguments = of_classes(&|_, csharp| format!("{csharp}{}EventArgs", event.name));
    section.push_str(&item(&format!("C#: {csharp}, {arguments}")));
    section.push('\n');
    let fields = event.fields.iter().map(|field| {
        // That it is an answer stands in a column of its own.
        let doc = voice.field(event, &Field { answer: false, ..*field }, "");
        let answer = if field.answer { "yes" } else { "" };
        [code(field.name), code(&snake(field.name)), kind(field), answer.to_owned(), doc]
    });
    section + &table(["Field", "In C and Python", "Type", "Answer", "Meaning"], fields)
}

fn in_c(event: &Event) -> String {
    let kind = snake(event.name);
    let mut names: Vec<_> = event.classes.iter().map(|class| code(&format!("{}on_{kind}", class.c_prefix))).collect();
    names.push(code(&format!("oftpsrv_{kind}_event_t")));
    names.extend(text_answers(event).map(|field| code(&text_setter(event, field))));
    names.join(", ")
}

fn kind(field: &Field) -> String {
    let secret = if field.secret { "; secret" } else { "" };
    format!("{}{secret}", value_word(field.value))
}

fn unanswered(event: &Event) -> String {
    match event.unanswered {
        Unanswered::Nothing => "It asks nothing; a handler that fails changes nothing.".to_owned(),
        Unanswered::Prefilled => {
            "Without a handler, and when the handler fails, the answers count as they are prefilled.".to_owned()
        }
        Unanswered::Later => {
            "Without a handler the answers count as they are prefilled. After a handler that fails the \
             program has the end response still to send: `SendEndResponse` is false."
                .to_owned()
        }
        Unanswered::Refused => {
            let answer = |name: &str| event.fields.iter().any(|field| field.answer && field.name == name);
            let mut refusal = vec!["`Accept` is false"];
            if answer("ErrorCode") {
                refusal.push("`ErrorCode` is 99");
            }
            if answer("ErrorDescription") {
                refusal.push("`ErrorDescription` is empty");
            }
            format!(
                "Without a handler the answers count as they are prefilled. A handler that fails has refused: {}.",
                refusal.join(", ")
            )
        }
    }
}
