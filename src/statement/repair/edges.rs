//! Puts the edges of a found attribution where the form of its sentence wants them.

use crate::document::Document;
use crate::statement::attribution::{Attribution, Scene};
use crate::statement::clause::audience;
use crate::statement::clause::introducers;
use crate::statement::clause::tree::{child, children, hangs_below, phrase, subtree, top};
use crate::statement::clause::voice;
use crate::statement::constructions::nouns;
use crate::statement::hearers;
use crate::statement::repair::sources::LONGEST_ASIDE;
use crate::statement::words::WORDS;
use crate::text::{ParagraphKind, QuoteState};

/// Longest subject of a clause without a "that", in tokens.
const LONGEST_SUBJECT: usize = 8;

/// "MOSCOW (Agency) — Russia said": where a dispatch was filed is no part of what it reports.
pub(super) fn drop_dateline(_: &Document, scene: &Scene, found: &mut Attribution) {
    let reports = |i: &usize| !scene.text.sentences[scene.text.tokens[*i].sentence].dateline;
    found.source.retain(reports);
    found.content.retain(reports);
}

/// "said in an interview on Monday [that …]": where and when it was said is no part of it.
pub(super) fn start_with_the_clause(document: &Document, scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    if start < last || !syntax.tags[last].starts_with('V') {
        return;
    }
    let circumstance = &*syntax.labels[start] == "prep"
        && syntax.heads[start] == last
        && WORDS.circumstance.has(scene, start);
    let object = |i: usize| {
        scene.names[i] != 0
            && syntax.heads[i] == last
            && matches!(&*syntax.labels[i], "dobj" | "dative")
    };
    let that = |i: usize| {
        let opens = &*syntax.labels[i] == "mark"
            && matches!(&*syntax.labels[syntax.heads[i]], "ccomp" | "conj");
        scene.text.word(document, i) == "that" && (opens || object(i - 1))
    };
    let outside = |i: usize| scene.text.tokens[i].quote == QuoteState::Outside;
    let far =
        start > last + 1 && start < last + LONGEST_ASIDE && WORDS.circumstance.has(scene, last + 1);
    let finite = |i: usize| matches!(&*syntax.tags[i], "VBD" | "VBZ" | "VBP" | "MD");
    let opening = |i: usize| {
        that(i) || far && scene.text.word(document, i) == "that" && &*syntax.labels[i] == "mark"
    };
    let place = found.content.iter().position(|i| opening(*i));
    let word_that = |i: &usize| scene.text.word(document, *i) == "that";
    let far = far && found.content.iter().position(word_that) == place;
    let far = far && place.is_some_and(|p| !(last + 1..found.content[p]).any(finite));
    // "promised [Ukraine] that": the object is spoken to
    let hearer = audience::is_spoken_to(scene, last)
        && place.is_some_and(|place| {
            (found.content[..place].iter()).any(|i| {
                syntax.heads[*i] == last && matches!(&*syntax.labels[*i], "dobj" | "dative")
            })
        });
    if (circumstance || hearer || far)
        && let Some(place) = place
        && found.content[..place].iter().all(|i| outside(*i))
    {
        found.content.drain(..place);
    }
}

/// "When funds ran out, Mexico said [enough]": a clause of time before the speaker is no part of what they
/// say, where words follow the verb.
pub(super) fn behind_the_circumstance(document: &Document, scene: &Scene, found: &mut Attribution) {
    let (Some(&cue), Some(&source)) = (found.cue.last(), found.source.first()) else {
        return;
    };
    let (Some(&first), Some(&last)) = (found.content.first(), found.content.last()) else {
        return;
    };
    let sentence = scene.text.sentence_of(cue);
    let joins = usize::from(&*scene.syntax.tags[first] == "CC");
    let subordinate = WORDS.subordinate.has(scene, first + joins);
    let outside = |i: usize| scene.text.tokens[i].quote == QuoteState::Outside;
    if last >= source || first < sentence.start || !subordinate || !(first..=cue).all(outside) {
        return;
    }
    let end = (cue + 1..sentence.end)
        .find(|i| {
            !scene
                .text
                .word(document, *i)
                .contains(char::is_alphanumeric)
        })
        .unwrap_or(sentence.end);
    if source < cue && !(cue + 1..end).all(|i| WORDS.time.has(scene, i)) {
        found.content = (cue + 1..end).collect();
    }
}

/// "announced [that it would close], and the decision is …": a clause with a subject of its own
/// behind ", and", without a "that" of its own, goes on with the report.
pub(super) fn end_with_the_clause(document: &Document, scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    let word = |i: usize| scene.text.word(document, i);
    let outside = |i: usize| scene.text.tokens[i].quote == QuoteState::Outside;
    if start < last
        || !word(start).eq_ignore_ascii_case("that")
        || &*syntax.labels[start] != "mark"
        || !found.content.iter().all(|i| outside(*i))
    {
        return;
    }
    if let Some(place) = found.content.windows(4).position(|words| {
        // "…[, and that's something most would dislike]"
        let comment = word(words[0]) == ","
            && WORDS.coordinating.has(scene, words[1])
            && matches!(word(words[2]), "that" | "this")
            && matches!(&*syntax.tags[words[3]], "VBZ" | "VBD" | "POS");
        comment && words[0] > start + 2
    }) {
        found.content.truncate(place);
        return;
    }
    let clause = syntax.heads[start];
    let second = children(scene, clause)
        .chain(children(scene, last))
        .find(|c| {
            &*syntax.labels[*c] == "conj"
                && *c > clause
                && child(scene, *c, &["mark"]).is_none()
                && child(scene, *c, &["nsubj"]).is_some_and(|s| {
                    s < *c && matches!(syntax.tags[s].as_bytes(), [b'N', ..] | b"DT")
                })
        });
    let Some(first) = second.and_then(|c| subtree(scene, c).first().copied()) else {
        return;
    };
    if first >= 2 && WORDS.coordinating.has(scene, first - 1) && word(first - 2) == "," {
        found.content.retain(|i| *i < first - 2);
    }
}

/// "[the plan] was rejected by the board in March": behind the agent, when and where is no part of it.
pub(super) fn end_with_the_agent(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some((verb, subject)) = voice::passive(scene, found) else {
        return;
    };
    let by = voice::agent(document, scene, verb).and_then(|by| child(scene, by, &["pobj"]));
    let Some(by) = by.filter(|_| found.content.contains(&subject)) else {
        return;
    };
    if let Some(place) = found.content.iter().position(|i| *i > by)
        && (WORDS.circumstance.has(scene, found.content[place])
            || &*scene.syntax.tags[found.content[place]] == "RB")
        && place > 0
    {
        found.content.truncate(place);
    }
}

/// "reacted on [the ferry home,] “…”": what stands between a verb and a quotation behind a comma tells
/// where and when.
pub(super) fn quotation_behind_a_comma(
    document: &Document,
    scene: &Scene,
    found: &mut Attribution,
) {
    let quote = |i: usize| scene.text.tokens[i].quote;
    let opening = found
        .content
        .iter()
        .position(|i| quote(*i) == QuoteState::Open);
    let (Some(place), Some(&cue)) = (opening, found.cue.last()) else {
        return;
    };
    let Some(&mark) = found.content.get(place) else {
        return;
    };
    let verb = |i: &usize| {
        let tag = &*scene.syntax.tags[*i];
        tag.starts_with('V') || tag == "MD"
    };
    let before = &found.content[..place];
    let speaks = found
        .cue
        .iter()
        .any(|i| scene.syntax.tags[*i].starts_with('V'));
    if place > 0
        && speaks
        && before
            .iter()
            .all(|i| *i > cue && quote(*i) == QuoteState::Outside)
        && scene.text.word(document, mark - 1) == ","
        && !before.iter().any(verb)
        && &*scene.syntax.tags[cue] == "IN"
    {
        found.content.drain(..place);
    }
}

/// "warned of costs[, if it came to that]": a condition behind a content belongs to it.
pub(super) fn with_its_condition(document: &Document, scene: &Scene, found: &mut Attribution) {
    let (Some(&last), Some(&cue)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let end = scene.text.sentence_of(last).end;
    let word = |i: usize| scene.text.word(document, i);
    if last < cue || last + 2 >= end || !WORDS.dire.has(scene, cue) {
        return;
    }
    let start = last + 1 + usize::from(word(last + 1) == ",");
    if !WORDS.condition.has(scene, start) {
        return;
    }
    let stop = (start..end)
        .find(|i| word(*i) == "," || !word(*i).contains(char::is_alphanumeric))
        .unwrap_or(end);
    if !found.source.iter().any(|i| (last..stop).contains(i)) {
        found.content.extend(last + 1..stop);
    }
}

/// A heading is no part of what somebody says in another paragraph.
pub(super) fn drop_other_headings(_: &Document, scene: &Scene, found: &mut Attribution) {
    let paragraph = |i: usize| scene.text.sentences[scene.text.tokens[i].sentence].paragraph;
    let Some(home) = found.cue.first().map(|i| paragraph(*i)) else {
        return;
    };
    let stays = |i: &usize| {
        let p = paragraph(*i);
        p == home
            || scene
                .text
                .paragraphs
                .get(p)
                .is_none_or(|p| p.kind != ParagraphKind::Headline)
    };
    found.content.retain(stays);
}

/// "Washington's warning [that an attack could come] unsettled the markets": what a noun announces
/// hangs below it.
pub(super) fn end_with_the_noun(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some(&last) = found.cue.last() else {
        return;
    };
    let all_nouns = found
        .cue
        .iter()
        .all(|i| !scene.syntax.tags[*i].starts_with('V'));
    if !all_nouns || !scene.syntax.tags[last].starts_with('N') {
        return;
    }
    let kept: Vec<usize> = found
        .content
        .iter()
        .copied()
        .filter(|i| *i > last && hangs_below(scene, *i, last, 40))
        .collect();
    if kept.len() >= 2 && found.content.iter().all(|i| *i > last) {
        // "to meet on January [12]"
        let end = *kept.last().unwrap_or(&last);
        let number = |i: &usize| *i == end + 1 && &*scene.syntax.tags[*i] == "CD";
        let next = found.content.iter().copied().find(number);
        found.content = kept;
        found.content.extend(next);
        nouns::end_with_the_clause(document, scene, last, &mut found.content);
    }
}

/// "warned [Moscow] of costs": whom a verb speaks to stands before what it says.
pub(super) fn drop_spoken_to(_: &Document, scene: &Scene, found: &mut Attribution) {
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    if start != last + 1 || !WORDS.telling.has(scene, last) {
        return;
    }
    let opens =
        |i: usize| WORDS.opening.has(scene, i) || scene.text.tokens[i].quote == QuoteState::Open;
    let is_object = |i: usize| {
        scene.names[i] != 0
            || (scene.syntax.heads[i] == last
                && matches!(&*scene.syntax.labels[i], "dobj" | "dative"))
    };
    // the object and all of its words come before what opens the rest
    let opening = found.content.iter().position(|i| opens(*i) && *i > start);
    let Some(rest) = opening.or_else(|| behind_object(scene, last, &found.content)) else {
        return;
    };
    let before = &found.content[..rest];
    let names_somebody = before.iter().any(|i| is_object(*i))
        && before
            .iter()
            .skip(usize::from(&*scene.syntax.labels[start] == "xcomp"))
            .all(|i| !scene.syntax.tags[*i].starts_with("VB"));
    if rest > 0 && rest <= 10 && names_somebody {
        found.content.drain(..rest);
    }
}

/// A headline's "Minister seeks ban, says [they start fires]": what stands before the comma tells what
/// the same one does.
pub(super) fn second_verb_of_a_headline(
    document: &Document,
    scene: &Scene,
    found: &mut Attribution,
) {
    let (Some(&cue), Some(&last)) = (found.cue.first(), found.content.last()) else {
        return;
    };
    let comma = cue > 0 && scene.text.word(document, cue - 1) == ",";
    if scene.headline[cue] && comma && last > cue && found.source.is_empty() {
        found.content.retain(|i| *i > cue);
    }
}

/// A headline's "Judges dismiss [Ortega's appeal]; lawyers vow to fight on": a semicolon ends what is said.
pub(super) fn end_with_the_headline(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some(&cue) = found.cue.last().filter(|i| scene.headline[**i]) else {
        return;
    };
    let end = scene.text.sentence_of(cue).end;
    let semicolon = |i: &usize| {
        scene.text.word(document, *i) == ";" && scene.text.tokens[*i].quote == QuoteState::Outside
    };
    if let Some(stop) = (cue..end).find(semicolon) {
        found.content.retain(|i| *i < stop);
    }
}

/// "told reporters [Friday] the boy was awake": the day behind those spoken to is when it was said.
pub(super) fn drop_day(_: &Document, scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let (Some(&cue), [day, next, ..]) = (found.cue.last(), &found.content[..]) else {
        return;
    };
    let (day, next) = (*day, *next);
    let told =
        day > cue + 1 && WORDS.telling.has(scene, cue) && syntax.tags[day - 1].starts_with('N');
    let clause = next == day + 1 && matches!(&*syntax.tags[next], "DT" | "PRP" | "PRP$" | "EX");
    let named = &*syntax.tags[day] == "NNP" && WORDS.time.has(scene, day);
    if told && clause && named && scene.text.tokens[day].quote == QuoteState::Outside {
        found.content.remove(0);
    }
}

/// "told local media [Berg's heart was sound]": the content begins where a second noun phrase does.
pub(super) fn mend_torn_clause(_: &Document, scene: &Scene, found: &mut Attribution) {
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    if start <= last {
        return;
    }
    let Some(clause) = audience::torn_clause(scene, last) else {
        return;
    };
    if start < clause {
        found.content.retain(|i| *i >= clause);
    } else if start <= clause + LONGEST_SUBJECT {
        found.content.splice(0..0, clause..start);
    }
}

/// "insisted [to its allies] that", "recounted [for the Post] how": behind a preposition too those
/// spoken to are no part of what is said, where a clause follows.
pub(super) fn drop_hearers(document: &Document, scene: &Scene, found: &mut Attribution) {
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    if start != last + 1 || scene.text.tokens[start].quote != QuoteState::Outside {
        return;
    }
    let preposition = |i: usize| matches!(&*scene.syntax.tags[i], "IN" | "TO");
    let in_cue = preposition(last) && found.cue.len() > 1;
    if !in_cue && !preposition(start) {
        return;
    }
    let Some(end) = (hearers::hearers(document, scene, found).into_iter())
        .filter(|named| named.first().is_some_and(|i| *i <= start + 4))
        .filter_map(|named| named.last().copied())
        .next()
    else {
        return;
    };
    let rest = found.content.partition_point(|i| *i <= end);
    // "warning to [Helix] that …": those spoken to, and nothing that is said
    let noun = found
        .cue
        .iter()
        .copied()
        .find(|i| scene.syntax.tags[*i].starts_with('N'));
    if rest == found.content.len()
        && let Some(content) = noun.and_then(|noun| nouns::behind_hearers(document, scene, noun))
    {
        found.content = content;
        found.cue.pop_if(|_| in_cue);
        return;
    }
    let opens = |i: &usize| {
        scene.text.tokens[*i].quote == QuoteState::Open
            || WORDS.opening.has(scene, *i)
            || scene.text.word(document, *i) == "for"
            || WORDS.opening_clause.has(scene, *i)
            || matches!(&*scene.syntax.tags[*i], "WRB" | "WP")
            // "admitted to the Post [she had erred]"
            || children(scene, last).any(|c| {
                &*scene.syntax.labels[c] == "ccomp" && subtree(scene, c).first() == Some(i)
            })
    };
    if rest > 0 && rest < LONGEST_ASIDE && found.content.get(rest).is_some_and(opens) {
        found.content.drain(..rest);
        if in_cue {
            found.cue.pop();
        }
    }
}

/// "wrote on [the wall]", "said in a letter to [staff] that": what the last preposition of a cue governs
/// tells where, when or to whom, and is no part of what was said.
pub(super) fn drop_circumstance(document: &Document, scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let [first, .., last] = found.cue[..] else {
        return;
    };
    if !matches!(&*syntax.tags[last], "IN" | "TO") || !syntax.tags[first].starts_with('V') {
        return;
    }
    let behind = found.content.partition_point(|i| *i < last);
    let Some(object) = child(scene, last, &["pobj"])
        .filter(|o| *o > last && found.content.get(behind) == Some(&(last + 1)))
    else {
        return;
    };
    let rest = found.content.partition_point(|i| *i <= object);
    let next = found.content.get(rest).copied();
    let opens = |i: usize| {
        scene.text.tokens[i].quote == QuoteState::Open || scene.text.word(document, i) == "that"
    };
    let noun = |i: &usize| syntax.tags[*i].starts_with('N');
    let to = scene.text.word(document, last).eq_ignore_ascii_case("to");
    let place = WORDS.circumstance.has(scene, last);
    let is_time = WORDS.time.has(scene, object) || WORDS.occasion.has(scene, object);
    let letter = to && found.cue.iter().any(noun) && next.is_some_and(opens);
    let time = place && is_time && next.is_some_and(|i| !opens(i) && i == object + 1);
    let trailing = place && behind > 0 && next.is_none();
    // "was described in [court papers] as “a danger”"
    let as_what = place && next.is_some_and(|i| scene.text.word(document, i) == "as");
    // "posted on [X] that …"
    let named = scene.names[object] != 0 || syntax.tags[object].starts_with("NNP");
    let service = place && behind == 0 && named && next.is_some_and(opens);
    if letter || time || trailing || as_what || service {
        found.content.drain(behind..rest);
        found.cue.pop();
        // "called at the time [for]"
        let goes_on = |i: &usize| scene.text.word(document, *i) == "for";
        if let Some(at) = found.content.get(behind).copied().filter(goes_on) {
            found.content.remove(behind);
            found.cue.push(at);
        }
    } else if place && is_time && next.is_none() {
        // "called for [calm] on Friday"
        let preposition = |i: &usize| &*syntax.tags[*i] == "IN" && *i < last;
        if let Some(at) = found.cue.iter().position(preposition)
            && found.cue.iter().skip(at + 1).any(|i| *i < last)
        {
            let mut content = found.cue.split_off(at + 1);
            content.pop();
            found.content = content;
        }
    }
}

/// "told [the station] it was over": where a clause without a "that" starts right behind the object.
fn behind_object(scene: &Scene, verb: usize, content: &[usize]) -> Option<usize> {
    let object = child(scene, verb, &["dobj", "dative"])?;
    let clause = child(scene, verb, &["ccomp"])?;
    let rest = content.iter().position(|i| *i > object)?;
    let (start, opening) = (*content.first()?, *content.get(rest)?);
    let whole = phrase(scene, object).into_iter().eq(start..opening);
    (whole && subtree(scene, clause).first() == Some(&opening)).then_some(rest)
}

/// "Lamenting their luck[, fishermen often say …]": what a participle at the start of a sentence says ends
/// where the main clause begins, whose subject says both.
pub(super) fn end_before_the_main_clause(
    document: &Document,
    scene: &Scene,
    found: &mut Attribution,
) {
    let syntax = scene.syntax;
    let (Some(&cue), Some(&last)) = (found.cue.first(), found.content.last()) else {
        return;
    };
    let sentence = scene.text.sentence_of(cue);
    let main = syntax.heads[cue];
    if &*syntax.tags[cue] != "VBG"
        || cue > sentence.start + 1
        || &*syntax.labels[cue] != "advcl"
        || main <= cue
        || !sentence.contains(&main)
        || scene.text.tokens[cue].quote != QuoteState::Outside
    {
        return;
    }
    let Some(subject) = child(scene, main, &["nsubj"]).filter(|s| *s < main) else {
        return;
    };
    let name = phrase(scene, subject);
    let Some(&start) = name.first().filter(|i| **i > cue + 1) else {
        return;
    };
    if scene.text.word(document, start - 1) == "," {
        if last >= start {
            found.content.retain(|i| *i < start - 1);
        }
        if found.source.is_empty() {
            found.source = name;
        }
    }
}

/// "attacked Brandt [for her support of the dam]": what somebody is blamed, thanked or praised for belongs to it.
pub(super) fn with_its_reason(document: &Document, scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let (Some(&last), Some(&cue)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let sentence = scene.text.sentence_of(cue);
    let next = last + 1;
    if last < cue
        || !sentence.contains(&next)
        || !syntax.tags[cue].starts_with('V')
        || scene.text.word(document, next) != "for"
        || !(syntax.heads[next] == cue || found.content.contains(&syntax.heads[next]))
        || !child(scene, cue, &["dobj"]).is_some_and(|o| found.content.contains(&o))
    {
        return;
    }
    let end = subtree(scene, next).last().map_or(next, |i| i + 1);
    let verb = |i: usize| matches!(&*syntax.tags[i], "VBD" | "VBZ" | "VBP" | "VBG" | "MD");
    if !(next..end).any(verb) && end <= sentence.end {
        found.content.extend(next..end);
    }
}

/// "said the goal stood[, looking at his watch]": a participle behind a comma that goes with the speaker's verb,
/// and is no speech, tells what the speaker did meanwhile.
pub(super) fn drop_reporters_participle(
    document: &Document,
    scene: &Scene,
    found: &mut Attribution,
) {
    let syntax = scene.syntax;
    let Some(&cue) = found.cue.last() else {
        return;
    };
    let place = found.content.iter().position(|i| {
        let participle = &*syntax.tags[*i] == "VBG"
            && &*syntax.labels[*i] == "advcl"
            && syntax.heads[*i] == cue
            && *i > cue + 2;
        participle
            && scene.text.word(document, i - 1) == ","
            && scene.text.tokens[*i].quote == QuoteState::Outside
    });
    if let Some(place) = place.filter(|p| *p >= 2) {
        let start = found.content[place];
        let whole = subtree(scene, start).last() >= found.content.last();
        if whole {
            found.content.retain(|i| *i < start - 1);
        }
    }
}

/// "announced the vote [in a letter to the members]": what was said is not where it was said, which hangs on
/// the verb.
pub(super) fn drop_letter(_: &Document, scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let (Some(&cue), Some(&last)) = (found.cue.last(), found.content.last()) else {
        return;
    };
    if !syntax.tags[cue].starts_with('V') {
        return;
    }
    let said = |i: usize| {
        let noun = child(scene, i, &["pobj"]).filter(|n| *n > i);
        noun.is_some_and(|n| WORDS.document.has(scene, n) || audience::is_occasion(scene, n))
    };
    let place = found.content.iter().position(|i| {
        *i > cue + 1
            && syntax.heads[*i] == cue
            && &*syntax.labels[*i] == "prep"
            && WORDS.on_occasion.has(scene, *i)
            && scene.text.tokens[*i].quote == QuoteState::Outside
            && said(*i)
            && subtree(scene, *i).last() >= Some(&last)
    });
    if let Some(place) = place.filter(|p| *p > 0) {
        found.content.truncate(place);
    }
}

/// "confirmed the signing [of Diaz]": a noun at the end of a content keeps its "of".
pub(super) fn with_its_complement(document: &Document, scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let (Some(&last), Some(&cue)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let of = last + 1;
    let sentence = scene.text.sentence_of(last);
    if last < cue
        || !sentence.contains(&of)
        || !syntax.tags[last].starts_with("NN")
        || syntax.heads[of] != last
        || scene.text.word(document, of) != "of"
        || scene.text.tokens[last].quote != QuoteState::Outside
    {
        return;
    }
    let end = phrase(scene, of).last().map_or(of, |i| i + 1);
    let verb = |i: usize| introducers::is_finite(scene, i);
    let free = |i: usize| !found.source.contains(&i);
    if end > of + 1 && end <= sentence.end && (of..end).all(|i| free(i) && !verb(i)) {
        found.content.extend(of..end);
    }
}

/// "spoke for [an hour]": how long somebody spoke is nothing that was said.
pub(super) fn drop_duration(document: &Document, scene: &Scene, found: &mut Attribution) {
    let (Some(&verb), Some(&last)) = (found.cue.first(), found.cue.last()) else {
        return;
    };
    let counts = |i: &usize| matches!(&*scene.syntax.tags[*i], "DT" | "CD" | "JJ" | "RB" | "IN");
    let (Some(noun), true) = (
        found.content.last(),
        scene.text.word(document, last) == "for",
    ) else {
        return;
    };
    let length = WORDS.time.has(scene, *noun)
        && found
            .content
            .iter()
            .all(|i| i == noun || counts(i) && *i > last);
    if length && WORDS.addressing.has(scene, verb) {
        found.content.clear();
    }
}

/// "The singer, [known as “Lark”], said": a participle that gives somebody a name in marks says nothing,
/// where nobody does it.
pub(super) fn drop_nickname(document: &Document, scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let Some(verb) = top(scene, &found.cue).filter(|v| &*syntax.tags[*v] == "VBN") else {
        return;
    };
    let reduced = &*syntax.labels[verb] == "acl" && child(scene, verb, &["auxpass"]).is_none();
    let spoken = |i: &usize| introducers::is_finite(scene, *i) || scene.quotation(*i).is_none();
    let quoted = found
        .content
        .iter()
        .rev()
        .take_while(|i| scene.quotation(**i).is_some());
    let named = quoted.clone().count() > 0 && !quoted.clone().any(spoken);
    let alone = found.source.is_empty() && voice::agent(document, scene, verb).is_none();
    if reduced && alone && named && found.content.last() > Some(&verb) {
        found.content.clear();
    }
}

/// "…, said Keller [while receiving the envoy]", "…, she told the envoy [at a dinner in Oslo]": behind a cue
/// that ends its sentence, where what was said stands before, nothing more is said.
pub(super) fn drop_occasion(document: &Document, scene: &Scene, found: &mut Attribution) {
    let (Some(&start), Some(&cue)) = (found.content.first(), found.cue.last()) else {
        return;
    };
    let sentence = scene.text.sentence_of(cue);
    let outside = |i: &usize| scene.text.tokens[*i].quote == QuoteState::Outside;
    let before = found.content.partition_point(|i| *i < cue);
    let rest = &found.content[before..];
    if start > cue || before < 3 || rest.is_empty() || !found.content[..before].iter().all(outside)
    {
        return;
    }
    // "[The board], he said, [had met]": words behind a comma go on with what was said
    let finite = |i: &usize| matches!(&*scene.syntax.tags[*i], "VBD" | "VBZ" | "VBP" | "MD");
    let first = rest[0];
    let comma = first > 0 && scene.text.word(document, first - 1) == ",";
    let said = found.content[..before].iter().any(finite);
    if said
        && !comma
        && rest
            .iter()
            .all(|i| outside(i) && sentence.contains(i) && !finite(i))
    {
        found.content.truncate(before);
    }
}

/// Whether a token is a hyphen between two words without a space: "Secretary-General".
fn joins(document: &Document, scene: &Scene, hyphen: usize) -> bool {
    let text = scene.text;
    let before = hyphen.checked_sub(1);
    text.word(document, hyphen) == "-"
        && before.is_some_and(|before| text.touch(before, hyphen))
        && text.touch(hyphen, hyphen + 1)
}

/// "must de[-escalate]": a word with a hyphen is in a content as a whole.
pub(super) fn whole_last_word(document: &Document, scene: &Scene, found: &mut Attribution) {
    while let Some(hyphen) = found.content.last().map(|i| i + 1)
        && hyphen + 1 < scene.len()
        && joins(document, scene, hyphen)
        && !found.cue.contains(&(hyphen + 1))
        && !found.source.contains(&(hyphen + 1))
    {
        found.content.extend([hyphen, hyphen + 1]);
    }
}
