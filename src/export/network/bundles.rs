//! Statements grouped by speaker, target and relation.

use crate::export::ids::edge_id;
use crate::export::selection::{Said, Selection};
use crate::graph::EntityIndex;
use crate::graph::views::Role;
use crate::statement::{Polarity, Relation};
use rayon::prelude::*;
use std::borrow::Cow;

/// A statement between two, small enough to be sorted by the million.
#[derive(Debug, Clone, Copy)]
struct Tie {
    from: EntityIndex,
    to: EntityIndex,
    relation: Relation,
    polarity: Polarity,
    addressed: bool,
    /// In [`Selection::nth`].
    place: u32,
    /// In the pairs of the statement.
    pair: u32,
}

impl Tie {
    fn bundle(&self) -> (EntityIndex, EntityIndex, Relation) {
        (self.from, self.to, self.relation)
    }
}

/// All statements between two of each relation, by bundle and then in the graph's order.
#[derive(Debug, Default)]
pub(super) struct Ties {
    sorted: Vec<Tie>,
}

impl Ties {
    pub(super) fn of(selection: &Selection) -> Ties {
        let mut ties = Vec::with_capacity(selection.len());
        for (place, said) in selection.statements().enumerate() {
            ties.extend(selection.pairs(&said).map(|pair| Tie {
                from: pair.from,
                to: pair.to,
                relation: said.statement.relation,
                polarity: said.statement.polarity,
                addressed: pair.role == Role::Addressee,
                // Graphs have no more statements than their indices, which are as wide.
                place: u32::try_from(place).unwrap_or(u32::MAX),
                pair: u32::try_from(pair.place).unwrap_or(u32::MAX),
            }));
        }
        ties.par_sort_unstable_by_key(|tie| (tie.bundle(), tie.place, tie.pair));
        Ties { sorted: ties }
    }

    pub(super) fn bundles<'n, 'g>(
        &'n self,
        selection: &'n Selection<'g>,
    ) -> impl Iterator<Item = Bundle<'n, 'g>> {
        let bundles = self.sorted.chunk_by(|a, b| a.bundle() == b.bundle());
        bundles.filter_map(|ties| Bundle::of(selection, ties))
    }
}

/// All statements of one relation from one speaker to one target, or one of them.
#[derive(Debug, Clone, Copy)]
pub struct Bundle<'n, 'g> {
    selection: &'n Selection<'g>,
    first: Tie,
    /// At least one, all of a bundle.
    ties: &'n [Tie],
}

impl<'n, 'g> Bundle<'n, 'g> {
    fn of(selection: &'n Selection<'g>, ties: &'n [Tie]) -> Option<Self> {
        Some(Bundle {
            selection,
            first: *ties.first()?,
            ties,
        })
    }

    /// Each statement as a bundle.
    pub fn singles(self) -> impl Iterator<Item = Bundle<'n, 'g>> {
        let singles = self.ties.chunks(1);
        singles.filter_map(move |tie| Bundle::of(self.selection, tie))
    }

    /// An id among all bundles: that of the edge of its first statement.
    pub fn id(&self) -> Cow<'g, str> {
        let first = self.statements().next();
        first.map_or(Cow::Borrowed(""), |said| {
            edge_id(self.selection.graph(), said.index, self.first.pair as usize)
        })
    }

    /// The speaker.
    pub fn from(&self) -> EntityIndex {
        self.first.from
    }

    /// Addressee or entity mentioned.
    pub fn to(&self) -> EntityIndex {
        self.first.to
    }

    /// The relation.
    pub fn relation(&self) -> Relation {
        self.first.relation
    }

    /// The statements, in the graph's order.
    pub fn statements(&self) -> impl Iterator<Item = Said<'g>> + use<'n, 'g> {
        let (selection, ties) = (self.selection, self.ties);
        ties.iter()
            .filter_map(|tie| selection.nth(tie.place as usize))
    }

    /// How many statements it has, at least one.
    pub fn weight(&self) -> usize {
        self.ties.len()
    }

    /// How many of them are addressed to the target, not just about it.
    pub fn addressed(&self) -> usize {
        self.ties.iter().filter(|tie| tie.addressed).count()
    }

    /// How many of its statements are denied or negated.
    pub fn denied(&self) -> usize {
        self.count(&[Polarity::Denied, Polarity::Negated])
    }

    /// How many of its statements are hypothetical.
    pub fn hypothetical(&self) -> usize {
        self.count(&[Polarity::Hypothetical])
    }

    /// The polarity that all its statements share.
    pub fn polarity(&self) -> Option<Polarity> {
        let polarity = self.first.polarity;
        (self.count(&[polarity]) == self.weight()).then_some(polarity)
    }

    fn count(&self, wanted: &[Polarity]) -> usize {
        let ties = self.ties.iter();
        ties.filter(|tie| wanted.contains(&tie.polarity)).count()
    }
}
