//! Constructions of news English that are recognised by their form, because annotated news has too few examples
//! to learn from: headlines with a colon, transcripts, "quoted X as saying"; also verbs and nouns that the models
//! missed.

pub(super) mod according;
pub(super) mod blame;
pub(super) mod blocks;
mod headlines;
pub(super) mod nouns;
mod quotations;
mod standalone;
pub(in crate::statement) mod transcripts;
mod units;
mod verbs;

use crate::statement::Mode;
use crate::statement::acts::Taxonomy;
use crate::statement::article::Article;
use crate::statement::attribution::{Attribution, Finder, OF_FORM};
use crate::statement::clause::audience;
use crate::statement::clause::tokens::{in_cues, trimmed};
use crate::statement::clause::tree::{child, children, phrase, subtree, top};
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{QuoteState, TokenId, TokenRange};

/// Maximum length of a name between "as" and "put it", in tokens.
const LONGEST_SPEAKER: usize = 12;

/// Corrects and extends the results of the models; the result is in order of cues. Also returns the attributions
/// found by their form alone: see [`restore`].
pub(in crate::statement) fn complete(
    finder: &Finder,
    taxonomy: &Taxonomy,
    article: &Article,
    found: &mut Vec<Attribution>,
) -> Vec<Attribution> {
    add_by_form(taxonomy, article, found);
    foretold(taxonomy, article, found);
    for attribution in found.iter_mut() {
        without_its_day(article, attribution);
    }
    for attribution in found.iter_mut() {
        quoted_as_saying(article, attribution);
    }
    let mut whole = transcripts::complete(taxonomy, article, found);
    whole.append(&mut quotations::complete(taxonomy, article, found));
    whole.append(&mut blocks::complete(taxonomy, article, found));
    headlines::complete(article, found);
    nouns::complete(finder, article, found);
    verbs::complete(finder, taxonomy, article, found);
    found.sort_by(|a, b| a.cue.cmp(&b.cue));
    found.dedup_by(|a, b| a.cue == b.cue);
    whole
}

/// Restores the content of turns, blocks and standalone quotations: rules for the edges of a
/// clause do not apply to whole paragraphs.
pub(in crate::statement) fn restore(mut whole: Vec<Attribution>, found: &mut Vec<Attribution>) {
    whole.sort_by(|a, b| a.cue.cmp(&b.cue));
    found.retain(|a| whole.binary_search_by(|w| w.cue.cmp(&a.cue)).is_err());
    found.append(&mut whole);
    found.sort_by(|a, b| a.cue.cmp(&b.cue));
}

/// Adds missed statements such as "TASS quoted X as saying", "a letter read: …" and "as X put it, …".
fn add_by_form(taxonomy: &Taxonomy, article: &Article, found: &mut Vec<Attribution>) {
    let cued = in_cues(article, found);
    let mut added = Vec::new();
    for i in article.tokens() {
        if !matches!(
            article.syntax.tags[i],
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::VB | Tag::VBN
        ) || article.text.tokens[i].quote != QuoteState::Outside
        {
            continue;
        }
        let form = if WORDS.quoting.has(article, i) {
            quoted_by(article, i)
        } else if WORDS.reading.has(article, i) {
            reads(article, i)
        } else if WORDS.putting.has(article, i) {
            puts_it(article, i)
        } else {
            says_that(taxonomy, article, i)
        };
        if let Some((source, cue, content)) = form
            && !cue.iter().any(|k| cued[*k])
            && !source.is_empty()
            && content.len() >= 2
        {
            added.push(Attribution {
                source,
                cue,
                content,
                confidence: OF_FORM,
                via: Vec::new(),
            });
        }
    }
    found.extend(added);
}

/// "[The minister] is expected to [announce] a levy": whoever expects it, the minister will speak.
fn foretold(taxonomy: &Taxonomy, article: &Article, found: &mut Vec<Attribution>) {
    let syntax = article.syntax;
    let cued = in_cues(article, found);
    let announced = |a: &Attribution| {
        let expected = top(article, &a.cue).filter(|v| syntax.tags[*v] == Tag::VBN)?;
        child(article, expected, &[Label::Auxpass])?;
        let subject = child(article, expected, &[Label::Nsubjpass]).filter(|s| *s < expected)?;
        let verb = child(article, expected, &[Label::Xcomp]).filter(|v| *v > expected)?;
        let act = taxonomy.verb(syntax.words[verb].stem)?;
        let says = act.mode == Mode::Speech
            && syntax.tags[verb] == Tag::VB
            && WORDS.hypothetical.has(article, expected)
            && !WORDS.deed.has(article, verb)
            && audience::can_hear(article, subject);
        says.then_some((expected, subject, verb))
    };
    found.retain_mut(|a| {
        let Some((expected, subject, verb)) = announced(a) else {
            return true;
        };
        let auxiliary =
            |c: &TokenId| matches!(syntax.labels[*c], Label::Aux | Label::Auxpass | Label::Neg);
        let first = children(article, expected)
            .filter(auxiliary)
            .min()
            .unwrap_or(expected);
        let end = subtree(article, verb).last().map_or(verb, |i| *i + 1);
        let said = trimmed(
            article,
            verb + 1..end.min(article.text.sentence_of(verb).end),
        );
        a.source = phrase(article, subject);
        a.cue = (first..=verb).each().collect();
        a.content = said;
        !cued[verb] && !a.content.is_empty() && a.source.iter().all(|i| *i < first)
    });
}

/// Source, cue and content.
type Parts = (Vec<TokenId>, Vec<TokenId>, Vec<TokenId>);

/// "[TASS] quoted X as saying …", "…, [TASS] quoted X as saying"; the speaker is determined afterwards.
fn quoted_by(article: &Article, quoted: TokenId) -> Option<Parts> {
    let says = saying(article, quoted)?;
    let subject =
        child(article, quoted, &[Label::Nsubj, Label::Nsubjpass]).filter(|s| *s < quoted)?;
    let source = phrase(article, subject);
    let content = around(article, *source.first()?, says);
    Some((source, vec![quoted], content))
}

/// What comes after the "saying" of "X quoted Y as saying", or before X where nothing but a time does.
fn around(article: &Article, first: TokenId, says: TokenId) -> Vec<TokenId> {
    let sentence = article.text.sentence_of(says);
    let behind = trimmed(article, says + 1..sentence.end);
    let is_mark = |i: &TokenId| !article.written(*i).contains(char::is_alphanumeric);
    match first.checked_sub(1).filter(|i| sentence.contains(i)) {
        Some(mark)
            if (is_when(article, &behind) || is_by_whom(article, &behind)) && is_mark(&mark) =>
        {
            trimmed(article, sentence.start..first)
        }
        _ => behind,
    }
}

/// Whether the words are nothing or a time: "on Tuesday".
fn is_when(article: &Article, words: &[TokenId]) -> bool {
    (words.first()).is_none_or(|i| WORDS.circumstance.has(article, *i))
        && words.last().is_none_or(|i| WORDS.time.has(article, *i))
}

/// Whether the words name an outlet and nothing else: "by the Interfax news agency".
fn is_by_whom(article: &Article, words: &[TokenId]) -> bool {
    let named = |i: &TokenId| {
        article.syntax.tags[*i].is_noun()
            || article.syntax.tags[*i].is_adjective()
            || matches!(article.syntax.tags[*i], Tag::DT)
    };
    words
        .split_first()
        .is_some_and(|(by, name)| article.written(*by) == "by" && name.iter().all(named))
}

/// Maximum length of adverbials between a verb and its "that", in tokens.
const LONGEST_CIRCUMSTANCE: usize = 14;

/// "[Lee] said in an interview aired on Friday that …": after a day "that" introduces the content, whatever
/// the tree says.
fn says_that(taxonomy: &Taxonomy, article: &Article, verb: TokenId) -> Option<Parts> {
    let act = taxonomy.verb(article.syntax.words[verb].stem)?;
    let sentence = article.text.sentence_of(verb);
    if !WORDS.firm.lists(&act.name)
        || !sentence.contains(&(verb + 1))
        || !WORDS.circumstance.has(article, verb + 1)
    {
        return None;
    }
    let word = |i: TokenId| article.written(i);
    let finite = |i: TokenId| matches!(article.syntax.tags[i], Tag::VBZ | Tag::VBP | Tag::MD);
    let that = (verb + 2..sentence.end)
        .each()
        .take(LONGEST_CIRCUMSTANCE)
        .take_while(|i| !finite(*i) && word(*i) != ",")
        .find(|i| word(*i) == "that" && WORDS.time.has(article, *i - 1))?;
    let subject = child(article, verb, &[Label::Nsubj]).filter(|s| *s < verb)?;
    if WORDS.faceless.has(article, subject) {
        return None;
    }
    let content = trimmed(article, that..sentence.end);
    Some((phrase(article, subject), vec![verb], content))
}

/// "said on [Friday] that …": the day before "that" is not part of the content.
fn without_its_day(article: &Article, found: &mut Attribution) {
    if let [day, that, ..] = found.content[..]
        && that == day + 1
        && found.cue.iter().all(|i| *i < day)
        && WORDS.time.has(article, day)
        && article.written(that) == "that"
    {
        found.content.remove(0);
    }
}

/// "A letter from [the board] read: …": words that are read on or in something.
fn reads(article: &Article, verb: TokenId) -> Option<Parts> {
    let syntax = article.syntax;
    let sentence = article.text.sentence_of(verb);
    let next = verb + 1;
    let quote = |i: TokenId| {
        article
            .text
            .tokens
            .get(i)
            .is_some_and(|t| t.quote == QuoteState::Open)
    };
    let mark = (next..sentence.end).contains(&next) && matches!(article.written(next), ":" | ",");
    let opening = next + usize::from(mark);
    if !(quote(opening) || mark && article.written(next) == ":") {
        return None;
    }
    let named = |i: &TokenId| {
        syntax.tags[*i].is_noun()
            || syntax.tags[*i].is_adjective()
            || matches!(syntax.tags[*i], Tag::DT | Tag::PRPS | Tag::POS | Tag::IN)
    };
    let words: Vec<TokenId> = (sentence.start..verb)
        .each()
        .rev()
        .take_while(named)
        .collect();
    let start = *words.last()?;
    let document_noun = (start..verb)
        .each()
        .find(|i| WORDS.document.has(article, *i))?;
    let source = if let Some(from) = (document_noun..verb)
        .each()
        .find(|i| WORDS.from.has(article, *i))
    {
        trimmed(article, from + 1..verb)
    } else if let Some(owner) = (start..document_noun)
        .each()
        .find(|i| syntax.tags[*i] == Tag::POS)
    {
        trimmed(article, start..owner)
    } else {
        trimmed(article, start..verb)
    };
    let quotation = article.quotation(opening).filter(|_| quote(opening));
    let quotation = quotation.and_then(|n| article.text.quotations.get(n as usize));
    let content = quotation.map_or(opening..sentence.end, |q| q.tokens.clone());
    Some((source, vec![verb], trimmed(article, content)))
}

/// "As [the judge] put it, …", "…, as [the judge] put it".
fn puts_it(article: &Article, verb: TokenId) -> Option<Parts> {
    let word = |i: TokenId| article.written(i);
    let sentence = article.text.sentence_of(verb);
    let it = verb + 1;
    if it >= sentence.end || word(it) != "it" {
        return None;
    }
    let verbal = |i: &TokenId| article.syntax.tags[*i].is_verb();
    let opening = (sentence.start..verb)
        .each()
        .rev()
        .take(LONGEST_SPEAKER)
        .take_while(|i| !verbal(i))
        .find(|i| word(*i).eq_ignore_ascii_case("as"))?;
    let content = if opening == sentence.start {
        let comma = (it + 1..sentence.end).each().find(|i| word(*i) == ",")?;
        comma + 1..sentence.end
    } else if word(opening - 1) == "," {
        sentence.start..opening - 1
    } else {
        return None;
    };
    Some((
        trimmed(article, opening + 1..verb),
        vec![verb, it],
        trimmed(article, content),
    ))
}

/// The "saying" of "quoted X as saying".
fn saying(article: &Article, quoted: TokenId) -> Option<TokenId> {
    let end = article.text.sentence_of(quoted).end;
    let is_as = |i: TokenId| article.written(i).eq_ignore_ascii_case("as");
    (quoted + 1..end).each().take(24).find(|i| {
        *i > quoted + 1
            && WORDS.as_saying.has(article, *i)
            && article.syntax.tags[*i] == Tag::VBG
            && is_as(*i - 1)
    })
}

/// "TASS quoted X as saying …": X is the speaker, TASS the outlet.
fn quoted_as_saying(article: &Article, found: &mut Attribution) {
    let quotes = |i: TokenId| article.syntax.tags[i].is_verb() && WORDS.quoting.has(article, i);
    let Some(quoted) = found.cue.iter().copied().find(|i| quotes(*i)) else {
        return;
    };
    let Some(says) = saying(article, quoted) else {
        return;
    };
    let first = found.source.iter().chain(&found.cue).min().copied();
    let mut behind = Vec::new();
    let child = |at: TokenId, labels: &[Label]| child(article, at, labels);
    let is_by = |i: TokenId| article.written(i).eq_ignore_ascii_case("by");
    if child(quoted, &[Label::Auxpass]).is_some() || article.syntax.labels[quoted] == Label::Acl {
        // "X was quoted by TASS as saying"
        // … or "quoted as saying [by TASS]"
        let follows = |i: TokenId| child(i, &[Label::Agent, Label::Prep]).filter(|by| is_by(*by));
        let by = child(quoted, &[Label::Agent]).or_else(|| follows(says));
        let outlet = by.and_then(|by| child(by, &[Label::Pobj]));
        if let Some(by) = by.filter(|by| *by > says) {
            behind = subtree(article, by);
        }
        found.via = outlet.map(|o| phrase(article, o)).unwrap_or_default();
        if let Some(subject) = child(quoted, &[Label::Nsubjpass]) {
            found.source = phrase(article, subject);
        }
    } else if quoted + 1 < says - 1 {
        let speaker = (quoted + 1..says - 1).each().collect();
        found.via = std::mem::replace(&mut found.source, speaker);
    }
    let source = &found.source;
    let theirs = |i: &TokenId| source.contains(i) || behind.contains(i);
    (found.content).retain(|i| !(quoted..=says).contains(i) && !theirs(i));
    if found.content.is_empty() || is_when(article, &found.content) {
        let content = around(article, first.unwrap_or(quoted), says);
        found.content = content;
    }
}
