//! The card around a chart: the answer as its heading, the picture, the same in words, the numbers as a table.

use crate::components::EmptyState;
use clario_analytics::report::Caption;
use leptos::prelude::*;

/// One chart with its words. Without items it says what is missing instead of drawing.
#[component]
pub(crate) fn ChartCard(
    /// The name of the place on the page, and the stem of the ids in it.
    id: &'static str,
    /// The words, from the answer.
    caption: Caption,
    /// The classes of the figure, such as `low topped`.
    #[prop(optional)]
    shape: &'static str,
    /// The width in the grid of the page: empty for the whole, or `half`.
    #[prop(optional)]
    width: &'static str,
    /// The picture.
    figure: AnyView,
    /// What helps when there is nothing to draw: where, and its words.
    #[prop(default = None)]
    remedy: Option<(String, String)>,
    /// How the chart is drawn, as links beside its heading.
    #[prop(default = None)]
    choices: Option<AnyView>,
    /// What wraps the figure so that it can be read point by point.
    #[prop(optional)]
    read_out: Option<Box<dyn FnOnce(AnyView) -> AnyView>>,
    /// What stands between the picture and the table: a key, a sentence.
    #[prop(optional)]
    below: Option<AnyView>,
    /// The numbers.
    table: AnyView,
    /// Where the same numbers are as comma-separated values.
    csv: String,
) -> impl IntoView {
    let (heading, subtitle, description) = (format!("{id}-h"), format!("{id}-s"), format!("{id}-d"));
    let drawn = caption.empty.is_none();
    let body = if let Some(sentence) = caption.empty {
        match remedy {
            Some(action) => view! { <EmptyState sentence=sentence action=action /> }.into_any(),
            None => view! { <EmptyState sentence=sentence /> }.into_any(),
        }
    } else {
        let figure = view! {
            <figure
                class=format!("fig {shape}")
                role="img"
                aria-labelledby=heading.clone()
                aria-describedby=format!("{subtitle} {description}")
            >
                {figure}
            </figure>
        }
        .into_any();
        let figure = match read_out {
            Some(wrap) => wrap(figure),
            None => figure,
        };
        view! {
            {figure}
            <p class="visually-hidden" id=description>
                {caption.description}
            </p>
            {below}
            <details>
                <summary>"Show data as a table"</summary>
                <div class="stack">
                    {table}
                    <p>
                        <a href=csv download>
                            "Download this table as CSV"
                        </a>
                    </p>
                </div>
            </details>
        }
        .into_any()
    };
    view! {
        <section class=format!("card {width}").trim_end().to_owned() id=id aria-labelledby=heading.clone()>
            <header>
                <h2 id=heading.clone()>{caption.heading}</h2>
                {drawn.then(|| view! { <p id=subtitle>{caption.subtitle}</p> })}
                {choices}
            </header>
            {body}
        </section>
    }
    .into_any()
}
