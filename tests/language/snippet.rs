//! The notation of `tests/cases/*.md`: snippets of text and the lines expected of them.

use dixit::date::Date;
use std::path::Path;

/// A stretch of invented news and what is said in it.
pub struct Snippet {
    pub heading: String,
    /// Line of the heading, from 1.
    pub line: usize,
    /// Why the program cannot read it yet.
    pub pending: Option<String>,
    pub date: Option<Date>,
    pub text: String,
    pub expected: Vec<Expected>,
}

/// One line: one statement.
pub struct Expected {
    /// The line as it stands.
    pub line: String,
    /// Who speaks, in order; empty for `-`.
    pub speakers: Vec<String>,
    pub addressees: Vec<String>,
    pub relation: String,
    pub act: Option<String>,
    pub cue: String,
    pub content: String,
    pub extras: Vec<(Key, String)>,
}

/// What a line may say beyond its columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    Polarity,
    Mode,
    Kind,
    Source,
    About,
    Via,
    Within,
    SaidOn,
}

impl Key {
    pub const ALL: [(&'static str, Key); 8] = [
        ("polarity", Key::Polarity),
        ("mode", Key::Mode),
        ("kind", Key::Kind),
        ("source", Key::Source),
        ("about", Key::About),
        ("via", Key::Via),
        ("within", Key::Within),
        ("said_on", Key::SaidOn),
    ];

    /// The name as lines write it.
    pub fn name(self) -> &'static str {
        Key::ALL
            .iter()
            .find(|(_, key)| *key == self)
            .map_or("", |(name, _)| name)
    }
}

impl Expected {
    /// What the line says of `key`.
    pub fn extra(&self, key: Key) -> Option<&str> {
        self.extras
            .iter()
            .find(|(k, _)| *k == key)
            .map(|(_, value)| value.as_str())
    }
}

/// What ends where: a block of the file that is being read.
enum Block {
    Text(usize, Option<Date>),
    Statements(usize),
    Other,
}

/// All snippets of a file.
///
/// # Errors
/// One line that names the file, the line and what is wrong with it.
pub fn read(path: &Path) -> Result<Vec<Snippet>, String> {
    let at = |line: usize, what: &str| format!("{}:{line}: {what}", path.display());
    let source = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let lines: Vec<&str> = source.lines().collect();
    let mut snippets = Vec::new();
    let (mut heading, mut heading_line, mut pending) = (String::new(), 0, None);
    let mut text: Option<(String, Option<Date>)> = None;
    let mut block: Option<Block> = None;
    for (i, &line) in lines.iter().enumerate() {
        let number = i + 1;
        if line.trim_end() == "```" && block.is_some() {
            match block.take() {
                Some(Block::Text(start, date)) => text = Some((lines[start..i].join("\n"), date)),
                Some(Block::Statements(start)) => {
                    let (text, date) = text
                        .take()
                        .ok_or_else(|| at(number, "statements without a text before them"))?;
                    let expected = lines[start..i]
                        .iter()
                        .enumerate()
                        .map(|(k, line)| expected(line, &text).map_err(|e| at(start + k + 1, &e)))
                        .collect::<Result<Vec<_>, _>>()?;
                    snippets.push(Snippet {
                        heading: heading.clone(),
                        line: heading_line,
                        pending: pending.take(),
                        date,
                        text,
                        expected,
                    });
                }
                _ => {}
            }
        } else if block.is_some() {
            // A line of the block.
        } else if let Some(title) = line.strip_prefix("## ") {
            if text.is_some() || pending.is_some() {
                return Err(at(
                    number,
                    "the snippet before this heading has no statements",
                ));
            }
            (heading, heading_line) = (title.trim().to_owned(), number);
        } else if let Some(reason) = line.strip_prefix("<!-- pending:") {
            let reason = reason
                .trim()
                .strip_suffix("-->")
                .map(str::trim)
                .unwrap_or_default();
            if reason.is_empty() {
                return Err(at(number, "write <!-- pending: reason -->"));
            }
            pending = Some(reason.to_owned());
        } else if let Some(fence) = line.strip_prefix("```") {
            block = Some(
                match fence.trim().split_once(' ').unwrap_or((fence.trim(), "")) {
                    ("text", about) => Block::Text(i + 1, date(about).map_err(|e| at(number, &e))?),
                    ("statements", "") => Block::Statements(i + 1),
                    _ => Block::Other,
                },
            );
        }
    }
    match (block, text) {
        (None, None) => Ok(snippets),
        _ => Err(at(lines.len(), "a block is open, or has no statements")),
    }
}

fn date(about: &str) -> Result<Option<Date>, String> {
    match about.strip_prefix("date=") {
        Some(date) => date.parse().map(Some).map_err(|e| format!("'{date}': {e}")),
        None if about.is_empty() => Ok(None),
        None => Err(format!(
            "'{about}': a text may have date=YYYY-MM-DD, nothing else"
        )),
    }
}

/// Reads one line. Its cue, source and content have to stand in `text`.
fn expected(line: &str, text: &str) -> Result<Expected, String> {
    let columns: Vec<&str> = line.split(" | ").map(str::trim).collect();
    let (&[who, what, cue, content], extras) = match columns.as_slice() {
        [a, b, c, d] => (&[*a, *b, *c, *d], ""),
        [a, b, c, d, extras] => (&[*a, *b, *c, *d], *extras),
        _ => return Err("a line has four columns, or five".to_owned()),
    };
    let (speakers, addressees) = who.split_once(" → ").unwrap_or((who, ""));
    let (relation, act) = match what.split_once('/') {
        Some((relation, act)) => (relation, Some(act.to_owned())),
        None => (what, None),
    };
    if !matches!(relation, "said" | "warned" | "proposed") {
        return Err(format!(
            "'{relation}' is no relation: said, warned or proposed"
        ));
    }
    let extras = pairs(extras)?;
    let source = extras
        .iter()
        .find(|(key, _)| *key == Key::Source)
        .map_or("", |(_, v)| v);
    for piece in [cue, source].into_iter().chain(content.split(" … ")) {
        if !folded(text).contains(&folded(piece)) {
            return Err(format!("'{piece}' does not stand in the text"));
        }
    }
    Ok(Expected {
        line: line.to_owned(),
        speakers: names(speakers.trim_matches('-'), " + "),
        addressees: names(addressees, ", "),
        relation: relation.to_owned(),
        act,
        cue: cue.to_owned(),
        content: content.to_owned(),
        extras,
    })
}

/// `key=value key="some words"`.
fn pairs(mut rest: &str) -> Result<Vec<(Key, String)>, String> {
    let mut pairs = Vec::new();
    while !rest.is_empty() {
        let (name, after) = rest
            .split_once('=')
            .ok_or_else(|| format!("'{rest}' is no key=value"))?;
        let key = Key::ALL.iter().find(|(known, _)| *known == name);
        let (_, key) = key.ok_or_else(|| format!("'{name}' is no key"))?;
        let (value, after) = match after.strip_prefix('"') {
            Some(quoted) => quoted
                .split_once('"')
                .ok_or("a value's quotation mark is open")?,
            None => after.split_once(' ').unwrap_or((after, "")),
        };
        pairs.push((*key, value.to_owned()));
        rest = after.trim_start();
    }
    Ok(pairs)
}

fn names(list: &str, between: &str) -> Vec<String> {
    list.split(between)
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

/// White space folded to single spaces.
fn folded(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
