//! Citron's JSON (<https://github.com/bbc/citron>, `docs/data_format.md`), one article per file.
//!
//! An object with `text` and `quotes`; each quote has `cue` (a span), `sources` and `contents`
//! (lists of spans). A span is `{"start", "end", "text"}`, in characters, its end exclusive. `cue` and
//! a span's `text` may be missing; coreference and everything else is ignored. The article's id is the
//! file's stem.

use super::article::{Article, Spans, misfit, mismatch, stem};
use crate::error::{Error, Result};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
struct File {
    text: String,
    #[serde(default)]
    quotes: Vec<Quote>,
}

#[derive(Deserialize)]
struct Quote {
    cue: Option<Piece>,
    #[serde(default)]
    sources: Vec<Piece>,
    contents: Vec<Piece>,
}

#[derive(Deserialize)]
struct Piece {
    start: usize,
    end: usize,
    text: Option<String>,
}

/// Reads the article of a file with this text.
///
/// # Errors
/// An invalid file, or a span that is outside of the text or does not match its words.
pub fn read(path: &Path, json: &str) -> Result<Article> {
    let file: File = serde_json::from_str(json)
        .map_err(|e| Error::at(path, format!("not an article in Citron's format: {e}")))?;
    let text: Vec<char> = file.text.chars().collect();
    let mut attributions = Vec::with_capacity(file.quotes.len());
    for (number, quote) in file.quotes.iter().enumerate() {
        let spans = |pieces: &[Piece]| -> Result<Vec<[usize; 2]>> {
            let spans: Vec<[usize; 2]> = pieces.iter().map(|p| [p.start, p.end]).collect();
            let fault = misfit(&spans, text.len()).or_else(|| {
                pieces.iter().find_map(|p| {
                    let words = p.text.as_deref()?;
                    mismatch(&text, &[[p.start, p.end]], words)
                })
            });
            match fault {
                Some(why) => Err(Error::at(path, format!("quote {}: {why}", number + 1))),
                None => Ok(spans),
            }
        };
        attributions.push(Spans {
            source: spans(&quote.sources)?,
            cue: spans(quote.cue.as_slice())?,
            content: spans(&quote.contents)?,
            weight: None,
        });
    }
    Ok(Article {
        id: stem(path),
        text: file.text,
        date: None,
        attributions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_json(json: &str) -> Result<Article> {
        read(Path::new("harbour.json"), json)
    }

    #[test]
    fn quotes_become_attributions() {
        let article = read_json(
            r#"{"text": "“Ça ira”, Ivers said.", "coreference_groups": [],
                "quotes": [{"cue": {"start": 16, "end": 20, "text": "said"},
                            "sources": [{"start": 10, "end": 15, "text": "Ivers"}],
                            "contents": [{"start": 0, "end": 8, "text": "“Ça ira”"}]}]}"#,
        )
        .expect("an article");
        assert_eq!(article.id, "harbour");
        assert_eq!(
            article.attributions,
            [Spans {
                source: vec![[10, 15]],
                cue: vec![[16, 20]],
                content: vec![[0, 8]],
                weight: None,
            }]
        );
    }

    #[test]
    fn words_that_are_not_there_are_an_error() {
        let error = read_json(
            r#"{"text": "Rain, Ivers said.", "quotes": [{"cue": {"start": 11, "end": 15, "text": "said"},
                "contents": [{"start": 0, "end": 4}]}]}"#,
        )
        .expect_err("a shifted span")
        .to_string();
        assert!(
            error.contains("harbour.json: quote 1: “said” is annotated where"),
            "{error}"
        );
    }
}
