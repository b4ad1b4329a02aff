//! Following a simulated Jira in the background, through the public door of the backend.

mod disconnecting;
mod first_reading;
mod followed;
mod losing_nothing;
mod staying_true;
