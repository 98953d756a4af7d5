//! All trained models and tables.

use crate::entity::mention::recogniser::Recogniser;
use crate::entity::resolve::rules;
use crate::entity::{Knowledge, Resolver};
use crate::error::{Error, Result};
use crate::model::bundle::Bundle;
use crate::model::calibration::Curve;
use crate::model::encoder;
use crate::statement::Repairs;
use crate::statement::attribution::Finder;
use crate::syntax::Parser;
use std::path::Path;
use std::sync::LazyLock;

/// Tagger, parser, name recogniser, resolver and attribution model.
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
    /// Calibration of confidences; `None` if the model has none.
    pub curve: Option<Curve>,
    /// What the models were trained on, when, and how well they did.
    pub notes: serde_json::Value,
    /// The tables of states, organisations and people: the built-in ones unless set to others.
    pub knowledge: Knowledge,
    /// The enabled repairs of attributions: all unless some are disabled.
    pub repairs: Repairs,
}

/// The built-in model file, as written by `dixit train`.
pub static SHIPPED: &[u8] = include_bytes!("../model/shipped.model");

impl Engine {
    /// Loads all models from a bundle.
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

    /// Loads a model file written by `dixit train`, or an encoder, which is used with the built-in models.
    ///
    /// # Errors
    /// A file that cannot be read, is cut short, or belongs to another version.
    pub fn open(path: &Path) -> Result<Engine> {
        let bytes = crate::input::read(path).map_err(|e| Error::at(path, e))?;
        let bundle = Bundle::from_bytes(&bytes).and_then(|mut bundle| {
            if bundle.has(encoder::VOCABULARY) {
                bundle.complete_with(Bundle::from_static(SHIPPED)?);
            }
            Ok(bundle)
        });
        let engine = bundle.and_then(|bundle| Engine::load(&bundle));
        engine.map_err(|e| Error::at(path, e))
    }

    /// Disables a repair of attributions or a rule that resolves noun phrases, to measure its effect.
    ///
    /// # Errors
    /// An unknown name.
    pub fn leave_out(&mut self, name: &str) -> Result<()> {
        let called = |known: &str| known == name;
        if let Some(place) = Repairs::names().position(called) {
            self.repairs.leave_out(place);
        } else if let Some(place) = rules::names().position(called) {
            self.resolver.leave_out(place);
        } else {
            let names: Vec<&str> = Repairs::names().chain(rules::names()).collect();
            let names = names.join(", ");
            return Err(Error::new(format!(
                "there is no repair or rule '{name}'; choose one of {names}"
            )));
        }
        Ok(())
    }

    /// The built-in engine, loaded once.
    pub fn shipped() -> Result<&'static Engine> {
        static ENGINE: LazyLock<Result<Engine>> =
            LazyLock::new(|| Bundle::from_static(SHIPPED).and_then(|bundle| Engine::load(&bundle)));
        ENGINE.as_ref().map_err(Clone::clone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let mut engine = Engine::shipped().unwrap().clone();
        let error = engine.leave_out("drop-nothing").unwrap_err().to_string();
        for name in ["'drop-nothing'", "drop-day", "by-age"] {
            assert!(error.contains(name), "{error}");
        }
    }

    #[test]
    fn repairs_and_rules_have_names_of_their_own() {
        let names: Vec<&str> = Repairs::names().chain(rules::names()).collect();
        let different: HashSet<&&str> = names.iter().collect();
        assert_eq!(different.len(), names.len());
    }
}
