//! `dixit query`: statements by filters.

use super::piped::{self, Piped};
use crate::cli::arguments::graphs::GraphArgument;
use crate::cli::messages::{Outcome, say, written};
use crate::cli::show::answer::{self, Counted, Format, FormatArgument};
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

/// Find statements by who said them, to whom, about what and when
///
/// Names match ids, full names and aliases, blind to case and accents. Of a filter given several
/// times any value is enough, but every --about must be met.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Arguments {
    /// Only the statements that come in on standard input: JSON Lines of `dixit query`, `dixit ask`
    /// or `dixit extract`
    #[arg(value_name = "-", value_parser = ["-"], hide_possible_values = true)]
    input: Option<String>,
    #[command(flatten)]
    graph: GraphArgument,
    #[command(flatten)]
    filters: Filters,
    /// Count the statements by these: speaker, speaker-type, to, about, relation, act, polarity,
    /// kind, day, month, year, outlet, document
    #[arg(long, value_name = "KEYS", conflicts_with = "sort", value_delimiter = ',', value_parser = words::<CountKey>(&CountKey::NAMES), hide_possible_values = true)]
    count_by: Vec<CountKey>,
    /// Count reports, not statements: each article that has it counts
    #[arg(long, requires = "count_by")]
    reports: bool,
    /// Tell on stderr how long loading and answering took
    #[arg(long)]
    time: bool,
    #[command(flatten)]
    format: FormatArgument,
}

/// The filters of a query as flags, for every command that takes some of a graph's statements.
#[derive(Debug, Args)]
pub(in crate::cli) struct Filters {
    /// Who said it
    #[arg(long, short = 's', value_name = "NAME")]
    speaker: Vec<String>,
    /// What the speaker is
    #[arg(long, value_name = "TYPE", value_parser = words::<EntityType>(&TYPES))]
    speaker_type: Option<EntityType>,
    /// What office the speaker holds: 'foreign minister'
    #[arg(long, value_name = "OFFICE")]
    speaker_role: Vec<String>,
    /// What was done
    #[arg(long, short = 'r', value_name = "RELATION", value_parser = OneRelation)]
    relation: Option<Relation>,
    /// To whom
    #[arg(long, short = 't', value_name = "NAME")]
    to: Vec<String>,
    /// What those spoken to are
    #[arg(long, value_name = "TYPE", value_parser = words::<EntityType>(&TYPES))]
    to_type: Option<EntityType>,
    /// What office those spoken to hold
    #[arg(long, value_name = "OFFICE")]
    to_role: Vec<String>,
    /// Only what those named by --speaker and --to say to one another
    #[arg(long)]
    each_other: bool,
    /// What about: a name, words (compared by their stems) or a phrase in quotation marks
    #[arg(long, short = 'a', value_name = "TOPIC")]
    about: Vec<String>,
    /// What the words must match: a regular expression, blind to case
    #[arg(long, value_name = "REGEX")]
    matching: Option<String>,
    /// From this day, month or year on: 2021-12-15, 2021-12 or 2021
    #[arg(long, value_name = "DATE", value_parser = Period::parse)]
    since: Option<Period>,
    /// Up to the end of this day, month or year
    #[arg(long, value_name = "DATE", value_parser = Period::parse)]
    until: Option<Period>,
    /// How much of it is quoted
    #[arg(long, value_name = "KIND", value_parser = words::<Kind>(&["direct", "mixed", "indirect"]))]
    kind: Option<Kind>,
    /// The finer act: deny, pledge, accuse, …
    #[arg(long, value_name = "ACT")]
    act: Vec<String>,
    /// Whether it was said
    #[arg(long, value_name = "POLARITY", value_delimiter = ',', value_parser = words::<Polarity>(&["affirmed", "denied", "negated", "hypothetical"]))]
    polarity: Vec<Polarity>,
    /// The outlet that published it or is cited
    #[arg(long, value_name = "OUTLET")]
    source: Vec<String>,
    /// Reported thought too: believes, fears, hopes
    #[arg(long)]
    attitudes: bool,
    /// Count those who speak for a state or organisation as it; with --speaker-type or --to-type as
    /// one of these
    #[arg(long)]
    rollup: bool,
    /// The order: date, speaker, to, relation, act, outlet, document, confidence or reports; -date
    /// turns it round
    #[arg(long, value_name = "KEY", allow_hyphen_values = true)]
    sort: Option<Sort>,
    /// Statements at most
    #[arg(long, short = 'n', value_name = "N")]
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
    /// The query that the flags ask.
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
            "{error}; the statements on standard input are of a graph: name it behind the pipe \
             too, with --graph FILE"
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
    say("nothing comes in on standard input");
    Ok(Outcome::Nothing)
}

/// Writes an answer; an empty one is said to be so, with a way on where there is one.
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

/// Tells of queries that find something, or more.
pub(in crate::cli) struct Hints<'a> {
    pub(in crate::cli) index: &'a Index<'a>,
    /// How the graph is named on the command line; `None` where it cannot be asked again.
    pub(in crate::cli) graph: Option<&'a GraphArgument>,
}

/// Hints that are told at most.
const HINTS: usize = 3;

impl Hints<'_> {
    /// Says that nothing passes a query, and what would if it were a little looser.
    pub(in crate::cli) fn nothing(&self, query: &Query) -> Outcome {
        let flags = query.to_string();
        say(&match flags.as_str() {
            "" => "no statement in this graph".to_owned(),
            flags => format!("no statement on record for: {flags}"),
        });
        if query.attitudes && !self.index.has_attitudes() {
            say(
                "this graph holds no reported thought: 'dixit build --attitudes FOLDER' makes one \
                 that does",
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

    /// Says what else is about those who are spoken to.
    fn more(&self, query: &Query) {
        if let Some(looser) = about_addressee(self.index, query) {
            self.tell(&looser);
        }
    }

    /// Says how many statements another query finds, and how to ask it.
    pub(in crate::cli) fn tell(&self, looser: &Looser) {
        if let Some(graph) = self.graph {
            let Looser { what, query, count } = looser;
            say(&format!(
                "{count} {what}: dixit query {query}{}",
                graph.flag()
            ));
        }
    }
}

/// The exit of a query that the graph cannot answer.
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
                "no act is called '{act}'; the nearest are {}",
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
            let why = "--relation takes one of said, warned and proposed: ask once for each\n";
            return Err(clap::Error::raw(ErrorKind::ValueValidation, why).with_cmd(command));
        }
        words(&RELATIONS).parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(RELATIONS.into_iter().map(PossibleValue::new)))
    }
}
