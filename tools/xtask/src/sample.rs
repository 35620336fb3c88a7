//! What comes out for a second class: one that calls a server. Nothing of it is in the interface; it shows that rows and a class
//! are enough.

use crate::surface::classes::{Class, SERVER};
use crate::surface::forms::{Access, Also, Applies, Kind, Scope, Setting};
use crate::surface::kinds::*;
use crate::surface::settings::{Group, Id};
use crate::table::{INTERFACE, Table};
use crate::{File, of_table, promises};

const CLIENT: Class = Class {
    name: "OFTPClient",
    noun: "client",
    c_prefix: "oftpsrv_client_",
    c_type: "oftpsrv_client_t",
    rust: "Client",
    python: "OFTPClient",
    csharp: "Oftpclient",
};

const ONLY: &[&Class] = &[&CLIENT];
const BOTH: &[&Class] = &[&SERVER, &CLIENT];

const fn property(access: Access, default: &'static str, doc: &'static str) -> Also {
    Also { class: &CLIENT, group: Group::Property, access, default, applies: Applies::NextConnection, doc }
}

/// A name that connections of the server have, too: they read it, a client sets it.
static REMOTE_HOST: [Also; 1] = [property(Access::ReadWrite, "", "Whom to call. [Logoff] ends the call. [since 0.2]")];
/// A name of the server's own, with another text and default.
static LOCAL_HOST: [Also; 1] = [property(Access::ReadWrite, "::", "The address to call from.")];
/// A name whose default is another setting's in the server.
static TIMEOUT: [Also; 1] = [property(Access::ReadWrite, "60", "Seconds without progress.")];
/// A name that only a client has.
static RETRIES: [Also; 1] = [property(Access::ReadWrite, "3", "How often a call is tried again; see [RemoteHost].")];

const fn own(name: &'static str, doc: &'static str) -> Method {
    Method {
        name,
        classes: ONLY,
        doc,
        arguments: &[],
        returns: Returns::Nothing,
        errors: &["NOT_READY"],
        awaited: true,
        waits_for: WaitsFor::Object,
        body: Body::Call,
    }
}

static FILE: [Argument; 2] = [
    argument("localFile", Value::Text, "The file.").path(),
    argument("virtualFileName", Value::Text, "Its name for the partner.").or("\"\""),
];

static ANSWERED: [Field; 2] =
    [text("ConnectionId", "The connection."), flag("Accept", "Whether to go on; see [UseSSL].").answer()];

fn sample() -> Table {
    let mut settings: Vec<Setting> = INTERFACE.settings.to_vec();
    settings[Id::RemoteHost as usize].also = &REMOTE_HOST;
    settings[Id::LocalHost as usize].also = &LOCAL_HOST;
    settings[Id::Timeout as usize].also = &TIMEOUT;
    let retries = settings[Id::CreditCount as usize];
    settings.push(Setting {
        name: "Retries",
        scope: Scope::Elsewhere,
        kind: Kind::Int { min: 0, max: 1000 },
        also: &RETRIES,
        ..retries
    });
    let mut methods: Vec<Method> = INTERFACE.methods.to_vec();
    let load = methods.iter_mut().find(|row| row.name == "LoadConfig").unwrap();
    load.classes = BOTH;
    methods.push(Method { arguments: &FILE, ..own("SendFile", "Calls and sends a file; [ReceiveFiles] fetches.") });
    methods.push(Method {
        returns: Returns::Value(Value::Long, "How many octets came."),
        ..own("ReceiveFiles", "Fetches what waits, as [SendFile] sends. [since 0.2]")
    });
    methods.push(Method { waits_for: WaitsFor::ObjectFromOutside, ..own("Logoff", "Ends the call.") });
    let mut events: Vec<Event> = INTERFACE.events.to_vec();
    events.iter_mut().find(|row| row.name == "ReadyToSend").unwrap().classes = BOTH;
    events.push(Event {
        name: "SSLServerAuthentication",
        classes: ONLY,
        doc: "The server presented its certificate.",
        duty: "Set [.Accept].",
        unanswered: Unanswered::Refused,
        fields: &ANSWERED,
    });
    Table { classes: BOTH, settings: settings.leak(), methods: methods.leak(), events: events.leak(), ..INTERFACE }
}

struct Files(Vec<File>);

impl Files {
    fn text(&self, path: &str) -> &str {
        &self.0.iter().find(|(known, _)| known.ends_with(path)).unwrap_or_else(|| panic!("no {path}")).1
    }

    /// What stands in a file from here to there, in one line without the marks of comments.
    fn part(&self, path: &str, from: &str, to: &str) -> String {
        let text = self.text(path);
        let at = text.find(from).unwrap_or_else(|| panic!("{path} has no {from}"));
        let end = text[at..].find(to).unwrap_or_else(|| panic!("{path}: where does {from} end?"));
        let lines = text[at..at + end].lines().map(|line| line.trim_start().trim_start_matches("///"));
        lines.collect::<Vec<_>>().join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

fn files() -> Files {
    let sample = sample();
    assert_eq!(sample.contradictions(), [""; 0]);
    Files(of_table(&sample))
}

#[test]
fn in_c_a_class_has_its_own_functions_and_shares_the_events() {
    let files = files();
    // Events: one structure, one type of callback for each class.
    let structs = files.text("event_structs.rs");
    assert_eq!(structs.matches("pub struct oftpsrv_ready_to_send_event {").count(), 1);
    assert_eq!(structs.matches("pub struct oftpsrv_ssl_server_authentication_event {").count(), 1);
    assert!(structs.contains("use crate::ffi::types::{Flag, oftpsrv_client_t, oftpsrv_t};"));
    for declared in [
        "pub type oftpsrv_ready_to_send_cb =\n    Option<unsafe extern \"C\" fn(server: *mut oftpsrv_t, event: *mut oftpsrv_ready_to_send_event_t, ",
        "pub type oftpsrv_client_ready_to_send_cb =\n    Option<unsafe extern \"C\" fn(client: *mut oftpsrv_client_t, event: *mut oftpsrv_ready_to_send_event_t, ",
        "pub type oftpsrv_client_ssl_server_authentication_cb =",
    ] {
        assert!(structs.contains(declared), "{declared}");
    }
    assert!(!structs.contains("oftpsrv_ssl_server_authentication_cb"));
    assert!(!structs.contains("oftpsrv_client_accept_file_cb"));
    let callbacks = files.text("generated/callbacks.rs");
    let registered = "pub unsafe extern \"C\" fn oftpsrv_client_on_ready_to_send(\n    client: *mut oftpsrv_client_t,\n    callback: oftpsrv_client_ready_to_send_cb,\n    user_data: *mut c_void,\n) -> i32 {\n    guard(|| callbacks::client(client, callback, user_data))\n}\n";
    assert!(callbacks.contains(registered));
    assert!(
        !callbacks.contains("oftpsrv_on_ssl_server_authentication(")
            && !callbacks.contains("oftpsrv_client_on_accept_file(")
    );
    // The text that both share names the functions of the class that it is written for.
    let said: Vec<&str> =
        callbacks.split("#[unsafe(no_mangle)]").filter(|doc| doc.contains("callback for ReadyToSend;")).collect();
    assert_eq!(said.len(), 2);
    assert!(said[0].contains("then call oftpsrv_logoff()") && !said[0].contains("_client_"));
    assert!(said[1].contains("oftpsrv_client_logoff()") && !said[1].contains("oftpsrv_logoff()"));
    // A name that the server's connections have otherwise.
    let get = files.part("generated/properties.rs", "/// Reads RemoteHost.", "}\n");
    assert_eq!(
        get,
        "Reads RemoteHost. Whom to call. oftpsrv_client_logoff() ends the call. A change counts for connections that come after it. The caller frees the text. Since 0.2. #[unsafe(no_mangle)] pub unsafe extern \"C\" fn oftpsrv_client_get_remote_host( client: *const oftpsrv_client_t, out: *mut *mut c_char, ) -> i32 { guard(|| unsafe { client::get_text(client, \"RemoteHost\", out) })"
    );
    let properties = files.text("generated/properties.rs");
    assert!(
        properties.contains("fn oftpsrv_client_set_remote_host(")
            && !properties.contains("fn oftpsrv_get_remote_host(")
    );
    assert!(properties.contains("use crate::ffi::properties::{flag_text, client, server};"));
    let connection = files.part("generated/connection.rs", "/// Reads RemoteHost.", "#[");
    assert_eq!(connection, "Reads RemoteHost. The client's address. The caller frees the text.");
    assert!(!files.text("generated/connection.rs").contains("oftpsrv_connection_set_remote_host"));
    // Texts and defaults are those of the class.
    let local: Vec<&str> =
        properties.split("/// Reads LocalHost. ").skip(1).map(|doc| doc.split('.').next().unwrap()).collect();
    assert!(local.len() == 2 && local[0].contains("interface to listen on") && local[1] == "The address to call from");
    assert!(files.part("generated/properties.rs", "The address to call from.", "#[").contains("Default ::."));
    assert!(files.part("generated/properties.rs", "/// Reads Timeout.", "#[").contains("Default 60."));
    assert!(
        files.part("generated/connection.rs", "/// Reads Timeout.", "#[").contains("Default: that of DefaultTimeout.")
    );
    assert!(files.part("generated/properties.rs", "/// Reads Retries.", "#[").contains("Range: 0 to 1000. Default 3."));
    // Methods: an own one, a shared one, and one of the same name with other arguments.
    let methods = files.text("generated/methods.rs");
    assert!(
        methods.contains("fn oftpsrv_client_receive_files(\n    client: *mut oftpsrv_client_t,\n    out: *mut i64,\n)")
    );
    assert!(methods.contains("client_of(client)?.engine.receive_files()?"));
    assert!(
        methods.contains("fn oftpsrv_load_config(") && methods.contains("client_of(client)?.engine.load_config(text)")
    );
    assert!(methods.contains("fn oftpsrv_client_send_file(\n    client: *mut oftpsrv_client_t,\n    local_file: *const c_char,\n    virtual_file_name: *const c_char,\n)"));
    let doc = files.part("generated/methods.rs", "/// ReceiveFiles:", "#[");
    assert!(
        doc.starts_with("ReceiveFiles: fetches what waits, as oftpsrv_client_send_file() sends. Since 0.2."),
        "{doc}"
    );
}

#[test]
fn in_python_a_class_has_its_own_attributes_and_methods() {
    let files = files();
    let properties = files.text("_properties.py");
    let (server, client) = properties.split_once("class ClientProperties:").unwrap();
    assert!(client.contains("_prefix: ClassVar[str] = \"oftpsrv_client_\""));
    assert!(
        client.contains("    remote_host = WritableText(") && client.contains("Whom to call. logoff() ends the call.")
    );
    assert!(client.contains("    retries = WritableNumber(") && !server.contains("    retries = "));
    assert!(!client.contains("local_port") && server.contains("    local_port = "));
    assert!(
        client.contains("    on_ready_to_send = Hook(events.ReadyToSendEvent)") && !client.contains("on_accept_file")
    );
    assert!(
        client.contains("    on_ssl_server_authentication = Hook(") && !server.contains("on_ssl_server_authentication")
    );
    let events = files.text("events.py");
    assert_eq!(events.matches("class ReadyToSendEvent(Event):").count(), 1);
    assert_eq!(events.matches("class SSLServerAuthenticationEvent(Event):").count(), 1);
    let calls = files.text("_calls.py");
    assert!(calls.contains("def client_send_file(client: int, local_file: PathText, virtual_file_name: str) -> None:"));
    assert!(
        calls.contains("lib.oftpsrv_client_receive_files(client, ctypes.byref(out))")
            && calls.contains("ctypes.c_int64()")
    );
    let functions = files.text("_native/functions.py");
    assert!(functions.contains("\"oftpsrv_client_receive_files\": (c_int32, (CLIENT, LONG_OUT)),"));
    assert!(functions.contains("\"oftpsrv_client_on_ready_to_send\": (c_int32, (CLIENT, EVENT_CALLBACK, USER_DATA)),"));
    let methods = files.text("_methods.py");
    let awaited = methods.split_once("class AwaitedClientMethods:").unwrap().1;
    assert!(awaited.contains("return await self._call(\"\", _calls.client_receive_files)"));
    assert!(awaited.contains("await self._ask(\"\", _calls.client_logoff)"));
    assert!(
        awaited.contains("async def send_file(self, local_file: PathText, virtual_file_name: str = \"\") -> None:")
    );
    assert!(awaited.contains("async def load_config(self, text: str) -> None:"));
}

#[test]
fn in_csharp_a_class_has_its_own_members_and_arguments_of_events() {
    let files = files();
    assert!(
        files
            .part("Oftpclient.Properties.cs", "<summary>", "public string RemoteHost")
            .contains("<see cref=\"Oftpclient.Logoff\"/> ends the call")
    );
    assert!(
        files
            .text("Oftpclient.Properties.cs")
            .contains("NativeMethods.oftpsrv_client_set_remote_host(handle, Utf8.Bytes(value))")
    );
    assert!(!files.text("OFTPConnection.Fields.cs").contains("Oftpclient"));
    let events = files.text("Oftpclient.Events.cs");
    assert!(events.contains("NativeMethods.oftpsrv_client_on_ready_to_send"));
    assert!(
        events.contains("public delegate void OnReadyToSendHandler(object sender, OftpclientReadyToSendEventArgs e);")
    );
    assert!(events.contains("private static unsafe void RefuseSSLServerAuthentication(IntPtr data)"));
    assert!(events.contains("<see cref=\"Oftpclient.Logoff\"/>") && !events.contains("Oftpserver.Logoff"));
    assert!(files.text("Oftpserver.Events.cs").contains("<see cref=\"Oftpserver.Logoff\"/>"));
    assert!(
        files
            .text("OftpclientSSLServerAuthenticationEventArgs.cs")
            .contains("NativeEvent.CheckOpen(answered);\n                accept = value;")
    );
    // What the client does not have leads to the server.
    assert!(files.text("OftpclientSSLServerAuthenticationEventArgs.cs").contains("<see cref=\"Oftpserver.UseSSL\"/>"));
    assert!(files.text("Oftpclient.Methods.cs").contains("public long ReceiveFiles()"));
    let natives = files.text("Generated/NativeMethods.cs");
    assert!(natives.contains("oftpsrv_client_receive_files(ClientHandle client, out long result);"));
    assert!(natives.contains("oftpsrv_client_load_config(ClientHandle client, byte[] text);"));
}

#[test]
fn on_the_pages_every_class_has_its_place() {
    let files = files();
    let methods = files.text("docs/methods.md");
    assert_eq!(methods.matches("\n### SendFile\n").count(), 1);
    assert_eq!(methods.matches("\n### OFTPClient.SendFile\n").count(), 1);
    assert!(methods.contains("as [`SendFile`](methods.md#oftpclientsendfile)"), "the client's");
    let settings = files.text("docs/settings.md");
    let client = settings.split_once("\n## Settings of OFTPClient\n").unwrap().1.split_once("\n## ").unwrap().0;
    assert!(client.contains("| `Retries` | number 0 to 1000 | `3` | for new connections |"));
    assert!(client.contains("| `Timeout` | number 0 to 2147483 | `60` |"));
    assert!(!settings.split_once("\n## Settings of OFTPClient\n").unwrap().0.contains("| `Retries` | number"));
    let functions = "| `Retries` | `oftpsrv_client_get_retries`, `oftpsrv_client_set_retries` | `OFTPClient.retries` | `Oftpclient.Retries` |";
    assert!(settings.contains(functions));
    let names = files.text("names.tsv");
    assert!(names.contains("config\tclient\tRemoteHost\ttext\trw") && !names.contains("config\tserver\tRetries"));
    assert!(names.contains(
        "event\tOFTPClient\tReadyToSend\t\t\toftpsrv_client_on_ready_to_send / oftpsrv_ready_to_send_event_t"
    ));
    assert_eq!(names.matches("event-field\tReadyToSend\tConnectionId\t").count(), 1);
    // Every link to a heading leads to one.
    let slug = |heading: &str| {
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    for (path, text) in files.0.iter().filter(|(path, _)| path.starts_with("docs/")) {
        for target in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            let Some((page, anchor)) = target.split_once('#') else { continue };
            let page = if page.is_empty() { path.as_str() } else { page };
            let headings = files.text(page).lines().filter_map(|line| line.strip_prefix('#'));
            let found = headings.map(|line| slug(line.trim_start_matches('#').trim())).any(|known| known == anchor);
            assert!(found, "{path}: {target}");
        }
    }
}

#[test]
fn promises_of_a_class_are_its_own() {
    let list = promises::list(&sample());
    for promised in [
        "setting OFTPClient.Retries",
        "default of OFTPClient.Retries = \"3\"",
        "default of OFTPClient.Timeout = \"60\"",
        "default of Timeout = that of DefaultTimeout",
        "setting OFTPClient.RemoteHost can be changed",
        "method SendFile of OFTPServer",
        "method SendFile of OFTPClient",
        "argument 1 of SendFile = connectionId, Text",
        "argument 1 of OFTPClient.SendFile = localFile, Text",
        "event ReadyToSend of OFTPClient",
        "handlers that OFTPClient.Logoff waits for = ObjectFromOutside",
    ] {
        assert!(list.contains(&format!("\n{promised}\n")), "{promised}");
    }
    assert!(!list.contains("\nsetting RemoteHost can be changed\n") && !list.contains("\nsetting Retries\n"));
    // Nothing of what the interface promises is touched by it.
    assert_eq!(crate::abi::broken(&promises::list(&INTERFACE), &list), [""; 0]);
}
