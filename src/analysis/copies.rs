//! Finds documents with the same text: wire reports and their copies.
//!
//! Copies are found by the sketches of their words ([`crate::document::Fingerprint`]), never by names
//! of outlets or agencies: a regional edition that shortens a report counts with it, an article that
//! cites the same agency does not. Only documents that share a band of their sketches are compared
//! (Indyk and Motwani, "Approximate nearest neighbors", 1998), so that a million documents take
//! seconds.

use crate::document::Fingerprint;
use crate::graph::{DocumentIndex, Graph};
use petgraph::unionfind::UnionFind;
use std::collections::BTreeMap;

/// The minimum share of common five-word sequences for two documents to have the same text. Independent
/// texts share almost none; a copy cut to half of its length still shares half.
const RESEMBLANCE: f32 = 0.4;

/// Which documents copy others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copies {
    /// For each copy, the earliest document with the same text.
    originals: BTreeMap<DocumentIndex, DocumentIndex>,
}

impl Copies {
    /// Compares all documents of a graph.
    pub fn of(graph: &Graph) -> Copies {
        Copies::among(graph, graph.document_indices().collect())
    }

    /// Compares some documents of a graph with each other. Those without a fingerprint or without
    /// words are not copies of anything.
    pub fn among(graph: &Graph, mut documents: Vec<DocumentIndex>) -> Copies {
        // The earliest first.
        documents.sort_unstable_by_key(|index| {
            let date = graph.document(*index).date;
            (date.is_none(), date, *index)
        });
        documents.dedup();
        let prints = documents
            .iter()
            .map(|index| graph.document(*index).fingerprint.as_ref())
            .map(|print| print.filter(|print| print.has_words()));
        let prints: Vec<Option<&Fingerprint>> = prints.collect();
        let mut same = UnionFind::new(documents.len());
        // One band at a time: all at once would take ten times the memory of the sketches.
        for band in 0..Fingerprint::BANDS {
            let keyed = prints
                .iter()
                .enumerate()
                .filter_map(|(place, print)| Some(((*print)?.bands().nth(band)?, place)));
            let mut keyed: Vec<([u8; 3], usize)> = keyed.collect();
            keyed.sort_unstable();
            for bucket in keyed.chunk_by(|a, b| a.0 == b.0) {
                join(bucket, &prints, &mut same);
            }
        }
        let mut earliest: BTreeMap<usize, DocumentIndex> = BTreeMap::new();
        let mut originals = BTreeMap::new();
        for (document, label) in documents.into_iter().zip(same.into_labeling()) {
            let original = *earliest.entry(label).or_insert(document);
            if original != document {
                originals.insert(document, original);
            }
        }
        Copies { originals }
    }

    /// The earliest document whose text this one copies, if any.
    pub fn original(&self, document: DocumentIndex) -> Option<DocumentIndex> {
        self.originals.get(&document).copied()
    }

    /// How many different texts these documents have.
    pub fn texts(&self, documents: impl Iterator<Item = DocumentIndex>) -> usize {
        let mut texts: Vec<DocumentIndex> = documents
            .map(|document| self.original(document).unwrap_or(document))
            .collect();
        texts.sort_unstable();
        texts.dedup();
        texts.len()
    }
}

/// Joins the documents of a bucket that resemble each other. Each is compared with one document of each
/// text found so far: forty copies need 39 comparisons, not 780.
fn join(bucket: &[([u8; 3], usize)], prints: &[Option<&Fingerprint>], same: &mut UnionFind<usize>) {
    let mut texts: Vec<usize> = Vec::new();
    for &(_, place) in bucket {
        let like = |other: &&usize| {
            let pair = prints[place].zip(prints[**other]);
            pair.is_some_and(|(a, b)| a.resemblance(b) >= RESEMBLANCE)
        };
        let known = texts.iter().find(|text| same.equiv(**text, place));
        match known.or_else(|| texts.iter().find(like)) {
            Some(&text) => {
                same.union(text, place);
            }
            None => texts.push(place),
        }
    }
}
