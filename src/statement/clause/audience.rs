//! Who can be an addressee, and how verbs and nouns name them.

use crate::entity::{Being, being, is_outlet};
use crate::lexicon::rows;
use crate::statement::article::Article;
use crate::statement::word_lists::{WORDS, Ways, ways};
use crate::syntax::{Tag, Word};
use crate::text::{QuoteState, TokenId, TokenRange};
use foldhash::fast::FixedState;
use std::collections::HashSet;
use std::sync::LazyLock;

/// For the stem of a verb or noun, how it takes addressees: as `object`, as subject of the
/// `clause` that it governs, or after a preposition.
pub(in crate::statement) static ADDRESSING: LazyLock<Ways> =
    LazyLock::new(|| ways(include_str!("../data/addressing.tsv")));

static AUDIENCE: LazyLock<Audience> = LazyLock::new(Audience::read);

/// Nouns and pronouns, by their stems, for possible addressees.
struct Audience {
    nouns: HashSet<u32, FixedState>,
    /// Endings of agent nouns.
    endings: Vec<&'static str>,
    /// Other nouns with such an ending.
    no_doers: HashSet<u32, FixedState>,
    anybody: HashSet<u32, FixedState>,
    /// Pronouns of the third person, by their forms.
    persons: HashSet<u32, FixedState>,
    tales: HashSet<u32, FixedState>,
}

impl Audience {
    fn read() -> Audience {
        let words = |part: &str| -> Vec<&'static str> {
            rows(include_str!("../data/audience.tsv"))
                .filter(|row| row.field(0) == part)
                .flat_map(|row| row.field(1).split(' '))
                .collect()
        };
        let stems = |part: &str| words(part).into_iter().map(|w| Word::new(w).stem).collect();
        let forms = |part: &str| words(part).into_iter().map(|w| Word::new(w).form).collect();
        Audience {
            nouns: stems("noun"),
            endings: words("ending"),
            no_doers: stems("not"),
            anybody: forms("anybody"),
            persons: forms("person"),
            tales: stems("tale"),
        }
    }
}

/// Maximum length of a phrase between a verb and its content, in tokens.
pub(in crate::statement) const LONGEST_PHRASE: usize = 12;
/// Whether the verb's object is an addressee: "tell", "warn".
pub(in crate::statement) fn is_spoken_to(article: &Article, verb: TokenId) -> bool {
    goes(article, verb, "object")
}

/// Whether a noun or pronoun names somebody who can be addressed, and so can speak.
pub(in crate::statement) fn can_hear(article: &Article, head: TokenId) -> bool {
    let word = &article.syntax.words[head];
    match article.syntax.tags[head] {
        Tag::PRP => AUDIENCE.persons.contains(&word.form),
        Tag::WP => true,
        tag if tag.is_noun() || tag.is_adjective() => {
            !AUDIENCE.anybody.contains(&word.form)
                && !WORDS.time.has(article, head)
                && (article.names[head] != 0
                    || tag.is_proper_noun()
                    || being(word) != Being::Unknown
                    || is_audience(word)
                    || is_outlet(word)
                    || is_proper(article, head)
                    || is_doer(article, head))
        }
        _ => false,
    }
}

/// "shareholders", "lobbyists", "applicants": agent nouns, by their ending.
fn is_doer(article: &Article, noun: TokenId) -> bool {
    let word = article.written(noun).to_lowercase();
    let stem = word.strip_suffix('s').unwrap_or(&word);
    stem.len() > 4
        && AUDIENCE.endings.iter().any(|ending| stem.ends_with(ending))
        && !AUDIENCE.no_doers.contains(&article.syntax.words[noun].stem)
}

/// A name tagged as a common noun: capitalised within the sentence.
pub(in crate::statement) fn is_proper(article: &Article, noun: TokenId) -> bool {
    let word = article.written(noun);
    let opens = article.text.sentence_of(noun).start == noun;
    !opens && word.starts_with(char::is_uppercase) && word.chars().count() > 1
}

/// Whether a noun is for an audience: "crowd", "parliament".
pub(in crate::statement) fn is_audience(word: &Word) -> bool {
    AUDIENCE.nouns.contains(&word.stem)
}

/// Whether the object of "told" is a story and not a person: "told the story that".
pub(in crate::statement) fn is_tale(article: &Article, noun: TokenId) -> bool {
    AUDIENCE.tales.contains(&article.syntax.words[noun].stem)
}

/// "according to [plan]", "announced by [text message]": a singular common noun without an article
/// or possessive, which is neither a person nor a body, names a means or a measure.
pub(in crate::statement) fn is_bare_thing(article: &Article, source: &[TokenId]) -> bool {
    let (tags, names) = (&article.syntax.tags, &article.names);
    let bare = |i: &TokenId| matches!(tags[*i], Tag::NN | Tag::JJ) && names[*i] == 0;
    let thing = |i: &TokenId| being(&article.syntax.words[*i]) == Being::Unknown;
    source.last().is_some_and(|last| tags[*last] == Tag::NN)
        && source.iter().all(|i| bare(i) && thing(i))
}

/// The start of the clause that a verb of telling governs, if the parser attached its subject to the
/// addressees: "told local media [Berg's heart was sound]".
pub(in crate::statement) fn torn_clause(article: &Article, verb: TokenId) -> Option<TokenId> {
    let syntax = article.syntax;
    let tag = |i: TokenId| syntax.tags[i];
    let sentence = article.text.sentence_of(verb);
    if !WORDS.telling.has(article, verb) || !tag(verb).is_verb() {
        return None;
    }
    let nominal = |i: &TokenId| {
        let kind = tag(*i).is_noun()
            || tag(*i).is_adjective()
            || matches!(tag(*i), Tag::DT | Tag::PRPS | Tag::POS | Tag::CD | Tag::RB);
        kind && article.text.tokens[*i].quote == QuoteState::Outside
    };
    let end = (verb + 1..sentence.end)
        .each()
        .take(LONGEST_PHRASE)
        .find(|i| !nominal(i))?;
    // "told Jazz Weekly [she had …]"
    if end >= verb + 2 && WORDS.nominative.has(article, end) && article.names[end] == 0 {
        let finite = |i: TokenId| matches!(tag(i), Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
        return (sentence.contains(&(end + 1)) && finite(end + 1)).then_some(end);
    }
    if !matches!(tag(end), Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD) {
        return None;
    }
    // a noun ends the addressees, and another noun phrase begins
    (verb + 2..end).each().find(|i| {
        let (before, here) = (tag(*i - 1), tag(*i));
        let opens = matches!(here, Tag::DT | Tag::PRPS | Tag::CD | Tag::RB | Tag::JJ)
            || here == Tag::NNP && !before.is_proper_noun()
            || WORDS.time.has(article, *i);
        before.is_noun() && opens
    })
}

/// Whether a noun is an occasion of a statement: "a letter", "an interview".
pub(in crate::statement) fn is_occasion(article: &Article, noun: TokenId) -> bool {
    article.syntax.tags[noun].is_noun() && ADDRESSING.contains_key(&article.syntax.words[noun].stem)
}

/// Whether a word takes addressees after this preposition: "an appeal [to] voters".
pub(in crate::statement) fn named_behind(
    article: &Article,
    word: TokenId,
    preposition: &str,
) -> bool {
    goes(article, word, preposition)
}

/// Whether a word takes addressees in this way: `object`, `clause`, or a preposition.
pub(in crate::statement) fn goes(article: &Article, word: TokenId, way: &str) -> bool {
    ADDRESSING
        .get(&article.syntax.words[word].stem)
        .is_some_and(|ways| ways.contains(&way))
}
