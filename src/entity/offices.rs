//! Who holds which office: roles that the text gives and offices of the table at the article's date.

use super::linking::{Linker, identifier, state_reference};
use super::people::Office;
use super::tables::Title;
use super::titles::{self, Found};
use super::{EntityType, Evidence, Mention, MentionKind, Reference, Role};
use crate::entity::office_class::OfficeClass;
use std::ops::Range;

/// An office that somebody holds, according to the text or the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holding {
    /// Index of the title in the tables; `None` for an office of the people's table.
    pub(super) title: Option<usize>,
    /// The class of the office.
    pub(super) class: OfficeClass,
    /// Entity whose office it is.
    pub(super) of: Option<usize>,
    /// The state behind it.
    pub(super) state: Option<usize>,
    pub(super) former: bool,
    /// What the tables call it.
    pub(super) called: &'static str,
}

impl Holding {
    /// Whether a word is one of those that the office is called by.
    pub(super) fn says(&self, word: &str) -> bool {
        let mut words = self.called.split(|c: char| !c.is_alphanumeric());
        words.any(|own| own.eq_ignore_ascii_case(word))
    }
}

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
    pub(super) fn roles(&mut self) {
        let named: Vec<(Range<usize>, usize)> = self
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
        let mut done = vec![false; self.entities.list.len()];
        for (_, person) in named {
            if !std::mem::replace(&mut done[person], true) {
                self.table_roles(person);
            }
        }
    }

    fn role(&mut self, person: usize, found: &Found, name: Range<usize>) {
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
    fn spoken_for(&self, of: usize) -> Option<Reference> {
        let entity = self.entities.list.get(of)?;
        match entity.kind {
            EntityType::State | EntityType::Organisation => Some(reference(entity)),
            EntityType::Person | EntityType::Unnamed => entity.represents.clone(),
        }
    }

    /// The state or organisation named in the phrase of a title.
    pub(super) fn owner(&mut self, found: &Found, name: &Range<usize>) -> Option<usize> {
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
            return match self
                .tables
                .group_nouns
                .get(self.reader.word(chosen.tokens.end))
            {
                Some(&"person") => {
                    Some(self.group_of(chosen.entity, self.reader.word(chosen.tokens.end)))
                }
                _ => self.entities.notes[chosen.entity]
                    .state
                    .map(|state| self.state(state)),
            };
        }
        Some(chosen.entity)
    }

    /// "Biden administration", "Trump campaign".
    pub(super) fn group_of(&mut self, person: usize, noun: &str) -> usize {
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
    pub(super) fn table_roles(&mut self, person: usize) {
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
                            id: super::linking::identifier(
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
    fn undated_offices(&mut self, person: usize, id: u32) {
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

    /// Finds the descriptions that refer to people, apart from the titles beside names.
    pub(super) fn descriptions(&mut self) {
        let reader = self.reader;
        let mut taken = vec![false; reader.len()];
        for mention in &self.entities.mentions {
            let person = self.entities.list[mention.entity].kind == EntityType::Person;
            if person && mention.kind == MentionKind::Name {
                for found in [
                    titles::before(reader, self.tables, mention.tokens.start),
                    titles::after(reader, self.tables, mention.tokens.end),
                ]
                .into_iter()
                .flatten()
                {
                    taken[found.tokens].fill(true);
                }
            }
            if mention.kind == MentionKind::Name {
                taken[mention.tokens.clone()].fill(true);
            }
        }
        let mut found = Vec::new();
        for (index, sentence) in reader.text.sentences.iter().enumerate() {
            if reader.furniture(index) {
                continue;
            }
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                match reader.longest_at(&self.tables.title_phrases, at, sentence.tokens.end) {
                    Some((end, _)) if !taken[at] => {
                        found.push((sentence.tokens.start, at..end));
                        at = end;
                    }
                    _ => at += 1,
                }
            }
        }
        let described: Vec<(Range<usize>, usize)> = found
            .into_iter()
            .filter_map(|(floor, tokens)| self.describe(floor, tokens))
            .collect();
        for (tokens, person) in described {
            self.mention(tokens, person, MentionKind::Description);
        }
    }

    fn describe(&mut self, floor: usize, title: Range<usize>) -> Option<(Range<usize>, usize)> {
        let reader = self.reader;
        let next = reader.tag(title.end);
        let compound = next.starts_with("NN")
            || reader.possessive(title.end) && reader.is(title.end + 1, "office");
        if compound || reader.is_any(title.end, &["elect", "-"]) {
            return None;
        }
        let mut start = title.start;
        while start > floor && self.modifies(start - 1) {
            start -= 1;
        }
        let determined = start > floor && reader.is(start - 1, "the");
        let phrase = start..title.end;
        let owned = !self.entities.starting_in(phrase.clone()).is_empty();
        if !(determined || owned) {
            return None;
        }
        let found = titles::heading(reader, self.tables, phrase.clone())?;
        let class = self.tables.titles[found.title].class;
        let complement = self.complement(title.end, class);
        let person = self.described(&found, phrase.clone(), complement, None)?;
        let from = if determined { start - 1 } else { start };
        Some((from..title.end, person))
    }

    pub(super) fn modifies(&self, at: usize) -> bool {
        let reader = self.reader;
        matches!(
            reader.tag(at),
            "JJ" | "JJS" | "NN" | "NNP" | "NNPS" | "POS" | "HYPH" | "CD" | "VBN" | ""
        ) && reader.alphabetic(at)
            && !reader.is_any(at, &["the", "a", "an", "as", "of", "and", "said"])
            || reader.possessive(at)
            || reader.word(at) == "-"
    }

    /// Whether somebody held an office on the article's day: by the tables for as long as these can
    /// know, and whoever the article names by the tables alone.
    fn is_held(&self, person: u32, office: &Office) -> bool {
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

    /// The holder at the article's date of an office that only one person holds.
    pub(super) fn office_at_date(
        &mut self,
        title: &Title,
        owner: Option<usize>,
        state: Option<usize>,
    ) -> Option<usize> {
        let tables = self.tables;
        let class = title.class;
        let fits = |person: u32, office: &Office| {
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
pub(super) fn classes_agree(described: OfficeClass, held: OfficeClass) -> bool {
    match described {
        OfficeClass::None | OfficeClass::Address => false,
        OfficeClass::Leader => matches!(
            held,
            OfficeClass::Leader | OfficeClass::HeadOfState | OfficeClass::HeadOfGovernment
        ),
        _ => described == held,
    }
}

/// How other records refer to an entity.
pub(super) fn reference(entity: &super::Entity) -> Reference {
    Reference {
        id: entity.id.clone(),
        name: entity.name.clone(),
        kind: entity.kind,
    }
}
