//! Who declined to comment? Reports that say that somebody did not want to speak.

use crate::graph::Report;
use crate::lexicon::rows;
use crate::normalise::folding;
use std::sync::LazyLock;

const REFUSALS: &str = include_str!("data/refusals.tsv");

/// Words of the content that may belong to the refusal: "declined | to say when".
const LEADING: usize = 4;

/// The expressions of refusing to speak, each as folded words.
static EXPRESSIONS: LazyLock<Vec<Vec<String>>> = LazyLock::new(|| {
    let expressions = rows(REFUSALS).flat_map(|row| {
        let before = row.list(0);
        before.flat_map(move |before| row.list(1).map(move |verb| format!("{before} {verb}")))
    });
    expressions.map(|words| folding::words(&words)).collect()
});

/// Whether a report says that its speaker did not want to speak.
pub(super) fn is_refusal(report: &Report) -> bool {
    let mut words = folding::words(&report.cue.text);
    let own = words.len();
    let start: String = report.content.text.chars().take(80).collect();
    words.extend(folding::words(&start).into_iter().take(LEADING));
    // The words must begin in the cue, unless all that is said is "No comment".
    let all_said = report.content.text.len() < 40;
    EXPRESSIONS.iter().any(|expression| {
        let mut places = words.windows(expression.len()).enumerate();
        places.any(|(at, place)| place == expression && (at < own || at == own && all_said))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Graph;
    use crate::graph::sample;

    #[test]
    fn refusals_are_told_from_other_words() {
        let mut record = sample::extractions().swap_remove(0);
        let mut is_refusal_of = |cue: &str, content: &str| {
            record.statements.truncate(1);
            if let Some(statement) = record.statements.first_mut() {
                statement.cue.text = cue.into();
                statement.content.text = content.into();
            }
            let graph = Graph::from_extractions("refusals", [record.clone()], &Default::default());
            is_refusal(&graph.statements().first().expect("a statement").first)
        };
        assert!(is_refusal_of(
            "declined",
            "to say whether it would go to court"
        ));
        assert!(is_refusal_of("refused to comment on", "the merger"));
        assert!(is_refusal_of("did not respond to", "a request for comment"));
        assert!(is_refusal_of("said", "“No comment,”"));
        assert!(!is_refusal_of("refused", "to sign the treaty"));
        assert!(!is_refusal_of(
            "said",
            "that the mayor declined to say more"
        ));
        assert!(!is_refusal_of("did not say", "who they were"));
    }
}
