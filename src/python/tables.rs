//! Tables of a graph in the memory layout of Apache Arrow, handed over by its
//! [C interface](https://arrow.apache.org/docs/format/CStreamInterface.html): PyArrow and Polars read them
//! where they are.

use super::errors::{Kind, exception};
use crate::export::selection::Selection;
use crate::export::typed::Table;
use crate::parquet::{Cell, Field as Described, Kind as Shape, Simple};
use arrow_array::builder::{Date32Builder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{ArrayRef, ListArray, RecordBatch, RecordBatchIterator, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use std::io;
use std::sync::Arc;

/// Size of a batch in bytes, as far as they are counted; offsets of text have 32 bits.
const BATCH: usize = 64 << 20;

/// Columns under the names that users of pandas and spaCy expect.
const RENAMED: [(&str, &str); 2] = [("content", "quote"), ("content_spans", "quote_spans")];

/// The name of list entries in Arrow and Parquet.
const ELEMENT: &str = "element";

/// A table, which does not change.
#[pyclass(frozen)]
pub(super) struct Arrow {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Arrow {
    /// The table as a stream; another schema that is asked for is ignored, as the interface allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batches = self.batches.clone().into_iter().map(Ok);
        let reader = RecordBatchIterator::new(batches, Arc::clone(&self.schema));
        let stream = FFI_ArrowArrayStream::new(Box::new(reader));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }
}

impl Arrow {
    /// A table of what is selected.
    pub(super) fn of(table: Table, selection: &Selection) -> PyResult<Arrow> {
        let made = || -> io::Result<Arrow> {
            let mut columns: Vec<Column> = table.fields().iter().map(Column::new).collect();
            let schema = Schema::new(columns.iter().map(Column::field).collect::<Vec<_>>());
            let schema = Arc::new(schema);
            let (mut batches, mut size) = (Vec::new(), 0);
            table.rows(selection, |cells| {
                for (column, cell) in columns.iter_mut().zip(cells) {
                    size += column.add(cell);
                }
                if size >= BATCH {
                    size = 0;
                    batches.push(batch(&schema, &mut columns)?);
                }
                Ok(())
            })?;
            if size > 0 {
                batches.push(batch(&schema, &mut columns)?);
            }
            Ok(Arrow { schema, batches })
        };
        made().map_err(|error| exception(Kind::Error, &format!("cannot make the table: {error}")))
    }
}

/// The rows that were collected, as a batch.
fn batch(schema: &SchemaRef, columns: &mut [Column]) -> io::Result<RecordBatch> {
    let arrays = columns.iter_mut().map(Column::finish);
    let arrays = arrays
        .collect::<Result<Vec<_>, _>>()
        .map_err(io::Error::other)?;
    RecordBatch::try_new(Arc::clone(schema), arrays).map_err(io::Error::other)
}

/// A column that is being made.
struct Column {
    described: &'static Described,
    /// Numbers of list entries, row by row.
    lengths: Vec<usize>,
    /// The values, or each part of the records.
    parts: Vec<Values>,
}

impl Column {
    fn new(described: &'static Described) -> Column {
        let parts = match described.kind {
            Shape::One(simple) => vec![Values::new(simple)],
            Shape::Texts => vec![Values::new(Simple::Text)],
            Shape::Records(parts) => parts.iter().map(|(_, s)| Values::new(*s)).collect(),
        };
        let lengths = Vec::new();
        Column {
            described,
            lengths,
            parts,
        }
    }

    fn field(&self) -> Field {
        let own = self.described.name;
        let renamed = RENAMED.iter().find(|(name, _)| *name == own);
        let name = renamed.map_or(own, |(_, renamed)| *renamed);
        match self.described.kind {
            Shape::One(simple) => Field::new(name, data_type(simple), true),
            Shape::Texts | Shape::Records(_) => {
                Field::new(name, DataType::List(Arc::new(self.element())), false)
            }
        }
    }

    /// The field of the entries of a list.
    fn element(&self) -> Field {
        match self.described.kind {
            Shape::One(simple) => Field::new(ELEMENT, data_type(simple), true),
            Shape::Texts => Field::new(ELEMENT, DataType::Utf8, true),
            Shape::Records(parts) => Field::new(ELEMENT, DataType::Struct(fields(parts)), false),
        }
    }

    /// Adds a row; returns its size.
    fn add(&mut self, cell: &Cell) -> usize {
        let records = match (self.described.kind, cell) {
            (Shape::One(_), cell) => return self.parts.iter_mut().map(|p| p.add(cell)).sum(),
            (_, Cell::List(records)) => records.as_slice(),
            _ => &[],
        };
        self.lengths.push(records.len());
        let mut size = size_of::<i32>();
        for record in records {
            for (part, cell) in self.parts.iter_mut().zip(record) {
                size += part.add(cell);
            }
        }
        size
    }

    /// The rows that were added; the column begins again.
    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        let mut values: Vec<ArrayRef> = self.parts.iter_mut().map(Values::finish).collect();
        let entries: Option<ArrayRef> = match self.described.kind {
            Shape::One(_) | Shape::Texts => values.pop(),
            Shape::Records(parts) => {
                Some(Arc::new(StructArray::try_new(fields(parts), values, None)?))
            }
        };
        let entries =
            entries.ok_or_else(|| ArrowError::SchemaError("a column of nothing".into()))?;
        if let Shape::One(_) = self.described.kind {
            return Ok(entries);
        }
        let offsets = OffsetBuffer::from_lengths(std::mem::take(&mut self.lengths));
        let list = ListArray::try_new(Arc::new(self.element()), offsets, entries, None)?;
        Ok(Arc::new(list))
    }
}

fn fields(parts: &[(&str, Simple)]) -> Fields {
    let field = |(name, simple): &(&str, Simple)| Field::new(*name, data_type(*simple), true);
    parts.iter().map(field).collect()
}

fn data_type(simple: Simple) -> DataType {
    match simple {
        Simple::Text => DataType::Utf8,
        Simple::Integer => DataType::Int64,
        Simple::Decimal => DataType::Float64,
        Simple::Day => DataType::Date32,
    }
}

/// Values of one type.
enum Values {
    Text(StringBuilder),
    Integer(Int64Builder),
    Decimal(Float64Builder),
    Day(Date32Builder),
}

impl Values {
    fn new(simple: Simple) -> Values {
        match simple {
            Simple::Text => Values::Text(StringBuilder::new()),
            Simple::Integer => Values::Integer(Int64Builder::new()),
            Simple::Decimal => Values::Decimal(Float64Builder::new()),
            Simple::Day => Values::Day(Date32Builder::new()),
        }
    }

    /// Adds a value, or nothing if it is missing or of another type; returns its size.
    fn add(&mut self, cell: &Cell) -> usize {
        match (self, cell) {
            (Values::Text(texts), Cell::Text(text)) => {
                texts.append_value(text);
                size_of::<i32>() + text.len()
            }
            (Values::Text(texts), _) => {
                texts.append_null();
                size_of::<i32>()
            }
            (Values::Integer(numbers), cell) => {
                numbers.append_option(match cell {
                    Cell::Integer(number) => i64::try_from(*number).ok(),
                    _ => None,
                });
                size_of::<i64>()
            }
            (Values::Decimal(numbers), cell) => {
                numbers.append_option(match cell {
                    Cell::Decimal(number) => Some(*number),
                    _ => None,
                });
                size_of::<f64>()
            }
            (Values::Day(days), cell) => {
                days.append_option(match cell {
                    Cell::Day(day) => Some(*day),
                    _ => None,
                });
                size_of::<i32>()
            }
        }
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Values::Text(values) => Arc::new(values.finish()),
            Values::Integer(values) => Arc::new(values.finish()),
            Values::Decimal(values) => Arc::new(values.finish()),
            Values::Day(values) => Arc::new(values.finish()),
        }
    }
}
