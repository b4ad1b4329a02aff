//! The question about cookies, its answers, and what the browser asks for by itself. Numbers are those of the catalogue
//! of cases (CT).

mod accounts;
mod ages;
mod catalogue;
mod crawl;
mod signals;

use crate::person::{PASSWORD, Person, location, mark, post};
use crate::test_app::{Site, TestApp, browser, send};
use clario_privacy::consent::Kept;
use reqwest::header::SET_COOKIE;
use reqwest::{Client, Response};
use sqlx::SqlitePool;
use sqlx::sqlite::SqliteConnectOptions;
use std::time::{SystemTime, UNIX_EPOCH};

/// How the banner begins in the HTML.
const BANNER: &str = "<section role=\"region\" aria-label=\"Cookies\" class=\"cookies\">";
const ID: &str = "0123456789abcdef";

/// Today, counted from 1970-01-01.
#[expect(clippy::disallowed_methods, reason = "the program under test has the clock of the machine")]
pub(super) fn today() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    i64::try_from(since / 86_400).expect("it fits")
}

/// What a browser keeps after an answer; empty when it forgets.
pub(super) fn choice(answer: &Response) -> Option<String> {
    answer.headers().get_all(SET_COOKIE).iter().find_map(|cookie| {
        let cookie = cookie.to_str().expect("text");
        Some(cookie.strip_prefix("ac_consent=")?.split(';').next().expect("a value").to_owned())
    })
}

pub(super) async fn rows(app: &TestApp, select: &str) -> Vec<String> {
    let file = app.data.path().join("altaclario.sqlite");
    let pool =
        SqlitePool::connect_with(SqliteConnectOptions::new().filename(file)).await.expect("the database");
    sqlx::query_scalar(sqlx::AssertSqlSafe(select.to_owned())).fetch_all(&pool).await.expect(select)
}

const LOG: &str = "SELECT purpose || ' ' || state || ' ' || mechanism FROM consent_event ORDER BY seq";

async fn get(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Response {
    let request = browser().get(app.url(path));
    send(headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))).await
}

async fn answer(client: &Client, app: &impl Site, choice: &str) -> Response {
    post(client, app, "/cookie-preferences", &[("choice", choice), ("back", "/terms?x=1")]).await
}

#[tokio::test]
async fn ct_12_the_first_html_holds_the_banner_if_and_only_if_there_is_something_to_ask() {
    let app = TestApp::start().await;
    let today = today();
    let (old, future, ended) = (today - 179, today + 1, today - 180);
    for (cookie, asks) in [
        (String::new(), true),
        (format!("ac_consent=v1.1.a.{today}.{ID}"), false),
        (format!("ac_consent=v1.1.d.{today}"), false),
        (format!("ac_consent=v1.1.g.{today}.{ID}"), false),
        (format!("ac_consent=v1.1.d.{old}"), false),
        (format!("ac_consent=v1.1.a.{old}.{ID}"), false),
        (format!("ac_consent=v1.1.d.{ended}"), true),
        (format!("ac_consent=v1.1.a.{ended}.{ID}"), true),
        (format!("ac_consent=v1.1.d.{future}"), true),
        (format!("ac_consent=v1.2.a.{today}.{ID}"), true),
        (format!("ac_consent=v1.2.d.{today}"), false),
        ("ac_consent=nonsense".to_owned(), true),
        ("ac_consent=".to_owned(), true),
        (format!("ac_consent=v1.1.a.{today}.{}", "a".repeat(6_000)), true),
        (format!("ac_consent=v1.1.a.{today}; ac_consent=v1.1.d.{today}"), false),
        (format!("__Host-ac_consent=v1.1.d.{today}"), true),
    ] {
        for gpc in [false, true] {
            let mut headers = vec![("cookie", cookie.as_str())];
            headers.extend(gpc.then_some(("sec-gpc", "1")));
            let html = get(&app, "/", &headers).await.text().await.expect("html");
            assert_eq!(html.contains(BANNER), asks && !gpc, "{cookie:.80} {gpc}");
            assert_eq!(html.matches("aria-label=\"Cookies\"").count(), usize::from(asks && !gpc));
        }
    }
}

#[tokio::test]
async fn ct_08_ct_23_the_banner_is_a_plain_form_with_two_equal_buttons_right_after_the_skip_link() {
    let app = TestApp::start().await;
    let html = get(&app, "/terms?x=1", &[]).await.text().await.expect("html");
    let body = html.split("<body>").nth(1).expect("a body");
    let (skip, banner, header) =
        (body.find("class=\"skip\"").unwrap(), body.find(BANNER).unwrap(), body.find("<header").unwrap());
    assert!(skip < banner && banner < header, "first in the order of the document after the skip link");
    let banner = &body[banner..body[banner..].find("</section>").expect("its end") + banner];
    let button = |choice: &str, words: &str| {
        format!(
            "<button type=\"submit\" name=\"choice\" value=\"{choice}\" class=\"button quiet\">{words}</button>"
        )
    };
    assert!(banner.contains(&button("decline", "Decline")) && banner.contains(&button("accept", "Accept")));
    assert!(banner.contains("action=\"/cookie-preferences\"") && banner.contains("method=\"post\""));
    assert!(banner.contains("name=\"back\" value=\"/terms?x=1\""), "{banner}");
    assert!(!banner.contains("checkbox") && !banner.contains("autofocus") && !banner.contains("<script"));
    let text = clario_privacy::policy::banner_text(1, "en").expect("the frozen words");
    for words in text.paragraphs().chain([text.heading()]) {
        assert!(banner.contains(words), "the words are the frozen ones: {words}");
    }
}

#[tokio::test]
async fn ct_19_ct_21_ct_60_an_answer_is_kept_and_leads_back_and_a_plain_no_leaves_no_trace() {
    let app = TestApp::start().await;
    let client = browser();
    let declined = answer(&client, &app, "decline").await;
    assert_eq!((declined.status().as_u16(), location(&declined)), (303, "/terms?x=1&cookies=declined"));
    let cookie = declined.headers()[SET_COOKIE].to_str().expect("text");
    let expected = format!("ac_consent=v1.1.d.{}; Path=/; Max-Age=15552000; HttpOnly; SameSite=Lax", today());
    assert_eq!(cookie, expected);
    assert!(rows(&app, LOG).await.is_empty(), "a no needs no name and no row");
    let tallied =
        rows(&app, "SELECT purpose || ' ' || state || ' ' || n FROM consent_tally ORDER BY 1").await;
    assert_eq!(tallied, ["analytics refused 1", "performance refused 1"]);
    let html = send(client.get(app.url("/terms?x=1&cookies=declined"))).await.text().await.expect("html");
    assert!(!html.contains(BANNER) && html.contains("You declined. Nothing is counted."));
    assert!(html.contains("<a href=\"/terms?x=1\">Hide this</a>"));

    let accepted = answer(&client, &app, "accept").await;
    let kept = Kept::parse(&choice(&accepted).expect("a cookie")).expect("as it is written");
    assert!(kept.choice.analytics && kept.choice.performance, "{kept}");
    assert_eq!(rows(&app, LOG).await, ["analytics given banner_accept", "performance given banner_accept"]);
    let again = answer(&client, &app, "decline").await;
    assert_eq!(choice(&again), Some(format!("v1.1.d.{}", today())), "no name is left");
    assert_eq!(
        rows(&app, LOG).await[2..],
        ["analytics withdrawn banner_decline", "performance withdrawn banner_decline"]
    );
    for back in ["//evil.example", "https://evil.example/", "/\\evil.example", "", "/\r\nx: y"] {
        let fields = [("choice", "decline"), ("back", back)];
        let answer = post(&browser(), &app, "/cookie-preferences", &fields).await;
        assert_eq!(location(&answer), "/?cookies=declined", "{back:?}");
    }
}

#[tokio::test]
async fn ct_20_ct_43_nothing_but_our_own_form_makes_a_choice() {
    let app = TestApp::start().await;
    let form = [("choice", "accept"), ("back", "/")];
    let url = app.url("/cookie-preferences");
    for site in ["cross-site", "same-site", "none"] {
        let answer = send(browser().post(&url).header("sec-fetch-site", site).form(&form)).await;
        assert_eq!((answer.status().as_u16(), choice(&answer)), (403, None), "{site}");
    }
    let unmarked = send(browser().post(&url).header("sec-fetch-site", "same-origin").form(&form)).await;
    assert_eq!((unmarked.status().as_u16(), choice(&unmarked)), (403, None), "without the mark of a page");
    let mark = mark(&browser(), &app).await;
    for query in ["choice=accept", "cookies=accepted", "analytics=yes&choice=save", "saved"] {
        let path = format!("/cookie-preferences?{query}&form_mark={mark}");
        assert_eq!(choice(&get(&app, &path, &[]).await), None, "{query}");
    }
    assert_eq!(
        choice(&get(&app, "/api/choose?button=Accept", &[("sec-fetch-site", "same-origin")]).await),
        None
    );
    let nonsense = post(&browser(), &app, "/cookie-preferences", &[("choice", "everything")]).await;
    assert_eq!(choice(&nonsense), None);
    assert!(rows(&app, LOG).await.is_empty());
}

#[tokio::test]
async fn ct_16_no_cache_gives_the_page_of_one_browser_to_another() {
    let app = TestApp::start().await;
    for path in ["/", "/no-such-page", "/w/sample/overview", "/cookie-preferences", "/sign-in"] {
        let answer = get(&app, path, &[]).await;
        assert_eq!(answer.headers()["cache-control"], "private, no-store", "{path}");
        let vary: Vec<&str> =
            answer.headers().get_all("vary").iter().map(|value| value.to_str().expect("text")).collect();
        assert!(vary.join(", ").contains("cookie, sec-gpc"), "{path}: {vary:?}");
    }
}

#[tokio::test]
async fn ac_47_the_way_to_the_preferences_is_on_every_page_and_on_errors() {
    let app = TestApp::start().await;
    let person = Person::new(&app, "a@example.org").await;
    let mut pages: Vec<String> = [
        "/",
        "/sign-in",
        "/sign-up",
        "/sign-out",
        "/terms",
        "/security",
        "/accessibility",
        "/forgotten-password",
        "/cookie-preferences",
        "/w/sample/overview",
        "/w/sample/flow",
        "/account",
        "/account/privacy",
        "/workspaces",
        "/no-such-page",
        "/w/nobody/flow",
        "/invitation",
    ]
    .map(str::to_owned)
    .into();
    pages.extend(
        ["settings", "settings/members", "settings/audit", "connect", "sync"].map(|it| person.page(it)),
    );
    for path in pages {
        let answer = person.open(&app, &path).await;
        if answer.status().is_redirection() {
            continue;
        }
        let html = answer.text().await.expect("html");
        assert!(html.contains("<a href=\"/cookie-preferences\">Cookie preferences</a>"), "{path}");
    }
    let refused = send(browser().post(app.url("/sign-in")).form(&[("a", "b")])).await;
    assert_eq!(refused.status(), 403);
    assert!(
        refused
            .text()
            .await
            .expect("html")
            .contains("<a href=\"/cookie-preferences\">Cookie preferences</a>")
    );
    clario_proofs::proves(&["AC-47"]);
}

#[tokio::test]
async fn ct_60_files_come_without_cookies_and_the_choice_is_small() {
    let app = TestApp::start().await;
    let cookie = format!("ac_consent=v1.1.a.{}.{ID}", today());
    let html = get(&app, "/", &[]).await.text().await.expect("html");
    let file = html.split("href=\"").find(|part| part.starts_with("/assets/")).expect("a file");
    let file = file.split('"').next().expect("its address");
    for path in [file, "/healthz", "/robots.txt", "/.well-known/gpc.json"] {
        let answer = get(&app, path, &[("cookie", &cookie), ("sec-gpc", "1")]).await;
        assert!(!answer.headers().contains_key(SET_COOKIE), "{path}");
    }
    let undecided = get(&app, "/", &[]).await;
    assert!(!undecided.headers().contains_key(SET_COOKIE), "nothing is set before a choice");
    let accepted = answer(&browser(), &app, "accept").await;
    assert!(accepted.headers()[SET_COOKIE].len() < 200);
}

#[tokio::test]
async fn cookies_that_are_blocked_give_a_message_and_no_loop() {
    let app = TestApp::start().await;
    let answered = answer(&browser(), &app, "decline").await;
    let html = get(&app, location(&answered), &[]).await;
    assert_eq!(html.status(), 200);
    let html = html.text().await.expect("html");
    assert!(html.contains(BANNER) && html.contains("Your browser did not keep your answer"), "{html}");
    let html = get(&app, "/cookie-preferences?saved", &[]).await.text().await.expect("html");
    assert!(html.contains("Your browser did not keep your choice"));
    clario_proofs::proves(&["AC-34"]);
}

#[tokio::test]
async fn ct_06_the_preferences_begin_without_a_tick_and_each_switch_is_its_own() {
    let app = TestApp::start().await;
    let html = get(&app, "/cookie-preferences", &[]).await.text().await.expect("html");
    assert_eq!(html.matches("type=\"checkbox\"").count(), 3);
    assert!(!html.contains("checked"), "no control is ticked beforehand");
    for fixed in ["Signing in", "The security log", "The request log", "Limits"] {
        assert!(html.contains(fixed), "{fixed}");
    }
    for (fields, expected) in [
        (&["analytics"][..], "a1"),
        (&["performance"], "a2"),
        (&["analytics", "performance"], "a"),
        (&["no_error_reports"], "d4"),
        (&["performance", "no_error_reports"], "a6"),
        (&[], "d"),
    ] {
        let client = browser();
        let ticked = fields.iter().map(|name| (*name, "yes"));
        let form: Vec<_> = ticked.chain([("choice", "save")]).collect();
        let saved = post(&client, &app, "/cookie-preferences", &form).await;
        assert_eq!(location(&saved), "/cookie-preferences?saved#saved");
        let kept = choice(&saved).expect("a cookie");
        assert_eq!(kept.split('.').nth(2), Some(expected), "{fields:?}");
        let html = send(client.get(app.url("/cookie-preferences?saved"))).await.text().await.expect("html");
        assert_eq!(html.matches("checked").count(), fields.len(), "{fields:?}");
        assert!(html.contains("Your choice is saved"), "{fields:?}");
    }
}

/// The part of a page that is its own, without what differs from one request to the next.
fn main_part(html: &str) -> String {
    let main = html.split("<main").nth(1).and_then(|rest| rest.split("</main>").next()).expect("a main part");
    let mut parts = main.split("name=\"form_mark\" value=\"");
    let first = parts.next().expect("a part").to_owned();
    parts.fold(first, |text, part| text + part.split_once('"').expect("the end of a mark").1)
}

#[tokio::test]
async fn ct_11_whoever_declines_or_sends_the_signal_gets_the_same_pages_as_whoever_accepts() {
    let app = TestApp::start_with(|config| config.analytics_id = Some("G-TEST123456".to_owned())).await;
    let (accepted, declined) =
        (format!("ac_consent=v1.1.a.{}.{ID}", today()), format!("ac_consent=v1.1.d.{}", today()));
    for path in ["/", "/terms", "/sign-in", "/sign-up", "/security", "/no-such-page", "/w/sample/settings"] {
        let mut pages = Vec::new();
        for headers in [&[("cookie", accepted.as_str())][..], &[("cookie", &declined)], &[("sec-gpc", "1")]] {
            let answer = get(&app, path, headers).await;
            let status = answer.status();
            pages.push((status, main_part(&answer.text().await.expect("html"))));
        }
        assert_eq!(pages[0], pages[1], "{path}: declined");
        assert_eq!(pages[0], pages[2], "{path}: opted out");
    }
    clario_proofs::proves(&["AC-33", "AC-95"]);
}

#[tokio::test]
async fn ct_09_the_words_nudge_nobody_and_the_list_of_what_is_essential_is_true() {
    const NUDGES: [&str; 16] = [
        "best experience",
        "better experience",
        "improve",
        "enjoy",
        "recommend",
        "please",
        "we value",
        "we care",
        "partner",
        "legitimate interest",
        "necessary cookies only",
        "manage options",
        "ask me later",
        "got it",
        "allow all",
        "!",
    ];
    let snapshot = "May AltaClario count visits?\n\n\
        If you accept, this program counts which pages are opened and how fast they load, without your name, your address or \
        anything that identifies your device. If you decline, nothing is counted and everything works the same.\n\n\
        You can change your choice at any time under Cookie preferences, at the bottom of every page. In any case this site \
        uses cookies to keep you signed in and to keep your answer.";
    let texts = [
        clario_privacy::policy::banner_text(1, "en"),
        clario_privacy::policy::banner_text_with_google(1, "en"),
    ]
    .map(|text| text.expect("the frozen words").text);
    assert_eq!(texts[0].trim(), snapshot);
    let app = TestApp::start().await;
    let preferences = get(&app, "/cookie-preferences", &[]).await.text().await.expect("html");
    let preferences = main_part(&preferences);
    for text in texts.into_iter().chain([preferences.as_str()]) {
        let text = text.to_lowercase().replace("<!doctype", "").replace("<!>", "").replace("<!--", "");
        for nudge in NUDGES {
            assert!(!text.contains(nudge), "{nudge}: {text}");
        }
    }
    // Everything a browser is given by everything one can do without a yes is on the list, and nothing else is on it.
    let mut given = std::collections::BTreeSet::new();
    let person = Person::new(&app, "a@example.org").await;
    for answer in [
        post(&browser(), &app, "/cookie-preferences", &[("choice", "decline"), ("back", "/")]).await,
        post(&browser(), &app, "/sign-in", &[("email", "a@example.org"), ("password", PASSWORD)]).await,
        get(&app, "/invitation?token=0123456789", &[]).await,
        person.open(&app, "/account").await,
        person.open(&app, "/w/sample/flow").await,
    ] {
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let cookie = cookie.to_str().expect("text");
            given.insert(cookie.split('=').next().expect("a name").to_owned());
        }
    }
    let page = get(&app, "/privacy", &[]).await.text().await.expect("html");
    let table = page.split("aria-label=\"Cookies\"").last().and_then(|rest| rest.split("</table>").next());
    let listed = table.expect("the table of cookies").split("<code>").skip(1);
    let listed: std::collections::BTreeSet<String> =
        listed.filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect();
    assert_eq!(given, listed);
}

#[tokio::test]
async fn ct_59_with_a_no_googles_cookies_are_taken_out_of_the_browser_unread() {
    let app = TestApp::start_with(|config| config.analytics_id = Some("G-TEST123456".to_owned())).await;
    let mark = mark(&browser(), &app).await;
    for (host, domains) in [("127.0.0.1", 0), ("flow.corp.example:8484", 2)] {
        let form = [("choice", "decline"), ("back", "/"), ("form_mark", mark.as_str())];
        let request = browser().post(app.url("/cookie-preferences")).header("host", host);
        let answer = send(request.header("sec-fetch-site", "same-origin").form(&form)).await;
        let cookies: Vec<_> = answer
            .headers()
            .get_all(SET_COOKIE)
            .iter()
            .map(|it| it.to_str().expect("text").to_owned())
            .collect();
        for name in ["_ga=; ", "_ga_TEST123456=; "] {
            let gone = cookies.iter().filter(|it| it.starts_with(name) && it.contains("Max-Age=0")).count();
            assert_eq!(gone, 1 + domains, "{host} {name} {cookies:?}");
        }
    }
    let without = TestApp::start().await;
    let declined = answer(&browser(), &without, "decline").await;
    assert_eq!(declined.headers().get_all(SET_COOKIE).iter().count(), 1, "nobody else's cookies are named");
}
