//! The parts of a page that wake up in the browser; each page is whole without them.

mod apply_on_change;
mod cookie_choices;
mod copy_link;
mod live_progress;
mod read_out;
mod reporter;

pub(crate) use apply_on_change::ApplyOnChange;
pub(crate) use cookie_choices::CookieChoices;
pub(crate) use copy_link::CopyLink;
pub(crate) use live_progress::LiveProgress;
pub(crate) use read_out::ReadOut;
pub(crate) use reporter::{Gpc, Reporter};
