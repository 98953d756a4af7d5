//! Training of the tagger and the parser.

use super::conllu::Sentence;
use super::{Parser, Tag, Word, parser, tagger};
use crate::model::Random;
use crate::model::bundle::Bundle;

/// Sizes and passes.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// The tagger's table has `2^tagger_bits` rows of 48 bytes.
    pub tagger_bits: u32,
    /// The table of moves has `2^move_bits` rows of 3 bytes.
    pub move_bits: u32,
    /// The table of labels has `2^label_bits` rows of 45 bytes.
    pub label_bits: u32,
    /// Passes over the data for the tagger.
    pub tagger_epochs: usize,
    /// Passes over the data for the parser.
    pub parser_epochs: usize,
    /// Seed of the order of the sentences.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            tagger_bits: 15,
            move_bits: 20,
            label_bits: 15,
            tagger_epochs: 8,
            parser_epochs: 8,
            seed: 1,
        }
    }
}

/// Share of tokens that were right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scores {
    /// Part-of-speech tags.
    pub tags: f64,
    /// Heads, whatever their label, punctuation included.
    pub heads: f64,
    /// Heads with their labels.
    pub labelled: f64,
}

/// Learns tagger and parser; `tell` hears a line of progress after each pass.
pub fn train(sentences: &[&Sentence], settings: Settings, mut tell: impl FnMut(String)) -> Parser {
    let tokens: usize = sentences.iter().map(|s| s.words.len()).sum();
    let share = |right: usize| 100.0 * right as f64 / tokens.max(1) as f64;
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut random = Random(settings.seed);

    let mut learner = tagger::Training::new(settings.tagger_bits);
    for epoch in 1..=settings.tagger_epochs {
        random.shuffle(&mut order);
        let right: usize = order
            .iter()
            .map(|&i| learner.learn(&sentences[i].words, &sentences[i].tags))
            .sum();
        tell(format!(
            "tagger, pass {epoch}: {:.2} % right while learning",
            share(right)
        ));
    }
    let tagger = learner.finish();

    // the parser learns on tags with the mistakes that it will meet
    let tags = jackknifed_tags(sentences, settings);
    let mut learner = parser::Training::new(settings.move_bits, settings.label_bits);
    for epoch in 1..=settings.parser_epochs {
        random.shuffle(&mut order);
        let explore = if epoch == 1 { 0.0 } else { 0.9 };
        let mut right = 0;
        for &i in &order {
            let s = sentences[i];
            right += learner.learn(
                &s.words,
                &tags[i],
                &s.heads,
                &s.labels,
                &mut random,
                explore,
            );
        }
        tell(format!(
            "parser, pass {epoch}: {:.2} % of heads right while learning",
            share(right)
        ));
    }
    Parser {
        tagger,
        arcs: learner.finish(),
    }
}

/// Tags of each sentence by a tagger that has not seen it.
fn jackknifed_tags(sentences: &[&Sentence], settings: Settings) -> Vec<Vec<Tag>> {
    const FOLDS: usize = 4;
    let mut tags = vec![Vec::new(); sentences.len()];
    for fold in 0..FOLDS {
        let mut learner = tagger::Training::new(settings.tagger_bits);
        for _ in 0..settings.tagger_epochs.div_ceil(2) {
            for (_, s) in sentences
                .iter()
                .enumerate()
                .filter(|(i, _)| i / 16 % FOLDS != fold)
            {
                learner.learn(&s.words, &s.tags);
            }
        }
        let tagger = learner.finish();
        for (i, s) in sentences
            .iter()
            .enumerate()
            .filter(|(i, _)| i / 16 % FOLDS == fold)
        {
            tags[i] = tagger.tag(&s.words);
        }
    }
    tags
}

/// Scores tagger and parser on annotated sentences.
pub fn score(parser: &Parser, sentences: &[Sentence]) -> Scores {
    let mut state = parser::State::default();
    let (mut tokens, mut tags_right, mut heads_right, mut labelled) = (0, 0, 0, 0);
    for s in sentences {
        let tags = parser.tagger.tag(&s.words);
        let words: &[Word] = &s.words;
        for (i, (head, label)) in parser.arcs.parse(words, &tags, &mut state).enumerate() {
            tokens += 1;
            tags_right += usize::from(tags[i] == s.tags[i]);
            heads_right += usize::from(head == s.heads[i]);
            labelled += usize::from(head == s.heads[i] && label == s.labels[i]);
        }
    }
    let share = |right: i32| f64::from(right) / f64::from(tokens.max(1));
    let (tags_right, heads_right, labelled) =
        (tags_right as i32, heads_right as i32, labelled as i32);
    Scores {
        tags: share(tags_right),
        heads: share(heads_right),
        labelled: share(labelled),
    }
}

/// Puts tagger and parser into a bundle.
pub fn save(parser: &Parser, bundle: &mut Bundle) {
    parser.tagger.save(bundle);
    parser.arcs.save(bundle);
}
