//! What is found and yet no statement: unsure, a deed, a construction without words, page
//! furniture, another language.

use super::acts::Taxonomy;
use super::attribution::{Attribution, Scene};
use super::words::WORDS;
use super::{Kind, Mode, classify, tree};
use crate::document::Document;
use crate::text::ParagraphKind;
use std::collections::HashSet;

/// Attributions less sure than this, cue and roles together, are no statements.
const FLOOR: f32 = 0.38;
/// The same for those without a source, which are wrong more often.
const FLOOR_WITHOUT_SOURCE: f32 = 0.48;
/// The same for those whose cue has no word of the taxonomy and whose content no quotation.
const FLOOR_UNLISTED: f32 = 0.6;
/// The same for those that still have no source when all is tidied.
const FLOOR_UNNAMED: f32 = 0.6;
/// Fewer words than this do not tell a language.
const FEWEST_WORDS: usize = 24;
/// One word in so many is a common English one, at the least; in running text it is one in four.
const LEAST_ENGLISH: usize = 20;

/// Whether the models are sure enough of an attribution.
pub(super) fn is_sure(found: &Attribution) -> bool {
    let floor = if found.source.is_empty() {
        FLOOR_WITHOUT_SOURCE
    } else {
        FLOOR
    };
    found.confidence >= floor
}

/// Whether nobody says it, as far as the text tells, and the models were none too sure of it either.
pub(super) fn is_nobodys(found: &Attribution) -> bool {
    found.source.is_empty() && found.confidence < FLOOR_UNNAMED
}

/// Whether a text can be English: by its letters, and by its share of words that every English text
/// is held together with. The models know no other language, and find nonsense in one.
pub(super) fn is_english(document: &Document, scene: &Scene) -> bool {
    let (mut latin, mut words, mut common) = (0_usize, 0_usize, 0_usize);
    for i in 0..scene.len() {
        let word = scene.text.word(document, i);
        let is_latin = word.contains(|c: char| c.is_ascii_alphabetic());
        if is_latin || word.contains(char::is_alphabetic) {
            words += 1;
            latin += usize::from(is_latin);
            common += usize::from(WORDS.english.has(scene, i));
        }
    }
    // a few words are too few to count
    2 * latin >= words && (words < FEWEST_WORDS || LEAST_ENGLISH * common >= words)
}

/// Whether a cue only tells what somebody did: "issued the rules", "went to see the ice".
pub(super) fn is_deed(
    taxonomy: &Taxonomy,
    document: &Document,
    scene: &Scene,
    found: &Attribution,
) -> bool {
    let syntax = scene.syntax;
    if classify::kind(document, scene, &found.content) != Kind::Indirect {
        return false;
    }
    if is_plan_for(scene, found) || is_refusal_to_act(taxonomy, scene, found) {
        return true;
    }
    let stem = |i: usize| syntax.words[i].stem;
    let is_deed = |i: usize| WORDS.deed.has(scene, i);
    let known = |i: usize| taxonomy.verb(stem(i)).is_some() || taxonomy.noun(stem(i)).is_some();
    // "as the judge [put it]"
    let verbless = |i: usize| WORDS.verbless.has(scene, i) || &*syntax.tags[i] == "PRP";
    let mut cue = found.cue.iter().copied();
    if cue
        .clone()
        .next()
        .is_some_and(|i| WORDS.expletive.has(scene, i))
    {
        return true;
    }
    if !cue.clone().any(|i| known(i) || verbless(i)) {
        return found.confidence < FLOOR_UNLISTED;
    }
    let clause = cue.clone().any(|i| {
        (scene.children(i).iter())
            .any(|c| matches!(&*syntax.labels[*c as usize], "ccomp" | "xcomp"))
    });
    !clause && !cue.any(|i| verbless(i) || (known(i) && !is_deed(i)))
}

/// "The proposals seek to restrict …": a plan has aims, and nobody speaks.
fn is_plan_for(scene: &Scene, found: &Attribution) -> bool {
    let to_do = (found.content.first()).is_some_and(|i| &*scene.syntax.tags[*i] == "TO");
    to_do
        && tree::top(scene, &found.source)
            .is_some_and(|s| WORDS.plan.has(scene, s) && scene.syntax.tags[s].starts_with("NN"))
}

/// "refused to leave": no words are reported, unlike in "refused to say".
fn is_refusal_to_act(taxonomy: &Taxonomy, scene: &Scene, found: &Attribution) -> bool {
    let (Some(&last), Some(&to)) = (found.cue.last(), found.content.first()) else {
        return false;
    };
    let speaks = |i: usize| {
        let act = taxonomy.verb(scene.syntax.words[i].stem);
        act.is_some_and(|act| act.mode == Mode::Speech && WORDS.firm.lists(&act.name))
    };
    WORDS.refusing.has(scene, last)
        && &*scene.syntax.tags[to] == "TO"
        && found.content.get(1).is_some_and(|i| !speaks(*i))
}

/// Whether a cue stands in a construction in which no words are reported: "she advises the
/// president", "a town, say a small one", "he said, referring to the bridge", "citing TASS".
pub(super) fn is_wordless(
    document: &Document,
    scene: &Scene,
    cues: &HashSet<usize>,
    found: &Attribution,
) -> bool {
    let syntax = scene.syntax;
    let Some(verb) = tree::top(scene, &found.cue) else {
        return false;
    };
    if classify::kind(document, scene, &found.content) != Kind::Indirect {
        return false;
    }
    // "said said said": the cue once more is not what was said
    let form = |i: usize| syntax.words[i].form;
    if found.content.iter().all(|i| form(*i) == form(verb)) {
        return true;
    }
    let within = |phrase: Vec<usize>| found.content.iter().all(|i| phrase.contains(i));
    let object = tree::child(scene, verb, &["dobj"]);
    let filler = found.source.is_empty()
        && found.cue.len() == 1
        && matches!(&*syntax.tags[verb], "VB" | "VBP")
        && WORDS.filler.has(scene, verb)
        && tree::child(scene, verb, &["aux", "nsubj", "ccomp"]).is_none();
    let glossing = WORDS.passing_by.has(scene, verb) && cues.contains(&syntax.heads[verb]);
    let outlet = WORDS.passing_on.has(scene, verb)
        && found.content.iter().any(|i| scene.names[*i] != 0)
        && found
            .content
            .iter()
            .all(|i| matches!(syntax.tags[*i].as_bytes(), [b'N', ..] | b"DT"));
    let spoken_to = WORDS.telling.has(scene, verb)
        && object.is_some_and(|o| found.content.contains(&o) && within(tree::phrase(scene, o)));
    filler || glossing || outlet || spoken_to
}

/// Whether the cue stands in the page around the article, or in a dateline.
pub(super) fn is_furniture(scene: &Scene, found: &Attribution) -> bool {
    found.cue.first().is_some_and(|i| {
        let sentence = &scene.text.sentences[scene.text.tokens[*i].sentence];
        let paragraph = scene.text.paragraphs.get(sentence.paragraph);
        sentence.dateline || paragraph.is_some_and(|p| p.kind == ParagraphKind::Furniture)
    })
}
