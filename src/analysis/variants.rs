//! The wordings in which a statement is reported: who printed it first, who copied it, who altered it?

use super::copies::Copies;
use super::verify::{Quotation, search};
use super::wording::{Piece, difference, words};
use crate::graph::{Graph, Report, StatementIndex};
use crate::query::{Hit, Marks, Place};
use crate::statement::{Kind, When};
use serde::Serialize;
use std::collections::BTreeMap;

/// Minimum similarity for another statement to count as the same.
const SAME: f64 = 0.8;
/// Maximum number of other statements shown.
const SHOWN: usize = 5;

/// A statement with all its wordings.
#[derive(Debug, Clone, Serialize)]
pub struct Variants<'g> {
    /// The statement as in its first report.
    pub statement: Hit<'g>,
    /// Reports of it.
    pub reports: usize,
    /// Different texts among these: a report that forty outlets print is one text.
    pub texts: usize,
    /// Its wordings, that of the earliest report first.
    pub wordings: Vec<Wording<'g>>,
    /// Statements in similar words with another relation, polarity or speaker.
    pub elsewhere: Vec<Hit<'g>>,
}

/// Reports with the same words, ignoring case and punctuation.
#[derive(Debug, Clone, Serialize)]
pub struct Wording<'g> {
    /// The words as in the earliest of these reports.
    pub text: String,
    /// The changes from the first wording; empty for the first itself.
    pub difference: Vec<Piece>,
    /// Its reports, in order of their days.
    pub printed: Vec<Printed<'g>>,
}

/// One document's report.
#[derive(Debug, Clone, Serialize)]
pub struct Printed<'g> {
    /// Id of the report.
    pub id: &'g str,
    /// The day or month in which it was said, otherwise the day of the document.
    pub date: Option<When>,
    /// Entry of the taxonomy of acts.
    pub act: &'g str,
    /// The words that report it: one outlet writes "said", another "insisted".
    pub cue: &'g str,
    /// Direct, mixed or indirect.
    pub kind: Kind,
    /// The outlet that the document cites.
    pub via: Option<&'g str>,
    /// Its position.
    pub place: Place<'g>,
    /// Id of the earlier document that this one copies.
    pub copy_of: Option<&'g str>,
}

/// The wordings of a statement.
pub fn variants(graph: &Graph, statement: StatementIndex) -> Variants<'_> {
    let record = graph.statement(statement);
    let documents = record.reports().map(|report| report.document);
    let copies = Copies::among(graph, documents.collect());
    let mut wordings: Vec<Wording> = Vec::new();
    let mut places: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    for report in record.reports() {
        let text = &report.content.text;
        let key: Vec<String> = words(text).into_iter().map(|word| word.key).collect();
        let place = *places.entry(key).or_insert(wordings.len());
        if place == wordings.len() {
            let first = &record.first.content.text;
            wordings.push(Wording {
                text: text.to_string(),
                difference: match place {
                    0 => Vec::new(),
                    _ => difference(first, text),
                },
                printed: Vec::new(),
            });
        }
        if let Some(wording) = wordings.get_mut(place) {
            wording
                .printed
                .push(printed(graph, statement, report, &copies));
        }
    }
    Variants {
        statement: Hit::new(graph, statement, &record.first, None, Marks::default()),
        reports: record.reports().count(),
        texts: copies.texts(record.reports().map(|report| report.document)),
        wordings,
        elsewhere: elsewhere(graph, statement),
    }
}

fn printed<'g>(
    graph: &'g Graph,
    statement: StatementIndex,
    report: &'g Report,
    copies: &Copies,
) -> Printed<'g> {
    let original = copies.original(report.document);
    let hit = Hit::new(graph, statement, report, None, Marks::default());
    Printed {
        id: &report.id,
        date: graph.when(report),
        act: &report.act,
        cue: &report.cue.text,
        kind: report.kind,
        via: hit.via.map(|outlet| outlet.name),
        place: hit.place,
        copy_of: original.map(|index| graph.document(index).id.as_str()),
    }
}

/// Other statements in the same words.
fn elsewhere(graph: &Graph, statement: StatementIndex) -> Vec<Hit<'_>> {
    let record = graph.statement(statement);
    let Ok(quotation) = Quotation::new(&record.first.content.text) else {
        return Vec::new();
    };
    let length = |text: &str| words(text).len();
    let own = length(&record.first.content.text);
    let mut hits = Vec::new();
    for found in search(graph, &quotation) {
        let other = graph.statement(found.statement);
        // A long statement that contains the words of a short one says more.
        let says_more = length(&other.first.content.text) > 2 * own;
        if found.similarity >= SAME && found.statement != statement && !says_more {
            hits.push(Hit::new(
                graph,
                found.statement,
                &other.first,
                None,
                Marks::default(),
            ));
        }
    }
    hits.truncate(SHOWN);
    hits
}
