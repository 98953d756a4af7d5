//! Sources that are a pronoun: "he", "we", "it", "both", "who".

use super::pronouns;
use super::speakers::{Phrase, wordy};
use super::{EntityType, Gender, Mention, MentionKind};
use crate::text::QuoteState;

impl Phrase<'_, '_, '_> {
    pub(super) fn pronoun(&mut self, at: usize) -> Option<Vec<usize>> {
        let reader = self.linker.reader;
        let word = reader.word(at).to_ascii_lowercase();
        if let Some(gender) = pronouns::gender(&word) {
            let list = &self.linker.entities;
            let resolved = self.mention_at(at).map(|m| m.entity);
            let last = self.last.filter(|last| {
                list.list[*last].kind == EntityType::Person
                    && list.notes[*last].gender.is_none_or(|known| known == gender)
            });
            // The last speaker, if spoken of a moment ago, goes on speaking; but not of himself as "he".
            let outside = |at: usize| reader.text.tokens[at].quote == QuoteState::Outside;
            let near = last.filter(|last| {
                let from = list.mentions.partition_point(|m| m.tokens.start < at);
                list.mentions[..from]
                    .iter()
                    .rev()
                    .find(|m| m.entity == *last)
                    .is_some_and(|m| {
                        let start = m.tokens.start;
                        let apart = reader.sentence_index(at) - reader.sentence_index(start);
                        let quotes_himself = apart == 0 && outside(start) && !outside(at);
                        apart <= 1 && !quotes_himself
                    })
            });
            // "Berg, who came second, led a march, where he said": its own subject goes before
            let subject = resolved.filter(|one| Some(*one) != near && self.is_subject_of(at, *one));
            let nameless = self.nameless_speaker(at, gender, resolved);
            let (rule, chosen) = match (near, resolved) {
                _ if nameless.is_some() => ("the last speaker, who has no name", nameless),
                _ if subject.is_some() => ("the subject of the sentence before it", subject),
                (Some(near), _) => (
                    "the last speaker, spoken of in this sentence or the one before",
                    Some(near),
                ),
                (None, Some(resolved)) => ("whom the pronoun means in the text", Some(resolved)),
                (None, None) => ("the last speaker, nobody else being meant", last),
            };
            let others = [
                (resolved, "whom the pronoun means by place and role alone"),
                (last, "spoke last, but not of late"),
                (self.last, "spoke last, but is nobody of that gender"),
            ];
            let mut weighed: Vec<(usize, Option<f32>, String)> = Vec::new();
            for (other, why) in others {
                let other = other.filter(|_| list.tracing.is_on());
                if let Some(other) = other.filter(|o| weighed.iter().all(|(known, ..)| known != o))
                {
                    weighed.push((other, None, why.to_owned()));
                }
            }
            list.tell_weighed(at..at + 1, rule, chosen, weighed);
            return Some(chosen.into_iter().collect());
        }
        match word.as_str() {
            "i" | "we" | "me" | "us" | "my" | "our" => {
                let speaker = self.turn(at);
                self.tell(at..at + 1, "who speaks in this turn", speaker);
                Some(speaker.into_iter().collect())
            }
            "you" => Some(Vec::new()),
            "both" | "each" | "neither" => {
                let both = self.both(at);
                for one in &both {
                    let rule = "one of the two whom the sentence, or the one before, joins";
                    self.tell(at..at + 1, rule, Some(*one));
                }
                Some(both)
            }
            "it" | "its" | "they" | "their" | "them" => {
                Some(self.group_pronoun(at, &word).into_iter().collect())
            }
            "who" | "which" | "that" | "whose" => Some(self.relative(at)),
            _ => None,
        }
    }

    /// Whether a person is the subject of the sentence that holds a pronoun, before it, and the last
    /// speaker has no part in it.
    fn is_subject_of(&self, at: usize, person: usize) -> bool {
        let reader = self.linker.reader;
        let before = reader.sentence(at).start..at;
        let mut names = self.linker.entities.starting_in(before).iter();
        let outside = |t: usize| {
            let token = reader.text.tokens.get(t);
            token.is_some_and(|token| token.quote == QuoteState::Outside)
        };
        let subject = |m: &Mention| {
            let head = m.tokens.end - 1;
            let verb = reader.head(head);
            let main = reader.head(verb) == verb;
            m.kind == MentionKind::Name && reader.label(head) == "nsubj" && main && outside(head)
        };
        let own = names.clone().any(|m| m.entity == person && subject(m));
        own && outside(at) && !names.any(|m| Some(m.entity) == self.last)
    }

    /// The last speaker, if that is one person without a name who has spoken in this sentence or the
    /// one before, and nobody else has been its subject since.
    fn nameless_speaker(
        &self,
        at: usize,
        gender: Gender,
        resolved: Option<usize>,
    ) -> Option<usize> {
        let reader = self.linker.reader;
        let list = &self.linker.entities;
        let last = self.last?;
        let note = &list.notes[last];
        let place = *note.places.iter().filter(|place| **place < at).max()?;
        let apart = reader.sentence_index(at) - reader.sentence_index(place);
        if !note.nameless || apart > 1 || note.gender.is_some_and(|known| known != gender) {
            return None;
        }
        let mut since = list.starting_in(place + 1..at).iter();
        let rival = since.any(|m| {
            let head = m.tokens.end - 1;
            Some(m.entity) == resolved
                && m.kind != MentionKind::Pronoun
                && matches!(reader.label(head), "nsubj" | "nsubjpass")
                && reader.head(reader.head(head)) == reader.head(head)
        });
        (!rival).then_some(last)
    }

    /// "it" and "they": the last speaker if it is a body or a group, else the nearest one before.
    pub(super) fn group_pronoun(&self, at: usize, word: &str) -> Option<usize> {
        let entities = &self.linker.entities;
        let plural = !word.starts_with("it");
        let fits = |entity: usize| match entities.list[entity].kind {
            EntityType::State | EntityType::Organisation => true,
            // "they" is also said of one person
            EntityType::Unnamed => plural || !entities.notes[entity].plural,
            EntityType::Person => false,
        };
        if let Some(last) = self.last.filter(|last| fits(*last)) {
            let rule = "the last speaker, a body or group";
            self.tell(at..at + 1, rule, Some(last));
            return Some(last);
        }
        let reader = self.linker.reader;
        let sentence = reader.sentence_index(at);
        let near = || {
            let before = entities.starting_in(0..at).iter().rev();
            before
                .take_while(|m| sentence - reader.sentence_index(m.tokens.start) <= 2)
                .filter(|m| m.tokens.end <= at && m.kind != MentionKind::Adjective)
                .filter(|m| fits(m.entity))
        };
        let subject = |m: &Mention| matches!(reader.label(m.tokens.end - 1), "nsubj" | "nsubjpass");
        let found = near()
            .max_by_key(|m| (subject(m), m.tokens.start))
            .map(|m| m.entity);
        let mut weighed: Vec<(usize, Option<f32>, String)> = Vec::new();
        for mention in near().filter(|_| entities.tracing.is_on()) {
            if weighed.iter().all(|(known, ..)| *known != mention.entity) {
                let why = match subject(mention) {
                    true => "a subject, further back",
                    false => "no subject",
                };
                weighed.push((mention.entity, None, why.to_owned()));
            }
        }
        let rule = "the body or group before: the nearest subject, else the nearest";
        entities.tell_weighed(at..at + 1, rule, found, weighed);
        found
    }

    /// What a relative pronoun stands for: the noun its clause modifies.
    pub(super) fn relative(&mut self, at: usize) -> Vec<usize> {
        let reader = self.linker.reader;
        let sentence = reader.sentence(at);
        let mut verb = reader.head(at);
        let mut steps = 0;
        while reader.label(verb) != "relcl" && reader.head(verb) != verb && steps < 4 {
            verb = reader.head(verb);
            steps += 1;
        }
        let noun = reader.head(verb);
        let noun = if reader.label(verb) == "relcl" && noun < at {
            noun
        } else {
            at.saturating_sub(1)
        };
        let noun = if reader.label(noun) == "appos" && reader.head(noun) < noun {
            reader.head(noun)
        } else {
            noun
        };
        let noun = if wordy(reader, noun) {
            noun
        } else {
            noun.saturating_sub(1)
        };
        if let Some(mention) = self.mention_at(noun)
            && mention.kind != MentionKind::Adjective
        {
            let entity = mention.entity;
            let rule = "the noun that the relative clause is about";
            self.tell(at..at + 1, rule, Some(entity));
            return vec![entity];
        }
        let mut start = noun;
        while start > sentence.start {
            let tag = reader.tag(start - 1);
            let inside = tag.starts_with("NN")
                || tag.starts_with("JJ")
                || matches!(tag, "DT" | "CD" | "POS" | "PRP$");
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
}
