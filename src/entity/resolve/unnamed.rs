//! Unnamed people and groups: named by the words that describe them, and linked to entities in these words.

use crate::entity::link::linker::words_of;
use crate::entity::link::referent::Newcomer;
use crate::entity::resolve::decision::{Decision, Record};
use crate::entity::resolve::phrase::Phrase;
use crate::entity::types::{EntityType, MentionKind, Reference, reference};
use crate::gazetteer::kind::Owner;
use crate::syntax::Tag;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// With these before it a participle is a noun: "the accused", "those missing".
const ARTICLES: &[&str] = &["the", "a", "an", "these", "those"];

impl Phrase<'_, '_, '_> {
    /// An unnamed entity: its name is its description, and it is linked to entities in it.
    pub(super) fn describe(&self, range: Range<TokenId>) -> Decision {
        let reader = self.linker.reader;
        let words = self.description_in(range);
        let (represents, group) = words
            .each()
            .find_map(|t| self.represented(t, words.end))
            .map_or((None, None), |(of, group)| (Some(of), group));
        let group = group.map(|group| Record::Enters(group.into()));
        let Some(name) = self.name_of_words(&words) else {
            return Decision::none().after(group);
        };
        let head = self.core(words.clone()).end - 1;
        let noun = reader.word(head).to_lowercase();
        let person = self.linker.tables.person_nouns.get(noun.as_str());
        let one = person.is_some_and(|noun| !noun.plural && noun.singular != noun.many);
        let unnamed = Newcomer::Unnamed {
            name,
            represents,
            plural: matches!(reader.tag(head), Tag::NNS | Tag::NNPS),
        };
        let describes = Record::Describes {
            who: unnamed.clone().into(),
            tokens: words,
            nameless: one && !reader.capital(head),
        };
        Decision::of(Some(unnamed)).after(group).then([describes])
    }

    /// The words of a phrase that describe somebody: those after the article, without additional information.
    fn description_in(&self, range: Range<TokenId>) -> Range<TokenId> {
        let reader = self.linker.reader;
        let mut start = range.start;
        while start + 1 < range.end
            && reader.is_any(
                start,
                &[
                    "the", "a", "an", "some", "many", "several", "numerous", "various", "those",
                    "these",
                ],
            )
            && !reader.is(start + 1, "of")
        {
            start += 1;
        }
        let end = (start + 1..range.end)
            .each()
            .find(|t| {
                matches!(reader.word(*t), "," | "(" | ";" | "—" | "–" | "--")
                    || reader.is_any(*t, &["who", "which", "whose", "whom"]) && !reader.shouted(*t)
                    || reader.is(*t, "that") && reader.tag(*t) != Tag::DT
                    // "a group of doctors in 2015": a time is not a description
                    || reader.is_any(*t, &["in", "on", "since"]) && is_time(reader.word(*t + 1))
            })
            .unwrap_or(range.end);
        start..end
    }

    /// The name of an unnamed entity from its description; `None` for words that describe nobody.
    fn name_of_words(&self, words: &Range<TokenId>) -> Option<String> {
        let reader = self.linker.reader;
        let (start, end) = (words.start, words.end);
        let mut name = words_of(reader, start..end);
        let mut proper = reader.tag(start).is_proper_noun()
            || self
                .mention_at(start)
                .is_some_and(|m| m.kind != MentionKind::Pronoun);
        if matches!(
            reader.word(start).to_ascii_lowercase().as_str(),
            "his" | "her"
        ) && start + 1 < end
            && let Some(owner) = self.mention_at(start).map(|m| m.entity)
        {
            let surname = self.linker.entities.notes[owner].words.last()?;
            name = format!("{surname}'s {}", words_of(reader, start + 1..end));
            proper = true;
        }
        // "the", "most of": words that describe nobody
        let empty = |t: TokenId| {
            matches!(
                reader.tag(t),
                Tag::DT | Tag::IN | Tag::PDT | Tag::RBS | Tag::JJS
            )
        };
        // "once", "your", "told": only sources and addressees where a sentence was misread
        let described = |t: TokenId| {
            let tag = reader.tag(t);
            tag.is_nominal() || matches!(tag, Tag::CD | Tag::DT | Tag::PDT | Tag::FW | Tag::Outside)
        };
        let capital = |t: TokenId| reader.capital(t) && reader.sentence(t).start != t;
        let named = (start..end).each().any(|t| described(t) || capital(t));
        let has_article = start > TokenId::FIRST && reader.is_any(start - 1, ARTICLES);
        if !name.chars().any(char::is_alphabetic)
            || (start..end).each().all(empty)
            || !(named || has_article)
        {
            return None;
        }
        // the capital of a sentence's first word does not belong to the name
        let opens = reader.sentence(start).start == start;
        let goes_on = start + 1 < end && reader.capital(start + 1);
        if !proper && opens && !goes_on {
            let mut letters = name.chars();
            name = match letters.next() {
                Some(first) if !reader.shouted(start) => {
                    first.to_lowercase().chain(letters).collect()
                }
                _ => name,
            };
        }
        Some(name)
    }

    /// The principal of an unnamed entity, if the description names one, and an entity to add for it.
    fn represented(&self, token: TokenId, end: TokenId) -> Option<(Reference, Option<Newcomer>)> {
        let reader = self.linker.reader;
        let mention = self.mention_at(token)?;
        let noun = reader.word(mention.tokens.end).to_lowercase();
        let person = self.linker.entities.list[mention.entity].kind == EntityType::Person;
        let group = self.linker.tables.group_nouns.get(noun.as_str());
        let group = group.is_some_and(|group| group.owner == Some(Owner::Person));
        if person && (group || noun == "government") && mention.tokens.end < end {
            // "an official of the Biden administration"
            let group = self.linker.group_of(mention.entity, &noun);
            let own = self.linker.reference(&group.clone().into());
            return Some((own, Some(group)));
        }
        let entity = &self.linker.entities.list[mention.entity];
        let body = matches!(entity.kind, EntityType::State | EntityType::Organisation);
        body.then(|| (reference(entity), None))
    }
}

/// Whether a word is a year or a day of the week.
fn is_time(word: &str) -> bool {
    let year = word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit());
    year || matches!(
        word,
        "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday"
    )
}
