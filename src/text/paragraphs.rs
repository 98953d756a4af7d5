//! Where paragraphs start and end, and what they are for.

use super::furniture;
use super::markup;
use super::parts::ParagraphKind;
use crate::document::{Document, preamble};
use crate::span::Span;

/// A paragraph and the part of it that is words of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// The whole paragraph, without surrounding white space.
    pub span: Span,
    /// The same without list or heading marks before it and page furniture after it; may be empty.
    pub words: Span,
    pub kind: ParagraphKind,
    /// Whether it is an item of a list or a row of a table, and so not a headline.
    item: bool,
}

/// Maximum words of a headline.
const HEADLINE_WORDS: usize = 16;
/// Maximum words of a headline that is the first line of a text.
const FIRST_LINE_WORDS: usize = 25;
/// Number of paragraphs at the start of a text that are checked for a transcript.
const FIRST_TURNS: usize = 4;
/// Maximum words of the name before a colon.
const LABEL_WORDS: usize = 8;
/// Longest line, in bytes, of text that was wrapped by hand.
const WRAPPED_LINE: usize = 120;

/// The paragraphs of a document in order, and the spans of markup within them.
pub(super) fn paragraphs(document: &Document) -> (Vec<Block>, Vec<Span>) {
    let text = document.text.as_str();
    let markdown = document.is_markdown();
    let body = preamble::read(text).body_start;
    let mut reader = Reader {
        text,
        markdown,
        wrapped: markdown || is_wrapped(&text[body..]),
        blocks: Vec::new(),
        open: false,
        quoted: false,
        skips: Vec::new(),
    };
    let mut fences = Fences::default();
    let mut at = body;
    for line in text[body..].split_inclusive('\n') {
        let span = trimmed(text, at, at + line.len());
        at += line.len();
        if fences.contains(span.of(text), &text[at..]) {
            reader.skip_line(span);
        } else {
            reader.line(span);
        }
    }
    let Reader {
        mut blocks, skips, ..
    } = reader;
    classify(text, &mut blocks);
    (blocks, markup::merge(skips))
}

/// Code between lines of "```" or "~~~".
#[derive(Default)]
struct Fences {
    /// The mark that ends the current code.
    open: Option<&'static str>,
    /// Marks that are never closed, and so open no code.
    unclosed: Vec<&'static str>,
}

impl Fences {
    /// Whether `line`, which `rest` follows, is code or the fence around it.
    fn contains(&mut self, line: &str, rest: &str) -> bool {
        if let Some(mark) = self.open {
            if line.starts_with(mark) {
                self.open = None;
            }
            return true;
        }
        let Some(mark) = ["```", "~~~"]
            .into_iter()
            .find(|mark| line.starts_with(mark))
        else {
            return false;
        };
        let language = line.trim_start_matches(['`', '~']);
        if !language.chars().all(|c| c.is_alphanumeric() || c == '-')
            || self.unclosed.contains(&mark)
        {
            return false;
        }
        if rest.lines().any(|line| line.trim_start().starts_with(mark)) {
            self.open = Some(mark);
        } else {
            self.unclosed.push(mark);
        }
        self.open.is_some()
    }
}

/// What the line after a block may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum NextLine {
    /// It may continue the paragraph.
    MayContinue,
    /// It starts a block of its own.
    Starts,
}

/// Gathers lines into paragraphs.
struct Reader<'a> {
    text: &'a str,
    markdown: bool,
    /// Whether a paragraph continues over single line breaks.
    wrapped: bool,
    blocks: Vec<Block>,
    /// Whether the next line may belong to the last block.
    open: bool,
    /// Whether the last line was a Markdown block quote.
    quoted: bool,
    skips: Vec<Span>,
}

impl Reader<'_> {
    fn push(&mut self, span: Span, words: Span, kind: ParagraphKind, next: NextLine) {
        let item = words.of(self.text).starts_with('|');
        self.blocks.push(Block {
            span,
            words,
            kind,
            item,
        });
        self.open = next == NextLine::MayContinue && self.wrapped;
    }

    /// Adds a line without words of the article.
    fn skip_line(&mut self, span: Span) {
        if span.start < span.end {
            let none = Span::new(span.end, span.end);
            self.push(span, none, ParagraphKind::Furniture, NextLine::Starts);
        }
    }

    fn line(&mut self, span: Span) {
        let text = self.text;
        let content = span.of(text);
        if content.is_empty() {
            self.open = false;
            self.quoted = false;
            return;
        }
        if self.rule_or_underline(span) {
            return;
        }
        let mut words = span;
        let quoted = content.starts_with("> ") || self.markdown && content.starts_with('>');
        if quoted {
            let inner = content.trim_start_matches(['>', ' ', '\t']);
            words = Span::new(span.end - inner.len(), span.end);
            if words.start == words.end {
                self.open = false;
                return;
            }
        }
        let continues = self.open && quoted == self.quoted;
        self.quoted = quoted;
        if let Some(marker) = markup::heading_marker(words.of(text)) {
            let title = words.of(text)[marker..].trim_end_matches([' ', '#']);
            let start = words.start + marker;
            let title = Span::new(start, start + title.len());
            self.push(span, title, ParagraphKind::Headline, NextLine::Starts);
            self.inline(title);
            return;
        }
        let marker = markup::list_marker(words.of(text), self.markdown);
        if marker > 0 {
            words.start += marker;
            self.push(span, words, ParagraphKind::Body, NextLine::MayContinue);
            if let Some(last) = self.blocks.last_mut() {
                last.item = true;
            }
        } else if furniture::is_furniture(words.of(text)) {
            self.push(
                span,
                Span::new(span.end, span.end),
                ParagraphKind::Furniture,
                NextLine::Starts,
            );
            return;
        } else if continues && let Some(last) = self.blocks.last_mut() {
            if quoted {
                self.skips.push(Span::new(span.start, words.start));
            }
            last.span.end = span.end;
            last.words.end = span.end;
        } else {
            self.push(span, words, ParagraphKind::Body, NextLine::MayContinue);
        }
        self.inline(words);
    }

    /// Skips Markdown marks within a line.
    fn inline(&mut self, words: Span) {
        let content = words.of(self.text);
        if self.markdown || content.contains("](") || content.contains("**") {
            markup::inline(self.text, words, self.markdown, &mut self.skips);
        }
    }

    /// Handles rules (`---`), table rules and the underlines of Markdown headings.
    fn rule_or_underline(&mut self, span: Span) -> bool {
        let content = span.of(self.text);
        let rule = content.bytes().all(|b| {
            matches!(
                b,
                b'-' | b'=' | b'_' | b'*' | b'|' | b':' | b' ' | b'~' | b'+'
            )
        });
        if !rule || content.len() < 3 {
            return false;
        }
        let underline = content.bytes().all(|b| b == b'=') || content.bytes().all(|b| b == b'-');
        if self.markdown
            && self.open
            && underline
            && let Some(last) = self.blocks.last_mut()
        {
            last.span.end = span.end;
            last.kind = ParagraphKind::Headline;
            self.open = false;
        } else {
            self.skip_line(span);
        }
        true
    }
}

/// Distinguishes headlines and furniture tails from running text.
fn classify(text: &str, blocks: &mut [Block]) {
    let mut first = true;
    let many = blocks.len() > 1;
    // "Ann Lee: Is it safe? ⏎ Bo Holm: It is.": a transcript has no headline in its first turn
    let lines = blocks.iter().take(FIRST_TURNS);
    let spoken = lines.filter(|b| is_labelled(b.words.of(text))).count() > 1;
    for block in blocks.iter_mut() {
        if block.kind == ParagraphKind::Furniture {
            continue;
        }
        let words = block.words.of(text);
        let tail = furniture::tail_start(words);
        if tail < words.len() {
            block.words.end = block.words.start + tail;
        }
        if block.words.start >= block.words.end {
            block.words = Span::new(block.span.end, block.span.end);
            block.kind = ParagraphKind::Furniture;
            continue;
        }
        if block.kind == ParagraphKind::Body
            && !block.item
            && (is_headline(block.words.of(text))
                || first && many && !spoken && is_first_headline(block.words.of(text)))
        {
            block.kind = ParagraphKind::Headline;
        }
        first = false;
    }
    // Short lines among the furniture after the article are furniture too.
    let Some(last) = blocks.iter().rposition(|b| b.kind == ParagraphKind::Body) else {
        return;
    };
    let after = &mut blocks[last + 1..];
    let Some(furniture) = after.iter().position(|b| is_page_line(b, text)) else {
        return;
    };
    for block in &mut after[furniture..] {
        block.words = Span::new(block.span.end, block.span.end);
        block.kind = ParagraphKind::Furniture;
    }
}

/// Furniture that is words, not a rule or code.
fn is_page_line(block: &Block, text: &str) -> bool {
    let line = block.span.of(text);
    block.kind == ParagraphKind::Furniture
        && line.contains(char::is_alphabetic)
        && furniture::is_furniture(line)
}

/// A short line without a mark that ends a sentence.
fn is_headline(line: &str) -> bool {
    line.len() < 200
        && !line.contains('\n')
        && line.split_whitespace().count() <= HEADLINE_WORDS
        && !line
            .trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', '“'])
            .ends_with([
                '.', '!', '?', '…', ':', ',', ';', '。', '！', '？', '؟', '।', '—', '-',
            ])
}

/// Whether the first line of a text is a headline: it has no full stop, or most of its long words are
/// capitalised.
fn is_first_headline(line: &str) -> bool {
    let words = line.split_whitespace().count();
    if words > FIRST_LINE_WORDS || line.contains('\n') || is_spoken(line) {
        return false;
    }
    let long = || line.split_whitespace().filter(|word| word.len() > 3);
    let capitals = long()
        .filter(|word| word.contains(|c: char| c.is_uppercase()))
        .count();
    let stop = line
        .trim_end_matches(['"', '”', '’', '\''])
        .ends_with(['.', ':', ',', ';']);
    !stop || capitals * 5 >= long().count() * 4
}

/// A name, a colon and words that end like a sentence: "Ann Lee (Lab): Do you agree?"
fn is_labelled(line: &str) -> bool {
    let capital = |word: &str| {
        word.starts_with(|c: char| !c.is_lowercase()) || matches!(word, "of" | "the" | "for")
    };
    line.ends_with(['.', '?', '!'])
        && line.split_once(':').is_some_and(|(name, words)| {
            !words.trim().is_empty()
                && name.split_whitespace().count() <= LABEL_WORDS
                && name.split_whitespace().all(capital)
        })
}

/// A line of a transcript: "SMITH: Do you agree?"
fn is_spoken(line: &str) -> bool {
    line.ends_with(['.', '?', '!'])
        && line.split_once(": ").is_some_and(|(name, _)| {
            name.contains(char::is_uppercase) && !name.contains(char::is_lowercase)
        })
}

/// Whether the lines of `text` were broken by hand within paragraphs: most line breaks between two
/// lines of a block come after a line without a final mark and before a lower-case letter.
fn is_wrapped(text: &str) -> bool {
    let mut breaks = 0usize;
    let mut soft = 0usize;
    let mut before = "";
    for line in text.lines().take(2_000) {
        let line = line.trim();
        if line.len() > WRAPPED_LINE * 2 {
            return false;
        }
        if !line.is_empty() && !before.is_empty() {
            breaks += 1;
            let runs_on = before.len() >= 30 && !before.ends_with(['.', '!', '?', ':', '"', '”']);
            soft += usize::from(runs_on && !line.starts_with(|c: char| c.is_uppercase()));
        }
        before = line;
    }
    breaks >= 2 && soft * 3 >= breaks
}

/// The bytes from `start` to `end` without white space around them.
fn trimmed(text: &str, start: usize, end: usize) -> Span {
    let line = &text[start..end];
    let space = super::characters::is_space;
    let left = line.len() - line.trim_start_matches(space).len();
    let right = line.trim_end_matches(space).len();
    if left >= right {
        Span::new(start, start)
    } else {
        Span::new(start + left, start + right)
    }
}
