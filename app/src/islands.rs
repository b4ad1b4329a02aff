//! The parts of a page that wake up in the browser; each page is whole without them.

mod apply_on_change;
mod live_progress;
mod read_out;

pub(crate) use apply_on_change::ApplyOnChange;
pub(crate) use live_progress::LiveProgress;
pub(crate) use read_out::ReadOut;
