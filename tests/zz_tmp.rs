mod security_common;
use security_common::*;
#[test] fn x() {
 let s = encode(&encode_spec(4,true,false,true), &content(1000), 100);
 std::fs::write("/tmp/x.der", &s).unwrap();
 for at in 0..s.len() { for bit in [0x41u8,1,2,4,8,16,32,64,128] { let mut a=s.clone(); a[at]^=bit; if decode(&decode_spec(4,true,false,true), &a, 4096).is_ok() { println!("{at} {bit:02x} {:02x?}", &s[at.saturating_sub(4)..at+5]); } } }
}
