//! Whom a statement is addressed to, and who speaks when its own words do not say.

use super::attribution::{Attribution, Scene};
use super::tree::{child, children, phrase};
use super::words::{Ways, ways};
use crate::document::Document;
use std::sync::LazyLock;

/// For the stem of a verb or noun, the ways it names those spoken to: `object`, `subject of the
/// clause` it governs, or a preposition.
static ADDRESSING: LazyLock<Ways> = LazyLock::new(|| ways(include_str!("data/addressing.tsv")));

/// Longest name between a verb and its content, in tokens.
const LONGEST_NAME: usize = 6;

/// The noun phrases that name those spoken to, each as the tokens of its tree.
pub(super) fn addressees(
    document: &Document,
    scene: &Scene,
    found: &Attribution,
) -> Vec<Vec<usize>> {
    let mut phrases = Vec::new();
    for &i in &found.cue {
        let Some(ways) = ADDRESSING.get(&scene.syntax.words[i].stem) else {
            continue;
        };
        let passive = scene
            .children(i)
            .iter()
            .any(|c| &*scene.syntax.labels[*c as usize] == "auxpass");
        for c in children(scene, i) {
            if found.source.contains(&c) {
                continue;
            }
            let object = ways.contains(&"object");
            match &*scene.syntax.labels[c] {
                "dobj" | "dative" if object && c > i && !has_noun_rival(scene, i, c) => {
                    phrases.push(c)
                }
                // "expressed concern to X", "made an offer to X"
                "dobj" if c > i => phrases.extend(
                    children(scene, c)
                        .filter(|p| *p > c && &*scene.syntax.labels[*p] == "prep")
                        .filter(|p| {
                            let word = scene.text.word(document, *p).to_lowercase();
                            ways.iter().any(|way| *way == word && *way == "to")
                        })
                        .filter_map(|p| child(scene, p, &["pobj"])),
                ),
                "nsubjpass" if object && passive => phrases.push(c),
                "ccomp" | "xcomp" | "acl" if ways.contains(&"clause") => {
                    phrases.extend(infinitive_subject(scene, c))
                }
                "prep" | "dative" | "agent" => {
                    let preposition = scene.text.word(document, c).to_lowercase();
                    if ways.iter().any(|way| *way == preposition) {
                        phrases.extend(
                            scene
                                .children(c)
                                .iter()
                                .map(|p| *p as usize)
                                .filter(|p| &*scene.syntax.labels[*p] == "pobj"),
                        );
                    }
                    // "in an interview with X", "in a letter to X"
                    if preposition == "in" || preposition == "during" {
                        phrases.extend(
                            scene
                                .children(c)
                                .iter()
                                .flat_map(|p| occasion(document, scene, *p as usize)),
                        );
                    }
                }
                _ => {}
            }
        }
    }
    phrases.sort_unstable();
    phrases.dedup();
    let mut named: Vec<Vec<usize>> = phrases
        .into_iter()
        .map(|head| phrase(scene, head))
        .filter(|p| !p.iter().any(|t| found.source.contains(t)))
        .collect();
    if named.is_empty() {
        named.extend(name_behind(scene, found));
    }
    named
}

/// "warns [Russia] of costs": the name between a verb that speaks to somebody and what it says, for
/// sentences whose tree has gone astray.
fn name_behind(scene: &Scene, found: &Attribution) -> Option<Vec<usize>> {
    let verb = *found.cue.last()?;
    let content = *found.content.first()?;
    let between = verb + 1..content;
    (is_spoken_to(scene, verb)
        && (1..=LONGEST_NAME).contains(&between.len())
        && between.clone().all(|i| scene.names[i] != 0))
    .then(|| between.collect())
}

/// Whether the verb's object is somebody spoken to: "tell", "warn".
pub(super) fn is_spoken_to(scene: &Scene, verb: usize) -> bool {
    ADDRESSING
        .get(&scene.syntax.words[verb].stem)
        .is_some_and(|ways| ways.contains(&"object"))
}

/// "handed over the proposal": with a preposition at hand the object is what was said.
fn has_noun_rival(scene: &Scene, verb: usize, object: usize) -> bool {
    scene.children(verb).iter().any(|c| {
        let c = *c as usize;
        c != object && &*scene.syntax.labels[c] == "dative" && c < object
    })
}

/// Those an interview is with, or a letter is to, and the outlet in "a Bloomberg interview".
fn occasion(document: &Document, scene: &Scene, noun: usize) -> Vec<usize> {
    let Some(ways) = ADDRESSING.get(&scene.syntax.words[noun].stem) else {
        return Vec::new();
    };
    let children = |i: usize| scene.children(i).iter().map(|c| *c as usize);
    let label = |i: usize| scene.syntax.labels[i];
    let behind = children(noun).filter(|c| {
        let word = scene.text.word(document, *c).to_lowercase();
        ways.iter().any(|way| *way == word)
    });
    let parties = behind.flat_map(children).filter(|c| &*label(*c) == "pobj");
    let two_sided = ways.contains(&"with");
    let named = |c: &usize| two_sided && matches!(&*label(*c), "compound" | "nmod" | "poss");
    let outlets = children(noun).filter(|c| named(c) && scene.names[*c] != 0);
    parties.chain(outlets).collect()
}

/// "urged Russia to withdraw": the parser may make Russia the subject of "withdraw".
fn infinitive_subject(scene: &Scene, clause: usize) -> Option<usize> {
    let child = |label: &str| {
        scene
            .children(clause)
            .iter()
            .map(|c| *c as usize)
            .find(|c| &*scene.syntax.labels[*c] == label)
    };
    let infinitive = scene
        .children(clause)
        .iter()
        .any(|c| &*scene.syntax.tags[*c as usize] == "TO");
    infinitive.then(|| child("nsubj")).flatten()
}

/// The tokens that name the subject of a cue without a source of its own: "denied it and [cue]
/// rejected …", "spoke on Monday, [cue] saying …". Empty when the tree gives none.
pub(super) fn elided_subject(scene: &Scene, cue: &[usize]) -> Vec<usize> {
    let Some(mut at) = cue
        .iter()
        .copied()
        .find(|i| !cue.contains(&scene.syntax.heads[*i]) || scene.syntax.heads[*i] == *i)
    else {
        return Vec::new();
    };
    for _ in 0..4 {
        let label = scene.syntax.labels[at];
        let subject = scene.children(at).iter().map(|c| *c as usize).find(|c| {
            match &*scene.syntax.labels[*c] {
                "nsubj" => true,
                // the subject of a passive of telling hears
                "nsubjpass" => !is_spoken_to(scene, at),
                _ => false,
            }
        });
        if let Some(subject) = subject {
            return phrase(scene, subject);
        }
        if !matches!(&*label, "conj" | "advcl" | "xcomp") || scene.syntax.heads[at] == at {
            break;
        }
        let head = scene.syntax.heads[at];
        if &*label == "conj" && is_finite(scene, at) && &*scene.syntax.tags[head] == "VB" {
            return subject_above(scene, head);
        }
        at = head;
    }
    Vec::new()
}

fn is_finite(scene: &Scene, verb: usize) -> bool {
    matches!(&*scene.syntax.tags[verb], "VBD" | "VBZ" | "VBP")
}

/// "[The union] denied that it has plans to strike and rejects …": the tree has coordinated a finite verb
/// with an infinitive, which cannot be; the subject is the one of the outermost clause.
fn subject_above(scene: &Scene, infinitive: usize) -> Vec<usize> {
    let heads = &scene.syntax.heads;
    let mut at = infinitive;
    for _ in 0..12 {
        if heads[at] == at {
            break;
        }
        at = heads[at];
    }
    child(scene, at, &["nsubj"]).map_or_else(Vec::new, |s| phrase(scene, s))
}
