//! The graph made by hand that queries and questions are tested on: `tests/data/*.tsv`.

use dixit::entity::Reference;
use dixit::extract::record::{EntityRecord, Extraction, StatementRecord, Words};
use dixit::graph::{BuildOptions, Graph};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

const STATEMENTS: &str = include_str!("../data/talks.tsv");
const ENTITIES: &str = include_str!("../data/entities.tsv");

/// The graph, reported thought included.
pub fn graph() -> Graph {
    let options = BuildOptions::default().attitudes(true);
    Graph::from_extractions("talks", extractions(), &options)
}

/// Its documents' records.
pub fn extractions() -> Vec<Extraction> {
    let entities: Vec<EntityRecord> = rows(ENTITIES).map(|row| entity(&row)).collect();
    let by_id: BTreeMap<&str, Reference> = entities
        .iter()
        .map(|e| (e.id.as_str(), reference(e)))
        .collect();
    let mut documents: BTreeMap<String, Extraction> = BTreeMap::new();
    for (number, row) in rows(STATEMENTS).enumerate() {
        let all = |column: usize, between: char| -> Vec<Reference> {
            let ids = row[column].split(between).filter(|id| !id.is_empty());
            ids.map(|id| by_id[id].clone()).collect()
        };
        let document = documents
            .entry(row[0].to_owned())
            .or_insert_with(|| Extraction {
                id: row[0].to_owned(),
                title: None,
                date: row[1].parse().ok(),
                url: None,
                source: Some(row[2].to_owned()).filter(|s| !s.is_empty()),
                path: Some(format!("news/{}.txt", row[0])),
                fingerprint: None,
                entities: entities
                    .iter()
                    .map(|e| EntityRecord {
                        represents: e.represents.as_ref().map(|r| by_id[r.id.as_str()].clone()),
                        ..e.clone()
                    })
                    .collect(),
                statements: Vec::new(),
                error: None,
            });
        let speakers = all(3, ',');
        document.statements.push(StatementRecord {
            id: format!("s{:02}", number + 1),
            relation: word(row[4]),
            act: row[5].to_owned(),
            polarity: word(row[6]),
            mode: word(row[7]),
            kind: word(row[8]),
            speaker: speakers.first().cloned(),
            joint_speakers: speakers.into_iter().skip(1).collect(),
            addressees: all(9, ';'),
            about: all(10, ';'),
            source: Words::default(),
            cue: words(row[5], number * 100),
            content: words(row[11], number * 100 + 50),
            via: None,
            within: None,
            said_on: None,
            confidence: 0.9,
            line: Some(number + 3),
            sentence: None,
        });
    }
    documents.into_values().collect()
}

fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(|line| line.split('\t').collect())
}

fn entity(row: &[&str]) -> EntityRecord {
    let names: Vec<String> = row[3].split(';').map(str::to_owned).collect();
    EntityRecord {
        id: row[0].to_owned(),
        name: names[0].clone(),
        kind: word(row[1]),
        mentions: vec![[0, 1]],
        aliases: names,
        roles: row
            .get(4)
            .and_then(|role| role.split_once('@'))
            .map(|(title, of)| dixit::entity::Role {
                title: title.to_owned(),
                of: Some(of.to_owned()),
            })
            .into_iter()
            .collect(),
        represents: Some(row[2])
            .filter(|id| !id.is_empty())
            .map(|id| Reference {
                id: id.to_owned(),
                name: String::new(),
                kind: word("state"),
            }),
        gender: None,
        was: None,
    }
}

fn reference(entity: &EntityRecord) -> Reference {
    Reference {
        id: entity.id.clone(),
        name: entity.name.clone(),
        kind: entity.kind,
    }
}

fn words(text: &str, start: usize) -> Words {
    Words {
        text: text.to_owned(),
        spans: vec![[start, start + text.chars().count()]],
    }
}

fn word<T: DeserializeOwned>(word: &str) -> T {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).expect(word)
}
