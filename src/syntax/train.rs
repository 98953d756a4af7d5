//! Training of the tagger and the parser.

use super::analyser::{Memory, Parser, Pool};
use super::conllu::Sentence;
use super::vocabulary::Vocabulary;
use super::{Tag, parser, tagger};
use crate::model::Random;
use crate::model::bundle::Bundle;
use crate::model::network::training;
use serde::Serialize;

/// Passes and step sizes.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The tagger's.
    pub tagger: training::Settings,
    /// The parser's.
    pub parser: training::Settings,
    /// Random seed.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            tagger: training::Settings {
                epochs: 5,
                batch: 512,
                rate: 2e-3,
                dropout: 0.2,
            },
            parser: training::Settings {
                epochs: 8,
                batch: 1024,
                rate: 2e-3,
                dropout: 0.2,
            },
            seed: 1,
        }
    }
}

/// Share of correct tokens.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scores {
    /// Part-of-speech tags.
    pub tags: f64,
    /// Heads, whatever their label, punctuation included.
    pub heads: f64,
    /// Heads with their labels.
    pub labelled: f64,
}

/// Trains tagger and parser; `log` is called with a line of progress after each pass.
pub fn train(sentences: &[&Sentence], settings: Settings, mut log: impl FnMut(String)) -> Parser {
    let mut random = Random(settings.seed);
    let vocabulary = Vocabulary::of(sentences);
    let tagger = tagger::train(
        sentences,
        &vocabulary,
        settings.tagger,
        random.bits(),
        |epoch, loss| log(format!("tagger, pass {epoch}: loss {loss:.4}")),
    );
    // the parser is trained on predicted tags, with realistic mistakes
    let tags = jackknifed_tags(sentences, settings);
    let arcs = parser::train(
        sentences,
        &tags,
        &vocabulary,
        settings.parser,
        random.bits(),
        |epoch, loss| log(format!("parser, pass {epoch}: loss {loss:.4}")),
    );
    Parser {
        vocabulary,
        tagger,
        arcs,
        pool: Pool::default(),
    }
}

/// Tags of each sentence by a tagger that has not seen it.
fn jackknifed_tags(sentences: &[&Sentence], settings: Settings) -> Vec<Vec<Tag>> {
    const FOLDS: usize = 3;
    let mut tags = vec![Vec::new(); sentences.len()];
    for fold in 0..FOLDS {
        let held_out = |i: usize| i / 16 % FOLDS == fold;
        let others = sentences.iter().enumerate();
        let others: Vec<&Sentence> = others
            .filter(|(i, _)| !held_out(*i))
            .map(|(_, s)| *s)
            .collect();
        let vocabulary = Vocabulary::of(&others);
        let quick = settings.tagger.halved();
        let tagger = tagger::train(&others, &vocabulary, quick, settings.seed, |_, _| ());
        let mut memory = Memory::default();
        for (i, s) in sentences.iter().enumerate().filter(|(i, _)| held_out(*i)) {
            let rows: Vec<u16> = s.words.iter().map(|w| vocabulary.row(w)).collect();
            tags[i] = tagger.tag(&vocabulary, &s.words, &rows, &mut memory.tagger);
        }
    }
    tags
}

/// Scores tagger and parser on annotated sentences.
pub fn score(parser: &Parser, sentences: &[Sentence]) -> Scores {
    let mut memory = Memory::default();
    let (mut tokens, mut tags_right, mut heads_right, mut labelled) = (0, 0, 0, 0);
    for s in sentences {
        let (tags, tree) = parser.sentence(&s.words, &mut memory);
        for (i, (head, label)) in tree.enumerate() {
            tokens += 1;
            tags_right += usize::from(tags[i] == s.tags[i]);
            heads_right += usize::from(head == s.heads[i]);
            labelled += usize::from(head == s.heads[i] && label == s.labels[i]);
        }
    }
    let share = |right: usize| right as f64 / f64::max(f64::from(tokens), 1.0);
    Scores {
        tags: share(tags_right),
        heads: share(heads_right),
        labelled: share(labelled),
    }
}

/// Saves tagger and parser into a bundle.
pub fn save(parser: &Parser, bundle: &mut Bundle) {
    parser.vocabulary.save(bundle);
    parser.tagger.save(bundle);
    parser.arcs.save(bundle);
}
