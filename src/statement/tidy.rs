//! Puts the edges of a found attribution where the form of its sentence wants them.

use super::attribution::{Attribution, Scene};
use super::tree::{child, children, hangs_below, phrase, subtree, top};
use super::words::WORDS;
use super::{hearers, nouns, parties};
use crate::document::Document;
use crate::text::{ParagraphKind, QuoteState};
use std::ops::Range;

/// Longest subject of a clause without a "that", in tokens.
const LONGEST_SUBJECT: usize = 8;
/// Longest aside between a name and its verb, in tokens.
const LONGEST_ASIDE: usize = 24;

/// Tidies one attribution on its own.
pub(super) fn tidy(document: &Document, scene: &Scene, found: &mut Attribution) {
    drop_dateline(scene, found);
    name_who_asks(document, scene, found);
    whole_verb(scene, found);
    whole_subject(scene, found);
    start_with_the_clause(document, scene, found);
    end_with_the_clause(document, scene, found);
    hearer_is_no_speaker(document, scene, found);
    subject_of_a_passive(document, scene, found);
    end_with_the_agent(document, scene, found);
    drop_other_headings(scene, found);
    end_with_the_noun(document, scene, found);
    drop_circumstance(document, scene, found);
    drop_spoken_to(scene, found);
    mend_torn_clause(scene, found);
    drop_hearers(document, scene, found);
    drop_possessive(scene, found);
    whole_noun_phrase(scene, found);
    drop_preposition(scene, found);
    with_its_name(document, scene, found);
    quotation_behind_a_comma(document, scene, found);
    drop_adverb(scene, found);
    name_the_elided(document, scene, found);
    with_its_condition(document, scene, found);
    end_before_the_main_clause(document, scene, found);
    with_its_reason(document, scene, found);
    drop_reporters_participle(document, scene, found);
    drop_occasion(document, scene, found);
    drop_letter(scene, found);
    whole_last_word(document, scene, found);
    let (source, cue) = (&found.source, &found.cue);
    found
        .content
        .retain(|i| !source.contains(i) && !cue.contains(i));
}

/// "MOSCOW (Agency) — Russia said": where a dispatch was filed is no part of what it reports.
fn drop_dateline(scene: &Scene, found: &mut Attribution) {
    let reports = |i: &usize| !scene.text.sentences[scene.text.tokens[*i].sentence].dateline;
    found.source.retain(reports);
    found.content.retain(reports);
}

/// "[Asked] whether it was over, Smith said": Smith is asked; who asks stands behind "by", or nowhere.
fn name_who_asks(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some(verb) = asking_participle(scene, &found.cue) else {
        return;
    };
    let by = agent(document, scene, verb).and_then(|by| child(scene, by, &["pobj"]));
    if by.is_none_or(|by| !found.source.contains(&by)) {
        name_the_agent(document, scene, found, verb);
    }
}

/// The verb of a cue that is a participle of telling or asking before the clause of those who are told
/// or asked: "Asked whether …, she said".
pub(super) fn asking_participle(scene: &Scene, cue: &[usize]) -> Option<usize> {
    let syntax = scene.syntax;
    let verb = top(scene, cue)?;
    let participle = matches!(&*syntax.tags[verb], "VBN" | "VBD")
        && &*syntax.labels[verb] == "advcl"
        && syntax.heads[verb] > verb
        && hearers::is_spoken_to(scene, verb);
    let whole = ["nsubj", "nsubjpass", "aux", "auxpass"];
    (participle && child(scene, verb, &whole).is_none()).then_some(verb)
}

/// "[had proposed] nine": an auxiliary is no cue without its verb.
fn whole_verb(scene: &Scene, found: &mut Attribution) {
    let auxiliary = |i: &usize| matches!(&*scene.syntax.labels[*i], "aux" | "auxpass" | "neg");
    let Some(&last) = found.cue.last().filter(|_| found.cue.iter().all(auxiliary)) else {
        return;
    };
    let verb = scene.syntax.heads[last];
    if verb > last && verb <= last + 3 && scene.syntax.tags[verb].starts_with('V') {
        found.cue.push(verb);
        found.content.retain(|i| *i != verb);
        found.source.retain(|i| *i != verb);
    }
}

/// "[Senator Ana Ruiz (R-Ut.)] urged": a part of what the tree has for the subject stands for all
/// of it; "Smith agreed, and [groups warned]": words before another verb are another's.
fn whole_subject(scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let Some(verb) = top(scene, &found.cue).filter(|v| syntax.tags[*v].starts_with('V')) else {
        return;
    };
    let Some(subject) = child(scene, verb, &["nsubj"]).filter(|s| is_nominal(scene, *s)) else {
        return;
    };
    if found.source.is_empty() || found.cue.contains(&subject) {
        return;
    }
    let finite = |i: usize| matches!(&*syntax.tags[i], "VBD" | "VBZ" | "VBP");
    let torn = (found.source.windows(2)).any(|w| (w[0] + 1..w[1]).any(finite));
    let below = |i: &usize| hangs_below(scene, *i, subject, 40);
    let part = !found.source.contains(&subject) && found.source.iter().all(below);
    if part || torn && found.source.contains(&subject) {
        let source = phrase(scene, subject);
        if source.iter().all(|i| !found.cue.contains(i)) {
            found.content.retain(|i| !source.contains(i));
            found.source = source;
        }
    }
}

/// Whether a token is a noun or pronoun, and no mark that the tree has taken for one.
fn is_nominal(scene: &Scene, token: usize) -> bool {
    matches!(scene.syntax.tags[token].as_bytes(), [b'N', ..] | b"PRP")
}

/// "said in an interview on Monday [that …]": where and when it was said is no part of it.
fn start_with_the_clause(document: &Document, scene: &Scene, found: &mut Attribution) {
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
    let hearer = hearers::is_spoken_to(scene, last)
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

/// "announced [that it would close], and the decision is …": a clause with a subject of its own
/// behind ", and", without a "that" of its own, goes on with the report.
fn end_with_the_clause(document: &Document, scene: &Scene, found: &mut Attribution) {
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
    let clause = syntax.heads[start];
    let second = children(scene, clause)
        .chain(children(scene, last))
        .find(|c| {
            &*syntax.labels[*c] == "conj"
                && *c > clause
                && child(scene, *c, &["mark"]).is_none()
                && child(scene, *c, &["nsubj"])
                    .is_some_and(|s| s < *c && syntax.tags[s].starts_with('N'))
        });
    let Some(first) = second.and_then(|c| subtree(scene, c).first().copied()) else {
        return;
    };
    if first >= 2 && WORDS.coordinating.has(scene, first - 1) && word(first - 2) == "," {
        found.content.retain(|i| *i < first - 2);
    }
}

/// "Moscow was warned [by Berlin] that …": the subject of a passive of telling hears; who speaks
/// stands behind "by", or nowhere.
fn hearer_is_no_speaker(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some((verb, hearer)) = passive(scene, found) else {
        return;
    };
    let content = &found.content;
    if hearers::is_spoken_to(scene, verb)
        && (found.source.contains(&hearer) || content.binary_search(&hearer).is_ok())
    {
        name_the_agent(document, scene, found, verb);
        let theirs = phrase(scene, hearer);
        let auxiliary = |i: usize| scene.syntax.heads[i] == verb && i < verb;
        let content = &mut found.content;
        content.retain(|i| !theirs.contains(i) && !auxiliary(*i));
    }
}

/// "[the contractor] was accused [by auditors] of fraud": what the subject of other passives names
/// is part of what is said.
fn subject_of_a_passive(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some((verb, subject)) = passive(scene, found) else {
        return;
    };
    // "was dismissed [as]"
    if found.cue.len() > 1
        && found
            .cue
            .last()
            .is_some_and(|i| scene.text.word(document, *i) == "as")
    {
        let at = found.cue.pop().unwrap_or(verb);
        found.content.push(at);
        found.content.sort_unstable();
    }
    let last_verb = found
        .cue
        .iter()
        .rfind(|i| scene.syntax.tags[**i].starts_with('V'));
    let to_do = found
        .content
        .first()
        .is_some_and(|i| &*scene.syntax.tags[*i] == "TO");
    if last_verb != Some(&verb)
        || to_do
        || hearers::is_spoken_to(scene, verb)
        || WORDS.quoting.has(scene, verb)
        || !(found.source.contains(&subject)
            || found.source.is_empty() && found.content.binary_search(&subject).is_ok())
        || (agent(document, scene, verb).is_none() && WORDS.felt.has(scene, verb))
    {
        return;
    }
    name_the_agent(document, scene, found, verb);
    let theirs = phrase(scene, subject);
    found
        .content
        .extend(theirs.into_iter().filter(|i| !found.cue.contains(i)));
    found.content.sort_unstable();
    found.content.dedup();
}

/// "[the plan] was rejected by the board in March": behind the agent, when and where is no part of it.
fn end_with_the_agent(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some((verb, subject)) = passive(scene, found) else {
        return;
    };
    let by = agent(document, scene, verb).and_then(|by| child(scene, by, &["pobj"]));
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

/// The verb of a cue in the passive, and its subject.
fn passive(scene: &Scene, found: &Attribution) -> Option<(usize, usize)> {
    let verb = top(scene, &found.cue).filter(|v| &*scene.syntax.tags[*v] == "VBN")?;
    child(scene, verb, &["auxpass"])?;
    Some((verb, child(scene, verb, &["nsubjpass"])?))
}

/// The "by" of a passive; the tree may hang it on what the verb makes of its subject: "was hailed as a
/// triumph [by] the mayor".
pub(super) fn agent(document: &Document, scene: &Scene, verb: usize) -> Option<usize> {
    let by = |c: &usize| scene.text.word(document, *c).eq_ignore_ascii_case("by");
    let own = child(scene, verb, &["agent"]).or_else(|| children(scene, verb).find(by));
    own.or_else(|| {
        let labels = [
            "prep", "oprd", "xcomp", "dobj", "attr", "acomp", "advcl", "dative",
        ];
        let below = children(scene, verb)
            .filter(|c| *c > verb && labels.contains(&&*scene.syntax.labels[*c]))
            .flat_map(|c| subtree(scene, c));
        below.filter(by).find(|by| {
            let named = child(scene, *by, &["pobj"]);
            named.is_some_and(|n| hearers::can_hear(document, scene, n))
        })
    })
}

/// Makes the agent of a passive the source, or nobody.
fn name_the_agent(document: &Document, scene: &Scene, found: &mut Attribution, verb: usize) {
    let by = agent(document, scene, verb);
    let speaker = by.and_then(|by| child(scene, by, &["pobj"]));
    found.source = speaker.map(|s| phrase(scene, s)).unwrap_or_default();
    let source = &found.source;
    found
        .content
        .retain(|i| !source.contains(i) && Some(*i) != by);
}

/// "[Adam Smith] backed the plan but has said …": a cue without a source of its own has that of
/// the verb it is coordinated with.
pub(super) fn name_the_elided(document: &Document, scene: &Scene, found: &mut Attribution) {
    if !found.source.is_empty() || asking_participle(scene, &found.cue).is_some() {
        return;
    }
    let mut source = parties::elided_subject(scene, &found.cue);
    if source.is_empty() {
        source = name_beside(document, scene, found);
    }
    if source.is_empty() {
        source = name_behind(document, scene, found);
    }
    // "…, said [the minister], and …": a name right behind the verb is no part of what it says
    let behind = found.cue.last().map(|i| i + 1) == source.first().copied()
        && found.content.first() < found.cue.first();
    let apart =
        |i: &usize| !found.cue.contains(i) && (behind || found.content.binary_search(i).is_err());
    let expletive = source.len() == 1 && WORDS.expletive.has(scene, source[0]);
    if !expletive && source.iter().all(apart) {
        found.content.retain(|i| !source.contains(i));
        found.source = source;
    }
}

/// "while it rained, [Foreign Secretary Liz Truss] on Sunday warned": the name that stands right
/// before a finite verb, for sentences whose tree has gone astray.
fn name_beside(document: &Document, scene: &Scene, found: &Attribution) -> Vec<usize> {
    let syntax = scene.syntax;
    let Some(&cue) = found.cue.first() else {
        return Vec::new();
    };
    if !matches!(&*syntax.tags[cue], "VBD" | "VBZ" | "VBP") {
        return Vec::new();
    }
    let start = scene.text.sentence_of(cue).start;
    let mut end = cue;
    while end > start && (&*syntax.tags[end - 1] == "RB" || WORDS.time.has(scene, end - 1)) {
        end -= 1;
        if end > start
            && scene
                .text
                .word(document, end - 1)
                .eq_ignore_ascii_case("on")
        {
            end -= 1;
        }
    }
    let named = |i: usize| matches!(syntax.tags[i].as_bytes(), [b'N', ..] | [b'J', ..] | b"DT");
    let aside = aside_before(document, scene, start..end);
    end = aside.unwrap_or(end);
    let mut first = end;
    while first > start && named(first - 1) {
        first -= 1;
    }
    // "in [Oslo], on Friday, said": the name before an aside opens its clause
    let opens = |i: usize| {
        let mark = !scene.text.word(document, i).contains(char::is_alphanumeric);
        mark || &*syntax.tags[i] == "CC"
    };
    let inverted = scene.names.get(cue + 1).is_some_and(|name| *name != 0);
    if aside.is_some() && (inverted || first > start && !opens(first - 1)) {
        return Vec::new();
    }
    if first < end && scene.names[end - 1] != 0 {
        (first..end).collect()
    } else {
        Vec::new()
    }
}

/// Where the aside starts that the words before a verb end with: "Eva Roth[, the mayor,] said", "Eva Roth
/// [– by phone –] said".
fn aside_before(document: &Document, scene: &Scene, words: Range<usize>) -> Option<usize> {
    let close = words.end.checked_sub(1).filter(|i| words.contains(i))?;
    let word = |i: usize| scene.text.word(document, i);
    if !matches!(word(close), "," | "–" | "—" | "--" | "-") {
        return None;
    }
    let finite = |i: usize| matches!(&*scene.syntax.tags[i], "VBD" | "VBZ" | "VBP" | "MD");
    let open = (words.start..close)
        .rev()
        .take(LONGEST_ASIDE)
        .take_while(|i| !finite(*i))
        .find(|i| word(*i) == word(close))?;
    (open + 1 < close).then_some(open)
}

/// "the talks were frank, said [Antony Blinken]", "said [his deputy, Ann Lee], who": the name between a
/// finite verb and a comma, where what is said stands before.
fn name_behind(document: &Document, scene: &Scene, found: &Attribution) -> Vec<usize> {
    let syntax = scene.syntax;
    let (Some(&cue), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return Vec::new();
    };
    if start > cue || !matches!(&*syntax.tags[cue], "VBD" | "VBZ") {
        return Vec::new();
    }
    let end = scene.text.sentence_of(cue).end;
    let named = |i: &usize| {
        matches!(
            syntax.tags[*i].as_bytes(),
            [b'N', ..] | [b'J', ..] | b"DT" | b"PRP$" | b"POS"
        )
    };
    let mut name: Vec<usize> = (cue + 1..end).take_while(named).collect();
    let comma = cue + 1 + name.len();
    let is_comma = |i: usize| i < end && scene.text.word(document, i) == ",";
    if !name.is_empty() && is_comma(comma) && scene.names[comma - 1] == 0 {
        let beside = (comma + 1..end).take_while(|i| scene.names[*i] != 0 && named(i));
        name.extend(std::iter::once(comma).chain(beside));
    }
    let closes =
        |i: usize| i >= end || !scene.text.word(document, i).contains(char::is_alphanumeric);
    match name.last() {
        Some(&last) if scene.names[last] != 0 && closes(last + 1) => name,
        _ => Vec::new(),
    }
}

/// "[From] chief executive Ana Ruiz:": a preposition leads to a name and is no part of it.
fn drop_preposition(scene: &Scene, found: &mut Attribution) {
    let leads = |i: &usize| matches!(&*scene.syntax.tags[*i], "IN" | "TO");
    if found.source.len() > 1 && found.source.first().is_some_and(leads) {
        found.source.remove(0);
    }
}

/// "asked its envoy[, Ana Ruiz]": the name beside a description belongs to it, where nothing else
/// follows.
fn with_its_name(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some(&last) = found.source.last() else {
        return;
    };
    let end = scene.text.sentence_of(last).end;
    let comma = last + 1;
    let plain = found.source.iter().all(|i| scene.names[*i] == 0);
    let described = scene.syntax.tags[last].starts_with("NN");
    if !plain || !described || comma + 1 >= end || scene.text.word(document, comma) != "," {
        return;
    }
    let name: Vec<usize> = (comma + 1..end)
        .take_while(|i| scene.names[*i] == 1)
        .collect();
    let behind = comma + 1 + name.len();
    let closed = behind >= end
        || !scene
            .text
            .word(document, behind)
            .contains(char::is_alphanumeric);
    let free = |i: &usize| !found.cue.contains(i);
    if !name.is_empty() && closed && name.iter().all(free) {
        found.content.retain(|i| *i < comma || *i >= behind);
        found.source.push(comma);
        found.source.extend(name);
    }
}

/// "reacted on [the ferry home,] “…”": what stands between a verb and a quotation behind a comma tells
/// where and when.
fn quotation_behind_a_comma(document: &Document, scene: &Scene, found: &mut Attribution) {
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

/// "[even] China said": an adverb before a name is no part of it.
fn drop_adverb(scene: &Scene, found: &mut Attribution) {
    let adverb = |i: usize| &*scene.syntax.tags[i] == "RB" && !WORDS.negative.has(scene, i);
    if let [first, second, ..] = found.source[..]
        && adverb(first)
        && scene.names[second] != 0
    {
        found.source.remove(0);
    }
}

/// "warned of costs[, if it came to that]": a condition behind a content belongs to it.
fn with_its_condition(document: &Document, scene: &Scene, found: &mut Attribution) {
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
fn drop_other_headings(scene: &Scene, found: &mut Attribution) {
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
fn end_with_the_noun(document: &Document, scene: &Scene, found: &mut Attribution) {
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
fn drop_spoken_to(scene: &Scene, found: &mut Attribution) {
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

/// "told local media [Berg's heart was sound]": the content begins where a second noun phrase does.
fn mend_torn_clause(scene: &Scene, found: &mut Attribution) {
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    if start <= last {
        return;
    }
    let Some(clause) = hearers::torn_clause(scene, last) else {
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
fn drop_hearers(document: &Document, scene: &Scene, found: &mut Attribution) {
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
fn drop_circumstance(document: &Document, scene: &Scene, found: &mut Attribution) {
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
    if letter || time || trailing {
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
fn end_before_the_main_clause(document: &Document, scene: &Scene, found: &mut Attribution) {
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
fn with_its_reason(document: &Document, scene: &Scene, found: &mut Attribution) {
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
fn drop_reporters_participle(document: &Document, scene: &Scene, found: &mut Attribution) {
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
fn drop_letter(scene: &Scene, found: &mut Attribution) {
    let syntax = scene.syntax;
    let (Some(&cue), Some(&last)) = (found.cue.last(), found.content.last()) else {
        return;
    };
    if !syntax.tags[cue].starts_with('V') {
        return;
    }
    let said = |i: usize| {
        let noun = child(scene, i, &["pobj"]).filter(|n| *n > i);
        noun.is_some_and(|n| WORDS.document.has(scene, n) || hearers::is_occasion(scene, n))
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

/// "…, said Keller [while receiving the envoy]", "…, she told the envoy [at a dinner in Oslo]": behind a cue
/// that ends its sentence, where what was said stands before, nothing more is said.
fn drop_occasion(document: &Document, scene: &Scene, found: &mut Attribution) {
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
fn whole_last_word(document: &Document, scene: &Scene, found: &mut Attribution) {
    while let Some(hyphen) = found.content.last().map(|i| i + 1)
        && hyphen + 1 < scene.len()
        && joins(document, scene, hyphen)
        && !found.cue.contains(&(hyphen + 1))
        && !found.source.contains(&(hyphen + 1))
    {
        found.content.extend([hyphen, hyphen + 1]);
    }
}

/// "[NATO]'s proposal".
fn drop_possessive(scene: &Scene, found: &mut Attribution) {
    if found.source.len() > 1
        && found
            .source
            .last()
            .is_some_and(|i| &*scene.syntax.tags[*i] == "POS")
    {
        found.source.pop();
    }
}

/// "[UK] PM": what is compounded with the first word of a source belongs to it.
fn whole_noun_phrase(scene: &Scene, found: &mut Attribution) {
    while let Some(before) = found.source.first().and_then(|i| i.checked_sub(1)) {
        let head = scene.syntax.heads[before];
        let part = matches!(
            &*scene.syntax.labels[before],
            "compound" | "nmod" | "amod" | "det" | "nummod"
        );
        let free = !found.cue.contains(&before) && !found.content.contains(&before);
        if !part || !free || head == before || !found.source.contains(&head) {
            return;
        }
        found.source.insert(0, before);
    }
}
