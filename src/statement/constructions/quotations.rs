//! Completes quotations: one that spans several paragraphs belongs to the attribution that has
//! a part of it; for one that no attribution has, see [`super::standalone`].

use crate::statement::acts::Taxonomy;
use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::statement::clause::introducers::{by_colon, is_finite};
use crate::statement::clause::tree;
use crate::statement::constructions::standalone::{Search, cues_by_sentence};
use crate::statement::constructions::units::{Unit, add, units};
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{QuoteState, TokenId, TokenRange};

/// Adds all quotations of the document to the attributions; those added by form alone are also returned, to be
/// kept unchanged.
pub(in crate::statement) fn complete(
    taxonomy: &Taxonomy,
    article: &Article,
    found: &mut Vec<Attribution>,
) -> Vec<Attribution> {
    found.retain(|a| !is_deed_before(article, a));
    name_by_colon(article, found);
    for attribution in found.iter_mut() {
        name_behind_quotation(article, attribution);
        let closes = |i: &TokenId| article.text.tokens[*i].quote == QuoteState::Close;
        while attribution.source.len() > 1 && attribution.source.first().is_some_and(closes) {
            attribution.source.remove(0);
        }
    }
    let units = units(article);
    let claims = Claims::new(article, found);
    let mut owners: Vec<Option<usize>> = vec![None; units.len()];
    for (unit, owner) in units.iter().zip(&mut owners) {
        *owner = join(article, &claims, unit, found);
    }
    let mut unit_of = vec![None; article.text.quotations.len()];
    for (number, unit) in units.iter().enumerate() {
        for piece in &unit.pieces {
            unit_of[*piece] = Some(number);
        }
    }
    let models = found.len();
    let search = Search {
        taxonomy,
        article,
        units: &units,
        unit_of: &unit_of,
        by_sentence: cues_by_sentence(article, found),
    };
    for number in 0..units.len() {
        let open = units[number].pieces.iter().all(|p| !claims.touched[*p]);
        if owners[number].is_some() || !open {
            continue;
        }
        owners[number] = search.own(number, &owners, found);
    }
    found[models..].to_vec()
}

/// Which attributions have which quotations.
struct Claims {
    /// For each quotation, the attribution that has most of it or its beginning.
    owners: Vec<Option<usize>>,
    /// Whether any attribution has a part of it.
    touched: Vec<bool>,
}

impl Claims {
    fn new(article: &Article, found: &[Attribution]) -> Self {
        let quotations = &article.text.quotations;
        let mut claims = Claims {
            owners: vec![None; quotations.len()],
            touched: vec![false; quotations.len()],
        };
        let mut most = vec![0; quotations.len()];
        for (number, attribution) in found.iter().enumerate() {
            let quoted = attribution.cue.first().and_then(|i| article.quotation(*i));
            let mut numbers = attribution
                .content
                .iter()
                .filter_map(|i| article.quotation(*i))
                .peekable();
            while let Some(quotation) = numbers.next() {
                let mut held = 1;
                while numbers.next_if_eq(&quotation).is_some() {
                    held += 1;
                }
                // what is reported within a quotation leaves open who says it
                let within = quoted == Some(quotation);
                let quotation = quotation as usize;
                let Some(tokens) = quotations.get(quotation).map(|q| q.tokens.len()) else {
                    continue;
                };
                claims.touched[quotation] |= !within;
                if quoted.is_none() && (held >= 3 || 2 * held >= tokens) && held > most[quotation] {
                    most[quotation] = held;
                    claims.owners[quotation] = Some(number);
                }
            }
        }
        claims
    }
}

/// Adds the unclaimed pieces of a quotation to the attribution with the piece before, otherwise after; returns the
/// attribution with its last piece.
fn join(
    article: &Article,
    claims: &Claims,
    unit: &Unit,
    found: &mut [Attribution],
) -> Option<usize> {
    let owners: Vec<Option<usize>> = unit.pieces.iter().map(|p| claims.owners[*p]).collect();
    let first = owners.iter().flatten().next().copied()?;
    let mut owner = first;
    for (piece, own) in unit.pieces.iter().zip(&owners) {
        owner = own.unwrap_or(owner);
        if unit.pieces.len() == 1 {
            break;
        }
        let tokens = article.text.quotations[*piece].tokens.clone();
        let attribution = &mut found[owner];
        let mut roles = attribution.cue.iter().chain(&attribution.source);
        if !roles.any(|i| tokens.contains(i)) {
            add(&mut attribution.content, tokens);
        }
    }
    Some(owner)
}

/// "Frick has [heard] the argument before. “It was wrong.”": a deed, with its object, in a sentence before a
/// quotation does not say it.
fn is_deed_before(article: &Article, found: &Attribution) -> bool {
    let Some(verb) = tree::top(article, &found.cue).filter(|v| WORDS.deed.has(article, *v)) else {
        return false;
    };
    let sentence = article.text.sentence_of(verb);
    let object = tree::child(article, verb, &[Label::Dobj]);
    let quoted = |i: &TokenId| article.quotation(*i).is_some();
    let clause = tree::child(article, verb, &[Label::Ccomp, Label::Xcomp]).is_some();
    // it may have the quotation already, or be given it as that of who spoke last
    let next = quoted(&sentence.end.min(article.end() - 1));
    (next || found.content.iter().any(quoted))
        && !clause
        && !found
            .content
            .iter()
            .any(|i| quoted(i) && sentence.contains(i))
        && object.is_some_and(|o| found.content.binary_search(&o).is_ok())
}

/// "Statement by [Mayor Falk]: “…”": a colon for a cue, and nobody named by the models.
fn name_by_colon(article: &Article, found: &mut [Attribution]) {
    for attribution in found.iter_mut() {
        let [colon] = attribution.cue[..] else {
            continue;
        };
        if article.written(colon) != ":" {
            continue;
        }
        let before = article.text.sentence_of(colon).start..colon;
        if let Some(introduced) = by_colon(article, before) {
            let source = introduced.source;
            // a part of a name is not a name
            if attribution.source.iter().all(|i| source.contains(i)) {
                attribution.content.retain(|i| !source.contains(i));
                attribution.source = source;
            }
        }
    }
}

/// “No warning, nothing,” said [a porter] who goes by “Lofty”: the name after the verb that follows a
/// quotation is the speaker, not a name within the quotation; and a description of the speaker is not content.
fn name_behind_quotation(article: &Article, found: &mut Attribution) {
    let tokens = &article.text.tokens;
    let (Some(&first), Some(&verb)) = (found.cue.first(), found.cue.last()) else {
        return;
    };
    let outside = |i: &TokenId| tokens[*i].quote == QuoteState::Outside;
    let closed = first
        .checked_sub(1)
        .filter(|mark| tokens[*mark].quote == QuoteState::Close)
        .and_then(|mark| article.quotation(mark))
        .and_then(|number| article.text.quotations.get(number as usize));
    let behind = closed.is_some_and(|quotation| quotation.speech);
    if !behind || !outside(&verb) || !is_finite(article, verb) || found.source.iter().any(outside) {
        return;
    }
    let end = article.text.sentence_of(verb).end;
    let nominal = |i: &TokenId| {
        outside(i)
            && (article.syntax.tags[*i].is_noun()
                || article.syntax.tags[*i].is_adjective()
                || matches!(
                    article.syntax.tags[*i],
                    Tag::DT | Tag::PRPS | Tag::POS | Tag::CD
                ))
    };
    let source: Vec<TokenId> = (verb + 1..end).each().take_while(nominal).collect();
    let noun = |i: &TokenId| article.syntax.tags[*i].is_noun();
    if source.iter().any(noun) {
        found.source = source;
        found.content.retain(|i| *i < first || *i >= end);
    }
}
