//! The events. The order of the fields is the layout of the C structure, after its `size`: new fields go to the end.

use super::classes::{Class, SERVER};
use super::constants::*;
use super::kinds::*;
use super::reasons::*;

const SERVER_ONLY: &[&Class] = &[&SERVER];

const fn connection() -> Field {
    text("ConnectionId", "The connection.")
}

const fn connection_or_none() -> Field {
    text("ConnectionId", "The connection; empty when it concerns the whole server.")
}

const fn file_name() -> Field {
    text("VirtualFileName", "The name of the file (SFIDDSN).")
}

const fn file_date() -> Field {
    text("VirtualFileDate", "The time stamp of the file (SFIDDATE, SFIDTIME) in VirtualFileDateFormat.")
}

const fn destination() -> Field {
    text("Destination", "The code of the receiver (SFIDDEST).")
}

const fn originator() -> Field {
    text("Originator", "The code of the sender (SFIDORIG).")
}

const fn direction(doc: &'static str) -> Field {
    choice("Direction", &DIRECTIONS, doc)
}

/// Every event, in the class reference's order. New ones go to the end: the position is a number that the engine keeps.
pub const EVENTS: &[Event] = &[
    Event {
        name: "AcceptConnection",
        classes: SERVER_ONLY,
        doc: "An initiator sent its SSID; the program lets it in or turns it away.",
        duty: "Look at who it is and set [.Accept]. This is the place to set the download directory and other fields of the connection. Without a handler every initiator is let in.",
        unanswered: Unanswered::Refused,
        fields: &[
            connection(),
            text("ClientSSIDCode", "The partner's identification code (SSIDCODE)."),
            text("ClientPassword", "The partner's password (SSIDPSWD).").secret(),
            choice("ClientVersion", &VERSIONS, "The version that the partner offers."),
            choice("ServerVersion", &VERSIONS, "The version to use; prefilled with the highest that both speak, and may be lowered.").answer(),
            flag("Accept", "Whether the session goes on.").answer(),
            choice("ErrorCode", &ESID_REASONS, "The reason of a refusal; 0 becomes 99.").answer(),
            text("ErrorDescription", "The text of a refusal (2.0 only).").answer(),
        ],
    },
    Event {
        name: "AcceptFile",
        classes: SERVER_ONLY,
        doc: "The partner offers a file.",
        duty: "Set [.Accept], [.FileName] and [.Overwrite]. Without a handler the file is taken, if there is a download directory or stream.",
        unanswered: Unanswered::Refused,
        fields: &[
            connection(),
            file_name(),
            file_date(),
            destination(),
            originator(),
            flag("Accept", "Whether to take the file.").answer(),
            text("FileName", "The full path that the file will have.").answer(),
            flag("Overwrite", "Whether an existing file is replaced.").answer(),
            choice("ErrorCode", &SFNA_REASONS, "The reason of a refusal; 0 becomes 99.").answer(),
            text("ErrorDescription", "The text of a refusal (2.0 only).").answer(),
            flag("Forwarded", "Whether the file is for somebody else: its destination is none of this side's codes ([ServerSFIDCode], [ServerSSIDCode], OwnSFIDCodes). It is asked again when the handler has returned; a file that is then neither for this side nor to be passed on (ForwardFiles) is refused with SFNA 02."),
        ],
    },
    Event {
        name: "CertificateReceived",
        classes: SERVER_ONLY,
        doc: "A certificate that the partner sent through certificate exchange was stored.",
        duty: "",
        unanswered: Unanswered::Nothing,
        fields: &[
            connection(),
            text("CertificateFileName", "The full path of the stored certificate."),
            choice("CertificateExchangeType", &EXCHANGE_TYPES, "The kind of exchange."),
        ],
    },
    Event {
        name: "Connected",
        classes: SERVER_ONLY,
        doc: "A connection is established, or failed while it was being established.",
        duty: "",
        unanswered: Unanswered::Nothing,
        fields: &[
            connection(),
            number("StatusCode", "0, or the number of the error, one of [ErrorCode]."),
            text("Description", "\"OK\", or what went wrong.").line(),
        ],
    },
    Event {
        name: "ConnectionRequest",
        classes: SERVER_ONLY,
        doc: "A partner connects at TCP level.",
        duty: "Set [.Accept].",
        unanswered: Unanswered::Refused,
        fields: &[
            text("Address", "The partner's address."),
            number("Port", "The partner's port."),
            flag("Accept", "Whether to let it connect; prefilled from AllowedClients and BlockedClients.").answer(),
        ],
    },
    Event {
        name: "Disconnected",
        classes: SERVER_ONLY,
        doc: "A connection ended.",
        duty: "",
        unanswered: Unanswered::Nothing,
        fields: &[
            connection(),
            number("StatusCode", "0 after a normal end, else the number of the error, one of [ErrorCode]."),
            text("Description", "\"OK\", or why it ended.").line(),
        ],
    },
    Event {
        name: "EndResponse",
        classes: SERVER_ONLY,
        doc: "An end response (EERP or NERP) arrived, or, with FireEndResponseOnSend, was sent.",
        duty: "",
        unanswered: Unanswered::Prefilled,
        fields: &[
            connection(),
            text("VirtualFileName", "The name of the file that it is about."),
            text("VirtualFileDate", "The time stamp of that file in VirtualFileDateFormat."),
            text("Destination", "Who gets the response (EERPDEST or NERPDEST)."),
            text("Originator", "Who sends it (EERPORIG or NERPORIG)."),
            text("Creator", "Who refused the file (NERPCREA); empty for an EERP."),
            choice("ReasonCode", &NERP_REASONS, "0 for an EERP, else the reason."),
            text("ReasonText", "The text of the reason (NERPREAST), or the RFC's."),
            text("FileHash", "The hash of the file, in hexadecimal. The program may set the one that it expects, for the engine to compare.")
                .answer(),
            text("Signature", "The signature in Base64, when there is one."),
            choice("Direction", &RESPONSE_DIRECTIONS, "Whether it was received or sent."),
        ],
    },
    Event {
        name: "EndTransfer",
        classes: SERVER_ONLY,
        doc: "A file ended, well or not.",
        duty: "Clear [.SendEndResponse] to answer later with [SendEndResponse].",
        unanswered: Unanswered::Later,
        fields: &[
            connection(),
            direction("Whose file it is."),
            text("LocalFile", "The full path of the local file."),
            file_name(),
            file_date(),
            destination(),
            originator(),
            number(
                "ReasonCode",
                "0 when the file is complete. Else the reason: one of [SfnaReason] when it was refused before it was sent, one of [EfnaReason] after; 99 when the connection ended first.",
            ),
            text("ReasonText", "The text of the reason."),
            long("FileSize", "The size of the local file in octets."),
            text("FileHash", "The hash over what travelled, in hexadecimal, when a signed end response was asked for."),
            flag("SendEndResponse", "Whether the engine sends the end response by itself.").answer(),
            text("Partner", "The partner's SSID code; filled also where there is no connection any more."),
            flag("Redelivered", "Whether the program may have heard of this end before: it is told again after a crash."),
            flag("Forwarded", "Whether the file is for, or from, somebody else and only passed on."),
        ],
    },
    Event {
        name: "Error",
        classes: SERVER_ONLY,
        doc: "Something went wrong that no caller is waiting for.",
        duty: "",
        unanswered: Unanswered::Nothing,
        fields: &[
            connection_or_none(),
            number("ErrorCode", "The number of the error, one of [ErrorCode]."),
            text("Description", "What happened.").line(),
        ],
    },
    Event {
        name: "Log",
        classes: SERVER_ONLY,
        doc: "There is a log entry; see LogLevel.",
        duty: "",
        unanswered: Unanswered::Nothing,
        fields: &[
            connection_or_none(),
            number("LogLevel", "The level of the entry: [LOG_INFO] (1), [LOG_VERBOSE] (2) or [LOG_DEBUG] (3)."),
            text("Message", "The entry: one line. Line ends and other control characters that a partner sent are written out.").line(),
            text("LogType", "\"Info\" or \"OFTP\"."),
        ],
    },
    Event {
        name: "PITrail",
        classes: SERVER_ONLY,
        doc: "A command was sent or received.",
        duty: "",
        unanswered: Unanswered::Nothing,
        fields: &[
            connection(),
            direction("Who sent it."),
            octets("Data", "The command as it travels, without the stream transmission header."),
            number(
                "CommandId",
                "The first octet of the command: an ASCII character, as a number. 'I' (73) is SSRM, 'X' (88) SSID, 'J' (74) SECD, 'A' (65) AUCH, 'S' (83) AURP, 'H' (72) SFID, '2' (50) SFPA, '3' (51) SFNA, 'D' (68) DATA, 'C' (67) CDT, 'T' (84) EFID, '4' (52) EFPA, '5' (53) EFNA, 'F' (70) ESID, 'R' (82) CD, 'E' (69) EERP, 'N' (78) NERP, 'P' (80) RTR.",
            ),
            text("CommandDescription", "The name of the command.").line(),
        ],
    },
    Event {
        name: "ReadyToSend",
        classes: SERVER_ONLY,
        doc: "The partner gave this side the turn.",
        duty: "It comes again each time the partner gives the turn back: queue a file once with [SendFileAsync], not once a turn, then call [Logoff], which gives the turn back behind the last file, or ends the session when there was none. Without that the turn is kept for TurnHoldTime.",
        unanswered: Unanswered::Nothing,
        fields: &[connection()],
    },
    Event {
        name: "SSLClientAuthentication",
        classes: SERVER_ONLY,
        doc: "A TLS client presented its certificate, or none.",
        duty: "Set [.Accept].",
        unanswered: Unanswered::Refused,
        fields: &[
            connection(),
            octets("CertEncoded", "The certificate in DER; empty when there is none."),
            text("CertSubject", "Its subject."),
            text("CertIssuer", "Its issuer."),
            text("Status", "\"OK\", or why its verification failed."),
            flag("Accept", "Whether to go on; prefilled with the result of the verification.").answer(),
        ],
    },
    Event {
        name: "SSLConnectionRequest",
        classes: SERVER_ONLY,
        doc: "A TLS client hello arrived.",
        duty: "Another certificate may be chosen.",
        unanswered: Unanswered::Prefilled,
        fields: &[
            connection(),
            text("SupportedCipherSuites", "The suites that the client offers, separated by commas."),
            text("SupportedSignatureAlgs", "The signature algorithms that the client offers, separated by commas."),
            choice("CertStoreType", &STORE_TYPES, "The store type of another certificate; at first the automatic one.").answer(),
            text("CertStore", "The store of that certificate; empty keeps [SSLCert].").answer(),
            text("CertPassword", "The password of that store.").answer().secret(),
            text("CertSubject", "The subject of that certificate; empty or \"*\" takes the first.").answer(),
        ],
    },
    Event {
        name: "SSLStatus",
        classes: SERVER_ONLY,
        doc: "There is progress in a TLS handshake.",
        duty: "",
        unanswered: Unanswered::Nothing,
        fields: &[connection(), text("Message", "What happened.").line()],
    },
    Event {
        name: "StartTransfer",
        classes: SERVER_ONLY,
        doc: "A file starts.",
        duty: "[.LocalFile] may be changed.",
        unanswered: Unanswered::Prefilled,
        fields: &[
            connection(),
            direction("Whose file it is."),
            text("LocalFile", "The full path of the local file.").answer(),
            file_name(),
            file_date(),
            destination(),
            originator(),
        ],
    },
    Event {
        name: "Transfer",
        classes: SERVER_ONLY,
        doc: "Data of a file was sent or received.",
        duty: "",
        unanswered: Unanswered::Nothing,
        fields: &[
            connection(),
            direction("Whose file it is."),
            text("LocalFile", "The full path of the local file."),
            file_name(),
            file_date(),
            destination(),
            originator(),
            long("BytesTransferred", "How many octets so far, in this direction."),
            octets("Text", "The octets just received; empty when sending."),
        ],
    },
];
