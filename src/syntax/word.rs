//! What the models see of a word's form: hashes, computed once for each token.

use crate::lexicon::rows;
use crate::model::word_hash;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Hashes of a word's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Word {
    /// The word in lower case, digits as 0, curly marks as straight ones.
    pub form: u32,
    /// The word without the endings of inflection; irregular verbs by their lemma.
    pub stem: u32,
    /// First character and last three, of the form.
    pub prefix: u32,
    /// Last two characters of the form.
    pub suffix2: u32,
    /// Last three characters of the form.
    pub suffix3: u32,
    /// Capitals, digits and marks: one small number for each pattern.
    pub shape: u8,
}

const LONGEST: usize = 48;
/// The shapes of words without letters and digits, of those of digits and with digits, and of those in
/// lower case.
const MARKS: u8 = 0;
const NUMBER: u8 = 1;
const DIGITS: u8 = 2;
const LOWER: u8 = 3;

impl Word {
    /// The places before the first and after the last word.
    pub const EDGE: Word = Word {
        form: 1,
        stem: 1,
        prefix: 1,
        suffix2: 1,
        suffix3: 1,
        shape: 31,
    };

    /// Whether it contains a digit.
    #[inline]
    pub fn has_digit(&self) -> bool {
        matches!(self.shape, NUMBER | DIGITS)
    }

    /// Whether it contains neither a capital nor a digit.
    #[inline]
    pub fn is_plain(&self) -> bool {
        matches!(self.shape, MARKS | LOWER)
    }

    /// Looks at a word once; linear in its length, no allocation.
    pub fn new(word: &str) -> Word {
        let mut buffer = [0_u8; LONGEST];
        let mut n = 0;
        let (mut upper, mut lower, mut digit, mut other, mut first_upper) = (0, 0, 0, 0, false);
        for (i, c) in word.chars().enumerate() {
            let byte = match c {
                'A'..='Z' => {
                    upper += 1;
                    first_upper |= i == 0;
                    c.to_ascii_lowercase() as u8
                }
                'a'..='z' => {
                    lower += 1;
                    c as u8
                }
                '0'..='9' => {
                    digit += 1;
                    b'0'
                }
                '’' | '‘' | '\'' | '`' => b'\'',
                '“' | '”' | '"' => b'"',
                '–' | '—' => b'-',
                _ if c.is_ascii() => {
                    other += 1;
                    c as u8
                }
                _ => {
                    let capital = c.is_uppercase();
                    first_upper |= i == 0 && capital;
                    upper += usize::from(capital);
                    lower += usize::from(!capital && c.is_alphabetic());
                    let folded = c.to_lowercase().next().unwrap_or(c) as u32;
                    (folded ^ (folded >> 8)) as u8 | 0x80
                }
            };
            if n < LONGEST {
                buffer[n] = byte;
                n += 1;
            }
        }
        let form = &buffer[..n];
        let shape = match (first_upper, upper, lower, digit, other) {
            (_, 0, 0, 0, _) => MARKS,
            (_, 0, 0, _, 0) => NUMBER,
            (_, _, _, 1.., _) => DIGITS,
            (_, 0, _, _, 0) => LOWER,
            (_, 0, _, _, _) => 4,
            (true, 1, 0, _, _) => 5,
            (true, 1, _, _, 0) => 6,
            (true, _, 0, _, 0) => 7,
            (_, _, 0, _, _) => 8,
            (true, ..) => 9,
            _ => 10,
        };
        let hash = |bytes: &[u8]| word_hash(bytes.iter().copied());
        let full = hash(form);
        Word {
            form: full,
            stem: IRREGULAR
                .get(&full)
                .copied()
                .unwrap_or_else(|| hash(stem(form))),
            prefix: hash(&form[..n.min(3)]),
            suffix2: hash(&form[n.saturating_sub(2)..]),
            suffix3: hash(&form[n.saturating_sub(3)..]),
            shape,
        }
    }
}

static IRREGULAR: LazyLock<HashMap<u32, u32, FixedState>> = LazyLock::new(|| {
    let mut map = HashMap::default();
    for row in rows(include_str!("data/irregular.tsv")) {
        let lemma = row.field(0);
        for form in row.field(1).split(' ') {
            map.insert(
                word_hash(form.bytes()),
                word_hash(stem(lemma.as_bytes()).iter().copied()),
            );
        }
    }
    map
});

/// The word without -s, -ed, -ing, final -e and a doubled consonant: equal for the forms of a
/// regular verb or noun, and no more than that.
fn stem(form: &[u8]) -> &[u8] {
    let cut = |ending: &[u8]| form.strip_suffix(ending).filter(|rest| rest.len() >= 3);
    let rest = if let Some(rest) = cut(b"ing").or_else(|| cut(b"ed")) {
        match rest {
            [.., a, b] if a == b && rest.len() > 3 && !matches!(a, b's' | b'l' | b'e' | b'o') => {
                &rest[..rest.len() - 1]
            }
            _ => rest,
        }
    } else if let Some(rest) = cut(b"es").filter(|_| !form.ends_with(b"ses")) {
        rest
    } else if let Some(rest) = cut(b"s").filter(|r| !r.ends_with(b"s")) {
        rest
    } else {
        form
    };
    match rest {
        [.., b'e' | b'y' | b'i'] if rest.len() > 3 => &rest[..rest.len() - 1],
        _ => rest,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_verb_share_a_stem() {
        for forms in [
            "say says said saying",
            "deny denies denied denying",
            "urge urges urged urging",
            "warn warns warned warning",
            "add adds added adding",
            "plan plans planned planning",
            "write wrote written writing",
        ] {
            let stems: Vec<u32> = forms.split(' ').map(|w| Word::new(w).stem).collect();
            assert!(stems.iter().all(|s| *s == stems[0]), "{forms}: {stems:?}");
        }
    }

    #[test]
    fn case_and_curly_marks_do_not_change_the_form_but_the_shape_does() {
        assert_eq!(Word::new("’s").form, Word::new("'s").form);
        assert_eq!(Word::new("Said").form, Word::new("said").form);
        assert_ne!(Word::new("Said").shape, Word::new("said").shape);
        assert_ne!(Word::new("US").shape, Word::new("Us").shape);
    }
}
