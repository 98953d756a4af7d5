//! Records the offices and trades of people: first those beside their names in the text, then those of the table
//! at the article's date.

use crate::entity::link::linker::Linker;
use crate::entity::link::offices::{Presentation, Presented};
use crate::entity::link::referent::{body_reference, state_reference};
use crate::entity::mention::titles;
use crate::entity::note::{Evidence, Holding};
use crate::entity::types::{EntityId, EntityType, MentionKind, Reference, Role, reference};
use crate::gazetteer::gender::Gender;
use crate::gazetteer::ids::PersonId;
use crate::gazetteer::office_class::OfficeClass;
use crate::ids::List;
use crate::text::TokenId;
use std::ops::Range;

impl Linker<'_, '_> {
    /// Adds the roles beside people's names, then those of the table.
    pub(super) fn roles(&mut self) {
        let named: Vec<(Range<TokenId>, EntityId)> = self
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
            let after = titles::after(self.reader, self.tables, tokens.end);
            for found in before.into_iter().chain(after) {
                let presented = self.presented(*person, &found, tokens);
                self.present(*person, presented);
            }
        }
        let mut done = List::filled(false, &self.entities.list);
        for (_, person) in named {
            if !std::mem::replace(&mut done[person], true) {
                self.table_roles(person);
            }
        }
    }

    /// Records the title beside a person's name.
    fn present(&mut self, person: EntityId, presented: Presented) {
        let title = presented.title;
        if let (Some(gender), Some(note)) = (title.gender, self.entities.notes.get_mut(person)) {
            let evidence = match title.class == OfficeClass::Address || gender == Gender::Female {
                true => Evidence::Told,
                false => Evidence::GivenName,
            };
            note.set_gender(gender, evidence);
        }
        let Some(Presentation {
            title: called,
            of,
            former,
            independent,
        }) = presented.office
        else {
            return;
        };
        let of = of.map(|of| self.enter(of));
        let state = of.and_then(|of| self.entities.notes[of].state);
        let holding = Holding {
            title: Some(called),
            class: title.class,
            of,
            state,
            former,
            called: title.name,
        };
        if !self.entities.give_office(person, holding) {
            return;
        }
        let role = Role {
            title: title.name.to_owned(),
            of: of.map(|of| self.entities.list[of].name.clone()),
        };
        let represents = of
            .filter(|_| !former && !independent)
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

    /// The principal of a person whose office belongs to `of`: usually `of` itself, which may in turn speak for a
    /// state.
    fn spoken_for(&self, of: EntityId) -> Option<Reference> {
        let entity = self.entities.list.get(of)?;
        match entity.kind {
            EntityType::State | EntityType::Organisation => Some(reference(entity)),
            EntityType::Person | EntityType::Unnamed => entity.represents.clone(),
        }
    }

    /// Adds the offices of the table at the article's date.
    pub(in crate::entity) fn table_roles(&mut self, person: EntityId) {
        let Some(id) = self.entities.notes[person].person else {
            return;
        };
        let tables = self.tables;
        let Some(date) = self.date else {
            self.undated_offices(person, id);
            return;
        };
        // a person with an office speaks through the office rather than an honour
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
                Some(state) => Some(state_reference(tables, state)),
                None => tables
                    .office_body(office.of)
                    .map(|body| body_reference(tables, body)),
            };
            let entity = &mut self.entities.list[person];
            let role = Role {
                title: office.title.to_owned(),
                of: of.as_ref().map(|of| of.name.clone()),
            };
            // A user's table may give a principal without a title.
            if entity.roles.is_empty() && !office.title.is_empty() {
                entity.roles.push(role);
            }
            if entity.represents.is_none()
                && !matches!(
                    office.class,
                    OfficeClass::Legislator | OfficeClass::RegionalHead | OfficeClass::LegalOfficer
                )
            {
                entity.represents = of;
            }
        }
    }

    /// Without a date: adds every office that the person may have, to match descriptions with. They are not
    /// roles, since it is unknown which of them applies.
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

    /// Adds the trade beside the name as a role for people without a title.
    pub(super) fn trade_roles(&mut self) {
        for (person, trade) in std::mem::take(&mut self.trades) {
            let Some(entity) = self.entities.list.get_mut(person) else {
                continue;
            };
            if entity.kind == EntityType::Person && entity.roles.is_empty() {
                let mut letters = trade.chars();
                let first = letters.next().map(|c| c.to_uppercase().to_string());
                let title = first.unwrap_or_default() + letters.as_str();
                entity.roles.push(Role { title, of: None });
            }
        }
    }
}
