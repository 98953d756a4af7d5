//! The speakers and addressees so far: features for the next "he".

use crate::entity::discourse::{Turn, Who};
use crate::entity::entities::Entities;
use crate::entity::mention::reader::Reader;
use crate::entity::resolve::candidates::Candidate;
use crate::entity::resolve::features::Asked;
use crate::entity::types::EntityId;
use crate::text::{QuoteState, TokenId};

/// Records that a statement was made by a cue in a clause of its own, so that what follows can
/// refer to its speakers and addressees. Must be called in order of the cues.
pub fn spoke(entities: &mut Entities, cue: TokenId, speakers: &[EntityId], hearers: &[EntityId]) {
    if !speakers.is_empty() {
        entities.talk.push(Turn {
            at: cue,
            speakers: speakers.to_vec(),
            hearers: hearers.to_vec(),
        });
    }
}

/// How many turns back a speaker can be.
const REACH: usize = 6;

impl Entities {
    /// The last speaker.
    pub(super) fn last_speaker(&self) -> Option<EntityId> {
        self.talk
            .last()
            .and_then(|turn| turn.speakers.first().copied())
    }

    /// The features of a candidate for the source of a statement from the talk so far.
    pub(super) fn of_talk(
        &self,
        reader: &Reader,
        asked: &Asked,
        candidate: &Candidate,
    ) -> [f32; 6] {
        let entity = match candidate.who {
            Who::Entity(entity) => Some(entity),
            Who::Brought(i) => self.brought[i].entity,
        };
        let sentence = reader.sentence_index(asked.at);
        // how many statements and sentences ago
        let back = |of: fn(&Turn) -> &Vec<EntityId>| {
            let turns = self.talk.iter().rev().take(REACH).enumerate();
            let own = |turn: &Turn| entity.is_some_and(|entity| of(turn).contains(&entity));
            let last = turns.into_iter().find(|(_, turn)| own(turn));
            last.map_or((REACH, REACH), |(n, turn)| {
                (n, sentence.abs_diff(reader.sentence_index(turn.at)).min(4))
            })
        };
        let (spoke, spoke_apart) = back(|turn| &turn.speakers);
        let (heard, heard_apart) = back(|turn| &turn.hearers);
        let near = candidate.near.tokens.start;
        let outside = |t: TokenId| {
            let token = reader.token(t);
            token.is_some_and(|token| token.quote == QuoteState::Outside)
        };
        // nobody quotes himself as "he", and a name within a quotation is seldom its speaker's
        let himself = spoke_apart == 0 && outside(near) && !outside(asked.at);
        let within = !outside(near) && outside(asked.at);
        [
            spoke as f32,
            spoke_apart as f32,
            heard as f32,
            heard_apart as f32,
            f32::from(u8::from(himself)),
            f32::from(u8::from(within)),
        ]
    }
}
