//! End responses: owed ones go out and stay owed until RTR; received ones are matched, told to the program, and only then
//! answered by RTR.

use super::Drive;
use super::turn::{InFlight, answer};
use crate::engine::inbox::Respond;
use crate::engine::{now_ms, response_fields};
use crate::error::{Error, Result, codes};
use crate::events;
use crate::hex;
use crate::model::reasons::{self, Command};
use crate::model::{FileKey, Stamp, Version, octets};
use crate::protocol::{EndResponse, Negative, StartFile};
use crate::settings::Id;
use crate::state::{Change, Fence, Outgoing, Owed, Response, Sent};

impl Drive {
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
        let mut reply =
            Response { key, user: offer.user.clone(), negative: None, hash: Vec::new(), signature: Vec::new() };
        let signer = offer.signed_response.then(|| self.inner.certs.receipt_signer(&self.shared.certs, offer.suite));
        Box::new(move |hash| {
            let Some(signer) = signer else { return (reply, None) };
            if hash.is_empty() {
                return (reply, None);
            }
            match signer.and_then(|signer| signer.sign(&reply, hash)) {
                Ok(signature) => {
                    reply.hash = hash.to_vec();
                    reply.signature = signature;
                    (reply, None)
                }
                Err(error) => (reply, Some(error)),
            }
        })
    }

    /// Claims the next end response that is owed to this partner and can be said in this session's version. One at a time: a
    /// session that hangs keeps no others.
    async fn claim_owed(&mut self) -> Option<(Owed, Fence)> {
        let partner = self.text(Id::SSIDCode);
        let version = self.session.negotiated().version;
        while self.turn.look_again {
            let claimed = self.station.store.claim_owed(&partner, self.turn.passed, 1).await;
            match claimed {
                Ok(mut claimed) => match claimed.pop() {
                    Some((owed, fence)) if owed.response.negative.is_none() || version >= Version::V14 => {
                        return Some((owed, fence));
                    }
                    Some((owed, fence)) => {
                        self.turn.passed = owed.id;
                        self.station.store.give_back(&[(owed.id, fence)]);
                    }
                    None => self.turn.look_again = false,
                },
                Err(error) => {
                    self.turn.look_again = false;
                    self.inner.report(&self.shared.id, &error).await;
                }
            }
        }
        None
    }

    /// Sends the next end response that is owed; whether there was one.
    pub(super) async fn next_response(&mut self) -> Result<bool> {
        let Some((owed, fence)) = self.claim_owed().await else { return Ok(false) };
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
            // It is passed over until the next turn.
            self.turn.passed = owed.id;
            self.station.store.give_back(&[(owed.id, fence)]);
            self.inner.report(&self.shared.id, &error).await;
            return Ok(true);
        }
        if self.bool(Id::FireEndResponseOnSend) {
            let event = self.response_event(&response, 1);
            self.inform(event).await;
        }
        let reply = self.turn.waiting.iter().position(|(id, _)| *id == owed.id).map(|i| self.turn.waiting.remove(i).1);
        self.turn.in_flight = Some(InFlight { owed, fence, reply });
        Ok(true)
    }

    /// RTR: the partner has the end response, it is never sent again.
    pub(super) async fn end_response_confirmed(&mut self) -> Result<()> {
        let Some(InFlight { owed, fence, reply }) = self.turn.in_flight.take() else { return Ok(()) };
        let id = owed.id;
        self.turn.change_after_response |= self.turn.change_after.remove(&id);
        // With DuplicateDays 0 a file is remembered only until its end response is confirmed.
        let forget = self.int(Id::DuplicateDays) == 0;
        // Nobody waits: when it is lost with the process, the end response is sent once more.
        drop(self.station.store.apply(Change::Confirmed { owed: id, fence, forget }));
        answer(reply, Ok(()));
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
            (Ok(()), Some(sent)) => self.station.store.apply(Change::Answered { key: sent.key }).await.map(drop),
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
        let key = &response.key;
        let file = FileKey { destination: key.originator.clone(), originator: key.destination.clone(), ..key.clone() };
        let cut = self.station.store.cut(&self.text(Id::SSIDCode), &file).await.ok()?;
        cut.into_iter().find(|cut| cut.key.stamp.same_moment(&key.stamp))
    }

    /// The file that a response is about: same name and moment, codes swapped, or not swapped as the oldest systems have it
    /// (V1x-7). Short and long stamps of one moment are the same (docs/interoperability.md, Short stamps).
    async fn sent_file(&self, response: &EndResponse) -> Option<Sent> {
        match self.station.store.sent_for(&response.key).await {
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
