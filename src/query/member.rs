//! What statements are grouped by: a speaker, a day, an outlet and so on.

use super::notation::word;
use crate::document::host;
use crate::entity::EntityType;
use crate::graph::{Document, DocumentIndex, EntityIndex, Graph};
use crate::statement::{Kind, Polarity, Relation, When};
use std::collections::HashSet;
use std::hash::Hash;

/// The name shown for the outlet of documents that do not give one.
pub(super) const NO_OUTLET: &str = "outlet not known";

/// Something that several statements share; cheap to compare, as there may be millions of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Member<'g> {
    Entity(EntityIndex),
    Type(EntityType),
    Relation(Relation),
    Act(&'g str),
    Polarity(Polarity),
    Kind(Kind),
    When(When),
    Year(i16),
    Outlet(&'g str),
    /// The outlet of documents that do not give one.
    NoOutlet,
    Document(DocumentIndex),
    Number(usize),
    Yes,
}

impl<'g> Member<'g> {
    /// The publisher of a document, by its own field or by its address.
    pub(super) fn outlet(document: &'g Document) -> Option<Member<'g>> {
        let host = || document.url.as_deref().and_then(host);
        let name = document.source.as_deref().or_else(host);
        name.map(Member::Outlet)
    }

    /// The name shown to people; the id of a document.
    pub(super) fn name(self, graph: &Graph) -> String {
        match self {
            Member::Entity(entity) => graph.entity(entity).name.clone(),
            Member::Type(kind) => word(&kind),
            Member::Relation(relation) => word(&relation),
            Member::Act(name) | Member::Outlet(name) => name.to_owned(),
            Member::NoOutlet => NO_OUTLET.to_owned(),
            Member::Polarity(polarity) => word(&polarity),
            Member::Kind(kind) => word(&kind),
            Member::When(when) => when.to_string(),
            Member::Year(year) => format!("{year:04}"),
            Member::Document(document) => graph.document(document).id.clone(),
            Member::Number(number) => number.to_string(),
            Member::Yes => "yes".to_owned(),
        }
    }

    /// The id of the entity or document.
    pub(super) fn id(self, graph: &Graph) -> Option<String> {
        match self {
            Member::Entity(entity) => Some(graph.entity(entity).id.clone()),
            Member::Document(document) => Some(graph.document(document).id.clone()),
            _ => None,
        }
    }
}

/// The entities among `members` that share their name with another of them.
pub(super) fn namesakes<'g>(
    graph: &Graph,
    members: impl Iterator<Item = Member<'g>>,
) -> HashSet<EntityIndex> {
    let entities: HashSet<EntityIndex> = members
        .filter_map(|member| match member {
            Member::Entity(entity) => Some(entity),
            _ => None,
        })
        .collect();
    let mut by_name: Vec<(&str, EntityIndex)> = entities
        .into_iter()
        .map(|entity| (graph.entity(entity).name.as_str(), entity))
        .collect();
    by_name.sort_unstable();
    let same = by_name.chunk_by(|a, b| a.0 == b.0);
    let several = same.filter(|same| same.len() > 1);
    several.flatten().map(|(_, entity)| *entity).collect()
}
