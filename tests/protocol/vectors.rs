//! The mapping examples that the RFCs print.

use crate::rig::*;
use oftpsrv::internals::model::DataBlock;
use oftpsrv::internals::protocol::{State, exchange, framing};

const RIME: &str = "It is an ancient Mariner,\r\nAnd he stoppeth one of three.\r\n\"By thy long grey beard and glittering eye,\r\n\
Now wherefore stopp'st thou me?\r\n\r\n\"The Bridegroom's doors are opened wide,\r\nAnd I am next of kin;\r\n\
The guests are met, the feast is set:\r\nMay'st hear the merry din.\"\r\n\r\nHe holds him with his skinny hand,\r\n\
\"There was a ship,\" quoth he.\r\n\"Hold off! unhand me, grey-beard loon!\"\r\nEftsoons his hand dropt he.\r\n\r\n\
He holds him with his glittering eye--\r\nThe Wedding-Guest stood still,\r\nAnd listens like a three years; child:\r\n\
The Mariner hath his will.\r\n\r\nThe Wedding-Guest sat on a stone:\r\nHe cannot chuse but hear;\r\n\
And thus spake on that ancient man,\r\nThe bright-eyed Mariner.\r\n\r\nThe ship was cheered, the harbour cleared,\r\n\
Merrily did we drop\r\nBelow the kirk, below the hill,\r\nBelow the light-house top.\r\n";

/// Two rows of hexadecimal digits, high and low, as the RFCs print them; spaces separate groups.
fn octets(high: &str, low: &str) -> Vec<u8> {
    let digits = |text: &str| text.chars().filter_map(|c| c.to_digit(16)).collect::<Vec<u32>>();
    let (high, low) = (digits(high), digits(low));
    assert_eq!(high.len(), low.len());
    high.iter().zip(&low).map(|(h, l)| (h << 4 | l) as u8).collect()
}

/// DATA-9, DATA-7: RFC 5024 Appendix A, in both directions: 821 octets, 12 headers 3F and one B3.
#[test]
fn data_9_rfc_5024_appendix_a() {
    assert_eq!((RIME.len(), RIME.matches("\r\n").count()), (807, 29));
    let mut buffer = b"D".to_vec();
    for chunk in RIME.as_bytes().chunks(63) {
        buffer.push(if chunk.len() == 63 { 0x3F } else { 0x80 | chunk.len() as u8 });
        buffer.extend_from_slice(chunk);
    }
    assert_eq!((buffer.len(), buffer[1], buffer[769]), (821, 0x3F, 0xB3));
    // The first and the last line of the figure (whose last row of high digits has three too many).
    let first = octets(
        "4347267266266666672467666720046626627767767626662662767662002472",
        "4F9409301E01E395E40D129E52CDA1E4085034F005480FE50F6048255EDA2290",
    );
    assert_eq!(buffer[..64], first);
    let last = octets(
        "2B667622666672766266662004666727662666672667762767200",
        "03B92BC025CF70485089CCCDA25CF704850C9784D8F53504F0EDA",
    );
    assert_eq!(buffer[768..], last);

    let mut rig = Rig::responder(b'5');
    rig.receiving();
    rig.say(&buffer);
    let block = std::mem::take(rig.session.data());
    assert_eq!((block.bytes.as_slice(), block.ends.as_slice()), (RIME.as_bytes(), &[807][..]));
    rig.say(&efid(b'5', 0, 807));
    assert_eq!(rig.session.state(), State::CloseInPending);

    let mut rig = Rig::initiator(b'5');
    rig.sending();
    assert_eq!(rig.session.send_data(RIME.as_bytes(), &[], true).unwrap(), 807);
    rig.collect();
    assert_eq!(rig.last(), buffer);
}

/// DATA-10: RFC 2204 Appendix A: three stream transmission buffers, nine records, compressed runs, an empty record.
#[test]
fn data_10_rfc_2204_appendix_a() {
    let high = "10084B2472 7262566762 2276727662 7676627667 2667772666
        6276276667 26677242A4 6627666662 6666772766 2666627626
        6277762156 6626666676 6262767766 72
        1007496626 6766767266 6266667734 2A56662766 2666667727
        6767224727 262466228B 5666227666 6662225666 2666666627
        6672666762 6627662667
        1007442942 7667726662 7666676662 7666B56662 7676666266
        6622267622 2677276626 7667726666 67642A4727 6726667262
        6766762766 7276672672";
    let low = "00044C2947 30103E12B1 2071304850 3F5E404814 069234031D
        504F048592 05123C5061 E40355D540 1CDF3404FF 07FF404F02
        504255E848 5E06FCCF75 40104F225E 40
        000847F60C 157845201E 40385523A5 04485E0485 0FD9EF5307
        F243029473 0102FFD202 485EC039C5 E35E003FD5 061E395404
        8590851240 9E04850192
        00084 50A10 7512901E40 71E4529E70 39780485E0 3F5E4540C9
        B502DA5D12 025404850F 485230453C 1255029407 130FEC9010
        2255A50481 4075E4029E";
    let stream = octets(&high.replace(char::is_whitespace, ""), &low.replace(char::is_whitespace, ""));
    let mut block = DataBlock::default();
    let mut lengths = Vec::new();
    let mut rest = &stream[..];
    while let Some(buffer) = framing::next(rest).unwrap() {
        exchange::unpack(&buffer[1..], &mut block).unwrap();
        lengths.push(buffer.len() + 4);
        rest = &rest[buffer.len() + 4..];
    }
    assert!(rest.is_empty());
    assert_eq!(lengths, [132, 120, 120]);
    assert_eq!((block.bytes.len(), block.ends.len()), (359, 9));
    let mut start = 0;
    let records: Vec<&str> = block
        .ends
        .iter()
        .map(|&end| std::str::from_utf8(&block.bytes[std::mem::replace(&mut start, end)..end]).unwrap())
        .collect();
    assert_eq!(records[0], "\"It's a Snark!\" was the sound that first came to their ears,");
    assert_eq!(records[1], "     And seemed almost too good to be true.");
    assert_eq!(records[4], "");
    assert_eq!(records[8], "     It was only a breeze that went by.");

    // Packed again with the same limit it stays the same file, and the runs are compressed as in the example.
    let mut packer = exchange::Packer::new(128, true, false);
    let mut budget = exchange::Budget { credit: 99, high_water: usize::MAX };
    let mut out = Vec::new();
    assert_eq!(packer.pack(&block.bytes, &block.ends, &mut out, &mut budget), 359);
    assert!(packer.finish(&mut out, &mut budget));
    assert!(out.windows(2).any(|pair| pair == [0x45, 0x20]));
    let mut again = DataBlock::default();
    let mut rest = &out[..];
    while let Some(buffer) = framing::next(rest).unwrap() {
        assert!(buffer.len() <= 128);
        exchange::unpack(&buffer[1..], &mut again).unwrap();
        rest = &rest[buffer.len() + 4..];
    }
    assert_eq!(block, again);
}
