//! Values as they stand in the tables.

use crate::date::Date;
use crate::entity::{EntityType, Gender};
use crate::graph::{EntityIndex, Text, Words};
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What stands in the way.
#[derive(Debug)]
pub(super) enum Trouble {
    /// SQLite's.
    Sql(rusqlite::Error),
    /// A value that dixit did not write.
    Damaged(String),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Trouble::Sql(error)
    }
}

/// What the tables tell.
pub(super) type Told<T> = std::result::Result<T, Trouble>;

/// A value of a column that is none of those it can have.
pub(super) fn damaged(value: &str) -> Trouble {
    let start: String = value.chars().take(40).collect();
    Trouble::Damaged(format!("the store has '{start}' where that cannot be"))
}

/// The words for the values of an enumeration, as JSON has them.
macro_rules! words {
    ($type:ty, $to:ident, $from:ident, $($value:ident = $word:literal),*) => {
        pub(super) fn $to(value: $type) -> &'static str {
            match value {
                $(<$type>::$value => $word),*
            }
        }

        pub(super) fn $from(word: &str) -> Told<$type> {
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

/// Lists and records that nobody searches are JSON.
pub(super) fn json<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> Told<T> {
    serde_json::from_str(text).map_err(|_| damaged(text))
}

pub(super) fn words(text: String, spans: &str) -> Told<Words> {
    Ok(Words {
        text: text.into(),
        spans: from_json(spans)?,
    })
}

pub(super) fn date(text: Option<String>) -> Told<Option<Date>> {
    let parse = |text: String| text.parse().map_err(|_| damaged(&text));
    text.map(parse).transpose()
}

/// A day, or a month, as JSON has it.
pub(super) fn when(text: Option<String>) -> Told<Option<When>> {
    let parse = |text: String| {
        serde_json::from_value(serde_json::Value::String(text.clone())).map_err(|_| damaged(&text))
    };
    text.map(parse).transpose()
}

pub(super) fn text(value: Option<String>) -> Option<Text> {
    value.map(Text::from)
}

/// The number of an entity in the tables is its index while a document is on its way.
pub(super) fn number(entity: EntityIndex) -> i64 {
    i64::from(entity.0)
}

pub(super) fn entity(number: i64) -> Told<EntityIndex> {
    match u32::try_from(number) {
        Ok(number) => Ok(EntityIndex(number)),
        Err(_) => Err(damaged(&number.to_string())),
    }
}
