//! Puts the edges of found spans where the form of the sentence wants them.

use super::attribution::{Attribution, Scene};
use super::parties;
use crate::document::Document;
use crate::text::{ParagraphKind, QuoteState};
use std::collections::BTreeSet;

/// Tidies every attribution on its own, then cuts contents that swallow their neighbour's cue.
pub(super) fn tidy(document: &Document, scene: &Scene, found: &mut Vec<Attribution>) {
    for attribution in found.iter_mut() {
        whole_verb(scene, attribution);
        hearer_is_no_speaker(document, scene, attribution);
        drop_other_headings(scene, attribution);
        end_with_the_noun(scene, attribution);
        drop_spoken_to(document, scene, attribution);
        drop_dateline(document, scene, attribution);
        drop_possessive(scene, attribution);
        whole_noun_phrase(scene, attribution);
        whole_quotations(scene, attribution);
    }
    part_siblings(document, scene, found);
    part_reports(found);
    settle_claims(scene, found);
    found.retain(|a| !a.content.is_empty());
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

/// "Moscow was warned [by Berlin] that …": the subject of a passive of telling hears; who speaks
/// stands behind "by", or nowhere.
fn hearer_is_no_speaker(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some(verb) = head(scene, found).filter(|v| &*scene.syntax.tags[*v] == "VBN") else {
        return;
    };
    let labelled = |label: &str| {
        scene
            .children(verb)
            .iter()
            .map(|c| *c as usize)
            .find(|c| &*scene.syntax.labels[*c] == label)
    };
    let (Some(hearer), Some(_)) = (labelled("nsubjpass"), labelled("auxpass")) else {
        return;
    };
    if !parties::is_spoken_to(scene, verb) || !found.source.contains(&hearer) {
        return;
    }
    let agent = labelled("agent").or_else(|| {
        let by = |c: &usize| scene.text.word(document, *c).eq_ignore_ascii_case("by");
        scene.children(verb).iter().map(|c| *c as usize).find(by)
    });
    let speaker = agent.and_then(|by| {
        scene
            .children(by)
            .iter()
            .map(|c| *c as usize)
            .find(|c| &*scene.syntax.labels[*c] == "pobj")
    });
    found.source = speaker
        .map(|s| parties::phrase(scene, s))
        .unwrap_or_default();
    let source = &found.source;
    found
        .content
        .retain(|i| !source.contains(i) && Some(*i) != agent);
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
fn end_with_the_noun(scene: &Scene, found: &mut Attribution) {
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
    let below = |i: usize| {
        let mut at = i;
        for _ in 0..40 {
            let head = scene.syntax.heads[at];
            if head == last {
                return true;
            }
            if head == at {
                return false;
            }
            at = head;
        }
        false
    };
    let kept: Vec<usize> = found
        .content
        .iter()
        .copied()
        .filter(|i| *i > last && below(*i))
        .collect();
    if kept.len() >= 2 && found.content.iter().all(|i| *i > last) {
        found.content = kept;
    }
}

/// "warned [Moscow] of costs": whom a verb speaks to stands before what it says.
fn drop_spoken_to(document: &Document, scene: &Scene, found: &mut Attribution) {
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    if start != last + 1 || !scene.syntax.tags[last].starts_with('V') {
        return;
    }
    let verb = scene.text.word(document, last).to_lowercase();
    if ![
        "warn", "told", "tell", "inform", "remind", "assur", "caution", "alert", "threaten",
    ]
    .iter()
    .any(|stem| verb.starts_with(stem))
    {
        return;
    }
    let opens = |i: usize| {
        let word = scene.text.word(document, i).to_lowercase();
        matches!(
            word.as_str(),
            "of" | "against" | "that" | "about" | "with" | "over"
        ) || scene.text.tokens[i].quote == QuoteState::Open
    };
    let is_object = |i: usize| {
        scene.syntax.heads[i] == last && matches!(&*scene.syntax.labels[i], "dobj" | "dative")
    };
    // the object and all of its words come before what opens the rest
    let Some(rest) = found.content.iter().position(|i| opens(*i) && *i > start) else {
        return;
    };
    let before = &found.content[..rest];
    let names_somebody = before.iter().any(|i| is_object(*i))
        && before
            .iter()
            .all(|i| !scene.syntax.tags[*i].starts_with("VB"));
    if rest > 0 && rest <= 10 && names_somebody {
        found.content.drain(..rest);
    }
}

/// "MOSCOW (Agency) — [Russia]": a dateline is no part of a name.
fn drop_dateline(document: &Document, scene: &Scene, found: &mut Attribution) {
    let Some(&first) = found.source.first() else {
        return;
    };
    let sentence = scene.text.sentence_of(first);
    let dash = found.source.iter().rposition(|i| {
        *i < sentence.start + 14 && matches!(scene.text.word(document, *i), "—" | "–" | "--" | "-")
    });
    if let Some(at) =
        dash.filter(|at| *at + 1 < found.source.len() && found.source[0] == sentence.start)
    {
        found.source.drain(..=at);
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

/// "he said [it was over], TASS reported": where each holds the other's cue, the later one reports
/// the earlier, whose content ends before it.
fn part_reports(found: &mut [Attribution]) {
    let holds =
        |a: &Attribution, b: &Attribution| b.cue.iter().all(|i| a.content.binary_search(i).is_ok());
    for k in 0..found.len() {
        let report = found.iter().find(|other| {
            other.cue > found[k].cue && holds(other, &found[k]) && holds(&found[k], other)
        });
        let start = report.and_then(|r| r.source.iter().chain(&r.cue).min().copied());
        if let Some(start) = start {
            found[k].content.retain(|i| *i < start);
        }
    }
}

/// Words of a sentence with a cue of its own belong to that cue, not to one in another sentence.
fn settle_claims(scene: &Scene, found: &mut [Attribution]) {
    let sentence = |i: usize| scene.text.tokens[i].sentence;
    let homes: Vec<Option<usize>> = found
        .iter()
        .map(|a| a.cue.first().map(|i| sentence(*i)))
        .collect();
    for k in 0..found.len() {
        for other in 0..found.len() {
            let (Some(home), Some(rival)) = (homes[k], homes[other]) else {
                continue;
            };
            let inside = found[other]
                .cue
                .iter()
                .any(|i| found[k].content.contains(i));
            if home == rival || inside {
                continue;
            }
            let claimed = found[other].content.clone();
            let theirs = |i: &usize| {
                sentence(*i) == rival
                    || (sentence(*i) != home
                        && scene.quotation(*i).is_some()
                        && between(sentence(*i), home, rival))
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

/// A content that holds part of a quotation holds all of it, unless the quotation holds the cue.
fn whole_quotations(scene: &Scene, found: &mut Attribution) {
    let numbers: BTreeSet<u32> = found
        .content
        .iter()
        .filter_map(|i| scene.quotation(*i))
        .collect();
    let mut content: BTreeSet<usize> = found.content.iter().copied().collect();
    for number in numbers {
        let Some(quotation) = scene.text.quotations.get(number as usize) else {
            continue;
        };
        let range = quotation.tokens.clone();
        let held = range.clone().filter(|i| content.contains(i)).count();
        let apart = !found
            .cue
            .iter()
            .chain(&found.source)
            .any(|i| range.contains(i));
        if quotation.closed && apart && 2 * held >= range.len() {
            content.extend(range);
        }
    }
    found.content = content.into_iter().collect();
}

/// "said prices would fall, [adding that …]" and "said it was late and [warned that …]": the first
/// content ends where the second cue of the same speaker begins.
fn part_siblings(document: &Document, scene: &Scene, found: &mut [Attribution]) {
    let heads: Vec<Option<usize>> = found.iter().map(|a| head(scene, a)).collect();
    for k in 0..found.len() {
        let (Some(mine), Some(&start)) = (heads[k], found[k].cue.first()) else {
            continue;
        };
        if !scene.syntax.tags[mine].starts_with('V')
            || !matches!(&*scene.syntax.labels[mine], "conj" | "advcl")
        {
            continue;
        }
        let Some(outer) =
            (0..found.len()).find(|i| *i != k && heads[*i] == Some(scene.syntax.heads[mine]))
        else {
            continue;
        };
        if found[outer].content.binary_search(&start).is_err()
            || found[outer].cue.first() > Some(&start)
        {
            continue;
        }
        let content = &mut found[outer].content;
        content.retain(|i| *i < start);
        while content
            .last()
            .is_some_and(|i| is_joint(document, scene, *i))
        {
            content.pop();
        }
    }
}

fn is_joint(document: &Document, scene: &Scene, i: usize) -> bool {
    matches!(
        scene.text.word(document, i),
        "," | ";" | "and" | "but" | "—" | "–"
    )
}

/// The cue's word that is nearest to the root.
fn head(scene: &Scene, found: &Attribution) -> Option<usize> {
    found
        .cue
        .iter()
        .copied()
        .find(|i| scene.syntax.heads[*i] == *i || !found.cue.contains(&scene.syntax.heads[*i]))
}
