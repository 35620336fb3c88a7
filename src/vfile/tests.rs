//! Files there and back: local file, blocks, local file, at every split.

use super::test_dir::TestDir;
use super::*;
use crate::model::DataBlock;
use std::io::{Read, Write};

const fn format(format: Format, record_length: u32, binary_records: bool) -> LocalFormat {
    LocalFormat { format, record_length, binary_records }
}

const V80: LocalFormat = format(Format::Variable, 80, false);
const F5: LocalFormat = format(Format::Fixed, 5, false);
const T: LocalFormat = format(Format::Text, 0, false);
const U: LocalFormat = LocalFormat::OCTETS;

fn read_all(source: &mut Source, piece: usize) -> DataBlock {
    let mut all = DataBlock::default();
    for _ in 0..1_000_000 {
        if source.fill(&mut all, piece).unwrap() {
            return all;
        }
    }
    panic!("no end");
}

fn block(bytes: &[u8], ends: &[usize]) -> DataBlock {
    DataBlock { bytes: bytes.to_vec(), ends: ends.to_vec() }
}

/// Cuts a block into blocks of `size` octets; a record end at a cut goes with the octets before it or alone after it.
fn pieces(all: &DataBlock, size: usize, ends_late: bool) -> Vec<DataBlock> {
    let mut result = Vec::new();
    let (mut start, mut ends) = (0, all.ends.iter().peekable());
    loop {
        let stop = (start + size).min(all.bytes.len());
        let mut piece = block(&all.bytes[start..stop], &[]);
        while let Some(&&end) = ends.peek() {
            if end > stop || (end == stop && ends_late && stop < all.bytes.len()) {
                break;
            }
            piece.ends.push(end - start);
            ends.next();
        }
        result.push(piece);
        if stop == all.bytes.len() {
            return result;
        }
        start = stop;
    }
}

fn store(format: LocalFormat, blocks: &[DataBlock]) -> std::result::Result<(Vec<u8>, Totals), SinkError> {
    let mut sink = RecordSink::new(Vec::new(), format);
    for block in blocks {
        sink.write_block(block)?;
    }
    let totals = sink.finish()?;
    Ok((sink.into_inner(), totals))
}

/// A repeatable sequence of numbers.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Local files with their records, for the formats that have some.
fn record_files() -> Vec<(LocalFormat, Vec<u8>, Vec<Vec<u8>>)> {
    let records = |texts: &[&str]| texts.iter().map(|text| text.as_bytes().to_vec()).collect::<Vec<_>>();
    let mut files = vec![
        (V80, b"".to_vec(), vec![]),
        (V80, b"\r\n".to_vec(), records(&[""])),
        (V80, b"\r\n\r\nabc\r\n\r\n".to_vec(), records(&["", "", "abc", ""])),
        (V80, b"a\nb\rc\r\r\n\n\r\n\r\r\n".to_vec(), records(&["a\nb\rc\r", "\n", "\r"])),
        (F5, b"".to_vec(), vec![]),
        (F5, b"12345\r\nab\rcd\r\n\n\n\n\n\n\r\n".to_vec(), records(&["12345", "ab\rcd", "\n\n\n\n\n"])),
        (format(Format::Fixed, 5, true), b"1\r\n45ab\r\n\n".to_vec(), records(&["1\r\n45", "ab\r\n\n"])),
        (
            format(Format::Variable, 80, true),
            b"\0\0\0\0\0\0\0\x05a\r\nb\n\0\0\0\x01x".to_vec(),
            records(&["", "a\r\nb\n", "x"]),
        ),
    ];
    let mut numbers = Numbers(7);
    for limit in [1u32, 2, 80, 99_999] {
        let all: Vec<Vec<u8>> = (0..200)
            .map(|_| {
                let length =
                    if numbers.below(5) == 0 { limit as usize } else { numbers.below(limit.min(3000) as usize + 1) };
                (0..length).map(|_| b"ab\r\nc"[numbers.below(5)]).collect()
            })
            .collect();
        // What holds a CRLF, or makes one with the line's end, can only be kept as binary records.
        let lines: Vec<Vec<u8>> =
            all.iter().map(|record| record.iter().map(|&o| if o == b'\n' { b'x' } else { o }).collect()).collect();
        let text = lines.iter().flat_map(|line| [line, &b"\r\n"[..]].concat()).collect();
        let prefixed = all.iter().flat_map(|r| [&(r.len() as u32).to_be_bytes()[..], r].concat()).collect();
        files.push((format(Format::Variable, limit, false), text, lines));
        files.push((format(Format::Variable, limit, true), prefixed, all));
    }
    files
}

/// VF-3, VF-4, VF-8, DATA-5, DATA-6, DATA-7, EFID-2, EFID-3: records are lines without their CRLF, in any split.
#[test]
fn record_files_travel_as_their_records() {
    let dir = TestDir::new();
    for (form, content, records) in record_files() {
        let path = dir.file("f", &content);
        for piece in [1, 7, 80, 65_536, 10_000_000] {
            let mut source = Source::open(&path, form).unwrap();
            let all = read_all(&mut source, piece);
            let mut start = 0;
            let got: Vec<&[u8]> =
                all.ends.iter().map(|&end| &all.bytes[std::mem::replace(&mut start, end)..end]).collect();
            assert_eq!(got, records, "{form:?}");
            assert_eq!(start, all.bytes.len());
            assert_eq!((source.records(), source.total_records()), (records.len() as u64, records.len() as u64));
            assert_eq!((source.units(), source.transmitted_size()), (all.bytes.len() as u64, all.bytes.len() as u64));
            assert_eq!(source.original_size(), content.len() as u64);
            if form.format == Format::Fixed {
                assert_eq!(source.units(), source.records() * u64::from(form.record_length));
            }
        }
        let all = read_all(&mut Source::open(&path, form).unwrap(), 1 << 20);
        for size in [1, 2, 3, 79, 80, 81, 4093, 1 << 20] {
            if all.bytes.len() / size > 100_000 {
                continue;
            }
            for ends_late in [false, true] {
                let (stored, totals) = store(form, &pieces(&all, size, ends_late)).unwrap();
                assert_eq!(stored, content, "{form:?} in pieces of {size}");
                assert_eq!(totals, Totals { records: records.len() as u64, units: all.bytes.len() as u64 });
            }
        }
    }
}

/// VF-1, VF-2, DATA-5, EFID-2, EFID-7: octets as they are, no records, whatever the partner does with record ends.
#[test]
fn streams_travel_octet_for_octet() {
    let dir = TestDir::new();
    let octets: Vec<u8> = (0..=255u8).chain(*b"\x0d\x0a\x1a\r\n").collect();
    for form in [U, T] {
        for size in [0, 1, 62, 63, 64, 261, 1023, 1024, 1025, 8191, 8192, 8193, 700_000] {
            let content: Vec<u8> = octets.iter().copied().cycle().take(size).collect();
            let path = dir.file("u", &content);
            for piece in [1000, 65_536, 1 << 22] {
                let mut source = Source::open(&path, form).unwrap();
                assert_eq!(source.transmitted_size(), size as u64);
                let all = read_all(&mut source, piece);
                assert_eq!(all, block(&content, &[]));
                assert_eq!((source.records(), source.units()), (0, size as u64));
                let mut blocks = pieces(&all, piece, false);
                for ends in [vec![], vec![blocks.last().unwrap().bytes.len()]] {
                    blocks.last_mut().unwrap().ends = ends;
                    let (stored, totals) = store(form, &blocks).unwrap();
                    assert_eq!(stored, content);
                    assert_eq!(totals, Totals { records: 0, units: size as u64 });
                }
            }
            let (stored, _) = store(form, &[]).unwrap();
            assert!(stored.is_empty());
        }
    }
}

/// VF-3, VF-4: what does not fit is found at opening, with the record's number.
#[test]
fn files_that_do_not_fit_their_format_are_not_sent() {
    let dir = TestDir::new();
    let table: [(LocalFormat, &[u8], &str); 12] = [
        (F5, b"12345\r\n1234\r\n12345", "record 2 has 4 octets"),
        (F5, b"12345\r\n123456\r\n12345", "record 2 has 6 octets"),
        (F5, b"12345\r\n\r\n12345", "record 2 has 0 octets"),
        (F5, b"12345\r\n12345\r\n123", "record 3 has 3 octets"),
        (F5, b"12345\r\n12345\n12345", "record 2 is longer than 5"),
        (F5, &[b'x'; 1000], "record 1 is longer than 5"),
        (V80, &[b'x'; 81], "record 1 is longer than 80"),
        (format(Format::Variable, 3, false), b"abc\r\nabcd\r\n", "record 2 is longer than 3"),
        (format(Format::Fixed, 5, true), b"1234512345123", "record 3 has 3 octets"),
        (format(Format::Variable, 5, true), b"\0\0\0\x01a\0\0\0\x06abcdef", "record 2 is longer than 5"),
        (format(Format::Variable, 5, true), b"\0\0\0\x01a\0\0\0\x03ab", "record 2 is cut off"),
        (format(Format::Variable, 5, true), b"\0\0\0\x01a\0\0", "record 2 is cut off"),
    ];
    for (form, content, text) in table {
        let path = dir.file("f", content);
        let error = Source::open(&path, form).err().unwrap();
        assert_eq!(error.code, crate::error::codes::SEND_FAILED);
        assert!(error.message.contains(text), "{error}");
        let reading = content_reader(&path, form).unwrap().read_to_end(&mut Vec::new()).unwrap_err();
        assert!(reading.to_string().contains("record"));
    }
    for length in [0, 100_000] {
        for form in [Format::Fixed, Format::Variable] {
            let error = Source::open(dir.file("f", b""), format(form, length, false)).err().unwrap();
            assert!(error.message.contains("MaxRecordSize"));
        }
    }
    for path in [dir.path().join("missing"), dir.path().to_owned()] {
        assert_eq!(Source::open(&path, U).err().unwrap().code, crate::error::codes::READ_FILE);
        assert_eq!(content_reader(&path, U).err().unwrap().code, crate::error::codes::READ_FILE);
    }
}

/// A file that changes while it is sent: what is appended is left out, what is cut off is an error.
#[test]
fn the_size_at_opening_counts() {
    let dir = TestDir::new();
    let path = dir.file("u", b"0123456789");
    let mut source = Source::open(&path, U).unwrap();
    dir.file("u", b"0123456789ABC");
    assert_eq!(read_all(&mut source, 100).bytes, b"0123456789");
    let mut source = Source::open(&path, U).unwrap();
    dir.file("u", b"0123");
    assert_eq!(source.fill(&mut DataBlock::default(), 100).unwrap_err().code, crate::error::codes::READ_FILE);
}

/// VF-4, EFID-5: received records that do not fit are refused, at their first octet too many, and stay refused.
#[test]
fn received_records_that_do_not_fit_are_refused() {
    let too_long = SinkError::TooLong { record: 2, limit: 3 };
    for binary in [false, true] {
        let v3 = format(Format::Variable, 3, binary);
        let mut sink = RecordSink::new(Vec::new(), v3);
        sink.write_block(&block(b"abcde", &[3])).unwrap();
        sink.write_block(&block(b"f", &[])).unwrap();
        assert_eq!(sink.write_block(&block(b"g", &[])).unwrap_err(), too_long);
        assert_eq!(sink.write_block(&block(b"", &[0])).unwrap_err(), too_long);
        assert_eq!(sink.finish().unwrap_err(), too_long);
        assert_eq!(too_long.efna_reason(), 5);
        let f3 = format(Format::Fixed, 3, binary);
        let wrong = |length| SinkError::WrongLength { record: 1, length, expected: 3 };
        assert_eq!(store(f3, &[block(b"ab", &[2])]).unwrap_err(), wrong(2));
        assert_eq!(store(f3, &[block(b"ab", &[]), block(b"cd", &[])]).unwrap_err(), wrong(4));
        assert_eq!(store(f3, &[block(b"", &[0])]).unwrap_err(), wrong(0));
        assert_eq!(store(f3, &[block(b"ab", &[])]).unwrap_err(), wrong(2));
    }
    let error = crate::error::Error::from(too_long);
    assert_eq!((error.code, error.fault), (671, Fault::Peer));
}

/// A last record without its end counts when it is not empty.
#[test]
fn an_unterminated_last_record_is_tolerated() {
    let (stored, totals) = store(V80, &[block(b"abcd", &[2])]).unwrap();
    assert_eq!((stored.as_slice(), totals), (&b"ab\r\ncd\r\n"[..], Totals { records: 2, units: 4 }));
    let (stored, totals) = store(F5, &[block(b"1234512345", &[5])]).unwrap();
    assert_eq!((stored.as_slice(), totals.records), (&b"12345\r\n12345\r\n"[..], 2));
}

struct Full(usize);

impl Write for Full {
    fn write(&mut self, octets: &[u8]) -> std::io::Result<usize> {
        if self.0 == 0 {
            return Err(std::io::ErrorKind::StorageFull.into());
        }
        let count = octets.len().min(self.0);
        self.0 -= count;
        Ok(count)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_full_disk_has_its_own_error() {
    for size in [10, 100_000, 1_000_000] {
        let mut sink = RecordSink::new(Full(5), U);
        let error =
            sink.write_block(&block(&vec![0; size], &[])).and_then(|()| sink.checkpoint().map(drop)).unwrap_err();
        assert_eq!(error.efna_reason(), 12);
        assert_eq!(sink.finish().unwrap_err(), error);
        assert_eq!(crate::error::Error::from(error).code, 10069);
    }
}

/// VF-5, VF-6, VF-7: the content of secured files, and back from it at every split.
#[test]
fn content_round_trips() {
    let dir = TestDir::new();
    for (form, local, records) in record_files() {
        if records.iter().any(|record| record.len() > MAX_PREFIXED_RECORD) {
            continue;
        }
        let path = dir.file("f", &local);
        let mut content = Vec::new();
        content_reader(&path, form).unwrap().read_to_end(&mut content).unwrap();
        let expected: Vec<u8> = match form.format {
            Format::Variable => {
                records.iter().flat_map(|r| [&(r.len() as u16).to_be_bytes()[..], r].concat()).collect()
            }
            _ => records.concat(),
        };
        assert_eq!(content, expected);
        for size in [1, 2, 3, 5, 80, 4093, 1 << 20] {
            if content.len() / size > 100_000 {
                continue;
            }
            let mut sink = ContentSink::new(Vec::new(), form);
            content.chunks(size).for_each(|chunk| sink.write_all(chunk).unwrap());
            let totals = sink.finish().unwrap();
            assert_eq!(sink.into_inner(), local, "{form:?}");
            assert_eq!(totals, Totals { records: records.len() as u64, units: records.concat().len() as u64 });
        }
    }
    for form in [U, T] {
        let path = dir.file("u", b"a\r\nb");
        let mut content = Vec::new();
        content_reader(&path, form).unwrap().read_to_end(&mut content).unwrap();
        let mut sink = ContentSink::new(Vec::new(), form);
        sink.write_all(&content).unwrap();
        assert_eq!(sink.finish().unwrap(), Totals { records: 0, units: 4 });
        assert_eq!(sink.into_inner(), b"a\r\nb");
    }
}

/// VF-5: an empty record is 00 00, and a record of 65536 octets has no prefix. VF-6: broken content is refused.
#[test]
fn content_that_does_not_fit_is_refused() {
    let dir = TestDir::new();
    let mut content = Vec::new();
    content_reader(dir.file("v", b"\r\nab\r\n"), V80).unwrap().read_to_end(&mut content).unwrap();
    assert_eq!(content, b"\0\0\0\x02ab");
    let long = dir.file("long", &[b'x'; 65_536]);
    let error = content_reader(&long, format(Format::Variable, 99_999, false)).unwrap().read(&mut [0; 9]).unwrap_err();
    assert!(error.to_string().contains("record 1 is longer than 65535"));

    let finish = |form: LocalFormat, content: &[u8]| {
        let mut sink = ContentSink::new(Vec::new(), form);
        let written = sink.write_all(content);
        let finished = sink.finish();
        assert!(written.is_ok() || finished.is_err());
        finished
    };
    let v3 = format(Format::Variable, 3, false);
    assert_eq!(finish(v3, b"\0\x03abc\0\x04abcd").unwrap_err(), SinkError::TooLong { record: 2, limit: 3 });
    assert_eq!(finish(v3, b"\0\x03ab").unwrap_err(), SinkError::CutOff { record: 1 });
    assert_eq!(finish(v3, b"\0\0\0").unwrap_err(), SinkError::CutOff { record: 2 });
    assert_eq!(finish(F5, b"1234512").unwrap_err(), SinkError::WrongLength { record: 2, length: 2, expected: 5 });
}

/// RST-1, RST-3, EFID-4: the speaker goes on at the listener's count, and totals are those of the whole file.
#[test]
fn sources_go_on_at_any_position() {
    let dir = TestDir::new();
    let octets: Vec<u8> = (0..5000u32).map(|i| (i % 251) as u8).collect();
    for (form, content) in [(U, octets.clone()), (T, octets)]
        .into_iter()
        .chain(record_files().into_iter().map(|(form, content, _)| (form, content)))
    {
        let path = dir.file("f", &content);
        let mut source = Source::open(&path, form).unwrap();
        let last = if form.format.has_records() { source.total_records() } else { source.transmitted_size() / BLOCK };
        let all = read_all(&mut source, 1 << 20);
        for units in (0..=last).step_by((last as usize / 20).max(1)) {
            for hashed in [false, true] {
                let mut source = Source::open(&path, form).unwrap();
                let mut before = Vec::new();
                match hashed {
                    true => source.skip_units_with(units, |octets| before.extend_from_slice(octets)).unwrap(),
                    false => source.skip_units(units).unwrap(),
                }
                assert_eq!(source.position(), units);
                let skipped = source.units() as usize;
                assert!(!hashed || before == all.bytes[..skipped]);
                let rest = read_all(&mut source, 999);
                assert_eq!(rest.bytes, all.bytes[skipped..]);
                assert_eq!((source.units(), source.records()), (all.bytes.len() as u64, all.ends.len() as u64));
            }
        }
        for beyond in [last + 1, u64::MAX] {
            let mut source = Source::open(&path, form).unwrap();
            assert_eq!(source.skip_units(beyond).unwrap_err().code, crate::error::codes::SEND_FAILED);
        }
    }
}

/// RST-1, RST-4: cut at the position that the listener tells, go on from there, end with the same file.
#[test]
fn sinks_go_on_at_their_position() {
    let dir = TestDir::new();
    let octets: Vec<u8> = (0..5000u32).map(|i| (i % 251) as u8).collect();
    let streams = [(U, octets.clone()), (T, octets)];
    for (form, content) in streams.into_iter().chain(record_files().into_iter().map(|(f, c, _)| (f, c))) {
        let path = dir.file("f", &content);
        let all = read_all(&mut Source::open(&path, form).unwrap(), 1 << 20);
        for cut in [0, 1, 5, 6, 1023, 1024, 1025, 4999, all.bytes.len() / 2, all.bytes.len()] {
            let cut = cut.min(all.bytes.len());
            let mut first = RecordSink::new(Vec::new(), form);
            let ends: Vec<usize> = all.ends.iter().copied().filter(|&end| end < cut).collect();
            first.write_block(&block(&all.bytes[..cut], &ends)).unwrap();
            let position = first.checkpoint().unwrap();
            assert!(form.format.has_records() || position.octets == cut as u64 / 1024 * 1024);
            let mut local = first.into_inner();
            assert!(local.len() as u64 >= position.octets);
            local.truncate(position.octets as usize);
            assert_eq!(local, content[..local.len()]);

            let kept = dir.file("part", &local);
            let mut before = Vec::new();
            let known = replay(&kept, form, position.units, position.octets, |o| before.extend_from_slice(o)).unwrap();
            assert!(known);

            let mut source = Source::open(&path, form).unwrap();
            source.skip_units(position.units).unwrap();
            assert_eq!(before, all.bytes[..source.units() as usize]);
            let mut second = RecordSink::resume(local, form, position);
            assert_eq!((second.units(), second.records()), (source.units(), source.records()));
            assert_eq!(second.position(), position);
            second.write_block(&read_all(&mut source, 1 << 20)).unwrap();
            let totals = second.finish().unwrap();
            assert_eq!(totals, Totals { records: all.ends.len() as u64, units: all.bytes.len() as u64 });
            assert_eq!(second.into_inner(), content);
        }
    }
}

/// A V file whose records hold CRLF cannot be taken apart again, and replay says so.
#[test]
fn replay_knows_when_records_cannot_be_found_again() {
    let dir = TestDir::new();
    let (local, _) = store(V80, &[block(b"a\r\nbc", &[4, 5])]).unwrap();
    let path = dir.file("part", &local);
    assert!(!replay(&path, V80, 2, local.len() as u64, |_| {}).unwrap());
    let f5 = dir.file("fixed", b"1\r\n45\r\n12345\r\n");
    let mut octets = Vec::new();
    assert!(replay(&f5, F5, 2, 14, |o| octets.extend_from_slice(o)).unwrap());
    assert_eq!(octets, b"1\r\n4512345");
}

/// RST-4: a V file keeps positions to fall back to, dense near its end, in bounded memory.
#[test]
fn checkpoints_of_variable_files_are_real_positions() {
    let form = format(Format::Variable, 1000, false);
    let mut sink = RecordSink::new(std::io::sink(), form);
    let many = block(&[b'x'; 100_000], &(1..=100).map(|i| i * 1000).collect::<Vec<_>>());
    for _ in 0..3000 {
        sink.write_block(&many).unwrap();
    }
    let points = sink.checkpoints();
    assert!((32..=64).contains(&points.len()), "{}", points.len());
    assert!(points.iter().all(|point| point.octets == point.units * 1002));
    assert!(points.windows(2).all(|pair| pair[0] < pair[1]));
    let end = sink.position().octets;
    let near = points.iter().filter(|point| point.octets > end - 20 * 1024 * 1024).count();
    assert!(near >= 15, "{near}");

    let cut = points[points.len() / 2];
    let mut again = RecordSink::resume(std::io::sink(), form, cut);
    again.keep_checkpoints(points.iter().copied());
    assert_eq!(again.checkpoints(), &points[..=points.len() / 2]);
    again.write_block(&many).unwrap();
    assert_eq!(again.records(), cut.units + 100);
    assert_eq!(Position::from(<(u64, u64)>::from(cut)), cut);
}
