//! Add a body: a ministry, a party, a newspaper, a company.
//!
//! # For one user: a table of their own
//!
//! Suppose that the articles of a port name its Harbour Board, which speaks for Norway. No compiling is needed.
//! The user writes a table, `own.tsv`, whose first line names the columns:
//!
//! ```text
//! name           kind        state   aliases
//! Harbour Board  cabinet     Norway  Board of Harbours
//! ```
//!
//! (separated by tabs) and runs `dixit extract news/ --kb own.tsv`. Only `name` is required;
//! [`entity::Knowledge`](crate::entity::Knowledge) lists all columns. A kind is `person`, `state`, `organisation`, or
//! one of the kinds in the built-in tables, such as `party` or `cabinet`. A government body also speaks for its
//! `state`.
//!
//! ```
//! use dixit::{document::Document, extract::Extractor};
//!
//! let folder = tempfile::tempdir().unwrap();
//! let own = folder.path().join("own.tsv");
//! std::fs::write(
//!     &own,
//!     "name\tkind\tstate\taliases\nHarbour Board\tcabinet\tNorway\tBoard of Harbours\n",
//! )
//! .unwrap();
//!
//! let (extractor, complaints) = Extractor::new()?.with_tables(&[own])?;
//! assert!(complaints.is_empty());
//! let words = "The Board of Harbours warned on Monday that the strait would close.";
//! let article = Document::new("strait", words);
//! let found = extractor.extract(&article)?;
//! let speaker = found.statements[0].speaker.as_ref().unwrap();
//! assert_eq!(speaker.name, "Harbour Board");
//! assert_eq!(found.entities[0].represents.as_ref().unwrap().name, "Norway");
//! # Ok::<(), dixit::error::Error>(())
//! ```
//!
//! # For everybody: the built-in tables
//!
//! | body | table | columns |
//! | --- | --- | --- |
//! | government bodies with their own name: "Storting" | `src/gazetteer/data/bodies.tsv` | `name`, `kind`, `state` (its code in `states.tsv`), `aliases` |
//! | government bodies named after the state: "Norwegian Foreign Ministry" | `src/gazetteer/data/body_heads.tsv` | `kind`, `canonical`, `heads`, whether it is another name for the state, whether the state has only one |
//! | all others: alliances, parties, newspapers, companies | `src/gazetteer/data/organisations.tsv` | `name`, `qid` (Wikidata's id, or empty), `kind`, `state`, `parent`, `aliases` |
//!
//! Aliases are separated by `;`. Leave out an alias that usually means something else: "Post" is not an alias of the
//! *Washington Post*. Add only facts that anybody may use: the first line of each table says where its rows come from.
//!
//! The Storting, for example, is one row of `bodies.tsv`:
//!
//! ```
//! use dixit::{document::Document, extract::Extractor};
//!
//! let table = std::fs::read_to_string("src/gazetteer/data/bodies.tsv").unwrap();
//! let row = table.lines().find(|line| line.starts_with("Storting\t")).unwrap();
//! assert_eq!(row, "Storting\tparliament\tNOR\tNorwegian parliament");
//!
//! let words = "The Norwegian parliament warned on Monday that the strait would close.";
//! let article = Document::new("strait", words);
//! let found = Extractor::new()?.extract(&article)?;
//! assert_eq!(found.statements[0].speaker.as_ref().unwrap().name, "Storting");
//! assert_eq!(found.entities[0].represents.as_ref().unwrap().name, "Norway");
//! # Ok::<(), dixit::error::Error>(())
//! ```
//!
//! Add snippets to `tests/cases/organisation-names.md`: one in which the body speaks, and one with the words of an
//! alias in another meaning. For people, `src/gazetteer/data/people.tsv` is the table; a new office needs a row in
//! `titles.tsv` beside it.
