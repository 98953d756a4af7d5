//! "It", "they": which body or group a pronoun refers to.

use crate::entity::discourse::{Number, Occurrence, Who};
use crate::entity::link::linker::Linker;
use crate::entity::resolve::candidates::{Candidate, HORIZON};
use crate::entity::resolve::decision::{Decision, Record};
use crate::entity::resolve::features::Asked;
use crate::entity::resolve::labels;
use crate::entity::resolve::options::Options;
use crate::entity::resolve::phrase::Phrase;
use crate::entity::resolver::Kind;
use crate::entity::types::{EntityType, MentionKind};
use crate::gazetteer::is_platform;
use crate::syntax::Label;
use crate::text::TokenId;

/// The kind of a pronoun for things, bodies and groups; `None` for any other word.
pub(super) fn kind(word: &str) -> Option<Kind> {
    match word.to_ascii_lowercase().as_str() {
        "it" | "its" => Some(Kind::It),
        "they" | "their" | "them" => Some(Kind::They),
        _ => None,
    }
}

/// How much the score of the last speaker is raised, chosen in folds over the statements of the dev sets:
/// the texts that teach the trees about "it" and "they" do not say who speaks.
const SPOKE_LAST: f32 = 1.5;
/// How probable a referent must be: below this, the trees are more often wrong than right.
const PROBABLE: f32 = 0.5;

impl Linker<'_, '_> {
    /// The bodies and groups that a pronoun may refer to, and none of them.
    pub(super) fn group_options(&self, at: TokenId, kind: Kind) -> Options {
        let mut past = self.heard_before(at);
        past.extend(self.spoke_before(at));
        past.sort_by_key(|heard| (heard.tokens.start, heard.tokens.end));
        let (reader, entities) = (self.reader, &self.entities);
        let asked = Asked::new(reader, at, kind, None);
        let last = entities.last_speaker();
        // "In a post on Facebook, it said": Facebook is only the place
        let posted_on = |heard: &Occurrence| {
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
                        // "they" can also be one person, who has just spoken
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
        let counts = |heard: &Occurrence| {
            let label = labels::is_label(reader, &heard.tokens);
            heard.kind != MentionKind::Adjective && !posted_on(heard) && !label
        };
        let candidates = entities.candidates(reader, at, &past, &[], counts, fits);
        self.weigh(asked, candidates)
    }

    /// The same for the source of a statement, with the features of the talk so far.
    pub(super) fn group_source_options(&self, at: TokenId, kind: Kind) -> Options {
        let mut options = self.group_options(at, kind);
        self.add_talk(&mut options);
        let last = self.entities.last_speaker();
        let favour = |candidate: &Candidate| match self.entity_of(candidate) {
            Some(entity) if Some(entity) == last => SPOKE_LAST,
            _ => 0.0,
        };
        options.favour = options.candidates.iter().map(favour).collect();
        options
    }

    /// The mentions shortly before.
    fn heard_before(&self, at: TokenId) -> Vec<Occurrence> {
        let (reader, heard) = (self.reader, &self.entities.heard);
        let sentence = reader.sentence_index(at);
        let near =
            |heard: &Occurrence| reader.sentence_index(heard.tokens.start) + HORIZON >= sentence;
        let from = heard.partition_point(|heard| !near(heard));
        let to = heard.partition_point(|heard| heard.tokens.start < at);
        let near = heard[from.min(to)..to].iter().cloned();
        // someone who has spoken is the same as the one introduced by the noun
        let known = |heard: Occurrence| Occurrence {
            who: self.entities.spoken(heard.who),
            ..heard
        };
        near.map(known).collect()
    }

    /// Those without a name who spoke shortly before, with the place where they did.
    fn spoke_before(&self, at: TokenId) -> Vec<Occurrence> {
        let entities = &self.entities;
        let turns = entities.talk.iter().rev().take(HORIZON);
        let turns = turns.filter(|turn| turn.at < at);
        let spoke = turns.flat_map(|turn| turn.speakers.iter().map(move |who| (turn.at, *who)));
        let unnamed = spoke.filter(|(_, who)| entities.list[*who].kind == EntityType::Unnamed);
        let heard = unnamed.map(|(cue, who)| {
            let place = entities.notes[who].last_before(at).unwrap_or(cue);
            Occurrence {
                tokens: place..place + 1,
                who: Who::Entity(who),
                kind: MentionKind::Description,
                before: 0,
                probability: 1.0,
            }
        });
        heard.collect()
    }
}

impl Phrase<'_, '_, '_> {
    /// The body or group that "it" and "they" as the source of a statement refer to.
    pub(super) fn group_pronoun(&self, at: TokenId, kind: Kind) -> Decision {
        // "it was reported": nobody
        if kind == Kind::It && self.linker.reader.label(at) == Label::Nsubjpass {
            return Decision::none();
        }
        let options = self.linker.group_source_options(at, kind);
        let chosen = self.linker.likeliest_candidate(&options);
        let decision = match chosen.who {
            _ if chosen.probability < PROBABLE => return Decision::none(),
            Some(Who::Entity(entity)) => Decision::of(Some(entity)),
            Some(Who::Brought(i)) => self.brought(i),
            None => return Decision::none(),
        };
        decision
            .then(self.linker.choice(at, options, chosen))
            .then([Record::Sure(chosen.probability)])
    }
}
