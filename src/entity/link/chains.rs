//! Chains within an article: surnames, given names, initials, nicknames and misspellings of people
//! whose full name appears somewhere, and surnames of well-known office-holders.

use crate::entity::bearers::MAX_SCANNED;
use crate::entity::link::decision::Weighed;
use crate::entity::link::linker::Linker;
use crate::entity::link::referent::{Newcomer, Referent, is_generation};
use crate::entity::mention::candidate::Hint;
use crate::entity::mention::reader::Reader;
use crate::entity::mention::titles;
use crate::entity::rule::Rule;
use crate::entity::types::EntityId;
use crate::gazetteer::gender::Gender;
use crate::gazetteer::ids::PersonId;
use crate::gazetteer::key::{Piece, phrase, pieces};
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::people::Office;
use crate::gazetteer::tables::{Tables, Title};
use crate::normalise::folding;
use crate::syntax::Label;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// The person of the document that a full name refers to: the same name, or one that differs by a
/// nickname, an initial, a middle name or one letter.
pub(in crate::entity) fn full_name(linker: &Linker, tokens: Range<TokenId>) -> Option<EntityId> {
    let at = tokens.start;
    let words: Vec<&str> = linker.reader.words(tokens).split_whitespace().collect();
    let given = spelled(linker.tables, words.first()?);
    let last = without_suffix(&words).0.last()?;
    let surname = spelled(linker.tables, last);
    let bearers = linker
        .entities
        .people_bearing([given.first(), surname.last()], at);
    let nicknamed = |person: EntityId| {
        let own = linker.nicknames.get(&person);
        own.is_some_and(|own| own.contains(&given))
    };
    bearers.into_iter().find(|person| {
        let note = &linker.entities.notes[*person];
        if words.len() > 1 && note.pieces.ends_with(&surname) && nicknamed(*person) {
            return true;
        }
        // a fast check, since most people of a document share neither
        if !note.pieces.starts_with(&given) && !note.pieces.ends_with(&surname) {
            return false;
        }
        let known: Vec<&str> = note.words.iter().map(String::as_str).collect();
        // nor can most who share the given name have this surname
        let other = without_suffix(&known).0.last();
        if !note.pieces.ends_with(&surname) && !other.is_some_and(|other| near(other, last)) {
            return false;
        }
        known.len() > 1
            && !other_middle(&known, &words)
            && compatible(linker.tables, &known, &words)
    })
}

/// The words of a name without "Jr." and the like, and the suffix.
fn without_suffix<'w>(words: &'w [&'w str]) -> (&'w [&'w str], Option<&'w str>) {
    match words.split_last() {
        Some((last, rest)) if is_generation(last) && rest.len() > 1 => {
            (rest, Some(last.trim_end_matches('.')))
        }
        _ => (words, None),
    }
}

fn compatible(tables: &Tables, one: &[&str], other: &[&str]) -> bool {
    let ((one, of_one), (other, of_other)) = (without_suffix(one), without_suffix(other));
    if matches!((of_one, of_other), (Some(one), Some(other)) if one != other) {
        return false;
    }
    let (Some(surname), Some(last)) = (one.last(), other.last()) else {
        return false;
    };
    let (Some(given), Some(first)) = (one.first(), other.first()) else {
        return false;
    };
    let same_surname = spelled(tables, surname) == spelled(tables, last);
    let same_given = spelled(tables, given) == spelled(tables, first);
    if same_surname {
        let initial = is_initial(given, first) || is_initial(first, given);
        return same_given || initial || tables.is_nickname(given, first);
    }
    same_given && one.len() == other.len() && near(surname, last)
}

/// Whether two names have different middle initials: "John A. Berg", "John B. Berg".
fn other_middle(one: &[&str], other: &[&str]) -> bool {
    let middle = |words: &[&str]| -> Option<char> {
        let middle = words.get(1..words.len().checked_sub(1)?)?.first()?;
        middle.chars().next().filter(|c| c.is_uppercase())
    };
    matches!((middle(one), middle(other)), (Some(one), Some(other)) if one != other)
}

fn is_initial(short: &str, long: &str) -> bool {
    let mut letters = short.chars().filter(|c| c.is_alphabetic());
    let first = letters.next();
    letters.next().is_none() && first.is_some() && first == long.chars().next()
}

/// Whether two surnames differ by one letter and are long enough for that to be a misspelling.
fn near(one: &str, other: &str) -> bool {
    if one.is_ascii() && other.is_ascii() {
        // folding keeps the length, and a difference in length is one in letters
        let (shorter, longer) = (one.len().min(other.len()), one.len().max(other.len()));
        if shorter < 5 || longer - shorter > slips(shorter) {
            return false;
        }
        // each misspelling changes at most one letter
        let other_letters = (letters(one) ^ letters(other)).count_ones() as usize;
        if other_letters > 2 * slips(shorter) {
            return false;
        }
    }
    let (one, other) = (folding::letters(one), folding::letters(other));
    let length = one.chars().count().min(other.chars().count());
    if length < 5 || one == other {
        return false;
    }
    let (one, other) = without_common_ends(&one, &other);
    strsim::osa_distance(one, other) <= slips(length)
}

/// Two words without their common prefix and suffix, which does not change their distance.
fn without_common_ends<'w>(one: &'w str, other: &'w str) -> (&'w str, &'w str) {
    let same = |(a, b): &(char, char)| a == b;
    let start = one.chars().zip(other.chars()).take_while(same);
    let start: usize = start.map(|(c, _)| c.len_utf8()).sum();
    let (one, other) = (&one[start..], &other[start..]);
    let end = one.chars().rev().zip(other.chars().rev()).take_while(same);
    let end: usize = end.map(|(c, _)| c.len_utf8()).sum();
    (&one[..one.len() - end], &other[..other.len() - end])
}

/// A bit for each letter, ignoring case; other characters share the bits.
fn letters(word: &str) -> u32 {
    word.bytes().fold(0, |bits, byte| bits | 1 << (byte & 31))
}

/// The number of letters that may be wrong in a name of this length.
fn slips(length: usize) -> usize {
    if length >= 9 { 2 } else { 1 }
}

fn spelled(tables: &Tables, word: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    pieces(word, &mut out);
    for piece in &mut out {
        *piece = tables.spelling(*piece);
    }
    out
}

fn spelled_words(tables: &Tables, name: &str) -> Vec<Piece> {
    name.split_whitespace()
        .flat_map(|word| spelled(tables, word))
        .collect()
}

/// People of the table who have this name without its middle initials: "John F. Kerry".
pub(in crate::entity) fn without_middle(linker: &Linker, tokens: Range<TokenId>) -> Vec<PersonId> {
    let words: Vec<&str> = linker.reader.words(tokens).split_whitespace().collect();
    if words.len() < 3 {
        return Vec::new();
    }
    let suffix = words.last().is_some_and(|word| is_generation(word));
    let end = if suffix { words.len() - 1 } else { words.len() };
    let mut kept: Vec<Piece> = Vec::new();
    for (i, word) in words[..end].iter().enumerate() {
        let initial = word.chars().filter(|c| c.is_alphabetic()).count() == 1;
        if i == 0 || i + 1 == end || !initial {
            kept.extend(spelled(linker.tables, word));
        }
    }
    linker.tables.people_named(&kept).collect()
}

/// The person that a single word (or the end of a name) refers to.
///
/// First people whose full name is in the article, preferring the nearest before it; then office-holders
/// known by surname; then misspellings by one letter.
pub(in crate::entity) fn short_name(
    linker: &Linker,
    tokens: Range<TokenId>,
    hint: Hint,
) -> Weighed<Referent> {
    let reader = linker.reader;
    let person = hint == Hint::Person;
    let own = reader.pieces_in(tokens.clone());
    if own.is_empty() {
        return Weighed::nobody();
    }
    let title = titles::before(reader, linker.tables, tokens.start)
        .filter(|found| found.tokens.end == tokens.start)
        .map(|found| &linker.tables.titles[found.title]);
    if let Some(found) = short_full_name(linker, &tokens, &own, title) {
        return found;
    }
    let class = title.map(|title| title.class);
    let holder = office_holder(linker, tokens.start, &own, class, person);
    if let Some(person) = holder.chosen {
        return holder.with(Some(Newcomer::Person(person).into()));
    }
    let known = linker.tables.dictionary.get(phrase(&own)).next().is_some();
    if tokens.len() != 1 || known {
        return holder.with(None);
    }
    misspelt(linker, tokens, person || title.is_some()).after(holder.steps)
}

/// The person whose full name in the article fits a short name best.
fn short_full_name(
    linker: &Linker,
    tokens: &Range<TokenId>,
    own: &[Piece],
    title: Option<&Title>,
) -> Option<Weighed<Referent>> {
    let gender = title.and_then(|title| title.gender);
    // "Sister Agnes", but never "President Joe"
    let titled = title.is_some_and(|title| !BEFORE_GIVEN_NAMES.contains(&title.name));
    let mut best: Option<((i32, i64), EntityId)> = None;
    let traced = linker.entities.tracing.is_on();
    let mut weighed = Vec::new();
    let ends = [own.first(), own.last()];
    for index in linker.entities.people_bearing(ends, tokens.start) {
        let fit = fit(linker, index, own, titled);
        let note = &linker.entities.notes[index];
        if fit != 0 && own.len() == 1 && introduced_later(linker, index, tokens.start) {
            if traced {
                weighed.push((index, None, "introduced only later".to_owned()));
            }
            continue;
        }
        if fit == 0 || clash(gender, note.known_gender()) {
            if fit != 0 && traced {
                weighed.push((index, None, "gender differs from the title's".to_owned()));
            }
            continue;
        }
        let prominent =
            2 * i32::from(leads(linker, note.person)) + i32::from(note.person.is_some());
        let rank = (4 * fit + prominent, nearness(linker, index, tokens.start));
        if traced {
            weighed.push((index, Some(rank.0 as f32), described(fit, prominent)));
        }
        if best.is_none_or(|(other, _)| rank > other) {
            best = Some((rank, index));
        }
    }
    let (_, index) = best?;
    let rule = Rule::ShortFullName;
    let step = (linker.entities).step(tokens.clone(), rule, Some(index), weighed);
    Some(Weighed {
        chosen: Some(index.into()),
        steps: step.into_iter().collect(),
    })
}

/// The person whose surname a single word misspells; `person` if the word is known to name a person.
fn misspelt(linker: &Linker, tokens: Range<TokenId>, person: bool) -> Weighed<Referent> {
    let reader = linker.reader;
    let word = reader.word(tokens.start);
    let lone = word.chars().count() >= 6 && reader.tag(tokens.start).is_proper_noun();
    if !(person || lone) {
        return Weighed::nobody();
    }
    let people = linker.entities.bearers.people.iter().copied();
    let slip = people.take(MAX_SCANNED).find(|index| {
        let words = &linker.entities.notes[*index].words;
        words.len() > 1 && words.last().is_some_and(|surname| near(surname, word))
    });
    let rule = Rule::MisspeltSurname;
    let told = |slip| linker.entities.step(tokens, rule, Some(slip), Vec::new());
    Weighed {
        chosen: slip.map(Referent::from),
        steps: slip.and_then(told).into_iter().collect(),
    }
}

/// The evidence for a full name, in words.
fn described(fit: i32, prominent: i32) -> String {
    let part = match fit {
        4 => "its surname",
        3 => "the family name, written first",
        _ => "its given name or a part",
    };
    let known = match prominent {
        0 => "",
        1 => ", in the tables",
        _ => ", a leader in the tables",
    };
    format!("{part}{known}")
}

/// The person of the document, nearest before, whose surname this is.
pub(in crate::entity) fn surname(linker: &Linker, tokens: Range<TokenId>) -> Option<EntityId> {
    let own = linker.reader.pieces_in(tokens.clone());
    if own.is_empty() {
        return None;
    }
    let at = tokens.start;
    let bearers = linker.entities.people_bearing([own.last()], at);
    bearers
        .into_iter()
        .filter(|person| {
            let full = &linker.entities.notes[*person].pieces;
            full.len() > own.len() && full.ends_with(&own)
        })
        .max_by_key(|person| nearness(linker, *person, at))
}

/// Whether the article introduces somebody only after `at`: "Harlan Ford, a dentist, said".
pub(in crate::entity) fn introduced_later(linker: &Linker, person: EntityId, at: TokenId) -> bool {
    let reader = linker.reader;
    let note = &linker.entities.notes[person];
    let Some(first) = note.opening.as_ref().filter(|first| first.start > at) else {
        return false;
    };
    let end = first.end;
    let presented = reader.word(end) == "," && reader.is_any(end + 1, &["a", "an"]);
    // in other places a surname may well come before the name: a headline, "the Warhol show"
    let speaks = reader.label(at) == Label::Nsubj && speaks(reader, at);
    note.person.is_none() && presented && speaks && !reader.in_headline(at)
}

/// Whether a person of the table ever held an office whose holders are known by surname.
fn leads(linker: &Linker, person: Option<PersonId>) -> bool {
    person.is_some_and(|person| {
        let record = linker.tables.people.get(person);
        record
            .offices()
            .any(|office| linker.tables.is_prominent(office.class))
    })
}

fn clash(one: Option<Gender>, other: Option<Gender>) -> bool {
    matches!((one, other), (Some(a), Some(b)) if a != b)
}

/// How well a short name fits a full one: 2 for its end (a surname) or, where the family name comes
/// first, its start; 1 for its given name; 0 not at all.
fn fit(linker: &Linker, person: EntityId, own: &[Piece], titled: bool) -> i32 {
    let words = &linker.entities.notes[person].words;
    let full = &linker.entities.notes[person].pieces;
    // A fast check of both ends, since most people of a document share no part of the name.
    let starts = |at: usize| full.get(at) == own.first();
    if full.last() != own.last() && !starts(0) && !starts(1) {
        return 0;
    }
    if full.as_slice() == own {
        return 4;
    }
    if full.len() > own.len() && full.ends_with(own) {
        return 4;
    }
    let compound = full.len() > 2
        && full
            .get(1..full.len())
            .is_some_and(|rest| rest.starts_with(own));
    if compound && own.len() + 1 >= full.len() - 1 && full.len() == 3 && own.len() == 1 {
        // "Peña" for "Enrique Peña Nieto": possible, but less so than a whole surname.
        return 1;
    }
    if full.starts_with(own) && full.len() > own.len() {
        let given = words
            .first()
            .is_some_and(|w| linker.tables.is_given_name(w));
        return match (given, titled) {
            (false, _) => 3,
            (true, false) => 1,
            (true, true) => 0,
        };
    }
    0
}

/// Greater for people named nearer before `at`; people named only after it come last, and so do people
/// introduced as somebody's relatives.
fn nearness(linker: &Linker, person: EntityId, at: TokenId) -> i64 {
    let reader = linker.reader;
    let note = &linker.entities.notes[person];
    // "his widow, Anna Vik, said … Vik added"
    let relative = |place| linker.is_kin(place) && !(speaks(reader, at) && speaks(reader, place));
    let last = note.last_before(at + 1);
    let before = std::iter::successors(last, |place| note.last_before(*place));
    match (
        before.take(MAX_CHECKED).find(|place| !relative(*place)),
        last,
    ) {
        (Some(place), _) => place.index() as i64,
        (None, Some(last)) => last.index() as i64 - AS_KIN,
        (None, None) => note.nearness(at),
    }
}

/// Maximum number of mentions to check.
const MAX_CHECKED: usize = 4;
/// Farther than any token.
const AS_KIN: i64 = 1 << 40;

/// Whether a name is the subject of a verb that reports a clause.
fn speaks(reader: &Reader, at: TokenId) -> bool {
    let sentence = reader.sentence(at);
    let subject = (at..sentence.end)
        .each()
        .take(4)
        .find(|t| reader.label(*t) == Label::Nsubj);
    subject.is_some_and(|subject| {
        let verb = reader.head(subject);
        let said =
            |token: TokenId| reader.label(token) == Label::Ccomp && reader.head(token) == verb;
        sentence.each().any(said)
    })
}

/// The office-holder that a surname alone refers to at the article's date.
fn office_holder(
    linker: &Linker,
    at: TokenId,
    own: &[Piece],
    class: Option<OfficeClass>,
    person: bool,
) -> Weighed<PersonId> {
    let reader = linker.reader;
    let tables = linker.tables;
    let word = reader.word(at);
    let Some(surname) = own.last() else {
        return Weighed::nobody();
    };
    if word.chars().count() < 2 || tables.other_word(word).is_some() {
        return Weighed::nobody();
    }
    let office_title = class.is_some_and(|c| c != OfficeClass::None);
    let tagged = reader.tag(at).is_proper_noun();
    if !(office_title || person || tagged || !reader.parsed())
        || (tables.is_given_name(word) && !office_title && !person)
    {
        return Weighed::nobody();
    }
    let mut best: Option<(i32, PersonId)> = None;
    let mut tie = false;
    let traced = linker.entities.tracing.is_on();
    let mut weighed = Vec::new();
    for candidate in tables.surnames.get(phrase(&[*surname])) {
        let record = tables.people.get(candidate);
        if own.len() > 1 && !spelled_words(tables, record.name).ends_with(own) {
            continue;
        }
        let score = prominence(linker, record.offices(), class);
        if traced && score > i32::MIN {
            weighed.push((score, candidate));
        }
        if best.is_none_or(|(other, _)| score > other) {
            tie = false;
            best = Some((score, candidate));
        } else if best.is_some_and(|(other, _)| score == other) {
            tie = true;
        }
    }
    let best = best.filter(|(score, _)| *score >= 6 && !tie);
    let best = best.map(|(_, person)| person);
    let rule = match best {
        Some(_) => Rule::OfficeHolderBySurname,
        None => Rule::NoOfficeHolderBySurname,
    };
    let why = |_| "by title, dates and states in the article".to_owned();
    let told = !weighed.is_empty();
    let step = told.then(|| linker.step_between(at..at + own.len(), rule, best, weighed, why));
    Weighed {
        chosen: best,
        steps: step.flatten().into_iter().collect(),
    }
}

/// How well a person is known by surname at the article's date: the best of their offices, including
/// those of the class of a title before the name. [`i32::MIN`] without such an office.
fn prominence(
    linker: &Linker,
    offices: impl Iterator<Item = Office>,
    class: Option<OfficeClass>,
) -> i32 {
    let tables = linker.tables;
    let mut score = i32::MIN;
    let known_by = |office: &Office| {
        tables.is_prominent(office.class)
            || class == Some(office.class)
                && linker.date.is_some_and(|date| office.years_from(date) == 0)
    };
    for office in offices.filter(known_by) {
        // Without a date the article's own words must name the state.
        let years = linker.date.map_or(2, |date| office.years_from(date));
        let major = MAJOR.contains(&office.of) || tables.office_body(office.of).is_some();
        let named = linker.names_state(office.of);
        let top = matches!(
            office.class,
            OfficeClass::HeadOfState | OfficeClass::HeadOfGovernment
        );
        let mut own = match years {
            0 => 6,
            1..=2 => 4,
            3..=10 => 2,
            _ => 0,
        };
        // a leader of a state that the article does not mention is not known by surname
        own -= 2 * i32::from(!named && !major && class.is_none());
        own += 2 * i32::from(named) + 2 * i32::from(major && top);
        own += match class {
            Some(c) if c == office.class => 3,
            Some(c) if c != OfficeClass::None => -2,
            _ => 0,
        };
        score = score.max(own);
    }
    score
}

/// Titles that come before given names alone.
const BEFORE_GIVEN_NAMES: &[&str] = &[
    "Sister", "Brother", "Father", "Prince", "Princess", "King", "Queen", "Pope", "Sir", "Dame",
    "Lady", "Lord", "Sheikh", "Emperor", "Sultan", "Emir",
];

/// States whose leaders are called by surname alone everywhere.
const MAJOR: &[&str] = &[
    "USA", "GBR", "RUS", "CHN", "FRA", "DEU", "UKR", "ISR", "IRN", "TUR", "JPN", "IND", "ITA",
    "SYR",
];
