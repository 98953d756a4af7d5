//! A graph of an archive: a file of articles without headlines.

use crate::crowd::{extractions, town};
use dixit::entity::Role;
use dixit::extract::record::Extraction;
use dixit::graph::{BuildOptions, Graph};

/// The graph of articles of one file without headlines, the first of which is of 1970, in which a
/// commissioner shares the name of another.
pub fn graph() -> Graph {
    let name = |i: usize| format!("Milo {}", town(i));
    let told = serde_json::to_string(&extractions(1500)).expect("JSON");
    let told = told.replace(&name(6), &name(1));
    let mut documents: Vec<Extraction> = serde_json::from_str(&told).expect("extractions");
    for document in &mut documents {
        document.title = None;
        document.path = Some("archive.jsonl".to_owned());
    }
    documents[0].date = Some("1970-01-01".parse().expect("a day"));
    for entity in &mut documents[0].entities {
        if entity.id == "person:6" {
            entity.roles.push(Role {
                title: "commissioner".to_owned(),
                of: None,
            });
        }
    }
    Graph::from_extractions("archive", documents, &BuildOptions::default())
}
