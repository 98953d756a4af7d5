//! Where sentences end.

use super::characters::{
    ends_sentence, is_closing_bracket, is_opening_bracket, is_quote, is_wide_punctuation,
};
use super::lexicon::{self, Abbreviation};
use super::parts::{QuoteState, Token};
use super::per_token::PerToken;
use super::token_id::{TokenId, TokenRange};
use super::written;
use std::ops::Range;

/// Longest sentence, in tokens; longer ones (tables, text without full stops) are split.
const LONGEST: usize = 300;
/// How far back from there to look for a better place to split, in tokens.
const LOOK_BACK: usize = 100;
/// How many tokens may be between a quotation and the verb that reports it.
const REPORT_WINDOW: usize = 6;

/// Calls `sentence` for each sentence among the tokens of one paragraph, in order; together they
/// cover all tokens of `range`. [`Token::quote`] must be known. Linear in the number of tokens.
pub(super) fn sentences(
    text: &str,
    tokens: &PerToken<Token>,
    range: Range<TokenId>,
    headline: bool,
    mut sentence: impl FnMut(Range<TokenId>),
) {
    let view = View {
        text,
        tokens,
        end: range.end,
        headline,
    };
    let mut start = range.start;
    // The last bracket opened in the current sentence, unless it starts the sentence.
    let mut bracket = None;
    let mut at = range.start;
    while at < range.end {
        let mut next = at + 1;
        match view.role(at) {
            Role::Plain => {}
            Role::OpeningBracket => bracket = (at > start).then_some(at),
            Role::ClosingBracket => bracket = None,
            Role::Final => {
                next = view.after_closers(at);
                if next < range.end && view.ends_here(start, at, next, bracket.is_some()) {
                    sentence(start..next);
                    start = next;
                    bracket = None;
                } else if next > at + 1 {
                    bracket = None;
                }
            }
        }
        at = next;
        while at - start > LONGEST {
            let end = view.split_point(start);
            sentence(start..end);
            start = end;
            bracket = None;
        }
    }
    if start < range.end {
        sentence(start..range.end);
    }
}

/// What a token can mean for the end of a sentence.
enum Role {
    Plain,
    OpeningBracket,
    ClosingBracket,
    Final,
}

/// The tokens of a paragraph, and those before it.
struct View<'a> {
    text: &'a str,
    tokens: &'a PerToken<Token>,
    /// One past the paragraph's last token.
    end: TokenId,
    /// Whether the paragraph is a headline.
    headline: bool,
}

impl<'a> View<'a> {
    fn word(&self, token: TokenId) -> &'a str {
        self.tokens
            .get(token)
            .map_or("", |token| token.span.of(self.text))
    }

    fn first(&self, token: TokenId) -> char {
        written::first(self.word(token)).map_or(' ', |(c, _)| c)
    }

    fn state(&self, token: TokenId) -> QuoteState {
        self.tokens
            .get(token)
            .map_or(QuoteState::Outside, |token| token.quote)
    }

    /// Whether no white space comes before `token`.
    fn attached(&self, token: TokenId) -> bool {
        match (
            token
                .checked_sub(1)
                .and_then(|before| self.tokens.get(before)),
            self.tokens.get(token),
        ) {
            (Some(before), Some(token)) => before.span.end == token.span.start,
            _ => false,
        }
    }

    fn role(&self, token: TokenId) -> Role {
        let word = self.word(token);
        match word.as_bytes() {
            [.., b'.' | b'!' | b'?'] => Role::Final,
            [b'(' | b'['] => Role::OpeningBracket,
            [b')' | b']'] => Role::ClosingBracket,
            [byte, ..] if *byte >= 0x80 && word.chars().next_back().is_some_and(ends_sentence) => {
                Role::Final
            }
            _ => Role::Plain,
        }
    }

    /// One past the marks that follow the final mark at `at` and belong to its sentence.
    fn after_closers(&self, at: TokenId) -> TokenId {
        let mut next = at + 1;
        while next < self.end {
            let c = self.first(next);
            let state = self.state(next);
            let closing_quote = state == QuoteState::Close
                || is_quote(c) && state != QuoteState::Open && self.attached(next);
            let further = self.attached(next) && (ends_sentence(c) || is_closing_bracket(c));
            // "It failed. ... He left": an ellipsis belongs to the sentence before it.
            let dots = is_ellipsis(self.word(next)) || self.is_spaced_dot(next);
            if !closing_quote && !further && !dots {
                break;
            }
            next += 1;
        }
        next
    }

    /// Whether `token` is a full stop after another, with a space between: ". . ."
    fn is_spaced_dot(&self, token: TokenId) -> bool {
        token > TokenId::FIRST && self.word(token) == "." && self.word(token - 1) == "."
    }

    /// Whether the final mark at `at`, whose closing marks end before `next`, marks an omission and does not
    /// end a sentence by itself.
    fn is_omission(&self, at: TokenId, next: TokenId) -> bool {
        let mark = self.word(at);
        let dots = (at + 1..next)
            .each()
            .take_while(|&dot| self.is_spaced_dot(dot))
            .count();
        if mark == "." && dots == 0 || mark.len() == 4 || dots == 3 {
            return false;
        }
        if !is_ellipsis(mark) && dots == 0 {
            return false;
        }
        let within = self.state(at) == QuoteState::Inside && self.state(next) == QuoteState::Inside;
        within || !self.attached(at)
    }

    /// Whether the sentence that begins at `start` ends with the final mark at `at`, whose closing
    /// marks end before `next`.
    fn ends_here(&self, start: TokenId, at: TokenId, next: TokenId, in_bracket: bool) -> bool {
        let mark = self.word(at);
        let wide = mark.chars().all(is_wide_punctuation);
        let c = self.first(next);
        if is_dash_word(self.word(next))
            || matches!(c, ',' | ';' | ':' | '，' | '、')
            || is_closing_bracket(c)
        {
            return false;
        }
        // A bracket that opened within the sentence closes here: the mark is the bracket's.
        if in_bracket
            && (at + 1..next)
                .each()
                .any(|closer| is_closing_bracket(self.first(closer)))
        {
            return false;
        }
        if wide {
            return true;
        }
        if self.attached(next) && !self.lacks_space(at, next) {
            return false;
        }
        let opens = is_opening_bracket(c) || is_quote(c) || matches!(c, '…' | '.');
        let follower = if opens { next + 1 } else { next };
        let follower = if follower < self.end { follower } else { next };
        if starts_lowercase(self.word(follower)) || mark == "!" && self.ends_company_name(follower)
        {
            return false;
        }
        if let Some(ends) = self.abbreviation_ends(start, at, follower, is_quote(c)) {
            return ends;
        }
        if self.is_omission(at, next) {
            return false;
        }
        if mark == "." && at == start + 1 && self.first(start).is_ascii_digit() {
            // "1. First point"
            return false;
        }
        let quotation_closes = (at + 1..next)
            .each()
            .any(|closer| self.state(closer) == QuoteState::Close);
        !(quotation_closes && mark != "." && self.report_follows(next))
    }

    /// Whether two sentences lack the space between them: "talks.The".
    fn lacks_space(&self, at: TokenId, next: TokenId) -> bool {
        let before = if next == at + 1 {
            at.checked_sub(1)
                .is_some_and(|before| self.word(before).ends_with(char::is_lowercase))
        } else {
            (at + 1..next)
                .each()
                .all(|closer| self.state(closer) == QuoteState::Close)
        };
        before
            && matches!(self.word(at), "." | "?" | "!")
            && self.word(next).len() > 1
            && self.first(next).is_uppercase()
    }

    /// Whether the sentence ends with the abbreviation whose full stop is at `at`, before the word
    /// `follower` (with which a quotation may start); `None` if it is not an abbreviation.
    fn abbreviation_ends(
        &self,
        start: TokenId,
        at: TokenId,
        follower: TokenId,
        quotation: bool,
    ) -> Option<bool> {
        let word = self.word(at);
        let stem = if word == "." {
            let before = at.checked_sub(1).filter(|&before| before >= start)?;
            if !self.attached(at) {
                return None;
            }
            self.word(before)
        } else {
            word.strip_suffix('.')?
        };
        if stem.is_empty() || stem.ends_with('.') {
            return None;
        }
        let next = self.word(follower);
        let number = next.starts_with(|c: char| c.is_ascii_digit());
        let starts = !self.headline
            && (quotation || lexicon::starts_sentences(next) || self.is_subject(follower));
        let before = if word == "." {
            at.checked_sub(2)
        } else {
            at.checked_sub(1)
        };
        match lexicon::abbreviation(stem) {
            Some(Abbreviation::Title | Abbreviation::Inner) => Some(false),
            Some(Abbreviation::Number) => number.then_some(false),
            Some(Abbreviation::Month) => Some(!number && starts),
            Some(Abbreviation::Clock) => Some(!number && !lexicon::follows_clock(next)),
            Some(Abbreviation::Final) => Some(!number && starts),
            None => {
                let mut letters = stem.chars();
                let initial =
                    letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
                let name_before = before
                    .filter(|&before| before >= start)
                    .is_some_and(|before| self.first(before).is_uppercase());
                if initial {
                    // "Donald J. Trump", but "vitamin D. The"
                    return Some(starts && !name_before);
                }
                let dotted = word.len() > 1 && stem.contains('.');
                dotted.then_some(starts)
            }
        }
    }

    /// Whether "I" at `token` is the pronoun, not a numeral: "I said", "I'm".
    fn is_subject(&self, token: TokenId) -> bool {
        self.word(token) == "I"
            && self
                .word(token + 1)
                .starts_with(|c: char| c.is_lowercase() || c == '\'' || c == '’')
    }

    /// Whether `token` ends a company name: "Yahoo! Inc."
    fn ends_company_name(&self, token: TokenId) -> bool {
        self.word(token)
            .strip_suffix('.')
            .is_some_and(|stem| lexicon::abbreviation(stem) == Some(Abbreviation::Final))
    }

    /// Whether names and a verb of speech follow at `next`: “Why now?” Foreign Minister Lee asked.
    fn report_follows(&self, next: TokenId) -> bool {
        if self.word(next) != "I" && lexicon::starts_sentences(self.word(next)) {
            return false;
        }
        for token in (next..self.end.min(next + REPORT_WINDOW)).each() {
            let word = self.word(token);
            if token > next && lexicon::reports_speech(word) {
                return true;
            }
            if !(self.first(token).is_uppercase()
                || matches!(word, "the" | "of" | "'s" | "’s" | "."))
            {
                return false;
            }
        }
        false
    }

    /// Where to split a sentence that begins at `start` and is too long: after the last semicolon in reach,
    /// else after the last comma, else at the limit.
    fn split_point(&self, start: TokenId) -> TokenId {
        let limit = (start + LONGEST).min(self.end);
        let reach = limit.saturating_sub(LOOK_BACK).max(start + 1);
        let last = |marks: [&str; 3]| {
            (reach..limit)
                .each()
                .rev()
                .find(|&token| marks.contains(&self.word(token)))
        };
        last([";", "；", "|"])
            .or_else(|| last([",", "，", "、"]))
            .map_or(limit, |token| token + 1)
    }
}

fn is_dash_word(word: &str) -> bool {
    matches!(word, "—" | "–" | "-" | "--" | "―")
}

/// Whether a mark is an ellipsis.
fn is_ellipsis(mark: &str) -> bool {
    mark == "…" || mark.len() > 1 && mark.bytes().all(|b| b == b'.')
}

/// Whether a word starts in lower case and is not a brand such as "iPhone".
fn starts_lowercase(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_lowercase) && !chars.next().is_some_and(char::is_uppercase)
}
