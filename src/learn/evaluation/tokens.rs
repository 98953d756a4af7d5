//! Texts for scoring: words without punctuation, and which of them are quoted.

use super::predictions::Prediction;
use crate::learn::gold::Spans;
use crate::lexicon::lines;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The words of a role, as indexes into [`Words`], in order and without duplicates.
pub(super) type Role = Vec<u32>;

/// The words of an attribution.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Roles {
    pub source: Role,
    pub cue: Role,
    pub content: Role,
}

/// How much of a content is within double quotation marks, by a simple rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Share {
    Direct,
    Indirect,
    Mixed,
}

impl Share {
    pub(super) fn name(self) -> &'static str {
        match self {
            Share::Direct => "direct",
            Share::Indirect => "indirect",
            Share::Mixed => "mixed",
        }
    }
}

/// The words of a text: runs of letters, digits and `_`, with apostrophes between them.
pub(super) struct Words {
    words: Vec<Word>,
    /// For each code point of the text the word that covers it.
    at: Vec<Option<u32>>,
}

struct Word {
    form: String,
    quoted: bool,
}

impl Words {
    /// Splits a text into words, in linear time.
    pub(super) fn new(text: &str) -> Words {
        let text: Vec<char> = text.chars().collect();
        let quoted = quoted(&text);
        let is_letter = |i: usize| {
            text.get(i)
                .is_some_and(|c| *c == '_' || c.is_alphanumeric())
        };
        let is_apostrophe = |i: usize| matches!(text.get(i), Some('\'' | '’'));
        let mut words: Vec<Word> = Vec::new();
        let mut at = vec![None; text.len()];
        let mut i = 0;
        while i < text.len() {
            if !is_letter(i) {
                i += 1;
                continue;
            }
            let start = i;
            while is_letter(i) || (is_apostrophe(i) && is_letter(i + 1)) {
                i += 1;
            }
            at[start..i].fill(u32::try_from(words.len()).ok());
            words.push(Word {
                form: text[start..i].iter().collect(),
                quoted: quoted[start],
            });
        }
        Words { words, at }
    }

    /// The words that the spans (in code points) touch.
    pub(super) fn touched(&self, spans: &[[usize; 2]]) -> Role {
        let end = self.at.len();
        let pieces = spans
            .iter()
            .filter_map(|&[s, e]| self.at.get(s..e.min(end)));
        let mut words: Role = pieces.flatten().flatten().copied().collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    pub(super) fn of_gold(&self, spans: &Spans) -> Roles {
        Roles {
            source: self.touched(&spans.source),
            cue: self.touched(&spans.cue),
            content: self.touched(&spans.content),
        }
    }

    pub(super) fn of_prediction(&self, found: &Prediction) -> Roles {
        Roles {
            source: self.touched(&found.source),
            cue: self.touched(&found.cue),
            content: self.touched(&found.content),
        }
    }

    pub(super) fn share(&self, content: &Role) -> Share {
        let quoted = self.of(content).filter(|w| w.quoted).count();
        match quoted {
            0 => Share::Indirect,
            n if n == content.len() => Share::Direct,
            _ => Share::Mixed,
        }
    }

    /// Whether it is speech, as opposed to thought: entirely quoted, or with a cue of communication.
    pub(super) fn is_speech(&self, roles: &Roles) -> bool {
        self.share(&roles.content) == Share::Direct
            || self.of(&roles.cue).any(|w| is_communication(&w.form))
    }

    /// The words of a role, with single spaces.
    pub(super) fn show(&self, role: &Role) -> String {
        let words: Vec<&str> = self.of(role).map(|w| w.form.as_str()).collect();
        words.join(" ")
    }

    fn of<'w>(&'w self, role: &'w Role) -> impl Iterator<Item = &'w Word> {
        role.iter().filter_map(|i| self.words.get(*i as usize))
    }
}

/// For each character, whether it is within double quotation marks on its line.
fn quoted(text: &[char]) -> Vec<bool> {
    let mut inside = false;
    let state = |c: &char| match c {
        '\n' => {
            inside = false;
            false
        }
        '“' => {
            inside = true;
            true
        }
        '"' => {
            inside = !inside;
            true
        }
        '”' => {
            inside = false;
            true
        }
        _ => inside,
    };
    text.iter().map(state).collect()
}

/// Words of communication and their irregular forms.
static COMMUNICATION: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let lines = lines(include_str!("communication.tsv"));
    lines.flat_map(str::split_whitespace).collect()
});

/// Inflectional endings, with the endings of their lemmas.
const ENDINGS: [(&str, &[&str]); 6] = [
    ("ies", &["y"]),
    ("ied", &["y"]),
    ("ing", &["", "e"]),
    ("ed", &["", "e"]),
    ("es", &["", "e"]),
    ("s", &[""]),
];

fn is_communication(word: &str) -> bool {
    let word = word.to_lowercase();
    if COMMUNICATION.contains(word.as_str()) {
        return true;
    }
    ENDINGS.iter().any(|(ending, lemmas)| {
        let Some(stem) = word.strip_suffix(ending) else {
            return false;
        };
        let whole = |end: &&str| COMMUNICATION.contains(format!("{stem}{end}").as_str());
        lemmas.iter().any(whole) || undoubled(stem).is_some_and(|s| COMMUNICATION.contains(s))
    })
}

/// "begg" without its second "g"; `None` without a doubled consonant.
fn undoubled(stem: &str) -> Option<&str> {
    let mut ends = stem.char_indices().rev();
    let ((at, last), (_, before)) = (ends.next()?, ends.next()?);
    ends.next()?;
    (last == before).then(|| stem.get(..at)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_with_apostrophes_between() {
        let words = Words::new("He didn't – “won’t”, 3rd_x' said.");
        let all = (0..words.words.len() as u32).collect();
        assert_eq!(words.show(&all), "He didn't won’t 3rd_x said");
        assert_eq!(words.touched(&[[4, 5], [0, 1], [9, 14]]), [0, 1, 2]);
        assert_eq!(words.touched(&[[90, 95]]), Role::new());
    }

    #[test]
    fn quotation_marks_end_with_their_paragraph() {
        let words = Words::new("“One two\nthree” \"four\" five");
        let kinds = [&[0, 1][..], &[1, 2], &[3], &[2, 4]];
        let shares = kinds.map(|k| words.share(&k.to_vec()));
        assert_eq!(
            shares,
            [Share::Direct, Share::Mixed, Share::Direct, Share::Indirect]
        );
    }

    #[test]
    fn inflected_words_of_communication_are_known() {
        for word in [
            "Said", "denies", "denied", "begging", "begged", "urging", "warnings",
        ] {
            assert!(is_communication(word), "{word}");
        }
        for word in ["believes", "sawed", "ed", "s", "ss"] {
            assert!(!is_communication(word), "{word}");
        }
    }
}
