//! Stands for `fetch` in a build without the feature `trust-list`: nothing is fetched.

/// GET.
pub(super) fn get(url: &str) -> Result<Vec<u8>, String> {
    Err(format!("{url}: this build fetches nothing (feature trust-list)"))
}

/// POST of an OCSP request.
pub(super) fn post_ocsp(url: &str, _: &[u8]) -> Result<Vec<u8>, String> {
    get(url)
}
