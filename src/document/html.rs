//! HTML pages: one document per file. The text is the words of the page's article, one paragraph per
//! block; spans point into the text, not into the page.
//!
//! Tags are read as they come, without building a tree: broken pages cost nothing but their broken
//! part. Navigation, scripts, forms, captions and the like are left out by their elements' names.

use super::{Document, Item, ReadError, Warning, bytes, files, preamble};
use crate::lexicon::lines;
use crate::normalise::space::squeezed;
use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

const ENTITIES: &str = include_str!("data/entities.tsv");

static ENTITY: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let pairs = lines(ENTITIES).filter_map(|line| line.split_once('\t'));
    pairs.collect()
});

/// Elements whose words are not part of an article.
const LEFT_OUT: &[&str] = &[
    "nav", "footer", "aside", "form", "figure", "button", "iframe", "noscript", "template", "svg",
    "select", "dialog", "video", "audio", "object",
];

/// Elements whose content is not HTML.
const RAW: &[&str] = &["script", "style", "textarea"];

/// Elements that stay within a paragraph; all others start a new one.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// Elements that contain running text.
const TEXTUAL: &[&str] = &["p", "h1", "h2", "h3", "h4", "li", "blockquote"];

/// Longest tag, in bytes.
const LONGEST_TAG: usize = 16 << 10;

/// Reads a page as one document, with warnings before it.
pub(super) fn read(path: &Path) -> Vec<Item> {
    let fail = |message: String| {
        Item::Failed(ReadError {
            id: files::stem(path),
            path: Some(path.to_path_buf()),
            line: None,
            message,
        })
    };
    let decoded = match bytes::read_whole(path).and_then(bytes::decode) {
        Ok(decoded) => decoded,
        Err(message) => return vec![fail(message)],
    };
    let mut items = Vec::new();
    if decoded.replaced > 0 {
        items.push(Item::Warning(Warning {
            path: Some(path.to_path_buf()),
            line: None,
            message: bytes::replaced_message(decoded.replaced),
        }));
    }
    let page = Page::of(&decoded.text);
    let text = page.text();
    if text.is_empty() {
        items.push(fail(
            "the page has no text outside its menus; save the article as text".to_owned(),
        ));
        return items;
    }
    items.push(Item::Document(Document {
        id: files::stem(path),
        date: page.date.or_else(|| preamble::day(&text)),
        text,
        title: page.title,
        url: page.url,
        source: page.source,
        path: Some(path.to_path_buf()),
        line: 1,
    }));
    items
}

/// The contents of a page.
#[derive(Default)]
struct Page {
    title: Option<String>,
    date: Option<crate::date::Date>,
    url: Option<String>,
    source: Option<String>,
    blocks: Vec<Block>,
}

/// A paragraph of a page.
struct Block {
    words: String,
    /// Whether it is within `article`.
    in_article: bool,
    /// Whether it is in an element that contains running text.
    textual: bool,
}

/// A tag as it is in the page.
struct Tag<'h> {
    /// In small letters.
    name: String,
    closes: bool,
    attributes: &'h str,
}

impl Page {
    fn of(html: &str) -> Page {
        let mut page = Page::default();
        let mut block = String::new();
        // The left-out element that is open, and how often it is.
        let mut left_out: Option<(String, usize)> = None;
        let (mut articles, mut textual, mut in_title) = (0usize, false, false);
        let mut rest = html;
        // While more bytes than this are left, no ">" is in reach: each byte is searched once.
        let mut unclosed = usize::MAX;
        loop {
            let open = memchr::memchr(b'<', rest.as_bytes()).unwrap_or(rest.len());
            if left_out.is_none() {
                append(&mut block, &rest[..open]);
            }
            if open == rest.len() {
                break;
            }
            rest = &rest[open..];
            let tag = (rest.len() <= unclosed).then(|| next_tag(rest)).flatten();
            let Some((tag, after)) = tag else {
                if starts_tag(rest) && rest.len() <= unclosed {
                    unclosed = rest.len().saturating_sub(LONGEST_TAG);
                }
                // A comment, or a "<" that starts no tag.
                let (skipped, is_text) = skip_declaration(rest);
                if is_text && left_out.is_none() {
                    block.push('<');
                }
                rest = &rest[skipped..];
                continue;
            };
            rest = &rest[after..];
            if let Some((name, depth)) = &mut left_out {
                if tag.name == *name {
                    *depth = if tag.closes { *depth - 1 } else { *depth + 1 };
                }
                if *depth == 0 {
                    left_out = None;
                }
                continue;
            }
            if !tag.closes && RAW.contains(&tag.name.as_str()) {
                let end = end_of_raw(rest, &tag.name);
                page.date = page.date.or_else(|| structured_date(&rest[..end]));
                rest = &rest[end..];
                continue;
            }
            if INLINE.contains(&tag.name.as_str()) {
                if tag.name == "time" && page.date.is_none() {
                    page.date = tag
                        .attribute("datetime")
                        .and_then(|d| preamble::date_of(&d));
                }
                continue;
            }
            if in_title && page.title.is_none() {
                page.title = Some(squeezed(&block)).filter(|title| !title.is_empty());
                block.clear();
            }
            page.push(&mut block, articles > 0, textual);
            in_title = tag.name == "title" && !tag.closes;
            match tag.name.as_str() {
                "meta" | "link" => page.note(&tag),
                "article" if tag.closes => articles = articles.saturating_sub(1),
                "article" => articles += 1,
                name if LEFT_OUT.contains(&name) && !tag.closes && !tag.closes_itself() => {
                    left_out = Some((tag.name.clone(), 1));
                }
                name if TEXTUAL.contains(&name) => textual = !tag.closes,
                _ => {}
            }
        }
        page.push(&mut block, articles > 0, textual);
        page
    }

    /// Ends a paragraph.
    fn push(&mut self, block: &mut String, in_article: bool, textual: bool) {
        let words = squeezed(block);
        block.clear();
        if !words.is_empty() {
            self.blocks.push(Block {
                words,
                in_article,
                textual,
            });
        }
    }

    /// Notes what a `meta` or `link` tag says about the page.
    fn note(&mut self, tag: &Tag<'_>) {
        if tag.name == "link" {
            if tag.attribute("rel").is_some_and(|rel| rel == "canonical") {
                self.url = tag.attribute("href").or(self.url.take());
            }
            return;
        }
        let key = tag.attribute("property").or_else(|| tag.attribute("name"));
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

    /// The paragraphs of the article: of `article` where there is one, and of paragraph elements
    /// where there are some.
    fn text(&self) -> String {
        let in_article = self.blocks.iter().any(|b| b.in_article && b.textual);
        let textual = self.blocks.iter().any(|b| b.textual);
        let words: Vec<&str> = self
            .blocks
            .iter()
            .filter(|b| (b.in_article || !in_article) && (b.textual || !textual))
            .map(|b| b.words.as_str())
            .collect();
        words.join("\n\n")
    }
}

impl Tag<'_> {
    /// The value of an attribute.
    fn attribute(&self, name: &str) -> Option<String> {
        let mut rest = self.attributes;
        while let Some(equals) = rest.find('=') {
            let key = rest[..equals].trim_end();
            let key = key.rsplit(|c: char| c.is_whitespace()).next().unwrap_or("");
            let value = rest[equals + 1..].trim_start();
            let (value, after) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let inner = &value[1..];
                    let end = inner.find(quote).unwrap_or(inner.len());
                    (&inner[..end], inner.get(end + 1..).unwrap_or(""))
                }
                _ => {
                    let end = value.find(char::is_whitespace).unwrap_or(value.len());
                    (&value[..end], &value[end..])
                }
            };
            if key.eq_ignore_ascii_case(name) {
                let mut decoded = String::new();
                append(&mut decoded, value);
                return Some(squeezed(&decoded)).filter(|value| !value.is_empty());
            }
            rest = after;
        }
        None
    }

    fn closes_itself(&self) -> bool {
        self.attributes.ends_with('/')
    }
}

/// The tag that `html` starts with, and the byte after it.
fn next_tag(html: &str) -> Option<(Tag<'_>, usize)> {
    if !starts_tag(html) {
        return None;
    }
    let inner = html.strip_prefix('<')?;
    let closes = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    let end = tag_end(inner)?;
    let body = &inner[..end];
    let name_end = body
        .find(|c: char| c.is_whitespace() || c == '/')
        .unwrap_or(body.len());
    let tag = Tag {
        name: body[..name_end].to_ascii_lowercase(),
        closes,
        attributes: &body[name_end..],
    };
    Some((tag, html.len() - inner.len() + end + 1))
}

/// Whether `html` starts with "<" or "</" and a letter.
fn starts_tag(html: &str) -> bool {
    let mut bytes = html.bytes();
    let (first, second, third) = (bytes.next(), bytes.next(), bytes.next());
    let letter = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphabetic());
    first == Some(b'<') && (letter(second) || second == Some(b'/') && letter(third))
}

/// Position of the ">" that ends a tag; one between quotation marks does not.
fn tag_end(inner: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in inner.bytes().enumerate().take(LONGEST_TAG) {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), byte) if open == byte => quote = None,
            _ => {}
        }
    }
    // There is a quotation mark too many: the first ">" is taken.
    let reach = &inner.as_bytes()[..inner.len().min(LONGEST_TAG)];
    memchr::memchr(b'>', reach)
}

/// How many bytes to pass over at a "<" that starts no tag, and whether it is a word of the text.
fn skip_declaration(html: &str) -> (usize, bool) {
    let end = |mark: &str| html.find(mark).map_or(html.len(), |at| at + mark.len());
    if html.starts_with("<!--") {
        (end("-->"), false)
    } else if html.starts_with("<!") || html.starts_with("<?") || html.starts_with("</") {
        (end(">"), false)
    } else {
        (1, true)
    }
}

/// Where the end tag of the raw element `name` starts.
fn end_of_raw(html: &str, name: &str) -> usize {
    memchr::memmem::find_iter(html.as_bytes(), "</")
        .find(|&at| {
            html.get(at + 2..at + 2 + name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name))
        })
        .unwrap_or(html.len())
}

/// The day after `"datePublished":` in structured data.
fn structured_date(script: &str) -> Option<crate::date::Date> {
    const KEY: &str = "\"datePublished\"";
    let value = &script[script.find(KEY)? + KEY.len()..];
    let value = value.trim_start().strip_prefix(':')?.trim_start();
    preamble::date_of(value.strip_prefix('"')?.split('"').next()?)
}

/// Appends words of a page, character references replaced.
fn append(out: &mut String, words: &str) {
    const LONGEST_REFERENCE: usize = 10;
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let end = rest
            .bytes()
            .take(LONGEST_REFERENCE)
            .position(|byte| byte == b';');
        let decoded = end.and_then(|end| Some((decode(rest.get(..end)?)?, end)));
        match decoded {
            Some((text, end)) => {
                out.push_str(&text);
                rest = &rest[end + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
}

/// The character of a reference such as "amp", "#8217" or "#x2019".
pub(crate) fn decode(reference: &str) -> Option<String> {
    let Some(number) = reference.strip_prefix('#') else {
        return ENTITY.get(reference).map(|text| (*text).to_owned());
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code).map(String::from)
}
