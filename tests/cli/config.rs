//! `dixit.toml`: defaults for flags, found upwards, which the command line replaces.

use crate::harness::Test;
use std::fs;

const ARTICLE: &str = "Mara Velt warned Russia on Monday that the bridge would close.\n";
const TABLE: &str = "Headline,Full article,Day\nBridge,\"Mara Velt warned Russia that the bridge would close.\",05/03/2024\n";

fn project(config: &str) -> Test {
    Test::new()
        .file("news/a.txt", ARTICLE)
        .file(
            "people.tsv",
            "id\tname\tkind\nperson:velt\tMara Velt\tperson\n",
        )
        .file("dixit.toml", config)
}

#[test]
fn a_build_without_paths_reads_the_corpus() {
    let ran = project("corpus = \"news\"\nkb = [\"people.tsv\"]\n")
        .args(["build"])
        .run()
        .exits(0)
        .prints("news: 1 statement in 1 document")
        .complains("dixit: with corpus, kb of dixit.toml\n");
    let graph = fs::read_to_string(ran.folder().join("graphs/news.json")).expect("a graph");
    assert!(graph.contains("\"person:velt\""));
    // Paths in it are relative: the same on every machine.
    assert!(graph.contains("\"news/a.txt\""));
    Test::new()
        .args(["build"])
        .run()
        .exits(2)
        .complains("required arguments were not provided");
}

#[test]
fn it_is_found_above_and_its_paths_are_from_its_folder() {
    let test = project(
        "corpus = [\"news\"]\nkb = \"people.tsv\"\nout = \"all\"\ngraph = \"all/news.json\"\n",
    )
    .file("desk/today/b.txt", ARTICLE);
    let below = test.file_path("desk/today");
    let run = |args: &[&str]| {
        let mut command = Test::new().args(args.iter().copied()).command();
        command
            .current_dir(&below)
            .output()
            .expect("a running dixit")
    };
    let built = run(&["build"]);
    let told = String::from_utf8_lossy(&built.stderr);
    assert!(built.status.success(), "{told}");
    assert!(
        told.contains("with corpus, kb, out of ../../dixit.toml"),
        "{told}"
    );
    assert!(test.file_path("all/news.json").is_file());
    let asked = run(&["ask", "What did Mara Velt say?"]);
    let answer = String::from_utf8_lossy(&asked.stdout);
    assert!(answer.contains("that the bridge would close"), "{answer}");
    assert!(!below.join("graphs").exists());
}

#[test]
fn the_command_line_replaces_a_key_and_the_file_can_be_left_out() {
    let config = "corpus = \"gone\"\nkb = \"people.tsv\"\ntheme = \"dark\"\n";
    let ran = project(config)
        .file(
            "other.tsv",
            "id\tname\tkind\nperson:other\tMara Velt\tperson\n",
        )
        .args(["build", "news", "--kb", "other.tsv", "-o", "graphs"])
        .run()
        .exits(0)
        .has_no_complaints();
    let graph = fs::read_to_string(ran.folder().join("graphs/news.json")).expect("a graph");
    assert!(graph.contains("\"person:other\"") && !graph.contains("\"person:velt\""));
    for args in [["build", "--no-config"], ["--no-config", "build"]] {
        project(config)
            .args(args)
            .run()
            .exits(2)
            .complains("required arguments were not provided");
    }
    let dark = project(config).args(["build", "news"]).run().exits(0);
    let picture = |ran: crate::harness::Ran, args: &[&str]| {
        let all = ["export", "--format", "mermaid"]
            .iter()
            .chain(args)
            .copied();
        let ran = ran.then(all).exits(0);
        (ran.stdout(), ran)
    };
    let (by_file, ran) = picture(dark, &[]);
    let (by_flag, ran) = picture(ran, &["--no-config", "--theme", "dark"]);
    let (light, _) = picture(ran, &["--theme", "light"]);
    assert_eq!(by_file, by_flag);
    assert_ne!(by_file, light);
}

#[test]
fn a_variable_names_another_file() {
    project("corpus = \"gone\"\n")
        .file("desk/settings.toml", "corpus = \"../news\"\n")
        .env("DIXIT_CONFIG", "desk/settings.toml")
        .args(["build"])
        .run()
        .exits(0)
        .complains("with corpus of desk/settings.toml");
    project("corpus = \"news\"\n")
        .env("DIXIT_CONFIG", "gone.toml")
        .args(["build"])
        .run()
        .exits(2)
        .complains("error: gone.toml: ");
}

#[test]
fn fields_and_formats_of_dates_are_read() {
    let config = "fields = {text = \"Full article\", title = \"Headline\", date = \"Day\"}\ndate-format = \"%d/%m/%Y\"\n";
    let ran = project(config)
        .file("table.csv", TABLE)
        .args(["extract", "table.csv"])
        .run()
        .exits(0)
        .has_no_complaints();
    let lines = ran.json_lines();
    assert_eq!(
        [&lines[0]["title"], &lines[0]["date"]],
        ["Bridge", "2024-03-05"]
    );
    assert_eq!(lines[0]["statements"][0]["relation"], "warned");
}

#[test]
fn outlets_have_names_by_host_and_folder() {
    let articles = [
        "{\"id\": \"a\", \"text\": \"Talks go on.\", \"url\": \"https://www.ferry.example/a\"}",
        "{\"id\": \"b\", \"text\": \"Talks go on.\", \"url\": \"https://ferry.example/b\", \"source\": \"The Wire\"}",
        "{\"id\": \"c\", \"text\": \"Talks go on.\"}",
    ];
    let config = "[outlets]\n\"ferry.example\" = \"The Daily Ferry\"\ndesk = \"The Desk\"\n";
    let ran = project(config)
        .file("desk/all.jsonl", articles.join("\n"))
        .args(["extract", "desk"])
        .run()
        .exits(0);
    let sources: Vec<_> = ran
        .json_lines()
        .iter()
        .map(|line| line["source"].clone())
        .collect();
    assert_eq!(sources, ["The Daily Ferry", "The Wire", "The Desk"]);
    let ran = project("outlets = {desk = \"The Desk\"}\n")
        .file("desk/all.jsonl", articles[2])
        .args(["extract", "desk", "--outlet", "desk=The Harbour Desk"])
        .run()
        .exits(0);
    assert_eq!(ran.json_lines()[0]["source"], "The Harbour Desk");
    fails(
        "outlets = {desk = 1}\n",
        "dixit.toml:1: 'outlets' is a table of texts, such as {\"ferry.example\" = \"The Daily Ferry\"}",
    );
}

#[track_caller]
fn fails(config: &str, with: &str) {
    project(config)
        .args(["build", "news"])
        .run()
        .exits(2)
        .complains(with);
}

#[test]
fn what_is_wrong_is_named_with_file_and_line() {
    fails(
        "\ncorpse = \"news\"\n",
        "error: dixit.toml:2: there is no key 'corpse'; did you mean 'corpus'?",
    );
    fails("run = \"rm\"\n", "dixit.toml:1: there is no key 'run'");
    fails(
        "# people\nkb = 3\n",
        "dixit.toml:2: 'kb' is a file or folder or a list of them, such as",
    );
    fails("kb = [\"people.tsv\", 3]\n", "dixit.toml:1: 'kb' is a file");
    fails("threads = \"two\"\n", "dixit.toml:1: 'threads' is a number");
    fails(
        "fields = {text = 1}\n",
        "dixit.toml:1: 'fields' is a table of texts",
    );
    fails("corpus = [\n", "error: dixit.toml:");
    fails(
        "\nthreads = 0\n",
        "error: dixit.toml:2: invalid value '0' for '--threads <N>'",
    );
    fails(
        "fields = {words = \"body\"}\n",
        "error: dixit.toml:1: invalid value 'words=body' for '--field",
    );
    fails(
        "encoding = \"klingon\"\n",
        "error: dixit.toml:1: invalid value 'klingon' for '--encoding",
    );
    fails(
        "out = \"../elsewhere\"\n",
        "dixit.toml:1: 'out' leads out of the folder of dixit.toml",
    );
    fails(
        "out = \"/tmp/elsewhere\"\n",
        "dixit.toml:1: 'out' leads out of the folder of dixit.toml",
    );
    fails("corrections = \"gone.toml\"\n", "error: gone.toml: ");
    // what does not need it does not read it
    for args in [
        &["build", "--help"][..],
        &["--version"],
        &["completions", "bash"],
    ] {
        project("nonsense")
            .args(args.iter().copied())
            .run()
            .exits(0)
            .has_no_complaints();
    }
}

#[test]
fn the_readme_shows_a_file_that_works() {
    let readme =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).expect("README.md");
    let block = readme.split("```toml\n").nth(1).expect("a block of TOML");
    let config = block.split("```").next().expect("its end");
    project(config)
        .file("wire.csv", TABLE)
        .file("fixes.toml", "")
        .args(["build"])
        .run()
        .exits(0)
        .prints("1 statement in 2 documents")
        .prints("1 document without a date")
        .complains("with corpus, ");
}
