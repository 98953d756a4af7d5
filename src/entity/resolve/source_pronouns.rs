//! Sources that are a pronoun: "he", "we", "it", "both", "who".

use crate::entity::discourse::{Number, Who};
use crate::entity::link::referent::Referent;
use crate::entity::resolve::decision::{Decision, Record};
use crate::entity::resolve::groups;
use crate::entity::resolve::phrase::{Phrase, wordy};
use crate::entity::rule::Rule;
use crate::entity::types::MentionKind;
use crate::gazetteer::gender::Gender;
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};

impl Phrase<'_, '_, '_> {
    /// The referent of a pronoun, possibly nobody; other words are left to other rules.
    pub(super) fn pronoun(&self, at: TokenId) -> Decision {
        let reader = self.linker.reader;
        let word = reader.word(at).to_ascii_lowercase();
        if let Some(gender) = Gender::of_pronoun(&word) {
            return self.person(at, gender).settled();
        }
        if let Some(kind) = groups::kind(&word) {
            return self.group_pronoun(at, kind).settled();
        }
        match word.as_str() {
            "i" | "we" | "me" | "us" | "my" | "our" => {
                let speaker = self.turn(at);
                let step = self.step(at..at + 1, Rule::Turn, speaker.first());
                speaker.then(step).settled()
            }
            "you" => Decision::none().settled(),
            "both" | "each" | "neither" => {
                let both = self.both(at).into_iter().map(Referent::from);
                let both: Vec<Referent> = both.collect();
                let step = |one| self.step(at..at + 1, Rule::Pair, Some(one));
                let step: Vec<Record> = both.iter().filter_map(step).collect();
                Decision::all(both).after(step)
            }
            "who" | "whom" | "which" | "that" | "whose" if !reader.shouted(at) => {
                self.relative(at).settled()
            }
            _ => Decision::none(),
        }
    }

    /// The referent of "he" or "she" as the source of a statement, which may be someone without a name.
    fn person(&self, at: TokenId, gender: Gender) -> Decision {
        let options = self.linker.source_options(at, gender);
        let mut chosen = self.linker.likeliest(&options);
        if chosen.who.is_none() {
            chosen = self.linker.likeliest_candidate(&options);
        }
        let decision = match chosen.who {
            Some(Who::Entity(entity)) => Decision::of(Some(entity)),
            Some(Who::Brought(i)) => self.brought(i),
            None => return Decision::none(),
        };
        let who = decision.first().cloned();
        let means = who.map(|who| Record::Means { at, who, gender });
        decision
            .then(self.linker.choice(at, options, chosen))
            .then([Record::Sure(chosen.probability)])
            .then(means)
    }

    /// The entity of someone introduced by a noun.
    pub(super) fn brought(&self, i: usize) -> Decision {
        let Some(brought) = self.linker.entities.brought.get(i) else {
            return Decision::none();
        };
        if brought.entity.is_some() || !self.unnamed {
            return Decision::of(brought.entity);
        }
        let tokens = brought.tokens.clone();
        let decision = match brought.number {
            Number::One => self.describe(tokens),
            Number::Several | Number::Body => {
                let article = |t: &TokenId| self.linker.reader.tag(*t) == Tag::DT;
                let start = tokens.start.checked_sub(1).filter(article);
                let words = start.unwrap_or(tokens.start)..tokens.end;
                self.noun_phrase(words).only_first()
            }
        };
        let who = decision.first().cloned();
        let speaks = who.map(|who| Record::Speaks { brought: i, who });
        decision.then(speaks)
    }

    /// The referent of a relative pronoun: the noun that its clause modifies.
    pub(super) fn relative(&self, at: TokenId) -> Decision {
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
            let who = Referent::from(mention.entity);
            let step = self.step(at..at + 1, Rule::RelativeClause, Some(&who));
            return Decision::of(Some(who)).after(step);
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
            return Decision::none();
        }
        self.noun_phrase(start..noun + 1)
    }

    /// "20 [surgeons], most of whom had given their support, who": "who" refers to people, not to the
    /// thing that the parser attached it to.
    fn nearest_somebody(&self, floor: TokenId, noun: TokenId, at: TokenId) -> TokenId {
        let reader = self.linker.reader;
        let tables = self.linker.tables;
        let somebody = |t: TokenId| {
            let word = reader.word(t).to_lowercase();
            self.mention_at(t)
                .is_some_and(|m| m.kind != MentionKind::Adjective)
                || tables.person_nouns.contains_key(word.as_str())
                || tables.group_nouns.contains_key(word.as_str())
        };
        // a plural noun that is in no table may describe people
        let thing = reader.tag(noun) == Tag::NN && !somebody(noun);
        let people = |t: &TokenId| {
            let word = reader.word(*t).to_lowercase();
            tables.person_nouns.contains_key(word.as_str())
        };
        match (floor..noun.min(at)).each().rfind(people) {
            Some(person) if thing => person,
            _ => noun,
        }
    }

    /// "[Chad and Mali], the two driest countries, which": the names in a list before a description.
    fn several_beside(&self, described: TokenId) -> Option<Decision> {
        let reader = self.linker.reader;
        let sentence = reader.sentence(described);
        let comma = (sentence.start..described)
            .each()
            .rfind(|t| reader.word(*t) == ",")?;
        let listed = |t: &TokenId| {
            let tag = reader.tag(*t);
            tag.is_noun() || matches!(tag, Tag::DT | Tag::CC | Tag::Comma | Tag::JJ)
        };
        let start = (sentence.start..comma)
            .each()
            .rev()
            .take_while(listed)
            .last()?;
        let parts = self.conjuncts(start..comma);
        (parts.len() > 1).then(|| {
            let parts = parts.into_iter().map(|part| self.noun_phrase(part));
            parts.fold(Decision::none(), Decision::and)
        })
    }
}
