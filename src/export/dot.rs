//! A picture of the graph in Graphviz's language.
//!
//! Drawn is the aggregate view, cut to what matters: an arrow for each speaker, target and
//! relation, as wide as it is heavy. Types of entities differ in shape and colour, relations in
//! colour and arrowhead, the colours are those of Okabe and Ito (2008), which colour-blind readers
//! tell apart. What is said and where it stands is in the tooltips, which Graphviz keeps in SVG.
//! The writer is our own because petgraph's does not escape attributes, and numbers the nodes.

mod heading;
mod text;

use self::heading::heading;
use self::text::{id, link, markup, one_line, quoted, shortened, wrap};
use super::colours::{Colours, Theme};
use super::select::Selection;
use super::words::is_web;
use crate::entity::EntityType;
use crate::error::Result;
use crate::graph::views::Bundle;
use crate::graph::{Entity, EntityIndex, Graph, Report, Statement, StatementIndex};
use crate::statement::{Polarity, Relation};
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

/// How a picture looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The most nodes to draw; what matters less is left out, and the picture says so.
    pub max_nodes: usize,
    /// Colours for a light or a dark page.
    pub theme: Theme,
}

impl Default for Picture {
    fn default() -> Self {
        Picture {
            max_nodes: 60,
            theme: Theme::Light,
        }
    }
}

/// Names are wrapped at about this many characters.
const WRAP: usize = 24;
/// Offices are in smaller print.
const WRAP_SMALL: usize = 32;
/// So many statements are drawn as large as any in a small graph.
const MUCH: usize = 12;
/// Longer names are cut in tooltips.
const MAX_NAME: usize = 100;
/// How opaque arrows are that lead to one spoken about, not to.
const PALE: &str = "80";
/// A tooltip quotes this many statements and counts the rest.
const QUOTED: usize = 6;
/// Longer quotations are cut in tooltips.
const MAX_WORDS: usize = 280;

/// Writes the picture to `path`, whole or not at all.
///
/// # Errors
/// One line that names the file when it cannot be written.
pub fn save(graph: &Graph, picture: &Picture, path: &Path) -> Result<()> {
    crate::output::replace(path, |out| write(graph, picture, out))
}

/// Writes the picture.
///
/// # Errors
/// Those of `out`.
pub fn write(graph: &Graph, picture: &Picture, out: &mut impl Write) -> io::Result<()> {
    let selection = Selection::of(graph, picture.max_nodes);
    let colours = Colours::of(picture.theme);
    let (ink, paper) = (colours.ink, colours.paper);
    writeln!(out, "digraph {} {{", id(graph.name()))?;
    writeln!(
        out,
        "  graph [rankdir=LR, bgcolor=\"{paper}\", pad=0.3, nodesep=0.22, ranksep=0.9, \
         fontname=\"{FONT}\", fontcolor=\"{ink}\", labelloc=t, labeljust=l, tooltip=\" \",\n    \
         label=<{}>];",
        heading(graph, &selection, &colours)
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
    let busiest = selection.nodes.values().copied().max().unwrap_or_default();
    for (entity, involved) in &selection.nodes {
        let unaddressed = selection.unaddressed.get(entity);
        let unaddressed = unaddressed.map_or(&[][..], Vec::as_slice);
        node(
            graph,
            (*entity, *involved, busiest),
            unaddressed,
            &colours,
            out,
        )?;
    }
    let weights = selection.arrows.iter().map(|(_, _, b)| b.statements.len());
    let heaviest = weights.max().unwrap_or_default();
    for (from, to, bundle) in &selection.arrows {
        arrow(graph, (*from, *to), (bundle, heaviest), &colours, out)?;
    }
    writeln!(out, "}}")
}

const FONT: &str = "Helvetica,Arial,sans-serif";

fn look(colours: &Colours, kind: EntityType) -> Look {
    let (shape, style) = match kind {
        EntityType::Person => ("ellipse", "filled"),
        EntityType::State => ("box", "filled"),
        EntityType::Organisation => ("box", "filled,rounded"),
        EntityType::Unnamed => ("ellipse", "filled,dashed"),
    };
    Look {
        shape,
        style,
        fill: colours.entity(kind),
    }
}

fn arrowhead(relation: Relation) -> &'static str {
    match relation {
        Relation::Said => "vee",
        Relation::Warned => "normal",
        Relation::Proposed => "odiamond",
    }
}

/// How a node is drawn.
struct Look {
    shape: &'static str,
    style: &'static str,
    fill: &'static str,
}

fn node(
    graph: &Graph,
    (entity, involved, busiest): (EntityIndex, usize, usize),
    unaddressed: &[StatementIndex],
    colours: &Colours,
    out: &mut impl Write,
) -> io::Result<()> {
    let who = graph.entity(entity);
    let look = look(colours, who.kind);
    let size = 11.0 + 5.0 * share(involved, busiest);
    let office = office(graph, who);
    let mut tooltip = format!("{} ({})", short(&who.name), kind_name(who.kind));
    if let Some(office) = &office {
        let _ = write!(tooltip, "\n{office}");
    }
    let _ = write!(tooltip, "\n{}", count(who.statements, STATEMENT));
    if !unaddressed.is_empty() {
        let _ = write!(tooltip, ", to and about nobody else:");
        quote(graph, unaddressed, &mut tooltip);
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
        id(&who.id),
        label,
        look.shape,
        look.style,
        look.fill,
        kind_name(who.kind),
        quoted(&tooltip),
    )
}

/// The office an entity holds, else the one it speaks for.
fn office(graph: &Graph, who: &Entity) -> Option<String> {
    match (who.roles.first(), who.represents.first()) {
        (Some((role, _)), _) => Some(match &role.of {
            Some(of) => format!("{}, {of}", role.title),
            None => role.title.clone(),
        }),
        (None, Some(spoken)) => Some(graph.entity(spoken.of).name.clone()),
        (None, None) => None,
    }
}

/// An office in lines: what it is of gets a line of its own when both do not fit one.
fn office_lines(office: &str) -> String {
    match office.split_once(", ") {
        Some((title, of)) if office.chars().count() > WRAP_SMALL => {
            format!("{}\n{}", wrap(title, WRAP_SMALL), wrap(of, WRAP_SMALL))
        }
        _ => wrap(office, WRAP_SMALL),
    }
}

fn arrow(
    graph: &Graph,
    (from, to): (EntityIndex, EntityIndex),
    (bundle, heaviest): (&Bundle, usize),
    colours: &Colours,
    out: &mut impl Write,
) -> io::Result<()> {
    let heaviness = bundle.statements.len();
    let (colour, head) = (
        colours.relation(bundle.relation),
        arrowhead(bundle.relation),
    );
    let name = relation_name(bundle.relation);
    let about = bundle.addressed == 0;
    let mut label = format!("{name}{}", if about { " about" } else { "" });
    if heaviness > 1 {
        let _ = write!(label, " ×{heaviness}");
    }
    let style = if bundle.denied == heaviness {
        "dotted"
    } else if bundle.hypothetical == heaviness {
        "dashed"
    } else {
        "solid"
    };
    let pale = if about { PALE } else { "" };
    let preposition = match bundle.relation {
        _ if about => " about",
        Relation::Said | Relation::Proposed => " to",
        Relation::Warned => "",
    };
    let (speaker, target) = (&graph.entity(from).name, &graph.entity(to).name);
    let (speaker, target) = (short(speaker), short(target));
    let mut tooltip = format!("{speaker} {name}{preposition} {target}");
    quote(graph, &bundle.statements, &mut tooltip);
    let tooltip = quoted(&tooltip);
    let width = 1.2 + 3.3 * share(heaviness, heaviest);
    write!(
        out,
        "  {} -> {} [label={}, color=\"{colour}{pale}\", fontcolor=\"{colour}\", style={style}, \
         arrowhead={head}, penwidth={width:.1}, weight={}, class=\"{name}\", \
         tooltip={tooltip}, labeltooltip={tooltip}",
        id(&graph.entity(from).id),
        id(&graph.entity(to).id),
        quoted(&label),
        heaviness.min(8),
    )?;
    let mut urls = bundle.statements.iter().flat_map(|index| {
        let reports = graph.statement(*index).reports();
        reports.filter_map(|report| graph.document(report.document).url.as_deref())
    });
    if let Some(url) = urls.find(|url| is_web(url)) {
        write!(out, ", URL={}, target=\"_blank\"", quoted(&link(url)))?;
    }
    writeln!(out, "];")
}

/// How much a number is of the greatest one, from 0 for 1 to 1 for that, by its logarithm; no
/// number below [`MUCH`] is much.
fn share(number: usize, greatest: usize) -> f64 {
    (number.max(1) as f64).ln() / (greatest.max(MUCH) as f64).ln()
}

/// A name as tooltips give it.
fn short(name: &str) -> String {
    shortened(&one_line(name), MAX_NAME)
}

/// Adds the words of statements and where they stand, one a line.
fn quote(graph: &Graph, statements: &[StatementIndex], tooltip: &mut String) {
    for index in statements.iter().take(QUOTED) {
        let statement = graph.statement(*index);
        let report = &statement.first;
        let _ = write!(
            tooltip,
            "\n• {}{}{} [{}]",
            graph
                .when(report)
                .map_or(String::new(), |day| format!("{day}: ")),
            polarity_note(statement),
            shortened(&one_line(&report.content.text), MAX_WORDS),
            source(graph, report),
        );
    }
    if statements.len() > QUOTED {
        let _ = write!(tooltip, "\n… and {} more", statements.len() - QUOTED);
    }
}

fn polarity_note(statement: &Statement) -> &'static str {
    match statement.polarity {
        Polarity::Affirmed => "",
        Polarity::Denied => "(denied) ",
        Polarity::Negated => "(not said) ",
        Polarity::Hypothetical => "(would) ",
    }
}

/// `file:line`, or the document's id where it was read from no file.
fn source(graph: &Graph, report: &Report) -> String {
    let document = graph.document(report.document);
    match (&document.path, report.line) {
        (Some(path), Some(line)) => format!("{path}:{line}"),
        (Some(path), None) => path.clone(),
        (None, _) => document.id.clone(),
    }
}

fn kind_name(kind: EntityType) -> &'static str {
    match kind {
        EntityType::Person => "person",
        EntityType::State => "state",
        EntityType::Organisation => "organisation",
        EntityType::Unnamed => "unnamed",
    }
}

fn relation_name(relation: Relation) -> &'static str {
    match relation {
        Relation::Said => "said",
        Relation::Warned => "warned",
        Relation::Proposed => "proposed",
    }
}

const STATEMENT: &str = "statement";

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
