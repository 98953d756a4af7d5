//! A Mermaid flowchart, for Markdown pages that draw it: repositories, wikis, notebooks.
//!
//! Mermaid can lay out a few dozen nodes and rejects long sources, so words are truncated and the
//! network should be reduced first. Everything that Mermaid could read as syntax is
//! written as an entity code.

use super::colours::{Colours, Theme};
use super::network::{Bundle, Network, Shape, counted, counted_with_verb, relation_name};
use super::selection::{Pair, Said};
use super::shortened::{is_unruly, one_line, shortened};
use crate::entity::EntityType;
use crate::graph::views::Role;
use crate::graph::{Entity, EntityIndex, Graph};
use crate::query::word;
use crate::statement::{Polarity, Relation};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Longer names are truncated.
const MAX_NAME: usize = 60;
/// Longer statements are truncated.
const MAX_WORDS: usize = 60;
/// Mermaid draws no more edges unless its page is configured to.
const MAX_EDGES: usize = 500;
/// Maximum number of characters in the source that Mermaid accepts.
const MAX_SOURCE: usize = 50_000;

const TYPES: [EntityType; 4] = [
    EntityType::Person,
    EntityType::State,
    EntityType::Organisation,
    EntityType::Unnamed,
];

/// Writes a selection in the shape of edges or of bundles; returns what the format cannot represent, one
/// line each.
///
/// # Errors
/// Those of `out`.
pub fn write(network: &Network, theme: Theme, out: &mut impl Write) -> io::Result<Vec<String>> {
    let graph = network.graph();
    let colours = Colours::of(theme);
    let mut chart = Chart { out, bytes: 0 };
    let mut text = String::new();
    start(theme, &mut text);
    chart.write(&mut text)?;

    // Nodes come before arrows, so the arrows are walked twice. Nodes are numbered in the order of the
    // arrows, speakers first.
    let mut numbers: Vec<Option<usize>> = vec![None; graph.entities().len()];
    let mut nodes = 0;
    for arrow in arrows(network).filter(|arrow| !arrow.is_loop()) {
        for end in [arrow.from(), arrow.to()] {
            if let Some(slot @ None) = numbers.get_mut(end.index()) {
                *slot = Some(nodes);
                nodes += 1;
            }
        }
    }
    let number = |entity: EntityIndex| numbers.get(entity.index()).copied().flatten();
    for entity in graph.entity_indices() {
        if let Some(number) = number(entity) {
            node(graph.entity(entity), number, &mut text);
            chart.write(&mut text)?;
        }
    }
    let number = |entity: EntityIndex| number(entity).unwrap_or_default();

    let mut drawn = 0;
    let mut styles: BTreeMap<(Relation, bool), Vec<usize>> = BTreeMap::new();
    for arrow in arrows(network).filter(|arrow| !arrow.is_loop()) {
        let line = match arrow.polarity() {
            Some(Polarity::Affirmed) | None => "-->",
            Some(_) => "-.->",
        };
        let _ = write!(text, "  n{} {line}|\"", number(arrow.from()));
        arrow.label(graph, &mut text);
        let _ = writeln!(text, "\"| n{}", number(arrow.to()));
        chart.write(&mut text)?;
        let style = (arrow.relation(), arrow.weight() > 2);
        styles.entry(style).or_default().push(drawn);
        drawn += 1;
    }
    for ((relation, heavy), places) in styles {
        text.push_str("  linkStyle ");
        for (number, place) in places.iter().enumerate() {
            let gap = if number == 0 { "" } else { "," };
            let _ = write!(text, "{gap}{place}");
        }
        let _ = writeln!(
            text,
            " stroke:{},stroke-width:{}px",
            colours.relation(relation),
            if heavy { 4 } else { 2 }
        );
        chart.write(&mut text)?;
    }
    Ok(left_out(network, drawn, chart.bytes))
}

/// The output, and the length so far.
struct Chart<'o, W: Write> {
    out: &'o mut W,
    bytes: usize,
}

impl<W: Write> Chart<'_, W> {
    /// Writes some lines and clears them.
    fn write(&mut self, lines: &mut String) -> io::Result<()> {
        self.bytes += lines.len();
        self.out.write_all(lines.as_bytes())?;
        lines.clear();
        Ok(())
    }
}

fn left_out(network: &Network, drawn: usize, bytes: usize) -> Vec<String> {
    let selection = network.selection();
    let (mut mute, mut alone, mut repeats) = (0, 0, 0);
    for said in selection.statements() {
        let mut pairs = selection.pairs(&said).peekable();
        match pairs.peek() {
            None => mute += 1,
            Some(_) => alone += usize::from(pairs.all(|pair| pair.role == Role::Unaddressed)),
        }
        repeats += said.statement.repeats.len();
    }
    let mut notes = vec![match network.shape() {
        Shape::Aggregate => {
            "mermaid has only names, relations and counts; words, dates and sources are left out"
                .to_owned()
        }
        Shape::Edges | Shape::Statements => format!(
            "mermaid has only names, relations, dates and the first {MAX_WORDS} characters of the \
             words; sources are left out"
        ),
    }];
    if mute > 0 {
        notes.push(counted_with_verb(
            mute,
            "statement has no named speaker and is not drawn",
            "statements have no named speaker and are not drawn",
        ));
    }
    if alone > 0 {
        notes.push(counted_with_verb(
            alone,
            "statement names nobody but its speaker and is not drawn",
            "statements name nobody but their speakers and are not drawn",
        ));
    }
    if repeats > 0 {
        notes.push(counted_with_verb(
            repeats,
            "further report of a statement is left out",
            "further reports of statements are left out",
        ));
    }
    if drawn > MAX_EDGES || bytes > MAX_SOURCE {
        notes.push(format!(
            "{} in {}, but Mermaid's limits are {MAX_EDGES} edges and {MAX_SOURCE} characters; reduce \
             them with --top, --ego or --min-count",
            counted(drawn, "edge"),
            counted(bytes, "byte")
        ));
    }
    notes
}

/// The beginning of the chart: the theme and the styles of types.
fn start(theme: Theme, text: &mut String) {
    let colours = Colours::of(theme);
    let base = match theme {
        Theme::Light => "default",
        Theme::Dark => "dark",
    };
    let _ = writeln!(
        text,
        "%%{{init: {{\"theme\": \"{base}\"}}}}%%\nflowchart LR"
    );
    for kind in TYPES {
        let dashes = match kind {
            EntityType::Unnamed => ",stroke-dasharray:4 3",
            _ => "",
        };
        let _ = writeln!(
            text,
            "  classDef {} fill:{},stroke:{},color:{}{dashes}",
            word(&kind),
            colours.entity(kind),
            colours.outline,
            colours.text
        );
    }
}

fn node(who: &Entity, number: usize, text: &mut String) {
    let (open, close) = match who.kind {
        EntityType::Person => ("([", "])"),
        EntityType::State => ("[", "]"),
        EntityType::Organisation => ("(", ")"),
        EntityType::Unnamed => ("([", "])"),
    };
    let _ = write!(text, "  n{number}{open}\"");
    let start = text.len();
    escape(&shortened(&one_line(&who.name), MAX_NAME), text);
    if text.get(start..).is_none_or(|name| name.trim().is_empty()) {
        text.push_str("#160;");
    }
    let _ = writeln!(text, "\"{close}:::{}", word(&who.kind));
}

/// An arrow of the chart.
enum Arrow<'n, 'g> {
    One(Said<'g>, Pair),
    Several(Bundle<'n, 'g>),
}

fn arrows<'n, 'g>(network: &'n Network<'_, 'g>) -> impl Iterator<Item = Arrow<'n, 'g>> {
    let selection = network.selection();
    let singly = network.shape() != Shape::Aggregate;
    let single = singly.then(|| {
        selection.statements().flat_map(|said| {
            let pairs = selection.pairs(&said);
            pairs.map(move |pair| Arrow::One(said, pair))
        })
    });
    let bundles = network.bundles().map(Arrow::Several);
    single.into_iter().flatten().chain(bundles)
}

impl Arrow<'_, '_> {
    fn from(&self) -> EntityIndex {
        match self {
            Arrow::One(_, pair) => pair.from,
            Arrow::Several(bundle) => bundle.from(),
        }
    }

    fn to(&self) -> EntityIndex {
        match self {
            Arrow::One(_, pair) => pair.to,
            Arrow::Several(bundle) => bundle.to(),
        }
    }

    fn is_loop(&self) -> bool {
        self.from() == self.to()
    }

    fn relation(&self) -> Relation {
        match self {
            Arrow::One(said, _) => said.statement.relation,
            Arrow::Several(bundle) => bundle.relation(),
        }
    }

    /// The polarity of all statements, if they share one.
    fn polarity(&self) -> Option<Polarity> {
        match self {
            Arrow::One(said, _) => Some(said.statement.polarity),
            Arrow::Several(bundle) => bundle.polarity(),
        }
    }

    fn weight(&self) -> usize {
        match self {
            Arrow::One(..) => 1,
            Arrow::Several(bundle) => bundle.weight(),
        }
    }

    fn label(&self, graph: &Graph, text: &mut String) {
        text.push_str(relation_name(self.relation()));
        match self {
            Arrow::One(said, _) => {
                if let Some(when) = graph.when(said.report) {
                    let _ = write!(text, ", {when}");
                }
                text.push_str(": ");
                let words = one_line(&said.report.content.text);
                escape(&shortened(&words, MAX_WORDS), text);
            }
            Arrow::Several(bundle) => {
                if bundle.addressed() == 0 {
                    text.push_str(" about");
                }
                if bundle.weight() > 1 {
                    let _ = write!(text, " ×{}", bundle.weight());
                }
            }
        }
    }
}

/// Adds words to a quoted label: everything except letters, digits, spaces and safe punctuation becomes an
/// entity code, `#` and a number.
fn escape(words: &str, label: &mut String) {
    for c in words.chars() {
        let harmless = c.is_alphanumeric()
            || matches!(
                c,
                ' ' | '.' | ',' | ':' | '\'' | '’' | '“' | '”' | '…' | '×' | '(' | ')' | '/' | '-'
            )
            || (!c.is_ascii() && !is_unruly(c));
        if harmless {
            label.push(c);
        } else if is_unruly(c) {
            label.push(' ');
        } else {
            let _ = write!(label, "#{};", u32::from(c));
        }
    }
}
