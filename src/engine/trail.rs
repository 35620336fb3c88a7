//! PITrail: commands by number and name, secrets masked.

/// The class reference's CommandId and CommandDescription.
const COMMANDS: &[(u8, &str, &str)] = &[
    (b'2', "SFPA", "Start File Positive Answer"),
    (b'3', "SFNA", "Start File Negative Answer"),
    (b'4', "EFPA", "End File Positive Answer"),
    (b'5', "EFNA", "End File Negative Answer"),
    (b'A', "AUCH", "Authentication Challenge"),
    (b'C', "CDT", "Set Credit"),
    (b'D', "DATA", "Data Exchange Buffer"),
    (b'E', "EERP", "End to End Response"),
    (b'F', "ESID", "End Session"),
    (b'H', "SFID", "Start File"),
    (b'I', "SSRM", "Start Session Ready Message"),
    (b'J', "SECD", "Security Change Direction"),
    (b'N', "NERP", "Negative End Response"),
    (b'P', "RTR", "Ready To Receive"),
    (b'R', "CD", "Change Direction"),
    (b'S', "AURP", "Authentication Response"),
    (b'T', "EFID", "End File"),
    (b'X', "SSID", "Start Session"),
];

/// "SFID (Start File)", or that the octet names no command.
pub(crate) fn description(command: &[u8]) -> String {
    let id = command.first().copied().unwrap_or(0);
    match COMMANDS.iter().find(|row| row.0 == id) {
        Some((_, short, long)) => format!("{short} ({long})"),
        None => format!("unknown command {id}"),
    }
}

/// The short name: "SFID".
pub(crate) fn name(command: &[u8]) -> &'static str {
    let id = command.first().copied().unwrap_or(0);
    COMMANDS.iter().find(|row| row.0 == id).map_or("?", |row| row.1)
}

/// The description with the command's readable content behind it, as FriendlyLogFormat asks for.
pub(crate) fn friendly(command: &[u8]) -> String {
    let printable = |bytes: &[u8]| -> String {
        bytes.iter().map(|&b| if (0x20..0x7f).contains(&b) { char::from(b) } else { '.' }).collect()
    };
    let body = match command.first() {
        Some(b'D') => format!("{} octets", command.len() - 1),
        Some(b'A' | b'S') => format!("{} octets", command.len() - 1),
        Some(_) if command.len() > 1 => {
            let text = printable(&command[1..command.len().min(400)]);
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    };
    if body.is_empty() { description(command) } else { format!("{}: {body}", description(command)) }
}

/// Replaces secrets by asterisks: the password of SSID and the plain answer of AURP.
pub(crate) fn mask(command: &mut [u8]) {
    let secret = match command.first() {
        Some(b'X') => 27..35,
        Some(b'S') => 1..21,
        _ => return,
    };
    let end = secret.end.min(command.len());
    if let Some(octets) = command.get_mut(secret.start.min(end)..end) {
        octets.fill(b'*');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_and_challenge_answers_are_masked() {
        let mut ssid = [b"X5".as_slice(), &[b'A'; 25], b"SECRET  ", &[b'0'; 26]].concat();
        mask(&mut ssid);
        assert!(!ssid.windows(6).any(|w| w == b"SECRET"));
        assert_eq!(ssid[26], b'A');
        let mut short = *b"S12";
        mask(&mut short);
        assert_eq!(&short, b"S**");
        assert_eq!(description(b"H..."), "SFID (Start File)");
        assert_eq!(friendly(b"D12345"), "DATA (Data Exchange Buffer): 5 octets");
    }

    /// The table is the class reference's: number and short name.
    #[test]
    fn command_numbers() {
        assert_eq!(COMMANDS.len(), 18);
        assert!(COMMANDS.windows(2).all(|w| w[0].0 < w[1].0));
        assert_eq!(name(&[82]), "CD");
        assert_eq!(description(&[83]), "AURP (Authentication Response)");
    }
}
