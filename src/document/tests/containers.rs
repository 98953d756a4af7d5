//! Files that contain others: compressed files, archives, files of crawlers; sound, broken, truncated and
//! hostile.

use super::*;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use std::io::Cursor;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn zstd(bytes: &[u8]) -> Vec<u8> {
    compress_to_vec(bytes, CompressionLevel::Fastest)
}

pub(super) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The ids and texts of the documents.
fn texts(files: &[(&str, &[u8])]) -> Vec<(String, String)> {
    let documents = documents(files).into_iter();
    documents
        .map(|document| (document.id, document.text))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let expected = expected.iter();
    expected
        .map(|(id, text)| ((*id).to_owned(), (*text).to_owned()))
        .collect()
}

#[test]
fn zstd_is_opened_in_every_format_frame_after_frame() {
    let skipped = [&[0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0][..], b"no."].concat();
    let frames = [
        zstd(b"{\"text\": \"One.\"}\n"),
        skipped,
        zstd(b"{\"text\": \"Two.\"}\n"),
    ];
    assert_eq!(
        texts(&[
            ("a.txt.zst", &zstd(b"Plain.")),
            ("b.jsonl.zst", &frames.concat())
        ]),
        pairs(&[("a", "Plain."), ("b:1", "One."), ("b:2", "Two.")])
    );
}

#[test]
fn broken_and_cut_zstd_is_an_error_and_the_lines_before_it_are_read() {
    let lines: String = (0..20_000)
        .map(|n| format!("{{\"text\": \"Line {n}.\"}}\n"))
        .collect();
    let sound = zstd(lines.as_bytes());
    let mut wrong_sum = zstd(b"Plain.");
    *wrong_sum.last_mut().unwrap() ^= 1;
    let files: &[(&str, &[u8])] = &[
        ("a.jsonl.zst", &sound[..sound.len() / 2]),
        ("b.txt.zst", &wrong_sum),
        ("c.txt.zst", b"no zstd"),
    ];
    let damaged = "the file is damaged or truncated; fetch it again";
    let said = messages(files);
    assert!(
        said[0].starts_with("error a.jsonl.zst:") && said[0].ends_with(damaged),
        "{said:?}"
    );
    assert_eq!(
        said[1..],
        ["b.txt.zst", "c.txt.zst"].map(|name| format!("error {name}: {damaged}"))
    );
    let read = documents(files).len();
    assert!(read > 5_000, "{read}");
}

#[test]
fn bombs_and_endless_lines_are_errors() {
    let zeros = vec![b'a'; 12 << 20];
    let files: &[(&str, &[u8])] = &[
        ("a.txt.zst", &zstd(&zeros)),
        ("b.txt.gz", &gzip(&zeros)),
        ("c.jsonl.gz", &gzip(&zeros)),
        (
            "d.csv.gz",
            &gzip(&[b"text\n", &zeros[..3 << 20], b"\nShort.\n"].concat()),
        ),
        ("e.txt", b"Read."),
    ];
    assert_eq!(
        messages(files),
        [
            "error a.txt.zst: one document is larger than 2 MiB; split it into articles",
            "error b.txt.gz: one document is larger than 2 MiB; split it into articles",
            "error c.jsonl.gz:1: one line is longer than 8 MiB, so the rest is not read; put each document on a line",
            "error d.csv.gz:2: one document is larger than 2 MiB; split it into articles",
        ]
    );
    assert_eq!(texts(files), pairs(&[("d:3", "Short."), ("e", "Read.")]));
}

#[test]
fn an_archive_gives_its_articles_by_name() {
    let inner = archive(&[("x.txt", b"No.")]);
    let file = archive(&[
        (
            "b/wire.jsonl",
            b"{\"text\": \"Two.\"}\n{\"text\": \n{\"id\": \"x\", \"text\": \"Three.\"}\n",
        ),
        ("__MACOSX/._a.txt", b"No."),
        ("a.md.gz", &gzip(b"# One\n\nText.")),
        (".DS_Store", b"No."),
        ("c/deep/er.zip", &inner),
        ("b/a.txt", b"Four."),
        ("b/picture.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"),
    ]);
    let files: &[(&str, &[u8])] = &[("news.zip", &file)];
    assert_eq!(
        texts(files),
        pairs(&[
            ("news:a", "# One\n\nText."),
            ("news:b/a", "Four."),
            ("news:b/wire:1", "Two."),
            ("x", "Three."),
        ])
    );
    assert_eq!(
        messages(files),
        [
            "error news.zip: b/picture.png: this is a binary file of a kind that is not read; save its text and give that",
            "error news.zip:2: b/wire.jsonl: this JSON is truncated at column 9; fix it or leave it out",
            "error news.zip: c/deep/er.zip: an archive within an archive is not read; unpack it",
        ]
    );
}

#[test]
fn names_that_lead_out_of_an_archive_are_not_read() {
    let names = ["../../etc/passwd", "a/../../b.txt"];
    let mut files: Vec<(&str, &[u8])> = names.map(|name| (name, &b"No."[..])).to_vec();
    files.push(("/etc/passwd", b"Harmless."));
    files.push(("ok\n.txt", b"Read."));
    let file = archive(&files);
    let files: &[(&str, &[u8])] = &[("a.zip", &file)];
    let said = messages(files);
    assert_eq!(said.len(), 2, "{said:?}");
    for line in said {
        assert!(
            line.ends_with(": the name leads out of the archive, so it is not read; rename it"),
            "{line}"
        );
    }
    assert_eq!(
        texts(files),
        pairs(&[("a:/etc/passwd", "Harmless."), ("a:ok\u{FFFD}", "Read.")])
    );
}

#[test]
fn an_archive_that_expands_too_far_is_abandoned() {
    let (bomb, small) = (vec![b'a'; 3 << 20], vec![b'a'; 120 << 10]);
    let names: Vec<String> = (0..100).map(|n| format!("b{n:03}.txt")).collect();
    let mut files: Vec<(&str, &[u8])> = vec![("00.md", b"Read."), ("a.txt", &bomb)];
    files.extend(names.iter().map(|name| (name.as_str(), &small[..])));
    let file = archive(&files);
    let files: &[(&str, &[u8])] = &[("a.zip", &file), ("b.txt", b"Read too.")];
    assert_eq!(
        messages(files),
        [
            "error a.zip: a.txt: this expands to more than 100 times its size; unpack it if you trust it",
            "error a.zip: b065.txt: this expands to more than 100 times its size; unpack it if you trust it",
            "error a.zip: b066.txt: the archive expands to more than 100 times its size, so it is not read from here on; unpack it if you trust it",
        ]
    );
    let read = documents(files);
    assert_eq!(read.len(), 67);
    assert_eq!(read[0].text, "Read.");
    assert_eq!(read[66].text, "Read too.");
}

#[test]
fn broken_and_truncated_archives_are_an_error_in_one_line() {
    let file = archive(&[("a.txt", &b"Article. ".repeat(50)), ("b.txt", b"Read.")]);
    let mut damaged = file.clone();
    // in the first entry's data
    damaged[40] ^= 0xFF;
    let files: &[(&str, &[u8])] = &[
        ("a.zip", &file[..file.len() - 30]),
        ("b.zip", b"PK\x03\x04no archive"),
        ("c.zip", b""),
        ("d.zip", &damaged),
    ];
    let said = messages(files);
    assert_eq!(said.len(), 4, "{said:?}");
    for (line, name) in said.iter().zip(["a.zip", "b.zip", "c.zip", "d.zip: a.txt"]) {
        assert!(line.starts_with(&format!("error {name}: ")), "{line}");
        assert!(
            line.ends_with("is damaged or truncated; fetch it again"),
            "{line}"
        );
    }
    assert_eq!(texts(files), pairs(&[("d:b", "Read.")]));
}

/// A record of a WARC file.
fn record(kind: &str, fields: &str, content: &[u8]) -> Vec<u8> {
    let header = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\n{fields}Content-Length: {}\r\n\r\n",
        content.len()
    );
    [header.as_bytes(), content, b"\r\n\r\n"].concat()
}

/// A record of a server response.
fn answer(id: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let fields = format!(
        "WARC-Record-ID: <urn:uuid:{id}>\r\nWARC-Date: 2021-12-17T01:00:00Z\r\n\
         WARC-Target-URI: https://example.org/{id}\r\nContent-Type: application/http; msgtype=response\r\n"
    );
    let answer = [b"HTTP/1.1 200 OK\r\n", header.as_bytes(), b"\r\n", body].concat();
    record("response", &fields, &answer)
}

const HTML: &str = "Content-Type: text/html; charset=windows-1252\r\n";

fn crawl() -> Vec<Vec<u8>> {
    let chunked = format!("{HTML}Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n");
    let packed = gzip(b"<p>Packed.</p>");
    let (first, second) = packed.split_at(7);
    let lengths = [
        format!("{:x}\r\n", first.len()),
        format!("\r\n{:x};x=y\r\n", second.len()),
    ];
    let chunks = [
        lengths[0].as_bytes(),
        first,
        lengths[1].as_bytes(),
        second,
        b"\r\n0\r\n\r\n",
    ];
    vec![
        record("warcinfo", "Content-Type: application/warc-fields\r\n", b"software: x\r\n"),
        record("request", "Content-Type: application/http; msgtype=request\r\n", b"GET / HTTP/1.1\r\n\r\n"),
        answer("one", HTML, b"<meta property='article:published_time' content='2021-12-16'><p>\x93No,\x94 he said.</p>"),
        answer("picture", "Content-Type: image/png\r\n", b"\x89PNG"),
        answer("two", &chunked, &chunks.concat()),
        answer("three", "content-type: text/plain\r\n", b"date 2020-01-01\n\nPlain."),
        record("conversion", "WARC-Target-URI: https://example.org/four\r\nContent-Type: text/plain\r\n", b"Converted."),
        answer("menu", HTML, b"<nav>Menu</nav>"),
    ]
}

#[test]
fn a_crawl_gives_its_pages_with_address_and_date() {
    let crawl = crawl();
    let packed: Vec<u8> = crawl.iter().flat_map(|record| gzip(record)).collect();
    let files: &[(&str, &[u8])] = &[("a.warc.gz", &packed)];
    let shown: Vec<String> = documents(files)
        .iter()
        .map(|d| {
            format!(
                "{}|{}|{}|{}",
                d.id,
                d.date.map_or(String::new(), |d| d.to_string()),
                d.url.as_deref().unwrap_or("-"),
                d.text
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "one|2021-12-16|https://example.org/one|“No,” he said.",
            "two|2021-12-17|https://example.org/two|Packed.",
            "three|2020-01-01|https://example.org/three|date 2020-01-01\n\nPlain.",
            "a:7||https://example.org/four|Converted.",
        ]
    );
    assert_eq!(
        messages(files),
        [
            "error a.warc.gz: record 8: the page has no text outside its menus; save the article as text"
        ]
    );
    let read = texts(&[("a.warc", &crawl.concat())]);
    assert_eq!(read, texts(files));
}

#[test]
fn broken_and_cut_crawls_are_read_as_far_as_they_go() {
    let page = |id: &str| answer(id, HTML, b"<p>Page.</p>");
    let endless = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: many\r\n\r\n<p>x</p>\r\n";
    let huge = answer("huge", HTML, &vec![b'a'; 3 << 20]);
    let packed = [gzip(&page("3")), gzip(&page("4"))].concat();
    let files: &[(&str, &[u8])] = &[
        (
            "a.warc",
            &[&page("1")[..], b"noise\r\n\r\n", endless, &huge, &page("2")].concat(),
        ),
        ("b.warc.gz", &packed[..packed.len() - 9]),
        (
            "c.warc",
            &[&page("5")[..], &page("6")[..page("6").len() - 12]].concat(),
        ),
        ("d.warc", b"no crawl"),
        ("e.warc", b""),
    ];
    assert_eq!(
        messages(files),
        [
            "warning a.warc: record 2: 5 bytes before this record belong to no record and are skipped",
            "error a.warc: record 2: this record does not say how long it is, so it is not read",
            "warning a.warc: record 3: 8 bytes before this record belong to no record and are skipped",
            "error a.warc: record 3: one document is larger than 2 MiB; split it into articles",
            "error b.warc.gz: after record 2: the file is damaged or truncated; fetch it again",
            "error c.warc: record 2: the file ends within this record; fetch it again",
            "error d.warc: this is not a WARC file: it has no records; give it the extension of its format",
            "error e.warc: this is not a WARC file: it has no records; give it the extension of its format",
        ]
    );
    let ids: Vec<String> = documents(files).into_iter().map(|d| d.id).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5"]);
}
