//! `docs/methods.md`.

use super::markdown::{code, item, paragraph, table, value_word};
use crate::surface::classes::Class;
use crate::surface::kinds::{Method, Returns, WaitsFor};
use crate::surface::names::{c_method, snake};
use crate::table::Table;
use crate::text::{Language, Voice, error, error_doc};

const HEAD: &str = "# Methods

In C every method is a function whose first argument is the handle and which returns the number of an [error](errors.md), 0
for success; a result comes out through the last argument. Python raises `OFTPError`, C# throws `OftpserverException`.

Among the errors of a method are those in its table. Besides them all can fail with 3 (the handle is not alive) and 4 (internal
error), those that take texts in C with 1 (NULL) and 2 (not UTF-8), and each can pass on an error of the operating system (10000
and up). Called in ReadyToSend, SendFile returns when its file was taken or refused, and the events of the connection come
meanwhile, nested. Called in another handler of its own connection, SendFile fails with 135 instead of waiting for itself;
ChangeDirection, Logoff and ExchangeCertificate are only asked for in a handler of their connection and return at once. So is
every end of connections: Shutdown and Reset do not wait in handlers. A wait that would close a circle of handlers, also of
several connections or servers, is 135.
";

/// What is written by hand in every language: of which class, or of none, what it is, and its names in C, Python and C#.
const BY_HAND: &[(&str, &str, &str, &str, &str)] = &[
    ("OFTPServer", "Makes one.", "`oftpsrv_new`", "`OFTPServer()`", "`new Oftpserver()`"),
    ("OFTPServer", "Shuts it down and ends it.", "`oftpsrv_free`", "`close()`, or `with`", "`Dispose()`, or `using`"),
    ("OFTPServer", "Whether it listens.", "`oftpsrv_is_listening`", "`listening`", "`Listening`"),
    (
        "OFTPServer",
        "Where handlers run: one of [`Dispatch`](constants.md#dispatch), chosen before it listens.",
        "`oftpsrv_set_event_dispatch`",
        "`event_dispatch`",
        "`EventDispatch`",
    ),
    (
        "OFTPServer",
        "Runs the handlers of the events that wait; with a time, waits so long for the first.",
        "`oftpsrv_do_events`",
        "`do_events()`",
        "`DoEvents()`",
    ),
    (
        "OFTPServer",
        "A descriptor that is readable while events wait, for a poll loop.",
        "`oftpsrv_event_fd`",
        "`event_fd()`",
        "",
    ),
    (
        "OFTPServer",
        "Answers of an event that come after its callback has returned, from an event loop of the program's own.",
        "`oftpsrv_answer_later`, `oftpsrv_answer_now`, `oftpsrv_enter_event`, `oftpsrv_leave_event`",
        "coroutines of `oftpsrv.aio`",
        "the `…Async` form of each event",
    ),
    (
        "OFTPServer",
        "Its [connections](connection.md), by id.",
        "`oftpsrv_connections`, `oftpsrv_connections_free`",
        "`connections`",
        "`Connections`",
    ),
    (
        "OFTPServer",
        "Its own [certificate](certificate.md) for files, challenges and end responses.",
        "`oftpsrv_get_certificate`, `oftpsrv_set_certificate`",
        "`certificate`",
        "`Certificate`",
    ),
    (
        "OFTPServer",
        "Its certificate for TLS.",
        "`oftpsrv_get_ssl_cert`, `oftpsrv_set_ssl_cert`",
        "`ssl_cert`",
        "`SSLCert`",
    ),
    (
        "OFTPServer",
        "The certificates that it trusts.",
        "`oftpsrv_get_trusted_certs`, `oftpsrv_set_trusted_certs`, `oftpsrv_certificates_free`",
        "`trusted_certs`",
        "`TrustedCerts`",
    ),
    ("", "Its version.", "`oftpsrv_version`", "`oftpsrv.__version__`", "`Oftpserver.NativeVersion`"),
    (
        "",
        "How many handles were not ended yet: 0 at the end of a clean program.",
        "`oftpsrv_live_handles`",
        "`oftpsrv.live_handles()`",
        "`Oftpserver.LiveHandles`",
    ),
    (
        "",
        "The last error of this thread.",
        "`oftpsrv_last_error_code`, `oftpsrv_last_error_message`",
        "`OFTPError`",
        "`OftpserverException`",
    ),
    ("", "The standard text of an error.", "`oftpsrv_error_text`", "", ""),
    ("", "Gives back texts and octets that came out.", "`oftpsrv_string_free`, `oftpsrv_bytes_free`", "", ""),
];

/// The page.
pub fn page(tables: &Table) -> String {
    let mut page = HEAD.to_owned();
    for class in tables.classes {
        page.push_str(&format!("\n## {}\n", class.name));
        for method in tables.methods_of(class) {
            page.push_str(&section(tables.voice(class, Language::Page), method));
        }
        page.push_str(&format!("\n### {}\n\n{}", itself(tables, class), by_hand(class.name)));
    }
    page + &format!("\n## The library\n\n{}", by_hand(""))
}

/// A heading below a class: those of the server stand there by their names alone, those of others with their class.
fn heading(tables: &Table, class: &Class, name: &str) -> String {
    if class == tables.classes[0] { name.to_owned() } else { format!("{}.{name}", class.name) }
}

fn itself(tables: &Table, class: &Class) -> String {
    if class == tables.classes[0] { "The object itself".to_owned() } else { format!("{} itself", class.name) }
}

fn by_hand(class: &str) -> String {
    let rows = BY_HAND.iter().filter(|row| row.0 == class);
    table(["", "C", "Python", "C#"], rows.map(|row| [row.1, row.2, row.3, row.4].map(str::to_owned)))
}

fn section(voice: Voice, method: &Method) -> String {
    let class = voice.class;
    let title = heading(voice.table, class, method.name);
    let mut section = format!("\n### {title}\n\n{}", paragraph(&voice.spell(method.doc)));
    section.push_str(&item(&format!("C: {}", code(&in_c(class, method)))));
    section.push_str(&item(&format!("Python: {}", code(&in_python(class, method)))));
    section.push_str(&item(&format!("C#: {}", code(&in_csharp(class, method)))));
    if let Returns::Value(value, doc) = method.returns {
        section.push_str(&item(&format!("Result: {}. {}", value_word(value), voice.spell(doc))));
    }
    let waits = match method.waits_for {
        WaitsFor::Nobody => "",
        WaitsFor::Connection => {
            "It waits for the connection and its handlers. Called in one of these other than ReadyToSend it would wait for itself: error 135."
        }
        WaitsFor::ConnectionFromOutside => "It waits for the connection, except in a handler of the connection.",
        WaitsFor::Everybody => "It waits, also for handlers of every connection; in a handler it does not wait.",
        WaitsFor::Object => "It waits, also for handlers. Called in one of these it would wait for itself: error 135.",
        WaitsFor::ObjectFromOutside => "It waits, except in a handler.",
    };
    if !waits.is_empty() {
        section.push_str(&item(waits));
    }
    if method.awaited {
        section.push_str(&item("In `oftpsrv.aio` it is a coroutine."));
    }
    if !method.arguments.is_empty() {
        let rows = method.arguments.iter().map(|argument| {
            let path = if argument.path { ", or a path" } else { "" };
            [
                code(argument.name),
                code(&snake(argument.name)),
                format!("{}{path}", value_word(argument.value)),
                argument.default.map(code).unwrap_or_default(),
                voice.spell_with(argument.doc, &voice.one_of(argument.choice)),
            ]
        });
        section.push('\n');
        section.push_str(&table(["Argument", "In C and Python", "Type", "Left out", "Meaning"], rows));
    }
    if !method.errors.is_empty() {
        let rows = method.errors.iter().map(|name| {
            let row = error(name);
            [row.code.to_string(), code(row.name), error_doc(row)]
        });
        section.push('\n');
        section.push_str(&table(["Error", "Name", "Meaning"], rows));
    }
    section
}

fn in_c(class: &Class, method: &Method) -> String {
    let mut arguments = vec![class.noun.to_owned()];
    arguments.extend(method.arguments.iter().map(|argument| snake(argument.name)));
    if method.returns != Returns::Nothing {
        arguments.push("out".to_owned());
    }
    format!("{}{}({})", class.c_prefix, c_method(method.name), arguments.join(", "))
}

fn in_python(class: &Class, method: &Method) -> String {
    let arguments = method.arguments.iter().map(|argument| match argument.default {
        Some(default) => format!("{}={default}", snake(argument.name)),
        None => snake(argument.name),
    });
    format!("{}.{}({})", class.python, snake(method.name), arguments.collect::<Vec<_>>().join(", "))
}

fn in_csharp(class: &Class, method: &Method) -> String {
    let arguments = method.arguments.iter().map(|argument| match argument.default {
        Some(default) => format!("{} = {default}", argument.name),
        None => argument.name.to_owned(),
    });
    format!("{}.{}({})", class.csharp, method.name, arguments.collect::<Vec<_>>().join(", "))
}
