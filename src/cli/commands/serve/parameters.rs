//! The parameters of an address: `?speaker=Putin&limit=5`.

use super::reply::Refused;
use crate::cli::arguments::filters::Filters;
use crate::cli::arguments::of_flags;
use crate::query::Query;
use clap::{Arg, Args, Command};
use percent_encoding::percent_decode_str;
use std::sync::LazyLock;

/// Statements of an answer, unless the request says how many.
pub(super) const USUAL: usize = 20;

/// The most statements of an answer.
pub(super) const MOST: usize = 1_000;

/// Names and values, in order.
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    /// Those of the part of an address after its `?`; all must be among `known`.
    pub(super) fn read(text: &str, known: &[&str]) -> Result<Parameters, Refused> {
        let mut all = Vec::new();
        for part in text.split('&').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let name = decoded(&name.replace('+', " "))?;
            if !known.contains(&name.as_str()) {
                return Err(Refused::wrong(match known {
                    [] => format!("there is no parameter '{name}'; this address takes none"),
                    known => format!(
                        "there is no parameter '{name}'; there are {}",
                        known.join(", ")
                    ),
                }));
            }
            all.push((name, decoded(&value.replace('+', " "))?));
        }
        Ok(Parameters(all))
    }

    /// The value of a parameter that can be given once.
    pub(super) fn one(&self, name: &str) -> Result<Option<&str>, Refused> {
        let mut values = self.0.iter().filter(|(other, _)| other == name);
        match (values.next(), values.next()) {
            (_, Some(_)) => Err(Refused::wrong(format!("'{name}' is given twice"))),
            (one, None) => Ok(one.map(|(_, value)| value.as_str())),
        }
    }

    /// The value of a switch.
    pub(super) fn is_on(&self, name: &str) -> Result<bool, Refused> {
        switch(name, self.one(name)?.unwrap_or("false"))
    }

    /// The maximum number of statements.
    pub(super) fn limit(&self) -> Result<Option<usize>, Refused> {
        let Some(limit) = self.one("limit")? else {
            return Ok(None);
        };
        match limit.parse::<usize>() {
            Ok(limit) if (1..=MOST).contains(&limit) => Ok(Some(limit)),
            _ => Err(Refused::wrong(format!(
                "'limit' must be a number from 1 to {MOST}, not '{limit}'"
            ))),
        }
    }

    /// The query of filters that are named as the flags of `dixit query`, with `_` for `-`.
    pub(super) fn query(&self) -> Result<Query, Refused> {
        let filters = filters();
        let mut flags = Vec::new();
        for (name, value) in &self.0 {
            let flag = name.replace('_', "-");
            let takes_value = filters
                .iter()
                .find(|filter| filter.get_long() == Some(&flag))
                .is_some_and(is_valued);
            if takes_value {
                flags.push(format!("--{flag}={value}"));
            } else if switch(name, value)? {
                flags.push(format!("--{flag}"));
            }
        }
        let query = of_flags::<Filters>(&flags).and_then(|filters| filters.query());
        let query = query.map_err(|error| Refused::wrong(error.to_string()))?;
        let limit = self.limit()?.unwrap_or(USUAL);
        Ok(query.limit(limit))
    }
}

/// The filters, as the command line has them.
pub(super) fn filters() -> &'static [Arg] {
    static FILTERS: LazyLock<Vec<Arg>> = LazyLock::new(|| {
        let command = Filters::augment_args(Command::new("query"));
        command.get_arguments().cloned().collect()
    });
    &FILTERS
}

/// The name of a filter in an address.
pub(super) fn name_of(filter: &Arg) -> String {
    filter.get_long().unwrap_or_default().replace('-', "_")
}

/// Whether a filter has a value; the others are switches.
pub(super) fn is_valued(filter: &Arg) -> bool {
    filter.get_action().takes_values()
}

/// Text with `%41` for `A`.
pub(super) fn decoded(text: &str) -> Result<String, Refused> {
    let decoded = percent_decode_str(text).decode_utf8();
    let decoded = decoded.map_err(|_| Refused::wrong("the address is not UTF-8"))?;
    Ok(decoded.into_owned())
}

fn switch(name: &str, value: &str) -> Result<bool, Refused> {
    match value {
        "true" | "" => Ok(true),
        "false" => Ok(false),
        other => Err(Refused::wrong(format!(
            "'{name}' must be true or false, not '{other}'"
        ))),
    }
}
