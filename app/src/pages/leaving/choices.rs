//! What a person chose about cookies: what holds, how to take it back, and every choice before.

use crate::api::consent::ChoiceLine;
use crate::components::{PostForm, setting_group};
use leptos::prelude::*;

/// The group of the privacy page.
pub(super) fn choices_group(lines: &[ChoiceLine]) -> AnyView {
    let rows: Vec<_> = lines.iter().map(row).collect();
    let history = if rows.is_empty() {
        view! { <p>"You have made no choice yet."</p> }.into_any()
    } else {
        view! {
            <div class="table-frame" tabindex="0" role="region" aria-label="Your choices">
                <table class="table">
                    <caption class="visually-hidden">"Your choices, the latest first"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Day"</th>
                            <th scope="col">"For"</th>
                            <th scope="col">"Choice"</th>
                            <th scope="col">"By"</th>
                            <th scope="col">"What was shown"</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let content = view! {
        <p><a href="/cookie-preferences">"Change them under Cookie preferences"</a></p>
        {history}
        <div class="actions">
            <PostForm action="/cookie-preferences">
                <button class="button quiet" type="submit" name="choice" value="take-back">"Take every yes back"</button>
            </PostForm>
            <PostForm action="/account/privacy/receipts">
                <button class="button quiet" type="submit">"Download receipts"</button>
            </PostForm>
        </div>
    };
    setting_group(
        "choices",
        "Your choices about cookies",
        "They hold on all your devices. Each change is kept with the words you saw, until your account ends.",
        content.into_any(),
    )
}

fn row(line: &ChoiceLine) -> AnyView {
    let words: Vec<_> = line
        .words
        .split("\n\n")
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| view! { <p>{paragraph.to_owned()}</p> })
        .collect();
    view! {
        <tr>
            <td>{line.day.clone()}</td>
            <td>{line.purpose.clone()}</td>
            <td>{line.state.clone()}</td>
            <td>{line.mechanism.clone()}</td>
            <td>
                <details>
                    <summary>"Version " {line.version}</summary>
                    {words}
                </details>
            </td>
        </tr>
    }
    .into_any()
}
