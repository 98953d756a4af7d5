//! The features of a candidate: distance, role, the forms of its names, gender, who speaks.
//!
//! They are those of mention ranking (Durrett and Klein, EMNLP 2013) and of the pronoun
//! resolvers before it: recency, subjects and parallel roles (Lappin and Leass, Computational
//! Linguistics 20, 1994), the way through the tree (Hobbs, Lingua 44, 1978).

use crate::entity::discourse::{Occurrence, Who};
use crate::entity::entities::Entities;
use crate::entity::mention::reader::Reader;
use crate::entity::resolve::candidates::Candidate;
use crate::entity::resolver::Kind;
use crate::entity::types::{EntityType, MentionKind};
use crate::gazetteer::gender::Gender;
use crate::syntax::Label;
use crate::text::{QuoteState, TokenId, TokenRange};

/// The expression whose referent is sought, and its place in the sentence.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) at: TokenId,
    pub(super) kind: Kind,
    pub(super) gender: Option<Gender>,
    role: Role,
    /// The role of the noun that a possessive owns; else the same as `role`.
    host: Role,
    verb: TokenId,
    /// The token and its ancestors, up to the root.
    above: Vec<TokenId>,
    sentence: usize,
    paragraph: usize,
    /// Number of the label of its verb.
    label: f32,
    quoted: bool,
    opens: bool,
    reflexive: bool,
}

/// The role of a mention at the verb above it.
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
    pub(super) fn new(reader: &Reader, at: TokenId, kind: Kind, gender: Option<Gender>) -> Self {
        let own = role(reader, at).0;
        let host = match own {
            Role::Possessive => role(reader, reader.head(at)).0,
            _ => own,
        };
        Asked {
            at,
            kind,
            gender,
            role: own,
            host,
            verb: verb(reader, at),
            label: reader.label_number(verb(reader, at)) as f32,
            above: upwards(reader, at),
            sentence: reader.sentence_index(at),
            paragraph: reader.paragraph_index(at),
            quoted: quoted(reader, at),
            opens: reader.sentence(at).start == at,
            reflexive: reader.word(at).len() > 5 && reader.word(at).ends_with("self"),
        }
    }
}

/// The head of a mention.
fn head(reader: &Reader, tokens: &std::ops::Range<TokenId>) -> TokenId {
    let outside = |t: &TokenId| !tokens.contains(&reader.head(*t)) || reader.head(*t) == *t;
    tokens.each().find(outside).unwrap_or(tokens.start)
}

/// How many steps up the tree a role can be.
const CLIMB: usize = 4;

/// The role of a token at its verb; whether others are coordinated with it.
fn role(reader: &Reader, token: TokenId) -> (Role, bool) {
    let mut at = token;
    let mut joined = false;
    for _ in 0..CLIMB {
        let role = match reader.label(at) {
            Label::Nsubj => Role::Subject,
            Label::Nsubjpass => Role::Passive,
            Label::Dobj | Label::Dative | Label::Attr | Label::Oprd => Role::Object,
            Label::Pobj => match reader.label(reader.head(at)) {
                Label::Agent => Role::Agent,
                _ => Role::Prepositional,
            },
            Label::Poss => Role::Possessive,
            Label::Compound | Label::Nmod | Label::Amod => Role::Part,
            Label::Conj | Label::Appos => {
                joined |= reader.label(at) == Label::Conj;
                at = reader.head(at);
                continue;
            }
            _ => Role::Other,
        };
        return (role, joined);
    }
    (Role::Other, joined)
}

/// The verb above a token.
fn verb(reader: &Reader, token: TokenId) -> TokenId {
    let mut at = token;
    for _ in 0..2 * CLIMB {
        let above = reader.head(at);
        if above == at || reader.tag(above).is_verb() {
            return above;
        }
        at = above;
    }
    at
}

/// The maximum number of steps up the tree.
const DEPTH: usize = 16;

/// A token and its ancestors, up to the root.
fn upwards(reader: &Reader, token: TokenId) -> Vec<TokenId> {
    let mut path = vec![token];
    let mut at = token;
    while path.len() < DEPTH {
        let above = reader.head(at);
        if above == at {
            break;
        }
        path.push(above);
        at = above;
    }
    path
}

fn quoted(reader: &Reader, token: TokenId) -> bool {
    let quote = reader.token(token).map(|t| t.quote);
    quote.is_some_and(|quote| quote != QuoteState::Outside)
}

/// A candidate's mention in the tree.
pub(super) struct Sight {
    token: TokenId,
    role: Role,
    joined: bool,
    sentence: usize,
    verb: TokenId,
    /// The head and its ancestors, up to the root.
    above: Vec<TokenId>,
}

impl Sight {
    pub(super) fn new(reader: &Reader, near: &Occurrence) -> Sight {
        let token = head(reader, &near.tokens);
        let (role, joined) = role(reader, token);
        Sight {
            token,
            role,
            joined,
            sentence: reader.sentence_index(token),
            verb: verb(reader, token),
            above: upwards(reader, token),
        }
    }

    fn is_subject(&self) -> bool {
        self.role.is_subject()
    }
}

impl Role {
    fn is_subject(self) -> bool {
        matches!(self, Role::Subject | Role::Passive)
    }

    fn is_like(self, other: Role) -> bool {
        self == other || self.is_subject() && other.is_subject()
    }
}

/// Numbers of features: of an expression, of a candidate, of the talk so far, of a noun's connection with a body.
const ASKED: usize = 13;
const CANDIDATE: usize = 55;
const TALK: usize = 6;
const TIE: usize = 2;
const WIDTH: usize = ASKED + CANDIDATE + TALK + TIE;

/// The value of a feature that is not known.
const NONE: f32 = -1.0;

/// The features of an option, in a fixed order.
#[derive(Debug, Clone)]
pub(super) struct Figures(Vec<f32>);

impl Figures {
    /// Sets the features of the talk so far.
    pub(super) fn set_talk(&mut self, figures: [f32; TALK]) {
        self.0[ASKED + CANDIDATE..][..TALK].copy_from_slice(&figures);
    }

    /// Sets the features of a noun's connection with a body.
    pub(super) fn set_tie(&mut self, figures: [f32; TIE]) {
        self.0[ASKED + CANDIDATE + TALK..].copy_from_slice(&figures);
    }

    fn of(figures: impl IntoIterator<Item = f32>) -> Figures {
        let mut all = Vec::with_capacity(WIDTH);
        all.extend(figures);
        all.resize(WIDTH, NONE);
        Figures(all)
    }

    /// The numbers.
    pub(super) fn as_slice(&self) -> &[f32] {
        &self.0
    }
}

fn yes(is: bool) -> f32 {
    f32::from(u8::from(is))
}

fn count(n: usize) -> f32 {
    n as f32
}

/// The features of the expression itself, and the number of candidates.
pub(super) fn of_asked(reader: &Reader, asked: &Asked, candidates: &[Candidate]) -> [f32; ASKED] {
    let near = candidates.iter().filter(|c| !c.ahead).count();
    [
        asked.kind as u32 as f32,
        asked.role as u32 as f32,
        asked.host as u32 as f32,
        yes(asked.opens),
        yes(asked.reflexive),
        yes(asked.quoted),
        count(asked.above.len()),
        count(asked.at - reader.sentence(asked.at).start),
        count(asked.sentence.min(9)),
        yes(asked.at < asked.verb),
        asked.label,
        count(candidates.len()),
        count(near),
    ]
}

/// The features of a candidate.
pub(super) fn figures(
    reader: &Reader,
    entities: &Entities,
    asked: &Asked,
    candidates: &[Candidate],
    sights: &[Sight],
    of_asked: [f32; ASKED],
    own: usize,
) -> Figures {
    let (candidate, sight) = (&candidates[own], &sights[own]);
    let place = of_place(reader, asked, candidate, sight);
    let known = of_entity(entities, asked, candidate);
    let around = of_surroundings(reader, entities, candidate, sight);
    let contrast = of_contrast(entities, asked, candidates, sights, own);
    Figures::of(
        (of_asked.into_iter())
            .chain(place)
            .chain(known)
            .chain(around)
            .chain(contrast),
    )
}

/// The features of the option that none of the candidates is the referent.
pub(super) fn nobody(of_asked: [f32; ASKED]) -> Figures {
    Figures::of(of_asked)
}

/// The place of the candidate's mention, and the path to it through the tree.
fn of_place(reader: &Reader, asked: &Asked, candidate: &Candidate, sight: &Sight) -> [f32; 20] {
    let apart = asked.sentence.abs_diff(sight.sentence);
    let same = apart == 0;
    let far = CLIMB * 3;
    let steps = |path: &[TokenId], to: TokenId| path.iter().position(|t| *t == to).unwrap_or(far);
    let meet = asked
        .above
        .iter()
        .position(|t| same && sight.above.contains(t));
    let (up, down) = match meet {
        Some(up) => (up, steps(&sight.above, asked.above[up])),
        None => (asked.above.len(), sight.above.len()),
    };
    let (over, under) = match same {
        true => (
            steps(&asked.above, sight.verb),
            steps(&sight.above, asked.verb),
        ),
        false => (far + 1, far + 1),
    };
    [
        yes(candidate.ahead),
        count(apart),
        count(asked.at.abs_diff(sight.token)),
        sight.role as u32 as f32,
        yes(sight.joined),
        yes(sight.verb == asked.verb),
        count(over),
        count(under),
        count(over.min(5)) - count(under.min(5)),
        yes(reader.head(sight.verb) == sight.verb),
        count(up),
        count(down),
        count(up + down),
        count(sight.above.len()),
        yes(quoted(reader, sight.token)),
        count(sight.token - reader.sentence(sight.token).start),
        yes(sight.token < sight.verb),
        reader.label_number(sight.verb) as f32,
        reader.label_number(sight.token) as f32,
        yes(reader.paragraph_index(sight.token) == asked.paragraph),
    ]
}

/// What the text says about the candidate, with the form of their mention.
fn of_entity(entities: &Entities, asked: &Asked, candidate: &Candidate) -> [f32; 9] {
    let near = &candidate.near;
    let form = match (near.kind, near.tokens.len()) {
        (MentionKind::Name, 1) => 0.0,
        (MentionKind::Name, _) => 1.0,
        (MentionKind::Description, _) => 2.0,
        (MentionKind::Pronoun, _) => 3.0,
        (MentionKind::Adjective, _) => 4.0,
    };
    let (being, places, words) = match candidate.who {
        Who::Entity(entity) => {
            let note = &entities.notes[entity];
            let being = entities.list[entity].kind as u32 as f32;
            (being, note.places.as_slice(), note.words.len())
        }
        Who::Brought(i) => {
            // someone who has spoken is a person or body, with a name or without
            let brought = &entities.brought[i];
            let nameless = 9.0 + brought.number as u32 as f32;
            let entity = brought.entity;
            let being = entity.map_or(nameless, |entity| entities.list[entity].kind as u32 as f32);
            (being, [].as_slice(), 0)
        }
    };
    let first = places.first().copied();
    let topic = entities.mentions.first();
    let topic = topic.is_some_and(|m| Who::Entity(m.entity) == candidate.who);
    let gender = match (entities.gender_of(candidate.who), asked.gender) {
        (None, _) | (_, None) => 0.0,
        (Some(own), Some(asked)) if own == asked => {
            1.0 + entities.evidence(candidate.who) as u32 as f32
        }
        _ => NONE,
    };
    [
        form,
        count(near.before as usize),
        count(near.tokens.len()),
        being,
        count(places.len()),
        count(words),
        yes(topic),
        yes(first.is_some_and(|first| first < TokenId::FIRST + 12)),
        gender,
    ]
}

/// The words around the candidate's mention, and what is doubtful about it.
fn of_surroundings(
    reader: &Reader,
    entities: &Entities,
    candidate: &Candidate,
    sight: &Sight,
) -> [f32; 12] {
    let near = &candidate.near;
    let after = near.tokens.end;
    let before = near.tokens.start.checked_sub(1);
    let within = reader.sentence(sight.token);
    let below = |t: TokenId| reader.head(t) == sight.token && t != sight.token;
    let owned = |of: TokenId| {
        within
            .each()
            .any(|t| reader.head(t) == of && reader.label(t) == Label::Poss)
    };
    let apposed = reader.label(sight.token) == Label::Appos;
    let explained = |t: TokenId| {
        below(t)
            && t > sight.token
            && matches!(reader.label(t), Label::Appos | Label::Relcl | Label::Acl)
    };
    [
        yes(reader.possessive(after)),
        yes(reader.word(after) == ","),
        yes(reader.word(after) == "("),
        yes(reader.is_any(after, &["and", "or"])),
        yes(before.is_some_and(|before| reader.word(before) == "(")),
        yes(before.is_some_and(|before| before >= within.start && reader.tag(before).is_noun())),
        yes(apposed),
        yes(owned(sight.token) || apposed && owned(reader.head(sight.token))),
        yes(within.each().any(explained)),
        yes(candidate.again),
        yes(candidate.alone),
        yes(entities.doubts(near)),
    ]
}

/// What distinguishes a candidate from the others.
fn of_contrast(
    entities: &Entities,
    asked: &Asked,
    candidates: &[Candidate],
    sights: &[Sight],
    own: usize,
) -> [f32; 14] {
    let (candidate, sight) = (&candidates[own], &sights[own]);
    let all = || candidates.iter().zip(sights).enumerate();
    let others = || all().filter(|(i, (c, _))| *i != own && !c.ahead);
    let since = |which: &dyn Fn(&Sight) -> bool| {
        let since = others().filter(|(i, (_, s))| (*i < own || candidate.ahead) && which(s));
        count(since.count())
    };
    let here = |s: &Sight| s.sentence == sight.sentence;
    let most = others().map(|(_, (c, _))| c.near.before).max().unwrap_or(0);
    let before = candidate.near.before;
    let first = |c: &Candidate| entities.first_place(c);
    // a text that starts with "he" is about one person
    let opening = asked
        .gender
        .and_then(|gender| entities.opening[gender as usize]);
    let shallow = |s: &Sight| !here(s) || s.above.len() >= sight.above.len();
    [
        count(candidate.since as usize),
        yes(candidate.leads),
        yes(sight.is_subject()),
        yes(sight.role.is_like(asked.host)),
        since(&Sight::is_subject),
        since(&|s| s.role.is_like(asked.host)),
        since(&|s| s.sentence == asked.sentence),
        count(others().filter(|(_, (_, s))| here(s)).count()),
        count(others().filter(|(_, (_, s))| s.is_subject()).count()),
        before as f32 - most as f32,
        yes(opening.is_some_and(|opening| opening < first(candidate))),
        count(
            others()
                .filter(|(_, (c, _))| first(c) < first(candidate))
                .count(),
        ),
        yes(others().all(|(_, (_, s))| shallow(s))),
        count(
            others()
                .filter(|(_, (_, s))| s.role.is_like(asked.host))
                .count(),
        ),
    ]
}

impl Entities {
    /// Where the text first names a candidate.
    fn first_place(&self, candidate: &Candidate) -> TokenId {
        match candidate.who {
            Who::Entity(entity) => {
                let first = self.notes[entity].places.first();
                first.copied().unwrap_or(candidate.near.tokens.start)
            }
            Who::Brought(i) => self.brought[i].tokens.start,
        }
    }

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
