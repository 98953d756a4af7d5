//! Pictures drawn by Graphviz's `dot`, if it is installed.

use crate::error::{Error, Result};
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// The format of a drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawing {
    /// A vector picture.
    Svg,
    /// A bitmap.
    Png,
}

/// Graphviz's `dot` program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Graphviz {
    program: PathBuf,
    patience: Duration,
}

impl Graphviz {
    /// The `dot` on the PATH; `None` if Graphviz is not installed.
    pub fn find() -> Option<Graphviz> {
        let name = if cfg!(windows) { "dot.exe" } else { "dot" };
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path)
            .map(|folder| folder.join(name))
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

    /// The same program with a timeout (default: 30 seconds).
    #[cfg(test)]
    pub fn with_patience(self, patience: Duration) -> Graphviz {
        Graphviz { patience, ..self }
    }

    /// Draws a picture in Graphviz's language.
    ///
    /// # Errors
    /// One line if Graphviz cannot be started, rejects the source or takes too long.
    pub fn draw(&self, drawing: Drawing, source: Vec<u8>) -> Result<Vec<u8>> {
        let failed = |error: io::Error| {
            Error::at(
                &self.program,
                format_args!("cannot be run ({error}); install Graphviz"),
            )
        };
        let mut child = Command::new(&self.program)
            .arg(match drawing {
                Drawing::Svg => "-Tsvg",
                Drawing::Png => "-Tpng",
            })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(failed)?;
        // Other threads serve the pipes: a full pipe would block the child forever.
        let stdin = child.stdin.take();
        thread::spawn(move || {
            if let Some(mut stdin) = stdin {
                // If the child stops reading early, its status says why.
                let _ = stdin.write_all(&source);
            }
        });
        let picture = drain(child.stdout.take());
        let complaint = drain(child.stderr.take());
        match self.wait(&mut child).map_err(failed)? {
            Some(status) if status.success() => Ok(picture.join().unwrap_or_default()),
            Some(status) => {
                let complaint = complaint.join().unwrap_or_default();
                let complaint = String::from_utf8_lossy(&complaint);
                let first = complaint.lines().next().unwrap_or("no reason given");
                Err(Error::new(format!(
                    "Graphviz could not draw the picture ({status}): {first}"
                )))
            }
            None => Err(Error::new(format!(
                "Graphviz did not draw the picture within {} s; draw fewer nodes with --top",
                self.patience.as_secs()
            ))),
        }
    }

    /// Waits for the child; `None` if it was killed after the timeout.
    fn wait(&self, child: &mut Child) -> io::Result<Option<ExitStatus>> {
        let start = Instant::now();
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(Some(status));
            }
            if start.elapsed() > self.patience {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// Reads a pipe to its end; in case of an error, returns what was read before.
fn drain(pipe: Option<impl Read + Send + 'static>) -> JoinHandle<Vec<u8>> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // A broken pipe means that the child has ended, and its status says more.
            let _ = pipe.read_to_end(&mut bytes);
        }
        bytes
    })
}
