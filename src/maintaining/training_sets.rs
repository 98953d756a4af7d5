//! Add a training set, and retrain the models.
//!
//! # Add a set
//!
//! `dixit train DATA -o FILE` reads a folder. The name and folder of a file decide what it is used for:
//!
//! | files | folder | trains |
//! | --- | --- | --- |
//! | `*.conllu`, `*.conllu.gz` | `DATA`, `silver`, `gold` | tags, trees and names |
//! | `*.jsonl`, `*.ann` beside `*.txt`, `*.json` | `DATA`, `silver`, `gold` | who said what |
//! | `*.jsonl`, `*.tsv` | `entities` | names, and who pronouns and descriptions refer to |
//! | given with `--add PATH` | any | who said what |
//! | given with `--speakers FILE` | any | who pronouns and descriptions refer to, who made a report, who is addressed |
//!
//! Files named `dev` or `test`, or whose names end in `-dev` or `-test`, are for evaluation and are not read.
//!
//! Suppose that a newsroom has marked its articles and exports them as JSON Lines, one article a line. `source`,
//! `cue` and `content` are lists of spans, `[start, end)` in code points of `text`:
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
//! `weight` is for statements that a program annotated: the probability that each is right. A new format of
//! annotations is a module next to `src/learn/gold/jsonl.rs` and an arm of `read_file` in `src/learn/gold/mod.rs`;
//! `kind` in `src/learn/train/data.rs` has to know its file ending too. The documentation of `src/learn/train/mod.rs`
//! is a complete example, from annotation to evaluation. Hold out some articles, and never train on what you evaluate
//! with. Document where the texts come from and who may use them.
//!
//! # Retrain the built-in models
//!
//! The built-in models are one file, `src/model/shipped.model`. `dixit --version --verbose` prints what they were
//! trained on (each file with a hash), when, and with which settings. Training with the same data and seed gives
//! the same bytes; `tests/cli/train.rs` proves that.
//!
//! ```console
//! $ dixit train DATA --speakers src/learn/train/makers.jsonl --speakers src/learn/train/hearers.jsonl \
//!     --dev DEV -o new.model
//! $ dixit eval DEV --model new.model
//! ```
//!
//! Then copy `new.model` to `src/model/shipped.model` and compile. Everything that depends on the models may change:
//!
//! | what | what to do |
//! | --- | --- |
//! | scores | `.ci/scores` compares them with `.ci/floors.tsv`; raise the floors if they are better |
//! | judged statements of Wikinews | `.ci/marks` compares them with `.ci/wikinews-marks.tsv`; judge the new ones |
//! | snippets of `tests/cases` | each has to pass; if one fails, the model has become worse at what it describes |
//! | `graphs/corpus.*`, examples of `README.md` | update them, and read the diff |
//! | identifiers of statements, their order, formats | these must not change; if they do, it is a bug |
//!
//! # Retrain the encoder
//!
//! The encoder of `--model src/model/accurate.model` reads beside the built-in models, so fit it to them again after they
//! change, which takes minutes; [`learn::train::encoder`](crate::learn::train::encoder) has the commands, for training
//! it anew too. `.ci/scores` measures it as well.
//!
//! The names and layout of the tables in the file (`src/model/bundle.rs`) must not change without a new version of
//! the format. A model of another version is rejected with a message that names it, as
//! `tests/robustness/old_files.rs` proves. A rule that uses a new feature needs models that were trained
//! with it: training and extraction share the code, so change it and retrain in the same commit.
