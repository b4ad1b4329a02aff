//! A simulated Jira Cloud over real HTTP, as unfriendly as the real one.
