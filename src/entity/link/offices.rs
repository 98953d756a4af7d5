//! Who holds which office: roles that the text gives and offices of the table at the article's date.

use crate::entity::link::linker::{Linker, state_reference};
use crate::entity::mention::titles;
use crate::entity::mention::titles::Found;
use crate::entity::note::{Evidence, Holding};
use crate::entity::types::{
    EntityId, EntityType, Mention, MentionKind, Reference, Role, identifier, reference,
};
use crate::gazetteer::ids::{PersonId, StateId};
use crate::gazetteer::kind::Owner;
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::people::Office;
use crate::gazetteer::tables::Title;
use crate::ids::List;
use crate::syntax::Tag;
use std::ops::Range;

/// Titles of people who do not speak for whom they work for.
const INDEPENDENT: &[&str] = &[
    "Journalist",
    "Author",
    "Actor",
    "Actress",
    "Singer",
    "Filmmaker",
    "Candidate",
    "Lawyer",
];

impl Linker<'_, '_> {
    /// Gives people the roles that are beside their names, then those of the table.
    pub(in crate::entity) fn roles(&mut self) {
        let named: Vec<(Range<usize>, EntityId)> = self
            .entities
            .mentions
            .iter()
            .filter(|m| {
                m.kind == MentionKind::Name
                    && self.entities.list[m.entity].kind == EntityType::Person
            })
            .map(|m| (m.tokens.clone(), m.entity))
            .collect();
        for (tokens, person) in &named {
            let before = titles::before(self.reader, self.tables, tokens.start)
                .or_else(|| titles::apposed(self.reader, self.tables, tokens));
            if let Some(found) = before {
                self.role(*person, &found, tokens.clone());
            }
            if let Some(found) = titles::after(self.reader, self.tables, tokens.end) {
                self.role(*person, &found, tokens.clone());
            }
        }
        let mut done = List::filled(false, &self.entities.list);
        for (_, person) in named {
            if !std::mem::replace(&mut done[person], true) {
                self.table_roles(person);
            }
        }
    }

    fn role(&mut self, person: EntityId, found: &Found, name: Range<usize>) {
        let title = &self.tables.titles[found.title];
        if let (Some(gender), Some(note)) = (title.gender, self.entities.notes.get_mut(person)) {
            note.tell_gender(gender, Evidence::Told);
        }
        if title.class == OfficeClass::Address {
            return;
        }
        let of = self.owner(found, &name).filter(|of| *of != person);
        let state = of.and_then(|of| self.entities.notes[of].state);
        let holding = Holding {
            title: Some(found.title),
            class: title.class,
            of,
            state,
            former: found.former,
            called: title.name,
        };
        if !self.entities.give_office(person, holding) {
            return;
        }
        let role = Role {
            title: title.name.to_owned(),
            of: of.map(|of| self.entities.list[of].name.clone()),
        };
        let independent = INDEPENDENT.contains(&title.name)
            || matches!(
                title.class,
                OfficeClass::Legislator | OfficeClass::RegionalHead
            );
        let represents = of
            .filter(|_| !found.former && !independent)
            .map(|of| self.spoken_for(of));
        let entity = &mut self.entities.list[person];
        if !entity.roles.contains(&role) {
            entity.roles.push(role);
        }
        if entity.represents.is_none() {
            entity.represents = represents.flatten();
        }
        let note = &mut self.entities.notes[person];
        note.state = note.state.or(state);
    }

    /// What somebody speaks for whose office belongs to `of`: that itself, which may speak for a
    /// state in its turn.
    fn spoken_for(&self, of: EntityId) -> Option<Reference> {
        let entity = self.entities.list.get(of)?;
        match entity.kind {
            EntityType::State | EntityType::Organisation => Some(reference(entity)),
            EntityType::Person | EntityType::Unnamed => entity.represents.clone(),
        }
    }

    /// The state or organisation named in the phrase of a title.
    pub(in crate::entity) fn owner(
        &mut self,
        found: &Found,
        name: &Range<usize>,
    ) -> Option<EntityId> {
        let within: Vec<Mention> = self
            .entities
            .starting_in(found.phrase.clone())
            .iter()
            .filter(|m| m.tokens.end <= found.phrase.end)
            .filter(|m| m.tokens.start >= name.end || m.tokens.end <= name.start)
            .cloned()
            .collect();
        let before = within.iter().rfind(|m| m.tokens.end <= found.tokens.start);
        let after = within.iter().find(|m| m.tokens.start >= found.tokens.end);
        let chosen = before.or(after)?;
        if self.entities.list[chosen.entity].kind == EntityType::Person {
            // "Trump campaign spokesman": the campaign; "Putin's adviser": the entity that Putin speaks for.
            let noun = self.reader.word(chosen.tokens.end);
            let group = self.tables.group_nouns.get(noun);
            return match group.and_then(|group| group.owner) {
                Some(Owner::Person) => Some(self.group_of(chosen.entity, noun)),
                _ => self.entities.notes[chosen.entity]
                    .state
                    .map(|state| self.state(state)),
            };
        }
        Some(chosen.entity)
    }

    /// "Biden administration", "Trump campaign".
    pub(in crate::entity) fn group_of(&mut self, person: EntityId, noun: &str) -> EntityId {
        let surname = self.entities.notes[person]
            .words
            .last()
            .cloned()
            .unwrap_or_else(|| self.entities.list[person].name.clone());
        let name = format!("{surname} {}", noun.to_lowercase());
        match self.entities.notes[person].state {
            Some(state) if matches!(noun, "administration" | "government") => {
                self.named_body(name, state)
            }
            _ => self.named_organisation(name),
        }
    }

    /// Adds the offices that the table gives at the article's date.
    pub(in crate::entity) fn table_roles(&mut self, person: EntityId) {
        let Some(id) = self.entities.notes[person].person else {
            return;
        };
        let tables = self.tables;
        let Some(date) = self.date else {
            self.undated_offices(person, id);
            return;
        };
        // an honour beside an office speaks for nobody where the office does: a president is one first
        let mut offices: Vec<_> = tables.people.get(id).offices().collect();
        offices.sort_by_key(|office| office.class == OfficeClass::Other);
        for office in offices {
            let held = office.held_on(date);
            let state = tables.state(office.of);
            if !held && office.years_from(date) > 12 {
                continue;
            }
            let holding = Holding {
                title: None,
                class: office.class,
                of: None,
                state,
                former: !held,
                called: office.title,
            };
            if !self.entities.give_office(person, holding) || !held {
                continue;
            }
            let note = &mut self.entities.notes[person];
            note.state = note.state.or(state);
            let of = match state {
                Some(state) => Some(tables.states[state].name.to_owned()),
                None => tables
                    .office_body(office.of)
                    .map(|index| tables.organisations[index].name.to_owned()),
            };
            let entity = &mut self.entities.list[person];
            let role = Role {
                title: office.title.to_owned(),
                of,
            };
            // A user's table may say who somebody speaks for without a title.
            if entity.roles.is_empty() && !office.title.is_empty() {
                entity.roles.push(role);
            }
            if entity.represents.is_none()
                && !matches!(
                    office.class,
                    OfficeClass::Legislator | OfficeClass::RegionalHead | OfficeClass::LegalOfficer
                )
            {
                entity.represents = match state {
                    Some(state) => Some(state_reference(tables, state)),
                    None => tables.office_body(office.of).map(|index| {
                        let organisation = &tables.organisations[index];
                        Reference {
                            id: crate::entity::types::identifier(
                                organisation.qid,
                                EntityType::Organisation,
                                organisation.name,
                            ),
                            name: organisation.name.to_owned(),
                            kind: EntityType::Organisation,
                        }
                    }),
                };
            }
        }
    }

    /// Without a date: every office that the person may hold, for descriptions to be matched with.
    /// They are not roles, since it is not known which of them the article means.
    fn undated_offices(&mut self, person: EntityId, id: PersonId) {
        let tables = self.tables;
        let latest = tables.people.get(id).offices().last();
        for office in tables.people.get(id).offices() {
            let last = latest.is_some_and(|last| last.title == office.title);
            if !(office.is_open() || last || tables.is_prominent(office.class)) {
                continue;
            }
            let holding = Holding {
                title: None,
                class: office.class,
                of: None,
                state: tables.state(office.of),
                former: false,
                called: office.title,
            };
            self.entities.give_office(person, holding);
        }
    }

    pub(in crate::entity) fn modifies(&self, at: usize) -> bool {
        let reader = self.reader;
        matches!(
            reader.tag(at),
            Tag::JJ
                | Tag::JJS
                | Tag::NN
                | Tag::NNP
                | Tag::NNPS
                | Tag::POS
                | Tag::HYPH
                | Tag::CD
                | Tag::VBN
                | Tag::Outside
        ) && reader.alphabetic(at)
            && !reader.is_any(at, &["the", "a", "an", "as", "of", "and", "said"])
            || reader.possessive(at)
            || reader.word(at) == "-"
    }

    /// Whether somebody held an office on the article's day: by the tables for as long as these can
    /// know, and whoever the article names by the tables alone.
    fn is_held(&self, person: PersonId, office: &Office) -> bool {
        self.date.is_some_and(|date| {
            let named = || {
                let record = self.tables.people.get(person);
                let id = identifier(record.qid, EntityType::Person, record.name);
                let entity = self.entities.ids.get(&id);
                entity.is_some_and(|entity| self.entities.notes[*entity].person == Some(person))
            };
            office.known_on(date) || office.held_on(date) && named()
        })
    }

    /// The name of a state's body without the state: "Foreign Ministry".
    pub(in crate::entity) fn plain_body(&self, owner: EntityId) -> Option<String> {
        let name = self.entities.list[owner].name.as_str();
        let adjective = self.entities.notes[owner]
            .state
            .map(|s| self.tables.states[s].adjective)?;
        let body = name.strip_prefix(adjective).unwrap_or(name).trim();
        (!body.is_empty()).then(|| body.to_owned())
    }

    /// Whether an office of this class and name may be meant by a title: Iran's Supreme Leader is a
    /// head of state, but not its president.
    pub(in crate::entity) fn is_called_so(
        &self,
        title: &Title,
        class: OfficeClass,
        called: &str,
    ) -> bool {
        if title.class != class
            || !matches!(
                class,
                OfficeClass::HeadOfState
                    | OfficeClass::HeadOfGovernment
                    | OfficeClass::HeadOfOrganisation
            )
        {
            return true;
        }
        let called = called.to_lowercase().replace('-', " ");
        let says = |name: &str| {
            let mut words = name.split([' ', '-']);
            words.all(|word| called.contains(&word.to_lowercase()))
        };
        let titles = self.tables.titles.iter();
        let mut rivals = titles.filter(|t| t.class == class && t.name != title.name);
        says(title.name)
            || class != OfficeClass::HeadOfOrganisation && !rivals.any(|rival| says(rival.name))
    }

    /// The holder at the article's date of an office that only one person holds.
    pub(in crate::entity) fn office_at_date(
        &mut self,
        title: &Title,
        owner: Option<EntityId>,
        state: Option<StateId>,
    ) -> Option<EntityId> {
        let tables = self.tables;
        let class = title.class;
        let fits = |person: PersonId, office: &Office| {
            self.is_held(person, office) && self.is_called_so(title, office.class, office.title)
        };
        let person = match class {
            OfficeClass::HeadOfState
            | OfficeClass::HeadOfGovernment
            | OfficeClass::ForeignMinister
            | OfficeClass::DefenceMinister
            | OfficeClass::InteriorMinister
            | OfficeClass::FinanceMinister => {
                let state = match (state, owner) {
                    (Some(state), _) => state,
                    (None, None) => self.main_state()?,
                    (None, Some(_)) => return None,
                };
                (tables.people).holder(class, tables.states[state].code, fits)?
            }
            OfficeClass::Spokesperson => {
                let owner = owner?;
                let body = self.plain_body(owner)?;
                let code = tables.states[self.entities.notes[owner].state?].code;
                let own = |person, office: &Office| {
                    self.is_held(person, office) && office.title.starts_with(&body)
                };
                tables.people.holder(class, code, own)?
            }
            OfficeClass::HeadOfOrganisation => {
                let name = self.entities.list[owner?].name.as_str();
                let parent = tables.organisation(name);
                let parent = parent.map_or("", |index| tables.organisations[index].parent);
                // the European Union's foreign policy chief is a foreign minister by class
                let classes = [
                    (name, OfficeClass::HeadOfOrganisation),
                    (parent, OfficeClass::HeadOfOrganisation),
                    (name, OfficeClass::ForeignMinister),
                ];
                let named = |office: &Office| {
                    self.is_called_so(title, OfficeClass::HeadOfOrganisation, office.title)
                };
                classes.into_iter().find_map(|(of, class)| {
                    let own =
                        |person, office: &Office| self.is_held(person, office) && named(office);
                    tables.people.holder(class, of, own)
                })?
            }
            _ => return None,
        };
        let entity = self.person(person);
        self.table_roles(entity);
        Some(entity)
    }
}

/// Whether somebody of the class `held` may be described by a title of the class `described`.
pub(in crate::entity) fn classes_agree(described: OfficeClass, held: OfficeClass) -> bool {
    match described {
        OfficeClass::None | OfficeClass::Address => false,
        OfficeClass::Leader => matches!(
            held,
            OfficeClass::Leader | OfficeClass::HeadOfState | OfficeClass::HeadOfGovernment
        ),
        _ => described == held,
    }
}
