//! The sample workspace: a simulated Jira inside the program, read over HTTP like any other.

use clario_backend::clock::Clock;
use clario_backend::{Backend, SampleSource};
use clario_sandbox::{Sandbox, Settings, Token};

/// Starts the simulated site and tells the backend where it is. The site stops when the answer is dropped.
///
/// # Errors
/// A sentence for the operator when no port is free.
pub(crate) async fn start(backend: &Backend, clock: &dyn Clock) -> Result<Sandbox, String> {
    let sandbox = Sandbox::start(Settings::sample(clock.now().as_millisecond()))
        .await
        .map_err(|error| format!("the sample cannot listen on loopback: {}", error.kind()))?;
    let Token { email, secret, .. } = Token::classic();
    backend.offer_sample(SampleSource { address: sandbox.url(), email, token: secret }).await;
    Ok(sandbox)
}
