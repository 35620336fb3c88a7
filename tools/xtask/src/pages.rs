//! The reference pages in `docs/`, in Markdown as GitHub renders it. `docs/README.md` is the index, by hand.

mod dates;
mod errors;
mod events;
mod fields;
mod markdown;
mod methods;
mod numbers;
mod settings;

use crate::File;
use crate::table::Table;

/// Every file.
pub fn files(table: &Table) -> Vec<File> {
    let page = |name: &str, body: String| (format!("docs/{name}.md"), format!("{NOTE}{}\n", body.trim_end()));
    vec![
        page("settings", settings::page(table)),
        page("events", events::page(table)),
        page("methods", methods::page(table)),
        page("connection", fields::connection(table)),
        page("certificate", fields::certificate(table)),
        page("constants", numbers::constants(table)),
        page("reasons", numbers::reasons(table)),
        page("errors", errors::page()),
        page("dates", dates::page()),
    ]
}

const NOTE: &str =
    "<!-- Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate. -->\n";
