//! Troubles a test can bring upon the server, for one endpoint or all, once or until cleared.

use crate::endpoint::Endpoint;
use crate::moment::HOUR;
use crate::shared::{Shared, held};
use crate::switches::Switches;

/// One thing that goes wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The token has died: the request runs as a stranger whose login failed.
    DeadToken,
    /// The gateway says that a scope is missing.
    MissingScope,
    /// 429 of the burst limit, with the full set of headers.
    Burst {
        /// Seconds in `Retry-After`.
        retry_after: u64,
    },
    /// 429 of the hourly quota, for every request until the next full virtual hour.
    Quota,
    /// 429 of a gateway, without `Retry-After`.
    BareLimit,
    /// 503, with `Retry-After` in seconds or without.
    Unavailable {
        /// Seconds in `Retry-After`.
        retry_after: Option<u64>,
    },
    /// 200 with a sign-in page in place of JSON.
    Html,
    /// 302 to a sign-in page.
    LoginRedirect,
    /// The answer, cut off in the middle although its length says it is complete.
    Truncated,
    /// An answer of that many bytes that begins like JSON and does not end.
    Huge {
        /// Length of the body.
        bytes: u64,
    },
    /// The right answer, after a delay of real time.
    Slow {
        /// Length of the delay.
        millis: u64,
    },
    /// 410: the endpoint has been removed.
    Gone,
    /// A search page answers the token it was asked with.
    SameToken,
    /// Search pages without issues, each with a new token, for ever.
    EmptyPages,
    /// Another status, with an error body that carries poison.
    Status(u16),
    /// The connection breaks before the answer is complete.
    Reset,
}

/// A trouble, where and how often.
#[derive(Clone, Debug)]
pub struct Fault {
    trouble: Trouble,
    endpoint: Option<Endpoint>,
    skip: u32,
    times: Option<u32>,
}

impl Fault {
    /// At every endpoint, until cleared.
    pub fn new(trouble: Trouble) -> Self {
        Self { trouble, endpoint: None, skip: 0, times: None }
    }

    /// At this endpoint alone.
    #[must_use]
    pub fn on(self, endpoint: Endpoint) -> Self {
        Self { endpoint: Some(endpoint), ..self }
    }

    /// For the next so many requests.
    #[must_use]
    pub fn times(self, times: u32) -> Self {
        Self { times: Some(times), ..self }
    }

    /// After so many requests that still go well.
    #[must_use]
    pub fn after(self, requests: u32) -> Self {
        Self { skip: requests, ..self }
    }
}

/// Hands on the faults and manners of a running sandbox.
#[derive(Clone, Copy)]
pub struct Faults<'a> {
    shared: &'a Shared,
}

impl<'a> Faults<'a> {
    pub(crate) fn new(shared: &'a Shared) -> Self {
        Self { shared }
    }

    /// Adds a fault; those added first are met first.
    pub fn inject(&self, fault: Fault) {
        if fault.trouble == Trouble::Quota {
            let now = self.shared.world().now;
            *held(&self.shared.quota_until) = (now.div_euclid(HOUR) + 1) * HOUR;
        } else {
            held(&self.shared.faults).push(fault);
        }
    }

    /// Ends every fault; the manners stay as they are.
    pub fn clear(&self) {
        held(&self.shared.faults).clear();
        *held(&self.shared.quota_until) = i64::MIN;
    }

    /// Changes the manners of the server.
    pub fn set(&self, change: impl FnOnce(&mut Switches)) {
        change(&mut held(&self.shared.switches));
    }

    /// The manners as they are.
    pub fn switches(&self) -> Switches {
        held(&self.shared.switches).clone()
    }
}

/// Takes the next trouble of an endpoint, counting it.
pub(crate) fn next(faults: &mut Vec<Fault>, endpoint: Endpoint) -> Option<Trouble> {
    let position = faults.iter_mut().position(|fault| {
        if fault.endpoint.is_some_and(|only| only != endpoint) {
            return false;
        }
        let met = fault.skip == 0;
        fault.skip = fault.skip.saturating_sub(1);
        met
    })?;
    let fault = &mut faults[position];
    let trouble = fault.trouble.clone();
    if let Some(times) = &mut fault.times {
        *times = times.saturating_sub(1);
        if *times == 0 {
            faults.remove(position);
        }
    }
    Some(trouble)
}
