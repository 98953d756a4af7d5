//! The gazetteer: states, places, organisations, people, and words for them, from the tables in `data/`, whose
//! first lines give the sources.

pub(crate) mod gender;
pub(crate) mod ids;
pub(crate) mod key;
pub(crate) mod kind;
pub(crate) mod knowledge;
pub(crate) mod office_class;
pub(crate) mod people;
pub(crate) mod tables;

use crate::lexicon::{Row, lines, rows};
use kind::{OrganisationKind, StateKind};
use std::io::Read;
use std::sync::LazyLock;

macro_rules! tables {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = include_str!(concat!("data/", $file));)*
    };
}

tables! {
    /// States, territories and blocs.
    STATES = "states.tsv";
    /// Organisations other than government bodies.
    ORGANISATIONS = "organisations.tsv";
    /// Government bodies with their own name.
    BODIES = "bodies.tsv";
    /// Words between "the" and a title.
    MODIFIERS = "modifiers.tsv";
    /// Nouns for bodies of people, and what they may refer to.
    GROUP_NOUNS = "group_nouns.tsv";
    /// Nouns for people, singular and plural.
    PERSON_NOUNS = "person_nouns.tsv";
    /// Nouns for outlets.
    OUTLET_NOUNS = "outlet_nouns.tsv";
    /// Services on which others publish.
    PLATFORMS = "platforms.tsv";
    /// Nouns for documents that an organisation or person issues.
    DOCUMENT_NOUNS = "document_nouns.tsv";
    /// Descriptions of known organisations.
    EPITHETS = "epithets.tsv";
    /// Ambiguous names of states.
    AMBIGUOUS = "ambiguous.tsv";
    /// Short forms of given names.
    NICKNAMES = "nicknames.tsv";
    /// Words that mark the name of an organisation.
    ORGANISATION_WORDS = "organisation_words.tsv";
    /// Words that mark the name of something that does not speak.
    OTHER_WORDS = "other_words.tsv";
    /// Legal forms of companies.
    COMPANY_FORMS = "company_forms.tsv";
    /// Classes of offices.
    OFFICE_CLASSES = "office_classes.tsv";
    /// Titles before a name.
    TITLES = "titles.tsv";
    /// Heads of the names of government bodies.
    BODY_HEADS = "body_heads.tsv";
    /// Spellings of one name in Latin letters.
    TRANSLITERATIONS = "transliterations.tsv";
}

/// Tables that the binary has deflated (see `data/build.rs`).
macro_rules! deflated_tables {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)*) => {
        $($(#[$doc])* pub(crate) fn $name() -> &'static str {
            static TABLE: LazyLock<String> = LazyLock::new(|| {
                inflated(include_bytes!(concat!(env!("OUT_DIR"), "/", $file)))
            });
            &TABLE
        })*
    };
}

deflated_tables! {
    /// People and their dated offices.
    people = "people.deflate";
    /// Given names and their gender.
    given_names = "given_names.deflate";
}

fn inflated(deflated: &[u8]) -> String {
    let mut table = String::with_capacity(4 * deflated.len());
    flate2::read::DeflateDecoder::new(deflated)
        .read_to_string(&mut table)
        .expect("the build script deflated it");
    table
}

/// Stands for organisations that are in no table.
const UNLISTED: &str = "*";

/// A state, territory or bloc.
#[derive(Debug)]
pub(crate) struct State {
    /// ISO 3166-1 alpha-3, or the table's own code.
    pub code: &'static str,
    pub name: &'static str,
    /// Wikidata id.
    pub id: &'static str,
    pub kind: StateKind,
    row: Row<'static>,
}

impl State {
    pub fn aliases(&self) -> impl Iterator<Item = &'static str> {
        self.row.list(4)
    }

    /// "Russian"; the most common one first.
    pub fn adjectives(&self) -> impl Iterator<Item = &'static str> {
        self.row.list(5)
    }

    /// Names of its people.
    pub fn demonyms(&self) -> impl Iterator<Item = &'static str> {
        self.row.list(6)
    }

    pub fn capitals(&self) -> impl Iterator<Item = &'static str> {
        self.row.list(7)
    }
}

/// An organisation, outlet, party or government body.
#[derive(Debug)]
pub(crate) struct Organisation {
    pub name: &'static str,
    /// Wikidata id; empty for none.
    pub id: &'static str,
    /// Its kind, if known.
    pub kind: Option<OrganisationKind>,
    /// Code of the state it belongs to; empty for none.
    pub state: &'static str,
    /// Name of the organisation it belongs to; empty for none.
    pub parent: &'static str,
    /// Whether it is a body of a government.
    pub is_body: bool,
    aliases: &'static str,
}

impl Organisation {
    pub fn aliases(&self) -> impl Iterator<Item = &'static str> {
        crate::lexicon::list(self.aliases)
    }
}

/// Whether a name is that of a service on which others publish.
pub(crate) fn is_platform(name: &str) -> bool {
    static NAMES: LazyLock<key::WordSet> = LazyLock::new(|| lines(PLATFORMS).collect());
    NAMES.contains(name)
}

/// All states, in the order of the table.
pub(crate) fn states() -> &'static [State] {
    static ALL: LazyLock<Vec<State>> = LazyLock::new(|| {
        let state = |row: Row<'static>| State {
            code: row.field(0),
            name: row.field(1),
            id: row.field(2),
            kind: StateKind::of(row.field(3)).unwrap_or(StateKind::State),
            row,
        };
        rows(STATES).map(state).collect()
    });
    &ALL
}

/// Names of places that are not states, each with the code of its state; empty if it is in
/// several.
pub(crate) fn places() -> impl Iterator<Item = (&'static str, &'static str)> {
    rows(include_str!("data/places.tsv")).map(|row| (row.field(0), row.field(1)))
}

/// All organisations, then the government bodies with their own name.
pub(crate) fn organisations() -> impl Iterator<Item = Organisation> {
    let organisations = rows(ORGANISATIONS);
    let organisations = organisations.map(|row: Row<'static>| Organisation {
        name: row.field(0),
        id: row.field(1),
        kind: OrganisationKind::of(row.field(2)),
        state: row.field(3),
        parent: row.field(4),
        is_body: false,
        aliases: row.field(5),
    });
    let bodies = rows(BODIES).map(|row: Row<'static>| Organisation {
        name: row.field(0),
        id: "",
        kind: OrganisationKind::of(row.field(1)),
        state: row.field(2),
        parent: "",
        is_body: true,
        aliases: row.field(3),
    });
    organisations.chain(bodies)
}
