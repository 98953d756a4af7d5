//! Pronouns: whom "he", "her" and the like mean, by gender, distance and grammatical role.
//!
//! A salience ranking in the manner of Lappin and Leass (Computational Linguistics 20, 1994): every
//! person named before is scored by the sentences since the last mention, by being a subject, by how
//! often the text has spoken of them, and by agreement in gender. Countries take part where "she" is said and
//! no woman is known: "India and her people".

use super::linking::Linker;
use super::{EntityType, Gender, MentionKind};
use crate::text::QuoteState;

/// The gender of a third person singular pronoun for people; `None` for any other word.
pub(super) fn gender(word: &str) -> Option<Gender> {
    const MALE: [&str; 4] = ["he", "him", "his", "himself"];
    const FEMALE: [&str; 4] = ["she", "her", "hers", "herself"];
    if !word.starts_with(['h', 'H', 's', 'S']) {
        None
    } else if MALE.iter().any(|own| word.eq_ignore_ascii_case(own)) {
        Some(Gender::Male)
    } else if FEMALE.iter().any(|own| word.eq_ignore_ascii_case(own)) {
        Some(Gender::Female)
    } else {
        None
    }
}

/// Sentences back beyond which nobody is meant any more.
const HORIZON: usize = 8;
/// What is taken from a country's score: it is seldom "she".
const STATE: f32 = 2.0;
/// What is taken from the score of the subject of the sentence that a quotation stands in.
const SPEAKER: f32 = 2.0;

/// What is known of a person while the text is read.
#[derive(Clone, Default)]
struct Salience {
    /// First token of the last mention.
    last: Option<usize>,
    subject: bool,
    possessive: bool,
    count: u32,
}

impl Salience {
    /// What speaks for somebody, in words.
    fn told(&self, distance: usize, gender_known: bool) -> String {
        let mut why = match distance {
            0 => "same sentence".to_owned(),
            1 => "1 sentence back".to_owned(),
            n => format!("{n} sentences back"),
        };
        if self.subject {
            why.push_str(", subject");
        }
        if self.possessive {
            why.push_str(", possessive");
        }
        if !gender_known {
            why.push_str(", gender unknown");
        }
        why + &format!(", spoken of {} before", times(self.count))
    }
}

fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        n => format!("{n} times"),
    }
}

impl Linker<'_, '_> {
    /// Resolves every pronoun, from the start of the text to its end.
    pub(super) fn pronouns(&mut self) {
        let reader = self.reader;
        self.entities.mentions.sort_by_key(|m| m.tokens.start);
        let mut salience = vec![Salience::default(); self.entities.list.len()];
        let mut resolved = Vec::new();
        let mut next = 0;
        for at in 0..reader.len() {
            while let Some(mention) = self
                .entities
                .mentions
                .get(next)
                .filter(|m| m.tokens.start <= at)
            {
                let head = mention.tokens.end.saturating_sub(1);
                let kind = self.entities.list[mention.entity].kind;
                let named = mention.kind == MentionKind::Name;
                if kind == EntityType::Person || kind == EntityType::State && named {
                    note(&mut salience[mention.entity], at, reader.label(head));
                }
                next += 1;
            }
            let word = reader.word(at);
            if word.len() > 7 {
                continue;
            }
            let Some(gender) = gender(word) else { continue };
            if let Some(person) = self.antecedent(at, gender, &salience) {
                let known = &mut self.entities.notes[person].gender;
                *known = known.or(Some(gender));
                note(&mut salience[person], at, reader.label(at));
                resolved.push((at, person));
            }
        }
        for (at, person) in resolved {
            self.mention(at..at + 1, person, MentionKind::Pronoun);
        }
        self.entities.mentions.sort_by_key(|m| m.tokens.start);
    }

    fn antecedent(&self, at: usize, gender: Gender, salience: &[Salience]) -> Option<usize> {
        let reader = self.reader;
        let sentence = reader.sentence_index(at);
        let mut best: Option<(f32, usize)> = None;
        let mut weighed = Vec::new();
        let traced = self.entities.tracing.is_on();
        let is_state = |entity: usize| self.entities.list[entity].kind == EntityType::State;
        let known_woman = (0..salience.len()).any(|entity| {
            let seen = salience[entity].last.is_some() && !is_state(entity);
            seen && self.entities.notes[entity].gender == Some(Gender::Female)
        });
        let quoted = reader.text.tokens[at].quote == QuoteState::Inside;
        for (person, state) in salience.iter().enumerate() {
            let Some(last) = state.last else { continue };
            let distance = sentence.saturating_sub(reader.sentence_index(last));
            if distance > HORIZON {
                continue;
            }
            let mut score = -1.6 * distance as f32;
            if is_state(person) {
                if gender == Gender::Male || known_woman || distance > 1 {
                    continue;
                }
                score -= STATE;
            }
            // who speaks of "him" between quotation marks speaks of somebody else
            let outside = reader.text.tokens[last].quote == QuoteState::Outside;
            if quoted && outside && state.subject && distance == 0 {
                score -= SPEAKER;
            }
            match self.entities.notes[person].gender {
                Some(known) if known == gender => score += 1.5,
                Some(_) => {
                    if traced {
                        weighed.push((person, None, "of another gender".to_owned()));
                    }
                    continue;
                }
                None => {}
            }
            let subject_of_same = reader.parsed()
                && reader.head(at) == reader.head(last)
                && reader.label(at) == "dobj"
                && state.subject;
            if subject_of_same {
                if traced {
                    weighed.push((person, None, "subject of the same verb".to_owned()));
                }
                continue;
            }
            score += 0.25 * (state.count as f32).ln_1p();
            score += 1.1 * f32::from(u8::from(state.subject));
            score -= 0.3 * f32::from(u8::from(state.possessive));
            score += 0.01 * (last as f32 - at as f32).max(-60.0);
            score += 0.4
                * f32::from(u8::from(
                    reader.paragraph_index(last) == reader.paragraph_index(at),
                ));
            if traced {
                let known = self.entities.notes[person].gender.is_some();
                weighed.push((person, Some(score), state.told(distance, known)));
            }
            if best.is_none_or(|(other, _)| score > other) {
                best = Some((score, person));
            }
        }
        let best = best.map(|(_, person)| person);
        let rule = "the most salient person before: near, a subject, of the pronoun's gender";
        self.entities.tell_weighed(at..at + 1, rule, best, weighed);
        best
    }
}

fn note(salience: &mut Salience, at: usize, label: &str) {
    salience.last = Some(at);
    salience.subject = matches!(label, "nsubj" | "nsubjpass");
    salience.possessive = label == "poss";
    salience.count += 1;
}
