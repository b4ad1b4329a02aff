//! A sandbox that a backend follows as its sample.

use std::sync::Arc;
use std::time::Duration;

use clario_analytics::data_set::DataSet;
use clario_backend::clock::FixedClock;
use clario_backend::mail::MailServer;
use clario_backend::{Backend, Config, Feed, HashCost, Pace, Progress, SampleSource};
use clario_sandbox::{Sandbox, Settings, Token};
use tempfile::TempDir;

use crate::smtp_sink::SmtpSink;

/// The time at which sandboxes begin.
pub(crate) const NOW: i64 = 1_760_000_400;
/// How long a test waits for anything.
const LONGEST: Duration = Duration::from_mins(1);

/// A backend whose turns come only when they are asked for.
pub(crate) struct Followed {
    pub(crate) sandbox: Sandbox,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) backend: Backend,
    sink: SmtpSink,
    _directory: TempDir,
}

pub(crate) async fn small_world() -> Followed {
    with_settings(Settings { issues: 300, ..Settings::default() }).await
}

pub(crate) async fn with_settings(settings: Settings) -> Followed {
    let sandbox = Sandbox::start(settings).await.unwrap();
    let directory = tempfile::tempdir().unwrap();
    let clock = Arc::new(FixedClock::at(jiff::Timestamp::from_second(NOW).unwrap()));
    let mut config = Config::new(directory.path().to_owned());
    config.hash_cost = HashCost::FLOOR;
    config.open_sign_up = true;
    config.listed_hosts = vec![clario_backend::Listed::new("127.0.0.1", port(&sandbox), None)];
    config.pace = Pace {
        update_every: Duration::from_hours(1),
        first_pause: Duration::from_millis(50),
        ..Pace::default()
    };
    let sink = SmtpSink::start().await;
    config.mail.server = Some(MailServer::parse(&sink.url()).unwrap());
    let backend = Backend::start(config, clock.clone()).await.unwrap();
    let Token { email, secret, .. } = Token::classic();
    backend.offer_sample(SampleSource { address: sandbox.url(), email, token: secret }).await;
    Followed { sandbox, clock, backend, sink, _directory: directory }
}

pub(crate) fn port(sandbox: &Sandbox) -> u16 {
    sandbox.url().rsplit(':').next().unwrap().parse().unwrap()
}

impl Followed {
    /// The token of the link that confirms an address.
    pub(crate) async fn token(&self, address: &str) -> String {
        while !self.backend.deliver_due().await.unwrap() {}
        let link = self.sink.letter(address, "Confirm").await.link();
        link.split_once("token=").unwrap().1.to_owned()
    }

    /// Where the sample comes from.
    pub(crate) fn source(&self) -> SampleSource {
        let Token { email, secret, .. } = Token::classic();
        SampleSource { address: self.sandbox.url(), email, token: secret }
    }

    /// The feed once everything is read.
    pub(crate) async fn complete(&self) -> Arc<Feed> {
        let feed = self.backend.sample_feed().await.unwrap();
        until(&feed, |progress| progress.complete).await;
        feed
    }

    /// Moves all clocks on.
    pub(crate) fn advance(&self, seconds: i64) {
        self.clock.advance(seconds);
        self.sandbox.world().advance(seconds * 1000);
    }

    /// What somebody who begins now would read.
    pub(crate) async fn read_afresh(&self) -> Arc<DataSet> {
        let directory = tempfile::tempdir().unwrap();
        let backend =
            Backend::start(Config::new(directory.path().to_owned()), self.clock.clone()).await.unwrap();
        let Token { email, secret, .. } = Token::classic();
        backend.offer_sample(SampleSource { address: self.sandbox.url(), email, token: secret }).await;
        let feed = backend.sample_feed().await.unwrap();
        until(&feed, |progress| progress.complete).await;
        data(&feed)
    }
}

/// Waits for a state of the reading.
pub(crate) async fn until(feed: &Feed, wanted: impl FnMut(&Progress) -> bool) -> Progress {
    let mut progress = feed.watch_progress();
    let reached = tokio::time::timeout(LONGEST, progress.wait_for(wanted)).await;
    reached.unwrap_or_else(|_| panic!("never came: {:?}", feed.progress())).unwrap().clone()
}

/// One turn, waited for.
pub(crate) async fn turn(feed: &Feed) -> Progress {
    let before = feed.progress().turns;
    feed.wake();
    until(feed, |progress| progress.turns > before).await
}

/// The data as it is now.
pub(crate) fn data(feed: &Feed) -> Arc<DataSet> {
    feed.snapshot().unwrap().data
}
