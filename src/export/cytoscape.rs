//! Cytoscape.js JSON, which Cytoscape Desktop reads as `.cyjs` and NetworkX with
//! `cytoscape_graph`.
//!
//! `value` and `key` are what NetworkX uses as the ids of nodes and of parallel edges,
//! `shared name` and `interaction` are what the desktop program shows.

use super::attributes::{Class, Value};
use super::network::Network;
use super::record::Record;
use std::io::{self, Write};

/// Writes a network; nothing is lost.
///
/// # Errors
/// Those of `out`.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<Vec<String>> {
    let name = network.graph().name();
    out.write_all(b"{\"directed\":true,\"multigraph\":true,\n\"data\":{\"name\":")?;
    serde_json::to_writer(&mut *out, name)?;
    out.write_all(b",\"shared name\":")?;
    serde_json::to_writer(&mut *out, name)?;
    out.write_all(b"},\n\"elements\":{\"nodes\":[")?;
    for (number, node) in network.nodes().enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        let own = [
            ("id", node.id.as_ref()),
            ("value", node.id.as_ref()),
            ("label", node.label.as_ref()),
            ("shared name", node.label.as_ref()),
            ("class", node.class.name),
        ];
        element(&own, None, node.class, &node.values, out)?;
    }
    out.write_all(b"\n],\"edges\":[")?;
    for (number, edge) in network.edges().enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        let label = edge.label();
        // Nodes and edges share one space of ids.
        let id = format!("edge:{}", edge.id);
        let own = [
            ("id", id.as_str()),
            ("key", edge.id.as_ref()),
            ("source", edge.source.as_ref()),
            ("target", edge.target.as_ref()),
            ("label", label.as_str()),
            ("interaction", label.as_str()),
            ("shared interaction", label.as_str()),
        ];
        element(&own, Some(edge.weight), edge.class, &edge.values, out)?;
    }
    out.write_all(b"\n]}}\n")?;
    Ok(Vec::new())
}

fn element(
    own: &[(&'static str, &str)],
    weight: Option<usize>,
    class: &Class,
    values: &[Value],
    out: &mut impl Write,
) -> io::Result<()> {
    out.write_all(b"{\"data\":")?;
    let record = Record {
        own,
        weight,
        class,
        values,
    };
    serde_json::to_writer(&mut *out, &record)?;
    let label = own.iter().find(|(name, _)| *name == "label");
    match weight {
        None => write!(out, ",\"classes\":\"{}\"}}", class.name),
        Some(_) => {
            let label = label.map_or("", |(_, label)| label);
            write!(out, ",\"classes\":\"{label}\"}}")
        }
    }
}
