//! Constructions of news English that follow from their form alone, and that annotated news holds
//! too few of to learn: headlines with a colon, transcripts, "quoted X as saying"; with them, verbs
//! and nouns that the models passed over.

use super::acts::Taxonomy;
use super::attribution::{Attribution, Finder, Scene};
use super::tree::{child, phrase};
use super::words::WORDS;
use super::{headlines, nouns, verbs};
use crate::document::Document;
use crate::text::QuoteState;
use std::ops::Range;

/// What form alone is worth.
pub(super) const CONFIDENCE: f32 = 0.75;

/// Mends and adds to what the models found; the result is in order of cues.
pub(super) fn complete(
    finder: &Finder,
    taxonomy: &Taxonomy,
    document: &Document,
    scene: &Scene,
    found: &mut Vec<Attribution>,
) {
    for attribution in found.iter_mut() {
        quoted_as_saying(document, scene, attribution);
    }
    headlines::complete(document, scene, found);
    nouns::complete(finder, document, scene, found);
    verbs::complete(finder, taxonomy, document, scene, found);
    found.sort_by(|a, b| a.cue.cmp(&b.cue));
    found.dedup_by(|a, b| a.cue == b.cue);
}

/// "TASS quoted X as saying …": X speaks, TASS passes on.
fn quoted_as_saying(document: &Document, scene: &Scene, found: &mut Attribution) {
    let quotes = |i: usize| scene.syntax.tags[i].starts_with('V') && WORDS.quoting.has(scene, i);
    let Some(quoted) = found.cue.iter().copied().find(|i| quotes(*i)) else {
        return;
    };
    let sentence = scene.text.sentence_of(quoted);
    let is_as = |i: usize| scene.text.word(document, i).eq_ignore_ascii_case("as");
    let Some(says) = (quoted + 1..sentence.end).take(24).find(|i| {
        *i > quoted + 1
            && WORDS.as_saying.has(scene, *i)
            && &*scene.syntax.tags[*i] == "VBG"
            && is_as(*i - 1)
    }) else {
        return;
    };
    let child = |at: usize, labels: &[&str]| child(scene, at, labels);
    if child(quoted, &["auxpass"]).is_some() || &*scene.syntax.labels[quoted] == "acl" {
        // "X was quoted by TASS as saying"
        let outlet = child(quoted, &["agent"]).and_then(|by| child(by, &["pobj"]));
        found.via = outlet.map(|o| phrase(scene, o)).unwrap_or_default();
        if let Some(subject) = child(quoted, &["nsubjpass"]) {
            found.source = phrase(scene, subject);
        }
    } else if quoted + 1 < says - 1 {
        let speaker = (quoted + 1..says - 1).collect();
        found.via = std::mem::replace(&mut found.source, speaker);
    }
    let source = &found.source;
    found
        .content
        .retain(|i| !(quoted..=says).contains(i) && !source.contains(i));
    if found.content.is_empty() {
        found.content = trimmed(document, scene, says + 1..sentence.end);
    }
}

/// Without marks at both ends.
pub(super) fn trimmed(document: &Document, scene: &Scene, tokens: Range<usize>) -> Vec<usize> {
    let is_mark = |i: usize| {
        let word = scene.text.word(document, i);
        !word.contains(char::is_alphanumeric)
            && !matches!(
                scene.text.tokens[i].quote,
                QuoteState::Open | QuoteState::Close
            )
    };
    let mut tokens: Vec<usize> = tokens.collect();
    while tokens.last().is_some_and(|i| is_mark(*i)) {
        tokens.pop();
    }
    let start = tokens
        .iter()
        .position(|i| !is_mark(*i))
        .unwrap_or(tokens.len());
    tokens.split_off(start)
}
