//! A second, deliberately simple implementation of docs/metrics.md, which must agree with the engine.

mod by_hand;
mod item;
mod numbers;
mod workflow;
