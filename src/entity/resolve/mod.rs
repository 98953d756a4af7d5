//! What words that are not a name refer to: mentions → candidates → features → a learned score → a choice.
//!
//! | module | what it has |
//! | --- | --- |
//! | `answers` | the questions of the statement layer |
//! | `reading` | the first reading of a text: its names, descriptions and those without a name |
//! | `phrase` | the words of a source: its conjuncts, its head, the names in it and next to it |
//! | `rules` | the ordered rules that resolve noun phrases |
//! | `candidates` | the possible referents: those mentioned before, and those introduced by a noun |
//! | `features` | the features of a candidate: distance, role, form, gender, quotation |
//! | `doubtful` | names that may be people's: they are if a pronoun refers to them |
//! | `talk` | the speakers and addressees so far |
//! | `pronouns` | "he" and "her" in the text |
//! | `source_pronouns` | "he", "we", "it" and "who" as sources |
//! | `titled` | "the Kremlin spokesman": who has the title |
//! | `descriptions` | "the captain": which of several matching people |
//! | `groups` | "it" and "they": which body or group |
//! | `documents`, `makers` | "the report", "its polling": the maker of the document |
//! | `decision` | what a rule returns, and where it is written down |
//! | `unnamed` | someone without a name, called by the words that describe them |
//! | `bodies`, `nouns`, `several`, `pairs`, `numbers` | "the company", "the minister", "the ministers of …", "both", "the four" |
//! | `turns`, `labels` | "SMITH:" |
//! | `options` | the options of a choice, with their features and scores |
//! | `learn`, `lesson` | training examples from marked texts |
//!
//! What is decided at a statement is stored, so that the next pronoun can refer to it.

mod answers;
mod bodies;
mod candidates;
mod decision;
mod descriptions;
mod documents;
mod doubtful;
mod features;
mod groups;
mod labels;
mod learn;
mod lesson;
mod makers;
mod nouns;
mod numbers;
mod options;
mod pairs;
mod phrase;
pub(super) mod pronouns;
mod reading;
pub(crate) mod rules;
mod several;
mod source_pronouns;
mod talk;
mod titled;
mod turns;
mod unnamed;

pub use crate::entity::resolver::{Choice, Lessons, Resolver};
pub use answers::{about, names_among, parties, person_until, speakers, without_name};
pub(super) use doubtful::people;
pub use learn::{Said, choices, talk_choices};
pub use lesson::MarkedMention;
pub(super) use reading::read;
pub use talk::spoke;
