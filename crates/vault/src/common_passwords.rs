//! The passwords that are tried first, and the ways in which people stretch them to a length.

/// Lower case, sorted by bytes, 32 a line; source, licence and how they are packed in `data/README.md`.
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
    block_of(word).is_some_and(|block| words(block).any(|listed| listed == word))
}

/// The line that holds a word if the list does: the last one whose first word does not come after it.
fn block_of(word: &str) -> Option<&'static str> {
    // A binary search over the text itself: it needs no memory beside the list.
    let bytes = LIST.as_bytes();
    let line = |at: usize| {
        let start = bytes[..at].iter().rposition(|&byte| byte == b'\n').map_or(0, |before| before + 1);
        let end = bytes[at..].iter().position(|&byte| byte == b'\n').map_or(LIST.len(), |after| at + after);
        (start, end)
    };
    let (mut found, mut low, mut high) = (None, 0, LIST.len());
    while low < high {
        let (start, end) = line(usize::midpoint(low, high));
        let block = &LIST[start..end];
        if block.split('\t').next().is_some_and(|first| first.as_bytes() <= word.as_bytes()) {
            (found, low) = (Some(block), end + 1);
        } else {
            high = start;
        }
    }
    found
}

/// The words of a line. Each but the first one says how many bytes it shares with the one before it.
fn words(block: &'static str) -> impl Iterator<Item = String> {
    let mut word = String::new();
    block.split('\t').enumerate().map(move |(place, entry)| {
        let (shared, rest) = entry.split_at(usize::from(place > 0));
        word.truncate(shared.bytes().map(|letter| usize::from(letter.saturating_sub(b'0'))).sum());
        word.push_str(rest);
        word.clone()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_password_is_found_and_the_list_is_sorted() {
        let mut before = String::new();
        let mut count = 0;
        for word in LIST.lines().flat_map(words) {
            assert!(before < word, "{word} is out of order");
            assert!(is_listed(&word), "{word} is not found");
            before = word;
            count += 1;
        }
        for first in LIST.lines().flat_map(|line| words(line).take(1)) {
            assert!(!is_listed(&format!("{first}\u{10ffff}")), "after {first}");
        }
        assert!(count >= 100_000, "{count}");
        assert!(!is_listed("") && !is_listed("\0") && !is_listed("\u{10ffff}"));
        for common in ["123456", "password", "qwertyuiop", "trustno1", "zzzzzz"] {
            assert!(is_listed(common), "{common}");
        }
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
