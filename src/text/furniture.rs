//! What belongs to the page and not to the article: buttons, credits, links to other articles.

use crate::document::dates;
use crate::lexicon::rows;
use std::collections::HashSet;
use std::sync::LazyLock;

const TABLE: &str = include_str!("data/furniture.tsv");

/// Longest line, in words, that may be furniture because of its start.
const LONGEST: usize = 14;
/// Longest line, in bytes, that may be furniture.
const LONGEST_BYTES: usize = 160;
/// Longest part of a breadcrumb line, in words.
const LONGEST_CRUMB: usize = 3;

struct Table {
    whole: HashSet<&'static str>,
    /// How a line starts, and what else is in it.
    starts: Vec<(&'static str, &'static str)>,
    tails: Vec<&'static str>,
}

static FURNITURE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table {
        whole: HashSet::new(),
        starts: Vec::new(),
        tails: Vec::new(),
    };
    for row in rows(TABLE) {
        let words = row.field(1);
        match row.field(0) {
            "whole" => drop(table.whole.insert(words)),
            "start" => (table.starts).push(words.split_once(" … ").unwrap_or((words, ""))),
            "tail" => table.tails.push(words),
            _ => {}
        }
    }
    table
});

/// Whether a line, given without white space around it, is page furniture.
pub(super) fn is_furniture(line: &str) -> bool {
    if line.len() > LONGEST_BYTES {
        return is_address(line);
    }
    if !line.contains(char::is_alphanumeric) {
        return true;
    }
    if is_address(line)
        || is_breadcrumb(line)
        || is_bracketed_credit(line)
        || dates::of_line(line).is_some()
    {
        return true;
    }
    let lower = line.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric() && c != '©' && c != '(');
    let words = || bare.split_whitespace().count();
    let starts = |(start, later): &(&str, &str)| starts_with(bare, start) && bare.contains(later);
    FURNITURE.whole.contains(bare.trim_start_matches('('))
        || FURNITURE.starts.iter().any(starts) && words() <= LONGEST
}

/// Where page furniture at the end of a paragraph starts: "… on Monday. (IMAGE: AP)". The length of
/// `paragraph` if there is none.
pub(super) fn tail_start(paragraph: &str) -> usize {
    let mut end = paragraph.trim_end().len();
    // There may be several in a row.
    for _ in 0..3 {
        let Some(open) = last_bracket(&paragraph[..end]) else {
            break;
        };
        if !is_bracketed_credit(&paragraph[open..end]) {
            break;
        }
        end = paragraph[..open].trim_end().len();
    }
    if end == paragraph.trim_end().len() {
        paragraph.len()
    } else {
        end
    }
}

/// Position of the opening bracket of the closing one that `text` ends with.
fn last_bracket(text: &str) -> Option<usize> {
    let text = text.trim_end_matches('.');
    let open = match text.as_bytes().last()? {
        b')' => b'(',
        b']' => b'[',
        _ => return None,
    };
    let from = text.len().saturating_sub(LONGEST_BYTES);
    text.as_bytes()[from..]
        .iter()
        .rposition(|&byte| byte == open)
        .map(|at| from + at)
}

/// "(IMAGE: AP)", "[With inputs from agencies]"
fn is_bracketed_credit(text: &str) -> bool {
    if !text.starts_with(['(', '[']) || !text.trim_end_matches('.').ends_with([')', ']']) {
        return false;
    }
    let inner = text.trim_matches(|c: char| !c.is_alphanumeric());
    if inner.len() > LONGEST_BYTES {
        return false;
    }
    let lower = inner.to_lowercase();
    FURNITURE.tails.iter().any(|tail| starts_with(&lower, tail))
}

/// Whether `text` starts with `words` and no letter follows them.
fn starts_with(text: &str, words: &str) -> bool {
    text.strip_prefix(words)
        .is_some_and(|rest| !rest.starts_with(char::is_alphabetic) || words.ends_with(' '))
}

/// A line that is only a web address.
fn is_address(line: &str) -> bool {
    let scheme = line.starts_with("http://") || line.starts_with("https://");
    !line.contains(char::is_whitespace)
        && (scheme || line.starts_with("www.") || line.starts_with("pic.twitter.com/"))
}

/// "News / Russia", "Home > World > Europe"
fn is_breadcrumb(line: &str) -> bool {
    [" / ", " > ", " » ", " › ", " | "].iter().any(|separator| {
        line.contains(separator)
            && line.split(separator).all(|part| {
                let words = part.split_whitespace().count();
                (1..=LONGEST_CRUMB).contains(&words)
                    && part
                        .trim()
                        .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                    && !part.ends_with(['.', '?', '!', '"', '”'])
            })
    })
}
