//! What comes before the text of an article in its file: front matter, header lines, a date.

use super::dates;
use crate::date::Date;

/// What the lines before an article say about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preamble<'t> {
    /// Headline.
    pub title: Option<&'t str>,
    /// Day of publication.
    pub date: Option<Date>,
    /// Address.
    pub url: Option<&'t str>,
    /// Publisher.
    pub source: Option<&'t str>,
    /// Identifier.
    pub id: Option<&'t str>,
    /// Byte at which the article itself starts; nothing before it is part of a sentence.
    pub body_start: usize,
}

/// Maximum number of lines of front matter.
const LONGEST: usize = 60;

/// Reads what comes before the article in `text`: Markdown front matter between lines of `---`, or
/// lines such as `title: …` and `date: …` up to an empty line, or ` date 2021-12-16 ` on the first
/// line.
///
/// ```
/// let text = "---\ntitle: Talks open\ndate: 2022-01-10\n---\nDiplomats met.";
/// let preamble = dixit::document::preamble::read(text);
/// assert_eq!(preamble.title, Some("Talks open"));
/// assert_eq!(&text[preamble.body_start..], "Diplomats met.");
/// ```
pub fn read(text: &str) -> Preamble<'_> {
    let start = text.len()
        - text
            .trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n'])
            .len();
    let rest = &text[start..];
    front_matter(rest)
        .or_else(|| header_lines(rest))
        .or_else(|| dated_start(rest))
        .map(|mut preamble| {
            preamble.body_start += start;
            preamble
        })
        .unwrap_or_default()
}

/// The day of an article, from the lines before it, or else from those around it: a dateline, or a line with
/// only a date.
pub fn day(text: &str) -> Option<Date> {
    read(text).date.or_else(|| dates::of_text(text))
}

fn front_matter(text: &str) -> Option<Preamble<'_>> {
    let mut lines = text.split_inclusive('\n');
    let opening = lines.next()?;
    if opening.trim_end() != "---" {
        return None;
    }
    let mut preamble = Preamble {
        body_start: opening.len(),
        ..Preamble::default()
    };
    for line in lines.take(LONGEST) {
        preamble.body_start += line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some(preamble);
        }
        if let Some((key, value)) = line.split_once(':') {
            preamble.set(key, value);
        }
    }
    None
}

fn header_lines(text: &str) -> Option<Preamble<'_>> {
    let mut preamble = Preamble::default();
    let mut known = 0;
    for line in text.split_inclusive('\n').take(LONGEST) {
        let content = line.trim();
        if content.is_empty() {
            preamble.body_start += line.len();
            break;
        }
        let (key, value) = content.split_once(':')?;
        if !preamble.set(key, value) {
            return None;
        }
        known += 1;
        preamble.body_start += line.len();
    }
    // A single line "Source: …" may be part of the article.
    (known > 1 || known == 1 && preamble.date.is_some()).then_some(preamble)
}

fn dated_start(text: &str) -> Option<Preamble<'_>> {
    let rest = text.strip_prefix("date")?;
    let rest = rest.strip_prefix(':').unwrap_or(rest);
    let value = rest.trim_start_matches([' ', '\t']);
    let end = value.find(char::is_whitespace).unwrap_or(value.len());
    let date = date_of(&value[..end])?;
    Some(Preamble {
        date: Some(date),
        body_start: text.len() - value.len() + end,
        ..Preamble::default()
    })
}

impl<'t> Preamble<'t> {
    /// Sets a field; `false` if the key is not known.
    fn set(&mut self, key: &str, value: &'t str) -> bool {
        let value = value.trim();
        let value = value
            .strip_prefix('"')
            .and_then(|v| v.strip_suffix('"'))
            .or_else(|| value.strip_prefix('\'').and_then(|v| v.strip_suffix('\'')))
            .unwrap_or(value);
        let given = (!value.is_empty()).then_some(value);
        match key.trim().to_ascii_lowercase().as_str() {
            "title" | "headline" => self.title = given,
            "date" | "published" | "pubdate" | "posted" | "issued" | "date published" => {
                self.date = date_of(value);
            }
            "url" | "link" | "permalink" => self.url = given,
            "source" | "publisher" | "outlet" | "site" => self.source = given,
            "id" => self.id = given,
            "author" | "authors" | "byline" | "tags" | "language" | "lang" | "section" => {}
            _ => return false,
        }
        true
    }
}

/// The day that `value` starts with, as ISO 8601 writes it: "2021-12-16", "2021-12-16T08:00Z",
/// "20211216", "20211216080000"; or that it is, in words: "Thursday, 16 December 2021, 11:05".
pub fn date_of(value: &str) -> Option<Date> {
    iso_date(value).or_else(|| dates::day_of(value))
}

fn iso_date(value: &str) -> Option<Date> {
    let value = value.trim();
    let day = value.get(..10).filter(|day| day.as_bytes()[4] == b'-');
    if let Some(day) = day {
        let ends = value[10..]
            .chars()
            .next()
            .is_none_or(|c| !c.is_ascii_digit());
        return ends.then(|| day.parse().ok()).flatten();
    }
    let day = value.get(..8)?;
    let rest = &value[8..];
    let clock = rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_digit());
    let ends = rest.is_empty() || rest.starts_with('T') || clock;
    let digits = day.bytes().all(|b| b.is_ascii_digit());
    (ends && digits).then(|| day.parse().ok()).flatten()
}
