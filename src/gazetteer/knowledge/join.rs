//! Adds a user's rows to the tables.

use crate::gazetteer::ids::{OrganisationId, PersonId, StateId};
use crate::gazetteer::key::{phrase, pieces_of};
use crate::gazetteer::kind::{OrganisationKind, StateKind};
use crate::gazetteer::knowledge::rows::{Office, Row, skipped};
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::people::ORGANISATION;
use crate::gazetteer::tables::{Entry, Organisation, State, Tables, Target};
use std::collections::{BTreeSet, HashMap};

/// The type of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Of {
    State(StateKind),
    /// An organisation, with its kind if given.
    Organisation(Option<OrganisationKind>),
    Person,
}

impl Of {
    /// Parses a kind in a user's table.
    fn kind(words: &str) -> Outcome<Of> {
        let state = || StateKind::of(words).map(Of::State);
        let organisation = || OrganisationKind::of(words).map(|kind| Of::Organisation(Some(kind)));
        match words {
            "" | "person" => Ok(Of::Person),
            "organisation" | "organization" => Ok(Of::Organisation(None)),
            _ => state().or_else(organisation).ok_or_else(|| {
                format!("kind {words:?} is not known: write person, state or organisation")
            }),
        }
    }

    /// The order in which rows are added.
    fn order(self) -> u8 {
        match self {
            Of::State(_) => 0,
            Of::Organisation(_) => 1,
            Of::Person => 2,
        }
    }
}

/// Adds the rows, states before organisations before people, so that any row can refer to any.
pub(super) fn join(tables: &mut Tables, rows: Vec<Row>, complaints: &mut Vec<String>) {
    let mut joining = Joining::new(tables);
    let mut sorted: Vec<(Of, Row)> = Vec::with_capacity(rows.len());
    for row in rows {
        match Of::kind(&row.kind) {
            Ok(of) => sorted.push((of, row)),
            Err(why) => complaints.push(skipped(&row.place, &why)),
        }
    }
    sorted.sort_by_key(|(of, _)| of.order());
    for (of, row) in sorted {
        let outcome = match of {
            Of::State(kind) => {
                joining.state(&row, kind);
                Ok(())
            }
            Of::Organisation(kind) => joining.organisation(&row, kind),
            Of::Person => joining.person(&row),
        };
        if let Err(why) = outcome {
            complaints.push(skipped(&row.place, &why));
        }
    }
}

struct Joining<'t> {
    tables: &'t mut Tables,
    /// Organisations by id, and by the name that the user gives.
    organisations: HashMap<String, OrganisationId>,
    /// People by id, computed when needed.
    people: Option<HashMap<String, PersonId>>,
}

type Outcome<T = ()> = Result<T, String>;

impl<'t> Joining<'t> {
    fn new(tables: &'t mut Tables) -> Self {
        let organisations = tables
            .organisations
            .numbered()
            .filter(|(_, organisation)| !organisation.qid.is_empty())
            .map(|(index, organisation)| (organisation.qid.to_owned(), index))
            .collect();
        Joining {
            tables,
            organisations,
            people: None,
        }
    }

    /// The state with this code, name or id.
    fn state_called(&self, name: &str) -> Option<StateId> {
        let by_id = || self.tables.states.find(|s| s.qid == name);
        self.tables.state(name).or_else(by_id)
    }

    fn organisation_called(&self, name: &str) -> Option<OrganisationId> {
        let own = self.organisations.get(name).copied();
        own.or_else(|| self.tables.organisation(name))
    }

    fn state(&mut self, row: &Row, kind: StateKind) {
        let known = [&row.id, &row.code, &row.name]
            .into_iter()
            .filter(|name| !name.is_empty())
            .find_map(|name| self.state_called(name));
        let name = leak(&row.name);
        let adjective = row.adjectives.first().map_or(name, |first| leak(first));
        let number = match known {
            Some(number) => {
                let state = &mut self.tables.states[number];
                if !row.id.is_empty() {
                    state.qid = leak(&row.id);
                }
                if !row.adjectives.is_empty() {
                    state.adjective = adjective;
                }
                number
            }
            None => {
                let code = if row.code.is_empty() {
                    &row.name
                } else {
                    &row.code
                };
                self.tables.states.push(State {
                    code: leak(code),
                    name,
                    qid: leak(&row.id),
                    kind,
                    adjective,
                })
            }
        };
        let targets = [
            (&row.capitals, Target::Capital(number)),
            (&row.demonyms, Target::Demonym(number)),
            (&row.adjectives, Target::Adjective(number)),
            (&row.aliases, Target::State(number)),
        ];
        for (names, target) in targets {
            for name in names {
                self.enter(name, target);
            }
        }
        self.enter(name, Target::State(number));
        for called in [name, leak(&row.code), leak(&row.id)] {
            if !called.is_empty() {
                self.tables.state_codes.insert(called, number);
            }
        }
    }

    fn organisation(&mut self, row: &Row, kind: Option<OrganisationKind>) -> Outcome {
        let is_body = |organisation: &Organisation| {
            organisation.kind == kind && organisation.body && kind.is_some()
        };
        let body = self.tables.organisations.iter().any(is_body);
        let (owner, speaks) = match (row.represents.as_str(), row.state.as_str()) {
            ("", "") => (None, false),
            ("", state) => (Some(state), body),
            (state, _) => (Some(state), true),
        };
        let state = owner
            .map(|owner| {
                let found = self.state_called(owner);
                found.ok_or_else(|| format!("there is no state named {owner:?}"))
            })
            .transpose()?;
        let known = match row.id.is_empty() {
            true => self.organisation_called(&row.name),
            // One without an id in the tables can only be recognised by its name.
            false => self.organisations.get(&row.id).copied().or_else(|| {
                let found = self.tables.organisation(&row.name)?;
                let same = &self.tables.organisations[found];
                (same.qid.is_empty() && (state.is_none() || same.state == state)).then_some(found)
            }),
        };
        let name = leak(&row.name);
        let number = match known {
            Some(number) => {
                let organisation = &mut self.tables.organisations[number];
                if !row.id.is_empty() {
                    organisation.qid = leak(&row.id);
                }
                if kind.is_some() {
                    organisation.kind = kind;
                }
                if state.is_some() {
                    organisation.state = state;
                    organisation.body = speaks;
                }
                number
            }
            None => self.tables.organisations.push(Organisation {
                name,
                qid: leak(&row.id),
                kind,
                state,
                body: speaks,
                parent: "",
            }),
        };
        for alias in row.aliases.iter().map(String::as_str).chain([name]) {
            self.enter(alias, Target::Organisation(number));
        }
        for called in [&row.id, &row.name] {
            if !called.is_empty() {
                self.organisations.insert(called.clone(), number);
            }
        }
        Ok(())
    }

    fn person(&mut self, row: &Row) -> Outcome {
        let mut offices = Vec::new();
        for office in &row.offices {
            offices.push(self.office(office)?);
        }
        if !row.represents.is_empty() {
            // An office without a title gives a principal but no role.
            offices.push(self.office(&Office {
                of: row.represents.clone(),
                ..Office::default()
            })?);
        }
        let tables = &mut *self.tables;
        let people = self.people.get_or_insert_with(|| {
            let ids = tables.people.ids();
            let ids = ids.map(|person| (tables.people.get(person).qid.to_owned(), person));
            ids.filter(|(id, _)| !id.is_empty()).collect()
        });
        let known = people.get(&row.id).copied();
        let mut aliases: BTreeSet<&str> = row.aliases.iter().map(String::as_str).collect();
        let mut gender = row.gender.clone();
        let mut born: String = row.born.chars().take(4).collect();
        let line;
        let person = match known {
            None => {
                line = fields(&row.name, &row.id, &gender, &born, &aliases, offices);
                tables.people.push(leak(&line))
            }
            Some(person) => {
                let old = tables.people.get(person);
                for alias in old.aliases() {
                    aliases.insert(alias);
                }
                if old.name != row.name {
                    aliases.insert(&row.name);
                }
                if let (true, Some(known)) = (gender.is_empty(), old.gender) {
                    gender = known.letter().to_owned();
                }
                if let (true, Some(known)) = (born.is_empty(), old.born) {
                    born = known.to_string();
                }
                offices.extend(old.offices().map(|office| office.to_string()));
                line = fields(old.name, old.qid, &gender, &born, &aliases, offices);
                tables.people.replace(person, leak(&line));
                person
            }
        };
        if !row.id.is_empty() {
            people.insert(row.id.clone(), person);
        }
        self.enter_person(person);
        Ok(())
    }

    /// Adds the names of a person to the dictionary.
    fn enter_person(&mut self, person: PersonId) {
        let tables = &mut *self.tables;
        let record = tables.people.get(person);
        let first = record.family_name_first();
        let names: Vec<String> = std::iter::once(record.name)
            .chain(record.aliases())
            .filter(|name| name.contains(' '))
            .map(str::to_owned)
            .collect();
        for (i, name) in names.iter().enumerate() {
            self.enter(name, Target::Person(person));
            let tables = &mut *self.tables;
            let pieces = tables.pieces(name);
            let own = first.then(|| pieces.first()).flatten().into_iter();
            for piece in own.chain(pieces.last()).filter(|_| i == 0) {
                let known: Vec<PersonId> = tables.surnames.get(phrase(&[*piece])).collect();
                if !known.contains(&person) {
                    tables.surnames.insert(&[*piece], person);
                }
            }
        }
    }

    /// An office in the format of the people's table.
    fn office(&self, office: &Office) -> Outcome<String> {
        let tables = &*self.tables;
        let of = match (self.state_called(&office.of), &office.of) {
            (Some(state), _) => tables.states[state].code.to_owned(),
            (None, name) if name.is_empty() => String::new(),
            (None, name) => match self.organisation_called(name) {
                Some(index) => format!("{ORGANISATION}{}", tables.organisations[index].name),
                None => return Err(format!("there is no state or organisation named {name:?}")),
            },
        };
        let class = if office.title.is_empty() {
            OTHER
        } else {
            let hash = phrase(&pieces_of(&office.title));
            let title = tables.title_phrases.get(hash).next();
            let title = title.and_then(|title| tables.titles.get(title));
            title.map_or(OTHER, |title| match title.class {
                OfficeClass::None | OfficeClass::Address => OTHER,
                class => class,
            })
        };
        Ok(format!(
            "{}~{}~{of}~{}~{}",
            char::from(class.letter()),
            office.title,
            office.since,
            office.until
        ))
    }

    fn enter(&mut self, name: &str, target: Target) {
        let name = name.strip_prefix("the ").unwrap_or(name);
        let pieces = self
            .tables
            .pieces(name.strip_prefix("The ").unwrap_or(name));
        let hash = phrase(&pieces);
        let known = |entry: Entry| entry.target == target;
        if !self.tables.dictionary.get(hash).any(known) {
            self.tables.enter(name, target);
        }
    }
}

/// The letter of offices of no particular class, as in `office_classes.tsv`.
const OTHER: OfficeClass = OfficeClass::Other;

/// A person's line of the people's table.
fn fields(
    name: &str,
    id: &str,
    gender: &str,
    born: &str,
    aliases: &BTreeSet<&str>,
    mut offices: Vec<String>,
) -> String {
    let start = |office: &String| office.split('~').nth(3).map(str::to_owned);
    offices.sort_by_key(start);
    offices.dedup();
    let aliases: Vec<&str> = aliases.iter().copied().collect();
    let (aliases, offices) = (aliases.join(";"), offices.join("|"));
    [name, id, gender, born, &aliases, &offices].join("\t")
}

/// The tables live as long as the program.
fn leak(text: &str) -> &'static str {
    Box::leak(text.to_owned().into_boxed_str())
}
