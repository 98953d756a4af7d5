//! Who said what? Typed queries over a graph, and plain English that is turned into them.
//!
//! A [`Query`] is a set of filters; [`run`] returns the statements that pass all of them as an
//! [`Answer`]. [`ask::parse`] turns a question into a [`Query`] and what is asked for. Answers contain
//! nothing that is not in the graph.

mod answer;
pub mod ask;
mod classes;
mod count;
mod failure;
mod fields;
mod filter;
mod index;
mod looked_up;
mod loosen;
mod member;
mod names;
mod nations;
mod notation;
mod offices;
pub(crate) mod opened;
mod outlets;
mod parties;
mod period;
#[cfg(any(feature = "python", feature = "mcp", feature = "serve"))]
pub(crate) mod readers;
mod refusals;
mod related;
mod run;
mod sort;
mod spelling;
#[cfg(feature = "sqlite")]
pub(crate) mod stored;
mod subject;
mod topics;

pub use crate::few::Few;
pub use answer::{Answer, AnswerGroup, AskedFor, Hit, Named, Place, Rank};
pub use count::{Count, CountKey, Counted};
pub use failure::Failure;
pub use fields::Query;
pub(crate) use filter::Match;
pub use filter::{Found, found};
pub use index::Index;
pub(crate) use loosen::{
    HintKind, Looser, about_addressee, left_out_by_polarity, loosened, without_party,
};
pub(crate) use names::names_of;
pub(crate) use notation::{quoted, word};
pub(crate) use outlets::Outlets;
pub use period::Period;
pub(crate) use related::{has_related_words, related_to};
pub use run::run;
pub use sort::{Sort, SortKey};
pub(crate) use subject::{Closeness, Marks, Subject};
pub(crate) use topics::{is_stop_word, topics};
