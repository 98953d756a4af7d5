//! A network as CSV files, one for each class of nodes and edges, for the bulk loaders of graph
//! databases.

use super::attributes::{self, Class, Value};
use super::network::Network;
use crate::error::{Error, Result};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;

/// The table format of a loader.
pub(super) struct Dialect {
    /// Separates the entries of a list.
    pub(super) separator: &'static str,
    /// The columns of a table: for nodes the id first, for edges both ends and the id; then the
    /// fields, then what [`Dialect::last`] adds.
    pub(super) header: fn(&Class) -> Vec<String>,
    /// Whether the name of the class is the last column.
    pub(super) last: bool,
}

/// Data that the tables cannot represent.
#[derive(Debug, Default)]
pub(super) struct Losses {
    folded: usize,
}

impl Losses {
    /// A line for the user.
    pub(super) fn note(&self) -> Option<String> {
        (self.folded > 0).then(|| {
            format!(
                "{} in text written as spaces, as bulk loaders require",
                super::network::counted_with_verb(
                    self.folded,
                    "line break or control character",
                    "line breaks and control characters"
                )
            )
        })
    }

    /// Text in one line, without control codes.
    fn fold<'t>(&mut self, text: Cow<'t, str>) -> Cow<'t, str> {
        // Every control code is one of these bytes, or begins with the last.
        let may_begin = |byte: u8| byte < 0x20 || byte == 0x7f || byte == 0xc2;
        if !text.bytes().any(may_begin) {
            return text;
        }
        let controls = text.chars().filter(|c| c.is_control()).count();
        if controls == 0 {
            return text;
        }
        self.folded += controls;
        Cow::Owned(text.replace(char::is_control, " "))
    }
}

/// The name of a class's table in its folder.
pub(super) fn file_name(class: &Class) -> String {
    format!("{}.csv", class.name)
}

/// Writes the tables into an existing folder.
///
/// # Errors
/// One line that names the file that cannot be written.
pub(super) fn write(network: &Network, dialect: &Dialect, folder: &Path) -> Result<Losses> {
    let mut losses = Losses::default();
    let mut tables = Tables::create(network.node_classes(), dialect, folder)?;
    for node in network.nodes() {
        tables.row(node.class, &[&node.id], &node.values, &mut losses)?;
    }
    tables.finish()?;
    let mut tables = Tables::create(network.edge_classes(), dialect, folder)?;
    for edge in network.edges() {
        let ends = [edge.source.as_ref(), edge.target.as_ref(), edge.id.as_ref()];
        tables.row(edge.class, &ends, &edge.values, &mut losses)?;
    }
    tables.finish()?;
    Ok(losses)
}

type Table = ::csv::Writer<BufWriter<File>>;

struct Tables<'f> {
    folder: &'f Path,
    dialect: &'f Dialect,
    tables: BTreeMap<&'static str, Table>,
}

impl<'f> Tables<'f> {
    fn create(classes: &[&'static Class], dialect: &'f Dialect, folder: &'f Path) -> Result<Self> {
        let mut tables = BTreeMap::new();
        for class in classes {
            let path = folder.join(file_name(class));
            let failed = |error: io::Error| cannot_write(&path, error);
            let file = BufWriter::with_capacity(1 << 16, File::create(&path).map_err(failed)?);
            let mut table = ::csv::Writer::from_writer(file);
            table
                .write_record((dialect.header)(class))
                .map_err(|error| failed(error.into()))?;
            tables.insert(class.name, table);
        }
        Ok(Tables {
            folder,
            dialect,
            tables,
        })
    }

    fn row(
        &mut self,
        class: &Class,
        ids: &[&str],
        values: &[Value],
        losses: &mut Losses,
    ) -> Result<()> {
        let Some(table) = self.tables.get_mut(class.name) else {
            return Ok(());
        };
        let separator = self.dialect.separator;
        let mut write = || -> io::Result<()> {
            for id in ids {
                let id = losses.fold(Cow::Borrowed(*id));
                table.write_field(id.as_bytes())?;
            }
            for value in values {
                let text = match value {
                    Value::List(texts) => Cow::Owned(attributes::joined(texts, separator)),
                    value => value.plain().unwrap_or_default(),
                };
                table.write_field(losses.fold(text).as_bytes())?;
            }
            if self.dialect.last {
                table.write_field(class.name)?;
            }
            table.write_record(None::<&[u8]>)?;
            Ok(())
        };
        write().map_err(|error| cannot_write(&self.folder.join(file_name(class)), error))
    }

    fn finish(self) -> Result<()> {
        for (name, mut table) in self.tables {
            table
                .flush()
                .map_err(|error| cannot_write(&self.folder.join(format!("{name}.csv")), error))?;
        }
        Ok(())
    }
}

fn cannot_write(path: &Path, error: io::Error) -> Error {
    Error::at(path, format_args!("cannot be written: {error}"))
}
