//! The gender of a person, from pronouns, given names and titles.

use serde::{Deserialize, Serialize};

/// The gender of a name, title or pronoun.
/// ```
/// use dixit::entity::Gender;
///
/// let gender: Gender = serde_json::from_str("\"female\"").unwrap();
/// assert_eq!(gender, Gender::Female);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gender {
    /// He.
    Male,
    /// She.
    Female,
}

impl Gender {
    /// The pronouns for one person of this gender.
    pub(crate) const fn pronouns(self) -> [&'static str; 4] {
        match self {
            Gender::Male => ["he", "him", "his", "himself"],
            Gender::Female => ["she", "her", "hers", "herself"],
        }
    }

    /// Parses `M` or `F`.
    pub(crate) fn of(letter: &str) -> Option<Gender> {
        match letter {
            "M" => Some(Gender::Male),
            "F" => Some(Gender::Female),
            _ => None,
        }
    }

    /// `M` or `F`.
    pub(crate) fn letter(self) -> &'static str {
        match self {
            Gender::Male => "M",
            Gender::Female => "F",
        }
    }

    /// The gender of a third-person singular pronoun for people; `None` for any other word.
    pub(crate) fn of_pronoun(word: &str) -> Option<Gender> {
        if !word.starts_with(['h', 'H', 's', 'S']) {
            return None;
        }
        let is_of = |gender: &Gender| {
            let own = gender.pronouns();
            own.iter().any(|own| word.eq_ignore_ascii_case(own))
        };
        [Gender::Male, Gender::Female].into_iter().find(is_of)
    }
}
