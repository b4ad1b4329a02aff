//! The title of a page, safe to hold what a provider called something.

use leptos::prelude::*;
use leptos_meta::Title;

/// Sets the title. The framework writes titles as they are, so what could end one is escaped here.
#[component]
pub fn PageTitle(
    /// The words.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! { <Title text=escaped(text) /> }
}

fn escaped(text: String) -> String {
    if text.contains(['&', '<', '>']) {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_words_end_the_title() {
        assert_eq!(escaped("</title><meta> & more".to_owned()), "&lt;/title&gt;&lt;meta&gt; &amp; more");
    }
}
