//! Charts as pure geometry plus a view: no script, no `style` attribute, text at its own size.

pub mod brush;
pub mod reading;

pub(crate) mod axis;
pub(crate) mod figure;
pub(crate) mod labels;
pub(crate) mod marks;
pub(crate) mod path;
pub(crate) mod scale;

pub(crate) mod ageing;
pub(crate) mod cumulative_flow;
pub(crate) mod histogram;
pub(crate) mod motif;
pub(crate) mod scatter;
pub(crate) mod sparkline;
pub(crate) mod throughput;
pub(crate) mod time_in_status;
pub mod time_line;
