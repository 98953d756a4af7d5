//! The paragraphs of a page and the elements that they are in.

use super::tags::{Piece, Pieces, Tag, append};
use crate::lexicon::rows;
use crate::normalise::space::squeezed;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Elements whose words are not part of an article.
const LEFT_OUT: &[&str] = &[
    "nav", "footer", "aside", "form", "figure", "button", "iframe", "noscript", "template", "svg",
    "select", "dialog", "video", "audio", "object",
];

/// Elements that stay within a paragraph; all others start a new one.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "wbr",
];

/// Elements without content.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track",
];

/// Elements that contain running text.
const TEXTUAL: &[&str] = &["p", "h1", "h2", "h3", "h4", "li", "blockquote"];

/// Elements that end where the next one with the same name begins.
const ENDED_BY_THE_NEXT: &[&str] = &["p", "li", "tr", "td", "th", "dt", "dd", "option"];

/// Elements whose class is ignored, as it is about the whole page.
const NOT_HINTED: &[&str] = &["html", "body", "main", "article"];

/// Maximum bytes of one link that count as link, as one may never be closed.
const LONGEST_LINK: usize = 200;

/// What the class of an element says about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hint {
    /// Readers wrote it.
    Comments,
    /// It is something else that is not part of the article.
    Other,
}

static HINTS: LazyLock<HashMap<&'static str, Hint>> = LazyLock::new(|| {
    let rows = rows(include_str!("../data/page_hints.tsv"));
    let hints = rows.flat_map(|row| {
        let hint = match row.field(0) {
            "comments" => Hint::Comments,
            _ => Hint::Other,
        };
        row.list(1).map(move |word| (word, hint))
    });
    hints.collect()
});

/// A paragraph of a page.
pub(super) struct Block {
    pub words: String,
    /// The innermost element that it is in.
    pub element: usize,
    /// Number of bytes of it that are links.
    pub linked: usize,
    /// Whether it is within `article`.
    pub in_article: bool,
    /// Whether it is in an element that contains running text.
    pub textual: bool,
    /// Whether the page's headline, its first `h1`, has begun.
    pub after_headline: bool,
}

/// An element of a page.
pub(super) struct Element {
    /// The element that it is in, which comes before it; the first one is in itself.
    pub parent: usize,
    /// Whether it can contain the article.
    pub is_container: bool,
    /// Why it is not part of the article, if its class says so.
    pub hint: Option<Hint>,
}

/// The paragraphs and elements of a page, in its order.
pub(super) struct Outline {
    pub blocks: Vec<Block>,
    pub elements: Vec<Element>,
}

impl Outline {
    /// Reads a page, and passes each piece that may say something about it to `note`.
    pub(super) fn of(html: &str, mut note: impl FnMut(&Piece<'_>)) -> Outline {
        let mut open = OpenElements::new();
        for piece in Pieces::of(html) {
            match &piece {
                Piece::Words(words) => open.push(words),
                Piece::Raw(tag, _) => {
                    if open.left_out.is_none() {
                        note(&piece);
                    }
                    if tag.name == "title" {
                        open.end_block();
                    }
                }
                Piece::Tag(tag) if open.is_left_out(tag) => {}
                Piece::Tag(tag) => {
                    note(&piece);
                    match INLINE.contains(&tag.name.as_str()) {
                        true => open.inline(tag),
                        false => open.block(tag),
                    }
                }
            }
        }
        open.end_block();
        open.outline
    }
}

/// The elements that are open while a page is read.
struct OpenElements {
    outline: Outline,
    /// Names and indices of the open elements.
    open: Vec<(String, usize)>,
    /// Number of open elements with each name.
    counts: HashMap<String, usize>,
    /// Indices of the open elements that have a hint.
    hinted: Vec<usize>,
    /// The words of the paragraph that is being read, and how many bytes of them are a link.
    words: String,
    linked: usize,
    /// While a link is open, how many elements were open when it began, and how many more bytes of it count.
    link: Option<(usize, usize)>,
    /// The left-out element that is open, and how many are nested in it.
    left_out: Option<(String, usize)>,
    articles: usize,
    textual: bool,
    after_headline: bool,
}

impl OpenElements {
    fn new() -> OpenElements {
        let root = Element {
            parent: 0,
            is_container: true,
            hint: None,
        };
        OpenElements {
            outline: Outline {
                blocks: Vec::new(),
                elements: vec![root],
            },
            open: Vec::new(),
            counts: HashMap::new(),
            hinted: Vec::new(),
            words: String::new(),
            linked: 0,
            link: None,
            left_out: None,
            articles: 0,
            textual: false,
            after_headline: false,
        }
    }

    /// Adds words to the paragraph.
    fn push(&mut self, words: &str) {
        if self.left_out.is_some() {
            return;
        }
        let before = self.words.len();
        append(&mut self.words, words);
        if let Some((_, room)) = &mut self.link {
            let counted = (self.words.len() - before).min(*room);
            *room -= counted;
            self.linked += counted;
        }
    }

    /// Whether a tag is within an element that is left out.
    fn is_left_out(&mut self, tag: &Tag<'_>) -> bool {
        let Some((name, depth)) = &mut self.left_out else {
            return false;
        };
        if tag.name == *name {
            *depth = if tag.closes { *depth - 1 } else { *depth + 1 };
        }
        if *depth == 0 {
            self.left_out = None;
        }
        true
    }

    fn inline(&mut self, tag: &Tag<'_>) {
        if tag.name == "a" {
            self.link = (!tag.closes).then_some((self.open.len(), LONGEST_LINK));
        }
    }

    fn block(&mut self, tag: &Tag<'_>) {
        self.end_block();
        let name = tag.name.as_str();
        match name {
            "article" if tag.closes => self.articles = self.articles.saturating_sub(1),
            "article" => self.articles += 1,
            _ if LEFT_OUT.contains(&name) => {
                if !tag.closes && !tag.closes_itself() {
                    self.left_out = Some((tag.name.clone(), 1));
                }
                return;
            }
            _ if TEXTUAL.contains(&name) => self.textual = !tag.closes,
            _ => {}
        }
        if tag.closes {
            self.close(name);
        } else if !VOID.contains(&name) && !tag.closes_itself() {
            self.start(tag);
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let name = tag.name.as_str();
        // A paragraph ends where another element begins.
        let ended = |open: &str| open == "p" || open == name && ENDED_BY_THE_NEXT.contains(&name);
        if let Some(last) = self
            .open
            .last()
            .map(|(last, _)| last.clone())
            .filter(|last| ended(last))
        {
            self.close(&last);
        }
        if matches!(name, "h1" | "main") {
            // An element that contains the headline is not something else.
            for element in self.hinted.drain(..) {
                self.outline.elements[element].hint = None;
            }
            self.after_headline |= name == "h1";
        }
        let element = self.outline.elements.len();
        let hint = hint(tag).filter(|_| !NOT_HINTED.contains(&name));
        self.outline.elements.push(Element {
            parent: self.element(),
            is_container: !TEXTUAL.contains(&name) && !matches!(name, "ul" | "ol" | "dl"),
            hint,
        });
        if hint.is_some() {
            self.hinted.push(element);
        }
        *self.counts.entry(tag.name.clone()).or_default() += 1;
        self.open.push((tag.name.clone(), element));
    }

    /// Ends an element and those open within it; does nothing if none with the name is open.
    fn close(&mut self, name: &str) {
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            return;
        }
        while let Some((last, element)) = self.open.pop() {
            if let Some(count) = self.counts.get_mut(&last) {
                *count -= 1;
            }
            self.hinted.pop_if(|hinted| *hinted == element);
            if last == name {
                break;
            }
        }
        self.link.take_if(|(depth, _)| self.open.len() < *depth);
    }

    /// The innermost element that is open.
    fn element(&self) -> usize {
        self.open.last().map_or(0, |(_, element)| *element)
    }

    fn end_block(&mut self) {
        let words = squeezed(&self.words);
        if !words.is_empty() {
            self.outline.blocks.push(Block {
                linked: self.linked.min(words.len()),
                words,
                element: self.element(),
                in_article: self.articles > 0,
                textual: self.textual,
                after_headline: self.after_headline,
            });
        }
        self.words.clear();
        self.linked = 0;
    }
}

/// What the class, id, role or label of an element says about it.
fn hint(tag: &Tag<'_>) -> Option<Hint> {
    let values = ["class", "id", "role", "aria-label"].map(|name| tag.attribute(name));
    values.into_iter().flatten().find_map(|value| {
        let mut word = String::new();
        let mut after_small = false;
        // "jp-relatedPosts" has the words "jp", "related" and "posts"
        for c in value.chars().chain([' ']) {
            if !c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && after_small {
                if let Some(hint) = HINTS.get(word.as_str()) {
                    return Some(*hint);
                }
                word.clear();
            }
            after_small = c.is_ascii_lowercase();
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase());
            }
        }
        None
    })
}
