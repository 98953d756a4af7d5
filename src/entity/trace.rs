//! What resolving decided and why: kept only for a run that somebody wants explained.
//!
//! Steps are written where the decisions are made, from the values that they are made by; a run
//! that nobody asks about pays a test for `None`.

use super::linking::{Linker, identifier};
use super::tables::Tables;
use super::{Entities, EntityType, Reference};
use std::cell::RefCell;
use std::ops::Range;

/// One decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The tokens it is about.
    pub tokens: Range<usize>,
    /// What decided.
    pub rule: &'static str,
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
    pub tokens: Vec<usize>,
    /// Token of the cue whose speaker is asked for; `None` for addressees and outlets.
    pub cue: Option<usize>,
    /// Whether it was asked for those spoken to.
    pub addressees: bool,
    /// The decisions, in order.
    pub steps: Vec<Step>,
    /// Indices of those found.
    pub found: Vec<usize>,
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
pub(super) struct Tracing(Option<Box<RefCell<Trace>>>);

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
        if let Some(trace) = &self.0 {
            let step = step();
            let mut trace = trace.borrow_mut();
            let open = trace.open;
            match trace.asked.last_mut().filter(|_| open) {
                Some(asked) => asked.steps.push(step),
                None => trace.mentions.push(step),
            }
        }
    }

    /// Steps from here to [`Tracing::close`] are about this phrase.
    pub(super) fn open(&self, tokens: &[usize], cue: Option<usize>, addressees: bool) {
        if let Some(trace) = &self.0 {
            let mut trace = trace.borrow_mut();
            trace.open = true;
            trace.asked.push(Asked {
                tokens: tokens.to_vec(),
                cue,
                addressees,
                steps: Vec::new(),
                found: Vec::new(),
            });
        }
    }

    pub(super) fn close(&self, found: &[usize]) {
        if let Some(trace) = &self.0 {
            let mut trace = trace.borrow_mut();
            trace.open = false;
            if let Some(asked) = trace.asked.last_mut() {
                asked.found = found.to_vec();
            }
        }
    }
}

impl Entities {
    /// Whether the decisions behind the entities are kept.
    pub fn is_traced(&self) -> bool {
        self.tracing.is_on()
    }

    /// The decisions behind the entities; `None` unless they were asked for
    /// ([`super::resolve_traced`]).
    pub fn trace(&self) -> Option<Trace> {
        let trace = self.tracing.0.as_ref()?;
        Some(trace.borrow().clone())
    }

    /// How records refer to an entity.
    pub(super) fn who(&self, entity: usize) -> Option<Reference> {
        self.list.get(entity).map(super::offices::reference)
    }

    /// Keeps a decision that weighed nothing.
    pub(super) fn tell(&self, tokens: Range<usize>, rule: &'static str, found: Option<usize>) {
        self.tracing.tell(|| Step {
            tokens,
            rule,
            found: found.and_then(|entity| self.who(entity)),
            score: None,
            passed_over: Vec::new(),
        });
    }

    /// Keeps a decision between entities that were weighed, each with its score (`None` if ruled
    /// out) and what spoke for or against it; `found` is one of them.
    pub(super) fn tell_weighed(
        &self,
        tokens: Range<usize>,
        rule: &'static str,
        found: Option<usize>,
        weighed: Vec<(usize, Option<f32>, String)>,
    ) {
        self.tracing.tell(|| {
            let of_found = |(entity, ..): &&(usize, Option<f32>, String)| Some(*entity) == found;
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
        });
    }
}

impl Linker<'_, '_> {
    /// Keeps a decision between people of the tables.
    pub(super) fn tell_people(
        &self,
        tokens: Range<usize>,
        rule: &'static str,
        found: Option<u32>,
        weighed: Vec<(i32, u32)>,
        why: impl Fn(u32) -> String,
    ) {
        self.entities.tracing.tell(|| {
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
        });
    }
}

/// Notes that a statement has the addressees of the one that it continues; `cue` are its tokens.
pub fn hears_on(entities: &Entities, cue: &[usize], hearers: &[usize]) {
    let (Some(first), Some(last)) = (cue.first(), cue.last()) else {
        return;
    };
    entities.tracing.open(cue, None, true);
    for hearer in hearers {
        let rule = "the addressees of the statement that this one continues";
        entities.tell(*first..last + 1, rule, Some(*hearer));
    }
    entities.tracing.close(hearers);
}

/// Keeps the score above that of nobody by which words, as tokens, were taken for those spoken to or not; `found`
/// is whom they name.
pub fn weighed_hearer(entities: &Entities, words: &[usize], score: f32, found: Option<usize>) {
    let (Some(first), Some(last)) = (words.first(), words.last()) else {
        return;
    };
    let rule = match score > 0.0 {
        true => "an addressee: its score is higher than that of nobody",
        false => "not an addressee: nobody has a higher score",
    };
    entities.tracing.open(words, None, true);
    entities.tracing.tell(|| Step {
        tokens: *first..last + 1,
        rule,
        found: found.and_then(|entity| entities.who(entity)),
        score: Some(score),
        passed_over: Vec::new(),
    });
    let found: Vec<usize> = found.into_iter().collect();
    entities.tracing.close(&found);
}

/// The best first, those ruled out last, equals by name.
fn sorted(mut list: Vec<Considered>) -> Vec<Considered> {
    let weight = |one: &Considered| one.score.unwrap_or(f32::NEG_INFINITY);
    list.sort_by(|a, b| {
        weight(b)
            .total_cmp(&weight(a))
            .then_with(|| a.who.cmp(&b.who))
    });
    list
}

/// How records refer to somebody in the table of people, who need not be named in the document.
fn of_table(tables: &Tables, person: u32) -> Reference {
    let record = tables.people.get(person);
    Reference {
        id: identifier(record.qid, EntityType::Person, record.name),
        name: record.name.to_owned(),
        kind: EntityType::Person,
    }
}
