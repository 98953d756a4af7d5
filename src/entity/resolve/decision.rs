//! The decisions of rules for sources and addressees: the referents, and what else is then known. Only
//! [`Linker::apply`] applies them.

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

/// The referents of words.
#[derive(Debug, Default)]
pub(super) struct Decision {
    /// The first speaker first; `None` if other rules have to decide.
    pub(super) found: Option<Vec<Referent>>,
    /// The rule; `None` if the records contain it.
    pub(super) rule: Option<Rule>,
    /// What is recorded before the referents are added, in order.
    pub(super) records: Vec<Record>,
}

/// Something to record with a decision.
#[derive(Debug)]
pub(super) enum Record {
    /// An entity is added, even if the words do not refer to it.
    Enters(Referent),
    /// The words describe an unnamed person or group.
    Describes {
        who: Referent,
        tokens: Range<TokenId>,
        /// Whether it is one person.
        nameless: bool,
    },
    /// A person introduced by a noun (by index) has spoken.
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
    /// The probability of the choice.
    Sure(f32),
    /// A step for `explain`.
    Explained(ExplainedStep),
}

/// A step for `explain`, only computed if needed.
#[derive(Debug)]
pub(super) enum ExplainedStep {
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
    /// No decision.
    pub(super) fn none() -> Decision {
        Decision::default()
    }

    /// A referent, if any.
    pub(super) fn of(found: Option<impl Into<Referent>>) -> Decision {
        let found = found.map(|found| vec![found.into()]);
        Decision {
            found,
            ..Decision::none()
        }
    }

    /// All of these, possibly none.
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

    /// The same, preceded by other records.
    pub(super) fn after(self, records: impl IntoIterator<Item = Record>) -> Decision {
        let mut records = Vec::from_iter(records);
        records.extend(self.records);
        Decision { records, ..self }
    }

    /// The same, followed by other records.
    pub(super) fn then(mut self, records: impl IntoIterator<Item = Record>) -> Decision {
        self.records.extend(records);
        self
    }

    /// The same, as final even if it is nobody.
    pub(super) fn settled(self) -> Decision {
        Decision {
            found: Some(self.found.unwrap_or_default()),
            ..self
        }
    }

    /// The same, or another decision if it is nobody.
    pub(super) fn or_else(self, other: impl FnOnce() -> Decision) -> Decision {
        match self.found {
            Some(_) => self,
            None => other().after(self.records),
        }
    }

    /// These referents, then those of another decision.
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

    /// The first referent.
    pub(super) fn first(&self) -> Option<&Referent> {
        self.found.as_ref()?.first()
    }

    /// Leaves the decision to other rules if it is nobody.
    pub(super) fn if_any(self) -> Decision {
        let found = self.found.filter(|found| !found.is_empty());
        Decision { found, ..self }
    }

    /// Only the first referent, although all are added.
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
        let steps = steps.map(|step| Record::Explained(ExplainedStep::Step(step)));
        Decision::of(weighed.chosen).after(steps)
    }
}

impl Linker<'_, '_> {
    /// The choice of the referent of a token, if decisions are recorded.
    pub(super) fn choice(&self, at: TokenId, options: Options, chosen: Chosen) -> Option<Record> {
        let traced = self.entities.tracing.is_on();
        let options = traced.then(|| Box::new(options))?;
        Some(Record::Explained(ExplainedStep::Choice {
            at,
            options,
            chosen,
        }))
    }

    /// Applies a decision; returns the entities.
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
            Record::Explained(step) => self.explain(step),
        }
    }

    fn explain(&mut self, step: ExplainedStep) {
        match step {
            ExplainedStep::Step(step) => self.entities.tracing.keep(step),
            ExplainedStep::Rule {
                tokens,
                rule,
                found,
                weighed,
            } => {
                let found = found.map(|found| self.enter(found));
                self.entities.record_weighed(tokens, rule, found, weighed);
            }
            ExplainedStep::Choice {
                at,
                options,
                chosen,
            } => self.record_options(at, &options, chosen),
        }
    }
}
