//! Every test that asks a graph something asks it of a store too: the answers are the same, byte for byte.

use crate::harness::Ran;
use dixit::graph::{Graph, Store};
use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;
use std::sync::{LazyLock, Mutex};
use std::time::SystemTime;
use tempfile::TempDir;

/// The commands that read graphs.
const READERS: [&str; 9] = [
    "ask", "query", "timeline", "stats", "variants", "verify", "export", "explain", "diff",
];

/// A run on stores.
pub struct Stored;

impl Stored {
    /// The folder of a run with stores in the place of its graphs, and the arguments that name these; `None`
    /// for a run that reads no graph.
    pub fn of(folder: &Path, args: &[String]) -> Option<(TempDir, Vec<String>)> {
        let command = args.first()?;
        if !READERS.contains(&command.as_str()) {
            return None;
        }
        let mut graphs: Vec<(SystemTime, String)> = Vec::new();
        for name in files(folder).into_keys() {
            let path = folder.join(&name);
            let is_graph = name.ends_with(".json") && Graph::load(&path).is_ok();
            if is_graph {
                graphs.push((path.metadata().ok()?.modified().ok()?, name));
            }
        }
        // Links and pipes are not copied.
        if graphs.is_empty() || !is_plain(folder) {
            return None;
        }
        graphs.sort();
        let other = TempDir::new().expect("a temporary folder");
        copy(folder, other.path());
        let mut args = args.to_vec();
        for (_, name) in graphs {
            let store = name.replace(".json", ".sqlite");
            let bytes = store_of(&folder.join(&name));
            fs::remove_file(other.path().join(&name)).expect("a copy");
            fs::write(other.path().join(&store), bytes).expect("a store");
            for arg in &mut args {
                *arg = arg.replace(&name, &store);
            }
        }
        Some((other, args))
    }
}

/// Checks that a run on stores did what the run on graphs did.
pub fn same(graphs: &Ran, stores: &Ran) {
    assert_eq!(
        graphs.code(),
        stores.code(),
        "{}--- with a store\n{}",
        graphs.told(),
        stores.told()
    );
    for (graphs, stores) in graphs.bytes().into_iter().zip(stores.bytes()) {
        let [graphs, stores] = [graphs, stores].map(|bytes| {
            let text = String::from_utf8_lossy(bytes).into_owned();
            let lines = text.lines().filter(|line| !line.contains(" s to load, "));
            // The one names graphs, the other stores.
            lines
                .map(|line| line.replace(".sqlite", ".json"))
                .collect::<Vec<String>>()
        });
        assert_eq!(graphs, stores);
    }
    let [mut graphs, mut stores] = [graphs, stores].map(|ran| files(ran.folder()));
    stores.retain(|name, _| !name.ends_with(".sqlite"));
    graphs.retain(|name, bytes| stores.contains_key(name) || !is_graph(bytes));
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&graphs), names(&stores));
    for (name, bytes) in graphs {
        assert!(stores.get(&name) == Some(&bytes), "{name} differs");
    }
}

fn is_graph(bytes: &[u8]) -> bool {
    bytes.starts_with(b"{\"directed\":true")
}

/// The files of a folder and those in it, by path.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).into_iter().flatten().flatten() {
            let (path, kind) = (entry.path(), entry.file_type());
            if kind.as_ref().is_ok_and(|kind| kind.is_dir()) {
                folders.push(path);
            } else if kind.is_ok_and(|kind| kind.is_file()) {
                let name = path.strip_prefix(folder).expect("a file in the folder");
                let bytes = fs::read(&path).unwrap_or_default();
                files.insert(name.to_string_lossy().into_owned(), bytes);
            }
        }
    }
    files
}

/// Whether a folder has files and folders alone.
fn is_plain(folder: &Path) -> bool {
    let mut entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.all(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => is_plain(&entry.path()),
        kind => kind.is_ok_and(|kind| kind.is_file()),
    })
}

/// Copies files and folders.
fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).into_iter().flatten().flatten() {
        let target = to.join(entry.file_name());
        let kind = entry.file_type().expect("a kind of file");
        if kind.is_dir() {
            fs::create_dir_all(&target).expect("a folder");
            copy(&entry.path(), &target);
        } else if kind.is_file() {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// A store with the graph of a file; each graph is stored once.
fn store_of(path: &Path) -> Vec<u8> {
    static KNOWN: LazyLock<Mutex<HashMap<Vec<u8>, Vec<u8>>>> = LazyLock::new(Mutex::default);
    let graph = fs::read(path).expect("a graph");
    if let Some(store) = KNOWN.lock().expect("a lock").get(&graph) {
        return store.clone();
    }
    let folder = TempDir::new().expect("a temporary folder");
    let place = folder.path().join("s.sqlite");
    let loaded = Graph::load(path).expect("a graph");
    let mut store = Store::grow(&place, loaded.name()).expect("a store");
    store.add_graph(loaded).expect("a graph in a store");
    store.settle(|_, _| ()).expect("a store that is complete");
    let store = fs::read(&place).expect("a store");
    KNOWN.lock().expect("a lock").insert(graph, store.clone());
    store
}
