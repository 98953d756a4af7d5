//! A draft of an annotated article: what dixit found in a text, for people to correct.

use crate::entity::Reference;
use crate::extract::record::{CharSpan, Extraction, StatementRecord, Words};

/// A text and what was found in it.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The text that the spans of the extraction point into.
    pub text: String,
    /// What was found.
    pub extraction: Extraction,
}

impl Draft {
    /// The statements that can be marked, in order of the text: those that have a cue and a content.
    pub(super) fn statements(&self) -> impl Iterator<Item = &StatementRecord> {
        let marked = |words: &Words| !words.spans.is_empty();
        let statements = self.extraction.statements.iter();
        statements.filter(move |s| marked(&s.cue) && marked(&s.content))
    }

    /// Where a statement's addressees are mentioned: for each the mention nearest to the cue, outside of the
    /// content if there is one. The words of some addressees are no mention ("reporters").
    pub(super) fn addressees<'d>(
        &'d self,
        statement: &'d StatementRecord,
    ) -> impl Iterator<Item = (&'d Reference, CharSpan)> {
        let cue = statement.cue.spans.first().map_or(0, |[start, _]| *start);
        let quoted = |&[start, end]: &CharSpan| {
            let mut spans = statement.content.spans.iter();
            spans.any(|&[from, to]| from < end && start < to)
        };
        statement.addressees.iter().filter_map(move |addressee| {
            let mut entities = self.extraction.entities.iter();
            let entity = entities.find(|entity| entity.id == addressee.id)?;
            let nearest = |span: &&CharSpan| (quoted(span), span[0].abs_diff(cue), span[0]);
            Some((addressee, *entity.mentions.iter().min_by_key(nearest)?))
        })
    }
}

/// The speakers of a statement.
pub(super) fn speakers(statement: &StatementRecord) -> impl Iterator<Item = &Reference> {
    statement.speaker.iter().chain(&statement.joint_speakers)
}

/// An entity in a note: its name and id.
pub(super) fn named(entity: &Reference) -> String {
    format!("{} <{}>", entity.name, entity.id)
}

/// The word of an enum in JSON.
pub(super) fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}
