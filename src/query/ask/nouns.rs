//! Nouns that are acts: "what *warnings* did Russia receive", "list Putin's latest *proposals*".

use super::dates::number;
use super::lexicon::LEXICON;
use super::reader::{Reader, Result, rank_by_time};
use super::verbs::Object;
use crate::query::{AskedFor, Rank, Sort, SortKey};
use crate::statement::Kind;

/// Maximum number of content words between "what" and an auxiliary.
const MAX_LEADING_CONTENT: usize = 5;

impl Reader<'_> {
    /// "[all|every|the] warnings by Truss about …": the noun is the act.
    pub(super) fn listed(&mut self) -> Result<Option<AskedFor>> {
        let here = self.at;
        while self.skip(&["all", "every", "the", "any", "each", "of", "a", "an"]) {}
        // "Putin's proposals"; but "call" is a noun even if somebody has that name.
        let before = self.query.clone();
        let owners = match self.context.verbs.noun(self.peek()) {
            Some(_) => None,
            None => self.names(),
        };
        if !self.act_noun() {
            self.at = here;
            self.query = before;
            return Ok(None);
        }
        self.query.speaker.extend(owners.into_iter().flatten());
        self.active = false;
        if LEXICON.be.has(self.peek()) {
            // "were there", "were made", "have been rejected"
            self.at += 1;
            while self.skip(&["there", "been"]) {}
        }
        if !self.mentioning() && !self.is_tail() {
            self.verb_after_act_noun()?;
        }
        if matches!(self.peek(), "of" | "from") && self.query.speaker.is_empty() {
            self.at += 1;
            if self.party_at(0).is_some() && !self.is_kind_not_name() {
                self.query.speaker = self.names().unwrap_or_default();
            } else if !self.anyone() && !self.speakers_of_kind()? {
                self.at -= 1;
            }
        }
        self.tail(Object::About)?;
        Ok(Some(AskedFor::What))
    }

    /// "[three] [latest] [direct] warnings": reads a noun that names an act; `false` if there is none.
    pub(super) fn act_noun(&mut self) -> bool {
        let here = self.at;
        let (mut rank, mut count, mut kind) = (None, None, None);
        loop {
            if self.peek() == "most" && self.key(1) == "recent" {
                rank = Some(Rank::Last);
                self.at += 1;
            } else if let Some(found) = rank_by_time(self.peek()) {
                rank = Some(found);
            } else if let Some(number) = number(self.peek()).filter(|_| self.peek() != "a") {
                count = usize::try_from(number).ok();
            } else if self.peek() == "direct" {
                kind = Some(Kind::Direct);
            } else if !LEXICON.adjectives.has(self.peek()) {
                break;
            }
            self.at += 1;
        }
        let quoted = self.is_quoted(self.at);
        let Some(sense) = self.context.verbs.noun(self.peek()).filter(|_| !quoted) else {
            self.at = here;
            return false;
        };
        self.narrow(sense);
        self.at += 1;
        self.query.kind = kind.or(self.query.kind);
        match count {
            Some(count) => {
                self.query.limit = Some(count);
                let key = SortKey::Date;
                let descending = rank == Some(Rank::Last);
                self.query.sort = rank.map(|_| Sort { key, descending });
            }
            None => self.rank = rank.or(self.rank),
        }
        true
    }

    /// After a noun that is the act: "did Russia make", "were issued", "has Russia rejected".
    pub(super) fn after_act_noun(&mut self) -> Result<()> {
        let auxiliary = self.is_auxiliary();
        let named = self.party_at(usize::from(auxiliary)).is_some();
        if !auxiliary && !named {
            // "how many warnings by Truss", "which statements mention Truss"
            self.active = false;
            self.mentioning();
            return Ok(());
        }
        let impersonal = !named && !self.is_anyone(1);
        if impersonal {
            let last = self.key(1);
            if LEXICON.auxiliaries.has(self.peek()) && !matches!(last, "been" | "there") {
                self.at += 1;
                return Err(self.unknown(self.words.len()));
            }
            while self.is_auxiliary() || self.peek() == "there" {
                self.at += 1;
            }
            self.adverbs()?;
            self.active = false;
            if !self.is_tail() {
                self.verb_after_act_noun()?;
            }
            return Ok(());
        }
        self.subject()?;
        self.adverbs()?;
        self.verb_after_act_noun()
    }

    /// Skips "mention", "that concern" before a topic.
    fn mentioning(&mut self) -> bool {
        let that = usize::from(matches!(self.peek(), "that" | "which"));
        let rest = self.keys.get(self.at + that..).unwrap_or_default();
        let found = LEXICON.mentioning.prefix(rest);
        self.at += found.map_or(0, |count| that + count);
        found.is_some()
    }

    /// "received [from NAMES]": the subject is the addressee.
    pub(super) fn received(&mut self) {
        self.query.to = std::mem::take(&mut self.query.speaker);
        if self.peek() == "from" && self.party_at(1).is_some() {
            self.at += 1;
            self.query.speaker = self.names().unwrap_or_default();
        }
    }

    /// The verb after a noun that is the act. Most add nothing ("make"); one that is an act itself is asked
    /// for instead: "what accusations has Russia rejected".
    fn verb_after_act_noun(&mut self) -> Result<()> {
        if self.at >= self.words.len() || self.dated(self.at) {
            return Ok(());
        }
        if LEXICON.received.has(self.peek()) {
            self.at += 1;
            self.received();
            return Ok(());
        }
        if LEXICON.light.has(self.peek()) {
            self.at += 1;
            self.skip(&["forward", "out", "down", "up"]);
            return Ok(());
        }
        let Some((count, sense)) = self.verb_at(0) else {
            return match self.is_tail() || LEXICON.fillers.has(self.peek()) {
                true => Ok(()),
                false => Err(self.unreadable("what happened to statements is not on record")),
            };
        };
        self.at += count;
        self.narrow(sense);
        Ok(())
    }

    /// "was the last thing Lavrov said", "are the latest statements by Lavrov": reads such words; `false` if
    /// there are none.
    pub(super) fn was_act(&mut self) -> Result<bool> {
        if !LEXICON.be.has(self.peek()) {
            return Ok(false);
        }
        self.at += 1;
        if self.ranked_thing() {
            self.clause()?;
            return Ok(true);
        }
        let found = self.listed()?.is_some();
        self.at -= usize::from(!found);
        Ok(found)
    }

    /// "the last thing [that] Lavrov said": sets the rank.
    fn ranked_thing(&mut self) -> bool {
        let skip = usize::from(self.peek() == "the");
        let Some(rank) = rank_by_time(self.key(skip)) else {
            return false;
        };
        let noun = self.key(skip + 1);
        if !matches!(noun, "thing" | "things" | "time" | "words" | "statement") {
            return false;
        }
        let that = usize::from(self.key(skip + 2) == "that");
        if self.party_at(skip + 2 + that).is_none() && !self.is_anyone(skip + 2 + that) {
            return false;
        }
        self.rank = Some(rank);
        self.at += skip + 2 + that;
        true
    }

    /// "what *new sanctions* did Biden threaten": content words.
    pub(super) fn leading_content(&mut self) {
        let is_time = matches!(self.peek(), "time" | "month" | "year" | "week" | "hour");
        let starts =
            |at: usize| LEXICON.auxiliaries.has(self.key(at)) && self.party_at(at + 1).is_some();
        let named = LEXICON.auxiliaries.has(self.peek()) || self.party_at(0).is_some();
        let Some(count) = (1..=MAX_LEADING_CONTENT).find(|at| starts(*at)) else {
            return;
        };
        if is_time || named || LEXICON.be.has(self.peek()) {
            return;
        }
        let words = self.words.iter().skip(self.at).take(count);
        self.content.extend(words.map(|word| word.text.clone()));
        self.at += count;
    }
}
