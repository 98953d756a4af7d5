//! Training of all models, as `dixit train` runs it.
//!
//! The later models learn on the mistakes of the earlier ones, not on perfect input: the articles
//! are dealt into folds, and each is tagged, parsed and searched for names by models that have not
//! seen it (jackknifing).

use crate::document::Document;
use crate::engine::Engine;
use crate::entity::recogniser::{Name, Recogniser};
use crate::error::{Error, Result};
use crate::model::bundle::Bundle;
use crate::model::crf::Settings as CrfSettings;
use crate::statement::attribution::gold::{self, Aligner, Article};
use crate::statement::attribution::{Attribution, Finder, Scene, train as attribution};
use crate::syntax::conllu::{self, Sentence};
use crate::syntax::{Parser, Syntax, train as syntax};
use crate::text::{self, Text};
use std::collections::HashMap;
use std::path::Path;

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
                bits: 19,
                epochs: 10,
                ..crf
            },
            roles: CrfSettings {
                bits: 19,
                epochs: 6,
                ..crf
            },
            folds: 4,
        }
    }
}

/// What to learn from: a treebank with names, and annotated articles.
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// Sentences with tags, trees and names.
    pub treebank: Vec<Sentence>,
    /// Articles with their attributions.
    pub articles: Vec<Article>,
}

impl Data {
    /// Reads `silver/train.conllu.gz` and `gold/polnear-train.jsonl` below a folder.
    pub fn read(folder: &Path) -> Result<Data> {
        let treebank = conllu::read(&folder.join("silver/train.conllu.gz"))?;
        let articles = gold::read(&folder.join("gold/polnear-train.jsonl"))?;
        if treebank.is_empty() || articles.is_empty() {
            return Err(Error::at(
                folder,
                "no sentences or no articles to learn from",
            ));
        }
        Ok(Data { treebank, articles })
    }
}

/// An article as the attribution models learn from it.
#[derive(Debug)]
pub struct Lesson {
    /// The article.
    pub document: Document,
    /// How it is cut.
    pub text: Text,
    /// Tags and trees, by a model that has not seen the article.
    pub syntax: Syntax,
    /// Names, likewise.
    pub names: Vec<Name>,
    /// Who said what.
    pub gold: Vec<Attribution>,
}

/// Learns all models; `tell` hears a line of progress now and then.
pub fn train(data: &Data, settings: Settings, mut tell: impl FnMut(String)) -> Result<Bundle> {
    let all: Vec<&Sentence> = data.treebank.iter().collect();
    let mut bundle = Bundle::default();
    let parser = syntax::train(&all, settings.syntax, &mut tell);
    syntax::save(&parser, &mut bundle);
    let recogniser = learn_names(&all, &settings, |line| tell(line));
    recogniser.save(&mut bundle);

    let read = jackknife(data, &settings, &mut tell);
    learn_attributions(&read, &settings, &mut tell).save(&mut bundle);
    Ok(bundle)
}

/// Learns the models of attribution alone.
pub fn learn_attributions(
    lessons: &[Lesson],
    settings: &Settings,
    tell: impl FnMut(String),
) -> Finder {
    let examples: Vec<(Scene, &[Attribution])> = lessons
        .iter()
        .map(|l| {
            (
                Scene::new(&l.document, &l.text, &l.syntax, &l.names),
                l.gold.as_slice(),
            )
        })
        .collect();
    attribution::train(&examples, settings.cues, settings.roles, tell)
}

fn learn_names(
    sentences: &[&Sentence],
    settings: &Settings,
    mut tell: impl FnMut(String),
) -> Recogniser {
    Recogniser::train(sentences, None, settings.names, |pass, loss| {
        tell(format!("names, pass {pass}: loss {loss:.4}"))
    })
}

/// Reads each article with models trained on the others' sentences.
pub fn jackknife(data: &Data, settings: &Settings, tell: &mut impl FnMut(String)) -> Vec<Lesson> {
    let fold_of: HashMap<&str, usize> = data
        .articles
        .iter()
        .enumerate()
        .map(|(i, a)| (a.id.as_str(), i % settings.folds))
        .collect();
    let mut read = Vec::with_capacity(data.articles.len());
    for fold in 0..settings.folds {
        let others: Vec<&Sentence> = data
            .treebank
            .iter()
            .filter(|s| fold_of.get(s.document.as_str()) != Some(&fold))
            .collect();
        let quick = syntax::Settings {
            tagger_epochs: settings.syntax.tagger_epochs.div_ceil(2),
            parser_epochs: settings.syntax.parser_epochs.div_ceil(2),
            ..settings.syntax
        };
        let parser = syntax::train(&others, quick, |_| ());
        let recogniser = learn_names(&others, settings, |_| ());
        for article in data
            .articles
            .iter()
            .filter(|a| fold_of.get(a.id.as_str()) == Some(&fold))
        {
            read.push(read_article(article, &parser, &recogniser));
        }
        tell(format!(
            "articles read by models that have not seen them: fold {} of {}",
            fold + 1,
            settings.folds
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
    let aligner = Aligner::new(&document, &text);
    let gold = article
        .attributions
        .iter()
        .map(|a| Attribution {
            source: aligner.tokens(&a.source),
            cue: aligner.tokens(&a.cue),
            content: aligner.tokens(&a.content),
            confidence: 1.0,
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

/// The attributions that an engine finds in an article, with the article's tokens: for scoring.
pub fn attributions(
    engine: &Engine,
    article: &Article,
    threshold: f32,
) -> (Document, Text, Vec<Attribution>) {
    let document = article.document();
    let text = text::segment(&document);
    let (syntax, names) = engine.read(&document, &text);
    let scene = Scene::new(&document, &text, &syntax, &names);
    let found = engine.finder.find(&scene, threshold);
    (document, text, found)
}
