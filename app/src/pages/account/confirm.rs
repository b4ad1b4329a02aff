//! Confirming who is there, and going on.

use crate::api::account::confirm_it_is_you;
use crate::api::{ApiError, context};
use crate::components::{ConfirmItIsYou, PageTitle, PublicFrame, settled};
use leptos::prelude::*;

/// The page at `/account/confirm`.
#[component]
pub fn Confirm() -> impl IntoView {
    view! {
        <PageTitle text="Confirm that it is you · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    let form = context::typed();
    let next = ours(&form.text("next"));
    let mut problem = None;
    if context::posted().is_some() {
        match confirm_it_is_you(form.text("password"), form.text("code")).await? {
            Ok(()) => {
                context::go_to(&next);
                return Ok(().into_any());
            }
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    }
    Ok(view! { <ConfirmItIsYou next=next problem=problem /> }.into_any())
}

/// A path of ours, or the account page: a form must not send people elsewhere.
fn ours(next: &str) -> String {
    let is_path = next.starts_with('/') && !next.starts_with("//") && next.len() <= 300;
    let is_plain = next.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    if is_path && is_plain { next.to_owned() } else { "/account".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_on_stays_here() {
        for next in ["/account/email", "/w/abc/settings?saved=x#teams"] {
            assert_eq!(ours(next), next);
        }
        let long = format!("/{}", "a".repeat(400));
        for next in [
            "",
            "account",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/a\r\nb",
            "/é",
            &long,
        ] {
            assert_eq!(ours(next), "/account", "{next:.20}");
        }
    }
}
