//! Records of tables and JSON from other programs.

use super::*;

/// The items that are read with options: documents as "id|title|date|url|source|text", and messages.
fn shown(name: &str, bytes: &[u8], options: &Options) -> Vec<String> {
    let folder = folder(&[(name, bytes)]);
    let prefix = format!("{}/", folder.path().display());
    let items = read_with(&[folder.path().to_path_buf()], options);
    let shown = items.map(|item| match item {
        Item::Document(d) => {
            let date = d.date.map(|date| date.to_string());
            [Some(d.id), d.title, date, d.url, d.source, Some(d.text)]
                .map(Option::unwrap_or_default)
                .join("|")
        }
        Item::Failed(error) => error.to_string().replace(&prefix, ""),
        Item::Warning(warning) => warning.to_string().replace(&prefix, ""),
    });
    shown.collect()
}

fn with(fields: &[&str]) -> Options {
    let paths = fields.iter().map(|field| field.parse().unwrap());
    paths.fold(Options::default(), Options::with_field)
}

#[test]
fn usual_names_are_known_in_tables_and_json() {
    let row = "7|Talks fail|2021-12-16|https://example.org/7|Courier|They left.";
    for (name, file) in [
        (
            "a.csv",
            "article_id,Headline,body,published,Link,publisher\n7,Talks fail,They left.,2021-12-16,https://example.org/7,Courier\n",
        ),
        (
            "a.csv",
            "doc id;Web Title;Content;pub_date;web_url;newspaper\n7;Talks fail;They left.;16.12.2021;https://example.org/7;Courier\n",
        ),
        (
            "a.csv",
            "_id|title|Full-Text|Date Published|permalink|site_name\n7|Talks fail|They left.|16 Dec 2021|https://example.org/7|Courier\n",
        ),
        (
            "a.tsv",
            "identifier\tarticle_title\tarticle_text\tdate_publish\turl\tdomain\n7\tTalks fail\tThey left.\t1639612800\thttps://example.org/7\tCourier\n",
        ),
        (
            "a.jsonl",
            r#"{"guid": "7", "webTitle": "Talks fail", "bodyText": "They left.", "webPublicationDate": "2021-12-16T08:00:00Z", "webUrl": "https://example.org/7", "publication": "Courier"}"#,
        ),
        (
            "a.jsonl",
            r#"{"_id": 7, "headline": {"main": "Talks fail"}, "maintext": "They left.", "pub_date": 1639612800000, "uri": "https://example.org/7", "source": {"id": null, "name": "Courier"}}"#,
        ),
        (
            "a.json",
            r#"{"uuid": "7", "name": "Talks fail", "articleBody": "They left.", "datePublished": "Thu, 16 Dec 2021 10:00:00 +0000", "link": "https://example.org/7", "publisher": {"name": "Courier"}}"#,
        ),
    ] {
        assert_eq!(
            shown(name, file.as_bytes(), &Options::default()),
            [row],
            "{file}"
        );
    }
}

#[test]
fn a_field_s_own_name_comes_before_all_others() {
    let lines = r#"{"text": "One.", "body": "Two.", "title": "T", "headline": "H", "date": "2021-12-16", "published": "2020-01-01"}
{"text": "", "body": "Two.", "summary": "Three."}
{"text": "Four.", "date": "", "published": "2020-01-01", "pub_date": "2020-01-02"}
{"content": "Five.", "body": "Five.", "published": "2020-01-01T10:00Z", "pub_date": "1 Jan 2020", "updated": "2020-02-02"}
{"text": "Six.", "time": "10:00", "heading": "H", "subject": "S"}"#;
    assert_eq!(
        shown("a.jsonl", lines.as_bytes(), &Options::default()),
        [
            "a:1|T|2021-12-16|||One.",
            "a:2|||||Two.",
            "a:3|||||Four.",
            "a:4||2020-01-01|||Five.",
            "a:5|||||Six.",
        ]
    );
}

#[test]
fn two_good_candidates_are_an_error_that_names_them_and_says_what_to_do() {
    let table = b"content,body,published\nOne.,Two.,2020-01-01\n";
    let wrong = "the columns \"content\" and \"body\" can both be the text; choose one, as in --field text=content";
    assert_eq!(
        shown("a.csv", table, &Options::default()),
        [format!("a.csv:1: {wrong}")]
    );
    assert_eq!(
        shown("a.csv", table, &with(&["text=BODY"])),
        ["a:2||2020-01-01|||Two."]
    );
    let line = br#"{"text": "One.", "published": "2020-01-01", "pub_date": "2020-01-02"}"#;
    assert_eq!(
        shown("a.jsonl", line, &Options::default()),
        [
            "a.jsonl:1: the fields \"published\" and \"pub_date\" can both be the date; choose one, as in --field date=published"
        ]
    );
    assert_eq!(
        shown("a.jsonl", line, &with(&["date=pub_date"])),
        ["a:1||2020-01-02|||One."]
    );
}

#[test]
fn nested_fields_are_read_where_the_caller_says() {
    let lines = r#"{"fields": {"body": "One.", "id": 3}, "text": "No.", "tags": [{"webTitle": "Courier"}]}
{"fields": {}, "text": "No."}"#;
    let options = with(&["text=fields.body", "id=fields.id", "source=tags.0.webTitle"]);
    assert_eq!(
        shown("a.jsonl", lines.as_bytes(), &options),
        [
            "3||||Courier|One.",
            "a.jsonl:2: no field \"fields.body\" (found \"fields\", \"text\"); see --field",
        ]
    );
    assert_eq!(
        shown("a.csv", b"id,text\n1,One.\n", &with(&["title=name"])),
        [
            "a.csv:1: no column \"name\" in the header line, which has \"id\", \"text\"; correct --field title=name"
        ]
    );
}

#[test]
fn dates_are_read_in_the_given_format() {
    let table = "text,date\nOne.,02/06/2025\nTwo.,2025-06-02\nThree.,06/25\n";
    let options = Options::default().with_date_format("%d/%m/%Y".parse().unwrap());
    assert_eq!(
        shown("a.csv", table.replace(',', ";").as_bytes(), &options),
        [
            "a:2||2025-06-02|||One.",
            "a:3||2025-06-02|||Two.",
            "a.csv:4: cannot parse the date \"06/25\", so it is left out; write it as 2021-12-16 or use --date-format",
            "a:4|||||Three.",
        ]
    );
    for wrong in ["%H:%M", "%Q", "day", "", "%Y-%m", "%d/%m/%y %"] {
        assert!(wrong.parse::<DateFormat>().is_err(), "{wrong}");
    }
    for right in [
        "%s",
        "%d %B %Y",
        "%A, %d %b %Y %H:%M:%S %z",
        "%Y%j",
        "%m/%d/%y",
    ] {
        assert!(right.parse::<DateFormat>().is_ok(), "{right}");
    }
}

#[test]
fn the_share_of_the_input_read_grows_within_a_file() {
    let line = format!("{{\"text\": \"{}\"}}\n", "All is well. ".repeat(20_000));
    let folder = folder(&[("all.jsonl", line.repeat(4).as_bytes())]);
    let mut reader = read(&[folder.path().to_path_buf()]);
    assert_eq!(reader.share(), 0.0);
    let mut shares = Vec::new();
    while reader.next().is_some() {
        shares.push(reader.share());
    }
    assert_eq!(shares.len(), 4);
    assert!(shares.is_sorted() && shares[0] < 0.5, "{shares:?}");
    assert_eq!(shares[3], 1.0);
}
