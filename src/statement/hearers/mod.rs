//! Who a statement is addressed to: candidates → features → a learned score → a choice.
//!
//! An addressee can be in four places: the object of a verb ("told investors"), after a
//! preposition that the cue governs ("said to the crowd", "a warning to Russia"), at the occasion ("in a letter
//! to the board", "speaking to Radio Nord"), and at the statement that a participle continues ("told the
//! court that …, adding that …"). The noun phrases in these places and the others of the sentence are
//! the candidates; each with a higher score than nobody is an addressee.
//!
//! | module | contents |
//! | --- | --- |
//! | `candidates` | the noun phrases, and in which ways the grammar gives them |
//! | `names` | how far a phrase reaches, and which part of it is a name |
//! | `figures` | the features of a candidate |

mod candidates;
mod figures;
mod names;

use crate::entity::Resolver;
use crate::entity::resolve::Choice;
use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::syntax::Tag;
use crate::text::TokenId;
use candidates::Candidate;

/// How many statements back the one that starts a quotation can be.
const LOOKED_BACK: usize = 64;
/// The score above which another phrase also names an addressee, and how far below the best it may be; in folds
/// over the marked statements 1 and 1 were best.
const SECOND: f32 = 1.0;
const BEHIND: f32 = 1.0;

/// A search for the addressees of one statement.
struct Search<'s, 'd> {
    article: &'s Article<'d>,
    found: &'s Attribution,
}

impl<'s, 'd> Search<'s, 'd> {
    fn new(article: &'s Article<'d>, found: &'s Attribution) -> Self {
        Search { article, found }
    }
}

/// A candidate and its score above that of nobody.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::statement) struct Weighed {
    /// Its words, as tokens in order.
    pub(in crate::statement) words: Vec<TokenId>,
    /// Above 0 if it is more likely an addressee than nobody is.
    pub(in crate::statement) score: f32,
}

/// The noun phrases of a statement's sentence that may name addressees, with `resolver`'s scores, in order.
pub(in crate::statement) fn weighed(
    resolver: &Resolver,
    article: &Article,
    found: &Attribution,
) -> Vec<Weighed> {
    let search = Search::new(article, found);
    let candidates = search.candidates();
    if candidates.is_empty() {
        return Vec::new();
    }
    let figures = search.figures(&candidates);
    let scores = figures.iter().map(|own| resolver.score_of_hearer(own));
    let mut scores: Vec<f32> = scores.collect();
    let nobody = scores.pop().unwrap_or_default();
    let weighed = candidates.into_iter().zip(scores);
    let weighed = weighed.map(|(candidate, score)| Weighed {
        score: score - nobody + candidate.favour(),
        words: candidate.words,
    });
    weighed.collect()
}

/// The addressees among the scored candidates: the most likely, if it is more likely than nobody, and others that
/// are nearly as likely and share no word with it.
pub(in crate::statement) fn chosen(weighed: &[Weighed]) -> Vec<Vec<TokenId>> {
    let mut likely: Vec<&Weighed> = weighed.iter().filter(|w| w.score > 0.0).collect();
    likely.sort_by(|a, b| b.score.total_cmp(&a.score));
    let best = likely.first().map_or(0.0, |best| best.score);
    let mut phrases: Vec<Vec<TokenId>> = Vec::new();
    for (place, one) in likely.into_iter().enumerate() {
        let apart = |other: &Vec<TokenId>| !one.words.iter().any(|i| other.contains(i));
        let joins = one.score > SECOND && one.score > best - BEHIND;
        if (place == 0 || joins) && phrases.iter().all(apart) {
            phrases.push(one.words.clone());
        }
    }
    phrases.sort();
    phrases
}

/// The choice between the candidates of a statement whose addressees are marked, as the tokens of their
/// names; `None` without candidates, or if none of them is marked.
pub fn choice(article: &Article, found: &Attribution, told: &[Vec<TokenId>]) -> Option<Choice> {
    let search = Search::new(article, found);
    let candidates = search.candidates();
    let named = |candidate: &Candidate| {
        let of = told.iter().find(|words| words.contains(&candidate.head))?;
        let above = article.syntax.heads[candidate.head];
        Some((of, !of.contains(&above) || above == candidate.head))
    };
    // of the heads within one name the highest, else the last
    let is_right = |candidate: &Candidate| {
        named(candidate).is_some_and(|(of, highest)| {
            let mut others = candidates.iter().filter(|c| of.contains(&c.head));
            let mut tops = others.clone().filter(|c| named(c).is_some_and(|n| n.1));
            match tops.next() {
                Some(_) => highest,
                None => others.next_back().is_some_and(|last| last == candidate),
            }
        })
    };
    let mut right: Vec<bool> = candidates.iter().map(is_right).collect();
    if candidates.is_empty() || !told.is_empty() && !right.contains(&true) {
        return None;
    }
    right.push(told.is_empty());
    Some(Choice {
        options: search.figures(&candidates),
        right,
    })
}

/// The noun phrases that the grammar gives as addressees, each as its tokens in order.
pub(in crate::statement) fn by_grammar(
    article: &Article,
    found: &Attribution,
) -> Vec<Vec<TokenId>> {
    let search = Search::new(article, found);
    let mut heads: Vec<TokenId> = search.by_grammar().iter().map(|(head, _)| *head).collect();
    heads.dedup();
    // "the board of the bank": a head within another's phrase is not a party of its own
    let mut phrases: Vec<Vec<TokenId>> = Vec::new();
    for head in heads {
        let named = search.name(head);
        let apart = |other: &Vec<TokenId>| !named.iter().any(|i| other.contains(i));
        if !named.is_empty() && phrases.iter().all(apart) {
            phrases.push(named);
        }
    }
    if phrases.is_empty() {
        phrases.extend(search.behind_the_verb());
    }
    phrases.retain(|named| !named.iter().any(|i| found.source.contains(i)));
    phrases
}

/// The addressees that a verb governs, as the heads of their phrases, whatever the content is.
pub(in crate::statement) fn heads_of(article: &Article, verb: TokenId) -> Vec<TokenId> {
    let found = Attribution {
        cue: vec![verb],
        ..Attribution::default()
    };
    let search = Search::new(article, &found);
    search.of_cue(verb).iter().map(|(head, _)| *head).collect()
}

/// The index of the statement that a participle continues: "told the court that …, [adding] that …".
pub(in crate::statement) fn goes_on_with(
    article: &Article,
    found: &Attribution,
    before: &[Attribution],
) -> Option<usize> {
    let verb = *found.cue.first()?;
    let above = article.syntax.heads[verb];
    if article.syntax.tags[verb] != Tag::VBG || above >= verb {
        return None;
    }
    let sentence = article.text.sentence_of(verb);
    let near = |a: &&Attribution| a.cue.first().is_some_and(|i| sentence.contains(i));
    let same = |a: &Attribution| a.cue.contains(&above) || a.source == found.source;
    let place = before.iter().rev().take_while(near).position(same)?;
    Some(before.len() - 1 - place)
}

/// The index of the statement whose words start a quotation that contains all of this one: "scolded him: “…,” [she
/// said]. “…”".
pub(in crate::statement) fn begun_before(
    found: &Attribution,
    before: &[Attribution],
) -> Option<usize> {
    let first = found.content.first()?;
    let has = |a: &Attribution, i: &TokenId| a.content.binary_search(i).is_ok();
    let near = before.len().saturating_sub(LOOKED_BACK);
    let place = before[near..]
        .iter()
        .rposition(|a| has(a, first) && !found.cue.iter().any(|i| has(a, i)))?;
    Some(near + place)
}
