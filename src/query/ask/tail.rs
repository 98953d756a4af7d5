//! What follows the verb of a question: addressee, topic, date, rank.

use super::dates::Days;
use super::lexicon::LEXICON;
use super::openings::OCCASION;
use super::reader::{Reader, Result, rank_by_time};
use super::verbs::Object;
use crate::query::{Failure, Rank, topics};

impl Reader<'_> {
    /// Whether the next words belong after a verb.
    pub(super) fn is_tail(&self) -> bool {
        matches!(
            self.peek(),
            "to" | "by" | "from" | "in" | "since" | "before" | "after" | "between"
        ) || LEXICON.about.has(self.peek())
    }

    /// Reads what follows the verb, in any order.
    pub(super) fn tail(&mut self, object: Object) -> Result<()> {
        let mut first = true;
        while self.at < self.words.len() {
            if self.peek() == "and" && self.key(1) == "when" && self.at + 2 == self.words.len() {
                // The answer has the day of each statement anyway.
                self.at += 2;
                continue;
            }
            self.refuse_unanswerable(object)?;
            if self.each_other()? || self.between() || self.ranked() || self.comparison() {
                first = false;
                continue;
            }
            if self.dates()? || self.outlet() || self.addressee(object)? || self.agent()? {
                first = false;
                continue;
            }
            if self.principal(object) {
                continue;
            }
            if matches!(self.peek(), "to" | "with") && matches!(self.key(1), "whom" | "who") {
                self.at += 2;
                continue;
            }
            if self.introduces_addressee(object) && self.at + 1 == self.words.len() {
                // "whom is he talking to"
                self.at += 1;
                continue;
            }
            if LEXICON.about.has(self.peek()) {
                self.at += 1;
                if self.peek() == "by" && !self.active {
                    // "what was Russia warned about by Biden"
                    continue;
                }
                self.skip_wording();
                self.dangling = self.at == self.words.len();
                self.topic(object)?;
                self.refuse_alternative_topics()?;
                continue;
            }
            if matches!(self.peek(), "that" | "whether" | "if") {
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
            if let Some(count) = LEXICON.fillers.prefix(self.rest())
                && !self.is_quoted(self.at)
                && !self.is_common_noun(0, 2)
            {
                self.at += count;
                continue;
            }
            self.topic(object)?;
            first = false;
        }
        self.end_of_tail(object);
        Ok(())
    }

    /// Completes the query when all of the tail has been read.
    fn end_of_tail(&mut self, object: Object) {
        if object == Object::With
            && self.query.speaker.len() > 1
            && self.query.to.is_empty()
            && self.active
            && !self.keys.iter().any(|key| key == "or")
        {
            // "What did Putin and Biden talk about?"
            self.query.to = self.query.speaker.clone();
            self.query.each_other = true;
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
    }

    /// Refuses what would otherwise be read as words of a topic: a second question, a comparison, a place.
    fn refuse_unanswerable(&self, object: Object) -> Result<()> {
        let question_words = [
            "what", "who", "whom", "when", "how", "which", "did", "do", "does", "why", "where",
        ];
        if self.peek() == "and" && question_words.contains(&self.key(1)) {
            let second = self.typed(self.at + 1, self.words.len());
            return Err(Failure::Unreadable(format!(
                "one question at a time; ask '{second}' separately"
            )));
        }
        if matches!(self.peek(), "about" | "of")
            && matches!(
                (self.key(1), self.key(2)),
                ("each", "other") | ("one", "another")
            )
        {
            return Err(self.unreadable("ask about each separately: 'what did A say about B'"));
        }
        let ends = self.at + 1 == self.words.len();
        if ends && self.peek() == "for" && object == Object::With {
            return Err(
                self.unreadable("whom somebody speaks for cannot be asked; ask 'who speaks for …'")
            );
        }
        if ends && matches!(self.peek(), "no" | "yes") || self.peek() == "nothing" {
            return Err(self.unreadable("put the words in quotation marks to look them up"));
        }
        if self.peek() == "than" && self.rank.is_some() && !self.query.speaker.is_empty() {
            return Err(self.unreadable("ask 'who said more about …, A or B'"));
        }
        if self.peek() == "during"
            && self.at + 1 < self.words.len()
            && matches!(self.context.calendar.read(&self.words[self.at..]), Ok(None))
        {
            return Err(self.unreadable(OCCASION));
        }
        let general = self.query.act.is_empty() && self.query.relation.is_none();
        let bare = self.content.is_empty() && self.query.about.is_empty();
        let behind_verb = general && bare && matches!(object, Object::About | Object::With);
        if matches!(self.peek(), "in" | "at" | "near")
            && behind_verb
            && matches!(self.context.calendar.read(&self.words[self.at..]), Ok(None))
            && self.at + 1 < self.words.len()
        {
            return Err(self.unreadable("where something was said is not on record"));
        }
        Ok(())
    }

    /// Refuses "about NATO or Ukraine": all topics of a query must match.
    fn refuse_alternative_topics(&self) -> Result<()> {
        let or = |word: &String| word == "or";
        match self.content.iter().any(or) {
            true => Err(Failure::Unreadable(
                "a question can have only one topic, not one or another; ask two questions"
                    .to_owned(),
            )),
            false => Ok(()),
        }
    }

    /// "what was said between A and B": they speak to each other.
    fn between(&mut self) -> bool {
        let free = self.query.speaker.is_empty() && self.query.to.is_empty();
        let bare = self.content.is_empty() && self.query.act.is_empty();
        if self.peek() != "between" || !free || !bare || self.active {
            return false;
        }
        let here = self.at;
        self.at += 1;
        match self.names() {
            Some(names) if names.len() > 1 => {
                self.query.speaker.clone_from(&names);
                self.query.to = names;
                self.query.each_other = true;
                true
            }
            _ => {
                self.at = here;
                false
            }
        }
    }

    /// "who speaks *for Russia*".
    fn principal(&mut self, object: Object) -> bool {
        let free = self.query.speaker.is_empty() && self.active;
        if object != Object::With || self.peek() != "for" || !free || self.party_at(1).is_none() {
            return false;
        }
        self.at += 1;
        self.query.speaker = self.names().unwrap_or_default();
        true
    }

    /// The addressee directly after the verb: "warned *Russia*".
    fn object(&mut self, object: Object) -> Result<bool> {
        if self.skip(&["anyone", "anybody", "someone", "somebody", "whom", "who"]) {
            return Ok(true);
        }
        if let Some(names) = self.names() {
            self.refuse_unknown_partner()?;
            self.query.to = names;
            return Ok(true);
        }
        if self.addressees_of_kind()? {
            return Ok(true);
        }
        let capital = self
            .words
            .get(self.at)
            .is_some_and(|word| word.phrase == 0 && word.text.starts_with(char::is_uppercase));
        let known = self.verb_at(0).is_some() || self.context.verbs.noun(self.peek()).is_some();
        if object == Object::Either && capital && !known && !self.is_all_capitals() {
            return Err(self.unknown(self.at + 1));
        }
        let word = self.peek();
        if object == Object::Either || word == "to" || LEXICON.fillers.has(word) {
            return Ok(false);
        }
        let end = (self.at..self.words.len())
            .find(|i| {
                let key = self.keys[*i].as_str();
                LEXICON.about.has(key)
                    || matches!(
                        key,
                        "that" | "to" | "not" | "in" | "since" | "before" | "after" | "by"
                    )
            })
            .unwrap_or(self.words.len());
        Err(self.unknown(end))
    }

    /// "to NAMES" (or "from NAMES"), if the names are known.
    fn addressee(&mut self, object: Object) -> Result<bool> {
        let given = !self.query.to.is_empty() || self.query.to_type.is_some();
        if given || !self.introduces_addressee(object) {
            return Ok(false);
        }
        let here = self.at;
        self.at += 1;
        match self.names() {
            Some(names) => {
                self.refuse_unknown_partner()?;
                self.query.to = names;
                Ok(true)
            }
            None if self.addressees_of_kind()? => Ok(true),
            None if self.is_bare()
                && self.verb_at(0).is_none()
                && !LEXICON.about.has(self.peek()) =>
            {
                // "what did Putin say to Ruritania"
                let asks = matches!(self.peek(), "whom" | "who" | "each" | "one" | "");
                self.at = if asks { here } else { self.at };
                match asks || LEXICON.anyone.has(self.peek()) {
                    true => {
                        self.at = here;
                        Ok(false)
                    }
                    false => Err(self.unknown(self.words.len())),
                }
            }
            None => {
                self.at = here;
                Ok(false)
            }
        }
    }

    /// Skips "the word" before words that are meant as they are.
    fn skip_wording(&mut self) {
        let article = usize::from(matches!(self.peek(), "the" | "a" | "exact"));
        if LEXICON.wordings.has(self.key(article)) && self.at + article + 1 < self.words.len() {
            self.at += article + 1;
        }
    }

    /// Whether any act is asked for, and no topic has been read.
    fn is_bare(&self) -> bool {
        let query = &self.query;
        let general = query.act.is_empty() && query.relation.is_none();
        general && query.about.is_empty() && self.content.is_empty() && self.active
    }

    /// "by NAMES", after a passive.
    fn agent(&mut self) -> Result<bool> {
        if self.peek() != "by" || self.active || !self.query.speaker.is_empty() {
            return Ok(false);
        }
        self.at += 1;
        if self.skip(&["whom", "who"]) || self.at == self.words.len() {
            return Ok(true);
        }
        let outlets = self.context.index.outlets();
        if let Some((count, _)) = outlets.prefix(self.rest())
            && (self.passed_on || self.party_at(0).is_none())
        {
            // "reported by Reuters", "quoted by the Harbour Post"
            self.query.source.push(self.typed(self.at, self.at + count));
            self.at += count;
            self.query.act.clear();
            return Ok(true);
        }
        if self.is_kind_not_name() && self.speakers_of_kind()? {
            return Ok(true);
        }
        match self.names() {
            Some(names) => {
                self.refuse_unknown_partner()?;
                self.query.speaker = names;
                Ok(true)
            }
            None if self.anyone() || self.speakers_of_kind()? => Ok(true),
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
        let known = self
            .context
            .index
            .outlets()
            .prefix(self.keys.get(start..).unwrap_or_default());
        let asks = |at: usize| {
            let word = self.keys.get(at).map_or("", String::as_str);
            matches!(word, "what" | "who" | "whom" | "which" | "when" | "how")
                || LEXICON.auxiliaries.has(word)
        };
        if let Some((count, _)) = known
            && asks(start + count)
        {
            // "according to TASS what did Putin say"
            self.query.source.push(self.typed(start, start + count));
            self.at = start + count;
            return true;
        }
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

    pub(super) fn dates(&mut self) -> Result<bool> {
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
        // "in 2018 and 2019"
        let is_year = |word: &str| word.len() == 4 && word.parse::<u16>().is_ok();
        let more = matches!(self.peek(), "and" | "or") && is_year(self.key(1));
        let both = (since.is_some() && self.query.since.is_some())
            || (until.is_some() && self.query.until.is_some())
            || more;
        if both {
            return Err(Failure::Unreadable(
                "the question has two dates; give one, or 'between … and …'".to_owned(),
            ));
        }
        self.query.since = self.query.since.or(since);
        self.query.until = self.query.until.or(until);
        Ok(true)
    }

    /// Content words, up to a date, an addressee, a speaker after "by", or an outlet.
    fn topic(&mut self, object: Object) -> Result<()> {
        self.skip(&["both"]);
        let start = self.at;
        self.phrase();
        while self.at < self.words.len() {
            let stops = self.dated(self.at)
                || (self.at > start && (self.is_ranked() || self.is_each_other()))
                || (self.rank.is_some() && self.at > start && self.words[self.at - 1].comma)
                || (self.peek() == "and"
                    && matches!(self.key(1), "what" | "who" | "when" | "how" | "did" | "why"))
                || (self.peek() == "than" && self.rank.is_some())
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
            // "about in December" lacks a topic, "according to" at the end lacks a name.
            return match self.dates()? {
                true => Ok(()),
                false => Err(self.unreadable("a name must follow")),
            };
        }
        Ok(())
    }

    /// Whether an expression of time starts at a word; one that cannot be read counts as one.
    pub(super) fn dated(&self, at: usize) -> bool {
        match self.context.calendar.read(&self.words[at..]) {
            Ok(found) => found.is_some(),
            Err(_) => true,
        }
    }

    /// Whether the content ends here, because an addressee ("to Biden") or the speaker of a passive ("by
    /// Lavrov") follows; "the door *to NATO* stays open" does not end.
    fn starts_party(&self, object: Object) -> bool {
        let Some((count, _)) = self.party_at(1) else {
            return false;
        };
        match self.peek() {
            "to" | "from" | "with" => {
                let after = self.at + 1 + count;
                let ends = after >= self.words.len()
                    || LEXICON.about.has(self.key(1 + count))
                    || matches!(self.key(1 + count), "and" | "or" | "that")
                    || self.dated(after);
                ends && self.query.to.is_empty() && self.introduces_addressee(object)
            }
            "by" => !self.active && self.query.speaker.is_empty(),
            _ => false,
        }
    }

    fn introduces_addressee(&self, object: Object) -> bool {
        match self.peek() {
            "to" => object != Object::To,
            "from" => object == Object::From,
            "with" => object == Object::With,
            _ => false,
        }
    }

    /// Phrases in quotation marks, with their marks.
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

    /// "[to] each other": the speakers are also the addressees.
    fn each_other(&mut self) -> Result<bool> {
        if !self.is_each_other() {
            return Ok(false);
        }
        if self.query.speaker.len() < 2 {
            return Err(
                self.unreadable("name both sides: 'what did Russia and NATO say to each other'")
            );
        }
        self.at += 2 + usize::from(matches!(self.peek(), "to" | "with" | "at"));
        self.query.to = self.query.speaker.clone();
        self.query.each_other = true;
        Ok(true)
    }

    /// The rank that the next words ask for, after their number.
    fn rank_here(&self) -> Option<(usize, Rank)> {
        let the = usize::from(self.peek() == "the");
        let rank = match self.key(the) {
            "most" if matches!(self.key(the + 1), "recently" | "recent") => {
                return Some((the + 2, Rank::Last));
            }
            "most" => Rank::Most,
            "least" => Rank::Least,
            "more" | "oftener" => Rank::Most,
            word => rank_by_time(word)?,
        };
        let often = matches!(
            self.key(the + 1),
            "often" | "frequently" | "loudly" | "times"
        );
        let count = the + 1 + usize::from(often);
        // "the most dangerous plan" and "the last offer" are content.
        let after = self.key(count);
        let ends = after.is_empty()
            || LEXICON.about.has(after)
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
                    | "than"
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
        self.rank = Some(rank);
        self.at += count;
        true
    }

    /// "…, Putin or Lavrov" after "more" or "first": the speakers compared.
    fn comparison(&mut self) -> bool {
        let after_comma = self
            .words
            .get(self.at.wrapping_sub(1))
            .is_some_and(|word| word.comma);
        if self.rank.is_none()
            || !(after_comma || self.peek() == "than")
            || !self.query.speaker.is_empty()
        {
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
