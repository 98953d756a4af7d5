//! The gazetteer, indexed for lookups: names and words by their hashes.

use crate::gazetteer;
use crate::gazetteer::gender::Gender;
use crate::gazetteer::ids::{BodyHeadId, OrganisationId, PersonId, StateId, TitleId};
use crate::gazetteer::key::{HashedMap, Phrases, Piece, WordMap, phrase, pieces, pieces_of};
use crate::gazetteer::kind::{OrganisationKind, Owner, StateKind};
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::people::{ORGANISATION, People};
use crate::ids::{Id, List};
use crate::lexicon::{Row, rows};
use std::collections::HashSet;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The tables; the first use loads them.
pub(crate) static TABLES: LazyLock<Tables> = LazyLock::new(Tables::load);

/// A state, territory or bloc.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) qid: &'static str,
    pub(crate) kind: StateKind,
    /// "Russian"; the name if the table gives none.
    pub(crate) adjective: &'static str,
}

/// An organisation, outlet, party or government body.
#[derive(Debug)]
pub(crate) struct Organisation {
    pub(crate) name: &'static str,
    pub(crate) qid: &'static str,
    /// Its kind, if known.
    pub(crate) kind: Option<OrganisationKind>,
    /// The state it belongs to.
    pub(crate) state: Option<StateId>,
    /// Whether it speaks for that state: a government body.
    pub(crate) body: bool,
    /// Name of the organisation that it is a part of.
    pub(crate) parent: &'static str,
}

/// The referent of a phrase of the dictionary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Name of a state.
    State(StateId),
    /// Adjective of one.
    Adjective(StateId),
    /// Its people: "Mexicans".
    Demonym(StateId),
    /// Its capital.
    Capital(StateId),
    /// An organisation or body.
    Organisation(OrganisationId),
    /// A person of the table.
    Person(PersonId),
    /// A place that is not a state.
    Place,
}

/// One phrase of the dictionary.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Entry {
    pub(crate) target: Target,
    /// In capitals in the table, so that only capitals match: "US" but not "us".
    pub(crate) capitals: bool,
}

/// A title.
#[derive(Debug)]
pub(crate) struct Title {
    pub(crate) name: &'static str,
    /// The class of the office.
    pub(crate) class: OfficeClass,
    pub(crate) gender: Option<Gender>,
}

/// A body named after its state.
#[derive(Debug)]
pub(crate) struct BodyHead {
    /// `{}` stands for the state's adjective.
    pub(crate) pattern: &'static str,
    /// Whether it refers to the state itself: "the Russian side".
    pub(crate) is_state: bool,
    /// Whether the words name the body even in lower case, as for ministries.
    pub(crate) named: bool,
    /// Whether it is the state's only one, so that its name alone is enough: "the Supreme Court".
    pub(crate) single: bool,
}

/// The position in a name at which a word determines its type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    End,
    Any,
    Whole,
    Break,
    /// First, before "of".
    Head,
}

/// A noun that describes people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PersonNoun {
    /// The noun in the singular.
    pub(crate) singular: &'static str,
    /// Its plural.
    pub(crate) many: &'static str,
    /// Whether the noun is the plural of the two.
    pub(crate) plural: bool,
    pub(crate) gender: Option<Gender>,
    /// For people who are not named: "source".
    pub(crate) nameless: bool,
}

/// A noun for bodies of people.
#[derive(Debug)]
pub(crate) struct GroupNoun {
    /// How a body named with it relates to its owner, if known.
    pub(crate) owner: Option<Owner>,
    /// The kinds of organisations that it fits.
    pub(crate) kinds: Vec<OrganisationKind>,
    /// Whether it fits organisations that are in no table.
    pub(crate) unlisted: bool,
}

impl GroupNoun {
    fn of(row: Row<'static>) -> GroupNoun {
        GroupNoun {
            owner: Owner::of(row.field(1)),
            kinds: row.list(2).filter_map(OrganisationKind::of).collect(),
            unlisted: row.list(2).any(|kind| kind == gazetteer::UNLISTED),
        }
    }
}

/// All tables.
#[derive(Debug)]
pub(crate) struct Tables {
    pub(crate) states: List<StateId, State>,
    pub(crate) organisations: List<OrganisationId, Organisation>,
    pub(crate) dictionary: Phrases<Entry>,
    /// Surnames (of one piece) in the table of people.
    pub(crate) surnames: Phrases<PersonId>,
    pub(crate) people: People,
    pub(crate) titles: List<TitleId, Title>,
    pub(crate) title_phrases: Phrases<TitleId>,
    pub(crate) bodies: List<BodyHeadId, BodyHead>,
    pub(crate) body_phrases: Phrases<BodyHeadId>,
    pub(crate) person_nouns: WordMap<PersonNoun>,
    /// Word before a title → whether it specifies the office.
    pub(crate) modifiers: WordMap<bool>,
    pub(crate) group_nouns: WordMap<GroupNoun>,
    /// Noun for an outlet → whether a name before it is always the outlet's.
    pub(crate) outlet_nouns: WordMap<bool>,
    /// Place → its state.
    pub(crate) homes: WordMap<StateId>,
    /// Nouns for documents: "statement".
    pub(crate) document_nouns: WordMap<DocumentNoun>,
    /// Phrase of an epithet → name of the organisation.
    pub(crate) epithets: WordMap<&'static str>,
    /// Ambiguous name of a state → words, one of which must be in the text.
    pub(crate) ambiguous: WordMap<Vec<&'static str>>,
    given_names: WordMap<Option<Gender>>,
    nicknames: WordMap<Vec<&'static str>>,
    organisation_words: WordMap<Place>,
    other_words: WordMap<Place>,
    /// Word that heads a body named with a state → whether the body speaks for the state.
    pub(crate) national_words: WordMap<bool>,
    /// Legal form of a company → whether it may come after a comma.
    pub(crate) company_forms: WordMap<bool>,
    transliterations: HashedMap<Piece>,
    pub(crate) state_codes: WordMap<StateId>,
    prominent: HashSet<OfficeClass>,
}

/// Whether a single word in a table can only match in capitals.
fn in_capitals(name: &str) -> bool {
    !name.contains(' ')
        && name.chars().filter(|c| c.is_alphabetic()).count() <= 6
        && !name.chars().any(char::is_lowercase)
}

/// An ending is typical of surnames if one in so many people of the table has it.
const ENDING: u32 = 12;

/// What a noun for documents says about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DocumentNoun {
    /// The number of its class.
    pub(crate) class: u8,
    /// Whether it is for texts that hold for several parties or for everybody: "treaty".
    pub(crate) binding: bool,
}

impl DocumentNoun {
    fn of(row: Row) -> DocumentNoun {
        DocumentNoun {
            class: document_class(row.field(1)),
            binding: row.field(2) == "binding",
        }
    }
}

/// The number of a class of documents; 0 for none.
fn document_class(name: &str) -> u8 {
    let classes = ["study", "statement", "order", "data", "medium", "work"];
    let place = classes.iter().position(|class| *class == name);
    place.map_or(0, |place| place as u8 + 1)
}

impl Tables {
    pub(crate) fn load() -> Self {
        let transliterations = rows(gazetteer::TRANSLITERATIONS)
            .filter_map(|row| {
                let from = pieces_of(row.field(0)).first().copied()?;
                Some((from, pieces_of(row.field(1)).first().copied()?))
            })
            .collect();
        let mut tables = Tables {
            states: List::default(),
            organisations: List::default(),
            dictionary: Phrases::new(),
            surnames: Phrases::new(),
            people: People::load(),
            titles: List::default(),
            title_phrases: Phrases::new(),
            bodies: List::default(),
            body_phrases: Phrases::new(),
            person_nouns: WordMap::default(),
            modifiers: rows(gazetteer::MODIFIERS)
                .map(|row| (row.field(0), row.field(1) == "yes"))
                .collect(),
            group_nouns: rows(gazetteer::GROUP_NOUNS)
                .map(|row| (row.field(0), GroupNoun::of(row)))
                .collect(),
            outlet_nouns: rows(gazetteer::OUTLET_NOUNS)
                .map(|row| (row.field(0), row.field(1) == "title"))
                .collect(),
            homes: WordMap::default(),
            document_nouns: rows(gazetteer::DOCUMENT_NOUNS)
                .map(|row| (row.field(0), DocumentNoun::of(row)))
                .collect(),
            epithets: rows(gazetteer::EPITHETS)
                .map(|row| (row.field(0), row.field(1)))
                .collect(),
            ambiguous: rows(gazetteer::AMBIGUOUS)
                .map(|row| (row.field(0), row.list(1).collect()))
                .collect(),
            given_names: rows(gazetteer::given_names())
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
        for (index, state) in gazetteer::states().iter().enumerate() {
            let number = StateId::new(index);
            let gazetteer::State {
                code,
                name,
                id,
                kind,
                ..
            } = *state;
            self.state_codes.insert(code, number);
            self.state_codes.insert(name, number);
            for capital in state.capitals() {
                self.enter(capital, Target::Capital(number));
            }
            for demonym in state.demonyms() {
                self.enter(demonym, Target::Demonym(number));
            }
            for adjective in state.adjectives() {
                self.enter(adjective, Target::Adjective(number));
            }
            for alias in std::iter::once(name).chain(state.aliases()) {
                self.enter(alias, Target::State(number));
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
        for (index, known) in gazetteer::organisations().enumerate() {
            let number = OrganisationId::new(index);
            for alias in std::iter::once(known.name).chain(known.aliases()) {
                self.enter(alias, Target::Organisation(number));
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
        self.surnames.reserve(people.len());
        let mut pieces = Vec::new();
        for person in people.ids() {
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
            let title = self.titles.push(Title {
                name: row.field(0),
                class: letter(row, 1).unwrap_or(OfficeClass::None),
                gender: Gender::of(row.field(2)),
            });
            for variant in std::iter::once(row.field(0)).chain(row.list(3)) {
                self.title_phrases.insert(&pieces_of(variant), title);
            }
        }
        for row in rows(gazetteer::BODY_HEADS) {
            let body = self.bodies.push(BodyHead {
                pattern: row.field(1),
                is_state: row.field(3) == "yes",
                named: row.field(0).ends_with("ministry"),
                single: row.field(4) == "yes",
            });
            for head in row.list(2) {
                self.body_phrases.insert(&pieces_of(head), body);
            }
        }
        for row in rows(gazetteer::PERSON_NOUNS) {
            let gender = Gender::of(row.field(2));
            for (noun, plural) in [(row.field(0), false), (row.field(1), true)] {
                let described = PersonNoun {
                    singular: row.field(0),
                    many: row.field(1),
                    plural,
                    gender,
                    nameless: row.field(3) == "nameless",
                };
                self.person_nouns.entry(noun).or_insert(described);
            }
        }
    }

    pub(crate) fn enter(&mut self, name: &str, target: Target) {
        let name = name.strip_prefix("The ").unwrap_or(name);
        let pieces = self.pieces(name);
        let capitals = in_capitals(name);
        self.dictionary.insert(&pieces, Entry { target, capitals });
    }

    /// The people of the table with a name.
    pub(crate) fn people_named(&self, pieces: &[Piece]) -> impl Iterator<Item = PersonId> {
        let entries = self.dictionary.get(phrase(pieces));
        entries.filter_map(|entry| match entry.target {
            Target::Person(person) => Some(person),
            _ => None,
        })
    }

    /// The pieces of a phrase, with normalised spelling variants of names.
    pub(crate) fn pieces(&self, words: &str) -> Vec<Piece> {
        let mut out = Vec::new();
        self.push_pieces(words, &mut out);
        out
    }

    /// Appends the pieces of a phrase to `out`.
    pub(crate) fn push_pieces(&self, words: &str, out: &mut Vec<Piece>) {
        let from = out.len();
        pieces(words, out);
        for piece in &mut out[from..] {
            *piece = self.spelling(*piece);
        }
    }

    /// The normalised spelling of a name part.
    pub(crate) fn spelling(&self, piece: Piece) -> Piece {
        self.transliterations.get(&piece).copied().unwrap_or(piece)
    }

    /// The state with this code or name.
    pub(crate) fn state(&self, code: &str) -> Option<StateId> {
        self.state_codes.get(code).copied()
    }

    /// The organisation with this canonical name.
    pub(crate) fn organisation(&self, name: &str) -> Option<OrganisationId> {
        let hash = phrase(&self.pieces(name.strip_prefix("The ").unwrap_or(name)));
        self.dictionary
            .get(hash)
            .find_map(|entry| match entry.target {
                Target::Organisation(id) if self.organisations[id].name == name => Some(id),
                _ => None,
            })
    }

    /// The organisation of an office in the table of people.
    pub(crate) fn office_body(&self, of: &str) -> Option<OrganisationId> {
        let pieces = self.pieces(of.strip_prefix(ORGANISATION)?);
        self.dictionary
            .get(phrase(&pieces))
            .find_map(|entry| match entry.target {
                Target::Organisation(id) => Some(id),
                _ => None,
            })
    }

    /// Whether `word` is a given name.
    pub(crate) fn is_given_name(&self, word: &str) -> bool {
        self.given_names.contains_key(word)
            || !word.is_ascii() && self.given_names.contains_key(unaccented(word).as_str())
    }

    /// The gender of a given name.
    pub(crate) fn gender_of(&self, given: &str) -> Option<Gender> {
        let found = self.given_names.get(given);
        match found {
            None if !given.is_ascii() => self.given_names.get(unaccented(given).as_str()),
            found => found,
        }
        .copied()
        .flatten()
    }

    /// Whether one of two given names is short for the other: "Joe", "Joseph".
    pub(crate) fn is_nickname(&self, one: &str, other: &str) -> bool {
        let short = |a: &str, b: &str| self.nicknames.get(a).is_some_and(|full| full.contains(&b));
        short(one, other) || short(other, one)
    }

    /// Whether a noun fits a kind of organisations: "newspaper".
    pub(crate) fn is_noun_for(&self, noun: &str, kind: OrganisationKind) -> bool {
        let known = self.group_nouns.get(noun);
        known.is_some_and(|noun| noun.kinds.contains(&kind))
    }

    /// Whether two nouns fit the same kind of organisation: "airline", "company".
    pub(crate) fn share_a_kind(&self, one: &str, other: &str) -> bool {
        let mut kinds = self
            .group_nouns
            .get(one)
            .into_iter()
            .flat_map(|noun| &noun.kinds);
        kinds.any(|kind| self.is_noun_for(other, *kind))
    }

    /// The position in a name at which `word` marks an organisation.
    pub(crate) fn organisation_word(&self, word: &str) -> Option<Place> {
        self.organisation_words.get(word).copied()
    }

    /// The position in a name at which `word` marks something that does not speak.
    pub(crate) fn other_word(&self, word: &str) -> Option<Place> {
        self.other_words.get(word).copied()
    }

    /// Whether a person of the table has this surname.
    pub(crate) fn is_surname(&self, word: &str) -> bool {
        let piece = pieces_of(word).first().map(|piece| self.spelling(*piece));
        piece.is_some_and(|piece| self.surnames.get(phrase(&[piece])).next().is_some())
    }

    /// Whether several people of the table have this surname.
    pub(crate) fn is_common_surname(&self, word: &str) -> bool {
        let piece = pieces_of(word).first().map(|piece| self.spelling(*piece));
        piece.is_some_and(|piece| self.surnames.get(phrase(&[piece])).nth(1).is_some())
    }

    /// Whether a word has an ending typical of surnames.
    pub(crate) fn is_like_surname(&self, word: &str) -> bool {
        self.is_surname(word) || self.people.share_of_ending(word) >= ENDING
    }

    /// Whether holders of this class of office are known by surname alone.
    pub(crate) fn is_prominent(&self, class: OfficeClass) -> bool {
        self.prominent.contains(&class)
    }
}

/// The class of offices with the letter in a column.
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
