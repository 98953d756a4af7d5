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
//! A form of "be" before a participle makes a passive, but not before "-ing". Questions that no query can
//! express are refused: exceptions, alternative topics, places, two questions in one.
//!
//! This module parses how questions begin; [`super::openings`] reads rarer openings, [`super::counting`] those
//! that count or ask for outlets and articles, [`super::kinds`] kinds of speakers; [`super::clauses`] parses subjects and verbs,
//! [`super::nouns`] nouns that are acts, [`super::tail`] what follows the verb, and [`super::parties`]
//! names and offices. The words are lists in [`super::lexicon`].

use super::clauses::{Before, Voice};
use super::lexicon::LEXICON;
use super::question::Question;
use super::reader::{Context, Reader, Result, rank_by_time};
use super::rewrites;
use super::tokens::Word;
use super::verbs::Object;
use crate::query::{AskedFor, Failure, Query, Rank, has_related_words};
use crate::statement::Polarity;

/// Which party a question asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seeks {
    /// "who": the speakers, unless the question names another speaker.
    Who,
    /// "whom": the addressees, or those spoken about.
    Whom,
    /// "to whom".
    ToWhom,
}

/// Reads all words of a question.
pub(super) fn read(typed: &[Word], context: &Context) -> Result<Question> {
    let words = rewrites::rewritten(&rewrites::rewritten(without_ending(typed)));
    let mut reader = Reader {
        words: &words,
        keys: words.iter().map(|w| w.key.clone()).collect(),
        at: 0,
        context,
        query: Query::default(),
        content: Vec::new(),
        active: true,
        object: Object::About,
        negated: false,
        refused: false,
        passed_on: false,
        dangling: false,
        rank: None,
        notes: Vec::new(),
    };
    let asked_for = reader.question()?;
    let Reader {
        mut query,
        mut notes,
        rank,
        negated,
        refused,
        ..
    } = reader;
    // "Hasn't he said" asks the same as "has he said".
    let not_said = refused || negated && asked_for != AskedFor::Whether;
    query.polarity = match (query.declined, not_said) {
        (true, _) => Vec::new(),
        (_, true) => vec![Polarity::Negated],
        _ => vec![Polarity::Affirmed, Polarity::Denied],
    };
    // "the word ultimatum" is that word, and no other.
    let is_word = |word: &Word| word.phrase == 0 && LEXICON.wordings.has(&word.key);
    let exact = words.iter().any(is_word);
    let has_related = |topic: &String| !exact && has_related_words(context.index, topic);
    query.related_words = query.about.iter().any(has_related);
    if negated && query.declined {
        return Err(Failure::Unreadable(
            "who did not decline to speak is not on record; ask what somebody said".to_owned(),
        ));
    }
    let is_choice = words
        .iter()
        .any(|word| matches!(word.key.as_str(), "or" | "either"));
    if asked_for == AskedFor::Whether && query.speaker.len() > 1 && !is_choice {
        notes.push("a statement by one of those named is enough for a yes".to_owned());
    }
    if negated && asked_for == AskedFor::Who {
        notes.push(
            "the answer has only what is reported as not said; silence is not on record".to_owned(),
        );
    }
    Ok(Question {
        asked_for,
        rank,
        query,
        notes,
    })
}

/// A question without words at its end that do not change it; words in quotation marks stay.
fn without_ending(words: &[Word]) -> &[Word] {
    let keys: Vec<&str> = words.iter().map(|word| word.key.as_str()).collect();
    let is_quoted = |word: &Word| word.phrase > 0;
    let mut end = words.len();
    while let Some(count) = LEXICON.endings.suffix(&keys[..end]) {
        let start = end - count;
        if start == 0 || words[start..end].iter().any(is_quoted) {
            break;
        }
        end = start;
    }
    &words[..end]
}

impl Reader<'_> {
    fn question(&mut self) -> Result<AskedFor> {
        self.refuse_exceptions()?;
        self.opening_adverbs()?;
        let listing = self.courtesies();
        self.refuse_openings()?;
        if let Some(count) = LEXICON.whether.prefix(self.rest()) {
            self.at += count;
            return match self.sentence()? {
                Some(_) => Ok(AskedFor::Whether),
                None => Err(self.unreadable("a name must follow")),
            };
        }
        if let Some(counting) = listing
            && let Some(asked) = self.listed()?
        {
            return Ok(if counting { AskedFor::HowMany } else { asked });
        }
        if listing.is_some() && self.those_who()? {
            return match listing {
                Some(true) => self.counted_speakers(),
                _ => self.party_question(Seeks::Who),
            };
        }
        let polite = self.at > 0;
        let quoted = self.is_quoted(self.at);
        let asks = matches!(self.key(1), "which" | "what" | "who" | "whom");
        if polite && !asks && (LEXICON.about.has(self.peek()) || quoted) {
            // "tell me about the treaty", "search for 'harnessed slowly'"
            return self.unspecified();
        }
        if let Some(asked) = self.fronted()? {
            return Ok(asked);
        }
        let opening = self.peek().to_owned();
        self.at += 1;
        self.after_opening(&opening)
    }

    /// Reads a question after its first word.
    fn after_opening(&mut self, opening: &str) -> Result<AskedFor> {
        if let Some(asked) = self.after_rare_opening(opening)? {
            return Ok(asked);
        }
        match opening {
            "who" => self.party_question(Seeks::Who),
            "whom" => self.party_question(Seeks::Whom),
            "which" | "what"
                if LEXICON.outlets.has(self.peek()) || LEXICON.articles.has(self.peek()) =>
            {
                self.reporting()
            }
            "which" | "what" if self.speaker_kind()? => self.party_question(Seeks::Who),
            "what" | "which" => self.what_question(),
            "everything" | "anything" | "whatever" | "something" => self.everything(),
            "latest" | "newest" => {
                self.rank = Some(Rank::Last);
                self.skip(&["news", "word", "words"]);
                self.unspecified()
            }
            "when" => self.when(),
            "first" | "earliest" | "oldest" | "last" => {
                self.at -= 1;
                match self.listed()? {
                    Some(asked) => Ok(asked),
                    None => self.whole_sentence(),
                }
            }
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
                    None => Err(self.unreadable("expected a noun such as warning or proposal")),
                }
            }
            "did" | "do" | "does" | "has" | "have" | "had" | "was" | "were" | "is" | "are" => {
                if self.act_as_subject()? {
                    return Ok(AskedFor::Whether);
                }
                self.at -= 1;
                self.clause()?;
                Ok(AskedFor::Whether)
            }
            _ => {
                self.at -= 1;
                self.whole_sentence()
            }
        }
    }

    /// "everything about the treaty", "everything said to Macron", "everything that Putin said".
    fn everything(&mut self) -> Result<AskedFor> {
        self.skip(&["that"]);
        if LEXICON.about.has(self.peek()) || matches!(self.peek(), "by" | "from") {
            return self.unspecified();
        }
        if self.verb_at(0).is_some() {
            self.active = false;
            let object = self.verb()?;
            self.tail(object)?;
            return Ok(AskedFor::What);
        }
        self.what_question()
    }

    /// A question that does not start with a question word.
    pub(super) fn whole_sentence(&mut self) -> Result<AskedFor> {
        let here = self.at;
        match self.sentence() {
            Ok(Some(asked)) => Ok(asked),
            Err(failure) if self.at > here => Err(failure),
            _ => {
                self.at = here;
                Err(self.unreadable(
                    "a question starts with who, whom, which, what, when, how, did or list",
                ))
            }
        }
    }

    /// "the people who", "everyone who", after "name" or "list".
    fn those_who(&mut self) -> Result<bool> {
        let (here, before) = (self.at, self.query.clone());
        while self.skip(&["all", "the"]) {}
        let found = self.speaker_kind()? || self.anyone() || self.skip(&["those"]);
        if found && self.skip(&["who", "that"]) {
            return Ok(true);
        }
        // "the women quoted in December", "ministers warning Russia", "everybody at NATO"
        self.passed_on = found && self.is_voiced(0);
        let spoken = self.passed_on || self.peek().ends_with("ing") && self.verb_at(0).is_some();
        if found && spoken {
            return Ok(true);
        }
        (self.at, self.query) = (here, before);
        Ok(false)
    }

    /// "Have [any] proposals been made …": the subject is an act.
    fn act_as_subject(&mut self) -> Result<bool> {
        let here = self.at;
        while self.skip(&["a", "an", "any", "some", "the"]) {}
        let is_act = self.context.verbs.noun(self.peek()).is_some();
        if !is_act || self.party_at(0).is_some() {
            self.at = here;
            return Ok(false);
        }
        Ok(self.listed()?.is_some())
    }

    /// Refuses questions that exclude something, as no filter can.
    fn refuse_exceptions(&self) -> Result<()> {
        for at in 0..self.words.len() {
            let key = self.keys.get(at).map_or("", String::as_str);
            if matches!(key, "that" | "whether" | "if") {
                break;
            }
            let quoted = self.is_quoted(at);
            let rest = self.keys.get(at..).unwrap_or_default();
            if !quoted && LEXICON.exceptions.prefix(rest).is_some() {
                let except = self.typed(at, self.words.len());
                return Err(Failure::Unreadable(format!(
                    "a question cannot leave anything out; ask without '{except}'"
                )));
            }
        }
        Ok(())
    }

    /// Skips "could you please tell me", "search for" and the like. `Some` if they ask for a list, with
    /// `true` if they ask to count it.
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
    fn fronted(&mut self) -> Result<Option<AskedFor>> {
        let asks = matches!(self.key(1), "which" | "what" | "who" | "whom");
        if !asks {
            return Ok(None);
        }
        let verbal = LEXICON.auxiliaries.has(self.key(2)) || LEXICON.be.has(self.key(2));
        let whom = matches!(self.key(1), "who" | "whom");
        match self.peek() {
            "to" | "from" | "with" if whom || !verbal => {
                self.at += 2;
                match whom || self.speaker_kind()? {
                    true => self.party_question(Seeks::ToWhom).map(Some),
                    false => Err(self.unreadable("expected a type, as in 'to which states'")),
                }
            }
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

    /// "[anything|the latest] about NATO by Putin": there is no verb.
    fn unspecified(&mut self) -> Result<AskedFor> {
        if let Some(asked) = self.listed()? {
            return Ok(asked);
        }
        self.active = false;
        if matches!(self.peek(), "from" | "of") && self.party_at(1).is_some() {
            self.at += 1;
            self.query.speaker = self.names().unwrap_or_default();
        } else if matches!(self.peek(), "from" | "of") && !self.is_date() {
            self.at += 1;
            if !self.anyone() && !self.speakers_of_kind()? {
                let end = self
                    .keys
                    .iter()
                    .skip(self.at)
                    .position(|word| LEXICON.about.has(word));
                return Err(self.unknown(end.map_or(self.words.len(), |end| self.at + end)));
            }
        }
        if self.at >= self.words.len() && self.query.speaker.is_empty() {
            return Err(self.unreadable("say what it is about or who said it"));
        }
        self.tail(Object::About)?;
        Ok(AskedFor::What)
    }

    /// "when was the last warning to …", "when did …".
    fn when(&mut self) -> Result<AskedFor> {
        if !self.was_act()? {
            self.clause()?;
        }
        Ok(AskedFor::When)
    }

    /// A sentence that starts with a name: "Biden said what to Putin", "NATO was warned by whom", "Putin on
    /// NATO", "Lavrov's demands", or with a noun: "warnings to Russia".
    fn sentence(&mut self) -> Result<Option<AskedFor>> {
        let here = self.at;
        if self.is_anyone(0) {
            return self.about_everyone();
        }
        let owned = self.party_at(0).is_some_and(|(count, _)| {
            let last = self.words.get(self.at + count - 1);
            last.is_some_and(|word| word.possessive)
        });
        let noun = self.context.verbs.noun(self.peek()).is_some();
        let is_modified = matches!(
            self.key(1),
            "to" | "by" | "from" | "in" | "since" | "before" | "after" | "between" | "made"
        ) || LEXICON.about.has(self.key(1));
        let alone = self.words.len() == 1;
        if owned || noun && (is_modified || alone) {
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
        if self.predicate(0, Before::Other).is_none() && !LEXICON.light.has(self.peek()) {
            self.at = here;
            return Ok(None);
        }
        self.at = here;
        let whom = |before: &str| {
            let mut pairs = self.rest().windows(2);
            pairs.any(|pair| pair[0] == before && matches!(pair[1].as_str(), "who" | "whom"))
        };
        let asked = if whom("by") {
            AskedFor::Who
        } else if whom("to") {
            AskedFor::Whom
        } else if self.rest().iter().any(|word| word == "what") {
            AskedFor::What
        } else {
            AskedFor::Whether
        };
        self.clause()?;
        Ok(Some(asked))
    }

    /// "In December 2021, …", "According to the Harbour Post, …".
    fn opening_adverbs(&mut self) -> Result<()> {
        loop {
            let which = matches!(self.key(1), "which" | "what" | "who" | "whom");
            if which || !(self.dates()? || self.outlet()) {
                return Ok(());
            }
        }
    }

    /// After "who", "whom" or "which states": these are the speakers or the addressees. Their type has been
    /// stored as that of speakers.
    pub(super) fn party_question(&mut self, seeks: Seeks) -> Result<AskedFor> {
        if self.passed_on {
            // "list the women quoted in December"
            self.active = false;
            self.verb_and_tail()?;
            return Ok(AskedFor::Who);
        }
        self.asides();
        let from = matches!(self.peek(), "from" | "in" | "at") && !self.is_date();
        if from && self.party_at(1).is_some() {
            // "who from the United States"
            self.at += 1;
            self.query.speaker = self.names().unwrap_or_default();
        }
        if self.ranked_to()? {
            self.verb_and_tail()?;
            return Ok(AskedFor::Who);
        }
        let auxiliary = self.is_auxiliary();
        let ahead = usize::from(auxiliary) + usize::from(auxiliary && self.key(1) == "not");
        // "whom did Russia warn", "tell me whom Russia warned", but not "who Russia".
        let name_follows = self.publisher(ahead).is_some()
            || self.party_at(ahead).is_some_and(|(count, ..)| {
                auxiliary || self.predicate(ahead + count, Before::Other).is_some()
            });
        if seeks != Seeks::Who || name_follows {
            self.move_speakers_to_addressees()?;
            self.clause()?;
            let published = self.query.speaker.is_empty() && !self.query.source.is_empty();
            // "who was Russia warned by", "whom did Reuters quote"
            return match !self.active || published {
                true => Ok(AskedFor::Who),
                false => self.whom(seeks),
            };
        }
        match self.predicate(0, Before::Other) {
            Some((verb, Voice::Passive)) if self.is_voiced(verb) => {
                // "who was quoted" asks for speakers.
                self.adverbs()?;
                self.active = false;
                self.verb_and_tail()?;
                Ok(AskedFor::Who)
            }
            Some((verb, Voice::Passive))
                if self.peek() == "is" && self.party_at(verb + 1).is_some() =>
            {
                // "who's warned Russia": "has", as an object follows.
                self.adverbs()?;
                self.verb_and_tail()?;
                Ok(AskedFor::Who)
            }
            Some((_, Voice::Passive)) => {
                self.move_speakers_to_addressees()?;
                self.active = false;
                self.adverbs()?;
                self.verb_and_tail()?;
                self.whom(seeks)
            }
            None if auxiliary && !LEXICON.light.has(self.key(1)) => {
                // "Who did Ruritania warn": neither a verb nor a known name follows.
                self.at += 1;
                Err(self.unknown(self.next_verb(0)))
            }
            _ => {
                self.adverbs()?;
                self.verb_and_tail()?;
                Ok(AskedFor::Who)
            }
        }
    }

    /// Asks for addressees, or for those spoken about if the verb is one such as "accuse" or the question
    /// ends with "about".
    fn whom(&self, seeks: Seeks) -> Result<AskedFor> {
        let of = self.object == Object::About && self.query.relation.is_none();
        if seeks == Seeks::ToWhom || !(of || self.dangling) {
            return Ok(AskedFor::Whom);
        }
        match self.query.to_type.is_none() && self.query.to_role.is_empty() {
            true => Ok(AskedFor::AboutWhom),
            false => Err(Failure::Unreadable(
                "the type of those spoken about cannot be asked for; ask 'whom did …'".to_owned(),
            )),
        }
    }

    /// Skips "else", "if anything" and the like.
    fn asides(&mut self) {
        while let Some(count) = LEXICON.asides.prefix(self.rest()) {
            self.at += count;
        }
    }

    /// Makes the filters on speakers filters on addressees.
    pub(super) fn move_speakers_to_addressees(&mut self) -> Result<()> {
        if self.query.speaker_gender.is_some() {
            return Err(Failure::Unreadable(
                "the gender of those spoken to cannot be asked for, only that of speakers"
                    .to_owned(),
            ));
        }
        self.query.to_type = self.query.speaker_type.take();
        self.query.to_role = std::mem::take(&mut self.query.speaker_role);
        self.query.to = std::mem::take(&mut self.query.speaker);
        Ok(())
    }

    /// "was the first to", "were the last to".
    fn ranked_to(&mut self) -> Result<bool> {
        let skip = 1 + usize::from(self.key(1) == "the");
        let Some(rank) = rank_by_time(self.key(skip)) else {
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

    fn what_question(&mut self) -> Result<AskedFor> {
        self.asides();
        if matches!(self.peek(), "day" | "days" | "date" | "dates") {
            self.at += 1;
            self.clause()?;
            return Ok(AskedFor::When);
        }
        if self.was_act()? {
            return Ok(AskedFor::What);
        }
        if self.act_noun() {
            // "What proposals did Russia make": the noun is the act, the verb adds nothing.
            self.after_act_noun()?;
            self.tail(Object::About)?;
            return Ok(AskedFor::What);
        }
        if let Some((_, Voice::Passive)) = self.predicate(0, Before::Other) {
            // "What was said by …", "what has been said": the verb has no subject.
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
        self.leading_content();
        self.clause()?;
        Ok(AskedFor::What)
    }
}
