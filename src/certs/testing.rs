//! Certificates and small servers for the tests of this room.
