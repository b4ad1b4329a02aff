//! A whole answer, read within its cap and decoded straight into what is kept.

use clario_analytics::records::Millis;
use reqwest::Response;
use reqwest::header::DATE;
use serde::de::{Deserialize, DeserializeSeed, IgnoredAny};

use crate::error::Error;
use crate::jira::moment;

/// A JSON answer with status 200. Never printed: it may hold more than was asked for.
pub(crate) struct Answer {
    bytes: Vec<u8>,
    /// The server's clock when it answered.
    pub(crate) date: Option<Millis>,
}

impl Answer {
    /// Reads the body, counting decompressed bytes, so that a compressed bomb ends at the cap too.
    pub(crate) async fn read(mut response: Response, cap: usize) -> Result<Self, Error> {
        let promised = response.content_length().unwrap_or(0);
        if usize::try_from(promised).is_ok_and(|length| length > cap) {
            return Err(Error::TooLarge);
        }
        let date =
            response.headers().get(DATE).and_then(|value| value.to_str().ok()).and_then(moment::http_date);
        let mut bytes = Vec::with_capacity(usize::try_from(promised).unwrap_or(0));
        while let Some(chunk) = response.chunk().await.map_err(|_| Error::Garbled)? {
            if bytes.len() + chunk.len() > cap {
                return Err(Error::TooLarge);
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Self { bytes, date })
    }

    /// Decodes into a type that names the fields it keeps; everything else is skipped.
    pub(crate) fn decode<'a, T: Deserialize<'a>>(&'a self) -> Result<T, Error> {
        serde_json::from_slice(&self.bytes).map_err(|_| Error::Garbled)
    }

    /// Whether it begins like an object of JSON and ends before its end.
    pub(crate) fn breaks_off(&self) -> bool {
        let begins = self.bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
        let whole: Result<IgnoredAny, _> = serde_json::from_slice(&self.bytes);
        begins && whole.is_err_and(|error| error.is_eof())
    }

    /// Decodes with a seed that knows the site's field ids.
    pub(crate) fn decode_with<'a, S: DeserializeSeed<'a>>(&'a self, seed: S) -> Result<S::Value, Error> {
        let mut reader = serde_json::Deserializer::from_slice(&self.bytes);
        let value = seed.deserialize(&mut reader).map_err(|_| Error::Garbled)?;
        reader.end().map_err(|_| Error::Garbled)?;
        Ok(value)
    }
}

/// Whether a refusal speaks of scopes. The text is looked at and dropped.
pub(super) async fn mentions_scope(mut response: Response, cap: usize) -> bool {
    let mut text = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        text.extend_from_slice(&chunk);
        if text.len() > cap {
            break;
        }
    }
    text.windows(b"scope".len()).any(|window| window.eq_ignore_ascii_case(b"scope"))
}
