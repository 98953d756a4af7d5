//! Chooses between organisations with the same name in several states.

use crate::entity::link::linker::Linker;
use crate::entity::mention::candidate::{Candidate, Guess};
use crate::gazetteer::ids::{OrganisationId, StateId};
use crate::gazetteer::tables::Target;
use std::cmp::Reverse;
use std::collections::HashMap;

impl Linker<'_, '_> {
    /// How often the document names each state, something in it, or an office-holder of it; counted only if the
    /// name of an organisation occurs in several states.
    pub(super) fn counted_homes(&self, candidates: &[Candidate]) -> HashMap<StateId, u32> {
        let known = |candidate: &Candidate| match &candidate.guess {
            Guess::Known(targets) => Some(targets.clone()),
            _ => None,
        };
        if !candidates
            .iter()
            .filter_map(known)
            .any(|t| is_ambiguous(&t))
        {
            return HashMap::new();
        }
        let tables = self.tables;
        let mut homes = self.entities.states.clone();
        for candidate in candidates {
            let home = match known(candidate).as_deref() {
                Some([Target::Place]) => {
                    let name = self.reader.words(candidate.tokens.clone());
                    tables.homes.get(name).copied()
                }
                Some([Target::Person(person)]) => {
                    let mut offices = tables.people.get(*person).offices();
                    offices.find_map(|office| tables.state(office.of))
                }
                _ => None,
            };
            if let Some(state) = home {
                *homes.entry(state).or_insert(0) += 1;
            }
        }
        homes
    }

    /// Of several organisations with one name, that of the state that the document mentions most: there is one
    /// ABC in Canberra and another in Ohio. The first one of the table if the document does not say.
    pub(super) fn at_home(&self, targets: &[Target]) -> Option<OrganisationId> {
        let organisations = targets.iter().filter_map(|target| match target {
            Target::Organisation(o) => Some(*o),
            _ => None,
        });
        organisations.max_by_key(|o| {
            let state = self.tables.organisations[*o].state;
            let count = state.and_then(|state| self.homes.get(&state)).copied();
            (count.unwrap_or(0), Reverse(*o))
        })
    }
}

/// Whether several organisations have the name.
pub(super) fn is_ambiguous(targets: &[Target]) -> bool {
    let organisation = |target: &&Target| matches!(target, Target::Organisation(_));
    targets.iter().filter(organisation).count() > 1
}
