//! Conversions of values to and from columns of the tables.

use crate::date::Date;
use crate::entity::{EntityType, Gender};
use crate::graph::{EntityIndex, Text, Words};
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What can go wrong in a store.
#[derive(Debug)]
pub(super) enum DbError {
    /// An error of SQLite.
    Sql(rusqlite::Error),
    /// A value that dixit did not write.
    Damaged(String),
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        DbError::Sql(error)
    }
}

/// The result of a query of the tables.
pub(super) type DbResult<T> = std::result::Result<T, DbError>;

/// The error for a value that a column cannot have.
pub(super) fn damaged(value: &str) -> DbError {
    let start: String = value.chars().take(40).collect();
    DbError::Damaged(format!("the store has the unexpected value '{start}'"))
}

/// Conversions between values of an enumeration and their words in JSON.
macro_rules! words {
    ($type:ty, $to:ident, $from:ident, $($value:ident = $word:literal),*) => {
        pub(super) fn $to(value: $type) -> &'static str {
            match value {
                $(<$type>::$value => $word),*
            }
        }

        pub(super) fn $from(word: &str) -> DbResult<$type> {
            match word {
                $($word => Ok(<$type>::$value),)*
                _ => Err(damaged(word)),
            }
        }
    };
}

words!(
    Relation,
    of_relation,
    relation,
    Said = "said",
    Warned = "warned",
    Proposed = "proposed"
);
words!(
    Polarity,
    of_polarity,
    polarity,
    Affirmed = "affirmed",
    Denied = "denied",
    Negated = "negated",
    Hypothetical = "hypothetical"
);
words!(
    Mode,
    of_mode,
    mode,
    Speech = "speech",
    Attitude = "attitude"
);
words!(
    Kind,
    of_kind,
    kind,
    Direct = "direct",
    Mixed = "mixed",
    Indirect = "indirect"
);
words!(
    EntityType,
    of_type,
    entity_type,
    Person = "person",
    State = "state",
    Organisation = "organisation",
    Unnamed = "unnamed"
);
words!(Gender, of_gender, gender, Male = "male", Female = "female");

/// Lists and records that are not searched are stored as JSON.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> DbResult<T> {
    serde_json::from_str(text).map_err(|_| damaged(text))
}

pub(super) fn words(text: String, spans: &str) -> DbResult<Words> {
    Ok(Words {
        text: text.into(),
        spans: from_json(spans)?,
    })
}

pub(super) fn date(text: Option<String>) -> DbResult<Option<Date>> {
    let parse = |text: String| text.parse().map_err(|_| damaged(&text));
    text.map(parse).transpose()
}

/// A day, or a month, as JSON has it.
pub(super) fn when(text: Option<String>) -> DbResult<Option<When>> {
    let parse = |text: String| {
        serde_json::from_value(serde_json::Value::String(text.clone())).map_err(|_| damaged(&text))
    };
    text.map(parse).transpose()
}

pub(super) fn text(value: Option<String>) -> Option<Text> {
    value.map(Text::from)
}

/// The number of an entity in the tables; it is used as an index while a document is loaded or written.
pub(super) fn number(entity: EntityIndex) -> i64 {
    i64::from(entity.0)
}

pub(super) fn entity(number: i64) -> DbResult<EntityIndex> {
    match u32::try_from(number) {
        Ok(number) => Ok(EntityIndex(number)),
        Err(_) => Err(damaged(&number.to_string())),
    }
}
