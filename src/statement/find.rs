//! From attributions to statements: meaning, parties, nesting.

use super::attribution::{Attribution, Finder};
use super::clause::{elided, tree, voice};
use super::constructions::{according, blame};
use super::meaning::{classify, dates};
use super::repair::{neighbours, parting, sources};
use super::word_lists::WORDS;
use super::{Polarity, Repairs, Statement, constructions, deixis, filter, hearers};
use crate::entity;
use crate::entity::{Entities, EntityId};
use crate::error::Result;
use crate::span::Span;
use crate::statement::acts::Taxonomy;
use crate::statement::article::Article;
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::collections::{HashMap, HashSet};

/// Minimum probability of cues; chosen on PolNeAR's dev set.
pub const THRESHOLD: f32 = 0.33;

/// The statements of a document, from its attributions, in order of their cues.
///
/// Takes what [`Finder::find`] returns at [`THRESHOLD`], and the finder itself for attributions that only the
/// grammar shows. Unnamed speakers are added to `entities`; if these are traced, each
/// statement lists the repairs that changed it.
pub fn find(
    finder: &Finder,
    repairs: &Repairs,
    mut attributions: Vec<Attribution>,
    article: &Article,
    entities: &mut Entities,
) -> Result<Vec<Statement>> {
    let taxonomy = Taxonomy::built_in()?;
    if !filter::is_english(article) {
        return Ok(Vec::new());
    }
    let mut made = settle(finder, repairs, &mut attributions, article, entities)?;
    let mut statements: Vec<Statement> = Vec::with_capacity(attributions.len());
    for (place, found) in attributions.iter().enumerate() {
        let mut statement = state(taxonomy, article, entities, found);
        statement.repairs = made.remove(&found.cue).unwrap_or_default();
        // "told the court that …, adding that …": both are addressed to the court
        let before = &attributions[..place];
        if statement.addressees.is_empty()
            && let Some(outer) = hearers::goes_on_with(article, found, before)
                .or_else(|| hearers::begun_before(found, before))
            && let Some(outer) = statements
                .get(outer)
                .filter(|o| o.speaker == statement.speaker)
        {
            statement.addressees.clone_from(&outer.addressees);
            entity::hears_on(entities, &found.cue, &statement.addressees);
        }
        // "he" is the last speaker in a clause of their own, not somebody named in between
        let mark = |i: &TokenId| !article.written(*i).contains(char::is_alphanumeric);
        let own = |i: &TokenId| article.syntax.tags[*i].is_verb() || mark(i);
        if let (true, Some(cue)) = (found.cue.iter().any(own), found.cue.first()) {
            let speakers: Vec<EntityId> = statement.speakers().collect();
            entity::spoke(entities, *cue, &speakers, &statement.addressees);
        }
        statements.push(statement);
    }
    deixis::name_persons(article, &attributions, &mut statements);
    pass_on(article, &attributions, &mut statements, entities);
    Ok(statements)
}

/// Repairs the attributions of a document, adds those that only the grammar shows, and removes those that are not
/// statements; for each cue, returns the repairs that changed its attribution, if `entities` are traced.
fn settle(
    finder: &Finder,
    repairs: &Repairs,
    attributions: &mut Vec<Attribution>,
    article: &Article,
    entities: &mut Entities,
) -> Result<HashMap<Vec<TokenId>, Vec<&'static str>>> {
    let taxonomy = Taxonomy::built_in()?;
    let joined = |a: &Attribution| {
        tree::top(article, &a.cue).is_some_and(|i| article.syntax.labels[i] == Label::Conj)
    };
    for a in attributions.iter_mut().filter(|a| joined(a)) {
        sources::name_the_elided(article, a);
    }
    attributions.retain(|a| filter::is_sure(a) && !filter::is_furniture(article, a));
    let whole = constructions::complete(finder, taxonomy, article, attributions);
    blame::complete(taxonomy, article, attributions);
    according::complete(article, attributions);
    attributions.sort_by(|a, b| a.cue.cmp(&b.cue));
    filter::thin_out(article, attributions);
    neighbours::part_participles(article, attributions);
    let traced = entities.is_traced();
    let mut made: HashMap<Vec<TokenId>, Vec<&'static str>> = HashMap::new();
    for attribution in attributions.iter_mut() {
        let mended = repairs.apply(article, attribution, traced);
        if traced {
            made.insert(attribution.cue.clone(), mended);
        }
        parting::part(article, entities, attribution);
    }
    neighbours::settle(article, attributions);
    constructions::restore(whole, attributions);
    let cues: HashSet<TokenId> = attributions.iter().flat_map(|a| a.cue.clone()).collect();
    attributions.retain(|a| {
        !filter::is_nobodys(a)
            && !filter::is_deed(taxonomy, article, a)
            && !filter::is_wordless(article, &cues, a)
            && !filter::is_no_report(article, a)
            && !filter::is_faint_thought(taxonomy, article, a)
    });
    Ok(made)
}

/// The statement of an attribution.
fn state(
    taxonomy: &Taxonomy,
    article: &Article,
    entities: &mut Entities,
    found: &Attribution,
) -> Statement {
    let kind = classify::kind(article, &found.content);
    let meaning = classify::meaning(taxonomy, article, found, kind);
    let (text, syntax) = (article.text, article.syntax);
    let named = speaking(article, found);
    let mut speakers = entity::speakers(
        entities,
        article.document,
        text,
        syntax,
        &named,
        found.cue.first().copied(),
    );
    let sure = entities.sureness();
    let speaker = if speakers.is_empty() {
        None
    } else {
        Some(speakers.remove(0))
    };
    let weighed = hearers::weighed(entities.resolver(), article, found);
    let heard = hearers::chosen(&weighed);
    let parties: Vec<Vec<EntityId>> = (heard.iter())
        .map(|words| entity::parties(entities, article.document, text, syntax, words))
        .collect();
    if entities.is_traced() {
        for one in &weighed {
            let mut chosen = heard.iter().zip(&parties);
            let party = chosen.find(|(words, _)| **words == one.words);
            let party = party.and_then(|(_, meant)| meant.first().copied());
            entity::weighed_hearer(entities, &one.words, one.score, party);
        }
    }
    let heard: Vec<(Vec<TokenId>, Vec<EntityId>)> = heard.into_iter().zip(parties).collect();
    let speaker = speaker.map(|speaker| no_hearer(entities, article, &named, &heard, speaker));
    let addressees = addressees(entities, article, heard, speaker, &speakers);
    let via = entity::speakers(entities, article.document, text, syntax, &found.via, None)
        .first()
        .copied();
    Statement {
        relation: meaning.relation,
        act: meaning.act,
        polarity: meaning.polarity,
        mode: meaning.mode,
        kind,
        speaker,
        joint_speakers: speakers,
        addressees,
        about: entity::about(entities, &found.content),
        source: spans(article, &found.source),
        cue: spans(article, &found.cue),
        content: spans(article, &found.content),
        via: via
            .or_else(|| passed_on_by(article, entities, found))
            .filter(|v| Some(*v) != speaker),
        within: None,
        said_on: dates::said_on(article, found),
        confidence: found.confidence * sure,
        repairs: Vec::new(),
    }
}

/// "Berg was told by [the coach]": the speaker, or an unnamed one if the words for the speaker name nobody
/// and those for the addressees name the supposed speaker.
fn no_hearer(
    entities: &mut Entities,
    article: &Article,
    named: &[TokenId],
    heard: &[(Vec<TokenId>, Vec<EntityId>)],
    speaker: EntityId,
) -> EntityId {
    let hears = heard.iter().any(|(words, meant)| {
        meant.contains(&speaker)
            && (meant.len() > 1 || entity::names_among(entities, words, speaker))
    });
    if !hears || entity::names_among(entities, named, speaker) {
        return speaker;
    }
    let (document, text, syntax) = (article.document, article.text, article.syntax);
    let nameless = entity::without_name(entities, document, text, syntax, named);
    nameless.unwrap_or(speaker)
}

/// The tokens that name the speaker of an attribution.
fn speaking(article: &Article, found: &Attribution) -> Vec<TokenId> {
    let asked = || voice::asking_participle(article, &found.cue).is_some();
    let mut named = if found.source.is_empty() && !asked() {
        elided::elided_subject(article, &found.cue)
    } else {
        found.source.clone()
    };
    // "most of [whom]": those that the relative clause is about
    if let [.., of, whom] = named[..]
        && article.written(of) == "of"
        && matches!(article.syntax.tags[whom], Tag::WP | Tag::WDT)
    {
        named = vec![whom];
    }
    // "[The film] was described as dull": the one described is not the speaker
    named.retain(|i| found.content.binary_search(i).is_err());
    named
}

/// The entities that the words of the addressees refer to, without the speakers.
fn addressees(
    entities: &mut Entities,
    article: &Article,
    heard: Vec<(Vec<TokenId>, Vec<EntityId>)>,
    speaker: Option<EntityId>,
    joint: &[EntityId],
) -> Vec<EntityId> {
    let mut addressees = Vec::new();
    for (words, mut meant) in heard {
        // "Hale shouted at [the referee]": Hale is not the referee
        if let [only] = meant[..]
            && Some(only) == speaker
            && !entity::names_among(entities, &words, only)
        {
            meant = Vec::from_iter(entity::without_name(
                entities,
                article.document,
                article.text,
                article.syntax,
                &words,
            ));
        }
        for party in meant {
            if Some(party) != speaker && !joint.contains(&party) && !addressees.contains(&party) {
                addressees.push(party);
            }
        }
    }
    addressees
}

/// The outlet in "…, as per Sputnik" and "according to TASS" in the cue's sentence.
fn passed_on_by(article: &Article, entities: &Entities, found: &Attribution) -> Option<EntityId> {
    let sentence = article.text.sentence_of(*found.cue.first()?);
    let word = |i: TokenId| article.written(i);
    let behind = |i: TokenId| {
        let per = WORDS.passing_on.has(article, i);
        let according = word(i).eq_ignore_ascii_case("to")
            && i > sentence.start
            && word(i - 1).eq_ignore_ascii_case("according");
        per || according
    };
    let places = sentence
        .each()
        .filter(|i| behind(*i) && !found.cue.contains(i));
    places
        .filter_map(|i| {
            let from = entities.mentions.partition_point(|m| m.tokens.start <= i);
            let near = entities.mentions[from..]
                .iter()
                .take(3)
                .find(|m| m.tokens.start <= i + 3);
            near.map(|m| m.entity).filter(|e| entities.is_outlet(*e))
        })
        .next()
}

/// Runs of adjacent tokens as spans of bytes.
fn spans(article: &Article, tokens: &[TokenId]) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    let mut before = None;
    for &i in tokens {
        let span = article.text.tokens[i].span;
        match spans.last_mut() {
            Some(run) if before.is_some_and(|before: TokenId| before + 1 == i) => {
                *run = run.cover(span)
            }
            _ => spans.push(span),
        }
        before = Some(i);
    }
    spans
}

/// Finds which statement contains which, and turns an outlet's report of somebody's statement
/// ("…, TASS reported") into that statement's `via`.
fn pass_on(
    article: &Article,
    attributions: &[Attribution],
    statements: &mut Vec<Statement>,
    entities: &Entities,
) {
    let holds = |outer: &Attribution, inner: &Attribution| {
        inner
            .cue
            .iter()
            .all(|i| outer.content.binary_search(i).is_ok())
            && inner.content.len() < outer.content.len()
    };
    let near = neighbours::neighbours(article, attributions);
    let mut within: Vec<Option<usize>> = (0..attributions.len())
        .map(|i| {
            near[i]
                .clone()
                .filter(|k| *k != i && holds(&attributions[*k], &attributions[i]))
                .min_by_key(|k| attributions[*k].content.len())
        })
        .collect();
    let mut passed_on = vec![false; statements.len()];
    for i in 0..statements.len() {
        let Some(k) = within[i] else { continue };
        let Some(outlet) = statements[k].speaker.filter(|s| entities.is_outlet(*s)) else {
            continue;
        };
        let share = attributions[i].content.len()
            + attributions[i].cue.len()
            + attributions[i].source.len();
        if statements[k].polarity == Polarity::Affirmed
            && 10 * share >= 7 * attributions[k].content.len()
        {
            statements[i].via = Some(outlet);
            passed_on[k] = true;
        }
    }
    // the same words, attributed once to the speaker and once to the outlet
    for k in 0..statements.len() {
        let Some(outlet) = statements[k].speaker.filter(|s| entities.is_outlet(*s)) else {
            continue;
        };
        let twin = near[k].clone().find(|i| {
            let (theirs, mine) = (&attributions[*i], &attributions[k]);
            *i != k
                && !passed_on[*i]
                && statements[*i]
                    .speaker
                    .is_some_and(|s| !entities.is_outlet(s))
                && (overlap(&theirs.content, &mine.content) >= 0.6 || trails(article, theirs, mine))
        });
        if let Some(i) = twin.filter(|_| !passed_on[k]) {
            statements[i].via = Some(outlet);
            passed_on[k] = true;
        }
    }
    // a statement within a report that is removed is now within the one around the report
    for i in 0..within.len() {
        while let Some(k) = within[i].filter(|k| passed_on[*k]) {
            within[i] = within[k];
        }
    }
    drop_passed_on(statements, &within, &passed_on);
}

/// Removes the relaying reports, and sets the enclosing statement of each of the others.
fn drop_passed_on(statements: &mut Vec<Statement>, within: &[Option<usize>], passed_on: &[bool]) {
    let mut place = vec![None; statements.len()];
    let mut next = 0;
    for (i, gone) in passed_on.iter().enumerate() {
        if !gone {
            place[i] = Some(next);
            next += 1;
        }
    }
    for (i, statement) in statements.iter_mut().enumerate() {
        statement.within = within[i].and_then(|k| place[k]);
    }
    let mut keep = passed_on.iter().map(|gone| !gone);
    statements.retain(|_| keep.next().unwrap_or(true));
}

/// Whether the outlet's cue comes last in the sentence of the other's: "…, he said, TASS reported".
fn trails(article: &Article, theirs: &Attribution, outlet: &Attribution) -> bool {
    let (Some(&cue), Some(&mine)) = (theirs.cue.first(), outlet.cue.first()) else {
        return false;
    };
    let same_sentence = article.text.tokens[cue].sentence == article.text.tokens[mine].sentence;
    same_sentence
        && cue < mine
        && outlet.content.iter().all(|i| *i < mine)
        && outlet.content.first() > Some(&cue)
}

/// Shared tokens over all tokens.
fn overlap(a: &[TokenId], b: &[TokenId]) -> f32 {
    let shared = a.iter().filter(|i| b.binary_search(i).is_ok()).count();
    shared as f32 / (a.len() + b.len() - shared).max(1) as f32
}
