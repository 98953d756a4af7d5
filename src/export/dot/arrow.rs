//! Arrows of a picture.

use super::super::colours::Colours;
use super::super::ids::{entity_id, statement_node};
use super::super::network::{Bundle, relation_name};
use super::super::selection::Said;
use super::super::shortened::is_web;
use super::text::{id, link, quoted};
use super::tooltip::{quote, short};
use crate::graph::{EntityIndex, Graph};
use crate::statement::{Polarity, Relation};
use std::fmt::Write as _;
use std::io::{self, Write};

/// Opacity of arrows to mentioned entities, as opposed to addressees.
const PALE: &str = "80";

/// The label of an arrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// The relation, unless the arrow is pale, and the count.
    Relation,
    /// The same and the day.
    Day,
    /// The count, if above one; colour and head show the relation.
    Count,
}

/// All statements of one relation between two entities, or one of them.
pub(super) fn bundle(
    graph: &Graph,
    bundle: &Bundle,
    width: f64,
    written: Label,
    colours: &Colours,
    out: &mut impl Write,
) -> io::Result<()> {
    let (heaviness, relation) = (bundle.weight(), bundle.relation());
    let (colour, head) = (colours.relation(relation), head(relation));
    let name = relation_name(relation);
    let about = bundle.addressed() == 0;
    let mut label = match written {
        Label::Relation | Label::Day if !about => name.to_owned(),
        _ => String::new(),
    };
    if heaviness > 1 {
        let _ = write!(label, " ×{heaviness}");
    }
    let said = bundle.statements().next();
    let day = said.filter(|_| written == Label::Day);
    if let Some(when) = day.and_then(|said| graph.when(said.report)) {
        let _ = write!(label, "\n{when}");
    }
    let label = match label.trim() {
        "" => String::new(),
        label => format!("label={}, ", quoted(label)),
    };
    let style = if bundle.denied() == heaviness {
        "dotted"
    } else if bundle.hypothetical() == heaviness {
        "dashed"
    } else {
        "solid"
    };
    let pale = if about { PALE } else { "" };
    let preposition = match relation {
        _ if about => " about",
        Relation::Said | Relation::Proposed => " to",
        Relation::Warned => "",
    };
    let (from, to) = (graph.entity(bundle.from()), graph.entity(bundle.to()));
    let (speaker, target) = (short(&from.name), short(&to.name));
    let mut tooltip = format!("{speaker} {name}{preposition} {target}");
    quote(graph, bundle.statements(), &mut tooltip);
    let tooltip = quoted(&tooltip);
    write!(
        out,
        "  {} -> {} [{label}color=\"{colour}{pale}\", fontcolor=\"{colour}\", style={style}, \
         arrowhead={head}, penwidth={width:.1}, weight={}, class=\"{name}\", \
         tooltip={tooltip}, labeltooltip={tooltip}",
        id(&entity_id(graph, bundle.from())),
        id(&entity_id(graph, bundle.to())),
        heaviness.min(8),
    )?;
    writeln!(out, "{}];", url(graph, bundle.statements()))
}

/// The arrows of a statement node: from its speakers, and to addressees and mentioned entities.
pub(super) fn links(
    graph: &Graph,
    said: &Said,
    is_drawn: impl Fn(EntityIndex) -> bool,
    colours: &Colours,
    out: &mut impl Write,
) -> io::Result<()> {
    let statement = said.statement;
    let here = id(&statement_node(graph, said.index));
    let name = relation_name(statement.relation);
    let colour = colours.relation(statement.relation);
    let style = match statement.polarity {
        Polarity::Affirmed => "solid",
        Polarity::Denied | Polarity::Negated => "dotted",
        Polarity::Hypothetical => "dashed",
    };
    for speaker in statement.speakers().filter(|speaker| is_drawn(*speaker)) {
        let who = graph.entity(speaker);
        let tooltip = quoted(&format!("{} {name}", short(&who.name)));
        writeln!(
            out,
            "  {} -> {here} [label={}, color=\"{colour}\", fontcolor=\"{colour}\", style={style}, \
             arrowhead={}, penwidth=1.2, class=\"{name}\", tooltip={tooltip}, \
             labeltooltip={tooltip}{}];",
            id(&entity_id(graph, speaker)),
            quoted(name),
            head(statement.relation),
            url(graph, std::iter::once(*said)),
        )?;
    }
    let parties = [
        ("to", &statement.addressees, ""),
        ("about", &statement.about, PALE),
    ];
    for (label, entities, pale) in parties {
        for entity in entities.iter().filter(|entity| is_drawn(**entity)) {
            let who = graph.entity(*entity);
            let tooltip = quoted(&format!("{label} {}", short(&who.name)));
            writeln!(
                out,
                "  {here} -> {} [label={}, color=\"{colour}{pale}\", fontcolor=\"{colour}\", \
                 style={style}, arrowhead=vee, penwidth=1.2, class=\"{label}\", \
                 tooltip={tooltip}, labeltooltip={tooltip}];",
                id(&entity_id(graph, *entity)),
                quoted(label),
            )?;
        }
    }
    Ok(())
}

/// The attributes that link to the first article on the web that reports one of these.
pub(super) fn url<'g>(graph: &'g Graph, mut statements: impl Iterator<Item = Said<'g>>) -> String {
    let url = statements.find_map(|said| {
        let reports = std::iter::once(said.report).chain(said.statement.reports());
        let mut urls = reports.filter_map(|r| graph.document(r.document).url.as_deref());
        urls.find(|url| is_web(url))
    });
    url.map_or(String::new(), |url| {
        format!(", URL={}, target=\"_blank\"", quoted(&link(url)))
    })
}

/// The arrowhead of a relation.
fn head(relation: Relation) -> &'static str {
    match relation {
        Relation::Said => "vee",
        Relation::Warned => "normal",
        Relation::Proposed => "odiamond",
    }
}
