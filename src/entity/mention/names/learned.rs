//! Names found by the recogniser: their extent, and their type according to the words around them.

use crate::entity::mention::candidate::{Guess, Hint};
use crate::entity::mention::names::{
    COMPOUNDING, CONNECTORS, Finder, PARTICLES, is_quotation_mark,
};
use crate::entity::mention::recogniser::{Name, NameType};
use crate::entity::mention::titles;
use crate::gazetteer::tables::Place;
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

impl<'a> Finder<'_, 'a> {
    /// The learned name that contains the token `at`.
    pub(super) fn learned_at(&self, at: TokenId) -> Option<&Name> {
        let next = self.learned.partition_point(|name| name.tokens.end <= at);
        self.learned
            .get(next)
            .filter(|name| name.tokens.start <= at)
    }

    /// Takes the rest of a learned name from `at`.
    pub(super) fn take_learned(
        &mut self,
        name: Name,
        at: TokenId,
        sentence: Range<TokenId>,
    ) -> TokenId {
        let reader = self.reader;
        let mut end = name.tokens.end.min(sentence.end).max(at + 1);
        let inner = |t: TokenId| {
            self.name_word(t)
                || reader.is_any(t, PARTICLES)
                || reader.is_any(t, CONNECTORS)
                || matches!(reader.word(t), "-" | "'" | "’" | "." | "/" | "!")
                || name.kind != NameType::Person && reader.alphabetic(t)
        };
        end = (at + 1..end).each().find(|t| !inner(*t)).unwrap_or(end);
        while end > at + 1
            && (reader.possessive(end - 1)
                || !reader.alphabetic(end - 1)
                || self.ends_no_name(end - 1))
        {
            end -= 1;
        }
        if name.kind == NameType::Person {
            end = self.hyphened(at, end, sentence.end);
        }
        let own = (at..sentence.end)
            .each()
            .find(|t| !self.name_word(*t))
            .unwrap_or(sentence.end);
        if own > end
            && name.kind != NameType::Person
            && self.title_at(end, sentence.end).is_none()
            && let Some(last) = self.organisation_end(at, own)
        {
            let last = self.complement(last, sentence);
            self.push(at..last, Guess::Organisation);
            return last;
        }
        if name.kind == NameType::Organisation && self.organisation_end(at, end).is_some() {
            end = self.complement(end, sentence.clone());
        }
        let single = (at..end).each().filter(|t| reader.alphabetic(*t)).count() == 1;
        // The recogniser split a person's name: "Inês" a place, "Duarte" a surname.
        if single
            && end < sentence.end
            && self.tables.is_given_name(reader.word(at))
            && let Some(rest) = self.learned_at(end).cloned()
            && rest.tokens.start == end
            && rest.kind == NameType::Person
            && (end..rest.tokens.end.min(sentence.end))
                .each()
                .all(|t| self.name_word(t))
        {
            let end = rest.tokens.end.min(sentence.end);
            self.push(at..end, Guess::Person);
            return end;
        }
        let guess = self.learned_guess(name.kind, at..end, &sentence);
        self.push(at..end, guess);
        end
    }

    /// The type of a recognised name, considering its words and those before it.
    #[expect(
        clippy::too_many_lines,
        reason = "one table: what the recogniser says against what the words say"
    )]
    fn learned_guess(
        &mut self,
        kind: NameType,
        name: Range<TokenId>,
        sentence: &Range<TokenId>,
    ) -> Guess {
        let reader = self.reader;
        let (at, end) = (name.start, name.end);
        let single = name.each().filter(|t| reader.alphabetic(*t)).count() == 1;
        let bare = !single && self.organisation_end(at, end).is_none();
        let common = single && self.is_common(at, sentence);
        let half = single && self.is_half(at) && at > TokenId::FIRST && reader.is(at - 1, "the");
        match kind {
            _ if half || common => Guess::Nobody,
            _ if bare && self.is_listed(at, sentence.start) => Guess::Person,
            _ if self.the_speaker(at, end, sentence.start) => match single {
                true => Guess::Short(Hint::Organisation),
                false => Guess::Organisation,
            },
            _ if self.is_presented_body(at, end, sentence.start) => match single {
                true => Guess::Short(Hint::Organisation),
                false => Guess::Organisation,
            },
            NameType::Person if single && (self.is_home(at) || self.is_zone(at)) => Guess::Nobody,
            NameType::Person if single && reader.shouted(at) && reader.word(at).len() > 4 => {
                Guess::Short(Hint::None)
            }
            // "the Crown": people have no article, unless they come before a noun
            NameType::Person
                if single
                    && at > sentence.start
                    && reader.is(at - 1, "the")
                    && reader.head(at - 1) == at =>
            {
                Guess::Short(Hint::None)
            }
            NameType::Person if single => Guess::Short(Hint::Person),
            NameType::Organisation
                if single
                    && !matches!(
                        self.tables.other_word(reader.word(at)),
                        Some(Place::Whole | Place::Break)
                    ) =>
            {
                Guess::Short(Hint::Organisation)
            }
            NameType::Person
                if end > at + 2
                    && self.tables.organisation_word(reader.word(end - 1)) == Some(Place::Any)
                    && !self.is_presented(at..end) =>
            {
                Guess::Organisation
            }
            // "Northmoor Rail": the recogniser mistook a company for a person
            NameType::Person
                if !self.tables.is_given_name(reader.word(at))
                    && self.marks_body(end - 1)
                    && (reader.word(end - 1).ends_with('s') || !self.is_presented(at..end)) =>
            {
                Guess::Organisation
            }
            NameType::Person => Guess::Person,
            // "The ambassador, Yuriy Bakula,": and the other way round
            NameType::Organisation
                if self.tables.is_given_name(reader.word(at))
                    && self.organisation_end(at, end).is_none()
                    && self.is_presented(at..end) =>
            {
                Guess::Person
            }
            NameType::Organisation if self.other_end(at, end) && !self.marks_body(end - 1) => {
                Guess::Nobody
            }
            NameType::Organisation => Guess::Organisation,
            NameType::Place | NameType::Group | NameType::Other
                if self.organisation_end(at, end).is_some() =>
            {
                Guess::Organisation
            }
            // "Malkia Cyril, the director of …": a title belongs to a person.
            NameType::Place | NameType::Group | NameType::Other
                if !single && self.is_presented(at..end) =>
            {
                Guess::Person
            }
            NameType::Place | NameType::Other
                if single && matches!(reader.label(at), Label::Nsubj | Label::Poss) =>
            {
                Guess::Short(Hint::Namesake)
            }
            NameType::Place | NameType::Group | NameType::Other => Guess::Nobody,
        }
    }

    /// Whether a title or a noun for people introduces a name: "lawmaker Berg Moa", "The ambassador in
    /// Oslo, Berg Moa,", "Berg Moa, the director".
    pub(super) fn is_presented(&self, name: Range<TokenId>) -> bool {
        let (reader, tables) = (self.reader, self.tables);
        let floor = reader.sentence(name.start).start;
        let Some(before) = name.start.checked_sub(1).filter(|t| *t >= floor) else {
            return titles::after(reader, tables, name.end).is_some();
        };
        let noun = || {
            let word = reader.word(before);
            let noun = tables.person_nouns.get(word);
            !reader.capital(before) && noun.is_some_and(|noun| !noun.plural)
        };
        let titled = || {
            let title = titles::before(reader, tables, name.start);
            title.is_some_and(|found| found.tokens.end >= before)
        };
        noun()
            || titled()
            || titles::apposed(reader, tables, &name).is_some()
            || titles::after(reader, tables, name.end).is_some()
    }

    /// The end of a person's name after a hyphen at `end`, if what follows is part of it and
    /// not a participle: "Park Sung-min", but "Park-led".
    pub(super) fn hyphened(&self, at: TokenId, end: TokenId, limit: TokenId) -> TokenId {
        let reader = self.reader;
        let mut end = end;
        while end + 1 < limit
            && reader.word(end) == "-"
            && reader.touch(end - 1, end)
            && reader.touch(end, end + 1)
            && (self.name_word(end + 1) || end > at + 1 && self.is_syllable(end))
        {
            end += 2;
            // what follows was split off: "Anne-[Lise Berg]"
            end = (end..limit)
                .each()
                .find(|t| !self.name_word(*t))
                .unwrap_or(limit);
        }
        end
    }

    /// Whether the words around a hyphen are the two syllables of a given name: "Sung-min".
    pub(super) fn is_syllable(&self, hyphen: TokenId) -> bool {
        let reader = self.reader;
        let (first, second) = (reader.word(hyphen - 1), reader.word(hyphen + 1));
        let short = |word: &str, most: usize| (2..=most).contains(&word.chars().count());
        short(first, 5)
            && short(second, 6)
            && reader.alphabetic(hyphen + 1)
            && !second.ends_with("ed")
            && !COMPOUNDING.contains(&second)
    }

    /// Words that the recogniser may wrongly include at the end of a name: "today", "said", "on".
    pub(super) fn ends_no_name(&self, at: TokenId) -> bool {
        let tag = self.reader.tag(at);
        let lower = !self.reader.capital(at);
        lower && (tag.is_verb() || matches!(tag, Tag::RB | Tag::IN | Tag::TO | Tag::DT))
            || self
                .reader
                .is_any(at, &["today", "yesterday", "tomorrow", "tonight"])
    }

    /// Whether all of these words are a title: "Permanent Representative".
    pub(super) fn is_title(&self, tokens: &Range<TokenId>) -> bool {
        let titles = &self.tables.title_phrases;
        let title = self.reader.longest_at(titles, tokens.start, tokens.end);
        title.is_some_and(|(end, _)| end == tokens.end)
    }

    /// Whether a single word names something that does not speak: "ET" after a time.
    pub(super) fn is_zone(&self, at: TokenId) -> bool {
        let other = self.tables.other_word(self.reader.word(at));
        matches!(other, Some(Place::Whole)) && self.reader.shouted(at)
    }

    /// Whether a word marks an organisation.
    pub(super) fn marks_body(&self, at: TokenId) -> bool {
        self.tables
            .organisation_word(self.reader.word(at))
            .is_some()
    }

    /// The end of a person's name that contains a nickname in quotation marks: "Earl “Fatha” Hines".
    pub(super) fn nicknamed(&self, at: TokenId, limit: TokenId) -> Option<(TokenId, &'a str)> {
        let reader = self.reader;
        let open = (at + 1..limit.min(at + 3))
            .each()
            .find(|t| !self.name_word(*t))?;
        let bracket = reader.word(open) == "(";
        if !bracket && !is_quotation_mark(reader.word(open)) {
            return None;
        }
        let close = (open + 1..limit.min(open + 4))
            .each()
            .find(|t| !self.name_word(*t))?;
        let closed = close > open + 1
            && match bracket {
                true => reader.word(close) == ")" && self.is_given(open + 1),
                false => is_quotation_mark(reader.word(close)),
            };
        let person = self.tables.is_given_name(reader.word(at))
            || self
                .learned_at(at)
                .is_some_and(|name| name.kind == NameType::Person);
        if !closed || !person || close + 1 >= limit || !self.name_word(close + 1) {
            return None;
        }
        let end = (close + 1..limit)
            .each()
            .find(|t| !self.name_word(*t))
            .unwrap_or(limit);
        Some((end, reader.word(open + 1)))
    }

    /// Whether a profession is here before a person's full name: "Glaciologist Maria Silva".
    pub(super) fn profession(&self, at: TokenId, limit: TokenId) -> bool {
        at + 2 < limit
            && self.tables.is_given_name(self.reader.word(at + 1))
            && self.name_word(at + 2)
            && self
                .tables
                .organisation_word(self.reader.word(at + 2))
                .is_none()
            && titles::is_profession(self.reader, self.tables, at)
    }
}
