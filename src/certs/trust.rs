//! The trusted certificates (TrustedCerts) and how they are imported (ImportTrustedCerts): from a URL, a file or a text, as
//! PEM bundle, single certificate, P7B, or ODETTE trust list.

use super::http::{self, Redirects};
use super::stores::{self, Passwords, is_same};
use super::tsl::{self, TrustList};
use super::{StoreType, encoding, facts};
use crate::error::{Error, Result, codes};
use openssl::hash::MessageDigest;
use openssl::x509::X509;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// For whom an anchor vouches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// For whatever chains up to it: imported as a certificate.
    Any,
    /// For certificates that it issued itself: a CA of a trust list.
    Listed,
    /// For CAs of the trust list only, never for a partner's certificate: a root of a trust list.
    ListedRoot,
}

/// A trusted certificate.
#[derive(Clone)]
pub struct Anchor {
    /// The certificate.
    pub x509: X509,
    /// For whom it vouches.
    pub scope: Scope,
}

/// Who must have signed a trust list.
#[derive(Clone)]
pub enum SignerPin {
    /// This certificate, octet by octet.
    Certificate(X509),
    /// The certificate with this SHA-256 thumbprint.
    Sha256([u8; 32]),
}

/// How to import.
#[derive(Clone)]
pub struct ImportOptions {
    /// FollowRedirects.
    pub redirects: Redirects,
    /// Who must have signed a trust list; without it the signer of the first list imported is the one for the next.
    pub signer: Option<SignerPin>,
    /// Where the last good trust list is kept. It serves when the source cannot be reached, and it remembers sequence and
    /// signer across restarts.
    pub copy: Option<PathBuf>,
    /// The time to judge by.
    pub now: SystemTime,
}

impl Default for ImportOptions {
    fn default() -> Self {
        ImportOptions { redirects: Redirects::Never, signer: None, copy: None, now: SystemTime::now() }
    }
}

/// What an import brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Anchors that are trusted now and were not before.
    pub added: usize,
    /// The sequence number, when it was a trust list.
    pub sequence: Option<u64>,
    /// What was left out or is worth knowing, for the log.
    pub notes: Vec<String>,
}

/// The trusted certificates. Empty means that nothing was imported, and then nothing is validated of itself.
#[derive(Clone, Default)]
pub struct TrustStore {
    anchors: Vec<Anchor>,
    list: Option<ListState>,
}

/// What is remembered of the last trust list.
#[derive(Clone)]
struct ListState {
    sequence: u64,
    signer: X509,
}

impl TrustStore {
    /// Nothing trusted yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether nothing is trusted.
    pub fn is_empty(&self) -> bool {
        self.anchors.is_empty()
    }

    /// All anchors.
    pub fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    /// The certificates of all anchors, for the TrustedCerts property.
    pub fn certificates(&self) -> Vec<super::Certificate> {
        self.anchors
            .iter()
            .map(|anchor| super::Certificate::from_parts(anchor.x509.clone(), None, Vec::new()))
            .collect()
    }

    /// The sequence number of the last trust list.
    pub fn sequence(&self) -> Option<u64> {
        self.list.as_ref().map(|list| list.sequence)
    }

    /// Trusts a certificate for whatever chains up to it. False when it was trusted so already.
    pub fn add(&mut self, x509: X509) -> bool {
        self.insert(x509, Scope::Any)
    }

    /// Trusts exactly these from now on (setting TrustedCerts). Those that came from a trust list keep their scope; entries without a
    /// certificate are passed over.
    pub fn set_certificates(&mut self, certificates: &[super::Certificate]) {
        let old = std::mem::take(&mut self.anchors);
        for x509 in certificates.iter().filter_map(super::Certificate::x509) {
            let scope = old.iter().find(|anchor| is_same(&anchor.x509, x509)).map_or(Scope::Any, |anchor| anchor.scope);
            self.insert(x509.clone(), scope);
        }
    }

    /// Trusts nothing any more; also forgets sequence and signer of the trust list.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn insert(&mut self, x509: X509, scope: Scope) -> bool {
        match self.anchors.iter_mut().find(|anchor| is_same(&anchor.x509, &x509)) {
            Some(known) if known.scope == Scope::Any || known.scope == scope => false,
            Some(known) => {
                known.scope = scope;
                true
            }
            None => {
                self.anchors.push(Anchor { x509, scope });
                true
            }
        }
    }

    /// Imports from a URL (http, https, file), a path, or the text itself. A trust list replaces the trust list before it;
    /// certificates are added. Error 691 with the cause, and then nothing has changed.
    pub fn import(&mut self, source: &str, options: &ImportOptions) -> Result<ImportReport> {
        if source.trim().is_empty() {
            return Err(failed("TrustedCertsData is empty"));
        }
        let (content, mut report) = match read_source(source, options) {
            Ok(content) => (content, ImportReport::default()),
            Err(cause) => match options.copy.as_ref().and_then(|copy| http::read_file(copy).ok()) {
                Some(copy) => (
                    copy,
                    ImportReport { notes: vec![format!("The local copy serves: {cause}")], ..ImportReport::default() },
                ),
                None => return Err(failed(cause)),
            },
        };
        match std::str::from_utf8(&content).ok().filter(|text| tsl::is_trust_list(text)) {
            Some(text) => self.import_list(text, options, &mut report)?,
            None => self.import_certificates(&content, options, &mut report)?,
        }
        Ok(report)
    }

    fn import_certificates(
        &mut self,
        content: &[u8],
        options: &ImportOptions,
        report: &mut ImportReport,
    ) -> Result<()> {
        let is_xml = content.iter().find(|octet| !octet.is_ascii_whitespace()) == Some(&b'<');
        let kind = if is_xml { StoreType::XmlBlob } else { StoreType::PublicKeyBlob };
        let entries = stores::open(kind, &super::Store::Blob(content.to_vec()), Passwords { store: "", key: "" })
            .map_err(|error| failed(error.message.trim_end_matches('.')))?;
        let mut found = 0;
        for x509 in entries.into_iter().filter_map(|entry| entry.x509) {
            found += 1;
            match is_expired(&x509, options.now) {
                true => report.notes.push(format!("Left out, expired: {}", super::dn::display(x509.subject_name()))),
                false => report.added += usize::from(self.add(x509)),
            }
        }
        if found == 0 {
            return Err(failed("the source holds no certificate"));
        }
        Ok(())
    }

    fn import_list(&mut self, text: &str, options: &ImportOptions, report: &mut ImportReport) -> Result<()> {
        let list = tsl::read(text).map_err(|cause| failed(format!("the trust list is refused: {cause}")))?;
        let known = self.list.clone().or_else(|| remembered(options));
        check_signer(&list, known.as_ref(), options, report)?;
        if let Some(known) = known.filter(|known| list.sequence < known.sequence) {
            return Err(failed(format!(
                "the trust list has the sequence number {}, older than {}, which was imported before",
                list.sequence, known.sequence
            )));
        }
        if list.authorities.is_empty() {
            return Err(failed("the trust list names no service that is in accord"));
        }
        let old: Vec<Anchor> = self.anchors.iter().filter(|anchor| anchor.scope != Scope::Any).cloned().collect();
        self.anchors.retain(|anchor| anchor.scope == Scope::Any);
        for authority in &list.authorities {
            if is_expired(&authority.x509, options.now) {
                report.notes.push(format!("{}: left out, its certificate is expired", authority.service));
                continue;
            }
            let scope = if authority.issues { Scope::Listed } else { Scope::ListedRoot };
            let is_new = !old.iter().any(|anchor| anchor.scope == scope && is_same(&anchor.x509, &authority.x509));
            report.added += usize::from(self.insert(authority.x509.clone(), scope) && is_new);
        }
        if list.next_update.is_some_and(|next| next < unix(options.now)) {
            report.notes.push("The trust list is past its NextUpdate.".to_owned());
        }
        report.sequence = Some(list.sequence);
        report.notes.extend(list.notes);
        self.list = Some(ListState { sequence: list.sequence, signer: list.signer });
        if let Some(copy) = &options.copy {
            keep_copy(copy, text).unwrap_or_else(|cause| report.notes.push(cause));
        }
        Ok(())
    }
}

fn failed(cause: impl std::fmt::Display) -> Error {
    Error::new(codes::TRUSTED_IMPORT, format!("Failed to import trusted certificates: {cause}."))
}

fn read_source(source: &str, options: &ImportOptions) -> Result<Vec<u8>, String> {
    let trimmed = source.trim();
    if http::is_url(trimmed) {
        return http::fetch(trimmed, options.redirects);
    }
    if let Some(path) = http::file_path(trimmed) {
        return http::read_file(Path::new(&path));
    }
    if trimmed.len() < 4096 && !trimmed.contains('\n') && Path::new(trimmed).is_file() {
        return http::read_file(Path::new(trimmed));
    }
    // A missing path may be Base64 by its letters: only what decodes to DER is taken for content.
    let is_der = || encoding::base64(trimmed.as_bytes()).is_some_and(|octets| octets.first() == Some(&0x30));
    if !encoding::is_pem(source.as_bytes()) && !trimmed.starts_with(['<', '\u{feff}']) && !is_der() {
        return Err(format!("{trimmed:.200} is neither a URL, nor a file that exists, nor certificates"));
    }
    Ok(source.as_bytes().to_vec())
}

/// Sequence and signer of the local copy, if it is there and still verifies.
fn remembered(options: &ImportOptions) -> Option<ListState> {
    let copy = http::read_file(options.copy.as_ref()?).ok()?;
    let list = tsl::read(std::str::from_utf8(&copy).ok()?).ok()?;
    Some(ListState { sequence: list.sequence, signer: list.signer })
}

fn check_signer(
    list: &TrustList,
    known: Option<&ListState>,
    options: &ImportOptions,
    report: &mut ImportReport,
) -> Result<()> {
    let signer = &list.signer;
    let name = super::dn::display(signer.subject_name());
    let fits = match (&options.signer, known) {
        (Some(SignerPin::Certificate(pinned)), _) => is_same(pinned, signer),
        (Some(SignerPin::Sha256(pinned)), _) => signer.digest(MessageDigest::sha256()).is_ok_and(|own| *own == *pinned),
        (None, Some(known)) => is_same(&known.signer, signer),
        (None, None) => {
            report.notes.push(format!("The trust list's signer is not pinned; from now on it is {name}."));
            true
        }
    };
    if !fits {
        return Err(failed(format!("the trust list is signed by {name}, who is not the expected signer")));
    }
    if is_expired(signer, options.now) {
        report.notes.push(format!("The certificate of the trust list's signer, {name}, is expired."));
    }
    Ok(())
}

fn keep_copy(path: &Path, text: &str) -> Result<(), String> {
    let mut partial = path.as_os_str().to_owned();
    partial.push(".new");
    std::fs::write(&partial, text)
        .and_then(|()| std::fs::rename(&partial, path))
        .map_err(|error| format!("The local copy of the trust list cannot be kept: {error}"))
}

/// Whether a certificate's time is over.
pub(super) fn is_expired(x509: &X509, now: SystemTime) -> bool {
    facts::unix_time(x509.not_after()).is_none_or(|end| end < unix(now))
}

/// Seconds since 1970.
pub(super) fn unix(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(since) => since.as_secs() as i64,
        Err(before) => -(before.duration().as_secs() as i64),
    }
}
