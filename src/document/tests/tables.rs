//! Parquet, as other programs write it (see `tables/make.py`), and broken files.

use super::containers::archive;
use super::*;
use crate::parquet::{Cell, Field as Column, Kind, Simple, Writer};

const ARTICLES: &[Column] = &[
    Column {
        name: "id",
        kind: Kind::One(Simple::Integer),
    },
    Column {
        name: "text",
        kind: Kind::One(Simple::Text),
    },
    Column {
        name: "date",
        kind: Kind::One(Simple::Day),
    },
    Column {
        name: "tags",
        kind: Kind::Texts,
    },
];

/// A file with a row for each text; empty texts are missing values.
fn table(texts: &[&str]) -> Vec<u8> {
    let mut file = Vec::new();
    let mut writer = Writer::new(&mut file, ARTICLES).unwrap();
    for (number, text) in texts.iter().enumerate() {
        let text = Cell::text(Some(*text).filter(|text| !text.is_empty()));
        let tags = Cell::texts(["a", "b"].into_iter().take(number % 3));
        let day = Cell::Day(18_977 + number as i32);
        writer
            .row(&[Cell::Integer(number), text, day, tags])
            .unwrap();
    }
    writer.finish().unwrap();
    file
}

/// Documents as "id|title|date|source|text".
fn shown(files: &[(&str, &[u8])]) -> Vec<String> {
    let shown = documents(files).into_iter().map(|d| {
        let date = d.date.map(|date| date.to_string());
        [Some(d.id), d.title, date, d.source, Some(d.text)]
            .map(Option::unwrap_or_default)
            .join("|")
    });
    shown.collect()
}

#[test]
fn what_other_programs_write_is_read() {
    let files: [(&str, &[u8]); 5] = [
        ("a.parquet", include_bytes!("tables/zstd.parquet")),
        ("a.parquet", include_bytes!("tables/gzip-prefixes.parquet")),
        ("a.parquet", include_bytes!("tables/lengths.parquet")),
        ("a.parquet", include_bytes!("tables/snappy-int96.parquet")),
        ("a.parquet", include_bytes!("tables/duckdb.parquet")),
    ];
    for file in files {
        let read = shown(&[file]);
        assert_eq!(read.len(), 8);
        assert_eq!(
            read[0],
            "item 1|Bridge 1|2021-12-01|The Daily Ferry|The mayor warned on Monday that bridge 1 would close."
        );
        assert_eq!(
            read[7],
            "item 9|Bridge 1|2021-12-09|The Dock|The mayor warned on Monday that bridge 9 would close."
        );
        assert!(read[3].starts_with("item 4||2021-12-04|"), "{}", read[3]);
        assert_eq!(
            messages(&[file]),
            ["error a.parquet:7: the field \"body\" is empty; fill it or leave the line out"]
        );
    }
}

#[test]
fn a_row_is_an_article_wherever_the_file_is() {
    let file = table(&["One.", "", "Three."]);
    let pairs = [("0", 1, "One."), ("2", 3, "Three.")];
    let files: [(&str, &[u8]); 3] = [
        ("a.parquet", &file),
        ("a.parquet.gz", &gzip(&file)),
        ("a.zip", &archive(&[("in/a.parquet", &file)])),
    ];
    for file in files {
        let read = documents(&[file]);
        let read = read
            .iter()
            .map(|d| (d.id.as_str(), d.line, d.text.as_str()));
        assert_eq!(read.collect::<Vec<_>>(), pairs, "{}", file.0);
    }
    let read = documents(&[("a.parquet", &file)]);
    assert_eq!(read[0].line_of(3), 1);
    assert_eq!(
        read[1].date.map(|d| d.to_string()).as_deref(),
        Some("2021-12-18")
    );
    assert!(items(&[("a.parquet", &table(&[]))]).is_empty());
}

#[test]
fn files_without_a_complete_table_of_articles_are_errors() {
    const OTHER: &[Column] = &[
        Column {
            name: "body",
            kind: Kind::One(Simple::Text),
        },
        Column {
            name: "content",
            kind: Kind::One(Simple::Text),
        },
        Column {
            name: "text",
            kind: Kind::One(Simple::Integer),
        },
    ];
    let empty = |fields| {
        let mut file = Vec::new();
        Writer::new(&mut file, fields).unwrap().finish().unwrap();
        file
    };
    let file = table(&["One."]);
    let encrypted = [b"PARE", &file[4..]].concat();
    let mut no_page = file.clone();
    no_page[4..40].fill(0xff);
    let files: &[(&str, &[u8])] = &[
        ("a.parquet", &file[..file.len() - 9]),
        ("b.parquet", b"PAR1"),
        ("c.parquet", b"text\nNo table.\n"),
        ("d.parquet", b""),
        ("e.parquet", &encrypted),
        ("f.parquet", &no_page),
        ("g.parquet", include_bytes!("tables/brotli.parquet")),
        ("h.parquet", &empty(OTHER)),
        ("i.parquet", &empty(&OTHER[2..])),
        ("j.txt", b"Read."),
        ("k.bin", &file),
    ];
    let damaged = "the file is damaged or truncated; fetch it again";
    assert_eq!(
        messages(files),
        [
            &format!("error a.parquet: {damaged}"),
            &format!("error b.parquet: {damaged}"),
            "error c.parquet: this is not a Parquet file; give it the extension of its format",
            "error d.parquet: the file is empty; give it text or leave it out",
            "error e.parquet: this is encrypted; write it without encryption",
            &format!("error f.parquet:1: {damaged}"),
            "error g.parquet: the file is compressed with brotli; write it with snappy, gzip or zstd",
            "error h.parquet: the columns \"body\" and \"content\" can both be the text; choose one, as in --field text=body",
            "error i.parquet: no column of the schema is known for a text (\"text\"); say which one is, as in --field text=NAME",
            "error k.bin: this is a Parquet file; name it as such (.parquet)",
        ]
    );
    assert_eq!(documents(files).len(), 1);
}

#[test]
fn columns_can_be_chosen_and_have_to_be_text() {
    let file: &[u8] = include_bytes!("tables/zstd.parquet");
    let folder = folder(&[("a.parquet", file)]);
    let first = |field: &str| {
        let options = Options::default().with_field(field.parse().unwrap());
        read_with(&[folder.path().to_path_buf()], &options).next()
    };
    match first("text=Publisher.name") {
        Some(Item::Document(document)) => assert_eq!(document.text, "The Daily Ferry"),
        other => panic!("{other:?}"),
    }
    for (field, message) in [
        (
            "text=tags",
            "the column \"tags\" is not text; correct --field text=tags",
        ),
        (
            "text=published",
            "the column \"published\" is not text; correct --field text=published",
        ),
        (
            "id=is_free",
            "the column \"is_free\" has no texts, numbers or days; correct --field id=is_free",
        ),
        (
            "title=kicker",
            "no column \"kicker\" in the schema, which has \"guid\", \"headline\", \"body\", \"published\", \
             \"publisher.name\", \"tags.list.element\", \"vector.list.element\", \"is_free\"; correct --field title=kicker",
        ),
    ] {
        match first(field) {
            Some(Item::Failed(error)) => assert_eq!(error.message, message),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn text_that_is_not_utf_8_is_an_error_of_its_row_unless_its_encoding_is_given() {
    let mut file = table(&["The caf\u{e9} closed.", "Open."]);
    // the same letter in Latin-1, followed by a space
    let at = memchr::memmem::find(&file, "\u{e9}".as_bytes()).unwrap();
    file[at..at + 2].copy_from_slice(b"\xe9 ");
    let file: (&str, &[u8]) = ("a.parquet", &file);
    assert_eq!(
        messages(&[file]),
        [
            "error a.parquet:1: the column \"text\" is not UTF-8; name its encoding with --encoding, or write it as UTF-8"
        ]
    );
    assert_eq!(documents(&[file]).len(), 1);
    let folder = folder(&[file]);
    let options = Options::default().with_encoding("latin1".parse().unwrap());
    match read_with(&[folder.path().to_path_buf()], &options).next() {
        Some(Item::Document(document)) => assert_eq!(document.text, "The café  closed."),
        other => panic!("{other:?}"),
    }
}

#[test]
fn one_long_text_in_all_rows_is_not_read_forever() {
    let long = "The mayor spoke. ".repeat(20_000);
    let file = table(&[long.as_str(); 60]);
    let file: (&str, &[u8]) = ("a.parquet", &file);
    let said = messages(&[file]);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].ends_with(
        "the file expands to more than 100 times its size, so it is not read from here on; \
         convert it to JSON Lines if you trust it"
    ));
    let read = documents(&[file]).len();
    assert!((20..40).contains(&read), "{read}");
}
