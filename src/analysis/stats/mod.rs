//! Statistics of a graph: who is central, who speaks to each other, who is heard?
//!
//! | file | question it answers |
//! | --- | --- |
//! | [`network`] | who addresses whom, and who addresses back? |
//! | `pagerank` | who is addressed by those who are addressed? |
//! | `betweenness` | who connects others? |
//! | `communities` | who speaks mostly to each other? |
//!
//! A statement without an addressee counts as one about the entities it mentions, as in
//! [`crate::graph::views`]. `tests/networks/` checks the figures against NetworkX.

mod betweenness;
mod communities;
pub mod network;
mod pagerank;
#[cfg(test)]
mod tests;

use super::copies::Copies;
use crate::entity::{EntityType, Gender, Reference};
use crate::graph::{EntityIndex, Graph, Statement, StatementIndex};
use crate::query::{Counted, Hit, Marks, word};
use crate::statement::Kind;
use network::{Network, arcs_of};
use serde::Serialize;
use std::collections::BTreeMap;

/// What to count, and how much of it to list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Statements, or reports of them.
    pub counted: Counted,
    /// Count those who speak for a state or organisation as it.
    pub rollup: bool,
    /// Maximum length of the lists of statements, pairs and months, and of the matrix.
    pub top: usize,
}

/// The statistics of a graph.
#[derive(Debug, Clone, Serialize)]
pub struct Statistics<'g> {
    /// Name of the graph.
    pub graph: String,
    /// Documents.
    pub documents: usize,
    /// Different texts among them: copies of a wire report count once.
    pub texts: usize,
    /// Statements.
    pub statements: usize,
    /// Reports of them.
    pub reports: usize,
    /// Whether shares, degrees and weights count reports instead of statements.
    pub counts_reports: bool,
    /// Counts by relation, kind and polarity.
    pub shares: Shares,
    /// Counts by month, including months without statements in between.
    pub months: Vec<Month>,
    /// Who speaks, by gender.
    pub gender: BTreeMap<&'static str, Speaking>,
    /// Who addresses whom, as a network.
    pub network: Figures,
    /// All nodes of the network, the highest PageRank first.
    pub entities: Vec<Central>,
    /// The communities of the network, the largest first, including those of a single arc.
    pub communities: Vec<Community>,
    /// Pairs that speak to each other, ordered by the count of the less active side.
    pub mutual: Vec<Mutual>,
    /// How often the most active speakers address the most addressed entities.
    pub matrix: Matrix,
    /// The statements reported in the most different texts.
    pub most_reported: Vec<Reported<'g>>,
}

/// Statements (or reports) by relation, kind and polarity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Shares {
    /// Said, warned, proposed.
    pub relations: BTreeMap<String, usize>,
    /// Direct, mixed, indirect: according to a statement's first report.
    pub kinds: BTreeMap<String, usize>,
    /// Affirmed, denied, negated, hypothetical.
    pub polarities: BTreeMap<String, usize>,
}

/// The statements of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Month {
    /// `2021-12`.
    pub month: String,
    /// Number of statements (or reports).
    pub count: usize,
}

/// People of one gender who speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Speaking {
    /// Number of people.
    pub people: usize,
    /// Their statements (or reports).
    pub statements: usize,
    /// Of these, direct quotations.
    pub direct: usize,
}

/// The network as a whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figures {
    /// Entities that speak to or about others, or are addressed or mentioned.
    pub nodes: usize,
    /// Pairs of a speaker and an addressee or mentioned entity.
    pub arcs: usize,
    /// Share of arcs with an arc in the opposite direction.
    pub reciprocity: f64,
    /// Modularity of the communities.
    pub modularity: f64,
    /// Number of source nodes for betweenness; fewer than `nodes` if it is an estimate.
    pub betweenness_sources: usize,
}

/// The centrality of an entity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Central {
    /// The entity.
    pub entity: Reference,
    /// Number of entities that it speaks to or about.
    pub out_degree: usize,
    /// Number of entities that speak to or about it.
    pub in_degree: usize,
    /// Its statements to or about others, counted once for each of these.
    pub out_weight: f64,
    /// Statements of others to or about it.
    pub in_weight: f64,
    /// PageRank; all sum up to 1.
    pub page_rank: f64,
    /// Share of the shortest paths between two others that pass through it.
    pub betweenness: f64,
    /// Number of the community, from 0.
    pub community: usize,
}

/// Entities that speak mostly with each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Community {
    /// Members, the highest PageRank first.
    pub members: Vec<Reference>,
    /// Weight of the arcs within.
    pub within: f64,
    /// Weight of the arcs that leave it.
    pub leaving: f64,
}

/// Two entities that speak to each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Mutual {
    /// One entity.
    pub one: Reference,
    /// The other entity.
    pub other: Reference,
    /// How often the one speaks to or about the other.
    pub there: f64,
    /// How often the other speaks to or about the one.
    pub back: f64,
}

/// How often each speaker addresses each addressee.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Matrix {
    /// Speakers, the most active first.
    pub speakers: Vec<Reference>,
    /// Addressees, the most addressed first.
    pub addressed: Vec<Reference>,
    /// A row for each speaker.
    pub counts: Vec<Vec<f64>>,
}

/// A statement and how often it was reported.
#[derive(Debug, Clone, Serialize)]
pub struct Reported<'g> {
    /// Different texts that report it.
    pub texts: usize,
    /// Documents that report it.
    pub reports: usize,
    /// The statement.
    pub statement: Hit<'g>,
}

/// The statistics of a graph.
pub fn statistics<'g>(graph: &'g Graph, options: &Options) -> Statistics<'g> {
    let copies = Copies::of(graph);
    let principal = |entity: EntityIndex| match options.rollup {
        true => principal(graph, entity),
        false => entity,
    };
    let network = Network::of(graph, options.counted, principal);
    let partition = communities::communities(&network);
    let between = betweenness::betweenness(&network);
    let central = central(graph, &network, &partition.communities, &between.scores);
    let weigh = |statement: &Statement| match options.counted {
        Counted::Statements => 1,
        Counted::Reports => statement.reports().count(),
    };
    Statistics {
        graph: graph.name().to_owned(),
        documents: graph.documents().len(),
        texts: copies.texts(graph.document_indices()),
        statements: graph.statements().len(),
        reports: graph.statements().iter().map(|s| s.reports().count()).sum(),
        counts_reports: options.counted == Counted::Reports,
        shares: shares(graph, weigh),
        months: months(graph, weigh),
        gender: gender(graph, weigh),
        network: Figures {
            nodes: network.len(),
            arcs: network.arcs(),
            reciprocity: network.reciprocity(),
            modularity: partition.modularity,
            betweenness_sources: between.sources,
        },
        communities: members(&central, &network, &partition.communities),
        mutual: mutual(graph, &network, options.top),
        matrix: matrix(graph, &network, options.top),
        most_reported: most_reported(graph, &copies, options.top),
        entities: central.into_iter().map(|(_, central)| central).collect(),
    }
}

/// The principal for whom an entity ultimately speaks most often.
fn principal(graph: &Graph, entity: EntityIndex) -> EntityIndex {
    let mut current = entity;
    let mut seen = vec![entity];
    while let Some(above) = graph.entity(current).represents.first() {
        if seen.contains(&above.of) {
            break;
        }
        current = above.of;
        seen.push(current);
    }
    current
}

fn shares(graph: &Graph, weigh: impl Fn(&Statement) -> usize) -> Shares {
    let mut shares = Shares {
        relations: BTreeMap::new(),
        kinds: BTreeMap::new(),
        polarities: BTreeMap::new(),
    };
    for statement in graph.statements() {
        let weight = weigh(statement);
        let count = |map: &mut BTreeMap<String, usize>, name: String| {
            *map.entry(name).or_default() += weight;
        };
        count(&mut shares.relations, word(&statement.relation));
        count(&mut shares.kinds, word(&statement.first.kind));
        count(&mut shares.polarities, word(&statement.polarity));
    }
    shares
}

/// Maximum number of months with gaps filled: a single wrong year must not produce a list of thousands.
const MONTHS: usize = 600;

fn months(graph: &Graph, weigh: impl Fn(&Statement) -> usize) -> Vec<Month> {
    let mut counts: BTreeMap<(i16, i8), usize> = BTreeMap::new();
    for statement in graph.statements() {
        if let Some(day) = graph.when(&statement.first).map(|when| when.first()) {
            *counts.entry((day.year(), day.month())).or_default() += weigh(statement);
        }
    }
    let number = |(year, month): (i16, i8)| i32::from(year) * 12 + i32::from(month) - 1;
    let ends = counts.keys().next().zip(counts.keys().next_back());
    let span = ends.map_or(0..0, |(first, last)| number(*first)..number(*last) + 1);
    if span.len() <= MONTHS {
        for month in span {
            let of_year = month.rem_euclid(12) as i8 + 1;
            counts
                .entry((month.div_euclid(12) as i16, of_year))
                .or_default();
        }
    }
    let months = counts.into_iter().map(|((year, month), count)| Month {
        month: format!("{year:04}-{month:02}"),
        count,
    });
    months.collect()
}

fn gender(graph: &Graph, weigh: impl Fn(&Statement) -> usize) -> BTreeMap<&'static str, Speaking> {
    let mut speaking: BTreeMap<&'static str, Speaking> = BTreeMap::new();
    let mut spoken: BTreeMap<EntityIndex, (usize, usize)> = BTreeMap::new();
    for statement in graph.statements() {
        let weight = weigh(statement);
        for speaker in statement.speakers() {
            let (all, direct) = spoken.entry(speaker).or_default();
            *all += weight;
            *direct += weight * usize::from(statement.first.kind == Kind::Direct);
        }
    }
    for (speaker, (statements, direct)) in spoken {
        let entity = graph.entity(speaker);
        if entity.kind == EntityType::Person {
            let gender = match entity.gender {
                Some(Gender::Female) => "female",
                Some(Gender::Male) => "male",
                None => "unknown",
            };
            let entry = speaking.entry(gender).or_default();
            entry.people += 1;
            entry.statements += statements;
            entry.direct += direct;
        }
    }
    speaking
}

/// All nodes of the network with their indexes, the highest PageRank first.
fn central(
    graph: &Graph,
    network: &Network,
    communities: &[usize],
    betweenness: &[f64],
) -> Vec<(usize, Central)> {
    let ranks = pagerank::page_rank(network);
    let mut list: Vec<(usize, Central)> = (network.nodes.iter().enumerate())
        .map(|(node, entity)| {
            let number = node as u32;
            // From zero: an empty sum would be minus zero.
            let sum = |rows| arcs_of(rows, number).fold(0.0, |sum, (_, weight)| sum + weight);
            let central = Central {
                entity: graph.entity(*entity).reference(),
                out_degree: network.out.out_degree(number),
                in_degree: network.into.out_degree(number),
                out_weight: sum(&network.out),
                in_weight: sum(&network.into),
                page_rank: ranks[node],
                betweenness: betweenness[node],
                community: communities[node],
            };
            (node, central)
        })
        .collect();
    // Stable: ties are in order of their ids.
    list.sort_by(|a, b| b.1.page_rank.total_cmp(&a.1.page_rank));
    list
}

fn members(
    central: &[(usize, Central)],
    network: &Network,
    communities: &[usize],
) -> Vec<Community> {
    let count = communities
        .iter()
        .map(|community| community + 1)
        .max()
        .unwrap_or(0);
    let mut list = vec![
        Community {
            members: Vec::new(),
            within: 0.0,
            leaving: 0.0,
        };
        count
    ];
    for (node, member) in central {
        let community = &mut list[member.community];
        community.members.push(member.entity.clone());
        for (other, weight) in arcs_of(&network.out, *node as u32) {
            match communities[other as usize] == member.community {
                true => community.within += weight,
                false => community.leaving += weight,
            }
        }
    }
    list
}

fn mutual(graph: &Graph, network: &Network, top: usize) -> Vec<Mutual> {
    let pairs = network.mutual().into_iter().take(top);
    let named = |node: usize| graph.entity(network.nodes[node]).reference();
    let mutual = pairs.map(|(one, other, there, back)| Mutual {
        one: named(one),
        other: named(other),
        there,
        back,
    });
    mutual.collect()
}

fn matrix(graph: &Graph, network: &Network, top: usize) -> Matrix {
    let most = |rows: &petgraph::csr::Csr<(), f64, petgraph::Directed, u32>| -> Vec<usize> {
        let sum = |node: usize| arcs_of(rows, node as u32).map(|(_, w)| w).sum::<f64>();
        let mut sums: Vec<(f64, usize)> = (0..network.len()).map(|n| (sum(n), n)).collect();
        sums.retain(|(sum, _)| *sum > 0.0);
        sums.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        sums.into_iter().take(top).map(|(_, node)| node).collect()
    };
    let (speakers, addressed) = (most(&network.out), most(&network.into));
    let counts = speakers.iter().map(|speaker| {
        let arcs: BTreeMap<u32, f64> = arcs_of(&network.out, *speaker as u32).collect();
        let row = addressed.iter().map(|to| arcs.get(&(*to as u32)).copied());
        row.map(|count| count.unwrap_or(0.0)).collect()
    });
    let named = |nodes: &[usize]| -> Vec<Reference> {
        let nodes = nodes.iter().map(|node| network.nodes[*node]);
        nodes
            .map(|entity| graph.entity(entity).reference())
            .collect()
    };
    Matrix {
        counts: counts.collect(),
        speakers: named(&speakers),
        addressed: named(&addressed),
    }
}

fn most_reported<'g>(graph: &'g Graph, copies: &Copies, top: usize) -> Vec<Reported<'g>> {
    let mut list: Vec<(usize, usize, StatementIndex)> = graph
        .statement_indices()
        .filter_map(|index| {
            let statement = graph.statement(index);
            if statement.repeats.is_empty() {
                return None;
            }
            let mut documents: Vec<_> = statement.reports().map(|r| r.document).collect();
            documents.sort_unstable();
            documents.dedup();
            let reports = documents.len();
            let texts = copies.texts(documents.into_iter());
            (reports > 1).then_some((texts, reports, index))
        })
        .collect();
    list.sort_by_key(|(texts, reports, index)| (std::cmp::Reverse((*texts, *reports)), *index));
    list.truncate(top);
    let reported = list.into_iter().map(|(texts, reports, index)| Reported {
        texts,
        reports,
        statement: Hit::new(
            graph,
            index,
            &graph.statement(index).first,
            None,
            Marks::default(),
        ),
    });
    reported.collect()
}
