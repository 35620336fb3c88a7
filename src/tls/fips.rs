//! UseFIPSCompliantAPI: OpenSSL with its FIPS provider and nothing else. It holds for the whole process, as in the class
//! reference, so it must come before anything else uses OpenSSL.

use crate::error::{Error, Result, codes};
use once_cell::sync::OnceCell;
use openssl::md::Md;
use openssl::provider::Provider;

static LOADED: OnceCell<std::result::Result<[Provider; 2], String>> = OnceCell::new();

/// Loads the FIPS provider and makes sure that algorithms outside of it are gone.
///
/// # Errors
/// 9 where the provider is not installed, or OpenSSL was used in this process before.
pub fn enable() -> Result<()> {
    let loaded = LOADED.get_or_init(|| {
        let load = |name: &str| {
            Provider::load(None, name)
                .map_err(|_| format!("OpenSSL's provider `{name}` is not installed or configured"))
        };
        Ok([load("fips")?, load("base")?])
    });
    let refuse = |why: &str| Err(Error::new(codes::NOT_SUPPORTED, format!("UseFIPSCompliantAPI: {why}")));
    match loaded {
        Err(why) => refuse(why),
        Ok(_) if Md::fetch(None, "MD5", None).is_ok() => {
            refuse("OpenSSL was used in this process before; set it first, or in OpenSSL's own configuration")
        }
        Ok(_) => Ok(()),
    }
}
