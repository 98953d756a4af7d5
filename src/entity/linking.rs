//! From candidates to entities: which person, state or organisation each name means.
//!
//! Full names come first, short ones are then matched with them ([`super::chains`]). A name of the
//! table is linked only where state, date or title speak for it: a namesake without evidence gets
//! an id of its own ([`super::evidence`]).

use super::abbreviations::Abbreviations;
use super::candidate::{Candidate, Guess, Hint};
use super::chains;
use super::key::HashedMap;
use super::reader::Reader;
use super::tables::{Tables, Target};
use super::titles;
use super::{Entities, Entity, EntityType, Mention, MentionKind, Note, Reference, slug};
use jiff::civil::Date;
use std::ops::Range;

/// Builds the entities of one document.
pub(super) struct Linker<'r, 'a> {
    pub(super) reader: &'r Reader<'a>,
    pub(super) tables: &'static Tables,
    pub(super) date: Option<Date>,
    pub(super) entities: Entities,
    pub(super) abbreviations: Abbreviations<'a>,
}

impl<'r, 'a> Linker<'r, 'a> {
    pub(super) fn new(reader: &'r Reader<'a>, tables: &'static Tables) -> Self {
        Linker {
            reader,
            tables,
            date: reader.document.date,
            entities: Entities::default(),
            abbreviations: Abbreviations::default(),
        }
    }

    /// Goes on with entities that were built before.
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

    /// Resolves all candidates.
    pub(super) fn link(&mut self, candidates: &[Candidate]) {
        self.count_states(candidates);
        let surnames = self.name_parts(candidates, |pieces| pieces.last());
        let given_names = self.name_parts(candidates, |pieces| pieces.first());
        let mut short: Vec<(Range<usize>, Hint)> = Vec::new();
        // Longer names first, so that shorter ones can be matched with them.
        let mut ordered: Vec<&Candidate> = candidates.iter().collect();
        ordered.sort_by_key(|c| match c.guess {
            Guess::Known(_) | Guess::Body(..) => 0,
            _ => usize::MAX - c.tokens.len(),
        });
        for candidate in ordered {
            let tokens = candidate.tokens.clone();
            match &candidate.guess {
                Guess::Known(targets) => {
                    let single = tokens.len() == 1;
                    // a person is called by half a name behind the whole one
                    let part_of = |names: &HashedMap<usize>| {
                        let first =
                            (self.reader).pieces(tokens.start, |p| names.get(p.first()?).copied());
                        // or before it, in a headline
                        single
                            && first.is_some_and(|first| {
                                first < tokens.start || self.reader.in_headline(tokens.start)
                            })
                    };
                    let surname = part_of(&surnames)
                        || targets.contains(&Target::Place) && part_of(&given_names);
                    let of_place = !targets.iter().any(|t| matches!(t, Target::Organisation(_)));
                    let placed = tokens.start > 0
                        && self.reader.is_any(
                            tokens.start - 1,
                            &["in", "from", "to", "at", "of", "near", "between"],
                        );
                    if surname && of_place && !placed {
                        short.push((tokens, Hint::Person));
                    } else {
                        self.known(tokens, targets);
                    }
                }
                Guess::Body(state, body) => {
                    let entity = self.body(*state, *body);
                    let rule = "a body named after its state";
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
    }

    fn count_states(&mut self, candidates: &[Candidate]) {
        for candidate in candidates {
            let state = match &candidate.guess {
                Guess::Body(state, _) => Some(*state),
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
            .filter(|(state, _)| self.tables.states[**state].kind != "bloc")
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
            note.places.push(tokens.start);
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
        let name = if note.words.is_empty() {
            entity.name.clone()
        } else {
            note.words.join(" ")
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

    /// The entity of an organisation of the tables.
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
        let adjective = match self.tables.states[state].code {
            // What English says for these before the name of a body.
            "USA" => "US",
            "GBR" => "British",
            _ => self.tables.states[state].adjective,
        };
        let name = head.pattern.replace("{}", adjective);
        match self.tables.organisation(&name) {
            Some(known) => self.organisation(known),
            None => self.named_body(name, state),
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

    /// An organisation that no table holds, by name.
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

    /// A person whom no table holds, by name.
    pub(super) fn named_person(&mut self, name: String) -> usize {
        let tables = self.tables;
        // One id for all spellings, so that articles which differ in them speak of one person.
        let spelt = super::key::common_spelling(&name);
        self.entity(identifier("", EntityType::Person, &spelt), |id| {
            let note = Note {
                gender: given_gender(tables, &name),
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
            Target::Organisation(_) => "an organisation of the tables",
            Target::State(_) => "a state of the tables",
            Target::Capital(_) => "a capital: its state, or the body that sits there",
            Target::Adjective(_) | Target::Demonym(_) => "the adjective or people of a state",
            Target::Place | Target::Person(_) => "a name of the tables",
        };
        let (entity, kind) = match *first {
            Target::Organisation(i) => (self.organisation(i as usize), MentionKind::Name),
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

    fn unknown_person(&mut self, tokens: Range<usize>) {
        let longer = chains::short_name(self, tokens.clone(), true);
        if let Some(entity) = longer.or_else(|| chains::full_name(self, tokens.clone())) {
            if longer.is_none() {
                let rule =
                    "another form of a full name of the article: nickname, initial, spelling";
                self.entities.tell(tokens.clone(), rule, Some(entity));
            }
            self.mention(tokens, entity, MentionKind::Name);
            return;
        }
        let people = chains::without_middle(self, tokens.clone());
        let entity = match self.choose(&people, tokens.clone()) {
            Some(person) => self.person(person),
            None => {
                let name = words_of(self.reader, tokens.clone());
                let entity = self.named_person(without_nickname(&name));
                let rule = "a person whom no table holds: called by the name";
                self.entities.tell(tokens.clone(), rule, Some(entity));
                entity
            }
        };
        self.mention(tokens, entity, MentionKind::Name);
    }

    /// "the Foreign Ministry" without its state: that of the state which the article is about, if it
    /// is about one far more than about any other.
    fn bare_ministry(&mut self, tokens: Range<usize>) -> Option<usize> {
        let phrases = &self.tables.body_phrases;
        let (end, hash) = self.reader.longest_at(phrases, tokens.start, tokens.end)?;
        let body = phrases.get(hash).next()? as usize;
        let named = end == tokens.end && self.tables.bodies.get(body)?.named;
        let state = self.clear_state()?;
        named.then(|| self.body(state, body))
    }

    fn unknown_organisation(&mut self, tokens: Range<usize>) -> usize {
        if let Some(known) = self.bare_ministry(tokens.clone()) {
            let rule = "the ministry of the state that the article is about";
            self.entities.tell(tokens, rule, Some(known));
            return known;
        }
        let pieces = self.reader.pieces_in(tokens.clone());
        let longer = (pieces.len() >= 2).then(|| {
            (0..self.entities.list.len()).find(|entity| {
                self.entities.list[*entity].kind == EntityType::Organisation
                    && self.entities.notes[*entity].pieces.starts_with(&pieces)
            })
        });
        let (rule, entity) = match longer.flatten() {
            Some(longer) => ("short for a longer name of the article", longer),
            None => (
                "an organisation that no table holds: called by the name",
                self.named_organisation(words_of(self.reader, tokens.clone())),
            ),
        };
        self.entities.tell(tokens, rule, Some(entity));
        entity
    }

    fn short(&mut self, tokens: Range<usize>, hint: Hint) {
        if hint == Hint::Namesake {
            if let Some(entity) = chains::surname(self, tokens.clone()) {
                let rule = "the surname of somebody named in full";
                self.entities.tell(tokens.clone(), rule, Some(entity));
                self.mention(tokens, entity, MentionKind::Name);
            }
            return;
        }
        if tokens.len() == 1
            && let Some(entity) = self.abbreviations.get(self.reader.word(tokens.start))
        {
            let (entity, rule) = (*entity, "an abbreviation that the article introduces");
            self.entities.tell(tokens.clone(), rule, Some(entity));
            self.mention(tokens, entity, MentionKind::Name);
            return;
        }
        let person = hint == Hint::Person;
        if let Some(entity) = chains::short_name(self, tokens.clone(), person) {
            self.mention(tokens, entity, MentionKind::Name);
            return;
        }
        let reader = self.reader;
        let at = tokens.start;
        if let Some(entity) = self.initialled(at) {
            let rule = "initials of an organisation of the article";
            self.entities.tell(tokens.clone(), rule, Some(entity));
            self.mention(tokens, entity, MentionKind::Name);
            return;
        }
        let title = titles::before(reader, self.tables, at).filter(|found| found.tokens.end == at);
        let cry = reader.shouted(at) && reader.word(at).len() > 4;
        if (person || title.is_some() && !cry) && reader.word(at).chars().count() > 1 {
            let entity = self.named_person(words_of(reader, tokens.clone()));
            let rule = "a person of whom only this name is known";
            self.entities.tell(tokens.clone(), rule, Some(entity));
            self.mention(tokens, entity, MentionKind::Name);
        } else if hint == Hint::Organisation && reader.word(at).chars().count() > 1 {
            let entity = self.unknown_organisation(tokens.clone());
            self.mention(tokens, entity, MentionKind::Name);
        }
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

/// The words of a person's name without the nickname between quotation marks.
fn without_nickname(name: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut inside = false;
    for word in name.split_whitespace() {
        let marks = ['"', '“', '”', '‘', '’', '\''];
        let opens = word.starts_with(marks);
        let closes = word.chars().count() > 1 && word.ends_with(marks) || inside && opens;
        if !(inside || opens) {
            kept.push(word);
        }
        inside = (inside || opens) && !closes;
    }
    kept.join(" ")
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
