//! Splits a page into tags and words without building a tree, so that only the broken part of a broken page
//! is lost.

use crate::lexicon::lines;
use crate::normalise::space::squeezed;
use std::collections::HashMap;
use std::sync::LazyLock;

const ENTITIES: &str = include_str!("../data/entities.tsv");

static ENTITY: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let pairs = lines(ENTITIES).filter_map(|line| line.split_once('\t'));
    pairs.collect()
});

/// Elements whose content is not HTML.
const RAW: &[&str] = &["script", "style", "textarea", "title"];

/// Longest tag, in bytes.
const LONGEST_TAG: usize = 16 << 10;

/// What a page has next.
pub(super) enum Piece<'h> {
    /// Words between tags, character references as they are.
    Words(&'h str),
    /// A tag.
    Tag(Tag<'h>),
    /// The opening tag of an element whose content is not HTML, and that content.
    Raw(Tag<'h>, &'h str),
}

/// The pieces of a page, in their order.
pub(super) struct Pieces<'h> {
    rest: &'h str,
    /// While more bytes than this are left, there is no ">" in reach, so that each byte is searched once.
    unclosed: usize,
}

impl<'h> Pieces<'h> {
    pub(super) fn of(html: &'h str) -> Pieces<'h> {
        Pieces {
            rest: html,
            unclosed: usize::MAX,
        }
    }
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        loop {
            let open = memchr::memchr(b'<', self.rest.as_bytes()).unwrap_or(self.rest.len());
            if open > 0 {
                let (words, rest) = self.rest.split_at(open);
                self.rest = rest;
                return Some(Piece::Words(words));
            }
            if self.rest.is_empty() {
                return None;
            }
            let tag = (self.rest.len() <= self.unclosed)
                .then(|| next_tag(self.rest))
                .flatten();
            let Some((tag, after)) = tag else {
                if starts_tag(self.rest) && self.rest.len() <= self.unclosed {
                    self.unclosed = self.rest.len().saturating_sub(LONGEST_TAG);
                }
                // A comment, or a "<" that does not start a tag.
                let declaration = declaration(self.rest);
                let (words, rest) = self.rest.split_at(declaration.unwrap_or(1));
                self.rest = rest;
                if declaration.is_none() {
                    return Some(Piece::Words(words));
                }
                continue;
            };
            self.rest = &self.rest[after..];
            if !tag.closes && RAW.contains(&tag.name.as_str()) {
                let end = match tag.name.as_str() {
                    "title" => end_of_title(self.rest),
                    name => end_of_raw(self.rest, name),
                };
                let (content, rest) = self.rest.split_at(end);
                self.rest = rest;
                return Some(Piece::Raw(tag, content));
            }
            return Some(Piece::Tag(tag));
        }
    }
}

/// A tag as it is in the page.
pub(super) struct Tag<'h> {
    /// In lower case.
    pub name: String,
    /// Whether it ends an element.
    pub closes: bool,
    attributes: &'h str,
}

impl Tag<'_> {
    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<String> {
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
                return Some(words(value)).filter(|value| !value.is_empty());
            }
            rest = after;
        }
        None
    }

    /// Whether it has no content, as in XML.
    pub(super) fn closes_itself(&self) -> bool {
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
    // If a quotation mark is not closed, the first ">" ends the tag.
    let reach = &inner.as_bytes()[..inner.len().min(LONGEST_TAG)];
    memchr::memchr(b'>', reach)
}

/// The length in bytes of the declaration or comment that starts here; `None` for a "<" of the text.
fn declaration(html: &str) -> Option<usize> {
    let end = |mark: &str| html.find(mark).map_or(html.len(), |at| at + mark.len());
    if html.starts_with("<!--") {
        Some(end("-->"))
    } else if html.starts_with("<!") || html.starts_with("<?") || html.starts_with("</") {
        Some(end(">"))
    } else {
        None
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

/// Words of a page on one line, character references replaced.
pub(in crate::document) fn words(piece: &str) -> String {
    let mut words = String::new();
    append(&mut words, piece);
    squeezed(&words)
}

/// Position of the end of a title; one that is not closed ends at the next tag.
fn end_of_title(html: &str) -> usize {
    const LONGEST_TITLE: usize = 2_000;
    let mut reach = html.len().min(LONGEST_TITLE);
    while !html.is_char_boundary(reach) {
        reach -= 1;
    }
    let end = end_of_raw(&html[..reach], "title");
    match end < reach || reach == html.len() && !html.contains('<') {
        true => end,
        false => memchr::memchr(b'<', html.as_bytes()).unwrap_or(html.len()),
    }
}

/// Appends words of a page, character references replaced.
pub(in crate::document) fn append(out: &mut String, words: &str) {
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
