//! Addresses that somebody types to reach what is not theirs, and names that change what they stand for.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};

use reqwest::Url;
use reqwest::dns::Resolve;
use tokio::net::TcpListener;

use super::resolver::{Lookup, VettingResolver};
use super::{Destination, Listed};
use crate::http::{Endpoint, Patience, Request, Sender};
use crate::jira::Address;

/// None of these leads anywhere but to a site of Atlassian.
const HOSTILE: [&str; 124] = [
    // Loopback in all its spellings.
    "https://127.0.0.1/",
    "https://127.0.0.1:443/",
    "https://127.1/",
    "https://127.0.1/",
    "https://127.255.255.254/",
    "https://2130706433/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://0x7f000001/",
    "https://0x7f.0x0.0x0.0x1/",
    "https://0x7F.1/",
    "https://127.0.0.1./",
    "https://127.000.000.001/",
    "https://%31%32%37.0.0.1/",
    "https://127%2e0%2e0%2e1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://127。0。0。1/",
    "https://127.0.0.1%00.atlassian.net/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[0:0:0:0:0:ffff:127.0.0.1]/",
    "https://[::127.0.0.1]/",
    "https://[64:ff9b::127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b:1::7f00:1]/",
    "https://[2002:7f00:1::]/",
    "https://[2001:0:7f00:1::]/",
    "https://[::1%25lo]/",
    "https://0/",
    "https://0.0.0.0/",
    "https://0.1.2.3/",
    "https://00000000/",
    // Metadata of clouds.
    "https://169.254.169.254/",
    "https://169.254.169.254/latest/meta-data/iam/security-credentials/",
    "http://169.254.169.254/latest/meta-data/",
    "https://2852039166/",
    "https://0xA9FEA9FE/",
    "https://0251.0376.0251.0376/",
    "https://169.254.43518/",
    "https://[::ffff:169.254.169.254]/",
    "https://[::ffff:a9fe:a9fe]/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://[2002:a9fe:a9fe::]/",
    "https://[fd00:ec2::254]/",
    "https://[fd20:ce::254]/",
    "https://[fe80::a9fe:a9fe]/",
    "https://169.254.170.2/v2/credentials",
    "https://100.100.100.200/",
    "https://168.63.129.16/",
    "https://192.0.0.192/",
    // Private, shared, reserved.
    "https://10.0.0.1/",
    "https://10.255.255.255/",
    "https://167772161/",
    "https://012.0.0.1/",
    "https://172.16.0.1/",
    "https://172.31.255.254/",
    "https://192.168.0.1/",
    "https://192.168.1/",
    "https://3232235521/",
    "https://100.64.0.1/",
    "https://198.18.0.1/",
    "https://192.0.2.1/",
    "https://198.51.100.1/",
    "https://203.0.113.1/",
    "https://192.88.99.1/",
    "https://224.0.0.1/",
    "https://239.255.255.250/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[fc00::1]/",
    "https://[fd12:3456:789a::1]/",
    "https://[fe80::1]/",
    "https://[ff02::1]/",
    "https://[2001:db8::1]/",
    "https://[2001::1]/",
    "https://[100::1]/",
    // Public numbers are numbers too.
    "https://8.8.8.8/",
    "https://134744072/",
    "https://[2606:4700:4700::1111]/",
    // Another scheme.
    "http://acme.atlassian.net/",
    "HTTP://acme.atlassian.net/",
    "ftp://acme.atlassian.net/",
    "file:///etc/passwd",
    "file://localhost/etc/passwd",
    "gopher://127.0.0.1:6379/_INFO",
    "dict://127.0.0.1:11211/stats",
    "ldap://127.0.0.1/",
    "ws://acme.atlassian.net/",
    "wss://acme.atlassian.net/",
    "data:text/plain,hello",
    "javascript:alert(1)",
    "jar:https://acme.atlassian.net!/",
    "unix:///var/run/docker.sock",
    "blob:https://acme.atlassian.net/1",
    "about:blank",
    // Somebody else's name in front, or a port.
    "https://acme.atlassian.net@127.0.0.1/",
    "https://acme.atlassian.net:pw@evil.example/",
    "https://@127.0.0.1/",
    "https://:@127.0.0.1/",
    "https://user@acme.atlassian.net/",
    "https://acme.atlassian.net%40evil.example/",
    "https://acme.atlassian.net:22/",
    "https://acme.atlassian.net:80/",
    "https://acme.atlassian.net:8443/",
    "https://acme.atlassian.net:0/",
    "https://acme.atlassian.net:65536/",
    "https://acme.atlassian.net:-1/",
    "https://evil.example:6379/",
    // Not an address at all.
    "",
    " ",
    "https://",
    "https:///",
    "https://#",
    "https://?",
    "https://[/",
    "https://[]/",
    "https://[::g]/",
    "https://a b.example/",
    "https://a\tb.example/",
    "https://acme.atlassian.net\r\nHost: evil.example/",
    "https://\u{0}/",
];

#[test]
fn no_hostile_address_is_taken() {
    let listed: Listed = "jira.corp.example:8443@10.1.0.0/16".parse().unwrap();
    for destination in [Destination::public(), Destination::public().listing(listed)] {
        for typed in HOSTILE {
            if let Ok(address) = Address::parse(typed, &destination) {
                // A parser that drops line breaks has read the one site that is named.
                assert_eq!(address.as_text(), "https://acme.atlassian.net", "{typed:?}");
                panic!("{typed:?} is taken for a site");
            }
        }
    }
}

/// A name that stands for other addresses each time it is asked for.
fn changing(answers: Vec<Vec<&'static str>>) -> Lookup {
    let turn = AtomicUsize::new(0);
    Lookup::by(move |_| {
        let turn = turn.fetch_add(1, Ordering::Relaxed).min(answers.len() - 1);
        let addresses = answers[turn].iter().map(|text| text.parse::<IpAddr>().unwrap());
        let addresses: Vec<SocketAddr> = addresses.map(|address| SocketAddr::new(address, 0)).collect();
        if addresses.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(addresses) }
    })
}

async fn resolved(destination: &Destination, name: &str) -> Vec<String> {
    match VettingResolver(destination.clone()).resolve(name.parse().unwrap()).await {
        Ok(addresses) => addresses.map(|address| address.ip().to_string()).collect(),
        Err(_) => Vec::new(),
    }
}

#[tokio::test]
async fn a_name_is_vetted_each_time_it_is_looked_up() {
    let answers = vec![
        vec!["8.8.8.8"],
        vec!["127.0.0.1"],
        vec!["10.0.0.1", "8.8.4.4", "169.254.169.254", "::1", "2606:4700::1111"],
        vec!["::ffff:127.0.0.1"],
        vec!["64:ff9b::7f00:1"],
        vec!["fe80::1"],
        vec![],
    ];
    let destination = Destination { lookup: changing(answers), ..Destination::public() };
    let expected: [&[&str]; 7] = [&["8.8.8.8"], &[], &["8.8.4.4", "2606:4700::1111"], &[], &[], &[], &[]];
    for (turn, expected) in expected.into_iter().enumerate() {
        assert_eq!(resolved(&destination, "rebinding.example").await, expected, "at the {turn}-th look");
    }
}

#[tokio::test]
async fn a_listed_name_stands_for_its_own_network_and_never_for_metadata() {
    let answers = vec![
        vec!["10.1.2.3"],
        vec!["10.2.0.1", "10.1.9.9"],
        vec!["127.0.0.1"],
        vec!["169.254.169.254"],
        vec!["8.8.8.8"],
    ];
    let listed: Listed = "jira.corp.example:8443@10.1.0.0/16".parse().unwrap();
    let destination = Destination { lookup: changing(answers), ..Destination::public().listing(listed) };
    let expected: [&[&str]; 5] = [&["10.1.2.3"], &["10.1.9.9"], &[], &[], &[]];
    for (turn, expected) in expected.into_iter().enumerate() {
        assert_eq!(resolved(&destination, "JIRA.corp.example.").await, expected, "at the {turn}-th look");
    }
}

/// A service on loopback that must never be touched, under a name that leads there after it was checked.
#[tokio::test]
async fn the_canary_on_loopback_is_never_touched() {
    let canary = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = canary.local_addr().unwrap().port();
    for (entry, answers) in [
        (format!("sly.example:{port}"), vec!["127.0.0.1"]),
        (format!("sly.example:{port}@10.0.0.0/8"), vec!["127.0.0.1", "::1"]),
        (format!("sly.example:{port}@10.0.0.0/8"), vec!["::ffff:127.0.0.1"]),
        (format!("sly.example:{port}@192.168.0.0/16"), vec!["0.0.0.0", "127.0.0.2"]),
    ] {
        let listed: Listed = entry.parse().unwrap();
        let destination =
            Destination { lookup: changing(vec![answers]), ..Destination::public().listing(listed) };
        let base = Url::parse(&format!("http://sly.example:{port}/")).unwrap();
        assert_eq!(destination.check(&base), Ok(()), "the name and the port are listed");
        let once = Patience { attempts: 1, ..Patience::default() };
        let sender = Sender::new(&destination, &[&base], once, None).unwrap();
        assert!(sender.ask(&base, None, &Request::of(Endpoint::TenantInfo)).await.is_err(), "{entry}");
    }
    let touched = tokio::time::timeout(std::time::Duration::from_millis(200), canary.accept()).await;
    assert!(touched.is_err(), "somebody called");
    // The same way, were it allowed, leads there.
    let listed: Listed = format!("sly.example:{port}@127.0.0.0/8").parse().unwrap();
    let destination =
        Destination { lookup: changing(vec![vec!["127.0.0.1"]]), ..Destination::public().listing(listed) };
    let base = Url::parse(&format!("http://sly.example:{port}/")).unwrap();
    let once = Patience { attempts: 1, ..Patience::default() };
    let sender = Sender::new(&destination, &[&base], once, None).unwrap();
    let request = Request::of(Endpoint::TenantInfo);
    tokio::select! {
        _ = sender.ask(&base, None, &request) => panic!("nobody answers"),
        accepted = canary.accept() => assert!(accepted.is_ok()),
    }
}

#[tokio::test]
async fn a_name_that_resolves_to_a_private_address_is_refused() {
    assert_eq!(resolved(&Destination::public(), "localhost").await, [] as [&str; 0]);
    let listed: Listed = "localhost:4000@127.0.0.0/8".parse().unwrap();
    assert_eq!(resolved(&Destination::public().listing(listed), "localhost").await, ["127.0.0.1"]);
}
