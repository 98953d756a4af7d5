//! A folder of linked notes for Obsidian: one for each entity, one for each article.
//!
//! What a speaker said is in the speaker's note, oldest first, each statement a block that other
//! notes link to: those of the entities addressed or mentioned, and that of the article. Text from articles
//! is escaped, so that nothing in it is a link, a tag, markup or a script.

mod names;

use self::names::Names;
use super::attributes::office;
use super::ids::statement_id;
use super::network::{counted_with_verb, relation_name};
use super::selection::{Said, Selection, documents_at, marked};
use super::shortened::{is_unruly, is_web, one_line};
use crate::error::{Error, Result};
use crate::graph::{DocumentIndex, EntityIndex, Graph};
use crate::query::word;
use crate::statement::{Polarity, Relation, When};
use rayon::prelude::*;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Folder of the notes on entities.
const ENTITIES: &str = "Entities";
/// Folder of the notes on articles.
const ARTICLES: &str = "Articles";

/// The role of an entity in a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Said,
    Addressed,
    About,
}

/// A statement in a note.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    owner: EntityIndex,
    part: Part,
    undated: bool,
    when: Option<When>,
    /// Its index for [`Selection::nth`].
    place: usize,
}

/// Writes the notes into an existing folder; returns what the format cannot represent, one line each.
///
/// # Errors
/// One line that names the file that cannot be written.
pub fn write(selection: &Selection, folder: &Path) -> Result<Vec<String>> {
    let graph = selection.graph();
    for part in [ENTITIES, ARTICLES] {
        let path = folder.join(part);
        fs::create_dir_all(&path)
            .map_err(|error| Error::at(&path, format_args!("cannot be created: {error}")))?;
    }
    let entities = marked(&selection.entities(), graph.entity_indices());
    let documents = documents_at(graph, &selection.documents());
    let vault = Vault {
        selection,
        names: Names::new(graph, &entities, &documents),
    };
    let entries = entries(selection);
    let mut reported: Vec<(DocumentIndex, usize)> = Vec::new();
    let mut mute = 0;
    for (place, said) in selection.statements().enumerate() {
        mute += usize::from(said.statement.speaker.is_none());
        let documents = said.statement.reports().map(|report| report.document);
        reported.extend(documents.map(|document| (document, place)));
    }
    reported.par_sort_unstable();
    reported.dedup();
    // There is a file for each name and article, so most time is spent in the file system, which locks
    // each folder.
    let on_entities = || {
        entities.par_iter().try_for_each(|entity| {
            let own = run(&entries, |entry| entry.owner.cmp(entity));
            let note = vault.entity(*entity, own);
            save(folder, ENTITIES, vault.names.entity(*entity), &note)
        })
    };
    let on_articles = || {
        documents.par_iter().try_for_each(|document| {
            let own = run(&reported, |(owner, _)| owner.cmp(document));
            let note = vault.article(*document, own);
            save(folder, ARTICLES, vault.names.document(*document), &note)
        })
    };
    let (written, also_written) = rayon::join(on_entities, on_articles);
    written.and(also_written)?;
    let mut notes = vec![
        "obsidian has only words, acts and lines; spans, sentences, cues and confidence are left out"
            .to_owned(),
    ];
    if mute > 0 {
        notes.push(counted_with_verb(
            mute,
            "statement has no named speaker and is only in the note on its article",
            "statements have no named speaker and are only in the notes on their articles",
        ));
    }
    Ok(notes)
}

/// The run of equal elements in a sorted list.
fn run<T>(list: &[T], compare: impl Fn(&T) -> Ordering) -> &[T] {
    let from = list.partition_point(|entry| compare(entry) == Ordering::Less);
    let rest = list.get(from..).unwrap_or_default();
    let own = rest.partition_point(|entry| compare(entry) == Ordering::Equal);
    rest.get(..own).unwrap_or_default()
}

/// Writes a note. The folder is temporary until it is complete, so files need no temporary names.
fn save(folder: &Path, part: &str, name: &str, note: &str) -> Result<()> {
    let path = folder.join(part).join(format!("{name}.md"));
    let failed = |error| Error::at(&path, format_args!("cannot be written: {error}"));
    fs::write(&path, note).map_err(failed)
}

/// The statements of all notes on entities, in order of the entities.
fn entries(selection: &Selection) -> Vec<Entry> {
    let graph = selection.graph();
    let mut entries = Vec::new();
    for (place, said) in selection.statements().enumerate() {
        let statement = said.statement;
        let when = graph.when(said.report);
        let said = statement.speakers().map(|e| (Part::Said, e));
        let addressed = statement.addressees.iter().map(|e| (Part::Addressed, *e));
        let about = statement.about.iter().map(|e| (Part::About, *e));
        let parties = said.chain(addressed).chain(about);
        let admitted = parties.filter(|(_, entity)| selection.admits(*entity));
        entries.extend(admitted.map(|(part, owner)| Entry {
            owner,
            part,
            undated: when.is_none(),
            when,
            place,
        }));
    }
    entries.par_sort_unstable();
    entries
}

struct Vault<'s, 'g> {
    selection: &'s Selection<'g>,
    names: Names,
}

impl<'g> Vault<'_, 'g> {
    fn graph(&self) -> &'g Graph {
        self.selection.graph()
    }

    fn entity(&self, index: EntityIndex, entries: &[Entry]) -> String {
        let who = self.graph().entity(index);
        let kind = word(&who.kind);
        let aliases = who.aliases.iter().map(|(alias, _)| one_line(alias));
        let roles = who.roles.iter().map(|(role, _)| office(role));
        let spoken = who.represents.iter().map(|r| self.link(r.of));
        let mut note = String::from("---\n");
        property(&mut note, "id", &who.id);
        property(&mut note, "type", &kind);
        list(&mut note, "aliases", aliases);
        list(&mut note, "roles", roles);
        list(&mut note, "represents", spoken);
        list(&mut note, "tags", ["dixit", &format!("dixit/{kind}")]);
        list(&mut note, "cssclasses", ["dixit"]);
        let _ = writeln!(note, "---\n\n# {}\n", plain(&who.name));
        for representation in &who.represents {
            let link = self.link(representation.of);
            let _ = write!(note, "Speaks for {link}");
            for (number, title) in representation.titles.iter().enumerate() {
                let before = if number == 0 { " as " } else { ", " };
                let _ = write!(note, "{before}{}", plain(title));
            }
            match (representation.since, representation.until) {
                (Some(since), Some(until)) if since != until => {
                    let _ = write!(note, " ({since} to {until})");
                }
                (Some(day), _) | (None, Some(day)) => {
                    let _ = write!(note, " ({day})");
                }
                (None, None) => {}
            }
            note.push_str("\n\n");
        }
        for (part, heading) in [
            (Part::Said, "Said"),
            (Part::Addressed, "Addressed in"),
            (Part::About, "Mentioned in"),
        ] {
            let own = entries.iter().filter(|entry| entry.part == part);
            let own = own.filter_map(|entry| self.selection.nth(entry.place));
            for (number, said) in own.enumerate() {
                if number == 0 {
                    let _ = writeln!(note, "## {heading}\n");
                }
                match part {
                    Part::Said => self.block(&mut note, &said, index),
                    Part::Addressed | Part::About => self.reference(&mut note, &said),
                }
            }
            if note.ends_with("\n\n") {
                continue;
            }
            note.push('\n');
        }
        note
    }

    /// A statement in the note of one of its speakers, as a block that can be linked to.
    fn block(&self, note: &mut String, said: &Said, speaker: EntityIndex) {
        let (statement, report) = (said.statement, said.report);
        let graph = self.graph();
        let day = graph.when(report).map(|when| format!("{when} "));
        let relation = relation_name(statement.relation);
        let _ = write!(note, "- {}**{relation}**", day.unwrap_or_default());
        note.push_str(&qualified(said));
        let joint: Vec<_> = statement.speakers().filter(|s| *s != speaker).collect();
        let to = match statement.relation {
            Relation::Warned => " ",
            Relation::Said | Relation::Proposed => " to ",
        };
        let about = statement.about.iter().copied();
        let about = about.filter(|entity| !statement.addressees.contains(entity));
        for (entities, before) in [
            (joint, " with "),
            (statement.addressees.to_vec(), to),
            (about.collect(), " about "),
        ] {
            for (number, entity) in entities.iter().enumerate() {
                let before = if number == 0 { before } else { ", " };
                let _ = write!(note, "{before}{}", self.link(*entity));
            }
        }
        let _ = write!(note, ": {}", plain(&report.content.text));
        for report in statement.reports() {
            let article = self.names.document(report.document);
            let line = report.line.map(|line| format!(", line {line}"));
            let _ = write!(note, " — [[{article}]]{}", line.unwrap_or_default());
        }
        let _ = writeln!(note, " ^{}", block_id(&statement_id(graph, said.index)));
    }

    /// A statement in any other note, as a link to the block.
    fn reference(&self, note: &mut String, said: &Said) {
        let graph = self.graph();
        let day = graph.when(said.report).map(|when| format!("{when} "));
        let relation = relation_name(said.statement.relation);
        let words = plain(&said.report.content.text);
        let day = day.unwrap_or_default();
        let block = block_id(&statement_id(graph, said.index));
        let _ = write!(note, "- {day}");
        let speakers: Vec<_> = said.statement.speakers().collect();
        for (number, speaker) in speakers.iter().enumerate() {
            let before = match number {
                0 => "",
                _ if number + 1 == speakers.len() => " and ",
                _ => ", ",
            };
            let name = &graph.entity(*speaker).name;
            let _ = match self.selection.admits(*speaker) {
                true => write!(
                    note,
                    "{before}[[{}#^{block}|{}]]",
                    self.names.entity(*speaker),
                    display(name)
                ),
                false => write!(note, "{before}{}", plain(name)),
            };
        }
        if speakers.is_empty() {
            note.push_str("an unnamed speaker");
        }
        let _ = writeln!(note, " {relation}{}: {words}", qualified(said));
    }

    fn article(&self, index: DocumentIndex, statements: &[(DocumentIndex, usize)]) -> String {
        let document = self.graph().document(index);
        let mut note = String::from("---\n");
        property(&mut note, "id", &document.id);
        let day = document.date.map(|day| day.to_string());
        for (name, value) in [
            ("title", &document.title),
            ("date", &day),
            ("url", &document.url),
            ("outlet", &document.source),
            ("path", &document.path),
        ] {
            if let Some(value) = value {
                property(&mut note, name, value);
            }
        }
        list(&mut note, "tags", ["dixit", "dixit/article"]);
        let title = document.title.as_deref().unwrap_or(&document.id);
        let _ = writeln!(note, "---\n\n# {}\n", plain(title));
        if let Some(url) = document.url.as_deref().filter(|url| is_web(url)) {
            let _ = writeln!(note, "<{}>\n", address(url));
        }
        for (_, place) in statements {
            if let Some(said) = self.selection.nth(*place) {
                self.reference(&mut note, &said);
            }
        }
        note
    }

    fn link(&self, entity: EntityIndex) -> String {
        let name = self.graph().entity(entity).name.as_str();
        let file = match self.selection.admits(entity) {
            true => self.names.entity(entity),
            false => "",
        };
        if file.is_empty() {
            return plain(name).into_owned();
        }
        let name = display(name);
        match file {
            file if file == name => format!("[[{file}]]"),
            file => format!("[[{file}|{name}]]"),
        }
    }
}

/// The qualifications of a statement's relation: " (accuse, denied)".
fn qualified(said: &Said) -> String {
    let act = said.report.act.as_str();
    let is_plain = match said.statement.relation {
        Relation::Said => act == "say",
        Relation::Warned => act == "warn",
        Relation::Proposed => act == "propose",
    };
    let act = (!is_plain && !act.is_empty()).then(|| plain(act));
    let polarity = match said.statement.polarity {
        Polarity::Affirmed => None,
        polarity => Some(Cow::Owned(word(&polarity))),
    };
    let told: Vec<_> = act.into_iter().chain(polarity).collect();
    match told.is_empty() {
        true => String::new(),
        false => format!(" ({})", told.join(", ")),
    }
}

/// A web address that is safe within angle brackets.
fn address(url: &str) -> String {
    let mut address = String::with_capacity(url.len());
    for c in url.trim().chars() {
        match c {
            '<' => address.push_str("%3C"),
            '>' => address.push_str("%3E"),
            // A line break within an address comes from the source file.
            '\n' | '\r' => {}
            c if c.is_whitespace() => {
                for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                    let _ = write!(address, "%{byte:02X}");
                }
            }
            c if is_unruly(c) => {}
            c => address.push(c),
        }
    }
    address
}

/// A property of a note: JSON strings are YAML strings too.
fn property(note: &mut String, name: &str, value: &str) {
    let value = serde_json::Value::from(one_line(value));
    let _ = writeln!(note, "{name}: {value}");
}

fn list<T: AsRef<str>>(note: &mut String, name: &str, values: impl IntoIterator<Item = T>) {
    for (number, value) in values.into_iter().enumerate() {
        if number == 0 {
            let _ = writeln!(note, "{name}:");
        }
        let value = serde_json::Value::from(one_line(value.as_ref()));
        let _ = writeln!(note, "  - {value}");
    }
}

/// Text escaped for Obsidian, in one line.
fn plain(text: &str) -> Cow<'_, str> {
    let is_markup = |c: char| "\\`*_{}[]<>#|~$%=^!&".contains(c);
    let line = one_line(text);
    if !line.contains(|c| is_markup(c) || is_unruly(c)) {
        return line;
    }
    let mut plain = String::with_capacity(line.len() + 8);
    for c in line.chars() {
        if is_markup(c) {
            plain.push('\\');
        }
        plain.push(if is_unruly(c) { ' ' } else { c });
    }
    Cow::Owned(plain)
}

/// A name within a link.
fn display(name: &str) -> String {
    let harmless = |c: char| {
        let marks = "[]|#^<>`$%~*_=\\";
        !marks.contains(c) && !is_unruly(c)
    };
    one_line(name)
        .chars()
        .map(|c| if harmless(c) { c } else { ' ' })
        .collect()
}

/// Ids of blocks have letters, digits and dashes.
fn block_id(id: &str) -> String {
    id.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_keeps_its_spaces_and_ends_no_bracket() {
        assert_eq!(
            address("https://a.b/c d\n?e=<f>"),
            "https://a.b/c%20d?e=%3Cf%3E"
        );
        assert_eq!(
            address(" https://a.b/\u{a0}\u{202e} "),
            "https://a.b/%C2%A0"
        );
    }
}
