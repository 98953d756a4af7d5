//! What the words of a source refer to: a name, a pronoun, a description, or someone unnamed.

use crate::entity::link::linker::Linker;
use crate::entity::link::referent::Referent;
use crate::entity::mention::reader::{INDEFINITE, Reader};
use crate::entity::mention::titles;
use crate::entity::resolve::decision::{Decision, ExplainedStep, Record};
use crate::entity::resolve::labels;
use crate::entity::rule::Rule;
use crate::entity::types::{EntityId, EntityType, Mention, MentionKind};
use crate::gazetteer::office_class::OfficeClass;
use crate::syntax::{Label, Tag};
use crate::text::{TokenId, TokenRange};
use std::ops::Range;

pub(super) struct Phrase<'l, 'r, 'a> {
    pub(super) linker: &'l Linker<'r, 'a>,
    pub(super) last: Option<EntityId>,
    /// Whether people without a name become entities.
    pub(super) unnamed: bool,
    /// "The inquiry" as an addressee is not a document that somebody issued.
    pub(super) role: PhraseRole,
}

/// The role of words in their statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PhraseRole {
    /// They name the speaker, or the outlet.
    Source,
    Addressee,
}

/// Words of time that the parser may attach to a subject.
const TIMES: &[&str] = &["today", "yesterday", "tomorrow", "tonight"];
/// Words after several speakers that say how they speak: "Denmark and Sweden both".
const ALL: &[&str] = &["both", "each", "all", "alike", "jointly", "together"];
/// Words that can be between two who speak together: "along with", "as well as".
const SEAMS: &[&str] = &[
    ",",
    "and",
    "&",
    "or",
    "nor",
    "as",
    "well",
    "along",
    "together",
    "alongside",
    "with",
    "plus",
];
/// Those of them that separate.
const PARTING: &[&str] = &["or", "nor"];
/// Words before a source that do not belong to it.
const LEADING: &[&str] = &["according", "to", "by", "from", "neither", "either"];
/// Those of the seams that join.
const JOINING: &[&str] = &["and", "&", "well", "along", "together", "alongside", "plus"];
/// The rule for a name next to a description.
const APPOSED: Rule = Rule::NameBeside;
/// How many tokens after a headline the text can introduce the person that it describes.
const INTRODUCTION: usize = 300;
const RELATIVE: &[&str] = &["who", "which", "that", "whose", "whom", "where", "when"];

impl Phrase<'_, '_, '_> {
    /// The step of a rule's decision, if decisions are recorded.
    pub(super) fn step(
        &self,
        tokens: Range<TokenId>,
        rule: Rule,
        found: Option<&Referent>,
    ) -> Option<Record> {
        let traced = self.linker.entities.tracing.is_on();
        traced.then(|| {
            Record::Explained(ExplainedStep::Rule {
                tokens,
                rule,
                found: found.cloned(),
                weighed: Vec::new(),
            })
        })
    }

    /// The first run of tokens that has a name or a word, without punctuation at its edges and without
    /// the label that a paragraph may start with.
    pub(super) fn span(&self, tokens: &[TokenId]) -> Option<Range<TokenId>> {
        let reader = self.linker.reader;
        let mut runs: Vec<Range<TokenId>> = Vec::new();
        for token in tokens {
            match runs.last_mut() {
                Some(run) if self.bridged(run.end, *token) => run.end = *token + 1,
                _ => runs.push(*token..*token + 1),
            }
        }
        let run = runs.into_iter().max_by_key(|run| {
            let named = run.each().any(|t| self.mention_at(t).is_some());
            (named, std::cmp::Reverse(run.start))
        })?;
        let mut end = run.end.min(reader.end());
        let mut start = labels::behind(reader, run.start..end);
        // "[Mr Speaker,] I": the one who is addressed does not speak
        let speaks = end > start + 2 && reader.is_any(end - 1, &["i", "we"]);
        if speaks && reader.word(end - 2) == "," {
            return Some(end - 1..end);
        }
        // "The Tenants' League today welcomed": the parser took the day for the subject.
        if end == start + 1
            && reader.is_any(start, TIMES)
            && let Some(before) = start.checked_sub(1).and_then(|t| self.mention_at(t))
            && before.tokens.end == start
        {
            return Some(before.tokens.clone());
        }
        while start < end && (!wordy(reader, start) || reader.is_any(start, LEADING)) {
            start += 1;
        }
        while start < end
            && (!wordy(reader, end - 1)
                || reader.possessive(end - 1)
                || end - start > 1 && reader.is_any(end - 1, TIMES)
                // "farmers [mostly] say"
                || end - start > 1
                    && reader.tag(end - 1) == Tag::RB
                    && !reader.capital(end - 1)
                    && reader.tag(end - 2).is_noun()
                || end - start > 1
                    && reader.is_any(end - 1, ALL)
                    && self.mention_at(end - 2).is_some())
        {
            end -= 1;
        }
        let torn = self.torn_object(start..end);
        let (start, end) = match (torn, self.role) {
            (Some(next), PhraseRole::Source) => (next, end),
            (Some(next), PhraseRole::Addressee) => (start, next),
            (None, _) => (start, end),
        };
        (start < end).then_some(start..end)
    }

    /// Where another phrase starts right behind the object of a preposition: "In the week of the final [her agent]
    /// had said", for news leaves out the comma, and "shared with the players [his reasons]".
    fn torn_object(&self, phrase: Range<TokenId>) -> Option<TokenId> {
        let reader = self.linker.reader;
        let behind = |at: TokenId| {
            let own = reader.sentence(at).start < at;
            own && reader.tag(at - 1) == Tag::IN && !reader.is_any(at - 1, LEADING)
        };
        let nominal = |t: TokenId| reader.tag(t).is_nominal() || reader.possessive(t);
        let next = (phrase.start + 1..phrase.end).each().rfind(|t| {
            reader.tag(*t) == Tag::PRPS
                && reader.tag(*t - 1).is_noun()
                && !reader.possessive(*t - 1)
        });
        next.filter(|next| behind(phrase.start) && (*next + 1..phrase.end).each().all(nominal))
    }

    /// Whether what is between two pieces of a source belongs to it: punctuation, or the complement of a title
    /// ("Norway's envoy *to the talks,* Anna Berg").
    fn bridged(&self, end: TokenId, token: TokenId) -> bool {
        let reader = self.linker.reader;
        if token <= end {
            return true;
        }
        if reader.sentence_index(end) != reader.sentence_index(token) || token - end > 6 {
            return false;
        }
        let marks = (end..token).each().all(|t| !wordy(reader, t));
        let complement = reader.is_any(end, &["to", "of", "for", "at"])
            && reader.word(token - 1) == ","
            && (end..token).each().all(|t| {
                let tag = reader.tag(t);
                !tag.is_verb() && !reader.is_any(t, RELATIVE)
            });
        marks && token - end <= 2 || complement
    }

    /// The mention that contains a token; names before descriptions before pronouns.
    pub(super) fn mention_at(&self, token: TokenId) -> Option<&Mention> {
        let mentions = &self.linker.entities.mentions;
        let end = mentions.partition_point(|m| m.tokens.start <= token);
        mentions[..end]
            .iter()
            .rev()
            .take(12)
            .filter(|m| m.tokens.contains(&token))
            .min_by_key(|m| match m.kind {
                MentionKind::Name => 0,
                MentionKind::Description => 1,
                MentionKind::Pronoun => 2,
                MentionKind::Adjective => 3,
            })
    }

    /// Splits "the US and NATO" and "China, Russia and Iran" at their seams, if both sides
    /// are names; "world leaders and diplomats" is not split.
    pub(super) fn conjuncts(&self, range: Range<TokenId>) -> Vec<Range<TokenId>> {
        let reader = self.linker.reader;
        let mut parts = Vec::new();
        let mut start = range.start;
        while let Some(end) = self.whole_name(start, range.end) {
            parts.push(start..end);
            let mut seam = end;
            while seam < range.end && reader.is_any(seam, SEAMS) {
                seam += 1;
            }
            if seam == end || seam >= range.end {
                break;
            }
            start = seam;
            if self.whole_name(start, range.end).is_none() {
                // "Putin, the Russian president": an apposition, not another party.
                let and = (end..seam).each().any(|t| reader.is_any(t, JOINING));
                if !and && let Some(next) = self.behind_apposition(start, range.end) {
                    start = next;
                    continue;
                }
                if and {
                    parts.push(start..range.end);
                }
                break;
            }
        }
        let listed = parts.len() > 1
            && (range.start..range.end)
                .each()
                .any(|t| reader.is_any(t, JOINING) || reader.is_any(t, PARTING));
        if listed { parts } else { vec![range] }
    }

    /// Where another party starts after an apposition at `at`: "[Scholz,] the chancellor, and
    /// Macron".
    fn behind_apposition(&self, at: TokenId, limit: TokenId) -> Option<TokenId> {
        let reader = self.linker.reader;
        let comma = (at..limit.min(at + 12))
            .each()
            .find(|t| reader.word(*t) == ",")?;
        let joined = reader.is_any(comma + 1, JOINING);
        let plain = (at..comma).each().all(|t| !reader.is_any(t, JOINING));
        let named = self.whole_name(comma + 2, limit).is_some();
        (joined && plain && named).then_some(comma + 2)
    }

    /// The end of a name (with its article, title and modifiers) that starts at `at` and comes before a seam
    /// or the end.
    fn whole_name(&self, at: TokenId, limit: TokenId) -> Option<TokenId> {
        let reader = self.linker.reader;
        let mut token = at;
        while token < limit && token < at + 8 {
            if let Some(mention) = self
                .mention_at(token)
                .filter(|m| m.kind == MentionKind::Name)
            {
                let end = mention.tokens.end;
                if end >= limit || reader.is_any(end, SEAMS) && !reader.is(end, "with") {
                    return Some(end.min(limit));
                }
                token = end;
                continue;
            }
            let tag = reader.tag(token);
            if !(tag.is_noun()
                || tag.is_adjective()
                || matches!(tag, Tag::DT | Tag::Outside | Tag::POS))
            {
                return None;
            }
            token += 1;
        }
        None
    }

    /// The tokens of the phrase up to its first complement: the last of them is its head.
    pub(super) fn core(&self, range: Range<TokenId>) -> Range<TokenId> {
        let reader = self.linker.reader;
        let mut end = range.start;
        while end < range.end {
            if let Some(mention) = self
                .mention_at(end)
                .filter(|m| m.kind == MentionKind::Name && m.tokens.end <= range.end)
            {
                end = mention.tokens.end.max(end + 1);
                continue;
            }
            let tag = reader.tag(end);
            let stop = matches!(reader.word(end), "," | "(" | ";" | ":" | "—" | "–" | "--")
                || end > range.start
                    && (matches!(
                        tag,
                        Tag::IN
                            | Tag::TO
                            | Tag::WDT
                            | Tag::WP
                            | Tag::WPS
                            | Tag::WRB
                            | Tag::VBD
                            | Tag::VBZ
                            | Tag::MD
                            | Tag::RP
                    ) || tag == Tag::VBG && reader.label(end) == Label::Acl
                        || tag == Tag::VBN && reader.label(end) == Label::Acl
                        || reader.is_any(end, RELATIVE) && !reader.shouted(end));
            if stop {
                // "secretary of state" is one title.
                let phrases = &self.linker.tables.title_phrases;
                let title = (range.start.max(end.saturating_sub(4))..end)
                    .each()
                    .filter_map(|from| reader.longest_at(phrases, from, range.end))
                    .map(|(to, _)| to)
                    .find(|to| *to > end);
                match title {
                    Some(to) => end = to,
                    None => break,
                }
                continue;
            }
            end += 1;
        }
        range.start..end.max(range.start + 1)
    }

    /// The last word of the core of a phrase.
    pub(super) fn head(&self, core: &Range<TokenId>) -> TokenId {
        let reader = self.linker.reader;
        let mut head = core.end - 1;
        while head > core.start && (reader.possessive(head) || !wordy(reader, head)) {
            head -= 1;
        }
        head
    }

    /// "a nurse", if the text later has "the nurse, Emil Krog,".
    pub(super) fn named_later(&self, head: TokenId) -> Option<EntityId> {
        let brought = &self.linker.entities.brought;
        let at = brought.partition_point(|b| b.tokens.end <= head);
        let known = brought.get(at).filter(|b| b.tokens.end == head + 1)?;
        known.entity
    }

    /// "Wells unsafe, [member of water panel] says": the person introduced in the text with the words of the
    /// headline, "Ruth Adler, a member of the county water panel,".
    pub(super) fn introduced_as(&self, range: &Range<TokenId>) -> Option<EntityId> {
        let reader = self.linker.reader;
        let entities = &self.linker.entities;
        if !reader.in_headline(range.start) {
            return None;
        }
        let noun = |t: &TokenId| reader.tag(*t).is_noun() || reader.tag(*t) == Tag::JJ;
        let words: Vec<&str> = range.each().filter(noun).map(|t| reader.word(t)).collect();
        if words.len() < 2 {
            return None;
        }
        let holds = |tokens: Range<TokenId>| {
            words
                .iter()
                .all(|word| tokens.each().any(|t| reader.is(t, word)))
        };
        let after = entities.starting_in(range.end..range.end + INTRODUCTION);
        let person = |m: &&Mention| {
            m.kind == MentionKind::Name && entities.list[m.entity].kind == EntityType::Person
        };
        let mut people = after
            .iter()
            .filter(person)
            .filter(|m| !reader.in_headline(m.tokens.start));
        let found = people.find(|m| {
            let sentence = reader.sentence(m.tokens.start);
            let finite =
                |t: &TokenId| matches!(reader.tag(*t), Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
            let end = (m.tokens.end..sentence.end)
                .each()
                .find(finite)
                .unwrap_or(sentence.end);
            let start = (sentence.start..m.tokens.start)
                .each()
                .rev()
                .take_while(|t| !finite(t) && reader.word(*t) != ",")
                .last()
                .unwrap_or(m.tokens.start);
            let apposed = reader.word(m.tokens.end) == "," && holds(m.tokens.end..end);
            apposed || holds(start..m.tokens.start)
        })?;
        Some(found.entity)
    }

    /// An entity without a name.
    pub(super) fn called_by_words(&self, range: Range<TokenId>) -> Decision {
        let described = self.describe(range.clone());
        let Some(who) = described.first().cloned() else {
            return described.settled();
        };
        let brought = &self.linker.entities.brought;
        let first = brought.partition_point(|b| b.tokens.end <= range.start);
        let introduced = brought.get(first).filter(|b| b.tokens.end <= range.end);
        let step = self.step(range.clone(), Rule::OwnWords, Some(&who));
        let speaks = introduced.map(|_| Record::Speaks {
            brought: first,
            who,
        });
        described.then(speaks).then(step)
    }

    /// The name or description at the head of a phrase, with the rule that found it.
    pub(super) fn named_head(
        &self,
        head: TokenId,
        core: &Range<TokenId>,
        range: &Range<TokenId>,
    ) -> Decision {
        let Some(mention) = self.mention_at(head) else {
            return Decision::none();
        };
        let own = || Decision::of(Some(mention.entity)).by(Rule::Name);
        match mention.kind {
            // The source ends within "… of the Red Cross, Anna Berg,".
            MentionKind::Name if mention.tokens.start < range.start => {
                let beside = Decision::of(self.apposed(core, range)).by(APPOSED);
                beside.or_else(own)
            }
            MentionKind::Name => own(),
            MentionKind::Description if mention.tokens.end > head => {
                // "the minister of the economy, Mr. Guajardo": the name that follows is better.
                let named = self.named_beside(core, range);
                named.or_else(|| self.described_again(head, core, mention.entity))
            }
            _ => Decision::none(),
        }
    }

    /// The last speaker, if a description that was taken to mean somebody fits them too.
    fn described_again(&self, head: TokenId, core: &Range<TokenId>, taken: EntityId) -> Decision {
        let again = self.description(head, core);
        let known = again.first().and_then(|who| self.linker.known(who));
        let decision = match known.filter(|known| Some(*known) == self.last) {
            Some(last) => Decision::of(Some(last)).by(Rule::LastSpeaker),
            None => Decision::of(Some(taken)).by(Rule::DescriptionMeans),
        };
        // the person it fits is added, even if it is somebody else
        let fits = again.found.into_iter().flatten().map(Record::Enters);
        decision.after(fits).after(again.records)
    }

    /// The name next to a description or title, with the rule that found it.
    pub(super) fn named_beside(&self, core: &Range<TokenId>, range: &Range<TokenId>) -> Decision {
        let apposed = Decision::of(self.apposed(core, range)).by(APPOSED);
        apposed.or_else(|| Decision::of(self.titled(core, range)).by(Rule::TitleOfName))
    }

    /// "Two ministers, [Anna Berg and Ole Lund]": the names in a list next to a plural.
    pub(super) fn listed_beside(&self, range: &Range<TokenId>) -> Option<Vec<EntityId>> {
        let reader = self.linker.reader;
        let core = self.core(range.clone());
        let plural = matches!(reader.tag(core.end - 1), Tag::NNS | Tag::NNPS);
        if !plural || !matches!(reader.word(core.end), "," | "—" | "–" | "--" | "(" | ":") {
            return None;
        }
        let list = core.end + 1..range.end;
        let entities = &self.linker.entities;
        let mut named: Vec<EntityId> = Vec::new();
        let mut joined = false;
        let mut behind = list.start;
        for mention in entities
            .starting_in(list.clone())
            .iter()
            .filter(|m| m.kind == MentionKind::Name)
        {
            let kind = entities.list[mention.entity].kind;
            let before = behind..mention.tokens.start;
            // "Clara Mendes of [Porto]": a place of origin is not part of the list
            let part = before
                .each()
                .any(|t| reader.is_any(t, &["of", "from", "in", "at", "for"]))
                && !before.each().any(|t| reader.is_any(t, &[",", "and"]));
            if part
                || mention.tokens.start < behind
                || !matches!(
                    kind,
                    EntityType::Person | EntityType::Organisation | EntityType::State
                )
            {
                continue;
            }
            joined |= before.each().any(|t| reader.is(t, "and"));
            if !named.contains(&mention.entity) {
                named.push(mention.entity);
            }
            behind = mention.tokens.end;
        }
        let same = named
            .windows(2)
            .all(|w| entities.list[w[0]].kind == entities.list[w[1]].kind);
        (joined && same && named.len() > 1).then_some(named)
    }

    /// The name in apposition to a description: "Her counterpart, Irish Foreign Minister Anna Quinn,",
    /// "the head of the mission, Dame Ruth Hall". A name says more than the description next to it.
    fn apposed(&self, core: &Range<TokenId>, range: &Range<TokenId>) -> Option<EntityId> {
        let reader = self.linker.reader;
        if matches!(reader.tag(core.end - 1), Tag::NNS | Tag::NNPS) {
            return None;
        }
        // "the bank, Nordbank", but not "the envoy to the talks, the OSCE"
        let tables = self.linker.tables;
        let office = titles::heading(reader, tables, core.clone());
        let body = office.is_none_or(|found| tables.titles[found.title].class == OfficeClass::None);
        let is_mark = |t: &TokenId| matches!(reader.word(*t), "," | "(" | ")" | "—" | "–" | "--");
        let relative = |t: TokenId| reader.is_any(t, RELATIVE) && !reader.shouted(t);
        let plain = |t: TokenId| !reader.tag(t).is_verb() && !relative(t);
        let mut from = core.end;
        while let Some(mark) = (from..range.end).each().find(is_mark) {
            // "the senator who wrote it, Pia Cruz", but not "the man who shot the mayor, Pia Cruz"
            let clause = from == core.end && relative(from) && !self.is_person_noun(mark - 1);
            if !clause && !(from..mark).each().all(plain) {
                return None;
            }
            from = mark + 1;
            let to = (from..range.end).each().find(is_mark).unwrap_or(range.end);
            let body = body && mark == core.end && reader.word(mark) != "(";
            if let Some(person) = self.whole_apposition(from..to, body, plain) {
                return Some(person);
            }
        }
        None
    }

    /// Whether a word can name a person by what they are: "mayor", "victim".
    fn is_person_noun(&self, token: TokenId) -> bool {
        let (reader, tables) = (self.linker.reader, self.linker.tables);
        let noun = reader.word(token).to_lowercase();
        tables.person_nouns.contains_key(noun.as_str())
            || titles::heading(reader, tables, token..token + 1).is_some()
    }

    /// The name at the end of a segment between two commas, with only a title before it: "the bank, [Nordbank],".
    fn whole_apposition(
        &self,
        tokens: Range<TokenId>,
        body: bool,
        plain: impl Fn(TokenId) -> bool,
    ) -> Option<EntityId> {
        let reader = self.linker.reader;
        let entities = &self.linker.entities;
        let person = |m: &Mention| {
            let named = match entities.list[m.entity].kind {
                EntityType::Person => true,
                EntityType::Organisation => body,
                EntityType::State | EntityType::Unnamed => false,
            };
            m.kind == MentionKind::Name && named
        };
        let mention = entities
            .starting_in(tokens.clone())
            .iter()
            .rfind(|m| m.tokens.end == tokens.end && person(m))?;
        let before = tokens.start..mention.tokens.start;
        let alone = !before
            .each()
            .any(|t| self.mention_at(t).is_some_and(person) && !reader.possessive(t + 1));
        (alone && before.each().all(plain)).then_some(mention.entity)
    }

    /// The name after a title: "Representative to the OSCE, Alexander Lukashevich".
    fn titled(&self, core: &Range<TokenId>, range: &Range<TokenId>) -> Option<EntityId> {
        let linker = &self.linker;
        let indefinite = linker.reader.is_any(core.start, INDEFINITE);
        let from = linker
            .entities
            .mentions
            .partition_point(|m| m.tokens.start < core.end);
        linker
            .entities
            .mentions
            .iter()
            .skip(from)
            .take_while(|m| m.tokens.start < range.end)
            .filter(|m| {
                m.kind == MentionKind::Name
                    && linker.entities.list[m.entity].kind == EntityType::Person
            })
            .find(|m| {
                let comma = linker.reader.word(m.tokens.start.saturating_sub(1)) == ",";
                // "an aide to the president" is not the president.
                let named = !indefinite || comma;
                named
                    && titles::before(linker.reader, linker.tables, m.tokens.start).is_some_and(
                        |found| found.phrase.start < core.end && found.tokens.start >= core.start,
                    )
                    || linker.reader.word(m.tokens.start.saturating_sub(1)) == ","
                        && m.tokens.end >= range.end
                        && titles::heading(linker.reader, linker.tables, core.clone()).is_some()
                    || m.tokens.start <= core.end + 2
                        && linker.reader.word(core.end) == ","
                        && (m.tokens.end >= range.end || linker.reader.word(m.tokens.end) == ",")
            })
            .map(|m| m.entity)
    }
}

pub(super) fn wordy(reader: &Reader, token: TokenId) -> bool {
    reader.word(token).chars().any(char::is_alphanumeric)
}
