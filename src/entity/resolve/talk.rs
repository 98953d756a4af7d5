//! Who has spoken so far, to whom: what the next "he" sees of it.

use super::super::reader::Reader;
use super::super::{Entities, EntityType};
use super::candidates::{Candidate, Who};
use super::features::Asked;
use crate::model::feature;
use crate::text::QuoteState;

/// A statement that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) struct Turn {
    /// First token of its cue.
    pub(in crate::entity) at: usize,
    pub(in crate::entity) speakers: Vec<usize>,
    pub(in crate::entity) hearers: Vec<usize>,
}

/// Tells the entities that a statement was made by a cue in a clause of its own, so that what follows can
/// mean those who spoke and those who were spoken to. To be called in order of the cues.
pub fn spoke(entities: &mut Entities, cue: usize, speakers: &[usize], hearers: &[usize]) {
    if !speakers.is_empty() {
        entities.talk.push(Turn {
            at: cue,
            speakers: speakers.to_vec(),
            hearers: hearers.to_vec(),
        });
    }
}

/// Turns back among which a speaker is looked for.
const REACH: usize = 6;

impl Entities {
    /// Who spoke last.
    pub(super) fn last_speaker(&self) -> Option<usize> {
        self.talk
            .last()
            .and_then(|turn| turn.speakers.first().copied())
    }

    /// Who spoke last of those who have a name, a few statements back at most: those between them may be
    /// the documents that they show.
    pub(super) fn last_named_speaker(&self) -> Option<usize> {
        let turns = self.talk.iter().rev().take(REACH);
        let mut speakers = turns.filter_map(|turn| turn.speakers.first().copied());
        speakers.find(|speaker| self.list[*speaker].kind != EntityType::Unnamed)
    }

    /// Calls `push` with what the talk so far says of a candidate for the source of a statement.
    pub(super) fn of_talk(
        &self,
        reader: &Reader,
        asked: &Asked,
        candidate: &Candidate,
        mut push: impl FnMut(u32),
    ) {
        let kind = asked.kind as u32;
        let entity = match candidate.who {
            Who::Entity(entity) => Some(entity),
            Who::Brought(i) => self.brought[i].entity,
        };
        let sentence = reader.sentence_index(asked.at);
        let distance = |at: usize| sentence.abs_diff(reader.sentence_index(at)).min(4) as u32;
        let back = |of: fn(&Turn) -> &Vec<usize>| {
            let turns = self.talk.iter().rev().take(REACH);
            let own = |turn: &&Turn| entity.is_some_and(|entity| of(turn).contains(&entity));
            turns.enumerate().find(|(_, turn)| own(turn))
        };
        let spoke = match back(|turn| &turn.speakers) {
            Some((n, turn)) => (n.min(2) as u32) << 3 | distance(turn.at),
            None => 31,
        };
        let heard = match back(|turn| &turn.hearers) {
            Some((n, turn)) => (n.min(2) as u32) << 3 | distance(turn.at),
            None => 31,
        };
        push(feature(40, spoke, 0, kind));
        push(feature(41, heard, 0, kind));
        let near = candidate.near.tokens.start;
        let outside = |t: usize| {
            let token = reader.text.tokens.get(t);
            token.is_some_and(|token| token.quote == QuoteState::Outside)
        };
        // nobody quotes himself as "he", and who is named within a quotation seldom speaks it
        let himself = spoke & 7 == 0 && spoke < 8 && outside(near) && !outside(asked.at);
        push(feature(42, u32::from(himself), 0, kind));
        let within = !outside(near) && outside(asked.at);
        push(feature(43, u32::from(within), u32::from(spoke == 31), kind));
        let subject = reader.label(near).starts_with("nsubj");
        push(feature(
            44,
            spoke,
            u32::from(subject) << 3 | u32::from(candidate.ahead),
            kind,
        ));
        push(feature(45, u32::from(candidate.since == 0), spoke, kind));
    }
}
