//! The state of the parser: how far a question has been read, and its query so far.

use super::dates::Calendar;
use super::lexicon::LEXICON;
use super::tokens::Word;
use super::verbs::{Object, Sense, Verbs};
use crate::query::{Failure, Index, Query, Rank};

/// What is needed to parse questions about a graph.
pub(super) struct Context<'g> {
    pub index: &'g Index<'g>,
    pub verbs: &'g Verbs,
    pub calendar: Calendar,
}

/// The state of the parser: how far a question has been read, and its query so far.
pub(super) struct Reader<'a> {
    pub(super) words: &'a [Word],
    pub(super) keys: Vec<String>,
    pub(super) at: usize,
    pub(super) context: &'a Context<'a>,
    pub(super) query: Query,
    /// Content words that follow no preposition: "denied *plans to invade*".
    pub(super) content: Vec<String>,
    /// Whether the subject of the verb is the speaker, not the addressee.
    pub(super) active: bool,
    /// What comes after the verb that was read.
    pub(super) object: Object,
    /// Whether the question says "not".
    pub(super) negated: bool,
    /// Whether the verb is one of refusing to do something: "refused to apologise".
    pub(super) refused: bool,
    /// Whether the verb is one of quoting, so that an outlet may follow "by".
    pub(super) passed_on: bool,
    /// Whether the question ends on a preposition: "whom did Putin speak *about*".
    pub(super) dangling: bool,
    /// Which of the answers to give.
    pub(super) rank: Option<Rank>,
    /// Notes for the user on how the question was understood.
    pub(super) notes: Vec<String>,
}

pub(super) type Result<T> = std::result::Result<T, Failure>;

/// The rank that an adjective of time asks for.
pub(super) fn rank_by_time(word: &str) -> Option<Rank> {
    match word {
        "first" | "earliest" => Some(Rank::First),
        "last" | "latest" | "newest" => Some(Rank::Last),
        _ => None,
    }
}

impl<'a> Reader<'a> {
    pub(super) fn verb_at(&self, ahead: usize) -> Option<(usize, &'a Sense)> {
        self.context.verbs.prefix(self.keys.get(self.at + ahead..)?)
    }

    pub(super) fn is_date(&self) -> bool {
        let rest = self.words.get(self.at..).unwrap_or_default();
        !matches!(self.context.calendar.read(rest), Ok(None))
    }

    /// Adds a note for the user, once.
    pub(super) fn note(&mut self, text: &str) {
        if !self.notes.iter().any(|note| note == text) {
            self.notes.push(text.to_owned());
        }
    }

    /// The words that have not been read, folded.
    pub(super) fn rest(&self) -> &[String] {
        self.keys.get(self.at..).unwrap_or_default()
    }

    /// Whether a word was typed in quotation marks.
    pub(super) fn is_quoted(&self, at: usize) -> bool {
        self.words.get(at).is_some_and(|word| word.phrase > 0)
    }

    pub(super) fn peek(&self) -> &str {
        self.key(0)
    }

    pub(super) fn key(&self, ahead: usize) -> &str {
        self.keys.get(self.at + ahead).map_or("", String::as_str)
    }

    pub(super) fn skip(&mut self, words: &[&str]) -> bool {
        let found = words.contains(&self.peek());
        self.at += usize::from(found);
        found
    }

    pub(super) fn typed(&self, start: usize, end: usize) -> String {
        let words: Vec<&str> = self
            .words
            .iter()
            .take(end)
            .skip(start)
            .map(|w| w.text.as_str())
            .collect();
        words.join(" ")
    }

    /// The failure for words up to `end` that name someone who is not in the graph.
    pub(super) fn unknown(&self, end: usize) -> Failure {
        let name = self.typed(self.at, self.name_end(end.max(self.at + 1)));
        let noun = self.key(usize::from(self.peek() == "the"));
        if LEXICON.pronouns.has(self.peek()) {
            return Failure::Unreadable(format!(
                "'{}' may be anybody; name who is meant",
                self.typed(self.at, self.at + 1)
            ));
        }
        if LEXICON.outlets.has(noun) || noun == "press" {
            return Failure::Unreadable(format!(
                "'{noun}' is not on record as somebody who speaks or is spoken to; ask 'which outlets \
                 reported …' or 'which articles quote …'"
            ));
        }
        let nearest = self.context.index.names().nearest(&name, 3);
        Failure::Unknown { name, nearest }
    }

    /// The end of the name that begins here, at most `end`: that of its capitals, or of what stands before a topic or date.
    fn name_end(&self, end: usize) -> usize {
        let is_capital = |word: &Word| word.text.starts_with(char::is_uppercase);
        let is_written = self.words.get(self.at).is_some_and(is_capital);
        let stops = |at: usize| {
            let key = self.keys.get(at).map_or("", String::as_str);
            let about = matches!(key, "about" | "on" | "regarding" | "concerning" | "since");
            // "the Bank of England", "Ursula von der Leyen"
            let mut next = self.words.iter().take(end).skip(at).take(3);
            about || is_written && !next.any(is_capital)
        };
        (self.at + 1..end).find(|at| stops(*at)).unwrap_or(end)
    }

    pub(super) fn unreadable(&self, why: &str) -> Failure {
        let rest = self.typed(self.at, self.words.len());
        Failure::Unreadable(if rest.is_empty() {
            format!("the question breaks off: {why}")
        } else {
            format!("cannot parse '{rest}': {why}")
        })
    }
}
