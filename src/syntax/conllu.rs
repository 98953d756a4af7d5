//! Reads the treebank for training tagger and parser: CoNLL-U with Penn tags in XPOS, and
//! `Start=` (code points) and `NER=` (BIO) in MISC.

use super::{Label, Tag, Word};
use crate::error::{Error, Result};
use std::io::BufRead;
use std::path::Path;

/// One annotated sentence; all lists are parallel.
#[derive(Debug, Clone, Default)]
pub struct Sentence {
    /// Id of its document.
    pub document: String,
    /// Start of each token in its document, in code points.
    pub starts: Vec<usize>,
    /// Forms as written.
    pub forms: Vec<String>,
    /// Their hashes.
    pub words: Vec<Word>,
    /// Part-of-speech tags.
    pub tags: Vec<Tag>,
    /// Heads within the sentence; `None` for the root.
    pub heads: Vec<Option<usize>>,
    /// Dependency labels.
    pub labels: Vec<Label>,
    /// Named entities in BIO form: `B-PERSON`, `I-PERSON`, `O`.
    pub names: Vec<String>,
}

/// Reads all sentences of a file, gzipped if its name ends in `.gz`.
pub fn read(path: &Path) -> Result<Vec<Sentence>> {
    let file = crate::input::open(path).map_err(|e| Error::at(path, e))?;
    let reader: Box<dyn std::io::Read> = if path.extension().is_some_and(|e| e == "gz") {
        Box::new(flate2::read::MultiGzDecoder::new(file))
    } else {
        Box::new(file)
    };
    let mut sentences = Vec::new();
    let mut document = String::new();
    let mut sentence = Sentence::default();
    let finish = |sentence: &mut Sentence, sentences: &mut Vec<Sentence>, document: &str| {
        let mut done = std::mem::take(sentence);
        if !done.words.is_empty() {
            done.document = document.to_owned();
            sentences.push(done);
        }
    };
    for (number, line) in std::io::BufReader::new(reader).lines().enumerate() {
        let line = line.map_err(|e| Error::at(path, e))?;
        if let Some(id) = line.strip_prefix("# newdoc id = ") {
            finish(&mut sentence, &mut sentences, &document);
            document = id.to_owned();
        } else if line.is_empty() {
            finish(&mut sentence, &mut sentences, &document);
        } else if !line.starts_with('#') {
            token(&mut sentence, &line).ok_or_else(|| {
                Error::new(format!(
                    "{}:{}: not a CoNLL-U token of ten columns with Start= in the last",
                    path.display(),
                    number + 1
                ))
            })?;
        }
    }
    finish(&mut sentence, &mut sentences, &document);
    for (i, sentence) in sentences.iter().enumerate() {
        if sentence
            .heads
            .iter()
            .flatten()
            .any(|h| *h >= sentence.words.len())
        {
            return Err(Error::at(
                path,
                format!("sentence {} has a head outside of it", i + 1),
            ));
        }
    }
    Ok(sentences)
}

fn token(sentence: &mut Sentence, line: &str) -> Option<()> {
    let columns: Vec<&str> = line.split('\t').collect();
    let &[_, form, _, _, tag, _, head, label, _, misc] = columns.as_slice() else {
        return None;
    };
    let value = |key: &str| misc.split('|').find_map(|m| m.strip_prefix(key));
    let head: usize = head.parse().ok()?;
    sentence.starts.push(value("Start=")?.parse().ok()?);
    sentence.forms.push(form.to_owned());
    sentence.words.push(Word::new(form));
    sentence.tags.push(Tag::named(tag));
    sentence.heads.push(head.checked_sub(1));
    sentence
        .labels
        .push(Label::named(if head == 0 { "ROOT" } else { label }));
    sentence.names.push(value("NER=").unwrap_or("O").to_owned());
    Some(())
}
