//! GraphML, for NetworkX, igraph, Cytoscape, yEd and graph-tool.
//!
//! Valid against GraphML 1.0: keys are declared first and have one of its types, so days are
//! strings and lists are joined by "; ". Ids are NMTOKENs: one with other characters is
//! escaped as in `xml.rs`, and unchanged in the field `original_id`.
//! Gephi merges parallel edges of this format when it reads it; [`super::gexf`] keeps them apart.

use super::attributes::{Class, Field, FieldKind, Value, union};
use super::network::Network;
use super::xml::{Escape, token};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes a network; returns what the format cannot represent, one line each.
///
/// # Errors
/// Those of `out`.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<Vec<String>> {
    let mut escape = Escape::default();
    out.write_all(
        b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
        xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
        xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns \
        http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n",
    )?;
    let nodes = Keys::of("node", network.node_classes());
    let edges = Keys::of("edge", network.edge_classes());
    nodes.declare(out)?;
    edges.declare(out)?;
    out.write_all(b"  <graph id=\"")?;
    escape.attribute(&token(network.graph().name()), out)?;
    out.write_all(b"\" edgedefault=\"directed\">\n")?;
    for node in network.nodes() {
        let id = token(&node.id);
        out.write_all(b"    <node id=\"")?;
        escape.attribute(&id, out)?;
        out.write_all(b"\">")?;
        let label = Value::Text(Cow::Borrowed(&node.label));
        let class = Value::Text(Cow::Borrowed(node.class.name));
        let original = match *node.id == *id {
            true => Value::Nothing,
            false => Value::Text(Cow::Borrowed(&node.id)),
        };
        let own = [&label, &class, &original].into_iter();
        nodes.values(node.class, own, &node.values, &mut escape, out)?;
        out.write_all(b"</node>\n")?;
    }
    for edge in network.edges() {
        out.write_all(b"    <edge id=\"")?;
        for (id, end) in [
            (&edge.id, "\" source=\""),
            (&edge.source, "\" target=\""),
            (&edge.target, "\">"),
        ] {
            escape.attribute(&token(id), out)?;
            out.write_all(end.as_bytes())?;
        }
        let label = Value::Text(Cow::Owned(edge.label()));
        let weight = Value::Integer(edge.weight);
        let own = [&label, &weight].into_iter();
        edges.values(edge.class, own, &edge.values, &mut escape, out)?;
        out.write_all(b"</edge>\n")?;
    }
    out.write_all(b"  </graph>\n</graphml>\n")?;
    Ok(escape.note().into_iter().collect())
}

/// Additional fields of nodes and edges.
const OF_NODES: [Field; 3] = [text("label"), text("class"), text("original_id")];
const OF_EDGES: [Field; 2] = [
    text("label"),
    Field {
        name: "weight",
        kind: FieldKind::Integer,
    },
];

const fn text(name: &'static str) -> Field {
    Field {
        name,
        kind: FieldKind::Text,
    }
}

/// The declared keys of nodes, or of edges; fields of one name share a key.
struct Keys {
    domain: &'static str,
    own: &'static [Field],
    fields: Vec<Field>,
}

impl Keys {
    fn of(domain: &'static str, classes: &[&'static Class]) -> Keys {
        let own: &[Field] = if domain == "node" {
            &OF_NODES
        } else {
            &OF_EDGES
        };
        Keys {
            domain,
            own,
            fields: own.iter().copied().chain(union(classes)).collect(),
        }
    }

    fn declare(&self, out: &mut impl Write) -> io::Result<()> {
        for field in &self.fields {
            let kind = match field.kind {
                FieldKind::Integer => "long",
                FieldKind::Decimal => "double",
                FieldKind::Text | FieldKind::List | FieldKind::Date => "string",
            };
            let (domain, name) = (self.domain, field.name);
            writeln!(
                out,
                "  <key id=\"{domain}-{name}\" for=\"{domain}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
            )?;
        }
        Ok(())
    }

    fn values<'v, 'g: 'v>(
        &self,
        class: &Class,
        own: impl Iterator<Item = &'v Value<'g>>,
        values: &'v [Value<'g>],
        escape: &mut Escape,
        out: &mut impl Write,
    ) -> io::Result<()> {
        let fields = self.own.iter().chain(class.fields);
        for (field, value) in fields.zip(own.chain(values)) {
            let Some(value) = value.plain() else { continue };
            write!(out, "<data key=\"{}-{}\">", self.domain, field.name)?;
            escape.text(&value, out)?;
            out.write_all(b"</data>")?;
        }
        Ok(())
    }
}
