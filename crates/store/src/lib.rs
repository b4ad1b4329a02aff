//! SQLite: people, workspaces, connections and sessions, never provider data.
