//! The order of an answer's statements.

use super::index::day;
use super::notation::word;
use crate::graph::{Graph, Report, StatementIndex};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What statements are sorted by.
/// ```
/// use dixit::query::{Sort, SortKey};
///
/// let keys = Sort::KEYS.map(|key| key.parse::<Sort>().unwrap().key);
/// assert!(keys.contains(&SortKey::Outlet));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SortKey {
    /// The day, those without one last.
    Date,
    /// The speaker's name, those without one last.
    Speaker,
    /// The name of the first addressee.
    To,
    /// Said, warned, proposed.
    Relation,
    /// The act.
    Act,
    /// The outlet.
    Outlet,
    /// The id of the document.
    Document,
    /// The confidence.
    Confidence,
    /// The number of reports.
    Reports,
}

/// An order: a key, forwards or backwards.
/// ```
/// use dixit::query::{Sort, SortKey};
///
/// let sort: Sort = "-date".parse().unwrap();
/// assert_eq!((sort.key, sort.descending), (SortKey::Date, true));
/// assert_eq!(sort.to_string(), "-date");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Sort {
    /// The key.
    pub key: SortKey,
    /// Greatest first.
    pub descending: bool,
}

impl Sort {
    /// Names of all keys.
    pub const KEYS: [&str; 9] = [
        "date",
        "speaker",
        "to",
        "relation",
        "act",
        "outlet",
        "document",
        "confidence",
        "reports",
    ];

    /// Sorts statements; equal ones stay in their order.
    pub(super) fn apply<T>(
        self,
        graph: &Graph,
        list: &mut [T],
        parts: impl Fn(&T) -> (StatementIndex, &Report),
    ) {
        match self.key {
            SortKey::Date => self.by(list, |item| {
                let when = graph.when(parts(item).1);
                (day(when).0, when)
            }),
            SortKey::Speaker => self.by(list, |item| {
                let speaker = graph.statement(parts(item).0).speaker;
                let name = speaker.map(|s| graph.entity(s).name.clone());
                (name.is_none(), name)
            }),
            SortKey::To => self.by(list, |item| {
                let to = graph.statement(parts(item).0).addressees.first();
                let name = to.map(|to| graph.entity(*to).name.clone());
                (name.is_none(), name)
            }),
            SortKey::Relation => self.by(list, |item| {
                (false, graph.statement(parts(item).0).relation)
            }),
            SortKey::Act => self.by(list, |item| (false, parts(item).1.act.clone())),
            SortKey::Outlet => self.by(list, |item| {
                let outlet = graph.document(parts(item).1.document).source.clone();
                (outlet.is_none(), outlet)
            }),
            SortKey::Document => self.by(list, |item| (false, parts(item).1.document)),
            SortKey::Confidence => self.by(list, |item| {
                // Positive floats sort like their bits.
                (false, parts(item).1.confidence.max(0.0).to_bits())
            }),
            SortKey::Reports => self.by(list, |item| {
                (false, graph.statement(parts(item).0).reports().count())
            }),
        }
    }

    /// Sorts items; those without a key come last in either direction.
    fn by<T, K: Ord>(self, list: &mut [T], key: impl Fn(&T) -> (bool, K)) {
        if self.descending {
            list.sort_by_cached_key(|item| {
                let (missing, key) = key(item);
                (missing, std::cmp::Reverse(key))
            });
        } else {
            list.sort_by_cached_key(key);
        }
    }
}

impl FromStr for Sort {
    type Err = String;

    fn from_str(text: &str) -> Result<Sort, String> {
        let (descending, name) = match text.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, text),
        };
        let key = serde_json::from_value(serde_json::Value::from(name));
        let key = key.map_err(|_| {
            let keys = Sort::KEYS.join(", ");
            format!("cannot sort by '{text}'; give one of {keys}, or one of these after '-' for reverse order")
        })?;
        Ok(Sort { key, descending })
    }
}

impl TryFrom<String> for Sort {
    type Error = String;

    fn try_from(text: String) -> Result<Sort, String> {
        text.parse()
    }
}

impl From<Sort> for String {
    fn from(sort: Sort) -> String {
        sort.to_string()
    }
}

impl fmt::Display for Sort {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.descending { "-" } else { "" };
        write!(f, "{sign}{}", word(&self.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_is_read_and_written() {
        for key in Sort::KEYS {
            for text in [key.to_owned(), format!("-{key}")] {
                assert_eq!(text.parse::<Sort>().unwrap().to_string(), text);
            }
        }
        assert!("colour".parse::<Sort>().unwrap_err().contains("reports"));
    }
}
