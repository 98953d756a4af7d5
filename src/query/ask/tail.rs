//! What follows the verb of a question: to whom, about what, when, and which of the answers.

use super::Failure;
use super::dates::Days;
use super::grammar::{Read, Reader, by_time};
use super::verbs::Object;
use crate::query::{Rank, topics};

const ABOUT: [&str; 9] = [
    "about",
    "on",
    "of",
    "over",
    "regarding",
    "concerning",
    "against",
    "for",
    "with",
];
/// Words that a question holds for its own sake.
const FILLERS: [&str; 21] = [
    "what",
    "anything",
    "something",
    "things",
    "ever",
    "also",
    "already",
    "actually",
    "exactly",
    "publicly",
    "and",
    "there",
    "been",
    "so",
    "all",
    "it",
    "word",
    "words",
    "phrase",
    "term",
    "the",
];

impl Reader<'_> {
    /// Whether what stands here belongs behind a verb.
    pub(super) fn is_tail(&self) -> bool {
        matches!(
            self.peek(),
            "to" | "by" | "from" | "in" | "since" | "before" | "after" | "between"
        ) || ABOUT.contains(&self.peek())
    }

    /// Whatever follows the verb, in any order.
    pub(super) fn tail(&mut self, object: Object) -> Read<()> {
        let mut first = true;
        while self.at < self.words.len() {
            if self.each_other()? || self.ranked() || self.comparison() {
                first = false;
                continue;
            }
            if self.dates()? || self.outlet() || self.addressee(object) || self.agent()? {
                first = false;
                continue;
            }
            if matches!(self.peek(), "to") && matches!(self.key(1), "whom" | "who") {
                self.at += 2;
                continue;
            }
            if ABOUT.contains(&self.peek()) || matches!(self.peek(), "that" | "whether" | "if") {
                self.at += 1;
                self.topic(object)?;
                continue;
            }
            if first
                && self.active
                && matches!(object, Object::To | Object::Either)
                && self.object(object)?
            {
                first = false;
                continue;
            }
            if FILLERS.contains(&self.peek()) {
                self.at += 1;
                continue;
            }
            self.topic(object)?;
            first = false;
        }
        if !self.content.is_empty() {
            let found = topics(&self.content.join(" "), self.context.index.names());
            self.query.about.extend(found);
        }
        let mut seen = Vec::new();
        self.query.about.retain(|topic| {
            let new = !seen.contains(topic);
            seen.push(topic.clone());
            new
        });
        Ok(())
    }

    /// The one spoken to, directly behind the verb: "warned *Russia*".
    fn object(&mut self, object: Object) -> Read<bool> {
        if self.skip(&["anyone", "anybody", "someone", "somebody", "whom", "who"]) {
            return Ok(true);
        }
        if let Some(names) = self.names() {
            self.query.to = names;
            return Ok(true);
        }
        let word = self.peek();
        if object == Object::Either || word == "to" || FILLERS.contains(&word) {
            return Ok(false);
        }
        let end = (self.at..self.words.len())
            .find(|i| {
                let key = self.keys[*i].as_str();
                ABOUT.contains(&key)
                    || matches!(
                        key,
                        "that" | "to" | "not" | "in" | "since" | "before" | "after" | "by"
                    )
            })
            .unwrap_or(self.words.len());
        Err(self.unknown(end))
    }

    /// "to NAMES" (or "from NAMES"), where what follows is on record.
    fn addressee(&mut self, object: Object) -> bool {
        if !self.query.to.is_empty() || !self.announces_addressee(object) {
            return false;
        }
        let here = self.at;
        self.at += 1;
        match self.names() {
            Some(names) => {
                self.query.to = names;
                true
            }
            None => {
                self.at = here;
                false
            }
        }
    }

    /// "by NAMES", behind a passive.
    fn agent(&mut self) -> Read<bool> {
        if self.peek() != "by" || self.active || !self.query.speaker.is_empty() {
            return Ok(false);
        }
        self.at += 1;
        if self.skip(&["whom", "who", "anyone", "anybody"]) {
            return Ok(true);
        }
        match self.names() {
            Some(names) => {
                self.query.speaker = names;
                Ok(true)
            }
            None => Err(self.unknown(self.words.len())),
        }
    }

    /// "according to OUTLET", up to the end or a date.
    pub(super) fn outlet(&mut self) -> bool {
        let count = match (self.peek(), self.key(1), self.key(2)) {
            ("according", "to", _) => 2,
            ("as", "reported", "by") => 3,
            _ => return false,
        };
        let start = self.at + count;
        let end = (start..self.words.len())
            .find(|i| {
                let before = self.words.get(i.wrapping_sub(1));
                before.is_some_and(|word| *i > start && word.comma)
                    || matches!(self.context.calendar.read(&self.words[*i..]), Ok(Some(_)))
            })
            .unwrap_or(self.words.len());
        if start == end {
            return false;
        }
        self.query.source.push(self.typed(start, end));
        self.at = end;
        true
    }

    pub(super) fn dates(&mut self) -> Read<bool> {
        let rest = &self.words[self.at..];
        let Some((count, days)) = self
            .context
            .calendar
            .read(rest)
            .map_err(Failure::Unreadable)?
        else {
            return Ok(false);
        };
        if days.from_record
            && let Some(last) = self.context.calendar.last()
        {
            let time = self.typed(self.at, self.at + count);
            self.notes.push(format!(
                "'{time}' is counted from {last}, the last day on record"
            ));
        }
        self.at += count;
        let Days { since, until, .. } = days;
        let both = (since.is_some() && self.query.since.is_some())
            || (until.is_some() && self.query.until.is_some());
        if both {
            return Err(Failure::Unreadable(
                "the question names two times: ask for one, or for 'between … and …'".to_owned(),
            ));
        }
        self.query.since = self.query.since.or(since);
        self.query.until = self.query.until.or(until);
        Ok(true)
    }

    /// Words of what was said, up to a date, an addressee, a speaker behind "by", or an outlet.
    fn topic(&mut self, object: Object) -> Read<()> {
        let start = self.at;
        self.phrase();
        while self.at < self.words.len() {
            let stops = self.dated(self.at)
                || (self.at > start && (self.is_ranked() || self.is_each_other()))
                || (self.compared && self.at > start && self.words[self.at - 1].comma)
                || (self.at > start && self.starts_party(object))
                || (self.peek() == "according" && self.key(1) == "to");
            if stops {
                break;
            }
            let taken = self.context.index.names().prefix(&self.keys[self.at..]);
            let count = taken.map_or(1, |(count, _)| count);
            for word in &self.words[self.at..self.at + count] {
                self.content.push(word.text.clone());
            }
            self.at += count;
            self.phrase();
        }
        if self.at == start && self.at < self.words.len() {
            // "about in December": what is asked about is missing; "according to", and nobody.
            return match self.dates()? {
                true => Ok(()),
                false => Err(self.stuck("somebody must follow")),
            };
        }
        Ok(())
    }

    /// Whether an expression of time starts at a word; one that cannot be read counts as one.
    fn dated(&self, at: usize) -> bool {
        match self.context.calendar.read(&self.words[at..]) {
            Ok(found) => found.is_some(),
            // Inside what was said, "before the talks" may be words; at its end they are a time.
            Err(_) => true,
        }
    }

    /// Whether the words of what was said end here, because somebody spoken to ("to Biden") or the
    /// speaker of a passive ("by Lavrov") follows: "the door *to NATO* stays open" goes on.
    fn starts_party(&self, object: Object) -> bool {
        let Some((count, _)) = self.party_at(1) else {
            return false;
        };
        match self.peek() {
            "to" | "from" => {
                let after = self.at + 1 + count;
                let ends = after >= self.words.len()
                    || ABOUT.contains(&self.key(1 + count))
                    || matches!(self.key(1 + count), "and" | "or" | "that")
                    || self.dated(after);
                ends && self.query.to.is_empty() && self.announces_addressee(object)
            }
            "by" => !self.active && self.query.speaker.is_empty(),
            _ => false,
        }
    }

    fn announces_addressee(&self, object: Object) -> bool {
        match self.peek() {
            "to" => object != Object::To,
            "from" => object == Object::From,
            _ => false,
        }
    }

    /// A phrase in quotation marks, which is kept in them.
    fn phrase(&mut self) {
        while let Some(mark) = self
            .words
            .get(self.at)
            .map(|word| word.phrase)
            .filter(|m| *m > 0)
        {
            let end = (self.at..self.words.len())
                .find(|i| self.words[*i].phrase != mark)
                .unwrap_or(self.words.len());
            self.content
                .push(format!("\"{}\"", self.typed(self.at, end)));
            self.at = end;
        }
    }

    fn is_each_other(&self) -> bool {
        let skip = usize::from(matches!(self.peek(), "to" | "with" | "at"));
        matches!(
            (self.key(skip), self.key(skip + 1)),
            ("each", "other") | ("one", "another")
        )
    }

    /// "[to] each other": those who speak are those spoken to.
    fn each_other(&mut self) -> Read<bool> {
        if !self.is_each_other() {
            return Ok(false);
        }
        if self.query.speaker.len() < 2 {
            return Err(
                self.stuck("name both of them: 'what did Russia and NATO say to each other'")
            );
        }
        self.at += 2 + usize::from(matches!(self.peek(), "to" | "with" | "at"));
        self.query.to = self.query.speaker.clone();
        self.query.each_other = true;
        Ok(true)
    }

    /// How many words here say which of the answers are wanted, and which.
    fn rank_here(&self) -> Option<(usize, Rank)> {
        let the = usize::from(self.peek() == "the");
        let rank = match self.key(the) {
            "most" if matches!(self.key(the + 1), "recently" | "recent") => {
                return Some((the + 2, Rank::Last));
            }
            "most" => Rank::Most,
            "least" => Rank::Least,
            "more" | "oftener" => Rank::Most,
            word => by_time(word)?,
        };
        let often = matches!(
            self.key(the + 1),
            "often" | "frequently" | "loudly" | "times"
        );
        let count = the + 1 + usize::from(often);
        // "the most dangerous plan" and "the last offer" are words of what was said.
        let after = self.key(count);
        let ends = after.is_empty()
            || ABOUT.contains(&after)
            || matches!(
                after,
                "in" | "since"
                    | "before"
                    | "after"
                    | "until"
                    | "between"
                    | "during"
                    | "to"
                    | "that"
            )
            || self
                .words
                .get(self.at + count - 1)
                .is_some_and(|word| word.comma)
            || (often && self.party_at(count).is_some());
        ends.then_some((count, rank))
    }

    fn is_ranked(&self) -> bool {
        self.rank_here().is_some()
    }

    /// "most", "the least often", "first", "most recently".
    fn ranked(&mut self) -> bool {
        let Some((count, rank)) = self.rank_here() else {
            return false;
        };
        self.compared = (self.at..self.at + count).any(|i| self.keys[i] == "more");
        self.rank = Some(rank);
        self.at += count;
        true
    }

    /// "…, Putin or Lavrov" behind "more": those who are compared.
    fn comparison(&mut self) -> bool {
        let behind = self
            .words
            .get(self.at.wrapping_sub(1))
            .is_some_and(|word| word.comma);
        if !self.compared || !(behind || self.peek() == "than") || !self.query.speaker.is_empty() {
            return false;
        }
        let here = self.at;
        self.skip(&["than"]);
        match self.names() {
            Some(names) if self.at == self.words.len() => {
                self.query.speaker = names;
                true
            }
            _ => {
                self.at = here;
                false
            }
        }
    }
}
