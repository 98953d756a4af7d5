//! Who speaks in words that no verb of speech announces: the person that the sentence, or the line that ends
//! in a colon, before them is about.

use crate::document::Document;
use crate::entity::{Being, being};
use crate::statement::attribution::Scene;
use crate::statement::clause::tree::{child, children, phrase};
use crate::statement::words::WORDS;
use crate::text::QuoteState;
use std::ops::Range;

/// Somebody whose words may follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::statement) struct Introduced {
    /// The tokens that name them.
    pub source: Vec<usize>,
    /// Whether they are shown as moved to speak: "Ann Lee is not convinced", "shrugged".
    pub reacts: bool,
}

/// Whether a token is a verb that makes a clause.
pub(in crate::statement) fn is_finite(scene: &Scene, token: usize) -> bool {
    matches!(&*scene.syntax.tags[token], "VBD" | "VBZ" | "VBP" | "MD")
}

/// Whether what follows is shown, sung or printed: "fans held up a banner".
pub(in crate::statement) fn shows(scene: &Scene, words: Range<usize>) -> bool {
    words.into_iter().any(|i| WORDS.shown.has(scene, i))
}

/// Whether a token names or means a person.
pub(in crate::statement) fn is_somebody(document: &Document, scene: &Scene, token: usize) -> bool {
    let tag = &*scene.syntax.tags[token];
    match tag {
        "PRP" => {
            let word = scene.text.word(document, token).to_lowercase();
            matches!(word.as_str(), "he" | "she" | "they")
        }
        _ if tag.starts_with('N') => {
            let known = being(&scene.syntax.words[token]);
            let unnamed = scene.names[token] == 0;
            // two names side by side that the recogniser does not know
            let in_full = || {
                let proper = |i: usize| &*scene.syntax.tags[i] == "NNP" && scene.names[i] == 0;
                proper(token)
                    && children(scene, token).any(|c| {
                        c + 1 == token && proper(c) && &*scene.syntax.labels[c] == "compound"
                    })
            };
            scene.names[token] == 1
                || unnamed && (matches!(known, Being::Person | Being::Title) || in_full())
        }
        _ => false,
    }
}

/// Whether a token names or means a body that can speak.
pub(in crate::statement) fn is_body(scene: &Scene, token: usize) -> bool {
    matches!(scene.names[token], 2 | 3)
        || scene.syntax.tags[token].starts_with('N')
            && being(&scene.syntax.words[token]) == Being::Group
}

/// The person or body that a whole sentence is about, if there is one.
pub(in crate::statement) fn by_sentence(
    document: &Document,
    scene: &Scene,
    words: Range<usize>,
) -> Option<Introduced> {
    if shows(scene, words.clone()) {
        return None;
    }
    if !words.clone().any(|i| is_finite(scene, i)) {
        return by_fragment(document, scene, words.clone(), End::Sentence)
            .or_else(|| by_first_name(document, scene, words));
    }
    let by_tree = main_verb(scene, words.clone()).and_then(|verb| {
        let subject = child(scene, verb, &["nsubj", "nsubjpass"])?;
        Some((verb, subject))
    });
    let Some((verb, subject)) = by_tree else {
        return by_first_name(document, scene, words);
    };
    let reacts = reacts(scene, verb);
    // "[Ann Lee]'s reaction was swift."
    if reacts
        && WORDS.utterance.has(scene, subject)
        && let Some(source) = owner(document, scene, subject)
    {
        return Some(Introduced { source, reacts });
    }
    let fits = is_somebody(document, scene, subject) || reacts && is_body(scene, subject);
    fits.then(|| Introduced {
        source: phrase(scene, subject),
        reacts,
    })
}

/// "[Ann Lee] shrugged.": the name before a verb, for sentences whose tree has gone astray.
fn by_first_name(document: &Document, scene: &Scene, words: Range<usize>) -> Option<Introduced> {
    let run = name_runs(scene, words.clone()).next()?;
    let source = with_title(document, scene, run.clone(), words.start);
    let verb = words.contains(&run.end) && scene.syntax.tags[run.end].starts_with('V');
    (verb && source.first() == Some(&words.start)).then(|| Introduced {
        source,
        reacts: reacts(scene, run.end),
    })
}

/// Who is brought up in the words before a colon.
pub(in crate::statement) fn by_colon(
    document: &Document,
    scene: &Scene,
    words: Range<usize>,
) -> Option<Introduced> {
    if shows(scene, words.clone()) {
        return None;
    }
    if !words.clone().any(|i| is_finite(scene, i)) {
        return by_fragment(document, scene, words, End::Colon);
    }
    let introduced = |source| Introduced {
        source,
        reacts: true,
    };
    let verb = main_verb(scene, words.clone())?;
    let subject = child(scene, verb, &["nsubj", "nsubjpass"]);
    if let Some(subject) = subject.filter(|s| is_somebody(document, scene, *s)) {
        return Some(introduced(phrase(scene, subject)));
    }
    let owner = subject.and_then(|subject| owner(document, scene, subject));
    if let Some(owner) = owner {
        return Some(introduced(owner));
    }
    // "[For Ann Lee] the choice is clear:"
    let preposed = children(scene, verb)
        .filter(|c| &*scene.syntax.labels[*c] == "prep" && subject.is_none_or(|s| *c < s))
        .find_map(|c| child(scene, c, &["pobj"]))
        .filter(|i| is_somebody(document, scene, *i));
    if let Some(preposed) = preposed {
        let run = name_runs(scene, words.clone()).find(|run| run.contains(&preposed));
        let named = run.map(|run| with_title(document, scene, run, words.start));
        return Some(introduced(named.unwrap_or_else(|| phrase(scene, preposed))));
    }
    // "the last word goes [to the referee]:"
    let object = || {
        let topic = |i: usize| {
            let word = scene
                .text
                .word(document, scene.syntax.heads[i])
                .to_lowercase();
            matches!(
                word.as_str(),
                "for" | "of" | "about" | "in" | "on" | "at" | "over"
            )
        };
        let mut objects = words.clone().filter(|i| {
            matches!(&*scene.syntax.labels[*i], "pobj" | "dative")
                && !topic(*i)
                && is_somebody(document, scene, *i)
        });
        let only = objects.next().filter(|_| objects.next().is_none());
        only.map(|i| phrase(scene, i))
    };
    let body = || subject.filter(|s| is_body(scene, *s));
    only_person(document, scene, words.clone())
        .or_else(object)
        .or_else(|| body().map(|s| phrase(scene, s)))
        .map(introduced)
}

/// The verb of the main clause.
pub(in crate::statement) fn main_verb(scene: &Scene, words: Range<usize>) -> Option<usize> {
    let heads = &scene.syntax.heads;
    let top = |i: &usize| heads[*i] == *i || !words.contains(&heads[*i]);
    let verbal = |i: &usize| matches!(scene.syntax.tags[*i].as_bytes(), [b'V', ..] | b"MD");
    words.clone().filter(top).find(verbal)
}

/// Whether a clause says how somebody feels, or what they do when they begin to speak.
fn reacts(scene: &Scene, verb: usize) -> bool {
    // "Ann Lee does not."
    let denies = child(scene, verb, &["neg"]).is_some();
    denies
        || child(scene, verb, &["acomp"]).is_some()
        || WORDS.felt.has(scene, verb)
        || WORDS.reacting.has(scene, verb)
}

/// "[the mayor]'s message", "[her] verdict", "the answer from [the ministry]".
fn owner(document: &Document, scene: &Scene, noun: usize) -> Option<Vec<usize>> {
    let can_speak = |i: usize| is_somebody(document, scene, i) || is_body(scene, i);
    if let Some(owner) = child(scene, noun, &["poss"])
        && (&*scene.syntax.tags[owner] == "PRP$" || can_speak(owner))
    {
        let mut source = phrase(scene, owner);
        source.retain(|i| &*scene.syntax.tags[*i] != "POS");
        return Some(source);
    }
    let of = |i: usize| scene.text.word(document, i).eq_ignore_ascii_case("of");
    children(scene, noun)
        .filter(|c| WORDS.from.has(scene, *c) || of(*c))
        .find_map(|c| child(scene, c, &["pobj"]))
        .filter(|i| can_speak(*i))
        .map(|i| phrase(scene, i))
}

/// The one person that a stretch names.
fn only_person(document: &Document, scene: &Scene, words: Range<usize>) -> Option<Vec<usize>> {
    let mut runs = name_runs(scene, words.clone());
    let run = runs.next()?;
    if runs.next().is_some() {
        return None;
    }
    Some(with_title(document, scene, run, words.start))
}

/// Stretches of tokens that name a person.
fn name_runs<'s>(scene: &'s Scene, words: Range<usize>) -> impl Iterator<Item = Range<usize>> + 's {
    let mut at = words.start;
    std::iter::from_fn(move || {
        let person = |i: &usize| scene.names[*i] == 1;
        let start = (at..words.end).find(person)?;
        let end = (start..words.end).find(|i| !person(i)).unwrap_or(words.end);
        at = end;
        Some(start..end)
    })
}

/// The first person that a stretch names in full.
pub(in crate::statement) fn first_full_name(
    scene: &Scene,
    words: Range<usize>,
) -> Option<Range<usize>> {
    name_runs(scene, words).find(|run| run.len() >= 2)
}

/// A name with the titles before it.
fn with_title(document: &Document, scene: &Scene, run: Range<usize>, floor: usize) -> Vec<usize> {
    let titled = |i: &usize| {
        let tag = scene.syntax.tags[*i].as_bytes();
        matches!(tag, [b'N' | b'J', ..] | b"DT") && scene.text.word(document, *i) != ":"
    };
    let before = (floor..run.start).rev().take_while(titled).count();
    (run.start - before..run.end).collect()
}

/// What ends the words that bring somebody up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Colon,
    Sentence,
}

/// "And from Mayor Solheim:", "Statement by the guild:", "From the desk of Ann Lee, chief economist.":
/// without a colon, only what opens as such lines do.
fn by_fragment(
    document: &Document,
    scene: &Scene,
    words: Range<usize>,
    end: End,
) -> Option<Introduced> {
    let outside = |i: usize| scene.text.tokens[i].quote == QuoteState::Outside;
    let first = words.clone().next()?;
    let opens = WORDS.from.has(scene, first) || WORDS.document.has(scene, first);
    if !(end == End::Colon || opens) || !words.clone().all(outside) {
        return None;
    }
    let of = |i: &usize| {
        WORDS.from.has(scene, *i) || scene.text.word(document, *i).eq_ignore_ascii_case("of")
    };
    let can_speak = |i: &usize| {
        is_somebody(document, scene, *i)
            || is_body(scene, *i)
            || scene.names[*i] != 0
            || scene.syntax.tags[*i].starts_with("NNP")
    };
    let named = words
        .clone()
        .filter(of)
        .filter_map(|i| child(scene, i, &["pobj"]))
        .filter(|i| words.contains(i))
        .find(can_speak)
        .map(|i| phrase(scene, i));
    let named = named.or_else(|| {
        let run = name_runs(scene, words.clone()).next()?;
        Some(with_title(document, scene, run, words.start))
    });
    // with the apostrophe that the tree may take for a mark
    let source = named?;
    let (first, last) = (*source.first()?, *source.last()?);
    Some(Introduced {
        source: (first..last + 1).filter(|i| words.contains(i)).collect(),
        reacts: true,
    })
}
