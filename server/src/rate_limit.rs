//! How often one address may send a form to the doors of the house: sign-in and sign-up.

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::num::NonZeroU32;
use std::sync::Arc;

/// Addresses that are remembered before those that are quiet again are forgotten.
const MOST_ADDRESSES: usize = 10_000;
const BURST: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const A_MINUTE: NonZeroU32 = NonZeroU32::new(20).expect("not zero");

/// The limiter of one server.
#[derive(Clone)]
pub(crate) struct Doors(Arc<DefaultKeyedRateLimiter<IpAddr>>);

impl Doors {
    pub(crate) fn new() -> Self {
        Self(Arc::new(RateLimiter::keyed(Quota::per_minute(A_MINUTE).allow_burst(BURST))))
    }
}

/// Answers 429 with the time to wait when an address knocks too often.
pub(crate) async fn limit_doors(State(doors): State<Doors>, request: Request, next: Next) -> Response {
    let knocks = request.method() == Method::POST && matches!(request.uri().path(), "/sign-in" | "/sign-up");
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| network(info.0.ip()));
    if let (true, Some(address)) = (knocks, address) {
        if doors.0.len() > MOST_ADDRESSES {
            doors.0.retain_recent();
        }
        if let Err(early) = doors.0.check_key(&address) {
            let seconds = early.wait_time_from(DefaultClock::default().now()).as_secs() + 1;
            let sentence = format!("Too many attempts from your address. Try again in {seconds} seconds.");
            return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds.to_string())], sentence)
                .into_response();
        }
    }
    next.run(request).await
}

/// One household of IPv6 owns a /64, so its addresses count together.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        v4 @ IpAddr::V4(_) => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_network_count_together() {
        let network = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(network("2001:db8:1:2:3::4"), network("2001:db8:1:2:ffff::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_eq!(network("::ffff:192.0.2.7"), network("192.0.2.7"));
        assert_ne!(network("192.0.2.7"), network("192.0.2.8"));
    }
}
