//! Secrets at rest: sealed values, password hashes and one-time codes.
