//! The texts of a graph: small, cheap to clone, several in one allocation.

use arcstr::{ArcStr, Substr};
use std::borrow::Borrow;
use std::fmt;
use std::ops::{Deref, Range};

/// Text that may be part of a larger one; it reads like a `&str` and is cheap to clone.
///
/// ```
/// use dixit::graph::Text;
///
/// let text = Text::from("the bridge would close");
/// assert_eq!(text, "the bridge would close");
/// assert!(text.starts_with("the"));
/// assert_eq!(text.clone().to_string(), "the bridge would close");
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Text(Substr);

impl Text {
    /// The text itself.
    /// ```
    /// let text = dixit::graph::Text::from("warned");
    /// assert_eq!(text.as_str(), "warned");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Borrow<str> for Text {
    fn borrow(&self) -> &str {
        self
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text(text.into())
    }
}

impl From<String> for Text {
    fn from(text: String) -> Text {
        Text(text.into())
    }
}

impl From<&String> for Text {
    fn from(text: &String) -> Text {
        Text(text.as_str().into())
    }
}

impl PartialEq<str> for Text {
    fn eq(&self, other: &str) -> bool {
        **self == *other
    }
}

impl PartialEq<&str> for Text {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl PartialEq<String> for Text {
    fn eq(&self, other: &String) -> bool {
        **self == **other
    }
}

impl PartialEq<Text> for String {
    fn eq(&self, other: &Text) -> bool {
        **self == **other
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, f)
    }
}

impl serde::Serialize for Text {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

/// Several texts in one allocation.
pub(super) struct Block(ArcStr);

impl Block {
    pub(super) fn new(texts: &str) -> Block {
        Block(texts.into())
    }

    /// The text at these bytes.
    pub(super) fn text(&self, bytes: Range<usize>) -> Text {
        Text(self.0.substr(bytes))
    }
}
