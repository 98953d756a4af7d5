//! The tools, and what they answer: the JSON of the commands of the same names.

use super::sources::Sources;
use crate::analysis::timeline::timeline;
use crate::analysis::verify::verify;
use crate::cli::arguments::filters::Filters;
use crate::cli::arguments::{graphs, of_flags};
use crate::cli::commands::explain;
use crate::cli::show::hints::refusal;
use crate::document::{Document, Item, Options, read_lines};
use crate::error::{Error, Result};
use crate::extract::pipeline;
use crate::query::ask::{self, Question};
use crate::query::{Answer, AskedFor, Failure, Index, Query};
use rmcp::model::{JsonObject, Tool};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::Cursor;

/// Names, descriptions and arguments, in the protocol's own format.
const TOOLS: &str = include_str!("tools.json");

/// Statements of an answer, unless the call says how many.
const LIMIT: usize = 20;

/// The longest text that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// All tools.
pub(super) fn all() -> Result<Vec<Tool>> {
    serde_json::from_str(TOOLS).map_err(|error| Error::new(format!("tools.json: {error}")))
}

/// The error for an argument that a tool does not have, if there is one.
pub(super) fn unknown(tool: &Tool, arguments: &JsonObject) -> Option<Error> {
    let known = tool.input_schema.get("properties")?.as_object()?;
    let unknown = arguments.keys().find(|name| !known.contains_key(*name))?;
    let names: Vec<&str> = known.keys().map(String::as_str).collect();
    Some(Error::new(format!(
        "there is no argument '{unknown}'; those of {} are {}",
        tool.name,
        names.join(", ")
    )))
}

/// The answer to a call.
pub(super) fn call(sources: &Sources, tool: &str, arguments: &JsonObject) -> Result<Value> {
    match tool {
        "ask" => asked(sources, &read(arguments)?),
        "query" => queried(sources, &filters(arguments)?),
        "verify" => verified(sources, &read(arguments)?),
        "timeline" => followed(sources, &filters(arguments)?),
        "explain" => explained(sources, &read(arguments)?),
        "extract" => extracted(sources, arguments),
        _ => Err(Error::new(format!("there is no tool '{tool}'"))),
    }
}

#[derive(Debug, Deserialize)]
struct Asking {
    question: String,
    limit: Option<usize>,
    #[serde(default)]
    exact_words: bool,
}

#[derive(Debug, Deserialize)]
struct Verifying {
    quotation: String,
    speaker: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Explaining {
    id: String,
}

fn read<'a, T: Deserialize<'a>>(arguments: &'a JsonObject) -> Result<T> {
    T::deserialize(arguments).map_err(|error| Error::new(error.to_string()))
}

/// A question and its answer.
#[derive(Debug, Serialize)]
struct Asked<'a, 'g> {
    /// The query that the question was read as.
    understood: String,
    /// What has to be known about the answer.
    notes: Vec<String>,
    #[serde(flatten)]
    answer: &'a Answer<'g>,
}

fn asked(sources: &Sources, asking: &Asking) -> Result<Value> {
    sources.with_index(
        |opened| opened.for_question(&asking.question),
        |index| {
            let question = ask::parse(&asking.question, index);
            let mut question =
                question.map_err(|failure| refusal(&asking.question, &failure, index))?;
            if asking.exact_words {
                question = question.with_exact_words();
            }
            let limit = asking.limit.or(question.query.limit);
            question.query.limit = Some(limit.unwrap_or(LIMIT));
            let answer = question
                .answer(index)
                .map_err(|failure| refused(&failure))?;
            Ok(json(&Asked {
                understood: question.to_string(),
                notes: notes(&question, index),
                answer: &answer,
            }))
        },
    )
}

fn notes(question: &Question, index: &Index) -> Vec<String> {
    let related = question.related_words(index);
    question.notes.iter().cloned().chain(related).collect()
}

fn queried(sources: &Sources, query: &Query) -> Result<Value> {
    let query = Query {
        limit: Some(query.limit.unwrap_or(LIMIT)),
        ..query.clone()
    };
    sources.with_index(
        |opened| opened.for_query(&query, &[]),
        |index| {
            let answer = index.run(&query, AskedFor::What);
            Ok(json(&answer.map_err(|failure| refused(&failure))?))
        },
    )
}

fn followed(sources: &Sources, query: &Query) -> Result<Value> {
    if query.speaker.is_empty() && query.about.is_empty() && query.to.is_empty() {
        return Err(Error::new(
            "whose timeline? give a speaker, or what it is about",
        ));
    }
    let graph = sources.opened.for_query(query, &[])?;
    let found = timeline(&graph, query).map_err(|failure| refused(&failure))?;
    Ok(json(&found))
}

fn verified(sources: &Sources, verifying: &Verifying) -> Result<Value> {
    let graph = sources.opened.all()?;
    let found = verify(&graph, &verifying.quotation, verifying.speaker.as_deref());
    Ok(json(&found.map_err(|failure| refused(&failure))?))
}

fn explained(sources: &Sources, explaining: &Explaining) -> Result<Value> {
    let id = &explaining.id;
    if id.trim().is_empty() {
        return Err(graphs::no_id());
    }
    let graph = (sources.opened).for_ids(std::slice::from_ref(id), &Query::default())?;
    let Some((id, statement)) = graphs::find_statement(&graph, id)? else {
        return Err(Error::new(format!(
            "graph {} has no statement with id {id}; answers have the ids of their statements",
            graph.name()
        )));
    };
    let found = explain::of_graph(sources.engine, &Options::default(), &graph, &id, statement)?;
    Ok(json(&found))
}

/// The record of a text, given as the fields of a document.
fn extracted(sources: &Sources, arguments: &JsonObject) -> Result<Value> {
    if !arguments.get("text").is_some_and(Value::is_string) {
        return Err(Error::new("'text' must be the text of an article"));
    }
    let mut record = arguments.clone();
    record.entry("id").or_insert_with(|| "text".into());
    let record = serde_json::to_string(&record).unwrap_or_default();
    if record.len() > LONGEST {
        return Err(Error::new(format!(
            "the text has {} bytes, more than {LONGEST}; use 'dixit extract' for files",
            record.len()
        )));
    }
    let document = document(record)?;
    let found = pipeline::extract_with(sources.engine, &document)?;
    Ok(json(&found))
}

fn document(record: String) -> Result<Document> {
    for item in read_lines(Cursor::new(record), &Options::default()) {
        match item {
            Item::Document(document) => return Ok(document),
            Item::Failed(error) => return Err(Error::new(error.message)),
            Item::Warning(_) => {}
        }
    }
    Err(Error::new("there is no document"))
}

/// The query of filters, named as the flags of `dixit query`.
fn filters(arguments: &JsonObject) -> Result<Query> {
    let mut flags = Vec::new();
    for (name, value) in arguments {
        let flag = name.replace('_', "-");
        let values = match value {
            Value::Array(values) => values.as_slice(),
            one => std::slice::from_ref(one),
        };
        for value in values {
            match value {
                Value::Null | Value::Bool(false) => {}
                Value::Bool(true) => flags.push(format!("--{flag}")),
                Value::String(text) => flags.push(format!("--{flag}={text}")),
                Value::Number(number) => flags.push(format!("--{flag}={number}")),
                Value::Array(_) | Value::Object(_) => {
                    return Err(Error::new(format!(
                        "'{name}' must be a text, a number or a list of these"
                    )));
                }
            }
        }
    }
    of_flags::<Filters>(&flags)?.query()
}

fn refused(failure: &Failure) -> Error {
    Error::new(failure.to_string())
}

/// A value as the commands write it: by way of text, as a number of 32 bits would get the digits of one of 64.
fn json<T: Serialize>(value: &T) -> Value {
    // Strings, numbers and lists cannot fail.
    let text = serde_json::to_string(value).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}
