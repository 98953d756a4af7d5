//! A graph in which everything is that writers stumble over: names that are markup, turned text,
//! control codes, parallel edges, several speakers and targets, repeats, months for days.

use dixit::extract::record::Extraction;
use dixit::graph::{BuildOptions, Graph};
use serde_json::{Value, json};

/// Names and words of people who want to break out of a file.
const HOSTILE: [&str; 12] = [
    "Ann \"Quote\" O'Neil\\",
    "</script><script>alert(1)</script>",
    "]]><!-- & &amp; &lt; -->",
    "line\nbreak\r\nand\ttab",
    "bell\u{7}escape\u{1b}[31mnull\u{0}delete\u{7f}",
    "right\u{202e}to\u{202c}left \u{200f}שלום\u{2066}x\u{2069}",
    "emoji 🕊️👩🏽‍🚀 赵明 Ærø",
    "semi; colon, comma|pipe:colon{curly}[square]",
    "%7B#hash^caret~tilde`tick`$dollar$",
    "=SUM(A1:A9) --> n1 %% end",
    "$(touch x); 'DROP TABLE Entity;--",
    "\u{feff}bom \u{fffe}nonchar\u{ffff} \\u0027 \\n",
];

fn words(text: &str, start: usize) -> Value {
    json!({"text": text, "spans": [[start, start + text.chars().count()]]})
}

fn entity(number: usize) -> Value {
    let kinds = ["person", "state", "organisation", "unnamed"];
    let name = HOSTILE[number % HOSTILE.len()];
    let id = match number {
        1 => "Q159".to_owned(),
        3 => "person:line-break@Q20".to_owned(),
        7 => "statement:looks like one".to_owned(),
        _ => {
            let start: String = name.chars().take(3).collect();
            format!("{}:{number} {start}", kinds[number % 4])
        }
    };
    json!({"id": id, "name": name, "type": kinds[number % 4]})
}

fn record(number: usize) -> Value {
    let mut record = entity(number);
    let spoken = entity(1);
    let fields = record.as_object_mut().expect("an object");
    fields.insert("mentions".to_owned(), json!([[number, number + 1]]));
    fields.insert(
        "aliases".to_owned(),
        json!([format!("the {number}th; or so"), "x"]),
    );
    let roles = json!([{"title": "Minister of \"Trade\" & Fish", "of": entity(1)["name"]}]);
    fields.insert("roles".to_owned(), roles);
    if number != 1 && number.is_multiple_of(2) {
        fields.insert("represents".to_owned(), spoken);
    }
    record
}

/// What [`statement`] cannot work out of its number.
struct Told {
    speakers: Vec<usize>,
    to: Vec<usize>,
    about: Vec<usize>,
    relation: &'static str,
    act: &'static str,
    polarity: &'static str,
}

fn told(number: usize) -> Told {
    let (relation, act) = [
        ("said", "deny"),
        ("warned", "threaten"),
        ("proposed", "urge"),
        ("said", "say"),
    ][number % 4];
    Told {
        speakers: match number % 7 {
            0 => vec![number % 12, (number + 5) % 12],
            6 => vec![],
            _ => vec![number % 12],
        },
        to: match number % 5 {
            0 => vec![],
            1 => vec![(number + 1) % 12, (number + 2) % 12],
            _ => vec![(number + 1) % 12],
        },
        about: match number % 3 {
            0 => vec![],
            _ => vec![(number + 4) % 12],
        },
        relation,
        act,
        polarity: ["affirmed", "denied", "negated", "hypothetical"][(number / 2) % 4],
    }
}

fn statement(document: usize, place: usize, number: usize) -> Value {
    let told = told(number);
    let references = |list: &[usize]| list.iter().map(|n| entity(*n)).collect::<Vec<_>>();
    let speakers = references(&told.speakers);
    let at = place * 200;
    let content = format!("that {} would end ({number})", HOSTILE[(number + 3) % 12]);
    let kinds = ["direct", "mixed", "indirect"];
    let (one, two) = content.split_once(' ').expect("two words");
    let other = two.chars().count();
    json!({
        "id": format!("{:016x}", document * 1000 + place + 1),
        "relation": told.relation,
        "act": told.act,
        "polarity": told.polarity,
        "mode": if number % 11 == 10 { "attitude" } else { "speech" },
        "kind": kinds[number % 3],
        "speaker": speakers.first(),
        "joint_speakers": speakers.iter().skip(1).collect::<Vec<_>>(),
        "addressees": references(&told.to),
        "about": references(&told.about),
        "source": words("the source", at),
        "cue": words("said", at + 20),
        "content": match number % 4 {
            0 => json!({
                "text": format!("{one} … {two}"),
                "spans": [[at + 30, at + 34], [at + 80, at + 80 + other]],
            }),
            _ => words(&content, at + 30),
        },
        "via": (number % 6 == 1).then(|| entity(2)),
        "within": (number % 5 == 3).then(|| format!("{:016x}", document * 1000 + place)),
        "said_on": match number % 4 { 0 => Value::Null, 1 => json!("2021-11"), _ => json!("2021-12-12") },
        "confidence": 0.5 + number as f64 / 200.0,
        "line": place + 1,
        "sentence": format!("The source said {content}."),
    })
}

fn document(number: usize) -> Value {
    let url = format!("https://news.example/{number}?a=\"1\"&b=<2>");
    // The second document repeats what the first reports, and each speaks of a few things twice.
    let statements = (0..24).map(|place| {
        let told = match number {
            1 => place,
            _ => (number * 24 + place) % 40,
        };
        statement(number, place, told)
    });
    json!({
        "id": format!("doc {number} \"é\"/x"),
        "title": format!("{} in the news", HOSTILE[number]),
        "date": (number != 3).then(|| format!("2021-12-{:02}", 10 + number)),
        "url": (number != 2).then_some(url),
        "source": "The <Example> & Co",
        "path": format!("news/{number}.txt"),
        "entities": (0..12).map(record).collect::<Vec<_>>(),
        "statements": statements.collect::<Vec<_>>(),
        "error": null,
    })
}

/// The graph.
pub fn graph() -> Graph {
    let documents = (0..5).map(document);
    let extractions = documents
        .map(|document| serde_json::from_value::<Extraction>(document).expect("an extraction"));
    let options = BuildOptions::default().attitudes(true);
    Graph::from_extractions("hostile \"name\" <&>", extractions, &options)
}
