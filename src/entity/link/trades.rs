//! The trades of people, from the words beside their names: they distinguish namesakes, and are roles of people
//! without a title.

use crate::entity::link::linker::Linker;
use crate::entity::mention::titles;
use crate::syntax::Tag;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

impl Linker<'_, '_> {
    /// The trade beside a name: "Tomas Keller, the engineer", "baker Ida Moss".
    pub(super) fn trade_beside(&self, name: &Range<TokenId>) -> Option<String> {
        let reader = self.reader;
        let sentence = reader.sentence(name.start);
        let before = name.start.checked_sub(1).filter(|at| *at >= sentence.start);
        if let Some(before) = before
            && !reader.capital(before)
            && reader.tag(before) == Tag::NN
            && titles::is_trade_word(self.tables, reader.word(before))
        {
            return Some(reader.word(before).to_owned());
        }
        if reader.word(name.end) != "," || reader.tag(name.end + 1) != Tag::DT {
            return None;
        }
        let start = name.end + 2;
        let part = |at: TokenId| {
            matches!(
                reader.tag(at),
                Tag::JJ | Tag::NN | Tag::NNP | Tag::VBN | Tag::HYPH | Tag::POS | Tag::CD
            ) && at < sentence.end
        };
        let end = (start..start + 7).each().find(|at| !part(*at))?;
        let head = end.checked_sub(1).filter(|head| *head >= start)?;
        let word = reader.word(head);
        (reader.tag(head) == Tag::NN && titles::is_trade_word(self.tables, word))
            .then(|| word.to_owned())
    }
}
