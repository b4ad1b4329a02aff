//! The question about cookies, and what the page says after it was answered.

use crate::api::context::{self, ConsentNews};
use crate::components::{Notice, PostForm, Tone};
use leptos::prelude::*;

/// By which parameter a page is told that it comes after an answer.
const AFTER: &str = "cookies";
/// Bytes a way back may have.
const LONGEST_WAY: usize = 2_000;

/// Asks, where there is something to ask, and says what follows from each answer: a plain form with two equal buttons. On
/// a phone the rest of the words is folded, so that the page can be read; where somebody else would count, too, it stands
/// open.
pub(crate) fn cookie_banner() -> Option<AnyView> {
    let decision = context::decision();
    if !decision.banner {
        return None;
    }
    let question = context::question()?;
    let mut paragraphs = question.paragraphs.into_iter().map(|text| view! { <p>{text}</p> });
    let what_follows = paragraphs.next();
    let more: Vec<_> = paragraphs.collect();
    let dnt = decision.do_not_track.then(|| {
        view! { <p>"Your browser also sends Do Not Track. While it does, nothing is counted, whatever you answer."</p> }
    });
    let unkept = answered().is_some().then(|| {
        view! {
            <p role="alert">
                "Your browser did not keep your answer: it blocks cookies of this site. Nothing is counted without one."
            </p>
        }
    });
    Some(
        view! {
            <section class="cookies" role="region" aria-label="Cookies">
                <div class="cookies-in">
                    <div class="cookies-words">
                        {unkept}
                        <p class="cookies-question"><strong>{question.heading}</strong></p>
                        {what_follows}
                        {dnt}
                    </div>
                    <PostForm class="cookies-answers" action="/cookie-preferences">
                        <input type="hidden" name="back" value=here() />
                        <button class="button quiet" type="submit" name="choice" value="decline">"Decline"</button>
                        <button class="button quiet" type="submit" name="choice" value="accept">"Accept"</button>
                    </PostForm>
                    <details class="cookies-more" open=question.somebody_else>
                        <summary>"How to change it, and which cookies there are"</summary>
                        {more}
                    </details>
                </div>
            </section>
        }
        .into_any(),
    )
}

/// What became of a choice: one that was made on the page before, or one that changed without anybody pressing anything.
pub(crate) fn cookie_news() -> Option<AnyView> {
    let decision = context::decision();
    if let Some(news) = context::consent().news {
        let sentence = match news {
            ConsentNews::OptedOut => {
                "Your browser now sends Global Privacy Control. Your earlier yes was set aside and nothing is counted."
            }
            ConsentNews::Disagreed => {
                "This browser and your account had different choices about cookies. The one that allows less holds now."
            }
        };
        return Some(
            view! {
                <Notice><p>{sentence} " " <a href="/cookie-preferences">"Cookie preferences"</a></p></Notice>
            }
            .into_any(),
        );
    }
    let answered = answered().filter(|_| !decision.banner)?;
    let sentence = match answered.as_str() {
        "accepted" => "You accepted. Visits are counted.",
        "declined" => "You declined. Nothing is counted.",
        "saved" => "Your choice is saved and holds from now on.",
        _ => return None,
    };
    Some(
        view! {
            <Notice tone=Tone::Good>
                <p>
                    {sentence} " You can change this under " <a href="/cookie-preferences">"Cookie preferences"</a> ". "
                    <a href=here()>"Hide this"</a>
                </p>
            </Notice>
        }
        .into_any(),
    )
}

/// The line of the footer that says that an opt-out is honored, or that it was overruled.
pub(crate) fn opt_out_line() -> Option<AnyView> {
    let decision = context::decision();
    if decision.opt_out_honored {
        let line = view! {
            <p class="opt-out" role="status">
                <a href="/cookie-preferences#gpc">"Opt-out request honored (Global Privacy Control)"</a>
            </p>
        };
        return Some(line.into_any());
    }
    None
}

/// The way back to this page, without what was told after an answer.
fn here() -> String {
    let (path, query) = (context::path(), without_answer(&context::query_string()));
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// A query without what a page was told after an answer.
fn without_answer(query: &str) -> String {
    let is_kept = |pair: &&str| !pair.is_empty() && pair.split('=').next() != Some(AFTER);
    query.split('&').filter(is_kept).collect::<Vec<_>>().join("&")
}

fn answered() -> Option<String> {
    context::query_string()
        .split('&')
        .find_map(|pair| pair.strip_prefix(AFTER)?.strip_prefix('='))
        .map(str::to_owned)
}

/// Where to go after an answer: back to a page of ours, which is told what the answer was.
pub(crate) fn way_back(back: &str, answered: &str) -> String {
    let back = if is_ours(back) { back } else { "/" };
    let (path, query) = back.split_once('?').unwrap_or((back, ""));
    let query = without_answer(query);
    let joint = if query.is_empty() { "" } else { "&" };
    format!("{path}?{query}{joint}{AFTER}={answered}")
}

/// Whether a path stays on this site, in whichever way a browser reads it.
fn is_ours(path: &str) -> bool {
    path.len() <= LONGEST_WAY
        && path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\' && byte != b'#')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_nowhere_else() {
        for (back, expected) in [
            ("/", "/?cookies=declined"),
            ("/terms", "/terms?cookies=declined"),
            ("/w/sample/flow?p=90d", "/w/sample/flow?p=90d&cookies=declined"),
            ("", "/?cookies=declined"),
            ("terms", "/?cookies=declined"),
            ("/terms?cookies=accepted", "/terms?cookies=declined"),
            ("/terms?a=1&cookies=accepted&b=2", "/terms?a=1&b=2&cookies=declined"),
            ("//evil.example", "/?cookies=declined"),
            ("/\\evil.example", "/?cookies=declined"),
            ("/%0d%0aset-cookie:x", "/%0d%0aset-cookie:x?cookies=declined"),
            ("/\r\nset-cookie: x", "/?cookies=declined"),
            ("/\t/evil.example", "/?cookies=declined"),
            ("https://evil.example/", "/?cookies=declined"),
            ("javascript:alert(1)", "/?cookies=declined"),
            ("/é", "/?cookies=declined"),
            ("/a#b", "/?cookies=declined"),
        ] {
            assert_eq!(way_back(back, "declined"), expected, "{back}");
        }
        assert_eq!(way_back(&format!("/{}", "a".repeat(3_000)), "accepted"), "/?cookies=accepted");
    }
}
