//! Writes drafts for Label Studio: tasks with predictions, and the labelling interface that shows them.
//!
//! A region of Label Studio has one span. So each span is a region with its role as label, and relations link the
//! cue of a statement with its sources, contents and addressees; a cue of several spans is continued by relations.
//! Statements share the regions of sources and addressees. What the whole statement is (relation, polarity, kind,
//! speaker and addressees with their ids) belongs to the region of its cue.

use super::super::draft::{self, Draft};
use crate::error::{Error, Result};
use crate::extract::record::{CharSpan, StatementRecord};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

const CONFIG: &str = include_str!("config.xml");

/// Writes drafts into a folder: `tasks.json` to import, and `config.xml`, the labelling interface.
///
/// # Errors
/// A file that cannot be written.
pub fn write(folder: &Path, drafts: impl Iterator<Item = Draft>) -> Result<()> {
    let path = folder.join("config.xml");
    fs::write(&path, CONFIG).map_err(|e| Error::at(&path, e))?;
    let path = folder.join("tasks.json");
    tasks(&path, drafts).map_err(|e| Error::at(&path, e))
}

fn tasks(path: &Path, drafts: impl Iterator<Item = Draft>) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(path)?);
    let mut before = "[\n";
    for draft in drafts {
        out.write_all(before.as_bytes())?;
        serde_json::to_writer(&mut out, &task(&draft))?;
        before = ",\n";
    }
    if before == "[\n" {
        out.write_all(before.as_bytes())?;
    }
    out.write_all(b"\n]\n")?;
    out.flush()
}

/// A task with its prediction. Databases of Label Studio cannot store U+0000, so it is written as U+FFFD.
fn task(draft: &Draft) -> Value {
    let about = &draft.extraction;
    let text = draft.text.replace('\0', "\u{fffd}");
    let mut regions = Regions {
        text: text.chars().collect(),
        result: Vec::new(),
        links: Vec::new(),
        shared: BTreeMap::new(),
    };
    let mut confidences = Vec::new();
    for statement in draft.statements() {
        confidences.push(f64::from(statement.confidence));
        regions.statement(confidences.len(), draft, statement);
    }
    let mut prediction = json!({
        "model_version": concat!("dixit ", env!("CARGO_PKG_VERSION")),
    });
    if !confidences.is_empty() {
        let mean = confidences.iter().sum::<f64>() / confidences.len() as f64;
        prediction["score"] = json!((mean * 1000.0).round() / 1000.0);
    }
    let mut result = regions.result;
    result.append(&mut regions.links);
    prediction["result"] = Value::Array(result);
    json!({
        "data": {
            "id": about.id, "title": about.title, "date": about.date, "url": about.url, "source": about.source,
            "text": text,
        },
        "predictions": [prediction],
    })
}

/// The regions of a task, and the relations between them.
struct Regions<'d> {
    text: Vec<char>,
    result: Vec<Value>,
    links: Vec<Value>,
    /// The region of each role and span, since statements share sources and addressees.
    shared: BTreeMap<(&'d str, CharSpan), String>,
}

impl<'d> Regions<'d> {
    fn statement(&mut self, number: usize, draft: &Draft, statement: &StatementRecord) {
        let mut cue = None;
        for (piece, span) in statement.cue.spans.iter().enumerate() {
            let id = format!("cue-{number}-{}", piece + 1);
            self.region(&id, "Cue", *span, statement);
            match &cue {
                None => cue = Some((id, *span)),
                Some((first, _)) => self.link(first, &id, "continued"),
            }
        }
        let Some((cue, span)) = cue else {
            return;
        };
        self.describe(&cue, span, statement);
        for span in &statement.source.spans {
            let id = self.shared("Source", *span, statement);
            self.link(&cue, &id, "source");
        }
        for (piece, span) in statement.content.spans.iter().enumerate() {
            let id = format!("content-{number}-{}", piece + 1);
            self.region(&id, "Content", *span, statement);
            self.link(&cue, &id, "content");
        }
        for (_, span) in draft.addressees(statement) {
            let id = self.shared("Addressee", span, statement);
            self.link(&cue, &id, "addressee");
        }
    }

    /// What the statement is, in the region of its cue.
    fn describe(&mut self, cue: &str, [start, end]: CharSpan, statement: &StatementRecord) {
        for (name, value) in [
            ("relation", draft::word(&statement.relation)),
            ("polarity", draft::word(&statement.polarity)),
            ("kind", draft::word(&statement.kind)),
        ] {
            self.result.push(json!({
                "id": cue, "from_name": name, "to_name": "text", "type": "choices",
                "value": {"start": start, "end": end, "choices": [value]},
            }));
        }
        let speakers: Vec<String> = draft::speakers(statement).map(draft::named).collect();
        let to: Vec<String> = statement.addressees.iter().map(draft::named).collect();
        for (name, entities) in [("speaker", speakers), ("to", to)] {
            if !entities.is_empty() {
                self.result.push(json!({
                    "id": cue, "from_name": name, "to_name": "text", "type": "textarea",
                    "value": {"start": start, "end": end, "text": entities},
                }));
            }
        }
    }

    fn shared(&mut self, role: &'d str, span: CharSpan, statement: &StatementRecord) -> String {
        if let Some(id) = self.shared.get(&(role, span)) {
            return id.clone();
        }
        let id = format!("{}-{}-{}", role.to_ascii_lowercase(), span[0], span[1]);
        self.region(&id, role, span, statement);
        self.shared.insert((role, span), id.clone());
        id
    }

    fn region(&mut self, id: &str, role: &str, [start, end]: CharSpan, of: &StatementRecord) {
        let words = self.text.get(start..end).unwrap_or_default();
        // via the shortest decimal, as in `dixit extract`
        let score = (f64::from(of.confidence) * 1000.0).round() / 1000.0;
        self.result.push(json!({
            "id": id, "from_name": "role", "to_name": "text", "type": "labels", "score": score,
            "value": {"start": start, "end": end, "text": words.iter().collect::<String>(), "labels": [role]},
        }));
    }

    fn link(&mut self, from: &str, to: &str, name: &str) {
        self.links.push(json!({
            "type": "relation", "from_id": from, "to_id": to, "direction": "right", "labels": [name],
        }));
    }
}
