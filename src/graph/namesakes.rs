//! Different people with the same name.
//!
//! A person who is in no table gets an id from the name alone (`person:john-smith`), and so do all
//! others of that name. If documents have them speak for different states, they are different people:
//! the one in most documents keeps the id, and the others get the state's id after theirs
//! (`person:john-smith@Q20`). Documents that do not say which state they speak for refer to the first. If
//! states do not decide, occupations do: the mayor of one document is not the striker of another
//! (`person:john-smith@striker`).
//!
//! This is computed again from all documents whenever a graph is assembled, so merging parts gives the
//! same result as building them together. Entities whose id the user has corrected
//! ([`crate::corrections`]) are left alone.

use super::part::Part;
use super::record::{EntityIndex, Sighting};
use crate::entity::{EntityType, are_two};
use std::collections::BTreeMap;

/// Separates a name's id from that of the state which distinguishes a namesake.
const MARK: char = '@';

/// The start of ids that the program makes from names.
const NAME_ID_PREFIX: &str = "person:";

/// The id that all people with a name share.
pub(super) fn shared(id: &str) -> &str {
    match id.split_once(MARK) {
        Some((shared, _)) if id.starts_with(NAME_ID_PREFIX) => shared,
        _ => id,
    }
}

/// Someone other than the person that most documents refer to by the name.
pub(super) struct Namesake {
    /// Id of the document.
    pub(super) document: String,
    /// The entity that has the name.
    pub(super) person: EntityIndex,
    /// The namesake's own id.
    pub(super) id: String,
}

/// Distinguishes the namesakes of all documents; `ids` are those of the entities.
pub(super) fn separate(parts: &BTreeMap<String, Part>, ids: &[String]) -> Vec<Namesake> {
    let id_of = |entity: EntityIndex| ids.get(entity.index()).map_or("", String::as_str);
    let mut counted: BTreeMap<EntityIndex, Counts> = BTreeMap::new();
    for part in parts.values() {
        for claim in claims(part, id_of) {
            let counts = counted.entry(claim.person).or_default();
            if let Some(state) = claim.state {
                let state = id_of(state).to_owned();
                *counts.states.entry(state).or_default() += 1;
            }
            if let Some(trade) = claim.trade {
                *counts.trades.entry(trade).or_default() += 1;
            }
        }
    }
    let usual: BTreeMap<EntityIndex, Usual> = counted
        .into_iter()
        .filter_map(|(person, counts)| Some((person, counts.usual()?)))
        .collect();
    let mut namesakes = Vec::new();
    for (document, part) in parts.iter().filter(|_| !usual.is_empty()) {
        for claim in claims(part, id_of) {
            let Some(usual) = usual.get(&claim.person) else {
                continue;
            };
            let state = claim.state.map(id_of);
            let other = usual.other(id_of(claim.person), state, claim.trade.as_deref());
            namesakes.extend(other.map(|id| Namesake {
                document: document.clone(),
                person: claim.person,
                id,
            }));
        }
    }
    namesakes
}

/// What one document says about a person known only by name.
pub(super) struct Claim {
    pub(super) person: EntityIndex,
    /// The state that the person speaks for.
    pub(super) state: Option<EntityIndex>,
    /// What the person is, in lower case: "striker".
    pub(super) trade: Option<String>,
}

/// What a document says about people known only by name, if it gives their state or trade.
pub(super) fn claims<'i>(part: &Part, id_of: impl Fn(EntityIndex) -> &'i str) -> Vec<Claim> {
    let sightings = part.document.sightings.iter();
    let by_name = sightings.filter(|sighting| {
        id_of(sighting.entity).starts_with(NAME_ID_PREFIX)
            && sighting.kind == EntityType::Person
            && sighting.was.is_none()
    });
    let claims = by_name.map(|sighting| Claim {
        person: sighting.entity,
        state: state_of(part, sighting),
        trade: (sighting.roles.first()).map(|role| role.title.to_lowercase()),
    });
    claims
        .filter(|claim| claim.state.is_some() || claim.trade.is_some())
        .collect()
}

/// The number of documents in which a person speaks for each state (by id) and has each trade.
#[derive(Debug, Default)]
pub(super) struct Counts {
    pub(super) states: BTreeMap<String, usize>,
    pub(super) trades: BTreeMap<String, usize>,
}

/// The person that most documents refer to by a name that several people have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Usual {
    /// The one who speaks for this state.
    OfState(String),
    /// The one with this trade.
    OfTrade(String),
}

impl Counts {
    /// The usual bearer of the name; `None` if nothing shows that several people have it.
    pub(super) fn usual(self) -> Option<Usual> {
        let most = |counts: BTreeMap<String, usize>| {
            let first = counts
                .into_iter()
                .min_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            first.map(|(what, _)| what)
        };
        if self.states.len() > 1 {
            most(self.states).map(Usual::OfState)
        } else if self.trades.len() > 1 {
            most(self.trades).map(Usual::OfTrade)
        } else {
            None
        }
    }
}

impl Usual {
    /// The id of the person of whom a document says this, unless it is the usual one.
    pub(super) fn other(
        &self,
        id: &str,
        state: Option<&str>,
        trade: Option<&str>,
    ) -> Option<String> {
        match self {
            Usual::OfState(usual) => {
                let state = state.filter(|state| state != usual)?;
                Some(format!("{id}{MARK}{state}"))
            }
            Usual::OfTrade(usual) => {
                let trade = trade.filter(|trade| are_two(usual, trade))?;
                Some(format!("{id}{MARK}{}", trade.replace(' ', "-")))
            }
        }
    }
}

/// The state that a person speaks for according to a document.
fn state_of(part: &Part, sighting: &Sighting) -> Option<EntityIndex> {
    let of = |entity: EntityIndex| {
        let mut others = part.document.sightings.iter();
        others.find(|other| other.entity == entity)
    };
    let principal = of(sighting.represents?)?;
    // who speaks for a state's body speaks for the state
    let state = match principal.kind {
        EntityType::State => principal,
        _ => of(principal.represents?)?,
    };
    (state.kind == EntityType::State).then_some(state.entity)
}
