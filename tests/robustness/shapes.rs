//! Texts of every shape that once cost more than its share, or that might: each as long as wanted.
//!
//! The work of reading a text must grow as the text does, whatever stands in it. `.ci/linear` counts it
//! for each shape of this list; the tests beside it read them all for panics and spans.

use std::fmt::Write;
use std::path::Path;

/// A way to write a text of any length.
pub struct Shape {
    /// What a report calls it.
    pub name: &'static str,
    /// The piece of this number; the text is one piece after the other.
    piece: fn(usize) -> String,
    /// What stands before the first piece.
    opening: &'static str,
}

impl Shape {
    /// The text of at least so many bytes, with no more than a piece beyond them.
    pub fn text(&self, bytes: usize) -> String {
        let mut text = String::with_capacity(bytes + 256);
        text.push_str(self.opening);
        for i in 0.. {
            if text.len() >= bytes {
                break;
            }
            text.push_str(&(self.piece)(i));
        }
        text
    }
}

/// All shapes.
pub fn all() -> Vec<Shape> {
    let mut shapes = Vec::new();
    for (name, opening, piece) in REPEATED {
        shapes.push(Shape {
            name,
            piece: *piece,
            opening,
        });
    }
    shapes
}

/// The shape of this name.
pub fn named(name: &str) -> Option<Shape> {
    all().into_iter().find(|shape| shape.name == name)
}

type Piece = fn(usize) -> String;

/// Name, opening, pieces.
const REPEATED: &[(&str, &str, Piece)] = &[
    // Cues without end.
    ("he-said", "", |_| "he said ".into()),
    ("he-said-that", "", |_| "he said that ".into()),
    ("neither-nor", "", |_| "neither he nor she said ".into()),
    ("he-said-lines", "", |_| "he said\n".into()),
    ("he-said-paragraphs", "", |_| "He said.\n\n".into()),
    ("he-said-commas", "", |_| "he said, ".into()),
    ("he-said-sentences", "", |_| "He said it was so. ".into()),
    ("said", "", |_| "said ".into()),
    ("said-to-chain", "", |i| format!("{} said to ", given(i))),
    ("told-chain", "", |i| format!("{} told ", full(i))),
    ("according-to", "", |_| "according to ".into()),
    ("according-to-names", "", |i| {
        format!("according to {}, ", full(i))
    }),
    ("reported-nest", "", |i| format!("{} said that ", full(i))),
    ("verbs-of-saying", "", |i| {
        let verbs = [
            "warned that",
            "denied that",
            "told her that",
            "asked whether",
            "insisted",
            "added",
        ];
        format!("the minister {} ", verbs[i % verbs.len()])
    }),
    ("said-and-added", "The minister said it was late", |_| {
        " and added that it was late".into()
    }),
    ("adding-that", "The minister said it was late", |_| {
        ", adding that it was late".into()
    }),
    ("did-not-say", "", |_| {
        "he did not say that she had not said ".into()
    }),
    ("was-told-by", "", |i| format!("{} was told by ", full(i))),
    ("who-said", "The man", |_| ", who said he knew a man".into()),
    ("asked-if", "", |_| {
        "Asked if he would go, he said he would. ".into()
    }),
    ("clauses-without-stops", "", |_| {
        "the mayor warned that the bridge would close and the river rose again ".into()
    }),
    // Names.
    ("distinct-names", "", |i| format!("{} ", full(i))),
    ("distinct-names-lines", "", |i| format!("{}\n", full(i))),
    ("distinct-names-paragraphs", "", |i| {
        format!("{}\n\n", full(i))
    }),
    ("distinct-surnames-said", "", |i| {
        format!("{} said it rained. ", surname(i))
    }),
    ("distinct-speakers", "", |i| {
        format!("{} said the harbour was closed. ", full(i))
    }),
    ("distinct-speakers-paragraphs", "", |i| {
        format!("{} said the harbour was closed.\n\n", full(i))
    }),
    ("full-then-short", "", |i| {
        format!(
            "{} left on Monday. {} said it was time.\n\n",
            full(i),
            surname(i)
        )
    }),
    ("one-surname", "", |i| {
        format!("{} Smith said the harbour was closed. ", given(i))
    }),
    ("one-given-name", "", |i| {
        format!("John {} said the harbour was closed. ", surname(i))
    }),
    ("one-person", "", |_| {
        "Anna Berg said the harbour was closed. Berg left.\n\n".into()
    }),
    ("possessives", "", |_| "Putin's ".into()),
    ("possessives-of-many", "", |i| format!("{}'s ", surname(i))),
    ("two-surnames", "", |_| "Smith\n\nJones\n\n".into()),
    ("joint-speakers", "", |i| {
        format!(
            "{}, {}, {} and {} said they agreed. ",
            full(i),
            full(i + 7),
            full(i + 13),
            full(i + 29)
        )
    }),
    ("names-in-a-list", "", |i| format!("{}, ", full(i))),
    ("names-with-and", "", |i| format!("{} and ", full(i))),
    ("initials", "", |i| {
        format!("{}. {}. {} ", letter(i), letter(i / 26), surname(i))
    }),
    ("middle-initials", "", |i| {
        format!("John {}. {} said no. ", letter(i), surname(i))
    }),
    ("slips-of-the-pen", "", |i| {
        format!(
            "Anna Lindstr{}m said no. Lindst{}om left. ",
            small(i),
            small(i / 26)
        )
    }),
    ("titles", "", |_| "Mr Mrs Dr President ".into()),
    ("titled-people", "", |i| {
        format!("President {} said no. Mr {} left. ", full(i), surname(i))
    }),
    ("descriptions", "", |_| "the minister of ".into()),
    ("descriptions-that-speak", "", |_| {
        "The minister said no. The president of the company said yes. ".into()
    }),
    ("ministers-of-many", "", |i| {
        format!(
            "{}, the minister of trade, said no. The minister left. ",
            full(i)
        )
    }),
    ("unknown-organisations", "", |i| {
        format!(
            "The {} {} Council said the harbour was closed. ",
            surname(i),
            surname(i + 1)
        )
    }),
    ("defined-abbreviations", "", |i| {
        format!(
            "The {0} {1} Agency ({2}{3}A) said no. The {2}{3}A left. ",
            surname(i),
            surname(i + 3),
            capital(&surname(i)),
            capital(&surname(i + 3))
        )
    }),
    ("abbreviations", "", |i| {
        format!("{}{}{} ", letter(i), letter(i / 26), letter(i / 676))
    }),
    ("known-states", "", |i| {
        let states = ["Russia", "France", "China", "the United States", "Kenya"];
        format!(
            "{} said it would talk to {}. ",
            states[i % 5],
            states[(i + 1) % 5]
        )
    }),
    ("capitals", "", |i| {
        let seats = ["Moscow", "Brussels", "Paris", "Washington", "Beijing"];
        format!("{} warned {}. ", seats[i % 5], seats[(i + 2) % 5])
    }),
    ("ministries", "", |i| {
        let states = ["Russian", "French", "Chinese", "Kenyan", "Polish"];
        format!(
            "The {} Foreign Ministry said no. The ministry left. ",
            states[i % 5]
        )
    }),
    ("sisters", "", |i| {
        format!("Her sister {} said he knew his brother. ", given(i))
    }),
    ("pronouns", "Anna Berg met John Smith. ", |_| {
        "She said he knew. He said she did. ".into()
    }),
    ("pronouns-of-many", "", |i| {
        format!("{} met {}. He said she knew. ", full(i), full(i + 5))
    }),
    ("they", "", |_| {
        "They said they would ask them about their plans. ".into()
    }),
    ("unnamed-speakers", "", |i| {
        let who = [
            "A spokesman",
            "The official",
            "One source",
            "Residents",
            "An aide",
        ];
        format!("{} said it was late. ", who[i % 5])
    }),
    ("all-capitals", "", |i| {
        format!("{} SAID THE HARBOUR WAS CLOSED. ", full(i).to_uppercase())
    }),
    ("capitalised-words", "", |_| {
        "The Quick Brown Fox Jumps Over ".into()
    }),
    // Quotation marks and brackets.
    ("marks-straight", "", |_| "\"".into()),
    ("marks-spaced", "", |_| "\" ".into()),
    ("marks-opening", "", |_| "“a ".into()),
    ("marks-closing", "", |_| "a” ".into()),
    ("marks-nested", "", |_| "“He said: ‘I know. ".into()),
    ("marks-single", "", |_| "'he said 'she ".into()),
    ("quotation-unclosed", "“", |_| {
        "We will go on. They said so. ".into()
    }),
    ("quotation-paragraphs", "", |_| "“We will go on.\n\n".into()),
    ("quotations", "", |_| "“We will go on,” he said. ".into()),
    ("quotations-alone", "", |_| "“We will go on.”\n\n".into()),
    ("quotations-of-many", "", |i| {
        format!("“We will go on,” {} said. “It is late.”\n\n", full(i))
    }),
    ("quotations-interrupted", "", |_| {
        "“We,” he said, “will,” he added, “go on.” ".into()
    }),
    ("quoted-words", "", |_| {
        "the “plan” was “late” he said ".into()
    }),
    ("brackets", "", |_| "(".into()),
    ("brackets-said", "", |_| "(he said ".into()),
    ("brackets-square", "", |_| "he [the man] said [so] ".into()),
    // Punctuation.
    ("semicolons", "", |_| "he said no; ".into()),
    ("commas", "", |_| ", ".into()),
    ("full-stops", "", |_| ". ".into()),
    ("dashes", "", |_| "he said — no — ".into()),
    ("colons", "", |_| "Smith: no: ".into()),
    ("ellipses", "", |_| "he said … ".into()),
    ("questions", "", |_| "Who said so? ".into()),
    // Lists, headings, transcripts.
    ("bullets", "", |i| format!("- {} said no\n", full(i))),
    ("bullets-plain", "", |_| "* Smith said no\n".into()),
    ("headings", "", |i| format!("# {} says no\n\n", full(i))),
    ("headlines-colon", "", |i| {
        format!("{}: harbour closed\n\n", full(i))
    }),
    ("transcript", "", |_| {
        "SMITH: The vote was fair.\n\nJONES: Show us the ballots.\n\n".into()
    }),
    ("transcript-of-many", "", |i| {
        format!("{}: The vote was fair.\n\n", full(i).to_uppercase())
    }),
    ("transcript-lines", "", |i| {
        format!("{}: The vote was fair.\n", surname(i))
    }),
    ("question-and-answer", "", |_| {
        "Q: Is it late?\n\nA: It is.\n\n".into()
    }),
    ("table", "", |i| format!("| {} | said | {i} |\n", full(i))),
    ("html-like", "", |_| {
        "<p>he said</p><a href=\"x\">no</a> ".into()
    }),
    ("entities-of-html", "", |_| {
        "&quot;he said&quot; &amp; ".into()
    }),
    ("blank-lines", "He said no.", |_| "\n".into()),
    ("spaces", "He said no.", |_| " ".into()),
    ("lines-of-one-word", "", |_| "said\n".into()),
    ("datelines", "", |_| {
        "LONDON, May 3 (Reuters) - He said no.\n\n".into()
    }),
    // Words and figures.
    ("one-word", "", |_| "a".into()),
    ("one-word-hyphens", "", |_| "a-".into()),
    ("one-word-apostrophes", "", |_| "a'".into()),
    ("one-sentence", "", |_| "the ".into()),
    ("capitals-one-word", "", |_| "A".into()),
    ("digits", "", |_| "7".into()),
    ("figures", "", |i| format!("{i}, ")),
    ("dates", "", |i| {
        format!("On {} May {} he said no. ", 1 + i % 28, 1900 + i % 120)
    }),
    ("weekdays", "", |_| {
        "On Monday he said on Tuesday that on Friday ".into()
    }),
    ("months", "", |_| "May March ".into()),
    ("initialisms", "", |_| "U.S. ".into()),
    ("dotted", "", |_| "a.m. Mr. St. Gen. ".into()),
    ("addresses", "", |i| {
        format!("https://news.example/{i}?a=b ")
    }),
    ("relative-clauses", "The man", |_| {
        " who saw the dog that".into()
    }),
    ("prepositions", "He spoke", |_| {
        " of the end of the road to the".into()
    }),
    ("conjunctions", "He", |_| " ran and sat and".into()),
    // Other scripts.
    ("emoji", "", |_| "🙂 he said 👩‍👩‍👧 ".into()),
    ("combining", "e", |_| "\u{301}".into()),
    ("combining-words", "", |_| "e\u{301}te\u{301} said ".into()),
    ("cjk", "", |_| "外交部发言人表示。".into()),
    ("right-to-left", "", |_| "قال الوزير: \"نعم\". ".into()),
    ("zero-width", "", |_| "he\u{200b} said\u{feff} ".into()),
    ("ligatures", "", |_| "ﬁ ﷺ ".into()),
    // Plain text.
    ("prose", "", prose),
    ("prose-one-paragraph", "", |i| prose(i).replace('\n', " ")),
    ("prose-of-many", "", |i| {
        format!(
            "{0}, a dentist from {2}, told the court on Monday that the bridge was unsafe. \
             “Nobody asked us,” {1} said. The council's chairman, {3}, denied this and said that he \
             had written to her twice. She warned him that winter would come.\n\n",
            full(i),
            surname(i),
            surname(i + 11),
            full(i + 3)
        )
    }),
];

/// A paragraph of the articles in `corpus/`, one after the other and over again.
fn prose(i: usize) -> String {
    use std::sync::OnceLock;
    static PARAGRAPHS: OnceLock<Vec<String>> = OnceLock::new();
    let paragraphs = PARAGRAPHS.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
        let files = std::fs::read_dir(folder).expect("the corpus");
        let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
        paths.retain(|path| path.extension().is_some_and(|e| e == "txt" || e == "md"));
        paths.sort();
        let texts = paths
            .iter()
            .map(|path| std::fs::read_to_string(path).expect("an article"));
        let all: Vec<String> = texts.collect();
        let paragraphs = all.iter().flat_map(|text| text.split("\n\n"));
        paragraphs
            .map(|p| format!("{}\n\n", p.trim()))
            .filter(|p| p.len() > 2)
            .collect()
    });
    paragraphs[i % paragraphs.len()].clone()
}

fn full(i: usize) -> String {
    format!("{} {}", given(i), surname(i))
}

fn given(i: usize) -> &'static str {
    let names = ["Anna", "John", "Maria", "Peter", "Elena", "Ivan", "Grace"];
    names[i % names.len()]
}

/// A surname of this number, unlike all others below 60 to the third.
fn surname(i: usize) -> String {
    let onsets = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t"];
    let vowels = ["a", "e", "i", "o", "u"];
    let mut rest = i;
    let mut name = String::new();
    for _ in 0..3 {
        let syllable = rest % 60;
        rest /= 60;
        let _ = write!(name, "{}{}", onsets[syllable / 5], vowels[syllable % 5]);
    }
    name.push_str("ner");
    capitalised(&name)
}

fn capitalised(word: &str) -> String {
    let (first, rest) = word.split_at(1);
    first.to_uppercase() + rest
}

fn capital(word: &str) -> char {
    word.chars().next().unwrap_or('X')
}

fn letter(i: usize) -> char {
    char::from(b'A' + (i % 26) as u8)
}

fn small(i: usize) -> char {
    char::from(b'a' + (i % 26) as u8)
}
