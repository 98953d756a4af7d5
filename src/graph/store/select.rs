//! Finds what a question may want: a superset of the entities that it names and of the statements that
//! pass it.

use super::Store;
use super::load::Detail;
use super::rows::Told;
use super::tally::without_article;
use super::tokens::{self, Role};
use crate::date::Date;
use crate::error::Result;
use crate::gazetteer;
use crate::graph::Graph;
use crate::normalise::folding;
use crate::statement::{Kind, Polarity, Relation};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Words of the longest name that is looked for.
const LONGEST: usize = 24;
/// Years of a period beyond which days select nothing.
const YEARS: i16 = 200;

/// What states are called, whether articles call them so or not.
static STATES: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let names = |state: &'static gazetteer::State| {
        let names = state.aliases().chain(state.capitals());
        names.chain(state.demonyms()).chain(state.adjectives())
    };
    let names = gazetteer::states().iter().flat_map(names);
    let folded = names.map(|name| without_article(&folding::words(name)).join(" "));
    folded.collect()
});

/// What a query wants, its names looked up: conditions that every statement which passes it meets.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wanted {
    /// Ids of speakers: of each list one must speak.
    pub speakers: Vec<Vec<String>>,
    /// Ids of addressees: of each list one must be addressed.
    pub addressees: Vec<Vec<String>>,
    /// Each of these must be met.
    pub topics: Vec<Topic>,
    /// Said, warned or proposed.
    pub relation: Option<Relation>,
    /// One of these acts.
    pub acts: Vec<String>,
    /// One of these polarities.
    pub polarities: Vec<Polarity>,
    /// Direct, mixed or indirect.
    pub kind: Option<Kind>,
    /// From this day on.
    pub since: Option<Date>,
    /// To this day.
    pub until: Option<Date>,
    /// One of these outlets, by their comparable names, published or is cited.
    pub outlets: Vec<String>,
}

/// A topic: spoken of, or in words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Topic {
    /// Ids of the entities that it may be.
    pub entities: Vec<String>,
    /// Lists of stems; all of one list are there.
    pub words: Vec<Vec<String>>,
}

/// Whom a question may name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Named {
    /// Texts with names and offices.
    pub texts: Vec<String>,
    /// Other ways to say the offices in them: all ways to say an office for each.
    pub offices: Vec<Vec<String>>,
    /// Whether those who speak for those named are meant too.
    pub rollup: bool,
}

impl Store {
    /// A graph without statements of all who are named in a question, and those who belong to them; it
    /// knows of the whole what a question needs.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn named(&self, named: &Named) -> Result<Graph> {
        self.at(self.named_inner(named))
    }

    fn named_inner(&self, named: &Named) -> Told<Graph> {
        let entities = self.entities_named(named)?;
        let graph = self.assemble(&[], entities, BTreeSet::new(), Detail::Parties)?;
        self.part_of_whole(graph)
    }

    /// A graph of everybody, without statements.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn everybody(&self) -> Result<Graph> {
        let all = || -> Told<Graph> {
            let mut select = self.db.prepare("SELECT number FROM entities")?;
            let all = select.query_map([], |row| row.get(0))?;
            let all = all.collect::<std::result::Result<_, _>>()?;
            let graph = self.assemble(&[], all, BTreeSet::new(), Detail::Parties)?;
            self.part_of_whole(graph)
        };
        self.at(all())
    }

    /// A graph of the statements that one of several queries may want, and of those named; `None` if there are more
    /// than `most` of them.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn part_with(
        &self,
        named: &Named,
        wanted: &[Wanted],
        detail: Detail,
        most: usize,
    ) -> Result<Option<Graph>> {
        self.at(self.part_inner(named, wanted, detail, most))
    }

    fn part_inner(
        &self,
        named: &Named,
        wanted: &[Wanted],
        detail: Detail,
        most: usize,
    ) -> Told<Option<Graph>> {
        let mut statements = BTreeSet::new();
        for wanted in wanted {
            if !self.find(wanted, most, &mut statements)? {
                return Ok(None);
            }
        }
        let statements: Vec<i64> = statements.into_iter().collect();
        let entities = self.entities_named(named)?;
        let graph = self.assemble(&statements, entities, BTreeSet::new(), detail)?;
        self.part_of_whole(graph).map(Some)
    }

    /// A graph of the statements with reports whose ids these are, or start so, and of those named.
    ///
    /// # Errors
    /// One line that names the file.
    pub(crate) fn part_of_ids(&self, ids: &[String], named: &Named) -> Result<Graph> {
        let part = || -> Told<Graph> {
            let mut statements = BTreeSet::new();
            let mut select = self.db.prepare_cached(
                "SELECT statement FROM reports WHERE id >= ?1 AND id < ?1 || char(1114111)",
            )?;
            for id in ids {
                let mut rows = select.query([id])?;
                while let Some(row) = rows.next()? {
                    statements.insert(row.get(0)?);
                }
            }
            let statements: Vec<i64> = statements.into_iter().collect();
            let entities = self.entities_named(named)?;
            let graph = self.assemble(&statements, entities, BTreeSet::new(), Detail::All)?;
            self.part_of_whole(graph)
        };
        self.at(part())
    }

    /// Adds the statements that a query may want; `false` if there are more than `most`.
    fn find(&self, wanted: &Wanted, most: usize, found: &mut BTreeSet<i64>) -> Told<bool> {
        let undated = Wanted {
            since: None,
            until: None,
            ..wanted.clone()
        };
        if self
            .search(&undated)?
            .is_some_and(|search| search.is_empty())
            && (wanted.since.is_some() || wanted.until.is_some())
        {
            return self.find_days(wanted, most, found);
        }
        let Some(search) = self.search(wanted)? else {
            return Ok(true);
        };
        let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        let sql = match search.is_empty() {
            true => "SELECT number FROM statements WHERE ?1 = '' LIMIT ?2",
            false => "SELECT rowid FROM postings WHERE postings MATCH ?1 LIMIT ?2",
        };
        let mut select = self.db.prepare_cached(sql)?;
        let mut rows = select.query(rusqlite::params![search, limit])?;
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?);
        }
        Ok(found.len() <= most)
    }

    /// Adds the statements of a period; `false` if there are more than `most`.
    fn find_days(&self, wanted: &Wanted, most: usize, found: &mut BTreeSet<i64>) -> Told<bool> {
        let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
        // Months at the ends of the period may begin before it or end after it.
        let since = wanted.since.map(|day| day.first_of_month().to_string());
        let until = wanted.until.map(|day| day.to_string());
        let mut select = self.db.prepare_cached(
            "SELECT number FROM statements WHERE first_day >= coalesce(?1, '') \
             AND first_day <= coalesce(?2, '~') LIMIT ?3 ",
        )?;
        let mut rows = select.query(rusqlite::params![since, until, limit])?;
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?);
        }
        // Those told again later, and days before our era, which are not in order as text.
        let mut select = self.db.prepare_cached(
            "SELECT number FROM statements WHERE first_day < coalesce(?1, '') AND last_day <> first_day \
             AND last_day >= coalesce(?1, '') UNION ALL \
             SELECT number FROM statements WHERE first_day < '0' LIMIT ?2",
        )?;
        let mut rows = select.query(rusqlite::params![since, limit])?;
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?);
        }
        Ok(found.len() <= most)
    }

    /// The search for what a query wants, empty if that is anything; `None` if it is nothing.
    fn search(&self, wanted: &Wanted) -> Told<Option<String>> {
        let mut all: Vec<String> = Vec::new();
        for (role, ids) in [
            (Role::Speaker, &wanted.speakers),
            (Role::Addressee, &wanted.addressees),
        ] {
            for ids in ids {
                let Some(any) = any(self.parties_found(role, ids)?) else {
                    return Ok(None);
                };
                all.push(any);
            }
        }
        for topic in &wanted.topics {
            let mut ways = self.parties_found(Role::About, &topic.entities)?;
            for stems in topic.words.iter().filter(|stems| !stems.is_empty()) {
                let words: BTreeSet<String> =
                    stems.iter().map(|s| quoted(&tokens::stem(s))).collect();
                let words: Vec<String> = words.into_iter().collect();
                ways.push(format!("({})", words.join(" AND ")));
            }
            let Some(any) = any(ways) else {
                return Ok(None);
            };
            all.push(any);
        }
        all.extend(
            wanted
                .relation
                .map(|relation| quoted(&tokens::relation(relation))),
        );
        all.extend(wanted.kind.map(|kind| quoted(&tokens::kind(kind))));
        let acts = wanted.acts.iter().map(|act| quoted(&tokens::act(act)));
        all.extend(any(acts.collect()));
        let polarities = wanted.polarities.iter();
        let polarities = polarities.map(|polarity| quoted(&tokens::polarity(*polarity)));
        all.extend(any(polarities.collect()));
        match self.period(wanted)? {
            Period::Any => {}
            Period::Days(days) => match any(days) {
                Some(days) => all.push(days),
                None => return Ok(None),
            },
        }
        if !wanted.outlets.is_empty() {
            let mut ways: Vec<String> = wanted
                .outlets
                .iter()
                .map(|outlet| quoted(&tokens::outlet_called(outlet)))
                .collect();
            ways.extend(self.citing(&wanted.outlets)?);
            all.extend(any(ways));
        }
        Ok(Some(all.join(" AND ")))
    }

    fn parties_found(&self, role: Role, ids: &[String]) -> Told<Vec<String>> {
        let mut select = self
            .db
            .prepare_cached("SELECT number FROM ids WHERE id = ?")?;
        let mut words = Vec::with_capacity(ids.len());
        for id in ids {
            let mut rows = select.query([id])?;
            while let Some(row) = rows.next()? {
                words.push(quoted(&tokens::party(role, row.get(0)?)));
            }
        }
        Ok(words)
    }

    /// Those who are outlets with these comparable names, as they are cited.
    fn citing(&self, outlets: &[String]) -> Told<Vec<String>> {
        let mut next = self.db.prepare_cached(
            "SELECT entity FROM parties WHERE role = 3 AND entity > ? ORDER BY entity LIMIT 1",
        )?;
        let mut name = self
            .db
            .prepare_cached("SELECT name FROM entities WHERE number = ?")?;
        let mut words = Vec::new();
        let mut last = 0_i64;
        while let Some(outlet) = next
            .query([last])?
            .next()?
            .map(|row| row.get::<_, i64>(0))
            .transpose()?
        {
            last = outlet;
            let mut rows = name.query([outlet])?;
            while let Some(row) = rows.next()? {
                let name = crate::document::outlet(&row.get::<_, String>(0)?);
                if outlets.contains(&name) {
                    words.push(quoted(&tokens::party(Role::Via, outlet)));
                }
            }
        }
        Ok(words)
    }

    /// The months or years of a query's period in which something was said.
    fn period(&self, wanted: &Wanted) -> Told<Period> {
        if wanted.since.is_none() && wanted.until.is_none() {
            return Ok(Period::Any);
        }
        let mut days = self.days()?;
        days.sort_unstable();
        let (Some(first), Some(last)) = (days.first().copied(), days.last().copied()) else {
            return Ok(Period::Days(Vec::new()));
        };
        let since = wanted.since.unwrap_or(first).max(first);
        let until = wanted.until.unwrap_or(last).min(last);
        if until < since {
            return Ok(Period::Days(Vec::new()));
        }
        if until.year() - since.year() > YEARS {
            return Ok(Period::Any);
        }
        let mut words = BTreeSet::new();
        let mut at = since.first_of_month();
        while at <= until {
            let is_year = at.month() == 1 && (at.year(), 12) <= (until.year(), until.month());
            let next = match is_year {
                true => {
                    words.insert(quoted(&tokens::year(at)));
                    Date::new(at.year() + 1, 1, 1).ok()
                }
                false => {
                    words.insert(quoted(&tokens::month(at)));
                    at.last_of_month().days_later(1)
                }
            };
            match next {
                Some(next) => at = next,
                None => break,
            }
        }
        Ok(Period::Days(words.into_iter().collect()))
    }

    /// The entities that texts may name.
    fn entities_named(&self, named: &Named) -> Told<BTreeSet<i64>> {
        let mut parts = BTreeSet::new();
        let mut ids = BTreeSet::new();
        for text in &named.texts {
            ids.insert(text.trim().to_lowercase());
            ids.extend(text.split_whitespace().map(str::to_lowercase));
            let possessives = text.split_whitespace().map(folding::without_possessive);
            let trimmed: Vec<&str> = possessives.collect();
            let trimmed = trimmed.join(" ");
            for words in [folding::words(text), folding::words(&trimmed)] {
                for start in 0..words.len() {
                    let end = words.len().min(start + LONGEST);
                    for end in start + 1..=end {
                        let part = words.get(start..end).unwrap_or_default();
                        parts.insert(without_article(part).join(" "));
                    }
                }
            }
        }
        let mut found = BTreeSet::new();
        let mut by_name = self
            .db
            .prepare_cached("SELECT entity FROM names WHERE folded = ?")?;
        for part in &parts {
            let mut rows = by_name.query([part])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get(0)?);
            }
        }
        for state in gazetteer::states() {
            let names = state.aliases().chain(state.capitals());
            let names = names.chain(state.demonyms()).chain(state.adjectives());
            let is_named = names.map(folding::words).any(|words| {
                parts.contains(&without_article(&words).join(" "))
                    || parts.contains(&words.join(" "))
            });
            if is_named {
                ids.insert(state.id.to_lowercase());
            }
        }
        self.with_ids(&ids, &mut found)?;
        self.with_offices(named, &mut found)?;
        if named.rollup {
            self.with_speakers_for(&mut found)?;
        }
        Ok(found)
    }

    /// Adds those with these ids in lower case.
    fn with_ids(&self, ids: &BTreeSet<String>, found: &mut BTreeSet<i64>) -> Told<()> {
        let mut select = self.db.prepare_cached(
            "SELECT number FROM ids WHERE id = ?1 UNION \
                 SELECT number FROM ids WHERE lowered = ?1",
        )?;
        for id in ids {
            let mut rows = select.query([id])?;
            while let Some(row) = rows.next()? {
                found.insert(row.get(0)?);
            }
        }
        Ok(())
    }

    /// Adds those who hold the offices that are named.
    fn with_offices(&self, named: &Named, found: &mut BTreeSet<i64>) -> Told<()> {
        let mut titles = self
            .db
            .prepare_cached("SELECT title FROM title_parts WHERE part = ?")?;
        let mut holders = self
            .db
            .prepare_cached("SELECT entity FROM roles WHERE title = ?")?;
        let ways: BTreeSet<&String> = named.offices.iter().flatten().collect();
        for way in ways {
            let mut rows = titles.query([way])?;
            while let Some(row) = rows.next()? {
                let title: String = row.get(0)?;
                if !self.may_name(&title, way)? {
                    continue;
                }
                let mut rows = holders.query([title])?;
                while let Some(row) = rows.next()? {
                    found.insert(row.get(0)?);
                }
            }
        }
        Ok(())
    }

    /// Whether a title may be one of an office: if what it has more is the name of whose office it is.
    fn may_name(&self, title: &str, way: &str) -> Told<bool> {
        let (title, way) = (folding::words(title), folding::words(way));
        for start in 0..=title.len().saturating_sub(way.len()) {
            let end = start + way.len();
            if title.get(start..end) != Some(way.as_slice()) {
                continue;
            }
            let before = title.get(..start).unwrap_or_default();
            let after = title.get(end..).unwrap_or_default();
            let whose = match after {
                [of, whose @ ..] if of == "of" && !whose.is_empty() => whose,
                [] => &[],
                _ => continue,
            };
            if self.is_name(before)? && self.is_name(whose)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether words are nothing, or what somebody is called.
    fn is_name(&self, words: &[String]) -> Told<bool> {
        let key = without_article(words).join(" ");
        if key.is_empty() || STATES.contains(&key) {
            return Ok(true);
        }
        let mut select = self
            .db
            .prepare_cached("SELECT 1 FROM names WHERE folded = ?")?;
        Ok(select.exists([key])?)
    }

    /// Adds all who speak for somebody, directly or through others.
    fn with_speakers_for(&self, found: &mut BTreeSet<i64>) -> Told<()> {
        let mut select = self
            .db
            .prepare_cached("SELECT entity FROM representations WHERE of = ?")?;
        let mut next: Vec<i64> = found.iter().copied().collect();
        while let Some(above) = next.pop() {
            let mut rows = select.query([above])?;
            while let Some(row) = rows.next()? {
                let own = row.get(0)?;
                if found.insert(own) {
                    next.push(own);
                }
            }
        }
        Ok(())
    }
}

/// Which days a query wants.
enum Period {
    Any,
    /// Those found by one of these words.
    Days(Vec<String>),
}

/// A word as the search wants it.
fn quoted(word: &str) -> String {
    format!("\"{word}\"")
}

/// Any of several ways; `None` if there are none.
fn any(ways: Vec<String>) -> Option<String> {
    match ways.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        ways => Some(format!("({})", ways.join(" OR "))),
    }
}
