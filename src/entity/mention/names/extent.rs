//! The extent of names: where a run of capitalised words ends, and what belongs to it.

use crate::entity::mention::capitals::{Case, function_word};
use crate::entity::mention::names::{CONNECTORS, Finder, PARTICLES};
use crate::gazetteer::ids::BodyHeadId;
use crate::gazetteer::tables::{Place, Target};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

impl<'a> Finder<'_, 'a> {
    pub(super) fn title_at(&self, at: TokenId, limit: TokenId) -> Option<TokenId> {
        self.reader
            .longest_at(&self.tables.title_phrases, at, limit)
            .map(|(end, _)| end)
    }

    /// A body's words after the name of its state: "Foreign Ministry", "'s foreign ministry".
    pub(super) fn body_after(&self, at: TokenId, limit: TokenId) -> Option<(BodyHeadId, TokenId)> {
        let start = if self.reader.possessive(at) {
            at + 1
        } else {
            at
        };
        let (end, hash) = self
            .reader
            .longest_at(&self.tables.body_phrases, start, limit)?;
        let index = self.tables.body_phrases.get(hash).next()?;
        let body = self.tables.bodies.get(index)?;
        // "the American side" is the state; "the American side of the lake" is a place.
        let side = body.is_state && !self.reader.is_any(end, &["of", "'s", "’s"]) && start == at;
        let named = !body.is_state && (body.named || self.reader.capital(start));
        (side || named).then_some((index, end))
    }

    /// Whether the word at `at` continues a name that comes before it.
    pub(super) fn continues(&self, at: TokenId, limit: TokenId) -> bool {
        at < limit && self.name_word(at)
    }

    pub(super) fn name_word(&self, at: TokenId) -> bool {
        let reader = self.reader;
        reader.capital(at)
            && reader.alphabetic(at)
            && self.tables.other_word(reader.word(at)) != Some(Place::Break)
            && !function_word(reader, at)
    }

    /// The end of the run of capitalised words at `at`, particles and connectors included.
    pub(super) fn run(&self, at: TokenId, sentence: Range<TokenId>) -> TokenId {
        let reader = self.reader;
        let mut end = at + 1;
        let mut organisation = self.tables.organisation_word(reader.word(at)).is_some();
        while end < sentence.end {
            if self.name_word(end) {
                let known = self.known_at(end, sentence.end, Case::Sentence);
                let follows = known.as_ref().is_some_and(|(e, _)| {
                    self.tables.organisation_word(reader.word(*e)).is_some() && reader.capital(*e)
                });
                if known.is_some()
                    && !organisation
                    && !follows
                    && self.tables.organisation_word(reader.word(end)).is_none()
                    && !self.short_known(&known)
                {
                    break;
                }
                if self.title_at(end, sentence.end).is_some()
                    && !organisation
                    && end > at + 1
                    && !self.tables.is_given_name(reader.word(end))
                {
                    break;
                }
                organisation |= self.tables.organisation_word(reader.word(end)).is_some();
                end += 1;
                continue;
            }
            let next_capital = end + 1 < sentence.end && self.name_word(end + 1);
            let hyphen =
                reader.word(end) == "-" && reader.touch(end - 1, end) && reader.touch(end, end + 1);
            if hyphen
                && (next_capital
                    || reader.alphabetic(end + 1)
                        && end + 2 <= sentence.end
                        && (reader.word(at).len() > 1
                            && self.tables.is_given_name(reader.word(at))
                            || end > at + 1 && self.is_syllable(end)))
            {
                end += 2;
                continue;
            }
            if reader.is_any(end, PARTICLES) && next_capital && !reader.is(end, "the") {
                end += 2;
                continue;
            }
            if self.of_people(end, sentence.end) {
                end += 2;
                continue;
            }
            let joined = reader.is(end, "&")
                || reader.is_any(end, &["'", "’"]) && reader.touch(end - 1, end);
            if joined && next_capital {
                end += 2;
                continue;
            }
            break;
        }
        end
    }

    /// Whether a known name is a single word that a longer name may contain: "Georgia".
    pub(super) fn short_known(&self, known: &Option<(TokenId, Vec<Target>)>) -> bool {
        known.as_ref().is_some_and(|(_, targets)| {
            targets
                .iter()
                .all(|t| matches!(t, Target::Place | Target::Adjective(_) | Target::Demonym(_)))
        })
    }

    /// The end of an organisation's name within `at..end`, if its words show that it is one.
    pub(super) fn organisation_end(&self, at: TokenId, end: TokenId) -> Option<TokenId> {
        (at..end)
            .each()
            .rev()
            .find(
                |token| match self.tables.organisation_word(self.reader.word(*token)) {
                    Some(Place::Any) => true,
                    Some(Place::Head) => self.reader.is(*token + 1, "of"),
                    Some(_) => *token + 1 == end || self.reader.is(*token + 1, "of"),
                    None => false,
                },
            )
            .map(|_| end)
    }

    /// Extends a name over "of …", "for …": "Institute for the Study of War".
    pub(super) fn complement(&self, end: TokenId, sentence: Range<TokenId>) -> TokenId {
        let reader = self.reader;
        let mut end = end;
        if reader.is_any(
            end - 1,
            &["Channel", "Radio", "Local", "Television", "News"],
        ) && reader.word(end).bytes().all(|b| b.is_ascii_digit())
            && end < sentence.end
        {
            return end + 1;
        }
        loop {
            if reader.word(end) == "," {
                let of = (end.saturating_sub(8).max(sentence.start)..end)
                    .each()
                    .rfind(|token| reader.is_any(*token, &["of", "for"]))
                    .filter(|of| *of > sentence.start);
                return of.map_or(end, |of| self.listed(of - 1, end, sentence.end));
            }
            let mut next = end;
            while next < sentence.end && next < end + 3 && reader.is_any(next, CONNECTORS) {
                next += 1;
            }
            let of = reader.is_any(end, &["of", "for", "on"]);
            let and = reader.is_any(end, &["and", "&"])
                && reader.is_any(end.saturating_sub(2), &["of", "for", "on", "and"]);
            let place = next == end + 1 && reader.is(end, "of");
            let named = matches!(
                self.known_at(next, sentence.end, Case::Sentence),
                Some((_, ref t)) if t.iter().any(|t| matches!(t, Target::Person(_) | Target::Organisation(_)))
            );
            if next == end || next >= sentence.end || !self.name_word(next) || named || !(of || and)
            {
                return end;
            }
            if place
                && matches!(self.known_at(next, sentence.end, Case::Sentence), Some((_, ref t)) if t.iter().all(|t| matches!(t, Target::Capital(_))))
                && self.tables.organisation_word(reader.word(end - 1)) != Some(Place::Any)
            {
                return end;
            }
            end = (next..sentence.end)
                .each()
                .find(|t| {
                    !(self.name_word(*t) || reader.word(*t) == "-" && reader.touch(*t, *t + 1))
                })
                .unwrap_or(sentence.end);
        }
    }

    pub(super) fn other_end(&self, at: TokenId, end: TokenId) -> bool {
        (at..end).each().any(
            |token| match self.tables.other_word(self.reader.word(token)) {
                Some(Place::Any | Place::Break) => true,
                Some(Place::Whole) => at + 1 == end,
                Some(Place::End) => token + 1 == end,
                Some(Place::Head) | None => false,
            },
        )
    }
}
