//! The correct answers of choices in marked texts, for training.

use crate::entity::discourse::Who;
use crate::entity::entities::Entities;
use crate::entity::resolve::options::Options;
use crate::entity::types::MentionKind;
use crate::model::trees::Choice;
use crate::text::TokenId;
use std::ops::Range;

/// A marked mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkedMention {
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// The number of its entity.
    pub cluster: u32,
    /// Whether it is a name.
    pub named: bool,
}

/// The choices of a text whose answer is known.
pub(in crate::entity) struct Lesson<'m> {
    pub(super) meant: &'m [MarkedMention],
    /// Whether all mentions are marked.
    pub(super) complete: bool,
    pub(super) choices: Vec<Choice>,
}

/// The answer that the marks of a text give for a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing, or several options are right.
    Open,
    /// No candidate is right.
    Nobody,
    /// This one.
    Is(Who),
}

impl Lesson<'_> {
    /// Adds a choice if its answer is known, and returns the answer if exactly one option is right.
    pub(super) fn add(
        &mut self,
        entities: &Entities,
        tokens: &Range<TokenId>,
        options: &Options,
    ) -> Answer {
        let mark = self.meant.iter().find(|m| m.tokens == *tokens);
        let Some(wanted) = mark.map(|mark| mark.cluster) else {
            return Answer::Open;
        };
        // whether the mark is one of the names found in the text
        let named = self
            .meant
            .iter()
            .any(|m| m.cluster == wanted && m.tokens != *tokens);
        let mut right = self.rights(entities, options, |own| match own {
            [] => !self.complete && !named,
            own => own.contains(&wanted),
        });
        let any = right.iter().any(|r| *r);
        // a marked referent that is no candidate teaches nothing, unless nobody was named
        if named && !any {
            return Answer::Open;
        }
        right.push(!any || !named && !self.complete);
        let sure = right.iter().filter(|r| **r).count() == 1;
        let answer = right.iter().position(|r| *r).filter(|_| sure);
        self.choices.push(Choice {
            options: options.numbers(),
            right,
        });
        match answer {
            None => Answer::Open,
            Some(i) => (options.candidates.get(i)).map_or(Answer::Nobody, |c| Answer::Is(c.who)),
        }
    }

    /// Adds a choice between groups if one of the candidates is known to be right: "it" is mostly a
    /// thing, but things do not speak.
    pub(super) fn add_group(
        &mut self,
        entities: &Entities,
        tokens: &Range<TokenId>,
        options: &Options,
    ) {
        let mark = self.meant.iter().find(|m| m.tokens == *tokens);
        let Some(wanted) = mark.map(|mark| mark.cluster) else {
            return;
        };
        let mut right = self.rights(entities, options, |own| own.contains(&wanted));
        if right.contains(&true) {
            right.push(false);
            self.choices.push(Choice {
                options: options.numbers(),
                right,
            });
        }
    }

    /// Whether each candidate is right, by the clusters of its marks.
    fn rights(
        &self,
        entities: &Entities,
        options: &Options,
        is_right: impl Fn(&[u32]) -> bool,
    ) -> Vec<bool> {
        let candidates = options.candidates.iter();
        let right = candidates.map(|c| is_right(&self.clusters(entities, c.who)));
        right.collect()
    }

    /// The cluster of a candidate, by the marks that its names overlap.
    fn clusters(&self, entities: &Entities, who: Who) -> Vec<u32> {
        let over = |tokens: &Range<TokenId>| {
            let tokens = tokens.clone();
            let marks = self.meant.iter();
            let over = marks.filter(move |m| {
                m.tokens.start < tokens.end && tokens.start < m.tokens.end
                    // a name within a long description refers to something else than the description
                    && m.tokens.end <= tokens.end + 1
            });
            over.map(|m| m.cluster).collect::<Vec<u32>>()
        };
        match who {
            Who::Entity(entity) => {
                let mentions = entities.mentions.iter();
                let own = mentions.filter(|m| m.entity == entity && m.kind == MentionKind::Name);
                own.flat_map(|m| over(&m.tokens)).collect()
            }
            Who::Brought(i) => over(&entities.brought[i].tokens),
        }
    }
}
