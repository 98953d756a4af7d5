//! The file of a trained model: a line of JSON that tells its history, then the tables.
//!
//! Layout: `dixit-model 1\n`, the notes as one line of JSON, then for each table a line
//! `name labels rows scale\n` followed by its `labels * rows` bytes. All is read in place.

use super::Table;
use crate::error::{Error, Result};
use std::borrow::Cow;

const MAGIC: &str = "dixit-model 1";

/// Named tables and what is to be known of their making.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Bundle {
    /// What it was trained on, when, and how well it did: a JSON object.
    pub notes: serde_json::Value,
    tables: Vec<(String, Table)>,
}

impl Bundle {
    /// Adds a table under a name without spaces.
    pub fn insert(&mut self, name: &str, table: Table) {
        self.tables.retain(|(n, _)| n != name);
        self.tables.push((name.to_owned(), table));
    }

    /// The table of that name and number of labels; an error that names it when there is none.
    pub fn table(&self, name: &str, labels: usize) -> Result<Table> {
        let found = self
            .tables
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, table)| table);
        match found {
            Some(table) if table.labels == labels => Ok(table.clone()),
            Some(table) => Err(Error::new(format!(
                "the model's table `{name}` has {} labels where this version of dixit has {labels}; train it anew with `dixit train`",
                table.labels
            ))),
            None => Err(Error::new(format!(
                "the model has no table `{name}`; train it anew with `dixit train`"
            ))),
        }
    }

    /// Name and size in bytes of each table.
    pub fn sizes(&self) -> Vec<(&str, usize)> {
        self.tables
            .iter()
            .map(|(name, table)| (name.as_str(), table.size()))
            .collect()
    }

    /// The file's bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = format!("{MAGIC}\n{}\n", self.notes).into_bytes();
        for (name, table) in &self.tables {
            let rows = table.mask as usize + 1;
            out.extend(format!("{name} {} {rows} {}\n", table.labels, table.scale).bytes());
            out.extend_from_slice(&table.weights);
        }
        out
    }

    /// Reads a bundle that is part of the program: the tables stay where they are.
    pub fn from_static(bytes: &'static [u8]) -> Result<Bundle> {
        Bundle::read(bytes, Cow::Borrowed)
    }

    /// Reads a bundle from a file's bytes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Bundle> {
        Bundle::read(bytes, |part| Cow::Owned(part.to_vec()))
    }

    fn read<'b>(bytes: &'b [u8], keep: impl Fn(&'b [u8]) -> Cow<'static, [u8]>) -> Result<Bundle> {
        let broken = || {
            Error::new(
                "the model file is cut short or of another version; train it anew with `dixit train`",
            )
        };
        let mut rest = bytes;
        let mut line = || -> Result<&'b str> {
            let end = memchr::memchr(b'\n', rest).ok_or_else(broken)?;
            let line = std::str::from_utf8(&rest[..end]).map_err(|_| broken())?;
            rest = &rest[end + 1..];
            Ok(line)
        };
        if line()? != MAGIC {
            return Err(broken());
        }
        let notes = serde_json::from_str(line()?).map_err(|_| broken())?;
        let mut bundle = Bundle {
            notes,
            tables: Vec::new(),
        };
        while !rest.is_empty() {
            let end = memchr::memchr(b'\n', rest).ok_or_else(broken)?;
            let head = std::str::from_utf8(&rest[..end]).map_err(|_| broken())?;
            rest = &rest[end + 1..];
            let mut fields = head.split(' ');
            let mut field = || fields.next().ok_or_else(broken);
            let name = field()?.to_owned();
            let labels: usize = field()?.parse().map_err(|_| broken())?;
            let rows: usize = field()?.parse().map_err(|_| broken())?;
            let scale: f32 = field()?.parse().map_err(|_| broken())?;
            let size = labels.checked_mul(rows).ok_or_else(broken)?;
            if !rows.is_power_of_two() || rest.len() < size {
                return Err(broken());
            }
            let weights = keep(&rest[..size]);
            rest = &rest[size..];
            bundle.tables.push((
                name,
                Table {
                    mask: rows as u32 - 1,
                    labels,
                    scale,
                    weights,
                },
            ));
        }
        Ok(bundle)
    }
}
