//! A picture of the graph in Graphviz's language.
//!
//! Drawn is the aggregate view, cut to what matters: an arrow for each speaker, target and
//! relation, as wide as it is heavy. Types of entities differ in shape and colour, relations in
//! colour and arrowhead, the colours are those of Okabe and Ito (2008), which colour-blind readers
//! tell apart. What is said and where it stands is in the tooltips, which Graphviz keeps in SVG.
//! The writer is our own because petgraph's does not escape attributes, and numbers the nodes.

use super::select::{self, Selection};
use crate::entity::EntityType;
use crate::error::Result;
use crate::graph::views::Bundle;
use crate::graph::{Entity, EntityIndex, Graph, Report, Statement, StatementIndex};
use crate::statement::{Polarity, Relation};
use jiff::civil::Date;
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

/// The page that a picture stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark ink on white.
    #[default]
    Light,
    /// Light ink on dark grey.
    Dark,
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
/// A name of more lines ends in an ellipsis.
const MAX_LINES: usize = 3;
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
    for (entity, involved) in &selection.nodes {
        let unaddressed = selection.unaddressed.get(entity);
        let unaddressed = unaddressed.map_or(&[][..], Vec::as_slice);
        node(graph, (*entity, *involved), unaddressed, &colours, out)?;
    }
    for (from, to, bundle) in &selection.arrows {
        arrow(graph, (*from, *to), bundle, &colours, out)?;
    }
    writeln!(out, "}}")
}

const FONT: &str = "Helvetica,Arial,sans-serif";

/// The colours of a theme.
struct Colours {
    paper: &'static str,
    ink: &'static str,
    faint: &'static str,
    /// Outline of nodes.
    outline: &'static str,
    /// Text within nodes.
    text: &'static str,
    person: &'static str,
    state: &'static str,
    organisation: &'static str,
    unnamed: &'static str,
    said: &'static str,
    warned: &'static str,
    proposed: &'static str,
}

impl Colours {
    fn of(theme: Theme) -> Colours {
        match theme {
            Theme::Light => Colours {
                paper: "#ffffff",
                ink: "#1f2933",
                faint: "#5b6770",
                outline: "#3e4c59",
                text: "#1f2933",
                person: "#fbe3b0",
                state: "#bfdff5",
                organisation: "#bfe8d8",
                unnamed: "#f1f3f5",
                said: "#5b6770",
                warned: "#d55e00",
                proposed: "#0072b2",
            },
            Theme::Dark => Colours {
                paper: "#1b1f24",
                ink: "#f1f3f5",
                faint: "#b8c1ca",
                outline: "#d9e0e6",
                text: "#14181c",
                person: "#f0c468",
                state: "#7cc0ee",
                organisation: "#6fcfae",
                unnamed: "#c3cad1",
                said: "#b8c1ca",
                warned: "#ff8a3d",
                proposed: "#56b4e9",
            },
        }
    }

    fn entity(&self, kind: EntityType) -> Look {
        let (shape, style, fill) = match kind {
            EntityType::Person => ("ellipse", "filled", self.person),
            EntityType::State => ("box", "filled", self.state),
            EntityType::Organisation => ("box", "filled,rounded", self.organisation),
            EntityType::Unnamed => ("ellipse", "filled,dashed", self.unnamed),
        };
        Look { shape, style, fill }
    }

    fn relation(&self, relation: Relation) -> (&'static str, &'static str) {
        match relation {
            Relation::Said => (self.said, "vee"),
            Relation::Warned => (self.warned, "normal"),
            Relation::Proposed => (self.proposed, "odiamond"),
        }
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
    (entity, involved): (EntityIndex, usize),
    unaddressed: &[StatementIndex],
    colours: &Colours,
    out: &mut impl Write,
) -> io::Result<()> {
    let who = graph.entity(entity);
    let look = colours.entity(who.kind);
    let size = (11.0 + (involved.max(1) as f64).log2()).min(17.0);
    let office = office(graph, who);
    let mut tooltip = format!("{} ({})", who.name, kind_name(who.kind));
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
            markup(&wrap(&office, WRAP_SMALL))
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
        (None, Some((represented, _))) => Some(graph.entity(*represented).name.clone()),
        (None, None) => None,
    }
}

fn arrow(
    graph: &Graph,
    (from, to): (EntityIndex, EntityIndex),
    bundle: &Bundle,
    colours: &Colours,
    out: &mut impl Write,
) -> io::Result<()> {
    let heaviness = bundle.statements.len();
    let (colour, head) = colours.relation(bundle.relation);
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
    let mut tooltip = format!("{speaker} {name}{preposition} {target}");
    quote(graph, &bundle.statements, &mut tooltip);
    let tooltip = quoted(&tooltip);
    let width = (1.0 + (heaviness as f64).log2()).min(6.0);
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

/// Adds the words of statements and where they stand, one a line.
fn quote(graph: &Graph, statements: &[StatementIndex], tooltip: &mut String) {
    for index in statements.iter().take(QUOTED) {
        let statement = graph.statement(*index);
        let report = &statement.first;
        let _ = write!(
            tooltip,
            "\n• {}{}{} [{}]",
            graph
                .day(report)
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

/// The picture's head: what it shows, what it leaves out, and the legend.
fn heading(graph: &Graph, selection: &Selection, colours: &Colours) -> String {
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
        let look = colours.entity(kind);
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
        let (colour, _) = colours.relation(relation);
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
        ("pale", "about, not to"),
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
            .filter_map(|s| graph.day(&s.first))
    };
    Some((days().min()?, days().max()?))
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

/// Whether a link leads to a page and not to a script.
fn is_web(url: &str) -> bool {
    let scheme = url.split("://").next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

/// Text in at most [`MAX_LINES`] lines of at most `width` characters, broken between words where
/// they are not too long themselves.
fn wrap(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let letters: Vec<char> = word.chars().collect();
        for (i, piece) in letters.chunks(width).enumerate() {
            match lines.last_mut() {
                Some(line) if i == 0 && length + 1 + piece.len() <= width => {
                    line.push(' ');
                    line.extend(piece);
                    length += 1 + piece.len();
                }
                _ => {
                    lines.push(piece.iter().collect());
                    length = piece.len();
                }
            }
        }
    }
    if lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines.join("\n")
}

/// At most so many characters of a text, with an ellipsis where it was cut.
fn shortened(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default().trim_end()),
        None => text.to_string(),
    }
}

/// The text with each run of white space as one space.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The link with everything percent-encoded that could end it early: Graphviz writes links into
/// SVG as they are.
fn link(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if c.is_ascii_alphanumeric()
            || "-._~:/?#[]@!$&()*+,;=%".contains(c)
            || !c.is_ascii() && !is_unruly(c)
        {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// Whether a character would disturb a reader: control codes, and those that turn the direction
/// of writing around.
fn is_unruly(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// A quoted string for labels, tooltips and links: Graphviz decodes escapes and entities in them.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '&' => out.push_str("&amp;"),
            '\n' => out.push_str("\\n"),
            c if is_unruly(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A quoted identifier. The only escape there is `\"`, so a backslash is written as in links.
fn id(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' | '%' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c if is_unruly(c) => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Text within Graphviz's HTML-like labels.
fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("<BR/>"),
            c if is_unruly(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
