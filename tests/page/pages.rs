//! Pages to open: of the corpus, of an article that attacks, of a crowd.

use dixit::export::html;
use dixit::export::selection::Selection;
use dixit::graph::Graph;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A page in a folder that goes when it is dropped.
pub struct Page {
    folder: TempDir,
}

impl Page {
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("page.html")
    }
}

/// The page that `dixit build` makes of articles.
pub fn built(articles: &Path) -> Page {
    let folder = TempDir::new().expect("a temporary folder");
    let run = Command::new(env!("CARGO_BIN_EXE_dixit"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["build", "--name", "page", "--out"])
        .args([folder.path(), articles])
        .output()
        .expect("a running dixit");
    assert!(run.status.success(), "{run:?}");
    Page { folder }
}

/// What an article may try: to end the element of the data, to run something, to look like markup.
pub const ATTACK: &str =
    "</script><script>window.attacked = 1</script><img src=x onerror='window.attacked = 2'>";

/// The page of an article that attacks from its headline, its address and what is said in it.
pub fn attacked() -> Page {
    let folder = TempDir::new().expect("a temporary folder");
    let text = format!(
        "Mayor Ada Novak warned Petra Lind on Monday that “the bridge {ATTACK} will close by spring”. \
         Lind said that nobody had told her."
    );
    let article = serde_json::json!({
        "id": "bridge", "title": format!("Bridge {ATTACK}"), "date": "2024-03-04", "source": ATTACK,
        "url": "https://news.example/bridge?a=\"><b>", "text": text,
    });
    let lines = folder.path().join("attack.jsonl");
    std::fs::write(&lines, format!("{article}\n")).expect("a written article");
    built(&lines)
}

/// The page of as many people, each of whom speaks to four others.
pub fn crowd(people: usize) -> Page {
    saved(&crate::crowd::graph(people))
}

/// The page of an archive of a file.
pub fn archive() -> Page {
    saved(&crate::archive::graph())
}

fn saved(graph: &Graph) -> Page {
    let folder = TempDir::new().expect("a temporary folder");
    let page = Page { folder };
    let mut file = File::create(page.path()).expect("a file");
    html::write(&Selection::whole(graph), &mut file).expect("a written page");
    page
}
