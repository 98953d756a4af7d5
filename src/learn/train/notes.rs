//! Notes about the training of a model, stored in the bundle as JSON.

use super::Settings;
use crate::date::Date;
use crate::error::{Error, Result};
use crate::learn::evaluation::{ByRole, Figures, Report};
use crate::model::crf;
use crate::model::network::training;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Information about the training of a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notes {
    /// The version of dixit that trained it.
    pub dixit: String,
    /// The day it was trained.
    pub date: Date,
    /// Its training data.
    pub data: Vec<DataFile>,
    /// Sizes, passes, step sizes and seed of each model.
    pub settings: Value,
    /// Its scores on held-out articles; `None` if there were none.
    pub figures: Option<Measured>,
}

/// A file, or a folder of annotated articles, that was trained on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DataFile {
    /// Its name, without the folders above it.
    pub name: String,
    /// Sentences of a treebank.
    pub sentences: usize,
    /// Annotated articles.
    pub articles: usize,
    /// Attributions in them.
    pub attributions: usize,
    /// [`fingerprint`](crate::normalise::hash::fingerprint) of its bytes.
    pub fnv64: String,
}

/// Figures on annotated articles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Name of the file.
    pub file: String,
    /// Its articles.
    pub documents: usize,
    /// See [`crate::learn::evaluation`] for this and what follows.
    pub lenient: Figures,
    /// Strict.
    pub strict: Figures,
    /// Content only.
    pub content: Figures,
    /// Lenient, among speech.
    pub speech_lenient: Figures,
    /// Spans only.
    pub spans: ByRole,
    /// Expected calibration error, in ten bins.
    pub calibration_error: Option<f64>,
}

impl Notes {
    /// Notes for a training today; `SOURCE_DATE_EPOCH` sets another day.
    ///
    /// # Errors
    /// A `SOURCE_DATE_EPOCH` that is not a number of seconds.
    pub fn new(data: &[DataFile], settings: &Settings) -> Result<Notes> {
        Ok(Notes {
            dixit: env!("CARGO_PKG_VERSION").to_owned(),
            date: day(std::env::var("SOURCE_DATE_EPOCH").ok().as_deref())?,
            data: data.to_vec(),
            settings: described(settings),
            figures: None,
        })
    }

    /// The notes as stored in a bundle.
    pub fn to_value(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Reads notes from a bundle; `None` for old files without notes.
    pub fn from_value(value: &Value) -> Option<Notes> {
        Notes::deserialize(value).ok()
    }
}

impl Measured {
    /// The part of a report that is stored.
    pub fn new(file: String, report: &Report) -> Measured {
        Measured {
            file,
            documents: report.documents,
            lenient: report.lenient,
            strict: report.strict,
            content: report.content,
            speech_lenient: report.speech_lenient,
            spans: report.spans,
            calibration_error: report.calibration.as_ref().map(|c| c.expected_error),
        }
    }
}

/// The day of `SOURCE_DATE_EPOCH` (<https://reproducible-builds.org/specs/source-date-epoch/>), in UTC;
/// today without it.
fn day(epoch: Option<&str>) -> Result<Date> {
    let moment = match epoch {
        None => jiff::Timestamp::now(),
        Some(seconds) => seconds
            .parse()
            .ok()
            .and_then(|s| jiff::Timestamp::from_second(s).ok())
            .ok_or_else(|| {
                Error::new(format!(
                    "SOURCE_DATE_EPOCH is '{seconds}', which is not a number of seconds since 1970; correct or unset it"
                ))
            })?,
    };
    Ok(Date::of_moment(moment))
}

fn described(settings: &Settings) -> Value {
    let crf = |s: &crf::Settings| {
        json!({
            "bits": s.bits, "epochs": s.epochs, "least": s.least, "seed": s.seed,
            // the shortest decimal, not all digits of the 32-bit number
            "rate": s.rate.to_string().parse::<f64>().ok(),
            "decay": s.decay.to_string().parse::<f64>().ok(),
        })
    };
    let network = |s: &training::Settings| {
        json!({
            "epochs": s.epochs, "batch": s.batch,
            "rate": s.rate.to_string().parse::<f64>().ok(),
            "dropout": s.dropout.to_string().parse::<f64>().ok(),
        })
    };
    let syntax = &settings.syntax;
    json!({
        "tagger": network(&syntax.tagger),
        "parser": network(&syntax.parser),
        "syntax_seed": syntax.seed,
        "names": crf(&settings.names),
        "cues": crf(&settings.cues),
        "roles": crf(&settings.roles),
        "folds": settings.folds,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::hash::fingerprint;

    #[test]
    fn the_day_can_be_given() {
        let day_of = |s| day(Some(s)).map(|d| d.to_string());
        assert_eq!(day_of("0").expect("a day"), "1970-01-01");
        assert_eq!(day_of("1700000000").expect("a day"), "2023-11-14");
        let error = day(Some("yesterday")).expect_err("no number").to_string();
        assert!(error.contains("'yesterday'"), "{error}");
    }

    #[test]
    fn notes_come_back_from_a_bundle() {
        let files = [DataFile {
            name: "a.jsonl".to_owned(),
            sentences: 0,
            articles: 2,
            attributions: 5,
            fnv64: fingerprint(b"x"),
        }];
        let mut notes = Notes::new(&files, &Settings::default()).expect("notes");
        notes.figures = Some(Measured {
            file: "dev.jsonl".to_owned(),
            documents: 1,
            lenient: Figures::default(),
            strict: Figures::default(),
            content: Figures::default(),
            speech_lenient: Figures::default(),
            spans: ByRole::default(),
            calibration_error: Some(0.031),
        });
        assert_eq!(Notes::from_value(&notes.to_value()), Some(notes));
        assert_eq!(Notes::from_value(&Value::Null), None);
    }
}
