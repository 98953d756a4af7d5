//! What each stage of the extraction does in a processor second, on one thread: `cargo bench`.
//!
//! The articles of `corpus/` are read over and over; each round runs all stages, so that they share the
//! machine's moods. The middle round of each stage is printed, with the slowest and the fastest.

use dixit::document::{self, Document, Item};
use dixit::error::Result;
use dixit::extract::engine::Engine;
use dixit::learn::evaluation::timing;
use std::path::PathBuf;

const ROUNDS: usize = 15;
/// Characters of a round at least.
const ROUND: usize = 300_000;

fn main() -> Result<()> {
    let corpus = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"));
    let articles: Vec<Document> = document::read(&[corpus])
        .filter_map(|item| match item {
            Item::Document(document) => Some(document),
            _ => None,
        })
        .collect();
    let characters: usize = articles.iter().map(|d| d.text.chars().count()).sum();
    let times = ROUND.div_ceil(characters.max(1));
    let documents: Vec<Document> = (0..times).flat_map(|_| articles.clone()).collect();
    println!(
        "{} articles, {} characters per round, {ROUNDS} rounds; million characters per CPU second",
        documents.len(),
        characters * times
    );

    let engine = Engine::shipped()?;
    let mut speeds: Vec<(&str, Vec<f64>)> = Vec::new();
    for _ in 0..ROUNDS {
        for (i, stage) in timing::stages(engine, &documents)?.iter().enumerate() {
            match speeds.get_mut(i) {
                Some((_, speeds)) => speeds.push(stage.speed()),
                None => speeds.push((stage.name, vec![stage.speed()])),
            }
        }
    }
    for (name, mut speeds) in speeds {
        speeds.sort_by(f64::total_cmp);
        let million = |at: usize| speeds.get(at).copied().unwrap_or(0.0) / 1e6;
        println!(
            "{name:12} {:8.3}   ({:.3} to {:.3})",
            million(speeds.len() / 2),
            million(0),
            million(speeds.len().saturating_sub(1))
        );
    }
    Ok(())
}
