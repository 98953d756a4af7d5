//! What rules for names return: whom a name refers to and why. Only `record` writes it down.

use crate::entity::link::referent::Referent;
use crate::entity::rule::Rule;
use crate::entity::trace::Step;
use crate::entity::types::MentionKind;
use crate::gazetteer::key::Piece;
use crate::text::TokenId;
use std::ops::Range;

/// A choice, with the steps that led to it, or to nobody; there are steps only where somebody wants them explained.
#[derive(Debug)]
pub(in crate::entity) struct Weighed<T> {
    pub(in crate::entity) chosen: Option<T>,
    pub(in crate::entity) steps: Vec<Step>,
}

impl<T> Weighed<T> {
    /// Nobody, without a reason that is worth telling.
    pub(super) fn nobody() -> Self {
        None.into()
    }

    /// The same steps, and another choice.
    pub(super) fn with<U>(self, chosen: Option<U>) -> Weighed<U> {
        let steps = self.steps;
        Weighed { chosen, steps }
    }

    /// The same, after other steps.
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

/// A name and whom it refers to.
#[derive(Debug)]
pub(in crate::entity) struct Naming {
    pub(super) tokens: Range<TokenId>,
    pub(super) who: Referent,
    pub(super) kind: MentionKind,
    /// What decided; `None` where the steps say it.
    pub(super) rule: Option<Rule>,
    /// The tokens that it decided about.
    pub(super) about: Range<TokenId>,
    /// A second rule, which decided about all tokens.
    pub(super) also: Option<Rule>,
    /// Somebody who is entered first.
    pub(super) first: Option<Referent>,
    pub(super) beside: Beside,
}

/// What the words in and beside the name of a person say.
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
