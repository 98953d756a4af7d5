//! Passives and participles: the agent and the patient of a cue's verb.

use super::audience::{can_hear, is_spoken_to};
use super::tree::{child, children, subtree, top};
use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::syntax::{Label, Tag};
use crate::text::TokenId;

/// The verb of a cue that is a participle of telling or asking before the clause of the addressee: "Asked whether …,
/// she said".
pub(in crate::statement) fn asking_participle(
    article: &Article,
    cue: &[TokenId],
) -> Option<TokenId> {
    let syntax = article.syntax;
    let verb = top(article, cue)?;
    let participle = matches!(syntax.tags[verb], Tag::VBN | Tag::VBD)
        && syntax.labels[verb] == Label::Advcl
        && syntax.heads[verb] > verb
        && is_spoken_to(article, verb);
    let whole = [Label::Nsubj, Label::Nsubjpass, Label::Aux, Label::Auxpass];
    (participle && child(article, verb, &whole).is_none()).then_some(verb)
}

/// The verb of a cue in the passive, and its subject.
pub(in crate::statement) fn passive(
    article: &Article,
    found: &Attribution,
) -> Option<(TokenId, TokenId)> {
    let verb = top(article, &found.cue).filter(|v| article.syntax.tags[*v] == Tag::VBN)?;
    child(article, verb, &[Label::Auxpass])?;
    Some((verb, child(article, verb, &[Label::Nsubjpass])?))
}

/// The "by" of a passive; the parser may attach it to a complement: "was hailed as a
/// triumph [by] the mayor".
pub(in crate::statement) fn agent(article: &Article, verb: TokenId) -> Option<TokenId> {
    let by = |c: &TokenId| article.written(*c).eq_ignore_ascii_case("by");
    let own = child(article, verb, &[Label::Agent]).or_else(|| children(article, verb).find(by));
    own.or_else(|| {
        let labels = [
            Label::Prep,
            Label::Oprd,
            Label::Xcomp,
            Label::Dobj,
            Label::Attr,
            Label::Acomp,
            Label::Advcl,
            Label::Dative,
        ];
        let below = children(article, verb)
            .filter(|c| *c > verb && labels.contains(&article.syntax.labels[*c]))
            .flat_map(|c| subtree(article, c));
        below.filter(by).find(|by| {
            let named = child(article, *by, &[Label::Pobj]);
            named.is_some_and(|n| can_hear(article, n))
        })
    })
}
