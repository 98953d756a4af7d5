//! A part of a graph as a graph: some statements and all that they refer to.

#[cfg(feature = "sqlite")]
use super::build::Builder;
use super::contents::Graph;
#[cfg(feature = "sqlite")]
use super::part::{Part, Record};
use super::record::{EntityIndex, StatementIndex};

/// Some statements of a graph, the documents that report them, and the entities in those documents:
/// everything that [`Graph::load`] needs to read them back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    statements: Vec<StatementIndex>,
    /// By index.
    documents: Vec<bool>,
    entities: Vec<bool>,
}

impl Excerpt {
    /// All of a graph.
    pub fn whole(graph: &Graph) -> Excerpt {
        Excerpt {
            statements: graph.statement_indices().collect(),
            documents: vec![true; graph.documents().len()],
            entities: vec![true; graph.entities().len()],
        }
    }

    /// These statements with all their reports; their speakers, addressees, entities mentioned and outlets
    /// cited; and the entities that these speak for.
    pub fn of(graph: &Graph, statements: Vec<StatementIndex>) -> Excerpt {
        let mut documents = vec![false; graph.documents().len()];
        let mut entities = vec![false; graph.entities().len()];
        let mark = |list: &mut Vec<bool>, place: usize| {
            if let Some(slot) = list.get_mut(place) {
                *slot = true;
            }
        };
        for index in &statements {
            let statement = graph.statement(*index);
            for report in statement.reports() {
                mark(&mut documents, report.document.index());
                for entity in report
                    .addressees
                    .iter()
                    .chain(&report.about)
                    .chain(&report.via)
                {
                    mark(&mut entities, entity.index());
                }
            }
            for entity in statement.speakers() {
                mark(&mut entities, entity.index());
            }
        }
        let mut next: Vec<EntityIndex> = graph.entity_indices().collect();
        next.retain(|entity| entities.get(entity.index()).copied() == Some(true));
        while let Some(entity) = next.pop() {
            for representation in &graph.entity(entity).represents {
                if entities.get(representation.of.index()).copied() == Some(false) {
                    mark(&mut entities, representation.of.index());
                    next.push(representation.of);
                }
            }
        }
        Excerpt {
            statements,
            documents,
            entities,
        }
    }

    /// The excerpt as a graph of its own.
    #[cfg(feature = "sqlite")]
    pub(crate) fn as_graph(&self, graph: &Graph) -> Graph {
        let documents = graph.documents().iter().enumerate();
        let documents = documents.filter(|(number, _)| self.has_document(*number));
        let mut places = vec![0; graph.documents().len()];
        let mut parts = Vec::new();
        for (number, document) in documents {
            if let Some(place) = places.get_mut(number) {
                *place = parts.len();
            }
            let mut document = document.clone();
            document.sightings.retain(|s| self.has_entity(s.entity));
            parts.push(Part {
                document,
                records: Vec::new(),
            });
        }
        for index in &self.statements {
            let statement = graph.statement(*index);
            for report in statement.reports() {
                let place = places.get(report.document.index());
                if let Some(part) = place.and_then(|place| parts.get_mut(*place)) {
                    part.records.push(Record {
                        relation: statement.relation,
                        polarity: statement.polarity,
                        mode: statement.mode,
                        speaker: statement.speaker,
                        joint_speakers: statement.joint_speakers.clone(),
                        report: report.clone(),
                        statement: None,
                    });
                }
            }
        }
        let ids: Vec<String> = graph.entities().iter().map(|e| e.id.clone()).collect();
        let mut builder = Builder::new(graph.name().to_owned());
        for part in parts {
            builder.add_part_of(part, &ids);
        }
        for id in graph.doubled() {
            builder.add_doubled(id.clone());
        }
        builder.finish()
    }

    /// Its statements.
    pub fn statements(&self) -> &[StatementIndex] {
        &self.statements
    }

    /// Whether it has the document with this index.
    pub(super) fn has_document(&self, number: usize) -> bool {
        self.documents.get(number).copied() == Some(true)
    }

    /// Whether it has an entity.
    pub(super) fn has_entity(&self, entity: EntityIndex) -> bool {
        self.entities.get(entity.index()).copied() == Some(true)
    }
}
