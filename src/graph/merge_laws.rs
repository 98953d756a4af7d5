//! Property tests of building and merging: the same documents give the same graph, whatever their order and
//! grouping, through files or not.

use super::{BuildOptions, Graph, json};
use crate::document::Fingerprint;
use crate::entity::{EntityType, Gender, Reference, Role};
use crate::extract::record::{EntityRecord, Extraction, StatementRecord, Words};
use crate::statement::{Kind, Mode, Polarity, Relation};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Few of each, so that documents, people and words often coincide.
const DOCUMENTS: [&str; 5] = ["a", "b", "c", "d", "e"];
const PEOPLE: People = &[
    ("Q1001", &["Ada Moss", "Adelaide Moss"]),
    ("person:john-smythe", &["John Smythe"]),
    (
        "person:john-smythe-minor",
        &["John Smythe Minor", "J. Smythe"],
    ),
    ("person:olexa-rask", &["Olexa Rask", "Oleksa Rask"]),
];
const STATES: [(&str, &str); 3] = [("Q20", "Norway"), ("Q35", "Denmark"), ("Q33", "Finland")];
const WORDS: [&str; 8] = [
    "the pier is not safe at all",
    "The pier is NOT safe, at all!",
    "nobody should cross the bridge",
    "no comment",
    // Each is similar to the next, but the first is not similar to the last.
    "nobody should cross the iron bridge before the spring inspection is over",
    "that nobody cross the iron bridge before this spring inspection",
    "nobody may cross the iron bridge before spring, engineers or not",
    "that engineers may not cross the iron bridge in spring",
];

fn reference((id, name): (&str, &str), kind: EntityType) -> Reference {
    Reference {
        id: id.to_owned(),
        name: name.to_owned(),
        kind,
    }
}

/// Ids with the names that documents give.
pub(super) type People = &'static [(&'static str, &'static [&'static str])];

fn person(people: People, aliases: &'static [&'static str]) -> impl Strategy<Value = EntityRecord> {
    let names = (0..people.len()).prop_flat_map(|i| (Just(people[i].0), select(people[i].1)));
    let alias = subsequence(aliases, 0..=2);
    let title = proptest::option::of(select(vec!["Mayor", "Envoy"]));
    let state = proptest::option::of(select(STATES.to_vec()));
    let gender = select(vec![None, Some(Gender::Female), Some(Gender::Male)]);
    let was = proptest::option::weighted(0.1, Just("person:somebody".to_owned()));
    (names, 0..3_usize, alias, title, state, gender, was).prop_map(
        |((id, name), mentions, aliases, title, state, gender, was)| EntityRecord {
            id: id.to_owned(),
            name: name.to_owned(),
            kind: EntityType::Person,
            mentions: (0..mentions).map(|at| [at * 10, at * 10 + 4]).collect(),
            aliases: aliases.into_iter().map(str::to_owned).collect(),
            roles: title
                .map(|title| Role {
                    title: title.to_owned(),
                    of: state.map(|state| state.1.to_owned()),
                })
                .into_iter()
                .collect(),
            represents: state.map(|state| reference(state, EntityType::State)),
            gender,
            was,
        },
    )
}

fn words(text: &str, start: usize) -> Words {
    Words {
        text: text.to_owned(),
        spans: vec![[start, start + text.chars().count()]],
    }
}

/// A statement of one of these people; its position is set later.
fn statement(people: Vec<Reference>) -> impl Strategy<Value = StatementRecord> {
    let states: Vec<Reference> = STATES
        .iter()
        .map(|state| reference(*state, EntityType::State))
        .collect();
    let parties = || subsequence(states.clone(), 0..=2);
    let speakers = subsequence(people.clone(), 0..=people.len().min(2));
    let act = select(vec![
        (Relation::Said, "deny", Polarity::Denied),
        (Relation::Warned, "warn", Polarity::Affirmed),
    ]);
    let mode = prop_oneof![4 => Just(Mode::Speech), 1 => Just(Mode::Attitude)];
    let rest = (mode, 0..=10_u8, proptest::option::of(0..3_usize));
    (
        speakers,
        act,
        parties(),
        parties(),
        select(WORDS.to_vec()),
        rest,
    )
        .prop_map(
            |(speakers, act, addressees, about, content, (mode, confidence, within))| {
                StatementRecord {
                    id: String::new(),
                    relation: act.0,
                    act: act.1.to_owned(),
                    polarity: act.2,
                    mode,
                    kind: Kind::Indirect,
                    speaker: speakers.first().cloned(),
                    joint_speakers: speakers.into_iter().skip(1).collect(),
                    addressees,
                    about,
                    source: Words::default(),
                    cue: Words::default(),
                    content: words(content, 0),
                    via: None,
                    within: within.map(|place| place.to_string()),
                    said_on: None,
                    confidence: f32::from(confidence) / 10.0,
                    line: None,
                    sentence: None,
                }
            },
        )
}

fn document(people: People, aliases: &'static [&'static str]) -> impl Strategy<Value = Extraction> {
    let people = proptest::collection::vec(person(people, aliases), 1..4);
    let parts = people.prop_flat_map(|mut people| {
        people.sort_by(|a, b| a.id.cmp(&b.id));
        people.dedup_by(|a, b| a.id == b.id);
        let named: Vec<Reference> = people
            .iter()
            .map(|p| reference((&p.id, &p.name), p.kind))
            .collect();
        let statements = proptest::collection::vec(statement(named), 0..4);
        (Just(people), statements)
    });
    // Some are within a week of each other, some are not.
    let day = proptest::option::of(select(vec![1, 2, 6, 9, 25_i8]));
    (select(DOCUMENTS.to_vec()), parts, day).prop_map(|(id, (entities, mut statements), day)| {
        for (place, statement) in statements.iter_mut().enumerate() {
            statement.id = format!("{id}{place}");
            statement.within = statement.within.take().map(|outer| format!("{id}{outer}"));
            statement.cue = words("said", 100 * place);
            let content = statement.content.text.clone();
            statement.content = words(&content, 100 * place + 10);
        }
        Extraction {
            id: id.to_owned(),
            title: None,
            date: day.map(|day| crate::date::date(2022, 3, day)),
            url: None,
            source: None,
            path: Some(format!("{id}.txt")),
            fingerprint: Some(Fingerprint::of(id)),
            entities,
            statements,
            error: None,
        }
    })
}

fn documents() -> impl Strategy<Value = Vec<Extraction>> {
    documents_of(PEOPLE, &["Moss", "Smythe", "Rask"])
}

/// A few documents about these people, who may have these names too.
pub(super) fn documents_of(
    people: People,
    aliases: &'static [&'static str],
) -> impl Strategy<Value = Vec<Extraction>> {
    proptest::collection::vec(document(people, aliases), 0..7)
}

pub(super) fn options() -> BuildOptions {
    BuildOptions {
        attitudes: false,
        min_confidence: 0.2,
    }
}

pub(super) fn build(documents: &[Extraction]) -> Graph {
    Graph::from_extractions("laws", documents.to_vec(), &options())
}

pub(super) fn bytes(graph: &Graph) -> String {
    let mut out = Vec::new();
    json::write(graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_documents_does_not_matter(documents in documents(), turn in 0..7_usize) {
        let expected = bytes(&build(&documents));
        let mut other = documents;
        other.reverse();
        prop_assert_eq!(&bytes(&build(&other)), &expected);
        let turn = turn % other.len().max(1);
        other.rotate_left(turn);
        prop_assert_eq!(&bytes(&build(&other)), &expected);
    }

    #[test]
    fn merging_parts_equals_one_build(documents in documents(), cut in 0..7_usize, again in 0..7_usize) {
        let expected = bytes(&build(&documents));
        let cut = cut.min(documents.len());
        let again = again.min(cut);
        let part = |from: usize, to: usize| build(&documents[from..to]);
        let end = documents.len();
        let (a, b, c) = (part(0, again), part(again, cut), part(cut, end));
        let left = a.clone().merge(b.clone()).merge(c.clone());
        let right = a.clone().merge(b.clone().merge(c.clone()));
        let back = c.clone().merge(b.clone()).merge(a.clone());
        prop_assert_eq!(&bytes(&left), &expected);
        prop_assert_eq!(&bytes(&right), &expected);
        prop_assert_eq!(&bytes(&back), &expected);
        prop_assert_eq!(&bytes(&left.clone().merge(right)), &expected, "with itself");
    }

    #[test]
    fn a_saved_graph_is_complete(documents in documents()) {
        let graph = build(&documents);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("g.json");
        graph.save(&path).unwrap();
        let read = Graph::load(&path).unwrap();
        prop_assert_eq!(&read, &graph);
        // Namesakes and names are resolved the same way after loading.
        let more = build(&documents[..documents.len() / 2]);
        prop_assert_eq!(read.merge(more.clone()), graph.merge(more));
    }

    #[test]
    fn reports_of_a_statement_agree_on_who_said_what(mut documents in documents()) {
        documents.sort_by(|a, b| a.id.cmp(&b.id));
        documents.dedup_by(|a, b| a.id == b.id);
        let graph = build(&documents);
        let reports = documents.iter().flat_map(|d| &d.statements);
        let spoken: std::collections::BTreeMap<&str, &StatementRecord> =
            reports.map(|s| (s.id.as_str(), s)).collect();
        for statement in graph.statements() {
            for report in statement.reports() {
                let record = spoken[report.id.as_str()];
                prop_assert_eq!(record.relation, statement.relation);
                prop_assert_eq!(record.polarity, statement.polarity);
            }
            let place = |report: &super::Report| graph.document(report.document).date;
            prop_assert!(statement.repeats.is_sorted_by_key(|r| (place(r).is_none(), place(r))));
        }
    }

    #[test]
    fn namesakes_of_different_states_are_never_one(documents in documents()) {
        let graph = build(&documents);
        for entity in graph.entities().iter().filter(|e| e.id.starts_with("person:")) {
            let index = graph.entity_by_id(&entity.id).unwrap();
            let sightings = graph.documents().iter().flat_map(|d| &d.sightings);
            let own = sightings.filter(|s| s.entity == index && s.was.is_none());
            let mut states: Vec<_> = own.filter_map(|s| s.represents).collect();
            states.sort();
            states.dedup();
            prop_assert!(states.len() <= 1, "{} {:?}", entity.id, states);
        }
    }
}

/// One person under two spellings is one entity, whose name is that of most documents and whose
/// aliases are counted; another of that name who speaks for another state is another.
#[test]
fn spellings_are_joined_and_namesakes_separated() {
    let document = |id: &str, name: &str, state: Option<usize>| Extraction {
        id: id.to_owned(),
        title: None,
        date: None,
        url: None,
        source: None,
        path: None,
        fingerprint: None,
        entities: vec![EntityRecord {
            id: "person:olexa-rask".to_owned(),
            name: name.to_owned(),
            kind: EntityType::Person,
            mentions: vec![[0, 4]],
            aliases: vec![name.to_owned(), "Rask".to_owned()],
            roles: Vec::new(),
            represents: state.map(|i| reference(STATES[i], EntityType::State)),
            gender: None,
            was: None,
        }],
        statements: Vec::new(),
        error: None,
    };
    let graph = build(&[
        document("a", "Oleksa Rask", Some(0)),
        document("b", "Olexa Rask", Some(0)),
        document("c", "Oleksa Rask", None),
        document("d", "Olexa Rask", Some(1)),
    ]);
    let one = graph.entity(graph.entity_by_id("person:olexa-rask").unwrap());
    assert_eq!((one.name.as_str(), one.documents), ("Oleksa Rask", 3));
    let counted = [("Rask", 3), ("Oleksa Rask", 2), ("Olexa Rask", 1)];
    let aliases: Vec<(&str, usize)> = one.aliases.iter().map(|(a, n)| (a.as_str(), *n)).collect();
    assert_eq!(aliases, counted);
    let other = graph.entity(graph.entity_by_id("person:olexa-rask@Q35").unwrap());
    assert_eq!((other.name.as_str(), other.documents), ("Olexa Rask", 1));
}
