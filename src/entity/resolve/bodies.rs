//! "The company", "the agency", "the government": which body a noun refers to.

use crate::entity::discourse::Who;
use crate::entity::link::linker::Linker;
use crate::entity::link::referent::Newcomer;
use crate::entity::note::{BodyKind, Holding};
use crate::entity::resolve::candidates::Candidate;
use crate::entity::resolve::decision::{Decision, Record};
use crate::entity::resolve::features::Asked;
use crate::entity::resolve::options::Options;
use crate::entity::resolve::phrase::Phrase;
use crate::entity::resolver::Kind;
use crate::entity::types::{EntityId, EntityType, MentionKind};
use crate::gazetteer::ids::StateId;
use crate::gazetteer::is_platform;
use crate::gazetteer::office_class::OfficeClass;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// Determiners that point to something known.
const POINTING: &[&str] = &["the", "this", "that"];

/// What connects a noun with a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    /// An organisation that is in no table and whose name does not contain another kind of body.
    Open,
    /// The body's kind in the tables.
    Kind,
    /// The noun is next to the name: "the bank, Nordbank".
    Beside,
    /// The noun is a word of the name.
    Named,
}

impl Linker<'_, '_> {
    /// The bodies that a noun with these words may refer to, and none of them.
    pub(super) fn body_options(&self, core: &Range<TokenId>) -> Options {
        let reader = self.reader;
        let entities = &self.entities;
        let noun = reader.word(core.end - 1).to_lowercase();
        let asked = Asked::new(reader, core.end - 1, Kind::Body, None);
        let from = entities
            .heard
            .partition_point(|h| h.tokens.start < core.start);
        let past = entities.heard.get(..from).unwrap_or(&[]);
        let fits = |who: Who| entities.is_body(who) && self.tie(who, &noun).is_some();
        let candidates = entities.candidates(reader, core.start, past, &[], |_| true, fits);
        let ties: Vec<Tie> = candidates
            .iter()
            .filter_map(|c| self.tie(c.who, &noun))
            .collect();
        let best = ties.iter().max().map_or(9.0, |tie| *tie as u32 as f32);
        let mut options = self.weigh(asked, candidates);
        for (tie, figures) in ties.into_iter().zip(&mut options.figures) {
            let tie = tie as u32 as f32;
            figures.set_tie([tie, tie - best]);
        }
        self.add_talk(&mut options);
        if let Some(none) = options.figures.last_mut() {
            none.set_tie([best, core.len().min(4) as f32]);
        }
        options
    }

    /// The connection of a noun with a body, if any.
    fn tie(&self, who: Who, noun: &str) -> Option<Tie> {
        let Who::Entity(entity) = who else {
            return None;
        };
        let entities = &self.entities;
        let body = &entities.list[entity];
        let mut words = body.name.split_whitespace();
        if body.kind == EntityType::Organisation && words.any(|w| w.eq_ignore_ascii_case(noun)) {
            return Some(Tie::Named);
        }
        // "a government Twitter account": the noun describes the owner, not the service
        if self.is_called(entity, noun) && !is_platform(&body.name) {
            return Some(Tie::Beside);
        }
        let kind = entities.notes[entity].kind;
        let other = || {
            let mut words = body.name.split_whitespace().map(str::to_lowercase);
            let of_another_kind = |word: &str| {
                let known = self.tables.group_nouns.contains_key(word);
                // "Airline Nordjet": the company, the carrier
                known && word != noun && !self.tables.share_a_kind(word, noun)
            };
            words.any(|word| of_another_kind(&word))
        };
        if body.kind != EntityType::Organisation {
            return None;
        }
        let known = self.tables.group_nouns.get(noun)?;
        match kind {
            BodyKind::Unknown => (known.unlisted && !other()).then_some(Tie::Open),
            BodyKind::Known(kind) => known.kinds.contains(&kind).then_some(Tie::Kind),
            BodyKind::OfState => None,
        }
    }
}

impl Phrase<'_, '_, '_> {
    /// The body that "the company" refers to: one that was mentioned before.
    pub(super) fn body(&self, core: &Range<TokenId>) -> Decision {
        let reader = self.linker.reader;
        if core.len() != 2 || !reader.is_any(core.start, POINTING) {
            return Decision::none();
        }
        let options = self.linker.body_options(core);
        let chosen = self.linker.likeliest(&options);
        let step = self.linker.choice(core.end - 1, options, chosen);
        let decision = match chosen.who {
            Some(Who::Entity(entity)) => {
                Decision::of(Some(entity)).then([Record::Sure(chosen.probability)])
            }
            Some(Who::Brought(_)) | None => Decision::none(),
        };
        decision.after(step)
    }

    /// "the embassy": the only body of a state with this noun that the text has named, "Kenya's embassy".
    pub(super) fn named_body_of_state(&self, core: &Range<TokenId>) -> Option<EntityId> {
        if core.len() != 2 {
            return None;
        }
        let noun = self.linker.reader.word(core.end - 1).to_lowercase();
        let notes = &self.linker.entities.notes;
        let mut named = self.ending_in(&noun, core.start);
        named.retain(|entity| notes[*entity].kind == BodyKind::OfState);
        match named[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    /// The entities whose name ends in a noun in lower case: "Trump campaign".
    pub(super) fn ending_in(&self, noun: &str, at: TokenId) -> Vec<EntityId> {
        let entities = &self.linker.entities;
        let pieces = self.linker.tables.pieces(noun);
        let mut found = entities.bearing([pieces.last()], at);
        found.retain(|entity| {
            let mut words = entities.list[*entity].name.split_whitespace();
            words
                .next_back()
                .is_some_and(|last| last.eq_ignore_ascii_case(noun))
        });
        found
    }

    /// "the government", "the police": the body of the state that the text is mostly about.
    pub(super) fn body_of_state(&self, core: &Range<TokenId>) -> Option<Newcomer> {
        let pointed = self.linker.reader.is_any(core.start, POINTING);
        if core.len() != 2 || !pointed {
            return None;
        }
        self.state_body(core.start + 1)
    }

    /// The body that a noun names, of the state that the text is about.
    fn state_body(&self, noun: TokenId) -> Option<Newcomer> {
        let reader = self.linker.reader;
        let tables = self.linker.tables;
        let (_, hash) = reader.longest_before(&tables.body_phrases, noun, noun + 1)?;
        let body = tables.body_phrases.get(hash).next()?;
        let state = self
            .linker
            .clear_state()
            .or_else(|| self.linker.state_of_people())?;
        Some(self.linker.body(state, body))
    }

    /// A headline's "Administration" or "Club": the body that the text names soon and whose name ends with this word.
    pub(super) fn headline_body(&self, core: &Range<TokenId>) -> Option<EntityId> {
        let reader = self.linker.reader;
        if core.len() != 1
            || !reader.in_headline(core.start) && reader.sentence_index(core.start) > 0
        {
            return None;
        }
        let noun = reader.word(core.start);
        let entities = &self.linker.entities;
        let known = self
            .linker
            .tables
            .group_nouns
            .contains_key(noun.to_lowercase().as_str());
        let mut named = entities
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Name);
        let found = named.find(|m| {
            let name = &entities.list[m.entity].name;
            let mut words = name.split_whitespace();
            let last = words.next_back();
            let body = entities.list[m.entity].kind == EntityType::Organisation;
            body && words.next().is_some() && last.is_some_and(|w| w.eq_ignore_ascii_case(noun))
        });
        found.filter(|_| known).map(|m| m.entity)
    }
}

impl Linker<'_, '_> {
    /// The only state in which the people of a document hold office, if the document names no state.
    fn state_of_people(&self) -> Option<StateId> {
        if !self.entities.states.is_empty() {
            return None;
        }
        let mut states = self
            .people_in_office()
            .filter_map(|(_, holding)| holding.state);
        let first = states.next()?;
        states.all(|state| state == first).then_some(first)
    }

    /// The only person of the document who heads a state, a government or a region.
    pub(super) fn only_head(&self) -> Option<EntityId> {
        let mut heads = self.state_heads();
        let first = heads.next()?;
        heads.all(|head| head == first).then_some(first)
    }

    /// Whether a person heads a state or a government.
    pub(super) fn is_head(&self, person: EntityId) -> bool {
        self.entities.list[person].kind == EntityType::Person
            && self.offices_now(person).any(heads_a_state)
    }

    fn state_heads(&self) -> impl Iterator<Item = EntityId> {
        let heads = self.people_in_office();
        let heads = heads.filter(|(_, holding)| heads_a_state(holding));
        heads.map(|(head, _)| head)
    }

    fn people_in_office(&self) -> impl Iterator<Item = (EntityId, &Holding)> {
        let people = self.entities.some_in_office();
        people.flat_map(|person| {
            self.offices_now(person)
                .map(move |holding| (person, holding))
        })
    }

    /// The current offices of a person.
    fn offices_now(&self, person: EntityId) -> impl Iterator<Item = &Holding> {
        let offices = self.entities.notes[person].offices.iter();
        offices.filter(|holding| !holding.former)
    }

    /// The entity of a candidate.
    pub(super) fn entity_of(&self, candidate: &Candidate) -> Option<EntityId> {
        match candidate.who {
            Who::Entity(entity) => Some(entity),
            Who::Brought(i) => self.entities.brought[i].entity,
        }
    }
}

/// Whether an office is that of the head of a state, a government or a region.
fn heads_a_state(holding: &Holding) -> bool {
    matches!(
        holding.class,
        OfficeClass::HeadOfState | OfficeClass::HeadOfGovernment | OfficeClass::RegionalHead
    )
}
