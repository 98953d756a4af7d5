//! How a sentence is built: part-of-speech tags and dependency heads.

/// Tags and dependency tree of every token of a document, parallel to [`crate::text::Text::tokens`].
///
/// Tags are the Penn Treebank's, labels those of ClearNLP as spaCy writes them (`nsubj`, `ccomp`,
/// `prep`, …).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Syntax {
    /// Penn Treebank tag.
    pub tags: Vec<&'static str>,
    /// Index of the head token in the document; the token's own index for a root.
    pub heads: Vec<usize>,
    /// Dependency label; `ROOT` for a root.
    pub labels: Vec<&'static str>,
}
