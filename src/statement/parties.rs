//! Who speaks when the words of a statement do not say.

use super::attribution::Scene;
use super::hearers::is_spoken_to;
use super::tree::{child, phrase};

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
