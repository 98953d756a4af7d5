//! Training of all models, as `dixit train` runs it.
//!
//! Later models are trained on the output of earlier ones, with its mistakes, not on perfect input: the articles
//! are divided into folds, and each is tagged, parsed and searched for names by models that have not
//! seen it (jackknifing).
//!
//! [`data`] describes the files that are read, [`notes`] the training information in a model file, [`encoder`] how the
//! encoder of the accurate model is trained.
//!
//! # Training data of the built-in model
//!
//! The data are a treebank, PolNeAR's training articles (Newell et al., LREC 2018), and the predictions of a
//! teacher for them and for 249 articles of Wikinews without annotations. The teacher is an encoder (all-mpnet-base-v2,
//! Apache-2.0) that was fine-tuned on PolNeAR's training articles, with one step for cues (five passes) and one for
//! the source and content of each (three passes); it finds attributions far better (F1 0.79 on
//! PolNeAR's dev set) but is far too slow to ship. It was trained four times, each time without a
//! quarter of the articles; the held-out quarters and, by the mean of the models, Wikinews were annotated
//! with `weight`s ([`gold::jsonl`](crate::learn::gold::jsonl)):
//!
//! | cue | weight |
//! | --- | --- |
//! | on Wikinews, with probability `p` ≥ 0.3 | `p` |
//! | annotated in PolNeAR | `0.75 + 0.25 p` |
//! | not annotated there, if `0.3 p` is above 0.1 | `0.3 p` |
//!
//! The makers of documents ("the report", "its polling") were learned from 597 statements of PolNeAR's
//! training articles and of Wikinews. `src/learn/train/makers.jsonl` has the makers, without the
//! texts: `dixit train DATA --speakers src/learn/train/makers.jsonl` finds them in `DATA` by their ids.
//!
//! Addressees were learned from 2,380 statements of PolNeAR's training articles, 925 of which
//! have an addressee. `src/learn/train/hearers.jsonl` has them, again without the texts, for `--speakers`:
//! `{"id", "attributions": [{"source", "cue", "content", "hearers": [[start, end]]}]}` with spans in code points.
//!
//! # A worked example: training on a newsroom's style
//!
//! The editors of a regional paper notice that dixit misses statements with the speaker in brackets at the end,
//! as is their habit. They annotate some articles and train a model.
//!
//! **1. Annotate.** In [brat](https://brat.nlplab.org) three types of annotations and one event are enough.
//! `annotation.conf`:
//!
//! ```text
//! [entities]
//! Source
//! Cue
//! Content
//! [relations]
//! [events]
//! Cue Source?:Source, Content+:Content
//! [attributes]
//! ```
//!
//! An article is a text file, `ferry.txt`:
//!
//! ```text
//! The ferry will not sail before May (thus harbour master Ruth Oyelaran).
//! ```
//!
//! and the annotations are in `ferry.ann` beside it (columns are separated by tabs):
//!
//! ```text
//! T1    Content 0 34    The ferry will not sail before May
//! T2    Source 41 69    harbour master Ruth Oyelaran
//! T3    Cue 36 40    thus
//! E1    Cue:T3 Source:T2 Content:T1
//! ```
//!
//! Annotate every statement of an article, including those that dixit already finds: the model learns that
//! everything else is not a statement. `dixit extract desk/ --format brat -o drafts` marks what it finds, with these
//! settings of brat, and `--format label-studio` does so for Label Studio, whose exports are read too. Relations work
//! as well as events, and so do Citron's JSON and our JSON Lines: see [`gold`](crate::learn::gold).
//!
//! **2. Hold out some articles.** Put one article in five into `desk/dev`, the rest into `desk/train`. A
//! model cannot be evaluated on its training data.
//!
//! ```console
//! $ dixit eval desk/dev
//! ```
//!
//! prints the accuracy of the built-in model on them, and with `--errors 20` what it misses.
//!
//! **3. Train.** `DATA` is the other training data ([`data`]); the newsroom's articles are
//! added to it:
//!
//! ```console
//! $ dixit train DATA --add desk/train --dev desk/dev -o desk.model
//! ```
//!
//! Without a treebank in `DATA` the tagger, the parser and the recogniser of names are those of the
//! built-in model, and only the attributions are learned. `DATA` can then be `desk/train`,
//! but such a model knows only this newsroom's style: use more varied articles if you can,
//! and let step 4 decide.
//!
//! If there are enough articles, a quarter of them is also used to calibrate the confidences: a
//! second model, trained on the others, is evaluated on them
//! ([`calibration`](crate::model::calibration)).
//!
//! **4. Compare and use.**
//!
//! ```console
//! $ dixit eval desk/dev --model desk.model
//! $ dixit build news/ --model desk.model
//! $ dixit --version --verbose --model desk.model
//! ```
//!
//! The last command shows how the file was made: data with their hashes, date, settings and figures. The same
//! data, seed, version of dixit and `SOURCE_DATE_EPOCH` give the same bytes.

pub mod data;
pub mod encoder;
pub mod marked;
pub mod notes;

pub use data::Data;

use crate::document::Document;
use crate::entity::mention::recogniser::{Named, Names, Recogniser};
use crate::entity::resolve::Lessons;
use crate::entity::{Knowledge, Resolver};
use crate::error::{Error, Result};
use crate::extract::engine::Engine;
use crate::learn::evaluation;
use crate::learn::evaluation::Prediction;
use crate::learn::gold::{Aligner, Article};
use crate::model::bundle::Bundle;
use crate::model::calibration::Curve;
use crate::model::crf::Settings as CrfSettings;
use crate::span::{CodePoints, Span};
use crate::statement::article;
use crate::statement::attribution::{Attribution, Finder, train as attribution};
use crate::syntax::conllu::Sentence;
use crate::syntax::{Parser, Syntax, train as syntax};
use crate::text::Text;
use crate::{entity, statement, text};
use marked::Marked;
use std::collections::HashMap;

/// Sizes, passes and step sizes of all models.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Tagger and parser.
    pub syntax: syntax::Settings,
    /// Recogniser of names.
    pub names: CrfSettings,
    /// Cues.
    pub cues: CrfSettings,
    /// Sources and contents.
    pub roles: CrfSettings,
    /// Number of folds of the jackknife.
    pub folds: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let crf = CrfSettings {
            bits: 18,
            epochs: 8,
            rate: 0.05,
            decay: 5e-4,
            least: 1,
            seed: 1,
        };
        Settings {
            syntax: syntax::Settings::default(),
            names: CrfSettings {
                bits: 17,
                epochs: 6,
                rate: 0.1,
                least: 2,
                ..crf
            },
            cues: CrfSettings {
                bits: 21,
                epochs: 10,
                ..crf
            },
            roles: CrfSettings {
                bits: 19,
                epochs: 6,
                rate: 0.03,
                ..crf
            },
            folds: 4,
        }
    }
}

/// An article, prepared for training the attribution models.
#[derive(Debug)]
pub struct Lesson {
    /// The article.
    pub document: Document,
    /// Its tokens and sentences.
    pub text: Text,
    /// Tags and trees, by a model that has not seen the article.
    pub syntax: Syntax,
    /// Names, likewise.
    pub names: Names,
    /// The attributions.
    pub gold: Vec<Attribution>,
}

impl Settings {
    /// Sets the seed of all models.
    pub fn with_seed(mut self, seed: u64) -> Settings {
        self.syntax.seed = seed;
        for crf in [&mut self.names, &mut self.cues, &mut self.roles] {
            crf.seed = seed;
        }
        self
    }

    /// Makes the tables `2^bits` times smaller: a smaller file and less memory, but less accurate.
    pub fn smaller(mut self, bits: u32) -> Settings {
        for size in [
            &mut self.names.bits,
            &mut self.cues.bits,
            &mut self.roles.bits,
        ] {
            *size = size.saturating_sub(bits).max(1);
        }
        self
    }
}

/// Trains all models; `log` is called with lines of progress.
///
/// If `data` has no treebank, the built-in tagger, parser and recogniser are used.
/// The same data and settings give the same tables.
///
/// # Errors
/// If there are no articles.
pub fn train(data: &Data, settings: Settings, mut log: impl FnMut(String)) -> Result<Bundle> {
    if data.articles.iter().all(|a| a.attributions.is_empty()) {
        return Err(Error::new(
            "no annotated articles to train on; give some with --add or put them in the data folder",
        ));
    }
    let mut bundle = Bundle::default();
    let lessons = if data.treebank.is_empty() {
        log("no treebank: using the built-in tagger, parser and names".to_owned());
        let Engine {
            parser, recogniser, ..
        } = Engine::shipped()?;
        syntax::save(parser, &mut bundle);
        recogniser.save(&mut bundle);
        learn_resolver(data, parser, recogniser, &mut log)?.save(&mut bundle);
        let read = |article| read_article(article, parser, recogniser);
        data.articles.iter().map(read).collect()
    } else {
        let all: Vec<&Sentence> = data.treebank.iter().collect();
        let parser = syntax::train(&all, settings.syntax, &mut log);
        syntax::save(&parser, &mut bundle);
        let names = learn_names(&all, &data.marked, &parser, &settings, &mut log);
        names.save(&mut bundle);
        learn_resolver(data, &parser, &names, &mut log)?.save(&mut bundle);
        jackknife(data, &settings, &mut log)
    };
    let all: Vec<&Lesson> = lessons.iter().collect();
    learn_attributions(&all, &settings, &mut log).save(&mut bundle);
    if let Some(curve) = calibrate(data, &all, &settings, &mut log)? {
        curve.save(&mut bundle);
    }
    Ok(bundle)
}

/// Trains only the attribution models.
pub fn learn_attributions(
    lessons: &[&Lesson],
    settings: &Settings,
    log: impl FnMut(String),
) -> Finder {
    let examples: Vec<(article::Article, &[Attribution])> = lessons
        .iter()
        .map(|l| {
            (
                article::Article::new(&l.document, &l.text, &l.syntax, &l.names.sure),
                l.gold.as_slice(),
            )
        })
        .collect();
    attribution::train(&examples, settings.cues, settings.roles, log)
}

/// Minimum number of articles for calibration.
const MIN_TO_CALIBRATE: usize = 40;

/// Calibrates the confidences: on a quarter of the articles, by a model trained on the
/// others and, with a treebank, on tags and trees by models that have not seen them either.
fn calibrate(
    data: &Data,
    lessons: &[&Lesson],
    settings: &Settings,
    log: &mut impl FnMut(String),
) -> Result<Option<Curve>> {
    if lessons.len() < MIN_TO_CALIBRATE {
        log("too few articles to calibrate the confidences".to_owned());
        return Ok(None);
    }
    let (held_out, taught): (Vec<_>, Vec<_>) =
        lessons.iter().enumerate().partition(|(i, _)| i % 4 == 3);
    let taught: Vec<&Lesson> = taught.into_iter().map(|(_, lesson)| *lesson).collect();
    let finder = learn_attributions(&taught, settings, |_| ());
    let articles: HashMap<&str, &Article> =
        data.articles.iter().map(|a| (a.id.as_str(), a)).collect();
    let mut judged = Vec::new();
    for (_, lesson) in held_out {
        if let Some(article) = articles.get(lesson.document.id.as_str()) {
            let article = likely(article);
            judged.extend(evaluation::judge(&article, &stated(&finder, lesson)?));
        }
    }
    log(format!(
        "confidences calibrated on {} statements",
        judged.len()
    ));
    Ok(Curve::fit(&judged))
}

/// An article with those of its attributions that are more likely right than wrong.
fn likely(article: &Article) -> Article {
    let mut article = article.clone();
    article
        .attributions
        .retain(|a| a.weight.is_none_or(|weight| weight > 0.5));
    article
}

/// The statements that a finder finds in an article, with uncalibrated confidences.
fn stated(finder: &Finder, lesson: &Lesson) -> Result<Vec<Prediction>> {
    let Lesson {
        document,
        text,
        syntax,
        names,
        ..
    } = lesson;
    let mut entities = entity::resolve(
        Knowledge::default(),
        &Resolver::default(),
        document,
        text,
        syntax,
        names,
    );
    let articles = [article::Article::new(document, text, syntax, &names.sure)];
    let found = finder.find(&articles, statement::THRESHOLD).concat();
    let found = {
        let repairs = statement::Repairs::default();
        statement::find(finder, &repairs, found, &articles[0], &mut entities)?
    };
    let points = CodePoints::new(&document.text);
    let spans = |spans: &[Span]| {
        spans
            .iter()
            .map(|s| points.span(&document.text, *s))
            .collect()
    };
    let predictions = found.iter().map(|s| Prediction {
        source: spans(&s.source),
        cue: spans(&s.cue),
        content: spans(&s.content),
        confidence: Some(f64::from(s.confidence)),
    });
    Ok(predictions.collect())
}

/// Trains the name recogniser: first on the treebank alone, then on it and the texts with marked names, in
/// which the first recogniser finds the unmarked ones.
pub fn learn_names(
    sentences: &[&Sentence],
    marked: &[Marked],
    parser: &Parser,
    settings: &Settings,
    mut log: impl FnMut(String),
) -> Recogniser {
    let mut learn = |texts: &[Named]| {
        Recogniser::train(sentences, texts, settings.names, |pass, loss| {
            log(format!("names, pass {pass}: loss {loss:.4}"))
        })
    };
    let first = learn(&[]);
    if marked.is_empty() {
        return first;
    }
    let texts: Vec<Named> = marked.iter().map(|m| m.named(parser, &first)).collect();
    learn(&texts)
}

/// Rounds of training the resolver: the resolver of one round decides unmarked choices in the next.
const ROUNDS: usize = 3;
/// Weight of choices at statements, of which there are few, relative to other choices.
const SPOKEN: usize = 8;

/// Trains the resolver, on texts with marked mentions and articles with marked speakers; returns the built-in
/// one if there are none.
pub fn learn_resolver(
    data: &Data,
    parser: &Parser,
    recogniser: &Recogniser,
    log: &mut impl FnMut(String),
) -> Result<Resolver> {
    let builtin = Engine::shipped()?.resolver.clone();
    if data.marked.is_empty() && data.spoken.is_empty() {
        log("no marked mentions: using the built-in model to resolve mentions".to_owned());
        return Ok(builtin);
    }
    let mut resolver = Resolver::default();
    for round in 1..=ROUNDS {
        let marked = data.marked.iter();
        let mut lessons = Lessons {
            meant: marked
                .flat_map(|text| text.choices(parser, recogniser, &resolver))
                .collect(),
            ..Lessons::default()
        };
        for article in &data.spoken {
            let told = article.lessons(parser, recogniser, &resolver);
            let meant = std::iter::repeat_n(told.meant, SPOKEN).flatten();
            lessons.meant.extend(meant);
            lessons.makers.extend(told.makers);
            lessons.hearers.extend(told.hearers);
        }
        resolver = Resolver::train(&lessons, &builtin, RESOLVER_SEED);
        log(format!(
            "resolving mentions, round {round}: {} choices; {} of makers, {} of addressees",
            lessons.meant.len(),
            lessons.makers.len(),
            lessons.hearers.len()
        ));
    }
    Ok(resolver)
}

const RESOLVER_SEED: u64 = 2;

/// Reads each article with models trained on the others' sentences.
pub fn jackknife(data: &Data, settings: &Settings, log: &mut impl FnMut(String)) -> Vec<Lesson> {
    let folds = settings.folds.clamp(1, data.articles.len().max(1));
    let fold_of: HashMap<&str, usize> = data
        .articles
        .iter()
        .enumerate()
        .map(|(i, a)| (a.id.as_str(), i % folds))
        .collect();
    let mut read = Vec::with_capacity(data.articles.len());
    for fold in 0..folds {
        let mut others: Vec<&Sentence> = data
            .treebank
            .iter()
            .filter(|s| fold_of.get(s.document.as_str()) != Some(&fold))
            .collect();
        if others.is_empty() {
            // with a treebank of one article, use a model that has seen it
            others = data.treebank.iter().collect();
        }
        let quick = syntax::Settings {
            tagger: settings.syntax.tagger.halved(),
            parser: settings.syntax.parser.halved(),
            ..settings.syntax
        };
        let parser = syntax::train(&others, quick, |_| ());
        let recogniser = learn_names(&others, &data.marked, &parser, settings, |_| ());
        for article in data
            .articles
            .iter()
            .filter(|a| fold_of.get(a.id.as_str()) == Some(&fold))
        {
            read.push(read_article(article, &parser, &recogniser));
        }
        log(format!(
            "reading articles with models that have not seen them: fold {} of {}",
            fold + 1,
            folds
        ));
    }
    read
}

/// Reads an article with these models.
pub fn read_article(article: &Article, parser: &Parser, recogniser: &Recogniser) -> Lesson {
    let document = article.document();
    let text = text::segment(&document);
    let syntax = parser.parse(&document, &text);
    let names = recogniser.names(&text, &syntax);
    lesson(article, document, text, syntax, names)
}

/// An article with its analysis and attributions.
pub fn lesson(
    article: &Article,
    document: Document,
    text: Text,
    syntax: Syntax,
    names: Names,
) -> Lesson {
    let aligner = Aligner::new(&document, &text);
    let gold = article
        .attributions
        .iter()
        .map(|a| Attribution {
            source: aligner.tokens(&a.source),
            cue: aligner.tokens(&a.cue),
            content: aligner.tokens(&a.content),
            confidence: a.weight.unwrap_or(1.0).clamp(0.0, 1.0),
            ..Attribution::default()
        })
        .collect();
    Lesson {
        document,
        text,
        syntax,
        names,
        gold,
    }
}
