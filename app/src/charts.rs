//! Charts as pure geometry plus a view.
