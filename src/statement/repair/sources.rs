//! Corrects the source of an attribution by the grammar of its sentence.

use crate::entity::{Being, being};
use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::statement::clause::audience::is_bare_thing;
use crate::statement::clause::tree::{child, hangs_below, phrase, top};
use crate::statement::clause::voice::{agent, asking_participle, passive};
use crate::statement::clause::{audience, elided};
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{QuoteState, TokenId, TokenRange};
use std::ops::Range;

/// Maximum length of an aside between a name and its verb, in tokens.
pub(in crate::statement) const LONGEST_ASIDE: usize = 24;
/// Maximum length of a nickname between quotation marks, in tokens.
const LONGEST_NICKNAME: usize = 3;

/// "[had proposed] nine": an auxiliary is not a cue without its verb.
pub(in crate::statement) fn whole_verb(article: &Article, found: &mut Attribution) {
    let auxiliary = |i: &TokenId| {
        matches!(
            article.syntax.labels[*i],
            Label::Aux | Label::Auxpass | Label::Neg
        )
    };
    let Some(&last) = found.cue.last().filter(|_| found.cue.iter().all(auxiliary)) else {
        return;
    };
    let verb = article.syntax.heads[last];
    if verb > last && verb <= last + 3 && article.syntax.tags[verb].is_verb() {
        found.cue.push(verb);
        found.content.retain(|i| *i != verb);
        found.source.retain(|i| *i != verb);
    }
}

/// "[Senator Ana Ruiz (R-Ut.)] urged": a part of what the tree has as the subject represents all
/// of it; "Smith agreed, and [groups warned]": words before another verb are another's.
pub(in crate::statement) fn whole_subject(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let Some(verb) = top(article, &found.cue).filter(|v| syntax.tags[*v].is_verb()) else {
        return;
    };
    let Some(subject) = child(article, verb, &[Label::Nsubj]).filter(|s| is_nominal(article, *s))
    else {
        return;
    };
    if found.source.is_empty() || found.cue.contains(&subject) {
        return;
    }
    let finite = |i: TokenId| matches!(syntax.tags[i], Tag::VBD | Tag::VBZ | Tag::VBP);
    let torn = (found.source.windows(2)).any(|w| (w[0] + 1..w[1]).each().any(finite));
    let below = |i: &TokenId| hangs_below(article, *i, subject, 40);
    let part = !found.source.contains(&subject) && found.source.iter().all(below);
    if part || torn && found.source.contains(&subject) {
        let source = phrase(article, subject);
        if source.iter().all(|i| !found.cue.contains(i)) {
            found.content.retain(|i| !source.contains(i));
            found.source = source;
        }
    }
}

/// "attacked the bill, with [Ana Ruiz of Leon] calling it a trick and [Tom Berg] calling it a fraud": the
/// name between "with" and a participle is the speaker, not the subject of the sentence.
pub(in crate::statement) fn name_the_attendant(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let Some(verb) = top(article, &found.cue).filter(|v| syntax.tags[*v] == Tag::VBG) else {
        return;
    };
    let start = article.text.sentence_of(verb).start;
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    let named = |i: &TokenId| {
        let nominal = syntax.tags[*i].is_noun()
            || syntax.tags[*i].is_adjective()
            || matches!(syntax.tags[*i], Tag::DT | Tag::POS);
        outside(*i) && (nominal || matches!(article.written(*i), "of" | "from"))
    };
    let before = (start..verb).each().rev().take(LONGEST_ASIDE);
    let Some(first) = before.take_while(named).last().filter(|i| *i > start) else {
        return;
    };
    let opening = first - 1;
    let attendant = |i: TokenId| WORDS.attendant.has(article, i);
    let joined = || {
        let with = (start..opening).each().rfind(|i| attendant(*i));
        let participle = |i: TokenId| syntax.tags[i] == Tag::VBG;
        syntax.tags[opening] == Tag::CC
            && with.is_some_and(|with| (with + 1..opening).each().any(participle))
    };
    let speaks = |i: TokenId| article.names[i] != 0 || being(&syntax.words[i]) != Being::Unknown;
    if outside(verb) && (attendant(opening) || joined()) && (first..verb).each().any(speaks) {
        found.source = (first..verb).each().collect();
        let source = &found.source;
        found.content.retain(|i| !source.contains(i));
    }
}

/// Whether a token is a noun or pronoun, and not mistagged punctuation.
fn is_nominal(article: &Article, token: TokenId) -> bool {
    article.syntax.tags[token].is_noun() || matches!(article.syntax.tags[token], Tag::PRP)
}

/// "Moscow was warned [by Berlin] that …": the subject of a passive of telling is the addressee; the speaker
/// comes after "by", or is not named.
pub(in crate::statement) fn hearer_is_no_speaker(article: &Article, found: &mut Attribution) {
    let Some((verb, hearer)) = passive(article, found) else {
        return;
    };
    let content = &found.content;
    if audience::is_spoken_to(article, verb)
        && (found.source.contains(&hearer) || content.binary_search(&hearer).is_ok())
    {
        name_the_agent(article, found, verb);
        let theirs = phrase(article, hearer);
        let auxiliary = |i: TokenId| article.syntax.heads[i] == verb && i < verb;
        let content = &mut found.content;
        content.retain(|i| !theirs.contains(i) && !auxiliary(*i));
    }
}

/// "[the contractor] was accused [by auditors] of fraud": the subject of other passives
/// is part of the content.
pub(in crate::statement) fn subject_of_a_passive(article: &Article, found: &mut Attribution) {
    let torn = || subject_before_an_aside(article, found);
    let Some((verb, subject)) = passive(article, found).or_else(torn) else {
        return;
    };
    let by = agent(article, verb).and_then(|by| child(article, by, &[Label::Pobj]));
    // "users were frustrated [by the delay]": what made somebody feel so says nothing
    let thing = by.is_some_and(|by| !audience::can_hear(article, by));
    // "was dismissed [as]"
    if found.cue.len() > 1
        && found
            .cue
            .last()
            .is_some_and(|i| article.written(*i) == "as")
    {
        let at = found.cue.pop().unwrap_or(verb);
        found.content.push(at);
        found.content.sort_unstable();
    }
    let last_verb = found
        .cue
        .iter()
        .rfind(|i| article.syntax.tags[**i].is_verb());
    let to_do = found
        .content
        .first()
        .is_some_and(|i| article.syntax.tags[*i] == Tag::TO);
    if last_verb != Some(&verb)
        || to_do
        || audience::is_spoken_to(article, verb)
        || WORDS.quoting.has(article, verb)
        || !(found.source.contains(&subject)
            || found.source.is_empty() && found.content.binary_search(&subject).is_ok())
        || (by.is_none() || thing) && WORDS.felt.has(article, verb)
    {
        return;
    }
    let whole = std::mem::take(&mut found.source);
    name_the_agent(article, found, verb);
    let theirs = match whole.contains(&subject) {
        true => whole,
        false => phrase(article, subject),
    };
    found
        .content
        .extend(theirs.into_iter().filter(|i| !found.cue.contains(i)));
    found.content.sort_unstable();
    found.content.dedup();
}

/// "[Berg] — a surgeon — has been called a fraud by [the dean]": the verb of a cue in the passive, and its
/// subject, which an aside separates in the tree.
fn subject_before_an_aside(article: &Article, found: &Attribution) -> Option<(TokenId, TokenId)> {
    let verb = top(article, &found.cue).filter(|v| article.syntax.tags[*v] == Tag::VBN)?;
    child(article, verb, &[Label::Auxpass])?;
    let by = agent(article, verb).and_then(|by| child(article, by, &[Label::Pobj]))?;
    let before = found.source.last().is_some_and(|i| *i < verb);
    let inside = article
        .text
        .sentence_of(verb)
        .contains(found.source.first()?);
    let speaks = audience::can_hear(article, by);
    (before && inside && speaks).then(|| top(article, &found.source).map(|s| (verb, s)))?
}

/// "was announced by [text message]": a means of communication is not the speaker.
pub(in crate::statement) fn drop_means(article: &Article, found: &mut Attribution) {
    if passive(article, found).is_some() && is_bare_thing(article, &found.source) {
        found.source.clear();
    }
}

/// "was accused by [auditors] of hiding the cost", "was denounced by [monks] as a sham": the
/// accusation, which the parser attached to the accusers, is not part of their name.
pub(in crate::statement) fn agent_alone(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let gerund = |i: &TokenId| {
        let below = child(article, *i, &[Label::Pcomp]).filter(|c| c > i);
        below.is_some_and(|c| syntax.tags[c] == Tag::VBG)
    };
    let Some((verb, _)) = passive(article, found) else {
        return;
    };
    // "by such backers as the union" names them
    let such = found.source.iter().any(|i| article.written(*i) == "such");
    let parts = |i: &TokenId| gerund(i) || !such && article.written(*i) == "as";
    let Some(place) = found.source.iter().position(parts).filter(|p| *p > 0) else {
        return;
    };
    if found.source[0] > verb {
        found.content.extend(found.source.split_off(place));
        found.content.sort_unstable();
    }
}

/// "[William “Bill”] Nash": a source has the whole name, including a quoted nickname.
pub(in crate::statement) fn with_its_nickname(article: &Article, found: &mut Attribution) {
    let Some(&first) = found.source.first() else {
        return;
    };
    let quote = |i: TokenId| article.text.tokens[i].quote;
    let Some(close) = first
        .checked_sub(1)
        .filter(|i| quote(*i) == QuoteState::Close)
    else {
        return;
    };
    let floor = close.saturating_sub(LONGEST_NICKNAME + 1);
    let Some(open) = (floor..close)
        .each()
        .rfind(|i| quote(*i) == QuoteState::Open)
    else {
        return;
    };
    let start = article.text.sentence_of(first).start;
    let named = |i: &TokenId| article.names[*i] == 1 || article.syntax.tags[*i].is_proper_noun();
    let before = (start..open).each().rev().take_while(named).count();
    if before > 0 && article.names[first] == 1 {
        let whole = open - before..first;
        found.content.retain(|i| !whole.contains(i));
        found.source.splice(0..0, whole.each());
    }
}

/// "a stagehand [who goes by] “Duke”": a source that is cut off by a quotation within a clause about the
/// speaker ends before that clause.
pub(in crate::statement) fn drop_torn_clause(article: &Article, found: &mut Attribution) {
    // "Clean Rivers[, which]", but not "the WHO"
    let word = |i: TokenId| article.written(i);
    if let [.., comma, which] = found.source[..]
        && word(comma) == ","
        && matches!(word(which), "who" | "which" | "that")
        && found.source.len() > 2
    {
        found.source.truncate(found.source.len() - 2);
    }
    let Some(next) = found.source.last().map(|i| *i + 1) else {
        return;
    };
    let opens = article
        .text
        .tokens
        .get(next)
        .is_some_and(|t| t.quote == QuoteState::Open);
    let relative = |i: &TokenId| matches!(article.syntax.tags[*i], Tag::WP | Tag::WDT);
    let place = found.source.iter().position(relative).filter(|p| *p > 0);
    if let Some(place) = place.filter(|_| opens && !found.content.contains(&next)) {
        found.source.truncate(place);
    }
}

/// Makes the agent of a passive the source, or nobody.
pub(in crate::statement) fn name_the_agent(
    article: &Article,
    found: &mut Attribution,
    verb: TokenId,
) {
    let by = agent(article, verb);
    let speaker = by.and_then(|by| child(article, by, &[Label::Pobj]));
    found.source = speaker.map(|s| phrase(article, s)).unwrap_or_default();
    let source = &found.source;
    found
        .content
        .retain(|i| !source.contains(i) && Some(*i) != by);
}

/// "[Okafor], others vow action": the named speaker represents the others, as in headlines.
pub(in crate::statement) fn drop_others(article: &Article, found: &mut Attribution) {
    let word = |i: TokenId| article.written(i);
    let Some(&others) = found.source.last() else {
        return;
    };
    let start = article.text.sentence_of(others).start;
    let Some(last) = others.checked_sub(2).filter(|i| *i >= start) else {
        return;
    };
    if !word(others).eq_ignore_ascii_case("others")
        || word(others - 1) != ","
        || article.names[last] == 0
        || found
            .source
            .iter()
            .any(|i| *i < last && article.names[*i] == 0)
    {
        return;
    }
    let nominal =
        |i: &TokenId| article.syntax.tags[*i].is_noun() || article.syntax.tags[*i].is_adjective();
    let mut named: Vec<TokenId> = (start..others - 1)
        .each()
        .rev()
        .take_while(nominal)
        .collect();
    named.reverse();
    found.content.retain(|i| !named.contains(i));
    found.source = named;
}

/// "[Adam Smith] backed the plan but has said …": a cue without its own source has that of
/// the verb it is coordinated with.
pub(in crate::statement) fn name_the_elided(article: &Article, found: &mut Attribution) {
    if !found.source.is_empty() || asking_participle(article, &found.cue).is_some() {
        return;
    }
    let mut source = elided::elided_subject(article, &found.cue);
    if source.is_empty() {
        source = name_beside(article, found);
    }
    if source.is_empty() {
        source = name_behind(article, found);
    }
    if source.is_empty() {
        source = subject_before(article, found);
    }
    // "…, said [the minister], and …": a name right after the verb is not part of the content
    let behind = found.cue.last().map(|i| *i + 1) == source.first().copied()
        && found.content.first() < found.cue.first();
    let apart =
        |i: &TokenId| !found.cue.contains(i) && (behind || found.content.binary_search(i).is_err());
    let expletive = source.len() == 1 && WORDS.expletive.has(article, source[0]);
    if !expletive && source.iter().all(apart) {
        found.content.retain(|i| !source.contains(i));
        found.source = source;
    }
}

/// "praised the truce as “a first step” and [urged] …", "sent a letter to the dean (who is ill), [calling]
/// for …": a finite verb after "and" or a participle after a comma has the subject of the sentence, even if
/// the parser attached it elsewhere.
fn subject_before(article: &Article, found: &Attribution) -> Vec<TokenId> {
    let syntax = article.syntax;
    let Some(&cue) = found.cue.first() else {
        return Vec::new();
    };
    let sentence = article.text.sentence_of(cue);
    let outside = article.text.tokens[cue].quote == QuoteState::Outside;
    let before = cue
        .checked_sub(1)
        .filter(|i| outside && sentence.contains(i));
    if article.headline[cue] && before.is_some_and(|i| article.written(i) == ",") {
        let nominal = |i: &TokenId| {
            syntax.tags[*i].is_noun()
                || syntax.tags[*i].is_adjective()
                || matches!(syntax.tags[*i], Tag::POS)
        };
        let subject: Vec<TokenId> = sentence.each().take_while(nominal).collect();
        let verb = subject.last().map_or(cue, |i| *i + 1);
        let acts = verb < cue && matches!(syntax.tags[verb], Tag::VBZ | Tag::VBP | Tag::VBD);
        return if acts { subject } else { Vec::new() };
    }
    let joined = before.is_some_and(|i| match syntax.tags[cue] {
        Tag::VBD | Tag::VBZ | Tag::VBP => syntax.tags[i] == Tag::CC,
        Tag::VBG => article.written(i) == ",",
        _ => false,
    });
    let finite = |i: &TokenId| matches!(syntax.tags[*i], Tag::VBD | Tag::VBZ | Tag::VBP);
    let main = sentence
        .each()
        .find(|i| syntax.heads[*i] == *i && finite(i));
    let Some(main) = main.filter(|m| joined && *m < cue) else {
        return Vec::new();
    };
    let same = syntax.tags[cue] == Tag::VBG || syntax.tags[cue] == syntax.tags[main];
    let subject = child(article, main, &[Label::Nsubj]).filter(|s| same && *s < main);
    let speaks = |s: &TokenId| audience::can_hear(article, *s);
    subject
        .filter(speaks)
        .map_or_else(Vec::new, |s| phrase(article, s))
}

/// "while it rained, [Foreign Secretary Liz Truss] on Sunday warned": the name right
/// before a finite verb, for sentences with a wrong tree.
fn name_beside(article: &Article, found: &Attribution) -> Vec<TokenId> {
    let syntax = article.syntax;
    let Some(&cue) = found.cue.first() else {
        return Vec::new();
    };
    if !matches!(syntax.tags[cue], Tag::VBD | Tag::VBZ | Tag::VBP) {
        return Vec::new();
    }
    let start = article.text.sentence_of(cue).start;
    let mut end = cue;
    while end > start && (syntax.tags[end - 1] == Tag::RB || WORDS.time.has(article, end - 1)) {
        end -= 1;
        if end > start && article.written(end - 1).eq_ignore_ascii_case("on") {
            end -= 1;
        }
    }
    let named = |i: TokenId| {
        syntax.tags[i].is_noun()
            || syntax.tags[i].is_adjective()
            || matches!(syntax.tags[i], Tag::DT)
    };
    let aside = aside_before(article, start..end);
    end = aside.unwrap_or(end);
    let mut first = end;
    while first > start && named(first - 1) {
        first -= 1;
    }
    // "in [Oslo], on Friday, said": the name before an aside opens its clause
    let opens = |i: TokenId| {
        let mark = !article.written(i).contains(char::is_alphanumeric);
        mark || syntax.tags[i] == Tag::CC
    };
    let inverted = article.names.get(cue + 1).is_some_and(|name| *name != 0);
    if aside.is_some() && (inverted || first > start && !opens(first - 1)) {
        return Vec::new();
    }
    if first < end && article.names[end - 1] != 0 {
        return (first..end).each().collect();
    }
    // "a ban on noise [the Ohio lawmaker] said was a plague"
    let described = first < end && being(&syntax.words[end - 1]) != Being::Unknown;
    let article = (first..end).each().rfind(|i| syntax.tags[*i] == Tag::DT);
    match article.filter(|_| described && aside.is_none()) {
        Some(article) => (article..end).each().collect(),
        None => Vec::new(),
    }
}

/// The start of an aside directly before a verb: "Eva Roth[, the mayor,] said", "Eva Roth
/// [– by phone –] said".
fn aside_before(article: &Article, words: Range<TokenId>) -> Option<TokenId> {
    let close = words.end.checked_sub(1).filter(|i| words.contains(i))?;
    let word = |i: TokenId| article.written(i);
    if !matches!(word(close), "," | "–" | "—" | "--" | "-") {
        return None;
    }
    let finite = |i: TokenId| {
        matches!(
            article.syntax.tags[i],
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD
        )
    };
    let open = (words.start..close)
        .each()
        .rev()
        .take(LONGEST_ASIDE)
        .take_while(|i| !finite(*i))
        .find(|i| word(*i) == word(close))?;
    (open + 1 < close).then_some(open)
}

/// "the talks were frank, said [Antony Blinken]", "said [his deputy, Ann Lee], who": the name between a
/// finite verb and a comma, if the content comes before.
fn name_behind(article: &Article, found: &Attribution) -> Vec<TokenId> {
    let syntax = article.syntax;
    let (Some(&cue), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return Vec::new();
    };
    if start > cue || !matches!(syntax.tags[cue], Tag::VBD | Tag::VBZ) {
        return Vec::new();
    }
    let end = article.text.sentence_of(cue).end;
    let named = |i: &TokenId| {
        syntax.tags[*i].is_noun()
            || syntax.tags[*i].is_adjective()
            || matches!(syntax.tags[*i], Tag::DT | Tag::PRPS | Tag::POS)
    };
    let mut name: Vec<TokenId> = (cue + 1..end).each().take_while(named).collect();
    let comma = cue + 1 + name.len();
    let is_comma = |i: TokenId| i < end && article.written(i) == ",";
    if !name.is_empty() && is_comma(comma) && article.names[comma - 1] == 0 {
        let beside = (comma + 1..end)
            .each()
            .take_while(|i| article.names[*i] != 0 && named(i));
        name.extend(std::iter::once(comma).chain(beside));
    }
    let closes = |i: TokenId| i >= end || !article.written(i).contains(char::is_alphanumeric);
    match name.last() {
        Some(&last) if article.names[last] != 0 && closes(last + 1) => name,
        _ => Vec::new(),
    }
}

/// "[From] chief executive Ana Ruiz:": a preposition leads to a name and is not part of it.
pub(in crate::statement) fn drop_preposition(article: &Article, found: &mut Attribution) {
    let leads = |i: &TokenId| matches!(article.syntax.tags[*i], Tag::IN | Tag::TO);
    if found.source.len() > 1 && found.source.first().is_some_and(leads) {
        found.source.remove(0);
    }
}

/// "asked its envoy[, Ana Ruiz]": the name beside a description belongs to the source if nothing else
/// follows.
pub(in crate::statement) fn with_its_name(article: &Article, found: &mut Attribution) {
    let Some(&last) = found.source.last() else {
        return;
    };
    let end = article.text.sentence_of(last).end;
    let comma = last + 1;
    let plain = found.source.iter().all(|i| article.names[*i] == 0);
    let described = article.syntax.tags[last].is_noun();
    if !plain || !described || comma + 1 >= end || article.written(comma) != "," {
        return;
    }
    let name: Vec<TokenId> = (comma + 1..end)
        .each()
        .take_while(|i| article.names[*i] == 1)
        .collect();
    let behind = comma + 1 + name.len();
    let closed = behind >= end || !article.written(behind).contains(char::is_alphanumeric);
    let free = |i: &TokenId| !found.cue.contains(i);
    if !name.is_empty() && closed && name.iter().all(free) {
        found.content.retain(|i| *i < comma || *i >= behind);
        found.source.push(comma);
        found.source.extend(name);
    }
}

/// "[NATO]'s proposal".
pub(in crate::statement) fn drop_possessive(article: &Article, found: &mut Attribution) {
    if found.source.len() > 1
        && found
            .source
            .last()
            .is_some_and(|i| article.syntax.tags[*i] == Tag::POS)
    {
        found.source.pop();
    }
}

/// "…, [chief executive] Ruth Abel said": after a comma, a title before a name belongs to the source,
/// even if the models put it into the content.
pub(in crate::statement) fn with_its_office(article: &Article, found: &mut Attribution) {
    let Some(&first) = found.source.first().filter(|i| article.names[**i] != 0) else {
        return;
    };
    let said = |i: TokenId| found.content.binary_search(&i).is_ok();
    let nominal = |i: &TokenId| {
        said(*i)
            && article.names[*i] == 0
            && matches!(article.syntax.tags[*i], Tag::NN | Tag::JJ | Tag::NNP)
    };
    let start = article.text.sentence_of(first).start;
    let office: Vec<TokenId> = (start..first).each().rev().take_while(nominal).collect();
    let (Some(&noun), Some(&opening)) = (office.first(), office.last()) else {
        return;
    };
    let comma = opening > start && article.written(opening - 1) == ",";
    if comma
        && matches!(
            being(&article.syntax.words[noun]),
            Being::Person | Being::Title
        )
    {
        found.content.retain(|i| !office.contains(i));
        found.source.splice(0..0, office.into_iter().rev());
    }
}

/// "[UK] PM": a compound modifier of the first word belongs to the source.
pub(in crate::statement) fn whole_noun_phrase(article: &Article, found: &mut Attribution) {
    while let Some(before) = found.source.first().and_then(|i| i.checked_sub(1)) {
        let head = article.syntax.heads[before];
        let part = matches!(
            article.syntax.labels[before],
            Label::Compound | Label::Nmod | Label::Amod | Label::Det | Label::Nummod
        );
        let free = !found.cue.contains(&before) && !found.content.contains(&before);
        if !part || !free || head == before || !found.source.contains(&head) {
            return;
        }
        found.source.insert(0, before);
    }
}
