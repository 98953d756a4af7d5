//! Annotated articles as JSON Lines, one article per line:
//!
//! ```json
//! {"id": "a1", "text": "Rain is coming, Ivers said.", "date": "2024-03-01",
//!  "attributions": [{"source": [[16, 21]], "cue": [[22, 26]], "content": [[0, 14]]}]}
//! ```
//!
//! (here on two lines for readability). A role is a list of spans, or `{"spans": […]}`, or `null`;
//! `attributions` may be called `statements`: a line of `dixit extract` becomes an annotated article
//! by adding the text and correcting what is wrong. An attribution's `weight`, from 0 to 1, is its
//! probability if it was annotated by a program, and its weight in training. Other fields are ignored.

use super::article::Article;
use crate::error::{Error, Result};
use std::path::Path;

/// Reads all articles of a file; empty lines are skipped.
///
/// # Errors
/// A line that is not an annotated article, or has a span outside of its text: named by its number.
pub fn read(path: &Path) -> Result<Vec<Article>> {
    let text = crate::input::read_to_string(path).map_err(|e| Error::at(path, e))?;
    let lines = text.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(i, line)| {
            let wrong = |why: String| Error::new(format!("{}:{}: {why}", path.display(), i + 1));
            let article: Article = serde_json::from_str(line)
                .map_err(|e| wrong(format!("not an annotated article: {e}")))?;
            match article.fault() {
                Some(why) => Err(wrong(why)),
                None => Ok(article),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_line(line: &str) -> Result<Vec<Article>> {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.jsonl");
        std::fs::write(&path, format!("\n{line}\n")).expect("a written file");
        read(&path)
    }

    #[test]
    fn roles_are_lists_or_objects_or_missing() {
        let line = r#"{"id": "a", "text": "Rain, Ivers said.", "url": null, "statements": [
            {"source": {"text": "Ivers", "spans": [[6, 11]]}, "cue": [[12, 16]], "content": [[0, 4]]},
            {"source": null, "content": [[0, 4]]}]}"#
            .replace('\n', " ");
        let articles = read_line(&line).expect("an article");
        let [first, second] = articles[0].attributions.as_slice() else {
            panic!("two attributions");
        };
        assert_eq!(
            (&first.source, &first.cue),
            (&vec![[6, 11]], &vec![[12, 16]])
        );
        assert!(second.source.is_empty() && second.cue.is_empty());
    }

    #[test]
    fn an_error_names_the_line() {
        let outside = r#"{"id": "a", "text": "Rain.", "attributions": [{"content": [[0, 6]]}]}"#;
        let error = read_line(outside).expect_err("a span too far").to_string();
        assert!(error.contains("a.jsonl:2: the span 0..6"), "{error}");
        let error = read_line("{\"id\": 3}")
            .expect_err("no article")
            .to_string();
        assert!(
            error.contains("a.jsonl:2: not an annotated article"),
            "{error}"
        );
    }
}
