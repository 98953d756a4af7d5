//! Checks whether a quotation can be taken at face value. It may hide that the words are denied, that
//! "not" comes right before them, or that someone else said them.

use super::wording::{Change, Piece, Word, words};
use crate::graph::{EntityIndex, Graph, Report, Statement};
use crate::lexicon::{Row, lines, rows};
use crate::statement::{Mode, Polarity};
use serde::Serialize;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

/// Why words on record do not support a quotation of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Caveat {
    /// The speaker denies them.
    Denied,
    /// The speaker did not say them.
    Negated,
    /// The speaker is reported as possibly saying them.
    Hypothetical,
    /// The speaker is reported to think so.
    Thought,
    /// The quotation leaves out a word that changes their meaning: "not", "if".
    LeavesOut {
        /// The word, as in the document.
        word: String,
    },
    /// The quotation adds a word that changes their meaning.
    PutsIn {
        /// The word, as in the quotation.
        word: String,
    },
    /// The speaker reports that someone else says so.
    Quotes {
        /// The name of that speaker.
        speaker: String,
    },
}

/// A word that changes the meaning of the words next to it.
struct Reversal {
    /// Whether it also affects the words before it.
    backwards: bool,
    /// Words after it that cancel the effect.
    unless: Vec<&'static str>,
}

static REVERSALS: LazyLock<BTreeMap<&str, Reversal>> = LazyLock::new(|| {
    let reversal = |row: Row<'static>| {
        let word = Reversal {
            backwards: row.field(1) == "yes",
            unless: row.list(2).collect(),
        };
        (row.field(0), word)
    };
    rows(include_str!("data/turning_words.tsv"))
        .map(reversal)
        .collect()
});

/// Words that begin a new clause, which a "not" before them does not affect.
const CLAUSE_STARTS: &str = include_str!("data/clause_starts.txt");

/// How many words before a quotation are checked.
const REACH: usize = 10;

/// The caveats of a statement by itself.
pub(super) fn of_statement(statement: &Statement) -> Vec<Caveat> {
    let polarity = match statement.polarity {
        Polarity::Affirmed => None,
        Polarity::Denied => Some(Caveat::Denied),
        Polarity::Negated => Some(Caveat::Negated),
        Polarity::Hypothetical => Some(Caveat::Hypothetical),
    };
    let thought = (statement.mode == Mode::Attitude).then_some(Caveat::Thought);
    polarity.into_iter().chain(thought).collect()
}

/// An omitted word beside ranges of a text (in order) that reverses their meaning: the "not" of "not to
/// sail", quoted as "to sail".
pub(super) fn left_out(text: &str, stretches: &[Range<usize>]) -> Option<Caveat> {
    let text = words(text);
    let mut from = 0;
    let before = stretches.iter().find_map(|stretch| {
        let gap = text.get(from..stretch.start).unwrap_or_default();
        from = stretch.end;
        reversed_before(gap, text.get(stretch.start))
    });
    let found = before.or_else(|| {
        let end = stretches.last()?.end;
        let last = text.get(end.checked_sub(1)?)?;
        let next = text.get(end).filter(|_| !ends_clause(last))?;
        let turns = reversal(next).is_some_and(|word| word.backwards);
        turns.then_some(next)
    });
    found.map(|word| Caveat::LeavesOut { word: bare(word) })
}

/// The last word of a gap that reverses what follows in the same clause.
fn reversed_before<'w, 't>(
    gap: &'w [Word<'t>],
    first: Option<&'w Word<'t>>,
) -> Option<&'w Word<'t>> {
    if first.is_some_and(starts_clause) {
        return None;
    }
    let clause = gap.iter().rev().take(REACH);
    let clause = clause.take_while(|word| !starts_clause(word) && !ends_clause(word));
    let mut behind = first;
    for word in clause {
        let unless = reversal(word).map(|word| &word.unless);
        if unless.is_some_and(|unless| !behind.is_some_and(|b| unless.contains(&b.key.as_str()))) {
            return Some(word);
        }
        behind = Some(word);
    }
    None
}

fn reversal(word: &Word) -> Option<&'static Reversal> {
    let shown = word.shown.to_lowercase();
    let key = match shown.contains("n't") || shown.contains("n’t") {
        true => "not",
        false => word.key.as_str(),
    };
    REVERSALS.get(key)
}

fn starts_clause(word: &Word) -> bool {
    lines(CLAUSE_STARTS).any(|start| start == word.key)
}

fn ends_clause(word: &Word) -> bool {
    let shown = word.shown.trim_end_matches(['”', '"', '’', '\'', '»', ')']);
    shown.ends_with([',', ';', ':', '.', '!', '?', '—', '–'])
}

/// A word without surrounding punctuation.
fn bare(word: &Word) -> String {
    let shown = word.shown.trim_matches(|c: char| !c.is_alphanumeric());
    shown.to_owned()
}

/// The meaning-changing words that an altered quotation leaves out or adds.
pub(super) fn altered(difference: &[Piece]) -> Vec<Caveat> {
    let of = |change: Change| -> Option<String> {
        let mut pieces = difference.iter().filter(|piece| piece.change == change);
        pieces.find_map(|piece| {
            let words = words(&piece.text);
            let mut found = words.iter().filter(|word| reversal(word).is_some());
            found.next().map(bare)
        })
    };
    match (of(Change::Left), of(Change::Added)) {
        (Some(word), None) => vec![Caveat::LeavesOut { word }],
        (None, Some(word)) => vec![Caveat::PutsIn { word }],
        _ => Vec::new(),
    }
}

/// The speakers quoted within reports, by the reports' ids.
#[derive(Default)]
pub(super) struct Quoted<'g>(BTreeMap<&'g str, Vec<EntityIndex>>);

impl<'g> Quoted<'g> {
    /// Records the speakers of a statement for all reports that enclose it.
    pub(super) fn add(&mut self, graph: &'g Graph, statement: &'g Statement) {
        for report in statement.reports() {
            let mut within = report.within.as_deref();
            // Quotations are not nested deeper than this.
            for _ in 0..8 {
                let Some(id) = within else { break };
                self.0.entry(id).or_default().extend(statement.speakers());
                let above = graph
                    .statement_by_id(id)
                    .map(|above| graph.statement(above));
                let mut above = above.into_iter().flat_map(Statement::reports);
                within = above.find(|r| r.id == id).and_then(|r| r.within.as_deref());
            }
        }
    }

    /// The caveat that the words are those of someone else quoted by the speaker of a report.
    pub(super) fn caveat(
        &self,
        graph: &Graph,
        statement: &Statement,
        report: &Report,
    ) -> Option<Caveat> {
        let mut others = self.0.get(report.id.as_str())?.iter();
        let own = |other: EntityIndex| statement.speakers().any(|speaker| speaker == other);
        let other = others.find(|other| !own(**other))?;
        Some(Caveat::Quotes {
            speaker: graph.entity(*other).name.clone(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::wording::align;

    #[test]
    fn what_a_quotation_leaves_out_before_it_turns_it() {
        for (quotation, text, word) in [
            ("to sell the pier", "not to sell the pier", Some("not")),
            (
                "sell the pier",
                "that she wouldn’t ever sell the pier",
                Some("wouldn’t"),
            ),
            (
                "the pier is safe",
                "that nobody believes the pier is safe",
                Some("nobody"),
            ),
            (
                "the pier is safe",
                "“If the pier is safe, we stay”",
                Some("If"),
            ),
            ("we stay", "“If the pier is safe, we stay”", None),
            ("the piers", "not only the piers", None),
            (
                "the board will pay",
                "that it is not her pier and the board will pay",
                None,
            ),
            ("because it is old", "not because it is old", None),
            ("they trust", "they trust nobody", Some("nobody")),
            ("they came", "they came, not we", None),
        ] {
            let stretch = align(&words(quotation), &words(text)).place;
            let found = left_out(text, &[stretch]);
            let expected = word.map(|word| Caveat::LeavesOut {
                word: word.to_owned(),
            });
            assert_eq!(found, expected, "{quotation:?} of {text:?}");
        }
    }

    #[test]
    fn what_three_dots_hide_turns_it_too() {
        let text = "“We will never accept that pier”";
        let pieces = ["we will", "accept that"].map(|p| align(&words(p), &words(text)).place);
        let never = Caveat::LeavesOut {
            word: "never".to_owned(),
        };
        assert_eq!(left_out(text, &pieces), Some(never));
    }
}
