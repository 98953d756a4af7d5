//! What the layer promises, on sentences of our own.

use crate::document::Document;
use crate::entity::{Entities, EntityType, MentionKind, about, parties, resolve, speakers, spoke};
use crate::extract::engine::Engine;
use crate::syntax::Syntax;
use crate::text;
use crate::text::{Text, TokenId};

struct Article {
    document: Document,
    text: Text,
    syntax: Syntax,
    entities: Entities,
}

/// An article of this day; of no day where `day` is empty.
fn article(day: &str, words: &str) -> Article {
    let document = Document {
        text: words.to_owned(),
        date: day.parse().ok(),
        ..Document::default()
    };
    let text = text::segment(&document);
    let engine = Engine::shipped().expect("the shipped engine");
    let syntax = engine.parser.parse(&document, &text);
    let names = engine.recogniser.names(&text, &syntax);
    let entities = resolve(
        engine.knowledge,
        &engine.resolver,
        &document,
        &text,
        &syntax,
        &names,
    );
    Article {
        document,
        text,
        syntax,
        entities,
    }
}

impl Article {
    /// The tokens of the last occurrence of `words`.
    fn tokens(&self, words: &str) -> Vec<TokenId> {
        let start = self
            .document
            .text
            .rfind(words)
            .expect("words of the article");
        let end = start + words.len();
        let all = self.text.tokens.ids();
        all.filter(|i| {
            let span = self.text.tokens[*i].span;
            span.start < end && start < span.end
        })
        .collect()
    }

    /// Names of those that `words` refer to as the source of a statement.
    fn speakers(&mut self, words: &str) -> Vec<String> {
        self.speakers_after(words, None)
    }

    /// The same, where the person or body called `last` spoke last.
    fn speakers_after(&mut self, words: &str, last: Option<&str>) -> Vec<String> {
        let tokens = self.tokens(words);
        let last = last.and_then(|name| self.entities.list.find(|e| e.name == name));
        let before = tokens
            .first()
            .map_or(TokenId::FIRST, |t| t.saturating_sub(1));
        spoke(&mut self.entities, before, last.as_slice(), &[]);
        let (document, text, syntax) = (&self.document, &self.text, &self.syntax);
        let found = speakers(&mut self.entities, document, text, syntax, &tokens, None);
        found
            .iter()
            .map(|i| self.entities.list[*i].name.clone())
            .collect()
    }

    fn named(&self, name: &str) -> Option<&crate::entity::Entity> {
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
fn addressees_need_no_name() {
    let mut article = article(
        "2021-12-20",
        "Vladimir Putin told reporters and told the West to be patient.",
    );
    let (reporters, west) = (article.tokens("reporters"), article.tokens("the West"));
    let (document, text, syntax) = (&article.document, &article.text, &article.syntax);
    let unnamed = parties(&mut article.entities, document, text, syntax, &reporters);
    assert_eq!(article.entities.list[unnamed[0]].name, "reporters");
    assert_eq!(article.entities.list[unnamed[0]].kind, EntityType::Unnamed);
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
    assert!(speakers(&mut article.entities, document, text, syntax, &[], None).is_empty());
}

/// One row a case: the article's day, its words, the source, and who it refers to.
fn check(rows: &[(&str, &str, &str, &[&str])]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(day, words, source, expected)| {
            let found = article(day, words).speakers(source);
            (found != *expected)
                .then(|| format!("{source}: {found:?}, not {expected:?}\n  in: {words}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn titles_are_no_part_of_a_name() {
    check(&[
        (
            "",
            "Councillor Ivo Marek said the bridge was safe.",
            "Councillor Ivo Marek",
            &["Ivo Marek"],
        ),
        (
            "",
            "Geologist Laura Bendix warned of a slide.",
            "Geologist Laura Bendix",
            &["Laura Bendix"],
        ),
        (
            "",
            "Toxicologist Henry Adler said so.",
            "Toxicologist Henry Adler",
            &["Henry Adler"],
        ),
        (
            "",
            "Governor Okonjo told reporters to wait.",
            "Governor Okonjo",
            &["Okonjo"],
        ),
        (
            "",
            "The plan is sound, Engineer Paul Danner said.",
            "Engineer Paul Danner",
            &["Paul Danner"],
        ),
    ]);
}

#[test]
fn a_name_wins_over_the_description_beside_it() {
    check(&[
        (
            "2021-12-20",
            "Anna Quill spoke first. Her counterpart, Russian Deputy Foreign Minister Sergei Ryabkov, agreed.",
            "Her counterpart, Russian Deputy Foreign Minister Sergei Ryabkov,",
            &["Sergei Ryabkov"],
        ),
        (
            "",
            "The head of the observer mission, Dame Judith Harlow, praised the clerks.",
            "The head of the observer mission, Dame Judith Harlow,",
            &["Judith Harlow"],
        ),
        (
            "",
            "The port authority kept silent. Its spokesman, Peter \"Rusty\" Lindgren, said it was closed.",
            "Its spokesman, Peter \"Rusty\" Lindgren,",
            &["Peter Lindgren"],
        ),
        (
            "",
            "Norway's envoy to the talks, Ingrid Solberg, said that nobody had moved.",
            "Norway's envoy to the talks, Ingrid Solberg,",
            &["Ingrid Solberg"],
        ),
    ]);
}

#[test]
fn a_broken_source_is_read_as_one() {
    let mut article = article(
        "",
        "Norway's envoy to the talks, Ingrid Solberg, said that nobody had moved.",
    );
    let mut tokens = article.tokens("Norway's envoy");
    tokens.extend(article.tokens("Ingrid Solberg"));
    let (document, text, syntax) = (&article.document, &article.text, &article.syntax);
    let found = speakers(&mut article.entities, document, text, syntax, &tokens, None);
    assert_eq!(article.entities.list[found[0]].name, "Ingrid Solberg");
    let represents = article.entities.list[found[0]].represents.as_ref();
    assert_eq!(represents.map(|r| r.name.as_str()), Some("Norway"));
}

#[test]
fn an_indefinite_description_is_nobody_named_within_it() {
    let words = "In Washington a senior official of the Biden administration said no date was set. US President Joe Biden rested.";
    let mut article = article("2021-12-20", words);
    let source = "a senior official of the Biden administration";
    assert_eq!(
        article.speakers(source),
        ["senior official of the Biden administration"]
    );
    let official = article
        .named("senior official of the Biden administration")
        .expect("official");
    assert_eq!(official.kind, EntityType::Unnamed);
    assert_eq!(
        official.represents.as_ref().map(|r| r.name.as_str()),
        Some("Biden administration")
    );
}

#[test]
fn without_a_date_the_article_tells_the_holder() {
    let words =
        "Dmitry Peskov was late. Maria Zakharova was not. The Kremlin spokesman said he was sorry.";
    check(&[
        ("", words, "The Kremlin spokesman", &["Dmitry Peskov"]),
        (
            "2021-12-20",
            words,
            "The Kremlin spokesman",
            &["Dmitry Peskov"],
        ),
        (
            "",
            "Russia will talk in January, its foreign minister says. Sergei Lavrov told a channel so.",
            "its foreign minister",
            &["Sergei Lavrov"],
        ),
        (
            "",
            "The note came from Alexander Grushko. The deputy foreign minister promised an answer.",
            "The deputy foreign minister",
            &["Alexander Grushko"],
        ),
        (
            "2022-01-26",
            "Antony Blinken showed the paper. The US secretary of state says that it repeats the offer.",
            "The US secretary of state",
            &["Antony Blinken"],
        ),
    ]);
}

#[test]
fn two_spellings_of_a_name_are_one_person() {
    for words in [
        "Alexander Grushko arrived in Moscow on Monday.",
        "Aleksandr Grushko came to Moscow.",
    ] {
        let article = article("2022-01-14", words);
        let grushko = article.named("Alexander Grushko").expect("Grushko");
        assert_eq!(grushko.id, "Q3658303");
        assert_eq!(
            grushko.represents.as_ref().map(|r| r.name.as_str()),
            Some("Russia")
        );
    }
}

#[test]
fn heads_of_organisations_speak_for_them() {
    let words = "Jens Stoltenberg was in Oslo. The secretary general of NATO said it rained.";
    for day in ["2021-12-20", ""] {
        let mut article = article(day, words);
        assert_eq!(
            article.speakers("The secretary general of NATO"),
            ["Jens Stoltenberg"],
            "{day}"
        );
    }
    let article = article("2021-12-20", words);
    let stoltenberg = article.named("Jens Stoltenberg").expect("Stoltenberg");
    assert_eq!(stoltenberg.roles[0].of.as_deref(), Some("NATO"));
    assert_eq!(
        stoltenberg.represents.as_ref().map(|r| r.name.as_str()),
        Some("NATO")
    );
}

#[test]
fn a_source_cut_short_is_read_with_what_stands_before() {
    check(&[
        (
            "2021-12-16",
            "It rained.\n\nIt rained.\n\nUK PM warns of floods\n\nIt rained.",
            "PM",
            &["Boris Johnson"],
        ),
        (
            "2022-01-16",
            "Russian Permanent Representative to the Organization for Security and Co-operation in Europe (OSCE), Alexander Lukashevich, agreed.",
            "operation in Europe (OSCE), Alexander Lukashevich,",
            &["Alexander Lukashevich"],
        ),
        (
            "",
            "The port lay still. Rosa Kern slept. The authority warned of delays.",
            "The authority",
            &["authority"],
        ),
    ]);
}

#[test]
fn the_diplomat_is_who_spoke_last() {
    let words = "Russia's envoy, Alexander Lukashevich, shrugged. Sergei Lavrov had called. The Russian diplomat said it was late.";
    let mut article = article("2022-01-14", words);
    let found = article.speakers_after("The Russian diplomat", Some("Alexander Lukashevich"));
    assert_eq!(found, ["Alexander Lukashevich"]);
}

#[test]
fn both_are_the_two_whom_a_sentence_joins() {
    check(&[
        (
            "2022-01-10",
            "The United States and Russia ended a day of talks on Ukraine and European security. Both sides said they would go on.",
            "Both sides",
            &["United States", "Russia"],
        ),
        (
            "2022-02-08",
            "Emmanuel Macron and Olaf Scholz dined in Berlin. The two leaders called for calm.",
            "The two leaders",
            &["Emmanuel Macron", "Olaf Scholz"],
        ),
        (
            "2022-02-08",
            "China will hold talks with India in May. The two countries said trade came first.",
            "The two countries",
            &["China", "India"],
        ),
        (
            "2022-02-08",
            "The drafts would bar NATO from admitting Ukraine. Both sides would promise to stay calm.",
            "Both sides",
            &["both sides"],
        ),
        (
            "2022-02-08",
            "China, India and Brazil signed the pact. Both sides said it was fair.",
            "Both sides",
            &["both sides"],
        ),
    ]);
}

#[test]
fn a_noun_means_the_organisation_that_it_fits() {
    check(&[
        (
            "",
            "Baltic Ferries raised its fares on Tuesday. The company said fuel had doubled in price.",
            "The company",
            &["Baltic Ferries"],
        ),
        (
            "2022-02-01",
            "The Polish Foreign Ministry summoned the envoy. The ministry said the flight was no accident.",
            "The ministry",
            &["Polish Foreign Ministry"],
        ),
        (
            "2022-02-01",
            "It was snowing, the TASS news agency said.",
            "the TASS news agency",
            &["TASS"],
        ),
        (
            "2022-02-01",
            "The harbour was empty. The company said it was a holiday.",
            "The company",
            &["company"],
        ),
    ]);
}

#[test]
fn those_who_speak_together_are_several() {
    check(&[
        (
            "",
            "“We did it,” said Clara Nunez and Viktor Lund.",
            "Clara Nunez and Viktor Lund",
            &["Clara Nunez", "Viktor Lund"],
        ),
        (
            "2022-01-12",
            "The US as well as NATO rejected it.",
            "The US as well as NATO",
            &["United States", "NATO"],
        ),
        (
            "2022-01-12",
            "Poland, along with Estonia, called for more troops.",
            "Poland, along with Estonia,",
            &["Poland", "Estonia"],
        ),
        (
            "2022-01-12",
            "France together with Germany asked for time.",
            "France together with Germany",
            &["France", "Germany"],
        ),
        (
            "2022-01-12",
            "Lithuania, Latvia and Poland agreed.",
            "Lithuania, Latvia and Poland",
            &["Lithuania", "Latvia", "Poland"],
        ),
    ]);
}

#[test]
fn labels_and_days_are_no_part_of_a_name() {
    check(&[
        (
            "",
            "The Meadow Tenants' League today welcomed the vote.",
            "The Meadow Tenants' League",
            &["Meadow Tenants' League"],
        ),
        (
            "",
            "KELLER: Amina Yusuf, the chemist, has warned of a leak.",
            "KELLER: Amina Yusuf, the chemist,",
            &["Amina Yusuf"],
        ),
    ]);
}

#[test]
fn turns_of_a_transcript_have_speakers() {
    let words = "Amina Yusuf joins us.\n\nKELLER: Was it a leak?\n\nYUSUF: It was. I told them so.";
    check(&[
        ("", words, "KELLER", &["Keller"]),
        ("", words, "YUSUF", &["Amina Yusuf"]),
        ("", words, "I", &["Amina Yusuf"]),
    ]);
}

#[test]
fn when_is_no_part_of_who() {
    check(&[(
        "",
        "A group of doctors in 2015 asked for it.",
        "A group of doctors in 2015",
        &["group of doctors"],
    )]);
}

#[test]
fn sides_are_their_states() {
    let words = "Wendy Sherman said that the American side had proposed limits, and the Russian side had not answered.";
    check(&[
        ("2022-01-10", words, "the American side", &["United States"]),
        ("2022-01-10", words, "the Russian side", &["Russia"]),
    ]);
    let article = article("2022-01-10", words);
    let content = article
        .tokens("the American side had proposed limits, and the Russian side had not answered");
    let names: Vec<&str> = about(&article.entities, &content)
        .into_iter()
        .map(|i| article.entities.list[i].name.as_str())
        .collect();
    assert_eq!(names, ["United States", "Russia"]);
}

#[test]
fn relative_pronouns_stand_for_the_noun_before() {
    check(&[
        (
            "",
            "Petra Holm, who had warned of the flood, was proved right.",
            "who",
            &["Petra Holm"],
        ),
        (
            "2022-01-10",
            "The letter angered NATO, which said that its door was open.",
            "which",
            &["NATO"],
        ),
        (
            "",
            "Officials who asked not to be named said little.",
            "who",
            &["officials"],
        ),
    ]);
}

#[test]
fn spellings_of_a_name_that_no_table_holds_have_one_id() {
    let id = |words: &str| {
        let article = article("2022-01-10", words);
        let person = article.entities.list.into_iter().next();
        person.map(|p| (p.id, p.name))
    };
    let one = id("Aleksey Brandvold said the pier was safe.").expect("a person");
    let other = id("Alexei Brandvold said the pier was not safe.").expect("a person");
    assert_eq!(one.0, "person:alexei-brandvold");
    assert_eq!(one.0, other.0);
    assert_eq!(one.1, "Aleksey Brandvold", "the name as it is written");
}
