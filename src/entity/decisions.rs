//! Records decisions in the trace, with references to the entities.

use super::entities::Entities;
use super::trace::{Considered, Step, Trace, sorted};
use super::types::{EntityId, Reference};
use crate::entity::rule::Rule;
use crate::text::TokenId;
use std::ops::Range;

impl Entities {
    /// Whether decisions are recorded.
    pub fn is_traced(&self) -> bool {
        self.tracing.is_on()
    }

    /// The recorded decisions; `None` unless requested ([`crate::entity::resolve_traced`]).
    pub fn trace(&self) -> Option<Trace> {
        let trace = self.tracing.0.as_ref()?;
        Some(trace.borrow().clone())
    }

    /// How records refer to an entity.
    pub(super) fn who(&self, entity: EntityId) -> Option<Reference> {
        self.list.get(entity).map(crate::entity::types::reference)
    }

    /// Records a decision without scores.
    pub(super) fn record(&self, tokens: Range<TokenId>, rule: Rule, found: Option<EntityId>) {
        self.tracing.record(|| Step {
            tokens,
            rule,
            found: found.and_then(|entity| self.who(entity)),
            score: None,
            passed_over: Vec::new(),
        });
    }

    /// Records a decision between scored candidates.
    pub(super) fn record_weighed(
        &self,
        tokens: Range<TokenId>,
        rule: Rule,
        found: Option<EntityId>,
        weighed: Vec<(EntityId, Option<f32>, String)>,
    ) {
        let step = self.step(tokens, rule, found, weighed);
        step.into_iter().for_each(|step| self.tracing.keep(step));
    }

    /// A decision between candidates, each with its score (`None` if ruled out) and the reasons; `found` is one of
    /// them. `None` if decisions are not recorded.
    pub(super) fn step(
        &self,
        tokens: Range<TokenId>,
        rule: Rule,
        found: Option<EntityId>,
        weighed: Vec<(EntityId, Option<f32>, String)>,
    ) -> Option<Step> {
        self.tracing.is_on().then(|| {
            let of_found = |(entity, ..): &&(EntityId, Option<f32>, String)| Some(*entity) == found;
            let score = weighed
                .iter()
                .find(of_found)
                .and_then(|(_, score, _)| *score);
            let others = weighed.iter().filter(|one| !of_found(one));
            let passed_over = others
                .filter_map(|(entity, score, why)| {
                    Some(Considered {
                        who: self.who(*entity)?,
                        score: *score,
                        why: why.clone(),
                    })
                })
                .collect();
            Step {
                tokens,
                rule,
                found: found.and_then(|entity| self.who(entity)),
                score,
                passed_over: sorted(passed_over),
            }
        })
    }
}

/// Records that a statement has the addressees of the one that it continues; `cue` are its tokens.
pub fn hears_on(entities: &Entities, cue: &[TokenId], hearers: &[EntityId]) {
    let (Some(first), Some(last)) = (cue.first(), cue.last()) else {
        return;
    };
    entities.tracing.open_addressees(cue);
    for hearer in hearers {
        let rule = Rule::ContinuedAddressees;
        entities.record(*first..*last + 1, rule, Some(*hearer));
    }
    entities.tracing.close(hearers);
}

/// Records the score of words as addressees, relative to that of none; `found` is the entity that they name.
pub fn weighed_hearer(entities: &Entities, words: &[TokenId], score: f32, found: Option<EntityId>) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return;
    };
    let rule = match score > 0.0 {
        true => Rule::Addressee,
        false => Rule::NoAddressee,
    };
    entities.tracing.open_addressees(words);
    entities.tracing.record(|| Step {
        tokens: *first..*last + 1,
        rule,
        found: found.and_then(|entity| entities.who(entity)),
        score: Some(score),
        passed_over: Vec::new(),
    });
    let found: Vec<EntityId> = found.into_iter().collect();
    entities.tracing.close(&found);
}
