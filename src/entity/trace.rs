//! What resolving decided and why: kept only for a run that somebody wants explained.
//!
//! Steps are written where the decisions are made, from the values that they are made by; a run
//! that nobody asks about pays a test for `None`.

use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, Reference};
use crate::text::TokenId;
use std::cell::RefCell;
use std::ops::Range;

/// One decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The tokens it is about.
    pub tokens: Range<TokenId>,
    /// What decided.
    pub rule: Rule,
    /// The entity; `None` when the rule finds nobody.
    pub found: Option<Reference>,
    /// What it weighed, where the rule weighs; only scores of one step can be compared.
    pub score: Option<f32>,
    /// Others who were weighed, the best first.
    pub passed_over: Vec<Considered>,
}

/// Somebody who was weighed and not taken.
#[derive(Debug, Clone, PartialEq)]
pub struct Considered {
    /// Who.
    pub who: Reference,
    /// What it weighed; `None` for one ruled out.
    pub score: Option<f32>,
    /// What spoke for or against.
    pub why: String,
}

/// A phrase that the statement layer asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Its tokens.
    pub tokens: Vec<TokenId>,
    /// Token of the cue whose speaker is asked for; `None` for addressees and outlets.
    pub cue: Option<TokenId>,
    /// Whether it was asked for those spoken to.
    pub addressees: bool,
    /// The decisions, in order.
    pub steps: Vec<Step>,
    /// Those found.
    pub found: Vec<EntityId>,
}

impl Asked {
    fn about(tokens: &[TokenId]) -> Asked {
        Asked {
            tokens: tokens.to_vec(),
            cue: None,
            addressees: false,
            steps: Vec::new(),
            found: Vec::new(),
        }
    }
}

/// All decisions about a document.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Trace {
    /// Names, descriptions and pronouns of the text, in the order in which they were decided.
    pub mentions: Vec<Step>,
    /// Phrases asked about, in order.
    pub asked: Vec<Asked>,
    /// Whether the last of them is still being resolved.
    open: bool,
}

/// A trace that is written or not.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Tracing(pub(super) Option<Box<RefCell<Trace>>>);

impl Tracing {
    pub(super) fn on() -> Self {
        Tracing(Some(Box::default()))
    }

    /// Whether steps are kept.
    pub(super) fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Keeps a step, which is only made if somebody wants it.
    pub(super) fn tell(&self, step: impl FnOnce() -> Step) {
        if self.is_on() {
            self.keep(step());
        }
    }

    /// Keeps a step.
    pub(super) fn keep(&self, step: Step) {
        if let Some(trace) = &self.0 {
            let mut trace = trace.borrow_mut();
            let open = trace.open;
            match trace.asked.last_mut().filter(|_| open) {
                Some(asked) => asked.steps.push(step),
                None => trace.mentions.push(step),
            }
        }
    }

    /// Steps from here to [`Tracing::close`] are about this phrase, which names the speakers of a cue or an outlet.
    pub(super) fn open(&self, tokens: &[TokenId], cue: Option<TokenId>) {
        self.ask(|| Asked {
            cue,
            ..Asked::about(tokens)
        });
    }

    /// Steps from here to [`Tracing::close`] are about this phrase, which names addressees.
    pub(super) fn open_addressees(&self, tokens: &[TokenId]) {
        self.ask(|| Asked {
            addressees: true,
            ..Asked::about(tokens)
        });
    }

    fn ask(&self, asked: impl FnOnce() -> Asked) {
        if let Some(trace) = &self.0 {
            let mut trace = trace.borrow_mut();
            trace.open = true;
            trace.asked.push(asked());
        }
    }

    pub(super) fn close(&self, found: &[EntityId]) {
        if let Some(trace) = &self.0 {
            let mut trace = trace.borrow_mut();
            trace.open = false;
            if let Some(asked) = trace.asked.last_mut() {
                asked.found = found.to_vec();
            }
        }
    }
}

/// The best first, those ruled out last, equals by name.
pub(super) fn sorted(mut list: Vec<Considered>) -> Vec<Considered> {
    let weight = |one: &Considered| one.score.unwrap_or(f32::NEG_INFINITY);
    list.sort_by(|a, b| {
        weight(b)
            .total_cmp(&weight(a))
            .then_with(|| a.who.cmp(&b.who))
    });
    list
}
