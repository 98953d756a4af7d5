//! What a graph of a million statements costs: `cargo bench --bench graphs [-- STATEMENTS [FOLDER]]`.
//!
//! The news are invented ([`invented`]). The graph is kept as `FOLDER/STATEMENTS.json` (`target/bench` when no folder
//! is named) and made only where it is missing, so that other programs can be measured on the same file.

mod invented;

use dixit::date::Date;
use dixit::entity::EntityType;
use dixit::graph::{BuildOptions, Graph};
use dixit::query::{AskedFor, CountKey, Counted, Failure, Index, Query, ask, found};
use dixit::statement::Relation;
use mimalloc::MiMalloc;
use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

/// What the program has.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const STATEMENTS: usize = 1_000_000;
const RUNS: usize = 11;

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
    let start = Instant::now();
    let index = Index::new(&graph);
    index.prepare();
    println!("index  {:6.2} s", start.elapsed().as_secs_f64());
    questions(&index)?;
    if let Some(peak) = peak() {
        println!("peak   {peak:6.0} MB");
    }
    Ok(())
}

/// Asks for the person who speaks most, in the ways that the other programs are asked too.
fn questions(index: &Index) -> Result<(), Box<dyn Error>> {
    let graph = index.graph();
    let busiest = |kind: EntityType| {
        let of_kind = graph.entities().iter().filter(|e| e.kind == kind);
        of_kind.max_by_key(|e| (e.statements, e.id.clone()))
    };
    let person = busiest(EntityType::Person).ok_or("nobody speaks")?;
    let state = busiest(EntityType::State).ok_or("no state speaks")?;
    // A word that some statements in a thousand hold.
    let word = "zitaga";
    let speaker = person.name.as_str();
    let (since, until) = (Date::new(2020, 1, 1)?, Date::new(2020, 12, 31)?);
    let queries = [
        Query::default().speaker(speaker),
        Query::default()
            .speaker(speaker)
            .about(state.name.clone())
            .since(since)
            .until(until),
        Query::default()
            .relation(Relation::Warned)
            .to(state.name.clone())
            .since(since)
            .until(until),
        Query::default().act("deny").about(state.name.clone()),
        Query::default().about(word),
        Query::default()
            .relation(Relation::Proposed)
            .since(since)
            .until(until)
            .limit(20),
    ];
    for query in &queries {
        let (time, found) = middle(|| Ok(index.run(query, AskedFor::What)?.statements.len()))?;
        println!(
            "query  {:6.2} ms  {found:6} statements: {query}",
            1e3 * time
        );
    }
    let warned = Query::default().relation(Relation::Warned);
    let (time, found) = middle(|| {
        let found = found(index, &warned, None)?;
        Ok(found.count(&[CountKey::Speaker], Counted::Statements).len())
    })?;
    println!(
        "count  {:6.2} ms  {found:6} counts: {warned} --count-by speaker",
        1e3 * time
    );
    for question in [
        format!("What did {} say about {}?", person.name, state.name),
        format!("Who warned {} in March 2020?", state.name),
        format!("Who denied {word}?"),
        format!("Which states threatened {} most?", state.name),
        format!("Who was the first to warn {}?", person.name),
    ] {
        let (time, found) = middle(|| {
            let asked = ask::parse(&question, index)?;
            Ok(asked.answer(index)?.statements.len())
        })?;
        println!(
            "ask    {:6.2} ms  {found:6} statements: {question}",
            1e3 * time
        );
    }
    Ok(())
}

/// The middle time in seconds of several runs, and what they gave.
fn middle(run: impl Fn() -> Result<usize, Failure>) -> Result<(f64, usize), String> {
    let mut times = Vec::new();
    let mut found = 0;
    for _ in 0..RUNS {
        let start = Instant::now();
        found = run().map_err(|failure| failure.to_string())?;
        times.push(start.elapsed().as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    Ok((times[RUNS / 2], found))
}

/// The most memory the process has held, in MB, where Linux tells.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1e3)
}
