//! How the sources hang together, read from the sources: no layer uses one that comes after it in the
//! table of `src/lib.rs`, and the children of a module do not need each other in a circle.
//!
//! A use is any path in code that leads into another file: in a `use`, a type, an expression, a pattern or
//! the arguments of a macro. Tests within a source file are not counted.

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use proc_macro2::Delimiter;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::buffer::{Cursor, TokenBuffer};
use syn::{Attribute, Item, UseTree};

/// Modules whose children still need each other in a circle. Take one off when it is free of them.
const WITH_CIRCLES: [&str; 0] = [];

#[test]
fn no_layer_uses_one_that_comes_after_it() {
    let layers = layers();
    assert!(layers.len() >= 12, "the table of src/lib.rs has {layers:?}");
    let wrong = backward(&Sources::read().uses(), &layers);
    assert!(
        wrong.is_empty(),
        "a layer uses only those before it in the table of src/lib.rs:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn the_children_of_a_module_do_not_need_each_other_in_a_circle() {
    let sources = Sources::read();
    let uses = sources.uses();
    assert!(uses.len() > 2_000, "only {} uses were found", uses.len());
    let mut wrong = Vec::new();
    for room in sources.rooms() {
        let circles = circles(room, &uses);
        match (circles.is_empty(), WITH_CIRCLES.contains(&room)) {
            (false, false) => wrong.extend(circles),
            (true, true) => wrong.push(format!(
                "{room} is free of circles: remove it from the list WITH_CIRCLES"
            )),
            _ => {}
        }
    }
    for room in WITH_CIRCLES {
        if !sources.rooms().any(|known| known == room) {
            wrong.push(format!("{room} in the list WITH_CIRCLES does not exist"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn circles_and_backward_uses_are_found_in_every_form() {
    for code in [
        "use super::b::B;",
        "use super::{b, c::C};",
        "use crate::room::b;\nfn f() { b::run() }",
        "use crate::room::B;",
        "use super::B as Other;",
        "fn f(x: super::b::B) {}",
        "fn f() { let _ = vec![crate::room::b::B]; }",
        "fn f() { match 1 { super::b::LIMIT => {} _ => {} } }",
        "use super::super::room;\nfn f() { room::b::run() }",
        "mod inner { use super::super::b::B; }",
    ] {
        let sources = Sources::from_texts(&[
            ("", "mod room; mod top;"),
            ("room", "mod a; mod b; pub use b::B;"),
            ("room::a", code),
            (
                "room::b",
                "use super::a::A; pub struct B; pub const LIMIT: i32 = 1; pub fn run() {}",
            ),
            ("top", "use crate::room::B;"),
        ]);
        let uses = sources.uses();
        let found = circles("room", &uses);
        assert_eq!(found.len(), 1, "{code}: {uses:?}");
        assert!(found[0].contains("a → b → a"), "{code}: {found:?}");
        let line = code.lines().count();
        let named = (1..=line).any(|line| found[0].contains(&format!("room/a.rs:{line}")));
        assert!(named, "{code}: {found:?}");
        let order = |names: [&str; 2]| names.map(|name| vec![name.to_owned()]);
        assert!(backward(&uses, &order(["room", "top"])).is_empty());
        let found = backward(&uses, &order(["top", "room"]));
        assert_eq!(found, ["src/top.rs:1: crate::room::B"], "{code}");
    }
    // what is in a test, a string or a comment is no use
    let sources = Sources::from_texts(&[
        ("", "mod room;"),
        ("room", "mod a; mod b;"),
        (
            "room::a",
            "#[cfg(test)]\nmod tests { use super::super::b::B; }\n// super::b::B\nconst S: &str = \"super::b::B\";",
        ),
        ("room::b", "use super::a::S;"),
    ]);
    assert!(circles("room", &sources.uses()).is_empty());
}

/// The order that the page of `src/lib.rs` gives: the modules below all layers, then each layer alone.
fn layers() -> Vec<Vec<String>> {
    let path = root().join("src/lib.rs");
    let text = fs::read_to_string(&path).expect("src/lib.rs");
    let table = text.lines().skip_while(|l| !l.contains("| layer |"));
    let rows = table.skip(2).take_while(|l| l.starts_with("//! |"));
    let named = |text: &str| -> Vec<String> {
        text.split('`')
            .skip(1)
            .step_by(2)
            .map(str::to_owned)
            .collect()
    };
    let layers = rows.map(|row| named(row).into_iter().take(1).collect());
    let below = text
        .split_once("Below all layers:")
        .expect("what is below all layers")
        .1;
    let below = below.split_once("Beside").expect("what is beside them").0;
    // it says who uses some of them
    let layers: Vec<Vec<String>> = layers.collect();
    let mut below = named(below);
    below.retain(|name| !layers.iter().flatten().any(|layer| layer == name));
    [vec![below], layers].concat()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// A path in the code of one module that leads into another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Use {
    from: String,
    to: String,
    /// `src/query/run.rs:12: super::filter::Found`
    place: String,
}

/// The code of each module by its path, such as `graph::json`; the root's is empty.
struct Sources {
    modules: BTreeMap<String, Vec<Item>>,
    files: BTreeMap<String, String>,
}

impl Sources {
    fn read() -> Sources {
        let mut sources = Sources {
            modules: BTreeMap::new(),
            files: BTreeMap::new(),
        };
        let folder = root().join("src");
        sources.read_module(&folder.join("lib.rs"), &folder, "");
        sources
    }

    fn from_texts(texts: &[(&str, &str)]) -> Sources {
        let parsed = |text: &str| syn::parse_file(text).expect("Rust").items;
        let file = |path: &str| format!("src/{}.rs", path.replace("::", "/"));
        Sources {
            modules: texts
                .iter()
                .map(|(p, t)| (p.to_string(), parsed(t)))
                .collect(),
            files: texts
                .iter()
                .map(|(p, _)| (p.to_string(), file(p)))
                .collect(),
        }
    }

    fn read_module(&mut self, file: &Path, folder: &Path, path: &str) {
        let text = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
        let items = syn::parse_file(&text).expect("Rust").items;
        for item in &items {
            if let Item::Mod(inner) = item
                && inner.content.is_none()
                && !is_for_tests(&inner.attrs)
            {
                let name = inner.ident.to_string();
                let below = folder.join(&name);
                let beside = folder.join(format!("{name}.rs"));
                let file = match beside.exists() {
                    true => beside,
                    false => below.join("mod.rs"),
                };
                self.read_module(&file, &below, &join(path, &name));
            }
        }
        let shown = file.strip_prefix(root()).unwrap_or(file);
        self.files
            .insert(path.to_owned(), shown.display().to_string());
        self.modules.insert(path.to_owned(), items);
    }

    /// Modules with children.
    fn rooms(&self) -> impl Iterator<Item = &str> {
        let has_children = |room: &&String| self.modules.keys().any(|m| child(room, m).is_some());
        self.modules.keys().filter(has_children).map(String::as_str)
    }

    /// Every use of another module's items.
    fn uses(&self) -> BTreeSet<Use> {
        let mut found = BTreeSet::new();
        for (module, items) in &self.modules {
            for path in paths(module, items) {
                let mut add = |to: String| {
                    if to != *module {
                        let file = &self.files[module];
                        let written = path.segments.join("::");
                        found.insert(Use {
                            from: module.clone(),
                            to,
                            place: format!("{file}:{}: {written}", path.line),
                        });
                    }
                };
                if let Some(to) = self.module_of(&path.at, &path.segments, 0) {
                    add(to);
                }
            }
        }
        found
    }

    /// The module in which the item is defined that a path means; `None` for what is not ours.
    fn module_of(&self, module: &str, path: &[String], depth: usize) -> Option<String> {
        if depth > 8 {
            return None;
        }
        let mut at = module.to_owned();
        let mut rest = path;
        // a path that begins with a name: a child, or what a `use` has brought in
        let first = rest.first()?;
        match first.as_str() {
            "crate" | "self" | "super" => {}
            name if self.modules.contains_key(&join(&at, name)) => {}
            name => {
                let brought = self.brought(&at, name)?;
                let whole: Vec<String> = brought.into_iter().chain(rest[1..].to_vec()).collect();
                return self.module_of(&at, &whole, depth + 1);
            }
        }
        while let Some((segment, after)) = rest.split_first() {
            match segment.as_str() {
                "crate" => at = String::new(),
                "self" => {}
                "super" => at = above(&at).to_owned(),
                name if self.modules.contains_key(&join(&at, name)) => at = join(&at, name),
                name => {
                    // what a module passes on is where it was defined
                    let passed = self.brought(&at, name);
                    let passed = passed.and_then(|p| self.module_of(&at, &p, depth + 1));
                    return Some(passed.unwrap_or(at));
                }
            }
            rest = after;
        }
        Some(at)
    }

    /// The path that a `use` of a module gives this name.
    fn brought(&self, module: &str, name: &str) -> Option<Vec<String>> {
        let items = self.modules.get(module)?;
        let mut uses = items.iter().filter_map(|item| match item {
            Item::Use(used) => Some(leaves(&used.tree)),
            _ => None,
        });
        let path = uses.find_map(|leaves| {
            let mut leaves = leaves.into_iter();
            leaves.find(|leaf| leaf.name == name && leaf.path != [name])
        })?;
        Some(path.path)
    }
}

/// A path in code.
struct Written {
    /// The module that it is read from: that of the file, or one within the file.
    at: String,
    segments: Vec<String>,
    line: usize,
}

/// A name that a `use` brings in.
struct Leaf {
    path: Vec<String>,
    name: String,
    line: usize,
}

/// All paths of a file that may lead elsewhere.
fn paths(module: &str, items: &[Item]) -> Vec<Written> {
    let mut found = Vec::new();
    for item in items {
        match item {
            item if is_for_tests(attributes(item)) => {}
            Item::Use(used) => {
                // what is passed on from below is no need of the module itself
                if matches!(used.vis, syn::Visibility::Inherited) {
                    found.extend(leaves(&used.tree).into_iter().map(|leaf| Written {
                        at: module.to_owned(),
                        segments: leaf.path,
                        line: leaf.line,
                    }));
                }
            }
            Item::Mod(inner) => {
                let Some((_, items)) = &inner.content else {
                    continue;
                };
                let within = join(module, &inner.ident.to_string());
                found.extend(paths(&within, items));
            }
            item => {
                let stream = quote::ToTokens::to_token_stream(item);
                let buffer = TokenBuffer::new2(stream);
                in_tokens(buffer.begin(), module, &mut found);
            }
        }
    }
    found
}

/// The paths of two names or more in code.
fn in_tokens(mut cursor: Cursor, module: &str, found: &mut Vec<Written>) {
    while !cursor.eof() {
        // `pub(in crate::cli)` says who may see something
        if let Some((word, next)) = cursor.ident()
            && word == "pub"
        {
            cursor = match next.group(Delimiter::Parenthesis) {
                Some((_, _, after)) => after,
                None => next,
            };
            continue;
        }
        if let Some((inner, _, _, next)) = cursor.any_group() {
            in_tokens(inner, module, found);
            cursor = next;
            continue;
        }
        let Some((word, mut next)) = cursor.ident() else {
            cursor = cursor.token_tree().map_or(cursor, |(_, next)| next);
            continue;
        };
        let mut segments = vec![word.to_string()];
        while let Some(after) = double_colon(next)
            && let Some((word, after)) = after.ident()
        {
            segments.push(word.to_string());
            next = after;
        }
        if segments.len() > 1 {
            found.push(Written {
                at: module.to_owned(),
                segments,
                line: word.span().start().line,
            });
        }
        cursor = next;
    }
}

fn double_colon(cursor: Cursor) -> Option<Cursor> {
    let (first, next) = cursor.punct()?;
    let (second, next) = next.punct()?;
    (first.as_char() == ':' && second.as_char() == ':').then_some(next)
}

/// The paths that a `use` brings in, each with the name that it gives them.
fn leaves(tree: &UseTree) -> Vec<Leaf> {
    let leaf = |path: &[&syn::Ident], name: &syn::Ident| Leaf {
        path: path.iter().map(ToString::to_string).collect(),
        name: name.to_string(),
        line: name.span().start().line,
    };
    match tree {
        UseTree::Path(path) => {
            let mut all = leaves(&path.tree);
            for leaf in &mut all {
                leaf.path.insert(0, path.ident.to_string());
                // `use super::filter::{self}` gives the name of the module
                if leaf.path.last().is_some_and(|last| last == "self") && leaf.path.len() > 1 {
                    leaf.path.pop();
                    if leaf.name == "self" {
                        leaf.name = path.ident.to_string();
                    }
                }
            }
            all
        }
        UseTree::Name(name) => vec![leaf(&[&name.ident], &name.ident)],
        UseTree::Rename(name) => vec![leaf(&[&name.ident], &name.rename)],
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
        UseTree::Glob(glob) => vec![Leaf {
            path: Vec::new(),
            name: "*".to_owned(),
            line: glob.star_token.spans[0].start().line,
        }],
    }
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        _ => format!("{path}::{name}"),
    }
}

fn above(path: &str) -> &str {
    path.rsplit_once("::").map_or("", |(above, _)| above)
}

/// The child of a module that another module is, or is in.
fn child<'m>(room: &str, module: &'m str) -> Option<&'m str> {
    let below = match room {
        "" => module,
        room => module.strip_prefix(room)?.strip_prefix("::")?,
    };
    below.split("::").next().filter(|name| !name.is_empty())
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(i) => &i.attrs,
        Item::Enum(i) => &i.attrs,
        Item::Fn(i) => &i.attrs,
        Item::Impl(i) => &i.attrs,
        Item::Mod(i) => &i.attrs,
        Item::Static(i) => &i.attrs,
        Item::Struct(i) => &i.attrs,
        Item::Use(i) => &i.attrs,
        _ => &[],
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    let has_test = |a: &&Attribute| {
        a.path().is_ident("cfg")
            && a.parse_args::<syn::Ident>()
                .is_ok_and(|word| word == "test")
    };
    attributes.iter().any(|a| has_test(&a))
}

/// Uses of a layer by one that comes before it, one line each.
fn backward(uses: &BTreeSet<Use>, layers: &[Vec<String>]) -> Vec<String> {
    let layer = |module: &str| {
        let top = module.split("::").next()?;
        layers
            .iter()
            .position(|names| names.iter().any(|n| n == top))
    };
    let is_wrong =
        |u: &&Use| matches!((layer(&u.from), layer(&u.to)), (Some(from), Some(to)) if to > from);
    let wrong = uses.iter().filter(is_wrong);
    wrong.map(|u| u.place.clone()).collect()
}

/// The circles among the children of a module, each with the lines that make it. The module's own file is not
/// counted.
fn circles(room: &str, uses: &BTreeSet<Use>) -> Vec<String> {
    let mut arrows: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for used in uses {
        if let (Some(from), Some(to)) = (child(room, &used.from), child(room, &used.to))
            && from != to
        {
            arrows.entry((from, to)).or_default().push(&used.place);
        }
    }
    let mut graph = DiGraph::<&str, ()>::new();
    let mut nodes: BTreeMap<&str, NodeIndex> = BTreeMap::new();
    for (from, to) in arrows.keys() {
        let [from, to] = [from, to].map(|n| *nodes.entry(n).or_insert_with(|| graph.add_node(n)));
        graph.add_edge(from, to, ());
    }
    let knots = tarjan_scc(&graph).into_iter().filter(|knot| knot.len() > 1);
    let described = knots.map(|knot| {
        let mut knot: Vec<&str> = knot.into_iter().map(|node| graph[node]).collect();
        knot.sort_unstable();
        let circle = shortest_circle(&arrows, &knot);
        let room = if room.is_empty() { "the crate" } else { room };
        let mut lines = vec![format!("{room}: {}", circle.join(" → "))];
        for pair in circle.windows(2) {
            let places = &arrows[&(pair[0], pair[1])];
            lines.extend(places.iter().map(|place| format!("    {place}")));
        }
        if knot.len() + 1 > circle.len() {
            lines.push(format!("    and through others: {}", knot.join(", ")));
        }
        lines.join("\n")
    });
    described.collect()
}

/// A shortest way from one of these back to itself, its first name repeated at the end.
fn shortest_circle<'a>(
    arrows: &BTreeMap<(&'a str, &'a str), Vec<&str>>,
    knot: &[&'a str],
) -> Vec<&'a str> {
    let mut best: Vec<&str> = Vec::new();
    for start in knot {
        let mut ways = vec![vec![*start]];
        let mut seen = BTreeSet::new();
        let found = 'search: loop {
            let mut longer = Vec::new();
            for way in &ways {
                let last = way[way.len() - 1];
                let next = arrows.keys().filter(|(from, _)| *from == last);
                for next in next.map(|(_, to)| *to) {
                    let whole = [way.as_slice(), &[next]].concat();
                    if next == *start {
                        break 'search whole;
                    }
                    if seen.insert(next) {
                        longer.push(whole);
                    }
                }
            }
            ways = longer;
        };
        if best.is_empty() || found.len() < best.len() {
            best = found;
        }
    }
    best
}
