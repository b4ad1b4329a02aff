//! The doors of the house: whose forms are taken, how often one may ask, how long a request may take, and what is noted.

mod foreign_forms;
mod limits;
mod notes;
mod quotas;
mod slow;
mod transport;

use crate::test_app::{Site, TestApp};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Longer than any test waits for one answer.
const AT_MOST: Duration = Duration::from_secs(40);

/// Sends bytes as they are and returns everything that comes back until the other side has had enough.
async fn converse(app: &TestApp, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(app.address()).await.expect("a connection");
    // The server may answer and hang up before everything is sent.
    let _ = stream.write_all(bytes).await;
    let mut said = Vec::new();
    let reading = async {
        let mut buffer = [0; 4_096];
        while let Ok(count @ 1..) = stream.read(&mut buffer).await {
            said.extend_from_slice(&buffer[..count]);
        }
    };
    tokio::time::timeout(AT_MOST, reading).await.expect("an end");
    String::from_utf8_lossy(&said).into_owned()
}
