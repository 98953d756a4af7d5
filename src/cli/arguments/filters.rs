//! The filters of a query as flags.

use crate::entity::{EntityType, Gender};
use crate::error::{Error, Result};
use crate::query::{Period, Query, Sort};
use crate::statement::acts::Taxonomy;
use crate::statement::{Kind, Polarity, Relation};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use serde::de::DeserializeOwned;
use std::ffi::OsStr;

/// The filters of a query as flags, for every command that selects statements of a graph.
#[derive(Debug, Args)]
pub(crate) struct Filters {
    /// Speaker of the statement
    #[arg(long, short = 's', value_name = "NAME", help_heading = "Filters")]
    speaker: Vec<String>,
    /// Type of the speaker
    #[arg(long, value_name = "TYPE", value_parser = words::<EntityType>(&TYPES), help_heading = "Filters")]
    speaker_type: Option<EntityType>,
    /// Office that the speaker holds, such as 'foreign minister', or a class of offices, such as
    /// 'any minister' or 'any politician'
    #[arg(long, value_name = "OFFICE", help_heading = "Filters")]
    speaker_role: Vec<String>,
    /// Gender of the speaker, as pronouns, titles or first names in the articles reveal it
    #[arg(long, value_name = "GENDER", value_parser = words::<Gender>(&["female", "male"]), help_heading = "Filters")]
    speaker_gender: Option<Gender>,
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
    /// Only statements between those named by --speaker and --to, in both directions
    #[arg(long, help_heading = "Filters")]
    each_other: bool,
    /// Topic: a name, words (compared by their stems) or a phrase in quotation marks
    #[arg(long, short = 'a', value_name = "TOPIC", help_heading = "Filters")]
    about: Vec<String>,
    /// Let the words of --about match words that news uses for the same matter: 'truce' also finds
    /// 'ceasefire'
    #[arg(long, requires = "about", help_heading = "Filters")]
    related_words: bool,
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
    /// Only reports that the speaker did not want to speak: declined to comment, would not say
    #[arg(long, help_heading = "Filters")]
    declined: bool,
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

impl Filters {
    /// The query that the flags describe.
    ///
    /// # Errors
    /// One line that suggests the nearest acts, if a flag names one that does not exist.
    pub(crate) fn query(&self) -> Result<Query> {
        Ok(Query {
            speaker: self.speaker.clone(),
            speaker_type: self.speaker_type,
            speaker_role: self.speaker_role.clone(),
            speaker_gender: self.speaker_gender,
            relation: self.relation,
            to: self.to.clone(),
            to_type: self.to_type,
            to_role: self.to_role.clone(),
            each_other: self.each_other,
            about: self.about.clone(),
            related_words: self.related_words,
            matching: self.matching.clone(),
            since: self.since.map(|period| period.first),
            until: self.until.map(|period| period.last),
            kind: self.kind,
            act: known_acts(&self.act)?,
            polarity: self.polarity.clone(),
            declined: self.declined,
            source: self.source.clone(),
            attitudes: self.attitudes,
            rollup: self.rollup,
            sort: self.sort,
            limit: self.limit,
        })
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

/// Parses one of an enum's values by its name in JSON.
pub(in crate::cli) fn words<T>(words: &[&'static str]) -> impl TypedValueParser<Value = T> + use<T>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words.to_vec())
        .try_map(|word| serde_json::from_value::<T>(serde_json::Value::String(word)))
}

/// Parses a relation; a query has at most one.
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
