//! What must hold of a workflow.
