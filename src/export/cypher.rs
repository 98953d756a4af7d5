//! A Cypher script for Neo4j: constraints, then nodes and edges in batches.
//!
//! Everything is merged by its id, so the script can be run twice. Strings are literals; whatever
//! could end one early or be mistaken for an escape is escaped.

use super::attributes::{Class, Value};
use super::network::Network;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Rows of a batch: one transaction each.
const BATCH: usize = 500;

/// Writes a network; nothing is lost.
///
/// # Errors
/// Those of `out`.
pub fn write(network: &Network, out: &mut impl Write) -> io::Result<Vec<String>> {
    for class in network.node_classes() {
        let name = class.name;
        writeln!(
            out,
            "CREATE CONSTRAINT dixit_{} IF NOT EXISTS FOR (n:{name}) REQUIRE n.id IS UNIQUE;",
            name.to_lowercase()
        )?;
    }
    let mut batches = Batches::default();
    for node in network.nodes() {
        let mut row = String::from("{id: ");
        literal(&node.id, &mut row);
        row.push_str(", p: {label: ");
        literal(&node.label, &mut row);
        properties(node.class, &node.values, &mut row);
        row.push_str("}}");
        batches.add(node.class, row, out)?;
    }
    batches.flush(out)?;
    for edge in network.edges() {
        let mut row = String::from("{id: ");
        literal(&edge.id, &mut row);
        row.push_str(", a: ");
        literal(&edge.source, &mut row);
        row.push_str(", b: ");
        literal(&edge.target, &mut row);
        let _ = write!(row, ", p: {{weight: {}", edge.weight);
        properties(edge.class, &edge.values, &mut row);
        row.push_str("}}");
        batches.add(edge.class, row, out)?;
    }
    batches.flush(out)?;
    Ok(Vec::new())
}

/// Rows of incomplete batches.
#[derive(Default)]
struct Batches {
    rows: BTreeMap<&'static str, (&'static Class, Vec<String>)>,
}

impl Batches {
    fn add(&mut self, class: &'static Class, row: String, out: &mut impl Write) -> io::Result<()> {
        let entry = self.rows.entry(class.name);
        let (_, rows) = entry.or_insert_with(|| (class, Vec::new()));
        rows.push(row);
        if rows.len() == BATCH {
            statement(class, &std::mem::take(rows), out)?;
        }
        Ok(())
    }

    fn flush(&mut self, out: &mut impl Write) -> io::Result<()> {
        for (class, rows) in std::mem::take(&mut self.rows).into_values() {
            if !rows.is_empty() {
                statement(class, &rows, out)?;
            }
        }
        Ok(())
    }
}

fn statement(class: &Class, rows: &[String], out: &mut impl Write) -> io::Result<()> {
    out.write_all(b"UNWIND [\n")?;
    for (number, row) in rows.iter().enumerate() {
        out.write_all(if number == 0 { b"  " } else { b",\n  " })?;
        out.write_all(row.as_bytes())?;
    }
    let name = class.name;
    match class.ends {
        None => writeln!(
            out,
            "\n] AS row MERGE (n:{name} {{id: row.id}}) SET n += row.p;"
        ),
        Some((from, to)) => writeln!(
            out,
            "\n] AS row MATCH (a:{from} {{id: row.a}}) MATCH (b:{to} {{id: row.b}}) \
             MERGE (a)-[r:{name} {{id: row.id}}]->(b) SET r += row.p;"
        ),
    }
}

fn properties(class: &Class, values: &[Value], row: &mut String) {
    for (field, value) in class.fields.iter().zip(values) {
        if *value == Value::Nothing {
            continue;
        }
        let _ = write!(row, ", `{}`: ", field.name);
        match value {
            Value::Nothing => {}
            Value::Text(text) => literal(text, row),
            Value::List(texts) => {
                row.push('[');
                for (number, text) in texts.iter().enumerate() {
                    row.push_str(if number == 0 { "" } else { ", " });
                    literal(text, row);
                }
                row.push(']');
            }
            Value::Date(day) => {
                let _ = write!(row, "date('{day}')");
            }
            Value::Integer(number) => {
                let _ = write!(row, "{number}");
            }
            Value::Decimal(number) => {
                let _ = write!(row, "{number:?}");
            }
        }
    }
}

/// A Cypher string literal.
fn literal(text: &str, out: &mut String) {
    out.push('\'');
    for c in text.chars() {
        match c {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('\'');
}
