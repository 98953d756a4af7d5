//! Block quotations without quotation marks: paragraphs after "the minister said:", until the narrator
//! continues.

use crate::statement::Mode;
use crate::statement::acts::Taxonomy;
use crate::statement::article::Article;
use crate::statement::attribution::{Attribution, OF_FORM};
use crate::statement::clause::elided;
use crate::statement::clause::introducers::{by_colon, is_finite};
use crate::statement::clause::tokens::in_cues;
use crate::statement::clause::tree::{child, phrase};
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{ParagraphKind, QuoteState, TokenId, TokenRange};
use std::ops::Range;

/// Maximum number of consecutive paragraphs of a block without the first person.
const LONGEST_GAP: usize = 2;

/// Adds blocks to the attributions; also returns them, to be kept unchanged.
pub(in crate::statement) fn complete(
    taxonomy: &Taxonomy,
    article: &Article,
    found: &mut Vec<Attribution>,
) -> Vec<Attribution> {
    let taken = in_cues(article, found);
    let paragraphs = Paragraphs::new(article, found);
    let mut added = Vec::new();
    let mut next = 0;
    for number in 0..article.text.paragraphs.len() {
        if number < next {
            continue;
        }
        let Some((source, cue)) = opening(taxonomy, article, number) else {
            continue;
        };
        if cue.iter().any(|i| taken[*i]) {
            continue;
        }
        let verbless = !cue.iter().any(|i| article.syntax.tags[*i].is_verb());
        let Some(first) = paragraphs.behind(number) else {
            continue;
        };
        if !paragraphs.can_be_words(first) || verbless && !paragraphs.is_personal(first) {
            continue;
        }
        let run = paragraphs.run(taxonomy, first);
        next = run.end;
        added.push(Attribution {
            source,
            cue,
            content: paragraphs.tokens(run).each().collect(),
            confidence: OF_FORM,
            via: Vec::new(),
        });
    }
    found.extend(added.iter().cloned());
    added
}

/// The speaker and the cue of a paragraph that ends with "…, the minister said:" or "From the mayor:".
fn opening(
    taxonomy: &Taxonomy,
    article: &Article,
    number: usize,
) -> Option<(Vec<TokenId>, Vec<TokenId>)> {
    let paragraph = article.text.paragraphs.get(number)?;
    let last = paragraph.sentences.clone().next_back()?;
    let tokens = article.text.sentences.get(last)?.tokens.clone();
    let colon = tokens.end.checked_sub(1)?;
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    if article.written(colon) != ":" || !outside(colon) {
        return None;
    }
    let words = tokens.start..colon;
    let Some(verb) = words.each().rev().find(|i| is_finite(article, *i)) else {
        let introduced = by_colon(article, words)?;
        return Some((introduced.source, vec![colon]));
    };
    let act = taxonomy.verb(article.syntax.words[verb].stem)?;
    if act.mode != Mode::Speech || !outside(verb) || !WORDS.firm.lists(&act.name) {
        return None;
    }
    let source = match child(article, verb, &[Label::Nsubj]) {
        Some(subject) => phrase(article, subject),
        None => elided::elided_subject(article, &[verb]),
    };
    let names_somebody = source.iter().any(|i| {
        !WORDS.faceless.has(article, *i)
            && (article.syntax.tags[*i].is_noun() || matches!(article.syntax.tags[*i], Tag::PRP))
    });
    names_somebody.then(|| (source, vec![verb]))
}

/// Information about the paragraphs of a document that shows who speaks in them.
pub(in crate::statement) struct Paragraphs<'s, 'd> {
    article: &'s Article<'d>,
    /// Whether somebody is quoted in a paragraph by the narrator.
    narrated: Vec<bool>,
}

impl<'s, 'd> Paragraphs<'s, 'd> {
    pub fn new(article: &'s Article<'d>, found: &[Attribution]) -> Self {
        let mut narrated = vec![false; article.text.paragraphs.len()];
        for attribution in found {
            let Some(&cue) = attribution.cue.first() else {
                continue;
            };
            let outside = |i: &TokenId| article.text.tokens[*i].quote == QuoteState::Outside;
            let quoted = attribution.content.iter().any(|i| !outside(i));
            if outside(&cue) && quoted {
                let sentence = article.text.tokens[cue].sentence;
                if let Some(paragraph) =
                    narrated.get_mut(article.text.sentences[sentence].paragraph)
                {
                    *paragraph = true;
                }
            }
        }
        Paragraphs { article, narrated }
    }

    /// The tokens of some paragraphs, without those of furniture.
    pub fn tokens(&self, paragraphs: Range<usize>) -> Range<TokenId> {
        let sentences = &self.article.text.sentences;
        let of = |p: usize| {
            let range = self.article.text.paragraphs.get(p)?.sentences.clone();
            let (first, last) = (range.clone().next()?, range.clone().next_back()?);
            Some(sentences.get(first)?.tokens.start..sentences.get(last)?.tokens.end)
        };
        let mut ranges = paragraphs.filter_map(of);
        let Some(first) = ranges.next() else {
            return Range::default();
        };
        let end = ranges.next_back().map_or(first.end, |range| range.end);
        first.start..end
    }

    /// The next paragraph that has words.
    pub fn behind(&self, paragraph: usize) -> Option<usize> {
        let all = &self.article.text.paragraphs;
        (paragraph + 1..all.len()).find(|p| all[*p].kind != ParagraphKind::Furniture)
    }

    /// Whether a paragraph can be speech: running text without a quotation mark at its start.
    pub fn can_be_words(&self, paragraph: usize) -> bool {
        let text = self.article.text;
        let body = (text.paragraphs.get(paragraph)).is_some_and(|p| p.kind == ParagraphKind::Body);
        let tokens = self.tokens(paragraph..paragraph + 1);
        let plain = |i: TokenId| text.tokens[i].quote == QuoteState::Outside;
        body && tokens.each().next().is_some_and(plain)
            && tokens.each().any(|i| is_finite(self.article, i))
    }

    /// Whether it uses the first person outside of quotations.
    pub fn is_personal(&self, paragraph: usize) -> bool {
        let article = self.article;
        self.tokens(paragraph..paragraph + 1).each().any(|i| {
            article.text.tokens[i].quote == QuoteState::Outside
                && WORDS.first_person.has(article, i)
        })
    }

    /// Whether the narrator speaks in it: by quoting or introducing somebody.
    fn is_narrated(&self, taxonomy: &Taxonomy, paragraph: usize) -> bool {
        self.narrated[paragraph] || opening(taxonomy, self.article, paragraph).is_some()
    }

    /// The paragraphs from one on that are one speech: those with the first person, and those between them.
    pub fn run(&self, taxonomy: &Taxonomy, first: usize) -> Range<usize> {
        let (mut end, mut at) = (first + 1, first + 1);
        while at < self.article.text.paragraphs.len() && at <= end + LONGEST_GAP {
            let furniture = self.article.text.paragraphs[at].kind == ParagraphKind::Furniture;
            if !furniture && (!self.can_be_words(at) || self.is_narrated(taxonomy, at)) {
                break;
            }
            if !furniture && self.is_personal(at) {
                end = at + 1;
            }
            at += 1;
        }
        first..end
    }
}
