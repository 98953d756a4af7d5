//! Reads a graph file in one piece, in any layout.

use super::saved::{Packer, SavedDocument, SavedStatement, Shelf};
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

/// A document on its way from file to graph, with the entities it knows.
struct Arriving {
    part: Part,
    known: HashSet<EntityIndex>,
}

impl Arriving {
    /// A document without statements yet; `Err` if somebody in it speaks for an entity it lacks.
    fn new(document: Document) -> std::result::Result<Arriving, String> {
        let known: HashSet<EntityIndex> = document.sightings.iter().map(|s| s.entity).collect();
        let mut represented = document.sightings.iter().filter_map(|s| s.represents);
        if represented.any(|entity| !known.contains(&entity)) {
            return Err(format!(
                "in document {:?}, someone speaks for an entity that it does not list",
                document.id
            ));
        }
        let records = Vec::new();
        Ok(Arriving {
            part: Part { document, records },
            known,
        })
    }
}

impl Saved<'_> {
    /// Version of the file's form.
    pub(super) fn schema(&self) -> u32 {
        self.graph.schema
    }

    /// The graph; `Err` says what does not fit together.
    pub(super) fn assemble(self) -> std::result::Result<Graph, String> {
        let mut builder = Builder::new(self.graph.name);
        let mut arriving = Vec::with_capacity(self.graph.documents.len());
        let mut places: HashMap<String, usize> = HashMap::new();
        let (mut shelf, mut packer) = (Shelf::default(), Packer::default());
        for document in self.graph.documents {
            let document = document.read(&mut |id| builder.number(id), &mut shelf);
            let place = arriving.len();
            if places.insert(document.id.clone(), place).is_some() {
                return Err(format!("document {:?} appears twice", document.id));
            }
            arriving.push(Arriving::new(document)?);
        }
        for (place_in_file, statement) in self.statements.into_iter().enumerate() {
            if statement.reports.is_empty() {
                return Err(format!("statement {:?} has no report", statement.id));
            }
            let act = shelf.text(&statement.act);
            for report in statement.reports {
                let place = places.get(report.document.as_ref());
                let Some(document) = place.and_then(|place| arriving.get_mut(*place)) else {
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
                        &mut shelf,
                        &mut number,
                        &mut packer,
                    )?,
                    statement: Some(place_in_file),
                };
                document.part.records.push(record);
            }
        }
        for document in arriving {
            builder.add_part(document.part);
        }
        for id in self.graph.doubled {
            builder.add_doubled(id);
        }
        Ok(builder.finish())
    }
}
