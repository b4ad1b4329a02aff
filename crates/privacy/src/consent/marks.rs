//! Which published versions decide whether an older choice still holds.

use super::Marks;
use crate::policy::{self, Basis, PolicyVersion};
use std::collections::BTreeSet;
use std::sync::LazyLock;

impl Marks {
    /// The marks of the published versions.
    ///
    /// # Panics
    /// When [`policy::verify`] fails.
    pub fn in_force() -> &'static Self {
        static MARKS: LazyLock<Marks> = LazyLock::new(|| {
            let mut marks = Marks { current: 0, material: 1, purposes: 1 };
            let mut before = BTreeSet::new();
            for version in policy::versions() {
                let now = asked(version);
                marks.current = version.number;
                marks.material = if version.material { version.number } else { marks.material };
                marks.purposes = if now.is_subset(&before) { marks.purposes } else { version.number };
                before.extend(now);
            }
            marks
        });
        &MARKS
    }
}

/// What a version asks a yes for.
fn asked(version: &'static PolicyVersion) -> BTreeSet<&'static str> {
    version
        .registry
        .purposes
        .iter()
        .filter(|it| it.basis == Basis::Consent)
        .map(|it| it.key.as_str())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_versions_in_force_are_published_ones() {
        let marks = Marks::in_force();
        assert_eq!(marks.current, policy::current().number);
        assert!(
            (1..=marks.current).contains(&marks.material) && (1..=marks.current).contains(&marks.purposes)
        );
        assert!(!asked(policy::current()).is_empty(), "the policy names what is asked for");
    }
}
