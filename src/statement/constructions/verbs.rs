//! Verbs of speech that the models missed, seen by the form of their clause alone: within the
//! content of another statement (where PolNeAR's annotators left them out by rule), beside another
//! verb of the same speaker, and in clauses of attendant circumstance.

use crate::document::Document;
use crate::entity::{Being, being};
use crate::statement::Mode;
use crate::statement::Relation;
use crate::statement::attribution::{Attribution, Finder, MOST_CUES, Scene};
use crate::statement::clause::audience;
use crate::statement::clause::elided;
use crate::statement::clause::tokens::trimmed;
use crate::statement::clause::tree::{child, children, coordinate, phrase, subtree};
use crate::statement::constructions::CONFIDENCE;
use crate::statement::hearers;
use crate::statement::meaning::acts::{Act, Taxonomy};
use crate::statement::words::{WORDS, Ways, ways};
use crate::text::QuoteState;
use std::collections::HashMap;
use std::sync::LazyLock;

/// For the stem of a verb, the prepositions that open what it says after those spoken to.
static FRAMES: LazyLock<Ways> = LazyLock::new(|| ways(include_str!("../data/frames.tsv")));

/// Contents in which a verb is looked for as one that speaks within them: more are around it only in text
/// that nests without end.
const MOST_TRIES: usize = 8;

/// The heads of what a verb of speech governs.
struct Governed {
    /// "said [it was late]"
    clause: Option<usize>,
    /// "threatened [to leave]"
    to_do: Option<usize>,
    /// "denied [having seen it]", "committed [to holding a vote]"
    doing: Option<usize>,
}

/// Adds what was missed to `found`.
pub(in crate::statement) fn complete(
    finder: &Finder,
    taxonomy: &Taxonomy,
    document: &Document,
    scene: &Scene,
    found: &mut Vec<Attribution>,
) {
    let mut search = Search {
        finder,
        taxonomy,
        document,
        scene,
        taken: vec![false; scene.len()],
        cues: vec![0; scene.text.sentences.len()],
        tries: HashMap::new(),
    };
    for attribution in found.iter() {
        search.take(&attribution.cue);
    }
    let mut added = Vec::new();
    for outer in found.iter() {
        for &i in &outer.content {
            added.extend(search.within(outer, i));
        }
        added.extend(search.beyond(outer));
    }
    for i in 0..scene.len() {
        added.extend(search.attendant(i));
        added.extend(search.plain(i));
        added.extend(search.outspoken(i));
        added.extend(search.inverted(i));
        added.extend(search.trailing(i));
        added.extend(search.told_by(i));
    }
    found.append(&mut added);
}

/// "Doctors [tell] the BBC": a finite verb that the tagger has taken for an infinitive.
fn is_bare(scene: &Scene, verb: usize) -> bool {
    &*scene.syntax.tags[verb] == "VB"
        && &*scene.syntax.labels[verb] == "ROOT"
        && child(scene, verb, &["nsubj"]).is_some_and(|s| s < verb)
        && child(scene, verb, &["aux", "auxpass"]).is_none()
}

struct Search<'s, 'd> {
    finder: &'s Finder,
    taxonomy: &'s Taxonomy,
    document: &'s Document,
    scene: &'s Scene<'d>,
    /// For each token whether it is part of a cue.
    taken: Vec<bool>,
    /// For each sentence how many cues it has.
    cues: Vec<usize>,
    /// For verbs within contents how often they were looked at, and what their roles are.
    tries: HashMap<usize, (usize, Option<Attribution>)>,
}

impl Search<'_, '_> {
    /// A finite verb of speech within a content, with a subject and something that is said: its
    /// roles are found as for any other cue.
    fn within(&mut self, outer: &Attribution, i: usize) -> Option<Attribution> {
        let scene = self.scene;
        if self.taken[i] {
            return None;
        }
        let sibling = self.is_sibling(outer, i);
        let passed_on =
            outer.cue.contains(&scene.syntax.heads[i]) && outer.cue.first().is_some_and(|c| i < *c);
        if !sibling && !self.speaks(i, passed_on) {
            return None;
        }
        let cue = self.with_auxiliaries(i);
        if self.is_full(i) {
            return None;
        }
        let complete = || (0, self.finder.complete(scene, cue.clone()));
        let (tries, roles) = self.tries.entry(i).or_insert_with(complete);
        *tries += 1;
        if *tries > MOST_TRIES {
            return None;
        }
        let Some(mut inner) = roles.clone() else {
            return self.by_tree(outer, cue);
        };
        if inner.source.is_empty() && !sibling {
            inner.source = elided::elided_subject(self.document, scene, &inner.cue);
        }
        if sibling && inner.content.iter().all(|k| *k > i) {
            inner.source.retain(|k| outer.source.contains(k));
            return self.keep(inner, 1);
        }
        let sentence = scene.text.sentence_of(i);
        let holds = |k: &usize| outer.content.binary_search(k).is_ok() && sentence.contains(k);
        let whole = !inner.source.is_empty()
            && inner.content.iter().all(holds)
            && inner.source.iter().all(holds)
            && inner.content.len() >= 2;
        inner.confidence = inner.confidence.min(CONFIDENCE);
        if whole {
            self.keep(inner, 1)
        } else {
            self.by_tree(outer, cue)
        }
    }

    /// "said it regretted this and [demanded] an apology": where a content ends before "and", a verb of speech
    /// after it has the same speaker, if the clause before is about him.
    fn beyond(&mut self, outer: &Attribution) -> Option<Attribution> {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        let (cue, end) = (*outer.cue.last()?, *outer.content.last()?);
        let (and, verb) = (end + 1, end + 2);
        let sentence = scene.text.sentence_of(cue);
        if outer.content.first() < Some(&cue)
            || !sentence.contains(&verb)
            || &*syntax.tags[and] != "CC"
            || !matches!(&*syntax.tags[verb], "VBD" | "VBZ" | "VBP")
            || syntax.tags[verb] != syntax.tags[cue]
            || &*syntax.labels[verb] != "conj"
            || self.taken[verb]
            || WORDS.deed.has(scene, verb)
            || child(scene, verb, &["nsubj"]).is_some()
        {
            return None;
        }
        let act = self.taxonomy.verb(syntax.words[verb].stem)?;
        let firm = WORDS.firm.lists(&act.name) || act.relation != Relation::Said;
        let subject = child(scene, syntax.heads[verb], &["nsubj", "nsubjpass"])?;
        if act.mode != Mode::Speech || !firm || !self.is_mute(subject) || subject < cue {
            return None;
        }
        let mut inner = self.finder.complete(scene, vec![verb])?;
        inner.content.retain(|i| *i > verb && sentence.contains(i));
        inner.source.clone_from(&outer.source);
        inner.confidence = inner.confidence.min(CONFIDENCE);
        self.keep(inner, 2)
    }

    /// Whether the sentence of a token has as many cues as any may have.
    fn is_full(&self, i: usize) -> bool {
        self.cues[self.scene.text.tokens[i].sentence] >= MOST_CUES
    }

    /// Whether the subject of a clause cannot be who speaks in the next one, or is the speaker of the verb
    /// before: a thing, a pronoun.
    fn is_mute(&self, subject: usize) -> bool {
        let syntax = self.scene.syntax;
        &*syntax.tags[subject] == "PRP"
            || self.scene.names[subject] == 0
                && !syntax.tags[subject].starts_with("NNP")
                && being(&syntax.words[subject]) == Being::Unknown
    }

    /// Subject and clause of a verb as the tree has them, within the content of another statement.
    fn by_tree(&mut self, outer: &Attribution, cue: Vec<usize>) -> Option<Attribution> {
        let (scene, verb) = (self.scene, *cue.last()?);
        let subject = child(scene, verb, &["nsubj"]).filter(|s| *s < verb)?;
        let object = child(scene, verb, &["dobj", "dative"])
            .filter(|o| *o > verb && audience::is_spoken_to(scene, verb));
        let last = subtree(scene, verb).last().map_or(verb, |k| k + 1);
        let start = object.unwrap_or(verb) + 1;
        let mut content = trimmed(self.document, scene, start..last);
        content.retain(|k| outer.content.binary_search(k).is_ok());
        // "had said to the minister": whom, and nothing that was said
        let first = *content.first()?;
        if self
            .scene
            .text
            .word(self.document, first)
            .eq_ignore_ascii_case("to")
            && &*scene.syntax.tags[first] == "IN"
        {
            return None;
        }
        self.make(phrase(scene, subject), cue, content, 2)
    }

    /// "The envoy also [added] the talks were late", "went on [to say] that …": a verb of speech
    /// with a subject and a clause says something wherever it is.
    fn plain(&mut self, i: usize) -> Option<Attribution> {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        if !syntax.tags[i].starts_with('V')
            || self.taken[i]
            || self.is_full(i)
            || scene.text.tokens[i].quote != QuoteState::Outside
        {
            return None;
        }
        let act = self.taxonomy.verb(syntax.words[i].stem)?;
        let Governed {
            clause,
            to_do,
            doing,
        } = self.governed(i, act);
        let finite = matches!(&*syntax.tags[i], "VBD" | "VBZ" | "VBP")
            || self.has_said(i)
            || is_bare(scene, i);
        let goes_on = &*syntax.tags[i] == "VB"
            && &*syntax.labels[i] == "xcomp"
            && WORDS.deed.has(scene, syntax.heads[i])
            && matches!(&*syntax.tags[syntax.heads[i]], "VBD" | "VBZ");
        let that = clause.is_some_and(|c| {
            let mark = child(scene, c, &["mark"]);
            mark.is_some_and(|m| scene.text.word(self.document, m) == "that")
        });
        let hears = || !hearers::heads_of(self.document, scene, i).is_empty();
        let firm = WORDS.firm.lists(&act.name) || that || hears();
        if act.mode != Mode::Speech
            || !firm
            || WORDS.deed.has(scene, i)
            || !(finite || goes_on)
            || clause.is_some_and(|c| child(scene, c, &["nsubj", "nsubjpass", "expl"]).is_none())
        {
            return None;
        }
        if self.with_auxiliaries(i).iter().any(|k| self.taken[*k]) {
            return None;
        }
        let holder = if goes_on { syntax.heads[i] } else { i };
        let subject = child(scene, holder, &["nsubj"]).filter(|s| *s < holder)?;
        if WORDS.faceless.has(scene, subject) || self.taken[holder] {
            return None;
        }
        let said = match clause.or(to_do).or(doing) {
            Some(head) => subtree(scene, head),
            None => self.behind_hearer(i, act.relation)?,
        };
        let mut cue = self.with_auxiliaries(i);
        if goes_on {
            cue = (holder..=i).collect();
        }
        let sentence = scene.text.sentence_of(i);
        let (first, last) = (*said.first()?, *said.last()?);
        let mut content = trimmed(
            self.document,
            scene,
            first.max(i + 1)..(last + 1).min(sentence.end),
        );
        // the model sees further than a tree that has gone astray
        if let Some(seen) = self.finder.complete(scene, cue.clone())
            && seen.content.first() == content.first()
            && seen.content.iter().all(|k| sentence.contains(k))
        {
            content = seen.content;
        }
        self.make(phrase(scene, subject), cue, content, 3)
    }

    /// The heads of what a verb of speech governs that can be what is said.
    fn governed(&self, i: usize, act: &Act) -> Governed {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        // "denied [having seen the letter]"
        let gerund = matches!(&*act.name, "deny" | "admit" | "recommend" | "propose");
        let doing = child(scene, i, &["xcomp", "ccomp", "pcomp", "advcl"]).filter(|c| {
            let first = subtree(scene, *c)[0];
            gerund && first == i + 1 && &*syntax.tags[first] == "VBG"
        });
        // "committed [to holding a vote]"
        let to_doing = || {
            let to = |c: &usize| scene.text.word(self.document, *c) == "to";
            let to = child(scene, i, &["prep"]).filter(|c| *c == i + 1 && to(c))?;
            let pledged = act.relation == Relation::Proposed;
            child(scene, to, &["pcomp"]).filter(|_| pledged).map(|_| to)
        };
        let doing = doing.or_else(to_doing);
        let clause = child(scene, i, &["ccomp"]).filter(|c| *c > i && Some(*c) != doing);
        let clause = clause.or_else(|| self.far_clause(i));
        // "threatened [to walk out]"
        let to_be_done = |c: &usize| children(scene, *c).any(|t| &*syntax.tags[t] == "TO");
        let heard_by = || {
            hearers::heads_of(self.document, scene, i)
                .into_iter()
                .find(|h| *h > i)
        };
        let to_do = child(scene, i, &["xcomp", "advcl"]).filter(|c| {
            let proposed = act.relation != Relation::Said || audience::is_spoken_to(scene, i);
            let plain = &*syntax.labels[*c] == "xcomp" && proposed;
            *c > i && to_be_done(c) && (plain || heard_by().is_some_and(|h| h < *c))
        });
        // "appealed to [the minister] to raise pay": what follows, though the tree has hung it on the hearer
        let to_do =
            to_do.or_else(|| child(scene, heard_by()?, &["acl", "relcl"]).filter(to_be_done));
        Governed {
            clause,
            to_do,
            doing,
        }
    }

    /// "Denmark [deplores] the thefts", "gave no interview but [promised] a report": a verb that says
    /// something of its object, or puts it forward, whenever somebody does it.
    fn outspoken(&mut self, i: usize) -> Option<Attribution> {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        let finite = matches!(&*syntax.tags[i], "VBD" | "VBZ" | "VBP") || self.has_said(i);
        if !finite
            || !WORDS.outspoken.has(scene, i)
            || scene.text.tokens[i].quote != QuoteState::Outside
        {
            return None;
        }
        let cue = self.with_auxiliaries(i);
        if cue.iter().any(|k| self.taken[*k]) {
            return None;
        }
        let object = child(scene, i, &["dobj"]).filter(|o| *o > i)?;
        let source = elided::elided_subject(self.document, scene, &[i]);
        let subject = *source
            .iter()
            .find(|s| !source.contains(&syntax.heads[**s]))?;
        let speaks = &*syntax.tags[subject] == "PRP" && !WORDS.faceless.has(scene, subject)
            || audience::can_hear(self.document, scene, subject);
        let received =
            WORDS.hosting.has(scene, i) && audience::can_hear(self.document, scene, object);
        if !speaks || received || source.iter().any(|s| *s >= i) {
            return None;
        }
        let sentence = scene.text.sentence_of(i);
        // its object, what is joined to that, and what it is said for
        let mut end = subtree(scene, object).last().copied()?;
        for c in children(scene, i).filter(|c| *c > object) {
            let more = match &*syntax.labels[c] {
                "conj" => syntax.tags[c].starts_with('N'),
                "prep" => !WORDS.circumstance.has(scene, c) || c == end + 1,
                "advcl" => scene.text.word(self.document, subtree(scene, c)[0]) == "until",
                _ => false,
            };
            if more {
                end = end.max(subtree(scene, c).last().copied().unwrap_or(end));
            }
        }
        let content = trimmed(self.document, scene, i + 1..(end + 1).min(sentence.end));
        self.make(source, cue, content, 2)
    }

    /// "The memo offers a lesson, [said] Tomas Keller, a professor at Basel.": after a comma a verb of saying
    /// with its subject after it, at the end of a sentence.
    fn inverted(&mut self, i: usize) -> Option<Attribution> {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        let sentence = scene.text.sentence_of(i);
        let finite = |i: usize| matches!(&*syntax.tags[i], "VBD" | "VBZ" | "VBP" | "MD");
        if self.taken[i]
            || !matches!(&*syntax.tags[i], "VBD" | "VBZ")
            || !WORDS.inverted.has(scene, i)
            || i < sentence.start + 3
            || scene.text.word(self.document, i - 1) != ","
            || scene.text.tokens[i].quote != QuoteState::Outside
        {
            return None;
        }
        let subject = child(scene, i, &["nsubj"]).filter(|s| *s > i)?;
        let source = phrase(scene, subject);
        let before = sentence.start..i - 1;
        let alone = !before.clone().any(|k| self.taken[k])
            && before.clone().any(finite)
            && !(i + 1..*source.last()?).any(finite)
            && source.first() == Some(&(i + 1));
        if !alone || child(scene, i, &["ccomp"]).is_some_and(|c| c > i) {
            return None;
        }
        self.make(source, vec![i], trimmed(self.document, scene, before), 3)
    }

    /// "Prices could double, analysts [warned], adding …": the clause before a comma, a subject and a verb
    /// of speech that governs it.
    fn trailing(&mut self, i: usize) -> Option<Attribution> {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        if self.taken[i] || !matches!(&*syntax.tags[i], "VBD" | "VBZ" | "VBP") {
            return None;
        }
        let act = self.taxonomy.verb(syntax.words[i].stem)?;
        let firm = WORDS.firm.lists(&act.name) || act.relation != Relation::Said;
        let clause = child(scene, i, &["ccomp"]).filter(|c| *c < i)?;
        let subject = child(scene, i, &["nsubj"]).filter(|s| clause < *s && *s < i)?;
        let source = phrase(scene, subject);
        let (start, end) = (*source.first()?, *source.last()?);
        let sentence = scene.text.sentence_of(i);
        let before = sentence.start..start.checked_sub(1)?;
        let outside = |k: usize| scene.text.tokens[k].quote == QuoteState::Outside;
        let finite = |k: usize| matches!(&*syntax.tags[k], "VBD" | "VBZ" | "VBP" | "MD");
        let free = !before.clone().any(|k| self.taken[k]) && (sentence.start..i).all(outside);
        let beside = (end + 1..i).all(|k| &*syntax.tags[k] == "RB");
        let more = children(scene, i)
            .any(|c| c > i && matches!(&*syntax.labels[c], "ccomp" | "xcomp" | "dobj"));
        let opens = matches!(&*syntax.labels[sentence.start], "mark" | "cc");
        let says = act.mode == Mode::Speech && firm && !WORDS.deed.has(scene, i);
        if !says
            || !free
            || !beside
            || more
            || opens
            || WORDS.faceless.has(scene, subject)
            || scene.text.word(self.document, before.end) != ","
            || !before.clone().any(finite)
        {
            return None;
        }
        self.make(source, vec![i], trimmed(self.document, scene, before), 3)
    }

    /// "The council was [told] by Russia that it was over": a passive of telling with its agent and a clause.
    fn told_by(&mut self, i: usize) -> Option<Attribution> {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        if &*syntax.tags[i] != "VBN"
            || !audience::is_spoken_to(scene, i)
            || scene.text.tokens[i].quote != QuoteState::Outside
        {
            return None;
        }
        child(scene, i, &["auxpass"])?;
        child(scene, i, &["nsubjpass"]).filter(|s| *s < i)?;
        let by = child(scene, i, &["agent"]).filter(|by| *by > i)?;
        let speaker = child(scene, by, &["pobj"])?;
        let clause = child(scene, i, &["ccomp", "xcomp"]).filter(|c| *c > speaker)?;
        let said = subtree(scene, clause);
        let end = scene.text.sentence_of(i).end;
        let content = trimmed(
            self.document,
            scene,
            *said.first()?..(said.last()? + 1).min(end),
        );
        self.make(phrase(scene, speaker), self.with_auxiliaries(i), content, 3)
    }

    /// "said in an interview aired on Friday [that taxes would fall]": the clause after where and when,
    /// which the tree may have hung on those.
    fn far_clause(&self, verb: usize) -> Option<usize> {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        let sentence = scene.text.sentence_of(verb);
        if verb + 1 >= sentence.end || !WORDS.circumstance.has(scene, verb + 1) {
            return None;
        }
        let finite = |i: &usize| matches!(&*syntax.tags[*i], "VBD" | "VBZ" | "VBP" | "MD");
        let that = (verb + 2..sentence.end)
            .take_while(|i| !finite(i) && scene.text.tokens[*i].quote == QuoteState::Outside)
            .find(|i| {
                &*syntax.labels[*i] == "mark" && scene.text.word(self.document, *i) == "that"
            })?;
        Some(syntax.heads[that]).filter(|clause| *clause > that)
    }

    /// "[has stated] that", "[is warning] that": a participle with its auxiliary in the active.
    fn has_said(&self, verb: usize) -> bool {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        matches!(&*syntax.tags[verb], "VBN" | "VBG")
            && child(scene, verb, &["auxpass"]).is_none()
            && children(scene, verb).any(|c| {
                &*syntax.labels[c] == "aux" && matches!(&*syntax.tags[c], "VBZ" | "VBP" | "VBD")
            })
    }

    /// "told the BBC [that it was over]", "warned Russia on Friday [against an attack]": what follows
    /// those spoken to, where the tree has hung it on them or on the day.
    fn behind_hearer(&self, verb: usize, relation: Relation) -> Option<Vec<usize>> {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        let telling = WORDS.telling.has(scene, verb);
        let object = child(scene, verb, &["dobj", "dative"]).filter(|h| *h > verb && telling);
        let heads = || {
            hearers::heads_of(self.document, scene, verb)
                .first()
                .copied()
        };
        let hearer = object.or_else(heads).filter(|h| *h > verb)?;
        if let Some(framed) = self.framed(verb, hearer) {
            return Some(framed);
        }
        let is_that = |i: usize| {
            let word = scene.text.word(self.document, i);
            // not "the story that she loved"
            let hears = audience::can_hear(self.document, scene, hearer);
            word == "that" && (hears || object.is_none())
        };
        let clause = child(scene, hearer, &["relcl", "acl"]).filter(|clause| {
            let subject = child(scene, *clause, &["nsubj", "nsubjpass", "expl"]);
            subject.is_some_and(|subject| scene.text.word(self.document, subject) != "that")
        });
        if let Some(clause) = clause {
            let tokens = subtree(scene, clause);
            return tokens
                .first()
                .is_some_and(|i| is_that(*i))
                .then_some(tokens);
        }
        if relation == Relation::Said || !telling {
            return None;
        }
        let is_day = |i: usize| &*syntax.labels[i] == "pobj" && WORDS.time.has(scene, i);
        let opening = subtree(scene, verb).into_iter().find(|i| {
            let head = syntax.heads[*i];
            *i > hearer
                && WORDS.opening.has(scene, *i)
                && &*syntax.labels[*i] == "prep"
                && (head == verb || head == hearer || is_day(head))
        })?;
        Some(subtree(scene, opening))
    }

    /// "appealed to donors [for tents]", "threatened the weavers [with dismissal]": the preposition that a
    /// verb wants after its hearers.
    fn framed(&self, verb: usize, hearer: usize) -> Option<Vec<usize>> {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        let ways = FRAMES.get(&syntax.words[verb].stem)?;
        let opening = children(scene, verb)
            .chain(children(scene, hearer))
            .find(|c| {
                *c > hearer
                    && &*syntax.labels[*c] == "prep"
                    && ways.contains(&scene.text.word(self.document, *c))
            })?;
        Some(subtree(scene, opening))
    }

    /// "with the mayor [warning] of floods".
    fn attendant(&mut self, i: usize) -> Option<Attribution> {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        let speaks = |act: &crate::statement::meaning::acts::Act| act.mode == Mode::Speech;
        if self.taken[i]
            || &*syntax.tags[i] != "VBG"
            || !matches!(&*syntax.labels[i], "acl" | "pcomp" | "ccomp" | "advcl")
            || WORDS.deed.has(scene, i)
            || !self.taxonomy.verb(syntax.words[i].stem).is_some_and(speaks)
        {
            return None;
        }
        let head = syntax.heads[i];
        let speaker = match &*syntax.labels[i] {
            "acl" => head,
            "pcomp" => child(scene, i, &["nsubj"]).or_else(|| child(scene, head, &["pobj"]))?,
            _ => child(scene, i, &["nsubj"]).or_else(|| {
                // the tree has hung the participle elsewhere
                (i.checked_sub(1)).filter(|k| syntax.tags[*k].starts_with('N'))
            })?,
        };
        // "with the US and other nations": all of them
        let mut first = speaker;
        while &*syntax.labels[first] == "conj" && syntax.heads[first] < first {
            first = syntax.heads[first];
        }
        let preposition = if &*syntax.labels[first] == "pobj" {
            syntax.heads[first]
        } else {
            head
        };
        let says =
            |c: usize| c > i && matches!(&*syntax.labels[c], "ccomp" | "xcomp" | "prep" | "dobj");
        if preposition >= first
            || !WORDS.attendant.has(scene, preposition)
            || !children(scene, i).any(says)
        {
            return None;
        }
        let source: Vec<usize> = phrase(scene, first)
            .into_iter()
            .filter(|k| *k < i)
            .collect();
        let end = scene.text.sentence_of(i).end;
        let content = trimmed(self.document, scene, i + 1..end);
        self.make(source, vec![i], content, 2)
    }

    /// An attribution that follows from its form, where [`Self::keep`] has it.
    fn make(
        &mut self,
        source: Vec<usize>,
        cue: Vec<usize>,
        content: Vec<usize>,
        least: usize,
    ) -> Option<Attribution> {
        let found = Attribution {
            source,
            cue,
            content,
            confidence: CONFIDENCE,
            via: Vec::new(),
        };
        self.keep(found, least)
    }

    /// Takes the cue, where the content has so many words at least.
    fn keep(&mut self, found: Attribution, least: usize) -> Option<Attribution> {
        if found.content.len() < least || found.cue.iter().any(|i| self.taken[*i]) {
            return None;
        }
        self.take(&found.cue);
        Some(found)
    }

    fn take(&mut self, cue: &[usize]) {
        cue.iter().for_each(|i| self.taken[*i] = true);
        if let Some(first) = cue.first() {
            self.cues[self.scene.text.tokens[*first].sentence] += 1;
        }
    }

    /// The verb and the auxiliaries before it.
    fn with_auxiliaries(&self, verb: usize) -> Vec<usize> {
        let auxiliary = |c: &usize| {
            *c < verb && matches!(&*self.scene.syntax.labels[*c], "aux" | "auxpass" | "neg")
        };
        let mut cue: Vec<usize> = children(self.scene, verb).filter(auxiliary).collect();
        cue.push(verb);
        cue
    }

    /// "said … and [stressed] that …": another verb of the same speaker, coordinated with the cue.
    fn is_sibling(&self, outer: &Attribution, i: usize) -> bool {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        &*syntax.labels[i] == "conj"
            && syntax.tags[i].starts_with('V')
            && coordinate(scene, i).is_some_and(|partner| {
                // "said [it] was glad and urged", "said [the budget] was sound and warned": the tree has
                // joined it to what was said of the speaker, or of a thing
                let another = || {
                    let subject = child(scene, partner, &["nsubj", "nsubjpass"]);
                    &*syntax.labels[partner] == "ccomp"
                        && outer.cue.contains(&syntax.heads[partner])
                        && subject.is_some_and(|s| self.is_mute(s))
                        && syntax.tags[i] == syntax.tags[syntax.heads[partner]]
                };
                outer.cue.contains(&partner) || another()
            })
            && child(scene, i, &["nsubj"]).is_none()
            && self.taxonomy.verb(syntax.words[i].stem).is_some_and(|act| {
                // "and [pledged] to stay", "and [asked] the board to stay"
                let hears =
                    || audience::is_spoken_to(scene, i) && child(scene, i, &["dobj"]).is_some();
                let to_do = child(scene, i, &["xcomp"]).is_some()
                    && (WORDS.firm.lists(&act.name) || hears());
                act.mode == Mode::Speech && (to_do || child(scene, i, &["ccomp"]).is_some())
            })
    }

    /// `passed_on`: what the verb governs is all that the outer statement reports ("…, TASS
    /// reported"), so that any act of speech will do.
    fn speaks(&self, i: usize, passed_on: bool) -> bool {
        let (scene, syntax) = (self.scene, self.scene.syntax);
        if !matches!(&*syntax.tags[i], "VBD" | "VBZ" | "VBP" | "VBN") || (WORDS.deed.has(scene, i))
        {
            return false;
        }
        let act = self.taxonomy.verb(syntax.words[i].stem);
        if !act.is_some_and(|act| {
            act.mode == Mode::Speech && (passed_on || WORDS.firm.lists(&act.name))
        }) {
            return false;
        }
        let subject = children(scene, i).find(|c| &*syntax.labels[*c] == "nsubj" && *c < i);
        let named = subject.is_some_and(|s| !WORDS.faceless.has(scene, s));
        let says = children(scene, i).any(|c| {
            let label = &*syntax.labels[c];
            label == "ccomp" || (c > i && matches!(label, "xcomp" | "prep" | "dobj"))
        });
        // "We told [the president] that": what the quoted have said before to somebody
        let told = || {
            let mine = subject.is_some_and(|s| WORDS.first_person.has(scene, s));
            let hearers = hearers::heads_of(self.document, scene, i);
            mine && &*syntax.tags[i] == "VBD" && hearers.iter().any(|hearer| *hearer > i)
        };
        (named || told()) && says
    }
}
