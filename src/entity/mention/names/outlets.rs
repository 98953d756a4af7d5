//! Names introduced by the noun for an outlet, and names that continue after "of" whose first word
//! alone is not a name.

use crate::entity::mention::candidate::{Guess, Hint};
use crate::entity::mention::names::Finder;
use crate::gazetteer::tables::Place;
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

impl Finder<'_, '_> {
    /// The name at `at` of an outlet, by the noun before it ("newspaper [Star of Nimba]"), or a name
    /// like "[Voice of Oslo]".
    pub(super) fn outlet(
        &self,
        at: TokenId,
        sentence: &Range<TokenId>,
    ) -> Option<(TokenId, Guess)> {
        let headed = self.tables.organisation_word(self.reader.word(at)) == Some(Place::Head);
        let named_of = headed && self.reader.is(at + 1, "of");
        if !(named_of || self.is_presented_outlet(at, sentence)) {
            return None;
        }
        let end = self.behind_of(at, sentence.end);
        match end {
            _ if end > at + 1 => Some((end, Guess::Organisation)),
            _ if headed => None,
            _ => Some((end, Guess::Short(Hint::Organisation))),
        }
    }

    /// Whether a noun for an outlet comes right before a name that is not a person's.
    fn is_presented_outlet(&self, at: TokenId, sentence: &Range<TokenId>) -> bool {
        let (reader, tables) = (self.reader, self.tables);
        let Some(noun) = at.checked_sub(1).filter(|noun| *noun >= sentence.start) else {
            return false;
        };
        let outlet = !reader.capital(noun)
            && reader.tag(noun) == Tag::NN
            && tables.outlet_nouns.contains_key(reader.word(noun));
        if !outlet || self.is_given(at) || self.title_at(at, sentence.end).is_some() {
            return false;
        }
        // "the show Berg hosts": whoever does something with it
        let clause = reader.head(self.behind_of(at, sentence.end) - 1);
        clause <= at || !matches!(reader.label(clause), Label::Relcl | Label::Acl)
    }

    /// The end of a run of capitalised words that may continue after "of".
    fn behind_of(&self, at: TokenId, limit: TokenId) -> TokenId {
        let reader = self.reader;
        let run = |from: TokenId| {
            (from..limit)
                .each()
                .find(|t| !self.name_word(*t))
                .unwrap_or(limit)
        };
        let end = run(at + 1);
        let next = end + 1 + usize::from(reader.is(end + 1, "the"));
        match reader.is(end, "of") && next < limit && self.name_word(next) {
            true => run(next),
            false => end,
        }
    }
}
