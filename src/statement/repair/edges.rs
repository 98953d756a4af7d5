//! Corrects the edges of an attribution by the grammar of its sentence.

use crate::statement::article::Article;
use crate::statement::attribution::Attribution;
use crate::statement::clause::tree::{child, children, hangs_below, phrase, subtree};
use crate::statement::clause::{audience, voice};
use crate::statement::constructions::nouns;
use crate::statement::repair::sources::LONGEST_ASIDE;
use crate::statement::word_lists::WORDS;
use crate::syntax::{Label, Tag};
use crate::text::{QuoteState, TokenId, TokenRange};

/// Maximum length of the subject of a clause without a "that", in tokens.
const LONGEST_SUBJECT: usize = 8;

/// "said in an interview on Monday [that …]": place and time are not part of the content.
pub(super) fn start_with_the_clause(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    if start < last || !syntax.tags[last].is_verb() {
        return;
    }
    let circumstance = syntax.labels[start] == Label::Prep
        && syntax.heads[start] == last
        && WORDS.circumstance.has(article, start);
    let object = |i: TokenId| {
        article.names[i] != 0
            && syntax.heads[i] == last
            && matches!(syntax.labels[i], Label::Dobj | Label::Dative)
    };
    let that = |i: TokenId| {
        let opens = syntax.labels[i] == Label::Mark
            && matches!(syntax.labels[syntax.heads[i]], Label::Ccomp | Label::Conj);
        article.written(i) == "that" && (opens || object(i - 1))
    };
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    let far = start > last + 1
        && start < last + LONGEST_ASIDE
        && WORDS.circumstance.has(article, last + 1);
    let finite = |i: TokenId| matches!(syntax.tags[i], Tag::VBD | Tag::VBZ | Tag::VBP | Tag::MD);
    let opening = |i: TokenId| {
        that(i) || far && article.written(i) == "that" && syntax.labels[i] == Label::Mark
    };
    let place = found.content.iter().position(|i| opening(*i));
    let word_that = |i: &TokenId| article.written(*i) == "that";
    let far = far && found.content.iter().position(word_that) == place;
    let far = far && place.is_some_and(|p| !(last + 1..found.content[p]).each().any(finite));
    // "promised [Ukraine] that": the object is the addressee
    let hearer = audience::is_spoken_to(article, last)
        && place.is_some_and(|place| {
            (found.content[..place].iter()).any(|i| {
                syntax.heads[*i] == last && matches!(syntax.labels[*i], Label::Dobj | Label::Dative)
            })
        });
    if (circumstance || hearer || far)
        && let Some(place) = place
        && found.content[..place].iter().all(|i| outside(*i))
    {
        found.content.drain(..place);
    }
}

/// "When funds ran out, Mexico said [enough]": a temporal clause before the speaker is not part of the
/// content if words follow the verb.
pub(super) fn behind_the_circumstance(article: &Article, found: &mut Attribution) {
    let (Some(&cue), Some(&source)) = (found.cue.last(), found.source.first()) else {
        return;
    };
    let (Some(&first), Some(&last)) = (found.content.first(), found.content.last()) else {
        return;
    };
    let sentence = article.text.sentence_of(cue);
    let joins = usize::from(article.syntax.tags[first] == Tag::CC);
    let subordinate = WORDS.subordinate.has(article, first + joins);
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    if last >= source
        || first < sentence.start
        || !subordinate
        || !(first..=cue).each().all(outside)
    {
        return;
    }
    let end = (cue + 1..sentence.end)
        .each()
        .find(|i| !article.written(*i).contains(char::is_alphanumeric))
        .unwrap_or(sentence.end);
    if source < cue && !(cue + 1..end).each().all(|i| WORDS.time.has(article, i)) {
        found.content = (cue + 1..end).each().collect();
    }
}

/// "announced [that it would close], and the decision is …": a clause with its own subject
/// after ", and", but without its own "that", is not part of the content.
pub(super) fn end_with_the_clause(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    let word = |i: TokenId| article.written(i);
    let outside = |i: TokenId| article.text.tokens[i].quote == QuoteState::Outside;
    if start < last
        || !word(start).eq_ignore_ascii_case("that")
        || syntax.labels[start] != Label::Mark
        || !found.content.iter().all(|i| outside(*i))
    {
        return;
    }
    if let Some(place) = found.content.windows(4).position(|words| {
        // "…[, and that's something most would dislike]"
        let comment = word(words[0]) == ","
            && WORDS.coordinating.has(article, words[1])
            && matches!(word(words[2]), "that" | "this")
            && matches!(syntax.tags[words[3]], Tag::VBZ | Tag::VBD | Tag::POS);
        comment && words[0] > start + 2
    }) {
        found.content.truncate(place);
        return;
    }
    let clause = syntax.heads[start];
    let second = children(article, clause)
        .chain(children(article, last))
        .find(|c| {
            syntax.labels[*c] == Label::Conj
                && *c > clause
                && child(article, *c, &[Label::Mark]).is_none()
                && child(article, *c, &[Label::Nsubj]).is_some_and(|s| {
                    s < *c && (syntax.tags[s].is_noun() || matches!(syntax.tags[s], Tag::DT))
                })
        });
    let Some(first) = second.and_then(|c| subtree(article, c).first().copied()) else {
        return;
    };
    if first.index() >= 2 && WORDS.coordinating.has(article, first - 1) && word(first - 2) == "," {
        found.content.retain(|i| *i < first - 2);
    }
}

/// "[the plan] was rejected by the board in March": time and place after the agent are not part of the content.
pub(super) fn end_with_the_agent(article: &Article, found: &mut Attribution) {
    let Some((verb, subject)) = voice::passive(article, found) else {
        return;
    };
    let by = voice::agent(article, verb).and_then(|by| child(article, by, &[Label::Pobj]));
    let Some(by) = by.filter(|_| found.content.contains(&subject)) else {
        return;
    };
    if let Some(place) = found.content.iter().position(|i| *i > by)
        && (WORDS.circumstance.has(article, found.content[place])
            || article.syntax.tags[found.content[place]] == Tag::RB)
        && place > 0
    {
        found.content.truncate(place);
    }
}

/// "reacted on [the ferry home,] “…”": words between a verb and a quotation after a comma give
/// place and time.
pub(super) fn quotation_behind_a_comma(article: &Article, found: &mut Attribution) {
    let quote = |i: TokenId| article.text.tokens[i].quote;
    let opening = found
        .content
        .iter()
        .position(|i| quote(*i) == QuoteState::Open);
    let (Some(place), Some(&cue)) = (opening, found.cue.last()) else {
        return;
    };
    let Some(&mark) = found.content.get(place) else {
        return;
    };
    let verb = |i: &TokenId| {
        let tag = article.syntax.tags[*i];
        tag.is_verb() || tag == Tag::MD
    };
    let before = &found.content[..place];
    let speaks = found.cue.iter().any(|i| article.syntax.tags[*i].is_verb());
    if place > 0
        && speaks
        && before
            .iter()
            .all(|i| *i > cue && quote(*i) == QuoteState::Outside)
        && article.written(mark - 1) == ","
        && !before.iter().any(verb)
        && article.syntax.tags[cue] == Tag::IN
    {
        found.content.drain(..place);
    }
}

/// "warned of costs[, if it came to that]": a condition after the content belongs to it.
pub(super) fn with_its_condition(article: &Article, found: &mut Attribution) {
    let (Some(&last), Some(&cue)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let end = article.text.sentence_of(last).end;
    let word = |i: TokenId| article.written(i);
    if last < cue || last + 2 >= end || !WORDS.dire.has(article, cue) {
        return;
    }
    let start = last + 1 + usize::from(word(last + 1) == ",");
    if !WORDS.condition.has(article, start) {
        return;
    }
    let stop = (start..end)
        .each()
        .find(|i| word(*i) == "," || !word(*i).contains(char::is_alphanumeric))
        .unwrap_or(end);
    if !found.source.iter().any(|i| (last..stop).contains(i)) {
        found.content.extend((last + 1..stop).each());
    }
}

/// "Washington's warning [that an attack could come] unsettled the markets": the content of a noun is
/// below it in the tree.
pub(super) fn end_with_the_noun(article: &Article, found: &mut Attribution) {
    let Some(&last) = found.cue.last() else {
        return;
    };
    let all_nouns = found.cue.iter().all(|i| !article.syntax.tags[*i].is_verb());
    if !all_nouns || !article.syntax.tags[last].is_noun() {
        return;
    }
    let kept: Vec<TokenId> = found
        .content
        .iter()
        .copied()
        .filter(|i| *i > last && hangs_below(article, *i, last, 40))
        .collect();
    if kept.len() >= 2 && found.content.iter().all(|i| *i > last) {
        // "to meet on January [12]"
        let end = *kept.last().unwrap_or(&last);
        let number = |i: &TokenId| *i == end + 1 && article.syntax.tags[*i] == Tag::CD;
        let next = found.content.iter().copied().find(number);
        found.content = kept;
        found.content.extend(next);
        nouns::end_with_the_clause(article, last, &mut found.content);
    }
}

/// A headline's "Minister seeks ban, says [they start fires]": words before the comma describe
/// an action of the same speaker.
pub(super) fn second_verb_of_a_headline(article: &Article, found: &mut Attribution) {
    let (Some(&cue), Some(&last)) = (found.cue.first(), found.content.last()) else {
        return;
    };
    let comma = cue > TokenId::FIRST && article.written(cue - 1) == ",";
    if article.headline[cue] && comma && last > cue && found.source.is_empty() {
        found.content.retain(|i| *i > cue);
    }
}

/// A headline's "Judges dismiss [Ortega's appeal]; lawyers vow to fight on": a semicolon ends the content.
pub(super) fn end_with_the_headline(article: &Article, found: &mut Attribution) {
    let Some(&cue) = found.cue.last().filter(|i| article.headline[**i]) else {
        return;
    };
    let end = article.text.sentence_of(cue).end;
    let semicolon = |i: &TokenId| {
        article.written(*i) == ";" && article.text.tokens[*i].quote == QuoteState::Outside
    };
    if let Some(stop) = (cue..end).each().find(semicolon) {
        found.content.retain(|i| *i < stop);
    }
}

/// "told local media [Berg's heart was sound]": the content begins where a second noun phrase does.
pub(super) fn mend_torn_clause(article: &Article, found: &mut Attribution) {
    let (Some(&last), Some(&start)) = (found.cue.last(), found.content.first()) else {
        return;
    };
    if start <= last {
        return;
    }
    let Some(clause) = audience::torn_clause(article, last) else {
        return;
    };
    if start < clause {
        found.content.retain(|i| *i >= clause);
    } else if start <= clause + LONGEST_SUBJECT {
        found.content.splice(0..0, (clause..start).each());
    }
}

/// "Lamenting their luck[, fishermen often say …]": the content of a participle at the start of a sentence
/// ends where the main clause begins, whose subject is the speaker of both.
pub(super) fn end_before_the_main_clause(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let (Some(&cue), Some(&last)) = (found.cue.first(), found.content.last()) else {
        return;
    };
    let sentence = article.text.sentence_of(cue);
    let main = syntax.heads[cue];
    if syntax.tags[cue] != Tag::VBG
        || cue > sentence.start + 1
        || syntax.labels[cue] != Label::Advcl
        || main <= cue
        || !sentence.contains(&main)
        || article.text.tokens[cue].quote != QuoteState::Outside
    {
        return;
    }
    let Some(subject) = child(article, main, &[Label::Nsubj]).filter(|s| *s < main) else {
        return;
    };
    let name = phrase(article, subject);
    let Some(&start) = name.first().filter(|i| **i > cue + 1) else {
        return;
    };
    if article.written(start - 1) == "," {
        if last >= start {
            found.content.retain(|i| *i < start - 1);
        }
        if found.source.is_empty() {
            found.source = name;
        }
    }
}

/// "attacked Brandt [for her support of the dam]": the reason for blame, thanks or praise belongs to the content.
pub(super) fn with_its_reason(article: &Article, found: &mut Attribution) {
    let syntax = article.syntax;
    let (Some(&last), Some(&cue)) = (found.content.last(), found.cue.last()) else {
        return;
    };
    let sentence = article.text.sentence_of(cue);
    let next = last + 1;
    if last < cue
        || !sentence.contains(&next)
        || !syntax.tags[cue].is_verb()
        || article.written(next) != "for"
        || !(syntax.heads[next] == cue || found.content.contains(&syntax.heads[next]))
        || !child(article, cue, &[Label::Dobj]).is_some_and(|o| found.content.contains(&o))
    {
        return;
    }
    let end = subtree(article, next).last().map_or(next, |i| *i + 1);
    let verb = |i: TokenId| {
        matches!(
            syntax.tags[i],
            Tag::VBD | Tag::VBZ | Tag::VBP | Tag::VBG | Tag::MD
        )
    };
    if !(next..end).each().any(verb) && end <= sentence.end {
        found.content.extend((next..end).each());
    }
}

/// Whether a token is a hyphen between two words without a space: "Secretary-General".
fn joins(article: &Article, hyphen: TokenId) -> bool {
    let text = article.text;
    let before = hyphen.checked_sub(1);
    article.written(hyphen) == "-"
        && before.is_some_and(|before| text.touch(before, hyphen))
        && text.touch(hyphen, hyphen + 1)
}

/// "must de[-escalate]": hyphenated words are not split.
pub(super) fn whole_last_word(article: &Article, found: &mut Attribution) {
    while let Some(hyphen) = found.content.last().map(|i| *i + 1)
        && hyphen + 1 < article.end()
        && joins(article, hyphen)
        && !found.cue.contains(&(hyphen + 1))
        && !found.source.contains(&(hyphen + 1))
    {
        found.content.extend([hyphen, hyphen + 1]);
    }
}
