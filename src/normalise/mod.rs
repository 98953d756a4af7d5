//! Text made comparable: letters folded, white space squeezed, words and files hashed.

pub mod folding;
pub mod hash;
pub mod space;
