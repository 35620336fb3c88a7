//! The end of a run: a table for people, a result for machines, lines for scripts, and whether all went well.

use crate::board::{Board, Fate, Item, Received};
use crate::options::Options;
use crate::station::Station;
use oftpsrv::internals::sync::lock;
use serde_json::json;
use std::collections::HashMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// More files than this are summed up.
const TABLE_ROWS: usize = 50;

struct Row {
    sent: bool,
    version: String,
    name: String,
    format: char,
    bytes: u64,
    seconds: f64,
    digest: String,
    response: String,
    path: PathBuf,
    /// What is wrong with it.
    problem: Option<String>,
}

impl Row {
    fn rate(&self) -> f64 {
        rate(self.bytes, self.seconds)
    }
}

fn rate(bytes: u64, seconds: f64) -> f64 {
    if seconds > 0.0 { bytes as f64 / 1e6 / seconds } else { 0.0 }
}

/// Shows the results; whether everything went well.
pub fn report(station: &Station, working: Duration) -> Result<bool, String> {
    let (options, output) = (&station.options, &station.output);
    let board = lock(&station.board);
    let rows = rows(&board, options);
    let mut problems = board.problems.clone();
    problems.extend(rows.iter().filter_map(|row| Some(format!("{}: {}", row.name, row.problem.as_ref()?))));
    let fetched = board.received.iter().filter(|r| matches!(r.end, Some(Ok(())))).count();
    if let Some(expected) = options.expect
        && fetched != expected
    {
        problems.push(format!("{fetched} files came, {expected} were expected"));
    }
    let waits = !options.wait.is_zero();
    let held = board.held.len();
    for row in &rows {
        output.object(|| {
            json!({
                "event": "file", "direction": if row.sent { "sent" } else { "received" }, "version": row.version,
                "name": row.name, "format": row.format.to_string(), "bytes": row.bytes,
                "seconds": row.seconds, "mb_per_second": row.rate(), "sha256": row.digest,
                "end_response": row.response, "file": row.path.to_string_lossy(), "problem": row.problem,
            })
        });
    }
    let ok = problems.is_empty();
    let seconds = working.as_secs_f64();
    let done = rows.iter().filter(|row| row.problem.is_none()).count();
    let bytes: u64 = rows.iter().filter(|row| row.problem.is_none()).map(|row| row.bytes).sum();
    output.object(|| {
        json!({"event": "result", "ok": ok, "files": rows.len(), "done": done, "bytes": bytes, "seconds": seconds,
            "files_per_second": done as f64 / seconds.max(1e-9), "mb_per_second": rate(bytes, seconds),
            "held_responses": held, "awaited_responses_missing": if waits { board.unanswered() } else { 0 },
            "problems": problems})
    });
    if let Some(path) = &options.results {
        write_results(path, &rows).map_err(|e| format!("--results {}: {e}", path.display()))?;
    }
    if !rows.is_empty() {
        output.line(&table(&rows));
    }
    if rows.len() > 1 {
        output.line(&format!(
            "{done} of {} files, {} octets in {seconds:.2} s: {:.1} files/s, {:.1} MB/s",
            rows.len(),
            bytes,
            done as f64 / seconds.max(1e-9),
            rate(bytes, seconds)
        ));
    }
    if held > 0 {
        let when = if options.state.is_some() { "the next run sends them" } else { "they are lost: no --state" };
        output.line(&format!("{held} answers are held back; {when}"));
    }
    drop(board);
    for problem in problems.iter().take(TABLE_ROWS) {
        output.problem(problem);
    }
    if problems.len() > TABLE_ROWS {
        output.problem(&format!("and {} more like these", problems.len() - TABLE_ROWS));
    }
    Ok(ok && output.complete())
}

fn rows(board: &Board, options: &Options) -> Vec<Row> {
    let mut digests = Digests::default();
    let sent = board.items.iter().map(|item| sent_row(item, options, &mut digests)).collect::<Vec<_>>();
    let received = board.received.iter().map(|file| received_row(file, &mut digests));
    sent.into_iter().chain(received).collect()
}

fn sent_row(item: &Item, options: &Options, digests: &mut Digests) -> Row {
    let spec = &options.send[item.spec];
    let waits = !options.wait.is_zero();
    let problem = match (&item.fate, &item.answer) {
        (Fate::Confirmed, Some(answer)) if answer.reason != 0 => Some(format!("answered with {}", answer.shown())),
        (Fate::Confirmed, None) if waits => Some("no end response came".to_owned()),
        (Fate::Confirmed, _) => None,
        (Fate::Failed(text) | Fate::Cut(text), _) => Some(text.clone()),
        (Fate::Waiting | Fate::Sending, _) => Some("was not sent".to_owned()),
    };
    Row {
        sent: true,
        version: item.version.clone(),
        name: item.name.clone(),
        format: spec.format,
        bytes: item.bytes,
        seconds: item.seconds,
        digest: digests.of(&spec.path),
        response: match (&item.fate, &item.answer) {
            (_, Some(answer)) => answer.shown(),
            (Fate::Confirmed, None) => "-".to_owned(),
            _ => "not delivered".to_owned(),
        },
        path: spec.path.clone(),
        problem,
    }
}

fn received_row(file: &Received, digests: &mut Digests) -> Row {
    let (problem, digest) = match &file.end {
        Some(Ok(())) => (None, digests.of(&file.path)),
        Some(Err(text)) => (Some(text.clone()), String::new()),
        None => (Some("was not finished".to_owned()), String::new()),
    };
    Row {
        sent: false,
        version: file.version.clone(),
        name: file.name.clone(),
        format: file.format,
        bytes: file.bytes,
        seconds: file.seconds,
        digest,
        response: match (&file.answer, file.held) {
            (Some(answer), _) => answer.shown(),
            (None, true) => "held".to_owned(),
            (None, false) => "-".to_owned(),
        },
        path: file.path.clone(),
        problem,
    }
}

fn table(rows: &[Row]) -> String {
    let mut text = format!(
        "\n   {:26} {:4} {:1} {:>12} {:>9} {:>8}  {:16}  {}",
        "file", "OFTP", "f", "bytes", "seconds", "MB/s", "SHA-256", "end response"
    );
    let shown: Vec<&Row> = match rows.len() > TABLE_ROWS {
        true => rows.iter().filter(|row| row.problem.is_some()).take(TABLE_ROWS).collect(),
        false => rows.iter().collect(),
    };
    for row in &shown {
        let digest = if row.digest.is_empty() { "-" } else { row.digest.get(..16).unwrap_or(&row.digest) };
        text.push_str(&format!(
            "\n{} {:26} {:4} {:1} {:>12} {:>9.3} {:>8.1}  {digest:16}  {}",
            if row.sent { "->" } else { "<-" },
            row.name,
            row.version,
            row.format,
            row.bytes,
            row.seconds,
            row.rate(),
            row.response
        ));
    }
    if shown.len() < rows.len() {
        text.push_str(&format!("\n   ({} files; only failed ones are shown)", rows.len()));
    }
    text
}

fn write_results(path: &Path, rows: &[Row]) -> std::io::Result<()> {
    let mut out = std::fs::OpenOptions::new().append(true).create(true).open(path)?;
    let mut text = String::new();
    for row in rows {
        let direction = if row.sent { "sent" } else { "received" };
        let fields = [
            direction,
            if row.version.is_empty() { "-" } else { &row.version },
            &row.name,
            &row.format.to_string(),
            &row.bytes.to_string(),
            &format!("{:.3}", row.seconds),
            if row.digest.is_empty() { "-" } else { &row.digest },
            &row.response,
            &row.path.to_string_lossy(),
        ];
        text.push_str(&fields.join("\t"));
        text.push('\n');
    }
    out.write_all(text.as_bytes())
}

/// SHA-256 of files, each read once.
#[derive(Default)]
struct Digests(HashMap<PathBuf, String>);

impl Digests {
    /// Hexadecimal, or empty when the file cannot be read.
    fn of(&mut self, path: &Path) -> String {
        if let Some(known) = self.0.get(path) {
            return known.clone();
        }
        let digest = digest(path).unwrap_or_default();
        self.0.insert(path.to_owned(), digest.clone());
        digest
    }
}

fn digest(path: &Path) -> std::io::Result<String> {
    let mut file = std::fs::File::open(path)?;
    let mut hash = openssl::sha::Sha256::new();
    let mut buffer = vec![0; 1 << 20];
    loop {
        let count = file.read(&mut buffer)?;
        if count == 0 {
            return Ok(oftpsrv::internals::hex::lower(&hash.finish()));
        }
        hash.update(&buffer[..count]);
    }
}
