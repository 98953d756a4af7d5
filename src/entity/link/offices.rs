//! Offices of people: roles in the text, and offices in the table at the article's date.

use crate::entity::link::linker::{Linker, Profile};
use crate::entity::link::referent::{Newcomer, Referent};
use crate::entity::mention::titles::Found;
use crate::entity::types::{EntityId, EntityType, identifier};
use crate::gazetteer::ids::{PersonId, StateId, TitleId};
use crate::gazetteer::kind::Owner;
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::people::Office;
use crate::gazetteer::tables::Title;
use crate::syntax::Tag;
use crate::text::TokenId;
use std::ops::Range;

/// Titles of people who do not speak for their employer.
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

/// A title beside a person's name.
pub(super) struct Presented {
    /// `None` for a title that is no office.
    pub(super) office: Option<Presentation>,
    pub(super) title: &'static Title,
}

/// An office beside a person's name.
pub(super) struct Presentation {
    pub(super) title: TitleId,
    /// Whose office it is.
    pub(super) of: Option<Referent>,
    pub(super) former: bool,
    /// Whether holders speak for nobody.
    pub(super) independent: bool,
}

impl Linker<'_, '_> {
    /// The title beside a person's name.
    pub(super) fn presented(
        &self,
        person: EntityId,
        found: &Found,
        name: &Range<TokenId>,
    ) -> Presented {
        let title = &self.tables.titles[found.title];
        let office = (title.class != OfficeClass::Address).then(|| Presentation {
            title: found.title,
            of: self
                .owner(found, name)
                .filter(|of| *of != Referent::Known(person)),
            former: found.former,
            independent: INDEPENDENT.contains(&title.name)
                || matches!(
                    title.class,
                    OfficeClass::Legislator | OfficeClass::RegionalHead
                ),
        });
        Presented { office, title }
    }

    /// The state or organisation named in the phrase of a title.
    pub(in crate::entity) fn owner(
        &self,
        found: &Found,
        name: &Range<TokenId>,
    ) -> Option<Referent> {
        let within = self.entities.starting_in(found.phrase.clone()).iter();
        let mut within = within
            .filter(|m| m.tokens.end <= found.phrase.end)
            .filter(|m| m.tokens.start >= name.end || m.tokens.end <= name.start);
        let before = within.clone().rfind(|m| m.tokens.end <= found.tokens.start);
        let chosen = before.or_else(|| within.find(|m| m.tokens.start >= found.tokens.end))?;
        if self.entities.list[chosen.entity].kind != EntityType::Person {
            return Some(chosen.entity.into());
        }
        // "Trump campaign spokesman": the campaign; "Putin's adviser": the entity that Putin speaks for.
        let noun = self.reader.word(chosen.tokens.end);
        let group = self.tables.group_nouns.get(noun);
        match group.and_then(|group| group.owner) {
            Some(Owner::Person) => Some(self.group_of(chosen.entity, noun).into()),
            _ => {
                let state = self.entities.notes[chosen.entity].state?;
                Some(Newcomer::State(state).into())
            }
        }
    }

    /// "Biden administration", "Trump campaign".
    pub(in crate::entity) fn group_of(&self, person: EntityId, noun: &str) -> Newcomer {
        let note = &self.entities.notes[person];
        let full = &self.entities.list[person].name;
        let surname = note.words.last().unwrap_or(full);
        let name = format!("{surname} {}", noun.to_lowercase());
        match note.state {
            Some(state) if matches!(noun, "administration" | "government") => {
                Newcomer::StateBody { name, state }
            }
            _ => Newcomer::NamedOrganisation(name),
        }
    }

    pub(in crate::entity) fn modifies(&self, at: TokenId) -> bool {
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

    /// Whether a person held an office on the article's day, according to the tables while they are up to date; for
    /// people named in the article, always according to the tables.
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
    pub(in crate::entity) fn plain_body(&self, owner: &Profile) -> Option<String> {
        let name = owner.name.as_ref();
        let adjective = self.tables.states[owner.state?].adjective;
        let body = name.strip_prefix(adjective).unwrap_or(name).trim();
        (!body.is_empty()).then(|| body.to_owned())
    }

    /// Whether a title can refer to an office of this class and name: Iran's Supreme Leader is a
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

    /// The holder, at the article's date, of an office that has only one.
    pub(in crate::entity) fn office_at_date(
        &self,
        title: &Title,
        owner: Option<&Profile>,
        state: Option<StateId>,
    ) -> Option<Newcomer> {
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
                let code = tables.states[owner.state?].code;
                let own = |person, office: &Office| {
                    self.is_held(person, office) && office.title.starts_with(&body)
                };
                tables.people.holder(class, code, own)?
            }
            OfficeClass::HeadOfOrganisation => {
                let name = owner?.name.as_ref();
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
        Some(Newcomer::Holder(person))
    }
}

/// Whether a person with an office of class `held` can be described by a title of class `described`.
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
