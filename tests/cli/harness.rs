//! Runs the built `dixit` in a folder of its own and checks what it prints.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// One run of the program: files and arguments first, then what is expected of it.
pub struct Test {
    folder: TempDir,
    args: Vec<String>,
    stdin: Vec<u8>,
    path: Option<String>,
    environment: Vec<(String, String)>,
}

impl Test {
    /// In an empty folder.
    pub fn new() -> Self {
        Test {
            folder: TempDir::new().expect("a temporary folder"),
            args: Vec::new(),
            stdin: Vec::new(),
            path: None,
            environment: Vec::new(),
        }
    }

    /// With the graph of `tests/data` as `graphs/talks.json`.
    pub fn with_talks() -> Self {
        let test = Test::new();
        let path = test.file_path("graphs/talks.json");
        crate::talks::graph().save(&path).expect("a saved graph");
        test
    }

    /// Writes a file into the folder.
    pub fn file(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.file_path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a written file");
        self
    }

    /// Makes an empty folder in the folder.
    pub fn folder(self, name: &str) -> Self {
        fs::create_dir_all(self.file_path(name)).expect("a folder");
        self
    }

    /// Adds an argument.
    pub fn arg(mut self, arg: &str) -> Self {
        self.args.push(arg.to_owned());
        self
    }

    /// Adds arguments.
    pub fn args<'a>(mut self, args: impl IntoIterator<Item = &'a str>) -> Self {
        self.args.extend(args.into_iter().map(str::to_owned));
        self
    }

    /// What the program reads on stdin.
    pub fn stdin(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.stdin = bytes.as_ref().to_vec();
        self
    }

    /// The folders in which the program finds others.
    pub fn path(mut self, path: &str) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Sets a variable of the program's environment.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Where a file of the folder is.
    pub fn file_path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The program with its arguments, to be started in the folder by the test itself.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dixit"));
        command
            .args(&self.args)
            .current_dir(self.folder.path())
            .env_remove("NO_COLOR")
            .envs(self.environment.iter().cloned());
        if let Some(path) = &self.path {
            command.env("PATH", path);
        }
        command
    }

    /// Runs the program; what reads a graph is run again on the same graph in a store, and has to do the
    /// same.
    pub fn run(self) -> Ran {
        #[cfg(feature = "sqlite")]
        let stored = crate::stored::Stored::of(self.folder.path(), &self.args);
        #[cfg(feature = "sqlite")]
        let (stdin, environment, path) = (
            self.stdin.clone(),
            self.environment.clone(),
            self.path.clone(),
        );
        let ran = self.run_once();
        #[cfg(feature = "sqlite")]
        if let Some((folder, args)) = stored {
            let again = Test {
                folder,
                args,
                stdin,
                path,
                environment,
            };
            crate::stored::same(&ran, &again.run_once());
        }
        ran
    }

    fn run_once(self) -> Ran {
        let mut command = self.command();
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("a running dixit");
        let mut stdin = child.stdin.take().expect("its stdin");
        let input = self.stdin;
        // From a thread of its own: a full pipe would block both sides.
        let feeding = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().expect("its output");
        // A program that does not read its stdin closes it early, which is no failure.
        let _ = feeding.join().expect("a fed child");
        Ran {
            folder: self.folder,
            args: self.args,
            output,
        }
    }
}

/// A run that has ended.
pub struct Ran {
    folder: TempDir,
    args: Vec<String>,
    output: Output,
}

impl Ran {
    /// Checks the exit code.
    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        let found = self.output.status.code();
        assert_eq!(found, Some(code), "{}", self.told());
        self
    }

    /// Checks that stdout holds `part`.
    #[track_caller]
    pub fn prints(self, part: &str) -> Self {
        assert!(self.stdout().contains(part), "no {part:?}: {}", self.told());
        self
    }

    /// Checks that stderr holds `part`.
    #[track_caller]
    pub fn complains(self, part: &str) -> Self {
        assert!(self.stderr().contains(part), "no {part:?}: {}", self.told());
        self
    }

    /// Checks that stderr is empty.
    #[track_caller]
    pub fn has_no_complaints(self) -> Self {
        assert_eq!(self.stderr(), "", "{}", self.told());
        self
    }

    /// Runs the program again in the same folder.
    pub fn then<'a>(self, args: impl IntoIterator<Item = &'a str>) -> Ran {
        let test = Test {
            folder: self.folder,
            args: Vec::new(),
            stdin: Vec::new(),
            path: None,
            environment: Vec::new(),
        };
        test.args(args).run()
    }

    /// What it wrote to stdout.
    pub fn stdout(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).expect("UTF-8 on stdout")
    }

    /// What it wrote to stderr.
    pub fn stderr(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).expect("UTF-8 on stderr")
    }

    /// The JSON values on the lines of stdout.
    pub fn json_lines(&self) -> Vec<serde_json::Value> {
        let out = self.stdout();
        let lines = out.lines().map(serde_json::from_str);
        lines.collect::<Result<_, _>>().expect("JSON on each line")
    }

    /// The folder it ran in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The exit code.
    #[cfg(feature = "sqlite")]
    pub fn code(&self) -> Option<i32> {
        self.output.status.code()
    }

    /// The bytes of stdout and stderr.
    #[cfg(feature = "sqlite")]
    pub fn bytes(&self) -> [&[u8]; 2] {
        [&self.output.stdout, &self.output.stderr]
    }

    pub fn told(&self) -> String {
        format!(
            "dixit {:?}\n--- stdout\n{}--- stderr\n{}",
            self.args,
            self.stdout(),
            self.stderr()
        )
    }
}

/// What `--format json` prints of a question's or query's answer.
#[derive(Debug, serde::Deserialize)]
pub struct Answer {
    pub query: dixit::query::Query,
    pub answers: Vec<dixit::query::AnswerGroup>,
    pub statements: Vec<serde_json::Value>,
}
