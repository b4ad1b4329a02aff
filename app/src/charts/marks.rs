//! The marks of the scatter: dots that stay round, and one shape for each type.

use super::axis::with_separators;
use super::figure;
use super::path::Path;
use super::scale::Scale;
use clario_analytics::scatter::{Dot, DotType, MARKED_TYPES, Scatter};
use leptos::prelude::*;

/// The strokes of each mark over each other, the outermost first; the style sheet gives width, cap and colour.
///
/// Dot, square, ring, hollow square, bullseye, and the large ring of all other types. Filled shapes would be stretched
/// with the plot; strokes keep their size.
const STROKES: [&[&str]; 6] = [
    &["mark round"],
    &["mark square"],
    &["mark ring", "mark ring hole"],
    &["mark frame", "mark frame hole"],
    &["mark eye", "mark eye hole", "mark eye core"],
    &["mark large", "mark large hole"],
];
/// The colours of the marks.
const COLOURS: [&str; 6] = ["type-1", "type-2", "type-3", "type-4", "type-5", "type-other"];

/// All marks of a scatter: by how slow they are, or by type.
pub(super) fn drawn(scatter: &Scatter, across: Scale, up: Scale) -> AnyView {
    let place = |dot: &Dot| (across.across(dot.day.0), up.down(dot.days));
    let mut edge = Path::default();
    for dot in scatter.dots.iter().filter(|dot| dot.off_scale) {
        let (across, down) = place(dot);
        edge.mark(across, down);
    }
    let on_scale = scatter.dots.iter().filter(|dot| !dot.off_scale);
    let marks = if scatter.by_type {
        let mut paths: [Path; 6] = Default::default();
        for dot in on_scale {
            let (across, down) = place(dot);
            paths[usize::from(dot.mark.min(MARKED_TYPES))].mark(across, down);
        }
        (0..).zip(paths).map(|(mark, path)| of_type(mark, path)).collect::<Vec<_>>().into_any()
    } else {
        let (mut single, mut several, mut slow) = (Path::default(), Path::default(), Path::default());
        for dot in on_scale {
            let path = match dot {
                Dot { over_p95: true, .. } => &mut slow,
                Dot { count: 1, .. } => &mut single,
                _ => &mut several,
            };
            let (across, down) = place(dot);
            path.mark(across, down);
        }
        view! {
            {figure::drawn("dots", single)}
            {figure::drawn("dots many", several)}
            {ringed(slow)}
        }
        .into_any()
    };
    view! { {marks} {self::edge(edge)} }.into_any()
}

/// The items of one type: one path, drawn once for each stroke of its mark.
fn of_type(mark: usize, path: Path) -> AnyView {
    let Some(d) = path.written() else { return ().into_any() };
    let (colour, strokes) = (COLOURS[mark], STROKES[mark]);
    if let [only] = strokes {
        return view! { <path class=format!("{only} {colour}") d=d /> }.into_any();
    }
    let name = format!("dots-{colour}");
    let uses: Vec<_> = strokes
        .iter()
        .map(|stroke| view! { <use href=format!("#{name}") class=format!("{stroke} {colour}") /> })
        .collect();
    // A style sheet does not reach the copies, so what keeps the strokes from being stretched is an attribute.
    view! {
        <defs>
            <path id=name d=d vector-effect="non-scaling-stroke" />
        </defs>
        {uses}
    }
    .into_any()
}

/// Dots with a ring around them: the same path three times.
pub(crate) fn ringed(path: Path) -> AnyView {
    path.written()
        .map(|d| {
            view! {
                <path class="dots halo" d=d.clone() />
                <path class="dots gap" d=d.clone() />
                <path class="dots slow" d=d />
            }
        })
        .into_any()
}

/// Hollow squares on the top edge, for what lies above the axis.
pub(crate) fn edge(path: Path) -> AnyView {
    path.written()
        .map(|d| {
            view! {
                <path class="dots edge" d=d.clone() />
                <path class="dots edge-hole" d=d />
            }
        })
        .into_any()
}

/// Which mark is which type, with the number of its items; types without a mark of their own are counted together.
pub(crate) fn key(scatter: &Scatter) -> Option<AnyView> {
    if !scatter.by_type || scatter.types.is_empty() {
        return None;
    }
    let entries: Vec<_> = named(&scatter.types)
        .into_iter()
        .map(|(mark, words)| {
            let mark = usize::from(mark.min(MARKED_TYPES));
            let strokes: Vec<_> = STROKES[mark]
                .iter()
                .map(|stroke| view! { <path class=format!("{stroke} {}", COLOURS[mark]) d="M6 6h0" /> })
                .collect();
            view! {
                <li>
                    <svg class="mark-sample" viewBox="0 0 12 12" aria-hidden="true">{strokes}</svg>
                    {words}
                </li>
            }
        })
        .collect();
    Some(view! { <ul class="key" aria-label="Types">{entries}</ul> }.into_any())
}

/// The words of the key: `Bug, 12`, and `Other types, 7` at the end.
fn named(types: &[DotType]) -> Vec<(u8, String)> {
    let words = |name: &str, count| format!("{name}, {}", with_separators(count));
    let (own, other): (Vec<_>, Vec<_>) = types.iter().partition(|kind| kind.mark < MARKED_TYPES);
    let mut entries: Vec<_> =
        own.into_iter().map(|kind| (kind.mark, words(&kind.name, kind.count))).collect();
    if let [only] = other[..] {
        entries.push((MARKED_TYPES, words(&only.name, only.count)));
    } else if !other.is_empty() {
        let count = other.iter().map(|kind| kind.count).sum();
        entries.push((MARKED_TYPES, words(&format!("Other ({} types)", other.len()), count)));
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, count: u32, mark: u8) -> DotType {
        DotType { name: name.to_owned(), count, mark }
    }

    #[test]
    fn types_without_a_mark_of_their_own_are_counted_together() {
        let types = [kind("Bug", 1_200, 0), kind("Chore", 1, MARKED_TYPES), kind("Spike", 2, MARKED_TYPES)];
        let words = named(&types);
        assert_eq!(
            words,
            [(0, "Bug, 1\u{202f}200".to_owned()), (MARKED_TYPES, "Other (2 types), 3".to_owned())]
        );
        assert_eq!(named(&types[..2])[1].1, "Chore, 1");
        assert_eq!(named(&types[..1]).len(), 1);
    }

    #[test]
    fn every_mark_has_strokes_and_a_colour() {
        assert_eq!(STROKES.len(), usize::from(MARKED_TYPES) + 1);
        assert_eq!(COLOURS.len(), STROKES.len());
        let mut shapes = STROKES.to_vec();
        shapes.sort_unstable();
        shapes.dedup();
        assert_eq!(shapes.len(), STROKES.len(), "no two marks look alike without their colours");
    }
}
