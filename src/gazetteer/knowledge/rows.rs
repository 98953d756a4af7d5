//! Rows of a user's table, from TSV or JSON Lines.

use crate::error::{Error, Result};
use crate::normalise::space::squeezed;
use serde_json::{Map, Value};
use std::path::Path;

/// One row; missing texts are empty.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// `file:line`
    pub(super) place: String,
    pub(super) id: String,
    pub(super) name: String,
    pub(super) kind: String,
    pub(super) aliases: Vec<String>,
    pub(super) represents: String,
    pub(super) state: String,
    pub(super) code: String,
    pub(super) adjectives: Vec<String>,
    pub(super) demonyms: Vec<String>,
    pub(super) capitals: Vec<String>,
    pub(super) gender: String,
    pub(super) born: String,
    pub(super) offices: Vec<Office>,
}

/// One term of office.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Office {
    pub(super) title: String,
    pub(super) of: String,
    pub(super) since: String,
    pub(super) until: String,
}

/// The rows of a file; invalid ones are reported in `complaints`.
///
/// # Errors
/// If the table has no column `name`.
pub(super) fn read(path: &Path, text: &str, complaints: &mut Vec<String>) -> Result<Vec<Row>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
    let mut lines = lines.peekable();
    let is_json = lines.peek().is_some_and(|(_, line)| line.starts_with('{'));
    let mut columns: Vec<&str> = Vec::new();
    if !is_json && let Some((number, header)) = lines.next() {
        columns = header.split('\t').map(str::trim).collect();
        if !columns.contains(&"name") {
            return Err(Error::new(format!(
                "{}:{}: no column \"name\"; the first line must name the columns, separated by tabs",
                path.display(),
                number + 1
            )));
        }
    }
    let mut rows = Vec::new();
    for (number, line) in lines {
        let fields = match is_json {
            true => serde_json::from_str::<Map<String, Value>>(line)
                .map_err(|error| format!("not a JSON object ({error})")),
            false => Ok(columns
                .iter()
                .zip(line.split('\t'))
                .map(|(column, value)| ((*column).to_owned(), Value::from(value)))
                .collect()),
        };
        let place = format!("{}:{}", path.display(), number + 1);
        match fields.and_then(|fields| row(&fields)) {
            Ok(row) => rows.push(Row { place, ..row }),
            Err(why) => complaints.push(skipped(&place, &why)),
        }
    }
    Ok(rows)
}

/// The message about a skipped row.
pub(super) fn skipped(place: &str, why: &str) -> String {
    format!("{place}: {why}; the row is skipped")
}

fn row(fields: &Map<String, Value>) -> std::result::Result<Row, String> {
    let first = |keys: [&str; 2]| -> std::result::Result<String, String> {
        let [one, other] = keys;
        match text(fields, one)? {
            empty if empty.is_empty() => text(fields, other),
            found => Ok(found),
        }
    };
    let row = Row {
        place: String::new(),
        id: first(["qid", "id"])?,
        name: text(fields, "name")?,
        kind: first(["kind", "type"])?,
        aliases: list(fields, "aliases")?,
        represents: text(fields, "represents")?,
        state: text(fields, "state")?,
        code: first(["code", "alpha3"])?,
        adjectives: list(fields, "adjectives")?,
        demonyms: list(fields, "demonyms")?,
        capitals: list(fields, "capitals")?,
        gender: text(fields, "gender")?,
        born: first(["born", "birth"])?,
        offices: offices(fields.get("offices"))?,
    };
    if row.name.is_empty() {
        return Err("no name".to_owned());
    }
    if !matches!(row.gender.as_str(), "" | "M" | "F") {
        return Err(format!("gender is {:?}: write M, F or nothing", row.gender));
    }
    for office in &row.offices {
        for day in [&office.since, &office.until] {
            if !is_day(day) {
                return Err(format!(
                    "{day:?} is not a date: write 2021, 2021-12 or 2021-12-15"
                ));
            }
        }
    }
    Ok(row)
}

/// A text without the separators of the tables.
fn clean(text: &str) -> String {
    squeezed(&text.replace(['\t', '\n', '~', '|', ';'], " "))
}

fn text(fields: &Map<String, Value>, key: &str) -> std::result::Result<String, String> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(String::new()),
        Some(Value::String(text)) => Ok(clean(text)),
        Some(Value::Number(number)) => Ok(number.to_string()),
        Some(_) => Err(format!("{key} is not a string")),
    }
}

fn list(fields: &Map<String, Value>, key: &str) -> std::result::Result<Vec<String>, String> {
    let values: Vec<String> = match fields.get(key) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::String(text)) => text.split(';').map(clean).collect(),
        Some(Value::Array(values)) => values
            .iter()
            .map(|value| value.as_str().map(clean))
            .collect::<Option<_>>()
            .ok_or_else(|| format!("{key} is not a list of strings"))?,
        Some(_) => return Err(format!("{key} is not a list")),
    };
    Ok(values.into_iter().filter(|v| !v.is_empty()).collect())
}

fn offices(value: Option<&Value>) -> std::result::Result<Vec<Office>, String> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(text)) => text
            .split('|')
            .filter(|office| !office.trim().is_empty())
            .map(|office| {
                let parts: Vec<String> = office.split('~').map(clean).collect();
                match parts.as_slice() {
                    [title, of, dates @ ..] if !title.is_empty() && dates.len() <= 2 => {
                        let mut dates = dates.iter().cloned();
                        Ok(Office {
                            title: title.clone(),
                            of: of.clone(),
                            since: dates.next().unwrap_or_default(),
                            until: dates.next().unwrap_or_default(),
                        })
                    }
                    _ => Err(format!(
                        "{office:?} is not an office: write title~of~since~until"
                    )),
                }
            })
            .collect(),
        Some(Value::Array(values)) => values
            .iter()
            .map(|value| {
                let fields = value.as_object().ok_or("an office is not an object")?;
                let office = Office {
                    title: text(fields, "title")?,
                    of: text(fields, "of")?,
                    since: text(fields, "since")?,
                    until: text(fields, "until")?,
                };
                match office.title.is_empty() {
                    true => Err("an office has no title".to_owned()),
                    false => Ok(office),
                }
            })
            .collect(),
        Some(_) => Err("offices is not a list".to_owned()),
    }
}

/// Whether a text is a year, a month, a day or empty.
fn is_day(text: &str) -> bool {
    let whole = match text.len() {
        0 => return true,
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    whole.len() == 10 && whole.parse::<crate::date::Date>().is_ok()
}
