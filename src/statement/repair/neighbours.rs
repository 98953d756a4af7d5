//! Where one content ends and its neighbour begins.

use crate::document::Document;
use crate::statement::attribution::{Attribution, Scene};
use crate::statement::clause::audience;
use crate::statement::clause::tokens::{in_cues, trimmed};
use crate::statement::clause::tree::{children, coordinate, is_finite, subtree, top};
use crate::statement::hearers;
use crate::statement::words::WORDS;
use crate::text::QuoteState;
use std::collections::BTreeSet;
use std::ops::Range;

/// Sentences between two cues that can lay claim to the same words.
const REACH: usize = 12;
/// Longest clause between "and" and the subject of its verb, in tokens.
const LONGEST_CLAUSE: usize = 24;

/// Longest noun phrase between a comma and the clause that it is appended with, in tokens.
const LONGEST_APPENDED: usize = 8;

/// Settles who has which words; `found` is in order of cues and stays so.
pub(in crate::statement) fn settle(
    document: &Document,
    scene: &Scene,
    found: &mut Vec<Attribution>,
) {
    let taken = in_cues(scene, found);
    for attribution in found.iter_mut() {
        both_sides_of_an_aside(document, scene, attribution, &taken);
        before_the_teller(document, scene, attribution, &taken);
    }
    whole_quotations(scene, found);
    let near = neighbours(scene, found);
    part_siblings(scene, found, &near);
    part_coordinates(document, scene, found, &near);
    part_reports(found, &near);
    part_appended(document, scene, found, &near);
    part_interrupted(scene, found, &near);
    settle_claims(scene, found, &near);
    for attribution in found.iter_mut() {
        end_with_the_object(scene, attribution);
        end_with_the_quotation(document, scene, attribution);
        whole_verb_phrase(scene, attribution, &taken);
        whole_object(document, scene, attribution, &taken);
        joined_behind_the_quotation(scene, attribution, &taken);
        drop_relative(document, scene, attribution);
        let end = attribution.content.last().map_or(0, |i| i + 1);
        if attribution
            .content
            .last()
            .is_some_and(|i| &*scene.syntax.tags[*i] == "CC")
        {
            end_before(scene, &mut attribution.content, end);
        }
    }
    let is_word = |i: &usize| {
        scene
            .text
            .word(document, *i)
            .contains(char::is_alphanumeric)
    };
    found.retain(|a| a.content.iter().any(is_word));
}

/// For each attribution, which ones have their cue at most [`REACH`] sentences away.
pub(in crate::statement) fn neighbours(scene: &Scene, found: &[Attribution]) -> Vec<Range<usize>> {
    let sentence = |a: &Attribution| a.cue.first().map_or(0, |i| scene.text.tokens[*i].sentence);
    let (mut low, mut high) = (0, 0);
    let mut ranges = Vec::with_capacity(found.len());
    for attribution in found {
        let here = sentence(attribution);
        while sentence(&found[low]) + REACH < here {
            low += 1;
        }
        while high < found.len() && sentence(&found[high]) <= here + REACH {
            high += 1;
        }
        ranges.push(low..high);
    }
    ranges
}

/// "he said [it was over], TASS reported": where each holds the other's cue, the later one reports
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

/// "said it was over[, a phrase the mayor described as …]": a noun behind a comma, and the clause of
/// another speaker behind it, are no part of what the first one said.
fn part_appended(
    document: &Document,
    scene: &Scene,
    found: &mut [Attribution],
    near: &[Range<usize>],
) {
    let appended = |a: &Attribution| {
        let (start, cue) = (*a.source.first()?, *a.cue.first()?);
        let floor = scene.text.sentence_of(cue).start;
        if start >= cue || start < floor + 3 || !scene.syntax.tags[start - 1].starts_with("NN") {
            return None;
        }
        let named = |i: &usize| {
            matches!(
                scene.syntax.tags[*i].as_bytes(),
                [b'N' | b'J', ..] | b"DT" | b"POS"
            )
        };
        let article = (start.saturating_sub(LONGEST_APPENDED).max(floor + 1)..start)
            .rev()
            .take_while(named)
            .find(|i| &*scene.syntax.tags[*i] == "DT" && scene.text.word(document, i - 1) == ",")?;
        let quote = scene.text.tokens[article].quote;
        (quote == QuoteState::Outside).then_some((article - 1, cue))
    };
    for k in 0..found.len() {
        let Some((comma, cue)) = appended(&found[k]) else {
            continue;
        };
        for outer in near[k].clone() {
            let holds = found[outer].content.binary_search(&cue).is_ok();
            if outer != k && holds && found[outer].cue.iter().all(|i| *i < comma) {
                end_before(scene, &mut found[outer].content, comma);
            }
        }
    }
}

/// "called a meeting on [the leak], which inspectors [said] could spread": where another cue stands in a gap
/// of a content, and all that follows is what that one says, the content ends before the gap.
fn part_interrupted(scene: &Scene, found: &mut [Attribution], near: &[Range<usize>]) {
    for k in 0..found.len() {
        let (Some(&first), Some(&last)) = (found[k].content.first(), found[k].content.last())
        else {
            continue;
        };
        let interrupts = |other: &Attribution| {
            let cue = *other.cue.first()?;
            let place = found[k].content.partition_point(|i| *i < cue);
            let rest = found[k].content.get(place..)?;
            let theirs = |i: &usize| other.content.binary_search(i).is_ok();
            let inside = first < cue && cue < last && rest.first() != Some(&cue);
            let quoted = rest.iter().any(|i| scene.quotation(*i).is_some());
            let all = inside && !quoted && rest.iter().all(theirs);
            let mut before = found[k].cue.iter().chain(&found[k].source);
            (all && before.all(|i| *i < cue)).then_some(place)
        };
        let place = near[k]
            .clone()
            .find_map(|i| interrupts(&found[i]).filter(|_| i != k));
        if let Some(place) = place.filter(|p| *p >= 2) {
            found[k].content.truncate(place);
        }
    }
}

/// Words of a sentence with a cue of its own belong to that cue, not to one in another sentence.
fn settle_claims(scene: &Scene, found: &mut [Attribution], near: &[Range<usize>]) {
    let sentence = |i: usize| scene.text.tokens[i].sentence;
    let homes: Vec<Option<usize>> = found
        .iter()
        .map(|a| a.cue.first().map(|i| sentence(*i)))
        .collect();
    for k in 0..found.len() {
        for other in near[k].clone() {
            let (Some(home), Some(rival)) = (homes[k], homes[other]) else {
                continue;
            };
            if home == rival {
                continue;
            }
            let held = |i: &usize| found[k].content.binary_search(i).is_ok();
            if found[other].cue.iter().any(held) {
                continue;
            }
            let claimed = found[other].content.clone();
            let paragraph = |sentence: usize| scene.text.sentences[sentence].paragraph;
            let theirs = |i: &usize| {
                let here = sentence(*i);
                // a quotation beside the rival's cue, in a paragraph that is not the one of this cue
                let beside =
                    paragraph(here) == paragraph(rival) && paragraph(here) != paragraph(home);
                here == rival
                    || (here != home
                        && scene.quotation(*i).is_some()
                        && (between(here, home, rival) || beside))
            };
            let content = &mut found[k].content;
            if content.iter().any(|i| sentence(*i) == home) {
                content.retain(|i| !(theirs(i) && claimed.binary_search(i).is_ok()));
            }
        }
    }
}

/// Whether a sentence is at least as near to the rival's as to the one at home.
fn between(sentence: usize, home: usize, rival: usize) -> bool {
    sentence.abs_diff(rival) <= sentence.abs_diff(home)
}

/// A content that holds most of a quotation, or its beginning where nobody else has the rest, holds
/// all of it, unless the quotation holds the cue.
fn whole_quotations(scene: &Scene, found: &mut [Attribution]) {
    let mut claims = vec![0_u32; scene.len()];
    for attribution in found.iter() {
        let quoted = attribution.cue.first().and_then(|i| scene.quotation(*i));
        for i in &attribution.content {
            claims[*i] += u32::from(quoted.is_none());
        }
    }
    for attribution in found {
        let numbers: BTreeSet<u32> = attribution
            .content
            .iter()
            .filter_map(|i| scene.quotation(*i))
            .collect();
        if numbers.is_empty() {
            continue;
        }
        let mut content: BTreeSet<usize> = attribution.content.iter().copied().collect();
        for number in numbers {
            let Some(quotation) = scene.text.quotations.get(number as usize) else {
                continue;
            };
            let range = quotation.tokens.clone();
            let held = range.clone().filter(|i| content.contains(i)).count();
            let mut roles = attribution.cue.iter().chain(&attribution.source);
            let apart = !roles.any(|i| range.contains(i));
            let opened = content.contains(&range.start) || content.contains(&(range.start + 1));
            let most = 2 * held >= range.len();
            let mut rest = range.clone().filter(|i| !content.contains(i));
            let free = held >= 3 && opened && rest.all(|i| claims[i] == 0);
            if quotation.closed && apart && (most || free) {
                content.extend(range);
            }
        }
        attribution.content = content.into_iter().collect();
    }
}

/// "said prices would fall, [adding that …]" and "said it was late and [warned that …]": the first
/// content ends where the second cue of the same speaker begins.
fn part_siblings(scene: &Scene, found: &mut [Attribution], near: &[Range<usize>]) {
    let heads: Vec<Option<usize>> = found.iter().map(|a| top(scene, &a.cue)).collect();
    for k in 0..found.len() {
        let (Some(mine), Some(&start)) = (heads[k], found[k].cue.first()) else {
            continue;
        };
        part_joined(scene, found, &near[k], k, start);
        if !scene.syntax.tags[mine].starts_with('V')
            || !matches!(&*scene.syntax.labels[mine], "conj" | "advcl")
        {
            continue;
        }
        let above = coordinate(scene, mine).unwrap_or(scene.syntax.heads[mine]);
        let Some(outer) = (near[k].clone()).find(|i| *i != k && heads[*i] == Some(above)) else {
            continue;
        };
        if found[outer].content.binary_search(&start).is_err()
            || found[outer].cue.first() > Some(&start)
        {
            continue;
        }
        end_before(scene, &mut found[outer].content, start);
    }
}

/// "[Smith] said that it was late and [warned that …]": where a verb behind "and" has the very source of
/// the verb before, whose content holds it, that content ends, whatever the tree says.
fn part_joined(
    scene: &Scene,
    found: &mut [Attribution],
    near: &Range<usize>,
    joined: usize,
    start: usize,
) {
    let finite = |i: usize| matches!(&*scene.syntax.tags[i], "VBD" | "VBZ" | "VBP");
    let source = &found[joined].source;
    if start == 0
        || !finite(start)
        || &*scene.syntax.tags[start - 1] != "CC"
        || source.iter().any(|i| *i > start)
    {
        return;
    }
    let source = source.clone();
    let tag = &scene.syntax.tags[start];
    // "said [it] was opposed to the test and warned": the speaker, by the pronoun
    let pronoun = source.len() == 1 && &*scene.syntax.tags[source[0]] == "PRP";
    for outer in near.clone().filter(|i| *i < joined) {
        let holds = found[outer].content.binary_search(&start).is_ok();
        let own = pronoun && found[outer].content.binary_search(&source[0]).is_ok();
        let same = found[outer].source.iter().any(|i| source.contains(i));
        // nobody is named between the two
        let in_tense = || {
            found[outer]
                .cue
                .iter()
                .any(|i| &scene.syntax.tags[*i] == tag)
        };
        let unnamed = source.is_empty() && !found[outer].source.is_empty() && in_tense();
        if holds && (same || own || unnamed) {
            if own || unnamed {
                let theirs = found[outer].source.clone();
                found[joined].source = theirs;
            }
            end_before(scene, &mut found[outer].content, start);
        }
    }
}

/// Cuts a content before a token, and the "and" that leads there.
fn end_before(scene: &Scene, content: &mut Vec<usize>, start: usize) {
    content.retain(|i| *i < start);
    while content.last().is_some_and(|i| WORDS.joint.has(scene, *i)) {
        content.pop();
    }
}

/// "A warned that …, and [B warned that …]": after a comma, a second cue in the same tense with a
/// source of its own makes a second statement, whatever the tree says.
fn part_coordinates(
    document: &Document,
    scene: &Scene,
    found: &mut [Attribution],
    near: &[Range<usize>],
) {
    let verb = |a: &Attribution| {
        let tagged = |i: &&usize| matches!(&*scene.syntax.tags[**i], "VBD" | "VBZ" | "VBP");
        a.cue.iter().find(tagged).copied()
    };
    for second in 0..found.len() {
        let (Some(mine), Some(start)) = (verb(&found[second]), found[second].source.first()) else {
            continue;
        };
        let start = *start;
        let sentence = scene.text.sentence_of(mine);
        if start >= mine || scene.text.tokens[start].quote != QuoteState::Outside {
            continue;
        }
        let Some(start) = coordinated(document, scene, sentence.start, start) else {
            continue;
        };
        for first in near[second].clone() {
            let Some(theirs) = verb(&found[first]).filter(|v| *v < start) else {
                continue;
            };
            if first != second
                && sentence.contains(&theirs)
                && scene.syntax.tags[theirs] == scene.syntax.tags[mine]
                && found[first].content.binary_search(&mine).is_ok()
            {
                end_before(scene, &mut found[first].content, start);
            }
        }
    }
}

/// Where the clause of a subject starts that stands behind ", and" or a semicolon, if it does; a clause may come
/// between the two: ", and when asked, [she]".
fn coordinated(document: &Document, scene: &Scene, floor: usize, subject: usize) -> Option<usize> {
    let comma = |i: usize| scene.text.word(document, i) == ",";
    let joins = |i: usize| i > floor && WORDS.coordinating.has(scene, i) && comma(i - 1);
    if subject <= floor + 1 {
        return None;
    }
    if joins(subject - 1) || scene.text.word(document, subject - 1) == ";" {
        return Some(subject);
    }
    if !comma(subject - 1) {
        return None;
    }
    (floor..subject - 1)
        .rev()
        .take(LONGEST_CLAUSE)
        .find(|i| *i > floor && joins(*i - 1) && WORDS.subordinate.has(scene, *i))
}

/// "said prices had peaked, [adding that …]": behind a comma a participle of speech has the speaker
/// of the verb before it, and ends what that verb says, whatever the tree says.
pub(in crate::statement) fn part_participles(
    document: &Document,
    scene: &Scene,
    found: &mut [Attribution],
) {
    for k in 1..found.len() {
        let Some(&cue) = found[k].cue.first() else {
            continue;
        };
        let sentence = scene.text.sentence_of(cue);
        let participle = &*scene.syntax.tags[cue] == "VBG"
            && cue > sentence.start
            && scene.text.word(document, cue - 1) == ","
            && scene.text.tokens[cue].quote == QuoteState::Outside
            && found[k].content.first().is_some_and(|i| *i > cue);
        let (before, rest) = found.split_at_mut(k);
        let (Some(first), Some(second)) = (before.last_mut(), rest.first_mut()) else {
            continue;
        };
        let finite = |i: &usize| is_finite(scene, *i);
        // "said Eva Lund, [the chair], adding": the tree has taken a description for another
        let theirs = second.source.iter().all(|i| first.source.contains(i));
        if participle
            && theirs
            && !first.source.is_empty()
            && first.cue.iter().any(|i| sentence.contains(i) && finite(i))
        {
            second.source.clone_from(&first.source);
            if first.content.binary_search(&cue).is_ok() {
                end_before(scene, &mut first.content, cue);
            }
            // "[Fares may triple], brokers warned, adding that …": each has its own side
            let theirs = &second.content;
            (first.content).retain(|i| *i < cue || theirs.binary_search(i).is_err());
        }
    }
}

/// "said “We lost,” [and the flag was lowered]": a clause of its own behind a quotation that is all that
/// was said before it goes on with the report.
fn end_with_the_quotation(document: &Document, scene: &Scene, found: &mut Attribution) {
    let (Some(&start), Some(&cue)) = (found.content.first(), found.cue.last()) else {
        return;
    };
    let Some(quotation) = scene.quotation(start) else {
        return;
    };
    let Some(quotation) = scene.text.quotations.get(quotation as usize) else {
        return;
    };
    let end = quotation.tokens.end;
    let sentence = scene.text.sentence_of(cue);
    let close = found.content.partition_point(|i| *i < end);
    let mark = (quotation.tokens.clone().rev().take(2))
        .any(|i| matches!(scene.text.word(document, i), "," | "." | "!" | "?"));
    let behind = start == cue + 1 && quotation.tokens.start == start && quotation.closed;
    if !behind
        || !mark
        || !sentence.contains(&end)
        || found.content.get(close) != Some(&end)
        || &*scene.syntax.tags[end] != "CC"
    {
        return;
    }
    // "and the flag was lowered": a subject and a finite verb, all outside of quotations
    let finite = |i: usize| matches!(&*scene.syntax.tags[i], "VBD" | "VBZ" | "VBP" | "MD");
    let rest = &found.content[close..];
    let outside = |i: &usize| scene.text.tokens[*i].quote == QuoteState::Outside;
    if rest.iter().all(outside) && !finite(end + 1) && rest.iter().any(|i| finite(*i)) {
        found.content.truncate(close);
    }
}

/// "would seize[, without appeal, his nets]": what the last verb of a content governs behind its end belongs
/// to it, as far as nobody else speaks there.
fn whole_verb_phrase(scene: &Scene, found: &mut Attribution, taken: &[bool]) {
    let (Some(&last), Some(&cue)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let syntax = scene.syntax;
    if last < cue
        || !syntax.tags[last].starts_with('V')
        || scene.text.tokens[last].quote != QuoteState::Outside
    {
        return;
    }
    let sentence = scene.text.sentence_of(last);
    let wanted = ["dobj", "attr", "acomp", "oprd", "xcomp"];
    let object = children(scene, last)
        .find(|c| *c > last && sentence.contains(c) && wanted.contains(&&*syntax.labels[*c]));
    let Some(end) = object.and_then(|o| subtree(scene, o).last().copied()) else {
        return;
    };
    let rest = last + 1..end + 1;
    let free = |i: usize| !taken[i] && !found.source.contains(&i);
    if rest.clone().all(free) {
        found.content.extend(rest);
    }
}

/// "has praised [the crew] and raised its pay": behind "and" a verb in the very form of the cue, where the cue
/// has an object and no clause, tells of another deed of the speaker.
fn end_with_the_object(scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let Some(verb) = top(scene, &found.cue).filter(|v| syntax.tags[*v].starts_with('V')) else {
        return;
    };
    let tag = |i: usize| -> &str { &syntax.tags[i] };
    let object = children(scene, verb)
        .find(|c| *c > verb && &*syntax.labels[*c] == "dobj" && found.content.contains(c));
    let place = found.content.windows(2).position(|pair| {
        let [and, next] = *pair else { return false };
        next == and + 1
            && object.is_some_and(|object| object < and)
            && tag(and) == "CC"
            && tag(next) == tag(verb)
            && matches!(tag(next), "VBD" | "VBN" | "VBZ" | "VBP")
            && scene.text.tokens[next].quote == QuoteState::Outside
    });
    let Some(place) = place.filter(|p| *p > 0) else {
        return;
    };
    let verbal = |i: &usize| tag(*i).starts_with('V') || tag(*i) == "MD";
    let before = &found.content[..place];
    let described = matches!(tag(verb), "VBN")
        && found
            .content
            .get(place + 2)
            .is_some_and(|i| tag(*i).starts_with('N'))
        && syntax.heads[found.content[place + 1]] != verb;
    if before.iter().all(|i| *i > verb) && !before.iter().any(verbal) && !described {
        found.content.truncate(place);
    }
}

/// "called on the board to “open the books” [and pay the crews]": behind a quoted infinitive an "and" with
/// another one goes on with what was said.
fn joined_behind_the_quotation(scene: &Scene, found: &mut Attribution, taken: &[bool]) {
    let syntax = scene.syntax;
    let (Some(&last), Some(&cue)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let (and, verb) = (last + 1, last + 2);
    let sentence = scene.text.sentence_of(last);
    let infinitive = |i: &usize| matches!(&*syntax.tags[*i], "VB" | "VBP");
    if last < cue
        || scene.text.tokens[last].quote != QuoteState::Close
        || !sentence.contains(&verb)
        || &*syntax.tags[and] != "CC"
        || !infinitive(&verb)
        || !found.content.iter().any(|i| &*syntax.tags[*i] == "TO")
        || !found.content.iter().any(infinitive)
    {
        return;
    }
    let end = subtree(scene, verb).last().map_or(verb, |i| i + 1);
    let outside = |i: usize| scene.text.tokens[i].quote == QuoteState::Outside;
    let free = |i: usize| outside(i) && !taken[i] && !found.source.contains(&i);
    if end <= sentence.end && (and..end).all(free) {
        found.content.extend(and..end);
    }
}

/// "cited “gaps” [in records that the clinic kept]": what hangs on the object of a verb, right behind the
/// words that are said to be said, belongs to it.
fn whole_object(document: &Document, scene: &Scene, found: &mut Attribution, taken: &[bool]) {
    let syntax = scene.syntax;
    let (Some(&last), Some(&verb)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let objects = found.cue.iter().flat_map(|i| children(scene, *i));
    let object = objects.into_iter().find(|c| {
        *c > verb && &*syntax.labels[*c] == "dobj" && found.content.binary_search(c).is_ok()
    });
    let Some(end) = object.and_then(|o| subtree(scene, o).last().copied()) else {
        return;
    };
    let sentence = scene.text.sentence_of(verb);
    if last < verb || !sentence.contains(&(last + 1)) {
        return;
    }
    let next = last + 1;
    // "the invasion[, including the seizure of the port]"
    let example = next + 1 < sentence.end
        && scene.text.word(document, next) == ","
        && WORDS.including.has(scene, next + 1);
    let end = match example {
        true => subtree(scene, next + 1).last().copied().unwrap_or(next),
        false => end,
    };
    // "problems in Leeds, Hull and elsewhere [that she blamed on cuts]", whatever the tree hangs it on
    let finite = |i: &usize| matches!(&*syntax.tags[*i], "VBD" | "VBZ" | "VBP" | "MD");
    let relative = scene.text.word(document, next) == "that"
        && !found.content.iter().any(finite)
        && (next..sentence.end).any(|i| finite(&i));
    let end = match relative {
        true => {
            (next + 1..sentence.end)
                .find(|i| {
                    !scene
                        .text
                        .word(document, *i)
                        .contains(char::is_alphanumeric)
                })
                .unwrap_or(sentence.end)
                - 1
        }
        false => end,
    };
    let opens = match &*syntax.tags[next.min(end)] {
        "WDT" | "WP" | "VBN" | "VBG" => true,
        _ if example || relative => true,
        // "praised the vote [on television]" tells where
        "IN" => {
            let quoted = scene.text.tokens[last].quote == QuoteState::Close;
            quoted && scene.text.word(document, next) != "to"
        }
        "TO" => &*syntax.tags[(next + 1).min(end)] == "VB",
        _ => false,
    };
    let outside = |i: usize| scene.text.tokens[i].quote == QuoteState::Outside;
    let free = |i: usize| outside(i) && (relative || !taken[i]) && !found.source.contains(&i);
    if next <= end && end < sentence.end && opens && (next..=end).all(free) {
        found.content.extend(next..=end);
    }
}

/// "to the president[, who fell ill]": a relative clause behind a comma is the reporter's own.
fn drop_relative(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some(&last) = found.content.last() else {
        return;
    };
    if scene.text.tokens[last].quote != QuoteState::Outside {
        return;
    }
    let (tokens, heads) = (&scene.text.tokens, &scene.syntax.heads);
    let opens = |i: usize| {
        i > 0
            && WORDS.relative.has(scene, i)
            && scene.text.word(document, i - 1) == ","
            && &*scene.syntax.labels[heads[i]] == "relcl"
            && heads[heads[i]] < i
            && (i..=last).all(|k| tokens[k].quote == QuoteState::Outside)
            && subtree(scene, heads[i])
                .last()
                .is_some_and(|end| *end >= last)
    };
    let place = found.content.iter().rposition(|i| opens(*i));
    // "that the dam[, which was built in May, leaks]": a clause wants its verb
    let that = |i: &usize| scene.text.word(document, *i).eq_ignore_ascii_case("that");
    let finite = |i: &usize| matches!(&*scene.syntax.tags[*i], "VBD" | "VBZ" | "VBP" | "MD");
    let whole = |place: &usize| {
        let kept = &found.content[..*place];
        kept.first().is_none_or(|i| !that(i)) || kept.iter().any(finite)
    };
    if let Some(place) = place.filter(|p| *p >= 3 && whole(p)) {
        let start = found.content[place];
        if found.cue.iter().chain(&found.source).all(|i| *i < start) {
            end_before(scene, &mut found.content, start);
        }
    }
}

/// "[The valley needs schools], the governor told the envoy at a dinner": where nothing but a hearer, a
/// place and a time stand behind a verb of telling, what was said stands before its subject.
fn before_the_teller(document: &Document, scene: &Scene, found: &mut Attribution, taken: &[bool]) {
    let (Some(&cue), Some(&start)) = (found.cue.last(), found.source.first()) else {
        return;
    };
    let sentence = scene.text.sentence_of(cue);
    let finite = |i: &usize| matches!(&*scene.syntax.tags[*i], "VBD" | "VBZ" | "VBP" | "MD" | "TO");
    let outside = |i: usize| scene.text.tokens[i].quote == QuoteState::Outside;
    if !audience::is_spoken_to(scene, cue)
        || start < sentence.start + 4
        || start > cue
        || scene.text.word(document, start - 1) != ","
        || !(sentence.start..sentence.end).all(outside)
        || (sentence.start..start).any(|i| taken[i])
    {
        return;
    }
    let behind = |i: &usize| *i > cue && sentence.contains(i);
    let that = |i: &usize| WORDS.opening_clause.has(scene, *i) || WORDS.opening.has(scene, *i);
    let before = trimmed(document, scene, sentence.start..start - 1);
    if found
        .content
        .iter()
        .all(|i| behind(i) && !finite(i) && !that(i))
        && !hearers::hearers(document, scene, found).is_empty()
        && before.iter().any(finite)
        && before
            .first()
            .is_none_or(|i| &*scene.syntax.labels[*i] != "mark")
    {
        found.content = before;
    }
}

/// "In law school, [she said], professors laughed": what stands on both sides of an aside is said.
fn both_sides_of_an_aside(
    document: &Document,
    scene: &Scene,
    found: &mut Attribution,
    taken: &[bool],
) {
    let aside = || found.source.iter().chain(&found.cue).copied();
    let (Some(low), Some(high)) = (aside().min(), aside().max()) else {
        return;
    };
    let sentence = scene.text.sentence_of(low);
    let is_comma = |i: usize| sentence.contains(&i) && scene.text.word(document, i) == ",";
    // "he said [last month],"
    let time = (high + 1..sentence.end)
        .take(4)
        .take_while(|i| !is_comma(*i) && !scene.syntax.tags[*i].starts_with('V'));
    let high = match time.last() {
        Some(end) if is_comma(end + 1) && WORDS.time.has(scene, end) => end,
        _ => high,
    };
    let outside = |i: usize| scene.text.tokens[i].quote == QuoteState::Outside;
    if found.source.is_empty()
        || high - low >= found.source.len() + found.cue.len() + 5
        || low < sentence.start + 2
        || !is_comma(low - 1)
        || !is_comma(high + 1)
        || !(sentence.start..high + 3)
            .filter(|i| *i < sentence.end)
            .all(outside)
        || (sentence.start..low).any(|i| taken[i])
    {
        return;
    }
    let joins = &*scene.syntax.tags[sentence.start] == "CC";
    let before = sentence.start + usize::from(joins)..low - 1;
    if found.content.first() == Some(&(high + 2)) {
        found.content.splice(0..0, before);
    } else if found.content.iter().copied().eq(before.clone()) {
        // "[The board], he said, [had met]": a subject wants its verb
        let finite = |i: usize| matches!(&*scene.syntax.tags[i], "VBD" | "VBZ" | "VBP" | "MD");
        let after = trimmed(document, scene, high + 2..sentence.end);
        if !before.into_iter().any(finite) && after.iter().any(|i| finite(*i)) {
            found.content.extend(after);
        }
    }
}
