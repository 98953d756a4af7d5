//! Writes drafts for brat: a folder that its server, or any reader of its standoff, opens.
//!
//! Each statement is an event whose trigger is the cue, with `Source`, `Content` and `Addressee` as arguments,
//! attributes for relation, polarity, kind and mode, and a note with the speaker, the addressees and the confidence.
//! Speakers and addressees that Wikidata knows are linked by normalisations (`N`).
//!
//! brat compares the words of an annotation with the text to the letter, and writes them on one line. So an
//! annotation over several lines is one span for each line, as in brat itself, and characters that some reader takes
//! for the end of a line or column (carriage returns, tabs, other control codes) are spaces in the written text.

use super::super::draft::{self, Draft};
use super::list;
use crate::entity::{Reference, is_wikidata};
use crate::error::{Error, Result};
use crate::extract::record::{CharSpan, StatementRecord};
use crate::normalise::space::squeezed;
use crate::output::is_device;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// The settings of brat for these annotations.
const SETTINGS: [(&str, &str); 3] = [
    ("annotation.conf", include_str!("annotation.conf")),
    ("visual.conf", include_str!("visual.conf")),
    ("tools.conf", include_str!("tools.conf")),
];

/// Writes drafts into a folder, with the list of their articles and brat's settings.
///
/// # Errors
/// A file that cannot be written.
pub fn write(folder: &Path, drafts: impl Iterator<Item = Draft>) -> Result<()> {
    let file = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|e| Error::at(&path, e))
    };
    for (name, text) in SETTINGS {
        file(name, text)?;
    }
    let mut articles = list::HEADING.to_owned();
    let mut taken = HashSet::new();
    for draft in drafts {
        let name = free(&draft.extraction.id, &mut taken);
        let text: String = draft.text.chars().map(plain).collect();
        file(&format!("{name}.ann"), &Standoff::of(&draft, &text))?;
        file(&format!("{name}.txt"), &text)?;
        articles.push_str(&list::line(&name, &draft.extraction));
    }
    file(list::NAME, &articles)
}

/// A space for a character that is neither visible nor a line feed.
fn plain(c: char) -> char {
    match c {
        '\n' => '\n',
        '\u{2028}' | '\u{2029}' | '\u{feff}' => ' ',
        c if c.is_control() => ' ',
        c => c,
    }
}

/// The annotations of an article, as lines.
struct Standoff<'t> {
    text: Vec<char>,
    lines: String,
    /// The annotation of each role and place, since statements share sources and addressees.
    shared: BTreeMap<(&'t str, Vec<CharSpan>), String>,
    marks: usize,
    links: HashSet<(String, String)>,
    attributes: usize,
}

impl<'t> Standoff<'t> {
    fn of(draft: &'t Draft, text: &str) -> String {
        let mut standoff = Standoff {
            text: text.chars().collect(),
            lines: String::new(),
            shared: BTreeMap::new(),
            marks: 0,
            links: HashSet::new(),
            attributes: 0,
        };
        for (number, statement) in draft.statements().enumerate() {
            standoff.event(number + 1, draft, statement);
        }
        standoff.lines
    }

    fn event(&mut self, number: usize, draft: &'t Draft, statement: &'t StatementRecord) {
        let Some(cue) = self.mark("Cue", &statement.cue.spans) else {
            return;
        };
        let mut arguments = Vec::new();
        if let Some(source) = self.shared("Source", &statement.source.spans) {
            for speaker in draft::speakers(statement) {
                self.link(&source, speaker);
            }
            arguments.push(format!("Source:{source}"));
        }
        if let Some(content) = self.mark("Content", &statement.content.spans) {
            arguments.push(format!("Content:{content}"));
        }
        let mut addressees = 0;
        for (addressee, span) in draft.addressees(statement) {
            let Some(mark) = self.shared("Addressee", &[span]) else {
                continue;
            };
            self.link(&mark, addressee);
            addressees += 1;
            let nth = if addressees > 1 {
                addressees.to_string()
            } else {
                String::new()
            };
            arguments.push(format!("Addressee{nth}:{mark}"));
        }
        self.line(&format!("E{number}\tCue:{cue} {}", arguments.join(" ")));
        for (name, value) in [
            ("Relation", draft::word(&statement.relation)),
            ("Polarity", draft::word(&statement.polarity)),
            ("Kind", draft::word(&statement.kind)),
            ("Mode", draft::word(&statement.mode)),
        ] {
            self.attributes += 1;
            self.line(&format!("A{}\t{name} E{number} {value}", self.attributes));
        }
        self.line(&format!(
            "#{number}\tAnnotatorNotes E{number}\t{}",
            note(statement)
        ));
    }

    /// Marks words, in as many spans as they have lines. `None` if there are none.
    fn mark(&mut self, role: &str, spans: &[CharSpan]) -> Option<String> {
        let spans = self.on_lines(spans);
        if spans.is_empty() {
            return None;
        }
        self.marks += 1;
        let places: Vec<String> = spans.iter().map(|[s, e]| format!("{s} {e}")).collect();
        let words: Vec<String> = spans
            .iter()
            .map(|&[s, e]| self.text.get(s..e).unwrap_or_default().iter().collect())
            .collect();
        let id = format!("T{}", self.marks);
        self.line(&format!(
            "{id}\t{role} {}\t{}",
            places.join(";"),
            words.join(" ")
        ));
        Some(id)
    }

    /// Marks words once, however often they have this role.
    fn shared(&mut self, role: &'t str, spans: &[CharSpan]) -> Option<String> {
        let key = (role, spans.to_vec());
        if let Some(id) = self.shared.get(&key) {
            return Some(id.clone());
        }
        let id = self.mark(role, spans)?;
        self.shared.insert(key, id.clone());
        Some(id)
    }

    /// Links marked words to Wikidata, once.
    fn link(&mut self, mark: &str, entity: &Reference) {
        let key = (mark.to_owned(), entity.id.clone());
        if is_wikidata(&entity.id) && self.links.insert(key) {
            let number = self.links.len();
            let (id, name) = (&entity.id, squeezed(&entity.name));
            self.line(&format!(
                "N{number}\tReference {mark} Wikidata:{id}\t{name}"
            ));
        }
    }

    fn line(&mut self, line: &str) {
        // writing into a string does not fail
        let _ = writeln!(self.lines, "{line}");
    }

    /// The spans without line breaks and the white space around them; spans that touch are one.
    fn on_lines(&self, spans: &[CharSpan]) -> Vec<CharSpan> {
        let mut found: Vec<CharSpan> = Vec::new();
        let mut spans = spans.to_vec();
        spans.sort_unstable();
        for [start, end] in spans {
            let end = end.min(self.text.len());
            let words = self.text.get(start..end).unwrap_or_default();
            let mut at = start;
            for line in words.split(|c| *c == '\n') {
                let next = at + line.len() + 1;
                let blank = |c: &&char| c.is_whitespace();
                let before = line.iter().take_while(blank).count();
                let after = line.iter().rev().take_while(blank).count();
                if before < line.len() {
                    let piece = [at + before, at + line.len() - after];
                    match found.last_mut() {
                        Some(last) if piece[0] <= last[1] => last[1] = last[1].max(piece[1]),
                        _ => found.push(piece),
                    }
                }
                at = next;
            }
        }
        found
    }
}

/// Speaker, addressees, confidence and id.
fn note(statement: &StatementRecord) -> String {
    let mut parts: Vec<String> = draft::speakers(statement)
        .map(|speaker| format!("speaker {}", draft::named(speaker)))
        .collect();
    let addressees = statement.addressees.iter();
    parts.extend(addressees.map(|entity| format!("to {}", draft::named(entity))));
    parts.push(format!("confidence {}", statement.confidence));
    parts.push(format!("statement {}", statement.id));
    squeezed(&parts.join("; "))
}

/// Maximum length of a file name, without its number and extension.
const LONGEST: usize = 100;

/// A file name for an article that no other has, also where case does not count: of ASCII letters, digits, `-` and
/// `_`, which brat and all file systems allow.
fn free(id: &str, taken: &mut HashSet<String>) -> String {
    let allowed = |c: char| match c {
        c if c.is_ascii_alphanumeric() || c == '_' => c,
        _ => '-',
    };
    let name: String = id.chars().map(allowed).take(LONGEST).collect();
    let name = name.trim_matches('-');
    let mut choice = match name {
        "" => "article".to_owned(),
        name => name.to_owned(),
    };
    // `dixit train` leaves out files named so.
    if matches!(choice.rsplit('-').next(), Some("dev" | "test")) || is_device(&choice) {
        choice.push('_');
    }
    let first = choice.clone();
    let mut number = 1;
    while !taken.insert(choice.to_ascii_lowercase()) {
        number += 1;
        choice = format!("{first}-{number}");
    }
    choice
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_articles_have_a_file_and_none_leads_out_of_the_folder() {
        let mut taken = HashSet::new();
        let ids = [
            "talks",
            "TALKS",
            "talks-2",
            "../../etc/passwd",
            "a/b",
            "a:b",
            "",
            "...",
            "é🕊️",
            "con",
            "x-test",
            "https://news.example/1?a=b",
        ];
        let names = ids.map(|id| free(id, &mut taken));
        assert_eq!(
            names,
            [
                "talks",
                "TALKS-2",
                "talks-2-2",
                "etc-passwd",
                "a-b",
                "a-b-2",
                "article",
                "article-2",
                "article-3",
                "con_",
                "x-test_",
                "https---news-example-1-a-b",
            ]
        );
        assert!(free(&"long ".repeat(99), &mut taken).len() <= LONGEST);
    }
}
