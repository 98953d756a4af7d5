//! What a store of a million articles costs: `cargo bench --bench store [-- ARTICLES [FOLDER]]`.
//!
//! The news are invented ([`invented`]): the records of articles, sixteen statements each, as `dixit extract` gives
//! them, so that no time is spent on reading. The store is made as `FOLDER/ARTICLES.sqlite` (`target/bench`
//! when no folder is named), asked through the program as a user would, grown by a thousand articles of a
//! day that comes after all others and by a thousand of any day, and asked again.

mod invented;

use dixit::entity::EntityType;
use dixit::graph::{BuildOptions, Store, store::Step};
use mimalloc::MiMalloc;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// What the program has.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const ARTICLES: usize = 10_000;
/// Articles that are added later.
const MORE: usize = 1_000;
const RUNS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo bench` adds "--bench".
    let mut arguments = std::env::args().skip(1).filter(|a| !a.starts_with("--"));
    let articles = arguments.next().map_or(Ok(ARTICLES), |a| a.parse())?;
    let folder = arguments.next().unwrap_or("target/bench".to_owned());
    let path = PathBuf::from(folder).join(format!("{articles}.sqlite"));
    let world = invented::World::new();
    if !path.exists() {
        let start = Instant::now();
        grow(&path, world.articles_from(0, articles))?;
        println!("build      {:8.1} s", start.elapsed().as_secs_f64());
        println!("peak       {:8.0} MB", peak().unwrap_or_default());
    }
    size(&path)?;
    questions(&world, &path)?;
    let last = dixit::date::Date::new(2025, 6, 1)?;
    let newest = world.articles_from(articles, MORE).map(|mut article| {
        article.date = Some(last);
        article
    });
    for (what, articles) in [
        ("newest", newest.collect::<Vec<_>>()),
        (
            "any day",
            world.articles_from(articles + MORE, MORE).collect(),
        ),
    ] {
        let start = Instant::now();
        grow(&path, articles.into_iter())?;
        let seconds = start.elapsed().as_secs_f64();
        println!("add {MORE}   {seconds:8.1} s   {what}");
    }
    size(&path)?;
    questions(&world, &path)
}

fn size(path: &Path) -> Result<(), Box<dyn Error>> {
    let start = Instant::now();
    let store = Store::open(path)?;
    let opened = 1e3 * start.elapsed().as_secs_f64();
    let size = store.size()?;
    let bytes = path.metadata()?.len();
    println!(
        "size       {} documents, {} statements, {:.0} MB, {:.0} bytes a statement; opened in {opened:.1} ms",
        size.documents,
        size.statements,
        bytes as f64 / 1e6,
        bytes as f64 / size.statements as f64
    );
    Ok(())
}

fn grow(
    path: &Path,
    articles: impl Iterator<Item = dixit::extract::record::Extraction>,
) -> Result<(), Box<dyn Error>> {
    let mut store = Store::grow(path, "invented")?;
    let options = BuildOptions::default();
    let start = Instant::now();
    let mut count = 0;
    for article in articles {
        store.add(article, None, &options)?;
        count += 1;
    }
    let mut last = (None::<Step>, Instant::now());
    println!("  {count} added {:8.1} s", start.elapsed().as_secs_f64());
    store.settle(|step, _| {
        if last.0 != Some(step) {
            if let Some(before) = last.0 {
                println!("  {before:?} {:8.1} s", last.1.elapsed().as_secs_f64());
            }
            last = (Some(step), Instant::now());
        }
    })?;
    if let Some(before) = last.0 {
        println!("  {before:?} {:8.1} s", last.1.elapsed().as_secs_f64());
    }
    Ok(())
}

/// Asks questions through the program, from its start to its end.
fn questions(world: &invented::World, path: &Path) -> Result<(), Box<dyn Error>> {
    let person = |rank| world.name(EntityType::Person, rank);
    let (busy, middling, rare) = (person(0), person(2_000), person(15_000));
    let (state, council) = (
        world.name(EntityType::State, 0),
        world.name(EntityType::Organisation, 700),
    );
    let query = |flags: &[&str]| {
        let mut all = vec!["query".to_owned()];
        all.extend(flags.iter().map(|flag| (*flag).to_owned()));
        all
    };
    let ask = |question: String| vec!["ask".to_owned(), question];
    for arguments in [
        query(&["-s", &rare]),
        query(&["-s", &middling, "-a", &state]),
        query(&["-s", &middling, "-r", "warned"]),
        query(&[
            "-s", &busy, "-r", "warned", "--since", "2020-03", "--until", "2020-03",
        ]),
        query(&["-s", &busy]),
        query(&["-t", &council]),
        query(&["-a", "zitaga", "-r", "proposed"]),
        query(&["-s", "Nobody Whatsoever"]),
        ask(format!("What did {middling} say about {state}?")),
        ask(format!("Who warned {council} in March 2020?")),
        ask(format!("Who did {rare} warn?")),
        ask(format!("Did {middling} deny zitaga?")),
    ] {
        let mut times = Vec::new();
        let mut lines = 0;
        for _ in 0..RUNS {
            let start = Instant::now();
            let ran = Command::new(env!("CARGO_BIN_EXE_dixit"))
                .args(&arguments)
                .args(["-f", "jsonl", "-g"])
                .arg(path)
                .stderr(Stdio::null())
                .output()?;
            times.push(start.elapsed().as_secs_f64());
            lines = ran.stdout.iter().filter(|byte| **byte == b'\n').count();
        }
        times.sort_by(f64::total_cmp);
        println!(
            "ask        {:8.1} ms  {lines:6} statements: {}",
            1e3 * times[RUNS / 2],
            arguments.join(" ")
        );
    }
    Ok(())
}

/// The most memory the process has held, in MB, where Linux tells.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1e3)
}
