//! Passives and participles: who does what the verb of a cue says, and to whom it is done.

use super::audience::{can_hear, is_spoken_to};
use super::tree::{child, children, subtree, top};
use crate::statement::article::Article;
use crate::statement::attribution::Attribution;

/// The verb of a cue that is a participle of telling or asking before the clause of those who are told
/// or asked: "Asked whether …, she said".
pub(in crate::statement) fn asking_participle(article: &Article, cue: &[usize]) -> Option<usize> {
    let syntax = article.syntax;
    let verb = top(article, cue)?;
    let participle = matches!(&*syntax.tags[verb], "VBN" | "VBD")
        && &*syntax.labels[verb] == "advcl"
        && syntax.heads[verb] > verb
        && is_spoken_to(article, verb);
    let whole = ["nsubj", "nsubjpass", "aux", "auxpass"];
    (participle && child(article, verb, &whole).is_none()).then_some(verb)
}

/// The verb of a cue in the passive, and its subject.
pub(in crate::statement) fn passive(
    article: &Article,
    found: &Attribution,
) -> Option<(usize, usize)> {
    let verb = top(article, &found.cue).filter(|v| &*article.syntax.tags[*v] == "VBN")?;
    child(article, verb, &["auxpass"])?;
    Some((verb, child(article, verb, &["nsubjpass"])?))
}

/// The "by" of a passive; the tree may hang it on what the verb makes of its subject: "was hailed as a
/// triumph [by] the mayor".
pub(in crate::statement) fn agent(article: &Article, verb: usize) -> Option<usize> {
    let by = |c: &usize| article.written(*c).eq_ignore_ascii_case("by");
    let own = child(article, verb, &["agent"]).or_else(|| children(article, verb).find(by));
    own.or_else(|| {
        let labels = [
            "prep", "oprd", "xcomp", "dobj", "attr", "acomp", "advcl", "dative",
        ];
        let below = children(article, verb)
            .filter(|c| *c > verb && labels.contains(&&*article.syntax.labels[*c]))
            .flat_map(|c| subtree(article, c));
        below.filter(by).find(|by| {
            let named = child(article, *by, &["pobj"]);
            named.is_some_and(|n| can_hear(article, n))
        })
    })
}
