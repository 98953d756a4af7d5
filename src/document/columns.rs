//! Does a table say which columns are the fields of documents?

use super::fields::{self, Candidates, Field};
use super::options::Options;
use serde_json::{Map, Value};

/// Checks that a table says which columns are the fields of documents. `names` are its columns, `record` has
/// them as a row has them, and `has_them` is what in a file does: "header line".
///
/// # Errors
/// One line, if none that is usable can be the text, two can be one field, or the caller names one that is not
/// there.
pub(super) fn check(
    record: &Map<String, Value>,
    names: &[String],
    options: &Options,
    has_them: &str,
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
                        "no column {path:?} in the {has_them}, which has {}; correct --field {field}={path}",
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
                    "no column of the {has_them} is known for a text ({}); say which one is, as in --field text=NAME",
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
