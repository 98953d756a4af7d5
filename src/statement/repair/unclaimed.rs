//! Extends contents to words of their sentences that no other statement claims, or cuts them.

use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::statement::clause::audience;
use crate::statement::clause::tokens::trimmed;
use crate::statement::clause::tree::{children, subtree, top};
use crate::statement::hearers;
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{PerToken, QuoteState, TokenId, TokenRange};

/// Cuts a content before a token, and the "and" that leads there.
pub(super) fn end_before(article: &Article, content: &mut Vec<TokenId>, start: TokenId) {
    content.retain(|i| *i < start);
    while content.last().is_some_and(|i| WORDS.joint.has(article, *i)) {
        content.pop();
    }
}

/// "said “We lost,” [and the flag was lowered]": an independent clause after a content that is only a
/// quotation is not part of it.
pub(super) fn end_with_the_quotation(article: &Article, found: &mut Attribution) {
    let (Some(&start), Some(&cue)) = (found.content.first(), found.cue.last()) else {
        return;
    };
    let Some(quotation) = article.quotation(start) else {
        return;
    };
    let Some(quotation) = article.text.quotations.get(quotation as usize) else {
        return;
    };
    let end = quotation.tokens.end;
    let sentence = article.text.sentence_of(cue);
    let close = found.content.partition_point(|i| *i < end);
    let mark = (quotation.tokens.each().rev().take(2))
        .any(|i| matches!(article.written(i), "," | "." | "!" | "?"));
    let behind = start == cue + 1 && quotation.tokens.start == start && quotation.closed;
    if !behind
        || !mark
        || !sentence.contains(&end)
        || found.content.get(close) != Some(&end)
        || article.syntax.tags[end] != Tag::CC
    {
        return;
    }
    // "and the flag was lowered": a subject and a finite verb, all outside of quotations
    let finite = |i: TokenId| {
        matches!(
            article.syntax.tags[i],
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD
        )
    };
    let rest = &found.content[close..];
    let outside = |i: &TokenId| article.text.tokens[*i].quote == QuoteState::Outside;
    if rest.iter().all(outside) && !finite(end + 1) && rest.iter().any(|i| finite(*i)) {
        found.content.truncate(close);
    }
}

/// "would seize[, without appeal, his nets]": complements of a content's last verb after its end belong
/// to it, unless somebody else speaks there.
pub(super) fn whole_verb_phrase(
    article: &Article,
    found: &mut Attribution,
    taken: &PerToken<bool>,
) {
    let (Some(&last), Some(&cue)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let syntax = article.syntax;
    if last < cue
        || !syntax.tags[last].is_verb()
        || article.text.tokens[last].quote != QuoteState::Outside
    {
        return;
    }
    let sentence = article.text.sentence_of(last);
    let wanted = [
        Label::Dobj,
        Label::Attr,
        Label::Acomp,
        Label::Oprd,
        Label::Xcomp,
    ];
    let object = children(article, last)
        .find(|c| *c > last && sentence.contains(c) && wanted.contains(&syntax.labels[*c]));
    let Some(end) = object.and_then(|o| subtree(article, o).last().copied()) else {
        return;
    };
    let rest = last + 1..end + 1;
    let free = |i: TokenId| !taken[i] && !found.source.contains(&i);
    if rest.each().all(free) {
        found.content.extend(rest.each());
    }
}

/// "has praised [the crew] and raised its pay": if the cue has an object and no clause, a verb in the same form
/// after "and" is another action of the speaker.
pub(super) fn end_with_the_object(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let Some(verb) = top(article, &found.cue).filter(|v| syntax.tags[*v].is_verb()) else {
        return;
    };
    let tag = |i: TokenId| syntax.tags[i];
    let object = children(article, verb)
        .find(|c| *c > verb && syntax.labels[*c] == Label::Dobj && found.content.contains(c));
    let place = found.content.windows(2).position(|pair| {
        let [and, next] = *pair else { return false };
        next == and + 1
            && object.is_some_and(|object| object < and)
            && tag(and) == Tag::CC
            && tag(next) == tag(verb)
            && matches!(tag(next), Tag::VBD | Tag::VBN | Tag::VBZ | Tag::VBP)
            && article.text.tokens[next].quote == QuoteState::Outside
    });
    let Some(place) = place.filter(|p| *p > 0) else {
        return;
    };
    let verbal = |i: &TokenId| tag(*i).is_verb() || tag(*i) == Tag::MD;
    let before = &found.content[..place];
    let described = matches!(tag(verb), Tag::VBN)
        && found
            .content
            .get(place + 2)
            .is_some_and(|i| tag(*i).is_noun())
        && syntax.heads[found.content[place + 1]] != verb;
    if before.iter().all(|i| *i > verb) && !before.iter().any(verbal) && !described {
        found.content.truncate(place);
    }
}

/// "called on the board to “open the books” [and pay the crews]": an "and" with another infinitive after a
/// quoted one continues the content.
pub(super) fn joined_behind_the_quotation(
    article: &Article,
    found: &mut Attribution,
    taken: &PerToken<bool>,
) {
    let syntax = article.syntax;
    let (Some(&last), Some(&cue)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let (and, verb) = (last + 1, last + 2);
    let sentence = article.text.sentence_of(last);
    let infinitive = |i: &TokenId| matches!(syntax.tags[*i], Tag::VB | Tag::VBP);
    if last < cue
        || article.text.tokens[last].quote != QuoteState::Close
        || !sentence.contains(&verb)
        || syntax.tags[and] != Tag::CC
        || !infinitive(&verb)
        || !found.content.iter().any(|i| syntax.tags[*i] == Tag::TO)
        || !found.content.iter().any(infinitive)
    {
        return;
    }
    let end = subtree(article, verb).last().map_or(verb, |i| *i + 1);
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    let free = |i: TokenId| outside(i) && !taken[i] && !found.source.contains(&i);
    if end <= sentence.end && (and..end).each().all(free) {
        found.content.extend((and..end).each());
    }
}

/// "cited “gaps” [in records that the clinic kept]": modifiers of a verb's object right after the content
/// belong to it.
pub(super) fn whole_object(article: &Article, found: &mut Attribution, taken: &PerToken<bool>) {
    let syntax = article.syntax;
    let (Some(&last), Some(&verb)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let objects = found.cue.iter().flat_map(|i| children(article, *i));
    let object = objects.into_iter().find(|c| {
        *c > verb && syntax.labels[*c] == Label::Dobj && found.content.binary_search(c).is_ok()
    });
    let Some(end) = object.and_then(|o| subtree(article, o).last().copied()) else {
        return;
    };
    let sentence = article.text.sentence_of(verb);
    if last < verb || !sentence.contains(&(last + 1)) {
        return;
    }
    let next = last + 1;
    // "the invasion[, including the seizure of the port]"
    let example = next + 1 < sentence.end
        && article.written(next) == ","
        && WORDS.including.has(article, next + 1);
    let end = match example {
        true => subtree(article, next + 1).last().copied().unwrap_or(next),
        false => end,
    };
    // "problems in Leeds, Hull and elsewhere [that she blamed on cuts]", wherever the parser attaches it
    let finite = |i: &TokenId| matches!(syntax.tags[*i], Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
    let relative = article.written(next) == "that"
        && !found.content.iter().any(finite)
        && (next..sentence.end).each().any(|i| finite(&i));
    let end = match relative {
        true => {
            (next + 1..sentence.end)
                .each()
                .find(|i| !article.written(*i).contains(char::is_alphanumeric))
                .unwrap_or(sentence.end)
                - 1
        }
        false => end,
    };
    let opens = match syntax.tags[next.min(end)] {
        Tag::WDT | Tag::WP | Tag::VBN | Tag::VBG => true,
        _ if example || relative => true,
        // "praised the vote [on television]" says where
        Tag::IN => {
            let quoted = article.text.tokens[last].quote == QuoteState::Close;
            quoted && article.written(next) != "to"
        }
        Tag::TO => syntax.tags[(next + 1).min(end)] == Tag::VB,
        _ => false,
    };
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    let free = |i: TokenId| outside(i) && (relative || !taken[i]) && !found.source.contains(&i);
    if next <= end && end < sentence.end && opens && (next..=end).each().all(free) {
        found.content.extend((next..=end).each());
    }
}

/// "to the president[, who fell ill]": a relative clause after a comma is by the reporter.
pub(super) fn drop_relative(article: &Article, found: &mut Attribution) {
    let Some(&last) = found.content.last() else {
        return;
    };
    if article.text.tokens[last].quote != QuoteState::Outside {
        return;
    }
    let (tokens, heads) = (&article.text.tokens, &article.syntax.heads);
    let opens = |i: TokenId| {
        i > TokenId::FIRST
            && WORDS.relative.has(article, i)
            && article.written(i - 1) == ","
            && article.syntax.labels[heads[i]] == Label::Relcl
            && heads[heads[i]] < i
            && (i..=last)
                .each()
                .all(|k| tokens[k].quote == QuoteState::Outside)
            && subtree(article, heads[i])
                .last()
                .is_some_and(|end| *end >= last)
    };
    let place = found.content.iter().rposition(|i| opens(*i));
    // "that the dam[, which was built in May, leaks]": a clause needs its verb
    let that = |i: &TokenId| article.written(*i).eq_ignore_ascii_case("that");
    let finite = |i: &TokenId| {
        matches!(
            article.syntax.tags[*i],
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD
        )
    };
    let whole = |place: &usize| {
        let kept = &found.content[..*place];
        kept.first().is_none_or(|i| !that(i)) || kept.iter().any(finite)
    };
    if let Some(place) = place.filter(|p| *p >= 3 && whole(p)) {
        let start = found.content[place];
        if found.cue.iter().chain(&found.source).all(|i| *i < start) {
            end_before(article, &mut found.content, start);
        }
    }
}

/// "[The valley needs schools], the governor told the envoy at a dinner": if only an addressee, a
/// place and a time follow a verb of telling, the content comes before its subject.
pub(super) fn before_the_teller(
    article: &Article,
    found: &mut Attribution,
    taken: &PerToken<bool>,
) {
    let (Some(&cue), Some(&start)) = (found.cue.last(), found.source.first()) else {
        return;
    };
    let sentence = article.text.sentence_of(cue);
    let finite = |i: &TokenId| {
        matches!(
            article.syntax.tags[*i],
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD | Tag::TO
        )
    };
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    if !audience::is_spoken_to(article, cue)
        || start < sentence.start + 4
        || start > cue
        || article.written(start - 1) != ","
        || !(sentence.start..sentence.end).each().all(outside)
        || (sentence.start..start).each().any(|i| taken[i])
    {
        return;
    }
    let behind = |i: &TokenId| *i > cue && sentence.contains(i);
    let that =
        |i: &TokenId| WORDS.opening_clause.has(article, *i) || WORDS.opening.has(article, *i);
    let before = trimmed(article, sentence.start..start - 1);
    if found
        .content
        .iter()
        .all(|i| behind(i) && !finite(i) && !that(i))
        && !hearers::by_grammar(article, found).is_empty()
        && before.iter().any(finite)
        && before
            .first()
            .is_none_or(|i| article.syntax.labels[*i] != Label::Mark)
    {
        found.content = before;
    }
}

/// "In law school, [she said], professors laughed": the content is on both sides of an aside.
pub(super) fn both_sides_of_an_aside(
    article: &Article,
    found: &mut Attribution,
    taken: &PerToken<bool>,
) {
    let aside = || found.source.iter().chain(&found.cue).copied();
    let (Some(low), Some(high)) = (aside().min(), aside().max()) else {
        return;
    };
    let sentence = article.text.sentence_of(low);
    let is_comma = |i: TokenId| sentence.contains(&i) && article.written(i) == ",";
    // "he said [last month],"
    let time = (high + 1..sentence.end)
        .each()
        .take(4)
        .take_while(|i| !is_comma(*i) && !article.syntax.tags[*i].is_verb());
    let high = match time.last() {
        Some(end) if is_comma(end + 1) && WORDS.time.has(article, end) => end,
        _ => high,
    };
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    if found.source.is_empty()
        || high - low >= found.source.len() + found.cue.len() + 5
        || low < sentence.start + 2
        || !is_comma(low - 1)
        || !is_comma(high + 1)
        || !(sentence.start..high + 3)
            .each()
            .filter(|i| *i < sentence.end)
            .all(outside)
        || (sentence.start..low).each().any(|i| taken[i])
    {
        return;
    }
    let joins = article.syntax.tags[sentence.start] == Tag::CC;
    let before = sentence.start + usize::from(joins)..low - 1;
    if found.content.first() == Some(&(high + 2)) {
        found.content.splice(0..0, before.each());
    } else if found.content.iter().copied().eq(before.each()) {
        // "[The board], he said, [had met]": a subject needs its verb
        let finite = |i: TokenId| {
            matches!(
                article.syntax.tags[i],
                Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD
            )
        };
        let after = trimmed(article, high + 2..sentence.end);
        if !before.each().any(finite) && after.iter().any(|i| finite(*i)) {
            found.content.extend(after);
        }
    }
}
