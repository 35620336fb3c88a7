//! Which codes are this side's: a station may have several, as plants behind one SSID have. The one place where "ours" is asked,
//! for what is accepted, opened, answered, signed and verified.

use crate::model::octets::same_code;
use crate::settings::{Id, View};

/// Whether a code as destination or origin of a file is this side's: ServerSFIDCode and ServerSSIDCode, as the connection has them
/// and as the server has them, and OwnSFIDCodes of both.
pub(crate) fn is_own(settings: &View, code: &str) -> bool {
    names(settings, code) || is_stations(settings, code)
}

/// The same without what the connection has in place of the server's ServerSFIDCode: a program that passes a file on sets that to
/// the file's originator.
pub(crate) fn is_stations(settings: &View, code: &str) -> bool {
    let server = settings.server();
    let listed = |view: &View| view.codes(Id::OwnSFIDCodes).iter().any(|own| same_code(own, code));
    names(&server, code) || listed(settings) || listed(&server)
}

fn names(settings: &View, code: &str) -> bool {
    [Id::ServerSFIDCode, Id::ServerSSIDCode].into_iter().any(|id| {
        let own = settings.text(id);
        !own.is_empty() && same_code(&own, code)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Layer;

    #[test]
    fn every_code_of_the_station_is_own() {
        let server = View::of_server(Layer::default());
        let connection = server.for_connection(Layer::default());
        for (view, name, value) in [
            (&server, Id::ServerSFIDCode, "FILES"),
            (&server, Id::ServerSSIDCode, "SESSION"),
            (&server, Id::OwnSFIDCodes, " PLANT2 , PLANT3,,"),
            (&connection, Id::ServerSFIDCode, "PLANT4"),
            (&connection, Id::OwnSFIDCodes, "PLANT5"),
        ] {
            view.change().set(name, value).unwrap();
        }
        assert_eq!(server.text(Id::OwnSFIDCodes), "PLANT2,PLANT3");
        for code in ["FILES", "SESSION", "plant2 ", "PLANT3", "PLANT4", "PLANT5"] {
            assert!(is_own(&connection, code), "{code}");
        }
        for code in ["", "PLANT", "PLANT2,PLANT3", "OTHER"] {
            assert!(!is_own(&connection, code), "{code}");
        }
        assert!(!is_stations(&connection, "PLANT4") && is_stations(&connection, "PLANT5"));
        assert!(!is_own(&server, "PLANT4") && !is_own(&server, "PLANT5"));
        assert!(!is_own(&View::of_server(Layer::default()), ""), "an unset code owns nothing");
    }
}
