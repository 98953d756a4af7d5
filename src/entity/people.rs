//! The people's table: names, Wikidata ids, and offices with their dates.

use super::key::{HashedMap, START, join, pieces};
use super::tables::Gender;
use flate2::read::GzDecoder;
use jiff::civil::Date;
use std::collections::HashSet;
use std::fmt;
use std::io::Read;
use std::sync::OnceLock;

/// The table as one decoded text; a person is a line of it.
#[derive(Debug, Default)]
pub(super) struct People {
    text: String,
    /// Where each person's line starts and ends.
    lines: Vec<(u32, u32)>,
    offices: OnceLock<Offices>,
    /// Those of whom a user's table tells.
    own: HashSet<u32>,
}

/// Office class and state → who held it.
type Offices = HashedMap<Vec<u32>>;

/// One person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Person<'t> {
    pub(super) name: &'t str,
    /// Empty when unknown.
    pub(super) qid: &'t str,
    pub(super) gender: Option<Gender>,
    pub(super) born: Option<i16>,
    aliases: &'t str,
    offices: &'t str,
}

/// One term of office.
#[derive(Debug, Clone, Copy)]
pub(super) struct Office<'t> {
    /// Letter of the office class.
    pub(super) class: u8,
    pub(super) title: &'t str,
    /// Code of the state, or [`ORGANISATION`] and the organisation.
    pub(super) of: &'t str,
    since: &'t str,
    until: &'t str,
}

impl Office<'_> {
    /// Whether the office was held on `date`. A missing start is long ago; a missing end means
    /// that it was still held when the table was made.
    pub(super) fn held_on(&self, date: Date) -> bool {
        let day = format_day(date);
        let day = day.as_str();
        before(self.since, day) && (self.until.is_empty() || !before_strictly(self.until, day))
    }

    /// Whether it was still held when the table was made.
    pub(super) fn is_open(&self) -> bool {
        self.until.is_empty()
    }

    /// Years between `date` and the nearest day of the term; 0 within it.
    pub(super) fn years_from(&self, date: Date) -> i32 {
        let year = |s: &str| s.get(..4).and_then(|y| y.parse::<i32>().ok());
        let now = i32::from(date.year());
        let since = year(self.since);
        let until = year(self.until);
        match (since, until) {
            (Some(since), _) if now < since => since - now,
            (_, Some(until)) if now > until => now - until,
            (None, None) => 20,
            _ => 0,
        }
    }
}

impl fmt::Display for Office<'_> {
    /// As it stands in the table.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Office {
            class,
            title,
            of,
            since,
            until,
        } = self;
        write!(f, "{}~{title}~{of}~{since}~{until}", char::from(*class))
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

impl<'t> Person<'t> {
    /// Other names.
    pub(super) fn aliases(&self) -> impl Iterator<Item = &'t str> + use<'t> {
        self.aliases.split(';').filter(|s| !s.is_empty())
    }

    /// Whether the family name is the first part of the name.
    pub(super) fn family_name_first(&self) -> bool {
        FAMILY_NAME_FIRST
            .iter()
            .any(|state| memchr::memmem::find(self.offices.as_bytes(), state.as_bytes()).is_some())
    }

    /// Terms of office, in order of their start.
    pub(super) fn offices(&self) -> impl Iterator<Item = Office<'t>> + use<'t> {
        self.offices.split('|').filter_map(|office| {
            let mut parts = office.split('~');
            Some(Office {
                class: parts.next()?.bytes().next()?,
                title: parts.next()?,
                of: parts.next()?,
                since: parts.next()?,
                until: parts.next()?,
            })
        })
    }
}

impl People {
    /// Decodes the table; a damaged one (which a test would find) is empty.
    pub(super) fn load() -> Self {
        let packed: &[u8] = include_bytes!("data/people.tsv.gz");
        let mut text = String::with_capacity(4 << 20);
        if GzDecoder::new(packed).read_to_string(&mut text).is_err() {
            text.clear();
        }
        let mut lines = Vec::with_capacity(32_000);
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', text.as_bytes()) {
            if end > start && !text[start..end].starts_with('#') {
                lines.push((start as u32, end as u32));
            }
            start = end + 1;
        }
        People {
            text,
            lines,
            offices: OnceLock::new(),
            own: HashSet::new(),
        }
    }

    /// Adds a person of a user's table, as a line of this one.
    pub(super) fn push(&mut self, line: &'static str) -> u32 {
        let person = self.len();
        self.lines.push((0, 0));
        self.replace(person, line);
        person
    }

    /// Puts what a user's table tells of a person in the place of the person's line.
    pub(super) fn replace(&mut self, person: u32, line: &'static str) {
        let start = self.text.len() as u32;
        self.text.push_str(line);
        if let Some(place) = self.lines.get_mut(person as usize) {
            *place = (start, self.text.len() as u32);
        }
        self.own.insert(person);
        self.offices = OnceLock::new();
    }

    /// Whether a user's table tells of the person.
    pub(super) fn is_own(&self, person: u32) -> bool {
        self.own.contains(&person)
    }

    /// How many people the table holds.
    pub(super) fn len(&self) -> u32 {
        self.lines.len() as u32
    }

    /// The person with this index, which comes from the table itself.
    pub(super) fn get(&self, person: u32) -> Person<'_> {
        let line = self
            .lines
            .get(person as usize)
            .and_then(|(start, end)| self.text.get(*start as usize..*end as usize))
            .unwrap_or("");
        let mut fields = line.split('\t');
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

    /// Who held an office of `class` (a letter) of `state` on `date`, with its title; the one who
    /// took it last where the table knows several.
    pub(super) fn holder(&self, class: u8, state: &str, date: Date) -> Option<u32> {
        self.holders(class, state)
            .iter()
            .filter_map(|person| {
                let office = self
                    .get(*person)
                    .offices()
                    .filter(|office| {
                        office.class == class
                            && office_key(class, office.of) == office_key(class, state)
                            && office.held_on(date)
                    })
                    .max_by(|a, b| a.since.cmp(b.since))?;
                Some((office.since, *person))
            })
            .max_by(|a, b| a.0.cmp(b.0).then(b.1.cmp(&a.1)))
            .map(|(_, person)| person)
    }

    /// All who ever held an office of this class of this state.
    pub(super) fn holders(&self, class: u8, state: &str) -> &[u32] {
        let offices = self.offices.get_or_init(|| {
            let mut offices = Offices::default();
            for person in 0..self.len() {
                for office in self.get(person).offices() {
                    let holders = offices
                        .entry(office_key(office.class, office.of))
                        .or_default();
                    if holders.last() != Some(&person) {
                        holders.push(person);
                    }
                }
            }
            offices
        });
        offices
            .get(&office_key(class, state))
            .map_or(&[], Vec::as_slice)
    }
}

/// States in whose people's names the family name comes first, as they stand in an office.
const FAMILY_NAME_FIRST: [&str; 6] = ["~CHN~", "~TWN~", "~PRK~", "~KOR~", "~VNM~", "~KHM~"];

/// What marks an office of an organisation; its name follows in lower case with hyphens.
pub(super) const ORGANISATION: &str = "org:";

fn office_key(class: u8, state: &str) -> u64 {
    let mut parts = Vec::with_capacity(4);
    for word in state.strip_prefix(ORGANISATION).unwrap_or(state).split(' ') {
        pieces(word, &mut parts);
    }
    parts
        .iter()
        .fold(join(START, u64::from(class)), |hash, piece| {
            join(hash, *piece)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn offices_are_dated() {
        let people = People::load();
        let name = |class, state, day| people.holder(class, state, day).map(|p| people.get(p).name);
        assert_eq!(name(b'S', "USA", date(2016, 9, 1)), Some("Barack Obama"));
        assert_eq!(name(b'F', "GBR", date(2021, 12, 20)), Some("Liz Truss"));
        assert_eq!(
            name(b'F', "GBR", date(2022, 10, 20)),
            Some("James Cleverly")
        );
        assert_eq!(name(b'F', "RUS", date(2021, 12, 20)), Some("Sergei Lavrov"));
    }
}
