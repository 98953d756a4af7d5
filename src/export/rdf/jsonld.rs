//! JSON-LD: the same triples, one object for each subject, with the context in the file.

use super::super::selection::Selection;
use super::{Object, PREFIXES, Range, TERMS, Term, notes, walk};
use serde_json::{Map, Value, json};
use std::io::{self, Write};

/// Writes the statements; returns what the format cannot represent, one line each.
///
/// # Errors
/// Those of `out`.
pub fn write(selection: &Selection, out: &mut impl Write) -> io::Result<Vec<String>> {
    out.write_all(b"{\"@context\": ")?;
    serde_json::to_writer_pretty(&mut *out, &context())?;
    out.write_all(b",\n\"@graph\": [")?;
    let mut first = true;
    walk(selection, &mut |subject, triples| {
        out.write_all(if first { b"\n" } else { b",\n" })?;
        first = false;
        let mut node = Map::new();
        node.insert("@id".to_owned(), Value::from(subject));
        for (term, object) in triples {
            let value = value(term, object);
            match node.get_mut(term.word) {
                None => {
                    node.insert(term.word.to_owned(), value);
                }
                Some(Value::Array(list)) => list.push(value),
                Some(single) => *single = json!([single.take(), value]),
            }
        }
        serde_json::to_writer(&mut *out, &node)?;
        Ok(())
    })?;
    out.write_all(b"\n]}\n")?;
    Ok(notes(selection))
}

fn context() -> Value {
    let mut context = Map::new();
    for (prefix, space) in PREFIXES {
        context.insert(prefix.to_owned(), Value::from(space));
    }
    for term in TERMS.iter().filter(|term| !term.word.starts_with('@')) {
        let definition = match term.range {
            Range::Resource => json!({"@id": term.iri, "@type": "@id"}),
            Range::Text => Value::from(term.iri),
            _ => json!({"@id": term.iri, "@type": term.range.datatype().as_str()}),
        };
        context.insert(term.word.to_owned(), definition);
    }
    Value::Object(context)
}

/// The object of a triple, in the form that the context defines.
fn value(term: &Term, object: &Object) -> Value {
    match object {
        Object::Literal(text) if matches!(term.range, Range::Integer | Range::Position) => {
            match text.parse::<u64>() {
                Ok(number) => Value::from(number),
                Err(_) => Value::from(text.as_str()),
            }
        }
        Object::Literal(text) => Value::from(text.as_str()),
        Object::Text(text) => Value::from(text.as_ref()),
        Object::Resource(iri) => Value::from(iri.as_ref()),
    }
}
