//! Nouns for kinds of speakers, as features for models.

use crate::gazetteer;
use crate::lexicon::rows;
use crate::syntax::Word;
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What a noun says about the person or body that it describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Being {
    /// Not in the tables.
    Unknown,
    /// A person: "official", "spokeswoman".
    Person,
    /// A person by title: "President", "Mr".
    Title,
    /// A body of people: "ministry", "campaign".
    Group,
}

static NOUNS: LazyLock<HashMap<u32, Being, FixedState>> = LazyLock::new(|| {
    let mut nouns = HashMap::default();
    let mut enter = |name: &str, being| {
        // of several words the last one decides
        if let Some(word) = name.split_whitespace().next_back() {
            nouns.entry(Word::new(word).form).or_insert(being);
        }
    };
    for row in rows(gazetteer::PERSON_NOUNS) {
        for noun in row.fields().take(2) {
            enter(noun, Being::Person);
        }
    }
    for row in rows(gazetteer::TITLES) {
        for title in row.fields().take(1).chain(row.list(3)) {
            enter(title, Being::Title);
        }
    }
    for row in rows(gazetteer::GROUP_NOUNS) {
        enter(row.field(0), Being::Group);
    }
    nouns
});

/// What a noun says about the person or body that it describes.
pub fn being(word: &Word) -> Being {
    NOUNS.get(&word.form).copied().unwrap_or(Being::Unknown)
}

/// Whether a noun is for outlets: "newspaper", "podcast".
pub fn is_outlet(word: &Word) -> bool {
    static OUTLETS: LazyLock<HashSet<u32, FixedState>> = LazyLock::new(|| {
        let nouns = rows(gazetteer::OUTLET_NOUNS).map(|row| row.field(0));
        nouns.map(|noun| Word::new(noun).stem).collect()
    });
    OUTLETS.contains(&word.stem)
}

/// Whether a noun is for an office, which is held for a time, or for a trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Calling {
    Office,
    Trade,
}

/// Nouns that are neither, since they apply to anybody.
const GENERAL: &[&str] = &[
    "leader",
    "founder",
    "owner",
    "member",
    "officer",
    "director",
    "manager",
    "adviser",
    "advisor",
    "author",
    "writer",
    "supporter",
    "protester",
    "campaigner",
    "organiser",
    "organizer",
    "father",
    "mother",
    "brother",
    "sister",
    "daughter",
    "son",
    "speaker",
    "winner",
    "newcomer",
    "volunteer",
    "prisoner",
    "worker",
    "researcher",
    "contender",
    "neighbour",
    "neighbor",
    "survivor",
    "investor",
    "commentator",
    "candidate",
    "chairman",
    "chief",
    "representative",
    "expert",
    "activist",
    "veteran",
    "analyst",
    "official",
    "resident",
    "student",
    "politician",
    "businessman",
    "businesswoman",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "chairwoman",
    "chairperson",
    "executive",
    "professor",
    "academic",
    "scholar",
    "lawyer",
    "attorney",
    "journalist",
    "suspect",
    "general",
    "captain",
    "critic",
    "opponent",
    "rival",
    "editor",
    "economist",
    "person",
    "man",
    "woman",
    "boy",
    "girl",
    "billionaire",
    "columnist",
    "historian",
    "scientist",
];

fn calling(noun: &str) -> Option<Calling> {
    let lower = noun.to_lowercase();
    let word = lower.rsplit(' ').next()?;
    if GENERAL.contains(&word) {
        return None;
    }
    static OFFICES: LazyLock<HashMap<&str, bool, FixedState>> = LazyLock::new(|| {
        let held = |class| !matches!(class, "-" | "h");
        let titles = rows(gazetteer::TITLES);
        titles
            .map(|row| (row.field(0), held(row.field(1))))
            .collect()
    });
    let capital = noun
        .chars()
        .next()?
        .to_uppercase()
        .chain(noun.chars().skip(1));
    let title: String = capital.collect();
    match OFFICES.get(title.as_str()) {
        Some(true) => Some(Calling::Office),
        _ => Some(Calling::Trade),
    }
}

/// Whether two nouns beside the same name describe two people: "mayor" and "engineer",
/// "baker" and "surgeon". A person may have several offices one after another, but two trades, or a trade and an
/// office, right beside a name belong to two people.
pub fn are_two(one: &str, other: &str) -> bool {
    let same = one.eq_ignore_ascii_case(other);
    match (calling(one), calling(other)) {
        (Some(Calling::Office), Some(Calling::Office)) | (None, _) | (_, None) => false,
        _ => !same,
    }
}
