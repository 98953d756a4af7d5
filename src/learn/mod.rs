//! How the models came to be, and how good they are.
//!
//! * [`gold`]: annotated articles, in the formats of four annotation tools;
//! * [`train`]: all models from annotated articles, a treebank and texts whose names are marked;
//! * [`evaluation`]: what an extraction got right, and what it cost.

pub mod evaluation;
pub mod gold;
pub mod train;
