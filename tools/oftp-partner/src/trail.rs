//! The protocol trail as people read it: one line per command, data buffers and the credits between them in one.

use oftpsrv::internals::events::PITrail;
use oftpsrv::internals::model::Direction;

/// A line of the trail.
#[derive(Debug, PartialEq)]
pub struct Line {
    pub sent: bool,
    pub command: String,
    pub text: String,
}

/// Sums up the data buffers of one connection.
#[derive(Default)]
pub struct Trail {
    data: Option<Run>,
}

struct Run {
    sent: bool,
    buffers: u64,
    octets: u64,
    credits: u64,
}

impl Trail {
    /// Takes a command; the lines that can be shown now.
    pub fn add(&mut self, event: &PITrail) -> Vec<Line> {
        let sent = event.direction == Direction::Client;
        match (event.command_id, &mut self.data) {
            (68, Some(run)) if run.sent == sent => {
                run.buffers += 1;
                run.octets += event.data.len() as u64;
                return Vec::new();
            }
            (67, Some(run)) if run.sent != sent => {
                run.credits += 1;
                return Vec::new();
            }
            _ => {}
        }
        let mut lines: Vec<Line> = self.flush().into_iter().collect();
        if event.command_id == 68 {
            self.data = Some(Run { sent, buffers: 1, octets: event.data.len() as u64, credits: 0 });
            return lines;
        }
        let (command, rest) = event.command_description.split_once(' ').unwrap_or((&event.command_description, ""));
        let text = match rest.split_once("): ") {
            Some((name, content)) => format!("{}: {content}", name.trim_start_matches('(')),
            None => rest.trim_start_matches('(').trim_end_matches(')').to_owned(),
        };
        lines.push(Line { sent, command: command.to_owned(), text });
        lines
    }

    /// What was summed up so far.
    pub fn flush(&mut self) -> Option<Line> {
        let run = self.data.take()?;
        let mut text = format!("{} buffers, {} octets", run.buffers, run.octets);
        if run.credits > 0 {
            text.push_str(&format!(", {} CDT between them", run.credits));
        }
        Some(Line { sent: run.sent, command: "DATA".into(), text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn command(direction: Direction, id: u8, description: &str) -> PITrail {
        let mut event = PITrail::default();
        event.connection_id = "1".into();
        event.direction = direction;
        event.data = vec![id; 10];
        event.command_id = i32::from(id);
        event.command_description = description.into();
        event
    }

    #[test]
    fn data_and_credits_are_one_line() {
        let mut trail = Trail::default();
        let shown = trail.add(&command(Direction::Server, b'2', "SFPA (Start File Positive Answer): 0"));
        assert_eq!(shown, [Line { sent: false, command: "SFPA".into(), text: "Start File Positive Answer: 0".into() }]);
        for _ in 0..3 {
            assert!(trail.add(&command(Direction::Client, b'D', "DATA (Data Exchange Buffer): 9 octets")).is_empty());
            assert!(trail.add(&command(Direction::Server, b'C', "CDT (Set Credit)")).is_empty());
        }
        let shown = trail.add(&command(Direction::Client, b'R', "CD (Change Direction)"));
        assert_eq!(shown.len(), 2);
        assert_eq!(shown[0].text, "3 buffers, 30 octets, 3 CDT between them");
        assert_eq!(shown[1].text, "Change Direction");
    }
}
