//! Sources that are a pronoun: "he", "we", "it", "both", "who".

use crate::entity::discourse::{Brought, Number, Who};
use crate::entity::resolve::groups;
use crate::entity::resolve::phrase::{Phrase, wordy};
use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, MentionKind};
use crate::gazetteer::gender::Gender;
use crate::syntax::{Label, Tag};

impl Phrase<'_, '_, '_> {
    pub(super) fn pronoun(&mut self, at: usize) -> Option<Vec<EntityId>> {
        let reader = self.linker.reader;
        let word = reader.word(at).to_ascii_lowercase();
        if let Some(gender) = Gender::of_pronoun(&word) {
            return Some(self.person(at, gender).into_iter().collect());
        }
        if let Some(kind) = groups::kind(&word) {
            return Some(self.group_pronoun(at, kind).into_iter().collect());
        }
        match word.as_str() {
            "i" | "we" | "me" | "us" | "my" | "our" => {
                let speaker = self.turn(at);
                self.tell(at..at + 1, Rule::Turn, speaker);
                Some(speaker.into_iter().collect())
            }
            "you" => Some(Vec::new()),
            "both" | "each" | "neither" => {
                let both = self.both(at);
                for one in &both {
                    let rule = Rule::Pair;
                    self.tell(at..at + 1, rule, Some(*one));
                }
                Some(both)
            }
            "who" | "whom" | "which" | "that" | "whose" if !reader.shouted(at) => {
                Some(self.relative(at))
            }
            _ => None,
        }
    }

    /// The referent of "he" or "she" as the source of a statement, which may be someone without a name.
    fn person(&mut self, at: usize, gender: Gender) -> Option<EntityId> {
        let options = self.linker.source_options(at, gender);
        let mut chosen = self.linker.likeliest(&options, false);
        if chosen.who.is_none() {
            chosen = self.linker.likeliest(&options, true);
        }
        let person = match chosen.who? {
            Who::Entity(entity) => Some(entity),
            Who::Brought(i) => self.brought(i),
        };
        self.linker.tell_options(at, &options, chosen);
        self.linker.entities.sure = chosen.probability;
        if let Some(person) = person {
            self.linker.write_back(at, person, gender);
        }
        person
    }

    /// The entity of someone introduced by a noun.
    pub(super) fn brought(&mut self, i: usize) -> Option<EntityId> {
        let Brought { tokens, number, .. } = self.linker.entities.brought.get(i)?.clone();
        if self.linker.entities.brought[i].entity.is_none() && self.unnamed {
            let entity = match number {
                Number::One => self.describe(tokens),
                Number::Several | Number::Body => {
                    let article = |t: &usize| self.linker.reader.tag(*t) == Tag::DT;
                    let start = tokens.start.checked_sub(1).filter(article);
                    let words = start.unwrap_or(tokens.start)..tokens.end;
                    self.noun_phrase(words).first().copied()
                }
            };
            self.linker.entities.brought[i].entity = entity;
        }
        self.linker.entities.brought[i].entity
    }

    /// The referent of a relative pronoun: the noun that its clause modifies.
    pub(super) fn relative(&mut self, at: usize) -> Vec<EntityId> {
        let reader = self.linker.reader;
        let sentence = reader.sentence(at);
        let mut verb = reader.head(at);
        let mut steps = 0;
        while reader.label(verb) != Label::Relcl && reader.head(verb) != verb && steps < 4 {
            verb = reader.head(verb);
            steps += 1;
        }
        let noun = reader.head(verb);
        let noun = if reader.label(verb) == Label::Relcl && noun < at {
            noun
        } else {
            at.saturating_sub(1)
        };
        let apposed = reader.label(noun) == Label::Appos && reader.head(noun) < noun;
        let noun = if apposed {
            if let Some(several) = self.several_beside(noun) {
                return several;
            }
            reader.head(noun)
        } else {
            noun
        };
        let noun = if wordy(reader, noun) {
            noun
        } else {
            noun.saturating_sub(1)
        };
        let noun = match reader.is(at, "who") && !apposed {
            true => self.nearest_somebody(sentence.start, noun, at),
            false => noun,
        };
        if let Some(mention) = self.mention_at(noun)
            && mention.kind != MentionKind::Adjective
        {
            let entity = mention.entity;
            let rule = Rule::RelativeClause;
            self.tell(at..at + 1, rule, Some(entity));
            return vec![entity];
        }
        let mut start = noun;
        while start > sentence.start {
            let tag = reader.tag(start - 1);
            let inside = tag.is_noun()
                || tag.is_adjective()
                || matches!(tag, Tag::DT | Tag::CD | Tag::POS | Tag::PRPS);
            if !inside {
                break;
            }
            start -= 1;
        }
        if noun >= at || noun < sentence.start {
            return Vec::new();
        }
        self.noun_phrase(start..noun + 1)
    }

    /// "20 [surgeons], most of whom had given their support, who": "who" refers to people, not to the
    /// thing that the parser attached it to.
    fn nearest_somebody(&self, floor: usize, noun: usize, at: usize) -> usize {
        let reader = self.linker.reader;
        let tables = self.linker.tables;
        let somebody = |t: usize| {
            let word = reader.word(t).to_lowercase();
            self.mention_at(t)
                .is_some_and(|m| m.kind != MentionKind::Adjective)
                || tables.person_nouns.contains_key(word.as_str())
                || tables.group_nouns.contains_key(word.as_str())
        };
        // a plural noun that is in no table may describe people
        let thing = reader.tag(noun) == Tag::NN && !somebody(noun);
        let people = |t: &usize| {
            let word = reader.word(*t).to_lowercase();
            tables.person_nouns.contains_key(word.as_str())
        };
        match (floor..noun.min(at)).rfind(people) {
            Some(person) if thing => person,
            _ => noun,
        }
    }

    /// "[Chad and Mali], the two driest countries, which": the names in a list before a description.
    fn several_beside(&mut self, described: usize) -> Option<Vec<EntityId>> {
        let reader = self.linker.reader;
        let sentence = reader.sentence(described);
        let comma = (sentence.start..described).rfind(|t| reader.word(*t) == ",")?;
        let listed = |t: &usize| {
            let tag = reader.tag(*t);
            tag.is_noun() || matches!(tag, Tag::DT | Tag::CC | Tag::Comma | Tag::JJ)
        };
        let start = (sentence.start..comma).rev().take_while(listed).last()?;
        let parts = self.conjuncts(start..comma);
        (parts.len() > 1).then(|| {
            parts
                .into_iter()
                .flat_map(|p| self.noun_phrase(p))
                .collect()
        })
    }
}
