//! The decisions of rules for names: the referent and the reasons. Only `record` applies them.

use crate::entity::link::referent::Referent;
use crate::entity::rule::Rule;
use crate::entity::trace::Step;
use crate::entity::types::MentionKind;
use crate::gazetteer::key::Piece;
use crate::text::TokenId;
use std::ops::Range;

/// A choice, which may be nobody, with the steps that led to it; steps are recorded only for `explain`.
#[derive(Debug)]
pub(in crate::entity) struct Weighed<T> {
    pub(in crate::entity) chosen: Option<T>,
    pub(in crate::entity) steps: Vec<Step>,
}

impl<T> Weighed<T> {
    /// Nobody, without a reason.
    pub(super) fn nobody() -> Self {
        None.into()
    }

    /// The same steps, and another choice.
    pub(super) fn with<U>(self, chosen: Option<U>) -> Weighed<U> {
        let steps = self.steps;
        Weighed { chosen, steps }
    }

    /// The same, preceded by other steps.
    pub(super) fn after(self, mut steps: Vec<Step>) -> Self {
        steps.extend(self.steps);
        Weighed { steps, ..self }
    }
}

impl<T> From<Option<T>> for Weighed<T> {
    fn from(chosen: Option<T>) -> Self {
        let steps = Vec::new();
        Weighed { chosen, steps }
    }
}

/// A name and its referent.
#[derive(Debug)]
pub(in crate::entity) struct Naming {
    pub(super) tokens: Range<TokenId>,
    pub(super) who: Referent,
    pub(super) kind: MentionKind,
    /// The rule; `None` if the steps contain it.
    pub(super) rule: Option<Rule>,
    /// The tokens that it decided about.
    pub(super) about: Range<TokenId>,
    /// A second rule, which applies to all tokens.
    pub(super) also: Option<Rule>,
    /// An entity that is added first.
    pub(super) first: Option<Referent>,
    pub(super) beside: Beside,
}

/// Information in and beside the name of a person.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// It is the name of somebody's relative.
    pub(super) kin: bool,
    pub(super) trade: Option<String>,
    pub(super) nickname: Option<Vec<Piece>>,
}

impl Naming {
    /// A name, by a rule.
    pub(super) fn by(rule: Rule, tokens: Range<TokenId>, who: impl Into<Referent>) -> Naming {
        let about = tokens.clone();
        Naming {
            rule: Some(rule),
            about,
            ..Naming::of(tokens, who.into())
        }
    }

    /// A name, by the steps that were taken.
    pub(super) fn of(tokens: Range<TokenId>, who: Referent) -> Naming {
        Naming {
            about: tokens.clone(),
            tokens,
            who,
            kind: MentionKind::Name,
            rule: None,
            also: None,
            first: None,
            beside: Beside::default(),
        }
    }
}

impl From<Naming> for Weighed<Naming> {
    fn from(naming: Naming) -> Self {
        Some(naming).into()
    }
}
