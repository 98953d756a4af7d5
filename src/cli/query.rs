//! `dixit query`: statements by filters.

use super::graphs::GraphArgument;
use super::output::{self, Format, FormatArgument};
use super::{Outcome, say, written};
use crate::entity::EntityType;
use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::query::{Answer, AskedFor, Failure, Period, Query};
use crate::statement::acts::Taxonomy;
use crate::statement::{Kind, Polarity, Relation};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::de::DeserializeOwned;

/// Find statements by who said them, to whom, about what and when
///
/// Names match ids, full names and aliases, blind to case and accents. Of a filter given several
/// times any value is enough, but every --about must be met.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    graph: GraphArgument,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    format: FormatArgument,
}

/// The filters of a query as flags, for every command that takes some of a graph's statements.
#[derive(Debug, Args)]
pub(super) struct Filters {
    /// Who said it
    #[arg(long, short = 's', value_name = "NAME")]
    speaker: Vec<String>,
    /// What the speaker is
    #[arg(long, value_name = "TYPE", value_parser = words::<EntityType>(&TYPES))]
    speaker_type: Option<EntityType>,
    /// What was done
    #[arg(long, short = 'r', value_name = "RELATION", value_parser = words::<Relation>(&["said", "warned", "proposed"]))]
    relation: Option<Relation>,
    /// To whom
    #[arg(long, short = 't', value_name = "NAME")]
    to: Vec<String>,
    /// What those spoken to are
    #[arg(long, value_name = "TYPE", value_parser = words::<EntityType>(&TYPES))]
    to_type: Option<EntityType>,
    /// What about: a name, or words (compared by their stems)
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
    /// Count those who speak for a state or organisation as it
    #[arg(long)]
    rollup: bool,
    /// Statements at most
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<usize>,
}

const TYPES: [&str; 4] = ["person", "state", "organisation", "unnamed"];

const EXAMPLES: &str = "\
Examples:
  dixit query --speaker 'Vladimir Putin' --relation warned
  dixit query --to Russia --about sanctions --since 2021-12 --until 2022-01-15
  dixit query --speaker Russia --rollup --act deny --format csv > denials.csv";

impl Filters {
    /// The query that the flags ask.
    ///
    /// # Errors
    /// One line that names the nearest acts, when a flag names one that does not exist.
    pub(super) fn query(&self) -> Result<Query> {
        Ok(Query {
            speaker: self.speaker.clone(),
            speaker_type: self.speaker_type,
            relation: self.relation,
            to: self.to.clone(),
            to_type: self.to_type,
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
            limit: self.limit,
        })
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let query = arguments.filters.query()?;
    let graph = arguments.graph.load()?;
    let answer = match crate::query::run(&graph, &query, AskedFor::What) {
        Ok(answer) => answer,
        Err(failure) => return refused(failure),
    };
    show(&graph, &answer, arguments.format.format)
}

/// Writes an answer; an empty one is said to be so, with a way on where there is one.
pub(super) fn show(graph: &Graph, answer: &Answer, format: Format) -> Result<Outcome> {
    let found = !answer.statements.is_empty();
    if found || matches!(format, Format::Json) {
        written(output::write(answer, format))?;
    }
    let unaddressed = unaddressed(graph, &answer.query);
    if found {
        if let (Format::Table, Some(hint)) = (format, unaddressed) {
            say(&hint);
        }
        return Ok(Outcome::Done);
    }
    let flags = answer.query.to_string();
    say(&match flags.as_str() {
        "" => "no statement in this graph".to_owned(),
        flags => format!("no statement on record for: {flags}"),
    });
    if let Some(hint) = unaddressed {
        say(&hint);
    }
    Ok(Outcome::Nothing)
}

/// The exit of a query that the graph cannot answer.
pub(super) fn refused(failure: Failure) -> Result<Outcome> {
    match failure {
        Failure::Unknown { .. } => {
            say(&failure.to_string());
            Ok(Outcome::Nothing)
        }
        Failure::Unreadable(why) => Err(Error::new(why)),
    }
}

/// How many statements speak about the one asked for but to nobody: "Truss warned that Russia
/// would pay" has no addressee, yet whoever asks who warned Russia may want it.
fn unaddressed(graph: &Graph, query: &Query) -> Option<String> {
    let [name] = query.to.as_slice() else {
        return None;
    };
    let mut wider = query.clone();
    wider.about.push(name.clone());
    wider.to.clear();
    wider.limit = None;
    let answer = crate::query::run(graph, &wider, AskedFor::What).ok()?;
    let mentions = answer.statements.iter();
    match mentions.filter(|hit| hit.addressees.is_empty()).count() {
        0 => None,
        count => Some(format!(
            "{count} more about {name}, addressed to nobody: dixit query {wider}"
        )),
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
