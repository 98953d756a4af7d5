//! The records of a graph file: documents and statements.

use crate::date::Date;
use crate::document::Fingerprint;
use crate::entity::{EntityType, Gender, Role};
use crate::extract::record::CharSpan;
use crate::few;
use crate::graph::text::Block;
use crate::graph::{
    Document, DocumentIndex, Entities, EntityIndex, Excerpt, Graph, Report, Sighting, Statement,
    Text, Words,
};
use crate::statement::{Kind, Mode, Polarity, Relation, When};
use foldhash::fast::RandomState;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// Version of the file format. It increases when an older dixit could misread a newer file, but not
/// for mere additions.
pub const SCHEMA: u32 = 1;

/// Text of the file, borrowed unless it has escapes; serde does not borrow a bare `Cow` inside options and
/// lists.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Str<'a>(#[serde(borrow)] pub(super) Cow<'a, str>);

/// A list that is usually short, so that parsing it allocates nothing that would fragment memory.
type Few<T> = few::Few<T, 2>;

#[derive(Serialize, Deserialize)]
pub(super) struct SavedDocument<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) title: Option<Str<'a>>,
    pub(super) date: Option<Date>,
    #[serde(borrow)]
    pub(super) url: Option<Str<'a>>,
    #[serde(borrow)]
    pub(super) source: Option<Str<'a>>,
    #[serde(borrow)]
    pub(super) path: Option<Str<'a>>,
    #[serde(default)]
    pub(super) fingerprint: Option<Fingerprint>,
    #[serde(borrow)]
    pub(super) entities: Vec<SavedSighting<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedSighting<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) name: Cow<'a, str>,
    #[serde(rename = "type")]
    pub(super) kind: EntityType,
    pub(super) mentions: usize,
    #[serde(borrow)]
    pub(super) aliases: Few<Str<'a>>,
    #[serde(borrow)]
    pub(super) roles: Few<SavedRole<'a>>,
    #[serde(borrow)]
    pub(super) represents: Option<Str<'a>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) gender: Option<Gender>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(super) was: Option<Str<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedStatement<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    pub(super) relation: Relation,
    #[serde(borrow)]
    pub(super) act: Cow<'a, str>,
    pub(super) polarity: Polarity,
    pub(super) mode: Mode,
    pub(super) date: Option<When>,
    #[serde(borrow)]
    pub(super) speaker: Option<Str<'a>>,
    #[serde(borrow)]
    pub(super) joint_speakers: Few<Str<'a>>,
    #[serde(borrow)]
    pub(super) addressees: Few<Str<'a>>,
    #[serde(borrow)]
    pub(super) about: Few<Str<'a>>,
    #[serde(borrow)]
    pub(super) reports: few::Few<SavedReport<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedReport<'a> {
    #[serde(borrow)]
    pub(super) id: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) document: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub(super) act: Option<Str<'a>>,
    pub(super) kind: Kind,
    #[serde(borrow)]
    pub(super) addressees: Few<Str<'a>>,
    #[serde(borrow)]
    pub(super) about: Few<Str<'a>>,
    #[serde(borrow)]
    pub(super) source: SavedWords<'a>,
    #[serde(borrow)]
    pub(super) cue: SavedWords<'a>,
    #[serde(borrow)]
    pub(super) content: SavedWords<'a>,
    #[serde(borrow)]
    pub(super) via: Option<Str<'a>>,
    #[serde(borrow)]
    pub(super) within: Option<Str<'a>>,
    pub(super) said_on: Option<When>,
    pub(super) confidence: f32,
    pub(super) line: Option<usize>,
    #[serde(borrow)]
    pub(super) sentence: Option<Str<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedRole<'a> {
    #[serde(borrow)]
    pub(super) title: Cow<'a, str>,
    #[serde(borrow)]
    pub(super) of: Option<Str<'a>>,
}

#[derive(Serialize, Deserialize)]
pub(super) struct SavedWords<'a> {
    #[serde(borrow)]
    pub(super) text: Cow<'a, str>,
    pub(super) spans: few::Few<CharSpan>,
}

fn borrowed(text: &str) -> Str<'_> {
    Str(Cow::Borrowed(text))
}

/// An entity by its id.
fn id(graph: &Graph, entity: EntityIndex) -> Str<'_> {
    borrowed(&graph.entity(entity).id)
}

fn ids<'a>(graph: &'a Graph, entities: &[EntityIndex]) -> Few<Str<'a>> {
    entities.iter().map(|entity| id(graph, *entity)).collect()
}

impl<'a> SavedDocument<'a> {
    pub(super) fn of(graph: &'a Graph, document: &'a Document, part: &Excerpt) -> Self {
        let sightings = document.sightings.iter();
        let sightings = sightings.filter(|sighting| part.has_entity(sighting.entity));
        let entities = sightings.map(|sighting| SavedSighting {
            id: id(graph, sighting.entity).0,
            name: Cow::Borrowed(&sighting.name),
            kind: sighting.kind,
            mentions: sighting.mentions,
            aliases: sighting.aliases.iter().map(|name| borrowed(name)).collect(),
            roles: sighting.roles.iter().map(SavedRole::of).collect(),
            represents: sighting.represents.map(|entity| id(graph, entity)),
            gender: sighting.gender,
            was: sighting.was.as_deref().map(borrowed),
        });
        SavedDocument {
            id: Cow::Borrowed(&document.id),
            title: document.title.as_deref().map(borrowed),
            date: document.date,
            url: document.url.as_deref().map(borrowed),
            source: document.source.as_deref().map(borrowed),
            path: document.path.as_deref().map(borrowed),
            fingerprint: document.fingerprint,
            entities: entities.collect(),
        }
    }

    /// The document; `number` returns the numbers of entities.
    pub(super) fn read(
        self,
        number: &mut impl FnMut(&str) -> EntityIndex,
        interner: &mut Interner,
    ) -> Document {
        let own = |text: Option<Str>| text.map(|text| text.0.into_owned());
        // `collect` would reuse the allocation of the saved ones, which are five times as large.
        let mut sightings = Vec::with_capacity(self.entities.len());
        sightings.extend(self.entities.into_iter().map(|saved| Sighting {
            entity: number(&saved.id),
            name: interner.text(&saved.name),
            kind: saved.kind,
            mentions: saved.mentions,
            aliases: interner.texts(&saved.aliases),
            roles: interner.roles(&saved.roles),
            represents: saved.represents.map(|id| number(&id.0)),
            gender: saved.gender,
            was: saved.was.map(|id| interner.text(&id.0)),
        }));
        Document {
            sightings,
            id: self.id.into_owned(),
            title: own(self.title),
            date: self.date,
            url: own(self.url),
            source: own(self.source),
            path: own(self.path),
            fingerprint: self.fingerprint,
        }
    }
}

impl<'a> SavedRole<'a> {
    fn of(role: &'a Role) -> Self {
        SavedRole {
            title: Cow::Borrowed(&role.title),
            of: role.of.as_deref().map(borrowed),
        }
    }
}

impl<'a> SavedStatement<'a> {
    pub(super) fn of(graph: &'a Graph, statement: &'a Statement) -> Self {
        let reports = statement.reports();
        SavedStatement {
            id: Cow::Borrowed(statement.id()),
            relation: statement.relation,
            act: Cow::Borrowed(&statement.act),
            polarity: statement.polarity,
            mode: statement.mode,
            date: graph.when(&statement.first),
            speaker: statement.speaker.map(|entity| id(graph, entity)),
            joint_speakers: ids(graph, &statement.joint_speakers),
            addressees: ids(graph, &statement.addressees),
            about: ids(graph, &statement.about),
            reports: reports
                .map(|report| SavedReport::of(graph, statement, report))
                .collect(),
        }
    }
}

impl<'a> SavedReport<'a> {
    fn of(graph: &'a Graph, statement: &'a Statement, report: &'a Report) -> Self {
        SavedReport {
            id: Cow::Borrowed(&report.id),
            document: Cow::Borrowed(&graph.document(report.document).id),
            act: (report.act != statement.act).then_some(borrowed(&report.act)),
            kind: report.kind,
            addressees: ids(graph, &report.addressees),
            about: ids(graph, &report.about),
            source: SavedWords::of(&report.source),
            cue: SavedWords::of(&report.cue),
            content: SavedWords::of(&report.content),
            via: report.via.map(|entity| id(graph, entity)),
            within: report.within.as_deref().map(borrowed),
            said_on: report.said_on,
            confidence: report.confidence,
            line: report.line,
            sentence: report.sentence.as_deref().map(borrowed),
        }
    }

    /// The report, given the index of its document and the act of its statement; `number` returns the numbers
    /// of entities, or says why there is none.
    pub(super) fn read(
        self,
        document: DocumentIndex,
        act: &Text,
        interner: &mut Interner,
        number: &mut impl FnMut(&str) -> Result<EntityIndex, String>,
        packer: &mut Packer,
    ) -> Result<Report, String> {
        let mut numbers = |ids: &[Str]| -> Result<Entities, String> {
            ids.iter().map(|id| number(&id.0)).collect()
        };
        let (addressees, about) = (numbers(&self.addressees)?, numbers(&self.about)?);
        let via = self.via.map(|id| number(&id.0)).transpose()?;
        let sentence = self.sentence.map(|text| packer.put(&text.0));
        let id = packer.put(&self.id);
        let within = self.within.map(|text| packer.put(&text.0));
        let words = [self.source, self.cue, self.content];
        let texts = words.each_ref().map(|words| packer.put(&words.text));
        let block = packer.seal();
        let [source, cue, content] = words;
        let [source_text, cue_text, content_text] = texts;
        let words = |words: SavedWords, text: Range<usize>| Words {
            text: block.text(text),
            spans: words.spans,
        };
        Ok(Report {
            id: block.text(id),
            document,
            act: match self.act {
                Some(own) => interner.text(&own.0),
                None => act.clone(),
            },
            kind: self.kind,
            addressees,
            about,
            source: words(source, source_text),
            cue: words(cue, cue_text),
            content: words(content, content_text),
            via,
            within: within.map(|text| block.text(text)),
            said_on: self.said_on,
            confidence: self.confidence,
            line: self.line,
            sentence: sentence.map(|text| block.text(text)),
        })
    }
}

impl<'a> SavedWords<'a> {
    fn of(words: &'a Words) -> Self {
        SavedWords {
            text: Cow::Borrowed(&words.text),
            spans: words.spans.clone(),
        }
    }
}

/// Puts texts that belong together into one allocation.
#[derive(Default)]
pub(super) struct Packer {
    buffer: String,
}

impl Packer {
    /// Where in the block the text will be.
    fn put(&mut self, text: &str) -> Range<usize> {
        let start = self.buffer.len();
        self.buffer.push_str(text);
        start..self.buffer.len()
    }

    /// The block of the texts put since the previous one.
    fn seal(&mut self) -> Block {
        let block = Block::new(&self.buffer);
        self.buffer.clear();
        block
    }
}

/// Keeps texts and lists that recur across documents only once.
#[derive(Default)]
pub(super) struct Interner {
    texts: HashSet<Text, RandomState>,
    lists: HashSet<Arc<[Text]>, RandomState>,
    roles: BTreeSet<Arc<[Role]>>,
}

impl Interner {
    pub(super) fn text(&mut self, text: &str) -> Text {
        if let Some(known) = self.texts.get(text) {
            return known.clone();
        }
        let new = Text::from(text);
        self.texts.insert(new.clone());
        new
    }

    fn texts(&mut self, list: &[Str]) -> Arc<[Text]> {
        let list: Few<Text> = list.iter().map(|text| self.text(&text.0)).collect();
        if let Some(known) = self.lists.get(list.as_slice()) {
            return known.clone();
        }
        let new: Arc<[Text]> = list.into_vec().into();
        self.lists.insert(new.clone());
        new
    }

    fn roles(&mut self, list: &[SavedRole]) -> Arc<[Role]> {
        let list: Vec<Role> = list
            .iter()
            .map(|role| Role {
                title: role.title.to_string(),
                of: role.of.as_ref().map(|of| of.0.to_string()),
            })
            .collect();
        if let Some(known) = self.roles.get(list.as_slice()) {
            return known.clone();
        }
        let new: Arc<[Role]> = list.into();
        self.roles.insert(new.clone());
        new
    }
}
