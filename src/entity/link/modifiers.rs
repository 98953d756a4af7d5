//! The conditions that the words of a description set for its referent: "the *rebel* commander", "the president
//! *of the club*". A title refers only to people who meet them.

use crate::entity::link::linker::Linker;
use crate::entity::link::referent::Referent;
use crate::entity::mention::reader::INDEFINITE;
use crate::entity::mention::titles;
use crate::entity::note::Holding;
use crate::entity::types::{EntityId, EntityType, Mention, MentionKind};
use crate::gazetteer::kind::OrganisationKind;
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::tables::{PersonNoun, Target};
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// A condition set by the words around a title.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::entity) enum Demand {
    /// A state, body or person that the referent must be connected with.
    Entity(EntityId),
    /// A token whose word must describe the referent.
    Word(TokenId),
    /// A place, which need not be mentioned with the referent.
    Place,
}

/// The complement of a title: "of …", "for …".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) enum Complement {
    Nothing,
    /// A named entity.
    Named(Referent),
    /// Words without a name.
    Words(Vec<Demand>),
}

/// An unnamed person that the text has introduced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) struct Introduced {
    /// The description, up to the noun.
    pub(in crate::entity) tokens: Range<TokenId>,
    /// Several people.
    pub(in crate::entity) plural: bool,
}

/// How many sentences back an unnamed person is searched for.
const HORIZON: usize = 6;
/// Maximum number of occurrences of a noun that are searched for an introduction.
const MAX_NOUNS: usize = 32;
/// Maximum number of mentions of a person that are checked.
const MAX_PLACES: usize = 64;
/// How many tokens before and after a name may describe the person.
const BEFORE: usize = 10;
const AFTER: usize = 16;
const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "that", "his", "her", "its", "their", "our", "my",
];
const BEING: &[&str] = &["is", "was", "became", "remains"];
/// Numbers that introduce new people: "two diplomats".
const COUNTS: &[&str] = &["two", "three", "four", "five", "several", "some", "other"];

impl Linker<'_, '_> {
    /// The name, adjective or description that contains a token.
    fn mention_over(&self, token: TokenId) -> Option<&Mention> {
        let near = self
            .entities
            .starting_in(token.saturating_sub(8)..token + 1);
        near.iter().rev().find(|m| m.tokens.contains(&token))
    }

    /// The conditions of the words before a title, without duplicates.
    pub(in crate::entity) fn demands(&self, words: Range<TokenId>) -> Vec<Demand> {
        let mut demands = Vec::new();
        let mut behind = words.start;
        for token in words.each() {
            if token < behind {
                continue;
            }
            let demand = match (self.mention_over(token), self.place(token, words.end)) {
                (Some(mention), _) => Some(Demand::Entity(mention.entity)),
                (None, Some(end)) => {
                    behind = end;
                    Some(Demand::Place)
                }
                (None, None) => self.is_specific(token).then_some(Demand::Word(token)),
            };
            demands.extend(demand.filter(|demand| !demands.contains(demand)));
        }
        demands
    }

    /// The end of the name of a place that starts at a token.
    fn place(&self, token: TokenId, limit: TokenId) -> Option<TokenId> {
        let known = &self.tables.dictionary;
        if !self.reader.capital(token) {
            return None;
        }
        let (end, hash) = self.reader.longest_at(known, token, limit)?;
        let mut targets = known.get(hash).map(|entry| entry.target);
        targets.any(|target| target == Target::Place).then_some(end)
    }

    /// Whether a word before a title specifies it.
    fn is_specific(&self, token: TokenId) -> bool {
        let reader = self.reader;
        let word = reader.word(token);
        let plain = reader.is_any(token, DETERMINERS) || reader.is_any(token, titles::FORMER);
        if plain || !reader.alphabetic(token) || reader.possessive(token) {
            return false;
        }
        if let Some(tells) = self.tables.modifiers.get(word.to_lowercase().as_str()) {
            return *tells;
        }
        let noun = reader.tag(token).is_noun();
        let title = (self.tables.title_phrases)
            .get(crate::gazetteer::key::phrase(
                &crate::gazetteer::key::pieces_of(word),
            ))
            .next();
        (noun || reader.capital(token)) && title.is_none()
    }

    /// What follows a title that ends before `at`.
    pub(in crate::entity) fn complement(&self, at: TokenId, class: OfficeClass) -> Complement {
        let reader = self.reader;
        let to = reader.is(at, "to");
        // an envoy to a state does not speak for it
        if !(to || reader.is_any(at, &["of", "for"])) || to && class == OfficeClass::Diplomat {
            return Complement::Nothing;
        }
        let from = at + 1 + usize::from(reader.is(at + 1, "the"));
        if let Some(mention) = self.entities.starting_in(from..from + 1).first() {
            return Complement::Named(mention.entity.into());
        }
        let end = reader.sentence(at).end.min(from + 5);
        let inside = |t: &TokenId| {
            let tag = reader.tag(*t);
            tag.is_noun()
                || tag.is_adjective()
                || matches!(tag, Tag::DT | Tag::POS | Tag::PRPS | Tag::VBG | Tag::VBN)
        };
        let words = (from..end).each().take_while(inside);
        let words: Vec<Demand> = words
            .filter(|t| self.is_specific(*t))
            .map(Demand::Word)
            .collect();
        match words.is_empty() {
            true => Complement::Nothing,
            false => Complement::Words(words),
        }
    }

    /// Whether a person, with an office if one is given, meets a condition.
    pub(in crate::entity) fn meets(
        &self,
        person: EntityId,
        holding: Option<&Holding>,
        demands: &[Demand],
    ) -> bool {
        demands.iter().all(|demand| match *demand {
            Demand::Place => true,
            Demand::Entity(entity) => {
                // the text seldom says which party somebody belongs to
                let party =
                    self.entities.notes[entity].kind.known() == Some(OrganisationKind::Party);
                party || self.belongs(person, entity)
            }
            Demand::Word(token) => {
                let word = self.reader.word(token);
                let owner = self.tables.group_nouns.get(word.to_lowercase().as_str());
                let owned = owner.is_some() && holding.is_some_and(|h| self.is_owned(h));
                let held = holding.is_some_and(|h| h.says(word));
                owned || held || self.said_near(person, token)
            }
        })
    }

    /// Whether an office is that of an organisation or of a state's body.
    fn is_owned(&self, holding: &Holding) -> bool {
        holding.of.is_some() || holding.title.is_none()
    }

    /// Whether a person is connected with a state or body, according to the article or the tables.
    fn belongs(&self, person: EntityId, entity: EntityId) -> bool {
        if person == entity {
            return false;
        }
        let list = &self.entities;
        let note = &list.notes[person];
        let state = list.notes[entity].state.filter(|_| {
            let body = list.list[entity].represents.is_some();
            body || list.list[entity].kind == EntityType::State
        });
        if state.is_some() && note.state == state {
            return true;
        }
        let offices = &note.offices;
        let name = list.list[entity].name.as_str();
        offices
            .iter()
            .any(|h| h.of == Some(entity) || h.called.contains(name))
            || state.is_some() && offices.iter().any(|h| h.state == state)
            || self.names_of(person).any(|mention| {
                let beside = self.beside(mention);
                let mut named = list.starting_in(beside).iter();
                named.any(|m| m.entity == entity)
            })
    }

    fn names_of(&self, person: EntityId) -> impl Iterator<Item = &Mention> {
        let places = &self.entities.notes[person].places;
        let at = |start: &TokenId| self.entities.starting_in(*start..*start + 1).iter();
        let mentions = places.iter().take(MAX_PLACES).flat_map(at);
        mentions.filter(move |m| m.entity == person && m.kind == MentionKind::Name)
    }

    /// Whether the word of a token occurs near a name of the person elsewhere.
    fn said_near(&self, person: EntityId, token: TokenId) -> bool {
        let reader = self.reader;
        let word = reader.word(token);
        self.names_of(person).any(|mention| {
            let sentence = reader.sentence(mention.tokens.start);
            let from = mention.tokens.start.saturating_sub(BEFORE);
            let near = from.max(sentence.start)..(mention.tokens.end + AFTER).min(sentence.end);
            let mut near = near
                .each()
                .filter(|t| *t != token && !mention.tokens.contains(t));
            near.any(|t| reader.is(t, word))
        })
    }

    /// Whether a noun is in the title, apposition or predicate of a name of the person.
    pub(in crate::entity) fn is_called(&self, person: EntityId, noun: &str) -> bool {
        self.names_of(person).any(|mention| {
            let beside = self.beside(mention);
            beside
                .each()
                .any(|t| !mention.tokens.contains(&t) && self.reader.is(t, noun))
        })
    }

    /// The words that describe a name, including the name: "Judge [Berg], a Finn,".
    fn beside(&self, mention: &Mention) -> Range<TokenId> {
        let reader = self.reader;
        let sentence = reader.sentence(mention.tokens.start);
        let stops = |t: TokenId| {
            let tag = reader.tag(t);
            tag.is_verb()
                || matches!(tag, Tag::MD | Tag::WDT | Tag::WP | Tag::CC)
                || matches!(
                    reader.word(t),
                    "," | ";" | ":" | "." | "“" | "”" | "\"" | "(" | ")"
                )
        };
        let mut start = mention.tokens.start;
        if start > sentence.start && reader.word(start - 1) == "," {
            start -= 1;
        }
        let mut floor = sentence.start.max(start.saturating_sub(BEFORE));
        // "the embassy in Oslo": the noun describes something else; in "the team from Unicef", a part of it
        let last = mention.tokens.end - 1;
        let preposition = reader.head(last);
        let is_body = self.entities.list[mention.entity].kind == EntityType::Organisation;
        let is_part = is_body && reader.is_any(preposition, &["from", "at"]);
        if reader.label(last) == Label::Pobj && (floor..start).contains(&preposition) && !is_part {
            floor = preposition + 1;
        }
        start = (floor..start)
            .each()
            .rfind(|t| stops(*t))
            .map_or(floor, |t| t + 1);
        let mut end = mention.tokens.end.min(sentence.end);
        let ceiling = sentence.end.min(end + AFTER);
        if reader.is_any(end, &[",", "("]) || reader.is_any(end, BEING) {
            end += 1;
            // "Berg, 54, a nurse"
            if end + 1 < ceiling && reader.tag(end) == Tag::CD && reader.word(end + 1) == "," {
                end += 2;
            }
            end = (end..ceiling).each().find(|t| stops(*t)).unwrap_or(ceiling);
        }
        start..end.max(start)
    }

    /// The last unnamed person that the text has introduced by this noun before `at`: "a club's
    /// president", "the president of a club", "two diplomats".
    pub(in crate::entity) fn introduced(&self, noun: &str, at: TokenId) -> Option<Introduced> {
        let reader = self.reader;
        let noun = self.tables.person_nouns.get(noun)?;
        let sentence = reader.sentence_index(at);
        (TokenId::FIRST..at)
            .each()
            .rev()
            .take_while(|t| sentence - reader.sentence_index(*t) <= HORIZON)
            .filter(|t| reader.is(*t, noun.many) || reader.is(*t, noun.singular))
            .take(MAX_NOUNS)
            .find_map(|t| self.introduced_at(t, noun))
    }

    fn introduced_at(&self, at: TokenId, noun: &PersonNoun) -> Option<Introduced> {
        let reader = self.reader;
        let plural = reader.is(at, noun.many);
        if !(plural || reader.is(at, noun.singular)) {
            return None;
        }
        let subject = matches!(
            reader.label(at),
            Label::Nsubj | Label::Nsubjpass | Label::Pobj | Label::Dobj
        );
        if !subject || self.is_quoted(at) || self.says_who_somebody_is(at) {
            return None;
        }
        let floor = reader.sentence(at).start;
        let start = (floor..at)
            .each()
            .rfind(|t| !self.modifies(*t))
            .map_or(floor, |t| t + 1);
        let after = |words: &[&str]| start > floor && reader.is_any(start - 1, words);
        let fresh = after(INDEFINITE) || reader.is_any(start, COUNTS);
        let bound = || {
            let demands = self.demands(start..at);
            let words = demands.iter().any(|d| !matches!(d, Demand::Entity(_)));
            let is_person = |who| self.entities.list[who].kind == EntityType::Person;
            words
                || match self.complement(at + 1, OfficeClass::None) {
                    Complement::Words(_) => true,
                    // "the lawyer for Anna Berg"
                    Complement::Named(who) => self.known(&who).is_some_and(is_person),
                    Complement::Nothing => false,
                }
        };
        let found = fresh || after(&["the"]) && bound();
        found.then_some(Introduced {
            tokens: start..at + 1,
            plural,
        })
    }

    fn is_quoted(&self, token: TokenId) -> bool {
        let quote = self.reader.token(token).map(|t| t.quote);
        quote == Some(crate::text::QuoteState::Inside)
    }

    /// Whether a noun belongs to the name of a person beside it.
    pub(in crate::entity) fn says_who_somebody_is(&self, at: TokenId) -> bool {
        let sentence = self.reader.sentence(at);
        let mut names = self.entities.starting_in(sentence).iter();
        names.any(|m| {
            let person = self.entities.list[m.entity].kind == EntityType::Person;
            person
                && match m.kind {
                    MentionKind::Name => self.beside(m).contains(&at),
                    MentionKind::Description => m.tokens.contains(&at),
                    MentionKind::Adjective | MentionKind::Pronoun => false,
                }
        })
    }
}
