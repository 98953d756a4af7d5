//! Everything that reads input, given invented input: no panic, spans within the text, the same result
//! twice, errors that name the file.

use crate::files;
use crate::inputs;
use crate::random::Random;
use dixit::corrections::Corrections;
use dixit::date::Date;
use dixit::document::{Document, Item, read};
use dixit::entity::Knowledge;
use dixit::extract::engine::{Engine, SHIPPED};
use dixit::extract::pipeline;
use dixit::extract::record::{CharSpan, Extraction};
use dixit::graph::{BuildOptions, Graph};
use dixit::model::bundle::Bundle;
use dixit::query::{Index, ask};
use dixit::text::TokenRange;
use std::fmt::Write as _;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// How many inputs a target is given; `share` of what is asked for, for targets that are slow.
fn inputs_of(share: usize) -> u64 {
    let asked = std::env::var("DIXIT_FUZZ").ok();
    let asked: usize = asked.and_then(|n| n.parse().ok()).unwrap_or(300);
    (asked / share).max(20) as u64
}

/// Gives a target its inputs, made of the seeds from the first on. A failure tells the seed and where the
/// input is kept.
pub fn try_all<I: AsRef<[u8]>>(
    target: &str,
    share: usize,
    make: impl Fn(&mut Random) -> I,
    check: impl Fn(&I),
) {
    let first = std::env::var("DIXIT_FUZZ_SEED").ok();
    let first: u64 = first.and_then(|n| n.parse().ok()).unwrap_or(1);
    for seed in first..first + inputs_of(share) {
        let input = make(&mut Random::new(seed));
        if catch_unwind(AssertUnwindSafe(|| check(&input))).is_err() {
            let kept = std::env::temp_dir().join(format!("dixit-{target}-{seed}"));
            fs::write(&kept, input.as_ref()).expect("a kept input");
            panic!(
                "{target}: input of seed {seed} fails; it is kept in {}",
                kept.display()
            );
        }
    }
}

/// What is found in a text; `linear` counts the instructions of this function.
#[inline(never)]
pub fn extracted(text: &str) -> Extraction {
    let document = Document::new("invented", text);
    pipeline::extract(&document).expect("an extraction")
}

/// Checks that all that an extraction points to is there.
pub fn check_spans(text: &str, found: &Extraction) {
    let points: Vec<char> = text.chars().collect();
    let words_at = |span: &CharSpan| {
        let words = points.get(span[0]..span[1]);
        words.unwrap_or_else(|| panic!("{span:?} of {} points", points.len()))
    };
    for entity in &found.entities {
        for mention in &entity.mentions {
            assert!(
                !words_at(mention).is_empty(),
                "an empty mention of {}",
                entity.name
            );
        }
    }
    for statement in &found.statements {
        assert!(!statement.cue.spans.is_empty(), "{}: no cue", statement.id);
        assert!(
            !statement.content.spans.is_empty(),
            "{}: no content",
            statement.id
        );
        for part in [&statement.source, &statement.cue, &statement.content] {
            let pieces = part.spans.iter().map(|span| {
                let words: String = words_at(span).iter().collect();
                words.split_whitespace().collect::<Vec<_>>().join(" ")
            });
            assert_eq!(
                pieces.collect::<Vec<_>>().join(" … "),
                part.text,
                "{}",
                statement.id
            );
            let ordered = part.spans.windows(2).all(|pair| pair[0][1] <= pair[1][0]);
            assert!(ordered, "{}: {:?}", statement.id, part.spans);
        }
        assert!(
            (0.0..=1.0).contains(&statement.confidence),
            "{}",
            statement.id
        );
    }
}

#[test]
fn texts_are_cut_within_themselves() {
    try_all("text", 1, inputs::text, |text| {
        let document = Document::new("invented", text.as_str());
        let cut = dixit::text::segment(&document);
        let mut end = 0;
        for token in &cut.tokens {
            assert!(token.span.start >= end && token.span.end > token.span.start);
            assert!(
                text.get(token.span.start..token.span.end).is_some(),
                "{:?}",
                token.span
            );
            end = token.span.end;
        }
        let sentences: usize = cut.sentences.iter().map(|s| s.tokens.len()).sum();
        assert_eq!(sentences, cut.tokens.len());
    });
}

#[test]
fn extractions_point_into_their_text_and_are_the_same_twice() {
    try_all("extraction", 1, inputs::text, |text| {
        let found = extracted(text);
        check_spans(text, &found);
        assert_eq!(found, extracted(text));
    });
}

/// A folder for the files of one test.
struct Files(TempDir);

impl Files {
    fn new() -> Self {
        Files(TempDir::new().expect("a temporary folder"))
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).expect("a written file");
        path
    }
}

/// Reads a file that may be damaged: whatever comes of it, errors and warnings name the file.
fn check_reading(path: &Path) {
    let items: Vec<Item> = read(&[path.to_path_buf()]).collect();
    for item in &items {
        match item {
            Item::Document(document) => assert_eq!(document.path.as_deref(), Some(path)),
            Item::Failed(error) => names(path, &error.to_string()),
            Item::Warning(warning) => names(path, &warning.to_string()),
        }
    }
    let again: Vec<Item> = read(&[path.to_path_buf()]).collect();
    assert_eq!(items, again);
}

/// Checks that a message is one line that names the file.
fn names(path: &Path, message: &str) {
    let name = path
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    assert!(message.contains(name), "{message:?} does not name {name}");
    assert!(
        !message.trim_end().contains('\n'),
        "{message:?} has several lines"
    );
}

fn check_files(target: &str, name: &str, make: impl Fn(&mut Random) -> Vec<u8>) {
    let files = Files::new();
    try_all(target, 1, make, |bytes| {
        check_reading(&files.write(name, bytes))
    });
}

#[test]
fn text_files_are_read_whatever_they_hold() {
    check_files("plain", "a.txt", files::text_file);
    check_files("markdown", "a.md", files::text_file);
}

#[test]
fn json_files_are_read_whatever_they_hold() {
    check_files("json", "a.json", |random| files::json_file(random, false));
    check_files("jsonl", "a.jsonl", |random| files::json_file(random, true));
}

#[test]
fn csv_files_are_read_whatever_they_hold() {
    check_files("csv", "a.csv", files::csv_file);
    check_files("tsv", "a.tsv", files::csv_file);
}

#[test]
fn parquet_files_are_read_whatever_they_hold() {
    check_files("parquet", "a.parquet", files::parquet_file);
}

#[test]
fn pages_are_read_whatever_they_hold() {
    check_files("html", "a.html", files::html_file);
}

#[test]
fn packed_files_are_read_whatever_they_hold() {
    check_files("gz", "a.jsonl.gz", files::gz_file);
    check_files("zst", "a.jsonl.zst", files::zstd_file);
}

#[test]
fn feeds_letters_and_documents_are_read_whatever_they_hold() {
    check_files("feed", "a.rss", files::feed_file);
    check_files("mail", "a.eml", files::mail_file);
    check_files("docx", "a.docx", files::docx_file);
}

#[test]
fn archives_and_crawls_are_read_whatever_they_hold() {
    check_files("zip", "a.zip", files::archive_file);
    check_files("warc", "a.warc", files::warc_file);
}

/// A graph of invented articles, the same one every time.
fn graph() -> &'static Graph {
    static GRAPH: OnceLock<Graph> = OnceLock::new();
    GRAPH.get_or_init(|| {
        let mut random = Random::new(1);
        let articles = (0..30).map(|i| {
            let mut found = extracted(&inputs::article(&mut random));
            found.id = format!("article-{i}");
            found.date = Date::new(2021, 12, 1).expect("a day").days_later(i);
            found
        });
        let articles: Vec<Extraction> = articles.collect();
        Graph::from_extractions("invented", articles, &BuildOptions::default())
    })
}

#[test]
fn questions_are_answered_or_refused() {
    let index = Index::new(graph());
    try_all(
        "question",
        1,
        inputs::question,
        |question| match ask::parse(question, &index) {
            Ok(parsed) => {
                assert_eq!(Ok(&parsed), ask::parse(question, &index).as_ref());
                let _ = parsed.answer(&index);
            }
            Err(why) => {
                assert!(
                    !why.to_string().is_empty(),
                    "{question:?} is refused without a word"
                );
                let _ = ask::nearest(question, &why, &index);
            }
        },
    );
}

#[test]
fn damaged_graphs_are_read_or_refused_by_name() {
    let files = Files::new();
    let whole = files.0.path().join("whole.json");
    graph().save(&whole).expect("a saved graph");
    let whole = fs::read(whole).expect("a graph's file");
    // one value a line, or all on one, as other programs write it
    let value: serde_json::Value = serde_json::from_slice(&whole).expect("JSON");
    let line = value.to_string().into_bytes();
    let make = |random: &mut Random| {
        let bytes = if random.one_in(2) {
            whole.clone()
        } else {
            line.clone()
        };
        inputs::damaged(random, bytes)
    };
    try_all("graph", 3, make, |bytes| {
        let path = files.write("graph.json", bytes);
        match Graph::load(&path) {
            Ok(graph) => {
                let again = files.0.path().join("again.json");
                graph.save(&again).expect("a saved graph");
                let back = Graph::load(&again).expect("a graph that was just saved");
                assert_eq!(back.statements().len(), graph.statements().len());
                assert_eq!(back.entities().len(), graph.entities().len());
            }
            Err(error) => names(&path, &error.to_string()),
        }
    });
}

#[test]
fn corrections_are_applied_or_refused_by_line() {
    let found: Vec<Extraction> = {
        let mut random = Random::new(5);
        (0..8)
            .map(|_| extracted(&inputs::article(&mut random)))
            .collect()
    };
    let ids: Vec<String> = found
        .iter()
        .flat_map(|f| f.entities.iter().map(|e| e.id.clone()))
        .collect();
    let statements: Vec<String> = found
        .iter()
        .flat_map(|f| f.statements.iter().map(|s| s.id.clone()))
        .collect();
    let make = |random: &mut Random| {
        let mut file = String::new();
        for _ in 0..random.below(5) {
            let id = &ids[random.below(ids.len())];
            let other = &ids[random.below(ids.len())];
            let statement = &statements[random.below(statements.len())];
            let _ = match random.below(6) {
                0 => writeln!(file, "[[merge]]\nfrom = [\"{id}\"]\ninto = \"{other}\""),
                1 => writeln!(
                    file,
                    "[[split]]\nentity = \"{id}\"\ndocuments = \"invented\"\ninto = \"own:{}\"",
                    random.below(9)
                ),
                2 => writeln!(file, "[[rename]]\nentity = \"{id}\"\nname = \"A Name\""),
                3 => writeln!(file, "[[retype]]\nentity = \"{id}\"\ntype = \"person\""),
                4 => writeln!(
                    file,
                    "[[reassign]]\nstatement = \"{statement}\"\nspeaker = \"{other}\""
                ),
                _ => writeln!(file, "[[ignore]]\nstatement = \"{statement}\""),
            };
        }
        match random.one_in(2) {
            true => file.into_bytes(),
            false => inputs::damaged(random, file.into_bytes()),
        }
    };
    let path = Path::new("corrections.toml");
    try_all("corrections", 1, make, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        match Corrections::parse(path, &text) {
            Ok(mut corrections) => {
                for one in &found {
                    corrections.apply(&mut one.clone());
                }
                corrections.stale().for_each(|line| names(path, &line));
            }
            Err(error) => assert!(error.to_string().contains("corrections.toml"), "{error}"),
        }
    });
}

#[test]
fn tables_are_read_or_refused_by_name() {
    let files = Files::new();
    let make = |random: &mut Random| {
        let mut table = "id\tname\tkind\taliases\trepresents\tstate\tcode\toffices\n".to_owned();
        for i in 0..random.below(5) {
            let kind = random.pick(&[
                "person",
                "state",
                "organisation",
                "",
                "newspaper",
                "region",
                "x",
            ]);
            let office = random.pick(&[
                "Mayor~Norway~2021-10~",
                "Envoy~NATO~2015~2019-06-30",
                "~~~",
                "Chair",
            ]);
            let _ = writeln!(
                table,
                "own:{i}\t{}\t{kind}\t{};{}\t{}\t\tX{i}\t{office}",
                random.pick(inputs::NAMES),
                random.pick(inputs::NAMES),
                random.pick(inputs::NAMES),
                random.pick(&["Norway", "NATO", "own:0", "own:1", "Atlantis", ""]),
            );
        }
        match random.one_in(2) {
            true => table.into_bytes(),
            false => inputs::damaged(random, table.into_bytes()),
        }
    };
    // each table that is read stays in memory, with 3 MB
    try_all("table", 10, make, |bytes| {
        let path = files.write("own.tsv", bytes);
        match Knowledge::read(&[&path]) {
            Ok((_, complaints)) => complaints.iter().for_each(|line| names(&path, line)),
            Err(error) => names(&path, &error.to_string()),
        }
    });
}

#[test]
fn damaged_models_are_refused_by_name() {
    let files = Files::new();
    let sound = Bundle::from_static(SHIPPED)
        .expect("the shipped model")
        .to_bytes();
    let make = |random: &mut Random| {
        let mut bytes = sound.clone();
        match random.below(3) {
            0 => bytes.truncate(random.below(bytes.len())),
            1 => {
                let at = random.below(bytes.len());
                bytes[at] ^= 1 << random.below(8);
            }
            _ => {
                let at = random.below(400.min(bytes.len()));
                bytes[at] = random.next() as u8;
                bytes[at / 2] = b'\n';
            }
        }
        bytes
    };
    try_all("model", 10, make, |bytes| {
        if *bytes == sound {
            return;
        }
        let path = files.write("own.model", bytes);
        match Engine::open(&path) {
            Ok(_) => panic!("a damaged model was taken for a sound one"),
            Err(error) => names(&path, &error.to_string()),
        }
    });
}
