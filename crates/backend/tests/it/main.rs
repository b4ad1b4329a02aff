//! The use cases through the public door of the backend, on real files.

mod app;
mod at_rest;
mod connections;
mod settings;
mod sign_in;
mod sign_up;
mod start;
mod workspaces;
