//! Blame, thanks and anger "for saying": the speaker is the one who is blamed or thanked.
//!
//! "The board thanked Eva Lund for warning that the wells were unsafe" has two statements, and the second
//! is Eva Lund's. Who it is depends on what governs "for" or "by": the object of a verb, the subject of
//! its passive, the target of anger after "with" or "at"; otherwise the subject ("apologised for saying").

use crate::statement::Mode;
use crate::statement::acts::Taxonomy;
use crate::statement::article::Article;
use crate::statement::attribution::{Attribution, OF_FORM};
use crate::statement::clause::audience;
use crate::statement::clause::tokens::trimmed;
use crate::statement::clause::tree::{child, children, phrase, subtree};
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{QuoteState, TokenId};
use std::collections::HashMap;

/// Maximum number of steps from "for" up to the verb of the clause.
const LONGEST_CLIMB: usize = 6;

/// Adds the statements of those who are blamed or thanked, and removes such words from other statements.
pub(in crate::statement) fn complete(
    taxonomy: &Taxonomy,
    article: &Article,
    found: &mut Vec<Attribution>,
) {
    let saying = |i: TokenId| for_saying(taxonomy, article, i);
    let sayings: Vec<Attribution> = article.tokens().skip(1).filter_map(saying).collect();
    if sayings.is_empty() {
        return;
    }
    // whose cue a token is part of, or whose content starts with it
    let mut beside: HashMap<TokenId, Vec<usize>> = HashMap::new();
    for (number, attribution) in found.iter().enumerate() {
        for token in attribution.cue.iter().chain(attribution.content.first()) {
            beside.entry(*token).or_default().push(number);
        }
    }
    let mut gone = vec![false; found.len()];
    for theirs in sayings {
        // "was furious with Duda for [saying “…”]": the models took the anger for speech
        let Some(&start) = theirs.cue.first() else {
            continue;
        };
        let all_theirs = |a: &Attribution| {
            let rest = |k: &TokenId| *k == start || theirs.content.binary_search(k).is_ok();
            a.cue.contains(&start) || !a.content.is_empty() && a.content.iter().all(rest)
        };
        let near = theirs.content.iter().chain([&start]);
        let near = near.filter_map(|token| beside.get(token)).flatten();
        let mut near: Vec<usize> = near.copied().filter(|k| !gone[*k]).collect();
        near.sort_unstable();
        near.dedup();
        near.retain(|k| all_theirs(&found[*k]));
        for number in near {
            let other = &mut found[number];
            let object = (other.cue.first()).and_then(|cue| child(article, *cue, &[Label::Dobj]));
            if let Some(object) = object.filter(|_| !other.cue.contains(&start)) {
                other.content.splice(
                    0..0,
                    phrase(article, object)
                        .into_iter()
                        .filter(|k| *k < start - 1),
                );
                other.cue.retain(|k| *k < object);
                let first = other.content.first().copied();
                beside
                    .entry(first.unwrap_or(start))
                    .or_default()
                    .push(number);
            }
            gone[number] = all_theirs(other);
        }
        for token in theirs.cue.iter().chain(theirs.content.first()) {
            beside.entry(*token).or_default().push(found.len());
        }
        found.push(theirs);
        gone.push(false);
    }
    let mut gone = gone.into_iter();
    found.retain(|_| !gone.next().unwrap_or(false));
}

/// The statement that a participle of speech after "for" or "by" reports.
fn for_saying(taxonomy: &Taxonomy, article: &Article, verb: TokenId) -> Option<Attribution> {
    let syntax = article.syntax;
    let preposition = verb - 1;
    if syntax.tags[verb] != Tag::VBG
        || !WORDS.on_account.has(article, preposition)
        || article.text.tokens[verb].quote != QuoteState::Outside
        || taxonomy
            .verb(syntax.words[verb].stem)
            .is_none_or(|act| act.mode != Mode::Speech)
    {
        return None;
    }
    let sentence = article.text.sentence_of(verb);
    let next = verb + 1;
    let quoted = article
        .text
        .tokens
        .get(next)
        .is_some_and(|t| t.quote == QuoteState::Open);
    let clause = child(article, verb, &[Label::Ccomp]).filter(|c| *c > verb);
    let that = next < sentence.end && article.written(next) == "that";
    let end = if quoted {
        let number = article.quotation(next)?;
        article.text.quotations.get(number as usize)?.tokens.end
    } else if clause.is_some() || that {
        let last = subtree(article, verb).last().copied()?;
        let clause = clause.and_then(|c| subtree(article, c).last().copied());
        clause.unwrap_or(last).max(last.min(next)) + 1
    } else {
        return None;
    };
    let content = trimmed(article, next..end.min(sentence.end).max(next));
    let speaker = blamed(article, preposition)?;
    let source = phrase(article, speaker);
    let apart = source.iter().all(|i| !content.contains(i));
    (content.len() >= 2 && apart).then(|| Attribution {
        source: source.into_iter().filter(|i| *i < preposition).collect(),
        cue: vec![verb],
        content,
        confidence: OF_FORM,
        via: Vec::new(),
    })
}

/// Who is blamed or thanked, according to the governor of the preposition.
fn blamed(article: &Article, preposition: TokenId) -> Option<TokenId> {
    let syntax = article.syntax;
    let by = article.written(preposition) == "by";
    let mut at = syntax.heads[preposition];
    for _ in 0..LONGEST_CLIMB {
        let tag = syntax.tags[at];
        if at < preposition && !by && tag.is_noun() && audience::can_hear(article, at) {
            return Some(at);
        }
        // "furious with [Duda]", "angry at [the mayor]"
        let feeling = child(article, at, &[Label::Acomp, Label::Attr]).filter(|c| *c < preposition);
        let at_whom = children(article, at)
            .chain(feeling.into_iter().flat_map(|c| children(article, c)))
            .filter(|c| !by && *c < preposition && WORDS.against_whom.has(article, *c))
            .filter_map(|c| child(article, c, &[Label::Pobj]))
            .find(|p| audience::can_hear(article, *p));
        let object = child(article, at, &[Label::Dobj]).filter(|o| !by && *o < preposition);
        let object = object.filter(|o| audience::can_hear(article, *o));
        let subject = child(article, at, &[Label::Nsubjpass, Label::Nsubj]).filter(|s| *s < at);
        if let Some(found) = at_whom.or(object) {
            return Some(found);
        }
        if let Some(subject) = subject.filter(|_| tag.is_verb() || tag.is_adjective()) {
            return Some(subject);
        }
        if syntax.heads[at] == at {
            break;
        }
        at = syntax.heads[at];
    }
    None
}
