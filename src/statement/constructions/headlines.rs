//! Headlines, where a colon or a verb in the present tense shows who speaks.

use crate::entity::{Being, being};
use crate::statement::article::Article;
use crate::statement::attribution::{Attribution, OF_FORM};
use crate::statement::clause::tokens::trimmed;
use crate::statement::word_lists::WORDS;
use crate::syntax::Tag;
use crate::text::{ParagraphKind, PerToken, QuoteState, TokenId, TokenRange};
use std::ops::Range;

/// Maximum length of a speaker's name, in tokens.
const LONGEST_NAME: usize = 8;
/// Prepositions before a name that is not whom a headline is about; others are parts of names.
const PREPOSITIONS: &[&str] = &[
    "to", "in", "at", "for", "from", "with", "on", "by", "of", "about", "after", "against", "over",
];

/// Headlines "…: Lavrov" and "Lavrov: …".
pub(in crate::statement) fn complete(article: &Article, found: &mut Vec<Attribution>) {
    let mut added = Vec::new();
    let mut cues = PerToken::filled(false, article.len());
    // for each token, the cue whose content contains it
    let mut said: PerToken<Option<TokenId>> = PerToken::filled(None, article.len());
    for attribution in found.iter() {
        attribution.cue.iter().for_each(|i| cues[*i] = true);
        let cue = attribution.cue.first().copied();
        attribution.content.iter().for_each(|i| said[*i] = cue);
    }
    let headlines = article.text.paragraphs.iter();
    for paragraph in headlines.filter(|p| p.kind == ParagraphKind::Headline) {
        let Some(tokens) = words_of(article, paragraph.sentences.clone()) else {
            continue;
        };
        let mute = !tokens.each().any(|i| cues[i]);
        let Some((source, cue, content)) = parts(article, tokens, mute) else {
            continue;
        };
        let (source, content) = (trimmed(article, source), trimmed(article, content));
        // "Union [seeks talks], says Lund": a statement within the words does not claim all of them
        let by_another =
            |i: TokenId| said[i].is_some_and(|cue| content.binary_search(&cue).is_err());
        let taken = cue.each().any(|i| cues[i])
            || content.iter().filter(|i| by_another(**i)).count() * 2 > content.len();
        if !taken && source.len() <= LONGEST_NAME && content.len() >= 3 && !source.is_empty() {
            added.push(Attribution {
                source,
                cue: cue.each().collect(),
                content,
                confidence: OF_FORM,
                via: Vec::new(),
            });
        }
    }
    found.extend(added);
}

/// The tokens of a headline after its dateline.
fn words_of(article: &Article, sentences: Range<usize>) -> Option<Range<TokenId>> {
    let first = article.text.sentences.get(sentences.start)?;
    let last = article.text.sentences.get(sentences.end.checked_sub(1)?)?;
    let start = if first.dateline {
        first.tokens.end
    } else {
        first.tokens.start
    };
    Some(start..last.tokens.end)
}

/// Source, cue and content of a headline; `mute` if it has no cue yet.
fn parts(
    article: &Article,
    tokens: Range<TokenId>,
    mute: bool,
) -> Option<(Range<TokenId>, Range<TokenId>, Range<TokenId>)> {
    let colon = |range: Range<TokenId>| {
        range.each().find(|i| {
            article.written(*i) == ":" && article.text.tokens[*i].quote == QuoteState::Outside
        })
    };
    let opening = colon(tokens.start..tokens.end.min(tokens.start + LONGEST_NAME + 1));
    let closing = colon(
        tokens
            .end
            .saturating_sub(LONGEST_NAME + 2)
            .max(tokens.start)..tokens.end,
    );
    Some(match (opening, closing) {
        (Some(at), _) if is_label(article, tokens.start..at) => {
            (tokens.start..at, at..at + 1, at + 1..tokens.end)
        }
        (_, Some(at))
            if is_person(article, at + 1..tokens.end)
                || is_surname(article, at + 1..tokens.end)
                || is_party(article, at + 1..tokens.end)
                    && is_clause(article, tokens.start..at)
                || is_somebody(article, at + 1..tokens.end)
                    && is_said(article, tokens.start..at) =>
        {
            (at + 1..tokens.end, at..at + 1, tokens.start..at)
        }
        _ => {
            let leading = || verb_of(article, tokens.clone()).filter(|_| mute);
            let verb = trailing(article, tokens.clone()).or_else(leading);
            let verb = verb.map(|(source, verb, content)| (source, verb..verb + 1, content));
            let planned = || plan_of(article, tokens.clone()).filter(|_| mute);
            verb.or_else(planned)?
        }
    })
}

/// Source, cue and content around a verb.
type Parts = (Range<TokenId>, TokenId, Range<TokenId>);

/// Whether a token is a verb of speech in the present tense, however it is tagged.
fn says(article: &Article, i: TokenId) -> bool {
    WORDS.headline_verb.has(article, i) && article.text.tokens[i].quote == QuoteState::Outside
}

/// Whether a token can be part of a headline's speaker.
fn is_nominal(article: &Article, i: TokenId) -> bool {
    article.syntax.tags[i].is_noun()
        || article.syntax.tags[i].is_adjective()
        || matches!(article.syntax.tags[i], Tag::DT | Tag::POS)
}

/// "Bridge to close, mayor [says]" and "Union seeks talks, [says] Lund".
fn trailing(article: &Article, tokens: Range<TokenId>) -> Option<Parts> {
    let comma = |i: TokenId| article.written(i) == ",";
    let last = tokens.end.checked_sub(1)?;
    if says(article, last) {
        let at = (tokens.start..last).each().rfind(|i| comma(*i))?;
        // "member [of] the water panel says"
        let named = |i: TokenId| is_nominal(article, i) || article.written(i) == "of";
        return (at + 1 < last && last - at <= LONGEST_NAME && (at + 1..last).each().all(named))
            .then_some((at + 1..last, last, tokens.start..at));
    }
    let verb = (tokens.start + 3..last)
        .each()
        .rev()
        .take(LONGEST_NAME)
        .find(|i| says(article, *i) && comma(*i - 1))?;
    let named = verb + 1..tokens.end;
    (named.each().all(|i| is_nominal(article, i))).then_some((named, verb, tokens.start..verb - 1))
}

/// "Mayor [warns] commuters of delays".
fn verb_of(article: &Article, tokens: Range<TokenId>) -> Option<Parts> {
    let last = tokens.end.checked_sub(1)?;
    let verb = (tokens.start + 1..last)
        .each()
        .take(LONGEST_NAME)
        .find(|i| says(article, *i))?;
    let source = tokens.start..verb;
    // "Minister's claims rejected": a noun, whatever it could be elsewhere
    let passive = matches!(article.syntax.tags[verb + 1], Tag::VBN | Tag::VBD | Tag::MD);
    let speaker = article.syntax.tags[verb - 1].is_noun();
    let nominal = source.each().all(|i| is_nominal(article, i));
    (speaker && !passive && nominal).then_some((source, verb, verb + 1..tokens.end))
}

/// "Mayor [to urge] calm": what will be said.
fn plan_of(
    article: &Article,
    tokens: Range<TokenId>,
) -> Option<(Range<TokenId>, Range<TokenId>, Range<TokenId>)> {
    let named = |i: &TokenId| {
        article.syntax.tags[*i].is_noun()
            || article.syntax.tags[*i].is_adjective()
            || matches!(article.syntax.tags[*i], Tag::DT)
    };
    let to = tokens
        .each()
        .take(LONGEST_NAME + 1)
        .find(|i| !named(i))
        .filter(|i| *i > tokens.start && article.written(*i) == "to")?;
    let content = to + 2..tokens.end;
    (!content.is_empty() && WORDS.headline_plan.has(article, to + 1)).then_some((
        tokens.start..to,
        to..to + 2,
        content,
    ))
}

/// Whether the words are a state or an organisation and nothing else: "Troops must leave: [UN]".
fn is_party(article: &Article, tokens: Range<TokenId>) -> bool {
    let capital = |i: TokenId| article.written(i).starts_with(char::is_uppercase);
    (1..=4).contains(&tokens.len())
        && tokens.each().all(capital)
        && tokens.each().all(|i| matches!(article.names[i], 2 | 3))
}

/// Whether the words are a short description of somebody, without a name: "[election chief]".
fn is_somebody(article: &Article, tokens: Range<TokenId>) -> bool {
    let nominal = |i: TokenId| {
        article.syntax.tags[i].is_noun()
            || article.syntax.tags[i].is_adjective()
            || matches!(article.syntax.tags[i], Tag::POS)
    };
    let last = tokens.end.checked_sub(1);
    let called = last.is_some_and(|i| being(&article.syntax.words[i]) != Being::Unknown);
    (1..=LONGEST_NAME).contains(&tokens.len()) && called && tokens.each().all(nominal)
}

/// Whether all words are between quotation marks.
fn is_said(article: &Article, tokens: Range<TokenId>) -> bool {
    tokens.len() > 2
        && tokens
            .each()
            .all(|i| article.text.tokens[i].quote != QuoteState::Outside)
}

/// Whether the words are a statement: they have a finite verb or an infinitive, and are not a question.
fn is_clause(article: &Article, tokens: Range<TokenId>) -> bool {
    let tag = |i: TokenId| article.syntax.tags[i];
    !(tokens.each().next()).is_some_and(|i| tag(i).is_wh())
        && tokens
            .each()
            .any(|i| matches!(tag(i), Tag::MD | Tag::VBZ | Tag::VBP | Tag::VBD | Tag::TO))
}

/// Whether all words are capitals: a speaker in a transcript.
fn is_shouted(article: &Article, tokens: Range<TokenId>) -> bool {
    let word = |i: TokenId| article.written(i);
    !tokens.is_empty()
        && tokens.each().all(|i| !word(i).contains(char::is_lowercase))
        && tokens
            .each()
            .any(|i| word(i).chars().filter(|c| c.is_uppercase()).count() > 2)
}

/// Whether the tokens can name the speaker before a colon.
fn is_label(article: &Article, tokens: Range<TokenId>) -> bool {
    is_shouted(article, tokens.clone())
        || is_person(article, tokens.clone()) && !ends_in_object(article, tokens)
}

/// "Trains are back in Norwick", "Medal for Ann Lund": a name right after a preposition is not whom the words are
/// about.
fn ends_in_object(article: &Article, tokens: Range<TokenId>) -> bool {
    let preposition = |i: &TokenId| {
        let word = article.written(*i);
        matches!(article.syntax.tags[*i], Tag::IN | Tag::TO) && PREPOSITIONS.contains(&word)
    };
    let named = |i: &TokenId| article.names[*i] == 1 && !preposition(i);
    let mut before = tokens.each().rev().skip_while(named);
    before.next().is_some_and(|i| preposition(&i))
}

/// Whether the recogniser finds a person here, ignoring punctuation.
fn is_person(article: &Article, tokens: Range<TokenId>) -> bool {
    let mut words = tokens
        .each()
        .filter(|i| article.syntax.tags[*i].is_noun() || article.syntax.tags[*i].is_adjective())
        .peekable();
    words.peek().is_some()
        && words.clone().count() <= 6
        && words.clone().last().is_some_and(|i| article.names[i] == 1)
}

/// Whether the words are one or two capitalised words that are not a place.
fn is_surname(article: &Article, tokens: Range<TokenId>) -> bool {
    let place = |i: TokenId| article.names[i] == 3 || article.names[i] == 4;
    let capital = |i: TokenId| article.written(i).starts_with(char::is_uppercase);
    (1..=2).contains(&tokens.len()) && tokens.each().all(|i| capital(i) && !place(i))
}
