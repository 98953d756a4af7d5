//! Converts the results of the layers into the record that `dixit extract` writes.

use crate::document::Document;
use crate::entity::{self, Entities, Entity, EntityId, EntityType, Reference};
use crate::extract::engine::Engine;
use crate::extract::record::{CharSpan, EntityRecord, Extraction, StatementRecord, Words};
use crate::ids::List;
use crate::model::calibration::Curve;
use crate::normalise::hash;
use crate::normalise::space::squeezed;
use crate::span::{CodePoints, Span};
use crate::statement::Statement;
use crate::text::Text;
use std::ops::Range;

/// Maximum number of sentences shown between two parts of a statement; more become " … ".
const BETWEEN: usize = 2;

/// Converts indexes and bytes into names and code points.
pub(super) struct Writer<'d> {
    curve: Option<&'d Curve>,
    document: &'d Document,
    text: &'d Text,
    pub(super) points: CodePoints,
    /// Where the lines of the text end.
    breaks: Vec<usize>,
    entities: &'d Entities,
}

impl<'d> Writer<'d> {
    pub(super) fn new(
        engine: &'d Engine,
        document: &'d Document,
        text: &'d Text,
        entities: &'d Entities,
    ) -> Self {
        Writer {
            curve: engine.curve.as_ref(),
            document,
            text,
            points: CodePoints::new(&document.text),
            breaks: memchr::memchr_iter(b'\n', document.text.as_bytes()).collect(),
            entities,
        }
    }

    pub(super) fn record(&self, statements: &[Statement]) -> Extraction {
        let ids: Vec<String> = statements.iter().map(|s| self.id(s)).collect();
        Extraction {
            entities: self.entities(),
            statements: statements
                .iter()
                .enumerate()
                .map(|(i, s)| self.statement(s, &ids, i))
                .collect(),
            ..Extraction::of(self.document)
        }
    }

    fn entities(&self) -> Vec<EntityRecord> {
        let records = self.entities.list.numbered();
        let records: Vec<EntityRecord> = records
            .map(|(index, entity)| EntityRecord {
                id: entity.id.clone(),
                name: entity.name.clone(),
                kind: entity.kind,
                mentions: Vec::new(),
                aliases: Vec::new(),
                roles: entity.roles.clone(),
                represents: entity.represents.clone(),
                gender: match entity.kind {
                    EntityType::Person => self.entities.gender(index),
                    _ => None,
                },
                was: None,
            })
            .collect();
        let mut records: List<EntityId, EntityRecord> = records.into();
        for mention in &self.entities.mentions {
            let Some(record) = records.get_mut(mention.entity) else {
                continue;
            };
            record
                .mentions
                .push(self.points.span(&self.document.text, mention.span));
            if mention.kind == entity::MentionKind::Name {
                let alias = squeezed(mention.span.of(&self.document.text));
                if !record.aliases.contains(&alias) {
                    record.aliases.push(alias);
                }
            }
        }
        let mut records: Vec<EntityRecord> = records.into_iter().collect();
        // each kind in order of first mention
        records.sort_by_key(EntityRecord::rank);
        records
    }

    fn statement(&self, statement: &Statement, ids: &[String], i: usize) -> StatementRecord {
        let start = statement.content.first().map_or(0, |span| span.start);
        let line = self.document.line.max(1) + self.breaks.partition_point(|at| *at < start);
        StatementRecord {
            id: ids[i].clone(),
            relation: statement.relation,
            act: statement.act.clone(),
            polarity: statement.polarity,
            mode: statement.mode,
            kind: statement.kind,
            speaker: statement.speaker.and_then(|e| self.reference(e)),
            joint_speakers: self.references(&statement.joint_speakers),
            addressees: self.references(&statement.addressees),
            about: self.references(&statement.about),
            source: self.words(&statement.source),
            cue: self.words(&statement.cue),
            content: self.words(&statement.content),
            via: statement.via.and_then(|e| self.reference(e)),
            within: statement.within.and_then(|k| ids.get(k).cloned()),
            said_on: statement.said_on,
            confidence: (self.confidence(statement) * 1000.0).round() / 1000.0,
            line: Some(line),
            sentence: self.sentence(statement),
        }
    }

    /// The calibrated confidence, if the model has a calibration.
    fn confidence(&self, statement: &Statement) -> f32 {
        let raw = statement.confidence;
        self.curve.map_or(raw, |curve| curve.apply(raw))
    }

    fn reference(&self, entity: EntityId) -> Option<Reference> {
        let Entity { id, name, kind, .. } = self.entities.list.get(entity)?;
        Some(Reference {
            id: id.clone(),
            name: name.clone(),
            kind: *kind,
        })
    }

    fn references(&self, entities: &[EntityId]) -> Vec<Reference> {
        entities.iter().filter_map(|e| self.reference(*e)).collect()
    }

    fn words(&self, spans: &[Span]) -> Words {
        let pieces: Vec<String> = spans
            .iter()
            .map(|s| squeezed(s.of(&self.document.text)))
            .collect();
        Words {
            text: pieces.join(" … "),
            spans: spans
                .iter()
                .map(|s| self.points.span(&self.document.text, *s))
                .collect(),
        }
    }

    /// The sentences with source, cue and content; " … " stands for those in between.
    fn sentence(&self, statement: &Statement) -> Option<String> {
        let sentences = self.sentences(statement).into_iter();
        let pieces: Vec<String> = sentences
            .map(|span| squeezed(span.of(&self.document.text)))
            .collect();
        (!pieces.is_empty()).then(|| pieces.join(" … "))
    }

    /// The ranges of sentences with source, cue and content, in order: more than one if the speaker is named
    /// far from the content.
    pub(super) fn sentences(&self, statement: &Statement) -> Vec<Span> {
        let parts = [&statement.source, &statement.cue, &statement.content];
        let sentences = &self.text.sentences;
        let around = |span: &Span| {
            let from = sentences.partition_point(|s| s.span.end <= span.start);
            let to = sentences.partition_point(|s| s.span.start < span.end);
            from..to
        };
        let mut all: Vec<Range<usize>> = parts.into_iter().flatten().map(around).collect();
        all.sort_unstable_by_key(|range| (range.start, range.end));
        let mut stretches: Vec<Range<usize>> = Vec::new();
        for range in all {
            match stretches.last_mut() {
                Some(last) if range.start <= last.end + BETWEEN => {
                    last.end = last.end.max(range.end);
                }
                _ => stretches.push(range),
            }
        }
        let whole = |range: Range<usize>| {
            let sentences = sentences.get(range)?.iter();
            sentences.map(|s| s.span).reduce(Span::cover)
        };
        stretches.into_iter().filter_map(whole).collect()
    }

    fn id(&self, statement: &Statement) -> String {
        let spans = statement.cue.iter().chain(&statement.content);
        let spans = spans.map(|span| self.points.span(&self.document.text, *span));
        id(&self.document.id, spans)
    }
}

/// FNV-1a (64 bit) over the document's id and the positions of cue and content.
pub(super) fn id(document: &str, spans: impl Iterator<Item = CharSpan>) -> String {
    let mut id = hash::more(hash::START, document.as_bytes());
    for [start, end] in spans {
        id = hash::more(id, &(start as u64).to_le_bytes());
        id = hash::more(id, &(end as u64).to_le_bytes());
    }
    format!("{id:016x}")
}
