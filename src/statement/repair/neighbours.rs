//! Resolves overlaps between the contents of neighbouring attributions.

use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::statement::clause::tokens::in_cues;
use crate::statement::clause::tree::{coordinate, is_finite, top};
use crate::statement::repair::unclaimed;
use crate::statement::repair::unclaimed::end_before;
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{PerToken, QuoteState, TokenId, TokenRange};
use std::collections::BTreeSet;
use std::ops::Range;

/// Maximum number of sentences between two cues that can claim the same words.
const REACH: usize = 12;
/// Maximum number of such cues on either side: only degenerate text has more in so few sentences.
const MAX_CUES_NEAR: usize = 64;
/// Maximum length of a clause between "and" and the subject of its verb, in tokens.
const LONGEST_CLAUSE: usize = 24;

/// Maximum length of a noun phrase between a comma and the clause that it is appended with, in tokens.
const LONGEST_APPENDED: usize = 8;

/// Assigns claimed words to one attribution each; `found` is and stays in order of cues.
pub(in crate::statement) fn settle(article: &Article, found: &mut Vec<Attribution>) {
    let taken = in_cues(article, found);
    for attribution in found.iter_mut() {
        unclaimed::both_sides_of_an_aside(article, attribution, &taken);
        unclaimed::before_the_teller(article, attribution, &taken);
    }
    whole_quotations(article, found);
    let near = neighbours(article, found);
    part_siblings(article, found, &near);
    part_coordinates(article, found, &near);
    part_reports(found, &near);
    part_appended(article, found, &near);
    part_interrupted(article, found, &near);
    settle_claims(article, found, &near);
    for attribution in found.iter_mut() {
        unclaimed::end_with_the_object(article, attribution);
        unclaimed::end_with_the_quotation(article, attribution);
        unclaimed::whole_verb_phrase(article, attribution, &taken);
        unclaimed::whole_object(article, attribution, &taken);
        unclaimed::joined_behind_the_quotation(article, attribution, &taken);
        unclaimed::drop_relative(article, attribution);
        let end = attribution
            .content
            .last()
            .map_or(TokenId::FIRST, |i| *i + 1);
        if attribution
            .content
            .last()
            .is_some_and(|i| article.syntax.tags[*i] == Tag::CC)
        {
            end_before(article, &mut attribution.content, end);
        }
    }
    let is_word = |i: &TokenId| article.written(*i).contains(char::is_alphanumeric);
    found.retain(|a| a.content.iter().any(is_word));
}

/// For each attribution, those with a cue at most [`REACH`] sentences away, up to the [`MAX_CUES_NEAR`] nearest on
/// either side.
pub(in crate::statement) fn neighbours(
    article: &Article,
    found: &[Attribution],
) -> Vec<Range<usize>> {
    let sentence = |a: &Attribution| {
        a.cue
            .first()
            .map_or(0, |i| article.text.tokens[*i].sentence)
    };
    let (mut low, mut high) = (0, 0);
    let mut ranges = Vec::with_capacity(found.len());
    for (place, attribution) in found.iter().enumerate() {
        let here = sentence(attribution);
        while sentence(&found[low]) + REACH < here {
            low += 1;
        }
        while high < found.len() && sentence(&found[high]) <= here + REACH {
            high += 1;
        }
        ranges.push(
            low.max(place.saturating_sub(MAX_CUES_NEAR))..high.min(place + MAX_CUES_NEAR + 1),
        );
    }
    ranges
}

/// "he said [it was over], TASS reported": if each contains the other's cue, the later one reports
/// the earlier, whose content ends before it.
fn part_reports(found: &mut [Attribution], near: &[Range<usize>]) {
    let holds =
        |a: &Attribution, b: &Attribution| b.cue.iter().all(|i| a.content.binary_search(i).is_ok());
    for k in 0..found.len() {
        let report = found[near[k].clone()].iter().find(|other| {
            other.cue > found[k].cue && holds(other, &found[k]) && holds(&found[k], other)
        });
        let start = report.and_then(|r| r.source.iter().chain(&r.cue).min().copied());
        if let Some(start) = start {
            found[k].content.retain(|i| *i < start);
        }
    }
}

/// "said it was over[, a phrase the mayor described as …]": a noun after a comma, and the clause of
/// another speaker after it, are not part of the first content.
fn part_appended(article: &Article, found: &mut [Attribution], near: &[Range<usize>]) {
    let appended = |a: &Attribution| {
        let (start, cue) = (*a.source.first()?, *a.cue.first()?);
        let floor = article.text.sentence_of(cue).start;
        if start >= cue || start < floor + 3 || !article.syntax.tags[start - 1].is_noun() {
            return None;
        }
        let named = |i: &TokenId| {
            article.syntax.tags[*i].is_noun()
                || article.syntax.tags[*i].is_adjective()
                || matches!(article.syntax.tags[*i], Tag::DT | Tag::POS)
        };
        let determiner = (start.saturating_sub(LONGEST_APPENDED).max(floor + 1)..start)
            .each()
            .rev()
            .take_while(named)
            .find(|i| article.syntax.tags[*i] == Tag::DT && article.written(*i - 1) == ",")?;
        let quote = article.text.tokens[determiner].quote;
        (quote == QuoteState::Outside).then_some((determiner - 1, cue))
    };
    for k in 0..found.len() {
        let Some((comma, cue)) = appended(&found[k]) else {
            continue;
        };
        for outer in near[k].clone() {
            let holds = found[outer].content.binary_search(&cue).is_ok();
            if outer != k && holds && found[outer].cue.iter().all(|i| *i < comma) {
                end_before(article, &mut found[outer].content, comma);
            }
        }
    }
}

/// "called a meeting on [the leak], which inspectors [said] could spread": if another cue is in a gap
/// of a content, and everything after it is that cue's content, the first content ends before the gap.
fn part_interrupted(article: &Article, found: &mut [Attribution], near: &[Range<usize>]) {
    for k in 0..found.len() {
        let (Some(&first), Some(&last)) = (found[k].content.first(), found[k].content.last())
        else {
            continue;
        };
        let interrupts = |other: &Attribution| {
            let cue = *other.cue.first()?;
            if cue <= first || cue >= last {
                return None;
            }
            let place = found[k].content.partition_point(|i| *i < cue);
            let rest = found[k].content.get(place..)?;
            let theirs = |i: &TokenId| other.content.binary_search(i).is_ok();
            let unquoted = |i: &TokenId| article.quotation(*i).is_none();
            let all = rest.first() != Some(&cue) && rest.iter().all(|i| theirs(i) && unquoted(i));
            let mut before = found[k].cue.iter().chain(&found[k].source);
            (before.all(|i| *i < cue) && all).then_some(place)
        };
        let place = near[k]
            .clone()
            .find_map(|i| interrupts(&found[i]).filter(|_| i != k));
        if let Some(place) = place.filter(|p| *p >= 2) {
            found[k].content.truncate(place);
        }
    }
}

/// Words of a sentence with a cue belong to that cue, not to one in another sentence.
fn settle_claims(article: &Article, found: &mut [Attribution], near: &[Range<usize>]) {
    let sentence = |i: TokenId| article.text.tokens[i].sentence;
    let homes: Vec<Option<usize>> = found
        .iter()
        .map(|a| a.cue.first().map(|i| sentence(*i)))
        .collect();
    for k in 0..found.len() {
        let mut content = std::mem::take(&mut found[k].content);
        for other in near[k].clone() {
            let (Some(home), Some(rival)) = (homes[k], homes[other]) else {
                continue;
            };
            if home == rival {
                continue;
            }
            let claimed = &found[other].content;
            let apart = claimed.last() < content.first() || content.last() < claimed.first();
            let held = |i: &TokenId| content.binary_search(i).is_ok();
            if apart || found[other].cue.iter().any(held) {
                continue;
            }
            let paragraph = |sentence: usize| article.text.sentences[sentence].paragraph;
            let theirs = |i: &TokenId| {
                let here = sentence(*i);
                // a quotation beside the rival's cue, in a paragraph that is not the one of this cue
                let beside =
                    paragraph(here) == paragraph(rival) && paragraph(here) != paragraph(home);
                here == rival
                    || (here != home
                        && article.quotation(*i).is_some()
                        && (between(here, home, rival) || beside))
            };
            if content.iter().any(|i| sentence(*i) == home) {
                content.retain(|i| !(theirs(i) && claimed.binary_search(i).is_ok()));
            }
        }
        found[k].content = content;
    }
}

/// Whether a sentence is at least as near to the rival's as to the one at home.
fn between(sentence: usize, home: usize, rival: usize) -> bool {
    sentence.abs_diff(rival) <= sentence.abs_diff(home)
}

/// A content with most of a quotation, or with its beginning if nobody else has the rest, gets
/// all of it, unless the quotation contains the cue.
fn whole_quotations(article: &Article, found: &mut [Attribution]) {
    let mut claims = PerToken::filled(0_u32, article.len());
    for attribution in found.iter() {
        let quoted = attribution.cue.first().and_then(|i| article.quotation(*i));
        for i in &attribution.content {
            claims[*i] += u32::from(quoted.is_none());
        }
    }
    for attribution in found {
        let numbers: BTreeSet<u32> = attribution
            .content
            .iter()
            .filter_map(|i| article.quotation(*i))
            .collect();
        if numbers.is_empty() {
            continue;
        }
        let mut content: BTreeSet<TokenId> = attribution.content.iter().copied().collect();
        for number in numbers {
            let Some(quotation) = article.text.quotations.get(number as usize) else {
                continue;
            };
            let range = quotation.tokens.clone();
            let held = range.each().filter(|i| content.contains(i)).count();
            let mut roles = attribution.cue.iter().chain(&attribution.source);
            let apart = !roles.any(|i| range.contains(i));
            let opened = content.contains(&range.start) || content.contains(&(range.start + 1));
            let most = 2 * held >= range.len();
            let mut rest = range.each().filter(|i| !content.contains(i));
            let free = held >= 3 && opened && rest.all(|i| claims[i] == 0);
            if quotation.closed && apart && (most || free) {
                content.extend(range.each());
            }
        }
        attribution.content = content.into_iter().collect();
    }
}

/// "said prices would fall, [adding that …]" and "said it was late and [warned that …]": the first
/// content ends where the second cue of the same speaker begins.
fn part_siblings(article: &Article, found: &mut [Attribution], near: &[Range<usize>]) {
    let heads: Vec<Option<TokenId>> = found.iter().map(|a| top(article, &a.cue)).collect();
    for k in 0..found.len() {
        let (Some(mine), Some(&start)) = (heads[k], found[k].cue.first()) else {
            continue;
        };
        part_joined(article, found, &near[k], k, start);
        if !article.syntax.tags[mine].is_verb()
            || !matches!(article.syntax.labels[mine], Label::Conj | Label::Advcl)
        {
            continue;
        }
        let above = coordinate(article, mine).unwrap_or(article.syntax.heads[mine]);
        let Some(outer) = (near[k].clone()).find(|i| *i != k && heads[*i] == Some(above)) else {
            continue;
        };
        if found[outer].content.binary_search(&start).is_err()
            || found[outer].cue.first() > Some(&start)
        {
            continue;
        }
        end_before(article, &mut found[outer].content, start);
    }
}

/// "[Smith] said that it was late and [warned that …]": if a verb after "and" has the same source as
/// the verb before, whose content contains it, that content ends there, whatever the tree says.
fn part_joined(
    article: &Article,
    found: &mut [Attribution],
    near: &Range<usize>,
    joined: usize,
    start: TokenId,
) {
    let finite = |i: TokenId| matches!(article.syntax.tags[i], Tag::VBD | Tag::VBZ | Tag::VBP);
    let source = &found[joined].source;
    if start == TokenId::FIRST
        || !finite(start)
        || article.syntax.tags[start - 1] != Tag::CC
        || source.iter().any(|i| *i > start)
    {
        return;
    }
    let source = source.clone();
    let tag = &article.syntax.tags[start];
    // "said [it] was opposed to the test and warned": the speaker, by the pronoun
    let pronoun = source.len() == 1 && article.syntax.tags[source[0]] == Tag::PRP;
    for outer in near.clone().filter(|i| *i < joined) {
        let holds = found[outer].content.binary_search(&start).is_ok();
        let own = pronoun && found[outer].content.binary_search(&source[0]).is_ok();
        let same = found[outer].source.iter().any(|i| source.contains(i));
        // nobody is named between the two
        let in_tense = || {
            found[outer]
                .cue
                .iter()
                .any(|i| &article.syntax.tags[*i] == tag)
        };
        let unnamed = source.is_empty() && !found[outer].source.is_empty() && in_tense();
        if holds && (same || own || unnamed) {
            if own || unnamed {
                let theirs = found[outer].source.clone();
                found[joined].source = theirs;
            }
            end_before(article, &mut found[outer].content, start);
        }
    }
}

/// "A warned that …, and [B warned that …]": after a comma, a second cue in the same tense with its own
/// source is a second statement, whatever the tree says.
fn part_coordinates(article: &Article, found: &mut [Attribution], near: &[Range<usize>]) {
    let verb = |a: &Attribution| {
        let tagged =
            |i: &&TokenId| matches!(article.syntax.tags[**i], Tag::VBD | Tag::VBZ | Tag::VBP);
        a.cue.iter().find(tagged).copied()
    };
    for second in 0..found.len() {
        let (Some(mine), Some(start)) = (verb(&found[second]), found[second].source.first()) else {
            continue;
        };
        let start = *start;
        let sentence = article.text.sentence_of(mine);
        if start >= mine || article.text.tokens[start].quote != QuoteState::Outside {
            continue;
        }
        let Some(start) = coordinated(article, sentence.start, start) else {
            continue;
        };
        for first in near[second].clone() {
            let Some(theirs) = verb(&found[first]).filter(|v| *v < start) else {
                continue;
            };
            if first != second
                && sentence.contains(&theirs)
                && article.syntax.tags[theirs] == article.syntax.tags[mine]
                && found[first].content.binary_search(&mine).is_ok()
            {
                end_before(article, &mut found[first].content, start);
            }
        }
    }
}

/// The start of the clause of a subject after ", and" or a semicolon, if any; a clause may come
/// between the two: ", and when asked, [she]".
fn coordinated(article: &Article, floor: TokenId, subject: TokenId) -> Option<TokenId> {
    let comma = |i: TokenId| article.written(i) == ",";
    let joins = |i: TokenId| i > floor && WORDS.coordinating.has(article, i) && comma(i - 1);
    if subject <= floor + 1 {
        return None;
    }
    if joins(subject - 1) || article.written(subject - 1) == ";" {
        return Some(subject);
    }
    if !comma(subject - 1) {
        return None;
    }
    (floor..subject - 1)
        .each()
        .rev()
        .take(LONGEST_CLAUSE)
        .find(|i| *i > floor && joins(*i - 1) && WORDS.subordinate.has(article, *i))
}

/// "said prices had peaked, [adding that …]": after a comma a participle of speech has the speaker
/// of the verb before it, and ends that verb's content, whatever the tree says.
pub(in crate::statement) fn part_participles(article: &Article, found: &mut [Attribution]) {
    for k in 1..found.len() {
        let Some(&cue) = found[k].cue.first() else {
            continue;
        };
        let sentence = article.text.sentence_of(cue);
        let participle = article.syntax.tags[cue] == Tag::VBG
            && cue > sentence.start
            && article.written(cue - 1) == ","
            && article.text.tokens[cue].quote == QuoteState::Outside
            && found[k].content.first().is_some_and(|i| *i > cue);
        let (before, rest) = found.split_at_mut(k);
        let (Some(first), Some(second)) = (before.last_mut(), rest.first_mut()) else {
            continue;
        };
        let finite = |i: &TokenId| is_finite(article, *i);
        // "said Eva Lund, [the chair], adding": the tree has taken a description for another
        let theirs = second.source.iter().all(|i| first.source.contains(i));
        if participle
            && theirs
            && !first.source.is_empty()
            && first.cue.iter().any(|i| sentence.contains(i) && finite(i))
        {
            second.source.clone_from(&first.source);
            if first.content.binary_search(&cue).is_ok() {
                end_before(article, &mut first.content, cue);
            }
            // "[Fares may triple], brokers warned, adding that …": each has its own part
            let theirs = &second.content;
            (first.content).retain(|i| *i < cue || theirs.binary_search(i).is_err());
        }
    }
}
