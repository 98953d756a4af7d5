//! The candidates that an expression may refer to: everybody mentioned shortly before, and those without a name
//! who were introduced by a noun.

use crate::entity::discourse::{Brought, Number, Occurrence, Who};
use crate::entity::entities::Entities;
use crate::entity::link::linker::Linker;
use crate::entity::mention::reader::{INDEFINITE, Reader};
use crate::entity::note::Evidence;
use crate::entity::types::{EntityId, EntityType, MentionKind};
use crate::gazetteer::gender::Gender;
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::borrow::Cow;
use std::collections::HashMap;

/// A possible referent of an expression, and its nearest mention.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) who: Who,
    /// The last mention before the expression, or the first one after it.
    pub(super) near: Occurrence,
    /// Whether the text names them only after the expression.
    pub(super) ahead: bool,
    /// How many others were mentioned since.
    pub(super) since: u32,
    /// Whether the last pronoun before refers to them.
    pub(super) again: bool,
    /// Whether they are the first candidate in the sentence of their mention.
    pub(super) leads: bool,
    /// Whether no other candidate is known to have the right gender.
    pub(super) alone: bool,
}

impl Candidate {
    fn new(near: &Occurrence) -> Candidate {
        Candidate {
            who: near.who,
            near: near.clone(),
            ahead: false,
            since: 0,
            again: false,
            leads: false,
            alone: false,
        }
    }
}

/// How many sentences back a referent can be.
pub(super) const HORIZON: usize = 8;
/// The maximum number of candidates.
const MAX_CANDIDATES: usize = 16;
/// How many tokens after a pronoun the name can be that it refers to.
const AHEAD: usize = 40;

impl Entities {
    /// All mentions in order, without pronouns.
    pub(super) fn places_of_all(&self) -> Vec<Occurrence> {
        let named = self.mentions.iter();
        let named = named.filter(|m| m.kind != MentionKind::Adjective);
        let named = named.map(|m| (m.tokens.clone(), Who::Entity(m.entity), m.kind));
        let brought = self.brought.iter().enumerate();
        let brought =
            brought.map(|(i, b)| (b.tokens.clone(), Who::Brought(i), MentionKind::Description));
        let mut all: Vec<_> = named.chain(brought).collect();
        all.sort_by_key(|(tokens, ..)| (tokens.start, tokens.end));
        let mut counts: HashMap<Who, u32> = HashMap::new();
        let heard = all.into_iter().map(|(tokens, who, kind)| {
            let count = counts.entry(who).or_default();
            *count += 1;
            Occurrence {
                tokens,
                who,
                kind,
                before: *count - 1,
                probability: 1.0,
            }
        });
        heard.collect()
    }

    /// Those mentioned in `past`, the last first, then those named soon in `ahead`; each once, and only those who
    /// `fits` accepts; in the past, only mentions that `counts` accepts.
    pub(super) fn candidates(
        &self,
        reader: &Reader,
        at: TokenId,
        past: &[Occurrence],
        ahead: &[Occurrence],
        counts: impl Fn(&Occurrence) -> bool,
        fits: impl Fn(Who) -> bool,
    ) -> Vec<Candidate> {
        let sentence = reader.sentence_index(at);
        let near = |heard: &&Occurrence| {
            sentence.saturating_sub(reader.sentence_index(heard.tokens.start)) <= HORIZON
        };
        let mut found: Vec<Candidate> = Vec::new();
        let past = || {
            past.iter()
                .rev()
                .take_while(near)
                .filter(|heard| counts(heard))
        };
        for heard in past() {
            if heard.tokens.contains(&at)
                || found.iter().any(|c| c.who == heard.who)
                || !fits(heard.who)
            {
                continue;
            }
            found.push(Candidate {
                since: found.len() as u32,
                ..Candidate::new(heard)
            });
            if found.len() >= MAX_CANDIDATES {
                break;
            }
        }
        let end = reader.sentence(at).end.min(at + AHEAD);
        for heard in ahead.iter().take_while(|heard| heard.tokens.start < end) {
            let named = heard.kind == MentionKind::Name && !heard.tokens.contains(&at);
            if named && fits(heard.who) && found.iter().all(|c| c.who != heard.who) {
                found.push(Candidate {
                    ahead: true,
                    ..Candidate::new(heard)
                });
            }
        }
        let pronoun = past().find(|h| h.kind == MentionKind::Pronoun);
        let again = pronoun.map(|heard| heard.who);
        self.compare(reader, &mut found, again);
        found
    }

    /// Sets what depends on the other candidates; `again` is the referent of the last pronoun.
    fn compare(&self, reader: &Reader, found: &mut [Candidate], again: Option<Who>) {
        let sentence = |c: &Candidate| reader.sentence_index(c.near.tokens.start);
        let known = |c: &Candidate| self.gender_of(c.who).is_some() && !self.guessed(c.who);
        let firsts: Vec<(bool, bool)> = found
            .iter()
            .map(|c| {
                let before = |d: &Candidate| {
                    sentence(d) == sentence(c) && d.near.tokens.start < c.near.tokens.start
                };
                let leads = !found.iter().any(before);
                let alone = !found.iter().any(|d| d.who != c.who && known(d));
                (leads, alone)
            })
            .collect();
        for (candidate, (leads, alone)) in found.iter_mut().zip(firsts) {
            candidate.again = again == Some(candidate.who);
            candidate.leads = leads;
            candidate.alone = alone;
        }
    }

    /// The entity of someone introduced by a noun, once they have one.
    pub(super) fn spoken(&self, who: Who) -> Who {
        match who {
            Who::Brought(i) => self.brought[i].entity.map_or(who, Who::Entity),
            Who::Entity(_) => who,
        }
    }

    /// The gender of a candidate, if known.
    pub(super) fn gender_of(&self, who: Who) -> Option<Gender> {
        match who {
            Who::Entity(entity) => self.notes[entity].gender,
            Who::Brought(i) => self.brought[i].gender,
        }
    }

    /// Whether a candidate's gender is only a guess.
    pub(super) fn guessed(&self, who: Who) -> bool {
        match who {
            Who::Entity(entity) => self.notes[entity].known_gender().is_none(),
            Who::Brought(_) => false,
        }
    }

    /// How a candidate's gender is known.
    pub(super) fn evidence(&self, who: Who) -> Evidence {
        match who {
            Who::Entity(entity) => self.notes[entity].evidence,
            Who::Brought(_) => Evidence::Told,
        }
    }

    /// Whether a candidate is a human being.
    pub(super) fn is_person(&self, who: Who) -> bool {
        match who {
            Who::Entity(entity) => match self.list[entity].kind {
                EntityType::Person => true,
                EntityType::Unnamed => self.notes[entity].nameless,
                EntityType::State | EntityType::Organisation => false,
            },
            Who::Brought(i) => self.brought[i].number == Number::One,
        }
    }
}

impl Linker<'_, '_> {
    /// The people and groups without a name that a noun introduces: "a porter", "the coach of the club",
    /// "residents", "the union". A title next to a name introduces nobody.
    pub(super) fn brought_up(&self) -> Vec<Brought> {
        let brought = self.reader.tokens().filter_map(|at| self.brought_by(at));
        brought.collect()
    }

    /// The person or group that the noun at a token introduces, if any.
    fn brought_by(&self, at: TokenId) -> Option<Brought> {
        let reader = self.reader;
        let role = || {
            matches!(
                reader.label(at),
                Label::Nsubj
                    | Label::Nsubjpass
                    | Label::Dobj
                    | Label::Pobj
                    | Label::Dative
                    | Label::Conj
                    | Label::Root
            )
        };
        if !matches!(reader.tag(at), Tag::NN | Tag::NNS) || !role() {
            return None;
        }
        let word = match reader.capital(at) {
            true => Cow::Owned(reader.word(at).to_lowercase()),
            false => Cow::Borrowed(reader.word(at)),
        };
        let number = match self.tables.person_nouns.get(&*word) {
            Some(noun) if noun.plural => Number::Several,
            Some(noun) => return self.one_brought_by(at, noun.gender),
            None if self.tables.group_nouns.contains_key(&*word) => Number::Body,
            None => return None,
        };
        if self.says_who_somebody_is(at) {
            return None;
        }
        let floor = reader.sentence(at).start;
        let belongs = |t: &TokenId| {
            let tag = reader.tag(*t);
            tag.is_noun() || matches!(tag, Tag::JJ | Tag::CD | Tag::POS | Tag::PRPS | Tag::HYPH)
        };
        // "farmers' union"
        let start = (floor..at)
            .each()
            .rev()
            .take_while(belongs)
            .last()
            .unwrap_or(at);
        let named = self.entities.starting_in(start..at + 1).iter();
        let named = named.clone().any(|m| m.tokens.end > at);
        // "my side": the speaker, not somebody else
        let own = (start..at)
            .each()
            .any(|t| reader.is_any(t, &["my", "our", "your"]));
        (!named && !own).then_some(Brought {
            tokens: start..at + 1,
            gender: None,
            number,
            entity: None,
        })
    }

    /// The person that the noun at a token introduces.
    fn one_brought_by(&self, at: TokenId, gender: Option<Gender>) -> Option<Brought> {
        let reader = self.reader;
        if reader.capital(at) || reader.tag(at) != Tag::NN || self.says_who_somebody_is(at) {
            return None;
        }
        let floor = reader.sentence(at).start;
        let start = (floor..at).each().rfind(|t| !self.modifies(*t));
        let start = start.map_or(floor, |t| t + 1);
        let determined =
            start > floor && matches!(reader.tag(start - 1), Tag::DT | Tag::PRPS | Tag::CD);
        let named = self.entities.starting_in(start..at + 1).iter();
        let named = named
            .clone()
            .any(|m| m.kind == MentionKind::Description || m.tokens.end > at);
        if !determined || named {
            return None;
        }
        let fresh = reader.is_any(start - 1, INDEFINITE);
        Some(Brought {
            tokens: start..at + 1,
            gender,
            number: Number::One,
            entity: fresh.then(|| self.named_by(at)).flatten(),
        })
    }

    /// The person whose name follows the next "the …" with this noun: "a nurse …
    /// The nurse, [Emil Krog],".
    fn named_by(&self, noun: TokenId) -> Option<EntityId> {
        let reader = self.reader;
        let limit = reader.sentence_index(noun) + HORIZON;
        let next = (noun + 1..reader.end())
            .each()
            .take_while(|t| reader.sentence_index(*t) <= limit)
            .find(|t| reader.is(*t, reader.word(noun)))?;
        let pointed = reader.is(next.checked_sub(1)?, "the");
        let comma = reader.word(next + 1) == ",";
        let from = next + 1 + usize::from(comma);
        let mut named = self.entities.starting_in(from..from + 3).iter();
        let person = |m: &&crate::entity::types::Mention| {
            let person = self.entities.list[m.entity].kind == EntityType::Person;
            person && m.kind == MentionKind::Name
        };
        named.find(person).filter(|_| pointed).map(|m| m.entity)
    }
}
