//! `dixit train`: what a newsroom annotates, its own model knows.

use crate::harness::{Ran, Test};
use serde_json::json;

/// Words with tag, head (counted from 1 within the sentence) and label.
const TREES: [&str; 3] = [
    "The/DT/2/det ferry/NN/4/nsubj will/MD/4/aux sail/VB/6/ccomp ,/,/6/punct said/VBD/0/ROOT Ivers/NNP/6/nsubj ././6/punct",
    "Trams/NNS/3/nsubj will/MD/3/aux stop/VB/5/ccomp ,/,/5/punct told/VBD/0/ROOT Duarte/NNP/5/nsubj ././5/punct",
    "It/PRP/2/nsubj rained/VBD/0/ROOT in/IN/2/prep Porto/NNP/3/pobj ././2/punct",
];

/// A treebank in which each sentence is an article of its own.
fn treebank() -> String {
    let mut lines = String::new();
    for (number, tree) in TREES.iter().enumerate() {
        lines.push_str(&format!("# newdoc id = made-{number}\n"));
        let mut start = 0;
        for (i, word) in tree.split(' ').enumerate() {
            let mut parts = word.splitn(4, '/');
            let [form, tag, head, label] = std::array::from_fn(|_| parts.next().expect("a part"));
            let kind = match (tag, form) {
                ("NNP", "Porto") => "B-GPE",
                ("NNP", _) => "B-PERSON",
                _ => "O",
            };
            let place = format!("Start={start}|NER={kind}");
            lines.push_str(&format!(
                "{}\t{form}\t_\t_\t{tag}\t_\t{head}\t{label}\t_\t{place}\n",
                i + 1
            ));
            start += form.chars().count() + 1;
        }
        lines.push('\n');
    }
    lines
}

const CLAIMS: [&str; 4] = [
    "The old ferry will not sail",
    "Trams will stop at noon",
    "The price of bread has doubled",
    "Nobody repairs the pier",
];
const SPEAKERS: [&str; 4] = ["Ivers", "Mayor Duarte", "the harbour office", "a witness"];

/// Articles in a style of their own: the claim, then the speaker in brackets with the cue.
fn articles() -> Vec<(String, [[usize; 2]; 3])> {
    let pairs = CLAIMS.iter().flat_map(|c| SPEAKERS.map(|s| (c, s)));
    pairs
        .map(|(claim, speaker)| {
            let cue = claim.chars().count() + 2;
            let source = cue + "thus ".len();
            let spans = [
                [source, source + speaker.chars().count()],
                [cue, cue + "thus".len()],
                [0, claim.chars().count()],
            ];
            (format!("{claim} (thus {speaker}).\n"), spans)
        })
        .collect()
}

/// The articles as JSON Lines.
fn json_lines(ids: &str) -> String {
    let lines = articles()
        .into_iter()
        .enumerate()
        .map(|(i, (text, [source, cue, content]))| {
            let attribution = json!({"source": [source], "cue": [cue], "content": [content]});
            let id = format!("{ids}-{i}");
            format!(
                "{}\n",
                json!({"id": id, "text": text, "attributions": [attribution]})
            )
        });
    lines.collect()
}

fn in_brat(test: Test) -> Test {
    articles()
        .into_iter()
        .enumerate()
        .fold(test, |test, (i, (text, spans))| {
            let roles = ["Source", "Cue", "Content"]
                .into_iter()
                .zip(spans)
                .enumerate();
            let mut marks: String = roles
                .map(|(k, (role, [s, e]))| {
                    let words: String = text.chars().skip(s).take(e - s).collect();
                    format!("T{}\t{role} {s} {e}\t{words}\n", k + 1)
                })
                .collect();
            marks.push_str("E1\tCue:T2 Source:T1 Content:T3\n");
            test.file(&format!("desk/d{i:02}.txt"), text)
                .file(&format!("desk/d{i:02}.ann"), marks)
        })
}

/// A run of `train` on a small corpus with this seed, as of 14 November 2023.
fn train(seed: &str) -> Ran {
    let test = Test::new()
        .file("data/silver/train.conllu", treebank())
        .file("data/silver/dev.conllu", "not to be read")
        .file("data/gold/news-train.jsonl", json_lines("made"))
        .file("data/gold/news-dev.jsonl", "not to be read")
        .file("dev.jsonl", json_lines("dev"));
    in_brat(test)
        .env("SOURCE_DATE_EPOCH", "1700000000")
        .args([
            "train",
            "data",
            "-o",
            "out/news.model",
            "--add",
            "desk",
            "--dev",
            "dev.jsonl",
        ])
        .args(["--smaller", "7", "--seed", seed])
        .run()
        .exits(0)
}

fn model(ran: &Ran) -> Vec<u8> {
    std::fs::read(ran.folder().join("out/news.model")).expect("a model")
}

#[test]
fn the_same_data_and_seed_give_the_same_bytes() {
    let ran = train("7")
        .complains("read 3 sentences, 32 articles, 32 attributions")
        .complains("roles, pass 1")
        .prints("trained   2023-11-14 by dixit");
    let one = model(&ran);
    assert!(one == model(&train("7")), "the same seed, other bytes");
    assert!(one != model(&train("8")), "another seed, the same bytes");
    let files = std::fs::read_dir(ran.folder().join("out")).expect("a folder");
    assert_eq!(files.count(), 1, "something is left beside the model");
}

#[test]
fn a_model_tells_what_it_was_made_of() {
    let ran = train("7");
    Test::new()
        .file("news.model", model(&ran))
        .args(["--version", "--verbose", "--model", "news.model"])
        .run()
        .exits(0)
        .has_no_complaints()
        .prints("\nmodel     news.model: ")
        .prints("\ntrained   2023-11-14 by dixit ")
        .prints("\ndata      train.conllu: 3 sentences, FNV-1a 64 ")
        .prints(" news-train.jsonl: 16 articles, 16 attributions, FNV-1a 64 ")
        .prints(" desk: 16 articles, 16 attributions, FNV-1a 64 ")
        .prints("\nfigures   on dev.jsonl, 16 articles: F1 lenient ")
        .prints("\"seed\":7");
    Test::new()
        .args(["--version", "--verbose"])
        .run()
        .exits(0)
        .prints("model     built in: ")
        .prints("roles: ");
    let version = Test::new().arg("--version").run().exits(0).stdout();
    assert_eq!(version.lines().count(), 1, "{version}");
}

/// Without a treebank the built-in parser reads, and a habit that no other model knows is learned.
#[test]
fn a_newsroom_teaches_its_own_style() {
    let ran = in_brat(Test::new())
        .args(["train", "desk", "-o", "desk.model"])
        .run()
        .exits(0)
        .complains("no treebank: using the built-in tagger, parser and names")
        .prints("\ndata      desk: 16 articles, 16 attributions, FNV-1a 64 ");
    let model = std::fs::read(ran.folder().join("desk.model")).expect("a model");
    let article = "The bridge will not open (thus Ivers).\n";
    let said = |test: Test| {
        let ran = test
            .file("a.txt", article)
            .run()
            .exits(0)
            .has_no_complaints();
        ran.json_lines()[0]["statements"].clone()
    };
    let taught = said(
        Test::new()
            .file("m", model)
            .args(["extract", "a.txt", "--model", "m"]),
    );
    assert_eq!(
        taught[0]["content"]["text"], "The bridge will not open",
        "{taught}"
    );
    assert_eq!(taught[0]["source"]["text"], "Ivers", "{taught}");
    assert_eq!(
        said(Test::new().args(["extract", "a.txt"])),
        json!([]),
        "the built-in model knows it too"
    );
}

#[test]
fn what_cannot_be_learned_from_is_told() {
    let run = |test: Test| test.run().exits(2);
    let nothing = Test::new().folder("data");
    run(nothing.args(["train", "data", "-o", "m"])).complains("data: no training data");
    let unread = Test::new().file("data/a.ann", "T1\tCue 0 4\tsaid\n");
    run(unread.args(["train", "data", "-o", "m"])).complains("data/a.txt: the text that");
    let forgotten = Test::new()
        .file("data/a.txt", "said")
        .file("data/a.ann", "T1\tCue 0 4\tsaid\n");
    run(forgotten.args(["train", "data", "-o", "m"]))
        .complains("data/a.ann:1: T1 is a cue that has no content");
    let no_model = Test::new().file("m", "dixit-model 1\nnull\ntagger 50");
    run(no_model.args(["extract", "--model", "m"])).complains("m: the model");
    let missing = Test::new().args(["extract", "--model", "m"]);
    run(missing).complains("m: No such file");
}
