//! Analyses of many statements at once, one per file.
//!
//! | module | question it answers |
//! | --- | --- |
//! | [`variants`] | in which wordings is a statement reported, and who had it first? |
//! | [`check`] | is every statement still in its source? |
//! | [`verify`] | did someone say these words? |
//! | [`timeline`] | how did a position change? |
//! | [`diff`] | who is quoted here but not there, and what is left out? |
//! | [`stats`] | who is central, who speaks to each other, who is heard? |
//!
//! They share [`wording`], which compares two wordings, and [`copies`], which finds
//! documents with the same text; [`caveats`] finds misleading quotations for [`verify`]. Statements are counted
//! unless reports are asked for: forty papers that print the same wire report have one statement.

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
