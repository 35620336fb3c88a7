//! What the program asks of a connection: the turn, the end, files, certificates and end responses to be sent.

use super::Server;
use crate::engine::connection::{ResponseRequest, exchange_job};
use crate::engine::shared::{Order, Reply, SendJob, Shared, Stop};
use crate::error::{Error, Result, codes};
use crate::model::Version;
use crate::model::octets::{padded, same_code};
use crate::settings::Id;
use crate::state::{self, Change, Outcome};
use crate::sync::lock;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

impl Server {
    /// Sends CD when nothing is under way in our turn. From a callback of the connection it is only asked for.
    ///
    /// # Errors
    /// 126, or 10 when it is not our turn.
    pub fn change_direction(&self, connection_id: &str) -> Result<()> {
        self.ordered(connection_id, Order::ChangeDirection)
    }

    /// Asks for the end. When everything that is queued has been sent, the session ends (ESID 00) if nothing was sent in a turn
    /// that the partner gave unasked; otherwise the turn is given back (CD). While the partner has the turn, the request is kept
    /// for the next turn of this side. From a callback of the connection it is only asked for.
    ///
    /// # Errors
    /// 126.
    pub fn logoff(&self, connection_id: &str) -> Result<()> {
        self.ordered(connection_id, Order::Logoff)
    }

    fn ordered(&self, connection_id: &str, order: impl FnOnce(Option<Reply>) -> Order) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        if self.inner.dispatch.in_callback_of(&shared.id) {
            return accepted(shared.order(order(None)));
        }
        self.inner.wait(&shared, false, || {
            let (reply, answer) = oneshot::channel();
            accepted(shared.order(order(Some(reply)))).map(|()| answer)
        })
    }

    /// Disconnects a client: a last ESID where one may be said, then the connection is closed. Returns at once.
    ///
    /// # Errors
    /// 126.
    pub fn disconnect(&self, connection_id: &str) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        shared.stop.send_replace(Stop::Disconnect);
        self.inner.dispatch.leaves(&shared.id);
        Ok(())
    }

    /// Stops the file that is being sent, without disconnecting. The partner refuses the incomplete file.
    ///
    /// # Errors
    /// 126.
    pub fn interrupt(&self, connection_id: &str) -> Result<()> {
        accepted(self.inner.connection(connection_id)?.order(Order::Interrupt))
    }

    /// Sends a file and returns when the partner has accepted or refused it. An empty `client_sfid_code` is the
    /// connection's SFIDCode; an empty `file_name` reads UploadStream; an empty `virtual_file_name` is the file's own name.
    ///
    /// # Errors
    /// 126; 135 from a callback of the same connection; 679 the file cannot be read; 688 a 2.0 feature in an older
    /// session; 687 the partner refused it or the session ended; 12 after Interrupt; certificate errors.
    pub fn send_file(
        &self,
        connection_id: &str,
        client_sfid_code: &str,
        file_name: &str,
        virtual_file_name: &str,
    ) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        self.inner.wait(&shared, true, || {
            let (reply, answer) = oneshot::channel();
            self.queue(&shared, client_sfid_code, file_name, virtual_file_name, Some(reply)).map(|()| answer)
        })
    }

    /// Queues a file and returns at once; EndTransfer or Error tell how it ended. It is sent in this side's next turn.
    ///
    /// # Errors
    /// 126, 8 without a file name and stream.
    pub fn send_file_async(
        &self,
        connection_id: &str,
        client_sfid_code: &str,
        file_name: &str,
        virtual_file_name: &str,
    ) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        self.queue(&shared, client_sfid_code, file_name, virtual_file_name, None)
    }

    fn queue(
        &self,
        shared: &Arc<Shared>,
        client_sfid_code: &str,
        file_name: &str,
        virtual_file_name: &str,
        reply: Option<Reply>,
    ) -> Result<()> {
        let stream = match file_name {
            "" => Some(
                lock(&shared.upload)
                    .take()
                    .ok_or_else(|| Error::new(codes::BAD_ARGUMENT, "FileName is empty and no UploadStream is set."))?,
            ),
            _ => None,
        };
        // A file that is passed on has its destination in its header.
        let destination = match (client_sfid_code, shared.settings.text(Id::ForwardHeader).as_str()) {
            ("", "") => check_code(shared.settings.text(Id::SFIDCode))?,
            (code, "") => check_code(code.to_owned())?,
            _ => String::new(),
        };
        let job = SendJob {
            destination,
            path: file_name.to_owned(),
            stream: Mutex::new(stream),
            name: virtual_file_name.to_owned(),
            settings: shared.settings.frozen(),
            keyring: self.inner.certs.keyring(&shared.certs),
            exchange: None,
            description: None,
            content: None,
            reply,
        };
        accepted(shared.order(Order::Send(Box::new(job))))
    }

    /// Sends a certificate to the partner: 0 request, 1 replace, 2 deliver. Queued like a file.
    ///
    /// # Errors
    /// 126; 8 for another type; 688 in a session below 2.0; 679 when its file does not exist, 690 when the certificate cannot be loaded.
    pub fn exchange_certificate(
        &self,
        connection_id: &str,
        client_sfid_code: &str,
        certificate_store: &str,
        exchange_type: i32,
    ) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        let destination = match client_sfid_code {
            "" => shared.settings.text(Id::SFIDCode),
            code => code.to_owned(),
        };
        let job = exchange_job(&self.inner, &shared, check_code(destination)?, certificate_store, exchange_type)?;
        if self.inner.dispatch.in_callback_of(&shared.id) {
            return accepted(shared.order(Order::Send(Box::new(job))));
        }
        self.inner.wait(&shared, false, || {
            let (reply, answer) = oneshot::channel();
            accepted(shared.order(Order::Send(Box::new(SendJob { reply: Some(reply), ..job })))).map(|()| answer)
        })
    }

    /// Sends an EERP (`reason_code` 0) or NERP for a file whose response EndTransfer left to the program: noted before this
    /// returns, sent in this or a later session, again and again until the partner confirms it.
    ///
    /// # Errors
    /// 126; 10 before the partner's SSID; 8 a reason outside 0 to 99; 678 a name or code that fits no field; 680 a date that
    /// cannot be read; 682 a hash that is not hexadecimal; 688 a NERP in a session below 1.4; 11.
    #[allow(clippy::too_many_arguments)]
    pub fn send_end_response(
        &self,
        connection_id: &str,
        virtual_file_name: &str,
        virtual_file_date: &str,
        destination: &str,
        originator: &str,
        creator: &str,
        reason_code: i32,
        reason_text: &str,
        file_hash: &str,
        signature: &str,
    ) -> Result<()> {
        let shared = self.inner.connection(connection_id)?;
        if reason_code != 0 && shared.version().is_some_and(|version| version < Version::V14) {
            let message = "A negative end response needs OFTP 1.4 or 2.0; this session is older.";
            return Err(Error::new(codes::VERSION_20_ONLY, message));
        }
        let own = match creator {
            "" => shared.settings.text(Id::ServerSFIDCode),
            code => code.to_owned(),
        };
        let request = ResponseRequest {
            virtual_file_name,
            virtual_file_date,
            destination,
            originator,
            creator: &own,
            reason_code,
            reason_text,
            file_hash,
            signature,
        };
        let ended = || Error::new(codes::INVALID_CONNECTION_ID, "The connection has just ended.");
        let station = lock(&shared.station).clone().ok_or_else(ended)?;
        let partner = shared.settings.text(Id::SSIDCode);
        if partner.is_empty() {
            let message = "The session is not open yet, so it is not known who would get the end response.";
            return Err(Error::new(codes::NOT_READY, message));
        }
        let mut known = lock(&shared.deferred).clone();
        let deferred = known.clone();
        let mut stored = state::wait(station.store.deferred(&partner, virtual_file_name.trim_end()))?;
        // The file's codes are the response's swapped.
        stored.retain(|stored| {
            let file = &stored.id.key;
            same_code(&file.destination, originator) && same_code(&file.originator, destination)
        });
        known.extend(stored.iter().map(|stored| stored.id.key.clone()));
        let format = shared.settings.text(Id::VirtualFileDateFormat);
        let mut owed = request.owed(&partner, &known, &format)?;
        if owed.response.signature.is_empty() && !owed.response.hash.is_empty() {
            let suite = stored
                .iter()
                .find(|stored| stored.id.key.stamp == owed.response.key.stamp)
                .map(|stored| stored.offered.suite);
            owed.response.signature = self.inner.certs.sign_deferred(&shared.certs, &owed.response, suite)?;
        }
        match state::wait(station.store.apply(Change::Respond { owed: Box::new(owed.clone()) }))? {
            Outcome::Owed(number) => owed.id = number,
            _ => {
                let message = "The file has its end response already: it is sent, or will be.";
                return Err(Error::new(codes::NOT_READY, message));
            }
        }
        if owed.file.as_ref().is_some_and(|file| deferred.contains(file)) {
            let _ = shared.owes_answers.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |owes| owes.checked_sub(1));
        }
        // Noted; a connection that has just ended leaves it to the next session.
        shared.order(Order::Respond(Box::new(owed), None));
        Ok(())
    }
}

fn accepted(taken: bool) -> Result<()> {
    match taken {
        true => Ok(()),
        false => Err(Error::new(codes::INVALID_CONNECTION_ID, "The connection has just ended.")),
    }
}

fn check_code(code: String) -> Result<String> {
    match padded(&code, 25) {
        Some(_) if !code.is_empty() => Ok(code),
        _ => Err(Error::new(
            codes::BAD_ARGUMENT,
            format!("ClientSFIDCode {code:?} is not a code of 1 to 25 characters."),
        )),
    }
}
