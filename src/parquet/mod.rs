//! Columns of Parquet files, read and written.
//!
//! A file is a sequence of row groups, each with a chunk of pages for each column; the footer at the end
//! lists them with their positions ([the format](https://parquet.apache.org/docs/file-format/)).
//!
//! | module | question it answers |
//! | --- | --- |
//! | `thrift` | how are the footer and the headers of pages written? |
//! | `runs` | how are levels and indices of dictionary entries written? |
//! | `source` | how are the bytes of a file read? |
//! | `schema` | which columns does a file have, and what are their values? |
//! | `footer` | where are the chunks of its row groups? |
//! | `page` | what do the pages of a chunk contain? |
//! | `delta` | how are numbers read from their differences? |
//! | `column` | what are the values of a column, row by row? |
//! | `cells` | what do we write? |
//! | `chunk` | how is one column of a row group written? |
//! | `writer` | how is a file written, row group by row group? |
//!
//! Why not the crate `parquet` (60.1)? It trusts its input. A deeply nested schema overflows the stack and
//! ends the program, a dictionary that claims four billion entries gets them allocated, a gzip page may
//! expand to any size, and damaged bytes can make it panic. One hostile file would end a run over a million
//! others. For zstd it compiles a C library, and it would add 12 crates that take a minute to compile; this
//! module needs only `snap`, which takes half a second.
//!
//! The module reads what articles are stored in: columns that are not repeated (no lists or maps), in all
//! encodings that writers use for text, numbers and days, uncompressed or compressed with snappy, gzip or
//! zstd. Anything else is refused with a message that names it. No allocation depends on a size that a file
//! claims: memory is limited to that of the open pages, whose size is limited.

mod cells;
mod chunk;
mod column;
mod delta;
mod footer;
mod page;
mod runs;
mod schema;
mod source;
#[cfg(test)]
mod tests;
mod thrift;
mod writer;

pub(crate) use cells::{Cell, Field, Kind, Simple};
pub(crate) use column::{Column, Value};
pub(crate) use footer::{Footer, Group};
pub(crate) use schema::Leaf;
pub(crate) use source::Source;
pub(crate) use writer::Writer;

/// The magic bytes at the beginning and the end of a file.
pub(crate) const MARK: &[u8; 4] = b"PAR1";

/// Why a file cannot be read.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It is not a Parquet file.
    Foreign,
    /// It violates the format.
    Damaged,
    /// It is encrypted, or one of the columns asked for is.
    Encrypted,
    /// It uses a feature of the format that is not supported; says which, as in "is compressed with brotli".
    Unknown(String),
    /// An error of the operating system.
    Io(std::io::Error),
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Fault {
        match error.kind() {
            std::io::ErrorKind::UnexpectedEof => Fault::Damaged,
            _ => Fault::Io(error),
        }
    }
}

type Result<T> = std::result::Result<T, Fault>;

/// Converts a number in the format to a size.
fn size(number: i64) -> Result<usize> {
    usize::try_from(number).map_err(|_| Fault::Damaged)
}
