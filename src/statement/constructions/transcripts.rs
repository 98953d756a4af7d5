//! Transcripts: debates, interviews, briefings, calls with investors. A label shows who speaks, and
//! all until the next label are their words; a question asserts nothing.

use crate::entity::{Being, being};
use crate::statement::acts::Taxonomy;
use crate::statement::article::Article;
use crate::statement::attribution::{Attribution, OF_FORM};
use crate::statement::clause::introducers::{first_full_name, is_finite};
use crate::statement::clause::tokens::trimmed;
use crate::statement::constructions::blocks::Paragraphs;
use crate::statement::word_lists::WORDS;
use crate::syntax::Tag;
use crate::text::{ParagraphKind, PerToken, QuoteState, TokenId, TokenRange};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Maximum length of a label, in tokens.
const LONGEST_LABEL: usize = 20;
/// Maximum length of a name in a label, in tokens.
const LONGEST_NAME: usize = 8;
/// Minimum length of an imperative, in tokens.
const SHORTEST_ORDER: usize = 4;
/// A document with this many labels is entirely a transcript.
const THROUGHOUT: usize = 3;

/// Adds the turns of a transcript to the attributions; also returns them, to be kept unchanged.
pub(in crate::statement) fn complete(
    taxonomy: &Taxonomy,
    article: &Article,
    found: &mut Vec<Attribution>,
) -> Vec<Attribution> {
    let reading = Reading { article };
    let labels = reading.labels();
    let turns = reading.turns(taxonomy, &labels, found);
    if labels.is_empty() {
        found.retain(|a| !reading.is_heading(a));
        return turns;
    }
    let mut turn_of: PerToken<Option<usize>> = PerToken::filled(None, article.len());
    let mut in_label = PerToken::filled(false, article.len());
    for (number, label) in labels.iter().enumerate() {
        let end = labels.get(number + 1).map_or(article.end(), |l| l.start);
        turn_of[label.start..end].fill(Some(number));
        in_label[label.start..label.words].fill(true);
    }
    // attributions that the models found in a label, or across two turns
    found.retain_mut(|a| {
        let Some(&cue) = a.cue.first() else {
            return false;
        };
        let turn = turn_of[cue];
        let here = |i: &TokenId| turn_of[*i] == turn && (turn.is_none() || !in_label[*i]);
        a.content.retain(here);
        a.source.retain(here);
        !in_label[cue] && !a.content.is_empty() && !reading.is_heading(a)
    });
    found.extend(turns.iter().cloned());
    turns
}

/// A turn of a transcript.
#[derive(Debug, Clone)]
pub(in crate::statement) struct Turn {
    /// Its first token.
    pub(in crate::statement) start: TokenId,
    /// The words that name who speaks.
    pub(in crate::statement) name: String,
    /// The separator after the name: the cue of the turn's statement, if there is one.
    pub(in crate::statement) cue: TokenId,
}

/// The turns of a transcript, in order, questions among them.
pub(in crate::statement) fn turns(article: &Article) -> Vec<Turn> {
    let reading = Reading { article };
    let labels = reading.labels().into_iter();
    let turn = |label: Label| Turn {
        start: label.start,
        name: reading.name_of(&label.name),
        cue: label.cue,
    };
    labels.map(turn).collect()
}

/// The label of a turn.
#[derive(Debug, Clone)]
struct Label {
    /// Its first token.
    start: TokenId,
    /// The tokens that name who speaks.
    name: Vec<TokenId>,
    /// What separates it from the words.
    cue: TokenId,
    /// The first token after it.
    words: TokenId,
    paragraph: usize,
    form: Form,
}

/// The form of a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// "SMITH:", "Ann Lee:", "Ann Lee (Lab):"
    Name,
    /// "The Prime Minister:", "Mr Speaker:"
    Office,
    /// "Lee:", "AL:", "Q:": anything with a capital.
    Other,
    /// "Ann Lee -- Chief Executive", or "Ann Lee" alone, on a line of its own.
    Line,
}

struct Reading<'s, 'd> {
    article: &'s Article<'d>,
}

impl Reading<'_, '_> {
    fn word(&self, i: TokenId) -> &str {
        self.article.written(i)
    }

    /// All words of a range with single spaces.
    fn name_of(&self, tokens: &[TokenId]) -> String {
        let words: Vec<&str> = tokens.iter().map(|i| self.word(*i)).collect();
        words.join(" ")
    }

    /// "Ingredients: flour and salt": a heading of a list that the models took for a speaker.
    fn is_heading(&self, found: &Attribution) -> bool {
        let [colon] = found.cue[..] else {
            return false;
        };
        let article = self.article;
        self.word(colon) == ":"
            && article.quotation(colon + 1).is_none()
            && !article.headline[colon]
            && found.source.iter().all(|i| {
                article.names[*i] == 0
                    && being(&article.syntax.words[*i]) == Being::Unknown
                    && !article.syntax.tags[*i].is_pronoun()
            })
    }

    /// The labels of a document, in order; ambiguous ones count only if they recur or somebody of that name has
    /// spoken before.
    fn labels(&self) -> Vec<Label> {
        let paragraphs = &self.article.text.paragraphs;
        let mut labels: Vec<Label> = (0..paragraphs.len())
            .filter_map(|p| self.before_colon(p).or_else(|| self.own_line(p)))
            .collect();
        let mut count: HashMap<String, usize> = HashMap::new();
        let mut surnames: HashSet<String> = HashSet::new();
        for label in &labels {
            *count.entry(self.name_of(&label.name)).or_default() += 1;
            if let Some(&last) = label.name.last()
                && label.form == Form::Name
            {
                surnames.insert(self.word(last).to_lowercase());
            }
        }
        let counted = |form: Form| labels.iter().filter(|l| l.form == form).count();
        let (names, offices, lines) = (
            counted(Form::Name),
            counted(Form::Office),
            counted(Form::Line),
        );
        let others: HashSet<String> = labels
            .iter()
            .filter(|l| l.form == Form::Other)
            .map(|l| self.name_of(&l.name))
            .filter(|name| count.get(name).is_some_and(|n| *n > 1))
            .collect();
        let initials: HashSet<String> = labels
            .iter()
            .filter(|l| l.form == Form::Name)
            .map(|l| {
                (l.name.iter())
                    .filter_map(|i| self.word(*i).chars().next())
                    .collect()
            })
            .collect();
        let spoken_lines = self.are_spoken(&labels);
        let keep = |label: &Label| {
            let name = self.name_of(&label.name);
            let again = count.get(&name).is_some_and(|n| *n > 1);
            let known = label
                .name
                .last()
                .is_some_and(|i| surnames.contains(&self.word(*i).to_lowercase()));
            match label.form {
                Form::Name => true,
                Form::Office => names + offices > 1,
                // one that recurs beside others
                Form::Other if self.asks(label) => names + offices > 0 || again,
                Form::Other => {
                    known
                        || initials.contains(&name)
                        || again && (others.len() + names + offices > 1)
                }
                Form::Line => lines > 1 && spoken_lines,
            }
        };
        let keep: Vec<bool> = labels.iter().map(keep).collect();
        let mut keep = keep.into_iter();
        labels.retain(|_| keep.next().unwrap_or(false));
        self.complete_names(&mut labels);
        labels
    }

    /// Completes labels of a single word with the full name from another label or the text.
    fn complete_names(&self, labels: &mut [Label]) {
        let floor = labels.first().map_or(TokenId::FIRST, |l| l.start);
        let full = labels.iter();
        let full = full.filter(|l| l.form == Form::Name && l.name.len() > 1);
        let full: Vec<Vec<TokenId>> = full.map(|l| l.name.clone()).collect();
        let spelt = OnceCell::new();
        let spelt = || spelt.get_or_init(|| self.by_initials(floor, &full));
        let mut known: HashMap<String, Option<Vec<TokenId>>> = HashMap::new();
        for label in labels.iter_mut().filter(|l| l.name.len() == 1) {
            let found = known
                .entry(self.name_of(&label.name))
                .or_insert_with(|| self.in_full(label, floor, spelt));
            if let Some(name) = found {
                label.name.clone_from(name);
            }
        }
    }

    /// Whether names on separate lines introduce speech, as opposed to portraits: an operator is among them, or
    /// most of them are followed by the first person.
    fn are_spoken(&self, labels: &[Label]) -> bool {
        let mut lines = labels.iter().filter(|l| l.form == Form::Line);
        let personal = |label: &Label| {
            let behind = self.tokens(label.paragraph + 1);
            behind.is_some_and(|tokens| {
                tokens.each().any(|i| {
                    self.article.text.tokens[i].quote == QuoteState::Outside
                        && WORDS.first_person.has(self.article, i)
                })
            })
        };
        if lines.clone().any(|label| self.asks(label)) {
            return true;
        }
        let all = lines.clone().count();
        let spoken = lines.by_ref().filter(|label| personal(label)).count();
        2 * spoken >= all
    }

    /// Whether a label is that of an interviewer or announcer.
    fn asks(&self, label: &Label) -> bool {
        match label.name[..] {
            [only] => WORDS.asking_label.has(self.article, only),
            _ => false,
        }
    }

    /// The label before a colon with which a paragraph starts.
    fn before_colon(&self, paragraph: usize) -> Option<Label> {
        let text = self.article.text;
        let kind = text.paragraphs[paragraph].kind;
        if kind == ParagraphKind::Furniture {
            return None;
        }
        let tokens = self.tokens(paragraph)?;
        if let Some(label) = self.letter(paragraph, &tokens) {
            return Some(label);
        }
        if self.word(tokens.start) == "("
            && self.word((tokens.start + 1).min(tokens.end - 1)) == "("
        {
            return self.bracketed(paragraph, &tokens);
        }
        let outside = |i: TokenId| text.tokens[i].quote == QuoteState::Outside;
        // "“HOLM: Then show us the ballots.": a transcript that is quoted
        let quoted = text.tokens[tokens.start].quote == QuoteState::Open;
        let start = self.behind_clock(tokens.start + usize::from(quoted)..tokens.end);
        let reach = start..tokens.end.min(start + LONGEST_LABEL);
        let colon = reach
            .each()
            .take_while(|i| outside(*i) || quoted)
            .find(|i| self.word(*i) == ":" && text.tokens.get(*i + 1).is_some())?;
        if colon + 1 >= tokens.end || kind == ParagraphKind::Headline {
            return None;
        }
        let (outer, inner) = self.brackets(start..colon)?;
        if outer.iter().any(|i| WORDS.no_label.has(self.article, *i))
            || quoted && !self.is_shouted(&outer)
        {
            return None;
        }
        let first = outer.first().copied()?;
        let form = self.form(&outer, inner.is_some(), colon + 1..tokens.end)?;
        let being_of = |i: &TokenId| being(&self.article.syntax.words[*i]);
        // "The Minister of State ([Peter Vance]):"
        let full = |inner: &Range<TokenId>| {
            let office = self.word(first) == "The" || being_of(&first) == Being::Title;
            inner.len() >= 2 && inner.each().all(|i| self.is_capital(i)) && office
        };
        let name = match inner.filter(full) {
            Some(inner) => inner.each().collect(),
            None => outer,
        };
        Some(Label {
            start: tokens.start,
            name,
            cue: colon,
            words: colon + 1,
            paragraph,
            form,
        })
    }

    /// "Q    And the King?", "A. He is well."
    fn letter(&self, paragraph: usize, tokens: &Range<TokenId>) -> Option<Label> {
        let letter = self.word(tokens.start);
        let dot = self.word((tokens.start + 1).min(tokens.end - 1)) == ".";
        let stop = letter.ends_with('.') || dot;
        let short = letter == "Q" || matches!(letter.trim_end_matches('.'), "Q" | "A") && stop;
        if short && tokens.len() > 2 && self.word(tokens.start + 1) != ":" {
            let cue = tokens.start + usize::from(dot);
            return Some(Label {
                start: tokens.start,
                name: vec![tokens.start],
                cue,
                words: cue + 1,
                paragraph,
                form: Form::Other,
            });
        }
        None
    }

    /// "((HP)) Did you see it?"
    fn bracketed(&self, paragraph: usize, tokens: &Range<TokenId>) -> Option<Label> {
        let close = (tokens.start + 2..tokens.end)
            .each()
            .take(LONGEST_NAME)
            .find(|i| self.word(*i) == ")")?;
        let words = close + 2;
        (close > tokens.start + 2 && words < tokens.end).then(|| Label {
            start: tokens.start,
            name: (tokens.start + 2..close).each().collect(),
            cue: close,
            words,
            paragraph,
            form: Form::Other,
        })
    }

    /// The form of a label, from its words outside of brackets and the words after the colon; `None` if it is
    /// not a label.
    fn form(&self, label: &[TokenId], with_brackets: bool, words: Range<TokenId>) -> Option<Form> {
        let ends = matches!(
            self.word(words.end - 1),
            "." | "?" | "!" | "…" | "..." | "—" | "–" | "-" | "--" | ")" | "]"
        ) || self.article.text.tokens[words.end - 1].quote == QuoteState::Close;
        let clause = || words.each().any(|i| is_finite(self.article, i));
        let being_of = |i: &TokenId| being(&self.article.syntax.words[*i]);
        let person = |i: &TokenId| self.article.names[*i] == 1;
        let titled = |i: &TokenId| person(i) || being_of(i) == Being::Title || self.word(*i) == ".";
        let known = label.iter().all(titled) && label.last().is_some_and(person);
        // names that the recogniser does not know, before text in the first person
        let proper =
            |i: &TokenId| self.article.syntax.tags[*i] == Tag::NNP && self.article.names[*i] < 2;
        let personal = || {
            words
                .each()
                .any(|i| WORDS.first_person.has(self.article, i))
        };
        let named = known || label.iter().all(proper) && personal();
        let first = label.first().copied()?;
        let holds = |i: &TokenId| matches!(being_of(i), Being::Person | Being::Title);
        let office = label.iter().any(holds) && (self.word(first) == "The" || label.len() > 1);
        Some(if self.is_shouted(label) {
            Form::Name
        } else if !ends {
            return None;
        } else if label.len() >= 2
            && (named && clause() || with_brackets && self.word(first) != "The")
        {
            Form::Name
        } else if office {
            Form::Office
        } else if label.iter().filter(|i| self.is_capital(**i)).count() <= 4 {
            Form::Other
        } else {
            return None;
        })
    }

    fn is_capital(&self, token: TokenId) -> bool {
        self.word(token).starts_with(char::is_uppercase)
    }

    /// The words of a label outside of brackets, and those inside the first brackets; `None` if they
    /// are not a name.
    fn brackets(&self, label: Range<TokenId>) -> Option<(Vec<TokenId>, Option<Range<TokenId>>)> {
        let mut outer = Vec::new();
        let mut inner = None;
        let mut open = None;
        // "ANA BOYD, BANK OF ORLEN:", "Ana Boyd -- Chief Executive:": the mark is followed by her office
        let mut comma = false;
        // "Minister of State at the Treasury (Ana Boyd):": words of an office
        let mut office = false;
        for i in label.each() {
            match (self.word(i), open) {
                ("," | "--" | "–" | "—", None) if outer.len() > 1 => comma = true,
                ("(" | "[", None) => open = Some(i),
                (")" | "]", Some(start)) => {
                    inner = inner.or(Some(start + 1..i));
                    open = None;
                }
                (_, Some(_)) => {}
                (_, None) if inner.is_some() => return None,
                (word, None) => {
                    let part = word.starts_with(char::is_uppercase)
                        || WORDS.name_particle.has(self.article, i)
                        || matches!(word, "." | "-" | "’" | "'" | "&");
                    office |= !part;
                    if !part && !matches!(self.article.syntax.tags[i], Tag::IN | Tag::DT) {
                        return None;
                    }
                    if !comma {
                        outer.push(i);
                    }
                }
            }
        }
        let named = inner
            .as_ref()
            .is_some_and(|inner: &Range<TokenId>| inner.len() >= 2);
        let longest = if named { LONGEST_LABEL } else { LONGEST_NAME };
        let fits = (1..=longest).contains(&outer.len()) && open.is_none() && (named || !office);
        let letter = |i: &TokenId| self.word(*i).contains(char::is_alphabetic);
        (fits && outer.iter().any(letter)).then_some((outer, inner))
    }

    /// The position after the time at the start of a paragraph: "[10:15] Lee:", "00:12:31 LEE:".
    fn behind_clock(&self, tokens: Range<TokenId>) -> TokenId {
        let clock = |i: &TokenId| {
            let word = self.word(*i);
            word.contains(|c: char| c.is_ascii_digit())
                && word
                    .chars()
                    .all(|c| c.is_ascii_digit() || matches!(c, ':' | '.'))
        };
        let bracket = matches!(self.word(tokens.start), "[" | "(");
        let from = tokens.start + usize::from(bracket);
        let mark = |i: &TokenId| matches!(self.word(*i), ":" | ".");
        let digits = (from..tokens.end).each().find(|i| !clock(i) && !mark(i));
        let end = digits.unwrap_or(from);
        let closed = end < tokens.end && matches!(self.word(end), "]" | ")");
        match (bracket, end > from) {
            (true, true) if closed => end + 1,
            (false, true) if self.word(from).contains(':') || end > from + 1 => end,
            _ => tokens.start,
        }
    }

    /// A label on a separate line: a name, with a description after a dash or comma, before running text.
    fn own_line(&self, paragraph: usize) -> Option<Label> {
        let text = self.article.text;
        if text.paragraphs[paragraph].kind != ParagraphKind::Headline {
            return None;
        }
        let tokens = self.tokens(paragraph)?;
        let behind = (paragraph + 1..text.paragraphs.len())
            .find(|p| text.paragraphs[*p].kind != ParagraphKind::Furniture)?;
        if text.paragraphs[behind].kind != ParagraphKind::Body || tokens.len() > LONGEST_LABEL {
            return None;
        }
        let dash = |i: &TokenId| matches!(self.word(*i), "-" | "--" | "–" | "—" | "|");
        let apart = |i: &TokenId| dash(i) && !text.touch(*i, *i + 1);
        let dashed = tokens.each().find(apart);
        let comma = tokens.each().find(|i| self.word(*i) == ",");
        let end = dashed.or(comma).unwrap_or(tokens.end);
        let name: Vec<TokenId> = (tokens.start..end).each().collect();
        let capital = |i: &TokenId| {
            let word = self.word(*i);
            word.starts_with(char::is_uppercase) || word == "." || word == "-"
        };
        let procedural = name.len() == 1 && WORDS.asking_label.has(self.article, tokens.start);
        let titled = dashed.is_some() && (2..=5).contains(&name.len());
        let person =
            (2..=5).contains(&name.len()) && name.iter().any(|i| self.article.names[*i] == 1);
        let fits =
            name.iter().all(capital) && (procedural || person || titled && end + 1 < tokens.end);
        fits.then(|| Label {
            start: tokens.start,
            name,
            cue: end.min(tokens.end - 1),
            words: tokens.end,
            paragraph,
            form: Form::Line,
        })
    }

    fn tokens(&self, paragraph: usize) -> Option<Range<TokenId>> {
        let text = self.article.text;
        let range = text.paragraphs.get(paragraph)?.sentences.clone();
        let (first, last) = (range.clone().next()?, range.clone().next_back()?);
        let start = match text.sentences.get(first)? {
            first if first.dateline => first.tokens.end,
            first => first.tokens.start,
        };
        let end = text.sentences.get(last)?.tokens.end;
        (start < end).then_some(start..end)
    }

    /// Whether all words are capitals, and there are more letters than of initials.
    fn is_shouted(&self, tokens: &[TokenId]) -> bool {
        let capitals = |i: &TokenId| self.word(*i).chars().filter(|c| c.is_uppercase()).count();
        !tokens
            .iter()
            .any(|i| self.word(*i).contains(char::is_lowercase))
            && tokens.iter().any(|i| capitals(i) > 2)
    }

    /// "TB" is Tom Byrne, who was named before the first label, or by another one; "A" is the person interviewed.
    fn in_full<'n>(
        &self,
        label: &Label,
        floor: TokenId,
        spelt: impl Fn() -> &'n HashMap<String, Vec<TokenId>>,
    ) -> Option<Vec<TokenId>> {
        let [only] = label.name[..] else {
            return None;
        };
        let initials = self.word(only);
        if initials.trim_end_matches('.') == "A" {
            let name = first_full_name(self.article, TokenId::FIRST..floor)?;
            return Some(name.each().collect());
        }
        let short =
            (2..=4).contains(&initials.len()) && initials.chars().all(|c| c.is_ascii_uppercase());
        if !short {
            return None;
        }
        spelt().get(initials).cloned()
    }

    /// The full names by their initials; names in labels take precedence over names before the first label.
    fn by_initials(&self, floor: TokenId, full: &[Vec<TokenId>]) -> HashMap<String, Vec<TokenId>> {
        let mut names = full.to_vec();
        let mut at = TokenId::FIRST;
        while let Some(run) = first_full_name(self.article, at..floor) {
            at = run.end;
            names.push(run.each().collect());
        }
        let mut spelt = HashMap::new();
        for name in names {
            let letters = name.iter().filter_map(|i| self.word(*i).chars().next());
            spelt.entry(letters.collect()).or_insert(name);
        }
        spelt
    }

    /// What each label's speaker asserts.
    fn turns(
        &self,
        taxonomy: &Taxonomy,
        labels: &[Label],
        found: &[Attribution],
    ) -> Vec<Attribution> {
        let paragraphs = Paragraphs::new(self.article, found);
        let mut turns = Vec::new();
        let mut asked = false;
        let words: Vec<Vec<Range<TokenId>>> = labels
            .iter()
            .enumerate()
            .map(|(number, label)| {
                let next = labels.get(number + 1);
                self.words_of(taxonomy, &paragraphs, labels, label, next)
            })
            .collect();
        let askers = self.askers(labels, &words);
        for (label, words) in labels.iter().zip(words) {
            let answered = std::mem::replace(&mut asked, self.ends_in_question(&words));
            if self.asks(label) || askers.contains(&self.name_of(&label.name)) {
                asked = true;
                continue;
            }
            let content = self.assertions(&words);
            // "Then show us the ballots.", but not "Hear, hear!"
            let orders = content.len() >= SHORTEST_ORDER;
            let verb = |i: &TokenId| {
                is_finite(self.article, *i) || orders && self.article.syntax.tags[*i] == Tag::VB
            };
            let clause = content.iter().any(verb);
            if content.is_empty() || !(clause || answered) {
                continue;
            }
            turns.push(Attribution {
                source: label.name.clone(),
                cue: vec![label.cue],
                content,
                confidence: OF_FORM,
                via: Vec::new(),
            });
        }
        turns
    }

    /// Short labels whose turns mostly end in questions: the interviewer asserts nothing.
    fn askers(&self, labels: &[Label], words: &[Vec<Range<TokenId>>]) -> HashSet<String> {
        let mut counts: HashMap<String, (usize, usize)> = HashMap::new();
        let short = labels.iter().zip(words);
        for (label, words) in short.filter(|(label, _)| label.form == Form::Other) {
            let (turns, questions) = counts.entry(self.name_of(&label.name)).or_default();
            *turns += 1;
            *questions += usize::from(self.ends_in_question(words));
        }
        let asks = |(turns, questions): &(usize, usize)| *turns > 1 && 3 * questions >= 2 * turns;
        let askers = counts.into_iter().filter(|(_, count)| asks(count));
        askers.map(|(name, _)| name).collect()
    }

    /// The sentences of a turn.
    fn words_of(
        &self,
        taxonomy: &Taxonomy,
        paragraphs: &Paragraphs,
        labels: &[Label],
        label: &Label,
        next: Option<&Label>,
    ) -> Vec<Range<TokenId>> {
        let text = self.article.text;
        let own = label.form == Form::Line;
        let throughout = own || labels.len() >= THROUGHOUT;
        let all = text.paragraphs.len();
        let end = match next {
            Some(next) if throughout => next.paragraph,
            _ if own => all,
            _ => {
                let run = paragraphs.run(taxonomy, label.paragraph).end;
                run.min(next.map_or(all, |next| next.paragraph))
            }
        };
        let mut sentences = Vec::new();
        for paragraph in label.paragraph..end.max(label.paragraph + 1) {
            let Some(paragraph) = text.paragraphs.get(paragraph) else {
                break;
            };
            if paragraph.kind != ParagraphKind::Body {
                continue;
            }
            for sentence in text
                .sentences
                .get(paragraph.sentences.clone())
                .unwrap_or(&[])
            {
                let tokens = sentence.tokens.start.max(label.words)..sentence.tokens.end;
                if !tokens.is_empty() && !self.is_stage_direction(&tokens) {
                    sentences.push(tokens);
                }
            }
        }
        sentences
    }

    /// "(Applause.)", "[Interruption.]"
    fn is_stage_direction(&self, sentence: &Range<TokenId>) -> bool {
        matches!(self.word(sentence.start), "(" | "[")
            && sentence
                .each()
                .rev()
                .take(2)
                .any(|i| matches!(self.word(i), ")" | "]"))
    }

    fn ends_in_question(&self, words: &[Range<TokenId>]) -> bool {
        words.last().is_some_and(|last| self.is_question(last))
    }

    fn is_question(&self, sentence: &Range<TokenId>) -> bool {
        let mut ends = sentence.each().rev().take(3);
        ends.any(|i| self.word(i).contains('?'))
    }

    /// The tokens of all sentences that are not questions.
    fn assertions(&self, words: &[Range<TokenId>]) -> Vec<TokenId> {
        let mut content: Vec<TokenId> = words
            .iter()
            .filter(|sentence| !self.is_question(sentence))
            .flat_map(TokenRange::each)
            .collect();
        // marks between the label and the words
        if let (Some(&first), Some(&last)) = (content.first(), content.last()) {
            let kept: HashSet<TokenId> =
                trimmed(self.article, first..last + 1).into_iter().collect();
            content.retain(|i| kept.contains(i));
        }
        content
    }
}
