//! Internal knowledge about one entity during resolution.

use crate::entity::types::EntityId;
use crate::gazetteer::gender::Gender;
use crate::gazetteer::ids::{PersonId, StateId, TitleId};
use crate::gazetteer::key::Piece;
use crate::gazetteer::kind::OrganisationKind;
use crate::gazetteer::office_class::OfficeClass;
use crate::text::TokenId;
use std::ops::Range;

/// Internal knowledge about an entity during resolution.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::entity) struct Note {
    pub(super) gender: Option<Gender>,
    /// The evidence for the gender.
    pub(super) evidence: Evidence,
    /// Words of a person's name.
    pub(super) words: Vec<String>,
    /// Pieces of the name, with normalised spelling variants.
    pub(super) pieces: Vec<Piece>,
    /// First tokens of its mentions.
    pub(super) places: Vec<TokenId>,
    /// The indexes in `places` at which the order is broken.
    pub(super) runs: Vec<usize>,
    /// The first mention in the text.
    pub(super) opening: Option<Range<TokenId>>,
    /// The person in the people's table.
    pub(super) person: Option<PersonId>,
    /// The state that it is, belongs to or speaks for.
    pub(super) state: Option<StateId>,
    pub(super) kind: BodyKind,
    pub(super) offices: Vec<Holding>,
    /// Several people: "officials".
    pub(super) plural: bool,
    /// One person without a name: "a senior official".
    pub(super) nameless: bool,
}

/// The kind of organisation of an entity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::entity) enum BodyKind {
    /// No organisation, or one that is in no table.
    #[default]
    Unknown,
    /// A body of a state that is in no table.
    OfState,
    /// What the tables say.
    Known(OrganisationKind),
}

impl BodyKind {
    /// What the tables say.
    pub(super) fn known(self) -> Option<OrganisationKind> {
        match self {
            BodyKind::Known(kind) => Some(kind),
            BodyKind::Unknown | BodyKind::OfState => None,
        }
    }

    /// Whether it is an outlet in the tables.
    pub(super) fn is_outlet(self) -> bool {
        self.known().is_some_and(OrganisationKind::is_outlet)
    }
}

impl From<Option<OrganisationKind>> for BodyKind {
    fn from(kind: Option<OrganisationKind>) -> Self {
        kind.map_or(BodyKind::Unknown, BodyKind::Known)
    }
}

/// Evidence for somebody's gender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::entity) enum Evidence {
    /// A lone name that may be a surname: "Terrell".
    Surname,
    /// A pronoun that was resolved to them.
    Pronoun,
    /// The given name, or a title that women are called by too: "Chairman".
    GivenName,
    /// A form of address or another title, or the tables.
    #[default]
    Told,
}

impl Note {
    /// The gender, unless it is a guess.
    pub(super) fn known_gender(&self) -> Option<Gender> {
        self.gender.filter(|_| self.evidence > Evidence::Surname)
    }

    /// Sets the gender from new evidence, unless there was evidence as good before.
    pub(super) fn set_gender(&mut self, gender: Gender, evidence: Evidence) {
        if self.gender.is_none() || self.evidence < evidence {
            self.gender = Some(gender);
            self.evidence = evidence;
        }
    }
}

/// An office of a person, according to the text or the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::entity) struct Holding {
    /// The title; `None` for an office of the people's table.
    pub(in crate::entity) title: Option<TitleId>,
    /// The class of the office.
    pub(in crate::entity) class: OfficeClass,
    /// Entity whose office it is.
    pub(in crate::entity) of: Option<EntityId>,
    /// The state behind it.
    pub(in crate::entity) state: Option<StateId>,
    pub(in crate::entity) former: bool,
    /// Its name in the tables.
    pub(in crate::entity) called: &'static str,
}

impl Holding {
    /// Whether a word is part of the office's name.
    pub(in crate::entity) fn says(&self, word: &str) -> bool {
        let mut words = self.called.split(|c: char| !c.is_alphanumeric());
        words.any(|own| own.eq_ignore_ascii_case(word))
    }
}

impl Note {
    /// Adds a mention; they come mostly in order, in a few passes over the text.
    pub(super) fn add_place(&mut self, tokens: &Range<TokenId>) {
        if self.places.last().is_some_and(|last| tokens.start < *last) {
            self.runs.push(self.places.len());
        }
        self.places.push(tokens.start);
        if self
            .opening
            .as_ref()
            .is_none_or(|first| tokens.start < first.start)
        {
            self.opening = Some(tokens.clone());
        }
    }

    /// The positions as sorted runs.
    fn ordered(&self) -> impl Iterator<Item = &[TokenId]> {
        let starts = std::iter::once(0).chain(self.runs.iter().copied());
        let ends = self.runs.iter().copied().chain([self.places.len()]);
        starts
            .zip(ends)
            .filter_map(|(start, end)| self.places.get(start..end))
    }

    /// The first place.
    pub(super) fn first_place(&self) -> Option<TokenId> {
        self.opening.as_ref().map(|opening| opening.start)
    }

    /// The last place before `at`.
    pub(super) fn last_before(&self, at: TokenId) -> Option<TokenId> {
        let last = |run: &[TokenId]| {
            let after = run.partition_point(|place| *place < at);
            after.checked_sub(1).and_then(|last| run.get(last)).copied()
        };
        self.ordered().filter_map(last).max()
    }

    /// The number of places before `at`.
    pub(super) fn count_before(&self, at: TokenId) -> usize {
        let counts = self.ordered();
        counts
            .map(|run| run.partition_point(|place| *place < at))
            .sum()
    }

    /// Greater if a mention before or at `at` is nearer; if all mentions are after it, negative, and greater if
    /// the first is nearer.
    pub(super) fn nearness(&self, at: TokenId) -> i64 {
        let before = self.last_before(at + 1).map(|place| place.index() as i64);
        let after = || self.first_place().map(|place| -(place.index() as i64));
        before.or_else(after).unwrap_or(i64::MIN)
    }
}
