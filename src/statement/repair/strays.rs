//! Removes words from a content that are not part of it: time, place, addressees, and page furniture.

use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::statement::clause::audience;
use crate::statement::clause::tree::{child, children, phrase, subtree};
use crate::statement::constructions::nouns;
use crate::statement::hearers;
use crate::statement::repair::sources::LONGEST_ASIDE;
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{ParagraphKind, QuoteState, TokenId, TokenRange};

/// A heading is not part of a content in another paragraph.
pub(super) fn drop_other_headings(article: &Article, found: &mut Attribution) {
    let paragraph = |i: TokenId| article.text.sentences[article.text.tokens[i].sentence].paragraph;
    let Some(home) = found.cue.first().map(|i| paragraph(*i)) else {
        return;
    };
    let stays = |i: &TokenId| {
        let p = paragraph(*i);
        p == home
            || article
                .text
                .paragraphs
                .get(p)
                .is_none_or(|p| p.kind != ParagraphKind::Headline)
    };
    found.content.retain(stays);
}

/// "warned [Moscow] of costs": addressees come before the content.
pub(super) fn drop_spoken_to(article: &Article, found: &mut Attribution) {
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    if start != last + 1 || !WORDS.telling.has(article, last) {
        return;
    }
    let opens = |i: TokenId| {
        WORDS.opening.has(article, i) || article.text.tokens[i].quote == QuoteState::Open
    };
    let is_object = |i: TokenId| {
        article.names[i] != 0
            || (article.syntax.heads[i] == last
                && matches!(article.syntax.labels[i], Label::Dobj | Label::Dative))
    };
    // the whole object comes before the start of the content
    let opening = found.content.iter().position(|i| opens(*i) && *i > start);
    let Some(rest) = opening.or_else(|| behind_object(article, last, &found.content)) else {
        return;
    };
    let before = &found.content[..rest];
    let names_somebody = before.iter().any(|i| is_object(*i))
        && before
            .iter()
            .skip(usize::from(article.syntax.labels[start] == Label::Xcomp))
            .all(|i| !article.syntax.tags[*i].is_verb());
    if rest > 0 && rest <= 10 && names_somebody {
        found.content.drain(..rest);
    }
}

/// "told reporters [Friday] the boy was awake": the day after the addressees is the date of the statement.
pub(super) fn drop_day(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let (Some(&cue), [day, next, ..]) = (found.cue.last(), &found.content[..]) else {
        return;
    };
    let (day, next) = (*day, *next);
    let told = day > cue + 1 && WORDS.telling.has(article, cue) && syntax.tags[day - 1].is_noun();
    let clause =
        next == day + 1 && matches!(syntax.tags[next], Tag::DT | Tag::PRP | Tag::PRPS | Tag::EX);
    let named = syntax.tags[day] == Tag::NNP && WORDS.time.has(article, day);
    if told && clause && named && article.text.tokens[day].quote == QuoteState::Outside {
        found.content.remove(0);
    }
}

/// "insisted [to its allies] that", "recounted [for the Post] how": addressees after a preposition
/// are not part of the content either, if a clause follows.
pub(super) fn drop_hearers(article: &Article, found: &mut Attribution) {
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    if start != last + 1 || article.text.tokens[start].quote != QuoteState::Outside {
        return;
    }
    let preposition = |i: TokenId| matches!(article.syntax.tags[i], Tag::IN | Tag::TO);
    let in_cue = preposition(last) && found.cue.len() > 1;
    if !in_cue && !preposition(start) {
        return;
    }
    let Some(end) = (hearers::by_grammar(article, found).into_iter())
        .filter(|named| named.first().is_some_and(|i| *i <= start + 4))
        .filter_map(|named| named.last().copied())
        .next()
    else {
        return;
    };
    let rest = found.content.partition_point(|i| *i <= end);
    // "warning to [Helix] that …": only addressees, no content
    let noun = found
        .cue
        .iter()
        .copied()
        .find(|i| article.syntax.tags[*i].is_noun());
    if rest == found.content.len()
        && let Some(content) = noun.and_then(|noun| nouns::behind_hearers(article, noun))
    {
        found.content = content;
        found.cue.pop_if(|_| in_cue);
        return;
    }
    let opens = |i: &TokenId| {
        article.text.tokens[*i].quote == QuoteState::Open
            || WORDS.opening.has(article, *i)
            || article.written(*i) == "for"
            || WORDS.opening_clause.has(article, *i)
            || matches!(article.syntax.tags[*i], Tag::WRB | Tag::WP)
            // "admitted to the Post [she had erred]"
            || children(article, last).any(|c| {
                article.syntax.labels[c] == Label::Ccomp && subtree(article, c).first() == Some(i)
            })
    };
    if rest > 0 && rest < LONGEST_ASIDE && found.content.get(rest).is_some_and(opens) {
        found.content.drain(..rest);
        if in_cue {
            found.cue.pop();
        }
    }
}

/// "wrote on [the wall]", "said in a letter to [staff] that": the complement of a cue's last preposition
/// is a place, time or addressee, and not part of the content.
pub(super) fn drop_circumstance(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let [first, .., last] = found.cue[..] else {
        return;
    };
    if !matches!(syntax.tags[last], Tag::IN | Tag::TO) || !syntax.tags[first].is_verb() {
        return;
    }
    let behind = found.content.partition_point(|i| *i < last);
    let Some(object) = child(article, last, &[Label::Pobj])
        .filter(|o| *o > last && found.content.get(behind) == Some(&(last + 1)))
    else {
        return;
    };
    let rest = found.content.partition_point(|i| *i <= object);
    let next = found.content.get(rest).copied();
    let opens = |i: TokenId| {
        article.text.tokens[i].quote == QuoteState::Open || article.written(i) == "that"
    };
    let noun = |i: &TokenId| syntax.tags[*i].is_noun();
    let to = article.written(last).eq_ignore_ascii_case("to");
    let place = WORDS.circumstance.has(article, last);
    let is_time = WORDS.time.has(article, object) || WORDS.occasion.has(article, object);
    let letter = to && found.cue.iter().any(noun) && next.is_some_and(opens);
    let time = place && is_time && next.is_some_and(|i| !opens(i) && i == object + 1);
    let trailing = place && behind > 0 && next.is_none();
    // "was described in [court papers] as “a danger”"
    let as_what = place && next.is_some_and(|i| article.written(i) == "as");
    // "posted on [X] that …"
    let named = article.names[object] != 0 || syntax.tags[object].is_proper_noun();
    let service = place && behind == 0 && named && next.is_some_and(opens);
    if letter || time || trailing || as_what || service {
        found.content.drain(behind..rest);
        found.cue.pop();
        // "called at the time [for]"
        let goes_on = |i: &TokenId| article.written(*i) == "for";
        if let Some(at) = found.content.get(behind).copied().filter(goes_on) {
            found.content.remove(behind);
            found.cue.push(at);
        }
    } else if place && is_time && next.is_none() {
        // "called for [calm] on Friday"
        let preposition = |i: &TokenId| syntax.tags[*i] == Tag::IN && *i < last;
        if let Some(at) = found.cue.iter().position(preposition)
            && found.cue.iter().skip(at + 1).any(|i| *i < last)
        {
            let mut content = found.cue.split_off(at + 1);
            content.pop();
            found.content = content;
        }
    }
}

/// "told [the station] it was over": the start of a clause without "that" right after the object.
fn behind_object(article: &Article, verb: TokenId, content: &[TokenId]) -> Option<usize> {
    let object = child(article, verb, &[Label::Dobj, Label::Dative])?;
    let clause = child(article, verb, &[Label::Ccomp])?;
    let rest = content.iter().position(|i| *i > object)?;
    let (start, opening) = (*content.first()?, *content.get(rest)?);
    let whole = phrase(article, object)
        .into_iter()
        .eq((start..opening).each());
    (whole && subtree(article, clause).first() == Some(&opening)).then_some(rest)
}

/// "said the goal stood[, looking at his watch]": a participle after a comma that modifies the speaker's verb
/// and is not speech describes the speaker.
pub(super) fn drop_reporters_participle(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let Some(&cue) = found.cue.last() else {
        return;
    };
    let place = found.content.iter().position(|i| {
        let participle = syntax.tags[*i] == Tag::VBG
            && syntax.labels[*i] == Label::Advcl
            && syntax.heads[*i] == cue
            && *i > cue + 2;
        participle
            && article.written(*i - 1) == ","
            && article.text.tokens[*i].quote == QuoteState::Outside
    });
    if let Some(place) = place.filter(|p| *p >= 2) {
        let start = found.content[place];
        let whole = subtree(article, start).last() >= found.content.last();
        if whole {
            found.content.retain(|i| *i < start - 1);
        }
    }
}

/// "announced the vote [in a letter to the members]": the medium, which modifies the verb, is not part of the
/// content.
pub(super) fn drop_letter(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let (Some(&cue), Some(&last)) = (found.cue.last(), found.content.last()) else {
        return;
    };
    if !syntax.tags[cue].is_verb() {
        return;
    }
    let said = |i: TokenId| {
        let noun = child(article, i, &[Label::Pobj]).filter(|n| *n > i);
        noun.is_some_and(|n| WORDS.document.has(article, n) || audience::is_occasion(article, n))
    };
    let place = found.content.iter().position(|i| {
        *i > cue + 1
            && syntax.heads[*i] == cue
            && syntax.labels[*i] == Label::Prep
            && WORDS.on_occasion.has(article, *i)
            && article.text.tokens[*i].quote == QuoteState::Outside
            && said(*i)
            && subtree(article, *i).last() >= Some(&last)
    });
    if let Some(place) = place.filter(|p| *p > 0) {
        found.content.truncate(place);
    }
}

/// "spoke for [an hour]": a duration is not content.
pub(super) fn drop_duration(article: &Article, found: &mut Attribution) {
    let (Some(&verb), Some(&last)) = (found.cue.first(), found.cue.last()) else {
        return;
    };
    let counts = |i: &TokenId| {
        matches!(
            article.syntax.tags[*i],
            Tag::DT | Tag::CD | Tag::JJ | Tag::RB | Tag::IN
        )
    };
    let (Some(noun), true) = (found.content.last(), article.written(last) == "for") else {
        return;
    };
    let length = WORDS.time.has(article, *noun)
        && found
            .content
            .iter()
            .all(|i| i == noun || counts(i) && *i > last);
    if length && WORDS.addressing.has(article, verb) {
        found.content.clear();
    }
}

/// "…, said Keller [while receiving the envoy]", "…, she told the envoy [at a dinner in Oslo]": if
/// the content comes before a cue, words after the cue that end the sentence are not part of it.
pub(super) fn drop_occasion(article: &Article, found: &mut Attribution) {
    let (Some(&start), Some(&cue)) = (found.content.first(), found.cue.last()) else {
        return;
    };
    let sentence = article.text.sentence_of(cue);
    let outside = |i: &TokenId| article.text.tokens[*i].quote == QuoteState::Outside;
    let before = found.content.partition_point(|i| *i < cue);
    let rest = &found.content[before..];
    if start > cue || before < 3 || rest.is_empty() || !found.content[..before].iter().all(outside)
    {
        return;
    }
    // "[The board], he said, [had met]": words after a comma continue the content
    let finite = |i: &TokenId| {
        matches!(
            article.syntax.tags[*i],
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD
        )
    };
    let first = rest[0];
    let comma = first > TokenId::FIRST && article.written(first - 1) == ",";
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
