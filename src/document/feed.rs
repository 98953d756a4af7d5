//! Feeds: RSS and Atom, one document per item. Other XML is read as plain text.

use super::encoding::Encoding;
use super::files::Format;
use super::record::Place;
use super::{Document, Item, html, plain, preamble};
use crate::date::Date;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Reads an XML file, with warnings before its documents.
pub(super) fn read(place: &Place, bytes: Result<Vec<u8>, String>) -> Vec<Item> {
    let decoded = match place.text(bytes, Encoding::declared) {
        Ok(decoded) => decoded,
        Err(error) => return vec![Item::Failed(error)],
    };
    if !is_feed(&decoded.text) {
        return plain::items(place, Format::Plain, decoded);
    }
    let warning = decoded.warning.map(|warning| place.warn(warning));
    let mut items: Vec<Item> = warning.into_iter().collect();
    items.extend(Feed::of(&decoded.text, place).items);
    items
}

/// Whether the root of an XML file is that of a feed.
fn is_feed(xml: &str) -> bool {
    let root = xml
        .split('<')
        .skip(1)
        .find(|tag| tag.starts_with(|c: char| c.is_alphabetic()));
    let name = root.and_then(|tag| tag.split(|c: char| c.is_whitespace() || c == '>').next());
    matches!(name, Some("rss" | "feed" | "atom:feed" | "rdf:RDF"))
}

/// What an item says about an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Title,
    Link,
    Id,
    Date,
    Content,
    Summary,
    Source,
}

impl Part {
    fn named(name: &str) -> Option<Part> {
        Some(match name.strip_prefix("atom:").unwrap_or(name) {
            "title" => Part::Title,
            "link" => Part::Link,
            "guid" | "id" => Part::Id,
            "pubDate" | "dc:date" | "published" | "updated" => Part::Date,
            "content:encoded" | "content" => Part::Content,
            "description" | "summary" => Part::Summary,
            "source" => Part::Source,
            _ => return None,
        })
    }
}

/// A part of an item that is being read.
struct Open {
    part: Part,
    words: String,
    depth: usize,
    /// Whether its elements are markup, as in Atom's `type="xhtml"`; otherwise its words may contain markup.
    is_markup: bool,
    is_plain: bool,
}

/// An item that is being read.
#[derive(Default)]
struct Article {
    depth: usize,
    line: usize,
    title: Option<String>,
    url: Option<String>,
    id: Option<String>,
    date: Option<Date>,
    content: Option<String>,
    summary: Option<String>,
    source: Option<String>,
}

/// What has been read of a feed.
struct Feed<'p> {
    place: &'p Place,
    items: Vec<Item>,
    /// How many elements are open, and how many are open at the feed's title.
    depth: usize,
    title_depth: usize,
    title: Option<String>,
    article: Option<Article>,
    open: Option<Open>,
}

impl Feed<'_> {
    fn of<'p>(xml: &str, place: &'p Place) -> Feed<'p> {
        let mut feed = Feed {
            place,
            items: Vec::new(),
            depth: 0,
            title_depth: 3,
            title: None,
            article: None,
            open: None,
        };
        let mut reader = Reader::from_str(xml);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let (mut line, mut counted) = (1, 0);
        loop {
            let at = usize::try_from(reader.buffer_position()).unwrap_or(counted);
            let passed = xml.as_bytes().get(counted..at).unwrap_or_default();
            line += memchr::memchr_iter(b'\n', passed).count();
            counted = counted.max(at);
            match reader.read_event() {
                Ok(Event::Start(tag)) => feed.start(&tag, line),
                Ok(Event::Empty(tag)) => {
                    feed.start(&tag, line);
                    feed.end(tag.name().as_ref());
                }
                Ok(Event::End(tag)) => feed.end(tag.name().as_ref()),
                Ok(Event::Text(words)) => feed.push(&words.into_inner()),
                Ok(Event::CData(words)) => feed.push(&words.into_inner()),
                Ok(Event::GeneralRef(reference)) => feed.refer(&reference),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                Err(error) => {
                    let message = format!(
                        "this XML is broken ({error}), so the rest of it is not read; fetch it again"
                    );
                    feed.fail(line, message);
                    return feed;
                }
            }
        }
        if let Some(article) = &feed.article {
            let message = "the feed ends within an item that begins here; fetch it again";
            feed.fail(article.line, message.to_owned());
        }
        feed
    }

    fn fail(&mut self, line: usize, message: String) {
        let place = Place {
            line,
            ..self.place.clone()
        };
        self.items.push(place.fail(message));
    }

    fn start(&mut self, tag: &BytesStart<'_>, line: usize) {
        self.depth += 1;
        let name = tag.name();
        let name: &str = name.as_ref();
        if let Some(open) = &mut self.open {
            if open.is_markup {
                open.words.extend(["<", name, ">"]);
            }
            return;
        }
        let Some(article) = &mut self.article else {
            match name.strip_prefix("atom:").unwrap_or(name) {
                "feed" => self.title_depth = 2,
                "item" | "entry" => {
                    self.article = Some(Article {
                        depth: self.depth,
                        line,
                        ..Article::default()
                    });
                }
                "title" if self.depth == self.title_depth => self.begin(Part::Title, tag),
                _ => {}
            }
            return;
        };
        if self.depth != article.depth + 1 {
            return;
        }
        match Part::named(name) {
            Some(Part::Link) if attribute(tag, "href").is_some() => {
                let is_page = attribute(tag, "rel").is_none_or(|rel| rel == "alternate");
                if is_page && article.url.is_none() {
                    article.url = attribute(tag, "href");
                }
            }
            Some(part) => self.begin(part, tag),
            None => {}
        }
    }

    fn begin(&mut self, part: Part, tag: &BytesStart<'_>) {
        let kind = attribute(tag, "type");
        self.open = Some(Open {
            part,
            words: String::new(),
            depth: self.depth,
            is_markup: kind.as_deref() == Some("xhtml"),
            is_plain: kind.as_deref() == Some("text"),
        });
    }

    fn push(&mut self, words: &str) {
        if let Some(open) = &mut self.open {
            open.words.push_str(words);
        }
    }

    fn refer(&mut self, reference: &BytesRef<'_>) {
        if let Some(open) = &mut self.open {
            let name: &str = reference;
            match html::decode(name) {
                Some(character) if !open.is_markup => open.words.push_str(&character),
                _ => open.words.extend(["&", name, ";"]),
            }
        }
    }

    fn end(&mut self, name: &str) {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        if let Some(open) = self.open.as_mut().filter(|open| depth > open.depth) {
            if open.is_markup {
                open.words.extend(["</", name, ">"]);
            }
            return;
        }
        if let Some(open) = self.open.take() {
            self.close(open);
        }
        if let Some(article) = self.article.take_if(|article| depth <= article.depth) {
            let item = self.item(article);
            self.items.push(item);
        }
    }

    /// Stores a part that has been read.
    fn close(&mut self, open: Open) {
        let words = open.words.trim();
        if words.is_empty() {
            return;
        }
        let Some(article) = &mut self.article else {
            self.title = self.title.take().or_else(|| Some(html::text(words)));
            return;
        };
        let plain = || match open.is_plain {
            true => words.to_owned(),
            false => html::text(words),
        };
        let (field, value) = match open.part {
            Part::Title => (&mut article.title, plain()),
            Part::Link => (&mut article.url, words.to_owned()),
            Part::Id => (&mut article.id, words.to_owned()),
            Part::Content => (&mut article.content, plain()),
            Part::Summary => (&mut article.summary, plain()),
            Part::Source => (&mut article.source, plain()),
            Part::Date => {
                article.date = article.date.or_else(|| self.place.options.day(words));
                return;
            }
        };
        if field.is_none() && !value.is_empty() {
            *field = Some(value);
        }
    }

    /// The document of an item.
    fn item(&self, article: Article) -> Item {
        let place = Place {
            line: article.line,
            ..self.place.clone()
        };
        let id = article
            .id
            .or_else(|| article.url.clone())
            .unwrap_or_else(|| place.made_id());
        let Some(text) = article.content.or(article.summary) else {
            let message = "this item has no text; fetch the page that it links to";
            return place.fail_as(id, message.to_owned());
        };
        Item::Document(Document {
            id,
            title: article.title,
            date: article.date.or_else(|| preamble::day(&text)),
            url: article.url,
            source: article.source.or_else(|| self.title.clone()),
            path: place.path.clone(),
            line: place.line,
            text,
        })
    }
}

/// The value of an attribute.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.html_attributes().flatten();
    let attribute = attributes.find(|attribute| attribute.key.as_ref() == name)?;
    Some(html::words(&attribute.value))
}
