//! Colours of entities and relations, the same in every format that has colours.
//!
//! Hues are those of Okabe and Ito (2008), which colour-blind readers can distinguish, paler behind text.

use crate::entity::EntityType;
use crate::statement::Relation;

/// The background of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Theme {
    /// Dark ink on white.
    #[default]
    Light,
    /// Light ink on dark grey.
    Dark,
}

/// The colours of a theme, as `#rrggbb`.
pub(super) struct Colours {
    /// The background.
    pub(super) paper: &'static str,
    /// Headings.
    pub(super) ink: &'static str,
    /// Less important text.
    pub(super) faint: &'static str,
    /// Outline of nodes.
    pub(super) outline: &'static str,
    /// Text within nodes.
    pub(super) text: &'static str,
    person: &'static str,
    state: &'static str,
    organisation: &'static str,
    unnamed: &'static str,
    /// Statements and documents as nodes.
    pub(super) record: &'static str,
    said: &'static str,
    warned: &'static str,
    proposed: &'static str,
}

impl Colours {
    /// The colours of a theme.
    pub(super) fn of(theme: Theme) -> Colours {
        match theme {
            Theme::Light => Colours {
                paper: "#ffffff",
                ink: "#1f2933",
                faint: "#5b6770",
                outline: "#3e4c59",
                text: "#1f2933",
                person: "#fbe3b0",
                state: "#bfdff5",
                organisation: "#bfe8d8",
                unnamed: "#f1f3f5",
                record: "#ffffff",
                said: "#5b6770",
                warned: "#d55e00",
                proposed: "#0072b2",
            },
            Theme::Dark => Colours {
                paper: "#1b1f24",
                ink: "#f1f3f5",
                faint: "#b8c1ca",
                outline: "#d9e0e6",
                text: "#14181c",
                person: "#f0c468",
                state: "#7cc0ee",
                organisation: "#6fcfae",
                unnamed: "#c3cad1",
                record: "#f1f3f5",
                said: "#b8c1ca",
                warned: "#ff8a3d",
                proposed: "#56b4e9",
            },
        }
    }

    /// The background of an entity's name.
    pub(super) fn entity(&self, kind: EntityType) -> &'static str {
        match kind {
            EntityType::Person => self.person,
            EntityType::State => self.state,
            EntityType::Organisation => self.organisation,
            EntityType::Unnamed => self.unnamed,
        }
    }

    /// The colour of a relation's edges.
    pub(super) fn relation(&self, relation: Relation) -> &'static str {
        match relation {
            Relation::Said => self.said,
            Relation::Warned => self.warned,
            Relation::Proposed => self.proposed,
        }
    }
}

/// Red, green and blue of `#rrggbb`.
pub(super) fn channels(colour: &str) -> [u8; 3] {
    let channel = |at: usize| {
        let digits = colour.get(at..at + 2);
        digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())
    };
    [1, 3, 5].map(|at| channel(at).unwrap_or_default())
}
