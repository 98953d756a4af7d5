//! Training and evaluation of the models.
//!
//! * [`gold`]: annotated articles, in the formats of four annotation tools;
//! * [`train`]: trains all models from annotated articles, a treebank and texts with marked names;
//! * [`evaluation`]: measures the accuracy and speed of an extraction.

pub mod evaluation;
pub mod gold;
pub mod train;
