//! A Mermaid flowchart, for Markdown pages that draw it: repositories, wikis, notebooks.
//!
//! Mermaid lays out some dozens of nodes and refuses long sources, so words are cut and the
//! network is best thinned out first. Everything that Mermaid could read as its own language is
//! written as an entity code.

use super::colours::{Colours, Theme};
use super::network::{Bundle, Network, Shape, counted, relation_name};
use super::selection::Selection;
use super::words::{one_line, shortened};
use crate::entity::EntityType;
use crate::graph::EntityIndex;
use crate::query::word;
use crate::statement::{Polarity, Relation};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Longer names are cut.
const MAX_NAME: usize = 60;
/// Longer words of a statement are cut.
const MAX_WORDS: usize = 60;
/// Mermaid draws no more edges unless its page is configured to.
const MAX_EDGES: usize = 500;
/// Nor a source of more characters.
const MAX_SOURCE: usize = 50_000;

const TYPES: [EntityType; 4] = [
    EntityType::Person,
    EntityType::State,
    EntityType::Organisation,
    EntityType::Unnamed,
];

/// Writes a selection in the shape of edges or of bundles; gives what the format could not hold, a
/// line each.
///
/// # Errors
/// Those of `out`.
pub fn write(network: &Network, theme: Theme, out: &mut impl Write) -> io::Result<Vec<String>> {
    let selection = network.selection();
    let mut arrows = match network.shape() {
        Shape::Aggregate => bundles(network),
        Shape::Edges | Shape::Statements => edges(selection),
    };
    let alone: Vec<usize> = (arrows.iter())
        .filter(|arrow| arrow.from == arrow.to)
        .map(|arrow| arrow.weight)
        .collect();
    arrows.retain(|arrow| arrow.from != arrow.to);
    let colours = Colours::of(theme);
    let mut source = String::new();
    let base = match theme {
        Theme::Light => "default",
        Theme::Dark => "dark",
    };
    let _ = writeln!(
        source,
        "%%{{init: {{\"theme\": \"{base}\"}}}}%%\nflowchart LR"
    );
    for kind in TYPES {
        let dashes = match kind {
            EntityType::Unnamed => ",stroke-dasharray:4 3",
            _ => "",
        };
        let _ = writeln!(
            source,
            "  classDef {} fill:{},stroke:{},color:{}{dashes}",
            word(&kind),
            colours.entity(kind),
            colours.outline,
            colours.text
        );
    }
    let mut numbers: BTreeMap<EntityIndex, usize> = BTreeMap::new();
    for entity in arrows.iter().flat_map(|arrow| [arrow.from, arrow.to]) {
        let next = numbers.len();
        numbers.entry(entity).or_insert(next);
    }
    for (entity, number) in &numbers {
        let who = network.graph().entity(*entity);
        let name = label(&shortened(&one_line(&who.name), MAX_NAME));
        let (open, close) = match who.kind {
            EntityType::Person => ("([", "])"),
            EntityType::State => ("[", "]"),
            EntityType::Organisation => ("(", ")"),
            EntityType::Unnamed => ("([", "])"),
        };
        let kind = word(&who.kind);
        let _ = writeln!(source, "  n{number}{open}\"{name}\"{close}:::{kind}");
    }
    let mut styles: BTreeMap<(Relation, bool), Vec<usize>> = BTreeMap::new();
    for (place, arrow) in arrows.iter().enumerate() {
        let number = |entity| numbers.get(&entity).copied().unwrap_or_default();
        let dotted = !matches!(arrow.polarity, Some(Polarity::Affirmed) | None);
        let line = match dotted {
            true => "-.->",
            false => "-->",
        };
        let _ = writeln!(
            source,
            "  n{} {line}|\"{}\"| n{}",
            number(arrow.from),
            label(&arrow.text),
            number(arrow.to)
        );
        let heavy = arrow.weight > 2;
        styles
            .entry((arrow.relation, heavy))
            .or_default()
            .push(place);
    }
    for ((relation, heavy), places) in styles {
        let places: Vec<String> = places.iter().map(usize::to_string).collect();
        let _ = writeln!(
            source,
            "  linkStyle {} stroke:{},stroke-width:{}px",
            places.join(","),
            colours.relation(relation),
            if heavy { 4 } else { 2 }
        );
    }
    out.write_all(source.as_bytes())?;
    let mut notes = vec![match network.shape() {
        Shape::Aggregate => {
            "mermaid holds names, relations and counts; words, dates and sources are left out"
                .to_owned()
        }
        Shape::Edges | Shape::Statements => format!(
            "mermaid holds names, relations, dates and the first {MAX_WORDS} characters of the words; \
             sources are left out"
        ),
    }];
    if !alone.is_empty() {
        notes.push(format!(
            "{} that name nobody else: not drawn",
            counted(alone.iter().sum(), "statement")
        ));
    }
    if arrows.len() > MAX_EDGES || source.len() > MAX_SOURCE {
        notes.push(format!(
            "{} in {}: Mermaid's own limits are {MAX_EDGES} edges and {MAX_SOURCE} characters; thin \
             it out with --top, --ego or --min-count",
            counted(arrows.len(), "edge"),
            counted(source.len(), "byte")
        ));
    }
    Ok(notes)
}

struct Arrow {
    from: EntityIndex,
    to: EntityIndex,
    relation: Relation,
    polarity: Option<Polarity>,
    weight: usize,
    text: String,
}

fn bundles(network: &Network) -> Vec<Arrow> {
    let arrow = |bundle: Bundle| {
        let weight = bundle.statements.len();
        let about = bundle.addressed == 0;
        let polarities = bundle.statements.iter().map(|said| said.statement.polarity);
        let first = polarities.clone().next();
        let mut text = relation_name(bundle.relation).to_owned();
        if about {
            text.push_str(" about");
        }
        if weight > 1 {
            let _ = write!(text, " ×{weight}");
        }
        Arrow {
            from: bundle.from,
            to: bundle.to,
            relation: bundle.relation,
            polarity: first.filter(|first| polarities.clone().all(|other| other == *first)),
            weight,
            text,
        }
    };
    network.bundles().map(arrow).collect()
}

fn edges(selection: &Selection) -> Vec<Arrow> {
    let mut arrows = Vec::new();
    for said in selection.statements() {
        let statement = said.statement;
        let mut text = relation_name(statement.relation).to_owned();
        if let Some(when) = selection.graph().when(said.report) {
            let _ = write!(text, ", {when}");
        }
        let words = shortened(&one_line(&said.report.content.text), MAX_WORDS);
        let _ = write!(text, ": {words}");
        arrows.extend(selection.pairs(&said).into_iter().map(|pair| Arrow {
            from: pair.from,
            to: pair.to,
            relation: statement.relation,
            polarity: Some(statement.polarity),
            weight: 1,
            text: text.clone(),
        }));
    }
    arrows
}

/// Text within a quoted label: what is not a letter, digit, space or harmless mark becomes an
/// entity code, `#` and a number.
fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for c in text.chars() {
        let harmless = c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '.' | ',' | ':' | '\'' | '’' | '“' | '”' | '…' | '×' | '(' | ')' | '/' | '-'
            )
            || (!c.is_ascii() && !super::words::is_unruly(c));
        if harmless {
            label.push(c);
        } else if super::words::is_unruly(c) {
            label.push(' ');
        } else {
            let _ = write!(label, "#{};", u32::from(c));
        }
    }
    match label.trim().is_empty() {
        true => "#160;".to_owned(),
        false => label,
    }
}
