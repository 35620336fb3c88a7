//! OpenSSL's legacy provider (RC2, single DES, RC4), loaded only when a store needs it: PFX files written by Windows before
//! 2018 and by OpenSSL before version 3 protect their certificates with RC2-40.

use once_cell::sync::OnceCell;
use openssl::error::ErrorStack;
use openssl::provider::Provider;

static LEGACY: OnceCell<Option<Provider>> = OnceCell::new();

/// Runs `read`; when it fails and the legacy provider can be loaded, once more with it.
pub fn with_legacy<T>(read: impl Fn() -> Result<T, ErrorStack>) -> Result<T, ErrorStack> {
    // Asked before reading: another thread may load it in between, and then a second try is worth it too.
    let was_loaded = LEGACY.get().is_some();
    let first = match read() {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    let provider = LEGACY.get_or_init(|| Provider::try_load(None, "legacy", true).ok());
    // What loading left behind must not be read as the cause of a later failure.
    let _ = ErrorStack::get();
    if !was_loaded && provider.is_some() { read() } else { Err(first) }
}

/// Whether the legacy provider is missing on this machine (known only after it was asked for).
pub fn is_missing() -> bool {
    matches!(LEGACY.get(), Some(None))
}
