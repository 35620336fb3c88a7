//! Numbers with names: those that members take, and those of errors.

use super::docs::{self, common};
use super::{block, page};
use crate::surface::constants::{ALL as CONSTANTS, Constants};
use crate::surface::errors::ERRORS;
use crate::text::{csharp_constant, csharp_error, error_doc};

/// The class of the numbers of errors.
pub const ERRORS_CLASS: &str = "OftpserverErrors";

/// Every group of numbers.
pub fn groups() -> String {
    let groups: Vec<_> = CONSTANTS.iter().map(|list| group(list)).collect();
    page(&[], "OftpSrv", &groups.join("\n"))
}

fn group(list: &Constants) -> String {
    let rows = list.values.iter().map(|row| constant(&csharp_constant(row), row.value, &common(row.doc)));
    class(list.csharp, &common(list.doc), rows)
}

/// The numbers of errors.
pub fn errors() -> String {
    let rows = ERRORS.iter().map(|row| constant(&csharp_error(row), row.code, &common(&error_doc(row))));
    page(&[], "OftpSrv", &class(ERRORS_CLASS, "The numbers of errors: <see cref=\"OftpserverException.Code\"/>.", rows))
}

fn class(name: &str, doc: &str, rows: impl Iterator<Item = String>) -> String {
    docs::type_summary(doc) + &block(&format!("public static class {name}"), &rows.collect::<String>())
}

fn constant(name: &str, value: i32, doc: &str) -> String {
    format!("\n{}public const int {name} = {value};\n", docs::summary(doc))
}
