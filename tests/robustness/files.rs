//! Files of all formats with invented contents, damaged or not.

use crate::inputs;
use crate::random::Random;
use flate2::Compression;
use flate2::write::GzEncoder;
use ruzstd::encoding::{CompressionLevel, compress_to_vec};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A record of a JSON or CSV file.
fn record(random: &mut Random) -> serde_json::Value {
    let keys = [
        "text",
        "id",
        "title",
        "date",
        "url",
        "source",
        "body",
        "content",
        "published",
    ];
    let mut record = serde_json::Map::new();
    for _ in 0..1 + random.below(5) {
        let value = match random.below(6) {
            0 => serde_json::Value::Null,
            1 => (random.next() as i32).into(),
            2 => "2021-12-16T10:00:00Z".into(),
            3 => vec![inputs::jumble(random)].into(),
            _ => inputs::text(random).into(),
        };
        record.insert(random.pick(&keys).to_owned(), value);
    }
    if random.one_in(2) {
        record.insert("text".to_owned(), inputs::article(random).into());
    }
    record.into()
}

pub fn text_file(random: &mut Random) -> Vec<u8> {
    let bytes = inputs::text(random).into_bytes();
    match random.below(3) {
        0 => inputs::damaged(random, bytes),
        1 => [&b"\xef\xbb\xbf"[..], &bytes].concat(),
        _ => bytes,
    }
}

pub fn json_file(random: &mut Random, lines: bool) -> Vec<u8> {
    let records: Vec<serde_json::Value> = (0..random.below(4)).map(|_| record(random)).collect();
    let text = match lines {
        true => records
            .iter()
            .fold(String::new(), |text, r| format!("{text}{r}\n")),
        false => serde_json::Value::from(records).to_string(),
    };
    match random.one_in(3) {
        true => text.into_bytes(),
        false => inputs::damaged(random, text.into_bytes()),
    }
}

pub fn csv_file(random: &mut Random) -> Vec<u8> {
    let mut text = random
        .pick(&[
            "id,text,date\n",
            "id|body|published\n",
            "content;body\n",
            "text;title\n",
            "title\ttext\n",
            "a,b\n",
            "",
        ])
        .to_owned();
    for i in 0..random.below(4) {
        let cell = inputs::text(random).replace('"', "\"\"");
        let _ = writeln!(text, "{i},\"{cell}\",2021-12-16");
    }
    match random.one_in(3) {
        true => text.into_bytes(),
        false => inputs::damaged(random, text.into_bytes()),
    }
}

pub fn html_file(random: &mut Random) -> Vec<u8> {
    let mut page = random
        .pick(&[
            "<!doctype html><html><head><title>Talks</title>",
            "<html>",
            "",
        ])
        .to_owned();
    for _ in 0..random.below(8) {
        let (open, close) = [
            ("<p>", "</p>"),
            ("<article><h1>", "</h1>"),
            ("<script>", "</script>"),
            ("<div class=\"story\"><p>", "</div>"),
            (
                "<meta property=\"article:published_time\" content=\"",
                "\">",
            ),
            ("<!--", "-->"),
            ("<a href='", "'>more</a>"),
            (
                "<script type=\"application/ld+json\">{\"articleBody\":\"",
                "\"}</script>",
            ),
            ("<table><tr><td>", ""),
        ][random.below(9)];
        let _ = write!(page, "{open}{}{close}", inputs::text(random));
    }
    match random.one_in(3) {
        true => page.into_bytes(),
        false => inputs::damaged(random, page.into_bytes()),
    }
}

pub fn gz_file(random: &mut Random) -> Vec<u8> {
    let inner = json_file(random, true);
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(&inner).expect("a packed file");
    let mut bytes = encoder.finish().expect("a packed file");
    if random.one_in(4) {
        bytes.extend_from_within(..);
    }
    match random.one_in(3) {
        true => bytes,
        false => inputs::damaged(random, bytes),
    }
}

/// An archive of some files, damaged or not.
fn zip_file(random: &mut Random, files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("an entry");
        writer.write_all(bytes).expect("an entry");
    }
    let bytes = writer.finish().expect("an archive").into_inner();
    match random.one_in(3) {
        true => bytes,
        false => inputs::damaged(random, bytes),
    }
}

pub fn archive_file(random: &mut Random) -> Vec<u8> {
    let files = [
        ("a.txt", text_file(random)),
        ("b/c.jsonl", json_file(random, true)),
        ("b/../../d.html", html_file(random)),
        ("e.csv.gz", gz_file(random)),
    ];
    zip_file(random, &files)
}

pub fn docx_file(random: &mut Random) -> Vec<u8> {
    let words = inputs::text(random).replace('<', "&lt;");
    let body = format!("<w:document><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:document>");
    zip_file(random, &[("word/document.xml", body.into_bytes())])
}

pub fn feed_file(random: &mut Random) -> Vec<u8> {
    let mut feed = random
        .pick(&["<rss><channel><title>News</title>", "<feed>", "<rdf:RDF>"])
        .to_owned();
    for _ in 0..random.below(5) {
        let item = random.pick(&["item", "entry"]);
        let part = random.pick(&["description", "content:encoded", "content type='xhtml'"]);
        let name = part.split(' ').next().unwrap_or(part);
        let words = inputs::text(random);
        let _ = write!(
            feed,
            "<{item}><title>{words}</title><{part}><![CDATA[{words}]]>{words}</{name}></{item}>"
        );
    }
    match random.one_in(3) {
        true => feed.into_bytes(),
        false => inputs::damaged(random, feed.into_bytes()),
    }
}

pub fn mail_file(random: &mut Random) -> Vec<u8> {
    let kind = random.pick(&["text/plain", "text/html; charset=koi8-r", "message/rfc822"]);
    let packing = random.pick(&["8bit", "base64", "quoted-printable"]);
    let letter = format!(
        "From: =?utf-8?Q?C=C3=B4te?= <a@example.org>\r\nSubject: =?windows-1252?Q?=93Talks=94?=\r\n\
         Date: Thu, 16 Dec 2021 10:00:00 +0000\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
         --b\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: {packing}\r\n\r\n{}\r\n--b--\r\n",
        inputs::text(random)
    );
    inputs::damaged(random, letter.into_bytes())
}

pub fn warc_file(random: &mut Random) -> Vec<u8> {
    let mut file = Vec::new();
    for number in 0..random.below(4) {
        let body = html_file(random);
        let packing = random.pick(&[
            "",
            "Transfer-Encoding: chunked\r\n",
            "Content-Encoding: gzip\r\n",
        ]);
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{packing}\r\n");
        let header = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n\
             Content-Type: application/http\r\nContent-Length: {}\r\n\r\n",
            answer.len() + body.len()
        );
        file.extend([header.as_bytes(), answer.as_bytes(), &body, b"\r\n\r\n"].concat());
    }
    inputs::damaged(random, file)
}

pub fn zstd_file(random: &mut Random) -> Vec<u8> {
    let mut bytes = compress_to_vec(&json_file(random, true)[..], CompressionLevel::Fastest);
    if random.one_in(4) {
        bytes.extend_from_within(..);
    }
    match random.one_in(3) {
        true => bytes,
        false => inputs::damaged(random, bytes),
    }
}

/// A table in columns, as other programs write it, with wrong bytes: most in the middle of what is right.
pub fn parquet_file(random: &mut Random) -> Vec<u8> {
    const FILES: [&[u8]; 5] = [
        include_bytes!("../../src/document/tests/tables/zstd.parquet"),
        include_bytes!("../../src/document/tests/tables/gzip-prefixes.parquet"),
        include_bytes!("../../src/document/tests/tables/lengths.parquet"),
        include_bytes!("../../src/document/tests/tables/snappy-int96.parquet"),
        include_bytes!("../../src/document/tests/tables/duckdb.parquet"),
    ];
    let mut file = FILES[random.below(FILES.len())].to_vec();
    if random.one_in(4) {
        return inputs::damaged(random, file);
    }
    for _ in 0..1 + random.below(5) {
        let at = random.below(file.len());
        file[at] = match random.below(6) {
            0 => 0,
            1 => 0xff,
            2 => 0x7f,
            3 => 0x80,
            4 => file[at] ^ (1 << random.below(8)),
            _ => random.next() as u8,
        };
    }
    file
}
