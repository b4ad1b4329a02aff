//! How many answers without an end are open at a time, for each person and each workspace.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The open streams of one server. Clones are the same streams.
#[derive(Clone, Default)]
pub(crate) struct Streams(Arc<Mutex<HashMap<String, usize>>>);

impl Streams {
    /// A place for one more, unless one of these has as many as it may.
    pub(crate) fn take(&self, wanted: [(String, usize); 2]) -> Option<Stream> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if wanted.iter().any(|(whose, most)| open.get(whose).is_some_and(|count| count >= most)) {
            return None;
        }
        let whose = wanted.map(|(whose, _)| whose);
        for name in &whose {
            *open.entry(name.clone()).or_default() += 1;
        }
        Some(Stream { of: self.clone(), whose })
    }
}

/// One open stream, which gives its places back when dropped.
pub(crate) struct Stream {
    of: Streams,
    whose: [String; 2],
}

impl Drop for Stream {
    fn drop(&mut self) {
        let mut open = self.of.0.lock().unwrap_or_else(PoisonError::into_inner);
        for name in &self.whose {
            if let Some(count) = open.get_mut(name) {
                *count -= 1;
                if *count == 0 {
                    open.remove(name);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_and_a_workspace_have_so_many_streams_and_give_them_back() {
        let streams = Streams::default();
        let take = |person: &str, workspace: &str| streams.take([(person.into(), 2), (workspace.into(), 3)]);
        let first = [take("a", "w"), take("a", "w")];
        assert!(take("a", "w").is_none(), "a person has two");
        let third = take("b", "w");
        assert!(third.is_some());
        assert!(take("c", "w").is_none(), "a workspace has three");
        drop(first);
        assert!(take("a", "w").is_some());
        drop(third);
        assert!(streams.0.lock().expect("a lock").is_empty(), "nobody is remembered");
    }
}
