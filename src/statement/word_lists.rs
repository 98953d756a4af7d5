//! The word lists of the rules, read from `data/words.tsv`.

use crate::lexicon::rows;
use crate::syntax::Word;
use crate::text::TokenId;
use foldhash::fast::FixedState;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::article::Article;

/// A list of words, by their stems or by their exact forms.
#[derive(Debug)]
pub(super) enum List {
    Stems(HashSet<u32, FixedState>),
    Forms(HashSet<u32, FixedState>),
}

/// All lists, named as in the file.
#[derive(Debug)]
pub(super) struct Words {
    pub light: List,
    pub aspect: List,
    pub remembered: List,
    pub clausal: List,
    pub nominative: List,
    pub including: List,
    pub adverbial: List,
    pub hypothetical: List,
    pub negating: List,
    pub negative: List,
    pub nobody: List,
    pub plan: List,
    pub presenting: List,
    pub verbless: List,
    pub question: List,
    pub duty: List,
    pub condition: List,
    pub quoting: List,
    pub as_saying: List,
    pub faceless: List,
    pub time: List,
    pub from: List,
    pub deed: List,
    pub firm: List,
    pub attendant: List,
    pub felt: List,
    pub expletive: List,
    pub topic: List,
    pub headline_verb: List,
    pub passing_by: List,
    pub subordinate: List,
    pub filler: List,
    pub dire: List,
    pub english: List,
    pub telling: List,
    pub opening: List,
    pub joint: List,
    pub coordinating: List,
    pub relative: List,
    pub passing_on: List,
    pub circumstance: List,
    pub refusing: List,
    pub reading: List,
    pub putting: List,
    pub occasion: List,
    pub document: List,
    pub headline_plan: List,
    pub scheme: List,
    pub on_occasion: List,
    pub held: List,
    pub turning_particle: List,
    pub addressing: List,
    pub naming: List,
    pub opening_clause: List,
    pub fixing: List,
    pub inverted: List,
    pub comment: List,
    pub outspoken: List,
    pub hosting: List,
    pub against_whom: List,
    pub on_account: List,
    pub shown: List,
    pub reacting: List,
    pub first_person: List,
    pub second_person: List,
    pub objective: List,
    pub calling: List,
    pub name_particle: List,
    pub asking_label: List,
    pub no_label: List,
    pub utterance: List,
}

pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| Words {
    light: list("light"),
    aspect: list("aspect"),
    remembered: list("remembered"),
    clausal: list("clausal"),
    nominative: list("nominative"),
    including: list("including"),
    adverbial: list("adverbial"),
    hypothetical: list("hypothetical"),
    negating: list("negating"),
    negative: list("negative"),
    nobody: list("nobody"),
    plan: list("plan"),
    presenting: list("presenting"),
    verbless: list("verbless"),
    question: list("question"),
    duty: list("duty"),
    condition: list("condition"),
    quoting: list("quoting"),
    as_saying: list("as_saying"),
    faceless: list("faceless"),
    time: list("time"),
    from: list("from"),
    deed: list("deed"),
    firm: list("firm"),
    attendant: list("attendant"),
    felt: list("felt"),
    expletive: list("expletive"),
    topic: list("topic"),
    headline_verb: list("headline_verb"),
    passing_by: list("passing_by"),
    subordinate: list("subordinate"),
    filler: list("filler"),
    dire: list("dire"),
    english: list("english"),
    telling: list("telling"),
    opening: list("opening"),
    joint: list("joint"),
    coordinating: list("coordinating"),
    relative: list("relative"),
    passing_on: list("passing_on"),
    circumstance: list("circumstance"),
    refusing: list("refusing"),
    reading: list("reading"),
    putting: list("putting"),
    occasion: list("occasion"),
    document: list("document"),
    headline_plan: list("headline_plan"),
    scheme: list("scheme"),
    on_occasion: list("on_occasion"),
    held: list("held"),
    turning_particle: list("turning_particle"),
    addressing: list("addressing"),
    naming: list("naming"),
    opening_clause: list("opening_clause"),
    fixing: list("fixing"),
    inverted: list("inverted"),
    comment: list("comment"),
    outspoken: list("outspoken"),
    hosting: list("hosting"),
    against_whom: list("against_whom"),
    on_account: list("on_account"),
    shown: list("shown"),
    reacting: list("reacting"),
    first_person: list("first_person"),
    second_person: list("second_person"),
    objective: list("objective"),
    calling: list("calling"),
    name_particle: list("name_particle"),
    asking_label: list("asking_label"),
    no_label: list("no_label"),
    utterance: list("utterance"),
});

/// For the stem of a word, its patterns.
pub(super) type Ways = HashMap<u32, Vec<&'static str>, FixedState>;

/// Reads a table of `way<TAB>words(;)`.
pub(super) fn ways(table: &'static str) -> Ways {
    let mut ways = Ways::default();
    for row in rows(table) {
        for word in row.list(1) {
            let way = row.field(0);
            ways.entry(Word::new(word).stem).or_default().push(way);
        }
    }
    ways
}

fn list(part: &str) -> List {
    let found = rows(include_str!("data/words.tsv"))
        .map(|row| (row.field(0), row.field(1)))
        .find(|(name, _)| name.strip_suffix('=').unwrap_or(name) == part);
    let (name, words) = found.unwrap_or_default();
    if name.ends_with('=') {
        List::Forms(words.split(' ').map(|w| Word::new(w).form).collect())
    } else {
        List::Stems(words.split(' ').map(|w| Word::new(w).stem).collect())
    }
}

impl List {
    /// Whether the list has this exact word.
    pub fn lists(&self, word: &str) -> bool {
        match self {
            List::Stems(stems) => stems.contains(&Word::new(word).stem),
            List::Forms(forms) => forms.contains(&Word::new(word).form),
        }
    }

    /// Whether a token is on the list.
    pub fn has(&self, article: &Article, token: TokenId) -> bool {
        let word = &article.syntax.words[token];
        match self {
            List::Stems(stems) => stems.contains(&word.stem),
            List::Forms(forms) => forms.contains(&word.form),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_words() {
        let lists = format!("{:?}", *WORDS);
        assert!(
            !lists.contains("Stems({})") && !lists.contains("Forms({})"),
            "{lists}"
        );
    }
}
