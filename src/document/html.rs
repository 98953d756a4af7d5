//! HTML pages: one document per file. The text is the words of the page's article, one paragraph per
//! block; spans point into the text, not into the page.
//!
//! | module | question it answers |
//! | --- | --- |
//! | `tags` | which tags and words does a page have? |
//! | `outline` | which paragraphs does it have, and in which elements are they? |
//! | `article` | which of them are the article? |
//! | `linked_data` | what does the structured data of a page say about its article? |
//!
//! On ten pages (`tests/pages`, measured by the test `pages_give_their_articles`) 98 % of the extracted text
//! is from the article, and all of the article is extracted; on three that were written after the rules, 75 %
//! and all.
//! `dom_smoothie`, a port of Mozilla's Readability, has 88 % and 99.5 % on the ten, and 78 % and 95 % on the three;
//! it needs crates under the MPL, which `deny.toml` does not allow, and 20 seconds to compile.

mod article;
mod linked_data;
mod outline;
mod tags;

use super::encoding::Encoding;
use super::record::Place;
use super::{Document, Item, preamble};
use crate::date::Date;
use linked_data::LinkedData;
use outline::Outline;
pub(crate) use tags::decode;
pub(super) use tags::words;
use tags::{Piece, Tag, append};

/// Reads a page as one document, with warnings before it.
pub(super) fn read(place: &Place, bytes: Result<Vec<u8>, String>) -> Vec<Item> {
    read_as(place, bytes, None)
}

/// Reads a page as [`read`] does; its server may have declared the encoding.
pub(super) fn read_as(
    place: &Place,
    bytes: Result<Vec<u8>, String>,
    declared: Option<Encoding>,
) -> Vec<Item> {
    let declared = |bytes: &[u8]| declared.or_else(|| Encoding::declared(bytes));
    let decoded = match place.text(bytes, declared) {
        Ok(decoded) => decoded,
        Err(error) => return vec![Item::Failed(error)],
    };
    let warning = decoded.warning.map(|warning| place.warn(warning));
    let mut items: Vec<Item> = warning.into_iter().collect();
    let page = Page::of(&decoded.text);
    let text = page.text();
    if text.is_empty() {
        let message = "the page has no text outside its menus; save the article as text";
        items.push(Item::Failed(place.error(message.to_owned())));
        return items;
    }
    let data = page.data;
    let date = page.date.or(data.date).or(page.time);
    items.push(Item::Document(Document {
        id: place.stem.clone(),
        date: date.or_else(|| preamble::day(&text)),
        text,
        title: page.title.or(data.headline).or(page.window_title),
        url: page.url.or(data.url),
        source: page.source.or(data.publisher),
        path: place.path.clone(),
        line: 1,
    }));
    items
}

/// The text of a piece of a page, such as an item of a feed: paragraphs with an empty line between them.
/// Words without tags stay as they are.
pub(super) fn text(piece: &str) -> String {
    if piece.contains('<') {
        return Page::of(piece).text();
    }
    let mut words = String::new();
    append(&mut words, piece);
    words.trim().to_owned()
}

/// The paragraphs of a page, and what it says about itself.
struct Page {
    outline: Outline,
    /// The title for pages that link to it.
    title: Option<String>,
    /// The title of the browser's window.
    window_title: Option<String>,
    date: Option<Date>,
    /// The first `time` in it.
    time: Option<Date>,
    url: Option<String>,
    source: Option<String>,
    data: LinkedData,
}

impl Page {
    fn of(html: &str) -> Page {
        let mut page = Page {
            outline: Outline {
                blocks: Vec::new(),
                elements: Vec::new(),
            },
            title: None,
            window_title: None,
            date: None,
            time: None,
            url: None,
            source: None,
            data: LinkedData::default(),
        };
        page.outline = Outline::of(html, |piece| page.note(piece));
        page
    }

    /// Stores what a piece says about the page.
    fn note(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Words(_) => {}
            Piece::Raw(tag, content) => match tag.name.as_str() {
                "title" if self.window_title.is_none() => {
                    self.window_title = Some(words(content)).filter(|title| !title.is_empty());
                }
                "script" => {
                    let kind = tag.attribute("type").unwrap_or_default();
                    self.data
                        .read(content, kind.to_ascii_lowercase().contains("ld+json"));
                }
                _ => {}
            },
            Piece::Tag(tag) if tag.closes => {}
            Piece::Tag(tag) => match tag.name.as_str() {
                "time" if self.time.is_none() => {
                    let day = tag.attribute("datetime");
                    self.time = day.and_then(|day| preamble::date_of(&day));
                }
                "link" if tag.attribute("rel").is_some_and(|rel| rel == "canonical") => {
                    self.url = tag.attribute("href").or(self.url.take());
                }
                "meta" => self.note_meta(tag),
                _ => {}
            },
        }
    }

    fn note_meta(&mut self, tag: &Tag<'_>) {
        let key = tag
            .attribute("property")
            .or_else(|| tag.attribute("name"))
            .or_else(|| tag.attribute("itemprop"));
        let (Some(key), Some(content)) = (key, tag.attribute("content")) else {
            return;
        };
        match key.to_ascii_lowercase().as_str() {
            "og:title" => self.title = Some(content),
            "og:site_name" => self.source = Some(content),
            "og:url" if self.url.is_none() => self.url = Some(content),
            "article:published_time"
            | "date"
            | "dc.date"
            | "dc.date.issued"
            | "pubdate"
            | "publishdate"
            | "datepublished"
            | "parsely-pub-date" => {
                self.date = preamble::date_of(&content).or(self.date);
            }
            _ => {}
        }
    }

    /// The text of the article; that of the structured data only if the page itself has no running text.
    fn text(&self) -> String {
        match &self.data.body {
            Some(body) if !article::has_running_text(&self.outline) => text(body),
            _ => article::text(&self.outline),
        }
    }
}
