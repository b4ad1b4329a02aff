//! The sockets of one server: the main door, the plain port beside our own TLS, and the metrics.

use crate::doors::Doors;
use crate::listener::Door;
use crate::metrics::Metrics;
use crate::{Config, doors, metrics, plain_port, router, tls};
use clario_backend::Backend;
use std::net::SocketAddr;
use tokio::net::TcpListener;
use tokio::sync::watch;

/// Everything that listens.
pub(crate) struct Ways {
    pub(crate) main: Door,
    plain: Option<Door>,
    metrics: Option<Door>,
}

impl Ways {
    /// Binds what is not bound yet and prepares who answers there.
    ///
    /// # Errors
    /// A sentence for the operator.
    pub(crate) async fn open(
        listener: TcpListener,
        config: &Config,
        backend: &Backend,
        figures: &Metrics,
    ) -> Result<Self, String> {
        let authority = config.origin.as_deref().map(doors::authority).transpose()?;
        let tls = config.doors.tls.as_ref().map(tls::acceptor).transpose()?;
        let plain = match (config.doors.plain, &authority) {
            (Some(address), Some(authority)) => {
                Some(door(address, plain_port::router(authority.clone())).await?)
            }
            _ => None,
        };
        let metrics = match config.doors.metrics {
            Some(address) => Some(door(address, metrics::router(figures.clone(), backend.clone())).await?),
            None => None,
        };
        let main = Door { listener, tls, router: router::router(config, backend, authority, figures)? };
        Ok(Self { main, plain, metrics })
    }

    /// Where the metrics are told.
    pub(crate) fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().and_then(|door| door.listener.local_addr().ok())
    }

    /// Where plain HTTP is sent on.
    pub(crate) fn plain_address(&self) -> Option<SocketAddr> {
        self.plain.as_ref().and_then(|door| door.listener.local_addr().ok())
    }

    /// Answers at all of them until `stop` is ready, then finishes what is under way.
    pub(crate) async fn serve(self, doors: &Doors, metrics: &Metrics, stop: impl Future<Output = ()>) {
        let (over, told) = watch::channel(());
        let side = |door: Option<Door>| {
            let mut told = told.clone();
            async move {
                if let Some(door) = door {
                    // Whoever tells is gone once it is over.
                    door.serve(doors, metrics, async move { drop(told.changed().await) }).await;
                }
            }
        };
        let stop = async move {
            stop.await;
            drop(over);
        };
        tokio::join!(self.main.serve(doors, metrics, stop), side(self.plain), side(self.metrics));
    }
}

async fn door(address: SocketAddr, router: axum::Router) -> Result<Door, String> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.map_err(|error| format!("cannot listen on {address}: {error}"))?;
    Ok(Door { listener, tls: None, router })
}
