//! What rules for sources and addressees return: whom words refer to, and what else is known then. Only
//! [`Linker::apply`] writes it down.

use crate::entity::link::decision::Weighed;
use crate::entity::link::linker::Linker;
use crate::entity::link::referent::Referent;
use crate::entity::resolve::options::{Chosen, Options};
use crate::entity::rule::Rule;
use crate::entity::trace::Step;
use crate::entity::types::EntityId;
use crate::gazetteer::gender::Gender;
use crate::text::TokenId;
use std::ops::Range;

/// Whom words refer to.
#[derive(Debug, Default)]
pub(super) struct Decision {
    /// The first speaker first; `None` if other rules have to decide.
    pub(super) found: Option<Vec<Referent>>,
    /// What decided; `None` where the records say it.
    pub(super) rule: Option<Rule>,
    /// What is written down before they are entered, in order.
    pub(super) records: Vec<Record>,
}

/// What is written down with a decision.
#[derive(Debug)]
pub(super) enum Record {
    /// Somebody is entered, whom the words need not refer to.
    Enters(Referent),
    /// Words describe somebody without a name.
    Describes {
        who: Referent,
        tokens: Range<TokenId>,
        /// Whether it is one person.
        nameless: bool,
    },
    /// Somebody introduced by a noun, by the place among those, has spoken.
    Speaks { brought: usize, who: Referent },
    /// A pronoun refers to somebody.
    Means {
        at: TokenId,
        who: Referent,
        gender: Gender,
    },
    /// A document is somebody's, or nobody's.
    Issued {
        at: TokenId,
        maker: Option<Referent>,
    },
    /// How probable the choice is.
    Sure(f32),
    /// What `explain` tells.
    Told(Told),
}

/// What `explain` tells; only made if somebody wants it.
#[derive(Debug)]
pub(super) enum Told {
    Step(Step),
    /// What decided.
    Rule {
        tokens: Range<TokenId>,
        rule: Rule,
        found: Option<Referent>,
        weighed: Vec<(EntityId, Option<f32>, String)>,
    },
    /// The choice of the referent of a token.
    Choice {
        at: TokenId,
        options: Box<Options>,
        chosen: Chosen,
    },
}

impl Decision {
    /// Nobody decides.
    pub(super) fn none() -> Decision {
        Decision::default()
    }

    /// Somebody, if anybody.
    pub(super) fn of(found: Option<impl Into<Referent>>) -> Decision {
        let found = found.map(|found| vec![found.into()]);
        Decision {
            found,
            ..Decision::none()
        }
    }

    /// All of these, be it nobody.
    pub(super) fn all(found: impl IntoIterator<Item = impl Into<Referent>>) -> Decision {
        Decision {
            found: Some(found.into_iter().map(Into::into).collect()),
            ..Decision::none()
        }
    }

    /// The same, by a rule.
    pub(super) fn by(self, rule: Rule) -> Decision {
        let rule = Some(rule);
        Decision { rule, ..self }
    }

    /// The same, with something else written down before.
    pub(super) fn after(self, records: impl IntoIterator<Item = Record>) -> Decision {
        let mut records = Vec::from_iter(records);
        records.extend(self.records);
        Decision { records, ..self }
    }

    /// The same, with something else written down behind.
    pub(super) fn then(mut self, records: impl IntoIterator<Item = Record>) -> Decision {
        self.records.extend(records);
        self
    }

    /// The same, be it nobody.
    pub(super) fn settled(self) -> Decision {
        Decision {
            found: Some(self.found.unwrap_or_default()),
            ..self
        }
    }

    /// The same, or what others decide where it is nobody.
    pub(super) fn or_else(self, other: impl FnOnce() -> Decision) -> Decision {
        match self.found {
            Some(_) => self,
            None => other().after(self.records),
        }
    }

    /// These, then those of another decision.
    pub(super) fn and(mut self, other: Decision) -> Decision {
        self.records.extend(other.records);
        let mut found = self.found.unwrap_or_default();
        for who in other.found.into_iter().flatten() {
            self.records.push(Record::Enters(who.clone()));
            found.push(who);
        }
        Decision {
            found: Some(found),
            ..self
        }
    }

    /// The first of those found.
    pub(super) fn first(&self) -> Option<&Referent> {
        self.found.as_ref()?.first()
    }

    /// Left to other rules where it is nobody.
    pub(super) fn if_any(self) -> Decision {
        let found = self.found.filter(|found| !found.is_empty());
        Decision { found, ..self }
    }

    /// Only the first of those found, though all are entered.
    pub(super) fn only_first(mut self) -> Decision {
        let found = self.found.unwrap_or_default();
        let others = found.iter().skip(1).cloned();
        self.records.extend(others.map(Record::Enters));
        let found = found.into_iter().next().map(|first| vec![first]);
        Decision { found, ..self }
    }
}

impl From<Weighed<Referent>> for Decision {
    fn from(weighed: Weighed<Referent>) -> Self {
        let steps = weighed.steps.into_iter();
        let steps = steps.map(|step| Record::Told(Told::Step(step)));
        Decision::of(weighed.chosen).after(steps)
    }
}

impl Linker<'_, '_> {
    /// The choice of the referent of a token, if somebody wants it explained.
    pub(super) fn choice(&self, at: TokenId, options: Options, chosen: Chosen) -> Option<Record> {
        let traced = self.entities.tracing.is_on();
        let options = traced.then(|| Box::new(options))?;
        Some(Record::Told(Told::Choice {
            at,
            options,
            chosen,
        }))
    }

    /// Writes a decision down; returns the entities.
    pub(super) fn apply(&mut self, decision: Decision) -> Vec<EntityId> {
        for record in decision.records {
            self.record(record);
        }
        let found = decision.found.into_iter().flatten();
        found.map(|who| self.enter(who)).collect()
    }

    fn record(&mut self, record: Record) {
        match record {
            Record::Enters(who) => {
                self.enter(who);
            }
            Record::Describes {
                who,
                tokens,
                nameless,
            } => {
                let entity = self.enter(who);
                let note = &mut self.entities.notes[entity];
                note.add_place(&tokens);
                note.nameless = nameless;
            }
            Record::Speaks { brought, who } => {
                let entity = self.enter(who);
                if let Some(brought) = self.entities.brought.get_mut(brought) {
                    brought.entity = brought.entity.or(Some(entity));
                }
            }
            Record::Means { at, who, gender } => {
                let person = self.enter(who);
                self.write_back(at, person, gender);
            }
            Record::Issued { at, maker } => {
                let maker = maker.map(|maker| self.enter(maker));
                self.issued_by(at, maker);
            }
            Record::Sure(sure) => self.entities.sure = sure,
            Record::Told(told) => self.tell(told),
        }
    }

    fn tell(&mut self, told: Told) {
        match told {
            Told::Step(step) => self.entities.tracing.keep(step),
            Told::Rule {
                tokens,
                rule,
                found,
                weighed,
            } => {
                let found = found.map(|found| self.enter(found));
                self.entities.tell_weighed(tokens, rule, found, weighed);
            }
            Told::Choice {
                at,
                options,
                chosen,
            } => self.tell_options(at, &options, chosen),
        }
    }
}
