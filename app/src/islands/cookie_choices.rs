//! Opens the cookie preferences over the page one is on, and takes Global Privacy Control at its word where only scripts
//! see it. Without JavaScript the preferences are a page, and the signal comes as a header.

use leptos::html::{Dialog, Div, H2};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use web_sys::js_sys::Reflect;
use web_sys::{
    Document, Element, HtmlElement, MouseEvent, UrlSearchParams, XmlHttpRequest, XmlHttpRequestResponseType,
};

/// Where choices are made.
const PATH: &str = "/cookie-preferences";
/// What of that page is shown over another: what the browser asks for by itself, and the switches.
const PARTS: [&str; 2] = ["#gpc", "[aria-labelledby=switches-h]"];
const LINE: &str = "Opt-out request honored (Global Privacy Control)";

/// Stands once on every page.
#[island]
pub fn CookieChoices(
    /// Whether there is a deliberate yes over Global Privacy Control.
    over_gpc: bool,
    /// The mark with which the signal is told to the server, where it does not know of it and should.
    mark: Option<String>,
) -> impl IntoView {
    let (dialog, heading, inside) = (NodeRef::<Dialog>::new(), NodeRef::<H2>::new(), NodeRef::<Div>::new());
    Effect::new(move |_| {
        let signal = !over_gpc && sees_signal();
        if signal {
            show_line();
            if let Some(mark) = &mark {
                tell(mark);
            }
        }
        if window().location().pathname().is_ok_and(|path| path == PATH) {
            mark_forms(&document(), signal);
            return;
        }
        let on_click = Closure::<dyn FnMut(MouseEvent)>::new(move |event: MouseEvent| {
            let Some(link) = pressed(&event) else { return };
            let (Some(dialog), Some(heading), Some(inside)) =
                (dialog.get_untracked(), heading.get_untracked(), inside.get_untracked())
            else {
                return;
            };
            event.prevent_default();
            let on_close = Closure::once_into_js(move || {
                let _ = link.focus();
            });
            dialog.set_onclose(Some(on_close.unchecked_ref()));
            fetch(move |page| {
                inside.set_inner_html("");
                for part in PARTS.iter().filter_map(|part| page.query_selector(part).ok().flatten()) {
                    let _ = inside.append_child(&part);
                }
                mark_forms(&document(), signal);
                let opened = inside.has_child_nodes() && dialog.show_modal().is_ok();
                if opened {
                    let _ = heading.focus();
                }
                opened
            });
        });
        let _ = document().add_event_listener_with_callback("click", on_click.as_ref().unchecked_ref());
        on_click.forget();
    });
    view! {
        <dialog class="preferences" aria-labelledby="preferences-h" aria-modal="true" node_ref=dialog>
            <div class="preferences-head">
                <h2 id="preferences-h" tabindex="-1" node_ref=heading>"Cookie preferences"</h2>
                <form method="dialog">
                    <button class="button plain" type="submit">"Close"</button>
                </form>
            </div>
            <div node_ref=inside></div>
        </dialog>
    }
}

/// Whether the browser asks by its scripts not to be counted.
fn sees_signal() -> bool {
    Reflect::get(&window().navigator(), &"globalPrivacyControl".into()).ok().and_then(|it| it.as_bool())
        == Some(true)
}

/// The link to the preferences that a plain press is on.
fn pressed(event: &MouseEvent) -> Option<HtmlElement> {
    let is_plain = event.button() == 0
        && !(event.default_prevented()
            || event.ctrl_key()
            || event.meta_key()
            || event.shift_key()
            || event.alt_key());
    let target = event.target().filter(|_| is_plain)?.dyn_into::<Element>().ok()?;
    target.closest("a[href=\"/cookie-preferences\"]").ok().flatten()?.dyn_into().ok()
}

/// Asks for the preferences as a page. If they do not come, or cannot be shown here, the browser goes there.
fn fetch(show: impl FnOnce(Document) -> bool + 'static) {
    let go_there = || drop(window().location().set_href(PATH));
    let Ok(request) = XmlHttpRequest::new() else { return go_there() };
    if request.open("GET", PATH).is_err() {
        return go_there();
    }
    request.set_response_type(XmlHttpRequestResponseType::Document);
    let asked = request.clone();
    let on_end = Closure::once_into_js(move || {
        let page = asked.response().ok().and_then(|page| page.dyn_into::<Document>().ok());
        if !page.is_some_and(show) {
            go_there();
        }
    });
    request.set_onloadend(Some(on_end.unchecked_ref()));
    if request.send().is_err() {
        go_there();
    }
}

/// Completes the forms of choices: where they lead back to, and that a yes in them is one over a signal.
fn mark_forms(document: &Document, signal: bool) {
    let Ok(forms) = document.query_selector_all("form[action=\"/cookie-preferences\"]") else { return };
    let location = window().location();
    let path = location.pathname().unwrap_or_default();
    let here = path.clone() + &location.search().unwrap_or_default();
    for form in (0..forms.length()).filter_map(|at| forms.get(at)?.dyn_into::<Element>().ok()) {
        if path != PATH && !matches!(form.query_selector("[name=back]"), Ok(Some(_))) {
            add_field(&form, "back", &here);
        }
        if signal {
            add_field(&form, "signal", "yes");
        }
    }
}

fn add_field(form: &Element, name: &str, value: &str) {
    let Ok(field) = document().create_element("input") else { return };
    for (attribute, words) in [("type", "hidden"), ("name", name), ("value", value)] {
        let _ = field.set_attribute(attribute, words);
    }
    let _ = form.append_child(&field);
}

/// Says in the footer what the server says where it sees the signal.
fn show_line() {
    let find = |selector: &str| document().query_selector(selector).ok().flatten();
    if find(".opt-out").is_some() {
        return;
    }
    let (Some(footer), Ok(line), Ok(way)) =
        (find(".foot-in"), document().create_element("p"), document().create_element("a"))
    else {
        return;
    };
    line.set_class_name("opt-out");
    let _ = line.set_attribute("role", "status");
    let _ = way.set_attribute("href", "/cookie-preferences#gpc");
    let _ = line.append_child(&way);
    let _ = footer.insert_before(&line, footer.last_child().as_ref());
    // A region that is already there announces what comes into it.
    way.set_text_content(Some(LINE));
}

/// Tells the server, once: it then forgets the yes it knew of.
fn tell(mark: &str) {
    let Ok(form) = UrlSearchParams::new() else { return };
    for (name, value) in [("choice", "signal"), ("signal", "yes"), ("form_mark", mark)] {
        form.append(name, value);
    }
    let _ = window().navigator().send_beacon_with_opt_url_search_params(PATH, Some(&form));
}
