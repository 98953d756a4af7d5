//! A folder for Ladybug (the successor of Kùzu): `schema.cypher`, `copy.cypher` and one CSV file
//! for each table.
//!
//! Run both scripts in the folder, or set the folder's path in `copy.cypher`. Lists are joined by
//! "; ".

use super::attributes::{Class, FieldKind};
use super::network::Network;
use super::tables::{self, Dialect};
use crate::error::Result;
use std::fmt::Write as _;
use std::path::Path;

/// Writes a network into an existing folder; returns what the format cannot represent, one line each.
///
/// # Errors
/// One line that names the file that cannot be written.
pub fn write(network: &Network, folder: &Path) -> Result<Vec<String>> {
    let dialect = Dialect {
        separator: "; ",
        header,
        last: false,
    };
    let losses = tables::write(network, &dialect, folder)?;
    let (mut schema, mut copy) = (String::new(), String::new());
    for class in network.node_classes().iter().chain(network.edge_classes()) {
        let fields = class.fields.iter().map(|field| {
            let kind = match field.kind {
                FieldKind::Text | FieldKind::List => "STRING",
                FieldKind::Date => "DATE",
                FieldKind::Integer => "INT64",
                FieldKind::Decimal => "DOUBLE",
            };
            format!(", `{}` {kind}", field.name)
        });
        let fields: String = fields.collect();
        let name = class.name;
        let _ = match class.ends {
            None => writeln!(
                schema,
                "CREATE NODE TABLE `{name}`(`id` STRING PRIMARY KEY{fields});"
            ),
            Some((from, to)) => writeln!(
                schema,
                "CREATE REL TABLE `{name}`(FROM `{from}` TO `{to}`, `id` STRING{fields});"
            ),
        };
        let _ = writeln!(
            copy,
            "COPY `{name}` FROM '{}' (header=true, auto_detect=false, quote='\"', escape='\"');",
            tables::file_name(class)
        );
    }
    for (name, script) in [("schema.cypher", schema), ("copy.cypher", copy)] {
        crate::output::replace(&folder.join(name), |out| {
            std::io::Write::write_all(out, script.as_bytes())
        })?;
    }
    Ok(losses.note().into_iter().collect())
}

fn header(class: &Class) -> Vec<String> {
    let keys: &[&str] = match class.ends {
        None => &["id"],
        Some(_) => &["from", "to", "id"],
    };
    let fields = class.fields.iter().map(|field| field.name);
    keys.iter()
        .copied()
        .chain(fields)
        .map(str::to_owned)
        .collect()
}
