//! The vault through its public door: what opens, what does not, and what is never shown.

mod key_file;
mod password_hash;
mod sealing;
