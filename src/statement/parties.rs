//! Who speaks when the words of a statement do not say.

use super::attribution::Scene;
use super::hearers::is_spoken_to;
use super::tree::{child, phrase};
use crate::entity::{Being, being};

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
        if let Some(subject) = subject.filter(|s| !is_of_a_thing(scene, at, *s)) {
            return phrase(scene, subject);
        }
        // "a forum [sponsored] by the bank and [said]": a finite verb goes with no participle of a noun
        if &*label == "conj" && is_finite(scene, at) && is_of_a_noun(scene, scene.syntax.heads[at])
        {
            return subject_above(scene, scene.syntax.heads[at]);
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

/// "rebuild the market, [which] burned down": the subject of a clause about something that cannot speak.
fn is_of_a_thing(scene: &Scene, verb: usize, subject: usize) -> bool {
    let syntax = scene.syntax;
    let noun = syntax.heads[verb];
    &*syntax.labels[verb] == "relcl"
        && matches!(&*syntax.tags[subject], "WDT")
        && scene.names[noun] == 0
        && being(&syntax.words[noun]) == Being::Unknown
}

/// Whether a verb is a clause about a noun: "a forum [sponsored] by the bank", "the market, which [burned]
/// down".
fn is_of_a_noun(scene: &Scene, verb: usize) -> bool {
    let syntax = scene.syntax;
    let reduced = &*syntax.labels[verb] == "acl" && matches!(&*syntax.tags[verb], "VBN" | "VBG");
    let subject = child(scene, verb, &["nsubj", "nsubjpass"]);
    reduced || subject.is_some_and(|s| is_of_a_thing(scene, verb, s))
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
