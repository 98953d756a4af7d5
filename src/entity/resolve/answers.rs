//! Answers questions of the statement layer: which entities the words of a source, an addressee or a content refer to.

use crate::document::Document;
use crate::entity::entities::Entities;
use crate::entity::link::linker::Linker;
use crate::entity::mention::reader::Reader;
use crate::entity::resolve::phrase::{Phrase, PhraseRole};
use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, EntityType, Mention, MentionKind};
use crate::syntax::Syntax;
use crate::text::{Text, TokenId};
use std::collections::HashSet;

/// The entities that a source refers to: several for "the US and NATO", none for no words.
///
/// `source` are its tokens in order, `cue` the head of the cue, which only a trace uses.
/// A pronoun can refer to whoever spoke before ([`crate::entity::resolve::spoke`]). A speaker who is described
/// without a name is added to `entities` as [`EntityType::Unnamed`].
pub fn speakers(
    entities: &mut Entities,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    source: &[TokenId],
    cue: Option<TokenId>,
) -> Vec<EntityId> {
    entities.tracing.open(source, cue);
    entities.sure = 1.0;
    let reader = Reader::new(document, text, syntax, entities.knowledge.tables());
    with_linker(entities, &reader, |linker| {
        let last = linker.entities.last_speaker();
        resolve(linker, last, PhraseRole::Source, source)
    })
}

/// The entities that the words of an addressee refer to; people without a name ("investors") become
/// [`EntityType::Unnamed`], as speakers do.
pub fn parties(
    entities: &mut Entities,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    tokens: &[TokenId],
) -> Vec<EntityId> {
    entities.tracing.open_addressees(tokens);
    if let Some(known) = known_by_words(entities, document, text, tokens) {
        entities.tracing.close(&[known]);
        return vec![known];
    }
    let reader = Reader::new(document, text, syntax, entities.knowledge.tables());
    with_linker(entities, &reader, |linker| {
        resolve(linker, None, PhraseRole::Addressee, tokens)
    })
}

/// The referents of words, without duplicates: `last` spoke last, and `role` says what the words are in their
/// statement.
fn resolve(
    linker: &mut Linker,
    last: Option<EntityId>,
    role: PhraseRole,
    tokens: &[TokenId],
) -> Vec<EntityId> {
    let phrase = Phrase {
        linker,
        last,
        unnamed: true,
        role,
    };
    let range = phrase.span(tokens);
    let parts = range.map_or_else(Vec::new, |range| phrase.conjuncts(range));
    let mut found = Vec::new();
    for part in parts {
        let phrase = Phrase {
            linker,
            last,
            unnamed: true,
            role,
        };
        let decision = phrase.decide(part.clone());
        let meant = linker.apply(decision);
        if meant.is_empty() {
            linker.entities.record(part, Rule::Nobody, None);
        }
        for entity in meant {
            if !found.contains(&entity) {
                found.push(entity);
            }
        }
    }
    found
}

/// Whether these words contain the name of an entity.
pub fn names_among(entities: &Entities, tokens: &[TokenId], entity: EntityId) -> bool {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return false;
    };
    let named = |m: &Mention| m.entity == entity && m.kind == MentionKind::Name;
    let tokens = *first..*last + 1;
    entities.starting_in(tokens).iter().any(named)
}

/// The start of the person's name that ends exactly at `end` and does not start before `first`.
pub fn person_until(entities: &Entities, first: TokenId, end: TokenId) -> Option<TokenId> {
    let mut near = entities.starting_in(first..end).iter().rev();
    let person = |m: &&Mention| {
        m.kind == MentionKind::Name && entities.list[m.entity].kind == EntityType::Person
    };
    let name = near.find(|m| person(m) && m.tokens.end == end)?;
    Some(name.tokens.start)
}

/// The unnamed entity that these words describe; `None` if they are a pronoun.
pub fn without_name(
    entities: &mut Entities,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    tokens: &[TokenId],
) -> Option<EntityId> {
    let pronoun = |i: TokenId| {
        matches!(
            syntax.tags.get(i).map(|tag| tag.as_str()),
            Some("PRP" | "WP")
        )
    };
    if let [only] = *tokens
        && pronoun(only)
    {
        return None;
    }
    let reader = Reader::new(document, text, syntax, entities.knowledge.tables());
    let found = with_linker(entities, &reader, |linker| {
        let phrase = Phrase {
            linker,
            last: None,
            unnamed: true,
            role: PhraseRole::Source,
        };
        let called = |range| phrase.called_by_words(range);
        let decision = phrase.span(tokens).map(called);
        decision.map_or_else(Vec::new, |decision| linker.apply(decision))
    });
    found.first().copied()
}

/// The entity whose name is exactly these words, if no name of the text overlaps them.
fn known_by_words(
    entities: &Entities,
    document: &Document,
    text: &Text,
    tokens: &[TokenId],
) -> Option<EntityId> {
    let (first, last) = (tokens.first()?, tokens.last()?);
    let named = |m: &Mention| m.kind == MentionKind::Name;
    if entities.starting_in(*first..*last + 1).iter().any(named) {
        return None;
    }
    let span = text
        .tokens
        .get(*first)?
        .span
        .cover(text.tokens.get(*last)?.span);
    let words = document.text.get(span.start..span.end)?;
    let pieces = entities.knowledge.tables().pieces(words);
    entities.named(words, &pieces, *first)
}

/// The entities that a content names, each once, in order; capitals refer to their states.
pub fn about(entities: &Entities, tokens: &[TokenId]) -> Vec<EntityId> {
    let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let from = entities
        .mentions
        .partition_point(|m| m.tokens.start < *first);
    for mention in entities.mentions.iter().skip(from) {
        if mention.tokens.start > *last {
            break;
        }
        let inside = tokens.binary_search(&mention.tokens.start).is_ok();
        if inside && mention.kind == MentionKind::Name && seen.insert(mention.entity) {
            found.push(mention.entity);
        }
    }
    found
}

fn with_linker(
    entities: &mut Entities,
    reader: &Reader,
    resolve: impl FnOnce(&mut Linker) -> Vec<EntityId>,
) -> Vec<EntityId> {
    let tables = entities.knowledge.tables();
    let mut linker = Linker::resume(reader, tables, std::mem::take(entities));
    let found = resolve(&mut linker);
    *entities = linker.entities;
    entities.tracing.close(&found);
    found
}
