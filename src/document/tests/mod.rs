//! Tests of the readers, on files written to a temporary folder.

mod containers;
mod records;
mod single;
mod tables;
mod web;

use super::*;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::Path;
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn items(files: &[(&str, &[u8])]) -> Vec<Item> {
    let folder = folder(files);
    read(&[folder.path().to_path_buf()]).collect()
}

/// The only document among the items.
fn document(files: &[(&str, &[u8])]) -> Document {
    let mut documents = documents(files);
    assert_eq!(documents.len(), 1);
    documents.remove(0)
}

fn documents(files: &[(&str, &[u8])]) -> Vec<Document> {
    items(files)
        .into_iter()
        .filter_map(|item| match item {
            Item::Document(document) => Some(document),
            _ => None,
        })
        .collect()
}

/// The messages about everything that is not a document, each after its file's name.
fn messages(files: &[(&str, &[u8])]) -> Vec<String> {
    let folder = folder(files);
    let prefix = format!("{}/", folder.path().display());
    read(&[folder.path().to_path_buf()])
        .filter_map(|item| match item {
            Item::Document(_) => None,
            Item::Failed(error) => Some(format!("error {error}")),
            Item::Warning(warning) => Some(format!("warning {warning}")),
        })
        .map(|message| message.replace(&prefix, ""))
        .collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_folder_is_walked_by_name_without_hidden_files() {
    let read = documents(&[
        ("b.txt", b"Second."),
        ("a/2.txt", b"First."),
        (".hidden/x.txt", b"No."),
        (".x.txt", b"No."),
        ("c", b"Third."),
    ]);
    let ids: Vec<&str> = read.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["2", "b", "c"]);
}

#[test]
fn an_empty_folder_has_no_files() {
    let folder = TempDir::new().unwrap();
    let mut reader = read(&[folder.path().to_path_buf()]);
    assert_eq!(reader.files(), 0);
    assert_eq!(reader.next(), None);
}

#[test]
fn plain_text_keeps_every_character_and_finds_its_date() {
    let text = " date 2021-12-16 Talks were held.\r\nThey went on.\r\n";
    let read = document(&[("talks.txt", text.as_bytes())]);
    assert_eq!(read.id, "talks");
    assert_eq!(read.text, text);
    assert_eq!(read.date, Some(crate::date::date(2021, 12, 16)));
    assert_eq!(read.title, None);
    assert_eq!(read.line, 1);
    assert_eq!(read.line_of(text.find("They").unwrap()), 2);
}

#[test]
fn a_byte_order_mark_is_not_part_of_the_text() {
    let read = document(&[("a.txt", b"\xEF\xBB\xBFTalks were held.")]);
    assert_eq!(read.text, "Talks were held.");
}

#[test]
fn utf_16_is_read() {
    let bytes: Vec<u8> = [0xFEFFu16, 0x44, 0x61, 0x2E]
        .iter()
        .flat_map(|unit| unit.to_le_bytes())
        .collect();
    assert_eq!(document(&[("a.txt", &bytes)]).text, "Da.");
}

#[test]
fn markdown_has_front_matter_or_a_heading() {
    let read = documents(&[
        (
            "1.md",
            b"---\ntitle: \"A pact\"\ndate: 2022-01-10T08:00:00Z\nsource: Courier\nurl: https://example.org/1\nid: pact\n---\n# Other\n\nText.",
        ),
        ("2.markdown", b"Text.\n\n# A heading #\n"),
    ]);
    assert_eq!(read[0].id, "pact");
    assert_eq!(read[0].title.as_deref(), Some("A pact"));
    assert_eq!(read[0].date, Some(crate::date::date(2022, 1, 10)));
    assert_eq!(read[0].source.as_deref(), Some("Courier"));
    assert_eq!(read[0].url.as_deref(), Some("https://example.org/1"));
    assert_eq!(read[1].title.as_deref(), Some("A heading"));
    assert!(read[1].is_markdown());
}

#[test]
fn json_lines_give_a_document_per_line() {
    let lines = br#"{"id": "one", "text": "First.", "date": "2021-12-16", "publisher": "Courier"}

{"text": "Second.\nLine.", "title": "T", "url": "https://example.org", "source": "S"}
{"id": 7, "text": " date 2020-02-02 Third."}
"#;
    let read = documents(&[("news.jsonl", lines)]);
    let ids: Vec<&str> = read.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["one", "news:3", "7"]);
    assert_eq!(read[0].source.as_deref(), Some("Courier"));
    assert_eq!(read[1].line, 3);
    assert_eq!(read[1].line_of(9), 3);
    assert_eq!(read[1].title.as_deref(), Some("T"));
    assert_eq!(read[1].date, None);
    assert_eq!(read[2].date, Some(crate::date::date(2020, 2, 2)));
}

#[test]
fn json_has_one_object_or_an_array() {
    let read = documents(&[
        ("a.json", br#"{"text": "One."}"#),
        (
            "b.json",
            br#"[{"text": "Two."}, {"id": "x", "text": "Three."}]"#,
        ),
        ("c.json", b"{\"text\": \"Four.\"}\n{\"text\": \"Five.\"}\n"),
    ]);
    let ids: Vec<&str> = read.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["a", "b:1", "x", "c:1", "c:2"]);
}

#[test]
fn csv_gives_a_document_per_row() {
    let table = "id,Text,date,publisher\r\n\
        one,\"He said, \"\"no\"\".\nThey left.\",2021-12-16,Courier\r\n\
        ,Plain,,\r\n";
    let read = documents(&[("news.csv", table.as_bytes())]);
    assert_eq!(read[0].id, "one");
    assert_eq!(read[0].text, "He said, \"no\".\nThey left.");
    assert_eq!(read[0].source.as_deref(), Some("Courier"));
    assert_eq!(read[0].line_of(20), 2);
    assert_eq!((read[1].id.as_str(), read[1].line), ("news:4", 4));
    let tabs = document(&[("a.tsv", b"text\ttitle\na, b\tT\n")]);
    assert_eq!(tabs.text, "a, b");
}

#[test]
fn a_page_gives_its_article() {
    let page = r#"<!DOCTYPE html><html><head><title>Talks &amp; more - Courier</title>
        <meta property="og:title" content="Talks &#8220;fail&#x201D;"><meta content='Courier' property='og:site_name'/>
        <link rel=canonical href="https://example.org/1?a=1&amp;b=2">
        <script type="application/ld+json">{"datePublished": "2022-01-10T08:00:00Z", "x": "</p>"}</script>
        <style>p > a { color: red }</style></head><body>
        <nav><ul><li>Home</li><li>World</li></ul></nav>
        <!-- <p>No.</p> --><p>Subscribe to us.</p>
        <article><header><h1>Talks fail</h1></header>
        <p class="a > b">The <b>min</b>ister said: &ldquo;We&nbsp;will
           <a href=x>not</a> go &hellip;&rdquo;</p>
        <figure><figcaption>A picture</figcaption></figure>
        <p>Growth is 1 < 2 & AT&T rose.<br>Then it fell.<aside><p>Ad</p></aside>
        <p>The end.</article><footer><p>All rights</p></footer></body></html>"#;
    let read = document(&[("talks.html", page.as_bytes())]);
    assert_eq!(
        read.text,
        "Talks fail\n\nThe minister said: “We will not go …”\n\n\
         Growth is 1 < 2 & AT&T rose.\n\nThen it fell.\n\nThe end."
    );
    assert_eq!(read.title.as_deref(), Some("Talks “fail”"));
    assert_eq!(read.source.as_deref(), Some("Courier"));
    assert_eq!(read.url.as_deref(), Some("https://example.org/1?a=1&b=2"));
    assert_eq!(read.date, Some(crate::date::date(2022, 1, 10)));
}

#[test]
fn broken_pages_are_read_as_far_as_they_go() {
    let read = documents(&[
        ("1.htm", b"Just words, no tag"),
        ("2.htm", b"<p>One <p title=\"a>Two</p><script>x"),
        ("3.htm", b"<p>Cut &amp"),
        ("4.htm", b"a <b c <"),
        ("5.htm", b"<div>Only <i>one</i> block</div></nav></p>"),
    ]);
    let texts: Vec<&str> = read.iter().map(|d| d.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Just words, no tag",
            "One\n\nTwo",
            "Cut &amp",
            "a <b c <",
            "Only one block"
        ]
    );
    assert_eq!(
        messages(&[("x.html", b"<nav>Menu</nav>")]),
        ["error x.html: the page has no text outside its menus; save the article as text"]
    );
}

#[test]
fn a_bad_row_is_reported_with_its_line() {
    let files: &[(&str, &[u8])] = &[
        ("a.csv", b"id,text\n1,a,b\n2,c\n3,\"d\n"),
        ("b.csv", b"id,words\n1,a\n"),
        ("c.csv", b""),
    ];
    assert_eq!(
        messages(files),
        [
            "error a.csv:2: this row has 3 fields but the header has 2; put fields with separators in double quotes",
            "error a.csv:4: a quotation mark opens a field but never closes it; close the field",
            "error b.csv:1: no column of the header line is known for a text (\"id\", \"words\"); say which one is, as in --field text=NAME",
            "error c.csv: the file is empty; give it a header line and rows",
        ]
    );
    assert_eq!(documents(files).len(), 1);
}

#[test]
fn a_quotation_mark_that_is_never_closed_costs_only_its_row() {
    let files: &[(&str, &[u8])] = &[
        ("a.csv", b"id,text\n1,\"open\n2,two\n3,\"th\nree\"\n"),
        (
            "b.csv",
            b"id,text,date\n4,\"open,2020-01-01\n5,\"five\",2021-01-01\n6,six,\n",
        ),
    ];
    let unclosed = "a quotation mark opens a field but never closes it; close the field";
    let at = |place: &str| format!("error {place}: {unclosed}");
    assert_eq!(messages(files), [at("a.csv:2"), at("b.csv:2")]);
    let read = documents(files);
    let found: Vec<(&str, &str, usize)> = read
        .iter()
        .map(|d| (d.id.as_str(), d.text.as_str(), d.line))
        .collect();
    assert_eq!(
        found,
        [
            ("2", "two", 3),
            ("3", "th\nree", 4),
            ("5", "five", 3),
            ("6", "six", 4)
        ]
    );
}

#[test]
fn gzip_is_opened_in_every_format() {
    let read = documents(&[
        ("a.txt.gz", &gzip(b"Plain.")),
        ("b.md.gz", &gzip(b"# Title\n\nText.")),
        ("c.jsonl.gz", &gzip(b"{\"text\": \"Line.\"}\n")),
    ]);
    let ids: Vec<&str> = read.iter().map(|d| d.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "c:1"]);
    assert_eq!(read[1].title.as_deref(), Some("Title"));
}

#[test]
fn one_bad_file_does_not_hide_the_next() {
    let files: &[(&str, &[u8])] = &[
        ("1.txt", b""),
        ("2.txt", b" \n \n"),
        ("3.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
        ("4.txt", b"Caf\xE9 talks \xFF.\n"),
        ("5.txt.gz", &gzip(b"Plain text that is cut short.")[..14]),
        ("6.txt", b"Read."),
    ];
    assert_eq!(
        messages(files),
        [
            "error 1.txt: the file is empty; give it text or leave it out",
            "error 2.txt: the file contains only white space; give it text or leave it out",
            "error 3.png: this is a binary file of a kind that is not read; save its text and give that",
            "warning 4.txt: not UTF-8; read as windows-1252, which the bytes suggest; if that is wrong, use --encoding",
            "error 5.txt.gz: the file is damaged or truncated; fetch it again",
        ]
    );
    let read = documents(files);
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].text, "Café talks ÿ.\n");
}

#[test]
fn a_broken_line_is_reported_and_later_lines_are_read() {
    let lines = b"{\"text\": \"a\"}\n{\"text\": \n[1]\n{\"words\": \"b\"}\n{\"text\": \" \"}\n{\"text\": 5}\n{\"text\": \"c\"}\n";
    let files: &[(&str, &[u8])] = &[("x.jsonl", lines)];
    assert_eq!(
        messages(files),
        [
            "error x.jsonl:2: this JSON is truncated at column 9; fix it or leave it out",
            "error x.jsonl:3: not a JSON object; write {\"id\": …, \"text\": …}",
            "error x.jsonl:4: no field \"text\" (found \"words\"); put the article's text there or name its field, as in --field text=NAME",
            "error x.jsonl:5: the field \"text\" is empty; fill it or leave the line out",
            "error x.jsonl:6: the field \"text\" is not a string; put the article's text there",
        ]
    );
    assert_eq!(documents(files).len(), 2);
}

#[test]
fn an_invalid_date_is_left_out_with_a_warning() {
    let lines = "{\"text\": \"a\", \"date\": \"last week\"}\n".as_bytes();
    assert_eq!(
        messages(&[("x.jsonl", lines)]),
        [
            "warning x.jsonl:1: cannot parse the date \"last week\", so it is left out; write it as 2021-12-16 or use --date-format"
        ]
    );
    assert_eq!(document(&[("x.jsonl", lines)]).date, None);
}

#[test]
fn a_doubled_id_is_an_error() {
    let lines = b"{\"id\": \"a\", \"text\": \"One.\"}\n{\"id\": \"a\", \"text\": \"Two.\"}\n";
    assert_eq!(
        messages(&[("x.jsonl", lines)]),
        [
            "error x.jsonl:2: another document already has the id \"a\"; give each document its own id"
        ]
    );
}

#[test]
fn a_path_that_leads_nowhere_is_an_error() {
    let items: Vec<Item> = read(&["no/such/file.txt".into()]).collect();
    let [Item::Failed(error)] = items.as_slice() else {
        panic!("{items:?}");
    };
    assert_eq!(
        error.to_string(),
        "no/such/file.txt: no such file or folder; check the path"
    );
    assert_eq!(error.id, "file");
}

#[test]
fn header_lines_are_read_only_when_all_are_known() {
    let read = preamble::read("Title: A pact\nDate: 2022-01-10\n\nText: more.");
    assert_eq!(read.title, Some("A pact"));
    assert_eq!(read.body_start, 32);
    let speech = preamble::read("Title: A pact\nPutin: We agree.\n\nText.");
    assert_eq!(speech, preamble::Preamble::default());
}

#[test]
fn dates_are_days_in_iso_form() {
    let day = Some(crate::date::date(2021, 12, 16));
    for given in [
        "2021-12-16",
        " 2021-12-16T10:00:00+03:00",
        "2021-12-16 10:00",
        "20211216",
        "16/12/2021",
        "Thursday, 16 December 2021, 11:05",
    ] {
        assert_eq!(preamble::date_of(given), day, "{given}");
    }
    for given in [
        "",
        "2021",
        "2021-13-40",
        "2021-12-167",
        "12/11/2021",
        "día",
        "é2345678é0",
    ] {
        assert_eq!(preamble::date_of(given), None, "{given}");
    }
}

#[test]
fn extensions_decide_formats() {
    use files::Format;
    for (name, format, stem) in [
        ("a.txt", Format::Plain, "a"),
        ("a.b.TXT", Format::Plain, "a.b"),
        ("a", Format::Plain, "a"),
        ("a.MD", Format::Markdown, "a"),
        ("a.markdown.gz", Format::Markdown, "a"),
        ("x/a.ndjson", Format::JsonLines, "a"),
        ("a.jsonl.gz", Format::JsonLines, "a"),
        ("a.json", Format::Json, "a"),
        ("a.csv.gz", Format::Csv, "a"),
        ("a.TSV", Format::Csv, "a"),
    ] {
        assert_eq!(Format::of(Path::new(name)), format, "{name}");
        assert_eq!(files::stem(Path::new(name)), stem, "{name}");
    }
}
