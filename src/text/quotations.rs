//! Which quotation marks belong together.
//!
//! Marks are paired within a paragraph by their shape and by the white space around them. The
//! outermost pair counts; marks within it belong to the quotation's text.

use super::characters::{is_opening_bracket, is_quote};
use super::lexicon;
use super::parts::{Paragraph, Quotation, QuoteState, Token};
use super::per_token::PerToken;
use super::token_id::{TokenId, TokenRange};
use super::written;
use crate::span::Span;
use std::ops::Range;

/// Finds the quotations of a document whose tokens and paragraphs are known, and writes
/// [`Token::quote`]. `tokens_of` has the tokens of each paragraph. Linear in the number of tokens.
pub(super) fn quotations(
    text: &str,
    paragraphs: &[Paragraph],
    tokens_of: &[Range<TokenId>],
    tokens: &mut PerToken<Token>,
) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    let mut marks: Vec<Mark> = Vec::new();
    // The unclosed quotation of the previous paragraph, and its family of marks.
    let mut pending: Option<(usize, Family)> = None;
    for (number, (paragraph, range)) in paragraphs.iter().zip(tokens_of).enumerate() {
        if range.is_empty() {
            continue;
        }
        collect(text, tokens, range.clone(), paragraph.span, &mut marks);
        let reopened_next = tokens_of[number + 1..]
            .iter()
            .find(|next| !next.is_empty())
            .is_some_and(|next| opens_with_single(text, tokens, next.start));
        let first = found.len();
        // "… in March. ⏎ Nobody came.”": the quotation was not reopened, but it is closed
        let runs_on = pending.is_some_and(|(_, family)| {
            marks.first().is_some_and(|mark| {
                mark.closes && !mark.opens && mark.family == family && family != Family::Single
            })
        });
        if runs_on {
            found.push(Quotation {
                tokens: range.start..marks[0].token + 1,
                closed: true,
                continues: pending.map(|(earlier, _)| earlier),
                speech: true,
            });
        }
        let rest = &marks[usize::from(runs_on)..];
        let unclosed = pair(rest, range.clone(), reopened_next, &mut found);
        if let Some((earlier, family)) = pending
            && !runs_on
        {
            let reopened = found.get_mut(first).filter(|quotation| {
                quotation.tokens.start == range.start
                    && marks
                        .first()
                        .is_some_and(|mark| mark.family.is_confused_with(family))
            });
            match reopened {
                Some(quotation) => quotation.continues = Some(earlier),
                None => end_before_report(text, tokens, &mut found[earlier]),
            }
        }
        for quotation in &mut found[first..] {
            quotation.speech =
                quotation.continues.is_some() || is_speech(text, tokens, quotation, range.clone());
            write_states(quotation, tokens);
        }
        pending = unclosed;
    }
    if let Some((last, _)) = pending {
        end_before_report(text, tokens, &mut found[last]);
    }
    found
}

/// Longest report after a quotation that was never closed, in tokens.
const LONGEST_REPORT: usize = 14;

/// “We tested it twice, [said engineer Holm.]: an unclosed quotation ends with the comma before a report that
/// starts or ends with a verb of speech.
fn end_before_report(text: &str, tokens: &mut PerToken<Token>, quotation: &mut Quotation) {
    let range = quotation.tokens.clone();
    let word = |i: TokenId| tokens[i].span.of(text);
    let Some(stop) = range.end.checked_sub(1).filter(|i| word(*i) == ".") else {
        return;
    };
    let from = stop.saturating_sub(LONGEST_REPORT).max(range.start + 1);
    let starts_report = |comma: &TokenId| {
        let (first, last) = (*comma + 1, stop - 1);
        let named = |i: TokenId| {
            let word = word(i);
            word.starts_with(char::is_uppercase) || matches!(word, "he" | "she" | "they")
        };
        let is_verb = |i: TokenId| lexicon::reports_speech(word(i));
        first < last
            && word(*comma) == ","
            && (is_verb(first) && named(last) || is_verb(last) && (first..last).each().any(named))
    };
    if let Some(comma) = (from..stop).each().rev().find(starts_report) {
        quotation.tokens.end = comma + 1;
        for token in &mut tokens[comma + 1..range.end] {
            token.quote = QuoteState::Outside;
        }
    }
}

/// Marks of one family open and close each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// " and ''
    Straight,
    /// “ ” „ ‟
    Curly,
    /// ' ‘ ’ ‚ ‛ `
    Single,
    /// « » ‹ ›
    Angle,
    /// 「 」
    Corner,
}

impl Family {
    fn is_double(self) -> bool {
        matches!(self, Family::Straight | Family::Curly)
    }

    /// Whether writers confuse the two.
    fn is_confused_with(self, other: Family) -> bool {
        self == other || self.is_double() && other.is_double()
    }
}

/// A quotation mark among the tokens, and which way it can face.
#[derive(Debug, Clone, Copy)]
struct Mark {
    token: TokenId,
    family: Family,
    opens: bool,
    closes: bool,
    /// Whether a single mark may be the apostrophe of a plural genitive.
    genitive: bool,
}

/// Gathers the marks among the tokens of `range`.
fn collect(
    text: &str,
    tokens: &PerToken<Token>,
    range: Range<TokenId>,
    paragraph: Span,
    marks: &mut Vec<Mark>,
) {
    marks.clear();
    for token in range.each() {
        marks.extend(mark_at(text, tokens, token, range.end, paragraph));
    }
}

/// The quotation mark at a token, if it is one; the characters around it decide which way it faces.
fn mark_at(
    text: &str,
    tokens: &PerToken<Token>,
    token: TokenId,
    end: TokenId,
    paragraph: Span,
) -> Option<Mark> {
    let span = tokens[token].span;
    let word = span.of(text);
    // Marks are one to four bytes; two single ones make a double.
    let (c, length) = written::first(word).filter(|(c, _)| is_quote(*c))?;
    let double = word == "''" || word == "``";
    if word.len() != length && !double {
        return None;
    }
    let around = Around::of(text, span, paragraph);
    let by_space = around.mark(token);
    let opening = |family| Mark {
        token,
        family,
        opens: true,
        closes: false,
        genitive: false,
    };
    let closing = |family| Mark {
        opens: false,
        closes: true,
        ..opening(family)
    };
    Some(match c {
        '"' => by_space,
        _ if double => by_space,
        '“' => Mark {
            // „German“ closes with what opens “English”.
            closes: by_space.closes && !by_space.opens,
            ..opening(Family::Curly)
        },
        '„' | '‟' => opening(Family::Curly),
        '”' => Mark {
            // ”Swedish” opens with what closes “English”.
            opens: by_space.opens && !by_space.closes,
            ..closing(Family::Curly)
        },
        '«' | '‹' => Mark {
            closes: by_space.closes && !by_space.opens,
            ..opening(Family::Angle)
        },
        '»' | '›' => Mark {
            opens: by_space.opens && !by_space.closes,
            ..closing(Family::Angle)
        },
        '「' | '『' => opening(Family::Corner),
        '」' | '』' => closing(Family::Corner),
        _ => Mark {
            genitive: around.before.is_some_and(|b| b == 's' || b == 'S')
                && word_follows(text, tokens, token, end),
            ..around.single(c, by_space)
        },
    })
}

/// What is around a mark within its paragraph.
struct Around {
    before: Option<char>,
    after: Option<char>,
    /// Whether no word ends directly before it.
    open_before: bool,
    quote_before: bool,
    word_after: bool,
    space_after: bool,
}

impl Around {
    fn of(text: &str, span: Span, paragraph: Span) -> Around {
        let before = text[..span.start]
            .chars()
            .next_back()
            .filter(|_| span.start > paragraph.start);
        let after = text[span.end..]
            .chars()
            .next()
            .filter(|_| span.end < paragraph.end);
        let open_before = before.is_none_or(|b| {
            b.is_whitespace()
                || is_opening_bracket(b)
                || matches!(b, '—' | '–' | '-' | '/' | '=' | '*' | '_')
        });
        // He said:"We go."
        let colon_before = before == Some(':') && after.is_some_and(char::is_alphanumeric);
        Around {
            before,
            after,
            open_before: open_before || colon_before,
            quote_before: before.is_some_and(is_quote),
            word_after: after.is_some_and(|a| !a.is_whitespace() && !is_trailing(a)),
            space_after: after.is_none_or(|a| a.is_whitespace() || is_trailing(a)),
        }
    }

    /// A mark that looks the same on both sides.
    fn mark(&self, token: TokenId) -> Mark {
        let quote_after = self.after.is_some_and(is_quote);
        Mark {
            token,
            family: Family::Straight,
            opens: (self.open_before || self.quote_before) && (self.word_after || quote_after),
            closes: !self.open_before && (self.space_after || !self.quote_before || quote_after),
            genitive: false,
        }
    }

    /// A single mark, which may be an apostrophe.
    fn single(&self, c: char, by_space: Mark) -> Mark {
        // the '90s
        let elided = self.after.is_some_and(|a| a.is_ascii_digit());
        Mark {
            family: Family::Single,
            opens: (self.open_before || self.quote_before)
                && self.word_after
                && !(elided && c != '‘')
                && c != '’'
                && c != '´',
            closes: !self.open_before && self.space_after && c != '‘' && c != '`',
            ..by_space
        }
    }
}

fn word_follows(text: &str, tokens: &PerToken<Token>, token: TokenId, end: TokenId) -> bool {
    token + 1 < end
        && tokens[token + 1]
            .span
            .of(text)
            .starts_with(char::is_alphanumeric)
}

/// Punctuation that follows a closing mark without a space.
fn is_trailing(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '…'
            | '—'
            | '–'
            | '-'
            | '。'
            | '，'
            | '、'
            | '/'
            | '*'
            | '_'
    )
}

fn opens_with_single(text: &str, tokens: &PerToken<Token>, token: TokenId) -> bool {
    tokens
        .get(token)
        .is_some_and(|token| matches!(token.span.of(text), "'" | "‘"))
}

/// Closing single marks that are still to come in a paragraph.
struct ClosingSingles {
    all: usize,
    /// Those that cannot be the apostrophe of a genitive.
    sure: usize,
}

impl ClosingSingles {
    fn of(marks: &[Mark]) -> ClosingSingles {
        let closing = || marks.iter().filter(|mark| mark.is_closing_single());
        ClosingSingles {
            all: closing().count(),
            sure: closing().filter(|mark| !mark.genitive).count(),
        }
    }

    /// Moves past a mark.
    fn pass(&mut self, mark: &Mark) {
        if mark.is_closing_single() {
            self.all -= 1;
            self.sure -= usize::from(!mark.genitive);
        }
    }
}

impl Mark {
    fn is_closing_single(&self) -> bool {
        self.family == Family::Single && self.closes
    }

    /// Whether it opens a quotation where none is open.
    fn can_open(&self, singles: &ClosingSingles, reopened_next: bool) -> bool {
        match self.family {
            Family::Single => self.opens && (singles.all > 0 || reopened_next),
            Family::Straight => self.opens || !self.closes,
            _ => self.opens,
        }
    }

    /// Whether it closes a quotation of its family.
    fn can_close(&self, singles: &ClosingSingles) -> bool {
        match self.family {
            Family::Single => self.closes && (!self.genitive || singles.sure == 0),
            Family::Straight => self.closes || !self.opens,
            _ => self.closes,
        }
    }
}

/// Pairs the marks of one paragraph; returns the quotation left open at its end.
fn pair(
    marks: &[Mark],
    range: Range<TokenId>,
    reopened_next: bool,
    found: &mut Vec<Quotation>,
) -> Option<(usize, Family)> {
    let mut singles = ClosingSingles::of(marks);
    let mut open: Option<(TokenId, Family)> = None;
    let mut depth = 0usize;
    // A pair of the other family of double marks within the open one.
    let mut inner = false;
    let closed = |tokens| Quotation {
        tokens,
        closed: true,
        continues: None,
        speech: true,
    };
    let unclosed = |tokens| Quotation {
        closed: false,
        ..closed(tokens)
    };
    for (index, mark) in marks.iter().enumerate() {
        singles.pass(mark);
        match open {
            None => {
                if mark.can_open(&singles, reopened_next) {
                    open = Some((mark.token, mark.family));
                    depth = 0;
                    inner = false;
                }
            }
            Some((start, family)) if family == mark.family => {
                let closes = mark.can_close(&singles);
                if closes && depth > 0 {
                    depth -= 1;
                } else if closes {
                    found.push(closed(start..mark.token + 1));
                    open = None;
                } else if mark.opens && family == Family::Single {
                    // A stray apostrophe.
                } else if mark.opens && nests(marks, index) {
                    depth += 1;
                } else if mark.opens {
                    // The closing mark of the previous quotation is missing.
                    found.push(unclosed(start..mark.token));
                    open = Some((mark.token, mark.family));
                }
            }
            // Writers mix straight and curly marks: "We go,” he said.
            Some((start, family)) if family.is_double() && mark.family.is_double() => {
                if mark.closes && inner {
                    inner = false;
                } else if mark.closes {
                    found.push(closed(start..mark.token + 1));
                    open = None;
                } else if mark.opens {
                    inner = true;
                }
            }
            Some(_) => {}
        }
    }
    open.map(|(start, family)| {
        found.push(unclosed(start..range.end));
        (found.len() - 1, family)
    })
}

/// Whether the opening mark at `index`, within a quotation of its family, opens a nested quotation: two
/// closing marks follow.
fn nests(marks: &[Mark], index: usize) -> bool {
    let family = marks[index].family;
    let mut next = marks[index + 1..]
        .iter()
        .filter(|mark| mark.family == family)
        .take(2);
    family != Family::Straight
        && next.next().is_some_and(|mark| mark.closes)
        && next.next().is_some_and(|mark| mark.closes)
}

/// Marks the tokens of a quotation as opening, inside or closing.
fn write_states(quotation: &Quotation, tokens: &mut PerToken<Token>) {
    let range = quotation.tokens.clone();
    for token in &mut tokens[range.clone()] {
        token.quote = QuoteState::Inside;
    }
    if let Some(first) = tokens.get_mut(range.start) {
        first.quote = QuoteState::Open;
    }
    if quotation.closed
        && let Some(last) = range
            .end
            .checked_sub(1)
            .and_then(|last| tokens.get_mut(last))
    {
        last.quote = QuoteState::Close;
    }
}

/// Longest title or nickname, in words.
const LONGEST_NAME: usize = 6;

/// Whether a quotation can be speech: not a nickname, a title or a single scare-quoted word.
fn is_speech(
    text: &str,
    tokens: &PerToken<Token>,
    quotation: &Quotation,
    paragraph: Range<TokenId>,
) -> bool {
    let inner = quotation.tokens.start + 1..quotation.tokens.end - usize::from(quotation.closed);
    let mut words = 0;
    let mut capitals = 0;
    let mut marks = 0;
    let mut all_caps = 0;
    for token in tokens.slice(inner.clone()).unwrap_or(&[]) {
        let word = token.span.of(text);
        let first = word.chars().next().unwrap_or(' ');
        if first.is_alphanumeric() {
            words += 1;
            all_caps += usize::from(!word.contains(char::is_lowercase));
            capitals += usize::from(
                first.is_uppercase() || first.is_ascii_digit() || is_lowercase_in_titles(word),
            );
        } else if matches!(first, '.' | ',' | '!' | '?' | '…' | '—' | '。' | '，') {
            marks += 1;
        }
        if words > LONGEST_NAME {
            return true;
        }
    }
    if words == 0 {
        return false;
    }
    let last_is_mark = inner
        .end
        .checked_sub(1)
        .and_then(|last| tokens.get(last))
        .is_some_and(|last| {
            matches!(
                last.span.of(text),
                "." | "," | "!" | "?" | "…" | "..." | "。" | "，"
            )
        });
    if words == 1 {
        return last_is_mark;
    }
    let capital_at = |token: Option<TokenId>| {
        token
            .filter(|token| paragraph.contains(token))
            .and_then(|token| tokens.get(token))
            .is_some_and(|token| token.span.of(text).starts_with(char::is_uppercase))
    };
    let nickname = capital_at(quotation.tokens.start.checked_sub(1))
        && capital_at(Some(quotation.tokens.end))
        && capitals == words;
    let chant = all_caps == words && words > 2;
    let title = capitals == words && marks == 0 && !chant && capital_at(Some(inner.start));
    !(nickname || title)
}

/// A word that is not capitalised in titles.
fn is_lowercase_in_titles(word: &str) -> bool {
    matches!(
        word,
        "a" | "an"
            | "and"
            | "as"
            | "at"
            | "by"
            | "for"
            | "from"
            | "in"
            | "of"
            | "on"
            | "or"
            | "the"
            | "to"
            | "with"
            | "’s"
            | "'s"
    )
}
