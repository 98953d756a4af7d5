//! Titles around a name: "Russian Foreign Minister Sergei Lavrov", "Kremlin spokesman, Dmitry
//! Peskov,", "Jean-Marc Ayrault, the foreign minister of France".

use crate::entity::mention::reader::Reader;
use crate::gazetteer::ids::TitleId;
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::tables::Tables;
use crate::syntax::Tag;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// A title found beside a name or at the head of a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) struct Found {
    pub(in crate::entity) title: TitleId,
    /// Tokens of the phrase with the title.
    pub(in crate::entity) phrase: Range<TokenId>,
    /// Tokens of the title only.
    pub(in crate::entity) tokens: Range<TokenId>,
    /// "former", "ex-": the office is no longer held.
    pub(in crate::entity) former: bool,
}

pub(in crate::entity) const FORMER: &[&str] = &[
    "former",
    "ex",
    "ex-",
    "onetime",
    "late",
    "then",
    "retired",
    "outgoing",
    "erstwhile",
];
const LINKS: &[&str] = &["of", "at", "for", "to", "with", "in", "on", "the", "from"];

/// The title that ends right before a name at `start`.
pub(in crate::entity) fn before(reader: &Reader, tables: &Tables, start: TokenId) -> Option<Found> {
    let sentence = reader.sentence(start);
    let mut end = start;
    if end > sentence.start && matches!(reader.word(end - 1), "," | "“" | "\"" | "(") {
        end -= 1;
    }
    let comma = end < start;
    if let Some((from, hash)) = reader.longest_before(&tables.title_phrases, sentence.start, end) {
        let title = tables.title_phrases.get(hash).next()?;
        // "…, the minister, Mr X": a comma before a name is an apposition only after a real office.
        let real = tables
            .titles
            .get(title)
            .is_some_and(|t| t.class != OfficeClass::None)
            || !comma;
        if real {
            let left = left_edge(reader, from, sentence.start);
            return Some(found(reader, title, left..end, from..end));
        }
    }
    if reader.possessive(start + 1) {
        return None;
    }
    // "US Assistant Secretary for the Bureau of European Affairs Karen Donfried"
    let floor = sentence.start.max(end.saturating_sub(20));
    (floor..end).each().rev().find_map(|link| {
        if !reader.is_any(link, &["of", "at", "for", "to"]) {
            return None;
        }
        let (from, hash) = reader.longest_before(&tables.title_phrases, sentence.start, link)?;
        let plain = (link + 1..end).each().all(|t| {
            reader.capital(t)
                || reader.is_any(t, LINKS)
                || reader.is_any(t, &["and", "(", ")", "-"])
        });
        // "a senior official of the Biden administration" is not a title of Biden.
        let named = reader.capital(end - 1) || matches!(reader.word(end - 1), ")" | "(");
        let title = tables.title_phrases.get(hash).next()?;
        let left = left_edge(reader, from, sentence.start);
        (plain && named && end > link + 1).then(|| found(reader, title, left..end, from..link))
    })
}

/// The title of a phrase with a complement in lower case to which the name is an apposition:
/// "Norway's envoy to the talks, Anna Berg, said".
pub(in crate::entity) fn apposed(
    reader: &Reader,
    tables: &Tables,
    name: &Range<TokenId>,
) -> Option<Found> {
    let comma = name.start.checked_sub(1)?;
    if reader.word(comma) != ","
        || !(reader.word(name.end) == "," || reader.tag(name.end).is_verb())
    {
        return None;
    }
    let floor = reader
        .sentence(name.start)
        .start
        .max(comma.saturating_sub(12));
    let stop = |t: &TokenId| {
        matches!(reader.word(*t), "," | ";" | ":" | "“" | "”" | "\"")
            || reader.tag(*t).is_verb()
            || matches!(reader.tag(*t), Tag::MD | Tag::WP | Tag::WDT)
    };
    let start = (floor..comma).each().rfind(stop).map_or(floor, |t| t + 1);
    let (from, to, hash) = (start..comma).each().find_map(|t| {
        let (to, hash) = reader.longest_at(&tables.title_phrases, t, comma)?;
        Some((t, to, hash))
    })?;
    if !reader.is_any(to, &["of", "for", "to", "at", "in"]) {
        return None;
    }
    let title = tables.title_phrases.get(hash).next()?;
    Some(found(reader, title, start..comma, from..to))
}

/// The title in an apposition after a name that ends at `end`.
pub(in crate::entity) fn after(reader: &Reader, tables: &Tables, end: TokenId) -> Option<Found> {
    let sentence = reader.sentence(end.saturating_sub(1));
    let mut at = end;
    if reader.word(at) == "(" {
        at = (at..sentence.end.min(at + 8))
            .each()
            .find(|t| reader.word(*t) == ")")?
            + 1;
    }
    if reader.word(at) != "," {
        return None;
    }
    at += 1;
    if reader.word(at).bytes().all(|b| b.is_ascii_digit()) && reader.word(at + 1) == "," {
        at += 2;
    }
    let start = at;
    let limit = sentence.end.min(at + 12);
    while at < limit {
        if let Some((to, hash)) = reader.longest_at(&tables.title_phrases, at, limit) {
            let title = tables.title_phrases.get(hash).next()?;
            if reader.possessive(to) {
                return None;
            }
            let mut right = to;
            while right < sentence.end && (reader.capital(right) || reader.is_any(right, LINKS)) {
                right += 1;
            }
            return Some(found(reader, title, start..right, at..to));
        }
        let tag = reader.tag(at);
        let stop = matches!(reader.word(at), "," | "." | ";" | ":" | "—" | "\"" | "”")
            || matches!(tag, Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD | Tag::WDT)
            || reader.is_any(at, &["who", "which", "and", "said", "says", "told", "but"]);
        if stop {
            return None;
        }
        at += 1;
    }
    None
}

/// Moves left over the modifiers of a title: "the former Russian deputy …", "Trump campaign …".
fn left_edge(reader: &Reader, from: TokenId, floor: TokenId) -> TokenId {
    let mut left = from;
    while left > floor && from - left < 10 {
        let at = left - 1;
        let tag = reader.tag(at);
        let modifier = reader.capital(at)
            || reader.possessive(at)
            || matches!(
                tag,
                Tag::JJ
                    | Tag::NN
                    | Tag::NNP
                    | Tag::NNPS
                    | Tag::NNS
                    | Tag::VBN
                    | Tag::HYPH
                    | Tag::CD
            )
            || reader.word(at) == "-"
            || reader.is_any(at, FORMER);
        let stop = matches!(
            tag,
            Tag::IN
                | Tag::DT
                | Tag::CC
                | Tag::TO
                | Tag::VBD
                | Tag::VBZ
                | Tag::VBP
                | Tag::WRB
                | Tag::RB
                | Tag::PRP
                | Tag::MD
        ) && !reader.is_any(at, FORMER);
        if stop || !modifier {
            break;
        }
        left = at;
    }
    left
}

fn found(reader: &Reader, title: TitleId, phrase: Range<TokenId>, tokens: Range<TokenId>) -> Found {
    let former = (phrase.start..tokens.start)
        .each()
        .any(|t| reader.is_any(t, FORMER));
    Found {
        title,
        phrase,
        tokens,
        former,
    }
}

/// The title at the head of the noun phrase in `tokens`: its last title.
pub(in crate::entity) fn heading(
    reader: &Reader,
    tables: &Tables,
    tokens: Range<TokenId>,
) -> Option<Found> {
    let (from, hash) = reader.longest_before(&tables.title_phrases, tokens.start, tokens.end)?;
    let title = tables.title_phrases.get(hash).next()?;
    Some(found(reader, title, tokens.clone(), from..tokens.end))
}

/// Whether a capitalised word that is in no table is a profession before a person's name:
/// "Glaciologist Maria Silva". Its ending and the given name that follows decide.
pub(in crate::entity) fn is_profession(reader: &Reader, tables: &Tables, at: TokenId) -> bool {
    let word = reader.word(at);
    if !reader.capital(at) || reader.shouted(at) || tables.is_given_name(word) {
        return false;
    }
    let lower = word.to_lowercase();
    if tables
        .person_nouns
        .get(lower.as_str())
        .is_some_and(|noun| !noun.plural)
    {
        return true;
    }
    lower.chars().count() >= 6 && PROFESSION_ENDINGS.iter().any(|end| lower.ends_with(end))
}

/// Whether these words include a lower-case noun for a person: "a sculptor".
pub(in crate::entity) fn is_person_word(reader: &Reader, words: Range<TokenId>) -> bool {
    words.each().any(|at| {
        let word = reader.word(at);
        let noun = reader.tag(at) == Tag::NN && !reader.capital(at) && word.len() >= 5;
        noun && PROFESSION_ENDINGS.iter().any(|end| word.ends_with(end))
    })
}

/// Whether a lower-case noun is a profession, according to the tables or its ending.
pub(in crate::entity) fn is_trade_word(tables: &Tables, word: &str) -> bool {
    let noun = tables.person_nouns.get(word);
    match noun {
        Some(noun) => !noun.plural && !noun.nameless,
        None => word.len() >= 5 && PROFESSION_ENDINGS.iter().any(|end| word.ends_with(end)),
    }
}

const PROFESSION_ENDINGS: &[&str] = &[
    "logist", "grapher", "nomer", "ician", "arian", "or", "er", "ist", "ian", "ant", "eer",
];
