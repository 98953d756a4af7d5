//! brat standoff (<https://brat.nlplab.org/standoff.html>): `NAME.ann` beside `NAME.txt`.
//!
//! Text-bound annotations (`T`) of three types mark the words: `Source` (or `Speaker`), `Cue`, and
//! `Content` (or `Quote`, `Quotation`), in any case, with one span or several (`0 4;9 12`).
//! They are linked in one of two layouts, which may be mixed in a file:
//!
//! * **events** (`E`): the trigger is the cue; the arguments' roles are the names above, with or
//!   without a number (`Content2`):
//!   `E1 Cue:T2 Source:T1 Content:T3 Content2:T4`
//! * **relations** (`R`): each links a cue with a source or a content, in either direction and
//!   whatever the name of the relation: `R1 says Arg1:T2 Arg2:T3`. Everything linked to one cue is
//!   one attribution.
//!
//! Every `Cue` needs a content and every `Content` a cue: anything left over is an error, because a link was
//! probably forgotten. Sources may be missing. Attributes, notes, normalisations, `*` lines, and
//! other types of annotations are ignored. The article's id is the file's stem, unless the folder has a list of its
//! articles (`list`), as a folder of drafts has that `dixit extract --format brat` writes ([`write()`]).

mod list;
mod write;

pub use write::write;

use super::article::{Article, Spans, misfit, mismatch, stem};
use super::roles::Role;
use crate::error::{Error, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Reads the article that `path` (`NAME.ann`) annotates.
///
/// # Errors
/// A missing text, an invalid line, spans that do not match their words, and unlinked cues or
/// contents, with file and line.
pub fn read(path: &Path) -> Result<Article> {
    let beside = path.with_extension("txt");
    let text = crate::input::read_to_string(&beside).map_err(|e| {
        Error::at(
            &beside,
            format!("the text that {} annotates: {e}", path.display()),
        )
    })?;
    let lines = crate::input::read_to_string(path).map_err(|e| Error::at(path, e))?;
    let wrong = |(line, why): Fault| Error::new(format!("{}:{line}: {why}", path.display()));
    let characters: Vec<char> = text.chars().collect();
    let mut notes = Standoff::default();
    for (i, line) in lines.lines().enumerate() {
        notes
            .line(i + 1, line, &characters)
            .map_err(|why| wrong((i + 1, why)))?;
    }
    let (id, date) = list::find(path)?.unwrap_or_else(|| (stem(path), None));
    Ok(Article {
        id,
        date,
        attributions: notes.attributions().map_err(wrong)?,
        text,
    })
}

/// A line's number and what is wrong with it.
type Fault = (usize, String);

/// A `T` line.
#[derive(Debug)]
struct Marked {
    line: usize,
    role: Option<Role>,
    spans: Vec<[usize; 2]>,
}

/// An `E` or `R` line: ids with the roles that an event names; a relation names none.
#[derive(Debug)]
struct Link<'a> {
    line: usize,
    trigger: Option<&'a str>,
    arguments: Vec<(Option<Role>, &'a str)>,
}

#[derive(Debug, Default)]
struct Standoff<'a> {
    marked: BTreeMap<&'a str, Marked>,
    links: Vec<Link<'a>>,
}

impl<'a> Standoff<'a> {
    fn line(
        &mut self,
        number: usize,
        line: &'a str,
        text: &[char],
    ) -> std::result::Result<(), String> {
        let (id, rest) = line.split_once('\t').unwrap_or((line, ""));
        match id.as_bytes().first() {
            Some(b'T') => {
                let (head, words) = rest.split_once('\t').unwrap_or((rest, ""));
                let (name, places) = head.split_once(' ').ok_or(NOT_MARKED)?;
                let spans = places
                    .split(';')
                    .map(|place| {
                        let (start, end) = place.trim().split_once(' ')?;
                        Some([start.parse().ok()?, end.parse().ok()?])
                    })
                    .collect::<Option<Vec<[usize; 2]>>>()
                    .ok_or(NOT_MARKED)?;
                let fault = misfit(&spans, text.len()).or_else(|| mismatch(text, &spans, words));
                if let Some(why) = fault {
                    return Err(why);
                }
                let role = Role::named(name);
                let marked = Marked {
                    line: number,
                    role,
                    spans,
                };
                self.marked.insert(id, marked);
            }
            Some(b'E' | b'R') => {
                let mut link = Link {
                    line: number,
                    trigger: None,
                    arguments: Vec::new(),
                };
                // a relation's name is a separate word, an event's comes before its trigger
                let is_event = id.starts_with('E');
                let words = rest.split_whitespace().skip(usize::from(!is_event));
                for (i, word) in words.enumerate() {
                    let (name, target) = word.split_once(':').ok_or(NOT_LINKED)?;
                    if is_event && i == 0 {
                        link.trigger = Some(target);
                    } else {
                        let role = if is_event { Role::named(name) } else { None };
                        link.arguments.push((role, target));
                    }
                }
                self.links.push(link);
            }
            _ => {}
        }
        Ok(())
    }

    /// Builds attributions from links: one per event, and one per cue of relations.
    fn attributions(&self) -> std::result::Result<Vec<Spans>, Fault> {
        let mut found = Vec::new();
        let mut related: BTreeMap<&str, Spans> = BTreeMap::new();
        let mut linked = BTreeSet::new();
        for link in &self.links {
            let marked = |id: &str| {
                let missing = || (link.line, format!("{id} is not defined in this file"));
                self.marked.get(id).ok_or_else(missing)
            };
            let Some(trigger) = link.trigger else {
                let [(_, a), (_, b)] = link.arguments.as_slice() else {
                    continue;
                };
                if a.starts_with('E') || b.starts_with('E') {
                    continue;
                }
                let (cue, other) = match (marked(a)?.role, marked(b)?.role) {
                    (Some(Role::Cue), Some(Role::Source | Role::Content)) => (*a, *b),
                    (Some(Role::Source | Role::Content), Some(Role::Cue)) => (*b, *a),
                    _ => continue,
                };
                let spans = related.entry(cue).or_insert_with(|| Spans {
                    cue: self
                        .marked
                        .get(cue)
                        .map_or_else(Vec::new, |m| m.spans.clone()),
                    ..Spans::default()
                });
                let other_marked = marked(other)?;
                match other_marked.role {
                    Some(Role::Source) => spans.source.extend(&other_marked.spans),
                    _ => spans.content.extend(&other_marked.spans),
                }
                linked.extend([cue, other]);
                continue;
            };
            let cue = marked(trigger)?;
            let mut spans = Spans {
                cue: cue.spans.clone(),
                ..Spans::default()
            };
            for (role, id) in &link.arguments {
                match role {
                    Some(Role::Source) => spans.source.extend(&marked(id)?.spans),
                    Some(Role::Content) => spans.content.extend(&marked(id)?.spans),
                    _ => continue,
                }
                linked.insert(*id);
            }
            // an event of another kind has neither
            if !spans.content.is_empty() {
                linked.insert(trigger);
                found.push(spans);
            }
        }
        found.extend(related.into_values());
        self.check(&found, &linked)?;
        for spans in &mut found {
            for role in [&mut spans.source, &mut spans.cue, &mut spans.content] {
                role.sort_unstable();
                role.dedup();
            }
        }
        found.sort_by(|a, b| (&a.cue, &a.content).cmp(&(&b.cue, &b.content)));
        Ok(found)
    }

    /// Finds fault with cues and contents that lack each other.
    fn check(&self, found: &[Spans], linked: &BTreeSet<&str>) -> std::result::Result<(), Fault> {
        for (id, marked) in &self.marked {
            let fault = match marked.role {
                Some(Role::Cue) if !linked.contains(id) => "a cue that has no content",
                Some(Role::Content) if !linked.contains(id) => "a content that has no cue",
                _ => continue,
            };
            let why =
                format!("{id} is {fault}: link the two by an event or a relation, or delete it");
            return Err((marked.line, why));
        }
        if found.iter().any(|a| a.content.is_empty()) {
            let line = self.links.last().map_or(1, |l| l.line);
            let why = "a cue with a source has no content: link it, or delete the cue".to_owned();
            return Err((line, why));
        }
        Ok(())
    }
}

const NOT_MARKED: &str = "not of the form `T1<tab>Type start end<tab>words`";
const NOT_LINKED: &str =
    "not of the form `E1<tab>Cue:T1 Source:T2 Content:T3` or `R1<tab>Name Arg1:T1 Arg2:T2`";

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "“The pier,” Ivers said, “is ours.” Ómarr fears rain.\n";
    const MARKS: &str = "T1\tSource 12 17\tIvers\nT2\tCue 18 22\tsaid\n\
        T3\tContent 0 11;24 34\t“The pier,” “is ours.”\nT4\tSpeaker 35 40\tÓmarr\n\
        T5\tcue 41 46\tfears\nT6\tQuote 47 51\train\nT7\tPlace 5 9\tpier\n#1\tAnnotatorNotes T1\tfine\n";

    fn read_pair(text: &str, ann: &str) -> Result<Article> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pier.ann");
        std::fs::write(folder.path().join("pier.txt"), text).expect("a written file");
        std::fs::write(&path, ann).expect("a written file");
        read(&path)
    }

    fn expected() -> Vec<Spans> {
        vec![
            Spans {
                source: vec![[12, 17]],
                cue: vec![[18, 22]],
                content: vec![[0, 11], [24, 34]],
                weight: None,
            },
            Spans {
                source: vec![[35, 40]],
                cue: vec![[41, 46]],
                content: vec![[47, 51]],
                weight: None,
            },
        ]
    }

    #[test]
    fn events_and_relations_say_the_same() {
        let events = format!(
            "{MARKS}E1\tCue:T2 Source:T1 Content:T3\nE2\tCue:T5 Source1:T4 Content2:T6\nE3\tVisit:T7\n"
        );
        let article = read_pair(TEXT, &events).expect("an article");
        assert_eq!((article.id.as_str(), article.text.as_str()), ("pier", TEXT));
        assert_eq!(article.attributions, expected());
        let relations = format!(
            "{MARKS}R1\tby Arg1:T2 Arg2:T1\nR2\twhat Arg1:T2 Arg2:T3\nR3\tby Arg1:T4 Arg2:T5\nR4\twhat Arg1:T5 Arg2:T6\nR5\tat Arg1:T1 Arg2:T7\n"
        );
        let article = read_pair(TEXT, &relations).expect("an article");
        assert_eq!(article.attributions, expected());
    }

    #[track_caller]
    fn fails(ann: &str, with: &str) {
        let error = read_pair(TEXT, ann).expect_err("a broken file").to_string();
        assert!(error.contains(with), "{error}");
    }

    #[test]
    fn what_was_forgotten_or_moved_is_an_error_with_its_line() {
        fails(
            &format!("{MARKS}E1\tCue:T2 Source:T1 Content:T3\n"),
            "pier.ann:5: T5 is a cue that has no content",
        );
        fails(
            "T1\tContent 0 11\t“The pier,”\n",
            "pier.ann:1: T1 is a content that has no cue",
        );
        fails(
            "T1\tSource 13 18\tIvers\n",
            "pier.ann:1: “Ivers” is annotated where",
        );
        fails("T1\tSource 12 99\tIvers\n", "the span 12..99");
        fails("T1\tSource 12-17\tIvers\n", "not of the form `T1");
        fails("E1\tCue:T9 Content:T8\n", "pier.ann:1: T9 is not defined");
        fails(
            "T1\tSource 12 17\tIvers\nT2\tCue 18 22\tsaid\nR1\tby Arg1:T2 Arg2:T1\n",
            "has no content",
        );
    }
}
