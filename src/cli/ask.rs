//! `dixit ask`: questions in plain English.

use super::graphs::GraphArgument;
use super::output::{Format, FormatArgument};
use super::terminal::{Style, Terminal, clean};
use super::{Outcome, query, say, written};
use crate::error::{Error, Result};
use crate::query::ask::{self, Question};
use crate::query::{Answer, AskedFor, Failure};
use clap::Args;
use std::io::{self, Write};

/// Ask in plain English; every line of the answer stands in an article
///
/// Prints the query it understood, then who (or whom, what, when, how often), then the statements
/// that prove it. A question it cannot read is refused, not guessed at.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The question
    #[arg(required = true, value_name = "QUESTION")]
    question: Vec<String>,
    #[command(flatten)]
    graph: GraphArgument,
    /// Statements at most
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<usize>,
    #[command(flatten)]
    format: FormatArgument,
}

const EXAMPLES: &str = "\
Examples:
  dixit ask \"Who warned Russia about Ukraine in December 2021?\"
  dixit ask \"What did Putin say to Biden about NATO?\"
  dixit ask \"Whom did the United States warn?\"
  dixit ask \"Who denied plans to invade?\" --format json";

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let graph = arguments.graph.load()?;
    let mut question = match ask::parse(&arguments.question.join(" "), &graph) {
        Ok(question) => question,
        Err(failure @ Failure::Unknown { .. }) => return query::refused(failure),
        Err(Failure::Unreadable(why)) => return Err(unread(&why)),
    };
    question.query.limit = arguments.limit;
    let format = arguments.format.format;
    let heading = format!("understood as {question}");
    if format == Format::Table {
        let line = Terminal::of_stdout().paint(Style::Faint, &clean(&heading));
        written(writeln!(io::stdout().lock(), "{line}"))?;
    } else {
        say(&heading);
    }
    let answer = match crate::query::run(&graph, &question.query, question.asked_for) {
        Ok(answer) => answer,
        Err(failure) => return query::refused(failure),
    };
    if format == Format::Table && !answer.statements.is_empty() {
        written(headline(&question, &answer))?;
    }
    query::show(&graph, &answer, format)
}

fn unread(why: &str) -> Error {
    let examples: Vec<String> = ask::EXAMPLES.iter().map(|e| format!("  {e}")).collect();
    Error::new(format!(
        "{why}\nQuestions that can be read:\n{}",
        examples.join("\n")
    ))
}

/// The answer in short: those asked for, with the number of their statements.
fn headline(question: &Question, answer: &Answer) -> io::Result<()> {
    let terminal = Terminal::of_stdout();
    let groups: Vec<String> = answer
        .answers
        .iter()
        .map(|group| {
            let name = terminal.paint(Style::Strong, &clean(&group.name));
            match question.asked_for {
                AskedFor::HowMany | AskedFor::Whether => name,
                _ => format!("{name} ({})", group.statements.len()),
            }
        })
        .collect();
    let mut out = io::stdout().lock();
    if groups.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}\n", groups.join(", "))
}
