//! `docs/errors.md`.

use super::markdown::{code, table};
use crate::surface::errors::{ERRORS, ErrorRow, FIRST_SYSTEM_ERROR, Fault, Source, WINSOCK_ALONE};
use crate::surface::wire::{VAGUE, told};
use crate::text::error_doc;

const HEAD: &str = "# Errors

Every function that can fail returns one of these numbers; the message of the error names the cause. 1 to 99 are misuse of
the interface and what is our own; from 10000 on an error comes from the operating system. A number is never used again for something else.

`BAD_VALUE` is `OFTPSRV_ERROR_BAD_VALUE` in C, `ErrorCode.BAD_VALUE` in Python and `OftpserverErrors.BadValue` in C#. Python
raises `OFTPError` and C# throws `OftpserverException`, both with the number as their code.

*At fault* says who has to act so that the error does not come back. The last columns are the [reasons](reasons.md) that a
partner is told when the error ends a session (ESID), refuses a file that is offered (SFNA) or was received (EFNA), or is
reported after its acceptance (NERP), unless the program chose another; an empty cell stands for 99 (unspecified), with NERP
for 34 (processing failed).

";

const SYSTEM: &str = "
## Errors of the operating system

Their numbers are 10000 plus the number of the Berkeley socket error, on every platform. The message
holds the system's own text and what was tried. On Windows Winsock's numbers are these numbers; where a file is open in another
program it is 10013. A full disk is 10069, a line that the partner closed without a word 10053, and a server that may not
start one more thread 10067. What has no number here is 679. In C# those of one word keep it:
`OftpserverErrors.EADDRINUSE`.

";

const NEVER: &str = "
## Numbers that never come

They keep their names, for programs that compare with them.

";

/// The page.
pub fn page() -> String {
    let heads = ["Code", "Name", "At fault", "Meaning", "ESID", "SFNA", "EFNA", "NERP"];
    let own = table(heads, ERRORS.iter().filter(|row| row.code < FIRST_SYSTEM_ERROR).map(cells));
    let system = ERRORS.iter().filter(|row| row.code >= FIRST_SYSTEM_ERROR).map(|row| {
        let who = match row.source {
            Source::Library => "the library".to_owned(),
            Source::System => format!("the system, as `{}`", row.name),
            Source::Resolver => "the resolver, about a host name".to_owned(),
            Source::Winsock => "Winsock, on Windows".to_owned(),
        };
        [row.code.to_string(), code(row.name), error_doc(row), who]
    });
    let system = table(["Code", "Name", "Meaning", "Who says so"], system);
    let why = |row: &ErrorRow| if row.source == Source::Winsock { WINSOCK_ALONE } else { row.never };
    let never = ERRORS.iter().filter(|row| !why(row).is_empty());
    let never = table(["Code", "Why"], never.map(|row| [row.code.to_string(), why(row).to_owned()]));
    format!("{HEAD}{own}{SYSTEM}{system}{NEVER}{never}")
}

fn cells(row: &ErrorRow) -> [String; 8] {
    let fault = match row.fault {
        Fault::Peer => "partner",
        Fault::Caller => "program",
        Fault::Configuration => "configuration",
        Fault::Security => "security",
        Fault::System => "system",
    };
    // An answer that says nothing in particular is left out.
    let answer = |reason: u8, vague: u8| if reason == vague { String::new() } else { format!("{reason:02}") };
    let told = told(row.code, row.fault);
    [
        row.code.to_string(),
        code(row.name),
        fault.to_owned(),
        error_doc(row),
        answer(told.esid, VAGUE.esid),
        answer(told.sfna, VAGUE.sfna),
        answer(told.efna, VAGUE.efna),
        answer(told.nerp, VAGUE.nerp),
    ]
}
