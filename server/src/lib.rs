//! The AltaClario program as a library, so that tests can start it on any port.
