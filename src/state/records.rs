//! What is remembered: plain values. How they are written down is in `codec.rs`.

use super::boot::boot_id;
use crate::model::{CipherSuite, FileKey, Format, SecurityLevel};
use std::path::{Path, PathBuf};

/// A received file: its key as in SFID, and the SSID code of the partner that sent it. Two partners that name the same
/// originator have two files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileId {
    /// The partner's SSID code.
    pub partner: String,
    /// The file, with the stamp as it travelled.
    pub key: FileKey,
}

/// One attempt to receive a file. It is in the part file's name and in the record, so that a change whose outcome is
/// unknown can be repeated: the store knows its own attempt again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Attempt(pub [u8; 16]);

impl Attempt {
    /// A new one.
    pub fn new() -> Attempt {
        let mut octets = [0; 16];
        if openssl::rand::rand_bytes(&mut octets).is_err() {
            // Without a random generator the time and the process still tell attempts apart.
            let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |t| t.as_nanos());
            octets = (now ^ (u128::from(std::process::id()) << 96)).to_be_bytes();
        }
        Attempt(octets)
    }

    /// As it stands in the part file's name.
    pub fn hex(&self) -> String {
        crate::hex::lower(&self.0)
    }
}

/// What SFID said of a file, beside its key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Offered {
    /// SFIDUSER.
    pub user: String,
    /// SFIDFMT.
    pub format: Format,
    /// SFIDLRECL.
    pub record_length: u32,
    /// SFIDFSIZ, in blocks of 1024 octets.
    pub size_k: u64,
    /// SFIDOSIZ, in blocks of 1024 octets.
    pub original_size_k: u64,
    /// SFIDSEC.
    pub security: SecurityLevel,
    /// SFIDCIPH.
    pub suite: CipherSuite,
    /// SFIDCOMP.
    pub compressed: bool,
    /// SFIDENV.
    pub enveloped: bool,
    /// SFIDSIGN.
    pub signed_response: bool,
    /// SFIDDESC.
    pub description: String,
}

impl Offered {
    /// Whether what travels is not the file itself, so that positions count octets whatever the format (RST-2).
    pub fn is_wrapped(&self) -> bool {
        self.security != SecurityLevel::None || self.compressed || self.enveloped
    }

    /// Whether another offer of the same key can go on where this one stopped: only when SFID says the same in every
    /// field. Else two files could be stitched together under one name.
    pub fn continues(&self, other: &Offered) -> bool {
        self == other
    }

    /// Whether two offers look alike in what every level of OFTP can say: that is how a stamp without counter meets a long
    /// one.
    pub fn is_alike(&self, other: &Offered) -> bool {
        let form = |offered: &Offered| (offered.format, offered.record_length, offered.size_k);
        form(self) == form(other)
    }
}

/// A file half received, longer than one checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arriving {
    /// The file.
    pub id: FileId,
    /// The attempt that began it.
    pub attempt: Attempt,
    /// The file in its local form.
    pub part_path: PathBuf,
    /// The octets as they travelled, for secured and compressed files.
    pub raw_path: Option<PathBuf>,
    /// What SFID said.
    pub offered: Offered,
    /// LocalRecordFormat when it began: F and V records without CRLF.
    pub binary_records: bool,
    /// Positions, ascending, `(units as SFPAACNT counts, octets of the file that a restart cuts)`. All of them were
    /// flushed to disk before this was noted.
    pub flushed: Vec<(u64, u64)>,
    /// The same, not flushed: good for the same boot only. Filled in by the store.
    pub progress: Vec<(u64, u64)>,
    /// The boot in which the file's length can be trusted; empty when a flush failed, so that only flushed positions
    /// count. See [`boot_id`].
    pub boot_id: String,
    /// When it was noted.
    pub updated: u64,
}

impl Arriving {
    /// The file that a restart cuts and appends to: the octets as they travelled where they are kept.
    pub fn restart_path(&self) -> &Path {
        self.raw_path.as_deref().unwrap_or(&self.part_path)
    }

    /// Whether the machine was not started anew since, and no flush failed.
    pub fn same_boot(&self) -> bool {
        !self.boot_id.is_empty() && self.boot_id == boot_id()
    }

    /// The greatest position to go on from: `(units as SFPAACNT counts, octets to cut the file to)`, not above what the
    /// partner offers in SFIDREST (RST-4). `length` is what the file at [`Arriving::restart_path`] has now; after a
    /// restart of the machine only flushed octets are trusted.
    pub fn resume_at(&self, length: u64, same_boot: bool, offered: u64) -> (u64, u64) {
        let flushed = self.flushed.iter().map(|position| position.1).max().unwrap_or(0);
        let trusted = if same_boot { length } else { length.min(flushed) };
        let step = match self.offered.format {
            _ if self.offered.is_wrapped() => 1024,
            Format::Unstructured | Format::Text => 1024,
            Format::Fixed => u64::from(self.offered.record_length) + if self.binary_records { 0 } else { 2 },
            Format::Variable => return self.known_position(trusted, same_boot, offered),
        };
        let units = (trusted / step.max(1)).min(offered);
        (units, units * step)
    }

    fn known_position(&self, trusted: u64, same_boot: bool, offered: u64) -> (u64, u64) {
        let progress: &[(u64, u64)] = if same_boot { &self.progress } else { &[] };
        let all = self.flushed.iter().chain(progress).copied();
        all.filter(|&(units, octets)| units <= offered && octets <= trusted).max().unwrap_or((0, 0))
    }
}

/// Where a file that is received whole has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Noted before the rename; the program has not heard of it, or did not finish hearing.
    Stored,
    /// Told; the end response of this number is to be sent.
    Owed(u64),
    /// Told; the program sends the end response later.
    Deferred,
    /// Told; there is no end response from here.
    NotOurs,
    /// The end response was sent, and RTR came.
    Confirmed,
}

/// A file received whole. Recognises duplicates, finishes what a crash interrupted, and keeps what a late end response
/// needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The file.
    pub id: FileId,
    /// The attempt that brought it.
    pub attempt: Attempt,
    /// Where it has come to.
    pub stage: Stage,
    /// The part file, whole and flushed, in the final directory. When it is gone the rename was done.
    pub part_path: PathBuf,
    /// What else is left over once the file has its name: the part in TempPath, the octets as they travelled.
    pub leftovers: Vec<PathBuf>,
    /// Its name to be; empty when it went into a stream.
    pub final_path: PathBuf,
    /// Whether the program wanted a file of that name replaced.
    pub overwrite: bool,
    /// Its octets.
    pub length: u64,
    /// Hash of the transmitted octets; empty when nobody asked for it.
    pub hash: Vec<u8>,
    /// What SFID said.
    pub offered: Offered,
    /// Its end response as this station would send it; none for a file that is for somebody else.
    pub reply: Option<Response>,
    /// When it was stored.
    pub when: u64,
    /// Taken over from version 0.1, which noted neither sizes nor the attempt: of such a file a missing part says
    /// nothing, and a stamp of the other length is another file.
    pub from_before: bool,
}

/// The part of a NERP that an EERP has not.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Negative {
    /// NERPCREA.
    pub creator: String,
    /// NERPREAS.
    pub reason: u8,
    /// NERPREAST.
    pub text: String,
}

/// The fields of EERP and NERP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Name, stamp, destination and originator as they go on the wire: the codes of the file swapped.
    pub key: FileKey,
    /// EERPUSER.
    pub user: String,
    /// Set for a NERP.
    pub negative: Option<Negative>,
    /// Hash of the transmitted file; empty without a signature.
    pub hash: Vec<u8>,
    /// The signature, empty without.
    pub signature: Vec<u8>,
}

/// An end response to be sent, until RTR.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owed {
    /// Its number, ascending with age; given by the store.
    pub id: u64,
    /// The SSID code of the partner that gets it.
    pub partner: String,
    /// The received file it is for, if that is one of ours.
    pub file: Option<FileKey>,
    /// What to send.
    pub response: Response,
    /// When it was queued.
    pub created: u64,
}

/// A file sent, awaiting its end response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The file, as in SFID.
    pub key: FileKey,
    /// The partner's SSID code.
    pub partner: String,
    /// SFIDUSER.
    pub user: String,
    /// The local file.
    pub local_path: PathBuf,
    /// Hash of the transmitted octets, when a signed response is wanted.
    pub hash: Vec<u8>,
    /// SFIDCIPH.
    pub suite: CipherSuite,
    /// SFIDSIGN.
    pub wants_signed: bool,
    /// It was passed on for its originator, who alone can check the response.
    pub forwarded: bool,
    /// When EFPA came.
    pub when: u64,
}

/// A file half sent. The next attempt must offer the same key, and the same octets when they were prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The file, as in SFID (RST-6).
    pub key: FileKey,
    /// The partner's SSID code.
    pub partner: String,
    /// The local file.
    pub source_path: PathBuf,
    /// Its length when it was first offered, and its time of change, to notice that it became another file.
    pub source_length: u64,
    /// Milliseconds since 1970.
    pub source_modified: u64,
    /// The prepared stream of a secured or compressed file (RST-7).
    pub prepared_path: Option<PathBuf>,
    /// What SFID said.
    pub offered: Offered,
    /// It is passed on for its originator, as it came.
    pub forwarded: bool,
    /// Units (as SFIDREST counts) that were sent before the cut.
    pub units: u64,
    /// When it was stored.
    pub updated: u64,
}
