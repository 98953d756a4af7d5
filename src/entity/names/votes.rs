//! One type for one name: what a text's mentions of an unknown name are taken for is put to the vote.

use crate::entity::candidate::{Candidate, Guess, Hint};
use crate::entity::reader::Reader;
use crate::entity::tables::Tables;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::ops::Range;

#[derive(Default)]
struct Votes {
    person: usize,
    organisation: usize,
}

/// Gives all mentions of an unknown name the type that most of them have. A full name that starts
/// with a given name and holds no word of an organisation's is a person's wherever one mention says so.
pub(super) fn agree(found: &mut [Candidate], reader: &Reader, tables: &Tables) {
    let mut names: HashMap<&str, Votes, FixedState> = HashMap::default();
    for candidate in found.iter() {
        let votes = || reader.words(candidate.tokens.clone());
        match candidate.guess {
            Guess::Person | Guess::Short(Hint::Person) => {
                names.entry(votes()).or_default().person += 1;
            }
            Guess::Organisation | Guess::Short(Hint::Organisation) => {
                names.entry(votes()).or_default().organisation += 1;
            }
            _ => {}
        }
    }
    for candidate in found.iter_mut() {
        let tokens = candidate.tokens.clone();
        let Some(votes) = names.get(reader.words(tokens.clone())) else {
            continue;
        };
        let tells = |token: usize| tables.organisation_word(reader.word(token)).is_some();
        if tokens.clone().any(tells) {
            continue;
        }
        let full = is_full(&tokens, reader, tables);
        let person = votes.person > votes.organisation || full && votes.person > 0;
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

/// A given name and one or two words more.
fn is_full(tokens: &Range<usize>, reader: &Reader, tables: &Tables) -> bool {
    matches!(tokens.len(), 2 | 3) && tables.is_given_name(reader.word(tokens.start))
}
