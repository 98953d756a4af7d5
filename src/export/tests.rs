//! What the exports promise.

use super::dot::{self, Picture, Theme};
use super::selection::Selection;
use super::svg::{Drawing, Graphviz};
use crate::extract::record::Extraction;
use crate::graph::{BuildOptions, Graph, sample};
use crate::statement::{Polarity, Relation};
use serde_json::Value;
use std::time::Duration;

fn build(extractions: Vec<Extraction>) -> Graph {
    Graph::from_extractions("sample", extractions, &BuildOptions::default())
}

fn written(graph: &Graph, picture: &Picture) -> String {
    let mut out = Vec::new();
    dot::write(&Selection::whole(graph), picture, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// The lines of the picture's nodes.
fn nodes(source: &str) -> Vec<&str> {
    let things = things(source);
    things.filter(|line| !line.contains("\" -> \"")).collect()
}

/// The lines of the picture's arrows.
fn arrows(source: &str) -> Vec<&str> {
    let things = things(source);
    things.filter(|line| line.contains("\" -> \"")).collect()
}

fn things(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter(|line| line.starts_with("  \""))
}

/// The line of the one arrow between two entities that has this class.
fn arrow<'a>(source: &'a str, ends: &str, class: &str) -> &'a str {
    let class = format!("class=\"{class}\"");
    arrows(source)
        .into_iter()
        .find(|line| line.trim_start().starts_with(ends) && line.contains(&class))
        .unwrap_or_else(|| panic!("no arrow {ends} {class} in\n{source}"))
}

/// Graphviz, or `None` after saying loudly that a test is skipped.
fn graphviz(test: &str) -> Option<Graphviz> {
    let found = Graphviz::find();
    if found.is_none() {
        eprintln!("SKIPPED {test}: Graphviz's `dot` is not on the PATH, install it to run this");
    }
    found
}

/// A graph in which speaker `i` addresses the next `fans(i)` ones.
fn crowd(people: usize, fans: impl Fn(usize) -> usize) -> Graph {
    let pairs = (0..people).flat_map(|i| (1..=fans(i)).map(move |j| (i, i + j)));
    talks(people, pairs)
}

/// A graph with a statement for each pair of speaker and addressee.
fn talks(people: usize, pairs: impl IntoIterator<Item = (usize, usize)>) -> Graph {
    let mut extraction = sample::extractions().swap_remove(0);
    let mut template = extraction.statements.swap_remove(1);
    template.relation = Relation::Said;
    extraction.statements.clear();
    extraction.entities.clear();
    let someone = |i: usize| {
        let mut reference = template.speaker.clone().unwrap();
        reference.id = format!("person:{:04}", i % people);
        reference.name = format!("Speaker {}", i % people);
        reference
    };
    for (number, (i, j)) in pairs.into_iter().enumerate() {
        let mut statement = template.clone();
        statement.id = format!("{i}-{j}-{number}");
        statement.content.text = format!("word {number} of {i} is meant for {j} today");
        statement.speaker = Some(someone(i));
        statement.addressees = vec![someone(j)];
        statement.about.clear();
        extraction.statements.push(statement);
    }
    build(vec![extraction])
}

#[test]
fn a_cut_sets_small_groups_aside() {
    let pair = [(0, 1); 5];
    let circle = [(2, 3), (3, 4), (4, 5), (5, 2), (2, 4)];
    let graph = talks(6, pair.into_iter().chain(circle));
    let of = |max_nodes| {
        let picture = Picture {
            max_nodes,
            ..Picture::default()
        };
        written(&graph, &picture)
    };
    assert_eq!(nodes(&of(6)).len(), 6, "nothing is cut");
    let cut = of(4);
    assert_eq!(nodes(&cut).len(), 4);
    assert!(!cut.contains("person:0000"), "{cut}");
    // Where there is nothing else, pairs are drawn.
    let pairs = talks(6, [(0, 1), (2, 3), (4, 5)]);
    let picture = Picture {
        max_nodes: 4,
        ..Picture::default()
    };
    assert_eq!(nodes(&written(&pairs, &picture)).len(), 4);
}

#[test]
fn the_same_graph_gives_the_same_picture_whatever_the_order_of_articles() {
    let expected = written(&sample::graph(), &Picture::default());
    let mut list = sample::extractions();
    list.reverse();
    assert_eq!(written(&build(list), &Picture::default()), expected);
    let dark = Picture {
        theme: Theme::Dark,
        ..Picture::default()
    };
    let dark = written(&sample::graph(), &dark);
    assert_ne!(dark, expected);
    assert_eq!(dark.lines().count(), expected.lines().count());
}

#[test]
fn an_arrow_tells_relation_weight_and_polarity() {
    let source = written(&sample::graph(), &Picture::default());
    assert!(source.starts_with("digraph "), "never strict");
    let would = arrow(&source, "\"person:orlov\" -> \"Q30\"", "warned");
    assert!(would.contains("style=dashed"), "{would}");
    let denied = arrow(&source, "\"Q159\" -> \"Q212\"", "said");
    assert!(denied.contains("style=dotted"), "{denied}");
    assert!(!denied.contains(" [label="), "about, not to: {denied}");
    assert!(denied.contains("said about"), "the tooltip: {denied}");
    let twice = crowd(2, |_| 1);
    let once = written(&twice, &Picture::default());
    let once = arrow(&once, "\"person:0000\"", "said");
    assert!(once.contains("label=\"said\""), "{once}");
    let thrice = crowd(2, |i| if i == 0 { 5 } else { 1 });
    let thrice = written(&thrice, &Picture::default());
    let thrice = arrow(&thrice, "\"person:0000\"", "said");
    assert!(thrice.contains("label=\"said ×3\""), "{thrice}");
    let width = |line: &str| -> f64 {
        let rest = line.split("penwidth=").nth(1).unwrap();
        rest.split(',').next().unwrap().parse().unwrap()
    };
    assert!(width(thrice) > width(once));
}

#[test]
fn a_mixed_arrow_is_drawn_solid_and_its_tooltip_tells_which_is_denied() {
    let mut list = sample::extractions();
    for extraction in &mut list {
        let wanted = |id: &str| extraction.statements.iter().find(|s| s.id == id).cloned();
        if let Some(mut again) = wanted("s04") {
            again.id = "s04b".to_string();
            again.polarity = Polarity::Affirmed;
            again.content.text = "that its troops are at home".to_string();
            extraction.statements.push(again);
        }
    }
    let source = written(&build(list), &Picture::default());
    let mixed = arrow(&source, "\"Q159\" -> \"Q212\"", "said");
    assert!(mixed.contains("style=solid"), "{mixed}");
    assert!(mixed.contains("(denied) that it planned"), "{mixed}");
    assert!(mixed.contains(": that its troops are at home"), "{mixed}");
}

#[test]
fn tooltips_hold_the_words_and_where_they_stand_and_arrows_lead_to_the_article() {
    let source = written(&sample::graph(), &Picture::default());
    let line = arrow(&source, "\"person:marsh\" -> \"Q159\"", "warned");
    assert!(
        line.contains(
            "• 2021-12-11: of “massive consequences” for an incursion [articles/talks-2.txt:3]"
        ),
        "{line}"
    );
    assert!(!line.contains("URL"), "that article has no address: {line}");
    let linked = arrow(&source, "\"person:obrien\" -> \"person:pike\"", "said");
    let url = "URL=\"https://news.example/steel-1?a=1&amp;b=%222%22\"";
    assert!(linked.contains(url), "{linked}");
    // What names nobody else is in the speaker's tooltip.
    let node = nodes(&source)
        .into_iter()
        .find(|line| line.contains("\"person:orlov\""))
        .unwrap();
    assert!(node.contains("that the holidays would be short"), "{node}");
}

#[test]
fn a_link_that_is_no_web_page_is_left_out() {
    let mut list = sample::extractions();
    for extraction in &mut list {
        extraction.url = Some("javascript:alert(1)//https://news.example".to_string());
    }
    assert!(!written(&build(list), &Picture::default()).contains("URL"));
}

#[test]
fn names_are_wrapped_and_cut() {
    let source = written(&sample::graph(), &Picture::default());
    assert!(
        source.contains(r#"label="Amalgamated\nMetalworkers' and Allied\nTrades Union of the…""#)
    );
    let mut list = sample::extractions();
    for entity in list.iter_mut().flat_map(|e| &mut e.entities) {
        entity.name = "x".repeat(1000);
    }
    let source = written(&build(list), &Picture::default());
    for line in nodes(&source) {
        let label = line.split(", fontsize").next().unwrap();
        assert!(label.chars().count() < 300, "{label}");
    }
    assert!(source.lines().all(|line| line.len() < 5000));
}

#[test]
fn a_large_graph_is_cut_to_the_busiest_and_says_so() {
    let crowd = crowd(300, |i| if i < 20 { 9 } else { 2 });
    let picture = Picture {
        max_nodes: 40,
        ..Picture::default()
    };
    let source = written(&crowd, &picture);
    let drawn = nodes(&source).len();
    assert!((20..=40).contains(&drawn), "{drawn} nodes");
    assert!(arrows(&source).len() <= 60);
    let told = format!("Drawn: the {drawn} busiest of 300 entities. Not drawn: ");
    assert!(source.contains(&told), "{told}");
    for busy in 5..20 {
        assert!(
            source.contains(&format!("\"person:{busy:04}\" [")),
            "{busy}"
        );
    }
    let all = written(
        &crowd,
        &Picture {
            max_nodes: 1000,
            ..picture
        },
    );
    assert_eq!(nodes(&all).len(), 300);
    assert!(!all.contains("Drawn: the"));
}

#[test]
fn an_empty_graph_is_a_picture_too() {
    let source = written(&build(Vec::new()), &Picture::default());
    assert!(source.contains("0 statements in 0 articles"));
    assert!(nodes(&source).is_empty());
}

#[test]
fn graphviz_reads_every_string_as_it_is() {
    let Some(graphviz) = graphviz("graphviz_reads_every_string_as_it_is") else {
        return;
    };
    let mut list = sample::extractions();
    let nasty = "q\" b\\ n\\N e\\";
    for entity in list.iter_mut().flat_map(|e| &mut e.entities) {
        if entity.id == "Q142" {
            entity.name = format!("{nasty} &lt; \u{7}\u{202e}<i>");
        }
    }
    let text = serde_json::to_string(&list).unwrap();
    let odd_id = "odd \\\"id\\\\ % {x|y}: ->";
    let list: Vec<Extraction> =
        serde_json::from_str(&text.replace("\"Q142\"", &format!("\"{odd_id}\""))).unwrap();
    let graph = build(list);
    let source = written(&graph, &Picture::default());
    let svg = graphviz.draw(Drawing::Svg, source.into_bytes()).unwrap();
    let svg = String::from_utf8(svg).unwrap().replace("&#45;", "-");
    // The name as XML: each character of it, none of them markup; control codes are blanks.
    assert!(svg.contains("q&quot; b\\ n\\N e\\ &amp;lt;"), "{svg}");
    assert!(svg.contains("&lt;b&gt;We will shut every gate&lt;/b&gt; &amp; keep it shut"));
    assert!(svg.contains("Harrow &amp; Pike Steel plc"));
    assert!(svg.contains("&lt;holding&gt;"));
    for broken in ["<b>We", "<holding>", "<i>", "\u{7}", "\u{202e}", "b=\"2\""] {
        assert!(!svg.contains(broken), "{broken:?}");
    }
    assert!(svg.contains("xlink:href=\"https://news.example/steel-1?a=1&amp;b=%222%22\""));
}

#[test]
fn graphviz_finds_the_nodes_and_arrows_that_were_written() {
    let Some(_) = graphviz("graphviz_finds_the_nodes_and_arrows_that_were_written") else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.dot");
    let graph = sample::graph();
    std::fs::write(&path, written(&graph, &Picture::default())).unwrap();
    let output = std::process::Command::new("dot")
        .arg("-Tjson")
        .arg(&path)
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "no warning: {output:?}");
    let read: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(read["directed"], true);
    assert_eq!(read["strict"], false);
    let source = std::fs::read_to_string(&path).unwrap();
    let objects = read["objects"].as_array().unwrap();
    assert_eq!(objects.len(), nodes(&source).len());
    assert_eq!(
        read["edges"].as_array().unwrap().len(),
        arrows(&source).len()
    );
    for node in objects {
        let id = node["name"].as_str().unwrap();
        assert!(graph.entity_by_id(id).is_some(), "{id}");
    }
}

#[test]
fn what_graphviz_cannot_do_is_one_clear_line() {
    let missing = Graphviz::at("/nowhere/dot");
    let error = missing.draw(Drawing::Svg, Vec::new());
    let error = error.unwrap_err().to_string();
    assert!(error.starts_with("/nowhere/dot: cannot be run"), "{error}");
    assert!(error.ends_with("install Graphviz"), "{error}");
    let Some(graphviz) = graphviz("what_graphviz_cannot_do_is_one_clear_line") else {
        return;
    };
    let error = graphviz.draw(Drawing::Svg, b"digraph { a -> ".to_vec());
    let error = error.unwrap_err().to_string();
    assert!(
        error.contains("Graphviz could not draw the picture"),
        "{error}"
    );
    assert_eq!(error.lines().count(), 1, "{error}");
    let crowd = crowd(400, |_| 20);
    let picture = Picture {
        max_nodes: 1000,
        ..Picture::default()
    };
    let source = written(&crowd, &picture).into_bytes();
    let hasty = graphviz.with_patience(Duration::ZERO);
    let error = hasty.draw(Drawing::Svg, source).unwrap_err().to_string();
    assert!(
        error.contains("did not draw the picture within 0 s; draw fewer"),
        "{error}"
    );
}
