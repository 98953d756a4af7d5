//! People by their offices: "the British foreign secretary", "NATO's secretary general".

use super::classes;
use super::names::Names;
use super::nations::nation;
use super::spelling;
#[cfg(feature = "sqlite")]
use super::topics::is_stop_word;
use crate::entity::{EntityType, Role};
use crate::graph::{EntityIndex, Graph, Report};
use crate::lexicon::{Row, rows};
use crate::normalise::folding;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{LazyLock, OnceLock};

const OFFICES: &str = include_str!("data/offices.tsv");

/// Offices at the head of a state or body, the highest first.
const HEADS: [&str; 12] = [
    "secretary general",
    "director general",
    "president",
    "prime minister",
    "chancellor",
    "leader",
    "governor",
    "chair",
    "chairman",
    "chief executive",
    "director",
    "king",
];

/// Maximum number of words in an office that is looked up.
const LONGEST: usize = 12;

/// Whether a word refers to whoever is at the head: "China's leader", "the NATO chief".
fn is_head(word: &str) -> bool {
    matches!(word, "leader" | "chief" | "head" | "boss")
}

/// Each synonym of an office, folded, with the office.
static SYNONYMS: LazyLock<BTreeMap<String, &str>> = LazyLock::new(|| {
    let synonyms = |row: Row<'static>| {
        let office = row.field(0);
        let synonyms = std::iter::once(office).chain(row.list(1));
        synonyms.map(move |name| (folding::words(name).join(" "), office))
    };
    rows(OFFICES).flat_map(synonyms).collect()
});

/// The office that folded words name: "minister of foreign affairs" is a `foreign minister`.
fn office_of(words: &[String]) -> String {
    let all = words.join(" ");
    match SYNONYMS.get(&all) {
        Some(office) => (*office).to_owned(),
        None => all,
    }
}

/// The synonyms of each office that a text may name, under any of which its holders may be stored.
#[cfg(feature = "sqlite")]
pub(super) fn synonyms_in(text: &str) -> Vec<Vec<String>> {
    let words: Vec<String> = text
        .split_whitespace()
        .flat_map(|word| folding::words(folding::without_possessive(word)))
        .collect();
    let mut offices = BTreeSet::new();
    for words in [words, folding::words(text)] {
        for start in 0..words.len() {
            for end in start + 1..=words.len().min(start + LONGEST) {
                let part = words.get(start..end).unwrap_or_default();
                if part.iter().any(|word| !is_stop_word(word)) {
                    offices.insert(office_of(part));
                    offices.extend(singular(part).map(|part| office_of(&part)));
                }
            }
        }
        if words.iter().any(|word| is_head(word)) {
            offices.extend(HEADS.iter().map(|office| (*office).to_owned()));
        }
    }
    let synonyms = |office: String| {
        let others = SYNONYMS.iter().filter(|(_, other)| **other == office);
        let mut synonyms: Vec<String> = others.map(|(name, _)| name.clone()).collect();
        synonyms.push(office);
        synonyms
    };
    offices.into_iter().map(synonyms).collect()
}

/// Words with the last one in the singular: "foreign ministers".
fn singular(words: &[String]) -> Option<Vec<String>> {
    let mut singular = words.to_vec();
    let last = singular.last_mut()?;
    *last = match last.strip_suffix("men") {
        Some(stem) => format!("{stem}man"),
        None => last.strip_suffix('s')?.to_owned(),
    };
    Some(singular)
}

/// The offices in a graph, and who holds them.
#[derive(Debug, Default)]
pub(super) struct Offices {
    /// Each office to its holders, each with the states or bodies that it is an office of.
    holders: BTreeMap<String, BTreeMap<usize, BTreeSet<usize>>>,
    /// Each synonym of an office that somebody holds (folded words, joined by a space) to the office.
    synonyms: BTreeMap<String, String>,
    /// The office of each title that documents give.
    titles: BTreeMap<String, String>,
    /// Each adjective to its states: "British".
    adjectives: BTreeMap<String, Vec<usize>>,
    /// The members of each class, found when a query first asks for one.
    classes: OnceLock<BTreeMap<&'static str, Members>>,
    /// Number of words in the longest synonym or adjective.
    longest: usize,
}

/// Who belongs to a class of speakers.
#[derive(Debug, Default)]
struct Members {
    entities: BTreeSet<usize>,
    /// The titles and owners of the offices that put them into it.
    offices: BTreeSet<(String, Option<String>)>,
}

/// The holders of an office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holders {
    /// The people.
    pub(super) people: Vec<usize>,
    /// The office.
    pub(super) office: String,
}

impl Offices {
    pub(super) fn new(graph: &Graph, names: &Names) -> Offices {
        let mut offices = Offices::default();
        for (number, entity) in graph.entities().iter().enumerate() {
            if entity.kind == EntityType::State {
                for adjective in nation(&entity.id).iter().flat_map(|n| &n.adjectives) {
                    let key = folding::words(adjective).join(" ");
                    offices.adjectives.entry(key).or_default().push(number);
                }
            }
            for (role, _) in &entity.roles {
                let title = folding::words(&role.title);
                let (words, owners) = without_names(&title, graph, names);
                let office = office_of(words);
                offices.synonyms.insert(title.join(" "), office.clone());
                offices.synonyms.insert(words.join(" "), office.clone());
                offices.titles.insert(role.title.clone(), office.clone());
                let holders = offices.holders.entry(office).or_default();
                let of = holders.entry(number).or_default();
                let named = role.of.iter().flat_map(|name| names.find(name));
                of.extend(named);
                of.extend(owners);
                for representation in &entity.represents {
                    // a spokesman for a ministry also speaks for its state
                    let states = graph.entity(representation.of).represents.iter();
                    of.extend(states.map(|state| state.of.index()));
                    of.insert(representation.of.index());
                }
            }
        }
        for (name, office) in SYNONYMS.iter() {
            if offices.holders.contains_key(*office) {
                offices.synonyms.insert(name.clone(), (*office).to_owned());
            }
        }
        let keys = offices.synonyms.keys().chain(offices.adjectives.keys());
        offices.longest = keys.map(|key| key.split(' ').count()).max().unwrap_or(0);
        offices
    }

    fn longest<'m, T>(
        &self,
        map: &'m BTreeMap<String, T>,
        words: &[String],
    ) -> Option<(usize, &'m T)> {
        let most = self.longest.min(words.len());
        (1..=most).rev().find_map(|count| {
            let key = words.get(..count)?.join(" ");
            Some((count, map.get(&key)?))
        })
    }

    /// The number of words of an adjective at the start of `words` (folded), and the states it refers to.
    pub(super) fn adjective(&self, words: &[String]) -> Option<(usize, &[usize])> {
        let (count, states) = self.longest(&self.adjectives, words)?;
        Some((count, states))
    }

    /// An office in the plural at the start of `words`, after its number of words: "foreign ministers".
    pub(super) fn plural(&self, words: &[String]) -> Option<(usize, &str)> {
        let most = self.longest.min(words.len());
        let held = (1..=most).rev().find_map(|count| {
            let singular = singular(words.get(..count)?)?;
            let office = self.synonyms.get(&singular.join(" "))?;
            Some((count, office.as_str()))
        });
        // "prime ministers" where there are none: the query says so.
        let known = (2..=words.len().min(LONGEST)).rev().find_map(|count| {
            let singular = singular(words.get(..count)?)?;
            let office = SYNONYMS.get(&singular.join(" "))?;
            Some((count, *office))
        });
        [known, held]
            .into_iter()
            .flatten()
            .max_by_key(|(count, _)| *count)
    }

    /// The entities that an office at the start of `words` (folded) refers to, and how many words it takes:
    /// `[the] [British|Russia|NATO] foreign minister [of Poland] [Rau]`.
    pub(super) fn prefix(&self, words: &[String], names: &Names) -> Option<(usize, Holders)> {
        let rest = |at: usize| words.get(at..).unwrap_or_default();
        let mut at = usize::from(words.first().is_some_and(|word| word == "the"));
        let mut of: Option<&[usize]> = None;
        if self.longest(&self.synonyms, rest(at)).is_none() {
            let (count, owners) = self
                .adjective(rest(at))
                .or_else(|| names.prefix(rest(at)))?;
            of = Some(owners);
            at += count;
        }
        if let Some(of) = of
            && rest(at).first().is_some_and(|word| is_head(word))
        {
            return Some((at + 1, self.head(of)?));
        }
        let (count, office) = self.longest(&self.synonyms, rest(at))?;
        at += count;
        if of.is_none()
            && matches!(rest(at).first().map(String::as_str), Some("of" | "for"))
            && let Some((count, owners)) = names.prefix(rest(at + 1))
        {
            of = Some(owners);
            at += 1 + count;
        }
        let holders = self.holders.get(office)?.iter();
        let mut people: Vec<usize> = holders
            .filter(|(_, owners)| of.is_none_or(|of| of.iter().any(|one| owners.contains(one))))
            .map(|(person, _)| *person)
            .collect();
        if let Some((count, named)) = names.prefix(rest(at))
            && named.iter().any(|person| people.contains(person))
        {
            people.retain(|person| named.contains(person));
            at += count;
        }
        let office = office.clone();
        (!people.is_empty()).then_some((at, Holders { people, office }))
    }

    /// The holders of the first of [`HEADS`] that somebody holds in a state or body.
    fn head(&self, of: &[usize]) -> Option<Holders> {
        HEADS.iter().find_map(|office| {
            let holders = self.holders.get(*office)?.iter();
            let theirs = holders.filter(|(_, owners)| of.iter().any(|one| owners.contains(one)));
            let people: Vec<usize> = theirs.map(|(person, _)| *person).collect();
            let office = (*office).to_owned();
            (!people.is_empty()).then_some(Holders { people, office })
        })
    }

    /// The holders of the office that `name` names in full.
    pub(super) fn find(&self, name: &str, names: &Names) -> Option<Holders> {
        let words: Vec<String> = name
            .split_whitespace()
            .flat_map(|word| folding::words(folding::without_possessive(word)))
            .collect();
        let (count, holders) = self.prefix(&words, names)?;
        (count == words.len()).then_some(holders)
    }

    /// All holders of an office.
    #[cfg(feature = "sqlite")]
    pub(super) fn holders(&self, office: &str) -> impl Iterator<Item = usize> + '_ {
        let holders = self.holders.get(office).into_iter();
        holders.flat_map(|holders| holders.keys().copied())
    }

    /// Whether it is a class of offices, or an office that anyone holds.
    pub(super) fn is_held(&self, office: &str) -> bool {
        classes::of_role(office).is_some() || self.holders.contains_key(office)
    }

    /// Up to `count` offices with the names most similar to `name` in spelling.
    pub(super) fn nearest(&self, name: &str, count: usize) -> Vec<String> {
        let synonyms = self.synonyms.iter();
        let synonyms = synonyms.map(|(name, office)| (name.as_str(), office.as_str()));
        let classes: Vec<String> = classes::names().collect();
        let classes = classes.iter().map(|class| (class.as_str(), class.as_str()));
        let synonyms = synonyms.chain(classes);
        spelling::nearest(&folding::words(name).join(" "), synonyms, count)
    }

    /// The office that a title names.
    pub(super) fn office(&self, title: &str, graph: &Graph, names: &Names) -> String {
        if let Some(class) = classes::of_role(title) {
            return class.role();
        }
        let known = self.titles.get(title).cloned();
        known.unwrap_or_else(|| office_of(without_names(&folding::words(title), graph, names).0))
    }

    /// Whether an entity holds an office according to the document of a report, or anywhere in the graph if
    /// the document gives it no office.
    pub(super) fn holds(
        &self,
        (graph, names): (&Graph, &Names),
        entity: EntityIndex,
        wanted: &str,
        report: &Report,
    ) -> bool {
        let class = classes::of_role(wanted).and_then(|class| {
            let all = self.classes.get_or_init(|| classify(graph, names));
            all.get(class.name)
        });
        let is_holder = match class {
            Some(members) => members.entities.contains(&entity.index()),
            None => {
                let holders = self.holders.get(wanted);
                holders.is_some_and(|holders| holders.contains_key(&entity.index()))
            }
        };
        if !is_holder {
            return false;
        }
        let sightings = &graph.document(report.document).sightings;
        let here = sightings.binary_search_by_key(&entity, |sighting| sighting.entity);
        let here = here.ok().and_then(|at| sightings.get(at));
        let is_wanted = |role: &Role| match class {
            Some(members) => {
                let office = (role.title.clone(), role.of.clone());
                members.offices.contains(&office)
            }
            None => self.titles.get(&role.title).is_some_and(|o| o == wanted),
        };
        here.is_none_or(|here| here.roles.is_empty() || here.roles.iter().any(is_wanted))
    }
}

/// Puts the entities of a graph into classes.
fn classify(graph: &Graph, names: &Names) -> BTreeMap<&'static str, Members> {
    let mut classes: BTreeMap<&'static str, Members> = BTreeMap::new();
    for class in classes::all() {
        let members = classes.entry(class.name).or_default();
        for (number, entity) in graph.entities().iter().enumerate() {
            for (role, _) in &entity.roles {
                if class.has_office(role, graph, names) {
                    members.entities.insert(number);
                    let office = (role.title.clone(), role.of.clone());
                    members.offices.insert(office);
                }
            }
            if class.describes(entity, graph) {
                members.entities.insert(number);
            }
        }
    }
    classes
}

/// Splits the state or body that an office belongs to off a title: "Kremlin Spokesperson", "Federal
/// Chancellor of Germany". Returns the words of the office, and the entities that the rest names.
fn without_names<'w>(
    title: &'w [String],
    graph: &Graph,
    names: &Names,
) -> (&'w [String], Vec<usize>) {
    let has_offices = |entity: &usize| {
        let kind = graph.entities().get(*entity).map(|entity| entity.kind);
        matches!(kind, Some(EntityType::State | EntityType::Organisation))
    };
    let owner = |words: &[String]| -> Option<(usize, Vec<usize>)> {
        let (count, found) = names.prefix(words)?;
        let owners: Vec<usize> = found.iter().copied().filter(has_offices).collect();
        (!owners.is_empty()).then_some((count, owners))
    };
    let mut owners = Vec::new();
    let mut rest = title;
    if let Some((count, found)) = owner(title)
        && count < title.len()
    {
        owners.extend(found);
        rest = &title[count..];
    }
    for at in 1..rest.len() {
        if rest[at] == "of"
            && let Some((count, found)) = owner(&rest[at + 1..])
            && at + 1 + count == rest.len()
        {
            owners.extend(found);
            rest = &rest[..at];
            break;
        }
    }
    (rest, owners)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn synonymous_titles_name_the_same_office() {
        for title in [
            "Foreign Secretary",
            "Minister of Foreign Affairs",
            "Federal Minister for Foreign Affairs",
            "foreign minister",
        ] {
            assert_eq!(
                office_of(&folding::words(title)),
                "foreign minister",
                "{title}"
            );
        }
        for title in ["Deputy Foreign Minister", "Union Leader"] {
            assert_eq!(office_of(&folding::words(title)), title.to_lowercase());
        }
    }

    #[test]
    fn only_names_of_states_and_bodies_are_split_off_an_office() {
        use crate::graph::sample;
        let mut documents = sample::extractions();
        let person = documents[0]
            .entities
            .iter_mut()
            .find(|e| e.kind == EntityType::Person);
        person.expect("a person").name = "Major".to_owned();
        let graph = Graph::from_extractions("offices", documents, &Default::default());
        let names = crate::query::names_of(&graph);
        let state = graph
            .entities()
            .iter()
            .find(|e| e.kind == EntityType::State);
        let state = &state.expect("a state").name;
        let office = |title: &str| Offices::default().office(title, &graph, &names);
        assert_eq!(office(&format!("{state} Beekeeper")), "beekeeper");
        assert_eq!(office(&format!("Beekeeper of {state}")), "beekeeper");
        assert_eq!(office("Major General"), "major general");
    }
}
