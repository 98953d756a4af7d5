//! Sources without a name of their own: one body, office-holder or outlet, or someone who remains unnamed.

use crate::entity::link::modifiers::{Complement, Demand};
use crate::entity::link::referent::{Newcomer, Referent};
use crate::entity::mention::reader::INDEFINITE;
use crate::entity::mention::titles;
use crate::entity::note::BodyKind;
use crate::entity::resolve::decision::{Decision, Record};
use crate::entity::resolve::groups;
use crate::entity::resolve::phrase::Phrase;
use crate::entity::types::{EntityId, EntityType, Mention, MentionKind};
use crate::gazetteer::gender::Gender;
use crate::gazetteer::kind::Owner;
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::tables::PersonNoun;
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// How many mentions before a source are searched for someone described in the same words.
const KNOWN: usize = 400;
/// How often the text has mentioned somebody for whom it then uses new descriptions.
const OFTEN: usize = 2;

/// An unnamed person that the text may refer to again.
enum Nameless {
    /// A person who has spoken.
    Known(EntityId),
    /// A person introduced by these words.
    New(Range<TokenId>),
}

impl Phrase<'_, '_, '_> {
    /// Bodies: "the Biden administration", "her campaign", "Russia's foreign ministry", "the fund".
    pub(super) fn group(&self, head: TokenId, core: &Range<TokenId>) -> Decision {
        let noun = self.linker.reader.word(head).to_lowercase();
        let owned = self.owned_group(head, core, &noun);
        if owned.is_some() {
            return Decision::of(owned);
        }
        let Some(group) = self.linker.tables.group_nouns.get(noun.as_str()) else {
            return Decision::none();
        };
        let known = self.known_group(core, &noun, group.owner == Some(Owner::Person));
        if known.is_some() || !self.is_pointed(core) {
            return Decision::of(known);
        }
        let epithet = self.epithet(core);
        if let Some(known) = self.by_epithet(&epithet) {
            return Decision::of(Some(known));
        }
        if epithet.is_empty() || epithet.contains(' ') {
            return Decision::none();
        }
        let named = || Decision::of(self.named_body_of_state(core));
        let of_state = || Decision::of(self.body_of_state(core));
        self.body(core).or_else(named).or_else(of_state)
    }

    /// Whether a determiner shows that a noun is about somebody known.
    fn is_pointed(&self, core: &Range<TokenId>) -> bool {
        let pointing = &["the", "this", "that"];
        self.linker.reader.is_any(core.start, pointing)
    }

    /// The body of a state or person named in the phrase: "Russia's foreign ministry", "her campaign".
    fn owned_group(&self, head: TokenId, core: &Range<TokenId>, noun: &str) -> Option<Newcomer> {
        let reader = self.linker.reader;
        let tables = self.linker.tables;
        let list = &self.linker.entities.list;
        if let Some((start, hash)) =
            reader.longest_before(&tables.body_phrases, core.start, head + 1)
        {
            let body = tables.body_phrases.get(hash).next()?;
            let owner = core.each().filter(|t| *t < start).find_map(|t| {
                let entity = self.mention_at(t)?.entity;
                (list[entity].kind == EntityType::State)
                    .then(|| self.linker.entities.notes[entity].state)?
            });
            if let Some(state) = owner {
                return Some(self.linker.body(state, body));
            }
        }
        let group = tables.group_nouns.get(noun)?;
        if group.owner != Some(Owner::Person) && noun != "government" {
            return None;
        }
        let person = core.each().filter(|t| *t < head).rev().find_map(|t| {
            let mention = self.mention_at(t)?;
            (list[mention.entity].kind == EntityType::Person).then_some(mention.entity)
        });
        person.map(|person| self.linker.group_of(person, noun))
    }

    /// A body that the text names, or that of the head of a state: "the campaign", "the administration".
    fn known_group(&self, core: &Range<TokenId>, noun: &str, of_person: bool) -> Option<Referent> {
        if let Some(named) = self.headline_body(core) {
            return Some(named.into());
        }
        if !self.is_pointed(core) {
            return None;
        }
        if of_person
            && core.len() == 2
            && let Some(known) = self.ending_in(noun, core.start).last()
        {
            return Some((*known).into());
        }
        let head = (noun == "administration" && core.len() == 2).then(|| self.head_of_state());
        let head = head.flatten()?;
        Some(self.linker.group_of(head, noun).into())
    }

    /// The words after "the", without a number: "the 27-nation bloc" is the bloc.
    fn epithet(&self, core: &Range<TokenId>) -> String {
        let reader = self.linker.reader;
        let counted = reader.tag(core.start + 1) == Tag::CD
            && core.len() > 4
            && reader.is(core.start + 2, "-");
        let first = core.start + if counted { 4 } else { 1 };
        let words: Vec<String> = (first..core.end)
            .each()
            .map(|t| reader.word(t).to_lowercase())
            .collect();
        words.join(" ")
    }

    /// An entity of the document with an epithet in the tables: "the bloc".
    fn by_epithet(&self, epithet: &str) -> Option<EntityId> {
        let name = self.linker.tables.epithets.get(epithet)?;
        let entities = &self.linker.entities;
        let mut mentions = entities.mentions.iter();
        let known = mentions.find(|m| entities.list[m.entity].name == *name)?;
        Some(known.entity)
    }

    /// The head of "the administration": the only head of a state that the text names, or the last speaker.
    fn head_of_state(&self) -> Option<EntityId> {
        let spoke = self.linker.entities.last_speaker();
        let last = spoke.filter(|last| self.linker.is_head(*last));
        self.linker.only_head().or(last)
    }

    /// "The 54-year-old": the person mentioned last within three sentences; the last speaker comes
    /// first.
    pub(super) fn aged(&self, range: &Range<TokenId>) -> Option<EntityId> {
        let reader = self.linker.reader;
        let by_age = reader.words(range.clone()).ends_with("year-old");
        if !by_age || !reader.is_any(range.start, &["the", "this", "that"]) {
            return None;
        }
        let entities = &self.linker.entities;
        let is_person = |entity: &EntityId| entities.list[*entity].kind == EntityType::Person;
        let sentence = reader.sentence_index(range.start);
        let near = || {
            let before = entities
                .starting_in(TokenId::FIRST..range.start)
                .iter()
                .rev();
            let near = before.take_while(|m| sentence - reader.sentence_index(m.tokens.start) <= 3);
            near.map(|mention| mention.entity).filter(is_person)
        };
        let last = self
            .last
            .filter(|last| near().any(|person| person == *last));
        last.or_else(|| near().next())
    }

    /// A title without a name: "Russia's foreign minister", "the Russian diplomat", "UK PM".
    pub(super) fn description(&self, head: TokenId, core: &Range<TokenId>) -> Decision {
        let reader = self.linker.reader;
        if reader.is_any(core.start, INDEFINITE) {
            return Decision::none();
        }
        // A source may be incomplete: "PM" of "UK PM".
        let cut = core
            .start
            .checked_sub(1)
            .filter(|_| core.len() == 1)
            .and_then(|before| {
                let mention = self.mention_at(before)?;
                let state = self.linker.entities.list[mention.entity].kind == EntityType::State;
                let same = reader.sentence_index(before) == reader.sentence_index(head);
                (state && same && mention.tokens.end == core.start).then_some(mention.tokens.start)
            });
        let core = &(cut.unwrap_or(core.start)..core.end);
        let heading = titles::heading(reader, self.linker.tables, core.start..head + 1);
        let Some(found) = heading else {
            return Decision::none();
        };
        let definite = reader.is_any(core.start, &["the", "his", "her", "its", "their"]);
        let owned = core.each().any(|t| self.mention_at(t).is_some());
        // Headlines omit the article.
        let headline = core.len() == 1 && reader.sentence_index(head) < 2;
        if !(definite || owned || headline) {
            return Decision::none();
        }
        let class = self.linker.tables.titles[found.title].class;
        let phrase = core.start..head + 1;
        if !reader.is_any(core.start, &["its", "their"]) {
            let complement = self.linker.complement(head + 1, class);
            return (self.linker).described(&found, phrase, complement, self.last);
        }
        let possessor = self.possessor(core.start);
        let named = possessor.first().cloned();
        let complement = named.map_or(Complement::Nothing, Complement::Named);
        (self.linker)
            .described(&found, phrase, complement, self.last)
            .after(possessor.records)
    }

    /// The referent of "its": the state or body in the same sentence, its subject first; else as for "it".
    fn possessor(&self, at: TokenId) -> Decision {
        let reader = self.linker.reader;
        let entities = &self.linker.entities;
        let sentence = reader.sentence(at);
        let own = entities.starting_in(sentence.start..at).iter().filter(|m| {
            let kind = entities.list[m.entity].kind;
            m.kind == MentionKind::Name
                && matches!(kind, EntityType::State | EntityType::Organisation)
        });
        let own = own.max_by_key(|m| {
            let subject = matches!(
                reader.label(m.tokens.end - 1),
                Label::Nsubj | Label::Nsubjpass
            );
            (subject, m.tokens.start)
        });
        match (own, groups::kind(reader.word(at))) {
            (None, Some(kind)) => self.group_pronoun(at, kind),
            (own, _) => Decision::of(own.map(|m| m.entity)),
        }
    }

    /// "the TASS news agency": an organisation and its kind.
    pub(super) fn classified(&self, head: TokenId, core: &Range<TokenId>) -> Option<Referent> {
        let outlet = self.of_outlet(head, core);
        outlet.or_else(|| self.of_kind(head, core).map(Referent::from))
    }

    /// "the Reuters news service", "the Harvest podcast": the outlet whose name is before the noun; "the
    /// editorial board of the Post" speaks for the outlet.
    fn of_outlet(&self, head: TokenId, core: &Range<TokenId>) -> Option<Referent> {
        let reader = self.linker.reader;
        let tables = self.linker.tables;
        let board = head > core.start
            && (reader.is(head, "board") && reader.is(head - 1, "editorial")
                || reader.is(head, "newsroom"));
        if board && reader.is(head + 1, "of") {
            let named = head + 2 + usize::from(reader.is(head + 2, "the"));
            return self.named_outlet(named).map(Referent::from);
        }
        let titled = match board {
            true => false,
            false => *tables.outlet_nouns.get(reader.word(head))?,
        };
        let plain = |t: TokenId| {
            !reader.capital(t) && matches!(reader.tag(t), Tag::NN | Tag::JJ | Tag::HYPH)
        };
        let end = (core.start..head).each().rev().find(|t| !plain(*t))? + 1;
        if self.mention_at(end - 1).is_some() {
            return self.named_outlet(end - 1).map(Referent::from);
        }
        let start = (core.start..end).each().rfind(|t| !reader.capital(*t));
        let start = start.map_or(core.start, |t| t + 1);
        let place = |t: TokenId| {
            let word = reader.word(t);
            tables.homes.contains_key(word) || tables.other_word(word).is_some()
        };
        let opens = reader.sentence(start).start == start;
        let named = start < end && !opens && (titled || end > start + 1);
        let name = reader.words(start..end);
        (named && !place(end - 1) && !tables.homes.contains_key(name))
            .then(|| Newcomer::NamedOrganisation(name.to_owned()).into())
    }

    /// The organisation that the name at a token refers to, if it may be one that reports news.
    fn named_outlet(&self, at: TokenId) -> Option<EntityId> {
        let mention = self.mention_at(at)?;
        let entities = &self.linker.entities;
        let kind = entities.notes[mention.entity].kind;
        let outlet = (kind == BodyKind::Unknown || kind.is_outlet())
            && entities.list[mention.entity].kind == EntityType::Organisation
            && mention.kind == MentionKind::Name;
        outlet.then_some(mention.entity)
    }

    /// "the bank Nordbank": an organisation of the kind that the tables give it.
    fn of_kind(&self, head: TokenId, core: &Range<TokenId>) -> Option<EntityId> {
        let reader = self.linker.reader;
        let noun = reader.word(head).to_lowercase();
        let entities = &self.linker.entities;
        let mention = entities
            .starting_in(core.start..head)
            .iter()
            .rfind(|m| m.kind == MentionKind::Name && m.tokens.end <= head)?;
        let plain = (mention.tokens.end..=head).each().all(|t| {
            !reader.capital(t)
                && matches!(
                    reader.tag(t),
                    Tag::NN | Tag::JJ | Tag::HYPH | Tag::NNP | Tag::Outside
                )
        });
        let kind = entities.notes[mention.entity].kind.known();
        let named = kind.is_some_and(|kind| self.linker.tables.is_noun_for(&noun, kind));
        (plain && named).then_some(mention.entity)
    }

    /// "the 34-year-old mother of three", "the businessman", "the official": the most likely of those described
    /// with this word in the last sentences, otherwise somebody often named.
    pub(super) fn somebody(&self, head: TokenId, core: &Range<TokenId>) -> Decision {
        let reader = self.linker.reader;
        let noun = reader.word(head).to_lowercase();
        let group = self.linker.tables.group_nouns.contains_key(noun.as_str());
        let described = self.linker.tables.person_nouns.get(noun.as_str());
        let described = described.filter(|noun| !noun.plural && !group);
        let Some(described) = described.filter(|_| reader.is(core.start, "the")) else {
            return Decision::none();
        };
        let heading = titles::heading(reader, self.linker.tables, core.start..head + 1);
        // the words of the title itself are no conditions
        let title = heading.as_ref().map_or(head, |found| found.tokens.start);
        let mut demands = self.linker.demands(core.start + 1..title);
        match self.linker.complement(head + 1, OfficeClass::None) {
            Complement::Nothing => {}
            Complement::Named(who) => demands.extend(self.linker.known(&who).map(Demand::Entity)),
            Complement::Words(words) => demands.extend(words),
        }
        let former = heading.as_ref().filter(|found| found.former);
        let former = former.map(|found| self.linker.tables.titles[found.title].class);
        let fitting = self.fitting(head, core.start, described.gender, former, &demands);
        let called: Vec<&Mention> = fitting
            .iter()
            .filter(|m| self.linker.is_called(m.entity, &noun))
            .copied()
            .collect();
        let nearest = called.first().map(|m| (m.tokens.start, m.entity));
        if let Some((place, other)) = self.nameless(&noun, core.start, &demands)
            && nearest.is_none_or(|(start, _)| place > start)
        {
            return match other {
                Some(Nameless::Known(entity)) => Decision::of(Some(entity)),
                Some(Nameless::New(tokens)) if self.unnamed => self.describe(tokens),
                _ => Decision::none(),
            };
        }
        let words = core.start..head + 1;
        let Some((_, nearest)) = nearest else {
            let people: Vec<EntityId> = fitting.iter().map(|m| m.entity).collect();
            let class = heading.map(|found| self.linker.tables.titles[found.title].class);
            let office = class.filter(|class| class.is_office());
            return self.varied(&words, people, described, office);
        };
        let people: Vec<EntityId> = called.iter().map(|m| m.entity).collect();
        let by =
            |person: EntityId, sure: f32| Decision::of(Some(person)).then([Record::Sure(sure)]);
        match (self.linker).likeliest_of(&people, &words, described.gender) {
            Some(likeliest) => by(likeliest.person, likeliest.sure).after(likeliest.step),
            None => by(nearest, 1.0),
        }
    }

    /// "the New York businessman": somebody whom the text often names and, for variety, calls something new; "the
    /// deputy minister": somebody who may have held the office according to the tables. Plain nouns ("the lawyer") and
    /// other offices are of people without a name.
    fn varied(
        &self,
        words: &Range<TokenId>,
        mut people: Vec<EntityId>,
        noun: &PersonNoun,
        office: Option<OfficeClass>,
    ) -> Decision {
        if words.len() < 3 || noun.nameless {
            return Decision::none();
        }
        let notes = &self.linker.entities.notes;
        people.retain(|person| match office {
            Some(class) => self.linker.may_have_held(*person, class),
            None => notes[*person].count_before(words.start) >= OFTEN,
        });
        let Some(likeliest) = (self.linker).likeliest_of(&people, words, noun.gender) else {
            return Decision::none();
        };
        Decision::of(Some(likeliest.person))
            .then([Record::Sure(likeliest.sure)])
            .after(likeliest.step)
    }

    /// The mentions of people in the last sentences that a description can refer to, the last first.
    fn fitting(
        &self,
        head: TokenId,
        start: TokenId,
        gender: Option<Gender>,
        former: Option<OfficeClass>,
        demands: &[Demand],
    ) -> Vec<&Mention> {
        let reader = self.linker.reader;
        let entities = &self.linker.entities;
        let sentence = reader.sentence_index(head);
        let end = entities
            .mentions
            .partition_point(|m| m.tokens.start < start);
        entities.mentions[..end]
            .iter()
            .rev()
            .take_while(|m| sentence - reader.sentence_index(m.tokens.start) <= 5)
            .filter(|m| entities.list[m.entity].kind == EntityType::Person)
            .filter(|m| {
                let known = entities.notes[m.entity].gender;
                !matches!((known, gender), (Some(a), Some(b)) if a != b)
                    && !reader.possessive(m.tokens.end)
                    && !former.is_some_and(|class| self.linker.holds_now(m.entity, class))
                    && self.linker.meets(m.entity, None, demands)
            })
            .collect()
    }

    /// "[her son]", if the text has mentioned "her son, Emil Krog,": the only one described so.
    pub(super) fn relation(&self, head: TokenId, core: &Range<TokenId>) -> Option<EntityId> {
        let reader = self.linker.reader;
        if core.len() != 2 || reader.tag(core.start) != Tag::PRPS {
            return None;
        }
        let noun = reader.word(head).to_lowercase();
        let described = self.linker.tables.person_nouns.get(noun.as_str())?;
        if described.plural {
            return None;
        }
        let owner = self.mention_at(core.start).map(|m| m.entity);
        let entities = &self.linker.entities;
        let person = |m: &&Mention| {
            m.kind == MentionKind::Name
                && Some(m.entity) != owner
                && entities.list[m.entity].kind == EntityType::Person
        };
        // "his daughter Nettie", "her son, Emil"
        let beside = |m: &&Mention| {
            let start = m.tokens.start;
            let comma = usize::from(start > TokenId::FIRST + 1 && reader.word(start - 1) == ",");
            start > TokenId::FIRST + 1 + comma
                && reader.is(start - 1 - comma, &noun)
                && matches!(reader.tag(start - 2 - comma), Tag::PRPS | Tag::POS)
        };
        let before = entities
            .starting_in(TokenId::FIRST..core.start)
            .iter()
            .rev();
        let mut called = before
            .take(KNOWN)
            .filter(person)
            .filter(beside)
            .map(|m| m.entity);
        let one = called.next()?;
        called.all(|other| other == one).then_some(one)
    }

    /// The last person or group without a name that a noun has introduced before `at`, with the
    /// place; if there were several, none of them.
    fn nameless(
        &self,
        noun: &str,
        at: TokenId,
        demands: &[Demand],
    ) -> Option<(TokenId, Option<Nameless>)> {
        let reader = self.linker.reader;
        let word = noun.split_whitespace().next().unwrap_or(noun);
        let described = self.linker.entities.described_by(word, at);
        let list = &self.linker.entities;
        let fits = |entity: Option<EntityId>, name: &str| {
            demands.iter().all(|demand| match *demand {
                Demand::Place => true,
                Demand::Word(token) => says(name, reader.word(token)),
                Demand::Entity(other) => {
                    let own = entity.and_then(|entity| list.list[entity].represents.as_ref());
                    let wanted = &list.list[other];
                    let above = wanted.represents.as_ref().map(|above| &above.id);
                    own.is_some_and(|own| own.id == wanted.id || Some(&own.id) == above)
                        || says(name, &wanted.name)
                }
            })
        };
        let known = described.into_iter().filter(|entity| {
            let described = &list.list[*entity];
            described.kind == EntityType::Unnamed
                && !list.notes[*entity].plural
                && says(&described.name, noun)
                && fits(Some(*entity), &described.name)
        });
        let known = known.filter_map(|entity| {
            let place = list.notes[entity].last_before(at)?;
            Some((place, entity))
        });
        let known = known.max();
        let brought = self.linker.introduced(noun, at).filter(|other| {
            let name = reader.words(other.tokens.clone());
            fits(None, name)
        });
        let brought = brought.map(|other| {
            let new = (!other.plural).then(|| Nameless::New(other.tokens.clone()));
            (other.tokens.end, other.tokens.start, new)
        });
        match (known, brought) {
            // the two are the same if the known one spoke with these words as the source
            (Some((place, entity)), Some((end, ..)))
                if place + 1 >= end || {
                    let sentence = reader.sentence(end - 1);
                    sentence.contains(&place) && place < end
                } =>
            {
                Some((place, Some(Nameless::Known(entity))))
            }
            (_, Some((_, start, new))) => Some((start, new)),
            (Some((place, entity)), None) => Some((place, Some(Nameless::Known(entity)))),
            (None, None) => None,
        }
    }

    /// "Deutsche Bank lifts rates, and says …": the subject of a headline whose verb was tagged as a noun.
    pub(super) fn headline(&self, core: &Range<TokenId>) -> Option<EntityId> {
        let reader = self.linker.reader;
        let mention = self.mention_at(core.start)?;
        let verb = mention.tokens.end;
        let word = reader.word(verb);
        let fits = reader.in_headline(core.start)
            && mention.kind == MentionKind::Name
            && verb + 1 < core.end
            && word.ends_with('s')
            && !reader.capital(verb)
            && !reader.possessive(verb)
            && !self.linker.tables.person_nouns.contains_key(word);
        fits.then_some(mention.entity)
    }
}

/// Whether a name contains a word or words.
fn says(name: &str, words: &str) -> bool {
    let own: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let plain = |word: &str| word.to_lowercase();
    words
        .split_whitespace()
        .all(|word| own.contains(&plain(word)))
}
