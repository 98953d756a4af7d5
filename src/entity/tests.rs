//! What the layer promises, on sentences of our own.

use super::{Entities, EntityType, MentionKind, about, parties, resolve, speakers};
use crate::document::Document;
use crate::engine::Engine;
use crate::syntax::Syntax;
use crate::text::{self, Text};

struct Article {
    document: Document,
    text: Text,
    syntax: Syntax,
    entities: Entities,
}

/// An article of this day.
fn article(day: &str, words: &str) -> Article {
    let document = Document {
        text: words.to_owned(),
        date: day.parse().ok(),
        ..Document::default()
    };
    let text = text::segment(&document);
    let (syntax, names) = Engine::shipped()
        .expect("the shipped engine")
        .read(&document, &text);
    let entities = resolve(&document, &text, &syntax, &names);
    Article {
        document,
        text,
        syntax,
        entities,
    }
}

impl Article {
    /// The tokens of the last occurrence of `words`.
    fn tokens(&self, words: &str) -> Vec<usize> {
        let start = self
            .document
            .text
            .rfind(words)
            .expect("words of the article");
        let end = start + words.len();
        (0..self.text.tokens.len())
            .filter(|i| {
                let span = self.text.tokens[*i].span;
                span.start < end && start < span.end
            })
            .collect()
    }

    /// Names of those whom `words` mean as the source of a statement.
    fn speakers(&mut self, words: &str) -> Vec<String> {
        let tokens = self.tokens(words);
        let (document, text, syntax) = (&self.document, &self.text, &self.syntax);
        let found = speakers(
            &mut self.entities,
            document,
            text,
            syntax,
            &tokens,
            None,
            None,
        );
        found
            .iter()
            .map(|i| self.entities.list[*i].name.clone())
            .collect()
    }

    fn named(&self, name: &str) -> Option<&super::Entity> {
        self.entities.list.iter().find(|e| e.name == name)
    }

    /// The name of whoever the mention with these words (its last occurrence) belongs to.
    fn meant(&self, words: &str) -> Option<&str> {
        let start = self.document.text.rfind(words)?;
        let mention = self
            .entities
            .mentions
            .iter()
            .find(|m| m.span.start == start && m.span.end == start + words.len())?;
        Some(&self.entities.list[mention.entity].name)
    }
}

#[test]
fn a_title_beside_a_name_is_a_role() {
    let article = article(
        "2021-12-20",
        "Russian Foreign Minister Sergei Lavrov flew to Geneva. Lavrov was tired.",
    );
    let lavrov = article.named("Sergei Lavrov").expect("Lavrov");
    assert_eq!(lavrov.id, "Q58217");
    assert_eq!(lavrov.roles[0].title, "Foreign Minister");
    assert_eq!(lavrov.roles[0].of.as_deref(), Some("Russia"));
    assert_eq!(
        lavrov.represents.as_ref().map(|r| r.name.as_str()),
        Some("Russia")
    );
    assert_eq!(article.meant("Lavrov"), Some("Sergei Lavrov"));
}

#[test]
fn offices_are_those_of_the_day() {
    let words = "The British foreign secretary said that London would not wait.";
    let source = "The British foreign secretary";
    assert_eq!(article("2021-12-20", words).speakers(source), ["Liz Truss"]);
    assert_eq!(
        article("2022-10-20", words).speakers(source),
        ["James Cleverly"]
    );
}

#[test]
fn an_apposition_wins_over_the_table() {
    let mut article = article(
        "2021-12-20",
        "Foreign Secretary Anna Example opened the meeting. The British foreign secretary said it went well.",
    );
    assert_eq!(
        article.speakers("The British foreign secretary"),
        ["Anna Example"]
    );
}

#[test]
fn two_speakers_are_two() {
    let mut article = article(
        "2022-01-16",
        "The US and NATO said that they would answer in writing.",
    );
    assert_eq!(
        article.speakers("The US and NATO"),
        ["United States", "NATO"]
    );
}

#[test]
fn officials_without_a_name_speak_for_their_state() {
    let mut article = article(
        "2022-01-16",
        "According to US intelligence officials, the convoy had stopped.",
    );
    assert_eq!(
        article.speakers("US intelligence officials"),
        ["US intelligence officials"]
    );
    let officials = article
        .named("US intelligence officials")
        .expect("officials");
    assert_eq!(officials.kind, EntityType::Unnamed);
    assert_eq!(
        officials.represents.as_ref().map(|r| r.name.as_str()),
        Some("United States")
    );
}

#[test]
fn ministries_and_administrations_are_bodies() {
    let mut article = article(
        "2022-01-16",
        "Ukraine's foreign ministry said so. US President Joe Biden's administration has said nothing.",
    );
    assert_eq!(
        article.speakers("Ukraine's foreign ministry"),
        ["Ukrainian Foreign Ministry"]
    );
    assert_eq!(
        article.speakers("US President Joe Biden's administration"),
        ["Biden administration"]
    );
}

#[test]
fn us_is_no_state_in_lower_case() {
    let article = article("2022-01-16", "They told us to wait, and the US did.");
    let states: Vec<_> = article
        .entities
        .mentions
        .iter()
        .filter(|m| m.kind == MentionKind::Name)
        .collect();
    assert_eq!(states.len(), 1, "{states:?}");
    assert_eq!(article.meant("US"), Some("United States"));
}

#[test]
fn a_slip_of_one_letter_is_the_same_person() {
    let article = article(
        "2022-01-16",
        "Jens Stoltenberg spoke to the press on Monday. Later Mr Stoltenburg left for Oslo.",
    );
    assert_eq!(article.meant("Stoltenburg"), Some("Jens Stoltenberg"));
}

#[test]
fn pronouns_follow_gender() {
    let article = article(
        "2021-12-20",
        "Maria Zakharova met Dmitry Peskov in Moscow. She smiled. He did not.",
    );
    assert_eq!(article.meant("She"), Some("Maria Zakharova"));
    assert_eq!(article.meant("He"), Some("Dmitry Peskov"));
}

#[test]
fn an_adviser_is_not_whom_he_advises() {
    let mut article = article(
        "2021-12-20",
        "Putin's foreign policy adviser Yury Ushakov called it useful.",
    );
    assert_eq!(
        article.speakers("Putin's foreign policy adviser Yury Ushakov"),
        ["Yury Ushakov"]
    );
}

#[test]
fn addressees_need_a_name() {
    let mut article = article(
        "2021-12-20",
        "Vladimir Putin told reporters and told the West to be patient.",
    );
    let (reporters, west) = (article.tokens("reporters"), article.tokens("the West"));
    let (document, text, syntax) = (&article.document, &article.text, &article.syntax);
    assert!(parties(&mut article.entities, document, text, syntax, &reporters).is_empty());
    let found = parties(&mut article.entities, document, text, syntax, &west);
    assert_eq!(article.entities.list[found[0]].name, "Western world");
}

#[test]
fn contents_are_about_those_they_name() {
    let article = article(
        "2021-12-20",
        "Peskov said that Kyiv and NATO must decide, not Russian pundits.",
    );
    let content = article.tokens("Kyiv and NATO must decide, not Russian pundits");
    let names: Vec<&str> = about(&article.entities, &content)
        .into_iter()
        .map(|i| article.entities.list[i].name.as_str())
        .collect();
    assert_eq!(names, ["Ukraine", "NATO"]);
}

#[test]
fn nobody_speaks_without_words() {
    let mut article = article("2021-12-20", "It is said that it rained.");
    let (document, text, syntax) = (&article.document, &article.text, &article.syntax);
    assert!(
        speakers(
            &mut article.entities,
            document,
            text,
            syntax,
            &[],
            None,
            None
        )
        .is_empty()
    );
}
