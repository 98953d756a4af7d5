//! The table of people: names, Wikidata ids, and offices with their dates.

use crate::date::Date;
use crate::gazetteer;
use crate::gazetteer::gender::Gender;
use crate::gazetteer::ids::PersonId;
use crate::gazetteer::key::{HashedMap, Piece, START, join, pieces};
use crate::gazetteer::office_class::OfficeClass;
use crate::ids::{Id, List};
use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::OnceLock;

/// The built-in table; a person is a line of it, parsed when needed.
#[derive(Debug, Default)]
pub(crate) struct People {
    lines: List<PersonId, &'static str>,
    offices: OnceLock<Offices>,
    /// Last letters of surnames → how many people have them.
    endings: OnceLock<HashMap<String, u32>>,
    /// People in a user's table.
    own: HashSet<PersonId>,
}

/// Office class and state → who held it.
type Offices = HashedMap<Vec<PersonId>>;

/// One person.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Person {
    pub(crate) name: &'static str,
    /// Empty if unknown.
    pub(crate) qid: &'static str,
    pub(crate) gender: Option<Gender>,
    pub(crate) born: Option<i16>,
    aliases: &'static str,
    offices: &'static str,
}

/// Marks the month in which a term was last known to be current.
const RUNNING: char = '+';
/// Number of months for which a current term is assumed to continue after that.
const HORIZON: i32 = 6;

/// One term of office.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Office {
    /// The class of the office.
    pub(crate) class: OfficeClass,
    pub(crate) title: &'static str,
    /// Code of the state, or [`ORGANISATION`] and the organisation.
    pub(crate) of: &'static str,
    since: &'static str,
    until: &'static str,
}

impl Office {
    /// Whether the office was held on `date`, as far as known: a term without an end is current,
    /// and one without a start began long ago.
    pub(crate) fn held_on(&self, date: Date) -> bool {
        let day = format_day(date);
        let day = day.as_str();
        before(self.since, day) && (self.is_open() || !before_strictly(self.until, day))
    }

    /// Like [`Office::held_on`], but a term that was current when the table was made is trusted only for
    /// [`HORIZON`] more months.
    pub(crate) fn known_on(&self, date: Date) -> bool {
        let months = |year: i32, month: i32| 12 * year + month;
        let now = months(date.year().into(), date.month().into());
        let number = |text: Option<&str>| text.and_then(|digits| digits.parse().ok());
        let seen = self.until.strip_suffix(RUNNING).and_then(|seen| {
            let month = number(seen.get(5..7)).unwrap_or(1);
            Some(months(number(seen.get(..4))?, month))
        });
        self.held_on(date) && seen.is_none_or(|seen| now <= seen + HORIZON)
    }

    /// Whether its end is unknown.
    pub(crate) fn is_open(&self) -> bool {
        self.until.is_empty() || self.until.ends_with(RUNNING)
    }

    /// Years between `date` and the nearest day of the term; 0 within it.
    pub(crate) fn years_from(&self, date: Date) -> i32 {
        let year = |s: &str| s.get(..4).and_then(|y| y.parse::<i32>().ok());
        let now = i32::from(date.year());
        let since = year(self.since);
        let until = year(self.until).filter(|_| !self.is_open());
        match (since, until) {
            (Some(since), _) if now < since => since - now,
            (_, Some(until)) if now > until => now - until,
            (None, None) => 20,
            _ => 0,
        }
    }
}

impl fmt::Display for Office {
    /// Formats it as in the table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Office {
            class,
            title,
            of,
            since,
            until,
        } = self;
        write!(
            f,
            "{}~{title}~{of}~{since}~{until}",
            char::from(class.letter())
        )
    }
}

fn format_day(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Whether `start` (a year, month or day) is not after `day`.
fn before(start: &str, day: &str) -> bool {
    let length = start.len().min(day.len());
    start.get(..length) <= day.get(..length)
}

/// Whether `end` (a year, month or day) is over on `day`.
fn before_strictly(end: &str, day: &str) -> bool {
    let length = end.len().min(day.len());
    end.get(..length) < day.get(..length)
}

impl Person {
    /// Other names.
    pub(crate) fn aliases(&self) -> impl Iterator<Item = &'static str> + use<> {
        fields(self.aliases, b';').filter(|s| !s.is_empty())
    }

    /// Whether the family name is the first part of the name.
    pub(crate) fn family_name_first(&self) -> bool {
        let offices = self.offices.as_bytes();
        memchr::memchr_iter(b'~', offices).any(|at| {
            let state = offices.get(at..at + 5).unwrap_or(&[]);
            FAMILY_NAME_FIRST.contains(&state)
        })
    }

    /// Terms of office, in order of their start.
    pub(crate) fn offices(&self) -> impl Iterator<Item = Office> + use<> {
        fields(self.offices, b'|').filter_map(|office| {
            let mut parts = fields(office, b'~');
            Some(Office {
                class: OfficeClass::of(parts.next()?.bytes().next()?)?,
                title: parts.next()?,
                of: parts.next()?,
                since: parts.next()?,
                until: parts.next()?,
            })
        })
    }
}

impl People {
    /// Indexes the lines of the table.
    pub(crate) fn load() -> Self {
        let mut lines = Vec::with_capacity(32_000);
        lines.extend(
            fields(gazetteer::people(), b'\n')
                .filter(|line| !line.is_empty() && !line.starts_with('#')),
        );
        People {
            lines: lines.into(),
            offices: OnceLock::new(),
            endings: OnceLock::new(),
            own: HashSet::new(),
        }
    }

    /// How many people's surnames end in the three letters that `word` ends in.
    pub(crate) fn share_of_ending(&self, word: &str) -> u32 {
        let ending = ending(word);
        let endings = self.endings.get_or_init(|| {
            let mut endings: HashMap<String, u32> = HashMap::new();
            for person in self.ids() {
                let surname = self.get(person).name.rsplit(' ').next().unwrap_or("");
                *endings.entry(self::ending(surname)).or_default() += 1;
            }
            endings
        });
        endings.get(&ending).copied().unwrap_or(0)
    }

    /// Adds a person of a user's table, as a line of this one.
    pub(crate) fn push(&mut self, line: &'static str) -> PersonId {
        let person = self.lines.push("");
        self.replace(person, line);
        person
    }

    /// Replaces a person's line with that of a user's table.
    pub(crate) fn replace(&mut self, person: PersonId, line: &'static str) {
        if let Some(place) = self.lines.get_mut(person) {
            *place = line;
        }
        self.own.insert(person);
        self.offices = OnceLock::new();
    }

    /// Whether the person is in a user's table.
    pub(crate) fn is_own(&self, person: PersonId) -> bool {
        self.own.contains(&person)
    }

    /// Number of people in the table.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    /// All people, in the order of the table.
    pub(crate) fn ids(&self) -> impl Iterator<Item = PersonId> + use<> {
        (0..self.len()).map(PersonId::new)
    }

    /// One of the people.
    pub(crate) fn get(&self, person: PersonId) -> Person {
        let line = self.lines.get(person).copied().unwrap_or("");
        let mut fields = fields(line, b'\t');
        let mut next = || fields.next().unwrap_or("");
        Person {
            name: next(),
            qid: next(),
            gender: Gender::of(next()),
            born: next().parse().ok(),
            aliases: next(),
            offices: next(),
        }
    }

    /// The holder of an office of `class` of `state` in a term that `fits`; of several, the one who took office last.
    pub(crate) fn holder(
        &self,
        class: OfficeClass,
        state: &str,
        fits: impl Fn(PersonId, &Office) -> bool,
    ) -> Option<PersonId> {
        let mut parts = Vec::new();
        let key = office_key(class, state, &mut parts);
        self.holders(class, state)
            .iter()
            .filter_map(|person| {
                let office = self
                    .get(*person)
                    .offices()
                    .filter(|office| {
                        office.class == class
                            && office_key(class, office.of, &mut parts) == key
                            && fits(*person, office)
                    })
                    .max_by(|a, b| a.since.cmp(b.since))?;
                Some((office.since, *person))
            })
            .max_by(|a, b| a.0.cmp(b.0).then(b.1.cmp(&a.1)))
            .map(|(_, person)| person)
    }

    /// All holders, current and past, of an office of this class of this state.
    pub(crate) fn holders(&self, class: OfficeClass, state: &str) -> &[PersonId] {
        let offices = self.offices.get_or_init(|| {
            let mut offices = Offices::default();
            let mut parts = Vec::new();
            for person in self.ids() {
                for office in self.get(person).offices() {
                    let holders = offices
                        .entry(office_key(office.class, office.of, &mut parts))
                        .or_default();
                    if holders.last() != Some(&person) {
                        holders.push(person);
                    }
                }
            }
            offices
        });
        offices
            .get(&office_key(class, state, &mut Vec::new()))
            .map_or(&[], Vec::as_slice)
    }
}

/// The last three letters of a word, without accents.
fn ending(word: &str) -> String {
    let folded = crate::normalise::folding::letters(word);
    let start = folded.char_indices().rev().nth(2).map_or(0, |(at, _)| at);
    folded.get(start..).unwrap_or("").to_owned()
}

/// States in which the family name comes first, in the format of offices.
const FAMILY_NAME_FIRST: [&[u8]; 6] = [b"~CHN~", b"~TWN~", b"~PRK~", b"~KOR~", b"~VNM~", b"~KHM~"];

/// Prefix of an organisation in an office; its name follows in lower case with hyphens.
pub(crate) const ORGANISATION: &str = "org:";

/// The key of an office; `parts` is a buffer.
fn office_key(class: OfficeClass, state: &str, parts: &mut Vec<Piece>) -> u64 {
    parts.clear();
    pieces(state.strip_prefix(ORGANISATION).unwrap_or(state), parts);
    parts
        .iter()
        .fold(join(START, u64::from(class.letter())), |hash, piece| {
            join(hash, *piece)
        })
}

/// Splits a text at the byte `by`, faster than [`str::split`] for short parts.
fn fields(text: &'static str, by: u8) -> impl Iterator<Item = &'static str> {
    let mut start = 0;
    memchr::memchr_iter(by, text.as_bytes())
        .chain(std::iter::once(text.len()))
        .map(move |end| {
            let field = text.get(start..end).unwrap_or("");
            start = end + 1;
            field
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::date;

    #[test]
    fn offices_are_dated() {
        let people = People::load();
        let name = |class, state, day| {
            let holder = people.holder(class, state, |_, office| office.known_on(day));
            holder.map(|person| people.get(person).name)
        };
        assert_eq!(
            name(OfficeClass::HeadOfState, "USA", date(2016, 9, 1)),
            Some("Barack Obama")
        );
        assert_eq!(
            name(OfficeClass::ForeignMinister, "GBR", date(2021, 12, 20)),
            Some("Liz Truss")
        );
        assert_eq!(
            name(OfficeClass::ForeignMinister, "GBR", date(2022, 10, 20)),
            Some("James Cleverly")
        );
        assert_eq!(
            name(OfficeClass::ForeignMinister, "RUS", date(2021, 12, 20)),
            Some("Sergei Lavrov")
        );
    }

    #[test]
    fn a_running_term_is_trusted_for_half_a_year() {
        let office = |until| Office {
            class: OfficeClass::HeadOfState,
            title: "President",
            of: "FRA",
            since: "2017-05-14",
            until,
        };
        let running = office("2022-07+");
        assert!(running.is_open() && running.held_on(date(2031, 1, 1)));
        assert!(running.known_on(date(2023, 1, 31)));
        assert!(!running.known_on(date(2023, 2, 1)));
        assert!(office("").known_on(date(2031, 1, 1)));
        assert!(!office("2022-07").known_on(date(2022, 8, 1)));
        assert_eq!(running.years_from(date(2031, 1, 1)), 0);
    }

    #[test]
    fn nobody_is_called_by_the_name_of_somebody_else() {
        let people = People::load();
        let all = || people.ids().map(|person| people.get(person));
        let words = |name: &str| -> HashSet<String> {
            let folded = crate::normalise::folding::letters(name);
            let words = folded.split(|c: char| !c.is_alphanumeric());
            words.filter(|w| w.len() > 1).map(str::to_owned).collect()
        };
        let names: HashSet<&str> = all().map(|person| person.name).collect();
        let strange = all().flat_map(|person| {
            let own = words(person.name);
            let foreign = move |alias: &&str| words(alias).is_disjoint(&own);
            person.aliases().filter(foreign)
        });
        let taken: Vec<&str> = strange.filter(|alias| names.contains(alias)).collect();
        assert_eq!(taken, Vec::<&str>::new());
    }
}
