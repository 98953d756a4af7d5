//! What a graph of a million statements costs: `cargo bench --bench graphs [-- STATEMENTS [FOLDER]]`.
//!
//! The news are invented ([`invented`]). The graph is kept as `FOLDER/STATEMENTS.json` (`target/bench` when no folder
//! is named) and made only where it is missing, so that other programs can be measured on the same file.

mod invented;

use dixit::graph::{BuildOptions, Graph};
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

const STATEMENTS: usize = 1_000_000;

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo bench` adds "--bench".
    let mut arguments = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let statements = arguments.next().map_or(Ok(STATEMENTS), |a| a.parse())?;
    let folder = arguments.next().unwrap_or("target/bench".to_owned());
    let path = PathBuf::from(folder).join(format!("{statements}.json"));
    if !path.exists() {
        let start = Instant::now();
        let world = invented::World::new();
        let options = BuildOptions::default();
        let graph = Graph::from_extractions("invented", world.articles(statements), &options);
        println!("build  {:6.2} s", start.elapsed().as_secs_f64());
        let start = Instant::now();
        graph.save(&path)?;
        println!("save   {:6.2} s", start.elapsed().as_secs_f64());
    }
    let bytes = path.metadata()?.len();
    let start = Instant::now();
    let graph = Graph::load(&path)?;
    println!(
        "load   {:6.2} s   {} statements, {} reports, {} entities, {} documents, {:.0} MB",
        start.elapsed().as_secs_f64(),
        graph.statements().len(),
        graph
            .statements()
            .iter()
            .map(|s| s.reports().count())
            .sum::<usize>(),
        graph.entities().len(),
        graph.documents().len(),
        bytes as f64 / 1e6
    );
    Ok(())
}
