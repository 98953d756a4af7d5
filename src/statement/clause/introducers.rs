//! Speakers of words without a verb of speech: the person that the preceding sentence, or the preceding line with
//! a colon, is about.

use crate::entity::{Being, being};
use crate::statement::article::Article;
use crate::statement::clause::tree::{child, children, phrase};
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{QuoteState, TokenId, TokenRange};
use std::ops::Range;

/// A person whose words may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::statement) struct Introduced {
    /// The tokens that name them.
    pub source: Vec<TokenId>,
    /// Whether a reaction or attitude is reported: "Ann Lee is not convinced", "shrugged".
    pub reacts: bool,
}

/// Whether a token is the verb of a clause.
pub(in crate::statement) fn is_finite(article: &Article, token: TokenId) -> bool {
    matches!(
        article.syntax.tags[token],
        Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD
    )
}

/// Whether what follows is shown, sung or printed: "fans held up a banner".
pub(in crate::statement) fn shows(article: &Article, words: Range<TokenId>) -> bool {
    words.each().any(|i| WORDS.shown.has(article, i))
}

/// Whether a token names or refers to a person.
pub(in crate::statement) fn is_somebody(article: &Article, token: TokenId) -> bool {
    let tag = article.syntax.tags[token];
    match tag {
        Tag::PRP => {
            let word = article.written(token).to_lowercase();
            matches!(word.as_str(), "he" | "she" | "they")
        }
        _ if tag.is_noun() => {
            let known = being(&article.syntax.words[token]);
            let unnamed = article.names[token] == 0;
            // two names side by side that the recogniser does not know
            let in_full = || {
                let proper =
                    |i: TokenId| article.syntax.tags[i] == Tag::NNP && article.names[i] == 0;
                proper(token)
                    && children(article, token).any(|c| {
                        c + 1 == token && proper(c) && article.syntax.labels[c] == Label::Compound
                    })
            };
            article.names[token] == 1
                || unnamed && (matches!(known, Being::Person | Being::Title) || in_full())
        }
        _ => false,
    }
}

/// Whether a token names or refers to a body that can speak.
pub(in crate::statement) fn is_body(article: &Article, token: TokenId) -> bool {
    matches!(article.names[token], 2 | 3)
        || article.syntax.tags[token].is_noun()
            && being(&article.syntax.words[token]) == Being::Group
}

/// The person or body that a whole sentence is about, if there is one.
pub(in crate::statement) fn by_sentence(
    article: &Article,
    words: Range<TokenId>,
) -> Option<Introduced> {
    if shows(article, words.clone()) {
        return None;
    }
    if !words.each().any(|i| is_finite(article, i)) {
        return by_fragment(article, words.clone(), End::Sentence)
            .or_else(|| by_first_name(article, words));
    }
    let by_tree = main_verb(article, words.clone()).and_then(|verb| {
        let subject = child(article, verb, &[Label::Nsubj, Label::Nsubjpass])?;
        Some((verb, subject))
    });
    let Some((verb, subject)) = by_tree else {
        return by_first_name(article, words);
    };
    let reacts = reacts(article, verb);
    // "[Ann Lee]'s reaction was swift."
    if reacts
        && WORDS.utterance.has(article, subject)
        && let Some(source) = owner(article, subject)
    {
        return Some(Introduced { source, reacts });
    }
    let fits = is_somebody(article, subject) || reacts && is_body(article, subject);
    fits.then(|| Introduced {
        source: phrase(article, subject),
        reacts,
    })
}

/// "[Ann Lee] shrugged.": the name before a verb, for sentences with a wrong tree.
fn by_first_name(article: &Article, words: Range<TokenId>) -> Option<Introduced> {
    let run = name_runs(article, words.clone()).next()?;
    let source = with_title(article, run.clone(), words.start);
    let verb = words.contains(&run.end) && article.syntax.tags[run.end].is_verb();
    (verb && source.first() == Some(&words.start)).then(|| Introduced {
        source,
        reacts: reacts(article, run.end),
    })
}

/// The person introduced by the words before a colon.
pub(in crate::statement) fn by_colon(
    article: &Article,
    words: Range<TokenId>,
) -> Option<Introduced> {
    if shows(article, words.clone()) {
        return None;
    }
    if !words.each().any(|i| is_finite(article, i)) {
        return by_fragment(article, words, End::Colon);
    }
    let introduced = |source| Introduced {
        source,
        reacts: true,
    };
    let verb = main_verb(article, words.clone())?;
    let subject = child(article, verb, &[Label::Nsubj, Label::Nsubjpass]);
    if let Some(subject) = subject.filter(|s| is_somebody(article, *s)) {
        return Some(introduced(phrase(article, subject)));
    }
    let owner = subject.and_then(|subject| owner(article, subject));
    if let Some(owner) = owner {
        return Some(introduced(owner));
    }
    // "[For Ann Lee] the choice is clear:"
    let preposed = children(article, verb)
        .filter(|c| article.syntax.labels[*c] == Label::Prep && subject.is_none_or(|s| *c < s))
        .find_map(|c| child(article, c, &[Label::Pobj]))
        .filter(|i| is_somebody(article, *i));
    if let Some(preposed) = preposed {
        let run = name_runs(article, words.clone()).find(|run| run.contains(&preposed));
        let named = run.map(|run| with_title(article, run, words.start));
        return Some(introduced(
            named.unwrap_or_else(|| phrase(article, preposed)),
        ));
    }
    // "the last word goes [to the referee]:"
    let object = || {
        let topic = |i: TokenId| {
            let word = article.written(article.syntax.heads[i]).to_lowercase();
            matches!(
                word.as_str(),
                "for" | "of" | "about" | "in" | "on" | "at" | "over"
            )
        };
        let mut objects = words.each().filter(|i| {
            matches!(article.syntax.labels[*i], Label::Pobj | Label::Dative)
                && !topic(*i)
                && is_somebody(article, *i)
        });
        let only = objects.next().filter(|_| objects.next().is_none());
        only.map(|i| phrase(article, i))
    };
    let body = || subject.filter(|s| is_body(article, *s));
    only_person(article, words.clone())
        .or_else(object)
        .or_else(|| body().map(|s| phrase(article, s)))
        .map(introduced)
}

/// The verb of the main clause.
pub(in crate::statement) fn main_verb(article: &Article, words: Range<TokenId>) -> Option<TokenId> {
    let heads = &article.syntax.heads;
    let top = |i: &TokenId| heads[*i] == *i || !words.contains(&heads[*i]);
    let verbal = |i: &TokenId| {
        article.syntax.tags[*i].is_verb() || matches!(article.syntax.tags[*i], Tag::MD)
    };
    words.each().filter(top).find(verbal)
}

/// Whether a clause reports a feeling, or an action that precedes speech.
fn reacts(article: &Article, verb: TokenId) -> bool {
    // "Ann Lee does not."
    let denies = child(article, verb, &[Label::Neg]).is_some();
    denies
        || child(article, verb, &[Label::Acomp]).is_some()
        || WORDS.felt.has(article, verb)
        || WORDS.reacting.has(article, verb)
}

/// "[the mayor]'s message", "[her] verdict", "the answer from [the ministry]".
fn owner(article: &Article, noun: TokenId) -> Option<Vec<TokenId>> {
    let can_speak = |i: TokenId| is_somebody(article, i) || is_body(article, i);
    if let Some(owner) = child(article, noun, &[Label::Poss])
        && (article.syntax.tags[owner] == Tag::PRPS || can_speak(owner))
    {
        let mut source = phrase(article, owner);
        source.retain(|i| article.syntax.tags[*i] != Tag::POS);
        return Some(source);
    }
    let of = |i: TokenId| article.written(i).eq_ignore_ascii_case("of");
    children(article, noun)
        .filter(|c| WORDS.from.has(article, *c) || of(*c))
        .find_map(|c| child(article, c, &[Label::Pobj]))
        .filter(|i| can_speak(*i))
        .map(|i| phrase(article, i))
}

/// The only person named in a range.
fn only_person(article: &Article, words: Range<TokenId>) -> Option<Vec<TokenId>> {
    let mut runs = name_runs(article, words.clone());
    let run = runs.next()?;
    if runs.next().is_some() {
        return None;
    }
    Some(with_title(article, run, words.start))
}

/// Ranges of tokens that name a person.
fn name_runs<'s>(
    article: &'s Article,
    words: Range<TokenId>,
) -> impl Iterator<Item = Range<TokenId>> + 's {
    let mut at = words.start;
    std::iter::from_fn(move || {
        let person = |i: &TokenId| article.names[*i] == 1;
        let start = (at..words.end).each().find(person)?;
        let end = (start..words.end)
            .each()
            .find(|i| !person(i))
            .unwrap_or(words.end);
        at = end;
        Some(start..end)
    })
}

/// The first person named in full in a range.
pub(in crate::statement) fn first_full_name(
    article: &Article,
    words: Range<TokenId>,
) -> Option<Range<TokenId>> {
    name_runs(article, words).find(|run| run.len() >= 2)
}

/// A name with the titles before it.
fn with_title(article: &Article, run: Range<TokenId>, floor: TokenId) -> Vec<TokenId> {
    let titled = |i: &TokenId| {
        let tag = article.syntax.tags[*i];
        (tag.is_noun() || tag.is_adjective() || matches!(tag, Tag::DT))
            && article.written(*i) != ":"
    };
    let before = (floor..run.start).each().rev().take_while(titled).count();
    (run.start - before..run.end).each().collect()
}

/// What ends the introducing words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Colon,
    Sentence,
}

/// "And from Mayor Solheim:", "Statement by the guild:", "From the desk of Ann Lee, chief economist.":
/// without a colon, only if it begins like such lines.
fn by_fragment(article: &Article, words: Range<TokenId>, end: End) -> Option<Introduced> {
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    let first = words.each().next()?;
    let opens = WORDS.from.has(article, first) || WORDS.document.has(article, first);
    if !(end == End::Colon || opens) || !words.each().all(outside) {
        return None;
    }
    let of =
        |i: &TokenId| WORDS.from.has(article, *i) || article.written(*i).eq_ignore_ascii_case("of");
    let can_speak = |i: &TokenId| {
        is_somebody(article, *i)
            || is_body(article, *i)
            || article.names[*i] != 0
            || article.syntax.tags[*i].is_proper_noun()
    };
    let named = words
        .each()
        .filter(of)
        .filter_map(|i| child(article, i, &[Label::Pobj]))
        .filter(|i| words.contains(i))
        .find(can_speak)
        .map(|i| phrase(article, i));
    let named = named.or_else(|| {
        let run = name_runs(article, words.clone()).next()?;
        Some(with_title(article, run, words.start))
    });
    // with the apostrophe that may be tagged as punctuation
    let source = named?;
    let (first, last) = (*source.first()?, *source.last()?);
    Some(Introduced {
        source: ((first..last + 1).each())
            .filter(|i| words.contains(i))
            .collect(),
        reacts: true,
    })
}
