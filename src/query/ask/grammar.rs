//! The grammar of questions, read from left to right without going back.
//!
//! ```text
//! question := [dates ,] [according to outlet ,] [show me] asked
//! asked    := who [aux] [not] [first] verb tail        who warned Russia …
//!           | who was the first|last to verb tail      who was the first to propose …
//!           | which kind [aux] [not] verb tail         which states warned …
//!           | who|whom|which kind aux names verb …     whom did Russia warn …
//!           | who was|were verb tail                   who was warned by …
//!           | what|when|how often aux names verb …     what did Putin say …
//!           | what nouns did names verb …              what proposals did … make
//!           | what|… was said tail                     what was said by …
//!           | what are nouns tail                      what are the latest statements by …
//!           | everything names verb …                  everything Putin said about …
//!           | how many kind …                          how many states warned …
//!           | which outlets|articles quote names tail  which outlets quoted Lavrov …
//!           | in which articles|on what day did …      on what day did Putin propose …
//!           | did names verb tail                      did NATO promise …
//!           | list [all|latest] nouns tail             list all warnings by …
//! adverbs  := dates | not | first | last | most often   between who and verb
//! tail     := { to names | by names | about topic | dates | according to outlet | words
//!             | each other | first | last | [the] most|least [often] }
//! ```
//!
//! Openings and clauses are read here, what follows the verb in [`super::tail`], who is meant in
//! [`super::parties`].

use super::dates::Calendar;
use super::verbs::{Object, Sense, Verbs};
use super::words::Word;
use super::{Failure, Question};
use crate::query::index::Index;
use crate::query::{AskedFor, Query, Rank};
use crate::statement::Polarity;

/// What words mean in the graph that is asked.
pub(super) struct Context<'g> {
    pub index: &'g Index<'g>,
    pub verbs: &'g Verbs,
    pub calendar: Calendar,
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
        rank: None,
        compared: false,
        notes: Vec::new(),
    };
    let asked_for = reader.question()?;
    Ok(Question {
        asked_for,
        rank: reader.rank,
        query: reader.query,
        notes: reader.notes,
    })
}

/// How far a question has been read, and what it says so far.
pub(super) struct Reader<'a> {
    pub(super) words: &'a [Word],
    pub(super) keys: Vec<String>,
    pub(super) at: usize,
    pub(super) context: &'a Context<'a>,
    pub(super) query: Query,
    /// Words of what was said that no preposition announces: "denied *plans to invade*".
    pub(super) content: Vec<String>,
    /// Whether the one before the verb speaks, or is spoken to.
    pub(super) active: bool,
    /// Which of the answers are wanted.
    pub(super) rank: Option<Rank>,
    /// Whether "more" was read: those compared may stand at the end, "Putin or Lavrov".
    pub(super) compared: bool,
    /// What the reader of the answer should know of how the question was read.
    pub(super) notes: Vec<String>,
}

pub(super) type Read<T> = Result<T, Failure>;

const AUXILIARIES: [&str; 8] = ["did", "do", "does", "has", "have", "had", "will", "would"];
const TO_BE: [&str; 5] = ["was", "were", "is", "are", "been"];
/// Words before the verb that change nothing.
const ADVERBS: [&str; 12] = [
    "both", "together", "jointly", "ever", "also", "already", "actually", "been", "publicly",
    "else", "so", "all",
];
/// Verbs that do whatever their noun says: "issued a warning".
const LIGHT: [&str; 27] = [
    "make",
    "makes",
    "made",
    "making",
    "give",
    "gives",
    "gave",
    "given",
    "issue",
    "issues",
    "issued",
    "deliver",
    "delivers",
    "delivered",
    "send",
    "sends",
    "sent",
    "present",
    "presents",
    "presented",
    "voice",
    "voiced",
    "offer",
    "offered",
    "put",
    "address",
    "addressed",
];
/// What passes on what others say.
const OUTLETS: [&str; 12] = [
    "outlets",
    "outlet",
    "newspapers",
    "newspaper",
    "papers",
    "paper",
    "media",
    "sources",
    "agencies",
    "agency",
    "publications",
    "websites",
];
const ARTICLES: [&str; 9] = [
    "articles",
    "article",
    "stories",
    "story",
    "reports",
    "report",
    "documents",
    "document",
    "texts",
];
const REPORTED: [&str; 20] = [
    "quote",
    "quotes",
    "quoted",
    "cite",
    "cites",
    "cited",
    "report",
    "reports",
    "reported",
    "carry",
    "carries",
    "carried",
    "publish",
    "published",
    "ran",
    "mention",
    "mentions",
    "mentioned",
    "print",
    "printed",
];

/// Which of the answers an adjective of time wants.
pub(super) fn by_time(word: &str) -> Option<Rank> {
    match word {
        "first" | "earliest" => Some(Rank::First),
        "last" | "latest" | "newest" => Some(Rank::Last),
        _ => None,
    }
}

impl<'a> Reader<'a> {
    fn question(&mut self) -> Read<AskedFor> {
        self.opening_adverbs()?;
        let listing = self.skip(&["list", "show", "give", "find", "name"]);
        while self.skip(&["so", "and", "please", "tell", "show", "me", "us", "now"]) {}
        if listing && let Some(asked) = self.listed()? {
            return Ok(asked);
        }
        let spoken_to =
            matches!(self.peek(), "to" | "from") && matches!(self.key(1), "whom" | "who");
        if spoken_to {
            self.at += 1;
        }
        if matches!(self.peek(), "in" | "on" | "by" | "at")
            && matches!(self.key(1), "which" | "what")
        {
            return self.placed();
        }
        let opening = self.peek().to_owned();
        self.at += 1;
        match opening.as_str() {
            "who" | "whom" => self.party_question(opening == "whom" || spoken_to),
            "which" | "what"
                if OUTLETS.contains(&self.peek()) || ARTICLES.contains(&self.peek()) =>
            {
                self.reporting()
            }
            "which" | "what" if self.kind()? => self.party_question(spoken_to),
            "what" | "which" => self.what_question(),
            "everything" | "anything" | "whatever" => {
                self.skip(&["that"]);
                self.what_question()
            }
            "when" => {
                self.clause()?;
                Ok(AskedFor::When)
            }
            "how" if self.skip(&["often", "frequently", "much"]) => {
                self.clause()?;
                Ok(AskedFor::HowMany)
            }
            "how" if self.skip(&["many"]) => self.how_many(),
            "is" | "are" | "was" | "were" if self.peek() == "there" => {
                self.at += 1;
                while self.skip(&["a", "an", "any", "some", "the"]) {}
                match self.listed()? {
                    Some(_) => Ok(AskedFor::Whether),
                    None => Err(self.stuck("expected a noun such as warning or proposal")),
                }
            }
            "did" | "do" | "does" | "has" | "have" | "had" | "was" | "were" | "is" | "are" => {
                self.at -= 1;
                self.clause()?;
                Ok(AskedFor::Whether)
            }
            _ => {
                self.at = 0;
                Err(self
                    .stuck("a question starts with who, whom, which, what, when, how, did or list"))
            }
        }
    }

    /// "In December 2021, …", "According to the Harbour Post, …".
    fn opening_adverbs(&mut self) -> Read<()> {
        loop {
            let which = matches!(self.key(1), "which" | "what" | "whom");
            if which || !(self.dates()? || self.outlet()) {
                return Ok(());
            }
        }
    }

    /// "[all|every|the] warnings by Truss about …": the noun is the act.
    fn listed(&mut self) -> Read<Option<AskedFor>> {
        let here = self.at;
        while self.skip(&["all", "every", "the", "any", "each", "of"]) {}
        // "Putin's proposals"; but a "call" by somebody, even where somebody is called Call.
        let before = self.query.clone();
        let owners = match self.context.verbs.noun(self.peek()) {
            Some(_) => None,
            None => self.names(),
        };
        let most = usize::from(self.peek() == "most" && self.key(1) == "recent");
        let rank = match most {
            1 => Some(Rank::Last),
            _ => by_time(self.peek()),
        };
        let noun = most + usize::from(rank.is_some());
        let Some(sense) = self.context.verbs.noun(self.key(noun)) else {
            self.at = here;
            self.query = before;
            return Ok(None);
        };
        self.query.speaker.extend(owners.into_iter().flatten());
        self.rank = rank.or(self.rank);
        self.narrow(sense);
        self.at += noun + 1;
        self.active = false;
        self.skip(&["made", "given", "issued"]);
        if matches!(self.peek(), "of" | "from") && self.party_at(1).is_some() {
            self.at += 1;
            self.query.speaker = self.names().unwrap_or_default();
        }
        self.tail(Object::About)?;
        Ok(Some(AskedFor::What))
    }

    /// "In which articles did …", "on what day did …".
    fn placed(&mut self) -> Read<AskedFor> {
        self.at += 2;
        let asked = match self.peek() {
            word if ARTICLES.contains(&word) => AskedFor::Articles,
            word if OUTLETS.contains(&word) => AskedFor::Outlets,
            "day" | "days" | "date" | "dates" | "month" | "year" => AskedFor::When,
            _ => {
                return Err(
                    self.stuck("I can tell in which articles, by which outlets, on what day")
                );
            }
        };
        self.at += 1;
        self.clause()?;
        Ok(asked)
    }

    /// "Which outlets quoted Lavrov on …", "which articles report that Putin …".
    fn reporting(&mut self) -> Read<AskedFor> {
        let asked = match OUTLETS.contains(&self.peek()) {
            true => AskedFor::Outlets,
            false => AskedFor::Articles,
        };
        self.at += 1;
        while self.skip(&AUXILIARIES) {}
        if !REPORTED.contains(&self.peek()) {
            return Err(self.stuck("expected quoted, reported or mentioned"));
        }
        let mentioned = self.peek().starts_with("mention");
        self.at += 1;
        if mentioned {
            self.tail(Object::About)?;
            return Ok(asked);
        }
        self.skip(&["that", "how"]);
        self.skip(&["what"]);
        let here = self.at;
        if let Some(names) = self.names() {
            self.query.speaker = names;
            if let Some(sense) = self.context.verbs.noun(self.peek()) {
                // "report Putin's proposals"
                self.narrow(sense);
                self.at += 1;
                self.tail(Object::About)?;
            } else if self.verb_at(0).is_some() {
                self.verb_and_tail()?;
            } else {
                self.tail(Object::About)?;
            }
            return Ok(asked);
        }
        self.at = here;
        if self.listed()?.is_none() {
            self.tail(Object::About)?;
        }
        Ok(asked)
    }

    /// After "who", "whom" or "which states": either they speak or they are spoken to. What kind
    /// they are of has been put down as that of speakers.
    fn party_question(&mut self, spoken_to: bool) -> Read<AskedFor> {
        self.skip(&["else", "all"]);
        if self.ranked_to()? {
            self.verb_and_tail()?;
            return Ok(AskedFor::Who);
        }
        let auxiliary = AUXILIARIES.contains(&self.peek());
        let passive = TO_BE.contains(&self.peek()) && self.verb_ahead();
        let ahead = usize::from(auxiliary) + usize::from(auxiliary && self.key(1) == "not");
        // "whom did Russia warn", "tell me whom Russia warned", but not "who Russia".
        let name_follows = self.party_at(ahead).is_some_and(|(count, ..)| {
            auxiliary || spoken_to || self.verb_at(ahead + count).is_some()
        });
        if spoken_to || passive || name_follows {
            self.spoken_to();
            if passive {
                self.at += 1;
                self.active = false;
                self.negation()?;
                self.verb_and_tail()?;
            } else {
                self.clause()?;
            }
            return Ok(AskedFor::Whom);
        }
        if auxiliary {
            self.at += 1;
            // "Who did Ruritania warn": neither a verb nor anybody on record follows.
            if !matches!(self.peek(), "not" | "never")
                && by_time(self.peek()).is_none()
                && !self.is_date()
                && !ADVERBS.contains(&self.peek())
                && self.verb_at(0).is_none()
                && !LIGHT.contains(&self.peek())
            {
                let end = (self.at..self.words.len()).find(|i| self.verb_at(i - self.at).is_some());
                return Err(self.unknown(end.unwrap_or(self.words.len())));
            }
        }
        self.negation()?;
        self.verb_and_tail()?;
        Ok(AskedFor::Who)
    }

    /// Makes what is known of speakers known of those spoken to.
    fn spoken_to(&mut self) {
        self.query.to_type = self.query.speaker_type.take();
        self.query.to_role = std::mem::take(&mut self.query.speaker_role);
        self.query.to = std::mem::take(&mut self.query.speaker);
    }

    /// Whether a verb follows "was", behind words that change nothing.
    fn verb_ahead(&self) -> bool {
        let mut ahead = 1;
        loop {
            let rest = self.words.get(self.at + ahead..).unwrap_or_default();
            ahead += match self.context.calendar.read(rest) {
                Ok(Some((count, _))) => count,
                _ if matches!(self.key(ahead), "not" | "never") => 1,
                _ if ADVERBS.contains(&self.key(ahead)) => 1,
                _ if by_time(self.key(ahead)).is_some() => 1,
                _ => return self.verb_at(ahead).is_some(),
            };
        }
    }

    /// "was the first to", "were the last to".
    fn ranked_to(&mut self) -> Read<bool> {
        let skip = 1 + usize::from(self.key(1) == "the");
        let Some(rank) = by_time(self.key(skip)) else {
            return Ok(false);
        };
        let to = skip + 1 + usize::from(matches!(self.key(skip + 1), "one" | "ones" | "person"));
        if !TO_BE.contains(&self.peek()) || self.key(to) != "to" {
            return Ok(false);
        }
        self.rank = Some(rank);
        self.at += to + 1;
        Ok(true)
    }

    fn what_question(&mut self) -> Read<AskedFor> {
        let here = self.at;
        if self.skip(&TO_BE) && self.listed()?.is_some() {
            // "What are the latest statements by Putin?"
            return Ok(AskedFor::What);
        }
        self.at = here;
        if AUXILIARIES.contains(&self.peek()) && self.key(1) == "been" {
            // "what has been said"
            self.at += 1;
        }
        if let Some(sense) = self.context.verbs.noun(self.peek()) {
            // "What proposals did Russia make": the noun is the act, the verb says nothing.
            self.narrow(sense);
            self.at += 1;
            if TO_BE.contains(&self.peek()) {
                self.at += 1;
                while self.skip(&["there", "been"]) {}
                self.at += usize::from(self.at < self.words.len() && !self.is_tail());
                self.active = false;
            } else {
                self.subject()?;
                self.negation()?;
                self.at += usize::from(self.at < self.words.len());
                self.skip(&["forward", "out"]);
            }
            self.tail(Object::About)?;
            return Ok(AskedFor::What);
        }
        if TO_BE.contains(&self.peek()) && self.party_at(1).is_none() {
            // "What was said by …": nobody stands before the verb.
            self.at += 1;
            self.negation()?;
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
        if self.kind()? {
            return Ok(match self.party_question(false)? {
                AskedFor::Whom => AskedFor::HowManyAddressees,
                _ => AskedFor::HowManySpeakers,
            });
        }
        if let Some(sense) = self.context.verbs.noun(self.peek()) {
            self.narrow(sense);
            self.at += 1;
            if AUXILIARIES.contains(&self.peek()) {
                self.subject()?;
                self.at += usize::from(self.at < self.words.len());
            } else {
                // "how many warnings were there in 2021", "how many warnings by Truss"
                self.active = false;
                if TO_BE.contains(&self.peek()) {
                    self.at += 1;
                    self.skip(&["there"]);
                    self.skip(&["made", "issued", "given", "addressed", "sent"]);
                }
            }
            self.tail(Object::About)?;
            return Ok(AskedFor::HowMany);
        }
        Err(self.stuck(
            "behind 'how many' I can read 'times', who they are or what they made: 'how many \
             states warned', 'how many warnings did … make'",
        ))
    }

    /// "did NAMES [not] VERB tail", "was NAMES VERB tail".
    fn clause(&mut self) -> Read<()> {
        self.subject()?;
        self.negation()?;
        self.verb_and_tail()
    }

    /// An auxiliary and the names behind it; names alone in "tell me what Lavrov said".
    fn subject(&mut self) -> Read<()> {
        let passive = TO_BE.contains(&self.peek());
        let bare = !passive && !AUXILIARIES.contains(&self.peek());
        if bare && self.party_at(0).is_none() {
            return Err(self.stuck(
                "expected did, has or was, or who they are: people, states, organisations, or an \
                 office such as ministers",
            ));
        }
        self.at += usize::from(!bare);
        self.negation()?;
        if self.at >= self.words.len() {
            return Err(self.stuck("who is meant"));
        }
        self.active = !passive;
        if self.skip(&[
            "anyone", "anybody", "someone", "somebody", "they", "people", "everyone",
        ]) {
            return Ok(());
        }
        let Some(names) = self.names() else {
            let end = (self.at + 1..self.words.len()).find(|i| self.verb_at(i - self.at).is_some());
            return Err(self.unknown(end.unwrap_or(self.words.len())));
        };
        if passive {
            self.query.to = names;
        } else {
            self.query.speaker = names;
        }
        Ok(())
    }

    /// "first" or "latest" before a verb, where it starts no date such as "last week".
    fn once(&self) -> Option<Rank> {
        by_time(self.peek()).filter(|_| !self.is_date())
    }

    fn is_date(&self) -> bool {
        let rest = self.words.get(self.at..).unwrap_or_default();
        !matches!(self.context.calendar.read(rest), Ok(None))
    }

    /// "not", "first", "last week" and other words before the verb.
    fn negation(&mut self) -> Read<()> {
        loop {
            if matches!(self.peek(), "not" | "never") {
                self.query.polarity = vec![Polarity::Negated];
                self.at += 1;
            } else if self.verb_at(0).is_none() && matches!(self.peek(), "have" | "had" | "has") {
                // "what did Putin have to say"
                self.at += 1;
                self.skip(&["to"]);
            } else if let Some(rank) = self.once() {
                self.rank = Some(rank);
                self.at += 1;
            } else if matches!(self.peek(), "most" | "least")
                && matches!(self.key(1), "recently" | "often" | "frequently")
            {
                self.rank = Some(match (self.peek(), self.key(1)) {
                    ("most", "recently") => Rank::Last,
                    (_, "recently") => Rank::First,
                    ("most", _) => Rank::Most,
                    _ => Rank::Least,
                });
                self.at += 2;
            } else if !self.skip(&ADVERBS) && !self.dates()? {
                return Ok(());
            }
        }
    }

    pub(super) fn verb_and_tail(&mut self) -> Read<()> {
        if LIGHT.contains(&self.peek()) && self.light()? {
            return self.tail(Object::About);
        }
        if matches!(self.peek(), "use" | "used" | "uses" | "using") && self.active {
            // "who used the words …": any act with them.
            self.at += 1;
            return self.tail(Object::About);
        }
        let object = self.verb()?;
        if !self.active && object == Object::About && !self.query.to.is_empty() {
            // "Is Russia accused": nobody speaks to Russia, but about it.
            let to = std::mem::take(&mut self.query.to);
            self.query.about.extend(to);
            self.query.rollup = false;
        }
        self.tail(object)
    }

    /// "issued a warning", "gave Russia a warning": whether a noun says what was done.
    fn light(&mut self) -> Read<bool> {
        let here = self.at;
        self.at += 1;
        self.skip(&["forward", "out"]);
        let to = self.names();
        while self.skip(&[
            "a", "an", "the", "any", "some", "new", "no", "his", "her", "its", "their",
        ]) {}
        let Some(sense) = self.context.verbs.noun(self.peek()) else {
            self.at = here;
            return Ok(false);
        };
        self.narrow(sense);
        self.at += 1;
        if let Some(to) = to {
            self.query.to = to;
        }
        Ok(true)
    }

    pub(super) fn verb_at(&self, ahead: usize) -> Option<(usize, &'a Sense)> {
        self.context.verbs.prefix(self.keys.get(self.at + ahead..)?)
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

    pub(super) fn peek(&self) -> &str {
        self.key(0)
    }

    pub(super) fn key(&self, ahead: usize) -> &str {
        self.keys.get(self.at + ahead).map_or("", String::as_str)
    }

    pub(super) fn skip(&mut self, words: &[&str]) -> bool {
        let found = words.contains(&self.peek());
        self.at += usize::from(found);
        found
    }

    pub(super) fn typed(&self, start: usize, end: usize) -> String {
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
    pub(super) fn unknown(&self, end: usize) -> Failure {
        let name = self.typed(self.at, end.max(self.at + 1));
        let nearest = self.context.index.names().nearest(&name, 3);
        Failure::Unknown { name, nearest }
    }

    pub(super) fn stuck(&self, why: &str) -> Failure {
        let rest = self.typed(self.at, self.words.len());
        Failure::Unreadable(if rest.is_empty() {
            format!("the question breaks off: {why}")
        } else {
            format!("cannot read '{rest}': {why}")
        })
    }
}
