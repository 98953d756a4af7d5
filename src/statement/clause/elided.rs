//! The speaker of a cue that has no source of its own.

use crate::entity::{Being, being};
use crate::statement::article::Article;
use crate::statement::clause::audience;
use crate::statement::clause::audience::is_spoken_to;
use crate::statement::clause::tree::{child, phrase};
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::TokenId;

/// How many steps up from a preposition the verb of its clause can be.
const LONGEST_CLIMB: usize = 6;

/// The tokens that name the subject of a cue without a source of its own: "denied it and [cue]
/// rejected …", "spoke on Monday, [cue] saying …". Empty if the tree gives none.
pub(in crate::statement) fn elided_subject(article: &Article, cue: &[TokenId]) -> Vec<TokenId> {
    let Some(mut at) = cue
        .iter()
        .copied()
        .find(|i| !cue.contains(&article.syntax.heads[*i]) || article.syntax.heads[*i] == *i)
    else {
        return Vec::new();
    };
    for _ in 0..4 {
        let label = article.syntax.labels[at];
        let subject = article.children(at).find(|c| {
            match article.syntax.labels[*c] {
                Label::Nsubj => true,
                // the subject of a passive such as "was told" is the addressee
                Label::Nsubjpass => !is_spoken_to(article, at),
                _ => false,
            }
        });
        if let Some(subject) = subject.filter(|s| !is_behind_and(article, at, *s)) {
            return phrase(article, subject);
        }
        if label == Label::Conj && is_finite(article, at) && is_of_a_noun(article, at) {
            return subject_above(article, article.syntax.heads[at]);
        }
        if let Some(subject) = subject_behind(article, at) {
            return phrase(article, subject);
        }
        if label == Label::Pcomp && article.syntax.tags[at] == Tag::VBG {
            return controller(article, article.syntax.heads[at]);
        }
        if !matches!(label, Label::Conj | Label::Advcl | Label::Xcomp)
            || article.syntax.heads[at] == at
        {
            break;
        }
        let head = article.syntax.heads[at];
        if label == Label::Conj && is_finite(article, at) && article.syntax.tags[head] == Tag::VB {
            return subject_above(article, head);
        }
        at = head;
    }
    Vec::new()
}

/// "When [announcing] the closure, [the mayor] called for calm": a participle after a preposition and before
/// the subject of its sentence has that subject.
fn subject_behind(article: &Article, participle: TokenId) -> Option<TokenId> {
    let syntax = article.syntax;
    if syntax.labels[participle] != Label::Pcomp {
        return None;
    }
    let main = syntax.heads[syntax.heads[participle]];
    let subject = child(article, main, &[Label::Nsubj])?;
    (participle < subject && subject < main).then_some(subject)
}

/// "a stage for whatever [he] wanted, from [saying] …", "[his] role in selling cures and for [claiming] …":
/// the subject of a participle after a preposition: the owner of the noun, or the object of the verb above the
/// preposition ("was banned from saying", "kept him from saying"), or its subject.
fn controller(article: &Article, preposition: TokenId) -> Vec<TokenId> {
    let syntax = article.syntax;
    let adverbial = WORDS.adverbial.has(article, preposition);
    let mut at = syntax.heads[preposition];
    for _ in 0..LONGEST_CLIMB {
        let theirs = match syntax.tags[at] {
            tag if tag.is_noun() => child(article, at, &[Label::Poss]),
            _ => {
                let object =
                    child(article, at, &[Label::Dobj, Label::Dative]).filter(|_| !adverbial);
                let object = object.filter(|o| audience::can_hear(article, *o));
                object.or_else(|| child(article, at, &[Label::Nsubj]))
            }
        };
        if let Some(theirs) = theirs.filter(|i| *i < preposition) {
            let pronoun = matches!(syntax.tags[theirs], Tag::PRP | Tag::PRPS | Tag::WP);
            return match pronoun || audience::can_hear(article, theirs) {
                true => phrase(article, theirs),
                false => Vec::new(),
            };
        }
        if syntax.heads[at] == at {
            break;
        }
        at = syntax.heads[at];
    }
    Vec::new()
}

/// "hosted a forum [sponsored] by the bank and [said]", "will rebuild the market, which [burned] down, and
/// [said]": the parser has coordinated a finite verb with a participle about a noun, which is impossible, or with
/// a clause, closed by a comma, about a thing that cannot speak.
fn is_of_a_noun(article: &Article, verb: TokenId) -> bool {
    let syntax = article.syntax;
    let clause = syntax.heads[verb];
    let noun = syntax.heads[clause];
    let thing = article.names[noun] == 0 && being(&syntax.words[noun]) == Being::Unknown;
    let comma = verb.index() >= 2
        && syntax.tags[verb - 1] == Tag::CC
        && syntax.tags[verb - 2] == Tag::Comma;
    match syntax.labels[clause] {
        Label::Acl => matches!(syntax.tags[clause], Tag::VBN | Tag::VBG),
        Label::Relcl => thing && comma,
        _ => false,
    }
}

/// "held a forum sponsored by [the bank] and [said]": directly after "and" a verb has no subject of its own.
fn is_behind_and(article: &Article, verb: TokenId, subject: TokenId) -> bool {
    let and = verb
        .checked_sub(1)
        .filter(|i| article.syntax.tags[*i] == Tag::CC);
    and.is_some_and(|and| subject < and)
}

fn is_finite(article: &Article, verb: TokenId) -> bool {
    matches!(article.syntax.tags[verb], Tag::VBD | Tag::VBZ | Tag::VBP)
}

/// "[The union] denied that it has plans to strike and rejects …": the parser has coordinated a finite verb
/// with an infinitive, which is impossible; the subject is the one of the outermost clause.
fn subject_above(article: &Article, infinitive: TokenId) -> Vec<TokenId> {
    let heads = &article.syntax.heads;
    let mut at = infinitive;
    for _ in 0..12 {
        if heads[at] == at {
            break;
        }
        at = heads[at];
    }
    child(article, at, &[Label::Nsubj]).map_or_else(Vec::new, |s| phrase(article, s))
}
