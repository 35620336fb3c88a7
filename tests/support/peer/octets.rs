//! Fields, sub-records and stream transmission buffers.

/// ESID's reason and text at a level.
pub fn read_esid(c: &[u8], level: u8) -> (u8, String) {
    let reason = number(c, 1, 2) as u8;
    if level < b'5' {
        assert_eq!((c.len(), c[3]), (4, b'\r'), "{}", show(c));
        return (reason, String::new());
    }
    let len = number(c, 3, 3) as usize;
    assert_eq!((c.len(), c[6 + len]), (7 + len, b'\r'), "{}", show(c));
    (reason, String::from_utf8(c[6..6 + len].to_vec()).unwrap())
}

pub fn framed(command: &[u8]) -> Vec<u8> {
    let mut out = (0x1000_0000u32 + command.len() as u32 + 4).to_be_bytes().to_vec();
    out.extend(command);
    out
}

/// EFID at a level.
pub fn efid(level: u8, records: u64, units: u64) -> Vec<u8> {
    let (r, u) = if level >= b'5' { (17, 17) } else { (9, 12) };
    [b"T".to_vec(), digits(records, r), digits(units, u)].concat()
}

/// One DATA buffer, however long; with `last` the record ends in it.
pub fn data(bytes: &[u8], last: bool) -> Vec<u8> {
    let mut buffer = vec![b'D'];
    let mut header = 0;
    let pieces = if bytes.is_empty() { vec![bytes] } else { bytes.chunks(63).collect() };
    for piece in pieces {
        header = buffer.len();
        buffer.push(piece.len() as u8);
        buffer.extend(piece);
    }
    if last {
        buffer[header] |= 0x80;
    }
    buffer
}

/// DATA buffers of at most `size` octets. A record ends with 0x80 in its last sub-record; an empty one is a lone 0x80.
pub fn pack(records: &[&[u8]], size: usize) -> Vec<Vec<u8>> {
    let mut buffers = Vec::new();
    let mut buffer = vec![b'D'];
    for record in records {
        let mut rest = *record;
        loop {
            if buffer.len() + 1 >= size && !(rest.is_empty() && buffer.len() < size) {
                buffers.push(std::mem::replace(&mut buffer, vec![b'D']));
            }
            let count = rest.len().min(63).min(size - buffer.len() - 1);
            let end = count == rest.len();
            buffer.push(count as u8 | if end { 0x80 } else { 0 });
            buffer.extend(&rest[..count]);
            rest = &rest[count..];
            if end {
                break;
            }
        }
    }
    if buffer.len() > 1 {
        buffers.push(buffer);
    }
    buffers
}

pub fn unpack(c: &[u8], compression: bool, bytes: &mut Vec<u8>, records: &mut Vec<usize>, open: &mut usize) {
    let mut at = 1;
    while at < c.len() {
        let (header, count) = (c[at], usize::from(c[at] & 0x3f));
        at += 1;
        if header & 0x40 != 0 {
            assert!(compression, "a compressed sub-record without agreement");
            bytes.extend(std::iter::repeat_n(c[at], count));
            at += 1;
        } else {
            bytes.extend(&c[at..at + count]);
            at += count;
        }
        if header & 0x80 != 0 {
            records.push(bytes.len() - *open);
            *open = bytes.len();
        }
    }
    assert_eq!(at, c.len(), "whole sub-records");
}

/// A field left justified, space padded; one octet per character.
pub fn pad(value: &str, width: usize) -> Vec<u8> {
    let mut out: Vec<u8> = value.chars().map(|c| u8::try_from(u32::from(c)).expect("one octet")).collect();
    assert!(out.len() <= width, "{value} in {width}");
    out.resize(width, b' ');
    out
}

pub fn digits(value: u64, width: usize) -> Vec<u8> {
    let out = format!("{value:0width$}").into_bytes();
    assert_eq!(out.len(), width);
    out
}

/// A field's text without the padding behind it.
pub fn text(c: &[u8], at: usize, len: usize) -> String {
    let text: String = c[at..at + len].iter().map(|&b| char::from(b)).collect();
    text.trim_end_matches(' ').to_owned()
}

pub fn number(c: &[u8], at: usize, len: usize) -> u64 {
    let digits = std::str::from_utf8(&c[at..at + len]).expect("digits");
    digits.parse().unwrap_or_else(|_| panic!("digits: {digits:?}"))
}

/// A command for people.
pub fn show(c: &[u8]) -> String {
    c.iter().take(200).map(|&b| if (0x20..0x7f).contains(&b) { char::from(b) } else { '.' }).collect()
}
