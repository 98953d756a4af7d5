//! The part of a graph that is exported: the statements that match a query, optionally reduced.

use super::press;
use crate::graph::views::{self, Role};
use crate::graph::{DocumentIndex, EntityIndex, Graph, Report, Statement, StatementIndex};
use crate::query::{self, Closeness, Failure, Index, Marks, Match, Query, Subject};
use crate::statement::{Mode, Relation};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

/// What to export of a graph; by default all statements.
///
/// The steps are: statements are filtered by the query, then speakers and targets with too few
/// statements between them are disconnected, then a neighbourhood is selected, then the busiest
/// entities are kept.
/// ```
/// use dixit::export::selection::{Choice, Ego};
/// use dixit::query::Query;
///
/// let choice = Choice::default()
///     .query(Query::default().about("Ukraine"))
///     .ego(Ego::new("Putin").hops(2))
///     .top(50)
///     .min_count(2);
/// assert_eq!(choice.top, Some(50));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Choice {
    /// Filters of the statements.
    pub query: Query,
    /// Only an entity and its neighbours.
    pub ego: Option<Ego>,
    /// Only this many entities with the most statements to and from others, always including the one of
    /// `ego`.
    pub top: Option<usize>,
    /// Only speakers and targets with at least this many statements of one relation between them;
    /// above 1, statements without a target are left out.
    pub min_count: usize,
}

impl Default for Choice {
    fn default() -> Self {
        Choice {
            query: Query::default(),
            ego: None,
            top: None,
            min_count: 1,
        }
    }
}

impl Choice {
    /// Sets the filters of the statements.
    pub fn query(mut self, query: Query) -> Choice {
        self.query = query;
        self
    }

    /// Sets the entity whose neighbourhood is selected.
    pub fn ego(mut self, ego: Ego) -> Choice {
        self.ego = Some(ego);
        self
    }

    /// Sets the maximum number of entities; those with the most statements are kept.
    pub fn top(mut self, most: usize) -> Choice {
        self.top = Some(most);
        self
    }

    /// Sets the minimum number of statements of one relation between a speaker and a target.
    pub fn min_count(mut self, least: usize) -> Choice {
        self.min_count = least;
        self
    }

    /// Whether its query matches all statements, except reported thought.
    pub(crate) fn wants_all(&self) -> bool {
        self.query == self.plain()
    }

    /// Its query without filters.
    fn plain(&self) -> Query {
        Query {
            attitudes: self.query.attitudes,
            rollup: self.query.rollup,
            sort: self.query.sort,
            ..Query::default()
        }
    }
}

/// An entity and its neighbours.
/// ```
/// use dixit::export::selection::Ego;
///
/// assert_eq!(Ego::new("Putin").hops, 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ego {
    /// Name, alias or id of the entity in the middle; several entities may share a name.
    pub name: String,
    /// The maximum number of edges to neighbours, in either direction.
    pub hops: usize,
}

impl Ego {
    /// An entity by its name, alias or id, and its direct neighbours.
    pub fn new(name: impl Into<String>) -> Ego {
        Ego {
            name: name.into(),
            hops: 1,
        }
    }

    /// Sets the maximum number of edges to neighbours.
    pub fn hops(mut self, hops: usize) -> Ego {
        self.hops = hops;
        self
    }
}

/// The part of a graph that is exported.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let words = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let article = Document::new("talks", words);
/// # let extraction = Extractor::new()?.extract(&article)?;
/// # let graph = Graph::from_extractions("talks", [extraction], &BuildOptions::default());
/// use dixit::export::selection::{Choice, Selection};
/// use dixit::query::Query;
/// use dixit::statement::Relation;
///
/// let warnings = Choice::default().query(Query::default().relation(Relation::Warned));
/// let selection = Selection::of(&graph, &warnings).unwrap();
/// assert_eq!(selection.len(), 1);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Selection<'g> {
    graph: &'g Graph,
    /// The statements, in the graph's order.
    matches: Vec<Match<'g>>,
    subject: Arc<Subject>,
    /// Numbers of statements between two entities by relation, if needed.
    counts: Option<HashMap<(EntityIndex, EntityIndex, Relation), usize>>,
    min_count: usize,
    /// Which entities are included, by index; `None` for all.
    chosen: Option<Vec<bool>>,
    whole: bool,
    thoughts: usize,
    /// Which entities do not count as addressees, by index; for pictures only.
    absent: Option<Vec<bool>>,
}

/// A statement of a selection.
/// ```
/// # use dixit::document::Document;
/// # use dixit::extract::Extractor;
/// # use dixit::graph::{BuildOptions, Graph};
/// # let text = "Liz Truss warned Russia on Monday that an invasion would be costly.";
/// # let record = Extractor::new()?.extract(&Document::new("talks", text))?;
/// # let graph = Graph::from_extractions("talks", [record], &BuildOptions::default());
/// use dixit::export::selection::{Said, Selection};
///
/// let selection = Selection::whole(&graph);
/// let said: Vec<Said> = selection.statements().collect();
/// assert_eq!(&*said[0].report.cue.text, "warned");
/// assert_eq!(selection.graph().statement(said[0].index), said[0].statement);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Said<'g> {
    /// Its index in the graph.
    pub index: StatementIndex,
    /// The statement.
    pub statement: &'g Statement,
    /// The first report that passed the query.
    pub report: &'g Report,
    /// The requested entity, if the speaker only speaks for it.
    pub speaks_for: Option<EntityIndex>,
}

/// A speaker of a statement and one of its targets, see [`views::edges`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    /// Its index among all pairs of the statement, selected or not.
    pub place: usize,
    /// The speaker.
    pub from: EntityIndex,
    /// The addressee or mentioned entity.
    pub to: EntityIndex,
    /// Which of the two it is.
    pub role: Role,
}

impl<'g> Selection<'g> {
    /// All of a graph, including reported thought.
    pub fn whole(graph: &'g Graph) -> Selection<'g> {
        Selection {
            graph,
            matches: all(graph),
            subject: Arc::default(),
            counts: None,
            min_count: 1,
            chosen: None,
            whole: true,
            thoughts: 0,
            absent: None,
        }
    }

    /// The chosen part of a graph.
    ///
    /// # Errors
    /// Those of [`query::found`]; [`Failure::Unknown`] also for the name of [`Choice::ego`].
    pub fn of(graph: &'g Graph, choice: &Choice) -> Result<Selection<'g>, Failure> {
        let plain = choice.plain();
        let index = Index::new(graph);
        let (matches, subject, thoughts) = match choice.query == plain {
            true => {
                let mut matches = all(graph);
                if !choice.query.attitudes {
                    matches.retain(|hit| !is_thought(graph, hit.statement));
                }
                let left_out = graph.statements().len() - matches.len();
                (matches, Subject::default(), left_out)
            }
            false => {
                // The query includes reported thought even if it is excluded, to count it.
                let with_thoughts = Query {
                    attitudes: true,
                    ..choice.query.clone()
                };
                let found = query::found(&index, &with_thoughts, None)?;
                let (mut matches, subject) = found.into_matches();
                let found = matches.len();
                matches
                    .retain(|found| choice.query.attitudes || !is_thought(graph, found.statement));
                let left_out = found - matches.len();
                matches.truncate(choice.query.limit.unwrap_or(usize::MAX));
                (matches, subject, left_out)
            }
        };
        let cut = choice.ego.is_some() || choice.top.is_some() || choice.min_count > 1;
        let mut selection = Selection {
            graph,
            matches,
            subject: Arc::new(subject),
            counts: None,
            min_count: choice.min_count,
            chosen: None,
            whole: choice.query == plain && !cut,
            thoughts,
            absent: None,
        };
        selection.matches.sort_by_key(|found| found.statement);
        if choice.min_count > 1 {
            selection.counts = Some(selection.counted());
        }
        let mut middle = Vec::new();
        if let Some(ego) = &choice.ego {
            middle = entities_called(&index, &ego.name)?;
            selection.chosen = Some(selection.surroundings(&middle, ego.hops));
        }
        if let Some(top) = choice.top {
            selection.chosen = Some(selection.busiest(top, &middle));
        }
        if cut {
            let mut matches = std::mem::take(&mut selection.matches);
            matches.retain(|found| selection.pairs(&selection.said(*found)).next().is_some());
            selection.matches = matches;
        }
        Ok(selection)
    }

    /// The number of statements of each relation between each two entities.
    fn counted(&self) -> HashMap<(EntityIndex, EntityIndex, Relation), usize> {
        let mut counts = HashMap::new();
        for said in self.statements() {
            let pairs = self.pairs(&said);
            for pair in pairs.filter(|pair| pair.role != Role::Unaddressed) {
                *counts
                    .entry((pair.from, pair.to, said.statement.relation))
                    .or_default() += 1;
            }
        }
        counts
    }

    /// The graph.
    pub fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// Whether nothing was excluded: entities and documents without a statement are then included too.
    pub(crate) fn is_whole(&self) -> bool {
        self.whole
    }

    /// The number of statements.
    pub fn len(&self) -> usize {
        self.matches.len()
    }

    /// Whether it has no statement.
    pub fn is_empty(&self) -> bool {
        self.matches.is_empty()
    }

    /// The number of statements of reported thought that were left out.
    pub(crate) fn thoughts_left_out(&self) -> usize {
        self.thoughts
    }

    /// Its statements in the graph's order.
    pub fn statements(&self) -> impl Iterator<Item = Said<'g>> + '_ {
        self.matches.iter().map(|found| self.said(*found))
    }

    /// The statement at this index of [`Selection::statements`].
    pub(crate) fn nth(&self, place: usize) -> Option<Said<'g>> {
        self.matches.get(place).map(|found| self.said(*found))
    }

    /// The matches of the query's topics in a statement: spans in code points of its content.
    pub(crate) fn marks(&self, said: &Said) -> Marks {
        self.subject.marks(&said.report.content.text)
    }

    /// Whether it has a statement of the graph.
    pub(crate) fn has(&self, statement: StatementIndex) -> bool {
        let place = self
            .matches
            .binary_search_by_key(&statement, |m| m.statement);
        place.is_ok()
    }

    /// Whether an entity is included.
    pub(crate) fn admits(&self, entity: EntityIndex) -> bool {
        let chosen = self.chosen.as_ref();
        chosen.is_none_or(|chosen| chosen.get(entity.index()).copied().unwrap_or_default())
    }

    /// The same for pictures, which omit mere audiences: statements without another addressee are drawn to the
    /// entities that they are about.
    pub(crate) fn pictured(&self) -> Selection<'g> {
        let absent = Some(press::of(self.graph));
        Selection {
            absent,
            ..self.clone()
        }
    }

    /// The speakers and targets of a statement that are not disconnected from each other.
    pub(crate) fn pairs(&self, said: &Said) -> impl Iterator<Item = Pair> + use<'_, 'g> {
        let relation = said.statement.relation;
        let absent = |entity: EntityIndex| {
            let absent = self.absent.as_ref();
            absent.is_some_and(|list| list.get(entity.index()).copied().unwrap_or_default())
        };
        let pairs = views::pairs_but(said.statement, absent);
        let pairs = pairs.into_iter().enumerate();
        let pairs = pairs.map(|(place, (from, to, role))| Pair {
            place,
            from,
            to,
            role,
        });
        pairs.filter(move |pair| {
            let key = (pair.from, pair.to, relation);
            let counts = self.counts.as_ref();
            let count = counts.map(|counts| counts.get(&key).copied().unwrap_or_default());
            count.is_none_or(|count| count >= self.min_count)
                && self.admits(pair.from)
                && self.admits(pair.to)
        })
    }

    /// Which documents of the graph are included, by index: those that report a selected statement.
    pub(crate) fn documents(&self) -> Vec<bool> {
        let mut documents = vec![self.whole; self.graph.documents().len()];
        for said in self.statements() {
            for report in said.statement.reports() {
                mark(&mut documents, report.document.index());
            }
        }
        documents
    }

    /// Which entities of the graph are included, by index: all that take part in a selected statement.
    pub(crate) fn entities(&self) -> Vec<bool> {
        let mut entities = vec![self.whole; self.graph.entities().len()];
        for said in self.statements() {
            let statement = said.statement;
            let outlets = statement.reports().filter_map(|report| report.via);
            let parties = statement
                .speakers()
                .chain(statement.addressees.iter().copied())
                .chain(statement.about.iter().copied());
            for entity in parties.chain(outlets) {
                if self.admits(entity) {
                    mark(&mut entities, entity.index());
                }
            }
        }
        entities
    }

    fn said(&self, found: Match<'g>) -> Said<'g> {
        Said {
            index: found.statement,
            statement: self.graph.statement(found.statement),
            report: found.report,
            speaks_for: found.speaks_for,
        }
    }

    /// All entities within `hops` edges of those in the middle.
    fn surroundings(&self, middle: &[EntityIndex], hops: usize) -> Vec<bool> {
        let mut reached = vec![false; self.graph.entities().len()];
        for entity in middle {
            mark(&mut reached, entity.index());
        }
        for _ in 0..hops {
            let mut next = reached.clone();
            for said in self.statements() {
                for pair in self.pairs(&said) {
                    let is_in = |e: EntityIndex| reached.get(e.index()).copied() == Some(true);
                    if is_in(pair.from) || is_in(pair.to) {
                        mark(&mut next, pair.from.index());
                        mark(&mut next, pair.to.index());
                    }
                }
            }
            if next == reached {
                break;
            }
            reached = next;
        }
        reached
    }

    /// The `top` with the most statements to and from others, those in the middle first.
    fn busiest(&self, top: usize, middle: &[EntityIndex]) -> Vec<bool> {
        let involved = self.involvement();
        let mut ranked: Vec<usize> = (0..involved.len()).collect();
        ranked.retain(|entity| involved.get(*entity).is_some_and(|count| *count > 0));
        ranked.sort_by_key(|entity| {
            let in_the_middle = middle.iter().any(|m| m.index() == *entity);
            Reverse((in_the_middle, involved.get(*entity).copied()))
        });
        let mut busiest = vec![false; involved.len()];
        for entity in ranked.into_iter().take(top) {
            mark(&mut busiest, entity);
        }
        busiest
    }

    /// The number of pairs with others of each entity, by index.
    fn involvement(&self) -> Vec<usize> {
        let mut involved = vec![0; self.graph.entities().len()];
        for said in self.statements() {
            for pair in self.pairs(&said) {
                if pair.from == pair.to {
                    continue;
                }
                for end in [pair.from, pair.to] {
                    if let Some(count) = involved.get_mut(end.index()) {
                        *count += 1;
                    }
                }
            }
        }
        involved
    }
}

/// Each statement of a graph, by its first report.
fn all(graph: &Graph) -> Vec<Match<'_>> {
    let statements = (0..graph.statements().len()).into_par_iter();
    let matches = statements.map(StatementIndex::new).map(|statement| Match {
        statement,
        report: &graph.statement(statement).first,
        speaks_for: None,
        closeness: Closeness::Exact,
    });
    matches.collect()
}

fn is_thought(graph: &Graph, statement: StatementIndex) -> bool {
    graph.statement(statement).mode == Mode::Attitude
}

/// All entities with this name, at least one.
fn entities_called(index: &Index, name: &str) -> Result<Vec<EntityIndex>, Failure> {
    let known = index.names();
    let called = known.find(name);
    let mut found: Vec<EntityIndex> = index.graph().entity_indices().collect();
    found.retain(|entity| called.contains(&entity.index()));
    match found.is_empty() {
        false => Ok(found),
        true => Err(Failure::Unknown {
            name: name.to_owned(),
            nearest: known.nearest(name, 3),
        }),
    }
}

pub(super) fn mark(list: &mut [bool], place: usize) {
    if let Some(slot) = list.get_mut(place) {
        *slot = true;
    }
}

/// The indices at which a list is true.
pub(super) fn marked<T>(list: &[bool], indices: impl Iterator<Item = T>) -> Vec<T> {
    let marked = indices.zip(list).filter(|(_, marked)| **marked);
    marked.map(|(index, _)| index).collect()
}

/// The documents of a graph at which a list is true.
pub(super) fn documents_at(graph: &Graph, list: &[bool]) -> Vec<DocumentIndex> {
    marked(list, graph.document_indices())
}
