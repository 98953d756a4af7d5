//! Which paragraphs of a page are its article.
//!
//! Paragraphs that are mostly links, and elements whose class marks them as something else, are left out. If
//! the page has `article` or `p`, only these count. The article is the innermost element that has nearly all
//! of the running text that is left.

use super::outline::{Block, Hint, Outline};

/// A paragraph with fewer bytes than this is not running text.
const SHORT: usize = 25;
/// One with this many is, even without a full stop.
const LONG: usize = 80;
/// The share of the running text, in per cent, and the number of its paragraphs that an element must have to
/// contain the article.
const NEARLY_ALL: usize = 75;
const MIN_PARAGRAPHS: usize = 2;
/// The share, in per cent, that something other than the article cannot have.
const MAX_BESIDE: usize = 60;

/// The text of the article: its paragraphs with an empty line between them.
pub(super) fn text(outline: &Outline) -> String {
    let is_kind = kind(outline);
    let left_out = left_out(outline);
    let is_candidate = |block: &&Block| {
        is_kind(block) && !left_out[block.element] && 2 * block.linked <= block.words.len()
    };
    let candidates: Vec<&Block> = outline.blocks.iter().filter(is_candidate).collect();
    let (first, last) = main_element(outline, &candidates);
    // A summary may come between the headline and the article.
    let is_summary =
        |block: &Block| block.element < first && block.after_headline && is_running(block);
    let within = |block: &&&Block| (first..=last).contains(&block.element) || is_summary(block);
    let chosen = candidates.iter().filter(within);
    let chosen: Vec<&str> = chosen.map(|block| block.words.as_str()).collect();
    if !chosen.is_empty() {
        return chosen.join("\n\n");
    }
    // If everything looks like something else, everything may be the article.
    let all = outline.blocks.iter().filter(|block| is_kind(block));
    let all: Vec<&str> = all.map(|block| block.words.as_str()).collect();
    all.join("\n\n")
}

/// Whether a page has running text where an article can be.
pub(super) fn has_running_text(outline: &Outline) -> bool {
    let is_kind = kind(outline);
    let left_out = left_out(outline);
    let mut blocks = outline.blocks.iter();
    blocks.any(|block| is_kind(block) && !left_out[block.element] && is_running(block))
}

/// Whether a paragraph counts: only those within `article` if there is one, and only those in paragraph
/// elements if there are any.
fn kind(outline: &Outline) -> impl Fn(&Block) -> bool {
    let in_article = outline.blocks.iter().any(|b| b.in_article && b.textual);
    let textual = outline.blocks.iter().any(|b| b.textual);
    move |b| (b.in_article || !in_article) && (b.textual || !textual)
}

/// Which elements are left out because of their class or that of one they are in. An element with most of a
/// page's running text is kept whatever its class says, unless readers wrote it.
fn left_out(outline: &Outline) -> Vec<bool> {
    let is_kind = kind(outline);
    let blocks: Vec<&Block> = outline
        .blocks
        .iter()
        .filter(|block| is_kind(block))
        .collect();
    let running = Running::of(outline, &blocks);
    let mut left_out: Vec<bool> = Vec::with_capacity(outline.elements.len());
    for (place, element) in outline.elements.iter().enumerate() {
        let counts = match element.hint {
            None => false,
            Some(Hint::Comments) => true,
            Some(Hint::Other) => 100 * running.bytes[place] < MAX_BESIDE * running.bytes[0],
        };
        left_out.push(counts || place > 0 && left_out[element.parent]);
    }
    left_out
}

/// Whether a paragraph has sentences and few links.
fn is_running(block: &Block) -> bool {
    let words = block.words.as_str();
    let ends = words.ends_with(['.', '!', '?', '”', '"', '’', ':']);
    (words.len() >= LONG || words.len() >= SHORT && ends) && 3 * block.linked < words.len()
}

/// The running text of each element of a page.
struct Running {
    bytes: Vec<usize>,
    paragraphs: Vec<usize>,
    /// The last element within each.
    last: Vec<usize>,
}

impl Running {
    fn of(outline: &Outline, blocks: &[&Block]) -> Running {
        let elements = &outline.elements;
        let mut running = Running {
            bytes: vec![0; elements.len()],
            paragraphs: vec![0; elements.len()],
            last: (0..elements.len()).collect(),
        };
        for block in blocks.iter().filter(|block| is_running(block)) {
            running.bytes[block.element] += block.words.len();
            running.paragraphs[block.element] += 1;
        }
        // Elements come after those that they are in.
        for place in (1..elements.len()).rev() {
            let parent = elements[place].parent;
            running.bytes[parent] += running.bytes[place];
            running.paragraphs[parent] += running.paragraphs[place];
            running.last[parent] = running.last[parent].max(running.last[place]);
        }
        running
    }
}

/// The element that contains the article, as the range from its first to its last element.
fn main_element(outline: &Outline, candidates: &[&Block]) -> (usize, usize) {
    let running = Running::of(outline, candidates);
    let mut main = 0;
    for (place, element) in outline.elements.iter().enumerate().skip(1) {
        let has_nearly_all = 100 * running.bytes[place] >= NEARLY_ALL * running.bytes[0]
            && running.paragraphs[place] >= MIN_PARAGRAPHS;
        let is_within = (main..=running.last[main]).contains(&place);
        if element.is_container && has_nearly_all && is_within {
            main = place;
        }
    }
    (main, running.last[main])
}
