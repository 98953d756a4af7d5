//! Filters out attributions that are not statements: uncertain ones, deeds, constructions without words, page
//! furniture, other languages.

use crate::document;
use crate::statement::acts::Taxonomy;
use crate::statement::article::Article;
use crate::statement::attribution::{Attribution, MAX_CUES};
use crate::statement::clause::{audience, tree, voice};
use crate::statement::meaning::classify;
use crate::statement::word_lists::WORDS;
use crate::statement::{Kind, Mode};
use crate::syntax::{Label, Tag};
use crate::text::{ParagraphKind, QuoteState, TokenId};
use std::collections::HashSet;

/// Minimum confidence of a statement, for cue and roles together.
const FLOOR: f32 = 0.38;
/// The same for those without a source, which are wrong more often.
const FLOOR_WITHOUT_SOURCE: f32 = 0.48;
/// The same for those whose cue has no word of the taxonomy and whose content no quotation.
const FLOOR_UNLISTED: f32 = 0.6;
/// The same for those that still have no source after all repairs.
const FLOOR_UNNAMED: f32 = 0.75;
/// The same for thoughts, which are not speech: annotators agree less on what somebody wants or believes.
const FLOOR_THOUGHT: f32 = 0.6;
/// Minimum number of words to recognise a language.
const MIN_WORDS: usize = 24;
/// At least one word in so many must be a common English one; in running text it is one in four.
const MIN_ENGLISH: usize = 20;

/// Whether the confidence of an attribution is sufficient.
pub(super) fn is_sure(found: &Attribution) -> bool {
    let floor = if found.source.is_empty() {
        FLOOR_WITHOUT_SOURCE
    } else {
        FLOOR
    };
    found.confidence >= floor
}

/// Keeps, of each sentence, the statements of its first [`MAX_CUES`] cues; `found` is in order of cues.
pub(super) fn thin_out(article: &Article, found: &mut Vec<Attribution>) {
    let (mut sentence, mut count) = (usize::MAX, 0);
    found.retain(|a| {
        let here = a
            .cue
            .first()
            .map_or(usize::MAX, |i| article.text.tokens[*i].sentence);
        count = if here == sentence { count + 1 } else { 1 };
        sentence = here;
        count <= MAX_CUES
    });
}

/// Whether the text names no speaker, and the confidence is not high either.
pub(super) fn is_nobodys(found: &Attribution) -> bool {
    found.source.is_empty() && found.confidence < FLOOR_UNNAMED
}

/// Whether it is a thought without high confidence.
pub(super) fn is_faint_thought(
    taxonomy: &Taxonomy,
    article: &Article,
    found: &Attribution,
) -> bool {
    if found.confidence >= FLOOR_THOUGHT {
        return false;
    }
    let kind = classify::kind(article, &found.content);
    classify::meaning(taxonomy, article, found, kind).mode == Mode::Attitude
}

/// "[assumed] a new role": without a clause such a verb reports no thought.
fn is_taken_on(article: &Article, found: &Attribution) -> bool {
    let finite = |i: &TokenId| {
        matches!(
            article.syntax.tags[*i],
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD | Tag::TO
        )
    };
    let verb = tree::top(article, &found.cue);
    verb.is_some_and(|verb| WORDS.clausal.has(article, verb)) && !found.content.iter().any(finite)
}

/// "[went] to see the ice", "[began] to rain": with an infinitive the verb reports a deed, unlike in "went on
/// to say" or "began: “…”".
fn is_aspect(article: &Article, found: &Attribution) -> bool {
    let to_do = (found.content.first()).is_some_and(|i| article.syntax.tags[*i] == Tag::TO);
    to_do
        && found
            .cue
            .iter()
            .all(|i| WORDS.aspect.has(article, *i) || article.syntax.tags[*i] == Tag::RB)
}

/// "[It] was first declared by the mayor": a passive without information about "it".
fn is_of_a_pronoun(article: &Article, found: &Attribution) -> bool {
    let passive = tree::top(article, &found.cue)
        .is_some_and(|verb| tree::child(article, verb, &[Label::Auxpass]).is_some());
    passive && (found.content.iter()).all(|i| WORDS.expletive.has(article, *i))
}

/// Whether a text can be English: by its letters, and by its share of common English
/// words. The models know no other language.
pub(super) fn is_english(article: &Article) -> bool {
    if document::foreign(&article.document.text).is_some() {
        return false;
    }
    let (mut latin, mut words, mut common) = (0_usize, 0_usize, 0_usize);
    for i in article.tokens() {
        let word = article.written(i);
        let is_latin = word.contains(|c: char| c.is_ascii_alphabetic());
        if is_latin || word.contains(char::is_alphabetic) {
            words += 1;
            latin += usize::from(is_latin);
            common += usize::from(WORDS.english.has(article, i));
        }
    }
    // a few words are too few to count
    2 * latin >= words && (words < MIN_WORDS || MIN_ENGLISH * common >= words)
}

/// A headline's "Budget [talks on] fares": a noun after a noun, however it is tagged, that names an
/// event.
fn is_headline_noun(article: &Article, found: &Attribution) -> bool {
    let [noun, preposition] = found.cue[..] else {
        return false;
    };
    let before = noun.checked_sub(1).map(|i| article.syntax.tags[i]);
    article.headline[noun]
        && WORDS.held.has(article, noun)
        && matches!(article.syntax.tags[preposition], Tag::IN | Tag::TO)
        && before.is_some_and(|tag| tag.is_noun())
}

/// Whether a cue only reports what somebody did: "issued the rules", "went to see the ice".
pub(super) fn is_deed(taxonomy: &Taxonomy, article: &Article, found: &Attribution) -> bool {
    let syntax = article.syntax;
    if classify::kind(article, &found.content) != Kind::Indirect {
        return false;
    }
    if is_torn(article, found)
        || is_headline_noun(article, found)
        || is_done_to(article, found)
        || is_plan_for(article, found)
        || is_of_a_pronoun(article, found)
        || is_aspect(article, found)
        || is_taken_on(article, found)
        || is_refusal_to_act(taxonomy, article, found)
    {
        return true;
    }
    let stem = |i: TokenId| syntax.words[i].stem;
    let is_deed = |i: TokenId| WORDS.deed.has(article, i);
    let known = |i: TokenId| taxonomy.verb(stem(i)).is_some() || taxonomy.noun(stem(i)).is_some();
    // "as the judge [put it]"
    let verbless = |i: TokenId| WORDS.verbless.has(article, i) || syntax.tags[i] == Tag::PRP;
    let mut cue = found.cue.iter().copied();
    if cue
        .clone()
        .next()
        .is_some_and(|i| WORDS.expletive.has(article, i))
    {
        return true;
    }
    if !cue.clone().any(|i| known(i) || verbless(i)) {
        return found.confidence < FLOOR_UNLISTED;
    }
    let clause = cue.clone().any(|i| {
        (article.children(i)).any(|c| matches!(syntax.labels[c], Label::Ccomp | Label::Xcomp))
    });
    // "called [off] its search": with a particle it is another verb than the one of speech
    let particle = cue.clone().any(|i| syntax.labels[i] == Label::Prt);
    let stems: Vec<u32> = cue.clone().map(stem).collect();
    if particle && !clause && taxonomy.phrase(&stems, stems.len()).is_none() {
        return true;
    }
    if has_particle(taxonomy, article, found) {
        return true;
    }
    // "issued [a statement]", "released [its findings]"
    let announces = || {
        let object = (found.cue.iter()).find_map(|i| tree::child(article, *i, &[Label::Dobj]));
        object.is_some_and(|o| taxonomy.noun(stem(o)).is_some() || WORDS.plan.has(article, o))
    };
    !clause && !cue.any(|i| verbless(i) || (known(i) && !is_deed(i))) && !announces()
}

/// "called [off its strike]", "backed [up] its keeper": a particle right after the cue, however it is
/// tagged, makes another verb of it, where the taxonomy does not list the two together.
fn has_particle(taxonomy: &Taxonomy, article: &Article, found: &Attribution) -> bool {
    let Some(particle) = found.cue.last().map(|last| *last + 1) else {
        return false;
    };
    let stems: Vec<u32> = (found.cue.iter().chain([&particle]))
        .filter_map(|i| article.syntax.words.get(*i).map(|word| word.stem))
        .collect();
    let stands = particle < article.end()
        && WORDS.turning_particle.has(article, particle)
        && found
            .content
            .first()
            .is_some_and(|i| *i == particle || *i == particle + 1);
    stands && taxonomy.phrase(&stems, stems.len()).is_none()
}

/// "The rally was planned to end": about a thing, "plan" is not a thought.
fn is_fixed(article: &Article, verb: TokenId) -> bool {
    let subject = tree::child(article, verb, &[Label::Nsubjpass]);
    WORDS.fixing.has(article, verb) && subject.is_some_and(|s| !audience::can_hear(article, s))
}

/// Whether the subject of an active verb is part of the verb's content, and nobody else is named: the roles are
/// wrong.
fn is_torn(article: &Article, found: &Attribution) -> bool {
    let Some(verb) = tree::top(article, &found.cue).filter(|v| article.syntax.tags[*v].is_verb())
    else {
        return false;
    };
    let subject = tree::child(article, verb, &[Label::Nsubj]).filter(|s| *s < verb);
    found.source.is_empty() && subject.is_some_and(|s| found.content.binary_search(&s).is_ok())
}

/// "were chosen", "was known as the Mirror", "are required to wash": a passive without an agent and without a
/// clause says what became of its subject.
fn is_done_to(article: &Article, found: &Attribution) -> bool {
    let syntax = article.syntax;
    let Some(verb) = tree::top(article, &found.cue).filter(|v| syntax.tags[*v] == Tag::VBN) else {
        return false;
    };
    let passive = tree::child(article, verb, &[Label::Auxpass]).is_some();
    let reduced =
        syntax.labels[verb] == Label::Acl && tree::child(article, verb, &[Label::Aux]).is_none();
    if !(passive || reduced)
        || voice::agent(article, verb).is_some()
        || WORDS.felt.has(article, verb) && !is_fixed(article, verb)
        || WORDS.quoting.has(article, verb)
    {
        return false;
    }
    let clause = found.content.first().is_some_and(|i| {
        WORDS.opening_clause.has(article, *i)
            || matches!(syntax.labels[*i], Label::Mark | Label::Expl)
    });
    let to_do = tree::child(article, verb, &[Label::Xcomp, Label::Ccomp]).is_some();
    let theirs = tree::child(article, verb, &[Label::Nsubjpass]);
    let said_of = theirs.is_some_and(|s| found.source.contains(&s) || found.content.contains(&s));
    if !said_of {
        return false;
    }
    let named = !found.source.is_empty()
        && (found.source.iter()).all(|i| found.content.binary_search(i).is_err());
    let deed = WORDS.deed.has(article, verb);
    if to_do {
        let obliged = deed && !audience::is_spoken_to(article, verb);
        return obliged || is_fixed(article, verb) || deed && !clause;
    }
    !clause && (passive || !named)
}

/// "The proposals seek to restrict …": a plan has aims, but does not speak.
fn is_plan_for(article: &Article, found: &Attribution) -> bool {
    let to_do = (found.content.first()).is_some_and(|i| article.syntax.tags[*i] == Tag::TO);
    to_do
        && tree::top(article, &found.source)
            .is_some_and(|s| WORDS.plan.has(article, s) && article.syntax.tags[s].is_noun())
}

/// "refused to leave": no words are reported, unlike in "refused to say".
fn is_refusal_to_act(taxonomy: &Taxonomy, article: &Article, found: &Attribution) -> bool {
    let (Some(&last), Some(&to)) = (found.cue.last(), found.content.first()) else {
        return false;
    };
    let speaks = |i: TokenId| {
        let act = taxonomy.verb(article.syntax.words[i].stem);
        act.is_some_and(|act| act.mode == Mode::Speech && WORDS.firm.lists(&act.name))
    };
    WORDS.refusing.has(article, last)
        && article.syntax.tags[to] == Tag::TO
        && found.content.get(1).is_some_and(|i| !speaks(*i))
}

/// Whether a cue is in a construction in which no words are reported: "she advises the
/// president", "a town, say a small one", "he said, referring to the bridge", "citing TASS".
pub(super) fn is_wordless(article: &Article, cues: &HashSet<TokenId>, found: &Attribution) -> bool {
    let syntax = article.syntax;
    let Some(verb) = tree::top(article, &found.cue) else {
        return false;
    };
    if classify::kind(article, &found.content) != Kind::Indirect {
        return false;
    }
    // "said said said": a repeated cue is not content
    let form = |i: TokenId| syntax.words[i].form;
    if found.content.iter().all(|i| form(*i) == form(verb)) {
        return true;
    }
    let within = |phrase: Vec<TokenId>| found.content.iter().all(|i| phrase.contains(i));
    let object = tree::child(article, verb, &[Label::Dobj]);
    let filler = found.source.is_empty()
        && found.cue.len() == 1
        && matches!(syntax.tags[verb], Tag::VB | Tag::VBP)
        && WORDS.filler.has(article, verb)
        && tree::child(article, verb, &[Label::Aux, Label::Nsubj, Label::Ccomp]).is_none();
    let glossing = WORDS.passing_by.has(article, verb) && cues.contains(&syntax.heads[verb]);
    let outlet = WORDS.passing_on.has(article, verb)
        && found.content.iter().any(|i| article.names[*i] != 0)
        && found
            .content
            .iter()
            .all(|i| syntax.tags[*i].is_noun() || matches!(syntax.tags[*i], Tag::DT));
    let hears = |o: TokenId| audience::can_hear(article, o);
    let spoken_to = WORDS.telling.has(article, verb)
        && object.is_some_and(|o| {
            found.content.contains(&o)
                && (hears(o) || !WORDS.dire.has(article, verb))
                && within(tree::phrase(article, o))
        });
    // "gave no comment"; but "declined to comment" is reported as a refusal
    let comment = |i: &TokenId| WORDS.comment.has(article, *i);
    let speechless = !WORDS.negating.has(article, verb)
        && found.content.iter().any(comment)
        && found.content.iter().all(|i| {
            comment(i)
                || matches!(
                    syntax.tags[*i],
                    Tag::TO | Tag::RB | Tag::RBR | Tag::DT | Tag::JJ
                )
        });
    filler || glossing || outlet || spoken_to || speechless
}

/// Whether the cue reports nothing that anybody said: a participle before its noun ("37 [confirmed] cases"), a
/// part of a name ("Qaboos bin [Said]"), the giving of a name ("also [known as] the Mirror", "we [call] those
/// retouchers"), a request for words ("Could you [explain] it?").
pub(super) fn is_no_report(article: &Article, found: &Attribution) -> bool {
    let Some(verb) = tree::top(article, &found.cue) else {
        return false;
    };
    is_attributive(article, found, verb)
        || is_of_a_name(article, found, verb)
        || gives_a_name(article, found, verb)
        || is_request(article, found, verb)
}

fn is_attributive(article: &Article, found: &Attribution, verb: TokenId) -> bool {
    let syntax = article.syntax;
    let participle = matches!(syntax.tags[verb], Tag::VBN | Tag::JJ);
    let before = found.cue.len() == 1
        && syntax.labels[verb] == Label::Amod
        && syntax.heads[verb] > verb
        && article.text.tokens[verb].quote == QuoteState::Outside;
    participle && before && voice::agent(article, verb).is_none()
}

fn is_of_a_name(article: &Article, found: &Attribution, verb: TokenId) -> bool {
    let capital = |i: TokenId| {
        let word = article.written(i);
        word.starts_with(char::is_uppercase)
    };
    let sentence = article.text.sentence_of(verb);
    found.cue.len() == 1
        && verb > sentence.start
        && !article.headline[verb]
        && capital(verb)
        && (article.names[verb] != 0 || article.syntax.tags[verb].is_proper_noun())
        && (capital(verb - 1) || article.names[verb - 1] != 0)
}

fn gives_a_name(article: &Article, found: &Attribution, verb: TokenId) -> bool {
    let syntax = article.syntax;
    let to_do = tree::child(article, verb, &[Label::Xcomp, Label::Ccomp]).is_some_and(|c| {
        let to = |t: TokenId| syntax.tags[t] == Tag::TO;
        article.children(c).any(to)
    });
    if !WORDS.calling.has(article, verb) || !syntax.tags[verb].is_verb() || to_do {
        return false;
    }
    let participle =
        syntax.tags[verb] == Tag::VBN && tree::child(article, verb, &[Label::Aux]).is_none();
    let passive = tree::child(article, verb, &[Label::Auxpass]).is_some() || participle;
    let subject = tree::child(article, verb, &[Label::Nsubj]);
    let anybody = |i: TokenId| {
        let person = WORDS.first_person.has(article, i) || WORDS.second_person.has(article, i);
        person && syntax.tags[verb] == Tag::VBP
    };
    passive && subject.is_none() && voice::agent(article, verb).is_none() && found.source.is_empty()
        || subject.is_some_and(anybody)
}

fn is_request(article: &Article, found: &Attribution, verb: TokenId) -> bool {
    let [you] = found.source[..] else {
        return false;
    };
    let sentence = article.text.sentence_of(verb);
    let asks = article.written(sentence.end - 1).starts_with('?');
    let before = you.checked_sub(1).filter(|i| sentence.contains(i));
    let modal = before.is_some_and(|i| article.syntax.tags[i] == Tag::MD);
    WORDS.second_person.has(article, you) && asks && modal
}

/// Whether the cue is in the page around the article, or in a dateline.
pub(super) fn is_furniture(article: &Article, found: &Attribution) -> bool {
    found.cue.first().is_some_and(|i| {
        let sentence = &article.text.sentences[article.text.tokens[*i].sentence];
        let paragraph = article.text.paragraphs.get(sentence.paragraph);
        sentence.dateline || paragraph.is_some_and(|p| p.kind == ParagraphKind::Furniture)
    })
}
