//! "Both sides", "the two leaders": the two that one sentence connects, or nobody.
//!
//! Two are connected if a sentence coordinates them ("France and Germany"), or if one is its
//! subject and the other the object of the same verb ("Xi met Putin"). More or fewer than
//! two are not resolved: a wrong pair is worse than none.

use crate::entity::resolve::phrase::Phrase;
use crate::entity::types::{EntityId, EntityType, Mention, MentionKind};
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// The kind of the two.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Two {
    People,
    States,
    Organisations,
    Parties,
    Any,
}

impl Two {
    fn of_noun(noun: &str, person: bool) -> Option<Two> {
        Some(match noun {
            "countries" | "states" | "nations" | "governments" | "capitals" | "neighbours"
            | "neighbors" => Two::States,
            "companies" | "firms" | "parties" | "agencies" | "organisations" | "organizations"
            | "unions" | "groups" | "clubs" => Two::Organisations,
            "sides" | "camps" | "delegations" | "powers" => Two::Parties,
            "two" | "both" | "pair" | "each" | "neither" => Two::Any,
            _ if person => Two::People,
            _ => return None,
        })
    }

    fn fits(self, kind: EntityType) -> bool {
        let person = kind == EntityType::Person;
        let body = matches!(kind, EntityType::State | EntityType::Organisation);
        match self {
            Two::People => person,
            Two::States => kind == EntityType::State,
            Two::Organisations => kind == EntityType::Organisation,
            Two::Parties => body,
            Two::Any => person || body,
        }
    }
}

/// Prepositions that can come before the other party of a meeting.
const WITH: &[&str] = &["with", "to", "against", "from"];
const AND: &[&str] = &["and", "&"];
const AND_OR_COMMA: &[&str] = &["and", "&", ","];

impl Phrase<'_, '_, '_> {
    /// The two that "both sides", "the two leaders", "both presidents" refer to: nobody if no pair is
    /// clear; `None` if the phrase is not about two.
    pub(super) fn pair(&self, core: &Range<TokenId>) -> Option<Vec<EntityId>> {
        let reader = self.linker.reader;
        let two = core.each().any(|t| reader.is_any(t, &["two", "both"]));
        let definite = reader.is_any(core.start, &["the", "both", "these", "those"]);
        if !(two && definite) {
            return None;
        }
        let noun = reader.word(core.end - 1).to_lowercase();
        let person = self.linker.tables.person_nouns.get(noun.as_str());
        let kind = Two::of_noun(&noun, person.is_some_and(|n| n.plural))?;
        Some(self.joined(kind, core.start).unwrap_or_default())
    }

    /// "the former", "the latter": one of the two that the text has just connected.
    pub(super) fn one_of_pair(&self, core: &Range<TokenId>) -> Option<EntityId> {
        let reader = self.linker.reader;
        let second = reader.is(core.end - 1, "latter");
        let first = reader.is(core.end - 1, "former");
        if core.len() != 2 || !reader.is(core.start, "the") || !(first || second) {
            return None;
        }
        let pair = self.joined(Two::Any, core.start)?;
        pair.get(usize::from(second)).copied()
    }

    /// The two that "both" or "neither" alone refers to.
    pub(super) fn both(&self, at: TokenId) -> Vec<EntityId> {
        self.joined(Two::Any, at).unwrap_or_default()
    }

    /// The pair of the sentence of `before`, up to there, or of the sentence before it.
    fn joined(&self, kind: Two, before: TokenId) -> Option<Vec<EntityId>> {
        let reader = self.linker.reader;
        let own = reader.sentence(before);
        // "France and Germany urged both sides": the addressees were named before.
        let here = self.unnamed.then(|| self.pair_in(own.start..before, kind));
        here.flatten().or_else(|| {
            let last = own.start.checked_sub(1)?;
            self.pair_in(reader.sentence(last), kind)
        })
    }

    fn pair_in(&self, tokens: Range<TokenId>, kind: Two) -> Option<Vec<EntityId>> {
        let entities = &self.linker.entities;
        let mentions: Vec<&Mention> = entities
            .starting_in(tokens.clone())
            .iter()
            .filter(|m| kind.fits(entities.list[m.entity].kind) && m.tokens.end <= tokens.end)
            .collect();
        self.coordinated(&mentions)
            .or_else(|| self.opposed(&mentions))
    }

    /// "France and Germany", "Russian and Ukrainian": the subjects if there are several, and only two.
    fn coordinated(&self, mentions: &[&Mention]) -> Option<Vec<EntityId>> {
        let mut best: Option<(bool, Vec<EntityId>)> = None;
        for (i, two) in mentions.windows(2).enumerate() {
            let [a, b] = two else { continue };
            if a.entity == b.entity || !self.seam(a, b, AND) {
                continue;
            }
            let more = i
                .checked_sub(1)
                .and_then(|k| mentions.get(k))
                .is_some_and(|m| self.seam(m, a, AND_OR_COMMA))
                || mentions
                    .get(i + 2)
                    .is_some_and(|m| self.seam(b, m, AND_OR_COMMA));
            if more {
                return None;
            }
            let subject = self.is_subject(a);
            if best.as_ref().is_none_or(|(other, _)| subject && !other) {
                best = Some((subject, vec![a.entity, b.entity]));
            }
        }
        let (subject, pair) = best?;
        // "Russia warned Poland and Romania": three.
        let third = mentions
            .iter()
            .any(|m| self.is_subject(m) && !pair.contains(&m.entity));
        (subject || !third).then_some(pair)
    }

    /// The entities of the only list of so many in these tokens: "Estonia, Latvia and Lithuania".
    pub(super) fn list_of(&self, number: usize, tokens: Range<TokenId>) -> Option<Vec<EntityId>> {
        let entities = &self.linker.entities;
        let fits = |m: &&Mention| {
            m.kind != MentionKind::Pronoun && Two::Any.fits(entities.list[m.entity].kind)
        };
        let mentions: Vec<&Mention> = (entities.starting_in(tokens.clone()).iter())
            .filter(|m| fits(m) && m.tokens.end <= tokens.end)
            .collect();
        let mut lists = mentions
            .chunk_by(|a, b| self.seam(a, b, AND_OR_COMMA))
            .filter(|list| list.windows(2).any(|two| self.seam(two[0], two[1], AND)))
            .map(|list| list.iter().map(|m| m.entity).collect::<Vec<EntityId>>())
            .filter(|list| list.len() == number);
        let only = lists.next()?;
        let distinct = (1..number).all(|i| !only[..i].contains(&only[i]));
        (distinct && lists.next().is_none()).then_some(only)
    }

    /// Whether only these words, articles and titles are between two mentions.
    fn seam(&self, a: &Mention, b: &Mention, joints: &[&str]) -> bool {
        let reader = self.linker.reader;
        let gap = a.tokens.end..b.tokens.start;
        let adjective = |m: &Mention| m.kind == MentionKind::Adjective;
        if gap.is_empty() || gap.len() > 6 || adjective(a) != adjective(b) {
            return false;
        }
        let joint = |t: TokenId| reader.is_any(t, joints);
        joint(gap.start)
            && gap.each().skip(1).all(|t| {
                let tag = reader.tag(t);
                tag.is_noun()
                    || tag.is_adjective()
                    || matches!(tag, Tag::DT | Tag::PRPS)
                    || joint(t)
            })
    }

    fn is_subject(&self, mention: &Mention) -> bool {
        let label = self.linker.reader.label(mention.tokens.end - 1);
        matches!(label, Label::Nsubj | Label::Nsubjpass)
    }

    /// "Xi met Putin", "Moscow will talk with Washington": subject and object of one verb.
    fn opposed(&self, mentions: &[&Mention]) -> Option<Vec<EntityId>> {
        let reader = self.linker.reader;
        let head = |m: &Mention| m.tokens.end - 1;
        let subject = mentions.iter().find(|m| self.is_subject(m))?;
        let verb = reader.head(head(subject));
        let mut other = mentions.iter().filter(|m| {
            let at = head(m);
            let above = reader.head(at);
            match reader.label(at) {
                Label::Dobj => above == verb,
                // "held talks with", "spoke with"
                Label::Pobj => {
                    let over = reader.head(above);
                    reader.is_any(above, WITH)
                        && (over == verb
                            || reader.label(over) == Label::Dobj && reader.head(over) == verb)
                }
                _ => false,
            }
        });
        let other_entity = other.next()?.entity;
        let clear = other.all(|m| m.entity == other_entity) && other_entity != subject.entity;
        clear.then(|| vec![subject.entity, other_entity])
    }
}
