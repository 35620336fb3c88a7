//! AllowedClients and BlockedClients: what ConnectionRequest starts with.

use super::names::Names;
use crate::model::AddressList;
use std::future::poll_fn;
use std::net::IpAddr;
use std::pin::Pin;
use std::task::Poll;
use tokio::time::Instant;

/// What the two lists say about an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub accept: bool,
    /// What the log should say: names that could not be looked up.
    pub notes: Vec<String>,
}

/// Whether the lists can only be asked once host names are looked up.
pub(super) fn needs_names(allowed: &str, blocked: &str, address: IpAddr) -> bool {
    let (Ok(allowed), Ok(blocked)) = (AddressList::parse(allowed), AddressList::parse(blocked)) else { return false };
    let accept = allowed.is_empty() || allowed.contains(address);
    let undecided = if accept { blocked.names().next().is_some() } else { allowed.names().next().is_some() };
    undecided && !blocked.contains(address)
}

/// Asks the lists. Host names are looked up only when nothing else has decided, all at once, and the first match decides. One
/// that does not resolve lets nobody in, and keeps out only who had it before (see the setting's text).
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
    let mut letting = if accept { 0 } else { allowed.names().count() };
    let mut keeping = blocked.names().count();
    let asked = Instant::now();
    let wanted =
        blocked.names().map(|name| (true, name)).chain(allowed.names().take(letting).map(|name| (false, name)));
    let mut waiting: Vec<Pin<Box<dyn Future<Output = _> + Send + '_>>> = Vec::new();
    for (keeps_out, name) in wanted {
        waiting.push(Box::pin(async move { (keeps_out, name, names.find(name, asked, keeps_out).await) }));
    }
    let address = address.to_canonical();
    while if accept { keeping > 0 } else { letting > 0 } {
        let Some((keeps_out, name, found)) = first_of(&mut waiting).await else { break };
        let here = found.addresses.contains(&address);
        match (keeps_out, found.failure) {
            (true, failure) => {
                keeping -= 1;
                if let Some(cause) = failure {
                    let known = found.addresses.len();
                    notes.push(format!(
                        "BlockedClients: {name} does not resolve, {known} earlier addresses count: {cause}"
                    ));
                }
                if here {
                    return Verdict { accept: false, notes };
                }
            }
            (false, Some(cause)) => {
                letting -= 1;
                notes.push(format!("AllowedClients: {name} does not resolve and lets nobody in: {cause}"));
            }
            (false, None) => {
                letting -= 1;
                accept |= here;
            }
        }
    }
    Verdict { accept, notes }
}

/// What the first of them comes to; it is taken out.
async fn first_of<F: Future + Unpin>(waiting: &mut Vec<F>) -> Option<F::Output> {
    poll_fn(|context| {
        let mut done = None;
        for (index, one) in waiting.iter_mut().enumerate() {
            if let Poll::Ready(output) = Pin::new(one).poll(context) {
                done = Some((index, output));
                break;
            }
        }
        match done {
            Some((index, output)) => {
                drop(waiting.remove(index));
                Poll::Ready(Some(output))
            }
            None if waiting.is_empty() => Poll::Ready(None),
            None => Poll::Pending,
        }
    })
    .await
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
    const LONG: Duration = Duration::from_secs(60);
    const TIMES: Times =
        Times { patience: LONG, grace: LONG, fresh: Duration::ZERO, failed: Duration::ZERO, lasting: LONG };

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
            // Whether the other name had failed already when the match came is chance.
            if !(accept && allowed.contains("none")) {
                assert_eq!(!verdict.notes.is_empty(), wrong, "{verdict:?}");
            }
            let names =
                allowed.contains("example") || (blocked.contains("example") && accept) || blocked.contains("other");
            assert_eq!(needs_names(allowed, blocked, address.parse().unwrap()), names, "{allowed} / {blocked}");
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

    /// Lets the threads of lookups end, also when the test fails.
    struct Release(Arc<AtomicBool>);

    impl Drop for Release {
        fn drop(&mut self) {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    /// `dead…` names answer nobody until the test is over.
    #[tokio::test]
    async fn all_names_are_waited_for_together_and_the_first_match_decides() {
        let end = Arc::new(AtomicBool::new(false));
        let _release = Release(end.clone());
        let patience = Duration::from_millis(1000);
        let names = Names::new(Times { patience, ..TIMES }, {
            let end = end.clone();
            move |name| {
                while name.starts_with("dead") && !end.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Ok(vec!["192.0.2.7".parse().unwrap()])
            }
        });
        let dead = |first: usize| (first..first + 3).map(|n| format!("dead{n}.example,")).collect::<String>();
        let address = "192.0.2.7".parse().unwrap();
        let asked = Instant::now();
        assert!(judge(&names, &format!("{}good.example", dead(0)), "", address).await.accept);
        assert!(!judge(&names, "", &format!("{}good.example", dead(0)), address).await.accept);
        assert!(asked.elapsed() < patience / 2, "{:?}", asked.elapsed());
        let asked = Instant::now();
        let verdict = judge(&names, &dead(3), &dead(6), address).await;
        assert_eq!((verdict.accept, verdict.notes.len() >= 3), (false, true), "{verdict:?}");
        let verdict = judge(&names, "", &dead(9), address).await;
        assert_eq!((verdict.accept, verdict.notes.len()), (true, 3), "{verdict:?}");
        let took = asked.elapsed();
        assert!(took >= patience * 2 && took < patience * 3, "{took:?}");
    }
}
