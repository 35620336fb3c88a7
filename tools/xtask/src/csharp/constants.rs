//! Numbers with names: those that members take, and those of errors.

use super::docs;
use super::{block, page};
use crate::surface::constants::{ALL as CONSTANTS, Constants};
use crate::surface::errors::ERRORS;
use crate::table::Table;
use crate::text::{Language, Voice, csharp_constant, csharp_error, error_doc};

/// The class of the numbers of errors.
pub const ERRORS_CLASS: &str = "OftpserverErrors";

/// Every group of numbers.
pub fn groups(table: &Table) -> String {
    let voice = table.common(Language::CSharp);
    let groups: Vec<_> = CONSTANTS.iter().map(|list| group(voice, list)).collect();
    page(&[], "OftpSrv", &groups.join("\n"))
}

fn group(voice: Voice, list: &Constants) -> String {
    let rows = list.values.iter().map(|row| constant(&csharp_constant(row), row.value, &docs::text(voice, row.doc)));
    class(list.csharp, &docs::text(voice, list.doc), rows)
}

/// The numbers of errors.
pub fn errors(table: &Table) -> String {
    let voice = table.common(Language::CSharp);
    let rows = ERRORS.iter().map(|row| constant(&csharp_error(row), row.code, &docs::text(voice, &error_doc(row))));
    page(&[], "OftpSrv", &class(ERRORS_CLASS, "The numbers of errors: <see cref=\"OftpserverException.Code\"/>.", rows))
}

fn class(name: &str, doc: &str, rows: impl Iterator<Item = String>) -> String {
    docs::type_summary(doc) + &block(&format!("public static class {name}"), &rows.collect::<String>())
}

fn constant(name: &str, value: i32, doc: &str) -> String {
    format!("\n{}public const int {name} = {value};\n", docs::summary(doc))
}
