//! Looks names up at connect time and hands out vetted addresses only, so that a name which changes its address after
//! the check gains nothing.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::Destination;

type Found = Pin<Box<dyn Future<Output = io::Result<Vec<SocketAddr>>> + Send>>;

/// Who knows which addresses a name has: the system.
#[derive(Clone)]
pub(super) struct Lookup(Arc<dyn Fn(String) -> Found + Send + Sync>);

impl Lookup {
    /// Another source of addresses, which the vetting must hold against.
    #[cfg(test)]
    pub(super) fn by(source: impl Fn(String) -> io::Result<Vec<SocketAddr>> + Send + Sync + 'static) -> Self {
        Self(Arc::new(move |host| Box::pin(std::future::ready(source(host)))))
    }
}

impl Default for Lookup {
    fn default() -> Self {
        Self(Arc::new(|host| {
            Box::pin(async move { Ok(tokio::net::lookup_host((host.as_str(), 0)).await?.collect()) })
        }))
    }
}

impl fmt::Debug for Lookup {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Lookup")
    }
}

/// The resolver of one client. A name that cannot be looked up is refused.
#[derive(Debug)]
pub(crate) struct VettingResolver(pub(crate) Destination);

impl Resolve for VettingResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let destination = self.0.clone();
        Box::pin(async move {
            let host = name.as_str().to_ascii_lowercase();
            let host = host.strip_suffix('.').unwrap_or(&host);
            let found = (destination.lookup.0)(host.to_owned()).await?;
            let vetted: Vec<SocketAddr> =
                found.into_iter().filter(|address| destination.admits(host, address.ip())).collect();
            if vetted.is_empty() {
                return Err("no address of this name may be reached".into());
            }
            Ok(Box::new(vetted.into_iter()) as Addrs)
        })
    }
}
