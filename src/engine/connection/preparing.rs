//! A file about to be sent: what the settings say of it, its name and stamp, what travels, and whether an earlier session
//! has begun with it.

use super::sending::{PIECE, Sending, Temporaries};
use super::{Drive, forward, securing};
use crate::engine::inbox::offered;
use crate::engine::keyring::Keyring;
use crate::engine::own::is_stations;
use crate::engine::shared::SendJob;
use crate::engine::worker::blocking;
use crate::engine::{cms, now_ms};
use crate::error::{Error, Result, codes};
use crate::events;
use crate::model::{CipherSuite, FileKey, Format, SecurityLevel, Stamp, octets};
use crate::protocol::StartFile;
use crate::security::EncodeSpec;
use crate::settings::{Id, Lookup};
use crate::state::Outgoing as OutgoingRecord;
use crate::sync::lock;
use crate::vfile::{LocalFormat, Source, dates};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The largest SFIDFSIZ below OFTP 2.0.
const LARGEST_1X: u64 = 9_999_999;

/// Everything that is known before SFID.
pub(super) struct Prepared {
    pub start: StartFile,
    pub sending: Sending,
    pub record: OutgoingRecord,
    /// An earlier session broke off in this file.
    pub again: bool,
}

impl Drive {
    pub(super) async fn prepare(&mut self, job: &mut SendJob, path: &mut String) -> Result<Prepared> {
        if !self.session.may_send_file() {
            return Err(Error::new(
                codes::SEND_FAILED,
                "Send failed: the session's ConnectionType lets the partner send only.",
            ));
        }
        let mut spec = self.spec(job)?;
        let forward = spec.forward.take();
        let temp = self.temp_directory();
        let mut temporaries = Temporaries::default();
        // The program hears of the certificate that it named, and another file is not sent in its place.
        let mut certificate = None;
        if let Some(content) = job.content.take() {
            let spooled = spool(&temp, std::io::Cursor::new(content)).await?;
            temporaries.add(&spooled);
            certificate = Some((spooled, path.clone()));
        } else if let Some(stream) = take(&job.stream) {
            // A stream cannot tell its size and cannot be read again after a lost line: it is kept in a file until EFPA.
            let (spooled, stream) = spool_stream(&temp, stream).await;
            stream_done(self, stream).await;
            let spooled = spooled?;
            temporaries.add(&spooled);
            *path = spooled.to_string_lossy().into_owned();
        }
        let partner = self.text(Id::SSIDCode);
        let mut key = match &forward {
            Some(header) => header.key.clone(),
            None => FileKey {
                name: self.name_on_the_wire(job),
                stamp: Stamp::now(),
                destination: job.destination.clone(),
                originator: spec.originator.clone(),
            },
        };
        let choose_stamp = |drive: &Drive, key: &FileKey, cut: Option<&OutgoingRecord>| match &forward {
            Some(header) => header.key.stamp.clone(),
            None => drive.choose_stamp(key, cut, &spec),
        };
        // The program hears of the stamp that will travel, so it is chosen before; another local file is another file.
        let before = certificate.as_ref().map_or_else(|| PathBuf::from(&*path), |(spooled, _)| spooled.clone());
        let mut cut = self.find_cut(&partner, &key, &spec, &before).await?;
        key.stamp = choose_stamp(self, &key, cut.as_ref());
        *path = self.announce(&key, std::mem::take(path)).await;
        let file = match certificate {
            Some((spooled, named)) => {
                *path = named;
                spooled
            }
            None => PathBuf::from(&*path),
        };
        if file != before {
            let had = cut.take().is_some();
            cut = self.find_cut(&partner, &key, &spec, &file).await?;
            if had || cut.is_some() {
                key.stamp = choose_stamp(self, &key, cut.as_ref());
            }
        }
        let facts = blocking({
            let file = file.clone();
            move || file_facts(&file)
        })
        .await?;
        let (travelling, original, prepared, same_octets) = match &forward {
            Some(header) => (file.clone(), header.is_wrapped().then_some(header.original_size_k * 1024), None, true),
            None => self.wrap(&job.keyring, &spec, &file, cut.as_ref(), &temp).await?,
        };
        if let Some(prepared) = &prepared {
            match same_octets {
                true => temporaries.add_lent(prepared),
                false => temporaries.add(prepared),
            }
        }
        let wrapped = forward.as_ref().map_or(spec.is_wrapped(), |header| header.is_wrapped());
        let format = if wrapped { LocalFormat::OCTETS } else { spec.local };
        let source = blocking(move || Source::open(&travelling, format)).await?;
        let restart = match &cut {
            Some(cut) if same_octets && self.session.negotiated().restart => match cut.units {
                // After a crash nobody knows how much left: the partner says what it holds, at most all of it.
                0 => source.whole_units(),
                units => units,
            },
            _ => 0,
        };
        let blocks = |size: u64| size.div_ceil(1024);
        let original_size = original.unwrap_or_else(|| source.transmitted_size());
        let start = StartFile {
            key: key.clone(),
            user: spec.user.clone(),
            format: spec.local.format,
            record_length: if spec.local.format.has_records() { spec.local.record_length } else { 0 },
            size_k: blocks(source.transmitted_size()),
            original_size_k: blocks(original_size),
            restart,
            security: spec.security,
            suite: spec.suite,
            compressed: spec.compress,
            enveloped: forward.as_ref().map_or(wrapped, |header| header.enveloped),
            signed_response: spec.signed_response,
            description: spec.description.clone(),
        };
        if start.size_k > LARGEST_1X && self.session.negotiated().version < crate::model::Version::V20 {
            let message = format!(
                "The file is larger than {LARGEST_1X} blocks of 1024 octets, which needs OFTP 2.0; nothing was sent. \
                 A program that forwards it answers its originator with NERP 90."
            );
            return Err(Error::new(codes::VERSION_20_ONLY, message));
        }
        let record = OutgoingRecord {
            key,
            partner,
            source_path: file.clone(),
            source_length: facts.0,
            source_modified: facts.1,
            prepared_path: prepared.clone(),
            offered: offered(&start),
            forwarded: forward.is_some(),
            units: start.restart,
            updated: now_ms(),
        };
        let hash = match spec.suite.hash() {
            Some(hash) if spec.signed_response => Some(crate::security::TransmittedHash::new(hash)?),
            _ => None,
        };
        Ok(Prepared { start, sending: Sending::new(source, facts.0, hash, temporaries), record, again: cut.is_some() })
    }

    /// The connection's settings as they were when the file was asked for.
    fn spec(&self, job: &SendJob) -> Result<Spec> {
        job.settings.look(|own| self.spec_of(job, own))
    }

    fn spec_of(&self, job: &SendJob, own: &Lookup<'_>) -> Result<Spec> {
        let exchange = job.exchange.is_some();
        let header = own.text(Id::ForwardHeader);
        if !exchange && !header.is_empty() {
            return Spec::forwarding(forward::from_text(header)?, own);
        }
        let plain = |on: bool| on && !exchange;
        let format = Format::from_code(own.int(Id::VirtualFileFormat) as i32).filter(|_| !exchange).unwrap_or_default();
        let local = LocalFormat {
            format,
            record_length: own.int(Id::MaxRecordSize) as u32,
            binary_records: own.int(Id::LocalRecordFormat) == 1,
        };
        local.check()?;
        let security = SecurityLevel::from_code(own.int(Id::VirtualFileSecurityLevel) as i32)
            .filter(|_| !exchange)
            .unwrap_or_default();
        let compress = plain(own.bool(Id::Compress));
        let signed_response = plain(own.bool(Id::SignedReceipt));
        let secured = security != SecurityLevel::None || compress || signed_response || exchange;
        if secured && self.session.negotiated().version < crate::model::Version::V20 {
            return Err(Error::new(
                codes::VERSION_20_ONLY,
                "Signing, encryption, compression, signed receipts and certificate exchange need OFTP 2.0; nothing was sent.",
            ));
        }
        let date = own.text(Id::VirtualFileDate);
        let stamp = match date.is_empty() || exchange {
            true => None,
            false => Some(dates::parse_date(date, Some(own.text(Id::VirtualFileDateFormat)))?),
        };
        let suite = match secured && !exchange {
            true => crate::engine::suites::choose(own, security, signed_response)?,
            false => CipherSuite::NONE,
        };
        Ok(Spec {
            local,
            encode: cms::encoding(own, suite),
            security,
            suite,
            compress,
            signed_response,
            description: job.description.clone().unwrap_or_else(|| own.text(Id::FileDescription).to_owned()),
            originator: own.text(Id::ServerSFIDCode).to_owned(),
            user: String::new(),
            stamp,
            forward: None,
        })
    }

    /// SFIDDSN. A file that is passed on for somebody else keeps the name it came with (ROUTE-1).
    pub(super) fn name_on_the_wire(&self, job: &SendJob) -> String {
        let originator = job.settings.text(Id::ServerSFIDCode);
        if !job.name.is_empty() && !is_stations(&job.settings, &originator) {
            return job.name.clone();
        }
        wire_name(if job.name.is_empty() { &job.path } else { &job.name })
    }

    /// The stamp of a cut attempt, else the one that the program asks for or the time of now, made unique. Older levels
    /// have no counter.
    fn choose_stamp(&self, key: &FileKey, cut: Option<&OutgoingRecord>, spec: &Spec) -> Stamp {
        if let Some(cut) = cut {
            return cut.key.stamp.clone();
        }
        let long = self.session.negotiated().version.has_long_stamps();
        match &spec.stamp {
            // Passed on for somebody else: the stamp is its originator's.
            Some(stamp) if !is_stations(&self.shared.settings, &spec.originator) => stamp.clone(),
            wanted => self.inner.stamps.unique(key, wanted.clone().unwrap_or_else(Stamp::now), long),
        }
    }

    /// The attempt to send the same file that an earlier session cut, if the file and what is to be done with it are
    /// still the same.
    async fn find_cut(&self, partner: &str, key: &FileKey, spec: &Spec, file: &Path) -> Result<Option<OutgoingRecord>> {
        let all = self.station.store.cut(partner, key).await?;
        let cut = all.into_iter().find(|cut| cut.source_path == file);
        let path = file.to_owned();
        let found = blocking(move || {
            // A file that cannot be looked at is found out about later.
            Ok(cut.filter(|cut| file_facts(&path).is_ok_and(|facts| facts == (cut.source_length, cut.source_modified))))
        })
        .await?;
        let stamp_fits =
            |cut: &OutgoingRecord| spec.stamp.as_ref().is_none_or(|wanted| wanted.same_moment(&cut.key.stamp));
        Ok(found.filter(|cut| spec.continues(cut) && stamp_fits(cut)))
    }

    /// Applies the file services into a temporary file, or takes the one that a cut transfer left: a restart needs the
    /// identical octets (RST-7). Returns what travels, the original size where it differs, the temporary file, and
    /// whether the octets are those of the cut attempt.
    async fn wrap(
        &self,
        keyring: &Keyring,
        spec: &Spec,
        file: &Path,
        cut: Option<&OutgoingRecord>,
        temp: &Path,
    ) -> Result<(PathBuf, Option<u64>, Option<PathBuf>, bool)> {
        if !spec.is_wrapped() {
            return Ok((file.to_owned(), None, None, true));
        }
        let size = blocking({
            let file = file.to_owned();
            move || file_facts(&file).map(|facts| facts.0)
        })
        .await?;
        if let Some(prepared) = cut.and_then(|record| record.prepared_path.clone())
            && prepared.is_file()
        {
            return Ok((prepared.clone(), Some(size), Some(prepared), true));
        }
        let prepared = securing::wrap(keyring, spec, file, temp).await?;
        Ok((prepared.clone(), Some(size), Some(prepared), false))
    }

    pub(super) fn temp_directory(&self) -> PathBuf {
        match self.text(Id::TempPath) {
            path if path.is_empty() => std::env::temp_dir(),
            path => PathBuf::from(path),
        }
    }

    async fn announce(&mut self, key: &FileKey, path: String) -> String {
        let event = events::StartTransfer {
            connection_id: self.shared.id.clone(),
            direction: self.own_direction(),
            local_file: path,
            virtual_file_name: key.name.clone(),
            virtual_file_date: self.inner.date_text(Some(&self.shared), key),
            destination: key.destination.clone(),
            originator: key.originator.clone(),
        };
        self.inform(event).await.local_file
    }
}

/// What the settings say about a file to be sent.
pub(super) struct Spec {
    pub local: LocalFormat,
    /// How to sign and encrypt.
    pub encode: EncodeSpec,
    pub security: SecurityLevel,
    pub suite: CipherSuite,
    pub compress: bool,
    pub signed_response: bool,
    pub description: String,
    pub originator: String,
    pub user: String,
    pub stamp: Option<Stamp>,
    /// The SFID of a file that is passed on as it came.
    pub forward: Option<Box<StartFile>>,
}

impl Spec {
    fn is_wrapped(&self) -> bool {
        self.security != SecurityLevel::None || self.compress
    }

    /// Whether a cut attempt had the same form, so that its position means the same.
    fn continues(&self, cut: &OutgoingRecord) -> bool {
        let record_length = if self.local.format.has_records() { self.local.record_length } else { 0 };
        let form = (self.local.format, record_length, self.security, self.suite, self.compress, self.signed_response);
        let offered = &cut.offered;
        form == (
            offered.format,
            offered.record_length,
            offered.security,
            offered.suite,
            offered.compressed,
            offered.signed_response,
        )
    }
}

pub(super) fn take(
    slot: &std::sync::Mutex<Option<Box<dyn crate::engine::UploadStream>>>,
) -> Option<Box<dyn crate::engine::UploadStream>> {
    lock(slot).take()
}

/// CloseStreamAfterTransfer for a stream that was read to its end.
async fn stream_done(drive: &Drive, stream: Option<Box<dyn crate::engine::UploadStream>>) {
    let Some(mut stream) = stream else { return };
    if drive.bool(Id::CloseStreamAfterTransfer) {
        drive.shared.has_upload.store(false, std::sync::atomic::Ordering::SeqCst);
        super::close(&drive.inner, &drive.shared, move || stream.close()).await;
    } else {
        lock(&drive.shared.upload).get_or_insert(stream);
    }
}

/// A file name as partners accept it: the last part of the path, upper case, 26 characters of one octet each.
pub(crate) fn wire_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let upper: String = last
        .chars()
        .map(|c| if octets::octets_of(c.encode_utf8(&mut [0; 4])).is_some() && !c.is_control() { c } else { '-' })
        .map(|c| c.to_ascii_uppercase())
        .take(26)
        .collect();
    upper.trim_end().to_owned()
}

fn file_facts(file: &Path) -> Result<(u64, u64)> {
    let failed =
        |e: std::io::Error| Error::new(codes::READ_FILE, format!("Error reading file {}: {e}", file.display()));
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(Error::new(codes::READ_FILE, format!("Error reading file {}: not a file", file.display())));
    }
    let modified = metadata.modified().ok().and_then(|t| t.duration_since(SystemTime::UNIX_EPOCH).ok());
    Ok((metadata.len(), modified.map_or(0, |t| t.as_millis() as u64)))
}

async fn spool(temp: &Path, mut from: impl std::io::Read + Send + 'static) -> Result<PathBuf> {
    let temp = temp.to_owned();
    blocking(move || copy_to_temporary(&temp, &mut from)).await
}

async fn spool_stream(
    temp: &Path,
    stream: Box<dyn crate::engine::UploadStream>,
) -> (Result<PathBuf>, Option<Box<dyn crate::engine::UploadStream>>) {
    struct AsRead(Box<dyn crate::engine::UploadStream>);
    impl std::io::Read for AsRead {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            self.0.read(buffer)
        }
    }
    let temp = temp.to_owned();
    let spooled = blocking(move || {
        let mut from = AsRead(stream);
        Ok((copy_to_temporary(&temp, &mut from), from.0))
    });
    match spooled.await {
        Ok((path, stream)) => (path, Some(stream)),
        Err(error) => (Err(error), None),
    }
}

fn copy_to_temporary(temp: &Path, from: &mut impl std::io::Read) -> Result<PathBuf> {
    let part = crate::vfile::PartFile::create(temp, "upload")?;
    let mut part = std::io::BufWriter::with_capacity(PIECE, part);
    let copied = std::io::copy(from, &mut part).and_then(|_| std::io::Write::flush(&mut part));
    let part = part.into_inner().map_err(|e| Error::io("spooling the upload stream", e.error()))?;
    match copied {
        Ok(()) => Ok(part.keep()),
        Err(error) => {
            let _ = part.discard();
            Err(Error::new(codes::READ_FILE, format!("Error reading the upload stream: {error}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::wire_name;

    /// docs/interoperability.md, File names: upper case, 26 characters, only the last part of a path.
    #[test]
    fn names_on_the_wire() {
        assert_eq!(wire_name("/var/out/order 17.edi"), "ORDER 17.EDI");
        assert_eq!(wire_name("C:\\out\\x.dat"), "X.DAT");
        assert_eq!(wire_name("odette_certificate_request"), "ODETTE_CERTIFICATE_REQUEST");
        assert_eq!(wire_name(&"x".repeat(40)).len(), 26);
        assert_eq!(wire_name("snow\u{2603}man"), "SNOW-MAN");
    }
}
