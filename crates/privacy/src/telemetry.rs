//! What a page may report about itself: a closed set of kinds, names and steps, with no place for anything a person is,
//! has or typed.

/// Fewer than this many in a cell are neither shown nor kept longer than the raw counts.
pub const SMALLEST_CELL: u64 = 10;
/// Days for which raw counts are kept.
pub const RAW_DAYS: i64 = 7;

/// What is measured of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metric {
    /// When the largest part was painted (Largest Contentful Paint), in milliseconds.
    Lcp,
    /// How long the slowest answer to a key or a tap took (Interaction to Next Paint), in milliseconds.
    Inp,
    /// How far things jumped (Cumulative Layout Shift), in thousandths.
    Cls,
    /// When the first byte came (Time to First Byte), in milliseconds.
    Ttfb,
}

impl Metric {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Lcp, Self::Inp, Self::Cls, Self::Ttfb];

    /// The word that is sent and stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Lcp => "lcp",
            Self::Inp => "inp",
            Self::Cls => "cls",
            Self::Ttfb => "ttfb",
        }
    }

    /// The metric of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|metric| metric.word() == word)
    }

    /// The upper ends of the steps but the last, in its own unit.
    pub fn steps(self) -> [u32; 6] {
        match self {
            Self::Lcp => [500, 1_000, 1_500, 2_500, 4_000, 8_000],
            Self::Inp => [50, 100, 200, 350, 500, 1_000],
            Self::Cls => [10, 50, 100, 150, 250, 500],
            Self::Ttfb => [50, 100, 200, 400, 800, 1_800],
        }
    }

    /// The step of a value, from 0. Only the step is kept.
    pub fn step(self, value: u32) -> u8 {
        // Seven steps fit.
        u8::try_from(self.steps().iter().filter(|end| value > **end).count()).unwrap_or(u8::MAX)
    }

    /// A step in words.
    pub fn step_in_words(self, step: u8) -> String {
        let amount = |value: u32| match self {
            Self::Cls => format!("{}.{:03}", value / 1_000, value % 1_000),
            _ => format!("{value} ms"),
        };
        match self.steps().get(usize::from(step)) {
            Some(end) => format!("up to {}", amount(*end)),
            None => format!("above {}", amount(self.steps()[5])),
        }
    }
}

/// What went wrong in a browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ErrorName {
    /// `Error`.
    Error,
    /// `TypeError`.
    Type,
    /// `RangeError`.
    Range,
    /// `ReferenceError`.
    Reference,
    /// `SyntaxError`.
    Syntax,
    /// `WebAssembly.RuntimeError`: our own code broke off.
    Runtime,
    /// A promise that nobody caught.
    Rejection,
    /// Any other.
    Other,
}

impl ErrorName {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Error,
        Self::Type,
        Self::Range,
        Self::Reference,
        Self::Syntax,
        Self::Runtime,
        Self::Rejection,
        Self::Other,
    ];

    /// The word that is sent and stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "Error",
            Self::Type => "TypeError",
            Self::Range => "RangeError",
            Self::Reference => "ReferenceError",
            Self::Syntax => "SyntaxError",
            Self::Runtime => "RuntimeError",
            Self::Rejection => "Rejection",
            Self::Other => "Other",
        }
    }

    /// The name of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|name| name.word() == word)
    }
}

/// In which of our files it went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum File {
    /// The script of the bundle.
    Script,
    /// The program of the bundle.
    Program,
    /// The page itself, or nobody knows.
    Page,
}

impl File {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Script, Self::Program, Self::Page];

    /// The word that is sent and stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Program => "program",
            Self::Page => "page",
        }
    }

    /// The file of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|file| file.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_falls_into_one_step_and_the_words_say_which() {
        for metric in Metric::ALL {
            assert_eq!(Metric::of(metric.word()), Some(metric));
            assert!(metric.steps().is_sorted(), "{metric:?}");
            assert_eq!((metric.step(0), metric.step(u32::MAX)), (0, 6));
            for (index, end) in metric.steps().into_iter().enumerate() {
                assert_eq!(usize::from(metric.step(end)), index, "{metric:?} {end}");
                assert_eq!(usize::from(metric.step(end + 1)), index + 1, "{metric:?} {end}");
            }
        }
        assert_eq!(Metric::Cls.step_in_words(2), "up to 0.100");
        assert_eq!(Metric::Lcp.step_in_words(6), "above 8000 ms");
    }

    #[test]
    fn words_are_read_back_and_others_are_not() {
        assert!(ErrorName::ALL.iter().all(|name| ErrorName::of(name.word()) == Some(*name)));
        assert!(File::ALL.iter().all(|file| File::of(file.word()) == Some(*file)));
        for word in ["", "LCP", "typeerror", "TypeError: x", "script.js", "Bearer abc"] {
            assert!(Metric::of(word).is_none() && ErrorName::of(word).is_none() && File::of(word).is_none());
        }
    }
}
