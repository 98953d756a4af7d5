//! The referents of names that are in no table.

use crate::entity::link::chains;
use crate::entity::link::decision::{Beside, Naming, Weighed};
use crate::entity::link::linker::{Linker, words_of};
use crate::entity::link::referent::{Newcomer, Referent};
use crate::entity::mention::candidate::Hint;
use crate::entity::mention::noun_kinds::are_two;
use crate::entity::mention::titles;
use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, EntityType};
use crate::gazetteer::tables::Place;
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// An organisation that is in no table, or short for a longer name.
struct Called {
    who: Referent,
    rule: Rule,
    /// Its name, without a legal form.
    name: Range<TokenId>,
}

impl Called {
    /// The naming of these tokens.
    fn naming(self, tokens: Range<TokenId>) -> Naming {
        let about = self.name;
        Naming {
            about,
            ..Naming::by(self.rule, tokens, self.who)
        }
    }
}

impl Linker<'_, '_> {
    pub(super) fn unknown_person(&self, tokens: Range<TokenId>) -> Weighed<Naming> {
        let given = self.tables.is_given_name(self.reader.word(tokens.start));
        if !given && let Some(company) = self.short_organisation(&tokens) {
            return Naming::by(Rule::ShortName, tokens, company).into();
        }
        let trade = self.trade_beside(&tokens);
        let kin = self.is_kin(tokens.start);
        let longer = chains::short_name(self, tokens.clone(), Hint::Person);
        let mut steps = longer.steps;
        let longer = longer.chosen;
        let full = || chains::full_name(self, tokens.clone()).map(Referent::from);
        let found = longer.clone().or_else(full);
        let found = found.filter(|person| self.is_same(person, &tokens, kin));
        // a person of the tables with this surname is added anyway
        let first = longer.clone().filter(|_| found.is_none());
        let other = trade.as_ref().filter(|trade| {
            let known = found.as_ref().and_then(|person| self.known(person));
            known.is_some_and(|person| self.has_another_trade(person, trade))
        });
        let name = || without_nickname(&words_of(self.reader, tokens.clone()));
        let naming = match (found, other) {
            // "Tomas Keller, the mayor, … Tomas Keller, the engineer"
            (Some(_), Some(trade)) => {
                let namesake = Newcomer::namesake(name(), trade);
                Naming::by(Rule::NamesakeByTrade, tokens.clone(), namesake)
            }
            (Some(person), None) => match longer.as_ref() == Some(&person) {
                true => Naming::of(tokens.clone(), person),
                false => Naming::by(Rule::OtherForm, tokens.clone(), person),
            },
            (None, _) => {
                let people = chains::without_middle(self, tokens.clone());
                let known = self.choose(&people, tokens.clone());
                steps.extend(known.steps);
                match known.chosen {
                    Some(person) => Naming::of(tokens.clone(), Newcomer::Person(person).into()),
                    None => {
                        let person = Newcomer::named_person(name());
                        Naming::by(Rule::UnknownPerson, tokens.clone(), person)
                    }
                }
            }
        };
        let nickname = nickname(&words_of(self.reader, tokens)).map(|it| self.tables.pieces(it));
        let beside = Beside {
            kin,
            trade,
            nickname,
        };
        let chosen = Some(Naming {
            first,
            beside,
            ..naming
        });
        Weighed { chosen, steps }
    }

    /// Whether a name can refer to a person with a similar name: relatives share surnames.
    fn is_same(&self, person: &Referent, name: &Range<TokenId>, kin: bool) -> bool {
        let own = words_of(self.reader, name.clone());
        let Some(known) = self.known(person) else {
            return !kin || self.profile(person).name == own;
        };
        let words = self.entities.notes[known].words.iter();
        let same = words.map(String::as_str).eq(own.split(' '));
        same || !kin && !self.kin.contains(&known)
    }

    /// Whether a person in no table has another trade.
    fn has_another_trade(&self, person: EntityId, trade: &str) -> bool {
        let known = self.entities.notes[person].person.is_some();
        let own = self.trades.get(&person);
        !known && own.is_some_and(|own| are_two(own, trade))
    }

    /// Whether the name that starts here is introduced as that of somebody's relative: "His son, [George P.
    /// Halloran],", "Her mother is the painter [Anna Vik]".
    pub(in crate::entity) fn is_kin(&self, start: TokenId) -> bool {
        let reader = self.reader;
        let sentence = reader.sentence(start);
        let floor = sentence.start;
        let owned = |at: TokenId| reader.tag(at) == Tag::PRPS || reader.possessive(at);
        let kin = |noun: TokenId| {
            KIN.contains(&reader.word(noun))
                && (noun.saturating_sub(3).max(floor)..noun).each().any(owned)
        };
        let beside = (start.saturating_sub(2).max(floor)..start)
            .each()
            .rfind(|t| reader.word(*t) != ",");
        if beside.is_some_and(kin) {
            return true;
        }
        let head = (start..sentence.end)
            .each()
            .find(|t| reader.head(*t) < start);
        // "the coach [Ida Holm]"
        let above = |t: TokenId| match reader.label(t) {
            Label::Appos => reader.head(t),
            _ => t,
        };
        let Some(told) = head.map(above).filter(|t| reader.label(*t) == Label::Attr) else {
            return false;
        };
        let verb = reader.head(told);
        let subject = |t: &TokenId| reader.head(*t) == verb && reader.label(*t) == Label::Nsubj;
        (floor..verb).each().find(subject).is_some_and(kin)
    }

    /// The unknown organisation of the article that a shorter name refers to: "Northgate" after "Northgate
    /// Holdings", "United" after "Torvane United", "the Beacon" after "the Morning Beacon".
    pub(super) fn short_organisation(&self, tokens: &Range<TokenId>) -> Option<EntityId> {
        let reader = self.reader;
        let own = reader.pieces_in(tokens.clone());
        if own.is_empty() {
            return None;
        }
        let the = tokens.start > TokenId::FIRST && reader.is(tokens.start - 1, "the");
        let single = tokens.len() == 1;
        let club = single && CLUBS.contains(&reader.word(tokens.start));
        // "Freight", "Holdings", "& Sons" may be left out, but "City Centre" is more than a city
        let is_firm = |name: &str| {
            name.split(' ').skip(1).all(|word| {
                let place = self.tables.organisation_word(word);
                place == Some(Place::End) || matches!(word, "&" | "and" | "of")
            })
        };
        let end = own.last().filter(|_| single && (the || club));
        let ends = [own.first(), end.or(own.first())];
        let bearers = self.entities.bearing(ends, tokens.start);
        let fits = |entity: &EntityId| {
            let note = &self.entities.notes[*entity];
            let of_text = self.entities.list[*entity].kind == EntityType::Organisation
                && self.entities.list[*entity].id.starts_with("organisation:");
            of_text
                && note.pieces.len() >= own.len()
                && (note.pieces == own
                    || note.pieces.starts_with(&own)
                        && (own.len() > 1 || is_firm(&self.entities.list[*entity].name))
                    || single && (the || club) && note.pieces.ends_with(&own))
        };
        let nearest = |entity: &EntityId| self.entities.notes[*entity].nearness(tokens.start);
        bearers.into_iter().filter(fits).max_by_key(nearest)
    }

    /// The type of an unexplained single-word name, from the pronouns in its own statement: "Vexa said
    /// its chips were late" is an organisation.
    fn speaks_as(&self, at: TokenId) -> Option<EntityType> {
        let reader = self.reader;
        if reader.word(at + 1) == "," && reader.is(at + 2, "which") {
            return Some(EntityType::Organisation);
        }
        let verb = reader.head(at);
        if reader.label(at) != Label::Nsubj || !reader.tag(verb).is_verb() || verb < at {
            return None;
        }
        let end = reader.sentence(at).end.min(verb + 14);
        // the pronoun could refer to another subject
        let said = verb + 1..end;
        let first = said
            .each()
            .find(|token| matches!(reader.tag(*token), Tag::PRP | Tag::PRPS | Tag::NNP))?;
        if reader.is_any(first, &["he", "she", "his", "her"]) {
            return Some(EntityType::Person);
        }
        let plural = reader.is_any(first, &["its"]);
        let acts = reader.is(first, "it")
            && reader.label(first) == Label::Nsubj
            && !reader.is_any(
                first + 2,
                &[
                    "be", "been", "rain", "snow", "take", "make", "seem", "help", "mean", "not",
                ],
            )
            && reader.is_any(
                first + 1,
                &[
                    "would", "will", "had", "has", "plans", "planned", "expects", "expected",
                ],
            );
        (plural || acts).then_some(EntityType::Organisation)
    }

    /// "the Foreign Ministry" without its state: that of the state that the article is mostly about, if any.
    fn bare_ministry(&self, tokens: Range<TokenId>) -> Option<Newcomer> {
        let phrases = &self.tables.body_phrases;
        let (end, hash) = self.reader.longest_at(phrases, tokens.start, tokens.end)?;
        let body = phrases.get(hash).next()?;
        let head = self.tables.bodies.get(body)?;
        let named =
            end == tokens.end && (head.named || head.single && self.reader.capital(tokens.start));
        let state = self.clear_state()?;
        named.then(|| self.body(state, body))
    }

    pub(super) fn unknown_organisation(&self, tokens: Range<TokenId>) -> Naming {
        self.called(&tokens).naming(tokens)
    }

    fn called(&self, tokens: &Range<TokenId>) -> Called {
        let name = self.without_form(tokens.clone());
        let (rule, who) = match self.bare_ministry(name.clone()) {
            Some(body) => (Rule::MinistryOfMainState, body.into()),
            None => match self.short_organisation(&name) {
                Some(longer) => (Rule::ShortName, longer.into()),
                None => {
                    let called = words_of(self.reader, name.clone());
                    let organisation = Newcomer::NamedOrganisation(called);
                    (Rule::UnknownOrganisation, organisation.into())
                }
            },
        };
        Called { who, rule, name }
    }

    /// A company's name without its legal form, which some articles write and others do not.
    fn without_form(&self, tokens: Range<TokenId>) -> Range<TokenId> {
        let reader = self.reader;
        let mut end = tokens.end;
        while end > tokens.start + 1
            && (reader.word(end - 1) == ","
                || self.tables.company_forms.contains_key(reader.word(end - 1))
                    && reader.word(end - 2) != "&"
                || reader.is_any(end - 1, &["de", "CV", "C.V."]))
        {
            end -= 1;
        }
        tokens.start..end
    }

    /// The referent of a single word or a partial name.
    pub(super) fn short(&self, tokens: Range<TokenId>, hint: Hint) -> Weighed<Naming> {
        let named = |rule: Rule, entity: EntityId| Naming::by(rule, tokens.clone(), entity);
        let surname = || chains::surname(self, tokens.clone());
        if hint == Hint::Namesake {
            let named = surname().map(|person| named(Rule::SurnameOfFullName, person));
            return named.into();
        }
        if tokens.len() == 1
            && let Some(entity) = self.abbreviations.get(self.reader.word(tokens.start))
        {
            return named(Rule::Abbreviation, *entity).into();
        }
        let surname = surname();
        if surname.is_none_or(|person| chains::introduced_later(self, person, tokens.start))
            && let Some(entity) = self.short_organisation(&tokens)
        {
            return named(Rule::ShortName, entity).into();
        }
        let known = chains::short_name(self, tokens.clone(), hint);
        if let Some(who) = known.chosen {
            return Weighed {
                chosen: Some(Naming::of(tokens, who)),
                steps: known.steps,
            };
        }
        let initialled = self.initialled(tokens.start);
        let initialled = initialled.map(|entity| named(Rule::Initials, entity));
        let chosen = initialled.or_else(|| self.lone(tokens, hint, surname));
        known.with(chosen)
    }

    /// The referent of a single word that neither the tables nor the article explain.
    fn lone(
        &self,
        tokens: Range<TokenId>,
        hint: Hint,
        surname: Option<EntityId>,
    ) -> Option<Naming> {
        let reader = self.reader;
        let at = tokens.start;
        let person = hint == Hint::Person;
        let title = titles::before(reader, self.tables, at).filter(|found| found.tokens.end == at);
        let cry = reader.shouted(at) && reader.word(at).len() > 4;
        let long = reader.word(at).chars().count() > 1;
        let acts = self
            .speaks_as(at)
            .filter(|_| title.is_none() && tokens.len() == 1);
        // "Ford said … Harlan Ford, a dentist, said": a person introduced later has not spoken before
        let other = title.is_none()
            && surname.is_some_and(|person| chains::introduced_later(self, person, at));
        let company = acts == Some(EntityType::Organisation) || other;
        if long && company && hint != Hint::Organisation && !cry {
            Some(self.unknown_organisation(tokens))
        } else if (person || title.is_some() && !cry) && long {
            let person = Newcomer::named_person(words_of(reader, tokens.clone()));
            Some(Naming::by(Rule::OnlyName, tokens, person))
        } else if hint == Hint::Organisation && long {
            Some(self.unknown_organisation(tokens))
        } else if hint == Hint::None && long && self.is_lone_speaker(at) {
            Some(self.lone_speaker(tokens))
        } else {
            None
        }
    }

    fn is_subject(&self, at: TokenId) -> bool {
        let reader = self.reader;
        reader.label(at) == Label::Nsubj && reader.tag(reader.head(at)).is_verb()
    }

    /// Whether an unexplained capitalised word is the name of a speaker: a proper noun, never in lower case,
    /// and alone the subject of a verb of speech.
    fn is_lone_speaker(&self, at: TokenId) -> bool {
        let reader = self.reader;
        let verb = reader.head(at);
        let word = reader.word(at);
        let said =
            |token: TokenId| reader.label(token) == Label::Ccomp && reader.head(token) == verb;
        let alone = at.checked_sub(1).is_none_or(|before| {
            !reader.capital(before) && !matches!(reader.tag(before), Tag::DT | Tag::JJ | Tag::HYPH)
                || reader.sentence(at).start == at
        });
        if !self.is_subject(at)
            || verb != at + 1
            || !alone
            || !(reader.tag(at) == Tag::NNP || reader.shouted(at) && word.len() > 2)
            || !reader.sentence(at).each().any(said)
        {
            return false;
        }
        let lower = word.to_lowercase();
        let small = reader.holds(&lower);
        let noun = self.tables.person_nouns.contains_key(lower.as_str())
            || self.tables.group_nouns.contains_key(lower.as_str())
            || self.tables.other_word(word).is_some()
            || self.tables.organisation_word(word).is_some();
        !small && !noun && word.chars().all(char::is_alphabetic)
    }

    /// A person if the word ends like a surname, otherwise an organisation.
    fn lone_speaker(&self, tokens: Range<TokenId>) -> Naming {
        let word = self.reader.word(tokens.start);
        let person = !self.reader.shouted(tokens.start) && self.tables.is_like_surname(word);
        if person {
            let person = Newcomer::named_person(words_of(self.reader, tokens.clone()));
            return Naming::by(Rule::SpeakingSurname, tokens, person);
        }
        Naming {
            also: Some(Rule::SpeakingName),
            ..self.unknown_organisation(tokens)
        }
    }
}

/// Nouns for relatives.
const KIN: &[&str] = &[
    "son",
    "daughter",
    "father",
    "mother",
    "brother",
    "sister",
    "wife",
    "husband",
    "widow",
    "widower",
    "cousin",
    "nephew",
    "niece",
    "uncle",
    "aunt",
    "grandson",
    "granddaughter",
    "grandfather",
    "grandmother",
    "stepson",
    "stepdaughter",
    "twin",
    "half-brother",
    "half-sister",
];

/// Last words of clubs' names that can replace the whole name.
const CLUBS: &[&str] = &[
    "United",
    "City",
    "Rovers",
    "Wanderers",
    "Athletic",
    "Albion",
    "Rangers",
    "Town",
    "County",
];

/// The words of a person's name without the nickname between quotation marks or brackets.
fn without_nickname(name: &str) -> String {
    match between_marks(name) {
        Some((before, _, after)) => {
            let words = before.split_whitespace().chain(after.split_whitespace());
            words.collect::<Vec<_>>().join(" ")
        }
        None => name.to_owned(),
    }
}

/// The nickname between quotation marks or brackets within a name.
fn nickname(name: &str) -> Option<&str> {
    between_marks(name).map(|(_, nickname, _)| nickname)
}

/// The parts of a name before, between and after its quotation marks; `None` without such marks.
fn between_marks(name: &str) -> Option<(&str, &str, &str)> {
    const MARKS: [char; 8] = ['"', '“', '”', '‘', '’', '\'', '(', ')'];
    // a mark inside a word is an apostrophe
    let open = name
        .char_indices()
        .find(|(at, c)| MARKS.contains(c) && name[..*at].ends_with(' '))?;
    let inner = open.0 + open.1.len_utf8();
    let close = name.get(inner..)?.char_indices().find(|(at, c)| {
        let behind = name.get(inner + at + c.len_utf8()..).unwrap_or("");
        MARKS.contains(c) && behind.starts_with(' ')
    })?;
    let nickname = name
        .get(inner..inner + close.0)?
        .trim_end_matches([',', '.']);
    let behind = name.get(inner + close.0 + close.1.len_utf8()..)?;
    Some((name.get(..open.0)?, nickname, behind))
}
