//! The outlets in a graph: those that published its documents, and those that the documents cite.

use crate::document::{host, outlet};
use crate::graph::{Document, Graph};
use crate::normalise::folding;
use std::collections::BTreeMap;

/// Finds outlets by name or host, ignoring case, spaces, a leading "the" and the end of a host.
#[derive(Debug, Default)]
pub struct Outlets {
    /// Comparable names ([`outlet`]), each with the name to show.
    names: BTreeMap<String, String>,
    /// Number of words in the longest name.
    longest: usize,
}

impl Outlets {
    /// The outlets that published the documents of a graph.
    pub fn publishers(graph: &Graph) -> Outlets {
        let mut outlets = Outlets::default();
        if let Some(whole) = graph.store_summary() {
            whole.publishers.iter().for_each(|name| outlets.add(name));
            return outlets;
        }
        for document in graph.documents() {
            outlets.add_publisher(document);
        }
        outlets
    }

    /// The outlets that published the documents of a graph, and those that the documents cite.
    pub(super) fn new(graph: &Graph) -> Outlets {
        let mut outlets = Outlets::publishers(graph);
        if let Some(whole) = graph.store_summary() {
            whole.cited.iter().for_each(|name| outlets.add(name));
            return outlets;
        }
        let reports = graph.statements().iter().flat_map(|s| s.reports());
        for via in reports.filter_map(|report| report.via) {
            outlets.add(&graph.entity(via).name);
        }
        outlets
    }

    fn add_publisher(&mut self, document: &Document) {
        // The name of a source takes precedence over the host.
        document.source.iter().for_each(|name| self.add(name));
        let host = document.url.as_deref().and_then(host);
        host.into_iter().for_each(|name| self.add(name));
    }

    fn add(&mut self, name: &str) {
        let key = outlet(name);
        if !key.is_empty() && !self.names.contains_key(&key) {
            self.longest = self.longest.max(folding::words(name).len());
            self.names.insert(key, name.to_owned());
        }
    }

    /// The comparable name of an outlet, if it is known.
    pub fn find(&self, name: &str) -> Option<String> {
        let key = outlet(name);
        self.names.contains_key(&key).then_some(key)
    }

    /// The longest outlet at the start of `words` (folded): its number of words, "the"
    /// included, and its name.
    pub fn prefix(&self, words: &[String]) -> Option<(usize, &str)> {
        // A host is one word, but people may write it as up to three, with "the".
        let longest = (self.longest + 2).min(words.len());
        (1..=longest).rev().find_map(|count| {
            let joined = words.get(..count)?.concat();
            let name = self.names.get(&outlet(&joined))?;
            Some((count, name.as_str()))
        })
    }

    /// Up to `count` names, the most similar in spelling first. Even dissimilar ones are included: there are
    /// few outlets, and it helps to see some.
    pub fn nearest(&self, name: &str, count: usize) -> Vec<String> {
        let wanted = outlet(name);
        let names = self.names.iter();
        let mut nearest: Vec<(f64, &String)> = names
            .map(|(key, name)| (strsim::jaro_winkler(key, &wanted), name))
            .collect();
        nearest.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        let nearest = nearest.into_iter().take(count);
        nearest.map(|(_, name)| name.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_outlet_at_the_start_is_found() {
        let mut outlets = Outlets::default();
        for name in [
            "Daily Ferry",
            "The Daily Ferry on Sunday",
            "www.tidewatch.org",
        ] {
            outlets.add(name);
        }
        let prefix = |text: &str| {
            let words = folding::words(text);
            outlets.prefix(&words).map(|(n, name)| (n, name.to_owned()))
        };
        assert_eq!(
            prefix("the Daily Ferry report"),
            Some((3, "Daily Ferry".to_owned()))
        );
        assert_eq!(
            prefix("Daily Ferry on Sunday"),
            Some((4, "The Daily Ferry on Sunday".to_owned()))
        );
        assert_eq!(
            prefix("Tidewatch said"),
            Some((1, "www.tidewatch.org".to_owned()))
        );
        assert_eq!(prefix("the report"), None);
        assert_eq!(outlets.nearest("Dayly Ferry", 1), ["Daily Ferry"]);
    }
}
