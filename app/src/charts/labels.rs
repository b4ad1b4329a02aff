//! Words beside a plot that must not lie on each other.

/// The least distance between two labels on top of each other, in units of a plot that is at least 14 rem high.
///
/// 14 px of 224 px, and a little air.
pub(crate) const LEAST_APART: f64 = 66.0;

/// Moves places apart until neighbours are `least` away from each other, each as near as possible to where it was
/// wanted, within 0 and `end`. The answer has the order of the question; when there is no room, all are spread evenly.
pub(crate) fn push_apart(wanted: &[f64], least: f64, end: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]));
    let gaps = f64::from(u32::try_from(wanted.len().saturating_sub(1)).unwrap_or(u32::MAX));
    let least = if gaps * least > end { end / gaps } else { least };
    // Neighbours that collide become a block around the mean of what they wanted (isotonic regression).
    let mut blocks: Vec<Block> = Vec::new();
    for (rank, index) in order.iter().enumerate() {
        let shift = f64::from(u32::try_from(rank).unwrap_or(u32::MAX)) * least;
        blocks.push(Block { sum: wanted[*index] - shift, count: 1.0 });
        while let [.., before, last] = blocks[..] {
            if before.mean() < last.mean() {
                break;
            }
            blocks.pop();
            blocks.pop();
            blocks.push(Block { sum: before.sum + last.sum, count: before.count + last.count });
        }
    }
    let mut places = vec![0.0; wanted.len()];
    let mut rank = 0.0;
    let mut ranks = order.iter();
    for block in blocks {
        let start = block.mean().clamp(0.0, (end - gaps * least).max(0.0));
        let mut left = block.count;
        while left > 0.5 {
            if let Some(index) = ranks.next() {
                places[*index] = start + rank * least;
            }
            rank += 1.0;
            left -= 1.0;
        }
    }
    places
}

#[derive(Clone, Copy)]
struct Block {
    sum: f64,
    count: f64,
}

impl Block {
    fn mean(self) -> f64 {
        self.sum / self.count
    }
}

/// A name cut to so many characters, with an ellipsis when something is missing.
pub(crate) fn shortened(name: &str, most: usize) -> String {
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let kept: String = name.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_with_room_stay_where_they_are() {
        assert_eq!(push_apart(&[900.0, 100.0, 400.0], 60.0, 1000.0), [900.0, 100.0, 400.0]);
    }

    #[test]
    fn labels_that_collide_part_evenly() {
        assert_eq!(push_apart(&[500.0, 500.0], 60.0, 1000.0), [470.0, 530.0]);
    }

    #[test]
    fn nothing_leaves_the_plot() {
        assert_eq!(push_apart(&[995.0, 1000.0, 990.0], 60.0, 1000.0), [940.0, 1000.0, 880.0]);
        assert_eq!(push_apart(&[0.0, 0.0], 60.0, 1000.0), [0.0, 60.0]);
    }

    #[test]
    fn any_labels_keep_their_distance_and_their_order() {
        let mut state = 7_u32;
        for count in 0..14 {
            for _ in 0..200 {
                let wanted: Vec<f64> = (0..count)
                    .map(|_| {
                        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                        f64::from(state >> 22)
                    })
                    .collect();
                let places = push_apart(&wanted, 66.0, 1000.0);
                let mut pairs: Vec<_> = wanted.iter().zip(&places).collect();
                pairs.sort_by(|one, other| one.1.total_cmp(other.1));
                assert!(pairs.windows(2).all(|pair| pair[0].0 <= pair[1].0));
                assert!(pairs.windows(2).all(|pair| pair[1].1 - pair[0].1 > 65.99), "{wanted:?} {places:?}");
                assert!(places.iter().all(|place| (-0.001..=1000.001).contains(place)), "{places:?}");
            }
        }
    }

    #[test]
    fn too_many_labels_are_spread_evenly() {
        assert_eq!(push_apart(&[5.0, 5.0, 5.0], 600.0, 1000.0), [0.0, 500.0, 1000.0]);
    }

    #[test]
    fn a_long_name_is_cut_at_a_character() {
        assert_eq!(shortened("Überprüfung läuft", 12), "Überprüfung…");
        assert_eq!(shortened("Done", 4), "Done");
    }
}
