//! Takes connections in: a few from each address, none that dawdles, and over TLS where that is ours.

use crate::doors::Doors;
use crate::metrics::Metrics;
use axum::Router;
use axum::extract::ConnectInfo;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use std::collections::HashMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;

/// Within this the head of a request has to be there; a connection that waits for its next request ends after it too.
const HEAD_WITHIN: Duration = Duration::from_secs(15);
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(10);
/// Bytes the head of a request may have: a filter with many values makes a long address.
const LARGEST_HEAD: usize = 128 * 1024;
const MOST_HEADERS: usize = 100;
/// Open connections at a time, of all and of one address; a declared proxy stands for many.
const MOST_OPEN: usize = 4_096;
const MOST_OF_ONE: usize = 256;
/// After the system refused a connection, such as for want of files.
const PAUSE: Duration = Duration::from_millis(50);

/// A socket, what speaks there, and who answers.
pub(crate) struct Door {
    pub(crate) listener: TcpListener,
    pub(crate) tls: Option<TlsAcceptor>,
    pub(crate) router: Router,
}

impl Door {
    /// Answers until `stop` is ready, then finishes what is under way.
    pub(crate) async fn serve(self, doors: &Doors, metrics: &Metrics, stop: impl Future<Output = ()>) {
        let graceful = GracefulShutdown::new();
        let open = OpenConnections::default();
        let mut stop = std::pin::pin!(stop);
        loop {
            let accepted = tokio::select! {
                accepted = self.listener.accept() => accepted,
                () = &mut stop => break,
            };
            let Ok((stream, peer)) = accepted else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let most = if doors.trusts(peer.ip()) { MOST_OPEN } else { MOST_OF_ONE };
            let Some(place) = open.take(peer.ip().to_canonical(), most) else { continue };
            // Answers are written as a whole, so nothing is gained by waiting for more of them.
            let _ = stream.set_nodelay(true);
            let (tls, router, watcher) = (self.tls.clone(), self.router.clone(), graceful.watcher());
            let counted = metrics.connection();
            tokio::spawn(async move {
                greet(stream, peer, tls, router, watcher).await;
                drop((place, counted));
            });
        }
        drop(self.listener);
        graceful.shutdown().await;
    }
}

async fn greet(
    stream: TcpStream,
    peer: SocketAddr,
    tls: Option<TlsAcceptor>,
    router: Router,
    watcher: Watcher,
) {
    match tls {
        None => converse(stream, peer, router, watcher).await,
        Some(tls) => {
            if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE_WITHIN, tls.accept(stream)).await {
                converse(stream, peer, router, watcher).await;
            }
        }
    }
}

async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    peer: SocketAddr,
    router: Router,
    watcher: Watcher,
) {
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_WITHIN)
        .max_buf_size(LARGEST_HEAD)
        .max_headers(MOST_HEADERS)
        .serve_connection(TokioIo::new(stream), service);
    // How a connection ends, by whichever side, is nothing to tell.
    let _ = watcher.watch(connection).await;
}

/// How many connections each address has open.
#[derive(Clone, Default)]
struct OpenConnections(Arc<Mutex<Counts>>);

#[derive(Default)]
struct Counts {
    all: usize,
    each: HashMap<IpAddr, usize>,
}

impl OpenConnections {
    /// A place for one more, unless there are too many.
    fn take(&self, address: IpAddr, most: usize) -> Option<Place> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.all >= MOST_OPEN || counts.each.get(&address).is_some_and(|count| *count >= most) {
            return None;
        }
        counts.all += 1;
        *counts.each.entry(address).or_default() += 1;
        Some(Place { of: self.clone(), address })
    }
}

/// The place of one connection, free again when dropped.
struct Place {
    of: OpenConnections,
    address: IpAddr,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.of.0.lock().unwrap_or_else(PoisonError::into_inner);
        counts.all = counts.all.saturating_sub(1);
        if let Some(count) = counts.each.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                counts.each.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_so_many_places_and_gives_them_back() {
        let open = OpenConnections::default();
        let (one, two) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        let places: Vec<_> = (0..10).filter_map(|_| open.take(one, 3)).collect();
        assert_eq!(places.len(), 3);
        assert!(open.take(two, 3).is_some());
        drop(places);
        assert!(open.take(one, 3).is_some());
        assert!(open.0.lock().expect("a lock").each.is_empty(), "nobody is remembered");
    }
}
