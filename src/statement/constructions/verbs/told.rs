//! Verbs with the content after the addressee: "told [the board] that …", "was told by …".

use super::Search;
use crate::statement::attribution::Attribution;
use crate::statement::clause::audience;
use crate::statement::clause::tokens::trimmed;
use crate::statement::clause::tree::{child, children, phrase, subtree};
use crate::statement::word_lists::{WORDS, Ways, ways};
use crate::statement::{Relation, hearers};
use crate::syntax::{Label, Tag};
use crate::text::{QuoteState, TokenId, TokenRange};
use std::sync::LazyLock;

/// For the stem of a verb, the prepositions that introduce its content after the addressees.
static FRAMES: LazyLock<Ways> = LazyLock::new(|| ways(include_str!("../../data/frames.tsv")));

impl Search<'_, '_> {
    /// "The council was [told] by Russia that it was over": a passive of telling with its agent and a clause.
    pub(super) fn told_by(&mut self, i: TokenId) -> Option<Attribution> {
        let (article, syntax) = (self.article, self.article.syntax);
        if syntax.tags[i] != Tag::VBN
            || !audience::is_spoken_to(article, i)
            || article.text.tokens[i].quote != QuoteState::Outside
        {
            return None;
        }
        child(article, i, &[Label::Auxpass])?;
        child(article, i, &[Label::Nsubjpass]).filter(|s| *s < i)?;
        let by = child(article, i, &[Label::Agent]).filter(|by| *by > i)?;
        let speaker = child(article, by, &[Label::Pobj])?;
        let clause = child(article, i, &[Label::Ccomp, Label::Xcomp]).filter(|c| *c > speaker)?;
        let said = subtree(article, clause);
        let end = article.text.sentence_of(i).end;
        let content = trimmed(self.article, *said.first()?..(*said.last()? + 1).min(end));
        self.make(
            phrase(article, speaker),
            self.with_auxiliaries(i),
            content,
            3,
        )
    }

    /// "said in an interview aired on Friday [that taxes would fall]": the clause after place and time,
    /// which the parser may have attached to these.
    pub(super) fn far_clause(&self, verb: TokenId) -> Option<TokenId> {
        let (article, syntax) = (self.article, self.article.syntax);
        let sentence = article.text.sentence_of(verb);
        if verb + 1 >= sentence.end || !WORDS.circumstance.has(article, verb + 1) {
            return None;
        }
        let finite =
            |i: &TokenId| matches!(syntax.tags[*i], Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
        let that = (verb + 2..sentence.end)
            .each()
            .take_while(|i| !finite(i) && article.text.tokens[*i].quote == QuoteState::Outside)
            .find(|i| syntax.labels[*i] == Label::Mark && article.written(*i) == "that")?;
        Some(syntax.heads[that]).filter(|clause| *clause > that)
    }

    /// "[has stated] that", "[is warning] that": a participle with its auxiliary in the active.
    pub(super) fn has_said(&self, verb: TokenId) -> bool {
        let (article, syntax) = (self.article, self.article.syntax);
        matches!(syntax.tags[verb], Tag::VBN | Tag::VBG)
            && child(article, verb, &[Label::Auxpass]).is_none()
            && children(article, verb).any(|c| {
                syntax.labels[c] == Label::Aux
                    && matches!(syntax.tags[c], Tag::VBZ | Tag::VBP | Tag::VBD)
            })
    }

    /// "told the BBC [that it was over]", "warned Russia on Friday [against an attack]": what follows
    /// the addressees, if the tree attached it to them or to the day.
    pub(super) fn behind_hearer(&self, verb: TokenId, relation: Relation) -> Option<Vec<TokenId>> {
        let (article, syntax) = (self.article, self.article.syntax);
        let telling = WORDS.telling.has(article, verb);
        let object =
            child(article, verb, &[Label::Dobj, Label::Dative]).filter(|h| *h > verb && telling);
        let heads = || hearers::heads_of(self.article, verb).first().copied();
        let hearer = object.or_else(heads).filter(|h| *h > verb)?;
        if let Some(framed) = self.framed(verb, hearer) {
            return Some(framed);
        }
        let is_that = |i: TokenId| {
            let word = article.written(i);
            // not "the story that she loved"
            let hears = audience::can_hear(self.article, hearer);
            word == "that" && (hears || object.is_none())
        };
        let clause = child(article, hearer, &[Label::Relcl, Label::Acl]).filter(|clause| {
            let subject = child(
                article,
                *clause,
                &[Label::Nsubj, Label::Nsubjpass, Label::Expl],
            );
            subject.is_some_and(|subject| article.written(subject) != "that")
        });
        if let Some(clause) = clause {
            let tokens = subtree(article, clause);
            return tokens
                .first()
                .is_some_and(|i| is_that(*i))
                .then_some(tokens);
        }
        if relation == Relation::Said || !telling {
            return None;
        }
        let is_day = |i: TokenId| syntax.labels[i] == Label::Pobj && WORDS.time.has(article, i);
        let opening = subtree(article, verb).into_iter().find(|i| {
            let head = syntax.heads[*i];
            *i > hearer
                && WORDS.opening.has(article, *i)
                && syntax.labels[*i] == Label::Prep
                && (head == verb || head == hearer || is_day(head))
        })?;
        Some(subtree(article, opening))
    }

    /// "appealed to donors [for tents]", "threatened the weavers [with dismissal]": the preposition that a
    /// verb requires after its addressees.
    pub(super) fn framed(&self, verb: TokenId, hearer: TokenId) -> Option<Vec<TokenId>> {
        let (article, syntax) = (self.article, self.article.syntax);
        let ways = FRAMES.get(&syntax.words[verb].stem)?;
        let opening = children(article, verb)
            .chain(children(article, hearer))
            .find(|c| {
                *c > hearer
                    && syntax.labels[*c] == Label::Prep
                    && ways.contains(&article.written(*c))
            })?;
        Some(subtree(article, opening))
    }
}
