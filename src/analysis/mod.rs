//! What does a graph show? Questions about many statements at once, one a file.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`variants`] | in what wordings is a statement reported, and by whom first? |
//! | [`check`] | does every statement still stand in its source? |
//! | [`verify`] | did somebody say these words? |
//! | [`timeline`] | how did a position change? |
//! | [`diff`] | who is quoted here and not there, and what is left out? |
//! | [`stats`] | who is central, who speaks with whom, who is heard at all? |
//!
//! They share [`wording`], which puts two wordings side by side, and [`copies`], which finds the
//! documents that print one text; [`caveats`] tells [`verify`] when words may not stand alone. Everything is counted in statements unless reports are asked for:
//! what forty papers take from one wire is one statement.

pub mod caveats;
pub mod check;
pub mod copies;
pub mod diff;
pub mod stats;
#[cfg(test)]
mod tests;
pub mod timeline;
pub mod variants;
pub mod verify;
pub mod wording;
