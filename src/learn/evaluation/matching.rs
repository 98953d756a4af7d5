//! Matches predictions with gold attributions.

use super::tokens::{Role, Roles};
use std::cmp::Ordering;

/// The criterion for a correct prediction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Criterion {
    /// The contents share at least half of their union.
    Content,
    /// Like `Content`, and the sources share a word, or both are empty.
    Lenient,
    /// Source and content have exactly the gold's words.
    Strict,
}

impl Criterion {
    fn holds(self, gold: &Roles, found: &Roles) -> bool {
        let content = || jaccard(&gold.content, &found.content) >= 0.5;
        match self {
            Criterion::Content => content(),
            Criterion::Lenient => {
                let nobody = gold.source.is_empty() && found.source.is_empty();
                content() && (nobody || shared(&gold.source, &found.source) > 0)
            }
            Criterion::Strict => gold.content == found.content && gold.source == found.source,
        }
    }
}

/// One-to-one pairs of gold and predicted indexes: those with the best overlap of contents first, then those
/// whose cues share a word, then in order of the text.
pub(super) fn pairs(gold: &[Roles], found: &[Roles], criterion: Criterion) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (g, wanted) in gold.iter().enumerate() {
        for (p, prediction) in found.iter().enumerate() {
            if shared(&wanted.content, &prediction.content) > 0
                && criterion.holds(wanted, prediction)
            {
                let overlap = jaccard(&wanted.content, &prediction.content);
                let cue = shared(&wanted.cue, &prediction.cue) > 0;
                candidates.push((overlap, cue, g, p));
            }
        }
    }
    candidates.sort_by(|a, b| {
        let best_first = b.0.total_cmp(&a.0).then(b.1.cmp(&a.1));
        best_first.then((a.2, a.3).cmp(&(b.2, b.3)))
    });
    let (mut gold_used, mut found_used) = (vec![false; gold.len()], vec![false; found.len()]);
    candidates.retain(|&(_, _, g, p)| {
        let free = !gold_used[g] && !found_used[p];
        if free {
            gold_used[g] = true;
            found_used[p] = true;
        }
        free
    });
    candidates.iter().map(|&(_, _, g, p)| (g, p)).collect()
}

/// Shared words divided by all words; 1 if there are none.
fn jaccard(a: &Role, b: &Role) -> f64 {
    let shared = shared(a, b);
    match a.len() + b.len() - shared {
        0 => 1.0,
        all => shared as f64 / all as f64,
    }
}

/// Number of words in both; each list is in order.
pub(super) fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut k, mut count) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(k)) {
        match x.cmp(y) {
            Ordering::Less => i += 1,
            Ordering::Greater => k += 1,
            Ordering::Equal => {
                count += 1;
                i += 1;
                k += 1;
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(source: &[u32], content: &[u32]) -> Roles {
        Roles {
            source: source.to_vec(),
            cue: Vec::new(),
            content: content.to_vec(),
        }
    }

    #[test]
    fn the_best_overlap_is_matched_first_and_once() {
        let gold = [roles(&[0], &[1, 2, 3]), roles(&[0], &[1, 2, 3, 4])];
        let found = [roles(&[0], &[1, 2, 3, 4]), roles(&[9], &[1, 2, 3])];
        assert_eq!(pairs(&gold, &found, Criterion::Content), [(0, 1), (1, 0)]);
        assert_eq!(pairs(&gold, &found, Criterion::Lenient), [(1, 0)]);
        assert_eq!(pairs(&gold, &found, Criterion::Strict), [(1, 0)]);
    }

    #[test]
    fn two_sources_that_name_nobody_agree() {
        let (none, some) = ([roles(&[], &[1])], [roles(&[5], &[1])]);
        assert_eq!(pairs(&none, &none, Criterion::Lenient).len(), 1);
        assert!(pairs(&none, &some, Criterion::Lenient).is_empty());
    }
}
