//! The description of the service for programs, in OpenAPI 3.1: `openapi.json`, with the filters of the command.

use super::parameters::{filters, is_valued, name_of};
use crate::error::{Error, Result};
use clap::{Arg, ArgAction};
use serde_json::{Map, Value, json};

const DESCRIPTION: &str = include_str!("openapi.json");

/// The description. The filters of `/query` are those of the command line, so that the two cannot differ.
pub(super) fn description() -> Result<Value> {
    let read = serde_json::from_str(DESCRIPTION);
    let mut description: Value =
        read.map_err(|error| Error::new(format!("openapi.json: {error}")))?;
    if let Some(version) = description.pointer_mut("/info/version") {
        *version = env!("CARGO_PKG_VERSION").into();
    }
    if let Some(Value::Array(known)) = description.pointer_mut("/paths/~1query/get/parameters") {
        let described: Vec<Value> = (filters().iter())
            .filter(|filter| name_of(filter) != "limit")
            .map(parameter)
            .collect();
        known.splice(0..0, described);
    }
    Ok(description)
}

fn parameter(filter: &Arg) -> Value {
    let mut one = Map::new();
    let kind = if is_valued(filter) {
        "string"
    } else {
        "boolean"
    };
    one.insert("type".to_owned(), kind.into());
    let values = filter.get_possible_values();
    if is_valued(filter) && !values.is_empty() {
        let values = values.iter().map(|value| value.get_name().into()).collect();
        one.insert("enum".to_owned(), Value::Array(values));
    }
    let schema = match filter.get_action() {
        ArgAction::Append => json!({ "type": "array", "items": one }),
        _ => Value::Object(one),
    };
    // The help names other filters as flags.
    let help = filter
        .get_help()
        .map(ToString::to_string)
        .unwrap_or_default();
    let words = help.split(' ').map(|word| match word.strip_prefix("--") {
        Some(flag) => format!("`{}`", flag.replace('-', "_")).replace(",`", "`,"),
        None => word.to_owned(),
    });
    let words: Vec<String> = words.collect();
    json!({
        "name": name_of(filter),
        "in": "query",
        "description": words.join(" "),
        "schema": schema,
    })
}
