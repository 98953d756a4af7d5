//! The taxonomy of acts, as queries need it.

use crate::error::{Error, Result};
use crate::statement::{Mode, Relation};

/// An entry of the taxonomy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// Its name: "deny".
    pub name: String,
    /// The relation it belongs to.
    pub relation: Relation,
    /// Speech or attitude.
    pub mode: Mode,
    /// Lemmas of its verbs, and phrases that begin with one: "call for".
    pub verbs: Vec<String>,
    /// Its nouns, singular: "denial".
    pub nouns: Vec<String>,
}

/// All acts that statements are told apart by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taxonomy {
    acts: Vec<Act>,
}

impl Taxonomy {
    /// The taxonomy that dixit finds statements with.
    pub fn built_in() -> Result<Taxonomy> {
        Taxonomy::parse(include_str!("../statement/data/acts.tsv"))
    }

    /// Reads a table with the columns act, relation, mode, cameo, plover, verbs, nouns, phrases;
    /// lists within a column are parted by `;`. Lines that start with `#` and the line that names
    /// the columns are passed over.
    pub fn parse(table: &str) -> Result<Taxonomy> {
        let mut acts = Vec::new();
        for (number, line) in table.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') || line.starts_with("act\t") {
                continue;
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let wrong = |what: &str| Error::new(format!("acts.tsv, line {}: {what}", number + 1));
            let [name, relation, mode, _cameo, _plover, rest @ ..] = columns.as_slice() else {
                return Err(wrong("fewer than five columns"));
            };
            let list = |column: Option<&&str>| -> Vec<String> {
                column
                    .map(|c| c.split(';').map(str::trim))
                    .into_iter()
                    .flatten()
                    .filter(|word| !word.is_empty())
                    .map(str::to_owned)
                    .collect()
            };
            acts.push(Act {
                name: (*name).to_owned(),
                relation: match *relation {
                    "said" => Relation::Said,
                    "warned" => Relation::Warned,
                    "proposed" => Relation::Proposed,
                    _ => return Err(wrong("the relation is said, warned or proposed")),
                },
                mode: match *mode {
                    "speech" => Mode::Speech,
                    "attitude" => Mode::Attitude,
                    _ => return Err(wrong("the mode is speech or attitude")),
                },
                verbs: [list(rest.first()), list(rest.get(2))].concat(),
                nouns: list(rest.get(1)),
            });
        }
        Ok(Taxonomy { acts })
    }

    /// All entries, in the order of the table.
    pub fn acts(&self) -> &[Act] {
        &self.acts
    }

    /// The entry of this name.
    pub fn find(&self, name: &str) -> Option<&Act> {
        self.acts
            .iter()
            .find(|act| act.name.eq_ignore_ascii_case(name))
    }
}
