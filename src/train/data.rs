//! What there is to learn from, and in which files.
//!
//! A folder of data holds, directly or in its folders `silver` and `gold`:
//!
//! | files | what | see |
//! | --- | --- | --- |
//! | `*.conllu`, `*.conllu.gz` | a treebank: sentences with tags, trees and names | [`conllu`] |
//! | `*.jsonl`, `*.json`, `*.ann` beside `*.txt` | annotated articles | [`gold`] |
//!
//! Files whose name ends in `dev` or `test` after a hyphen, or is just that (`dev.conllu.gz`,
//! `news-test.jsonl`), are passed over: they are there to measure on. Where a sentence's `# newdoc id`
//! is an article's id, that article is never read by a model that has seen the sentence.

use super::notes::{DataFile, fingerprint};
use crate::error::{Error, Result};
use crate::statement::attribution::gold::{self, Article};
use crate::syntax::conllu::{self, Sentence};
use std::path::{Path, PathBuf};

/// What to learn from: a treebank with names, and annotated articles.
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// Sentences with tags, trees and names; may be empty.
    pub treebank: Vec<Sentence>,
    /// Articles with their attributions.
    pub articles: Vec<Article>,
    /// The files that all of it was read from.
    pub files: Vec<DataFile>,
}

/// Folders of the data's own that are looked into.
const FOLDERS: [&str; 2] = ["silver", "gold"];

impl Data {
    /// Reads the files of a folder; see the module's page for which.
    ///
    /// # Errors
    /// A folder that cannot be read or holds nothing of use, or a broken file in it.
    pub fn read(folder: &Path) -> Result<Data> {
        let mut data = Data::default();
        let mut paths = listed(folder)?;
        for name in FOLDERS {
            let inner = folder.join(name);
            if inner.is_dir() {
                paths.extend(listed(&inner)?);
            }
        }
        for path in paths.iter().filter(|p| !is_set_aside(p)) {
            match kind(path) {
                Some(Kind::Treebank) => data.add_treebank(path)?,
                Some(Kind::Articles) => data.add(path)?,
                None => {}
            }
        }
        if data.files.is_empty() {
            return Err(Error::at(
                folder,
                "nothing to learn from; put a treebank (*.conllu.gz) and annotated articles (*.jsonl) there",
            ));
        }
        Ok(data)
    }

    /// Adds the annotated articles of a file or folder, whatever their names.
    ///
    /// # Errors
    /// What [`gold::read`] gives.
    pub fn add(&mut self, path: &Path) -> Result<()> {
        let articles = gold::read(path)?;
        let attributions = articles.iter().map(|a| a.attributions.len()).sum();
        let mut hashed = Vec::new();
        for file in gold::files(path)? {
            // brat's marks say nothing without their text
            if file.extension().is_some_and(|e| e == "ann") {
                hashed.extend(bytes(&file.with_extension("txt"))?);
            }
            hashed.extend(bytes(&file)?);
        }
        self.files.push(DataFile {
            name: name(path),
            sentences: 0,
            articles: articles.len(),
            attributions,
            fnv64: fingerprint(&hashed),
        });
        self.articles.extend(articles);
        Ok(())
    }

    fn add_treebank(&mut self, path: &Path) -> Result<()> {
        let sentences = conllu::read(path)?;
        self.files.push(DataFile {
            name: name(path),
            sentences: sentences.len(),
            articles: 0,
            attributions: 0,
            fnv64: fingerprint(&bytes(path)?),
        });
        self.treebank.extend(sentences);
        Ok(())
    }
}

enum Kind {
    Treebank,
    Articles,
}

fn kind(path: &Path) -> Option<Kind> {
    let name = name(path);
    if name.ends_with(".conllu") || name.ends_with(".conllu.gz") {
        return Some(Kind::Treebank);
    }
    let is_articles = [".jsonl", ".json", ".ann"]
        .iter()
        .any(|e| name.ends_with(e));
    is_articles.then_some(Kind::Articles)
}

/// Whether a file is there to measure on, as its name tells.
fn is_set_aside(path: &Path) -> bool {
    let name = name(path);
    let stem = name.split('.').next().unwrap_or("");
    matches!(stem.rsplit('-').next(), Some("dev" | "test"))
}

fn name(path: &Path) -> String {
    path.file_name().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    )
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    std::fs::read(path).map_err(|e| Error::at(path, e))
}

/// The files of a folder, without those of its folders, in the order of their names.
fn listed(folder: &Path) -> Result<Vec<PathBuf>> {
    let failed = |e: std::io::Error| Error::at(folder, e);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}
