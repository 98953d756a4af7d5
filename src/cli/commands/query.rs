//! `dixit query`: statements by filters.

use super::piped::{self, Piped};
use crate::cli::arguments::graphs::GraphArgument;
use crate::cli::messages::{Outcome, say, written};
use crate::cli::show::answer::{self, Counted, Format, FormatArgument};
use crate::cli::show::report::counted;
use crate::entity::EntityType;
use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::query::{
    Answer, AskedFor, CountKey, Failure, Index, Looser, Period, Query, Sort, about_addressee,
    loosened, without_party,
};
use crate::statement::acts::Taxonomy;
use crate::statement::{Kind, Polarity, Relation};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use serde::de::DeserializeOwned;
use std::ffi::OsStr;
use std::io;
use std::time::Instant;

/// Find statements by speaker, addressee, topic, date and more
///
/// Names match ids, full names and aliases, ignoring case and accents. If a filter is given several
/// times, a statement needs to match only one of its values, but it must match every --about.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Search only the statements on standard input: JSON Lines from `dixit query`, `dixit ask` or
    /// `dixit extract`
    #[arg(value_name = "-", value_parser = ["-"], hide_possible_values = true)]
    input: Option<String>,
    #[command(flatten)]
    graph: GraphArgument,
    #[command(flatten)]
    filters: Filters,
    /// Count statements by one or more of speaker, speaker-type, to, about, relation, act,
    /// polarity, kind, day, month, year, outlet and document
    #[arg(long, value_name = "KEYS", conflicts_with = "sort", value_delimiter = ',', value_parser = words::<CountKey>(&CountKey::NAMES), hide_possible_values = true, help_heading = "Output")]
    count_by: Vec<CountKey>,
    /// Count reports instead of statements: one for each article that has the statement
    #[arg(long, requires = "count_by", help_heading = "Output")]
    reports: bool,
    /// Report on stderr how long loading and answering took
    #[arg(long, help_heading = "Output")]
    time: bool,
    #[command(flatten)]
    format: FormatArgument,
}

/// The filters of a query as flags, for every command that selects statements of a graph.
#[derive(Debug, Args)]
pub(in crate::cli) struct Filters {
    /// Speaker of the statement
    #[arg(long, short = 's', value_name = "NAME", help_heading = "Filters")]
    speaker: Vec<String>,
    /// Type of the speaker
    #[arg(long, value_name = "TYPE", value_parser = words::<EntityType>(&TYPES), help_heading = "Filters")]
    speaker_type: Option<EntityType>,
    /// Office that the speaker holds, such as 'foreign minister'
    #[arg(long, value_name = "OFFICE", help_heading = "Filters")]
    speaker_role: Vec<String>,
    /// Relation of the statement
    #[arg(long, short = 'r', value_name = "RELATION", value_parser = OneRelation, help_heading = "Filters")]
    relation: Option<Relation>,
    /// Addressee of the statement
    #[arg(long, short = 't', value_name = "NAME", help_heading = "Filters")]
    to: Vec<String>,
    /// Type of the addressee
    #[arg(long, value_name = "TYPE", value_parser = words::<EntityType>(&TYPES), help_heading = "Filters")]
    to_type: Option<EntityType>,
    /// Office that the addressee holds
    #[arg(long, value_name = "OFFICE", help_heading = "Filters")]
    to_role: Vec<String>,
    /// Only what those named by --speaker and --to say to each other
    #[arg(long, help_heading = "Filters")]
    each_other: bool,
    /// Topic: a name, words (compared by their stems) or a phrase in quotation marks
    #[arg(long, short = 'a', value_name = "TOPIC", help_heading = "Filters")]
    about: Vec<String>,
    /// Regular expression that the content must match, ignoring case
    #[arg(long, value_name = "REGEX", help_heading = "Filters")]
    matching: Option<String>,
    /// First day, month or year: 2021-12-15, 2021-12 or 2021
    #[arg(long, value_name = "DATE", value_parser = Period::parse, help_heading = "Filters")]
    since: Option<Period>,
    /// Last day, month or year, included
    #[arg(long, value_name = "DATE", value_parser = Period::parse, help_heading = "Filters")]
    until: Option<Period>,
    /// How much of the content is quoted: all, some or none
    #[arg(long, value_name = "KIND", value_parser = words::<Kind>(&["direct", "mixed", "indirect"]), help_heading = "Filters")]
    kind: Option<Kind>,
    /// Act, finer than the relation: deny, pledge, accuse, …
    #[arg(long, value_name = "ACT", help_heading = "Filters")]
    act: Vec<String>,
    /// Whether the statement was made
    #[arg(long, value_name = "POLARITY", value_delimiter = ',', value_parser = words::<Polarity>(&["affirmed", "denied", "negated", "hypothetical"]), help_heading = "Filters")]
    polarity: Vec<Polarity>,
    /// Outlet that published the statement or is cited for it
    #[arg(long, value_name = "OUTLET", help_heading = "Filters")]
    source: Vec<String>,
    /// Include reported thought: believes, fears, hopes
    #[arg(long, help_heading = "Filters")]
    attitudes: bool,
    /// Count those who speak for a state or organisation as that state or organisation, also for
    /// --speaker-type and --to-type
    #[arg(long, help_heading = "Filters")]
    rollup: bool,
    /// Sort by date, speaker, to, relation, act, outlet, document, confidence or reports; -date
    /// sorts in reverse
    #[arg(
        long,
        value_name = "KEY",
        allow_hyphen_values = true,
        help_heading = "Output"
    )]
    sort: Option<Sort>,
    /// Maximum number of statements
    #[arg(long, short = 'n', value_name = "N", help_heading = "Output")]
    limit: Option<usize>,
}

const RELATIONS: [&str; 3] = ["said", "warned", "proposed"];

const TYPES: [&str; 4] = ["person", "state", "organisation", "unnamed"];

const EXAMPLES: &str = "\
Examples:
  dixit query --speaker 'Vladimir Putin' --relation warned
  dixit query --to Russia --about sanctions --since 2021-12 --until 2022-01-15
  dixit query --speaker Russia --rollup --act deny --format csv > denials.csv
  dixit query --about '\"security guarantees\"' --sort -date --limit 10
  dixit query --relation warned --count-by speaker,month
  dixit query --speaker Putin -f jsonl | dixit query - --about NATO
  dixit extract news/ | dixit query - --relation proposed";

impl Filters {
    /// The query that the flags stand for.
    ///
    /// # Errors
    /// One line that names the nearest acts, when a flag names one that does not exist.
    pub(in crate::cli) fn query(&self) -> Result<Query> {
        Ok(Query {
            speaker: self.speaker.clone(),
            speaker_type: self.speaker_type,
            speaker_role: self.speaker_role.clone(),
            relation: self.relation,
            to: self.to.clone(),
            to_type: self.to_type,
            to_role: self.to_role.clone(),
            each_other: self.each_other,
            about: self.about.clone(),
            matching: self.matching.clone(),
            since: self.since.map(|period| period.first),
            until: self.until.map(|period| period.last),
            kind: self.kind,
            act: known_acts(&self.act)?,
            polarity: self.polarity.clone(),
            source: self.source.clone(),
            attitudes: self.attitudes,
            rollup: self.rollup,
            sort: self.sort,
            limit: self.limit,
        })
    }
}

pub(in crate::cli) fn run(arguments: &Arguments) -> Result<Outcome> {
    let query = arguments.filters.query()?;
    let format = arguments.format.format;
    let start = Instant::now();
    let (graph, ids) = match &arguments.input {
        None => (arguments.graph.load()?, None),
        Some(_) => match Piped::read(io::stdin().lock())? {
            Piped::Graph(graph) => (graph, None),
            Piped::Statements(ids) if ids.is_empty() => return nothing_piped(query, format),
            Piped::Statements(ids) => (piped_graph(&arguments.graph)?, Some(ids)),
        },
    };
    let among = ids.map(|ids| piped::statements(&graph, &ids)).transpose()?;
    let index = Index::new(&graph);
    let loaded = Instant::now();
    let found = crate::query::found(&index, &query, among.as_deref());
    let found = match found {
        Ok(found) => found,
        Err(failure) => return refused(failure),
    };
    let time = |answered: Instant| {
        if arguments.time {
            say(&format!(
                "{:.3} s to load, {:.1} ms to answer",
                (loaded - start).as_secs_f64(),
                1e3 * (answered - loaded).as_secs_f64()
            ));
        }
    };
    // What came through a pipe cannot be asked for again.
    let hints = Hints {
        index: &index,
        graph: arguments.input.is_none().then_some(&arguments.graph),
    };
    if arguments.count_by.is_empty() {
        let answer = found.answer(AskedFor::What);
        time(Instant::now());
        return show(&hints, &answer, format);
    }
    let counts = found.count(&arguments.count_by, arguments.reports);
    time(Instant::now());
    let counted = Counted {
        query: &query,
        keys: &arguments.count_by,
        by_reports: arguments.reports,
        counts: &counts,
    };
    if counts.is_empty() && format != Format::Json {
        return Ok(hints.nothing(&query));
    }
    written(counted.write(format))?;
    Ok(match counts.is_empty() {
        true => hints.nothing(&query),
        false => Outcome::Done,
    })
}

/// The graph that statements on standard input are of.
fn piped_graph(graph: &GraphArgument) -> Result<Graph> {
    graph.load().map_err(|error| match graph.flag().is_empty() {
        true => Error::new(format!(
            "{error}; name the graph that the statements on standard input come from with \
             --graph FILE"
        )),
        false => error,
    })
}

/// The exit of a pipe through which nothing comes.
fn nothing_piped(query: Query, format: Format) -> Result<Outcome> {
    if format == Format::Json {
        let answer = Answer {
            query,
            answers: Vec::new(),
            statements: Vec::new(),
        };
        written(answer::write(&answer, format))?;
    }
    say("standard input is empty");
    Ok(Outcome::Nothing)
}

/// Writes an answer; if it is empty, says so and suggests other queries where there are any.
pub(in crate::cli) fn show(hints: &Hints, answer: &Answer, format: Format) -> Result<Outcome> {
    let found = !answer.statements.is_empty();
    if found || matches!(format, Format::Json) {
        written(answer::write(answer, format))?;
    }
    if !found {
        return Ok(hints.nothing(&answer.query));
    }
    if format == Format::Table {
        hints.more(&answer.query);
    }
    Ok(Outcome::Done)
}

/// Suggests queries that find something, or more.
pub(in crate::cli) struct Hints<'a> {
    pub(in crate::cli) index: &'a Index<'a>,
    /// How the graph is named on the command line; `None` where it cannot be queried again.
    pub(in crate::cli) graph: Option<&'a GraphArgument>,
}

/// The most hints that are given.
const HINTS: usize = 3;

impl Hints<'_> {
    /// Says that a query finds nothing, and what a slightly looser one would find.
    pub(in crate::cli) fn nothing(&self, query: &Query) -> Outcome {
        let flags = query.to_string();
        say(&match flags.as_str() {
            "" => "this graph has no statements".to_owned(),
            flags => format!("no statements found for: {flags}"),
        });
        if query.attitudes && !self.index.has_attitudes() {
            say(
                "this graph has no reported thought; build one that does with \
                 'dixit build --attitudes FOLDER'",
            );
        }
        if self.graph.is_some() {
            let same = without_party(self.index, query);
            let others = match same.is_some() {
                true => Vec::new(),
                false => loosened(self.index, query, HINTS),
            };
            same.iter()
                .chain(&others)
                .for_each(|looser| self.tell(looser));
        }
        Outcome::Nothing
    }

    /// Says what else there is about the addressees asked for.
    fn more(&self, query: &Query) {
        if let Some(looser) = about_addressee(self.index, query) {
            self.tell(&looser);
        }
    }

    /// Says how many statements another query finds, and how to ask it.
    pub(in crate::cli) fn tell(&self, looser: &Looser) {
        if let Some(graph) = self.graph {
            let Looser { what, query, count } = looser;
            let statements = counted(*count, "statement");
            say(&format!(
                "{statements} {what}: dixit query {query}{}",
                graph.flag()
            ));
        }
    }
}

/// Refuses a query that the graph cannot answer.
pub(in crate::cli) fn refused(failure: Failure) -> Result<Outcome> {
    match failure {
        Failure::Unreadable(why) => Err(Error::new(why)),
        unknown => {
            say(&unknown.to_string());
            Ok(Outcome::Nothing)
        }
    }
}

fn known_acts(acts: &[String]) -> Result<Vec<String>> {
    let taxonomy = Taxonomy::built_in()?;
    let known = |act: &String| match taxonomy.find(act) {
        Some(found) => Ok(found.name.clone()),
        None => {
            let mut names: Vec<&str> = taxonomy.acts().iter().map(|a| a.name.as_str()).collect();
            names.sort_by(|a, b| {
                strsim::jaro_winkler(b, act).total_cmp(&strsim::jaro_winkler(a, act))
            });
            names.truncate(3);
            Err(Error::new(format!(
                "there is no act '{act}'; the nearest are {}",
                names.join(", ")
            )))
        }
    };
    acts.iter().map(known).collect()
}

/// Reads one of the words that stand for the values of an enumeration in JSON.
fn words<T>(words: &[&'static str]) -> impl TypedValueParser<Value = T> + use<T>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words.to_vec())
        .try_map(|word| serde_json::from_value::<T>(serde_json::Value::String(word)))
}

/// Reads a relation, of which a query has one.
#[derive(Debug, Clone)]
struct OneRelation;

impl TypedValueParser for OneRelation {
    type Value = Relation;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> std::result::Result<Relation, clap::Error> {
        if value.to_string_lossy().contains(',') {
            let why = "--relation takes one of said, warned and proposed; run one query for each\n";
            return Err(clap::Error::raw(ErrorKind::ValueValidation, why).with_cmd(command));
        }
        words(&RELATIONS).parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(RELATIONS.into_iter().map(PossibleValue::new)))
    }
}
