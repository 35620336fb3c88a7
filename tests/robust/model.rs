//! The life of one received file as a small model: every interleaving of its steps over crashes, cut sessions and newer sessions of the
//! same partner, by breadth first search. The steps that change the state store have the names of its changes (`state::Change`).
//!
//! The model holds the design, not the code: it says that the order of the steps is right, and that none of its rules can be left
//! out. That the code takes the steps in this order is tested where the code is (`tests/robust`, the units of `engine::inbox`).

use std::collections::{HashSet, VecDeque};

/// The rules of the design. The search finds no fault with all of them, and one without each.
#[derive(Debug, Clone, Copy)]
struct Rules {
    /// The part file is flushed before Store: what the row says is there is there, whatever ends.
    flushed_first: bool,
    /// Store is durable before the rename.
    stored_first: bool,
    /// The rename finds its file by name: one that was done already finds none, and is no error.
    by_name: bool,
    /// Who receives a file holds a claim; a newer session of the same partner waits until the older one has let go.
    claims: bool,
    /// What is told again after a crash says so.
    redelivered: bool,
    /// EFPA comes after Store, the name and EndTransfer.
    confirmed_last: bool,
    /// An end response leaves only when its row is durable.
    owed_durable: bool,
    /// EndTransfer comes after Store, so that a crash finds the file known.
    told_after_store: bool,
}

const ALL: Rules = Rules {
    flushed_first: true,
    stored_first: true,
    by_name: true,
    claims: true,
    redelivered: true,
    confirmed_last: true,
    owed_durable: true,
    told_after_store: true,
};

/// The row of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Row {
    None,
    Stored,
    /// Told, and its end response is owed.
    Owed,
    /// RTR came.
    Confirmed,
}

/// What a session, or the recovery, does next with the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Step {
    Data,
    Flush,
    Store,
    Rename,
    Tell,
    Told,
    Confirm,
}

/// One that works on the file: its next step, the part file that it writes, whether it goes on after a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Worker {
    step: Step,
    part: u8,
    again: bool,
    /// Its session is the partner's: what it says arrives.
    heard: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
struct Part {
    whole: bool,
    flushed: bool,
}

/// Everything that there is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct World {
    /// The row as readers see it, and as it is on disk; `note` is written with the next commit.
    row: Row,
    disk: Row,
    /// Which part the row names.
    named: u8,
    parts: [Option<Part>; 3],
    /// How often the file got its final name, and whether what has it is whole for good.
    finals: u8,
    good: bool,
    /// EndTransfer without the flag, with it, and whether one without came after another.
    plain: u8,
    flagged: u8,
    disorder: bool,
    /// The partner has EFPA or SFNA 13; how many end responses it got; whether its RTR is on the way.
    confirmed: bool,
    responses: u8,
    workers: [Option<Worker>; 2],
    /// An end response left and waits for RTR.
    answering: bool,
    offers: u8,
    crashes: u8,
    told_lost: bool,
}

const NOBODY: [Option<Worker>; 2] = [None; 2];

impl World {
    fn new() -> Self {
        World {
            row: Row::None,
            disk: Row::None,
            named: 0,
            parts: [None; 3],
            finals: 0,
            good: true,
            plain: 0,
            flagged: 0,
            disorder: false,
            confirmed: false,
            responses: 0,
            workers: NOBODY,
            answering: false,
            offers: 3,
            crashes: 2,
            told_lost: false,
        }
    }

    /// Everything that can happen next.
    fn next(&self, rules: Rules) -> Vec<(String, World)> {
        let mut out = Vec::new();
        self.offered(rules, &mut out);
        for index in 0..2 {
            self.worked(rules, index, &mut out);
        }
        self.answered(rules, &mut out);
        if self.disk != self.row {
            out.push(("commit".into(), World { disk: self.row, ..self.clone() }));
        }
        if self.crashes > 0 {
            out.push(("crash".into(), self.crashed()));
        }
        out
    }

    /// SFID, also of a newer session: the older one is cut, its worker does not know that yet.
    fn offered(&self, rules: Rules, out: &mut Vec<(String, World)>) {
        let Some(free) = self.workers.iter().position(Option::is_none) else { return };
        let busy = self.workers.iter().any(Option::is_some);
        if self.confirmed || self.offers == 0 || rules.claims && busy {
            return;
        }
        let mut world = World { offers: self.offers - 1, ..self.clone() };
        world.workers.iter_mut().flatten().for_each(|worker| worker.heard = false);
        if self.row > Row::None {
            world.confirmed = true;
            return out.push(("SFNA 13".into(), world));
        }
        // Without a claim two sessions go on with the same part.
        let part = match self.workers.iter().flatten().find(|worker| worker.step == Step::Data) {
            Some(older) => older.part,
            None => 3 - self.offers,
        };
        world.parts[usize::from(part)] = Some(Part::default());
        world.workers[free] = Some(Worker { step: Step::Data, part, again: false, heard: true });
        out.push(("SFPA".into(), world));
    }

    fn worked(&self, rules: Rules, index: usize, out: &mut Vec<(String, World)>) {
        let Some(worker) = self.workers[index] else { return };
        let part = usize::from(worker.part);
        let mut world = self.clone();
        let mut go = |what: &str, mut world: World, step: Option<Step>| {
            world.workers[index] = step.map(|step| Worker { step, ..worker });
            out.push((what.to_owned(), world));
        };
        match worker.step {
            Step::Data => {
                // A session that was cut hears no end of the file: its part is let go.
                let mut cut = self.clone();
                cut.parts[part] = None;
                go("cut: Release", cut, None);
                if worker.heard {
                    world.parts[part] = Some(Part { whole: true, flushed: false });
                    world.confirmed |= !rules.confirmed_last;
                    go("EFID", world, Some(if rules.flushed_first { Step::Flush } else { Step::Store }));
                }
            }
            Step::Flush => {
                if let Some(there) = &mut world.parts[part] {
                    there.flushed = true;
                }
                let next = match (rules.flushed_first, rules.told_after_store, rules.stored_first) {
                    (false, ..) => Step::Rename,
                    (_, false, _) => Step::Tell,
                    (_, _, false) => Step::Rename,
                    _ => Step::Store,
                };
                go("flush", world, Some(next));
            }
            Step::Store if self.row > Row::None => {
                world.parts[part] = None;
                world.confirmed |= worker.heard;
                go("Store: Known", world, None);
            }
            Step::Store => {
                (world.row, world.disk, world.named) = (Row::Stored, Row::Stored, worker.part);
                let next = match (rules.told_after_store, rules.stored_first) {
                    (false, _) => Step::Rename,
                    (_, false) => Step::Tell,
                    _ => Step::Rename,
                };
                go("Store", world, Some(next));
            }
            Step::Rename => match world.parts[part].take() {
                Some(there) => {
                    world.finals += 1;
                    world.good = there.flushed;
                    go("rename", world, Some(after_rename(rules)));
                }
                None if rules.by_name => go("rename: done before", world, Some(after_rename(rules))),
                None => {
                    world.finals += 1;
                    go("link", world, Some(after_rename(rules)));
                }
            },
            Step::Tell => {
                let flag = worker.again && rules.redelivered;
                world.disorder |= !flag && self.plain + self.flagged > 0;
                if flag {
                    world.flagged += 1;
                } else {
                    world.plain += 1;
                }
                go("EndTransfer", world, Some(if rules.told_after_store { Step::Told } else { Step::Store }));
            }
            Step::Told => {
                // Nobody waits for this: it is on disk with the next commit.
                world.row = world.row.max(Row::Owed);
                go("Told", world, Some(Step::Confirm));
            }
            Step::Confirm => {
                world.confirmed |= worker.heard && !worker.again;
                go("EFPA", world, None);
            }
        }
    }

    /// The end response, in a turn of ours.
    fn answered(&self, rules: Rules, out: &mut Vec<(String, World)>) {
        let ready = self.row == Row::Owed && (self.disk == Row::Owed || !rules.owed_durable);
        if ready && !self.answering {
            out.push(("EERP".into(), World { answering: true, responses: self.responses + 1, ..self.clone() }));
        }
        if self.answering && self.row == Row::Owed {
            out.push(("RTR: Confirmed".into(), World { answering: false, row: Row::Confirmed, ..self.clone() }));
        }
    }

    /// Memory is gone, and so is what no commit and no flush has brought to disk. Then the process starts again: what was stored and
    /// not told is renamed and told, part files that no row names are gone.
    fn crashed(&self) -> World {
        let mut world = World { crashes: self.crashes - 1, answering: false, workers: NOBODY, ..self.clone() };
        world.told_lost |= self.disk < self.row && self.responses > 0 && self.disk < Row::Owed;
        world.row = self.disk;
        for (part, number) in world.parts.iter_mut().zip(0..) {
            if self.disk != Row::Stored || number != self.named {
                *part = None;
            } else if let Some(there) = part {
                there.whole &= there.flushed;
                world.good &= there.flushed;
            }
        }
        if world.row == Row::Stored {
            world.workers[0] = Some(Worker { step: Step::Rename, part: world.named, again: true, heard: false });
        }
        world
    }

    /// What must never be.
    fn fault(&self) -> Option<&'static str> {
        let there =
            self.finals > 0 || self.parts[usize::from(self.named)].is_some_and(|part| part.whole && part.flushed);
        match () {
            () if self.finals > 1 => Some("two files"),
            () if !self.good => Some("a file that is not whole has the final name"),
            () if self.confirmed && (self.disk == Row::None || !there) => Some("confirmed and not stored"),
            () if self.plain > 1 => Some("told twice without the flag"),
            () if self.disorder => Some("told without the flag after it was told"),
            () if self.told_lost => Some("an end response left whose row was lost"),
            () => None,
        }
    }

    /// What must be in the end, when nothing more happens.
    fn unfinished(&self) -> Option<&'static str> {
        match () {
            () if self.confirmed && self.plain + self.flagged == 0 => Some("stored and never told"),
            () if self.confirmed && self.responses == 0 => Some("no end response"),
            () if self.confirmed && self.row != Row::Confirmed => Some("an end response without an end"),
            () => None,
        }
    }
}

fn after_rename(rules: Rules) -> Step {
    match (rules.told_after_store, rules.stored_first) {
        (false, _) => Step::Told,
        (_, false) => Step::Store,
        _ => Step::Tell,
    }
}

/// Looks at every state that can be reached; the first fault with the way to it, or how many states there are.
fn search(rules: Rules) -> Result<usize, (String, Vec<String>)> {
    let start = World::new();
    let mut seen = HashSet::from([start.clone()]);
    let mut queue = VecDeque::from([(start, Vec::new())]);
    while let Some((world, way)) = queue.pop_front() {
        let next = world.next(rules);
        let ended = if next.iter().all(|(what, _)| what == "crash") { world.unfinished() } else { None };
        if let Some(fault) = world.fault().or(ended) {
            return Err((fault.to_owned(), way));
        }
        for (what, world) in next {
            if seen.insert(world.clone()) {
                let mut way = way.clone();
                way.push(what);
                queue.push_back((world, way));
            }
        }
    }
    Ok(seen.len())
}

#[test]
fn the_design_holds() {
    let states = search(ALL).unwrap_or_else(|(fault, way)| panic!("{fault}: {way:#?}"));
    assert!(states > 500, "only {states} states: the model does not move");
}

/// A rule without which nothing is found would be none.
#[test]
fn each_rule_is_needed() {
    let without: [(&str, Rules); 8] = [
        ("flushed_first", Rules { flushed_first: false, ..ALL }),
        ("stored_first", Rules { stored_first: false, ..ALL }),
        ("by_name", Rules { by_name: false, ..ALL }),
        ("claims", Rules { claims: false, ..ALL }),
        ("redelivered", Rules { redelivered: false, ..ALL }),
        ("confirmed_last", Rules { confirmed_last: false, ..ALL }),
        ("owed_durable", Rules { owed_durable: false, ..ALL }),
        ("told_after_store", Rules { told_after_store: false, ..ALL }),
    ];
    for (rule, rules) in without {
        match search(rules) {
            Ok(states) => panic!("without {rule} no fault in {states} states"),
            Err((fault, way)) => eprintln!("without {rule}: {fault} after {}", way.join(", ")),
        }
    }
}
