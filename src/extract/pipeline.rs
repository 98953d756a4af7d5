//! Documents through all layers: text, syntax, entities, statements, record.

use crate::document::Document;
use crate::entity::mention::recogniser::Names;
use crate::entity::{self, Entities, Entity, EntityType, Reference};
use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::extract::explanation::{Explanation, Traced};
use crate::extract::pieces;
use crate::extract::record::{EntityRecord, Extraction, StatementRecord, Words};
use crate::model::calibration::Curve;
use crate::normalise::space::squeezed;
use crate::span::{CodePoints, Span};
use crate::statement::article::Article;
use crate::statement::{self, Statement, THRESHOLD};
use crate::syntax::Syntax;
use crate::text::{self, Text};
use std::ops::Range;

/// Everything found in a document by the engine that the program carries.
pub fn extract(document: &Document) -> Result<Extraction> {
    extract_with(Engine::shipped()?, document)
}

/// Everything found in a document.
pub fn extract_with(engine: &Engine, document: &Document) -> Result<Extraction> {
    let mut records = extract_together(engine, &[document])?;
    records
        .pop()
        .ok_or_else(|| Error::new("the document gave no record; please report this"))
}

/// Sentences between two parts of a statement that are shown with it; of more, " … " is left.
const BETWEEN: usize = 2;

/// How much text should go through the layers together, in bytes: enough that each layer's tables are
/// worth bringing into the processor's cache, few enough that the documents stay there too.
pub const BATCH: usize = 256 << 10;

/// A step that all documents of a batch take before any takes the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Paragraphs, sentences, words, quotations.
    Text,
    /// Tags and trees.
    Syntax,
    /// Names, as the recogniser has them.
    Names,
    /// Who is named, and who is referred to.
    Entity,
    /// Which words say who said what.
    Attribution,
    /// What they mean.
    Statement,
    /// The records.
    Record,
}

/// Everything found in several documents, in their order: what [`extract_with`] returns for each alone, at
/// less cost when they have about [`BATCH`] bytes.
pub fn extract_together(engine: &Engine, documents: &[&Document]) -> Result<Vec<Extraction>> {
    extract_watched(engine, documents, |_| ())
}

/// As [`extract_together`]; `done` hears of each stage when it is over.
pub fn extract_watched(
    engine: &Engine,
    documents: &[&Document],
    mut done: impl FnMut(Stage),
) -> Result<Vec<Extraction>> {
    let long = |document: &&Document| document.text.len() > pieces::LONGEST;
    if !documents.iter().any(long) {
        return extract_pieces(engine, documents, &mut done);
    }
    let each = documents
        .iter()
        .map(|document| pieces::extract(engine, document, pieces::LONGEST, &mut done));
    each.collect()
}

/// As [`extract_watched`], each document in one piece.
pub(super) fn extract_pieces(
    engine: &Engine,
    documents: &[&Document],
    mut done: &mut impl FnMut(Stage),
) -> Result<Vec<Extraction>> {
    let resolve = |document: &Document, text: &Text, syntax: &Syntax, names: &Names| {
        entity::resolve(
            engine.knowledge,
            &engine.resolver,
            document,
            text,
            syntax,
            names,
        )
    };
    let decided = decide(engine, documents, resolve, &mut done)?;
    let decided = documents.iter().zip(&decided);
    let records = decided.map(|(document, decided)| {
        Writer::new(engine, document, &decided.text, &decided.entities).record(&decided.statements)
    });
    let records = records.collect();
    done(Stage::Record);
    Ok(records)
}

/// What the layers make of a document.
struct Decided {
    text: Text,
    entities: Entities,
    statements: Vec<Statement>,
}

/// Takes all documents through a layer, then through the next.
fn decide(
    engine: &Engine,
    documents: &[&Document],
    resolve: impl Fn(&Document, &Text, &Syntax, &Names) -> Entities,
    mut done: impl FnMut(Stage),
) -> Result<Vec<Decided>> {
    let texts: Vec<Text> = documents.iter().map(|d| text::segment(d)).collect();
    done(Stage::Text);
    let read = documents.iter().zip(&texts);
    let syntax: Vec<Syntax> = read.map(|(d, t)| engine.parser.parse(d, t)).collect();
    done(Stage::Syntax);
    let parsed = || texts.iter().zip(&syntax);
    let names: Vec<Names> = parsed()
        .map(|(text, syntax)| engine.recogniser.names(text, syntax))
        .collect();
    done(Stage::Names);
    let named = || documents.iter().zip(parsed().zip(&names));
    let entities: Vec<Entities> = named()
        .map(|(document, ((text, syntax), names))| resolve(document, text, syntax, names))
        .collect();
    done(Stage::Entity);
    let articles: Vec<Article> = named()
        .map(|(document, ((text, syntax), names))| {
            Article::new(document, text, syntax, &names.sure)
        })
        .collect();
    let found = engine.finder.find(&articles, THRESHOLD);
    done(Stage::Attribution);
    let mut stated = Vec::with_capacity(documents.len());
    let open = articles.iter().zip(entities).zip(found);
    for ((article, mut entities), found) in open {
        let (finder, repairs) = (&engine.finder, &engine.repairs);
        let statements = statement::find(finder, repairs, found, article, &mut entities)?;
        stated.push((entities, statements));
    }
    done(Stage::Statement);
    let decided = texts.into_iter().zip(stated);
    let decided = decided.map(|(text, (entities, statements))| Decided {
        text,
        entities,
        statements,
    });
    Ok(decided.collect())
}

/// Why a statement of a document is what it is; `None` when no statement of the document has this
/// id. The document is read again, with every decision kept.
pub fn explain(engine: &Engine, document: &Document, id: &str) -> Result<Option<Explanation>> {
    match document.text.len() > pieces::LONGEST {
        true => pieces::explain(engine, document, pieces::LONGEST, id),
        false => explain_piece(engine, document, id),
    }
}

/// As [`explain`], of a document in one piece.
pub(super) fn explain_piece(
    engine: &Engine,
    document: &Document,
    id: &str,
) -> Result<Option<Explanation>> {
    let resolve = |document: &Document, text: &Text, syntax: &Syntax, names: &Names| {
        entity::resolve_traced(
            engine.knowledge,
            &engine.resolver,
            document,
            text,
            syntax,
            names,
        )
    };
    let decided = decide(engine, &[document], resolve, |_| ())?;
    let Some(Decided {
        text,
        entities,
        statements,
    }) = decided.into_iter().next()
    else {
        return Ok(None);
    };
    let writer = Writer::new(engine, document, &text, &entities);
    let extraction = writer.record(&statements);
    let found = extraction.statements.iter().position(|s| s.id == id);
    let Some((place, statement)) = found.and_then(|place| Some((place, statements.get(place)?)))
    else {
        return Ok(None);
    };
    let tokens: Vec<Span> = text.tokens.iter().map(|token| token.span).collect();
    let traced = Traced {
        extraction: &extraction,
        entities: &entities,
        text: &document.text,
        tokens: &tokens,
        points: &writer.points,
        sentences: writer.sentences(statement),
        cue: &statement.cue,
        repairs: &statement.repairs,
    };
    Ok(traced.explain(place))
}

/// Turns indices and bytes into names and code points.
struct Writer<'d> {
    curve: Option<&'d Curve>,
    document: &'d Document,
    text: &'d Text,
    points: CodePoints,
    /// Where the lines of the text end.
    breaks: Vec<usize>,
    entities: &'d Entities,
}

impl<'d> Writer<'d> {
    fn new(
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

    fn record(&self, statements: &[Statement]) -> Extraction {
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
        let mut records: Vec<EntityRecord> = self
            .entities
            .list
            .iter()
            .enumerate()
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

    /// The share of statements of this confidence that are right, where the model knows it.
    fn confidence(&self, statement: &Statement) -> f32 {
        let raw = statement.confidence;
        self.curve.map_or(raw, |curve| curve.apply(raw))
    }

    fn reference(&self, entity: usize) -> Option<Reference> {
        let Entity { id, name, kind, .. } = self.entities.list.get(entity)?;
        Some(Reference {
            id: id.clone(),
            name: name.clone(),
            kind: *kind,
        })
    }

    fn references(&self, entities: &[usize]) -> Vec<Reference> {
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

    /// The sentences that source, cue and content are in; " … " stands for those in between.
    fn sentence(&self, statement: &Statement) -> Option<String> {
        let sentences = self.sentences(statement).into_iter();
        let pieces: Vec<String> = sentences
            .map(|span| squeezed(span.of(&self.document.text)))
            .collect();
        (!pieces.is_empty()).then(|| pieces.join(" … "))
    }

    /// The stretches of sentences that source, cue and content are in, in order: more than one if a
    /// speaker is named far from the words.
    fn sentences(&self, statement: &Statement) -> Vec<Span> {
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
        pieces::id(&self.document.id, spans)
    }
}
