//! Pictures drawn by Graphviz's `dot`, where it is installed.

use crate::error::{Error, Result};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Graphviz's `dot` program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graphviz {
    program: PathBuf,
    patience: Duration,
}

impl Graphviz {
    /// The `dot` on the PATH; `None` where Graphviz is not installed.
    pub fn find() -> Option<Graphviz> {
        let names: &[&str] = if cfg!(windows) {
            &["dot.exe"]
        } else {
            &["dot"]
        };
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path)
            .flat_map(|folder| names.iter().map(move |name| folder.join(name)))
            .find(|program| program.is_file())
            .map(Graphviz::at)
    }

    /// The `dot` program at this path.
    pub fn at(program: impl Into<PathBuf>) -> Graphviz {
        Graphviz {
            program: program.into(),
            patience: Duration::from_secs(30),
        }
    }

    /// The same program, given up after `patience` (30 seconds unless told).
    pub fn with_patience(self, patience: Duration) -> Graphviz {
        Graphviz { patience, ..self }
    }

    /// Draws the DOT file `source` as SVG.
    ///
    /// # Errors
    /// One line that names the file when Graphviz cannot be started, does not understand the
    /// source or takes too long.
    pub fn svg(&self, source: &Path, target: &Path) -> Result<()> {
        self.draw("svg", source, target)
    }

    /// Draws the DOT file `source` as PNG. Errors are those of [`Graphviz::svg`].
    pub fn png(&self, source: &Path, target: &Path) -> Result<()> {
        self.draw("png", source, target)
    }

    fn draw(&self, format: &str, source: &Path, target: &Path) -> Result<()> {
        let part = target.with_extension(format!("{}.part", std::process::id()));
        let drawn = self.run(format, source, &part).and_then(|()| {
            std::fs::rename(&part, target)
                .map_err(|error| Error::at(target, format_args!("cannot be written: {error}")))
        });
        if drawn.is_err() {
            // The failure is what to report; a leftover that cannot be removed is not.
            let _ = std::fs::remove_file(&part);
        }
        drawn
    }

    fn run(&self, format: &str, source: &Path, target: &Path) -> Result<()> {
        let failed = |error: io::Error| Error::at(&self.program, format_args!("{error}"));
        // Warnings would fill a pipe that nobody reads: only whether it worked is of interest.
        let mut child = Command::new(&self.program)
            .arg(format!("-T{format}"))
            .arg("-o")
            .args([target, source])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let start = Instant::now();
        loop {
            match child.try_wait().map_err(failed)? {
                Some(status) if status.success() => return Ok(()),
                Some(status) => {
                    let what = format_args!(
                        "Graphviz could not draw it ({status}); run `dot -T{format} {}` to see why",
                        source.display()
                    );
                    return Err(Error::at(source, what));
                }
                None if start.elapsed() > self.patience => {
                    child.kill().map_err(failed)?;
                    child.wait().map_err(failed)?;
                    let what = format_args!(
                        "Graphviz did not draw it within {} s; draw fewer nodes",
                        self.patience.as_secs()
                    );
                    return Err(Error::at(source, what));
                }
                None => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }
}
