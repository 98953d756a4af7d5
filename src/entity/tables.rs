//! The gazetteer made ready for looking up: names and words by their hashes.

use super::key::{HashedMap, Phrases, Piece, WordMap, phrase, pieces, pieces_of};
use super::people::{ORGANISATION, People};
use crate::entity::office_class::OfficeClass;
use crate::gazetteer;
use crate::lexicon::{Row, rows};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The tables; the first use loads them.
pub(super) static TABLES: LazyLock<Tables> = LazyLock::new(Tables::load);

/// A state, territory or bloc.
#[derive(Debug)]
pub(super) struct State {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) qid: &'static str,
    pub(super) kind: &'static str,
    /// "Russian"; the name where the table gives none.
    pub(super) adjective: &'static str,
}

/// An organisation, outlet, party or government body.
#[derive(Debug)]
pub(super) struct Organisation {
    pub(super) name: &'static str,
    pub(super) qid: &'static str,
    pub(super) kind: &'static str,
    /// Index of the state it belongs to.
    pub(super) state: Option<usize>,
    /// Whether it speaks for that state: a government body.
    pub(super) body: bool,
    /// Name of the organisation that it is a part of.
    pub(super) parent: &'static str,
}

/// What a phrase of the dictionary refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Name of a state.
    State(u16),
    /// Adjective of one.
    Adjective(u16),
    /// Its people: "Mexicans".
    Demonym(u16),
    /// Its capital.
    Capital(u16),
    /// An organisation or body.
    Organisation(u16),
    /// Somebody of the people's table.
    Person(u32),
    /// A place that is not a state.
    Place,
}

/// One phrase of the dictionary.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    pub(super) target: Target,
    /// Written in capitals in the table: only capitals match it, "US" but never "us".
    pub(super) capitals: bool,
}

/// A title.
#[derive(Debug)]
pub(super) struct Title {
    pub(super) name: &'static str,
    /// The class of the office.
    pub(super) class: OfficeClass,
    pub(super) gender: Option<Gender>,
}

/// The gender of a name, title or pronoun.
/// ```
/// use dixit::entity::Gender;
///
/// let gender: Gender = serde_json::from_str("\"female\"").unwrap();
/// assert_eq!(gender, Gender::Female);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

impl Gender {
    /// The pronouns for one person of this gender.
    pub(super) const fn pronouns(self) -> [&'static str; 4] {
        match self {
            Gender::Male => ["he", "him", "his", "himself"],
            Gender::Female => ["she", "her", "hers", "herself"],
        }
    }

    /// `M` or `F`; anything else says nothing.
    pub(super) fn of(letter: &str) -> Option<Gender> {
        match letter {
            "M" => Some(Gender::Male),
            "F" => Some(Gender::Female),
            _ => None,
        }
    }

    /// `M` or `F`.
    pub(super) fn letter(self) -> &'static str {
        match self {
            Gender::Male => "M",
            Gender::Female => "F",
        }
    }
}

/// A body named after its state.
#[derive(Debug)]
pub(super) struct BodyHead {
    /// `{}` stands for the state's adjective.
    pub(super) pattern: &'static str,
    /// "the Russian side": the state itself.
    pub(super) is_state: bool,
    /// Whether the words name the body even in lower case: ministries.
    pub(super) named: bool,
    /// Whether it is the state's only one, so that its name alone can mean it: "the Supreme Court".
    pub(super) single: bool,
}

/// Where in a name a word decides its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    End,
    Any,
    Whole,
    Break,
    /// First, before "of".
    Head,
}

/// A noun that describes people.
#[derive(Debug, Clone, Copy)]
pub(super) struct PersonNoun {
    /// The noun in the singular.
    pub(super) singular: &'static str,
    /// Its plural.
    pub(super) many: &'static str,
    /// Whether the noun is the plural of the two.
    pub(super) plural: bool,
    pub(super) gender: Option<Gender>,
    /// A trade that nobody has who is known by an office.
    pub(super) trade: bool,
    /// Said of people that are not named: "source".
    pub(super) nameless: bool,
}

/// Everything the layer knows.
#[derive(Debug)]
pub(super) struct Tables {
    pub(super) states: Vec<State>,
    pub(super) organisations: Vec<Organisation>,
    pub(super) dictionary: Phrases<Entry>,
    /// Family names (a single piece) of the people's table.
    pub(super) surnames: Phrases<u32>,
    pub(super) people: People,
    pub(super) titles: Vec<Title>,
    pub(super) title_phrases: Phrases<u16>,
    pub(super) bodies: Vec<BodyHead>,
    pub(super) body_phrases: Phrases<u16>,
    pub(super) person_nouns: WordMap<PersonNoun>,
    /// Word before a title → whether it says whose or which office it is.
    pub(super) modifiers: WordMap<bool>,
    /// Noun → its owner: person, state, any.
    pub(super) group_nouns: WordMap<&'static str>,
    /// Noun → kinds of organisations that it fits; `*` for those that only the text names.
    noun_kinds: WordMap<Vec<&'static str>>,
    /// Noun for an outlet → whether a name before it is always that of the outlet.
    pub(super) outlet_nouns: WordMap<bool>,
    /// Place → the state in which it lies.
    pub(super) homes: WordMap<usize>,
    /// Nouns for what somebody issues: "statement".
    pub(super) document_nouns: WordMap<u8>,
    /// Phrase of an epithet → name of the organisation.
    pub(super) epithets: WordMap<&'static str>,
    /// Ambiguous name of a state → words of which one must be in the text.
    pub(super) ambiguous: WordMap<Vec<&'static str>>,
    given_names: WordMap<Option<Gender>>,
    nicknames: WordMap<Vec<&'static str>>,
    organisation_words: WordMap<Place>,
    other_words: WordMap<Place>,
    /// Word that heads a body named with a state → whether the body speaks for the state.
    pub(super) national_words: WordMap<bool>,
    /// Legal form of a company → whether it may come after a comma.
    pub(super) company_forms: WordMap<bool>,
    transliterations: HashedMap<Piece>,
    pub(super) state_codes: WordMap<usize>,
    prominent: HashSet<OfficeClass>,
}

/// Whether a table writes a single word so that only capitals can mean it.
fn in_capitals(name: &str) -> bool {
    !name.contains(' ')
        && name.chars().filter(|c| c.is_alphabetic()).count() <= 6
        && !name.chars().any(char::is_lowercase)
}

/// An ending marks a surname if one in so many people of the table has it.
const ENDING: u32 = 12;

/// The number of a class of things that words can be in; 0 for none.
fn document_class(name: &str) -> u8 {
    let classes = ["study", "statement", "order", "data", "medium", "work"];
    let place = classes.iter().position(|class| *class == name);
    place.map_or(0, |place| place as u8 + 1)
}

impl Tables {
    pub(super) fn load() -> Self {
        let transliterations = rows(gazetteer::TRANSLITERATIONS)
            .filter_map(|row| {
                let from = pieces_of(row.field(0)).first().copied()?;
                Some((from, pieces_of(row.field(1)).first().copied()?))
            })
            .collect();
        let mut tables = Tables {
            states: Vec::new(),
            organisations: Vec::new(),
            dictionary: Phrases::new(),
            surnames: Phrases::new(),
            people: People::load(),
            titles: Vec::new(),
            title_phrases: Phrases::new(),
            bodies: Vec::new(),
            body_phrases: Phrases::new(),
            person_nouns: WordMap::default(),
            modifiers: rows(gazetteer::MODIFIERS)
                .map(|row| (row.field(0), row.field(1) == "yes"))
                .collect(),
            group_nouns: rows(gazetteer::GROUP_NOUNS)
                .map(|row| (row.field(0), row.field(1)))
                .collect(),
            noun_kinds: rows(gazetteer::GROUP_NOUNS)
                .map(|row| (row.field(0), row.list(2).collect()))
                .collect(),
            outlet_nouns: rows(gazetteer::OUTLET_NOUNS)
                .map(|row| (row.field(0), row.field(1) == "title"))
                .collect(),
            homes: WordMap::default(),
            document_nouns: rows(gazetteer::DOCUMENT_NOUNS)
                .map(|row| (row.field(0), document_class(row.field(1))))
                .collect(),
            epithets: rows(gazetteer::EPITHETS)
                .map(|row| (row.field(0), row.field(1)))
                .collect(),
            ambiguous: rows(gazetteer::AMBIGUOUS)
                .map(|row| (row.field(0), row.list(1).collect()))
                .collect(),
            given_names: rows(gazetteer::GIVEN_NAMES)
                .map(|row| (row.field(0), Gender::of(row.field(1))))
                .collect(),
            nicknames: rows(gazetteer::NICKNAMES)
                .map(|row| (row.field(0), row.list(1).collect()))
                .collect(),
            organisation_words: words(gazetteer::ORGANISATION_WORDS),
            other_words: words(gazetteer::OTHER_WORDS),
            national_words: rows(gazetteer::ORGANISATION_WORDS)
                .filter(|row| !row.field(2).is_empty())
                .map(|row| (row.field(0), row.field(2) == "state"))
                .collect(),
            company_forms: rows(gazetteer::COMPANY_FORMS)
                .map(|row| (row.field(0), row.field(1) == "yes"))
                .collect(),
            transliterations,
            state_codes: WordMap::default(),
            prominent: rows(gazetteer::OFFICE_CLASSES)
                .filter(|row| row.field(2) == "yes")
                .filter_map(|row| letter(row, 0))
                .collect(),
        };
        tables.dictionary.reserve(64_000);
        tables.load_people();
        for (place, _) in gazetteer::places() {
            tables.enter(place, Target::Place);
        }
        tables.load_states();
        let home = |(place, code)| Some((place, *tables.state_codes.get(code)?));
        tables.homes = gazetteer::places().filter_map(home).collect();
        tables.load_organisations();
        tables.load_words();
        tables
    }

    fn load_states(&mut self) {
        for (index, state) in (0_u16..).zip(gazetteer::states()) {
            let gazetteer::State {
                code,
                name,
                id,
                kind,
                ..
            } = *state;
            self.state_codes.insert(code, index as usize);
            self.state_codes.insert(name, index as usize);
            for capital in state.capitals() {
                self.enter(capital, Target::Capital(index));
            }
            for demonym in state.demonyms() {
                self.enter(demonym, Target::Demonym(index));
            }
            for adjective in state.adjectives() {
                self.enter(adjective, Target::Adjective(index));
            }
            for alias in std::iter::once(name).chain(state.aliases()) {
                self.enter(alias, Target::State(index));
            }
            self.states.push(State {
                code,
                name,
                qid: id,
                kind,
                adjective: state.adjectives().next().unwrap_or(name),
            });
        }
    }

    fn load_organisations(&mut self) {
        for (index, known) in (0_u16..).zip(gazetteer::organisations()) {
            for alias in std::iter::once(known.name).chain(known.aliases()) {
                self.enter(alias, Target::Organisation(index));
            }
            self.organisations.push(Organisation {
                name: known.name,
                qid: known.id,
                kind: known.kind,
                state: self.state_codes.get(known.state).copied(),
                body: known.is_body,
                parent: known.parent,
            });
        }
    }

    fn load_people(&mut self) {
        let people = std::mem::take(&mut self.people);
        self.surnames.reserve(people.len() as usize);
        let mut pieces = Vec::new();
        for person in 0..people.len() {
            let record = people.get(person);
            let target = Target::Person(person);
            for (i, name) in std::iter::once(record.name)
                .chain(record.aliases())
                .enumerate()
            {
                if !name.contains(' ') {
                    continue;
                }
                pieces.clear();
                self.push_pieces(name, &mut pieces);
                let capitals = false;
                self.dictionary.insert(&pieces, Entry { target, capitals });
                if i == 0 {
                    let first = pieces.first().filter(|_| record.family_name_first());
                    for piece in first.into_iter().chain(pieces.last()) {
                        self.surnames.insert(&[*piece], person);
                    }
                }
            }
        }
        self.people = people;
    }

    fn load_words(&mut self) {
        for row in rows(gazetteer::TITLES) {
            let index = self.titles.len() as u16;
            for variant in std::iter::once(row.field(0)).chain(row.list(3)) {
                self.title_phrases.insert(&pieces_of(variant), index);
            }
            self.titles.push(Title {
                name: row.field(0),
                class: letter(row, 1).unwrap_or(OfficeClass::None),
                gender: Gender::of(row.field(2)),
            });
        }
        for row in rows(gazetteer::BODY_HEADS) {
            let index = self.bodies.len() as u16;
            for head in row.list(2) {
                self.body_phrases.insert(&pieces_of(head), index);
            }
            self.bodies.push(BodyHead {
                pattern: row.field(1),
                is_state: row.field(3) == "yes",
                named: row.field(0).ends_with("ministry"),
                single: row.field(4) == "yes",
            });
        }
        for row in rows(gazetteer::PERSON_NOUNS) {
            let gender = Gender::of(row.field(2));
            for (noun, plural) in [(row.field(0), false), (row.field(1), true)] {
                let described = PersonNoun {
                    singular: row.field(0),
                    many: row.field(1),
                    plural,
                    gender,
                    trade: row.field(3) == "trade",
                    nameless: row.field(3) == "nameless",
                };
                self.person_nouns.entry(noun).or_insert(described);
            }
        }
    }

    pub(super) fn enter(&mut self, name: &str, target: Target) {
        let name = name.strip_prefix("The ").unwrap_or(name);
        let pieces = self.pieces(name);
        let capitals = in_capitals(name);
        self.dictionary.insert(&pieces, Entry { target, capitals });
    }

    /// The pieces of a phrase, spelling variants of names brought to one.
    pub(super) fn pieces(&self, words: &str) -> Vec<Piece> {
        let mut out = Vec::new();
        self.push_pieces(words, &mut out);
        out
    }

    /// Appends the pieces of a phrase to `out`.
    pub(super) fn push_pieces(&self, words: &str, out: &mut Vec<Piece>) {
        let from = out.len();
        pieces(words, out);
        for piece in &mut out[from..] {
            *piece = self.spelling(*piece);
        }
    }

    /// The piece that this spelling of a name part is folded to.
    pub(super) fn spelling(&self, piece: Piece) -> Piece {
        self.transliterations.get(&piece).copied().unwrap_or(piece)
    }

    /// The state with this code or name.
    pub(super) fn state(&self, code: &str) -> Option<usize> {
        self.state_codes.get(code).copied()
    }

    /// The organisation with this canonical name.
    pub(super) fn organisation(&self, name: &str) -> Option<usize> {
        let hash = phrase(&self.pieces(name.strip_prefix("The ").unwrap_or(name)));
        self.dictionary
            .get(hash)
            .find_map(|entry| match entry.target {
                Target::Organisation(i) if self.organisations[i as usize].name == name => {
                    Some(i as usize)
                }
                _ => None,
            })
    }

    /// The organisation whose office this is in the people's table.
    pub(super) fn office_body(&self, of: &str) -> Option<usize> {
        let pieces = self.pieces(of.strip_prefix(ORGANISATION)?);
        self.dictionary
            .get(phrase(&pieces))
            .find_map(|entry| match entry.target {
                Target::Organisation(i) => Some(i as usize),
                _ => None,
            })
    }

    /// Whether `word` is a given name.
    pub(super) fn is_given_name(&self, word: &str) -> bool {
        self.given_names.contains_key(word)
            || !word.is_ascii() && self.given_names.contains_key(unaccented(word).as_str())
    }

    /// The gender of a given name.
    pub(super) fn gender_of(&self, given: &str) -> Option<Gender> {
        let found = self.given_names.get(given);
        match found {
            None if !given.is_ascii() => self.given_names.get(unaccented(given).as_str()),
            found => found,
        }
        .copied()
        .flatten()
    }

    /// Whether one of two given names is short for the other: "Joe", "Joseph".
    pub(super) fn is_nickname(&self, one: &str, other: &str) -> bool {
        let short = |a: &str, b: &str| self.nicknames.get(a).is_some_and(|full| full.contains(&b));
        short(one, other) || short(other, one)
    }

    /// The kinds of organisations that a noun fits: "newspaper".
    pub(super) fn noun_kinds(&self, noun: &str) -> impl Iterator<Item = &'static str> + '_ {
        self.noun_kinds.get(noun).into_iter().flatten().copied()
    }

    /// Whether two nouns can be said of one kind of organisation: "airline", "company".
    pub(super) fn share_a_kind(&self, one: &str, other: &str) -> bool {
        let mut kinds = self.noun_kinds(one).filter(|kind| *kind != "*");
        kinds.any(|kind| self.noun_kinds(other).any(|of_other| of_other == kind))
    }

    /// Where in a name `word` shows that it is an organisation's.
    pub(super) fn organisation_word(&self, word: &str) -> Option<Place> {
        self.organisation_words.get(word).copied()
    }

    /// Where in a name `word` shows that it names nobody who speaks.
    pub(super) fn other_word(&self, word: &str) -> Option<Place> {
        self.other_words.get(word).copied()
    }

    /// Whether somebody of the people's table has this surname.
    pub(super) fn is_surname(&self, word: &str) -> bool {
        let piece = pieces_of(word).first().map(|piece| self.spelling(*piece));
        piece.is_some_and(|piece| self.surnames.get(phrase(&[piece])).next().is_some())
    }

    /// Whether several people of the table have this surname.
    pub(super) fn is_common_surname(&self, word: &str) -> bool {
        let piece = pieces_of(word).first().map(|piece| self.spelling(*piece));
        piece.is_some_and(|piece| self.surnames.get(phrase(&[piece])).nth(1).is_some())
    }

    /// Whether a word ends as the surnames of the people's table do.
    pub(super) fn is_like_surname(&self, word: &str) -> bool {
        self.is_surname(word) || self.people.share_of_ending(word) >= ENDING
    }

    /// Whether holders of this class of office are known by surname alone.
    pub(super) fn is_prominent(&self, class: OfficeClass) -> bool {
        self.prominent.contains(&class)
    }
}

/// The class of offices whose letter is in a column.
fn letter(row: Row<'static>, column: usize) -> Option<OfficeClass> {
    OfficeClass::of(row.field(column).bytes().next()?)
}

fn words(table: &'static str) -> WordMap<Place> {
    rows(table)
        .map(|row| {
            let place = match row.field(1) {
                "any" => Place::Any,
                "whole" => Place::Whole,
                "break" => Place::Break,
                "head" => Place::Head,
                _ => Place::End,
            };
            (row.field(0), place)
        })
        .collect()
}

/// A name without its accents: "Inês" as "Ines".
fn unaccented(word: &str) -> String {
    word.nfd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_whole() {
        let tables = &*TABLES;
        assert!(tables.states.len() > 200 && tables.organisations.len() > 400);
        assert!(tables.people.len() > 20_000);
        for state in &tables.states {
            assert!(!state.name.is_empty(), "{} has no name", state.code);
        }
        for organisation in &tables.organisations {
            assert!(
                tables.organisation(organisation.name).is_some(),
                "{}",
                organisation.name
            );
        }
        for row in rows(gazetteer::EPITHETS) {
            assert!(tables.organisation(row.field(1)).is_some(), "{row:?}");
        }
    }
}
