//! The parts of a page that wake up in the browser.
