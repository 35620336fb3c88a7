//! What two SSIDs agree on (RFC 5024 section 5.3.2): the lower level, the smaller buffer and window, compression and
//! restart only when both want them, complementary directions, never special logic, and authentication only when both
//! say the same.

use super::types::{Authentication, Negotiated, SessionAnswer, SessionConfig, Ssid};
use crate::model::{ConnectionType, Version};

/// Why there is no agreement: ESID reason and text.
pub(crate) type Disagreement = (u8, &'static str);

/// The initiator's offer.
pub(crate) fn offer(config: &SessionConfig) -> Ssid {
    Ssid {
        version: config.version,
        code: config.code.clone(),
        password: config.password.clone(),
        buffer_size: config.buffer_size,
        connection_type: config.connection_type,
        compression: config.compression,
        restart: config.restart,
        special: false,
        credit: config.credit,
        authentication: config.version == Version::V20 && config.authentication == Authentication::Required,
        user: config.user.clone(),
    }
}

/// The state of things before any SSID.
pub(crate) fn nothing_yet(config: &SessionConfig) -> Negotiated {
    Negotiated {
        version: config.version,
        buffer_size: config.buffer_size,
        credit: config.credit,
        compression: false,
        restart: false,
        authentication: false,
        own_connection_type: config.connection_type,
        peer: Ssid::default(),
    }
}

/// The responder's side: what it wants to be against what it was offered.
pub(crate) fn answer(
    config: &SessionConfig,
    wanted: &SessionAnswer,
    offered: Ssid,
) -> Result<Negotiated, Disagreement> {
    let version = wanted.version.min(config.version).min(offered.version);
    if config.require_v20 && version < Version::V20 {
        return Err((10, "OFTP 2.0 is required here"));
    }
    let own_connection_type = complement(wanted.connection_type, offered.connection_type)
        .ok_or((10, "both sides only send or only receive"))?;
    let authentication = match (wanted.authentication, version == Version::V20 && offered.authentication) {
        (Authentication::Required, false) if version < Version::V20 => {
            return Err((10, "secure authentication needs OFTP 2.0"));
        }
        (Authentication::Required, false) => return Err((12, "secure authentication is required here")),
        (Authentication::Disallowed, true) => return Err((12, "secure authentication is not possible here")),
        (_, offered) => offered,
    };
    Ok(Negotiated {
        version,
        buffer_size: wanted.buffer_size.clamp(128, 99_999).min(offered.buffer_size),
        credit: wanted.credit.clamp(1, 999).min(offered.credit),
        compression: wanted.compression && offered.compression,
        restart: wanted.restart && offered.restart,
        authentication,
        own_connection_type,
        peer: offered,
    })
}

/// The responder's SSID for an agreement.
pub(crate) fn answer_ssid(agreed: &Negotiated, wanted: &SessionAnswer) -> Ssid {
    Ssid {
        version: agreed.version,
        code: wanted.code.clone(),
        password: wanted.password.clone(),
        buffer_size: agreed.buffer_size,
        connection_type: agreed.own_connection_type,
        compression: agreed.compression,
        restart: agreed.restart,
        special: false,
        credit: agreed.credit,
        authentication: agreed.authentication,
        user: wanted.user.clone(),
    }
}

/// The initiator's side: its offer against the answer.
pub(crate) fn conclude(config: &SessionConfig, answered: Ssid) -> Result<Negotiated, Disagreement> {
    let own = offer(config);
    if answered.version > own.version {
        return Err((10, "the answer has a higher level than the offer"));
    }
    if config.require_v20 && answered.version < Version::V20 {
        return Err((10, "OFTP 2.0 is required here"));
    }
    if answered.code.is_empty() && !config.accept_blank_identity {
        return Err((3, "the answer has no identification code"));
    }
    if answered.credit > own.credit {
        return Err((10, "the answer has more credit than the offer"));
    }
    let required = config.authentication == Authentication::Required;
    if required && answered.version < Version::V20 {
        return Err((10, "secure authentication needs OFTP 2.0"));
    }
    if answered.authentication != (required && answered.version == Version::V20) {
        return Err((12, "the answer differs in secure authentication"));
    }
    let own_connection_type = complement(own.connection_type, answered.connection_type)
        .ok_or((10, "both sides only send or only receive"))?;
    Ok(Negotiated {
        version: answered.version,
        buffer_size: own.buffer_size.min(answered.buffer_size),
        credit: answered.credit,
        compression: own.compression && answered.compression,
        restart: own.restart && answered.restart,
        authentication: answered.authentication,
        own_connection_type,
        peer: answered,
    })
}

/// What we are towards a partner that says `theirs`, when we can be `own`.
fn complement(own: ConnectionType, theirs: ConnectionType) -> Option<ConnectionType> {
    use ConnectionType::*;
    match (own, theirs) {
        (SendOnly, SendOnly) | (ReceiveOnly, ReceiveOnly) => None,
        (own, Both) => Some(own),
        (Both | ReceiveOnly, SendOnly) => Some(ReceiveOnly),
        (Both | SendOnly, ReceiveOnly) => Some(SendOnly),
    }
}
