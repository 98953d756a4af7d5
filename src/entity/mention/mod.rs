//! Finds names in a text, and the kind of speaker that words show, without resolving them.
//!
//! | module | what it has |
//! | --- | --- |
//! | `reader` | access to the text: words, tags, labels, phrases of the tables |
//! | `capitals` | the use of capitals |
//! | `recogniser` | the learned recogniser of names |
//! | `names` | the names of a text, from the tables and the recogniser, with their extent |
//! | `candidate` | possible names and their classification |
//! | `titles` | titles beside names and in descriptions |
//! | `noun_kinds` | nouns for people, bodies and outlets |

pub(in crate::entity) mod candidate;
pub(in crate::entity) mod capitals;
pub(in crate::entity) mod names;
pub(crate) mod noun_kinds;
pub(in crate::entity) mod reader;
pub(crate) mod recogniser;
pub(in crate::entity) mod titles;
