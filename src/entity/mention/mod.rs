//! Where a text names somebody, and what kind of speaker the words show: nothing here knows who is meant.
//!
//! | module | what it has |
//! | --- | --- |
//! | `reader` | the text as the layer reads it: words, tags, labels, phrases of the tables |
//! | `capitals` | what a capital letter means |
//! | `recogniser` | the learned recogniser of names |
//! | `names` | the names of a text: those of the tables and those that are recognised, with their edges |
//! | `candidate` | what a stretch of text is taken for |
//! | `titles` | titles beside names and in descriptions |
//! | `noun_kinds` | nouns for people, bodies and outlets |

pub(in crate::entity) mod candidate;
pub(in crate::entity) mod capitals;
pub(in crate::entity) mod names;
pub(crate) mod noun_kinds;
pub(in crate::entity) mod reader;
pub(crate) mod recogniser;
pub(in crate::entity) mod titles;
