//! A folder of CSV files.
//!
//! `nodes.csv` and `edges.csv` have the columns that Gephi expects (`Id`, `Label`; `Source`,
//! `Target`, `Type`, `Kind`, `Weight`, `Timeset`) and then the fields; pandas, DuckDB and
//! spreadsheets read them too; cells that a spreadsheet would run as formulas are escaped ([`Cells`]). The folder
//! `neo4j` has the same data as tables for `neo4j-admin database import`, and the command that imports them. Lists
//! are joined by "; ", for Neo4j by ";".

use super::attributes::{Class, Field, FieldKind, Value, union};
use super::network::Network;
use super::sheet::{Cells, Sheet};
use super::tables::{self, Dialect};
use crate::error::Result;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

/// Writes a network into an existing folder; returns what the format cannot represent, one line each.
///
/// # Errors
/// One line that names the file that cannot be written.
pub fn write(network: &Network, cells: Cells, folder: &Path) -> Result<Vec<String>> {
    crate::output::replace(&folder.join("nodes.csv"), |out| {
        nodes(network, Sheet::new(out, cells))
    })?;
    crate::output::replace(&folder.join("edges.csv"), |out| {
        edges(network, Sheet::new(out, cells))
    })?;
    let neo4j = folder.join("neo4j");
    std::fs::create_dir_all(&neo4j).map_err(|error| {
        crate::error::Error::at(&neo4j, format_args!("cannot be created: {error}"))
    })?;
    let dialect = Dialect {
        separator: ";",
        header: neo4j_header,
        last: true,
    };
    let losses = tables::write(network, &dialect, &neo4j)?;
    let mut command = String::from("neo4j-admin database import full");
    for class in network.node_classes() {
        let _ = write!(command, " \\\n  --nodes={}", tables::file_name(class));
    }
    for class in network.edge_classes() {
        let _ = write!(
            command,
            " \\\n  --relationships={}",
            tables::file_name(class)
        );
    }
    command.push_str(" \\\n  neo4j\n");
    crate::output::replace(&neo4j.join("import.sh"), |out| {
        out.write_all(command.as_bytes())
    })?;
    Ok(losses.note().into_iter().collect())
}

fn nodes(network: &Network, mut table: Sheet<impl Write>) -> io::Result<()> {
    let fields = union(network.node_classes());
    let names = fields.iter().map(|field| field.name);
    table.row(["Id", "Label", "class"].into_iter().chain(names))?;
    for node in network.nodes() {
        for own in [node.id.as_ref(), node.label.as_ref(), node.class.name] {
            table.cell(own)?;
        }
        row(&fields, node.class, &node.values, &mut table)?;
    }
    table.flush()
}

fn edges(network: &Network, mut table: Sheet<impl Write>) -> io::Result<()> {
    let fields = union(network.edge_classes());
    let own = [
        "Source", "Target", "Type", "Kind", "Id", "Label", "Weight", "Timeset",
    ];
    let names = fields.iter().map(|field| field.name);
    table.row(own.into_iter().chain(names))?;
    for edge in network.edges() {
        let label = edge.label();
        let weight = edge.weight.to_string();
        let period = edge.period.map_or(String::new(), |(first, last)| {
            format!("<[{first}, {last}]>")
        });
        for own in [
            edge.source.as_ref(),
            edge.target.as_ref(),
            "Directed",
            &label,
            edge.id.as_ref(),
            &label,
            &weight,
            &period,
        ] {
            table.cell(own)?;
        }
        row(&fields, edge.class, &edge.values, &mut table)?;
    }
    table.flush()
}

/// The fields of all classes; those of other classes are empty.
fn row(
    fields: &[Field],
    class: &Class,
    values: &[Value],
    table: &mut Sheet<impl Write>,
) -> io::Result<()> {
    for field in fields {
        let place = class.fields.iter().position(|own| own.name == field.name);
        let value = place.and_then(|place| values.get(place)?.plain());
        table.cell(&value.unwrap_or_default())?;
    }
    table.end()
}

fn neo4j_header(class: &Class) -> Vec<String> {
    let mut columns: Vec<String> = match class.ends {
        None => vec![format!("id:ID({})", class.name)],
        Some((from, to)) => vec![
            format!(":START_ID({from})"),
            format!(":END_ID({to})"),
            "id:string".to_owned(),
        ],
    };
    columns.extend(class.fields.iter().map(|field| {
        let kind = match field.kind {
            FieldKind::Text => "string",
            FieldKind::List => "string[]",
            FieldKind::Date => "date",
            FieldKind::Integer => "long",
            FieldKind::Decimal => "double",
        };
        format!("{}:{kind}", field.name)
    }));
    columns.push(match class.ends {
        None => ":LABEL".to_owned(),
        Some(_) => ":TYPE".to_owned(),
    });
    columns
}
