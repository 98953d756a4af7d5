//! Node-link JSON, for NetworkX and D3.
//!
//! [`Shape::Edges`] is dixit's own format ([`crate::graph::json`]), which it can read back, with complete
//! statements and all their speakers and targets. The other shapes are only for other programs. NetworkX reads
//! `edges` from 3.6 on and `links` before, as D3 does, so both are there.

use super::network::{Network, Shape};
use super::record::Record;
use crate::graph::{Excerpt, json};
use std::io::{self, Write};

/// Writes a network; returns what the format cannot represent, one line each.
///
/// # Errors
/// Those of `out`.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<Vec<String>> {
    let (graph, selection) = (network.graph(), network.selection());
    if network.shape() == Shape::Edges {
        let all = selection.is_whole() && selection.len() == graph.statements().len();
        let part = match all {
            true => Excerpt::whole(graph),
            false => {
                let statements = selection.statements().map(|said| said.index);
                Excerpt::of(graph, statements.collect())
            }
        };
        json::write_excerpt(graph, &part, out)?;
        return Ok(Vec::new());
    }
    out.write_all(b"{\"directed\":true,\"multigraph\":true,\n\"graph\":{\"name\":")?;
    serde_json::to_writer(&mut *out, graph.name())?;
    write!(
        out,
        ",\"shape\":\"{}\"}},\n\"nodes\":[",
        network.shape().name()
    )?;
    for (number, node) in network.nodes().enumerate() {
        out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
        let record = Record {
            own: &[
                ("id", node.id.as_ref()),
                ("label", node.label.as_ref()),
                ("class", node.class.name),
            ],
            weight: None,
            class: node.class,
            values: &node.values,
        };
        serde_json::to_writer(&mut *out, &record)?;
    }
    for list in ["edges", "links"] {
        write!(out, "\n],\n\"{list}\":[")?;
        for (number, edge) in network.edges().enumerate() {
            out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
            let label = edge.label();
            let record = Record {
                own: &[
                    ("source", edge.source.as_ref()),
                    ("target", edge.target.as_ref()),
                    ("key", edge.id.as_ref()),
                    ("label", &label),
                ],
                weight: Some(edge.weight),
                class: edge.class,
                values: &edge.values,
            };
            serde_json::to_writer(&mut *out, &record)?;
        }
    }
    out.write_all(b"\n]}\n")?;
    Ok(vec!["dixit can only read --shape edges back".to_owned()])
}
