//! AllowedClients and BlockedClients: what ConnectionRequest starts with.

use super::names::Names;
use crate::model::AddressList;
use std::net::IpAddr;

/// What the two lists say about an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub accept: bool,
    /// What the log should say: names that could not be looked up.
    pub notes: Vec<String>,
}

/// Asks the lists. Host names are looked up only when nothing else has decided; one that does not resolve lets nobody in, and
/// keeps out only who had it before (see the setting's text).
pub(super) async fn judge(names: &Names, allowed: &str, blocked: &str, address: IpAddr) -> Verdict {
    let mut notes = Vec::new();
    let (allowed, blocked) = match (AddressList::parse(allowed), AddressList::parse(blocked)) {
        (Ok(allowed), Ok(blocked)) => (allowed, blocked),
        // Settings are checked when they are set, so this is never seen; and if it were, nobody would be let in.
        (Err(cause), _) | (_, Err(cause)) => return Verdict { accept: false, notes: vec![cause] },
    };
    if blocked.contains(address) {
        return Verdict { accept: false, notes };
    }
    let mut accept = allowed.is_empty() || allowed.contains(address);
    if !accept && allowed.names().next().is_none() {
        return Verdict { accept: false, notes };
    }
    names.prepare(allowed.names().filter(|_| !accept).chain(blocked.names()));
    let address = address.to_canonical();
    if !accept {
        for name in allowed.names() {
            let found = names.find(name).await;
            match found.failure {
                Some(cause) => {
                    notes.push(format!("AllowedClients: {name} does not resolve and lets nobody in: {cause}"))
                }
                None => accept |= found.addresses.contains(&address),
            }
            if accept {
                break;
            }
        }
    }
    if accept {
        for name in blocked.names() {
            let found = names.find(name).await;
            if let Some(cause) = found.failure {
                let known = found.addresses.len();
                notes
                    .push(format!("BlockedClients: {name} does not resolve, {known} earlier addresses count: {cause}"));
            }
            accept &= !found.addresses.contains(&address);
        }
    }
    Verdict { accept, notes }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::names::Times;
    use crate::error::{Error, codes};
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Duration;

    /// Every lookup counts once.
    const TIMES: Times = Times { patience: Duration::from_secs(60), fresh: Duration::ZERO, failed: Duration::ZERO };

    fn names(up: &Arc<AtomicBool>) -> Names {
        let up = up.clone();
        Names::new(TIMES, move |name| match name {
            "partner.example" if up.load(Ordering::SeqCst) => Ok(vec!["192.0.2.7".parse().unwrap()]),
            "other.example" => Ok(vec!["192.0.2.8".parse().unwrap(), "2001:db8::8".parse().unwrap()]),
            _ => Err(Error::new(codes::TIMEOUT, "no such name")),
        })
    }

    #[tokio::test]
    async fn the_two_lists() {
        let names = names(&Arc::new(AtomicBool::new(true)));
        for (allowed, blocked, address, accept) in [
            ("", "", "192.0.2.7", true),
            ("192.0.2.*", "", "192.0.2.7", true),
            ("192.0.3.*", "", "192.0.2.7", false),
            ("192.0.2.*", "192.0.2.7", "192.0.2.7", false),
            ("", "192.0.2.7", "::ffff:192.0.2.7", false),
            ("partner.example", "", "192.0.2.7", true),
            ("partner.example", "", "::ffff:192.0.2.7", true),
            ("partner.example", "", "192.0.2.8", false),
            ("none.example, other.example", "", "2001:db8::8", true),
            ("none.example", "", "192.0.2.7", false),
            ("partner.example", "partner.example", "192.0.2.7", false),
            ("192.0.2.7", "other.example", "192.0.2.7", true),
            ("", "other.example", "192.0.2.8", false),
            // A name that nobody has, or had.
            ("", "none.example", "192.0.2.7", true),
            // What a program could only get past the check of settings.
            ("10.0.0.0/33", "", "10.0.0.1", false),
            ("", "10.0.0.0/33", "192.0.2.7", false),
        ] {
            let verdict = judge(&names, allowed, blocked, address.parse().unwrap()).await;
            assert_eq!(verdict.accept, accept, "{allowed} / {blocked} / {address}");
            let wrong = [allowed, blocked].iter().any(|list| list.contains("none") || list.contains("/33"));
            assert_eq!(!verdict.notes.is_empty(), wrong, "{verdict:?}");
        }
    }

    #[tokio::test]
    async fn a_name_that_stops_resolving_lets_nobody_in_and_keeps_out_whom_it_kept_out() {
        let up = Arc::new(AtomicBool::new(true));
        let names = names(&up);
        let address = "192.0.2.7".parse().unwrap();
        let judged = async |allowed, blocked| judge(&names, allowed, blocked, address).await.accept;
        assert!(judged("partner.example", "").await && !judged("", "partner.example").await);
        up.store(false, Ordering::SeqCst);
        assert!(!judged("partner.example", "").await && !judged("", "partner.example").await);
    }
}
