//! Rules that resolve references return decisions; only the functions listed here apply them.

use std::fs;
use std::path::Path;
use syn::{FnArg, ImplItem, Item, ReceiverKind, Type};

/// Functions that change the record of entities: they apply decisions, or drive a pass over the text.
const WRITERS: [&str; 21] = [
    "link/mod.rs: link",
    "link/record.rs: abbreviate",
    "link/record.rs: enter",
    "link/record.rs: join_neighbours",
    "link/record.rs: mention",
    "link/record.rs: name",
    "link/roles.rs: present",
    "link/roles.rs: roles",
    "link/roles.rs: table_roles",
    "link/roles.rs: trade_roles",
    "link/roles.rs: undated_offices",
    "resolve/answers.rs: resolve",
    "resolve/decision.rs: apply",
    "resolve/decision.rs: explain",
    "resolve/decision.rs: record",
    "resolve/documents.rs: issued_by",
    "resolve/pronouns.rs: pronouns",
    "resolve/pronouns.rs: set_referent",
    "resolve/pronouns.rs: write_back",
    "resolve/pronouns.rs: write_down",
    "resolve/titled.rs: descriptions",
];

#[test]
fn rules_that_resolve_references_change_nothing() {
    let entity = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/entity");
    let mut found = Vec::new();
    for folder in ["link", "resolve"] {
        for file in fs::read_dir(entity.join(folder)).expect("a folder of src/entity") {
            let path = file.expect("a file").path();
            let code = fs::read_to_string(&path).expect("a source file");
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let place = format!("{folder}/{name}");
            let items = syn::parse_file(&code).expect("Rust").items;
            let writers = items.iter().flat_map(writers);
            found.extend(writers.map(|function| format!("{place}: {function}")));
        }
    }
    found.sort();
    assert_eq!(
        found,
        WRITERS.map(str::to_owned),
        "a rule takes `&Linker` or `&Phrase` and returns what it decided"
    );
}

/// The functions of an item that change a `Linker` or `Phrase`.
fn writers(item: &Item) -> Vec<String> {
    let arguments = |signature: &syn::Signature, own: bool| {
        signature.inputs.iter().any(|argument| match argument {
            FnArg::Receiver(receiver) => {
                own && matches!(receiver.kind, ReceiverKind::Reference(_, _, Some(_)))
            }
            FnArg::Typed(argument) => match &*argument.ty {
                Type::Reference(to) => to.mutability.is_some() && is_record(&to.elem),
                _ => false,
            },
        })
    };
    match item {
        Item::Fn(function) if arguments(&function.sig, false) => {
            vec![function.sig.ident.to_string()]
        }
        Item::Impl(block) => {
            let own = is_record(&block.self_ty);
            let functions = block.items.iter().filter_map(|item| match item {
                ImplItem::Fn(function) => Some(&function.sig),
                _ => None,
            });
            let changing = functions.filter(|signature| arguments(signature, own));
            changing
                .map(|signature| signature.ident.to_string())
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Whether a type is the record of entities, or a phrase that is asked about.
fn is_record(of: &Type) -> bool {
    let Type::Path(path) = of else { return false };
    let name = path.path.segments.last();
    name.is_some_and(|name| name.ident == "Linker" || name.ident == "Phrase")
}
