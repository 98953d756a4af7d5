//! Finds names that no table holds: a linear-chain CRF over words and tags.
//!
//! It learns the OntoNotes types (persons, organisations, geopolitical entities, and groups by
//! nation, faith or party), folded to the few that a speaker can be.

use crate::error::Result;
use crate::model::bundle::Bundle;
use crate::model::crf::{Crf, Features, Sequence, Settings};
use crate::model::feature;
use crate::syntax::conllu::Sentence;
use crate::syntax::{Parser, Syntax, Tag, Word};
use crate::text::Text;
use std::ops::Range;

/// What kind of name was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum NameType {
    /// A human being.
    Person,
    /// A company, agency, party, outlet or other organised group.
    Organisation,
    /// A country, city or region.
    Place,
    /// An adjective or noun of nation, faith or party: "British", "Republicans".
    Group,
    /// A work, event, law, product or building.
    Other,
}

/// A name found by the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// Its tokens.
    pub tokens: Range<usize>,
    /// Its kind.
    pub kind: NameType,
}

const KINDS: [NameType; 5] = [
    NameType::Person,
    NameType::Organisation,
    NameType::Place,
    NameType::Group,
    NameType::Other,
];
/// `0` is no name; `1 + 2k` starts a name of kind `k`, `2 + 2k` goes on with it.
const LABELS: usize = 11;
/// Labels, rounded up to a power of two.
const WIDTH: usize = 16;
const TABLE: &str = "names";

/// The trained recogniser.
#[derive(Debug, Clone)]
pub struct Recogniser {
    crf: Crf<LABELS, WIDTH>,
}

impl Recogniser {
    /// Takes the model out of a bundle.
    pub fn load(bundle: &Bundle) -> Result<Self> {
        Ok(Recogniser {
            crf: Crf::load(bundle, TABLE)?,
        })
    }

    /// Puts the model into a bundle.
    pub fn save(&self, bundle: &mut Bundle) {
        self.crf.save(bundle, TABLE);
    }

    /// The names of a text, in order. Sentences without a capital or digit are passed over.
    pub fn names(&self, text: &Text, syntax: &Syntax) -> Vec<Name> {
        let mut names = Vec::new();
        let mut seen = Features::default();
        let mut emissions = Vec::new();
        for sentence in &text.sentences {
            let range = sentence.tokens.clone();
            let (words, tags) = (&syntax.words[range.clone()], &syntax.tags[range.clone()]);
            emissions.clear();
            for i in 0..words.len() {
                seen.clear();
                features(words, tags, i, |f| seen.push(f));
                emissions.push(self.crf.emission(&mut seen));
            }
            spans(&self.crf.decode(&emissions), range.start, &mut names);
        }
        names
    }

    /// Learns from annotated sentences; tags come from `parser`, or from the sentences when there is none.
    pub fn train(
        sentences: &[&Sentence],
        parser: Option<&Parser>,
        settings: Settings,
        tell: impl FnMut(usize, f32),
    ) -> Self {
        let mut sequences: Vec<Sequence> = sentences
            .iter()
            .map(|s| {
                let tags = parser.map_or_else(|| s.tags.clone(), |p| p.tags(&s.words));
                let mut sequence = Sequence {
                    weight: 1.0,
                    ..Sequence::default()
                };
                for i in 0..s.words.len() {
                    features(&s.words, &tags, i, |f| sequence.features.push(f));
                    sequence.close(label(&s.names[i]));
                }
                sequence
            })
            .collect();
        Recogniser {
            crf: Crf::train(&mut sequences, settings, tell),
        }
    }
}

/// For each token the kind of name it is part of, as a small number; 0 for none.
pub fn kinds(names: &[Name], tokens: usize) -> Vec<u8> {
    let mut kinds = vec![0; tokens];
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

fn spans(labels: &[u8], start: usize, names: &mut Vec<Name>) {
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

#[inline]
fn features(words: &[Word], tags: &[Tag], i: usize, mut push: impl FnMut(u32)) {
    let at = |k: isize| {
        usize::try_from(i as isize + k)
            .ok()
            .and_then(|j| words.get(j))
            .unwrap_or(&Word::EDGE)
    };
    let tag = |k: isize| {
        usize::try_from(i as isize + k)
            .ok()
            .and_then(|j| tags.get(j))
            .map_or(63, |t| t.index() as u32)
    };
    let (w, p1, p2, n1, n2) = (at(0), at(-1), at(-2), at(1), at(2));
    let shape = |w: &Word| u32::from(w.shape);
    push(feature(1, 0, 0, 0));
    push(feature(2, w.form, 0, 0));
    // far from capitals and digits there is hardly a name
    let plain = |w: &Word| w.is_plain();
    if plain(w) && plain(p1) && plain(n1) {
        push(feature(7, tag(-1), tag(0), tag(1)));
        push(feature(21, w.suffix3, tag(0), 0));
        return;
    }
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
}
