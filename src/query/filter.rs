//! The statements of a graph that pass all filters of a query.

#[cfg(feature = "sqlite")]
use super::classes;
use super::failure::Failure;
use super::fields::Query;
use super::index::{Index, Postings, Row, Statements, code, day, intersection, union};
use super::looked_up::{offices, pattern, sources, topics};
use super::parties::{Parties, Party, SpokenFor, counts_as, parties, spoken_for_in};
use super::refusals::is_refusal;
use super::subject::{Closeness, Reach, Subject, Topic};
use super::topics::Stems;

use crate::document::{host, outlet};
use crate::entity::EntityType;
#[cfg(feature = "sqlite")]
use crate::graph::store::{self, Conditions};
use crate::graph::{EntityIndex, Graph, Report, Statement, StatementIndex};
use crate::statement::Mode;
use rayon::prelude::*;
use regex::Regex;

/// All statements that pass a query, in its order; if `among` is given, only those in it.
///
/// # Errors
/// Those of [`Index::run`].
/// # Examples
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let words = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let article = Document::new("talks", words);
/// # let extraction = Extractor::new()?.extract(&article)?;
/// # let graph = Graph::from_extractions("talks", [extraction], &BuildOptions::default());
/// use dixit::query::{CountKey, Counted, Index, Query, found};
///
/// let index = Index::new(&graph);
/// let everything = Query::default();
/// let found = found(&index, &everything, None).unwrap();
/// let counts = found.count(&[CountKey::Speaker], Counted::Statements);
/// assert_eq!(counts[0].values, [Some("Liz Truss".to_owned())]);
/// assert_eq!(counts[0].statements, 1);
/// # Ok::<(), dixit::error::Error>(())
/// ```
pub fn found<'i, 'g>(
    index: &'i Index<'g>,
    query: &'i Query,
    among: Option<&[StatementIndex]>,
) -> Result<Found<'i, 'g>, Failure> {
    let mut filter = Filter::new(index, query)?;
    let among = among.map(|list| list.iter().map(|s| s.index() as u32).collect::<Postings>());
    let hits = filter.hits(among.as_deref());
    let Filter {
        topics,
        stems,
        speaker_offices,
        ..
    } = filter;
    Ok(Found {
        index,
        query,
        subject: Subject::new(topics.into_iter().map(|(topic, _)| topic).collect(), stems),
        speaker_offices,
        hits,
    })
}

/// The statements that pass a query, before they are grouped into an answer.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::query::{AskedFor, Found, Index, Query, found};
///
/// let (index, query) = (Index::new(&graph), Query::default());
/// let found: Found = found(&index, &query, None).unwrap();
/// assert!(found.len() == 1 && !found.is_empty());
/// assert_eq!(found.answer(AskedFor::Who).answers[0].name, "Liz Truss");
/// # Ok::<(), dixit::error::Error>(())
/// ```
pub struct Found<'i, 'g> {
    pub(super) index: &'i Index<'g>,
    pub(super) query: &'i Query,
    pub(super) hits: Vec<Match<'g>>,
    pub(super) subject: Subject,
    /// Offices and classes of offices, one of which a speaker must have.
    pub(super) speaker_offices: Vec<String>,
}

/// A statement that passes all filters of a query.
#[derive(Debug, Clone, Copy)]
pub struct Match<'g> {
    /// The statement.
    pub statement: StatementIndex,
    /// The first of its reports that passes.
    pub report: &'g Report,
    /// The entity asked for, if the speaker only speaks for it.
    pub speaks_for: Option<EntityIndex>,
    /// Whether it is about the topics in their own words or in related ones.
    pub closeness: Closeness,
}

impl Found<'_, '_> {
    /// How many statements there are.
    pub fn len(&self) -> usize {
        self.hits.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.hits.is_empty()
    }

    /// The statements found, in order.
    pub(super) fn statements_found(&self) -> impl Iterator<Item = &Statement> {
        let graph = self.index.graph();
        self.hits.iter().map(|hit| graph.statement(hit.statement))
    }
}

impl<'g> Found<'_, 'g> {
    /// All statements regardless of the query's limit, and where their words match what is asked
    /// about.
    pub(crate) fn into_matches(self) -> (Vec<Match<'g>>, Subject) {
        (self.hits, self.subject)
    }
}

/// Whether a query asks for an entity, and if so why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    /// It is asked for itself, or the query leaves open who it is.
    AsItself,
    /// It speaks for this entity, which is asked for.
    For(EntityIndex),
    /// It is not asked for.
    No,
}

impl Asked {
    fn speaks_for(self) -> Option<EntityIndex> {
        match self {
            Asked::For(principal) => Some(principal),
            Asked::AsItself | Asked::No => None,
        }
    }
}

/// A query with its names looked up.
pub(super) struct Filter<'i, 'g> {
    graph: &'g Graph,
    index: &'i Index<'g>,
    query: &'i Query,
    speakers: Option<Parties>,
    addressees: Option<Parties>,
    speaker_offices: Vec<String>,
    addressee_offices: Vec<String>,
    /// Topics, each with the statements that may be about it if these were looked up.
    topics: Vec<(Topic, Option<Postings>)>,
    sources: Vec<String>,
    pattern: Option<Regex>,
    stems: Stems,
}

impl<'i, 'g> Filter<'i, 'g> {
    pub(super) fn new(index: &'i Index<'g>, query: &'i Query) -> Result<Self, Failure> {
        if let (Some(since), Some(until)) = (query.since, query.until)
            && until < since
        {
            return Err(Failure::Unreadable(format!(
                "no day is both since {since} and until {until}; swap them"
            )));
        }
        if query.limit == Some(0) {
            return Err(Failure::Unreadable(
                "--limit 0 leaves nothing; give 1 or more, or leave it out".to_owned(),
            ));
        }
        if query.each_other && (query.speaker.is_empty() || query.to.is_empty()) {
            return Err(Failure::Unreadable(
                "--each-other needs two sides; name them with --speaker and --to".to_owned(),
            ));
        }
        let graph = index.graph();
        let stems = Stems::new();
        let reach = match query.related_words {
            true => Reach::RelatedWords,
            false => Reach::OwnWords,
        };
        let topics = match query.about.is_empty() {
            true => Vec::new(),
            false => topics(index, &query.about)?
                .iter()
                .map(|topic| (Topic::new(graph, index.names(), &stems, topic, reach), None))
                .collect(),
        };
        Ok(Filter {
            graph,
            index,
            query,
            speakers: parties(index, &query.speaker, query.rollup)?,
            addressees: parties(index, &query.to, query.rollup)?,
            speaker_offices: offices(index, &query.speaker_role)?,
            addressee_offices: offices(index, &query.to_role)?,
            topics,
            sources: sources(index, &query.source)?,
            pattern: query.matching.as_deref().map(pattern).transpose()?,
            stems,
        })
    }

    /// Conditions that every matching statement meets, by which a store finds candidates.
    #[cfg(feature = "sqlite")]
    pub(super) fn conditions(&self) -> Conditions {
        let id = |entity: &usize| {
            let entity = self.graph.entities().get(*entity);
            entity.map(|entity| entity.id.clone())
        };
        let named = |parties: &Option<Parties>| {
            let parties = parties.as_ref();
            parties.map(|parties| parties.keys().filter_map(id).collect::<Vec<String>>())
        };
        let in_office = |offices: &[String]| {
            // Only those that the query names have been loaded, not all of a class.
            if offices
                .iter()
                .any(|office| classes::of_role(office).is_some())
            {
                return None;
            }
            let holders = offices
                .iter()
                .flat_map(|office| self.index.offices().holders(office));
            (!offices.is_empty()).then(|| holders.filter_map(|e| id(&e)).collect())
        };
        let named_or_quoted = |topic: &Topic| store::Topic {
            entities: topic.entities.iter().filter_map(id).collect(),
            words: topic.phrases.clone(),
        };
        // Each part of a topic must be found, as if it were a topic of its own.
        let worded = |topic: &Topic| -> Vec<store::Topic> {
            let parts = topic.parts.iter().map(|part| store::Topic {
                entities: Vec::new(),
                words: part.alternatives().cloned().collect(),
            });
            parts.collect()
        };
        let conditions_of = |topic: &Topic| match topic.parts.is_empty() {
            true => vec![named_or_quoted(topic)],
            false => worded(topic),
        };
        let speakers = named(&self.speakers).into_iter();
        let addressees = named(&self.addressees).into_iter();
        Conditions {
            speakers: speakers.chain(in_office(&self.speaker_offices)).collect(),
            addressees: addressees
                .chain(in_office(&self.addressee_offices))
                .collect(),
            topics: self
                .topics
                .iter()
                .flat_map(|(t, _)| conditions_of(t))
                .collect(),
            relation: self.query.relation,
            acts: self.query.act.clone(),
            polarities: self.query.polarity.clone(),
            kind: self.query.kind,
            since: self.query.since,
            until: self.query.until,
            outlets: self.sources.clone(),
        }
    }

    /// All matches, in the query's order.
    fn hits(&mut self, among: Option<&[u32]>) -> Vec<Match<'g>> {
        let statements = self.index.statements();
        let by_party = self.by_party(statements);
        let found = match (among, by_party) {
            (Some(among), Some(found)) => Some(intersection(among, &found)),
            (Some(among), None) => Some(among.to_vec()),
            (None, found) => found,
        };
        let candidates = self.by_topic(statements, found);
        let this = &*self;
        let rows = this.row_test(statements);
        let passed = |at: u32| {
            let row = statements.rows.get(at as usize)?;
            rows(row).then(|| this.match_at(at)).flatten()
        };
        let mut hits: Vec<Match> = match candidates {
            Some(list) => list
                .into_par_iter()
                .with_min_len(1_000)
                .filter_map(passed)
                .collect(),
            None => {
                let all = 0..statements.rows.len() as u32;
                all.into_par_iter()
                    .with_min_len(10_000)
                    .filter_map(passed)
                    .collect()
            }
        };
        hits.sort_by_cached_key(|hit| {
            (
                hit.closeness,
                day(this.graph.when(hit.report)),
                hit.statement,
            )
        });
        if let Some(sort) = self.query.sort {
            sort.apply(self.graph, &mut hits, |hit| (hit.statement, hit.report));
        }
        hits
    }

    /// The statements of the speakers and addressees asked for; `None` if the query names neither.
    fn by_party(&self, statements: &Statements) -> Option<Postings> {
        let speakers = self
            .speakers
            .as_ref()
            .map(|parties| union(parties.keys().map(|entity| statements.by_speaker(*entity))));
        let addressees = self.addressees.as_ref().map(|parties| {
            union(
                parties
                    .keys()
                    .map(|entity| statements.by_addressee(*entity)),
            )
        });
        match (speakers, addressees) {
            (Some(a), Some(b)) => Some(intersection(&a, &b)),
            (a, b) => a.or(b),
        }
    }

    /// Looks up the statements that may be about each topic, if that is faster than reading all of them.
    fn by_topic(&mut self, statements: &Statements, found: Option<Postings>) -> Option<Postings> {
        let few = found.as_ref().map_or(statements.rows.len(), Vec::len);
        let Some(words) = (!self.topics.is_empty())
            .then(|| self.index.words_for(few))
            .flatten()
        else {
            return found;
        };
        let mut found = found;
        for (topic, list) in &mut self.topics {
            let spoken_of = topic
                .entities
                .iter()
                .map(|entity| statements.about(*entity));
            let mut worded: Vec<Postings> = Vec::new();
            let parts = topic.parts.iter().map(|part| {
                let lists: Vec<Postings> = part.alternatives().map(|a| words.with_all(a)).collect();
                union(lists.iter().map(Vec::as_slice))
            });
            worded.extend(parts.reduce(|all, part| intersection(&all, &part)));
            worded.extend(topic.phrases.iter().map(|phrase| words.with_all(phrase)));
            let all = union(spoken_of.chain(worded.iter().map(Vec::as_slice)));
            found = Some(match found {
                Some(found) => intersection(&found, &all),
                None => all.clone(),
            });
            *list = Some(all);
        }
        found
    }

    /// The test of all that a row can decide, without reading the statement.
    fn row_test(&self, statements: &Statements) -> impl Fn(&Row) -> bool + Sync {
        let query = self.query;
        let acts: Vec<bool> = statements
            .acts
            .iter()
            .map(|act| query.act.is_empty() || query.act.contains(act))
            .collect();
        let polarities: Vec<u8> = query.polarity.iter().map(|p| *p as u8).collect();
        let relation = query.relation.map(|r| r as u8);
        let (since, until) = (query.since.map(code), query.until.map(code));
        let attitudes = query.attitudes;
        move |row| {
            (attitudes || row.mode == Mode::Speech as u8)
                && relation.is_none_or(|relation| relation == row.relation)
                && acts.get(usize::from(row.act)).copied().unwrap_or(true)
                && (polarities.is_empty() || polarities.contains(&row.polarity))
                && since.is_none_or(|since| row.last >= since)
                && until.is_none_or(|until| row.first <= until)
        }
    }

    /// Applies the remaining filters to a statement whose row passes.
    fn match_at(&self, at: u32) -> Option<Match<'g>> {
        let index = StatementIndex::new(at as usize);
        let statement = self.graph.statement(index);
        statement.reports().find_map(|report| {
            let of_type = self.typed(self.query.speaker_type, statement.speakers(), report);
            let addressees = statement.addressees.iter().copied();
            if of_type == Asked::No
                || self.typed(self.query.to_type, addressees, report) == Asked::No
            {
                return None;
            }
            let passes = self.passes_report(report)
                && self.is_addressed(statement, report)
                && self.has_office(&self.speaker_offices, report, statement.speakers())
                && self.has_gender(statement);
            if !passes {
                return None;
            }
            let closeness = self.closeness(at, statement, report)?;
            let speaks_for = match self.speaker(statement, report) {
                Asked::No => return None,
                Asked::AsItself => of_type.speaks_for(),
                Asked::For(principal) => Some(principal),
            };
            Some(Match {
                statement: index,
                report,
                speaks_for,
                closeness,
            })
        })
    }

    /// Whether a statement has an addressee that is asked for; with `each_other`, one other than its speaker.
    fn is_addressed(&self, statement: &Statement, report: &Report) -> bool {
        let addressees = || statement.addressees.iter().copied();
        if !self.has_office(&self.addressee_offices, report, addressees()) {
            return false;
        }
        let Some(wanted) = &self.addressees else {
            return true;
        };
        let mut wanted_parties = addressees().filter_map(|entity| {
            let party = wanted.get(&entity.index())?;
            self.in_office(entity, party, report)
                .then_some((entity, party))
        });
        if !self.query.each_other {
            return wanted_parties.next().is_some();
        }
        wanted_parties.any(|(entity, party)| {
            let other = party.speaks_for.unwrap_or(entity);
            statement.speakers().any(|speaker| {
                let party = self.speakers.iter().find_map(|s| s.get(&speaker.index()));
                party.is_some_and(|party| party.speaks_for.unwrap_or(speaker) != other)
            })
        })
    }

    fn has_office(
        &self,
        offices: &[String],
        report: &Report,
        entities: impl Iterator<Item = EntityIndex>,
    ) -> bool {
        let mut entities = entities;
        offices.is_empty()
            || entities.any(|e| offices.iter().any(|office| self.holds(e, office, report)))
    }

    /// Whether a speaker has the gender that the query asks for.
    fn has_gender(&self, statement: &Statement) -> bool {
        let wanted = self.query.speaker_gender;
        let mut speakers = statement.speakers();
        wanted.is_none() || speakers.any(|e| self.graph.entity(e).gender == wanted)
    }

    fn in_office(&self, entity: EntityIndex, party: &Party, report: &Report) -> bool {
        let mut office = party.office.iter();
        office.all(|office| self.holds(entity, office, report))
    }

    fn holds(&self, entity: EntityIndex, office: &str, report: &Report) -> bool {
        let known = (self.graph, self.index.names());
        self.index.offices().holds(known, entity, office, report)
    }

    /// Whether and why the query's `--speaker` asks for a speaker of a statement, according to a report.
    fn speaker(&self, statement: &Statement, report: &Report) -> Asked {
        let Some(wanted) = &self.speakers else {
            return Asked::AsItself;
        };
        let found = statement.speakers().filter_map(|speaker| {
            let party = wanted.get(&speaker.index())?;
            match party.speaks_for {
                None => self
                    .in_office(speaker, party, report)
                    .then_some(Asked::AsItself),
                Some(principal) => {
                    let spoken_for = self.spoken_for(wanted, speaker, principal, report);
                    spoken_for.map(Asked::For)
                }
            }
        });
        // Entities asked for by name come before those who speak for them.
        found.min().unwrap_or(Asked::No)
    }

    /// The wanted entity that a speaker speaks for in the document of a report, as offices change hands.
    /// `usual` is the answer of other documents if this one does not say.
    fn spoken_for(
        &self,
        wanted: &Parties,
        speaker: EntityIndex,
        usual: EntityIndex,
        report: &Report,
    ) -> Option<EntityIndex> {
        match spoken_for_in(self.graph, speaker, report) {
            SpokenFor::Entity(principal) => {
                let party = wanted.get(&principal.index())?;
                Some(party.speaks_for.unwrap_or(principal))
            }
            SpokenFor::Nobody => None,
            SpokenFor::NotStated => Some(usual),
        }
    }

    /// Whether and why a type that the query asks for fits speakers or addressees of a statement. Entities of
    /// that type come before those that speak for one.
    fn typed(
        &self,
        wanted: Option<EntityType>,
        entities: impl Iterator<Item = EntityIndex>,
        report: &Report,
    ) -> Asked {
        let Some(kind) = wanted else {
            return Asked::AsItself;
        };
        let found = entities.filter_map(|entity| {
            let counts = counts_as(self.graph, entity, kind, self.query.rollup, report)?;
            Some(match counts == entity {
                true => Asked::AsItself,
                false => Asked::For(counts),
            })
        });
        let first = found.min_by_key(|asked| *asked != Asked::AsItself);
        first.unwrap_or(Asked::No)
    }

    /// Whether a report passes the filters on what differs between reports of a statement.
    fn passes_report(&self, report: &Report) -> bool {
        let query = self.query;
        if !query.act.is_empty() && !query.act.iter().any(|act| *act == report.act) {
            return false;
        }
        if query.kind.is_some_and(|kind| kind != report.kind)
            || query.declined && !is_refusal(report)
        {
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
        self.is_from(report) && self.is_matched(report)
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

    /// How a report is about the topics; `None` if it is not.
    fn closeness(&self, at: u32, statement: &Statement, report: &Report) -> Option<Closeness> {
        let mut stems: Option<Vec<String>> = None;
        let mut closeness = Closeness::Exact;
        for (topic, list) in &self.topics {
            let mut spoken_of = report.about.iter();
            if spoken_of.any(|e| topic.entities.contains(&e.index())) {
                continue;
            }
            if statement.repeats.is_empty()
                && topic.is_plain()
                && let Some(list) = list
            {
                list.binary_search(&at).ok()?;
                continue;
            }
            let stems = stems.get_or_insert_with(|| self.stems.of_text(&report.content.text));
            closeness = closeness.max(topic.closeness(stems)?);
        }
        Some(closeness)
    }
}
