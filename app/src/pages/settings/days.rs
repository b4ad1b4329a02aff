//! How days are counted: time zone, working days, holidays; and how long unread data is kept.

use super::attempt::Attempt;
use super::group::{field_error, group};
use crate::api::settings::{Access, DaysReport, SettingsReport};
use crate::components::{PostForm, inside_textarea};
use leptos::prelude::*;
use std::collections::BTreeMap;

const WHAT: &str = "days";
/// Belongs to no region, and stands first.
const UTC: &str = "UTC";

/// The group with the days.
pub(super) fn days(report: &SettingsReport, attempt: &Attempt) -> AnyView {
    let locked = report.access != Access::Change;
    let days = &report.days;
    let about = "Whole days are counted in one time zone. Working days and holidays matter where durations count \
                 working days only.";
    let forms = view! {
        <PostForm action="#days">
            <input type="hidden" name="what" value=WHAT />
            <fieldset class="form" disabled=locked>
                {zone(days, attempt)}
                {working_days(days, attempt)}
                {holidays(days, attempt)}
                {hours(days, attempt)}
                {(!locked).then(|| view! {
                    <p class="actions"><button class="button" type="submit">"Save the days"</button></p>
                })}
            </fieldset>
        </PostForm>
    }
    .into_any();
    group("days", "Days", about, attempt.told("days"), forms)
}

fn zone(days: &DaysReport, attempt: &Attempt) -> AnyView {
    let wrong = attempt.field_problem(WHAT, "zone");
    let chosen = attempt.text(WHAT, "zone", &days.zone);
    let mut regions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for name in days.zones.iter().filter(|name| *name != UTC) {
        let region = name.split_once('/').map_or("Others", |(region, _)| region);
        regions.entry(region).or_default().push(name);
    }
    let groups: Vec<_> = regions
        .into_iter()
        .map(|(region, names)| {
            let options: Vec<_> = names
                .into_iter()
                .map(|name| view! { <option selected=name == chosen>{name.to_owned()}</option> })
                .collect();
            view! { <optgroup label=region.to_owned()>{options}</optgroup> }
        })
        .collect();
    view! {
        <div class="field">
            <label for="f-zone">"Time zone"</label>
            {field_error("f-zone", wrong.clone())}
            <select id="f-zone" name="zone" aria-invalid=wrong.is_some().then_some("true")>
                <option selected=chosen == UTC>{UTC}</option>
                {groups}
            </select>
        </div>
    }
    .into_any()
}

fn working_days(days: &DaysReport, attempt: &Attempt) -> AnyView {
    let wrong = attempt.field_problem(WHAT, "working_days");
    let typed = attempt.form(WHAT).map(|form| form.all("working_days"));
    let boxes: Vec<_> = days
        .week
        .iter()
        .map(|(day, works)| {
            let ticked = typed.as_ref().map_or(*works, |typed| typed.contains(day));
            view! {
                <label class="check">
                    <input type="checkbox" name="working_days" value=day.clone() checked=ticked />
                    <span>{day.clone()}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend>"Working days"</legend>
            {field_error("f-working-days", wrong)}
            <div class="checks">{boxes}</div>
        </fieldset>
    }
    .into_any()
}

fn holidays(days: &DaysReport, attempt: &Attempt) -> AnyView {
    let wrong = attempt.field_problem(WHAT, "holidays");
    view! {
        <div class="field">
            <label for="f-holidays">"Holidays"</label>
            <p class="hint" id="f-holidays-hint">"One a line: the day, then what you call it. 2026-12-25 Christmas"</p>
            {field_error("f-holidays", wrong.clone())}
            <textarea
                id="f-holidays" name="holidays" rows="6" aria-describedby="f-holidays-hint"
                aria-invalid=wrong.is_some().then_some("true")
            >
                {inside_textarea(&attempt.text(WHAT, "holidays", &days.holidays))}
            </textarea>
        </div>
    }
    .into_any()
}

fn hours(days: &DaysReport, attempt: &Attempt) -> AnyView {
    let wrong = attempt.field_problem(WHAT, "hours");
    let typed = attempt.text(WHAT, "hours", &days.keep_unread_hours.to_string());
    view! {
        <div class="field">
            <label for="f-hours">"Hours that unread data is kept in memory"</label>
            <p class="hint" id="f-hours-hint">"When nobody has looked for so long, what was read is wiped. 1 to 720."</p>
            {field_error("f-hours", wrong.clone())}
            <input
                class="short" id="f-hours" name="hours" type="number" min="1" max="720" required value=typed
                aria-describedby="f-hours-hint" aria-invalid=wrong.is_some().then_some("true")
            />
        </div>
    }
    .into_any()
}
