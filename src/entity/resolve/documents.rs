//! "A report by the board", "a Coast Guard release", "the figures": a document speaks for its
//! maker.

use crate::entity::discourse::{Issued, Who};
use crate::entity::link::linker::Linker;
use crate::entity::resolve::decision::{Decision, ExplainedStep, Record};
use crate::entity::resolve::makers::{Maker, Thing};
use crate::entity::resolve::phrase::Phrase;
use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, MentionKind};
use crate::gazetteer::tables::DocumentNoun;
use crate::model::{softmax, word_hash};
use crate::syntax::Tag;
use crate::text::{TokenId, TokenRange};
use std::borrow::Cow;

impl Linker<'_, '_> {
    /// Whether a token is a noun for something that people issue.
    pub(super) fn is_document(&self, at: TokenId) -> bool {
        self.class_of_document(at) > 0
    }

    /// The class of documents that a noun belongs to, as a number; 0 for none.
    pub(super) fn class_of_document(&self, at: TokenId) -> u8 {
        self.document_noun(at).map_or(0, |noun| noun.class)
    }

    /// A noun for documents, if the token is one.
    fn document_noun(&self, at: TokenId) -> Option<DocumentNoun> {
        let word = self.lower(at);
        let nouns = &self.tables.document_nouns;
        let known = |word: &str| nouns.get(word).copied();
        let single = || known(word.strip_suffix('s')?);
        let several = || known(&(word.strip_suffix("ies")?.to_owned() + "y"));
        known(&word).or_else(single).or_else(several)
    }

    /// A noun without its plural ending, for comparison.
    pub(super) fn singular(&self, at: TokenId) -> u32 {
        let word = self.lower(at);
        word_hash(word.strip_suffix('s').unwrap_or(&word).bytes())
    }

    /// Whether a noun describes people or a body of people.
    pub(super) fn is_somebody(&self, noun: TokenId) -> bool {
        let noun = self.lower(noun);
        let tables = self.tables;
        tables.person_nouns.contains_key(&*noun) || tables.group_nouns.contains_key(&*noun)
    }

    /// A word in lower case.
    fn lower(&self, at: TokenId) -> Cow<'_, str> {
        let word = self.reader.word(at);
        match word.bytes().all(|b| b.is_ascii_lowercase()) {
            true => Cow::Borrowed(word),
            false => Cow::Owned(word.to_lowercase()),
        }
    }

    /// Remembers the maker of a document: "the statement added" is about the same document.
    pub(super) fn issued_by(&mut self, at: TokenId, issuer: Option<EntityId>) {
        let issued = &mut self.entities.issued;
        let place = issued.partition_point(|issued| issued.at < at);
        issued.insert(place, Issued { at, issuer });
    }

    /// The documents of the text.
    pub(in crate::entity) fn documents(&self) -> Vec<TokenId> {
        let things = self
            .reader
            .tokens()
            .filter(|at| self.reader.tag(*at).is_noun() && self.is_document(*at));
        things.collect()
    }
}

impl Phrase<'_, '_, '_> {
    /// The speaker of a document: its most likely maker.
    pub(super) fn author(&self, thing: &Thing) -> Decision {
        if !self.is_thing(thing) {
            return Decision::none();
        }
        let makers = self.linker.makers(thing);
        let favours = makers.favour.iter().copied().chain([0.0]);
        let scores: Vec<f32> = (makers.figures.iter().zip(favours))
            .map(|(figures, favour)| self.linker.entities.resolver.score_of_maker(figures) + favour)
            .collect();
        let probable = softmax(&scores, |_| true);
        let likely = probable.iter().enumerate();
        let likely = likely.max_by(|a, b| a.1.total_cmp(b.1));
        let chosen = likely.and_then(|(i, p)| Some((makers.makers.get(i)?.clone(), *p)));
        let (decision, sure) = match chosen {
            Some((maker, probability)) => (self.maker(thing, maker), probability),
            None => (Decision::none(), 1.0),
        };
        let maker = decision.first().cloned();
        let step = self.linker.entities.tracing.is_on().then(|| {
            let known = makers.makers.iter().zip(&scores);
            let known = known.filter_map(|(maker, score)| match maker {
                Maker::Known(Who::Entity(entity)) => Some((*entity, Some(*score), String::new())),
                _ => None,
            });
            Record::Explained(ExplainedStep::Rule {
                tokens: thing.phrase.clone(),
                rule: Rule::Maker,
                found: maker.clone(),
                weighed: known.collect(),
            })
        });
        let sure = maker.as_ref().map(|_| Record::Sure(sure));
        let at = thing.head;
        decision
            .then(step)
            .then([Record::Issued { at, maker }])
            .then(sure)
    }

    /// "The treaty", "the law": a text that binds several parties or everybody is the words of none of those named
    /// nearby, unless its own phrase says whose it is: "[the city]'s charter".
    pub(super) fn is_of_nobody(&self, thing: &Thing) -> bool {
        let noun = self.linker.document_noun(thing.head);
        let article = thing.phrase.start + 1 == thing.head
            && self.linker.reader.tag(thing.phrase.start) == Tag::DT;
        noun.is_some_and(|noun| noun.binding)
            && self.is_thing(thing)
            && thing.head + 1 == thing.phrase.end
            && (article || thing.phrase.start == thing.head)
    }

    /// The document that a source is, if it is one.
    pub(super) fn thing(&self, source: &[TokenId]) -> Option<Thing> {
        let phrase = self.span(source)?;
        let head = self.head(&self.core(phrase.clone()));
        let thing = Thing { head, phrase };
        self.is_thing(&thing).then_some(thing)
    }

    /// Whether the head of a phrase is a document.
    pub(super) fn is_thing(&self, thing: &Thing) -> bool {
        // "the [advisory] said", whatever its tag is
        let noun = self.linker.reader.tag(thing.head).is_nominal();
        let named = self.mention_at(thing.head);
        let named = named.is_some_and(|m| m.kind != MentionKind::Adjective);
        // "the Wildlife Protection [Act]" has a name of its own
        let reader = self.linker.reader;
        let titled = thing.head > thing.phrase.start
            && reader.capital(thing.head)
            && reader.capital(thing.head - 1)
            && !reader.in_headline(thing.head);
        noun && !named && !titled && self.linker.is_document(thing.head)
    }

    /// The entities of a maker, with those listed next to it: "estimates by CNN and NPR".
    fn maker(&self, thing: &Thing, maker: Maker) -> Decision {
        match maker {
            Maker::Known(Who::Brought(i)) => self.brought(i),
            Maker::Words(words) => match self.unnamed {
                true => self.noun_phrase(words),
                false => Decision::none(),
            },
            Maker::Known(Who::Entity(entity)) => {
                let reader = self.linker.reader;
                let named = self.linker.entities.starting_in(thing.phrase.clone());
                let mut found = vec![entity];
                let mut end = None;
                for m in named.iter().filter(|m| m.kind == MentionKind::Name) {
                    let joins = |end: TokenId| {
                        let the = usize::from(reader.is(m.tokens.start - 1, "the"));
                        let between = end..m.tokens.start - the;
                        let seam = |t: TokenId| reader.is_any(t, &[",", "and", "&"]);
                        !between.is_empty() && between.each().all(seam)
                    };
                    if end.is_some_and(joins) && !found.contains(&m.entity) {
                        found.push(m.entity);
                        end = Some(m.tokens.end);
                    } else if m.entity == entity {
                        end = Some(m.tokens.end);
                    }
                }
                Decision::all(found)
            }
        }
    }
}
