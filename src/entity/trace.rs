//! Records of decisions and their reasons, kept only for `dixit explain`.
//!
//! Steps are recorded where the decisions are made; in other runs, this costs only a test for `None`.

use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, Reference};
use crate::text::TokenId;
use std::cell::RefCell;
use std::ops::Range;

/// One decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The tokens.
    pub tokens: Range<TokenId>,
    /// The rule.
    pub rule: Rule,
    /// The entity; `None` when the rule finds nobody.
    pub found: Option<Reference>,
    /// Its score, if the rule gives scores; only scores of one step can be compared.
    pub score: Option<f32>,
    /// Other candidates, the best first.
    pub passed_over: Vec<Considered>,
}

/// A rejected candidate.
#[derive(Debug, Clone, PartialEq)]
pub struct Considered {
    /// Who.
    pub who: Reference,
    /// Its score; `None` if ruled out.
    pub score: Option<f32>,
    /// The reasons for or against it.
    pub why: String,
}

/// A phrase that the statement layer asked to resolve.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// Its tokens.
    pub tokens: Vec<TokenId>,
    /// Token of the cue, if the phrase is its source; `None` for addressees and outlets.
    pub cue: Option<TokenId>,
    /// Whether the phrase names addressees.
    pub addressees: bool,
    /// The decisions, in order.
    pub steps: Vec<Step>,
    /// The entities found.
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
    /// Resolved phrases, in order.
    pub asked: Vec<Asked>,
    /// Whether the last of them is still being resolved.
    open: bool,
}

/// An optional trace.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Tracing(pub(super) Option<Box<RefCell<Trace>>>);

impl Tracing {
    pub(super) fn on() -> Self {
        Tracing(Some(Box::default()))
    }

    /// Whether steps are recorded.
    pub(super) fn is_on(&self) -> bool {
        self.0.is_some()
    }

    /// Records a step, which is only computed if needed.
    pub(super) fn record(&self, step: impl FnOnce() -> Step) {
        if self.is_on() {
            self.keep(step());
        }
    }

    /// Records a computed step.
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

/// Sorts the best first, those ruled out last, and ties by name.
pub(super) fn sorted(mut list: Vec<Considered>) -> Vec<Considered> {
    let weight = |one: &Considered| one.score.unwrap_or(f32::NEG_INFINITY);
    list.sort_by(|a, b| {
        weight(b)
            .total_cmp(&weight(a))
            .then_with(|| a.who.cmp(&b.who))
    });
    list
}
