//! The use cases: where people, providers and numbers meet.
