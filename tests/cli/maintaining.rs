//! The chapters for those who carry the project on (`src/maintaining`) name files that exist. Their examples run as
//! documentation tests.

use std::fs;
use std::path::Path;

/// Where a path can start that is written with backticks.
const FOLDERS: [&str; 4] = ["src/", "tests/", "graphs/", ".ci/"];

#[test]
fn the_chapters_name_files_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = vec![root.join("src/maintaining.rs")];
    for entry in fs::read_dir(root.join("src/maintaining")).expect("the chapters") {
        pages.push(entry.expect("a chapter").path());
    }
    let mut named = 0;
    for page in &pages {
        let text = fs::read_to_string(page).expect("a page");
        let quoted = text
            .lines()
            .flat_map(|line| line.split('`').skip(1).step_by(2));
        let paths = quoted.filter(|words| FOLDERS.iter().any(|folder| words.starts_with(folder)));
        for path in paths.filter(|path| !path.contains(['*', ' ']) && !path.contains("NAME")) {
            assert!(
                root.join(path).exists(),
                "{} names {path}, which does not exist",
                page.display()
            );
            named += 1;
        }
    }
    assert!(pages.len() >= 7, "only {} chapters", pages.len());
    assert!(named >= 40, "only {named} files are named");
}

#[test]
fn the_chapters_name_functions_and_tests_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, words) in [
        ("src/export/format.rs", "static ROWS: &[Row]"),
        (
            "src/export/mod.rs",
            "pub fn write(&self, out: &mut impl Write)",
        ),
        ("src/export/mod.rs", "pub fn write_folder(&self"),
        (
            "src/export/cypher.rs",
            "pub fn write(network: &Network, out: &mut impl Write) -> io::Result<Vec<String>>",
        ),
        (
            "src/export/jsonl.rs",
            "pub fn write(selection: &Selection, out: &mut impl Write) -> io::Result<Vec<String>>",
        ),
        (
            "src/document/html.rs",
            "pub(super) fn read(place: &Place, bytes: Result<Vec<u8>, String>) -> Vec<Item>",
        ),
        ("src/document/files.rs", "fn of(path: &Path) -> Format"),
        (
            "src/document/reader.rs",
            "fn read(&mut self, format: Format",
        ),
        ("src/document/mod.rs", "pub fn line_of(&self"),
        ("src/query/ask/grammar.rs", "fn question(&mut self)"),
        (
            "src/query/ask/grammar.rs",
            "what|when|how|how often aux names verb …",
        ),
        (
            "src/query/ask/grammar.rs",
            "\"how\" if self.skip(&[\"often\", \"frequently\", \"much\"])",
        ),
        ("src/query/ask/lexicon.rs", "lists! {"),
        ("src/query/answer.rs", "pub enum AskedFor"),
        ("src/learn/gold/mod.rs", "fn read_file("),
        ("src/learn/train/data.rs", "fn kind("),
        (
            "tests/robustness/targets.rs",
            "fn pages_are_read_whatever_they_hold",
        ),
        ("tests/cases/addressees.md", "forewarned Norway"),
        ("src/statement/data/addressing.tsv", ";forewarn;"),
    ] {
        let text = fs::read_to_string(root.join(file)).expect("a file that a chapter names");
        assert!(
            text.contains(words),
            "{file} has no {words:?}: correct src/maintaining"
        );
    }
}
