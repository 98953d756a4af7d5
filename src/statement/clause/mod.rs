//! What the grammar of a clause shows, whatever is said in it: its tree, its voice, its subjects that stay
//! unsaid, who can hear.

pub(super) mod audience;
pub(super) mod elided;
pub(super) mod introducers;
pub(super) mod tokens;
pub(super) mod tree;
pub(super) mod voice;
