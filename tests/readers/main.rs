//! Exports in the programs that they are for: each is loaded by the real reader and compared with the
//! graph. The readers are installed by `.ci/run` into `target/readers`, so these tests are run by
//! it alone: `cargo test --test readers -- --ignored`.

mod expected;
mod fixture;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

/// What is exported, by the name of the file or folder.
const EXPORTS: [(&str, &[&str]); 34] = [
    ("edges.dot", &["--shape", "edges", "--top", "1000"]),
    (
        "statements.dot",
        &["--shape", "statements", "--top", "1000"],
    ),
    ("aggregate.dot", &["--shape", "aggregate", "--top", "1000"]),
    ("aggregate.svg", &["--top", "1000"]),
    ("aggregate.png", &["--top", "1000"]),
    ("edges.json", &["--shape", "edges"]),
    ("statements.json", &["--shape", "statements"]),
    ("aggregate.json", &["--shape", "aggregate"]),
    ("edges.graphml", &["--shape", "edges"]),
    ("statements.graphml", &["--shape", "statements"]),
    ("aggregate.graphml", &["--shape", "aggregate"]),
    ("edges.gexf", &["--shape", "edges"]),
    ("statements.gexf", &["--shape", "statements"]),
    ("aggregate.gexf", &["--shape", "aggregate"]),
    ("edges.13.gexf", &["--shape", "edges", "--gexf", "1.3"]),
    ("edges.cyjs", &["--shape", "edges"]),
    ("statements.cyjs", &["--shape", "statements"]),
    ("records.jsonl", &[]),
    ("events.csv", &["--format", "cameo", "--raw"]),
    (
        "edges.csv.d",
        &["--format", "csv", "--shape", "edges", "--raw"],
    ),
    (
        "statements.csv.d",
        &["--format", "csv", "--shape", "statements", "--raw"],
    ),
    (
        "edges.ladybug",
        &["--format", "ladybug", "--shape", "edges"],
    ),
    (
        "statements.ladybug",
        &["--format", "ladybug", "--shape", "statements"],
    ),
    (
        "aggregate.ladybug",
        &["--format", "ladybug", "--shape", "aggregate"],
    ),
    ("edges.cypher", &["--shape", "edges"]),
    ("statements.cypher", &["--shape", "statements"]),
    ("records.nt", &[]),
    ("records.ttl", &[]),
    ("records.jsonld", &[]),
    ("aggregate.mmd", &["--shape", "aggregate"]),
    ("edges.mmd", &["--shape", "edges"]),
    ("records.sqlite", &[]),
    ("records.parquet", &[]),
    ("tables", &["--format", "parquet"]),
];

/// The folder with all exports of the fixture and `expected.json`, made once.
fn exported() -> &'static Path {
    static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readers");
        // What an earlier run left.
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        export(&folder);
        folder
    });
    &FOLDER
}

fn export(folder: &Path) {
    let graph = fixture::graph();
    graph.save(&folder.join("graph")).expect("a graph");
    let expected = expected::of(&graph);
    std::fs::write(folder.join("expected.json"), expected.to_string()).expect("a file");
    for (name, arguments) in EXPORTS {
        let output = Command::new(env!("CARGO_BIN_EXE_dixit"))
            .args(["export", "graph", "--attitudes", "--output", name])
            .args(arguments)
            .current_dir(folder)
            .output()
            .expect("a running dixit");
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{name}: {complaints}");
    }
}

fn readers() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("target/readers")
}

/// Runs one of our scripts on the exports.
fn check(program: &Path, script: &str) {
    let folder = exported();
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers");
    let output = Command::new(program)
        .arg(scripts.join(script))
        .arg(folder)
        .env("NODE_PATH", readers().join("npm/node_modules"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("DIXIT", env!("CARGO_BIN_EXE_dixit"))
        .output()
        .unwrap_or_else(|error| panic!("{}: {error}; .ci/run installs it", program.display()));
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    print!("{}", String::from_utf8_lossy(&output.stdout));
}

fn python(environment: &str) -> PathBuf {
    readers().join(environment).join("bin/python")
}

macro_rules! readers {
    ($($name:ident: $program:expr, $script:literal;)*) => {$(
        #[test]
        #[ignore = "needs readers that .ci/run installs"]
        fn $name() {
            check(&$program, $script);
        }
    )*};
}

readers! {
    networkx_reads_every_node_and_parallel_edge: python("current"), "networkx_.py";
    networkx_3_3_reads_every_node_and_parallel_edge: python("networkx-3.3"), "networkx_.py";
    igraph_reads_graphml: python("current"), "igraph_.py";
    graphml_and_gexf_keep_to_their_schemas: python("current"), "schemas.py";
    rdflib_and_oxigraph_read_the_same_triples_and_answer: python("current"), "rdf.py";
    duckdb_reads_records_tables_and_events: python("current"), "duckdb_.py";
    duckdb_pandas_and_polars_read_parquet_and_theirs_is_read: python("current"), "parquet_.py";
    sqlite_and_datasette_read_the_database: python("current"), "sqlite_.py";
    ladybug_loads_its_tables_and_answers: python("current"), "ladybug_.py";
    graphviz_reads_every_shape: python("current"), "graphviz_.py";
    label_studio_and_a_reader_of_brat_take_the_drafts: python("annotators"), "annotators.py";
    mermaid_parses_its_charts: PathBuf::from("node"), "mermaid.mjs";
    neo4js_parser_takes_the_script: PathBuf::from("node"), "cypher.mjs";
}
