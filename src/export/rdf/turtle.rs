//! Turtle: the same triples for people to read.

use super::super::selection::Selection;
use super::{PREFIXES, notes, triples};
use oxttl::TurtleSerializer;
use std::io::{self, Write};

/// Writes the statements; returns what the format cannot represent, one line each.
///
/// # Errors
/// Those of `out`.
pub fn write(selection: &Selection, out: &mut impl Write) -> io::Result<Vec<String>> {
    let mut serializer = TurtleSerializer::new();
    for (prefix, space) in PREFIXES {
        serializer = serializer
            .with_prefix(prefix, space)
            .map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    triples(selection, |triple| writer.serialize_triple(triple))?;
    writer.finish()?;
    Ok(notes(selection))
}
