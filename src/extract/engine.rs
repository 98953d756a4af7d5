//! The trained models together.

use crate::entity::mention::recogniser::Recogniser;
use crate::entity::{Knowledge, Resolver};
use crate::error::{Error, Result};
use crate::model::bundle::Bundle;
use crate::model::calibration::Curve;
use crate::statement::Repairs;
use crate::statement::attribution::Finder;
use crate::syntax::Parser;
use std::path::Path;
use std::sync::LazyLock;

/// Tagger and parser, recogniser of names, finder of attributions.
#[derive(Debug, Clone)]
pub struct Engine {
    /// Tags and dependency trees.
    pub parser: Parser,
    /// Names.
    pub recogniser: Recogniser,
    /// Which entity a pronoun or description refers to.
    pub resolver: Resolver,
    /// Attributions.
    pub finder: Finder,
    /// The share of statements with a confidence that is right; `None` in a model without calibration.
    pub curve: Option<Curve>,
    /// What the models were trained on, when, and how well they did.
    pub notes: serde_json::Value,
    /// The tables of states, organisations and people: the built-in ones unless set to others.
    pub knowledge: Knowledge,
    /// Which repairs of attributions are made: all of them unless some are left out.
    pub repairs: Repairs,
}

/// The bundle of the models that the program carries, as `dixit train` wrote it.
pub static SHIPPED: &[u8] = include_bytes!("../model/shipped.model");

impl Engine {
    /// Takes all models out of a bundle.
    pub fn load(bundle: &Bundle) -> Result<Engine> {
        Ok(Engine {
            parser: Parser::load(bundle)?,
            recogniser: Recogniser::load(bundle)?,
            resolver: Resolver::load(bundle)?,
            finder: Finder::load(bundle)?,
            curve: Curve::load(bundle)?,
            notes: bundle.notes.clone(),
            knowledge: Knowledge::default(),
            repairs: Repairs::default(),
        })
    }

    /// Loads the models of a file that `dixit train` wrote.
    ///
    /// # Errors
    /// A file that cannot be read, is cut short, or belongs to another version.
    pub fn open(path: &Path) -> Result<Engine> {
        let bytes = crate::input::read(path).map_err(|e| Error::at(path, e))?;
        let bundle = Bundle::from_bytes(&bytes);
        let engine = bundle.and_then(|bundle| Engine::load(&bundle));
        engine.map_err(|e| Error::at(path, e))
    }

    /// The engine that the program carries; loaded once.
    pub fn shipped() -> Result<&'static Engine> {
        static ENGINE: LazyLock<Result<Engine>> =
            LazyLock::new(|| Bundle::from_static(SHIPPED).and_then(|bundle| Engine::load(&bundle)));
        ENGINE.as_ref().map_err(Clone::clone)
    }
}
