//! Different people of one name.
//!
//! A person who is in no table gets an id from the name alone (`person:john-smith`), and so do all
//! others of that name. If documents have them speak for different states, they are different people:
//! the one in most documents keeps the id, and the others get the state's id after theirs
//! (`person:john-smith@Q20`). Documents that do not say which state they speak for mean the first. If
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

/// The ids that the program makes of names.
const OF_NAMES: &str = "person:";

/// The id that all of a name share.
pub(super) fn shared(id: &str) -> &str {
    match id.split_once(MARK) {
        Some((shared, _)) if id.starts_with(OF_NAMES) => shared,
        _ => id,
    }
}

/// Somebody other than the one that most documents mean by the name.
pub(super) struct Namesake {
    /// Id of the document.
    pub(super) document: String,
    /// The entity of the name.
    pub(super) person: EntityIndex,
    /// The namesake's own id.
    pub(super) id: String,
}

/// Distinguishes the namesakes of all documents; `ids` are those of the entities.
pub(super) fn tell_apart(parts: &BTreeMap<String, Part>, ids: &[String]) -> Vec<Namesake> {
    let id_of = |entity: EntityIndex| ids.get(entity.index()).map_or("", String::as_str);
    // Person → state → documents.
    let mut states: BTreeMap<EntityIndex, BTreeMap<EntityIndex, usize>> = BTreeMap::new();
    for part in parts.values() {
        for sighting in &part.document.sightings {
            if let Some(state) = state_of(part, sighting, id_of(sighting.entity)) {
                let of_person = states.entry(sighting.entity).or_default();
                *of_person.entry(state).or_default() += 1;
            }
        }
    }
    states.retain(|_, states| states.len() > 1);
    let first: BTreeMap<EntityIndex, EntityIndex> = states
        .iter()
        .filter_map(|(person, states)| {
            let most = states
                .iter()
                .min_by_key(|(state, documents)| (std::cmp::Reverse(**documents), id_of(**state)));
            Some((*person, *most?.0))
        })
        .collect();
    let mut namesakes = Vec::new();
    for (document, part) in parts.iter().filter(|_| !first.is_empty()) {
        for sighting in &part.document.sightings {
            let person = sighting.entity;
            let state = state_of(part, sighting, id_of(person));
            let other = state.filter(|state| first.get(&person).is_some_and(|f| f != state));
            namesakes.extend(other.map(|state| Namesake {
                document: document.clone(),
                person,
                id: format!("{}{MARK}{}", id_of(person), id_of(state)),
            }));
        }
    }
    namesakes.extend(by_trade(parts, ids, &first));
    namesakes
}

/// Distinguishes those who do not speak for two states, by what documents call them.
fn by_trade(
    parts: &BTreeMap<String, Part>,
    ids: &[String],
    by_state: &BTreeMap<EntityIndex, EntityIndex>,
) -> Vec<Namesake> {
    let id_of = |entity: EntityIndex| ids.get(entity.index()).map_or("", String::as_str);
    let trade_of = |sighting: &Sighting| -> Option<String> {
        let by_name = id_of(sighting.entity).starts_with(OF_NAMES)
            && sighting.kind == EntityType::Person
            && sighting.was.is_none()
            && !by_state.contains_key(&sighting.entity);
        let role = sighting.roles.first().filter(|_| by_name)?;
        Some(role.title.to_lowercase())
    };
    // Person → trade → documents.
    let mut trades: BTreeMap<EntityIndex, BTreeMap<String, usize>> = BTreeMap::new();
    for sighting in parts.values().flat_map(|part| &part.document.sightings) {
        if let Some(trade) = trade_of(sighting) {
            let of_person = trades.entry(sighting.entity).or_default();
            *of_person.entry(trade).or_default() += 1;
        }
    }
    trades.retain(|_, trades| trades.len() > 1);
    let first: BTreeMap<EntityIndex, String> = trades
        .into_iter()
        .filter_map(|(person, trades)| {
            let most = trades
                .into_iter()
                .min_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            Some((person, most?.0))
        })
        .collect();
    let mut namesakes = Vec::new();
    for (document, part) in parts.iter().filter(|_| !first.is_empty()) {
        for sighting in &part.document.sightings {
            let Some((known, trade)) = first.get(&sighting.entity).zip(trade_of(sighting)) else {
                continue;
            };
            if are_two(known, &trade) {
                namesakes.push(Namesake {
                    document: document.clone(),
                    person: sighting.entity,
                    id: format!(
                        "{}{MARK}{}",
                        id_of(sighting.entity),
                        trade.replace(' ', "-")
                    ),
                });
            }
        }
    }
    namesakes
}

/// The state for which a document has somebody speak who is known by name alone.
fn state_of(part: &Part, sighting: &Sighting, id: &str) -> Option<EntityIndex> {
    let by_name =
        id.starts_with(OF_NAMES) && sighting.kind == EntityType::Person && sighting.was.is_none();
    let of = |entity: EntityIndex| {
        let mut others = part.document.sightings.iter();
        others.find(|other| other.entity == entity)
    };
    let above = of(sighting.represents.filter(|_| by_name)?)?;
    // who speaks for a state's body speaks for the state
    let state = match above.kind {
        EntityType::State => above,
        _ => of(above.represents?)?,
    };
    (state.kind == EntityType::State).then_some(state.entity)
}
