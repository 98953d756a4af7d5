//! To whom a statement is made: the noun phrases that the grammar of its cue, and of the occasion on
//! which it was made, gives for those spoken to.
//!
//! Four places can name them: the object of a verb that speaks to somebody ("told investors"), a
//! preposition that the cue governs ("said to the crowd", "a warning to Russia"), the occasion ("in a
//! letter to the board", "speaking to Radio Nord"), and the statement that a participle goes on with
//! ("told the court that …, adding that …"). Nouns that nobody can speak to are left out: "told the
//! story", "urged caution".

mod names;

use crate::document::Document;
use crate::entity::recogniser::NameType;
use crate::statement::attribution::{Attribution, Scene};
use crate::statement::clause::audience::{
    ADDRESSING, LONGEST_PHRASE, can_hear, goes, is_proper, is_spoken_to, is_tale,
};
use crate::statement::clause::tree::{child, children, hangs_below, phrase};
use crate::statement::clause::voice;
use crate::statement::words::WORDS;
use crate::text::QuoteState;

/// Most steps up the tree from an occasion to the verb of its statement.
const LONGEST_CLIMB: usize = 6;
/// Sentences for which an occasion is remembered.
const REMEMBERED: usize = 24;
/// Statements back among which the one is looked for that begins a quotation.
const LOOKED_BACK: usize = 64;

/// The noun phrases that name those spoken to, each as its tokens in order.
pub(in crate::statement) fn hearers(
    document: &Document,
    scene: &Scene,
    found: &Attribution,
) -> Vec<Vec<usize>> {
    let search = Search {
        document,
        scene,
        found,
    };
    let mut heads: Vec<usize> = found.cue.iter().flat_map(|i| search.of_cue(*i)).collect();
    heads.extend(search.of_occasions());
    heads.extend(search.of_the_main_clause());
    heads.retain(|head| !found.source.contains(head));
    heads.sort_unstable();
    heads.dedup();
    // "the board of the bank": a head within another's phrase is no party of its own
    let mut phrases: Vec<Vec<usize>> = Vec::new();
    for head in heads {
        let named = search.name(head);
        let apart = |other: &Vec<usize>| !named.iter().any(|i| other.contains(i));
        if !named.is_empty() && phrases.iter().all(apart) {
            phrases.push(named);
        }
    }
    if phrases.is_empty() {
        phrases.extend(search.behind_the_verb());
    }
    phrases.retain(|named| !named.iter().any(|i| found.source.contains(i)));
    phrases
}

/// The hearers that a verb names by itself, as the heads of their phrases, whatever is said.
pub(in crate::statement) fn heads_of(
    document: &Document,
    scene: &Scene,
    verb: usize,
) -> Vec<usize> {
    let found = Attribution {
        cue: vec![verb],
        ..Attribution::default()
    };
    let search = Search {
        document,
        scene,
        found: &found,
    };
    search.of_cue(verb)
}

/// The place of the statement that a participle goes on with: "told the court that …, [adding] that …".
pub(in crate::statement) fn goes_on_with(
    scene: &Scene,
    found: &Attribution,
    before: &[Attribution],
) -> Option<usize> {
    let verb = *found.cue.first()?;
    let above = scene.syntax.heads[verb];
    if &*scene.syntax.tags[verb] != "VBG" || above >= verb {
        return None;
    }
    let sentence = scene.text.sentence_of(verb);
    let near = |a: &&Attribution| a.cue.first().is_some_and(|i| sentence.contains(i));
    let same = |a: &Attribution| a.cue.contains(&above) || a.source == found.source;
    let place = before.iter().rev().take_while(near).position(same)?;
    Some(before.len() - 1 - place)
}

/// The place of the statement whose words begin a quotation that this one takes whole: "scolded him: “…,” [she
/// said]. “…”".
pub(in crate::statement) fn begun_before(
    found: &Attribution,
    before: &[Attribution],
) -> Option<usize> {
    let first = found.content.first()?;
    let has = |a: &Attribution, i: &usize| a.content.binary_search(i).is_ok();
    let near = before.len().saturating_sub(LOOKED_BACK);
    let place = before[near..]
        .iter()
        .rposition(|a| has(a, first) && !found.cue.iter().any(|i| has(a, i)))?;
    Some(near + place)
}

struct Search<'s, 'd> {
    document: &'s Document,
    scene: &'s Scene<'d>,
    found: &'s Attribution,
}

impl Search<'_, '_> {
    fn label(&self, i: usize) -> &'static str {
        self.scene.syntax.labels[i].as_str()
    }

    fn tag(&self, i: usize) -> &'static str {
        self.scene.syntax.tags[i].as_str()
    }

    fn word(&self, i: usize) -> String {
        self.scene.text.word(self.document, i).to_lowercase()
    }

    /// Those whom a word of the cue names as its hearers.
    fn of_cue(&self, cue: usize) -> Vec<usize> {
        let mut heads = self.objects(cue);
        heads.extend(self.behind_prepositions(cue));
        // "expressed concern [to X]", "made an offer [to X]", "has issued a warning [to X]"
        let object = children(self.scene, cue).filter(|c| *c > cue && self.label(*c) == "dobj");
        let to = |object: usize| {
            let named = goes(self.scene, object, "to");
            let mut heads = Vec::new();
            if goes(self.scene, cue, "to") || named {
                heads.extend(self.governed(object, "to"));
            }
            heads
        };
        heads.extend(object.flat_map(to));
        heads.extend(self.behind_the_quotation(cue));
        heads.extend(self.behind_the_speaker(cue));
        heads
    }

    /// "said Berg to [the minister]".
    fn behind_the_speaker(&self, verb: usize) -> Option<usize> {
        let source = &self.found.source;
        let (first, to) = (*source.first()?, *source.last()? + 1);
        let sentence = self.scene.text.sentence_of(verb);
        let inverted = first == verb + 1 && sentence.contains(&to) && self.word(to) == "to";
        let object = self
            .object_of(to)
            .filter(|_| inverted && goes(self.scene, verb, "to"))?;
        self.hears(object).then_some(object)
    }

    /// "voiced “grave doubts” to [the board] about it", whatever the tree hangs "to" on.
    fn behind_the_quotation(&self, verb: usize) -> Option<usize> {
        let scene = self.scene;
        let quote = |i: usize| scene.text.tokens[i].quote;
        let sentence = scene.text.sentence_of(verb);
        if !goes(scene, verb, "to")
            || verb + 1 >= sentence.end
            || quote(verb + 1) == QuoteState::Outside
            || quote(verb) != QuoteState::Outside
        {
            return None;
        }
        let to = (verb + 1..sentence.end).find(|i| quote(*i) == QuoteState::Outside)?;
        let nominal = |i: &usize| {
            matches!(
                self.tag(*i).as_bytes(),
                [b'N', ..] | [b'J', ..] | b"DT" | b"PRP$" | b"CD"
            )
        };
        let object = || (to + 1..sentence.end).take_while(nominal).last();
        let object = (self.word(to) == "to").then(|| self.object_of(to).or_else(object))?;
        object.filter(|head| self.hears(*head))
    }

    /// "told [investors]", "[Moscow] was warned", "urged [all parties] to return".
    fn objects(&self, verb: usize) -> Vec<usize> {
        let scene = self.scene;
        let object = is_spoken_to(scene, verb);
        let clause = goes(scene, verb, "clause");
        let mut heads = Vec::new();
        if !(object || clause) || !self.tag(verb).starts_with('V') {
            return heads;
        }
        for c in children(scene, verb) {
            match self.label(c) {
                "dobj" | "dative" if object && c > verb && self.is_party(verb, c) => heads.push(c),
                "nsubjpass" if object && self.hears(c) => heads.push(c),
                "ccomp" | "xcomp" | "acl" if clause && c > verb => {
                    let to_do = children(scene, c).any(|t| self.tag(t) == "TO");
                    let subject = child(scene, c, &["nsubj", "nsubjpass"]).filter(|s| *s > verb);
                    heads.extend(subject.filter(|s| to_do && self.is_party(verb, *s)));
                }
                _ => {}
            }
        }
        // what is said begins behind those spoken to, or with them
        if let Some(first) = self.first_said(verb) {
            heads.retain(|h| phrase(scene, *h).first().is_some_and(|i| *i < first));
        }
        // "promised [Ukraine] four ships": of two objects the second is what was said
        if let [first, second] = heads[..]
            && self.label(second) == "dobj"
        {
            // "told [morning commuters] to …": one phrase, which the tree has torn
            let starts = phrase(scene, second).first().copied().unwrap_or(second);
            let to_do = scene
                .syntax
                .tags
                .get(second + 1)
                .is_some_and(|tag| &**tag == "TO");
            let determined = matches!(self.tag(starts), "DT" | "PRP$" | "CD" | "NNP");
            let torn = to_do && !determined && starts <= first + 1;
            heads = vec![if torn { second } else { first }];
        }
        heads
    }

    /// Where the content begins behind a verb of the cue, unless that is right behind it.
    fn first_said(&self, verb: usize) -> Option<usize> {
        let first = self.found.content.iter().find(|i| **i > verb).copied()?;
        (first > verb + 1 && self.found.cue.contains(&verb)).then_some(first)
    }

    /// Whether the object of a verb that speaks to somebody is who hears, and not what is said.
    fn is_party(&self, verb: usize, object: usize) -> bool {
        if is_tale(self.scene, object) {
            return false;
        }
        let named = self.name(object);
        let content = &self.found.content;
        let cue = self.found.cue.contains(&verb);
        // "urged [caution]": all that was said
        let all = content.iter().all(|i| named.contains(i));
        let quoted = |i: &usize| self.scene.text.tokens[*i].quote == QuoteState::Outside;
        if !named.iter().all(quoted) && self.scene.quotation(object) != self.scene.quotation(verb) {
            return false;
        }
        let noun = self.tag(object).starts_with('N');
        let to_do = || child(self.scene, verb, &["xcomp"]).is_some_and(|c| c > object);
        let hears =
            WORDS.telling.has(self.scene, verb) || goes(self.scene, verb, "clause") && to_do();
        self.hears(object) || noun && cue && !all && hears
    }

    /// Those behind the prepositions of a word that names its hearers so.
    fn behind_prepositions(&self, word: usize) -> Vec<usize> {
        let Some(ways) = ADDRESSING.get(&self.scene.syntax.words[word].stem) else {
            return Vec::new();
        };
        let way = |way: &&&str| !matches!(**way, "object" | "clause");
        let parties = ways.iter().copied().filter(|w| way(&w));
        let mut heads: Vec<usize> = parties
            .clone()
            .flat_map(|way| self.governed(word, way))
            .collect();
        if heads.is_empty() && self.tag(word).starts_with('N') {
            heads.extend(self.further_behind(word, parties));
        }
        // "a statement sent to [the Post]"
        if self.tag(word).starts_with('N') && ways.contains(&"to") {
            let sent = |c: &usize| self.label(*c) == "acl" && self.tag(*c) == "VBN";
            let sent = children(self.scene, word).filter(sent);
            heads.extend(sent.flat_map(|c| self.governed(c, "to")));
        }
        heads.retain(|h| self.hears(*h));
        // "a [Bloomberg] interview"
        if self.tag(word).starts_with('N') && ways.contains(&"with") {
            heads.extend(self.before_noun(word));
        }
        heads
    }

    /// "a [Harbour Post] interview": whoever is named right before the noun, whatever the tree makes of it.
    fn before_noun(&self, noun: usize) -> Option<usize> {
        let name = noun.checked_sub(1)?;
        let own = |c: &usize| {
            matches!(self.label(*c), "compound" | "nmod" | "poss") && self.scene.names[*c] != 0
        };
        let tree = children(self.scene, noun).find(own);
        let proper =
            |i: usize| is_proper(self.document, self.scene, i) && self.tag(i).starts_with("NNP");
        let several = proper(name) && name.checked_sub(1).is_some_and(proper);
        let torn = several && self.scene.names[name] != 1 + NameType::Person as u8;
        tree.or(torn.then_some(name))
            .filter(|c| !self.found.source.contains(c))
    }

    /// "a retelling of the story to [the Post]": behind a preposition of an occasion's noun that the tree has
    /// given to another word of its phrase, before any comma and any word of the statement.
    fn further_behind<'w>(
        &self,
        noun: usize,
        ways: impl Iterator<Item = &'w str> + Clone,
    ) -> Option<usize> {
        let scene = self.scene;
        let sentence = scene.text.sentence_of(noun);
        let in_cue = self.found.cue.contains(&noun);
        let ends = |i: &usize| {
            matches!(
                self.tag(*i).as_bytes(),
                [b'V', ..] | b"MD" | b"," | b":" | b"WDT"
            ) || self.found.source.contains(i)
                || !in_cue && self.found.cue.contains(i)
                || !in_cue && self.found.content.binary_search(i).is_ok()
        };
        let mut phrase = (noun + 1..sentence.end)
            .take(LONGEST_PHRASE)
            .take_while(|i| !ends(i));
        let preposition = phrase.find(|i| {
            let word = self.word(*i);
            matches!(self.tag(*i), "IN" | "TO") && ways.clone().any(|way| way == word)
        })?;
        self.object_of(preposition)
    }

    /// The objects of one preposition of a word: "to [X]".
    fn governed(&self, word: usize, preposition: &str) -> Vec<usize> {
        let scene = self.scene;
        children(scene, word)
            .filter(|c| matches!(self.label(*c), "prep" | "dative" | "agent" | "aux" | "prt"))
            .filter(|c| *c > word || !self.tag(word).starts_with('N'))
            .filter(|c| self.word(*c) == preposition)
            .filter_map(|c| {
                // "called on [Iran]": a particle to the tree
                let particle = self.label(c) == "prt";
                let object = || child(scene, word, &["dobj"]).filter(|o| particle && *o > c);
                self.object_of(c).or_else(object)
            })
            .filter(|p| self.hears(*p))
            .collect()
    }

    /// The object of a preposition; what stands before the speaker where the tree has taken them for one
    /// name: "with the [Harbour Post] Lund said".
    fn object_of(&self, preposition: usize) -> Option<usize> {
        let object = child(self.scene, preposition, &["pobj"])?;
        let source = &self.found.source;
        if !source.contains(&object) {
            return Some(object);
        }
        let before = source.first()?.checked_sub(1)?;
        (before > preposition && self.tag(before).starts_with('N')).then_some(before)
    }

    /// "in a letter to [X]", "at a meeting with [X]", "speaking to [X]": in the cue's sentence, outside
    /// of what is said, and part of the clause of the cue.
    fn of_occasions(&self) -> Vec<usize> {
        let scene = self.scene;
        let mut heads = Vec::new();
        let Some(&cue) = self.found.cue.first() else {
            return heads;
        };
        if self.tag(cue).starts_with('N') {
            return heads;
        }
        // "sent a letter to [the dean], calling for …"
        let above = scene.syntax.heads[cue];
        if self.tag(cue) == "VBG" && self.tag(above).starts_with('V') && above < cue {
            let object = children(scene, above).filter(|c| *c > above && self.label(*c) == "dobj");
            let sent = object.filter(|o| goes(scene, *o, "to"));
            heads.extend(sent.flat_map(|o| self.behind_prepositions(o)));
        }
        // "spoke to [the Post] and said", "Berg, who spoke to [the Post], said"
        let spoke = |verb: usize| {
            let speaks = self.tag(verb).starts_with('V') && WORDS.addressing.has(scene, verb);
            let heads = speaks.then(|| self.behind_prepositions(verb));
            heads.unwrap_or_default()
        };
        if self.label(cue) == "conj" && above < cue {
            heads.extend(spoke(above));
        }
        let of_source = self.found.source.iter().flat_map(|s| children(scene, *s));
        let relative = of_source.filter(|c| self.label(*c) == "relcl" && *c < cue);
        heads.extend(relative.flat_map(spoke));
        for i in scene.text.sentence_of(cue) {
            let theirs = self.found.cue.contains(&i) || self.found.source.contains(&i);
            if theirs
                || scene.text.tokens[i].quote != scene.text.tokens[cue].quote
                || !ADDRESSING.contains_key(&scene.syntax.words[i].stem)
            {
                continue;
            }
            let noun = self.tag(i).starts_with('N') && self.is_occasion(i);
            let participle = self.tag(i) == "VBG"
                && matches!(
                    self.label(i),
                    "advcl" | "pcomp" | "acl" | "ccomp" | "amod" | "prep"
                )
                && (WORDS.addressing.has(scene, i)
                    || self.label(i) == "pcomp"
                    || self.addressing_object(i).is_some());
            if !(noun || participle) {
                continue;
            }
            if !self.is_of_the_clause(i) {
                if noun && self.closes(i) {
                    heads.extend(self.of_an_earlier(i));
                }
                continue;
            }
            if participle {
                heads.extend(self.objects_of_participle(i));
            }
            let named = self.behind_prepositions(i);
            if named.is_empty() && noun {
                heads.extend(self.of_an_earlier(i));
            }
            heads.extend(named);
        }
        heads
    }

    /// "noted the gap [in the interview] last week": whether nothing but a time stands behind a noun that ends
    /// what is said.
    fn closes(&self, noun: usize) -> bool {
        let content = &self.found.content;
        let Ok(place) = content.binary_search(&noun) else {
            return false;
        };
        let time = |i: &usize| {
            WORDS.time.has(self.scene, *i) || matches!(self.tag(*i), "IN" | "JJ" | "CD" | "DT")
        };
        content[place + 1..].iter().all(time)
    }

    /// "noted the gap in [the interview]": who was spoken to on the same occasion, where the sentences before
    /// tell.
    fn of_an_earlier(&self, noun: usize) -> Vec<usize> {
        let scene = self.scene;
        let definite = |d: usize| matches!(&*self.word(d), "the" | "that" | "this" | "same");
        let remembered = WORDS.remembered.has(scene, noun);
        if !remembered || !child(scene, noun, &["det"]).is_some_and(definite) {
            return Vec::new();
        }
        let sentences = &scene.text.sentences;
        let here = scene.text.tokens[noun].sentence;
        let floor = sentences[here.saturating_sub(REMEMBERED)].tokens.start;
        let stem = scene.syntax.words[noun].stem;
        (floor..sentences[here].tokens.start)
            .rev()
            .filter(|i| {
                scene.syntax.words[*i].stem == stem
                    && self.tag(*i).starts_with('N')
                    && scene.text.tokens[*i].quote == QuoteState::Outside
            })
            .map(|i| self.behind_prepositions(i))
            .find(|heads| !heads.is_empty())
            .unwrap_or_default()
    }

    /// "Asked whether it was over, [Smith] said": whoever answers was asked.
    fn of_the_main_clause(&self) -> Option<usize> {
        let scene = self.scene;
        let verb = voice::asking_participle(scene, &self.found.cue)?;
        let main = scene.syntax.heads[verb];
        child(scene, main, &["nsubj"]).filter(|s| *s > verb && *s < main && self.hears(*s))
    }

    /// "addressing [shareholders]", "relaying the news to [parliament]".
    fn objects_of_participle(&self, verb: usize) -> Vec<usize> {
        let scene = self.scene;
        let mut heads = Vec::new();
        if let Some(object) = child(scene, verb, &["dobj"]).filter(|o| *o > verb) {
            if goes(scene, verb, "object") && self.hears(object) {
                heads.push(object);
            }
            let addressing = self.addressing_object(verb).is_some();
            if goes(scene, verb, "to") || addressing {
                heads.extend(self.governed(object, "to"));
            }
            if addressing {
                heads.extend(self.governed(verb, "to"));
            }
        }
        heads
    }

    /// "giving [evidence] to the inquiry": an object that names its hearers behind "to".
    fn addressing_object(&self, verb: usize) -> Option<usize> {
        let object = child(self.scene, verb, &["dobj"]).filter(|o| *o > verb);
        object.filter(|o| goes(self.scene, *o, "to"))
    }

    /// Whether a noun stands behind a preposition that tells on which occasion something was said.
    fn is_occasion(&self, noun: usize) -> bool {
        let scene = self.scene;
        let floor = scene.text.sentence_of(noun).start;
        let before = (floor..noun).rev().take(8);
        let part = |i: &usize| {
            !matches!(self.tag(*i).as_bytes(), [b'V', ..] | b"MD" | b",") || self.tag(*i) == "VBN"
        };
        let preposition = before
            .take_while(part)
            .find(|i| matches!(self.tag(*i), "IN" | "TO"));
        preposition.is_some_and(|p| {
            let head = scene.syntax.heads[noun] == p || hangs_below(scene, noun, p, 3);
            WORDS.on_occasion.has(scene, p) && head
        })
    }

    /// Whether a token hangs below the cue, with no other clause between the two, or where it stands
    /// before all of the statement in a clause without a verb.
    fn is_of_the_clause(&self, token: usize) -> bool {
        let scene = self.scene;
        let heads = &scene.syntax.heads;
        if self.found.content.binary_search(&token).is_ok() {
            // "announced the vote in a letter to …": at the end of what is said, below the cue itself
            return self.hangs_on_the_cue(token);
        }
        let mut at = token;
        for _ in 0..LONGEST_CLIMB {
            // "the governor, [speaking] to Radio Nord, said"
            if self.found.cue.contains(&at) || self.found.source.contains(&at) {
                return true;
            }
            let above = heads[at];
            let finite = matches!(self.tag(at), "VBD" | "VBZ" | "VBP" | "MD");
            if above == at || finite {
                break;
            }
            at = above;
        }
        // the tree has gone astray: "In a letter to X, [Dr. Lund] said"
        let start = (self.found.source.iter().chain(&self.found.cue))
            .chain(&self.found.content)
            .min()
            .copied()
            .unwrap_or(0);
        let floor = scene.text.sentence_of(token).start;
        let clause = |i: usize| {
            matches!(self.tag(i), "VBD" | "VBZ" | "VBP" | "MD")
                && child(scene, i, &["nsubj", "nsubjpass", "expl"]).is_some()
        };
        token < start && !(floor..start).any(clause)
    }

    fn hangs_on_the_cue(&self, token: usize) -> bool {
        let scene = self.scene;
        let mut at = token;
        for _ in 0..4 {
            let above = scene.syntax.heads[at];
            if self.found.cue.contains(&above) {
                let behind = self.label(at) == "pobj" && self.tag(above) == "IN";
                return behind || self.label(at) == "prep";
            }
            if above == at || self.tag(above).starts_with('V') {
                return false;
            }
            at = above;
        }
        false
    }

    /// "warned [NordFerry] on Tuesday that": the noun phrase right behind a verb that speaks to somebody,
    /// before what it says, for sentences whose tree has gone astray.
    fn behind_the_verb(&self) -> Option<Vec<usize>> {
        let scene = self.scene;
        // "warned FIFA against": what stands behind the verb may be taken into the cue
        let cue = self.found.cue.iter();
        let verb = *cue.clone().rfind(|i| self.tag(**i).starts_with('V'))?;
        let sentence = scene.text.sentence_of(verb);
        let passive = child(scene, verb, &["auxpass"]).is_some();
        if !is_spoken_to(scene, verb) || !self.tag(verb).starts_with('V') || passive {
            return None;
        }
        let first = self.first_said(verb);
        let nominal = |i: &usize| {
            let outside = scene.text.tokens[*i].quote == scene.text.tokens[verb].quote;
            let kind = matches!(
                self.tag(*i).as_bytes(),
                [b'N', ..] | [b'J', ..] | b"DT" | b"PRP$" | b"POS" | b"CD"
            );
            outside && kind && first.is_none_or(|first| *i < first)
        };
        // "told [visiting minister Kari Dahl]"
        let visiting = verb + 2 < sentence.end
            && self.tag(verb + 1) == "VBG"
            && self.label(verb + 1) == "xcomp"
            && nominal(&(verb + 2));
        let start = verb + 1 + usize::from(visiting);
        let named: Vec<usize> = (start..sentence.end)
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
        let known = self.hears(head) || WORDS.telling.has(scene, verb) && opens;
        (known && (opens || closes) && !is_tale(self.scene, head)).then_some(named)
    }

    fn hears(&self, head: usize) -> bool {
        can_hear(self.document, self.scene, head)
    }
}
