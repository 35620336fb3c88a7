//! `docs/connection.md` and `docs/certificate.md`.

use super::markdown::{code, table, value_word};
use super::settings::{applies, default, note, value};
use crate::surface::certificate;
use crate::surface::kinds::Change;
use crate::surface::names::snake;
use crate::table::Table;
use crate::text::{Language, anchor, choice_of, link, listed, page_of};

const CONNECTION: &str = "# Connections

A connection is named by its id, which events carry. Its fields are read and set through

- C: `oftpsrv_connection_get_...` and `oftpsrv_connection_set_...`, with the server and the id; `oftpsrv_connections` lists the
  ids,
- Python: attributes of `server.connections[connection_id]`, a `Connection`,
- C#: properties of `server.Connections[connectionId]`, an `OFTPConnection`.

Error 126 says that there is no connection with that id (any more). The fields are settings too:
`Name[connection-id]` by name, and where it says so `Name` for all connections of the server; see [settings.md](settings.md).

";

const STREAMS: &str = "
## Streams

Files may come from and go to the program instead of the disk. A stream is closed after the file unless
`CloseStreamAfterTransfer` is false.

| | C | Python | C# |
|---|---|---|---|
| Where the next received file goes, set at the latest in [`AcceptFile`](events.md#acceptfile). | \
`oftpsrv_connection_set_download_stream`, `oftpsrv_connection_get_download_stream` | `download_stream` | `DownloadStream` |
| Where the next file to send comes from; [`SendFile`](methods.md#sendfile) is then called without a file name. | \
`oftpsrv_connection_set_upload_stream`, `oftpsrv_connection_get_upload_stream` | `upload_stream` | `UploadStream` |
";

/// The page of connections.
pub fn connection(tables: &Table) -> String {
    let voice = tables.common(Language::Page);
    let rows = tables.connection_fields().into_iter().map(|row| {
        let row = &row;
        let value = match choice_of(row) {
            Some(list) if listed(list) => {
                format!("{}: {}", link(list.python, page_of(list), &anchor(list)), value(row))
            }
            Some(list) => link(list.python, page_of(list), &anchor(list)),
            None => value(row),
        };
        [
            code(row.name),
            code(&snake(row.name)),
            value,
            default(voice, row),
            applies(row),
            voice.spell_with(row.doc, &note(voice, row)),
        ]
    });
    let fields = table(["Field", "In C and Python", "Value", "Default", "A change takes effect", "Meaning"], rows);
    format!("{CONNECTION}{fields}{STREAMS}")
}

const CERTIFICATE: &str = "# Certificates

A certificate, with or without its private key: `oftpsrv_certificate_t` in C, `Certificate` in Python and C#.

It is loaded at once, from a [store](settings.md#store-types):

- C: `oftpsrv_certificate_load`, `oftpsrv_certificate_load_blob`; what comes out is given back with `oftpsrv_certificate_free`,
- Python: `Certificate(store_type, store, store_password=\"\", subject=\"*\")`,
- C#: `new Certificate(storeType, store, storePassword, subject)`,

or an empty one (`oftpsrv_certificate_new`, `Certificate()`, `new Certificate()`) is filled. Setting `Subject` or `Encoded` searches
the store. The fields may come in any order, though: while `Store` is not set, and while `StoreType` or `StorePassword` is not
set and may be what is missing, the search is put off until a fact is read or the certificate is needed. A server to which a certificate was given keeps what it needs; a
certificate that is changed afterwards has to be given again.

The fields are `oftpsrv_certificate_get_...` and `oftpsrv_certificate_set_...` in C, attributes in Python, properties in C#.
Those that can be read only are facts of the certificate that was loaded, and empty before.

";

/// The page of certificates.
pub fn certificate(tables: &Table) -> String {
    let voice = tables.common(Language::Page);
    let rows = certificate::FIELDS.iter().map(|field| {
        let change = match field.change {
            Change::No => "read only",
            Change::Kept => "kept",
            Change::Loads => "loads the certificate; may fail",
        };
        let doc = voice.spell_with(field.doc, &voice.one_of(field.choice));
        [code(field.name), code(&snake(field.name)), value_word(field.value).to_owned(), change.to_owned(), doc]
    });
    format!("{CERTIFICATE}{}", table(["Field", "In C and Python", "Type", "A change is", "Meaning"], rows))
}
