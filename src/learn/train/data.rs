//! The training data, and the files it is read from.
//!
//! A folder of data contains, directly or in its folders `silver` and `gold`:
//!
//! | files | what | see |
//! | --- | --- | --- |
//! | `*.conllu`, `*.conllu.gz` | a treebank: sentences with tags, trees and names | [`conllu`] |
//! | `*.jsonl`, `*.json` (Label Studio, Citron), `*.ann` beside `*.txt` | annotated articles | [`gold`] |
//!
//! and in its folder `entities` texts with marked names and mentions ([`marked`]): `*.jsonl`, `*.tsv`.
//!
//! Files whose name ends in `dev` or `test` after a hyphen, or is just that (`dev.conllu.gz`,
//! `news-test.jsonl`), are skipped: they are for evaluation. If a sentence's `# newdoc id`
//! is an article's id, that article is never read by a model that was trained on the sentence.

use super::marked::{self, Marked, Spoken};
use super::notes::DataFile;
use crate::error::{Error, Result};
use crate::learn::gold::{self, Article};
use crate::normalise::hash::fingerprint;
use crate::syntax::conllu::{self, Sentence};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The training data: a treebank with names, and annotated articles.
#[derive(Debug, Clone, Default)]
pub struct Data {
    /// Sentences with tags, trees and names; may be empty.
    pub treebank: Vec<Sentence>,
    /// Articles with their attributions.
    pub articles: Vec<Article>,
    /// Texts with their names and mentions.
    pub marked: Vec<Marked>,
    /// Articles with the speakers of their statements.
    pub spoken: Vec<Spoken>,
    /// The files that were read.
    pub files: Vec<DataFile>,
}

/// Subfolders that are read too.
const FOLDERS: [&str; 2] = ["silver", "gold"];
/// The folder of texts with marked names and mentions.
const MARKED: &str = "entities";

impl Data {
    /// Reads the files of a folder, as described for the module.
    ///
    /// # Errors
    /// A folder that cannot be read or has no training data, or an invalid file in it.
    pub fn read(folder: &Path) -> Result<Data> {
        let mut data = Data::default();
        let mut paths = listed(folder)?;
        for name in FOLDERS {
            let inner = folder.join(name);
            if inner.is_dir() {
                paths.extend(listed(&inner)?);
            }
        }
        // files of one article each are reported together, by the name of their folder
        let mut single: BTreeMap<&Path, Vec<PathBuf>> = BTreeMap::new();
        for path in paths.iter().filter(|p| !is_set_aside(p)) {
            match kind(path) {
                Some(Kind::Treebank) => data.add_treebank(path)?,
                Some(Kind::Articles) => data.add(path)?,
                Some(Kind::Article) => {
                    let folder = path.parent().unwrap_or(folder);
                    single.entry(folder).or_default().push(path.clone());
                }
                None => {}
            }
        }
        for (folder, files) in single {
            data.add_files(name(folder), &files)?;
        }
        let inner = folder.join(MARKED);
        if inner.is_dir() {
            let wanted = |p: &&PathBuf| {
                let ending = p.extension().and_then(|e| e.to_str());
                matches!(ending, Some("jsonl" | "tsv")) && !is_set_aside(p)
            };
            for path in listed(&inner)?.iter().filter(wanted) {
                data.add_marked(path)?;
            }
        }
        if data.files.is_empty() {
            return Err(Error::at(
                folder,
                "no training data; put a treebank (*.conllu.gz) and annotated articles (*.jsonl) there",
            ));
        }
        Ok(data)
    }

    /// Adds the annotated articles of a file or folder, whatever its name.
    ///
    /// # Errors
    /// Those of [`gold::read`].
    pub fn add(&mut self, path: &Path) -> Result<()> {
        let files = gold::files(path)?;
        if self.add_files(name(path), &files)? == 0 {
            // reports what a file or folder should contain
            gold::read(path)?;
        }
        Ok(())
    }

    /// Adds the annotated articles of files, and returns their number.
    fn add_files(&mut self, name: String, files: &[PathBuf]) -> Result<usize> {
        let mut articles = Vec::new();
        let mut hashed = Vec::new();
        for file in files {
            articles.extend(gold::read_file(file)?);
            // brat's annotations are useless without their text
            if file.extension().is_some_and(|e| e == "ann") {
                hashed.extend(bytes(&file.with_extension("txt"))?);
            }
            hashed.extend(bytes(file)?);
        }
        self.files.push(DataFile {
            name,
            sentences: 0,
            articles: articles.len(),
            attributions: articles.iter().map(|a| a.attributions.len()).sum(),
            fnv64: fingerprint(&hashed),
        });
        let count = articles.len();
        self.articles.extend(articles);
        Ok(count)
    }

    /// Adds articles with the speakers of their statements, whatever the file's name: they train the resolver. An
    /// article without a text has the text of the article with its id that was read before; without
    /// such an article it is skipped.
    ///
    /// # Errors
    /// Those of [`marked::read_spoken`].
    pub fn add_spoken(&mut self, path: &Path) -> Result<()> {
        let mut articles = marked::read_spoken(path)?;
        for one in articles.iter_mut().filter(|one| one.text.is_empty()) {
            let known = self.articles.iter().find(|article| article.id == one.id);
            if let Some(article) = known {
                one.text.clone_from(&article.text);
            }
        }
        articles.retain(|one| !one.text.is_empty());
        self.files.push(DataFile {
            name: name(path),
            sentences: 0,
            articles: articles.len(),
            attributions: 0,
            fnv64: fingerprint(&bytes(path)?),
        });
        self.spoken.extend(articles);
        Ok(())
    }

    fn add_marked(&mut self, path: &Path) -> Result<()> {
        let texts = marked::read(path)?;
        self.files.push(DataFile {
            name: name(path),
            sentences: 0,
            articles: texts.len(),
            attributions: 0,
            fnv64: fingerprint(&bytes(path)?),
        });
        self.marked.extend(texts);
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
    Article,
}

fn kind(path: &Path) -> Option<Kind> {
    let name = name(path);
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    if ends(&[".conllu", ".conllu.gz"]) {
        Some(Kind::Treebank)
    } else if ends(&[".jsonl"]) {
        Some(Kind::Articles)
    } else if ends(&[".ann", ".json"]) {
        Some(Kind::Article)
    } else {
        None
    }
}

/// Whether a file is for evaluation, by its name.
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
    crate::input::read(path).map_err(|e| Error::at(path, e))
}

/// The files of a folder, without those in folders within it, in the order of their names.
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
