use crate::document::Document;
use crate::entity::{Entities, Entity, resolve};
use crate::extract::engine::Engine;
use crate::gazetteer::knowledge::rows::Office;
use crate::gazetteer::knowledge::*;
use crate::text;

fn read_rows(text: &str) -> (Vec<rows::Row>, Vec<String>) {
    let mut complaints = Vec::new();
    let rows = rows::read(Path::new("own.tsv"), text, &mut complaints).unwrap();
    (rows, complaints)
}

fn knowledge(text: &str) -> (Knowledge, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.tsv");
    std::fs::write(&path, text).unwrap();
    let (knowledge, complaints) = Knowledge::read(&[&path]).unwrap();
    let folder = format!("{}/", folder.path().display());
    let complaints = complaints.iter().map(|line| line.replace(&folder, ""));
    (knowledge, complaints.collect())
}

fn read(knowledge: Knowledge, day: &str, words: &str) -> Entities {
    let document = Document {
        text: words.to_owned(),
        date: day.parse().ok(),
        ..Document::default()
    };
    let text = text::segment(&document);
    let engine = Engine::shipped().unwrap();
    let syntax = engine.parser.parse(&document, &text);
    let names = engine.recogniser.names(&text, &syntax);
    resolve(
        knowledge,
        &engine.resolver,
        &document,
        &text,
        &syntax,
        &names,
    )
}

fn called<'e>(entities: &'e Entities, name: &str) -> &'e Entity {
    let found = entities.list.iter().find(|entity| entity.name == name);
    found.unwrap_or_else(|| panic!("no {name} in {:?}", entities.list))
}

const OWN: &str = "\
# The harbour towns.
id\tname\tkind\taliases\trepresents\tcode\tadjectives\tcapitals\tgender\tborn\toffices
Q990000900\tAda Moss\tperson\tAdelaide Moss\t\t\t\t\tF\t1961\tHarbour Minister~LUN~2021-10~|Mayor~Pier Union~2015~2019-06-30
Q990000901\tPier Union\tngo\tthe Pier-Unionists;PUN\t\t\t\t\t\t\t
Q990000902\tLundmark\tstate\tRepublic of Lundmark\t\tLUN\tLundmarkian\tGullhaven\t\t\t
own:board\tLundmark Harbour Board\tministry\t\tLundmark\t\t\t\t\t\t
\tOlle Rask\t\t\tPier Union\t\t\t\t\t\t
";

#[test]
fn a_users_states_organisations_and_people_are_known() {
    let (own, complaints) = knowledge(OWN);
    assert_eq!(complaints, [""; 0]);
    let words = "Ada Moss said the pier was safe. The Pier-Unionists disagreed. Gullhaven was told \
                 by the Lundmark Harbour Board on Monday. Olle Rask said nothing. A Lundmarkian \
                 vessel left.";
    let entities = read(own, "2022-03-01", words);
    let moss = called(&entities, "Ada Moss");
    assert_eq!(moss.id, "Q990000900");
    assert_eq!(moss.roles[0].title, "Harbour Minister");
    assert_eq!(moss.roles[0].of.as_deref(), Some("Lundmark"));
    assert_eq!(moss.represents.as_ref().unwrap().id, "Q990000902");
    assert_eq!(called(&entities, "Pier Union").id, "Q990000901");
    assert_eq!(
        called(&entities, "Lundmark").kind,
        crate::entity::EntityType::State
    );
    let board = called(&entities, "Lundmark Harbour Board");
    assert_eq!(
        (
            board.id.as_str(),
            board.represents.as_ref().unwrap().name.as_str()
        ),
        ("own:board", "Lundmark")
    );
    let rask = called(&entities, "Olle Rask");
    assert_eq!(rask.id, "person:olle-rask");
    assert_eq!(rask.represents.as_ref().unwrap().id, "Q990000901");
    assert!(rask.roles.is_empty(), "no title, no role");
    // Before the office it is not hers.
    let before = read(own, "2018-03-01", words);
    assert_eq!(called(&before, "Ada Moss").roles[0].title, "Mayor");
    // Without the table nobody knows any of this.
    let without = read(Knowledge::default(), "2022-03-01", words);
    assert!(
        without
            .list
            .iter()
            .all(|e| !e.id.starts_with("Q990000") && e.name != "Lundmark")
    );
}

#[test]
fn a_row_of_a_known_id_adds_to_what_the_tables_say() {
    let (own, complaints) = knowledge(
        "{\"qid\": \"Q58217\", \"name\": \"Sergey Viktorovich Lavrov\", \"kind\": \"person\", \
         \"offices\": [{\"title\": \"Harbour Master\", \"of\": \"NATO\", \"since\": \"1990\", \"until\": \"1992\"}]}\n\
         {\"id\": \"Q7184\", \"name\": \"Atlantic Alliance\", \"kind\": \"igo\", \"aliases\": [\"the Brine Pact\"]}\n\
         {\"id\": \"Q20\", \"name\": \"Norway\", \"kind\": \"state\", \"aliases\": [\"Fjordland\"]}\n",
    );
    assert_eq!(complaints, [""; 0]);
    let words = "Sergey Viktorovich Lavrov told the Brine Pact that the Atlantic Alliance should leave Fjordland.";
    for (day, title) in [
        ("2021-12-16", "Minister of Foreign Affairs"),
        ("1991-06-01", "Harbour Master"),
    ] {
        let entities = read(own, day, words);
        let ids: Vec<&str> = entities.list.iter().map(|e| e.id.as_str()).collect();
        assert_eq!(ids, ["Q58217", "Q7184", "Q20"], "{day}");
        let names: Vec<&str> = entities.list.iter().map(|e| e.name.as_str()).collect();
        assert_eq!(names[..2], ["Sergei Lavrov", "NATO"]);
        let office = &called(&entities, "Sergei Lavrov").roles[0];
        assert_eq!(office.title, title, "{day}");
    }
}

#[test]
fn bad_rows_are_told_and_passed_over() {
    let (own, complaints) = knowledge(
        "name\tkind\tborn\tstate\toffices\n\
         Ada Moss\tperson\t1961\t\tMayor\n\
         \tperson\n\
         Olle Rask\tship\n\
         Pier Union\tngo\t\tNowhere\n\
         Una Berg\tperson\t\t\tMayor~Nowhere\n\
         Una Lund\tperson\t\t\tMayor~Norway~May 2020\n\
         Inga Holm\n",
    );
    assert_eq!(
        complaints,
        [
            "own.tsv:2: \"Mayor\" is not an office: write title~of~since~until; the row is skipped",
            "own.tsv:3: no name; the row is skipped",
            "own.tsv:7: \"May 2020\" is not a date: write 2021, 2021-12 or 2021-12-15; the row is skipped",
            "own.tsv:4: kind \"ship\" is not known: write person, state or organisation; the row is skipped",
            "own.tsv:5: there is no state named \"Nowhere\"; the row is skipped",
            "own.tsv:6: there is no state or organisation named \"Nowhere\"; the row is skipped",
        ]
    );
    let entities = read(own, "", "Inga Holm said no.");
    assert_eq!(called(&entities, "Inga Holm").id, "person:inga-holm");
}

#[test]
fn tsv_and_json_lines_say_the_same() {
    let (tsv, _) = read_rows(
        "kind\tname\taliases\toffices\n\
         person\tAda Moss\tAda M.; Addie Moss\tMayor~Bergen~2015~2019-06-30|Envoy~NATO~~\n",
    );
    let (json, _) = read_rows(
        r#"{"type": "person", "name": "Ada Moss", "aliases": ["Ada M.", "Addie Moss"], "x": [1],
            "offices": [{"title": "Mayor", "of": "Bergen", "since": 2015, "until": "2019-06-30"},
                        {"title": "Envoy", "of": "NATO", "since": null}]}"#
            .replace('\n', " ")
            .as_str(),
    );
    let plain = |rows: Vec<rows::Row>| {
        let row = rows.into_iter().next().unwrap();
        (row.name, row.kind, row.aliases, row.offices)
    };
    let (tsv, json) = (plain(tsv), plain(json));
    assert_eq!(tsv, json);
    assert_eq!(
        tsv.3[1],
        Office {
            title: "Envoy".to_owned(),
            of: "NATO".to_owned(),
            ..Office::default()
        }
    );
}

#[test]
fn files_that_are_no_table_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.tsv");
    for (text, complaint) in [
        (
            "",
            "own.tsv: no row; the first line names columns, each other line is one",
        ),
        (
            "name\tkind\n",
            "own.tsv: no row; the first line names columns, each other line is one",
        ),
        (
            "# x\nid\tnames\n",
            "own.tsv:2: no column \"name\"; the first line must name the columns, separated by tabs",
        ),
        (
            "name\n \n#\n\tx\n",
            "own.tsv:4: no name; the row is skipped",
        ),
    ] {
        std::fs::write(&path, text).unwrap();
        let error = Knowledge::read(&[&path]).unwrap_err().to_string();
        assert!(error.ends_with(complaint), "{error}");
    }
    let error = Knowledge::read(&[folder.path().join("none")]).unwrap_err();
    assert!(
        error.to_string().contains("none: cannot be read: "),
        "{error}"
    );
    assert_eq!(
        Knowledge::read::<&str>(&[]).unwrap().0,
        Knowledge::default()
    );
}

/// The big table, if it is beside the project: tens of thousands of rows, used unchanged.
#[test]
fn a_big_table_is_read_as_it_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/kb");
    let names = ["states", "organisations", "gov_bodies", "people"];
    let files: Vec<_> = names
        .map(|name| folder.join(format!("{name}.jsonl")))
        .into();
    if !files.iter().all(|file| file.is_file()) {
        return;
    }
    let (big, complaints) = Knowledge::read(&files).unwrap();
    assert_eq!(complaints, [""; 0]);
    let built_in = Knowledge::default().tables();
    let tables = big.tables();
    assert!(tables.people.len() > 28_000 && tables.people.len() >= built_in.people.len());
    assert!(tables.organisations.len() > 2000);
    let entities = read(
        big,
        "2021-12-16",
        "Sergei Lavrov told the Albanian foreign ministry that NATO and Liz Truss were wrong.",
    );
    let ids: Vec<&str> = entities.list.iter().map(|e| e.id.as_str()).collect();
    assert!(ids.contains(&"Q58217") && ids.contains(&"Q7184"), "{ids:?}");
    let ministry = entities
        .list
        .iter()
        .find(|e| e.represents.is_some() && e.id.starts_with("gov:ALB"));
    assert!(ministry.is_some(), "{:?}", entities.list);
}
