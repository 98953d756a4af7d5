//! Applies decisions: the only functions that add entities and mentions.

use crate::entity::link::abbreviations::Abbreviated;
use crate::entity::link::decision::{Beside, Naming, Weighed};
use crate::entity::link::linker::Linker;
use crate::entity::link::referent::{Newcomer, Referent};
use crate::entity::types::{EntityId, EntityType, Mention, MentionKind};
use crate::text::TokenId;
use std::ops::Range;

impl<'a> Linker<'_, 'a> {
    /// The entity of a referent, which is added if it is new.
    pub(in crate::entity) fn enter(&mut self, who: impl Into<Referent>) -> EntityId {
        let newcomer = match who.into() {
            Referent::Known(entity) => return entity,
            Referent::New(newcomer) => newcomer,
        };
        let holds = matches!(newcomer, Newcomer::Holder(_));
        let id = newcomer.id(self.tables);
        let entity = match self.entities.ids.get(&id) {
            Some(known) => *known,
            None => {
                let (entity, note) = newcomer.describe(id, self.tables);
                self.entities.push(entity, note)
            }
        };
        if holds {
            self.table_roles(entity);
        }
        entity
    }

    /// Adds a mention.
    pub(in crate::entity) fn mention(
        &mut self,
        tokens: Range<TokenId>,
        entity: EntityId,
        kind: MentionKind,
    ) {
        let span = self.reader.text.span(tokens.clone());
        if let Some(note) = self.entities.notes.get_mut(entity) {
            note.add_place(&tokens);
        }
        self.entities.mentions.push(Mention {
            tokens,
            span,
            entity,
            kind,
        });
    }

    /// Records the meaning of an abbreviation.
    pub(super) fn abbreviate(&mut self, introduced: Abbreviated<'a>) {
        let Abbreviated { word, who, name } = introduced;
        let entity = self.enter(who);
        if let Some(name) = name {
            self.mention(name, entity, MentionKind::Name);
        }
        self.abbreviations.insert(word, entity);
    }

    /// Records the referent of a name, if any.
    pub(super) fn name(&mut self, named: Weighed<Naming>) {
        for step in named.steps {
            self.entities.tracing.keep(step);
        }
        let Some(naming) = named.chosen else {
            return;
        };
        if let Some(first) = naming.first {
            self.enter(first);
        }
        let entity = self.enter(naming.who);
        if let Some(rule) = naming.rule {
            self.entities.record(naming.about, rule, Some(entity));
        }
        if let Some(rule) = naming.also {
            let tokens = naming.tokens.clone();
            self.entities.record(tokens, rule, Some(entity));
        }
        let Beside {
            kin,
            trade,
            nickname,
        } = naming.beside;
        if kin {
            self.kin.insert(entity);
        }
        if let Some(trade) = trade {
            self.trades.entry(entity).or_insert(trade);
        }
        if let Some(nickname) = nickname {
            self.nicknames.entry(entity).or_default().push(nickname);
        }
        self.mention(naming.tokens, entity, naming.kind);
    }

    /// Joins adjacent mentions of one person: "Hillary" and "Clinton" in a headline.
    pub(super) fn join_neighbours(&mut self) {
        self.entities.mentions.sort_by_key(|m| m.tokens.start);
        let mut joined: Vec<Mention> = Vec::with_capacity(self.entities.mentions.len());
        for mention in self.entities.mentions.drain(..) {
            match joined.last_mut() {
                Some(last)
                    if last.entity == mention.entity
                        && last.tokens.end == mention.tokens.start
                        && self.reader.sentence_index(last.tokens.start)
                            == self.reader.sentence_index(mention.tokens.start)
                        && last.kind == MentionKind::Name
                        && self.entities.list[mention.entity].kind == EntityType::Person =>
                {
                    last.tokens.end = mention.tokens.end;
                    let note = self.entities.notes.get_mut(last.entity);
                    let opening = note.and_then(|note| note.opening.as_mut());
                    if let Some(opening) = opening.filter(|o| o.start == last.tokens.start) {
                        opening.end = last.tokens.end;
                    }
                    last.span = last.span.cover(mention.span);
                }
                _ => joined.push(mention),
            }
        }
        self.entities.mentions = joined;
    }
}
