//! Verbs of speech that the models missed, recognised by the form of their clause: within the
//! content of another statement (which PolNeAR does not annotate), beside another
//! verb of the same speaker, and in "with" clauses.

mod told;

use crate::entity::{Being, being};
use crate::statement::acts::{Act, Taxonomy};
use crate::statement::article::Article;
use crate::statement::attribution::{Attribution, Finder, MAX_CUES, OF_FORM};
use crate::statement::clause::tokens::trimmed;
use crate::statement::clause::tree::{child, children, coordinate, phrase, subtree};
use crate::statement::clause::{audience, elided};
use crate::statement::word_lists::WORDS;
use crate::statement::{Mode, Relation, hearers};
use crate::syntax::{Label, Tag};
use crate::text::{PerToken, QuoteState, TokenId, TokenRange};
use std::collections::HashMap;

/// Maximum number of enclosing contents in which a verb is tried: only degenerate text has more.
const MAX_TRIES: usize = 8;

/// The heads of a verb's complements.
struct Governed {
    /// "said [it was late]"
    clause: Option<TokenId>,
    /// "threatened [to leave]"
    to_do: Option<TokenId>,
    /// "denied [having seen it]", "committed [to holding a vote]"
    doing: Option<TokenId>,
}

/// Adds missed attributions to `found`.
pub(in crate::statement) fn complete(
    finder: &Finder,
    taxonomy: &Taxonomy,
    article: &Article,
    found: &mut Vec<Attribution>,
) {
    let mut search = Search {
        finder,
        taxonomy,
        article,
        taken: PerToken::filled(false, article.len()),
        cues: vec![0; article.text.sentences.len()],
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
    for i in article.tokens() {
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
fn is_bare(article: &Article, verb: TokenId) -> bool {
    article.syntax.tags[verb] == Tag::VB
        && article.syntax.labels[verb] == Label::Root
        && child(article, verb, &[Label::Nsubj]).is_some_and(|s| s < verb)
        && child(article, verb, &[Label::Aux, Label::Auxpass]).is_none()
}

struct Search<'s, 'd> {
    finder: &'s Finder,
    taxonomy: &'s Taxonomy,
    article: &'s Article<'d>,
    /// For each token whether it is part of a cue.
    taken: PerToken<bool>,
    /// The number of cues in each sentence.
    cues: Vec<usize>,
    /// For verbs within contents, how often they were tried, and their roles.
    tries: HashMap<TokenId, (usize, Option<Attribution>)>,
}

impl Search<'_, '_> {
    /// A finite verb of speech within a content, with a subject and a content: its
    /// roles are found as for any other cue.
    fn within(&mut self, outer: &Attribution, i: TokenId) -> Option<Attribution> {
        let article = self.article;
        if self.taken[i] {
            return None;
        }
        let sibling = self.is_sibling(outer, i);
        let passed_on = outer.cue.contains(&article.syntax.heads[i])
            && outer.cue.first().is_some_and(|c| i < *c);
        if !sibling && !self.speaks(i, passed_on) {
            return None;
        }
        let cue = self.with_auxiliaries(i);
        if self.is_full(i) {
            return None;
        }
        let complete = || (0, self.finder.complete(article, cue.clone()));
        let (tries, roles) = self.tries.entry(i).or_insert_with(complete);
        *tries += 1;
        if *tries > MAX_TRIES {
            return None;
        }
        let Some(mut inner) = roles.clone() else {
            return self.by_tree(outer, cue);
        };
        if inner.source.is_empty() && !sibling {
            inner.source = elided::elided_subject(self.article, &inner.cue);
        }
        if sibling && inner.content.iter().all(|k| *k > i) {
            inner.source.retain(|k| outer.source.contains(k));
            return self.keep(inner, 1);
        }
        let sentence = article.text.sentence_of(i);
        let holds = |k: &TokenId| outer.content.binary_search(k).is_ok() && sentence.contains(k);
        let whole = !inner.source.is_empty()
            && inner.content.iter().all(holds)
            && inner.source.iter().all(holds)
            && inner.content.len() >= 2;
        inner.confidence = inner.confidence.min(OF_FORM);
        if whole {
            self.keep(inner, 1)
        } else {
            self.by_tree(outer, cue)
        }
    }

    /// "said it regretted this and [demanded] an apology": where a content ends before "and", a verb of speech
    /// after it has the same speaker, if the clause before is about him.
    fn beyond(&mut self, outer: &Attribution) -> Option<Attribution> {
        let (article, syntax) = (self.article, self.article.syntax);
        let (cue, end) = (*outer.cue.last()?, *outer.content.last()?);
        let (and, verb) = (end + 1, end + 2);
        let sentence = article.text.sentence_of(cue);
        if outer.content.first() < Some(&cue)
            || !sentence.contains(&verb)
            || syntax.tags[and] != Tag::CC
            || !matches!(syntax.tags[verb], Tag::VBD | Tag::VBZ | Tag::VBP)
            || syntax.tags[verb] != syntax.tags[cue]
            || syntax.labels[verb] != Label::Conj
            || self.taken[verb]
            || WORDS.deed.has(article, verb)
            || child(article, verb, &[Label::Nsubj]).is_some()
        {
            return None;
        }
        let act = self.taxonomy.verb(syntax.words[verb].stem)?;
        let firm = WORDS.firm.lists(&act.name) || act.relation != Relation::Said;
        let subject = child(
            article,
            syntax.heads[verb],
            &[Label::Nsubj, Label::Nsubjpass],
        )?;
        if act.mode != Mode::Speech || !firm || !self.is_mute(subject) || subject < cue {
            return None;
        }
        let mut inner = self.finder.complete(article, vec![verb])?;
        inner.content.retain(|i| *i > verb && sentence.contains(i));
        inner.source.clone_from(&outer.source);
        inner.confidence = inner.confidence.min(OF_FORM);
        self.keep(inner, 2)
    }

    /// Whether the sentence of a token has the maximum number of cues.
    fn is_full(&self, i: TokenId) -> bool {
        self.cues[self.article.text.tokens[i].sentence] >= MAX_CUES
    }

    /// Whether the subject of a clause cannot be who speaks in the next one, or is the speaker of the verb
    /// before: a thing, a pronoun.
    fn is_mute(&self, subject: TokenId) -> bool {
        let syntax = self.article.syntax;
        syntax.tags[subject] == Tag::PRP
            || self.article.names[subject] == 0
                && !syntax.tags[subject].is_proper_noun()
                && being(&syntax.words[subject]) == Being::Unknown
    }

    /// Subject and clause of a verb as the tree has them, within the content of another statement.
    fn by_tree(&mut self, outer: &Attribution, cue: Vec<TokenId>) -> Option<Attribution> {
        let (article, verb) = (self.article, *cue.last()?);
        let subject = child(article, verb, &[Label::Nsubj]).filter(|s| *s < verb)?;
        let object = child(article, verb, &[Label::Dobj, Label::Dative])
            .filter(|o| *o > verb && audience::is_spoken_to(article, verb));
        let last = subtree(article, verb).last().map_or(verb, |k| *k + 1);
        let start = object.unwrap_or(verb) + 1;
        let mut content = trimmed(self.article, start..last);
        content.retain(|k| outer.content.binary_search(k).is_ok());
        // "had said to the minister": an addressee, not content
        let first = *content.first()?;
        if self
            .article
            .text
            .word(self.article.document, first)
            .eq_ignore_ascii_case("to")
            && article.syntax.tags[first] == Tag::IN
        {
            return None;
        }
        self.make(phrase(article, subject), cue, content, 2)
    }

    /// "The envoy also [added] the talks were late", "went on [to say] that …": a verb of speech
    /// with a subject and a clause says something wherever it is.
    fn plain(&mut self, i: TokenId) -> Option<Attribution> {
        let (article, syntax) = (self.article, self.article.syntax);
        if !syntax.tags[i].is_verb()
            || self.taken[i]
            || self.is_full(i)
            || article.text.tokens[i].quote != QuoteState::Outside
        {
            return None;
        }
        let act = self.taxonomy.verb(syntax.words[i].stem)?;
        let Governed {
            clause,
            to_do,
            doing,
        } = self.governed(i, act);
        let finite = matches!(syntax.tags[i], Tag::VBD | Tag::VBZ | Tag::VBP)
            || self.has_said(i)
            || is_bare(article, i);
        let goes_on = syntax.tags[i] == Tag::VB
            && syntax.labels[i] == Label::Xcomp
            && WORDS.deed.has(article, syntax.heads[i])
            && matches!(syntax.tags[syntax.heads[i]], Tag::VBD | Tag::VBZ);
        let that = clause.is_some_and(|c| {
            let mark = child(article, c, &[Label::Mark]);
            mark.is_some_and(|m| article.written(m) == "that")
        });
        let hears = || !hearers::heads_of(self.article, i).is_empty();
        let firm = WORDS.firm.lists(&act.name) || that || hears();
        if act.mode != Mode::Speech
            || !firm
            || WORDS.deed.has(article, i)
            || !(finite || goes_on)
            || clause.is_some_and(|c| {
                child(article, c, &[Label::Nsubj, Label::Nsubjpass, Label::Expl]).is_none()
            })
        {
            return None;
        }
        if self.with_auxiliaries(i).iter().any(|k| self.taken[*k]) {
            return None;
        }
        let holder = if goes_on { syntax.heads[i] } else { i };
        let subject = child(article, holder, &[Label::Nsubj]).filter(|s| *s < holder)?;
        if WORDS.faceless.has(article, subject) || self.taken[holder] {
            return None;
        }
        let said = match clause.or(to_do).or(doing) {
            Some(head) => subtree(article, head),
            None => self.behind_hearer(i, act.relation)?,
        };
        let mut cue = self.with_auxiliaries(i);
        if goes_on {
            cue = (holder..=i).each().collect();
        }
        let sentence = article.text.sentence_of(i);
        let (first, last) = (*said.first()?, *said.last()?);
        let mut content = trimmed(self.article, first.max(i + 1)..(last + 1).min(sentence.end));
        // the model is more reliable than a wrong tree
        if let Some(seen) = self.finder.complete(article, cue.clone())
            && seen.content.first() == content.first()
            && seen.content.iter().all(|k| sentence.contains(k))
        {
            content = seen.content;
        }
        self.make(phrase(article, subject), cue, content, 3)
    }

    /// The heads of a verb's complements that can be content.
    fn governed(&self, i: TokenId, act: &Act) -> Governed {
        let (article, syntax) = (self.article, self.article.syntax);
        // "denied [having seen the letter]"
        let gerund = matches!(&*act.name, "deny" | "admit" | "recommend" | "propose");
        let doing = child(
            article,
            i,
            &[Label::Xcomp, Label::Ccomp, Label::Pcomp, Label::Advcl],
        )
        .filter(|c| {
            let first = subtree(article, *c)[0];
            gerund && first == i + 1 && syntax.tags[first] == Tag::VBG
        });
        // "committed [to holding a vote]"
        let to_doing = || {
            let to = |c: &TokenId| article.written(*c) == "to";
            let to = child(article, i, &[Label::Prep]).filter(|c| *c == i + 1 && to(c))?;
            let pledged = act.relation == Relation::Proposed;
            child(article, to, &[Label::Pcomp])
                .filter(|_| pledged)
                .map(|_| to)
        };
        let doing = doing.or_else(to_doing);
        let clause = child(article, i, &[Label::Ccomp]).filter(|c| *c > i && Some(*c) != doing);
        let clause = clause.or_else(|| self.far_clause(i));
        // "threatened [to walk out]"
        let to_be_done = |c: &TokenId| children(article, *c).any(|t| syntax.tags[t] == Tag::TO);
        let heard_by = || {
            hearers::heads_of(self.article, i)
                .into_iter()
                .find(|h| *h > i)
        };
        let to_do = child(article, i, &[Label::Xcomp, Label::Advcl]).filter(|c| {
            let proposed = act.relation != Relation::Said || audience::is_spoken_to(article, i);
            let plain = syntax.labels[*c] == Label::Xcomp && proposed;
            *c > i && to_be_done(c) && (plain || heard_by().is_some_and(|h| h < *c))
        });
        // "appealed to [the minister] to raise pay": what follows, even if the tree attached it to the addressee
        let to_do = to_do.or_else(|| {
            child(article, heard_by()?, &[Label::Acl, Label::Relcl]).filter(to_be_done)
        });
        Governed {
            clause,
            to_do,
            doing,
        }
    }

    /// "Denmark [deplores] the thefts", "gave no interview but [promised] a report": a verb that says
    /// something of its object, or puts it forward, whenever somebody does it.
    fn outspoken(&mut self, i: TokenId) -> Option<Attribution> {
        let (article, syntax) = (self.article, self.article.syntax);
        let finite = matches!(syntax.tags[i], Tag::VBD | Tag::VBZ | Tag::VBP) || self.has_said(i);
        if !finite
            || !WORDS.outspoken.has(article, i)
            || article.text.tokens[i].quote != QuoteState::Outside
        {
            return None;
        }
        let cue = self.with_auxiliaries(i);
        if cue.iter().any(|k| self.taken[*k]) {
            return None;
        }
        let object = child(article, i, &[Label::Dobj]).filter(|o| *o > i)?;
        let source = elided::elided_subject(self.article, &[i]);
        let subject = *source
            .iter()
            .find(|s| !source.contains(&syntax.heads[**s]))?;
        let speaks = syntax.tags[subject] == Tag::PRP && !WORDS.faceless.has(article, subject)
            || audience::can_hear(self.article, subject);
        let received = WORDS.hosting.has(article, i) && audience::can_hear(self.article, object);
        if !speaks || received || source.iter().any(|s| *s >= i) {
            return None;
        }
        let sentence = article.text.sentence_of(i);
        // its object, coordinated objects, and a purpose
        let mut end = subtree(article, object).last().copied()?;
        for c in children(article, i).filter(|c| *c > object) {
            let more = match syntax.labels[c] {
                Label::Conj => syntax.tags[c].is_noun(),
                Label::Prep => !WORDS.circumstance.has(article, c) || c == end + 1,
                Label::Advcl => article.written(subtree(article, c)[0]) == "until",
                _ => false,
            };
            if more {
                end = end.max(subtree(article, c).last().copied().unwrap_or(end));
            }
        }
        let content = trimmed(self.article, i + 1..(end + 1).min(sentence.end));
        self.make(source, cue, content, 2)
    }

    /// "The memo offers a lesson, [said] Tomas Keller, a professor at Basel.": after a comma a verb of saying
    /// with its subject after it, at the end of a sentence.
    fn inverted(&mut self, i: TokenId) -> Option<Attribution> {
        let (article, syntax) = (self.article, self.article.syntax);
        let sentence = article.text.sentence_of(i);
        let finite =
            |i: TokenId| matches!(syntax.tags[i], Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
        if self.taken[i]
            || !matches!(syntax.tags[i], Tag::VBD | Tag::VBZ)
            || !WORDS.inverted.has(article, i)
            || i < sentence.start + 3
            || article.written(i - 1) != ","
            || article.text.tokens[i].quote != QuoteState::Outside
        {
            return None;
        }
        let subject = child(article, i, &[Label::Nsubj]).filter(|s| *s > i)?;
        let source = phrase(article, subject);
        let before = sentence.start..i - 1;
        let alone = !before.each().any(|k| self.taken[k])
            && before.each().any(finite)
            && !(i + 1..*source.last()?).each().any(finite)
            && source.first() == Some(&(i + 1));
        if !alone || child(article, i, &[Label::Ccomp]).is_some_and(|c| c > i) {
            return None;
        }
        self.make(source, vec![i], trimmed(self.article, before), 3)
    }

    /// "Prices could double, analysts [warned], adding …": the clause before a comma, a subject and a verb
    /// of speech that governs it.
    fn trailing(&mut self, i: TokenId) -> Option<Attribution> {
        let (article, syntax) = (self.article, self.article.syntax);
        if self.taken[i] || !matches!(syntax.tags[i], Tag::VBD | Tag::VBZ | Tag::VBP) {
            return None;
        }
        let act = self.taxonomy.verb(syntax.words[i].stem)?;
        let firm = WORDS.firm.lists(&act.name) || act.relation != Relation::Said;
        let clause = child(article, i, &[Label::Ccomp]).filter(|c| *c < i)?;
        let subject = child(article, i, &[Label::Nsubj]).filter(|s| clause < *s && *s < i)?;
        let source = phrase(article, subject);
        let (start, end) = (*source.first()?, *source.last()?);
        let sentence = article.text.sentence_of(i);
        let before = sentence.start..start.checked_sub(1)?;
        let outside = |k: TokenId| article.text.tokens[k].quote == QuoteState::Outside;
        let finite =
            |k: TokenId| matches!(syntax.tags[k], Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
        let free = !before.each().any(|k| self.taken[k]) && (sentence.start..i).each().all(outside);
        let beside = (end + 1..i).each().all(|k| syntax.tags[k] == Tag::RB);
        let more = children(article, i).any(|c| {
            c > i && matches!(syntax.labels[c], Label::Ccomp | Label::Xcomp | Label::Dobj)
        });
        let opens = matches!(syntax.labels[sentence.start], Label::Mark | Label::Cc);
        let says = act.mode == Mode::Speech && firm && !WORDS.deed.has(article, i);
        if !says
            || !free
            || !beside
            || more
            || opens
            || WORDS.faceless.has(article, subject)
            || article.written(before.end) != ","
            || !before.each().any(finite)
        {
            return None;
        }
        self.make(source, vec![i], trimmed(self.article, before), 3)
    }

    /// "with the mayor [warning] of floods".
    fn attendant(&mut self, i: TokenId) -> Option<Attribution> {
        let (article, syntax) = (self.article, self.article.syntax);
        let speaks = |act: &crate::statement::acts::Act| act.mode == Mode::Speech;
        if self.taken[i]
            || syntax.tags[i] != Tag::VBG
            || !matches!(
                syntax.labels[i],
                Label::Acl | Label::Pcomp | Label::Ccomp | Label::Advcl
            )
            || WORDS.deed.has(article, i)
            || !self.taxonomy.verb(syntax.words[i].stem).is_some_and(speaks)
        {
            return None;
        }
        let head = syntax.heads[i];
        let speaker = match syntax.labels[i] {
            Label::Acl => head,
            Label::Pcomp => child(article, i, &[Label::Nsubj])
                .or_else(|| child(article, head, &[Label::Pobj]))?,
            _ => child(article, i, &[Label::Nsubj]).or_else(|| {
                // the participle is attached elsewhere
                (i.checked_sub(1)).filter(|k| syntax.tags[*k].is_noun())
            })?,
        };
        // "with the US and other nations": all of them
        let mut first = speaker;
        while syntax.labels[first] == Label::Conj && syntax.heads[first] < first {
            first = syntax.heads[first];
        }
        let preposition = if syntax.labels[first] == Label::Pobj {
            syntax.heads[first]
        } else {
            head
        };
        let says = |c: TokenId| {
            c > i
                && matches!(
                    syntax.labels[c],
                    Label::Ccomp | Label::Xcomp | Label::Prep | Label::Dobj
                )
        };
        if preposition >= first
            || !WORDS.attendant.has(article, preposition)
            || !children(article, i).any(says)
        {
            return None;
        }
        let source: Vec<TokenId> = phrase(article, first)
            .into_iter()
            .filter(|k| *k < i)
            .collect();
        let end = article.text.sentence_of(i).end;
        let content = trimmed(self.article, i + 1..end);
        self.make(source, vec![i], content, 2)
    }

    /// An attribution found by its form, if [`Self::keep`] accepts it.
    fn make(
        &mut self,
        source: Vec<TokenId>,
        cue: Vec<TokenId>,
        content: Vec<TokenId>,
        least: usize,
    ) -> Option<Attribution> {
        let found = Attribution {
            source,
            cue,
            content,
            confidence: OF_FORM,
            via: Vec::new(),
        };
        self.keep(found, least)
    }

    /// Accepts an attribution if its content has at least so many words.
    fn keep(&mut self, found: Attribution, least: usize) -> Option<Attribution> {
        if found.content.len() < least || found.cue.iter().any(|i| self.taken[*i]) {
            return None;
        }
        self.take(&found.cue);
        Some(found)
    }

    fn take(&mut self, cue: &[TokenId]) {
        cue.iter().for_each(|i| self.taken[*i] = true);
        if let Some(first) = cue.first() {
            self.cues[self.article.text.tokens[*first].sentence] += 1;
        }
    }

    /// The verb and the auxiliaries before it.
    fn with_auxiliaries(&self, verb: TokenId) -> Vec<TokenId> {
        let auxiliary = |c: &TokenId| {
            *c < verb
                && matches!(
                    self.article.syntax.labels[*c],
                    Label::Aux | Label::Auxpass | Label::Neg
                )
        };
        let mut cue: Vec<TokenId> = children(self.article, verb).filter(auxiliary).collect();
        cue.push(verb);
        cue
    }

    /// "said … and [stressed] that …": another verb of the same speaker, coordinated with the cue.
    fn is_sibling(&self, outer: &Attribution, i: TokenId) -> bool {
        let (article, syntax) = (self.article, self.article.syntax);
        syntax.labels[i] == Label::Conj
            && syntax.tags[i].is_verb()
            && coordinate(article, i).is_some_and(|partner| {
                // "said [it] was glad and urged", "said [the budget] was sound and warned": the tree has
                // joined it to what was said of the speaker, or of a thing
                let another = || {
                    let subject = child(article, partner, &[Label::Nsubj, Label::Nsubjpass]);
                    syntax.labels[partner] == Label::Ccomp
                        && outer.cue.contains(&syntax.heads[partner])
                        && subject.is_some_and(|s| self.is_mute(s))
                        && syntax.tags[i] == syntax.tags[syntax.heads[partner]]
                };
                outer.cue.contains(&partner) || another()
            })
            && child(article, i, &[Label::Nsubj]).is_none()
            && self.taxonomy.verb(syntax.words[i].stem).is_some_and(|act| {
                // "and [pledged] to stay", "and [asked] the board to stay"
                let hears = || {
                    audience::is_spoken_to(article, i)
                        && child(article, i, &[Label::Dobj]).is_some()
                };
                let to_do = child(article, i, &[Label::Xcomp]).is_some()
                    && (WORDS.firm.lists(&act.name) || hears());
                act.mode == Mode::Speech && (to_do || child(article, i, &[Label::Ccomp]).is_some())
            })
    }

    /// `passed_on`: what the verb governs is all that the outer statement reports ("…, TASS
    /// reported"), so that any act of speech will do.
    fn speaks(&self, i: TokenId, passed_on: bool) -> bool {
        let (article, syntax) = (self.article, self.article.syntax);
        if !matches!(syntax.tags[i], Tag::VBD | Tag::VBZ | Tag::VBP | Tag::VBN)
            || (WORDS.deed.has(article, i))
        {
            return false;
        }
        let act = self.taxonomy.verb(syntax.words[i].stem);
        if !act.is_some_and(|act| {
            act.mode == Mode::Speech && (passed_on || WORDS.firm.lists(&act.name))
        }) {
            return false;
        }
        let subject = children(article, i).find(|c| syntax.labels[*c] == Label::Nsubj && *c < i);
        let named = subject.is_some_and(|s| !WORDS.faceless.has(article, s));
        let says = children(article, i).any(|c| {
            let label = syntax.labels[c];
            label == Label::Ccomp
                || (c > i && matches!(label, Label::Xcomp | Label::Prep | Label::Dobj))
        });
        // "We told [the president] that": what the quoted have said before to somebody
        let told = || {
            let mine = subject.is_some_and(|s| WORDS.first_person.has(article, s));
            let hearers = hearers::heads_of(self.article, i);
            mine && syntax.tags[i] == Tag::VBD && hearers.iter().any(|hearer| *hearer > i)
        };
        (named || told()) && says
    }
}
