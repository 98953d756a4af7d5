//! What stands before the first words of a paragraph: the speaker's name in a transcript
//! ("SMITH: …"), and the place and agency of a dispatch ("OSLO (Agency) — …").

use super::chains;
use super::reader::Reader;
use super::speakers::Phrase;
use super::{EntityType, MentionKind};
use crate::text::QuoteState;
use std::ops::Range;

/// Longest label, in tokens.
const LABEL: usize = 6;
/// Longest dateline, in tokens: "NEW YORK, Nov. 3 (Agency) —".
const DATELINE: usize = 12;

/// The tokens without a dateline or a label at their start; where they are nothing else, the subject
/// of the sentence behind it.
pub(super) fn without(reader: &Reader, tokens: Range<usize>) -> (usize, usize) {
    if tokens.is_empty() {
        return (tokens.start, tokens.end);
    }
    let start = behind(reader, tokens.clone());
    if start != tokens.start {
        return (start, tokens.end);
    }
    let sentence = reader.sentence(start);
    let subject = behind(reader, start..sentence.end);
    let is_mark = |t: usize| !reader.alphabetic(t);
    if subject == start || reader.word(subject - 1) == ":" || !(tokens.end..subject).all(is_mark) {
        return (start, tokens.end);
    }
    let end = (subject..sentence.end)
        .find(|t| reader.tag(*t).starts_with('V') || reader.tag(*t) == "MD")
        .unwrap_or(subject);
    if end > subject {
        (subject, end)
    } else {
        (start, tokens.end)
    }
}

/// Where the words behind a dateline or a label start, if `tokens` start with one.
fn behind(reader: &Reader, tokens: Range<usize>) -> usize {
    let start = tokens.start;
    if start != paragraph_start(reader, start) {
        return start;
    }
    let colon = (start..tokens.end.min(start + LABEL)).find(|t| reader.word(*t) == ":");
    if let Some(colon) = colon.filter(|t| *t > start && *t + 1 < tokens.end)
        && (start..colon).all(|t| reader.capital(t) || !reader.alphabetic(t))
    {
        return colon + 1;
    }
    let dash = (start..tokens.end.min(start + DATELINE))
        .find(|t| matches!(reader.word(*t), "—" | "–" | "--" | "-") && *t > start);
    match dash {
        Some(dash) if dash + 1 < tokens.end && is_dateline(reader, start..dash) => dash + 1,
        _ => start,
    }
}

fn is_dateline(reader: &Reader, tokens: Range<usize>) -> bool {
    let place = reader.shouted(tokens.start) && reader.word(tokens.start).len() > 2;
    place || reader.word(tokens.end - 1) == ")" && reader.capital(tokens.start)
}

/// The first token of the paragraph that holds `token`.
fn paragraph_start(reader: &Reader, token: usize) -> usize {
    let text = reader.text;
    text.paragraphs
        .get(reader.paragraph_index(token))
        .and_then(|paragraph| text.sentences.get(paragraph.sentences.start))
        .map_or(token, |sentence| sentence.tokens.start)
}

impl Phrase<'_, '_, '_> {
    /// Who speaks the turn of a transcript that starts with the name `tokens` in capitals.
    pub(super) fn label(&mut self, tokens: &Range<usize>) -> Option<usize> {
        let reader = self.linker.reader;
        let tables = self.linker.tables;
        let labelled =
            reader.word(tokens.end) == ":" && tokens.start == paragraph_start(reader, tokens.start);
        let shouted = tokens
            .clone()
            .all(|t| reader.shouted(t) || !reader.alphabetic(t));
        if !labelled || !shouted || tokens.len() > LABEL {
            return None;
        }
        let mut start = tokens.start;
        if let Some((end, _)) = reader.longest_at(&tables.title_phrases, start, tokens.end) {
            start = if end < tokens.end { end } else { start };
        }
        let words = reader.words(start..tokens.end);
        let lower = words.to_lowercase();
        if words.chars().filter(|c| c.is_alphabetic()).count() < 3 {
            return None;
        }
        let last = lower.split_whitespace().next_back()?;
        if tables.person_nouns.contains_key(last) {
            return Some(self.linker.unnamed(lower, None, false));
        }
        if let Some(known) = chains::short_name(self.linker, start..tokens.end, true) {
            return Some(known);
        }
        let name: Vec<String> = words.split_whitespace().map(capitalised).collect();
        Some(self.linker.named_person(name.join(" ")))
    }

    /// Who says "I" at a token of a transcript's turn, outside quotations.
    pub(super) fn turn(&mut self, at: usize) -> Option<usize> {
        let reader = self.linker.reader;
        if reader.text.tokens.get(at)?.quote != QuoteState::Outside {
            return None;
        }
        let start = paragraph_start(reader, at);
        let colon = (start..(start + LABEL).min(at)).find(|t| reader.word(*t) == ":")?;
        if let Some(known) = self.label(&(start..colon)) {
            return Some(known);
        }
        let mention = self.mention_at(colon.checked_sub(1)?)?;
        let person = self.linker.entities.list[mention.entity].kind == EntityType::Person;
        let whole = mention.tokens == (start..colon) && mention.kind == MentionKind::Name;
        (person && whole).then_some(mention.entity)
    }
}

/// A word in capitals as a name is written: "O'NEILL" is "O'Neill".
fn capitalised(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut start = true;
    for c in word.chars() {
        if start {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        start = !c.is_alphabetic();
    }
    out
}
