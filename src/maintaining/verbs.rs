//! Add a verb, a noun or a phrase that reports statements.
//!
//! Suppose that dixit misses "forewarn": *The harbour master forewarned Norway that the strait would close.*
//!
//! **1. Write the snippet first**, in the file of `tests/cases` that has similar ones, here
//! `tests/cases/addressees.md`. `tests/cases/README.md` explains the columns.
//!
//! ````text
//! ## A warning beforehand
//!
//! ```text
//! The harbour master forewarned Norway that the strait would close.
//! ```
//! ```statements
//! harbour master → Norway | warned/warn | forewarned | that the strait would close
//! ```
//! ````
//!
//! `cargo test --test language` now fails and prints what was found instead.
//!
//! **2. Define its meaning** in `src/statement/data/acts.tsv`. Each line is an act, and its columns are
//!
//! | column | contents |
//! | --- | --- |
//! | 1 `act` | the name of the act, as in `--act warn` |
//! | 2 `relation` | `said`, `warned` or `proposed` |
//! | 3 `mode` | `speech` or `attitude` |
//! | 4 `cameo`, 5 `plover` | codes of event data; empty where there is none |
//! | 6 `verbs` | lemmas of verbs, separated by `;` |
//! | 7 `nouns` | nouns in the singular, separated by `;` |
//! | 8 `phrases` | several words as lemmas: `sound the alarm` |
//!
//! "Forewarn" goes into column 6 of the line that starts with `warn`. If two lines list a word, the first one
//! applies. A new act is a new line; `dixit query --act` and `dixit ask` know it at once.
//!
//! ```
//! use dixit::statement::{Relation, acts::Taxonomy};
//!
//! let warn = Taxonomy::built_in()?.find("warn").unwrap();
//! assert_eq!(warn.relation, Relation::Warned);
//! assert!(warn.verbs.iter().any(|verb| verb == "forewarn"));
//!
//! let table = std::fs::read_to_string("src/statement/data/acts.tsv").unwrap();
//! let row = table.lines().find(|line| line.starts_with("warn\t")).unwrap();
//! let verbs = row.split('\t').nth(5).unwrap();
//! assert!(verbs.split(';').any(|verb| verb == "forewarn"));
//! # Ok::<(), dixit::error::Error>(())
//! ```
//!
//! The model that finds cues looks up in this table what a word can mean, so it can find a verb that it was not
//! trained on. This works better the more the sentence resembles others that report a statement.
//!
//! **3. Say how it takes addressees** in `src/statement/data/addressing.tsv`. Each line has a pattern in
//! column 1 and the verbs and nouns with that pattern in column 2:
//!
//! | pattern | addressee | example |
//! | --- | --- | --- |
//! | `object` | the object of the verb | *forewarned **Norway*** |
//! | `clause` | also the subject of the infinitive that it governs | *urged **Norway** to wait* |
//! | a preposition | also what follows the preposition | *wrote to **Norway*** |
//!
//! "Forewarn" goes into the line `object`.
//!
//! **4. Irregular forms**, if there are any, go into two files: `src/syntax/data/irregular.tsv` (for
//! articles; a lemma and all its forms) and `src/query/ask/data/irregular.tsv` (for questions; verb, past, past
//! participle). "Forewarn" is regular.
//!
//! **5. Questions.** `Who forewarned Norway?` works once the verb is in `acts.tsv`. If the addressee follows it
//! directly, add a line to `src/query/ask/data/objects.tsv` (`verb`, `object`, `reach`), and a row to
//! `tests/cases/ask.md`.
//!
//! **6. Look at the result.**
//!
//! ```
//! use dixit::{document::Document, extract::Extractor};
//!
//! let words = "The harbour master forewarned Norway that the strait would close.";
//! let article = Document::new("strait", words);
//! let found = Extractor::new()?.extract(&article)?;
//! let [statement] = found.statements.as_slice() else { panic!("one statement") };
//! assert_eq!(statement.cue.text, "forewarned");
//! assert_eq!(statement.relation, dixit::statement::Relation::Warned);
//! assert_eq!(statement.addressees[0].name, "Norway");
//! # Ok::<(), dixit::error::Error>(())
//! ```
//!
//! If the snippet still fails, `dixit explain ID FILE` shows each step that led to a statement. If there is no
//! statement at all, the model did not find the cue: add annotated sentences and train again
//! ([`training_sets`](super::training_sets)). Then compare the scores (`.ci/scores`): a verb with a second, more
//! common meaning can do more harm than good.
