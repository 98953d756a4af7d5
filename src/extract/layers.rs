//! Runs documents through all layers: text, syntax, entities, statements, record.

use crate::document::Document;
use crate::entity::mention::recogniser::Names;
use crate::entity::{Entities, Knowledge, Resolver};
use crate::error::Result;
use crate::extract::engine::Engine;
use crate::extract::explanation::{Explanation, Traced};
use crate::extract::record::Extraction;
use crate::extract::writer::Writer;
use crate::span::Span;
use crate::statement::article::Article;
use crate::statement::{Statement, THRESHOLD};
use crate::syntax::Syntax;
use crate::text::{PerToken, Text};
use crate::{entity, statement, text};

/// A stage, which all documents of a batch complete before the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Paragraphs, sentences, words, quotations.
    Text,
    /// Tags and trees.
    Syntax,
    /// Recognised names.
    Names,
    /// Entities and references to them.
    Entity,
    /// Attributions.
    Attribution,
    /// Statements.
    Statement,
    /// The records.
    Record,
}

/// Everything found in documents, each in one piece; `done` is called after each stage.
pub(super) fn extract(
    engine: &Engine,
    documents: &[&Document],
    mut done: &mut impl FnMut(Stage),
) -> Result<Vec<Extraction>> {
    let decided = decide(engine, documents, entity::resolve, &mut done)?;
    let decided = documents.iter().zip(&decided);
    let records = decided.map(|(document, decided)| {
        Writer::new(engine, document, &decided.text, &decided.entities).record(&decided.statements)
    });
    let records = records.collect();
    done(Stage::Record);
    Ok(records)
}

/// The results of the layers for a document.
struct Decided {
    text: Text,
    entities: Entities,
    statements: Vec<Statement>,
}

/// [`entity::resolve()`], or the variant that records every decision.
type Resolve = fn(Knowledge, &Resolver, &Document, &Text, &Syntax, &Names) -> Entities;

/// Runs all documents through one layer after another.
fn decide(
    engine: &Engine,
    documents: &[&Document],
    resolve: Resolve,
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
        .map(|(document, ((text, syntax), names))| {
            resolve(
                engine.knowledge,
                &engine.resolver,
                document,
                text,
                syntax,
                names,
            )
        })
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

/// Explains a statement of a document in one piece; `None` if it has no statement with this id.
pub(super) fn explain(
    engine: &Engine,
    document: &Document,
    id: &str,
) -> Result<Option<Explanation>> {
    let decided = decide(engine, &[document], entity::resolve_traced, |_| ())?;
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
    let tokens: PerToken<Span> = text.tokens.iter().map(|token| token.span).collect();
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
