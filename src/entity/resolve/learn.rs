//! Training examples from texts in which people marked the mentions of each entity.

use crate::document::Document;
use crate::entity::discourse::Who;
use crate::entity::entities::Entities;
use crate::entity::link::linker::Linker;
use crate::entity::mention::reader::Reader;
use crate::entity::mention::recogniser::Names;
use crate::entity::resolve::groups;
use crate::entity::resolve::lesson::{Lesson, MarkedMention};
use crate::entity::resolve::makers::Maker;
use crate::entity::resolve::options::Options;
use crate::entity::resolve::phrase::{Phrase, PhraseRole};
use crate::entity::resolver::{Choice, Lessons, Resolver};
use crate::entity::types::{EntityId, EntityType, MentionKind};
use crate::gazetteer::gender::Gender;
use crate::normalise::folding;
use crate::syntax::Syntax;
use crate::text::{Text, TokenId, TokenRange};

/// The choices of a text whose answers are marked; `resolver` decides the others.
pub fn choices(
    resolver: &Resolver,
    document: &Document,
    text: &Text,
    syntax: &Syntax,
    names: &Names,
    meant: &[MarkedMention],
    complete: bool,
) -> Vec<Choice> {
    let entities = Entities {
        resolver: resolver.clone(),
        ..Entities::default()
    };
    let tables = entities.knowledge.tables();
    let reader = Reader::new(document, text, syntax, tables).indexed();
    let perhaps = crate::entity::resolve::doubtful::plausible(&reader, tables, names);
    let mut linker =
        crate::entity::resolve::doubtful::read_names(&reader, tables, entities, names, &perhaps);
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
            lesson.add_group(&linker.entities, &tokens, &options);
        }
        let pointed = tokens.len() == 2 && reader.is_any(tokens.start, &["the", "this", "that"]);
        if pointed && tables.group_nouns.contains_key(noun.as_str()) {
            let options = linker.body_options(&tokens);
            lesson.add(&linker.entities, &tokens, &options);
        }
    }
    lesson.choices
}

/// A statement whose speakers are marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Tokens of its source.
    pub source: Vec<TokenId>,
    /// First token of its cue.
    pub cue: TokenId,
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
    let knowledge = crate::entity::Knowledge::default();
    let mut entities = crate::entity::resolve(knowledge, resolver, document, text, syntax, names);
    let tables = entities.knowledge.tables();
    let reader = Reader::new(document, text, syntax, tables);
    let fold = |name: &str| crate::normalise::folding::words(name).join(" ");
    let called = |entities: &Entities, names: &[String]| -> Vec<EntityId> {
        let wanted: Vec<String> = names.iter().map(|name| fold(name)).collect();
        let all = entities.list.numbered();
        let own = all.filter(|(_, entity)| wanted.contains(&fold(&entity.name)));
        own.map(|(i, _)| i).collect()
    };
    let mut lessons = Lessons::default();
    for one in said {
        if let Some(makers) = &one.makers {
            let mut linker = Linker::resume(&reader, tables, entities);
            if let Some(known) = linker.known_maker(&one.source, makers) {
                linker.issued_by(known.document, known.maker);
                lessons.makers.push(known.choice);
            }
            entities = linker.entities;
        }
        let mut speakers = called(&entities, &one.speakers);
        if speakers.is_empty() {
            let cue = Some(one.cue);
            speakers = crate::entity::resolve::speakers(
                &mut entities,
                document,
                text,
                syntax,
                &one.source,
                cue,
            );
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
            let gender = Gender::of_pronoun(word);
            if let Some(choice) = linker.known_pronoun(at, gender, &speakers) {
                lessons.meant.push(choice);
                if let Some(gender) = gender {
                    linker.write_back(at, speaker, gender);
                }
            }
            entities = linker.entities;
        }
        crate::entity::resolve::spoke(&mut entities, one.cue, &speakers, &hearers);
    }
    lessons
}

/// A document whose maker is marked.
struct KnownMaker {
    /// Its noun.
    document: TokenId,
    /// `None` if the text does not name them.
    maker: Option<EntityId>,
    choice: Choice,
}

impl Linker<'_, '_> {
    /// The choice of a document's maker, if the makers are marked.
    fn known_maker(&self, source: &[TokenId], marked: &[String]) -> Option<KnownMaker> {
        let phrase = Phrase {
            linker: self,
            last: None,
            unnamed: false,
            role: PhraseRole::Source,
        };
        let thing = phrase.thing(source)?;
        let makers = self.makers(&thing);
        let marked: Vec<Vec<String>> = marked.iter().map(|name| folding::words(name)).collect();
        let called = |name: &str| {
            let name = folding::words(name);
            let within = |one: &[String], all: &[String]| {
                !one.is_empty() && all.windows(one.len()).any(|part| part == one)
            };
            marked
                .iter()
                .any(|mark| within(mark, &name) || within(&name, mark))
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
        let options = makers.figures;
        Some(KnownMaker {
            document: thing.head,
            maker,
            choice: Choice { options, right },
        })
    }

    /// The choice of a pronoun that is a source, if the marked speakers are among its options.
    fn known_pronoun(
        &self,
        at: TokenId,
        gender: Option<Gender>,
        speakers: &[EntityId],
    ) -> Option<Choice> {
        let options = match gender {
            Some(gender) => self.source_options(at, gender),
            None => self.group_source_options(at, groups::kind(self.reader.word(at))?),
        };
        self.known_choice(&options, speakers)
    }

    /// The choice between these options, if the speakers are marked and among them.
    fn known_choice(&self, options: &Options, speakers: &[EntityId]) -> Option<Choice> {
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
