//! Parquet: one document per row. Only the columns that may be fields of a document are read, page by page,
//! so that files may have any size.

use super::columns;
use super::fields::{self, Candidates, Field};
use super::options::Options;
use super::record::Place;
use super::{Item, ReadError, bytes, encoding, files};
use crate::date::Date;
use crate::parquet::{Column, Fault, Footer, Group, Leaf, Source, Value as Cell};
use serde_json::{Map, Value};
use std::collections::VecDeque;
use std::sync::Arc;

/// Bytes of values that a file may always have, and how many times its own size beyond that: a text that is
/// in the file once may be the value of millions of rows. Each row counts as some bytes even if it is empty.
const ALWAYS_ALLOWED: u64 = 4 * bytes::LARGEST;
const MAX_RATIO: u64 = 100;
const ROW_BYTES: u64 = 16;

/// Documents of a Parquet file.
pub(super) struct Rows {
    source: Arc<Source>,
    place: Place,
    /// The columns that are read, in order.
    wanted: Vec<Leaf>,
    groups: VecDeque<Group>,
    /// The columns of the row group that is being read, and how many rows of it are left.
    columns: Vec<Column>,
    left: u64,
    /// Bytes that values may still have.
    budget: u64,
}

impl Rows {
    /// The rows of a file.
    ///
    /// # Errors
    /// A file that cannot be read or does not say which column is the text.
    pub(super) fn new(source: Source, place: Place) -> Result<Rows, ReadError> {
        let failed = |fault| place.error(explain(fault));
        if source.is_empty() {
            let message = "the file is empty; give it text or leave it out";
            return Err(place.error(message.to_owned()));
        }
        let footer = Footer::read(&source).map_err(failed)?;
        let numbers = wanted(&footer.leaves, &place.options);
        let numbers = numbers.map_err(|message| place.error(message))?;
        let groups = footer.groups(&numbers, &source).map_err(failed)?;
        let wanted = numbers
            .iter()
            .filter_map(|number| footer.leaves.get(*number));
        Ok(Rows {
            wanted: wanted.cloned().collect(),
            budget: source
                .length()
                .saturating_mul(MAX_RATIO)
                .max(ALWAYS_ALLOWED),
            source: Arc::new(source),
            place,
            groups: groups.into(),
            columns: Vec::new(),
            left: 0,
        })
    }

    /// The items of the next row that is not empty; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Vec<Item>> {
        loop {
            while self.left == 0 {
                let group = self.groups.pop_front()?;
                self.columns = Column::open(&self.source, &group, self.wanted.iter());
                self.left = group.rows;
            }
            self.left -= 1;
            self.place.line += 1;
            let read = match self.budget {
                0 => Err(format!(
                    "the file expands to more than {MAX_RATIO} times its size, so it is not read from here on; \
                     convert it to JSON Lines if you trust it"
                )),
                _ => self.row().map_err(explain),
            };
            match read {
                Ok(cells) if cells.iter().all(|cell| *cell == Cell::Nothing) => {}
                Ok(cells) => return Some(self.items(cells)),
                Err(message) => {
                    // the other columns may no longer be in step, so the rest is not read
                    self.groups.clear();
                    self.left = 0;
                    return Some(vec![self.place.fail(message)]);
                }
            }
        }
    }

    fn row(&mut self) -> Result<Vec<Cell>, Fault> {
        let cells: Result<Vec<Cell>, Fault> = self.columns.iter_mut().map(Column::next).collect();
        let cells = cells?;
        let size = |cell: &Cell| match cell {
            Cell::Text(text) => text.len() as u64,
            _ => 0,
        };
        let size = cells.iter().map(size).sum::<u64>() + ROW_BYTES;
        self.budget = self.budget.saturating_sub(size);
        Ok(cells)
    }

    fn items(&self, cells: Vec<Cell>) -> Vec<Item> {
        let mut items = Vec::new();
        let mut record = Map::new();
        for (leaf, cell) in self.wanted.iter().zip(cells) {
            match self.value(leaf, cell) {
                Ok(value) => insert(&mut record, &leaf.path, value),
                Err(message) => return vec![self.place.fail(message)],
            }
        }
        let made_id = self.place.made_id();
        self.place
            .record(Value::Object(record), &made_id, &mut items);
        items
    }

    /// A value as JSON: a missing one as empty text, a day as `2021-12-16`.
    fn value(&self, leaf: &Leaf, cell: Cell) -> Result<Value, String> {
        Ok(match cell {
            Cell::Nothing => Value::String(String::new()),
            Cell::Text(bytes) => Value::String(self.text(leaf, bytes)?),
            Cell::Whole(number) => number.into(),
            // an integer that is stored as a float because its column has missing values: 17.0
            Cell::Real(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                (number as i64).into()
            }
            Cell::Real(number) => number.into(),
            Cell::Day(days) => {
                let day = Date::EPOCH.days_later(days);
                Value::String(day.map_or(String::new(), |day| day.to_string()))
            }
        })
    }

    /// Text, which should be UTF-8; some programs store other bytes unconverted.
    fn text(&self, leaf: &Leaf, bytes: Vec<u8>) -> Result<String, String> {
        String::from_utf8(bytes).or_else(|error| match self.place.options.encoding {
            Some(given) => Ok(encoding::decode(error.into_bytes(), Some(given), None).text),
            None => Err(format!(
                "the column {:?} is not UTF-8; name its encoding with --encoding, or write it as UTF-8",
                leaf.path.join(".")
            )),
        })
    }
}

/// The columns that are or may be fields of documents, by number.
///
/// # Errors
/// One line, if there is none for the text or several are equally good.
fn wanted(leaves: &[Leaf], options: &Options) -> Result<Vec<usize>, String> {
    // a record whose values are the indices of columns
    let mut record = Map::new();
    for (number, leaf) in leaves.iter().enumerate() {
        let value = match leaf.is_readable() {
            true => number.into(),
            false => Value::Null,
        };
        insert(&mut record, &leaf.path, value);
    }
    let leaf = |value: &Value| leaves.get(usize::try_from(value.as_u64()?).ok()?);
    let is_usable = |field: Field, value: &Value| {
        leaf(value).is_some_and(|leaf| field != Field::Text || leaf.is_text())
    };
    let names: Vec<String> = leaves.iter().map(|leaf| leaf.path.join(".")).collect();
    columns::check(&record, &names, options, "schema", is_usable)?;
    let candidates = Candidates::of(&record);
    let mut wanted = Vec::new();
    for field in Field::ALL {
        let values: Vec<&Value> = match options.path(field) {
            Some(path) => fields::at(&record, path).into_iter().collect(),
            None => candidates.all(field).map(|found| found.value).collect(),
        };
        let usable = values.into_iter().filter(|value| is_usable(field, value));
        wanted.extend(usable.filter_map(|value| usize::try_from(value.as_u64()?).ok()));
    }
    wanted.sort_unstable();
    wanted.dedup();
    Ok(wanted)
}

/// Inserts a value at a path of nested fields.
fn insert(record: &mut Map<String, Value>, path: &[String], value: Value) {
    match path {
        [] => {}
        [name] => {
            record.insert(name.clone(), value);
        }
        [name, rest @ ..] => {
            let inner = record
                .entry(name.clone())
                .or_insert_with(|| Map::new().into());
            if let Value::Object(inner) = inner {
                insert(inner, rest, value);
            }
        }
    }
}

/// A message for the user about a fault.
fn explain(fault: Fault) -> String {
    match fault {
        Fault::Foreign => {
            "this is not a Parquet file; give it the extension of its format".to_owned()
        }
        Fault::Damaged => "the file is damaged or truncated; fetch it again".to_owned(),
        Fault::Encrypted => "this is encrypted; write it without encryption".to_owned(),
        Fault::Unknown(what) => format!("the file {what}"),
        Fault::Io(error) => files::explain(&error),
    }
}
