//! Data exchange buffers: records cut into sub-records of at most 63 octets, each behind a header octet with the end of
//! record flag, the compression flag and a count (RFC 5024 section 7).
//!
//! This is the path of every file octet, in both directions copied once: [`unpack`] from the received buffer into the
//! block the file is written from, [`Packer`] from the block the file was read into straight behind the octets that
//! wait to be sent.

use super::framing;
use crate::model::DataBlock;

/// End of record flag of a sub-record header.
pub const END_OF_RECORD: u8 = 0x80;
/// Compression flag of a sub-record header.
pub const COMPRESSED: u8 = 0x40;
/// The largest count of a sub-record header.
pub const MAX_COUNT: usize = 0x3F;
/// Shorter runs are not worth a compressed sub-record: it costs two octets and may split its neighbour.
const MIN_RUN: usize = 4;

/// The last sub-record of a buffer is cut off by the buffer's end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Truncated;

/// Appends the content of a DATA buffer (behind its `D`) to `block`. Compressed sub-records are expanded whatever was
/// agreed. A truncated buffer adds nothing.
pub fn unpack(subrecords: &[u8], block: &mut DataBlock) -> Result<(), Truncated> {
    let before = (block.bytes.len(), block.ends.len());
    let result = unpack_all(subrecords, block);
    if result.is_err() {
        block.bytes.truncate(before.0);
        block.ends.truncate(before.1);
    }
    result
}

fn unpack_all(mut rest: &[u8], block: &mut DataBlock) -> Result<(), Truncated> {
    block.bytes.reserve(rest.len());
    while let Some((&header, tail)) = rest.split_first() {
        rest = tail;
        let count = usize::from(header) & MAX_COUNT;
        if header & COMPRESSED != 0 {
            let (&octet, tail) = rest.split_first().ok_or(Truncated)?;
            block.bytes.resize(block.bytes.len() + count, octet);
            rest = tail;
        } else if let (MAX_COUNT, Some((full, tail))) = (count, rest.split_first_chunk::<MAX_COUNT>()) {
            // The length is known at compile time here, which makes the copy a few moves instead of a call.
            block.bytes.extend_from_slice(full);
            rest = tail;
        } else {
            let (octets, tail) = rest.split_at_checked(count).ok_or(Truncated)?;
            block.bytes.extend_from_slice(octets);
            rest = tail;
        }
        if header & END_OF_RECORD != 0 {
            block.ends.push(block.bytes.len());
        }
    }
    Ok(())
}

/// How much may be sent at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// DATA buffers that the partner still takes.
    pub credit: u16,
    /// No new buffer is completed while at least so many octets wait in the output.
    pub high_water: usize,
}

/// Makes DATA buffers of a file's octets. The last sub-record is always held back until more comes or the file ends, so
/// that the end of record flag can still be set on it.
#[derive(Debug)]
pub struct Packer {
    limit: usize,
    compress: bool,
    /// The file is one record.
    stream: bool,
    /// The unfinished buffer between two calls: stream header, `D`, whole sub-records. Empty: none was begun.
    tail: Vec<u8>,
    /// Position of the last sub-record's header in `tail`.
    tail_last: usize,
    /// Octets of the current record were written, its end was not.
    record_open: bool,
    /// Empty records that found no room yet.
    owed_empty: usize,
    /// The end of the file was written into `tail`.
    finished: bool,
}

impl Packer {
    /// A packer for one file: longest buffer in octets (`D` included, stream header not), whether runs are compressed,
    /// whether the file is one record.
    pub fn new(limit: usize, compress: bool, stream: bool) -> Self {
        Packer {
            limit: limit.max(3),
            compress,
            stream,
            tail: Vec::new(),
            tail_last: 0,
            record_open: false,
            owed_empty: 0,
            finished: false,
        }
    }

    /// Packs octets and record ends behind `out`, complete frames only, and returns how many octets were taken. Every
    /// record end up to and including that offset is taken too, also when it is 0.
    pub fn pack(&mut self, bytes: &[u8], ends: &[usize], out: &mut Vec<u8>, budget: &mut Budget) -> usize {
        let mut cursor = Cursor::resume(self, out, budget);
        let mut at = 0;
        if cursor.empty_records() {
            for &end in ends {
                let end = end.clamp(at, bytes.len());
                at += cursor.segment(&bytes[at..end], true);
                if at < end {
                    break;
                }
            }
            if ends.last().is_none_or(|&end| end <= at) && cursor.packer.owed_empty == 0 {
                at += cursor.segment(&bytes[at..], false);
            }
        } else {
            cursor.packer.owed_empty += ends.iter().take_while(|&&end| end == 0).count();
        }
        cursor.suspend();
        at
    }

    /// Ends the file: closes an open record, marks the end of a stream (an empty one is a single header 80) and
    /// completes the last buffer. False while the budget does not allow it; call again then.
    pub fn finish(&mut self, out: &mut Vec<u8>, budget: &mut Budget) -> bool {
        let mut cursor = Cursor::resume(self, out, budget);
        let done = cursor.finish();
        cursor.suspend();
        done
    }
}

/// The unfinished frame at the end of the output while a call lasts.
struct Cursor<'a> {
    packer: &'a mut Packer,
    out: &'a mut Vec<u8>,
    budget: &'a mut Budget,
    /// Where the unfinished frame begins in `out`; `out.len()` when none was begun.
    start: usize,
    /// Where its last sub-record header is.
    last: usize,
}

impl<'a> Cursor<'a> {
    fn resume(packer: &'a mut Packer, out: &'a mut Vec<u8>, budget: &'a mut Budget) -> Self {
        let start = out.len();
        out.append(&mut packer.tail);
        let last = start + packer.tail_last;
        Cursor { packer, out, budget, start, last }
    }

    fn suspend(self) {
        self.packer.tail.extend_from_slice(&self.out[self.start..]);
        self.packer.tail_last = self.last - self.start;
        self.out.truncate(self.start);
    }

    fn begun(&self) -> bool {
        self.out.len() > self.start
    }

    /// Octets that still fit into the frame.
    fn room(&self) -> usize {
        if self.begun() {
            self.start + framing::HEADER + self.packer.limit - self.out.len()
        } else {
            self.packer.limit - 1
        }
    }

    /// Makes sure that a sub-record of `need` octets (header included) fits; completes the frame where it does not.
    fn make_room(&mut self, need: usize) -> bool {
        if self.begun() && self.room() < need && !self.complete() {
            return false;
        }
        if !self.begun() {
            framing::open(self.out);
            self.out.push(b'D');
        }
        true
    }

    /// Completes the frame when the budget allows it.
    fn complete(&mut self) -> bool {
        if self.budget.credit == 0 || self.start >= self.budget.high_water {
            return false;
        }
        if framing::close(self.out, self.start).is_err() {
            return false;
        }
        self.budget.credit -= 1;
        self.start = self.out.len();
        self.last = self.start;
        true
    }

    fn header(&mut self, header: u8) {
        self.last = self.out.len();
        self.out.push(header);
    }

    fn end_record(&mut self) {
        self.out[self.last] |= END_OF_RECORD;
        self.packer.record_open = false;
    }

    /// Writes the empty records that are owed; false when they do not all fit.
    fn empty_records(&mut self) -> bool {
        while self.packer.owed_empty > 0 {
            if !self.make_room(1) {
                return false;
            }
            self.header(END_OF_RECORD);
            self.packer.owed_empty -= 1;
        }
        true
    }

    /// Writes a piece of the current record, and its end; returns the octets that found room.
    fn segment(&mut self, piece: &[u8], ends_here: bool) -> usize {
        if piece.is_empty() {
            if ends_here && self.packer.record_open {
                self.end_record();
            } else if ends_here {
                self.packer.owed_empty += 1;
                self.empty_records();
            }
            return 0;
        }
        if !self.empty_records() {
            return 0;
        }
        let mut at = 0;
        while at < piece.len() && self.make_room(2) {
            at += if self.packer.compress { self.squeezed(&piece[at..]) } else { self.literal(&piece[at..]) };
            self.packer.record_open = true;
        }
        if ends_here && at == piece.len() {
            self.end_record();
        }
        at
    }

    /// Uncompressed sub-records, as many as the frame takes. There is room for at least one octet.
    fn literal(&mut self, piece: &[u8]) -> usize {
        let whole = (piece.len() / MAX_COUNT).min(self.room() / (MAX_COUNT + 1));
        self.out.reserve(self.room());
        let (full, rest) = piece.split_at(whole * MAX_COUNT);
        for chunk in full.chunks_exact(MAX_COUNT) {
            let mut subrecord = [MAX_COUNT as u8; MAX_COUNT + 1];
            subrecord[1..].copy_from_slice(chunk);
            self.out.extend_from_slice(&subrecord);
        }
        if whole > 0 {
            self.last = self.out.len() - (MAX_COUNT + 1);
        }
        let count = rest.len().min(MAX_COUNT).min(self.room().saturating_sub(1));
        if count > 0 {
            self.header(count as u8);
            self.out.extend_from_slice(&rest[..count]);
        }
        whole * MAX_COUNT + count
    }

    /// A compressed sub-record if the piece starts with a run, else uncompressed ones up to the next run.
    fn squeezed(&mut self, piece: &[u8]) -> usize {
        let run = piece.iter().take(MAX_COUNT).take_while(|&&octet| octet == piece[0]).count();
        if run >= MIN_RUN {
            self.header(COMPRESSED | run as u8);
            self.out.push(piece[0]);
            return run;
        }
        // No further than this frame reaches, or a long file without runs would be searched again for every frame.
        let window = &piece[..piece.len().min(self.room() + MIN_RUN)];
        self.literal(&piece[..find_run(window)])
    }

    fn finish(&mut self) -> bool {
        if !self.empty_records() {
            return false;
        }
        if !self.packer.finished {
            self.packer.finished = true;
            if self.packer.stream && !self.begun() {
                self.make_room(1);
                self.header(END_OF_RECORD);
            } else if self.begun() && (self.packer.stream || self.packer.record_open) {
                self.end_record();
            }
        }
        !self.begun() || self.complete()
    }
}

/// Where the first run of at least [`MIN_RUN`] equal octets starts; the length of the slice when there is none.
fn find_run(octets: &[u8]) -> usize {
    const BLOCK: usize = 32;
    const REACH: usize = BLOCK + MIN_RUN - 1;
    let starts = |o: &[u8], i: usize| o[i] == o[i + 1] && o[i] == o[i + 2] && o[i] == o[i + 3];
    let mut at = 0;
    // Whole blocks without branches inside, so that the compiler can compare many octets at once.
    while let Some(block) = octets.get(at..).and_then(|rest| rest.first_chunk::<REACH>()) {
        let mut found = 0u8;
        for i in 0..BLOCK {
            let differ = (block[i] ^ block[i + 1]) | (block[i] ^ block[i + 2]) | (block[i] ^ block[i + 3]);
            found |= u8::from(differ == 0);
        }
        if found != 0 {
            break;
        }
        at += BLOCK;
    }
    while at + MIN_RUN <= octets.len() {
        if starts(octets, at) {
            return at;
        }
        at += 1;
    }
    octets.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pack_all(limit: usize, compress: bool, stream: bool, bytes: &[u8], ends: &[usize], step: usize) -> Vec<Vec<u8>> {
        let mut packer = Packer::new(limit, compress, stream);
        let mut budget = Budget { credit: u16::MAX, high_water: usize::MAX };
        let mut out = Vec::new();
        let mut at = 0;
        let mut ends: Vec<usize> = ends.to_vec();
        while at < bytes.len() || !ends.is_empty() {
            let end = bytes.len().min(at + step);
            let here: Vec<usize> = ends.iter().filter(|&&e| e <= end).map(|e| e - at).collect();
            let used = packer.pack(&bytes[at..end], &here, &mut out, &mut budget);
            at += used;
            ends.retain(|&e| e > at);
        }
        assert!(packer.finish(&mut out, &mut budget));
        assert!(packer.finish(&mut out, &mut budget), "finishing twice adds nothing");
        let mut frames = Vec::new();
        let mut rest = &out[..];
        while let Some(buffer) = framing::next(rest).unwrap() {
            assert!(buffer.len() <= limit && buffer[0] == b'D');
            frames.push(buffer.to_vec());
            rest = &rest[framing::HEADER + buffer.len()..];
        }
        assert!(rest.is_empty());
        frames
    }

    fn unpack_frames(frames: &[Vec<u8>]) -> DataBlock {
        let mut block = DataBlock::default();
        frames.iter().for_each(|frame| unpack(&frame[1..], &mut block).unwrap());
        block
    }

    /// Octets in which runs of every length and noise alternate.
    fn mixed(len: usize) -> Vec<u8> {
        let mut seed = 12345u32;
        let mut octets = Vec::new();
        while octets.len() < len {
            seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12345);
            let (octet, run) = ((seed >> 16) as u8, (seed >> 24) as usize % 150);
            if seed & 0x8000 == 0 { octets.resize(octets.len() + run, octet) } else { octets.push(octet) }
        }
        octets.truncate(len);
        octets
    }

    /// DATA-1, DATA-2, DATA-5, DATA-7: every size around the sub-record and buffer limits, plain and compressed, in one
    /// call and in pieces; the end of record is on the last sub-record and nowhere else.
    #[test]
    fn data_streams_survive_every_size_and_split() {
        for len in [0, 1, 2, 3, 4, 5, 61, 62, 63, 64, 65, 126, 127, 128, 129, 190, 500, 5000] {
            for (limit, compress) in [(128, false), (128, true), (129, false), (190, true), (99_999, true)] {
                let bytes = mixed(len);
                for step in [1, 7, 64, 10_000] {
                    let frames = pack_all(limit, compress, true, &bytes, &[], step);
                    let block = unpack_frames(&frames);
                    assert_eq!(block.bytes, bytes, "{len} {limit} {compress} {step}");
                    assert_eq!(block.ends, [len], "one end of record, at the end");
                }
            }
        }
        assert_eq!(pack_all(128, true, true, b"", &[], 1), [b"D\x80"]);
        assert_eq!(pack_all(128, true, true, b"AAA", &[], 9), [b"D\x83AAA"]);
        assert_eq!(pack_all(128, true, true, b"AAAA", &[], 9), [b"D\xC4A"]);
    }

    /// DATA-6, DATA-7, EFID-7: records, empty ones in every place, an empty file without any buffer.
    #[test]
    fn data_records_survive_every_split() {
        let bytes = mixed(1000);
        let ends = [0, 0, 10, 10, 10, 73, 136, 137, 600, 601, 1000, 1000, 1000];
        for limit in [128, 140, 1000] {
            for (step, compress) in [(1, false), (5, true), (63, false), (100, true), (2000, false)] {
                let block = unpack_frames(&pack_all(limit, compress, false, &bytes, &ends, step));
                assert_eq!((&block.bytes, &block.ends[..]), (&bytes, &ends[..]), "{limit} {step}");
            }
        }
        assert!(pack_all(128, false, false, b"", &[], 1).is_empty());
        assert_eq!(pack_all(128, false, false, b"", &[0, 0], 1), [b"D\x80\x80"]);
        let block = unpack_frames(&pack_all(128, false, false, b"abc", &[1], 9));
        assert_eq!(block.ends, [1, 3], "a record left open is closed at the end of the file");
    }

    /// CDT-3: nothing is completed without credit, and what waited goes out when there is some.
    #[test]
    fn cdt_3_no_buffer_without_credit() {
        let mut packer = Packer::new(128, false, true);
        let mut out = Vec::new();
        let bytes = mixed(1000);
        let mut budget = Budget { credit: 2, high_water: usize::MAX };
        let used = packer.pack(&bytes, &[], &mut out, &mut budget);
        assert_eq!((out.len(), budget.credit), (2 * 132, 0));
        assert_eq!(packer.pack(&bytes[used..], &[], &mut out, &mut budget), 0);
        assert!(!packer.finish(&mut out, &mut budget));
        assert_eq!(out.len(), 2 * 132);
        budget.credit = 1;
        assert!(packer.finish(&mut out, &mut budget));
        assert_eq!(out.len(), 3 * 132);
        let mut records = Packer::new(128, false, false);
        budget = Budget { credit: 0, high_water: usize::MAX };
        out.clear();
        assert_eq!(records.pack(&[], &[0; 300], &mut out, &mut budget), 0);
        budget.credit = 3;
        assert!(records.finish(&mut out, &mut budget));
        assert_eq!(out.iter().filter(|&&octet| octet == END_OF_RECORD).count(), 300);
    }

    /// DATA-2, DATA-4, DATA-6: what the receiver takes and what it does not.
    #[test]
    fn data_buffers_taken_apart() {
        let mut block = DataBlock::default();
        unpack(b"\xC3A\x00\x40z\x81b\x80\x80\x02cd", &mut block).unwrap();
        assert_eq!((&block.bytes[..], &block.ends[..]), (&b"AAAbcd"[..], &[3, 4, 4, 4][..]));
        for broken in [&b"\x01x\x02y"[..], b"\x80\x41", b"\x3Fabc"] {
            let before = block.clone();
            assert_eq!(unpack(broken, &mut block), Err(Truncated));
            assert_eq!(block, before);
        }
    }

    #[test]
    fn runs_are_found_in_any_place() {
        for at in 0..100 {
            let mut octets: Vec<u8> = (0..120u8).collect();
            octets[at..at + 4].fill(200);
            assert_eq!(find_run(&octets), at);
            octets[at + 3] = 201;
            assert_eq!(find_run(&octets), 120);
        }
    }
}
