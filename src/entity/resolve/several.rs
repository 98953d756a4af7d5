//! Sources that describe several people at once: "the foreign ministers of Estonia and Latvia", "the two
//! defendants".

use crate::entity::link::linker::words_of;
use crate::entity::link::referent::{Newcomer, Referent};
use crate::entity::resolve::phrase::Phrase;
use crate::entity::types::{EntityId, EntityType, MentionKind, reference};
use crate::gazetteer::key;
use crate::syntax::Tag;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// How many sentences back the members of a group are named.
const NEAR: usize = 3;

impl Phrase<'_, '_, '_> {
    /// "the foreign ministers of Estonia, Latvia and Lithuania": one for each; `None` if the
    /// phrase does not describe several people, each with their own.
    pub(super) fn of_several(&self, range: &Range<TokenId>) -> Option<Vec<Referent>> {
        let reader = self.linker.reader;
        let core = self.core(range.clone());
        let noun = reader.word(core.end - 1).to_lowercase();
        let noun = *self.linker.tables.person_nouns.get(noun.as_str())?;
        if !noun.plural || !reader.is(core.end, "of") || core.end >= range.end {
            return None;
        }
        let owners = self.listed(core.end + 1..range.end)?;
        let start = core.start + usize::from(reader.is(core.start, "the"));
        let before = words_of(reader, start..core.end - 1).to_lowercase();
        let single = format!("{before} {}", noun.singular).trim().to_owned();
        let tables = self.linker.tables;
        let title = |words: &str| {
            let pieces = key::pieces_of(words);
            let title = (tables.title_phrases).get(key::phrase(&pieces)).next()?;
            let title = tables.titles.get(title)?;
            (title.class.is_office()).then_some(title)
        };
        let office = title(&single);
        // each has one holder of an office, but many officials
        let alone = office.is_some() || title(noun.singular).is_some();
        let mut found = Vec::new();
        for owner in owners {
            let of = self.linker.profile(&owner.into());
            let holder =
                office.and_then(|title| self.linker.office_at_date(title, Some(&of), of.state));
            let one = holder.unwrap_or_else(|| {
                let entity = &self.linker.entities.list[owner];
                let called = match alone {
                    true => single.clone(),
                    false => format!("{before} {}", noun.many).trim().to_owned(),
                };
                let name = format!("{called} of {}", entity.name);
                let represents = Some(reference(entity));
                Newcomer::Unnamed {
                    name,
                    represents,
                    plural: !alone,
                }
            });
            found.push(one.into());
        }
        Some(found)
    }

    /// "the candidates", "the two defendants": the two to four people named and described so in the sentences
    /// before.
    pub(super) fn of_the_kind(&self, range: &Range<TokenId>) -> Option<Vec<EntityId>> {
        let reader = self.linker.reader;
        let core = self.core(range.clone());
        let noun = reader.word(core.end - 1).to_lowercase();
        let noun = *self.linker.tables.person_nouns.get(noun.as_str())?;
        let plain = core.len() == 2 || core.len() == 3 && reader.tag(core.start + 1) == Tag::CD;
        if !noun.plural
            || !plain
            || !reader.is_any(core.start, &["the", "both", "these", "those"])
            || core.end != range.end
        {
            return None;
        }
        let entities = &self.linker.entities;
        let sentence = reader.sentence_index(core.start);
        let mut named: Vec<EntityId> = Vec::new();
        for mention in entities
            .starting_in(TokenId::FIRST..core.start)
            .iter()
            .rev()
        {
            if sentence - reader.sentence_index(mention.tokens.start) > NEAR {
                break;
            }
            let person = entities.list[mention.entity].kind == EntityType::Person;
            if person && !named.contains(&mention.entity) {
                named.push(mention.entity);
            }
        }
        let called = |person: &EntityId| {
            self.linker.is_called(*person, noun.singular)
                || self.linker.is_called(*person, noun.many)
        };
        named.retain(called);
        named.reverse();
        match (2..=4).contains(&named.len()) {
            true => Some(named),
            false => self.listed_before(noun.many, core.start),
        }
    }

    /// "The two defendants, Jon Vik and Per Aas, were led in. … [the defendants]": the list next to the noun,
    /// if the sentences before have one.
    fn listed_before(&self, noun: &str, at: TokenId) -> Option<Vec<EntityId>> {
        let reader = self.linker.reader;
        let sentence = reader.sentence_index(at);
        let near = |t: &TokenId| sentence - reader.sentence_index(*t) <= NEAR;
        let place = (TokenId::FIRST..at)
            .each()
            .rev()
            .take_while(near)
            .find(|t| reader.is(*t, noun))?;
        let limit = reader.sentence(place).end;
        let ends = |t: &TokenId| reader.tag(*t).is_verb() || reader.tag(*t) == Tag::Stop;
        let end = (place + 1..limit).each().find(ends).unwrap_or(limit);
        self.listed_beside(&(place..end))
    }

    /// The states or bodies of a list, which must end with the tokens: "Estonia, Latvia and Lithuania".
    fn listed(&self, tokens: Range<TokenId>) -> Option<Vec<EntityId>> {
        let reader = self.linker.reader;
        let mut owners = Vec::new();
        let mut joined = false;
        let mut at = tokens.start;
        while at < tokens.end {
            at += usize::from(reader.is(at, "the"));
            let mention = self.mention_at(at)?;
            let kind = self.linker.entities.list[mention.entity].kind;
            let body = matches!(kind, EntityType::State | EntityType::Organisation);
            if !body || mention.kind != MentionKind::Name || mention.tokens.start != at {
                return None;
            }
            owners.push(mention.entity);
            at = mention.tokens.end;
            while at < tokens.end && reader.is_any(at, &[",", "and", "&"]) {
                joined |= reader.word(at) != ",";
                at += 1;
            }
        }
        (joined && owners.len() > 1).then_some(owners)
    }
}
