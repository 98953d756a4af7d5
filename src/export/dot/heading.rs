//! The heading of the picture: its title, what it shows and leaves out, and the legend.

use super::super::colours::Colours;
use super::super::network::{counted, relation_name};
use super::super::selection::Selection;
use super::super::shortened::shortened;
use super::cut::Cut;
use super::node::{Look, kind_name};
use super::text::markup;
use crate::date::Date;
use crate::entity::EntityType;
use crate::statement::{Relation, When};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// The heading of the picture: what it shows, what it leaves out, and the legend.
pub(super) fn heading(selection: &Selection, cut: &Cut<'_, '_>, colours: &Colours) -> String {
    let graph = selection.graph();
    let mut head = String::from("<TABLE BORDER=\"0\" CELLBORDER=\"0\" CELLSPACING=\"2\">");
    let mut row = |size: u32, colour: &str, text: &str| {
        let _ = write!(
            head,
            "<TR><TD ALIGN=\"LEFT\"><FONT POINT-SIZE=\"{size}\" COLOR=\"{colour}\">{text}</FONT></TD></TR>"
        );
    };
    let name = markup(&shortened(graph.name(), 80));
    row(20, colours.ink, &format!("<B>Who said what: {name}</B>"));
    let total = selection.len();
    let reports = selection
        .statements()
        .flat_map(|said| said.statement.reports());
    let articles: BTreeSet<_> = reports.map(|report| report.document).collect();
    let mut what = format!(
        "{} in {}",
        counted(total, "statement"),
        counted(articles.len(), "article")
    );
    if let Some((first, last)) = period(selection) {
        let _ = if first == last {
            write!(what, ", {first}")
        } else {
            write!(what, ", {first} to {last}")
        };
    }
    row(12, colours.faint, &markup(&what));
    let notes = cut.left_out(total);
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
        let look = Look::of(kind, colours);
        let _ = write!(
            legend,
            "<TD BORDER=\"1\" BGCOLOR=\"{}\" COLOR=\"{}\"><FONT POINT-SIZE=\"11\" COLOR=\"{}\">{}</FONT></TD>",
            look.fill,
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
        ("- - -", "hypothetical"),
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

/// First and last day of the selected statements.
fn period(selection: &Selection) -> Option<(Date, Date)> {
    let days = || {
        let graph = selection.graph();
        let statements = selection.statements();
        statements.filter_map(|said| graph.when(said.report))
    };
    let first = days().map(When::first).min()?;
    Some((first, days().map(When::last).max()?))
}
