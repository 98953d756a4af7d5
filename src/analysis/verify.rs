//! Verifies quotations: finds the statements on record that are nearest to one.

use super::caveats::{self, Caveat, Quoted};
use super::wording::{Alignment, Change, Piece, Word, align, words};
use crate::entity::EntityType;
use crate::graph::{EntityIndex, Graph, Report, StatementIndex};
use crate::query::{Failure, Hit, Marks, is_stop_word, names_of};
use crate::statement::Kind;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;

/// Minimum similarity (the share of unchanged words) of an altered quotation.
const ALTERED: f64 = 0.6;
/// Minimum similarity of other statements worth showing.
const NEAR: f64 = 0.4;
/// Minimum share of a quotation's letters, in common words, for a statement to be compared.
const IN_BOTH: f64 = 0.4;
/// Maximum number of statements shown.
const SHOWN: usize = 3;
/// Maximum number of words in a quotation; more is an article.
const LONGEST: usize = 2_000;
/// Minimum number of words in a quotation that has only function words ("of the").
const SHORTEST: usize = 4;

/// The verdict on a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// These words, by this speaker.
    Exact,
    /// These or similar words, but this speaker does not assert them: the nearest statement has a
    /// [`Caveat`].
    NotAsserted,
    /// Similar words, by this speaker.
    Altered,
    /// These or similar words, by another speaker.
    SomebodyElse,
    /// Nothing similar.
    NotOnRecord,
}

/// The result of verifying a quotation.
#[derive(Debug, Clone, Serialize)]
pub struct Verification<'g> {
    /// The words of the quotation.
    pub quotation: String,
    /// The requested speaker.
    pub speaker: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// The nearest statements, those that the verdict is based on first. If it is not on record,
    /// similar statements, if any.
    pub nearest: Vec<Likeness<'g>>,
}

/// A statement on record, in the wording of the report that is most similar to a quotation.
#[derive(Debug, Clone, Serialize)]
pub struct Likeness<'g> {
    /// Share of the quotation's words that need no change.
    pub similarity: f64,
    /// Whether it was said by the requested speaker, or by someone who speaks for that entity.
    pub by_speaker: bool,
    /// Whether the document puts the words, or a part of them, in quotation marks; if not, they
    /// are the document's own words.
    pub quoted: bool,
    /// Why the words on record do not support the quotation; a statement that supports it has no
    /// caveats.
    pub caveats: Vec<Caveat>,
    /// The changes from the words on record to the quotation; `left` are words that the quotation
    /// leaves out.
    pub difference: Vec<Piece>,
    /// The statement.
    pub statement: Hit<'g>,
}

/// Looks up a quotation, in which three dots ("…", "...", "[…]") stand for omitted words.
///
/// # Errors
/// [`Failure::Unknown`] if the graph has no such speaker, [`Failure::Unreadable`] if there are no
/// words to look up.
pub fn verify<'g>(
    graph: &'g Graph,
    quotation: &str,
    speaker: Option<&str>,
) -> Result<Verification<'g>, Failure> {
    let quoted = Quotation::new(quotation)?;
    let wanted = speaker.map(|name| speakers(graph, name)).transpose()?;
    let by_speaker = |found: &Found| match &wanted {
        None => true,
        Some(wanted) => graph
            .statement(found.statement)
            .speakers()
            .any(|speaker| wanted.contains(&speaker)),
    };
    let found = with_caveats(graph, &quoted, search(graph, &quoted));
    let (own, others): (Vec<Judged>, Vec<Judged>) =
        found.into_iter().partition(|(found, _)| by_speaker(found));
    let best = |list: &[Judged]| list.first().map_or(0.0, |(found, _)| found.similarity);
    let verdict = verdict(&own, best(&others), wanted.is_some());
    let least = match verdict {
        Verdict::Exact => 1.0,
        Verdict::NotAsserted if best(&own) >= 1.0 => 1.0,
        Verdict::NotAsserted | Verdict::Altered | Verdict::SomebodyElse => ALTERED,
        Verdict::NotOnRecord => NEAR,
    };
    let lists = match verdict {
        Verdict::SomebodyElse => [others, own],
        _ => [own, others],
    };
    let shown = lists.into_iter().flatten();
    let shown = shown
        .filter(|(found, _)| found.similarity >= least)
        .take(SHOWN);
    let nearest = shown.filter_map(|(found, caveats)| {
        let report = found.report(graph)?;
        Some(Likeness {
            similarity: found.similarity,
            by_speaker: by_speaker(&found),
            quoted: report.kind == Kind::Direct || is_quoted(report, &found.alignments),
            caveats,
            difference: quoted.difference(&report.content.text, &found.alignments),
            statement: Hit::new(graph, found.statement, report, None, Marks::default()),
        })
    });
    Ok(Verification {
        quotation: quotation.to_owned(),
        speaker: speaker.map(str::to_owned),
        verdict,
        nearest: nearest.collect(),
    })
}

/// A statement found, with its caveats.
type Judged = (Found, Vec<Caveat>);

/// The verdict on a quotation, from the statements of the requested speaker (of anybody if there is none),
/// nearest first, and the similarity of others' statements.
fn verdict(own: &[Judged], others: f64, has_speaker: bool) -> Verdict {
    let best = own.first().map_or(0.0, |(found, _)| found.similarity);
    let exact = own.iter().take_while(|(found, _)| found.similarity >= 1.0);
    let is_quoted_only = |caveats: &[Caveat]| {
        let mut quotes = caveats.iter();
        quotes.any(|caveat| matches!(caveat, Caveat::Quotes { .. }))
    };
    match (best, others) {
        (own, _) if own >= 1.0 => {
            let mut caveats = exact.map(|(_, caveats)| caveats.as_slice());
            match (caveats.clone().any(<[_]>::is_empty), has_speaker) {
                (true, _) => Verdict::Exact,
                (false, true) if caveats.all(is_quoted_only) => Verdict::SomebodyElse,
                _ => Verdict::NotAsserted,
            }
        }
        (_, other) if other >= 1.0 => Verdict::SomebodyElse,
        (near, other) if near >= ALTERED && near >= other => {
            match own.first().is_some_and(|(_, caveats)| caveats.is_empty()) {
                true => Verdict::Altered,
                false => Verdict::NotAsserted,
            }
        }
        (_, other) if other >= ALTERED => Verdict::SomebodyElse,
        _ => Verdict::NotOnRecord,
    }
}

/// The caveats of each statement found. Of equally near statements, those without a caveat come first.
fn with_caveats(
    graph: &Graph,
    quotation: &Quotation,
    found: Vec<Found>,
) -> Vec<(Found, Vec<Caveat>)> {
    let mut quoted = Quoted::default();
    for exact in found.iter().take_while(|found| found.similarity >= 1.0) {
        quoted.add(graph, graph.statement(exact.statement));
    }
    let caveats = |found: &Found| -> Vec<Caveat> {
        let statement = graph.statement(found.statement);
        let mut all = caveats::of_statement(statement);
        let Some(report) = found.report(graph) else {
            return all;
        };
        let text = &report.content.text;
        let places = found.alignments.iter().map(|a| a.place.clone());
        let places: Vec<Range<usize>> = places.collect();
        all.extend(caveats::left_out(text, &places));
        if found.similarity < 1.0 {
            let difference = quotation.difference(text, &found.alignments);
            all.extend(caveats::altered(&difference));
        } else {
            all.extend(quoted.caveat(graph, statement, report));
        }
        all
    };
    let told = found.into_par_iter().map(|found| {
        let caveats = caveats(&found);
        (found, caveats)
    });
    let mut told: Vec<(Found, Vec<Caveat>)> = told.collect();
    told.sort_by(|(a, of_a), (b, of_b)| {
        let nearer = b.similarity.total_cmp(&a.similarity);
        nearer.then(of_b.is_empty().cmp(&of_a.is_empty()))
    });
    told
}

/// The speakers with a name; for a state or organisation, also those who speak for it.
fn speakers(graph: &Graph, name: &str) -> Result<BTreeSet<EntityIndex>, Failure> {
    let names = names_of(graph);
    let found = names.find(name);
    if found.is_empty() {
        return Err(Failure::Unknown {
            name: name.to_owned(),
            nearest: names.nearest(name, 3),
        });
    }
    let named: BTreeSet<usize> = found.iter().copied().collect();
    let all = graph.entity_indices().filter(|index| {
        let represents = &graph.entity(*index).represents;
        let speaks_for = |of: EntityIndex| {
            graph.entity(of).kind != EntityType::Person && named.contains(&of.index())
        };
        // a spokesman for his ministry, the ministry for its state
        let above = |of: EntityIndex| {
            let states = graph.entity(of).represents.iter();
            states.map(|state| state.of).any(speaks_for)
        };
        named.contains(&index.index()) || represents.iter().any(|r| speaks_for(r.of) || above(r.of))
    });
    Ok(all.collect())
}

/// A quotation, prepared for the search.
pub(super) struct Quotation<'q> {
    /// Its words, split where some are left out.
    pieces: Vec<Vec<Word<'q>>>,
    /// For each word, by its [`hash`], its number and the letters of all its occurrences.
    weights: HashMap<u64, (usize, usize)>,
    /// The number of letters of all words.
    letters: usize,
}

impl<'q> Quotation<'q> {
    pub(super) fn new(text: &'q str) -> Result<Self, Failure> {
        let mut pieces: Vec<Vec<Word>> = Vec::new();
        let parts = text.split("...").flat_map(|part| part.split('…'));
        for part in parts {
            let words = words(part);
            if !words.is_empty() {
                pieces.push(words);
            }
        }
        let count: usize = pieces.iter().map(Vec::len).sum();
        if count == 0 {
            return Err(Failure::Unreadable(
                "the quotation has no words; write it in quotation marks, \"like this\"".to_owned(),
            ));
        }
        let shown: Vec<&str> = pieces.iter().flatten().map(|word| word.shown).collect();
        if count < SHORTEST && pieces.iter().flatten().all(|word| is_stop_word(&word.key)) {
            return Err(Failure::Unreadable(format!(
                "'{}' occurs in many statements; give more of the quotation",
                shown.join(" ")
            )));
        }
        if count > LONGEST {
            return Err(Failure::Unreadable(format!(
                "the quotation has {count} words; look up one sentence at a time"
            )));
        }
        let mut weights: HashMap<u64, (usize, usize)> = HashMap::new();
        for word in pieces.iter().flatten() {
            let fresh = weights.len();
            let (_, letters) = weights.entry(hash(word.shown)).or_insert((fresh, 0));
            *letters += word.key.chars().count();
        }
        Ok(Quotation {
            letters: weights.values().map(|(_, letters)| letters).sum(),
            pieces,
            weights,
        })
    }

    /// Whether a text has enough of its words to be worth comparing.
    fn may_be_in(&self, text: &str) -> bool {
        let mut seen = vec![false; self.weights.len()];
        let mut shared = 0;
        for shown in text.split_whitespace() {
            if let Some((place, weight)) = self.weights.get(&hash(shown))
                && let Some(seen) = seen.get_mut(*place).filter(|seen| !**seen)
            {
                *seen = true;
                shared += weight;
            }
        }
        shared as f64 >= IN_BOTH * self.letters as f64
    }

    /// The position of each piece, in order.
    fn align(&self, text: &[Word]) -> Vec<Alignment> {
        let mut from = 0;
        let mut alignments = Vec::with_capacity(self.pieces.len());
        for piece in &self.pieces {
            let mut found = align(piece, text.get(from..).unwrap_or(&[]));
            found.place = found.place.start + from..found.place.end + from;
            from = found.place.end;
            alignments.push(found);
        }
        alignments
    }

    /// The changes from a text to the quotation.
    fn difference(&self, text: &str, alignments: &[Alignment]) -> Vec<Piece> {
        let text = words(text);
        let pairs = alignments.iter().zip(&self.pieces);
        let mut pieces: Vec<Piece> = Vec::new();
        for (alignment, piece) in pairs {
            if !pieces.is_empty() {
                pieces.push(Piece {
                    change: Change::Same,
                    text: "…".to_owned(),
                });
            }
            pieces.extend(alignment.difference(&text, piece));
        }
        pieces
    }
}

/// A hash of the letters and digits of a word, ignoring case; collisions only cost an extra comparison.
/// Ten million statements may be searched, so nothing is allocated.
fn hash(shown: &str) -> u64 {
    let letters = shown.chars().filter(|c| c.is_alphanumeric());
    let letters = letters.flat_map(char::to_lowercase);
    letters.fold(0, |hash: u64, letter| {
        (hash.rotate_left(5) ^ u64::from(letter)).wrapping_mul(0x517C_C1B7_2722_0A95)
    })
}

/// A statement and its similarity.
pub(super) struct Found {
    pub(super) statement: StatementIndex,
    /// Its most similar report.
    report: usize,
    pub(super) similarity: f64,
    alignments: Vec<Alignment>,
}

impl Found {
    /// The report that is most similar to the quotation.
    fn report<'g>(&self, graph: &'g Graph) -> Option<&'g Report> {
        graph.statement(self.statement).reports().nth(self.report)
    }
}

/// The statements similar to a quotation, the nearest first; ties are in their order.
pub(super) fn search(graph: &Graph, quotation: &Quotation) -> Vec<Found> {
    let statements: Vec<StatementIndex> = graph.statement_indices().collect();
    let mut found: Vec<Found> = statements
        .into_par_iter()
        .filter_map(|index| {
            let reports = graph.statement(index).reports().enumerate();
            let alike = reports.filter_map(|(place, report)| {
                if !quotation.may_be_in(&report.content.text) {
                    return None;
                }
                let text = words(&report.content.text);
                let alignments = quotation.align(&text);
                let changes: usize = alignments.iter().map(|a| a.changes).sum();
                let length: usize = alignments.iter().map(|a| a.length).sum();
                Some(Found {
                    statement: index,
                    report: place,
                    similarity: 1.0 - changes.min(length) as f64 / length.max(1) as f64,
                    alignments,
                })
            });
            let alike = alike.filter(|found| found.similarity >= NEAR);
            alike.reduce(|best, other| match other.similarity > best.similarity {
                true => other,
                false => best,
            })
        })
        .collect();
    // Stable: the collected order is that of the graph.
    found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
    found
}

/// Whether a part of a content is in quotation marks, at least partly.
fn is_quoted(report: &Report, alignments: &[Alignment]) -> bool {
    let mut inside = false;
    let mut quoted: Vec<bool> = Vec::new();
    for shown in report.content.text.split_whitespace() {
        let opens = shown.starts_with(['“', '"', '‘', '«']);
        inside |= opens;
        if shown.chars().any(char::is_alphanumeric) {
            quoted.push(inside);
        }
        let end = shown.trim_end_matches(['.', ',', ';', '!', '?']);
        if shown.contains(['”', '»']) || end.ends_with('"') && end.len() > 1 {
            inside = false;
        }
    }
    let mut places = alignments.iter().map(|alignment| alignment.place.clone());
    places.any(|place| quoted.get(place).is_some_and(|words| words.contains(&true)))
}
