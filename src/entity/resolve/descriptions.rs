//! "The captain", "the minister": chooses among the people that a description fits.

use crate::entity::discourse::Who;
use crate::entity::link::linker::Linker;
use crate::entity::resolve::decision::Record;
use crate::entity::resolve::features::Asked;
use crate::entity::resolve::options::Options;
use crate::entity::resolver::Kind;
use crate::entity::types::EntityId;
use crate::gazetteer::gender::Gender;
use crate::syntax::Label;
use crate::text::TokenId;
use std::ops::Range;

/// The most likely of some people.
pub(super) struct Likeliest {
    pub(super) person: EntityId,
    /// Its probability.
    pub(super) sure: f32,
    pub(super) step: Option<Record>,
}

impl Linker<'_, '_> {
    /// The most likely of these people to be referred to by a description, with its probability;
    /// `None` if the text has mentioned none of them shortly before.
    pub(super) fn likeliest_of(
        &self,
        people: &[EntityId],
        description: &Range<TokenId>,
        gender: Option<Gender>,
    ) -> Option<Likeliest> {
        let options = self.described_options(people, description, gender);
        let chosen = self.likeliest_candidate(&options);
        let Some(Who::Entity(person)) = chosen.who else {
            return None;
        };
        Some(Likeliest {
            person,
            sure: chosen.probability,
            step: self.choice(description.end - 1, options, chosen),
        })
    }

    /// Those of these people that the text has mentioned shortly before.
    fn described_options(
        &self,
        people: &[EntityId],
        description: &Range<TokenId>,
        gender: Option<Gender>,
    ) -> Options {
        let (reader, entities) = (self.reader, &self.entities);
        let head = description.end - 1;
        let kind = match reader.label(head) {
            Label::Nsubj | Label::Nsubjpass => Kind::Subject,
            _ => Kind::Object,
        };
        let asked = Asked::new(reader, head, kind, gender);
        let start = description.start;
        let from = (entities.heard).partition_point(|h| h.tokens.start < start);
        let fits = |who: Who| matches!(who, Who::Entity(entity) if people.contains(&entity));
        let past = &entities.heard[..from];
        let candidates = entities.candidates(reader, start, past, &[], |_| true, fits);
        let mut options = self.weigh(asked, candidates);
        self.add_talk(&mut options);
        options
    }
}
