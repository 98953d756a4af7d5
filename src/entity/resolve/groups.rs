//! "It", "they": which body or group a pronoun means.

use super::super::linking::Linker;
use super::super::{EntityType, MentionKind};
use super::candidates::{Brought, Candidate, HORIZON, Heard, Number, Who};
use super::documents::is_platform;
use super::features::{Asked, Kind};
use super::phrase::Phrase;
use super::pronouns::Options;
use super::turns;
use std::ops::Range;

/// The kind of a pronoun for things, bodies and groups; `None` for any other word.
pub(super) fn kind(word: &str) -> Option<Kind> {
    match word.to_ascii_lowercase().as_str() {
        "it" | "its" => Some(Kind::It),
        "they" | "their" | "them" => Some(Kind::They),
        _ => None,
    }
}

/// By how much the score of who spoke last is raised, as the statements of the dev sets in folds have it:
/// the texts from which the trees learn of "it" and "they" do not tell who speaks.
const SPOKE_LAST: f32 = 1.5;
/// How probable it must be that somebody is meant: below, the trees are more often wrong than right.
const PROBABLE: f32 = 0.5;
/// At most so many tokens back a noun brings somebody up, whatever the sentences' length.
const FAR: usize = 400;
/// Tokens back in which a name may start that holds a noun.
const REACH: usize = 12;

impl Linker<'_, '_> {
    /// The bodies and groups that a pronoun may mean, and nobody.
    pub(super) fn group_options(&mut self, at: usize, kind: Kind) -> Options {
        let mut past = self.heard_before(at);
        past.extend(self.spoke_before(at));
        past.extend(self.brought_before(at));
        past.sort_by_key(|heard| (heard.tokens.start, heard.tokens.end));
        let (reader, entities) = (self.reader, &self.entities);
        let asked = Asked::new(reader, at, kind, None);
        let last = entities.last_speaker();
        // "In a post on Facebook, it said": the service is where it was said
        let posted_on = |heard: &Heard| {
            let before = heard.tokens.start.checked_sub(1);
            let service = |who| match who {
                Who::Entity(entity) => is_platform(&entities.list[entity].name),
                Who::Brought(_) => false,
            };
            before.is_some_and(|t| reader.is_any(t, &["on", "via"])) && service(heard.who)
        };
        let fits = |who: Who| match who {
            Who::Entity(entity) => match entities.list[entity].kind {
                EntityType::State | EntityType::Organisation => true,
                EntityType::Unnamed => {
                    let note = &entities.notes[entity];
                    match kind {
                        // "they" is also said of one person, who has just spoken
                        Kind::They => !note.nameless || last == Some(entity),
                        _ => !note.plural,
                    }
                }
                EntityType::Person => false,
            },
            Who::Brought(i) => match entities.brought[i].number {
                Number::One => false,
                Number::Several => kind == Kind::They,
                Number::Body => true,
            },
        };
        let counts = |heard: &Heard| {
            let label = turns::is_label(reader, &heard.tokens);
            heard.kind != MentionKind::Adjective && !posted_on(heard) && !label
        };
        let candidates = entities.candidates(reader, at, &past, &[], counts, fits);
        self.weigh(asked, candidates)
    }

    /// The same for the source of a statement, with what the talk so far says of them.
    pub(super) fn group_source_options(&mut self, at: usize, kind: Kind) -> Options {
        let mut options = self.group_options(at, kind);
        self.hear_talk(&mut options);
        let last = self.entities.last_speaker();
        let favour = |candidate: &Candidate| match self.entity_of(candidate) {
            Some(entity) if Some(entity) == last => SPOKE_LAST,
            _ => 0.0,
        };
        options.favour = options.candidates.iter().map(favour).collect();
        options
    }

    /// Where the text speaks of anybody shortly before.
    fn heard_before(&self, at: usize) -> Vec<Heard> {
        let (reader, heard) = (self.reader, &self.entities.heard);
        let sentence = reader.sentence_index(at);
        let near = |heard: &Heard| reader.sentence_index(heard.tokens.start) + HORIZON >= sentence;
        let from = heard.partition_point(|heard| !near(heard));
        let to = heard.partition_point(|heard| heard.tokens.start < at);
        heard[from.min(to)..to].to_vec()
    }

    /// Those without a name who spoke shortly before, where they did.
    fn spoke_before(&self, at: usize) -> Vec<Heard> {
        let entities = &self.entities;
        let turns = entities.talk.iter().rev().take(HORIZON);
        let turns = turns.filter(|turn| turn.at < at);
        let spoke = turns.flat_map(|turn| turn.speakers.iter().map(move |who| (turn.at, *who)));
        let unnamed = spoke.filter(|(_, who)| entities.list[*who].kind == EntityType::Unnamed);
        let heard = unnamed.map(|(cue, who)| {
            let places = entities.notes[who].places.iter();
            let place = places.copied().filter(|place| *place < at).max();
            let place = place.unwrap_or(cue);
            Heard {
                tokens: place..place + 1,
                who: Who::Entity(who),
                kind: MentionKind::Description,
                before: 0,
                probability: 1.0,
            }
        });
        heard.collect()
    }

    /// Those whom a noun for several or for a body brings up shortly before: "residents", "the union".
    fn brought_before(&mut self, at: usize) -> Vec<Heard> {
        let reader = self.reader;
        let sentence = reader.sentence_index(at);
        let near = |t: &usize| reader.sentence_index(*t) + HORIZON >= sentence;
        let before = (0..at).rev().take(FAR).take_while(near);
        let nouns = before.filter_map(|t| Some((t, self.number(t)?)));
        let nouns: Vec<(usize, Number)> = nouns.collect();
        let heard = nouns.into_iter().rev().map(|(noun, number)| {
            let tokens = self.around(noun);
            Heard {
                who: self.bring(tokens.clone(), number),
                tokens,
                kind: MentionKind::Description,
                before: 0,
                probability: 1.0,
            }
        });
        heard.collect()
    }

    /// Whether a noun is one for several people or for a body of them, and neither a name nor beside one.
    fn number(&self, noun: usize) -> Option<Number> {
        let reader = self.reader;
        if !matches!(reader.tag(noun), "NN" | "NNS") || reader.label(noun) == "compound" {
            return None;
        }
        let word = reader.word(noun).to_lowercase();
        let people = self.tables.person_nouns.get(word.as_str());
        let number = match people {
            Some(people) => people.plural.then_some(Number::Several)?,
            None if self.tables.group_nouns.contains_key(word.as_str()) => Number::Body,
            None => return None,
        };
        // "my side": who speaks, and no others
        let own = |t: usize| reader.is_any(t, &["my", "our", "your"]);
        if own(noun.saturating_sub(1)) || own(noun.saturating_sub(2)) {
            return None;
        }
        let named = self
            .entities
            .starting_in(noun.saturating_sub(REACH)..noun + 1);
        let named = named.iter().any(|m| m.tokens.contains(&noun));
        (!named && !self.says_who_somebody_is(noun)).then_some(number)
    }

    /// A noun with the words before it that belong to it, without the article: "farmers' union".
    fn around(&self, noun: usize) -> Range<usize> {
        let reader = self.reader;
        let floor = reader.sentence(noun).start;
        let belongs = |t: &usize| {
            let tag = reader.tag(*t);
            tag.starts_with("NN") || matches!(tag, "JJ" | "CD" | "POS" | "PRP$" | "HYPH")
        };
        let start = (floor..noun).rev().take_while(belongs).last();
        start.unwrap_or(noun)..noun + 1
    }

    /// Somebody without a name, by the words that bring them up.
    fn bring(&mut self, tokens: Range<usize>, number: Number) -> Who {
        let brought = &mut self.entities.brought;
        let last = brought.iter().enumerate().rev().take(FAR);
        let mut last = last.filter(|(_, known)| known.tokens == tokens);
        let known = last.next().map(|(place, _)| place);
        let place = known.unwrap_or_else(|| {
            brought.push(Brought {
                tokens,
                gender: None,
                number,
                entity: None,
            });
            brought.len() - 1
        });
        Who::Brought(place)
    }
}

impl Phrase<'_, '_, '_> {
    /// Which body or group "it" and "they" as the source of a statement mean.
    pub(super) fn group_pronoun(&mut self, at: usize, kind: Kind) -> Option<usize> {
        // "it was reported": nobody
        if kind == Kind::It && self.linker.reader.label(at) == "nsubjpass" {
            return None;
        }
        let options = self.linker.group_source_options(at, kind);
        let chosen = self.linker.likeliest(&options, true);
        if chosen.probability < PROBABLE {
            return None;
        }
        let entity = match chosen.who? {
            Who::Entity(entity) => Some(entity),
            Who::Brought(i) => self.brought(i),
        };
        self.linker.tell_options(at, &options, chosen);
        self.linker.entities.sure = chosen.probability;
        entity
    }
}
