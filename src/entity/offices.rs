//! Who holds which office: roles that the text gives, offices of the table at the article's date,
//! and the people that descriptions mean ("the Kremlin spokesman", "UK Prime Minister").

use super::linking::{Linker, identifier, state_reference};
use super::modifiers::{Complement, Demand};
use super::people::Office;
use super::tables::Title;
use super::titles::{self, Found};
use super::{EntityType, Evidence, Mention, MentionKind, Reference, Role};
use std::cell::OnceCell;
use std::ops::Range;

/// An office that somebody holds, as the text or the table tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holding {
    /// Index of the title in the tables; `None` for an office of the people's table.
    pub(super) title: Option<usize>,
    /// Letter of the office class.
    pub(super) class: u8,
    /// Entity whose office it is.
    pub(super) of: Option<usize>,
    /// The state behind it.
    pub(super) state: Option<usize>,
    pub(super) former: bool,
    /// What the tables call it.
    pub(super) called: &'static str,
}

impl Holding {
    /// Whether a word is one of those that the office is called by.
    pub(super) fn says(&self, word: &str) -> bool {
        let mut words = self.called.split(|c: char| !c.is_alphanumeric());
        words.any(|own| own.eq_ignore_ascii_case(word))
    }
}

/// Titles of people who do not speak for whom they work for.
const INDEPENDENT: &[&str] = &[
    "Journalist",
    "Author",
    "Actor",
    "Actress",
    "Singer",
    "Filmmaker",
    "Candidate",
    "Lawyer",
];

impl Linker<'_, '_> {
    /// Gives people the roles that stand beside their names, then those of the table.
    pub(super) fn roles(&mut self) {
        let named: Vec<(Range<usize>, usize)> = self
            .entities
            .mentions
            .iter()
            .filter(|m| {
                m.kind == MentionKind::Name
                    && self.entities.list[m.entity].kind == EntityType::Person
            })
            .map(|m| (m.tokens.clone(), m.entity))
            .collect();
        for (tokens, person) in &named {
            let before = titles::before(self.reader, self.tables, tokens.start)
                .or_else(|| titles::apposed(self.reader, self.tables, tokens));
            if let Some(found) = before {
                self.role(*person, &found, tokens.clone());
            }
            if let Some(found) = titles::after(self.reader, self.tables, tokens.end) {
                self.role(*person, &found, tokens.clone());
            }
        }
        let mut done = vec![false; self.entities.list.len()];
        for (_, person) in named {
            if !std::mem::replace(&mut done[person], true) {
                self.table_roles(person);
            }
        }
    }

    fn role(&mut self, person: usize, found: &Found, name: Range<usize>) {
        let title = &self.tables.titles[found.title];
        if let (Some(gender), Some(note)) = (title.gender, self.entities.notes.get_mut(person)) {
            note.tell_gender(gender, Evidence::Told);
        }
        if title.class == b'h' {
            return;
        }
        let of = self.owner(found, &name).filter(|of| *of != person);
        let state = of.and_then(|of| self.entities.notes[of].state);
        let holding = Holding {
            title: Some(found.title),
            class: title.class,
            of,
            state,
            former: found.former,
            called: title.name,
        };
        if !self.entities.give_office(person, holding) {
            return;
        }
        let role = Role {
            title: title.name.to_owned(),
            of: of.map(|of| self.entities.list[of].name.clone()),
        };
        let independent = INDEPENDENT.contains(&title.name) || matches!(title.class, b'N' | b'R');
        let represents = of
            .filter(|_| !found.former && !independent)
            .map(|of| self.spoken_for(of));
        let entity = &mut self.entities.list[person];
        if !entity.roles.contains(&role) {
            entity.roles.push(role);
        }
        if entity.represents.is_none() {
            entity.represents = represents.flatten();
        }
        let note = &mut self.entities.notes[person];
        note.state = note.state.or(state);
    }

    /// What somebody speaks for whose office belongs to `of`: that itself, which may speak for a
    /// state in its turn.
    fn spoken_for(&self, of: usize) -> Option<Reference> {
        let entity = self.entities.list.get(of)?;
        match entity.kind {
            EntityType::State | EntityType::Organisation => Some(reference(entity)),
            EntityType::Person | EntityType::Unnamed => entity.represents.clone(),
        }
    }

    /// The state or organisation named in the phrase of a title.
    fn owner(&mut self, found: &Found, name: &Range<usize>) -> Option<usize> {
        let within: Vec<Mention> = self
            .entities
            .starting_in(found.phrase.clone())
            .iter()
            .filter(|m| m.tokens.end <= found.phrase.end)
            .filter(|m| m.tokens.start >= name.end || m.tokens.end <= name.start)
            .cloned()
            .collect();
        let before = within.iter().rfind(|m| m.tokens.end <= found.tokens.start);
        let after = within.iter().find(|m| m.tokens.start >= found.tokens.end);
        let chosen = before.or(after)?;
        if self.entities.list[chosen.entity].kind == EntityType::Person {
            // "Trump campaign spokesman": the campaign; "Putin's adviser": whom Putin speaks for.
            return match self
                .tables
                .group_nouns
                .get(self.reader.word(chosen.tokens.end))
            {
                Some(&"person") => {
                    Some(self.group_of(chosen.entity, self.reader.word(chosen.tokens.end)))
                }
                _ => self.entities.notes[chosen.entity]
                    .state
                    .map(|state| self.state(state)),
            };
        }
        Some(chosen.entity)
    }

    /// "Biden administration", "Trump campaign".
    pub(super) fn group_of(&mut self, person: usize, noun: &str) -> usize {
        let surname = self.entities.notes[person]
            .words
            .last()
            .cloned()
            .unwrap_or_else(|| self.entities.list[person].name.clone());
        let name = format!("{surname} {}", noun.to_lowercase());
        match self.entities.notes[person].state {
            Some(state) if matches!(noun, "administration" | "government") => {
                self.named_body(name, state)
            }
            _ => self.named_organisation(name),
        }
    }

    /// Adds the offices that the table gives at the article's date.
    pub(super) fn table_roles(&mut self, person: usize) {
        let Some(id) = self.entities.notes[person].person else {
            return;
        };
        let tables = self.tables;
        let Some(date) = self.date else {
            self.undated_offices(person, id);
            return;
        };
        // an honour beside an office speaks for nobody where the office does: a president is one first
        let mut offices: Vec<_> = tables.people.get(id).offices().collect();
        offices.sort_by_key(|office| office.class == b'X');
        for office in offices {
            let held = office.held_on(date);
            let state = tables.state(office.of);
            if !held && office.years_from(date) > 12 {
                continue;
            }
            let holding = Holding {
                title: None,
                class: office.class,
                of: None,
                state,
                former: !held,
                called: office.title,
            };
            if !self.entities.give_office(person, holding) || !held {
                continue;
            }
            let note = &mut self.entities.notes[person];
            note.state = note.state.or(state);
            let of = match state {
                Some(state) => Some(tables.states[state].name.to_owned()),
                None => tables
                    .office_body(office.of)
                    .map(|index| tables.organisations[index].name.to_owned()),
            };
            let entity = &mut self.entities.list[person];
            let role = Role {
                title: office.title.to_owned(),
                of,
            };
            // A user's table may tell whom somebody speaks for without a title.
            if entity.roles.is_empty() && !office.title.is_empty() {
                entity.roles.push(role);
            }
            if entity.represents.is_none() && !matches!(office.class, b'N' | b'R' | b'L') {
                entity.represents = match state {
                    Some(state) => Some(state_reference(tables, state)),
                    None => tables.office_body(office.of).map(|index| {
                        let organisation = &tables.organisations[index];
                        Reference {
                            id: super::linking::identifier(
                                organisation.qid,
                                EntityType::Organisation,
                                organisation.name,
                            ),
                            name: organisation.name.to_owned(),
                            kind: EntityType::Organisation,
                        }
                    }),
                };
            }
        }
    }

    /// Without a date: every office that the person may hold, for descriptions to be matched with.
    /// They are no roles, since nobody knows which of them the article means.
    fn undated_offices(&mut self, person: usize, id: u32) {
        let tables = self.tables;
        let latest = tables.people.get(id).offices().last();
        for office in tables.people.get(id).offices() {
            let last = latest.is_some_and(|last| last.title == office.title);
            if !(office.is_open() || last || tables.is_prominent(office.class)) {
                continue;
            }
            let holding = Holding {
                title: None,
                class: office.class,
                of: None,
                state: tables.state(office.of),
                former: false,
                called: office.title,
            };
            self.entities.give_office(person, holding);
        }
    }

    /// Finds the descriptions that stand for people, apart from the titles beside names.
    pub(super) fn descriptions(&mut self) {
        let reader = self.reader;
        let mut taken = vec![false; reader.len()];
        for mention in &self.entities.mentions {
            let person = self.entities.list[mention.entity].kind == EntityType::Person;
            if person && mention.kind == MentionKind::Name {
                for found in [
                    titles::before(reader, self.tables, mention.tokens.start),
                    titles::after(reader, self.tables, mention.tokens.end),
                ]
                .into_iter()
                .flatten()
                {
                    taken[found.tokens].fill(true);
                }
            }
            if mention.kind == MentionKind::Name {
                taken[mention.tokens.clone()].fill(true);
            }
        }
        let mut found = Vec::new();
        for (index, sentence) in reader.text.sentences.iter().enumerate() {
            if reader.furniture(index) {
                continue;
            }
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                match reader.longest_at(&self.tables.title_phrases, at, sentence.tokens.end) {
                    Some((end, _)) if !taken[at] => {
                        found.push((sentence.tokens.start, at..end));
                        at = end;
                    }
                    _ => at += 1,
                }
            }
        }
        let described: Vec<(Range<usize>, usize)> = found
            .into_iter()
            .filter_map(|(floor, tokens)| self.describe(floor, tokens))
            .collect();
        for (tokens, person) in described {
            self.mention(tokens, person, MentionKind::Description);
        }
    }

    fn describe(&mut self, floor: usize, title: Range<usize>) -> Option<(Range<usize>, usize)> {
        let reader = self.reader;
        let next = reader.tag(title.end);
        let compound = next.starts_with("NN")
            || reader.possessive(title.end) && reader.is(title.end + 1, "office");
        if compound || reader.is_any(title.end, &["elect", "-"]) {
            return None;
        }
        let mut start = title.start;
        while start > floor && self.modifies(start - 1) {
            start -= 1;
        }
        let determined = start > floor && reader.is(start - 1, "the");
        let phrase = start..title.end;
        let owned = !self.entities.starting_in(phrase.clone()).is_empty();
        if !(determined || owned) {
            return None;
        }
        let found = titles::heading(reader, self.tables, phrase.clone())?;
        let class = self.tables.titles[found.title].class;
        let complement = self.complement(title.end, class);
        let person = self.described(&found, phrase.clone(), complement, None)?;
        let from = if determined { start - 1 } else { start };
        Some((from..title.end, person))
    }

    pub(super) fn modifies(&self, at: usize) -> bool {
        let reader = self.reader;
        matches!(
            reader.tag(at),
            "JJ" | "JJS" | "NN" | "NNP" | "NNPS" | "POS" | "HYPH" | "CD" | "VBN" | ""
        ) && reader.alphabetic(at)
            && !reader.is_any(at, &["the", "a", "an", "as", "of", "and", "said"])
            || reader.possessive(at)
            || reader.word(at) == "-"
    }

    /// The person whom a title in a description means: one to whom the article gave the title, or
    /// the holder of the office at its date; the likeliest where several bear it. `last` spoke last, and is
    /// meant first where many can bear the title at once ("the diplomat").
    pub(super) fn described(
        &mut self,
        found: &Found,
        phrase: Range<usize>,
        complement: Complement,
        last: Option<usize>,
    ) -> Option<usize> {
        let mut weighed = Vec::new();
        let (rule, person) = self.bearer(found, phrase.clone(), complement, last, &mut weighed)?;
        self.entities
            .tell_weighed(phrase, rule, Some(person), weighed);
        Some(person)
    }

    /// Who is described, with the rule that tells; `weighed` gets all who can bear the title.
    fn bearer(
        &mut self,
        found: &Found,
        phrase: Range<usize>,
        complement: Complement,
        last: Option<usize>,
        weighed: &mut Vec<(usize, Option<f32>, String)>,
    ) -> Option<(&'static str, usize)> {
        let title = &self.tables.titles[found.title];
        let nowhere = phrase.end..phrase.end;
        let wide = Found {
            phrase: phrase.clone(),
            ..found.clone()
        };
        let within = self.owner(&wide, &nowhere);
        let mut demands = self.demands(phrase.start..found.tokens.start);
        let owner = match complement {
            Complement::Named(entity) => within.or(Some(entity)),
            Complement::Nothing => within,
            Complement::Words(words) => {
                demands.extend(words);
                within
            }
        };
        // a person's own words are no demand: "Putin's adviser" has to do with Russia
        demands.retain(|demand| match *demand {
            Demand::Entity(entity) => {
                Some(entity) != owner && self.entities.list[entity].kind != EntityType::Person
            }
            Demand::Word(_) | Demand::Place => true,
        });
        let state = owner.and_then(|owner| self.entities.notes[owner].state);
        let bare = owner.is_none() && demands.is_empty() && found.tokens.len() == 1;
        let noun = self.reader.word(found.tokens.end.saturating_sub(1));
        let holders = self.entities.in_office(phrase.start);
        let other = OnceCell::new();
        let other = || {
            let looked = || bare.then(|| self.introduced(&noun.to_lowercase(), phrase.start));
            *other.get_or_init(|| looked().flatten().map(|other| other.tokens.start))
        };
        // "the minister" may be that of anything
        let alone = title.class == b'M' && found.tokens.len() == 1;
        let mut best: Option<(i64, usize)> = None;
        let mut bearers: Vec<usize> = Vec::new();
        for person in holders {
            if self.entities.list[person].kind != EntityType::Person {
                continue;
            }
            if Some(person) == owner {
                continue;
            }
            let note = &self.entities.notes[person];
            if matches!((note.told_gender(), title.gender), (Some(a), Some(b)) if a != b) {
                continue;
            }
            // Whoever holds the office on the article's day is not its former holder.
            if found.former && self.holds_now(person, title.class) {
                continue;
            }
            let fits = note.offices.iter().any(|holding| {
                let same = holding.title == Some(found.title)
                    || classes_agree(title.class, holding.class)
                        && self.is_called_so(title, holding.class, holding.called)
                    || title.name == "Diplomat"
                        && matches!(holding.class, b'E' | b'F' | b'm' | b'K')
                    || alone && matches!(holding.class, b'F' | b'D' | b'I' | b'T');
                let owned = match (owner, state) {
                    (Some(owner), _) if holding.of == Some(owner) => true,
                    (_, Some(state)) => {
                        // A title given without a state, to somebody of whom no state is known.
                        let open = holding.state.is_none() && note.state.is_none();
                        holding.state == Some(state) || open && holding.title == Some(found.title)
                    }
                    (Some(owner), None) => self.heads(note.person, holding, owner),
                    (None, None) => true,
                };
                let body = title.class != b'K' || self.speaks_for(note.person, holding, owner);
                same && owned
                    && body
                    && self.meets(person, Some(holding), &demands)
                    && (holding.former == found.former || holding.title.is_some() && found.former)
            });
            if !fits {
                continue;
            }
            let nearest = note.last_before(phrase.start);
            // somebody else was brought up by the title since
            if other().is_some_and(|other| nearest <= Some(other)) {
                continue;
            }
            let shared = matches!(title.class, b'E' | b'H' | b'M' | b'm' | b'K' | b'N' | b'-');
            if shared && Some(person) == last {
                return Some(("the last speaker, who bears the title", person));
            }
            bearers.extend(nearest.map(|_| person));
            // Named before, else (in a headline) after.
            let rank = nearest.map_or(-(person as i64) - 1, |start| start as i64);
            if self.entities.tracing.is_on() {
                let why = match nearest {
                    Some(_) => "bears the title too, named further back",
                    None => "bears the title too, named only later",
                };
                weighed.push((person, None, why.to_owned()));
            }
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, person));
            }
        }
        let brought_up = other().is_some();
        if bearers.len() > 1 {
            let words = phrase.start..found.tokens.end;
            if let Some((person, sure)) = self.likeliest_of(&bearers, &words, title.gender) {
                self.entities.sure = sure;
                let rule = "who bears the title, by the article or the tables; the likeliest";
                return Some((rule, person));
            }
        }
        if let Some((rank, person)) = best
            && (rank >= 0 || state.is_some() || self.reader.sentence_index(phrase.start) < 2)
        {
            let rule = "who bears the title, by the article or the tables; the nearest before";
            return Some((rule, person));
        }
        if found.former || !demands.is_empty() || brought_up {
            return best
                .map(|(_, person)| ("who bears the title, named only later", person))
                .filter(|_| !found.former);
        }
        let holder = self.office_at_date(title, owner, state);
        holder
            .map(|person| ("the holder of the office at the article's date", person))
            .or(best.map(|(_, person)| ("who bears the title, named only later", person)))
    }

    /// Whether the tables know that somebody holds such an office on the article's day.
    pub(super) fn holds_now(&self, person: usize, class: u8) -> bool {
        let (Some(date), Some(id)) = (self.date, self.entities.notes[person].person) else {
            return false;
        };
        let mut offices = self.tables.people.get(id).offices();
        offices.any(|office| office.held_on(date) && classes_agree(class, office.class))
    }

    /// Whether a spokesperson's office is that of the body named: the Kremlin's is not the Foreign
    /// Ministry's, though both speak for Russia.
    fn speaks_for(&self, person: Option<u32>, holding: &Holding, owner: Option<usize>) -> bool {
        let Some(owner) = owner else { return true };
        if self.entities.list[owner].kind != EntityType::Organisation || holding.of == Some(owner) {
            return true;
        }
        let (None, Some(id), Some(body)) = (holding.title, person, self.plain_body(owner)) else {
            return holding.of.is_none();
        };
        let mut offices = self.tables.people.get(id).offices();
        offices.any(|office| office.class == b'K' && office.title.starts_with(&body))
    }

    /// Whether an office of the table is that of an organisation of its own: NATO's secretary general.
    fn heads(&self, person: Option<u32>, holding: &Holding, owner: usize) -> bool {
        let (None, Some(id)) = (holding.title, person) else {
            return false;
        };
        let name = self.entities.list[owner].name.as_str();
        self.tables.people.get(id).offices().any(|office| {
            let body = self.tables.office_body(office.of);
            let held = self
                .date
                .is_none_or(|date| office.held_on(date) != holding.former);
            held && office.class == holding.class
                && body.is_some_and(|body| self.tables.organisations[body].name == name)
        })
    }

    /// The name of a state's body without the state: "Foreign Ministry".
    fn plain_body(&self, owner: usize) -> Option<String> {
        let name = self.entities.list[owner].name.as_str();
        let adjective = self.entities.notes[owner]
            .state
            .map(|s| self.tables.states[s].adjective)?;
        let body = name.strip_prefix(adjective).unwrap_or(name).trim();
        (!body.is_empty()).then(|| body.to_owned())
    }

    /// Whether an office of this class and name may be meant by a title: Iran's Supreme Leader is a
    /// head of state, but not its president.
    fn is_called_so(&self, title: &Title, class: u8, called: &str) -> bool {
        if title.class != class || !matches!(class, b'S' | b'G' | b'O') {
            return true;
        }
        let called = called.to_lowercase().replace('-', " ");
        let says = |name: &str| {
            let mut words = name.split([' ', '-']);
            words.all(|word| called.contains(&word.to_lowercase()))
        };
        let titles = self.tables.titles.iter();
        let mut rivals = titles.filter(|t| t.class == class && t.name != title.name);
        says(title.name) || class != b'O' && !rivals.any(|rival| says(rival.name))
    }

    /// Whether somebody held an office on the article's day: by the tables as long as these can
    /// know, and whoever the article names by the tables alone.
    fn is_held(&self, person: u32, office: &Office) -> bool {
        self.date.is_some_and(|date| {
            let named = || {
                let record = self.tables.people.get(person);
                let id = identifier(record.qid, EntityType::Person, record.name);
                let entity = self.entities.ids.get(&id);
                entity.is_some_and(|entity| self.entities.notes[*entity].person == Some(person))
            };
            office.known_on(date) || office.held_on(date) && named()
        })
    }

    /// The holder at the article's date of an office that only one person holds.
    pub(super) fn office_at_date(
        &mut self,
        title: &Title,
        owner: Option<usize>,
        state: Option<usize>,
    ) -> Option<usize> {
        let tables = self.tables;
        let class = title.class;
        let fits = |person: u32, office: &Office| {
            self.is_held(person, office) && self.is_called_so(title, office.class, office.title)
        };
        let person = match class {
            b'S' | b'G' | b'F' | b'D' | b'I' | b'T' => {
                let state = match (state, owner) {
                    (Some(state), _) => state,
                    (None, None) => self.main_state()?,
                    (None, Some(_)) => return None,
                };
                (tables.people).holder(class, tables.states[state].code, fits)?
            }
            b'K' => {
                let owner = owner?;
                let body = self.plain_body(owner)?;
                let code = tables.states[self.entities.notes[owner].state?].code;
                let own = |person, office: &Office| {
                    self.is_held(person, office) && office.title.starts_with(&body)
                };
                tables.people.holder(class, code, own)?
            }
            b'O' => {
                let name = self.entities.list[owner?].name.as_str();
                let parent = tables.organisation(name);
                let parent = parent.map_or("", |index| tables.organisations[index].parent);
                // the European Union's foreign policy chief is a foreign minister by class
                let classes = [(name, b'O'), (parent, b'O'), (name, b'F')];
                let named = |office: &Office| self.is_called_so(title, b'O', office.title);
                classes.into_iter().find_map(|(of, class)| {
                    let own =
                        |person, office: &Office| self.is_held(person, office) && named(office);
                    tables.people.holder(class, of, own)
                })?
            }
            _ => return None,
        };
        let entity = self.person(person);
        self.table_roles(entity);
        Some(entity)
    }
}

/// Whether somebody of the class `held` may be described by a title of the class `described`.
fn classes_agree(described: u8, held: u8) -> bool {
    match described {
        b'-' | b'h' => false,
        b'H' => matches!(held, b'H' | b'S' | b'G'),
        _ => described == held,
    }
}

/// How other records refer to an entity.
pub(super) fn reference(entity: &super::Entity) -> Reference {
    Reference {
        id: entity.id.clone(),
        name: entity.name.clone(),
        kind: entity.kind,
    }
}
