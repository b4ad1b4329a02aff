//! A value that is needed and never shown.

use std::fmt;

/// Holds something that must not come into a log: whatever prints it prints a mark instead.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Redacted<T>(T);

impl<T> Redacted<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for the one who needs it.
    pub(crate) const fn inner(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Redacted<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

impl<T> fmt::Display for Redacted<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[redacted]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_prints_it_prints_a_mark() {
        let secret = Redacted::new("lantern-orbit-velvet-77");
        assert_eq!(
            format!("{secret} {secret:?} {:?}", Some(&secret)),
            "[redacted] [redacted] Some([redacted])"
        );
        assert_eq!(*secret.inner(), "lantern-orbit-velvet-77");
    }
}
