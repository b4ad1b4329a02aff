//! Where a request comes from while it is being answered: shortened, and never more than that.

use std::net::{IpAddr, Ipv6Addr};

tokio::task_local! {
    static ADDRESS: String;
}

/// Does some work in the knowledge of where the request for it came from; see [`shortened`].
pub async fn coming_from<F: Future>(shortened: String, work: F) -> F::Output {
    ADDRESS.scope(shortened, work).await
}

/// The shortened address of the request that is being answered, if any is.
pub(crate) fn address() -> Option<String> {
    ADDRESS.try_with(Clone::clone).ok()
}

/// An address without the part that names a machine: 24 bits of IPv4, 48 of IPv6.
pub fn shortened(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(v6) => format!("{}/48", Ipv6Addr::from_bits(v6.to_bits() >> 80 << 80)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_names_a_machine_is_cut_off() {
        for (address, short) in [
            ("192.0.2.77", "192.0.2.0/24"),
            ("::ffff:192.0.2.77", "192.0.2.0/24"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"),
            ("::1", "::/48"),
        ] {
            assert_eq!(shortened(address.parse().unwrap()), short);
        }
    }

    #[tokio::test]
    async fn an_address_is_known_while_its_request_is_answered_and_no_longer() {
        let known = coming_from("192.0.2.0/24".to_owned(), async { address() }).await;
        assert_eq!(known.as_deref(), Some("192.0.2.0/24"));
        assert_eq!(address(), None);
    }
}
