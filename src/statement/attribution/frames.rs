//! How probably a verb announces a statement, by what it governs: lexical knowledge of verbs that the
//! annotated articles hold seldom or never.
//!
//! The table (`frames.tsv`) lists verbs of WordNet 3.0 and their irregular forms. For each of three
//! frames, a clause with *that*, an object and an infinitive, it tells in four steps how probable a
//! fine-tuned encoder (all-mpnet-base-v2, trained on PolNeAR's training articles) finds it that the
//! verb is a cue there.

use crate::syntax::Word;
use foldhash::fast::FixedState;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Number of steps of a frame.
const STEPS: u8 = 4;

static FRAMES: LazyLock<HashMap<u32, u8, FixedState>> =
    LazyLock::new(|| parse(include_str!("../data/frames.tsv")));

/// A small number for what a verb of this stem does in each frame; 0 for nothing, or an unknown verb.
#[inline]
pub(super) fn class(stem: u32) -> u8 {
    FRAMES.get(&stem).copied().unwrap_or(0)
}

/// Lines of forms parted by `;` and the steps of the three frames; others are passed over.
fn parse(table: &str) -> HashMap<u32, u8, FixedState> {
    let mut classes: HashMap<u32, u8, FixedState> = HashMap::default();
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        let forms = columns.next().unwrap_or("");
        let steps = columns.filter_map(|step| step.parse::<u8>().ok());
        let class = steps.fold(0, |class, step| class * STEPS + step.min(STEPS - 1));
        for form in forms.split(';') {
            // two verbs of one stem: the one that says more
            let known = classes.entry(Word::new(form).stem).or_default();
            *known = class.max(*known);
        }
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_is_known_by_all_its_forms() {
        for form in ["say", "says", "saying", "said"] {
            assert_eq!(class(Word::new(form).stem), class(Word::new("say").stem));
        }
        assert!(class(Word::new("grumble").stem) > class(Word::new("walk").stem));
        assert_eq!(class(Word::new("of").stem), 0);
    }
}
