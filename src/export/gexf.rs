//! GEXF, for Gephi: dynamic, with colours and sizes.
//!
//! Edges start and end on the first and last day on which they may have been said. `kind` keeps
//! parallel edges of different relations apart; Gephi still merges statements of one relation between the
//! same two entities, unless that is turned off or the shape is
//! [`super::network::Shape::Statements`].
//!
//! Two versions are written. Gephi reads both; NetworkX before 3.6 reads only 1.2, whose published
//! schema has no `kind`, which is why 1.2 is the default and 1.3 an option.

use super::attributes::{Class, Field, FieldKind, Value, union};
use super::colours::{Colours, Theme, channels};
use super::network::{Edge, Network, Node};
use super::xml::Escape;
use crate::graph::Graph;
use crate::graph::views::Node as Place;
use crate::statement::{Polarity, Relation};
use std::io::{self, Write};

/// The version of GEXF.
/// ```
/// use dixit::export::{GexfVersion, Options};
///
/// let options = Options::default().gexf(GexfVersion::V1_2);
/// assert_eq!(options.gexf, GexfVersion::V1_2);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// 1.2, which most programs read.
    #[default]
    V1_2,
    /// 1.3, the newest.
    V1_3,
}

/// Writes a network; returns what the format cannot represent, one line each.
///
/// # Errors
/// Those of `out`.
pub fn write(network: &Network, version: Version, out: &mut impl Write) -> io::Result<Vec<String>> {
    let mut writer = Writer {
        escape: Escape::default(),
        colours: Colours::of(Theme::Light),
        out,
    };
    writer.head(version, network.node_classes(), network.edge_classes())?;
    writer.text("<nodes>\n")?;
    for node in network.nodes() {
        writer.node(network.graph(), &node)?;
    }
    writer.text("</nodes>\n<edges>\n")?;
    let mut undated = 0;
    for edge in network.edges() {
        undated += usize::from(edge.period.is_none());
        writer.edge(&edge)?;
    }
    writer.text("</edges>\n</graph>\n</gexf>\n")?;
    let undated = (undated > 0).then(|| {
        super::network::counted_with_verb(
            undated,
            "edge has no date and is always visible",
            "edges have no date and are always visible",
        )
    });
    Ok(writer.escape.note().into_iter().chain(undated).collect())
}

struct Writer<'w, W: Write> {
    escape: Escape,
    colours: Colours,
    out: &'w mut W,
}

impl<W: Write> Writer<'_, W> {
    fn text(&mut self, text: &str) -> io::Result<()> {
        self.out.write_all(text.as_bytes())
    }

    /// ` name="value"`.
    fn attribute(&mut self, name: &str, value: &str) -> io::Result<()> {
        write!(self.out, " {name}=\"")?;
        self.escape.attribute(value, self.out)?;
        self.out.write_all(b"\"")
    }

    fn head(
        &mut self,
        version: Version,
        nodes: &[&'static Class],
        edges: &[&'static Class],
    ) -> io::Result<()> {
        let (space, number, time) = match version {
            Version::V1_2 => ("http://www.gexf.net/1.2draft", "1.2", ""),
            Version::V1_3 => (
                "http://gexf.net/1.3",
                "1.3",
                " timerepresentation=\"interval\"",
            ),
        };
        writeln!(
            self.out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
             <gexf xmlns=\"{space}\" xmlns:viz=\"{space}/viz\" version=\"{number}\">\n\
             <meta><creator>dixit {}</creator></meta>\n\
             <graph defaultedgetype=\"directed\" mode=\"dynamic\" timeformat=\"date\"{time} \
             idtype=\"string\">",
            env!("CARGO_PKG_VERSION")
        )?;
        let class = Field {
            name: "class",
            kind: FieldKind::Text,
        };
        let nodes: Vec<Field> = [class].into_iter().chain(union(nodes)).collect();
        for (class, fields) in [("node", nodes), ("edge", union(edges))] {
            writeln!(self.out, "<attributes class=\"{class}\" mode=\"static\">")?;
            for field in fields {
                let name = field.name;
                let kind = match field.kind {
                    FieldKind::Integer => "integer",
                    FieldKind::Decimal => "double",
                    FieldKind::Text | FieldKind::List | FieldKind::Date => "string",
                };
                writeln!(
                    self.out,
                    "<attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>"
                )?;
            }
            self.text("</attributes>\n")?;
        }
        Ok(())
    }

    fn values(
        &mut self,
        class: &Class,
        values: &[Value],
        own: Option<(&'static str, &str)>,
    ) -> io::Result<()> {
        self.text("<attvalues>")?;
        let own = own.map(|(name, value)| (name, std::borrow::Cow::Borrowed(value)));
        let fields = class.fields.iter().zip(values);
        let values = fields.filter_map(|(field, value)| Some((field.name, value.plain()?)));
        for (name, value) in own.into_iter().chain(values) {
            self.text("<attvalue")?;
            self.attribute("for", name)?;
            self.attribute("value", &value)?;
            self.text("/>")?;
        }
        self.text("</attvalues>")
    }

    fn colour(&mut self, colour: &str) -> io::Result<()> {
        let [r, g, b] = channels(colour);
        write!(self.out, "<viz:color r=\"{r}\" g=\"{g}\" b=\"{b}\"/>")
    }

    fn node(&mut self, graph: &Graph, node: &Node) -> io::Result<()> {
        self.text("<node")?;
        self.attribute("id", &node.id)?;
        self.attribute("label", &node.label)?;
        self.text(">")?;
        self.values(node.class, &node.values, Some(("class", node.class.name)))?;
        let (colour, size, shape) = match node.place {
            Place::Entity(index) => {
                let entity = graph.entity(index);
                let colour = self.colours.entity(entity.kind);
                // Areas are proportional to the number of statements.
                let size = 6.0 + 3.0 * (entity.statements as f64).sqrt();
                (colour, size, "disc")
            }
            Place::Statement(index) => {
                let relation = graph.statement(index).relation;
                (self.colours.relation(relation), 4.0, "diamond")
            }
            Place::Document(_) => (self.colours.faint, 4.0, "square"),
        };
        self.colour(colour)?;
        writeln!(
            self.out,
            "<viz:size value=\"{size:.2}\"/><viz:shape value=\"{shape}\"/></node>"
        )
    }

    fn edge(&mut self, edge: &Edge) -> io::Result<()> {
        let label = edge.label();
        self.text("<edge")?;
        self.attribute("id", &edge.id)?;
        self.attribute("source", &edge.source)?;
        self.attribute("target", &edge.target)?;
        write!(
            self.out,
            " type=\"directed\" weight=\"{}.0\" kind=\"{label}\" label=\"{label}\"",
            edge.weight
        )?;
        if let Some((first, last)) = edge.period {
            write!(self.out, " start=\"{first}\" end=\"{last}\"")?;
        }
        self.text(">")?;
        self.values(edge.class, &edge.values, None)?;
        let colour = match edge.class.name {
            "WARNED" => self.colours.relation(Relation::Warned),
            "PROPOSED" => self.colours.relation(Relation::Proposed),
            _ => self.colours.relation(Relation::Said),
        };
        self.colour(colour)?;
        let shape = match edge.polarity {
            Some(Polarity::Hypothetical) => "dashed",
            Some(Polarity::Denied | Polarity::Negated) => "dotted",
            Some(Polarity::Affirmed) | None => "solid",
        };
        let thickness = 1.0 + (edge.weight as f64).ln();
        writeln!(
            self.out,
            "<viz:thickness value=\"{thickness:.2}\"/><viz:shape value=\"{shape}\"/></edge>"
        )
    }
}
