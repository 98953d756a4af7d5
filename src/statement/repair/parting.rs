//! Separates speakers, addressees and occasions that the models or the tree have merged: because of a missing comma,
//! a source in pieces, or addressees within the content.

use crate::entity;
use crate::entity::{Being, Entities, being};
use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::statement::clause::audience::{LONGEST_PHRASE, goes, is_occasion};
use crate::statement::hearers::by_grammar;
use crate::syntax::Tag;
use crate::text::{QuoteState, TokenId, TokenRange};
use std::ops::Range;

/// Ends source and content where the addressees begin.
pub(in crate::statement) fn part(article: &Article, entities: &Entities, found: &mut Attribution) {
    part_from_occasion(article, entities, found);
    part_from_speaker(article, found);
    part_from_content(article, found);
}

/// Separates a speaker from an occasion that the parser attached to the name because there is no comma:
/// "At a meeting with the board of the Post [Captain Holm] said".
fn part_from_occasion(article: &Article, entities: &Entities, found: &mut Attribution) {
    let Some(&first) = found.source.first() else {
        return;
    };
    drop_occasion(article, &mut found.source);
    let sentence = article.text.sentence_of(first);
    let tag = |i: TokenId| article.syntax.tags[i];
    let before = (sentence.start..first).each().rev().take(LONGEST_PHRASE);
    let preposition = first > sentence.start && matches!(tag(first - 1), Tag::IN | Tag::TO);
    let occasion = before.take_while(|i| !tag(*i).is_verb() && tag(*i) != Tag::Comma);
    if !preposition {
        return;
    }
    let named =
        (found.source.last()).and_then(|last| entity::person_until(entities, first, *last + 1));
    let Some(name) = named else {
        return;
    };
    // the words of office before the name are the speaker's
    let title =
        |i: &TokenId| being(&article.syntax.words[*i]) == Being::Title && article.names[*i] == 0;
    let titles = (first..name).each().rev().take_while(title).count();
    let start = name - titles;
    let mut occasion = occasion.chain((first..start).each());
    let other =
        |i: TokenId| tag(i).is_proper_noun() || article.names[i] != 0 || is_occasion(article, i);
    if start > first && other(start - 1) && occasion.any(|i| is_occasion(article, i)) {
        found.source.retain(|i| *i >= start);
    }
}

/// Removes an occasion from a source: "Berg, in an interview with [the Post], said", "Berg [in a letter to the
/// board] said".
fn drop_occasion(article: &Article, source: &mut Vec<TokenId>) {
    let occasion = |range: Range<TokenId>| range.each().any(|i| is_occasion(article, i));
    let into = |i: TokenId| article.written(i) == "in";
    let gap = |pair: &[TokenId]| match *pair {
        [before, next] if before + 1 < next => {
            let preposition = matches!(article.syntax.tags[next - 1], Tag::IN | Tag::TO);
            preposition && occasion(before + 1..next)
        }
        [before, next] => {
            let named = article.names[before] != 0 || article.syntax.tags[before].is_proper_noun();
            let end = source.last().map_or(next, |last| *last + 1);
            named && into(next) && occasion(next + 1..end.min(next + 4))
        }
        _ => false,
    };
    if let Some(place) = source.windows(2).position(gap) {
        source.truncate(place + 1);
    }
}

/// Separates a speaker after the verb from the addressees: "said Berg [to the minister]".
fn part_from_speaker(article: &Article, found: &mut Attribution) {
    let (Some(verb), Some(first)) = (found.cue.last(), found.source.first()) else {
        return;
    };
    if *first != *verb + 1 || !goes(article, *verb, "to") {
        return;
    }
    // "who introduced Berg to the board": no clause comes before
    let clause = (found.source.iter()).find(|i| article.syntax.tags[**i].is_verb());
    let to = |i: &TokenId| {
        let before = *i > *first && clause.is_none_or(|clause| i < clause);
        before && article.written(*i) == "to"
    };
    let Some(place) = found.source.iter().position(to) else {
        return;
    };
    // "the ambassador to Norway"
    let before = found.source[place - 1];
    let words = &article.syntax.words[before];
    if article.syntax.tags[before].is_proper_noun() && being(words) == Being::Unknown {
        found.source.truncate(place);
    }
}

/// Removes addressees from the content, if a quotation comes before the verb and they come after it:
/// "“It will hold,” Berg assured [the council]".
fn part_from_content(article: &Article, found: &mut Attribution) {
    let Some(&last) = found.cue.last() else {
        return;
    };
    let place = found.content.partition_point(|i| *i <= last);
    let (said, behind) = found.content.split_at(place);
    let quoted = said
        .iter()
        .any(|i| article.text.tokens[*i].quote != QuoteState::Outside);
    let next = behind.first() == Some(&(last + 1)) && behind.len() <= LONGEST_PHRASE;
    if !quoted || !next {
        return;
    }
    let named = |words: &Vec<TokenId>| behind.iter().all(|i| words.contains(i));
    if by_grammar(article, found).iter().any(named) {
        found.content.truncate(place);
    }
}
