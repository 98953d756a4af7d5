//! What speaks for somebody who may be meant: distance, role, the forms of the names, gender, who speaks.
//!
//! The features are those of mention ranking (Durrett and Klein, EMNLP 2013) and of the pronoun
//! resolvers before it (Lappin and Leass, Computational Linguistics 20, 1994); each is learned apart for
//! each kind of expression.

use super::super::reader::Reader;
use super::super::{Entities, EntityType, Gender, MentionKind};
use super::candidates::{Candidate, Who};
use crate::model::feature;
use crate::text::QuoteState;

/// What kind of expression asks who is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// "he", "she" as a subject.
    Subject,
    /// "him", "her" as an object, "himself".
    Object,
    /// "his", "her".
    Possessive,
    /// "the company".
    Body,
}

/// The expression that asks who is meant, and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) at: usize,
    pub(super) kind: Kind,
    pub(super) gender: Option<Gender>,
    role: Role,
    verb: usize,
    sentence: usize,
    paragraph: usize,
    quoted: bool,
    opens: bool,
    reflexive: bool,
}

/// What a mention is to the verb above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Other,
    Subject,
    Passive,
    Object,
    Prepositional,
    Agent,
    Possessive,
    Part,
}

impl Asked {
    /// The expression whose head is `at`.
    pub(super) fn new(reader: &Reader, at: usize, kind: Kind, gender: Option<Gender>) -> Self {
        Asked {
            at,
            kind,
            gender,
            role: role(reader, at).0,
            verb: verb(reader, at),
            sentence: reader.sentence_index(at),
            paragraph: reader.paragraph_index(at),
            quoted: quoted(reader, at),
            opens: reader.sentence(at).start == at,
            reflexive: reader.word(at).len() > 5 && reader.word(at).ends_with("self"),
        }
    }
}

/// The token of a mention that the others hang on.
fn head(reader: &Reader, tokens: &std::ops::Range<usize>) -> usize {
    let outside = |t: &usize| !tokens.contains(&reader.head(*t)) || reader.head(*t) == *t;
    tokens.clone().find(outside).unwrap_or(tokens.start)
}

/// Steps up the tree that a role may be away.
const CLIMB: usize = 4;

/// What a token is to its verb; whether others are coordinated with it.
fn role(reader: &Reader, token: usize) -> (Role, bool) {
    let mut at = token;
    let mut joined = false;
    for _ in 0..CLIMB {
        let role = match reader.label(at) {
            "nsubj" => Role::Subject,
            "nsubjpass" => Role::Passive,
            "dobj" | "dative" | "attr" | "oprd" => Role::Object,
            "pobj" => match reader.label(reader.head(at)) {
                "agent" => Role::Agent,
                _ => Role::Prepositional,
            },
            "poss" => Role::Possessive,
            "compound" | "nmod" | "amod" => Role::Part,
            "conj" | "appos" => {
                joined |= reader.label(at) == "conj";
                at = reader.head(at);
                continue;
            }
            _ => Role::Other,
        };
        return (role, joined);
    }
    (Role::Other, joined)
}

/// The verb that a token hangs below.
fn verb(reader: &Reader, token: usize) -> usize {
    let mut at = token;
    for _ in 0..2 * CLIMB {
        let above = reader.head(at);
        if above == at || reader.tag(above).starts_with('V') {
            return above;
        }
        at = above;
    }
    at
}

fn quoted(reader: &Reader, token: usize) -> bool {
    let quote = reader.text.tokens.get(token).map(|t| t.quote);
    quote.is_some_and(|quote| quote != QuoteState::Outside)
}

fn bucket(n: usize) -> u32 {
    match n {
        0..=3 => n as u32,
        4..=5 => 4,
        6..=8 => 5,
        9..=15 => 6,
        16..=30 => 7,
        _ => 8,
    }
}

/// Calls `push` with the features of a candidate.
pub(super) fn features(
    reader: &Reader,
    entities: &Entities,
    asked: &Asked,
    candidate: &Candidate,
    mut push: impl FnMut(u32),
) {
    let kind = asked.kind as u32;
    let near = &candidate.near;
    let token = head(reader, &near.tokens);
    let (own, joined) = role(reader, token);
    let sentence = reader.sentence_index(token);
    let apart = asked.sentence.abs_diff(sentence);
    let distance = if candidate.ahead {
        7
    } else {
        apart.min(5) as u32
    };
    let close = distance.min(2) | u32::from(candidate.ahead) << 2;
    let (own, role) = (own as u32, asked.role as u32);
    let ahead = u32::from(candidate.ahead);
    let mut add = |template: u32, a: u32, b: u32| {
        push(feature(template, a, b, kind));
    };
    add(1, distance, 0);
    add(2, distance, role);
    add(3, candidate.since.min(4), distance);
    add(4, own << 4 | role, close);
    add(5, own << 1 | u32::from(joined), distance);
    // the form of the mention, and how well it is known
    let form = match (near.kind, near.tokens.len()) {
        (MentionKind::Name, 1) => 0,
        (MentionKind::Name, _) => 1,
        (MentionKind::Description, _) => 2,
        (MentionKind::Pronoun, _) => 3,
        (MentionKind::Adjective, _) => 4,
    };
    add(6, form, close);
    add(7, form << 4 | own, close);
    add(8, bucket(near.before as usize), close);
    let (being, often, first) = match candidate.who {
        Who::Entity(entity) => {
            let places = &entities.notes[entity].places;
            let first = places.first().copied().unwrap_or(usize::MAX);
            (entities.list[entity].kind as u32, places.len(), first)
        }
        // who has spoken is somebody, with a name or without
        Who::Brought(i) => match entities.brought[i].entity {
            Some(entity) => (entities.list[entity].kind as u32, 1, usize::MAX),
            None => (9, 1, usize::MAX),
        },
    };
    add(9, being, close);
    add(10, bucket(often), being);
    let topic = entities
        .mentions
        .iter()
        .take(1)
        .any(|m| Who::Entity(m.entity) == candidate.who);
    add(11, u32::from(topic) << 1 | u32::from(first < 12), close);
    let gender = match (entities.gender_of(candidate.who), asked.gender) {
        (None, _) | (_, None) => 0,
        (Some(own), Some(asked)) if own == asked => 1,
        _ => 2,
    };
    add(12, gender, being);
    add(13, gender, close);
    add(
        14,
        u32::from(reader.paragraph_index(token) == asked.paragraph),
        distance,
    );
    // the clauses of the two
    let above = verb(reader, token);
    if apart == 0 {
        let same = u32::from(above == asked.verb);
        let reflexive = u32::from(asked.reflexive);
        add(15, same << 1 | reflexive, ahead << 8 | own << 4 | role);
        let over = u32::from(verb(reader, asked.verb) == above);
        let under = u32::from(verb(reader, above) == asked.verb);
        add(16, over << 1 | under, ahead << 8 | own << 4 | role);
        let root = u32::from(reader.head(above) == above);
        let fronted = u32::from(asked.at < above && asked.at < asked.verb);
        add(27, ahead << 2 | root << 1 | fronted, own << 4 | role);
        add(
            28,
            ahead << 2 | root << 1 | fronted,
            reader.label_number(asked.verb),
        );
        add(
            17,
            bucket(asked.at.abs_diff(token)),
            u32::from(candidate.ahead),
        );
        add(
            18,
            reader.label_number(asked.verb),
            own << 1 | u32::from(candidate.ahead),
        );
    } else {
        let root = u32::from(reader.head(above) == above);
        add(19, root << 4 | own, distance << 1 | u32::from(asked.opens));
        add(
            20,
            u32::from(reader.sentence(token).start + 2 > near.tokens.start),
            distance,
        );
    }
    let quotes = u32::from(quoted(reader, token)) << 1 | u32::from(asked.quoted);
    add(21, quotes, close);
    add(22, quotes << 4 | own, distance);
    // what stands around the mention
    let after = near.tokens.end;
    let beside = u32::from(reader.possessive(after))
        | u32::from(reader.word(after) == ",") << 1
        | u32::from(reader.word(after) == "(") << 2
        | u32::from(reader.is_any(after, &["and", "or"])) << 3
        | u32::from(reader.word(near.tokens.start.wrapping_sub(1)) == "(") << 4;
    add(23, beside, close);
    add(24, reader.stem(above), own << 2 | close.min(3));
    add(25, reader.stem(asked.verb), own << 4 | role);
    add(26, reader.label_number(above), own << 2 | close.min(3));
    add(29, u32::from(candidate.again), close);
    add(
        30,
        u32::from(candidate.again) << 1 | u32::from(candidate.since == 0),
        distance,
    );
    add(31, u32::from(candidate.leads), close << 4 | role);
    add(
        32,
        u32::from(candidate.leads) << 1 | u32::from(candidate.again),
        close,
    );
    add(33, u32::from(candidate.alone), gender << 4 | being);
}

/// Calls `push` with the features of nobody of the candidates being meant.
pub(super) fn nobody(asked: &Asked, candidates: &[Candidate], mut push: impl FnMut(u32)) {
    let kind = asked.kind as u32;
    push(feature(60, 0, 0, kind));
    push(feature(61, candidates.len().min(4) as u32, 0, kind));
    push(feature(
        62,
        asked.sentence.min(3) as u32,
        asked.role as u32,
        kind,
    ));
    let near = candidates.iter().filter(|c| !c.ahead).count();
    push(feature(
        63,
        near.min(3) as u32,
        u32::from(asked.quoted),
        kind,
    ));
}

impl Entities {
    /// Whether a candidate is a body: a state or an organisation.
    pub(super) fn is_body(&self, who: Who) -> bool {
        match who {
            Who::Entity(entity) => matches!(
                self.list[entity].kind,
                EntityType::State | EntityType::Organisation
            ),
            Who::Brought(_) => false,
        }
    }
}
