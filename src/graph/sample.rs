//! Invented extractions for tests: four stories with strings that break careless writers.

use super::{BuildOptions, Graph};
use crate::document::Fingerprint;
use crate::entity::{EntityType, Reference, Role};
use crate::extract::record::{EntityRecord, Extraction, StatementRecord, Words};
use crate::lexicon::rows;
use crate::statement::{Kind, Mode, Polarity, Relation};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

const ENTITIES: &str = include_str!("sample/entities.tsv");
const STATEMENTS: &str = include_str!("sample/statements.tsv");

/// The sample's records, one a document.
pub(crate) fn extractions() -> Vec<Extraction> {
    let entities: BTreeMap<&str, EntityRecord> = table(ENTITIES).map(entity).collect();
    let mut documents: BTreeMap<&str, Extraction> = BTreeMap::new();
    for (i, row) in table(STATEMENTS).enumerate() {
        let place = documents.len();
        let document = documents
            .entry(row[0])
            .or_insert_with(|| document(row[0], place));
        let statement = statement(&row, i, document.statements.len(), &entities);
        let named = statement.speaker.iter().chain(&statement.addressees);
        for reference in named.chain(&statement.about) {
            let listed = document.entities.iter_mut().find(|e| e.id == reference.id);
            let at = statement.cue.spans[0][0];
            match listed {
                Some(entity) => entity.mentions.push([at, at + 1]),
                None => {
                    let mut entity = entities
                        .values()
                        .find(|e| e.id == reference.id)
                        .cloned()
                        .unwrap();
                    entity.mentions = vec![[at, at + 1]];
                    document.entities.push(entity);
                }
            }
        }
        document.statements.push(statement);
    }
    documents.into_values().collect()
}

/// The sample's graph.
pub(crate) fn graph() -> Graph {
    Graph::from_extractions("sample", extractions(), &BuildOptions::default())
}

fn table(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    rows(table).map(|row| row.fields().collect())
}

/// A value from its name in files.
fn named<T: DeserializeOwned>(name: &str) -> T {
    serde_json::from_value(serde_json::Value::from(name)).unwrap()
}

fn entity(row: Vec<&'static str>) -> (&'static str, EntityRecord) {
    let represents = table(ENTITIES).find(|r| r[0] == row[6]);
    let record = EntityRecord {
        id: row[1].to_string(),
        name: row[3].to_string(),
        kind: named::<EntityType>(row[2]),
        mentions: Vec::new(),
        aliases: row[4]
            .split(';')
            .filter(|a| !a.is_empty())
            .map(str::to_string)
            .collect(),
        roles: row[5]
            .split_once('@')
            .map(|(title, of)| Role {
                title: title.to_string(),
                of: Some(of.to_string()),
            })
            .into_iter()
            .collect(),
        represents: represents.map(|r| Reference {
            id: r[1].to_string(),
            name: r[3].to_string(),
            kind: named(r[2]),
        }),
        gender: None,
        was: None,
    };
    (row[0], record)
}

fn document(id: &str, place: usize) -> Extraction {
    Extraction {
        id: id.to_string(),
        title: Some(format!("The story of {id}")),
        date: Some(crate::date::date(2021, 12, 10 + place as i8)),
        url: (id != "talks-2").then(|| format!("https://news.example/{id}?a=1&b=\"2\"")),
        source: Some("The Example".to_string()),
        path: Some(format!("articles/{id}.txt")),
        fingerprint: Some(Fingerprint::of(id)),
        entities: Vec::new(),
        statements: Vec::new(),
        error: None,
    }
}

fn statement(
    row: &[&str],
    number: usize,
    place: usize,
    entities: &BTreeMap<&str, EntityRecord>,
) -> StatementRecord {
    let references = |keys: &str| -> Vec<Reference> {
        let keys = keys.split(',').filter(|key| !key.is_empty());
        keys.map(|key| Reference {
            id: entities[key].id.clone(),
            name: entities[key].name.clone(),
            kind: entities[key].kind,
        })
        .collect()
    };
    let words = |text: &str, start: usize| Words {
        text: text.replace("\\n", "\n").replace("\\t", "\t"),
        spans: vec![[start, start + text.chars().count()]],
    };
    let speakers = references(row[1]);
    let at = 100 * place;
    StatementRecord {
        id: format!("s{number:02}"),
        relation: named::<Relation>(row[2]),
        act: row[3].to_string(),
        polarity: named::<Polarity>(row[4]),
        mode: Mode::Speech,
        kind: named::<Kind>(row[5]),
        speaker: speakers.first().cloned(),
        joint_speakers: speakers.iter().skip(1).cloned().collect(),
        addressees: references(row[6]),
        about: references(row[7]),
        source: Words::default(),
        cue: words(row[8], at + 10),
        content: words(row[9], at + 30),
        via: None,
        within: None,
        said_on: None,
        confidence: 0.9,
        line: Some(place + 1),
        sentence: None,
    }
}
