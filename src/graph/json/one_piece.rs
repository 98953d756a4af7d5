//! Reads a graph file in one piece, in any layout.

use super::saved::{Interner, Packer, SavedDocument, SavedStatement};
use crate::graph::build::Builder;
use crate::graph::part::{Part, Record};
use crate::graph::{Document, DocumentIndex, EntityIndex, Graph};
use serde::Deserialize;
use std::collections::{HashMap, HashSet};

/// The parts of a file that are read; nodes and edges are skipped.
#[derive(Deserialize)]
pub(super) struct Saved<'a> {
    #[serde(borrow)]
    graph: Attributes<'a>,
    #[serde(borrow)]
    statements: Vec<SavedStatement<'a>>,
}

#[derive(Deserialize)]
struct Attributes<'a> {
    schema: u32,
    name: String,
    #[serde(default)]
    doubled: Vec<String>,
    #[serde(borrow)]
    documents: Vec<SavedDocument<'a>>,
}

/// A document that is being loaded, and the entities that it lists.
struct LoadingDocument {
    part: Part,
    known: HashSet<EntityIndex>,
}

impl LoadingDocument {
    /// A document without statements; `Err` if an entity in it speaks for one that it does not list.
    fn new(document: Document) -> std::result::Result<LoadingDocument, String> {
        let known: HashSet<EntityIndex> = document.sightings.iter().map(|s| s.entity).collect();
        let mut represented = document.sightings.iter().filter_map(|s| s.represents);
        if represented.any(|entity| !known.contains(&entity)) {
            return Err(format!(
                "in document {:?}, someone speaks for an entity that it does not list",
                document.id
            ));
        }
        let records = Vec::new();
        Ok(LoadingDocument {
            part: Part { document, records },
            known,
        })
    }
}

impl Saved<'_> {
    /// Version of the file format.
    pub(super) fn schema(&self) -> u32 {
        self.graph.schema
    }

    /// The graph; `Err` says what is inconsistent.
    pub(super) fn assemble(self) -> std::result::Result<Graph, String> {
        let mut builder = Builder::new(self.graph.name);
        let mut loading = Vec::with_capacity(self.graph.documents.len());
        let mut places: HashMap<String, usize> = HashMap::new();
        let (mut interner, mut packer) = (Interner::default(), Packer::default());
        for document in self.graph.documents {
            let document = document.read(&mut |id| builder.number(id), &mut interner);
            let place = loading.len();
            if places.insert(document.id.clone(), place).is_some() {
                return Err(format!("document {:?} appears twice", document.id));
            }
            loading.push(LoadingDocument::new(document)?);
        }
        for (place_in_file, statement) in self.statements.into_iter().enumerate() {
            if statement.reports.is_empty() {
                return Err(format!("statement {:?} has no report", statement.id));
            }
            let act = interner.text(&statement.act);
            for report in statement.reports {
                let place = places.get(report.document.as_ref());
                let Some(document) = place.and_then(|place| loading.get_mut(*place)) else {
                    return Err(format!(
                        "statement {:?} is in document {:?}, which is not listed",
                        report.id, report.document
                    ));
                };
                let (known, own_id, document_id) = (
                    &document.known,
                    report.id.to_string(),
                    report.document.to_string(),
                );
                let mut number = |id: &str| {
                    let number = builder.number(id);
                    known.contains(&number).then_some(number).ok_or_else(|| {
                        format!(
                            "statement {own_id:?} names entity {id:?}, which document \
                             {document_id:?} does not list"
                        )
                    })
                };
                let speaker = statement.speaker.as_ref().map(|id| number(&id.0));
                let joint = statement.joint_speakers.iter().map(|id| number(&id.0));
                let record = Record {
                    relation: statement.relation,
                    polarity: statement.polarity,
                    mode: statement.mode,
                    speaker: speaker.transpose()?,
                    joint_speakers: joint.collect::<Result<_, _>>()?,
                    report: report.read(
                        DocumentIndex::new(0),
                        &act,
                        &mut interner,
                        &mut number,
                        &mut packer,
                    )?,
                    statement: Some(place_in_file),
                };
                document.part.records.push(record);
            }
        }
        for document in loading {
            builder.add_part(document.part);
        }
        for id in self.graph.doubled {
            builder.add_doubled(id);
        }
        Ok(builder.finish())
    }
}
