//! The three forms that reach the operator without anybody's address on a page.

use crate::api::form::Form;
use crate::api::requests::{FormKind, OpenForm, request_form, send_request};
use crate::api::{ApiError, Problem, context};
use crate::components::{Notice, PageTitle, PostForm, PublicFrame, TextArea, TextField, Tone, settled};
use clario_privacy::request::RequestDraft;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// The page at `/contact`.
#[component]
pub fn Contact() -> impl IntoView {
    request_page(FormKind::Contact)
}

/// The page at `/report-abuse`.
#[component]
pub fn ReportAbuse() -> impl IntoView {
    request_page(FormKind::Abuse)
}

/// The page at `/dmca`.
#[component]
pub fn CopyrightNotice() -> impl IntoView {
    request_page(FormKind::Dmca)
}

/// What a page says beside its form.
struct Words {
    path: &'static str,
    title: &'static str,
    lead: &'static str,
    text: &'static str,
    hint: &'static str,
    button: &'static str,
}

fn words(kind: FormKind) -> Words {
    match kind {
        FormKind::Contact => Words {
            path: "/contact",
            title: "Contact",
            lead: "Whoever runs this installation reads what you write here and answers within 30 days.",
            text: "Your message",
            hint: "Please leave out passwords, tokens and what others told you in confidence.",
            button: "Send the message",
        },
        FormKind::Abuse => Words {
            path: "/report-abuse",
            title: "Report abuse",
            lead: "Something here harms you or others? The operator looks at every report within 30 days.",
            text: "What happened",
            hint: "What you saw, when, and whom it harms.",
            button: "Send the report",
        },
        FormKind::Dmca => Words {
            path: "/dmca",
            title: "Copyright notice",
            lead: "For notices under the Digital Millennium Copyright Act and answers to them.",
            text: "Why it is not allowed, or why it is",
            hint: "Add the postal address and telephone number that the law asks of a notice.",
            button: "Send the notice",
        },
    }
}

fn request_page(kind: FormKind) -> impl IntoView {
    let sent = use_query_map().read_untracked().get("sent").unwrap_or_default();
    view! {
        <PageTitle text=format!("{} · AltaClario", words(kind).title) />
        <PublicFrame>{settled(move || page(kind, sent.clone()))}</PublicFrame>
    }
}

async fn page(kind: FormKind, sent: String) -> Result<AnyView, ApiError> {
    let form = context::typed();
    let mut problem = None;
    if context::posted().is_some() {
        match send_request(kind, filled_in(&form)).await? {
            Ok(reference) => {
                context::go_to(&format!("{}?sent={reference}", words(kind).path));
                return Ok(().into_any());
            }
            Err(refusal) => {
                context::answer_with_status(422);
                problem = Some(refusal);
            }
        }
    } else if is_reference(&sent) {
        return Ok(thanks(kind, &sent));
    }
    let state = request_form(kind, form.text("opened")).await?;
    Ok(form_view(kind, &state, &form, problem))
}

fn filled_in(form: &Form) -> RequestDraft {
    RequestDraft {
        category: form.text("category"),
        email: form.text("email"),
        name: form.text("name"),
        place: form.text("place"),
        work: form.text("work"),
        text: form.text("text"),
        sworn: form.ticked("sworn"),
        decoy: form.text("website"),
        opened: form.text("opened"),
    }
}

fn is_reference(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase())
}

fn thanks(kind: FormKind, reference: &str) -> AnyView {
    let reference = reference.to_owned();
    view! {
        <section class="card narrow">
            <h1>{words(kind).title}</h1>
            <Notice tone=Tone::Good>
                <p>"The operator has it now. Its reference is " <code>{reference}</code> "."</p>
            </Notice>
            <p>
                "Keep the reference. You get an answer within 30 days at the address you gave, if you gave one. What you \
                 wrote is stored encrypted; only operators can read it."
            </p>
            <p class="actions"><a class="button quiet" href="/">"Go to the start page"</a></p>
        </section>
    }
    .into_any()
}

fn form_view(kind: FormKind, state: &OpenForm, form: &Form, problem: Option<Problem>) -> AnyView {
    let words = words(kind);
    let whole = problem.clone().filter(|problem| problem.field.is_empty());
    let email_hint = match kind {
        FormKind::Abuse => "For the answer. You may leave it empty and stay unknown; then you get none.",
        _ => "For the answer and nothing else.",
    };
    let (email, text, opened) = (form.text("email"), form.text("text"), state.opened.clone());
    view! {
        <section class="card narrow">
            <h1>{words.title}</h1>
            <p class="lead">{words.lead}</p>
            {whole.map(|problem| view! { <Notice tone=Tone::Bad><p>{problem.sentence}</p></Notice> })}
            <PostForm class="form">
                <input type="hidden" name="opened" value=opened />
                {categories(state, &form.text("category"), problem.as_ref())}
                {(kind == FormKind::Dmca).then(|| {
                    view! {
                        <TextField
                            name="name" label="Your full name" value=form.text("name") fills="name" at_most=100
                            hint="It counts as your signature." problem=problem.clone()
                        />
                    }
                })}
                <TextField
                    name="email" label="Your e-mail" kind="email" value=email fills="email" at_most=254
                    optional={kind == FormKind::Abuse} hint=email_hint problem=problem.clone()
                />
                {(kind == FormKind::Dmca).then(|| {
                    view! {
                        <TextField
                            name="work" label="The work" value=form.text("work") at_most=1000
                            hint="What it is called, and where it can be seen." problem=problem.clone()
                        />
                    }
                })}
                {(kind != FormKind::Contact).then(|| {
                    view! {
                        <TextField
                            name="place" label="Where it is" value=form.text("place") at_most=1000
                            optional={kind == FormKind::Abuse} hint="The address of the page." problem=problem.clone()
                        />
                    }
                })}
                <TextArea
                    name="text" label=words.text hint=words.hint value=text rows=8 at_most=10_000
                    problem=problem.clone()
                />
                {(kind == FormKind::Dmca).then(|| statements(form.ticked("sworn"), problem.as_ref()))}
                {decoy(problem.as_ref())}
                <p class="actions"><button class="button" type="submit">{words.button}</button></p>
            </PostForm>
            {others(kind)}
        </section>
    }
    .into_any()
}

fn categories(state: &OpenForm, chosen: &str, problem: Option<&Problem>) -> AnyView {
    let wrong = problem.filter(|problem| problem.field == "category").map(|problem| problem.sentence.clone());
    let options: Vec<_> = state
        .categories
        .iter()
        .map(|(word, title)| {
            view! { <option value=word.clone() selected=word == chosen>{title.clone()}</option> }
        })
        .collect();
    let invalid = wrong.is_some();
    view! {
        <div class="field">
            <label for="f-category">"What is it about?"</label>
            {wrong.map(|sentence| view! { <p class="field-error" id="f-category-error">{sentence}</p> })}
            <select
                id="f-category" name="category" required aria-invalid=invalid.then_some("true")
                aria-describedby=invalid.then_some("f-category-error")
            >
                <option value="" selected=chosen.is_empty()>"Choose…"</option>
                {options}
            </select>
        </div>
    }
    .into_any()
}

fn statements(ticked: bool, problem: Option<&Problem>) -> AnyView {
    let wrong = problem.filter(|problem| problem.field == "sworn").map(|problem| problem.sentence.clone());
    let invalid = wrong.is_some();
    view! {
        <div class="field">
            {wrong.map(|sentence| view! { <p class="field-error" id="f-sworn-error">{sentence}</p> })}
            <label class="check">
                <input
                    type="checkbox" name="sworn" value="yes" required checked=ticked
                    aria-invalid=invalid.then_some("true") aria-describedby=invalid.then_some("f-sworn-error")
                />
                <span>
                    "I believe in good faith that what I describe is not allowed by the owner, its agent or the law (in an \
                     answer: that it was removed by mistake). What I state is accurate, and, under penalty of perjury, I \
                     am the owner or may act for the owner."
                </span>
            </label>
        </div>
    }
    .into_any()
}

/// A field that people neither see nor reach, so that whoever fills it in is a program.
fn decoy(problem: Option<&Problem>) -> AnyView {
    let caught = problem.filter(|problem| problem.field == "website").map(|problem| problem.sentence.clone());
    // Somebody whose browser filled it in must be able to see it.
    let class = if caught.is_some() { "field" } else { "visually-hidden" };
    view! {
        <div class=class>
            <label for="f-website">"Leave this empty"</label>
            {caught.map(|sentence| view! { <p class="field-error">{sentence}</p> })}
            <input id="f-website" name="website" type="text" tabindex="-1" autocomplete="off" />
        </div>
    }
    .into_any()
}

fn others(kind: FormKind) -> AnyView {
    let link = |href: &'static str, label: &'static str| view! { <a href=href>{label}</a> };
    match kind {
        FormKind::Contact => view! {
            <p class="hint">
                "You have an account? A copy of your data, corrections and deletion are under "
                {link("/account/privacy", "Privacy")} " at once. Other forms: " {link("/report-abuse", "report abuse")}
                ", " {link("/dmca", "copyright notice")} "."
            </p>
        }
        .into_any(),
        _ => view! { <p class="hint">"For anything else there is the " {link("/contact", "contact form")} "."</p> }
            .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_reference_is_shown_again() {
        assert!(is_reference("0123456789abcdef"));
        for text in ["", "0123456789abcde", "0123456789abcdeF", "<b>9abcdefghijk>", "0123456789abcdefg"] {
            assert!(!is_reference(text), "{text}");
        }
    }
}
