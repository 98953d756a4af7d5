//! Chooses the date of a cue among those of its sentence: one that modifies the cue or shares its clause,
//! as opposed to one within the content or in the future.

use super::{Reading, number};
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// Maximum number of steps from a date to the verb that governs it.
const MAX_STEPS: usize = 8;

impl Reading<'_> {
    /// Whether a date is between the cue, which ends at `last`, and "that": it is not part of the clause after
    /// the conjunction.
    pub(super) fn cut_into(
        &self,
        tokens: &Range<TokenId>,
        last: TokenId,
        sentence: &Range<TokenId>,
    ) -> bool {
        let plain = |i: TokenId| {
            matches!(
                self.article.syntax.tags[i],
                Tag::IN | Tag::RB | Tag::RBR | Tag::JJ
            )
        };
        tokens.start > last
            && (last + 1..tokens.start).each().all(plain)
            && self.word(tokens.end, sentence).eq_ignore_ascii_case("that")
    }

    /// Whether the date is in a relative clause before the cue: "Berg, who came on Monday, said".
    fn is_relative(&self, tokens: &Range<TokenId>, sentence: &Range<TokenId>) -> bool {
        let before = (sentence.start..tokens.start).each().rev();
        let mut clause = before.take_while(|i| self.word(*i, sentence) != ",");
        clause.any(|i| matches!(self.article.syntax.tags[i], Tag::WP | Tag::WDT | Tag::WPS))
    }

    /// Whether the clause of a verb is in the future at the time of the cue: "before his side play on
    /// Saturday", "ready to play on Saturday".
    fn is_to_come(&self, verb: TokenId) -> bool {
        let article = self.article;
        article.children(verb).any(|c| {
            let word = article.written(c);
            let marks = matches!(
                article.syntax.labels[c],
                Label::Mark | Label::Prep | Label::Advmod
            );
            let future = matches!(word, "will" | "would" | "shall" | "'ll" | "’ll");
            marks && c < verb && number("ahead", word).is_some()
                || future
                || article.syntax.tags[c] == Tag::TO
        })
    }

    /// Whether "ahead of" or "before" comes before a date in its clause: "said [ahead of] the match on
    /// Sunday", wherever the parser attaches the day.
    fn is_behind_bound(&self, date: TokenId, cue: TokenId, sentence: &Range<TokenId>) -> bool {
        let floor = if cue < date { cue + 1 } else { sentence.start };
        let clause = (floor..date).each().rev().map(|i| self.word(i, sentence));
        let mut clause = clause.take_while(|word| *word != ",");
        clause.any(|word| number("ahead", word) == Some(1))
    }

    /// Whether a preposition, or the one that governs it, refers to another time
    /// than that of the cue: "[ahead of] the match on Sunday".
    fn is_bound(&self, preposition: TokenId) -> bool {
        let word = |i: TokenId| self.article.written(i);
        let head = self.article.syntax.heads[preposition];
        number("ahead", word(preposition)).is_some() || number("ahead", word(head)).is_some()
    }

    /// Whether a noun is the medium of the cue: "said in a message sent on Monday".
    fn is_medium(&self, noun: TokenId, cue: &[TokenId]) -> bool {
        let syntax = self.article.syntax;
        let preposition = syntax.heads[noun];
        let sentence = self.article.text.sentence_of(preposition);
        syntax.labels[noun] == Label::Pobj
            && self.word(preposition, &sentence).eq_ignore_ascii_case("in")
            && cue.contains(&syntax.heads[preposition])
    }

    /// Whether a date is that of the cue: it modifies the cue, or a verb with which the cue
    /// shares its clause ("speaking on Monday, he said"), or is next to it.
    pub(super) fn belongs(&self, tokens: &Range<TokenId>, cue: &[TokenId]) -> bool {
        let syntax = self.article.syntax;
        let (Some(&first), Some(&last)) = (cue.first(), cue.last()) else {
            return false;
        };
        let sentence = self.article.text.sentence_of(first);
        let before = self.word_before(tokens.start, 1, &sentence);
        if number("bound", before).is_some() {
            // "until Thursday"
            return false;
        }
        if self.word(tokens.end, &sentence).starts_with(['\'', '’']) {
            // "Monday's vote"
            return false;
        }
        if tokens.end <= first && self.is_relative(tokens, &sentence) {
            return false;
        }
        if self.is_behind_bound(tokens.start, last, &sentence) {
            return false;
        }
        if tokens.end == first {
            // "The Times on Saturday wrote"
            return true;
        }
        let beside = last + 1..tokens.start;
        if tokens.start > last
            && beside.len() <= 1
            && (beside.each()).all(|i| matches!(syntax.tags[i], Tag::IN | Tag::RB | Tag::JJ))
        {
            return true;
        }
        self.hangs_on(tokens, cue)
    }

    /// Whether the tree leads from a date up to the cue, or to a verb that shares its clause.
    fn hangs_on(&self, tokens: &Range<TokenId>, cue: &[TokenId]) -> bool {
        let syntax = self.article.syntax;
        // the token of the date whose head is outside
        let mut at = tokens.end - 1;
        for _ in 0..MAX_STEPS {
            if cue.contains(&at) {
                return true;
            }
            let head = syntax.heads[at];
            let label = syntax.labels[at];
            let joined = |one: TokenId| {
                matches!(
                    syntax.labels[one],
                    Label::Advcl | Label::Xcomp | Label::Conj | Label::Acl | Label::Pcomp
                )
            };
            let shares = |c: TokenId| {
                let head = syntax.heads[c];
                // "replied on Monday by saying"
                let by = syntax.labels[c] == Label::Pcomp && syntax.heads[head] == at;
                joined(c) && (head == at || by)
            };
            if cue.iter().any(|c| shares(*c)) {
                return true;
            }
            if syntax.tags[at].is_verb() {
                return label == Label::Advcl && cue.contains(&head) && !self.is_to_come(at)
                    || label == Label::Acl && self.is_medium(head, cue);
            }
            if label == Label::Pobj && !tokens.contains(&at) && self.is_bound(head) {
                return false;
            }
            let through = matches!(
                label,
                Label::Pobj
                    | Label::Prep
                    | Label::Npadvmod
                    | Label::Advmod
                    | Label::Compound
                    | Label::Nmod
                    | Label::Amod
                    | Label::Nummod
                    | Label::Appos
                    | Label::Det
                    | Label::Quantmod
                    | Label::Pcomp
                    | Label::Punct
                    | Label::Dep
            );
            if head == at || !(through || tokens.contains(&head)) {
                return false;
            }
            at = head;
        }
        false
    }
}
