//! Who is meant.
mod bodies;
mod candidates;
mod documents;
mod features;
mod learn;
mod nouns;
mod pairs;
mod phrase;
mod proforms;
pub(super) mod pronouns;
mod scorer;
mod talk;
mod turns;

pub(super) use candidates::{Brought, Heard, Who};
pub(super) use documents::Issued;
pub use learn::{Meant, Said, choices, talk_choices};
pub(super) use phrase::INDEFINITE;
pub use phrase::{about, parties, speakers};
pub use scorer::{Choice, Resolver};
pub(super) use talk::Turn;
pub use talk::spoke;
