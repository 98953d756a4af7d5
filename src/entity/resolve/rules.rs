//! The ordered rules for whom a noun phrase refers to, as data: each has a name, and the first one that decides
//! is the last one asked. `dixit eval --without NAME` leaves one out.
//!
//! A rule returns a [`Decision`]; only [`Phrase::apply`] records it.

use crate::entity::mention::titles;
use crate::entity::resolve::makers::Thing;
use crate::entity::resolve::phrase::Phrase;
use crate::entity::rule::Rule;
use crate::entity::types::EntityId;
use std::ops::Range;

/// A noun phrase and its parts.
#[derive(Debug, Clone)]
pub(super) struct NounPhrase {
    /// All its tokens.
    pub(super) range: Range<usize>,
    /// Those up to the first complement.
    pub(super) core: Range<usize>,
    /// The last word of the core.
    pub(super) head: usize,
}

/// Whom words refer to.
#[derive(Debug, Clone)]
pub(super) struct Decision {
    /// What decided; `None` where the candidates were weighed, which is recorded with their scores.
    rule: Option<Rule>,
    /// The entities, the first speaker first.
    found: Vec<EntityId>,
}

impl Decision {
    /// One entity, by a rule.
    fn by(rule: Rule, found: EntityId) -> Decision {
        Decision {
            rule: Some(rule),
            found: vec![found],
        }
    }

    /// Entities that were chosen among candidates, or found one by one.
    fn weighed(found: Vec<EntityId>) -> Decision {
        Decision { rule: None, found }
    }
}

type Decide = fn(&mut Phrase, &NounPhrase) -> Option<Decision>;

/// The rules for phrases that name or describe several, in order.
const OF_SEVERAL: &[(&str, Decide)] = &[
    ("one-of-each-owner", |p, words| {
        p.of_several(&words.range).map(Decision::weighed)
    }),
    ("list-beside", |p, words| {
        p.listed_beside(&words.range).map(Decision::weighed)
    }),
    ("all-of-the-kind", |p, words| {
        p.of_the_kind(&words.range).map(Decision::weighed)
    }),
];

/// The rules for all other phrases, in order.
const OF_ONE: &[(&str, Decide)] = &[
    ("pronoun", pronoun),
    ("relative-pronoun", relative_pronoun),
    ("name-or-title", |p, words| {
        let (rule, found) = p.named_head(words.head, &words.core, &words.range)?;
        Some(Decision::by(rule, found))
    }),
    ("label-of-a-turn", |p, words| {
        Some(Decision::by(Rule::Label, p.label(&words.range)?))
    }),
    ("by-age", |p, words| {
        Some(Decision::by(Rule::Age, p.aged(&words.range)?))
    }),
    ("name-beside", |p, words| {
        let (rule, found) = p.named_beside(&words.core, &words.range)?;
        Some(Decision::by(rule, found))
    }),
    ("one-of-a-pair", |p, words| {
        Some(Decision::by(Rule::OneOfPair, p.one_of_pair(&words.core)?))
    }),
    ("pair", pair),
    ("words-of-the-headline", |p, words| {
        Some(Decision::by(
            Rule::WordsOfHeadline,
            p.introduced_as(&words.range)?,
        ))
    }),
    ("maker", maker),
    ("kind-of-organisation", |p, words| {
        Some(Decision::by(
            Rule::KindOfOrganisation,
            p.classified(words.head, &words.core)?,
        ))
    }),
    ("body-or-group", |p, words| {
        Some(Decision::by(Rule::Group, p.group(words.head, &words.core)?))
    }),
    ("office-or-title", |p, words| {
        Some(Decision::by(
            Rule::Description,
            p.description(words.head, &words.core)?,
        ))
    }),
    ("described-person", |p, words| {
        Some(Decision::by(
            Rule::DescribedSpeaker,
            p.somebody(words.head, &words.core)?,
        ))
    }),
    ("only-one-so-described", |p, words| {
        Some(Decision::by(
            Rule::OnlyDescribed,
            p.relation(words.head, &words.core)?,
        ))
    }),
    ("subject-of-the-headline", |p, words| {
        Some(Decision::by(
            Rule::SubjectOfHeadline,
            p.headline(&words.core)?,
        ))
    }),
    ("named-later", |p, words| {
        Some(Decision::by(Rule::NamedLater, p.named_later(words.head)?))
    }),
    ("own-words", own_words),
];

// one bit each
const _: () = assert!(OF_SEVERAL.len() + OF_ONE.len() <= 64);

/// The names of all rules, in order.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    OF_SEVERAL.iter().chain(OF_ONE).map(|(name, _)| *name)
}

impl Phrase<'_, '_, '_> {
    /// Whom a phrase refers to, be it several.
    pub(super) fn decide(&mut self, range: Range<usize>) -> Vec<EntityId> {
        let words = self.parts(range);
        let decision = (self.first_of(OF_SEVERAL, 0, &words))
            .or_else(|| self.first_of(OF_ONE, OF_SEVERAL.len(), &words));
        self.apply(&words, decision)
    }

    /// Whom a noun phrase refers to that is no list.
    pub(super) fn noun_phrase(&mut self, range: Range<usize>) -> Vec<EntityId> {
        let words = self.parts(range);
        let decision = self.first_of(OF_ONE, OF_SEVERAL.len(), &words);
        self.apply(&words, decision)
    }

    /// What the first of some rules decides that decides; `place` is that of the first of them among all.
    fn first_of(
        &mut self,
        rules: &[(&str, Decide)],
        place: usize,
        words: &NounPhrase,
    ) -> Option<Decision> {
        rules.iter().enumerate().find_map(|(i, (_, decide))| {
            let asked = !self.linker.entities.resolver.is_without(place + i);
            asked.then(|| decide(self, words)).flatten()
        })
    }

    /// Records a decision; returns the entities.
    fn apply(&mut self, words: &NounPhrase, decision: Option<Decision>) -> Vec<EntityId> {
        let Some(Decision { rule, found }) = decision else {
            return Vec::new();
        };
        if let Some(rule) = rule {
            for entity in &found {
                self.tell(words.range.clone(), rule, Some(*entity));
            }
        }
        found
    }

    fn parts(&self, range: Range<usize>) -> NounPhrase {
        let reader = self.linker.reader;
        let mut core = self.core(range.clone());
        // "the former first lady and senator": one person, identified by the first of the two.
        if let Some(and) = (core.start + 1..core.end).find(|t| reader.is(*t, "and"))
            && titles::heading(reader, self.linker.tables, core.start..and).is_some()
            && reader.is(core.start, "the")
        {
            core.end = and;
        }
        let head = self.head(&core);
        NounPhrase { range, core, head }
    }
}

fn pronoun(phrase: &mut Phrase, words: &NounPhrase) -> Option<Decision> {
    let alone = words.range.len() == 1;
    let found = alone.then(|| phrase.pronoun(words.range.start)).flatten()?;
    Some(Decision::weighed(found))
}

/// "[who]", "one of [whom]".
fn relative_pronoun(phrase: &mut Phrase, words: &NounPhrase) -> Option<Decision> {
    let reader = phrase.linker.reader;
    let range = &words.range;
    // "the WHO" is not a pronoun
    let relative = |t: usize, words: &[&str]| reader.is_any(t, words) && !reader.shouted(t);
    let at = if range.len() <= 4 && relative(range.end - 1, &["who", "whom", "which"]) {
        range.end - 1
    } else if range.len() <= 3 && relative(range.start, &["who", "which"]) {
        range.start
    } else {
        return None;
    };
    Some(Decision::weighed(phrase.relative(at)))
}

/// Both of a pair, or somebody without a name if no pair is clear.
fn pair(phrase: &mut Phrase, words: &NounPhrase) -> Option<Decision> {
    let found = phrase.pair(&words.core)?;
    match found.is_empty() {
        true => own_words(phrase, words).or(Some(Decision::weighed(found))),
        false => Some(Decision {
            rule: Some(Rule::Pair),
            found,
        }),
    }
}

/// Whoever made the document; an addressee is none.
fn maker(phrase: &mut Phrase, words: &NounPhrase) -> Option<Decision> {
    if phrase.hears {
        return None;
    }
    let thing = Thing {
        head: words.head,
        phrase: words.range.clone(),
    };
    let makers = phrase.author(&thing);
    (!makers.is_empty()).then(|| Decision::weighed(makers))
}

/// Somebody without a name.
fn own_words(phrase: &mut Phrase, words: &NounPhrase) -> Option<Decision> {
    let named = phrase.unnamed;
    let found = named.then(|| phrase.called_by_words(words.range.clone()))?;
    Some(Decision::weighed(found))
}
