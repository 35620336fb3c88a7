//! End responses: owed ones go out and stay owed until RTR; received ones are matched, told to the program, and only then
//! answered by RTR.

use super::Drive;
use super::outgoing::now_seconds;
use super::turn::answer;
use crate::engine::shared::lock;
use crate::engine::worker::blocking;
use crate::engine::{hex, response_fields};
use crate::error::{Error, Result, codes};
use crate::events;
use crate::model::reasons::{self, Command};
use crate::model::{FileKey, Stamp, Version, octets};
use crate::protocol::{EndResponse, Negative, StartFile};
use crate::settings::Id;
use crate::state::{Owed, ResponseState, Stored};

impl Drive {
    /// Notes that a file is stored: a duplicate will be recognised, and its end response is owed or the program's to send.
    pub(super) async fn note_stored(
        &mut self,
        offer: &StartFile,
        path: &str,
        hash: Vec<u8>,
        automatic: bool,
    ) -> Result<()> {
        let partner = self.text(Id::SSIDCode);
        let owed = match automatic {
            true => Some(self.positive_response(offer, &hash, &partner).await),
            false => None,
        };
        if !automatic {
            lock(&self.shared.deferred).push(offer.key.clone());
        }
        let stored = Stored {
            key: offer.key.clone(),
            partner,
            final_path: path.to_owned(),
            when: now_seconds(),
            hash,
            suite: offer.suite,
            signed_response: offer.signed_response,
            response: if automatic { ResponseState::Owed } else { ResponseState::Deferred },
        };
        let state = self.inner.state()?;
        blocking(move || state.finish_commit(&stored, owed.as_ref())).await?;
        self.turn.look_again = true;
        Ok(())
    }

    /// The EERP for a file, codes swapped (EERP-4), signed when the partner asked for it and a key is there (EERP-8).
    async fn positive_response(&mut self, offer: &StartFile, hash: &[u8], partner: &str) -> Owed {
        let mut owed = Owed {
            id: 0,
            partner: partner.to_owned(),
            key: FileKey {
                name: offer.key.name.clone(),
                stamp: offer.key.stamp.clone(),
                destination: offer.key.originator.clone(),
                originator: offer.key.destination.clone(),
            },
            user: String::new(),
            negative: None,
            hash: Vec::new(),
            signature: Vec::new(),
            created: now_seconds(),
        };
        if self.bool(Id::SwapEndResponseCodes) {
            std::mem::swap(&mut owed.key.destination, &mut owed.key.originator);
        }
        if offer.signed_response {
            match self.inner.certs.sign_response(&self.inner, &self.shared, &owed, hash, offer.suite).await {
                Ok(signature) => {
                    owed.hash = hash.to_vec();
                    owed.signature = signature;
                }
                Err(error) => self.inner.report(&self.shared.id, &error).await,
            }
        }
        owed
    }

    /// Loads what is owed to this partner, once per turn and after news.
    pub(super) async fn find_owed(&mut self) {
        if !self.turn.owed.is_empty() || !std::mem::take(&mut self.turn.look_again) {
            return;
        }
        let partner = self.text(Id::SSIDCode);
        let listed = match self.inner.state() {
            Ok(state) => blocking(move || state.owed_to(&partner)).await,
            Err(error) => Err(error),
        };
        match listed {
            Ok(list) => {
                let version = self.session.negotiated().version;
                let sendable = |owed: &Owed| owed.negative.is_none() || version >= Version::V14;
                let in_flight = &self.inner.responses_in_flight;
                self.turn.owed = list.into_iter().filter(sendable).filter(|owed| in_flight.take(owed.id)).collect();
            }
            Err(error) => self.inner.report(&self.shared.id, &error).await,
        }
    }

    /// Sends the next end response that is owed; whether there was one.
    pub(super) async fn next_response(&mut self) -> Result<bool> {
        self.find_owed().await;
        let Some(owed) = self.turn.owed.pop_front() else { return Ok(false) };
        let long = self.session.negotiated().version.has_long_stamps();
        let mut key = owed.key.clone();
        key.stamp = if long { key.stamp.to_long() } else { key.stamp.to_short() };
        let response = EndResponse {
            key,
            user: owed.user.clone(),
            negative: owed.negative.as_ref().map(|negative| Negative {
                creator: negative.creator.clone(),
                reason: negative.reason,
                text: negative.text.clone(),
            }),
            hash: owed.hash.clone(),
            signature: owed.signature.clone(),
        };
        if let Err(error) = self.session.send_end_response(response.clone()) {
            self.inner.responses_in_flight.remove(owed.id);
            self.inner.report(&self.shared.id, &error).await;
            return Ok(true);
        }
        if self.bool(Id::FireEndResponseOnSend) {
            let event = self.response_event(&response, 1);
            self.ask(event).await;
        }
        let reply = self.turn.waiting.iter().position(|(id, _)| *id == owed.id).map(|i| self.turn.waiting.remove(i).1);
        self.turn.in_flight = Some((owed, reply));
        Ok(true)
    }

    /// RTR: the partner has the end response, it is never sent again.
    pub(super) async fn end_response_confirmed(&mut self) -> Result<()> {
        let Some((owed, reply)) = self.turn.in_flight.take() else { return Ok(()) };
        let state = self.inner.state()?;
        let id = owed.id;
        let removed = blocking(move || state.remove_owed(id)).await;
        self.inner.responses_in_flight.remove(id);
        if let Err(error) = &removed {
            self.inner.report(&self.shared.id, error).await;
        }
        answer(reply, removed);
        Ok(())
    }

    /// EERP or NERP arrived: matched, verified, told, and only then RTR.
    pub(super) async fn end_response_received(&mut self, response: EndResponse) -> Result<()> {
        let state = self.inner.state()?;
        let key = response.key.clone();
        let sent = blocking(move || state.find_sent(&key)).await?;
        match &sent {
            None => {
                let name = response.key.name.clone();
                self.log(1, "Info", || format!("end response for {name}, which was not sent from here")).await;
            }
            Some(sent) if !octets::same_code(&sent.key.originator, &response.key.destination) => {
                self.log(1, "Info", || "tolerated: end response with codes not swapped".to_owned()).await;
            }
            Some(_) => {}
        }
        let event = self.ask(self.response_event(&response, 0)).await;
        let expected = openssl_hex(&event.file_hash);
        let verified = self.inner.certs.verify_response(&self.inner, &self.shared, &response, sent.as_ref(), expected).await;
        if let Err(error) = verified {
            self.inner.report(&self.shared.id, &error).await;
        }
        if let Some(sent) = sent {
            let state = self.inner.state()?;
            if let Err(error) = blocking(move || state.remove_sent(&sent.key)).await {
                self.inner.report(&self.shared.id, &error).await;
            }
        }
        let now = self.now();
        self.session.activity(now);
        self.session.ready_to_receive()
    }

    fn response_event(&self, response: &EndResponse, direction: i32) -> events::EndResponse {
        let fields = response_fields(response);
        events::EndResponse {
            connection_id: self.shared.id.clone(),
            virtual_file_name: response.key.name.clone(),
            virtual_file_date: self.inner.date_text(Some(&self.shared), &response.key),
            destination: response.key.destination.clone(),
            originator: response.key.originator.clone(),
            creator: fields.creator,
            reason_code: fields.reason,
            reason_text: fields.text,
            file_hash: hex(&response.hash),
            signature: fields.signature,
            direction,
        }
    }
}

fn openssl_hex(text: &str) -> Vec<u8> {
    crate::engine::unhex(text).unwrap_or_default()
}

/// What SendEndResponse was called with.
pub(crate) struct ResponseRequest<'a> {
    pub virtual_file_name: &'a str,
    pub virtual_file_date: &'a str,
    pub destination: &'a str,
    pub originator: &'a str,
    pub creator: &'a str,
    pub reason_code: i32,
    pub reason_text: &'a str,
    pub file_hash: &'a str,
    pub signature: &'a str,
}

impl ResponseRequest<'_> {
    /// The response as it will be owed, signature not yet made. `known` are the files whose response was left to the
    /// program: they keep the exact stamp that a date in a coarser format has lost (`protocol-notes.md` trap 22).
    pub(crate) fn owed(&self, partner: &str, known: &[FileKey], format: &str) -> Result<Owed> {
        if !(0..=99).contains(&self.reason_code) {
            let message = format!("The reason code of an end response is 0 to 99, not {}.", self.reason_code);
            return Err(Error::new(codes::BAD_ARGUMENT, message));
        }
        let negative = (self.reason_code != 0).then(|| crate::state::NegativeReason {
            creator: self.creator.to_owned(),
            reason: self.reason_code as u8,
            text: match self.reason_text {
                "" => reasons::text(Command::Nerp, self.reason_code as u8).to_owned(),
                text => text.to_owned(),
            },
        });
        let signature = crate::engine::unbase64(self.signature)?;
        let hash = match self.file_hash {
            "" => Vec::new(),
            text => crate::engine::unhex(text)
                .ok_or_else(|| Error::new(codes::INVALID_HASH, "FileHash is neither empty nor hexadecimal."))?,
        };
        Ok(Owed {
            id: 0,
            partner: partner.to_owned(),
            key: FileKey {
                name: self.virtual_file_name.trim_end().to_owned(),
                stamp: self.stamp(known, format)?,
                destination: self.destination.to_owned(),
                originator: self.originator.to_owned(),
            },
            user: String::new(),
            negative,
            hash,
            signature,
            created: now_seconds(),
        })
    }

    fn stamp(&self, known: &[FileKey], format: &str) -> Result<Stamp> {
        let name = self.virtual_file_name.trim_end();
        let shown = |key: &&FileKey| crate::vfile::dates::format_stamp(&key.stamp, format) == self.virtual_file_date;
        let same = |key: &&FileKey| key.name.eq_ignore_ascii_case(name);
        match known.iter().filter(same).find(shown) {
            Some(key) => Ok(key.stamp.clone()),
            None => crate::vfile::dates::parse_date(self.virtual_file_date, Some(format)),
        }
    }
}
