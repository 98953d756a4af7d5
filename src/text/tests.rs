//! Tests of splitting text.

use super::*;
use std::path::PathBuf;

fn document(text: &str) -> Document {
    Document {
        text: text.to_owned(),
        ..Document::default()
    }
}

fn markdown(text: &str) -> Document {
    Document {
        path: Some(PathBuf::from("article.md")),
        ..document(text)
    }
}

/// The tokens of a text, separated by spaces.
fn tokens(text: &str) -> String {
    words_of(&document(text))
}

fn words_of(document: &Document) -> String {
    let text = segment(document);
    let words: Vec<&str> = text
        .tokens
        .ids()
        .map(|token| text.word(document, token))
        .collect();
    words.join(" ")
}

fn sentences(text: &str) -> Vec<&str> {
    let found = segment(&document(text)).sentences;
    found
        .iter()
        .map(|sentence| sentence.span.of(text))
        .collect()
}

/// The quotations of a text; `~` in front of those that are not speech, `…` after unclosed ones.
fn quotations(text: &str) -> Vec<String> {
    let found = segment(&document(text));
    let show = |quotation: &Quotation| {
        format!(
            "{}{}{}",
            if quotation.speech { "" } else { "~" },
            found.span(quotation.tokens.clone()).of(text),
            if quotation.closed { "" } else { "…" },
        )
    };
    found.quotations.iter().map(show).collect()
}

fn kinds(text: &str) -> String {
    segment(&document(text))
        .paragraphs
        .iter()
        .map(|paragraph| match paragraph.kind {
            ParagraphKind::Headline => 'H',
            ParagraphKind::Body => 'B',
            ParagraphKind::Furniture => 'F',
        })
        .collect()
}

#[test]
fn words_are_split_as_in_the_treebank() {
    for (text, expected) in [
        (
            "They don't, can't and won't.",
            "They do n't , ca n't and wo n't .",
        ),
        ("He’s sure we’d’ve gone.", "He ’s sure we ’d ’ve gone ."),
        (
            "Russia's and the ministers' plan",
            "Russia 's and the ministers ' plan",
        ),
        ("I cannot; I'm gonna.", "I can not ; I 'm gon na ."),
        ("The U.S. and the U.N.", "The U.S. and the U.N."),
        ("Mr. Lee met Lt. Gen. Kim", "Mr. Lee met Lt . Gen. Kim"),
        (
            "It cost $5m, not US$3.5bn or €10.",
            "It cost $ 5 m , not US$ 3.5bn or € 10 .",
        ),
        (
            "a 25-year-old, state-run firm",
            "a 25 - year - old , state - run firm",
        ),
        ("Wait... what?!", "Wait ... what ? !"),
        ("Rise of 4.5% (1,000 more)", "Rise of 4.5 % ( 1,000 more )"),
        (
            "Talks—so far—and and/or 9/11",
            "Talks — so far — and and / or 9/11",
        ),
        ("at 8pm or 10 a.m. today", "at 8 pm or 10 a.m. today"),
        (
            "See https://example.org/a?b=c.",
            "See https://example.org/a?b=c .",
        ),
        ("Write to desk@example.org.", "Write to desk@example.org ."),
        ("@desk said #peace", "@desk said # peace"),
        (
            "Sen. Lee (D-N.Y.), R-Ky., spoke",
            "Sen. Lee ( D - N.Y. ) , R - Ky. , spoke",
        ),
        (
            "''We go,'' he said -- twice.",
            "'' We go , '' he said -- twice .",
        ),
        ("talks.The end", "talks . The end"),
        ("俄罗斯说。是", "俄 罗 斯 说 。 是"),
        ("a\u{00A0}b\u{200B}c", "a b c"),
    ] {
        assert_eq!(tokens(text), expected, "{text}");
    }
}

#[test]
fn a_full_stop_is_not_always_the_end() {
    for one in [
        "The U.S. President met Gen. Mark Milley of the U.S. Army in Washington.",
        "Mr. Smith, Mrs. J. K. Jones and Dr. Lee met on Jan. 10 at 5 p.m. Monday.",
        "Article No. 5 and Art. 3 were cited in Feb. 2022 by Lt. Col. Brown.",
        "“Why?” asked Smith.",
        "“We will go!” he said.",
        "“Why now?” Foreign Minister Lee asked.",
        "\"Is it over?\" Ms. Lee said on Monday.",
        "He said the talks (which began in May.) Were over.",
        "“We met them ... They agreed ... We are ready,” she said.",
        "“They refused . . . We waited for years,” he said.",
        "Sen. Tom Hall Jr. (R-Utah) spoke in Tampa, Fla. (Reuters) on Monday.",
        "Bank Expects Growth in U.S. And Europe to Slow",
        "Shares of Yahoo! Inc. rose.",
        "Growth was 4.5 percent, or $3.2 billion.",
        "He works for Acme Inc. and lives in Calif. with J. Doe.",
        "They met (at long last!) in Geneva.",
        "iPhone sales fell, e.g. in the U.K. and the E.U.",
        "1. First point of the plan.",
        "Smith et al. wrote it.",
        "Sgt. Pepper vs. Maj. Tom was a tie.",
    ] {
        assert_eq!(sentences(one), [one]);
    }
}

#[test]
fn sentences_end_where_they_end() {
    for (text, parts) in [
        ("He left. She stayed.", vec!["He left.", "She stayed."]),
        (
            "He went to the U.S. The talks failed.",
            vec!["He went to the U.S.", "The talks failed."],
        ),
        (
            "It ended at 5 p.m. Police came.",
            vec!["It ended at 5 p.m.", "Police came."],
        ),
        ("“We go.” She left.", vec!["“We go.”", "She left."]),
        (
            "He asked, “Why?” Nobody knew.",
            vec!["He asked, “Why?”", "Nobody knew."],
        ),
        (
            "He said \"no.\" \"Yes,\" she said.",
            vec!["He said \"no.\"", "\"Yes,\" she said."],
        ),
        (
            "(They met. He left.) She stayed.",
            vec!["(They met.", "He left.)", "She stayed."],
        ),
        ("He said no. Five left.", vec!["He said no.", "Five left."]),
        (
            "In 2015. 20 people left.",
            vec!["In 2015.", "20 people left."],
        ),
        (
            "He stopped... She went on.",
            vec!["He stopped...", "She went on."],
        ),
        (
            "“It failed. ... He left. . . . She stayed,” he said.",
            vec!["“It failed. ...", "He left. . . .", "She stayed,” he said."],
        ),
        (
            "He said:\"We go.\"She left.",
            vec!["He said:\"We go.\"", "She left."],
        ),
        ("talks.The end", vec!["talks.", "The end"]),
        ("他说。我们去！", vec!["他说。", "我们去！"]),
        ("قال نعم؟ ثم ذهب.", vec!["قال نعم؟", "ثم ذهب."]),
        ("वह गया। वह आया।", vec!["वह गया।", "वह आया।"]),
        ("One line\nAnother line", vec!["One line", "Another line"]),
        (
            "We did what?! They left!! Now.",
            vec!["We did what?!", "They left!!", "Now."],
        ),
    ] {
        assert_eq!(sentences(text), parts, "{text}");
    }
}

#[test]
fn an_endless_sentence_is_split_at_a_sensible_place() {
    let text = format!(
        "{}, {}.",
        "word ".repeat(250).trim(),
        "word ".repeat(250).trim()
    );
    let found = sentences(&text);
    assert_eq!(found.len(), 2);
    assert!(
        found[0].ends_with("word,"),
        "{}",
        &found[0][found[0].len() - 20..]
    );
    let endless = "word ".repeat(100_000);
    let text = segment(&document(&endless));
    assert!(text.sentences.iter().all(|s| s.tokens.len() <= 301));
}

#[test]
fn quotations_of_every_shape() {
    for (text, expected) in [
        (
            "He said “we will go” and \"we stay\".",
            vec!["“we will go”", "\"we stay\""],
        ),
        ("UK warns of ‘grave results’", vec!["‘grave results’"]),
        ("UK warns of 'grave results'", vec!["'grave results'"]),
        ("It's the ministers' plan and don't 'em the '90s.", vec![]),
        (
            "The ministers' plan, 'a sham' for Lee, isn't his.",
            vec!["'a sham'"],
        ),
        (
            "He called it 'the ministers' own plan' twice.",
            vec!["'the ministers' own plan'"],
        ),
        ("« Nous irons », dit-il.", vec!["« Nous irons »"]),
        ("„Wir gehen hin“, sagte er.", vec!["„Wir gehen hin“"]),
        ("»Wir gehen hin«, sagte er.", vec!["»Wir gehen hin«"]),
        ("”Vi går dit”, sa han.", vec!["”Vi går dit”"]),
        ("''We will go,'' he said.", vec!["''We will go,''"]),
        (
            "“He told me ‘never again’ twice,” she said.",
            vec!["“He told me ‘never again’ twice,”"],
        ),
        (
            "“He said “go away” to me,” she said.",
            vec!["“He said “go away” to me,”"],
        ),
        (
            "‘He said “go away” to me,’ she said.",
            vec!["‘He said “go away” to me,’"],
        ),
        ("“We will go", vec!["“We will go…"]),
        ("James “Mad Dog” Mattis left.", vec!["~“Mad Dog”"]),
        ("The “experts” left.", vec!["~“experts”"]),
        ("She read “War and Peace” there.", vec!["~“War and Peace”"]),
        ("“No,” he said. “Why?”", vec!["“No,”", "“Why?”"]),
        (
            "\"We go,” he said. “They \"may\" stay,\" she said.",
            vec!["\"We go,”", "“They \"may\" stay,\""],
        ),
        (
            "\"He said “no” to me,\" she said.",
            vec!["\"He said “no” to me,\""],
        ),
        ("They chanted “USA WINS NOW” twice.", vec!["“USA WINS NOW”"]),
        ("A 6'2\" man left.", vec![]),
    ] {
        assert_eq!(quotations(text), expected, "{text}");
    }
}

#[test]
fn a_quotation_continues_in_the_next_paragraph() {
    let text = "“We will go.\n“We will stay,” he said.\n\n\"One.\n\n\"Two.\n\n\"Three,\" she said.";
    let found = segment(&document(text)).quotations;
    let continues: Vec<_> = found.iter().map(|q| (q.continues, q.closed)).collect();
    assert_eq!(
        continues,
        [
            (None, false),
            (Some(0), true),
            (None, false),
            (Some(2), false),
            (Some(3), true)
        ]
    );
}

#[test]
fn tokens_know_whether_they_are_inside_quotation_marks() {
    let document = document("He said: “We ‘may’ go.” Then left.");
    let text = segment(&document);
    let states: String = text
        .tokens
        .iter()
        .map(|token| match token.quote {
            QuoteState::Outside => '.',
            QuoteState::Open => '<',
            QuoteState::Inside => '-',
            QuoteState::Close => '>',
        })
        .collect();
    assert_eq!(states, "...<------>...");
}

#[test]
fn page_furniture_is_not_a_sentence() {
    let text = "News / Russia\nUK warns Russia of action\nThe minister spoke on Monday. (IMAGE: AP)\n\
        SHARE THIS ARTICLE\nThe talks go on. [With inputs from agencies]\n(With inputs from ANI)\n\
        www.example.org\nRead more: Talks fail\nComments are closed.\nMore News App";
    assert_eq!(kinds(text), "FHBFBFFFFF");
    assert_eq!(
        sentences(text),
        [
            "UK warns Russia of action",
            "The minister spoke on Monday.",
            "The talks go on."
        ]
    );
}

#[test]
fn words_like_furniture_in_running_text_stay() {
    for text in [
        "Share prices fell on Monday, the minister said.",
        "“Follow the money,” he said (and many agreed).",
        "The image of the state suffered (he said on Monday).",
    ] {
        assert_eq!(sentences(text), [text]);
    }
}

#[test]
fn the_date_before_an_article_is_not_part_of_it() {
    let text = " date 2021-12-16 Talks were held on Monday.";
    assert_eq!(sentences(text), ["Talks were held on Monday."]);
    let text = "---\ntitle: A\ndate: 2021-12-16\n---\nTalks were held.";
    assert_eq!(sentences(text), ["Talks were held."]);
}

#[test]
fn markdown_marks_are_not_words() {
    let text = "# Talks **fail**\n\nThe [minister](https://example.org/a_(b)) *said* that\n\
        `nothing` was __agreed__ on snake_case.\n\n- one point.\n2. two points\n\n\
        ![A picture](x.png)\n\n> “We go,”\n> he said.\n\n```\nlet x = 1;\n```\n\n---\n\nEnd\n===\n";
    assert_eq!(
        words_of(&markdown(text)),
        "Talks fail The minister said that nothing was agreed on snake_case . one point . \
         two points “ We go , ” he said . End"
    );
    assert_eq!(
        segment(&markdown(text)).quotations.len(),
        1,
        "a block quote's mark hides no quotation mark"
    );
}

#[test]
fn lines_wrapped_by_hand_are_one_paragraph() {
    let text = "The foreign minister said on Monday that the\ntalks would go on until a solution was\n\
        found. He did not say when.\n\nThe president, who met him in the\nafternoon, agreed.";
    assert_eq!(segment(&document(text)).paragraphs.len(), 2);
    assert_eq!(sentences(text).len(), 3);
}

#[test]
fn headlines_are_distinguished_from_text() {
    assert_eq!(
        kinds("Talks Fail in Geneva.\nThe talks failed on Monday.\nA new start\nThey met."),
        "HBHB"
    );
}

#[test]
fn lists_tables_and_transcripts_are_not_headlines() {
    assert_eq!(
        kinds("SMITH: Do you agree?\nLEE: I do.\n- a point\n| a | b |\n* b"),
        "BBBBB"
    );
}

#[test]
fn emphasis_around_a_quotation_hides_no_mark() {
    let document = markdown("*\"We go,\"* he said. \"**Never**,\" she said. **\"No\"** twice.");
    let text = segment(&document);
    let closed: Vec<bool> = text.quotations.iter().map(|q| q.closed).collect();
    assert_eq!(closed, [true, true, true]);
    assert_eq!(text.sentences.len(), 3);
}

#[test]
fn html_in_markdown_is_not_a_word() {
    let document = markdown("The <b>minister</b> <img src='x.png'> said 1 < 2 > 0.\n\n![A](b.png)");
    assert_eq!(words_of(&document), "The minister said 1 < 2 > 0 .");
    assert_eq!(
        segment(&document).paragraphs[1].kind,
        ParagraphKind::Furniture
    );
}

/// A small random number generator (xorshift), so that every run of the test is the same.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap_or(0)
    }
}

const PIECES: &[&str] = &[
    "\"",
    "'",
    "''",
    "“",
    "”",
    "‘",
    "’",
    "«",
    "»",
    "„",
    "(",
    ")",
    "[",
    "]",
    "](",
    "*",
    "**",
    "_",
    "`",
    "```",
    "~~~",
    "#",
    "# ",
    "> ",
    "- ",
    "---",
    "1. ",
    ".",
    "..",
    "...",
    "…",
    "!",
    "?",
    "。",
    "،",
    ",",
    ";",
    ":",
    "/",
    "-",
    "--",
    "—",
    "\n",
    "\n\n",
    "\r\n",
    " ",
    " ",
    " ",
    "\t",
    "\u{00A0}",
    "\u{200B}",
    "\u{FEFF}",
    "\u{FFFD}",
    "\u{0301}",
    "é",
    "ß",
    "İ",
    "俄",
    "🙂",
    "𝔘",
    "a",
    "I",
    "He",
    "said",
    "U.S.",
    "Mr.",
    "No.",
    "5",
    "$",
    "%",
    "p.m.",
    "don't",
    "can",
    "not",
    "www.",
    "http://",
    "@",
    "x@y.org",
    "(IMAGE: AP)",
    "Share",
    "date 2021-12-16",
    "\\",
    "|",
    "<b>",
    "\u{0}",
    "s'",
    "90s",
    "US$",
    "km",
];

#[test]
fn any_text_is_split_without_gaps() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    for _ in 0..20_000 {
        let length = 1 + numbers.below(24);
        let text: String = (0..length)
            .map(|_| PIECES[numbers.below(PIECES.len())])
            .collect();
        let plain = document(&text);
        let cut = check(&plain);
        check_words(&plain.text, &cut);
        check(&markdown(&text));
    }
}

/// Checks the invariants of a split text.
fn check(document: &Document) -> Text {
    let source = &document.text;
    let text = segment(document);
    let mut end = 0;
    for token in &text.tokens {
        let word = source.get(token.span.start..token.span.end);
        assert!(word.is_some_and(|word| !word.is_empty()), "{source:?}");
        assert!(
            !word.unwrap_or(" ").contains(char::is_whitespace),
            "{source:?}"
        );
        assert!(end <= token.span.start, "{source:?}");
        end = token.span.end;
    }
    let mut next = TokenId::FIRST;
    for (number, sentence) in text.sentences.iter().enumerate() {
        assert_eq!(sentence.tokens.start, next, "{source:?}");
        assert!(!sentence.tokens.is_empty(), "{source:?}");
        next = sentence.tokens.end;
        let paragraph = &text.paragraphs[sentence.paragraph];
        assert!(paragraph.sentences.contains(&number), "{source:?}");
        assert!(paragraph.span.start <= sentence.span.start, "{source:?}");
        assert!(sentence.span.end <= paragraph.span.end, "{source:?}");
        let tokens = &text.tokens[sentence.tokens.clone()];
        assert!(tokens.iter().all(|token| token.sentence == number));
    }
    assert_eq!(next, text.tokens.end(), "{source:?}");
    let mut start = TokenId::FIRST;
    for (number, quotation) in text.quotations.iter().enumerate() {
        assert!(start <= quotation.tokens.start, "{source:?}");
        assert!(!quotation.tokens.is_empty(), "{source:?}");
        assert!(quotation.tokens.end <= text.tokens.end(), "{source:?}");
        assert!(quotation.continues.is_none_or(|earlier| earlier < number));
        start = quotation.tokens.end;
    }
    let mut end = 0;
    for paragraph in &text.paragraphs {
        assert!(end <= paragraph.span.start, "{source:?}");
        assert!(
            source
                .get(paragraph.span.start..paragraph.span.end)
                .is_some()
        );
        end = paragraph.span.end;
    }
    text
}

/// Checks that no word of a text without markup is lost within a sentence.
fn check_words(source: &str, text: &Text) {
    if source.contains("](") || source.contains("**") || source.contains('>') {
        return;
    }
    for sentence in &text.sentences {
        let tokens = &text.tokens[sentence.tokens.clone()];
        let words: usize = tokens.iter().map(|t| t.span.end - t.span.start).sum();
        let all: usize = sentence
            .span
            .of(source)
            .chars()
            .filter(|&c| !characters::is_space(c))
            .map(char::len_utf8)
            .sum();
        assert_eq!(words, all, "{source:?}");
    }
}

#[test]
fn datelines_are_sentences_of_their_own() {
    let dateline = |text: &str| {
        let document = document(text);
        let split = segment(&document);
        let filed = split.sentences.iter().find(|s| s.dateline);
        filed.map(|s| s.span.of(text).to_owned())
    };
    for filed in [
        "WASHINGTON —",
        "MEXICO CITY, Nov. 3 (Agency) -",
        "Kyiv, 3 May (Agency) –",
        "MOSCOW:",
        "ALMA, Kan. (AP) —",
        "BRUSSELS, 24 January 2022 -",
        "Springfield (dpa) -",
        "LONDON/PARIS (Agency) --",
    ] {
        let text = format!("{filed} The wells were full again.");
        assert_eq!(dateline(&text).as_deref(), Some(filed), "{text}");
    }
    for text in [
        "SMITH: The wells were full again.",
        "Rep. Ana Ruiz (R-Ut.): The wells were full again.",
        "Macron – speaking in Lyon – said the wells were full.",
        "The World Health Organization (WHO) — Geneva's pride — said so.",
        "UN - The wells were full again.",
        "Twenty-four wells were full again.",
        "Washington — long dry — has a well.",
    ] {
        assert_eq!(dateline(text), None, "{text}");
    }
}
