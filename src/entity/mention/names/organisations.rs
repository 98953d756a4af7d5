//! Names of organisations that are in no table: companies by their legal form, bodies of a state, names
//! with lists in them, and speakers like "the Morning Beacon".

use crate::entity::mention::candidate::Guess;
use crate::entity::mention::capitals::Case;
use crate::entity::mention::names::Finder;
use crate::gazetteer::tables::{Place, Target};
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// Maximum number of words of a name before a company's legal form.
const LONGEST: usize = 7;
/// Maximum number of words of a body's name after the name of its state.
const LONGEST_BODY: usize = 9;
/// Verbs whose subject speaks, in case the parser misses the content.
const SAYING: &[&str] = &[
    "said",
    "says",
    "say",
    "told",
    "tells",
    "warned",
    "warns",
    "announced",
    "reported",
    "reports",
    "denied",
    "denies",
    "claimed",
    "claims",
    "argued",
    "added",
    "insisted",
    "confirmed",
    "concluded",
    "found",
    "ruled",
    "urged",
    "accused",
    "promised",
    "revealed",
    "stated",
];

/// Places whose owners speak: "The Watch Tower said".
const BUILDINGS: &[&str] = &[
    "Tower",
    "Hall",
    "Palace",
    "Castle",
    "Hotel",
    "Theatre",
    "Theater",
    "Cathedral",
    "Temple",
    "Mosque",
    "Park",
    "Airport",
    "Station",
    "Stadium",
    "City",
    "Town",
    "County",
    "Village",
    "District",
];

impl Finder<'_, '_> {
    /// The end of a company's name with its legal form: "Northgate Holdings, Inc.".
    pub(super) fn company_end(&self, at: TokenId, limit: TokenId) -> Option<TokenId> {
        let reader = self.reader;
        let form = |token: TokenId| {
            let form = self.tables.company_forms.get(reader.word(token));
            form.filter(|_| token < limit).copied()
        };
        let mut end = at;
        while end < limit && end < at + LONGEST {
            if end > at {
                let comma = reader.word(end) == ",";
                let found = match comma {
                    true => form(end + 1).filter(|behind_comma| *behind_comma).is_some(),
                    false => form(end).is_some(),
                };
                if found {
                    let mut end = end + 1 + usize::from(comma);
                    if reader.is(end, "de") && matches!(reader.word(end + 1), "CV" | "C.V.") {
                        end += 2;
                    }
                    while let Some(more) = [end, end + 1]
                        .into_iter()
                        .find(|t| form(*t) == Some(true) && (*t == end || reader.word(end) == ","))
                    {
                        end = more + 1;
                    }
                    return Some(end);
                }
            }
            let joins = end > at
                && (matches!(reader.word(end), "&" | "+")
                    || end == at + 1
                        && reader.is(end, "and")
                        && form(end + 2).is_some()
                        && self.known_at(at, limit, Case::Sentence).is_none()
                    || reader.word(end) == "-" && reader.touch(end - 1, end));
            if !(self.name_word(end) || joins) {
                return None;
            }
            end += 1;
        }
        None
    }

    /// A body named with the state before it: "Portugal's Treasury", "Estonian Tax and Customs Board".
    /// Returns the body's words, and whether it speaks for the state.
    pub(super) fn state_body(
        &self,
        state_end: TokenId,
        targets: &[Target],
        limit: TokenId,
    ) -> Option<(Range<TokenId>, bool)> {
        let reader = self.reader;
        let possessive = reader.possessive(state_end);
        let start = state_end + usize::from(possessive);
        if start >= limit || !self.name_word(start) || self.is_given(start) {
            return None;
        }
        let mut head = None;
        let mut token = start;
        while token < limit && token < start + LONGEST_BODY {
            if self.name_word(token) {
                if let Some(speaks) = self.tables.national_words.get(reader.word(token)) {
                    head = Some((token, *speaks));
                }
                token += 1;
                continue;
            }
            let next = token + 1 + usize::from(reader.is(token + 1, "the"));
            // after the head only "of" continues the name: "Ministry of Railways", but not "the Navy and Air Force"
            let joins = match head {
                Some((at, _)) if at + 1 == token => reader.is_any(token, &["of", "for"]),
                _ => token > start && reader.is_any(token, &["and", "&"]),
            };
            if !joins || next >= limit || !self.name_word(next) {
                break;
            }
            token = next;
        }
        let (head, speaks) = head?;
        if (start..head)
            .each()
            .any(|token| self.title_at(token, limit).is_some())
        {
            return None;
        }
        let topics = reader.is_any(head + 1, &["of", "for"]) && token > head + 2;
        // "Bangladesh's Institute of Epidemiology": its name does not include the state
        if topics && !speaks {
            return None;
        }
        let last = match topics {
            true => self.listed(head, token, limit),
            false => head + 1,
        };
        // unless it is in the tables: "Russia's Federal Security Service"
        let known = self.known_at(start, limit, Case::Sentence);
        if let Some((end, known)) = known
            && end >= last
            && known.iter().any(|target| match target {
                Target::Organisation(o) => !self.is_foreign(*o, targets),
                Target::Person(_) => true,
                _ => false,
            })
        {
            return None;
        }
        Some((start..last, speaks))
    }

    /// The end of a name whose topics are listed: "Institute of Epidemiology, Disease Control and
    /// Research". `head` is its noun and `end` lies after the first topics.
    pub(super) fn listed(&self, head: TokenId, end: TokenId, limit: TokenId) -> TokenId {
        let reader = self.reader;
        let topic = |from: TokenId| {
            let to = (from..limit)
                .each()
                .find(|t| !self.name_word(*t))
                .unwrap_or(limit);
            let entity = || {
                let known = self.known_at(from, limit, Case::Sentence);
                known.is_some_and(|(_, targets)| targets.iter().any(|t| *t != Target::Place))
                    || self.is_given(from)
                    || self.organisation_end(from, to).is_some()
            };
            (to > from && to <= from + 4 && !entity()).then_some(to)
        };
        if self.tables.organisation_word(reader.word(head)) != Some(Place::Any)
            || !reader.is_any(head + 1, &["of", "for"])
        {
            return end;
        }
        let mut token = end;
        let mut commas = 0;
        while reader.word(token) == "," {
            let and = reader.is_any(token + 1, &["and", "&"]);
            let Some(to) = topic(token + 1 + usize::from(and)) else {
                return end;
            };
            if and {
                return to;
            }
            token = to;
            commas += 1;
        }
        match reader.is_any(token, &["and", "&"]) && commas > 0 {
            true => topic(token + 1).unwrap_or(end),
            false => end,
        }
    }

    /// Whether the name `at..end` is the subject of a verb of speech.
    pub(super) fn speaks(&self, at: TokenId, end: TokenId) -> bool {
        let reader = self.reader;
        let Some(last) = end.checked_sub(1).filter(|last| *last >= at) else {
            return false;
        };
        let verb = reader.head(last);
        if reader.label(last) != Label::Nsubj || !reader.tag(verb).is_verb() {
            return false;
        }
        let sentence = reader.sentence(at);
        let said =
            |token: TokenId| reader.label(token) == Label::Ccomp && reader.head(token) == verb;
        reader.is_any(verb, SAYING) || sentence.each().any(said)
    }

    /// Whether a capitalised phrase after "the" speaks: "The Morning Beacon reported".
    pub(super) fn the_speaker(&self, at: TokenId, end: TokenId, floor: TokenId) -> bool {
        at > floor
            && self.reader.is(at - 1, "the")
            && self.speaks(at, end)
            && (!self.other_end(at, end)
                || BUILDINGS.contains(&self.reader.word(end - 1))
                || self.marks_body(end - 1))
            && self.title_at(at, end).is_none_or(|to| to < end)
            && (end > at + 1 || self.is_outlet_like(at))
    }

    /// Whether a noun for a body introduces a name: "the lender Handelsbank", "The airline, Polavia,".
    pub(super) fn is_presented_body(&self, at: TokenId, end: TokenId, floor: TokenId) -> bool {
        let reader = self.reader;
        let Some(mut noun) = at.checked_sub(1).filter(|noun| *noun >= floor) else {
            return false;
        };
        if reader.word(noun) == "," {
            let closed = matches!(reader.word(end), "," | "." | "—");
            if noun <= floor || !closed || self.reader.tag(noun - 1) == Tag::NNS {
                return false;
            }
            noun -= 1;
        }
        let word = reader.word(noun);
        let body = self.tables.group_nouns.contains_key(word) || word.ends_with("maker");
        body && !reader.capital(noun)
            && reader.tag(noun) == Tag::NN
            && !matches!(
                word,
                "team" | "side" | "government" | "camp" | "campaign" | "party" | "union"
            )
            && !self.is_given(at)
    }

    /// Whether a surname is also a word for a place or day: "Felix Day said", "Mayor Ada Park".
    pub(super) fn is_named_after_place(&self, at: TokenId, end: TokenId) -> bool {
        let reader = self.reader;
        end == at + 2
            && self.is_given(at)
            && self.tables.other_word(reader.word(end - 1)) == Some(Place::End)
            && self.tables.other_word(reader.word(at)).is_none()
            && !(at > TokenId::FIRST
                && reader.is_any(at - 1, &["the", "in", "at", "on", "near", "to", "from"]))
            && (matches!(
                reader.label(end - 1),
                Label::Nsubj | Label::Nsubjpass | Label::Conj
            ) || reader.word(end) == ",")
    }

    /// A firm whose first word opens the sentence, if the recogniser found only the rest:
    /// "Nordwind [Ferries] raised its fares".
    pub(super) fn opened(&self, at: TokenId, sentence: &Range<TokenId>) -> Option<TokenId> {
        let reader = self.reader;
        let end = (at + 1..sentence.end)
            .each()
            .find(|token| !self.name_word(*token))
            .unwrap_or(sentence.end);
        let firm = end > at + 1
            && self.learned_at(at).is_none()
            && self
                .learned_at(at + 1)
                .is_some_and(|name| name.tokens.start == at + 1)
            && self.tables.organisation_word(reader.word(at + 1)) == Some(Place::End);
        let lower = reader.word(at).to_lowercase();
        let plain = !matches!(
            reader.tag(at),
            Tag::DT | Tag::IN | Tag::RB | Tag::PRP | Tag::PRPS | Tag::CC | Tag::CD
        ) && !reader.holds(&lower)
            && !self.tables.person_nouns.contains_key(lower.as_str());
        (firm && plain && at == sentence.start).then_some(end)
    }

    /// Whether a word is one half of something divided: "the North".
    pub(super) fn is_half(&self, at: TokenId) -> bool {
        matches!(self.reader.word(at), "North" | "South" | "East" | "West")
    }

    /// Whether two or three unexplained capitalised words are the subject of a verb of speech.
    pub(super) fn is_full_speaker(&self, at: TokenId, end: TokenId) -> bool {
        let plain = |token: TokenId| {
            let word = self.reader.word(token);
            self.name_word(token)
                && self.tables.other_word(word).is_none()
                && self.tables.organisation_word(word).is_none()
        };
        matches!(end - at, 2 | 3) && (at..end).each().all(plain) && self.speaks(at, end)
    }

    /// Whether one capitalised word after "The" is a name: "The Star said", but not "The German said".
    fn is_outlet_like(&self, at: TokenId) -> bool {
        let (reader, tables) = (self.reader, self.tables);
        let lower = reader.word(at).to_lowercase();
        matches!(reader.tag(at), Tag::NNP | Tag::NNPS)
            && reader.head(at) == at + 1
            && self.known_at(at, at + 1, Case::Sentence).is_none()
            && !tables.person_nouns.contains_key(lower.as_str())
            && !self.surnames.contains(reader.word(at))
            // halves of a country are handled elsewhere
            && !self.is_half(at)
    }

    /// Whether a word is a given name, in the tables or a nickname in the text.
    pub(super) fn is_given(&self, at: TokenId) -> bool {
        let word = self.reader.word(at);
        self.tables.is_given_name(word) || self.nicknames.contains(word)
    }

    /// Whether a noun for people in the possessive begins a name: "the Women's Guild".
    pub(super) fn of_people(&self, at: TokenId, limit: TokenId) -> bool {
        let reader = self.reader;
        let word = reader.word(at - 1);
        reader.possessive(at)
            && at + 1 < limit
            && self.name_word(at + 1)
            && (word.ends_with("men")
                || matches!(word, "Children" | "People" | "Farmer" | "Veterans"))
    }

    /// A place after the name of a person: "Clara Mendes of Porto".
    pub(super) fn is_home(&self, at: TokenId) -> bool {
        let of = at
            .checked_sub(1)
            .filter(|of| self.reader.is_any(*of, &["of", "from"]));
        let last = self.found.last();
        of.zip(last).is_some_and(|(of, last)| {
            let person = match &last.guess {
                Guess::Person => true,
                Guess::Known(targets) => targets.iter().all(|t| matches!(t, Target::Person(_))),
                _ => false,
            };
            person && last.tokens.end == of
        })
    }
}
