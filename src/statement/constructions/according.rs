//! "According to" and "in the words of": finds those that the models missed, and content on both sides.

use crate::statement::article::Article;
use crate::statement::attribution::{Attribution, OF_FORM};
use crate::statement::clause::audience;
use crate::statement::clause::introducers::{is_body, is_finite, is_somebody};
use crate::statement::clause::tokens::{in_cues, trimmed};
use crate::statement::clause::tree::{child, phrase, subtree};
use crate::statement::word_lists::WORDS;
use crate::syntax::Label;
use crate::text::{QuoteState, TokenId, TokenRange};

/// Maximum length of a name after "according to", in tokens.
const LONGEST_NAME: usize = 16;

/// Adds "According to the union 300 drivers will strike", with a comma or without, if no cue has been
/// found, and corrects the content of "The storm, according to the Gazette, was the worst".
pub(in crate::statement) fn complete(article: &Article, found: &mut Vec<Attribution>) {
    let mut cued = in_cues(article, found);
    for i in (TokenId::FIRST..article.end().saturating_sub(2)).each() {
        let opens = article.written(i) == "According"
            && article.written(i + 1) == "to"
            && article.text.tokens[i].quote == QuoteState::Outside;
        if opens
            && !cued[i]
            && !cued[i + 1]
            && let Some(added) = at_the_start(article, i)
        {
            added.cue.iter().for_each(|k| cued[*k] = true);
            found.push(added);
        }
        if let Some(added) = in_the_words_of(article, i)
            && !cued[i]
            && !cued[i + 2]
        {
            added.cue.iter().for_each(|k| cued[*k] = true);
            found.push(added);
        }
    }
    found.retain(|a| !is_measure(article, a));
    for attribution in found.iter_mut() {
        both_sides(article, attribution);
    }
}

/// "went according to [plan]", "sorted according to [size]": a bare noun for a thing is a measure,
/// not a speaker.
fn is_measure(article: &Article, found: &Attribution) -> bool {
    let according = |i: &TokenId| article.written(*i).eq_ignore_ascii_case("according");
    let told = |i: &TokenId| WORDS.document.has(article, *i);
    found.cue.iter().any(according)
        && !found.source.iter().any(told)
        && audience::is_bare_thing(article, &found.source)
}

/// "[The law was], in the words of Judge Abt, [“a fence with no field”]".
fn in_the_words_of(article: &Article, opening: TokenId) -> Option<Attribution> {
    let of = opening + 3;
    let sentence = article.text.sentence_of(opening);
    let form = ["in", "the", "words", "of"];
    let word = |i: TokenId| article.written(i);
    let outside = article.text.tokens[opening].quote == QuoteState::Outside;
    let says_so = || {
        let mut words = (opening..=of).each().zip(form);
        words.all(|(i, w)| word(i).eq_ignore_ascii_case(w))
    };
    if !outside || of + 1 >= sentence.end || !says_so() {
        return None;
    }
    let head = child(article, of, &[Label::Pobj])?;
    let can_speak =
        is_somebody(article, head) || is_body(article, head) || article.names[head] != 0;
    // up to the words themselves or the comma after the name
    let closes = |i: &TokenId| {
        article.text.tokens[*i].quote != QuoteState::Outside || matches!(word(*i), "," | ":")
    };
    let end = (of + 1..sentence.end).each().find(closes)?;
    let mut content = trimmed(article, sentence.start..opening);
    content.extend(trimmed(article, end..sentence.end));
    let fits = can_speak && head < end && end - of <= LONGEST_NAME;
    (fits && content.len() >= 3).then(|| Attribution {
        source: (of + 1..end).each().collect(),
        cue: (opening..=of).each().collect(),
        content,
        confidence: OF_FORM,
        via: Vec::new(),
    })
}

/// "According to [the union] [300 drivers will strike]".
fn at_the_start(article: &Article, according: TokenId) -> Option<Attribution> {
    let sentence = article.text.sentence_of(according);
    if sentence.start != according {
        return None;
    }
    let to = according + 1;
    let finite = |i: TokenId| is_finite(article, i);
    let comma = (to + 1..sentence.end)
        .each()
        .take_while(|i| !finite(*i))
        .find(|i| article.written(*i) == ",");
    let head =
        child(article, to, &[Label::Pobj]).or_else(|| child(article, according, &[Label::Pobj]))?;
    let named = phrase(article, head);
    let end = match comma {
        // "According to Eva Lund, the mayor, …": up to the last comma before the clause
        Some(comma) => comma,
        None => named.last().copied()? + 1,
    };
    let source: Vec<TokenId> = (to + 1..end).each().collect();
    let content = trimmed(article, end..sentence.end);
    let says = content.iter().any(|i| finite(*i)) || content.len() >= 3 && comma.is_some();
    let fits = (1..=LONGEST_NAME).contains(&source.len()) && !source.iter().any(|i| finite(*i));
    (says && fits).then(|| Attribution {
        source,
        cue: vec![according, to],
        content,
        confidence: OF_FORM,
        via: Vec::new(),
    })
}

/// "[The storm then caused], according to the Gazette, [the worst flood of the century]": if the aside
/// separates a verb from its object or complement, both sides are one content.
fn both_sides(article: &Article, found: &mut Attribution) {
    let word = |i: TokenId| article.written(i);
    let Some(&according) = found.cue.first() else {
        return;
    };
    let (Some(&end), Some(&last)) = (found.source.last(), found.content.last()) else {
        return;
    };
    let sentence = article.text.sentence_of(according);
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    let before = according.checked_sub(1).filter(|i| sentence.contains(i));
    if !word(according).eq_ignore_ascii_case("according")
        || before.is_none_or(|i| word(i) != ",")
        || end < according
        || end + 2 >= sentence.end
        || word(end + 1) != ","
        || last > according
    {
        return;
    }
    // descendants after the aside of a word before it
    let reach = (found.content.iter())
        .filter(|i| sentence.contains(i))
        .filter_map(|i| {
            let wanted = [
                Label::Dobj,
                Label::Attr,
                Label::Acomp,
                Label::Ccomp,
                Label::Xcomp,
                Label::Pobj,
                Label::Oprd,
            ];
            child_behind(article, *i, end + 1, &wanted)
        })
        .filter_map(|c| subtree(article, c).last().copied())
        .max();
    // "[The board], according to Lund, [had met]": a subject needs its verb
    let finite = |i: &TokenId| is_finite(article, *i);
    let verbless = !found.content.iter().any(finite);
    let rest = trimmed(article, end + 2..sentence.end);
    if outside(end + 2) && (reach.is_some() || verbless && rest.iter().any(finite)) {
        found.content.extend(rest);
    }
}

fn child_behind(
    article: &Article,
    token: TokenId,
    floor: TokenId,
    labels: &[Label],
) -> Option<TokenId> {
    let mut below = article.children(token);
    below.find(|c| *c > floor && labels.contains(&article.syntax.labels[*c]))
}
