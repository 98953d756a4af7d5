//! Columns of Parquet files, read and written.
//!
//! A file is a row of row groups, each with one chunk for each column, each of several pages; the footer at
//! its end says what there is and where ([the format](https://parquet.apache.org/docs/file-format/)).
//!
//! | module | question it answers |
//! | --- | --- |
//! | `thrift` | how are the footer and the headers of pages written? |
//! | `runs` | how are levels and the numbers of dictionary entries written? |
//! | `source` | which bytes does a file have where? |
//! | `schema` | which columns does a file have, and what are their values? |
//! | `footer` | where are the chunks of its row groups? |
//! | `page` | what do the pages of a chunk contain? |
//! | `delta` | which numbers do differences stand for? |
//! | `column` | what are the values of a column, row by row? |
//! | `cells` | what do we write? |
//! | `chunk` | how is one column of a row group written? |
//! | `writer` | how does a file come about, row group by row group? |
//!
//! Why not the crate `parquet` (60.1): it trusts what it reads. A schema may be nested until the stack ends, which
//! ends the program; a dictionary that says it has four thousand million entries gets them allocated, a page of gzip
//! may expand to any size, and wrong bytes can make it panic. One file from somewhere would end a run over a million
//! others. For zstd it compiles a C library; and it would be 12 crates more, which take a minute to compile, where this
//! needs one that takes half a second, `snap`.
//!
//! What is read is what articles are in: columns that are not repeated (no lists and maps, whose values are no
//! text of an article), in all encodings that writers use for text, numbers and days, compressed with snappy,
//! gzip or zstd or not at all. Everything else is refused by name. Nothing is allocated because a file says so:
//! memory is what the pages that are open take, and these are limited.

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

/// The bytes at the beginning and the end of a file.
pub(crate) const MARK: &[u8; 4] = b"PAR1";

/// Why a file cannot be read.
#[derive(Debug)]
pub(crate) enum Fault {
    /// It is a file of another kind.
    Foreign,
    /// It is not what the format allows.
    Damaged,
    /// It is encrypted, or one of the columns asked for is.
    Encrypted,
    /// It does what the format allows and we do not know; says what that is, as in "compressed with brotli".
    Unknown(String),
    /// The system says no.
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

/// A number of the format as one of ours: never negative, and no larger than memory can count.
fn size(number: i64) -> Result<usize> {
    usize::try_from(number).map_err(|_| Fault::Damaged)
}
