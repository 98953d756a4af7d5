//! Training examples from texts in which people marked the mentions of each entity.

use super::super::linking::Linker;
use super::super::reader::Reader;
use super::super::recogniser::Names;
use super::super::{Entities, EntityType, MentionKind};
use super::candidates::Who;
use super::groups;
use super::makers::Maker;
use super::phrase::Phrase;
use super::pronouns::Options;
use super::scorer::{Choice, Lessons, Resolver};
use crate::document::Document;
use crate::normalise::folding;
use crate::syntax::Syntax;
use crate::text::Text;
use std::ops::Range;

/// A marked mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meant {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// The number of its entity.
    pub cluster: u32,
    /// Whether it is a name.
    pub named: bool,
}

/// The choices of a text whose answer is known.
pub(in crate::entity) struct Lesson<'m> {
    meant: &'m [Meant],
    /// Whether all mentions are marked.
    complete: bool,
    choices: Vec<Choice>,
}

/// The choices of a text whose answers are marked; `resolver` decides the others.
pub fn choices(
    resolver: &Resolver,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    names: &Names,
    meant: &[Meant],
    complete: bool,
) -> Vec<Choice> {
    let entities = Entities {
        resolver: resolver.clone(),
        ..Entities::default()
    };
    let tables = entities.knowledge.tables();
    let reader = Reader::new(document, text, syntax, tables).indexed();
    let perhaps = super::doubtful::plausible(&reader, tables, names);
    let mut linker = super::doubtful::hear(&reader, tables, entities, names, &perhaps);
    let mut lesson = Lesson {
        meant,
        complete,
        choices: Vec::new(),
    };
    linker.pronouns(Some(&mut lesson));
    for mark in meant {
        let tokens = mark.tokens.clone();
        let noun = reader.word(tokens.end - 1).to_lowercase();
        if let Some(kind) = groups::kind(&noun).filter(|_| tokens.len() == 1) {
            let options = linker.group_options(tokens.start, kind);
            lesson.hear_group(&linker.entities, &tokens, &options);
        }
        let pointed = tokens.len() == 2 && reader.is_any(tokens.start, &["the", "this", "that"]);
        if pointed && tables.group_nouns.contains_key(noun.as_str()) {
            let options = linker.body_options(&tokens);
            lesson.hear(&linker.entities, &tokens, &options);
        }
    }
    lesson.choices
}

/// A statement whose speakers are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Tokens of its source.
    pub source: Vec<usize>,
    /// First token of its cue.
    pub cue: usize,
    /// The names that its speaker may have.
    pub speakers: Vec<String>,
    /// The names of its addressees.
    pub hearers: Vec<String>,
    /// If its source is a document and its makers are marked: their names as in the text; empty if the text
    /// does not name them.
    pub makers: Option<Vec<String>>,
}

/// The choices at the statements of a text whose speakers are marked, in order of their cues.
pub fn talk_choices(
    resolver: &Resolver,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    names: &Names,
    said: &[Said],
) -> Lessons {
    let knowledge = super::super::Knowledge::default();
    let mut entities = super::super::resolve(knowledge, resolver, document, text, syntax, names);
    let tables = entities.knowledge.tables();
    let reader = Reader::new(document, text, syntax, tables);
    let fold = |name: &str| crate::normalise::folding::words(name).join(" ");
    let called = |entities: &Entities, names: &[String]| -> Vec<usize> {
        let wanted: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let all = entities.list.iter().enumerate();
        let own = all.filter(|(_, entity)| wanted.contains(&fold(&entity.name)));
        own.map(|(i, _)| i).collect()
    };
    let mut lessons = Lessons::default();
    for one in said {
        if let Some(makers) = &one.makers {
            let mut linker = Linker::resume(&reader, tables, entities);
            lessons
                .makers
                .extend(linker.told_maker(&one.source, makers));
            entities = linker.entities;
        }
        let mut speakers = called(&entities, &one.speakers);
        if speakers.is_empty() {
            let cue = Some(one.cue);
            speakers = super::speakers(&mut entities, document, text, syntax, &one.source, cue);
            // only those who are marked as speakers are known
            speakers.retain(|who| entities.list[*who].kind == EntityType::Unnamed);
        }
        let hearers = called(&entities, &one.hearers);
        let pronoun = match one.source[..] {
            [at] => Some((at, reader.word(at))),
            _ => None,
        };
        if let (Some((at, word)), Some(speaker)) = (pronoun, speakers.first().copied()) {
            let mut linker = Linker::resume(&reader, tables, entities);
            let gender = super::pronouns::gender(word);
            let options = match (gender, groups::kind(word)) {
                (Some(gender), _) => Some(linker.source_options(at, gender)),
                (None, Some(kind)) => Some(linker.group_source_options(at, kind)),
                (None, None) => None,
            };
            let choice = options.and_then(|options| linker.told(&options, &speakers));
            if let Some(choice) = choice {
                lessons.meant.push(choice);
                if let Some(gender) = gender {
                    linker.write_back(at, speaker, gender);
                }
            }
            entities = linker.entities;
        }
        super::spoke(&mut entities, one.cue, &speakers, &hearers);
    }
    lessons
}

impl Linker<'_, '_> {
    /// The choice of a document's maker, if the makers are marked.
    fn told_maker(&mut self, source: &[usize], told: &[String]) -> Option<Choice> {
        let phrase = Phrase {
            linker: self,
            last: None,
            unnamed: false,
            hears: false,
        };
        let thing = phrase.thing(source)?;
        let makers = self.makers(&thing);
        let told: Vec<Vec<String>> = told.iter().map(|name| folding::words(name)).collect();
        let called = |name: &str| {
            let name = folding::words(name);
            let within = |one: &[String], all: &[String]| {
                !one.is_empty() && all.windows(one.len()).any(|part| part == one)
            };
            told.iter()
                .any(|told| within(told, &name) || within(&name, told))
        };
        let right = makers.makers.iter().map(|maker| match maker {
            Maker::Known(Who::Entity(entity)) => {
                let entities = &self.entities;
                let mentions = entities.mentions.iter();
                let mut own =
                    mentions.filter(|m| m.entity == *entity && m.kind == MentionKind::Name);
                called(&entities.list[*entity].name)
                    || own.any(|m| called(self.reader.words(m.tokens.clone())))
            }
            Maker::Known(Who::Brought(i)) => {
                called(self.reader.words(self.entities.brought[*i].tokens.clone()))
            }
            Maker::Words(words) => called(self.reader.words(words.clone())),
        });
        let mut right: Vec<bool> = right.collect();
        right.push(!right.contains(&true));
        let maker = right.iter().position(|right| *right);
        let maker = maker.and_then(|i| match makers.makers.get(i) {
            Some(Maker::Known(Who::Entity(entity))) => Some(*entity),
            _ => None,
        });
        self.issued_by(thing.head, maker);
        Some(Choice {
            options: makers.figures,
            right,
        })
    }

    /// The choice between these options, if the speakers are marked and among them.
    fn told(&self, options: &Options, speakers: &[usize]) -> Option<Choice> {
        let right = options.candidates.iter().map(|c| {
            let entity = self.entity_of(c);
            entity.is_some_and(|entity| speakers.contains(&entity))
        });
        let mut right: Vec<bool> = right.collect();
        right.push(false);
        right.contains(&true).then(|| Choice {
            options: options.numbers(),
            right,
        })
    }
}

/// What the marks of a text say about a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// Nothing, or several options are right.
    Open,
    /// No candidate is right.
    Nobody,
    /// This one.
    Is(Who),
}

impl Lesson<'_> {
    /// Keeps a choice if its answer is known, and returns the answer if exactly one option is right.
    pub(super) fn hear(
        &mut self,
        entities: &Entities,
        tokens: &Range<usize>,
        options: &Options,
    ) -> Answer {
        let mark = self.meant.iter().find(|m| m.tokens == *tokens);
        let Some(wanted) = mark.map(|mark| mark.cluster) else {
            return Answer::Open;
        };
        // whether the mark is one of the names found in the text
        let named = self
            .meant
            .iter()
            .any(|m| m.cluster == wanted && m.tokens != *tokens);
        let mut right = self.rights(entities, options, |own| match own {
            [] => !self.complete && !named,
            own => own.contains(&wanted),
        });
        let any = right.iter().any(|r| *r);
        // a marked referent that is no candidate teaches nothing, unless nobody was named
        if named && !any {
            return Answer::Open;
        }
        right.push(!any || !named && !self.complete);
        let sure = right.iter().filter(|r| **r).count() == 1;
        let answer = right.iter().position(|r| *r).filter(|_| sure);
        self.choices.push(Choice {
            options: options.numbers(),
            right,
        });
        match answer {
            None => Answer::Open,
            Some(i) => (options.candidates.get(i)).map_or(Answer::Nobody, |c| Answer::Is(c.who)),
        }
    }

    /// Keeps a choice between groups if one of the candidates is known to be right: "it" is mostly a
    /// thing, but things do not speak.
    fn hear_group(&mut self, entities: &Entities, tokens: &Range<usize>, options: &Options) {
        let mark = self.meant.iter().find(|m| m.tokens == *tokens);
        let Some(wanted) = mark.map(|mark| mark.cluster) else {
            return;
        };
        let mut right = self.rights(entities, options, |own| own.contains(&wanted));
        if right.contains(&true) {
            right.push(false);
            self.choices.push(Choice {
                options: options.numbers(),
                right,
            });
        }
    }

    /// Whether each candidate is right, by the clusters of its marks.
    fn rights(
        &self,
        entities: &Entities,
        options: &Options,
        is_right: impl Fn(&[u32]) -> bool,
    ) -> Vec<bool> {
        let candidates = options.candidates.iter();
        let right = candidates.map(|c| is_right(&self.clusters(entities, c.who)));
        right.collect()
    }

    /// The cluster of a candidate, by the marks that its names overlap.
    fn clusters(&self, entities: &Entities, who: Who) -> Vec<u32> {
        let over = |tokens: &Range<usize>| {
            let tokens = tokens.clone();
            let marks = self.meant.iter();
            let over = marks.filter(move |m| {
                m.tokens.start < tokens.end && tokens.start < m.tokens.end
                    // a name within a long description refers to something else than the description
                    && m.tokens.end <= tokens.end + 1
            });
            over.map(|m| m.cluster).collect::<Vec<u32>>()
        };
        match who {
            Who::Entity(entity) => {
                let mentions = entities.mentions.iter();
                let own = mentions.filter(|m| m.entity == entity && m.kind == MentionKind::Name);
                own.flat_map(|m| over(&m.tokens)).collect()
            }
            Who::Brought(i) => over(&entities.brought[i].tokens),
        }
    }
}
