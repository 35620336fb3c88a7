//! How the class reference's names are spelled in C and Python, and names of C in C#.

/// Names that the rule of [`snake`] would spell otherwise than the interface does.
const EXCEPTIONS: &[(&str, &str)] =
    &[("StoreB", "store_blob"), ("EncodedB", "encoded_blob"), ("RecipientCertStoreB", "recipient_cert_store_blob")];

/// C functions that are not called as their method is.
const C_METHODS: &[(&str, &str)] = &[("StartListening", "start"), ("StopListening", "stop")];

/// `ClientSSIDCode` becomes `client_ssid_code`: a word begins at a capital after a small letter or a digit, and at the last of
/// several capitals when a small letter follows.
pub fn snake(name: &str) -> String {
    if let Some(row) = EXCEPTIONS.iter().find(|row| row.0 == name) {
        return row.1.to_owned();
    }
    let letters: Vec<char> = name.chars().collect();
    let mut spelled = String::new();
    for (i, letter) in letters.iter().enumerate() {
        let before = i.checked_sub(1).map(|i| letters[i]);
        let after = letters.get(i + 1);
        let begins = letter.is_ascii_uppercase()
            && before.is_some_and(|before| {
                !before.is_ascii_uppercase() || after.is_some_and(|after| after.is_ascii_lowercase())
            });
        if begins {
            spelled.push('_');
        }
        spelled.push(letter.to_ascii_lowercase());
    }
    spelled
}

/// A text without the version that brought what it says, and that version: `[since 0.2]` at its end.
pub fn since(text: &str) -> (&str, Option<&str>) {
    let text = text.trim_end();
    match text.strip_suffix(']').and_then(|text| text.rsplit_once("[since ")) {
        Some((text, version)) => (text.trim_end(), Some(version)),
        None => (text, None),
    }
}

/// The C function of a method, without the prefix of its class.
pub fn c_method(name: &str) -> String {
    C_METHODS.iter().find(|row| row.0 == name).map_or_else(|| snake(name), |row| row.1.to_owned())
}

/// `NOT_SUPPORTED` becomes `NotSupported`.
pub fn pascal(name: &str) -> String {
    let word = |word: &str| word[..1].to_owned() + &word[1..].to_ascii_lowercase();
    name.split('_').map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_may_end_with_the_version_that_brought_it() {
        assert_eq!(since("How long. [since 0.2]"), ("How long.", Some("0.2")));
        assert_eq!(since("How long, `Name[connection-id]`"), ("How long, `Name[connection-id]`", None));
        assert_eq!(since("That of [Timeout]"), ("That of [Timeout]", None));
    }
}
