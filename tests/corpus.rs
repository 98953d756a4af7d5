//! What the program says of the articles in `corpus/`, and the graph of them in `graphs/`.

use dixit::document::{Item, read};
use dixit::entity::EntityType;
use dixit::extract::record::{CharSpan, Extraction};
use dixit::graph::Graph;
use dixit::query::{Index, ask};
use dixit::statement::Relation;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every article of `corpus/` with what is found in it.
fn corpus() -> Vec<(String, Extraction)> {
    let all = extracted(&root().join("corpus"));
    assert!(all.len() >= 20, "only {} articles in corpus/", all.len());
    all
}

/// Every article of a folder with what is found in it.
fn extracted(folder: &Path) -> Vec<(String, Extraction)> {
    let mut all = Vec::new();
    for item in read(&[folder.to_path_buf()]) {
        match item {
            Item::Document(document) => {
                let found = dixit::extract::pipeline::extract(&document);
                let found = found.unwrap_or_else(|error| panic!("{}: {error}", document.id));
                all.push((document.text, found));
            }
            Item::Failed(error) => panic!("{error}"),
            Item::Warning(warning) => panic!("{warning}"),
        }
    }
    all
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_article_says_something() {
    for (_, found) in corpus() {
        assert_eq!(found.error, None, "{}", found.id);
        assert!(
            !found.statements.is_empty(),
            "{}: nobody says anything",
            found.id
        );
        assert!(
            found.date.is_some() || !has_date(&found.id),
            "{}: its date was not read",
            found.id
        );
    }
}

/// Whether an article tells its date before it begins. A page, a regional edition, a transcript and
/// a press release do not.
fn has_date(id: &str) -> bool {
    !["0005", "0009", "0014", "0016"]
        .iter()
        .any(|start| id.starts_with(start))
}

#[test]
fn spans_hold_the_words_that_are_given() {
    for (text, found) in corpus() {
        let points: Vec<char> = text.chars().collect();
        for statement in &found.statements {
            for words in [&statement.source, &statement.cue, &statement.content] {
                assert_eq!(
                    sliced(&points, &words.spans),
                    words.text,
                    "{} {}",
                    found.id,
                    statement.id
                );
            }
            assert!(
                !statement.cue.spans.is_empty(),
                "{} {}: no cue",
                found.id,
                statement.id
            );
            assert!(
                !statement.content.spans.is_empty(),
                "{} {}: no content",
                found.id,
                statement.id
            );
        }
        for entity in &found.entities {
            for span in &entity.mentions {
                assert!(
                    !slice(&points, span).is_empty(),
                    "{} {}: an empty mention",
                    found.id,
                    entity.id
                );
            }
        }
    }
}

/// The text that spans of code points cut out, white space folded, pieces joined by " … ".
fn sliced(points: &[char], spans: &[CharSpan]) -> String {
    let pieces: Vec<String> = spans.iter().map(|span| slice(points, span)).collect();
    pieces.join(" … ")
}

fn slice(points: &[char], &[start, end]: &CharSpan) -> String {
    let points = points
        .get(start..end)
        .unwrap_or_else(|| panic!("[{start}, {end}] is no span"));
    let text: String = points.iter().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn records_refer_to_one_another() {
    let mut ids = BTreeSet::new();
    for (_, found) in corpus() {
        let entities: BTreeSet<&str> = found.entities.iter().map(|e| e.id.as_str()).collect();
        assert_eq!(
            entities.len(),
            found.entities.len(),
            "{}: an entity twice",
            found.id
        );
        let here: BTreeSet<&str> = found.statements.iter().map(|s| s.id.as_str()).collect();
        for statement in &found.statements {
            assert!(
                ids.insert(statement.id.clone()),
                "{} is the id of two statements",
                statement.id
            );
            if let Some(outer) = &statement.within {
                assert!(
                    here.contains(outer.as_str()),
                    "{} is within nothing",
                    statement.id
                );
                assert_ne!(*outer, statement.id, "a statement within itself");
            }
            let people = statement.speaker.iter().chain(&statement.joint_speakers);
            for who in people
                .chain(&statement.addressees)
                .chain(&statement.about)
                .chain(&statement.via)
            {
                assert!(
                    entities.contains(who.id.as_str()),
                    "{}: {} is no entity of it",
                    found.id,
                    who.id
                );
            }
        }
    }
}

#[test]
fn all_relations_and_kinds_of_speakers_occur() {
    let all = corpus();
    let statements = || all.iter().flat_map(|(_, found)| &found.statements);
    for relation in [Relation::Said, Relation::Warned, Relation::Proposed] {
        assert!(
            statements().any(|s| s.relation == relation),
            "nobody {relation:?}"
        );
    }
    use EntityType::{Organisation, Person, State, Unnamed};
    for kind in [Person, State, Organisation, Unnamed] {
        let speaks = statements().any(|s| s.speaker.as_ref().is_some_and(|who| who.kind == kind));
        assert!(speaks, "no {kind:?} speaks");
    }
    assert!(
        statements().any(|s| !s.addressees.is_empty()),
        "nobody is spoken to"
    );
}

#[test]
fn the_graph_of_the_corpus_is_fresh() {
    let out = tempfile::tempdir().expect("a temporary folder");
    let built = Command::new(env!("CARGO_BIN_EXE_dixit"))
        .args(["build", "corpus", "--out"])
        .arg(out.path())
        .current_dir(root())
        // No Graphviz, no picture: drawing it belongs to another program.
        .env("PATH", "")
        .output()
        .expect("a running dixit");
    assert!(
        built.status.success(),
        "{}",
        String::from_utf8_lossy(&built.stderr)
    );
    for name in ["corpus.json", "corpus.dot"] {
        let kept: PathBuf = root().join("graphs").join(name);
        let kept = fs::read(&kept).unwrap_or_else(|e| panic!("{}: {e}; {REFRESH}", kept.display()));
        let fresh = fs::read(out.path().join(name)).expect("a built file");
        assert!(
            kept == fresh,
            "graphs/{name} is not what the program builds now; {REFRESH}"
        );
    }
}

/// The picture that the README shows is drawn from this source, by the command that the README gives.
#[test]
fn the_overview_is_what_the_program_draws() {
    let drawn = Command::new(env!("CARGO_BIN_EXE_dixit"))
        .args(["export", "graphs/corpus.json", "--top", "12", "-f", "dot"])
        .current_dir(root())
        .output()
        .expect("a running dixit");
    let kept = fs::read(root().join("graphs/overview.dot")).expect("the overview");
    assert!(
        drawn.stdout == kept,
        "graphs/overview.dot is not what the program draws now; refresh it and overview.svg with: \
         dixit export graphs/corpus.json --top 12 -o graphs/overview.dot"
    );
}

const REFRESH: &str = "refresh it with: cargo run --release -- build corpus";

/// Whatever is asked, the answer's words stand in the articles, where it says that they do.
#[test]
fn no_answer_has_a_word_that_is_not_in_an_article() {
    let articles: BTreeMap<String, Vec<char>> = read(&[root().join("corpus")])
        .filter_map(|item| match item {
            Item::Document(article) => Some((article.id, article.text.chars().collect())),
            _ => None,
        })
        .collect();
    let graph = Graph::load(&root().join("graphs/corpus.json")).expect("the graph of the corpus");
    let proofs = proofs(&articles, &graph, QUESTIONS);
    assert!(proofs > 60, "only {proofs} statements were given as proof");
}

/// The same of the seeds, where they lie beside the project: what everybody in them said, and of
/// whom.
#[test]
fn no_answer_from_the_seeds_has_a_word_that_is_not_in_them() {
    let folder = root().join("../shared/seeds");
    if !folder.is_dir() {
        return;
    }
    let all = extracted(&folder);
    let articles = all
        .iter()
        .map(|(text, found)| (found.id.clone(), text.chars().collect()));
    let articles: BTreeMap<String, Vec<char>> = articles.collect();
    let found = all.into_iter().map(|(_, found)| found);
    let graph = Graph::from_extractions("seeds", found, &Default::default());
    let speakers = graph
        .entities()
        .iter()
        .filter(|entity| entity.kind != EntityType::Unnamed && entity.statements > 0);
    let questions = speakers.map(|entity| format!("What did {} say?", entity.name));
    let index = Index::new(&graph);
    let questions = questions.filter(|question| ask::parse(question, &index).is_ok());
    let questions: Vec<String> = questions.collect();
    let proofs = proofs(&articles, &graph, questions.iter().map(String::as_str));
    assert!(proofs > 30, "only {proofs} statements were given as proof");
}

/// How many statements answer the questions; their words stand where they say that they do.
fn proofs<'q>(
    articles: &BTreeMap<String, Vec<char>>,
    graph: &Graph,
    questions: impl IntoIterator<Item = &'q str>,
) -> usize {
    let index = Index::new(graph);
    let known: BTreeSet<&str> = graph.entities().iter().map(|e| e.name.as_str()).collect();
    let mut proofs = 0;
    for question in questions {
        let asked = ask::parse(question, &index);
        let asked = asked.unwrap_or_else(|why| panic!("{question}: {why}"));
        let answer = asked.answer(&index).expect(question);
        assert!(!answer.statements.is_empty(), "{question}: no answer");
        for hit in &answer.statements {
            let article = &articles[hit.place.document];
            for words in [&hit.source, &hit.cue, &hit.content] {
                assert_eq!(
                    sliced(article, &words.spans),
                    *words.text,
                    "{question}: {}",
                    hit.id
                );
            }
            let content: Vec<char> = hit.content.text.chars().collect();
            for mark in &hit.matched {
                assert!(!slice(&content, mark).is_empty(), "{question}: {}", hit.id);
            }
            proofs += 1;
        }
        for group in &answer.answers {
            let named = ["person", "state", "organisation", "unnamed"].contains(&&*group.kind);
            assert!(
                !named || known.contains(&*group.name),
                "{question}: {}",
                group.name
            );
        }
    }
    proofs
}

const QUESTIONS: [&str; 16] = [
    "Who warned Russia?",
    "Who warned whom?",
    "Which states proposed anything?",
    "Who said most about Ukraine?",
    "Who first proposed a meeting?",
    "What did Russia say about NATO?",
    "What did the British foreign secretary say?",
    "What did the Kremlin spokesman deny?",
    "What did Putin and Biden say to each other?",
    "What was said in the last week of 2021?",
    "What was said about sanctions in January 2022?",
    "How many people warned Russia?",
    "How often did Ryabkov speak?",
    "When did Stoltenberg last propose a meeting?",
    "Which articles quote Lavrov?",
    "Did anybody warn Russia?",
];
