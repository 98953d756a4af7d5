//! Label Studio (<https://labelstud.io>): an export of a project as JSON, with the annotations that people submitted.
//!
//! What is read of a task is the text (`data.text`), the id and the date (`data.id`, `data.date`), and one annotation:
//! the one marked as ground truth, or else the last that was not skipped. Tasks that nobody has submitted are passed
//! over, and so are predictions: nobody has looked at them. [`write`] makes the tasks, with what dixit found as
//! predictions.
//!
//! Regions labelled `Source` (or `Speaker`), `Cue` and `Content` (or `Quote`, `Quotation`) are linked by relations,
//! in either direction and whatever their names: everything linked to one cue is one attribution, and linked cues,
//! or linked contents, are pieces of one. As in brat, every cue needs a content and every content a cue.
//!
//! Label Studio counts code points (versions before 2022 counted UTF-16; where the words of a region tell that the
//! counts differ, reading fails). It writes line breaks in the words of a region as `\n`.

mod write;

pub use write::write;

use super::article::{Article, Spans, misfit, mismatch};
use super::roles::Role;
use crate::date::Date;
use crate::error::{Error, Result};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Whether a file is an export, not an article in Citron's format: a list, or a single task.
pub(super) fn is_export(json: &str) -> bool {
    #[derive(Deserialize)]
    struct Task {
        #[serde(rename = "data")]
        _data: serde::de::IgnoredAny,
    }
    json.trim_start().starts_with('[') || serde_json::from_str::<Task>(json).is_ok()
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Export {
    Tasks(Vec<Value>),
    Task(Value),
}

#[derive(Deserialize)]
struct Task {
    id: Option<u64>,
    data: Data,
    #[serde(default, alias = "completions")]
    annotations: Vec<Annotation>,
}

#[derive(Deserialize)]
struct Data {
    id: Option<Value>,
    text: String,
    date: Option<String>,
}

#[derive(Deserialize)]
struct Annotation {
    #[serde(default)]
    result: Vec<Value>,
    #[serde(default)]
    was_cancelled: bool,
    #[serde(default)]
    ground_truth: bool,
}

/// An item of an annotation's result: a region's label, a relation, or something else.
#[derive(Deserialize)]
struct Item {
    #[serde(rename = "type")]
    kind: Option<String>,
    id: Option<String>,
    value: Option<Place>,
    from_id: Option<String>,
    to_id: Option<String>,
}

#[derive(Deserialize)]
struct Place {
    start: Option<usize>,
    end: Option<usize>,
    text: Option<Value>,
    #[serde(default)]
    labels: Vec<String>,
}

/// Reads the annotated articles of an export with this text.
///
/// # Errors
/// A file or task of another form, a span that does not match its words, and cues or contents that are not linked,
/// with file and task.
pub fn read(path: &Path, json: &str) -> Result<Vec<Article>> {
    let wrong = |why: String| Error::at(path, format!("not an export of Label Studio: {why}"));
    let export: Export = serde_json::from_str(json).map_err(|e| wrong(e.to_string()))?;
    let tasks = match export {
        Export::Tasks(tasks) => tasks,
        Export::Task(task) => vec![task],
    };
    let mut articles = Vec::new();
    for (number, task) in tasks.into_iter().enumerate() {
        if task.get("data").is_none() {
            let why = "has no \"data\"; export the project as JSON, not as JSON-MIN";
            return Err(wrong(format!("task {} {why}", number + 1)));
        }
        let task: Task =
            serde_json::from_value(task).map_err(|e| wrong(format!("task {}: {e}", number + 1)))?;
        let fault = |why: String| {
            let name = task.name(number);
            Error::at(path, format!("task {} ({name}): {why}", number + 1))
        };
        if let Some(annotation) = task.submitted() {
            let attributions = Regions::of(annotation, &task.data.text)
                .and_then(|regions| regions.attributions())
                .map_err(fault)?;
            let date = task.date().map_err(fault)?;
            articles.push(Article {
                id: task.name(number),
                text: task.data.text,
                date,
                attributions,
            });
        }
    }
    Ok(articles)
}

impl Task {
    /// The article's id, or else the task's.
    fn name(&self, number: usize) -> String {
        match &self.data.id {
            Some(Value::String(id)) => id.clone(),
            Some(Value::Number(id)) => id.to_string(),
            _ => format!("task {}", self.id.unwrap_or(number as u64 + 1)),
        }
    }

    fn date(&self) -> std::result::Result<Option<Date>, String> {
        let date = self.data.date.as_deref().filter(|date| !date.is_empty());
        let parsed = date.map(|date| date.parse().map_err(|e| format!("the date {date:?}: {e}")));
        parsed.transpose()
    }

    /// The annotation that counts.
    fn submitted(&self) -> Option<&Annotation> {
        let done = || self.annotations.iter().filter(|a| !a.was_cancelled);
        done()
            .rfind(|a| a.ground_truth)
            .or_else(|| done().next_back())
    }
}

/// A region's role and place.
struct Region {
    role: Role,
    span: [usize; 2],
}

/// The regions of an annotation with a role, by id, and the relations between them.
struct Regions {
    regions: BTreeMap<String, Region>,
    links: Vec<(String, String)>,
    text: Vec<char>,
}

impl Regions {
    fn of(annotation: &Annotation, text: &str) -> std::result::Result<Regions, String> {
        let mut found = Regions {
            regions: BTreeMap::new(),
            links: Vec::new(),
            text: text.chars().collect(),
        };
        for item in &annotation.result {
            let item =
                Item::deserialize(item).map_err(|e| format!("an item of its result: {e}"))?;
            match item.kind.as_deref() {
                Some("relation") => found.links.extend(item.from_id.zip(item.to_id)),
                Some("labels") => found.region(item)?,
                _ => {}
            }
        }
        Ok(found)
    }

    fn region(&mut self, item: Item) -> std::result::Result<(), String> {
        let (Some(id), Some(place)) = (item.id, item.value) else {
            return Ok(());
        };
        let role = place.labels.iter().find_map(|label| Role::named(label));
        let (Some(role), Some(start), Some(end)) = (role, place.start, place.end) else {
            return Ok(());
        };
        let span = [start, end];
        if let Some(why) = misfit(&[span], self.text.len()) {
            return Err(why);
        }
        if let Some(Value::String(words)) = &place.text {
            let unbroken = words.replace("\\n", "\n");
            let fault = mismatch(&self.text, &[span], words);
            if let Some(why) = fault.and(mismatch(&self.text, &[span], &unbroken)) {
                return Err(why);
            }
        }
        self.regions.insert(id, Region { role, span });
        Ok(())
    }

    fn role(&self, id: &str) -> Option<Role> {
        self.regions.get(id).map(|region| region.role)
    }

    /// For each region with this role the first of those that it is linked with, directly or not.
    fn pieces(&self, role: Role) -> BTreeMap<&str, &str> {
        let ids = self
            .regions
            .iter()
            .filter(|(_, region)| region.role == role);
        let mut first: BTreeMap<&str, &str> =
            ids.map(|(id, _)| (id.as_str(), id.as_str())).collect();
        for (from, to) in &self.links {
            let (Some(&a), Some(&b)) = (first.get(from.as_str()), first.get(to.as_str())) else {
                continue;
            };
            let (one, other) = (a.min(b), a.max(b));
            for of in first.values_mut().filter(|of| **of == other) {
                *of = one;
            }
        }
        first
    }

    /// One attribution for each cue.
    fn attributions(&self) -> std::result::Result<Vec<Spans>, String> {
        let (cues, contents) = (self.pieces(Role::Cue), self.pieces(Role::Content));
        let mut linked: BTreeMap<&str, [BTreeSet<&str>; 2]> = BTreeMap::new();
        for (from, to) in &self.links {
            for (cue, other) in [(from, to), (to, from)] {
                let Some(cue) = cues.get(cue.as_str()) else {
                    continue;
                };
                let [sources, quoted] = linked.entry(cue).or_default();
                match self.role(other) {
                    Some(Role::Source) => drop(sources.insert(other)),
                    Some(Role::Content) => quoted.extend(contents.get(other.as_str())),
                    _ => {}
                }
            }
        }
        self.check(&cues, &contents, &linked)?;
        let spans = |ids: &mut dyn Iterator<Item = &str>| {
            let mut spans: Vec<[usize; 2]> = ids
                .filter_map(|id| self.regions.get(id).map(|region| region.span))
                .collect();
            spans.sort_unstable();
            spans.dedup();
            spans
        };
        let mut found: Vec<Spans> = linked
            .iter()
            .map(|(cue, [sources, quoted])| {
                let of_cue = cues.iter().filter(|(_, of)| *of == cue);
                let of_content = contents.iter().filter(|(_, of)| quoted.contains(*of));
                Spans {
                    source: spans(&mut sources.iter().copied()),
                    cue: spans(&mut of_cue.map(|(id, _)| *id)),
                    content: spans(&mut of_content.map(|(id, _)| *id)),
                    weight: None,
                }
            })
            .collect();
        found.sort_by(|a, b| (&a.cue, &a.content).cmp(&(&b.cue, &b.content)));
        Ok(found)
    }

    /// Finds fault with cues and contents that lack each other.
    fn check(
        &self,
        cues: &BTreeMap<&str, &str>,
        contents: &BTreeMap<&str, &str>,
        linked: &BTreeMap<&str, [BTreeSet<&str>; 2]>,
    ) -> std::result::Result<(), String> {
        let quoted: BTreeSet<&str> = linked.values().flat_map(|[_, q]| q).copied().collect();
        let lonely = |cue: &&str| linked.get(cue).is_none_or(|[_, quoted]| quoted.is_empty());
        let cue = cues
            .values()
            .find(|cue| lonely(cue))
            .map(|id| (id, "cue", "content"));
        let content = contents.values().find(|id| !quoted.contains(*id));
        let Some((id, what, lacks)) = cue.or(content.map(|id| (id, "content", "cue"))) else {
            return Ok(());
        };
        let span = self.regions.get(*id).map_or([0, 0], |region| region.span);
        let words: String = self
            .text
            .get(span[0]..span[1])
            .unwrap_or_default()
            .iter()
            .take(60)
            .collect();
        Err(format!(
            "the {what} “{words}” has no {lacks}: link the two by a relation, or delete it"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TEXT: &str = "“The pier,” Ivers 🕊️ said,\n\n“is ours.” Ómarr fears rain.";

    fn label(id: &str, role: &str, words: &str) -> Value {
        let at = TEXT.find(words).expect("words of the text");
        let start = TEXT.get(..at).expect("a start").chars().count();
        let end = start + words.chars().count();
        json!({"id": id, "type": "labels", "from_name": "role", "to_name": "text",
               "value": {"start": start, "end": end, "text": words.replace('\n', "\\n"), "labels": [role]}})
    }

    fn link(from: &str, to: &str) -> Value {
        json!({"type": "relation", "from_id": from, "to_id": to, "direction": "right"})
    }

    fn task(result: &[Value]) -> Value {
        json!({"id": 7, "data": {"text": TEXT, "date": "2024-03-01"}, "annotations": [
            {"result": [], "was_cancelled": true}, {"result": result}, {"result": ["x"], "was_cancelled": true}]})
    }

    fn read_task(task: &Value) -> Result<Vec<Article>> {
        read(Path::new("desk.json"), &json!([task]).to_string())
    }

    #[test]
    fn what_is_linked_to_a_cue_is_one_attribution() {
        let items = [
            label("a", "Cue", "said"),
            label("b", "Source", "Ivers 🕊️"),
            label("c", "Content", "“The pier,”"),
            label("d", "quote", "“is ours.”"),
            label("e", "cue", "fears"),
            label("f", "Speaker", "Ómarr"),
            label("g", "Content", "rain"),
            label("h", "Addressee", "pier"),
            json!({"id": "a", "type": "choices", "value": {"start": 3, "choices": ["said"]}}),
            json!({"id": "a", "type": "textarea", "value": {"text": ["Ivers <person:ivers>"]}}),
            link("b", "a"),
            link("a", "c"),
            link("c", "d"),
            link("e", "f"),
            link("e", "g"),
            link("e", "h"),
        ];
        let articles = read_task(&task(&items)).expect("articles");
        let [article] = articles.as_slice() else {
            panic!("one article");
        };
        assert_eq!(article.id, "task 7");
        assert_eq!(
            article.date.map(|d| d.to_string()).as_deref(),
            Some("2024-03-01")
        );
        let words: Vec<[String; 3]> = article
            .attributions
            .iter()
            .map(|a| {
                [&a.source, &a.cue, &a.content].map(|spans| {
                    let text: Vec<char> = TEXT.chars().collect();
                    let pieces = spans
                        .iter()
                        .map(|&[s, e]| text[s..e].iter().collect::<String>());
                    pieces.collect::<Vec<_>>().join("|")
                })
            })
            .collect();
        assert_eq!(
            words,
            [
                ["Ivers 🕊️", "said", "“The pier,”|“is ours.”"].map(str::to_owned),
                ["Ómarr", "fears", "rain"].map(str::to_owned),
            ]
        );
    }

    #[test]
    fn tasks_that_nobody_submitted_and_predictions_are_passed_over() {
        let open = json!({"data": {"text": TEXT}, "predictions": [{"result": [label("a", "Cue", "said")]}]});
        assert_eq!(read_task(&open).expect("no articles"), []);
        let empty =
            json!({"id": 1, "data": {"text": TEXT, "id": "x"}, "annotations": [{"result": []}]});
        let articles = read_task(&empty).expect("an article without statements");
        assert_eq!(
            (articles[0].id.as_str(), articles[0].attributions.len()),
            ("x", 0)
        );
    }

    #[track_caller]
    fn fails(task: &Value, with: &str) {
        let error = read_task(task).expect_err("a broken task").to_string();
        assert!(
            error.starts_with("desk.json: ") && error.contains(with),
            "{error}"
        );
    }

    #[test]
    fn what_was_forgotten_or_moved_is_an_error_with_its_task() {
        let cue = label("a", "Cue", "said");
        fails(
            &task(std::slice::from_ref(&cue)),
            "task 1 (task 7): the cue “said” has no content",
        );
        let content = label("b", "Content", "rain");
        fails(&task(&[content]), "the content “rain” has no cue");
        let mut moved = cue.clone();
        moved["value"]["start"] = json!(3);
        fails(&task(&[moved]), "“said” is annotated where");
        let mut far = cue;
        far["value"]["end"] = json!(999);
        fails(&task(&[far]), "the span");
        fails(&json!({"text": TEXT, "role": []}), "not as JSON-MIN");
        fails(&json!({"data": {"image": "x.png"}}), "missing field `text`");
        fails(
            &json!({"data": {"text": "", "date": "soon"}, "annotations": [{}]}),
            "the date \"soon\"",
        );
    }
}
