//! The reader of a stream that arrives in pieces of any size. It tells what begins; the caller answers each
//! [`Event::Start`] with [`Reader::enter`], [`Reader::collect`], [`Reader::skip`] or [`Reader::octets`] and asks on.

use super::{BerError, Header, MAX_DEPTH, tag};

/// What the reader found.
#[derive(Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// An element begins: say what to do with it.
    Start(Header),
    /// The element that was entered last has ended.
    End,
    /// The element to be collected is complete: [`Reader::element`]. Also comes at the end of a skipped one.
    Element,
    /// Some octets of the octet string being read; never empty.
    Data(&'a [u8]),
    /// The octet string is complete.
    OctetsEnd,
}

#[derive(Debug, Clone, Copy)]
struct Container {
    /// Where it ends; `None` is indefinite.
    end: Option<u64>,
    /// The nearest end of this or an outer container: nothing inside may go beyond it.
    bound: u64,
}

#[derive(Debug, Clone, Copy)]
enum Mode {
    Between,
    Decide(Header),
    /// Swallowing one whole element: `left` contents octets to come, then headers until `depth` indefinite ones closed.
    Whole {
        keep: bool,
        limit: u64,
        taken: u64,
        left: u64,
        depth: usize,
    },
    /// Inside a primitive piece of an octet string; `base` is the depth outside the string.
    Piece {
        left: u64,
        base: usize,
    },
    /// Between the pieces of a constructed octet string.
    Pieces {
        base: usize,
    },
}

/// A push reader of BER. Its memory is one header and the element being collected.
#[derive(Debug)]
pub struct Reader {
    position: u64,
    header: [u8; Header::MAX + 1],
    header_len: usize,
    containers: Vec<Container>,
    element: Vec<u8>,
    mode: Mode,
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// A reader at the start of an encoding.
    pub fn new() -> Self {
        Reader {
            position: 0,
            header: [0; Header::MAX + 1],
            header_len: 0,
            containers: Vec::new(),
            element: Vec::new(),
            mode: Mode::Between,
        }
    }

    /// How many containers have been entered and not ended.
    pub fn depth(&self) -> usize {
        self.containers.len()
    }

    /// The element that was collected last, header included.
    pub fn element(&self) -> &[u8] {
        &self.element
    }

    /// Goes into the constructed element that just started.
    pub fn enter(&mut self) -> Result<(), BerError> {
        let header = self.started()?;
        if !header.is_constructed() {
            return Err(BerError::Malformed("primitive where elements are expected"));
        }
        self.push(header)?;
        self.mode = Mode::Between;
        Ok(())
    }

    /// Keeps the whole element that just started, up to `limit` octets.
    pub fn collect(&mut self, limit: u64) -> Result<(), BerError> {
        self.whole(true, limit)
    }

    /// Reads over the whole element that just started, at most `limit` octets.
    pub fn skip(&mut self, limit: u64) -> Result<(), BerError> {
        self.whole(false, limit)
    }

    /// Reads the element that just started as an octet string, primitive or constructed, whatever its tag.
    pub fn octets(&mut self) -> Result<(), BerError> {
        let header = self.started()?;
        let base = self.containers.len();
        if header.is_constructed() {
            self.push(header)?;
            self.mode = Mode::Pieces { base };
            return Ok(());
        }
        self.mode = Mode::Piece { left: header.length.unwrap_or(0), base };
        Ok(())
    }

    /// The next event; takes octets from the front of `input`. `None` when all of them are used up.
    pub fn next<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Event<'a>>, BerError> {
        loop {
            match self.mode {
                Mode::Decide(_) => return Err(BerError::Malformed("element without a reader")),
                Mode::Between => {
                    if self.ended_by_length() {
                        return Ok(Some(Event::End));
                    }
                    let Some(header) = self.read_header(input)? else { return Ok(None) };
                    if header.is_eoc() {
                        self.end_by_mark()?;
                        return Ok(Some(Event::End));
                    }
                    self.mode = Mode::Decide(header);
                    return Ok(Some(Event::Start(header)));
                }
                Mode::Whole { keep, limit, taken, left, depth } if left > 0 => {
                    let piece = self.take(input, left);
                    if piece.is_empty() {
                        return Ok(None);
                    }
                    if keep {
                        self.element.extend_from_slice(piece);
                    }
                    self.mode = Mode::Whole { keep, limit, taken, left: left - piece.len() as u64, depth };
                }
                Mode::Whole { depth: 0, .. } => {
                    self.mode = Mode::Between;
                    return Ok(Some(Event::Element));
                }
                Mode::Whole { keep, limit, taken, depth, .. } => {
                    let Some(header) = self.read_header(input)? else { return Ok(None) };
                    self.mode = self.inside_whole(header, keep, limit, taken, depth)?;
                }
                Mode::Piece { left: 0, base } => {
                    if self.containers.len() == base {
                        self.mode = Mode::Between;
                        return Ok(Some(Event::OctetsEnd));
                    }
                    self.mode = Mode::Pieces { base };
                }
                Mode::Piece { left, base } => {
                    let piece = self.take(input, left);
                    if piece.is_empty() {
                        return Ok(None);
                    }
                    self.mode = Mode::Piece { left: left - piece.len() as u64, base };
                    return Ok(Some(Event::Data(piece)));
                }
                Mode::Pieces { base } => {
                    if !self.ended_by_length() {
                        let Some(header) = self.read_header(input)? else { return Ok(None) };
                        if !header.is_eoc() {
                            self.mode = self.inside_pieces(header, base)?;
                            continue;
                        }
                        self.end_by_mark()?;
                    }
                    if self.containers.len() == base {
                        self.mode = Mode::Between;
                        return Ok(Some(Event::OctetsEnd));
                    }
                }
            }
        }
    }

    fn started(&self) -> Result<Header, BerError> {
        match self.mode {
            Mode::Decide(header) => Ok(header),
            _ => Err(BerError::Malformed("no element")),
        }
    }

    fn bound(&self) -> u64 {
        self.containers.last().map_or(u64::MAX, |container| container.bound)
    }

    fn push(&mut self, header: Header) -> Result<(), BerError> {
        if self.containers.len() >= MAX_DEPTH {
            return Err(BerError::TooLarge("nesting"));
        }
        let end = header.length.map(|length| self.position + length);
        self.containers.push(Container { end, bound: end.unwrap_or_else(|| self.bound()) });
        Ok(())
    }

    fn ended_by_length(&mut self) -> bool {
        let ended = self.header_len == 0 && self.containers.last().is_some_and(|top| top.end == Some(self.position));
        if ended {
            self.containers.pop();
        }
        ended
    }

    fn end_by_mark(&mut self) -> Result<(), BerError> {
        match self.containers.pop() {
            Some(Container { end: None, .. }) => Ok(()),
            _ => Err(BerError::Malformed("unexpected end of contents")),
        }
    }

    fn whole(&mut self, keep: bool, limit: u64) -> Result<(), BerError> {
        let header = self.started()?;
        self.element.clear();
        self.mode = self.inside_whole(header, keep, limit, 0, 0)?;
        Ok(())
    }

    /// The header just read, still in `self.header`, belongs to an element being swallowed.
    fn inside_whole(
        &mut self,
        header: Header,
        keep: bool,
        limit: u64,
        taken: u64,
        depth: usize,
    ) -> Result<Mode, BerError> {
        let left = header.length.unwrap_or(0);
        let taken = taken + self.last_header().len() as u64 + left;
        if taken > limit {
            return Err(BerError::TooLarge("structure"));
        }
        if keep {
            let octets = self.header;
            self.element.extend_from_slice(&octets[..self.last_header().len()]);
        }
        let depth = match (header.is_eoc(), header.length) {
            (true, _) if depth == 0 => return Err(BerError::Malformed("unexpected end of contents")),
            (true, _) => depth - 1,
            (false, None) if depth + self.containers.len() >= MAX_DEPTH => return Err(BerError::TooLarge("nesting")),
            (false, None) => depth + 1,
            (false, Some(_)) => depth,
        };
        Ok(Mode::Whole { keep, limit, taken, left, depth })
    }

    fn inside_pieces(&mut self, header: Header, base: usize) -> Result<Mode, BerError> {
        match header.tag {
            tag::OCTETS => Ok(Mode::Piece { left: header.length.unwrap_or(0), base }),
            tag::OCTETS_CONSTRUCTED => {
                self.push(header)?;
                Ok(Mode::Pieces { base })
            }
            _ => Err(BerError::Malformed("something else inside an octet string")),
        }
    }

    /// The octets of the header that was read last.
    fn last_header(&self) -> &[u8] {
        let len = Header::parse(&self.header).ok().flatten().map_or(0, |(_, used)| used);
        &self.header[..len]
    }

    fn read_header(&mut self, input: &mut &[u8]) -> Result<Option<Header>, BerError> {
        while let Some((&octet, rest)) = input.split_first() {
            if self.header_len == self.header.len() {
                return Err(BerError::Malformed("header"));
            }
            self.header[self.header_len] = octet;
            self.header_len += 1;
            self.position += 1;
            *input = rest;
            let Some((header, _)) = Header::parse(&self.header[..self.header_len])? else { continue };
            self.header_len = 0;
            if self.position + header.length.unwrap_or(0) > self.bound() {
                return Err(BerError::Malformed("element longer than what contains it"));
            }
            return Ok(Some(header));
        }
        Ok(None)
    }

    fn take<'a>(&mut self, input: &mut &'a [u8], most: u64) -> &'a [u8] {
        let len = usize::try_from(most).unwrap_or(usize::MAX).min(input.len());
        let (piece, rest) = input.split_at(len);
        *input = rest;
        self.position += len as u64;
        piece
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads SEQUENCE { whole element, octet string } in pieces of `step` octets and says what came out.
    fn run(octets: &[u8], step: usize) -> Result<(Vec<u8>, Vec<u8>, usize), BerError> {
        let (mut reader, mut data, mut ends, mut starts) = (Reader::new(), Vec::new(), 0, 0);
        let mut kept = Vec::new();
        for mut piece in octets.chunks(step) {
            while let Some(event) = reader.next(&mut piece)? {
                match event {
                    Event::Start(_) => {
                        starts += 1;
                        match starts {
                            1 => reader.enter()?,
                            2 => reader.collect(64)?,
                            _ => reader.octets()?,
                        }
                    }
                    Event::Element => kept = reader.element().to_vec(),
                    Event::Data(piece) => data.extend_from_slice(piece),
                    Event::OctetsEnd | Event::End => ends += 1,
                }
            }
        }
        Ok((kept, data, ends))
    }

    #[test]
    fn every_form_gives_the_same_octets_in_any_split() {
        let forms: [&[u8]; 4] = [
            &[0x30, 0x0A, 0x02, 0x01, 0x07, 0x04, 0x05, 1, 2, 3, 4, 5],
            &[0x30, 0x80, 0x02, 0x01, 0x07, 0x24, 0x80, 0x04, 0x02, 1, 2, 0x04, 0x00, 0x04, 0x03, 3, 4, 5, 0, 0, 0, 0],
            &[0x30, 0x80, 0x02, 0x01, 0x07, 0x24, 0x09, 0x04, 0x02, 1, 2, 0x04, 0x03, 3, 4, 5, 0, 0],
            &[0x30, 0x14, 0x02, 0x01, 0x07, 0x24, 0x80, 0x24, 0x80, 0x04, 0x03, 1, 2, 3, 0, 0, 0x04, 0x02, 4, 5, 0, 0],
        ];
        for form in forms {
            for step in 1..=form.len() {
                let (kept, data, ends) = run(form, step).unwrap();
                assert_eq!(kept, [0x02, 0x01, 0x07]);
                assert_eq!(data, [1, 2, 3, 4, 5], "{form:02x?}");
                // A definite end shows with the next octets asked for, which these forms do not have.
                assert!(ends >= 1);
            }
        }
    }

    #[test]
    fn indefinite_elements_are_kept_whole() {
        let octets =
            [0x30, 0x80, 0x31, 0x80, 0x30, 0x80, 0x02, 0x01, 0x01, 0, 0, 0x05, 0x00, 0, 0, 0x04, 0x01, 9, 0, 0];
        for step in 1..octets.len() {
            let (kept, data, ends) = run(&octets, step).unwrap();
            assert_eq!(kept, &octets[2..15]);
            assert_eq!((data, ends), (vec![9], 2));
        }
    }

    #[test]
    fn contradictions_and_excess_are_refused() {
        let long_child = [0x30, 0x03, 0x02, 0x09];
        assert!(matches!(run(&long_child, 4), Err(BerError::Malformed(_))));
        let stray_end = [0x30, 0x04, 0x00, 0x00];
        assert!(matches!(run(&stray_end, 4), Err(BerError::Malformed(_))));
        let huge = [0x30, 0x80, 0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF];
        assert_eq!(run(&huge, 8), Err(BerError::TooLarge("structure")));
        let mut deep = vec![0x30, 0x80, 0x02, 0x01, 0x07];
        deep.extend([0x24, 0x80].repeat(MAX_DEPTH + 1));
        assert_eq!(run(&deep, 3), Err(BerError::TooLarge("nesting")));
        let foreign_piece = [0x30, 0x80, 0x02, 0x01, 0x07, 0x24, 0x80, 0x05, 0x00];
        assert!(matches!(run(&foreign_piece, 9), Err(BerError::Malformed(_))));
    }
}
