//! "I", "you", "me": people who can be identified only by the words around a statement.
//!
//! Within a quotation or a turn of a transcript the first person is its speaker, and the second is
//! its addressee: the one that the text gives, or the other party of the dialogue.

use crate::entity::EntityId;
use crate::statement::Statement;
use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::statement::clause::audience::{goes, is_spoken_to};
use crate::statement::clause::tree::children;
use crate::statement::constructions::transcripts;
use crate::statement::constructions::transcripts::Turn;
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{PerToken, TokenId};
use std::collections::HashMap;

/// Maximum number of nested statements to follow.
const MAX_DEPTH: usize = 8;
/// How many turns on either side the other party of a dialogue can be.
const REACH: usize = 3;

/// Gives speakers to statements whose source is "I", "we" or "you", and addressees to those addressed to "me" or
/// "you", if they have none. A statement has the same index as its attribution.
pub(super) fn name_persons(
    article: &Article,
    attributions: &[Attribution],
    statements: &mut [Statement],
) {
    let person = |a: &Attribution| match a.source[..] {
        [only] => person(article, only),
        // "Mr Speaker, [I]": the one who is addressed does not speak
        [.., before, last] if last > before + 1 => person(article, last),
        _ => None,
    };
    let objects: Vec<Option<Person>> = attributions.iter().map(|a| object(article, a)).collect();
    let unknown = attributions.iter().zip(statements.iter());
    let sources: Vec<Option<Person>> = unknown
        .map(|(a, statement)| {
            let asserted = |person: &Person| *person == Person::First || is_asserted(article, a);
            person(a).filter(|person| statement.speaker.is_none() && asserted(person))
        })
        .collect();
    if !objects.iter().chain(&sources).any(Option::is_some) {
        return;
    }
    let dialogue = Dialogue::new(article, attributions, statements);
    for i in 0..attributions.len() {
        if let Some(person) = sources[i] {
            let speaker = dialogue.party(i, person, statements);
            let statement = &mut statements[i];
            statement.speaker = speaker;
            statement.addressees.retain(|hears| Some(*hears) != speaker);
        }
        let object = objects[i].filter(|_| statements[i].addressees.is_empty());
        let party = object.and_then(|person| dialogue.party(i, person, statements));
        let speaker = statements[i].speaker;
        if let Some(party) = party.filter(|party| Some(*party) != speaker) {
            statements[i].addressees.push(party);
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Person {
    First,
    Second,
}

fn person(article: &Article, token: TokenId) -> Option<Person> {
    if WORDS.first_person.has(article, token) {
        return Some(Person::First);
    }
    (WORDS.second_person.has(article, token)).then_some(Person::Second)
}

/// Whether "you" really say something: "would you say", "do you say", "if you say so" ask or suppose it.
fn is_asserted(article: &Article, found: &Attribution) -> bool {
    let supposes = |i: TokenId| {
        let modal = article.syntax.tags[i] == Tag::MD;
        let inverted =
            article.syntax.labels[i] == Label::Aux && found.source.first() == Some(&(i + 1));
        modal || inverted || WORDS.condition.has(article, i)
    };
    let verbs = found.cue.iter().copied();
    !verbs.clone().any(supposes) && !verbs.flat_map(|i| children(article, i)).any(supposes)
}

/// The pronoun for the addressee of a cue: "told [me]", "said to [you]".
fn object(article: &Article, found: &Attribution) -> Option<Person> {
    let verbs = found.cue.iter().copied();
    let mut verbs = verbs.filter(|i| article.syntax.tags[*i].is_verb());
    verbs.find_map(|verb| {
        let sentence = article.text.sentence_of(verb);
        // even if the tree is wrong: in "told [me] to go" it is the subject of the next verb
        let next = Some(verb + 1).filter(|i| sentence.contains(i))?;
        let behind = match article.written(next) {
            "to" if goes(article, verb, "to") => next + 1,
            _ if is_spoken_to(article, verb) => next,
            _ => return None,
        };
        let behind = Some(behind).filter(|i| sentence.contains(i))?;
        let objective =
            WORDS.objective.has(article, behind) || WORDS.second_person.has(article, behind);
        // in "the seller tells [you]", "you" is anybody
        let mine = || matches!(found.source[..], [only] if WORDS.first_person.has(article, only));
        let anybody = |person: &Person| *person == Person::Second && !mine();
        person(article, behind).filter(|person| objective && !anybody(person))
    })
}

/// Which statement is within which, and who takes turns.
struct Dialogue {
    /// For each statement, the one whose content contains its cue.
    outer: Vec<Option<usize>>,
    /// First tokens of the cues.
    cues: Vec<TokenId>,
    turns: Vec<Turn>,
    /// The speaker of each turn, if a statement by someone of that name is known.
    speakers: Vec<Option<EntityId>>,
}

impl Dialogue {
    fn new(article: &Article, attributions: &[Attribution], statements: &[Statement]) -> Dialogue {
        let mut largest: Vec<usize> = (0..attributions.len()).collect();
        largest.sort_by_key(|i| std::cmp::Reverse(attributions[*i].content.len()));
        // the smallest content around each token
        let mut around = PerToken::filled(None, article.len());
        for i in largest {
            for token in &attributions[i].content {
                around[*token] = Some(i);
            }
        }
        let first = |a: &Attribution| a.cue.first().copied().unwrap_or_default();
        let cues: Vec<TokenId> = attributions.iter().map(first).collect();
        let outer = (0..cues.len()).map(|i| around[cues[i]].filter(|outer| *outer != i));
        let turns = transcripts::turns(article);
        let by_cue: HashMap<TokenId, usize> = (0..cues.len()).map(|i| (cues[i], i)).collect();
        let mut named: HashMap<&str, EntityId> = HashMap::new();
        for turn in &turns {
            let own = by_cue.get(&turn.cue).and_then(|i| statements[*i].speaker);
            if let Some(speaker) = own {
                named.insert(&turn.name, speaker);
            }
        }
        let speaker = |turn: &Turn| named.get(turn.name.as_str()).copied();
        Dialogue {
            outer: outer.collect(),
            speakers: turns.iter().map(speaker).collect(),
            cues,
            turns,
        }
    }

    /// The referent of "I" or "you" at a statement.
    fn party(&self, at: usize, person: Person, statements: &[Statement]) -> Option<EntityId> {
        let around = std::iter::successors(self.outer[at], |i| self.outer[*i]).take(MAX_DEPTH);
        let mut spoken = around.filter(|i| statements[*i].speaker.is_some());
        let outer = spoken.next();
        let cue = self.cues[outer.unwrap_or(at)];
        let turn = || {
            let behind = self.turns.partition_point(|turn| turn.start <= cue);
            let turn = behind.checked_sub(1)?;
            // a quotation within a turn is addressed to somebody else
            let own = outer.is_none_or(|_| self.turns[turn].cue == cue);
            own.then_some(turn)
        };
        match (person, outer) {
            (Person::First, Some(outer)) => statements[outer].speaker,
            (Person::First, None) => self.speakers[turn()?],
            (Person::Second, _) => {
                let told = outer.and_then(|outer| statements[outer].addressees.first());
                told.copied().or_else(|| self.other(turn()?))
            }
        }
    }

    /// The other party of a turn's dialogue: the speaker before it, else the next one.
    fn other(&self, turn: usize) -> Option<EntityId> {
        let before = (0..turn).rev().take(REACH);
        let after = (turn + 1..self.turns.len()).take(REACH);
        let mut others = before
            .chain(after)
            .filter(|i| self.turns[*i].name != self.turns[turn].name);
        others.find_map(|i| self.speakers[i])
    }
}
