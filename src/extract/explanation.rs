//! Explains a statement: its sentence with the spans marked, and every step by which its parties were
//! found.
//!
//! The steps are recorded during a second run over the document (`crate::entity::Trace`), not
//! reconstructed afterwards.

use crate::entity::{Asked, Entities, Reference, Role, Step, Trace};
use crate::extract::record::{CharSpan, EntityRecord, Extraction, StatementRecord, Words};
use crate::normalise::space::squeezed;
use crate::span::{CodePoints, Span};
use crate::text::{PerToken, TokenId};
use serde::{Deserialize, Serialize};

/// The explanation of a statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// Id of the document.
    pub document: String,
    /// Its file, as given on the command line.
    pub path: Option<String>,
    /// The statement as in the output of `dixit extract`.
    pub statement: StatementRecord,
    /// The sentence (or sentences) in pieces: the marked parts and the text between them; " … " stands for
    /// omitted sentences.
    pub sentence: Vec<Piece>,
    /// Each party: speakers, addressees, outlet, entities mentioned; in this order.
    pub parties: Vec<Party>,
    /// The repairs that changed its words, in order, as `dixit eval --without` names them.
    #[serde(default)]
    pub repairs: Vec<String>,
}

/// A piece of the sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Where it is.
    pub span: CharSpan,
    /// Its text, white space folded.
    pub text: String,
    /// Its part in the statement; `null` for the rest of the sentence.
    pub part: Option<Part>,
}

/// The role of words in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// They name the speaker.
    Source,
    /// They report it.
    Cue,
    /// They are its content.
    Content,
}

/// The role of an entity in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PartyRole {
    /// The speaker.
    Speaker,
    /// An addressee.
    Addressee,
    /// The cited outlet.
    Via,
    /// Mentioned in the content.
    About,
}

/// An entity in a role, or words that name no entity.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The role.
    pub role: PartyRole,
    /// The entity; `null` if none was found.
    pub entity: Option<Reference>,
    /// Its offices.
    pub offices: Vec<Role>,
    /// The entity that it speaks for.
    pub represents: Option<Reference>,
    /// The steps from the words of the statement to the id.
    pub steps: Vec<ExplainedStep>,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ExplainedStep {
    /// The words that it resolves.
    pub words: String,
    /// Their position.
    pub span: CharSpan,
    /// The rule that decided.
    pub rule: String,
    /// The entity that they refer to; `null` if the rule finds none.
    pub entity: Option<Reference>,
    /// Its score, if the rule gives scores; only scores of one step can be compared.
    pub score: Option<f32>,
    /// Rejected candidates, the best first.
    pub passed_over: Vec<PassedOver>,
}

/// A rejected candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PassedOver {
    /// Who.
    pub entity: Reference,
    /// Its score; `null` if it was ruled out.
    pub score: Option<f32>,
    /// The reasons for or against it.
    pub why: String,
}

/// A processed document with its recorded decisions.
pub(crate) struct Traced<'t> {
    pub(crate) extraction: &'t Extraction,
    pub(crate) entities: &'t Entities,
    /// The document's text.
    pub(crate) text: &'t str,
    /// Bytes of each token.
    pub(crate) tokens: &'t PerToken<Span>,
    pub(crate) points: &'t CodePoints,
    /// Bytes of the sentences that contain the statement's words.
    pub(crate) sentences: Vec<Span>,
    /// Bytes of the statement's cue.
    pub(crate) cue: &'t [Span],
    /// Names of the repairs that changed the statement's words.
    pub(crate) repairs: &'t [&'static str],
}

impl Traced<'_> {
    /// Explains the statement at this index of the extraction.
    pub(crate) fn explain(&self, statement: usize) -> Option<Explanation> {
        let record = self.extraction.statements.get(statement)?;
        Some(Explanation {
            document: self.extraction.id.clone(),
            path: self.extraction.path.clone(),
            statement: record.clone(),
            sentence: self.pieces(record),
            parties: self.parties(record, &self.entities.trace()?),
            repairs: self.repairs.iter().map(|name| (*name).to_owned()).collect(),
        })
    }

    fn parties(&self, record: &StatementRecord, trace: &Trace) -> Vec<Party> {
        // The steps of this statement: from its speaker up to the speaker of the next one.
        let cue = self.cue.first().map(|span| span.start);
        let is_own = |token: TokenId| self.tokens.get(token).map(|span| span.start) == cue;
        let from = trace.asked.iter().position(|a| a.cue.is_some_and(is_own));
        let asked = from.and_then(|from| trace.asked.get(from..)).unwrap_or(&[]);
        let next = asked.iter().skip(1).position(|a| a.cue.is_some());
        let asked = &asked[..next.map_or(asked.len(), |next| next + 1)];

        let mut parties = Vec::new();
        let speakers = record.speaker.iter().chain(&record.joint_speakers);
        let groups: [(PartyRole, Vec<&Reference>); 3] = [
            (PartyRole::Speaker, speakers.collect()),
            (PartyRole::Addressee, record.addressees.iter().collect()),
            (PartyRole::Via, record.via.iter().collect()),
        ];
        for (role, entities) in groups {
            let of_role = |a: &&Asked| match role {
                PartyRole::Speaker => a.cue.is_some(),
                PartyRole::Addressee => a.addressees,
                _ => a.cue.is_none() && !a.addressees,
            };
            if entities.is_empty() {
                // Words that name nobody are explained too.
                let steps: Vec<&Step> = asked
                    .iter()
                    .filter(of_role)
                    .flat_map(|a| &a.steps)
                    .collect();
                if !steps.is_empty() {
                    parties.push(self.party(role, None, steps));
                }
            }
            for entity in entities {
                let mut steps: Vec<&Step> = Vec::new();
                for one in asked.iter().filter(of_role) {
                    let phrase = one.steps.iter();
                    let phrase: Vec<&Step> = phrase.filter(|step| leads_to(step, entity)).collect();
                    // Earlier candidates for the same words are included, whatever entity they led to.
                    let same = |step: &&Step| phrase.iter().any(|p| p.tokens == step.tokens);
                    let inside = |step: &&Step| {
                        one.tokens.contains(&step.tokens.start) && leads_to(step, entity)
                    };
                    let mentions = trace.mentions.iter();
                    steps.extend(&phrase);
                    steps.extend(mentions.filter(|step| same(step) || inside(step)));
                }
                steps.extend(origin(trace, entity));
                parties.push(self.party(role, Some(entity), steps));
            }
        }
        for entity in &record.about {
            let within = |step: &&Step| {
                let span = self.span(step);
                let inside = |[start, end]: &CharSpan| *start <= span[0] && span[1] <= *end;
                record.content.spans.iter().any(inside)
            };
            let named = trace.mentions.iter().filter(within);
            let mut steps: Vec<&Step> = named.filter(|step| leads_to(step, entity)).collect();
            steps.truncate(1);
            steps.extend(origin(trace, entity));
            parties.push(self.party(PartyRole::About, Some(entity), steps));
        }
        parties
    }

    fn party(&self, role: PartyRole, entity: Option<&Reference>, steps: Vec<&Step>) -> Party {
        let records = self.extraction.entities.iter();
        let known = |record: &&EntityRecord| Some(&record.id) == entity.map(|e| &e.id);
        let record = records.into_iter().find(known);
        let mut explained: Vec<ExplainedStep> = Vec::new();
        for step in steps {
            let step = self.explained(step);
            if !explained.contains(&step) {
                explained.push(step);
            }
        }
        Party {
            role,
            entity: entity.cloned(),
            offices: record.map_or_else(Vec::new, |record| record.roles.clone()),
            represents: record.and_then(|record| record.represents.clone()),
            steps: explained,
        }
    }

    /// Code points of a step's words.
    fn span(&self, step: &Step) -> CharSpan {
        self.points.span(self.text, self.bytes(step))
    }

    fn bytes(&self, step: &Step) -> Span {
        let tokens = self.tokens.slice(step.tokens.clone()).unwrap_or(&[]);
        let whole = tokens.iter().copied().reduce(Span::cover);
        whole.unwrap_or(Span { start: 0, end: 0 })
    }

    fn explained(&self, step: &Step) -> ExplainedStep {
        let passed_over = step.passed_over.iter().map(|other| PassedOver {
            entity: other.who.clone(),
            score: other.score.map(rounded),
            why: other.why.clone(),
        });
        ExplainedStep {
            words: squeezed(self.bytes(step).of(self.text)),
            span: self.span(step),
            rule: step.rule.to_string(),
            entity: step.found.clone(),
            score: step.score.map(rounded),
            passed_over: passed_over.collect(),
        }
    }

    /// The sentences, split where the statement's parts begin and end.
    fn pieces(&self, record: &StatementRecord) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for sentence in &self.sentences {
            let mut inner = self.pieces_of(record, *sentence);
            // text between sentences is omitted
            if let (Some(last), Some(next)) = (pieces.last(), inner.first()) {
                let span = [last.span[1], next.span[0]];
                inner.insert(
                    0,
                    Piece {
                        span,
                        text: " … ".to_owned(),
                        part: None,
                    },
                );
            }
            pieces.append(&mut inner);
        }
        pieces
    }

    fn pieces_of(&self, record: &StatementRecord, sentence: Span) -> Vec<Piece> {
        let [start, _] = self.points.span(self.text, sentence);
        let part_of = |at: usize| {
            let holds = |words: &Words| {
                let holds = |[from, to]: &CharSpan| (*from..*to).contains(&at);
                words.spans.iter().any(holds)
            };
            let cue = holds(&record.cue).then_some(Part::Cue);
            let source = || holds(&record.source).then_some(Part::Source);
            let content = || holds(&record.content).then_some(Part::Content);
            cue.or_else(source).or_else(content)
        };
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, letter) in (start..).zip(sentence.of(self.text).chars()) {
            let part = part_of(at);
            match pieces.last_mut() {
                Some(piece) if piece.part == part => {
                    piece.span[1] = at + 1;
                    piece.text.push(letter);
                }
                _ => pieces.push(Piece {
                    span: [at, at + 1],
                    text: letter.to_string(),
                    part,
                }),
            }
        }
        for piece in &mut pieces {
            piece.text = spaced(&piece.text);
        }
        pieces
    }
}

fn leads_to(step: &Step, entity: &Reference) -> bool {
    step.found
        .as_ref()
        .is_some_and(|found| found.id == entity.id)
}

/// How the entity was introduced: the first decision that found it, preceded by unsuccessful ones about the
/// same words.
fn origin<'t>(trace: &'t Trace, entity: &Reference) -> impl Iterator<Item = &'t Step> {
    let mentions = &trace.mentions;
    let first = mentions.iter().position(|step| leads_to(step, entity));
    let tokens = first
        .and_then(|first| mentions.get(first))
        .map(|step| &step.tokens);
    let until = mentions.get(..first.map_or(0, |first| first + 1));
    let until = until.unwrap_or(&[]).iter();
    until.filter(move |step| Some(&step.tokens) == tokens)
}

fn rounded(score: f32) -> f32 {
    (score * 100.0).round() / 100.0
}

/// Collapses white space to single spaces, keeping one at either end.
fn spaced(words: &str) -> String {
    let space = |is: bool| if is { " " } else { "" };
    let inner = squeezed(words);
    if inner.is_empty() {
        return space(!words.is_empty()).to_owned();
    }
    let start = space(words.starts_with(char::is_whitespace));
    let end = space(words.ends_with(char::is_whitespace));
    format!("{start}{inner}{end}")
}
