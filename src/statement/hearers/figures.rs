//! The features of a possible addressee: its relation to the cue, its kind of noun, its position.

use super::Search;
use super::candidates::{Candidate, WAYS};
use crate::entity::{Being, being, is_outlet};
use crate::statement::article::Article;
use crate::statement::clause::audience::{
    ADDRESSING, can_hear, goes, is_audience, is_proper, is_tale,
};
use crate::statement::clause::tree::child;
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{QuoteState, TokenId};

const LABELS: [Label; 5] = [
    Label::Dobj,
    Label::Dative,
    Label::Nsubjpass,
    Label::Pobj,
    Label::Nsubj,
];
const TAGS: [Tag; 5] = [Tag::NNP, Tag::NN, Tag::NNS, Tag::PRP, Tag::WP];
const PREPOSITIONS: [&str; 12] = [
    "to", "with", "on", "at", "from", "for", "before", "of", "by", "in", "about", "against",
];
/// Kinds of names, none first.
const KINDS: usize = 6;
/// The number of features of a phrase that are yes or no.
const FACTS: usize = 29;
/// The number of features of a phrase that are numbers.
const MEASURES: usize = 5;
/// The number of features of the statement, the same for all its candidates.
const COMMON: usize = 13;
const OF_CANDIDATE: usize =
    WAYS + LABELS.len() + TAGS.len() + PREPOSITIONS.len() + KINDS + FACTS + MEASURES;
/// Maximum distinguished number of steps up the tree, and of tokens and words.
const MAX_STEPS: usize = 9;
const MAX_DISTANCE: usize = 30;

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn capped(count: usize, limit: usize) -> f32 {
    count.min(limit) as f32
}

impl Search<'_, '_> {
    /// The features of each candidate, and last those of the option that nobody is an addressee.
    pub(super) fn figures(&self, candidates: &[Candidate]) -> Vec<Vec<f32>> {
        let common = self.of_statement(candidates);
        let row = |option: Option<&Candidate>| {
            let nothing = || vec![0.0; OF_CANDIDATE];
            let mut row = option.map_or_else(nothing, |candidate| self.of_candidate(candidate));
            row.extend(common);
            row.push(yes(option.is_none()));
            row
        };
        let options = candidates.iter().map(Some).chain([None]);
        options.map(row).collect()
    }

    fn of_candidate(&self, candidate: &Candidate) -> Vec<f32> {
        let article = self.article;
        let head = candidate.head;
        let preposition = self.preposition_before(candidate);
        let mut figures = Vec::with_capacity(OF_CANDIDATE);
        figures.extend(candidate.ways.map(yes));
        figures.extend(LABELS.map(|label| yes(self.label(head) == label)));
        figures.extend(TAGS.map(|tag| yes(self.tag(head) == tag)));
        let word = preposition.map(|p| self.word(p));
        figures.extend(PREPOSITIONS.map(|p| yes(word.as_deref() == Some(p))));
        let kind = usize::from(article.names[head]);
        figures.extend((0..KINDS).map(|k| yes(k == kind)));
        let facts = self.facts(candidate, preposition, word.as_deref());
        figures.extend(facts.map(yes));
        figures.extend(self.measures(candidate));
        figures
    }

    /// The preposition before a phrase, by the tree or by position.
    fn preposition_before(&self, candidate: &Candidate) -> Option<TokenId> {
        let above = self.article.syntax.heads[candidate.head];
        if self.label(candidate.head) == Label::Pobj && above < candidate.head {
            return Some(above);
        }
        let before = candidate.words.first()?.checked_sub(1)?;
        matches!(self.tag(before), Tag::IN | Tag::TO).then_some(before)
    }

    /// The word above a phrase, or above the preposition before it.
    fn governor(&self, candidate: &Candidate, preposition: Option<TokenId>) -> TokenId {
        let heads = &self.article.syntax.heads;
        preposition.map_or(heads[candidate.head], |p| heads[p])
    }

    /// Facts about a phrase; `way` is the word of the preposition before it.
    fn facts(
        &self,
        candidate: &Candidate,
        preposition: Option<TokenId>,
        way: Option<&str>,
    ) -> [bool; FACTS] {
        let (article, found) = (self.article, self.found);
        let head = candidate.head;
        let word = &article.syntax.words[head];
        let being = being(word);
        let governor = self.governor(candidate, preposition);
        let in_cue = |i: TokenId| found.cue.contains(&i);
        let in_content = |i: TokenId| found.content.binary_search(&i).is_ok();
        let first = candidate.words.first().copied().unwrap_or(head);
        let last = candidate.words.last().copied().unwrap_or(head);
        let next = article.text.sentence_of(head).contains(&(last + 1));
        let next = next.then_some(last + 1);
        let (cue, said) = (found.cue.first(), found.content.first());
        let quote = |i: TokenId| article.text.tokens[i].quote;
        [
            can_hear(article, head),
            being == Being::Person,
            being == Being::Title,
            being == Being::Group,
            is_audience(word),
            is_outlet(word),
            is_proper(article, head),
            is_tale(article, head),
            WORDS.time.has(article, head),
            self.tag(first) == Tag::DT,
            self.word(first) == "the",
            self.tag(first) == Tag::PRPS,
            in_cue(governor),
            found.source.contains(&governor),
            in_content(governor),
            in_cue(article.syntax.heads[governor]),
            self.tag(governor).is_noun(),
            self.tag(governor) == Tag::VBG,
            WORDS.telling.has(article, governor),
            goes(article, governor, way.unwrap_or("object")),
            ADDRESSING.contains_key(&article.syntax.words[governor].stem),
            preposition.is_some_and(in_cue),
            in_content(head),
            said == Some(&first),
            cue.is_some_and(|cue| head < *cue),
            cue.is_some_and(|cue| quote(*cue) == quote(head)),
            quote(head) == QuoteState::Outside,
            next.is_some_and(|next| self.tag(next) == Tag::TO),
            next.is_some_and(in_content),
        ]
    }

    fn measures(&self, candidate: &Candidate) -> [f32; MEASURES] {
        let found = self.found;
        let head = candidate.head;
        let cue = found.cue.last().copied().unwrap_or(head);
        let said = found.content.iter().find(|i| **i > head);
        let mut steps = 0;
        let mut at = head;
        while steps < MAX_STEPS && !found.cue.contains(&at) {
            let above = self.article.syntax.heads[at];
            steps = match above == at {
                true => MAX_STEPS,
                false => steps + 1,
            };
            at = above;
        }
        let source = found.source.iter().map(|i| i.abs_diff(head)).min();
        [
            capped(cue.abs_diff(head), MAX_DISTANCE),
            said.map_or(MAX_DISTANCE as f32, |said| {
                capped(*said - head, MAX_DISTANCE)
            }),
            source.map_or(MAX_DISTANCE as f32, |apart| capped(apart, MAX_DISTANCE)),
            steps as f32,
            capped(candidate.words.len(), MAX_STEPS),
        ]
    }

    fn of_statement(&self, candidates: &[Candidate]) -> [f32; COMMON] {
        let (article, found) = (self.article, self.found);
        let verb = found.cue.iter().rfind(|i| self.tag(**i).is_verb());
        let any = |is: fn(&Article, TokenId) -> bool| verb.is_some_and(|verb| is(article, *verb));
        let given = candidates.iter().filter(|c| c.ways.contains(&true)).count();
        let behind = verb.and_then(|verb| found.content.iter().find(|i| *i > verb));
        [
            yes(any(|article, verb| goes(article, verb, "object"))),
            yes(any(|article, verb| goes(article, verb, "clause"))),
            yes(any(|article, verb| goes(article, verb, "to"))),
            yes(any(|article, verb| {
                let object = child(article, verb, &[Label::Dobj]);
                object.is_some_and(|object| goes(article, object, "to"))
            })),
            yes(any(|article, verb| WORDS.telling.has(article, verb))),
            yes(any(|article, verb| {
                child(article, verb, &[Label::Auxpass]).is_some()
            })),
            yes(any(|article, verb| article.syntax.tags[verb] == Tag::VBG)),
            yes(verb.is_none()),
            yes(found.source.is_empty()),
            yes(found.content.first() < found.cue.first()),
            yes(behind
                .zip(verb)
                .is_some_and(|(said, verb)| *said == *verb + 1)),
            capped(candidates.len(), MAX_STEPS),
            capped(given, MAX_STEPS),
        ]
    }
}
