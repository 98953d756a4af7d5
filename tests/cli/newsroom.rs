//! Three articles made by hand, with the statements in them: two papers on one story, and a copy.

use crate::harness::Test;
use dixit::document::Fingerprint;
use dixit::entity::{EntityType, Gender, Reference};
use dixit::extract::record::{EntityRecord, Extraction, StatementRecord, Words};
use dixit::graph::{BuildOptions, Graph};
use dixit::statement::Relation::{self, Proposed, Said, Warned};
use dixit::statement::{Kind, Mode, Polarity};

/// A story that a wire sends and others print.
const WIRE: &str = "The pier of Halden will stay open this winter, whatever the harbour master thinks of it. \
    “We will keep every ferry running through the winter,” Ada Moss told the council on Monday.\n\n\
    She pledged to repair the east pier before May. John Smythe warned Moss that the old pier would fall \
    in the next storm and take the signal tower with it. Nobody in the town hall has seen the bill for the \
    last repair, which the harbour board put at forty thousand crowns after the floods of the autumn, and \
    the tower's keeper has not been paid since.\n";

/// The same with another head, cut at the end.
const COPY: &str = "HALDEN, Tuesday. The pier of Halden will stay open this winter, whatever the harbour master \
    thinks of it. “We will keep every ferry running through the winter,” Ada Moss told the council on Monday.\n\n\
    She pledged to repair the east pier before May. John Smythe warned Moss that the old pier would fall \
    in the next storm and take the signal tower with it. Nobody in the town hall has seen the bill for the \
    last repair.\n";

/// Another paper's own story.
const POST: &str = "Ada Moss insisted on Wednesday that they would keep the ferries running through winter. \
    Asked about her promise, Moss denied that the east pier would be ready before May. \
    “The money is gone and the tide does not wait,” said John Smythe.\n";

/// Day, outlet, id and text.
const STORIES: [(&str, &str, &str, &str); 3] = [
    ("2022-03-01", "Coast Wire", "wire", WIRE),
    ("2022-03-02", "Daily Ferry", "copy", COPY),
    ("2022-03-03", "Harbour Post", "post", POST),
];

/// A statement: the words of source, cue and content as they stand in the text, and to whom.
type Said4 = (
    &'static str,
    &'static str,
    &'static str,
    Option<&'static str>,
);

#[expect(
    clippy::too_many_lines,
    reason = "one statement of the invented articles after another"
)]
fn statements(id: &str) -> Vec<(Said4, Relation, &'static str, Polarity, Kind)> {
    use Kind::{Direct, Indirect};
    use Polarity::{Affirmed, Denied};
    let wire = vec![
        (
            (
                "Ada Moss",
                "told",
                "“We will keep every ferry running through the winter,”",
                None,
            ),
            Said,
            "tell",
            Affirmed,
            Direct,
        ),
        (
            ("She", "pledged", "to repair the east pier before May", None),
            Proposed,
            "pledge",
            Affirmed,
            Indirect,
        ),
        (
            (
                "John Smythe",
                "warned",
                "that the old pier would fall in the next storm",
                Some("Ada Moss"),
            ),
            Warned,
            "warn",
            Affirmed,
            Indirect,
        ),
    ];
    match id {
        "post" => vec![
            (
                (
                    "Ada Moss",
                    "insisted",
                    "that they would keep the ferries running through winter",
                    None,
                ),
                Said,
                "insist",
                Affirmed,
                Indirect,
            ),
            (
                (
                    "Moss",
                    "denied",
                    "that the east pier would be ready before May",
                    None,
                ),
                Said,
                "deny",
                Denied,
                Indirect,
            ),
            (
                (
                    "John Smythe",
                    "said",
                    "“The money is gone and the tide does not wait,”",
                    None,
                ),
                Said,
                "say",
                Affirmed,
                Direct,
            ),
        ],
        _ => wire,
    }
}

/// The records of the articles.
pub fn extractions() -> Vec<Extraction> {
    let stories = STORIES.iter();
    stories
        .map(|(day, outlet, id, text)| Extraction {
            id: (*id).to_owned(),
            title: None,
            date: day.parse().ok(),
            url: None,
            source: Some((*outlet).to_owned()),
            path: Some(format!("news/{id}.txt")),
            fingerprint: Some(Fingerprint::of(text)),
            entities: vec![
                person("Ada Moss", Gender::Female),
                person("John Smythe", Gender::Male),
            ],
            statements: statements(id)
                .into_iter()
                .enumerate()
                .map(|(place, (words, relation, act, polarity, kind))| {
                    let (source, cue, content, to) = words;
                    let speaker = match source {
                        "John Smythe" => source,
                        _ => "Ada Moss",
                    };
                    StatementRecord {
                        id: format!("{id}-{place}"),
                        relation,
                        act: act.to_owned(),
                        polarity,
                        mode: Mode::Speech,
                        kind,
                        speaker: Some(reference(speaker)),
                        joint_speakers: Vec::new(),
                        addressees: to.map(reference).into_iter().collect(),
                        about: Vec::new(),
                        source: found(text, source),
                        cue: found(text, cue),
                        content: found(text, content),
                        via: None,
                        within: None,
                        said_on: None,
                        confidence: 0.9,
                        line: Some(1),
                        sentence: None,
                    }
                })
                .collect(),
            error: None,
        })
        .collect()
}

/// The graph of the articles.
pub fn graph() -> Graph {
    Graph::from_extractions("newsroom", extractions(), &BuildOptions::default())
}

/// A folder with the graph in `graphs/newsroom.json` and the articles in `news/`.
pub fn folder() -> Test {
    let mut test = Test::new();
    for (_, _, id, text) in STORIES {
        test = test.file(&format!("news/{id}.txt"), text);
    }
    let path = test.file_path("graphs/newsroom.json");
    graph().save(&path).expect("a saved graph");
    test
}

/// Where words stand in a text, in code points; white space as in the text.
fn found(text: &str, words: &str) -> Words {
    let at = text
        .find(words)
        .unwrap_or_else(|| panic!("no {words:?} in {text:?}"));
    let start = text[..at].chars().count();
    Words {
        text: words.to_owned(),
        spans: vec![[start, start + words.chars().count()]],
    }
}

fn person(name: &str, gender: Gender) -> EntityRecord {
    let reference = reference(name);
    EntityRecord {
        id: reference.id,
        name: reference.name,
        kind: EntityType::Person,
        mentions: vec![[0, 1]],
        aliases: vec![name.to_owned()],
        roles: Vec::new(),
        represents: None,
        gender: Some(gender),
        was: None,
    }
}

fn reference(name: &str) -> Reference {
    Reference {
        id: format!("person:{}", name.to_lowercase().replace(' ', "-")),
        name: name.to_owned(),
        kind: EntityType::Person,
    }
}
