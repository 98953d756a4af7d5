//! Divides a text into the word pieces that an encoder reads (WordPiece, Wu et al. 2016, as BERT uses it for text
//! in lower case: Devlin et al., NAACL 2019).
//!
//! Letters lose their accents and their case; words are divided at white space and around punctuation; a word
//! is the longest piece that the vocabulary has for its start, then the longest for what follows, and so on.

use crate::span::Span;
use foldhash::{HashMap, HashMapExt};
use regex::Regex;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longer words are read as one unknown piece.
const LONGEST_WORD: usize = 100;
/// What the vocabulary calls words it cannot spell.
const UNKNOWN: &str = "[UNK]";
/// Before pieces that continue a word.
const CONTINUED: &str = "##";

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// Its row in the table of embeddings.
    pub row: u32,
    /// Where it is in the text, in bytes.
    pub span: Span,
    /// How its word is written.
    pub case: Case,
}

/// How a word is written, which its piece does not show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// In lower case, or punctuation.
    Lower,
    /// With a capital.
    Capital,
    /// In capitals, and with more than one letter.
    Capitals,
    /// From a digit on.
    Number,
}

/// The number of [`Case`]s.
pub const CASES: usize = 4;

/// All pieces that a model knows.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    starts: HashMap<Box<str>, u32>,
    continued: HashMap<Box<str>, u32>,
    unknown: u32,
}

/// A letter as the vocabulary has it, and the bytes of the text that it stands for.
struct Letter {
    letter: char,
    span: Span,
}

impl Vocabulary {
    /// From a list with a piece on each line, in the order of the table of embeddings; `None` if it has no
    /// piece for unknown words.
    pub fn new(list: &str) -> Option<Vocabulary> {
        let mut vocabulary = Vocabulary {
            starts: HashMap::new(),
            continued: HashMap::new(),
            unknown: 0,
        };
        for (row, piece) in (0..).zip(list.lines()) {
            match piece.strip_prefix(CONTINUED) {
                Some(rest) if !rest.is_empty() => vocabulary.continued.insert(rest.into(), row),
                _ => vocabulary.starts.insert(piece.into(), row),
            };
        }
        vocabulary.unknown = vocabulary.row(UNKNOWN)?;
        Some(vocabulary)
    }

    /// The row of a piece that starts a word.
    pub fn row(&self, piece: &str) -> Option<u32> {
        self.starts.get(piece).copied()
    }

    /// The pieces of a text, in order.
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(text.len() / 4);
        let mut word: Vec<Letter> = Vec::new();
        let mut spelled = String::new();
        let mut close = |word: &mut Vec<Letter>, pieces: &mut Vec<Piece>| {
            self.spell(text, word, &mut spelled, pieces);
            word.clear();
        };
        for (start, c) in text.char_indices() {
            let span = Span::new(start, start + c.len_utf8());
            match kind(c) {
                Kind::Nothing => {}
                Kind::Space => close(&mut word, &mut pieces),
                Kind::Alone => {
                    close(&mut word, &mut pieces);
                    word.push(Letter { letter: c, span });
                    close(&mut word, &mut pieces);
                }
                Kind::Letter if c.is_ascii() => {
                    let letter = c.to_ascii_lowercase();
                    word.push(Letter { letter, span });
                }
                Kind::Letter => {
                    let bare = c.nfd().filter(|c| !is_combining_mark(*c));
                    let lower = bare.flat_map(char::to_lowercase);
                    word.extend(lower.map(|letter| Letter { letter, span }));
                }
            }
        }
        close(&mut word, &mut pieces);
        pieces
    }

    /// Adds the pieces of a word.
    fn spell(&self, text: &str, word: &[Letter], spelled: &mut String, pieces: &mut Vec<Piece>) {
        let (Some(first), Some(last)) = (word.first(), word.last()) else {
            return;
        };
        let whole = Span::new(first.span.start, last.span.end);
        let case = case_of(&text[whole.start..whole.end]);
        let before = pieces.len();
        let mut at = 0;
        while at < word.len() && word.len() <= LONGEST_WORD {
            let known = if at == 0 {
                &self.starts
            } else {
                &self.continued
            };
            spelled.clear();
            spelled.extend(word[at..].iter().map(|l| l.letter));
            let mut end = word.len();
            let row = loop {
                if let Some(row) = known.get(spelled.as_str()) {
                    break Some(*row);
                }
                spelled.pop();
                end -= 1;
                if end == at {
                    break None;
                }
            };
            let Some(row) = row else { break };
            let span = Span::new(word[at].span.start, word[end - 1].span.end);
            pieces.push(Piece { row, span, case });
            at = end;
        }
        if at < word.len() {
            pieces.truncate(before);
            pieces.push(Piece {
                row: self.unknown,
                span: whole,
                case,
            });
        }
    }
}

fn case_of(word: &str) -> Case {
    let mut letters = word.chars();
    match letters.next() {
        Some(c) if c.is_numeric() => Case::Number,
        Some(c) if c.is_uppercase() => {
            if !word.chars().any(char::is_lowercase) && letters.next().is_some() {
                Case::Capitals
            } else {
                Case::Capital
            }
        }
        _ => Case::Lower,
    }
}

enum Kind {
    Nothing,
    Space,
    /// A word of its own.
    Alone,
    Letter,
}

fn kind(c: char) -> Kind {
    static PUNCTUATION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{P}$").ok());
    static OTHER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\p{C}$").ok());
    let is = |class: &LazyLock<Option<Regex>>| {
        let class = class.as_ref();
        class.is_some_and(|class| class.is_match(c.encode_utf8(&mut [0; 4])))
    };
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' => Kind::Letter,
        _ if c.is_whitespace() => Kind::Space,
        _ if c.is_ascii_punctuation() => Kind::Alone,
        '’' | '‘' | '“' | '”' | '–' | '—' | '…' => Kind::Alone,
        '\u{FFFD}' => Kind::Nothing,
        _ if c.is_ascii() => Kind::Nothing,
        _ if is_ideograph(c) || is(&PUNCTUATION) => Kind::Alone,
        _ if is(&OTHER) => Kind::Nothing,
        _ => Kind::Letter,
    }
}

/// Chinese characters, which are words of their own.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c),
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B81F
        | 0x2B920..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<(String, &str, Case)> {
        let list = "[UNK]\nthe\nfer\n##ry\n##ries\n.\n“\ncafe\nu\ns\n12\n##0";
        let vocabulary = Vocabulary::new(list).expect("a vocabulary");
        let names: Vec<&str> = list.lines().collect();
        let found = vocabulary.pieces(text).into_iter();
        let named = |p: Piece| {
            let name = names[p.row as usize].to_owned();
            (name, &text[p.span.start..p.span.end], p.case)
        };
        found.map(named).collect()
    }

    #[test]
    fn words_are_spelled_with_the_longest_pieces() {
        use Case::{Capital, Lower};
        assert_eq!(
            pieces("The ferry."),
            [
                ("the".to_owned(), "The", Capital),
                ("fer".to_owned(), "fer", Lower),
                ("##ry".to_owned(), "ry", Lower),
                (".".to_owned(), ".", Lower),
            ]
        );
    }

    #[test]
    fn accents_case_and_unknown_words_keep_their_places() {
        use Case::{Capital, Capitals, Lower, Number};
        assert_eq!(
            pieces("“Café xyz FERRIES 120 U.S."),
            [
                ("“".to_owned(), "“", Lower),
                ("cafe".to_owned(), "Café", Capital),
                ("[UNK]".to_owned(), "xyz", Lower),
                ("fer".to_owned(), "FER", Capitals),
                ("##ries".to_owned(), "RIES", Capitals),
                ("12".to_owned(), "12", Number),
                ("##0".to_owned(), "0", Number),
                ("u".to_owned(), "U", Capital),
                (".".to_owned(), ".", Lower),
                ("s".to_owned(), "S", Capital),
                (".".to_owned(), ".", Lower),
            ]
        );
    }

    #[test]
    fn no_text_breaks_it() {
        for text in ["", " \u{200B}", "\u{301}", "İI", "字x", &"a".repeat(300)] {
            for (_, written, _) in pieces(text) {
                assert!(!written.is_empty());
            }
        }
    }
}
