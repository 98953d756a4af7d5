//! How people call states in a question: adjectives, peoples, capitals, other names.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The table that names in articles are resolved with; here it serves those who ask.
const STATES: &str = include_str!("../entity/data/states.tsv");

/// What a state is called.
pub(super) struct Nation {
    /// Its other names, its capital and its people: "Kyiv", "Ukrainians".
    pub(super) names: Vec<&'static str>,
    /// "Ukrainian".
    pub(super) adjectives: Vec<&'static str>,
}

static NATIONS: LazyLock<BTreeMap<&str, Nation>> = LazyLock::new(|| {
    let rows = STATES.lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|row| {
        let columns: Vec<&str> = row.split('\t').collect();
        let list = |column: usize| {
            let values = columns.get(column).copied().unwrap_or_default().split(';');
            values.filter(|value| !value.is_empty())
        };
        let nation = Nation {
            names: list(4).chain(list(7)).chain(list(6)).collect(),
            adjectives: list(5).collect(),
        };
        Some((*columns.get(2)?, nation))
    })
    .collect()
});

/// The state with this Wikidata id.
pub(super) fn nation(id: &str) -> Option<&'static Nation> {
    NATIONS.get(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_have_adjectives_and_capitals() {
        let ukraine = nation("Q212").unwrap();
        assert!(ukraine.adjectives.contains(&"Ukrainian"));
        assert!(ukraine.names.contains(&"Kyiv"));
        assert!(nation("Q1").is_none());
    }
}
