//! When are two reports reports of one statement?

use super::build::Record;
use super::record::{EntityIndex, Text};
use crate::statement::{Mode, Polarity, Relation};

/// Contents shorter than this many words ("yes", "no comment") recur without being one statement.
const MIN_WORDS: usize = 4;

/// What two reports of one statement have in common.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    relation: Relation,
    act: Text,
    polarity: Polarity,
    mode: Mode,
    speakers: Vec<EntityIndex>,
    words: String,
}

/// The key under which a record is joined with others: the same speakers performed the same act
/// with the same words, whatever their case and punctuation.
///
/// `None` for a record that stays alone: its speaker is unknown, or its content too short to tell.
pub(super) fn key(record: &Record) -> Option<Key> {
    let speaker = record.speaker?;
    let mut words = String::new();
    let mut count = 0;
    let content = record.report.content.text.to_lowercase();
    for word in content.split(|c: char| !c.is_alphanumeric()) {
        if !word.is_empty() {
            words.push(' ');
            words.push_str(word);
            count += 1;
        }
    }
    if count < MIN_WORDS {
        return None;
    }
    let mut speakers = vec![speaker];
    speakers.extend(&record.joint_speakers);
    Some(Key {
        relation: record.relation,
        act: record.act.clone(),
        polarity: record.polarity,
        mode: record.mode,
        speakers,
        words,
    })
}
