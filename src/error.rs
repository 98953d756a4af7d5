//! The one error type.

use std::fmt;
use std::path::Path;

/// A failure that ends a command: one line that says what went wrong, where, and how to fix it.
///
/// The type is opaque on purpose: callers do not need to distinguish causes, but people need to read
/// them. Failures that affect only a single document are [`crate::document::ReadError`].
/// ```
/// use dixit::error::Error;
/// use std::path::Path;
///
/// let error = Error::at(Path::new("talks.json"), "the file is empty; rebuild the graph");
/// assert_eq!(error.to_string(), "talks.json: the file is empty; rebuild the graph");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
}

/// The result of a function that can fail.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An error with this one-line message.
    pub fn new(message: impl Into<String>) -> Self {
        Error {
            message: message.into(),
        }
    }

    /// An error about `path`: `path: what`.
    pub fn at(path: &Path, what: impl fmt::Display) -> Self {
        Error::new(format!("{}: {what}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
