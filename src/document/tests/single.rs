//! Feeds, e-mail, word-processor documents, and files that are refused.

use super::containers::archive;
use super::*;

const RSS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Courier &amp; Post</title><link>https://example.org/</link><description>News</description>
<image><title>Logo</title><url>x</url></image>
<item><title>Talks &amp;amp; more</title><link>https://example.org/1</link><guid isPermaLink="false">one</guid>
<pubDate>Thu, 16 Dec 2021 10:00:00 +0000</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>The minister said: &ldquo;No.&rdquo;</p><p>He left.</p>]]></content:encoded>
<media:content url="x"><media:title>A picture</media:title></media:content></item>
<item><title>Second</title><link>https://example.org/2</link><description>Plain words &amp;amp; no
tags &#8211; here.</description></item>
<item><title>Empty</title><link>https://example.org/3</link></item>
</channel></rss>"#;

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title>
<entry><title type="html">Talks &lt;b&gt;fail&lt;/b&gt;</title><id>tag:example.org,2021:1</id>
<link rel="self" href="https://example.org/feed"/><link href="https://example.org/1?a=1&amp;b=2"/>
<updated>2021-12-16T08:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>He said 1 &lt; 2.</p><p>She <b>left</b>.</p></div></content></entry>
</feed>"#;

#[test]
fn feeds_give_a_document_per_item() {
    let files: &[(&str, &[u8])] = &[("a.xml", RSS.as_bytes()), ("b.atom", ATOM.as_bytes())];
    let shown: Vec<String> = documents(files)
        .into_iter()
        .map(|d| {
            let date = d.date.map(|date| date.to_string());
            let parts = [Some(d.id), d.title, date, d.url, d.source, Some(d.text)];
            format!(
                "{}|{}",
                d.line,
                parts.map(Option::unwrap_or_default).join("|")
            )
        })
        .collect();
    assert_eq!(
        shown,
        [
            "5|one|Talks & more|2021-12-16|https://example.org/1|The Courier & Post|The minister said: “No.”\n\nHe left.",
            "9|https://example.org/2|Second||https://example.org/2|The Courier & Post|Plain words & no\ntags – here.",
            "2|tag:example.org,2021:1|Talks fail|2021-12-16|https://example.org/1?a=1&b=2|The Post|He said 1 < 2.\n\nShe left.",
        ]
    );
    assert_eq!(
        messages(files),
        ["error a.xml:11: this item has no text; fetch the page that it links to"]
    );
}

#[test]
fn broken_feeds_are_read_as_far_as_they_go_and_other_xml_as_text() {
    let cut = &RSS[..RSS.find("tags &#8211;").unwrap()];
    let broken = RSS
        .replace(">one<", ">other<")
        .replace("<item><title>Second", "<item a='><![CDATA[<title>Second");
    let deep = format!("<rss><channel><item><description>{}", "<a>".repeat(100_000));
    let files: &[(&str, &[u8])] = &[
        ("a.rss", cut.as_bytes()),
        ("b.rss", broken.as_bytes()),
        ("c.rss", deep.as_bytes()),
        ("d.xml", b"<note>Read.</note>"),
    ];
    let said = messages(files);
    assert_eq!(said.len(), 3, "{said:?}");
    assert_eq!(
        said[0],
        "error a.rss:9: the feed ends within an item that begins here; fetch it again"
    );
    assert!(
        said[1].starts_with("error b.rss:9: this XML is broken ("),
        "{said:?}"
    );
    assert!(
        said[2].starts_with("error c.rss:1: the feed ends within"),
        "{said:?}"
    );
    let ids: Vec<String> = documents(files).into_iter().map(|d| d.id).collect();
    assert_eq!(ids, ["one", "other", "d"]);
    let lines = document(&[("d.xml", b"<note>\nRead.\n</note>")]);
    assert_eq!(lines.line_of(lines.text.len()), 3);
}

#[test]
fn e_mail_is_read_in_its_encoding() {
    let mail = "From: =?utf-8?Q?The_C=C3=B4te_Courier?= <news@courier.example>\r\n\
        Subject: =?windows-1252?Q?Talks_=93fail=94?=\r\nDate: Thu, 16 Dec 2021 23:30:00 -0500\r\n\
        Message-ID: <1@courier.example>\r\nMIME-Version: 1.0\r\n\
        Content-Type: multipart/alternative; boundary=\"b\"\r\n\r\n--b\r\n\
        Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        =93No,=94 the minister said. This line is =\r\nlong.\r\n\r\nHe left.\r\n--b\r\n\
        Content-Type: text/html\r\n\r\n<p>Other</p>\r\n--b--\r\n";
    let page = "From: a@b.example\nSubject: Talks\nContent-Type: text/html; charset=utf-8\n\n<p>One.</p><p>Two.</p>\n";
    let files: &[(&str, &[u8])] = &[
        ("a.eml", mail.as_bytes()),
        ("b.eml", page.as_bytes()),
        ("c.eml", b"\x00\x01no letter"),
        ("d.eml", b"From: a@b.example\nSubject: Talks\n\n"),
        ("e.eml", &mail.as_bytes()[..mail.find("This line").unwrap()]),
    ];
    let read = documents(files);
    assert_eq!(
        read[0].text.trim(),
        "“No,” the minister said. This line is long.\n\nHe left."
    );
    assert_eq!(read[0].title.as_deref(), Some("Talks “fail”"));
    assert_eq!(read[0].source.as_deref(), Some("The Côte Courier"));
    assert_eq!(read[0].date, Some(crate::date::date(2021, 12, 16)));
    assert_eq!(read[0].id, "1@courier.example");
    assert_eq!(
        (read[1].id.as_str(), read[1].text.as_str()),
        ("b", "One.\n\nTwo.")
    );
    assert_eq!(
        messages(files),
        [
            "error c.eml: this is not an e-mail: it has no header lines; name it .txt if it is text",
            "error d.eml: the e-mail has no text; save its attachments and give those",
            "error e.eml: another document already has the id \"1@courier.example\"; give each document its own id",
        ]
    );
}

#[test]
fn an_e_mail_that_is_cut_off_gives_what_is_left_and_a_damaged_one_is_named() {
    let cut = b"From: a@b.example\nSubject: Talks\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n\
        VGhlIG1pbmlzdGVyIHdhcm5lZCBvZiBmbG9vZHMuIEhlIG\n";
    let attached = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n\
        <p>Talks go on.</p>\n--b\nContent-Type: text/plain\nContent-Disposition: attachment\n\nTable\n--b--\n";
    let files: &[(&str, &[u8])] = &[
        ("a.eml", cut),
        ("b.eml", attached),
        (
            "c.eml",
            b" From: a@b.example\nSubject: Talks\n\nTalks go on.\n",
        ),
    ];
    let texts: Vec<String> = documents(files).into_iter().map(|read| read.text).collect();
    assert_eq!(texts, ["The minister warned of floods. He", "Talks go on."]);
    let message = messages(files).concat();
    assert!(
        message.starts_with("error c.eml: the e-mail is damaged: "),
        "{message}"
    );
}

#[test]
fn a_word_processor_document_gives_its_paragraphs() {
    let body = r#"<w:document xmlns:w="x"><w:body><w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Talks</w:t></w:r></w:p>
        <w:p><w:r><w:t xml:space="preserve">The minister said: &#8220;No</w:t></w:r><w:del><w:r><w:delText>, never</w:delText></w:r></w:del>
        <w:r><w:t>.” &amp; left.</w:t><w:br/><w:t>Then</w:t><w:tab/><w:t>home.</w:t></w:r></w:p>
        <w:p/><mc:AlternateContent><mc:Choice><w:p><w:r><w:t>Once.</w:t></w:r></w:p></mc:Choice>
        <mc:Fallback><w:p><w:r><w:t>Once.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:body></w:document>"#;
    let about = "<cp:coreProperties><dc:title>Talks fail</dc:title></cp:coreProperties>";
    let file = archive(&[
        ("word/document.xml", body.as_bytes()),
        ("docProps/core.xml", about.as_bytes()),
    ]);
    let other = archive(&[("content.xml", b"<a/>")]);
    let broken = archive(&[(
        "word/document.xml",
        b"<w:document><w:p><w:t>Cut</w:t></w:p><w:p a='",
    )]);
    let files: &[(&str, &[u8])] = &[
        ("a.docx", &file),
        ("b.docx", &file[..file.len() / 2]),
        ("c.docx", &other),
        ("d.docx", &broken),
    ];
    let read = document(files);
    assert_eq!(
        read.text,
        "Talks\n\nThe minister said: “No.” & left.\nThen\thome.\n\nOnce."
    );
    assert_eq!(read.title.as_deref(), Some("Talks fail"));
    let said = messages(files);
    assert_eq!(
        said[..2],
        [
            "error b.docx: the archive is damaged or truncated; fetch it again",
            "error c.docx: this archive is not a DOCX document; save it as text and give that",
        ]
    );
    assert!(
        said[2].starts_with("error d.docx: the XML in the document is broken ("),
        "{said:?}"
    );
}

#[test]
fn files_that_are_not_text_say_what_they_are() {
    let files: &[(&str, &[u8])] = &[
        (
            "a.pdf",
            b"%PDF-1.4\n1 0 obj << /Length 5 >> stream\nhello\nendstream",
        ),
        ("b.txt", &gzip(b"Packed.")),
        ("c.odt", &archive(&[("content.xml", b"<a/>")])),
        ("d.bin", b"PAR1\x15\x04"),
    ];
    assert_eq!(
        messages(files),
        [
            "error a.pdf: this is a PDF; save its text, for example with pdftotext, and give that",
            "error b.txt: this is compressed with gzip; name it as such (.gz)",
            "error c.odt: this is a zip archive; name it as what it contains (.zip or .docx)",
            "error d.bin: this is a Parquet file; name it as such (.parquet)",
        ]
    );
}
