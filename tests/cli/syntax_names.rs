//! Tags and dependency labels are compared with strings all over the sources: `reader.label(i) == "nsubj"`. A misspelt
//! one would compile and never be equal. This test reads the sources and checks each such string against the names
//! that the tagger and the parser have.

use dixit::syntax::{Label, Tag};
use std::fs;
use std::path::{Path, PathBuf};
use syn::buffer::{Cursor, TokenBuffer};

/// Where tags and labels are compared; `tag` in `src/document` is one of HTML, `label` in `src/export` one of a node.
const FOLDERS: [&str; 5] = [
    "src/entity",
    "src/statement",
    "src/syntax",
    "src/text",
    "src/learn",
];

/// What a string is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    Tags,
    Labels,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    /// A string, or a string of bytes.
    Text(String),
    Mark(char),
    Group(String, Vec<Token>),
    Other,
}

/// A comparison that was found: with a whole name, or with the start of one.
#[derive(Debug, PartialEq, Eq)]
struct Compared {
    set: Set,
    text: String,
    is_start: bool,
}

#[test]
fn strings_that_are_compared_with_tags_and_labels_are_tags_and_labels() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in FOLDERS {
        sources(&root.join(folder), &mut files);
    }
    let mut wrong = Vec::new();
    let mut counts = [0, 0];
    for file in files {
        let text = fs::read_to_string(&file).expect("a source file");
        for compared in comparisons(&text) {
            counts[compared.set as usize] += 1;
            if !is_known(&compared) {
                wrong.push(format!("{}: {compared:?}", file.display()));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "no such tag or label:\n{}",
        wrong.join("\n")
    );
    assert!(
        counts.iter().all(|count| *count > 200),
        "only {counts:?} comparisons with tags and labels were found"
    );
}

#[test]
fn a_misspelt_name_is_found_in_every_form_of_comparison() {
    for code in [
        r#"if reader.label(i) == "nsubjj" {}"#,
        r#"let x = a && &*scene.syntax.labels[i] != "nsubjj";"#,
        r#"matches!(self.label(c), "dobj" | "nsubjj")"#,
        r#"match reader.label(at) { "dobj" if a == "b" => 1, "nsubjj" | "poss" => 2, _ => 3 }"#,
        r#"["dobj", "nsubjj"].contains(&reader.label(t))"#,
        r#"child(scene, main, &["dobj", "nsubjj"])"#,
        r#"reader.label(i).starts_with("nsubjj")"#,
        r#"matches!(self.label(i).as_bytes(), b"dobj" | b"nsubjj")"#,
    ] {
        let found = comparisons(&format!("fn f() {{ {code} }}"));
        let wrong: Vec<_> = found.iter().filter(|c| !is_known(c)).collect();
        assert_eq!(wrong.len(), 1, "{code}: {found:?}");
        assert_eq!(wrong[0].text, "nsubjj", "{code}");
    }
}

fn is_known(compared: &Compared) -> bool {
    let text = compared.text.as_str();
    match (compared.set, compared.is_start) {
        // a token beyond the text has neither
        (_, false) if text.is_empty() => true,
        (Set::Tags, false) => Tag::named(text).as_str() == text,
        (Set::Labels, false) => Label::named(text).as_str() == text,
        (Set::Tags, true) => Tag::names().any(|name| name.starts_with(text)),
        (Set::Labels, true) => Label::names().any(|name| name.starts_with(text)),
    }
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    for entry in entries {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            files.push(path);
        }
    }
}

fn comparisons(code: &str) -> Vec<Compared> {
    let stream = code.parse().expect("Rust");
    let buffer = TokenBuffer::new2(stream);
    let mut found = Vec::new();
    walk(&tokens(buffer.begin()), &mut found);
    found
}

fn tokens(mut cursor: Cursor) -> Vec<Token> {
    let mut all = Vec::new();
    while !cursor.eof() {
        if let Some((inner, delimiter, _, next)) = cursor.any_group() {
            all.push(Token::Group(format!("{delimiter:?}"), tokens(inner)));
            cursor = next;
        } else if let Some((word, next)) = cursor.ident() {
            all.push(Token::Word(word.to_string()));
            cursor = next;
        } else if let Some((mark, next)) = cursor.punct() {
            all.push(Token::Mark(mark.as_char()));
            cursor = next;
        } else if let Some((literal, next)) = cursor.literal() {
            let written = literal.to_string();
            let text = written.strip_prefix('b').unwrap_or(&written);
            let text = text.strip_prefix('"').and_then(|t| t.strip_suffix('"'));
            all.push(text.map_or(Token::Other, |t| Token::Text(t.to_owned())));
            cursor = next;
        } else if let Some((_, next)) = cursor.token_tree() {
            all.push(Token::Other);
            cursor = next;
        }
    }
    all
}

/// Finds the comparisons in code, and in the groups within it.
fn walk(code: &[Token], found: &mut Vec<Compared>) {
    for (i, token) in code.iter().enumerate() {
        match token {
            // `… == "NN"`, `… != "NN"`
            Token::Text(text) if ends_with(&code[..i], "==") || ends_with(&code[..i], "!=") => {
                add(set(operand(&code[..i - 2])), text, false, found);
            }
            // `… .starts_with("NN")`
            Token::Group(_, inner) if is_word(code, i.wrapping_sub(1), "starts_with") => {
                if let [Token::Text(text)] = inner.as_slice() {
                    add(set(operand(&code[..i - 1])), text, true, found);
                }
            }
            // `["dobj", "pobj"].contains(&…)`
            Token::Group(_, inner) if is_word(code, i.wrapping_sub(1), "contains") && i >= 3 => {
                if let Token::Group(kind, list) = &code[i - 3]
                    && kind == "Bracket"
                {
                    texts(list, set(inner), found);
                }
            }
            // `child(scene, token, &["dobj", "pobj"])`
            Token::Group(_, inner) if is_word(code, i.wrapping_sub(1), "child") => {
                if let Some(Token::Group(_, list)) = inner.last() {
                    texts(list, Some(Set::Labels), found);
                }
            }
            // `matches!(…, "dobj" | "pobj")`
            Token::Group(_, inner)
                if is_mark(code, i.wrapping_sub(1), '!')
                    && is_word(code, i.wrapping_sub(2), "matches") =>
            {
                if let Some(comma) = inner.iter().position(|t| *t == Token::Mark(',')) {
                    patterns(&inner[comma..], set(&inner[..comma]), found);
                }
            }
            // `match … { "dobj" | "pobj" => …, }`
            Token::Group(kind, arms) if kind == "Brace" => {
                let start = code[..i]
                    .iter()
                    .rposition(|t| *t == Token::Word("match".into()));
                let scrutinee = start.map(|start| &code[start + 1..i]);
                let open = |t: &Token| matches!(t, Token::Group(kind, _) if kind == "Brace");
                if let Some(scrutinee) = scrutinee.filter(|s| !s.iter().any(open)) {
                    match_arms(arms, set(scrutinee), found);
                }
            }
            _ => {}
        }
        if let Token::Group(_, inner) = token {
            walk(inner, found);
        }
    }
}

/// The strings in the patterns of a `match`.
fn match_arms(arms: &[Token], set: Option<Set>, found: &mut Vec<Compared>) {
    let mut rest = arms;
    while let Some(arrow) = rest
        .windows(2)
        .position(|pair| pair == [Token::Mark('='), Token::Mark('>')])
    {
        patterns(&rest[..arrow], set, found);
        let body = &rest[arrow + 2..];
        // an arm ends with a block or a comma
        let end = match body.first() {
            Some(Token::Group(kind, _)) if kind == "Brace" => 1,
            _ => body
                .iter()
                .position(|t| *t == Token::Mark(','))
                .unwrap_or(body.len()),
        };
        rest = &body[end..];
    }
}

/// The strings of a pattern, without its guard.
fn patterns(pattern: &[Token], set: Option<Set>, found: &mut Vec<Compared>) {
    let guard = pattern.iter().position(|t| *t == Token::Word("if".into()));
    texts(&pattern[..guard.unwrap_or(pattern.len())], set, found);
}

fn texts(list: &[Token], set: Option<Set>, found: &mut Vec<Compared>) {
    for token in list {
        match token {
            Token::Text(text) => add(set, text, false, found),
            // `Some("PRP" | "WP")`
            Token::Group(_, inner) => texts(inner, set, found),
            _ => {}
        }
    }
}

fn add(set: Option<Set>, text: &str, is_start: bool, found: &mut Vec<Compared>) {
    if let Some(set) = set {
        let text = text.to_owned();
        found.push(Compared {
            set,
            text,
            is_start,
        });
    }
}

/// The tokens of the operand that ends here: back to what separates it from what is before.
fn operand(code: &[Token]) -> &[Token] {
    let separates = |t: &Token| match t {
        Token::Mark(mark) => matches!(mark, ',' | ';' | '=' | '|' | '<' | '>'),
        Token::Word(word) => matches!(word.as_str(), "if" | "return" | "in" | "match" | "let"),
        Token::Group(kind, _) => kind == "Brace",
        _ => false,
    };
    let mut start = code.len();
    while start > 0 && !separates(&code[start - 1]) {
        // `a && b`, but `&*b`
        let mark = |at: Option<usize>| at.is_some_and(|at| is_mark(code, at, '&'));
        if mark(start.checked_sub(1)) && mark(start.checked_sub(2)) {
            break;
        }
        start -= 1;
    }
    &code[start..]
}

/// What an expression gives, if it is a tag or a label and nothing else.
fn set(code: &[Token]) -> Option<Set> {
    // `reader.word(i)` may be asked with `label` in it; what counts is the last call that is not about strings
    let words = code.iter().rev().filter_map(|t| match t {
        Token::Word(word) => Some(word.as_str()),
        _ => None,
    });
    for word in words {
        return match word {
            "tag" | "tags" => Some(Set::Tags),
            "label" | "labels" => Some(Set::Labels),
            "as_str" | "as_bytes" | "map" | "get" | "deref" | "copied" => continue,
            _ => None,
        };
    }
    None
}

fn ends_with(code: &[Token], marks: &str) -> bool {
    let marks: Vec<Token> = marks.chars().map(Token::Mark).collect();
    code.ends_with(&marks)
}

fn is_word(code: &[Token], at: usize, word: &str) -> bool {
    code.get(at) == Some(&Token::Word(word.to_owned()))
}

fn is_mark(code: &[Token], at: usize, mark: char) -> bool {
    code.get(at) == Some(&Token::Mark(mark))
}
