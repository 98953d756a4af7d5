//! Why a query has no answer.

use std::fmt;

/// Why there is no answer.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::query::{AskedFor, Failure, Query, run};
///
/// let query = Query::default().speaker("Trus");
/// let failure: Failure = run(&graph, &query, AskedFor::What).unwrap_err();
/// assert_eq!(
///     failure.to_string(),
///     "nobody is called 'Trus' in this graph; the nearest name is Liz Truss"
/// );
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Failure {
    /// Nobody in the graph has this name.
    Unknown {
        /// The name as asked.
        name: String,
        /// Up to three names with the most similar spelling.
        nearest: Vec<String>,
    },
    /// The graph has no outlet of this name.
    UnknownOutlet {
        /// The name as asked.
        name: String,
        /// Up to three names with the most similar spelling.
        nearest: Vec<String>,
    },
    /// Nobody in the graph holds an office of this name.
    UnknownOffice {
        /// The office as asked.
        name: String,
        /// Up to three offices with the most similar spelling.
        nearest: Vec<String>,
    },
    /// The question or filter cannot be parsed: one line that says why.
    Unreadable(String),
}

impl std::error::Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Unknown { name, nearest } => {
                write!(
                    f,
                    "nobody is called '{name}' in this graph{}",
                    hint(nearest)
                )
            }
            Failure::UnknownOutlet { name, nearest } => {
                write!(f, "no outlet is called '{name}' in this graph")?;
                match nearest.is_empty() {
                    true => f.write_str(": its documents name no outlets"),
                    false => f.write_str(&hint(nearest)),
                }
            }
            Failure::UnknownOffice { name, nearest } => {
                write!(
                    f,
                    "nobody in this graph holds the office '{name}'{}",
                    hint(nearest)
                )
            }
            Failure::Unreadable(why) => f.write_str(why),
        }
    }
}

/// What follows a message about an unknown name.
fn hint(nearest: &[String]) -> String {
    match nearest {
        [] => String::new(),
        [one] => format!("; the nearest name is {one}"),
        [all @ .., last] => format!("; the nearest names are {} and {last}", all.join(", ")),
    }
}
