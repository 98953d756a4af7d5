//! The public interface of the library: every item that a program can name, read from the sources and
//! compared with `tests/data/public_api.txt`. [`dixit::maintaining`] says how to renew that file.
//!
//! Items that a macro writes are not seen.

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

    /// One line for each public item, in order.
    fn interface(&self) -> Vec<String> {
        let mut names: BTreeMap<Place, String> = BTreeMap::new();
        let mut lines = BTreeSet::new();
        self.walk("", "", &mut names, &mut lines);
        for (module, items) in &self.modules {
            for item in items {
                let Item::Impl(block) = item else { continue };
                let syn::Type::Path(of) = &*block.self_ty else {
                    continue;
                };
                let path: Vec<String> = of
                    .path
                    .segments
                    .iter()
                    .map(|s| s.ident.to_string())
                    .collect();
                let place = self.resolve(module, &path, 0);
                let Some(name) = place.and_then(|place| names.get(&place)) else {
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
