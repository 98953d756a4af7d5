//! The parts of a statement as text for tables and lines.

use crate::cli::terminal::Style;
use crate::query::{Hit, Named, word};
use crate::statement::{Mode, Polarity, Relation};

/// The day, or an empty string.
pub(in crate::cli) fn date(hit: &Hit) -> String {
    hit.date.map_or(String::new(), |date| date.to_string())
}

/// All speakers, with the entity that they speak for.
pub(in crate::cli) fn speaker(hit: &Hit) -> String {
    let speakers: Vec<&str> = hit.speakers().map(|s| s.name).collect();
    let mut text = match speakers.as_slice() {
        [] => "(not named)".to_owned(),
        speakers => speakers.join(", "),
    };
    if let Some(principal) = &hit.speaks_for {
        text.push_str(&format!(" (for {})", principal.name));
    }
    text
}

/// The relation, the act if it is more specific, and any qualification.
pub(in crate::cli) fn relation(hit: &Hit) -> String {
    let plain = match hit.relation {
        Relation::Said => "say",
        Relation::Warned => "warn",
        Relation::Proposed => "propose",
    };
    let mut text = word(&hit.relation);
    if hit.act != plain {
        text.push_str(&format!(" ({})", hit.act));
    }
    let denial = hit.polarity == Polarity::Denied && hit.act == "deny";
    if hit.polarity != Polarity::Affirmed && !denial {
        text.push_str(&format!(" [{}]", word(&hit.polarity)));
    }
    if hit.mode == Mode::Attitude {
        text.push_str(" [thought]");
    }
    text
}

/// Where it is, and the related words that found it.
pub(in crate::cli) fn place(hit: &Hit) -> String {
    let place = hit.place.label();
    match related(hit).as_str() {
        "" => place,
        words => format!("{place} [related: {words}]"),
    }
}

/// The words of the content that are related to those asked about.
pub(in crate::cli) fn related(hit: &Hit) -> String {
    let text = &hit.content.text;
    let mut words: Vec<String> = Vec::new();
    for [start, end] in &hit.related {
        let found: String = text.chars().take(*end).skip(*start).collect();
        if !words.contains(&found) {
            words.push(found);
        }
    }
    words.join(", ")
}

/// Names joined.
pub(in crate::cli) fn names(list: &[Named], joint: &str) -> String {
    let names: Vec<&str> = list.iter().map(|entity| entity.name).collect();
    names.join(joint)
}

/// The style of a relation.
pub(in crate::cli) fn style(hit: &Hit) -> Style {
    match hit.relation {
        Relation::Said => Style::Said,
        Relation::Warned => Style::Warned,
        Relation::Proposed => Style::Proposed,
    }
}
