//! What is expected of a snippet against what the program finds in it.

use crate::snippet::{Expected, Key, Snippet};
use dixit::entity::Reference;
use dixit::extract::record::StatementRecord;
use dixit::statement::Mode;
use serde::Serialize;
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// May end a cue or open a content.
const PREPOSITIONS: [&str; 5] = ["about", "against", "for", "of", "on"];

/// Expected and found lines, in the same notation.
pub struct Difference {
    lines: Vec<Line>,
}

enum Line {
    /// As expected.
    Right(String),
    /// Found, but with differences in what is listed.
    Wrong {
        expected: String,
        found: String,
        columns: Vec<&'static str>,
    },
    /// Expected and not found.
    Missing(String),
    /// Found and not expected.
    Spurious(String),
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            match line {
                Line::Right(line) => writeln!(f, "    {line}")?,
                Line::Wrong {
                    expected,
                    found,
                    columns,
                } => {
                    writeln!(
                        f,
                        "  - {expected}\n  + {found}\n    ^ {}",
                        columns.join(", ")
                    )?;
                }
                Line::Missing(line) => writeln!(f, "  - {line}\n    ^ not found")?,
                Line::Spurious(line) => writeln!(f, "  + {line}\n    ^ not expected")?,
            }
        }
        Ok(())
    }
}

/// Pairs the lines of a snippet with the statements found, best overlap first, and compares the
/// pairs; `None` when all is as expected.
///
/// Attitudes that the program finds count only where the snippet lists one.
pub fn compare(snippet: &Snippet, found: &[StatementRecord]) -> Option<Difference> {
    let partners = pair(&snippet.expected, found);
    let wants_attitudes = snippet
        .expected
        .iter()
        .any(|line| line.extra(Key::Mode) == Some("attitude"));
    let mut lines = Vec::new();
    for (expected, partner) in snippet.expected.iter().zip(&partners) {
        let Some(statement) = partner.map(|k| &found[k]) else {
            lines.push(Line::Missing(expected.line.clone()));
            continue;
        };
        let columns = differences(expected, statement, found, &partners);
        lines.push(match columns.is_empty() {
            true => Line::Right(expected.line.clone()),
            false => Line::Wrong {
                expected: expected.line.clone(),
                found: written(
                    statement,
                    expected.act.is_some(),
                    &expected.extras,
                    found,
                    &partners,
                ),
                columns,
            },
        });
    }
    for (k, statement) in found.iter().enumerate() {
        let is_expected = partners.contains(&Some(k));
        if !is_expected && (wants_attitudes || statement.mode == Mode::Speech) {
            let extras = [(Key::Mode, String::new())];
            lines.push(Line::Spurious(written(
                statement, true, &extras, found, &partners,
            )));
        }
    }
    let is_right = lines.iter().all(|line| matches!(line, Line::Right(_)));
    (!is_right).then_some(Difference { lines })
}

/// For each line the index of the statement that is likest to it; no two share one.
fn pair(expected: &[Expected], found: &[StatementRecord]) -> Vec<Option<usize>> {
    let mut scores: Vec<(f64, usize, usize)> = Vec::new();
    for (i, line) in expected.iter().enumerate() {
        for (k, statement) in found.iter().enumerate() {
            let cue = f64::from(u8::from(same_cue(&line.cue, &statement.cue.text)));
            let content = overlap(&words(&line.content), &words(&statement.content.text));
            let score = content + 0.5 * cue;
            if score > 0.0 {
                scores.push((score, i, k));
            }
        }
    }
    scores.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut partners = vec![None; expected.len()];
    for (_, i, k) in scores {
        if partners[i].is_none() && !partners.contains(&Some(k)) {
            partners[i] = Some(k);
        }
    }
    partners
}

/// The names of the columns and keys in which a statement is not what its line says.
fn differences(
    line: &Expected,
    statement: &StatementRecord,
    found: &[StatementRecord],
    partners: &[Option<usize>],
) -> Vec<&'static str> {
    let mut wrong = Vec::new();
    let mut check = |name: &'static str, is_same: bool| {
        if !is_same {
            wrong.push(name);
        }
    };
    check(
        "speaker",
        folded_names(&line.speakers) == folded_names(&speakers(statement)),
    );
    check(
        "addressees",
        sorted(&line.addressees) == sorted(&names(&statement.addressees)),
    );
    check("relation", line.relation == serialised(&statement.relation));
    check(
        "act",
        line.act.as_ref().is_none_or(|act| *act == statement.act),
    );
    check("cue", same_cue(&line.cue, &statement.cue.text));
    check("content", same_content(line, statement));
    for (key, value) in &line.extras {
        let has = extra(statement, *key, found, partners);
        let is_same = match key {
            Key::Source => bare(value) == bare(&has),
            Key::About => sorted(&split(value)) == sorted(&split(&has)),
            Key::Via => folded(value) == folded(&has),
            _ => *value == has,
        };
        check(key.name(), is_same);
    }
    wrong
}

/// A statement in the notation of the cases, with the extras that `keys` name.
fn written(
    statement: &StatementRecord,
    with_act: bool,
    keys: &[(Key, String)],
    found: &[StatementRecord],
    partners: &[Option<usize>],
) -> String {
    let speakers = speakers(statement);
    let mut line = if speakers.is_empty() {
        "-".to_owned()
    } else {
        speakers.join(" + ")
    };
    if !statement.addressees.is_empty() {
        line += &format!(" → {}", names(&statement.addressees).join(", "));
    }
    line += &format!(" | {}", serialised(&statement.relation));
    if with_act {
        line += &format!("/{}", statement.act);
    }
    line += &format!(" | {} | {}", statement.cue.text, statement.content.text);
    for (i, (key, _)) in keys.iter().enumerate() {
        let value = extra(statement, *key, found, partners);
        let mark = if value.contains(' ') || value.is_empty() {
            "\""
        } else {
            ""
        };
        let lead = if i == 0 { " | " } else { " " };
        line += &format!("{lead}{}={mark}{value}{mark}", key.name());
    }
    line
}

/// What a statement has under `key`, as lines write it; empty when it has nothing.
fn extra(
    statement: &StatementRecord,
    key: Key,
    found: &[StatementRecord],
    partners: &[Option<usize>],
) -> String {
    match key {
        Key::Polarity => serialised(&statement.polarity),
        Key::Mode => serialised(&statement.mode),
        Key::Kind => serialised(&statement.kind),
        Key::Source => statement.source.text.clone(),
        Key::About => names(&statement.about).join(", "),
        Key::Via => statement
            .via
            .as_ref()
            .map(|via| via.name.clone())
            .unwrap_or_default(),
        Key::SaidOn => statement
            .said_on
            .map(|day| day.to_string())
            .unwrap_or_default(),
        Key::Within => {
            let outer = found
                .iter()
                .position(|s| Some(&s.id) == statement.within.as_ref());
            match (
                outer,
                outer.and_then(|k| partners.iter().position(|p| *p == Some(k))),
            ) {
                (_, Some(line)) => (line + 1).to_string(),
                (Some(_), None) => "a statement without a line".to_owned(),
                (None, None) => String::new(),
            }
        }
    }
}

fn speakers(statement: &StatementRecord) -> Vec<String> {
    let all = statement.speaker.iter().chain(&statement.joint_speakers);
    all.map(|speaker| speaker.name.clone()).collect()
}

fn names(references: &[Reference]) -> Vec<String> {
    references
        .iter()
        .map(|reference| reference.name.clone())
        .collect()
}

/// The word that JSON has for a unit variant.
fn serialised(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => panic!("no word: {other:?}"),
    }
}

/// The same words. Where one has "warned | of a flood" and the other "warned of | a flood", they
/// agree: readers differ in where they cut before a preposition.
fn same_content(line: &Expected, statement: &StatementRecord) -> bool {
    let one = (words(&line.cue), words(&line.content));
    let other = (words(&statement.cue.text), words(&statement.content.text));
    let moved = |a: &(Vec<String>, Vec<String>), b: &(Vec<String>, Vec<String>)| {
        let Some((first, rest)) = a.1.split_first() else {
            return false;
        };
        PREPOSITIONS.contains(&first.as_str()) && b.0.last() == Some(first) && b.1 == rest
    };
    one.1 == other.1 || moved(&one, &other) || moved(&other, &one)
}

/// The words of one hold those of the other; where neither has words, as with the colon of a
/// headline, the marks are the same.
fn same_cue(one: &str, other: &str) -> bool {
    let (a, b) = (folded_names(&words(one)), folded_names(&words(other)));
    if a.is_empty() || b.is_empty() {
        return a.is_empty() && b.is_empty() && one.trim() == other.trim();
    }
    a.iter().all(|word| b.contains(word)) || b.iter().all(|word| a.contains(word))
}

/// The share of words in common (Dice), each counted once.
fn overlap(one: &[String], other: &[String]) -> f64 {
    let common = one.iter().filter(|word| other.contains(word)).count();
    let all = one.len() + other.len();
    if all == 0 {
        0.0
    } else {
        2.0 * common as f64 / all as f64
    }
}

/// Words without the marks at their edges.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Words without a possessive ending of the last, which readers take for part of a source or not.
fn bare(source: &str) -> Vec<String> {
    let mut words = words(source);
    if let Some(last) = words.last_mut() {
        let stem = last.strip_suffix("'s").or_else(|| last.strip_suffix("’s"));
        if let Some(stem) = stem.map(str::to_owned) {
            *last = stem;
        }
    }
    words
}

fn split(list: &str) -> Vec<String> {
    list.split(", ")
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

fn sorted(names: &[String]) -> Vec<String> {
    let mut names = folded_names(names);
    names.sort();
    names
}

fn folded_names(names: &[String]) -> Vec<String> {
    names.iter().map(|name| folded(name)).collect()
}

/// Without case and accents.
fn folded(name: &str) -> String {
    name.nfkd()
        .filter(|c| !is_combining_mark(*c))
        .collect::<String>()
        .to_lowercase()
}
