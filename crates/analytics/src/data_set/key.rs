//! A key as a shared prefix and a number: `PAY-7` is `PAY-` and 7.

/// Stands for "no number": the prefix is the whole key.
const NO_NUMBER: u32 = u32::MAX;

/// The prefix and the number of a key; joining them gives the key back.
pub(super) fn split(key: &str) -> (&str, u32) {
    let digits = key.bytes().rev().take(9).take_while(u8::is_ascii_digit).count();
    let tail = &key[key.len() - digits..];
    let zeros = tail.bytes().take_while(|byte| *byte == b'0').count();
    let tail = &tail[zeros..];
    match tail.parse() {
        Ok(number) => (&key[..key.len() - tail.len()], number),
        Err(_) => (key, NO_NUMBER),
    }
}

/// The key of a prefix and a number.
pub(super) fn join(prefix: &str, number: u32) -> String {
    if number == NO_NUMBER { prefix.to_owned() } else { format!("{prefix}{number}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_project_shares_one_prefix() {
        assert_eq!(split("PAY-7"), ("PAY-", 7));
        assert_eq!(split("12345"), ("", 12345));
        assert_eq!(split("A-007"), ("A-00", 7));
        assert_eq!(split("A-0"), ("A-0", NO_NUMBER));
        assert_eq!(split(""), ("", NO_NUMBER));
    }

    proptest! {
        #[test]
        fn any_key_survives(key in "\\PC{0,6}[0-9]{0,14}") {
            let (prefix, number) = split(&key);
            prop_assert_eq!(join(prefix, number), key);
        }
    }
}
