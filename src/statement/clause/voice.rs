//! Passives and participles: who does what the verb of a cue says, and to whom it is done.

use super::audience::{can_hear, is_spoken_to};
use super::tree::{child, children, subtree, top};
use crate::document::Document;
use crate::statement::attribution::{Attribution, Scene};

/// The verb of a cue that is a participle of telling or asking before the clause of those who are told
/// or asked: "Asked whether …, she said".
pub(in crate::statement) fn asking_participle(scene: &Scene, cue: &[usize]) -> Option<usize> {
    let syntax = scene.syntax;
    let verb = top(scene, cue)?;
    let participle = matches!(&*syntax.tags[verb], "VBN" | "VBD")
        && &*syntax.labels[verb] == "advcl"
        && syntax.heads[verb] > verb
        && is_spoken_to(scene, verb);
    let whole = ["nsubj", "nsubjpass", "aux", "auxpass"];
    (participle && child(scene, verb, &whole).is_none()).then_some(verb)
}

/// The verb of a cue in the passive, and its subject.
pub(in crate::statement) fn passive(scene: &Scene, found: &Attribution) -> Option<(usize, usize)> {
    let verb = top(scene, &found.cue).filter(|v| &*scene.syntax.tags[*v] == "VBN")?;
    child(scene, verb, &["auxpass"])?;
    Some((verb, child(scene, verb, &["nsubjpass"])?))
}

/// The "by" of a passive; the tree may hang it on what the verb makes of its subject: "was hailed as a
/// triumph [by] the mayor".
pub(in crate::statement) fn agent(
    document: &Document,
    scene: &Scene,
    verb: usize,
) -> Option<usize> {
    let by = |c: &usize| scene.text.word(document, *c).eq_ignore_ascii_case("by");
    let own = child(scene, verb, &["agent"]).or_else(|| children(scene, verb).find(by));
    own.or_else(|| {
        let labels = [
            "prep", "oprd", "xcomp", "dobj", "attr", "acomp", "advcl", "dative",
        ];
        let below = children(scene, verb)
            .filter(|c| *c > verb && labels.contains(&&*scene.syntax.labels[*c]))
            .flat_map(|c| subtree(scene, c));
        below.filter(by).find(|by| {
            let named = child(scene, *by, &["pobj"]);
            named.is_some_and(|n| can_hear(document, scene, n))
        })
    })
}
