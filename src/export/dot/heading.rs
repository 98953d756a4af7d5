//! What stands above the picture: its title, what it shows and leaves out, and the legend.

use super::super::colours::Colours;
use super::super::select::{self, Selection};
use super::text::{markup, shortened};
use super::{STATEMENT, count, kind_name, relation_name};
use crate::entity::EntityType;
use crate::graph::Graph;
use crate::statement::{Relation, When};
use jiff::civil::Date;
use std::fmt::Write as _;

/// The picture's head: what it shows, what it leaves out, and the legend.
pub(super) fn heading(graph: &Graph, selection: &Selection, colours: &Colours) -> String {
    let mut head = String::from("<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"2\">");
    let mut row = |size: u32, colour: &str, text: &str| {
        let _ = write!(
            head,
            "<TR><TD ALIGN=\"LEFT\"><FONT POINT-SIZE=\"{size}\" COLOR=\"{colour}\">{text}</FONT></TD></TR>"
        );
    };
    let name = markup(&shortened(graph.name(), 80));
    row(20, colours.ink, &format!("<B>Who said what: {name}</B>"));
    let total = graph.statements().len();
    let mut what = format!(
        "{} in {}",
        count(total, STATEMENT),
        count(graph.documents().len(), "article")
    );
    if let Some((first, last)) = period(graph) {
        let _ = if first == last {
            write!(what, ", {first}")
        } else {
            write!(what, ", {first} to {last}")
        };
    }
    row(12, colours.faint, &markup(&what));
    let mut notes = Vec::new();
    if selection.nodes.len() < selection.connected {
        notes.push(format!(
            "Drawn: the {} busiest of {} names",
            selection.nodes.len(),
            selection.connected
        ));
    }
    let drawable = select::drawable(graph);
    let lighter = drawable.saturating_sub(selection.shown);
    let alone = total.saturating_sub(drawable);
    let lighter = (lighter > 0).then(|| format!("{} on lighter arrows", count(lighter, STATEMENT)));
    let alone = (alone > 0).then(|| format!("{} that name nobody else", count(alone, STATEMENT)));
    let left_out: Vec<String> = lighter.into_iter().chain(alone).collect();
    if !left_out.is_empty() {
        notes.push(format!("Not drawn: {}", left_out.join(", ")));
    }
    if !notes.is_empty() {
        row(12, colours.faint, &markup(&notes.join(". ")));
    }
    head.push_str("<TR><TD ALIGN=\"LEFT\">");
    head.push_str(&legend(colours));
    head.push_str("</TD></TR></TABLE>");
    head
}

fn legend(colours: &Colours) -> String {
    let mut legend = String::from(
        "<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"4\" CELLPADDING=\"3\"><TR>",
    );
    for kind in [
        EntityType::Person,
        EntityType::State,
        EntityType::Organisation,
        EntityType::Unnamed,
    ] {
        let fill = colours.entity(kind);
        let _ = write!(
            legend,
            "<TD BORDER=\"1\" BGCOLOR=\"{}\" COLOR=\"{}\"><FONT POINT-SIZE=\"11\" COLOR=\"{}\">{}</FONT></TD>",
            fill,
            colours.outline,
            colours.text,
            kind_name(kind)
        );
    }
    for relation in [Relation::Said, Relation::Warned, Relation::Proposed] {
        let colour = colours.relation(relation);
        let line = match relation {
            Relation::Said => "──›",
            Relation::Warned => "──▶",
            Relation::Proposed => "──◇",
        };
        let _ = write!(
            legend,
            "<TD><FONT POINT-SIZE=\"11\" COLOR=\"{colour}\">{line} {}</FONT></TD>",
            relation_name(relation)
        );
    }
    for (line, meaning) in [
        ("- - -", "would"),
        ("· · ·", "denied"),
        ("pale:", "about, not to"),
    ] {
        let _ = write!(
            legend,
            "<TD><FONT POINT-SIZE=\"11\" COLOR=\"{}\">{line} {meaning}</FONT></TD>",
            colours.faint
        );
    }
    legend.push_str("</TR></TABLE>");
    legend
}

/// First and last day of what the graph reports.
fn period(graph: &Graph) -> Option<(Date, Date)> {
    let days = || {
        graph
            .statements()
            .iter()
            .filter_map(|s| graph.when(&s.first))
    };
    let first = days().map(When::first).min()?;
    Some((first, days().map(When::last).max()?))
}
