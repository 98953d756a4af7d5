//! From candidates to entities: which person, state or organisation each name refers to.
//!
//! Full names come first, short ones are then matched with them ([`super::chains`]). A name of the
//! table is linked only where state, date or title are evidence for it: a namesake without evidence gets
//! an id of its own ([`super::evidence`]).

mod homes;
mod trades;
mod unknown;

use super::abbreviations::Abbreviations;
use super::candidate::{Candidate, Guess, Hint};
use super::chains;
use super::key::{HashedMap, Piece};
use super::names;
use super::reader::Reader;
use super::recogniser::Name;
use super::tables::{Tables, Target};
use super::{Entities, Entity, EntityType, Evidence, Mention, MentionKind, Note, Reference, slug};
use crate::date::Date;
use crate::gazetteer;
use homes::is_ambiguous;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

/// Builds the entities of one document.
pub(super) struct Linker<'r, 'a> {
    pub(super) reader: &'r Reader<'a>,
    pub(super) tables: &'static Tables,
    pub(super) date: Option<Date>,
    pub(super) entities: Entities,
    pub(super) abbreviations: Abbreviations<'a>,
    /// People with the nicknames that are within their names.
    pub(super) nicknames: HashMap<usize, Vec<Vec<Piece>>>,
    /// People presented as somebody's relatives: no other form of a name is theirs.
    kin: BTreeSet<usize>,
    /// What the words beside their names say that people are.
    trades: BTreeMap<usize, String>,
    /// The states of the entities of the first so many mentions, computed when needed.
    at_home: (usize, BTreeSet<usize>),
    /// State → how often the document speaks of what is at home there, once somebody asks.
    homes: HashMap<usize, u32>,
}

impl<'r, 'a> Linker<'r, 'a> {
    pub(super) fn new(reader: &'r Reader<'a>, tables: &'static Tables) -> Self {
        Linker {
            reader,
            tables,
            date: reader.document.date,
            entities: Entities::default(),
            abbreviations: Abbreviations::default(),
            nicknames: HashMap::new(),
            kin: BTreeSet::new(),
            trades: BTreeMap::new(),
            at_home: (0, BTreeSet::new()),
            homes: HashMap::new(),
        }
    }

    /// Continues with entities that were built before.
    pub(super) fn resume(
        reader: &'r Reader<'a>,
        tables: &'static Tables,
        entities: Entities,
    ) -> Self {
        Linker {
            entities,
            ..Linker::new(reader, tables)
        }
    }

    /// Finds the names of a text and who they are, the descriptions that refer to people, and those whom
    /// it brings up without a name: all but the pronouns.
    pub(super) fn read(
        reader: &'r Reader<'a>,
        tables: &'static Tables,
        entities: Entities,
        names: &[Name],
    ) -> Self {
        let mut linker = Linker::resume(reader, tables, entities);
        linker.link(&names::find(reader, tables, names));
        linker.descriptions();
        linker.bring_up();
        linker
    }

    /// Resolves all candidates.
    pub(super) fn link(&mut self, candidates: &[Candidate]) {
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
                    let rule = "a body named after its state";
                    self.entities.tell(tokens.clone(), rule, Some(entity));
                    self.mention(tokens, entity, MentionKind::Name);
                }
                Guess::Owned(state, words, speaks) => {
                    let entity = self.owned(*state, tokens.start, words.clone(), *speaks);
                    let rule = "a body with the name of a state";
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
                !the && self.tables.organisations[*o as usize]
                    .name
                    .starts_with("The ")
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
                    | Target::Capital(s) => Some(*s as usize),
                    Target::Organisation(o) => self.tables.organisations[*o as usize].state,
                    _ => None,
                }),
                _ => None,
            };
            if let Some(state) = state {
                *self.entities.states.entry(state).or_insert(0) += 1;
            }
        }
    }

    /// The state that the document speaks of most; `None` when it names none.
    pub(super) fn main_state(&self) -> Option<usize> {
        self.entities
            .states
            .iter()
            .filter(|(state, _)| self.tables.states[**state].kind != gazetteer::BLOC)
            .max_by_key(|(state, count)| (**count, usize::MAX - **state))
            .map(|(state, _)| *state)
    }

    /// Whether the document names the state with this code.
    pub(super) fn names_state(&self, code: &str) -> bool {
        self.tables
            .state(code)
            .is_some_and(|state| self.entities.states.contains_key(&state))
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

    pub(super) fn mention(&mut self, tokens: Range<usize>, entity: usize, kind: MentionKind) {
        let span = self.reader.text.span(tokens.clone());
        if let Some(note) = self.entities.notes.get_mut(entity) {
            note.add_place(&tokens);
        }
        self.entities.mentions.push(Mention {
            tokens,
            span,
            entity,
            kind,
        });
    }

    /// The entity with this id, made by `make` when it is new.
    fn entity(&mut self, id: String, make: impl FnOnce(String) -> (Entity, Note)) -> usize {
        if let Some(index) = self.entities.ids.get(&id) {
            return *index;
        }
        let (entity, mut note) = make(id);
        let mut words: Vec<&str> = note.words.iter().map(String::as_str).collect();
        // "Barlow" is the surname of a Barlow Jr.
        if words.len() > 2 && words.last().is_some_and(|last| chains::is_generation(last)) {
            words.pop();
        }
        let name = match words.is_empty() {
            true => entity.name.clone(),
            false => words.join(" "),
        };
        note.pieces = self.tables.pieces(&name);
        self.entities.push(entity, note)
    }

    /// The entity of a state.
    pub(super) fn state(&mut self, state: usize) -> usize {
        let reference = state_reference(self.tables, state);
        self.entity(reference.id, |id| {
            let entity = Entity {
                id,
                name: reference.name,
                kind: EntityType::State,
                roles: Vec::new(),
                represents: None,
            };
            (
                entity,
                Note {
                    state: Some(state),
                    ..Note::default()
                },
            )
        })
    }

    /// The entity of an organisation in the tables.
    pub(super) fn organisation(&mut self, index: usize) -> usize {
        let tables = self.tables;
        let organisation = &tables.organisations[index];
        self.entity(
            identifier(
                organisation.qid,
                EntityType::Organisation,
                organisation.name,
            ),
            |id| {
                let represents = organisation
                    .state
                    .filter(|_| organisation.body)
                    .map(|state| state_reference(tables, state));
                let entity = Entity {
                    id,
                    name: organisation.name.to_owned(),
                    kind: EntityType::Organisation,
                    roles: Vec::new(),
                    represents,
                };
                let note = Note {
                    state: organisation.state,
                    kind: organisation.kind,
                    ..Note::default()
                };
                (entity, note)
            },
        )
    }

    /// The entity of a body named after a state: "Russian Foreign Ministry".
    pub(super) fn body(&mut self, state: usize, body: usize) -> usize {
        let head = &self.tables.bodies[body];
        if head.is_state {
            return self.state(state);
        }
        let name = head.pattern.replace("{}", self.adjective(state));
        match self.tables.organisation(&name) {
            Some(known) => self.organisation(known),
            None => self.named_body(name, state),
        }
    }

    /// What English says before the name of a state's body.
    fn adjective(&self, state: usize) -> &'static str {
        match self.tables.states[state].code {
            "USA" => "US",
            "GBR" => "British",
            _ => self.tables.states[state].adjective,
        }
    }

    /// A body by its own words and the state that comes before them: "Portuguese Treasury".
    fn owned(&mut self, state: usize, at: usize, words: Range<usize>, speaks: bool) -> usize {
        let name = match self.reader.possessive(words.start - 1) {
            true => format!("{} {}", self.adjective(state), words_of(self.reader, words)),
            false => words_of(self.reader, at..words.end),
        };
        match self.tables.organisation(&name) {
            Some(known) => self.organisation(known),
            None if speaks => self.named_body(name, state),
            None => self.named_organisation(name),
        }
    }

    /// A body without an entry in the tables that speaks for a state.
    pub(super) fn named_body(&mut self, name: String, state: usize) -> usize {
        let tables = self.tables;
        self.entity(identifier("", EntityType::Organisation, &name), |id| {
            let entity = Entity {
                id,
                name,
                kind: EntityType::Organisation,
                roles: Vec::new(),
                represents: Some(state_reference(tables, state)),
            };
            (
                entity,
                Note {
                    state: Some(state),
                    kind: "body",
                    ..Note::default()
                },
            )
        })
    }

    /// An organisation that is in no table, by name.
    pub(super) fn named_organisation(&mut self, name: String) -> usize {
        self.entity(identifier("", EntityType::Organisation, &name), |id| {
            let entity = Entity {
                id,
                name,
                kind: EntityType::Organisation,
                roles: Vec::new(),
                represents: None,
            };
            (entity, Note::default())
        })
    }

    /// A described speaker without a name.
    pub(super) fn unnamed(
        &mut self,
        name: String,
        represents: Option<Reference>,
        plural: bool,
    ) -> usize {
        self.entity(identifier("", EntityType::Unnamed, &name), |id| {
            let entity = Entity {
                id,
                name,
                kind: EntityType::Unnamed,
                roles: Vec::new(),
                represents,
            };
            (
                entity,
                Note {
                    plural,
                    ..Note::default()
                },
            )
        })
    }

    /// The entity of somebody of the people's table.
    pub(super) fn person(&mut self, person: u32) -> usize {
        let record = self.tables.people.get(person);
        self.entity(
            identifier(record.qid, EntityType::Person, record.name),
            |id| {
                let entity = Entity {
                    id,
                    name: record.name.to_owned(),
                    kind: EntityType::Person,
                    roles: Vec::new(),
                    represents: None,
                };
                let note = Note {
                    gender: record
                        .gender
                        .or_else(|| given_gender(self.tables, record.name)),
                    words: record.name.split_whitespace().map(str::to_owned).collect(),
                    person: Some(person),
                    ..Note::default()
                };
                (entity, note)
            },
        )
    }

    /// A person who is in no table, by name.
    pub(super) fn named_person(&mut self, name: String) -> usize {
        // "Sr" before a full stop that a tokeniser took for the end
        let dotless = name.ends_with(" Sr") || name.ends_with(" Jr");
        let name = if dotless { name + "." } else { name };
        // One id for all spellings, so that articles which differ in them speak of one person.
        let spelt = super::key::common_spelling(&name);
        self.person_called(&spelt, name)
    }

    /// "The Senate" in an article about Kenya that never speaks of the United States.
    fn elsewhere(&mut self, organisation: usize, tokens: Range<usize>) -> Option<usize> {
        let own = self.tables.organisations[organisation].state?;
        let word = self.reader.word(tokens.start);
        let speaks = self.tables.national_words.get(word) == Some(&true);
        if tokens.len() != 1 || !speaks || !self.reader.is(tokens.start.checked_sub(1)?, "the") {
            return None;
        }
        let named = |state: &usize| self.entities.states.get(state).copied().unwrap_or(0);
        let state = self.main_state().filter(|state| *state != own)?;
        // a name of the body counts for its own state as well
        let fresh = self.entities.mentions.iter().skip(self.at_home.0);
        let states = fresh.filter_map(|m| self.entities.notes[m.entity].state);
        self.at_home.1.extend(states);
        self.at_home.0 = self.entities.mentions.len();
        (named(&state) > 1 && !self.at_home.1.contains(&own))
            .then(|| self.named_body(format!("{} {word}", self.adjective(state)), state))
    }

    /// Another person with a name that the article has already used, distinguished by trade.
    fn namesake(&mut self, name: String, trade: &str) -> usize {
        self.person_called(&format!("{name} {trade}"), name)
    }

    /// A person who is in no table, distinguished from others by `key`.
    fn person_called(&mut self, key: &str, name: String) -> usize {
        let tables = self.tables;
        self.entity(identifier("", EntityType::Person, key), |id| {
            let note = Note {
                gender: given_gender(tables, &name),
                evidence: match !name.contains(' ') && tables.is_common_surname(&name) {
                    true => Evidence::Surname,
                    false => Evidence::Told,
                },
                words: name.split_whitespace().map(str::to_owned).collect(),
                ..Note::default()
            };
            let entity = Entity {
                id,
                name,
                kind: EntityType::Person,
                roles: Vec::new(),
                represents: None,
            };
            (entity, note)
        })
    }

    fn known(&mut self, tokens: Range<usize>, targets: &[Target]) {
        let Some(first) = targets.first() else { return };
        let rule = match first {
            Target::Organisation(_) => "an organisation in the tables",
            Target::State(_) => "a state in the tables",
            Target::Capital(_) => "a capital: its state, or the body that sits there",
            Target::Adjective(_) | Target::Demonym(_) => "the adjective or people of a state",
            Target::Place | Target::Person(_) => "a name in the tables",
        };
        let (entity, kind) = match *first {
            Target::Organisation(i) => {
                let i = self.at_home(targets).unwrap_or(i);
                let entity = self
                    .elsewhere(i as usize, tokens.clone())
                    .unwrap_or_else(|| self.organisation(i as usize));
                (entity, MentionKind::Name)
            }
            Target::State(i) => (self.state(i as usize), MentionKind::Name),
            Target::Capital(i) => match self.seat(i as usize, tokens.clone()) {
                Some(entity) => (entity, MentionKind::Name),
                None => return,
            },
            Target::Adjective(i) | Target::Demonym(i) => {
                (self.state(i as usize), MentionKind::Adjective)
            }
            Target::Place => return,
            Target::Person(_) => {
                let people: Vec<u32> = targets
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
    fn seat(&mut self, state: usize, tokens: Range<usize>) -> Option<usize> {
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

/// The given name's gender.
fn given_gender(tables: &Tables, name: &str) -> Option<super::Gender> {
    let first = name.split_whitespace().next()?;
    tables
        .gender_of(first)
        .or_else(|| tables.gender_of(first.split('-').next()?))
}

/// The words of a name, line breaks folded, without a possessive ending.
pub(super) fn words_of(reader: &Reader, tokens: Range<usize>) -> String {
    let words = reader.words(tokens);
    let words = words
        .strip_suffix("'s")
        .or(words.strip_suffix("’s"))
        .unwrap_or(words);
    let words: Vec<String> = words
        .split_whitespace()
        .map(|word| {
            if is_initialism(word) {
                word.replace('.', "")
            } else {
                word.to_owned()
            }
        })
        .collect();
    words.join(" ")
}

/// Whether a word is capitals with full stops: "U.N.", but not the initial "J.".
fn is_initialism(word: &str) -> bool {
    word.len() >= 4
        && word
            .as_bytes()
            .chunks(2)
            .all(|c| matches!(c, [b'A'..=b'Z', b'.']))
}

/// How other records refer to a state.
pub(super) fn state_reference(tables: &Tables, state: usize) -> Reference {
    let state = &tables.states[state];
    Reference {
        id: identifier(state.qid, EntityType::State, state.name),
        name: state.name.to_owned(),
        kind: EntityType::State,
    }
}

/// The Wikidata id, or a slug that starts with the type.
pub(super) fn identifier(qid: &str, kind: EntityType, name: &str) -> String {
    if !qid.is_empty() {
        return qid.to_owned();
    }
    let kind = match kind {
        EntityType::Person => "person",
        EntityType::State => "state",
        EntityType::Organisation => "organisation",
        EntityType::Unnamed => "unnamed",
    };
    format!("{kind}:{}", slug(name))
}
