//! The names of the entities of a graph.

use super::{nations, spelling};
use crate::entity::EntityType;
use crate::graph::Graph;
use crate::normalise::folding;
use std::collections::{BTreeMap, BTreeSet};

/// Finds entities by id, name or alias, ignoring case, accents and a leading "the".
///
/// Entities are numbers here, chosen by the caller.
#[derive(Debug, Default)]
pub struct Names {
    /// Folded words, joined by a space, to the entities of that name.
    entities: BTreeMap<String, Vec<usize>>,
    /// Ids, as they are written.
    ids: BTreeMap<String, usize>,
    /// Canonical name of each entity.
    canonical: BTreeMap<usize, String>,
    /// The people among them.
    people: BTreeSet<usize>,
    /// Number of words in the longest name.
    longest: usize,
}

impl Names {
    /// Adds an entity with its names; the first of them is canonical.
    pub fn add<'n>(&mut self, entity: usize, id: &str, names: impl IntoIterator<Item = &'n str>) {
        self.ids.insert(id.to_lowercase(), entity);
        for name in names {
            self.canonical
                .entry(entity)
                .or_insert_with(|| name.to_owned());
            self.add_key(entity, &folding::words(name));
        }
    }

    /// Adds the last word of a person's name, which newspapers use alone.
    pub fn add_surname(&mut self, entity: usize, name: &str) {
        self.people.insert(entity);
        let words = folding::words(name);
        if let [_, .., last] = words.as_slice() {
            self.add_key(entity, std::slice::from_ref(last));
        }
    }

    /// Adds a name unless another entity already has it.
    pub(super) fn add_unless_taken(&mut self, entity: usize, name: &str) {
        let words = folding::words(name);
        if self.find_words(&words).is_empty() {
            self.add_key(entity, &words);
        }
    }

    fn add_key(&mut self, entity: usize, words: &[String]) {
        let words = without_article(words);
        if words.is_empty() {
            return;
        }
        self.longest = self.longest.max(words.len());
        let same = self.entities.entry(words.join(" ")).or_default();
        if !same.contains(&entity) {
            same.push(entity);
        }
    }

    /// The entities with this id, name or alias; may be empty.
    pub fn find(&self, name: &str) -> &[usize] {
        if let Some(entity) = self.ids.get(&name.trim().to_lowercase()) {
            return std::slice::from_ref(entity);
        }
        self.find_words(&folding::words(name))
    }

    /// The entities that words of a topic name: those of [`Names::find`], but a common noun with its article
    /// ("the bill") is no person ("Bill").
    pub(super) fn find_topic(&self, topic: &str) -> &[usize] {
        match topic.split_whitespace().collect::<Vec<_>>().as_slice() {
            [article, noun] if is_article(article) && self.is_perhaps_noun(noun) => &[],
            _ => self.find(topic),
        }
    }

    /// Whether a word is a person's name, but in lower case, as a common noun is: "bill", "may".
    pub(in crate::query) fn is_perhaps_noun(&self, word: &str) -> bool {
        let found = self.find(word);
        !word.chars().any(char::is_uppercase)
            && !found.is_empty()
            && found.iter().all(|entity| self.people.contains(entity))
    }

    fn find_words(&self, words: &[String]) -> &[usize] {
        let key = without_article(words).join(" ");
        self.entities.get(&key).map_or(&[], Vec::as_slice)
    }

    /// The longest name at the start of `words` (folded): its number of words, and its entity.
    pub fn prefix(&self, words: &[String]) -> Option<(usize, &[usize])> {
        let article = usize::from(words.first().is_some_and(|w| w == "the"));
        let longest = (self.longest + article).min(words.len());
        (article + 1..=longest)
            .rev()
            .map(|count| (count, self.find_words(&words[..count])))
            .find(|(_, entities)| !entities.is_empty())
    }

    /// The canonical name of an entity.
    pub fn canonical(&self, entity: usize) -> &str {
        self.canonical.get(&entity).map_or("", String::as_str)
    }

    /// Canonical names of up to `count` entities whose names are spelt similarly to `name`, the most
    /// similar first; none if there is no similar name.
    pub fn nearest(&self, name: &str, count: usize) -> Vec<String> {
        let wanted = wanted(name);
        let names = self.entities.iter().flat_map(|(key, entities)| {
            let names = entities.iter().map(|entity| self.canonical(*entity));
            names.map(move |name| (key.as_str(), name))
        });
        spelling::nearest(&wanted, names, count)
    }
}

/// A name as [`Names`] compares it.
pub(super) fn wanted(name: &str) -> String {
    without_article(&folding::words(name)).join(" ")
}

/// Whether a word says that a noun follows.
pub(in crate::query) fn is_article(word: &str) -> bool {
    let articles = ["the", "a", "an", "this", "these", "those"];
    articles.contains(&word.to_lowercase().as_str())
}

fn without_article(words: &[String]) -> &[String] {
    match words {
        [first, rest @ ..] if first == "the" && !rest.is_empty() => rest,
        _ => words,
    }
}

/// The names of the entities of `graph`; the numbers are those of [`Graph::entities`].
pub(crate) fn names_of(graph: &Graph) -> Names {
    let mut names = Names::default();
    for (number, entity) in graph.entities().iter().enumerate() {
        let aliases = entity.aliases.iter().map(|(alias, _)| alias.as_str());
        names.add(
            number,
            &entity.id,
            std::iter::once(entity.name.as_str()).chain(aliases),
        );
        if entity.kind == EntityType::Person {
            names.add_surname(number, &entity.name);
        }
    }
    // Names that no article uses come last: somebody else may already be called "Georgia".
    for (number, entity) in graph.entities().iter().enumerate() {
        if entity.kind == EntityType::State {
            for name in nations::nation(&entity.id).iter().flat_map(|n| &n.names) {
                names.add_unless_taken(number, name);
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.add(0, "Q159", ["Russia", "Moscow", "the Kremlin"]);
        names.add(1, "Q30", ["United States", "U.S.", "Washington"]);
        names.add(2, "Q7747", ["Vladimir Putin"]);
        names.add_surname(2, "Vladimir Putin");
        names.add(3, "Q39259", ["Recep Tayyip Erdoğan"]);
        names
    }

    #[test]
    fn ids_names_and_aliases_are_found_whatever_their_case_and_accents() {
        let names = names();
        for (name, entity) in [
            ("q159", 0),
            ("KREMLIN", 0),
            ("The Kremlin", 0),
            ("US", 1),
            ("the united states", 1),
            ("putin", 2),
            ("recep tayyip erdogan", 3),
        ] {
            assert_eq!(names.find(name), [entity], "{name}");
        }
        assert!(names.find("Ruritania").is_empty());
        assert!(names.find("").is_empty());
    }

    #[test]
    fn common_nouns_are_no_people() {
        let mut names = names();
        names.add(5, "bill-hammons", ["Bill Hammons", "Bill"]);
        names.add_surname(5, "Bill Hammons");
        for (topic, entities) in [
            ("the bill", [].as_slice()),
            ("a bill", &[]),
            ("bill", &[5]),
            ("the Bill", &[5]),
            ("the kremlin", &[0]),
        ] {
            assert_eq!(names.find_topic(topic), entities, "{topic}");
        }
    }

    #[test]
    fn the_longest_name_wins() {
        let mut names = names();
        names.add(4, "x", ["United States Senate"]);
        let words = folding::words("the United States Senate said");
        assert_eq!(names.prefix(&words), Some((4, [4].as_slice())));
        assert_eq!(names.prefix(&folding::words("the said")), None);
    }

    #[test]
    fn the_nearest_names_are_found_for_misspelt_ones() {
        let names = names();
        assert_eq!(names.nearest("Vladimir Puttin", 1), ["Vladimir Putin"]);
        assert_eq!(names.nearest("Rusia", 2)[0], "Russia");
        assert!(names.nearest("zzz", 3).is_empty());
    }
}
