//! The public interface of the library: every item that a program can name, read from the sources and
//! compared with `tests/data/public_api.txt`. [`dixit::maintaining`] says how to renew that file.
//!
//! Items that a macro writes are not seen.

use proc_macro2::TokenTree;
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use syn::{Attribute, Fields, ImplItem, Item, UseTree, Visibility};

const KEPT: &str = "tests/data/public_api.txt";

/// The variable with which the test writes the file instead of comparing it.
const RENEW: &str = "DIXIT_RENEW_API";

#[test]
fn the_public_interface_is_the_one_that_is_kept() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lines = Crate::read(&root.join("src")).interface();
    let found = lines.join("\n") + "\n";
    let kept = root.join(KEPT);
    if std::env::var_os(RENEW).is_some() {
        fs::write(&kept, &found).expect("the list of public items");
        return;
    }
    let before = fs::read_to_string(&kept).unwrap_or_default();
    let before: BTreeSet<&str> = before.lines().collect();
    let now: BTreeSet<&str> = found.lines().collect();
    let gone: Vec<_> = before.difference(&now).map(|l| format!("- {l}")).collect();
    let new: Vec<_> = now.difference(&before).map(|l| format!("+ {l}")).collect();
    let changes = [gone, new].concat();
    assert!(
        changes.is_empty(),
        "the public interface has changed:\n{}\nif that is intended, note it in CHANGELOG.md and run\n  \
         {RENEW}=1 cargo test --test cli public_api",
        changes.join("\n")
    );
}

/// Crates whose types the public interface may name: they are the language of data and of graphs in Rust.
const SHARED: [&str; 3] = ["serde", "petgraph", "std"];

#[test]
fn no_public_item_has_a_type_of_another_crate() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join("Cargo.toml")).expect("Cargo.toml");
    let (_, dependencies) = manifest.split_once("[dependencies]").expect("dependencies");
    let crates = dependencies
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(name, _)| name.replace('-', "_"));
    let crates: BTreeSet<String> = crates.filter(|c| !SHARED.contains(&c.as_str())).collect();
    assert!(crates.contains("jiff") && crates.contains("smallvec"));
    let sources = Crate::read(&root.join("src"));
    let foreign = sources.foreign(&crates);
    assert!(
        foreign.is_empty(),
        "types of other crates in the public interface; wrap them in one of ours:\n{}",
        foreign.join("\n")
    );
}

#[test]
fn types_of_other_crates_are_found_under_any_name() {
    for code in [
        "pub fn f(x: jiff::civil::Date) {}",
        "use jiff::civil::Date; pub fn f() -> Option<Date> { None }",
        "use jiff::civil::Date as Day; pub struct S { pub day: Day }",
        "use jiff::civil; pub enum E { Day(civil::Date) }",
        "pub use jiff::civil::Date;",
        "pub type Day = jiff::civil::Date;",
        "mod inner { pub type Day = jiff::civil::Date; } pub use inner::Day;",
        "pub struct S; impl S { pub fn f(&self) -> jiff::civil::Date { loop {} } }",
        "pub struct S; impl From<jiff::civil::Date> for S { fn from(_: jiff::civil::Date) -> S { S } }",
        "pub struct S; impl std::ops::Deref for S { type Target = jiff::civil::Date; fn deref(&self) -> &jiff::civil::Date { loop {} } }",
    ] {
        let found = Crate::of(code).foreign(&BTreeSet::from(["jiff".to_owned()]));
        assert_eq!(found.len(), 1, "{code}: {found:?}");
    }
    let own = "use jiff::civil::Date; pub struct S(Date); impl S { fn f(&self) -> Date { self.0 } } fn g() -> Date { loop {} }";
    assert!(
        Crate::of(own)
            .foreign(&BTreeSet::from(["jiff".to_owned()]))
            .is_empty()
    );
}

#[test]
fn every_public_item_is_in_an_example_that_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut examples = String::new();
    let mut folders = vec![root.join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                examples.push_str(&examples_of(&fs::read_to_string(&path).expect("text")));
            }
        }
    }
    let words: BTreeSet<&str> = examples
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .collect();
    let calls: BTreeSet<&str> = examples
        .split(['(', '\n'])
        .filter_map(|code| {
            code.rsplit(|c: char| !(c.is_alphanumeric() || c == '_'))
                .next()
        })
        .collect();
    let lines = Crate::read(&root.join("src")).interface();
    let unseen: Vec<&String> = lines
        .iter()
        .filter(|line| {
            let path = path_in(line).trim_end_matches(':');
            let name = path.rsplit("::").next().unwrap_or_default();
            match line.split(' ').next() {
                // a function that is passed on, `map(Format::name)`, is called too
                Some("fn") => !calls.contains(name) && !examples.contains(&format!("::{name})")),
                Some("struct" | "enum" | "trait" | "const" | "static" | "type") => {
                    !words.contains(name)
                }
                _ => false,
            }
        })
        .collect();
    assert!(
        unseen.is_empty(),
        "no example in the documentation shows:\n{unseen:#?}"
    );
}

/// The code of the examples in doc comments that are compiled and run.
fn examples_of(source: &str) -> String {
    let mut examples = String::new();
    let mut within = None;
    for line in source.lines() {
        let line = line.trim_start();
        let Some(text) = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"))
        else {
            within = None;
            continue;
        };
        let text = text.strip_prefix(' ').unwrap_or(text);
        match (text.trim_start().strip_prefix("```"), within) {
            (Some(kind), None) => within = Some(matches!(kind, "" | "rust" | "should_panic")),
            (Some(_), Some(_)) => within = None,
            (None, Some(true)) => examples.extend([text, "\n"]),
            _ => {}
        }
    }
    examples
}

/// The items of each module by its path, such as `graph::json`; the root's is empty.
struct Crate {
    modules: BTreeMap<String, Vec<Item>>,
}

/// A module and the name of an item in it.
type Place = (String, String);

impl Crate {
    fn read(sources: &Path) -> Crate {
        let mut modules = BTreeMap::new();
        read_module(&sources.join("lib.rs"), sources, "", &mut modules);
        Crate { modules }
    }

    /// A crate of one file.
    fn of(code: &str) -> Crate {
        let mut modules = BTreeMap::new();
        let mut open = vec![(String::new(), syn::parse_file(code).expect("Rust").items)];
        while let Some((path, items)) = open.pop() {
            for item in &items {
                if let Item::Mod(inner) = item
                    && let Some((_, within)) = &inner.content
                {
                    let code: proc_macro2::TokenStream =
                        within.iter().map(ToTokens::to_token_stream).collect();
                    let within = syn::parse2::<syn::File>(code).expect("Rust").items;
                    open.push((join(&path, &inner.ident.to_string()), within));
                }
            }
            modules.insert(path, items);
        }
        Crate { modules }
    }

    /// What the public interface says with types of these crates: an item and the path of the type.
    fn foreign(&self, crates: &BTreeSet<String>) -> Vec<String> {
        let mut names: BTreeMap<Place, String> = BTreeMap::new();
        self.walk("", "", &mut names, &mut BTreeSet::new());
        let mut found = BTreeSet::new();
        let mut look = |module: &str, shown: &str, code: &dyn ToTokens| {
            for path in paths(code.to_token_stream()) {
                let root = self.root(module, &path, 0);
                if let Some(root) = root.filter(|root| crates.contains(root)) {
                    found.insert(format!("{shown}: {} of {root}", path.join("::")));
                }
            }
        };
        for ((module, name), shown) in &names {
            match self.item(&(module.clone(), name.clone())) {
                Some(Item::Struct(item)) => {
                    look(module, shown, &item.generics);
                    let public = |f: &&syn::Field| is_offered(&f.vis, &f.attrs);
                    let fields = item.fields.iter().filter(public);
                    fields.for_each(|field| look(module, shown, &field.ty));
                }
                Some(Item::Enum(item)) => item.variants.iter().for_each(|variant| {
                    let fields = variant.fields.iter();
                    fields.for_each(|field| look(module, shown, &field.ty));
                }),
                Some(Item::Fn(item)) => look(module, shown, &item.sig),
                Some(Item::Const(item)) => look(module, shown, &item.ty),
                Some(Item::Static(item)) => look(module, shown, &item.ty),
                Some(Item::Type(item)) => look(module, shown, &item.ty),
                Some(Item::Trait(item)) => look(module, shown, item),
                _ => {}
            }
        }
        for (module, items) in &self.modules {
            for item in items {
                let Item::Impl(block) = item else { continue };
                let Some(shown) = self.named_by(module, &block.self_ty, &names) else {
                    continue;
                };
                if let Some((path, ..)) = &block.trait_ {
                    look(module, shown, path);
                }
                for inner in &block.items {
                    match inner {
                        ImplItem::Fn(i) if is_offered(&i.vis, &i.attrs) => {
                            look(module, shown, &i.sig)
                        }
                        ImplItem::Const(i) if is_offered(&i.vis, &i.attrs) => {
                            look(module, shown, &i.ty)
                        }
                        ImplItem::Type(i) => look(module, shown, &i.ty),
                        _ => {}
                    }
                }
            }
        }
        // passed on under our name
        let mut passed = BTreeSet::new();
        self.walk("", "", &mut BTreeMap::new(), &mut passed);
        for line in passed.iter().filter_map(|line| line.strip_prefix("use ")) {
            if crates.contains(line.split("::").next().unwrap_or(line)) {
                found.insert(line.to_owned());
            }
        }
        found.into_iter().collect()
    }

    /// The name under which the type of an `impl` is public.
    fn named_by<'n>(
        &self,
        module: &str,
        of: &syn::Type,
        names: &'n BTreeMap<Place, String>,
    ) -> Option<&'n String> {
        let syn::Type::Path(of) = of else { return None };
        let segments = of.path.segments.iter();
        let path: Vec<String> = segments.map(|s| s.ident.to_string()).collect();
        names.get(&self.resolve(module, &path, 0)?)
    }

    /// The crate that a path leads to from a module; `None` for one of ours, or a name that is not brought in.
    fn root(&self, module: &str, path: &[String], depth: usize) -> Option<String> {
        let (first, rest) = path.split_first()?;
        if depth > 8 || matches!(first.as_str(), "crate" | "self" | "super") {
            return None;
        }
        let uses = self
            .modules
            .get(module)?
            .iter()
            .filter_map(|item| match item {
                Item::Use(used) => Some(leaves(&used.tree)),
                _ => None,
            });
        let brought = uses
            .flatten()
            .find(|(path, name)| name == first && *path != [first.clone()]);
        match brought {
            Some((path, _)) => {
                let whole = [path, rest.to_vec()].concat();
                self.root(module, &whole, depth + 1)
            }
            None if rest.is_empty() => None,
            None => Some(first.clone()),
        }
    }

    /// One line for each public item, in order.
    fn interface(&self) -> Vec<String> {
        let mut names: BTreeMap<Place, String> = BTreeMap::new();
        let mut lines = BTreeSet::new();
        self.walk("", "", &mut names, &mut lines);
        for (module, items) in &self.modules {
            for item in items {
                let Item::Impl(block) = item else { continue };
                let Some(name) = self.named_by(module, &block.self_ty, &names) else {
                    continue;
                };
                match &block.trait_ {
                    Some(implemented) => {
                        lines.insert(format!("impl {} for {name}", tidy(&implemented.0)));
                    }
                    None => lines.extend(methods(&block.items, name)),
                }
            }
        }
        let mut lines: Vec<String> = lines.into_iter().collect();
        lines.sort_by_key(|line| path_in(line).to_owned());
        lines
    }

    /// Adds what is public in a module, which is reached under the path `shown`.
    fn walk(
        &self,
        module: &str,
        shown: &str,
        names: &mut BTreeMap<Place, String>,
        lines: &mut BTreeSet<String>,
    ) {
        for item in &self.modules[module] {
            if !is_public(item) {
                continue;
            }
            match item {
                Item::Mod(inner) => {
                    let inner = inner.ident.to_string();
                    lines.insert(format!("mod {}", join(shown, &inner)));
                    self.walk(&join(module, &inner), &join(shown, &inner), names, lines);
                }
                Item::Use(used) => {
                    for (path, name) in leaves(&used.tree) {
                        let shown = join(shown, &name);
                        let inner = join(module, &path.join("::"));
                        if self.modules.contains_key(&inner) {
                            lines.insert(format!("mod {shown}"));
                            self.walk(&inner, &shown, names, lines);
                            continue;
                        }
                        match self.resolve(module, &path, 0) {
                            Some(place) => self.add(place, &shown, names, lines),
                            None => {
                                lines.insert(format!("use {} as {shown}", path.join("::")));
                            }
                        }
                    }
                }
                _ => {
                    if let Some(name) = name_of(item) {
                        let place = (module.to_owned(), name.clone());
                        self.add(place, &join(shown, &name), names, lines);
                    }
                }
            }
        }
    }

    fn add(
        &self,
        place: Place,
        shown: &str,
        names: &mut BTreeMap<Place, String>,
        lines: &mut BTreeSet<String>,
    ) {
        if let Some(item) = self.item(&place) {
            lines.extend(described(item, shown));
            names.entry(place).or_insert_with(|| shown.to_owned());
        }
    }

    fn item(&self, (module, name): &Place) -> Option<&Item> {
        let items = self.modules.get(module)?;
        items
            .iter()
            .find(|item| name_of(item).as_ref() == Some(name))
    }

    /// Where the item is defined that a path means in a module; `None` for one of another crate.
    fn resolve(&self, module: &str, path: &[String], depth: usize) -> Option<Place> {
        let (last, before) = path.split_last()?;
        if depth > 8 {
            return None;
        }
        let mut at = module.to_owned();
        for segment in before {
            at = match segment.as_str() {
                "crate" => String::new(),
                "self" => at,
                "super" => at
                    .rsplit_once("::")
                    .map_or("", |(above, _)| above)
                    .to_owned(),
                inner if self.modules.contains_key(&join(&at, inner)) => join(&at, inner),
                _ => return None,
            };
        }
        let place = (at.clone(), last.clone());
        if self.item(&place).is_some() {
            return Some(place);
        }
        let uses = self.modules.get(&at)?.iter().filter_map(|item| match item {
            Item::Use(used) => Some(leaves(&used.tree)),
            _ => None,
        });
        let found = uses.flatten().find(|(_, name)| name == last)?;
        self.resolve(&at, &found.0, depth + 1)
    }
}

fn read_module(file: &Path, folder: &Path, path: &str, modules: &mut BTreeMap<String, Vec<Item>>) {
    let text = fs::read_to_string(file).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
    let items = syn::parse_file(&text).expect("Rust").items;
    for item in &items {
        if let Item::Mod(inner) = item
            && inner.content.is_none()
            && !is_for_tests(&inner.attrs)
        {
            let name = inner.ident.to_string();
            let below: PathBuf = folder.join(&name);
            let beside = folder.join(format!("{name}.rs"));
            let file = if beside.exists() {
                beside
            } else {
                below.join("mod.rs")
            };
            read_module(&file, &below, &join(path, &name), modules);
        }
    }
    modules.insert(path.to_owned(), items);
}

/// The paths in code, each as the names between its `::`.
fn paths(code: proc_macro2::TokenStream) -> Vec<Vec<String>> {
    let mut all: Vec<Vec<String>> = Vec::new();
    let mut colons = 0;
    for token in code {
        match token {
            TokenTree::Ident(name) => {
                let name = name.to_string();
                match all.last_mut().filter(|_| colons == 2) {
                    Some(path) => path.push(name),
                    None => all.push(vec![name]),
                }
                colons = 0;
            }
            TokenTree::Punct(mark) if mark.as_char() == ':' => colons += 1,
            TokenTree::Group(group) => {
                all.extend(paths(group.stream()));
                colons = 0;
            }
            _ => colons = 0,
        }
    }
    all
}

fn join(path: &str, name: &str) -> String {
    match path {
        "" => name.to_owned(),
        _ => format!("{path}::{name}"),
    }
}

fn has(attributes: &[Attribute], name: &str, word: &str) -> bool {
    attributes
        .iter()
        .any(|a| a.path().is_ident(name) && a.meta.to_token_stream().to_string().contains(word))
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    has(attributes, "cfg", "test")
}

fn is_public(item: &Item) -> bool {
    let (visible, attributes) = match item {
        Item::Const(i) => (&i.vis, &i.attrs),
        Item::Enum(i) => (&i.vis, &i.attrs),
        Item::Fn(i) => (&i.vis, &i.attrs),
        Item::Mod(i) => (&i.vis, &i.attrs),
        Item::Static(i) => (&i.vis, &i.attrs),
        Item::Struct(i) => (&i.vis, &i.attrs),
        Item::Trait(i) => (&i.vis, &i.attrs),
        Item::Type(i) => (&i.vis, &i.attrs),
        Item::Use(i) => (&i.vis, &i.attrs),
        _ => return false,
    };
    is_offered(visible, attributes)
}

/// Whether something is public and in the documentation.
fn is_offered(visible: &Visibility, attributes: &[Attribute]) -> bool {
    matches!(visible, Visibility::Public(_))
        && !is_for_tests(attributes)
        && !has(attributes, "doc", "hidden")
}

fn name_of(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(i) => &i.ident,
        Item::Enum(i) => &i.ident,
        Item::Fn(i) => &i.sig.ident,
        Item::Static(i) => &i.ident,
        Item::Struct(i) => &i.ident,
        Item::Trait(i) => &i.ident,
        Item::Type(i) => &i.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// The paths that a `use` brings in, each with the name that it gives them.
fn leaves(tree: &UseTree) -> Vec<(Vec<String>, String)> {
    match tree {
        UseTree::Path(path) => {
            let first = path.ident.to_string();
            let rest = leaves(&path.tree).into_iter();
            rest.map(|(path, name)| ([vec![first.clone()], path].concat(), name))
                .collect()
        }
        UseTree::Name(name) => vec![(vec![name.ident.to_string()], name.ident.to_string())],
        UseTree::Rename(name) => vec![(vec![name.ident.to_string()], name.rename.to_string())],
        UseTree::Group(group) => group.items.iter().flat_map(leaves).collect(),
        UseTree::Glob(_) => Vec::new(),
    }
}

/// The path that a line is about, so that what belongs together is together.
fn path_in(line: &str) -> &str {
    let path = match line.rsplit_once(" for ") {
        Some((_, path)) => path,
        None => line.split_once(' ').map_or(line, |(_, rest)| rest),
    };
    let end = path.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':'));
    path.get(..end.unwrap_or(path.len())).unwrap_or(path)
}

/// An item with its public fields or variants, and the traits that it derives.
fn described(item: &Item, shown: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut head = |kind: &str, generics: String, attributes: &[Attribute]| {
        let open = attributes
            .iter()
            .any(|a| a.path().is_ident("non_exhaustive"));
        let open = if open { " (non-exhaustive)" } else { "" };
        let derived = attributes.iter().filter(|a| a.path().is_ident("derive"));
        let mut all = vec![format!("{kind} {shown}{generics}{open}")];
        all.extend(derived.map(|a| format!("{} for {shown}", tidy(&a.meta))));
        lines.extend(all);
    };
    match item {
        Item::Struct(i) => {
            head("struct", tidy(&i.generics), &i.attrs);
            lines.extend(fields(&i.fields, shown));
        }
        Item::Enum(i) => {
            head("enum", tidy(&i.generics), &i.attrs);
            for variant in &i.variants {
                let fields = variant.fields.iter().map(|field| match &field.ident {
                    Some(name) => format!("{name}: {}", tidy(&field.ty)),
                    None => tidy(&field.ty),
                });
                let fields: Vec<String> = fields.collect();
                let fields = match fields.is_empty() {
                    true => String::new(),
                    false => format!("({})", fields.join(", ")),
                };
                lines.push(format!("variant {shown}::{}{fields}", variant.ident));
            }
        }
        Item::Fn(i) => lines.push(signature(&i.sig, shown)),
        Item::Const(i) => lines.push(format!("const {shown}: {}", tidy(&i.ty))),
        Item::Static(i) => lines.push(format!("static {shown}: {}", tidy(&i.ty))),
        Item::Type(i) => lines.push(format!("type {shown} = {}", tidy(&i.ty))),
        Item::Trait(i) => head("trait", tidy(&i.generics), &i.attrs),
        _ => {}
    }
    lines
}

fn fields(fields: &Fields, shown: &str) -> Vec<String> {
    let public = fields
        .iter()
        .enumerate()
        .filter(|(_, f)| is_offered(&f.vis, &f.attrs));
    public
        .map(|(place, field)| {
            let name = field
                .ident
                .as_ref()
                .map_or(place.to_string(), ToString::to_string);
            format!("field {shown}::{name}: {}", tidy(&field.ty))
        })
        .collect()
}

fn methods(items: &[ImplItem], name: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for item in items {
        match item {
            ImplItem::Fn(i) if is_offered(&i.vis, &i.attrs) => {
                lines.push(signature(&i.sig, &format!("{name}::{}", i.sig.ident)));
            }
            ImplItem::Const(i) if is_offered(&i.vis, &i.attrs) => {
                lines.push(format!("const {name}::{}: {}", i.ident, tidy(&i.ty)));
            }
            _ => {}
        }
    }
    lines
}

fn signature(signature: &syn::Signature, shown: &str) -> String {
    let written = tidy(signature);
    let name = format!("fn {}", signature.ident);
    written.replacen(&name, &format!("fn {shown}"), 1)
}

/// Code on one line, with the spaces that people write.
fn tidy(code: &impl ToTokens) -> String {
    let mut text = code.to_token_stream().to_string().replace('\n', " ");
    while text.contains("  ") {
        text = text.replace("  ", " ");
    }
    for mark in ["::", "<", "(", "[", "&", "'", "#"] {
        text = text.replace(&format!("{mark} "), mark);
    }
    for mark in ["::", "<", "(", ">", ")", "]", ",", ";", ":", "?"] {
        text = text.replace(&format!(" {mark}"), mark);
    }
    text.replace(",)", ")")
        .replace(",>", ">")
        .replace("->impl", "-> impl")
}
