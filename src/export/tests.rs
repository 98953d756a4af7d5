//! What the exports promise.

use super::dot::{self, Picture, Theme};
use crate::graph::{BuildOptions, Graph, sample};

/// A graph of many speakers, a few of whom are in most statements.
fn crowd(people: usize, statements: usize) -> Graph {
    let first = ["Ann", "Ben", "Cleo", "Dov", "Elif", "Femi", "Gita"];
    let last = [
        "Abara", "Boel", "Cerny", "Dahl", "Eder", "Farkas", "Garcia", "Horvat",
    ];
    let template = sample::extractions().swap_remove(0);
    let mut state = 7_u64;
    let mut random = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as f64 / (1_u64 << 31) as f64
    };
    let mut someone = || {
        let i = (random().powi(3) * people as f64) as usize;
        let relation = (random() * 3.0) as usize;
        (
            crate::entity::Reference {
                id: format!("person:{i}"),
                name: format!("{} {} {i}", first[i % 7], last[i % 8]),
                kind: match i % 5 {
                    0 => crate::entity::EntityType::State,
                    1 => crate::entity::EntityType::Organisation,
                    _ => crate::entity::EntityType::Person,
                },
            },
            relation,
        )
    };
    let mut extraction = template.clone();
    extraction.statements.clear();
    extraction.entities.clear();
    for i in 0..statements {
        let ((speaker, relation), (addressee, _)) = (someone(), someone());
        let mut statement = template.statements[relation].clone();
        statement.id = format!("c{i}");
        statement.content.text = format!("something of the number {i} that matters");
        statement.relation = [
            crate::statement::Relation::Said,
            crate::statement::Relation::Warned,
            crate::statement::Relation::Proposed,
        ][relation];
        statement.polarity = crate::statement::Polarity::Affirmed;
        statement.speaker = Some(speaker);
        statement.addressees = vec![addressee];
        statement.about.clear();
        extraction.statements.push(statement);
    }
    Graph::from_extractions("crowd", [extraction], &BuildOptions::default())
}

#[test]
fn pictures() {
    for (name, theme) in [("light", Theme::Light), ("dark", Theme::Dark)] {
        let picture = Picture {
            theme,
            ..Picture::default()
        };
        dot::save(
            &sample::graph(),
            &picture,
            std::path::Path::new(&format!("/tmp/pic/{name}.dot")),
        )
        .unwrap();
    }
    for n in [10, 50, 200, 2000] {
        dot::save(
            &crowd(n, n * 3),
            &Picture::default(),
            std::path::Path::new(&format!("/tmp/pic/crowd{n}.dot")),
        )
        .unwrap();
    }
    let lines = std::fs::read_to_string("/tmp/pic/real.jsonl").unwrap();
    let list: Vec<crate::extraction::Extraction> = lines
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    let mut seeds = list.clone();
    seeds.truncate(3);
    for (name, list) in [("real", list), ("seeds", seeds)] {
        dot::save(
            &Graph::from_extractions(name, list, &BuildOptions::default()),
            &Picture::default(),
            std::path::Path::new(&format!("/tmp/pic/{name}.dot")),
        )
        .unwrap();
    }
    sample::graph()
        .save(std::path::Path::new("/tmp/pic/sample.json"))
        .unwrap();
}
