//! Full names after titles: "Police Senior Superintendent Yolanda Yu", "CEO of the River
//! Trust Pavel Novak". No table can have all such titles; the word right before the given name decides.

use crate::entity::mention::capitals::{Case, is_initials};
use crate::entity::mention::names::{CONNECTORS, Finder, PARTICLES, is_quotation_mark};
use crate::entity::mention::recogniser::NameType;
use crate::entity::mention::titles;
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::tables::Place;
use crate::syntax::Tag;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// Maximum number of words of a person's name: "Maria da Graça Carvalho Neves".
const LONGEST: usize = 6;

impl Finder<'_, '_> {
    /// The full name after a title in the run of capitalised words at `at`.
    pub(super) fn titled_name(&self, at: TokenId, limit: TokenId) -> Option<Range<TokenId>> {
        let reader = self.reader;
        let owned = self.is_owner(at);
        let mut stop = self.stretch(at, limit);
        // "the Bureau of Arctic and Antarctic Affairs Olga Lind"
        while owned && reader.is_any(stop, CONNECTORS) {
            let next = stop + 1 + usize::from(reader.is(stop + 1, "the"));
            if next >= limit || !self.name_word(next) {
                break;
            }
            stop = self.stretch(next, limit);
        }
        (at + 1..stop.saturating_sub(1)).each().find_map(|start| {
            let body = owned && !(at..start).each().any(|token| self.is_given(token));
            let syllables = reader.word(start + 1) == "-" && self.is_syllable(start + 1);
            let body = body && (syllables || self.may_be_given(start));
            // "Chief [Executive] Ada Moss"
            let inner = (at..start)
                .each()
                .any(|t| self.title_at(t, stop).is_some_and(|end| end > start));
            if inner
                || !(body || self.is_office(at, start))
                || !(body || self.may_be_given(start) || self.may_be_full(at, start..stop))
            {
                return None;
            }
            let end = self.name_end(start, stop)?;
            Some(start..end)
        })
    }

    /// The end of the capitalised words at `at`, hyphens and particles included.
    fn stretch(&self, at: TokenId, limit: TokenId) -> TokenId {
        let reader = self.reader;
        let mut end = at + 1;
        while end < limit {
            let word = self.name_word(end);
            let joins = end + 1 < limit
                && self.name_word(end + 1)
                && (reader.is_any(end, PARTICLES)
                    || matches!(reader.word(end), "-" | "'" | "’")
                        && reader.touch(end - 1, end)
                        && reader.touch(end, end + 1));
            let syllable = reader.word(end) == "-" && end + 1 < limit && self.is_syllable(end);
            if syllable {
                end += 2;
                continue;
            }
            if !word && !joins {
                break;
            }
            end += 1;
        }
        end
    }

    /// Whether the word before `start` is the head of a title and not part of a name.
    fn is_office(&self, floor: TokenId, start: TokenId) -> bool {
        let (reader, tables) = (self.reader, self.tables);
        let head = start - 1;
        let title = reader.longest_before(&tables.title_phrases, floor, start);
        if let Some((_, hash)) = title {
            let class = tables.title_phrases.get(hash).next();
            let class = class.and_then(|title| tables.titles.get(title));
            if class.is_some_and(|title| title.class != OfficeClass::None) {
                return true;
            }
        }
        // "Mary Baker Eddy": a surname after a given name
        let named = head > floor && tables.is_given_name(reader.word(head - 1));
        !named && (title.is_some() || titles::is_profession(reader, tables, head))
    }

    /// Whether the words at `at` lead to the owner of an office: "CEO of the", "head of".
    fn is_owner(&self, at: TokenId) -> bool {
        let reader = self.reader;
        let the = at
            .checked_sub(1)
            .filter(|the| reader.is(*the, "the"))
            .unwrap_or(at);
        let floor = reader.sentence(at).start;
        // "Deputy Secretary for the Bureau of Arctic and Antarctic Affairs"
        let near = the.saturating_sub(10).max(floor);
        let joins = |token: TokenId| {
            self.name_word(token)
                || reader.tag(token) == Tag::NN
                || reader.is_any(token, &["and", "the", "of", "for", "at", "on", "-"])
        };
        (near..the)
            .each()
            .rev()
            .take_while(|token| joins(*token))
            .any(|link| {
                reader.is_any(link, &["of", "at", "for", "with"])
                    && reader
                        .longest_before(&self.tables.title_phrases, floor, link)
                        .is_some()
            })
    }

    fn may_be_given(&self, at: TokenId) -> bool {
        let reader = self.reader;
        let word = reader.word(at);
        let learned = || {
            let name = self.learned_at(at);
            name.is_some_and(|name| name.tokens.start == at && name.kind == NameType::Person)
        };
        self.name_word(at)
            && self.title_at(at, at + 1).is_none()
            && self.tables.organisation_word(word).is_none()
            && (self.tables.is_given_name(word) || is_initials(word) || learned())
    }

    /// Whether a title is followed by only two or three unknown words before a verb or comma: "Railway Manager Hiroki
    /// Saddam said".
    fn may_be_full(&self, at: TokenId, name: Range<TokenId>) -> bool {
        let (reader, tables) = (self.reader, self.tables);
        let determined = at > TokenId::FIRST && reader.tag(at - 1) == Tag::DT;
        let titled = reader
            .longest_before(&tables.title_phrases, at, name.start)
            .is_some();
        let follows = reader.tag(name.end);
        let ends = follows.is_verb() || matches!(follows, Tag::MD | Tag::Comma | Tag::Stop);
        titled
            && !determined
            && ends
            && matches!(name.len(), 2 | 3)
            && self.title_at(name.start, name.end).is_none()
            && name.each().all(|token| {
                let capital = self.name_word(token) && !reader.shouted(token);
                capital && reader.tag(token).is_proper_noun()
            })
            && self
                .known_at(name.start, name.end, Case::Sentence)
                .is_none()
    }

    /// The end of a full name that starts at `start`, if all up to `stop` can be one.
    fn name_end(&self, start: TokenId, stop: TokenId) -> Option<TokenId> {
        let reader = self.reader;
        if stop > start + LONGEST {
            return None;
        }
        let plain = (start + 1..stop).each().all(|token| {
            let word = reader.word(token);
            !matches!(word, "of" | "and" | "for" | "on" | "the")
                && self.tables.organisation_word(word).is_none()
                && self.tables.other_word(word).is_none()
        });
        (plain && reader.alphabetic(stop - 1)).then_some(stop)
    }

    /// The person that "calling himself", "known as" and the like name: "a painter calling himself Nightjar 7".
    pub(super) fn assumed_name(&self, at: TokenId, limit: TokenId) -> Option<TokenId> {
        let reader = self.reader;
        let mut before = at.checked_sub(1)?;
        if is_quotation_mark(reader.word(before)) {
            before = before.checked_sub(1)?;
        }
        let is = |back: usize, words: &[&str]| {
            before
                .checked_sub(back)
                .is_some_and(|token| reader.is_any(token, words))
        };
        let called = is(0, &["himself", "herself", "themself", "themselves"])
            && is(
                1,
                &[
                    "calling", "calls", "call", "called", "naming", "styles", "styling",
                ],
            );
        let goes = is(0, &["by", "as"]) && is(1, &["goes", "went", "going", "go", "known", "only"])
            || is(0, &["name", "nickname", "alias", "pseudonym"]) && is(1, &["the", "a"]);
        // "a town known as Lowmere": only a person is named this way
        let somebody = || {
            let noun = (before.saturating_sub(6)..before)
                .each()
                .rev()
                .find_map(|token| {
                    let noun = self.tables.person_nouns.get(reader.word(token));
                    noun.filter(|_| !reader.capital(token))
                });
            noun.is_some_and(|noun| !noun.plural)
                || titles::is_person_word(reader, before.saturating_sub(6)..before)
        };
        if !(called || goes && somebody()) {
            return None;
        }
        let mut end = (at..limit)
            .each()
            .find(|t| !self.name_word(*t))
            .unwrap_or(limit);
        // "Nightjar 7"
        let number = end < limit && reader.word(end).bytes().all(|b| b.is_ascii_digit());
        end += usize::from(number && end > at);
        (end > at && end <= at + LONGEST).then_some(end)
    }

    /// Whether a name is in a list beside a plural that introduces people: "Two ministers, Anna Berg
    /// and Ole Lund,".
    pub(super) fn is_listed(&self, at: TokenId, floor: TokenId) -> bool {
        let reader = self.reader;
        for token in (floor.max(at.saturating_sub(30))..at).each().rev() {
            let word = reader.word(token);
            if word == "," {
                let noun = token
                    .checked_sub(1)
                    .and_then(|noun| self.tables.person_nouns.get(reader.word(noun)));
                let plural = noun.is_some_and(|noun| noun.plural)
                    || token > floor && self.is_plural_of_people(token - 1);
                if plural {
                    return true;
                }
                continue;
            }
            let joins = self.name_word(token)
                || reader.is_any(token, &["and", "of", "from", "-"])
                || reader.is_any(token, PARTICLES)
                || reader.alphabetic(token) && reader.tag(token).is_noun();
            if !joins {
                return false;
            }
        }
        false
    }

    /// A plural by its ending alone: "finalists", "biologists".
    fn is_plural_of_people(&self, at: TokenId) -> bool {
        let word = self.reader.word(at);
        let single = word.strip_suffix('s').unwrap_or("");
        !self.reader.capital(at)
            && self.reader.tag(at) == Tag::NNS
            && single.len() >= 5
            && ["ist", "er", "or", "ian", "man"]
                .iter()
                .any(|end| single.ends_with(end))
    }

    /// The surname after a rank or title that is in no table, of somebody named before: "DI Amadi".
    pub(super) fn ranked(&self, at: TokenId, limit: TokenId) -> bool {
        let reader = self.reader;
        let surname = |token: TokenId| self.surnames.contains(&reader.word(token));
        let rank = reader.word(at);
        at + 1 < limit
            && (2..=4).contains(&rank.len())
            && rank.bytes().all(|b| b.is_ascii_uppercase())
            && !self.is_given(at)
            && !surname(at)
            && surname(at + 1)
            && self.name_word(at + 1)
            && (at + 2 >= limit || !self.name_word(at + 2))
            && self.tables.organisation_word(reader.word(at + 1)).is_none()
            && reader.word(at + 2) != "-"
    }

    /// Whether an organisation's word ends the title part of a run: "River Trust" in "CEO of the River
    /// Trust Pavel Novak".
    pub(super) fn body_before(&self, at: TokenId, person: TokenId) -> Option<TokenId> {
        (at + 1..person)
            .each()
            .rev()
            .find(|token| {
                matches!(
                    self.tables.organisation_word(self.reader.word(*token)),
                    Some(Place::Any | Place::End)
                )
            })
            .map(|token| token + 1)
    }
}
