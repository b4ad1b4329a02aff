//! Small parts that several pages share.

mod as_of;
mod calculation;
mod chart_card;
mod chips;
mod confirm;
mod data_table;
mod field;
mod filter_bar;
mod frame;
mod frames;
mod item_link;
mod key_figures;
mod markdown;
mod page_title;
mod post_form;
mod qr_code;
mod settled;
mod states;

pub(crate) use as_of::as_of;
pub(crate) use calculation::Calculation;
pub(crate) use chart_card::ChartCard;
pub(crate) use chips::{address, chips};
pub(crate) use confirm::ConfirmItIsYou;
pub(crate) use data_table::{Column, DataTable};
pub use field::TextField;
pub(crate) use filter_bar::FilterBar;
pub(crate) use frame::{Frame, Link, workspace_links};
pub(crate) use frames::{PublicFrame, WorkspaceFrame};
pub(crate) use item_link::item_link;
pub(crate) use key_figures::{Change, KeyFigures};
pub(crate) use markdown::markdown;
pub(crate) use page_title::PageTitle;
pub use post_form::{MARK_FIELD, PostForm};
pub(crate) use qr_code::qr_code;
pub(crate) use settled::settled;
pub(crate) use states::{EmptyState, ErrorState, Notice, Notices, Tone};
