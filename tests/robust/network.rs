//! A network of our own making between two engines: slow, cut, stalled, dead in one direction.

use crate::cuts::Pair;
use crate::support::Scratch;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::Duration;

/// What becomes of a direction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// Everything passes.
    Whole,
    /// After so many octets both sides see the connection close.
    Cut(usize),
    /// After so many octets nothing passes for a while; then it goes on.
    Stall(usize, Duration),
    /// After so many octets nothing passes any more, and nobody is told.
    Dead(usize),
}

/// How a line is.
#[derive(Debug, Clone, Copy)]
pub struct Weather {
    /// From the caller.
    pub there: Fate,
    /// From the server.
    pub back: Fate,
    /// How long each piece is on its way, and how many octets a piece has.
    pub delay: Duration,
    pub piece: usize,
}

impl Weather {
    pub const CLEAR: Weather = Weather { there: Fate::Whole, back: Fate::Whole, delay: Duration::ZERO, piece: 65_536 };
}

/// A line to a port, for one connection; where it begins.
pub fn line(to: u16, weather: Weather) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        let Ok((caller, _)) = listener.accept() else { return };
        let Ok(server) = TcpStream::connect(("127.0.0.1", to)) else { return };
        let (from, into) = (caller.try_clone().unwrap(), server.try_clone().unwrap());
        let there = std::thread::spawn(move || pass(from, into, weather.there, weather));
        pass(server, caller, weather.back, weather);
        let _ = there.join();
    });
    port
}

/// Passes one direction on until it ends.
fn pass(mut from: TcpStream, mut into: TcpStream, fate: Fate, weather: Weather) {
    let limit = match fate {
        Fate::Whole => usize::MAX,
        Fate::Cut(limit) | Fate::Stall(limit, _) | Fate::Dead(limit) => limit,
    };
    let mut buffer = vec![0; weather.piece];
    let (mut passed, mut stalled) = (0, false);
    loop {
        let most = if stalled { buffer.len() } else { buffer.len().min(limit - passed) };
        if most == 0 {
            match fate {
                Fate::Stall(_, pause) => std::thread::sleep(pause),
                // What comes is taken and lost; the end of the connection is not passed on either.
                Fate::Dead(_) => return while from.read(&mut buffer).is_ok_and(|count| count > 0) {},
                Fate::Whole | Fate::Cut(_) => break,
            }
            stalled = true;
            continue;
        }
        match from.read(&mut buffer[..most]) {
            Ok(count) if count > 0 => {
                std::thread::sleep(weather.delay);
                if into.write_all(&buffer[..count]).is_err() {
                    break;
                }
                passed += count;
            }
            _ => break,
        }
    }
    // Both ends hear of it. Where the other direction is dead, this one ends it too.
    let _ = from.shutdown(Shutdown::Both);
    let _ = into.shutdown(Shutdown::Both);
}

/// Seconds without progress after which a session ends in these tests, and a pause that is longer and one that is not.
const TIMEOUT: &str = "2";
const TOO_LONG: Duration = Duration::from_millis(3500);
const SHORT: Duration = Duration::from_millis(600);

/// In every weather the files of both sides arrive once and whole, in this session or in the next one, and their responses come.
#[test]
fn every_weather() {
    let at = |place: usize| 150 + place * 700;
    let kinds: [fn(usize) -> Fate; 4] =
        [Fate::Cut, |at| Fate::Stall(at, SHORT), |at| Fate::Stall(at, TOO_LONG), Fate::Dead];
    let mut weathers = vec![
        Weather { delay: Duration::from_millis(2), piece: 200, ..Weather::CLEAR },
        Weather { delay: Duration::from_micros(300), piece: 7, ..Weather::CLEAR },
    ];
    for kind in kinds {
        for place in 0..4 {
            weathers.push(Weather { there: kind(at(place)), ..Weather::CLEAR });
            weathers.push(Weather { back: kind(at(place)), ..Weather::CLEAR });
        }
        weathers.push(Weather { there: kind(900), back: kind(900), ..Weather::CLEAR });
    }
    let dir = Scratch::new();
    let rows: Vec<_> = weathers.into_iter().enumerate().collect();
    std::thread::scope(|scope| {
        for (worker, rows) in rows.chunks(rows.len().div_ceil(8)).enumerate() {
            let dir = dir.below(&worker.to_string());
            scope.spawn(move || {
                let pair = Pair::new(&dir, &[("Timeout", TIMEOUT)]);
                for (number, weather) in rows {
                    pair.run(*number, *weather, None);
                }
                pair.nothing_lies_about();
            });
        }
    });
}
