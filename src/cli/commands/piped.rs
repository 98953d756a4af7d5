//! Reads the output of another dixit from standard input: `dixit query … -f jsonl | dixit query -`.

use crate::error::{Error, Result};
use crate::extract::record::Extraction;
use crate::graph::{BuildOptions, Graph, StatementIndex};
use serde::Deserialize;
use std::io::BufRead;

/// The input.
pub(in crate::cli) enum Piped {
    /// Ids of statements of a graph, each with its line number.
    Statements(Vec<(usize, String)>),
    /// The graph of the lines of `dixit extract`.
    Graph(Graph),
}

/// The fields that distinguish a statement of an answer from the record of an article.
#[derive(Deserialize)]
struct Line {
    id: String,
    place: Option<serde::de::IgnoredAny>,
    statements: Option<serde::de::IgnoredAny>,
}

impl Piped {
    /// Reads JSON Lines: statements from `dixit query` and `dixit ask`, or articles from `dixit extract`.
    ///
    /// # Errors
    /// One line with the number of the first line that is neither.
    pub(in crate::cli) fn read(input: impl BufRead) -> Result<Piped> {
        let mut statements = Vec::new();
        let mut articles: Vec<Extraction> = Vec::new();
        for (number, line) in (1..).zip(input.lines()) {
            let line = line.map_err(|e| Error::new(format!("cannot read standard input: {e}")))?;
            if line.trim().is_empty() {
                continue;
            }
            let neither = || {
                Error::new(format!(
                    "standard input, line {number}: this is neither a statement from \
                     'dixit query --format jsonl' nor an article from 'dixit extract'"
                ))
            };
            let known: Line = serde_json::from_str(&line).map_err(|_| neither())?;
            match known {
                Line {
                    id, place: Some(_), ..
                } => statements.push((number, id)),
                Line {
                    statements: Some(_),
                    ..
                } => {
                    articles.push(serde_json::from_str(&line).map_err(|_| neither())?);
                }
                _ => return Err(neither()),
            }
        }
        if articles.is_empty() {
            return Ok(Piped::Statements(statements));
        }
        if !statements.is_empty() {
            return Err(Error::new(
                "standard input has both statements and articles; send only one kind",
            ));
        }
        let options = BuildOptions {
            attitudes: true,
            ..BuildOptions::default()
        };
        let graph = Graph::from_extractions("standard input", articles, &options);
        Ok(Piped::Graph(graph))
    }
}

/// The statements with these ids, in order and without duplicates.
///
/// # Errors
/// One line that names the first id that is not in the graph.
pub(in crate::cli) fn statements(
    graph: &Graph,
    ids: &[(usize, String)],
) -> Result<Vec<StatementIndex>> {
    let mut found = Vec::with_capacity(ids.len());
    for (line, id) in ids {
        found.push(graph.statement_by_id(id).ok_or_else(|| {
            Error::new(format!(
                "standard input, line {line}: statement {id} is not in this graph; name the graph \
                 that it comes from with --graph FILE"
            ))
        })?);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}
