//! The content of a page once it is known, or the reason why there is none.

use crate::api::{ApiError, context};
use crate::components::{ConfirmItIsYou, ErrorState, PageTitle};
use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared};
use leptos::prelude::*;
use std::future::poll_fn;
use std::task::Poll;

/// Waits for the content on the server, so that the page arrives whole.
///
/// The framework looks into a page twice before it renders it, and drops what it saw begin. Content may be what a form
/// changes, so it begins only once somebody waits for it.
pub(crate) fn settled<F>(content: impl Fn() -> F + Send + Sync + 'static) -> impl IntoView
where
    F: Future<Output = Result<AnyView, ApiError>> + Send + 'static,
{
    view! {
        <Suspense>
            {move || {
                let content = content();
                Suspend::new(async move {
                    not_at_first_look().await;
                    content.await.unwrap_or_else(refused)
                })
            }}
        </Suspense>
    }
}

/// A question that is asked once, in however many places of a page its answer is waited for.
#[derive(Clone)]
pub(crate) struct Asked<T: Clone>(Shared<BoxFuture<'static, Option<T>>>);

impl<T: Clone + Send + Sync + 'static> Asked<T> {
    /// Asks for what stands around the content.
    pub(crate) fn new(question: impl Future<Output = Result<T, ApiError>> + Send + 'static) -> Self {
        Self(question.map(Result::ok).boxed().shared())
    }

    /// The answer; a part of the page that cannot be had is left out. It begins, like content, only once somebody waits
    /// for it: begun and left alone it would keep a connection to the database from those who are waited for.
    pub(crate) async fn answer(self) -> Option<T> {
        not_at_first_look().await;
        self.0.await
    }
}

/// Is not ready when it is looked at for the first time.
async fn not_at_first_look() {
    let mut seen = false;
    poll_fn(|context| {
        if seen {
            return Poll::Ready(());
        }
        seen = true;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Says why, and gives the page the status that goes with it. Where the data is still on its way, the page that shows
/// how far it is takes over.
pub(crate) fn refused(error: ApiError) -> AnyView {
    let sentence = context::show_error(error);
    let path = context::path();
    if error == ApiError::Confirm {
        return view! {
            <PageTitle text="Confirm that it is you · AltaClario" />
            <ConfirmItIsYou next=path />
        }
        .into_any();
    }
    let mut parts = path.trim_start_matches('/').splitn(3, '/');
    let (workspace, page) = (parts.nth(1).unwrap_or_default(), parts.next().unwrap_or("overview"));
    let (href, label) = match error {
        ApiError::SignIn => ("/sign-in".to_owned(), "Sign in"),
        ApiError::SecondFactor => ("/account/two-step".to_owned(), "Set up two-step sign-in"),
        ApiError::Restricted => ("/account/privacy#pause".to_owned(), "Go to Pause"),
        ApiError::NothingConnected => (format!("/w/{workspace}/connect"), "Connect Jira"),
        ApiError::NotYet => {
            context::go_to(&format!("/w/{workspace}/sync?then={page}"));
            (format!("/w/{workspace}/sync"), "See how far it is")
        }
        _ => ("/".to_owned(), "Go to the start page"),
    };
    let heading = match error {
        ApiError::SignIn => "Sign in first",
        ApiError::SecondFactor => "Two-step sign-in is needed here",
        ApiError::NothingConnected | ApiError::NotYet => "No numbers yet",
        ApiError::Restricted => "Reading is paused",
        ApiError::Missing => "There is nothing here",
        _ => "This page cannot be shown",
    };
    view! {
        <PageTitle text=format!("{heading} · AltaClario") />
        <ErrorState heading sentence action=(href, label.to_owned()) />
        {(error == ApiError::Failed).then(|| view! {
            <p class="hint">"Reference for the operator: " <code>{context::reference()}</code></p>
        })}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::pin::pin;
    use std::task::{Context, Waker};

    #[test]
    fn nothing_begins_at_a_first_look() {
        let begun = Cell::new(false);
        let mut content = pin!(async {
            not_at_first_look().await;
            begun.set(true);
        });
        let mut look = Context::from_waker(Waker::noop());
        assert!(content.as_mut().poll(&mut look).is_pending() && !begun.get());
        assert!(content.as_mut().poll(&mut look).is_ready() && begun.get());
    }
}
