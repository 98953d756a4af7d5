//! Names of notes: unique, and valid in links and in every file system.

use super::super::shortened::{is_unruly, one_line, shortened};
use crate::graph::{DocumentIndex, EntityIndex, Graph};
use crate::output::is_device;
use std::collections::HashSet;

/// Maximum length of names in characters and bytes: file systems allow 255 bytes, and a name may be
/// followed by an id of the same length, an extension and a temporary suffix.
const MAX_NAME: usize = 60;
const MAX_BYTES: usize = 100;

/// The names of all notes, without folder and extension.
pub(super) struct Names {
    /// By index; empty if there is no note.
    entities: Vec<String>,
    documents: Vec<String>,
}

impl Names {
    /// Names for the notes on these entities and documents.
    pub(super) fn new(
        graph: &Graph,
        entities: &[EntityIndex],
        documents: &[DocumentIndex],
    ) -> Self {
        let mut taken = HashSet::new();
        let mut names = Names {
            entities: vec![String::new(); graph.entities().len()],
            documents: vec![String::new(); graph.documents().len()],
        };
        for index in entities {
            let entity = graph.entity(*index);
            if let Some(name) = names.entities.get_mut(index.index()) {
                *name = free(&entity.name, &entity.id, &mut taken);
            }
        }
        for index in documents {
            let document = graph.document(*index);
            let title = document.title.as_deref().unwrap_or(&document.id);
            if let Some(name) = names.documents.get_mut(index.index()) {
                *name = free(title, &document.id, &mut taken);
            }
        }
        names
    }

    /// The note on an entity; empty if there is none.
    pub(super) fn entity(&self, index: EntityIndex) -> &str {
        self.entities.get(index.index()).map_or("", String::as_str)
    }

    /// The note on an article; empty if there is none.
    pub(super) fn document(&self, index: DocumentIndex) -> &str {
        self.documents.get(index.index()).map_or("", String::as_str)
    }
}

/// Reserves a free name: with the id appended if the name is taken, and with a number if ids differ only in
/// characters that a file name cannot contain.
fn free(name: &str, id: &str, taken: &mut HashSet<String>) -> String {
    let plain = file_name(name);
    let mut choice = match plain.is_empty() {
        true => file_name(id),
        false => plain.clone(),
    };
    let mut number = 1;
    // Some file systems are case-insensitive.
    while choice.is_empty() || !taken.insert(choice.to_lowercase()) {
        choice = match number {
            1 => format!("{plain} ({})", file_name(id)),
            number => format!("{plain} ({} {number})", file_name(id)),
        };
        choice = choice.trim().to_owned();
        number += 1;
    }
    choice
}

fn file_name(text: &str) -> String {
    let forbidden = |c: char| {
        matches!(
            c,
            '[' | ']'
                | '#'
                | '^'
                | '|'
                | '\\'
                | '/'
                | ':'
                | '*'
                | '?'
                | '"'
                | '<'
                | '>'
                | '%'
                | '`'
                | '$'
        ) || is_unruly(c)
    };
    let text: String = text
        .chars()
        .map(|c| if forbidden(c) { ' ' } else { c })
        .collect();
    let line = one_line(&text);
    let short = shortened(&line, MAX_NAME);
    let fits = |(at, c): &(usize, char)| at + c.len_utf8() <= MAX_BYTES;
    let short: String = short
        .char_indices()
        .take_while(fits)
        .map(|(_, c)| c)
        .collect();
    let name = short.trim_matches(['.', ' ', '…']);
    match is_device(name) {
        true => format!("_{name}"),
        false => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_names_with_the_longest_ids_fit_a_file_system() {
        let mut taken = HashSet::new();
        let (name, id) = ("𐍈".repeat(300), "漢".repeat(300));
        for _ in 0..12 {
            let free = free(&name, &id, &mut taken);
            // ".md" and what a file is called until it is whole
            assert!(free.len() + 30 <= 255, "{} bytes", free.len());
        }
    }

    #[test]
    fn no_two_notes_have_a_name_and_each_is_a_file_name_everywhere() {
        let mut taken = HashSet::new();
        let names: Vec<String> = [
            ("Russia", "Q159"),
            ("RUSSIA", "Q2"),
            ("Russia", "Q/2"),
            ("Russia", "Q:2"),
            ("../../etc/passwd", "x"),
            ("", "person:a"),
            ("[[#^|]]", ""),
            ("a\u{202e}b\n\"c\"", "y"),
            ("Con", "q"),
            ("com1.example", "r"),
            ("Lpt", "s"),
            (&"long ".repeat(100), "z"),
        ]
        .iter()
        .map(|(name, id)| free(name, id, &mut taken))
        .collect();
        assert_eq!(
            names[..11],
            [
                "Russia",
                "RUSSIA (Q2)",
                "Russia (Q 2)",
                "Russia (Q 2 2)",
                "etc passwd",
                "person a",
                "()",
                "a b c",
                "_Con",
                "_com1.example",
                "Lpt"
            ]
        );
        assert!(names[11].chars().count() <= MAX_NAME);
    }
}
