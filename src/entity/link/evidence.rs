//! Chooses between namesakes by evidence: date, states, title.

use crate::entity::link::decision::Weighed;
use crate::entity::link::linker::Linker;
use crate::entity::mention::titles;
use crate::entity::rule::Rule;
use crate::entity::trace::{Considered, Step, sorted};
use crate::entity::types::{EntityType, Reference, identifier};
use crate::gazetteer::ids::PersonId;
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::people::Office;
use crate::gazetteer::tables::Tables;
use crate::text::TokenId;
use std::ops::Range;

impl Linker<'_, '_> {
    /// The namesake with the strongest evidence from state, date and title; `None` if there is no evidence or a
    /// tie.
    pub(super) fn choose(&self, people: &[PersonId], tokens: Range<TokenId>) -> Weighed<PersonId> {
        let class = titles::before(self.reader, self.tables, tokens.start)
            .or_else(|| titles::after(self.reader, self.tables, tokens.end))
            .map(|found| self.tables.titles[found.title].class);
        let mut scored: Vec<(i32, PersonId)> = people
            .iter()
            .map(|person| (self.evidence(*person, class), *person))
            .collect();
        scored.sort_by(|a, b| b.cmp(a));
        // Two spellings of one name may have added the same person twice.
        scored.dedup();
        let Some(best) = scored.first().copied() else {
            return Weighed::nobody();
        };
        let tie = scored.get(1).is_some_and(|second| second.0 == best.0);
        let chosen = (best.0 >= 2 && !tie).then_some(best.1);
        let rule = match chosen {
            Some(_) => Rule::KnownByEvidence,
            None if tie => Rule::KnownNamesakes,
            None => Rule::KnownWithoutEvidence,
        };
        let why = |person| self.evidence_in_words(person);
        let step = self.step_between(tokens, rule, chosen, scored, why);
        Weighed {
            chosen,
            steps: step.into_iter().collect(),
        }
    }

    fn evidence(&self, person: PersonId, class: Option<OfficeClass>) -> i32 {
        let record = self.tables.people.get(person);
        let mut score = 0;
        if let (Some(date), Some(born)) = (self.date, record.born) {
            let age = date.year() - born;
            if age < 20 {
                return -9;
            }
            score -= 2 * i32::from(age > 95);
        }
        let nearest = self
            .date
            .and_then(|date| record.offices().map(|o| o.years_from(date)).min());
        score += match nearest {
            Some(0..=3) => 2,
            Some(4..=12) => 1,
            Some(_) => 0,
            None => 1,
        };
        let of_state = |office: &Office| {
            self.tables
                .state(office.of)
                .is_some_and(|state| self.entities.states.contains_key(&state))
                || self.tables.office_body(office.of).is_some()
        };
        // People in the user's table are likely to be in the articles.
        score += i32::from(self.tables.people.is_own(person));
        if record.offices().any(|o| of_state(&o)) {
            score += 2;
        }
        if record.offices().any(|o| self.tables.is_prominent(o.class)) {
            score += 1;
        }
        match class {
            Some(class) if class != OfficeClass::None => {
                let held = record.offices().any(|o| o.class == class);
                score += if held { 2 } else { -1 };
            }
            Some(_) => score -= 1,
            None => {}
        }
        score
    }

    /// The evidence from the tables, in words.
    fn evidence_in_words(&self, person: PersonId) -> String {
        let record = self.tables.people.get(person);
        let born = record.born.map(|year| format!("born {year}"));
        let nearest = record.offices().min_by_key(|office| {
            let years = self.date.map_or(0, |date| office.years_from(date));
            (years, std::cmp::Reverse(office.is_open()))
        });
        let office = nearest.map(|office| {
            let state = self.tables.state(office.of);
            let of = state.map_or("", |state| self.tables.states[state].name);
            format!("{} {of}", office.title).trim().to_owned()
        });
        let known: Vec<String> = born.into_iter().chain(office).collect();
        known.join(", ")
    }
}

impl Linker<'_, '_> {
    /// A decision between people of the tables; `None` if decisions are not recorded.
    pub(super) fn step_between(
        &self,
        tokens: Range<TokenId>,
        rule: Rule,
        found: Option<PersonId>,
        weighed: Vec<(i32, PersonId)>,
        why: impl Fn(PersonId) -> String,
    ) -> Option<Step> {
        self.entities.tracing.is_on().then(|| {
            let score_of = |person| weighed.iter().find(|(_, other)| *other == person);
            let passed_over = weighed
                .iter()
                .filter(|(_, person)| Some(*person) != found)
                .map(|(score, person)| Considered {
                    who: of_table(self.tables, *person),
                    score: Some(*score as f32),
                    why: why(*person),
                })
                .collect();
            Step {
                tokens,
                rule,
                found: found.map(|person| of_table(self.tables, person)),
                score: found.and_then(score_of).map(|(score, _)| *score as f32),
                passed_over: sorted(passed_over),
            }
        })
    }
}

/// A reference to a person of the table, who need not be named in the document.
fn of_table(tables: &Tables, person: PersonId) -> Reference {
    let record = tables.people.get(person);
    Reference {
        id: identifier(record.qid, EntityType::Person, record.name),
        name: record.name.to_owned(),
        kind: EntityType::Person,
    }
}
