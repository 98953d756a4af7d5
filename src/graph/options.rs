//! Which statements a graph includes.

/// Which statements to include in a graph.
/// ```
/// use dixit::graph::BuildOptions;
///
/// let options = BuildOptions::default().attitudes(true).min_confidence(0.5);
/// assert!(options.attitudes);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[non_exhaustive]
pub struct BuildOptions {
    /// Include reported thought ("believes", "fears") as well as speech.
    pub attitudes: bool,
    /// Leave out statements that are less likely right than this, in `0.0..=1.0`.
    pub min_confidence: f32,
}

impl BuildOptions {
    /// Sets whether reported thought is included as well as speech.
    pub fn attitudes(mut self, taken: bool) -> BuildOptions {
        self.attitudes = taken;
        self
    }

    /// Sets the confidence below which statements are left out, in `0.0..=1.0`.
    pub fn min_confidence(mut self, least: f32) -> BuildOptions {
        self.min_confidence = least;
        self
    }
}
