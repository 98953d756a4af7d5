//! N-Triples: one triple per line, for loading millions into a store.

use super::super::selection::Selection;
use super::{notes, triples};
use oxttl::NTriplesSerializer;
use std::io::{self, Write};

/// Writes the statements; returns what the format cannot represent, one line each.
///
/// # Errors
/// Those of `out`.
pub fn write(selection: &Selection, out: &mut impl Write) -> io::Result<Vec<String>> {
    let mut writer = NTriplesSerializer::new().for_writer(out);
    triples(selection, |triple| writer.serialize_triple(triple))?;
    Ok(notes(selection))
}
