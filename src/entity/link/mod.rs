//! From candidates to entities: which person, state or organisation each name refers to.
//!
//! Full names come first, short ones are then matched with them ([`crate::entity::link::chains`]). A name of the
//! table is linked only if state, date or title are evidence for it: a namesake without evidence gets
//! a separate id ([`crate::entity::link::evidence`]).
//!
//! A rule reads the entities and returns a `Naming` of a `Referent`; only `record` and `roles` change the entities.

pub(in crate::entity) mod abbreviations;
pub(in crate::entity) mod chains;
pub(in crate::entity) mod decision;
pub(in crate::entity) mod evidence;
mod homes;
pub(in crate::entity) mod linker;
pub(in crate::entity) mod modifiers;
pub(in crate::entity) mod offices;
mod record;
pub(in crate::entity) mod referent;
mod roles;
mod trades;
mod unknown;

use crate::entity::link::decision::{Naming, Weighed};
use crate::entity::link::linker::Linker;
use crate::entity::link::referent::Newcomer;
use crate::entity::mention::candidate::{Candidate, Guess, Hint};
use crate::entity::rule::Rule;
use crate::entity::types::MentionKind;
use crate::gazetteer::ids::{OrganisationId, PersonId, StateId};
use crate::gazetteer::key::HashedMap;
use crate::gazetteer::tables::Target;
use crate::text::{TokenId, TokenRange};
use homes::is_ambiguous;
use std::collections::HashMap;
use std::ops::Range;

impl Linker<'_, '_> {
    /// Resolves all candidates.
    pub(in crate::entity) fn link(&mut self, candidates: &[Candidate]) {
        self.entities.states = self.counted_states(candidates);
        self.homes = self.counted_homes(candidates);
        let surnames = self.name_parts(candidates, |pieces| pieces.last());
        let given_names = self.name_parts(candidates, |pieces| pieces.first());
        let mut short: Vec<(Range<TokenId>, Hint)> = Vec::new();
        // Longer names first, so that shorter ones can be matched with them.
        let mut ordered: Vec<&Candidate> = candidates.iter().collect();
        ordered.sort_by_key(|c| match c.guess {
            Guess::Known(_) | Guess::Body(..) | Guess::Owned { .. } => 0,
            _ => usize::MAX - c.tokens.len(),
        });
        for candidate in ordered {
            let tokens = &candidate.tokens;
            match &candidate.guess {
                Guess::Known(targets)
                    if self.is_short(tokens, targets, &surnames, &given_names) =>
                {
                    short.push((tokens.clone(), Hint::Person));
                }
                Guess::Short(hint) => short.push((tokens.clone(), *hint)),
                guess => self.name(self.full(tokens.clone(), guess)),
            }
        }
        short.sort_by_key(|(tokens, _)| tokens.start);
        let bracketed = self.bracketed(short.iter().map(|(tokens, _)| tokens));
        if !bracketed.is_empty() {
            let named = self.by_ends();
            for at in bracketed {
                let introduced = self.introduced_by(at, &named);
                introduced.into_iter().for_each(|it| self.abbreviate(it));
            }
        }
        for (tokens, hint) in short {
            self.name(self.short(tokens, hint));
        }
        self.join_neighbours();
        for half in self.halves() {
            self.name(half.into());
        }
        self.entities.mentions.sort_by_key(|m| m.tokens.start);
        self.roles();
        self.trade_roles();
    }

    /// The referent of a name that is not short for another.
    fn full(&self, tokens: Range<TokenId>, guess: &Guess) -> Weighed<Naming> {
        match guess {
            Guess::Known(targets) => self.listed(tokens, targets),
            Guess::Body(state, body) => {
                Naming::by(Rule::BodyOfState, tokens, self.body(*state, *body)).into()
            }
            Guess::Owned {
                state,
                words,
                speaks,
            } => {
                let body = self.owned(*state, tokens.start, words.clone(), *speaks);
                Naming::by(Rule::BodyWithState, tokens, body).into()
            }
            Guess::Person => self.unknown_person(tokens),
            Guess::Organisation => self.unknown_organisation(tokens).into(),
            Guess::Short(_) | Guess::Nobody => Weighed::nobody(),
        }
    }

    /// Whether the name of a place or organisation is here part of a person's: "Hill" after "Ann Hill".
    fn is_short(
        &self,
        tokens: &Range<TokenId>,
        targets: &[Target],
        surnames: &HashedMap<TokenId>,
        given_names: &HashedMap<TokenId>,
    ) -> bool {
        let single = tokens.len() == 1;
        // a short name follows the full one
        let part_of = |names: &HashedMap<TokenId>| {
            let first = (self.reader).pieces(tokens.start, |p| names.get(p.first()?).copied());
            // or precedes it, in a headline
            single
                && first.is_some_and(|first| {
                    first < tokens.start || self.reader.in_headline(tokens.start)
                })
        };
        let surname = part_of(surnames) || targets.contains(&Target::Place) && part_of(given_names);
        // "Hill" is not The Hill
        let the = tokens.start > TokenId::FIRST && self.reader.is(tokens.start - 1, "the");
        let of_place = targets.iter().all(|t| match t {
            Target::Organisation(o) => {
                !the && self.tables.organisations[*o].name.starts_with("The ")
            }
            _ => true,
        });
        let of_organisation = targets.iter().all(|t| matches!(t, Target::Organisation(_)));
        let placed = tokens.start > TokenId::FIRST
            && self.reader.is_any(
                tokens.start - 1,
                &["in", "from", "to", "at", "of", "near", "between"],
            );
        let bare = !the && single && self.tables.is_surname(self.reader.word(tokens.start));
        let other = bare && !targets.is_empty() && of_organisation;
        (surname || other) && of_place && (!placed || of_organisation)
    }

    /// How often the document names each state.
    fn counted_states(&self, candidates: &[Candidate]) -> HashMap<StateId, u32> {
        let mut states = HashMap::new();
        for candidate in candidates {
            let state = match &candidate.guess {
                Guess::Known(targets) if is_ambiguous(targets) => None,
                Guess::Body(state, _) | Guess::Owned { state, .. } => Some(*state),
                Guess::Known(targets) => targets.iter().find_map(|target| match target {
                    Target::State(s)
                    | Target::Adjective(s)
                    | Target::Demonym(s)
                    | Target::Capital(s) => Some(*s),
                    Target::Organisation(o) => self.tables.organisations[*o].state,
                    _ => None,
                }),
                _ => None,
            };
            if let Some(state) = state {
                *states.entry(state).or_insert(0) += 1;
            }
        }
        states
    }

    /// One piece of the full names of people in the document, each with the first token of the first
    /// name that has it.
    fn name_parts(
        &self,
        candidates: &[Candidate],
        part: impl Fn(&[u64]) -> Option<&u64>,
    ) -> HashedMap<TokenId> {
        let mut parts = HashedMap::default();
        for candidate in candidates.iter().filter(|c| c.tokens.len() > 1) {
            let is_person = match &candidate.guess {
                Guess::Person => true,
                Guess::Known(targets) => targets.iter().all(|t| matches!(t, Target::Person(_))),
                _ => false,
            };
            let pieces = self.reader.pieces_in(candidate.tokens.clone());
            if let Some(part) = part(&pieces).filter(|_| is_person) {
                parts.entry(*part).or_insert(candidate.tokens.start);
            }
        }
        parts
    }

    /// "The Senate" in an article about Kenya that never speaks of the United States.
    fn elsewhere(&self, organisation: OrganisationId, tokens: Range<TokenId>) -> Option<Newcomer> {
        let own = self.tables.organisations[organisation].state?;
        let word = self.reader.word(tokens.start);
        let speaks = self.tables.national_words.get(word) == Some(&true);
        if tokens.len() != 1 || !speaks || !self.reader.is(tokens.start.checked_sub(1)?, "the") {
            return None;
        }
        let named = |state: &StateId| self.entities.states.get(state).copied().unwrap_or(0);
        let state = self.main_state().filter(|state| *state != own)?;
        // a name of the body itself counts for its state as well
        let spoken_of = self.mentions_of_state(own);
        (named(&state) > 1 && !spoken_of).then(|| Newcomer::StateBody {
            name: format!("{} {word}", self.adjective(state)),
            state,
        })
    }

    /// The referent of a name of the tables.
    fn listed(&self, tokens: Range<TokenId>, targets: &[Target]) -> Weighed<Naming> {
        let Some(first) = targets.first() else {
            return Weighed::nobody();
        };
        let (rule, who) = match *first {
            Target::Organisation(first) => {
                let organisation = self.at_home(targets).unwrap_or(first);
                let elsewhere = self.elsewhere(organisation, tokens.clone());
                let who = elsewhere.unwrap_or(Newcomer::Organisation(organisation));
                (Rule::KnownOrganisation, who)
            }
            Target::State(state) => (Rule::KnownState, Newcomer::State(state)),
            Target::Capital(state) => match self.seat(state, tokens.clone()) {
                Some(seat) => (Rule::Capital, seat),
                None => return Weighed::nobody(),
            },
            Target::Adjective(state) | Target::Demonym(state) => {
                let kind = MentionKind::Adjective;
                let state = Newcomer::State(state);
                let naming = Naming::by(Rule::AdjectiveOfState, tokens, state);
                return Naming { kind, ..naming }.into();
            }
            Target::Place => return Weighed::nobody(),
            Target::Person(_) => {
                let person = |target: &Target| match target {
                    Target::Person(person) => Some(*person),
                    _ => None,
                };
                let people: Vec<PersonId> = targets.iter().filter_map(person).collect();
                let known = self.choose(&people, tokens.clone());
                return match known.chosen {
                    Some(person) => {
                        let naming = Naming::of(tokens, Newcomer::Person(person).into());
                        known.with(Some(naming))
                    }
                    None => self.unknown_person(tokens).after(known.steps),
                };
            }
        };
        Naming::by(rule, tokens, who).into()
    }

    /// The referent of a capital: its state, or a body with its seat there. Brussels is the European
    /// Union, unless the text is about Belgium.
    fn seat(&self, state: StateId, tokens: Range<TokenId>) -> Option<Newcomer> {
        let reader = self.reader;
        let belgium = self.entities.states.get(&state).copied().unwrap_or(0);
        let brussels = self.tables.states[state].code == "BEL"
            && reader.word(tokens.start) == "Brussels"
            && belgium <= 3;
        if !brussels {
            return Some(Newcomer::State(state));
        }
        if tokens.start > TokenId::FIRST && reader.is_any(tokens.start - 1, &["in", "at", "from"]) {
            return None;
        }
        let text = reader.document.text.as_bytes();
        let times = |name: &str| memchr::memmem::find_iter(text, name.as_bytes()).count();
        let name = match times("NATO") > 2 * times("European Union").max(times("EU")) {
            true => "NATO",
            false => "European Union",
        };
        let organisation = self.tables.organisation(name)?;
        Some(Newcomer::Organisation(organisation))
    }
}
