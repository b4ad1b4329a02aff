//! Reports of a page what its reader allows: that it was opened, how fast it was, which of our errors it met. It stores
//! nothing on the device, and knows of the page only the template of its route.

mod measured;

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use measured::Measured;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::js_sys::{Array, Function, Object, Reflect};
use web_sys::{ErrorEvent, Event};

/// Where reports go.
const PATH: &str = "/telemetry";
/// The most errors of one page.
const MOST_ERRORS: u32 = 5;

/// What becomes of Global Privacy Control on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Gpc {
    /// It is heeded.
    Heeded,
    /// It was overruled by a deliberate yes.
    Overruled,
}

/// Stands once on a page that reports anything.
#[island]
pub fn Reporter(
    /// The template of the page's route.
    route: String,
    /// Whether the page is counted.
    views: bool,
    /// Whether its speed is.
    timings: bool,
    /// Whether its errors are.
    errors: bool,
    /// What becomes of Global Privacy Control.
    gpc: Gpc,
) -> impl IntoView {
    Effect::new(move |_| {
        // A signal that only scripts see counts as much as one in a header.
        if !objects(gpc) {
            if errors {
                report_errors(route.clone());
            }
            if views || timings {
                report_at_the_end(route.clone(), views, timings);
            }
        }
    });
}

/// Whether the browser asks not to be counted. Where it says nothing, one of the two is null and the other missing.
fn objects(gpc: Gpc) -> bool {
    let navigator = window().navigator();
    let said = |name: &str| Reflect::get(&navigator, &name.into()).ok();
    (gpc == Gpc::Heeded && said("globalPrivacyControl").and_then(|it| it.as_bool()) == Some(true))
        || said("doNotTrack").and_then(|it| it.as_string()).as_deref() == Some("1")
}

fn send(route: &str, events: &str) {
    // Templates hold no sign that JSON would escape.
    let body = format!("{{\"route\":\"{route}\",\"events\":[{events}]}}");
    let _ = window().navigator().send_beacon_with_opt_str(PATH, Some(&body));
}

/// One report when the page goes out of sight, so that nothing is sent while it is used.
fn report_at_the_end(route: String, views: bool, timings: bool) {
    let measured = Rc::new(RefCell::new(Measured::default()));
    if timings {
        for kind in ["largest-contentful-paint", "layout-shift", "event"] {
            observe(kind, Rc::clone(&measured));
        }
    }
    let sent = Cell::new(false);
    let at_the_end = Closure::<dyn FnMut(Event)>::new(move |_| {
        if !document().hidden() || sent.replace(true) {
            return;
        }
        let mut events: Vec<String> = Vec::new();
        if views {
            events.push("{\"kind\":\"view\"}".to_owned());
        }
        if timings {
            let timing = |(metric, value): (&str, u32)| {
                format!("{{\"kind\":\"timing\",\"metric\":\"{metric}\",\"value\":{value}}}")
            };
            events.extend(measured.borrow().all(first_byte()).into_iter().map(timing));
        }
        send(&route, &events.join(","));
    });
    let _ =
        document().add_event_listener_with_callback("visibilitychange", at_the_end.as_ref().unchecked_ref());
    at_the_end.forget();
}

/// Milliseconds until the first byte of the page came.
fn first_byte() -> Option<f64> {
    let entries = window().performance()?.get_entries_by_type("navigation");
    number(&entries.get(0), "responseStart").filter(|at| *at > 0.0)
}

/// Hands each entry of a kind on, those before now included. A browser that does not know the kind hands on none.
fn observe(kind: &'static str, measured: Rc<RefCell<Measured>>) {
    let each = Closure::<dyn FnMut(Object)>::new(move |list: Object| {
        let Some(get) =
            Reflect::get(&list, &"getEntries".into()).ok().and_then(|get| get.dyn_into::<Function>().ok())
        else {
            return;
        };
        let entries = get.call0(&list).map(|entries| Array::from(&entries)).unwrap_or_default();
        let mut measured = measured.borrow_mut();
        for entry in entries.iter() {
            match kind {
                "event" => {
                    if number(&entry, "interactionId").is_some_and(|id| id > 0.0) {
                        measured.answered(number(&entry, "duration").unwrap_or_default());
                    }
                }
                "layout-shift" => {
                    let by_person = Reflect::get(&entry, &"hadRecentInput".into()).ok();
                    if by_person.and_then(|it| it.as_bool()) != Some(true) {
                        let at = number(&entry, "startTime").unwrap_or_default();
                        measured.jumped(at, number(&entry, "value").unwrap_or_default());
                    }
                }
                _ => measured.painted(number(&entry, "startTime").unwrap_or_default()),
            }
        }
    });
    if let Ok(observer) = web_sys::PerformanceObserver::new(each.as_ref().unchecked_ref()) {
        let wanted = Object::new();
        let set =
            |name: &str, value: &web_sys::wasm_bindgen::JsValue| Reflect::set(&wanted, &name.into(), value);
        let _ = set("type", &kind.into());
        let _ = set("buffered", &true.into());
        let _ = set("durationThreshold", &40.into());
        observer.observe(wanted.unchecked_ref());
        each.forget();
    }
}

fn number(of: &web_sys::wasm_bindgen::JsValue, name: &str) -> Option<f64> {
    Reflect::get(of, &name.into()).ok()?.as_f64()
}

/// Tells of the first few errors of our own files at once: by name and place, never by what they say.
fn report_errors(route: String) {
    let left = Rc::new(Cell::new(MOST_ERRORS));
    let tell = Rc::new(move |name: &str, file: &str, line: u32, column: u32| {
        if left.get() > 0 {
            left.set(left.get() - 1);
            let event = format!(
                "{{\"kind\":\"error\",\"name\":\"{name}\",\"file\":\"{file}\",\"line\":{line},\"column\":{column}}}"
            );
            send(&route, &event);
        }
    });
    let telling = Rc::clone(&tell);
    let on_error = Closure::<dyn FnMut(ErrorEvent)>::new(move |event: ErrorEvent| {
        // What other sites' scripts and extensions do is not ours to know.
        if let Some(file) = file(&event.filename()) {
            telling(name(&event.error()), file, event.lineno(), event.colno());
        }
    });
    let on_rejection = Closure::<dyn FnMut(Event)>::new(move |_: Event| tell("Rejection", "page", 0, 0));
    let window = window();
    let _ = window.add_event_listener_with_callback("error", on_error.as_ref().unchecked_ref());
    let _ =
        window.add_event_listener_with_callback("unhandledrejection", on_rejection.as_ref().unchecked_ref());
    on_error.forget();
    on_rejection.forget();
}

/// Which of our files an address names.
fn file(address: &str) -> Option<&'static str> {
    let origin = window().location().origin().ok()?;
    let path = address.strip_prefix(&origin)?;
    Some(match path {
        _ if path.contains(".wasm") => "program",
        _ if path.starts_with("/assets/") => "script",
        _ => "page",
    })
}

fn name(error: &web_sys::wasm_bindgen::JsValue) -> &'static str {
    let said = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
    ["Error", "TypeError", "RangeError", "ReferenceError", "SyntaxError", "RuntimeError"]
        .into_iter()
        .find(|known| *known == said)
        .unwrap_or("Other")
}
