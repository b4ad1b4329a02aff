//! An item by its key, leading to the page that says why it took so long.

use crate::charts::reading::item_address;
use clario_analytics::report::ItemRef;
use leptos::prelude::*;

/// The link. It keeps its target on paper.
pub(crate) fn item_link(workspace: &str, item: &ItemRef) -> AnyView {
    view! {
        <a class="item-link nowrap" href=item_address(workspace, item)>
            {item.key.clone()}
        </a>
    }
    .into_any()
}
