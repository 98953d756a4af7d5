//! Traversals of the dependency tree, shared by the rules.

use crate::statement::article::Article;
use crate::syntax::{Label, Tag};
use crate::text::TokenId;

/// Maximum number of steps up the tree from a verb to the one it is coordinated with.
const LONGEST_CLIMB: usize = 12;

/// The children of a token, in order.
pub(in crate::statement) fn children<'s>(
    article: &'s Article,
    token: TokenId,
) -> impl Iterator<Item = TokenId> + 's {
    article.children(token)
}

/// The first child with one of these labels.
pub(in crate::statement) fn child(
    article: &Article,
    token: TokenId,
    labels: &[Label],
) -> Option<TokenId> {
    children(article, token).find(|c| labels.contains(&article.syntax.labels[*c]))
}

/// The tokens of a noun phrase: its tree without clauses and what follows them.
pub(in crate::statement) fn phrase(article: &Article, head: TokenId) -> Vec<TokenId> {
    below(article, head, |label| {
        !matches!(
            label,
            Label::Relcl
                | Label::Acl
                | Label::Advcl
                | Label::Ccomp
                | Label::Xcomp
                | Label::Punct
                | Label::Npadvmod
        )
    })
}

/// A token and its descendants, in order.
pub(in crate::statement) fn subtree(article: &Article, head: TokenId) -> Vec<TokenId> {
    below(article, head, |_| true)
}

fn below(article: &Article, head: TokenId, follow: impl Fn(Label) -> bool) -> Vec<TokenId> {
    let mut tokens = vec![head];
    let mut open = vec![head];
    while let Some(at) = open.pop() {
        for child in children(article, at) {
            if follow(article.syntax.labels[child]) {
                tokens.push(child);
                open.push(child);
            }
        }
    }
    tokens.sort_unstable();
    tokens
}

/// Whether a token is a descendant of another, at most `reach` steps down.
pub(in crate::statement) fn hangs_below(
    article: &Article,
    token: TokenId,
    above: TokenId,
    reach: usize,
) -> bool {
    let mut at = token;
    for _ in 0..reach {
        let head = article.syntax.heads[at];
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

/// The verb that a verb is coordinated with. A finite verb cannot be coordinated with an infinitive, as the tree
/// may say ("[said] it would hold talks and [urged] …"): it goes with the nearest verb of its own tense above.
pub(in crate::statement) fn coordinate(article: &Article, verb: TokenId) -> Option<TokenId> {
    let syntax = article.syntax;
    let mut at = syntax.heads[verb];
    if syntax.labels[verb] != Label::Conj || at == verb {
        return None;
    }
    let Some(tense) = tense(article, verb) else {
        return Some(at);
    };
    if syntax.tags[at] != Tag::VB || child(article, verb, &[Label::Nsubj]).is_some() {
        return Some(at);
    }
    let same = |at: TokenId| self::tense(article, at) == Some(tense);
    for _ in 0..LONGEST_CLIMB {
        if same(at) || syntax.heads[at] == at {
            break;
        }
        at = syntax.heads[at];
    }
    same(at).then_some(at)
}

/// The tag of a verb in a finite form, or of its auxiliary: "[have] called".
fn tense(article: &Article, verb: TokenId) -> Option<Tag> {
    let tag = |i: TokenId| article.syntax.tags[i];
    let finite = |i: &TokenId| matches!(tag(*i), Tag::VBD | Tag::VBZ | Tag::VBP);
    let auxiliary =
        || children(article, verb).find(|c| article.syntax.labels[*c] == Label::Aux && finite(c));
    let verb = Some(verb).filter(finite).or_else(|| {
        matches!(tag(verb), Tag::VBN | Tag::VBG)
            .then(auxiliary)
            .flatten()
    });
    verb.map(tag)
}

/// The token of these that is nearest to the root.
pub(in crate::statement) fn top(article: &Article, tokens: &[TokenId]) -> Option<TokenId> {
    let heads = &article.syntax.heads;
    tokens
        .iter()
        .copied()
        .find(|i| heads[*i] == *i || !tokens.contains(&heads[*i]))
}

/// Whether a verb is in a finite form, or in one that may be mistagged as a participle ("he
/// described").
pub(in crate::statement) fn is_finite(article: &Article, verb: TokenId) -> bool {
    match article.syntax.tags[verb] {
        Tag::VBD | Tag::VBZ | Tag::VBP => true,
        Tag::VBN => {
            child(article, verb, &[Label::Nsubj]).is_some_and(|s| s < verb)
                && child(article, verb, &[Label::Aux, Label::Auxpass]).is_none()
        }
        _ => false,
    }
}
