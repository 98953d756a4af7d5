//! How long the page of a large graph takes to write, its layout included: `cargo bench --bench page`.

#[path = "../tests/page/crowd.rs"]
mod crowd;

use dixit::export::html;
use dixit::export::selection::Selection;
use std::time::Instant;

const ROUNDS: usize = 5;

fn main() -> std::io::Result<()> {
    for people in [500, 5_000] {
        let graph = crowd::graph(people);
        let everything = Selection::whole(&graph);
        let mut seconds = Vec::new();
        let mut page = Vec::new();
        for _ in 0..ROUNDS {
            page.clear();
            let start = Instant::now();
            html::write(&everything, &mut page)?;
            seconds.push(start.elapsed().as_secs_f64());
        }
        seconds.sort_by(f64::total_cmp);
        println!(
            "{people} names, {} statements: {} kB in {:.2} s (middle of {ROUNDS}; {:.2} to {:.2})",
            graph.statements().len(),
            page.len() / 1000,
            seconds.get(ROUNDS / 2).copied().unwrap_or_default(),
            seconds.first().copied().unwrap_or_default(),
            seconds.last().copied().unwrap_or_default(),
        );
    }
    Ok(())
}
