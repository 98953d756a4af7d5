//! The grammar of questions, read from left to right without going back.
//!
//! ```text
//! question := [dates ,] [according to outlet ,] [could you please tell me] asked
//! asked    := who [verbal] verb tail                   who warned Russia …
//!           | who was the first|last to verb tail      who was the first to propose …
//!           | which kind [verbal] verb tail            which states warned …
//!           | who|whom|which kind aux names verb …     whom did Russia warn …
//!           | who verbal verb tail                     who has been warned by …
//!           | what|when|how|how often aux names verb … what did Putin say …
//!           | what nouns aux names verb …              what proposals did … make, receive, reject
//!           | what things aux names verb …             what sanctions did Biden threaten
//!           | what verbal verb tail                    what was said by …
//!           | what|when are nouns tail                 what are the latest statements by …
//!           | what|when was the last thing names verb  what was the last thing Putin said …
//!           | everything names verb …                  everything Putin said about …
//!           | anything|latest on topic                 anything about sanctions
//!           | how many kind|nouns …                    how many states warned …
//!           | which outlets|articles quote names tail  which outlets quoted Lavrov …
//!           | in which articles|on what day did …      on what day did Putin propose …
//!           | by|about|to whom|what …                  by whom was NATO warned
//!           | aux names|outlet [verbal] verb tail      did NATO promise …, has Russia been warned
//!           | is it true that names verb tail          is it true that Putin threatened …
//!           | list [3] [latest] nouns tail             list all warnings by …
//!           | names on topic | names [verbal] verb …   Putin on NATO, Biden said what to …
//!           | [names] nouns tail                       Lavrov's demands, warnings to Russia
//! verbal   := { aux | was | been | not | dates | first | last | most often | ever }
//! tail     := { to|with names | by names|outlet | about topic | dates | according to outlet | words
//!             | between names | each other | first | last | [the] most|least [often] }
//! ```
//!
//! A form of "be" before a participle makes a passive, before "-ing" it does not. What no query can
//! express is refused: exceptions, one topic or another, places, a second question.
//!
//! Openings and clauses are read here, what follows the verb in [`super::tail`], who is meant in
//! [`super::parties`]; the words are lists of [`super::lexicon`].

use super::dates::{Calendar, number};
use super::lexicon::LEXICON;
use super::verbs::{Object, Sense, Verbs};
use super::words::Word;
use super::{Failure, Question};
use crate::query::index::Index;
use crate::query::{AskedFor, Query, Rank, Sort, SortKey};
use crate::statement::{Kind, Polarity};

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
        object: Object::About,
        passed_on: false,
        dangling: false,
        rank: None,
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
    /// What stands behind the verb that was read.
    pub(super) object: Object,
    /// Whether the verb is one of passing on: an outlet may stand behind "by".
    pub(super) passed_on: bool,
    /// Whether the question ends on a preposition: "whom did Putin speak *about*".
    pub(super) dangling: bool,
    /// Which of the answers are wanted.
    pub(super) rank: Option<Rank>,
    /// What the reader of the answer should know of how the question was read.
    pub(super) notes: Vec<String>,
}

pub(super) type Read<T> = Result<T, Failure>;

/// The most words between "what" and an auxiliary that are words of what was said.
const LONGEST_THING: usize = 5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    Active,
    Passive,
}

/// What became of the act that a noun names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Done {
    Made,
    Received,
}

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
        self.nothing_left_out()?;
        self.opening_adverbs()?;
        let listing = self.courtesies();
        if let Some(count) = LEXICON.whether.prefix(self.rest()) {
            self.at += count;
            return match self.sentence()? {
                Some(_) => Ok(self.whether()),
                None => Err(self.stuck("who is meant")),
            };
        }
        if let Some(counting) = listing
            && let Some(asked) = self.listed()?
        {
            return Ok(if counting { AskedFor::HowMany } else { asked });
        }
        if listing.is_some() && self.those_who()? {
            return self.party_question(false, false);
        }
        let polite = self.at > 0;
        let quoted = self.words.get(self.at).is_some_and(|word| word.phrase > 0);
        let asks = matches!(self.key(1), "which" | "what" | "who" | "whom");
        if polite && !asks && (LEXICON.about.has(self.peek()) || quoted) {
            // "tell me about the treaty", "search for 'harnessed slowly'"
            return self.unspecified();
        }
        if let Some(asked) = self.fronted()? {
            return Ok(asked);
        }
        let spoken_to =
            matches!(self.peek(), "to" | "from" | "with") && matches!(self.key(1), "whom" | "who");
        if spoken_to {
            self.at += 1;
        }
        let opening = self.peek().to_owned();
        self.at += 1;
        match opening.as_str() {
            "who" | "whom" => self.party_question(opening == "whom", spoken_to),
            "which" | "what"
                if LEXICON.outlets.has(self.peek()) || LEXICON.articles.has(self.peek()) =>
            {
                self.reporting()
            }
            "which" | "what" if self.kind()? => self.party_question(spoken_to, spoken_to),
            "what" | "which" => self.what_question(),
            "everything" | "anything" | "whatever" | "something" => {
                self.skip(&["that"]);
                if LEXICON.about.has(self.peek()) || matches!(self.peek(), "by" | "from") {
                    return self.unspecified();
                }
                if self.verb_at(0).is_some() {
                    // "everything said to Macron"
                    self.active = false;
                    let object = self.verb()?;
                    self.tail(object)?;
                    return Ok(AskedFor::What);
                }
                self.what_question()
            }
            "latest" | "newest" => {
                self.rank = Some(Rank::Last);
                self.skip(&["news", "word", "words"]);
                self.unspecified()
            }
            "when" => self.when(),
            "how" if self.skip(&["often", "frequently", "much"]) => {
                self.clause()?;
                Ok(AskedFor::HowMany)
            }
            "how" if self.skip(&["many"]) => self.how_many(),
            "how" if LEXICON.auxiliaries.has(self.peek()) => {
                self.clause()?;
                Ok(AskedFor::What)
            }
            "is" | "are" | "was" | "were" if self.peek() == "there" => {
                self.at += 1;
                while self.skip(&["a", "an", "any", "some", "the"]) {}
                match self.listed()? {
                    Some(_) => Ok(AskedFor::Whether),
                    None => Err(self.stuck("expected a noun such as warning or proposal")),
                }
            }
            "did" | "do" | "does" | "has" | "have" | "had" | "was" | "were" | "is" | "are" => {
                if self.acts()? {
                    return Ok(AskedFor::Whether);
                }
                self.at -= 1;
                self.clause()?;
                Ok(self.whether())
            }
            _ => {
                self.at -= 1;
                let here = self.at;
                match self.sentence() {
                    Ok(Some(asked)) => Ok(asked),
                    Err(failure) if self.at > here => Err(failure),
                    _ => {
                        self.at = here;
                        Err(self.stuck(
                            "a question starts with who, whom, which, what, when, how, did or list",
                        ))
                    }
                }
            }
        }
    }

    /// "the people who", "everyone who", behind "name" or "list".
    fn those_who(&mut self) -> Read<bool> {
        let (here, before) = (self.at, self.query.clone());
        while self.skip(&["all", "the"]) {}
        let meant = self.skip(&["everyone", "everybody", "anyone", "those"]) || self.kind()?;
        if meant && self.skip(&["who", "that"]) {
            return Ok(true);
        }
        (self.at, self.query) = (here, before);
        Ok(false)
    }

    /// "Have [any] proposals been made …": an act stands where somebody might.
    fn acts(&mut self) -> Read<bool> {
        let here = self.at;
        while self.skip(&["a", "an", "any", "some", "the"]) {}
        let is_act = self.context.verbs.noun(self.peek()).is_some();
        if !is_act || self.party_at(0).is_some() {
            self.at = here;
            return Ok(false);
        }
        Ok(self.listed()?.is_some())
    }

    /// What leaves somebody or something out is refused: no filter does.
    fn nothing_left_out(&self) -> Read<()> {
        for at in 0..self.words.len() {
            let key = self.keys.get(at).map_or("", String::as_str);
            if matches!(key, "that" | "whether" | "if") {
                break;
            }
            let quoted = self.words.get(at).is_some_and(|word| word.phrase > 0);
            let rest = self.keys.get(at..).unwrap_or_default();
            if !quoted && LEXICON.exceptions.prefix(rest).is_some() {
                let except = self.typed(at, self.words.len());
                return Err(Failure::Unreadable(format!(
                    "nothing can be left out of an answer: ask without '{except}'"
                )));
            }
        }
        Ok(())
    }

    /// "Could you please tell me", "search for": whether the last of these lists things, and then
    /// whether it counts them.
    fn courtesies(&mut self) -> Option<bool> {
        let mut listing = None;
        loop {
            let listed = LEXICON.listings.prefix(self.rest());
            let polite = LEXICON.courtesies.prefix(self.rest());
            let Some(count) = listed.max(polite) else {
                return listing;
            };
            if listed.is_some() {
                listing = Some(self.peek() == "count");
            }
            self.at += count;
        }
    }

    /// "By whom was …", "about what did …", "in which articles …".
    fn fronted(&mut self) -> Read<Option<AskedFor>> {
        let asks = matches!(self.key(1), "which" | "what" | "who" | "whom");
        if !asks {
            return Ok(None);
        }
        let verbal = LEXICON.auxiliaries.has(self.key(2)) || LEXICON.be.has(self.key(2));
        let whom = matches!(self.key(1), "who" | "whom");
        match self.peek() {
            "by" if whom => {
                self.at += 2;
                self.clause()?;
                Ok(Some(AskedFor::Who))
            }
            preposition if LEXICON.about.has(preposition) && whom => {
                self.at += 2;
                self.clause()?;
                Ok(Some(AskedFor::AboutWhom))
            }
            preposition if LEXICON.about.has(preposition) && verbal => {
                self.at += 2;
                self.what_question().map(Some)
            }
            "in" | "on" | "by" | "at" if !whom => self.placed().map(Some),
            _ => Ok(None),
        }
    }

    /// Whether it is on record: "hasn't" asks what "has" asks.
    fn whether(&mut self) -> AskedFor {
        self.query.polarity = vec![Polarity::Affirmed, Polarity::Denied];
        AskedFor::Whether
    }

    /// "[anything|the latest] about NATO by Putin": no verb says what was done.
    fn unspecified(&mut self) -> Read<AskedFor> {
        if let Some(asked) = self.listed()? {
            return Ok(asked);
        }
        self.active = false;
        if matches!(self.peek(), "from" | "of") && self.party_at(1).is_some() {
            self.at += 1;
            self.query.speaker = self.names().unwrap_or_default();
        }
        if self.at >= self.words.len() && self.query.speaker.is_empty() {
            return Err(self.stuck("about what, or by whom"));
        }
        self.tail(Object::About)?;
        Ok(AskedFor::What)
    }

    /// "when was the last warning to …", "when did …".
    fn when(&mut self) -> Read<AskedFor> {
        let here = self.at;
        if LEXICON.be.has(self.peek()) {
            self.at += 1;
            if self.thing() {
                self.clause()?;
                return Ok(AskedFor::When);
            }
            if self.listed()?.is_some() {
                return Ok(AskedFor::When);
            }
            self.at = here;
        }
        self.clause()?;
        Ok(AskedFor::When)
    }

    /// "the last thing [that] Lavrov said": puts down the rank.
    fn thing(&mut self) -> bool {
        let skip = usize::from(self.peek() == "the");
        let Some(rank) = by_time(self.key(skip)) else {
            return false;
        };
        let noun = self.key(skip + 1);
        if !matches!(noun, "thing" | "things" | "time" | "words" | "statement") {
            return false;
        }
        let that = usize::from(self.key(skip + 2) == "that");
        if self.party_at(skip + 2 + that).is_none() {
            return false;
        }
        self.rank = Some(rank);
        self.at += skip + 2 + that;
        true
    }

    /// A sentence that starts with somebody: "Biden said what to Putin", "NATO was warned by whom",
    /// "Putin on NATO", "Lavrov's demands", or with a noun: "warnings to Russia".
    fn sentence(&mut self) -> Read<Option<AskedFor>> {
        let here = self.at;
        let owned = self.party_at(0).is_some_and(|(count, _)| {
            let last = self.words.get(self.at + count - 1);
            last.is_some_and(|word| word.possessive)
        });
        let noun = self.context.verbs.noun(self.peek()).is_some();
        let goes_on = matches!(
            self.key(1),
            "to" | "by" | "from" | "in" | "since" | "before" | "after" | "between" | "made"
        ) || LEXICON.about.has(self.key(1));
        if owned || noun && goes_on {
            return self.listed();
        }
        let Some(names) = self.names() else {
            return Ok(None);
        };
        if matches!(self.peek(), "on" | "about" | "regarding" | "concerning") {
            self.query.speaker = names;
            self.tail(Object::About)?;
            return Ok(Some(AskedFor::What));
        }
        if self.predicate(0).is_none() && !LEXICON.light.has(self.peek()) {
            self.at = here;
            return Ok(None);
        }
        self.at = here;
        let asks = |keys: &[&str]| {
            let rest = self.rest().windows(keys.len());
            rest.into_iter()
                .any(|w| w.iter().zip(keys).all(|(a, b)| a == b))
        };
        let asked = if asks(&["by", "whom"]) || asks(&["by", "who"]) {
            AskedFor::Who
        } else if asks(&["to", "whom"]) || asks(&["to", "who"]) {
            AskedFor::Whom
        } else if asks(&["what"]) {
            AskedFor::What
        } else {
            AskedFor::Whether
        };
        self.clause()?;
        Ok(Some(match asked {
            AskedFor::Whether => self.whether(),
            asked => asked,
        }))
    }

    /// "In December 2021, …", "According to the Harbour Post, …".
    fn opening_adverbs(&mut self) -> Read<()> {
        loop {
            let which = matches!(self.key(1), "which" | "what" | "who" | "whom");
            if which || !(self.dates()? || self.outlet()) {
                return Ok(());
            }
        }
    }

    /// "[all|every|the] warnings by Truss about …": the noun is the act.
    fn listed(&mut self) -> Read<Option<AskedFor>> {
        let here = self.at;
        while self.skip(&["all", "every", "the", "any", "each", "of", "a", "an"]) {}
        // "Putin's proposals"; but a "call" by somebody, even where somebody is called Call.
        let before = self.query.clone();
        let owners = match self.context.verbs.noun(self.peek()) {
            Some(_) => None,
            None => self.names(),
        };
        if !self.act_named() {
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
        if !self.is_tail() && self.done()? == Done::Received {
            self.received();
        }
        if matches!(self.peek(), "of" | "from")
            && self.query.speaker.is_empty()
            && self.party_at(1).is_some()
        {
            self.at += 1;
            self.query.speaker = self.names().unwrap_or_default();
        }
        self.tail(Object::About)?;
        Ok(Some(AskedFor::What))
    }

    /// "[three] [latest] [direct] warnings": puts down the act that a noun names, and whether there
    /// was one.
    fn act_named(&mut self) -> bool {
        let here = self.at;
        let (mut rank, mut count, mut kind) = (None, None, None);
        loop {
            if self.peek() == "most" && self.key(1) == "recent" {
                rank = Some(Rank::Last);
                self.at += 1;
            } else if let Some(by_time) = by_time(self.peek()) {
                rank = Some(by_time);
            } else if let Some(number) = number(self.peek()).filter(|_| self.peek() != "a") {
                count = usize::try_from(number).ok();
            } else if self.peek() == "direct" {
                kind = Some(Kind::Direct);
            } else if !LEXICON.adjectives.has(self.peek()) {
                break;
            }
            self.at += 1;
        }
        let Some(sense) = self.context.verbs.noun(self.peek()) else {
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

    /// "In which articles did …", "on what day did …".
    fn placed(&mut self) -> Read<AskedFor> {
        self.at += 2;
        let asked = match self.peek() {
            word if LEXICON.articles.has(word) => AskedFor::Articles,
            word if LEXICON.outlets.has(word) => AskedFor::Outlets,
            "day" | "days" | "date" | "dates" => AskedFor::When,
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
        let asked = match LEXICON.outlets.has(self.peek()) {
            true => AskedFor::Outlets,
            false => AskedFor::Articles,
        };
        self.at += 1;
        while LEXICON.auxiliaries.has(self.peek()) {
            self.at += 1;
        }
        if !LEXICON.reported.has(self.peek()) {
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
    fn party_question(&mut self, whom: bool, spoken_to: bool) -> Read<AskedFor> {
        self.asides();
        let whom = whom || spoken_to;
        if matches!(self.peek(), "from" | "in" | "at")
            && !self.is_date()
            && self.party_at(1).is_some()
        {
            // "who from the United States"
            self.at += 1;
            self.query.speaker = self.names().unwrap_or_default();
        }
        if self.ranked_to()? {
            self.verb_and_tail()?;
            return Ok(AskedFor::Who);
        }
        let auxiliary = LEXICON.auxiliaries.has(self.peek()) || LEXICON.be.has(self.peek());
        let ahead = usize::from(auxiliary) + usize::from(auxiliary && self.key(1) == "not");
        // "whom did Russia warn", "tell me whom Russia warned", but not "who Russia".
        let name_follows = self.party_at(ahead).is_some_and(|(count, ..)| {
            auxiliary || whom || self.predicate(ahead + count).is_some()
        });
        if whom || name_follows {
            self.spoken_to();
            self.clause()?;
            let published = self.query.speaker.is_empty() && !self.query.source.is_empty();
            return match self.active {
                // "whom did Reuters quote"
                true if published => Ok(AskedFor::Who),
                true => self.whom(spoken_to),
                // "who was Russia warned by"
                false => Ok(AskedFor::Who),
            };
        }
        if self.predicate(0) == Some(Voice::Passive) {
            if LEXICON.voiced.has(self.verb_word()) {
                // "who was quoted": those whose words are.
                self.adverbs()?;
                self.at += 1;
                (self.active, self.passed_on) = (false, true);
                self.tail(Object::About)?;
                return Ok(AskedFor::Who);
            }
            self.spoken_to();
            self.active = false;
            self.adverbs()?;
            self.verb_and_tail()?;
            return self.whom(false);
        }
        if auxiliary && self.predicate(0).is_none() && !LEXICON.light.has(self.key(1)) {
            // "Who did Ruritania warn": neither a verb nor anybody on record follows.
            self.at += 1;
            if self.publisher().is_some() {
                // "Whom did Reuters quote?"
                self.at -= 1;
                self.clause()?;
                return Ok(AskedFor::Who);
            }
            let end = (self.at..self.words.len()).find(|i| self.verb_at(i - self.at).is_some());
            return Err(self.unknown(end.unwrap_or(self.words.len())));
        }
        self.adverbs()?;
        self.verb_and_tail()?;
        if self.query.polarity == [Polarity::Negated] {
            self.notes.push(
                "found is what is reported as not said; who said nothing of it is not on record"
                    .to_owned(),
            );
        }
        Ok(AskedFor::Who)
    }

    /// Those spoken to, or with verbs such as "accuse" and behind "about" those spoken of.
    fn whom(&self, spoken_to: bool) -> Read<AskedFor> {
        let any = self.query.act.is_empty() && self.query.relation.is_none();
        let of = self.object == Object::About && (any || !self.query.act.is_empty());
        if spoken_to || !(of || self.dangling) {
            return Ok(AskedFor::Whom);
        }
        match self.query.to_type.is_none() && self.query.to_role.is_empty() {
            true => Ok(AskedFor::AboutWhom),
            false => Err(Failure::Unreadable(
                "of what kind those are who are spoken of cannot be asked: ask 'whom did …'"
                    .to_owned(),
            )),
        }
    }

    /// "else", "if anything": changes nothing.
    fn asides(&mut self) {
        while let Some(count) = LEXICON.asides.prefix(self.rest()) {
            self.at += count;
        }
    }

    /// Makes what is known of speakers known of those spoken to.
    fn spoken_to(&mut self) {
        self.query.to_type = self.query.speaker_type.take();
        self.query.to_role = std::mem::take(&mut self.query.speaker_role);
        self.query.to = std::mem::take(&mut self.query.speaker);
    }

    /// The voice of the verb that follows auxiliaries and words that change nothing, if one does:
    /// "was warned" and "has been warned" are passive, "is warning" is not.
    fn predicate(&self, ahead: usize) -> Option<Voice> {
        let (mut at, mut is_be) = (ahead, false);
        loop {
            let word = self.key(at);
            let rest = self.words.get(self.at + at..).unwrap_or_default();
            if LEXICON.be.has(word) {
                is_be = true;
                at += 1;
            } else if self.verb_at(at).is_some() {
                return Some(match is_be && !word.ends_with("ing") {
                    true => Voice::Passive,
                    false => Voice::Active,
                });
            } else if let Ok(Some((count, _))) = self.context.calendar.read(rest) {
                at += count;
            } else if matches!(word, "not" | "never" | "most" | "least" | "often")
                || LEXICON.auxiliaries.has(word)
                || LEXICON.adverbs.has(word)
                || word == "directly"
                || by_time(word).is_some()
            {
                at += 1;
            } else {
                return None;
            }
        }
    }

    /// "was the first to", "were the last to".
    fn ranked_to(&mut self) -> Read<bool> {
        let skip = 1 + usize::from(self.key(1) == "the");
        let Some(rank) = by_time(self.key(skip)) else {
            return Ok(false);
        };
        let to = skip + 1 + usize::from(matches!(self.key(skip + 1), "one" | "ones" | "person"));
        if !LEXICON.be.has(self.peek()) || self.key(to) != "to" {
            return Ok(false);
        }
        self.rank = Some(rank);
        self.at += to + 1;
        Ok(true)
    }

    fn what_question(&mut self) -> Read<AskedFor> {
        self.asides();
        if matches!(self.peek(), "day" | "days" | "date" | "dates") {
            self.at += 1;
            self.clause()?;
            return Ok(AskedFor::When);
        }
        let here = self.at;
        if LEXICON.be.has(self.peek()) {
            self.at += 1;
            if self.thing() {
                self.clause()?;
                return Ok(AskedFor::What);
            }
            if self.listed()?.is_some() {
                // "What are the latest statements by Putin?"
                return Ok(AskedFor::What);
            }
            self.at = here;
        }
        if self.act_named() {
            // "What proposals did Russia make": the noun is the act, the verb says nothing.
            self.made()?;
            self.tail(Object::About)?;
            return Ok(AskedFor::What);
        }
        if self.predicate(0) == Some(Voice::Passive) {
            // "What was said by …", "what has been said": nobody stands before the verb.
            self.adverbs()?;
            self.active = false;
            self.passed_on = LEXICON.reported.has(self.peek());
            let object = match self.verb()? {
                Object::Either => Object::About,
                object => object,
            };
            self.tail(object)?;
            return Ok(AskedFor::What);
        }
        self.things();
        self.clause()?;
        Ok(AskedFor::What)
    }

    /// "what *new sanctions* did Biden threaten": words of what was said.
    fn things(&mut self) {
        let untimely = matches!(self.peek(), "time" | "month" | "year" | "week" | "hour");
        let starts =
            |at: usize| LEXICON.auxiliaries.has(self.key(at)) && self.party_at(at + 1).is_some();
        let named = LEXICON.auxiliaries.has(self.peek()) || self.party_at(0).is_some();
        let Some(count) = (1..=LONGEST_THING).find(|at| starts(*at)) else {
            return;
        };
        if untimely || named || LEXICON.be.has(self.peek()) {
            return;
        }
        let words = self.words.iter().skip(self.at).take(count);
        self.content.extend(words.map(|word| word.text.clone()));
        self.at += count;
    }

    /// Behind a noun that is the act: "did Russia make", "were issued", "has Russia rejected".
    fn made(&mut self) -> Read<()> {
        let auxiliary = LEXICON.auxiliaries.has(self.peek()) || LEXICON.be.has(self.peek());
        let named = self.party_at(usize::from(auxiliary)).is_some();
        if !auxiliary && !named {
            // "how many warnings by Truss"
            self.active = false;
            return Ok(());
        }
        let impersonal = !named && !self.is_anyone(1);
        if impersonal {
            let last = self.key(1);
            if LEXICON.auxiliaries.has(self.peek()) && !matches!(last, "been" | "there") {
                self.at += 1;
                return Err(self.unknown(self.words.len()));
            }
            while LEXICON.auxiliaries.has(self.peek())
                || LEXICON.be.has(self.peek())
                || self.peek() == "there"
            {
                self.at += 1;
            }
            self.adverbs()?;
            self.active = false;
            if !self.is_tail() {
                self.done()?;
            }
            return Ok(());
        }
        self.subject()?;
        self.adverbs()?;
        if self.done()? == Done::Received {
            self.received();
        }
        Ok(())
    }

    /// "received [from NAMES]": who stands before the verb is spoken to.
    fn received(&mut self) {
        self.query.to = std::mem::take(&mut self.query.speaker);
        if self.peek() == "from" && self.party_at(1).is_some() {
            self.at += 1;
            self.query.speaker = self.names().unwrap_or_default();
        }
    }

    /// The verb behind a noun that is the act. Most say nothing more ("make"); another act is the
    /// one that is asked for: "what accusations has Russia rejected".
    fn done(&mut self) -> Read<Done> {
        if self.at >= self.words.len() || self.dated(self.at) {
            return Ok(Done::Made);
        }
        if LEXICON.received.has(self.peek()) {
            self.at += 1;
            return Ok(Done::Received);
        }
        if LEXICON.light.has(self.peek()) {
            self.at += 1;
            self.skip(&["forward", "out", "down", "up"]);
            return Ok(Done::Made);
        }
        let Some((count, sense)) = self.verb_at(0) else {
            return match self.is_tail() || LEXICON.fillers.has(self.peek()) {
                true => Ok(Done::Made),
                false => Err(self.stuck("what became of words is not on record")),
            };
        };
        self.at += count;
        self.narrow(sense);
        Ok(Done::Made)
    }

    fn how_many(&mut self) -> Read<AskedFor> {
        if self.skip(&["times"]) {
            self.clause()?;
            return Ok(AskedFor::HowMany);
        }
        if LEXICON.articles.has(self.peek()) || LEXICON.outlets.has(self.peek()) {
            return self.reporting();
        }
        if self.kind()? {
            return match self.party_question(false, false)? {
                AskedFor::Who => Ok(AskedFor::HowManySpeakers),
                AskedFor::Whom => Ok(AskedFor::HowManyAddressees),
                _ => Err(Failure::Unreadable(
                    "I count those who speak and those spoken to, not those spoken of: ask 'whom \
                     did … accuse'"
                        .to_owned(),
                )),
            };
        }
        if self.act_named() {
            self.made()?;
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
        self.adverbs()?;
        self.verb_and_tail()
    }

    /// An auxiliary and the names behind it; names alone in "tell me what Lavrov said".
    fn subject(&mut self) -> Read<()> {
        let is_be = LEXICON.be.has(self.peek());
        let bare = !is_be && !LEXICON.auxiliaries.has(self.peek());
        let named = self.party_at(0).is_some() || self.publisher().is_some();
        if bare && !named && !self.is_anyone(0) {
            return Err(self.stuck(
                "expected did, has or was, or who they are: people, states, organisations, or an \
                 office such as ministers",
            ));
        }
        self.at += usize::from(!bare);
        if self.skip(&["not"]) {
            self.query.polarity = vec![Polarity::Negated];
        }
        if self.at >= self.words.len() {
            return Err(self.stuck("who is meant"));
        }
        if let Some(count) = self.publisher() {
            // "did the Harbour Post report": who published it is no speaker.
            let outlet = self.typed(self.at, self.at + count);
            self.query.source.push(outlet);
            self.at += count;
            self.active = true;
            return Ok(());
        }
        let anyone = self.is_anyone(0);
        self.at += usize::from(anyone);
        let names = match anyone {
            true => Vec::new(),
            false => match self.names() {
                Some(names) => names,
                None => {
                    let verb = |i: &usize| self.verb_at(i - self.at).is_some();
                    let end = (self.at + 1..self.words.len()).find(verb);
                    return Err(self.unknown(end.unwrap_or(self.words.len())));
                }
            },
        };
        // "was Russia warned", "has Russia been warned"; but "is Russia warning"
        self.active = match self.predicate(0) {
            None => !is_be,
            Some(Voice::Passive) => false,
            Some(Voice::Active) => !is_be || self.verb_word().ends_with("ing"),
        };
        match self.active {
            true => self.query.speaker = names,
            false => self.query.to = names,
        }
        Ok(())
    }

    /// The words that name an outlet, where it is to have published something, or is nobody on
    /// record: "Reuters [reported]", "the Harbour Post [said]".
    fn publisher(&self) -> Option<usize> {
        let (count, _) = self.context.index.outlets().prefix(self.rest())?;
        let verb = (count..self.rest().len().min(count + 3)).find(|at| self.verb_at(*at).is_some());
        let reports = verb.is_some_and(|at| LEXICON.reported.has(self.key(at)));
        (reports || self.party_at(0).is_none()).then_some(count)
    }

    fn is_anyone(&self, ahead: usize) -> bool {
        matches!(
            self.key(ahead),
            "anyone" | "anybody" | "someone" | "somebody" | "they" | "people" | "everyone"
        )
    }

    /// The verb ahead, behind words that change nothing.
    fn verb_word(&self) -> &str {
        let ahead = (0..self.words.len() - self.at).find(|i| self.verb_at(*i).is_some());
        self.key(ahead.unwrap_or(0))
    }

    /// "first" or "latest" before a verb, where it starts no date such as "last week".
    fn once(&self) -> Option<Rank> {
        by_time(self.peek()).filter(|_| !self.is_date())
    }

    fn is_date(&self) -> bool {
        let rest = self.words.get(self.at..).unwrap_or_default();
        !matches!(self.context.calendar.read(rest), Ok(None))
    }

    /// "not", "first", "last week", further auxiliaries and other words before the verb.
    fn adverbs(&mut self) -> Read<()> {
        loop {
            if matches!(self.peek(), "not" | "never") {
                self.query.polarity = vec![Polarity::Negated];
                self.at += 1;
            } else if self.verb_at(0).is_none()
                && matches!(self.peek(), "have" | "had" | "has")
                && self.key(1) == "to"
            {
                // "what did Putin have to say"
                self.at += 2;
            } else if self.verb_at(0).is_none()
                && (LEXICON.be.has(self.peek()) || LEXICON.auxiliaries.has(self.peek()))
                && (self.predicate(1).is_some() || LEXICON.light.has(self.key(1)))
            {
                self.at += 1;
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
            } else if self.peek() == "directly" {
                self.query.kind = Some(Kind::Direct);
                self.at += 1;
            } else if LEXICON.adverbs.has(self.peek()) {
                self.at += 1;
            } else if !self.dates()? {
                return Ok(());
            }
        }
    }

    pub(super) fn verb_and_tail(&mut self) -> Read<()> {
        let received = LEXICON.received.has(self.peek()) && self.named();
        if received && self.light()? {
            // "Has Russia received any warnings?"
            self.received();
            return self.tail(Object::About);
        }
        if LEXICON.light.has(self.peek()) && self.light()? {
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

    /// "issued a warning", "gave Russia a warning", "made the most proposals": whether a noun says
    /// what was done.
    fn light(&mut self) -> Read<bool> {
        let (here, rank) = (self.at, self.rank);
        self.at += 1;
        self.skip(&["forward", "out"]);
        let to = self.names();
        loop {
            match self.peek() {
                "most" | "more" => self.rank = Some(Rank::Most),
                "least" | "fewest" | "fewer" => self.rank = Some(Rank::Least),
                "a" | "an" | "the" | "any" | "some" | "new" | "no" | "his" | "her" | "its"
                | "their" => {}
                word => match by_time(word) {
                    Some(rank) => self.rank = Some(rank),
                    None => break,
                },
            }
            self.at += 1;
        }
        let Some(sense) = self.context.verbs.noun(self.peek()) else {
            (self.at, self.rank) = (here, rank);
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
        if count == 1
            && LEXICON.reported.has(self.peek())
            && self.query.speaker.is_empty()
            && !self.query.source.is_empty()
        {
            // "did Reuters report", "did Reuters quote Putin as saying": what others said.
            self.at += 1;
            self.object = Object::About;
            if let Some(names) = self.names() {
                self.query.speaker = names;
            }
            self.skip(&["as"]);
            self.skip(&["saying"]);
            return Ok(Object::About);
        }
        let refuses = count == 1 && LEXICON.refusals.has(self.peek());
        self.at += count;
        if refuses
            && self.peek() == "to"
            && let Some((more, sense)) = self.verb_at(1)
        {
            // "declined to say": what was not said.
            self.query.polarity = vec![Polarity::Negated];
            self.at += 1 + more;
            self.narrow(sense);
            return Ok(sense.object);
        }
        self.narrow(sense);
        Ok(sense.object)
    }

    /// Whether it is known who stands before the verb.
    fn named(&self) -> bool {
        !self.query.speaker.is_empty()
    }

    fn narrow(&mut self, sense: &Sense) {
        self.object = sense.object;
        self.query.relation = sense.relation;
        self.query.act = sense.acts.clone();
        self.query.attitudes = sense.attitude;
    }

    /// The words that have not been read, folded.
    pub(super) fn rest(&self) -> &[String] {
        self.keys.get(self.at..).unwrap_or_default()
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
