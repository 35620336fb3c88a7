//! The session phase: what this side says about itself, AcceptConnection, secure authentication.

use super::{Drive, End};
use crate::engine::inner::Inner;
use crate::engine::shared::Shared;
use crate::error::{Error, Result, codes};
use crate::events::{AcceptConnection, EventKind};
use crate::model::{ConnectionType, Version};
use crate::protocol::{Authentication, Role, SessionAnswer, SessionConfig, Ssid};
use crate::settings::Id;

/// The session's configuration from the settings of this moment.
pub(super) fn session_config(inner: &Inner, shared: &Shared, role: Role) -> SessionConfig {
    let int = |id| shared.settings.int(id);
    // LogLevel may change while the session lasts, so it does not count here.
    let trail = inner.dispatch.wants(EventKind::PITrail) || inner.dispatch.wants(EventKind::Log);
    SessionConfig {
        role,
        version: version(int(Id::OFTPVersion)),
        code: shared.settings.text(Id::ServerSSIDCode),
        password: shared.settings.text(Id::ServerPassword),
        user: String::new(),
        buffer_size: int(Id::ExchangeBufferSize) as u32,
        credit: int(Id::CreditCount) as u16,
        connection_type: connection_type(int(Id::ConnectionType)),
        compression: shared.settings.bool(Id::OfferCompression),
        restart: shared.settings.bool(Id::OfferRestart),
        authentication: authentication(int(Id::SecureAuthentication)),
        require_v20: inner.settings.bool(Id::UseSSL),
        timeout_ms: int(Id::Timeout).max(0) as u64 * 1000,
        trail,
        accept_blank_identity: true,
    }
}

/// The highest version that this server speaks.
pub(crate) fn own_version(inner: &Inner) -> Version {
    version(inner.settings.int(Id::OFTPVersion))
}

fn version(code: i64) -> Version {
    i32::try_from(code).ok().and_then(Version::from_code).unwrap_or(Version::V20)
}

fn connection_type(code: i64) -> ConnectionType {
    i32::try_from(code).ok().and_then(ConnectionType::from_code).unwrap_or_default()
}

fn authentication(code: i64) -> Authentication {
    match code {
        0 => Authentication::Disallowed,
        1 => Authentication::Required,
        _ => Authentication::Automatic,
    }
}

impl Drive {
    /// SSID arrived: the program decides, then the answer goes out (or ESID with the program's reason).
    pub(super) async fn session_offered(&mut self, ssid: Ssid) -> Result<()> {
        self.peer_facts(&ssid);
        let own = version(self.int(Id::OFTPVersion));
        let offered = ssid.version.min(own);
        let event = AcceptConnection {
            connection_id: self.shared.id.clone(),
            client_ssid_code: ssid.code.clone(),
            client_password: ssid.password.clone(),
            client_version: ssid.version.code(),
            server_version: offered.code(),
            accept: true,
            error_code: 0,
            error_description: String::new(),
        };
        let event = self.ask(event).await;
        if !event.accept {
            let reason = u8::try_from(event.error_code).ok().filter(|r| (1..=99).contains(r)).unwrap_or(99);
            self.log(1, "Info", || format!("{} turned away with ESID {reason:02}", ssid.code)).await;
            return self.session.reject_session(reason, &event.error_description);
        }
        // ServerVersion may lower the level, never raise it (SSID-3).
        let version = Version::from_code(event.server_version).unwrap_or(offered).min(offered);
        let answer = SessionAnswer {
            version,
            code: self.text(Id::ServerSSIDCode),
            password: self.text(Id::ServerPassword),
            user: String::new(),
            credit: self.int(Id::CreditCount) as u16,
            buffer_size: self.int(Id::ExchangeBufferSize) as u32,
            connection_type: connection_type(self.int(Id::ConnectionType)),
            compression: self.bool(Id::OfferCompression),
            restart: self.bool(Id::OfferRestart),
            authentication: authentication(self.int(Id::SecureAuthentication)),
        };
        self.session.set_timeout(self.int(Id::Timeout).max(0) as u64 * 1000);
        self.session.accept_session(answer)
    }

    fn peer_facts(&self, ssid: &Ssid) {
        self.shared.fact(Id::SSIDCode, ssid.code.as_str());
        self.shared.fact(Id::ReceivedConnectionType, i64::from(ssid.connection_type.code()));
        self.shared.fact(Id::Version, i64::from(ssid.version.code()));
        if self.text(Id::SFIDCode).is_empty() {
            // Until a file names another one, the partner is its own destination.
            self.shared.fact(Id::SFIDCode, ssid.code.as_str());
        }
    }

    /// The session is open: what was negotiated can be queried, and as initiator this side speaks first.
    pub(super) async fn session_opened(&mut self) -> Result<()> {
        let negotiated = self.session.negotiated().clone();
        self.shared.fact(Id::Version, i64::from(negotiated.version.code()));
        self.shared.fact(Id::CreditCount, i64::from(negotiated.credit));
        self.shared.fact(Id::ExchangeBufferSize, i64::from(negotiated.buffer_size));
        if self.role == Role::Initiator {
            self.peer_facts(&negotiated.peer);
        }
        self.log(1, "Info", || {
            format!(
                "session open with {}: level {}, buffer {}, credit {}, compression {}, restart {}",
                negotiated.peer.code,
                char::from(negotiated.version.level()),
                negotiated.buffer_size,
                negotiated.credit,
                negotiated.compression,
                negotiated.restart
            )
        })
        .await;
        self.first_turn().await;
        Ok(())
    }

    /// Secure authentication asks for a challenge encrypted for the partner.
    pub(super) async fn challenge_wanted(&mut self) -> Result<()> {
        let made = self.inner.certs.challenge_for(&self.shared.certs).await;
        match made {
            Ok((secret, encrypted)) => {
                self.challenge = Some(secret);
                self.session.auth_challenge(encrypted)
            }
            Err(error) => self.authentication_failed(error).await,
        }
    }

    /// The partner's challenge: decrypt it with our key and send the 20 octets back.
    pub(super) async fn challenge_received(&mut self, challenge: Vec<u8>) -> Result<()> {
        match self.inner.certs.open_challenge(&self.shared.certs, challenge).await {
            Ok(secret) => self.session.auth_response(*secret),
            Err(error) => self.authentication_failed(error).await,
        }
    }

    /// The partner's answer to ours, compared in constant time.
    pub(super) async fn response_received(&mut self, response: [u8; 20]) -> Result<()> {
        let expected = self.challenge.take();
        if expected.is_some_and(|secret| openssl::memcmp::eq(&*secret, &response)) {
            return self.session.auth_confirmed();
        }
        self.ended.get_or_insert(End::Failed(Error::new(
            codes::PROTOCOL,
            "Secure authentication failed: the partner's answer to the challenge is wrong.",
        )));
        self.session.auth_rejected()
    }

    async fn authentication_failed(&mut self, error: Error) -> Result<()> {
        self.log(1, "Info", || format!("secure authentication failed: {error}")).await;
        self.session.end_session(11, "Secure authentication failed")?;
        self.ended.get_or_insert(End::Failed(error));
        Ok(())
    }
}
