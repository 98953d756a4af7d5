//! The words that name an addressee: how far their phrase reaches, and which part of it is the name.

use super::Search;
use crate::entity::is_outlet;
use crate::statement::clause::audience::is_proper;
use crate::statement::clause::tree::phrase;
use crate::statement::word_lists::WORDS;
use crate::syntax::Tag;
use crate::text::{TokenId, TokenRange};

impl Search<'_, '_> {
    /// The words that name a party: its phrase without where, when and why.
    pub(in crate::statement) fn name(&self, head: TokenId) -> Vec<TokenId> {
        let article = self.article;
        let all = phrase(article, head);
        let stop = all.iter().copied().find(|i| {
            let preposition = matches!(self.tag(*i), Tag::IN | Tag::TO) && *i > head;
            // "the minister for Health", but "passengers for the delay"
            let proper = article
                .syntax
                .tags
                .get(*i + 1)
                .is_some_and(|tag| tag.is_proper_noun());
            let names = WORDS.naming.has(article, *i) && (self.word(*i) != "for" || proper);
            // "[Vogue] the data": another noun phrase
            let further =
                self.tag(*i) == Tag::DT && *i > TokenId::FIRST && self.tag(*i - 1).is_noun();
            preposition && !names
                || further && all.first().is_some_and(|first| first < i)
                || *i > head
                    && (self.tag(*i).is_verb() || matches!(self.tag(*i), Tag::MD | Tag::WDT))
        });
        let sentence = article.text.sentence_of(head);
        // "told local media [Berg's heart was sound]": the content is not part of a name
        let said = self
            .found
            .cue
            .last()
            .and_then(|verb| self.first_said(*verb));
        let said = said.filter(|said| all.first().is_some_and(|first| first < said));
        let speaker = self.found.source.first().filter(|first| head < **first);
        // "the editorial board of the Post [Lund] said"
        let all: Vec<TokenId> = match speaker {
            Some(first) if all.contains(first) || all.len() == 1 && head + 1 == *first => {
                let start = (sentence.start..head + 1).each().rev();
                let start =
                    start.take_while(|i| !matches!(self.tag(*i), Tag::IN | Tag::TO | Tag::Comma));
                let start = start.last().unwrap_or(head).min(all[0]);
                (start..*first).each().collect()
            }
            _ => all,
        };
        let mut name: Vec<TokenId> = (all.iter().copied())
            .filter(|i| sentence.contains(i) && stop.is_none_or(|stop| *i < stop))
            .filter(|i| said.is_none_or(|said| *i < said))
            .collect();
        while name.last().is_some_and(|i| {
            matches!(
                self.tag(*i),
                Tag::POS | Tag::IN | Tag::CC | Tag::Comma | Tag::DT
            )
        }) {
            name.pop();
        }
        self.name_of_outlet(name, said)
    }

    /// "newspaper [Star of Nimba]", "US magazine [Vogue]": the name after the noun for an outlet, which the
    /// parser may have left out; `said` is where the content starts.
    fn name_of_outlet(&self, mut name: Vec<TokenId>, said: Option<TokenId>) -> Vec<TokenId> {
        let article = self.article;
        let proper = |i: TokenId| {
            self.tag(i).is_proper_noun() || article.names[i] != 0 || is_proper(self.article, i)
        };
        let noun = |i: TokenId| self.is_outlet_noun(i) && !is_proper(self.article, i);
        let Some(place) = name.iter().rposition(|i| noun(*i)) else {
            return name;
        };
        let at = name[place];
        let sentence = article.text.sentence_of(at);
        if place + 1 == name.len() {
            let open = |i: &TokenId| {
                proper(*i)
                    && said.is_none_or(|said| *i < said)
                    && !self.found.source.contains(i)
                    && article.text.tokens[*i].quote == article.text.tokens[at].quote
            };
            name.extend((at + 1..sentence.end).each().take_while(open));
        }
        let behind = &name[place + 1..];
        let joins = |i: TokenId| proper(i) || matches!(self.tag(i), Tag::IN | Tag::DT);
        if behind.first().is_some_and(|i| proper(*i)) && behind.iter().all(|i| joins(*i)) {
            name.drain(..=place);
        }
        name
    }

    /// "newspaper", "agency", "broadcaster".
    fn is_outlet_noun(&self, noun: TokenId) -> bool {
        is_outlet(&self.article.syntax.words[noun]) && self.tag(noun) == Tag::NN
    }
}
