//! Finds the names of a text: those of the dictionary, and capitalised words that no table holds.
//!
//! A name of the dictionary is the longest one at its place whose capitals and context fit. What is
//! left of a run of capitalised words is typed by its words ("… Institute", "Daryl …") and by what
//! stands around it.

mod extent;
mod organisations;
mod titled;
mod votes;

use super::candidate::{Candidate, Guess, Hint};
use super::capitals::{self, Case, function_word, is_initials, proper_words};
use super::key::{WordMap, WordSet};
use super::reader::Reader;
use super::recogniser::{Name, NameType};
use super::tables::{Entry, Place, Tables, Target};
use super::titles;
use std::ops::Range;

/// Finds the candidates of a document in order; they do not overlap. `learned` are the names that
/// the recogniser found: they cut and type what no table holds.
pub(super) fn find(reader: &Reader, tables: &Tables, learned: &[Name]) -> Vec<Candidate> {
    let mut finder = Finder {
        reader,
        tables,
        found: Vec::new(),
        learned,
        supported: WordMap::default(),
        proper: proper_words(reader),
        familiar: last_words(reader, learned),
        nicknames: Vec::new(),
        surnames: WordSet::default(),
    };
    for (index, sentence) in reader.text.sentences.iter().enumerate() {
        if !reader.furniture(index) {
            finder.sentence(sentence.tokens.clone());
        }
    }
    votes::agree(&mut finder.found, reader, tables);
    finder.found
}

struct Finder<'r, 'a> {
    reader: &'r Reader<'a>,
    tables: &'r Tables,
    found: Vec<Candidate>,
    /// In order, without overlaps.
    learned: &'r [Name],
    /// For ambiguous names of states that came up, whether the document speaks of the state.
    supported: WordMap<bool>,
    /// Words that stand capitalised within a sentence somewhere.
    proper: WordSet<'a>,
    /// Words that people are called by somewhere in the text, as the recogniser has it.
    familiar: WordSet<'a>,
    /// Nicknames that stood in quotation marks within a name.
    nicknames: Vec<&'a str>,
    /// Last words of people's full names so far.
    surnames: WordSet<'a>,
}

/// The last word of each name of a person.
fn last_words<'a>(reader: &Reader<'a>, learned: &[Name]) -> WordSet<'a> {
    let people = learned.iter().filter(|name| name.kind == NameType::Person);
    let last = people.filter_map(|name| name.tokens.clone().rfind(|t| reader.alphabetic(*t)));
    last.map(|t| reader.word(t))
        .filter(|word| word.len() > 2)
        .collect()
}

fn is_quotation_mark(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "‘" | "’" | "'" | "``" | "''")
}

const PARTICLES: &[&str] = &[
    "de", "la", "van", "von", "bin", "ibn", "al", "der", "den", "du", "da", "dos", "del", "el",
    "di", "ter", "ten", "abu",
];
/// Second halves of compounds with a name: "Biden-era".
const COMPOUNDING: &[&str] = &[
    "era", "style", "led", "like", "run", "born", "held", "made", "wide", "type", "free", "only",
    "based",
];
const CONNECTORS: &[&str] = &["of", "for", "on", "the", "and", "&", "to", "in", "a"];

impl<'a> Finder<'_, 'a> {
    fn push(&mut self, tokens: Range<usize>, guess: Guess) {
        let person = match &guess {
            Guess::Person => true,
            Guess::Known(targets) => targets.iter().all(|t| matches!(t, Target::Person(_))),
            _ => false,
        };
        if person && tokens.len() > 1 {
            self.surnames.insert(self.reader.word(tokens.end - 1));
        }
        self.found.push(Candidate { tokens, guess });
    }

    /// Whether a name is that of a state only where words of its own stand in the text, and none does.
    fn is_unsupported(&mut self, name: &str) -> bool {
        let Some((name, words)) = self.tables.ambiguous.get_key_value(name) else {
            return false;
        };
        let text = self.reader.document.text.as_bytes();
        let stands = |word: &&str| memchr::memmem::find(text, word.as_bytes()).is_some();
        let entry = self.supported.entry(*name);
        !*entry.or_insert_with(|| words.iter().any(stands))
    }

    fn sentence(&mut self, tokens: Range<usize>) {
        let case = capitals::case(self.reader, tokens.clone());
        let mut at = tokens.start;
        while at < tokens.end {
            let next = match case {
                Case::Sentence => self.person_at(at, tokens.clone()),
                Case::Title | Case::Upper => None,
            };
            at = match next {
                Some(next) => next,
                None => self.name_at(at, tokens.clone(), case),
            }
            .max(at + 1);
        }
    }

    /// Takes a full name behind words of office at `at`, and the names among those words.
    fn person_at(&mut self, at: usize, sentence: Range<usize>) -> Option<usize> {
        if !self.name_word(at) {
            return None;
        }
        if let Some(end) = self.company_end(at, sentence.end) {
            let known = self.known_at(at, sentence.end, Case::Sentence);
            let targets = known.filter(|(to, targets)| {
                let organisation = targets.iter().any(|t| matches!(t, Target::Organisation(_)));
                organisation && (*to..end).all(|t| self.is_form(t))
            });
            let guess = targets.map_or(Guess::Organisation, |(_, targets)| Guess::Known(targets));
            self.push(at..end, guess);
            return Some(end);
        }
        if let Some(end) = self.assumed_name(at, sentence.end) {
            self.push(at..end, Guess::Person);
            return Some(end);
        }
        let first = at == sentence.start || !self.name_word(at - 1);
        if first
            && self.ranked(at, sentence.end)
            && self.known_at(at, sentence.end, Case::Sentence).is_none()
        {
            self.push(at + 1..at + 2, Guess::Short(Hint::Person));
            return Some(at + 2);
        }
        let person = self.titled_name(at, sentence.end)?;
        let known = self.known_at(at, sentence.end, Case::Sentence);
        if known.is_some_and(|(end, _)| end > person.start) {
            return None;
        }
        let mut token = at;
        while token < person.start {
            let known = self.known_at(token, person.start, Case::Sentence);
            let is_title = self.title_at(token, person.start).is_some();
            token = match (known, self.body_before(token, person.start)) {
                (Some((end, targets)), _) => {
                    let words = sentence.start..person.start;
                    self.take_known(token, end, targets, words, Case::Sentence)
                }
                (None, Some(end)) if !is_title => {
                    let end = self.complement(end, sentence.start..person.start);
                    self.push(token..end, Guess::Organisation);
                    end
                }
                (None, _) => token + 1,
            }
            .max(token + 1);
        }
        match self.known_at(person.start, sentence.end, Case::Sentence) {
            Some((end, targets))
                if end >= person.end && targets.iter().all(|t| matches!(t, Target::Person(_))) =>
            {
                self.push(person.start..end, Guess::Known(targets));
                Some(end)
            }
            _ => {
                self.push(person.clone(), Guess::Person);
                Some(person.end)
            }
        }
    }

    /// Takes the name at `at`, if there is one; gives the token to go on from.
    fn name_at(&mut self, at: usize, sentence: Range<usize>, case: Case) -> usize {
        let reader = self.reader;
        if !self.starts_name(at) || function_word(reader, at) || capitals::month(reader, at) {
            return at + 1;
        }
        if let Some((end, targets)) = self.known_at(at, sentence.end, case) {
            return self.take_known(at, end, targets, sentence, case);
        }
        if !reader.capital(at) && !reader.word(at).starts_with("al") {
            return at + 1;
        }
        // "Even China", "''Poor Mexico": an adverb or adjective that opens a sentence or a
        // quotation is no part of a known name behind it.
        let opens = at == sentence.start || is_quotation_mark(reader.word(at - 1));
        if opens
            && case == Case::Sentence
            && at + 1 < sentence.end
            && reader.capital(at + 1)
            && (matches!(reader.tag(at), "RB" | "JJ") || at > sentence.start)
            && !self.tables.is_given_name(reader.word(at))
            && self
                .known_at(at + 1, sentence.end, case)
                .is_some_and(|(end, _)| self.run(at, sentence.clone()) == end)
        {
            return at + 1;
        }
        if self.is_adverb(at, sentence.end) {
            return at + 1;
        }
        if let Some((end, _)) = reader.longest_at(&self.tables.title_phrases, at, sentence.end) {
            let run = self.run(at, sentence.clone());
            let is_body = run > end && self.organisation_end(at, run).is_some();
            if !is_body {
                return end;
            }
        }
        if case != Case::Sentence {
            self.push(at..at + 1, Guess::Short(Hint::None));
            return at + 1;
        }
        if self.profession(at, sentence.end) {
            return at + 1;
        }
        if let Some((end, nickname)) = self.nicknamed(at, sentence.end) {
            self.nicknames.push(nickname);
            self.push(at..end, Guess::Person);
            return end;
        }
        // a learned name that ends behind a given name, before the surname, was cut short
        let cut_short = |name: &Name| {
            name.tokens.end == at + 1
                && at + 1 < sentence.end
                && self.tables.is_given_name(reader.word(at))
                && self.name_word(at + 1)
        };
        if let Some(name) = self.learned_at(at).filter(|name| !cut_short(name)) {
            return self.take_learned(name.clone(), at, sentence);
        }
        // who is a person elsewhere is one here, where the recogniser saw too little
        let alone = at + 1 >= sentence.end || !self.name_word(at + 1);
        if alone && self.familiar.contains(reader.word(at)) {
            self.push(at..at + 1, Guess::Short(Hint::Person));
            return at + 1;
        }
        if self.tables.is_given_name(reader.word(at))
            && let Some(rest) = self.learned_at(at + 1)
            && rest.tokens.start == at + 1
            && (rest.kind == NameType::Person || rest.tokens.len() == 1)
        {
            let end = rest.tokens.end.min(sentence.end);
            self.push(at..end, Guess::Person);
            return end;
        }
        let nicknamed = self.nicknames.contains(&reader.word(at));
        if at == sentence.start && !nicknamed && self.only_initial(at, sentence.clone()) {
            return at + 1;
        }
        let mut end = self.run(at, sentence.clone());
        let mut guess = self.guess(at, end, sentence.clone());
        if let Some(last) = self.paired_name(at, end, sentence.clone()) {
            end = last;
            guess = Guess::Organisation;
        }
        if guess == Guess::Organisation {
            end = self.complement(end, sentence);
        } else if guess == Guess::Person
            && !self.learned.is_empty()
            && !self.is_given(at)
            && !self.is_presented(at..end)
            && !self.is_listed(at, sentence.start)
            && !self.is_full_speaker(at, end)
        {
            // The recogniser has seen the word and takes it for no name.
            guess = Guess::Nobody;
        }
        self.push(at..end, guess);
        end
    }

    /// Whether a word that opens a sentence is an adverb before a state or body: "Even Denmark said",
    /// though Even is a Norwegian.
    fn is_adverb(&self, at: usize, limit: usize) -> bool {
        let reader = self.reader;
        let adverb = reader.is_any(at, &["even", "only", "perhaps", "just", "still", "also"]);
        let of_state = |target: &Target| {
            matches!(
                target,
                Target::State(_) | Target::Adjective(_) | Target::Organisation(_)
            )
        };
        let known = || self.known_at(at + 1, limit, Case::Sentence);
        adverb
            && reader.sentence(at).start == at
            && known().is_some_and(|(_, targets)| targets.iter().any(of_state))
    }

    /// Whether a profession stands here before a person's full name: "Glaciologist Maria Silva".
    fn profession(&self, at: usize, limit: usize) -> bool {
        at + 2 < limit
            && self.tables.is_given_name(self.reader.word(at + 1))
            && self.name_word(at + 2)
            && self
                .tables
                .organisation_word(self.reader.word(at + 2))
                .is_none()
            && titles::is_profession(self.reader, self.tables, at)
    }

    /// The end of a person's name that holds a nickname in quotation marks: "Earl “Fatha” Hines".
    fn nicknamed(&self, at: usize, limit: usize) -> Option<(usize, &'a str)> {
        let reader = self.reader;
        let open = (at + 1..limit.min(at + 3)).find(|t| !self.name_word(*t))?;
        let bracket = reader.word(open) == "(";
        if !bracket && !is_quotation_mark(reader.word(open)) {
            return None;
        }
        let close = (open + 1..limit.min(open + 4)).find(|t| !self.name_word(*t))?;
        let closed = close > open + 1
            && match bracket {
                true => reader.word(close) == ")" && self.is_given(open + 1),
                false => is_quotation_mark(reader.word(close)),
            };
        let person = self.tables.is_given_name(reader.word(at))
            || self
                .learned_at(at)
                .is_some_and(|name| name.kind == NameType::Person);
        if !closed || !person || close + 1 >= limit || !self.name_word(close + 1) {
            return None;
        }
        let end = (close + 1..limit)
            .find(|t| !self.name_word(*t))
            .unwrap_or(limit);
        Some((end, reader.word(open + 1)))
    }

    /// "the Food and Drug Administration": an organisation whose name holds an "and".
    fn paired_name(&self, at: usize, end: usize, sentence: Range<usize>) -> Option<usize> {
        let reader = self.reader;
        let the = at > sentence.start && reader.is(at - 1, "the");
        if !the
            || !reader.is_any(end, &["and", "&"])
            || end + 1 >= sentence.end
            || !self.name_word(end + 1)
        {
            return None;
        }
        let last = (end + 1..sentence.end)
            .find(|token| !self.name_word(*token))
            .unwrap_or(sentence.end);
        let known = self.known_at(end + 1, sentence.end, Case::Sentence);
        let whole = known.is_some_and(|(to, _)| to >= last);
        (!whole && self.organisation_end(last - 1, last).is_some()).then_some(last)
    }

    /// Whether a word alone names nothing that speaks: "ET" behind a time.
    fn is_zone(&self, at: usize) -> bool {
        let other = self.tables.other_word(self.reader.word(at));
        matches!(other, Some(Place::Whole)) && self.reader.shouted(at)
    }

    /// Whether a word is a company's legal form, or the comma before one.
    fn is_form(&self, at: usize) -> bool {
        let word = self.reader.word(at);
        word == "," || self.tables.company_forms.contains_key(word)
    }

    /// The learned name that holds the token `at`.
    fn learned_at(&self, at: usize) -> Option<&Name> {
        let next = self.learned.partition_point(|name| name.tokens.end <= at);
        self.learned
            .get(next)
            .filter(|name| name.tokens.start <= at)
    }

    /// Takes what is left from `at` of a learned name.
    fn take_learned(&mut self, name: Name, at: usize, sentence: Range<usize>) -> usize {
        let reader = self.reader;
        let mut end = name.tokens.end.min(sentence.end).max(at + 1);
        let inner = |t: usize| {
            self.name_word(t)
                || reader.is_any(t, PARTICLES)
                || reader.is_any(t, CONNECTORS)
                || matches!(reader.word(t), "-" | "'" | "’" | "." | "/" | "!")
                || name.kind != NameType::Person && reader.alphabetic(t)
        };
        end = (at + 1..end).find(|t| !inner(*t)).unwrap_or(end);
        while end > at + 1
            && (reader.possessive(end - 1)
                || !reader.alphabetic(end - 1)
                || self.ends_no_name(end - 1))
        {
            end -= 1;
        }
        if name.kind == NameType::Person {
            end = self.hyphened(at, end, sentence.end);
        }
        let own = (at..sentence.end)
            .find(|t| !self.name_word(*t))
            .unwrap_or(sentence.end);
        if own > end
            && name.kind != NameType::Person
            && self.title_at(end, sentence.end).is_none()
            && let Some(last) = self.organisation_end(at, own)
        {
            let last = self.complement(last, sentence);
            self.push(at..last, Guess::Organisation);
            return last;
        }
        if name.kind == NameType::Organisation && self.organisation_end(at, end).is_some() {
            end = self.complement(end, sentence.clone());
        }
        let single = (at..end).filter(|t| reader.alphabetic(*t)).count() == 1;
        // The recogniser cut a person in two: "Inês" a place, "Duarte" a surname.
        if single
            && end < sentence.end
            && self.tables.is_given_name(reader.word(at))
            && let Some(rest) = self.learned_at(end).cloned()
            && rest.tokens.start == end
            && rest.kind == NameType::Person
            && (end..rest.tokens.end.min(sentence.end)).all(|t| self.name_word(t))
        {
            let end = rest.tokens.end.min(sentence.end);
            self.push(at..end, Guess::Person);
            return end;
        }
        let bare = !single && self.organisation_end(at, end).is_none();
        let guess = match name.kind {
            _ if bare && self.is_listed(at, sentence.start) => Guess::Person,
            _ if self.the_speaker(at, end, sentence.start) => Guess::Organisation,
            _ if self.is_presented_body(at, end, sentence.start) => match single {
                true => Guess::Short(Hint::Organisation),
                false => Guess::Organisation,
            },
            NameType::Person if single && (self.is_home(at) || self.is_zone(at)) => Guess::Nobody,
            NameType::Person if single && reader.shouted(at) && reader.word(at).len() > 4 => {
                Guess::Short(Hint::None)
            }
            NameType::Person if single => Guess::Short(Hint::Person),
            NameType::Organisation
                if single
                    && !matches!(
                        self.tables.other_word(reader.word(at)),
                        Some(Place::Whole | Place::Break)
                    ) =>
            {
                Guess::Short(Hint::Organisation)
            }
            NameType::Person
                if end > at + 2
                    && self.tables.organisation_word(reader.word(end - 1)) == Some(Place::Any)
                    && !self.is_presented(at..end) =>
            {
                Guess::Organisation
            }
            // "Northmoor Rail": the recogniser took a company for a person
            NameType::Person
                if !self.tables.is_given_name(reader.word(at))
                    && self
                        .tables
                        .organisation_word(reader.word(end - 1))
                        .is_some()
                    && !self.is_presented(at..end) =>
            {
                Guess::Organisation
            }
            NameType::Person => Guess::Person,
            // "The ambassador, Yuriy Bakula,": and the other way round
            NameType::Organisation
                if self.tables.is_given_name(reader.word(at))
                    && self.organisation_end(at, end).is_none()
                    && self.is_presented(at..end) =>
            {
                Guess::Person
            }
            NameType::Organisation
                if self.other_end(at, end)
                    && self
                        .tables
                        .organisation_word(reader.word(end - 1))
                        .is_none() =>
            {
                Guess::Nobody
            }
            NameType::Organisation => Guess::Organisation,
            NameType::Place | NameType::Group | NameType::Other
                if self.organisation_end(at, end).is_some() =>
            {
                Guess::Organisation
            }
            // "Malkia Cyril, the director of …": whatever has a title is somebody.
            NameType::Place | NameType::Group | NameType::Other
                if !single && self.is_presented(at..end) =>
            {
                Guess::Person
            }
            NameType::Place | NameType::Other
                if single && matches!(reader.label(at), "nsubj" | "poss") =>
            {
                Guess::Short(Hint::Namesake)
            }
            NameType::Place | NameType::Group | NameType::Other => Guess::Nobody,
        };
        self.push(at..end, guess);
        end
    }

    /// Whether a title or a noun for people presents a name: "lawmaker Berg Moa", "The ambassador in
    /// Oslo, Berg Moa,", "Berg Moa, the director".
    fn is_presented(&self, name: Range<usize>) -> bool {
        let (reader, tables) = (self.reader, self.tables);
        let floor = reader.sentence(name.start).start;
        let Some(before) = name.start.checked_sub(1).filter(|t| *t >= floor) else {
            return titles::after(reader, tables, name.end).is_some();
        };
        let noun = || {
            let word = reader.word(before);
            let noun = tables.person_nouns.get(word);
            !reader.capital(before) && noun.is_some_and(|noun| !noun.plural)
        };
        let titled = || {
            let title = titles::before(reader, tables, name.start);
            title.is_some_and(|found| found.tokens.end >= before)
        };
        noun()
            || titled()
            || titles::apposed(reader, tables, &name).is_some()
            || titles::after(reader, tables, name.end).is_some()
    }

    /// The end of a person's name behind a hyphen at `end`, where what follows is a part of it and
    /// no participle: "Park Sung-min", but "Park-led".
    fn hyphened(&self, at: usize, end: usize, limit: usize) -> usize {
        let reader = self.reader;
        let mut end = end;
        while end + 1 < limit
            && reader.word(end) == "-"
            && reader.touch(end - 1, end)
            && reader.touch(end, end + 1)
            && (self.name_word(end + 1) || end > at + 1 && self.is_syllable(end))
        {
            end += 2;
            // what follows was cut off with it: "Anne-[Lise Berg]"
            end = (end..limit).find(|t| !self.name_word(*t)).unwrap_or(limit);
        }
        end
    }

    /// Whether the words around a hyphen are the two syllables of a given name: "Sung-min".
    pub(super) fn is_syllable(&self, hyphen: usize) -> bool {
        let reader = self.reader;
        let (first, second) = (reader.word(hyphen - 1), reader.word(hyphen + 1));
        let short = |word: &str, most: usize| (2..=most).contains(&word.chars().count());
        short(first, 5)
            && short(second, 6)
            && reader.alphabetic(hyphen + 1)
            && !second.ends_with("ed")
            && !COMPOUNDING.contains(&second)
    }

    /// Words that the recogniser may leave at the end of a name: "today", "said", "on".
    fn ends_no_name(&self, at: usize) -> bool {
        let tag = self.reader.tag(at);
        let lower = !self.reader.capital(at);
        lower && (tag.starts_with("VB") || matches!(tag, "RB" | "IN" | "TO" | "DT"))
            || self
                .reader
                .is_any(at, &["today", "yesterday", "tomorrow", "tonight"])
    }

    /// Whether a name can start with this token.
    fn starts_name(&self, at: usize) -> bool {
        let word = self.reader.word(at);
        self.reader.capital(at)
            || (word.starts_with("al") && self.reader.word(at + 1) == "-")
            || word.starts_with("al-")
            || (word.starts_with(|c: char| c.is_ascii_digit()) && self.reader.capital(at + 1))
    }

    /// Whether the capital of a sentence's first word tells nothing.
    fn only_initial(&self, at: usize, sentence: Range<usize>) -> bool {
        let reader = self.reader;
        let tag = reader.tag(at);
        let shouted = reader.shouted(at) && reader.word(at).len() > 2;
        if shouted || matches!(tag, "NNP" | "NNPS") || self.proper.contains(reader.word(at)) {
            return false;
        }
        if at + 1 < sentence.end && reader.capital(at + 1) {
            let known = self.known_at(at, sentence.end, Case::Sentence);
            if self.tables.is_given_name(reader.word(at))
                || known.is_some_and(|(end, _)| end > at + 1)
            {
                return false;
            }
        }
        !tag.is_empty() || reader.word(at).len() < 4 || !reader.capital(at + 1)
    }

    /// The longest phrase of the dictionary at `at` whose capitals fit, with what it stands for.
    fn known_at(&self, at: usize, limit: usize, case: Case) -> Option<(usize, Vec<Target>)> {
        let reader = self.reader;
        let mut ends = reader.phrases_at(&self.tables.dictionary, at, limit);
        while let Some((end, hash)) = ends.pop() {
            let targets: Vec<Target> = self
                .tables
                .dictionary
                .get(hash)
                .filter(|entry| self.capitals_fit(entry, at..end, case))
                .map(|entry| entry.target)
                .collect();
            // "John Kirby-Lane" is no John Kirby
            let hyphen = reader.word(end) == "-"
                && reader.touch(end - 1, end)
                && reader.touch(end, end + 1)
                && reader.capital(end + 1)
                && targets.iter().all(|t| matches!(t, Target::Person(_)));
            if !targets.is_empty() && !hyphen {
                return Some((end, targets));
            }
        }
        None
    }

    fn capitals_fit(&self, entry: &Entry, tokens: Range<usize>, case: Case) -> bool {
        let reader = self.reader;
        if entry.capitals {
            // "US" against "us", "WHO" against "who": where all is in capitals, nobody can tell.
            let short = reader.word(tokens.start).len() <= 3;
            return reader.shouted(tokens.start)
                && !(case == Case::Upper && short && !is_initials(reader.word(tokens.start)));
        }
        let words = tokens.clone().filter(|t| reader.alphabetic(*t)).count();
        let capitals = tokens.clone().filter(|t| reader.capital(*t)).count();
        capitals * 2 >= words && (words > 1 || capitals == 1)
    }

    /// Takes a name of the dictionary, or the longer unknown name that it starts.
    fn take_known(
        &mut self,
        at: usize,
        end: usize,
        mut targets: Vec<Target>,
        sentence: Range<usize>,
        case: Case,
    ) -> usize {
        let reader = self.reader;
        // "Turkey's Constitutional Court" is enough to tell the state
        let owns = reader.possessive(end) && self.state_body(end, &targets, sentence.end).is_some();
        if !owns && self.is_unsupported(reader.words(at..end)) {
            targets.retain(|t| !matches!(t, Target::State(_)));
            targets.push(Target::Place);
        }
        let of_state = targets.iter().find_map(|target| match target {
            Target::State(s) | Target::Adjective(s) | Target::Demonym(s) => Some(*s as usize),
            _ => None,
        });
        if let Some(state) = of_state
            && let Some((body, body_end)) = self.body_after(end, sentence.end)
            && self
                .state_body(end, &targets, sentence.end)
                .is_none_or(|(words, _)| words.end <= body_end)
        {
            self.push(at..body_end, Guess::Body(state, body));
            return body_end;
        }
        if let Some(state) = of_state
            && case == Case::Sentence
            && let Some((words, speaks)) = self.state_body(end, &targets, sentence.end)
        {
            let end = words.end;
            self.push(at..end, Guess::Owned(state, words, speaks));
            return end;
        }
        if case == Case::Sentence
            && let Some((to, guess)) = self.longer(at, end, &targets, sentence)
        {
            self.push(at..to, guess);
            return to;
        }
        self.push(at..end, Guess::Known(targets));
        end
    }

    /// The longer name that starts with a name of the dictionary: "Georgia Institute of Technology",
    /// "Chad Bown", "House of Commons of Canada".
    fn longer(
        &self,
        at: usize,
        end: usize,
        targets: &[Target],
        sentence: Range<usize>,
    ) -> Option<(usize, Guess)> {
        let reader = self.reader;
        let organisation = targets.iter().any(|t| matches!(t, Target::Organisation(_)));
        let place_like = !organisation && !targets.iter().any(|t| matches!(t, Target::Person(_)));
        let place = place_like
            && targets
                .iter()
                .all(|t| matches!(t, Target::Place | Target::Capital(_)));
        if organisation && reader.is(end, "of") {
            let (_, of) = self.known_at(end + 1, sentence.end, Case::Sentence)?;
            let to = self.complement(end, sentence);
            let elsewhere = of
                .iter()
                .any(|t| matches!(t, Target::State(_) | Target::Place));
            return (elsewhere && to > end).then_some((to, Guess::Organisation));
        }
        let next = self.known_at(end, sentence.end, Case::Sentence);
        let titled = self.title_at(end, sentence.end).is_some();
        if !place && let Some((to, next)) = &next {
            let foreign = next
                .iter()
                .any(|t| matches!(t, Target::Organisation(o) if self.is_foreign(*o, targets)));
            if foreign && self.organisation_end(end, *to).is_some() {
                return Some((*to, Guess::Organisation));
            }
            if next
                .iter()
                .any(|t| matches!(t, Target::Organisation(_) | Target::Person(_)))
            {
                return None;
            }
        }
        if let Some(name) = self.learned_at(at)
            && name.tokens.start == at
            && name.tokens.end > end
            && (end..name.tokens.end).all(|t| self.name_word(t))
            && !titled
        {
            match name.kind {
                NameType::Organisation => {
                    return Some((
                        self.complement(name.tokens.end, sentence),
                        Guess::Organisation,
                    ));
                }
                NameType::Person if place_like => return Some((name.tokens.end, Guess::Person)),
                _ => {}
            }
        }
        if !self.continues(end, sentence.end) {
            return None;
        }
        let run = (end..sentence.end)
            .find(|t| !self.name_word(*t))
            .unwrap_or(sentence.end);
        if (place_like || organisation)
            && !titled
            && let Some(last) = self.organisation_end(end, run)
        {
            return Some((self.complement(last, sentence), Guess::Organisation));
        }
        let run = self.run(end, sentence);
        let given = end == at + 1 && self.tables.is_given_name(reader.word(at));
        if next.is_none() && place_like && given && !titled {
            return Some((run, Guess::Person));
        }
        (next.is_none() && place_like && !titled && self.other_end(end, run))
            .then_some((run, Guess::Nobody))
    }

    /// Whether an organisation belongs to another state than the one named: the Republican Party after
    /// "Italian".
    fn is_foreign(&self, organisation: u16, targets: &[Target]) -> bool {
        let own = self.tables.organisations[organisation as usize].state;
        let named = targets.iter().find_map(|target| match target {
            Target::State(s) | Target::Adjective(s) | Target::Demonym(s) | Target::Capital(s) => {
                Some(*s as usize)
            }
            _ => None,
        });
        matches!((own, named), (Some(own), Some(named)) if own != named)
    }

    /// Types the unknown name `at..end`; may be followed by a complement, which it does not take.
    fn guess(&mut self, at: usize, end: usize, sentence: Range<usize>) -> Guess {
        let reader = self.reader;
        let tables = self.tables;
        if self.organisation_end(at, end).is_some() {
            return Guess::Organisation;
        }
        if self.other_end(at, end) {
            return Guess::Nobody;
        }
        let words = (at..end).filter(|t| reader.alphabetic(*t)).count();
        let titled = at > sentence.start
            && reader
                .longest_before(&tables.title_phrases, sentence.start, at)
                .is_some();
        if self.the_speaker(at, end, sentence.start) {
            return Guess::Organisation;
        }
        let body = self.is_presented_body(at, end, sentence.start);
        if words == 1 {
            return Guess::Short(match body {
                true => Hint::Organisation,
                false => Hint::None,
            });
        }
        if body {
            return Guess::Organisation;
        }
        if words > 5 || (at..end).any(|t| reader.word(t).chars().any(|c| c.is_ascii_digit())) {
            return Guess::Nobody;
        }
        if (at..end).all(|t| reader.shouted(t)) && words > 1 {
            return Guess::Nobody;
        }
        let first = reader.word(at);
        let given = self.is_given(at)
            || first
                .split('-')
                .next()
                .is_some_and(|f| tables.is_given_name(f))
            || is_initials(first);
        if self.is_listed(at, sentence.start) {
            return Guess::Person;
        }
        let after_the = at > sentence.start && reader.is_any(at - 1, &["the", "a", "an", "this"]);
        let in_place =
            at > sentence.start && reader.is_any(at - 1, &["in", "at", "near", "across"]);
        if titled || given && !after_the {
            return Guess::Person;
        }
        if after_the || in_place || words > 3 {
            return Guess::Nobody;
        }
        Guess::Person
    }
}
