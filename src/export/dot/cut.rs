//! Reduces a graph to a readable picture: a few dozen nodes can be read, hundreds cannot.

use super::super::network::{Bundle, Network, Shape, counted, counted_with_verb};
use super::super::selection::Said;
use crate::graph::EntityIndex;
use crate::graph::views::Role;
use petgraph::unionfind::UnionFind;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// With more than three arrows for two nodes, labels begin to overlap.
const ARROWS_PER_TWO_NODES: usize = 3;

/// Above this number of nodes, arrows have no room for labels, and fewer arrows can be distinguished.
const CROWD: usize = 80;
/// In a crowded picture: a spanning tree and one more arrow for every five nodes.
const ARROWS_PER_FIVE_IN_A_CROWD: usize = 6;

/// The most important part of a selection.
pub(super) struct Cut<'n, 'g> {
    /// The entities to draw, in order, with the number of statements to and from others; each has an
    /// arrow.
    pub(super) nodes: BTreeMap<EntityIndex, usize>,
    /// The arrows to draw, from speaker to target, in order.
    pub(super) arrows: Vec<Bundle<'n, 'g>>,
    /// Statements of the drawn entities to and about nobody.
    pub(super) unaddressed: BTreeMap<EntityIndex, Vec<Said<'g>>>,
    /// The number of entities with arrows in the whole selection.
    pub(super) connected: usize,
    /// Statements that an arrow represents.
    pub(super) shown: usize,
    /// Statements with a known speaker and another known entity, which could have an arrow.
    pub(super) drawable: usize,
}

impl<'n, 'g> Cut<'n, 'g> {
    /// Takes the `max_nodes` entities with the most statements to and from others from a network of bundles, and the
    /// heaviest arrows between them. If each statement is drawn by itself, the first statements of all arrows come
    /// before the second ones.
    pub(super) fn of(network: &'n Network<'_, 'g>, max_nodes: usize, shape: Shape) -> Self {
        let selection = network.selection();
        let mut arrows: Vec<Bundle> = Vec::new();
        let mut unaddressed = BTreeMap::new();
        let mut involved: BTreeMap<EntityIndex, usize> = BTreeMap::new();
        for bundle in network.bundles() {
            if bundle.from() == bundle.to() {
                let list: &mut Vec<_> = unaddressed.entry(bundle.from()).or_default();
                list.extend(bundle.statements());
                continue;
            }
            *involved.entry(bundle.from()).or_default() += bundle.weight();
            *involved.entry(bundle.to()).or_default() += bundle.weight();
            arrows.push(bundle);
        }
        let connected = involved.len();

        let mut ranked: Vec<EntityIndex> = involved.keys().copied().collect();
        ranked.sort_by_key(|entity| Reverse(involved.get(entity)));
        let chosen = chosen(ranked, &arrows, max_nodes);
        arrows.retain(|arrow| chosen.contains(&arrow.from()) && chosen.contains(&arrow.to()));

        let drawn = connected.min(max_nodes);
        let max_arrows = match drawn > CROWD {
            true => drawn * ARROWS_PER_FIVE_IN_A_CROWD / 5,
            false => max_nodes.saturating_mul(ARROWS_PER_TWO_NODES) / 2,
        };
        if arrows.len() > max_arrows {
            let involvement = |e: &EntityIndex| involved.get(e).copied().unwrap_or_default();
            arrows.sort_by_key(|arrow| {
                let ends = involvement(&arrow.from()) + involvement(&arrow.to());
                Reverse((arrow.weight(), arrow.addressed(), ends))
            });
            // First the heaviest arrow of each node, so that none is isolated.
            let mut reached = BTreeSet::new();
            let (mut first, rest): (Vec<_>, Vec<_>) = arrows
                .into_iter()
                .partition(|arrow| reached.insert(arrow.from()) | reached.insert(arrow.to()));
            first.extend(rest);
            first.truncate(max_arrows);
            first.sort_by_key(|arrow| (arrow.from(), arrow.to(), arrow.relation()));
            arrows = first;
        }
        if shape != Shape::Aggregate {
            arrows = single(arrows, max_arrows);
        }
        let mut nodes = involved;
        let drawn: BTreeSet<EntityIndex> = arrows
            .iter()
            .flat_map(|arrow| [arrow.from(), arrow.to()])
            .collect();
        nodes.retain(|entity, _| drawn.contains(entity));
        unaddressed.retain(|entity, _| drawn.contains(entity));
        let shown: BTreeSet<_> = arrows
            .iter()
            .flat_map(|arrow| arrow.statements().map(|said| said.index))
            .collect();
        let drawable = selection.statements().filter(|said| {
            let mut pairs = selection.pairs(said);
            pairs.any(|pair| pair.role != Role::Unaddressed)
        });
        Cut {
            nodes,
            arrows,
            unaddressed,
            connected,
            shown: shown.len(),
            drawable: drawable.count(),
        }
    }

    /// Whether there are too many nodes for labels on arrows.
    pub(super) fn is_crowded(&self) -> bool {
        self.nodes.len() > CROWD
    }

    /// The statements of the arrows, in order.
    pub(super) fn statements(&self) -> Vec<Said<'g>> {
        let statements = self.arrows.iter().flat_map(Bundle::statements);
        let statements: BTreeMap<_, _> = statements.map(|said| (said.index, said)).collect();
        statements.into_values().collect()
    }

    /// What is left out, for the picture's heading and the user.
    pub(super) fn left_out(&self, total: usize) -> Vec<String> {
        let mut notes = Vec::new();
        if self.nodes.len() < self.connected {
            notes.push(format!(
                "Drawn: the {} busiest of {} entities",
                self.nodes.len(),
                self.connected
            ));
        }
        let lighter = self.drawable.saturating_sub(self.shown);
        let alone = total.saturating_sub(self.drawable);
        let lighter =
            (lighter > 0).then(|| format!("{} on lighter arrows", counted(lighter, "statement")));
        let alone = (alone > 0).then(|| {
            let (one, many) = ("statement that names", "statements that name");
            format!("{} no one else", counted_with_verb(alone, one, many))
        });
        let missing: Vec<String> = lighter.into_iter().chain(alone).collect();
        if !missing.is_empty() {
            notes.push(format!("Not drawn: {}", missing.join(", ")));
        }
        notes
    }
}

/// Entities are chosen among this many times as many as are drawn.
const POOL: usize = 4;
/// How often small groups are replaced by the next entities.
const ROUNDS: usize = 8;
/// Smaller groups that nothing connects to the others are set aside.
const GROUP: usize = 4;

/// The first `max` of the ranked entities. If there are more, those in a small group of their own are set aside
/// for others: a picture of the most important part shows how it connects.
fn chosen(ranked: Vec<EntityIndex>, arrows: &[Bundle], max: usize) -> BTreeSet<EntityIndex> {
    if ranked.len() <= max {
        return ranked.into_iter().collect();
    }
    let first = |entities: &[EntityIndex], count: usize| -> BTreeSet<EntityIndex> {
        entities.iter().take(count).copied().collect()
    };
    let pool = first(&ranked, max.saturating_mul(POOL));
    let ends_in_pool = |a: &&Bundle| pool.contains(&a.from()) && pool.contains(&a.to());
    let arrows: Vec<&Bundle> = arrows.iter().filter(ends_in_pool).collect();
    let small = in_small_groups(&pool, &arrows);
    let mut left: Vec<EntityIndex> = ranked.iter().copied().take(pool.len()).collect();
    if small.len() < pool.len() {
        left.retain(|entity| !small.contains(entity));
    }
    for _ in 0..ROUNDS {
        let chosen = first(&left, max);
        let small = in_small_groups(&chosen, &arrows);
        if small.is_empty() || small.len() == chosen.len() || left.len() <= max {
            break;
        }
        left.retain(|entity| !small.contains(entity));
    }
    let mut chosen = first(&left, max);
    let others = ranked.iter().filter(|entity| !left.contains(entity));
    chosen.extend(others.copied().take(max.saturating_sub(chosen.len())));
    chosen
}

/// The entities in groups of fewer than [`GROUP`] that arrows between them connect.
fn in_small_groups(entities: &BTreeSet<EntityIndex>, arrows: &[&Bundle]) -> BTreeSet<EntityIndex> {
    let numbers: BTreeMap<EntityIndex, usize> = entities.iter().copied().zip(0..).collect();
    let mut groups = UnionFind::new(numbers.len());
    for arrow in arrows {
        let ends = (numbers.get(&arrow.from()), numbers.get(&arrow.to()));
        if let (Some(from), Some(to)) = ends {
            groups.union(*from, *to);
        }
    }
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for number in numbers.values() {
        *sizes.entry(groups.find(*number)).or_default() += 1;
    }
    let is_small = |number: &usize| sizes.get(&groups.find(*number)) < Some(&GROUP);
    let small = numbers.iter().filter(|(_, number)| is_small(number));
    small.map(|(entity, _)| *entity).collect()
}

/// At most `max_arrows` arrows, each for one statement.
fn single<'n, 'g>(arrows: Vec<Bundle<'n, 'g>>, max_arrows: usize) -> Vec<Bundle<'n, 'g>> {
    let singles = arrows
        .into_iter()
        .map(|bundle| bundle.singles().enumerate());
    let mut singles: Vec<(usize, Bundle)> = singles.flatten().collect();
    singles.sort_by_key(|(number, _)| *number);
    singles.truncate(max_arrows);
    singles.sort_by_key(|(number, arrow)| (arrow.from(), arrow.to(), arrow.relation(), *number));
    singles.into_iter().map(|(_, single)| single).collect()
}
