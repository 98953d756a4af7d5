//! "According to": what the models passed over of it, and what stands on both sides of it.

use super::attribution::{Attribution, Scene};
use super::constructions::{CONFIDENCE, trimmed};
use super::tree::{child, phrase, subtree};
use crate::document::Document;
use crate::text::QuoteState;

/// Longest name behind "according to", in tokens.
const LONGEST_NAME: usize = 16;

/// Adds "According to the union 300 drivers will strike", with a comma or without, where no cue has been
/// found, and mends the content of "The storm, according to the Gazette, was the worst".
pub(super) fn complete(document: &Document, scene: &Scene, found: &mut Vec<Attribution>) {
    for i in 0..scene.len().saturating_sub(2) {
        let opens = scene.text.word(document, i) == "According"
            && scene.text.word(document, i + 1) == "to"
            && scene.text.tokens[i].quote == QuoteState::Outside;
        let taken = |a: &Attribution| a.cue.contains(&i) || a.cue.contains(&(i + 1));
        if opens
            && !found.iter().any(taken)
            && let Some(added) = at_the_start(document, scene, i)
        {
            found.push(added);
        }
    }
    for attribution in found.iter_mut() {
        both_sides(document, scene, attribution);
    }
}

/// "According to [the union] [300 drivers will strike]".
fn at_the_start(document: &Document, scene: &Scene, according: usize) -> Option<Attribution> {
    let sentence = scene.text.sentence_of(according);
    if sentence.start != according {
        return None;
    }
    let to = according + 1;
    let finite = |i: usize| matches!(&*scene.syntax.tags[i], "VBD" | "VBZ" | "VBP" | "MD");
    let comma = (to + 1..sentence.end)
        .take_while(|i| !finite(*i))
        .find(|i| scene.text.word(document, *i) == ",");
    let head = child(scene, to, &["pobj"]).or_else(|| child(scene, according, &["pobj"]))?;
    let named = phrase(scene, head);
    let end = match comma {
        // "According to Eva Lund, the mayor, …": up to the last comma before the clause
        Some(comma) => comma,
        None => named.last().copied()? + 1,
    };
    let source: Vec<usize> = (to + 1..end).collect();
    let content = trimmed(document, scene, end..sentence.end);
    let says = content.iter().any(|i| finite(*i)) || content.len() >= 3 && comma.is_some();
    let fits = (1..=LONGEST_NAME).contains(&source.len()) && !source.iter().any(|i| finite(*i));
    (says && fits).then(|| Attribution {
        source,
        cue: vec![according, to],
        content,
        confidence: CONFIDENCE,
        via: Vec::new(),
    })
}

/// "[The storm then caused], according to the Gazette, [the worst flood of the century]": where the aside
/// parts a verb from its object or complement, both sides are one content.
fn both_sides(document: &Document, scene: &Scene, found: &mut Attribution) {
    let word = |i: usize| scene.text.word(document, i);
    let Some(&according) = found.cue.first() else {
        return;
    };
    let (Some(&end), Some(&last)) = (found.source.last(), found.content.last()) else {
        return;
    };
    let sentence = scene.text.sentence_of(according);
    let outside = |i: usize| scene.text.tokens[i].quote == QuoteState::Outside;
    let before = according.checked_sub(1).filter(|i| sentence.contains(i));
    if !word(according).eq_ignore_ascii_case("according")
        || before.is_none_or(|i| word(i) != ",")
        || end < according
        || end + 2 >= sentence.end
        || word(end + 1) != ","
        || last > according
    {
        return;
    }
    // what hangs behind the aside on a word before it
    let reach = (found.content.iter())
        .filter(|i| sentence.contains(i))
        .filter_map(|i| {
            let wanted = ["dobj", "attr", "acomp", "ccomp", "xcomp", "pobj", "oprd"];
            child_behind(scene, *i, end + 1, &wanted)
        })
        .filter_map(|c| subtree(scene, c).last().copied())
        .max();
    // "[The board], according to Lund, [had met]": a subject wants its verb
    let finite = |i: &usize| matches!(&*scene.syntax.tags[*i], "VBD" | "VBZ" | "VBP" | "MD");
    let verbless = !found.content.iter().any(finite);
    let rest = trimmed(document, scene, end + 2..sentence.end);
    if outside(end + 2) && (reach.is_some() || verbless && rest.iter().any(finite)) {
        found.content.extend(rest);
    }
}

fn child_behind(scene: &Scene, token: usize, floor: usize, labels: &[&str]) -> Option<usize> {
    let mut below = scene.children(token).iter().map(|c| *c as usize);
    below.find(|c| *c > floor && labels.contains(&&*scene.syntax.labels[*c]))
}
