//! The certificates of a server and of its connections by purpose, each in a cell of its own: a program can hold the cell of a
//! server's certificate and change it in place. What a connection works with is a [`Keyring`], a copy of one moment.

use crate::certs::Certificate;
use crate::error::{Error, Result};
use crate::settings::View;
use crate::sync::lock;
use openssl::x509::X509;
use std::sync::{Arc, Mutex};

/// What a certificate is used for: the values of CertificateType and RecipientCertificateType. The partner's side of
/// each is the counterpart: encryption to decryption, verification to signing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Session = 1,
    File = 2,
    Signing = 3,
    Receipt = 4,
}

/// One certificate that can change: empty, searched for, or loaded.
#[derive(Clone, Default)]
pub(crate) struct Cell(Arc<Inside>);

#[derive(Default)]
struct Inside {
    now: Mutex<Certificate>,
    /// Held by whoever changes it, so that two changes at a time do not lose one.
    changing: Mutex<()>,
}

impl Cell {
    pub(crate) fn holding(certificate: Option<Certificate>) -> Self {
        let cell = Cell::default();
        cell.put(certificate.unwrap_or_default());
        cell
    }

    /// As it is, a search that was put off or not.
    pub(crate) fn get(&self) -> Certificate {
        lock(&self.0.now).clone()
    }

    pub(crate) fn put(&self, certificate: Certificate) {
        *lock(&self.0.now) = certificate;
    }

    /// Changes it, and returns what it was before, too; an error leaves it as it was.
    pub(crate) fn change<T>(&self, body: impl FnOnce(&mut Certificate) -> Result<T>) -> Result<(T, Certificate)> {
        let _alone = lock(&self.0.changing);
        let before = self.get();
        let mut made = before.clone();
        let result = body(&mut made)?;
        self.put(made);
        Ok((result, before))
    }

    /// The certificate after a search that was put off; `check` says whether what was found may be used. What failed is
    /// remembered by the certificate.
    pub(crate) fn finished(&self, check: impl FnOnce(&Certificate) -> Result<()>) -> Result<Certificate> {
        if !self.get().is_put_off() {
            return Ok(self.get());
        }
        let _alone = lock(&self.0.changing);
        let mut made = self.get();
        let result = made.finish().and_then(|()| check(&made));
        if result.is_ok() || made.is_put_off() {
            self.put(made.clone());
        }
        result.map(|()| made)
    }

    pub(crate) fn is(&self, other: &Cell) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

/// Certificates by purpose; slot 0 serves all operations that have none of their own.
#[derive(Default)]
pub(crate) struct Slots(Mutex<[Cell; 5]>);

impl Slots {
    /// The cell of a CertificateType. The table of settings lets no other number in.
    pub(crate) fn cell(&self, kind: i64) -> Cell {
        let cells = lock(&self.0);
        usize::try_from(kind).ok().and_then(|kind| cells.get(kind)).cloned().unwrap_or_default()
    }

    /// Another certificate in the place of what is there. Whoever holds the old cell keeps it, and it is nobody's any more.
    pub(crate) fn replace(&self, kind: i64, certificate: Option<Certificate>) {
        let mut cells = lock(&self.0);
        if let Some(place) = usize::try_from(kind).ok().and_then(|kind| cells.get_mut(kind)) {
            *place = Cell::holding(certificate);
        }
    }

    pub(crate) fn clear(&self) {
        *lock(&self.0) = Default::default();
    }

    /// The cells as they are, to be put back.
    pub(crate) fn cells(&self) -> [Cell; 5] {
        lock(&self.0).clone()
    }

    pub(crate) fn put_back(&self, cells: [Cell; 5]) {
        *lock(&self.0) = cells;
    }

    /// The cells with their CertificateType.
    pub(crate) fn all(&self) -> Vec<(i64, Cell)> {
        (0..).zip(lock(&self.0).iter().cloned()).collect()
    }

    /// What is there now, every search done that was put off. One that fails leaves its place empty, with the cause.
    fn now(&self, check: impl Fn(&Certificate) -> Result<()>) -> Ring {
        let cells = lock(&self.0).clone();
        Ring(cells.map(|cell| cell.finished(&check)))
    }
}

/// The certificates of one layer by purpose, or why one that was named is not there.
struct Ring([Result<Certificate>; 5]);

impl Ring {
    fn at(&self, place: usize) -> Option<&Certificate> {
        self.0.get(place)?.as_ref().ok().filter(|certificate| !certificate.is_empty())
    }

    /// What the layer has for a purpose. One that was named and cannot be loaded is not made good by another.
    fn of(&self, purpose: Purpose) -> Option<&Result<Certificate>> {
        [purpose as usize, 0].into_iter().find_map(|place| self.0.get(place).filter(|_| self.names(place)))
    }

    /// Whether a certificate was named for this place, loaded or not.
    fn names(&self, place: usize) -> bool {
        self.0.get(place).is_some_and(|held| held.as_ref().map_or(true, |certificate| !certificate.is_empty()))
    }

    fn why_not(&self, purpose: Purpose) -> Option<Error> {
        [purpose as usize, 0].into_iter().find_map(|place| match self.0.get(place)? {
            Ok(certificate) => certificate.why_empty(),
            Err(error) => Some(error.clone()),
        })
    }
}

/// Own and partner's certificates of one layer: the server, or one connection; with the settings that name them.
pub(crate) struct CertificateLayer {
    pub own: Slots,
    pub recipient: Slots,
    pub settings: View,
}

impl CertificateLayer {
    pub(crate) fn new(settings: View) -> Self {
        CertificateLayer { own: Slots::default(), recipient: Slots::default(), settings }
    }
}

/// The certificates of a connection as they were at some moment: its own layer before the server's.
pub(crate) struct Keyring {
    own: [Ring; 2],
    partner: [Ring; 2],
}

impl Keyring {
    /// Those of a connection and of its server. `check` says which of the certificates that are loaded now may be used.
    pub(crate) fn of(
        connection: &CertificateLayer,
        server: &CertificateLayer,
        check: impl Fn(&Certificate) -> Result<()>,
    ) -> Self {
        Keyring {
            own: [connection.own.now(&check), server.own.now(&check)],
            partner: [connection.recipient.now(&check), server.recipient.now(&check)],
        }
    }

    /// This side's certificate for a purpose.
    pub(crate) fn own(&self, purpose: Purpose) -> Option<&Certificate> {
        self.own.iter().find_map(|ring| ring.of(purpose))?.as_ref().ok()
    }

    /// Every certificate of this side that may open a file: the ones made for it, and those for all operations.
    pub(crate) fn file_openers(&self) -> Vec<&Certificate> {
        self.own.iter().flat_map(|ring| [ring.at(Purpose::File as usize), ring.at(0)]).flatten().collect()
    }

    /// Every certificate of this side that may open a challenge. The answer is what was decrypted, so a challenge must not be
    /// a way to have files decrypted: those for all operations, which open files too, only count while none for sessions
    /// was named, by the connection or by the server. One that was named and cannot be loaded is not made good by another.
    pub(crate) fn challenge_openers(&self) -> Vec<&Certificate> {
        let place = if self.own.iter().any(|ring| ring.names(Purpose::Session as usize)) {
            Purpose::Session as usize
        } else {
            0
        };
        self.own.iter().filter_map(|ring| ring.at(place)).collect()
    }

    /// The partner's certificate for a purpose.
    pub(crate) fn partner(&self, purpose: Purpose) -> Option<&X509> {
        self.partner.iter().find_map(|ring| ring.of(purpose))?.as_ref().ok()?.x509()
    }

    /// Why there is no certificate of this side for a purpose although one was named, as the end of a message.
    pub(crate) fn why_no_own(&self, purpose: Purpose) -> String {
        cause(&self.own, purpose)
    }

    /// Why there is no certificate of the partner for a purpose although one was named, as the end of a message.
    pub(crate) fn why_no_partner(&self, purpose: Purpose) -> String {
        cause(&self.partner, purpose)
    }
}

fn cause(rings: &[Ring], purpose: Purpose) -> String {
    let found = rings.iter().find_map(|ring| ring.why_not(purpose));
    found.map(|error| format!(" ({})", error.message.trim_end_matches('.'))).unwrap_or_default()
}
