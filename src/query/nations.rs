//! What states are called in questions: adjectives, demonyms, capitals and other names.

use crate::gazetteer;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What a state is called.
pub(super) struct Nation {
    /// Its other names, its capital and its demonyms: "Kyiv", "Ukrainians".
    pub(super) names: Vec<&'static str>,
    /// "Ukrainian".
    pub(super) adjectives: Vec<&'static str>,
}

static NATIONS: LazyLock<BTreeMap<&str, Nation>> = LazyLock::new(|| {
    let nation = |state: &'static gazetteer::State| {
        let names = state.aliases().chain(state.capitals());
        let nation = Nation {
            names: names.chain(state.demonyms()).collect(),
            adjectives: state.adjectives().collect(),
        };
        (state.id, nation)
    };
    gazetteer::states().iter().map(nation).collect()
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
