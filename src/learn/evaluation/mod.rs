//! Evaluates an extraction: compares attributions found with those annotated by people.
//!
//! [`score`] compares spans as sets of words, so that punctuation and white space at their edges do not
//! matter. Predictions are matched with gold attributions one to one, the best overlap of contents
//! first:
//!
//! * **lenient**: the contents share at least half of their union (Jaccard), and the sources share a
//!   word, or both are empty;
//! * **strict**: source and content have exactly the gold's words;
//! * **content**: the content as in lenient, ignoring the source;
//! * **speech**: recall of lenient and content among the attributions whose cue is a word of
//!   communication or whose content is all quoted: who *said* what, not who thinks it;
//! * **spans**: each role's spans alone, exactly the gold's words, ignoring links between them: the
//!   measure of published results on PolNeAR (Newell et al., LREC 2018);
//! * **tokens**: words of each role over the whole document.
//!
//! `calibration` measures the calibration of confidences, [`timing`] the time of each stage.

pub mod calibration;
mod figures;
mod matching;
mod predictions;
pub mod timing;
mod tokens;
pub mod treebank;

pub use figures::{ByRole, Figures, Recall};
pub use predictions::{Prediction, Predictions, predict, read_predictions};

use crate::error::{Error, Result};
use crate::learn::gold::Article;
use calibration::{AtConfidence, Calibration, LEVELS, calibration};
use figures::{Tally, rounded, share};
use matching::{Criterion, pairs, shared};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tokens::{Role, Roles, Words};

/// An attribution that was missed or is spurious, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mistake {
    /// Id of its document.
    pub document: String,
    /// The source.
    pub source: String,
    /// The cue.
    pub cue: String,
    /// The content.
    pub content: String,
}

/// All figures; see the module's page for what they mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Gold documents.
    pub documents: usize,
    /// Gold documents without predictions, not even an empty list.
    pub unpredicted: usize,
    /// The content figures.
    pub content: Figures,
    /// The lenient figures, the main ones.
    pub lenient: Figures,
    /// The strict figures.
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
    /// Calibration of confidences; `None` if predictions have none.
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
/// If there are no articles, or predictions for an unknown document: probably the wrong file.
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

/// The confidence of each prediction that has words, and whether it is correct (lenient).
pub fn judge(article: &Article, predicted: &[Prediction]) -> Vec<(f64, bool)> {
    let mut scores = Scores::default();
    scores.add(article, Some(predicted));
    scores.judged
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
    /// Confidence of each prediction, and whether it is correct.
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

    /// Counts correct predictions above several confidences.
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
