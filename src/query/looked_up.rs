//! What the values of a query's filters mean: topics, offices, outlets, a pattern.

use super::failure::Failure;
use super::index::Index;
use super::topics::topics as topics_in;
use regex::{Regex, RegexBuilder};

/// The pattern of `--matching`, ignoring case.
pub(super) fn pattern(text: &str) -> Result<Regex, Failure> {
    let built = RegexBuilder::new(text).case_insensitive(true).build();
    built.map_err(|error| {
        let why = error.to_string();
        let last = why
            .lines()
            .last()
            .unwrap_or("")
            .trim_start_matches("error: ");
        Failure::Unreadable(format!("'{text}' is not a regular expression: {last}"))
    })
}

/// The topics in the values of `--about`.
pub(super) fn topics(index: &Index, texts: &[String]) -> Result<Vec<String>, Failure> {
    let mut all = Vec::new();
    for text in texts {
        let topics = topics_in(text, index.names());
        if topics.is_empty() {
            return Err(Failure::Unreadable(format!(
                "'{text}' is not a topic; give a name, or words of what was said"
            )));
        }
        all.extend(topics);
    }
    Ok(all)
}

/// The offices that titles name.
pub(super) fn offices(index: &Index, titles: &[String]) -> Result<Vec<String>, Failure> {
    let known = |title: &String| {
        let offices = index.offices();
        let office = offices.office(title, index.graph(), index.names());
        match offices.is_held(&office) {
            true => Ok(office),
            false => Err(Failure::UnknownOffice {
                name: title.clone(),
                nearest: offices.nearest(&office, 3),
            }),
        }
    };
    titles.iter().map(known).collect()
}

/// Comparable names of the outlets that a query asks for.
pub(super) fn sources(index: &Index, names: &[String]) -> Result<Vec<String>, Failure> {
    let known = |name: &String| {
        let outlets = index.outlets();
        outlets.find(name).ok_or_else(|| Failure::UnknownOutlet {
            name: name.clone(),
            nearest: outlets.nearest(name, 3),
        })
    };
    names.iter().map(known).collect()
}
