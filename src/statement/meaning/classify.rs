//! The meaning of a cue: act, relation, mode and polarity.

use crate::statement::acts::{Act, Taxonomy};
use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::statement::clause::tree;
use crate::statement::word_lists::{List, WORDS};
use crate::statement::{Kind, Mode, Polarity, Relation};
use crate::syntax::{Label, Tag};
use crate::text::{QuoteState, TokenId, TokenRange};

/// Act, relation, mode and polarity of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::statement) struct Meaning {
    pub act: String,
    pub relation: Relation,
    pub mode: Mode,
    pub polarity: Polarity,
}

/// Classifies the cue of an attribution.
pub(in crate::statement) fn meaning(
    taxonomy: &Taxonomy,
    article: &Article,
    found: &Attribution,
    kind: Kind,
) -> Meaning {
    let cue = Cue::new(taxonomy, article, found, kind);
    let (act, relation, mode) = cue.act();
    let polarity = cue.polarity(&act);
    Meaning {
        act,
        relation,
        mode,
        polarity,
    }
}

struct Cue<'c, 'd> {
    taxonomy: &'c Taxonomy,
    article: &'c Article<'d>,
    found: &'c Attribution,
    kind: Kind,
    /// Stems of the cue and of the four words after it, as far as the next verb.
    stems: Vec<u32>,
}

impl<'c, 'd> Cue<'c, 'd> {
    fn new(
        taxonomy: &'c Taxonomy,
        article: &'c Article<'d>,
        found: &'c Attribution,
        kind: Kind,
    ) -> Self {
        let last = found.cue.last().copied().unwrap_or_default();
        let sentence = article.text.sentence_of(last);
        // the words of a phrase are in one clause: not "[insisted] it was [on] time"
        let verb = |i: &TokenId| {
            article.syntax.tags[*i].is_verb() || matches!(article.syntax.tags[*i], Tag::MD)
        };
        let after = (last + 1..sentence.end)
            .each()
            .take(4)
            .take_while(|i| !verb(i));
        let stems = found
            .cue
            .iter()
            .copied()
            .chain(after)
            .map(|i| article.syntax.words[i].stem)
            .collect();
        Cue {
            taxonomy,
            article,
            found,
            kind,
            stems,
        }
    }

    fn tag(&self, i: TokenId) -> Tag {
        self.article.syntax.tags[i]
    }

    fn stem(&self, i: TokenId) -> u32 {
        self.article.syntax.words[i].stem
    }

    fn on(&self, list: &List, i: TokenId) -> bool {
        list.has(self.article, i)
    }

    fn negates(&self, i: TokenId) -> bool {
        self.on(&WORDS.negating, i) || self.on(&WORDS.negative, i)
    }

    /// "No minister said", but "No. 10 said".
    fn nobody_says(&self) -> bool {
        let first = self.found.source.first().copied();
        first.is_some_and(|i| {
            let next = self.found.source.get(1);
            self.on(&WORDS.nobody, i)
                && !next.is_some_and(|k| matches!(self.tag(*k), Tag::CD | Tag::Stop | Tag::NFP))
        })
    }

    /// "said [nothing] of it", but "said [nothing] would change".
    fn says_nothing(&self) -> bool {
        let (cue, content) = (self.found.cue.last(), self.found.content.first());
        cue.zip(content).is_some_and(|(cue, first)| {
            *first == *cue + 1
                && self.on(&WORDS.negative, *first)
                && self.article.syntax.labels[*first] == Label::Dobj
                && self.article.syntax.heads[*first] == *cue
        })
    }

    fn act(&self) -> (String, Relation, Mode) {
        let entry = |act: &Act| (act.name.clone(), act.relation, act.mode);
        let said = |name: &str| (name.to_owned(), Relation::Said, Mode::Speech);
        let cue = &self.found.cue;
        if self.presents_a_plan() {
            return ("present".to_owned(), Relation::Proposed, Mode::Speech);
        }
        if let Some(act) = self
            .governed()
            .and_then(|i| self.taxonomy.verb(self.stem(i)))
        {
            return entry(act);
        }
        // "is expected to announce" is an announcement
        let phrase = self.taxonomy.phrase(&self.stems, cue.len());
        // "called [her vote for the dam a mistake]": to call somebody something is not to call for it
        let phrase = phrase.filter(|act| act.name != "call" || !self.says_of_an_object());
        if let Some(act) = phrase.filter(|act| act.mode == Mode::Speech || !self.ends_in_speech()) {
            return entry(act);
        }
        let Some((at, act)) = self.act_of_a_word() else {
            return match self.kind {
                Kind::Direct | Kind::Mixed => said("say"),
                Kind::Indirect if self.says_without_a_verb() || self.is_label() => said("say"),
                Kind::Indirect => ("believe".to_owned(), Relation::Said, Mode::Attitude),
            };
        };
        let to_do = self.content_is_a_course_of_action();
        match act.name.as_str() {
            "suggest" if !to_do && !self.puts_forward(at) => said("imply"),
            "ask" if to_do => ("ask".to_owned(), Relation::Proposed, Mode::Speech),
            "tell" | "say"
                if self.content_is_an_infinitive()
                    && self.tag(at).is_verb()
                    && act.name == "tell" =>
            {
                ("tell".to_owned(), Relation::Proposed, Mode::Speech)
            }
            "offer" if self.kind == Kind::Direct => said("say"),
            // "offered thanks"
            "offer" => entry(self.given(at).unwrap_or(act)),
            _ if act.mode == Mode::Attitude && self.kind == Kind::Direct => said("say"),
            _ => entry(act),
        }
    }

    /// The word of the cue with the act: a verb, otherwise a noun, otherwise a light verb.
    fn act_of_a_word(&self) -> Option<(TokenId, &Act)> {
        let cue = self.found.cue.iter().copied();
        let by_verb = |i: TokenId| Some((i, self.taxonomy.verb(self.stem(i))?));
        let by_noun = |i: TokenId| Some((i, self.taxonomy.noun(self.stem(i))?));
        let is_light = |i: &TokenId| self.on(&WORDS.light, *i);
        let is_full = |i: &TokenId| self.tag(*i).is_verb() && !is_light(i);
        let verb = cue.clone().rev().filter(is_full).find_map(by_verb);
        let noun = || {
            let mut nouns = cue.clone().rev().filter(|i| self.tag(*i).is_noun());
            nouns.find_map(by_noun)
        };
        let light = || cue.clone().filter(is_light).find_map(by_verb);
        // tagged as something else, as participles and headline verbs often are
        let other = || cue.clone().rev().find_map(by_verb);
        verb.or_else(noun).or_else(light).or_else(other)
    }

    /// "called [the vote]": the content begins right after a verb, and with no preposition.
    fn says_of_an_object(&self) -> bool {
        let (cue, content) = (self.found.cue.last(), self.found.content.first());
        cue.zip(content).is_some_and(|(cue, first)| {
            *first == *cue + 1
                && self.tag(*cue).is_verb()
                && !matches!(self.tag(*first), Tag::IN | Tag::TO | Tag::RP | Tag::RB)
        })
    }

    /// "suggested [a truce]": the object of the verb is a course of action.
    fn puts_forward(&self, verb: TokenId) -> bool {
        let object = tree::child(self.article, verb, &[Label::Dobj]);
        object.is_some_and(|o| self.found.content.contains(&o) && self.on(&WORDS.scheme, o))
    }

    /// The act of a light verb's object: "an apology".
    fn given(&self, verb: TokenId) -> Option<&'c Act> {
        let object = tree::child(self.article, verb, &[Label::Dobj])?;
        let act = self.taxonomy.noun(self.stem(object))?;
        (act.relation == Relation::Said && act.mode == Mode::Speech).then_some(act)
    }

    /// The verb of speech in "declined [to say whether …]", "is expected [to announce …]": the cue
    /// itself only says that it was not said.
    fn governed(&self) -> Option<TokenId> {
        let last = self
            .found
            .cue
            .iter()
            .copied()
            .rev()
            .find(|i| self.tag(*i).is_verb())?;
        let unsaid = self.negates(last) || self.on(&WORDS.hypothetical, last);
        let content = &self.found.content;
        let verb = content
            .get(1)
            .copied()
            .filter(|_| unsaid && self.content_is_an_infinitive())?;
        self.taxonomy
            .verb(self.stem(verb))
            .filter(|act| act.mode == Mode::Speech)
            .map(|_| verb)
    }

    /// "is expected to announce": the last of several verbs of the cue is one of speech.
    fn ends_in_speech(&self) -> bool {
        let mut verbs = (self.found.cue.iter().copied()).filter(|i| self.tag(*i).is_verb());
        let Some(last) = verbs.next_back() else {
            return false;
        };
        let act = self.taxonomy.verb(self.stem(last));
        self.tag(last) == Tag::VB
            && act.is_some_and(|act| act.mode == Mode::Speech)
            && verbs.any(|i| self.on(&WORDS.hypothetical, i) || self.negates(i))
    }

    /// A cue that ends a separate line before the words: "Ann Lee, chief executive"; or is a label: "A. I was not
    /// paid.".
    fn is_label(&self) -> bool {
        let headline = |i: Option<&TokenId>| i.is_some_and(|i| self.article.headline[*i]);
        let letter = self.found.cue == self.found.source;
        letter || headline(self.found.cue.first()) && !headline(self.found.content.first())
    }

    /// ":", "according to", "per", "as … put it".
    fn says_without_a_verb(&self) -> bool {
        let mut cue = self.found.cue.iter();
        let word = |i: TokenId| self.article.written(i);
        let mark = |i: &TokenId| !word(*i).contains(char::is_alphanumeric);
        cue.clone().all(mark) || cue.any(|i| self.on(&WORDS.verbless, *i))
    }

    /// "presented draft proposals", "unveiled" + "a list of demands".
    fn presents_a_plan(&self) -> bool {
        let mut cue = self.found.cue.iter();
        cue.any(|i| plan_of(self.article, *i).is_some())
    }

    fn content_is_an_infinitive(&self) -> bool {
        let mut words = self
            .found
            .content
            .iter()
            .copied()
            .filter(|i| self.article.text.tokens[*i].quote != QuoteState::Open);
        words.next().is_some_and(|i| self.tag(i) == Tag::TO)
            && words.next().is_some_and(|i| self.tag(i).is_verb())
    }

    /// Whether the content is something to be done: "to leave", "that Russia should leave",
    /// "leaving", "Russia to leave".
    fn content_is_a_course_of_action(&self) -> bool {
        let content = &self.found.content;
        if self.content_is_an_infinitive()
            || content.first().is_some_and(|i| self.tag(*i) == Tag::VBG)
        {
            return true;
        }
        let opening = || content.iter().copied().take(14);
        if self.kind == Kind::Direct {
            return false;
        }
        if content
            .first()
            .is_some_and(|i| self.on(&WORDS.question, *i))
        {
            return false;
        }
        let should = opening().any(|i| self.tag(i) == Tag::MD && self.on(&WORDS.duty, i));
        let verb = opening().position(|i| self.tag(i).is_verb() || self.tag(i) == Tag::MD);
        let to = opening().position(|i| self.tag(i) == Tag::TO);
        // "that he [be] freed"
        let mut bare = opening().filter(|i| *i > TokenId::FIRST && self.tag(*i) == Tag::VB);
        let subjunctive = bare.next().is_some_and(|i| {
            self.article.written(i) == "be"
                && (self.tag(i - 1).is_noun() || matches!(self.tag(i - 1), Tag::PRP))
        });
        should || subjunctive || matches!((verb, to), (Some(v), Some(t)) if t < v)
    }

    fn polarity(&self, act: &str) -> Polarity {
        let syntax = self.article.syntax;
        let mut negated = false;
        let mut hypothetical = false;
        let main = self
            .found
            .cue
            .iter()
            .copied()
            .filter(|i| self.tag(*i).is_verb())
            .collect::<Vec<_>>();
        let cue = &self.found.cue;
        let within =
            cue.first().copied().unwrap_or_default()..cue.last().map_or(TokenId::FIRST, |i| *i + 1);
        let around = main
            .iter()
            .flat_map(|v| self.article.children(*v))
            .filter(|c| matches!(syntax.labels[*c], Label::Neg | Label::Aux | Label::Advmod))
            // "[Never], he said"
            .filter(|c| within.contains(c) || self.found.content.binary_search(c).is_err());
        let above = main.first().map(|v| syntax.heads[*v]).filter(|h| {
            main.first()
                .is_some_and(|v| syntax.labels[*v] == Label::Xcomp && *h + 6 > *v && *h < *v)
        });
        for i in self.found.cue.iter().copied().chain(around).chain(above) {
            let last_verb = main.last() == Some(&i);
            if last_verb && above != Some(i) && self.governed().is_none() {
                continue;
            }
            negated |= self.negates(i);
            hypothetical |= self.on(&WORDS.hypothetical, i);
        }
        // a headline's "Mayor to urge calm"
        hypothetical |= (self.found.cue.first())
            .is_some_and(|i| self.tag(*i) == Tag::TO && self.article.headline[*i]);
        let conditional = main.first().is_some_and(|v| {
            syntax.labels[*v] == Label::Advcl
                && (self.article.children(*v)).any(|c| self.on(&WORDS.condition, c))
        });
        if negated || self.nobody_says() || self.says_nothing() {
            Polarity::Negated
        } else if hypothetical || conditional {
            Polarity::Hypothetical
        } else if act == "deny" {
            Polarity::Denied
        } else {
            Polarity::Affirmed
        }
    }
}

/// How many words of the content are between quotation marks.
pub(in crate::statement) fn kind(article: &Article, content: &[TokenId]) -> Kind {
    let words = content
        .iter()
        .filter(|i| article.written(**i).contains(char::is_alphanumeric));
    let (mut inside, mut outside) = (0, 0);
    for i in words {
        match article.text.tokens[*i].quote {
            QuoteState::Outside => outside += 1,
            _ => inside += 1,
        }
    }
    match (inside, outside) {
        (0, _) => Kind::Indirect,
        (_, 0) => Kind::Direct,
        _ => Kind::Mixed,
    }
}

/// The noun of the plan that a verb presents: "unveiled a [list] of demands".
pub(in crate::statement) fn plan_of(article: &Article, verb: TokenId) -> Option<TokenId> {
    if !article.syntax.tags[verb].is_verb() || !WORDS.presenting.has(article, verb) {
        return None;
    }
    let is_plan = |i: TokenId| WORDS.plan.has(article, i);
    let object = |c: &TokenId| matches!(article.syntax.labels[*c], Label::Dobj | Label::Nsubjpass);
    tree::children(article, verb).filter(object).find(|o| {
        let of = tree::children(article, *o)
            .filter(|p| article.written(*p).eq_ignore_ascii_case("of"))
            .flat_map(|p| tree::children(article, p));
        is_plan(*o) || of.into_iter().any(is_plan)
    })
}
