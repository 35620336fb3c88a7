//! Fetching trust lists and CRLs: bounded in time, size and redirects. Over http, https and file; https servers are
//! verified against the built-in roots of the public web.

use crate::error::Result;
use std::io::Read;
use std::path::Path;
#[cfg(feature = "trust-list")]
use std::time::Duration;

/// The largest answer that is read, in octets.
pub const MAX_BODY: u64 = 10 << 20;
/// Connecting, and each wait for the answer's beginning, may take this long.
#[cfg(feature = "trust-list")]
const STEP: Duration = Duration::from_secs(15);
/// The whole request may take this long.
#[cfg(feature = "trust-list")]
const TOTAL: Duration = Duration::from_secs(60);
/// Redirects that are followed at most.
#[cfg(feature = "trust-list")]
const MAX_REDIRECTS: usize = 5;

/// What to do with a redirect (the config setting FollowRedirects).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Redirects {
    /// 0: a redirect is an error.
    #[default]
    Never,
    /// 1: follow.
    Always,
    /// 2: follow when the scheme stays the same.
    SameScheme,
}

impl Redirects {
    /// The policy of a number; `None` for numbers that mean nothing.
    pub fn from_code(code: i32) -> Option<Self> {
        match code {
            0 => Some(Redirects::Never),
            1 => Some(Redirects::Always),
            2 => Some(Redirects::SameScheme),
            _ => None,
        }
    }
}

/// Whether a text is a URL that [`fetch`] takes.
pub fn is_url(text: &str) -> bool {
    let scheme = scheme(text);
    (scheme == "http" || scheme == "https") && !text.contains(char::is_whitespace)
}

/// Fetches a URL. The error is the cause as text, which the caller puts into its own words and number.
#[cfg(not(feature = "trust-list"))]
pub fn fetch(url: &str, _: Redirects) -> Result<Vec<u8>, String> {
    Err(format!("{url}: this build fetches nothing (feature trust-list)"))
}

/// Fetches a URL. The error is the cause as text, which the caller puts into its own words and number.
#[cfg(feature = "trust-list")]
pub fn fetch(url: &str, redirects: Redirects) -> Result<Vec<u8>, String> {
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_resolve(Some(STEP))
        .timeout_connect(Some(STEP))
        .timeout_recv_response(Some(STEP))
        .timeout_global(Some(TOTAL))
        .user_agent(concat!("oftpsrv/", env!("CARGO_PKG_VERSION")))
        .build()
        .into();
    let mut target = url.to_owned();
    for _ in 0..=MAX_REDIRECTS {
        let mut answer = agent.get(&target).call().map_err(|error| format!("{target}: {error}"))?;
        let status = answer.status();
        if status.is_success() {
            return body(&target, &mut answer);
        }
        if !status.is_redirection() {
            return Err(format!("{target} answers with HTTP status {}", status.as_u16()));
        }
        let location = answer.headers().get("location").and_then(|value| value.to_str().ok());
        let next = location.and_then(|location| resolve(&target, location));
        let next = next.ok_or_else(|| format!("{target} redirects to nowhere"))?;
        match redirects {
            Redirects::Never => return Err(format!("{target} redirects to {next}, and FollowRedirects is 0")),
            Redirects::SameScheme if scheme(&next) != scheme(&target) => {
                return Err(format!("{target} redirects to {next}, another scheme, and FollowRedirects is 2"));
            }
            _ => target = next,
        }
    }
    Err(format!("{url} redirects more than {MAX_REDIRECTS} times"))
}

#[cfg(feature = "trust-list")]
fn body(url: &str, answer: &mut ureq::http::Response<ureq::Body>) -> Result<Vec<u8>, String> {
    let too_long = || format!("{url} sends more than {} MiB", MAX_BODY >> 20);
    if answer.body().content_length().is_some_and(|length| length > MAX_BODY) {
        return Err(too_long());
    }
    let mut octets = Vec::new();
    let mut reader = answer.body_mut().with_config().limit(MAX_BODY + 2).reader().take(MAX_BODY + 1);
    reader.read_to_end(&mut octets).map_err(|error| format!("{url}: {error}"))?;
    if octets.len() as u64 > MAX_BODY { Err(too_long()) } else { Ok(octets) }
}

/// Reads a regular file of at most [`MAX_BODY`] octets.
pub fn read_file(path: &Path) -> Result<Vec<u8>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", path.display());
    let metadata = std::fs::metadata(path).map_err(failed)?;
    if !metadata.is_file() {
        return Err(format!("{} is not a file", path.display()));
    }
    if metadata.len() > MAX_BODY {
        return Err(format!("{} is longer than {} MiB", path.display(), MAX_BODY >> 20));
    }
    let mut octets = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(MAX_BODY).read_to_end(&mut octets)).map_err(failed)?;
    Ok(octets)
}

/// The path of a `file:` URL.
pub fn file_path(url: &str) -> Option<String> {
    let rest = url.get(..5).filter(|scheme| scheme.eq_ignore_ascii_case("file:")).map(|_| &url[5..])?;
    let path = match rest.strip_prefix("//") {
        Some(with_host) => with_host.strip_prefix("localhost").unwrap_or(with_host),
        None => rest,
    };
    Some(path.replace("%20", " "))
}

fn scheme(url: &str) -> String {
    url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase()).unwrap_or_default()
}

/// A redirect's target, absolute or relative to where it came from; http and https only.
#[cfg(feature = "trust-list")]
fn resolve(base: &str, location: &str) -> Option<String> {
    let location = location.trim();
    let scheme = scheme(base);
    let made = if location.contains("://") {
        location.to_owned()
    } else if let Some(rest) = location.strip_prefix("//") {
        format!("{scheme}://{rest}")
    } else {
        let after = base.find("://")? + 3;
        let path = base[after..].find('/').map_or(base.len(), |at| after + at);
        match location.starts_with('/') {
            true => format!("{}{location}", &base[..path]),
            false => {
                let end = base[..base.find(['?', '#']).unwrap_or(base.len())].rfind('/').filter(|&at| at >= path);
                format!("{}/{location}", &base[..end.unwrap_or(path)])
            }
        }
    };
    is_url(&made).then_some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "trust-list")]
    #[test]
    fn redirect_targets() {
        let base = "http://host:8080/a/b?c=/d";
        assert_eq!(resolve(base, "https://other/x").unwrap(), "https://other/x");
        assert_eq!(resolve(base, "/x").unwrap(), "http://host:8080/x");
        assert_eq!(resolve(base, "x").unwrap(), "http://host:8080/a/x");
        assert_eq!(resolve("http://host", "x").unwrap(), "http://host/x");
        assert_eq!(resolve(base, "//other/x").unwrap(), "http://other/x");
        assert!(resolve(base, "file:///etc/passwd").is_none());
    }

    #[test]
    fn file_urls() {
        assert_eq!(file_path("file:///tmp/a%20b").unwrap(), "/tmp/a b");
        assert_eq!(file_path("FILE://localhost/tmp/x").unwrap(), "/tmp/x");
        assert!(file_path("http://x").is_none());
    }
}
