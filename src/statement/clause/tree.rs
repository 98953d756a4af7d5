//! Walks over the dependency tree that the rules share.

use crate::statement::attribution::Scene;

/// Most steps up the tree from a verb to the one it is coordinated with.
const LONGEST_CLIMB: usize = 12;

/// The children of a token, in order.
pub(in crate::statement) fn children<'s>(
    scene: &'s Scene,
    token: usize,
) -> impl Iterator<Item = usize> + 's {
    scene.children(token).iter().map(|c| *c as usize)
}

/// The first child with one of these labels.
pub(in crate::statement) fn child(scene: &Scene, token: usize, labels: &[&str]) -> Option<usize> {
    children(scene, token).find(|c| labels.contains(&&*scene.syntax.labels[*c]))
}

/// The tokens of a noun phrase: its tree without clauses and what follows them.
pub(in crate::statement) fn phrase(scene: &Scene, head: usize) -> Vec<usize> {
    below(scene, head, |label| {
        !matches!(
            label,
            "relcl" | "acl" | "advcl" | "ccomp" | "xcomp" | "punct" | "npadvmod"
        )
    })
}

/// A token and all that hangs below it, in order.
pub(in crate::statement) fn subtree(scene: &Scene, head: usize) -> Vec<usize> {
    below(scene, head, |_| true)
}

fn below(scene: &Scene, head: usize, follow: impl Fn(&str) -> bool) -> Vec<usize> {
    let mut tokens = vec![head];
    let mut open = vec![head];
    while let Some(at) = open.pop() {
        for child in children(scene, at) {
            if follow(&scene.syntax.labels[child]) {
                tokens.push(child);
                open.push(child);
            }
        }
    }
    tokens.sort_unstable();
    tokens
}

/// Whether a token hangs below another, at most `reach` steps up.
pub(in crate::statement) fn hangs_below(
    scene: &Scene,
    token: usize,
    above: usize,
    reach: usize,
) -> bool {
    let mut at = token;
    for _ in 0..reach {
        let head = scene.syntax.heads[at];
        if head == above {
            return true;
        }
        if head == at {
            return false;
        }
        at = head;
    }
    false
}

/// The verb that a verb is coordinated with. A finite verb cannot go with an infinitive, as the tree may
/// have it ("[said] it would hold talks and [urged] …"): it goes with the nearest of its own tense above.
pub(in crate::statement) fn coordinate(scene: &Scene, verb: usize) -> Option<usize> {
    let syntax = scene.syntax;
    let mut at = syntax.heads[verb];
    if &*syntax.labels[verb] != "conj" || at == verb {
        return None;
    }
    let Some(tense) = tense(scene, verb) else {
        return Some(at);
    };
    if &*syntax.tags[at] != "VB" || child(scene, verb, &["nsubj"]).is_some() {
        return Some(at);
    }
    let same = |at: usize| self::tense(scene, at) == Some(tense);
    for _ in 0..LONGEST_CLIMB {
        if same(at) || syntax.heads[at] == at {
            break;
        }
        at = syntax.heads[at];
    }
    same(at).then_some(at)
}

/// The tag of a verb in a finite form, or of its auxiliary: "[have] called".
fn tense(scene: &Scene, verb: usize) -> Option<&'static str> {
    let tag = |i: usize| -> &'static str { scene.syntax.tags[i].as_str() };
    let finite = |i: &usize| matches!(tag(*i), "VBD" | "VBZ" | "VBP");
    let auxiliary =
        || children(scene, verb).find(|c| &*scene.syntax.labels[*c] == "aux" && finite(c));
    let verb = Some(verb)
        .filter(finite)
        .or_else(|| matches!(tag(verb), "VBN" | "VBG").then(auxiliary).flatten());
    verb.map(tag)
}

/// The token of these that is nearest to the root.
pub(in crate::statement) fn top(scene: &Scene, tokens: &[usize]) -> Option<usize> {
    let heads = &scene.syntax.heads;
    tokens
        .iter()
        .copied()
        .find(|i| heads[*i] == *i || !tokens.contains(&heads[*i]))
}

/// Whether a verb is in a finite form, or in one that the tagger has taken for a participle ("he
/// described").
pub(in crate::statement) fn is_finite(scene: &Scene, verb: usize) -> bool {
    match &*scene.syntax.tags[verb] {
        "VBD" | "VBZ" | "VBP" => true,
        "VBN" => {
            child(scene, verb, &["nsubj"]).is_some_and(|s| s < verb)
                && child(scene, verb, &["aux", "auxpass"]).is_none()
        }
        _ => false,
    }
}
