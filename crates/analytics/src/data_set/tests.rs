//! What must hold of a data set.
