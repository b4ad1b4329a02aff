//! Members, invitations, grants and the audit log, through the store's public door, on real files.

#[path = "../it/fixture.rs"]
mod fixture;

mod audit_log;
mod break_glass;
mod events;
mod invitations;
mod members;
