//! Subjects and verbs: "did Putin [not] warn", "has Russia been warned", "is warning".

use super::lexicon::LEXICON;
use super::reader::{Reader, Result, rank_by_time};
use super::verbs::{Object, Sense};
use crate::query::Rank;
use crate::statement::Kind;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Voice {
    Active,
    Passive,
}

/// What precedes the words that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Before {
    /// A form of "be", which makes a verb passive.
    Be,
    Other,
}

impl Reader<'_> {
    /// "did NAMES [not] VERB tail", "was NAMES VERB tail".
    pub(super) fn clause(&mut self) -> Result<()> {
        self.subject()?;
        self.adverbs()?;
        self.verb_and_tail()
    }

    /// An auxiliary and the names after it; names alone in "tell me what Lavrov said".
    pub(super) fn subject(&mut self) -> Result<()> {
        let is_be = LEXICON.be.has(self.peek());
        let bare = !self.is_auxiliary();
        let named = self.party_at(0).is_some() || self.publisher(0).is_some();
        if bare && !named && !self.is_anyone(0) && !self.is_kind() {
            return Err(self.unreadable(
                "expected did, has or was, or a type or office: people, states, organisations, \
                 ministers, …",
            ));
        }
        let auxiliary = self.peek().to_owned();
        self.at += usize::from(!bare);
        self.negated |= self.skip(&["not"]);
        if self.at >= self.words.len() {
            return Err(self.unreadable("a name must follow"));
        }
        let start = self.at;
        if let Some(count) = self.publisher(0) {
            // "did the Harbour Post report": the publisher is not the speaker.
            let outlet = self.typed(self.at, self.at + count);
            self.query.source.push(outlet);
            self.at += count;
            self.active = true;
            return Ok(());
        }
        let names = if self.anyone() || self.is_kind_not_name() && self.speakers_of_kind()? {
            std::mem::take(&mut self.query.speaker)
        } else {
            match self.names() {
                Some(names) => {
                    self.refuse_unknown_partner()?;
                    self.refuse_unknown_property(start)?;
                    names
                }
                None => return Err(self.unknown(self.next_verb(1))),
            }
        };
        // "was Russia warned", "has Russia been warned"; but "is Russia warning"
        let voice = self.predicate(0, if is_be { Before::Be } else { Before::Other });
        self.active = voice.map_or(!is_be, |(_, voice)| voice == Voice::Active);
        if let Some((ahead, Voice::Passive)) = voice
            && auxiliary == "is"
            && let Some((_, sense)) = self.verb_at(ahead)
            && sense.is_general()
        {
            // "what's Putin said about NATO": "has"
            self.active = !self.is_voiced(ahead);
        }
        if !self.active && !self.is_voiced(voice.map_or(0, |(ahead, _)| ahead)) {
            self.move_speakers_to_addressees()?;
            self.query.to = names;
        } else {
            // "was Putin quoted": he is the speaker.
            self.query.speaker = names;
        }
        Ok(())
    }

    /// Whether the verb is one whose object is the speaker: "quoted".
    pub(super) fn is_voiced(&self, ahead: usize) -> bool {
        LEXICON.voiced.has(self.key(ahead))
    }

    /// Number of words that name an outlet, if the question is what it published, or if it is not also an
    /// entity: "Reuters [reported]", "the Harbour Post [said]".
    pub(super) fn publisher(&self, ahead: usize) -> Option<usize> {
        let rest = self.keys.get(self.at + ahead..)?;
        let (count, _) = self.context.index.outlets().prefix(rest)?;
        let verb = (ahead + count..ahead + count + 3).find(|at| self.verb_at(*at).is_some());
        let reports = verb.is_some_and(|at| LEXICON.reported.has(self.key(at)));
        (reports || self.party_at(ahead).is_none()).then_some(count)
    }

    /// The verb that follows auxiliaries, dates and adverbs, if there is one: how many words ahead it is, and
    /// its voice. "was warned" and "has been warned" are passive, "is warning" is not.
    pub(super) fn predicate(&self, ahead: usize, before: Before) -> Option<(usize, Voice)> {
        let (mut at, mut is_be) = (ahead, before == Before::Be);
        loop {
            let word = self.key(at);
            let rest = self.words.get(self.at + at..).unwrap_or_default();
            if LEXICON.be.has(word) || self.gets(at) {
                is_be = true;
                at += 1;
            } else if self.verb_at(at).is_some() {
                let passive = is_be && !word.ends_with("ing");
                return Some((
                    at,
                    if passive {
                        Voice::Passive
                    } else {
                        Voice::Active
                    },
                ));
            } else if let Ok(Some((count, _))) = self.context.calendar.read(rest) {
                at += count;
            } else if matches!(word, "not" | "never" | "most" | "least" | "often")
                || LEXICON.auxiliaries.has(word)
                || LEXICON.adverbs.has(word)
                || rank_by_time(word).is_some()
            {
                at += 1;
            } else {
                return None;
            }
        }
    }

    /// "not", "first", "last week", further auxiliaries and other words before the verb.
    pub(super) fn adverbs(&mut self) -> Result<()> {
        loop {
            if matches!(self.peek(), "not" | "never") {
                self.negated = true;
                self.at += 1;
            } else if self.verb_at(0).is_none()
                && matches!(self.peek(), "have" | "had" | "has")
                && self.key(1) == "to"
            {
                // "what did Putin have to say"
                self.at += 2;
            } else if self.verb_at(0).is_none()
                && self.is_auxiliary()
                && (self.predicate(1, Before::Other).is_some() || LEXICON.light.has(self.key(1)))
            {
                self.at += 1;
            } else if matches!(self.peek(), "start" | "started" | "begin" | "began")
                && self.key(1).ends_with("ing")
                && self.verb_at(1).is_some()
            {
                // "when did Russia start threatening"
                self.rank = Some(Rank::First);
                self.at += 1;
            } else if let Some(rank) = self.rank_before_verb() {
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
            } else if LEXICON.adverbs.has(self.peek()) {
                if self.peek() == "directly" {
                    self.query.kind = Some(Kind::Direct);
                }
                self.at += 1;
            } else if !self.dates()? {
                return Ok(());
            }
        }
    }

    /// A form of "do", "have" or "be", or the like.
    pub(super) fn is_auxiliary(&self) -> bool {
        LEXICON.auxiliaries.has(self.peek()) || LEXICON.be.has(self.peek()) || self.gets(0)
    }

    /// Whether "get" makes a passive: "got warned", but not "got a warning".
    fn gets(&self, ahead: usize) -> bool {
        let participle = self.key(ahead + 1);
        matches!(
            self.key(ahead),
            "get" | "gets" | "got" | "gotten" | "getting"
        ) && !participle.ends_with("ing")
            && self.verb_at(ahead + 1).is_some()
            && self.context.verbs.noun(participle).is_none()
    }

    /// Position of the next verb, at least `ahead` words ahead, or the end if there is none.
    pub(super) fn next_verb(&self, ahead: usize) -> usize {
        let mut words = self.at + ahead..self.words.len();
        let verb = words.find(|at| self.verb_at(at - self.at).is_some());
        verb.unwrap_or(self.words.len())
    }

    /// "first" or "latest" before a verb, unless it starts a date such as "last week".
    fn rank_before_verb(&self) -> Option<Rank> {
        rank_by_time(self.peek()).filter(|_| !self.is_date())
    }

    pub(super) fn verb_and_tail(&mut self) -> Result<()> {
        let gets = matches!(self.peek(), "get" | "gets" | "got" | "gotten") && self.is_voiced(1);
        if gets || !self.active && self.is_voiced(0) {
            // "was Putin quoted", "have ministers been quoted", "does Putin get quoted"
            self.at += 1 + usize::from(gets);
            self.active = false;
            self.passed_on = true;
            self.skip(&["as"]);
            self.skip(&["saying"]);
            return self.tail(Object::About);
        }
        let received = LEXICON.received.has(self.peek()) && !self.query.speaker.is_empty();
        if received && self.light()? {
            // "Has Russia received any warnings?"
            self.received();
            return self.tail(Object::About);
        }
        if LEXICON.light.has(self.peek()) && self.light()? {
            return self.tail(Object::About);
        }
        if matches!(self.peek(), "use" | "used" | "uses" | "using") && self.active {
            // "who used the words …": the act does not matter.
            self.at += 1;
            return self.tail(Object::About);
        }
        let object = self.verb()?;
        if !self.active && object == Object::About && !self.query.to.is_empty() {
            // "Is Russia accused": others speak about Russia, not to it.
            let to = std::mem::take(&mut self.query.to);
            self.query.about.extend(to);
            self.query.rollup = false;
        }
        self.tail(object)
    }

    /// A light verb with a noun that names the act: "issued a warning", "gave Russia a warning", "made the
    /// most proposals". Returns `false` if there is no such noun.
    pub(super) fn light(&mut self) -> Result<bool> {
        let (here, rank, negated) = (self.at, self.rank, self.negated);
        self.at += 1;
        self.skip(&["forward", "out"]);
        let to = self.names();
        loop {
            match self.peek() {
                "most" | "more" => self.rank = Some(Rank::Most),
                "least" | "fewest" | "fewer" => self.rank = Some(Rank::Least),
                "no" => self.negated = true,
                "a" | "an" | "the" | "any" | "some" | "new" | "his" | "her" | "its" | "their" => {}
                word => match rank_by_time(word) {
                    Some(rank) => self.rank = Some(rank),
                    None => break,
                },
            }
            self.at += 1;
        }
        let Some(sense) = self.context.verbs.noun(self.peek()) else {
            (self.at, self.rank, self.negated) = (here, rank, negated);
            return Ok(false);
        };
        self.narrow(sense);
        self.at += 1;
        if let Some(to) = to {
            self.query.to = to;
        }
        Ok(true)
    }

    pub(super) fn verb(&mut self) -> Result<Object> {
        let Some((count, sense)) = self.verb_at(0) else {
            return Err(self.unreadable("expected a verb such as said, warned, proposed or denied"));
        };
        if count == 1
            && LEXICON.reported.has(self.peek())
            && self.query.speaker.is_empty()
            && !self.query.source.is_empty()
        {
            // "did Reuters report", "did Reuters quote Putin as saying": others are the speakers.
            self.at += 1;
            self.object = Object::About;
            if let Some(names) = self.names() {
                self.query.speaker = names;
            }
            self.skip(&["as"]);
            self.skip(&["saying"]);
            return Ok(Object::About);
        }
        if LEXICON.refusals.has(self.peek())
            && self.key(1) == "to"
            && let Some((more, sense)) = self.verb_at(2)
        {
            self.at += 1;
            let unspoken = LEXICON.silences.has(self.key(1));
            self.at += 1 + more;
            self.narrow(sense);
            if unspoken {
                // "declined to say": any refusal to speak.
                self.query.declined = true;
                self.query.act.clear();
            } else {
                // "refused to apologise": what was not done.
                self.refused = true;
            }
            return Ok(sense.object);
        }
        let head = self.peek().to_owned();
        self.at += count;
        self.narrow(sense);
        if self.negated && self.is_silence(&head) {
            // "who did not respond", "who would not say"
            (self.query.declined, self.negated) = (true, false);
            self.query.act.clear();
        }
        Ok(sense.object)
    }

    /// Whether "not", with this verb, means a refusal to speak. A yes-no question with "not" asks whether
    /// something was said.
    fn is_silence(&self, verb: &str) -> bool {
        let mut before = self.keys.iter().take(self.at);
        let is_whether = self
            .keys
            .first()
            .is_some_and(|word| LEXICON.auxiliaries.has(word) || LEXICON.be.has(word));
        let unwilling = before.any(|word| matches!(word.as_str(), "would" | "will"));
        let answers = matches!(
            verb,
            "respond"
                | "responded"
                | "reply"
                | "replied"
                | "answer"
                | "answered"
                | "comment"
                | "commented"
        );
        !is_whether && (answers || unwilling && LEXICON.silences.has(verb))
    }

    pub(super) fn narrow(&mut self, sense: &Sense) {
        self.object = sense.object;
        self.query.relation = sense.relation;
        self.query.act = sense.acts.clone();
        self.query.attitudes = sense.attitude;
    }
}
