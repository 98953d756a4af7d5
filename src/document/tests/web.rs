//! Web pages: how much of their article is extracted, and what else.
//!
//! The folder `pages` has pages as news sites write them, with everything around the article. The elements of
//! the article have the attribute `data-a`, which is removed before the page is read.

use super::*;

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The marked elements of a page, as text; headlines are marked and not counted.
fn marked(page: &str) -> (Vec<String>, Vec<String>) {
    let (mut counted, mut headlines) = (Vec::new(), Vec::new());
    for (at, _) in page.match_indices(" data-a>") {
        let start = page[..at].rfind('<').unwrap();
        let name = page[start + 1..at].split(' ').next().unwrap();
        let inner = &page[at + " data-a>".len()..];
        let inner = &inner[..inner.find(&format!("</{name}>")).unwrap()];
        let words = inner
            .split('<')
            .map(|part| part.split_once('>').map_or(part, |(_, words)| words));
        let text = squeezed(&html::words(&words.collect::<String>()));
        match name == "h1" || page[start..at].contains("heading") {
            true => headlines.push(text),
            false => counted.push(text),
        }
    }
    (counted, headlines)
}

/// The share of the text that is from the article, and the share of the article that is in the text, in
/// bytes.
fn measured(page: &str) -> (f64, f64) {
    let (marked, headlines) = marked(page);
    let read = document(&[("page.html", page.replace(" data-a", "").as_bytes())]);
    let paragraphs = read.text.split("\n\n").map(squeezed);
    let paragraphs: Vec<String> = paragraphs.filter(|p| !headlines.contains(p)).collect();
    let (article, text) = (marked.join(" "), paragraphs.join(" "));
    let size = |parts: &[String], within: &str| {
        let parts = parts.iter().filter(|part| within.contains(part.as_str()));
        parts.map(String::len).sum::<usize>() as f64
    };
    (
        size(&paragraphs, &article) / size(&paragraphs, &text),
        size(&marked, &text) / size(&marked, &article),
    )
}

#[test]
fn pages_give_their_articles() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/document/tests/pages");
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    names.sort();
    assert_eq!(names.len(), 13);
    // The last three were written after the rules.
    for (pages, least) in [(&names[..10], 0.97), (&names[10..], 0.74)] {
        let (mut precision, mut recall) = (0.0, 0.0);
        for page in pages {
            let found = measured(&fs::read_to_string(page).unwrap());
            println!("{}: {:.3} {:.3}", page.display(), found.0, found.1);
            precision += found.0 / pages.len() as f64;
            recall += found.1 / pages.len() as f64;
        }
        println!("precision {precision:.3}, recall {recall:.3}");
        assert!(precision >= least, "{precision}");
        assert!(recall > 0.999, "{recall}");
    }
}

#[test]
fn linked_data_fill_in_what_the_page_does_not_say() {
    let data = r#"<title>Talks fail | Courier</title><script type="application/ld+json">{"@context": "https://schema.org", "@graph": [
        {"@type": "Organization", "name": "No"}, {"@type": ["NewsArticle"], "headline": "Talks &amp; more fail", "datePublished": "2022-01-10T08:00:00Z",
        "publisher": {"@type": "Organization", "name": "The Courier"}, "mainEntityOfPage": {"@id": "https://example.org/1"},
        "articleBody": "The minister said no.\n\nHe left."}]}</script>"#;
    let page = format!(
        "{data}<time datetime='2020-01-01'></time><p>The minister said that the talks had failed on Monday.</p>"
    );
    let read = document(&[("a.html", page.as_bytes())]);
    assert_eq!(read.title.as_deref(), Some("Talks & more fail"));
    assert_eq!(read.date, Some(crate::date::date(2022, 1, 10)));
    assert_eq!(read.source.as_deref(), Some("The Courier"));
    assert_eq!(read.url.as_deref(), Some("https://example.org/1"));
    assert_eq!(
        read.text,
        "The minister said that the talks had failed on Monday."
    );
    let empty = format!("{data}<div id=root></div><p>Log in</p>");
    assert_eq!(
        document(&[("a.html", empty.as_bytes())]).text,
        "The minister said no.\n\nHe left."
    );
    let broken = "<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"datePublished\": \"2022-01-10\", </script><p>He left.</p>";
    let read = document(&[("a.html", broken.as_bytes())]);
    assert_eq!(
        (read.date, read.title),
        (Some(crate::date::date(2022, 1, 10)), None)
    );
}

#[test]
fn layouts_are_not_taken_for_what_their_class_says() {
    let article = "<p>The minister said that the talks had failed on Monday.</p>";
    for page in [
        format!(
            "<div class='content has-sidebar'><h2>Talks</h2>{article}</div><div class=sidebar><p>Weather is fine today.</p></div>"
        ),
        format!(
            "<div class='page share-enabled'><h1>Talks</h1>{article}</div><div class=footer><p>{}</p></div>",
            "The terms apply. ".repeat(2)
        ),
    ] {
        let text = document(&[("a.html", page.as_bytes())]).text;
        assert_eq!(
            text,
            "Talks\n\nThe minister said that the talks had failed on Monday."
        );
    }
    // Comments are not the article, however long they are.
    let comments = format!(
        "{article}<div id=comments>{}</div>",
        "<p>I have never heard such a thing in my life.</p>".repeat(50)
    );
    let text = document(&[("a.html", comments.as_bytes())]).text;
    assert_eq!(
        text,
        "The minister said that the talks had failed on Monday."
    );
}

#[test]
fn hostile_pages_are_read_in_linear_time() {
    const MANY: usize = 60_000;
    let words = "<p>The minister said that the talks had failed.";
    for page in [
        "<div>".repeat(MANY),
        format!(
            "{}{}",
            "<div>".repeat(MANY),
            "</span></b></p></x>".repeat(MANY / 3)
        ),
        format!(
            "{}{}",
            "<div class=ad>".repeat(MANY / 2),
            "<h1>".repeat(MANY / 2)
        ),
        "<a href=x><div></a>".repeat(MANY / 2),
        "<p".repeat(MANY),
        "<title>".repeat(MANY / 2),
        "<script>".repeat(MANY / 2),
        format!(
            "<script type=application/ld+json>{}</script>",
            "[".repeat(MANY)
        ),
        "<article><li>".repeat(MANY / 4),
        "&".repeat(MANY),
    ] {
        let page = format!("{words}{page}{words}");
        let begun = std::time::Instant::now();
        let read = items(&[("a.html", page.as_bytes())]);
        assert_eq!(read.len(), 1, "{page:.99}");
        assert!(begun.elapsed().as_secs() < 20, "{page:.99}");
    }
}
