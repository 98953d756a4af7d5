//! Defaults for flags from a file, `dixit.toml`, in the current folder or the nearest one above it.
//!
//! Each key is a flag of one or several commands (or the paths of `dixit build`), and becomes its default: a flag on
//! the command line replaces it. Paths are relative to the file. The file can name files to read, and a folder
//! below its own to write to; it cannot run anything.

use super::messages::say;
use crate::error::{Error, Result};
use clap::error::ContextKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use std::ffi::OsString;
use std::path::{Component, Path, PathBuf};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// The name of the file.
const NAME: &str = "dixit.toml";

/// The variable that names another file.
const VARIABLE: &str = "DIXIT_CONFIG";

/// What a key's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A file to read.
    Path,
    /// One or several files or folders to read.
    Paths,
    /// A folder to write to.
    Folder,
    Word,
    Number,
    /// A table of words, and what one looks like.
    Table(&'static str),
}

/// A key, and the argument whose default it is.
struct Key {
    name: &'static str,
    argument: &'static str,
    kind: Kind,
}

const fn key(name: &'static str, argument: &'static str, kind: Kind) -> Key {
    Key {
        name,
        argument,
        kind,
    }
}

const KEYS: [Key; 13] = [
    key("corpus", "paths", Kind::Paths),
    key(
        "fields",
        "field",
        Kind::Table("{text = \"body\", date = \"published\"}"),
    ),
    key(
        "outlets",
        "outlet",
        Kind::Table("{\"ferry.example\" = \"The Daily Ferry\"}"),
    ),
    key("date-format", "date_format", Kind::Word),
    key("encoding", "encoding", Kind::Word),
    key("kb", "kb", Kind::Paths),
    key("model", "model", Kind::Path),
    key("corrections", "corrections", Kind::Path),
    key("min-confidence", "min_confidence", Kind::Number),
    key("threads", "threads", Kind::Number),
    key("out", "out", Kind::Folder),
    key("graph", "graph", Kind::Path),
    key("theme", "theme", Kind::Word),
];

/// The settings of a file.
#[derive(Debug)]
pub(super) struct Config {
    path: PathBuf,
    /// The command that they are for.
    command: String,
    settings: Vec<Setting>,
}

#[derive(Debug)]
struct Setting {
    name: &'static str,
    argument: &'static str,
    line: usize,
    values: Vec<OsString>,
}

impl Config {
    /// The settings for the command that is given, if there is a file. Help, and commands that have none of the
    /// flags, do not need one.
    ///
    /// # Errors
    /// A file that cannot be read, has a key that does not exist, or a value of the wrong type: with its line.
    pub(super) fn for_command(command: &Command, given: &[OsString]) -> Result<Option<Config>> {
        let flags = || given.iter().skip(1).take_while(|flag| *flag != "--");
        let unwanted = |flag: &OsString| flag == "--no-config" || flag == "--help" || flag == "-h";
        let Some(chosen) = flags().find_map(|word| command.find_subcommand(word)) else {
            return Ok(None);
        };
        if flags().any(unwanted) || !KEYS.iter().any(|key| applies(key.argument, chosen)) {
            return Ok(None);
        }
        let Some(path) = path() else {
            return Ok(None);
        };
        Ok(Some(Config {
            settings: read(&path)?,
            command: chosen.get_name().to_owned(),
            path,
        }))
    }

    /// The command line with the settings as defaults.
    pub(super) fn apply(&self, line: Command) -> Command {
        line.mut_subcommand(&self.command, |command| {
            self.settings.iter().fold(command, |command, setting| {
                if !applies(setting.argument, &command) {
                    return command;
                }
                command.mut_arg(setting.argument, |argument| {
                    argument
                        .required(false)
                        .default_values(setting.values.clone())
                })
            })
        })
    }

    /// The error about a value of the file that its flag does not take; `None` if something else is wrong.
    pub(super) fn blame(&self, error: &clap::Error) -> Option<Error> {
        let context = |kind| Some(error.get(kind)?.to_string());
        let value = context(ContextKind::InvalidValue)?;
        let flag = context(ContextKind::InvalidArg)?;
        let setting = self.settings.iter().find(|setting| {
            let named = format!("--{}", setting.argument.replace('_', "-"));
            let is_named = flag.split([' ', '=']).next() == Some(&named);
            is_named && setting.values.iter().any(|of| *of == *value)
        })?;
        let told = error.render().to_string();
        let told = told.strip_prefix("error: ").unwrap_or(&told);
        let told = told.split("\n\n").next().unwrap_or_default();
        let told: Vec<&str> = told.lines().map(str::trim).collect();
        Some(self.error(setting.line, &told.join(" ")))
    }

    /// Says which settings a build has from the file.
    pub(super) fn tell(&self, matches: &ArgMatches) {
        let Some(("build", matches)) = matches.subcommand() else {
            return;
        };
        let used = |setting: &&Setting| {
            let known = matches.try_contains_id(setting.argument).is_ok();
            known && matches.value_source(setting.argument) == Some(ValueSource::DefaultValue)
        };
        let names: Vec<&str> = self.settings.iter().filter(used).map(|s| s.name).collect();
        if !names.is_empty() {
            say(&format!(
                "with {} of {}",
                names.join(", "),
                self.path.display()
            ));
        }
    }

    fn error(&self, line: usize, what: &str) -> Error {
        at(&self.path, line, what)
    }
}

fn at(path: &Path, line: usize, what: &str) -> Error {
    Error::new(format!("{}:{line}: {what}", path.display()))
}

/// Whether a setting is a default of a command: the corpus only of `build`, and a graph only where it may be left out.
fn applies(argument: &str, command: &Command) -> bool {
    let mut found = command.get_arguments().filter(|a| a.get_id() == argument);
    found.next().is_some_and(|found| match argument {
        "paths" => command.get_name() == "build",
        _ => !found.is_required_set(),
    })
}

/// The file that the variable names, or else the nearest one, relative to the current folder.
fn path() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
        return Some(PathBuf::from(named));
    }
    let depth = std::env::current_dir().ok()?.components().count();
    let mut folder = PathBuf::new();
    for _ in 0..depth {
        let path = folder.join(NAME);
        if path.is_file() {
            return Some(path);
        }
        folder.push("..");
    }
    None
}

fn read(path: &Path) -> Result<Vec<Setting>> {
    let text = crate::input::read_to_string(path).map_err(|e| Error::at(path, e))?;
    let line = |byte: usize| {
        let before = text.as_bytes().get(..byte).unwrap_or_default();
        1 + memchr::memchr_iter(b'\n', before).count()
    };
    let table = DeTable::parse(&text).map_err(|error| {
        let start = error.span().map_or(0, |span| span.start);
        at(path, line(start), error.message())
    })?;
    let mut settings = Vec::new();
    for (name, value) in table.get_ref() {
        let line = line(name.span().start);
        let found = KEYS.iter().find(|key| key.name == *name.get_ref());
        let Some(key) = found else {
            return Err(at(path, line, &unknown(name.get_ref())));
        };
        let values = key
            .kind
            .values(value, path.parent().unwrap_or(Path::new("")))
            .map_err(|what| at(path, line, &format!("'{}' {what}", key.name)))?;
        settings.push(Setting {
            name: key.name,
            argument: key.argument,
            line,
            values,
        });
    }
    // in the order of the file
    settings.sort_by_key(|setting| setting.line);
    Ok(settings)
}

/// What is wrong with a key that does not exist.
fn unknown(name: &str) -> String {
    let names = KEYS.iter().map(|key| key.name);
    let near = |other: &&str| strsim::jaro_winkler(other, name);
    let nearest = names.max_by(|a, b| near(a).total_cmp(&near(b)));
    match nearest.filter(|nearest| near(nearest) > 0.7) {
        Some(nearest) => format!("there is no key '{name}'; did you mean '{nearest}'?"),
        None => {
            let names: Vec<&str> = KEYS.iter().map(|key| key.name).collect();
            format!(
                "there is no key '{name}'; the keys are {}",
                names.join(", ")
            )
        }
    }
}

impl Kind {
    /// What a value of this kind looks like.
    fn looks(self) -> String {
        let looks = match self {
            Kind::Path => "is a file, such as \"fixes.toml\"",
            Kind::Paths => {
                "is a file or folder or a list of them, such as [\"news\", \"wire.jsonl\"]"
            }
            Kind::Folder => "is a folder, such as \"graphs\"",
            Kind::Word => "is a text in quotation marks",
            Kind::Number => "is a number",
            Kind::Table(example) => return format!("is a table of texts, such as {example}"),
        };
        looks.to_owned()
    }

    /// The values as they would be on the command line; else what is wrong.
    fn values(
        self,
        value: &Spanned<DeValue<'_>>,
        folder: &Path,
    ) -> std::result::Result<Vec<OsString>, String> {
        let wrong = || self.looks();
        match (self, value.get_ref()) {
            (Kind::Path | Kind::Paths, DeValue::String(path)) => Ok(vec![below(folder, path)]),
            (Kind::Paths, DeValue::Array(list)) if !list.is_empty() => list
                .iter()
                .map(|item| match item.get_ref() {
                    DeValue::String(path) => Ok(below(folder, path)),
                    _ => Err(wrong()),
                })
                .collect(),
            (Kind::Folder, DeValue::String(path)) => {
                let mut parts = Path::new(path.as_ref()).components();
                match parts.all(|part| matches!(part, Component::Normal(_) | Component::CurDir)) {
                    true => Ok(vec![below(folder, path)]),
                    false => Err(format!(
                        "leads out of the folder of {NAME}; name a folder below it, or use the flag"
                    )),
                }
            }
            (Kind::Word, DeValue::String(word)) => Ok(vec![word.as_ref().into()]),
            (Kind::Number, DeValue::Integer(number)) => Ok(vec![number.to_string().into()]),
            (Kind::Number, DeValue::Float(number)) => Ok(vec![number.to_string().into()]),
            (Kind::Table(_), DeValue::Table(table)) => table
                .iter()
                .map(|(field, name)| match name.get_ref() {
                    DeValue::String(name) => Ok(format!("{}={name}", field.get_ref()).into()),
                    _ => Err(wrong()),
                })
                .collect(),
            _ => Err(wrong()),
        }
    }
}

/// A path of the file, from the current folder. `-` is a file too, not standard input.
fn below(folder: &Path, path: &str) -> OsString {
    let joined = folder.join(path);
    match joined == Path::new("-") {
        true => Path::new(".").join(joined).into_os_string(),
        false => joined.into_os_string(),
    }
}
