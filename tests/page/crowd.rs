//! A graph of invented people, as large as wanted, the same one every time.

use dixit::date::Date;
use dixit::entity::{EntityType, Reference};
use dixit::extract::record::{EntityRecord, Extraction, StatementRecord, Words};
use dixit::graph::{BuildOptions, Graph};
use dixit::statement::{Kind, Mode, Polarity, Relation};

/// The graph of as many people, each of whom speaks to four others.
pub fn graph(people: usize) -> Graph {
    Graph::from_extractions("crowd", extractions(people), &BuildOptions::default())
}

/// What their articles say.
pub fn extractions(people: usize) -> Vec<Extraction> {
    let reference = |i: usize| Reference {
        id: format!("person:{i}"),
        name: format!(
            "{} {}",
            ["Ada", "Milo", "Ines", "Theo", "Vera"][i % 5],
            town(i)
        ),
        kind: [
            EntityType::Person,
            EntityType::Organisation,
            EntityType::State,
        ][usize::from(i.is_multiple_of(9)) + usize::from(i.is_multiple_of(31))],
    };
    let words = |text: &str, at: usize| Words {
        text: text.to_owned(),
        spans: vec![[at, at + text.chars().count()]],
    };
    let mut documents = Vec::new();
    for article in 0..people.div_ceil(50) {
        let mut extraction = Extraction {
            id: format!("article-{article:04}"),
            title: Some(format!("Report {article}")),
            date: Date::new(2023, 1, 1)
                .expect("a day")
                .days_later((article * 3) as i64),
            url: Some(format!("https://news.example/{article}")),
            source: Some(["The Daily Ferry", "Meridian Wire"][article % 2].to_owned()),
            fingerprint: None,
            path: None,
            entities: Vec::new(),
            statements: Vec::new(),
            error: None,
        };
        for i in (article * 50..(article + 1) * 50).take_while(|i| *i < people) {
            // Some to their neighbours, some to the few whom all speak to.
            let targets = [i + 1, i + 7, (i * 31 + 5) % people, (i * i) % 40];
            for (n, target) in targets.into_iter().map(|t| t % people).enumerate() {
                let speaker = reference(i);
                let content = format!("that plan {n} of {} is late", town(i + n));
                let sentence = format!("{} said {content}.", speaker.name);
                let start = speaker.name.chars().count();
                extraction.statements.push(StatementRecord {
                    source: words(&speaker.name, 0),
                    cue: words("said", start + 1),
                    content: words(&content, start + 6),
                    addressees: vec![reference(target)],
                    speaker: Some(speaker),
                    ..statement(&format!("{i:05x}{n}"), n, sentence)
                });
            }
            extraction.entities.push(EntityRecord {
                id: format!("person:{i}"),
                name: reference(i).name,
                kind: reference(i).kind,
                mentions: vec![[0, 1]],
                aliases: Vec::new(),
                roles: Vec::new(),
                represents: None,
                gender: None,
                was: None,
            });
        }
        documents.push(extraction);
    }
    documents
}

fn statement(id: &str, number: usize, sentence: String) -> StatementRecord {
    StatementRecord {
        id: id.to_owned(),
        relation: [
            Relation::Said,
            Relation::Said,
            Relation::Warned,
            Relation::Proposed,
        ][number % 4],
        act: ["say", "tell", "warn", "propose"][number % 4].to_owned(),
        polarity: Polarity::Affirmed,
        mode: Mode::Speech,
        kind: Kind::Indirect,
        speaker: None,
        joint_speakers: Vec::new(),
        addressees: Vec::new(),
        about: Vec::new(),
        source: Words::default(),
        cue: Words::default(),
        content: Words::default(),
        via: None,
        within: None,
        said_on: None,
        confidence: 0.9,
        line: Some(1),
        sentence: Some(sentence),
    }
}

/// An invented name that no other number below a hundred thousand has.
pub fn town(number: usize) -> String {
    const STARTS: [&str; 10] = [
        "Bra", "Kel", "Mor", "Ost", "Lin", "Var", "Tol", "Hes", "Dun", "Pel",
    ];
    const MIDDLES: [&str; 10] = ["a", "ba", "de", "fi", "go", "lu", "mi", "no", "ra", "so"];
    const ENDS: [&str; 10] = [
        "berg", "dal", "ford", "holm", "ic", "kov", "mann", "ova", "sen", "ton",
    ];
    let digit = |place: usize| number / 10_usize.pow(place as u32) % 10;
    let middles = [MIDDLES[digit(1)], MIDDLES[digit(3)], MIDDLES[digit(4)]].concat();
    format!("{}{middles}{}", STARTS[digit(0)], ENDS[digit(2)])
}
