//! The tools, and what they answer: the JSON of the commands of the same names.

use crate::analysis::timeline::timeline;
use crate::analysis::verify::verify;
use crate::cli::arguments::filters::Filters;
use crate::cli::arguments::{graphs, of_flags};
use crate::cli::commands::article;
use crate::cli::commands::explain::{self, Explained};
use crate::document::Options;
use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::extract::pipeline;
use crate::query::ask::Asking;
use crate::query::readers::Reader;
use crate::query::{AskedFor, Failure, Query};
use rmcp::model::{JsonObject, Tool};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

/// Names, descriptions and arguments, in the protocol's own format.
const TOOLS: &str = include_str!("tools.json");

/// Statements of an answer, unless the call says how many.
const LIMIT: usize = 20;

/// The longest text that is read, in bytes.
const LONGEST: usize = 1 << 20;

/// What tools read beside the graph.
pub(super) struct Sources {
    pub(super) engine: Arc<Engine>,
    /// The graph's file.
    pub(super) file: PathBuf,
}

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
pub(super) fn call(
    reader: &Reader,
    sources: &Sources,
    tool: &str,
    arguments: &JsonObject,
) -> Result<Value> {
    match tool {
        "ask" => asked(reader, read(arguments)?),
        "query" => queried(reader, &filters(arguments)?),
        "verify" => verified(reader, &read(arguments)?),
        "timeline" => followed(reader, &filters(arguments)?),
        "explain" => explained(reader, sources, &read(arguments)?),
        "extract" => extracted(sources, arguments),
        _ => Err(Error::new(format!("there is no tool '{tool}'"))),
    }
}

#[derive(Debug, Deserialize)]
struct Question {
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

fn asked(reader: &Reader, question: Question) -> Result<Value> {
    let asking = Asking {
        question: question.question,
        limit: question.limit,
        exact_words: question.exact_words,
    };
    reader.with_index(
        |opened| opened.for_question(&asking.question),
        |index| {
            let asked = asking.answer(index, Some(LIMIT));
            Ok(json(&asked.map_err(|refusal| refusal.error())?))
        },
    )
}

fn queried(reader: &Reader, query: &Query) -> Result<Value> {
    let query = Query {
        limit: Some(query.limit.unwrap_or(LIMIT)),
        ..query.clone()
    };
    reader.with_index(
        |opened| opened.for_query(&query, &[]),
        |index| {
            let answer = index.run(&query, AskedFor::What);
            Ok(json(&answer.map_err(|failure| refused(&failure))?))
        },
    )
}

fn followed(reader: &Reader, query: &Query) -> Result<Value> {
    if query.speaker.is_empty() && query.about.is_empty() && query.to.is_empty() {
        return Err(Error::new(
            "whose timeline? give a speaker, or what it is about",
        ));
    }
    let graph = reader.opened().for_query(query, &[])?;
    let found = timeline(&graph, query).map_err(|failure| refused(&failure))?;
    Ok(json(&found))
}

fn verified(reader: &Reader, verifying: &Verifying) -> Result<Value> {
    graphs::warn_if_large(reader.opened())?;
    let graph = reader.opened().all()?;
    let found = verify(&graph, &verifying.quotation, verifying.speaker.as_deref());
    Ok(json(&found.map_err(|failure| refused(&failure))?))
}

fn explained(reader: &Reader, sources: &Sources, explaining: &Explaining) -> Result<Value> {
    let id = &explaining.id;
    if id.trim().is_empty() {
        return Err(graphs::no_id());
    }
    let graph = (reader.opened()).for_ids(std::slice::from_ref(id), &Query::default())?;
    let Some((id, statement)) = graphs::find_statement(&graph, id)? else {
        return Err(Error::new(format!(
            "graph {} has no statement with id {id}; answers have the ids of their statements",
            graph.name()
        )));
    };
    let wanted = Explained {
        graph: &graph,
        file: &sources.file,
        id: &id,
        statement,
    };
    let found = explain::of_graph(&sources.engine, &Options::default(), &wanted)?;
    Ok(json(&found))
}

/// The record of a text, given as the fields of a document.
fn extracted(sources: &Sources, arguments: &JsonObject) -> Result<Value> {
    let lengths = arguments.values().filter_map(Value::as_str).map(str::len);
    let length: usize = lengths.sum();
    if length > LONGEST {
        return Err(Error::new(format!(
            "the text has {length} bytes, more than {LONGEST}; use 'dixit extract' for files"
        )));
    }
    let document = article::of_fields(arguments.clone())?;
    let found = pipeline::extract_with(&sources.engine, &document)?;
    Ok(json(&found))
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
