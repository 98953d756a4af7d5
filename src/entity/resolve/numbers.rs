//! "The four", "all three", "two of them": a number without a noun counts those who were named or described just
//! before.

use crate::entity::discourse::Number;
use crate::entity::link::referent::{Newcomer, Referent};
use crate::entity::resolve::decision::Decision;
use crate::entity::resolve::groups;
use crate::entity::resolve::phrase::Phrase;
use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, EntityType, Reference};
use crate::lexicon::spelled_number;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// Words before a number that make it all of a group.
const ALL: &[&str] = &["the", "these", "those", "all"];
/// Pronouns after "two of".
const OF_WHOM: &[&str] = &["them", "these", "those", "us", "you"];
/// Words before "of" for a part of a group, besides numbers.
const PARTS: &[&str] = &[
    "half", "most", "some", "many", "several", "few", "all", "none", "any",
];
/// First words of a group's name after which it needs no article.
const OWNERS: &[&str] = &[
    "the", "this", "that", "these", "those", "my", "your", "his", "her", "its", "our", "their",
];
/// How many sentences back a counted group is described.
const NEAR: usize = 2;

/// A number without a noun.
struct Counted {
    number: usize,
    at: TokenId,
    /// "[the] four", "[all] three"
    all: bool,
    /// "four of [them]"
    pronoun: Option<TokenId>,
}

impl Phrase<'_, '_, '_> {
    /// Those whom a number without a noun counts, or nobody if the text does not show whom: a number alone is
    /// nobody's description. No decision for other words.
    pub(super) fn numbered(&self, range: &Range<TokenId>) -> Decision {
        let Some(counted) = self.counted(range) else {
            return Decision::none();
        };
        let members = match counted.number {
            2 => self.both(range.start),
            number => self.listed_in_full(number, range.start),
        };
        if !members.is_empty() && (counted.all || counted.pronoun.is_some() && counted.number == 2)
        {
            return Decision::all(members).by(Rule::Counted);
        }
        self.of_a_group(&counted).settled()
    }

    /// The number that a phrase consists of, if it has no noun.
    fn counted(&self, range: &Range<TokenId>) -> Option<Counted> {
        let reader = self.linker.reader;
        let mut at = range.start;
        while at + 1 < range.end && reader.is_any(at, ALL) {
            at += 1;
        }
        let word = reader.word(at).to_lowercase();
        let spelled = spelled_number(&word).filter(|number| *number > 0);
        let figure = || word.parse().ok().filter(|n| (2..100).contains(n));
        let number = spelled.or_else(figure)?;
        let rest = at + 1..range.end;
        let of = rest.len() == 2
            && reader.is(rest.start, "of")
            && reader.is_any(rest.start + 1, OF_WHOM);
        // "one" alone is anybody, and "100" a measure
        let alone = rest.is_empty() && (spelled.is_some_and(|n| n > 1) || at > range.start);
        (alone || of).then(|| Counted {
            number,
            at,
            all: at > range.start,
            pronoun: of.then(|| rest.start + 1),
        })
    }

    /// The only list of so many entities in the sentence before a token, or in the sentence before it:
    /// "Estonia, Latvia and Lithuania".
    fn listed_in_full(&self, number: usize, before: TokenId) -> Vec<EntityId> {
        let own = self.linker.reader.sentence(before);
        let here = self.list_of(number, own.start..before);
        let last = || {
            let last = own.start.checked_sub(1)?;
            self.list_of(number, self.linker.reader.sentence(last))
        };
        here.or_else(last).unwrap_or_default()
    }

    /// "Four of them", "the four": all or some of the group that was described before.
    fn of_a_group(&self, counted: &Counted) -> Decision {
        let reader = self.linker.reader;
        let group = match counted.pronoun {
            Some(at) => match groups::kind(reader.word(at)) {
                Some(kind) => self.group_pronoun(at, kind),
                None => Decision::none(),
            },
            None => Decision::none(),
        };
        let group = match group.first().is_some_and(|who| self.is_several(who)) {
            true => group,
            false => self.last_group(counted.at),
        };
        if counted.all || !self.unnamed {
            return group;
        }
        let Some(who) = group.first() else {
            return Decision::none();
        };
        let whole = self.linker.reference(who);
        let number = reader.word(counted.at).to_lowercase();
        let name = match whole.kind {
            EntityType::Unnamed => definite(&whole.name),
            _ => whole.name.clone(),
        };
        Decision::of(Some(Newcomer::Unnamed {
            name: format!("{number} of {name}"),
            represents: self.principal(who, whole),
            plural: counted.number > 1,
        }))
        .by(Rule::Counted)
    }

    /// Whether an entity has members that can be counted.
    fn is_several(&self, who: &Referent) -> bool {
        let entities = &self.linker.entities;
        match who {
            Referent::Known(entity) if entities.list[*entity].kind == EntityType::Unnamed => {
                entities.notes[*entity].plural
            }
            Referent::New(Newcomer::Unnamed { plural, .. }) => *plural,
            _ => self.linker.reference(who).kind != EntityType::Person,
        }
    }

    /// The last people that a plural noun described.
    fn last_group(&self, before: TokenId) -> Decision {
        let reader = self.linker.reader;
        let brought = &self.linker.entities.brought;
        let end = brought.partition_point(|b| b.tokens.end <= before);
        let sentence = reader.sentence_index(before);
        let near = |i: &usize| {
            let described = reader.sentence_index(brought[*i].tokens.start);
            sentence.saturating_sub(described) <= NEAR
        };
        let mut near = (0..end).rev().take_while(near);
        let last = near.find(|i| brought[*i].number == Number::Several);
        last.map_or_else(Decision::none, |i| self.brought(i).by(Rule::Counted))
    }

    /// Whom some of a group speak for: those for whom all of it does, or the body that it is.
    fn principal(&self, who: &Referent, whole: Reference) -> Option<Reference> {
        match (who, whole.kind) {
            (_, EntityType::State | EntityType::Organisation) => Some(whole),
            (Referent::Known(entity), _) => self.linker.entities.list[*entity].represents.clone(),
            (Referent::New(Newcomer::Unnamed { represents, .. }), _) => represents.clone(),
            (Referent::New(_), _) => None,
        }
    }
}

/// The name of a group as a whole, some of which are meant: "the players", "her patients" for "half of her patients".
fn definite(name: &str) -> String {
    let first = |text: &str| text.split(' ').next().unwrap_or_default().to_lowercase();
    let part = |words: &str| {
        let word = words.to_lowercase();
        PARTS.contains(&&*word) || spelled_number(&word).is_some()
    };
    let whole = match name.split_once(" of ") {
        Some((words, whole)) if part(words) => whole,
        _ => name,
    };
    let word = first(whole);
    let owned = word.ends_with("'s") || word.ends_with("s'") || word.ends_with('’');
    match owned || OWNERS.contains(&&*word) || whole.starts_with(char::is_uppercase) {
        true => whole.to_owned(),
        false => format!("the {whole}"),
    }
}
