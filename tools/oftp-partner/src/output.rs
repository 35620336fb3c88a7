//! Everything that is shown while a run goes on: lines for people, objects for machines, progress bars on a terminal.

use crate::options::Options;
use indicatif::{MultiProgress, ProgressBar, ProgressDrawTarget, ProgressStyle};
use oftpsrv::internals::sync;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::io::{ErrorKind, IsTerminal, Write};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// A line on standard output. A reader that went away has read what it wanted: that is no error.
pub fn say(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// A line on standard error. Where that cannot be written there is nobody to tell.
pub fn complain(text: &str) {
    let _ = writeln!(std::io::stderr().lock(), "oftp-partner: {text}");
}

/// More sessions than this share one bar.
const OWN_BARS: usize = 8;

/// Standard output, standard error and the bars between them.
pub struct Output {
    json: bool,
    quiet: bool,
    bars: Option<Bars>,
    said: Mutex<HashSet<String>>,
    incomplete: AtomicBool,
}

struct Bars {
    all: MultiProgress,
    of: Mutex<HashMap<String, ProgressBar>>,
    total: Option<ProgressBar>,
}

impl Output {
    pub fn new(options: &Options, files: usize) -> Self {
        let visible = std::io::stderr().is_terminal() && !options.json && !options.quiet && !options.trail;
        let bars = visible.then(|| {
            let all = MultiProgress::with_draw_target(ProgressDrawTarget::stderr());
            let total = (options.sessions > OWN_BARS).then(|| {
                let bar = all.add(ProgressBar::new(files as u64));
                bar.set_style(style("{wide_bar} {pos}/{len} files {elapsed}"));
                bar
            });
            Bars { all, of: Mutex::default(), total }
        });
        Output {
            json: options.json,
            quiet: options.quiet,
            bars,
            said: Mutex::default(),
            incomplete: AtomicBool::new(false),
        }
    }

    /// Whether Transfer events are of any use.
    pub fn wants_progress(&self) -> bool {
        self.bars.as_ref().is_some_and(|bars| bars.total.is_none())
    }

    /// An object on standard output, for `--json`.
    pub fn object(&self, value: impl FnOnce() -> Value) {
        if self.json {
            self.write(&value().to_string());
        }
    }

    /// A line for people, on standard output.
    pub fn line(&self, text: &str) {
        if !self.json && !self.quiet {
            self.write(text);
        }
    }

    /// A line of the trail, which `--quiet` does not silence.
    pub fn trail(&self, text: &str) {
        self.write(text);
    }

    /// Whether everything could be written, or nobody wanted to read on.
    pub fn complete(&self) -> bool {
        !self.incomplete.load(Ordering::Relaxed)
    }

    /// Something that went wrong; said once.
    pub fn problem(&self, text: &str) {
        if sync::lock(&self.said).insert(text.to_owned()) {
            self.warn(text);
        }
    }

    fn warn(&self, text: &str) {
        self.beside_bars(|| complain(text));
    }

    fn write(&self, text: &str) {
        let mut failed = None;
        // A full disk is no reason to stop the sessions, but the run has not done what it was asked to.
        self.beside_bars(|| failed = say(text).err());
        if let Some(error) = failed {
            self.incomplete.store(true, Ordering::Relaxed);
            self.problem(&format!("standard output: {error}"));
        }
    }

    fn beside_bars(&self, write: impl FnOnce()) {
        match &self.bars {
            Some(bars) => bars.all.suspend(write),
            None => write(),
        }
    }

    pub fn start(&self, connection: &str, name: &str, size: Option<u64>) {
        let Some(bars) = &self.bars else { return };
        if bars.total.is_some() {
            return;
        }
        let bar = bars.all.add(match size {
            Some(size) => ProgressBar::new(size),
            None => ProgressBar::no_length(),
        });
        bar.set_style(match size {
            Some(_) => style("{msg:26} {wide_bar} {bytes}/{total_bytes} {binary_bytes_per_sec} {eta}"),
            None => style("{msg:26} {spinner} {bytes} {binary_bytes_per_sec}"),
        });
        bar.set_message(name.to_owned());
        let old = sync::lock(&bars.of).insert(connection.to_owned(), bar);
        old.iter().for_each(ProgressBar::finish_and_clear);
    }

    pub fn advance(&self, connection: &str, bytes: u64) {
        let Some(bars) = &self.bars else { return };
        if let Some(bar) = sync::lock(&bars.of).get(connection) {
            bar.set_position(bytes);
        }
    }

    pub fn finish(&self, connection: &str) {
        let Some(bars) = &self.bars else { return };
        if let Some(total) = &bars.total {
            total.inc(1);
        }
        if let Some(bar) = sync::lock(&bars.of).remove(connection) {
            bar.finish_and_clear();
        }
    }

    /// No bars any more.
    pub fn end(&self) {
        let Some(bars) = &self.bars else { return };
        if let Some(total) = &bars.total {
            total.finish_and_clear();
        }
        for (_, bar) in sync::lock(&bars.of).drain() {
            bar.finish_and_clear();
        }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
