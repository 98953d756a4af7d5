//! Add a form of question to `dixit ask`.
//!
//! A question is parsed by a grammar that reads it from left to right; the result is a
//! [`query::Query`](crate::query::Query), what is asked for, and perhaps a rank. Questions that the grammar does not
//! cover are rejected; nothing is guessed.
//!
//! **1. Write the question first**, as a row of `tests/cases/ask.md`: the question, and how it has to be understood.
//! The names are those of the graph in `tests/data`. `cargo test --test cli ask` shows how it is understood now.
//!
//! # A new word in a known form
//!
//! Often only a word is missing. The word lists are in `src/query/ask/data/words.tsv`: the name of the list, a tab, and
//! its entries separated by `;`. In "Who openly warned Russia?" the word "openly" does not change what is asked, so
//! it is in the list `adverbs`:
//!
//! ```
//! # use dixit::{document::Document, extract::Extractor, graph::{BuildOptions, Graph}};
//! # let words = "Liz Truss warned Russia on Monday that an invasion would be costly.";
//! # let article = Document::new("talks", words);
//! # let extraction = Extractor::new()?.extract(&article)?;
//! # let graph = Graph::from_extractions("talks", [extraction], &BuildOptions::default());
//! use dixit::query::{Index, ask};
//!
//! let words = std::fs::read_to_string("src/query/ask/data/words.tsv").unwrap();
//! let adverbs = words.lines().find_map(|line| line.strip_prefix("adverbs\t")).unwrap();
//! assert!(adverbs.split(';').any(|word| word == "openly"));
//!
//! let index = Index::new(&graph);
//! let plain = ask::parse("Who warned Russia?", &index).unwrap();
//! assert_eq!(ask::parse("Who openly warned Russia?", &index).unwrap(), plain);
//! # Ok::<(), dixit::error::Error>(())
//! ```
//!
//! A new list also needs its name in `lists!` in `src/query/ask/lexicon.rs`; a test compares the two. Verbs and nouns
//! of speech are not in this file: they come from the table of acts ([`verbs`](super::verbs)).
//!
//! # A new form
//!
//! Take "How often did Truss warn Russia?" as the example, which asks for a number.
//!
//! **2. Describe it** in the grammar at the top of `src/query/ask/grammar.rs`. This one is in the line
//! `what|when|how|how often aux names verb …`.
//!
//! **3. Parse it** in `Reader::question` in that file. Its `match` has an arm for each word that a question can begin
//! with. The arm of "how often" calls `clause`, which reads an auxiliary, a subject, a verb and what follows, and
//! returns what is asked for:
//!
//! ```text
//! "how" if self.skip(&["often", "frequently", "much"]) => {
//!     self.clause()?;
//!     Ok(AskedFor::HowMany)
//! }
//! ```
//!
//! The parts that it can call are in `clauses.rs` (subjects and verbs), `nouns.rs` (nouns that are acts), `tail.rs`
//! (what follows the verb), `dates.rs` and `parties.rs` (names and offices), in the same folder. A form that cannot
//! be completed returns `self.stuck("what is expected here")`, which is shown to the user.
//!
//! **4. If it asks for something new**, add a variant to [`AskedFor`](crate::query::AskedFor) in
//! `src/query/answer.rs`. The compiler then lists the code that has to handle it: the `Display` of a question in
//! `src/query/ask/mod.rs`, the answer, and how `src/cli/show/answer.rs` prints it.
//!
//! ```
//! # use dixit::{document::Document, extract::Extractor, graph::{BuildOptions, Graph}};
//! # let words = "Liz Truss warned Russia on Monday that an invasion would be costly.";
//! # let article = Document::new("talks", words);
//! # let extraction = Extractor::new()?.extract(&article)?;
//! # let graph = Graph::from_extractions("talks", [extraction], &BuildOptions::default());
//! use dixit::query::{AskedFor, Index, ask};
//!
//! let index = Index::new(&graph);
//! let question = ask::parse("How often did Truss warn Russia?", &index).unwrap();
//! assert_eq!(question.asked_for, AskedFor::HowMany);
//! assert!(question.to_string().starts_with("how many: --speaker 'Liz Truss' --relation warned"));
//!
//! let cases = std::fs::read_to_string("tests/cases/ask.md").unwrap();
//! assert!(cases.contains("| How often "));
//! # Ok::<(), dixit::error::Error>(())
//! ```
//!
//! **5. Check similar questions.** If a question cannot be parsed, `src/query/ask/nearest.rs` looks for a similar one
//! that can: a new form must not turn a question into one with a different meaning. `tests/cli/ask.rs` has questions
//! that have to be rejected.
