//! The acts of the verbs and nouns of a question.

use super::lexicon::LEXICON;
use crate::lexicon::{Row, rows};
use crate::statement::acts::Taxonomy;
use crate::statement::{Mode, Relation};
use std::collections::{BTreeMap, BTreeSet};

const OBJECTS: &str = include_str!("data/objects.tsv");
const IRREGULAR: &str = include_str!("data/irregular.tsv");
const PHRASES: &str = include_str!("data/phrases.tsv");

/// What comes directly after a verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Object {
    /// The addressee.
    To,
    /// The addressee if it is a known name, else the content.
    Either,
    /// The content.
    About,
    /// The content; the addressee follows "from".
    From,
    /// The content; the addressee follows "to" or "with".
    With,
}

/// How a verb or noun narrows a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sense {
    /// The relation asked for; `None` for all.
    pub relation: Option<Relation>,
    /// The acts asked for, sorted; empty for all.
    pub acts: Vec<String>,
    /// Whether attitudes are asked for rather than speech.
    pub attitude: bool,
    /// What follows the verb.
    pub object: Object,
}

impl Sense {
    /// Whether it is any act of communication, and its object what was said.
    pub(super) fn is_general(&self) -> bool {
        let any = self.relation.is_none() && self.acts.is_empty();
        any && matches!(self.object, Object::About | Object::With)
    }
}

/// Every form of every verb and noun that a question can be asked with.
#[derive(Debug)]
pub(super) struct Verbs {
    verbs: BTreeMap<String, Sense>,
    nouns: BTreeMap<String, Sense>,
    longest: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Reach {
    Any,
    Relation,
    Act,
}

/// What follows each verb of the table, and how much the verb stands for.
fn objects() -> BTreeMap<&'static str, (Object, Reach)> {
    let of_row = |row: Row<'static>| {
        let object = object(row.field(1));
        let reach = match row.field(2) {
            "any" => Reach::Any,
            "relation" => Reach::Relation,
            _ => Reach::Act,
        };
        (row.field(0), (object, reach))
    };
    rows(OBJECTS).map(of_row).collect()
}

/// The verbs of several words in the table.
fn phrases() -> impl Iterator<Item = (&'static str, Sense)> {
    rows(PHRASES).map(|row| {
        let sense = Sense {
            relation: None,
            acts: row.list(2).map(str::to_owned).collect(),
            attitude: false,
            object: object(row.field(1)),
        };
        (row.field(0), sense)
    })
}

fn object(word: &str) -> Object {
    match word {
        "to" => Object::To,
        "either" => Object::Either,
        "from" => Object::From,
        "with" => Object::With,
        _ => Object::About,
    }
}

/// A noun in the singular and the plural.
fn noun_forms((noun, collected): (&str, Collected)) -> [(String, Sense); 2] {
    let reach = match noun {
        _ if LEXICON.sayings.has(noun) => Reach::Any,
        "warning" | "proposal" => Reach::Relation,
        _ => Reach::Act,
    };
    let sense = collected.sense(Object::About, reach);
    [(noun.to_owned(), sense.clone()), (plural(noun), sense)]
}

impl Verbs {
    /// Verbs and nouns of the taxonomy of acts, in all their forms.
    pub(super) fn new(taxonomy: &Taxonomy) -> Verbs {
        let objects = objects();
        let irregular = rows(IRREGULAR).map(|row| (row.field(0), (row.field(1), row.field(2))));
        let irregular: BTreeMap<_, _> = irregular.collect();

        let mut lemmas: BTreeMap<&str, Collected> = BTreeMap::new();
        let mut nouns: BTreeMap<&str, Collected> = BTreeMap::new();
        for act in taxonomy.acts() {
            for verb in act.verbs.iter().chain(&act.phrases) {
                lemmas.entry(verb).or_default().add(act);
            }
            for noun in &act.nouns {
                nouns.entry(noun).or_default().add(act);
            }
        }
        for saying in LEXICON.sayings.words() {
            nouns.entry(saying).or_default();
        }
        for (verb, (_, reach)) in &objects {
            if *reach == Reach::Any {
                lemmas.entry(verb).or_default();
            }
        }

        let general = |lemma: &str| {
            objects
                .get(lemma)
                .is_some_and(|(_, reach)| *reach == Reach::Any)
        };
        let mut verbs = BTreeMap::new();
        for (lemma, collected) in lemmas {
            // "speak about": the topic is read by the grammar, after "speak".
            if let Some((head, "about" | "of")) = lemma.rsplit_once(' ')
                && general(head)
            {
                continue;
            }
            let (object, reach) = objects
                .get(lemma)
                .copied()
                .unwrap_or((Object::About, Reach::Act));
            let sense = collected.sense(object, reach);
            for form in verb_forms(lemma, &irregular) {
                verbs.entry(form).or_insert_with(|| sense.clone());
            }
        }
        for (phrase, sense) in phrases() {
            for form in verb_forms(phrase, &irregular) {
                verbs.insert(form, sense.clone());
            }
        }
        let nouns = nouns.into_iter().flat_map(noun_forms).collect();
        let longest = verbs.keys().map(|v| v.split(' ').count()).max();
        Verbs {
            verbs,
            nouns,
            longest: longest.unwrap_or(0),
        }
    }

    /// The longest verb that `words` (folded) begin with, and how many words it takes.
    pub(super) fn prefix(&self, words: &[String]) -> Option<(usize, &Sense)> {
        (1..=self.longest.min(words.len()))
            .rev()
            .find_map(|count| Some((count, self.verbs.get(&words[..count].join(" "))?)))
    }

    /// The verbs of one word, in all their forms.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        let words = self.verbs.keys().map(String::as_str);
        words.filter(|verb| !verb.contains(' '))
    }

    /// What a noun refers to: "warnings", "proposal".
    pub(super) fn noun(&self, word: &str) -> Option<&Sense> {
        self.nouns.get(word)
    }
}

#[derive(Default)]
struct Collected<'t> {
    acts: BTreeSet<&'t str>,
    relations: BTreeSet<Relation>,
    speech: bool,
}

impl<'t> Collected<'t> {
    fn add(&mut self, act: &'t crate::statement::acts::Act) {
        self.acts.insert(&act.name);
        self.relations.insert(act.relation);
        self.speech |= act.mode == Mode::Speech;
    }

    fn sense(&self, object: Object, reach: Reach) -> Sense {
        let relation = self.relations.first().copied();
        let single = self.relations.len() == 1;
        Sense {
            relation: relation.filter(|_| reach == Reach::Relation && single),
            acts: match reach {
                Reach::Any => Vec::new(),
                Reach::Relation if single => Vec::new(),
                _ => self.acts.iter().map(|act| (*act).to_owned()).collect(),
            },
            attitude: reach != Reach::Any && !self.speech && !self.acts.is_empty(),
            object,
        }
    }
}

/// All forms of a verb or of a phrase that begins with one: "call for", "calls for", …
fn verb_forms(lemma: &str, irregular: &BTreeMap<&str, (&str, &str)>) -> BTreeSet<String> {
    let (head, rest) = match lemma.split_once(' ') {
        Some((head, rest)) => (head, format!(" {rest}")),
        None => (lemma, String::new()),
    };
    let mut forms = BTreeSet::from([head.to_owned(), third_person(head), gerund(head)]);
    match irregular.get(head) {
        Some((past, participle)) => {
            forms.insert((*past).to_owned());
            forms.insert((*participle).to_owned());
        }
        None => {
            forms.insert(past(head));
        }
    }
    forms
        .into_iter()
        .map(|form| {
            let words = crate::normalise::folding::words(&format!("{form}{rest}"));
            words.join(" ")
        })
        .collect()
}

fn ends_in_consonant_y(word: &str) -> bool {
    let mut tail = word.chars().rev();
    tail.next() == Some('y') && !tail.next().is_some_and(|c| "aeiou".contains(c))
}

fn third_person(verb: &str) -> String {
    plural(verb)
}

fn plural(word: &str) -> String {
    if ends_in_consonant_y(word) {
        format!("{}ies", &word[..word.len() - 1])
    } else if ["s", "x", "z", "ch", "sh"]
        .iter()
        .any(|e| word.ends_with(e))
    {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

fn past(verb: &str) -> String {
    if verb.ends_with('e') {
        format!("{verb}d")
    } else if ends_in_consonant_y(verb) {
        format!("{}ied", &verb[..verb.len() - 1])
    } else {
        format!("{verb}ed")
    }
}

fn gerund(verb: &str) -> String {
    match verb.strip_suffix('e') {
        Some(stem) if !verb.ends_with("ee") => format!("{stem}ing"),
        _ => format!("{verb}ing"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sense(words: &str) -> Option<Sense> {
        let taxonomy = Taxonomy::parse(
            "act\trelation\tmode\tcameo\tplover\tverbs\tnouns\tphrases\n\
             deny\tsaid\tspeech\t\t\tdeny;refute\tdenial\t\n\
             warn\twarned\tspeech\t\t\twarn\twarning\t\n\
             demand\tproposed\tspeech\t\t\tdemand;call for\tdemand\t\n\
             fear\tsaid\tattitude\t\t\tfear\tfear\t\n",
        );
        let verbs = Verbs::new(&taxonomy.ok()?);
        let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
        verbs.prefix(&words).map(|(_, sense)| sense.clone())
    }

    #[test]
    fn every_form_of_a_verb_has_its_sense() {
        for form in ["deny", "denies", "denied", "denying", "refuted"] {
            assert_eq!(sense(form).unwrap().acts, ["deny"], "{form}");
        }
        assert_eq!(sense("called for talks").unwrap().acts, ["demand"]);
        assert_eq!(sense("sang"), None);
    }

    #[test]
    fn general_verbs_narrow_nothing_and_verbs_of_a_relation_select_all_its_acts() {
        let said = sense("said").unwrap();
        assert_eq!((said.relation, said.acts.len()), (None, 0));
        let warned = sense("warned").unwrap();
        assert_eq!(warned.relation, Some(Relation::Warned));
        assert!(warned.acts.is_empty());
        assert!(sense("feared").unwrap().attitude);
    }
}
