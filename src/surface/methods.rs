//! The methods.

use super::classes::{Class, SERVER};
use super::constants::EXCHANGE_TYPES;
use super::kinds::*;
use super::reasons::NERP_REASONS;

const SERVER_ONLY: &[&Class] = &[&SERVER];

const fn plain(name: &'static str, doc: &'static str) -> Method {
    Method {
        name,
        classes: SERVER_ONLY,
        doc,
        arguments: &[],
        returns: Returns::Nothing,
        errors: &[],
        awaited: true,
        waits_for: WaitsFor::Nobody,
        body: Body::Call,
    }
}

/// A method of a connection, which is its first argument.
const fn of_connection(name: &'static str, arguments: &'static [Argument], doc: &'static str) -> Method {
    assert!(
        !arguments.is_empty() && matches!(arguments[0].name.as_bytes(), b"connectionId"),
        "the first argument of a method of a connection is `connection()`"
    );
    Method { arguments, errors: &["INVALID_CONNECTION_ID"], ..plain(name, doc) }
}

const fn connection() -> Argument {
    argument("connectionId", Value::Text, "The connection.")
}

const fn client() -> Argument {
    argument("clientSFIDCode", Value::Text, "The SFID code of the receiver; empty takes the connection's [SFIDCode].")
}

const FILE: &[Argument] = &[
    connection(),
    client(),
    argument("fileName", Value::Text, "The full path of the file; empty when the connection's upload stream is set.")
        .path(),
    argument("virtualFileName", Value::Text, "The name that the receiver sees; empty makes one of the file's.")
        .or("\"\""),
];

/// The errors of setting something by its name.
const SET_ERRORS: &[&str] = &[
    "UNKNOWN_SETTING",
    "BAD_VALUE",
    "READ_ONLY",
    "BAD_ARGUMENT",
    "REMOTE_PORT_IN_USE",
    "REMOTE_HOST_IN_USE",
    "ALREADY_LISTENING",
    "LOCAL_PORT_IN_USE",
    "LOCAL_HOST_IN_USE",
    "MAX_CONNECTIONS_IN_USE",
    "INVALID_CONNECTION_ID",
    "INVALID_DATE",
];

/// Every method that has a row. Those that make, end, watch and feed an object are by hand in each language.
pub const METHODS: &[Method] = &[
    Method {
        errors: &[
            "BAD_VALUE",
            "NOT_SUPPORTED",
            "STATE_STORE",
            "ALREADY_LISTENING",
            "SSID_NOT_SET",
            "SFID_NOT_SET",
            "CERT_REQUIRED",
            "INVALID_CERT",
            "EADDRINUSE",
        ],
        body: Body::ByHand,
        ..plain("StartListening", "Begins to listen on [LocalPort].")
    },
    Method { body: Body::ByHand, ..plain("StopListening", "No new connections; those that are open go on.") },
    Method {
        waits_for: WaitsFor::Everybody,
        body: Body::ByHand,
        ..plain(
            "Shutdown",
            "Stops listening and disconnects every client. Returns when they are through; from inside a handler without waiting for the connection of that handler. The server can be started again.",
        )
    },
    Method {
        waits_for: WaitsFor::Everybody,
        body: Body::ByHand,
        ..plain("Reset", "Shuts down and sets every property and config setting to its default. Handlers stay.")
    },
    Method {
        arguments: &[
            argument("name", Value::Text, "The setting, `Name`, or `Name[connection-id]` for one connection."),
            argument("value", Value::Text, "The value; a flag is `True` or `False`."),
        ],
        errors: SET_ERRORS,
        awaited: false,
        body: Body::ByHand,
        ..plain("SetConfig", "Sets a config setting or a property by its name. The case of the name does not matter.")
    },
    Method {
        arguments: &[argument(
            "name",
            Value::Text,
            "The setting, `Name`, or `Name[connection-id]` for one connection.",
        )],
        returns: Returns::Value(Value::Text, "The value."),
        errors: &["UNKNOWN_SETTING", "BAD_ARGUMENT", "INVALID_CONNECTION_ID"],
        awaited: false,
        body: Body::ByHand,
        ..plain("GetConfig", "Reads a config setting or a property by its name.")
    },
    Method {
        arguments: &[argument(
            "configurationString",
            Value::Text,
            "`Name=value` to set, `Name` to read; for one connection `Name[connection-id]`.",
        )],
        returns: Returns::Value(Value::Text, "The value."),
        errors: SET_ERRORS,
        awaited: false,
        body: Body::ByHand,
        ..plain("Config", "Sets or reads a config setting or a property, in one text: `Name=value` or `Name`.")
    },
    Method {
        errors: &["NOT_READY", "INVALID_CONNECTION_ID"],
        waits_for: WaitsFor::ConnectionFromOutside,
        ..of_connection(
            "ChangeDirection",
            &[connection()],
            "Gives the turn to the partner (CD). Not needed in normal operation. Called in a handler of the connection it is only asked for and returns at once.",
        )
    },
    of_connection(
        "Disconnect",
        &[connection()],
        "Closes the connection, whatever is going on. It returns at once; [Disconnected] tells when the connection has ended.",
    ),
    Method {
        waits_for: WaitsFor::ConnectionFromOutside,
        ..of_connection(
            "Logoff",
            &[connection()],
            "Asks for the end. When everything that is queued has been sent, the session ends if nothing was sent in a turn that the partner gave unasked; otherwise the turn is given back (CD). While the partner has the turn, the request is kept for the next turn of this side. Called in a handler of the connection it is only asked for and returns at once.",
        )
    },
    of_connection(
        "Interrupt",
        &[connection()],
        "Stops the file that is being sent, without ending the session. It returns at once.",
    ),
    Method {
        errors: &[
            "BAD_ARGUMENT",
            "INTERRUPTED",
            "INVALID_CONNECTION_ID",
            "WOULD_BLOCK",
            "READ_FILE",
            "NO_ENCRYPTION_CERT",
            "NO_SIGNING_CERT",
            "SEND_FAILED",
            "VERSION_20_ONLY",
            "INVALID_CERT",
        ],
        waits_for: WaitsFor::Connection,
        ..of_connection(
            "SendFile",
            FILE,
            "Sends a file and returns when the partner has accepted it; fails when it was refused. From inside a handler of the same connection use [SendFileAsync].",
        )
    },
    Method {
        arguments: FILE,
        errors: &["BAD_ARGUMENT", "INVALID_CONNECTION_ID"],
        awaited: false,
        ..plain(
            "SendFileAsync",
            "Like [SendFile], but returns at once. Files are queued for the connection and sent when this side has the turn; how it went is told by [EndTransfer] and [Error]. May be called from every handler.",
        )
    },
    Method {
        errors: &[
            "BAD_ARGUMENT",
            "NOT_READY",
            "STATE_STORE",
            "INVALID_CONNECTION_ID",
            "BUILD_PACKET",
            "INVALID_DATE",
            "INVALID_HASH",
            "VERSION_20_ONLY",
        ],
        arguments: &[
            connection(),
            argument("virtualFileName", Value::Text, "The name of the file."),
            argument("virtualFileDate", Value::Text, "The time stamp of the file, as [EndTransfer] told it."),
            argument("destination", Value::Text, "The destination of the file."),
            argument("originator", Value::Text, "The originator of the file."),
            argument("creator", Value::Text, "The code of who refuses the file; empty for a positive response.")
                .or("\"\""),
            argument(
                "reasonCode",
                Value::Number,
                "0 sends a positive response (EERP), a reason a negative one (NERP).",
            )
            .of(&NERP_REASONS)
            .or("0"),
            argument("reasonText", Value::Text, "The text of the reason.").or("\"\""),
            argument("fileHash", Value::Text, "The hash that [EndTransfer] told.").or("\"\""),
            argument("signature", Value::Text, "The signature, when a response is passed on; else empty.").or("\"\""),
        ],
        ..plain(
            "SendEndResponse",
            "Answers a file for which [EndTransfer.SendEndResponse] was cleared, or passes a response on. Texts that do not apply are empty. It returns when the response is noted; the response is sent in a turn of this side, in this session or a later one.",
        )
    },
    Method {
        waits_for: WaitsFor::ConnectionFromOutside,
        arguments: &[
            connection(),
            client(),
            argument("certificateStore", Value::Text, "Where the certificate is, mostly the path of a file.").path(),
            argument("certificateExchangeType", Value::Number, "The kind of exchange.").of(&EXCHANGE_TYPES),
        ],
        errors: &[
            "BAD_ARGUMENT",
            "INVALID_CONNECTION_ID",
            "READ_FILE",
            "SEND_FAILED",
            "VERSION_20_ONLY",
            "INVALID_CERT",
        ],
        ..plain(
            "ExchangeCertificate",
            "Sends a certificate to the partner, or asks for one with it (OFTP 2.0). Called in a handler of the connection it is only asked for and returns at once.",
        )
    },
    Method {
        errors: &["TRUSTED_IMPORT"],
        ..plain("ImportTrustedCerts", "Reads the certificates that TrustedCertsData names into [TrustedCerts].")
    },
    Method {
        returns: Returns::Value(Value::Flag, "Whether it is valid."),
        errors: &["NOT_SUPPORTED", "READ_FILE", "CERT_REQUIRED", "INVALID_CERT"],
        ..plain(
            "ValidateCert",
            "Whether [Certificate] is within its validity period, trusted and not revoked. Why it is not is told in Log.",
        )
    },
    Method {
        arguments: &[argument(
            "text",
            Value::Text,
            "Lines of `Name=value`; blank lines and lines that begin with `#` do not count. A value in double quotes keeps the blanks at its ends; `Name=<<END`, lines, `END` gives a value of several lines.",
        )],
        errors: &[
            "UNKNOWN_SETTING",
            "BAD_VALUE",
            "READ_ONLY",
            "BAD_ARGUMENT",
            "READ_FILE",
            "INVALID_CERT",
            "INVALID_CONNECTION_ID",
        ],
        ..plain(
            "LoadConfig",
            "Sets many config settings and properties at once. With an error in any line nothing is set; the message names the line.",
        )
    },
    Method {
        arguments: &[connection()],
        returns: Returns::Value(Value::Flag, "Whether it is valid."),
        errors: &["NOT_SUPPORTED", "INVALID_CONNECTION_ID", "READ_FILE", "CERT_REQUIRED", "INVALID_CERT"],
        ..plain(
            "ValidateRecipientCert",
            "Whether the connection's recipient certificate is within its validity period, trusted and not revoked. Why it is not is told in Log.",
        )
    },
];
