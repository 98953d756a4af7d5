//! The ordered rules that resolve noun phrases, as data: each has a name, and the first rule that decides
//! wins. `dixit eval --without NAME` disables one.
//!
//! A rule returns a [`Decision`], which [`Linker::apply`](crate::entity::link::linker::Linker::apply) applies.

use crate::entity::link::referent::Referent;
use crate::entity::mention::titles;
use crate::entity::resolve::decision::{Decision, Record};
use crate::entity::resolve::makers::Thing;
use crate::entity::resolve::phrase::{Phrase, PhraseRole};
use crate::entity::rule::Rule;
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

/// A noun phrase and its parts.
#[derive(Debug, Clone)]
pub(super) struct NounPhrase {
    /// All its tokens.
    pub(super) range: Range<TokenId>,
    /// Those up to the first complement.
    pub(super) core: Range<TokenId>,
    /// The last word of the core.
    pub(super) head: TokenId,
}

type Decide = fn(&Phrase, &NounPhrase) -> Decision;

/// The rules for phrases that name or describe several, in order.
const OF_SEVERAL: &[(&str, Decide)] = &[
    ("one-of-each-owner", |p, words| {
        every(p.of_several(&words.range))
    }),
    ("list-beside", |p, words| {
        every(p.listed_beside(&words.range))
    }),
    ("all-of-the-kind", |p, words| {
        every(p.of_the_kind(&words.range))
    }),
];

/// The rules for all other phrases, in order.
const OF_ONE: &[(&str, Decide)] = &[
    ("pronoun", pronoun),
    ("relative-pronoun", relative_pronoun),
    ("name-or-title", |p, words| {
        p.named_head(words.head, &words.core, &words.range)
    }),
    ("label-of-a-turn", |p, words| {
        p.label(&words.range).by(Rule::Label)
    }),
    ("by-age", |p, words| {
        Decision::of(p.aged(&words.range)).by(Rule::Age)
    }),
    ("name-beside", |p, words| {
        p.named_beside(&words.core, &words.range)
    }),
    ("one-of-a-pair", |p, words| {
        Decision::of(p.one_of_pair(&words.core)).by(Rule::OneOfPair)
    }),
    ("number-alone", |p, words| p.numbered(&words.range)),
    ("pair", pair),
    ("words-of-the-headline", |p, words| {
        Decision::of(p.introduced_as(&words.range)).by(Rule::WordsOfHeadline)
    }),
    ("maker", maker),
    ("kind-of-organisation", |p, words| {
        Decision::of(p.classified(words.head, &words.core)).by(Rule::KindOfOrganisation)
    }),
    ("body-or-group", |p, words| {
        p.group(words.head, &words.core).by(Rule::Group)
    }),
    ("office-or-title", |p, words| {
        p.description(words.head, &words.core).by(Rule::Description)
    }),
    ("described-person", |p, words| {
        p.somebody(words.head, &words.core)
            .by(Rule::DescribedSpeaker)
    }),
    ("only-one-so-described", |p, words| {
        Decision::of(p.relation(words.head, &words.core)).by(Rule::OnlyDescribed)
    }),
    ("subject-of-the-headline", |p, words| {
        Decision::of(p.headline(&words.core)).by(Rule::SubjectOfHeadline)
    }),
    ("named-later", |p, words| {
        Decision::of(p.named_later(words.head)).by(Rule::NamedLater)
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
    /// The referents of a phrase.
    pub(super) fn decide(&self, range: Range<TokenId>) -> Decision {
        let words = self.parts(range);
        let several = self.first_of(OF_SEVERAL, 0, &words);
        let one = || self.first_of(OF_ONE, OF_SEVERAL.len(), &words);
        self.explained(&words, several.or_else(one))
    }

    /// The referent of a noun phrase that is not a list.
    pub(super) fn noun_phrase(&self, range: Range<TokenId>) -> Decision {
        let words = self.parts(range);
        let decision = self.first_of(OF_ONE, OF_SEVERAL.len(), &words);
        self.explained(&words, decision)
    }

    /// The decision of the first rule that decides; `place` is the index of the first of `rules` among all.
    fn first_of(&self, rules: &[(&str, Decide)], place: usize, words: &NounPhrase) -> Decision {
        let without = |i| self.linker.entities.resolver.is_without(place + i);
        let rules = rules.iter().enumerate().filter(|(i, _)| !without(*i));
        rules.fold(Decision::none(), |decision, (_, (_, decide))| {
            decision.or_else(|| decide(self, words))
        })
    }

    /// A decision with the step of its rule.
    fn explained(&self, words: &NounPhrase, decision: Decision) -> Decision {
        let found = decision.found.iter().flatten();
        let step = decision.rule.map(|rule| {
            let step = |who| self.step(words.range.clone(), rule, Some(who));
            found.filter_map(step).collect::<Vec<Record>>()
        });
        let rule = None;
        Decision { rule, ..decision }.then(step.into_iter().flatten())
    }

    fn parts(&self, range: Range<TokenId>) -> NounPhrase {
        let reader = self.linker.reader;
        let mut core = self.core(range.clone());
        // "the former first lady and senator": one person, identified by the first of the two.
        if let Some(and) = (core.start + 1..core.end)
            .each()
            .find(|t| reader.is(*t, "and"))
            && titles::heading(reader, self.linker.tables, core.start..and).is_some()
            && reader.is(core.start, "the")
        {
            core.end = and;
        }
        let head = self.head(&core);
        NounPhrase { range, core, head }
    }
}

/// All of several referents, if any.
fn every(found: Option<Vec<impl Into<Referent>>>) -> Decision {
    found.map_or_else(Decision::none, Decision::all)
}

fn pronoun(phrase: &Phrase, words: &NounPhrase) -> Decision {
    match words.range.len() {
        1 => phrase.pronoun(words.range.start),
        _ => Decision::none(),
    }
}

/// "[who]", "one of [whom]".
fn relative_pronoun(phrase: &Phrase, words: &NounPhrase) -> Decision {
    let reader = phrase.linker.reader;
    let range = &words.range;
    // "the WHO" is not a pronoun
    let relative = |t: TokenId, words: &[&str]| reader.is_any(t, words) && !reader.shouted(t);
    let at = if range.len() <= 4 && relative(range.end - 1, &["who", "whom", "which"]) {
        range.end - 1
    } else if range.len() <= 3 && relative(range.start, &["who", "which"]) {
        range.start
    } else {
        return Decision::none();
    };
    phrase.relative(at).settled()
}

/// Both of a pair, or somebody without a name if no pair is clear.
fn pair(phrase: &Phrase, words: &NounPhrase) -> Decision {
    match phrase.pair(&words.core) {
        None => Decision::none(),
        Some(pair) if pair.is_empty() => own_words(phrase, words).settled(),
        Some(pair) => Decision::all(pair).by(Rule::Pair),
    }
}

/// The maker of a document; an addressee is not a document.
fn maker(phrase: &Phrase, words: &NounPhrase) -> Decision {
    if phrase.role == PhraseRole::Addressee {
        return Decision::none();
    }
    let thing = Thing {
        head: words.head,
        phrase: words.range.clone(),
    };
    if phrase.is_of_nobody(&thing) {
        return Decision::none().by(Rule::Nobody).settled();
    }
    phrase.author(&thing).if_any()
}

/// Somebody without a name.
fn own_words(phrase: &Phrase, words: &NounPhrase) -> Decision {
    match phrase.unnamed {
        true => phrase.called_by_words(words.range.clone()),
        false => Decision::none(),
    }
}
