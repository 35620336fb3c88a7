//! Fetching CRLs and OCSP responses over HTTP: blocking, bounded in time and size.

use std::time::Duration;
use ureq::Agent;

/// Time for one answer, redirects included.
const TIMEOUT: Duration = Duration::from_secs(15);
/// The largest CRLs of public CAs are some 10 MiB.
const MAX_CRL: u64 = 32 * 1024 * 1024;
const MAX_OCSP: u64 = 64 * 1024;

fn agent() -> Agent {
    Agent::new_with_config(Agent::config_builder().timeout_global(Some(TIMEOUT)).max_redirects(3).build())
}

/// GET.
pub(super) fn get(url: &str) -> Result<Vec<u8>, String> {
    let failed = |e: ureq::Error| format!("{url}: {e}");
    let mut answer = agent().get(url).call().map_err(failed)?;
    answer.body_mut().with_config().limit(MAX_CRL).read_to_vec().map_err(failed)
}

/// POST of an OCSP request.
pub(super) fn post_ocsp(url: &str, request: &[u8]) -> Result<Vec<u8>, String> {
    let failed = |e: ureq::Error| format!("{url}: {e}");
    let post = agent().post(url).header("Content-Type", "application/ocsp-request");
    let mut answer = post.send(request).map_err(failed)?;
    answer.body_mut().with_config().limit(MAX_OCSP).read_to_vec().map_err(failed)
}
