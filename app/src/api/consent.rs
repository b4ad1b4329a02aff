//! The choice about cookies: what holds, making another one, and what was chosen before.

#![expect(
    missing_docs,
    reason = "each server function becomes a struct of its arguments, which the function itself describes"
)]

use super::ApiError;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// By which button a choice is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Button {
    /// “Accept” in the banner.
    Accept,
    /// “Decline” in the banner.
    Decline,
    /// “Save” under the switches.
    Save,
    /// “Decline all” under the switches.
    DeclineAll,
    /// “Take everything back” on the privacy page of the account.
    TakeBack,
    /// None: the scripts of a page found Global Privacy Control, which no header told of.
    Signal,
}

/// The switches of a person: what holds for them now, or what they want from now on.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Switches {
    /// Counting pages.
    pub analytics: bool,
    /// Samples of how fast pages are.
    pub performance: bool,
    /// No reports of errors.
    pub no_error_reports: bool,
    /// Letters about what is new.
    pub news_mail: bool,
}

/// What the page of the preferences says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preferences {
    /// What holds.
    pub switches: Switches,
    /// Whether somebody is signed in, who may get letters.
    pub has_account: bool,
    /// Whether the operator set an id of Google Analytics.
    pub google: bool,
}

/// A choice that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChoiceLine {
    /// The day it was made.
    pub day: String,
    /// For what.
    pub purpose: String,
    /// What became of it.
    pub state: String,
    /// By which act.
    pub mechanism: String,
    /// The version of the policy that was shown.
    pub version: u32,
    /// The exact words that were shown.
    pub words: String,
}

/// What holds for whoever asks.
#[server(endpoint = "cookie-preferences", input = GetUrl)]
pub async fn cookie_preferences() -> Result<Preferences, ApiError> {
    use super::context;
    use clario_backend::Asking;
    let (backend, account, consent) = (context::backend()?, context::account()?, context::consent());
    let (kept, signals) = (consent.kept.as_ref(), consent.signals);
    let asking = Asking { account: account.as_ref(), kept, signals, by_script: false };
    let wish = context::told(backend.switches(&asking).await)?;
    Ok(Preferences {
        switches: Switches {
            analytics: wish.analytics,
            performance: wish.performance,
            no_error_reports: wish.no_error_reports == Some(true),
            news_mail: wish.news_mail == Some(true),
        },
        has_account: account.is_some(),
        google: backend.asks_for_google(),
    })
}

/// Makes a choice. The switches count for “Save” alone; the other buttons mean everything or nothing. `seen` is whether
/// the scripts of the page saw Global Privacy Control: with it a yes is one over that signal.
#[server(endpoint = "choose")]
pub async fn choose(
    button: Button,
    switches: Switches,
    #[server(default)] seen: bool,
) -> Result<(), ApiError> {
    use super::context;
    use clario_backend::{Asking, Wish};
    use clario_privacy::consent::{Mechanism, Signals};
    let (backend, account, consent) = (context::backend()?, context::account()?, context::consent());
    let asking = Asking {
        account: account.as_ref(),
        kept: consent.kept.as_ref(),
        signals: Signals { gpc: consent.signals.gpc || seen, ..consent.signals },
        by_script: seen && !consent.signals.gpc,
    };
    let wish = match button {
        Button::Accept => Wish::all(Mechanism::BannerAccept, true),
        Button::Decline => Wish::all(Mechanism::BannerDecline, false),
        Button::DeclineAll => Wish::all(Mechanism::PrefsSave, false),
        Button::TakeBack => Wish::all(Mechanism::AccountSettings, false),
        Button::Save => Wish {
            mechanism: Mechanism::PrefsSave,
            analytics: switches.analytics,
            performance: switches.performance,
            no_error_reports: Some(switches.no_error_reports),
            news_mail: account.is_some().then_some(switches.news_mail),
        },
        Button::Signal => {
            let kept = context::told(backend.opt_out_by_script(&asking).await)?;
            if kept != consent.kept {
                context::keep_choice(kept.as_ref());
            }
            return Ok(());
        }
    };
    let kept = context::told(backend.choose(&asking, wish).await)?;
    if kept != consent.kept {
        context::keep_choice(kept.as_ref());
    }
    Ok(())
}

/// What the person chose before, the latest first.
#[server(endpoint = "choices", input = GetUrl)]
pub async fn choices() -> Result<Vec<ChoiceLine>, ApiError> {
    use super::context;
    use clario_backend::day_in_words;
    let (who, backend) = (context::signed_in()?, context::backend()?);
    let lines = context::told(backend.consent_history(&who).await)?;
    Ok(lines
        .into_iter()
        .map(|line| ChoiceLine {
            day: day_in_words(line.time),
            purpose: line.purpose.to_owned(),
            state: line.state.to_owned(),
            mechanism: line.mechanism.to_owned(),
            version: line.version,
            words: line.words.unwrap_or_default().to_owned(),
        })
        .collect())
}
