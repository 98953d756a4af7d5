//! The label before the first words of a transcript's turn: the speaker's name, "SMITH: …".

use crate::entity::link::chains;
use crate::entity::link::referent::Newcomer;
use crate::entity::mention::candidate::Hint;
use crate::entity::resolve::decision::Decision;
use crate::entity::resolve::labels::{LABEL, paragraph_start};
use crate::entity::resolve::phrase::Phrase;
use crate::entity::types::{EntityId, EntityType, MentionKind};
use crate::text::{QuoteState, TokenId, TokenRange};
use std::ops::Range;

impl Phrase<'_, '_, '_> {
    /// The speaker of a transcript's turn that starts with the name `tokens` in capitals.
    pub(super) fn label(&self, tokens: &Range<TokenId>) -> Decision {
        let reader = self.linker.reader;
        let tables = self.linker.tables;
        let labelled =
            reader.word(tokens.end) == ":" && tokens.start == paragraph_start(reader, tokens.start);
        let shouted = tokens
            .each()
            .all(|t| reader.shouted(t) || !reader.alphabetic(t));
        if !labelled || !shouted || tokens.len() > LABEL {
            return Decision::none();
        }
        let mut start = tokens.start;
        if let Some((end, _)) = reader.longest_at(&tables.title_phrases, start, tokens.end) {
            start = if end < tokens.end { end } else { start };
        }
        let words = reader.words(start..tokens.end);
        let lower = words.to_lowercase();
        let last = lower.split_whitespace().next_back();
        let letters = words.chars().filter(|c| c.is_alphabetic()).count();
        let Some(last) = last.filter(|_| letters >= 3) else {
            return Decision::none();
        };
        if tables.person_nouns.contains_key(last) {
            let unnamed = Newcomer::Unnamed {
                name: lower,
                represents: None,
                plural: false,
            };
            return Decision::of(Some(unnamed));
        }
        let known = Decision::from(chains::short_name(
            self.linker,
            start..tokens.end,
            Hint::Person,
        ));
        known.or_else(|| {
            let name: Vec<String> = words.split_whitespace().map(capitalised).collect();
            Decision::of(Some(Newcomer::named_person(name.join(" "))))
        })
    }

    /// The speaker who says "I" at a token of a transcript's turn, outside quotations.
    pub(super) fn turn(&self, at: TokenId) -> Decision {
        let reader = self.linker.reader;
        if reader
            .token(at)
            .is_none_or(|token| token.quote != QuoteState::Outside)
        {
            return Decision::none();
        }
        let start = paragraph_start(reader, at);
        let label = (start..(start + LABEL).min(at))
            .each()
            .find(|t| reader.word(*t) == ":");
        let Some(colon) = label else {
            // "We" in a press release is whoever issued it, not its reader
            let body = |last: &EntityId| {
                let kind = self.linker.entities.list[*last].kind;
                matches!(kind, EntityType::State | EntityType::Organisation)
            };
            let several = reader.is_any(at, &["we", "us", "our"]);
            return Decision::of(self.last.filter(|last| several && body(last)));
        };
        let named = || {
            let mention = self.mention_at(colon.checked_sub(1)?)?;
            let person = self.linker.entities.list[mention.entity].kind == EntityType::Person;
            let whole = mention.tokens == (start..colon) && mention.kind == MentionKind::Name;
            (person && whole).then_some(mention.entity)
        };
        let label = self.label(&(start..colon));
        label.or_else(|| Decision::of(named()))
    }
}

/// A word in capitals as it is usually written: "O'NEILL" is "O'Neill".
fn capitalised(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut start = true;
    for c in word.chars() {
        if start {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        start = !c.is_alphabetic();
    }
    out
}
