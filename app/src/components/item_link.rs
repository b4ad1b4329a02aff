//! An item by its key, leading to the page that says why it took so long.

use crate::charts::reading::ItemPages;
use clario_analytics::report::ItemRef;
use leptos::prelude::*;

/// The link. It keeps its target on paper.
pub(crate) fn item_link(items: &ItemPages, item: &ItemRef) -> AnyView {
    view! {
        <a class="item-link nowrap" href=items.address(item)>
            {item.key.clone()}
        </a>
    }
    .into_any()
}
