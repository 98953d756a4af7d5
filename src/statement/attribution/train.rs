//! Training of both steps.

use super::{Attribution, Finder, cues, roles};
use crate::model::crf::{Sequence, Settings};
use crate::statement::article::Article;
use crate::text::{PerToken, TokenRange};

/// Trains on documents and their attributions; `log` is called with a line of progress after each pass.
pub fn train(
    examples: &[(Article, &[Attribution])],
    cue_settings: Settings,
    role_settings: Settings,
    mut log: impl FnMut(String),
) -> Finder {
    let mut sequences: Vec<Sequence> = examples
        .iter()
        .flat_map(|(article, gold)| cue_sequences(article, gold))
        .collect();
    let cues = cues::Cues::train(&mut sequences, cue_settings, |epoch, loss| {
        log(format!("cues, pass {epoch}: loss {loss:.4}"))
    });
    drop(sequences);
    let mut sequences: Vec<Sequence> = examples
        .iter()
        .flat_map(|(article, gold)| role_sequences(article, gold))
        .collect();
    let roles = roles::Roles::train(&mut sequences, role_settings, |epoch, loss| {
        log(format!("roles, pass {epoch}: loss {loss:.4}"))
    });
    Finder {
        cues,
        roles,
        reader: None,
    }
}

fn cue_sequences(article: &Article, gold: &[Attribution]) -> Vec<Sequence> {
    let mut labels = PerToken::filled((0_u8, 1.0_f32), article.len());
    for attribution in gold {
        for (k, &i) in attribution.cue.iter().enumerate() {
            let first = k == 0 || attribution.cue[k - 1] + 1 != i;
            labels[i] = (if first { 1 } else { 2 }, attribution.confidence);
        }
    }
    article
        .text
        .sentences
        .iter()
        .map(|sentence| {
            let mut sequence = Sequence {
                weight: 1.0,
                ..Sequence::default()
            };
            for i in sentence.tokens.each() {
                cues::features(article, i, |f| sequence.features.push(f));
                let (label, probability) = labels[i];
                sequence.close_unsure(label, probability);
            }
            sequence
        })
        .collect()
}

fn role_sequences(article: &Article, gold: &[Attribution]) -> Vec<Sequence> {
    gold.iter()
        .filter(|a| !a.cue.is_empty())
        .map(|a| {
            let window = roles::window(article, &a.cue);
            let sight = roles::Sight::new(article, &a.cue, &window, Vec::new());
            let mut sequence = Sequence {
                weight: a.confidence,
                ..Sequence::default()
            };
            let mut before = 0;
            for i in window.each() {
                sight.features(i, |f| sequence.features.push(f));
                let role = if sight.in_cue(i) {
                    roles::CUE
                } else if a.source.binary_search(&i).is_ok() {
                    roles::SOURCE
                } else if a.content.binary_search(&i).is_ok() {
                    roles::CONTENT
                } else {
                    0
                };
                let goes_on = role == before && matches!(role, roles::SOURCE | roles::CONTENT);
                sequence.close(role + u8::from(goes_on));
                before = role;
            }
            sequence
        })
        .collect()
}
