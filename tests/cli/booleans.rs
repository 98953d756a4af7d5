//! No function of our own is called with a bare `true` or `false`: a reader of the call cannot tell what is asked for.
//!
//! A call and a function belong together by name, by the place of the argument and by whether there is a receiver.
//! Closures count within their file. Public functions, which are in `tests/data/public_api.txt`, are left out:
//! their switches are named by the function, as in `OpenOptions::read(true)`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Expr, FnArg, Lit, Pat, Token, Type};
use walkdir::WalkDir;

/// Functions that may be called so, each with the reason.
const EXCEPTIONS: [(&str, &str); 0] = [];

#[test]
fn no_private_function_is_called_with_a_bare_boolean() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let interface = fs::read_to_string(root.join("tests/data/public_api.txt")).expect("a list");
    let public = switches(&interface);
    assert!(public.contains("attitudes") && public.contains("rollup"));
    let sources = Source::all(root);
    let functions = sources.iter().flat_map(|source| &source.functions);
    let count = functions.count();
    assert!(
        count > 10,
        "only {count} functions with a `bool` were found"
    );
    let found: Vec<String> = bare(&sources)
        .filter(|(name, _)| !public.contains(name.as_str()))
        .filter(|(name, _)| !EXCEPTIONS.iter().any(|(allowed, _)| allowed == name))
        .map(|(_, place)| place)
        .collect();
    assert!(
        found.is_empty(),
        "a bare boolean does not say what it asks for; take an enum, or make two functions:\n{}",
        found.join("\n")
    );
}

#[test]
fn bare_booleans_are_found_in_every_form() {
    let found = |code: &str| -> Vec<String> {
        let source = Source::read("src/room.rs", code);
        bare(&[source]).map(|(_, place)| place).collect()
    };
    for code in [
        "fn ask(loudly: bool) {}\nfn f() { ask(true) }",
        "fn ask<T: Fn(u8) -> u8>(of: T, loudly: bool) {}\nfn f() { ask(|x| x, true) }",
        "impl S { fn ask(&self, who: &[A<B, C>], loudly: bool) {} }\nfn f(s: S) { s.ask(&[], true) }",
        "impl S { fn ask(self, loudly: bool) {} }\nfn f(s: S) { S::ask(s, true) }",
        "impl S { fn ask(loudly: &bool) {} }\nfn f() { S::ask(&true) }",
        "fn ask<T>(loudly: bool) {}\nfn f() { ask::<Vec<u8>>(true) }",
        "fn ask(loudly: bool) {}\nfn f() { assert!(ask(true)) }",
        "fn ask(loudly: bool) -> S {}\nfn f() { S { a, ..ask(true) } }",
        "fn f() { let ask = |who: A<B, C>, loudly: bool| who;\nask(one, true) }",
        "fn f() { let mut ask = move |loudly: bool| ();\nask(true) }",
    ] {
        let found = found(code);
        assert_eq!(found.len(), 1, "{code}: {found:?}");
        assert!(found[0].starts_with("src/room.rs:2: "), "{code}: {found:?}");
    }
    for code in [
        // what is computed has a name, and other places ask for nothing
        "fn ask(loudly: bool) {} fn f(loudly: bool) { ask(loudly) }",
        "fn ask(loudly: bool, of: Option<bool>) {} fn f(loudly: bool) { ask(loudly, Some(true)) }",
        "fn ask(what: T, loudly: bool) {} fn f(loudly: bool) { ask(true, loudly) }",
        // other functions of the name
        "fn ask(loudly: bool) {} fn f(s: S) { s.ask(true) }",
        "impl S { fn ask(&self, loudly: bool) {} } fn f() { ask(true) }",
        "fn ask(loudly: bool) {} // ask(true)\nconst S: &str = \"ask(true)\";",
    ] {
        assert_eq!(found(code), [""; 0], "{code}");
    }
}

/// The names of public functions that take a `bool`.
fn switches(interface: &str) -> BTreeSet<&str> {
    let functions = interface
        .lines()
        .filter_map(|line| line.strip_prefix("fn "));
    let switches = functions.filter_map(|line| {
        let (path, arguments) = line.split_once('(')?;
        let path = path.split('<').next()?;
        let name = path.rsplit("::").next()?;
        arguments.contains(": bool").then_some(name)
    });
    switches.collect()
}

/// The calls with a bare boolean where a function takes one: its name, and where the call is.
fn bare(sources: &[Source]) -> impl Iterator<Item = (String, String)> {
    let functions: Vec<&Function> = sources.iter().flat_map(|s| &s.functions).collect();
    sources.iter().flat_map(move |source| {
        let functions = functions.clone();
        let closures = &source.closures;
        let bare = source.calls.iter().filter(move |call| {
            let mut all = functions.iter().copied().chain(closures);
            all.any(|function| function.takes(call))
        });
        bare.map(|call| {
            let place = format!("{}:{}: {}", source.file, call.line, call.written);
            (call.name.clone(), place)
        })
    })
}

/// What a file declares and calls.
#[derive(Default)]
struct Source {
    file: String,
    functions: Vec<Function>,
    closures: Vec<Function>,
    calls: Vec<Call>,
}

/// A function that takes a `bool`.
struct Function {
    name: String,
    has_receiver: bool,
    /// The places of its booleans, not counting the receiver.
    booleans: Vec<usize>,
}

/// A call with a bare boolean.
struct Call {
    name: String,
    is_method: bool,
    booleans: Vec<usize>,
    line: usize,
    written: String,
}

impl Function {
    fn takes(&self, call: &Call) -> bool {
        let shift = match (self.has_receiver, call.is_method) {
            (true, true) | (false, false) => 0,
            // `Keyed::of(report, true)`
            (true, false) => 1,
            (false, true) => return false,
        };
        let mut places = self.booleans.iter();
        self.name == call.name && places.any(|place| call.booleans.contains(&(place + shift)))
    }
}

impl Source {
    /// All files of `src`, in order.
    fn all(root: &Path) -> Vec<Source> {
        let files = WalkDir::new(root.join("src")).sort_by_file_name();
        let files = files
            .into_iter()
            .map(|file| file.expect("a file").into_path());
        let code = files.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
        let read = code.map(|path| {
            let code = fs::read_to_string(&path).expect("a source file");
            let shown = path.strip_prefix(root).unwrap_or(&path);
            Source::read(&shown.display().to_string(), &code)
        });
        read.collect()
    }

    fn read(file: &str, code: &str) -> Source {
        let mut source = Source {
            file: file.to_owned(),
            ..Source::default()
        };
        let tokens: TokenStream = code.parse().unwrap_or_else(|e| panic!("{file}: {e}"));
        source.look(tokens);
        source
    }

    /// Adds what is declared and called in code.
    fn look(&mut self, code: TokenStream) {
        let tokens: Vec<TokenTree> = code.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            let before = &tokens[..at];
            let after = &tokens[at + 1..];
            match token {
                TokenTree::Group(group) => self.look(group.stream()),
                TokenTree::Ident(word) if word == "let" => self.closures.extend(closure(after)),
                TokenTree::Ident(name) if before.last().is_some_and(|last| is_word(last, "fn")) => {
                    let arguments = arguments(after);
                    let function = arguments.and_then(|code| function(name.to_string(), code));
                    self.functions.extend(function);
                }
                TokenTree::Ident(name) => {
                    let is_method = is_receiver(before);
                    let booleans = call_arguments(after).map(bare_places).unwrap_or_default();
                    if !booleans.is_empty() {
                        let arguments = call_arguments(after).unwrap_or_default();
                        self.calls.push(Call {
                            name: name.to_string(),
                            is_method,
                            booleans,
                            line: name.span().start().line,
                            written: format!("{name}({arguments})"),
                        });
                    }
                }
                _ => {}
            }
        }
    }
}

/// Whether these end with a single point: what follows is a method, or a field.
fn is_receiver(before: &[TokenTree]) -> bool {
    let mut back = before.iter().rev();
    let mut is_point = || back.next().is_some_and(|token| is_mark(token, '.'));
    is_point() && !is_point()
}

fn is_word(token: &TokenTree, word: &str) -> bool {
    matches!(token, TokenTree::Ident(own) if own == word)
}

fn is_mark(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(own) if own.as_char() == mark)
}

/// The code in the parentheses that follow, behind arguments between `<` and `>`.
fn arguments(mut tokens: &[TokenTree]) -> Option<TokenStream> {
    let mut depth = 0;
    while let Some((first, rest)) = tokens.split_first() {
        match first {
            TokenTree::Punct(mark) if mark.as_char() == '<' => depth += 1,
            TokenTree::Punct(mark) if mark.as_char() == '>' => depth -= 1,
            TokenTree::Punct(mark) if mark.as_char() == '-' && depth > 0 => {
                // the arrow of `Fn(u8) -> u8`
                tokens = rest.get(1..)?;
                continue;
            }
            TokenTree::Group(group) if depth == 0 => {
                let is_list = group.delimiter() == Delimiter::Parenthesis;
                return is_list.then(|| group.stream());
            }
            _ if depth == 0 => return None,
            _ => {}
        }
        tokens = rest;
    }
    None
}

/// The arguments of a call whose name stands before: `(…)` or `::<…>(…)`.
fn call_arguments(tokens: &[TokenTree]) -> Option<TokenStream> {
    match tokens {
        [TokenTree::Group(_), ..] => arguments(tokens),
        [first, second, rest @ ..] if is_mark(first, ':') && is_mark(second, ':') => {
            let is_list = rest.first().is_some_and(|open| is_mark(open, '<'));
            is_list.then(|| arguments(rest))?
        }
        _ => None,
    }
}

/// The places of arguments that are `true` or `false`.
fn bare_places(arguments: TokenStream) -> Vec<usize> {
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    // what a macro takes, or a pattern, is no list of expressions
    let Ok(arguments) = parser.parse2(arguments) else {
        return Vec::new();
    };
    let is_bare = |argument: &Expr| {
        let value = match argument {
            Expr::Reference(to) => &to.expr,
            value => value,
        };
        matches!(value, Expr::Lit(value) if matches!(value.lit, Lit::Bool(_)))
    };
    let places = arguments.iter().enumerate();
    let bare = places.filter(|(_, argument)| is_bare(argument));
    bare.map(|(place, _)| place).collect()
}

fn function(name: String, arguments: TokenStream) -> Option<Function> {
    let parser = Punctuated::<FnArg, Token![,]>::parse_terminated;
    let arguments = parser.parse2(arguments).ok()?;
    let has_receiver = matches!(arguments.first(), Some(FnArg::Receiver(_)));
    let typed = arguments.iter().filter_map(|argument| match argument {
        FnArg::Typed(typed) => Some(is_boolean(&typed.ty)),
        FnArg::Receiver(_) => None,
    });
    of_booleans(name, has_receiver, typed)
}

/// The closure that a `let` names.
fn closure(after: &[TokenTree]) -> Option<Function> {
    let after = match after.first() {
        Some(first) if is_word(first, "mut") => &after[1..],
        _ => after,
    };
    let [TokenTree::Ident(name), equals, after @ ..] = after else {
        return None;
    };
    let after = match after.first() {
        Some(first) if is_word(first, "move") => &after[1..],
        _ => after,
    };
    let (first, after) = after.split_first()?;
    if !is_mark(equals, '=') || !is_mark(first, '|') {
        return None;
    }
    let end = after.iter().position(|token| is_mark(token, '|'))?;
    let arguments: TokenStream = after[..end].iter().cloned().collect();
    let closure = quote::quote!(|#arguments| ());
    let closure: syn::ExprClosure = syn::parse2(closure).ok()?;
    let typed = closure.inputs.iter().map(|input| match input {
        Pat::Type(typed) => is_boolean(&typed.ty),
        _ => false,
    });
    of_booleans(name.to_string(), false, typed)
}

fn of_booleans(
    name: String,
    has_receiver: bool,
    arguments: impl Iterator<Item = bool>,
) -> Option<Function> {
    let booleans = arguments.enumerate().filter(|(_, is_boolean)| *is_boolean);
    let booleans: Vec<usize> = booleans.map(|(place, _)| place).collect();
    (!booleans.is_empty()).then_some(Function {
        name,
        has_receiver,
        booleans,
    })
}

fn is_boolean(of: &Type) -> bool {
    match of {
        Type::Reference(to) => is_boolean(&to.elem),
        of => of.to_token_stream().to_string() == "bool",
    }
}
