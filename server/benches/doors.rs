//! What the doors cost a page: session, limits and form marks; what an answer about visits costs; and what a crowd of
//! addresses costs in memory.
//!
//! The program runs in this process with its metrics on, and its own figure of the checks is read there.
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use clario_server::{Config, Server};
use reqwest::{Client, RequestBuilder, Response};
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

const PAGES: u32 = 3_000;
const LOOKS: usize = 1_000;
/// What is no difference: less than figures of the same page differ by.
const SAME: Duration = Duration::from_micros(200);
const ADDRESSES: u32 = 1_000_000;
const AT_ONCE: u32 = 64;
const EMAIL: &str = "grace@example.org";
const PASSWORD: &str = "lantern-orbit-velvet-77";

#[tokio::main]
async fn main() {
    let data = tempfile::tempdir().expect("a folder");
    let mut config = Config {
        listen: "127.0.0.1:0".parse().expect("an address"),
        data: data.path().to_owned(),
        hash_cost: clario_backend::HashCost::FLOOR,
        open_sign_up: true,
        ..Config::default()
    };
    config.doors.metrics = Some(([127, 0, 0, 1], 0).into());
    config.doors.proxies = vec!["127.0.0.1/32".parse().expect("a network")];
    (config.doors.requests, config.doors.knocks) = (1_000_000, 1_000);
    let server = Server::bind(config).await.expect("the server starts");
    let site = format!("http://{}", server.address().expect("an address"));
    let metrics = format!("http://{}/metrics", server.metrics_address().expect("an address"));
    let program = tokio::spawn(server.serve(std::future::pending()));

    let client = signed_in(&site, data.path()).await;
    let (seconds, count) = checks(&client, &metrics).await;
    let begin = Instant::now();
    for _ in 0..PAGES {
        let answer = get(&client, &format!("{site}/terms")).await;
        assert_eq!(answer.status(), 200);
        answer.bytes().await.expect("a page");
    }
    let whole = begin.elapsed() / PAGES;
    let (seconds_after, count_after) = checks(&client, &metrics).await;
    let each = (seconds_after - seconds) / (count_after - count);
    println!("\nwhat the doors cost a page of somebody who is signed in ({PAGES} pages)");
    told("session, limits and form marks", &format!("{:.3} ms", each * 1_000.0), "1 ms", each < 0.001);
    told("the whole page, with its way there", &format!("{:.3} ms", whole.as_secs_f64() * 1_000.0), "", true);

    println!(
        "\nhow long a page takes whoever gave an answer about visits (in turn, {LOOKS} pages each, at the median)"
    );
    let [accepted, declined, signal] = answered(&site).await;
    for (name, took) in [("accepted", accepted), ("declined", declined), ("Global Privacy Control", signal)] {
        let good = took < accepted + SAME;
        told(name, &format!("{:.3} ms", took.as_secs_f64() * 1_000.0), "the same", good);
    }

    let before = resident();
    let begin = Instant::now();
    crowd(&site).await;
    let grown = resident().saturating_sub(before);
    println!("\n{ADDRESSES} requests from as many addresses in {:.0} s", begin.elapsed().as_secs_f64());
    told("memory grew by", &format!("{} MiB", grown >> 20), "64 MiB", grown < 64 << 20);
    program.abort();
}

fn told(name: &str, figure: &str, budget: &str, good: bool) {
    println!("  {name:<40} {figure:>12}   {budget:>8} {}", if good { "" } else { "MISSED" });
}

/// Seconds and number of the checks so far, by the program's own account.
async fn checks(client: &Client, metrics: &str) -> (f64, f64) {
    let text = get(client, metrics).await.text().await.expect("text");
    let figure = |name: &str| -> f64 {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).expect("a figure");
        line.trim().parse().expect("a number")
    };
    (figure("altaclario_checks_seconds_sum"), figure("altaclario_checks_seconds_count"))
}

/// Somebody with a session; that their address is theirs is taken for granted.
async fn signed_in(site: &str, data: &std::path::Path) -> Client {
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .cookie_store(true)
        .build()
        .expect("a client");
    let fields = [("name", "Grace"), ("email", EMAIL), ("password", PASSWORD), ("terms", "1")];
    assert_eq!(post(&client, &format!("{site}/sign-up"), site, &fields).await.status(), 303);
    let file = SqliteConnectOptions::new().filename(data.join("altaclario.sqlite"));
    let pool = SqlitePool::connect_with(file).await.expect("the database");
    sqlx::query("UPDATE account SET verified_at = created").execute(&pool).await.expect("an account");
    let fields = [("email", EMAIL), ("password", PASSWORD)];
    assert_eq!(post(&client, &format!("{site}/sign-in"), site, &fields).await.status(), 303);
    client
}

async fn post(client: &Client, address: &str, site: &str, fields: &[(&str, &str)]) -> Response {
    let page = get(client, &format!("{site}/sign-out")).await.text().await.expect("html");
    let mark = page.split("name=\"form_mark\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let fields: Vec<_> = fields.iter().copied().chain([("form_mark", mark.expect("a mark"))]).collect();
    send(client.post(address).header("sec-fetch-site", "same-origin").form(&fields)).await
}

async fn get(client: &Client, address: &str) -> Response {
    send(client.get(address)).await
}

#[expect(clippy::disallowed_methods, reason = "a benchmark plays the browser, not a provider's client")]
async fn send(request: RequestBuilder) -> Response {
    request.send().await.expect("the program answers")
}

/// How long a page takes after a yes, after a no, and under Global Privacy Control.
async fn answered(site: &str) -> [Duration; 3] {
    let browser = || Client::builder().cookie_store(true).build().expect("a client");
    let people = [(browser(), "0"), (browser(), "0"), (browser(), "1")];
    for ((client, _), choice) in people.iter().zip(["accept", "decline"]) {
        let fields = [("choice", choice), ("back", "/")];
        assert_eq!(post(client, &format!("{site}/cookie-preferences"), site, &fields).await.status(), 200);
    }
    let mut took = [const { Vec::new() }; 3];
    for _ in 0..LOOKS {
        for ((client, signal), took) in people.iter().zip(&mut took) {
            let begin = Instant::now();
            let answer = send(client.get(format!("{site}/terms")).header("sec-gpc", *signal)).await;
            assert_eq!(answer.status(), 200);
            answer.bytes().await.expect("a page");
            took.push(begin.elapsed());
        }
    }
    took.map(|mut took| {
        took.sort_unstable();
        took[LOOKS / 2]
    })
}

/// A request from each of so many addresses, by the word of a trusted proxy.
async fn crowd(site: &str) {
    let mut under_way = JoinSet::new();
    for first in 0..AT_ONCE {
        let client = Client::builder().pool_max_idle_per_host(1).build().expect("a client");
        let address = format!("{site}/robots.txt");
        under_way.spawn(async move {
            for number in (first..ADDRESSES).step_by(AT_ONCE as usize) {
                let [_, a, b, c] = number.to_be_bytes();
                let request = client.get(&address).header("x-forwarded-for", format!("11.{a}.{b}.{c}"));
                drop(send(request).await.bytes().await);
            }
        });
    }
    under_way.join_all().await;
    tokio::time::sleep(Duration::from_millis(200)).await;
}

/// Bytes of memory this process holds now.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("its state");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().expect("a number");
    kilobytes * 1_024
}
