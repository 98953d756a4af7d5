//! Assigns one type to all mentions of an unknown name in a text, by majority vote.

use crate::entity::mention::candidate::{Candidate, Guess, Hint};
use crate::entity::mention::reader::Reader;
use crate::gazetteer::gender::Gender;
use crate::gazetteer::tables::Tables;
use crate::text::{TokenId, TokenRange};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::ops::Range;

#[derive(Default)]
struct Votes {
    person: usize,
    organisation: usize,
    /// The ends of the mentions.
    places: Vec<TokenId>,
    /// Whether pronouns show that it is a person, computed when needed.
    somebody: Option<bool>,
}

/// Sets all mentions of an unknown name to the most frequent type. A full name that starts
/// with a given name and has no word of an organisation is a person's if one mention is classified so.
pub(super) fn agree(found: &mut [Candidate], reader: &Reader, tables: &Tables) {
    let mut names: HashMap<&str, Votes, FixedState> = HashMap::default();
    for candidate in found.iter() {
        let person = match candidate.guess {
            Guess::Person | Guess::Short(Hint::Person) => true,
            Guess::Organisation | Guess::Short(Hint::Organisation) => false,
            _ => continue,
        };
        let votes = names
            .entry(reader.words(candidate.tokens.clone()))
            .or_default();
        votes.person += usize::from(person);
        votes.organisation += usize::from(!person);
        votes.places.push(candidate.tokens.end);
    }
    for candidate in found.iter_mut() {
        let tokens = candidate.tokens.clone();
        let Some(votes) = names.get_mut(reader.words(tokens.clone())) else {
            continue;
        };
        let tells = |token: TokenId| tables.organisation_word(reader.word(token)).is_some();
        if tokens.each().any(tells) {
            continue;
        }
        let full = is_full(&tokens, reader, tables)
            || tokens.len() == 1 && tables.is_surname(reader.word(tokens.start));
        let even = votes.person == votes.organisation;
        let person = votes.person > votes.organisation
            || full && votes.person > 0
            || even && votes.person > 0 && {
                let is_somebody = || is_somebody(reader, &votes.places);
                *votes.somebody.get_or_insert_with(is_somebody)
            };
        let organisation = votes.organisation > votes.person && !full;
        match &mut candidate.guess {
            guess @ Guess::Organisation if person => *guess = Guess::Person,
            guess @ Guess::Person if organisation => *guess = Guess::Organisation,
            Guess::Short(hint @ Hint::Organisation) if person => *hint = Hint::Person,
            Guess::Short(hint @ Hint::Person) if organisation => *hint = Hint::Organisation,
            _ => {}
        }
    }
}

/// How many tokens after a name a pronoun may show its type.
const NEAR: usize = 30;

/// Whether the pronouns that follow a name are a person's rather than a thing's.
fn is_somebody(reader: &Reader, places: &[TokenId]) -> bool {
    let pronoun = |end: &TokenId| {
        let near = *end..reader.end().min(*end + NEAR);
        near.each().find_map(|t| {
            let somebody = Gender::of_pronoun(reader.word(t)).is_some();
            (somebody || reader.is_any(t, &["it", "its", "which"])).then_some(somebody)
        })
    };
    let (people, things): (Vec<bool>, Vec<bool>) =
        (places.iter().filter_map(pronoun)).partition(|somebody| *somebody);
    people.len() > things.len()
}

/// A given name and one or two words more.
fn is_full(tokens: &Range<TokenId>, reader: &Reader, tables: &Tables) -> bool {
    matches!(tokens.len(), 2 | 3) && tables.is_given_name(reader.word(tokens.start))
}
