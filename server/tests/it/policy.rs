//! The published policy: its pages, what they are made from, and the inventories they rest on.

mod absences;
mod choices;
mod inventory;
mod pages;
