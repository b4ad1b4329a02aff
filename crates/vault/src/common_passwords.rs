//! The passwords that are tried first, and the ways in which people stretch them to a length.

/// Lower case, sorted by bytes, one a line; source and licence in `data/README.md`.
const LIST: &str = include_str!("../data/common_passwords.txt");

/// Shorter pieces than this are parts of too many good passwords.
const SHORTEST_PIECE: usize = 4;

/// Tells whether a password is on the list, or merely a listed one stretched: repeated, joined to
/// a second one, or filled up with a run of characters.
pub(crate) fn is_common(password: &str) -> bool {
    let lower: Vec<char> = password.to_lowercase().chars().collect();
    if is_piece(&lower) || repeats_short_unit(&lower) {
        return true;
    }
    (SHORTEST_PIECE..=lower.len().saturating_sub(SHORTEST_PIECE))
        .any(|cut| is_piece(&lower[..cut]) && is_piece(&lower[cut..]))
}

fn is_piece(piece: &[char]) -> bool {
    is_run(piece) || is_listed(&piece.iter().collect::<String>()) || repeats_short_unit(piece)
}

/// One character over and over, or up or down by one each time, the ten digits as a ring.
fn is_run(piece: &[char]) -> bool {
    let step = |pair: &[char]| match (pair[0].to_digit(10), pair[1].to_digit(10)) {
        (Some(9), Some(0)) => 1,
        (Some(0), Some(9)) => -1,
        _ => i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0])),
    };
    let mut steps = piece.windows(2).map(step);
    let Some(first) = steps.next() else { return true };
    (-1..=1).contains(&first) && steps.all(|step| step == first)
}

/// A unit of at most eight characters, three times or more, perhaps cut off at the end; or a
/// listed one twice.
fn repeats_short_unit(piece: &[char]) -> bool {
    (1..=piece.len() / 2).any(|unit| {
        let repeats = piece.iter().zip(&piece[unit..]).all(|(one, other)| one == other);
        repeats
            && ((unit <= 8 && piece.len() >= 3 * unit)
                || is_listed(&piece[..unit].iter().collect::<String>()))
    })
}

fn is_listed(word: &str) -> bool {
    // A binary search over the text itself: it needs no memory beside the list.
    let (mut low, mut high) = (0, LIST.len());
    while low < high {
        let middle = usize::midpoint(low, high);
        let start = LIST.as_bytes()[..middle].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let end = LIST.as_bytes()[middle..]
            .iter()
            .position(|&byte| byte == b'\n')
            .map_or(LIST.len(), |at| middle + at);
        match word.as_bytes().cmp(&LIST.as_bytes()[start..end]) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => high = start,
            std::cmp::Ordering::Greater => low = end + 1,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_password_is_found_and_the_list_is_sorted() {
        let mut before = "";
        for word in LIST.lines() {
            assert!(before < word, "{word} is out of order");
            assert!(is_listed(word), "{word} is not found");
            before = word;
        }
        assert!(LIST.lines().count() > 3000);
    }

    #[test]
    fn stretched_common_passwords_are_common() {
        for weak in [
            "qwertyuiop12345",
            "Password12345678",
            "passwordpassword",
            "aaaaaaaaaaaaaaa",
            "abcabcabcabcabc",
            "dragon1234567890",
            "123456789012345678",
            "iloveyouiloveyou",
        ] {
            assert!(is_common(weak), "{weak}");
        }
    }

    #[test]
    fn words_strung_together_are_not_common() {
        for good in [
            "correct horse battery staple",
            "vier rote Fahrräder am Kai",
            "xK7!pq-Lw3zR9u-Vt",
            "🦊🌲🛶🏔️🌧️🪵🔥🍄🐚🧭🪁🎣🦉🐾🌌",
        ] {
            assert!(!is_common(good), "{good}");
        }
    }
}
