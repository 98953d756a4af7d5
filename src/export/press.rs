//! Mere listeners: reporters and news conferences, who are addressed so often that they would connect
//! everyone to one node in a picture.

use crate::entity::EntityType;
use crate::graph::{Entity, Graph};
use crate::lexicon::lines;

/// The last words of what they are called.
const WORDS: &str = include_str!("data/press.txt");

/// For each entity of a graph, by number, whether it is a mere listener.
pub(super) fn of(graph: &Graph) -> Vec<bool> {
    graph.entities().iter().map(is_press).collect()
}

/// "reporters", "local media", "reporters in Geneva": nobody with a name of their own.
fn is_press(entity: &Entity) -> bool {
    let called = entity.name.split(" in ").next().unwrap_or_default();
    let last = called.rsplit(' ').next().unwrap_or_default();
    entity.kind == EntityType::Unnamed && lines(WORDS).any(|word| word.eq_ignore_ascii_case(last))
}
