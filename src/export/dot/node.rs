//! Nodes of a picture.

use super::super::attributes;
use super::super::colours::Colours;
use super::super::ids::{entity_id, statement_node};
use super::super::network::{counted, relation_name};
use super::super::selection::Said;
use super::super::shortened::{one_line, shortened};
use super::arrow::url;
use super::text::{id, markup, quoted, wrap};
use super::tooltip::{quote, short};
use crate::entity::EntityType;
use crate::graph::{Entity, EntityIndex, Graph};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Names are wrapped at about this many characters.
const WRAP: usize = 24;
/// Offices are in smaller print.
const WRAP_SMALL: usize = 32;
/// Longer statements are truncated on the node; the tooltip has more.
const MAX_WORDS: usize = 90;

/// How a node is drawn.
pub(super) struct Look {
    shape: &'static str,
    style: &'static str,
    pub(super) fill: &'static str,
}

impl Look {
    pub(super) fn of(kind: EntityType, colours: &Colours) -> Look {
        let (shape, style) = match kind {
            EntityType::Person => ("ellipse", "filled"),
            EntityType::State => ("box", "filled"),
            EntityType::Organisation => ("box", "filled,rounded"),
            EntityType::Unnamed => ("ellipse", "filled,dashed"),
        };
        let fill = colours.entity(kind);
        Look { shape, style, fill }
    }
}

/// An entity; `size` is the font size.
pub(super) fn entity(
    graph: &Graph,
    entity: EntityIndex,
    size: f64,
    unaddressed: &[Said],
    colours: &Colours,
    out: &mut impl Write,
) -> io::Result<()> {
    let who = graph.entity(entity);
    let look = Look::of(who.kind, colours);
    let office = office(graph, who);
    let mut tooltip = format!("{} ({})", short(&who.name), kind_name(who.kind));
    if let Some(office) = &office {
        let _ = write!(tooltip, "\n{office}");
    }
    let _ = write!(tooltip, "\n{}", counted(who.statements, "statement"));
    if !unaddressed.is_empty() {
        let _ = write!(tooltip, ", naming no one else:");
        quote(graph, unaddressed.iter().copied(), &mut tooltip);
    }
    let name = wrap(&who.name, WRAP);
    let label = match office {
        None => quoted(&name),
        Some(office) => format!(
            "<{}<BR/><FONT POINT-SIZE=\"9\">{}</FONT>>",
            markup(&name),
            markup(&office_lines(&office))
        ),
    };
    writeln!(
        out,
        "  {} [label={}, fontsize={size:.1}, shape={}, style=\"{}\", fillcolor=\"{}\", class=\"{}\", tooltip={}];",
        id(&entity_id(graph, entity)),
        label,
        look.shape,
        look.style,
        look.fill,
        kind_name(who.kind),
        quoted(&tooltip),
    )
}

/// A statement node with its first words.
pub(super) fn statement(
    graph: &Graph,
    said: &Said,
    colours: &Colours,
    out: &mut impl Write,
) -> io::Result<()> {
    let words = one_line(&said.report.content.text);
    let words = shortened(&words, MAX_WORDS);
    let mut tooltip = relation_name(said.statement.relation).to_owned();
    quote(graph, std::iter::once(*said), &mut tooltip);
    writeln!(
        out,
        "  {} [label={}, fontsize=9, shape=note, style=filled, fillcolor=\"{}\", \
         color=\"{}\", class=\"statement\", tooltip={}{}];",
        id(&statement_node(graph, said.index)),
        quoted(&wrap(&words, WRAP_SMALL)),
        colours.record,
        colours.relation(said.statement.relation),
        quoted(&tooltip),
        url(graph, std::iter::once(*said)),
    )
}

/// The office of an entity, otherwise the entity that it speaks for.
fn office(graph: &Graph, who: &Entity) -> Option<String> {
    match (who.roles.first(), who.represents.first()) {
        (Some((role, _)), _) => Some(attributes::office(role)),
        (None, Some(spoken)) => Some(graph.entity(spoken.of).name.clone()),
        (None, None) => None,
    }
}

/// Wraps an office: its state or organisation gets a separate line if both do not fit on one.
fn office_lines(office: &str) -> String {
    match office.split_once(", ") {
        Some((title, of)) if office.chars().count() > WRAP_SMALL => {
            format!("{}\n{}", wrap(title, WRAP_SMALL), wrap(of, WRAP_SMALL))
        }
        _ => wrap(office, WRAP_SMALL),
    }
}

pub(super) fn kind_name(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "person",
        EntityType::State => "state",
        EntityType::Organisation => "organisation",
        EntityType::Unnamed => "unnamed",
    }
}
