//! `dixit ask`: questions in plain English.

use crate::cli::arguments::graphs::GraphArgument;
use crate::cli::messages::{Outcome, say, written};
use crate::cli::show::answer::{Format, FormatArgument};
use crate::cli::show::hints::{self, Hints};
use crate::cli::terminal::{Style, Terminal, clean};
use crate::error::Result;
use crate::query::ask::{self, Question};
use crate::query::{Answer, AskedFor, Failure, Index};
use clap::Args;
use std::collections::HashMap;
use std::io::{self, Write};
use std::time::Instant;

/// Ask a question in plain English; every answer is a quotation from an article
///
/// Prints how it understood the question, then the answer in short, then the statements that prove
/// it. dixit never guesses: if it cannot parse a question, it suggests the nearest one.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// The question
    #[arg(required = true, value_name = "QUESTION")]
    question: Vec<String>,
    #[command(flatten)]
    graph: GraphArgument,
    /// Search only for the words of the question, not for related ones ('ceasefire' for 'truce')
    #[arg(long)]
    exact_words: bool,
    /// Maximum number of statements
    #[arg(long, short = 'n', value_name = "N", help_heading = "Output")]
    limit: Option<usize>,
    /// Report on stderr how long loading and answering took
    #[arg(long, help_heading = "Output")]
    time: bool,
    #[command(flatten)]
    format: FormatArgument,
}

const EXAMPLES: &str = "\
Examples:
  dixit ask \"Who warned Russia about Ukraine in December 2021?\"
  dixit ask \"What did Putin say to Biden about NATO?\"
  dixit ask \"Whom did the United States warn?\"
  dixit ask \"Which ministers spoke about a truce?\" --exact-words
  dixit ask \"Who denied plans to invade?\" --format json";

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let start = Instant::now();
    let asked = arguments.question.join(" ");
    let opened = arguments.graph.open()?;
    let graph = opened.for_question(&asked)?;
    let loaded = Instant::now();
    let index = Index::new(&graph);
    let mut question = match ask::parse(&asked, &index) {
        Ok(question) => question,
        Err(failure) => return unread(&asked, failure, &index),
    };
    question.query.limit = arguments.limit.or(question.query.limit);
    let format = arguments.format.format;
    if arguments.exact_words {
        question = question.with_exact_words();
    }
    let heading = std::iter::once(format!("understood as {question}"));
    let mut related = question.related_words(&index);
    if let Some(last) = related.last_mut() {
        last.push_str(" (--exact-words leaves these out)");
    }
    for line in heading.chain(question.notes.iter().cloned()).chain(related) {
        if format == Format::Table {
            let line = Terminal::of_stdout().paint(Style::Faint, &clean(&line));
            written(writeln!(io::stdout().lock(), "{line}"))?;
        } else {
            say(&line);
        }
    }
    let answer = match question.answer(&index) {
        Ok(answer) => answer,
        Err(failure) => return hints::refused(failure),
    };
    if arguments.time {
        say(&format!(
            "{:.3} s to load, {:.1} ms to answer",
            (loaded - start).as_secs_f64(),
            1e3 * loaded.elapsed().as_secs_f64()
        ));
    }
    if format == Format::Table && !answer.statements.is_empty() {
        written(headline(&question, &answer))?;
    }
    let hints = Hints {
        index: &index,
        graph: Some(&arguments.graph),
        opened: Some(&opened),
    };
    let outcome = hints::show(&hints, &answer, arguments.format.layout())?;
    // A number does not show what was left out.
    if question.asked_for == AskedFor::HowMany && outcome == Outcome::Done {
        hints.left_out(&question.query);
    }
    Ok(outcome)
}

/// Explains why a question cannot be answered, and suggests what to ask instead.
fn unread(asked: &str, failure: Failure, index: &Index) -> Result<Outcome> {
    let near = ask::nearest(asked, &failure, index);
    let Failure::Unreadable(why) = failure else {
        let outcome = hints::refused(failure)?;
        if let Some(near) = near {
            say(&format!("the nearest question dixit can parse: {near}"));
        }
        return Ok(outcome);
    };
    Err(ask::unreadable(&why, near.as_deref()))
}

/// The answer in short: those asked for, with the number of their statements.
fn headline(question: &Question, answer: &Answer) -> io::Result<()> {
    let terminal = Terminal::of_stdout();
    let mut namesakes: HashMap<(&str, &str), usize> = HashMap::new();
    for group in &answer.answers {
        *namesakes.entry((&group.name, &group.kind)).or_default() += 1;
    }
    let groups: Vec<String> = answer
        .answers
        .iter()
        .map(|group| {
            let mut name = terminal.paint(Style::Strong, &clean(&group.name));
            if let Some(id) = &group.id
                && namesakes[&(group.name.as_str(), group.kind.as_str())] > 1
            {
                name.push_str(&format!(" [{}]", clean(id)));
            }
            match question.asked_for {
                AskedFor::HowMany
                | AskedFor::HowManySpeakers
                | AskedFor::HowManyAddressees
                | AskedFor::Whether => name,
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
