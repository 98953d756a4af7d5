//! Which fields of a record are the id, text, title, date, address and source of an article, whatever
//! they are called.

use crate::error::Error;
use crate::lexicon::rows;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fmt;
use std::str::FromStr;
use std::sync::LazyLock;

/// A field of a document, as records give it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Field {
    /// Its identifier.
    Id,
    /// The article.
    Text,
    /// Its headline.
    Title,
    /// The day of publication.
    Date,
    /// Where it was published on the web.
    Url,
    /// Who published it.
    Source,
}

impl Field {
    /// All fields, in the order in which they are looked up.
    pub(super) const ALL: [Field; 6] = [
        Field::Id,
        Field::Text,
        Field::Title,
        Field::Date,
        Field::Url,
        Field::Source,
    ];

    /// Its own name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Text => "text",
            Field::Title => "title",
            Field::Date => "date",
            Field::Url => "url",
            Field::Source => "source",
        }
    }

    fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Where a field of the document is in each record: `text=fields.body` is the field "body" within the
/// field "fields".
///
/// ```
/// use dixit::document::{Field, FieldPath, Options};
///
/// let body: FieldPath = "text=fields.body".parse()?;
/// assert_eq!(body.field, Field::Text);
/// let options = Options::default().with_field(body);
/// assert!("words=body".parse::<FieldPath>().is_err());
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldPath {
    /// The field of the document.
    pub field: Field,
    /// Names of the record's fields, with dots between them.
    pub path: String,
}

impl FromStr for FieldPath {
    type Err = Error;

    /// # Errors
    /// No "=", an unknown field of the document, or no name after it.
    fn from_str(text: &str) -> Result<FieldPath, Error> {
        let parts = text
            .split_once('=')
            .map(|(name, path)| (Field::named(name.trim()), path.trim()));
        match parts {
            Some((Some(field), path)) if !path.is_empty() => Ok(FieldPath {
                field,
                path: path.to_owned(),
            }),
            _ => Err(Error::new(
                "write FIELD=NAME with the field id, text, title, date, url or source, such as text=fields.body",
            )),
        }
    }
}

/// Names of fields, folded, each with its field and rank.
static ALIASES: LazyLock<HashMap<String, (Field, usize)>> = LazyLock::new(|| {
    let mut aliases = HashMap::new();
    for row in rows(include_str!("data/fields.tsv")) {
        let rank = row.field(1).parse().ok();
        if let (Some(field), Some(rank)) = (Field::named(row.field(0)), rank) {
            aliases.extend(row.list(2).map(|name| (folded(name), (field, rank))));
        }
    }
    aliases.extend(Field::ALL.map(|field| (field.name().to_owned(), (field, 0))));
    aliases
});

/// A name in lower case, without punctuation other than dots.
fn folded(name: &str) -> String {
    let kept = name.chars().filter(|c| c.is_alphanumeric() || *c == '.');
    kept.flat_map(char::to_lowercase).collect()
}

/// A field of a record that may be a field of the document.
#[derive(Debug, Clone)]
pub(super) struct Candidate<'r> {
    /// As the record has it, with dots between names.
    pub name: String,
    pub value: &'r Value,
    /// 0 for the field's own name.
    pub rank: usize,
}

/// The candidates for each field among the fields of a record, in the order of the record.
pub(super) struct Candidates<'r>(HashMap<Field, Vec<Candidate<'r>>>);

impl<'r> Candidates<'r> {
    pub(super) fn of(record: &'r Map<String, Value>) -> Candidates<'r> {
        let mut found = Candidates(HashMap::new());
        for (name, value) in record {
            let key = folded(name);
            found.add(&key, name.clone(), value);
            if let Value::Object(inner) = value {
                for (inner_name, value) in inner {
                    let key = format!("{key}.{}", folded(inner_name));
                    found.add(&key, format!("{name}.{inner_name}"), value);
                }
            }
        }
        found
    }

    fn add(&mut self, key: &str, name: String, value: &'r Value) {
        if let Some((field, rank)) = ALIASES.get(key) {
            // "Text" is an alias beside "text".
            let rank = (*rank).max(usize::from(name != field.name()));
            self.0
                .entry(*field)
                .or_default()
                .push(Candidate { name, value, rank });
        }
    }

    /// The usable candidates for a field with the best rank.
    pub(super) fn best(
        &self,
        field: Field,
        usable: impl Fn(&Value) -> bool,
    ) -> Vec<&Candidate<'r>> {
        let all = self.0.get(&field).into_iter().flatten();
        let usable: Vec<_> = all.filter(|candidate| usable(candidate.value)).collect();
        let first = usable.iter().map(|candidate| candidate.rank).min();
        let best = usable
            .into_iter()
            .filter(|candidate| Some(candidate.rank) == first);
        best.collect()
    }

    /// All candidates for a field.
    pub(super) fn all(&self, field: Field) -> impl Iterator<Item = &Candidate<'r>> {
        self.0.get(&field).into_iter().flatten()
    }

    /// The best name for a field, whatever its value.
    pub(super) fn first(&self, field: Field) -> Option<&Candidate<'r>> {
        self.all(field).min_by_key(|candidate| candidate.rank)
    }

    /// Whether the user has to choose if the best candidates for a field, of which `first` is one, differ. If
    /// not, the field is left out: an article is not lost over weak candidates, or over others beside the
    /// field's own name, which is empty.
    pub(super) fn must_choose(&self, field: Field, first: &Candidate<'r>) -> bool {
        let mut all = self.0.get(&field).into_iter().flatten();
        let has_own = all.any(|candidate| candidate.rank == 0);
        field == Field::Text || first.is_good() && !has_own
    }
}

impl Candidate<'_> {
    /// Whether the name hardly ever means anything else.
    pub(super) fn is_good(&self) -> bool {
        self.rank <= 1
    }
}

/// The value at a path: of a field whose name is the whole path, or of a nested field.
pub(super) fn at<'r>(record: &'r Map<String, Value>, path: &str) -> Option<&'r Value> {
    let named = |fields: &'r Map<String, Value>, name: &str| {
        fields.get(name).or_else(|| {
            let mut others = fields
                .iter()
                .filter(|(key, _)| key.to_lowercase() == name.to_lowercase());
            others.next().map(|(_, value)| value)
        })
    };
    if let Some(value) = named(record, path) {
        return Some(value);
    }
    let mut names = path.split('.');
    let first = named(record, names.next()?)?;
    names.try_fold(first, |value, name| match value {
        Value::Object(fields) => named(fields, name),
        Value::Array(values) => values.get(name.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The message if two fields or columns (`kind`) can be the same field of the document.
pub(super) fn ambiguous(field: Field, one: &str, other: &str, kind: &str) -> String {
    format!(
        "the {kind} {one:?} and {other:?} can both be the {field}; choose one, as in --field {field}={one}"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_in_the_table_belongs_to_one_field() {
        let mut names = 0;
        for row in rows(include_str!("data/fields.tsv")) {
            assert!(Field::named(row.field(0)).is_some(), "{}", row.field(0));
            assert!(
                matches!(row.field(1), "1" | "2" | "3" | "4"),
                "{}",
                row.field(1)
            );
            names += row.list(2).count();
        }
        // No name is in it twice, nor is a field's own name.
        assert_eq!(ALIASES.len(), names + Field::ALL.len());
    }

    #[test]
    fn a_path_leads_into_fields_and_lists() {
        let record = serde_json::json!({"a.b": 1, "a": {"b": 2, "c": [3, {"d": 4}]}, "E": 5});
        let record = record.as_object().unwrap();
        for (path, value) in [("a.b", 1), ("a.c.0", 3), ("a.c.1.d", 4), ("e", 5)] {
            assert_eq!(at(record, path), Some(&value.into()), "{path}");
        }
        for path in ["", "b", "a.x", "a.c.9", "a.c.d", "a.b.c", "."] {
            assert_eq!(at(record, path), None, "{path}");
        }
    }
}
