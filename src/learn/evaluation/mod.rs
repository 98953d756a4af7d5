//! How good is an extraction? Attributions that were found, against those that people marked.
//!
//! [`score`] compares spans as sets of words, so that punctuation and white space at their edges never
//! count. Predictions are matched with gold attributions one to one, the best overlap of contents
//! first:
//!
//! * **lenient**: the contents share at least half of their union (Jaccard), and the sources share a
//!   word, or both are empty;
//! * **strict**: source and content have exactly the gold's words;
//! * **content**: the content as in lenient, whoever the source;
//! * **speech**: recall of lenient and content among the attributions whose cue is a word of
//!   communication or whose content is all quoted: who *said* what, not who thinks it;
//! * **spans**: each role's spans alone, exactly the gold's words, whatever they are linked to: the
//!   measure that published results on PolNeAR use (Newell et al., LREC 2018);
//! * **tokens**: words of each role over the whole document.
//!
//! `calibration` measures whether confidences can be believed, [`timing`] what each stage costs.

pub mod calibration;
mod matching;
pub mod timing;
pub mod treebank;
mod words;

use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::extract::pipeline;
use crate::extract::record::Extraction;
use crate::learn::gold::{Article, jsonl};
use calibration::{AtConfidence, Calibration, LEVELS, calibration};
use matching::{Criterion, pairs, shared};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use words::{Role, Roles, Words};

/// An attribution that was found: `[start, end)` in code points.
#[derive(Debug, Clone, PartialEq, Default, Deserialize)]
pub struct Prediction {
    /// Who; empty when nobody is named.
    #[serde(default, deserialize_with = "jsonl::role")]
    pub source: Vec<[usize; 2]>,
    /// The words that announce it; may be empty.
    #[serde(default, deserialize_with = "jsonl::role")]
    pub cue: Vec<[usize; 2]>,
    /// What; without words it counts for nothing.
    #[serde(default, deserialize_with = "jsonl::role")]
    pub content: Vec<[usize; 2]>,
    /// How sure the finder is, in `0.0..=1.0`.
    #[serde(default)]
    pub confidence: Option<f64>,
}

/// What was found in each document, by its id.
pub type Predictions = BTreeMap<String, Vec<Prediction>>;

/// What an engine finds in articles.
///
/// # Errors
/// What [`pipeline::extract_with`] returns.
pub fn predict(engine: &Engine, articles: &[Article]) -> Result<Predictions> {
    let found = articles.iter().map(|article| {
        let extraction = pipeline::extract_with(engine, &article.document())?;
        Ok((article.id.clone(), predictions(extraction)))
    });
    found.collect()
}

fn predictions(extraction: Extraction) -> Vec<Prediction> {
    let statements = extraction.statements.into_iter();
    statements
        .map(|s| Prediction {
            source: s.source.spans,
            cue: s.cue.spans,
            content: s.content.spans,
            // as the record's JSON has it: a 32-bit 0.7 is no 64-bit 0.7
            confidence: Some((f64::from(s.confidence) * 1000.0).round() / 1000.0),
        })
        .collect()
}

/// Reads predictions: the output of `dixit extract`, or JSON Lines of `{"id", "attributions": [{"source",
/// "cue", "content", "confidence"}]}` with each role a list of `[start, end)`.
///
/// # Errors
/// A file that cannot be read, or a line of another form.
pub fn read_predictions(path: &Path) -> Result<Predictions> {
    #[derive(Deserialize)]
    struct Line {
        id: String,
        #[serde(alias = "statements")]
        attributions: Vec<Prediction>,
    }
    let text = crate::input::read_to_string(path).map_err(|e| Error::at(path, e))?;
    let mut found = Predictions::new();
    for (i, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let line: Line = serde_json::from_str(line).map_err(|e| {
            Error::new(format!(
                "{}:{}: not a line from 'dixit extract': {e}",
                path.display(),
                i + 1
            ))
        })?;
        found.insert(line.id, line.attributions);
    }
    Ok(found)
}

/// Precision, recall and their harmonic mean, rounded to four places.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Share of what was found that is right.
    pub precision: f64,
    /// Share of what is right that was found.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
    /// Number of gold attributions, spans or words.
    pub gold: usize,
    /// Number of predicted ones; `None` for speech, where a prediction has no kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicted: Option<usize>,
}

/// Recall of one kind of gold attributions.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Recall {
    /// Share that was found.
    pub recall: f64,
    /// Their number.
    pub gold: usize,
}

/// Figures of each role.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct ByRole {
    /// Who.
    pub source: Figures,
    /// The announcing words.
    pub cue: Figures,
    /// What.
    pub content: Figures,
}

/// An attribution that was missed or is spurious, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// Id of its document.
    pub document: String,
    /// Who.
    pub source: String,
    /// The announcing words.
    pub cue: String,
    /// What.
    pub content: String,
}

/// All figures; see the module's page for what they mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Gold documents.
    pub documents: usize,
    /// Those of them that nothing was predicted for, not even an empty list.
    pub unpredicted: usize,
    /// Contents, whoever the source.
    pub content: Figures,
    /// The figure to compare by.
    pub lenient: Figures,
    /// Word for word.
    pub strict: Figures,
    /// Lenient, recall among speech only.
    pub speech_lenient: Figures,
    /// Content, recall among speech only.
    pub speech_content: Figures,
    /// Lenient recall of direct, indirect and mixed contents.
    pub recall_by_kind: BTreeMap<&'static str, Recall>,
    /// Each role's spans alone.
    pub spans: ByRole,
    /// Each role's words alone.
    pub tokens: ByRole,
    /// Whether confidences can be believed; `None` when predictions have none.
    pub calibration: Option<Calibration>,
    /// Gold attributions that no prediction matches (lenient), in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missed: Vec<Mistake>,
    /// Predictions that match no gold attribution (lenient), in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spurious: Vec<Mistake>,
}

/// Scores predictions against annotated articles.
///
/// # Errors
/// No articles, or predictions for a document that is not among them: probably the wrong file.
pub fn score(gold: &[Article], predicted: &Predictions) -> Result<Report> {
    if gold.is_empty() {
        return Err(Error::new("the gold file has no documents to compare with"));
    }
    let known: BTreeSet<&str> = gold.iter().map(|article| article.id.as_str()).collect();
    let unknown: Vec<&String> = predicted
        .keys()
        .filter(|id| !known.contains(id.as_str()))
        .collect();
    if let Some(first) = unknown.first() {
        return Err(Error::new(format!(
            "{} predicted documents are not in the gold file, the first is '{first}'; give the extraction of the same file",
            unknown.len()
        )));
    }
    let mut scores = Scores::default();
    for article in gold {
        scores.add(article, predicted.get(&article.id).map(Vec::as_slice));
    }
    Ok(scores.report(gold.len()))
}

/// The confidence of each prediction that has words, and whether it is right (lenient).
pub fn judge(article: &Article, predicted: &[Prediction]) -> Vec<(f64, bool)> {
    let mut scores = Scores::default();
    scores.add(article, Some(predicted));
    scores.judged
}

/// Right ones among predicted and gold ones.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    right: usize,
    predicted: usize,
    gold: usize,
}

impl Tally {
    fn add(&mut self, right: usize, predicted: usize, gold: usize) {
        self.right += right;
        self.predicted += predicted;
        self.gold += gold;
    }

    fn figures(self) -> Figures {
        let (p, r) = (
            share(self.right, self.predicted),
            share(self.right, self.gold),
        );
        Figures {
            precision: rounded(p),
            recall: rounded(r),
            f1: rounded(f1(p, r)),
            gold: self.gold,
            predicted: Some(self.predicted),
        }
    }

    /// Recall of a part of the gold attributions, beside the precision of all predictions.
    fn part_of(self, all: Figures) -> Figures {
        let r = share(self.right, self.gold);
        Figures {
            precision: all.precision,
            recall: rounded(r),
            f1: rounded(f1(all.precision, r)),
            gold: self.gold,
            predicted: None,
        }
    }
}

fn share(part: usize, all: usize) -> f64 {
    if all == 0 {
        0.0
    } else {
        part as f64 / all as f64
    }
}

fn f1(p: f64, r: f64) -> f64 {
    if p + r > 0.0 {
        2.0 * p * r / (p + r)
    } else {
        0.0
    }
}

/// Four decimal places.
fn rounded(x: f64) -> f64 {
    format!("{x:.4}").parse().unwrap_or(x)
}

#[derive(Debug, Default)]
struct Scores {
    unpredicted: usize,
    content: Tally,
    lenient: Tally,
    strict: Tally,
    speech_content: Tally,
    speech_lenient: Tally,
    kinds: BTreeMap<&'static str, Tally>,
    spans: [Tally; 3],
    tokens: [Tally; 3],
    /// Confidence of each prediction, and whether it is right.
    judged: Vec<(f64, bool)>,
    /// Whether some prediction has no confidence.
    unsure: bool,
    at: [Tally; LEVELS.len()],
    missed: Vec<Mistake>,
    spurious: Vec<Mistake>,
}

const ROLES: [fn(&Roles) -> &Role; 3] = [|r| &r.source, |r| &r.cue, |r| &r.content];

impl Scores {
    fn add(&mut self, article: &Article, predicted: Option<&[Prediction]>) {
        self.unpredicted += usize::from(predicted.is_none());
        let words = Words::new(&article.text);
        let gold: Vec<Roles> = article
            .attributions
            .iter()
            .map(|a| words.of_gold(a))
            .collect();
        let (confidences, found): (Vec<Option<f64>>, Vec<Roles>) = predicted
            .unwrap_or(&[])
            .iter()
            .map(|p| (p.confidence, words.of_prediction(p)))
            .filter(|(_, roles)| !roles.content.is_empty())
            .unzip();
        let speech: Vec<bool> = gold.iter().map(|g| words.is_speech(g)).collect();
        let spoken = speech.iter().filter(|s| **s).count();

        let strict = pairs(&gold, &found, Criterion::Strict).len();
        self.strict.add(strict, found.len(), gold.len());
        let content = pairs(&gold, &found, Criterion::Content);
        self.content.add(content.len(), found.len(), gold.len());
        let heard = |pairs: &[(usize, usize)]| pairs.iter().filter(|(g, _)| speech[*g]).count();
        self.speech_content.add(heard(&content), 0, spoken);
        let lenient = pairs(&gold, &found, Criterion::Lenient);
        self.lenient.add(lenient.len(), found.len(), gold.len());
        self.speech_lenient.add(heard(&lenient), 0, spoken);

        let (mut hit, mut right) = (vec![false; gold.len()], vec![false; found.len()]);
        for (g, p) in lenient {
            hit[g] = true;
            right[p] = true;
        }
        let mistake = |roles: &Roles| Mistake {
            document: article.id.clone(),
            source: words.show(&roles.source),
            cue: words.show(&roles.cue),
            content: words.show(&roles.content),
        };
        for (roles, hit) in gold.iter().zip(hit) {
            let kind = words.share(&roles.content).name();
            self.kinds
                .entry(kind)
                .or_default()
                .add(usize::from(hit), 0, 1);
            if !hit {
                self.missed.push(mistake(roles));
            }
        }
        for ((roles, right), confidence) in found.iter().zip(right).zip(&confidences) {
            self.unsure |= confidence.is_none();
            self.judged.push((confidence.unwrap_or(0.0), right));
            if !right {
                self.spurious.push(mistake(roles));
            }
        }
        self.add_levels(&gold, &found, &confidences);
        self.add_roles(&gold, &found);
    }

    /// What would be right if the less confident predictions were left out.
    fn add_levels(&mut self, gold: &[Roles], found: &[Roles], confidences: &[Option<f64>]) {
        for (tally, level) in self.at.iter_mut().zip(LEVELS) {
            let sure = |c: &Option<f64>| c.is_some_and(|c| c >= level);
            let kept: Vec<Roles> = found
                .iter()
                .zip(confidences)
                .filter(|(_, c)| sure(c))
                .map(|(roles, _)| roles.clone())
                .collect();
            let right = pairs(gold, &kept, Criterion::Lenient).len();
            tally.add(right, kept.len(), gold.len());
        }
    }

    fn add_roles(&mut self, gold: &[Roles], found: &[Roles]) {
        for (i, role) in ROLES.iter().enumerate() {
            let spans = |of: &[Roles]| -> BTreeSet<Role> {
                let spans = of.iter().map(|r| role(r).clone());
                spans.filter(|s| !s.is_empty()).collect()
            };
            let (a, b) = (spans(gold), spans(found));
            self.spans[i].add(a.intersection(&b).count(), b.len(), a.len());
            let tokens = |spans: BTreeSet<Role>| -> Vec<u32> {
                let tokens: BTreeSet<u32> = spans.into_iter().flatten().collect();
                tokens.into_iter().collect()
            };
            let (a, b) = (tokens(a), tokens(b));
            self.tokens[i].add(shared(&a, &b), b.len(), a.len());
        }
    }

    fn report(self, documents: usize) -> Report {
        let by_role = |[source, cue, content]: [Tally; 3]| ByRole {
            source: source.figures(),
            cue: cue.figures(),
            content: content.figures(),
        };
        let (content, lenient) = (self.content.figures(), self.lenient.figures());
        let at = self.at.iter().zip(LEVELS).map(|(tally, confidence)| {
            let figures = tally.figures();
            AtConfidence {
                confidence,
                precision: figures.precision,
                recall: figures.recall,
                predicted: tally.predicted,
            }
        });
        let known = !self.unsure && !self.judged.is_empty();
        Report {
            documents,
            unpredicted: self.unpredicted,
            content,
            lenient,
            strict: self.strict.figures(),
            speech_lenient: self.speech_lenient.part_of(lenient),
            speech_content: self.speech_content.part_of(content),
            recall_by_kind: self
                .kinds
                .into_iter()
                .map(|(kind, tally)| {
                    let recall = rounded(share(tally.right, tally.gold));
                    let gold = tally.gold;
                    (kind, Recall { recall, gold })
                })
                .collect(),
            spans: by_role(self.spans),
            tokens: by_role(self.tokens),
            calibration: known.then(|| calibration(&self.judged, at.collect())),
            missed: self.missed,
            spurious: self.spurious,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_as_their_nearest_four_places() {
        let thirds = [1.0 / 3.0, 2.0 / 3.0, 0.5, 0.0].map(rounded);
        assert_eq!(thirds, [0.3333, 0.6667, 0.5, 0.0]);
        // half-way: to the even neighbour
        assert_eq!(rounded(1.0 / 32.0), 0.0312);
    }

    #[test]
    fn predictions_of_another_file_are_refused() {
        let article = Article {
            id: "a".to_owned(),
            text: "Rain.".to_owned(),
            date: None,
            attributions: Vec::new(),
        };
        let other = Predictions::from([("b".to_owned(), Vec::new())]);
        let error = score(std::slice::from_ref(&article), &other).expect_err("an unknown id");
        assert!(error.to_string().contains("the first is 'b'"), "{error}");
        assert!(score(&[], &Predictions::new()).is_err());
        let report = score(&[article], &Predictions::new()).expect("figures");
        assert_eq!((report.unpredicted, report.lenient.f1), (1, 0.0));
    }
}
