//! Runs a query: the statements that pass its filters, grouped by what is asked for.

use super::answer::{Answer, AnswerGroup, AskedFor, Hit, Rank};
use super::failure::Failure;
use super::fields::Query;
use super::filter::{Found, Match, found};
use super::index::Index;
use super::member::{Member, NO_OUTLET};
use super::notation::word;
use super::parties::counts_as;
use crate::entity::EntityType;
use crate::graph::{EntityIndex, Graph};
use foldhash::fast::RandomState;
use rayon::prelude::*;
use smallvec::{SmallVec, smallvec};
use std::collections::{HashMap, HashSet};

/// The statements of `graph` that pass all filters of `query`: [`Index::run`] for one query.
///
/// # Errors
/// Those of [`Index::run`].
pub fn run<'g>(graph: &'g Graph, query: &Query, asked: AskedFor) -> Result<Answer<'g>, Failure> {
    Index::new(graph).run(query, asked)
}

impl<'g> Index<'g> {
    /// The statements that pass all filters, oldest first or as the query sorts them, grouped by
    /// what is asked for. The query's limit applies to the statements; groups count all that pass.
    ///
    /// # Errors
    /// [`Failure::Unknown`] if nobody in the graph has a name that the query gives,
    /// [`Failure::Unreadable`] if the query contradicts itself.
    pub fn run(&self, query: &Query, asked: AskedFor) -> Result<Answer<'g>, Failure> {
        let found = found(self, query, None)?;
        Ok(found.answer(asked))
    }
}

impl<'g> Found<'_, 'g> {
    /// Returns what was found, grouped by what is asked for.
    pub fn answer(mut self, asked: AskedFor) -> Answer<'g> {
        self.remove_unanswering(asked);
        self.into_answer(asked)
    }

    /// [`Found::answer`] for only some of the answers.
    pub fn ranked(mut self, asked: AskedFor, rank: Rank) -> Answer<'g> {
        self.remove_unanswering(asked);
        let graph = self.index.graph();
        if let Rank::First | Rank::Last = rank {
            let days = self.hits.iter().filter_map(|hit| graph.when(hit.report));
            let wanted = match rank {
                Rank::First => days.min(),
                _ => days.max(),
            };
            self.hits
                .retain(|hit| wanted.is_none() || graph.when(hit.report) == wanted);
            return self.into_answer(asked);
        }
        let mut groups = self.groups(asked);
        // Documents without an outlet do not count as an outlet of their own.
        let is_known = |group: &AnswerGroup| group.name != NO_OUTLET;
        if asked == AskedFor::Outlets && groups.iter().any(is_known) {
            groups.retain(is_known);
        }
        let counts = groups.iter().map(|group| group.statements.len());
        let wanted = match rank {
            Rank::Most => counts.max(),
            _ => counts.min(),
        };
        let few = groups
            .into_iter()
            .filter(|g| Some(g.statements.len()) == wanted);
        let groups: Vec<AnswerGroup> = few.collect();
        let supporting: HashSet<&str> = groups
            .iter()
            .flat_map(|group| group.statements.iter().map(String::as_str))
            .collect();
        self.hits
            .retain(|hit| supporting.contains(graph.statement(hit.statement).id()));
        let statements = self.statements();
        Answer {
            query: self.query.clone(),
            answers: groups,
            statements,
        }
    }

    /// Removes statements without the speaker, addressee or topic that is asked for.
    fn remove_unanswering(&mut self, asked: AskedFor) {
        let graph = self.index.graph();
        self.hits.retain(|hit| {
            let statement = graph.statement(hit.statement);
            match asked {
                AskedFor::Who | AskedFor::HowManySpeakers => statement.speaker.is_some(),
                AskedFor::Whom | AskedFor::HowManyAddressees => !statement.addressees.is_empty(),
                AskedFor::AboutWhom => !statement.about.is_empty(),
                _ => true,
            }
        });
    }

    fn into_answer(self, asked: AskedFor) -> Answer<'g> {
        Answer {
            query: self.query.clone(),
            answers: self.groups(asked),
            statements: self.statements(),
        }
    }

    /// The statements, up to the query's limit.
    fn statements(&self) -> Vec<Hit<'g>> {
        let most = self.query.limit.unwrap_or(usize::MAX).min(self.hits.len());
        let hits = self.hits.get(..most).unwrap_or_default().par_iter();
        let graph = self.index.graph();
        hits.with_min_len(100)
            .map(|hit| {
                let marks = self.subject.marks(&hit.report.content.text);
                Hit::new(graph, hit.statement, hit.report, hit.speaks_for, marks)
            })
            .collect()
    }

    /// Groups all statements by what is asked for, the largest group first. Entities with the same name have
    /// separate groups.
    fn groups(&self, asked: AskedFor) -> Vec<AnswerGroup> {
        let graph = self.index.graph();
        // Positions among the hits, so that statements keep the order of the answer.
        let mut groups: HashMap<Member, Vec<usize>, RandomState> = HashMap::default();
        for (place, hit) in self.hits.iter().enumerate() {
            for member in self.members(hit, asked) {
                let group = groups.entry(member).or_default();
                if group.last() != Some(&place) {
                    group.push(place);
                }
            }
        }
        if let AskedFor::HowManySpeakers | AskedFor::HowManyAddressees = asked {
            let number = groups.len();
            let mut all: Vec<usize> = groups.into_values().flatten().collect();
            all.sort_unstable();
            all.dedup();
            groups = HashMap::default();
            if !all.is_empty() {
                groups.insert(Member::Number(number), all);
            }
        }
        let groups = groups.into_iter().map(|(member, places)| {
            let hits = places.into_iter().filter_map(|place| self.hits.get(place));
            let ids = hits.map(|hit| graph.statement(hit.statement).id().to_string());
            group(graph, member, ids.collect())
        });
        let mut groups: Vec<AnswerGroup> = groups.collect();
        groups.sort_by(|a, b| {
            let most = match asked {
                AskedFor::When => std::cmp::Ordering::Equal,
                _ => b.statements.len().cmp(&a.statements.len()),
            };
            most.then_with(|| (&a.name, &a.kind, &a.id).cmp(&(&b.name, &b.kind, &b.id)))
        });
        groups
    }

    /// Whether a speaker has the gender and one of the offices that the query asks for; joint speakers may
    /// not.
    fn is_asked_for(&self, entity: EntityIndex, hit: &Match) -> bool {
        let graph = self.index.graph();
        let known = (graph, self.index.names());
        let gender = self.query.speaker_gender;
        let mut offices = self.speaker_offices.iter();
        let holds = |office: &String| {
            self.index
                .offices()
                .holds(known, entity, office, hit.report)
        };
        (gender.is_none() || graph.entity(entity).gender == gender)
            && (self.speaker_offices.is_empty() || offices.any(holds))
    }

    /// The answers that a statement supports.
    fn members(&self, hit: &Match, asked: AskedFor) -> SmallVec<[Member<'_>; 2]> {
        let graph = self.index.graph();
        let statement = graph.statement(hit.statement);
        let of_type = |wanted: Option<EntityType>, entity: EntityIndex| {
            let counts = match wanted {
                None => Some(entity),
                Some(kind) => counts_as(graph, entity, kind, self.query.rollup, hit.report),
            };
            counts.map(Member::Entity)
        };
        match asked {
            AskedFor::Who | AskedFor::What | AskedFor::HowManySpeakers => statement
                .speakers()
                .filter(|entity| self.is_asked_for(*entity, hit))
                .filter_map(|entity| of_type(self.query.speaker_type, entity))
                .collect(),
            AskedFor::Whom | AskedFor::HowManyAddressees => statement
                .addressees
                .iter()
                .filter_map(|entity| of_type(self.query.to_type, *entity))
                .collect(),
            AskedFor::AboutWhom => {
                let speaks = |entity: &EntityIndex| statement.speakers().any(|s| s == *entity);
                let others = statement.about.iter().filter(|entity| !speaks(entity));
                others.map(|entity| Member::Entity(*entity)).collect()
            }
            AskedFor::When => graph
                .when(hit.report)
                .map(Member::When)
                .into_iter()
                .collect(),
            AskedFor::HowMany => smallvec![Member::Number(self.hits.len())],
            AskedFor::Whether => smallvec![Member::Yes],
            AskedFor::Outlets => {
                let outlets = statement.reports();
                let outlets =
                    outlets.filter_map(|report| Member::outlet(graph.document(report.document)));
                let outlets: SmallVec<[Member; 2]> = outlets.collect();
                match outlets.is_empty() {
                    true => smallvec![Member::NoOutlet],
                    false => outlets,
                }
            }
            AskedFor::Articles => smallvec![Member::Document(hit.report.document)],
        }
    }
}

/// An answer with the ids of the statements that support it.
fn group(graph: &Graph, member: Member, statements: Vec<String>) -> AnswerGroup {
    let (name, kind) = match member {
        Member::Entity(entity) => (member.name(graph), word(&graph.entity(entity).kind)),
        Member::When(_) => (member.name(graph), "date".to_owned()),
        Member::Number(_) => (member.name(graph), "count".to_owned()),
        Member::Outlet(_) | Member::NoOutlet => (member.name(graph), "outlet".to_owned()),
        Member::Document(document) => {
            let document = graph.document(document);
            let title = document.title.as_ref().unwrap_or(&document.id);
            (title.clone(), "article".to_owned())
        }
        _ => (member.name(graph), "statement".to_owned()),
    };
    AnswerGroup {
        name,
        kind,
        id: member.id(graph),
        statements,
    }
}
