//! Classes of speakers: "any minister", "any politician". Who belongs to one is told by the titles that articles give,
//! or by the words that describe speakers without a name.

use super::names::Names;
use crate::entity::{EntityType, Role};
use crate::graph::{Entity, Graph};
use crate::lexicon::rows;
use crate::normalise::folding;
use std::sync::LazyLock;

const CLASSES: &str = include_str!("data/classes.tsv");

/// A class is written as an office with this word before it: `any minister`.
const ANY: &str = "any ";

/// Words that end the main part of a title: "minister *for* energy".
const AFTER_HEAD: [&str; 12] = [
    "for", "of", "at", "in", "from", "on", "to", "with", "who", "and", "under", "within",
];

/// A class of speakers.
#[derive(Debug)]
pub(super) struct Class {
    /// Its name: `minister`.
    pub(super) name: &'static str,
    /// The words that ask for it, each folded.
    asked: Vec<Vec<String>>,
    titles: Vec<Title>,
    except: Vec<Title>,
}

/// A title whose holders belong to a class.
#[derive(Debug)]
struct Title {
    words: Vec<String>,
    fits: Fits,
    office_of: OfficeOf,
}

/// How much of a title must be the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fits {
    Whole,
    End,
}

/// Whose office it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum OfficeOf {
    Anybody,
    State,
    NoOrganisation,
}

static TABLE: LazyLock<Vec<Class>> = LazyLock::new(|| {
    let classes = rows(CLASSES).map(|row| {
        let titles = |field: usize| row.list(field).map(title).collect();
        Class {
            name: row.field(0),
            asked: row.list(1).map(folding::words).collect(),
            titles: titles(2),
            except: titles(3),
        }
    });
    classes.collect()
});

fn title(text: &str) -> Title {
    let (text, fits) = match text.strip_prefix('*') {
        Some(text) => (text, Fits::End),
        None => (text, Fits::Whole),
    };
    let (text, office_of) = match (text.strip_suffix('!'), text.strip_suffix('?')) {
        (Some(text), _) => (text, OfficeOf::State),
        (_, Some(text)) => (text, OfficeOf::NoOrganisation),
        _ => (text, OfficeOf::Anybody),
    };
    Title {
        words: folding::words(text),
        fits,
        office_of,
    }
}

impl Title {
    fn fits(&self, title: &[String]) -> bool {
        match self.fits {
            Fits::Whole => title == self.words,
            Fits::End => title.ends_with(&self.words),
        }
    }

    fn is_of(&self, kind: Option<EntityType>) -> bool {
        match self.office_of {
            OfficeOf::Anybody => true,
            OfficeOf::State => kind == Some(EntityType::State),
            OfficeOf::NoOrganisation => kind != Some(EntityType::Organisation),
        }
    }
}

/// The names of all classes, as `--speaker-role` takes them.
pub(super) fn names() -> impl Iterator<Item = String> {
    TABLE.iter().map(Class::role)
}

/// All classes.
pub(super) fn all() -> impl Iterator<Item = &'static Class> {
    TABLE.iter()
}

/// The class that a value of `--speaker-role` names: `any minister`.
pub(super) fn of_role(role: &str) -> Option<&'static Class> {
    let name = role.strip_prefix(ANY)?;
    TABLE.iter().find(|class| class.name == name)
}

/// The class that words at the start of a question (folded) ask for, after their number.
pub(super) fn prefix(words: &[String]) -> Option<(usize, &'static Class)> {
    let asked = TABLE.iter().flat_map(|class| {
        class
            .asked
            .iter()
            .map(move |asked| (asked.len(), class, asked))
    });
    let found = asked.filter(|(_, _, asked)| words.starts_with(asked));
    found
        .max_by_key(|(count, ..)| *count)
        .map(|(count, class, _)| (count, class))
}

impl Class {
    /// The class as a value of `--speaker-role`.
    pub(super) fn role(&self) -> String {
        format!("{ANY}{}", self.name)
    }

    /// Whether an office puts its holder into the class.
    pub(super) fn has_office(&self, role: &Role, graph: &Graph, names: &Names) -> bool {
        let title = folding::words(&role.title);
        let of = role.of.iter().flat_map(|name| names.find(name));
        let kind = of
            .filter_map(|e| graph.entities().get(*e))
            .map(|e| e.kind)
            .next();
        self.has_title(&title, kind)
    }

    fn has_title(&self, title: &[String], of: Option<EntityType>) -> bool {
        let head = head(title);
        let fits = |known: &Title| known.fits(title) || known.fits(head);
        self.titles
            .iter()
            .any(|known| fits(known) && known.is_of(of))
            && !self
                .except
                .iter()
                .any(|known| fits(known) && known.is_of(of))
    }

    /// Whether the words that describe a speaker without a name put it into the class: "two officials".
    pub(super) fn describes(&self, entity: &Entity, graph: &Graph) -> bool {
        if entity.kind != EntityType::Unnamed {
            return false;
        }
        let mut words: Vec<String> = head(&folding::words(&entity.name)).to_vec();
        let state = entity
            .represents
            .iter()
            .map(|spoken| graph.entity(spoken.of).kind)
            .next();
        if self.has_title(&words, state) {
            return true;
        }
        let Some(last) = words.last_mut() else {
            return false;
        };
        *last = match last.strip_suffix("men") {
            Some(stem) => format!("{stem}man"),
            None => last.strip_suffix('s').unwrap_or(last).to_owned(),
        };
        self.has_title(&words, state)
    }
}

/// The main part of a title: "federal minister" of "federal minister for foreign affairs".
fn head(title: &[String]) -> &[String] {
    let end = title
        .iter()
        .position(|word| AFTER_HEAD.contains(&word.as_str()));
    match end {
        Some(end) if end > 0 => title.get(..end).unwrap_or(title),
        _ => title,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn classes(title: &str, of: Option<EntityType>) -> Vec<&'static str> {
        let title = folding::words(title);
        let found = TABLE.iter().filter(|class| class.has_title(&title, of));
        found.map(|class| class.name).collect()
    }

    #[test]
    fn titles_put_their_holders_into_classes() {
        let state = Some(EntityType::State);
        let organisation = Some(EntityType::Organisation);
        let is = |title: &str, of, class: &str| classes(title, of).contains(&class);
        assert!(is(
            "Federal Minister for Foreign Affairs",
            state,
            "minister"
        ));
        assert!(is("Deputy Prime Minister", None, "minister"));
        assert!(!is("Deputy Foreign Minister", state, "minister"));
        assert!(is("Deputy Foreign Minister", state, "official"));
        assert!(is("Secretary of State", state, "minister"));
        assert!(!is(
            "Assistant Secretary of State for European Affairs",
            state,
            "minister"
        ));
        assert!(is("President", state, "politician"));
        assert!(!is("President", organisation, "politician"));
        assert!(is("Governor", state, "politician"));
        assert!(!is("Governor", None, "politician"));
        assert!(!is("Secretary-General", organisation, "soldier"));
        assert!(is("Press Secretary", None, "spokesperson"));
    }

    #[test]
    fn the_longest_words_of_a_question_name_the_class() {
        let class = |words: &str| prefix(&folding::words(words)).map(|(n, c)| (n, c.name));
        assert_eq!(class("ministers warned"), Some((1, "minister")));
        assert_eq!(class("union leaders said"), Some((2, "union leader")));
        assert_eq!(class("people said"), None);
        assert!(of_role("any minister").is_some() && of_role("minister").is_none());
    }
}
