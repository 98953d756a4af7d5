//! Runs a query: the statements of a graph that pass all its filters.

use super::answer::{Answer, AskedFor, Hit};
use super::topics::Stems;
use super::{Failure, Names, Query, names_of};
use crate::document::{host, outlet};
use crate::entity::EntityType;
use crate::graph::{EntityIndex, Graph, Report, Statement, StatementIndex};
use crate::statement::Mode;
use regex::{Regex, RegexBuilder};
use std::collections::{BTreeMap, BTreeSet};

/// The statements of `graph` that pass all filters of `query`, oldest first, grouped by what is
/// asked for.
///
/// # Errors
/// [`Failure::Unknown`] when the graph has no speaker or addressee of a name that the query gives,
/// [`Failure::Unreadable`] when the query contradicts itself.
pub fn run(graph: &Graph, query: &Query, asked: AskedFor) -> Result<Answer, Failure> {
    let found = matches(graph, query, asked)?;
    let hits = found
        .into_iter()
        .map(|found| {
            Hit::new(
                graph,
                found.statement,
                found.report(graph),
                found.speaks_for,
            )
        })
        .collect();
    Ok(Answer::new(query.clone(), asked, hits))
}

/// A statement that passes all filters of a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The statement.
    pub statement: StatementIndex,
    /// Which of [`Statement::reports`] passes, the first if several do.
    report: u32,
    /// The one asked for, for whom the speaker speaks.
    pub speaks_for: Option<EntityIndex>,
}

impl Match {
    /// A statement by its first report, whatever a query asks.
    pub fn of(statement: StatementIndex) -> Match {
        Match {
            statement,
            report: 0,
            speaks_for: None,
        }
    }

    /// The report that passes.
    pub fn report(self, graph: &Graph) -> &Report {
        let statement = graph.statement(self.statement);
        let repeated = (self.report as usize).checked_sub(1);
        let repeated = repeated.and_then(|place| statement.repeats.get(place));
        repeated.unwrap_or(&statement.first)
    }
}

/// The statements of `graph` that pass all filters of `query`, oldest first, undated ones last: what
/// [`run`] makes an answer of, for those who walk over many.
///
/// # Errors
/// Those of [`run`].
pub fn matches(graph: &Graph, query: &Query, asked: AskedFor) -> Result<Vec<Match>, Failure> {
    let filter = Filter::new(graph, query)?;
    let mut found = Vec::new();
    for index in graph.statement_indices() {
        let statement = graph.statement(index);
        if !filter.passes(statement) {
            continue;
        }
        let nobody = match asked {
            AskedFor::Who => statement.speaker.is_none(),
            AskedFor::Whom => statement.addressees.is_empty(),
            _ => false,
        };
        if nobody {
            continue;
        }
        let mut reports = (0..)
            .zip(statement.reports())
            .filter(|(_, r)| filter.report(r));
        let hit = reports.find_map(|(place, r)| Some((place, filter.speaker(statement, r)?)));
        if let Some((report, speaks_for)) = hit {
            found.push(Match {
                statement: index,
                report,
                speaks_for,
            });
        }
    }
    found.sort_by_cached_key(|found| {
        let when = graph.when(found.report(graph));
        (when.is_none(), when, found.statement)
    });
    found.truncate(query.limit.unwrap_or(usize::MAX));
    Ok(found)
}

/// Those meant by names: each entity with the one asked for, for whom it speaks.
type Parties = BTreeMap<usize, Option<EntityIndex>>;

/// A query with its names looked up.
struct Filter<'g> {
    graph: &'g Graph,
    query: &'g Query,
    speakers: Option<Parties>,
    addressees: Option<Parties>,
    topics: Vec<Topic>,
    sources: Vec<String>,
    pattern: Option<Regex>,
    stems: Stems,
}

/// A topic, as its entities and as words.
struct Topic {
    /// The entities of its name.
    entities: BTreeSet<usize>,
    /// Stems that stand side by side: each name of the entities.
    names: Vec<Vec<String>>,
    /// Stems that stand anywhere: the words of a topic that is no name.
    words: Vec<String>,
}

impl Topic {
    fn new(graph: &Graph, names: &Names, stems: &Stems, topic: &str) -> Topic {
        let entities: BTreeSet<usize> = names.find(topic).iter().copied().collect();
        let known = entities.iter().filter_map(|e| graph.entities().get(*e));
        let spelt = known.flat_map(|entity| {
            let aliases = entity.aliases.iter().map(|(alias, _)| alias);
            std::iter::once(&entity.name).chain(aliases)
        });
        let spelt: BTreeSet<Vec<String>> = spelt.map(|name| stems.of_topic(name)).collect();
        Topic {
            words: match entities.is_empty() {
                true => stems.of_topic(topic),
                false => Vec::new(),
            },
            names: spelt.into_iter().filter(|name| !name.is_empty()).collect(),
            entities,
        }
    }

    /// Whether the words of a text, as stems, speak of it.
    fn is_in(&self, text: &[String]) -> bool {
        let named = |name: &Vec<String>| text.windows(name.len()).any(|window| window == name);
        let worded = !self.words.is_empty() && self.words.iter().all(|stem| text.contains(stem));
        worded || self.names.iter().any(named)
    }
}

impl<'g> Filter<'g> {
    fn new(graph: &'g Graph, query: &'g Query) -> Result<Self, Failure> {
        if let (Some(since), Some(until)) = (query.since, query.until)
            && until < since
        {
            return Err(Failure::Unreadable(format!(
                "no day is both since {since} and until {until}: swap them"
            )));
        }
        let names = names_of(graph);
        let stems = Stems::new();
        let topics = query
            .about
            .iter()
            .flat_map(|text| super::topics(text, &names))
            .map(|topic| Topic::new(graph, &names, &stems, &topic))
            .collect();
        Ok(Filter {
            graph,
            query,
            speakers: parties(graph, &names, &query.speaker, query.rollup)?,
            addressees: parties(graph, &names, &query.to, query.rollup)?,
            topics,
            sources: query.source.iter().map(|s| outlet(s)).collect(),
            pattern: query.matching.as_deref().map(pattern).transpose()?,
            stems,
        })
    }

    /// Whether act and parties of a statement pass, save for names of speakers.
    fn passes(&self, statement: &Statement) -> bool {
        let query = self.query;
        let passes = (query.attitudes || statement.mode == Mode::Speech)
            && query.relation.is_none_or(|r| r == statement.relation)
            && (query.act.is_empty() || query.act.contains(&statement.act))
            && (query.polarity.is_empty() || query.polarity.contains(&statement.polarity))
            && self.has_type(query.speaker_type, statement.speakers())
            && self.has_type(query.to_type, statement.addressees.iter().copied());
        if !passes {
            return false;
        }
        if let Some(wanted) = &self.addressees {
            let named = statement.addressees.iter();
            if !named.into_iter().any(|a| wanted.contains_key(&a.index())) {
                return false;
            }
        }
        true
    }

    /// Whether a speaker is asked for, as a report has it; if so, for whom of those asked for the
    /// speaker speaks.
    fn speaker(&self, statement: &Statement, report: &Report) -> Option<Option<EntityIndex>> {
        let Some(wanted) = &self.speakers else {
            return Some(None);
        };
        let found =
            statement
                .speakers()
                .filter_map(|speaker| match wanted.get(&speaker.index())? {
                    None => Some(None),
                    Some(principal) => {
                        let spoken_for = self.spoken_for(speaker, *principal, report);
                        spoken_for.map(Some)
                    }
                });
        // Who is asked for by name comes before who speaks for them.
        found.min()
    }

    /// For whom of those asked for somebody speaks in the document of a report: an office is held
    /// for a time. Where the document does not tell, `usual` is whom others tell of.
    fn spoken_for(
        &self,
        speaker: EntityIndex,
        usual: EntityIndex,
        report: &Report,
    ) -> Option<EntityIndex> {
        let mut sightings = self.graph.document(report.document).sightings.iter();
        let here = sightings.find(|sighting| sighting.entity == speaker);
        let Some(here) = here else { return Some(usual) };
        match here.represents {
            Some(above) => {
                let asked = self.speakers.iter().flatten();
                let asked = asked.filter(|(_, principal)| principal.is_none());
                let asked: BTreeSet<usize> = asked.map(|(entity, _)| *entity).collect();
                match asked.contains(&above.index()) {
                    true => Some(above),
                    false => principal(self.graph, above, &asked),
                }
            }
            // An office of somebody's that is no longer held, or speaks for nobody.
            None if here.roles.iter().any(|role| role.of.is_some()) => None,
            None => Some(usual),
        }
    }

    fn has_type(
        &self,
        wanted: Option<EntityType>,
        entities: impl Iterator<Item = EntityIndex>,
    ) -> bool {
        let mut entities = entities;
        wanted.is_none_or(|kind| entities.any(|e| self.graph.entity(e).kind == kind))
    }

    /// Whether one report passes what may differ from report to report.
    fn report(&self, report: &Report) -> bool {
        let query = self.query;
        if query.kind.is_some_and(|kind| kind != report.kind) {
            return false;
        }
        if query.since.is_some() || query.until.is_some() {
            let Some(when) = self.graph.when(report) else {
                return false;
            };
            // A month passes if any of its days does.
            if query.since.is_some_and(|since| when.last() < since)
                || query.until.is_some_and(|until| when.first() > until)
            {
                return false;
            }
        }
        self.is_from(report) && self.is_about(report) && self.is_matched(report)
    }

    fn is_from(&self, report: &Report) -> bool {
        if self.sources.is_empty() {
            return true;
        }
        let document = self.graph.document(report.document);
        let via = report.via.map(|via| self.graph.entity(via).name.as_str());
        let host = document.url.as_deref().and_then(host);
        [document.source.as_deref(), host, via]
            .into_iter()
            .flatten()
            .map(outlet)
            .any(|name| self.sources.contains(&name))
    }

    fn is_matched(&self, report: &Report) -> bool {
        let matches = |pattern: &Regex| pattern.is_match(&report.content.text);
        self.pattern.as_ref().is_none_or(matches)
    }

    fn is_about(&self, report: &Report) -> bool {
        if self.topics.is_empty() {
            return true;
        }
        let named = |topic: &Topic| {
            report
                .about
                .iter()
                .any(|e| topic.entities.contains(&e.index()))
        };
        if self.topics.iter().all(named) {
            return true;
        }
        let stems = self.stems.of_text(&report.content.text);
        self.topics
            .iter()
            .all(|topic| named(topic) || topic.is_in(&stems))
    }
}

/// The pattern of `--matching`, blind to case.
fn pattern(text: &str) -> Result<Regex, Failure> {
    let built = RegexBuilder::new(text).case_insensitive(true).build();
    built.map_err(|error| {
        let why = error.to_string();
        let last = why
            .lines()
            .last()
            .unwrap_or("")
            .trim_start_matches("error: ");
        Failure::Unreadable(format!("'{text}' is no regular expression: {last}"))
    })
}

/// Everybody meant by any of `names`, and with `rollup` those who speak for them.
fn parties(
    graph: &Graph,
    known: &Names,
    names: &[String],
    rollup: bool,
) -> Result<Option<Parties>, Failure> {
    if names.is_empty() {
        return Ok(None);
    }
    let mut parties = Parties::new();
    for name in names {
        let found = known.find(name);
        if found.is_empty() {
            return Err(Failure::Unknown {
                name: name.clone(),
                nearest: known.nearest(name, 3),
            });
        }
        parties.extend(found.iter().map(|entity| (*entity, None)));
    }
    if rollup {
        let asked: BTreeSet<usize> = parties.keys().copied().collect();
        for index in graph.entity_indices() {
            if !asked.contains(&index.index())
                && let Some(principal) = principal(graph, index, &asked)
            {
                parties.insert(index.index(), Some(principal));
            }
        }
    }
    Ok(Some(parties))
}

/// The one of `asked` for whom an entity speaks, directly or through others (a spokesman for his
/// ministry, the ministry for its state).
fn principal(graph: &Graph, entity: EntityIndex, asked: &BTreeSet<usize>) -> Option<EntityIndex> {
    let mut seen = BTreeSet::from([entity]);
    let mut next = vec![entity];
    while let Some(current) = next.pop() {
        for spoken in &graph.entity(current).represents {
            let above = spoken.of;
            if asked.contains(&above.index()) {
                return Some(above);
            }
            if seen.insert(above) {
                next.push(above);
            }
        }
    }
    None
}
