//! The screen of AltaClario: pages, islands, charts and the server functions behind them.

#![expect(unreachable_pub, reason = "the component macro writes public items, also in private modules")]

pub mod api;
pub mod app;
pub mod charts;
pub mod components;
pub mod islands;
pub mod pages;
mod shell;

pub use app::App;
pub use shell::shell;
