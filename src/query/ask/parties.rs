//! The parties in a question: names, offices, types of speakers.

use super::clauses::Before;
use super::lexicon::LEXICON;
use super::reader::{Reader, Result};
use crate::entity::EntityType;
use crate::query::Failure;
use crate::query::names::is_article;

/// The entities that words refer to.
pub(super) enum Reference<'a> {
    /// The entities of a name.
    Named(&'a [usize]),
    /// The holders of an office.
    Office,
}

impl<'a> Reader<'a> {
    /// One name, or several joined by "and", "or" and commas, in canonical form.
    pub(super) fn names(&mut self) -> Option<Vec<String>> {
        if self.party_at(0).is_some() {
            self.skip(&["both", "either"]);
        }
        let mut names = vec![self.name()?];
        loop {
            let joined = self
                .words
                .get(self.at.wrapping_sub(1))
                .is_some_and(|w| w.comma);
            let conjunction = matches!(self.peek(), "and" | "or");
            let ahead = usize::from(conjunction);
            if (joined || conjunction) && self.party_at(ahead).is_some() {
                self.at += ahead;
                names.extend(self.name());
            } else {
                return Some(names);
            }
        }
    }

    /// Refuses "Putin and Ruritania" after the known names have been read: the other is nobody's topic.
    ///
    /// # Errors
    /// If "and" or "or" and a name that is not in the graph follow.
    pub(super) fn refuse_unknown_partner(&mut self) -> Result<()> {
        if !matches!(self.peek(), "and" | "or") || !self.is_unknown_name(1) {
            return Ok(());
        }
        self.at += 1;
        Err(self.unknown(self.next_verb(1)))
    }

    /// Refuses "China's foreign ministry" if only China is known; the name began at `start`.
    ///
    /// # Errors
    /// If words other than a verb follow a name in the possessive.
    pub(super) fn refuse_unknown_property(&self, start: usize) -> Result<()> {
        let last = self.words.get(self.at.wrapping_sub(1));
        let owns = last.is_some_and(|word| word.possessive) && self.at < self.words.len();
        let is_noun = |ahead| self.context.verbs.noun(self.key(ahead)).is_some();
        if !owns || self.predicate(0, Before::Other).is_some() || is_noun(0) || is_noun(1) {
            return Ok(());
        }
        let end = self.next_verb(1);
        let name = self.typed(start, end);
        let nearest = self.context.index.names().nearest(&name, 3);
        Err(Failure::Unknown { name, nearest })
    }

    /// Whether a word is written as a name, but means nothing else.
    fn is_unknown_name(&self, ahead: usize) -> bool {
        let word = self.words.get(self.at + ahead);
        word.is_some_and(|word| word.phrase == 0 && word.text.starts_with(char::is_uppercase))
            && !self.is_all_capitals()
            && self.party_at(ahead).is_none()
            && self.publisher(ahead).is_none()
            && self.verb_at(ahead).is_none()
            && self.context.verbs.noun(self.key(ahead)).is_none()
            && !self.is_kind_noun(ahead)
            && !self.is_anyone(ahead)
    }

    fn name(&mut self) -> Option<String> {
        let (count, reference) = self.party_at(0)?;
        let article = usize::from(self.peek() == "the");
        let typed = self.typed(self.at, self.at + count);
        let office = self.typed(self.at + article, self.at + count);
        self.at += count;
        let Reference::Named(entities) = reference else {
            return Some(office);
        };
        // Others may speak for a state, an organisation or an unnamed group.
        let known = self.context.index.graph().entities();
        let mut named = entities.iter().filter_map(|entity| known.get(*entity));
        self.query.rollup |= named.any(|entity| entity.kind != EntityType::Person);
        match entities {
            [one] => Some(self.context.index.names().canonical(*one).to_owned()),
            _ => Some(typed),
        }
    }

    /// The name or office `ahead` words ahead, whichever is longer, after its number of words.
    pub(super) fn party_at(&self, ahead: usize) -> Option<(usize, Reference<'a>)> {
        let index = self.context.index;
        let rest = self.keys.get(self.at + ahead..)?;
        if let [form, after @ ..] = rest
            && matches!(form.as_str(), "both" | "either")
            && after
                .iter()
                .take(6)
                .any(|word| matches!(word.as_str(), "and" | "or"))
        {
            let (count, reference) = self.party_at(ahead + 1)?;
            return Some((count + 1, reference));
        }
        if let [form, _, ..] = rest
            && LEXICON.honorifics.has(form)
            && index.names().prefix(rest).is_none()
        {
            let (count, reference) = self.party_at(ahead + 1)?;
            return Some((count + 1, reference));
        }
        let name = self
            .state_or_name(rest)
            .filter(|(count, _)| !self.is_common_noun(ahead, *count));
        let office = index.offices().prefix(rest, index.names());
        match (name, office) {
            (Some((count, entities)), Some((longer, _))) if longer <= count => {
                Some((count, Reference::Named(entities)))
            }
            (_, Some((count, _))) => Some((count, Reference::Office)),
            (Some((count, entities)), None) => Some((count, Reference::Named(entities))),
            (None, None) => None,
        }
    }

    /// Whether a name of `count` words is used as a noun after its article: "the bill".
    pub(super) fn is_common_noun(&self, ahead: usize, count: usize) -> bool {
        let noun = self.at + ahead + count - 1;
        let word = |at: usize| self.words.get(at).map_or("", |word| &word.text);
        noun.checked_sub(1).is_some_and(|at| is_article(word(at)))
            && self.context.index.names().is_perhaps_noun(word(noun))
    }

    /// A name, or words for a state: "Russia's government", "the German authorities", "the British".
    fn state_or_name(&self, rest: &[String]) -> Option<(usize, &'a [usize])> {
        let index = self.context.index;
        let stands_for_all =
            |word: &str| LEXICON.governments.has(word) || LEXICON.officials.has(word);
        let word_at = |count: usize| rest.get(count).map_or("", String::as_str);
        if let Some((count, entities)) = index.names().prefix(rest) {
            let known = index.graph().entities();
            let is_state = |e: &usize| known.get(*e).is_some_and(|e| e.kind == EntityType::State);
            let more = entities.iter().all(is_state) && stands_for_all(word_at(count));
            return Some((count + usize::from(more), entities));
        }
        let article = usize::from(word_at(0) == "the");
        let (count, states) = index.offices().adjective(rest.get(article..)?)?;
        let next = word_at(article + count);
        if stands_for_all(next) {
            return Some((article + count + 1, states));
        }
        // "the British said", not "the British plan"
        let alone = next.is_empty()
            || LEXICON.auxiliaries.has(next)
            || LEXICON.be.has(next)
            || LEXICON.about.has(next)
            || matches!(
                next,
                "and" | "or" | "to" | "in" | "not" | "since" | "before" | "after"
            )
            || self
                .context
                .verbs
                .prefix(rest.get(article + count..)?)
                .is_some();
        (article == 1 && alone).then_some((article + count, states))
    }
}
