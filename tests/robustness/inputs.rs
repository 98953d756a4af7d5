//! Invented input: articles, damaged files, questions.

use crate::random::Random;
use std::fmt::Write;

/// An article of some sentences, with all that news text has and some that it has not.
pub fn article(random: &mut Random) -> String {
    let mut text = String::new();
    match random.below(6) {
        0 => text.push_str("date 2021-12-16\n\n"),
        1 => text.push_str("# Talks go on\n\n"),
        2 => text.push_str("GENEVA, Dec 16 (Reuters) - "),
        _ => {}
    }
    for _ in 0..1 + random.below(12) {
        sentence(random, &mut text);
        text.push_str(random.pick(&[
            " ", " ", " ", "\n\n", "\n\n", "\n", "  ", "\r\n", "\u{a0}", "",
        ]));
    }
    if random.one_in(3) {
        damage(random, &mut text);
    }
    text
}

/// A text of words that often matter, in any order.
pub fn jumble(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.below(120) {
        let word = match random.below(5) {
            0 => random.pick(NAMES),
            1 => random.pick(CUES),
            2 => random.pick(MARKS),
            _ => random.pick(WORDS),
        };
        text.push_str(word);
        if !random.one_in(4) {
            text.push(' ');
        }
    }
    text
}

/// Characters of all kinds, in any order.
pub fn noise(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..random.below(200) {
        let c = match random.below(4) {
            0 => char::from(random.below(128) as u8),
            1 => random.pick(MARKS).chars().next().unwrap_or(' '),
            2 => char::from_u32(random.below(0x3000) as u32).unwrap_or('x'),
            _ => char::from_u32(random.below(0x11_0000) as u32).unwrap_or('y'),
        };
        text.push(c);
    }
    text
}

/// A text of any of these kinds.
pub fn text(random: &mut Random) -> String {
    match random.below(8) {
        0 => noise(random),
        1 | 2 => jumble(random),
        _ => article(random),
    }
}

fn sentence(random: &mut Random, text: &mut String) {
    let who = random.pick(NAMES);
    let whom = random.pick(NAMES);
    let cue = random.pick(CUES);
    let what = random.pick(CLAIMS);
    let _ = match random.below(14) {
        0 => write!(text, "{who} {cue} that {what}."),
        1 => write!(text, "“{what},” {who} {cue}."),
        2 => write!(
            text,
            "\"{what},\" {cue} {who}, who met {whom}. \"It is late.\""
        ),
        3 => write!(text, "{who} told {whom} on Monday that {what}."),
        4 => write!(text, "According to {who}, {what}."),
        5 => write!(text, "{}: {what}.", who.to_uppercase()),
        6 => write!(text, "{what}, {who} {cue}, adding that {whom} {cue} so."),
        7 => write!(text, "- {who} {cue} “{what}” ({whom})"),
        8 => write!(text, "He {cue} that she {cue} that {what}."),
        9 => write!(
            text,
            "{who}, {whom} and {} {cue} they agreed.",
            random.pick(NAMES)
        ),
        10 => write!(text, "{who} was quoted by {whom} as saying: ‘{what}’."),
        11 => write!(
            text,
            "Asked whether {what}, {who} {cue} no; {whom} {cue} yes."
        ),
        12 => write!(text, "{whom} denied that {who} {cue} {what}?"),
        _ => write!(
            text,
            "{} {} {}",
            random.pick(WORDS),
            random.pick(WORDS),
            random.pick(MARKS)
        ),
    };
}

/// Changes a text in a few places, as bad copying does.
pub fn damage(random: &mut Random, text: &mut String) {
    for _ in 0..1 + random.below(4) {
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        if places.is_empty() {
            return;
        }
        let at = places[random.below(places.len())];
        match random.below(4) {
            0 => text.insert_str(at, random.pick(MARKS)),
            1 => {
                text.remove(at);
            }
            2 => text.truncate(at),
            _ => {
                let copy = text[at..].chars().take(30).collect::<String>();
                text.insert_str(at, &copy);
            }
        }
    }
}

/// Changes some bytes of a file: flipped, cut out, doubled, or the end torn off.
pub fn damaged(random: &mut Random, mut bytes: Vec<u8>) -> Vec<u8> {
    for _ in 0..1 + random.below(5) {
        if bytes.is_empty() {
            return bytes;
        }
        let at = random.below(bytes.len());
        let end = (at + 1 + random.below(20)).min(bytes.len());
        match random.below(7) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << random.below(8),
            2 => bytes[at] = random.next() as u8,
            3 => drop(bytes.drain(at..end)),
            4 => {
                let copy = bytes[at..end].to_vec();
                bytes.splice(at..at, copy);
            }
            5 => {
                let mark = random.pick(&[
                    "\"", "{", "}", "[", "]", ",", ":", "null", "-1", "1e999", "\n", "\t", "9",
                ]);
                bytes.splice(at..at, mark.bytes());
            }
            _ => {
                let mark = random.pick(&["\u{0}", "\u{feff}", "é", "\r", "=", "'", ";", "~", "|"]);
                bytes.splice(at..end, mark.bytes());
            }
        }
    }
    bytes
}

/// A question, or something like one.
pub fn question(random: &mut Random) -> String {
    let mut question = String::new();
    for _ in 0..1 + random.below(14) {
        let word = match random.below(5) {
            0 => random.pick(NAMES),
            1 => random.pick(CUES),
            2 => random.pick(WORDS),
            _ => random.pick(ASKING),
        };
        question.push_str(word);
        question.push_str(random.pick(&[" ", " ", " ", ", ", "'s ", "? ", ""]));
    }
    if random.one_in(4) {
        damage(random, &mut question);
    }
    question
}

pub const NAMES: &[&str] = &[
    "Sergei Lavrov",
    "Lavrov",
    "the Russian foreign minister",
    "Anna Berg",
    "Berg",
    "John Smith Jr.",
    "President Joe Biden",
    "NATO",
    "the United States",
    "Russia",
    "Moscow",
    "British",
    "the Harbour Workers' Union (HWU)",
    "the HWU",
    "he",
    "she",
    "they",
    "I",
    "a spokesman",
    "US officials",
    "the company",
    "Reuters",
    "Ms. O'Neill-García",
    "Jean-Claude Juncker",
    "Ω. Παπαδόπουλος",
    "李明",
];

const CUES: &[&str] = &[
    "said",
    "says",
    "warned",
    "proposed",
    "denied",
    "asked",
    "told",
    "added",
    "insisted",
    "pledged",
    "has said",
    "did not say",
    "would say",
    "saying",
    "according to",
    "called",
    "wrote",
    "believes",
    "threatened",
    "urged",
    "reported",
];

const CLAIMS: &[&str] = &[
    "the bridge would close",
    "we will go on",
    "Russia must leave",
    "it was “unacceptable”",
    "prices may double by 3 May 2022",
    "NATO's plan to meet was late",
    "he had not said so",
    "the U.S. would pay $4.5 million",
    "I told him that it was over",
    "talks, if any, start at 5 p.m.",
];

const WORDS: &[&str] = &[
    "the",
    "that",
    "of",
    "and",
    "minister",
    "who",
    "on",
    "Monday",
    "2021-12-16",
    "by",
    "as",
    "quoted",
    "which",
    "not",
    "a",
    "report",
    "in",
    "December",
    "to",
    "for",
    "her",
    "his",
    "statement",
    "Q",
    "A",
    "Mr",
    "Dr.",
    "U.S.",
    "it",
    "them",
    "but",
    "or",
    "because",
    "—",
    "...",
    "e\u{301}",
    "ﬁ",
];

const MARKS: &[&str] = &[
    "“", "”", "\"", "'", "’", "‘", "«", "»", "(", ")", "[", "]", ":", ";", ",", ".", "?", "!", "…",
    "—", "-", "*", "#", "|", "<", ">", "&amp;", "\n", "\n\n", "\t", "\u{200b}", "\u{feff}",
    "\u{301}", "🙂", "\u{0}", "\u{202e}",
];

const ASKING: &[&str] = &[
    "who",
    "whom",
    "what",
    "when",
    "how",
    "many",
    "often",
    "did",
    "does",
    "has",
    "which",
    "states",
    "most",
    "first",
    "last",
    "least",
    "about",
    "to",
    "before",
    "after",
    "in",
    "since",
    "between",
    "each other",
    "people",
    "outlets",
    "not",
    "deny",
    "warn",
    "propose",
    "say",
    "the",
    "of",
    "2021",
    "December",
    "yesterday",
    "last week",
    "31 February 2022",
    "and",
];
