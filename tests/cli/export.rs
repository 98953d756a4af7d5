//! `dixit export`: what it takes, what it writes, what it says it left out.

use crate::harness::{Ran, Test};
use dixit::graph::Graph;
use serde_json::Value;

fn exported(arguments: &[&str]) -> Ran {
    let ran = Test::with_talks()
        .arg("export")
        .args(arguments.iter().copied());
    ran.run()
}

fn json(arguments: &[&str]) -> Value {
    let ran = exported(arguments).exits(0);
    serde_json::from_str(&ran.stdout()).expect("JSON")
}

fn names(network: &Value) -> Vec<&str> {
    let nodes = network["nodes"].as_array().expect("nodes");
    nodes
        .iter()
        .filter_map(|node| node["name"].as_str())
        .collect()
}

fn talks() -> Graph {
    crate::talks::graph()
}

#[test]
fn every_format_of_one_file_comes_out_of_stdout_the_same_each_time() {
    for format in [
        "dot",
        "json",
        "jsonl",
        "graphml",
        "gexf",
        "cytoscape",
        "cypher",
        "ntriples",
        "turtle",
        "jsonld",
        "mermaid",
        "cameo",
    ] {
        let run = || {
            exported(&["graphs/talks.json", "--format", format])
                .exits(0)
                .stdout()
        };
        let once = run();
        assert!(once.len() > 500, "{format}: {once}");
        assert_eq!(once, run(), "{format}");
    }
}

#[test]
fn the_ending_of_a_file_tells_the_format_and_a_name_overrules_it() {
    let ran = exported(&["-o", "deep/down/talks.ttl"]).exits(0);
    let turtle = std::fs::read_to_string(ran.folder().join("deep/down/talks.ttl"));
    assert!(turtle.expect("a file").starts_with("@prefix"));
    let ran = exported(&["-o", "talks.ttl", "-f", "graphml"]).exits(0);
    let xml = std::fs::read_to_string(ran.folder().join("talks.ttl"));
    assert!(xml.expect("a file").starts_with("<?xml"));
    let ran = exported(&["-o", "talks.csv"])
        .exits(2)
        .complains("talks.csv: CSV can be a folder of tables ('-f csv -o FOLDER') or a file");
    assert!(!ran.folder().join("talks.csv").exists());
    exported(&["-o", "talks.csv", "-f", "cameo"]).exits(0);
    exported(&["-o", "talks.doc"])
        .exits(2)
        .complains("talks.doc: unknown extension; name a format with --format");
    exported(&[]).exits(2).complains("--format");
}

#[test]
fn formats_of_several_files_write_a_new_folder_and_never_into_a_full_one() {
    for (format, file) in [
        ("csv", "neo4j/Entity.csv"),
        ("ladybug", "schema.cypher"),
        ("obsidian", "Entities/Russia.md"),
    ] {
        let ran = exported(&["-f", format, "-o", "out/new"]).exits(0);
        assert!(ran.folder().join("out/new").join(file).exists(), "{format}");
        let left: Vec<_> = std::fs::read_dir(ran.folder().join("out"))
            .expect("a folder")
            .collect();
        assert_eq!(left.len(), 1, "nothing but the folder: {left:?}");
        let ran = Test::with_talks()
            .file("mine/notes.md", "keep me")
            .args(["export", "-f", format, "-o", "mine"])
            .run()
            .exits(2)
            .complains("mine: is not empty; name a new folder or remove it");
        assert!(ran.folder().join("mine/notes.md").exists());
        exported(&["-f", format])
            .exits(2)
            .complains("writes a folder; name a new one with --output");
    }
}

#[test]
fn parquet_is_a_folder_of_tables_or_the_first_of_them() {
    let ran = exported(&["-f", "parquet", "--attitudes", "-o", "out/tables"])
        .exits(0)
        .has_no_complaints();
    let read = |name: &str| std::fs::read(ran.folder().join(name)).expect("a table");
    for table in [
        "statements",
        "reports",
        "entities",
        "representations",
        "documents",
    ] {
        assert!(read(&format!("out/tables/{table}.parquet")).ends_with(b"PAR1"));
    }
    let statements = read("out/tables/statements.parquet");
    let one = exported(&["--attitudes", "-o", "talks.parquet"])
        .exits(0)
        .complains("one file has the statements only; name a folder");
    let file = std::fs::read(one.folder().join("talks.parquet")).expect("a file");
    assert!(file == statements);
    // a table of statements is a table of texts too
    let again = Test::new()
        .file("talks.parquet", &file)
        .args(["extract", "talks.parquet", "--field", "text=sentence"])
        .run();
    let lines = again.json_lines();
    let ids: Vec<&str> = lines
        .iter()
        .filter_map(|line| line["id"].as_str())
        .collect();
    let talks = talks();
    assert_eq!(
        ids,
        talks
            .statements()
            .iter()
            .map(|s| s.id())
            .collect::<Vec<_>>()
    );
}

#[test]
fn json_is_read_back_as_the_same_graph() {
    let ran = exported(&["-f", "json", "--attitudes", "-o", "again.json"])
        .exits(0)
        .has_no_complaints();
    let again = Graph::load(&ran.folder().join("again.json")).expect("a graph");
    assert_eq!(again, talks());
}

#[test]
fn what_is_filtered_can_be_read_back_and_asked() {
    let ran = exported(&["-f", "json", "--relation", "warned", "-o", "warned.json"]).exits(0);
    let part = Graph::load(&ran.folder().join("warned.json")).expect("a graph");
    let talks = talks();
    let warned: Vec<&str> = talks
        .statements()
        .iter()
        .filter(|s| s.relation == dixit::statement::Relation::Warned)
        .map(|s| s.id())
        .collect();
    let found: Vec<&str> = part.statements().iter().map(|s| s.id()).collect();
    assert!(!warned.is_empty());
    assert_eq!(found, warned);
    assert!(part.entities().len() < talks.entities().len());
}

#[test]
fn the_filters_are_those_of_query() {
    let sorted = |ran: &Ran| {
        let out = ran.stdout();
        let mut lines: Vec<String> = out.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for flags in [
        &["--to", "Russia", "--since", "2021-12", "--attitudes"][..],
        &["--about", "Russia", "--rollup"],
        &["--sort", "speaker", "--limit", "3"],
    ] {
        let query = Test::with_talks()
            .args(["query", "--format", "jsonl"])
            .args(flags.iter().copied())
            .run()
            .exits(0);
        let export = exported(&[&["-f", "jsonl"][..], flags].concat()).exits(0);
        assert_eq!(sorted(&export), sorted(&query), "{flags:?}");
    }
    exported(&["-f", "jsonl", "--speaker", "Nobody Atall"])
        .exits(1)
        .complains("nobody is called 'Nobody Atall'");
    exported(&["-f", "jsonl", "--since", "2090"])
        .exits(1)
        .complains("no statements to export for: --since 2090-01-01");
}

#[test]
fn what_a_filter_lets_pass_is_told_with_the_act_of_the_report_that_passed() {
    let mut documents = crate::talks::extractions();
    // Ankara's proposal again, which a paper of another town words as a demand.
    let ankara = documents.iter().find(|document| document.id == "ankara");
    let mut again = ankara.expect("it").clone();
    again.id = "ankara-again".to_owned();
    again.statements.truncate(1);
    for statement in &mut again.statements {
        statement.id = "again".to_owned();
        statement.act = "demand".to_owned();
    }
    documents.push(again);
    let graph = Graph::from_extractions("talks", documents, &Default::default());
    for (format, part) in [
        ("jsonl", "\"act\":\"demand\""),
        ("graphml", ">demand<"),
        ("turtle", "\"demand\""),
        ("cameo", ",demand,"),
    ] {
        let test = Test::new();
        let file = test.file_path("graphs/talks.json");
        graph.save(&file).expect("a graph");
        let flags = ["export", "--speaker", "Erdogan", "--act", "demand", "-f"];
        test.args(flags).arg(format).run().exits(0).prints(part);
    }
}

#[test]
fn a_neighbourhood_the_busiest_and_the_heavy_are_cut_out() {
    let all = json(&["-f", "json", "--shape", "aggregate"]);
    let near = json(&["-f", "json", "--shape", "aggregate", "--ego", "Truss"]);
    let far = json(&[
        "-f",
        "json",
        "--shape",
        "aggregate",
        "--ego",
        "Truss",
        "--hops",
        "9",
    ]);
    assert!(names(&near).contains(&"Liz Truss"));
    assert!(names(&near).len() < names(&far).len());
    assert!(names(&far).len() <= names(&all).len());
    for edge in near["edges"].as_array().expect("edges") {
        let nodes = near["nodes"].as_array().expect("nodes");
        let known = |end: &str| nodes.iter().any(|node| node["id"] == edge[end]);
        assert!(known("source") && known("target"), "{edge}");
    }
    let top = json(&["-f", "json", "--shape", "aggregate", "--top", "3"]);
    assert!((2..=3).contains(&names(&top).len()), "{:?}", names(&top));
    let heavy = json(&["-f", "json", "--shape", "aggregate", "--min-count", "2"]);
    let counts = |network: &Value| -> Vec<u64> {
        let edges = network["edges"].as_array().expect("edges");
        edges
            .iter()
            .filter_map(|edge| edge["count"].as_u64())
            .collect()
    };
    assert!(counts(&all).contains(&1));
    assert!(!counts(&heavy).is_empty());
    assert!(counts(&heavy).iter().all(|count| *count >= 2));
    let edges = heavy["edges"].as_array().expect("edges");
    let is_loop = |edge: &Value| edge["source"] == edge["target"];
    assert!(!edges.iter().any(is_loop), "who speaks alone is no pair");
    exported(&["-f", "json", "--ego", "Liz Trusss"])
        .exits(1)
        .complains("the nearest name");
    exported(&["-f", "json", "--hops", "2"])
        .exits(2)
        .complains("--ego");
}

#[test]
fn what_a_format_cannot_hold_is_said() {
    exported(&["-f", "turtle", "--shape", "aggregate"])
        .exits(2)
        .complains("turtle has its own shape; leave out --shape aggregate");
    exported(&["-f", "mermaid", "--shape", "statements"])
        .exits(2)
        .complains("mermaid has no shape statements; use --shape aggregate or edges");
    exported(&["-f", "graphml", "--shape", "aggregate"])
        .exits(0)
        .complains("have counts and ids of statements, not their words");
    exported(&["-f", "cameo"])
        .exits(0)
        .complains("are negated or hypothetical, so they are not events and are left out");
    exported(&["-f", "json", "--shape", "statements"])
        .exits(0)
        .complains("dixit can only read --shape edges back");
    exported(&["-f", "jsonl", "--rollup"])
        .exits(0)
        .complains("--rollup has no effect without --speaker or --to");
    exported(&["-f", "json", "--ego", "NATO"])
        .exits(0)
        .complains("1 statement still names entities that --ego, --top or --min-count");
    exported(&["-f", "turtle"])
        .exits(0)
        .complains("RDF has no spans of cues and sources");
    exported(&["-f", "cameo"])
        .exits(0)
        .complains("have no code for an actor");
}

/// An export of a graph.
fn exported_of(graph: &Graph, arguments: &[&str]) -> Ran {
    let test = Test::new();
    let file = test.file_path("graphs/talks.json");
    graph.save(&file).expect("a graph");
    let arguments = arguments.iter().copied();
    test.arg("export").args(arguments).run()
}

/// What two say together to and about nobody, and all else or nothing besides.
fn spoken_together(with_others: bool) -> Graph {
    let mut documents = crate::talks::extractions();
    let statements = documents.iter().flat_map(|document| &document.statements);
    let mut speakers = statements.filter_map(|statement| statement.speaker.clone());
    let another = speakers.next().expect("a speaker");
    for document in &mut documents {
        let is_alone = |s: &dixit::extract::record::StatementRecord| {
            s.speaker.is_some() && s.addressees.is_empty() && s.about.is_empty()
        };
        document.statements.retain(|s| with_others || is_alone(s));
        for statement in document.statements.iter_mut().filter(|s| is_alone(s)) {
            statement.joint_speakers.push(another.clone());
        }
    }
    Graph::from_extractions("talks", documents, &Default::default())
}

#[test]
fn what_is_said_to_nobody_is_told_and_counted_once() {
    let graph = spoken_together(true);
    exported_of(&graph, &["-f", "graphml"])
        .exits(0)
        .complains("2 edges lead from a speaker back to the same")
        .complains("recognise them by role 'unaddressed'");
    exported_of(&graph, &["-f", "graphml", "--shape", "aggregate"])
        .exits(0)
        .complains("2 edges lead from a speaker back to the same")
        .complains("recognise them by equal source and target");
    exported_of(&graph, &["-f", "mermaid"])
        .exits(0)
        .complains("1 statement names nobody but its speaker and is not drawn");
}

#[test]
fn a_picture_of_nobody_is_nothing_found() {
    let graph = spoken_together(false);
    for format in ["mermaid", "dot"] {
        let ran = exported_of(&graph, &["-f", format])
            .exits(1)
            .complains("nothing to draw: nobody in 1 statement speaks to or about anyone else");
        assert_eq!(ran.stdout(), "");
    }
    exported_of(&graph, &["-f", "graphml"]).exits(0);
}

#[test]
fn without_graphviz_a_picture_is_one_clear_line() {
    Test::with_talks()
        .args(["export", "-o", "talks.svg"])
        .path("")
        .run()
        .exits(2)
        .complains("Graphviz's 'dot' is not on the PATH; install Graphviz or export as dot");
}

#[test]
fn a_dark_picture_has_the_same_lines_in_other_colours() {
    let light = exported(&["-f", "dot"]).exits(0).stdout();
    let dark = exported(&["-f", "dot", "--theme", "dark"])
        .exits(0)
        .stdout();
    assert!(light.contains("bgcolor=\"#ffffff\""));
    assert!(dark.contains("bgcolor=\"#1b1f24\""));
    assert_eq!(light.lines().count(), dark.lines().count());
}

#[test]
fn each_link_of_the_notes_leads_to_a_note_and_a_block_that_are_there() {
    let ran = exported(&["-f", "obsidian", "-o", "vault"]).exits(0);
    let mut notes = std::collections::BTreeMap::new();
    for part in ["Entities", "Articles"] {
        let folder = std::fs::read_dir(ran.folder().join("vault").join(part));
        for entry in folder.expect("a folder") {
            let path = entry.expect("a note").path();
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            notes.insert(name, std::fs::read_to_string(&path).expect("a note"));
        }
    }
    let mut links = 0;
    for (name, note) in &notes {
        for link in note.split("[[").skip(1) {
            let link = link.split("]]").next().expect("an end");
            let target = link.split('|').next().expect("a target");
            let (file, block) = target.split_once('#').unwrap_or((target, ""));
            let other = notes
                .get(file)
                .unwrap_or_else(|| panic!("{name}: [[{link}]]"));
            if !block.is_empty() {
                let marked = |line: &str| line.ends_with(&format!(" {block}"));
                assert!(other.lines().any(marked), "{name}: [[{link}]]");
            }
            links += 1;
        }
    }
    assert!(links > 20, "{links} links");
    let statements = talks()
        .statements()
        .iter()
        .filter(|s| s.speaker.is_some())
        .count();
    let blocks = notes.values().flat_map(|note| note.lines());
    let blocks = blocks.filter(|line| line.contains(" ^s")).count();
    assert!(
        blocks >= statements,
        "{blocks} blocks of {statements} statements"
    );
}

#[test]
fn the_three_forms_of_rdf_say_the_same() {
    use std::collections::BTreeSet;
    let read = |format: &str| -> BTreeSet<String> {
        let text = exported(&["-f", format]).exits(0).stdout();
        let parser: Box<dyn Iterator<Item = String>> = match format {
            "ntriples" => Box::new(
                oxttl::NTriplesParser::new()
                    .for_slice(&text)
                    .map(|triple| triple.expect("a triple").to_string())
                    .collect::<Vec<_>>()
                    .into_iter(),
            ),
            _ => Box::new(
                oxttl::TurtleParser::new()
                    .for_slice(&text)
                    .map(|triple| triple.expect("a triple").to_string())
                    .collect::<Vec<_>>()
                    .into_iter(),
            ),
        };
        parser.collect()
    };
    let (lines, turtle) = (read("ntriples"), read("turtle"));
    assert!(lines.len() > 300, "{}", lines.len());
    assert_eq!(lines, turtle);
    let text = exported(&["-f", "jsonld"]).exits(0).stdout();
    let value: Value = serde_json::from_str(&text).expect("JSON");
    let nodes = value["@graph"].as_array().expect("nodes");
    let triples: usize = nodes
        .iter()
        .filter_map(Value::as_object)
        .flat_map(|node| node.iter().filter(|(word, _)| *word != "@id"))
        .map(|(_, value)| value.as_array().map_or(1, Vec::len))
        .sum();
    assert_eq!(triples, lines.len());
}

#[test]
fn in_rdf_each_stretch_of_an_interrupted_quotation_has_its_words() {
    let mut documents = crate::talks::extractions();
    let statement = &mut documents[0].statements[0];
    statement.content = dixit::extract::record::Words {
        text: "we will … not go".to_owned(),
        spans: vec![[50, 57], [70, 76]],
    };
    let graph = Graph::from_extractions("talks", documents, &Default::default());
    let ran = exported_of(&graph, &["-f", "ntriples"]).exits(0);
    let oa = "http://www.w3.org/ns/oa#";
    for part in [
        format!("<{oa}exact> \"we will\" ."),
        format!("<{oa}exact> \"not go\" ."),
        format!("<{oa}List> ."),
        "<https://www.w3.org/ns/activitystreams#items> <urn:dixit:items:".to_owned(),
        format!("<{oa}start> \"70\"^^<http://www.w3.org/2001/XMLSchema#nonNegativeInteger> ."),
        "<https://schema.org/inLanguage> \"en\" .".to_owned(),
        "<https://schema.org/publisher> <urn:dixit:outlet:".to_owned(),
    ] {
        assert!(ran.stdout().contains(&part), "{part}");
    }
    let out = ran.stdout();
    let sources = out.lines().filter(|line| line.contains("oa#hasSource>"));
    assert!(sources.clone().count() > 10);
    for line in sources {
        assert!(line.starts_with("<urn:dixit:target:"), "{line}");
    }
}

#[test]
fn notes_name_all_who_spoke_and_the_act() {
    let ran = exported(&["-f", "obsidian", "-o", "vault"]).exits(0);
    let talks = talks();
    let joint = talks
        .statements()
        .iter()
        .find(|s| s.speakers().count() > 1 && s.mode != dixit::statement::Mode::Attitude);
    let joint = joint.expect("a joint statement");
    let names: Vec<&str> = joint
        .speakers()
        .map(|e| talks.entity(e).name.as_str())
        .collect();
    let read = |part: &str, name: &str| {
        std::fs::read_to_string(ran.folder().join(format!("vault/{part}/{name}.md"))).expect(name)
    };
    let own = read("Entities", names[0]);
    assert!(own.contains(&format!(" with [[{}]]", names[1])), "{own}");
    let document = talks.document(joint.first.document);
    let article = read("Articles", &document.id);
    let together = format!("|{}]] and [[{}#^", names[0], names[1]);
    assert!(article.contains(&together), "{article}");
    let denied = talks.statements().iter().find(|s| s.act.as_str() == "deny");
    let denied = denied.expect("a denial");
    let speaker = talks.entity(denied.speaker.expect("a speaker"));
    let own = read("Entities", &speaker.name);
    assert!(own.contains("**said** (deny"), "{own}");
}

#[test]
fn events_have_the_codes_of_actors_and_acts() {
    let text = exported(&["-f", "cameo"]).exits(0).stdout();
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let columns = table.headers().expect("a heading").clone();
    let column = |name: &str| columns.iter().position(|c| c == name).expect("a column");
    let rows: Vec<csv::StringRecord> = table.records().collect::<Result<_, _>>().expect("rows");
    let threat = rows
        .iter()
        .find(|row| &row[column("act")] == "threaten")
        .expect("the threat of the talks");
    assert_eq!(&threat[column("target_actor")], "RUS");
    assert_eq!(&threat[column("cameo")], "130");
    assert_eq!(&threat[column("plover")], "THREATEN");
    assert!(
        rows.iter()
            .all(|row| &row[column("polarity")] != "hypothetical")
    );
}
