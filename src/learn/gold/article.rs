//! An annotated article: its text, and spans in it.

use crate::document::Document;
use serde::{Deserialize, Deserializer};
use std::path::Path;

/// An annotated article.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Article {
    /// Id.
    pub id: String,
    /// Text, which all spans point into.
    pub text: String,
    /// Day of publication.
    #[serde(default)]
    pub date: Option<crate::date::Date>,
    /// The attributions.
    #[serde(alias = "statements")]
    pub attributions: Vec<Spans>,
}

/// One annotated attribution: `[start, end)` in code points.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Spans {
    /// The source; empty if nobody is named.
    #[serde(default, deserialize_with = "role")]
    pub source: Vec<[usize; 2]>,
    /// The cue.
    #[serde(default, deserialize_with = "role")]
    pub cue: Vec<[usize; 2]>,
    /// The content.
    #[serde(deserialize_with = "role")]
    pub content: Vec<[usize; 2]>,
    /// The probability that this is an attribution, if it was annotated by a program.
    #[serde(default)]
    pub weight: Option<f32>,
}

impl Article {
    /// The article as a document to read.
    pub fn document(&self) -> Document {
        Document {
            id: self.id.clone(),
            text: self.text.clone(),
            date: self.date,
            ..Document::default()
        }
    }

    /// Why the article is invalid, if it is: the first span outside of its text.
    pub(super) fn fault(&self) -> Option<String> {
        let length = self.text.chars().count();
        self.attributions.iter().find_map(|a| {
            [&a.source, &a.cue, &a.content]
                .into_iter()
                .find_map(|spans| misfit(spans, length))
        })
    }
}

/// The spans of a role, in any of the allowed forms.
#[derive(Deserialize)]
#[serde(untagged)]
enum Role {
    Spans(Vec<[usize; 2]>),
    Words { spans: Vec<[usize; 2]> },
}

/// Reads a role: a list of spans, an object with `spans`, or `null` for none.
pub(crate) fn role<'de, D: Deserializer<'de>>(
    from: D,
) -> std::result::Result<Vec<[usize; 2]>, D::Error> {
    Ok(match Option::<Role>::deserialize(from)? {
        Some(Role::Spans(spans) | Role::Words { spans }) => spans,
        None => Vec::new(),
    })
}

/// A file's name without its extension: the default id of an article.
pub(super) fn stem(path: &Path) -> String {
    path.file_stem()
        .map_or_else(String::new, |s| s.to_string_lossy().into_owned())
}

/// Why the spans do not fit a text of this many code points, if they do not.
pub(super) fn misfit(spans: &[[usize; 2]], length: usize) -> Option<String> {
    let &[start, end] = spans.iter().find(|[s, e]| s > e || *e > length)?;
    Some(format!(
        "the span {start}..{end} is outside the text's {length} characters"
    ))
}

/// Why the spans do not have these words, if they do not; white space and control codes are ignored, since tools
/// change them.
pub(super) fn mismatch(text: &[char], spans: &[[usize; 2]], words: &str) -> Option<String> {
    let there = || spans.iter().filter_map(|&[s, e]| text.get(s..e)).flatten();
    let plain = |c: &char| !c.is_whitespace() && !c.is_control();
    if there()
        .copied()
        .filter(plain)
        .eq(words.chars().filter(plain))
    {
        return None;
    }
    let short: String = there().take(60).collect();
    Some(format!(
        "“{words}” is annotated where the text has “{short}”; was the text, or its line ends, changed after annotating?"
    ))
}
