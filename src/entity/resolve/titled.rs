//! The person that a title in a description refers to: "the Kremlin spokesman", "UK Prime Minister".

use crate::entity::link::linker::{Linker, Profile};
use crate::entity::link::modifiers::{Complement, Demand};
use crate::entity::link::offices::classes_agree;
use crate::entity::link::referent::Referent;
use crate::entity::mention::titles;
use crate::entity::mention::titles::Found;
use crate::entity::note::Holding;
use crate::entity::resolve::decision::{Decision, ExplainedStep, Record};
use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, EntityType, MentionKind};
use crate::gazetteer::ids::{PersonId, StateId};
use crate::gazetteer::office_class::OfficeClass;
use crate::gazetteer::tables::Title;
use crate::ids::Id;
use crate::text::{PerToken, TokenId, TokenRange};
use std::ops::Range;

/// A title in a description, and the conditions of the words around it.
struct Description<'d> {
    found: &'d Found,
    title: &'d Title,
    /// Whose office it is.
    owner: Option<Profile<'d>>,
    demands: Vec<Demand>,
}

impl Description<'_> {
    /// The entity whose office it is, if it is entered.
    fn owner(&self) -> Option<EntityId> {
        self.owner.as_ref()?.entity
    }

    /// The state behind it.
    fn state(&self) -> Option<StateId> {
        self.owner.as_ref()?.state
    }
}

/// Whoever may bear a title, for `explain`.
type Bearers = Vec<(EntityId, Option<f32>, String)>;

impl Linker<'_, '_> {
    /// Finds the descriptions that refer to people, apart from the titles beside names.
    pub(super) fn descriptions(&mut self) {
        let mut described = Vec::new();
        for (floor, title) in self.titles_alone() {
            let Some((tokens, decision)) = self.describe(floor, title) else {
                continue;
            };
            let person = self.apply(decision).first().copied();
            described.extend(person.map(|person| (tokens, person)));
        }
        for (tokens, person) in described {
            self.mention(tokens, person, MentionKind::Description);
        }
    }

    /// The titles that are not beside names, each with the start of its sentence.
    fn titles_alone(&self) -> Vec<(TokenId, Range<TokenId>)> {
        let reader = self.reader;
        let mut taken = PerToken::filled(false, reader.text.tokens.len());
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
            let tokens = sentence.tokens.clone();
            let mut at = tokens.start;
            while at < tokens.end {
                match reader.longest_at(&self.tables.title_phrases, at, tokens.end) {
                    Some((end, _)) if !taken[at] => {
                        found.push((tokens.start, at..end));
                        at = end;
                    }
                    _ => at += 1,
                }
            }
        }
        found
    }

    /// The referent of a description with a title, and all its words.
    fn describe(
        &self,
        floor: TokenId,
        title: Range<TokenId>,
    ) -> Option<(Range<TokenId>, Decision)> {
        let reader = self.reader;
        let next = reader.tag(title.end);
        let compound =
            next.is_noun() || reader.possessive(title.end) && reader.is(title.end + 1, "office");
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
        let decision = self.described(&found, phrase, complement, None);
        let from = if determined { start - 1 } else { start };
        Some((from..title.end, decision))
    }

    /// The person that a title in a description refers to: one with this title in the article, or
    /// the holder of the office at its date; the likeliest where several bear it. `last` spoke last
    /// and comes first where many can bear the title at once ("the diplomat").
    pub(super) fn described(
        &self,
        found: &Found,
        phrase: Range<TokenId>,
        complement: Complement,
        last: Option<EntityId>,
    ) -> Decision {
        let (owner, demands) = self.asked_for(found, &phrase, complement);
        let asked = Description {
            found,
            title: &self.tables.titles[found.title],
            owner: owner.as_ref().map(|owner| self.profile(owner)),
            demands,
        };
        let mut weighed = Vec::new();
        let bearer = self.bearer(&asked, phrase.clone(), last, &mut weighed);
        let traced = self.entities.tracing.is_on() && bearer.found.is_some();
        let step = traced.then(|| ExplainedStep::Rule {
            tokens: phrase,
            rule: bearer.rule.unwrap_or(Rule::Description),
            found: bearer.first().cloned(),
            weighed,
        });
        let decision = bearer.then(step.map(Record::Explained));
        Decision {
            rule: None,
            ..decision
        }
        .after(
            owner
                .filter(|owner| matches!(owner, Referent::New(_)))
                .map(Record::Enters),
        )
    }

    /// The owner of a description's office, and the other conditions of its words.
    fn asked_for(
        &self,
        found: &Found,
        phrase: &Range<TokenId>,
        complement: Complement,
    ) -> (Option<Referent>, Vec<Demand>) {
        let nowhere = phrase.end..phrase.end;
        let wide = Found {
            phrase: phrase.clone(),
            ..found.clone()
        };
        let within = self.owner(&wide, &nowhere);
        let mut demands = self.demands(phrase.start..found.tokens.start);
        let owner = match complement {
            Complement::Named(who) => within.or(Some(who)),
            Complement::Nothing => within,
            Complement::Words(words) => {
                demands.extend(words);
                within
            }
        };
        // an owner that is a person is not a condition: "Putin's adviser" is connected with Russia
        let own = owner.as_ref().and_then(|owner| self.known(owner));
        demands.retain(|demand| match *demand {
            Demand::Entity(entity) => {
                Some(entity) != own && self.entities.list[entity].kind != EntityType::Person
            }
            Demand::Word(_) | Demand::Place => true,
        });
        (owner, demands)
    }

    /// The person described, with the rule that decided; `weighed` gets everyone who may have the title.
    fn bearer(
        &self,
        asked: &Description,
        phrase: Range<TokenId>,
        last: Option<EntityId>,
        weighed: &mut Bearers,
    ) -> Decision {
        let by = |rule: Rule, person: EntityId| Decision::of(Some(person)).by(rule);
        let Description { found, title, .. } = *asked;
        let other = self.introduced_with(asked, phrase.start);
        let mut best: Option<(i64, EntityId)> = None;
        let mut bearers: Vec<EntityId> = Vec::new();
        for (person, nearest) in self.bearers(asked, phrase.start, other) {
            if is_shared(title.class) && Some(person) == last {
                return by(Rule::TitleOfLastSpeaker, person);
            }
            bearers.extend(nearest.map(|_| person));
            // Named before, else (in a headline) after.
            let rank = nearest.map_or(-(person.index() as i64) - 1, |start| start.index() as i64);
            if self.entities.tracing.is_on() {
                let why = match nearest {
                    Some(_) => "has the title too, named further back",
                    None => "has the title too, named only later",
                };
                weighed.push((person, None, why.to_owned()));
            }
            if best.is_none_or(|(other, _)| rank > other) {
                best = Some((rank, person));
            }
        }
        if bearers.len() > 1 {
            let words = phrase.start..found.tokens.end;
            if let Some(likeliest) = self.likeliest_of(&bearers, &words, title.gender) {
                let sure = Record::Sure(likeliest.sure);
                return by(Rule::LikeliestBearer, likeliest.person)
                    .after(likeliest.step)
                    .then([sure]);
            }
        }
        if let Some((rank, person)) = best
            && (rank >= 0
                || asked.state().is_some()
                || self.reader.sentence_index(phrase.start) < 2)
        {
            return by(Rule::NearestBearer, person);
        }
        let later = || Decision::of(best.map(|(_, person)| person)).by(Rule::BearerNamedLater);
        if found.former {
            return Decision::none();
        }
        if !asked.demands.is_empty() || other.is_some() {
            return later();
        }
        match self.office_at_date(title, asked.owner.as_ref(), asked.state()) {
            Some(holder) => Decision::of(Some(holder)).by(Rule::HolderOfOffice),
            None => later(),
        }
    }

    /// Where the last one without a name was introduced by the noun of a bare title.
    fn introduced_with(&self, asked: &Description, at: TokenId) -> Option<TokenId> {
        let Description { found, owner, .. } = asked;
        if owner.is_some() || !asked.demands.is_empty() || found.tokens.len() != 1 {
            return None;
        }
        let noun = self.reader.word(found.tokens.start).to_lowercase();
        let other = self.introduced(&noun, at)?;
        Some(other.tokens.start)
    }

    /// Those who may bear a title, each with the place where they were last named before; if an `other` was introduced
    /// by it, only those named since.
    fn bearers(
        &self,
        asked: &Description,
        at: TokenId,
        other: Option<TokenId>,
    ) -> impl Iterator<Item = (EntityId, Option<TokenId>)> {
        let holders = self.entities.in_office(at).into_iter();
        let fit = holders.filter(|person| self.can_bear(*person, asked));
        let placed = fit.map(move |person| (person, self.entities.notes[person].last_before(at)));
        placed.filter(move |(_, nearest)| other.is_none() || *nearest > other)
    }

    /// Whether somebody is a person with the title that a description asks for.
    fn can_bear(&self, person: EntityId, asked: &Description) -> bool {
        if self.entities.list[person].kind != EntityType::Person || Some(person) == asked.owner() {
            return false;
        }
        let note = &self.entities.notes[person];
        if matches!((note.known_gender(), asked.title.gender), (Some(a), Some(b)) if a != b) {
            return false;
        }
        // The holder on the article's day is not a former holder.
        if asked.found.former && self.holds_now(person, asked.title.class) {
            return false;
        }
        let mut offices = note.offices.iter();
        offices.any(|holding| self.is_described(person, holding, asked))
    }

    /// Whether one of somebody's offices is the one that a description asks for.
    fn is_described(&self, person: EntityId, holding: &Holding, asked: &Description) -> bool {
        let Description { found, title, .. } = *asked;
        let note = &self.entities.notes[person];
        // "the minister" can have any portfolio
        let alone = title.class == OfficeClass::Minister && found.tokens.len() == 1;
        let same = holding.title == Some(found.title)
            || classes_agree(title.class, holding.class)
                && self.is_called_so(title, holding.class, holding.called)
            || title.name == "Diplomat"
                && matches!(
                    holding.class,
                    OfficeClass::Diplomat
                        | OfficeClass::ForeignMinister
                        | OfficeClass::DeputyMinister
                        | OfficeClass::Spokesperson
                )
            || alone
                && matches!(
                    holding.class,
                    OfficeClass::ForeignMinister
                        | OfficeClass::DefenceMinister
                        | OfficeClass::InteriorMinister
                        | OfficeClass::FinanceMinister
                );
        let owned = match (&asked.owner, asked.state()) {
            (Some(owner), _) if owner.entity.is_some() && holding.of == owner.entity => true,
            (_, Some(state)) => {
                // A title given without a state, to somebody whose state is not known.
                let open = holding.state.is_none() && note.state.is_none();
                holding.state == Some(state) || open && holding.title == Some(found.title)
            }
            (Some(owner), None) => self.heads(note.person, holding, owner),
            (None, None) => true,
        };
        let body = title.class != OfficeClass::Spokesperson
            || self.speaks_for(note.person, holding, asked.owner.as_ref());
        same && owned
            && body
            && self.meets(person, Some(holding), &asked.demands)
            && (holding.former == found.former || holding.title.is_some() && found.former)
    }

    /// Whether a person of the tables with this name has had such an office on any day.
    pub(in crate::entity) fn may_have_held(&self, person: EntityId, class: OfficeClass) -> bool {
        let note = &self.entities.notes[person];
        let namesakes = self.tables.people_named(&note.pieces);
        let mut people = note.person.into_iter().chain(namesakes);
        people.any(|id| {
            let mut offices = self.tables.people.get(id).offices();
            offices.any(|office| classes_agree(class, office.class))
        })
    }

    /// Whether a person has such an office on the article's day, according to the tables.
    pub(in crate::entity) fn holds_now(&self, person: EntityId, class: OfficeClass) -> bool {
        let (Some(date), Some(id)) = (self.date, self.entities.notes[person].person) else {
            return false;
        };
        let mut offices = self.tables.people.get(id).offices();
        offices.any(|office| office.held_on(date) && classes_agree(class, office.class))
    }

    /// Whether a spokesperson's office is that of the body named: the Kremlin's is not the Foreign
    /// Ministry's, though both speak for Russia.
    fn speaks_for(
        &self,
        person: Option<PersonId>,
        holding: &Holding,
        owner: Option<&Profile>,
    ) -> bool {
        let Some(owner) = owner else { return true };
        let own = owner.entity.is_some() && holding.of == owner.entity;
        if owner.kind != EntityType::Organisation || own {
            return true;
        }
        let (None, Some(id), Some(body)) = (holding.title, person, self.plain_body(owner)) else {
            return holding.of.is_none();
        };
        let mut offices = self.tables.people.get(id).offices();
        offices.any(|office| {
            office.class == OfficeClass::Spokesperson && office.title.starts_with(&body)
        })
    }

    /// Whether an office of the table is that of an organisation of its own: NATO's secretary general.
    fn heads(&self, person: Option<PersonId>, holding: &Holding, owner: &Profile) -> bool {
        let (None, Some(id)) = (holding.title, person) else {
            return false;
        };
        let name = owner.name.as_ref();
        self.tables.people.get(id).offices().any(|office| {
            let body = self.tables.office_body(office.of);
            let held = self
                .date
                .is_none_or(|date| office.held_on(date) != holding.former);
            held && office.class == holding.class
                && body.is_some_and(|body| self.tables.organisations[body].name == name)
        })
    }
}

/// Whether many can bear a title of this class at once.
fn is_shared(class: OfficeClass) -> bool {
    matches!(
        class,
        OfficeClass::Diplomat
            | OfficeClass::Leader
            | OfficeClass::Minister
            | OfficeClass::DeputyMinister
            | OfficeClass::Spokesperson
            | OfficeClass::Legislator
            | OfficeClass::None
    )
}
