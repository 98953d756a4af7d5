//! Finds the names of a text: those of the dictionary, and capitalised words that are in no table.
//!
//! A name of the dictionary is the longest one at its position whose capitals and context fit. The
//! rest of a run of capitalised words is classified by its words ("… Institute", "Daryl …") and its
//! context.

mod extent;
mod known;
mod learned;
mod organisations;
mod outlets;
mod titled;
mod votes;

use crate::entity::mention::candidate::{Candidate, Guess, Hint};
use crate::entity::mention::capitals;
use crate::entity::mention::capitals::{Case, function_word, is_initials, proper_words};
use crate::entity::mention::reader::Reader;
use crate::entity::mention::recogniser::{Name, NameType};
use crate::gazetteer::key;
use crate::gazetteer::key::{WordMap, WordSet};
use crate::gazetteer::kind::OrganisationKind;
use crate::gazetteer::tables::{Place, Tables, Target};
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// Finds the candidates of a document in order; they do not overlap. `learned` are the names that
/// the recogniser found: they give the extent and type of names that are in no table.
pub(in crate::entity) fn find(
    reader: &Reader,
    tables: &Tables,
    learned: &[Name],
) -> Vec<Candidate> {
    let mut finder = Finder {
        reader,
        tables,
        found: Vec::new(),
        learned,
        supported: WordMap::default(),
        proper: proper_words(reader),
        familiar: last_words(reader, learned),
        small: None,
        nicknames: WordSet::default(),
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
    /// The candidates so far, in order, without overlaps.
    learned: &'r [Name],
    /// For ambiguous names of states that occurred, whether the document is about the state.
    supported: WordMap<bool>,
    /// Words that are capitalised within some sentence.
    proper: WordSet<'a>,
    /// Words in recognised names of people.
    familiar: WordSet<'a>,
    /// Words that occur in lower case, computed when needed.
    small: Option<WordSet<'a>>,
    /// Nicknames found in quotation marks within names.
    nicknames: WordSet<'a>,
    /// Last words of people's full names so far.
    surnames: WordSet<'a>,
}

/// The last word of each name of a person.
fn last_words<'a>(reader: &Reader<'a>, learned: &[Name]) -> WordSet<'a> {
    let people = learned.iter().filter(|name| name.kind == NameType::Person);
    let last = people.filter_map(|name| name.tokens.each().rfind(|t| reader.alphabetic(*t)));
    last.map(|t| reader.word(t))
        .filter(|word| word.len() > 2)
        .collect()
}

fn is_quotation_mark(word: &str) -> bool {
    matches!(word, "\"" | "“" | "”" | "‘" | "’" | "'" | "``" | "''")
}

const PARTICLES: &[&str] = &[
    "de", "la", "van", "von", "bin", "ibn", "al", "der", "den", "du", "da", "dos", "del", "el",
    "di", "ter", "ten", "abu", "dela", "delos", "das", "af", "zu", "bint",
];
/// Second halves of compounds with a name: "Biden-era".
const COMPOUNDING: &[&str] = &[
    "era", "style", "led", "like", "run", "born", "held", "made", "wide", "type", "free", "only",
    "based",
];
const CONNECTORS: &[&str] = &["of", "for", "on", "the", "and", "&", "to", "in", "a"];

impl<'a> Finder<'_, 'a> {
    /// Whether a headline's first word is not a name, because it occurs in lower case elsewhere.
    fn is_common(&mut self, at: TokenId, sentence: &Range<TokenId>) -> bool {
        let reader = self.reader;
        let word = reader.word(at);
        if at != sentence.start || !reader.in_headline(at) || self.proper.contains(word) {
            return false;
        }
        let small = self.small.get_or_insert_with(|| {
            let words = reader.tokens().filter(|t| !reader.capital(*t));
            words.map(|t| reader.word(t)).collect()
        });
        small.contains(word.to_lowercase().as_str())
    }

    fn push(&mut self, tokens: Range<TokenId>, guess: Guess) {
        let guess = match guess {
            Guess::Person if tokens.len() > 1 && self.is_title(&tokens) => Guess::Nobody,
            guess => guess,
        };
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

    /// Whether a name is an ambiguous name of a state without supporting words in the text.
    fn is_unsupported(&mut self, name: &str) -> bool {
        let Some((name, words)) = self.tables.ambiguous.get_key_value(name) else {
            return false;
        };
        let text = self.reader.document.text.as_bytes();
        let stands = |word: &&str| memchr::memmem::find(text, word.as_bytes()).is_some();
        let entry = self.supported.entry(*name);
        !*entry.or_insert_with(|| words.iter().any(stands))
    }

    fn sentence(&mut self, tokens: Range<TokenId>) {
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

    /// Takes a full name after a title at `at`, and the names within the title.
    fn person_at(&mut self, at: TokenId, sentence: Range<TokenId>) -> Option<TokenId> {
        if !self.name_word(at) {
            return None;
        }
        if let Some(end) = self.company_end(at, sentence.end) {
            let known = self.known_at(at, sentence.end, Case::Sentence);
            let targets = known.filter(|(to, targets)| {
                let organisation = targets.iter().any(|t| matches!(t, Target::Organisation(_)));
                organisation && (*to..end).each().all(|t| self.is_form(t))
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

    /// Takes the name at `at`, if any; returns the token to continue from.
    fn name_at(&mut self, at: TokenId, sentence: Range<TokenId>, case: Case) -> TokenId {
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
        if self.opens_before_known(at, &sentence, case) {
            return at + 1;
        }
        if self.is_adverb(at, sentence.end) {
            return at + 1;
        }
        if reader.capital(at + 1) && (self.is_plural_title(at) || self.is_trade(at, &sentence)) {
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
        if let Some((end, guess)) = self.outlet(at, &sentence) {
            self.push(at..end, guess);
            return end;
        }
        if let Some((end, nickname)) = self.nicknamed(at, sentence.end) {
            self.nicknames.insert(nickname);
            self.push(at..end, Guess::Person);
            return end;
        }
        if let Some(end) = self.opened(at, &sentence) {
            self.push(at..end, Guess::Organisation);
            return end;
        }
        self.unlisted_name(at, sentence)
    }

    /// "Even China", "''Poor Mexico": an adverb or adjective that opens a sentence or a quotation is not part of
    /// a known name after it.
    fn opens_before_known(&self, at: TokenId, sentence: &Range<TokenId>, case: Case) -> bool {
        let reader = self.reader;
        let opens = at == sentence.start || is_quotation_mark(reader.word(at - 1));
        opens
            && case == Case::Sentence
            && at + 1 < sentence.end
            && reader.capital(at + 1)
            && (matches!(reader.tag(at), Tag::RB | Tag::JJ) || at > sentence.start)
            && !self.tables.is_given_name(reader.word(at))
            && self
                .known_at(at + 1, sentence.end, case)
                .is_some_and(|(end, _)| self.run(at, sentence.clone()) == end)
    }

    /// Takes the name at `at` that is in no table: a recognised one, one seen elsewhere, or a run of capitalised
    /// words.
    fn unlisted_name(&mut self, at: TokenId, sentence: Range<TokenId>) -> TokenId {
        let reader = self.reader;
        // a learned name that ends after a given name, before the surname, was cut short
        let cut_short = |name: &Name| {
            name.tokens.end == at + 1
                && at + 1 < sentence.end
                && self.tables.is_given_name(reader.word(at))
                && self.name_word(at + 1)
        };
        // "On Tuesday Torvane Ferries": the recogniser included the day in the name
        let day = reader.word(at).ends_with("day");
        if day && self.tables.other_word(reader.word(at)) == Some(Place::Break) {
            return at + 1;
        }
        if let Some(name) = self.learned_at(at).filter(|name| !cut_short(name)) {
            return self.take_learned(name.clone(), at, sentence);
        }
        // a person elsewhere is a person here, where the recogniser found nothing
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
        let nicknamed = self.nicknames.contains(reader.word(at));
        if at == sentence.start && !nicknamed && self.only_initial(at, sentence.clone()) {
            return at + 1;
        }
        self.take_run(at, sentence)
    }

    /// Takes the run of capitalised words at `at`, which is neither in the dictionary nor recognised.
    fn take_run(&mut self, at: TokenId, sentence: Range<TokenId>) -> TokenId {
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
            // The recogniser has considered the word and found no name.
            guess = Guess::Nobody;
        }
        self.push(at..end, guess);
        end
    }

    /// Whether a word that opens a sentence is an adverb before a state or body: "Even Denmark said",
    /// though Even is a Norwegian.
    fn is_adverb(&self, at: TokenId, limit: TokenId) -> bool {
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

    /// "[Drugmaker] Pellagen halted the trial": the noun for a company's trade opens the sentence and is not
    /// part of the name, unlike words that begin names ("Bank", "Club").
    fn is_trade(&self, at: TokenId, sentence: &Range<TokenId>) -> bool {
        if at != sentence.start {
            return false;
        }
        let noun = self.reader.word(at).to_lowercase();
        let company = self.tables.is_noun_for(&noun, OrganisationKind::Company);
        (company || noun.ends_with("maker") && noun.len() > "maker".len())
            && self
                .tables
                .organisation_word(self.reader.word(at))
                .is_none()
            && !self.tables.person_nouns.contains_key(noun.as_str())
            && self.name_word(at + 1)
    }

    /// "[Senators] Ann Wood and Carl Hill": a title in the plural before the first of several names.
    fn is_plural_title(&self, at: TokenId) -> bool {
        let word = self.reader.word(at).to_lowercase();
        let noun = self.tables.person_nouns.get(word.as_str());
        noun.is_some_and(|noun| {
            let pieces = key::pieces_of(noun.singular);
            let title = key::phrase(&pieces);
            noun.plural
                && noun.singular != noun.many
                && self.tables.title_phrases.get(title).next().is_some()
        })
    }

    /// "the Food and Drug Administration": an organisation with an "and" in its name.
    fn paired_name(&self, at: TokenId, end: TokenId, sentence: Range<TokenId>) -> Option<TokenId> {
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
            .each()
            .find(|token| !self.name_word(*token))
            .unwrap_or(sentence.end);
        let known = self.known_at(end + 1, sentence.end, Case::Sentence);
        let whole = known.is_some_and(|(to, _)| to >= last);
        (!whole && self.organisation_end(last - 1, last).is_some()).then_some(last)
    }

    /// Whether a word is a company's legal form, or the comma before one.
    fn is_form(&self, at: TokenId) -> bool {
        let word = self.reader.word(at);
        word == "," || self.tables.company_forms.contains_key(word)
    }

    /// Whether a name can start with this token.
    fn starts_name(&self, at: TokenId) -> bool {
        let word = self.reader.word(at);
        self.reader.capital(at)
            || (word.starts_with("al") && self.reader.word(at + 1) == "-")
            || word.starts_with("al-")
            || (word.starts_with(|c: char| c.is_ascii_digit()) && self.reader.capital(at + 1))
    }

    /// Whether a sentence's first word is capitalised only because of its position.
    fn only_initial(&self, at: TokenId, sentence: Range<TokenId>) -> bool {
        let reader = self.reader;
        let tag = reader.tag(at);
        let shouted = reader.shouted(at) && reader.word(at).len() > 2;
        let surname = self.surnames.contains(reader.word(at));
        if shouted
            || surname && reader.label(at) == Label::Nsubj
            || matches!(tag, Tag::NNP | Tag::NNPS)
            || self.proper.contains(reader.word(at))
        {
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
        tag != Tag::Outside || reader.word(at).len() < 4 || !reader.capital(at + 1)
    }

    /// Classifies the unknown name `at..end`, ignoring a complement after it.
    fn guess(&mut self, at: TokenId, end: TokenId, sentence: Range<TokenId>) -> Guess {
        let reader = self.reader;
        let tables = self.tables;
        if self.organisation_end(at, end).is_some() {
            return Guess::Organisation;
        }
        if self.is_named_after_place(at, end) {
            return Guess::Person;
        }
        if end == at + 1 && self.surnames.contains(reader.word(at)) {
            return Guess::Short(Hint::None);
        }
        if self.other_end(at, end) {
            return Guess::Nobody;
        }
        let words = (at..end).each().filter(|t| reader.alphabetic(*t)).count();
        let titled = at > sentence.start
            && reader
                .longest_before(&tables.title_phrases, sentence.start, at)
                .is_some();
        if self.the_speaker(at, end, sentence.start) {
            return match end == at + 1 {
                true => Guess::Short(Hint::Organisation),
                false => Guess::Organisation,
            };
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
        if words > 5
            || (at..end)
                .each()
                .any(|t| reader.word(t).chars().any(|c| c.is_ascii_digit()))
        {
            return Guess::Nobody;
        }
        if (at..end).each().all(|t| reader.shouted(t)) && words > 1 {
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
