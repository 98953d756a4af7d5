//! Abbreviated names: those introduced in brackets after a name, "the Harbour Workers' Union (HWU)",
//! initials of an organisation in the article, and "the North" for one half of a divided country.

use crate::entity::link::decision::Naming;
use crate::entity::link::linker::{Linker, words_of};
use crate::entity::link::referent::{Newcomer, Referent};
use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, EntityType, MentionKind};
use crate::gazetteer::ids::StateId;
use crate::syntax::Label;
use crate::text::{TokenId, TokenRange};
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// An abbreviation that the article introduces.
pub(super) struct Abbreviated<'a> {
    pub(super) word: &'a str,
    /// Its meaning.
    pub(super) who: Referent,
    /// The name before it, if that is not a mention yet.
    pub(super) name: Option<Range<TokenId>>,
}

impl<'a> Linker<'_, 'a> {
    /// The abbreviations in brackets after a word.
    pub(super) fn bracketed<'w>(
        &self,
        words: impl Iterator<Item = &'w Range<TokenId>>,
    ) -> Vec<TokenId> {
        words
            .filter(|tokens| tokens.len() == 1 && self.is_bracketed(tokens.start))
            .map(|tokens| tokens.start)
            .collect()
    }

    /// The entities named so far, by the tokens after their names.
    pub(super) fn by_ends(&self) -> HashMap<TokenId, EntityId> {
        let mentions = self.entities.mentions.iter();
        mentions
            .filter(|mention| mention.kind == MentionKind::Name)
            .map(|mention| (mention.tokens.end, mention.entity))
            .collect()
    }

    /// The meaning of an abbreviation in brackets, from the name before it. Without an organisation's name before
    /// it, it is itself one's name: "Movement for the Left (MpS)".
    pub(super) fn introduced_by(
        &self,
        at: TokenId,
        named: &HashMap<TokenId, EntityId>,
    ) -> Option<Abbreviated<'a>> {
        let word = self.reader.word(at);
        if self.abbreviations.contains_key(word) {
            return None;
        }
        let behind = named.get(&(at - 1)).copied();
        let organisation =
            behind.filter(|e| self.entities.list[*e].kind == EntityType::Organisation);
        let called = |words: Range<TokenId>| {
            let name = words_of(self.reader, words);
            Referent::from(Newcomer::NamedOrganisation(name))
        };
        let spelt = || self.spelt_out(at).filter(|_| behind.is_none());
        let (who, name) = match organisation {
            Some(entity) => (entity.into(), None),
            None => match spelt() {
                Some(words) => (called(words.clone()), Some(words)),
                None if behind.is_some() || self.reader.tag(at - 2).is_proper_noun() => {
                    (called(at..at + 1), None)
                }
                None => return None,
            },
        };
        Some(Abbreviated { word, who, name })
    }

    /// The words before an abbreviation in brackets whose first letters it is: "Transport for Leeds
    /// (TfL)". The first of them is capitalised.
    fn spelt_out(&self, at: TokenId) -> Option<Range<TokenId>> {
        let reader = self.reader;
        let end = at.checked_sub(1)?;
        let letters: Vec<char> = reader
            .word(at)
            .chars()
            .filter(|c| c.is_alphabetic())
            .collect();
        let floor = reader.sentence(at).start.max(end.saturating_sub(10));
        (floor..end).each().rev().find_map(|start| {
            let words = (start..end)
                .each()
                .filter(|token| reader.alphabetic(*token));
            let small = |token: &TokenId| {
                !reader.capital(*token)
                    && reader.is_any(*token, &["of", "for", "the", "and", "in", "on"])
            };
            let first = |token: TokenId| reader.word(token).chars().next();
            let same = |tokens: Vec<TokenId>| {
                tokens.len() == letters.len()
                    && tokens.iter().zip(&letters).all(|(token, letter)| {
                        first(*token).is_some_and(|c| c.eq_ignore_ascii_case(letter))
                    })
            };
            let spelt = same(words.clone().collect())
                || same(words.filter(|token| !small(token)).collect());
            (spelt && reader.capital(start) && end > start + 1).then_some(start..end)
        })
    }

    /// "The North", "North and South Korea", if the article names one half of the country in full.
    pub(super) fn halves(&self) -> Vec<Naming> {
        let states = &self.tables.states;
        let place = |name: &str| states.find(|state| state.name == name);
        let mut points: Vec<(&str, StateId)> = Vec::new();
        for &named in self.entities.states.keys() {
            if let Some((point, country, other)) = halves(states[named].name)
                && let Some(opposite) = place(&format!("{other} {country}"))
            {
                points.extend([(point, named), (other, opposite)]);
            }
        }
        points.sort_unstable();
        points.dedup();
        let mut found = Vec::new();
        if points.is_empty() {
            return found;
        }
        let reader = self.reader;
        let taken: HashSet<TokenId, FixedState> = {
            let mentions = self.entities.mentions.iter();
            mentions.flat_map(|mention| mention.tokens.each()).collect()
        };
        for at in reader.tokens().skip(1) {
            let mut meant = points.iter().filter(|(point, _)| reader.word(at) == *point);
            let (Some((_, state)), None) = (meant.next(), meant.next()) else {
                continue;
            };
            let alone = reader.is(at - 1, "the")
                && !reader.capital(at + 1)
                && reader.label(at) != Label::Compound;
            let joined = reader.is_any(at + 1, &["and", "or"]) && taken.contains(&(at + 2));
            if !taken.contains(&at) && (alone || joined) {
                let state = Newcomer::State(*state);
                found.push(Naming::by(Rule::PartOfCountry, at..at + 1, state));
            }
        }
        found
    }

    /// Whether an abbreviation is in brackets after a word.
    fn is_bracketed(&self, at: TokenId) -> bool {
        at >= TokenId::FIRST + 2
            && is_abbreviation(self.reader.word(at))
            && self.reader.word(at - 1) == "("
            && matches!(self.reader.word(at + 1), ")" | "," | ";")
    }

    /// The organisation of the article whose initials a word is.
    pub(super) fn initialled(&self, at: TokenId) -> Option<EntityId> {
        let word = self.reader.word(at);
        if !self.reader.shouted(at) || word.len() < 2 || word.len() > 8 {
            return None;
        }
        let letters: String = word.chars().filter(|c| c.is_alphabetic()).collect();
        self.entities.with_initials(&letters, initials)
    }
}

/// The two parts of a country's name, with those of the other half: "North Korea" and "South".
fn halves(name: &str) -> Option<(&str, &str, &'static str)> {
    let (point, country) = name.split_once(' ')?;
    let other = match point {
        "North" => "South",
        "South" => "North",
        "East" => "West",
        "West" => "East",
        _ => return None,
    };
    Some((point, country, other))
}

/// Whether a word looks like letters of other words: "SDI", "MpS", "IMechE".
fn is_abbreviation(word: &str) -> bool {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    (2..=8).contains(&word.chars().count())
        && capitals >= 2
        && word.chars().all(|c| c.is_alphabetic() || c == '-')
}

fn initials(name: &str) -> String {
    name.split([' ', '-'])
        .filter_map(|w| w.chars().next().filter(|c| c.is_uppercase()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviations_have_capitals() {
        assert!(is_abbreviation("MpS") && is_abbreviation("HWU"));
        assert!(!is_abbreviation("R") && !is_abbreviation("Groen") && !is_abbreviation("4x4"));
    }
}
