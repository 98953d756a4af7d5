//! Who is meant by words that are no name: mentions → candidates → features → a learned score → a choice.
//!
//! | room | what it holds |
//! | --- | --- |
//! | `answers` | what the statement layer asks |
//! | `phrase` | the words of a source: its conjuncts, its head, the names in and beside it |
//! | `candidates` | who may be meant: those spoken of before, and those brought up by a noun |
//! | `features` | what speaks for a candidate: distance, role, form, gender, quotation |
//! | `doubtful` | names that may be people's: those that a pronoun means are |
//! | `talk` | who has spoken so far, to whom |
//! | `scorer` | the trees that weigh all of it, learned from choices |
//! | `pronouns`, `proforms` | "he" in the text, "he", "we", "it" and "who" as sources |
//! | `descriptions` | "the captain": which of those of whom it can be said |
//! | `groups` | "it" and "they": which body or group |
//! | `documents`, `makers` | "the report", "its polling": whoever made the thing that is said to speak |
//! | `bodies`, `nouns`, `pairs`, `turns` | "the company", "the minister", "both", "SMITH:" |
//! | `learn` | the choices of marked texts, to learn from |
//!
//! What is decided at a statement is written back, so that the next pronoun sees it.

mod answers;
mod bodies;
mod candidates;
mod descriptions;
mod documents;
mod doubtful;
mod features;
mod groups;
mod learn;
mod makers;
mod nouns;
mod pairs;
mod phrase;
mod proforms;
pub(super) mod pronouns;
mod scorer;
mod talk;
mod turns;

pub use answers::{about, names_among, parties, person_until, speakers, without_name};
pub(super) use candidates::{Brought, Heard, Who};
pub(super) use documents::Issued;
pub(super) use doubtful::people;
pub use learn::{Meant, Said, choices, talk_choices};
pub(super) use phrase::INDEFINITE;
pub use scorer::{Choice, Lessons, Resolver};
pub(super) use talk::Turn;
pub use talk::spoke;
