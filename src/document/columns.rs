//! Checks which columns of a table are the fields of documents.

use super::fields::{self, Candidates, Field};
use super::options::Options;
use serde_json::{Map, Value};

/// Checks that it is clear which columns of a table are the fields of documents. `names` are its columns,
/// `record` has them as fields of a row, and `names_are_in` is where the file has them: "header line".
///
/// # Errors
/// One line, if no usable column can be the text, if two can be the same field, or if the caller names one
/// that does not exist.
pub(super) fn check(
    record: &Map<String, Value>,
    names: &[String],
    options: &Options,
    names_are_in: &str,
    is_usable: impl Fn(Field, &Value) -> bool,
) -> Result<(), String> {
    let named = || {
        let names: Vec<String> = names
            .iter()
            .take(8)
            .map(|name| format!("{name:?}"))
            .collect();
        names.join(", ")
    };
    let candidates = Candidates::of(record);
    for field in Field::ALL {
        if let Some(path) = options.path(field) {
            match fields::at(record, path) {
                None => {
                    return Err(format!(
                        "no column {path:?} in the {names_are_in}, which has {}; correct --field {field}={path}",
                        named()
                    ));
                }
                Some(value) if !is_usable(field, value) => {
                    return Err(format!(
                        "the column {path:?} {}; correct --field {field}={path}",
                        if field == Field::Text {
                            "is not text"
                        } else {
                            "has no texts, numbers or days"
                        }
                    ));
                }
                Some(_) => {}
            }
            continue;
        }
        match candidates
            .best(field, |value| is_usable(field, value))
            .as_slice()
        {
            [] if field == Field::Text => {
                return Err(format!(
                    "no column of the {names_are_in} is known for a text ({}); say which one is, as in --field text=NAME",
                    named()
                ));
            }
            [one, other, ..] if candidates.must_choose(field, one) => {
                return Err(fields::ambiguous(field, &one.name, &other.name, "columns"));
            }
            _ => {}
        }
    }
    Ok(())
}
