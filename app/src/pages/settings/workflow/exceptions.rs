//! Statuses that mean something else for one type of item: those that stand, and one to add.

use crate::api::Problem;
use crate::api::form::Form;
use crate::components::{Column, DataTable};
use clario_analytics::mapping::{ExceptionRow, Mapping, MappingRow, TypeOption};
use clario_analytics::workflow::Stage;
use leptos::prelude::*;

/// The exception that a form adds, if it does.
pub(super) fn added(form: &Form) -> Result<Option<(String, String)>, Problem> {
    let (item_type, status, stage) = (form.text("new-type"), form.text("new-status"), form.text("new-stage"));
    if item_type.is_empty() && status.is_empty() {
        return Ok(None);
    }
    let parts = item_type.split_once('.').zip(status.split_once('.'));
    match parts {
        Some(((connection, item_type), (same, status))) if connection == same => {
            Ok(Some((format!("{connection}.{item_type}.{status}"), stage)))
        }
        Some(_) => Err(Problem::new("new-type", "Choose a type and a status of the same site.")),
        None => Err(Problem::new("new-type", "Choose a type and a status for the exception, or neither.")),
    }
}

/// The part of the form with the exceptions.
pub(super) fn exceptions(mapping: &Mapping, locked: bool, typed: Option<&Form>) -> AnyView {
    if locked && mapping.exceptions.is_empty() {
        return ().into_any();
    }
    let rows: Vec<_> = mapping.exceptions.iter().map(|row| cells(row, locked, typed)).collect();
    let columns = ["Type", "Status", "Counts as"].map(Column::text).into();
    let standing = (!rows.is_empty())
        .then(|| view! { <DataTable caption="Statuses that mean something else for one type" columns=columns rows=rows stacks=true /> });
    let add = (!locked).then(|| addition(mapping, typed));
    view! {
        <section class="card" aria-labelledby="exceptions-h">
            <header>
                <h2 id="exceptions-h">"Exceptions for one type of item"</h2>
                <p>"Where a status means something else for bugs than for stories, say. It wins over the list above."</p>
            </header>
            <div class="form">{standing} {add}</div>
        </section>
    }
    .into_any()
}

fn cells(row: &ExceptionRow, locked: bool, typed: Option<&Form>) -> Vec<AnyView> {
    let name = format!("typed.{}.{}.{}", row.connection, row.item_type, row.status);
    let chosen = typed.map_or_else(|| row.stage.key().to_owned(), |form| form.text(&name));
    let label = format!("{} counts for {} as", row.status_name, row.type_name);
    vec![
        row.type_name.clone().into_any(),
        row.status_name.clone().into_any(),
        view! {
            <select name=name disabled=locked aria-label=label>
                <option value="" selected=chosen.is_empty()>"As for the other types"</option>
                {stages(&chosen)}
            </select>
        }
        .into_any(),
    ]
}

fn addition(mapping: &Mapping, typed: Option<&Form>) -> AnyView {
    let chosen = |name: &str| typed.map(|form| form.text(name)).unwrap_or_default();
    let (item_type, status, stage) = (chosen("new-type"), chosen("new-status"), chosen("new-stage"));
    let several = mapping.types.iter().any(|it| it.connection != mapping.types[0].connection);
    let site = |connection: &str| if several { format!(" ({connection})") } else { String::new() };
    let type_option = |it: &TypeOption| {
        let value = format!("{}.{}", it.connection, it.item_type);
        let selected = value == item_type;
        let name = format!("{}{}", it.name, site(&it.connection));
        view! { <option value=value selected=selected>{name}</option> }
    };
    let status_option = |row: &MappingRow| {
        let value = format!("{}.{}", row.connection, row.status);
        let selected = value == status;
        let name = format!("{}{}", row.name, site(&row.connection));
        view! { <option value=value selected=selected>{name}</option> }
    };
    let all_types: Vec<_> = mapping.types.iter().map(type_option).collect();
    let known = mapping.rows.iter().filter(|row| !row.status.is_empty());
    let statuses: Vec<_> = known.map(status_option).collect();
    view! {
        <fieldset class="field">
            <legend>"Add one"</legend>
            <div class="trio">
                <label>"Type"<select name="new-type"><option value="">"None"</option>{all_types}</select></label>
                <label>"Status"<select name="new-status"><option value="">"None"</option>{statuses}</select></label>
                <label>"Counts as"<select name="new-stage">{stages(&stage)}</select></label>
            </div>
        </fieldset>
    }
    .into_any()
}

fn stages(chosen: &str) -> Vec<AnyView> {
    let option = |stage: Stage| {
        view! { <option value=stage.key() selected=chosen == stage.key()>{stage.label()}</option> }.into_any()
    };
    Stage::ALL.into_iter().map(option).collect()
}
