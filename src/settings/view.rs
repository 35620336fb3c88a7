//! Settings as they count for somebody: a connection's own values, else the server's, else the defaults.

use super::setting::Id;
use super::values::{Lookup, Value, Values};
use crate::sync::{read, write};
use std::sync::{Arc, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// What has been set for a server, or for one connection; shared by all that look at it.
pub type Layer = Arc<RwLock<Values>>;

/// A setting as it counts for a server or for one connection. Cheap to clone: a value that is set later is seen by all clones.
#[derive(Clone)]
pub struct View {
    own: Option<Layer>,
    server: Layer,
}

impl View {
    /// The settings of a server.
    pub fn of_server(server: Layer) -> Self {
        View { own: None, server }
    }

    /// Those of a connection of this server: what is set in `own` comes first.
    pub fn for_connection(&self, own: Layer) -> Self {
        View { own: Some(own), server: self.server.clone() }
    }

    /// The settings of the server alone.
    pub fn server(&self) -> View {
        View { own: None, server: self.server.clone() }
    }

    /// As it is now: for a job that waits, whose settings are those of the moment when it was asked for. What the server's
    /// settings say is still looked up later.
    pub fn frozen(&self) -> Self {
        let own = self.own.as_ref().map(|own| Arc::new(RwLock::new(read(own).clone())));
        View { own, server: self.server.clone() }
    }

    /// Several settings at one moment.
    pub fn look<T>(&self, look: impl FnOnce(&Lookup<'_>) -> T) -> T {
        let own = self.own.as_ref().map(|own| read(own));
        let server = read(&self.server);
        look(&Lookup { connection: own.as_deref(), server: &server })
    }

    /// A number.
    pub fn int(&self, id: Id) -> i64 {
        self.look(|settings| settings.int(id))
    }

    /// A number that is not negative; one that is counts as 0.
    pub fn count(&self, id: Id) -> u64 {
        u64::try_from(self.int(id)).unwrap_or(0)
    }

    /// Yes or no.
    pub fn bool(&self, id: Id) -> bool {
        self.look(|settings| settings.bool(id))
    }

    /// A text.
    pub fn text(&self, id: Id) -> String {
        self.look(|settings| settings.text(id).to_owned())
    }

    /// The codes of a list.
    pub fn codes(&self, id: Id) -> Vec<String> {
        self.look(|settings| settings.text(id).split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect())
    }

    /// The layer where this view's owner keeps what is set for it: the connection's, or the server's.
    fn top(&self) -> &Layer {
        self.own.as_ref().unwrap_or(&self.server)
    }

    /// What is set for the owner of this view alone.
    pub fn own_values(&self) -> RwLockReadGuard<'_, Values> {
        read(self.top())
    }

    /// The same, to be changed.
    pub fn change(&self) -> RwLockWriteGuard<'_, Values> {
        write(self.top())
    }

    /// Fills a fact that the program can query; see [`Values::fill`].
    pub fn fill(&self, id: Id, value: impl Into<Value>) {
        self.change().fill(id, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_comes_before_its_server_and_a_frozen_view_stays() {
        let server = View::of_server(Layer::default());
        let connection = server.for_connection(Layer::default());
        server.change().set(Id::Timeout, "20").unwrap();
        assert_eq!((server.int(Id::Timeout), connection.int(Id::Timeout)), (20, 20));
        connection.change().set(Id::Timeout, "30").unwrap();
        let frozen = connection.frozen();
        connection.change().set(Id::Timeout, "40").unwrap();
        assert_eq!((server.int(Id::Timeout), connection.int(Id::Timeout), frozen.int(Id::Timeout)), (20, 40, 30));
        assert_eq!(connection.own_values().int(Id::Timeout), 40);
        assert_eq!(server.clone().count(Id::Timeout), 20);
    }
}
