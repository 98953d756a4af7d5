//! Building documents in code.

use super::Document;
use crate::date::Date;
use std::path::PathBuf;

impl Document {
    /// A document with only an id and a text.
    /// ```
    /// use dixit::document::Document;
    ///
    /// let article = Document::new("minutes", "The mayor resigned.")
    ///     .title("A resignation")
    ///     .date("2021-12-16".parse()?)
    ///     .url("https://ferry.example/minutes")
    ///     .source("The Daily Ferry");
    /// assert_eq!(article.title.as_deref(), Some("A resignation"));
    /// # Ok::<(), dixit::error::Error>(())
    /// ```
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Document {
        Document {
            id: id.into(),
            text: text.into(),
            ..Document::default()
        }
    }

    /// Sets the headline.
    pub fn title(mut self, title: impl Into<String>) -> Document {
        self.title = Some(title.into());
        self
    }

    /// Sets the day of publication.
    pub fn date(mut self, day: Date) -> Document {
        self.date = Some(day);
        self
    }

    /// Sets where it was published on the web.
    pub fn url(mut self, url: impl Into<String>) -> Document {
        self.url = Some(url.into());
        self
    }

    /// Sets who published it.
    pub fn source(mut self, outlet: impl Into<String>) -> Document {
        self.source = Some(outlet.into());
        self
    }

    /// Sets the file that the text is from, and the line on which it starts there, from 1.
    pub fn place(mut self, path: impl Into<PathBuf>, line: usize) -> Document {
        self.path = Some(path.into());
        self.line = line;
        self
    }
}
