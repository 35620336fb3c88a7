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

/// Every file.
pub fn files() -> Vec<File> {
    let page = |name: &str, body: String| (format!("docs/{name}.md"), format!("{NOTE}{}\n", body.trim_end()));
    vec![
        page("settings", settings::page()),
        page("events", events::page()),
        page("methods", methods::page()),
        page("connection", fields::connection()),
        page("certificate", fields::certificate()),
        page("constants", numbers::constants()),
        page("reasons", numbers::reasons()),
        page("errors", errors::page()),
        page("dates", dates::page()),
    ]
}

const NOTE: &str =
    "<!-- Written by tools/xtask from src/surface: change the table, then cargo run -p xtask -- generate. -->\n";
