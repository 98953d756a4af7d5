//! One person under several names, across documents.
//!
//! A person who is in no table gets an id from the name, so "James “Buck” Barlow", "Buck Barlow" and
//! "James Buchanan Barlow" start as three people. Two names with one surname belong to one person if a
//! document shows one given name as a nickname of the other, or if they differ by a middle name and
//! documents give them the same office or occupation. Fathers and sons ("Jr.") and people with different
//! middle names stay separate.
//!
//! Whether two names are joined depends only on what two documents say, and all get the id that is first
//! in alphabetical order, so merging parts has the same result as building them together.

use super::part::Part;
use super::record::{EntityIndex, Sighting};
use crate::entity::EntityType;
use std::collections::{BTreeMap, BTreeSet};

const NAME_ID_PREFIX: &str = "person:";
/// Names are not compared if this many or more share the surname.
const TOO_MANY: usize = 400;

/// What documents say about the people with a name.
#[derive(Debug, Default)]
pub(super) struct Form {
    pub(super) nicknames: BTreeSet<String>,
    pub(super) roles: BTreeSet<String>,
}

/// The parts of a name other than the surname, folded.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Parts {
    pub(super) given: String,
    pub(super) middle: Vec<String>,
    pub(super) generation: String,
}

/// What one document says about a person's name.
pub(super) struct Evidence {
    pub(super) surname: String,
    pub(super) name: Parts,
    pub(super) nicknames: Vec<String>,
    pub(super) roles: Vec<String>,
}

/// The names with one surname: who has them, and what documents say about them.
pub(super) type Forms = BTreeMap<(EntityIndex, Parts), Form>;

/// For each entity that is the same person as others, the one that stands for all of them.
pub(super) fn same_people(
    parts: &BTreeMap<String, Part>,
    ids: &[String],
) -> BTreeMap<EntityIndex, EntityIndex> {
    let id_of = |entity: EntityIndex| ids.get(entity.index()).map_or("", String::as_str);
    let mut surnames: BTreeMap<String, Forms> = BTreeMap::new();
    for sighting in parts.values().flat_map(|part| &part.document.sightings) {
        let Some(found) = evidence(sighting, id_of(sighting.entity)) else {
            continue;
        };
        let forms = surnames.entry(found.surname).or_default();
        let form = forms.entry((sighting.entity, found.name)).or_default();
        form.nicknames.extend(found.nicknames);
        form.roles.extend(found.roles);
    }
    firsts(surnames.values().flat_map(same_person_pairs), id_of)
}

/// For each entity that is joined to others, the first of them by id; entities that are the first are left
/// out.
pub(super) fn firsts<'i>(
    pairs: impl IntoIterator<Item = (EntityIndex, EntityIndex)>,
    id_of: impl Fn(EntityIndex) -> &'i str + Copy,
) -> BTreeMap<EntityIndex, EntityIndex> {
    let mut firsts: BTreeMap<EntityIndex, EntityIndex> = BTreeMap::new();
    for (one, other) in pairs {
        join(&mut firsts, one, other, id_of);
    }
    let all: Vec<EntityIndex> = firsts.keys().copied().collect();
    let ends = all
        .into_iter()
        .map(|entity| (entity, first(&firsts, entity)));
    ends.filter(|(entity, first)| entity != first).collect()
}

/// The pairs of entities with one surname that are the same person.
pub(super) fn same_person_pairs(forms: &Forms) -> Vec<(EntityIndex, EntityIndex)> {
    let mut pairs = Vec::new();
    if !(2..TOO_MANY).contains(&forms.len()) {
        return pairs;
    }
    let forms: Vec<_> = forms.iter().collect();
    for (place, one) in forms.iter().enumerate() {
        for other in forms.iter().skip(place + 1) {
            if one.0.0 != other.0.0 && are_same_person((&one.0.1, one.1), (&other.0.1, other.1)) {
                pairs.push((one.0.0, other.0.0));
            }
        }
    }
    pairs
}

/// What a document says about the name of a person whose id comes from the name and was not corrected.
pub(super) fn evidence(sighting: &Sighting, id: &str) -> Option<Evidence> {
    let by_name = id.starts_with(NAME_ID_PREFIX)
        && sighting.kind == EntityType::Person
        && sighting.was.is_none();
    let (surname, name) = split_name(&sighting.name).filter(|_| by_name)?;
    let nicknames = sighting.aliases.iter().filter_map(|alias| nickname(alias));
    let roles = sighting.roles.iter().map(|role| role.title.to_lowercase());
    Some(Evidence {
        surname,
        name,
        nicknames: nicknames.collect(),
        roles: roles.collect(),
    })
}

/// The end of a chain of entities that are the same.
fn first(firsts: &BTreeMap<EntityIndex, EntityIndex>, entity: EntityIndex) -> EntityIndex {
    let mut at = entity;
    while let Some(next) = firsts.get(&at).filter(|next| **next != at) {
        at = *next;
    }
    at
}

fn join<'i>(
    firsts: &mut BTreeMap<EntityIndex, EntityIndex>,
    one: EntityIndex,
    other: EntityIndex,
    id_of: impl Fn(EntityIndex) -> &'i str,
) {
    let (one, other) = (first(firsts, one), first(firsts, other));
    if one != other {
        let (head, tail) = match id_of(one) <= id_of(other) {
            true => (one, other),
            false => (other, one),
        };
        firsts.insert(tail, head);
    }
}

fn are_same_person((one, of_one): (&Parts, &Form), (other, of_other): (&Parts, &Form)) -> bool {
    if one.generation != other.generation {
        return false;
    }
    if of_one.nicknames.contains(&other.given) || of_other.nicknames.contains(&one.given) {
        return true;
    }
    let middle = one.given == other.given
        && one.middle != other.middle
        && (one.middle.is_empty()
            || other.middle.is_empty()
            || one.middle.len() == other.middle.len()
                && one
                    .middle
                    .iter()
                    .zip(&other.middle)
                    .all(|(a, b)| a.starts_with(b.as_str()) || b.starts_with(a.as_str())));
    middle && of_one.roles.intersection(&of_other.roles).next().is_some()
}

/// Surname and parts of a full name.
fn split_name(name: &str) -> Option<(String, Parts)> {
    let mut words: Vec<String> = name
        .split_whitespace()
        .map(|word| word.trim_end_matches(['.', ',']).to_lowercase())
        .collect();
    let generation = match words.last()?.as_str() {
        "jr" | "sr" | "jnr" | "snr" | "ii" | "iii" | "iv" => words.pop()?,
        _ => String::new(),
    };
    let surname = words.pop()?;
    if words.is_empty() {
        return None;
    }
    let given = words.remove(0);
    let parts = Parts {
        given,
        middle: words,
        generation,
    };
    Some((surname, parts))
}

/// The single word in quotation marks or brackets within a name.
fn nickname(alias: &str) -> Option<String> {
    let marks = ['"', '“', '”', '‘', '’', '(', ')'];
    let mut words = alias.split_whitespace().skip(1);
    let marked = words.find(|word| word.starts_with(marks) && word.ends_with(marks))?;
    let nickname = marked.trim_matches(marks).to_lowercase();
    (nickname.chars().count() > 1).then_some(nickname)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(a: (&str, &[&str], &[&str]), b: (&str, &[&str], &[&str])) -> bool {
        let form = |(_, nicknames, roles): (&str, &[&str], &[&str])| Form {
            nicknames: nicknames.iter().map(|n| (*n).to_owned()).collect(),
            roles: roles.iter().map(|r| (*r).to_owned()).collect(),
        };
        let (Some((x, left)), Some((y, right))) = (split_name(a.0), split_name(b.0)) else {
            return false;
        };
        x == y && are_same_person((&left, &form(a)), (&right, &form(b)))
    }

    #[test]
    fn nicknames_and_middle_names_join_people() {
        assert!(one(
            ("Rufus Tarn", &["dusty"], &[]),
            ("Dusty Tarn", &[], &[])
        ));
        assert!(one(
            ("Rufus Tarn", &[], &["ranger"]),
            ("Rufus Elias Tarn", &[], &["ranger"])
        ));
        assert!(one(
            ("Rufus E. Tarn", &[], &["ranger"]),
            ("Rufus Elias Tarn", &[], &["ranger"])
        ));
    }

    #[test]
    fn generations_offices_and_middle_names_separate_people() {
        assert!(!one(
            ("Rufus Tarn", &[], &["ranger"]),
            ("Rufus E. Tarn", &[], &["baker"])
        ));
        assert!(!one(("Rufus Tarn", &[], &[]), ("Rufus E. Tarn", &[], &[])));
        assert!(!one(
            ("Rufus A. Tarn", &[], &["ranger"]),
            ("Rufus B. Tarn", &[], &["ranger"])
        ));
        assert!(!one(
            ("Rufus Tarn Jr.", &["dusty"], &[]),
            ("Dusty Tarn", &[], &[])
        ));
    }

    #[test]
    fn nicknames_are_in_quotation_marks_or_brackets() {
        assert_eq!(nickname("Rufus “Dusty” Tarn"), Some("dusty".to_owned()));
        assert_eq!(nickname("Rufus (Dusty) Tarn"), Some("dusty".to_owned()));
        assert_eq!(nickname("Rufus Dusty Tarn"), None);
    }
}
