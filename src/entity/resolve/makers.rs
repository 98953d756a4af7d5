//! Who speaks through a document: the possible makers, and the features of each.
//!
//! A document contains the words of its makers: "a report by the board", "its polling", "the motion". Here it is
//! called a thing. Candidates are named or described in its phrase, have issued such a thing before, spoke
//! last, or were mentioned shortly before.

use crate::entity::discourse::{Number, Who};
use crate::entity::link::linker::Linker;
use crate::entity::mention::reader::Reader;
use crate::entity::types::{EntityType, Mention, MentionKind};
use crate::gazetteer::is_platform;
use crate::syntax::{Label, Tag, Word};
use crate::text::{QuoteState, TokenId, TokenRange};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// A candidate, by entity or by the words that describe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Maker {
    Known(Who),
    Words(Range<TokenId>),
}

/// The options of a choice: the makers, then the thing itself.
#[derive(Debug, Clone, Default)]
pub(super) struct Makers {
    pub(super) makers: Vec<Maker>,
    /// The features of each, the thing itself last.
    pub(super) figures: Vec<Vec<f32>>,
    /// How much the score of each maker is raised.
    pub(super) favour: Vec<f32>,
}

/// A source that is a thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Thing {
    /// Its noun.
    pub(super) head: TokenId,
    /// The whole phrase.
    pub(super) phrase: Range<TokenId>,
}

/// The position of a candidate relative to the thing in its phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// "[the board]'s report", "[its] report"
    Owner,
    /// "a [Coast Guard] report"
    Beside,
    By,
    From,
    Of,
    /// After another preposition, or further away.
    Behind,
    Before,
}

impl Place {
    /// Whether this is the position of a maker.
    fn is_close(self) -> bool {
        !matches!(self, Place::Behind | Place::Before)
    }
}

/// The number of positions.
const PLACES: usize = 7;
/// Stems of verbs for making or publishing a thing.
static ISSUING: LazyLock<HashSet<u32>> = LazyLock::new(|| {
    let verbs = "release publish issue produce compile conduct write prepare commission sign send submit file \
        post provide make give show deliver share unveil present draft draw launch air run tweet record \
        carry complete propose introduce announce circulate pen author devise develop hand leak read";
    verbs
        .split_whitespace()
        .map(|verb| Word::new(verb).stem)
        .collect()
});
/// Measures by which one of the candidates can come first.
const MEASURES: usize = 5;
/// The maximum number of candidates.
const MAX_CANDIDATES: usize = 24;
/// How many sentences back the maker of the thing may be mentioned.
const BACK: usize = 4;
/// How many sentences at the start of a text show whose work it is about.
const START: usize = 2;
/// How many tokens on either side of an earlier thing its maker can be.
const AROUND: usize = 10;
/// How many issued things and statements are looked back at.
const ISSUED: usize = 64;
const TURNS: usize = 8;
/// From this definiteness on, a thing has been mentioned before.
const POINTED: f32 = 2.0;
/// How much the scores of the closest candidate in the phrase, the maker of the last thing with this noun, and the
/// last speaker with a name are raised: of 0 to 1.5 for each, these attributed most statements correctly, in folds
/// over the marked articles.
const CLOSEST: f32 = 0.5;
const SAME_NOUN: f32 = 1.0;
const SPOKE_LAST: f32 = 0.5;
/// The value for far away, or never.
const FAR: f32 = 9.0;

/// What is known about a candidate.
#[derive(Debug, Clone)]
struct Seen {
    maker: Maker,
    place: Option<Place>,
    distance: usize,
    /// Whether a participle is between the two: "released by".
    participle: bool,
    /// Whether this is its position relative to another thing of the phrase: "on [the board]'s page".
    inner: bool,
    pronoun: bool,
    /// Sentences since it made something with this noun, of this class.
    issued: [f32; 2],
    /// Sentences since it was close to another thing with this noun, of this class; since it was the subject of a
    /// verb of issuing with such a thing as its object, or of any other verb.
    close: [f32; 2],
    issues: [f32; 2],
    does: [f32; 2],
    times_close: usize,
    /// Its position relative to the nearest of those, as a number.
    way: f32,
    /// Statements and sentences since it spoke.
    spoke: [f32; 2],
    times_spoke: usize,
    /// Sentences since it was mentioned.
    heard: f32,
    subject: bool,
    opens: bool,
}

impl Seen {
    fn new(maker: Maker) -> Seen {
        Seen {
            maker,
            place: None,
            distance: 0,
            participle: false,
            inner: false,
            pronoun: false,
            issued: [FAR; 2],
            close: [FAR; 2],
            issues: [FAR; 2],
            does: [FAR; 2],
            times_close: 0,
            way: 0.0,
            spoke: [FAR; 2],
            times_spoke: 0,
            heard: FAR,
            subject: false,
            opens: false,
        }
    }

    /// Sentences since it made something with the noun (0) or of the class (1), as far as known.
    fn made(&self, of: usize) -> f32 {
        self.issued[of].min(self.close[of]).min(self.issues[of])
    }

    /// Whether the phrase of the thing names it as the maker.
    fn is_close(&self) -> bool {
        self.place.is_some_and(Place::is_close)
    }
}

/// The candidates so far; each once.
#[derive(Debug, Default)]
struct List(Vec<Seen>);

impl List {
    fn of(&mut self, maker: Maker) -> Option<&mut Seen> {
        let known = self.0.iter().position(|seen| seen.maker == maker);
        let place = match known {
            Some(place) => place,
            None if self.0.len() < MAX_CANDIDATES => {
                self.0.push(Seen::new(maker));
                self.0.len() - 1
            }
            None => return None,
        };
        self.0.get_mut(place)
    }
}

impl Linker<'_, '_> {
    /// The possible makers of a thing.
    pub(super) fn makers(&self, thing: &Thing) -> Makers {
        let mut list = List::default();
        self.named_in(thing, &mut list);
        self.described_in(thing, &mut list);
        self.issuers(thing, &mut list);
        self.around_others(thing, &mut list);
        self.speakers_before(thing, &mut list);
        self.spoken_of(thing, &mut list);
        let seen = list.0;
        let common = self.of_thing(thing, &seen);
        let close = seen.iter().filter(|seen| seen.is_close()).count();
        let first = self.firsts(&seen);
        let own = |(seen, first): (&Seen, &[bool; MEASURES])| {
            let mut figures = self.of_maker(thing, seen).to_vec();
            figures.extend(first.map(|is| f32::from(u8::from(is))));
            figures.push((close - usize::from(seen.is_close())) as f32);
            figures.extend(common);
            figures.push(0.0);
            figures
        };
        let mut figures: Vec<Vec<f32>> = seen.iter().zip(&first).map(own).collect();
        let mut itself = vec![0.0; OF_MAKER + MEASURES];
        itself.push(close as f32);
        itself.extend(common);
        itself.push(1.0);
        figures.push(itself);
        let pointed = self.determiner(thing) >= POINTED && !self.stood_for_itself(thing);
        let favour = |[spoke, same, _, near, _]: &[bool; MEASURES]| {
            let raised = [
                (*near, CLOSEST),
                (pointed && *same, SAME_NOUN),
                (pointed && *spoke, SPOKE_LAST),
            ];
            raised.iter().filter(|(is, _)| *is).map(|(_, by)| by).sum()
        };
        Makers {
            favour: first.iter().map(favour).collect(),
            makers: seen.into_iter().map(|seen| seen.maker).collect(),
            figures,
        }
    }

    /// Whether each candidate comes first by each measure: the last to speak, to make a thing with the noun,
    /// one of the class, the closest in the phrase, the last to be mentioned. By the first and the last measure,
    /// candidates without a name do not count against those with one.
    fn firsts(&self, seen: &[Seen]) -> Vec<[bool; MEASURES]> {
        let named = |seen: &Seen| match seen.maker {
            Maker::Known(Who::Entity(entity)) => {
                self.entities.list[entity].kind != EntityType::Unnamed
            }
            _ => false,
        };
        let measures = |seen: &Seen| {
            let near = match seen.is_close() {
                true => (seen.distance as f32).min(FAR - 1.0),
                false => FAR,
            };
            [seen.spoke[0], seen.made(0), seen.made(1), near, seen.heard]
        };
        let mut least = [FAR; MEASURES];
        for one in seen {
            let counts = named(one);
            let own = measures(one).into_iter().enumerate();
            for (i, own) in own.filter(|(i, _)| counts || (1..MEASURES - 1).contains(i)) {
                least[i] = least[i].min(own);
            }
        }
        let first = |one: &Seen| {
            let own = measures(one);
            std::array::from_fn(|i| own[i] < FAR && own[i] <= least[i])
        };
        seen.iter().map(first).collect()
    }

    /// The position of some tokens of the phrase relative to its head; whether a participle is between the two.
    fn way_to(&self, thing: &Thing, tokens: &Range<TokenId>) -> (Place, bool) {
        let reader = self.reader;
        let inside = |t: TokenId| {
            let tag = reader.tag(t);
            tag.is_noun()
                || matches!(
                    tag,
                    Tag::JJ | Tag::CD | Tag::HYPH | Tag::Comma | Tag::VBG | Tag::VBN
                )
        };
        if tokens.end <= thing.head {
            let owns = reader.possessive(tokens.end) || reader.tag(tokens.start) == Tag::PRPS;
            let place = match owns {
                true => Place::Owner,
                false if (tokens.end..thing.head).each().all(inside) => Place::Beside,
                false => Place::Before,
            };
            return (place, false);
        }
        let between = thing.head + 1..tokens.start;
        let leads = between.each().rev().find(|t| !is_nominal(reader, *t));
        let participle = between.each().any(|t| reader.tag(t).is_verb());
        // "the slides that [the minister] carries"
        let verb = reader.head(tokens.end - 1);
        let relative = reader.label(tokens.end - 1) == Label::Nsubj
            && reader.label(verb) == Label::Relcl
            && reader.head(verb) == thing.head
            && ISSUING.contains(&reader.stem(verb));
        let place = match leads {
            _ if relative => Place::By,
            Some(t) if reader.is(t, "by") => Place::By,
            Some(t) if reader.is(t, "from") => Place::From,
            Some(t) if reader.is(t, "of") && t == thing.head + 1 => Place::Of,
            _ => Place::Behind,
        };
        (place, participle)
    }

    fn set_place(&self, thing: &Thing, tokens: &Range<TokenId>, seen: &mut Seen) {
        let (mut place, participle) = self.way_to(thing, tokens);
        // "a post on [the board]'s page", "a slide of a talk that [she] gave"
        if place == Place::Behind {
            let others = thing.head + 1..thing.phrase.end;
            let others = others.each().filter(|t| {
                !tokens.contains(t) && self.reader.tag(*t).is_noun() && self.is_document(*t)
            });
            let inner = |head: TokenId| {
                let phrase = thing.head + 1..thing.phrase.end;
                self.way_to(&Thing { head, phrase }, tokens).0
            };
            let inner = others.map(inner).find(|place| place.is_close());
            place = inner.unwrap_or(place);
            seen.inner = inner.is_some();
        }
        if seen.place.is_none() || !seen.is_close() {
            seen.place = Some(place);
            seen.participle = participle;
            seen.distance = match tokens.end <= thing.head {
                true => thing.head - tokens.end,
                false => tokens.start - thing.head,
            };
        }
    }

    fn named_in(&self, thing: &Thing, list: &mut List) {
        let reader = self.reader;
        let mentions = self.entities.starting_in(thing.phrase.clone()).iter();
        for m in mentions.filter(|m| !m.tokens.contains(&thing.head)) {
            let owns = reader.possessive(m.tokens.end);
            // people publish on a service, it does not speak
            let service = is_platform(&self.entities.list[m.entity].name) && !owns;
            if m.kind == MentionKind::Adjective || service {
                continue;
            }
            let Some(seen) = list.of(Maker::Known(Who::Entity(m.entity))) else {
                return;
            };
            self.set_place(thing, &m.tokens, seen);
            seen.pronoun = m.kind == MentionKind::Pronoun;
        }
    }

    /// "[the coroner]'s report", "estimates by [event organizers]", "a [police] statement".
    fn described_in(&self, thing: &Thing, list: &mut List) {
        let reader = self.reader;
        for t in thing.phrase.each() {
            let more = t + 1 < thing.phrase.end && reader.tag(t + 1).is_noun();
            let service = is_platform(reader.word(t + 1));
            let last = !more || t + 1 == thing.head || service;
            if t == thing.head || !last || !reader.tag(t).is_noun() {
                continue;
            }
            // "a [Quinnipiac] poll"
            let proper = reader.tag(t).is_proper_noun() && reader.capital(t) && t < thing.head;
            // "by the tram [drivers]' union"
            let mark = reader.possessive(t + 1) || matches!(reader.word(t + 1), "'" | "’");
            let nominal = |t: &TokenId| reader.tag(*t).is_nominal();
            let owned = (t + 2..thing.phrase.end).each().take_while(nominal).last();
            let owns = mark && t > thing.head && owned.is_some_and(|of| !self.is_document(of));
            if !proper && !self.is_somebody(t) || owns {
                continue;
            }
            let near = t.saturating_sub(REACH)..t + 1;
            let named = self.entities.starting_in(near).iter();
            if named.clone().any(|m| m.tokens.contains(&t)) {
                continue;
            }
            let floor = match t > thing.head {
                true => thing.head + 1,
                false => thing.phrase.start,
            };
            let inside = |t: &TokenId| is_nominal(reader, *t) && (!proper || reader.capital(*t));
            let start = (floor..t)
                .each()
                .rev()
                .take_while(inside)
                .last()
                .unwrap_or(t);
            let Some(seen) = list.of(Maker::Words(start..t + 1)) else {
                return;
            };
            self.set_place(thing, &(start..t + 1), seen);
        }
    }

    fn issuers(&self, thing: &Thing, list: &mut List) {
        let reader = self.reader;
        let here = reader.sentence_index(thing.head);
        let noun = self.singular(thing.head);
        let class = self.class_of_document(thing.head);
        let before = self.entities.issued.iter().rev();
        let before = before.filter(|issued| issued.at < thing.head).take(ISSUED);
        for issued in before {
            let apart = (here - reader.sentence_index(issued.at)).min(FAR as usize) as f32;
            let Some(issuer) = issued.issuer else {
                continue;
            };
            let Some(seen) = list.of(Maker::Known(Who::Entity(issuer))) else {
                return;
            };
            let same = self.singular(issued.at) == noun;
            let alike = class > 0 && self.class_of_document(issued.at) == class;
            note(&mut seen.issued, [same, alike], apart);
        }
    }

    /// Candidates close to an earlier thing with this noun or class: "a study by [the institute]",
    /// "[the union] filed a lawsuit".
    fn around_others(&self, thing: &Thing, list: &mut List) {
        let reader = self.reader;
        let here = reader.sentence_index(thing.head);
        let (noun, class) = (
            self.singular(thing.head),
            self.class_of_document(thing.head),
        );
        let things = &self.entities.things;
        let end = things.partition_point(|at| *at < thing.phrase.start);
        for at in things[..end].iter().rev().take(ISSUED) {
            let counts = [
                self.singular(*at) == noun,
                class > 0 && self.class_of_document(*at) == class,
            ];
            if !counts.contains(&true) {
                continue;
            }
            let sentence = reader.sentence(*at);
            let phrase =
                at.saturating_sub(AROUND).max(sentence.start)..(*at + AROUND).min(sentence.end);
            let other = Thing { head: *at, phrase };
            let mut close = List::default();
            self.named_in(&other, &mut close);
            self.described_in(&other, &mut close);
            let apart = (here - reader.sentence_index(*at)) as f32;
            for near in close.0.iter().filter(|near| near.is_close()) {
                let Some(seen) = list.of(near.maker.clone()) else {
                    return;
                };
                note(&mut seen.close, counts, apart);
                seen.times_close += 1;
                if let (0.0, Some(place)) = (seen.way, near.place) {
                    seen.way = 1.0 + f32::from(place as u8);
                }
            }
            if let Some((doer, issues)) = self.doer(*at)
                && let Some(seen) = list.of(doer)
            {
                let since = match issues {
                    true => &mut seen.issues,
                    false => &mut seen.does,
                };
                note(since, counts, apart);
                seen.times_close += usize::from(issues);
            }
        }
    }

    /// The subject of the verb that has a thing as its object; whether the verb is one of issuing.
    fn doer(&self, at: TokenId) -> Option<(Maker, bool)> {
        let reader = self.reader;
        let verb = reader.head(at);
        if reader.label(at) != Label::Dobj || verb >= at {
            return None;
        }
        let issues = ISSUING.contains(&reader.stem(verb));
        let mut before = (reader.sentence(at).start..verb).each().rev();
        let subject =
            before.find(|t| reader.label(*t) == Label::Nsubj && reader.head(*t) == verb)?;
        let near = subject.saturating_sub(REACH)..subject + 1;
        let named = self.entities.starting_in(near).iter().rev();
        let mut named = named.filter(|m| m.kind != MentionKind::Adjective);
        if let Some(m) = named.find(|m| m.tokens.contains(&subject)) {
            return Some((Maker::Known(Who::Entity(m.entity)), issues));
        }
        let floor = reader.sentence(at).start;
        let inside = |t: &TokenId| is_nominal(reader, *t);
        let start = (floor..subject).each().rev().take_while(inside).last();
        let words = start.unwrap_or(subject)..subject + 1;
        (self.is_somebody(subject)).then_some((Maker::Words(words), issues))
    }

    fn speakers_before(&self, thing: &Thing, list: &mut List) {
        let reader = self.reader;
        let here = reader.sentence_index(thing.head);
        for (n, turn) in self.entities.talk.iter().rev().take(TURNS).enumerate() {
            let apart = here.abs_diff(reader.sentence_index(turn.at));
            for speaker in &turn.speakers {
                let Some(seen) = list.of(Maker::Known(Who::Entity(*speaker))) else {
                    return;
                };
                if seen.times_spoke == 0 {
                    seen.spoke = [n as f32, (apart as f32).min(FAR - 1.0)];
                }
                seen.times_spoke += 1;
            }
        }
    }

    fn spoken_of(&self, thing: &Thing, list: &mut List) {
        let reader = self.reader;
        let here = reader.sentence_index(thing.head);
        let from = reader.sentence_start(here.saturating_sub(BACK));
        let first = reader.sentence_start(START).min(thing.phrase.start);
        let entities = &self.entities;
        let brought = entities.brought.partition_point(|b| b.tokens.start < from);
        let brought = entities.brought.iter().enumerate().skip(brought);
        let brought = brought.take_while(|(_, b)| b.tokens.start < thing.phrase.start);
        let groups = brought.filter(|(_, b)| b.number != Number::One);
        let groups = groups.map(|(i, b)| (entities.spoken(Who::Brought(i)), b.tokens.clone()));
        let mut near: Vec<(Who, Range<TokenId>)> = groups.collect();
        let named = |m: &&Mention| m.kind == MentionKind::Name;
        let mentions = entities.starting_in(from..thing.phrase.start).iter();
        let opening = entities.starting_in(TokenId::FIRST..first.min(from)).iter();
        let mentions = opening.chain(mentions).filter(named);
        near.extend(mentions.map(|m| (Who::Entity(m.entity), m.tokens.clone())));
        near.sort_by_key(|(_, tokens)| std::cmp::Reverse(tokens.start));
        for (who, tokens) in near {
            let Some(seen) = list.of(Maker::Known(who)) else {
                continue;
            };
            let apart = (here - reader.sentence_index(tokens.start)) as f32;
            if seen.heard >= FAR {
                seen.heard = apart.min(FAR - 1.0);
                seen.subject = reader.label(tokens.end - 1) == Label::Nsubj;
            }
            seen.opens |= tokens.start < first;
        }
    }

    /// The features of a candidate.
    fn of_maker(&self, thing: &Thing, seen: &Seen) -> [f32; OF_MAKER] {
        let entities = &self.entities;
        let mut figures = [0.0; OF_MAKER];
        if let Some(place) = seen.place {
            figures[place as usize] = 1.0;
        }
        let yes = |is: bool| f32::from(u8::from(is));
        let (kind, name, named) = match &seen.maker {
            Maker::Known(Who::Entity(entity)) => {
                let entity = *entity;
                let of = &entities.list[entity];
                let places = entities.notes[entity].places.iter();
                let times = places.take_while(|place| **place < thing.head).take(9);
                (Some(of.kind), of.name.as_str(), times.count())
            }
            Maker::Known(Who::Brought(_)) | Maker::Words(_) => (None, "", 1),
        };
        let outlet = match &seen.maker {
            Maker::Known(Who::Entity(entity)) => entities.is_outlet(*entity),
            _ => false,
        };
        let rest = [
            match seen.place {
                Some(_) => (seen.distance as f32).min(FAR - 1.0),
                None => FAR,
            },
            yes(seen.participle),
            yes(seen.inner),
            yes(seen.pronoun),
            seen.issued[0],
            seen.issued[1],
            seen.close[0],
            seen.close[1],
            seen.issues[0],
            seen.issues[1],
            seen.does[0],
            seen.does[1],
            seen.times_close.min(5) as f32,
            seen.way,
            seen.spoke[0],
            seen.spoke[1],
            seen.times_spoke as f32,
            seen.heard,
            yes(seen.subject),
            yes(seen.opens),
            named as f32,
            yes(kind == Some(EntityType::Person)),
            yes(kind == Some(EntityType::Organisation)),
            yes(kind == Some(EntityType::State)),
            yes(kind.is_none_or(|kind| kind == EntityType::Unnamed)),
            yes(is_platform(name)),
            yes(outlet),
        ];
        figures[PLACES..].copy_from_slice(&rest);
        figures
    }

    /// Whether the last source with the same noun, if this one refers to it again, spoke for itself.
    fn stood_for_itself(&self, thing: &Thing) -> bool {
        // "another slide" is a different one
        if self.determiner(thing) <= POINTED {
            return false;
        }
        let noun = self.singular(thing.head);
        let before = self.entities.issued.iter().rev();
        let mut before = before.filter(|issued| issued.at < thing.head).take(ISSUED);
        let last = before.find(|issued| self.singular(issued.at) == noun);
        last.is_some_and(|last| last.issuer.is_none())
    }

    /// How definite the words before the noun make a thing, from none to a possessor's.
    fn determiner(&self, thing: &Thing) -> f32 {
        let reader = self.reader;
        let start = thing.phrase.start;
        match reader.tag(start) {
            _ if start == thing.head => 0.0,
            _ if reader.is_any(start, &["a", "an"]) => 1.0,
            _ if reader.is_any(start, &["another", "one"]) => POINTED,
            Tag::DT => 3.0,
            Tag::PRPS => 4.0,
            _ => 5.0,
        }
    }

    /// The features that are the same for all options.
    fn of_thing(&self, thing: &Thing, seen: &[Seen]) -> [f32; 11] {
        let reader = self.reader;
        let yes = |is: bool| f32::from(u8::from(is));
        let again = |i: usize| seen.iter().any(|seen| seen.made(i) < FAR);
        let token = reader.token(thing.head);
        [
            f32::from(self.class_of_document(thing.head)),
            self.determiner(thing),
            yes(matches!(reader.tag(thing.head), Tag::NNS | Tag::NNPS)),
            thing.phrase.len().min(12) as f32,
            yes(token.is_some_and(|token| token.quote != QuoteState::Outside)),
            yes(reader.label(thing.head).is_subject()),
            yes(again(0)),
            yes(again(1)),
            yes(self.stood_for_itself(thing)),
            reader.sentence_index(thing.head).min(9) as f32,
            yes(reader.capital(thing.head)),
        ]
    }
}

/// Whether a token can be part of a phrase before its noun.
fn is_nominal(reader: &Reader, token: TokenId) -> bool {
    let tag = reader.tag(token);
    tag.is_noun()
        || matches!(
            tag,
            Tag::DT | Tag::JJ | Tag::CD | Tag::PRPS | Tag::POS | Tag::HYPH
        )
}

/// Keeps the smaller distance, for the noun and for the class.
fn note(since: &mut [f32; 2], counts: [bool; 2], apart: f32) {
    for (since, counts) in since.iter_mut().zip(counts) {
        if counts {
            // far away is still different from never
            *since = since.min(apart.min(FAR - 1.0));
        }
    }
}

/// The number of features of a candidate.
const OF_MAKER: usize = PLACES + 27;
/// Length of the longest name that is looked for around a noun.
const REACH: usize = 8;
