//! Speakers of standalone quotations, without a verb of speech: the person who signs it, is introduced
//! before it, or was already speaking.

use crate::statement::Mode;
use crate::statement::acts::Taxonomy;
use crate::statement::article::Article;
use crate::statement::attribution::{Attribution, OF_FORM};
use crate::statement::clause::introducers::{
    Introduced, by_colon, by_sentence, is_body, is_finite, is_somebody, main_verb, shows,
};
use crate::statement::clause::{elided, tree};
use crate::statement::constructions::units::{Unit, add};
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{ParagraphKind, QuoteState, TokenId, TokenRange};
use std::ops::Range;

/// Confidence if the speaker is only the subject of the sentence before.
const CONFIDENCE_BARE: f32 = 0.6;
/// Maximum length of a credit after a quotation, in tokens.
const LONGEST_CREDIT: usize = 24;
/// Maximum number of sentences between a statement and a quotation that continues it.
const REACH: usize = 4;

/// The position of a quotation.
enum Stand {
    /// It is whole sentences.
    Sentences,
    /// It follows a colon.
    Colon(TokenId),
    /// It is a sentence after a comma.
    Comma(TokenId),
}

pub(in crate::statement) struct Search<'s, 'd> {
    pub taxonomy: &'s Taxonomy,
    pub article: &'s Article<'d>,
    pub units: &'s [Unit],
    /// For each quotation the unit that it is a piece of.
    pub unit_of: &'s [Option<usize>],
    /// Sentence, first cue token and number of attributions.
    pub by_sentence: Vec<(usize, TokenId, usize)>,
}

/// Participles count too: taggers confuse the two in short sentences.
fn is_verb(article: &Article, token: TokenId) -> bool {
    is_finite(article, token) || article.syntax.tags[token] == Tag::VBN
}

impl Search<'_, '_> {
    /// Finds the attribution for an unclaimed quotation.
    pub fn own(
        &self,
        number: usize,
        owners: &[Option<usize>],
        found: &mut Vec<Attribution>,
    ) -> Option<usize> {
        let unit = &self.units[number];
        if !self.is_speech(unit) {
            return None;
        }
        if let Some((source, cue)) = self.credit(unit) {
            return Some(self.enter(unit, source, cue, OF_FORM, found));
        }
        match self.stand(unit)? {
            Stand::Colon(colon) => self.own_behind_colon(unit, colon, found),
            Stand::Comma(comma) => self.own_behind_comma(unit, comma, found),
            Stand::Sentences => self.own_sentences(unit, owners, found),
        }
    }

    /// The attribution of a quotation after a colon.
    fn own_behind_colon(
        &self,
        unit: &Unit,
        colon: TokenId,
        found: &mut Vec<Attribution>,
    ) -> Option<usize> {
        let article = self.article;
        let sentence = article.text.tokens[colon].sentence;
        let before = article.text.sentence_of(colon).start..colon;
        if let Some((verb, source)) = self.announced(before.clone()) {
            return Some(self.say(unit, source, verb, found));
        }
        let speaking = self.speaking(sentence, found);
        let speaking = speaking.map(|a| found[a].source.clone());
        let source = speaking
            .or_else(|| by_colon(self.article, before.clone()).map(|who| who.source))
            .or_else(|| {
                let last = self.last_speaking(sentence, found)?;
                (!shows(article, before)).then(|| found[last].source.clone())
            })?;
        (!source.is_empty()).then(|| self.enter(unit, source, colon, OF_FORM, found))
    }

    /// "The ministry [made] an announcement:", "She [replied] in a letter:": the verb of the clause and
    /// its subject, if that clause reports speech.
    fn announced(&self, before: Range<TokenId>) -> Option<(TokenId, Vec<TokenId>)> {
        let article = self.article;
        let stem = |i: TokenId| article.syntax.words[i].stem;
        let verb = main_verb(article, before.clone())?;
        let act = self.taxonomy.verb(stem(verb));
        let speaks = act.is_some_and(|act| act.mode == Mode::Speech);
        let object = tree::child(article, verb, &[Label::Dobj]);
        let noun = object.and_then(|o| self.taxonomy.noun(stem(o)));
        let subject = tree::child(article, verb, &[Label::Nsubj])?;
        let named = !WORDS.faceless.has(article, subject) || is_somebody(self.article, subject);
        let told = speaks && !WORDS.deed.has(article, verb)
            || noun.is_some_and(|act| act.mode == Mode::Speech);
        (told && named && !shows(article, before)).then(|| (verb, tree::phrase(article, subject)))
    }

    /// "Lee went on to [add], “…”": a whole sentence after a comma is the content of the verb before it.
    fn own_behind_comma(
        &self,
        unit: &Unit,
        comma: TokenId,
        found: &mut Vec<Attribution>,
    ) -> Option<usize> {
        let article = self.article;
        let start = article.text.sentence_of(comma).start;
        let outside = |i: &TokenId| article.text.tokens[*i].quote == QuoteState::Outside;
        let clause = (start..comma).each().rev().take_while(outside).last()?..comma;
        let verb = clause
            .each()
            .rev()
            .find(|i| article.syntax.tags[*i].is_verb() && article.syntax.tags[*i] != Tag::VBN)?;
        let source = match tree::child(article, verb, &[Label::Nsubj]) {
            Some(subject) => tree::phrase(article, subject),
            None => elided::elided_subject(self.article, &[verb]),
        };
        let can_speak = |i: &TokenId| is_somebody(self.article, *i) || is_body(article, *i);
        (source.iter().any(can_speak) && !shows(article, clause))
            .then(|| self.say(unit, source, verb, found))
    }

    /// Adds a quotation to the content of a verb, creating an attribution if needed.
    fn say(
        &self,
        unit: &Unit,
        source: Vec<TokenId>,
        verb: TokenId,
        found: &mut Vec<Attribution>,
    ) -> usize {
        let sentence = self.article.text.tokens[verb].sentence;
        let from = self.by_sentence.partition_point(|(s, ..)| *s < sentence);
        let here = self.by_sentence[from..].iter();
        let known = here
            .take_while(|(s, ..)| *s == sentence)
            .find(|(_, _, number)| found[*number].cue.contains(&verb));
        match known {
            Some((_, _, number)) => self.go_on(unit, *number, found),
            None => self.enter(unit, source, verb, OF_FORM, found),
        }
    }

    /// The attribution of a quotation of whole sentences.
    fn own_sentences(
        &self,
        unit: &Unit,
        owners: &[Option<usize>],
        found: &mut Vec<Attribution>,
    ) -> Option<usize> {
        let text = self.article.text;
        let here = text.tokens[unit.tokens.start].sentence;
        let Some(before) = self.sentence_before(here) else {
            return self.own_by_the_next(unit, found);
        };
        let same_paragraph = text.sentences[before].paragraph == text.sentences[here].paragraph;
        let range = text.sentences[before].tokens.clone();
        // “We left.” ⏎ “We came back.”
        let quoted = |i: TokenId| text.tokens[i].quote != QuoteState::Outside;
        if range.each().all(quoted) {
            let last = self.article.quotation(range.start)? as usize;
            let owner = self.unit_of.get(last).copied().flatten()?;
            return owners[owner].map(|a| self.go_on(unit, a, found));
        }
        if let Some(a) = self.speaking(before, found) {
            // "Ann Lee said no. She did not say why. “…”": with what she did say
            let last = self
                .is_pronoun(&found[a].source)
                .then(|| self.last_speaking(before.checked_sub(1)?, found))
                .flatten();
            let last = last.filter(|last| {
                let cue = found[*last].cue.first().map(|i| text.tokens[*i].sentence);
                let paragraph = |s: usize| text.sentences[s].paragraph;
                !self.has_said(&found[a])
                    && self.has_said(&found[*last])
                    && cue.map(paragraph) == Some(paragraph(before))
            });
            return Some(self.go_on(unit, last.unwrap_or(a), found));
        }
        let introduced = by_sentence(self.article, range.clone());
        let last = self.last_speaking(before, found);
        let introduced = introduced.map(|introduced| self.of_whom(unit, introduced));
        // "Ann Lee said no. She is firm. “…”": the speaker continues
        let same = introduced
            .as_ref()
            .is_some_and(|who| self.is_pronoun(&who.source));
        match (introduced, last) {
            (_, Some(a)) if same && same_paragraph => Some(self.go_on(unit, a, found)),
            (Some(who), last) if who.reacts || last.is_none() && !self.is_about_another(unit) => {
                let cue = unit.tokens.start;
                Some(self.enter(unit, who.source, cue, CONFIDENCE_BARE, found))
            }
            (_, Some(a)) if same_paragraph && !shows(self.article, range) => {
                Some(self.go_on(unit, a, found))
            }
            _ => None,
        }
    }

    /// “We lost it early.” ⏎ [The trainer] made no excuses: with nobody before it, the person that the next sentence
    /// is about.
    fn own_by_the_next(&self, unit: &Unit, found: &mut Vec<Attribution>) -> Option<usize> {
        let text = self.article.text;
        let next = text.tokens.get(unit.tokens.end)?.sentence;
        let sentence = &text.sentences[next];
        let body = text.paragraphs.get(sentence.paragraph)?.kind == ParagraphKind::Body;
        let starts = sentence.tokens.start == unit.tokens.end;
        let who = by_sentence(self.article, sentence.tokens.clone())?;
        let named = who.source.iter().any(|i| self.article.names[*i] == 1);
        (body && starts && named && !self.is_about_another(unit)).then(|| {
            let cue = unit.tokens.start;
            self.enter(unit, who.source, cue, CONFIDENCE_BARE, found)
        })
    }

    /// "Her son waited for hours. “They forgot him.”": the speaker does not refer to himself as "him".
    fn of_whom(&self, unit: &Unit, introduced: Introduced) -> Introduced {
        let article = self.article;
        let owner = introduced
            .source
            .iter()
            .copied()
            .find(|i| article.syntax.tags[*i] == Tag::PRPS);
        let third = |i: TokenId| {
            let word = article.written(i).to_lowercase();
            matches!(word.as_str(), "he" | "she" | "him" | "her" | "his")
        };
        match owner {
            Some(owner) if !introduced.reacts && unit.tokens.each().any(third) => Introduced {
                source: vec![owner],
                reacts: true,
            },
            _ => introduced,
        }
    }

    /// "“He never stops running.”": said about the person of the sentence before, by somebody else.
    fn is_about_another(&self, unit: &Unit) -> bool {
        let word = |i: TokenId| self.article.written(i).to_lowercase();
        let own = |i: TokenId| {
            matches!(
                word(i).as_str(),
                "i" | "we" | "my" | "our" | "me" | "us" | "you" | "your"
            )
        };
        let first = word(unit.tokens.start + 1);
        matches!(first.as_str(), "he" | "she" | "his" | "her") && !unit.tokens.each().any(own)
    }

    /// The sentence before one, in its paragraph or the last of running text.
    fn sentence_before(&self, sentence: usize) -> Option<usize> {
        let text = self.article.text;
        let before = sentence.checked_sub(1)?;
        let (own, other) = (
            text.sentences[sentence].paragraph,
            text.sentences[before].paragraph,
        );
        let body = own == other
            || text.paragraphs[other].kind == ParagraphKind::Body
                && !text.sentences[before].dateline;
        body.then_some(before)
    }

    /// The attribution of a sentence whose speaker can continue after it.
    fn speaking(&self, sentence: usize, found: &[Attribution]) -> Option<usize> {
        let end = self.by_sentence.partition_point(|(s, ..)| *s <= sentence);
        let here = self.by_sentence[..end]
            .iter()
            .rev()
            .take_while(|(s, ..)| *s == sentence)
            .map(|(_, cue, number)| (*cue, *number));
        let held = |cue: TokenId, number: usize| {
            here.clone().any(|(_, other)| {
                other != number && found[other].content.binary_search(&cue).is_ok()
            })
        };
        let named = here.clone().filter(|(_, number)| {
            found[*number]
                .source
                .iter()
                .any(|i| !WORDS.faceless.has(self.article, *i))
        });
        let mut outer = named.filter(|(cue, number)| !held(*cue, *number));
        outer.next().map(|(_, number)| number)
    }

    /// Who spoke last in the paragraph of a sentence, up to it.
    fn last_speaking(&self, sentence: usize, found: &[Attribution]) -> Option<usize> {
        let text = self.article.text;
        let paragraph = text.sentences[sentence].paragraph;
        let floor = sentence.saturating_sub(REACH);
        (floor..=sentence)
            .rev()
            .take_while(|s| text.sentences[*s].paragraph == paragraph)
            .find_map(|s| self.speaking(s, found))
    }

    /// Continues the statement of a speaker, if it was speech; otherwise starts another one.
    fn go_on(&self, unit: &Unit, a: usize, found: &mut Vec<Attribution>) -> usize {
        if !self.has_said(&found[a]) {
            let source = found[a].source.clone();
            let cue = unit.tokens.start;
            return self.enter(unit, source, cue, CONFIDENCE_BARE, found);
        }
        for piece in &unit.pieces {
            let tokens = self.article.text.quotations[*piece].tokens.clone();
            add(&mut found[a].content, tokens);
        }
        a
    }

    fn is_pronoun(&self, source: &[TokenId]) -> bool {
        matches!(source, [only] if self.article.syntax.tags[*only] == Tag::PRP)
    }

    /// Whether something was said, as opposed to thought or not said.
    fn has_said(&self, attribution: &Attribution) -> bool {
        let article = self.article;
        let unsaid = |i: TokenId| WORDS.negating.has(article, i) || WORDS.negative.has(article, i);
        let verb = tree::top(article, &attribution.cue);
        let act = verb.and_then(|v| self.taxonomy.verb(article.syntax.words[v].stem));
        let thinks = act.is_some_and(|act| act.mode != Mode::Speech);
        let negated = verb.is_some_and(|v| tree::child(article, v, &[Label::Neg]).is_some());
        !thinks && !negated && !attribution.cue.iter().any(|i| unsaid(*i))
    }

    /// Adds an attribution of a quotation; returns its index.
    fn enter(
        &self,
        unit: &Unit,
        source: Vec<TokenId>,
        cue: TokenId,
        confidence: f32,
        found: &mut Vec<Attribution>,
    ) -> usize {
        let pieces = unit.pieces.iter();
        let content = pieces.flat_map(|p| self.article.text.quotations[*p].tokens.each());
        found.push(Attribution {
            source,
            cue: vec![cue],
            content: content.collect(),
            confidence,
            via: Vec::new(),
        });
        found.len() - 1
    }

    /// Whether the words of a quotation are a clause, or an order, and can be speech at all.
    fn is_speech(&self, unit: &Unit) -> bool {
        let article = self.article;
        let Some(first) = unit
            .pieces
            .first()
            .and_then(|p| article.text.quotations.get(*p))
        else {
            return false;
        };
        let word = |i: &TokenId| {
            let word = article.written(*i);
            word.contains(char::is_alphanumeric)
        };
        let inner = first.tokens.each().filter(word);
        let opening = inner.clone().next();
        let order = opening.is_some_and(|i| article.syntax.tags[i] == Tag::VB);
        first.speech
            && inner.count() >= 3
            && (order || unit.tokens.each().any(|i| is_verb(article, i)))
    }

    /// The position of a quotation, if it stands alone in running text.
    fn stand(&self, unit: &Unit) -> Option<Stand> {
        let article = self.article;
        let text = article.text;
        let start = unit.tokens.start;
        let opening = &text.sentences[text.tokens[start].sentence];
        if text.paragraphs.get(opening.paragraph)?.kind != ParagraphKind::Body {
            return None;
        }
        let mark = |i: TokenId| !article.written(i).contains(char::is_alphanumeric);
        let closing = text.sentence_of(unit.tokens.end - 1);
        if !(unit.tokens.end..closing.end).each().all(mark) {
            return None;
        }
        let outside = |i: TokenId| text.tokens[i].quote == QuoteState::Outside;
        let colon = |i: TokenId| article.written(i) == ":" && outside(i);
        if start > opening.tokens.start && colon(start - 1) {
            return Some(Stand::Colon(start - 1));
        }
        if !(opening.tokens.start..start).each().all(mark) {
            let capital = |i: TokenId| article.written(i).starts_with(char::is_uppercase);
            let comma = start - 1;
            return (article.written(comma) == "," && outside(comma) && capital(start + 1))
                .then_some(Stand::Comma(comma));
        }
        match start.checked_sub(1).filter(|i| colon(*i)) {
            Some(colon) => Some(Stand::Colon(colon)),
            None => Some(Stand::Sentences),
        }
    }

    /// The name that signs a quotation, “…” — Ann Lee, head of the guild; and the mark before it.
    fn credit(&self, unit: &Unit) -> Option<(Vec<TokenId>, TokenId)> {
        let article = self.article;
        let text = article.text;
        let last = unit.tokens.end - 1;
        let closing = text.tokens[last].sentence;
        let paragraph = text.sentences[closing].paragraph;
        let next = unit.tokens.end;
        let sentence = &text.sentences[text.tokens.get(next)?.sentence];
        let end = sentence.tokens.end;
        // in the same paragraph, or a line of its own
        let near = sentence.paragraph == paragraph
            || sentence.tokens.start == next && sentence.paragraph <= paragraph + 2;
        let word = article.written(next);
        let dash = matches!(word, "-" | "–" | "—" | "--" | "―" | "~");
        let bracket = word == "(";
        // a line of its own needs no dash
        let line = sentence.paragraph > paragraph
            && !matches!(article.written(end - 1), "." | ":" | "?" | "!");
        if !near || !(dash || bracket || line) {
            return None;
        }
        let (start, cue) = match dash || bracket {
            true => (next + 1, next),
            false => (next, last),
        };
        let ends_paragraph = text
            .paragraphs
            .get(sentence.paragraph)
            .is_some_and(|p| p.sentences.end == text.tokens[next].sentence + 1);
        let mut name = start..end;
        while name.end > name.start
            && !text
                .word(article.document, name.end - 1)
                .contains(char::is_alphanumeric)
        {
            name.end -= 1;
        }
        let article = self.article;
        let capital = !name.is_empty()
            && text
                .word(article.document, name.start)
                .starts_with(char::is_uppercase);
        let nominal = name.each().all(|i| !is_finite(article, i));
        let comma = name
            .each()
            .find(|i| article.written(*i) == ",")
            .unwrap_or(name.end);
        let somebody = (name.start..comma)
            .each()
            .any(|i| is_somebody(article, i) || article.names[i] == 2);
        (ends_paragraph
            && capital
            && nominal
            && somebody
            && (1..=LONGEST_CREDIT).contains(&name.len()))
        .then(|| (name.each().collect(), cue))
    }
}

/// For each sentence the attributions whose cue is in it outside of quotations, by the place of
/// the cue.
pub(in crate::statement) fn cues_by_sentence(
    article: &Article,
    found: &[Attribution],
) -> Vec<(usize, TokenId, usize)> {
    let place = |(number, a): (usize, &Attribution)| {
        let cue = *a.cue.first()?;
        let outside = article.quotation(cue).is_none();
        outside.then_some((article.text.tokens[cue].sentence, cue, number))
    };
    let mut places: Vec<_> = found.iter().enumerate().filter_map(place).collect();
    places.sort_unstable();
    places
}
