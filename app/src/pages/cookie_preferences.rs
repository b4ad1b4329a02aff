//! Cookie preferences: the switches, what cannot be switched off and why, and what the browser asks for by itself.

use crate::api::consent::{Button, Preferences, Switches, choose, cookie_preferences};
use crate::api::form::Form;
use crate::api::{ApiError, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, Tone, settled, way_back};
use leptos::prelude::*;

/// What goes on in any case, each with its reason.
const FIXED: [(&str, &str); 5] = [
    ("Signing in", "One cookie keeps you signed in. Without it you would enter your password on every page."),
    ("This choice", "One cookie keeps your answer for 180 days, so that you are not asked again."),
    (
        "The security log",
        "Failed sign-ins and refused requests are noted under keyed pseudonyms, so that attacks show.",
    ),
    (
        "The request log",
        "Each request leaves a line without its full address or query, so that faults can be found.",
    ),
    ("Limits", "Requests are counted for each day, so that nobody uses up what belongs to all."),
];

/// The page at `/cookie-preferences`.
#[component]
pub fn CookiePreferences() -> impl IntoView {
    view! {
        <PageTitle text="Cookie preferences · AltaClario" />
        <PublicFrame>{settled(page)}</PublicFrame>
    }
}

async fn page() -> Result<AnyView, ApiError> {
    if let Some(form) = context::posted() {
        let (button, next) = answer_of(&form).ok_or(ApiError::Malformed)?;
        choose(button, switches_of(&form), form.ticked("signal")).await?;
        context::go_to(&next);
        return Ok(().into_any());
    }
    let preferences = cookie_preferences().await?;
    Ok(preferences_view(&preferences))
}

/// Which button was pressed, and where to go on.
fn answer_of(form: &Form) -> Option<(Button, String)> {
    let back = form.text("back");
    match form.text("choice").as_str() {
        "accept" => Some((Button::Accept, way_back(&back, "accepted"))),
        "decline" => Some((Button::Decline, way_back(&back, "declined"))),
        "save" => Some((Button::Save, on_after(&back))),
        "decline-all" => Some((Button::DeclineAll, on_after(&back))),
        "signal" => Some((Button::Signal, "/cookie-preferences".to_owned())),
        "take-back" => Some((Button::TakeBack, "/account/privacy?taken-back#choices".to_owned())),
        _ => None,
    }
}

/// Where the switches lead on: to the page over which they were opened, else to themselves.
fn on_after(back: &str) -> String {
    if back.is_empty() { "/cookie-preferences?saved#saved".to_owned() } else { way_back(back, "saved") }
}

fn switches_of(form: &Form) -> Switches {
    Switches {
        analytics: form.ticked("analytics"),
        performance: form.ticked("performance"),
        no_error_reports: form.ticked("no_error_reports"),
        news_mail: form.ticked("news_mail"),
    }
}

fn preferences_view(preferences: &Preferences) -> AnyView {
    let decision = context::decision();
    let saved = context::query_string() == "saved";
    let lost = saved && decision.banner;
    let told = saved.then(|| {
        let (tone, sentence) = if lost {
            (
                Tone::Bad,
                "Your browser did not keep your choice: it blocks cookies of this site. Nothing is counted.",
            )
        } else {
            (Tone::Good, "Your choice is saved and holds from now on.")
        };
        view! { <div id="saved"><Notice tone><p>{sentence}</p></Notice></div> }
    });
    let fixed: Vec<_> = FIXED
        .into_iter()
        .map(|(title, reason)| view! { <li><strong>{title}</strong> ". " {reason}</li> })
        .collect();
    view! {
        <div class="page-head">
            <div>
                <h1>"Cookie preferences"</h1>
                <p class="lead">"What may be counted while you are here. Nothing is, unless you say yes."</p>
            </div>
        </div>
        {told}
        {signal_view()}
        <section class="card medium section" aria-labelledby="switches-h">
            <header>
                <h2 id="switches-h">"Your choice"</h2>
                <p>"It holds for 180 days. You can change it here at any time, with the same ease as you made it."</p>
            </header>
            {switches_form(preferences)}
        </section>
        <section class="section text" aria-labelledby="fixed-h">
            <h2 id="fixed-h">"What cannot be switched off"</h2>
            <ul class="plain-list">{fixed}</ul>
        </section>
    }
    .into_any()
}

/// What the browser asks for by itself.
fn signal_view() -> Option<AnyView> {
    let decision = context::decision();
    let gpc = context::consent().signals.gpc;
    let (state, words) = match (decision.opt_out_honored, decision.over_gpc && gpc, decision.do_not_track) {
        (true, _, _) if gpc => (
            "Opt-out request honored",
            "Your browser sends Global Privacy Control. That is an opt-out: nothing is counted and no error is reported, \
             and you are not asked. If you tick something below, your yes counts over that signal, here and nowhere else, \
             until you take it back.",
        ),
        (true, _, _) => (
            "Opt-out request honored",
            "A browser of yours sent Global Privacy Control while you were signed in. That is an opt-out for your account \
             on all devices. It ends only when you tick something below.",
        ),
        (_, true, _) => (
            "Overruled by your choice",
            "Your browser sends Global Privacy Control, and you said yes here all the same. Take the ticks away or decline \
             to let the signal count again.",
        ),
        (_, _, true) => (
            "Do Not Track",
            "Your browser sends Do Not Track. While it does, nothing is counted and no error is reported, whatever is \
             ticked below.",
        ),
        _ => return None,
    };
    Some(
        view! {
            <section class="card medium section" id="gpc" aria-labelledby="gpc-h">
                <h2 id="gpc-h">{state}</h2>
                <p>{words}</p>
            </section>
        }
        .into_any(),
    )
}

fn switches_form(preferences: &Preferences) -> AnyView {
    let Switches { analytics, performance, no_error_reports, news_mail } = preferences.switches;
    let google = preferences.google.then(|| {
        view! {
            <span class="check-note">
                "Google Analytics counts the same pages with two cookies, _ga and one that begins with _ga_. "
                "Without JavaScript it is not asked even after a yes."
            </span>
        }
    });
    let news = if preferences.has_account {
        view! {
            <label class="check">
                <input type="checkbox" name="news_mail" value="yes" checked=news_mail />
                <span>
                    "Send me news by mail"
                    <span class="check-note">"Seldom, and about AltaClario alone. Letters about your account come in any case."</span>
                </span>
            </label>
        }
        .into_any()
    } else {
        view! { <p class="hint">"News by mail can be asked for with an account. Nobody else gets any."</p> }
            .into_any()
    };
    view! {
        <PostForm class="form" action="/cookie-preferences">
            <label class="check">
                <input type="checkbox" name="analytics" value="yes" checked=analytics />
                <span>
                    "Count the pages I open"
                    <span class="check-note">"Which kind of page, never its address, and nothing that identifies you. "</span>
                    {google}
                </span>
            </label>
            <label class="check">
                <input type="checkbox" name="performance" value="yes" checked=performance />
                <span>
                    "Measure how fast pages are"
                    <span class="check-note">"Times until a page is there, without name or device."</span>
                </span>
            </label>
            <label class="check">
                <input type="checkbox" name="no_error_reports" value="yes" checked=no_error_reports />
                <span>
                    "Do not report errors"
                    <span class="check-note">
                        "When a page fails, its kind and place are reported, and nothing is stored on your device. You may object."
                    </span>
                </span>
            </label>
            {news}
            <p class="actions">
                <button class="button" type="submit" name="choice" value="save">"Save"</button>
                <button class="button" type="submit" name="choice" value="decline-all">"Decline all"</button>
            </p>
        </PostForm>
    }
    .into_any()
}
