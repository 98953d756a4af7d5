//! What the page promises, as far as it can be seen without a browser; `tests/page` opens it in one.

use super::*;
use crate::entity::Reference;
use crate::export::selection::Choice;
use crate::extract::record::{Extraction, StatementRecord, Words};
use crate::graph::{BuildOptions, Graph, sample};
use serde_json::Value;

fn build(extractions: Vec<Extraction>) -> Graph {
    Graph::from_extractions("sample", extractions, &BuildOptions::default())
}

fn written(graph: &Graph) -> String {
    let mut out = Vec::new();
    write(&Selection::whole(graph), &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// What is in the only element of the page that starts with this tag.
fn element<'a>(page: &'a str, start: &str, end: &str) -> &'a str {
    let mut parts = page.split(start);
    let (_, inside) = (parts.next().unwrap(), parts.next().unwrap());
    assert_eq!(parts.next(), None, "{start} stands there once");
    inside.split(end).next().unwrap()
}

fn data(page: &str) -> Value {
    let json = element(
        page,
        "<script type=\"application/json\" id=\"data\">",
        "</script>",
    );
    serde_json::from_str(json).unwrap()
}

#[test]
fn the_same_graph_gives_the_same_page_whatever_the_order_of_articles() {
    let mut list = sample::extractions();
    list.reverse();
    assert_eq!(written(&build(list)), written(&sample::graph()));
}

#[test]
fn the_policy_names_the_hashes_of_the_style_and_script_and_nothing_else() {
    let page = written(&sample::graph());
    let style = element(&page, "<style>", "</style>");
    let script = element(&page, "<script>", "</script>");
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text));
    let policy = element(&page, "\"Content-Security-Policy\" content=\"", "\"");
    assert!(policy.starts_with("default-src 'none'; "), "{policy}");
    assert!(policy.contains(&format!("style-src 'sha256-{}';", hash(style))));
    assert!(policy.contains(&format!("script-src 'sha256-{}';", hash(script))));
    for loose in ["unsafe", "http", "data:", "*"] {
        assert!(!policy.contains(loose), "{loose}");
    }
}

#[test]
fn the_page_loads_nothing_and_makes_no_markup_of_strings() {
    let script = Origin::File.script();
    for part in [PAGE, STYLE, &script] {
        let names_only = part.replace("http://www.w3.org/2000/svg", "");
        for way_out in [
            "http:",
            "https:",
            "src=",
            "url(",
            "@import",
            "import(",
            "fetch(",
            "XMLHttp",
            "innerHTML",
            "outerHTML",
            "insertAdjacentHTML",
            "document.write",
            "eval(",
            "Function(",
            "setTimeout('",
        ] {
            assert!(!names_only.contains(way_out), "{way_out}");
        }
    }
    assert!(!script.contains("</script") && !script.contains("<!--"));
    assert!(!STYLE.contains("</style"));
}

#[test]
fn what_an_article_says_never_ends_its_element() {
    let attack = "</script><script>alert(1)</script><!-- <img src=x onerror=alert(2)>";
    let mut list = sample::extractions();
    for extraction in &mut list {
        extraction.title = Some(attack.to_owned());
        extraction.url = Some("javascript:alert(3)//https://news.example".to_owned());
        extraction.source = Some(attack.to_owned());
        for entity in &mut extraction.entities {
            entity.name = format!("{} {attack}", entity.name);
        }
        for statement in &mut extraction.statements {
            statement.sentence = Some(attack.to_owned());
        }
    }
    let page = written(&Graph::from_extractions(
        attack,
        list,
        &BuildOptions::default(),
    ));
    assert_eq!(page.matches("<script").count(), 2);
    assert_eq!(page.matches("</script").count(), 2);
    assert!(!page.contains("<img") && !page.contains("<!-- "));
    assert!(page.contains("<title>Who said what to whom: &lt;/script>"));
    let data = data(&page);
    assert_eq!(data["name"], attack);
    assert_eq!(data["documents"][0][1], attack);
    assert!(
        data["documents"][0][3].is_null(),
        "a link that is no web page"
    );
    assert!(data["who"][0][1].as_str().unwrap().ends_with(attack));
}

#[test]
fn what_would_disturb_a_reader_is_marked_where_it_stands() {
    let nasty = "a\u{1b}b\u{9b}\n\t\u{202e}c\u{2066}\u{7f}é";
    let mut list = sample::extractions();
    for extraction in &mut list {
        extraction.title = Some(nasty.to_owned());
        for statement in &mut extraction.statements {
            statement.sentence = Some(nasty.to_owned());
        }
    }
    let graph = Graph::from_extractions(nasty, list, &BuildOptions::default());
    let page = written(&graph);
    let unruly = |text: &str| text.chars().find(|&c| is_unruly(c) && c != '\n');
    assert_eq!(unruly(&page), None);
    let marked = "a\u{fffd}b\u{fffd}\n\t\u{fffd}c\u{fffd}\u{fffd}é";
    let data = data(&page);
    assert_eq!(data["documents"][0][1], marked);
    assert_eq!(data["sentences"][0], marked);
}

#[test]
fn every_statement_is_there_with_its_words() {
    let graph = sample::graph();
    let data = data(&written(&graph));
    let rows = data["statements"].as_array().unwrap();
    assert_eq!(rows.len(), graph.statements().len());
    let name = |place: &Value| data["who"][place.as_u64().unwrap() as usize][1].clone();
    for (row, statement) in rows.iter().zip(graph.statements()) {
        let speakers: Vec<Value> = row[4].as_array().unwrap().iter().map(name).collect();
        let expected = statement
            .speakers()
            .map(|e| Value::from(graph.entity(e).name.as_str()));
        assert_eq!(speakers, expected.collect::<Vec<_>>());
        let reports = row[7].as_array().unwrap();
        assert_eq!(reports.len(), statement.reports().count());
        for (row, report) in reports.iter().zip(statement.reports()) {
            // The sample's reports have no sentences to mark words in.
            assert_eq!(row[5], report.content.text.as_str());
            assert_eq!(row[8], 90);
        }
    }
}

#[test]
fn words_are_marked_in_their_sentence() {
    let mut list = sample::extractions();
    for statement in list.iter_mut().flat_map(|e| &mut e.statements) {
        let (cue, content) = (&statement.cue.text, &statement.content.text);
        statement.sentence = Some(format!("🚋 He {cue} all {content} there."));
    }
    let data = data(&written(&build(list)));
    for report in data["statements"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| &row[7][0])
    {
        assert!(report[5].is_null(), "{report}");
        let sentence = data["sentences"][report[3].as_u64().unwrap() as usize]
            .as_str()
            .unwrap();
        let units: Vec<u16> = sentence.encode_utf16().collect();
        let number = |i: usize| report[4][i].as_u64().unwrap() as usize;
        assert_eq!([number(0), number(3)], [1, 2], "cue, then content");
        let content = String::from_utf16(&units[number(4)..number(5)]).unwrap();
        assert_eq!(
            format!("{content} there."),
            sentence.split(" all ").nth(1).unwrap()
        );
    }
}

#[test]
fn offices_have_the_days_of_their_articles_and_one_entry_for_all_spellings() {
    let mut list = sample::extractions();
    for (i, entity) in list.iter_mut().flat_map(|e| &mut e.entities).enumerate() {
        for role in entity
            .roles
            .iter_mut()
            .filter(|role| role.title == "Foreign Minister")
        {
            if i % 2 == 0 {
                role.title = "foreign-minister".to_owned();
            }
        }
    }
    let data = data(&written(&build(list)));
    let who = data["who"].as_array().unwrap();
    let orlov = who.iter().find(|row| row[0] == "person:orlov").unwrap();
    let offices = orlov[5].as_array().unwrap();
    assert_eq!(offices.len(), 1, "{offices:?}");
    assert_eq!(offices[0][2], "2021-12-10");
    assert_eq!(offices[0][3], "2021-12-12");
    let russia = who.iter().position(|row| row[0] == "Q159").unwrap();
    assert_eq!(orlov[6][0][0], russia, "speaks for Russia");
}

#[test]
fn it_opens_where_most_is_told() {
    let data = data(&written(&sample::graph()));
    let open = data["open"].as_u64().unwrap() as usize;
    assert_eq!(data["who"][open][1], "Russia");
    let empty = self::data(&written(&build(Vec::new())));
    assert!(empty["open"].is_null());
}

#[test]
fn it_opens_on_whom_several_articles_connect_and_not_on_whom_one_article_names_with_everybody() {
    let documents = sample::extractions();
    let template = documents[0].statements[1].clone();
    let someone = |id: &str, kind: EntityType| Reference {
        id: format!("{kind:?}:{id}"),
        name: format!("The {id}"),
        kind,
    };
    let told = |speaker: Reference, target: Reference, words: &str| StatementRecord {
        id: format!("{} {} {words}", speaker.id, target.id),
        content: Words {
            text: words.to_owned(),
            spans: vec![[0, 1]],
        },
        speaker: Some(speaker),
        joint_speakers: Vec::new(),
        addressees: vec![target],
        about: Vec::new(),
        ..template.clone()
    };
    let person = EntityType::Person;
    let mut articles: Vec<Extraction> = (0..3)
        .map(|i| Extraction {
            id: format!("article-{i}"),
            entities: Vec::new(),
            statements: Vec::new(),
            ..documents[0].clone()
        })
        .collect();
    // One article has an interviewer, who asks many people one question.
    articles[0].statements = (0..20)
        .map(|i| {
            let guest = someone(&format!("guest-{i}"), person);
            told(someone("interviewer", person), guest, "whether it rains")
        })
        .collect();
    for (i, article) in articles.iter_mut().enumerate() {
        // The same few speak to each other in all of them, and all of them to unnamed reporters.
        for other in ["engineer", "bishop", "baker"] {
            let words = format!("what the {other} heard on day {i}");
            let mayor = || someone("mayor", person);
            let said = told(mayor(), someone(other, person), &words);
            let reporters = someone("reporters", EntityType::Unnamed);
            let answer = told(someone(other, person), reporters.clone(), &words);
            let more = told(mayor(), reporters, &words);
            article.statements.extend([said, answer, more]);
        }
    }
    let data = data(&written(&build(articles)));
    let open = data["open"].as_u64().unwrap() as usize;
    assert_eq!(data["who"][open][1], "The mayor");
}

#[test]
fn of_too_many_names_the_busiest_are_kept() {
    let mut extraction = sample::extractions().swap_remove(0);
    let template = extraction.statements.swap_remove(1);
    extraction.statements.clear();
    extraction.entities.clear();
    let someone = |i: usize| {
        let mut reference = template.speaker.clone().unwrap();
        reference.id = format!("person:{i:05}");
        reference.name = format!("Speaker {i}");
        reference
    };
    for i in 0..6000 {
        // The first hundred speak ten times.
        for j in 0..if i < 100 { 10 } else { 1 } {
            let mut statement = template.clone();
            statement.id = format!("{i}-{j}");
            statement.content.text = format!("what {i} has to say the {j}th time");
            statement.speaker = Some(someone(i));
            (statement.addressees, statement.about) = (Vec::new(), Vec::new());
            extraction.statements.push(statement);
        }
    }
    let graph = build(vec![extraction]);
    let left_out = write(&Selection::whole(&graph), &mut io::sink()).unwrap();
    assert_eq!(
        left_out,
        ["the page has 5900 of 6900 statements: those of the busiest of 6000 entities"]
    );
    let data = data(&written(&graph));
    assert_eq!(data["chosen"], serde_json::json!([6000, 6900]));
    let who = data["who"].as_array().unwrap();
    assert_eq!(who.len(), 5000);
    assert_eq!(data["statements"].as_array().unwrap().len(), 5900);
    assert!(who.iter().any(|row| row[1] == "Speaker 99"));
}

#[test]
fn whoever_is_cut_away_is_not_on_the_page() {
    let graph = sample::graph();
    let choice = Choice {
        top: Some(4),
        ..Choice::default()
    };
    let selection = Selection::of(&graph, &choice).unwrap();
    let mut out = Vec::new();
    write(&selection, &mut out).unwrap();
    let data = data(&String::from_utf8(out).unwrap());
    let who = data["who"].as_array().unwrap();
    assert_eq!(who.len(), 4, "{who:?}");
    assert!(data["open"].is_u64());
    let statements = data["statements"].as_array().unwrap();
    assert_eq!(statements.len(), selection.len());
    let parties = statements
        .iter()
        .flat_map(|row| [&row[4], &row[5], &row[6]]);
    let parties = parties.flat_map(|list| list.as_array().unwrap());
    assert!(parties.into_iter().all(|place| place.as_u64() < Some(4)));
}
