//! A simulated Jira Cloud over real HTTP, as unfriendly as the real one.
//!
//! It is written from the official specifications alone and shares no code with the client, so that a
//! misreading of one is not the misreading of both. Time stands still but for [`WorldHandle::advance`].

use std::io;
use std::sync::Arc;

pub use endpoint::Endpoint;
pub use faults::{Fault, Faults, Trouble};
pub use poison::{Place, Poison};
pub use request::Request;
pub use settings::{RECOMMENDED_SCOPES, Settings, Token, TokenKind};
pub use switches::Switches;
pub use world::WorldHandle;

mod agile;
mod answer;
mod dictionaries;
mod endpoint;
mod faults;
mod history;
mod jql;
mod json;
mod login;
mod moment;
mod parameters;
mod poison;
mod random;
mod render;
mod request;
mod search;
mod server;
mod settings;
mod shared;
mod switches;
mod world;

use shared::{CLOUD_ID, Shared, held};

/// A running server; it stops when this is dropped.
pub struct Sandbox {
    shared: Arc<Shared>,
    stop: Option<tokio::sync::oneshot::Sender<()>>,
}

impl Sandbox {
    /// Builds the world and listens on 127.0.0.1.
    ///
    /// # Errors
    /// When the port is taken, or a recorded folder cannot be read.
    pub async fn start(settings: Settings) -> io::Result<Self> {
        let port = settings.port;
        let shared = Arc::new(Shared::new(settings)?);
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
        let _ = shared.address.set(format!("http://{}", listener.local_addr()?));
        let (stop, stopped) = tokio::sync::oneshot::channel();
        tokio::spawn(server::serve(listener, Arc::clone(&shared), stopped));
        Ok(Self { shared, stop: Some(stop) })
    }

    /// Address of the site host, `https://{site}.atlassian.net` in life.
    pub fn url(&self) -> String {
        self.shared.site().to_owned()
    }

    /// Address of the gateway host, where scoped tokens work: `https://api.atlassian.com/ex/jira/{cloudId}`.
    pub fn gateway_url(&self) -> String {
        format!("{}/ex/jira/{CLOUD_ID}", self.shared.site())
    }

    /// Address below which the gateway finds sites by their cloud id: `https://api.atlassian.com` in life.
    pub fn gateway_root(&self) -> String {
        self.url()
    }

    /// Every request so far, oldest first.
    pub fn requests(&self) -> Vec<Request> {
        held(&self.shared.requests).clone()
    }

    /// Forgets the requests so far.
    pub fn forget_requests(&self) {
        held(&self.shared.requests).clear();
    }

    /// Faults and manners.
    pub fn faults(&self) -> Faults<'_> {
        Faults::new(&self.shared)
    }

    /// The world, to change it.
    pub fn world(&self) -> WorldHandle<'_> {
        WorldHandle::new(&self.shared)
    }

    /// Every poison string and its place.
    pub fn poison(&self) -> Vec<Poison> {
        self.shared.world().poison.all.clone()
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}
