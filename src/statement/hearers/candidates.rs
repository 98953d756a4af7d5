//! The possible addressees of a statement: the noun phrases that the grammar of its cue and of its occasion gives
//! as addressees, and the other noun phrases of its sentence.

use super::Search;
use crate::entity::mention::recogniser::NameType;
use crate::statement::clause::audience::{
    ADDRESSING, LONGEST_PHRASE, can_hear, goes, is_proper, is_spoken_to, is_tale,
};
use crate::statement::clause::tree::{child, children, hangs_below, phrase};
use crate::statement::clause::voice;
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{QuoteState, TokenId, TokenRange};

/// How many steps up the tree the verb of a statement can be from its occasion.
const LONGEST_CLIMB: usize = 6;
/// How many sentences an occasion is remembered for.
const REMEMBERED: usize = 24;
/// The maximum number of noun phrases of a sentence.
const MAX_PHRASES: usize = 24;
/// How many tokens from the cue they can be.
const REACH: usize = 60;

/// How the grammar gives an addressee.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// "told [investors]", "urged [all parties] to return"
    Object,
    /// "said to [the crowd]"
    Preposition,
    /// "made an offer to [the board]"
    Offer,
    /// "voiced “grave doubts” to [the board]"
    Quotation,
    /// "said Berg to [the minister]"
    Speaker,
    /// "in a letter to [the board]"
    Occasion,
    /// "speaking to [the board]"
    Speaking,
    /// "Asked whether it was over, [Smith] said"
    MainClause,
    /// "warned [NordFerry] on Tuesday", even if the tree is wrong
    BehindVerb,
}

/// The number of ways.
pub(super) const WAYS: usize = 9;

/// How much each way raises the score of a phrase that the grammar gives. The marked statements have few
/// examples of the rarer constructions: 21 of an offer, one after a quotation and none after the speaker. In folds over
/// them these cost 0.003 of F1; they are kept because `tests/cases` has them.
const FAVOURS: [f32; WAYS] = [1.5, 1.5, 2.5, 6.0, 6.0, 1.5, 2.5, 1.5, 1.5];

/// A noun phrase that may name an addressee.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    /// The head of the phrase.
    pub(super) head: TokenId,
    /// The words that name the addressee, in order.
    pub(super) words: Vec<TokenId>,
    /// The ways in which the grammar gives it.
    pub(super) ways: [bool; WAYS],
}

impl Candidate {
    /// How much its score is raised for the ways in which the grammar gives it.
    pub(super) fn favour(&self) -> f32 {
        let ways = self.ways.iter().zip(FAVOURS);
        let favours = ways.filter(|(given, _)| **given).map(|(_, favour)| favour);
        favours.fold(0.0, f32::max)
    }
}

impl Search<'_, '_> {
    pub(super) fn label(&self, i: TokenId) -> Label {
        self.article.syntax.labels[i]
    }

    pub(super) fn tag(&self, i: TokenId) -> Tag {
        self.article.syntax.tags[i]
    }

    pub(super) fn word(&self, i: TokenId) -> String {
        self.article.written(i).to_lowercase()
    }

    /// The phrases that the grammar gives, and the others of the sentence, in the order of their heads.
    pub(super) fn candidates(&self) -> Vec<Candidate> {
        let mut found: Vec<Candidate> = Vec::new();
        for (head, way) in self.by_grammar() {
            match found.iter_mut().find(|c| c.head == head) {
                Some(known) => known.ways[way as usize] = true,
                None => found.push(self.candidate(head, Some(way))),
            }
        }
        for head in self.others() {
            if found.len() < MAX_PHRASES && found.iter().all(|c| c.head != head) {
                found.push(self.candidate(head, None));
            }
        }
        if let Some(words) = self.behind_the_verb()
            && let Some(head) = words.last().copied()
        {
            match found.iter_mut().find(|c| c.words.contains(&head)) {
                Some(known) => known.ways[Way::BehindVerb as usize] = true,
                None => found.push(Candidate {
                    words,
                    ..self.candidate(head, Some(Way::BehindVerb))
                }),
            }
        }
        let source = &self.found.source;
        found.retain(|c| !c.words.is_empty() && !c.words.iter().any(|i| source.contains(i)));
        found.sort_by_key(|c| c.head);
        found
    }

    fn candidate(&self, head: TokenId, way: Option<Way>) -> Candidate {
        let mut ways = [false; WAYS];
        if let Some(way) = way {
            ways[way as usize] = true;
        }
        Candidate {
            head,
            words: self.name(head),
            ways,
        }
    }

    /// The heads that the grammar gives, in order, each with its way.
    pub(super) fn by_grammar(&self) -> Vec<(TokenId, Way)> {
        let cue = self.found.cue.iter();
        let mut heads: Vec<(TokenId, Way)> = cue.flat_map(|i| self.of_cue(*i)).collect();
        heads.extend(self.of_occasions());
        let main = self.of_the_main_clause().into_iter();
        heads.extend(main.map(|head| (head, Way::MainClause)));
        heads.retain(|(head, _)| !self.found.source.contains(head));
        heads.sort_unstable_by_key(|(head, way)| (*head, *way as usize));
        heads.dedup();
        heads
    }

    /// Heads of noun phrases in the cue's sentence that are the object of a verb or preposition, those nearest to the
    /// cue. Names in the content are hardly ever those of addressees and are left out.
    fn others(&self) -> Vec<TokenId> {
        let article = self.article;
        let Some(&cue) = self.found.cue.first() else {
            return Vec::new();
        };
        let sentence = article.text.sentence_of(cue);
        let near = sentence.start.max(cue.saturating_sub(REACH))..sentence.end.min(cue + REACH);
        let nominal =
            |i: TokenId| self.tag(i).is_noun() || matches!(self.tag(i), Tag::PRP | Tag::WP);
        let object = |i: TokenId| {
            matches!(
                self.label(i),
                Label::Dobj | Label::Dative | Label::Nsubjpass | Label::Pobj
            ) || self.label(i) == Label::Nsubj && self.opens_what_is_asked(i)
        };
        let own = |i: &TokenId| {
            let found = self.found;
            found.cue.contains(i)
                || found.source.contains(i)
                || found.content.binary_search(i).is_ok() && self.label(*i) != Label::Nsubj
        };
        let mut others: Vec<TokenId> = near
            .each()
            .filter(|i| nominal(*i) && object(*i) && !own(i))
            .collect();
        others.sort_by_key(|i| i.abs_diff(cue));
        others.truncate(MAX_PHRASES);
        others
    }

    /// "urged [Congress] to act": the subject of a clause that the cue governs.
    fn opens_what_is_asked(&self, subject: TokenId) -> bool {
        let verb = self.article.syntax.heads[subject];
        let governed = matches!(self.label(verb), Label::Ccomp | Label::Xcomp);
        governed && self.found.cue.contains(&self.article.syntax.heads[verb])
    }

    /// The addressees that a word of the cue governs.
    pub(super) fn of_cue(&self, cue: TokenId) -> Vec<(TokenId, Way)> {
        let all = |heads: Vec<TokenId>, way: Way| heads.into_iter().map(move |head| (head, way));
        let mut heads: Vec<(TokenId, Way)> = all(self.objects(cue), Way::Object).collect();
        heads.extend(all(self.behind_prepositions(cue), Way::Preposition));
        // "expressed concern [to X]", "made an offer [to X]", "has issued a warning [to X]"
        let object =
            children(self.article, cue).filter(|c| *c > cue && self.label(*c) == Label::Dobj);
        let to = |object: TokenId| {
            let named = goes(self.article, object, "to");
            let mut heads = Vec::new();
            if goes(self.article, cue, "to") || named {
                heads.extend(self.governed(object, "to"));
            }
            heads
        };
        heads.extend(all(object.flat_map(to).collect(), Way::Offer));
        let quotation = self.behind_the_quotation(cue).into_iter();
        heads.extend(quotation.map(|head| (head, Way::Quotation)));
        let speaker = self.behind_the_speaker(cue).into_iter();
        heads.extend(speaker.map(|head| (head, Way::Speaker)));
        heads
    }

    /// "said Berg to [the minister]".
    fn behind_the_speaker(&self, verb: TokenId) -> Option<TokenId> {
        let source = &self.found.source;
        let (first, to) = (*source.first()?, *source.last()? + 1);
        let sentence = self.article.text.sentence_of(verb);
        let inverted = first == verb + 1 && sentence.contains(&to) && self.word(to) == "to";
        let object = self
            .object_of(to)
            .filter(|_| inverted && goes(self.article, verb, "to"))?;
        self.hears(object).then_some(object)
    }

    /// "voiced “grave doubts” to [the board] about it", wherever the parser attached "to".
    fn behind_the_quotation(&self, verb: TokenId) -> Option<TokenId> {
        let article = self.article;
        let quote = |i: TokenId| article.text.tokens[i].quote;
        let sentence = article.text.sentence_of(verb);
        if !goes(article, verb, "to")
            || verb + 1 >= sentence.end
            || quote(verb + 1) == QuoteState::Outside
            || quote(verb) != QuoteState::Outside
        {
            return None;
        }
        let mut behind = (verb + 1..sentence.end).each();
        let to = behind.find(|i| quote(*i) == QuoteState::Outside)?;
        let nominal = |i: &TokenId| {
            self.tag(*i).is_noun()
                || self.tag(*i).is_adjective()
                || matches!(self.tag(*i), Tag::DT | Tag::PRPS | Tag::CD)
        };
        let object = || (to + 1..sentence.end).each().take_while(nominal).last();
        let object = (self.word(to) == "to").then(|| self.object_of(to).or_else(object))?;
        object.filter(|head| self.hears(*head))
    }

    /// "told [investors]", "[Moscow] was warned", "urged [all parties] to return".
    fn objects(&self, verb: TokenId) -> Vec<TokenId> {
        let article = self.article;
        let object = is_spoken_to(article, verb);
        let clause = goes(article, verb, "clause");
        let mut heads = Vec::new();
        if !(object || clause) || !self.tag(verb).is_verb() {
            return heads;
        }
        for c in children(article, verb) {
            match self.label(c) {
                Label::Dobj | Label::Dative if object && c > verb && self.is_party(verb, c) => {
                    heads.push(c)
                }
                Label::Nsubjpass if object && self.hears(c) => heads.push(c),
                Label::Ccomp | Label::Xcomp | Label::Acl if clause && c > verb => {
                    let to_do = children(article, c).any(|t| self.tag(t) == Tag::TO);
                    let subject =
                        child(article, c, &[Label::Nsubj, Label::Nsubjpass]).filter(|s| *s > verb);
                    heads.extend(subject.filter(|s| to_do && self.is_party(verb, *s)));
                }
                _ => {}
            }
        }
        // the content starts after the addressees, or with them
        if let Some(first) = self.first_said(verb) {
            heads.retain(|h| phrase(article, *h).first().is_some_and(|i| *i < first));
        }
        // "promised [Ukraine] four ships": of two objects the second is the content
        if let [first, second] = heads[..]
            && self.label(second) == Label::Dobj
        {
            // "told [morning commuters] to …": one phrase, which the parser has split
            let starts = phrase(article, second).first().copied().unwrap_or(second);
            let to_do = article
                .syntax
                .tags
                .get(second + 1)
                .is_some_and(|tag| *tag == Tag::TO);
            let determined = matches!(self.tag(starts), Tag::DT | Tag::PRPS | Tag::CD | Tag::NNP);
            let torn = to_do && !determined && starts <= first + 1;
            heads = vec![if torn { second } else { first }];
        }
        heads
    }

    /// Where the content starts after a verb of the cue, unless it follows directly.
    pub(super) fn first_said(&self, verb: TokenId) -> Option<TokenId> {
        let first = self.found.content.iter().find(|i| **i > verb).copied()?;
        (first > verb + 1 && self.found.cue.contains(&verb)).then_some(first)
    }

    /// Whether the object of a verb that takes addressees is one, and not the content.
    fn is_party(&self, verb: TokenId, object: TokenId) -> bool {
        if is_tale(self.article, object) {
            return false;
        }
        let named = self.name(object);
        let content = &self.found.content;
        let cue = self.found.cue.contains(&verb);
        // "urged [caution]": all of the content
        let all = content.iter().all(|i| named.contains(i));
        let quoted = |i: &TokenId| self.article.text.tokens[*i].quote == QuoteState::Outside;
        if !named.iter().all(quoted)
            && self.article.quotation(object) != self.article.quotation(verb)
        {
            return false;
        }
        let noun = self.tag(object).is_noun();
        let to_do = || child(self.article, verb, &[Label::Xcomp]).is_some_and(|c| c > object);
        let hears =
            WORDS.telling.has(self.article, verb) || goes(self.article, verb, "clause") && to_do();
        self.hears(object) || noun && cue && !all && hears
    }

    /// The objects of the prepositions with which a word takes addressees.
    fn behind_prepositions(&self, word: TokenId) -> Vec<TokenId> {
        let Some(ways) = ADDRESSING.get(&self.article.syntax.words[word].stem) else {
            return Vec::new();
        };
        let way = |way: &&&str| !matches!(**way, "object" | "clause");
        let parties = ways.iter().copied().filter(|w| way(&w));
        let mut heads: Vec<TokenId> = parties
            .clone()
            .flat_map(|way| self.governed(word, way))
            .collect();
        if heads.is_empty() && self.tag(word).is_noun() {
            heads.extend(self.further_behind(word, parties));
        }
        // "a statement sent to [the Post]"
        if self.tag(word).is_noun() && ways.contains(&"to") {
            let sent = |c: &TokenId| self.label(*c) == Label::Acl && self.tag(*c) == Tag::VBN;
            let sent = children(self.article, word).filter(sent);
            heads.extend(sent.flat_map(|c| self.governed(c, "to")));
        }
        heads.retain(|h| self.hears(*h));
        // "a [Bloomberg] interview"
        if self.tag(word).is_noun() && ways.contains(&"with") {
            heads.extend(self.before_noun(word));
        }
        heads
    }

    /// "a [Harbour Post] interview": the name directly before the noun, even if the tree is wrong.
    fn before_noun(&self, noun: TokenId) -> Option<TokenId> {
        let name = noun.checked_sub(1)?;
        let own = |c: &TokenId| {
            matches!(self.label(*c), Label::Compound | Label::Nmod | Label::Poss)
                && self.article.names[*c] != 0
        };
        let tree = children(self.article, noun).find(own);
        let proper = |i: TokenId| is_proper(self.article, i) && self.tag(i).is_proper_noun();
        let several = proper(name) && name.checked_sub(1).is_some_and(proper);
        let torn = several && self.article.names[name] != 1 + NameType::Person as u8;
        tree.or(torn.then_some(name))
            .filter(|c| !self.found.source.contains(c))
    }

    /// "a retelling of the story to [the Post]": after a preposition of an occasion's noun that the parser attached
    /// to another word of its phrase, before any comma and any word of the statement.
    fn further_behind<'w>(
        &self,
        noun: TokenId,
        ways: impl Iterator<Item = &'w str> + Clone,
    ) -> Option<TokenId> {
        let article = self.article;
        let sentence = article.text.sentence_of(noun);
        let in_cue = self.found.cue.contains(&noun);
        let ends = |i: &TokenId| {
            (self.tag(*i).is_verb()
                || matches!(self.tag(*i), Tag::MD | Tag::Comma | Tag::Colon | Tag::WDT))
                || self.found.source.contains(i)
                || !in_cue && self.found.cue.contains(i)
                || !in_cue && self.found.content.binary_search(i).is_ok()
        };
        let mut phrase = (noun + 1..sentence.end)
            .each()
            .take(LONGEST_PHRASE)
            .take_while(|i| !ends(i));
        let preposition = phrase.find(|i| {
            let word = self.word(*i);
            matches!(self.tag(*i), Tag::IN | Tag::TO) && ways.clone().any(|way| way == word)
        })?;
        self.object_of(preposition)
    }

    /// The objects of one preposition of a word: "to [X]".
    pub(super) fn governed(&self, word: TokenId, preposition: &str) -> Vec<TokenId> {
        let article = self.article;
        children(article, word)
            .filter(|c| {
                matches!(
                    self.label(*c),
                    Label::Prep | Label::Dative | Label::Agent | Label::Aux | Label::Prt
                )
            })
            .filter(|c| *c > word || !self.tag(word).is_noun())
            .filter(|c| self.word(*c) == preposition)
            .filter_map(|c| {
                // "called on [Iran]": a particle in the tree
                let particle = self.label(c) == Label::Prt;
                let object = || child(article, word, &[Label::Dobj]).filter(|o| particle && *o > c);
                self.object_of(c).or_else(object)
            })
            .filter(|p| self.hears(*p))
            .collect()
    }

    /// The object of a preposition; the words before the speaker if the parser has taken both for one
    /// name: "with the [Harbour Post] Lund said".
    fn object_of(&self, preposition: TokenId) -> Option<TokenId> {
        let object = child(self.article, preposition, &[Label::Pobj])?;
        let source = &self.found.source;
        if !source.contains(&object) {
            return Some(object);
        }
        let before = source.first()?.checked_sub(1)?;
        (before > preposition && self.tag(before).is_noun()).then_some(before)
    }

    /// "[speaking] to reporters", "by [writing] to the board".
    fn is_addressing_participle(&self, i: TokenId) -> bool {
        let opens_clause = matches!(
            self.label(i),
            Label::Advcl | Label::Pcomp | Label::Acl | Label::Ccomp | Label::Amod | Label::Prep
        );
        self.tag(i) == Tag::VBG
            && opens_clause
            && (WORDS.addressing.has(self.article, i)
                || self.label(i) == Label::Pcomp
                || self.addressing_object(i).is_some())
    }

    /// "in a letter to [X]", "at a meeting with [X]", "speaking to [X]": in the cue's sentence, outside
    /// the content, and in the clause of the cue.
    fn of_occasions(&self) -> Vec<(TokenId, Way)> {
        let article = self.article;
        let mut heads = Vec::new();
        let Some(&cue) = self.found.cue.first() else {
            return heads;
        };
        if self.tag(cue).is_noun() {
            return heads;
        }
        // "sent a letter to [the dean], calling for …"
        let above = article.syntax.heads[cue];
        if self.tag(cue) == Tag::VBG && self.tag(above).is_verb() && above < cue {
            let object =
                children(article, above).filter(|c| *c > above && self.label(*c) == Label::Dobj);
            let sent = object.filter(|o| goes(article, *o, "to"));
            let sent = sent.flat_map(|o| self.behind_prepositions(o));
            heads.extend(sent.map(|head| (head, Way::Occasion)));
        }
        // "spoke to [the Post] and said", "Berg, who spoke to [the Post], said"
        let spoke = |verb: TokenId| {
            let speaks = self.tag(verb).is_verb() && WORDS.addressing.has(article, verb);
            let heads = speaks.then(|| self.behind_prepositions(verb));
            heads
                .unwrap_or_default()
                .into_iter()
                .map(|head| (head, Way::Speaking))
        };
        if self.label(cue) == Label::Conj && above < cue {
            heads.extend(spoke(above));
        }
        let of_source = self.found.source.iter().flat_map(|s| children(article, *s));
        let relative = of_source.filter(|c| self.label(*c) == Label::Relcl && *c < cue);
        heads.extend(relative.flat_map(spoke));
        for i in article.text.sentence_of(cue).each() {
            let theirs = self.found.cue.contains(&i) || self.found.source.contains(&i);
            let apart = article.text.tokens[i].quote != article.text.tokens[cue].quote;
            if !theirs && !apart && ADDRESSING.contains_key(&article.syntax.words[i].stem) {
                heads.extend(self.of_occasion(i));
            }
        }
        heads
    }

    /// Those at the occasion that a noun or a participle names.
    fn of_occasion(&self, i: TokenId) -> Vec<(TokenId, Way)> {
        let noun = self.tag(i).is_noun() && self.is_occasion(i);
        let participle = self.is_addressing_participle(i);
        if !(noun || participle) {
            return Vec::new();
        }
        if !self.is_of_the_clause(i) {
            let earlier = (noun && self.closes(i)).then(|| self.of_an_earlier(i));
            let earlier = earlier.into_iter().flatten();
            return earlier.map(|head| (head, Way::Occasion)).collect();
        }
        let mut named = self.behind_prepositions(i);
        if named.is_empty() && noun {
            named = self.of_an_earlier(i);
        }
        if participle {
            named.extend(self.objects_of_participle(i));
        }
        let way = match participle {
            true => Way::Speaking,
            false => Way::Occasion,
        };
        named.into_iter().map(|head| (head, way)).collect()
    }

    /// "noted the gap [in the interview] last week": whether only a time follows a noun that ends
    /// the content.
    fn closes(&self, noun: TokenId) -> bool {
        let content = &self.found.content;
        let Ok(place) = content.binary_search(&noun) else {
            return false;
        };
        let time = |i: &TokenId| {
            WORDS.time.has(self.article, *i)
                || matches!(self.tag(*i), Tag::IN | Tag::JJ | Tag::CD | Tag::DT)
        };
        content[place + 1..].iter().all(time)
    }

    /// "noted the gap in [the interview]": the addressee on the same occasion, if the sentences before
    /// name one.
    fn of_an_earlier(&self, noun: TokenId) -> Vec<TokenId> {
        let article = self.article;
        let definite = |d: TokenId| matches!(&*self.word(d), "the" | "that" | "this" | "same");
        let remembered = WORDS.remembered.has(article, noun);
        if !remembered || !child(article, noun, &[Label::Det]).is_some_and(definite) {
            return Vec::new();
        }
        let sentences = &article.text.sentences;
        let here = article.text.tokens[noun].sentence;
        let floor = sentences[here.saturating_sub(REMEMBERED)].tokens.start;
        let stem = article.syntax.words[noun].stem;
        (floor..sentences[here].tokens.start)
            .each()
            .rev()
            .filter(|i| {
                article.syntax.words[*i].stem == stem
                    && self.tag(*i).is_noun()
                    && article.text.tokens[*i].quote == QuoteState::Outside
            })
            .map(|i| self.behind_prepositions(i))
            .find(|heads| !heads.is_empty())
            .unwrap_or_default()
    }

    /// "Asked whether it was over, [Smith] said": the one who answers was asked.
    fn of_the_main_clause(&self) -> Option<TokenId> {
        let article = self.article;
        let verb = voice::asking_participle(article, &self.found.cue)?;
        let main = article.syntax.heads[verb];
        child(article, main, &[Label::Nsubj]).filter(|s| *s > verb && *s < main && self.hears(*s))
    }

    /// "addressing [shareholders]", "relaying the news to [parliament]".
    fn objects_of_participle(&self, verb: TokenId) -> Vec<TokenId> {
        let article = self.article;
        let mut heads = Vec::new();
        if let Some(object) = child(article, verb, &[Label::Dobj]).filter(|o| *o > verb) {
            if goes(article, verb, "object") && self.hears(object) {
                heads.push(object);
            }
            let addressing = self.addressing_object(verb).is_some();
            if goes(article, verb, "to") || addressing {
                heads.extend(self.governed(object, "to"));
            }
            if addressing {
                heads.extend(self.governed(verb, "to"));
            }
        }
        heads
    }

    /// "giving [evidence] to the inquiry": an object that takes addressees with "to".
    fn addressing_object(&self, verb: TokenId) -> Option<TokenId> {
        let object = child(self.article, verb, &[Label::Dobj]).filter(|o| *o > verb);
        object.filter(|o| goes(self.article, *o, "to"))
    }

    /// Whether a noun follows a preposition that says on which occasion something was said.
    fn is_occasion(&self, noun: TokenId) -> bool {
        let article = self.article;
        let floor = article.text.sentence_of(noun).start;
        let before = (floor..noun).each().rev().take(8);
        let part = |i: &TokenId| {
            !(self.tag(*i).is_verb() || matches!(self.tag(*i), Tag::MD | Tag::Comma))
                || self.tag(*i) == Tag::VBN
        };
        let preposition = before
            .take_while(part)
            .find(|i| matches!(self.tag(*i), Tag::IN | Tag::TO));
        preposition.is_some_and(|p| {
            let head = article.syntax.heads[noun] == p || hangs_below(article, noun, p, 3);
            WORDS.on_occasion.has(article, p) && head
        })
    }

    /// Whether a token is below the cue, with no other clause between the two, or comes before
    /// all of the statement in a clause without a verb.
    fn is_of_the_clause(&self, token: TokenId) -> bool {
        let article = self.article;
        let heads = &article.syntax.heads;
        if self.found.content.binary_search(&token).is_ok() {
            // "announced the vote in a letter to …": at the end of the content, below the cue itself
            return self.hangs_on_the_cue(token);
        }
        let mut at = token;
        for _ in 0..LONGEST_CLIMB {
            // "the governor, [speaking] to Radio Nord, said"
            if self.found.cue.contains(&at) || self.found.source.contains(&at) {
                return true;
            }
            let above = heads[at];
            let finite = matches!(self.tag(at), Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
            if above == at || finite {
                break;
            }
            at = above;
        }
        // the tree is wrong: "In a letter to X, [Dr. Lund] said"
        let start = (self.found.source.iter().chain(&self.found.cue))
            .chain(&self.found.content)
            .min()
            .copied()
            .unwrap_or_default();
        let floor = article.text.sentence_of(token).start;
        let clause = |i: TokenId| {
            matches!(self.tag(i), Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD)
                && child(article, i, &[Label::Nsubj, Label::Nsubjpass, Label::Expl]).is_some()
        };
        token < start && !(floor..start).each().any(clause)
    }

    fn hangs_on_the_cue(&self, token: TokenId) -> bool {
        let article = self.article;
        let mut at = token;
        for _ in 0..4 {
            let above = article.syntax.heads[at];
            if self.found.cue.contains(&above) {
                let behind = self.label(at) == Label::Pobj && self.tag(above) == Tag::IN;
                return behind || self.label(at) == Label::Prep;
            }
            if above == at || self.tag(above).is_verb() {
                return false;
            }
            at = above;
        }
        false
    }

    /// "warned [NordFerry] on Tuesday that": the noun phrase directly after a verb that takes addressees and
    /// before the content, for sentences whose tree is wrong.
    pub(super) fn behind_the_verb(&self) -> Option<Vec<TokenId>> {
        let article = self.article;
        // "warned FIFA against": the words after the verb may belong to the cue
        let cue = self.found.cue.iter();
        let verb = *cue.clone().rfind(|i| self.tag(**i).is_verb())?;
        let sentence = article.text.sentence_of(verb);
        let passive = child(article, verb, &[Label::Auxpass]).is_some();
        if !is_spoken_to(article, verb) || !self.tag(verb).is_verb() || passive {
            return None;
        }
        let first = self.first_said(verb);
        let nominal = |i: &TokenId| {
            let outside = article.text.tokens[*i].quote == article.text.tokens[verb].quote;
            let kind = self.tag(*i).is_noun()
                || self.tag(*i).is_adjective()
                || matches!(self.tag(*i), Tag::DT | Tag::PRPS | Tag::POS | Tag::CD);
            outside && kind && first.is_none_or(|first| *i < first)
        };
        // "told [visiting minister Kari Dahl]"
        let visiting = verb + 2 < sentence.end
            && self.tag(verb + 1) == Tag::VBG
            && self.label(verb + 1) == Label::Xcomp
            && nominal(&(verb + 2));
        let start = verb + 1 + usize::from(visiting);
        let named: Vec<TokenId> = (start..sentence.end)
            .each()
            .take(LONGEST_PHRASE)
            .take_while(nominal)
            .collect();
        let head = *named.last()?;
        let next = head + 1;
        let before = self.found.content.last().is_some_and(|i| *i < verb);
        let opens = self
            .found
            .content
            .iter()
            .any(|i| *i >= next && *i < next + LONGEST_PHRASE)
            && !self.found.content.contains(&(verb + 1));
        let opens = opens || visiting && self.found.content.contains(&next);
        let closes = before && (next >= sentence.end || !nominal(&next));
        let known = self.hears(head) || WORDS.telling.has(article, verb) && opens;
        (known && (opens || closes) && !is_tale(self.article, head)).then_some(named)
    }

    fn hears(&self, head: TokenId) -> bool {
        can_hear(self.article, head)
    }
}
