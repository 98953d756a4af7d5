//! Add a training set, and train the models again.
//!
//! # Add a set
//!
//! `dixit train DATA -o FILE` reads a folder. What a file teaches follows from its name and folder:
//!
//! | files | folder | teaches |
//! | --- | --- | --- |
//! | `*.conllu`, `*.conllu.gz` | `DATA`, `silver`, `gold` | tags, trees and names |
//! | `*.jsonl`, `*.ann` beside `*.txt`, `*.json` | `DATA`, `silver`, `gold` | who said what |
//! | `*.jsonl`, `*.tsv` | `entities` | names, and who pronouns and descriptions refer to |
//! | given with `--add PATH` | any | who said what |
//! | given with `--speakers FILE` | any | who pronouns and descriptions refer to, who made a report, who is spoken to |
//!
//! Files named `dev` or `test`, or whose names end in `-dev` or `-test`, are for measuring and are not read.
//!
//! Suppose that a newsroom has marked its articles and exports them as JSON Lines, one article a line. `source`, `cue` and
//! `content` are lists of spans, `[start, end)` in code points of `text`:
//!
//! ```
//! use dixit::learn::train::Data;
//!
//! let folder = tempfile::tempdir().unwrap();
//! let article = r#"{"id": "a1", "text": "Rain is coming, Ivers said.", "attributions":
//!     [{"source": [[16, 21]], "cue": [[22, 26]], "content": [[0, 14]], "weight": 0.8}]}"#;
//! std::fs::write(folder.path().join("desk-train.jsonl"), article.replace('\n', " ")).unwrap();
//! std::fs::write(folder.path().join("desk-dev.jsonl"), "is not read").unwrap();
//!
//! let data = Data::read(folder.path())?;
//! assert_eq!(data.files.len(), 1);
//! let marked = &data.articles[0].attributions[0];
//! assert_eq!(marked.cue, [[22, 26]]);
//! assert_eq!(marked.weight, Some(0.8));
//! # Ok::<(), dixit::error::Error>(())
//! ```
//!
//! `weight` is for statements that a program marked: how probable each is. A new format of annotations is a module next to
//! `src/learn/gold/jsonl.rs` and an arm of `read_file` in `src/learn/gold/mod.rs`; `kind` in `src/learn/train/data.rs`
//! has to know its ending too. The chapters of `src/learn/train/mod.rs` are a complete example, from the annotation
//! to the comparison. Keep some articles aside, and never train on what you measure with. Write down where the texts come
//! from and who may use them.
//!
//! # Train the built-in models again
//!
//! The built-in models are one file, `src/model/shipped.model`. `dixit --version --verbose` prints what they were
//! trained on (each file with a hash), when, and with which settings. Train with the same data and seed, and the
//! bytes are the same; `tests/cli/train.rs` proves that.
//!
//! ```console
//! $ dixit train DATA --speakers src/learn/train/makers.jsonl --speakers src/learn/train/hearers.jsonl \
//!     --dev DEV -o new.model
//! $ dixit eval DEV --model new.model
//! ```
//!
//! Then copy `new.model` to `src/model/shipped.model` and compile. Everything that depends on models may change:
//!
//! | what | what to do |
//! | --- | --- |
//! | scores | `.ci/scores` compares them with `.ci/floors.tsv`; raise the floors if they are better |
//! | judged statements of Wikinews | `.ci/marks` compares with `.ci/wikinews-marks.tsv`; judge what is new |
//! | snippets of `tests/cases` | each has to pass; if one fails, the model is worse at what it describes |
//! | `graphs/corpus.*`, examples of `README.md` | renew them, and read the difference |
//! | identifiers of statements, their order, formats | never: if they change, it is a mistake |
//!
//! What must not change without a new version of the file: the names of the tables in it and their layout
//! (`src/model/bundle.rs`). A model of another version is refused with a message that names it, and
//! `tests/robustness/old_files.rs` proves it. A rule that reads a new feature needs models that were trained
//! with it: training and extraction use the same code, so change both and train in the same commit.
