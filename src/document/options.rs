//! What the caller chooses about reading.

use super::encoding::Encoding;
use super::files::Links;

/// What can be chosen about reading; the default reads what says itself how it is to be read.
///
/// ```
/// use dixit::document::{Links, Options, read_with};
///
/// let options = Options::default()
///     .with_links(Links::All)
///     .with_encoding("windows-1252".parse()?);
/// let reader = read_with(&["articles".into()], &options);
/// assert_eq!(reader.files(), 1);
/// # Ok::<(), dixit::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Options {
    /// Links in folders that are followed.
    pub links: Links,
    /// The encoding of files that have no byte order mark; `None` to find it out for each.
    pub encoding: Option<Encoding>,
}

impl Options {
    /// The same with other links that are followed.
    #[must_use]
    pub fn with_links(mut self, links: Links) -> Options {
        self.links = links;
        self
    }

    /// The same with an encoding for all files without a byte order mark.
    #[must_use]
    pub fn with_encoding(mut self, encoding: Encoding) -> Options {
        self.encoding = Some(encoding);
        self
    }
}
