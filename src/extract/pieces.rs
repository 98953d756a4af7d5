//! Reads very large documents in pieces, so that the memory of the layers is bounded.
//!
//! A piece ends at a paragraph if possible, and is read as a separate document: names and pronouns are
//! resolved within it. Positions, lines and ids are those of the whole document.

use super::engine::Engine;
use super::explanation::Explanation;
use super::layers::{self, Stage};
use super::record::{CharSpan, EntityRecord, Extraction, StatementRecord};
use super::writer::id;
use crate::document::Document;
use crate::error::Result;
use std::collections::HashMap;

/// Maximum size of a piece in bytes: several novels.
pub const LONGEST: usize = 4 << 20;

/// Everything found in a document of several pieces.
pub(super) fn extract(
    engine: &Engine,
    document: &Document,
    longest: usize,
    done: &mut impl FnMut(Stage),
) -> Result<Extraction> {
    let mut whole = Extraction::of(document);
    let mut known: HashMap<String, usize> = HashMap::new();
    for (piece, points) in documents(document, longest) {
        let mut found = layers::extract(engine, &[&piece], done)?;
        let Some(found) = found.pop() else { continue };
        add(&mut whole, &mut known, found, points);
    }
    // each kind in order of first mention, as in any document
    whole.entities.sort_by_key(EntityRecord::rank);
    Ok(whole)
}

/// Explains a statement of a document in several pieces; `None` if no statement has this id.
pub(super) fn explain(
    engine: &Engine,
    document: &Document,
    longest: usize,
    id: &str,
) -> Result<Option<Explanation>> {
    for (piece, points) in documents(document, longest) {
        let found = layers::extract(engine, &[&piece], &mut |_| ())?;
        let statements = found.iter().flat_map(|found| &found.statements);
        let mut own = statements.filter(|statement| id_of(&document.id, statement, points) == id);
        let Some(own) = own.next() else { continue };
        let explained = layers::explain(engine, &piece, &own.id)?;
        return Ok(explained.map(|explained| moved(explained, points, id)));
    }
    Ok(None)
}

/// The pieces of a document as documents, each with the number of code points before it.
fn documents(document: &Document, longest: usize) -> impl Iterator<Item = (Document, usize)> {
    let (mut points, mut line) = (0, document.line.max(1));
    let pieces = pieces(&document.text, longest).into_iter();
    pieces.map(move |text| {
        let piece = Document {
            id: document.id.clone(),
            text: text.to_owned(),
            title: document.title.clone(),
            date: document.date,
            url: document.url.clone(),
            source: document.source.clone(),
            path: document.path.clone(),
            line,
        };
        let before = points;
        points += text.chars().count();
        line += memchr::memchr_iter(b'\n', text.as_bytes()).count();
        (piece, before)
    })
}

/// An explanation with positions and id converted to the whole document.
fn moved(mut explained: Explanation, points: usize, id: &str) -> Explanation {
    let statement = &mut explained.statement;
    statement.id = id.to_owned();
    let words = [
        &mut statement.source,
        &mut statement.cue,
        &mut statement.content,
    ];
    let words = words.into_iter().flat_map(|words| &mut words.spans);
    let steps = explained.parties.iter_mut().flat_map(|p| &mut p.steps);
    let pieces = explained.sentence.iter_mut().map(|piece| &mut piece.span);
    let spans = words.chain(steps.map(|step| &mut step.span)).chain(pieces);
    spans.for_each(|span| *span = behind(*span, points));
    explained
}

/// A span shifted by so many code points.
fn behind(span: CharSpan, points: usize) -> CharSpan {
    span.map(|at| at + points)
}

/// Splits a text into pieces of at most `longest` bytes (at least four).
fn pieces(text: &str, longest: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while rest.len() > longest {
        let limit = (0..=longest).rev().find(|at| rest.is_char_boundary(*at));
        let head = &rest[..limit.unwrap_or(0)];
        let behind = |mark: &str| head.rfind(mark).map(|at| at + mark.len());
        let end = behind("\n\n")
            .or_else(|| behind("\n"))
            .or_else(|| behind(" "));
        let (piece, behind) = rest.split_at(end.unwrap_or(head.len()));
        pieces.push(piece);
        rest = behind;
    }
    pieces.push(rest);
    pieces
}

/// Adds the results of a piece that starts after so many code points.
fn add(
    whole: &mut Extraction,
    known: &mut HashMap<String, usize>,
    found: Extraction,
    points: usize,
) {
    let moved = |span: &mut CharSpan| *span = behind(*span, points);
    for mut entity in found.entities {
        entity.mentions.iter_mut().for_each(moved);
        let place = *known
            .entry(entity.id.clone())
            .or_insert(whole.entities.len());
        let Some(same) = whole.entities.get_mut(place) else {
            whole.entities.push(entity);
            continue;
        };
        same.mentions.append(&mut entity.mentions);
        for alias in entity.aliases {
            if !same.aliases.contains(&alias) {
                same.aliases.push(alias);
            }
        }
        for role in entity.roles {
            if !same.roles.contains(&role) {
                same.roles.push(role);
            }
        }
        same.represents = same.represents.take().or(entity.represents);
        same.gender = same.gender.or(entity.gender);
    }
    let mut ids: HashMap<String, String> = HashMap::new();
    let first = whole.statements.len();
    for mut statement in found.statements {
        let id = id_of(&whole.id, &statement, points);
        for words in [
            &mut statement.source,
            &mut statement.cue,
            &mut statement.content,
        ] {
            words.spans.iter_mut().for_each(moved);
        }
        let old = std::mem::replace(&mut statement.id, id);
        ids.insert(old, statement.id.clone());
        whole.statements.push(statement);
    }
    for statement in &mut whole.statements[first..] {
        let within = statement.within.take();
        statement.within = within.and_then(|id| ids.get(&id).cloned());
    }
}

/// The id of a statement of a piece, in the whole document.
fn id_of(document: &str, statement: &StatementRecord, points: usize) -> String {
    let spans = statement.cue.spans.iter().chain(&statement.content.spans);
    id(document, spans.map(|span| behind(*span, points)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARTICLE: &str = "Anna Berg said the bridge would close. “It is late,” she said.\n\n\
        Peter Falk warned Berg that winter would come; “naïve” talk, he said.\n\n";

    fn read(text: &str, longest: usize) -> Extraction {
        let document = Document {
            id: "long".to_owned(),
            text: text.to_owned(),
            ..Document::default()
        };
        let engine = Engine::shipped().expect("the shipped model");
        extract(engine, &document, longest, &mut |_| ()).expect("an extraction")
    }

    #[test]
    fn pieces_are_the_whole_text_and_end_with_paragraphs() {
        let text = ARTICLE.repeat(5);
        let cut = pieces(&text, 300);
        assert_eq!(cut.concat(), text);
        assert!(cut.len() > 2 && cut.iter().all(|piece| piece.ends_with("\n\n")));
        let endless = "ж".repeat(50);
        let cut = pieces(&endless, 9);
        assert_eq!(cut.concat(), endless);
        assert!(cut.iter().all(|piece| piece.len() <= 9));
    }

    #[test]
    fn what_is_found_in_pieces_has_the_places_of_the_whole() {
        let text = ARTICLE.repeat(5);
        let points: Vec<char> = text.chars().collect();
        let found = read(&text, ARTICLE.len());
        let alone = read(ARTICLE, usize::MAX);
        assert_eq!(found.statements.len(), 5 * alone.statements.len());
        for statement in &found.statements {
            for words in [&statement.source, &statement.cue, &statement.content] {
                let at = |span: &CharSpan| points[span[0]..span[1]].iter().collect::<String>();
                let text: Vec<String> = words.spans.iter().map(at).collect();
                assert_eq!(text.join(" … "), words.text);
            }
        }
        let (first, last) = (
            &found.statements[0],
            &found.statements[found.statements.len() - 1],
        );
        assert_eq!((first.line, last.line), (Some(1), Some(4 * 4 + 3)));
        // one Anna Berg, with the mentions of all pieces
        let names: Vec<&str> = found.entities.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(
            names,
            alone
                .entities
                .iter()
                .map(|e| e.name.as_str())
                .collect::<Vec<_>>()
        );
        assert_eq!(
            found.entities[0].mentions.len(),
            5 * alone.entities[0].mentions.len()
        );
        // each is explained by the id that it has in the whole
        let document = Document {
            id: "long".to_owned(),
            text: text.clone(),
            ..Document::default()
        };
        let engine = Engine::shipped().expect("the shipped model");
        let explained = explain(engine, &document, ARTICLE.len(), &last.id).expect("readable");
        let explained = explained.expect("an explanation");
        let alike = StatementRecord {
            line: last.line,
            within: last.within.clone(),
            ..explained.statement
        };
        assert_eq!(alike, *last);
        let cue = explained.sentence.iter();
        let cue = cue
            .map(|piece| piece.span)
            .find(|span| span == &last.cue.spans[0]);
        assert!(cue.is_some());
        assert!(
            explain(engine, &document, ARTICLE.len(), "0")
                .expect("readable")
                .is_none()
        );
        // one piece is read as ever
        let whole = read(&text, usize::MAX);
        let document = Document {
            id: "long".to_owned(),
            text,
            ..Document::default()
        };
        assert_eq!(
            whole,
            crate::extract::pipeline::extract(&document).expect("an extraction")
        );
    }
}
