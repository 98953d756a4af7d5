//! A picture of the graph in Graphviz's language.
//!
//! It shows the most important part of a selection (`dot/cut.rs`): an arrow for each speaker, target and
//! relation, whose width shows the number of statements; or an arrow or a node for each statement. Types
//! of entities differ in shape and colour, relations in colour and arrowhead; hypothetical statements are
//! dashed, denied ones dotted. The words and their positions are in the tooltips, which Graphviz
//! keeps in SVG, and each arrow links to its article.
//! petgraph's writer is not used because it does not escape attributes, and numbers the nodes.

mod arrow;
mod cut;
mod heading;
mod node;
mod text;
mod tooltip;

use self::arrow::Label;
use self::cut::Cut;
use self::heading::heading;
use self::text::id;
use super::colours::Colours;
pub use super::colours::Theme;
use super::network::{Network, Shape};
use super::selection::Selection;
use std::io::{self, Write};

/// The appearance of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Maximum number of entities to draw; less important ones are left out, and the picture says so.
    pub max_nodes: usize,
    /// What the nodes and arrows are.
    pub shape: Shape,
    /// Colours for a light or a dark page.
    pub theme: Theme,
}

impl Default for Picture {
    fn default() -> Self {
        Picture {
            max_nodes: 60,
            shape: Shape::Aggregate,
            theme: Theme::Light,
        }
    }
}

const FONT: &str = "Helvetica,Arial,sans-serif";

/// Writes the picture; returns what it leaves out, one line each.
///
/// # Errors
/// Those of `out`.
pub fn write(
    selection: &Selection,
    picture: &Picture,
    out: &mut impl Write,
) -> io::Result<Vec<String>> {
    let graph = selection.graph();
    let selection = &selection.pictured();
    let network = Network::new(selection, Shape::Aggregate);
    let cut = Cut::of(&network, picture.max_nodes, picture.shape);
    let colours = Colours::of(picture.theme);
    let (ink, paper) = (colours.ink, colours.paper);
    let room = match cut.is_crowded() {
        true => "nodesep=0.15, ranksep=0.7",
        false => "nodesep=0.22, ranksep=0.9",
    };
    writeln!(out, "digraph {} {{", id(graph.name()))?;
    writeln!(
        out,
        "  graph [rankdir=LR, bgcolor=\"{paper}\", pad=0.3, {room}, \
         fontname=\"{FONT}\", fontcolor=\"{ink}\", labelloc=t, labeljust=l, tooltip=\" \",\n    \
         label=<{}>];",
        heading(selection, &cut, &colours)
    )?;
    writeln!(
        out,
        "  node [fontname=\"{FONT}\", fontsize=12, fontcolor=\"{}\", style=filled, \
         color=\"{}\", penwidth=1.2, margin=\"0.14,0.07\", height=0.4];",
        colours.text, colours.outline
    )?;
    writeln!(
        out,
        "  edge [fontname=\"{FONT}\", fontsize=10, arrowsize=0.8];"
    )?;
    let busiest = cut.nodes.values().copied().max().unwrap_or_default();
    for (entity, involved) in &cut.nodes {
        let unaddressed = cut.unaddressed.get(entity);
        let unaddressed = unaddressed.map_or(&[][..], Vec::as_slice);
        let size = 11.0 + 5.0 * share(*involved, busiest);
        node::entity(graph, *entity, size, unaddressed, &colours, out)?;
    }
    match picture.shape {
        Shape::Statements => {
            for said in cut.statements() {
                node::statement(graph, &said, &colours, out)?;
                arrow::links(
                    graph,
                    &said,
                    |entity| cut.nodes.contains_key(&entity),
                    &colours,
                    out,
                )?;
            }
        }
        Shape::Edges | Shape::Aggregate => {
            let weights = cut.arrows.iter().map(|arrow| arrow.weight());
            let heaviest = weights.max().unwrap_or_default();
            for bundle in &cut.arrows {
                let width = 1.2 + 3.3 * share(bundle.weight(), heaviest);
                let label = match picture.shape {
                    _ if cut.is_crowded() => Label::Count,
                    Shape::Edges => Label::Day,
                    Shape::Statements | Shape::Aggregate => Label::Relation,
                };
                arrow::bundle(graph, bundle, width, label, &colours, out)?;
            }
        }
    }
    writeln!(out, "}}")?;
    Ok(cut.left_out(selection.len()))
}

/// In a small graph, this many statements have the maximum width.
const FULL_WIDTH: usize = 12;

/// A number on a logarithmic scale from 0 for 1 to 1 for the greatest number, or for [`FULL_WIDTH`] if that
/// is greater.
fn share(number: usize, greatest: usize) -> f64 {
    (number.max(1) as f64).ln() / (greatest.max(FULL_WIDTH) as f64).ln()
}
