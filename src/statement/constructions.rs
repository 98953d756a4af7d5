//! Constructions of news English that follow from their form alone, and that annotated news holds
//! too few of to learn: headlines with a colon, transcripts, "quoted X as saying", and statements
//! within statements (which PolNeAR's annotators left out by rule).

use super::acts::Taxonomy;
use super::attribution::{Attribution, Finder, Scene};
use super::{Mode, classify::stems_of, parties};
use crate::document::Document;
use crate::syntax::Word;
use crate::text::{ParagraphKind, QuoteState};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// What form alone is worth.
const CONFIDENCE: f32 = 0.75;
/// Longest name of a speaker before or after a colon, in tokens.
const LONGEST_NAME: usize = 8;

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
    colons(document, scene, found);
    let inner = nested(finder, taxonomy, document, scene, found);
    found.extend(inner);
    found.sort_by(|a, b| a.cue.cmp(&b.cue));
    found.dedup_by(|a, b| a.cue == b.cue);
}

/// "TASS quoted X as saying …": X speaks, TASS passes on.
fn quoted_as_saying(document: &Document, scene: &Scene, found: &mut Attribution) {
    static QUOTE: LazyLock<HashSet<u32>> = LazyLock::new(|| stems_of(&["quote", "cite"]));
    static SAY: LazyLock<HashSet<u32>> = LazyLock::new(|| {
        stems_of(&[
            "say", "tell", "state", "warn", "add", "declare", "announce", "write",
        ])
    });
    let stem = |i: usize| scene.syntax.words[i].stem;
    let Some(&quoted) = found
        .cue
        .iter()
        .find(|i| QUOTE.contains(&stem(**i)) && scene.syntax.tags[**i].starts_with('V'))
    else {
        return;
    };
    let sentence = scene.text.sentence_of(quoted);
    let is_as = |i: usize| scene.text.word(document, i).eq_ignore_ascii_case("as");
    let Some(says) = (quoted + 1..sentence.end).take(24).find(|i| {
        *i > quoted + 1
            && SAY.contains(&stem(*i))
            && &*scene.syntax.tags[*i] == "VBG"
            && is_as(*i - 1)
    }) else {
        return;
    };
    let child = |at: usize, labels: &[&str]| {
        scene
            .children(at)
            .iter()
            .map(|c| *c as usize)
            .find(|c| labels.contains(&&*scene.syntax.labels[*c]))
    };
    if child(quoted, &["auxpass"]).is_some() || &*scene.syntax.labels[quoted] == "acl" {
        // "X was quoted by TASS as saying"
        let outlet = child(quoted, &["agent"]).and_then(|by| child(by, &["pobj"]));
        found.via = outlet
            .map(|o| parties::phrase(scene, o))
            .unwrap_or_default();
        if let Some(subject) = child(quoted, &["nsubjpass"]) {
            found.source = parties::phrase(scene, subject);
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

/// Headlines "…: Lavrov" and "Lavrov: …", and transcripts "SMITH: …".
fn colons(document: &Document, scene: &Scene, found: &mut Vec<Attribution>) {
    let mut added = Vec::new();
    for paragraph in &scene.text.paragraphs {
        let Some(first) = scene.text.sentences.get(paragraph.sentences.start) else {
            continue;
        };
        let Some(last) = paragraph
            .sentences
            .end
            .checked_sub(1)
            .and_then(|i| scene.text.sentences.get(i))
        else {
            continue;
        };
        let tokens = first.tokens.start..last.tokens.end;
        let headline = paragraph.kind == ParagraphKind::Headline;
        let colon = |range: Range<usize>| {
            range.into_iter().find(|i| {
                scene.text.word(document, *i) == ":"
                    && scene.text.tokens[*i].quote == QuoteState::Outside
            })
        };
        let opening = colon(tokens.start..tokens.end.min(tokens.start + LONGEST_NAME + 1));
        let closing = colon(
            tokens
                .end
                .saturating_sub(LONGEST_NAME + 2)
                .max(tokens.start)..tokens.end,
        );
        let attribution = match (opening, closing) {
            (Some(at), _)
                if is_label(document, scene, tokens.start..at)
                    && (headline || is_shouted(document, scene, tokens.start..at)) =>
            {
                (tokens.start..at, at, at + 1..tokens.end)
            }
            (_, Some(at))
                if headline
                    && (is_person(scene, at + 1..tokens.end)
                        || is_surname(document, scene, at + 1..tokens.end)) =>
            {
                (at + 1..tokens.end, at, tokens.start..at)
            }
            _ => continue,
        };
        let (source, colon, content) = attribution;
        let (source, content) = (
            trimmed(document, scene, source),
            trimmed(document, scene, content),
        );
        let taken = found.iter().any(|f| {
            f.cue.contains(&colon)
                || f.content.iter().filter(|i| content.contains(i)).count() * 2 > content.len()
        });
        if !taken && source.len() <= LONGEST_NAME && content.len() >= 3 && !source.is_empty() {
            added.push(Attribution {
                source,
                cue: vec![colon],
                content,
                confidence: CONFIDENCE,
                via: Vec::new(),
            });
        }
    }
    found.extend(added);
}

/// Whether all words are capitals: a speaker in a transcript.
fn is_shouted(document: &Document, scene: &Scene, tokens: Range<usize>) -> bool {
    let word = |i: usize| scene.text.word(document, i);
    !tokens.is_empty()
        && tokens
            .clone()
            .all(|i| !word(i).contains(char::is_lowercase))
        && tokens
            .clone()
            .any(|i| word(i).chars().filter(|c| c.is_uppercase()).count() > 2)
}

/// Whether the tokens can name the speaker before a colon.
fn is_label(document: &Document, scene: &Scene, tokens: Range<usize>) -> bool {
    is_shouted(document, scene, tokens.clone()) || is_person(scene, tokens)
}

/// Whether the recogniser takes the tokens for a person, marks aside.
fn is_person(scene: &Scene, tokens: Range<usize>) -> bool {
    let mut words = tokens
        .filter(|i| {
            scene.syntax.tags[*i].starts_with('N') || scene.syntax.tags[*i].starts_with('J')
        })
        .peekable();
    words.peek().is_some()
        && words.clone().count() <= 6
        && words.clone().last().is_some_and(|i| scene.names[i] == 1)
}

/// Whether one or two capitalised words that are no place stand there.
fn is_surname(document: &Document, scene: &Scene, tokens: Range<usize>) -> bool {
    let place = |i: usize| scene.names[i] == 3 || scene.names[i] == 4;
    let capital = |i: usize| scene.text.word(document, i).starts_with(char::is_uppercase);
    (1..=2).contains(&tokens.len()) && tokens.clone().all(|i| capital(i) && !place(i))
}

/// Without marks at both ends.
fn trimmed(document: &Document, scene: &Scene, tokens: Range<usize>) -> Vec<usize> {
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

/// Finite verbs of speech within a content, with a subject and something that is said: their roles
/// are found as for any other cue.
fn nested(
    finder: &Finder,
    taxonomy: &Taxonomy,
    document: &Document,
    scene: &Scene,
    found: &[Attribution],
) -> Vec<Attribution> {
    let mut added: Vec<Attribution> = Vec::new();
    for outer in found {
        for &i in &outer.content {
            let taken = found
                .iter()
                .chain(&added)
                .any(|f| f.cue.binary_search(&i).is_ok());
            let sibling = is_sibling(taxonomy, scene, outer, i);
            let passed_on = outer.cue.contains(&scene.syntax.heads[i])
                && outer.cue.first().is_some_and(|c| i < *c);
            if taken || !(sibling || speaks(taxonomy, document, scene, i, passed_on)) {
                continue;
            }
            let mut cue: Vec<usize> = scene
                .children(i)
                .iter()
                .map(|c| *c as usize)
                .filter(|c| {
                    matches!(&*scene.syntax.labels[*c], "aux" | "auxpass" | "neg") && *c < i
                })
                .collect();
            cue.push(i);
            let Some(mut inner) = finder.complete(scene, cue) else {
                continue;
            };
            if inner.source.is_empty() && !sibling {
                inner.source = parties::elided_subject(scene, &inner.cue);
            }
            if sibling && inner.content.iter().all(|k| *k > i) {
                inner.source.retain(|k| outer.source.contains(k));
                added.push(inner);
                continue;
            }
            let sentence = scene.text.sentence_of(i);
            let holds = |k: &usize| outer.content.binary_search(k).is_ok() && sentence.contains(k);
            if !inner.source.is_empty()
                && inner.content.iter().all(holds)
                && inner.source.iter().all(holds)
                && inner.content.len() >= 2
            {
                inner.confidence = inner.confidence.min(CONFIDENCE);
                added.push(inner);
            }
        }
    }
    added
}

/// "said … and [stressed] that …": another verb of the same speaker, coordinated with the cue.
fn is_sibling(taxonomy: &Taxonomy, scene: &Scene, outer: &Attribution, i: usize) -> bool {
    let children = || scene.children(i).iter().map(|c| *c as usize);
    let labelled = |wanted: &str| children().any(|c| &*scene.syntax.labels[c] == wanted);
    &*scene.syntax.labels[i] == "conj"
        && scene.syntax.tags[i].starts_with('V')
        && outer.cue.contains(&scene.syntax.heads[i])
        && labelled("ccomp")
        && !labelled("nsubj")
        && taxonomy
            .verb(scene.syntax.words[i].stem)
            .is_some_and(|act| act.mode == Mode::Speech)
}

/// `passed_on`: what the verb governs is all that the outer statement reports ("…, TASS reported"), so
/// that any act of speech will do.
fn speaks(
    taxonomy: &Taxonomy,
    document: &Document,
    scene: &Scene,
    i: usize,
    passed_on: bool,
) -> bool {
    static FIRM: LazyLock<HashSet<String>> = LazyLock::new(|| {
        include_str!("data/nested_acts.tsv")
            .lines()
            .filter(|l| !l.starts_with('#'))
            .map(str::to_owned)
            .collect()
    });
    let tag = scene.syntax.tags[i];
    if !matches!(&*tag, "VBD" | "VBZ" | "VBP" | "VBN") {
        return false;
    }
    let word: Word = scene.syntax.words[i];
    if !taxonomy
        .verb(word.stem)
        .is_some_and(|act| act.mode == Mode::Speech && (passed_on || FIRM.contains(&act.name)))
    {
        return false;
    }
    let children = || scene.children(i).iter().map(|c| *c as usize);
    let label = |c: usize| scene.syntax.labels[c];
    let subject = children().find(|c| &*label(*c) == "nsubj" && *c < i);
    let named = subject.is_some_and(|s| {
        let word = scene.text.word(document, s).to_lowercase();
        ![
            "it", "that", "which", "i", "we", "you", "this", "what", "who", "nobody", "none",
            "nothing",
        ]
        .contains(&word.as_str())
    });
    let says = children()
        .any(|c| c > i && matches!(&*label(c), "ccomp" | "xcomp" | "prep" | "dobj"))
        || children().any(|c| &*label(c) == "ccomp");
    named && says
}
