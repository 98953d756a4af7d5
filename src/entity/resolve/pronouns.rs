//! The referents of "he", "her" and the like, from the start of a text to its end.
//!
//! Each decision uses the earlier ones.

use crate::entity::discourse::{Occurrence, Who};
use crate::entity::entities::Entities;
use crate::entity::link::linker::Linker;
use crate::entity::note::Evidence;
use crate::entity::resolve::candidates::Candidate;
use crate::entity::resolve::features;
use crate::entity::resolve::features::{Asked, Figures, Sight};
use crate::entity::resolve::lesson::{Answer, Lesson};
use crate::entity::resolve::options::{Chosen, Options};
use crate::entity::resolver::Kind;
use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, EntityType, MentionKind};
use crate::gazetteer::gender::Gender;
use crate::ids::List;
use crate::model::softmax;
use crate::syntax::Label;
use crate::text::{QuoteState, TokenId};

/// How many sentences back a country can be that "she" refers to.
const COUNTRY: usize = 1;

/// From this probability on, none of the candidates is the referent.
const CLEAR: f32 = 0.6;

/// The mentions of a text up to a token.
struct History {
    /// The names and nouns of the whole text, in order.
    all: Vec<Occurrence>,
    /// How many of them precede the token.
    passed: usize,
    /// Those before the token, with resolved pronouns.
    heard: Vec<Occurrence>,
    /// How often each entity is among these.
    counts: List<EntityId, u32>,
}

/// The resolution of a pronoun.
struct Resolution {
    at: TokenId,
    gender: Gender,
    options: Options,
    chosen: Chosen,
}

impl History {
    /// Before the text starts.
    fn new(entities: &Entities) -> History {
        let all = entities.places_of_all();
        History {
            passed: 0,
            heard: Vec::with_capacity(all.len()),
            counts: List::filled(0, &entities.list),
            all,
        }
    }

    /// Advances to a token.
    fn advance(&mut self, at: TokenId) {
        let ahead = self.all[self.passed..].iter();
        for heard in ahead.take_while(|heard| heard.tokens.start <= at) {
            self.heard.push(heard.clone());
            if let Who::Entity(entity) = heard.who {
                self.counts[entity] += 1;
            }
            self.passed += 1;
        }
    }

    /// The names and nouns after the token.
    fn ahead(&self) -> &[Occurrence] {
        &self.all[self.passed..]
    }

    /// Adds a pronoun that refers to somebody.
    fn add(&mut self, at: TokenId, who: Who, probability: f32) {
        let before = match who {
            Who::Entity(entity) => {
                self.counts[entity] += 1;
                self.counts[entity] - 1
            }
            Who::Brought(_) => 1,
        };
        self.heard.push(Occurrence {
            tokens: at..at + 1,
            who,
            kind: MentionKind::Pronoun,
            before,
            probability,
        });
    }
}

impl Resolution {
    /// Adds the choice to a lesson; if the answer is known, it is chosen.
    fn teach(&mut self, lesson: &mut Lesson, entities: &Entities) {
        match lesson.add(entities, &(self.at..self.at + 1), &self.options) {
            Answer::Open => {}
            Answer::Nobody => self.chosen.who = None,
            Answer::Is(who) => self.chosen.who = Some(who),
        }
    }
}

impl Linker<'_, '_> {
    /// Resolves every pronoun; a lesson keeps the choices whose answer is known.
    pub(in crate::entity) fn pronouns(&mut self, mut lesson: Option<&mut Lesson>) {
        let reader = self.reader;
        self.entities.mentions.sort_by_key(|m| m.tokens.start);
        let notes = self.entities.notes.iter_mut();
        notes.for_each(|note| note.places.sort_unstable());
        self.entities.opening = [Gender::Male, Gender::Female].map(|gender| {
            let is = |t: &TokenId| Gender::of_pronoun(reader.word(*t)) == Some(gender);
            reader.tokens().find(is)
        });
        let mut past = History::new(&self.entities);
        let mut resolved: Vec<(TokenId, EntityId)> = Vec::new();
        for at in reader.tokens() {
            past.advance(at);
            let Some(gender) = Gender::of_pronoun(reader.word(at)) else {
                continue;
            };
            let mut resolution = self.resolution(at, gender, &past);
            if let Some(lesson) = &mut lesson {
                resolution.teach(lesson, &self.entities);
            }
            self.write_down(&resolution);
            let Some(who) = resolution.chosen.who else {
                continue;
            };
            past.add(at, who, resolution.chosen.probability);
            if let Who::Entity(person) = who {
                resolved.push((at, person));
            }
        }
        for (at, person) in resolved {
            self.mention(at..at + 1, person, MentionKind::Pronoun);
        }
        self.entities.mentions.sort_by_key(|m| m.tokens.start);
        self.entities.heard = past.heard;
    }

    /// The most likely referent of a pronoun.
    fn resolution(&self, at: TokenId, gender: Gender, past: &History) -> Resolution {
        let options = self.options(at, gender, &past.heard, past.ahead(), |_| true);
        let chosen = self.likeliest(&options);
        Resolution {
            at,
            gender,
            options,
            chosen,
        }
    }

    /// Records what a pronoun reveals about its referent.
    fn write_down(&mut self, resolution: &Resolution) {
        self.record_options(resolution.at, &resolution.options, resolution.chosen);
        match resolution.chosen.who {
            Some(Who::Entity(entity)) => {
                self.entities.notes[entity].set_gender(resolution.gender, Evidence::Pronoun);
            }
            Some(Who::Brought(i)) => {
                let known = &mut self.entities.brought[i].gender;
                *known = known.or(Some(resolution.gender));
            }
            None => {}
        }
    }

    /// The candidates for a pronoun of this gender.
    pub(super) fn options(
        &self,
        at: TokenId,
        gender: Gender,
        past: &[Occurrence],
        ahead: &[Occurrence],
        counts: impl Fn(&Occurrence) -> bool,
    ) -> Options {
        let reader = self.reader;
        let entities = &self.entities;
        let kind = match reader.label(at) {
            Label::Poss => Kind::Possessive,
            Label::Nsubj | Label::Nsubjpass => Kind::Subject,
            _ if reader.is_any(at, &["his"]) => Kind::Possessive,
            _ if reader.is_any(at, &["he", "she"]) => Kind::Subject,
            _ => Kind::Object,
        };
        let asked = Asked::new(reader, at, kind, Some(gender));
        // "Britain and her allies", but never "Britain said she"
        let may_be_country = gender == Gender::Female && kind == Kind::Possessive;
        let country = |who: Who| match who {
            Who::Entity(entity) => {
                may_be_country && entities.list[entity].kind == EntityType::State
            }
            Who::Brought(_) => false,
        };
        let fits = |who: Who| entities.is_person(who) || country(who);
        let mut candidates = entities.candidates(reader, at, past, ahead, counts, fits);
        let sentence = reader.sentence_index(at);
        let outside = |t: TokenId| self.is_outside(t);
        let quoted = !outside(at);
        candidates.retain(|c| {
            let start = c.near.tokens.start;
            // the speaker of a quotation speaks of somebody else
            let says = quoted
                && outside(start)
                && (c.ahead
                    || reader.sentence_index(start) == sentence
                        && reader.label(c.near.tokens.end - 1).is_subject());
            if says {
                return false;
            }
            let apart = sentence.abs_diff(reader.sentence_index(c.near.tokens.start));
            let other = !entities.guessed(c.who)
                && (entities.gender_of(c.who)).is_some_and(|known| known != gender);
            !other && !(country(c.who) && (c.ahead || apart > COUNTRY))
        });
        // if a woman is a candidate, no country is
        let woman = |c: &Candidate| !country(c.who) && entities.gender_of(c.who) == Some(gender);
        if candidates.iter().any(woman) {
            candidates.retain(|c| !country(c.who));
        }
        self.weigh(asked, candidates)
    }

    /// The candidates for a pronoun that is the source of a statement, with the features of the talk so far.
    pub(super) fn source_options(&self, at: TokenId, gender: Gender) -> Options {
        let entities = &self.entities;
        let from = entities.heard.partition_point(|h| h.tokens.start < at);
        let (past, ahead) = entities.heard.split_at(from);
        let own = ahead.iter().take_while(|h| h.tokens.start == at).count();
        // a name within a quotation is seldom the speaker's
        let outside = |t: TokenId| self.is_outside(t);
        let counts = |heard: &Occurrence| !outside(at) || outside(heard.tokens.start);
        let ahead = &ahead[own..];
        let mut options = self.options(at, gender, past, ahead, counts);
        if options.candidates.is_empty() {
            options = self.options(at, gender, past, ahead, |_| true);
        }
        self.add_talk(&mut options);
        options
    }

    /// Adds the features of the statements so far.
    pub(super) fn add_talk(&self, options: &mut Options) {
        let asked = &options.asked;
        for (candidate, figures) in options.candidates.iter().zip(&mut options.figures) {
            figures.set_talk(self.entities.of_talk(self.reader, asked, candidate));
        }
    }

    /// Sets the referent of a pronoun, and decides later pronouns again that had its old referent.
    pub(super) fn write_back(&mut self, at: TokenId, person: EntityId, gender: Gender) {
        let old = self.set_referent(at, person);
        let Some(old) = old.filter(|old| *old != Who::Entity(person)) else {
            return;
        };
        let limit = self.reader.sentence_index(at) + 2;
        let from = (self.entities.heard).partition_point(|h| h.tokens.start <= at);
        for i in from..self.entities.heard.len() {
            if self
                .reader
                .sentence_index(self.entities.heard[i].tokens.start)
                > limit
            {
                break;
            }
            if let Some((at, person)) = self.new_referent(i, old, gender) {
                self.set_referent(at, person);
            }
        }
    }

    /// The new referent of a pronoun of this gender that referred to `old`, if it is an entity.
    fn new_referent(&self, heard: usize, old: Who, gender: Gender) -> Option<(TokenId, EntityId)> {
        let (past, ahead) = self.entities.heard.split_at(heard);
        let (heard, ahead) = ahead.split_first()?;
        let at = heard.tokens.start;
        let follows = heard.kind == MentionKind::Pronoun
            && heard.who == old
            && Gender::of_pronoun(self.reader.word(at)) == Some(gender);
        if !follows {
            return None;
        }
        let options = self.options(at, gender, past, ahead, |_| true);
        match self.likeliest(&options).who? {
            Who::Entity(person) => Some((at, person)),
            Who::Brought(_) => None,
        }
    }

    /// Sets the referent of a pronoun; returns the old one.
    fn set_referent(&mut self, at: TokenId, person: EntityId) -> Option<Who> {
        let entities = &mut self.entities;
        let i = entities.heard.partition_point(|h| h.tokens.start < at);
        // a description may start at the same word: "his campaign"
        let here = entities.heard.iter_mut().skip(i);
        let mut here = here.take_while(|h| h.tokens.start == at);
        let known = here.find(|h| h.tokens == (at..at + 1));
        let old = known.map(|heard| std::mem::replace(&mut heard.who, Who::Entity(person)));
        if old.is_none() {
            let heard = Occurrence {
                tokens: at..at + 1,
                who: Who::Entity(person),
                kind: MentionKind::Pronoun,
                before: 1,
                probability: 1.0,
            };
            entities.heard.insert(i, heard);
        }
        let from = entities.mentions.partition_point(|m| m.tokens.start < at);
        let here = entities.mentions.iter_mut().skip(from);
        let mut here = here.take_while(|m| m.tokens.start == at);
        let own = here.find(|m| m.tokens == (at..at + 1));
        match own {
            Some(mention) => mention.entity = person,
            None => {
                let mention = crate::entity::types::Mention {
                    tokens: at..at + 1,
                    span: self.reader.text.span(at..at + 1),
                    entity: person,
                    kind: MentionKind::Pronoun,
                };
                entities.mentions.insert(from, mention);
            }
        }
        old
    }

    /// The features of all options.
    pub(super) fn weigh(&self, asked: Asked, candidates: Vec<Candidate>) -> Options {
        let (reader, entities) = (self.reader, &self.entities);
        let sights = candidates.iter().map(|c| Sight::new(reader, &c.near));
        let sights: Vec<Sight> = sights.collect();
        let common = features::of_asked(reader, &asked, &candidates);
        let own = |i| features::figures(reader, entities, &asked, &candidates, &sights, common, i);
        let mut figures: Vec<Figures> = (0..candidates.len()).map(own).collect();
        figures.push(features::nobody(common));
        Options {
            asked,
            candidates,
            figures,
            favour: Vec::new(),
        }
    }

    /// The best option, which may be none of the candidates.
    pub(super) fn likeliest(&self, options: &Options) -> Chosen {
        self.best_of(options, options.candidates.len() + 1)
    }

    /// The best candidate.
    pub(super) fn likeliest_candidate(&self, options: &Options) -> Chosen {
        self.best_of(options, options.candidates.len())
    }

    /// The best of the first so many options.
    fn best_of(&self, options: &Options, count: usize) -> Chosen {
        let scores = options.scores(&self.entities.resolver);
        let probable = softmax(&scores, |i| i < count);
        let nobody = probable.last().copied().unwrap_or(1.0);
        // to choose none of them takes a clear score: texts rarely say "he" about a person they have not named
        let least = if nobody > CLEAR { nobody } else { 0.0 };
        let mut best = (None, least);
        for (candidate, probability) in options.candidates.iter().zip(&probable) {
            if *probability > best.1 {
                best = (Some(candidate.who), *probability);
            }
        }
        Chosen {
            who: best.0,
            probability: if best.0.is_some() { best.1 } else { nobody },
        }
    }

    /// Whether a token is outside quotations.
    fn is_outside(&self, token: TokenId) -> bool {
        let token = self.reader.token(token);
        token.is_none_or(|token| token.quote == QuoteState::Outside)
    }

    /// Records the choice for `explain`.
    pub(super) fn record_options(&self, at: TokenId, options: &Options, chosen: Chosen) {
        if !self.entities.tracing.is_on() {
            return;
        }
        let entity = |who: Who| match who {
            Who::Entity(entity) => Some(entity),
            Who::Brought(i) => self.entities.brought[i].entity,
        };
        let scores = options.scores(&self.entities.resolver);
        let mut weighed = Vec::new();
        for (candidate, score) in options.candidates.iter().zip(scores) {
            if let Some(entity) = entity(candidate.who) {
                let why = self.last_place(at, candidate);
                weighed.push((entity, Some(score), why));
            }
        }
        let found = chosen.who.and_then(entity);
        let rule = Rule::Likeliest;
        self.entities
            .record_weighed(at..at + 1, rule, found, weighed);
    }

    /// Describes the last mention of a candidate.
    fn last_place(&self, at: TokenId, candidate: &Candidate) -> String {
        let reader = self.reader;
        let start = candidate.near.tokens.start;
        let apart = reader
            .sentence_index(at)
            .abs_diff(reader.sentence_index(start));
        let mut why = match (candidate.ahead, apart) {
            (true, _) => "named only after it".to_owned(),
            (false, 0) => "same sentence".to_owned(),
            (false, 1) => "1 sentence back".to_owned(),
            (false, n) => format!("{n} sentences back"),
        };
        if reader.label(candidate.near.tokens.end - 1).is_subject() {
            why.push_str(", subject");
        }
        if self.entities.gender_of(candidate.who).is_none() {
            why.push_str(", gender unknown");
        }
        let times = match candidate.near.before + 1 {
            1 => "once".to_owned(),
            n => format!("{n} times"),
        };
        why + &format!(", mentioned {times} before")
    }
}
