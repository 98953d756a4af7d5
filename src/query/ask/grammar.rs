//! The grammar of questions, read from left to right without going back.
//!
//! ```text
//! question := who [aux] [not] verb tail            who warned Russia …
//!           | which kind [aux] [not] verb tail     which states warned …
//!           | who|whom|which kind aux names verb … whom did Russia warn …
//!           | who was|were verb tail               who was warned by …
//!           | what|when|how often aux names verb … what did Putin say …
//!           | what nouns did names verb …          what proposals did … make
//!           | what|… was said tail                 what was said by …
//!           | how many kind verb tail              how many states warned …
//!           | did names verb tail                  did NATO promise …
//! tail     := { to names | by names | about topic | dates | according to outlet | words }
//! ```

use super::dates::{Calendar, Days};
use super::verbs::{Object, Sense, Verbs};
use super::words::Word;
use super::{Failure, Question};
use crate::entity::EntityType;
use crate::query::{AskedFor, Names, Query, topics};
use crate::statement::Polarity;
use std::collections::BTreeSet;

/// What words mean in the graph that is asked.
pub(super) struct Context {
    pub names: Names,
    pub verbs: Verbs,
    pub calendar: Calendar,
    /// Entities that others may speak for: states, organisations, groups without a name.
    pub principals: BTreeSet<usize>,
}

/// Reads all words of a question.
pub(super) fn read(words: &[Word], context: &Context) -> Result<Question, Failure> {
    let mut reader = Reader {
        words,
        keys: words.iter().map(|w| w.key.clone()).collect(),
        at: 0,
        context,
        query: Query {
            polarity: vec![Polarity::Affirmed, Polarity::Denied],
            ..Query::default()
        },
        content: Vec::new(),
        active: true,
    };
    let asked_for = reader.question()?;
    Ok(Question {
        asked_for,
        query: reader.query,
    })
}

struct Reader<'a> {
    words: &'a [Word],
    keys: Vec<String>,
    at: usize,
    context: &'a Context,
    query: Query,
    /// Words of what was said that no preposition announces: "denied *plans to invade*".
    content: Vec<&'a str>,
    /// Whether the one before the verb speaks, or is spoken to.
    active: bool,
}

type Read<T> = Result<T, Failure>;

const AUXILIARIES: [&str; 8] = ["did", "do", "does", "has", "have", "had", "will", "would"];
const TO_BE: [&str; 5] = ["was", "were", "is", "are", "been"];
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
const FILLERS: [&str; 16] = [
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
];

impl<'a> Reader<'a> {
    fn question(&mut self) -> Read<AskedFor> {
        while self.skip(&["so", "and", "please", "tell", "show", "me"]) {}
        let to_whom = self.peek() == "to" && matches!(self.key(1), "whom" | "who");
        if to_whom {
            self.at += 1;
        }
        let opening = self.peek().to_owned();
        self.at += 1;
        match opening.as_str() {
            "who" | "whom" => self.party_question(None, opening == "whom" || to_whom),
            "which" | "what" if kind(self.peek()).is_some() => {
                let kind = kind(self.peek());
                self.at += 1;
                self.party_question(kind.flatten(), false)
            }
            "what" | "which" => self.what_question(),
            "when" => {
                self.clause()?;
                Ok(AskedFor::When)
            }
            "how" if self.skip(&["often"]) => {
                self.clause()?;
                Ok(AskedFor::HowMany)
            }
            "how" if self.skip(&["many"]) => self.how_many(),
            "did" | "do" | "does" | "has" | "have" | "had" | "was" | "were" => {
                self.at -= 1;
                self.clause()?;
                Ok(AskedFor::Whether)
            }
            _ => {
                self.at = 0;
                Err(self.stuck("a question starts with who, whom, which, what, when, how or did"))
            }
        }
    }

    /// After "who", "whom" or "which states": either they speak or they are spoken to.
    fn party_question(&mut self, kind: Option<EntityType>, spoken_to: bool) -> Read<AskedFor> {
        let auxiliary = AUXILIARIES.contains(&self.peek());
        let passive = TO_BE.contains(&self.peek());
        let name_follows = auxiliary
            && self
                .name_at(1 + usize::from(self.key(1) == "not"))
                .is_some();
        if spoken_to || passive || name_follows {
            self.query.to_type = kind;
            if passive {
                self.at += 1;
                self.active = false;
                self.negation();
                self.verb_and_tail()?;
            } else {
                self.clause()?;
            }
            return Ok(AskedFor::Whom);
        }
        self.query.speaker_type = kind;
        if auxiliary {
            self.at += 1;
            // "Who did Ruritania warn": neither a verb nor anybody on record follows.
            if !matches!(self.peek(), "not" | "never" | "ever" | "also" | "been")
                && self.verb_at(0).is_none()
            {
                let end = (self.at..self.words.len()).find(|i| self.verb_at(i - self.at).is_some());
                return Err(self.unknown(end.unwrap_or(self.words.len())));
            }
        }
        self.negation();
        self.verb_and_tail()?;
        Ok(AskedFor::Who)
    }

    fn what_question(&mut self) -> Read<AskedFor> {
        if let Some(sense) = self.context.verbs.noun(self.peek()) {
            // "What proposals did Russia make": the noun is the act, the verb says nothing.
            self.narrow(sense);
            self.at += 1;
            if TO_BE.contains(&self.peek()) {
                self.at += 1;
                if self.at < self.words.len() {
                    self.at += 1;
                }
                self.active = false;
            } else {
                self.subject()?;
                self.negation();
                self.at += 1;
            }
            self.tail(Object::About)?;
            return Ok(AskedFor::What);
        }
        if TO_BE.contains(&self.peek()) && self.name_at(1).is_none() {
            // "What was said by …": nobody stands before the verb.
            self.at += 1;
            self.negation();
            self.active = false;
            let object = match self.verb()? {
                Object::Either => Object::About,
                object => object,
            };
            self.tail(object)?;
            return Ok(AskedFor::What);
        }
        self.clause()?;
        Ok(AskedFor::What)
    }

    fn how_many(&mut self) -> Read<AskedFor> {
        if self.skip(&["times"]) {
            self.clause()?;
            return Ok(AskedFor::HowMany);
        }
        if let Some(sense) = self.context.verbs.noun(self.peek()) {
            self.narrow(sense);
            self.at += 1;
            self.subject()?;
            self.at += 1;
            self.tail(Object::About)?;
            return Ok(AskedFor::HowMany);
        }
        Err(self.stuck("behind 'how many' I can read 'times' or what they made: 'how many warnings did … make'"))
    }

    /// "did NAMES [not] VERB tail", "was NAMES VERB tail".
    fn clause(&mut self) -> Read<()> {
        self.subject()?;
        self.negation();
        self.verb_and_tail()
    }

    /// An auxiliary and the names behind it.
    fn subject(&mut self) -> Read<()> {
        let passive = TO_BE.contains(&self.peek());
        if !passive && !AUXILIARIES.contains(&self.peek()) {
            return Err(self.stuck("expected did, has or was"));
        }
        self.at += 1;
        self.negation();
        if self.at >= self.words.len() {
            return Err(self.stuck("who is meant"));
        }
        if self.skip(&["anyone", "anybody", "someone", "somebody", "they", "people"]) {
            self.active = !passive;
            return Ok(());
        }
        let Some(names) = self.names() else {
            let end = (self.at + 1..self.words.len()).find(|i| self.verb_at(i - self.at).is_some());
            return Err(self.unknown(end.unwrap_or(self.words.len())));
        };
        self.active = !passive;
        if passive {
            self.query.to = names;
        } else {
            self.query.speaker = names;
        }
        Ok(())
    }

    fn negation(&mut self) {
        loop {
            if matches!(self.peek(), "not" | "never") {
                self.query.polarity = vec![Polarity::Negated];
                self.at += 1;
            } else if !self.skip(&["ever", "also", "already", "actually", "been", "publicly"]) {
                return;
            }
        }
    }

    fn verb_and_tail(&mut self) -> Read<()> {
        let object = self.verb()?;
        self.tail(object)
    }

    fn verb_at(&self, ahead: usize) -> Option<(usize, &'a Sense)> {
        let context: &'a Context = self.context;
        context.verbs.prefix(self.keys.get(self.at + ahead..)?)
    }

    fn verb(&mut self) -> Read<Object> {
        let Some((count, sense)) = self.verb_at(0) else {
            return Err(self.stuck("expected a verb such as said, warned, proposed or denied"));
        };
        self.at += count;
        self.narrow(sense);
        Ok(sense.object)
    }

    fn narrow(&mut self, sense: &Sense) {
        self.query.relation = sense.relation;
        self.query.act = sense.acts.clone();
        self.query.attitudes = sense.attitude;
    }

    /// Whatever follows the verb, in any order.
    fn tail(&mut self, object: Object) -> Read<()> {
        let mut first = true;
        while self.at < self.words.len() {
            if self.dates()? || self.outlet() || self.addressee(object) || self.agent()? {
                first = false;
                continue;
            }
            if matches!(self.peek(), "to") && matches!(self.key(1), "whom" | "who") {
                self.at += 2;
                continue;
            }
            if matches!(self.key(1), "each" | "one") && matches!(self.key(2), "other" | "another") {
                return Err(self.stuck("ask for each direction on its own"));
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
            let found = topics(&self.content.join(" "), &self.context.names);
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
    fn outlet(&mut self) -> bool {
        let count = match (self.peek(), self.key(1), self.key(2)) {
            ("according", "to", _) => 2,
            ("as", "reported", "by") => 3,
            _ => return false,
        };
        let start = self.at + count;
        let end = (start..self.words.len())
            .find(|i| matches!(self.context.calendar.read(&self.words[*i..]), Ok(Some(_))))
            .unwrap_or(self.words.len());
        if start == end {
            return false;
        }
        self.query.source.push(self.typed(start, end));
        self.at = end;
        true
    }

    fn dates(&mut self) -> Read<bool> {
        let rest = &self.words[self.at..];
        let Some((count, days)) = self
            .context
            .calendar
            .read(rest)
            .map_err(Failure::Unreadable)?
        else {
            return Ok(false);
        };
        self.at += count;
        let Days { since, until } = days;
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
        while self.at < self.words.len() {
            let stops = self.dated(self.at)
                || (self.at > start && self.starts_party(object))
                || (self.peek() == "according" && self.key(1) == "to");
            if stops {
                break;
            }
            let context: &'a Context = self.context;
            let taken = context.names.prefix(&self.keys[self.at..]);
            let count = taken.map_or(1, |(count, _)| count);
            for word in &self.words[self.at..self.at + count] {
                self.content.push(&word.text);
            }
            self.at += count;
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
        let Some((count, _)) = self.name_at(1) else {
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

    /// One name, or several joined by "and", "or" and commas, in canonical form.
    fn names(&mut self) -> Option<Vec<String>> {
        let mut names = vec![self.name()?];
        loop {
            let joined = self
                .words
                .get(self.at.wrapping_sub(1))
                .is_some_and(|w| w.comma);
            let conjunction = matches!(self.peek(), "and" | "or");
            let ahead = usize::from(conjunction);
            if (joined || conjunction) && self.name_at(ahead).is_some() {
                self.at += ahead;
                names.extend(self.name());
            } else {
                return Some(names);
            }
        }
    }

    fn name(&mut self) -> Option<String> {
        let (count, entities) = self.name_at(0)?;
        let typed = self.typed(self.at, self.at + count);
        self.at += count;
        let principals = &self.context.principals;
        self.query.rollup |= entities.iter().any(|entity| principals.contains(entity));
        match entities {
            [one] => Some(self.context.names.canonical(*one).to_owned()),
            _ => Some(typed),
        }
    }

    fn name_at(&self, ahead: usize) -> Option<(usize, &'a [usize])> {
        let context: &'a Context = self.context;
        context.names.prefix(self.keys.get(self.at + ahead..)?)
    }

    fn peek(&self) -> &str {
        self.key(0)
    }

    fn key(&self, ahead: usize) -> &str {
        self.keys.get(self.at + ahead).map_or("", String::as_str)
    }

    fn skip(&mut self, words: &[&str]) -> bool {
        let found = words.contains(&self.peek());
        self.at += usize::from(found);
        found
    }

    fn typed(&self, start: usize, end: usize) -> String {
        let words: Vec<&str> = self
            .words
            .iter()
            .take(end)
            .skip(start)
            .map(|w| w.text.as_str())
            .collect();
        words.join(" ")
    }

    /// Somebody is meant by the words from here to `end` whom the graph does not know.
    fn unknown(&self, end: usize) -> Failure {
        let name = self.typed(self.at, end.max(self.at + 1));
        let nearest = self.context.names.nearest(&name, 3);
        Failure::Unknown { name, nearest }
    }

    fn stuck(&self, why: &str) -> Failure {
        let rest = self.typed(self.at, self.words.len());
        Failure::Unreadable(if rest.is_empty() {
            format!("the question breaks off: {why}")
        } else {
            format!("cannot read '{rest}': {why}")
        })
    }
}

/// The type of entity that a plural or "people" asks for; `Some(None)` for anybody.
fn kind(word: &str) -> Option<Option<EntityType>> {
    match word {
        "people" | "person" | "persons" | "politicians" | "politician" => {
            Some(Some(EntityType::Person))
        }
        "states" | "state" | "countries" | "country" | "nations" | "nation" => {
            Some(Some(EntityType::State))
        }
        "organisations" | "organisation" | "organizations" | "organization" | "bodies"
        | "alliances" | "companies" => Some(Some(EntityType::Organisation)),
        "speakers" | "speaker" | "parties" => Some(None),
        _ => None,
    }
}
