//! How an island calls the server: with the mark and the trace of the page on which it stands.

use futures::{Sink, Stream};
use leptos::server_fn::Bytes;
use leptos::server_fn::client::Client;
use leptos::server_fn::client::browser::BrowserClient;
use leptos::server_fn::error::FromServerFnError;
use leptos::server_fn::request::browser::BrowserRequest;
use leptos::server_fn::response::browser::BrowserResponse;

/// What the page says in a `meta` element, and the header in which the call repeats it.
const REPEATED: [(&str, &str); 2] = [("form-mark", "x-form-mark"), ("traceparent", "traceparent")];

/// The client of every server function that islands call.
pub struct FromPage;

impl<E, I, O> Client<E, I, O> for FromPage
where
    E: FromServerFnError,
    I: FromServerFnError,
    O: FromServerFnError,
{
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(request: Self::Request) -> impl Future<Output = Result<Self::Response, E>> + Send {
        for (name, header) in REPEATED {
            if let Some(words) = said(name) {
                request.headers().set(header, &words);
            }
        }
        <BrowserClient as Client<E, I, O>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static, impl Sink<Bytes> + Send + 'static),
            E,
        >,
    > + Send {
        <BrowserClient as Client<E, I, O>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<E, I, O>>::spawn(future);
    }
}

fn said(name: &str) -> Option<String> {
    let element = leptos::prelude::document().query_selector(&format!("meta[name={name}]")).ok().flatten()?;
    element.get_attribute("content").filter(|words| !words.is_empty())
}
