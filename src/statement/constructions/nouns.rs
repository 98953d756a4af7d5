//! Nouns that announce a statement: "NATO's proposal to meet", "a warning from engineers that …",
//! and the plans that a verb presents: "unveiled a list of demands".

use crate::statement::article::Article;
use crate::statement::attribution::{Attribution, Finder, OF_FORM};
use crate::statement::clause::audience;
use crate::statement::clause::tokens::{in_cues, trimmed};
use crate::statement::clause::tree::{child, children, phrase, subtree};
use crate::statement::meaning::classify::plan_of;
use crate::statement::word_lists::{WORDS, Ways, ways};
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;
use std::sync::LazyLock;

/// For the stem of a noun, the words that can introduce its content.
static ANNOUNCING: LazyLock<Ways> = LazyLock::new(|| ways(include_str!("../data/announcing.tsv")));

/// Maximum length of a name between a noun and its content: "a warning [from …] that".
const LONGEST_NAME: usize = 10;

/// Adds the nouns that are not cues yet to `found`.
pub(in crate::statement) fn complete(
    finder: &Finder,
    article: &Article,
    found: &mut Vec<Attribution>,
) {
    let mut taken = in_cues(article, found);
    for i in article.tokens() {
        if taken[i] {
            continue;
        }
        let added = match article.syntax.tags[i] {
            tag if tag.is_noun() => announced(finder, article, i),
            tag if tag.is_verb() => presented(article, i),
            _ => None,
        };
        if let Some(added) = added.filter(|a| !a.cue.iter().any(|k| taken[*k])) {
            added.cue.iter().for_each(|k| taken[*k] = true);
            found.push(added);
        }
    }
}

/// The attribution of a noun with a speaker.
fn announced(finder: &Finder, article: &Article, noun: TokenId) -> Option<Attribution> {
    let syntax = article.syntax;
    let ways = ANNOUNCING.get(&syntax.words[noun].stem)?;
    let sentence = article.text.sentence_of(noun);
    let after = noun + 1..sentence.end;
    let opener = |i: TokenId| opens(article, ways, i, sentence.end);
    let (source, opening) = if after.start < after.end && opener(after.start) {
        (possessor(article, noun)?, after.start)
    } else if let Some(opening) = opening_behind_hearers(article, noun, ways) {
        (possessor(article, noun)?, opening)
    } else {
        from_whom(article, after, opener)?
    };
    if source.len() == 1 && syntax.tags[source[0]] == Tag::PRPS && syntax.tags[opening] != Tag::IN {
        return None;
    }
    let seen = finder.complete(article, vec![noun]);
    let mut found = seen.unwrap_or_else(|| Attribution {
        cue: vec![noun],
        confidence: OF_FORM,
        ..Attribution::default()
    });
    let clause = matches!(syntax.tags[opening], Tag::TO)
        || article.written(opening).eq_ignore_ascii_case("that");
    found
        .content
        .retain(|i| *i >= opening && sentence.contains(i));
    if found.content.first().is_none_or(|i| *i > opening + 1) || found.content.len() < 2 {
        found.content = governed(article, opening, sentence);
    }
    end_with_the_clause(article, noun, &mut found.content);
    found.source = source;
    found.confidence = found.confidence.min(OF_FORM);
    let least = if clause { 3 } else { 2 };
    (found.content.len() >= least).then_some(found)
}

/// "its proposal [to meet] was under study": where no finite verb comes before the noun, the noun
/// is the subject of one that follows, and what it announces ends there.
pub(in crate::statement) fn end_with_the_clause(
    article: &Article,
    noun: TokenId,
    content: &mut Vec<TokenId>,
) {
    let Some(&opening) = content.first() else {
        return;
    };
    let finite = |i: TokenId| {
        matches!(
            article.syntax.tags[i],
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD
        )
    };
    let start = article.text.sentence_of(noun).start;
    if (start..noun).each().any(finite) {
        return;
    }
    // skip the clause's own verb, and those of clauses within it
    let own = usize::from(article.written(opening).eq_ignore_ascii_case("that"));
    let has_subject = |i: TokenId| {
        (i.saturating_sub(3).max(opening + 1)..i).each().any(|k| {
            WORDS.faceless.has(article, k) || matches!(article.syntax.tags[k], Tag::PRP | Tag::WDT)
        })
    };
    // "that states that [stand] to gain": nor is the verb of a relative clause the clause's own
    let relative = |i: TokenId| matches!(article.syntax.tags[i - 1], Tag::WDT | Tag::WP);
    let mut verbs = (content.iter().copied()).filter(|i| finite(*i) && !relative(*i));
    let main = verbs.by_ref().skip(own).find(|i| !has_subject(*i));
    if let Some(main) = main {
        content.retain(|i| *i < main);
    }
}

/// Whether a token introduces the content of a noun that allows these words.
fn opens(article: &Article, ways: &[&str], i: TokenId, end: TokenId) -> bool {
    let word = article.written(i).to_lowercase();
    let tag = |i: TokenId| article.syntax.tags[i];
    if !ways.contains(&word.as_str()) || i + 1 >= end {
        return false;
    }
    match word.as_str() {
        // "the warning that came": a relative clause says nothing
        "that" => !tag(i + 1).is_verb() && tag(i + 1) != Tag::MD,
        "to" => tag(i + 1) == Tag::VB,
        _ => true,
    }
}

/// "[NATO]'s proposal", "[his] claim".
fn possessor(article: &Article, noun: TokenId) -> Option<Vec<TokenId>> {
    let owner = child(article, noun, &[Label::Poss])?;
    if owner >= noun || WORDS.time.has(article, owner) {
        return None;
    }
    let mut name = phrase(article, owner);
    name.retain(|i| *i < noun && article.syntax.tags[*i] != Tag::POS);
    Some(name)
}

/// "a warning from [engineer Paulina Roth] that": the speaker, and where the content opens.
fn from_whom(
    article: &Article,
    after: Range<TokenId>,
    opener: impl Fn(TokenId) -> bool,
) -> Option<(Vec<TokenId>, TokenId)> {
    let from = after.start;
    if from >= after.end || !WORDS.from.has(article, from) {
        return None;
    }
    let opening = (from + 2..after.end)
        .each()
        .take(LONGEST_NAME)
        .take_while(|i| !article.syntax.tags[*i].is_verb())
        .find(|i| opener(*i))?;
    Some((trimmed(article, from + 1..opening), opening))
}

/// "an appeal to voters [to stay calm]": the start of a noun's content after the addressees.
fn opening_behind_hearers(article: &Article, noun: TokenId, ways: &[&str]) -> Option<TokenId> {
    let end = article.text.sentence_of(noun).end;
    let preposition = noun + 1;
    if preposition >= end {
        return None;
    }
    let word = article.written(preposition);
    let head = child(article, preposition, &[Label::Pobj]).filter(|h| *h > preposition)?;
    if !audience::named_behind(article, noun, word) || !audience::can_hear(article, head) {
        return None;
    }
    let last = phrase(article, head)
        .into_iter()
        .filter(|i| *i <= head + 2)
        .max()?;
    (head + 1..=last + 1)
        .each()
        .filter(|i| *i < end)
        .find(|i| opens(article, ways, *i, end))
}

/// The content of a noun after the addressees, if any.
pub(in crate::statement) fn behind_hearers(
    article: &Article,
    noun: TokenId,
) -> Option<Vec<TokenId>> {
    let ways = ANNOUNCING.get(&article.syntax.words[noun].stem)?;
    let opening = opening_behind_hearers(article, noun, ways)?;
    let mut content = governed(article, opening, article.text.sentence_of(noun));
    end_with_the_clause(article, noun, &mut content);
    (content.len() >= 3).then_some(content)
}

/// The clause or phrase that a word introduces, according to the tree.
fn governed(article: &Article, opening: TokenId, sentence: Range<TokenId>) -> Vec<TokenId> {
    let head = article.syntax.heads[opening];
    let top = if head > opening { head } else { opening };
    let end = subtree(article, top)
        .last()
        .copied()
        .filter(|i| sentence.contains(i))
        .map_or(opening, |i| i + 1);
    trimmed(article, opening..end)
}

/// "Iran [unveiled] a list of demands it wants to discuss", "has [presented draft proposals] on …".
fn presented(article: &Article, verb: TokenId) -> Option<Attribution> {
    let syntax = article.syntax;
    let plan = plan_of(article, verb).filter(|p| *p > verb)?;
    let subject = child(article, verb, &[Label::Nsubj]).filter(|s| *s < verb)?;
    if WORDS.faceless.has(article, subject) {
        return None;
    }
    let mut object = subtree(article, plan);
    // "handed the proposal [to the mediators]"
    if let Some(to) = children(article, plan)
        .find(|c| *c > plan && article.written(*c).eq_ignore_ascii_case("to"))
        .filter(|c| syntax.labels[*c] == Label::Prep)
    {
        object.retain(|i| *i < to);
    }
    let (first, last) = (*object.first()?, *object.last()?);
    let topic =
        |c: &TokenId| *c > plan && syntax.labels[*c] == Label::Prep && WORDS.topic.has(article, *c);
    let mut cue: Vec<TokenId> = children(article, verb)
        .filter(|c| {
            *c < verb && matches!(syntax.labels[*c], Label::Aux | Label::Auxpass | Label::Neg)
        })
        .collect();
    cue.push(verb);
    let content = if let Some(preposition) = children(article, plan).find(topic) {
        cue.extend((first..=plan).each());
        trimmed(article, preposition..last + 1)
    } else {
        trimmed(article, first..last + 1)
    };
    cue.dedup();
    (first > verb && content.len() >= 2).then(|| Attribution {
        source: phrase(article, subject),
        cue,
        content,
        confidence: OF_FORM,
        via: Vec::new(),
    })
}
