//! End responses: owed ones go out and stay owed until RTR; received ones are matched, told to the program, and only then
//! answered by RTR.

use super::Drive;
use super::receiving::{Respond, Whole};
use super::turn::answer;
use crate::engine::worker::blocking;
use crate::engine::{now_ms, response_fields};
use crate::error::{Error, Result, codes};
use crate::events;
use crate::hex;
use crate::model::reasons::{self, Command};
use crate::model::{FileKey, Stamp, Version, octets};
use crate::protocol::{EndResponse, Negative, StartFile};
use crate::settings::Id;
use crate::state::{Outgoing, Owed, Response, ResponseState, Sent};
use crate::sync::lock;
use std::sync::atomic::Ordering;

impl Drive {
    /// Notes that a file is stored: a duplicate will be recognised, and its end response is owed or the program's to send.
    pub(super) async fn note_stored(&mut self, whole: Whole, automatic: bool) -> Result<()> {
        let Whole { mut stored, owed, .. } = whole;
        let owed = owed.filter(|_| automatic);
        if !automatic {
            stored.response = ResponseState::Deferred;
            lock(&self.shared.deferred).push(stored.key.clone());
            self.shared.owes_answers.fetch_add(1, Ordering::SeqCst);
        }
        let state = self.inner.state()?;
        blocking(move || state.finish_commit(&stored.key, &stored, owed.as_ref())).await?;
        self.turn.look_again = true;
        Ok(())
    }

    /// Makes the EERP for a file, codes swapped (EERP-4), signed when the partner asked for it and a key is there (EERP-8).
    pub(super) fn responder(&self, offer: &StartFile) -> Respond {
        let mut key = FileKey {
            name: offer.key.name.clone(),
            stamp: offer.key.stamp.clone(),
            destination: offer.key.originator.clone(),
            originator: offer.key.destination.clone(),
        };
        if self.bool(Id::SwapEndResponseCodes) {
            std::mem::swap(&mut key.destination, &mut key.originator);
        }
        let mut owed = Owed {
            id: 0,
            partner: self.text(Id::SSIDCode),
            file: Some(offer.key.clone()),
            response: Response {
                key,
                user: offer.user.clone(),
                negative: None,
                hash: Vec::new(),
                signature: Vec::new(),
            },
            created: now_ms(),
        };
        let signer = offer.signed_response.then(|| self.inner.certs.receipt_signer(&self.shared.certs, offer.suite));
        Box::new(move |hash| {
            let Some(signer) = signer else { return (owed, None) };
            if hash.is_empty() {
                return (owed, None);
            }
            match signer.and_then(|signer| signer.sign(&owed.response, hash)) {
                Ok(signature) => {
                    owed.response.hash = hash.to_vec();
                    owed.response.signature = signature;
                    (owed, None)
                }
                Err(error) => (owed, Some(error)),
            }
        })
    }

    /// Loads what is owed to this partner, once per turn and after news.
    pub(super) async fn find_owed(&mut self) {
        if !self.turn.owed.is_empty() || !std::mem::take(&mut self.turn.look_again) {
            return;
        }
        let partner = self.text(Id::SSIDCode);
        let version = self.session.negotiated().version;
        let sendable = |owed: &Owed| owed.response.negative.is_none() || version >= Version::V14;
        let listed = self.owed_to(partner.clone()).await;
        let reserved: Vec<Owed> = {
            let in_flight = &self.inner.responses_in_flight;
            listed.into_iter().filter(sendable).filter(|owed| in_flight.take(owed.id)).collect()
        };
        if reserved.is_empty() {
            return;
        }
        // Between the list and the reservation another session may have got RTR for some: those are not sent again.
        let still: Vec<u64> = self.owed_to(partner).await.iter().map(|owed| owed.id).collect();
        for owed in reserved {
            match still.contains(&owed.id) {
                true => self.turn.owed.push_back(owed),
                false => self.inner.responses_in_flight.remove(owed.id),
            }
        }
    }

    async fn owed_to(&self, partner: String) -> Vec<Owed> {
        let listed = match self.inner.state() {
            Ok(state) => blocking(move || state.owed(&partner)).await,
            Err(error) => Err(error),
        };
        match listed {
            Ok(list) => list,
            Err(error) => {
                self.inner.report(&self.shared.id, &error).await;
                Vec::new()
            }
        }
    }

    /// Sends the next end response that is owed; whether there was one.
    pub(super) async fn next_response(&mut self) -> Result<bool> {
        self.find_owed().await;
        let Some(owed) = self.turn.owed.pop_front() else { return Ok(false) };
        let long = self.session.negotiated().version.has_long_stamps();
        let mut key = owed.response.key.clone();
        key.stamp = if long { key.stamp.to_long() } else { key.stamp.to_short() };
        let response = EndResponse {
            key,
            user: owed.response.user.clone(),
            negative: owed.response.negative.as_ref().map(|negative| Negative {
                creator: negative.creator.clone(),
                reason: negative.reason,
                text: negative.text.clone(),
            }),
            hash: owed.response.hash.clone(),
            signature: owed.response.signature.clone(),
        };
        if let Err(error) = self.session.send_end_response(response.clone()) {
            self.inner.responses_in_flight.remove(owed.id);
            self.inner.report(&self.shared.id, &error).await;
            return Ok(true);
        }
        if self.bool(Id::FireEndResponseOnSend) {
            let event = self.response_event(&response, 1);
            self.inform(event).await;
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
        self.turn.change_after_response |= self.turn.change_after.remove(&id);
        // With DuplicateDays 0 a file is remembered only until its end response is confirmed.
        let forget = owed.file.clone().filter(|_| self.int(Id::DuplicateDays) == 0);
        let removed = blocking(move || {
            state.owed_done(id)?;
            forget.map_or(Ok(()), |file| state.remove_stored(&file).map(drop))
        })
        .await;
        self.inner.responses_in_flight.remove(id);
        if let Err(error) = &removed {
            self.inner.report(&self.shared.id, error).await;
        }
        answer(reply, removed);
        Ok(())
    }

    /// EERP or NERP arrived: matched, verified, told, and only then RTR.
    pub(super) async fn end_response_received(&mut self, response: EndResponse) -> Result<()> {
        let mut sent = self.sent_file(&response).await;
        let cut = if sent.is_none() { self.cut_file(&response).await } else { None };
        if let Some(cut) = &cut {
            sent = Some(as_sent(cut));
        }
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
        let event = self.inform(self.response_event(&response, 0)).await;
        let expected = hex::octets(&event.file_hash).unwrap_or_default();
        let verified = self.inner.certs.verify_response(&self.shared.certs, &response, sent.as_ref(), expected).await;
        // A response that fails its checks confirms nothing: the file goes on waiting for a good one.
        let done = match (verified, sent) {
            (Err(error), _) => Err(error),
            (Ok(()), None) => Ok(()),
            (Ok(()), Some(sent)) => match self.inner.state() {
                Ok(state) => blocking(move || state.remove_sent(&sent.key).map(drop)).await,
                Err(error) => Err(error),
            },
        };
        let done = match (done, cut) {
            (Ok(()), Some(cut)) => self.outgoing_answered(cut).await,
            (done, _) => done,
        };
        if let Err(error) = done {
            self.inner.report(&self.shared.id, &error).await;
        }
        let now = self.now();
        self.session.activity(now);
        self.session.ready_to_receive()
    }

    /// A file that an earlier session broke off in, when the response says that it arrived all the same.
    async fn cut_file(&self, response: &EndResponse) -> Option<Outgoing> {
        let state = self.inner.state().ok()?;
        let (partner, key) = (self.text(Id::SSIDCode), response.key.clone());
        let all = blocking(move || state.outgoing_to(&partner)).await.ok()?;
        all.into_iter().find(|cut| {
            cut.key.name == key.name
                && cut.key.stamp.same_moment(&key.stamp)
                && octets::same_code(&cut.key.originator, &key.destination)
                && octets::same_code(&cut.key.destination, &key.originator)
        })
    }

    /// The file that a response is about: same name and moment, codes swapped, or not swapped as the oldest systems have it
    /// (V1x-7). Short and long stamps of one moment are the same (docs/interoperability.md, Short stamps).
    async fn sent_file(&self, response: &EndResponse) -> Option<Sent> {
        let state = self.inner.state().ok()?;
        let key = response.key.clone();
        let found = blocking(move || {
            for (destination, originator) in [(&key.originator, &key.destination), (&key.destination, &key.originator)]
            {
                let candidates = state.find_sent(&key.name, destination, originator)?;
                let exact = candidates.iter().find(|sent| sent.key.stamp == key.stamp);
                let close = candidates.iter().find(|sent| sent.key.stamp.same_moment(&key.stamp));
                if let Some(sent) = exact.or(close) {
                    return Ok(Some(sent.clone()));
                }
            }
            Ok(None)
        });
        match found.await {
            Ok(sent) => sent,
            Err(error) => {
                self.inner.report(&self.shared.id, &error).await;
                None
            }
        }
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
            file_hash: hex::lower(&response.hash),
            signature: fields.signature,
            direction,
        }
    }
}

/// A file whose confirmation was lost, as if it had come.
fn as_sent(cut: &Outgoing) -> Sent {
    Sent {
        key: cut.key.clone(),
        partner: cut.partner.clone(),
        user: cut.offered.user.clone(),
        local_path: cut.source_path.clone(),
        hash: Vec::new(),
        suite: cut.offered.suite,
        wants_signed: cut.offered.signed_response,
        forwarded: cut.forwarded,
        when: now_ms(),
    }
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
    /// program: they keep the exact stamp that a date in a coarser format has lost (docs/interoperability.md, Short stamps).
    pub(crate) fn owed(&self, partner: &str, known: &[FileKey], format: &str) -> Result<Owed> {
        if !(0..=99).contains(&self.reason_code) {
            let message = format!("The reason code of an end response is 0 to 99, not {}.", self.reason_code);
            return Err(Error::new(codes::BAD_ARGUMENT, message));
        }
        let negative = (self.reason_code != 0).then(|| crate::state::Negative {
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
            text => hex::octets(text)
                .ok_or_else(|| Error::new(codes::INVALID_HASH, "FileHash is neither empty nor hexadecimal."))?,
        };
        let name = self.virtual_file_name.trim_end().to_owned();
        // What cannot be built must not be owed: it would fail in every session to come.
        let creator = negative.as_ref().map_or("", |negative| &negative.creator);
        for (what, text, width) in [
            ("VirtualFileName", name.as_str(), 26),
            ("Destination", self.destination, 25),
            ("Originator", self.originator, 25),
            ("Creator", creator, 25),
        ] {
            if octets::padded(text, width).is_none() {
                let message =
                    format!("{what} {text:?} does not fit its field: at most {width} characters of ISO 8859-1.");
                return Err(Error::new(codes::BUILD_PACKET, message));
            }
        }
        let stamp = self.stamp(known, format)?;
        Ok(Owed {
            id: 0,
            partner: partner.to_owned(),
            // The file's own key has the codes the other way round.
            file: Some(FileKey {
                name: name.clone(),
                stamp: stamp.clone(),
                destination: self.originator.to_owned(),
                originator: self.destination.to_owned(),
            }),
            response: Response {
                key: FileKey {
                    name,
                    stamp,
                    destination: self.destination.to_owned(),
                    originator: self.originator.to_owned(),
                },
                user: String::new(),
                negative,
                hash,
                signature,
            },
            created: now_ms(),
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
