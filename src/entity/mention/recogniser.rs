//! Recognises names that are in no table, with a linear-chain CRF over words, tags and the tree.
//!
//! It learns the OntoNotes types (persons, organisations, geopolitical entities, and groups by
//! nation, faith or party), mapped to the few that matter for speakers.

use crate::entity::mention::noun_kinds::being;
use crate::error::Result;
use crate::gazetteer;
use crate::gazetteer::gender::Gender;
use crate::lexicon::rows;
use crate::model::bundle::Bundle;
use crate::model::crf::{Crf, Features, Sequence, Settings};
use crate::model::feature;
use crate::syntax::conllu::Sentence;
use crate::syntax::{Label, Syntax, Tag, Word};
use crate::text::{PerToken, Text, TokenId};
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

/// The type of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameType {
    /// A human being.
    Person,
    /// A company, agency, party, outlet or other organised group.
    Organisation,
    /// A country, city or region.
    Place,
    /// An adjective or noun of nationality, religion or party: "British", "Republicans".
    Group,
    /// A work, event, law, product or building.
    Other,
}

/// A name found by the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<TokenId>,
    /// Its kind.
    pub kind: NameType,
}

/// The names of a text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// The most likely names, in order, without overlaps.
    pub sure: Vec<Name>,
    /// Names of people that are nearly as likely, in order, without overlaps; only near a pronoun that may refer
    /// to such a person.
    pub perhaps: Vec<Name>,
}

impl Names {
    /// The most likely names, with these replacing those that they overlap.
    pub fn with(&self, others: &[Name]) -> Vec<Name> {
        let apart = |name: &&Name| {
            let next = others.partition_point(|other| other.tokens.end <= name.tokens.start);
            let next = others.get(next);
            next.is_none_or(|other| name.tokens.end <= other.tokens.start)
        };
        let mut all: Vec<Name> = self.sure.iter().filter(apart).cloned().collect();
        all.extend_from_slice(others);
        all.sort_by_key(|name| name.tokens.start);
        all
    }
}

const KINDS: [NameType; 5] = [
    NameType::Person,
    NameType::Organisation,
    NameType::Place,
    NameType::Group,
    NameType::Other,
];
/// `0` is not a name; `1 + 2k` starts a name of kind `k`, `2 + 2k` continues it.
const LABELS: usize = 11;
/// Labels, rounded up to a power of two.
const WIDTH: usize = 16;
const TABLE: &str = "names";
/// The maximum score difference at which a label of a person's name is still plausible.
const FAVOUR: f32 = 1.0;
/// How many sentences after a name a pronoun may refer to it.
const REACH: usize = 3;

/// The trained recogniser.
#[derive(Debug, Clone)]
pub struct Recogniser {
    crf: Crf<LABELS, WIDTH>,
}

impl Recogniser {
    /// Loads the model from a bundle.
    pub fn load(bundle: &Bundle) -> Result<Self> {
        Ok(Recogniser {
            crf: Crf::load(bundle, TABLE)?,
        })
    }

    /// Saves the model into a bundle.
    pub fn save(&self, bundle: &mut Bundle) {
        self.crf.save(bundle, TABLE);
    }

    /// The names of a text. Sentences without a capital or digit are skipped.
    pub fn names(&self, text: &Text, syntax: &Syntax) -> Names {
        let mut names = Names::default();
        let mut seen = Features::default();
        let mut emissions = Vec::new();
        let asking: Vec<bool> = (text.sentences.iter())
            .map(|s| asks(syntax, s.tokens.clone()))
            .collect();
        for (index, sentence) in text.sentences.iter().enumerate() {
            let sight = Sight::of(syntax, sentence.tokens.clone());
            emissions.clear();
            for i in 0..sight.words.len() {
                seen.clear();
                sight.features(i, |f| seen.push(f));
                emissions.push(self.crf.emission(&mut seen));
            }
            let labels = self.crf.decode(&emissions);
            let start = sentence.tokens.start;
            spans(&labels, start, &mut names.sure);
            let asked = asking.iter().skip(index).take(REACH + 1);
            if !asked.into_iter().any(|asks| *asks) || !sight.may_name(&labels) {
                continue;
            }
            for emission in &mut emissions {
                let person = emission.iter_mut().skip(1).take(2);
                person.for_each(|score| *score += FAVOUR);
            }
            let favoured = self.crf.decode(&emissions);
            if favoured != labels {
                let mut others = Vec::new();
                spans(&favoured, start, &mut others);
                others.retain(|name| {
                    let own = name.tokens.start - start..name.tokens.end - start;
                    let person = |label: &u8| matches!(label, 1 | 2);
                    name.kind == NameType::Person && !labels[own].iter().any(person)
                });
                names.perhaps.append(&mut others);
            }
        }
        names
    }

    /// Trains on the sentences of a treebank, and on texts with marked names.
    pub fn train(
        treebank: &[&Sentence],
        texts: &[Named],
        settings: Settings,
        log: impl FnMut(usize, f32),
    ) -> Self {
        let mut sequences: Vec<Sequence> = treebank.iter().map(|s| of_treebank(s)).collect();
        for Named {
            text,
            syntax,
            names,
        } in texts
        {
            let mut labels = PerToken::filled(0, syntax.words.len());
            for name in names {
                let label = 1 + 2 * name.kind as u8;
                if let Some(tokens) = labels.slice_mut(name.tokens.clone()) {
                    tokens.fill(label + 1);
                    tokens.iter_mut().take(1).for_each(|first| *first = label);
                }
            }
            for sentence in &text.sentences {
                let sight = Sight::of(syntax, sentence.tokens.clone());
                sequences.push(sight.sequence(|i| labels[sentence.tokens.start + i]));
            }
        }
        Recogniser {
            crf: Crf::train(&mut sequences, settings, log),
        }
    }
}

/// Whether a sentence has a singular personal pronoun.
fn asks(syntax: &Syntax, sentence: Range<TokenId>) -> bool {
    static PRONOUNS: LazyLock<[[u32; 4]; 2]> = LazyLock::new(|| {
        let forms = |gender: Gender| gender.pronouns().map(|word| Word::new(word).form);
        [Gender::Male, Gender::Female].map(forms)
    });
    let words = syntax.words.slice(sentence).unwrap_or_default();
    let all = PRONOUNS.as_flattened();
    words.iter().any(|word| all.contains(&word.form))
}

/// A text with its names, for training.
#[derive(Debug, Clone)]
pub struct Named {
    /// Its tokens and sentences.
    pub text: Text,
    /// Tags and trees.
    pub syntax: Syntax,
    /// The names, in order, without overlaps.
    pub names: Vec<Name>,
}

fn of_treebank(sentence: &Sentence) -> Sequence {
    let heads = sentence.heads.iter().enumerate();
    let heads = heads.map(|(i, head)| TokenId::new(head.unwrap_or(i)));
    let heads: Vec<TokenId> = heads.collect();
    let sight = Sight {
        words: &sentence.words,
        tags: &sentence.tags,
        heads: &heads,
        labels: &sentence.labels,
        start: TokenId::FIRST,
    };
    sight.sequence(|i| label(&sentence.names[i]))
}

/// For each token, the type of the name that it is part of, as a small number; 0 for none.
pub fn kinds(names: &[Name], tokens: usize) -> PerToken<u8> {
    let mut kinds = PerToken::filled(0, tokens);
    for name in names {
        kinds[name.tokens.clone()].fill(1 + name.kind as u8);
    }
    kinds
}

fn label(bio: &str) -> u8 {
    let kind = match bio.get(2..) {
        Some("PERSON") => 0,
        Some("ORG") => 1,
        Some("GPE") => 2,
        Some("NORP") => 3,
        Some("LOC" | "FAC" | "EVENT" | "WORK_OF_ART" | "LAW" | "PRODUCT") => 4,
        _ => return 0,
    };
    1 + 2 * kind + u8::from(bio.starts_with('I'))
}

fn spans(labels: &[u8], start: TokenId, names: &mut Vec<Name>) {
    let mut open: Option<Name> = None;
    for (i, &label) in labels.iter().enumerate() {
        let at = start + i;
        let kind = KINDS
            .get(usize::from(label.wrapping_sub(1) / 2))
            .copied()
            .filter(|_| label > 0);
        match (&mut open, kind) {
            (Some(name), Some(kind)) if label % 2 == 0 && name.kind == kind => {
                name.tokens.end = at + 1
            }
            _ => {
                names.extend(open.take());
                open = kind.map(|kind| Name {
                    tokens: at..at + 1,
                    kind,
                });
            }
        }
    }
    names.extend(open);
}

/// The class of a word in the tables, as a small number; 0 for none.
fn class(word: &Word) -> u32 {
    CLASSES.get(&word.form).copied().unwrap_or(0) + (being(word) as u32)
}

/// Given names, and words that mark a name as an organisation's.
static CLASSES: LazyLock<HashMap<u32, u32, FixedState>> = LazyLock::new(|| {
    let tables = [
        (gazetteer::ORGANISATION_WORDS, 8),
        (gazetteer::given_names(), 4),
    ];
    let mut classes = HashMap::default();
    for (table, class) in tables {
        for row in rows(table) {
            classes.insert(Word::new(row.field(0)).form, class);
        }
    }
    classes
});

/// A sentence with what is needed for features.
struct Sight<'s> {
    words: &'s [Word],
    tags: &'s [Tag],
    /// Heads, counted from `start` tokens before the sentence.
    heads: &'s [TokenId],
    labels: &'s [Label],
    start: TokenId,
}

impl<'s> Sight<'s> {
    fn of(syntax: &'s Syntax, tokens: Range<TokenId>) -> Self {
        Sight {
            start: tokens.start,
            words: &syntax.words[tokens.clone()],
            tags: &syntax.tags[tokens.clone()],
            heads: &syntax.heads[tokens.clone()],
            labels: &syntax.labels[tokens],
        }
    }

    /// Whether a word may be part of a name but has no label of a person.
    fn may_name(&self, labels: &[u8]) -> bool {
        let mut words = self.words.iter().zip(labels);
        words.any(|(word, label)| !word.is_plain() && !matches!(label, 1 | 2))
    }

    /// The sentence with its correct labels.
    fn sequence(&self, label: impl Fn(usize) -> u8) -> Sequence {
        let mut sequence = Sequence {
            weight: 1.0,
            ..Sequence::default()
        };
        for i in 0..self.words.len() {
            self.features(i, |f| sequence.features.push(f));
            sequence.close(label(i));
        }
        sequence
    }

    #[inline]
    fn features(&self, i: usize, mut push: impl FnMut(u32)) {
        let at = |k: isize| {
            i.checked_add_signed(k)
                .and_then(|j| self.words.get(j))
                .unwrap_or(&Word::EDGE)
        };
        let tag = |k: isize| {
            i.checked_add_signed(k)
                .and_then(|j| self.tags.get(j))
                .map_or(63, |t| t.index() as u32)
        };
        let (w, p1, n1) = (at(0), at(-1), at(1));
        let shape = |w: &Word| u32::from(w.shape);
        push(feature(1, 0, 0, 0));
        push(feature(2, w.form, 0, 0));
        // names are rare far from capitals and digits
        let plain = |w: &Word| w.is_plain();
        if plain(w) && plain(p1) && plain(n1) {
            push(feature(7, tag(-1), tag(0), tag(1)));
            push(feature(21, w.suffix3, tag(0), 0));
            return;
        }
        let (p2, n2) = (at(-2), at(2));
        push(feature(3, w.form, shape(w), 0));
        push(feature(4, w.suffix3, shape(w), 0));
        push(feature(5, w.prefix, shape(w), 0));
        push(feature(6, tag(0), shape(w), u32::from(i == 0)));
        push(feature(7, tag(-1), tag(0), tag(1)));
        push(feature(8, shape(p1), shape(w), shape(n1)));
        push(feature(9, p1.form, shape(w), 0));
        push(feature(10, n1.form, shape(w), 0));
        push(feature(11, p1.form, w.form, 0));
        push(feature(12, w.form, n1.form, 0));
        push(feature(13, p2.form, shape(p1), shape(w)));
        push(feature(14, n2.form, shape(n1), shape(w)));
        push(feature(15, n1.form, tag(0), n2.form));
        push(feature(16, p1.suffix3, shape(w), 0));
        push(feature(17, n1.suffix3, shape(w), 0));
        push(feature(18, p2.form, p1.form, shape(w)));
        push(feature(19, w.suffix2, tag(0), 0));
        push(feature(20, shape(at(-3)), shape(p2), shape(p1)));
        if plain(w) {
            return;
        }
        // its class in the tables, and its function in the clause
        let (own, before, after) = (class(w), class(p1), class(n1));
        push(feature(22, own, before, after));
        push(feature(23, own, shape(p1), shape(n1)));
        let label = self.labels[i].index() as u32;
        let head = self.heads[i] - self.start;
        let above = self.words.get(head).unwrap_or(&Word::EDGE);
        push(feature(24, label, shape(w), shape(n1)));
        push(feature(25, label, above.stem, 0));
        push(feature(26, label, above.stem, own));
        // part of a name has the function of the whole
        let over = self.heads.get(head).map_or(0, |above| *above - self.start);
        if matches!(self.labels[i], Label::Compound | Label::Nmod) {
            let over = self.words.get(over).unwrap_or(&Word::EDGE);
            let label = self.labels.get(head).map_or(63, |l| l.index() as u32);
            push(feature(27, label, over.stem, 0));
        }
    }
}
