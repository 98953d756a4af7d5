//! From candidates to entities: which person, state or organisation each name refers to.
//!
//! Full names come first, short ones are then matched with them ([`crate::entity::link::chains`]). A name of the
//! table is linked only where state, date or title are evidence for it: a namesake without evidence gets
//! an id of its own ([`crate::entity::link::evidence`]).

pub(in crate::entity) mod abbreviations;
pub(in crate::entity) mod chains;
pub(in crate::entity) mod evidence;
mod homes;
pub(in crate::entity) mod linker;
pub(in crate::entity) mod modifiers;
pub(in crate::entity) mod offices;
mod trades;
mod unknown;

use crate::entity::link::linker::Linker;
use crate::entity::mention::candidate::{Candidate, Guess, Hint};
use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, EntityType, Mention, MentionKind};
use crate::gazetteer::ids::{OrganisationId, PersonId, StateId};
use crate::gazetteer::key::HashedMap;
use crate::gazetteer::tables::Target;
use homes::is_ambiguous;
use std::ops::Range;

impl Linker<'_, '_> {
    /// Resolves all candidates.
    pub(in crate::entity) fn link(&mut self, candidates: &[Candidate]) {
        self.count_states(candidates);
        self.count_homes(candidates);
        let surnames = self.name_parts(candidates, |pieces| pieces.last());
        let given_names = self.name_parts(candidates, |pieces| pieces.first());
        let mut short: Vec<(Range<usize>, Hint)> = Vec::new();
        // Longer names first, so that shorter ones can be matched with them.
        let mut ordered: Vec<&Candidate> = candidates.iter().collect();
        ordered.sort_by_key(|c| match c.guess {
            Guess::Known(_) | Guess::Body(..) | Guess::Owned(..) => 0,
            _ => usize::MAX - c.tokens.len(),
        });
        for candidate in ordered {
            let tokens = candidate.tokens.clone();
            match &candidate.guess {
                Guess::Known(targets) => {
                    match self.is_short(&tokens, targets, &surnames, &given_names) {
                        true => short.push((tokens, Hint::Person)),
                        false => self.known(tokens, targets),
                    }
                }
                Guess::Body(state, body) => {
                    let entity = self.body(*state, *body);
                    let rule = Rule::BodyOfState;
                    self.entities.tell(tokens.clone(), rule, Some(entity));
                    self.mention(tokens, entity, MentionKind::Name);
                }
                Guess::Owned(state, words, speaks) => {
                    let entity = self.owned(*state, tokens.start, words.clone(), *speaks);
                    let rule = Rule::BodyWithState;
                    self.entities.tell(tokens.clone(), rule, Some(entity));
                    self.mention(tokens, entity, MentionKind::Name);
                }
                Guess::Person => self.unknown_person(tokens),
                Guess::Organisation => {
                    let entity = self.unknown_organisation(tokens.clone());
                    self.mention(tokens, entity, MentionKind::Name);
                }
                Guess::Short(hint) => short.push((tokens, *hint)),
                Guess::Nobody => {}
            }
        }
        short.sort_by_key(|(tokens, _)| tokens.start);
        self.introduce(short.iter().map(|(tokens, _)| tokens));
        for (tokens, hint) in short {
            self.short(tokens, hint);
        }
        self.join_neighbours();
        self.halves();
        self.roles();
        self.trade_roles();
    }

    /// Whether the name of a place or organisation is here half a person's: "Hill" after "Ann Hill".
    fn is_short(
        &self,
        tokens: &Range<usize>,
        targets: &[Target],
        surnames: &HashedMap<usize>,
        given_names: &HashedMap<usize>,
    ) -> bool {
        let single = tokens.len() == 1;
        // a person is called by half a name after the whole one
        let part_of = |names: &HashedMap<usize>| {
            let first = (self.reader).pieces(tokens.start, |p| names.get(p.first()?).copied());
            // or before it, in a headline
            single
                && first.is_some_and(|first| {
                    first < tokens.start || self.reader.in_headline(tokens.start)
                })
        };
        let surname = part_of(surnames) || targets.contains(&Target::Place) && part_of(given_names);
        // "Hill" is not The Hill
        let the = tokens.start > 0 && self.reader.is(tokens.start - 1, "the");
        let of_place = targets.iter().all(|t| match t {
            Target::Organisation(o) => {
                !the && self.tables.organisations[*o].name.starts_with("The ")
            }
            _ => true,
        });
        let of_organisation = targets.iter().all(|t| matches!(t, Target::Organisation(_)));
        let placed = tokens.start > 0
            && self.reader.is_any(
                tokens.start - 1,
                &["in", "from", "to", "at", "of", "near", "between"],
            );
        let bare = !the && single && self.tables.is_surname(self.reader.word(tokens.start));
        let other = bare && !targets.is_empty() && of_organisation;
        (surname || other) && of_place && (!placed || of_organisation)
    }

    fn count_states(&mut self, candidates: &[Candidate]) {
        for candidate in candidates {
            let state = match &candidate.guess {
                Guess::Known(targets) if is_ambiguous(targets) => None,
                Guess::Body(state, _) | Guess::Owned(state, ..) => Some(*state),
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
                *self.entities.states.entry(state).or_insert(0) += 1;
            }
        }
    }

    /// One piece of the full names of people in the document, each with the first token of the first
    /// name that has it.
    fn name_parts(
        &self,
        candidates: &[Candidate],
        part: impl Fn(&[u64]) -> Option<&u64>,
    ) -> HashedMap<usize> {
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
    fn elsewhere(
        &mut self,
        organisation: OrganisationId,
        tokens: Range<usize>,
    ) -> Option<EntityId> {
        let own = self.tables.organisations[organisation].state?;
        let word = self.reader.word(tokens.start);
        let speaks = self.tables.national_words.get(word) == Some(&true);
        if tokens.len() != 1 || !speaks || !self.reader.is(tokens.start.checked_sub(1)?, "the") {
            return None;
        }
        let named = |state: &StateId| self.entities.states.get(state).copied().unwrap_or(0);
        let state = self.main_state().filter(|state| *state != own)?;
        // a name of the body counts for its own state as well
        let fresh = self.entities.mentions.iter().skip(self.at_home.0);
        let states = fresh.filter_map(|m| self.entities.notes[m.entity].state);
        self.at_home.1.extend(states);
        self.at_home.0 = self.entities.mentions.len();
        (named(&state) > 1 && !self.at_home.1.contains(&own))
            .then(|| self.named_body(format!("{} {word}", self.adjective(state)), state))
    }

    fn known(&mut self, tokens: Range<usize>, targets: &[Target]) {
        let Some(first) = targets.first() else { return };
        let rule = match first {
            Target::Organisation(_) => Rule::KnownOrganisation,
            Target::State(_) => Rule::KnownState,
            Target::Capital(_) => Rule::Capital,
            Target::Adjective(_) | Target::Demonym(_) => Rule::AdjectiveOfState,
            Target::Place | Target::Person(_) => Rule::KnownName,
        };
        let (entity, kind) = match *first {
            Target::Organisation(i) => {
                let i = self.at_home(targets).unwrap_or(i);
                let entity = self
                    .elsewhere(i, tokens.clone())
                    .unwrap_or_else(|| self.organisation(i));
                (entity, MentionKind::Name)
            }
            Target::State(i) => (self.state(i), MentionKind::Name),
            Target::Capital(i) => match self.seat(i, tokens.clone()) {
                Some(entity) => (entity, MentionKind::Name),
                None => return,
            },
            Target::Adjective(i) | Target::Demonym(i) => (self.state(i), MentionKind::Adjective),
            Target::Place => return,
            Target::Person(_) => {
                let people: Vec<PersonId> = targets
                    .iter()
                    .filter_map(|t| match t {
                        Target::Person(p) => Some(*p),
                        _ => None,
                    })
                    .collect();
                match self.choose(&people, tokens.clone()) {
                    Some(person) => (self.person(person), MentionKind::Name),
                    None => return self.unknown_person(tokens),
                }
            }
        };
        if !matches!(first, Target::Person(_)) {
            self.entities.tell(tokens.clone(), rule, Some(entity));
        }
        self.mention(tokens, entity, kind);
    }

    /// What a capital stands for: its state, or a body that sits there. Brussels is the European
    /// Union's unless the text is about Belgium.
    fn seat(&mut self, state: StateId, tokens: Range<usize>) -> Option<EntityId> {
        let belgium = self.entities.states.get(&state).copied().unwrap_or(0);
        if self.tables.states[state].code == "BEL"
            && self.reader.word(tokens.start) == "Brussels"
            && belgium <= 3
        {
            let seated = ["NATO", "European Union"].map(|name| {
                (
                    memchr::memmem::find_iter(
                        self.reader.document.text.as_bytes(),
                        name.as_bytes(),
                    )
                    .count(),
                    name,
                )
            });
            let in_place =
                tokens.start > 0 && self.reader.is_any(tokens.start - 1, &["in", "at", "from"]);
            if in_place {
                return None;
            }
            let name = if seated[0].0
                > 2 * seated[1].0.max(
                    memchr::memmem::find_iter(self.reader.document.text.as_bytes(), "EU").count(),
                ) {
                "NATO"
            } else {
                "European Union"
            };
            let index = self.tables.organisation(name)?;
            return Some(self.organisation(index));
        }
        Some(self.state(state))
    }

    /// Neighbouring mentions of one person are one: "Hillary" and "Clinton" in a headline.
    fn join_neighbours(&mut self) {
        self.entities.mentions.sort_by_key(|m| m.tokens.start);
        let mut joined: Vec<Mention> = Vec::with_capacity(self.entities.mentions.len());
        for mention in self.entities.mentions.drain(..) {
            match joined.last_mut() {
                Some(last)
                    if last.entity == mention.entity
                        && last.tokens.end == mention.tokens.start
                        && self.reader.sentence_index(last.tokens.start)
                            == self.reader.sentence_index(mention.tokens.start)
                        && last.kind == MentionKind::Name
                        && self.entities.list[mention.entity].kind == EntityType::Person =>
                {
                    last.tokens.end = mention.tokens.end;
                    let note = self.entities.notes.get_mut(last.entity);
                    let opening = note.and_then(|note| note.opening.as_mut());
                    if let Some(opening) = opening.filter(|o| o.start == last.tokens.start) {
                        opening.end = last.tokens.end;
                    }
                    last.span = last.span.cover(mention.span);
                }
                _ => joined.push(mention),
            }
        }
        self.entities.mentions = joined;
    }
}
