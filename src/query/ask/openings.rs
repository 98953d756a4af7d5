//! Openings that need a word of their own: "who are the anonymous sources", "where was Putin quoted", "everybody at
//! NATO", and those that ask for what is not on record.

use super::clauses::Before;
use super::grammar::Seeks;
use super::lexicon::LEXICON;
use super::reader::{Reader, Result};
use super::verbs::Object;
use crate::query::{AskedFor, Failure, Rank};

/// Why "during the debate" is refused.
pub(super) const OCCASION: &str =
    "the occasion on which something was said is not on record; ask for a day";

impl Reader<'_> {
    /// Refuses questions for reasons, places, occasions and people that no statement tells.
    pub(super) fn refuse_openings(&self) -> Result<()> {
        let because = |why: &str| Err(self.unreadable(why));
        let after_be = usize::from(LEXICON.be.has(self.key(1)));
        match self.peek() {
            "why" => because(
                "a question starts with who, whom, which, what, when, how, did or list; why \
                 something was said is on record only if it was said: ask 'what did … say about …'",
            ),
            "what" if self.key(1) == "happened" || self.key(1) == "happens" => because(
                "what happened is on record only as far as somebody said it; ask 'what was said about'",
            ),
            "who" if after_be == 1 && self.names_alone(2) => because(
                "who somebody is is not on record, but what they said is: ask 'what did … say'",
            ),
            "in" | "at" | "during"
                if LEXICON
                    .occasions
                    .prefix(self.keys.get(self.at + 1..).unwrap_or_default())
                    .is_some() =>
            {
                because(OCCASION)
            }
            _ => Ok(()),
        }
    }

    /// Reads a question after a first word that few begin with; `None` if it is not one.
    pub(super) fn after_rare_opening(&mut self, opening: &str) -> Result<Option<AskedFor>> {
        match opening {
            "where" => self.where_quoted().map(Some),
            "who" if self.who_are_they()? => {
                if self.skip(&["who", "that"]) {
                    return self.party_question(Seeks::Who).map(Some);
                }
                self.at += usize::from(self.is_voiced(0));
                self.active = false;
                self.tail(Object::About)?;
                Ok(Some(AskedFor::Who))
            }
            "first" | "earliest" | "oldest" | "last" => {
                self.at -= 1;
                match self.listed()? {
                    Some(asked) => Ok(Some(asked)),
                    None => self.whole_sentence().map(Some),
                }
            }
            "most" | "least" if self.is_voiced(0) => {
                // "most quoted women"
                self.at += 1;
                self.rank = Some(match opening {
                    "most" => Rank::Most,
                    _ => Rank::Least,
                });
                if !self.speaker_kind()? {
                    return Err(self.unreadable("expected a type, as in 'most quoted people'"));
                }
                self.active = false;
                self.tail(Object::About)?;
                Ok(Some(AskedFor::Who))
            }
            _ => Ok(None),
        }
    }

    /// Whether names, and nothing else, follow `ahead` words ahead.
    fn names_alone(&self, ahead: usize) -> bool {
        let found = self.party_at(ahead);
        found.is_some_and(|(count, _)| self.at + ahead + count == self.words.len())
    }

    /// "who are the anonymous sources": the speakers of a kind.
    pub(super) fn who_are_they(&mut self) -> Result<bool> {
        let (here, before) = (self.at, self.query.clone());
        if !LEXICON.be.has(self.peek()) || self.predicate(0, Before::Other).is_some() {
            return Ok(false);
        }
        self.at += 1;
        let named = self.party_at(0).is_some() && !self.is_kind_with_clause();
        if !named && self.speakers_of_kind()? {
            return Ok(true);
        }
        (self.at, self.query) = (here, before);
        Ok(false)
    }

    /// "where was Putin quoted": the articles.
    pub(super) fn where_quoted(&mut self) -> Result<AskedFor> {
        let quoted = self.keys.iter().any(|key| LEXICON.voiced.has(key));
        if !quoted {
            self.at -= 1;
            return Err(self.unreadable(
                "where something was said is not on record; ask 'which articles quote …' or leave \
                 the place out",
            ));
        }
        self.clause()?;
        self.note("'where' is read as 'in which articles'; places are not on record");
        Ok(AskedFor::Articles)
    }

    /// "everybody at NATO", "everyone at NATO on Ukraine", "anyone at NATO said that …".
    pub(super) fn about_everyone(&mut self) -> Result<Option<AskedFor>> {
        if !self.anyone() {
            return Ok(None);
        }
        if self.query.speaker.is_empty() && self.skip(&["who", "that"]) {
            // "everyone who criticised NATO"
            return self.party_question(Seeks::Who).map(Some);
        }
        if self.query.speaker.is_empty() {
            return Err(Failure::Unreadable(
                "a question starts with who, whom, which, what, when, how, did or list".to_owned(),
            ));
        }
        if self.skip(&["who", "that"]) || self.verb_at(0).is_some() {
            self.adverbs()?;
            self.verb_and_tail()?;
            return Ok(Some(AskedFor::Who));
        }
        self.tail(Object::About)?;
        Ok(Some(AskedFor::What))
    }
}
